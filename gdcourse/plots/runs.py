"""Training runs: what `fit` records, as one figure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..records import History
from .looks import (
    LETTERS,
    WIDTH,
    axes,
    empty,
    legend,
    log_scale,
    lone,
    plain,
    ratio,
    shades,
    whole_numbers,
)
from .series import RECORDED, curves, run_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMED = 12  # so many parameter tensors get a legend; more get a scale of colours
TRAINING: dict[str, Any] = {"color": "#00517f", "linestyle": "-", "linewidth": 1.6}
HELD_OUT: dict[str, Any] = {"color": "#d04a00", "linestyle": (0, (6, 2)), "linewidth": 1.6}


def layers(history: History, ax: Axes | None = None) -> Axes:
    """Draw the gradient norm of every parameter tensor by epoch: weights solid, biases dotted.

    Colour runs from dark for the first layer to light for the last. Curves that fan out downwards from
    last to first layer are vanishing gradients; upwards, exploding ones. A network of many layers has a
    scale of colours in place of the legend.
    """
    ax = ax or axes(WIDTH, 3.4)
    _by_layer(ax, history, history.grad_norm, r"gradient norm $\Vert g\Vert$ of the layer")
    if len(history.layers) > NAMED:
        _scale_of_layers(ax.figure, [ax], history)
    else:
        legend(ax, len(history.layers))
    return ax


def training(histories: History | Sequence[History], labels: Sequence[str] | None = None) -> Figure:
    """A dashboard of one training run or several: loss, held-out loss, accuracy, gradient norms.

    Panels for which there are no numbers are left out. One run shows its gradients layer by layer,
    several show the norm of the whole gradient each. `labels` default to the rules' names, with their
    learning rates and seeds as far as these tell them apart.
    """
    import matplotlib.pyplot as plt

    runs = [histories] if isinstance(histories, History) else list(histories)
    if not runs:
        raise ValueError("histories is empty; give one History or several, as returned by fit")
    labels = list(labels or run_labels(runs))
    if len(set(labels)) != len(runs):
        raise ValueError(f"labels = {labels!r}: {len(runs)} runs need as many labels, all different")
    fields = ["train_loss", "validation_loss", "validation_accuracy"]
    if not any(len(run.validation_accuracy) for run in runs):
        fields[2] = "accuracy"
    panels = [(RECORDED[name], [getattr(run, name) for run in runs]) for name in fields]
    if len(runs) > 1:
        whole = [np.sqrt((run.grad_norm**2).sum(axis=-1)) for run in runs]
        panels.append((r"gradient norm $\Vert g\Vert$", whole))
    panels = [(title, numbers) for title, numbers in panels if any(len(n) for n in numbers)]

    count = len(panels) + (len(runs) == 1)
    rows = max((count + 1) // 2, 1)
    figure, grid = plt.subplots(rows, 2, figsize=(WIDTH, 2.6 * rows), layout="constrained", squeeze=False)
    cells = list(grid.flat)
    for ax, (title, numbers) in zip(cells, panels, strict=False):
        given = {label: n for label, n in zip(labels, numbers, strict=True) if len(n)}
        longest = max(len(n) for n in given.values())
        curves(
            given, ax, x=np.arange(1, longest + 1), xlabel="epoch", ylabel=title, log="accuracy" not in title
        )
        whole_numbers(ax)
        if ax.get_legend() and ax is not cells[0]:
            ax.get_legend().remove()
    if len(runs) == 1:
        layers(runs[0], cells[len(panels)])
    for ax in cells[count:]:
        ax.remove()
    return figure


def dashboard(history: History) -> Figure:
    """Everything that one run recorded, with the diagnosis in words.

    Losses (of mini-batches, thin; of epochs; held out), accuracies, the norm of each parameter tensor's
    gradient, the size of its steps with a line at the usual one (`monitor.USUAL_STEP`), and the learning
    rate. Vertical lines mark the epoch whose weights were kept, and the step at which the run diverged.
    Panels for which there are no numbers are left out.
    """
    import matplotlib.pyplot as plt

    from ..monitor import USUAL_STEP

    names = ["loss"]
    names += ["accuracy"] * bool(len(history.accuracy) or len(history.validation_accuracy))
    names += ["gradients"] * bool(history.grad_norm.size) + ["steps"] * bool(history.step_size.size)
    names += ["rate"] * bool(len(history.lr)) + ["words"]
    if len(names) % 2:
        names.append("words")  # alone in its row, the text takes all of it
    rows: list[Any] = [names[i : i + 2] for i in range(0, len(names), 2)]
    alone = rows[-1] == ["words", "words"]
    words = _in_words(history, width=96 if alone else 42)
    room = 0.3 + 0.145 * (words.count("\n") + 1)  # inches
    heights = [2.5] * (len(rows) - 1) + [room if alone else max(2.5, room)]
    figure = plt.figure(figsize=(WIDTH, sum(heights) + 0.4), layout="constrained")
    cells = figure.subplot_mosaic(rows, height_ratios=heights)

    _losses(cells["loss"], history)
    if "accuracy" in cells:
        _accuracies(cells["accuracy"], history)
    if "gradients" in cells:
        _by_layer(cells["gradients"], history, history.grad_norm, r"gradient norm $\Vert g\Vert$")
    if "steps" in cells:
        ylabel = r"step size $\Vert\Delta\theta\Vert\,/\,\Vert\theta\Vert$"
        _by_layer(cells["steps"], history, history.step_size, ylabel, usual=USUAL_STEP)
    if "rate" in cells:
        _rates(cells["rate"], history)
    ax = cells.pop("words")
    ax.axis("off")
    look: dict[str, Any] = {"va": "top", "fontsize": 7.5, "parse_math": False}
    # out of the layout, which would otherwise make room for the text at the panels' cost
    ax.text(0.0, 1.0, words, transform=ax.transAxes, in_layout=False, **look)
    for ax in cells.values():
        _marks(ax, history)
        ax.set(xlabel="epoch", xlim=(0, 1.04 * max(history.epochs, 1)))
        plain(ax)
        whole_numbers(ax)
    _keys(figure, cells, history)
    return figure


# ---- panels -------------------------------------------------------------------------------------


def _losses(ax: Axes, history: History) -> None:
    epochs = np.arange(1, history.epochs + 1)
    batches = np.arange(1, len(history.loss) + 1) / _steps_an_epoch(history)
    ax.plot(batches, history.loss, color="#a9a9a9", linewidth=0.6, label="mini-batches", zorder=1)
    ax.plot(epochs, history.train_loss, label="training", **TRAINING, **lone(history.train_loss))
    held_out = history.validation_loss
    if len(held_out):
        ax.plot(epochs[: len(held_out)], held_out, label="held out", **HELD_OUT, **lone(held_out))
    numbers = np.concatenate([history.loss, history.train_loss, held_out])
    if not empty(ax, numbers) and ratio(numbers) >= 10:
        log_scale(ax, numbers)
    ax.set_ylabel("loss")


def _accuracies(ax: Axes, history: History) -> None:
    for numbers, look in ((history.accuracy, TRAINING), (history.validation_accuracy, HELD_OUT)):
        ax.plot(np.arange(1, len(numbers) + 1), numbers, **look, **lone(numbers))
    ax.set_ylabel("accuracy, fraction")


def _rates(ax: Axes, history: History) -> None:
    ax.plot(np.arange(1, len(history.lr) + 1) / _steps_an_epoch(history), history.lr, **TRAINING)
    if ratio(history.lr) >= 10:
        log_scale(ax, history.lr)
    else:
        ax.set_ylim(0.0, 1.15 * (history.lr.max() or 1.0))
    ax.set_ylabel(LETTERS["lr"])


def _steps_an_epoch(history: History) -> float:
    return len(history.loss) / max(history.epochs, 1) or 1.0


def _marks(ax: Axes, history: History) -> None:
    """Vertical lines at the epoch whose weights were kept and at the step of divergence."""
    if history.best_epoch is not None:
        label = f"weights kept: epoch {history.best_epoch}"
        ax.axvline(history.best_epoch, color="#4d4d4d", linewidth=0.9, linestyle="--", label=label)
    if history.diverged is not None:
        at = history.diverged / _steps_an_epoch(history)
        label = f"diverged: step {history.diverged}"
        ax.axvline(at, color="black", linewidth=1.4, linestyle=":", label=label)


def _in_words(history: History, width: int) -> str:
    """What the run was, how it ended, and what it suggests, in lines of so many characters."""
    settings = f"batch size {history.batch_size}, seed {history.seed}, {history.device}"
    lines = [history.rule, f"{settings}, {history.seconds:.3g} s" + f", {history.mode}" * bool(history.mode)]
    if history.skipped:
        lines.append(f"{history.skipped} steps skipped: a gradient overflowed.")
    if history.stopped:
        lines.append(f"Stopped: {history.stopped}.")
    lines.append(history.diagnosis or "Nothing out of the ordinary was seen.")
    return "\n".join(textwrap.fill(line, width) for line in lines)


# ---- layers -------------------------------------------------------------------------------------


def _stems(history: History) -> list[str]:
    """The layers' names: what stands before the last dot in those of their parameter tensors."""
    return list(dict.fromkeys(layer.rpartition(".")[0] for layer in history.layers))


