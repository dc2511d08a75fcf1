"""Objectives that are hard on purpose: flats, walls, corners, and minima by the hundred.

`objectives.py` has the others, and these as well: take them from there.

This file also runs under MicroPython: no annotations, no powers but products.
"""

import math

from .surface import Objective, add_up, cos, count, diagonal, exp, log, number, numbers, sign, sin, sqrt, tanh


class Plateau(Objective):
    r"""A hollow in a plain: far away, the gradient is there but next to nothing.

    .. math:: f(x, y) = \frac{r^2}{w^2 + r^2}, \qquad r^2 = x^2 + y^2, \qquad \text{least at the origin.}

    `width` is :math:`w > 0`, the radius at which half of the height is reached. Far out, the gradient shrinks
    as :math:`2 w^2 / r^3`.

    >>> Plateau().value(1.0, 0.0), Plateau().gradient(3.0, 0.0)
    (0.5, (0.06, 0.0))

    Source: as a loss with bounded influence, Geman and McClure (1987) [geman1987].
    """

    box = ((-6.0, 6.0), (-6.0, 6.0))
    start = (5.0, 3.0)
    minimisers = ((0.0, 0.0),)
    parameters = ("width",)

    def __init__(self, width=1.0):
        self.width = number("Plateau", "width", width, 1.0, low=0.0)

    def value(self, x, y):
        r2 = x * x + y * y
        return r2 / (self.width * self.width + r2)

    def gradient(self, x, y):
        w2 = self.width * self.width
        q = w2 + x * x + y * y
        slope = 2.0 * w2 / (q * q)
        return slope * x, slope * y

    def hessian(self, x, y):
        w2 = self.width * self.width
        q = w2 + x * x + y * y
        slope, bend = 2.0 * w2 / (q * q), 8.0 * w2 / (q * q * q)
        corner = -bend * x * y
        return (slope - bend * x * x, corner), (corner, slope - bend * y * y)


class Cliff(Objective):
    r"""A gentle slope down to the foot of a steep wall: one step onto the wall is thrown far back.

    .. math:: f(x, y) = -a\,x + (a + b)\, w \ln\bigl( 1 + \tfrac{a}{b} e^{x / w} \bigr) + \tfrac12 y^2 ,
              \qquad \text{least at the origin.}

    Along x the derivative is :math:`-a` far to the left and :math:`b` on the wall: `slope` and `wall`, both
    positive. It turns from the one into the other over `width`, :math:`w > 0`. The function is convex; the
    jump of its gradient makes the trouble, and clipping ends it.

    >>> Cliff().gradient(-1.0, 0.0), Cliff().gradient(1.0, 0.0)
    ((-1.0, 0.0), (50.0, 0.0))

    Source: after the error surface of figure 6 in Pascanu, Mikolov and Bengio (2013) [pascanu2013].
    """

    box = ((-5.0, 1.0), (-1.5, 1.5))
    start = (-2.05, 1.0)
    minimisers = ((0.0, 0.0),)
    parameters = ("slope", "wall", "width")

    def __init__(self, slope=1.0, wall=50.0, width=0.01):
        self.slope = number("Cliff", "slope", slope, 1.0, low=0.0)
        self.wall = number("Cliff", "wall", wall, 50.0, low=0.0)
        self.width = number("Cliff", "width", width, 0.01, low=0.0)
        self.offset = math.log(self.wall / self.slope)

    def _onto_the_wall(self, x):
        """Between 0, left of the wall, and 1, on it: by `tanh`, which can't overflow."""
        return 0.5 + 0.5 * tanh(0.5 * (x / self.width - self.offset))

    def value(self, x, y):
        u = x / self.width - self.offset
        softplus = 0.5 * (u + abs(u)) + log(1.0 + exp(-abs(u)))  # ln(1 + e^u), where e^u may overflow
        return -self.slope * x + (self.slope + self.wall) * self.width * softplus + 0.5 * y * y

    def gradient(self, x, y):
        return (self.slope + self.wall) * self._onto_the_wall(x) - self.slope, y

    def hessian(self, x, y):
        p = self._onto_the_wall(x)
        return ((self.slope + self.wall) / self.width * p * (1.0 - p), 0.0), (0.0, 1.0)


class AbsoluteValue(Objective):
    r"""A sum of corners: convex, with one minimum, and not differentiable where it matters.

    .. math:: f(\theta) = \sum_{i=1}^{n} w_i\, |\theta_i| , \qquad \text{least at the origin.}

    `weights` are :math:`w_i > 0`; there are as many coordinates. At a corner the gradient is the subgradient
    0. Elsewhere it does not shrink on the way down, so a fixed learning rate ends in a cycle. The Hessian is
    zero wherever there is one.

    >>> f = AbsoluteValue(weights=(1.0, 3.0))
    >>> f.value(-2.0, 1.0), f.gradient(-2.0, 0.0)
    (5.0, (-1.0, 0.0))

    Source: subgradients are those of Rockafellar (1970) [rockafellar1970].
    """

    parameters = ("weights",)

    def __init__(self, weights=(1.0, 1.0)):
        self.weights = numbers("AbsoluteValue", "weights", weights, (1.0, 1.0), low=0.0)
        self.n = len(self.weights)
        self.box = ((-2.0, 2.0),) * self.n
        self.start = (-1.8,) + (1.0,) * (self.n - 1)
        self.minimisers = ((0.0,) * self.n,)

    def value(self, *theta):
        return add_up([w * abs(x) for w, x in zip(self.weights, self.coordinates(theta))])

    def gradient(self, *theta):
        return tuple(w * sign(x) for w, x in zip(self.weights, self.coordinates(theta)))

    def hessian(self, *theta):
        return diagonal([0.0 * x for x in self.coordinates(theta)])


