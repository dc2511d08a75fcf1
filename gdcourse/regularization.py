"""Regularisation: what keeps a network from fitting its training data too closely.

Penalties on the weights (`l1`, `l2`, and the step that solves for `l1` exactly, `soft_threshold`), noise on
the activations (`dropout`), and softer targets (`label_smoothing`). Early stopping is a matter of the
training loop, decoupled weight decay one of the update rule (`gdcourse.optim.AdamW`).

Results have the dtype of the array given, or float64 where that holds whole numbers.
"""

from __future__ import annotations

from numbers import Integral, Real

import numpy as np


def l1(theta: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    r"""The sum of absolute values, which drives small parameters to zero: (penalty, subgradient).

    .. math:: \lambda \lVert \theta \rVert_1 = \lambda \sum_i |\theta_i|, \qquad
              \lambda \operatorname{sign}(\theta) .

    `theta` has any shape, `lam` is :math:`\lambda \ge 0`. At zero, where the penalty has a kink, any slope in
    :math:`[-\lambda, \lambda]` is a subgradient; this one is 0, so a parameter that is zero stays there.

    >>> penalty, g = l1(np.array([2.0, -1.0, 0.0]), lam=0.5)
    >>> penalty, g
    (1.5, array([ 0.5, -0.5,  0. ]))

    Source: Tibshirani (1996) [tibshirani1996].
    """
    theta, lam = _floats("theta", theta), _strength("lam", lam)
    return lam * float(np.abs(theta).sum(dtype=np.float64)), theta.dtype.type(lam) * np.sign(theta)


def l2(theta: np.ndarray, lam: float) -> tuple[float, np.ndarray]:
    r"""Half the sum of squares, which pulls parameters towards zero by their size: (penalty, gradient).

    .. math:: \frac{\lambda}{2} \lVert \theta \rVert_2^2 = \frac{\lambda}{2} \sum_i \theta_i^2 , \qquad
              \lambda\, \theta .

    `theta` has any shape, `lam` is :math:`\lambda \ge 0`. With the factor one half the gradient is what a
    rule's `weight_decay` of the same number adds.

    >>> penalty, g = l2(np.array([2.0, -1.0]), lam=0.5)
    >>> penalty, g
    (1.25, array([ 1. , -0.5]))

    Source: Hoerl and Kennard (1970) [hoerl1970].
    """
    theta, lam = _floats("theta", theta), _strength("lam", lam)
    return 0.5 * lam * float(np.square(theta, dtype=np.float64).sum()), theta.dtype.type(lam) * theta


def soft_threshold(x: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    r"""Move every entry towards zero by t, and no further than zero.

    .. math:: \operatorname{sign}(x) \max(|x| - t,\, 0)
              = \arg\min_z \tfrac12 \lVert z - x \rVert_2^2 + t\, \lVert z \rVert_1 .

    Subgradient steps on an L1 penalty jump to and fro across zero; this lands on it. Take a gradient step on
    the smooth part of the loss, then threshold by `t` = learning rate times `lam`. `t` :math:`\ge 0` is a
    number, or an array that broadcasts to the shape of `x`.

    >>> soft_threshold(np.array([3.0, -0.5, -2.0]), 1.0)
    array([ 2.,  0., -1.])

    Source: Beck and Teboulle (2009), where it is the step of ISTA [beck2009].
    """
    x, t = _floats("x", x), np.asarray(t)
    if t.dtype.kind not in "fiu" or not (t >= 0).all():
        raise ValueError(f"t = {t!r} is not a threshold from 0 up; lr * lam is usual")
    if np.broadcast_shapes(x.shape, t.shape) != x.shape:
        raise ValueError(f"t has shape {t.shape}, which does not fit x of shape {x.shape}")
    t = t.astype(x.dtype)
    return x - np.clip(x, -t, t)  # exactly, and never minus zero, within the threshold


def dropout(x: np.ndarray, keep: float, rng: np.random.Generator) -> np.ndarray:
    r"""Silence units at random during training; those that stay speak up for the others.

    .. math:: y_i = \frac{m_i}{p}\, x_i , \qquad m_i \sim \operatorname{Bernoulli}(p) .

    `x` has any shape, `keep` is the probability :math:`0 < p \le 1` with which an entry is kept (PyTorch's
    `p` is 1 - `keep`). Divided by p, the output equals the input on average, so nothing needs doing when the
    network is used: then dropout is left out.

    >>> dropout(np.ones(6), 0.5, np.random.default_rng(0))
    array([0., 2., 2., 2., 0., 0.])

    Source: Srivastava et al. (2014), in the form that scales during training [srivastava2014].
    """
    return dropout_forward(x, keep, rng)[0]


def dropout_forward(x: np.ndarray, keep: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """`dropout`, with what its backward pass needs: (y, mask). `mask` is True where an entry was kept.

    >>> y, mask = dropout_forward(np.ones(6), 0.5, np.random.default_rng(0))
    >>> y, mask.astype(int)
    (array([0., 2., 2., 2., 0., 0.]), array([0, 1, 1, 1, 0, 0]))

    Source: Srivastava et al. (2014) [srivastava2014].
    """
    x, keep = _floats("x", x), _keep(keep)
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng = {rng!r} is not a generator of random numbers; give numpy.random.default_rng(0)"
        )
    mask = rng.random(x.shape) < keep  # random() is below 1, so keep = 1 keeps everything
    return _masked(x, mask, keep), mask


def dropout_backward(dy: np.ndarray, mask: np.ndarray, keep: float) -> np.ndarray:
    r"""The gradient through `dropout_forward`: what was silenced gets none, the rest is scaled alike.

    .. math:: \frac{\partial f}{\partial x_i} = \frac{m_i}{p}\, \frac{\partial f}{\partial y_i} .

    `dy` is the gradient with respect to y; `mask` and `keep` are those of the forward pass.

    >>> dropout_backward(np.array([1.0, 3.0]), np.array([False, True]), 0.5)
    array([0., 6.])

    Source: Srivastava et al. (2014) [srivastava2014].
    """
    dy, keep, mask = _floats("dy", dy), _keep(keep), np.asarray(mask)
    if mask.dtype != bool or mask.shape != dy.shape:
        raise ValueError(
            f"mask holds {mask.dtype} in shape {mask.shape}; dropout_forward gives one of bool, here in the "
            f"shape {dy.shape} of dy"
        )
    return _masked(dy, mask, keep)


def label_smoothing(y: np.ndarray, classes: int, eps: float) -> np.ndarray:
    r"""Targets that leave a little probability to every class: shape (B, classes), rows that sum to 1.

    .. math:: q_{bk} = (1 - \epsilon)\, [k = y_b] + \frac{\epsilon}{K} .

    `y` holds B class labels, whole numbers from 0 to `classes` - 1; `classes` is K; `eps` is the share
    :math:`0 \le \epsilon \le 1` that is spread over all K classes, the right one included, as in PyTorch.

    >>> label_smoothing(np.array([0, 2]), classes=3, eps=0.3).round(2)
    array([[0.8, 0.1, 0.1],
           [0.1, 0.1, 0.8]])

    Source: Szegedy et al. (2016), section 7 [szegedy2016].
    """
    y = np.asarray(y)
    if not _whole(classes) or classes < 1:
        raise ValueError(f"classes = {classes!r} is not a positive whole number; the digits have 10")
    if not _real(eps) or not 0.0 <= eps <= 1.0:
        raise ValueError(f"eps = {eps!r} is not in [0, 1]; 0.1 is usual")
    if y.ndim != 1 or y.dtype.kind not in "iu":
        raise ValueError(f"y holds {y.dtype} in shape {y.shape}; it needs whole-number labels in shape (B,)")
    outside = (y < 0) | (y >= classes)
    if outside.any():
        raise ValueError(
            f"y = {y[outside][0]} at entry {int(outside.argmax())} is no label of {classes} classes; labels "
            f"go from 0 to {classes - 1}"
        )
    targets = np.full((len(y), classes), eps / classes)
    targets[np.arange(len(y)), y] += 1.0 - eps
    return targets


# ---- helpers ------------------------------------------------------------------------------------


def _masked(x: np.ndarray, mask: np.ndarray, keep: float) -> np.ndarray:
    # a choice rather than a product: 0 times an infinite activation would be not-a-number
    return np.where(mask, x / x.dtype.type(keep), x.dtype.type(0))


def _floats(name: str, array: np.ndarray) -> np.ndarray:
    array = np.asarray(array)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} holds {array.dtype}; it needs real numbers")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _real(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _strength(name: str, value: float) -> float:
    if not _real(value) or not 0.0 <= value < np.inf:
        raise ValueError(f"{name} = {value!r} is not a number from 0 up; 1e-4 is usual")
    return float(value)


def _keep(value: float) -> float:
    if not _real(value) or not 0.0 < value <= 1.0:
        raise ValueError(
            f"keep = {value!r} is not a probability in (0, 1]; it is the share that stays, and 0.8 is usual"
        )
    return float(value)
