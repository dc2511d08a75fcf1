"""Sweeps: how training went, against the hyperparameters that were varied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..optim.rule import RANGES
from ..records import Sweep, rule_name
from .looks import FAR, LETTERS, STYLES, WIDTH, log_scale, panel, plain, ratio, shade, shades, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# what can be drawn of a Sweep, as an axis names it
MEASURED = {
    "validation_loss": "held-out loss",
    "train_loss": "training loss",
    "validation_accuracy": "held-out accuracy",
}
ROWS = 6  # so many settings have bands, and rows for the runs that diverged; more would cover each other
STAR: dict[str, Any] = {
    "marker": "*",
    "linestyle": "none",
    "markersize": 13,
    "color": "black",
    "markerfacecolor": "white",
    "zorder": 6,
}


@dataclass
class Setting:
    """The runs of one setting: the hyperparameters, what was measured in sound runs, how many others."""

    at: dict[str, float]
    values: np.ndarray
    diverged: int

    @property
    def mean(self) -> float:
        return float(self.values.mean()) if len(self.values) and not self.diverged else np.nan

    @property
    def seeds(self) -> int:
        return len(self.values) + self.diverged


Lines = list[tuple[str, list[Setting]]]


def sweep(record: Sweep, *, of: str | None = None, against: str | None = None) -> Figure:
    """How training went against the learning rate, a line for each setting of the other hyperparameters.

    A dot is a run; a line joins the means over seeds, inside a band from the least to the greatest. At a
    setting where runs diverged there is no mean: a cross above the axes says how many of how many did. A
    star marks the best mean, written out below. Losses more than ten thousand times the best one are off
    the scale, and shown as triangles at its upper end.

    `of` is "validation_loss", "train_loss" or "validation_accuracy": the first of these that was recorded.
    `against` is the hyperparameter on the horizontal axis: the learning rate, unless only others vary.

    >>> import numpy as np
    >>> record = Sweep("SGD()", {"lr": np.array([0.1, 0.1, 1.0, 1.0]), "seed": np.array([0, 1, 0, 1])},
    ...                loss=np.ones((4, 1)), train_loss=np.array([0.5, 0.7, 0.1, np.nan]),
    ...                validation_loss=np.empty(0), validation_accuracy=np.empty(0),
    ...                diverged=np.array([0, 0, 0, 1]), mode="", device="cpu", seconds=0.0)
    >>> [text.get_text() for text in sweep(record).axes[0].texts]
    ['1', 'diverged, of 2 seeds']
    """
    of = measured(record, of)
    names = varied(record)
    if against is None:
        against = "lr" if "lr" in names or not names else names[0]
    if against not in record.varied:
        raise ValueError(f"against = {against!r}: {record.rule} was swept over {', '.join(record.varied)}")
    everything = settings_of(record, of)
    lines = _lines(everything, against, [name for name in names if name != against])
    looks = _looks(record, len(lines))

    figure, ax = panel(WIDTH, 3.8 + 0.1 * len(lines))
    for (label, settings), look in zip(lines, looks, strict=True):
        _line(ax, label, settings, look, against, banded=len(lines) <= ROWS)
    star = best(everything, of)
    if star is not None:
        ax.plot([star.at[against]], [star.mean], label=told(star, names), **STAR)
    ax.set(xlabel=LETTERS.get(against, against), ylabel=MEASURED[of])
    plain(ax)
    _horizontal(ax, against, np.unique(record.settings[against]))
    _vertical(ax, everything, of, against)
    _crosses(figure, ax, lines, looks, against)
    _key(figure, ax, everything, banded=len(lines) <= ROWS)
    return figure


# ---- what the record says -----------------------------------------------------------------------


def measured(record: Sweep, of: str | None) -> str:
    recorded = [name for name in MEASURED if len(getattr(record, name))]
    if of is None:
        return recorded[0]
    if of not in recorded:
        raise ValueError(f"of = {of!r} is not in this record; it has {', '.join(recorded)}")
    return of


def varied(record: Sweep) -> list[str]:
    """The hyperparameters with more than one value."""
    return [name for name in record.varied if len(np.unique(record.settings[name])) > 1]


def settings_of(record: Sweep, of: str) -> list[Setting]:
    columns = np.stack([record.settings[name] for name in record.varied], axis=1)
    found = []
    for at in dict.fromkeys(map(tuple, columns.tolist())):
        rows = (columns == at).all(axis=1)
        values = getattr(record, of)[rows & (record.diverged == 0)]
        values = values[np.isfinite(values)]
        found.append(
            Setting(dict(zip(record.varied, at, strict=True)), values, int(rows.sum()) - len(values))
        )
    return found


def best(settings: Sequence[Setting], of: str) -> Setting | None:
    """The setting with the best mean, of those where no run diverged."""
    sound = [setting for setting in settings if np.isfinite(setting.mean)]
    choose = max if of == "validation_accuracy" else min
    return choose(sound, key=lambda setting: setting.mean) if sound else None


def named(at: Mapping[str, float], names: Sequence[str], digits: int = 6) -> str:
    return ", ".join(f"{name} {at[name]:.{digits}g}" for name in names)


def told(setting: Setting, names: Sequence[str]) -> str:
    """The best setting in words, with the standard deviation over seeds where there are several."""
    spread = f" ± {setting.values.std(ddof=1):.2g}" if setting.seeds > 1 else ""
    return f"best: {named(setting.at, names or ['lr'], 4)} ({setting.mean:.4g}{spread})"


# ---- parts of the figure ------------------------------------------------------------------------


def _lines(everything: Sequence[Setting], against: str, others: Sequence[str]) -> Lines:
    """The label of each line, and its settings from left to right."""
    lines: dict[tuple[float, ...], list[Setting]] = {}
    for setting in everything:
        lines.setdefault(tuple(setting.at[name] for name in others), []).append(setting)
    for settings in lines.values():
        settings.sort(key=lambda setting: setting.at[against])
    return [(named(settings[0].at, others), settings) for settings in lines.values()]


def _looks(record: Sweep, count: int) -> list[dict[str, Any]]:
    """The rule's own style for a single line, else from dark to light, with dashes that differ."""
    if count == 1:
        return [style(rule_name(record.rule))]
    dashes = [look for rule, (_, look) in STYLES.items() if rule != "Adam"]  # which is solid, as SGD is
    return [{"color": c, "linestyle": dashes[i % len(dashes)]} for i, c in enumerate(shades(count))]


