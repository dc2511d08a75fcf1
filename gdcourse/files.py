"""Users' own data: a `.csv` with a header line, or a `.npz` with arrays `x` and `y`.

A file is read here as far as its format goes; what it holds is checked where every array is, in
`dataset.from_arrays`. A `.csv` is checked cell by cell on the way, so that a message can name the row and
the column as a spreadsheet shows them.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np

from .builtin import BUILT_IN
from .dataset import LARGEST, DataError, Dataset, from_arrays


def from_file(path: str | Path, target: str | None = None, *, regression: bool | None = None) -> Dataset:
    """Read a `.csv` with a header line, or a `.npz` with arrays `x` and `y`.

    In a `.csv` every column but one is a feature and holds numbers; `target` names the other one and
    defaults to the last. In a `.npz`, `x` has shape (N, d) and `y` shape (N,). Targets are class labels
    if they are text or whole numbers, else the values of a regression; `regression` decides, if given.

    Raises `DataError`, which names the file, the column and the row, before anything is trained.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "fruit.csv"
    ...     _ = path.write_text("weight,length,kind\\n180,7.5,apple\\n120,19,banana\\n")
    ...     d = from_file(path)
    >>> d.x.tolist(), d.features, d.classes
    ([[180.0, 7.5], [120.0, 19.0]], ('weight', 'length'), ('apple', 'banana'))
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path}: no such file; give one of {', '.join(BUILT_IN)}, or a .csv or .npz file")
    read = {".csv": _read_csv, ".npz": _read_npz}.get(path.suffix.lower())
    if read is None:
        raise DataError(
            f"{path}: files ending in {path.suffix or 'nothing'} can't be read; bring a .csv or a .npz"
        )
    x, y, features = read(path, target)
    try:
        return from_arrays(x, y, path.stem, features, regression=regression)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def _read_csv(path: Path, target: str | None) -> tuple[np.ndarray, np.ndarray, list[str]]:
    rows = _rows(path)
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
    features = header[:at] + header[at + 1 :]
    x = np.empty((len(rows) - 1, len(features)))
    for i, (number, row) in enumerate(rows[1:]):
        fields = row[:at] + row[at + 1 :]
        x[i] = [_number(path, number, *pair) for pair in zip(features, fields, strict=True)]
    return x, _csv_targets(path, target, [(number, row[at].strip()) for number, row in rows[1:]]), features


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with the number that an editor shows: the header is row 1."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [(number, row) for number, row in enumerate(csv.reader(file, strict=True), start=1) if row]
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8 text; save the file as UTF-8 CSV") from None
    except csv.Error as error:
        raise DataError(f"{path}: not a CSV file ({error}); separate fields by commas") from None
    if not rows:
        raise DataError(
            f"{path}: the file is empty; the first row names the columns, each further row is an example"
        )
    return rows


def _csv_targets(path: Path, target: str, fields: list[tuple[int, str]]) -> np.ndarray:
    """The target column: numbers where every field is one, else text labels."""
    for number, text in fields:
        if not text:
            raise DataError(f"{path}, row {number}, column {target!r}: empty; fill it in or delete the row")
    try:
        for _, text in fields:
            float(text)
    except ValueError:
        return np.array([text for _, text in fields])
    return np.array([_number(path, number, target, text) for number, text in fields])


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
    if abs(value) > LARGEST:
        raise DataError(f"{where}: {text!r} overflows 32-bit floats; rescale the column")
    return value


def _read_npz(path: Path, target: str | None) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    if target is not None:
        raise DataError(f"{path}: target = {target!r} names a column of a .csv; a .npz has its targets in y")
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
    return arrays["x"], arrays["y"], ()
