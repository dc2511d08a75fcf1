"""One training step: clear the gradient, forward, backward, update.

`Eager` runs it operation by operation, with everything that `fit` offers. The seam for faster ways is
this class: whatever replaces it names itself in `mode`, is called alike, and returns alike.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

import torch
from torch import nn

from . import distributed
from .arguments import PRECISIONS
from .batches import Batches
from .monitor import Monitor
from .optim import Optimizer
from .optim.wrappers import TwoPass

Part = tuple[torch.Tensor, torch.Tensor]


class Eager:
    """A step of `model` by `optimizer`, over one batch or several whose gradients accumulate.

    Calling it with the parts of a step, [(x, y), ...], and the number of examples in each, all
    processes together, returns the mean loss (this process's part of it) and the outputs for the parts.
    """

    mode = "eager"

    def __init__(
        self,
        model: nn.Module,
        optimizer: Optimizer,
        loss_of: Callable,
        batches: Batches,
        precision: str,
    ):
        self.optimizer, self.loss_of, self.batches = optimizer, loss_of, batches
        self.monitor = Monitor(model, optimizer)
        self.model = distributed.wrap(model)
        self.device = batches.x.device.type
        self.low = PRECISIONS[precision][1]
        # float16 overflows at 65,504: the loss is scaled up, and the gradient down again before the update
        self.scaler = torch.amp.GradScaler(self.device) if self.low is torch.float16 else None
        self.skipped = 0

    def __call__(self, parts: Sequence[Part], sizes: Sequence[int]) -> tuple[torch.Tensor, list]:
        loss, outputs = self._gradient(parts, sizes)
        self.monitor.add(overflows=self.scaler is not None)
        if self.scaler is not None:
            self.scaler.step(self.optimizer)
            before = self.scaler.get_scale()
            self.scaler.update()
            self.skipped += self.scaler.get_scale() < before
        elif isinstance(self.optimizer.rule, TwoPass):
            self.optimizer.second_pass(lambda: self._gradient(parts, sizes))
            self.optimizer.advance()
        else:
            self.optimizer.advance()
        return loss, outputs

    def _gradient(self, parts: Sequence[Part], sizes: Sequence[int]) -> tuple[torch.Tensor, list]:
        """Leave the mean gradient over all parts in the optimizer, unscaled."""
        self.optimizer.zero_grad(set_to_none=False)
        if len(parts) == 1 and self.low is None and self.batches.world == 1:  # nothing to weigh
            ((x, y),) = parts
            output = self.model(x)
            loss = self.loss_of(output, y)
            loss.backward()
            return loss.detach(), [output.detach()]
        losses, outputs, examples = [], [], sum(sizes)
        for i, ((x, y), size) in enumerate(zip(parts, sizes, strict=True)):
            weight = self.batches.weight(size) * size / examples
            with self._synchronised(i == len(parts) - 1):
                with torch.autocast(self.device, self.low, enabled=self.low is not None):
                    output = self.model(x)
                    loss = self.loss_of(output, y)
                # DistributedDataParallel takes the mean over the processes, and here the sum is wanted
                part = loss * (weight * self.batches.world)
                (part if self.scaler is None else self.scaler.scale(part)).backward()
            losses.append(loss.detach() * weight)
            outputs.append(output.detach().float())
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        return torch.stack(losses).sum(), outputs

    def _synchronised(self, last: bool) -> contextlib.AbstractContextManager:
        """Only the last part of a step makes the processes exchange gradients."""
        if last or self.batches.world == 1:
            return contextlib.nullcontext()
        return self.model.no_sync()  # type: ignore[operator]

    def state_dict(self) -> dict:
        return {"scaler": None if self.scaler is None else self.scaler.state_dict(), "skipped": self.skipped}

    def load_state_dict(self, state: dict) -> None:
        self.skipped = state["skipped"]
        if self.scaler is not None:
            self.scaler.load_state_dict(state["scaler"])
