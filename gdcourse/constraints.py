"""Constraints: closed convex sets, each a function that takes a point to the nearest point of the set.

Projected gradient descent is gradient descent that steps back into the set after every step. What makes
it work: the nearest point of a closed convex set is unique, it is the point itself inside the set, and
projecting never moves two points farther apart.

A set takes parameters of shape `(..., n)`, a point in every row, and returns new ones of that shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


class ConvexSet:
    """What the sets share. A set defines `__call__`; `parameters` names what its constructor takes."""

    parameters: tuple[str, ...] = ()

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        """The point of the set nearest to `theta`, in Euclidean distance: shape `(..., n)`, a new array."""
        raise NotImplementedError(f"{type(self).__name__} defines no projection")

    def contains(self, theta: ArrayLike, tol: float = 1e-9) -> np.ndarray:
        """Whether each point of `theta` is in the set, or no farther from it than `tol`: shape `(...)`."""
        if not tol >= 0:
            raise ValueError(f"tol = {tol!r} is not a distance of 0 or more; 1e-9 is a usual value")
        return np.linalg.norm(np.asarray(theta, dtype=np.float64) - self(theta), axis=-1) <= tol

    def _points(self, theta: ArrayLike, n: int | None) -> np.ndarray:
        """`theta` as an array whose last axis has `n` entries, or any number of them for None."""
        points = np.asarray(theta, dtype=np.float64)
        if points.ndim == 0 or points.shape[-1] == 0 or n not in (None, points.shape[-1]):
            wanted = "one or more" if n is None else str(n)
            raise ValueError(
                f"theta has shape {points.shape}; {self!r} needs a last axis of {wanted} coordinates"
            )
        return points

    def __repr__(self) -> str:
        arguments = (f"{name}={_plain(getattr(self, name))}" for name in self.parameters)
        return f"{type(self).__name__}({', '.join(arguments)})"


class Box(ConvexSet):
    r"""Every coordinate between a lower and an upper bound: each is clipped on its own.

    .. math:: \{\theta : l_i \le \theta_i \le u_i\} , \qquad
              P(\theta)_i = \min(\max(\theta_i, l_i), u_i) .

    `low` and `high` are a number or n of them, `low` nowhere above `high`; infinite ones bound nothing.

    >>> Box(0.0, 1.0)([-0.5, 0.25, 7.0])
    array([0.  , 0.25, 1.  ])

    Source: Boyd and Vandenberghe (2004), section 8.1 [boyd2004].
    """

    parameters = ("low", "high")

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        self.low, self.high = _array("Box", "low", low, "0.0"), _array("Box", "high", high, "1.0")
        sizes = {bound.size for bound in (self.low, self.high) if bound.ndim}
        if len(sizes) == 2:
            raise ValueError(
                f"Box: low has {self.low.size} entries, high {self.high.size}; give both the same number"
            )
        if not (self.low <= self.high).all():
            raise ValueError(f"Box: low = {_plain(self.low)} is above high = {_plain(self.high)}; swap them")
        self._n = sizes.pop() if sizes else None

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        return np.clip(self._points(theta, self._n), self.low, self.high)


class Ball(ConvexSet):
    r"""No farther from a centre than a radius: what is outside is pulled straight towards the centre.

    .. math:: \{\theta : \lVert \theta - z \rVert_2 \le r\} , \qquad
              P(\theta) = z + (\theta - z) \cdot \frac{r}{\max(\lVert \theta - z \rVert_2,\, r)} .

    `radius` is :math:`r > 0`; `center`, :math:`z`, is one number for every coordinate or n of them.

    >>> Ball(1.0)([3.0, 4.0])
    array([0.6, 0.8])

    Source: Boyd and Vandenberghe (2004), section 8.1 [boyd2004].
    """

    parameters = ("radius", "center")

    def __init__(self, radius: float, center: ArrayLike = 0.0) -> None:
        self.radius = _positive("Ball", "radius", radius)
        self.center = _array("Ball", "center", center, "0.0", finite=True)
        self._n = self.center.size if self.center.ndim else None

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        points = self._points(theta, self._n)
        away = points - self.center
        distance = np.linalg.norm(away, axis=-1, keepdims=True)
        pulled = self.center + away * (self.radius / np.maximum(distance, self.radius))
        return np.where(distance > self.radius, pulled, points)  # what is inside stays, to the last bit


class Simplex(ConvexSet):
    r"""Shares of a total: no coordinate negative, and all of them adding up to `total`.

    .. math:: \{\theta : \theta_i \ge 0,\ \textstyle\sum_i \theta_i = s\} , \qquad
              P(\theta)_i = \max(\theta_i - \tau, 0) .

    One number :math:`\tau` is taken from every coordinate, and what falls below zero is cut off. With the
    coordinates sorted, :math:`u_1 \ge \dots \ge u_n`, the k largest stay positive, for the largest k
    with :math:`k\,u_k > \sum_{i \le k} u_i - s`, and :math:`\tau = (\sum_{i \le k} u_i - s) / k`.

    `total` is :math:`s > 0`.

    >>> Simplex()([0.9, 0.5, -1.0])
    array([0.7, 0.3, 0. ])

    Source: Duchi, Shalev-Shwartz, Singer and Chandra (2008), figure 1 [duchi2008].
    """

    parameters = ("total",)

    def __init__(self, total: float = 1.0) -> None:
        self.total = _positive("Simplex", "total", total)

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        points = self._points(theta, None)
        # The same number taken from every coordinate changes nothing; without the largest, sums stay small.
        points = points - points.max(axis=-1, keepdims=True)
        u = -np.sort(-points, axis=-1)
        k = np.arange(1, points.shape[-1] + 1)
        surplus = np.cumsum(u, axis=-1) - self.total
        positive = np.count_nonzero(k * u > surplus, axis=-1, keepdims=True)
        tau = np.take_along_axis(surplus, positive - 1, axis=-1) / positive
        return np.maximum(points - tau, 0.0)


class Halfspace(ConvexSet):
    r"""One side of a plane: what lies beyond is dropped onto the plane, along its normal.

    .. math:: \{\theta : a^\top \theta \le b\} , \qquad
              P(\theta) = \theta - \frac{\max(a^\top \theta - b,\, 0)}{\lVert a \rVert_2^2}\, a .

    `a`, the normal, has n entries, not all zero; `b` is a number.

    >>> Halfspace([1.0, 1.0], 1.0)([1.0, 1.0])
    array([0.5, 0.5])

    Source: Boyd and Vandenberghe (2004), section 8.1 [boyd2004].
    """

    parameters = ("a", "b")

    def __init__(self, a: ArrayLike, b: float) -> None:
        self.a = _array("Halfspace", "a", a, "[1.0, 1.0]", finite=True)
        self.b = float(_array("Halfspace", "b", b, "1.0", finite=True, entries=False))
        length = np.linalg.norm(self.a)
        if self.a.ndim != 1 or length == 0:
            raise ValueError(f"Halfspace: a = {a!r} is not a direction; give one number a coordinate")
        self._normal, self._offset = self.a / length, self.b / length

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        points = self._points(theta, self.a.size)
        beyond = np.maximum(points @ self._normal - self._offset, 0.0)
        return points - beyond[..., None] * self._normal


class Affine(ConvexSet):
    r"""The solutions of linear equations: a plane, a line, a point, in n coordinates.

    .. math:: \{\theta : A \theta = b\} , \qquad P(\theta) = \theta - A^{+} (A \theta - b) .

    `matrix` is :math:`A`, of shape (m, n), whose rows may depend on each other; :math:`A^{+}` is its
    pseudo-inverse. `b` has m entries. Raises `ValueError` if the equations contradict each other.

    >>> Affine([[1.0, 1.0]], [1.0])([2.0, 1.0]).round(12)
    array([1., 0.])

    Source: Boyd and Vandenberghe (2004), section 8.1 [boyd2004].
    """

    parameters = ("matrix", "b")

    def __init__(self, matrix: ArrayLike, b: ArrayLike) -> None:
        self.matrix = np.array(matrix, dtype=np.float64)
        self.b = _array("Affine", "b", b, "[1.0]", finite=True)
        if self.matrix.ndim != 2 or self.b.shape != self.matrix.shape[:1]:
            raise ValueError(
                f"Affine: matrix has shape {self.matrix.shape} and b {self.b.shape}; give (m, n) and (m,)"
            )
        if not np.isfinite(self.matrix).all():
            raise ValueError(f"Affine: matrix = {_plain(self.matrix)} has an entry that is not finite")
        self._inverse = np.linalg.pinv(self.matrix)
        nearest = self._inverse @ self.b
        if not np.allclose(self.matrix @ nearest, self.b):
            raise ValueError(
                f"Affine: matrix @ theta = b has no solution, {_plain(nearest)} is nearest; drop an equation"
            )

    def __call__(self, theta: ArrayLike) -> np.ndarray:
        points = self._points(theta, self.matrix.shape[1])
        return points - (points @ self.matrix.T - self.b) @ self._inverse.T


# ---- what constructors check --------------------------------------------------------------------


def _array(
    owner: str, name: str, value: ArrayLike, usual: str, finite: bool = False, entries: bool = True
) -> np.ndarray:
    """`value` as a number or, where `entries` allows it, a vector: float64 and nowhere not-a-number."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    known = np.isfinite(array) if finite else ~np.isnan(array)
    if array.ndim > int(entries) or array.size == 0 or not known.all():
        kind = "a finite number" if finite else "a number"
        raise ValueError(
            f"{owner}: {name} = {value!r} is not {kind}{' or a list of such' if entries else ''}; "
            f"{usual} is a usual value"
        )
    return array


def _positive(owner: str, name: str, value: float) -> float:
    number = float(_array(owner, name, value, "1.0", finite=True, entries=False))
    if not number > 0:
        raise ValueError(f"{owner}: {name} = {value!r} is not above 0; 1.0 is a usual value")
    return number


def _plain(value: ArrayLike) -> str:
    return str(np.asarray(value).tolist())
