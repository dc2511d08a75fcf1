"""Numbers against time: labelled curves, and runs with several seeds each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..records import History, rule_name
from .looks import WIDTH, axes, legend, log_scale, lone, plain, ratio, shade, styles, whole_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# fields of a History as an axis names them
RECORDED = {
    "loss": "mini-batch loss",
    "train_loss": "training loss",
    "validation_loss": "held-out loss",
    "accuracy": "training accuracy",
    "validation_accuracy": "held-out accuracy",
}
CLOCKS = {"epochs": "epoch", "steps": "step $t$", "gradients": "mini-batch gradients computed"}
BANDS = {"quartiles": (0.25, 0.75), "range": (0.0, 1.0)}
BAND_NAMES = {"quartiles": "quartiles", "range": "least to greatest"}


def curves(
    series: Mapping[str, Any],
    ax: Axes | None = None,
    *,
    x: Any = None,
    xlabel: str = "step $t$",
    ylabel: str = r"loss $f(\theta_t)$",
    log: bool = True,
) -> Axes:
    """Draw labelled numbers against step, epoch or whatever `x` holds; `log` concerns the vertical axis.

    `series` maps a label to an array: (T,) for one run, or (R, T) for several, whose mean is drawn
    inside a band from their least to their greatest. `x` defaults to 0, 1, ..., T-1. A curve ends where
    its numbers stop being finite, and the legend says where.

    >>> ax = curves({"Adam": [3.0, 2.0, 1.0], "SGD": [3.0, 30.0, float("inf")]})
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['Adam', 'SGD (off the scale after 1)']
    """
    ax = ax or axes(WIDTH, 3.4)
    for (label, numbers), look in zip(series.items(), styles(list(series)), strict=True):
        runs = np.atleast_2d(np.asarray(numbers, dtype=float))
        at = np.arange(runs.shape[1]) if x is None else np.asarray(x)
        at = at[: runs.shape[1]]  # a run that diverged has recorded less
        good = np.isfinite(runs).all(axis=0)
        end = len(good) if good.all() else int(np.argmin(good))
        note = "" if end == len(good) else f" (off the scale after {at[max(end - 1, 0)]:g})"
        mean = runs[:, :end].mean(axis=0)
        ax.plot(at[:end], mean, label=label + note, linewidth=1.6, **look, **lone(mean))
        if len(runs) > 1:
            shade(ax, at[:end], runs[:, :end].min(axis=0), runs[:, :end].max(axis=0), look["color"])
    if log:
        drawn = [line.get_ydata() for line in ax.get_lines()]
        log_scale(ax, np.concatenate([np.empty(0), *drawn]))
    ax.set(xlabel=xlabel, ylabel=ylabel)
    plain(ax)
    legend(ax, len(series))
    return ax


def compare(
    histories: Sequence[History],
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
    *,
    of: str = "validation_loss",
    against: str = "epochs",
    band: str = "quartiles",
    log: bool | None = None,
) -> Axes:
    """Draw runs with several seeds each: for every label the median of its runs, inside a band.

    Runs with the same label form a group; `labels` default to the rules' names, with learning rate, batch
    size or all hyperparameters as far as these tell settings apart, but not seeds. `band` is "quartiles" or
    "range", from the least to the greatest; the legend says which. A run that diverged counts as the worst of
    its group from there on, and the legend tells how many did. Where some runs of a group end early, the
    median ends with the first of them, and the others go on as thin lines.

    `of` is "loss" (of every step), "train_loss", "validation_loss", "accuracy" or "validation_accuracy";
    `against` is "epochs", "steps" or "gradients", of which `SAM` takes two a step. `log` concerns the
    vertical axis; left out, a log scale is used for numbers that span more than one power of ten.

    Raises `ValueError` for no runs, for one that did not record what is asked for, and for a group whose
    runs have steps or epochs of different lengths.

    >>> import numpy as np
    >>> runs = [History("Adam(lr=0.1)", [], 32, seed, "cpu", validation_loss=np.array([2.0, 1.0 + seed]))
    ...         for seed in range(3)]
    >>> ax = compare(runs)
    >>> [text.get_text() for text in ax.get_legend().get_texts()], ax.get_lines()[0].get_ydata()
    (['Adam'], array([2., 2.]))
    """
    groups = _groups(histories, labels)
    for name, value, known in (("of", of, RECORDED), ("against", against, CLOCKS), ("band", band, BANDS)):
        if value not in known:
            raise ValueError(f"{name} = {value!r}: give one of {', '.join(known)}")
    for run in histories:
        if not len(getattr(run, of)):
            raise ValueError(
                f'of = "{of}" is not recorded by {run.rule}, seed {run.seed}; try of="train_loss"'
            )
    ax = ax or axes(WIDTH, 3.4)
    numbers = {label: [_worst_at_last(getattr(run, of)) for run in runs] for label, runs in groups.items()}
    # a logarithm of nothing but infinities needs some frame, and bands to infinity some end
    finite = np.concatenate([v for each in numbers.values() for v in each])
    finite = finite[np.isfinite(finite)]
    ceiling = float(finite.max()) if finite.size else 1.0
    for (label, runs), look in zip(groups.items(), styles(list(groups)), strict=True):
        at = _clock(label, runs, of, against)
        common = min(map(len, numbers[label]))
        table = np.stack([v[:common] for v in numbers[label]])
        diverged = sum(run.diverged is not None for run in runs)
        note = f" ({diverged} of {len(runs)} diverged)" if diverged else ""
        low, middle, high = _quantiles(table, (BANDS[band][0], 0.5, BANDS[band][1]))
        middle = np.where(np.isfinite(middle), middle, np.nan)
        ax.plot(at[:common], middle, label=label + note, linewidth=1.6, **look, **lone(middle))
        if len(runs) > 1:
            low, high = np.where(np.isfinite(low), low, np.nan), np.minimum(high, ceiling)
            shade(ax, at[:common], low, high, look["color"])
        for v in numbers[label]:
            if len(v) > common:
                ax.plot(at[common - 1 : len(v)], v[common - 1 :], linewidth=0.7, alpha=0.7, **look)
    if ratio(finite) >= 10 if log is None else log:
        log_scale(ax, finite)
    ax.set(xlabel=CLOCKS[against], ylabel=RECORDED[of])
    plain(ax)
    whole_numbers(ax)
    legend(ax, len(groups), title=_band_title(groups, band))
    return ax


# ---- groups of runs -----------------------------------------------------------------------------


def run_labels(runs: Sequence[History]) -> list[str]:
    """A different label for each run: the rule's name and, as far as needed, learning rate, seed, number."""
    labels = [rule_name(run.rule) for run in runs]
    for detail in (
        [f", lr {run.lr[0]:g}" if len(run.lr) else "" for run in runs],
        [f", seed {run.seed}" for run in runs],
        [f", run {i}" for i in range(1, len(runs) + 1)],
    ):
        labels = [a + b if labels.count(a) > 1 else a for a, b in zip(labels, detail, strict=True)]
    return labels


