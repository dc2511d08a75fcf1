"""Small networks whose first weights are drawn from a seed.

What all of them promise:

- `model.fresh(seed)` is the same architecture with new first weights, those of a model built with that
  seed. It lies on the CPU in PyTorch's default type, wherever the model itself was moved to.
- Drawing weights leaves the caller's random numbers as they were.
- `torch.func.functional_call` under `torch.vmap` runs many of them as one, each with the result that it
  has alone. Batch norm keeps running averages: stack the buffers along with the parameters, as
  `torch.func.stack_module_state` does. Dropout draws: say `randomness="different"` to vmap.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from numbers import Integral, Real

import numpy as np
from torch import nn

from .initializers import initialize
from .seeded import SeededStack, check_choice, check_sizes, drawing
from .token_models import RNN, TokenMean, embedding, rnn

__all__ = ["CNN", "MLP", "RNN", "TokenMean", "cnn", "embedding", "mlp", "rnn"]

Activation = Callable[[], nn.Module]
Init = Callable[..., np.ndarray]
NORMS = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm}


class MLP(SeededStack):
    """A multi-layer perceptron; `mlp` says what it consists of, and builds it."""

    def __init__(
        self,
        sizes: tuple[int, ...],
        activation: Activation,
        norm: str | None,
        dropout: float,
        init: Init | None,
        seed: int,
    ):
        with drawing(seed):
            linear = [nn.Linear(*fans) for fans in itertools.pairwise(sizes)]
            layers: list[nn.Module] = [linear[0]]
            for layer in linear[1:]:
                layers += [NORMS[norm](layer.in_features)] if norm else []
                layers += [activation()]
                layers += [nn.Dropout(dropout)] if dropout else []
                layers += [layer]
        super().__init__(*layers)
        if init is not None:
            initialize(self, init, np.random.default_rng(seed))
        self.sizes, self.activation = sizes, activation
        self.options = {
            "sizes": sizes,
            "activation": activation,
            "norm": norm,
            "dropout": dropout,
            "init": init,
        }


def mlp(
    *sizes: int,
    activation: Activation = nn.ReLU,
    norm: str | None = None,
    dropout: float = 0.0,
    init: Init | None = None,
    seed: int = 0,
) -> MLP:
    r"""A multi-layer perceptron from its layer sizes: `mlp(inputs, hidden, ..., outputs)`.

    .. math:: h_0 = x, \qquad h_l = \phi(W_l h_{l-1} + b_l), \qquad
              \text{outputs} = W_L h_{L-1} + b_L .

    Layer l maps `sizes[l]` inputs to `sizes[l + 1]` outputs; nothing follows the last, whose outputs are
    logits or predictions. `activation` is the class of :math:`\phi`, such as `nn.Tanh`. `norm`, "batch"
    or "layer", normalises each hidden layer before its activation; `dropout`, a probability in [0, 1),
    zeroes that share of each hidden layer after it, while training. None of the three changes which
    weights are drawn. They are PyTorch's own unless `init` is given, a function
    `(fan_in, fan_out, rng) -> (fan_out, fan_in) array` of `gdcourse.initializers`; one that takes a gain
    gets it beforehand, by `functools.partial`. Biases then begin at zero.

    Raises `ValueError` for a bad argument: fewer than two sizes, say, or one that is not whole and
    positive; `TypeError` for an `init` that can't be called with these three.

    >>> import torch
    >>> model = mlp(64, 32, 10, seed=0)
    >>> model(torch.zeros(5, 64)).shape
    torch.Size([5, 10])
    >>> [torch.equal(model[0].weight, model.fresh(seed)[0].weight) for seed in (0, 1)]
    [True, False]

    Source: batch norm, Ioffe and Szegedy (2015) [ioffe2015]; layer norm, Ba et al. (2016) [ba2016];
    dropout, Srivastava et al. (2014) [srivastava2014].
    """
    if len(sizes) < 2 or not all(isinstance(n, Integral) and n > 0 for n in sizes):
        raise ValueError(
            f"sizes = {sizes!r}: give at least two positive whole numbers, such as mlp(64, 64, 10)"
        )
    try:
        known = not isinstance(activation, nn.Module) and isinstance(activation(), nn.Module)
    except TypeError:  # not callable, or a function of a tensor
        known = False
    if not known:
        raise ValueError(f"activation = {activation!r}: give a class of layers, such as torch.nn.ReLU")
    if norm is not None:
        check_choice("norm", norm, NORMS)
    if not isinstance(dropout, Real) or not 0 <= dropout < 1:
        raise ValueError(f"dropout = {dropout!r} is not a probability in [0, 1); 0.5 is a usual value")
    return MLP(tuple(int(n) for n in sizes), activation, norm, float(dropout), init, seed)


class CNN(SeededStack):
    """A small convolutional network; `cnn` says what it consists of, and builds it."""

    def __init__(self, channels: int, side: int, width: int, outputs: int, seed: int):
        with drawing(seed):
            super().__init__(
                nn.Unflatten(1, (channels, side, side)),
                nn.Conv2d(channels, width, kernel_size=3, padding=1),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Conv2d(width, 2 * width, kernel_size=3, padding=1),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Flatten(),
                nn.Linear(2 * width * (side // 4) ** 2, outputs),
            )
        self.options = {"channels": channels, "side": side, "width": width, "outputs": outputs}


def cnn(channels: int = 1, side: int = 8, width: int = 16, outputs: int = 10, seed: int = 0) -> CNN:
    """A convolutional network for square images that come as rows, channel by channel, line by line.

    Two rounds of 3 x 3 convolution, ReLU and 2 x 2 max pooling, then a linear layer. The rounds have
    `width` and `2 * width` channels. Inputs have shape (B, channels * side * side), as in `Dataset.x`;
    the defaults fit the digits, and `cnn(side=28)` fits MNIST. A side that 4 does not divide loses its
    last lines to the pooling.

    Raises `ValueError` for a size that is not whole and positive, or a side below 4.

    >>> import torch
    >>> cnn()(torch.zeros(5, 64)).shape
    torch.Size([5, 10])

    Source: after LeCun, Bottou, Bengio and Haffner (1998) [lecunbottou1998], whose network is larger.
    """
    check_sizes(channels=channels, side=side, width=width, outputs=outputs)
    if side < 4:
        raise ValueError(f"side = {side!r} leaves nothing after two poolings by 2; give at least 4")
    return CNN(channels, side, width, outputs, seed)
