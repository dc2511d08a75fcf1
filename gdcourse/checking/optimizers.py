"""Probes for optimizer classes: scripts of gradients, played to the student's class and to PyTorch's.

`play` is the adapter: it turns a `torch.optim.Optimizer` into a function over arrays, so that what is
compared are numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from .compare import TOLERANCE, Observation, Tolerance, float_array
from .guard import CallError
from .probes import WILD, anywhere, spoken, terrain

Gradient = np.ndarray | None


@dataclass(frozen=True)
class Script:
    """What happens to an optimizer: parameters by group, then a gradient (or None) for each, step by step.

    `lr_change` is (k, lr): before step k, counted from 0, a schedule sets that learning rate in every
    group. Before step `reload` the optimizer is saved, made anew and loaded.
    """

    label: str
    groups: list[list[np.ndarray]]
    gradients: list[list[Gradient]]
    hyper: Mapping[str, Any]
    overrides: list[Mapping[str, Any]] = field(default_factory=list)
    lr_change: tuple[int, float] | None = None
    reload: int | None = None
    dtype: str = "float64"


def play(call: Callable[..., Any], optimizer_class: type, script: Script) -> Observation:
    """Run `script` on the class in float64; the series are the parameters after each step."""
    import torch

    tensors = [[torch.nn.Parameter(torch.from_numpy(a.copy())) for a in group] for group in script.groups]
    overrides = script.overrides or [{}] * len(tensors)
    flat = [p for group in tensors for p in group]
    shapes = [tuple(p.shape) for p in flat]
    seen = Observation({f"parameter {i}": [] for i in range(len(flat))})

    def fresh() -> Any:
        groups = [{"params": group, **extra} for group, extra in zip(tensors, overrides)]
        return call(optimizer_class, groups, **script.hyper)

    try:
        optimizer = fresh()
        if not isinstance(optimizer, torch.optim.Optimizer):
            raise CallError("what was made is no torch.optim.Optimizer: derive your class from that one")
        if not hasattr(optimizer, "param_groups"):
            raise CallError("the optimizer has no param_groups: call super().__init__(params, defaults)")
        for k, gradients in enumerate(script.gradients):
            if k == script.reload:
                saved = call(optimizer.state_dict)
                optimizer = fresh()
                call(optimizer.load_state_dict, saved)
            if script.lr_change and k == script.lr_change[0]:
                for group in optimizer.param_groups:
                    group["lr"] = script.lr_change[1]
            for p, g in zip(flat, gradients):
                p.grad = None if g is None else torch.from_numpy(g.copy())
            handed = [p.grad for p in flat]
            call(optimizer.step)
            for i, (p, g, grad) in enumerate(zip(flat, gradients, handed)):
                if grad is not None and not np.array_equal(grad.numpy(), np.asarray(g)):
                    seen.fault("a parameter's gradient was changed: leave p.grad as it was given")
                name = f"parameter {i}"
                seen.series[name].append(float_array(p.detach().numpy().copy(), name, shapes[i]))
    except CallError as stop:
        seen.stopped = str(stop)
    return seen


@dataclass(frozen=True)
class OptimizerClass:
    """A class derived from `torch.optim.Optimizer`."""

    settings: Sequence[Mapping[str, Any]]
    case = Script

    def wild(self, rng: np.random.Generator, reference: type) -> list[Script]:
        """Scripts with hyperparameters from anywhere in their ranges."""
        settings = [anywhere(rng, hyper) for _ in range(WILD) for hyper in self.settings]
        return replace(self, settings=settings).cases(rng, reference)

    @staticmethod
    def tolerance(script: Script) -> Tolerance:
        return TOLERANCE[script.dtype]

    @staticmethod
    def starts(script: Script) -> dict[str, np.ndarray]:
        return {}

    def cases(self, rng: np.random.Generator, reference: type) -> list[Script]:
        def walk(hyper: Mapping[str, Any], label: str) -> Script:
            theta, gradients = terrain(rng)
            return Script(label, [[theta]], [[g] for g in gradients], hyper)

        scripts = [walk(hyper, f"with {spoken(hyper)}") for hyper in self.settings]
        hyper = self.settings[-1]
        (a, steps_a), (b, steps_b), (c, steps_c) = terrain(rng), terrain(rng), terrain(rng)
        steps_a[4] = np.zeros_like(a)  # a gradient all the same
        two = Script(
            "with two groups, each with its own lr and weight_decay",
            [[a, b], [c.reshape(2, 3)]],
            [[ga, gb, gc.reshape(2, 3)] for ga, gb, gc in zip(steps_a, steps_b, steps_c)],
            hyper,
            overrides=[{}, {"lr": 3 * hyper["lr"], "weight_decay": 0.0}],
        )
        # Each parameter misses other steps, which its own step count then shows.
        gone = [{2}, {1, 5}, {3}]
        gaps = [
            [None if k in gone[i] else g for i, g in enumerate(step)] for k, step in enumerate(two.gradients)
        ]
        scripts.append(two)
        scripts.append(Script("with parameters that have no gradient in some steps", two.groups, gaps, hyper))
        scripts.append(
            replace(walk(hyper, "when a schedule changes lr after step 4"), lr_change=(4, 0.1 * hyper["lr"]))
        )
        scripts.append(walk({}, "with every hyperparameter at its default"))
        scripts.append(replace(walk(hyper, "when it is saved and loaded after step 4"), reload=4))
        return scripts

    @staticmethod
    def smaller(script: Script, expected: Observation) -> Iterator[tuple[Script, Observation]]:
        """The first steps of the first coordinates, then more steps."""
        for steps in range(1, len(script.gradients) + 1):
            for i in range(script.groups[0][0].size):
                one = slice(i, i + 1)
                groups = [[a.ravel()[one] for a in group] for group in script.groups]
                gradients = [
                    [None if g is None else g.ravel()[one] for g in step] for step in script.gradients[:steps]
                ]
                series = {
                    name: [each.ravel()[one] for each in values[:steps]]
                    for name, values in expected.series.items()
                }
                yield replace(script, label="", groups=groups, gradients=gradients), Observation(series)

    @staticmethod
    def varied(script: Script) -> Iterator[tuple[str, Script]]:
        """Nothing: a class keeps what it was given, so single steps say little."""
        return iter(())

    @staticmethod
    def example(given: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[Script, Observation]:
        """A worked example: one parameter, a gradient for each step, the parameter after each step."""
        hyper = {k: v for k, v in given.items() if k not in ("theta", "gradients")}
        script = Script(
            "", [[np.array(given["theta"], float)]], [[np.array(g, float)] for g in given["gradients"]], hyper
        )
        return script, Observation({"parameter 0": [np.array(theta, float) for theta in expected["theta"]]})

    @staticmethod
    def exact(script: Script) -> Script:
        return script

    @staticmethod
    def observe(call: Callable[..., Any], optimizer_class: type, script: Script) -> Observation:
        _warm_up()
        return play(call, optimizer_class, script)

    @staticmethod
    def weights(script: Script) -> dict[str, float]:
        count = sum(len(group) for group in script.groups)
        return {f"parameter {i}": 1 / count for i in range(count)}

    @staticmethod
    def inputs(script: Script) -> str:
        parameters = [a.tolist() for group in script.groups for a in group]
        steps = [[None if g is None else g.tolist() for g in step] for step in script.gradients]
        if len(parameters) == 1:
            text = f"one parameter = {parameters[0]}, gradients {', then '.join(str(g) for (g,) in steps)}"
        else:
            text = f"parameters {parameters}, gradients {', then '.join(map(str, steps))}"
        text += f", {spoken(script.hyper)}"
        if any(script.overrides):
            text += f"; the second group has {spoken(script.overrides[1])}"
        if script.lr_change and len(steps) > script.lr_change[0]:
            text += f"; lr = {script.lr_change[1]} from step {script.lr_change[0] + 1} on"
        if script.reload is not None and len(steps) > script.reload:
            text += f"; saved and loaded before step {script.reload + 1}"
        return text


def _warm_up() -> None:
    """Let PyTorch import what it imports at an optimizer's first step, off the student's clock."""
    import torch

    parameter = torch.nn.Parameter(torch.zeros(1))
    parameter.grad = torch.zeros(1)
    torch.optim.SGD([parameter], lr=0.1).step()