def _line(
    ax: Axes, label: str, settings: Sequence[Setting], look: dict[str, Any], against: str, banded: bool
) -> None:
    at = np.array([setting.at[against] for setting in settings])
    means = np.array([setting.mean for setting in settings])
    ax.plot(at, means, label=label, linewidth=1.6, zorder=3, **look)
    if banded:
        ends = [(s.values.min(), s.values.max()) if np.isfinite(s.mean) else (np.nan,) * 2 for s in settings]
        low, high = np.array(ends).T
        shade(ax, at, low, high, look["color"])
    dots = [(setting.at[against], value) for setting in settings for value in setting.values]
    x, y = np.array(dots).reshape(-1, 2).T
    ax.plot(x, y, "o", color=look["color"], markersize=3, alpha=0.6, zorder=2)


def _horizontal(ax: Axes, name: str, values: np.ndarray) -> None:
    """A scale that suits the hyperparameter, with a tick at every value where there is room for them."""
    # what lies above the axes does not widen them by itself
    ax.update_datalim([(value, 1.0) for value in values], updatey=False)
    if len(values) > 1:
        if RANGES.get(name) == (0.0, 1.0):  # a share that is kept: 0.9, 0.99, 0.999 are steps of one size
            ax.set_xscale("function", functions=(_decades_below_one, lambda d: 1.0 - 10.0**-d))
        elif (values > 0).all():
            ax.set_xscale("log")
        elif (values >= 0).all():  # zero, as weight decay may be, lies one decade to the left of the rest
            ax.set_xscale("symlog", linthresh=values[values > 0].min())
    labels = [f"{value:.3g}" for value in values]
    places = ax.transData.transform([(value, 0.0) for value in values])[:, 0]
    room = 0.016 * max(map(len, labels)) * np.ptp(places)
    if len(values) == 1 or np.diff(np.sort(places)).min() > room:
        ax.set_xticks(values, labels)
        ax.set_xticks([], minor=True)


