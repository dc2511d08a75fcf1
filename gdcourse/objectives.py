"""Surfaces to descend on: value, gradient and Hessian, exact, on coordinates.

Each objective is a function of plain coordinates, `value(x, y)`, so the same text runs on floats in a
reader's browser and on whole arrays. `on_array` evaluates one on parameters of shape `(..., n)`.
`box` is the window to draw, `start` a telling place to begin, `minimisers` where one should arrive.

Here are bowls, valleys and saddles, all of them polynomials. `rugged.py` has what is hard on purpose: flats,
walls, corners, and minima by the hundred. Take either kind from here.

This file also runs under MicroPython: no annotations, no powers but products.
"""

import math

from .rugged import AbsoluteValue, Ackley, Cliff, Plateau, Rastrigin
from .surface import Objective, add_up, diagonal, number, numbers, on_array

__all__ = [
    "AbsoluteValue",
    "Ackley",
    "Beale",
    "Cliff",
    "DoubleWell",
    "Himmelblau",
    "MonkeySaddle",
    "Objective",
    "Plateau",
    "Quadratic",
    "Rastrigin",
    "Rosenbrock",
    "Saddle",
    "on_array",
]


class Quadratic(Objective):
    r"""A bowl of one curvature an axis; its first two axes may be turned against the coordinates.

    .. math:: f(\theta) = \tfrac12\, \theta^\top R_\phi
              \operatorname{diag}(\lambda_1, \dots, \lambda_n)\, R_\phi^\top \theta .

    `curvatures` are :math:`\lambda_1, \dots, \lambda_n`, the eigenvalues of the Hessian; there are as many
    coordinates. :math:`R_\phi` turns the plane of the first two by `angle`, :math:`\phi` in radians, from the
    x axis to the axis of the first curvature. A negative curvature makes a saddle without a floor.

    Raises `ValueError` for a curvature that is not a finite number, and for an angle with a single one.

    >>> Quadratic(curvatures=(1.0, 10.0)).value(2.0, 1.0)
    7.0
    >>> Quadratic(curvatures=(1.0, 10.0, 100.0)).gradient(2.0, 1.0, -1.0)
    (2.0, 10.0, -100.0)

    Source: the model problem of Polyak (1964) [polyak1964].
    """

    parameters = ("curvatures", "angle")

    def __init__(self, curvatures=(1.0, 10.0), angle=0.0):
        self.curvatures = numbers("Quadratic", "curvatures", curvatures, (1.0, 10.0))
        self.angle = number("Quadratic", "angle", angle, 0.0)
        self.n = len(self.curvatures)
        if self.n == 1 and self.angle != 0.0:
            raise ValueError(f"Quadratic: angle = {angle!r} turns nothing on a line; leave it at 0.0")
        self.box = ((-2.0, 2.0),) * self.n
        self.start = (-1.8,) + (1.0,) * (self.n - 1)
        self.minimisers = ((0.0,) * self.n,) if min(self.curvatures) >= 0 else ()
        c, s = math.cos(self.angle), math.sin(self.angle)
        first, second = (self.curvatures * 2)[:2]  # on a line, the second is not used
        self.xx = first * c * c + second * s * s
        self.xy = (first - second) * c * s
        self.yy = first * s * s + second * c * c

    def value(self, *theta):
        return 0.5 * add_up([x * slope for x, slope in zip(theta, self.gradient(*theta))])

    def gradient(self, *theta):
        if len(self.coordinates(theta)) == 1:
            return (self.xx * theta[0],)
        x, y = theta[:2]
        turned = (self.xx * x + self.xy * y, self.xy * x + self.yy * y)
        return turned + tuple(c * z for c, z in zip(self.curvatures[2:], theta[2:]))

    def hessian(self, *theta):
        rows = [list(row) for row in diagonal(self.curvatures)]
        if len(self.coordinates(theta)) > 1:
            rows[0][:2], rows[1][:2] = (self.xx, self.xy), (self.xy, self.yy)
        return tuple(tuple(row) for row in rows)


