"""Which mistake is this? Fingerprints of mistakes, and how an answer is compared with them.

A mistake gives the same numbers in whatever words it is written, so it is known by what it does. On
every case of a probe and for every output, the numbers of a walk are put in units of the right ones
and summed with fixed random weights, twice: an *item* of two numbers. A last item for each case stands
for manners (what was changed in place, with which kind of error it stopped). The right answer, every
mistake of the bank, and the answer at hand have the same items.

- The answer *is* a mistake if it has all the mistake's items.
- Otherwise it may hold a mistake and something besides. A mistake is possible if nothing that it would
  disturb came out right, and if it accounts for something of the first that goes off: of the state, where
  that is off, since the parameters follow from it. Its share is how much of what it disturbs came out as it
  would. It is named if its share is a quarter or more and clearly the largest.
- Otherwise the check abstains and says what was seen, no more. So does it for an answer that stops with an
  error everywhere, since any slip can do that.

Two mistakes can be told apart if some item differs by far more than rounding does, which is what
`MATCH` is, and `tests/exercises` sees to it for every pair of a bank. Two numbers an item are enough:
differences of two walks would have to be orthogonal to both random vectors to be missed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .compare import Observation, largest, numbers

MATCH = 1e-7  # items that differ by less, relative to 1 and to their size, are the same
NAMED, CLEARLY = 0.25, 0.1  # the least share of a mistake that is named, and its lead over the next
NAN, INFINITE, MISSING = 7.0, 9.0, 11.0  # what stands for numbers that are none

NOISE = 1e-12  # a single array of smaller numbers is zero but for rounding

Item = tuple[float, float]
Print = list[Item]


class Diagnosis(NamedTuple):
    """The number of a mistake in its bank, and whether all was as it would be."""

    mistake: int
    whole: bool


def fingerprint(seen: Sequence[Observation], expected: Sequence[Observation]) -> Print:
    """The items of what was seen, in units of what should have been."""
    items: Print = []
    for case, (one, right) in enumerate(zip(seen, expected, strict=True)):
        for place, (name, want) in enumerate(right.series.items()):
            items.append(_projected(one.series[name], want, seed=1000 * case + place))
        items.append((float(_manners(one)), 0.0))
    return items


def departures(items: Print, right: Print) -> dict[int, Item]:
    """The items that are not the right ones, by their number: what has to be kept of a mistake."""
    return {
        i: item for i, (item, want) in enumerate(zip(items, right, strict=True)) if not _alike(item, want)
    }


def upstream(expected: Sequence[Observation]) -> set[int]:
    """The items of outputs from which others follow: what is remembered, where there is a state."""
    found, number = set(), 0
    for one in expected:
        for name in one.series:
            found |= {number} if name.startswith("state") else set()
            number += 1
        number += 1  # manners
    return found


def diagnose(
    mine: Mapping[int, Item], bank: Sequence[Mapping[int, Item]], upstream: Collection[int] = ()
) -> Diagnosis | None:
    """Which of the bank's mistakes the answer holds; each is given by its `departures`. None: abstain.

    `upstream` are the items from which others follow.

    >>> bank = [{0: (1.0, 2.0)}, {0: (1.0, 2.5), 3: (0.5, 0.5)}]
    >>> diagnose({0: (1.0, 2.0)}, bank), diagnose({0: (4.0, 4.0)}, bank)
    (Diagnosis(mistake=0, whole=True), None)
    """
    first = [i for i in mine if i in upstream]
    shares = [
        _share(mine, theirs)
        if not first or any(i in theirs and _alike(mine[i], theirs[i]) for i in first)
        else 0.0
        for theirs in bank
    ]
    for i, theirs in enumerate(bank):
        if shares[i] == 1.0 and mine.keys() == theirs.keys():
            return Diagnosis(i, whole=True)
    order = sorted(range(len(bank)), key=lambda i: -shares[i])
    if not order or shares[order[0]] < NAMED:
        return None
    if len(order) > 1 and shares[order[0]] - shares[order[1]] < CLEARLY:
        return None
    return Diagnosis(order[0], whole=False)


def _share(mine: Mapping[int, Item], theirs: Mapping[int, Item]) -> float:
    """How much of what a mistake disturbs is disturbed as it would; 0 where some of it came out right."""
    if not theirs or any(i not in mine for i in theirs):
        return 0.0
    return sum(_alike(mine[i], item) for i, item in theirs.items()) / len(theirs)


def _alike(a: Item, b: Item) -> bool:
    return all(abs(x - y) <= MATCH * (1 + abs(y)) for x, y in zip(a, b, strict=True))


def _projected(got: Sequence[np.ndarray], want: Sequence[np.ndarray], seed: int) -> Item:
    right = np.array([numbers(value) for value in want])
    walked = np.full(right.shape, np.inf)
    extra = (0.0, 0.0)  # another shape is a mistake of its own, besides the numbers
    missing = np.ones(right.shape, dtype=bool)
    for step, (value, wanted) in enumerate(zip(got, want)):
        row = _alike_in_kind(value, wanted)[: right.shape[1]]
        walked[step, : row.size], missing[step, : row.size] = row, False
        if value.shape != wanted.shape:
            extra = (1.0 + value.size, 1.0 + value.ndim)
    sizes = np.abs(right)
    scale = sizes.max(axis=0) if len(want) > 1 else np.array(_clear(largest(sizes)))
    with np.errstate(all="ignore"):
        sizes = np.arcsinh(walked / np.where(scale > 0, scale, 1.0))  # explosions count, and not alone
    sizes = np.where(np.isnan(sizes), NAN, np.clip(sizes, -INFINITE, INFINITE))
    sizes[missing] = MISSING
    weights = np.random.default_rng(seed).normal(size=(2, sizes.size)) / np.sqrt(max(sizes.size, 1))
    first, second = weights @ sizes.ravel()
    return float(first) + extra[0], float(second) + extra[1]


def _alike_in_kind(value: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Its numbers; where a text was wanted and a number came, or the other way round, none."""
    same = (value.dtype.kind == "U") == (wanted.dtype.kind == "U")
    return numbers(value) if same else np.zeros(0)


def _clear(scale: float) -> float:
    """An array that should be zero may be rounding noise, of which nobody wants the size."""
    return scale if scale > NOISE else 0.0


def _manners(seen: Observation) -> int:
    """0 for an answer that did nothing but return numbers; else a number for what it did."""
    stop = re.sub(r"^\w+ ", "", re.split(r"[:,;]", seen.stopped)[0])  # without its own name, and the details
    said = sorted(seen.faults) + ([stop] if stop else [])
    return zlib.crc32("\n".join(said).encode()) % 1_000_000 if said else 0
