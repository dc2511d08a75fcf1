"""Probes for ordinary functions and classes: inputs are Python expressions, outputs too.

A contract describes the tries in a few lines of Python, because arguments may be functions, random generators
or dicts, which no table of numbers holds:

    call    = "answer(f, x, h)"                            what is done; of functions, from the signature
    outputs = { slope = "result", calls = "f.calls" }      what is looked at, after it
    tries   = [{ label = "on a cubic", draw = { a = "rng.uniform(0.5, 2)" },
                 given = { f = "Counted(lambda x: a * x**3)", x = 1.5, h = 1e-3 } }]

`draw` is evaluated once, with the random generator `rng`, and rounded to a few digits, so that a person can
type it; arguments that `given` does not name are drawn ones of the same name. In `given` a text is an
expression over what was drawn, a list an array, a table a dict, and anything else itself; it is evaluated
afresh for each call, so that nobody meets an input that was changed, or a generator that was used. `np`,
`math` and `Counted` (a function that counts its calls, in `.calls`) are at hand, and what `prelude` defines.
`repeat` draws a try more than once; `float32` runs it in single precision as well.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

from .compare import Observation, Tolerance, a_, short
from .guard import CallError

SINGLE = 1e-4  # the relative tolerance where inputs are in float32
WILD = 6  # times as many tries, to find out whether an answer differs from the reference anywhere

Scope = dict[str, Any]


@dataclass(frozen=True)
class Try:
    """One call: what was drawn for it, and its arguments as the contract describes them."""

    label: str
    drawn: Mapping[str, Any]
    given: Mapping[str, Any]
    dtype: str = "float64"


class Counted:
    """A function that keeps count of its calls.

    >>> f = Counted(abs)
    >>> f(-1), f(-2), f.calls
    (1, 2, 2)
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self.function(*args, **kwargs)


