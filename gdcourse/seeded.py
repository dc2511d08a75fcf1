"""What every model of the course has in common: first weights drawn from a seed, and clear refusals."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from numbers import Integral
from typing import Any, Self

import torch
from torch import nn


@contextlib.contextmanager
def drawing(seed: int) -> Iterator[None]:
    """Within it, PyTorch draws from `seed`, on the CPU; after it, as if nothing had been drawn."""
    if not isinstance(seed, Integral):
        raise ValueError(f"seed = {seed!r} is not a whole number; 0 is a usual one")
    with torch.random.fork_rng(devices=[]), torch.device("cpu"):
        torch.default_generator.manual_seed(int(seed))  # torch.manual_seed would reseed GPUs too
        yield


class Seeded(nn.Module):
    """A network that knows how it was built, and can be drawn anew."""

    options: dict[str, Any]

    def fresh(self, seed: int) -> Self:
        """The same network with new first weights, on the CPU and in PyTorch's default type."""
        return type(self)(**self.options, seed=seed)


class SeededStack(Seeded, nn.Sequential):
    """Layers one after another: `model[0]` is the first, and `model[:2]` a network of the first two."""

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):  # PyTorch would build a model of our class, with layers for sizes
            return nn.Sequential(*list(self)[index])
        return super().__getitem__(index)


def check_sizes(**sizes: int) -> None:
    for name, size in sizes.items():
        if not isinstance(size, Integral) or size < 1:
            raise ValueError(f"{name} = {size!r} is not a positive whole number; 16 is a usual value")


def check_choice(name: str, value: str, choices: dict[str, Any]) -> None:
    if value not in list(choices):  # a list, so that an unhashable value is refused like any other
        raise ValueError(f"{name} = {value!r}: there are {', '.join(map(repr, choices))}")