def _groups(histories: Sequence[History], labels: Sequence[str] | None) -> dict[str, list[History]]:
    runs = list(histories)
    if not runs:
        raise ValueError("histories is empty; give several, as returned by fit")
    labels = list(labels or _setting_labels(runs))
    if len(labels) != len(runs):
        raise ValueError(f"labels = {labels!r}: {len(runs)} runs need as many; runs of one setting share one")
    return {
        label: [run for run, own in zip(runs, labels, strict=True) if own == label]
        for label in dict.fromkeys(labels)
    }


def _setting_labels(runs: Sequence[History]) -> list[str]:
    """A label for each run that tells its setting from the others', whatever its seed."""
    rates = [f"{run.lr[0]:g}" if len(run.lr) else "" for run in runs]
    labels = [rule_name(run.rule) for run in runs]
    for detail in (
        [f", lr {rate}" for rate in rates],
        [f", batch size {run.batch_size}" for run in runs],
        [f", {run.rule}" for run in runs],
    ):
        found: dict[str, set[str]] = {}
        for a, b in zip(labels, detail, strict=True):
            found.setdefault(a, set()).add(b)
        labels = [a + b if len(found[a]) > 1 else a for a, b in zip(labels, detail, strict=True)]
    return labels


def _clock(label: str, runs: Sequence[History], of: str, against: str) -> np.ndarray:
    """Where the longest run's numbers lie on the horizontal axis, after a check that all runs agree."""
    clocks = sorted((_ticks(run, of, against) for run in runs), key=len)
    if not all(np.array_equal(clock, clocks[-1][: len(clock)]) for clock in clocks):
        raise ValueError(
            f"labels: runs of {label!r} differ in steps per epoch or gradients per step; give each its own "
            'label, or against="epochs"'
        )
    return clocks[-1]


def _ticks(run: History, of: str, against: str) -> np.ndarray:
    per_epoch = len(run.loss) / max(run.epochs, 1)
    count = np.arange(1, len(getattr(run, of)) + 1)
    if against == "epochs":
        return count / per_epoch if of == "loss" and run.epochs else count
    steps = count if of == "loss" else count * per_epoch
    return steps * _gradients_a_step(run.rule) if against == "gradients" else steps


def _gradients_a_step(rule: str) -> int:
    from .. import optim
    from ..optim.wrappers import TwoPass

    kind = getattr(optim, rule_name(rule), None)
    return 2 if isinstance(kind, type) and issubclass(kind, TwoPass) else 1


def _worst_at_last(numbers: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(numbers), numbers, np.inf)


def _quantiles(table: np.ndarray, shares: Sequence[float]) -> list[np.ndarray]:
    """Quantiles over the rows, in which infinite entries are the greatest."""
    huge = 1e300  # between two infinities, interpolation would find nan
    found = np.quantile(np.minimum(table, huge), shares, axis=0)
    return [np.where(row < huge / 1e6, row, np.inf) for row in found]


def _band_title(groups: Mapping[str, Sequence[History]], band: str) -> str | None:
    sizes = {len(runs) for runs in groups.values()}
    if sizes == {1}:
        return None
    over = f"{sizes.pop()} runs" if len(sizes) == 1 else f"{min(sizes)} to {max(sizes)} runs"
    return f"median of {over}; band: {BAND_NAMES[band]}"
