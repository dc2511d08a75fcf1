"""Data sets: what comes with the course, and what users bring in a file.

A `Dataset` is an array of examples and an array of targets. Class labels are whole numbers from 0,
targets of a regression are floats; that is all that `fit` needs to choose a loss.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np


class DataError(ValueError):
    """A file that can't be used as data; the message names file, column and row, and a remedy."""


@dataclass(frozen=True)
class Dataset:
    """`x`: float32, shape (N, d). `y`: int64 class labels (N,), or float32 targets (N,) of a regression.

    `classes` names the classes in the order of their labels; it is empty for a regression.
    """

    x: np.ndarray
    y: np.ndarray
    name: str
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.x)

    @property
    def outputs(self) -> int:
        """How many outputs a network needs: one a class, or one."""
        return len(self.classes) or 1

    def take(self, rows: np.ndarray) -> Dataset:
        return replace(self, x=self.x[rows], y=self.y[rows])


def digits() -> Dataset:
    """1,797 handwritten digits of 8 x 8 pixels, with pixel values scaled to [0, 1].

    >>> d = digits()
    >>> d.x.shape, d.x.max(), d.outputs
    ((1797, 64), np.float32(1.0), 10)

    Source: Alpaydin and Kaynak (1998) [alpaydin1998], as shipped with scikit-learn.
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return Dataset(
        x=(bunch.data / 16.0).astype(np.float32),
        y=bunch.target.astype(np.int64),
        name="digits",
        features=tuple(bunch.feature_names),
        classes=tuple(str(c) for c in bunch.target_names),
    )


BUILT_IN = {"digits": digits}


def split(dataset: Dataset, validation: float, seed: int) -> tuple[Dataset, Dataset]:
    """Hold out a fraction of the examples, drawn at random from `seed`: (training, validation).

    >>> train, held_out = split(digits(), 0.1, seed=0)
    >>> len(train), len(held_out)
    (1617, 180)
    """
    count = round(len(dataset) * validation)
    if not 0 < count < len(dataset):
        raise ValueError(
            f"validation = {validation!r} of {len(dataset)} examples leaves {count} to validate on and "
            f"{len(dataset) - count} to train on; both need at least one, so try 0.1 or 0.2"
        )
    order = np.random.default_rng(seed).permutation(len(dataset))
    return dataset.take(order[count:]), dataset.take(order[:count])


def standardize(train: Dataset, *others: Dataset) -> tuple[Dataset, ...]:
    """Shift and scale every feature to mean 0 and standard deviation 1 *on the training data*.

    The same numbers are used for the other sets. A feature that is constant on the training data is
    only shifted. Returns the data sets in the order given.

    >>> train, held_out = standardize(*split(digits(), 0.1, seed=0))
    >>> bool(abs(train.x.mean()) < 1e-6)
    True
    """
    mean, std = train.x.mean(axis=0, dtype=np.float64), train.x.std(axis=0, dtype=np.float64)
    scale = np.where(std > 0, std, 1.0)
    return tuple(replace(d, x=((d.x - mean) / scale).astype(np.float32)) for d in (train, *others))


# ---- users' own files ---------------------------------------------------------------------------


def from_file(path: str | Path, target: str | None = None) -> Dataset:
    """Read a `.csv` with a header line, or a `.npz` with arrays `x` and `y`.

    In a `.csv` every column but one is a feature and holds numbers; `target` names the other one and
    defaults to the last. In a `.npz`, `x` has shape (N, d) and `y` shape (N,). Targets are class labels
    if they are text or whole numbers, else the values of a regression.

    Raises `DataError`, which names the file, the column and the row, before anything is trained.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path}: no such file; give one of {', '.join(BUILT_IN)}, or a .csv or .npz file")
    if path.suffix == ".csv":
        return _from_csv(path, target)
    if path.suffix == ".npz":
        return _from_npz(path)
    raise DataError(
        f"{path}: files ending in {path.suffix or 'nothing'} can't be read; bring a .csv or a .npz"
    )


