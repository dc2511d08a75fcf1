"""What a run leaves behind: plain dataclasses of arrays, which `plots` draws and programs read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


def rule_name(rule: str) -> str:
    """The rule's name from its `repr`, as records keep it.

    >>> rule_name("Adam(lr=0.1, beta1=0.9)")
    'Adam'
    """
    return rule.partition("(")[0]


@dataclass
class Trajectory:
    """The path of `descend`: entry 0 is the start, entry t the point after step t.

    `theta` has shape (T+1, n); `loss`, `grad_norm` and `lr` have T+1, T+1 and T entries.
    `converged` says that the gradient's norm fell to `tol`; `diverged` is the first step whose
    point or loss is not a finite number, or None. The path ends there. `kept`, shaped as `theta`, is what
    the rule would have one keep: the average, for rules that average, else `theta` itself.
    """

    theta: np.ndarray
    kept: np.ndarray
    loss: np.ndarray
    grad_norm: np.ndarray
    lr: np.ndarray
    converged: bool
    diverged: int | None
    rule: str
    objective: str

    @property
    def steps(self) -> int:
        return len(self.loss) - 1


@dataclass
class History:
    """The record of `fit`.

    Per step: `loss` (mini-batch loss before the step) and `lr`. Per epoch: `train_loss`, the mean over
    the epoch's examples; of shape (epochs, layers), `grad_norm`, the root of the mean over the epoch's
    steps of each parameter tensor's squared gradient norm, and `step_size`, how far the epoch's last step
    moved the tensor, relative to its norm; both named by `layers`; and, if data was held out,
    `validation_loss`. `accuracy` and `validation_accuracy` are fractions in [0, 1], empty for regression.

    `diverged` is the step whose loss was not finite, or None; `diagnosis` says in words what the record
    suggests. `stopped` says why the run ended before its last epoch, `best_epoch` which epoch's weights
    were restored, and `mode` how steps were run. `skipped` counts steps that mixed precision left out
    because a gradient overflowed.
    """

    rule: str
    layers: list[str]
    batch_size: int
    seed: int
    device: str
    loss: np.ndarray = field(default_factory=lambda: np.empty(0))
    lr: np.ndarray = field(default_factory=lambda: np.empty(0))
    train_loss: np.ndarray = field(default_factory=lambda: np.empty(0))
    validation_loss: np.ndarray = field(default_factory=lambda: np.empty(0))
    accuracy: np.ndarray = field(default_factory=lambda: np.empty(0))
    validation_accuracy: np.ndarray = field(default_factory=lambda: np.empty(0))
    grad_norm: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    step_size: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    seconds: float = 0.0
    diverged: int | None = None
    diagnosis: str = ""
    stopped: str = ""
    best_epoch: int | None = None
    mode: str = ""
    skipped: int = 0

    @property
    def epochs(self) -> int:
        return len(self.train_loss)


@dataclass
class Sweep:
    """The record of `sweep`: R runs, a row each.

    `settings` maps "lr", "seed" and any other hyperparameter that was varied to its value in each row.
    `loss` has shape (R, steps). `train_loss` is the mean over the last epoch's steps, or over all where
    there were fewer; `validation_loss` and `validation_accuracy`, of shape (R,), are empty where nothing
    was held out, or for a regression. `diverged` is the step at which a row's loss stopped being finite,
    or 0. `parameters`, of shape (R, n), is kept on request. `mode` says how steps were run.
    """

    rule: str
    settings: dict[str, np.ndarray]
    loss: np.ndarray
    train_loss: np.ndarray
    validation_loss: np.ndarray
    validation_accuracy: np.ndarray
    diverged: np.ndarray
    mode: str
    device: str
    seconds: float
    parameters: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.loss)

    @property
    def varied(self) -> list[str]:
        """The hyperparameters, without the seed."""
        return [name for name in self.settings if name != "seed"]

    def table(self) -> list[dict[str, float]]:
        """One line a setting: its hyperparameters, how many seeds, how many of them diverged, and means.

        Means and standard deviations are over all seeds, so a setting at which one diverged has none.
        """
        columns = np.stack([self.settings[name] for name in self.varied], axis=1)
        lines = []
        for values in dict.fromkeys(map(tuple, columns.tolist())):
            rows = (columns == values).all(axis=1)
            line: dict[str, float] = dict(zip(self.varied, values, strict=True))
            line |= {"seeds": int(rows.sum()), "diverged": int((self.diverged[rows] > 0).sum())}
            for name in ("train_loss", "validation_loss", "validation_accuracy"):
                record = getattr(self, name)
                if len(record):
                    with np.errstate(invalid="ignore"):  # a spread around infinity is not-a-number
                        line[name] = float(record[rows].mean())
                        line[name + "_std"] = float(record[rows].std(ddof=1)) if rows.sum() > 1 else 0.0
            lines.append(line)
        return lines

    def best(self) -> dict[str, float]:
        """The line of `table` with the lowest mean validation loss (training loss, if none was held out).

        Raises `ValueError` where every setting diverged.
        """
        by = "validation_loss" if len(self.validation_loss) else "train_loss"
        finite = [line for line in self.table() if np.isfinite(line[by])]
        if not finite:
            raise ValueError(f"every run of {self.rule} diverged; sweep smaller learning rates")
        return min(finite, key=lambda line: line[by])
