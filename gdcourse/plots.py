"""Figures from records and arrays; nothing else in the library imports Matplotlib.

Every function takes what a run left behind (`records.py`) or plain arrays, draws it, and returns the
Matplotlib object that it drew on. Nothing is computed here that a reader would want to know, and no
setting of Matplotlib's is changed for others. A figure is 7 inches wide, the width of the book's column.

A rule has one colour and one line style in every figure (`STYLES`). The colours differ for colour-blind
readers and stand out from white; the line styles tell the rules apart in grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .records import History, Trajectory, rule_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 7.0  # inches

# name: (colour, dashes); dashes as Matplotlib takes them, in multiples of the line's width
STYLES: dict[str, tuple[str, Any]] = {
    "SGD": ("#4d4d4d", "-"),
    "Momentum": ("#00517f", (0, (6, 2))),
    "Nesterov": ("#2a8fc7", (0, (6, 2, 1, 2))),
    "Adagrad": ("#007a5a", (0, (3, 1.5))),
    "RMSprop": ("#a86e00", (0, (1, 1))),
    "Adam": ("#d04a00", "-"),
    "AMSGrad": ("#7a2f6b", (0, (4, 1.5, 1, 1.5))),
    "AdamW": ("#b8467f", (0, (8, 2))),
}


def style(label: str, index: int = 0) -> dict[str, Any]:
    """Colour and line style of a series, from the rule that its label begins with.

    A label that begins with no rule's name gets the style of number `index`.

    >>> style("Adam, lr 0.1") == style("Adam(beta1=0.9, lr=0.1)")
    True
    """
    named = [rule for rule in STYLES if label.startswith(rule)]
    colour, dashes = STYLES[max(named, key=len)] if named else list(STYLES.values())[index % len(STYLES)]
    return {"color": colour, "linestyle": dashes}


def styles(labels: Sequence[str]) -> list[dict[str, Any]]:
    """A style for each label; a rule that occurs again keeps its colour and changes its dashes.

    >>> [look["linestyle"] for look in styles(["Adam, lr 0.1", "Adam, lr 0.2", "SGD"])]
    ['-', ':', '-']
    """
    looks: list[dict[str, Any]] = []
    for i, label in enumerate(labels):
        look = style(label, i)
        for dashes in (look["linestyle"], "-", ":", "-.", "--"):
            if look | {"linestyle": dashes} not in looks:
                look["linestyle"] = dashes
                break
        looks.append(look)
    return looks


def paths(
    objective: Any,
    trajectories: Sequence[Trajectory],
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw walks over the contours of `objective`, inside its `box`.

    A circle marks a start, a square an end, a star each minimiser. `labels` default to the rules' names.
    What leaves the box is said in the legend: "off the scale after step k" for a walk that ends
    outside, where k is its last step inside; otherwise how many of its steps were outside.

    >>> from gdcourse.objectives import Quadratic
    >>> from gdcourse.optim import SGD, descend
    >>> bowl = Quadratic((1.0, 10.0))
    >>> ax = paths(bowl, [descend(bowl, bowl.start, SGD(lr=lr), steps=9) for lr in (0.1, 0.3)])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['SGD', 'SGD (off the scale after step 1)']
    """
    ax = ax or _axes(5.4, 4.6)
    (x0, x1), (y0, y1) = objective.box
    x, y = np.meshgrid(np.linspace(x0, x1, 241), np.linspace(y0, y1, 241))
    z = np.broadcast_to(objective.value(x, y), x.shape)
    low, high = float(z.min()), float(z.max())
    levels = low + (high - low) * np.linspace(0, 1, 14)[1:-1] ** 3  # close together where it is low
    if high > low:
        ax.contour(x, y, z, levels=levels, colors="#b5b5b5", linewidths=0.7, linestyles="-", zorder=1)
    for point in objective.minimisers:
        ax.plot(*point, "*", color="black", markersize=10, zorder=4)

    labels = labels or [rule_name(path.rule) for path in trajectories]
    if len(labels) != len(trajectories):
        raise ValueError(f"labels = {labels!r}: {len(trajectories)} trajectories need as many labels")
    for path, label, look in zip(trajectories, labels, styles(labels), strict=True):
        theta = path.theta
        inside = _inside(theta, objective.box)
        note = ""
        if not inside[-1]:
            last = int(np.flatnonzero(inside)[-1]) if inside.any() else 0
            note, theta = f" (off the scale after step {last})", theta[: last + 2]
        elif not inside.all():
            note = f" ({int((~inside).sum())} of {path.steps} steps off the scale)"
        few: dict[str, Any] = {"marker": ".", "markersize": 4} if path.steps <= 60 else {}
        line = _within_reach(theta, objective.box)
        ax.plot(line[:, 0], line[:, 1], label=label + note, linewidth=1.4, zorder=2, **look, **few)
        ax.plot(*theta[0], "o", markersize=6, markerfacecolor="white", color=look["color"], zorder=3)
        if inside[-1]:
            ax.plot(*theta[-1], "s", markersize=6, color=look["color"], zorder=5)
    ax.set(xlim=(x0, x1), ylim=(y0, y1), aspect="equal")
    ax.set(xlabel=r"first parameter $\theta_1$", ylabel=r"second parameter $\theta_2$")
    _legend(ax, len(trajectories))
    return ax


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
    ax = ax or _axes(WIDTH, 3.4)
    for (label, numbers), look in zip(series.items(), styles(list(series)), strict=True):
        runs = np.atleast_2d(np.asarray(numbers, dtype=float))
        at = np.arange(runs.shape[1]) if x is None else np.asarray(x)
        at = at[: runs.shape[1]]  # a run that diverged has recorded less
        good = np.isfinite(runs).all(axis=0)
        end = len(good) if good.all() else int(np.argmin(good))
        note = "" if end == len(good) else f" (off the scale after {at[max(end - 1, 0)]:g})"
        ax.plot(at[:end], runs[:, :end].mean(axis=0), label=label + note, linewidth=1.6, **look)
        if len(runs) > 1:
            low, high = runs[:, :end].min(axis=0), runs[:, :end].max(axis=0)
            ax.fill_between(at[:end], low, high, color=look["color"], alpha=0.18, linewidth=0)
    if log:
        ax.set_yscale("log")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    _plain(ax)
    _legend(ax, len(series))
    return ax