def _from_csv(path: Path, target: str | None) -> Dataset:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            # the row number a person sees in an editor or spreadsheet: the header is row 1
            rows = [(n, row) for n, row in enumerate(csv.reader(file, strict=True), start=1) if row]
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8 text; save the file as UTF-8 CSV") from None
    except csv.Error as error:
        raise DataError(f"{path}: not a CSV file ({error}); separate fields by commas") from None
    if not rows:
        raise DataError(
            f"{path}: the file is empty; the first row names the columns, each further row is an example"
        )
    header = [name.strip() for name in rows[0][1]]
    repeated = {name for name in header if header.count(name) > 1}
    if repeated:
        raise DataError(f"{path}, row 1: column {min(repeated)!r} stands there twice; name every column once")
    target = header[-1] if target is None else target
    if target not in header:
        raise DataError(f"{path}: no column {target!r}; it has {', '.join(map(repr, header))}")
    if len(header) < 2:
        raise DataError(f"{path}: one column only, {target!r}; a data set needs a feature beside the target")
    if len(rows) == 1:
        raise DataError(f"{path}: a header but no examples; each further row is one example")
    for number, row in rows[1:]:
        if len(row) != len(header):
            raise DataError(f"{path}, row {number}: {len(row)} fields, but the header names {len(header)}")
    at = header.index(target)
    features = [name for name in header if name != target]
    x = np.empty((len(rows) - 1, len(features)), dtype=np.float64)
    for i, (number, row) in enumerate(rows[1:]):
        x[i] = [_number(path, number, name, row[header.index(name)]) for name in features]
    return _dataset(
        path, x, _csv_targets(path, target, [(n, row[at].strip()) for n, row in rows[1:]]), features
    )


def _csv_targets(path: Path, target: str, fields: list[tuple[int, str]]) -> np.ndarray:
    """The target column: numbers where every field is one, else text labels."""
    for number, text in fields:
        if not text:
            raise DataError(f"{path}, row {number}, column {target!r}: empty; fill it in or delete the row")
    try:
        numbers = [float(text) for _, text in fields]
    except ValueError:
        return np.array([text for _, text in fields])
    return np.array(
        [_number(path, row, target, text) for (row, text), _ in zip(fields, numbers, strict=True)]
    )


def _number(path: Path, row: int, column: str, text: str) -> float:
    where = f"{path}, row {row}, column {column!r}"
    if not text.strip():
        raise DataError(f"{where}: empty; fill it in or delete the row")
    try:
        value = float(text)
    except ValueError:
        raise DataError(f"{where}: {text!r} is not a number; encode it as one, or drop the column") from None
    if not math.isfinite(value):
        raise DataError(f"{where}: {text!r} is not a finite number; fill it in or delete the row")
    return value


def _from_npz(path: Path) -> Dataset:
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except Exception as error:  # zipfile, zlib, pickle and struct each raise their own
        raise DataError(
            f"{path}: can't be read as .npz ({error}); write it with numpy.savez(path, x=x, y=y)"
        ) from None
    for name in ("x", "y"):
        if name not in arrays:
            raise DataError(f"{path}: no array {name!r}; it has {', '.join(map(repr, arrays)) or 'none'}")
    x, y = arrays["x"], arrays["y"]
    if x.ndim != 2 or 0 in x.shape:
        raise DataError(
            f"{path}: x has shape {x.shape}; it needs shape (examples, features), with at least one of each"
        )
    if y.shape != (len(x),):
        raise DataError(f"{path}: y has shape {y.shape}; {len(x)} examples in x need shape ({len(x)},)")
    for name, array in (("x", x), ("y", y)):
        if not (
            np.issubdtype(array.dtype, np.number)
            or array.dtype == bool
            or (name == "y" and array.dtype.kind == "U")
        ):
            raise DataError(f"{path}: {name} holds {array.dtype}; it needs numbers")
        if np.iscomplexobj(array):
            raise DataError(f"{path}: {name} holds complex numbers; it needs real ones")
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            row, *column = np.argwhere(~np.isfinite(array))[0]
            place = f"row {row}" + (f", column {column[0]}" if column else "")
            raise DataError(
                f"{path}: {name} is not finite at {place} (counted from 0): {array[(row, *column)]}"
            )
    return _dataset(path, x.astype(np.float64), y, [f"x{i}" for i in range(x.shape[1])])


def _dataset(path: Path, x: np.ndarray, y: np.ndarray, features: list[str]) -> Dataset:
    if np.abs(x).max() > np.finfo(np.float32).max:
        row, column = np.argwhere(np.abs(x) > np.finfo(np.float32).max)[0]
        raise DataError(
            f"{path}: {features[column]!r} of example {row + 1} overflows 32-bit floats; rescale the column"
        )
    labels: tuple[str, ...] = ()
    if y.dtype.kind in "UbiuO" or (y == np.round(y)).all():
        names, y = np.unique(y, return_inverse=True)
        if len(names) < 2:
            raise DataError(f"{path}: every target is {names[0]!s}; there is nothing to tell apart")
        labels = tuple(str(n) for n in (names if names.dtype.kind == "U" else names.astype(np.int64)))
    target = y.astype(np.int64 if labels else np.float32)
    return Dataset(x.astype(np.float32), target, path.stem, tuple(features), labels)
