"""Hooks into a training run: one small class each."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .records import History, rule_name


class Callback:
    """Override what you need. The history holds everything recorded so far."""

    def on_start(self, history: History, epochs: int) -> None:
        """Before the first step."""

    def on_epoch(self, history: History) -> None:
        """After each epoch."""

    def on_end(self, history: History) -> None:
        """After the last epoch, also when the run was cut short or failed."""


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

    def on_start(self, history: History, epochs: int) -> None:
        self._task = self._bar.add_task(rule_name(history.rule), total=epochs, status="")
        self._bar.start()

    def on_epoch(self, history: History) -> None:
        status = f"loss {history.train_loss[-1]:.4f}"
        if len(history.validation_accuracy):
            status += f", validation accuracy {history.validation_accuracy[-1]:.1%}"
        elif len(history.validation_loss):
            status += f", validation loss {history.validation_loss[-1]:.4f}"
        self._bar.update(self._task, advance=1, status=status)

    def on_end(self, history: History) -> None:
        self._bar.stop()
