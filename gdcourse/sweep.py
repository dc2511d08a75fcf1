"""`sweep`: many training runs as one program.

R networks of one shape train side by side: their parameters are the rows of an (R, n) array, their
batches lie beside each other, and one call of the rule steps them all, with a learning rate a row. What
each row computes is what `fit` would compute with that row's setting and seed.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from torch import nn
from torch.func import functional_call, grad, vmap

from . import data
from .arguments import check_count, has_compiler, hold_out, prepare
from .backprop import Chain
from .batches import on_device
from .optim import Rule
from .optim.rule import FunctionRule, step
from .optim.torch_driver import compile_anew
from .optim.wrappers import TwoPass
from .records import Sweep

# Rows that step together: with more, parameters and state of a small network leave the processor's cache.
ROWS = {"cpu": 64, "cuda": 1024}
# Run operation by operation, the rule takes so many numbers at a time: what it reads and writes stays there.
BLOCK = 40_000
# Compiling takes some 25 s the first time and saves some 25 us for each step of each run.
WORTH_COMPILING = 1_000_000


def sweep(
    model: nn.Module,
    dataset: data.Dataset,
    rule: Rule,
    *,
    lr: Sequence[float] | float,
    seeds: int | Sequence[int] = 8,
    steps: int = 500,
    batch_size: int | str = 32,
    transforms: Sequence[Callable] = (),
    validation: float | data.Dataset | None = 0.1,
    schedule: Callable[[int], float] | None = None,
    device: str = "auto",
    precision: str = "float32",
    compile: str = "auto",
    progress: Callable[[int, int], None] = lambda done, total: None,
    keep_parameters: bool = False,
    **hyperparameters: Sequence[float] | float,
) -> Sweep:
    """Train `model` anew for every combination of `lr`, `hyperparameters` and seed, and return the record.

    `model` gives the architecture; each run starts from `model.fresh(seed)`, holds out and shuffles
    examples as `fit` does with that seed, and takes `steps` steps. `seeds` is a number, for 0, 1, ..., or
    the seeds themselves. Any hyperparameter of the rule may be given as a list: `beta2=[0.99, 0.999]`.
    `schedule` maps the step t = 1, 2, ... to a factor by which each run's learning rate is multiplied;
    `precision` is "float32" or "float64"; the other arguments are those of `fit`. `compile` is "auto",
    "on" or "off". `progress(done, total)` is called now and then with numbers of single runs' steps.

    Every rule that works element by element can be swept, and `SAM`. Raises `ValueError` or `TypeError`
    for one that can't, for a model with dropout, buffers or without `fresh`, and for bad arguments.

    >>> from gdcourse import models
    >>> from gdcourse.optim import Adam
    >>> result = sweep(models.mlp(64, 16, 10), data.digits(), Adam(), lr=[1e-5, 1e-2], seeds=3, steps=100,
    ...                device="cpu")
    >>> len(result), result.best()["lr"]
    (6, 0.01)
    """
    started = time.perf_counter()
    check_count("steps", steps, usual=500)
    place, dtype, size, loss_of = prepare(model, dataset, rule, batch_size, device, precision, compile)
    _check_kind(rule, transforms, precision, compile)
    _check_model(model)
    rows = _rows(rule, {"lr": lr, **hyperparameters}, _seeds(seeds))
    compiled = compile == "on" or (
        compile == "auto" and len(rows) * steps >= WORTH_COMPILING and has_compiler()
    )

    shared = _Shared(model, dataset, loss_of, validation, size, place, dtype)
    work = _Program(shared, rule, transforms, compiled)
    together = ROWS.get(place.type, 64)
    parts, total = [], len(rows) * steps
    for start in range(0, len(rows), together):
        chunk = rows[start : start + together]

        def report(t: int, start: int = start, chunk: list = chunk) -> None:
            progress(start * steps + t * len(chunk), total)

        parts.append(work.run(chunk, steps, schedule, report))
    loss, validation_loss, accuracy, parameters = (
        torch.cat(each).double().cpu().numpy() if each[0] is not None else np.empty(0)
        for each in zip(*parts, strict=True)
    )
    last = -(-shared.examples // shared.size)
    bad = ~np.isfinite(loss)
    return Sweep(
        rule=repr(rule),
        settings={name: np.array([row[name] for row in rows]) for name in rows[0]},
        loss=loss,
        train_loss=loss[:, -last:].mean(axis=1),
        validation_loss=validation_loss,
        validation_accuracy=accuracy,
        diverged=np.where(bad.any(axis=1), bad.argmax(axis=1) + 1, 0),
        mode="compiled step" if compiled else "eager",
        device=str(place),
        seconds=time.perf_counter() - started,
        parameters=parameters if keep_parameters else None,
    )


class _Shared:
    """What all rows have in common: the network's shape, the data, and what each seed draws."""

    def __init__(
        self,
        model: nn.Module,
        dataset: data.Dataset,
        loss_of: Callable,
        validation: float | data.Dataset | None,
        size: int,
        place: torch.device,
        dtype: torch.dtype,
    ):
        self.model, self.place, self.dtype = model, place, dtype
        self.loss_of, self.classes = loss_of, bool(dataset.classes)
        self.names, self.shapes, self.sizes = zip(
            *[(name, p.shape, p.numel()) for name, p in model.named_parameters()], strict=True
        )
        self.dataset, self.validation = dataset, validation
        self.x, self.y = on_device(dataset, place, dtype)
        train, _ = self.rows_of(0)
        self.examples, self.size = len(train), min(size, len(train))
        if isinstance(validation, data.Dataset):
            hold_out(dataset, validation, 0)  # refuses data of another kind
            self.held_out = on_device(validation, place, dtype)

    def rows_of(self, seed: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Which examples a run with this seed trains on, and which it is validated on."""
        if isinstance(self.validation, data.Dataset) or self.validation is None:
            return np.arange(len(self.dataset)), None
        return data.split_rows(len(self.dataset), self.validation, seed)

    def start(self, seed: int) -> torch.Tensor:
        fresh = cast(Any, self.model).fresh(seed)
        return torch.cat([p.detach().reshape(-1) for p in fresh.parameters()]).to(self.place, self.dtype)

    def split(self, theta: torch.Tensor) -> list[torch.Tensor]:
        """The parameters of R networks, (R, n), as one tensor for each of the model's, (R, ...)."""
        parts = zip(theta.split(self.sizes, dim=-1), self.shapes, strict=True)
        return [part.view(-1, *shape) for part, shape in parts]

    def outputs(self, theta: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """The outputs of R networks, `theta` (R, n), for a batch each, `x` (R, B, ...)."""
        tensors = self.split(theta)

        def one(parameters: tuple, examples: torch.Tensor) -> torch.Tensor:
            return functional_call(self.model, dict(zip(self.names, parameters, strict=True)), (examples,))

        return vmap(one)(tuple(tensors), x)

    def losses(self, theta: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        """The mean loss of each network over its batch: shape (R,)."""
        return vmap(self.loss_of)(self.outputs(theta, x), y)


class _Program:
    """The steps of a chunk of rows, run operation by operation or compiled.

    Gradient and update are two programs: as one, the compiler would look up every number of the gradient
    where its layer left it, and the update would take three times as long.
    """

    def __init__(self, shared: _Shared, rule: Rule, transforms: Sequence[Callable], compiled: bool):
        self.shared, self.rule, self.transforms = shared, rule, tuple(transforms)
        self.chained = Chain.suits(shared.model, shared.loss_of)
        self.compiled = compiled
        self._gradient_at = compile_anew(_Program._gradient) if compiled else _Program._gradient
        self._apply = compile_anew(_Program._update) if compiled else _Program._update

    def run(
        self,
        rows: list[dict],
        steps: int,
        schedule: Callable[[int], float] | None,
        report: Callable[[int], None],
    ) -> tuple:
        """(losses (R, steps), validation losses (R,) or None, accuracies (R,) or None, parameters (R, n))."""
        shared = self.shared
        seeds = sorted({row["seed"] for row in rows})
        place_in = torch.tensor([seeds.index(row["seed"]) for row in rows], device=shared.place)
        theta = torch.stack([shared.start(seed) for seed in seeds])[place_in]
        numbers = _Numbers(self.rule, rows, shared.place, shared.dtype)
        block = len(rows) if self.compiled or shared.place.type != "cpu" else max(1, BLOCK // theta.shape[1])
        blocks = [numbers.part(slice(start, start + block)) for start in range(0, len(rows), block)]
        state = {
            name: theta.clone() if name in self.rule.copies else torch.zeros_like(theta)
            for name in self.rule.slots
        }
        scalar_slots = {
            name: torch.full((len(rows), 1), value, dtype=torch.float64, device=shared.place)
            for name, value in self.rule.scalar_slots.items()
        }
        losses = torch.empty(steps, len(rows), device=shared.place, dtype=shared.dtype)
        batches = _batches(shared, seeds)
        for t in range(1, steps + 1):
            index = next(batches)[place_in]
            numbers.fill(t, 1.0 if schedule is None else schedule(t))
            x, y = shared.x[index], shared.y[index]
            # the odd batch at the end of an epoch would need a program of its own
            gradient = self._gradient_at if index.shape[1] == shared.size else _Program._gradient
            losses[t - 1], g = gradient(self, theta, x, y)
            if isinstance(self.rule, TwoPass):
                _, g = gradient(self, self._perturbed(blocks, theta, g), x, y)
            scalar_slots = self._apply(self, blocks, theta, g, state, scalar_slots)
            if t % 50 == 0 or t == steps:
                report(t)
        kept = self.rule.eval_params(theta, state)
        return losses.T, *self._validate(kept, seeds, place_in), kept

    def _perturbed(self, blocks: list[_Part], theta: torch.Tensor, g: torch.Tensor) -> torch.Tensor:
        """Where a `TwoPass` rule wants its second gradient."""
        there = []
        for rows, rule, _ in blocks:
            assert isinstance(rule, TwoPass)
            there += rule.perturb([theta[rows]], [g[rows]])
        return torch.cat(there)

    def _update(
        self,
        blocks: list[_Part],
        theta: torch.Tensor,
        g: torch.Tensor,
        state: dict[str, torch.Tensor],
        scalar_slots: dict[str, torch.Tensor],
    ) -> dict[str, torch.Tensor]:
        """Step `theta` and `state` in place, and return the new scalar slots."""
        returned = []
        for rows, rule, scalars in blocks:
            mine = {name: array[rows] for name, array in (state | scalar_slots).items()}
            (new,), (new_state,) = step([rule], [theta[rows]], [g[rows]], [mine], [scalars], self.transforms)
            theta[rows].copy_(new)
            for name in state:
                mine[name].copy_(new_state[name])
            returned.append(new_state)
        return {name: torch.cat([new[name] for new in returned]) for name in scalar_slots}

    def _gradient(self, theta: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> tuple:
        """The loss and the gradient of every row."""
        if self.chained and x.dim() == 3:
            chain = Chain(
                cast(nn.Sequential, self.shared.model), self.shared.loss_of, self.shared.split(theta)
            )
            losses, _, gradients = chain(x, y)
            return losses, torch.cat([g.flatten(1) for g in gradients], -1)

        def total(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            losses = self.shared.losses(rows, x, y)
            return losses.sum(), losses

        # rows do not touch each other, so the gradient of the sum holds every row's own gradient
        g, losses = grad(total, has_aux=True)(theta)
        return losses, g

    @torch.no_grad()
    def _validate(self, theta: torch.Tensor, seeds: list[int], place_in: torch.Tensor) -> tuple:
        shared = self.shared
        if shared.validation is None:
            return None, None
        if isinstance(shared.validation, data.Dataset):
            x, y = (each.expand(len(theta), *each.shape) for each in shared.held_out)
        else:
            held_out = [torch.as_tensor(shared.rows_of(seed)[1]) for seed in seeds]
            index = torch.stack(held_out).to(shared.place)[place_in]
            x, y = shared.x[index], shared.y[index]
        outputs = shared.outputs(theta, x)
        losses = vmap(shared.loss_of)(outputs, y)
        hits = (outputs.argmax(-1) == y).double().mean(-1) if shared.classes else None
        return losses, hits


class _Part(NamedTuple):
    """Some of the rows, the rule bound to their hyperparameters, and their scalars."""

    rows: slice
    rule: Rule
    scalars: tuple[torch.Tensor, ...]


class _Numbers:
    """Every row's hyperparameters and scalars, refilled at each step.

    The learning rate is an (R, 1) column of the parameters' type. So is any other hyperparameter that
    differs between rows, but in double precision, for 1 - beta2 to keep its digits; what it meets is then
    worked out in doubles. Tensors stay and are filled anew, so that a compiled step has none built in.
    """

    def __init__(self, rule: Rule, rows: list[dict], place: torch.device, dtype: torch.dtype):
        self._rule = rule
        double: dict[str, Any] = {"dtype": torch.float64, "device": place}
        self._rates = torch.tensor([[row["lr"]] for row in rows], **double)
        varied = [{name: row[name] for name in row if name not in ("seed", "lr")} for row in rows]
        self._columns: dict = {"lr": self._rates.to(dtype, copy=True)}
        for name in varied[0]:
            values = [each[name] for each in varied]
            alike = len(set(values)) == 1
            self._columns[name] = values[0] if alike else torch.tensor(values, **double)[:, None]
        # scalars depend on t and on everything but the learning rate: one rule for each such setting
        settings = [tuple(each.items()) for each in varied]
        self._kinds = {key: rule.bind(**dict(key)) for key in dict.fromkeys(settings)}
        self._kind_of = [list(self._kinds).index(key) for key in settings]
        shape = (len(rows), 1) if len(self._kinds) > 1 else ()  # no dimensions: no type to impose
        self._scalars = [torch.zeros(shape, **double) for _ in rule.scalars(1)]

    def part(self, rows: slice) -> _Part:
        columns = {
            name: value[rows] if torch.is_tensor(value) else value for name, value in self._columns.items()
        }
        scalars = tuple(scalar[rows] if scalar.dim() else scalar for scalar in self._scalars)
        return _Part(rows, self._rule.bind(**columns), scalars)

    def fill(self, t: int, factor: float) -> None:
        self._columns["lr"].copy_(self._rates * factor)
        by_kind = [kind.scalars(t) for kind in self._kinds.values()]
        for tensor, values in zip(self._scalars, zip(*by_kind, strict=True), strict=True):
            if tensor.dim():
                tensor.copy_(torch.tensor([[values[i]] for i in self._kind_of], dtype=torch.float64))
            else:
                tensor.fill_(values[0])


def _batches(shared: _Shared, seeds: list[int]):
    """Indices of each step's examples, (seeds, B), epoch after epoch, drawn as `Batches` draws them."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    rows = [torch.from_numpy(shared.rows_of(seed)[0]) for seed in seeds]
    while True:
        if shared.size < shared.examples:
            order = [r[torch.randperm(len(r), generator=g)] for r, g in zip(rows, generators, strict=True)]
        else:
            order = rows
        yield from torch.stack(order).to(shared.place).split(shared.size, dim=1)


# ---- checks, before any work --------------------------------------------------------------------


def _seeds(seeds: int | Sequence[int]) -> list[int]:
    if isinstance(seeds, int):
        check_count("seeds", seeds, usual=8)
        return list(range(seeds))
    listed = list(seeds)
    if not listed or not all(isinstance(seed, (int, np.integer)) and seed >= 0 for seed in listed):
        raise ValueError(f"seeds = {seeds!r}: give a number of seeds, or a list of whole numbers from 0 up")
    return [int(seed) for seed in listed]


def _rows(rule: Rule, given: dict, seeds: list[int]) -> list[dict]:
    """One dict a run: each varied hyperparameter, and the seed."""
    listed = {}
    for name, values in given.items():
        several = [values] if isinstance(values, (int, float)) else list(values)
        if not several:
            raise ValueError(f"{name} = {values!r} is empty; give one value or several")
        listed[name] = [rule._checked(name, value) for value in several]
    return [
        {**dict(zip(listed, values, strict=True)), "seed": seed}
        for *values, seed in itertools.product(*listed.values(), seeds)
    ]


def _check_kind(rule: Rule, transforms: Sequence[Callable], precision: str, compile: str) -> None:
    if not rule.elementwise:
        raise TypeError(f"{rule!r} updates matrices and can't be swept; call fit for each setting")
    if isinstance(rule, FunctionRule):
        raise TypeError(f"{rule!r} comes from a plain function and can't be swept; call fit for each setting")
    for transform in transforms:
        if getattr(transform, "random", False):
            raise ValueError(
                f"{transform!r} draws random numbers and can't be swept; call fit for each setting"
            )
    if precision not in ("float32", "float64"):
        raise ValueError(f'precision = {precision!r}: a sweep runs in "float32" or "float64"')
    if compile == "on" and not has_compiler():
        raise ValueError(
            'compile = "on" needs a C++ compiler, and none was found; install g++, or give "off"'
        )


def _check_model(model: nn.Module) -> None:
    if not hasattr(model, "fresh"):
        raise TypeError(
            f"model is a {type(model).__name__} without fresh(seed), which draws new first weights; "
            "use one of gdcourse.models, or add the method"
        )
    for name, part in model.named_modules():
        if isinstance(part, nn.Dropout) and part.p:
            raise ValueError(
                f"model has dropout at {name}, which a sweep can't draw row by row; leave it out"
            )
    for name, _ in model.named_buffers():
        raise ValueError(
            f"model has a buffer, {name}, which is not a parameter; a sweep has no place for it. "
            'Use layer normalisation (norm="layer"), or call fit for each setting'
        )
