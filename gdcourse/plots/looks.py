"""How figures look: a style for every rule, and the parts that all figures share.

A rule has one colour and one line style in every figure (`STYLES`). All colours stand out from white. There
are more rules than colours that everybody can tell apart, so no two rules rely on colour alone: where
two colours are close, to a colour-blind reader or in grey, the dashes differ clearly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 7.0  # inches
FAR = 1e4  # losses this many times the least are off the scale: they are all equally bad

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
    "NAdam": ("#9e0c0c", (0, (3, 1.5, 1, 1.5, 1, 1.5))),
    "Adadelta": ("#8c8158", (0, (3, 1.5, 3, 1.5, 1, 1.5))),
    "Lion": ("#242400", (0, (1, 3))),
    "Muon": ("#8a10f5", (0, (11, 3))),
    "SAM": ("#f01cc0", (0, (6, 2, 1, 2, 1, 2, 1, 2))),
    "EMA": ("#000092", (0, (7, 1.5, 2.5, 1.5))),
    "SWA": ("#8d72fa", (0, (7, 1.5, 2.5, 1.5, 2.5, 1.5))),
    "ScheduleFreeSGD": ("#550049", (0, (5, 5))),
    "ScheduleFreeAdamW": ("#9e00c2", (0, (5, 5, 1, 5))),
}

# hyperparameters as an axis names them, in the letters of the book
LETTERS = {
    "lr": r"learning rate $\eta$",
    "momentum": r"momentum $\mu$",
    "alpha": r"share kept of the mean square $\alpha$",
    "beta1": r"share kept of the mean $\beta_1$",
    "beta2": r"share kept of the mean square $\beta_2$",
    "eps": r"$\epsilon$",
    "weight_decay": r"weight decay $\lambda$",
    "radius": r"radius $\rho$",
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


def plain(*panels: Axes) -> None:
    """Give axes the look of the library's own figures: a light grid below, no line above or on the right.

    >>> import matplotlib.pyplot as plt
    >>> fig, (left, right) = plt.subplots(1, 2)
    >>> plain(left, right)
    >>> left.spines["top"].get_visible()
    False
    """
    for ax in panels:
        ax.grid(True, color="#e3e3e3", linewidth=0.6)
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)


# ---- small parts --------------------------------------------------------------------------------


def panel(width: float, height: float) -> tuple[Figure, Axes]:
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")


def axes(width: float, height: float) -> Axes:
    return panel(width, height)[1]


def whole_numbers(ax: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, min_n_ticks=1))


def legend(ax: Axes, entries: int, extra: Sequence[Artist] = (), title: str | None = None) -> None:
    """A legend of everything labelled, and of `extra`; none where there is nothing to tell apart."""
    if entries or extra:
        handles = [*ax.get_legend_handles_labels()[0], *extra]
        ax.legend(
            handles=handles,
            title=title,
            title_fontsize="small",
            alignment="left",
            fontsize="small",
            framealpha=0.85,
            ncols=1 + (entries > 5),
            handlelength=3.6,
        )


def shade(ax: Axes, at: np.ndarray, low: np.ndarray, high: np.ndarray, colour: Any) -> None:
    """Shade from `low` to `high`; where there is a single point, which has no area, draw a bar."""
    if len(at) == 1:
        ax.vlines(at, low, high, color=colour, alpha=0.3, linewidth=4)
    else:
        ax.fill_between(at, low, high, color=colour, alpha=0.18, linewidth=0)


def lone(numbers: np.ndarray) -> dict[str, Any]:
    """A marker for a curve of a single point, which a line would not show."""
    return {"marker": "o", "markersize": 4} if np.isfinite(numbers).sum() == 1 else {}


def shades(count: int) -> np.ndarray:
    """So many colours from dark to light, the last still visible on white."""
    import matplotlib

    return matplotlib.colormaps["viridis"](np.linspace(0.0, 0.75, max(count, 1)))


def ratio(numbers: np.ndarray) -> float:
    """How many times as large as the smallest the largest finite number is; 0 unless all are positive."""
    finite = numbers[np.isfinite(numbers)]
    return float(finite.max() / finite.min()) if finite.size and finite.min() > 0 else 0.0


def log_scale(ax: Axes, numbers: np.ndarray) -> None:
    """A vertical log scale whose ticks are plain numbers where `numbers` span few powers of ten."""
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, NullLocator, StrMethodFormatter

    if ax.get_yscale() != "log":
        ax.set_yscale("log")
    if not 1 < ratio(numbers) < 100:
        return
    if ratio(numbers) < 4:  # there may be no 1, 2 or 5 between them
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
        ax.yaxis.set_minor_locator(NullLocator())
    else:
        ax.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())


def empty(ax: Axes, numbers: np.ndarray, words: str = "no finite number") -> bool:
    """Whether a panel has no finite number to show; if so, say it there."""
    if np.isfinite(numbers).any():
        return False
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2.0}
    ax.text(0.5, 0.75, words, ha="center", color="#4d4d4d", transform=ax.transAxes, bbox=box)
    ax.set_yticks([])
    return True