def _decades_below_one(share: np.ndarray) -> np.ndarray:
    return -np.log10(np.maximum(1.0 - share, 1e-12))


def _vertical(ax: Axes, everything: Sequence[Setting], of: str, against: str) -> None:
    """A log scale for losses, up to the point where they are too large to matter."""
    values = np.concatenate([setting.values for setting in everything])
    if not len(values):
        ax.text(0.5, 0.5, "every run diverged", ha="center", transform=ax.transAxes)
        ax.set_yticks([])
        return
    if of == "validation_accuracy" or ratio(values) < 2:
        return
    top = FAR * values.min()
    log_scale(ax, np.minimum(values, top))
    far = [setting.at[against] for setting in everything if setting.values.max(initial=0.0) > top]
    if far:
        ax.set_ylim(top=top)
        across = ax.get_xaxis_transform()
        look: dict[str, Any] = {"color": "black", "markersize": 5, "clip_on": False, "transform": across}
        ax.plot(far, [0.985] * len(far), "^", label=f"off the scale: above {top:.4g}", **look)


def _crosses(
    figure: Figure,
    ax: Axes,
    lines: Lines,
    looks: Sequence[Mapping[str, Any]],
    against: str,
) -> None:
    """Above the axes, a row for each line with runs that diverged: a cross, and how many of them did."""
    from matplotlib.transforms import ScaledTranslation

    rows = [
        (
            label,
            {setting.at[against]: setting.diverged for setting in settings if setting.diverged},
            look["color"],
        )
        for (label, settings), look in zip(lines, looks, strict=True)
    ]
    rows = [row for row in rows if row[1]]
    if not rows:
        return
    runs = max(setting.seeds for _, settings in lines for setting in settings)
    words = f"diverged, of {runs} seeds" if runs > 1 else "diverged"
    if len(rows) > ROWS:
        places = dict.fromkeys(at for _, counts, _ in rows for at in counts)
        pooled = {at: sum(counts.get(at, 0) for _, counts, _ in rows) for at in places}
        rows, runs = [("", pooled, "black")], runs * len(lines)
        words = f"diverged, of {runs} runs of all settings"

    def above(transform: Any, row: int) -> Any:
        """The transform, moved up: y = 1 lies in that row above the axes."""
        return transform + ScaledTranslation(0.0, (6 + 13 * row) / 72, figure.dpi_scale_trans)

    for i, (label, counts, colour) in enumerate(reversed(rows)):
        place = above(ax.get_xaxis_transform(), i)
        look: dict[str, Any] = {"color": colour, "markersize": 6, "transform": place, "clip_on": False}
        ax.plot(list(counts), [1.0] * len(counts), "x", **look)
        for at, count in counts.items() if runs > 1 else ():
            _beside(ax, f"{count}", at, place)
        if label:
            _beside(ax, label, 1.0, above(ax.transAxes, i))
    ax.text(0.0, 1.0, words, fontsize="small", va="center", transform=above(ax.transAxes, len(rows)))


def _beside(ax: Axes, text: str, x: float, transform: Any) -> None:
    """A small text just right of a place above the axes."""
    look: dict[str, Any] = {"fontsize": "small", "va": "center", "annotation_clip": False}
    ax.annotate(text, (x, 1.0), xycoords=transform, xytext=(5, 0), textcoords="offset points", **look)


def _key(figure: Figure, ax: Axes, everything: Sequence[Setting], banded: bool) -> None:
    """Below the axes, what lines, bands, dots and the star are: beside the curves there may be no room."""
    handles, labels = ax.get_legend_handles_labels()
    seeds = max(setting.seeds for setting in everything)
    title = f"mean of {seeds} seeds" + "; band: least to greatest" * banded if seeds > 1 else None
    sizes: dict[str, Any] = {"fontsize": "small", "title_fontsize": "small", "handlelength": 3.6}
    if handles:
        place: dict[str, Any] = {"loc": "outside lower center", "ncols": 2, "frameon": False}
        figure.legend(handles, labels, title=title, alignment="left", **place, **sizes)
