"""What training looks like from inside: per-layer gradient norms, and a diagnosis in words."""

from __future__ import annotations

import math

import torch
from torch import nn


class GradientNorms:
    """The mean over steps of each parameter tensor's gradient norm.

    `add` only queues work on the device; `mean` is the one place that waits for it. A norm per tensor
    rather than per layer keeps weights and biases apart.
    """

    def __init__(self, model: nn.Module):
        named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self.names = [name for name, _ in named]
        self._params = [p for _, p in named]
        self._sum: torch.Tensor | None = None
        self._steps = 0

    def add(self) -> None:
        norms = torch.stack(torch._foreach_norm([p.grad for p in self._params if p.grad is not None]))
        self._sum = norms if self._sum is None else self._sum + norms
        self._steps += 1

    def mean(self) -> list[float]:
        """The means since the last call."""
        if self._sum is None:
            return [math.nan] * len(self.names)
        mean = (self._sum / self._steps).tolist()
        self._sum, self._steps = None, 0
        return mean


def diagnose_divergence(step: int, lr: float, names: list[str], norms: list[float]) -> str:
    """What a loss that stopped being finite suggests, said from the last gradient norms."""
    story = f"The loss stopped being a finite number at step {step} (learning rate {lr:.3g})."
    finite = [(norm, name) for norm, name in zip(norms, names, strict=True) if math.isfinite(norm)]
    if finite and max(finite)[0] > 1e3:
        norm, name = max(finite)
        story += f" The gradient of {name} averaged {norm:.3g} in the epoch before: exploding."
    return story + " Try a learning rate ten times smaller, or transforms=[clip_by_global_norm(1.0)]."
