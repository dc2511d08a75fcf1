"""Small networks whose first weights are drawn from a seed."""

from __future__ import annotations

import itertools

import torch
from torch import nn


class MLP(nn.Sequential):
    """A multi-layer perceptron: linear layers with an activation between them.

    Layer l maps `sizes[l]` inputs to `sizes[l + 1]` outputs; there is no activation after the last,
    whose outputs are logits or predictions. Weights are drawn as PyTorch draws them, from `seed`.

    >>> model = mlp(64, 32, 10, seed=0)
    >>> model(torch.zeros(5, 64)).shape
    torch.Size([5, 10])
    >>> [torch.equal(model[0].weight, model.fresh(seed)[0].weight) for seed in (0, 1)]
    [True, False]
    """

    def __init__(self, sizes: tuple[int, ...], activation: type[nn.Module], seed: int):
        layers: list[nn.Module] = []
        with torch.random.fork_rng():  # the caller's own random numbers go on undisturbed
            torch.manual_seed(seed)
            for fan_in, fan_out in itertools.pairwise(sizes):
                layers += [nn.Linear(fan_in, fan_out), activation()]
        super().__init__(*layers[:-1])
        self.sizes, self.activation = sizes, activation

    def fresh(self, seed: int) -> MLP:
        """The same network with new first weights."""
        return MLP(self.sizes, self.activation, seed)


def mlp(*sizes: int, activation: type[nn.Module] = nn.ReLU, seed: int = 0) -> MLP:
    """A multi-layer perceptron from its layer sizes: `mlp(inputs, hidden, ..., outputs)`.

    Raises `ValueError` unless there are two sizes or more, all whole and positive.
    """
    if len(sizes) < 2 or not all(isinstance(n, int) and n > 0 for n in sizes):
        raise ValueError(
            f"sizes = {sizes!r}: give at least two positive whole numbers, such as mlp(64, 64, 10)"
        )
    return MLP(sizes, activation, seed)
