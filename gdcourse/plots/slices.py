"""Slices through a loss, as `landscape.py` computes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .looks import FAR, WIDTH, axes, empty, log_scale, plain, ratio

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..landscape import Landscape

LEVELS = 8  # contours


def landscape(record: Landscape, ax: Axes | None = None, *, label: str = "loss") -> Axes:
    """Draw a loss on a line as a curve, on a plane as contours with their values.

    On a line, a circle marks the start and a square the end; on a plane, a cross marks the centre. The scale
    is logarithmic where the loss spans more than one power of ten. Where it isn't finite, a curve has a gap
    and a plane is hatched. `label` says what the loss is of.

    >>> from gdcourse.landscape import line
    >>> import numpy as np
    >>> ax = landscape(line(lambda theta: (theta ** 2).sum(), np.array([-1.0]), np.array([1.0]), points=5))
    >>> ax.get_lines()[0].get_xydata().tolist()
    [[-0.5, 4.0], [0.0, 1.0], [0.5, 0.0], [1.0, 1.0], [1.5, 4.0]]
    """
    return _plane(record, ax, label) if len(record.y) else _line(record, ax, label)


def _line(record: Landscape, ax: Axes | None, label: str) -> Axes:
    ax = ax or axes(WIDTH, 3.4)
    loss = np.where(np.isfinite(record.loss), record.loss, np.nan)
    ax.plot(record.x, loss, color="#00517f", linewidth=1.6)
    for place, marker, name in ((0.0, "o", "start"), (1.0, "s", "end")):
        at = int(np.abs(record.x - place).argmin())
        if abs(record.x[at] - place) < 1e-9:
            ax.plot([place], [loss[at]], marker, color="#00517f", markersize=7, linestyle="none", label=name)
    if not empty(ax, loss) and ratio(loss) >= 10:
        log_scale(ax, loss)
    ax.set(xlabel=r"position $\alpha$ on the line, in distances from start to end", ylabel=label)
    plain(ax)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(fontsize="small", framealpha=0.85)
    return ax


def _plane(record: Landscape, ax: Axes | None, label: str) -> Axes:
    from matplotlib.ticker import MaxNLocator

    ax = ax or axes(6.4, 4.8)
    ax.patch.set(hatch="////", edgecolor="#b5b5b5")  # seen where nothing is drawn over it
    if not empty(ax, record.loss):
        _surface(ax, record, label)
    ax.plot([0.0], [0.0], "+", color="black", markersize=10, markeredgewidth=1.6, zorder=4)
    sides = {"xlim": (record.x.min(), record.x.max()), "ylim": (record.y.min(), record.y.max())}
    ax.set(aspect="equal", **sides)
    ax.set(xlabel="$a$, in lengths of the first direction", ylabel="$b$, in lengths of the second direction")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    return ax


def _surface(ax: Axes, record: Landscape, label: str) -> None:
    """Colours, their scale, and contours with their values."""
    from matplotlib.colors import LogNorm, Normalize
    from matplotlib.patheffects import withStroke

    loss = np.ma.masked_invalid(record.loss)
    low, high = float(loss.min()), float(loss.max())
    log = ratio(record.loss) >= 10
    top = min(high, FAR * low) if log else high
    look: dict[str, Any] = {"norm": LogNorm(low, top) if log else Normalize(low, top), "cmap": "cividis_r"}
    surface = ax.pcolormesh(record.x, record.y, loss, shading="gouraud", **look)
    scale = ax.figure.colorbar(surface, ax=ax, label=label, extend="max" if top < high else "neither")
    if log:
        log_scale(scale.ax, record.loss)
    if top > low:
        levels = (np.geomspace if log else np.linspace)(low, top, LEVELS + 2)[1:-1]
        lines = ax.contour(record.x, record.y, loss, levels=levels, colors="black", linewidths=0.7)
        for text in ax.clabel(lines, fmt="%.3g", fontsize=7):
            text.set_path_effects([withStroke(linewidth=1.5, foreground="white")])
