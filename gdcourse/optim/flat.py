"""One group of a network's parameters as one long array, with gradient and state beside it."""

from __future__ import annotations

import operator
from typing import Any, NamedTuple

import numpy as np
import torch

from .muon import MatrixRule
from .rule import Rule, updated

# On a CPU an elementwise rule works on NumPy arrays, whose calls cost a third of PyTorch's, and on so many
# numbers at a time: what it makes on the way stays in the cache. Ten million then take a tenth of the time.
BLOCK = 65_536

# read for every parameter at every step
DATA_PTR, GRAD = torch.Tensor.data_ptr, operator.attrgetter("grad")


class Entry(NamedTuple):
    """One call of a rule: what `rule.step` takes one of for each group."""

    rule: Rule
    theta: Any
    gradient: Any
    state: dict[str, Any]
    scalars: tuple


class FlatGroup:
    """The parameters of one group that share dtype and device, end to end.

    Each parameter has a step count of its own, as in PyTorch, and its own copy of the rule's scalar
    slots. `t` is the common count, or None where counts or scalar slots differ.
    """

    def __init__(self, params: list, group: dict, index: int, rule: Rule):
        self.params, self.group, self.index, self.rule = params, group, index, rule
        self.theta = torch.cat([p.detach().reshape(-1) for p in params])
        self.gradient = torch.zeros_like(self.theta)
        # one count a parameter; NumPy and PyTorch share the memory, and NumPy adds one in a tenth of the time
        self._counts = np.zeros(len(params), np.float32)
        self.counts = torch.from_numpy(self._counts)
        self.t: int | None = 0
        self._all_reached = self._in_views = False
        # float64 whatever the parameters are; a 0-dim tensor does not widen the result
        self.scalar_slots = {
            name: torch.full((len(params),), value, dtype=torch.float64, device=self.theta.device)
            for name, value in rule.scalar_slots.items()
        }
        self.slots = {
            name: self.theta.clone() if name in rule.copies else torch.zeros_like(self.theta)
            for name in rule.slots
        }
        self.spans, start = [], 0
        for p in params:
            self.spans.append(slice(start, start + p.numel()))
            start += p.numel()
        for p, span in zip(params, self.spans, strict=True):
            p.data = self.theta[span].view(p.shape)
        self._whole = {**self.slots, **{name: slot[0] for name, slot in self.scalar_slots.items()}}
        self.as_arrays = (
            self.theta.device.type == "cpu"
            and self.theta.dtype in (torch.float32, torch.float64)
            and rule.elementwise
        )
        if self.as_arrays:
            arrays: dict[str, Any] = {name: slot.numpy() for name, slot in self.slots.items()}
            self._arrays = self.theta.numpy(), self.gradient.numpy(), arrays
        self._addresses = [self.theta.data_ptr() + self.theta.element_size() * s.start for s in self.spans]
        self._views = [self.gradient[span].view(p.shape) for p, span in zip(params, self.spans, strict=True)]
        self._values: list[float] = []
        self._bound = rule
        self._numbers: _Numbers | None = None

    # -- memory ------------------------------------------------------------------------------------

    def check_in_place(self) -> None:
        if list(map(DATA_PTR, self.params)) == self._addresses:
            return
        for number, (p, address) in enumerate(zip(self.params, self._addresses, strict=True)):
            if p.data_ptr() != address and p.numel():
                raise RuntimeError(
                    f"parameter {number} of group {self.index}, of shape {tuple(p.shape)}, was moved "
                    "or replaced after the optimizer was built; build the optimizer after model.to(...)"
                )

    def clear_gradients(self) -> None:
        self.gradient.zero_()
        if self._in_views and all([p.requires_grad for p in self.params]):
            return
        for p, view in zip(self.params, self._views, strict=True):
            p.grad = view if p.requires_grad else None  # frozen: the step passes it by, weight decay included

    def gradient_views(self) -> list[tuple]:
        return list(zip(self.params, self._views, strict=True))

    def forget_gradients(self) -> None:
        """Gradients were set to None from outside."""
        self._in_views = False

    def ready(self) -> bool:
        """Whether every parameter has a gradient and the same count; gathers gradients that are no views.

        Comes before `entries`, at every step.
        """
        gradients = list(map(GRAD, self.params))
        # the very objects: whatever puts a gradient elsewhere makes another tensor, or moves parameters too
        self._in_views = all(map(operator.is_, gradients, self._views))
        self._all_reached = self._in_views or all([g is not None for g in gradients])
        if not self._in_views:
            for number, g in enumerate(gradients):
                if g is not None and g.layout != torch.strided:
                    raise ValueError(
                        f"parameter {number} of group {self.index} has a sparse gradient; "
                        "build the embedding with sparse=False"
                    )
            if self._all_reached:
                torch.cat([g.reshape(-1) for g in gradients], out=self.gradient)
        return self.t is not None and self._all_reached

    # -- one step ----------------------------------------------------------------------------------

    def entries(self, tensors: bool = False) -> list[Entry]:
        """What this step consists of, and counts it. `tensors`: every number as a 0-dim tensor."""
        if self.t is None or not self._all_reached:
            return self._pieces([p.grad for p in self.params], tensors=False)
        if isinstance(self.rule, MatrixRule):
            return self._pieces([self.gradient[span] for span in self.spans], tensors)
        return [self.whole_entry(tensors)]

    def whole_entry(self, tensors: bool = False) -> Entry:
        """One call for all parameters, which have all taken the same number of steps."""
        assert self.t is not None
        self.t += 1
        self._counts += 1
        rule = self.bound()
        scalars = rule.scalars(self.t)
        if tensors:
            rule, scalars = self._as_tensors(rule, scalars)
        return Entry(rule, self.theta, self.gradient, self._whole, scalars)

    def array_entry(self) -> Entry:
        """`whole_entry` as NumPy arrays over the same memory, and scalar slots as plain numbers."""
        rule, _, _, _, scalars = self.whole_entry()
        theta, gradient, state = self._arrays
        if self.scalar_slots:
            state = {**state, **{name: float(slot[0]) for name, slot in self.scalar_slots.items()}}
        return Entry(rule, theta, gradient, state, scalars)

    def write_arrays(self, gradient: Any, entry: Entry) -> None:
        """Step what `array_entry` gave along the transformed gradient, block by block, in place."""
        rule, theta, _, state, scalars = entry
        for start in range(0, len(theta), BLOCK):
            part = slice(start, start + BLOCK)
            mine = {name: state[name][part] if name in self.slots else state[name] for name in state}
            new, new_state = updated(rule, theta[part], gradient[part], mine, scalars)
            theta[part] = new
            for name in self.slots:
                mine[name][...] = new_state[name]
        for name, slot in self.scalar_slots.items():
            slot[0] = new_state[name]

    def _pieces(self, gradients: list, tensors: bool) -> list[Entry]:
        """A call for each parameter that has a gradient, by its own count."""
        bound, found = self.bound(), []
        for i, (p, span, g) in enumerate(zip(self.params, self.spans, gradients, strict=True)):
            if g is None:
                continue
            self._counts[i] += 1
            state = {name: slot[span] for name, slot in self.slots.items()}
            state.update({name: slot[i] for name, slot in self.scalar_slots.items()})
            rule, scalars = bound, bound.scalars(int(self._counts[i]))
            if tensors:
                rule, scalars = self._as_tensors(rule, scalars)
            if isinstance(rule, MatrixRule):
                rule = rule.bind(shape=tuple(p.shape))
            found.append(Entry(rule, self.theta[span], g.reshape(-1), state, scalars))
        self.t = None  # until `agree` has looked
        return found

    def agree(self) -> None:
        """After a step: the common count and scalar slots, if there are."""
        if self.t is not None:
            for slot in self.scalar_slots.values():
                slot.fill_(slot[0])
            return
        counts = set(self._counts.tolist())
        alike = len(counts) == 1 and all(bool((s == s[0]).all()) for s in self.scalar_slots.values())
        self.t = int(counts.pop()) if alike else None

    def bound(self) -> Rule:
        """The rule with the group's hyperparameters, which a scheduler may have changed."""
        values = [float(self.group[name]) for name in self.rule.fields()]
        if values != self._values:
            self._values = values
            self._bound = self.rule.bind(**dict(zip(self.rule.fields(), values, strict=True)))
        return self._bound

    def _as_tensors(self, rule: Rule, scalars: tuple) -> tuple[Rule, tuple]:
        names = [name for name in rule.fields() if name != "weight_decay" or rule.weight_decay]
        if self._numbers is None or self._numbers.names != names:
            self._numbers = _Numbers(self.rule, names, len(scalars), self.theta.device)
        self._numbers.fill([getattr(rule, name) for name in names] + list(scalars))
        return self._numbers.rule, self._numbers.scalars

    # -- state as PyTorch keeps it -----------------------------------------------------------------

    def share(self, state: dict) -> None:
        """Show each parameter its part of the state buffers, where `state_dict` looks for it."""
        for i, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            state[p] = {name: slot[span].view(p.shape) for name, slot in self.slots.items()}
            state[p].update({name: slot[i] for name, slot in self.scalar_slots.items()})
            state[p]["step"] = self.counts[i]

    def adopt(self, state: dict) -> None:
        """Copy a loaded state into the buffers; a parameter that had none starts from the beginning."""
        for i, (p, span) in enumerate(zip(self.params, self.spans, strict=True)):
            loaded = state.get(p, {})
            wanted = [*self.slots, *self.scalar_slots]
            missing = [name for name in wanted if loaded and name not in loaded]
            if missing:
                raise ValueError(
                    f"the loaded state has no {missing[0]!r}; it was saved by another rule than {self.rule!r}"
                )
            for name, slot in self.slots.items():
                start = self.theta[span] if name in self.rule.copies else 0.0
                slot[span] = loaded[name].reshape(-1) if loaded else start
            for name, slot in self.scalar_slots.items():
                slot[i] = loaded[name] if loaded else self.rule.scalar_slots[name]
            self._counts[i] = float(loaded["step"]) if loaded else 0.0
        self.t = None
        self.agree()


class _Numbers:
    """A rule bound to 0-dim tensors, refilled each step: a compiled step has no number built in.

    float64, so that 1 - beta2 keeps its digits. A weight decay of zero stays a plain zero, so the
    compiled step leaves it out.
    """

    def __init__(self, rule: Rule, names: list[str], scalars: int, device: torch.device):
        self.names = names
        self._host = torch.zeros(len(names) + scalars, dtype=torch.float64)
        self._there = self._host.to(device)  # the same memory on a CPU
        numbers = list(self._there.unbind())
        self.rule = rule.bind(weight_decay=0.0).bind(**dict(zip(names, numbers, strict=False)))
        self.scalars = tuple(numbers[len(names) :])

    def fill(self, values: list[float]) -> None:
        self._host.numpy()[:] = values
        if self._there is not self._host:
            self._there.copy_(self._host)
