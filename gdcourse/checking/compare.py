"""Are these the right numbers? Tolerances, and sentences for what differs."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from .guard import CallError

# Two ways to write one formula differ by a few roundings a step. After eight steps that is under 1e-14
# of the largest value that a coordinate has had in float64, and under 1e-6 in float32; a bias
# correction worked out in float32 loses three digits more (1 - 0.999 is 1e-3 with an error of 6e-8).
# Mistakes move some coordinate of the probes by 1e-6 at the least.


class Tolerance(NamedTuple):
    """How far from the right number still counts: a share of its size, or a distance."""

    relative: float
    absolute: float = 0.0


TOLERANCE = {"float64": Tolerance(1e-9), "float32": Tolerance(1e-4)}


@dataclass
class Observation:
    """What a function did on one case: its numbers step by step, and its manners.

    `series` maps the name of an output to its arrays, one a step. `faults` are sentences about what
    was done besides returning numbers, such as changing an argument. `stopped` says why the case
    ended early, or is empty.
    """

    series: dict[str, list[np.ndarray]]
    faults: list[str] = field(default_factory=list)
    stopped: str = ""

    def fault(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)


def short(values: np.ndarray, digits: int = 3) -> np.ndarray:
    """Rounded to so many digits, for inputs that people are to read.

    >>> short(np.array([0.0, 1.23456, -0.00098765])).tolist()
    [0.0, 1.23, -0.000988]
    """
    return np.array([float(f"{v:.{digits}g}") for v in values.ravel()]).reshape(values.shape)


def float_array(value: Any, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """`value` itself if it is an array of floats of that shape; else `CallError` with the reason.

    >>> float_array([1.0], "theta", (1,))
    Traceback (most recent call last):
        ...
    gdcourse.checking.guard.CallError: theta came back as a list; an array is expected
    """
    if not isinstance(value, np.ndarray) and not (isinstance(value, np.floating) and shape == ()):
        raise CallError(f"{name} came back as {a_(type(value).__name__)}; an array is expected")
    if value.shape != shape:
        raise CallError(f"{name} came back with shape {value.shape}; it went in with shape {shape}")
    if not np.issubdtype(value.dtype, np.floating):
        raise CallError(f"{name} came back with dtype {value.dtype}; an array of floats is expected")
    return np.asarray(value)


def a_(noun: str) -> str:
    if noun == "NoneType":
        return "None"
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def departs(
    got: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    tolerance: Tolerance,
    start: np.ndarray | float = 0.0,
) -> tuple[int, int] | None:
    """The first (step, flat coordinate) at which `got` is not `expected`, or None; steps count from 0.

    Over several steps the measure is the largest value that the coordinate should have had so far, `start`
    included: rounding errors are of that size, even where a sum has cancelled since. In a single array it is
    the largest value of all. Texts are equal or not. A series that ends early departs at its end.

    >>> departs([np.array([1.0, 2.0])], [np.array([1.0, 2.5])], Tolerance(1e-9))
    (0, 1)
    """
    scale: Any = np.abs(start)
    for step, want in enumerate(expected):
        if step == len(got) or got[step].shape != want.shape:
            return step, 0
        if "U" in (want.dtype.kind, got[step].dtype.kind):
            near = np.asarray(got[step] == want)
        else:
            sizes = np.abs(want)
            scale = np.maximum(scale, sizes if len(expected) > 1 else largest(sizes))
            with np.errstate(invalid="ignore"):
                near = np.abs(got[step] - want) <= tolerance.relative * scale + tolerance.absolute
            near |= (got[step] == want) | (np.isnan(got[step]) & np.isnan(want))  # what is not finite
        if not near.all():
            return step, int(np.flatnonzero(~near)[0])
    return None


def largest(sizes: np.ndarray) -> float:
    """The largest finite one, or 0."""
    return float(np.max(sizes, initial=0.0, where=np.isfinite(sizes)))


def numbers(value: np.ndarray) -> np.ndarray:
    """Something as a row of numbers: a text stands for one that no other text has."""
    if value.dtype.kind == "U":
        return np.array([zlib.crc32(str(text).encode()) / 2**32 for text in value.ravel()])
    return np.asarray(value, dtype=np.float64).ravel()
