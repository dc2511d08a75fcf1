"""Searches along a line, and those that choose the line by slope and curvature.

`search.py` says what all searches have in common and has the others; take these from there too.
"""

from __future__ import annotations

import math
from contextlib import suppress

import numpy as np
from numpy.typing import ArrayLike

from .counted import Counted, Found, Function, SearchOverError, above_zero, plain, vector

GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0  # 0.618...
ENOUGH, SHORTER = 1e-4, 0.5  # what backtracking asks of a step, and by what it shortens one: both usual


# ---- along a line -------------------------------------------------------------------------------


def golden_section(f: Function, a: float, b: float, tol: float = 1e-8) -> Found:
    r"""Shrink an interval around the minimum of a function of one number, without derivatives.

    Two points inside the interval are compared, and the part beyond the worse one is dropped. Set at the
    golden section, one of the two serves again, so each further evaluation shrinks the interval by

    .. math:: r = \frac{\sqrt 5 - 1}{2} \approx 0.618 .

    `f` takes a float; on :math:`[a, b]` it falls, then rises. (If not, a local minimum or an end point is
    found.) `tol > 0`, in units of x, is the length at which to stop. Returns the best point evaluated,
    which lies within `tol` of the minimum, down to about 1e-8 of x: nearer, a smooth f is flat to rounding.

    >>> x, evaluations = golden_section(lambda x: (x - 2.0) ** 2, 0.0, 5.0, tol=1e-6)
    >>> round(x, 5), evaluations
    (2.0, 35)

    Source: Kiefer (1953) [kiefer1953].
    """
    if not (math.isfinite(a) and math.isfinite(b) and a < b):
        raise ValueError(f"a = {a!r}, b = {b!r} is no interval; give two finite numbers, a below b")
    above_zero("tol", tol)
    f = Counted(f)
    with suppress(SearchOverError):
        c, d = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        fc, fd = f(c), f(d)
        while b - a > tol and a < c < d < b:  # neighbouring doubles have nothing between them
            if fc < fd:
                b, d, fd = d, c, fc
                c = b - GOLDEN * (b - a)
                fc = f(c)
            else:
                a, c, fc = c, d, fd
                d = a + GOLDEN * (b - a)
                fd = f(d)
    x, evaluations = f.found()
    return Found(float(x), evaluations)


def backtracking(
    f: Function,
    g: Function,
    x: ArrayLike,
    d: ArrayLike,
    alpha0: float = 1.0,
    c: float = ENOUGH,
    rho: float = SHORTER,
) -> float:
    r"""How far to go: of steps, each shorter than the one before, the first that leads down far enough.

    Of :math:`\alpha_0, \rho \alpha_0, \rho^2 \alpha_0, \dots` it is the first that satisfies Armijo's
    condition, a fraction c of the decrease that the slope promises:

    .. math:: f(x + \alpha d) \le f(x) + c\, \alpha\, g(x)^\top d .

    `g` is the gradient as a function, `d` a direction of descent, :math:`g(x)^\top d < 0`; `alpha0` is
    positive, `c` and `rho` lie between 0 and 1. Returns 0.0 if the step gets too short to change x: then
    x is as good as rounding allows. Raises `ValueError` if d does not lead down.

    >>> backtracking(lambda x: float(x @ x), lambda x: 2 * x, [1.0], [-4.0])
    0.25

    Source: Armijo (1966) [armijo1966].
    """
    above_zero("alpha0", alpha0)
    for name, number, usual in (("c", c, ENOUGH), ("rho", rho, SHORTER)):
        if not 0 < number < 1:
            raise ValueError(f"{name} = {number!r} is not between 0 and 1; {usual} is a usual value")
    x, d = vector("x", x), vector("d", d)
    f = Counted(f)
    slope = float(f.track(g)(x) @ d)
    if not slope < 0:
        raise ValueError(f"d = {plain(d)} does not lead down: g(x) @ d = {slope}; -g(x) always does")
    return _armijo(f, x, f(x), d, slope, alpha0, c, rho)[0]


