"""The driver for networks: any rule as a `torch.optim.Optimizer`.

The parameters of a group that share dtype and device are laid end to end in one flat buffer, and the
model's tensors become views of it; state and gradients have buffers of the same length. A step is then
a handful of operations on a few long arrays instead of a few operations on each of many short ones.

What could go unnoticed is checked at every step. A gradient that is not a view of the gradient buffer
(`zero_grad()` sets gradients to None, and the next backward pass makes new ones) is gathered into it.
A parameter without a gradient is left alone, and so is its step count, as in PyTorch; such a step, and
every later one while counts differ, runs parameter by parameter. A parameter whose memory has moved
(`model.to(...)` after the optimizer was built) raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

from .rule import FunctionRule, Rule, step


class Optimizer(torch.optim.Optimizer):
    """Drive `rule` over `params`: an iterable of parameters, or of groups with options of their own.

    `params` is what PyTorch's optimizers take; a group may set any of the rule's hyperparameters, and
    learning-rate schedulers change `group["lr"]`. `transforms` act on the whole gradient, all groups
    together, before the rule. `compile=True` compiles the step with `torch.compile`, which needs a C++
    compiler and takes some seconds the first time; changing a hyperparameter does not recompile.

    `zero_grad(set_to_none=False)` is the quicker form here: it keeps gradients as views of one buffer.
    Every parameter that requires a gradient then has one, so one that the loss does not reach has a
    gradient of zeros and moves on by its momentum and decay; `zero_grad()` leaves it alone.

    Raises `TypeError` for a rule that is none, `ValueError` for sparse or complex parameters and
    for hyperparameters out of range, `RuntimeError` when a parameter was moved afterwards.

    >>> from gdcourse.optim import SGD
    >>> w = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    >>> optimizer = Optimizer([w], SGD(lr=0.5))
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.tolist()
    [0.0, 0.0]
    """

    def __init__(
        self,
        params: Iterable,
        rule: Rule,
        transforms: Sequence[Callable] = (),
        *,
        compile: bool = False,
    ):
        if not isinstance(rule, Rule):
            raise TypeError(
                f"rule = {rule!r} is not a rule; write for instance Optimizer(params, Adam(lr=1e-3))"
            )
        if compile and isinstance(rule, FunctionRule):
            raise ValueError(f"{rule!r} comes from a plain function and runs eagerly; leave compile=False")
        self.rule = rule
        self.transforms = tuple(transforms)
        self._buffers: list[_Buffer] = []
        self._compile = compile
        self._compiled: Callable | None = None
        super().__init__(params, {name: getattr(rule, name) for name in rule.fields()})

    def add_param_group(self, param_group: dict) -> None:
        for name in self.rule.fields():
            if name in param_group and not isinstance(self.rule, FunctionRule):
                param_group[name] = self.rule._checked(name, param_group[name])
        super().add_param_group(param_group)
        index = len(self.param_groups) - 1
        kinds: dict[tuple, list] = {}
        for number, p in enumerate(self.param_groups[index]["params"]):
            if p.layout != torch.strided or p.is_complex():
                raise ValueError(
                    f"parameter {number} of group {index} is {'complex' if p.is_complex() else 'sparse'}; "
                    "the flat buffer holds dense real numbers only"
                )
            kinds.setdefault((p.dtype, p.device), []).append(p)
        for params in kinds.values():
            buffer = _Buffer(params, self.param_groups[index], index, self.rule)
            self._buffers.append(buffer)
            buffer.share(self.state)
        self._compiled = None

    def zero_grad(self, set_to_none: bool = True) -> None:
        if set_to_none:
            super().zero_grad(set_to_none=True)
            return
        for buffer in self._buffers:
            buffer.clear_gradients()

    @torch.no_grad()
    def step(self, closure: Callable | None = None) -> Any:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for buffer in self._buffers:
            buffer.check_in_place()
        if all(buffer.ready() for buffer in self._buffers):
            self._step_whole()
        else:
            self._step_each()
        return loss

    def _step_whole(self) -> None:
        """Every parameter has a gradient and all have taken the same number of steps."""
        for buffer in self._buffers:
            buffer.count()
        run = _apply
        if self._compile:
            # dynamic=False: a buffer's length never changes, so nothing is gained by leaving it open
            self._compiled = self._compiled or torch.compile(_apply, fullgraph=True, dynamic=False)
            run = self._compiled
        run(
            [buffer.bound_tensors() if self._compile else buffer.bound() for buffer in self._buffers],
            [buffer.theta for buffer in self._buffers],
            [buffer.gradient for buffer in self._buffers],
            [buffer.slots for buffer in self._buffers],
            [buffer.scalar_tensors() if self._compile else buffer.scalars() for buffer in self._buffers],
            self.transforms,
        )

    def _step_each(self) -> None:
        """Some parameter has no gradient, or had none once: each is stepped by its own count."""
        pieces = [piece for buffer in self._buffers for piece in buffer.pieces()]
        if pieces:
            rules, thetas, gradients, states, scalars = map(list, zip(*pieces, strict=True))
            _apply(rules, thetas, gradients, states, scalars, self.transforms)

    def load_state_dict(self, state_dict: dict) -> None:
        super().load_state_dict(state_dict)
        # torch puts the loaded groups and state in new objects: point the buffers at them
        for buffer in self._buffers:
            buffer.group = self.param_groups[buffer.index]
            buffer.adopt(self.state)
            buffer.share(self.state)


def _apply(rules, thetas, gradients, states, scalars, transforms):
    """`rule.step`, written back in place; the one function that is compiled."""
    new_thetas, new_states = step(rules, thetas, gradients, states, scalars, transforms)
    for theta, new in zip(thetas, new_thetas, strict=True):
        theta.copy_(new)
    for state, new in zip(states, new_states, strict=True):
        for name in state:
            state[name].copy_(new[name])


class _Buffer:
    """The parameters of one group that share dtype and device, end to end, with gradient and state."""

    def __init__(self, params: list, group: dict, index: int, rule: Rule):
        self.params, self.group, self.index, self.rule = params, group, index, rule
        self.theta = torch.cat([p.detach().reshape(-1) for p in params])
        self.gradient = torch.zeros_like(self.theta)
        self.slots = {name: torch.zeros_like(self.theta) for name in rule.slots}
        # one count a parameter, as a tensor so that a step of all is one operation; `t` is their common
        # value, or None where they differ
        self.counts = torch.zeros(len(params))
        self.t: int | None = 0
        self.spans, start = [], 0
        for p in params:
            self.spans.append(slice(start, start + p.numel()))
            start += p.numel()
        for p, span in zip(params, self.spans, strict=True):
            p.data = self.theta[span].view(p.shape)
        self._rule_tensors: Rule | None = None
        self._tensors: dict[str, torch.Tensor] = {}
        self._scalar_tensors: list[torch.Tensor] = []

    # -- memory ------------------------------------------------------------------------------------

    def check_in_place(self) -> None:
        address, size = self.theta.data_ptr(), self.theta.element_size()
        for number, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            if p.data_ptr() != address + size * span.start and p.numel():
                raise RuntimeError(
                    f"parameter {number} of group {self.index}, of shape {tuple(p.shape)}, was moved "
                    "or replaced after the optimizer was built; build the optimizer after model.to(...)"
                )

    def clear_gradients(self) -> None:
        self.gradient.zero_()
        for p, span in zip(self.params, self.spans, strict=True):
            if not p.requires_grad:
                p.grad = None  # frozen: the step passes it by, weight decay included
            elif p.grad is None or p.grad.data_ptr() != self.gradient[span].data_ptr():
                p.grad = self.gradient[span].view(p.shape)

    def ready(self) -> bool:
        """Whether every parameter has a gradient and the same count; gathers gradients that are no views."""
        if self.t is None or any(p.grad is None for p in self.params):
            return False
        address, size = self.gradient.data_ptr(), self.gradient.element_size()
        for number, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            if p.grad.layout != torch.strided:
                raise ValueError(
                    f"parameter {number} of group {self.index} has a sparse gradient; "
                    "build the embedding with sparse=False"
                )
            if p.grad.data_ptr() != address + size * span.start or not p.grad.is_contiguous():
                torch.cat([q.grad.reshape(-1) for q in self.params], out=self.gradient)
                break
        return True

    # -- one step ----------------------------------------------------------------------------------

    def count(self) -> None:
        assert self.t is not None
        self.t += 1
        self.counts += 1

    def _agree(self) -> None:
        counts = set(self.counts.tolist())
        self.t = int(counts.pop()) if len(counts) == 1 else None

    def values(self) -> dict[str, float]:
        return {name: float(self.group[name]) for name in self.rule.fields()}

    def bound(self) -> Rule:
        return self.rule.bind(**self.values())

    def scalars(self) -> tuple:
        return self.bound().scalars(self.t)

    def bound_tensors(self) -> Rule:
        """The rule with hyperparameters as 0-dim tensors, refilled each step: no number is compiled in.

        float64 whatever the parameters are, so that 1 - beta2 keeps its digits; a 0-dim tensor does not
        widen the result. A weight decay of zero stays a plain zero, so the compiled step leaves it out.
        """
        values = self.values()
        if not values.get("weight_decay", 1.0):
            del values["weight_decay"]
        if self._rule_tensors is None or self._tensors.keys() != values.keys():
            self._tensors = {name: self._zero() for name in values}
            self._rule_tensors = self.rule.bind(weight_decay=0.0).bind(**self._tensors)
        for name, value in values.items():
            self._tensors[name].fill_(value)
        return self._rule_tensors

    def scalar_tensors(self) -> tuple:
        values = self.scalars()
        if not self._scalar_tensors:
            self._scalar_tensors = [self._zero() for _ in values]
        for tensor, value in zip(self._scalar_tensors, values, strict=True):
            tensor.fill_(value)
        return tuple(self._scalar_tensors)

    def _zero(self) -> torch.Tensor:
        return torch.zeros((), dtype=torch.float64, device=self.theta.device)

    def pieces(self) -> list[tuple]:
        """(rule, theta, gradient, state, scalars) of each parameter that has a gradient; counts the step."""
        rule, found = self.bound(), []
        for i, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            if p.grad is None:
                continue
            self.counts[i] += 1
            state = {name: slot[span] for name, slot in self.slots.items()}
            k = rule.scalars(int(self.counts[i]))
            found.append((rule, self.theta[span], p.grad.reshape(-1), state, k))
        self._agree()
        return found

    # -- state as PyTorch keeps it -----------------------------------------------------------------

    def share(self, state: dict) -> None:
        """Show each parameter its part of the state buffers, where `state_dict` looks for it."""
        for i, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            state[p] = {name: slot[span].view(p.shape) for name, slot in self.slots.items()}
            state[p]["step"] = self.counts[i]

    def adopt(self, state: dict) -> None:
        """Copy a loaded state into the buffers; a parameter that had none starts from zero."""
        for i, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            loaded = state.get(p, {})
            missing = [name for name in self.slots if loaded and name not in loaded]
            if missing:
                raise ValueError(
                    f"the loaded state has no {missing[0]!r}; it was saved by another rule than {self.rule!r}"
                )
            for name, slot in self.slots.items():
                slot[span] = loaded[name].reshape(-1) if loaded else 0.0
            self.counts[i] = float(loaded["step"]) if loaded else 0.0
        self._agree()
