"""Surfaces to descend on: value, gradient and Hessian, exact, on coordinates.

Each objective is a function of plain coordinates, `value(x, y)`, so the same text runs on floats in a
reader's browser and on whole arrays. `on_array` evaluates one on parameters of shape `(..., n)`.
`box` is the window to draw, `start` a telling place to begin, `minimisers` where one should arrive.

This file also runs under MicroPython: no annotations, no powers but products.
"""

import math


class Objective:
    """A function of `n` coordinates with its first two derivatives."""

    n = 2
    box = ((-2.0, 2.0), (-2.0, 2.0))  # ((x from, x to), (y from, y to))
    start = (1.0, 1.0)
    minimisers = ()  # type: tuple[tuple[float, float], ...]

    def value(self, x, y):
        raise NotImplementedError(f"{type(self).__name__} defines no value")

    def gradient(self, x, y):
        raise NotImplementedError(f"{type(self).__name__} defines no gradient")

    def hessian(self, x, y):
        raise NotImplementedError(f"{type(self).__name__} defines no Hessian")

    def __repr__(self):
        return type(self).__name__ + "()"


class Quadratic(Objective):
    r"""A bowl whose axes may be turned against the coordinates.

    .. math:: f(\theta) = \tfrac12\, \theta^\top R_\phi
              \begin{pmatrix} \lambda_1 & 0 \\ 0 & \lambda_2 \end{pmatrix} R_\phi^\top \theta .

    `curvatures` are :math:`\lambda_1, \lambda_2`, the eigenvalues of the Hessian; `angle` is
    :math:`\phi` in radians, from the x axis to the axis of the first. A negative curvature makes
    a saddle without a floor.

    >>> Quadratic(curvatures=(1.0, 10.0)).value(2.0, 1.0)
    7.0
    >>> Quadratic(curvatures=(1.0, 10.0)).gradient(2.0, 1.0)
    (2.0, 10.0)
    """

    start = (-1.8, 1.0)
    minimisers = ((0.0, 0.0),)

    def __init__(self, curvatures=(1.0, 10.0), angle=0.0):
        for number in list(curvatures) + [angle]:
            if not abs(number) < float("inf"):
                raise ValueError(f"Quadratic: {number!r} is not finite; curvatures are like (1.0, 10.0)")
        if len(curvatures) != 2:
            raise ValueError(f"Quadratic: curvatures has {len(curvatures)} entries; the surface has two axes")
        self.curvatures = (float(curvatures[0]), float(curvatures[1]))
        self.angle = float(angle)
        c, s = math.cos(self.angle), math.sin(self.angle)
        first, second = self.curvatures
        self.xx = first * c * c + second * s * s
        self.xy = (first - second) * c * s
        self.yy = first * s * s + second * c * c

    def value(self, x, y):
        return 0.5 * (x * (self.xx * x + self.xy * y) + y * (self.xy * x + self.yy * y))

    def gradient(self, x, y):
        return self.xx * x + self.xy * y, self.xy * x + self.yy * y

    def hessian(self, x, y):
        return (self.xx, self.xy), (self.xy, self.yy)

    def __repr__(self):
        return f"Quadratic(curvatures={self.curvatures}, angle={self.angle})"


class Rosenbrock(Objective):
    r"""A curved valley: easy to find, slow to follow.

    .. math:: f(x, y) = (a - x)^2 + b\,(y - x^2)^2 , \qquad \text{least at } (a, a^2).

    >>> Rosenbrock().value(-1.0, 1.0), Rosenbrock().gradient(-1.0, 1.0)
    (4.0, (-4.0, 0.0))

    Source: Rosenbrock (1960), with a = 1 and b = 100 [rosenbrock1960].
    """

    box = ((-2.0, 2.0), (-1.0, 3.0))
    start = (-1.2, 1.0)

    def __init__(self, a=1.0, b=100.0):
        if not (abs(a) < float("inf") and 0 < b < float("inf")):
            raise ValueError(f"Rosenbrock: a = {a!r}, b = {b!r}; a is finite (1.0) and b positive (100.0)")
        self.a, self.b = float(a), float(b)
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

    def __repr__(self):
        return f"Rosenbrock(a={self.a}, b={self.b})"


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


def on_array(objective, theta):
    """Value and gradient of an objective at `theta` of shape `(..., n)`: shapes `(...)` and `(..., n)`.

    NumPy arrays and PyTorch tensors alike.

    >>> import numpy as np
    >>> on_array(Quadratic(), np.array([2.0, 1.0]))
    (np.float64(7.0), array([ 2., 10.]))
    """
    coordinates = [theta[..., i] for i in range(objective.n)]
    value = objective.value(*coordinates)
    if hasattr(theta, "unbind"):  # a tensor
        import torch

        return value, torch.stack(objective.gradient(*coordinates), -1)
    import numpy

    return value, numpy.stack(objective.gradient(*coordinates), -1)
