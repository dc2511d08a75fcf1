r"""Initial weights: how widely to draw them, so that a signal keeps its size from layer to layer.

A layer maps `fan_in` inputs to `fan_out` outputs by a matrix of shape `(fan_out, fan_in)`, as in
`torch.nn.Linear`. With independent weights of mean zero and variance :math:`\sigma^2`, an output's mean
square is :math:`n_{\text{in}} \sigma^2` times that of an input on the way forward, and a gradient's is
:math:`n_{\text{out}} \sigma^2` times on the way back. Each rule here chooses :math:`\sigma^2` against one
of these factors or both; the *gain* makes up for what the activation takes away.

Every initializer is a function `(fan_in, fan_out, [gain,] rng)` that returns a float64 array. `initialize`
fills a network with one.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from numbers import Integral, Real
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import nn

# PyTorch's table. At small inputs tanh would need no gain; 5/3 is for inputs large enough to be flattened.
GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5.0 / 3.0, "relu": math.sqrt(2.0)}


def gain(activation: str, slope: float = 0.01) -> float:
    r"""The factor on the weights' standard deviation that makes up for an activation.

    `activation` is "linear", "sigmoid", "tanh", "relu" or "leaky_relu"; the last has the gain
    :math:`\sqrt{2 / (1 + a^2)}` with its `slope` :math:`a` for negative inputs. A ReLU drops half of the mean
    square, hence :math:`\sqrt 2`. The values are PyTorch's, `torch.nn.init.calculate_gain`.

    Raises `ValueError` for an activation without a gain here.

    >>> round(gain("relu") ** 2, 9), round(gain("tanh"), 3)
    (2.0, 1.667)

    Source: He et al. (2015) for the ReLUs [he2015].
    """
    if activation == "leaky_relu":
        if not _finite(slope):
            raise ValueError(f"slope = {slope!r} is not a finite number; 0.01 is usual")
        return math.sqrt(2.0 / (1.0 + slope * slope))
    if activation not in GAINS:
        names = ", ".join(map(repr, [*GAINS, "leaky_relu"]))
        raise ValueError(f"activation = {activation!r} has no gain here; those known are {names}")
    return GAINS[activation]


def xavier_uniform(fan_in: int, fan_out: int, gain: float, rng: np.random.Generator) -> np.ndarray:
    r"""Keep signals *and* gradients at their size, as nearly as one variance can: from an interval.

    .. math:: w \sim U[-b, b], \quad b = \gamma \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}, \qquad
              \operatorname{Var} w = \frac{2 \gamma^2}{n_{\text{in}} + n_{\text{out}}} .

    `gain` is :math:`\gamma \ge 0`, see `gain`; the paper has 1.

    >>> w = xavier_uniform(300, 100, 1.0, np.random.default_rng(0))
    >>> w.shape, bool(abs(w).max() <= (6 / 400) ** 0.5)
    ((100, 300), True)

    Source: Glorot and Bengio (2010), equation 16 [glorot2010].
    """
    shape = _shape(fan_in, fan_out, rng)
    bound = _scale("gain", gain) * math.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-bound, bound, shape)


def xavier_normal(fan_in: int, fan_out: int, gain: float, rng: np.random.Generator) -> np.ndarray:
    r"""`xavier_uniform`'s variance, from a normal distribution.

    .. math:: w \sim \mathcal N\Bigl(0, \frac{2 \gamma^2}{n_{\text{in}} + n_{\text{out}}}\Bigr) .

    `gain` is :math:`\gamma \ge 0`, see `gain`.

    >>> w = xavier_normal(300, 100, 1.0, np.random.default_rng(0))
    >>> round(float(w.var()) * 400 / 2, 1)
    1.0

    Source: Glorot and Bengio (2010), equation 12 [glorot2010].
    """
    shape = _shape(fan_in, fan_out, rng)
    return _scale("gain", gain) * math.sqrt(2.0 / (fan_in + fan_out)) * rng.standard_normal(shape)


def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    r"""Keep signals at their size through layers of ReLUs, each of which drops half of the mean square.

    .. math:: w \sim \mathcal N\Bigl(0, \frac{2}{n_{\text{in}}}\Bigr) .

    >>> w = he_normal(300, 100, np.random.default_rng(0))
    >>> round(float(w.var()) * 300 / 2, 1)
    1.0

    Source: He et al. (2015), equation 10 [he2015].
    """
    shape = _shape(fan_in, fan_out, rng)
    return math.sqrt(2.0 / fan_in) * rng.standard_normal(shape)


def he_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    r"""`he_normal`'s variance, from an interval.

    .. math:: w \sim U[-b, b], \quad b = \sqrt{\frac{6}{n_{\text{in}}}}, \qquad
              \operatorname{Var} w = \frac{2}{n_{\text{in}}} .

    >>> w = he_uniform(6, 1000, np.random.default_rng(0))
    >>> bool(0.99 < abs(w).max() <= 1.0)
    True

    Source: He et al. (2015) [he2015].
    """
    shape = _shape(fan_in, fan_out, rng)
    bound = math.sqrt(6.0 / fan_in)
    return rng.uniform(-bound, bound, shape)


def lecun_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    r"""Keep signals at their size where the activation doesn't change it.

    .. math:: w \sim \mathcal N\Bigl(0, \frac{1}{n_{\text{in}}}\Bigr) .

    >>> w = lecun_normal(300, 100, np.random.default_rng(0))
    >>> round(float(w.var()) * 300, 1)
    1.0

    Source: LeCun et al. (1998), section 4.6 [lecun1998].
    """
    shape = _shape(fan_in, fan_out, rng)
    return rng.standard_normal(shape) / math.sqrt(fan_in)


def naive_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    r"""The old rule of thumb, which lets signals shrink: the baseline against which Xavier was measured.

    .. math:: w \sim U\Bigl[-\frac{1}{\sqrt{n_{\text{in}}}}, \frac{1}{\sqrt{n_{\text{in}}}}\Bigr], \qquad
              \operatorname{Var} w = \frac{1}{3\, n_{\text{in}}} .

    Each layer passes on a third of the mean square, so ten layers a 59,049th. `torch.nn.Linear` still draws
    its weights from this interval.

    >>> w = naive_uniform(100, 1000, np.random.default_rng(0))
    >>> round(float(w.var()) * 300, 1)
    1.0

    Source: Glorot and Bengio (2010), equation 1 [glorot2010].
    """
    shape = _shape(fan_in, fan_out, rng)
    bound = 1.0 / math.sqrt(fan_in)
    return rng.uniform(-bound, bound, shape)


def orthogonal(fan_in: int, fan_out: int, gain: float, rng: np.random.Generator) -> np.ndarray:
    r"""A random rotation, times the gain: it keeps the length of *every* signal, not of the average one.

    .. math:: W W^\top = \gamma^2 I \quad (n_{\text{out}} \le n_{\text{in}}), \qquad
              W^\top W = \gamma^2 I \quad (n_{\text{out}} \ge n_{\text{in}}) .

    Where there are more inputs than outputs, some directions have to be lost. All such matrices are equally
    likely. `gain` is :math:`\gamma \ge 0`, see `gain`.

    >>> w = orthogonal(5, 3, 2.0, np.random.default_rng(0))
    >>> bool(np.allclose(w @ w.T, 4 * np.eye(3)))
    True

    Source: Saxe, McClelland and Ganguli (2014) [saxe2014]; the signs after Mezzadri (2007) [mezzadri2007].
    """
    shape = _shape(fan_in, fan_out, rng)
    scale = _scale("gain", gain)
    q, r = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    # the signs in q are the algorithm's choice; with r's diagonal made positive q is uniformly distributed
    q = q * np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return scale * (q if fan_out >= fan_in else q.T)


def normal(fan_in: int, fan_out: int, std: float, rng: np.random.Generator) -> np.ndarray:
    r"""A normal distribution of a given width, whatever the shape: :math:`w \sim \mathcal N(0, \sigma^2)`.

    `std` is :math:`\sigma \ge 0`.

    >>> normal(2, 3, 0.0, np.random.default_rng(0)).shape
    (3, 2)
    """
    shape = _shape(fan_in, fan_out, rng)
    return _scale("std", std) * rng.standard_normal(shape)


def zeros(fan_in: int, fan_out: int, rng: np.random.Generator) -> np.ndarray:
    """All zero: the start from which units of one layer can never become different.

    `rng` is not used; it is there so that all initializers can be called alike.

    >>> zeros(2, 3, np.random.default_rng(0)).shape
    (3, 2)
    """
    return np.zeros(_shape(fan_in, fan_out, rng))


def initialize(
    model: nn.Module, initializer: Callable[..., np.ndarray], rng: np.random.Generator
) -> nn.Module:
    """Fill the weights of every `nn.Linear` in `model`, in place, and set their biases to zero.

    `initializer` is called as `initializer(fan_in, fan_out, rng=rng)`, layer by layer in the order of
    `model.modules()`. One that takes a gain or a width gets it beforehand, by `functools.partial`. Returns
    the model.

    Raises `TypeError` for an initializer that can't be called so, and `ValueError` for a model without a
    linear layer or an array of another shape.

    >>> from functools import partial
    >>> from gdcourse.models import mlp
    >>> model = initialize(mlp(4, 8, 2), partial(xavier_uniform, gain=gain("relu")), np.random.default_rng(0))
    >>> model[0].weight.shape, model[0].bias.abs().max().item()
    (torch.Size([8, 4]), 0.0)
    """
    import torch
    from torch import nn

    layers = [module for module in model.modules() if isinstance(module, nn.Linear)]
    if not layers:
        raise ValueError(f"model is a {type(model).__name__} without an nn.Linear; there is nothing to fill")
    _check_rng(rng)
    try:
        inspect.signature(initializer).bind(1, 1, rng=rng)
    except TypeError as error:
        raise TypeError(
            f"initializer = {initializer!r} can't be called as initializer(fan_in, fan_out, rng=rng) "
            f"({error}); "
            'if it takes a gain, give functools.partial(xavier_uniform, gain=gain("tanh"))'
        ) from None
    drawn = [initializer(layer.in_features, layer.out_features, rng=rng) for layer in layers]
    for layer, weights in zip(layers, drawn, strict=True):
        if np.shape(weights) != tuple(layer.weight.shape):
            raise ValueError(
                f"initializer = {initializer!r} gives shape {np.shape(weights)} for a layer whose weights "
                f"have shape (fan_out, fan_in) = {tuple(layer.weight.shape)}"
            )
    with torch.no_grad():
        for layer, weights in zip(layers, drawn, strict=True):
            layer.weight.copy_(torch.from_numpy(np.asarray(weights)))
            if layer.bias is not None:
                layer.bias.zero_()
    return model


# ---- helpers ------------------------------------------------------------------------------------


def _shape(fan_in: int, fan_out: int, rng: np.random.Generator) -> tuple[int, int]:
    for name, fan in (("fan_in", fan_in), ("fan_out", fan_out)):
        if not _whole(fan) or fan < 1:
            raise ValueError(f"{name} = {fan!r} is not a positive whole number of units; 64 is an example")
    _check_rng(rng)
    return fan_out, fan_in


def _check_rng(rng: object) -> None:
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng = {rng!r} is not a generator of random numbers; give numpy.random.default_rng(0)"
        )


def _scale(name: str, value: float) -> float:
    if not _finite(value) or value < 0.0:
        raise ValueError(f"{name} = {value!r} is not a finite number from 0 up; 1.0 is an example")
    return float(value)


def _finite(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)
