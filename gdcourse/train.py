"""`fit`: the training loop, readable from top to bottom.

An epoch is one shuffled pass over the examples, gathered once and cut into batches. Losses and norms
stay on the device until the epoch ends: one wait for the device an epoch, not one a step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from . import data
from .callbacks import Callback
from .monitor import GradientNorms, diagnose_divergence
from .optim import Optimizer, Rule
from .records import History


def fit(
    model: nn.Module,
    dataset: data.Dataset,
    rule: Rule,
    *,
    epochs: int = 20,
    batch_size: int | str = 32,
    transforms: Sequence[Callable] = (),
    weight_decay: float | None = None,
    validation: float | data.Dataset | None = 0.1,
    schedule: Callable[[int], float] | None = None,
    callbacks: Sequence[Callback] = (),
    device: str = "auto",
    seed: int = 0,
) -> History:
    """Train `model` in place, from the weights that it holds, and return the record.

    `batch_size` is 1 (stochastic gradient descent), a number (mini-batch) or "full" (batch). The loss is
    cross-entropy for class labels and mean squared error otherwise, a mean over the batch; the last
    batch of an epoch may be smaller. `weight_decay`, if given, replaces the rule's own. `validation`
    is a fraction to hold out, a data set of its own, or None. `schedule` maps the step t = 1, 2, ... to
    a learning rate. `device` is "auto" (a GPU where there is one), "cpu", "cuda", ...; `seed` decides
    which examples are held out, the order of batches, and dropout.

    A run whose loss stops being finite ends after that epoch; the history says at which step, and what
    that suggests. Raises `ValueError` or `TypeError` for bad arguments before any work is done.

    >>> from gdcourse import models
    >>> from gdcourse.optim import Adam
    >>> run = fit(models.mlp(64, 64, 10), data.digits(), Adam(lr=1e-3), epochs=3, device="cpu")
    >>> run.epochs, bool(run.validation_accuracy[-1] > 0.8)
    (3, True)
    """
    place = _place(device)
    _check(model, dataset, epochs, batch_size)
    if weight_decay is not None:
        rule = rule.bind(weight_decay=rule._checked("weight_decay", weight_decay))
    held_out = None
    if isinstance(validation, data.Dataset):
        held_out = validation
    elif validation is not None:
        dataset, held_out = data.split(dataset, validation, seed)
    size = len(dataset) if batch_size == "full" else min(int(batch_size), len(dataset))

    torch.manual_seed(seed)  # dropout
    order = torch.Generator().manual_seed(seed)
    model.to(place)  # before the optimizer, whose buffer the parameters will be views of
    optimizer = Optimizer([p for p in model.parameters() if p.requires_grad], rule, transforms)
    norms = GradientNorms(model)
    history = History(repr(rule), norms.names, size, seed, str(place))
    x, y = _on(place, dataset)
    loss_of = functional.cross_entropy if dataset.classes else _squared_error

    started = time.perf_counter()
    t = 0
    for callback in callbacks:
        callback.on_start(history, epochs)
    try:
        for _ in range(epochs):
            if size < len(x):
                shuffled = torch.randperm(len(x), generator=order).to(place)
                batches = zip(x[shuffled].split(size), y[shuffled].split(size), strict=True)
            else:
                batches = zip([x], [y], strict=True)
            losses, hits, lrs = [], torch.zeros((), device=place), []
            model.train()
            for xb, yb in batches:
                t += 1
                if schedule is not None:
                    for group in optimizer.param_groups:
                        group["lr"] = schedule(t)
                lrs.append(optimizer.param_groups[0]["lr"])
                optimizer.zero_grad(set_to_none=False)
                output = model(xb)
                loss = loss_of(output, yb)
                loss.backward()
                norms.add()
                optimizer.step()
                losses.append(loss.detach())
                if dataset.classes:
                    hits += (output.detach().argmax(-1) == yb).sum()
            _record(history, losses, lrs, len(x), size, norms)
            if dataset.classes:
                history.accuracy = np.append(history.accuracy, hits.item() / len(x))
            if held_out is not None:
                _validate(history, model, loss_of, held_out, place)
            history.seconds = time.perf_counter() - started
            for callback in callbacks:
                callback.on_epoch(history)
            if history.diverged is not None:
                break
    finally:
        for callback in callbacks:
            callback.on_end(history)
    return history


def _check(model: nn.Module, dataset: data.Dataset, epochs: int, batch_size: int | str) -> None:
    if not isinstance(dataset, data.Dataset):
        raise TypeError(f"dataset is a {type(dataset).__name__}; give a Dataset, such as data.digits()")
    if not isinstance(epochs, int) or epochs < 1:
        raise ValueError(f"epochs = {epochs!r} is not a positive whole number; 20 is a usual value")
    if batch_size != "full" and (not isinstance(batch_size, int) or batch_size < 1):
        raise ValueError(f'batch_size = {batch_size!r}: give 1, a number such as 32, or "full"')
    if not any(p.requires_grad for p in model.parameters()):
        raise ValueError("model has no parameter to train; set requires_grad on some of them")

    width = _output_width(model, dataset)
    if width != dataset.outputs:
        wanted = f"{dataset.outputs} classes" if dataset.classes else "one value to predict"
        raise ValueError(
            f"model gives {width} outputs, and {dataset.name} has {wanted}; "
            f"try mlp({dataset.x.shape[1]}, 64, {dataset.outputs})"
        )


@torch.no_grad()
def _output_width(model: nn.Module, dataset: data.Dataset) -> int:
    """How many numbers the model gives for one example; found out where nothing is changed by it."""
    mode, device = model.training, next(model.parameters()).device
    model.eval()
    try:
        output = model(torch.from_numpy(dataset.x[:1]).to(device))
    except RuntimeError as error:
        raise ValueError(
            f"model can't take an example of {dataset.name}, of shape {dataset.x.shape[1:]}: {error}"
        ) from None
    finally:
        model.train(mode)
    return output.numel()


def _place(device: str) -> torch.device:
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        place = torch.device(device)
        torch.empty(0, device=place)
    except (RuntimeError, AssertionError) as error:  # AssertionError: PyTorch was built without CUDA
        raise ValueError(f'device = {device!r} can\'t be used here ({error}); try "auto" or "cpu"') from None
    return place


def _on(place: torch.device, dataset: data.Dataset) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(dataset.x).to(place), torch.from_numpy(dataset.y).to(place)


def _squared_error(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    # without the reshape, (B, 1) against (B,) would broadcast to (B, B) and train towards the mean
    return functional.mse_loss(output.reshape(y.shape), y)


def _record(
    history: History, losses: list, lrs: list, examples: int, size: int, norms: GradientNorms
) -> None:
    loss = torch.stack(losses).double().cpu().numpy()
    sizes = np.full(len(loss), size)
    sizes[-1] = examples - size * (len(loss) - 1)
    mean = norms.mean()
    bad = np.flatnonzero(~np.isfinite(loss))
    if len(bad):
        history.diverged = len(history.loss) + int(bad[0]) + 1
        last = history.grad_norm[-1].tolist() if history.epochs else mean
        history.diagnosis = diagnose_divergence(history.diverged, lrs[bad[0]], norms.names, last)
    history.loss = np.append(history.loss, loss)
    history.lr = np.append(history.lr, lrs)
    history.train_loss = np.append(history.train_loss, loss @ sizes / sizes.sum())
    history.grad_norm = np.vstack([history.grad_norm.reshape(-1, len(norms.names)), mean])


@torch.no_grad()
def _validate(
    history: History, model: nn.Module, loss_of: Callable, held_out: data.Dataset, place: torch.device
) -> None:
    model.eval()
    x, y = _on(place, held_out)
    output = model(x)
    history.validation_loss = np.append(history.validation_loss, loss_of(output, y).item())
    if held_out.classes:
        accuracy = (output.argmax(-1) == y).double().mean().item()
        history.validation_accuracy = np.append(history.validation_accuracy, accuracy)
