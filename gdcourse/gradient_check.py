"""Whether an analytic gradient agrees with central differences, and in what it differs, in words.

`grad_check` doesn't assume how well f rounds: it measures that first, and derives spacing and tolerances
from it, so a function that computes in 32 bits is judged by what 32 bits can show. An entry passes if
analytic and numeric value differ by no more than a small share of their size (1e-6 in double precision) plus
fourteen standard deviations of the noise in the difference. Entries that don't pass get a second look at
narrower spacings: a kink, such as a ReLU's, has two slopes at any spacing, strong curvature fades, a mistake
stays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .differences import EPS, as_point, as_scalar, moved, positive, spacing_for

# Tolerances. A central difference at the best spacing has a relative error of noise^(2/3) times a number
# that depends on f's third derivative; 40 is generous for networks. In double precision that would be 1e-9;
# the floor of 1e-6 leaves room for badly scaled functions, and real mistakes are larger by far.
TOLERANCE = 1e-6
DEVIATIONS = 10.0  # of f's noise, over h: fourteen of those of (f1 - f2) / 2h, enough for a million entries
COARSE = 1e-11  # relative noise above which the report says so


@dataclass(frozen=True)
class ParameterCheck:
    r"""What `grad_check` found for one parameter.

    `relative_error` is :math:`\lVert a - n \rVert / \max(\lVert a \rVert, \lVert n \rVert)` for the analytic
    gradient a and the numeric one n, entries at kinks left out. `at` is the index of the entry that stands
    out most; `analytic` and `numeric` are its values. All of these are empty or nan where there is nothing to
    compare. `verdict` says it in words, and `ok` whether it passes.
    """

    name: str
    shape: tuple[int, ...]
    ok: bool
    verdict: str
    relative_error: float = math.nan
    at: tuple[int, ...] = ()
    analytic: float = math.nan
    numeric: float = math.nan


@dataclass(frozen=True)
class GradientReport:
    """The outcome of `grad_check`: true if every parameter passes, and a table when printed.

    `noise` is the relative rounding error seen in f: 1e-16 or so in double precision, 1e-7 in single.
    """

    parameters: tuple[ParameterCheck, ...]
    noise: float

    def __bool__(self) -> bool:
        return all(p.ok for p in self.parameters)

    def __str__(self) -> str:
        rows = [("parameter", "shape", "relative error", "worst at", "analytic", "numeric", "verdict")]
        for p in self.parameters:
            entry = (f"{p.relative_error:.1e}", str(list(p.at)), f"{p.analytic:.6g}", f"{p.numeric:.6g}")
            rows.append((p.name, str(p.shape), *entry, p.verdict))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        if self.noise > COARSE:
            lines.append(
                f"The values of f carry a relative noise of {self.noise:.0e} (32-bit arithmetic does that), "
                f"so mistakes below a share of {_tolerance(self.noise):.0e} don't show; float64 is sharper."
            )
        return "\n".join(lines)


def grad_check(
    f: Callable[[Any], float], g: Any, x: Any, *, tol: float | None = None, seed: int = 0
) -> GradientReport:
    r"""Compare a gradient that somebody derived with one that is measured, and say what differs how.

    `f` maps parameters to one number. `x` is one array, or a dictionary or list of arrays: the parameters at
    which to look. `g` is a function from the same to the gradient, arranged like `x`, or that gradient
    itself. `tol` replaces the relative tolerance, which otherwise follows from how well f rounds; `seed`
    chooses the line along which that is measured. For n numbers in all, f is called 2n times, 15 to 100 times
    more to measure its noise, and 4 times more for each entry that doesn't agree at once or may be a kink.

    The report is true if all is well; printed, it is a table with a verdict for each parameter. At a kink
    any slope between those of the two sides passes, and the verdict says that a kink lies there.

    Raises `ValueError` if f is not finite at x, or gives two values for the same x, as with dropout.

    >>> w, b = np.array([1.0, -2.0]), np.array(0.5)
    >>> def f(p): return (p["w"] ** 2).sum() + 3 * p["b"]
    >>> def g(p): return {"w": p["w"], "b": 3.0}
    >>> report = grad_check(f, g, {"w": w, "b": b})
    >>> bool(report), [p.verdict for p in report.parameters]
    (False, ['differs by a factor 0.500 everywhere', 'agrees'])

    Source: Dennis and Schnabel (1996) for the spacing [dennis1996], Moré and Wild (2011) for the noise
    [more2011].
    """
    if tol is not None:
        positive("tol", tol, "1e-6")
    layout = _Layout(x)

    def value(flat: np.ndarray) -> float:
        return as_scalar(f(layout.unpack(flat)))

    start = value(layout.flat)
    if not math.isfinite(start):
        raise ValueError(f"f is {start} at x; check a gradient where the function is finite")
    again = value(layout.flat)
    if again != start:
        raise ValueError(
            f"f gives {start} and then {again} at the same x; fix what is random in it (dropout, batches)"
        )
    gradients = layout.unpack_gradients(g(layout.unpack(layout.flat)) if callable(g) else g)
    noise, relative = _noise(value, layout.flat, start, np.random.default_rng(seed))
    ruler = _Ruler(
        value=value,
        x=layout.flat,
        start=start,
        noise=noise,
        h=spacing_for(layout.flat, None, relative ** (1 / 3)),
        tol=_tolerance(relative) if tol is None else float(tol),
    )
    checks = [
        _check(name, shape, layout.slices[name], gradients[name], ruler)
        for name, shape in layout.shapes.items()
    ]
    return GradientReport(tuple(checks), relative)


def _tolerance(noise: float) -> float:
    return max(TOLERANCE, 40.0 * noise ** (2 / 3))


class _Layout:
    """Named parameters as one flat vector, so that one loop serves arrays, lists and dictionaries."""

    def __init__(self, x: Any):
        self.keys: list | None = None
        if isinstance(x, Mapping):
            self.keys = list(x)
        elif isinstance(x, (list, tuple)) and any(isinstance(item, np.ndarray) for item in x):
            self.keys = list(range(len(x)))
        self.named = isinstance(x, Mapping)
        self.names = (
            ["x"] if self.keys is None else [k if isinstance(k, str) else f"[{k}]" for k in self.keys]
        )
        if not self.names:
            raise ValueError("x holds no parameters; give an array, or a dictionary of arrays")
        given = [x] if self.keys is None else [x[key] for key in self.keys]
        arrays = [as_point(array, name) for array, name in zip(given, self.names, strict=True)]
        ends = np.cumsum([array.size for array in arrays]).tolist()
        self.shapes = {name: array.shape for name, array in zip(self.names, arrays, strict=True)}
        self.slices = {
            name: slice(end - array.size, end)
            for name, array, end in zip(self.names, arrays, ends, strict=True)
        }
        self.flat = np.concatenate([array.ravel() for array in arrays])

    def unpack(self, flat: np.ndarray) -> Any:
        """Fresh arrays, arranged as x is."""
        arrays = [flat[self.slices[name]].reshape(self.shapes[name]).copy() for name in self.names]
        if self.keys is None:
            return arrays[0]
        return dict(zip(self.keys, arrays, strict=True)) if self.named else arrays

    def unpack_gradients(self, gradients: Any) -> dict[str, Any]:
        """By name, None where one is missing."""
        if self.keys is None:
            return {"x": gradients}
        if isinstance(gradients, Mapping) != self.named or not isinstance(gradients, (Mapping, Sequence)):
            raise TypeError(
                f"g gives a {type(gradients).__name__}; x has several parameters in a "
                f"{'dictionary' if self.named else 'list'}, and their gradients need the same arrangement"
            )
        found = dict(gradients.items() if isinstance(gradients, Mapping) else enumerate(gradients))
        return {name: found.get(key) for name, key in zip(self.names, self.keys, strict=True)}


def _noise(
    value: Callable[[np.ndarray], float], x: np.ndarray, start: float, rng: np.random.Generator
) -> tuple[float, float]:
    """How far rounding moves f about: the standard deviation, and its ratio to the size of f near x.

    In differences of differences along a short line, whatever is smooth dies out; the fourth ones are
    rounding, with 70 times its variance. The line is lengthened until f changes from most points to the
    next: in 32 bits the shorter ones are all one point.
    """
    line = rng.choice([-1.0, 1.0], x.shape) * rng.uniform(0.5, 1.5, x.shape) * np.maximum(1.0, np.abs(x))
    slope = abs(value(x + 1e-3 * line) - start) / 1e-3
    scale = max(abs(start), slope if math.isfinite(slope) else 0.0)
    noise = EPS * abs(start)  # rounding the result alone does as much
    for step in 10.0 ** np.arange(-12, -3):
        values = np.array([start] + [value(x + k * step * line) for k in range(1, 12)])
        if not np.isfinite(values).all():
            break
        if np.count_nonzero(np.diff(values)) > len(values) // 2:
            noise = max(noise, math.sqrt((np.diff(values, 4) ** 2).mean() / 70.0))
            break
    return noise, min(max(noise / scale, EPS), 1e-4) if scale > 0 else EPS


@dataclass(frozen=True)
class _Ruler:
    """Measures slopes of `value` at `x`, and knows how well."""

    value: Callable[[np.ndarray], float]
    x: np.ndarray
    start: float
    noise: float
    h: np.ndarray
    tol: float

    def slack(self, a: Any, n: Any, h: Any) -> Any:
        """How far apart a right analytic and a numeric slope may lie."""
        return self.tol * np.maximum(np.abs(a), np.abs(n)) + DEVIATIONS * self.noise / h

    def slopes(self, i: int, h: float) -> tuple[float, float, float]:
        """Backward, central and forward difference."""
        up, down = moved(self.x, (i,), h), moved(self.x, (i,), -h)
        above, below = self.value(up), self.value(down)
        right, left = float(up[i] - self.x[i]), float(self.x[i] - down[i])
        return (self.start - below) / left, (above - below) / (left + right), (above - self.start) / right

    def near(self, a: float, slope: float, h: float) -> bool:
        # an infinite slope would be near to everything, as its share is infinite too
        return math.isfinite(slope) and abs(a - slope) <= self.slack(a, slope, h)

    def measure(self, i: int, a: float) -> tuple[float, str]:
        """The numeric slope along coordinate i, and what it makes of the analytic one, `a`.

        "agrees" and "kink", where `a` lies between the slopes of the two sides, are fine; "outside" of them
        and "wrong" are not.
        """
        h = float(self.h[i])
        left, central, right = self.slopes(i, h)
        agrees = self.near(a, central, h)
        # The gap between the one-sided slopes shrinks with h where f is smooth, and stays as it is at a kink.
        gap, blur = abs(right - left), 2 * DEVIATIONS * self.noise / h
        if agrees and gap <= 0.01 * max(abs(left), abs(right)) + blur:
            return central, "agrees"
        closer = [(width, *self.slopes(i, width)) for width in (h / 4, h / 16)]
        kink = abs(closer[0][3] - closer[0][1]) > 0.5 * gap + 4 * blur
        if agrees:
            return central, "kink" if kink else "agrees"
        for width, _, slope, _ in closer:  # strong curvature has faded, or a kink close by is out of reach
            if self.near(a, slope, width):
                return slope, "agrees"
        width, left, _, right = closer[-1]
        slack = self.slack(left, right, width)
        between = min(left, right) - slack <= a <= max(left, right) + slack
        return central, ("kink" if between else "outside") if kink else "wrong"


def _check(name: str, shape: tuple[int, ...], part: slice, given: Any, ruler: _Ruler) -> ParameterCheck:
    if given is None:
        return ParameterCheck(name, shape, False, "no gradient is given")
    a = np.asarray(given, dtype=np.float64)
    if a.shape != shape:
        turned = "; transpose it" if a.ndim == 2 and a.T.shape == shape else ""
        return ParameterCheck(name, shape, False, f"shape {a.shape} where the parameter has {shape}{turned}")
    if not np.isfinite(a).all():
        bad = np.argwhere(~np.isfinite(a))
        first = tuple(int(k) for k in bad[0])
        where = f" at {len(bad)} of {a.size} entries" if a.size > 1 else ""
        return ParameterCheck(name, shape, False, "not finite" + where, at=first, analytic=float(a[first]))
    measured = [ruler.measure(i, x) for i, x in zip(range(part.start, part.stop), a.flat, strict=True)]
    n = np.array([slope for slope, _ in measured]).reshape(shape)
    outcomes = np.array([outcome for _, outcome in measured]).reshape(shape)
    kinks = outcomes == "kink"
    slack = ruler.slack(a, n, ruler.h[part].reshape(shape))
    with np.errstate(all="ignore"):  # of slopes that are not finite
        excess = np.where(kinks, 0.0, np.abs(a - n) / np.maximum(slack, np.finfo(float).tiny))
        largest = max(np.linalg.norm(a[~kinks]), np.linalg.norm(n[~kinks]))
        error = float(np.linalg.norm((a - n)[~kinks]) / largest) if largest > 0 else 0.0
    at = np.unravel_index(np.argmax(np.where(np.isnan(excess), np.inf, excess)), shape)
    return ParameterCheck(
        name,
        shape,
        ok=bool(np.isfinite(n).all() and np.isin(outcomes, ("agrees", "kink")).all()),
        verdict=_verdict(a, n, outcomes, slack, ruler.tol),
        relative_error=error,
        at=tuple(int(k) for k in at),
        analytic=float(a[at]),
        numeric=float(n[at]),
    )


def _verdict(a: np.ndarray, n: np.ndarray, outcomes: np.ndarray, slack: np.ndarray, tol: float) -> str:
    """What stands between the analytic gradient a and the numeric one n, in words."""
    wrong, kinks, outside = outcomes == "wrong", outcomes == "kink", outcomes == "outside"

    def some(which: np.ndarray) -> str:
        return f" at {which.sum()} of {a.size} entries" if a.size > 1 else ""

    if not np.isfinite(n).all():
        return "f is not finite beside x" + some(~np.isfinite(n))
    if not wrong.any():
        if outside.any():
            return f"a kink lies here{some(outside)}, and this is not between its slopes; look beside it"
        if kinks.any():
            return "a kink lies here" + some(kinks)
        both_zero = (np.maximum(np.abs(a), np.abs(n)) <= slack).all()
        return "agrees: both are zero but for rounding" if both_zero else "agrees"
    if not a.any():
        return "zero where the numeric gradient is not"
    smooth = ~(kinks | outside)
    ratio = _common_factor(a[smooth], n[smooth], slack[smooth], tol)
    if ratio is not None:
        if abs(ratio + 1.0) <= 10 * tol:
            return "has the opposite sign"
        digits = f"{ratio:#.3g}" if abs(ratio - 1.0) >= 0.01 else f"{ratio:#.6g}"
        return f"differs by a factor {digits}" + (" everywhere" if a.size > 1 else "")
    if a.ndim == 2 and a.shape[0] == a.shape[1] and (np.abs(a.T - n) <= np.maximum(slack, slack.T)).all():
        return "is transposed"
    if wrong.all():
        return "differs everywhere, by no common factor"
    return f"wrong{some(wrong)} only" + (", zero there" if not a[wrong].any() else "")


def _common_factor(a: np.ndarray, n: np.ndarray, slack: np.ndarray, tol: float) -> float | None:
    """The number r, neither 0 nor 1, with a = r n, if there is one."""
    if not n.any():
        return None
    ratio = float(a @ n / (n @ n))
    fits = (np.abs(a - ratio * n) <= slack * (1.0 + abs(ratio))).all()
    return ratio if fits and ratio != 0.0 and abs(ratio - 1.0) > 10 * tol else None
