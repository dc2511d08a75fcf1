r"""Slices through a loss: along a line between two points, on a plane around one.

A network's loss lives in as many dimensions as it has parameters; a picture has two. What a slice shows is
true of the slice alone: a barrier seen on a straight line says nothing about curved ways around it.

A point is a flat vector of parameters (NumPy or PyTorch) or a whole network, and `loss` maps one of that
kind to a number. Networks are left as they were: the loss sees a copy. What is not a parameter, such as the
running averages of batch norm, is in every copy that of the first network; so is training or evaluation mode.
`plots.landscape` draws what is computed here.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

Point = np.ndarray | torch.Tensor | nn.Module


@dataclass
class Landscape:
    """A loss on a line or on a plane.

    On a line, `loss` has shape (points,), `x` holds the positions, and `y` is empty. On a plane, `loss[i, j]`
    is the loss at `x[j]` along the first direction and `y[i]` along the second.
    """

    loss: np.ndarray
    x: np.ndarray
    y: np.ndarray = field(default_factory=lambda: np.empty(0))


def line(
    loss: Callable[[Any], Any], start: Point, end: Point, points: int = 41, margin: float = 0.5
) -> Landscape:
    r"""The loss along the straight line from one point to another, and a little beyond both.

    .. math:: \ell(\alpha) = f\bigl((1 - \alpha)\, \theta_{\text{start}} + \alpha\, \theta_{\text{end}}\bigr),
              \qquad -m \le \alpha \le 1 + m .

    `start` and `end` are two flat vectors of n parameters or two networks of one architecture; `loss` takes
    the like and returns a number. `points`, at least 2, is how many values :math:`\alpha` takes, evenly
    spaced; `margin` is :math:`m \ge 0`. With the defaults :math:`\alpha = 0` and 1 are among them. The loss
    is computed once for each.

    Raises `ValueError` for ends that don't match or aren't finite, and for a loss that is more than a number.

    >>> line(lambda theta: (theta ** 2).sum(), np.array([-1.0, 0.0]), np.array([1.0, 0.0]), points=5).loss
    array([4., 1., 0., 1., 4.])

    Source: Goodfellow, Vinyals and Saxe (2015) [goodfellow2015].
    """
    _whole("points", points, 2, usual=41)
    if not isinstance(margin, Real) or not 0 <= margin < math.inf:
        raise ValueError(f"margin = {margin!r} is not a finite number of 0 or more; 0.5 is a usual value")
    first, evaluate = _vector("start", start), _on_vectors(loss, start)
    last = _vector("end", end, like=start)
    alphas = np.linspace(-margin, 1.0 + margin, int(points))
    return Landscape(np.array([evaluate((1.0 - a) * first + a * last) for a in alphas.tolist()]), alphas)


def plane(
    loss: Callable[[Any], Any],
    center: Point,
    seed: int = 0,
    extent: float = 1.0,
    points: int = 25,
    *,
    shapes: Sequence[Sequence[int]] | None = None,
    directions: Sequence[Any] | None = None,
) -> Landscape:
    r"""The loss on a plane around a point, spanned by two random directions, scaled filter by filter.

    .. math:: \ell(a, b) = f(\theta + a\, d + b\, e), \qquad
              d_i \leftarrow \frac{d_i}{\lVert d_i \rVert}\, \lVert \theta_i \rVert, \qquad |a|, |b| \le r .

    The index i runs over filters: the weights into one unit or one output channel, a row of its matrix. So 1
    means "as far as the weights are long", whatever their scale; without this, a network with large weights
    would look flat. Biases and gains, which are vectors, stay as they are. `e` is drawn and scaled likewise;
    with many parameters the two are nearly at right angles.

    `center` is :math:`\theta`, a flat vector of n parameters or a network; `loss` takes the like and returns
    a number. `seed` decides the directions, on every device alike. `extent` is :math:`r > 0`; `points`, an
    odd number, is that of the values of a and of b, so the loss is computed `points` times `points` times. A
    flat vector is one filter, unless `shapes` says of which arrays it consists. `directions`, two vectors of
    n entries, are taken as they are in place of random ones.

    Raises `ValueError` for bad arguments, and for a centre all of whose filters are zero.

    >>> slice = plane(lambda theta: (theta ** 2).sum(), np.array([3.0, 4.0]), points=3)
    >>> slice.loss.shape, round(float(slice.loss[1, 1]), 6)
    ((3, 3), 25.0)

    Source: Li, Xu, Taylor, Studer and Goldstein (2018) [li2018].
    """
    _whole("points", points, 3, usual=25)
    if points % 2 == 0:
        raise ValueError(f"points = {points!r} is even, which leaves the centre out; try {points + 1}")
    if not isinstance(extent, Real) or not 0 < extent < math.inf:
        raise ValueError(f"extent = {extent!r} is not a finite number above 0; 1.0 is a usual value")
    theta, evaluate = _vector("center", center), _on_vectors(loss, center)
    if directions is None:
        d, e = _filter_directions(theta, _shapes(center, theta, shapes), seed)
    else:
        d, e = _given(directions, theta)
    at = np.linspace(-extent, extent, int(points))
    at[len(at) // 2] = 0.0  # linspace may round it
    rows = [[evaluate(theta + a * d + b * e) for a in at.tolist()] for b in at.tolist()]
    return Landscape(np.array(rows), at, at.copy())


# ---- points -------------------------------------------------------------------------------------


def _vector(name: str, point: Point, like: Point | None = None) -> torch.Tensor:
    """A copy of the point as a flat tensor, checked, and checked against `like` where there is one."""
    if isinstance(point, nn.Module):
        vector = parameters_to_vector(point.parameters()).detach().clone()
    else:
        vector = torch.as_tensor(point).detach().clone()
    if vector.ndim != 1 or not len(vector) or not vector.is_floating_point():
        raise ValueError(
            f"{name} has shape {tuple(vector.shape)} and type {vector.dtype}; "
            "give a flat vector of floats, or a network"
        )
    if not bool(torch.isfinite(vector).all()):
        raise ValueError(f"{name} has entries that are not finite; take weights from before it diverged")
    if like is not None and _kind(point) != _kind(like):
        raise ValueError(f"{name} is {_kind(point)} and start is {_kind(like)}; give two of one kind")
    return vector


def _kind(point: Point) -> str:
    if isinstance(point, nn.Module):
        shapes = ", ".join(str(tuple(p.shape)) for p in point.parameters())
        return f"a network with parameters {shapes}"
    return f"a {type(point).__name__} of {len(point)} parameters"


def _on_vectors(loss: Callable[[Any], Any], point: Point) -> Callable[[torch.Tensor], float]:
    """`loss`, which takes what `point` is, as a function of a flat tensor."""
    if isinstance(point, nn.Module):
        model = copy.deepcopy(point)

        def dress(theta: torch.Tensor) -> Any:
            vector_to_parameters(theta, model.parameters())
            return model

    else:

        def dress(theta: torch.Tensor) -> Any:
            return theta if isinstance(point, torch.Tensor) else theta.numpy()

    @torch.no_grad()
    def evaluate(theta: torch.Tensor) -> float:
        value = loss(dress(theta))
        try:
            return float(value)
        except (TypeError, ValueError, RuntimeError):
            raise ValueError(f"loss returned {value!r}; let it return one number, such as a mean") from None

    return evaluate


# ---- directions ---------------------------------------------------------------------------------


def _shapes(
    center: Point, theta: torch.Tensor, shapes: Sequence[Sequence[int]] | None
) -> list[tuple[int, ...]]:
    if isinstance(center, nn.Module):
        return [tuple(p.shape) for p in center.parameters()]
    if shapes is None:
        return [(1, len(theta))]
    listed = [tuple(shape) for shape in shapes]
    if sum(map(math.prod, listed)) != len(theta):
        raise ValueError(
            f"shapes = {shapes!r} hold {sum(map(math.prod, listed))} parameters, and center has {len(theta)}"
        )
    return listed


def _filter_directions(
    theta: torch.Tensor, shapes: list[tuple[int, ...]], seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Two random directions whose every filter is as long as that of `theta`."""
    if not isinstance(seed, Integral):
        raise ValueError(f"seed = {seed!r} is not a whole number; 0 is a usual one")
    generator = torch.Generator().manual_seed(int(seed))  # on the CPU: the same draws for every device
    drawn = torch.randn(2, len(theta), generator=generator, dtype=torch.float64).to(theta)
    sizes = [math.prod(shape) for shape in shapes]
    for d in drawn:
        for part, weights, shape in zip(d.split(sizes), theta.split(sizes), shapes, strict=True):
            if len(shape) < 2:
                part.zero_()
                continue
            filters, own = part.view(shape[0], -1), weights.view(shape[0], -1)
            filters *= own.norm(dim=1, keepdim=True) / filters.norm(dim=1, keepdim=True)
    if not bool(drawn.any(dim=1).all()):
        raise ValueError(
            "center has no filter that isn't zero, and their norms are the unit; give directions"
        )
    return drawn[0], drawn[1]


def _given(directions: Sequence[Any], theta: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    vectors = [torch.as_tensor(direction).detach().to(theta) for direction in directions]
    if [tuple(vector.shape) for vector in vectors] != [tuple(theta.shape)] * 2:
        found = ", ".join(str(tuple(vector.shape)) for vector in vectors)
        raise ValueError(f"directions have shapes {found}; give two vectors of {len(theta)} entries")
    return vectors[0], vectors[1]


def _whole(name: str, value: int, least: int, usual: int) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise ValueError(
            f"{name} = {value!r} is not a whole number of {least} or more; {usual} is a usual value"
        )
