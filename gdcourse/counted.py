"""What every search stands on: a function that counts its calls, and checks of what a search is given.

A `Counted` function remembers its best point and ends the search at a budget or a target. So the searches
of `linesearch.py` and `search.py` are little more than their formulas.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Function = Callable[[Any], Any]
Box = Sequence[tuple[float, float]]


class Found(NamedTuple):
    """What a search returns; it unpacks as `x, evaluations = ...`."""

    x: Any  # shape (n,), or a float from `golden_section`
    evaluations: int


# ---- counting -----------------------------------------------------------------------------------


class SearchOverError(Exception):
    """A `Counted` function was called once more after its budget was spent or its target reached."""


class Counted:
    """`f`, with every evaluation counted and the best point kept.

    `best` is the running minimum, one entry an evaluation: what a race at equal budget draws. Calls of a
    function that `track` returns count as well, and repeat the entry before. After `max_evals` calls,
    or a value at or below `target`, the next call raises `SearchOverError`; a search given a `Counted`
    function ends there, like at a limit of its own.

    Raises `ValueError` at a value that is not one number, or is not-a-number; it names the point. An infinite
    value is allowed: that is how a function says that a point is out of bounds.

    >>> from gdcourse.search import random_search
    >>> f = Counted(lambda x: float(x @ x))
    >>> x, evaluations = random_search(f, [(-1, 1), (-1, 1)], np.random.default_rng(0), max_evals=100)
    >>> f.evaluations, bool(f.best[-1] == f(x))
    (100, True)
    """

    def __init__(self, f: Function, max_evals: int | None = None, target: float = -math.inf) -> None:
        if max_evals is not None:
            whole("max_evals", max_evals)
        if math.isnan(target):
            raise ValueError("target = nan can't be reached; give a value of f, or -inf for none")
        self.f, self.max_evals, self.target = f, max_evals, target
        self.x: Any = None
        self.lowest = math.inf
        self._best: list[float] = []

    @property
    def evaluations(self) -> int:
        return len(self._best)

    @property
    def best(self) -> np.ndarray:
        """The lowest value so far after each evaluation: shape (evaluations,)."""
        return np.array(self._best)

    def __call__(self, x: Any) -> float:
        self._refuse_if_over()
        value = _value(self.f(x), x)
        if value < self.lowest or self.x is None:
            self.x, self.lowest = np.array(x, dtype=np.float64), value
        self._best.append(self.lowest)
        return value

    def track(self, derivative: Function) -> Callable[[Any], np.ndarray]:
        """`derivative` (a gradient, a Hessian), its calls counted with those of f."""
        inner = self.f.track(derivative) if isinstance(self.f, Counted) else derivative

        def tracked(x: Any) -> np.ndarray:
            self._refuse_if_over()
            result = np.asarray(inner(x), dtype=np.float64)
            if not np.isfinite(result).all():
                raise ValueError(f"the derivative at x = {plain(x)} is not finite: {plain(result)}")
            self._best.append(self.lowest)
            return result

        return tracked

    def found(self) -> Found:
        """The best point, as a search returns it."""
        if self.x is None:
            raise SearchOverError("the budget was spent before the search began; give a fresh function")
        return Found(self.x, self.evaluations)

    def _refuse_if_over(self) -> None:
        if self.lowest <= self.target:
            raise SearchOverError(f"the target {self.target} is reached: {self.lowest}")
        if self.max_evals is not None and self.evaluations >= self.max_evals:
            raise SearchOverError(f"the budget of {self.max_evals} evaluations is spent")


def functions(objective: Any) -> tuple[Function, Function, Function]:
    """An objective's value, gradient and Hessian as functions of one vector: (f, g, H).

    >>> from gdcourse.objectives import Quadratic
    >>> f, g, H = functions(Quadratic((1.0, 10.0)))
    >>> f(np.array([2.0, 1.0])), g([2.0, 1.0]), H([2.0, 1.0]).shape
    (7.0, array([ 2., 10.]), (2, 2))
    """

    def on_vector(method: Function) -> Function:
        return lambda x: np.array(method(*np.asarray(x).tolist()))

    return (
        lambda x: objective.value(*np.asarray(x).tolist()),
        on_vector(objective.gradient),
        on_vector(objective.hessian),
    )


# ---- what is checked before any work --------------------------------------------------------------


def _value(value: Any, x: Any) -> float:
    """What f returned, as a float."""
    try:
        number = float(value) if np.ndim(value) == 0 else None
    except (TypeError, ValueError):
        number = None
    if number is None:
        raise ValueError(f"f returned {value!r} at x = {plain(x)}; a search needs one number")
    if math.isnan(number):
        raise ValueError(f"f is not a number at x = {plain(x)}; where it has no value, let it return inf")
    return number


def vector(name: str, value: ArrayLike) -> np.ndarray:
    """A point or a direction, as a new array of shape (n,)."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.empty(0)
    if array.ndim != 1 or not array.size or not np.isfinite(array).all():
        raise ValueError(f"{name} = {value!r} is not a vector of finite numbers; [1.0, 1.0] would be one")
    return array


def box_bounds(box: Box) -> tuple[np.ndarray, np.ndarray]:
    """The lower and the upper bounds of n pairs (low, high): two arrays of shape (n,)."""
    try:
        pairs = np.array(box, dtype=np.float64)
    except (TypeError, ValueError):
        pairs = np.empty(0)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.isfinite(pairs).all():
        raise ValueError(
            f"box = {box!r} is not a list of pairs (low, high); [(-1.0, 1.0), (0.0, 2.0)] is one"
        )
    low, high = pairs.T
    if not (low < high).all():
        raise ValueError(f"box = {box!r} has a low that is not below its high; write the smaller first")
    return low, high


def above_zero(name: str, value: float) -> None:
    """Refuses what is not a positive number."""
    if not isinstance(value, numbers.Real) or not 0 < value < math.inf:
        usual = {"tol": 1e-8}.get(name, 1.0)
        raise ValueError(f"{name} = {value!r} is not a number above 0; {usual} is a usual value")


def whole(name: str, value: int) -> None:
    """Refuses what is not a whole number of at least one."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < 1:
        usual = {"popsize": 15}.get(name, 1000)
        raise ValueError(f"{name} = {value!r} is not a whole number above 0; {usual} is a usual value")


def generator(rng: np.random.Generator) -> None:
    """Refuses what is not a NumPy generator, a seed for one."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng = {rng!r} is not a random generator; numpy.random.default_rng(0) makes one")


def plain(value: Any) -> str:
    """A number or an array as a message shows it."""
    return str(np.asarray(value).tolist())
