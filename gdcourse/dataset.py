"""What a data set is, and the checks that every one of them has passed.

A `Dataset` is an array of examples and an array of targets. Class labels are whole numbers from 0,
targets of a regression are floats; that is all that `fit` needs to choose a loss. Examples are rows of
numbers, or rows of token ids, whole numbers that stand for characters or words.

The constructor only looks: it takes arrays of the right types and refuses all else. `from_arrays`
converts whatever holds numbers, and is the one way by which lists, arrays and files become a `Dataset`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

LARGEST = float(np.finfo(np.float32).max)
# Whole numbers with more values than this, each seen fewer than FEW times on average, may well be
# quantities (a price in whole dollars) rather than names of classes: then the caller must say which.
MANY, FEW = 20, 4


class DataError(ValueError):
    """What can't be used as data; the message names the place (file, column, row) and a remedy."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples with their targets: N of each.

    `x` is float32 of shape (N, d), or int64 token ids of shape (N, T), each in 0 ... len(tokens) - 1.
    `y` is int64 of shape (N,), the labels 0 ... len(classes) - 1, or float32 of shape (N,), the values
    of a regression. `features` names the columns of numeric examples, or nothing; `classes` names the
    classes in the order of their labels and is empty for a regression; `tokens` says what each token
    id stands for and is empty for numeric examples.

    Raises `DataError` where these do not fit together, and where x or y is not finite.

    >>> d = Dataset(np.eye(3, dtype=np.float32), np.array([0, 1, 1]), classes=("no", "yes"))
    >>> len(d), d.outputs, d.take([0, 2]).y
    (3, 2, array([0, 1]))
    """

    x: np.ndarray
    y: np.ndarray
    name: str = "data"
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in ("x", "y"):
            if not isinstance(getattr(self, field), np.ndarray):
                raise DataError(
                    f"{field} is a {type(getattr(self, field)).__name__}; give a NumPy array, "
                    "or use data.from_arrays(x, y), which converts"
                )
        for field in ("features", "classes", "tokens"):
            object.__setattr__(self, field, _names(field, getattr(self, field)))
        _check_shapes(self.x, self.y)
        _check_type("x", self.x, np.int64 if self.tokens else np.float32, "tokens", self.tokens)
        _check_type("y", self.y, np.int64 if self.classes else np.float32, "classes", self.classes)
        if self.tokens:
            _check_range("x", self.x, "tokens", self.tokens)
        else:
            check_finite("x", self.x)
        if self.classes:
            _check_range("y", self.y, "classes", self.classes)
        else:
            check_finite("y", self.y)
        if len(self.classes) == 1:
            raise DataError(f"classes = {self.classes!r}: one class alone leaves nothing to tell apart")
        if self.features and len(self.features) != self.x.shape[1]:
            raise DataError(
                f"features has {len(self.features)} names, and x has {self.x.shape[1]} columns; "
                "name all or none"
            )

    def __len__(self) -> int:
        return len(self.x)

    @property
    def outputs(self) -> int:
        """How many outputs a network needs: one a class, or one."""
        return len(self.classes) or 1

    def take(self, rows: np.ndarray | Sequence[int]) -> Dataset:
        """The examples at `rows` (indices, or a mask of N truth values), in that order."""
        return replace(self, x=self.x[rows], y=self.y[rows])


def from_arrays(
    x: Any,
    y: Any,
    name: str = "data",
    features: Sequence[str] = (),
    classes: Sequence[str] = (),
    *,
    tokens: Sequence[str] = (),
    regression: bool | None = None,
) -> Dataset:
    """A `Dataset` from lists or arrays of any type of real number.

    `x` has shape (N, d) and `y` shape (N,). Targets are class labels if they are text or whole numbers,
    else the values of a regression; `regression` says so where it is known: True or False. Without
    `classes`, the classes are the different values of y, sorted, and named by themselves; with them,
    y holds their names, or their places 0, 1, .... Columns without `features` are called x0, x1, ....
    With `tokens`, x holds ids, whole numbers in 0 ... len(tokens) - 1.

    Raises `DataError` for what can't be used, naming the row and column (counted from 0) and a remedy.

    >>> d = from_arrays([[1, 2], [3, 4], [5, 6]], ["cat", "dog", "cat"])
    >>> d.x.dtype, d.y, d.classes, d.features
    (dtype('float32'), array([0, 1, 0]), ('cat', 'dog'), ('x0', 'x1'))
    >>> from_arrays([[1, 2], [3, 4]], [10, 20], regression=True).y
    array([10., 20.], dtype=float32)
    """
    x, y = _array("x", x, "biuf"), _array("y", y, "biufU")
    _check_shapes(x, y)
    tokens, classes = _names("tokens", tokens), _names("classes", classes)
    if tokens:
        x = _whole("x", x, "token ids")
    else:
        x = _float32("x", x)
        features = features or [f"x{i}" for i in range(x.shape[1])]
    y, classes = _targets(y, classes, regression)
    return Dataset(x, y, name, _names("features", features), classes, tokens)


def _targets(
    y: np.ndarray, classes: tuple[str, ...], regression: bool | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Targets as they stand in a Dataset, and the names of the classes."""
    text = y.dtype.kind == "U"
    if regression:
        if text or classes:
            said = "y holds text" if text else f"classes = {classes!r}"
            raise DataError(f"regression = True, but {said}; leave one of the two out")
        return _float32("y", y), ()
    if not text:
        check_finite("y", y)
    if classes and text:
        return np.array([_place_in(classes, row, value) for row, value in enumerate(y)]), classes
    if classes or (regression is False and not text):
        y = _whole("y", y, "class labels")
    if classes:
        return y, classes
    if not (text or (y == np.floor(y)).all()):
        return _float32("y", y), ()
    values, labels = np.unique(y, return_inverse=True)
    names = tuple(str(value if text else int(value)) for value in values)
    if len(names) == 1:
        raise DataError(f"every target is {names[0]}; there is nothing to tell apart")
    if regression is None and not text and len(names) > MANY and len(names) * FEW > len(y):
        raise DataError(
            f"y holds {len(names)} different whole numbers in {len(y)} examples: names of classes or "
            "values to predict? Say regression=False or regression=True"
        )
    return labels.astype(np.int64), names


