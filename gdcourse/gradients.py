"""Gradients measured, checked, differentiated once more, and clipped.

Finite differences are in `differences.py`, the check of an analytic gradient in `gradient_check.py`, Hessians
and sharpness in `curvature.py`. Clipping is here: the plain form, on lists of arrays, of the transforms in
`gdcourse.optim`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from .curvature import hessian, hvp, hvp_of, power_iteration, sharpness
from .differences import central_diff, complex_step, forward_diff, jacobian, positive
from .gradient_check import GradientReport, ParameterCheck, grad_check

__all__ = [
    "GradientReport",
    "ParameterCheck",
    "central_diff",
    "clip_grad_norm",
    "clip_grad_value",
    "complex_step",
    "forward_diff",
    "grad_check",
    "hessian",
    "hvp",
    "hvp_of",
    "jacobian",
    "power_iteration",
    "sharpness",
]


def clip_grad_norm(grads: Iterable[np.ndarray | None], max_norm: float) -> float:
    r"""Shorten gradients, in place, to a common norm of at most `max_norm`; returns the norm before.

    .. math:: g \leftarrow g \cdot \frac{c}{\max(\lVert g \rVert, c)}, \qquad
              \lVert g \rVert^2 = \sum_k \lVert g_k \rVert^2 .

    `grads` is a list of float arrays, one a parameter; None stands for a parameter without a gradient and is
    passed over. The norm is that of all of them together, so their direction is kept. `max_norm` is c > 0. If
    an entry is not finite there is no direction to keep: the arrays stay as they are, and the norm returned
    says so. Like `torch.nn.utils.clip_grad_norm_`, but for the 1e-6 which that adds to the norm.

    >>> grads = [np.array([3.0]), np.array([[0.0], [4.0]])]
    >>> clip_grad_norm(grads, 1.0), grads[0], grads[1].ravel()
    (5.0, array([0.6]), array([0. , 0.8]))

    Source: Pascanu, Mikolov and Bengio (2013) [pascanu2013].
    """
    arrays = _gradients(grads)
    positive("max_norm", max_norm, "1.0")
    # in units of the largest entry: squares of large or tiny ones would leave the range of floats
    largest = max((float(np.abs(g).max()) for g in arrays if g.size), default=0.0)
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    norm = largest * math.sqrt(sum(float(((g.astype(np.float64) / largest) ** 2).sum()) for g in arrays))
    if norm > max_norm:
        for g in arrays:
            g *= max_norm / norm
    return norm


def clip_grad_value(grads: Iterable[np.ndarray | None], limit: float) -> None:
    """Limit every entry of the gradients, in place, to `[-limit, limit]`; their direction may change.

    `grads` as for `clip_grad_norm`; `limit` > 0 is in units of the gradient.

    >>> grads = [np.array([3.0, -0.5])]
    >>> clip_grad_value(grads, 1.0)
    >>> grads
    [array([ 1. , -0.5])]
    """
    arrays = _gradients(grads)
    positive("limit", limit, "1.0")
    for g in arrays:
        np.clip(g, -limit, limit, out=g)


def _gradients(grads: Iterable[np.ndarray | None]) -> list[np.ndarray]:
    if isinstance(grads, (np.ndarray, Mapping)):
        kind = "one array; give [grads]" if isinstance(grads, np.ndarray) else "a dict; give grads.values()"
        raise TypeError(f"grads is {kind}, a list of arrays")
    arrays = []
    for i, g in enumerate(grads):
        if g is None:
            continue
        if not isinstance(g, np.ndarray) or g.dtype.kind != "f" or not g.flags.writeable:
            kind = (
                f"{'' if g.flags.writeable else 'read-only '}{g.dtype}" if isinstance(g, np.ndarray) else "no"
            )
            raise TypeError(
                f"grads[{i}] is {kind} array; clipping in place needs arrays of floats that may be written"
            )
        arrays.append(g)
    return arrays
