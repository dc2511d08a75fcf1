"""From what was seen to points.

How points are shared. Every case counts the same. In a case each output (`theta`, every entry of the
state) has a weight; a quarter of it is earned by the first step and the rest by every step to the
end. A function whose numbers are right but which changes its arguments keeps four fifths. So an empty
function earns exactly 0, and one mistake leaves something.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from .compare import Observation, Tolerance, departs, numbers
from .functions import Function
from .guard import Guard, plainly
from .optimizers import OptimizerClass
from .probes import UpdateRule


class Probe(Protocol):
    """What a kind of graded thing defines; a case is the probe's own affair."""

    @property
    def case(self) -> Callable[..., Any]:
        """The class of cases: a dataclass of arrays, numbers and texts."""

    def cases(self, rng: np.random.Generator, reference: Any) -> Sequence[Any]:
        """Cases, each with a `label` and a `dtype`."""

    def wild(self, rng: np.random.Generator, reference: Any) -> Sequence[Any]:
        """Many more, farther out: to find out whether an answer ever differs from the reference."""

    def tolerance(self, case: Any) -> Tolerance:
        """How near to the right numbers is right."""

    def starts(self, case: Any) -> Mapping[str, np.ndarray]:
        """Where outputs begin that move on from a start."""

    def example(self, given: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[Any, Observation]:
        """A contract's worked example as a case, with what should be seen."""

    def exact(self, case: Any) -> Any:
        """The case in float64, for the reference."""

    def observe(self, call: Callable[..., Any], answer: Any, case: Any) -> Observation:
        """What `answer` does; every call of it is made through `call`."""

    def smaller(self, case: Any, expected: Observation) -> Iterable[tuple[Any, Observation]]:
        """Parts of a case that are cases themselves, the smallest first."""

    def varied(self, case: Any) -> Iterable[tuple[str, Any]]:
        """("", the shortest form of a case), then (a name, that form with one input changed)."""

    def weights(self, case: Any) -> Mapping[str, float]:
        """What each output of the case counts; they sum to 1."""

    def inputs(self, case: Any) -> str:
        """The inputs of a worked example, in words."""


# A probe is made of its kind and the options that the contract gives.
PROBES: dict[str, Callable[..., Probe]] = {
    "update_rule": UpdateRule,
    "optimizer_class": OptimizerClass,
    "function": Function,
    "class": Function,
}

FIRST_STEP = 0.25
MANNERS = 0.8


class Report(float):
    """A number of points that remembers why: nbgrader reads the number, a student the sentences.

    `points` out of `out_of`; `hints` are the sentences about what was seen, `passed` says that there
    are none.

    >>> report = Report(1.5, 2.0, ["theta departs at step 2."])
    >>> report, report > 1, report.hints
    (1.5, True, ['theta departs at step 2.'])
    """

    out_of: float
    hints: list[str]
    praise: str

    def __new__(cls, points: float, out_of: float, hints: Sequence[str] = (), praise: str = "") -> Report:
        # nbgrader takes a number outside [0, out_of] for an error, or for full marks
        report = super().__new__(cls, min(max(round(points, 2), 0.0), out_of))
        report.out_of = out_of
        report.hints, report.praise = list(hints), praise
        return report

    @property
    def points(self) -> float:
        return float(self)

    @property
    def passed(self) -> bool:
        return self.points == self.out_of

    def __repr__(self) -> str:
        return repr(self.points)

    def __str__(self) -> str:
        return "\n".join([f"{self.points:g} of {self.out_of:g} points", *(f"  - {h}" for h in self.hints)])


def score(
    kind: str,
    answer: Callable[..., Any],
    reference: Callable[..., Any],
    *,
    points: float,
    seed: int = 0,
    given: str = "",
    **options: Any,
) -> Report:
    """Points for `answer`, watched beside `reference` on inputs drawn from `seed`; prints what was seen.

    `kind` names the probe, `options` are the probe's own. `given` is the text of the
    function as it was handed out, if it was handed out with a mistake in it: what that earns counts as
    nothing. Neither gradients nor expected numbers are printed: this runs in hidden tests.
    """
    probe = PROBES[kind](**options)
    cases = [
        (case, probe.observe(plainly, reference, probe.exact(case)))
        for case in probe.cases(np.random.default_rng(seed), reference)
    ]
    floor = earned(probe, defined(given), cases)[0] if given else 0.0
    name = getattr(answer, "__name__", "your answer")
    fraction, hints, faults = earned(probe, answer, cases)
    return _report(name, points, above(fraction, floor), hints, faults)


def defined(text: str) -> Any:
    """The one function that a text defines, with math and NumPy at hand, as in a notebook."""
    scope: dict[str, Any] = {"math": math, "np": np}
    exec(text, scope)
    return list(scope.values())[-1]


def above(fraction: float, floor: float) -> float:
    """What was earned beyond what the function earned as it was handed out."""
    return max(0.0, (fraction - floor) / (1 - floor))


def earned(
    probe: Probe, answer: Callable[..., Any], cases: Sequence[tuple[Any, Observation]]
) -> tuple[float, list[str], list[str]]:
    """The share of the points, with sentences about departures and about manners."""
    fraction = 0.0
    hints: list[str] = []
    faults: list[str] = []
    for one in watch(probe, Guard(getattr(answer, "__name__", "your answer")), answer, cases):
        fraction += one.share / len(cases)
        faults += one.seen.faults
        hints += [one.seen.stopped] if one.seen.stopped else _spoken(one)
    return (fraction * MANNERS if faults else fraction), hints, faults


class Watched(NamedTuple):
    """A case, what should and what did come of it, the share it earned, and where each output departs."""

    case: Any
    expected: Observation
    seen: Observation
    share: float
    departures: dict[str, int]

    @property
    def flawless(self) -> bool:
        return not (self.departures or self.seen.stopped or self.seen.faults)


def watch(
    probe: Probe, guard: Guard, answer: Any, pairs: Sequence[tuple[Any, Observation]]
) -> Iterator[Watched]:
    """Put the cases to the answer, one after the other, until its time is up."""
    for case, expected in pairs:
        if guard.late:
            return
        seen = probe.observe(guard, answer, case)
        yield Watched(case, expected, seen, *share_of(probe, case, seen, expected))


def share_of(
    probe: Probe, case: Any, seen: Observation, expected: Observation
) -> tuple[float, dict[str, int]]:
    """The fraction of one case that was earned, and the step at which each other output departs."""
    share, departures = 0.0, {}
    weights, tolerance, starts = probe.weights(case), probe.tolerance(case), probe.starts(case)
    for name, want in expected.series.items():
        where = departs(seen.series[name], want, tolerance, starts.get(name, 0.0))
        if where is None:
            share += weights[name]
            continue
        departures[name] = where[0]
        if where[0] > 0:
            share += FIRST_STEP * weights[name]
    return share, departures


def _spoken(one: Watched) -> list[str]:
    """One sentence a case, about the earliest departure: later ones follow from it."""
    case, expected, seen, _, departures = one
    if not departures:
        return []
    first = min(departures.values())
    off = [name for name, step in departures.items() if step == first]
    right = [name for name in expected.series if name not in departures]
    steps = len(next(iter(expected.series.values())))
    finite = all(np.isfinite(numbers(seen.series[name][first])).all() for name in off)
    return [
        f"{case.label}: {_listed(off)} off"
        + ("" if finite else " (nan or infinite)")
        + (f" from step {first + 1} of {steps} on" if steps > 1 else "")
        + (f"; {_listed(right)} right{' throughout' if steps > 1 else ''}" if right else "")
    ]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) + (" is" if len(names) == 1 else " are")


def _report(name: str, points: float, fraction: float, hints: list[str], faults: list[str]) -> Report:
    full = abs(fraction - 1) < 1e-9  # a sum of shares
    report = Report(points if full else fraction * points, points, list(dict.fromkeys(hints + faults)))
    print(f"{name}: {report}")
    return report