def _armijo(
    f: Function,
    x: np.ndarray,
    fx: float,
    d: np.ndarray,
    slope: float,
    alpha: float = 1.0,
    c: float = ENOUGH,
    rho: float = SHORTER,
) -> tuple[float, float]:
    """The accepted step and the value there; (0.0, fx) if there is none."""
    while not np.array_equal(x + alpha * d, x):
        value = f(x + alpha * d)
        if value <= fx + c * alpha * slope:
            return alpha, value
        alpha = rho * alpha
    return 0.0, fx


# ---- by curvature -------------------------------------------------------------------------------


def newton(
    f: Function, g: Function, H: Function, x0: ArrayLike, tol: float = 1e-8, max_evals: int = 10_000
) -> Found:
    r"""Jump to the minimum of the quadratic model, as far as that helps, until the gradient vanishes.

    .. math:: x \leftarrow x - \alpha\, |H|^{-1} g , \qquad
              |H| = V \operatorname{diag}(|\lambda_1|, \dots, |\lambda_n|)\, V^\top .

    Where the Hessian is positive definite, :math:`|H| = H` and this is Newton's step. Elsewhere that step
    might lead up, to a saddle or a maximum; with every eigenvalue's sign dropped (and none below 1e-8 of
    the largest) it is a direction of descent all the same. The step :math:`\alpha` is 1 or, by
    `backtracking`, shorter.

    `g` and `H` return arrays of shape (n,) and (n, n). Ends when :math:`\lVert g \rVert \le` `tol`, when no
    step helps within rounding, or after `max_evals` calls of f, g and H together. What it finds is a
    stationary point: started on a saddle, it stays there.

    >>> from gdcourse.objectives import Rosenbrock
    >>> from gdcourse.search import functions
    >>> x, evaluations = newton(*functions(Rosenbrock()), [-1.2, 1.0])
    >>> x.round(6), evaluations < 100
    (array([1., 1.]), True)

    Source: Nocedal and Wright (2006), section 3.4 [nocedal2006]; the absolute values, Dauphin et al. (2014)
    [dauphin2014].
    """
    x = vector("x0", x0)
    above_zero("tol", tol)
    f = Counted(f, max_evals)
    gradient, hessian = f.track(g), f.track(H)
    with suppress(SearchOverError):
        fx, gx = f(x), gradient(x)
        while np.linalg.norm(gx) > tol:
            before, size = fx, np.linalg.norm(gx)
            d = _newton_direction(gx, hessian(x))
            alpha, fx = _armijo(f, x, fx, d, float(gx @ d))
            x = x + alpha * d
            gx = gradient(x)
            if fx >= before and np.linalg.norm(gx) >= size:
                break
    return Found(x, f.evaluations)


def _newton_direction(gx: np.ndarray, hx: np.ndarray) -> np.ndarray:
    n = gx.size
    if hx.shape != (n, n):
        raise ValueError(
            f"H(x) has shape {hx.shape}; beside a gradient of {n} entries it has to be ({n}, {n})"
        )
    curvatures, axes = np.linalg.eigh(hx)
    sizes = np.abs(curvatures)
    floor = 1e-8 * sizes.max() or 1.0  # no curvature at all: the direction is -g
    return -axes @ (axes.T @ gx / np.maximum(sizes, floor))


def bfgs(f: Function, g: Function, x0: ArrayLike, tol: float = 1e-8, max_evals: int = 10_000) -> Found:
    r"""Newton's method with a Hessian that is guessed from the gradients met on the way.

    .. math:: H_{t+1}\, (x_{t+1} - x_t) = g_{t+1} - g_t

    is what each guess satisfies, while it changes as little as it can. SciPy's implementation, with its line
    search. Ends when :math:`\lVert g \rVert \le` `tol`, when the line search finds no better point, or after
    `max_evals` calls of f and g together.

    >>> from gdcourse.objectives import Rosenbrock
    >>> from gdcourse.search import functions
    >>> x, evaluations = bfgs(*functions(Rosenbrock())[:2], [-1.2, 1.0])
    >>> x.round(6)
    array([1., 1.])

    Source: Nocedal and Wright (2006), section 6.1 [nocedal2006].
    """
    from scipy.optimize import minimize

    x = vector("x0", x0)
    above_zero("tol", tol)
    f = Counted(f, max_evals)
    with suppress(SearchOverError):
        result = minimize(f, x, jac=f.track(g), method="BFGS", options={"gtol": tol, "norm": 2})
        return Found(result.x, f.evaluations)
    return f.found()