def _place_in(classes: tuple[str, ...], row: int, value: str) -> int:
    if value not in classes:
        raise DataError(f"y at row {row} is {str(value)!r}, which is not among classes = {classes!r}")
    return classes.index(value)


# ---- checks and conversions ---------------------------------------------------------------------


def _array(name: str, values: Any, kinds: str) -> np.ndarray:
    """An array whose type is of one of NumPy's `kinds`."""
    try:
        array = np.asarray(values)
    except ValueError:
        raise DataError(f"{name} is ragged: its rows differ in length; give each the same columns") from None
    if "U" in kinds and array.dtype.kind in "OT" and all(isinstance(v, str) for v in array.flat):
        array = np.array(array.tolist())  # text as pandas and newer NumPy keep it
    if array.dtype.kind == "c":
        raise DataError(f"{name} holds complex numbers; it needs real ones")
    if array.size and array.dtype.kind not in kinds:
        wanted = "numbers or text" if "U" in kinds else "numbers"
        raise DataError(f"{name} holds {array.dtype}; it needs {wanted}")
    return array


def _check_shapes(x: np.ndarray, y: np.ndarray) -> None:
    if x.ndim != 2 or 0 in x.shape:
        remedy = {1: "; make it one column by x.reshape(-1, 1)"}.get(x.ndim, "")
        if x.ndim > 2:
            remedy = "; flatten each example by x.reshape(len(x), -1)"
        raise DataError(
            f"x has shape {x.shape}; it needs shape (examples, features), with at least one of each{remedy}"
        )
    if y.shape != (len(x),):
        remedy = "; flatten it by y.ravel()" if y.size == len(x) else ""
        raise DataError(f"y has shape {y.shape}; {len(x)} examples in x need shape ({len(x)},){remedy}")


def _check_type(name: str, array: np.ndarray, wanted: type, names: str, given: tuple[str, ...]) -> None:
    if array.dtype != wanted:
        raise DataError(
            f"{name} holds {array.dtype}; {'with' if given else 'without'} {names} it needs "
            f"{np.dtype(wanted)}; data.from_arrays(x, y) converts"
        )


def _check_range(name: str, array: np.ndarray, names: str, given: tuple[str, ...]) -> None:
    if len(set(given)) < len(given):
        twice = next(each for each in given if given.count(each) > 1)
        raise DataError(f"{names} has {twice!r} twice; give every one a name of its own")
    outside = (array < 0) | (array >= len(given))
    if outside.any():
        raise DataError(
            f"{name} {_first(outside)} is {array[outside][0]}, and {names} has {len(given)} names: "
            f"use 0 ... {len(given) - 1}"
        )


def check_finite(name: str, array: np.ndarray) -> None:
    """Raise `DataError` at the first entry of an array of numbers that is NaN or infinite."""
    bad = ~np.isfinite(array)
    if bad.any():
        raise DataError(
            f"{name} is not finite {_first(bad)}: {array[bad][0]}; fill it in or leave the example out"
        )


def _whole(name: str, array: np.ndarray, meaning: str) -> np.ndarray:
    """Whole numbers as int64, whatever type they came in."""
    check_finite(name, array)
    broken = array != np.floor(array)
    if broken.any():
        raise DataError(
            f"{name} {_first(broken)} is {array[broken][0]}; {meaning} are whole numbers 0, 1, 2, ..."
        )
    return array.astype(np.int64)


def _float32(name: str, array: np.ndarray) -> np.ndarray:
    check_finite(name, array)
    large = np.abs(array.astype(np.float64)) > LARGEST
    if large.any():
        raise DataError(
            f"{name} {_first(large)} is {array[large][0]}, which overflows 32-bit floats; rescale the column"
        )
    return array.astype(np.float32)


def _first(mask: np.ndarray) -> str:
    """Where a mask is first true, in words."""
    row, *column = np.argwhere(mask)[0]
    return f"at row {row}" + (f", column {column[0]}" if column else "") + " (counted from 0)"


def _names(field: str, names: Sequence[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        raise DataError(f"{field} = {names!r} is one string; give a tuple of names, such as ({names!r},)")
    return tuple(str(name) for name in names)