class Rosenbrock(Objective):
    r"""A curved valley: easy to find, slow to follow.

    .. math:: f(x, y) = (a - x)^2 + b\,(y - x^2)^2 , \qquad \text{least at } (a, a^2).

    `a` is finite, `b` positive: the larger, the steeper the valley's sides.

    >>> Rosenbrock().value(-1.0, 1.0), Rosenbrock().gradient(-1.0, 1.0)
    (4.0, (-4.0, 0.0))

    Source: Rosenbrock (1960), with a = 1 and b = 100 [rosenbrock1960].
    """

    box = ((-2.0, 2.0), (-1.0, 3.0))
    start = (-1.2, 1.0)
    parameters = ("a", "b")

    def __init__(self, a=1.0, b=100.0):
        self.a = number("Rosenbrock", "a", a, 1.0)
        self.b = number("Rosenbrock", "b", b, 100.0, low=0.0)
        self.minimisers = ((self.a, self.a * self.a),)

    def value(self, x, y):
        along, across = self.a - x, y - x * x
        return along * along + self.b * across * across

    def gradient(self, x, y):
        across = y - x * x
        return -2.0 * (self.a - x) - 4.0 * self.b * x * across, 2.0 * self.b * across

    def hessian(self, x, y):
        across = y - x * x
        corner = -4.0 * self.b * x
        return (2.0 - 4.0 * self.b * across + 8.0 * self.b * x * x, corner), (corner, 2.0 * self.b)


class Beale(Objective):
    r"""A flat floor between steep corners: what is too fast for these is too slow for it.

    .. math:: f(x, y) = \sum_{k=1}^{3} \bigl( c_k - x + x y^k \bigr)^2 , \qquad
              c = (1.5,\ 2.25,\ 2.625), \qquad \text{least at } (3, \tfrac12).

    >>> Beale().value(3.0, 0.5), Beale().gradient(1.0, 1.0)
    (0.0, (0.0, 27.75))

    Source: problem 5 of Moré, Garbow and Hillstrom (1981), with their start [more1981].
    """

    box = ((-4.5, 4.5), (-4.5, 4.5))
    start = (1.0, 1.0)
    minimisers = ((3.0, 0.5),)

    def _residuals(self, x, y):
        """Each residual with its derivatives by x, y, xy and yy."""
        y2, y3 = y * y, y * y * y
        return (
            (1.5 - x + x * y, y - 1.0, x, 1.0, 0.0),
            (2.25 - x + x * y2, y2 - 1.0, 2.0 * x * y, 2.0 * y, 2.0 * x),
            (2.625 - x + x * y3, y3 - 1.0, 3.0 * x * y2, 3.0 * y2, 6.0 * x * y),
        )

    def value(self, x, y):
        return add_up([r[0] * r[0] for r in self._residuals(x, y)])

    def gradient(self, x, y):
        residuals = self._residuals(x, y)
        return tuple(2.0 * add_up([r[0] * r[i] for r in residuals]) for i in (1, 2))

    def hessian(self, x, y):
        residuals = self._residuals(x, y)
        xx = 2.0 * add_up([r[1] * r[1] for r in residuals])
        xy = 2.0 * add_up([r[1] * r[2] + r[0] * r[3] for r in residuals])
        yy = 2.0 * add_up([r[2] * r[2] + r[0] * r[4] for r in residuals])
        return (xx, xy), (xy, yy)


class Himmelblau(Objective):
    r"""Four minima, equally deep: where a walk ends depends on where it began.

    .. math:: f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2 .

    >>> Himmelblau().value(3.0, 2.0), Himmelblau().gradient(0.0, 0.0)
    (0.0, (-14.0, -22.0))

    Source: Himmelblau (1972) [himmelblau1972].
    """

    box = ((-5.0, 5.0), (-5.0, 5.0))
    start = (0.0, 0.0)
    minimisers = (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    )

    def value(self, x, y):
        u, v = x * x + y - 11.0, x + y * y - 7.0
        return u * u + v * v

    def gradient(self, x, y):
        u, v = x * x + y - 11.0, x + y * y - 7.0
        return 4.0 * x * u + 2.0 * v, 2.0 * u + 4.0 * y * v

    def hessian(self, x, y):
        corner = 4.0 * (x + y)
        return (12.0 * x * x + 4.0 * y - 42.0, corner), (corner, 12.0 * y * y + 4.0 * x - 26.0)


