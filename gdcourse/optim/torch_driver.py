"""The driver for networks: any rule as a `torch.optim.Optimizer`.

The parameters of a group that share dtype and device are laid end to end in one flat buffer, and the
model's tensors become views of it; state and gradients have buffers of the same length (`flat.py`). A
step is then a handful of operations on a few long arrays instead of a few operations on each of many
short ones.

What could go unnoticed is checked at every step. A gradient that is not a view of the gradient buffer
(`zero_grad()` sets gradients to None, and the next backward pass makes new ones) is gathered into it.
A parameter without a gradient is left alone, and so is its step count, as in PyTorch; such a step, and
every later one while counts differ, runs parameter by parameter. A parameter whose memory has moved
(`model.to(...)` after the optimizer was built) raises.
"""

from __future__ import annotations

import contextlib
import math
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch

from .flat import FlatGroup
from .muon import MatrixRule
from .rule import FunctionRule, Rule, step, transformed
from .transforms import fresh
from .wrappers import TwoPass


class Optimizer(torch.optim.Optimizer):
    """Drive `rule` over `params`: an iterable of parameters, or of groups with options of their own.

    `params` is what PyTorch's optimizers take; a group may set any of the rule's hyperparameters, and
    learning-rate schedulers change `group["lr"]`. A group may also bring a `rule` of its own. With a rule for
    matrices (`Muon`), parameters that are none go to a second group, driven by the rule's `others`.
    `transforms` act on the whole gradient, all groups together, before the rule. `compile=True` compiles
    the step with `torch.compile`, which needs a C++ compiler and takes some seconds the first time;
    changing a hyperparameter does not recompile. It pays for networks of a million parameters and more,
    and for long runs.

    `zero_grad(set_to_none=False)` is the quicker form here: it keeps gradients as views of one buffer.
    Every parameter that requires a gradient then has one, so one that the loss does not reach has a
    gradient of zeros and moves on by its momentum and decay; `zero_grad()` leaves it alone.

    A `TwoPass` rule (`SAM`) needs `step(closure)`. Rules that average (`EMA`, `ScheduleFreeSGD`) train one
    set of parameters and judge another: `with optimizer.eval_params():` puts that one into the model.

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
        self._compile = compile
        self._check_rule(rule)
        self.rule = rule
        self.transforms = fresh(transforms)
        for transform in self.transforms:
            if compile and getattr(transform, "random", False):
                raise ValueError(f"{transform!r} draws random numbers and runs eagerly; leave compile=False")
        self.buffers: list[FlatGroup] = []
        self._compiled: Callable | None = None
        self._lr_factors: list[float] = []  # of each group's rate to the rule's
        super().__init__(params, {name: getattr(rule, name) for name in rule.fields()})

    def _check_rule(self, rule: Rule) -> None:
        if not isinstance(rule, Rule):
            raise TypeError(
                f"rule = {rule!r} is not a rule; write for instance Optimizer(params, Adam(lr=1e-3))"
            )
        if self._compile and isinstance(rule, FunctionRule):
            raise ValueError(f"{rule!r} comes from a plain function and runs eagerly; leave compile=False")

    def add_param_group(self, param_group: dict) -> None:
        rule = param_group.get("rule", self.rule)
        self._check_rule(rule)
        if isinstance(rule, TwoPass) and rule is not self.rule:
            raise ValueError(f"{rule!r} perturbs every parameter at once; give it to all groups, as the rule")
        params = param_group["params"]
        # a single tensor, or an iterable of tensors or of (name, tensor); sets are refused by torch
        listed = [params] if isinstance(params, torch.Tensor) else params
        if isinstance(rule, MatrixRule) and not isinstance(listed, set):
            listed = list(listed)
            tensors = [p[1] if isinstance(p, tuple) else p for p in listed]
            vectors = [each for each, p in zip(listed, tensors, strict=True) if p.dim() != 2]
            matrices = [each for each, p in zip(listed, tensors, strict=True) if p.dim() == 2]
            if vectors:
                # their hyperparameters are those of the other rule: none of this group's are theirs
                if matrices:
                    self._add({**param_group, "params": matrices}, rule)
                self._add({"params": vectors}, rule.others)
                return
        self._add({**param_group, "params": listed}, rule)

    def _add(self, param_group: dict, rule: Rule) -> None:
        given = {
            name: rule._checked(name, value) if not isinstance(rule, FunctionRule) else value
            for name, value in param_group.items()
            if name in rule.fields()
        }
        defaults = {name: getattr(rule, name) for name in rule.fields()}
        rest = {name: value for name, value in param_group.items() if name != "rule"}
        super().add_param_group({**defaults, **rest, **given})
        index = len(self.param_groups) - 1
        lr = self.param_groups[index]["lr"]
        self._lr_factors.append(lr / self.rule.lr if lr != self.rule.lr and self.rule.lr else 1.0)
        kinds: dict[tuple, list] = {}
        for number, p in enumerate(self.param_groups[index]["params"]):
            if p.layout != torch.strided or p.is_complex():
                raise ValueError(
                    f"parameter {number} of group {index} is {'complex' if p.is_complex() else 'sparse'}; "
                    "the flat buffer holds dense real numbers only"
                )
            kinds.setdefault((p.dtype, p.device), []).append(p)
        for members in kinds.values():
            buffer = FlatGroup(members, self.param_groups[index], index, rule)
            self.buffers.append(buffer)
            buffer.share(self.state)
        self._compiled = None
        drawn = any(getattr(transform, "random", False) for transform in self.transforms)
        self._as_arrays = all(buffer.as_arrays for buffer in self.buffers) and not drawn

    def zero_grad(self, set_to_none: bool = True) -> None:
        if set_to_none:
            super().zero_grad(set_to_none=True)
            for buffer in self.buffers:
                buffer.forget_gradients()
            return
        for buffer in self.buffers:
            buffer.clear_gradients()

    def views(self) -> dict[torch.Tensor, torch.Tensor]:
        """Each parameter's place in the flat gradient, which its `.grad` is after `zero_grad(False)`."""
        return {p: view for buffer in self.buffers for p, view in buffer.gradient_views()}

    def step(self, closure: Callable | None = None) -> Any:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        if isinstance(self.rule, TwoPass):
            if closure is None:
                raise ValueError(
                    f"{self.rule!r} needs the gradient twice: call step(closure), where closure() clears the "
                    "gradients, computes the loss, calls backward() and returns the loss"
                )
            self.second_pass(closure)
        self.advance()
        return loss

    def advance(self) -> None:
        """The update from the gradients as they are: `step` without closure, and without PyTorch's hooks.

        The hooks and the profiler's range around `step` cost a small network a tenth of a training step.
        """
        buffers = self.buffers
        for buffer in buffers:
            buffer.check_in_place()
        whole = all([buffer.ready() for buffer in buffers])  # a list: every one of them has to look
        if whole and not self._compile and self._as_arrays:
            self._advance_arrays()
        else:
            self._advance_tensors(self._compile and whole)
        for buffer in buffers:
            buffer.agree()

    def _advance_arrays(self) -> None:
        """On NumPy arrays: rules don't see the difference, and a small network steps in half the time."""
        entries = [buffer.array_entry() for buffer in self.buffers]
        rules, thetas, gradients, _, _ = zip(*entries, strict=True)
        with np.errstate(all="ignore"):  # as PyTorch, which does not warn of infinities either
            gradients = transformed(rules, thetas, gradients, self.transforms)
            for buffer, gradient, entry in zip(self.buffers, gradients, entries, strict=True):
                buffer.write_arrays(gradient, entry)

    @torch.no_grad()
    def _advance_tensors(self, compiled: bool) -> None:
        entries = [entry for buffer in self.buffers for entry in buffer.entries(compiled)]
        if not entries:
            return
        if compiled and self._compiled is None:
            self._compiled = compile_anew(_apply)
        run = self._compiled if compiled and self._compiled else _apply
        rules, thetas, gradients, states, scalars = zip(*entries, strict=True)
        for i, name, value in run(rules, thetas, gradients, states, scalars, self.transforms):
            states[i][name].copy_(value)

    @torch.no_grad()
    def second_pass(self, closure: Callable) -> None:
        """With a `TwoPass` rule: leave in `.grad` the gradient at its second point; parameters stay."""
        reached = [
            (buffer, p, span)
            for buffer in self.buffers
            for p, span in zip(buffer.params, buffer.spans, strict=True)
            if p.grad is not None
        ]
        if not reached:
            return
        thetas = [buffer.theta[span] for buffer, _, span in reached]
        before = [theta.clone() for theta in thetas]
        rule = self.buffers[0].bound()
        assert isinstance(rule, TwoPass)
        for theta, there in zip(
            thetas, rule.perturb(thetas, [p.grad.reshape(-1) for _, p, _ in reached]), strict=True
        ):
            theta.copy_(there)
        try:
            with torch.enable_grad():
                closure()
        finally:
            for theta, origin in zip(thetas, before, strict=True):
                theta.copy_(origin)

    def set_lr(self, lr: float) -> None:
        """A learning rate for the rule; groups with other rates keep their ratio to it."""
        if not 0 <= lr < math.inf:
            raise ValueError(f"lr = {lr!r} is no learning rate; a schedule gives finite numbers from 0 up")
        for group, factor in zip(self.param_groups, self._lr_factors, strict=True):
            group["lr"] = lr * factor

    @contextlib.contextmanager
    def eval_params(self) -> Iterator[None]:
        """Within the block the model holds the parameters to judge; then the trained ones again."""
        if not self.averages:
            yield
            return
        before = [buffer.theta.clone() for buffer in self.buffers]
        self.load_eval_params()
        try:
            yield
        finally:
            for buffer, theta in zip(self.buffers, before, strict=True):
                buffer.theta.copy_(theta)

    @torch.no_grad()
    def load_eval_params(self) -> None:
        """Leave in the model the parameters to keep, at the end of training."""
        if not self.averages:
            return
        for buffer in self.buffers:
            buffer.theta.copy_(buffer.bound().eval_params(buffer.theta, buffer.slots))

    @property
    def averages(self) -> bool:
        """Whether what is judged differs from what is trained."""
        return any(buffer.rule.averages for buffer in self.buffers)

    def load_state_dict(self, state_dict: dict) -> None:
        super().load_state_dict(state_dict)
        # torch gives state the parameters' type, in which scalar slots would lose digits: take it as saved
        saved = [i for group in state_dict["param_groups"] for i in group["params"]]
        params = [p for group in self.param_groups for p in group["params"]]
        state = {p: state_dict["state"].get(i, {}) for p, i in zip(params, saved, strict=True)}
        # torch puts the loaded groups in new objects: point the buffers at them
        for buffer in self.buffers:
            buffer.group = self.param_groups[buffer.index]
            buffer.adopt(state)
            buffer.share(self.state)


def _apply(rules, thetas, gradients, states, scalars, transforms):
    """`rule.step`, arrays written back in place; the one function that is compiled.

    Scalar slots are returned: PyTorch 2.13's compiler loses what is written into a view without dimensions.
    """
    new_thetas, new_states = step(rules, thetas, gradients, states, scalars, transforms)
    returned = []
    for i, theta in enumerate(thetas):
        theta.copy_(new_thetas[i])
        for name, array in states[i].items():
            if array.dim():
                array.copy_(new_states[i][name])
            else:
                returned.append((i, name, new_states[i][name]))
    return returned


def compile_anew(function: Callable) -> Callable:
    """Compile a copy of a function whose code is its own.

    The compiler keeps what it made on the code object, some eight programs at most: optimizers that shared
    the code would crowd each other out. dynamic=False: a buffer's length never changes.
    """
    own = types.FunctionType(function.__code__.replace(), function.__globals__)
    return torch.compile(own, fullgraph=True, dynamic=False)
