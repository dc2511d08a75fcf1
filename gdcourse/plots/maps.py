"""Maps of a sweep over two hyperparameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..records import Sweep
from .looks import FAR, LETTERS, WIDTH, log_scale, panel, ratio
from .sweeps import MEASURED, STAR, Setting, best, measured, settings_of, told, varied

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 9  # so many cells in a row have room for a number each
HATCH: dict[str, Any] = {"facecolor": "white", "edgecolor": "#8a8a8a", "hatch": "////", "linewidth": 0.5}


def sweep_map(record: Sweep, *, of: str | None = None) -> Figure:
    """A map of the two hyperparameters that were varied: the mean over seeds in every cell.

    Cells in which runs diverged have no mean: they are hatched, and say how many of how many did. A star
    marks the best cell. The learning rate, if it is one of the two, runs to the right. `of` is that of
    `sweep`.

    Raises `ValueError` for a sweep in which not exactly two hyperparameters vary.
    """
    of, names = measured(record, of), varied(record)
    if len(names) != 2:
        raise ValueError(
            f"record varies {len(names)} hyperparameters ({', '.join(names)}), and a map has two; use sweep"
        )
    across, up = sorted(names, key=lambda name: (name != "lr", names.index(name)))
    columns, rows = (np.unique(record.settings[name]) for name in (across, up))
    everything = settings_of(record, of)
    places = [
        (int(np.searchsorted(rows, setting.at[up])), int(np.searchsorted(columns, setting.at[across])))
        for setting in everything
    ]
    cells = np.full((len(rows), len(columns)), np.nan)
    for place, setting in zip(places, everything, strict=True):
        cells[place] = setting.mean

    figure, ax = panel(WIDTH, 1.6 + 0.45 * min(len(rows), 12))
    mesh = _colour(figure, ax, cells, of)
    star = best(everything, of)
    for place, setting in zip(places, everything, strict=True):
        if np.isfinite(setting.mean):
            _write(ax, mesh, place, cells, setting is star)
        else:
            _hatch(ax, place, setting, len(columns))
    for axis, name, values, most in ((ax.xaxis, across, columns, 10), (ax.yaxis, up, rows, 16)):
        every = -(-len(values) // most)
        axis.set_ticks(np.arange(len(values))[::every], [f"{v:.3g}" for v in values[::every]])
        axis.set_label_text(LETTERS.get(name, name))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    _key(figure, star, everything, names)
    return figure


def _colour(figure: Figure, ax: Axes, cells: np.ndarray, of: str) -> Any:
    """Colour the cells, the better the lighter, and return what knows their colours."""
    from matplotlib.colors import LogNorm

    ax.set(xlim=(-0.5, cells.shape[1] - 0.5), ylim=(-0.5, cells.shape[0] - 0.5))
    if not np.isfinite(cells).any():
        return None
    edges = [np.arange(count + 1) - 0.5 for count in reversed(cells.shape)]
    look: dict[str, Any] = {"cmap": "cividis" if of == "validation_accuracy" else "cividis_r"}
    bar: dict[str, Any] = {"label": MEASURED[of]}
    if of != "validation_accuracy" and ratio(cells) > 2:
        low, high = np.nanmin(cells), np.nanmax(cells)
        look["norm"] = LogNorm(low, min(high, FAR * low))  # what is larger still has the last colour
        bar["extend"] = "max" if high > FAR * low else "neither"
    mesh = ax.pcolormesh(*edges, np.ma.masked_invalid(cells), **look)
    scale = figure.colorbar(mesh, ax=ax, **bar)
    if "norm" in look:
        log_scale(scale.ax, cells)
    return mesh


def _write(ax: Axes, mesh: Any, place: tuple[int, int], cells: np.ndarray, best: bool) -> None:
    """A cell's number, dark on light or light on dark, and the star."""
    row, column = place
    room = cells.shape[1] <= COLUMNS
    if best:
        ax.plot([column - 0.33 * room], [row], **STAR)
    if room:
        value = cells[place]
        light = mesh.cmap(mesh.norm(value))[1] > 0.45  # green is most of what we see of lightness
        colour = "black" if light else "white"
        ax.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize="small", color=colour)


def _hatch(ax: Axes, place: tuple[int, int], setting: Setting, columns: int) -> None:
    """A cell without a mean, and how many of its runs diverged."""
    from matplotlib.patches import Rectangle

    row, column = place
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **HATCH))
    if columns <= COLUMNS and setting.seeds > 1:
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        words = f"{setting.diverged} of {setting.seeds}"
        ax.text(column, row, words, ha="center", va="center", fontsize="small", bbox=box)


def _key(figure: Figure, star: Setting | None, everything: Sequence[Setting], names: Sequence[str]) -> None:
    """Above the map: which cell is best, and what hatching means."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    if star is not None:
        handles.append(Line2D([], [], label=told(star, names), **STAR))
    if any(setting.diverged for setting in everything):
        seeds = max(setting.seeds for setting in everything)
        handles.append(Patch(label="diverged" + f" (of {seeds} seeds)" * (seeds > 1), **HATCH))
    if handles:
        figure.legend(handles=handles, loc="outside upper center", ncols=2, fontsize="small", frameon=False)