class Saddle(Objective):
    r"""Two valleys with a pass between them: a strict saddle at the origin.

    .. math:: f(x, y) = \tfrac12 x^2 + \tfrac14 y^4 - \tfrac12 y^2 , \qquad \text{least at } (0, \pm 1).

    Along the line y = 0 the pass looks like a minimum; a step off that line, however small, leads away.

    >>> Saddle().gradient(0.0, 0.0), Saddle().hessian(0.0, 0.0)
    ((0.0, 0.0), ((1.0, 0.0), (0.0, -1.0)))

    Source: the example of Lee et al. (2016) [lee2016].
    """

    start = (1.5, 0.001)
    minimisers = ((0.0, -1.0), (0.0, 1.0))

    def value(self, x, y):
        return 0.5 * x * x + 0.25 * y * y * y * y - 0.5 * y * y

    def gradient(self, x, y):
        return x, y * y * y - y

    def hessian(self, x, y):
        return (1.0, 0.0), (0.0, 3.0 * y * y - 1.0)


class MonkeySaddle(Objective):
    r"""Three valleys meet three ridges: a saddle whose Hessian is zero and tells nothing.

    .. math:: f(x, y) = x^3 - 3 x y^2 .

    There is no minimum. A degenerate saddle is left, and reached, far more slowly than a strict one.

    >>> MonkeySaddle().gradient(0.0, 0.0), MonkeySaddle().hessian(1.0, 0.0)
    ((0.0, -0.0), ((6.0, -0.0), (-0.0, -6.0)))

    Source: Hilbert and Cohn-Vossen (1952) [hilbert1952].
    """

    start = (0.5, 0.001)

    def value(self, x, y):
        return x * x * x - 3.0 * x * y * y

    def gradient(self, x, y):
        return 3.0 * (x * x - y * y), -6.0 * x * y

    def hessian(self, x, y):
        return (6.0 * x, -6.0 * y), (-6.0 * y, -6.0 * x)


class DoubleWell(Objective):
    r"""Two wells on a line, one deeper than the other, and a barrier between them.

    .. math:: f(x) = \tfrac14 x^4 - \tfrac12 x^2 + \tau x , \qquad
              |\tau| < \tfrac{2}{3 \sqrt 3} \approx 0.385 .

    `tilt` is :math:`\tau`; beyond its bound one well is gone. If it is positive, the left well is the deeper.
    `wells` are the places of the left and the right one, `barrier` that of the top between them. The start
    leads downhill into the right one.

    Raises `ValueError` for a tilt outside its range.

    >>> DoubleWell(tilt=0.0).wells, DoubleWell(tilt=0.0).barrier
    ((-1.0, 1.0), 0.0)
    >>> DoubleWell(tilt=0.0).value(1.0), DoubleWell(tilt=0.0).gradient(2.0)
    (-0.25, (6.0,))

    Source: the escape over a barrier of Kramers (1940) [kramers1940].
    """

    n = 1
    box = ((-1.8, 1.8),)
    start = (1.5,)
    parameters = ("tilt",)
    STEEPEST = 2.0 / (3.0 * math.sqrt(3.0))

    def __init__(self, tilt=0.2):
        self.tilt = number("DoubleWell", "tilt", tilt, 0.2, -self.STEEPEST, self.STEEPEST)
        outside = 2.0 / math.sqrt(3.0)  # no well lies farther out, whatever the tilt
        left, right = self._well(-outside), self._well(outside)
        self.wells = (left, right)
        self.barrier = 0.0 - (left + right)  # the three roots of f' add up to zero
        deep = [w for w, shallow in ((left, self.tilt < 0), (right, self.tilt > 0)) if not shallow]
        self.minimisers = tuple((w,) for w in deep)

    def _well(self, x):
        """Newton's method on f' = 0; from outside it comes nearer with every step and can't overshoot."""
        for _ in range(60):
            (slope,), ((bend,),) = self.gradient(x), self.hessian(x)
            x = x - slope / bend
        return x

    def value(self, x):
        return 0.25 * x * x * x * x - 0.5 * x * x + self.tilt * x

    def gradient(self, x):
        return (x * x * x - x + self.tilt,)

    def hessian(self, x):
        return ((3.0 * x * x - 1.0,),)