class Rastrigin(Objective):
    r"""A wide bowl full of dents: a minimum near every point of whole coordinates, one of them the least.

    .. math:: f(\theta) = a n + \sum_{i=1}^{n} \bigl( \theta_i^2 - a \cos 2 \pi \theta_i \bigr) ,
              \qquad \text{least at the origin.}

    `n` is the number of coordinates and `a > 0` the depth of the dents.

    >>> Rastrigin().value(0.0, 0.0), Rastrigin(n=1).value(0.5)
    (0.0, 20.25)

    Source: Rastrigin's function for any n, Mühlenbein, Schomisch and Born (1991) [muehlenbein1991].
    """

    parameters = ("n", "a")

    def __init__(self, n=2, a=10.0):
        self.n = count("Rastrigin", "n", n, 2)
        self.a = number("Rastrigin", "a", a, 10.0, low=0.0)
        self.box = ((-5.12, 5.12),) * n
        self.start = (3.2,) + (-2.3,) * (n - 1)
        self.minimisers = ((0.0,) * n,)

    def value(self, *theta):
        dents = [x * x - self.a * cos(2.0 * math.pi * x) for x in self.coordinates(theta)]
        return self.a * self.n + add_up(dents)

    def gradient(self, *theta):
        k = 2.0 * math.pi
        return tuple(2.0 * x + self.a * k * sin(k * x) for x in self.coordinates(theta))

    def hessian(self, *theta):
        k = 2.0 * math.pi
        return diagonal([2.0 + self.a * k * k * cos(k * x) for x in self.coordinates(theta)])


class Ackley(Objective):
    r"""A rippled plain with a deep funnel at its middle.

    .. math:: f(\theta) = -a\, e^{-b r} - e^{m} + a + e , \qquad
              r = \sqrt{\tfrac1n \textstyle\sum_i \theta_i^2} , \qquad
              m = \tfrac1n \textstyle\sum_i \cos c\,\theta_i , \qquad \text{least at the origin.}

    `n` is the number of coordinates; `a`, `b` and `c`, all positive, are the funnel's depth and
    narrowness and the ripples' wave number. The minimum is the tip of a cone: the gradient there is given as
    0, and the Hessian is that of the ripples alone.

    >>> Ackley().value(0.0, 0.0), Ackley().gradient(0.0, 0.0)
    (0.0, (0.0, 0.0))

    Source: Ackley (1987) [ackley1987].
    """

    parameters = ("n", "a", "b", "c")

    def __init__(self, n=2, a=20.0, b=0.2, c=2.0 * math.pi):
        self.n = count("Ackley", "n", n, 2)
        self.a = number("Ackley", "a", a, 20.0, low=0.0)
        self.b = number("Ackley", "b", b, 0.2, low=0.0)
        self.c = number("Ackley", "c", c, 2.0 * math.pi, low=0.0)
        self.box = ((-5.0, 5.0),) * n
        self.start = (3.2,) + (-2.3,) * (n - 1)
        self.minimisers = ((0.0,) * n,)

    def _radius(self, theta):
        return sqrt(add_up([x * x for x in self.coordinates(theta)]) / self.n)

    def _ripple(self, theta):
        return exp(add_up([cos(self.c * x) for x in theta]) / self.n)

    def _per_radius(self, r):
        """1 / r, and 0 at the tip: which leaves the cone's own derivatives out there."""
        return 1.0 * (r > 0) / (r + (r == 0))

    def value(self, *theta):
        funnel = self.a - self.a * exp(-self.b * self._radius(theta))
        return funnel + (math.exp(1.0) - self._ripple(theta))

    def gradient(self, *theta):
        r, ripple = self._radius(theta), self._ripple(theta) * self.c / self.n
        funnel = self.a * self.b * exp(-self.b * r) * self._per_radius(r) / self.n
        return tuple(funnel * x + ripple * sin(self.c * x) for x in theta)

    def hessian(self, *theta):
        r, ripple = self._radius(theta), self._ripple(theta)
        per_r = self._per_radius(r)
        funnel = self.a * self.b * exp(-self.b * r)
        along = [x * per_r / self.n for x in theta]  # the derivatives of r
        waves = [self.c * sin(self.c * x) / self.n for x in theta]  # those of -m
        own = [funnel * per_r / self.n + ripple * self.c * self.c * cos(self.c * x) / self.n for x in theta]
        indices = range(self.n)
        return tuple(
            tuple(
                (own[i] if i == j else 0.0)
                - funnel * (per_r + self.b) * along[i] * along[j]
                - ripple * waves[i] * waves[j]
                for j in indices
            )
            for i in indices
        )
