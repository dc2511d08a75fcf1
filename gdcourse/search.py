"""The other ways down: by curvature, along a line, by chance, by populations.

Every search minimises a plain function `f` of a vector `x` of shape (n,) and returns `Found(x, evaluations)`:
the point, and how many calls it made. A call of f counts as one, and so does a call of a gradient `g`
or a Hessian `H`, so that a race between families is fair, or at least open about its price.

For such a race, wrap f once more: `Counted(f, max_evals=1000)` ends any search at that budget, and its
`best` is the curve to draw. `functions` makes f, g and H of an objective.

Here are chance and populations; `linesearch.py` has the searches that use slope and curvature.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress

import numpy as np
from numpy.typing import ArrayLike

from .counted import (
    Box,
    Counted,
    Found,
    Function,
    SearchOverError,
    above_zero,
    box_bounds,
    functions,
    generator,
    vector,
    whole,
)
from .linesearch import backtracking, bfgs, golden_section, newton

__all__ = [
    "Counted",
    "Found",
    "SearchOverError",
    "backtracking",
    "bfgs",
    "cmaes",
    "differential_evolution",
    "functions",
    "golden_section",
    "metropolis_accept",
    "newton",
    "one_plus_one_es",
    "random_search",
    "simulated_annealing",
]


# ---- by chance ----------------------------------------------------------------------------------


def random_search(
    f: Function,
    box: Box,
    rng: np.random.Generator,
    max_evals: int = 1000,
    target: float = -math.inf,
) -> Found:
    r"""The best of `max_evals` points drawn uniformly from a box: what every other search has to beat.

    The best of N draws is among the best fraction p of the box with probability :math:`1 - (1 - p)^N`,
    whatever f is: 60 draws reach the best 5 % with 95 %. Yet that fraction is soon a small one: in n
    dimensions, a ball around the minimum shrinks as its radius to the n.

    `box` is n pairs (low, high). Ends early at a value at or below `target`.

    >>> x, evaluations = random_search(lambda x: float(x @ x), [(-1, 1)], np.random.default_rng(0))
    >>> bool(abs(x[0]) < 0.01), evaluations
    (True, 1000)

    Source: Bergstra and Bengio (2012) [bergstra2012].
    """
    low, high = box_bounds(box)
    generator(rng)
    f = Counted(f, max_evals, target)
    with suppress(SearchOverError):
        while True:
            f(rng.uniform(low, high))
    return f.found()


def metropolis_accept(dE: float, T: float, rng: np.random.Generator) -> bool:
    r"""Whether to accept a change of the energy by `dE` at temperature `T`: always down, sometimes up.

    .. math:: P(\text{accept}) = \min(1,\, e^{-\Delta E / T}) .

    `T >= 0` is in units of dE; at 0, nothing leads up.

    >>> metropolis_accept(-1.0, 0.5, np.random.default_rng(0))
    True

    Source: Metropolis et al. (1953) [metropolis1953].
    """
    if math.isnan(dE):
        raise ValueError("dE = nan can't be judged; the energy was not a number")
    if not T >= 0:
        raise ValueError(f"T = {T!r} is not a temperature of 0 or more; 1.0 is a usual value")
    generator(rng)
    if dE <= 0:
        return True
    return T > 0 and rng.random() < math.exp(-dE / T)


def simulated_annealing(
    f: Function,
    x0: ArrayLike,
    sigma: float,
    rng: np.random.Generator,
    T0: float = 1.0,
    max_evals: int = 10_000,
    schedule: Callable[[int], float] | None = None,
    target: float = -math.inf,
) -> Found:
    r"""A random walk that goes up less and less: hot enough at first to leave a poor valley, cold at the end.

    .. math:: y = x + \sigma z , \quad z \sim N(0, I) , \qquad
              \text{accept } y \text{ with probability } \min(1,\, e^{-(f(y) - f(x)) / T_k}) .

    `sigma > 0` is the length of a trial step in each coordinate. `T0 >= 0` is the first temperature, in
    units of f, about as high as the barriers to cross; it falls by a constant factor each evaluation, to
    a thousandth at the last. `schedule`, if given, maps k = 1, 2, ... to the temperature instead. Ends
    after `max_evals` evaluations or at a value at or below `target`, and returns the best point met.

    >>> from gdcourse.objectives import DoubleWell
    >>> f, _, _ = functions(DoubleWell())
    >>> x, evaluations = simulated_annealing(f, [0.9], 0.3, np.random.default_rng(0), T0=0.5, max_evals=2000)
    >>> x.round(2), evaluations
    (array([-1.09]), 2000)

    Source: Kirkpatrick, Gelatt and Vecchi (1983) [kirkpatrick1983].
    """
    x = vector("x0", x0)
    above_zero("sigma", sigma)
    generator(rng)
    f = Counted(f, max_evals, target)
    if not 0 <= T0 < math.inf:
        raise ValueError(f"T0 = {T0!r} is not a temperature of 0 or more; 1.0 is a usual value")
    temperature = schedule or (lambda k: T0 * 1e-3 ** (k / max_evals))
    with suppress(SearchOverError):
        fx = f(x)
        while True:
            y = x + sigma * rng.normal(size=x.size)
            fy = f(y)
            rise = 0.0 if fy == fx else fy - fx  # inf - inf is not a number
            if metropolis_accept(rise, temperature(f.evaluations - 1), rng):
                x, fx = y, fy
    return f.found()


# ---- by populations -----------------------------------------------------------------------------


def one_plus_one_es(
    f: Function,
    x0: ArrayLike,
    sigma: float,
    rng: np.random.Generator,
    target: float = -math.inf,
    max_evals: int = 10_000,
) -> Found:
    r"""One parent, one child, the better survives; success lengthens the steps, failure shortens them.

    .. math::

        y &= x + \sigma z , \qquad z \sim N(0, I) , \\
        x &\leftarrow y \quad \text{if } f(y) \le f(x) , \\
        \sigma &\leftarrow \sigma \exp\frac{s - 1/5}{\sqrt{n + 1}} , \qquad
            s = 1 \text{ for a success, else } 0 .

    The last line is the one-fifth success rule: the step size stays where a fifth of the children is better.
    On a sphere the distance then falls by a constant factor each evaluation, and that factor's logarithm
    is at most 0.202 / n in size.

    `sigma > 0` is the first step's size in each coordinate. Ends at a value at or below `target`, or after
    `max_evals` evaluations.

    >>> rng = np.random.default_rng(0)
    >>> x, evaluations = one_plus_one_es(lambda x: float(x @ x), [1.0, 1.0], 0.5, rng, target=1e-8)
    >>> bool(x @ x <= 1e-8), evaluations < 300
    (True, True)

    Source: Rechenberg (1973) [rechenberg1973]; in this form, Hansen, Arnold and Auger (2015) [hansen2015].
    """
    x = vector("x0", x0)
    above_zero("sigma", sigma)
    generator(rng)
    f = Counted(f, max_evals, target)
    with suppress(SearchOverError):
        fx = f(x)
        while True:
            y = x + sigma * rng.normal(size=x.size)
            fy = f(y)
            success = fy <= fx
            if success:
                x, fx = y, fy
            sigma = sigma * math.exp((success - 0.2) / math.sqrt(x.size + 1))
    return f.found()


def differential_evolution(
    f: Function,
    box: Box,
    rng: np.random.Generator,
    target: float = -math.inf,
    max_evals: int = 10_000,
    tol: float = 1e-10,
    popsize: int = 15,
) -> Found:
    r"""A population whose differences are its steps: wide while it is scattered, fine once it has gathered.

    .. math:: v = x_a + F\,(x_b - x_c) , \qquad F \sim U(\tfrac12, 1) ,

    for three members drawn at random; some of v's coordinates replace those of a fourth, if the result is
    better. SciPy's implementation of this, the scheme rand/1/bin, without its final polish by gradients.

    `box` is n pairs (low, high), which no point leaves; `popsize` the number of members per coordinate.
    Ends at a value at or below `target`, when the standard deviation of the members' values is `tol` or
    less, or after `max_evals` evaluations.

    >>> from gdcourse.objectives import Rastrigin
    >>> f, _, _ = functions(Rastrigin())
    >>> x, evaluations = differential_evolution(f, Rastrigin().box, np.random.default_rng(0), target=1e-6)
    >>> np.abs(x).round(2)
    array([0., 0.])

    Source: Storn and Price (1997) [storn1997].
    """
    from scipy import optimize

    low, high = box_bounds(box)
    generator(rng)
    above_zero("tol", tol)
    whole("popsize", popsize)
    f = Counted(f, max_evals, target)
    try:
        optimize.differential_evolution(
            f,
            optimize.Bounds(low, high),
            strategy="rand1bin",  # SciPy's own default, best1bin, settles in a local minimum more often
            maxiter=max_evals,  # generations: never the one of the two limits that binds
            popsize=popsize,
            tol=0.0,
            atol=tol,
            polish=False,
            rng=rng,
        )
    except SearchOverError:
        pass
    except RuntimeError as error:  # SciPy hides what f raises in the first generation behind one of its own
        raise (error.__cause__ or error) from None
    return f.found()


def cmaes(
    f: Function,
    x0: ArrayLike,
    sigma: float,
    rng: np.random.Generator,
    target: float = -math.inf,
    max_evals: int = 10_000,
) -> Found:
    r"""A cloud of points that learns the shape of the valley: its covariance becomes the inverse Hessian.

    .. math:: x_i \sim N(m, \sigma^2 C) , \qquad m \leftarrow \sum_{i \le \lambda / 2} w_i\, x_{i:\lambda} ,

    where :math:`x_{i:\lambda}` is the i-th best of :math:`\lambda` points; C and :math:`\sigma` learn from
    the way that m takes. Turning or stretching the coordinates changes little: an ill-conditioned valley
    costs the time to learn C, once. The package `cmaes` does the work.

    `x0` is the first mean and `sigma > 0` the first standard deviation in each coordinate. Ends at a value
    at or below `target`, when the cloud has shrunk to nothing or its values to one, or after `max_evals`
    evaluations. Raises `ImportError` if the package is missing.

    >>> f = lambda x: float(x[0] ** 2 + 1e4 * x[1] ** 2)
    >>> x, evaluations = cmaes(f, [1.0, 1.0], 0.5, np.random.default_rng(0), target=1e-8)
    >>> f(x) <= 1e-8, evaluations < 800
    (True, True)

    Source: Hansen and Ostermeier (2001) [hansen2001]; the package, Nomura and Shibata (2024) [nomura2024].
    """
    try:
        from cmaes import CMA
    except ImportError:
        raise ImportError("cmaes needs the package of that name: python -m pip install cmaes") from None
    x = vector("x0", x0)
    above_zero("sigma", sigma)
    generator(rng)
    f = Counted(f, max_evals, target)
    cloud = CMA(mean=x, sigma=float(sigma), seed=int(rng.integers(2**32)))
    with suppress(SearchOverError):
        while not cloud.should_stop():
            points = [cloud.ask() for _ in range(cloud.population_size)]
            cloud.tell([(point, f(point)) for point in points])
    return f.found()
