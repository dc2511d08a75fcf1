"""One training step: clear the gradient, forward, backward, update.

`Eager` runs it operation by operation, with everything that `fit` offers. `Compiled` makes one program of
it, where that can be done; `make_step` decides. Whatever joins them names itself in `mode`, is called
alike, and returns alike.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, cast

import torch
from torch import nn
from torch.func import functional_call, grad

from . import distributed
from .arguments import PRECISIONS, has_compiler
from .backprop import Chain
from .batches import Batches
from .monitor import Monitor
from .optim import Optimizer
from .optim.flat import Entry
from .optim.rule import FunctionRule
from .optim.rule import step as rule_step
from .optim.torch_driver import compile_anew
from .optim.wrappers import TwoPass

Part = tuple[torch.Tensor, torch.Tensor]

# Compiling takes some 25 s the first time, and then saves some 60 us a step of a small network; of one whose
# gradient is written out (`backprop.py`), nothing.
WORTH_COMPILING = 400_000


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
        self.chain = self._as_chain(model, optimizer)

    def _as_chain(self, model: nn.Module, optimizer: Optimizer) -> Chain | None:
        """The model with its gradient written out, where that can be had; `_gradient` says why."""
        if self.low is not None or self.batches.world > 1 or self.batches.x.dim() != 2:
            return None
        if not Chain.suits(model, self.loss_of):
            return None
        views = optimizer.views()
        parameters = list(model.parameters())
        if not all(p in views for p in parameters):
            return None
        return Chain(cast(nn.Sequential, model), self.loss_of, parameters, [views[p] for p in parameters])

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
            if self.chain is not None and self.chain.holds():
                loss, output, _ = self.chain(x, y)
                return loss, [output]
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
        return cast(Any, self.model).no_sync()  # DistributedDataParallel has it

    def state_dict(self) -> dict:
        return {"scaler": None if self.scaler is None else self.scaler.state_dict(), "skipped": self.skipped}

    def load_state_dict(self, state: dict) -> None:
        self.skipped = state["skipped"]
        if self.scaler is not None:
            self.scaler.load_state_dict(state["scaler"])


class Compiled(Eager):
    """The whole step as one compiled program; the odd last batch of an epoch runs eagerly."""

    mode = "compiled step"

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        (self.group,) = self.optimizer.buffers
        names = {id(p): name for name, p in self.model.named_parameters()}
        self.names = [names[id(p)] for p in self.group.params]
        self.shapes = [p.shape for p in self.group.params]
        self.sizes = [p.numel() for p in self.group.params]
        self.program = compile_anew(_program)

    def __call__(self, parts: Sequence[Part], sizes: Sequence[int]) -> tuple[torch.Tensor, list]:
        ((x, y),) = parts
        if len(x) != self.batches.size:
            return super().__call__(parts, sizes)
        self.group.check_in_place()
        entry = self.group.whole_entry(tensors=True)
        loss, output, scalar_slots = self.program(self, entry, self.optimizer.transforms, x, y)
        for name, value in scalar_slots.items():
            entry.state[name].copy_(value)
        self.group.agree()
        self.monitor.add()
        return loss, [output]


def _program(step: Compiled, entry: Entry, transforms: tuple, x: torch.Tensor, y: torch.Tensor) -> tuple:
    """Gradient, rule, and everything written in place; scalar slots are returned (see `torch_driver`)."""

    def loss_at(theta: torch.Tensor) -> tuple[torch.Tensor, tuple]:
        parts = theta.split(step.sizes)
        tensors = {n: p.view(s) for n, p, s in zip(step.names, parts, step.shapes, strict=True)}
        output = functional_call(step.model, tensors, (x,))
        loss = step.loss_of(output, y)
        return loss, (loss, output)

    g, (loss, output) = grad(loss_at, has_aux=True)(entry.theta)
    entry.gradient.copy_(g)
    rule, theta, _, state, scalars = entry
    (new,), (new_state,) = rule_step([rule], [theta], [g], [state], [scalars], transforms)
    theta.copy_(new)
    for name, slot in state.items():
        if slot.dim():
            slot.copy_(new_state[name])
    return loss, output, {name: new_state[name] for name, slot in state.items() if not slot.dim()}


def make_step(
    compile: str,
    model: nn.Module,
    optimizer: Optimizer,
    loss_of: Callable,
    batches: Batches,
    precision: str,
    accumulate: int,
    steps: int,
) -> Eager:
    """The way to run `steps` steps: compiled where `compile` asks for it, or where that pays."""
    obstacle = _obstacle(model, optimizer, precision, accumulate)
    if compile == "on" and obstacle:
        raise ValueError(f'compile = "on" can\'t be done here: {obstacle}; give compile="auto" or "off"')
    pays = steps >= WORTH_COMPILING and not Chain.suits(model, loss_of)
    compiled = compile == "on" or (compile == "auto" and not obstacle and pays)
    return (Compiled if compiled else Eager)(model, optimizer, loss_of, batches, precision)


def _obstacle(model: nn.Module, optimizer: Optimizer, precision: str, accumulate: int) -> str:
    """What keeps a step from being one program, in words."""
    rules = [buffer.rule for buffer in optimizer.buffers]
    if len(rules) > 1 or not rules[0].elementwise or isinstance(rules[0], (TwoPass, FunctionRule)):
        return f"{optimizer.rule!r} is not one formula for all parameters"
    if PRECISIONS[precision][1] is not None or accumulate > 1 or distributed.world() > 1:
        return "mixed precision, accumulation and several processes run eagerly"
    for name, part in model.named_modules():
        if isinstance(part, nn.Dropout) and part.p:
            return f"the dropout at {name} draws random numbers"
    for name, _ in model.named_buffers():
        return f"the buffer {name} changes from step to step"
    for transform in optimizer.transforms:
        if getattr(transform, "random", False):
            return f"{transform!r} draws random numbers"
    return "" if has_compiler() else "no C++ compiler was found (install g++)"
