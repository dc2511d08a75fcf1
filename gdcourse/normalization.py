r"""Normalisation: the same arithmetic along two axes, forward and backward, and standardised inputs.

Both layers take `x` of shape (B, d), a batch of B examples with d features, to

.. math:: y = \gamma\, \hat x + \beta , \qquad \hat x = \frac{x - \bar x}{\sqrt{s^2 + \epsilon}} ,

where mean :math:`\bar x` and variance :math:`s^2` (with 1/B or 1/d, not 1/(B-1)) run over the batch, a pair
for each feature, in batch normalisation, and over the features, a pair for each example, in layer
normalisation. Backwards, mean and variance depend on every entry they were taken over, so with
:math:`u = \gamma\, \partial f / \partial y`

.. math:: \frac{\partial f}{\partial x} =
          \frac{u - \operatorname{mean}(u) - \hat x \operatorname{mean}(u\, \hat x)}{\sqrt{s^2 + \epsilon}} ,

with the means over the same axis: what is left of u without its mean and its part along :math:`\hat x`.

Arithmetic is in float64. Results have the dtype of what comes in, or float64 for whole numbers.
"""

from __future__ import annotations

from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

BATCH, FEATURES = 0, 1  # the axes of x


class Cache(NamedTuple):
    """What a backward pass needs of its forward pass."""

    x_hat: np.ndarray  # (B, d)
    inv_std: np.ndarray  # (1, d) or (B, 1)
    gamma: np.ndarray  # (d,)


def batchnorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, Cache]:
    """Normalise each feature over the batch: (y, what `batchnorm_backward` needs).

    `x` has shape (B, d), `gamma` and `beta` have shape (d,), and `eps` > 0 is added to the variance, in units
    of x squared. A feature that is the same in the whole batch becomes `beta`.

    Raises `ValueError` for B = 1, where every output would be `beta`, and for shapes that don't fit.

    >>> y, cache = batchnorm_forward(np.array([[1.0, 5.0], [3.0, 5.0]]), np.ones(2), np.zeros(2))
    >>> y.round(3)
    array([[-1.,  0.],
           [ 1.,  0.]])

    Source: Ioffe and Szegedy (2015), Algorithm 1 [ioffe2015].
    """
    x, gamma, beta = _checked("batchnorm", x, gamma, beta, eps)
    _enough(x)
    return _forward(x, gamma, beta, eps, BATCH)


def batchnorm_backward(dy: np.ndarray, cache: Cache) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradient through `batchnorm_forward`: (dx, dgamma, dbeta), of shapes (B, d), (d,), (d,).

    `dy` is the gradient with respect to y, of shape (B, d); `cache` comes from the forward pass. The mean of
    `dx` over the batch is zero: to shift a feature changes nothing.

    >>> y, cache = batchnorm_forward(np.array([[1.0], [3.0], [8.0]]), np.ones(1), np.zeros(1))
    >>> dx, dgamma, dbeta = batchnorm_backward(np.array([[1.0], [0.0], [0.0]]), cache)
    >>> dx.round(3).tolist(), dgamma.round(3), dbeta
    ([[0.109], [-0.152], [0.044]], array([-1.019]), array([1.]))

    Source: Ioffe and Szegedy (2015), section 3 [ioffe2015].
    """
    return _backward(dy, cache, BATCH)


def batchnorm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`batchnorm_forward` without what the backward pass needs.

    >>> batchnorm(np.array([[1.0], [3.0]]), np.array([2.0]), np.array([10.0])).round(3)
    array([[ 8.],
           [12.]])
    """
    return batchnorm_forward(x, gamma, beta, eps)[0]


def layernorm_forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5
) -> tuple[np.ndarray, Cache]:
    """Normalise each example over its features: (y, what `layernorm_backward` needs).

    `x` has shape (B, d), `gamma` and `beta` have shape (d,), and `eps` > 0 is added to the variance, in units
    of x squared. No example sees another, so B = 1 is as good as any. An example whose features are all the
    same, as with d = 1, becomes `beta`.

    >>> y, cache = layernorm_forward(np.array([[1.0, 3.0], [5.0, 5.0]]), np.ones(2), np.zeros(2))
    >>> y.round(3)
    array([[-1.,  1.],
           [ 0.,  0.]])

    Source: Ba, Kiros and Hinton (2016) [ba2016].
    """
    x, gamma, beta = _checked("layernorm", x, gamma, beta, eps)
    return _forward(x, gamma, beta, eps, FEATURES)


