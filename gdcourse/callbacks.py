"""Hooks into a training run: one small class each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import nn

from .optim import Optimizer
from .records import History, rule_name


@dataclass
class Run:
    """A training run as callbacks see it.

    `epochs` is how many there will be at most; `validates` says whether data was held out, `classifies`
    whether targets are classes. `t` counts steps from 1, and `loss` is that of the latest, where a
    callback listens to steps. `weights()` copies the weights that are judged.
    """

    model: nn.Module
    optimizer: Optimizer
    history: History
    epochs: int
    validates: bool = True
    classifies: bool = True
    t: int = 0
    loss: float = math.nan
    stopping: str = ""

    def stop(self, reason: str) -> None:
        """End the run after this epoch."""
        self.stopping = reason

    def weights(self) -> dict:
        with self.optimizer.eval_params():
            return {name: value.clone() for name, value in self.model.state_dict().items()}


class Callback:
    """Override what you need; `run.history` holds everything recorded so far.

    A callback that keeps something between epochs gives it in `state_dict`, so that a resumed run goes on
    as if it had never stopped. Of several processes only the first runs its callbacks, except those that
    say `everywhere`: they decide something that all have to do alike.
    """

    everywhere = False

    def on_start(self, run: Run) -> None:
        """Before the first step."""

    def on_step(self, run: Run) -> None:
        """After each step. Overriding this makes the run wait for every step."""

    def on_epoch(self, run: Run) -> None:
        """After each epoch."""

    def on_end(self, run: Run) -> None:
        """After the last epoch, also when the run was cut short or failed."""

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take up what `state_dict` gave."""


class EarlyStopping(Callback):
    """Stop when the validation loss has not improved for `patience` epochs, and restore the best weights.

    `monitor` is "validation_loss" (or "train_loss"), which should fall, or "validation_accuracy", which
    should rise; an improvement is one by more than `min_delta`. `history.best_epoch` says which epoch's
    weights the model holds at the end, counted from 1; also where the run was not stopped early.

    >>> from gdcourse import data, models
    >>> from gdcourse.optim import Adam
    >>> from gdcourse.train import fit
    >>> run = fit(models.mlp(64, 32, 10), data.digits(), Adam(lr=0.1), epochs=100, device="cpu",
    ...           callbacks=[EarlyStopping(patience=3)])
    >>> run.epochs - run.best_epoch, run.stopped
    (3, 'validation_loss has not improved for 3 epochs')
    """

    everywhere = True
    MONITORS = ("validation_loss", "validation_accuracy", "train_loss")

    def __init__(self, patience: int = 5, monitor: str = "validation_loss", min_delta: float = 0.0):
        if not isinstance(patience, int) or patience < 1:
            raise ValueError(f"patience = {patience!r} is not a positive whole number; 5 is a usual value")
        if monitor not in self.MONITORS:
            raise ValueError(f"monitor = {monitor!r}: give one of {', '.join(self.MONITORS)}")
        if not min_delta >= 0:
            raise ValueError(f"min_delta = {min_delta!r} is negative; 0.0 is the usual value")
        self.patience, self.monitor, self.min_delta = patience, monitor, min_delta
        self._best, self._epoch, self._weights = math.inf, 0, {}  # type: float, int, dict

    def on_start(self, run: Run) -> None:
        if self.monitor.startswith("validation") and not run.validates:
            raise ValueError(
                f"EarlyStopping looks at {self.monitor}, which this run does not record; hold data out with "
                'validation=0.1, or give monitor="train_loss"'
            )
        if self.monitor == "validation_accuracy" and not run.classifies:
            raise ValueError(
                "EarlyStopping looks at validation_accuracy, and a regression has none; "
                'give monitor="validation_loss"'
            )
        if not run.history.epochs:  # not resumed
            self._best, self._epoch, self._weights = math.inf, 0, {}

    def on_epoch(self, run: Run) -> None:
        record = getattr(run.history, self.monitor)
        value = float(record[-1]) * (-1.0 if self.monitor.endswith("accuracy") else 1.0)
        if value < self._best - self.min_delta:
            self._best, self._epoch, self._weights = value, run.history.epochs, run.weights()
        run.history.best_epoch = self._epoch or None
        if run.history.epochs - self._epoch >= self.patience:
            run.stop(f"{self.monitor} has not improved for {self.patience} epochs")

    def on_end(self, run: Run) -> None:
        if self._weights:
            run.model.load_state_dict(self._weights)

    def state_dict(self) -> dict[str, Any]:
        return {"best": self._best, "epoch": self._epoch, "weights": self._weights}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._best, self._epoch, self._weights = state["best"], state["epoch"], state["weights"]


class ProgressBar(Callback):
    """A bar with the epoch, the latest losses and the time that is left."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[status]}"),
            TimeRemainingColumn(),
        )

    def on_start(self, run: Run) -> None:
        self._task = self._bar.add_task(
            rule_name(run.history.rule), total=run.epochs, completed=run.history.epochs, status=""
        )
        self._bar.start()

    def on_epoch(self, run: Run) -> None:
        history = run.history
        status = f"loss {history.train_loss[-1]:.4f}"
        if len(history.validation_accuracy):
            status += f", validation accuracy {history.validation_accuracy[-1]:.1%}"
        elif len(history.validation_loss):
            status += f", validation loss {history.validation_loss[-1]:.4f}"
        self._bar.update(self._task, completed=history.epochs, status=status)

    def on_end(self, run: Run) -> None:
        self._bar.stop()


class TensorBoard(Callback):
    """Write losses, accuracies, learning rate and per-layer norms where TensorBoard reads them.

    `folder` is what `tensorboard --logdir` is given. Needs the package tensorboardX.
    """

    def __init__(self, folder: str | Path):
        try:
            import tensorboardX
        except ImportError:
            raise ImportError(
                "TensorBoard needs the package tensorboardX: pip install 'gdcourse[tensorboard]'"
            ) from None
        self._writer = tensorboardX.SummaryWriter(str(folder))

    def on_epoch(self, run: Run) -> None:
        history, epoch = run.history, run.history.epochs
        for name in ("train_loss", "validation_loss", "accuracy", "validation_accuracy"):
            values = getattr(history, name)
            if len(values):
                self._writer.add_scalar(name, values[-1], epoch)
        self._writer.add_scalar("lr", history.lr[-1], epoch)
        for layer, norm, size in zip(
            history.layers, history.grad_norm[-1], history.step_size[-1], strict=True
        ):
            self._writer.add_scalar(f"grad_norm/{layer}", norm, epoch)
            self._writer.add_scalar(f"step_size/{layer}", size, epoch)
        self._writer.flush()

    def on_end(self, run: Run) -> None:
        self._writer.close()
