"""What can be said of an answer that is off, whatever the mistake: true sentences, no guesses.

They serve where no mistake of the bank is recognised: a hyperparameter without influence, coordinates that
influence each other, steps that are all the same factor too long, numbers with the digits of float32.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .compare import TOLERANCE, Observation, departs, numbers
from .probes import ELSEWHERE

Dependence = dict[str, list[str]]  # what was changed -> the outputs that changed with it
SINGLE = 1e-5  # numbers of float32 agree with the right ones to about 1e-7; a few steps lose some


def dependence(probe: Any, call: Callable[..., Any], answer: Any, cases: Sequence[Any]) -> Dependence | None:
    """Which outputs change when one input does, in any of the cases; None if the answer stops on the way."""
    found: Dependence = {}
    stopped: set[str] = set()
    for case in cases:
        plain: Observation | None = None
        for name, changed in probe.varied(case):
            seen = probe.observe(call, answer, changed)
            if plain is None and seen.stopped:
                return None
            if plain is None:
                plain = seen
                continue
            if seen.stopped:  # not every input can be changed by itself
                stopped.add(name)
                continue
            # of a change at one coordinate, the others are looked at
            first = 1 if name == ELSEWHERE else 0
            felt = found.setdefault(name, [])
            felt += [
                output
                for output, (value,) in seen.series.items()
                if output not in felt
                and _differ(numbers(value)[first:], numbers(plain.series[output][0])[first:])
            ]
    return {name: felt for name, felt in found.items() if name not in stopped}


def _differ(a: np.ndarray, b: np.ndarray) -> bool:
    """By more than roundings, which may depend on anything."""
    return a.shape != b.shape or not np.allclose(a, b, rtol=1e-12, atol=0, equal_nan=True)


def of_dependence(mine: Mapping[str, list[str]], right: Mapping[str, list[str]]) -> list[str]:
    """What depends on something that it should not, or the other way round."""
    sentences = []
    for name in (name for name in right if name in mine):
        wanted = right[name]
        missing = [output for output in wanted if output not in mine[name]]
        if missing and not mine[name]:
            sentences.append(f"{name} has no influence on anything that comes back, on the inputs tried.")
        elif missing:
            sentences.append(f"{name} has no influence on {_and(missing)}, on the inputs tried.")
        added = [output for output in mine[name] if output not in wanted]
        if added and name == ELSEWHERE:
            sentences.append(
                f"One coordinate of g changes {_and(added)} at all the others: each coordinate should "
                "be worked out from its own numbers."
            )
        elif added:
            sentences.append(f"{_and(added)} depends on {name}, and should not.")
    return sentences


def of_numbers(seen: Observation, expected: Observation, before: Mapping[str, np.ndarray]) -> list[str]:
    """Shapes, constant factors, lost digits. `before` holds the starts of outputs that move on from them."""
    for name, want in expected.series.items():
        got = seen.series[name]
        if len(got) < len(want) or any(each.dtype.kind == "U" for each in (*got, *want)):
            continue
        if got[0].shape != want[0].shape:
            return [f"{name} has the shape {got[0].shape}; it should have {want[0].shape}."]
        if not all(np.isfinite(each).all() for each in (*got, *want)):
            continue
        a, b = np.array(got), np.array(want)
        scale = np.abs(b).max(axis=0)
        if departs(got, want, TOLERANCE["float64"]) and (np.abs(a - b) <= SINGLE * scale).all():
            return [f"{name} is right to some six digits only: are numbers rounded, or held as float32?"]
        factor = _factor(a[0] - before.get(name, 0.0), b[0] - before.get(name, 0.0))
        if factor is not None:
            if len(want) == 1:
                return [_of_factor(name, factor, "on every input")]
            what = "The first step of" if name in before else "After the first step,"
            return [_of_factor(f"{what} {name}", factor, "in every coordinate")]
    return []


def together(pairs: Sequence[tuple[Observation, Observation]]) -> tuple[Observation, Observation]:
    """What was seen and expected in several cases as one, each output a row of all its numbers.

    Where a shape is not the expected one, that case alone.
    """
    for seen, expected in pairs:
        if any(seen.series[name][0].shape != want.shape for name, (want,) in expected.series.items()):
            return seen, expected
    joined = [
        Observation({name: [_row([one.series[name][0] for one in side])] for name in side[0].series})
        for side in zip(*pairs, strict=True)
    ]
    return joined[0], joined[1]


def _row(values: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([value.ravel() for value in values])


def _factor(got: np.ndarray, want: np.ndarray) -> float | None:
    """The one number by which `got` is a multiple of `want`, if there is one and it is not 1."""
    moved = want != 0
    if moved.sum() < 2 or (got[~moved] != 0).any():  # of one coordinate, anything is a multiple
        return None
    ratios = got[moved] / want[moved]
    factor = float(ratios[0])
    return factor if np.allclose(ratios, factor, rtol=1e-6, atol=0) and abs(factor - 1) > 1e-6 else None


def _of_factor(what: str, factor: float, where: str) -> str:
    if abs(factor + 1) < 1e-6:
        return f"{what} has the right size and the opposite sign."
    if factor == 0:
        return f"{what} is zero {where}."
    return f"{what} is {factor:.6g} times what it should be, {where}."


def _and(names: list[str]) -> str:
    return " and ".join(names)
