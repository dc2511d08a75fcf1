"""What every objective shares: its base class, functions that take floats and arrays alike, checks.

An objective is a formula on plain coordinates, `value(x, y)`. Written with operators and the helpers
below, the same text runs on a float in a reader's browser and, through `on_array`, on a NumPy array or
a PyTorch tensor with one coordinate of many points in it.

This file also runs under MicroPython: no annotations, no powers but products.
"""

import math

INF, NAN = float("inf"), float("nan")
LOG_OF_LARGEST = math.log(1.7976931348623157e308)  # exp of more than this is beyond a double


# ---- functions of a coordinate ------------------------------------------------------------------
# `math` raises where NumPy and PyTorch return inf or nan. A walk that diverges is to be recorded, not to
# stop with a traceback, so floats get inf and nan as well.


def _plain(x):
    return isinstance(x, (float, int))


def _of(name, x):
    if _plain(x):
        return getattr(math, name)(x)
    if hasattr(x, name):  # a tensor
        return getattr(x, name)()
    import numpy  # only when an array is at hand: the browser has no NumPy

    return getattr(numpy, name)(x)


def _wave(name, x):
    return NAN if _plain(x) and x - x != 0 else _of(name, x)


def exp(x):
    """The exponential of a float, array or tensor.

    >>> exp(0.0), exp(1000.0)
    (1.0, inf)
    """
    return INF if _plain(x) and x > LOG_OF_LARGEST else _of("exp", x)


def log(x):
    """The natural logarithm of a float, array or tensor, all above zero."""
    return _of("log", x)


def cos(x):
    """The cosine of a float, array or tensor, in radians."""
    return _wave("cos", x)


def sin(x):
    """The sine of a float, array or tensor, in radians."""
    return _wave("sin", x)


def tanh(x):
    """The hyperbolic tangent of a float, array or tensor."""
    return _of("tanh", x)


def sqrt(x):
    """The square root of a float, array or tensor."""
    return _of("sqrt", x)


def sign(x):
    """-1, 0 or 1, the sign of a float, array or tensor."""
    return float(x > 0) - float(x < 0) if _plain(x) else _of("sign", x)


def add_up(terms):
    """The sum from left to right; Python's own `sum` corrects its rounding in some versions only."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def diagonal(entries):
    """The matrix, as a tuple of rows, with `entries` on its diagonal.

    >>> diagonal((1.0, 2.0))
    ((1.0, 0.0), (0.0, 2.0))
    """
    indices = range(len(entries))
    return tuple(tuple(entries[i] if i == j else 0.0 for j in indices) for i in indices)


# ---- objectives ---------------------------------------------------------------------------------


class Objective:
    """A function of `n` coordinates with its first two derivatives.

    `value`, `gradient` and `hessian` take the coordinates one by one and return a number, a tuple of n
    and a tuple of n rows. `parameters` names the attributes that the constructor takes.
    """

    n = 2
    box = ((-2.0, 2.0), (-2.0, 2.0))  # type: tuple[tuple[float, float], ...]
    start = (1.0, 1.0)  # type: tuple[float, ...]
    minimisers = ()  # type: tuple[tuple[float, ...], ...]
    parameters = ()  # type: tuple[str, ...]

    def value(self, *theta):
        raise NotImplementedError(f"{type(self).__name__} defines no value")

    def gradient(self, *theta):
        raise NotImplementedError(f"{type(self).__name__} defines no gradient")

    def hessian(self, *theta):
        raise NotImplementedError(f"{type(self).__name__} defines no Hessian")

    def coordinates(self, theta):
        """`theta` itself, which an objective of any number of coordinates got as `*theta`, if it has n."""
        if len(theta) != self.n:
            raise TypeError(f"{self!r} takes {self.n} coordinates, not {len(theta)}")
        return theta

    def __repr__(self):
        arguments = ", ".join(f"{name}={getattr(self, name)}" for name in self.parameters)
        return f"{type(self).__name__}({arguments})"


def on_array(objective, theta):
    """Value and gradient of an objective at `theta` of shape `(..., n)`: shapes `(...)` and `(..., n)`.

    NumPy arrays and PyTorch tensors alike.

    >>> import numpy as np
    >>> from gdcourse.objectives import Quadratic
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


# ---- what constructors check --------------------------------------------------------------------


def number(owner, name, value, usual, low=-INF, high=INF):
    """`value` as a float strictly between `low` and `high`, or a ValueError that says what to write."""
    try:
        checked = float(value)
    except (TypeError, ValueError):
        checked = NAN
    if not low < checked < high:
        wanted = "a finite number" if low == -INF else f"a number above {low}"
        if high < INF:
            wanted = f"a number between {low} and {high}"
        raise ValueError(f"{owner}: {name} = {value!r} is not {wanted}; {usual} is a usual value")
    return checked


def numbers(owner, name, values, usual, low=-INF):
    """`values` as a tuple of one or more floats above `low`."""
    try:
        entries = tuple(values)
    except TypeError:
        entries = ()
    if not entries:
        raise ValueError(f"{owner}: {name} = {values!r} is not a list of numbers; {usual} is a usual value")
    return tuple(number(owner, f"{name}[{i}]", entries[i], usual[0], low) for i in range(len(entries)))


def count(owner, name, value, usual):
    """`value`, a whole number of at least one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(
            f"{owner}: {name} = {value!r} is not a whole number above 0; {usual} is a usual value"
        )
    return value