def _by_layer(
    ax: Axes, history: History, numbers: np.ndarray, ylabel: str, usual: float | None = None
) -> None:
    """A curve for each parameter tensor, `numbers` being (epochs, tensors), on a log scale."""
    stems = _stems(history)
    colours = shades(len(stems))
    epochs = np.arange(1, history.epochs + 1)
    for i, layer in enumerate(history.layers):
        stem, _, kind = layer.rpartition(".")
        values = numbers[:, i] if numbers.size else np.empty(0)
        note = " (zero)" if len(values) and not values.any() else ""  # a log scale has no place for it
        look: dict[str, Any] = {
            "color": colours[stems.index(stem)],
            "linestyle": ":" if kind == "bias" else "-",
        }
        marker = lone(np.where(values > 0, values, np.nan))
        ax.plot(epochs[: len(values)], values, label=layer + note, **look, **marker)
    shown = numbers[numbers > 0]
    if not empty(ax, shown, "all zero" if np.isfinite(numbers).any() else "no finite number"):
        if usual is not None:
            look = {"color": "black", "linewidth": 0.9, "dashes": (8, 4)}
            ax.axhline(usual, label=f"usual step size, {usual:g}", **look)
            shown = np.append(shown, usual)
        ax.set_yscale("log", nonpositive="mask")
        log_scale(ax, shown)
    ax.set(xlabel="epoch", ylabel=ylabel)
    plain(ax)
    whole_numbers(ax)


