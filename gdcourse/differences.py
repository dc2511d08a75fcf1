r"""Gradients by finite differences, which need nothing but values of f.

Their spacing h has two enemies: a wide one meets the curvature of f, a narrow one the rounding of its
values, which h divides. For values good to a relative :math:`\epsilon` the best spacing is about
:math:`\epsilon^{1/3}` for central differences (error :math:`\epsilon^{2/3}`) and :math:`\epsilon^{1/2}` for
forward ones (error :math:`\epsilon^{1/2}`), each times the size of the coordinate, or 1 if that is less.
These are the defaults.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

EPS = float(np.finfo(np.float64).eps)


def central_diff(f: Callable[[np.ndarray], float], x: np.ndarray, h: float | None = None) -> np.ndarray:
    r"""The gradient of f at x from values on both sides; its error falls like :math:`h^2`.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h} .

    `f` maps an array like `x` to one number; `x` has any shape, which the result has too, in float64. `h` > 0
    is the spacing, the same for every coordinate; left out, it is :math:`6 \cdot 10^{-6} \max(1, |x_i|)`.
    f is called 2n times, each time with an array of its own.

    Raises `ValueError` if f gives more than one number, or h is lost in rounding beside some :math:`x_i`.

    >>> central_diff(lambda x: (x**3).sum(), np.array([1.0, 2.0]), h=0.1)
    array([ 3.01, 12.01])

    Source: Dennis and Schnabel (1996), section 5.6 [dennis1996].
    """
    x = as_point(x)
    spacing = spacing_for(x, h, EPS ** (1 / 3))
    g = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up, down = moved(x, i, float(spacing[i])), moved(x, i, -float(spacing[i]))
        width = float(up[i] - down[i])  # as it was rounded, not as it was asked for
        g[i] = (as_scalar(f(up)) - as_scalar(f(down))) / width
    return g


def forward_diff(f: Callable[[np.ndarray], float], x: np.ndarray, h: float | None = None) -> np.ndarray:
    r"""The gradient of f at x from values on one side: half the work, and an error that falls like h alone.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x)}{h} .

    Arguments and errors as for `central_diff`; left out, `h` is :math:`1.5 \cdot 10^{-8} \max(1, |x_i|)`.
    f is called n + 1 times.

    >>> forward_diff(lambda x: (x**3).sum(), np.array([1.0, 2.0]), h=0.1)
    array([ 3.31, 12.61])

    Source: Dennis and Schnabel (1996), section 5.6 [dennis1996].
    """
    x = as_point(x)
    spacing = spacing_for(x, h, math.sqrt(EPS))
    start = as_scalar(f(x.copy()))
    g = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up = moved(x, i, float(spacing[i]))
        width = float(up[i] - x[i])
        g[i] = (as_scalar(f(up)) - start) / width
    return g


def complex_step(f: Callable[[np.ndarray], complex], x: np.ndarray, h: float = 1e-20) -> np.ndarray:
    r"""The gradient of f at x to full precision, from values a tiny way off the real line.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{\operatorname{Im} f(x + \mathrm{i} h e_i)}{h} .

    Nothing is subtracted, so nothing cancels, and `h` can be as small as one likes. The price: `f` has to be
    written in operations that are analytic and take complex arrays (`+`, `*`, `exp`, `sin`, `tanh`,
    matrix products). With an absolute value, a `max` or a conjugate (in `np.vdot`, say) inside, the result is
    wrong or refused.

    Raises `TypeError` if f gives a real number, so has dropped the imaginary part on its way.

    >>> complex_step(lambda x: (x**3).sum(), np.array([1.0, 2.0]))
    array([ 3., 12.])

    Source: Squire and Trapp (1998) [squire1998].
    """
    x = as_point(x)
    positive("h", h, "1e-20")
    g = np.empty_like(x)
    for i in np.ndindex(x.shape):
        value = np.asarray(f(moved(x.astype(np.complex128), i, 1j * h)))
        if value.shape != ():
            raise ValueError(f"f gives an array of shape {value.shape}; take its sum or its mean")
        if not np.iscomplexobj(value):
            raise TypeError(
                f"f gives the real number {value} at a complex point, so it drops the imaginary part (abs, "
                "float, .real and the like do); use central_diff"
            )
        g[i] = value.imag / h
    return g


def jacobian(f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, h: float | None = None) -> np.ndarray:
    r"""All partial derivatives of a function with many outputs, by central differences.

    .. math:: J_{ki} = \frac{\partial f_k}{\partial x_i} .

    The result has the shape of f's output followed by that of `x`. Other arguments as for `central_diff`.

    >>> jacobian(lambda x: np.array([x[0] * x[1], x[0] + x[1], x[1]]), np.array([2.0, 3.0])).round(6)
    array([[3., 2.],
           [1., 1.],
           [0., 1.]])
    """
    x = as_point(x)
    spacing = spacing_for(x, h, EPS ** (1 / 3))
    columns = []
    for i in np.ndindex(x.shape):
        up, down = moved(x, i, float(spacing[i])), moved(x, i, -float(spacing[i]))
        width = float(up[i] - down[i])
        columns.append((np.array(f(up), dtype=np.float64) - np.asarray(f(down), dtype=np.float64)) / width)
    return np.stack(columns, axis=-1).reshape(columns[0].shape + x.shape)


# ---- points, values and steps -------------------------------------------------------------------


def as_point(x: Any, name: str = "x") -> np.ndarray:
    """A copy in float64, of the shape given."""
    array = np.asarray(x)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} holds {array.dtype}; a gradient is taken at real numbers")
    if array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}, so no entries; give it at least one")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} = {array} is not finite; a gradient is taken at finite numbers")
    return array.astype(np.float64)


def spacing_for(x: np.ndarray, h: float | None, share: float) -> np.ndarray:
    """The spacing for each coordinate: h, or by default a share of its size."""
    size = np.maximum(1.0, np.abs(x))
    spacing = share * size if h is None else np.full(x.shape, positive("h", h, "1e-5"))
    lost = (x + spacing == x) | (x - spacing == x)
    if lost.any():
        at = tuple(int(k) for k in np.argwhere(lost)[0])
        raise ValueError(
            f"h = {h!r} is lost in rounding beside x = {x[at]} at {at}; leave h out, or take one above "
            f"{4 * EPS * float(size[at]):.1g}"
        )
    return spacing


def moved(x: np.ndarray, i: tuple[int, ...], by: complex) -> np.ndarray:
    """A copy with one coordinate moved: f may keep or change what it is given."""
    point = x.copy()
    point[i] += by
    return point


def as_scalar(value: Any) -> float:
    """What f gave, a float, a 0-dim array or a 0-dim tensor, as a float."""
    shape = tuple(getattr(value, "shape", ()))
    if shape:
        raise ValueError(
            f"f gives an array of shape {shape}; a gradient is that of one number, such as the sum or mean"
        )
    number = value.item() if hasattr(value, "item") else value
    if not real(number):
        raise TypeError(f"f gives {value!r}, which is not a real number")
    return float(number)


def real(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def positive(name: str, value: float, usual: str) -> float:
    if not real(value) or not 0.0 < value < math.inf:
        raise ValueError(f"{name} = {value!r} is not a positive number; {usual} is usual")
    return float(value)