def layernorm_backward(dy: np.ndarray, cache: Cache) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradient through `layernorm_forward`: (dx, dgamma, dbeta), of shapes (B, d), (d,), (d,).

    `dy` is the gradient with respect to y, of shape (B, d); `cache` comes from the forward pass. The mean of
    `dx` over the features is zero: to shift an example changes nothing.

    >>> y, cache = layernorm_forward(np.array([[1.0, 3.0, 8.0]]), np.ones(3), np.zeros(3))
    >>> dx, dgamma, dbeta = layernorm_backward(np.array([[1.0, 0.0, 0.0]]), cache)
    >>> dx.round(3).tolist(), dgamma.round(3).tolist(), dbeta.tolist()
    ([[0.109, -0.152, 0.044]], [-1.019, 0.0, 0.0], [1.0, 0.0, 0.0])

    Source: Ba, Kiros and Hinton (2016) [ba2016].
    """
    return _backward(dy, cache, FEATURES)


def layernorm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-5) -> np.ndarray:
    """`layernorm_forward` without what the backward pass needs.

    >>> layernorm(np.array([[1.0, 3.0]]), np.array([1.0, 2.0]), np.zeros(2)).round(3)
    array([[-1.,  2.]])
    """
    return layernorm_forward(x, gamma, beta, eps)[0]


class BatchNorm:
    r"""Batch normalisation as a layer: it remembers running statistics, for examples that come alone.

    In training mode it normalises by the batch and moves its running mean and variance towards the batch's,

    .. math:: r \leftarrow (1 - m)\, r + m\, r_{\text{batch}} ;

    in evaluation mode it normalises by the running ones, and the output for an example depends on that
    example alone. As in PyTorch, `momentum` m is the weight of the *new* value, and the running variance is
    the unbiased one, with 1/(B-1), though the batch is normalised by the biased one.

    `d` is the number of features, `eps` > 0, :math:`0 \le m \le 1`. The arrays `gamma`, `beta`,
    `running_mean` and `running_var`, of shape (d,), may be read and set; the layer begins in training mode.

    >>> layer = BatchNorm(1)
    >>> layer(np.array([[1.0], [3.0]])).round(3).ravel()
    array([-1.,  1.])
    >>> layer.running_mean, layer.running_var
    (array([0.2]), array([1.1]))
    >>> layer.eval()(np.array([[0.2]]))
    array([[0.]])

    Source: Ioffe and Szegedy (2015), Algorithm 2 [ioffe2015]; PyTorch's form.
    """

    def __init__(self, d: int, eps: float = 1e-5, momentum: float = 0.1):
        if not _whole(d) or d < 1:
            raise ValueError(f"BatchNorm: d = {d!r} is not a positive whole number of features")
        _check_eps("BatchNorm", eps)
        if not _real(momentum) or not 0.0 <= momentum <= 1.0:
            raise ValueError(f"BatchNorm: momentum = {momentum!r} is not in [0, 1]; the usual value is 0.1")
        self.eps, self.momentum = float(eps), float(momentum)
        self.gamma, self.beta = np.ones(d), np.zeros(d)
        self.running_mean, self.running_var = np.zeros(d), np.ones(d)
        self.training = True
        self._cache: Cache | None = None
        self._used_batch = True

    def train(self, mode: bool = True) -> BatchNorm:
        """Normalise by the batch from now on; returns the layer."""
        self.training = bool(mode)
        return self

    def eval(self) -> BatchNorm:
        """Normalise by the running statistics from now on; returns the layer."""
        return self.train(False)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """`y` for `x` of shape (B, d). In training mode B is at least 2, and the running statistics move."""
        x, gamma, beta = _checked("BatchNorm", x, self.gamma, self.beta, self.eps)
        self._used_batch = self.training
        if self.training:
            _enough(x)
            y, self._cache = _forward(x, gamma, beta, self.eps, BATCH)
            exact = x.astype(np.float64)
            self.running_mean = self._moved(self.running_mean, exact.mean(axis=0))
            self.running_var = self._moved(self.running_var, exact.var(axis=0, ddof=1))
        else:
            inv_std = 1.0 / np.sqrt(self.running_var[None, :] + self.eps)
            self._cache = Cache((x - self.running_mean) * inv_std, inv_std, gamma)
            y = (gamma * self._cache.x_hat + beta).astype(x.dtype)
        return y

    def backward(self, dy: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(dx, dgamma, dbeta) for the last call, in the mode that it was made in.

        In evaluation mode the statistics are constants, so `dx` is `dy` scaled feature by feature.
        """
        if self._cache is None:
            raise ValueError("BatchNorm: backward before the layer was called; call layer(x) first")
        if self._used_batch:
            return _backward(dy, self._cache, BATCH)
        dy = _gradient(dy, self._cache)
        dx = (dy * self._cache.gamma * self._cache.inv_std).astype(dy.dtype)
        return dx, *_parameter_gradients(dy, self._cache)

    def _moved(self, running: np.ndarray, batch: np.ndarray) -> np.ndarray:
        return (1.0 - self.momentum) * running + self.momentum * batch

    def __repr__(self) -> str:
        return f"BatchNorm({len(self.gamma)}, eps={self.eps}, momentum={self.momentum})"


