"""Probes for update rules: on which inputs a function is watched, and what is seen.

One step from zero, with one setting, lets most real mistakes through. So a function walks eight steps
along given gradients, with its own state fed back, in two settings or more. The gradients shrink, so
that a running mean lags behind them; one coordinate's are tiny, so that `eps` shows there; one's are
zero throughout; one's stop after two steps, so that its second moment falls. One walk begins in the
middle, from a state that is not zero, and one runs in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .compare import TOLERANCE, Observation, Tolerance, float_array, short
from .guard import CallError

STEPS = 8
WILD = 6  # times as many cases, to find out whether an answer differs from the reference anywhere
State = dict[str, np.ndarray]


@dataclass(frozen=True)
class Walk:
    """A start, a gradient for every step, and the hyperparameters; `t` is the number of the first step."""

    label: str
    theta: np.ndarray
    gradients: list[np.ndarray]
    state: State
    t: int
    hyper: Mapping[str, float]
    dtype: str = "float64"


def terrain(rng: np.random.Generator, steps: int = STEPS) -> tuple[np.ndarray, list[np.ndarray]]:
    """Parameters of shape (6,) and a gradient for every step."""

    def away_from_zero(*shape: int) -> np.ndarray:
        return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.5, shape)

    theta = short(away_from_zero(6))
    g = away_from_zero(steps, 6) * (0.6 ** np.arange(steps))[:, None]
    g[:, 2] *= 1e-6
    g[:, 3] = 0.0
    g[2:, 4] = 0.0
    g[:, 5] = np.abs(g[::-1, 5])  # the one that grows, and keeps its sign
    return theta, list(short(g))


@dataclass(frozen=True)
class UpdateRule:
    """`f(theta, g, state, t, *, lr, ...) -> (theta, state)`."""

    slots: Sequence[str]
    settings: Sequence[Mapping[str, float]]
    case = Walk

    def cases(self, rng: np.random.Generator, reference: Callable[..., Any]) -> list[Walk]:
        walks = []
        for hyper in self.settings:
            theta, gradients = terrain(rng)
            zero = {slot: np.zeros_like(theta) for slot in self.slots}
            walks.append(Walk(f"with {spoken(hyper)}", theta, gradients, zero, 1, hyper))
        warm = walks[-1]
        theta, state = warm.theta, warm.state
        for t, g in enumerate(warm.gradients[:4], start=1):
            theta, state = reference(theta, g, state, t, **warm.hyper)
        gradients = terrain(rng)[1]
        walks.append(Walk("from a state that is not zero, t = 5", theta, gradients, state, 5, warm.hyper))
        first = walks[0]
        walks.append(
            Walk(
                "in float32",
                first.theta.astype(np.float32),
                [g.astype(np.float32) for g in first.gradients],
                {slot: value.astype(np.float32) for slot, value in first.state.items()},
                1,
                first.hyper,
                "float32",
            )
        )
        return walks

    def wild(self, rng: np.random.Generator, reference: Callable[..., Any]) -> list[Walk]:
        """Walks with hyperparameters from anywhere in their ranges."""
        settings = [anywhere(rng, hyper) for _ in range(WILD) for hyper in self.settings]
        return replace(self, settings=settings).cases(rng, reference)

    @staticmethod
    def tolerance(walk: Walk) -> Tolerance:
        return TOLERANCE[walk.dtype]

    @staticmethod
    def starts(walk: Walk) -> dict[str, np.ndarray]:
        return {"theta": walk.theta}

    @staticmethod
    def smaller(walk: Walk, expected: Observation) -> Iterator[tuple[Walk, Observation]]:
        """Single steps of single coordinates, each from where the right answer would stand."""
        for k, g in enumerate(walk.gradients):
            stood = {name: series[k - 1] for name, series in expected.series.items() if k}
            for i in range(g.size):
                one = slice(i, i + 1)
                theta = stood.get("theta", walk.theta)
                state = {slot: stood.get(key(slot), value) for slot, value in walk.state.items()}
                yield (
                    Walk(
                        "",
                        theta[one],
                        [g[one]],
                        {slot: value[one] for slot, value in state.items()},
                        walk.t + k,
                        walk.hyper,
                        walk.dtype,
                    ),
                    Observation({name: [series[k][one]] for name, series in expected.series.items()}),
                )

    @staticmethod
    def varied(walk: Walk) -> Iterator[tuple[str, Walk]]:
        """One step of `walk`, then the same with one thing changed at a time, named."""
        first = replace(walk, gradients=walk.gradients[:1])
        yield "", first
        for name, value in walk.hyper.items():
            yield name, replace(first, hyper={**walk.hyper, name: other(name, value)})
        yield "t", replace(first, t=walk.t + 2)
        yield "g", replace(first, gradients=[1.5 * walk.gradients[0]])
        yield "theta", replace(first, theta=1.5 * walk.theta)
        for slot in walk.state:
            yield key(slot), replace(first, state={**walk.state, slot: 1.5 * walk.state[slot]})
        alone = walk.gradients[0].copy()
        alone[0] *= 1.5
        yield ELSEWHERE, replace(first, gradients=[alone])

    @staticmethod
    def example(given: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[Walk, Observation]:
        """A worked example of the contract as a walk of one step, with what should be seen."""
        hyper = {k: v for k, v in given.items() if k not in ("theta", "g", "state", "t")}
        state = {slot: np.array(value, float) for slot, value in given["state"].items()}
        walk = Walk(
            "", np.array(given["theta"], float), [np.array(given["g"], float)], state, given["t"], hyper
        )
        series = {"theta": [np.array(expected["theta"], float)]}
        series |= {key(slot): [np.array(value, float)] for slot, value in expected["state"].items()}
        return walk, Observation(series)

    @staticmethod
    def exact(walk: Walk) -> Walk:
        """The same walk in float64, for the reference."""
        return Walk(
            walk.label,
            walk.theta.astype(np.float64),
            [g.astype(np.float64) for g in walk.gradients],
            {slot: value.astype(np.float64) for slot, value in walk.state.items()},
            walk.t,
            walk.hyper,
        )

    @staticmethod
    def observe(call: Callable[..., Any], function: Callable[..., Any], walk: Walk) -> Observation:
        """Walk with `function`, its own parameters and state fed back; `call` makes each call."""
        seen = Observation({name: [] for name in ["theta", *map(key, walk.state)]})
        theta, state = walk.theta, walk.state
        try:
            for t, g in enumerate(walk.gradients, start=walk.t):
                given = {"theta": theta.copy(), "g": g.copy()}
                held = {slot: value.copy() for slot, value in state.items()}
                passed = dict(held)
                result = call(function, given["theta"], given["g"], passed, t, **walk.hyper)
                _manners(seen, result, given, {"theta": theta, "g": g}, passed, held, state)
                theta, state = _unpacked(result, theta.shape, walk.state)
                seen.series["theta"].append(theta)
                for slot in walk.state:
                    seen.series[key(slot)].append(state[slot])
        except CallError as stop:
            seen.stopped = str(stop)
        return seen

    @staticmethod
    def weights(walk: Walk) -> dict[str, float]:
        """What each output counts: the parameters, which need everything right, 0.6; the state 0.4."""
        slots = list(walk.state)
        return {"theta": 0.6} | {key(slot): 0.4 / len(slots) for slot in slots}

    @staticmethod
    def inputs(walk: Walk) -> str:
        """The inputs of a worked example, as a student would type them."""
        state = ", ".join(f'"{slot}": {value.tolist()}' for slot, value in walk.state.items())
        return (
            f"theta = {walk.theta.tolist()}, g = {walk.gradients[0].tolist()}, state = {{{state}}}, "
            f"t = {walk.t}, {spoken(walk.hyper)}"
        )


ELSEWHERE = "g[0]"  # a change of one coordinate, which the others should not feel


def other(name: str, value: float) -> float:
    """Another value of a hyperparameter, in its range."""
    return 0.5 * value if value else 0.1


def anywhere(rng: np.random.Generator, hyper: Mapping[str, Any]) -> dict[str, Any]:
    """Hyperparameters of the same names, anywhere in their ranges: small ones by their size."""

    def drawn(value: Any) -> Any:
        if isinstance(value, list):
            return [drawn(each) for each in value]
        if value <= 0.3:
            return float(10 ** rng.uniform(-4, -0.5))
        return float(rng.uniform(0.3, 0.99))

    return {name: drawn(value) for name, value in hyper.items()}


def key(slot: str) -> str:
    return f'state["{slot}"]'


def spoken(hyper: Mapping[str, Any]) -> str:
    """Hyperparameters in a sentence.

    >>> spoken({"lr": 0.1, "eps": 1e-08})
    'lr = 0.1, eps = 1e-08'
    """
    return ", ".join(f"{name} = {value}" for name, value in hyper.items()) or "defaults"


def _unpacked(result: Any, shape: tuple[int, ...], slots: Iterable[str]) -> tuple[np.ndarray, State]:
    if not isinstance(result, tuple) or len(result) != 2:
        kind = f"a tuple of {len(result)}" if isinstance(result, tuple) else type(result).__name__
        raise CallError(f"the result is {kind}; a pair is expected: return theta, state")
    theta, state = result
    if not isinstance(state, dict):
        raise CallError(f"the state came back as {type(state).__name__}; a dict is expected")
    if set(state) != set(slots):
        names = ", ".join(repr(k) for k in list(state)[:6]) or "nothing"
        expected = ", ".join(repr(s) for s in slots)
        raise CallError(f"the state came back with {names[:100]}; it should hold {expected}")
    arrays = {slot: float_array(state[slot], key(slot), shape) for slot in slots}
    return float_array(theta, "theta", shape), arrays


def _manners(
    seen: Observation,
    result: Any,
    given: Mapping[str, np.ndarray],
    before: Mapping[str, np.ndarray],
    passed: State,
    held: State,
    state: State,
) -> None:
    """Note what the call changed, and what of its arguments it gave back as something else."""
    for name, array in given.items():
        if not np.array_equal(array, before[name], equal_nan=True):
            seen.fault(f"{name} itself was changed: build a new array and leave the one you were given alone")
    if any(not np.array_equal(held[slot], state[slot], equal_nan=True) for slot in held):
        seen.fault("an array in the state was changed in place: build a new one")
    if passed.keys() != held.keys() or any(passed[slot] is not held[slot] for slot in held):
        seen.fault("the state that was passed in got new entries: return a new dict instead")
    returned = result[1] if isinstance(result, tuple) and len(result) == 2 else None
    if isinstance(returned, dict):
        for slot, value in returned.items():
            shared = isinstance(value, np.ndarray) and any(np.shares_memory(value, a) for a in given.values())
            if shared:
                seen.fault(f"{key(str(slot))} is the same memory as an argument: store a copy")
