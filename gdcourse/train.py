"""`fit`: the training loop, readable from top to bottom.

An epoch is one shuffled pass over the examples, gathered once and cut into batches (`batches.py`). A
step is: clear the gradient, forward, backward, update (`step.py`). Losses, predictions and norms stay on
the device until the epoch ends: one wait for the device an epoch, not one a step.

Under `torchrun -m gdcourse.train`, with the options of `gdcourse train`, several processes share every
batch (`distributed.py`) and arrive where one process would.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from . import data, distributed
from .arguments import check_count, hold_out, prepare
from .batches import Batches, on_device
from .callbacks import Callback, Run
from .checkpoint import Checkpoint
from .monitor import diagnose
from .optim import Optimizer, Rule
from .records import History
from .step import Eager, make_step


def fit(
    model: nn.Module,
    dataset: data.Dataset,
    rule: Rule,
    *,
    epochs: int = 20,
    batch_size: int | str = 32,
    transforms: Sequence[Callable] = (),
    weight_decay: float | None = None,
    accumulate: int = 1,
    validation: float | data.Dataset | None = 0.1,
    schedule: Callable[[int], float] | None = None,
    callbacks: Sequence[Callback] = (),
    device: str = "auto",
    precision: str = "float32",
    compile: str = "auto",
    checkpoint: str | Path | None = None,
    seed: int = 0,
) -> History:
    """Train `model` in place, from the weights that it holds, and return the record.

    `batch_size` is 1 (stochastic gradient descent), a number (mini-batch) or "full" (batch); `accumulate`
    batches make one step, with the mean gradient over all their examples. The loss is cross-entropy for
    class labels and mean squared error otherwise, a mean over the batch; the last batch of an epoch may
    be smaller. `weight_decay`, if given, replaces the rule's own. `transforms` act on the gradient after
    unscaling. `validation` is a fraction to hold out, a data set of its own, or None. `schedule` maps the
    step t = 1, 2, ... to a learning rate.

    `device` is "auto" (a GPU where there is one), "cpu", "cuda", ...; `precision` is "float32", "float64",
    or "bf16" or "fp16" for mixed precision. `compile` is "on" or "off", for one compiled program a step or
    none, or "auto", which compiles only very long runs, as it takes half a minute; the history's `mode`
    says what was done. `checkpoint` names a file that is written after each epoch; if it is there already,
    the run goes on from it, and ends with the weights that it would have had without the interruption.
    `seed` decides which examples are held out, the order of batches, and dropout.

    Rules that average (`EMA`, `ScheduleFreeSGD`) are validated with their average, which is also what the
    model holds at the end. A run whose loss stops being finite ends after that epoch; the history says at
    which step, and what that suggests. Raises `ValueError` or `TypeError` for bad arguments before any
    work is done.

    >>> from gdcourse import models
    >>> from gdcourse.optim import Adam
    >>> run = fit(models.mlp(64, 64, 10), data.digits(), Adam(lr=1e-3), epochs=3, device="cpu")
    >>> run.epochs, bool(run.validation_accuracy[-1] > 0.8)
    (3, True)
    """
    check_count("epochs", epochs, usual=20)
    check_count("accumulate", accumulate, usual=1)
    place, dtype, size, loss_of = prepare(model, dataset, rule, batch_size, device, precision, compile)
    if weight_decay is not None:
        rule = rule.bind(weight_decay=rule._checked("weight_decay", weight_decay))
    dataset, held_out = hold_out(dataset, validation, seed)
    size = min(size, len(dataset))

    with torch.random.fork_rng(devices=[place] if place.type == "cuda" else []):
        torch.manual_seed(seed)  # dropout
        model.to(place, dtype)  # before the optimizer, whose buffer the parameters will be views of
        optimizer = Optimizer([p for p in model.parameters() if p.requires_grad], rule, transforms)
        batches = Batches(dataset, size, seed, place, dtype, distributed.rank(), distributed.world())
        total = epochs * -(-len(batches) // accumulate)
        if schedule is not None:  # both ends, before the first step
            for t in (total, 1):
                optimizer.set_lr(schedule(t))
        step = make_step(compile, model, optimizer, loss_of, batches, precision, accumulate, total)
        run = Run(
            model,
            optimizer,
            History(repr(rule), step.monitor.names, size * accumulate, seed, str(place), mode=step.mode),
            epochs,
            validates=held_out is not None,
            classifies=bool(dataset.classes),
        )
        callbacks = [each for each in callbacks if each.everywhere or distributed.rank() == 0]
        settings = {
            "rule": repr(rule),
            "transforms": repr(list(transforms)),
            # a plain function's name holds an address, which is another in the next process
            "schedule": "a function" if repr(schedule).startswith("<") else repr(schedule),
            "batch_size": f"{size} x {accumulate}",
            "precision": precision,
            "seed": seed,
            "data": f"{dataset.name}, {dataset.x.shape[0]} x {dataset.x.shape[1]}",
            "parameters": ", ".join(f"{n} {tuple(p.shape)}" for n, p in model.named_parameters()),
        }
        saved = Checkpoint(checkpoint, settings, run, {"step": step, "batches": batches}, callbacks)
        saved.resume(place)
        judge = None if held_out is None else _Judge(model, loss_of, held_out, place, dtype)
        try:
            for callback in callbacks:
                callback.on_start(run)
            while run.history.epochs < epochs and not run.stopping and run.history.diverged is None:
                _epoch(run, step, accumulate, schedule, callbacks)
                if judge is not None:
                    with optimizer.eval_params():
                        judge(run.history)
                for callback in callbacks:
                    callback.on_epoch(run)
                run.history.stopped = run.stopping
                saved.write()
        finally:
            optimizer.load_eval_params()
            for callback in callbacks:
                callback.on_end(run)
    run.history.diagnosis = diagnose(run.history)
    return run.history


def _epoch(
    run: Run,
    step: Eager,
    accumulate: int,
    schedule: Callable[[int], float] | None,
    callbacks: Sequence[Callback],
) -> None:
    """One pass over the data, and its line in the record."""
    started = time.perf_counter()
    history, batches, monitor = run.history, step.batches, step.monitor
    listeners = [each for each in callbacks if type(each).on_step is not Callback.on_step]
    run.t = len(history.loss)
    parts, sizes = list(batches.epoch()), batches.sizes
    losses, outputs, lrs, examples = [], [], [], []
    run.model.train()
    for start in range(0, len(parts), accumulate):
        run.t += 1
        if schedule is not None:
            run.optimizer.set_lr(schedule(run.t))
        if start + accumulate >= len(parts):
            monitor.before_step()
        loss, output = step(parts[start : start + accumulate], sizes[start : start + accumulate])
        losses.append(loss)
        outputs += output
        lrs.append(run.optimizer.param_groups[0]["lr"])
        examples.append(sum(sizes[start : start + accumulate]))
        if listeners:
            run.loss = loss.item()
            for callback in listeners:
                callback.on_step(run)

    curve = distributed.total(torch.stack(losses).double()).cpu().numpy()
    bad = np.flatnonzero(~np.isfinite(curve))
    if len(bad):
        history.diverged = len(history.loss) + int(bad[0]) + 1
    history.loss = np.append(history.loss, curve)
    history.lr = np.append(history.lr, lrs)
    history.train_loss = np.append(history.train_loss, curve @ np.array(examples) / sum(examples))
    layers = len(history.layers)
    history.grad_norm = np.vstack([history.grad_norm.reshape(-1, layers), monitor.gradients()])
    history.step_size = np.vstack([history.step_size.reshape(-1, layers), monitor.step_sizes()])
    if step.loss_of is functional.cross_entropy:
        # an example lent to fill a batch smaller than the number of processes is counted elsewhere
        counted = [i for i, size in enumerate(sizes) if batches.weight(size)]
        hits = torch.zeros((), device=batches.x.device)
        if counted:
            predicted = torch.cat([outputs[i] for i in counted]).argmax(-1)
            hits += (predicted == torch.cat([parts[i][1] for i in counted])).sum()
        history.accuracy = np.append(history.accuracy, distributed.total(hits).item() / sum(sizes))
    history.skipped = step.skipped
    history.seconds += time.perf_counter() - started


class _Judge:
    """Loss and accuracy on data that the model is not trained on."""

    def __init__(
        self,
        model: nn.Module,
        loss_of: Callable,
        held_out: data.Dataset,
        place: torch.device,
        dtype: torch.dtype,
    ):
        self.model, self.loss_of, self.classes = model, loss_of, held_out.classes
        self.x, self.y = on_device(held_out, place, dtype)

    @torch.no_grad()
    def __call__(self, history: History) -> None:
        started = time.perf_counter()
        self.model.eval()
        output = self.model(self.x)
        history.validation_loss = np.append(history.validation_loss, self.loss_of(output, self.y).item())
        if self.classes:
            accuracy = (output.argmax(-1) == self.y).double().mean().item()
            history.validation_accuracy = np.append(history.validation_accuracy, accuracy)
        history.seconds += time.perf_counter() - started


if __name__ == "__main__":
    # named by text: the command line imports this module, and imports go one way
    cli = importlib.import_module("gdcourse.cli")
    if distributed.started_by_torchrun():
        with distributed.group():
            cli.torchrun()
    else:
        cli.torchrun()