def standardize(train: np.ndarray, *others: np.ndarray) -> tuple[np.ndarray, ...]:
    r"""Shift and scale every feature to mean 0 and standard deviation 1 *on the training data*.

    .. math:: x \leftarrow \frac{x - \bar x}{s} .

    `train` has shape (N, ...) with the examples along the first axis, and the `others` are shaped like it but
    for N. All are shifted and scaled by the same numbers, which come from `train` alone, so nothing of the
    test data leaks into training. A feature that is constant in `train` is shifted to zero there and not
    scaled. Returns the arrays in the order given.

    Raises `ValueError` for arrays that are empty, not finite, or don't fit each other.

    >>> train, test = standardize(np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([[2.0, 8.0]]))
    >>> train.tolist(), test.tolist()
    ([[-1.0, 0.0], [1.0, 0.0]], [[0.0, 1.0]])

    Source: LeCun et al. (1998), section 4.3 [lecun1998].
    """
    arrays = [_data("train", train)]
    arrays += [_data(f"others[{i}]", other) for i, other in enumerate(others)]
    for i, array in enumerate(arrays[1:]):
        if array.shape[1:] != arrays[0].shape[1:]:
            raise ValueError(
                f"others[{i}] has shape {array.shape}, but train has shape {arrays[0].shape}; all but the "
                "first axis have to agree"
            )
    exact = arrays[0].astype(np.float64)
    # exactly: the mean of equal numbers is rounded, and their standard deviation then tiny rather than zero
    constant = exact.max(axis=0) == exact.min(axis=0)
    mean = np.where(constant, exact[0], exact.mean(axis=0))
    scale = np.where(constant, 1.0, exact.std(axis=0))
    return tuple(((array - mean) / scale).astype(array.dtype) for array in arrays)


# ---- helpers ------------------------------------------------------------------------------------


def _forward(
    x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float, axis: int
) -> tuple[np.ndarray, Cache]:
    exact = x.astype(np.float64)
    centred = exact - exact.mean(axis=axis, keepdims=True)
    inv_std = 1.0 / np.sqrt((centred * centred).mean(axis=axis, keepdims=True) + eps)
    cache = Cache(centred * inv_std, inv_std, gamma)
    return (gamma * cache.x_hat + beta).astype(x.dtype), cache


def _backward(dy: np.ndarray, cache: Cache, axis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    dy = _gradient(dy, cache)
    if cache.inv_std.shape[axis] != 1:
        raise ValueError(
            "cache comes from the other layer's forward pass; batchnorm_backward goes with "
            "batchnorm_forward, layernorm_backward with layernorm_forward"
        )
    u = dy * cache.gamma
    along = (u * cache.x_hat).mean(axis=axis, keepdims=True)
    dx = cache.inv_std * (u - u.mean(axis=axis, keepdims=True) - cache.x_hat * along)
    return dx.astype(dy.dtype), *_parameter_gradients(dy, cache)


def _parameter_gradients(dy: np.ndarray, cache: Cache) -> tuple[np.ndarray, np.ndarray]:
    """For gamma and beta, each of which has acted on the whole batch: sums over it, not means."""
    dgamma = (dy * cache.x_hat).sum(axis=BATCH)
    return dgamma.astype(dy.dtype), dy.sum(axis=BATCH, dtype=np.float64).astype(dy.dtype)


def _floats(name: str, array: np.ndarray) -> np.ndarray:
    """As an array of floats, whose dtype is kept where it is one already."""
    array = np.asarray(array)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} holds {array.dtype}; it needs real numbers")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _checked(
    layer: str, x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x = _floats("x", x)
    if x.ndim != 2 or 0 in x.shape:
        raise ValueError(f"{layer}: x has shape {x.shape}; it needs (B, d), with at least one of each")
    both = []
    for name, value in (("gamma", gamma), ("beta", beta)):
        value = _floats(name, value)
        if value.shape != x.shape[1:]:  # (B, 1), say, would broadcast to a wrong answer
            raise ValueError(
                f"{layer}: {name} has shape {value.shape}; x of shape {x.shape} needs {x.shape[1:]}"
            )
        both.append(value.astype(np.float64))
    _check_eps(layer, eps)
    return x, both[0], both[1]


def _check_eps(layer: str, eps: float) -> None:
    if not _real(eps) or not 0.0 < eps < np.inf:
        raise ValueError(
            f"{layer}: eps = {eps!r} is not positive, and keeps no variance from zero; 1e-5 is usual"
        )


def _real(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _enough(x: np.ndarray) -> None:
    if len(x) < 2:
        raise ValueError(
            f"batch normalisation: x has shape {x.shape}, one example, from which every output would be "
            "beta; give two or more, or use BatchNorm(d).eval() or layernorm"
        )


def _gradient(dy: np.ndarray, cache: Cache) -> np.ndarray:
    dy = _floats("dy", dy)
    if dy.shape != cache.x_hat.shape:
        raise ValueError(f"dy has shape {dy.shape}, but the forward pass gave y of shape {cache.x_hat.shape}")
    return dy


def _data(name: str, array: np.ndarray) -> np.ndarray:
    array = _floats(name, array)
    if array.ndim < 1 or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; it needs at least one example and one feature")
    if not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} is {array[index]} at {index}; fill such entries in or drop their rows")
    return array