def layers(history: History, ax: Axes | None = None) -> Axes:
    """Draw the gradient norm of every parameter tensor by epoch: weights solid, biases dotted.

    Colour runs from dark for the first layer to light for the last. Curves that fan out downwards from
    last to first layer are vanishing gradients; upwards, exploding ones.
    """
    import matplotlib

    ax = ax or _axes(WIDTH, 3.4)
    stems = list(dict.fromkeys(layer.rpartition(".")[0] for layer in history.layers))
    shades = matplotlib.colormaps["viridis"](np.linspace(0.0, 0.75, max(len(stems), 1)))
    epochs = np.arange(1, history.epochs + 1)
    for i, layer in enumerate(history.layers):
        stem, _, kind = layer.rpartition(".")
        dashes = ":" if kind == "bias" else "-"
        norms = history.grad_norm[:, i] if history.grad_norm.size else np.empty(0)
        ax.plot(epochs[: len(norms)], norms, dashes, color=shades[stems.index(stem)], label=layer)
    ax.set_yscale("log")
    ax.set(xlabel="epoch", ylabel=r"gradient norm $\Vert g\Vert$ of the layer")
    _plain(ax)
    _whole_epochs(ax)
    _legend(ax, len(history.layers))
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
    panels = [
        ("training loss", [run.train_loss for run in runs]),
        ("held-out loss", [run.validation_loss for run in runs]),
        ("held-out accuracy", [run.validation_accuracy for run in runs]),
    ]
    if not any(len(numbers) for numbers in panels[2][1]):
        panels[2] = ("training accuracy", [run.accuracy for run in runs])
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
        _whole_epochs(ax)
        if ax.get_legend() and ax is not cells[0]:
            ax.get_legend().remove()
    if len(runs) == 1:
        layers(runs[0], cells[len(panels)])
    for ax in cells[count:]:
        ax.remove()
    return figure


# ---- small parts --------------------------------------------------------------------------------


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


def _axes(width: float, height: float) -> Axes:
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def _plain(ax: Axes) -> None:
    ax.grid(True, color="#e3e3e3", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)


def _whole_epochs(ax: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _legend(ax: Axes, entries: int) -> None:
    if entries:
        ax.legend(fontsize="small", framealpha=0.85, ncols=1 + (entries > 5), handlelength=3.0)


def _inside(theta: np.ndarray, box: Any) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        sides = [(lo <= theta[:, i]) & (theta[:, i] <= hi) for i, (lo, hi) in enumerate(box)]
    return sides[0] & sides[1]


def _within_reach(theta: np.ndarray, box: Any) -> np.ndarray:
    """The path with segments that lead far out of the box cut short, in their own direction.

    A renderer handles coordinates such as 1e200 badly; the part inside the box is drawn as it is.
    """
    low, high = np.array(box, dtype=float).T
    reach = 20 * (high - low).max()
    drawn = theta.astype(float).copy()
    for k in range(len(theta)):
        if not np.isfinite(theta[k]).all():
            drawn[k] = np.nan
            continue
        before = drawn[k - 1] if k and np.isfinite(drawn[k - 1]).all() else np.clip(theta[k], low, high)
        move = theta[k] - before
        length = np.abs(move).max()
        if length > reach:
            drawn[k] = before + move * (reach / length)
    return drawn