@dataclass(frozen=True)
class Function:
    """A function, or a class that `call` puts to work; the module's text says how it is described.

    `relative` and `absolute` are what a right answer may be off: a share of the largest number of an
    output, or a distance.
    """

    call: str
    tries: list[Mapping[str, Any]]
    outputs: Mapping[str, str] = field(default_factory=lambda: {"result": "result"})
    prelude: str = ""
    relative: float = 1e-9
    absolute: float = 1e-12
    case = Try

    def cases(self, rng: np.random.Generator, reference: Any = None) -> list[Try]:
        """The tries of the contract, with numbers drawn from `rng`."""
        found, single = [], []
        for described in self.tries:
            for _ in range(described.get("repeat", 1)):
                drawn: Scope = {}
                for name, text in described.get("draw", {}).items():
                    drawn[name] = _typable(eval(text, self._scope() | drawn | {"rng": rng}))
                found.append(Try(described["label"], drawn, described.get("given", {})))
            if described.get("float32"):
                last = found[-1]
                single.append(
                    Try(f"{last.label}, in float32", _as(np.float32, last.drawn), last.given, "float32")
                )
        return found + single

    def wild(self, rng: np.random.Generator, reference: Any) -> list[Try]:
        """Many draws, and of each also what one changed input makes of it."""
        found = []
        for _ in range(WILD):
            for case in self.cases(rng):
                found += [changed for _, changed in self.varied(case)]
        return [case for case in found if not self.observe(_plainly, reference, case).stopped]

    def tolerance(self, case: Try) -> Tolerance:
        return Tolerance(SINGLE if case.dtype == "float32" else self.relative, self.absolute)

    @staticmethod
    def starts(case: Try) -> dict[str, np.ndarray]:
        """Outputs are single arrays: none moves on."""
        return {}

    def smaller(self, case: Try, expected: Observation) -> Iterator[tuple[Try, Observation]]:
        """The case itself: a contract's first tries are its smallest."""
        yield case, expected

    def varied(self, case: Try) -> Iterator[tuple[str, Try]]:
        """The case, then the same with one number or array changed at a time, named."""
        yield "", case
        for name, value in case.given.items():
            if isinstance(value, int | float | list) and not isinstance(value, bool):
                yield name, replace(case, given={**case.given, name: _other(value)})
        for name, value in case.drawn.items():
            changed = _other(value)
            if changed is not None:
                yield name, replace(case, drawn={**case.drawn, name: changed})

    def example(self, given: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[Try, Observation]:
        """A worked example; its values are what the arguments are in a try's `given`."""
        return Try("", {}, given), Observation(
            {name: [_array(value, name)] for name, value in expected.items()}
        )

    @staticmethod
    def exact(case: Try) -> Try:
        return replace(case, drawn=_as(np.float64, case.drawn), dtype="float64")

    def observe(self, call: Callable[..., Any], answer: Any, case: Try) -> Observation:
        """Call once with the case's arguments, and look at the outputs."""
        seen = Observation({name: [] for name in self.outputs})
        scope = self._scope() | copy.deepcopy(dict(case.drawn))
        arguments = _evaluated(case, scope)
        untouched = _evaluated(case, scope | copy.deepcopy(dict(case.drawn)))
        try:
            done = scope | arguments | {"answer": answer}
            done["result"] = call(_listed, self.call, done)
            for name, text in self.outputs.items():
                seen.series[name].append(_array(_read(call, name, text, done), name))
        except CallError as stop:
            seen = Observation({name: [] for name in self.outputs}, stopped=str(stop))
        for name, value in arguments.items():
            if not _same(value, untouched[name]):
                seen.fault(f"{name} itself was changed: build a new one and leave what you were given alone")
        return seen

    def weights(self, case: Try) -> dict[str, float]:
        """Every output counts the same."""
        return dict.fromkeys(self.outputs, 1 / len(self.outputs))

    def inputs(self, case: Try) -> str:
        """The arguments as a student would type them, with what was drawn for them."""
        given = {name: _text(value) for name, value in case.given.items()}
        used = {name for text in given.values() for name in re.findall(r"[A-Za-z_]\w*", text)}
        drawn = {name: _text(value) for name, value in case.drawn.items()}
        first = {name: text for name, text in drawn.items() if name in used and name not in given}
        parts = first | {name: text for name, text in drawn.items() if name not in first} | given
        return ", ".join(f"{name} = {text}" for name, text in parts.items())

    def _scope(self) -> Scope:
        scope: Scope = {"np": np, "math": math, "Counted": Counted}
        exec(_compiled(self.prelude), scope)
        return scope


@lru_cache
def _compiled(prelude: str) -> CodeType:
    """A prelude is run for every call, so that nothing is left over from the one before; it is read once."""
    return compile(prelude, "<prelude>", "exec")


def _plainly(function: Callable[..., Any], *args: Any) -> Any:
    """For the reference, on inputs that may be out of its range."""
    try:
        return function(*args)
    except Exception as error:
        raise CallError(str(error)) from None


def _listed(text: str, scope: Scope) -> Any:
    """What an expression gives; what is made item by item, made whole."""
    result = eval(text, scope)
    return list(result) if isinstance(result, Iterator) else result


def _read(call: Callable[..., Any], name: str, text: str, scope: Scope) -> Any:
    """An output. Where it can't be had, what came back has another form than it should."""
    if scope["result"] is None and re.search(r"\bresult\b", text):
        raise CallError("nothing comes back: return the result")
    try:
        return call(eval, text, scope)
    except CallError as trouble:
        kind = a_(type(scope["result"]).__name__)
        reason = str(trouble).split("stopped with ")[-1]
        raise CallError(f"{name} can't be found in what comes back, {kind} ({reason})") from None


def _evaluated(case: Try, scope: Scope) -> Scope:
    arguments = {name: value for name, value in scope.items() if name in case.drawn}
    for name, value in case.given.items():
        arguments[name] = _value(value, scope)
    return arguments


def _value(described: Any, scope: Scope) -> Any:
    if isinstance(described, str):
        return eval(described, scope)
    if isinstance(described, list):
        return np.array(described, dtype=float)
    if isinstance(described, Mapping):
        return {name: _value(each, scope) for name, each in described.items()}
    return described


def _typable(value: Any) -> Any:
    """Numbers of a few digits, arrays and dicts of them; anything else as it is."""
    if isinstance(value, float | np.floating):
        return float(short(np.array(float(value))))
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return short(value)
    if isinstance(value, Mapping):
        return {name: _typable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_typable(each) for each in value]
    return value


def _as(dtype: type, value: Any) -> Any:
    """Arrays of floats in another precision, wherever they are."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(dtype)
    if isinstance(value, Mapping):
        return {name: _as(dtype, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as(dtype, each) for each in value]
    return value


def _other(value: Any) -> Any:
    """Another value of the same kind, likely to be in range; None where there is none to think of."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return 0.75 * value if value else 0.1
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return 1.5 * value
    if isinstance(value, list) and all(isinstance(each, int | float) for each in value):
        return [1.5 * each for each in value]
    return None


def _array(value: Any, name: str) -> np.ndarray:
    """An output as an array of float64, or of texts; `CallError` for what is neither."""
    if hasattr(value, "detach"):
        value = value.detach()
    try:
        array = np.asarray(value)
        if array.dtype.kind in "fiub":
            return array.astype(np.float64)
        if array.dtype.kind == "U":
            return array
    except (ValueError, TypeError, RuntimeError):
        pass
    raise CallError(f"{name} comes back as {a_(type(value).__name__)}; a number or an array is expected")


def _same(a: Any, b: Any) -> bool:
    """Whether two arguments hold the same numbers; what holds none is taken to be the same."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return list(a) == list(b) and all(_same(a[name], b[name]) for name in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_same, a, b))
    return True


def _text(value: Any) -> str:
    """A value in one line of Python; of large arrays, their ends."""
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray):
        text = np.array2string(value, separator=", ", threshold=40, edgeitems=2, max_line_width=10_000)
        return re.sub(r"\s+", " ", text)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f'"{name}": {_text(each)}' for name, each in value.items()) + "}"
    return repr(value)