def _keys(figure: Figure, cells: Mapping[str, Axes], history: History) -> None:
    """Above the panels, what their lines are; below them, the layers. No panel has room for a legend."""
    look: dict[str, Any] = {"fontsize": "small", "frameon": False}
    tensors = cells["gradients"].get_legend_handles_labels() if "gradients" in cells else ([], [])
    handles = {
        label: handle
        for ax in cells.values()
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)
        if label.removesuffix(" (zero)") not in history.layers
    }
    figure.legend(handles.values(), handles.keys(), loc="outside upper center", ncols=3, **look)
    if len(history.layers) > NAMED:
        _scale_of_layers(figure, list(cells.values()), history, location="bottom", aspect=50, shrink=0.7)
    elif history.grad_norm.size:
        pairs = [pair for pair in zip(*tensors, strict=True) if pair[1] not in handles]
        columns = min(len(pairs), 4)
        figure.legend(*zip(*pairs, strict=True), loc="outside lower center", ncols=columns, **look)


def _scale_of_layers(figure: Any, panels: Sequence[Axes], history: History, **place: Any) -> None:
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import BoundaryNorm, ListedColormap
    from matplotlib.ticker import MaxNLocator

    count = len(_stems(history))
    colours = ScalarMappable(BoundaryNorm(np.arange(count + 1) + 0.5, count), ListedColormap(shades(count)))
    scale = figure.colorbar(colours, ax=panels, label="layer (weights solid, biases dotted)", **place)
    scale.locator = MaxNLocator(nbins=8, integer=True)
    scale.minorticks_off()
    scale.update_ticks()
