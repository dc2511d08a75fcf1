"""The Hessian of a function and of a network: products with it, and its sharpest direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from .differences import EPS, as_point, jacobian, positive, real

if TYPE_CHECKING:
    import torch
    from torch import nn


def hessian(g: Callable[[np.ndarray], np.ndarray], x: np.ndarray, h: float | None = None) -> np.ndarray:
    r"""The Hessian from gradients, by central differences: shape (n, n) for `x` of n numbers.

    .. math:: H_{ij} \approx \tfrac12 (D_{ij} + D_{ji}), \qquad
              D_{ij} = \frac{g_i(x + h e_j) - g_i(x - h e_j)}{2h} .

    `g` maps an array like `x` to the gradient, of the same shape. A Hessian is symmetric, its differences
    only nearly; the mean of both halves is what is returned. `h` as for `central_diff`.

    >>> hessian(lambda x: np.array([2 * x[0] + x[1], x[0]]), np.array([1.0, 1.0])).round(6)
    array([[2., 1.],
           [1., 0.]])
    """
    x = as_point(x)
    columns = jacobian(lambda point: _gradient(g, point), x, h).reshape(x.size, x.size)
    return (columns + columns.T) / 2.0


def hvp(
    g: Callable[[np.ndarray], np.ndarray], x: np.ndarray, v: np.ndarray, h: float | None = None
) -> np.ndarray:
    r"""The Hessian times a vector from two gradients; the Hessian itself is never formed.

    .. math:: H v \approx \lVert v \rVert\, \frac{g(x + h u) - g(x - h u)}{2h}, \qquad
              u = \frac{v}{\lVert v \rVert} .

    `g` maps an array like `x` to the gradient of that shape, and `v` has the shape of `x`. `h` > 0 is a
    distance; left out, it is :math:`6 \cdot 10^{-6} \max(1, \max_i |x_i|)`.

    >>> hvp(lambda x: np.array([2 * x[0] + x[1], x[0]]), np.zeros(2), np.array([1.0, 1.0])).round(6)
    array([3., 1.])

    Source: Pearlmutter (1994), whose exact form is `hvp_of` [pearlmutter1994].
    """
    x, v = as_point(x), as_point(v, "v")
    if v.shape != x.shape:
        raise ValueError(f"v has shape {v.shape}, but x has shape {x.shape}; they have to agree")
    length = float(np.linalg.norm(v))
    if length == 0.0:
        return np.zeros_like(x)
    distance = EPS ** (1 / 3) * max(1.0, float(np.abs(x).max())) if h is None else positive("h", h, "1e-5")
    by = v * (distance / length)
    return (_gradient(g, x + by) - _gradient(g, x - by)) * (length / (2.0 * distance))


def power_iteration(
    hvp: Callable[[np.ndarray], np.ndarray],
    dim: int,
    iters: int,
    rng: np.random.Generator,
    *,
    tol: float = 0.0,
) -> tuple[float, np.ndarray]:
    r"""The eigenvalue of largest magnitude of a symmetric matrix, and its unit eigenvector.

    .. math:: v_{k+1} = \frac{H v_k}{\lVert H v_k \rVert}, \qquad \lambda_k = v_k^\top H v_k .

    `hvp` maps a vector of `dim` numbers to H times it; it is called up to `iters` times, from a random start
    that `rng` draws. The value is the Rayleigh quotient of the vector returned. Some eigenvalue lies within
    :math:`\lVert H v - \lambda v \rVert` of it; once that is at most `tol` times :math:`|\lambda|`, the
    iteration ends early. It converges like :math:`|\lambda_2 / \lambda_1|^k`, so slowly where two are close,
    and not at all where they differ in sign alone.

    What is found is the largest in *magnitude*. For the most negative one, shift all by the value found: H
    minus that is largest in magnitude at the other end.

    >>> curvatures = np.array([5.0, 1.0, -3.0])
    >>> rng = np.random.default_rng(0)
    >>> top, v = power_iteration(lambda v: curvatures * v, 3, 100, rng)
    >>> below, _ = power_iteration(lambda v: curvatures * v - top * v, 3, 100, rng)
    >>> round(top, 6), np.abs(v).round(6), round(top + below, 6)
    (5.0, array([1., 0., 0.]), -3.0)

    Source: von Mises and Pollaczek-Geiringer (1929) [mises1929]; for learning rates, LeCun, Simard and
    Pearlmutter (1993) [lecun1993].
    """
    _count("dim", dim)
    _count("iters", iters)
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng = {rng!r} is not a generator of random numbers; give numpy.random.default_rng(0)"
        )
    if not real(tol) or not 0.0 <= tol < 1.0:
        raise ValueError(f"tol = {tol!r} is not in [0, 1); 1e-6 stops once six digits are settled")
    following = rng.standard_normal(dim)
    for _ in range(iters):
        v = following / np.linalg.norm(following)
        following = np.asarray(hvp(v.copy()), dtype=np.float64)
        if following.shape != (dim,):
            raise ValueError(f"hvp gives shape {following.shape} for a vector of dim = {dim} numbers")
        if not np.isfinite(following).all():
            raise ValueError("hvp gives numbers that are not finite; look at the curvature elsewhere")
        value = float(v @ following)
        if not following.any() or np.linalg.norm(following - value * v) <= tol * abs(value):
            break
    return value, v


def hvp_of(loss: torch.Tensor, params: Iterable[torch.Tensor]) -> Callable[[Any], Any]:
    r"""The exact Hessian-vector product of a network's loss, by differentiating its gradient once more.

    .. math:: H v = \nabla_\theta \bigl(g(\theta)^\top v\bigr) .

    `loss` is a scalar tensor that was computed from `params`, which are read in the order given, as one flat
    vector, those that need no gradient left out. The function returned takes a vector of that length, a
    tensor or an array, and gives back the like; it uses the graph of `loss` as it is, so masks of dropout
    stay the same from product to product.

    Raises `ValueError` for a loss that is not one number or has no graph.

    >>> import torch
    >>> theta = torch.tensor([1.0, 2.0], requires_grad=True)
    >>> product = hvp_of(theta[0] ** 2 * theta[1], [theta])
    >>> product(np.array([1.0, 0.0]))
    array([4., 2.])

    Source: Pearlmutter (1994) [pearlmutter1994].
    """
    import torch

    params = [p for p in params if p.requires_grad]
    if not params:
        raise ValueError("params holds nothing that needs a gradient; give list(model.parameters())")
    if not isinstance(loss, torch.Tensor) or loss.numel() != 1:
        raise ValueError(f"loss = {loss!r} is not a scalar tensor; call .mean() or .sum() on it, not .item()")
    if not loss.requires_grad:
        raise ValueError("loss has no graph to differentiate; compute it outside torch.no_grad()")
    first = torch.autograd.grad(loss, params, create_graph=True, materialize_grads=True)
    flat = torch.cat([g.reshape(-1) for g in first])

    def product(v: Any) -> Any:
        vector = torch.as_tensor(v, dtype=flat.dtype, device=flat.device)
        if vector.shape != flat.shape:
            raise ValueError(f"v has shape {tuple(vector.shape)}; the parameters are {flat.numel()} numbers")
        if flat.requires_grad:
            parts = torch.autograd.grad(flat, params, vector, retain_graph=True, materialize_grads=True)
            result = torch.cat([part.reshape(-1) for part in parts])
        else:  # a gradient that depends on no parameter: the loss is linear
            result = torch.zeros_like(vector)
        return result if isinstance(v, torch.Tensor) else result.cpu().double().numpy()

    return product


def sharpness(
    model: nn.Module,
    loss: Callable[[], torch.Tensor],
    *,
    iters: int = 200,
    seed: int = 0,
    tol: float = 1e-3,
) -> float:
    """The largest eigenvalue of a loss's Hessian at a network's present parameters.

    `loss` takes no argument and computes the scalar loss with `model`; it is called once. Gradient descent
    at a learning rate above 2 / sharpness climbs along the sharpest direction. Power iteration goes on for
    `iters` products, or until the eigenvalue is settled to within a share of `tol`; stopped short, it gives
    too small a value, never too large a one. Where the curvature of largest magnitude is negative, a second,
    shifted iteration finds the largest.

    >>> import torch
    >>> model = torch.nn.Linear(2, 1, bias=False)
    >>> x = torch.tensor([[3.0, 0.0], [0.0, 1.0]])
    >>> round(sharpness(model, lambda: 0.5 * (model(x) ** 2).sum()), 3)
    9.0

    Source: Cohen et al. (2021) [cohen2021].
    """
    import torch

    params = [p for p in model.parameters() if p.requires_grad]
    with torch.enable_grad():
        product = hvp_of(loss(), params)
    dim, rng = sum(p.numel() for p in params), np.random.default_rng(seed)
    value, _ = power_iteration(product, dim, iters, rng, tol=tol)
    if value < 0.0:
        above, _ = power_iteration(lambda v: product(v) - value * v, dim, iters, rng, tol=tol)
        value += above
    return value


def _gradient(g: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    gradient = np.array(g(x), dtype=np.float64)
    if gradient.shape != x.shape:
        raise ValueError(f"g gives shape {gradient.shape} at x of shape {x.shape}; they have to agree")
    return gradient


def _count(name: str, value: object) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or int(value) < 1:
        raise ValueError(f"{name} = {value!r} is not a whole number from 1 up; 100 is an example")
