"""Walks on a surface: over the contours of two parameters, or along the curve of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..records import Trajectory, rule_name
from .looks import WIDTH, axes, legend, plain, styles

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

Box = Sequence[tuple[float, float]]
FINE = 601  # points a side, for the edge of a feasible set: one is half a printer's point


def paths(
    objective: Any,
    trajectories: Sequence[Trajectory],
    labels: Sequence[str] | None = None,
    ax: Axes | None = None,
    *,
    feasible: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Axes:
    """Draw walks over the contours of `objective`, inside its `box`; over its curve, if it has one parameter.

    A circle marks a start, a square an end, a star each minimiser. `labels` default to the rules' names.
    What leaves the box is said in the legend: "off the scale after step k" for a walk that ends
    outside, where k is its last step inside; otherwise how many of its steps were outside. Where a rule
    keeps an average (`Trajectory.kept`), a thin line shows it, and a diamond its end.

    `feasible` is a set of `gdcourse.constraints`, or any function to the nearest point of a set; what lies
    outside of it is shaded. Raises `ValueError` for an objective of more than two parameters.

    >>> from gdcourse.objectives import Quadratic
    >>> from gdcourse.optim import SGD, descend
    >>> bowl = Quadratic((1.0, 10.0))
    >>> ax = paths(bowl, [descend(bowl, bowl.start, SGD(lr=lr), steps=9) for lr in (0.1, 0.3)])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['SGD', 'SGD (off the scale after step 1)']
    """
    n = len(objective.box)
    if n not in (1, 2):
        raise ValueError(f"objective = {objective!r} has {n} parameters; a picture has room for 1 or 2")
    labels = labels or [rule_name(path.rule) for path in trajectories]
    if len(labels) != len(trajectories):
        raise ValueError(f"labels = {labels!r}: {len(trajectories)} trajectories need as many labels")
    if feasible is not None and not callable(feasible):
        raise ValueError(
            f"feasible = {feasible!r} projects no points; give one of gdcourse.constraints, such as Ball(1.0)"
        )
    if ax is None:
        ax = axes(5.4, 4.6) if n == 2 else axes(WIDTH, 3.6)
    frame = _contours(ax, objective) if n == 2 else _curve(ax, objective)
    extra = {} if feasible is None else {"outside": _shade_outside(ax, frame[:n], feasible)}

    for path, label, look in zip(trajectories, labels, styles(labels), strict=True):
        theta, inside = path.theta, _inside(path.theta, objective.box)
        note = ""
        if not inside[-1]:
            last = int(np.flatnonzero(inside)[-1]) if inside.any() else 0
            note, theta = f" (off the scale after step {last})", theta[: last + 2]
        elif not inside.all():
            note = f" ({int((~inside).sum())} of {path.steps} steps off the scale)"
        few: dict[str, Any] = {"marker": ".", "markersize": 4} if path.steps <= 60 else {}
        points = _on_paper(objective, theta)
        line = _within_reach(points, frame)
        ax.plot(line[:, 0], line[:, 1], label=label + note, linewidth=1.4, zorder=2, **look, **few)
        ax.plot(*points[0], "o", markersize=6, markerfacecolor="white", color=look["color"], zorder=3)
        if inside[-1]:
            ax.plot(*points[-1], "s", markersize=6, color=look["color"], zorder=5)
        if _keeps_another(path):
            extra["kept"] = _companion(ax, objective, path, frame, look["color"])
    ax.set(xlim=frame[0], ylim=frame[1])
    legend(ax, len(trajectories), list(extra.values()))
    return ax


def _contours(ax: Axes, objective: Any) -> Box:
    """Draw the surface and its minimisers, name the axes, and return the limits of both."""
    (x0, x1), (y0, y1) = objective.box
    x, y = np.meshgrid(np.linspace(x0, x1, 241), np.linspace(y0, y1, 241))
    z = np.broadcast_to(objective.value(x, y), x.shape)
    low, high = float(z.min()), float(z.max())
    levels = low + (high - low) * np.linspace(0, 1, 14)[1:-1] ** 3  # close together where it is low
    if high > low:
        ax.contour(x, y, z, levels=levels, colors="#b5b5b5", linewidths=0.7, linestyles="-", zorder=1)
    for point in objective.minimisers:
        ax.plot(*point, "*", color="black", markersize=10, zorder=4)
    ax.set(aspect="equal")
    ax.set(xlabel=r"first parameter $\theta_1$", ylabel=r"second parameter $\theta_2$")
    return objective.box


def _curve(ax: Axes, objective: Any) -> Box:
    """The same for one parameter."""
    x = np.linspace(objective.box[0][0], objective.box[0][1], FINE)
    curve = _on_paper(objective, x[:, None])
    ax.plot(curve[:, 0], curve[:, 1], color="#8a8a8a", linewidth=1.0, zorder=1)
    for point in objective.minimisers:
        ax.plot(*_on_paper(objective, np.array([point]))[0], "*", color="black", markersize=10, zorder=4)
    ax.set(xlabel=r"parameter $\theta$", ylabel=r"loss $f(\theta)$")
    plain(ax)
    low, high = float(np.nanmin(curve[:, 1])), float(np.nanmax(curve[:, 1]))
    room = 0.06 * (high - low) or 1.0
    return (*objective.box, (low - room, high + room))


def _on_paper(objective: Any, theta: np.ndarray) -> np.ndarray:
    """Where parameters of shape (T, n) are drawn, (T, 2): one parameter is drawn on the curve."""
    if theta.shape[-1] == 2:
        return theta
    with np.errstate(over="ignore", invalid="ignore"):  # a walk that diverged
        height = np.broadcast_to(objective.value(theta[:, 0]), theta[:, 0].shape)
    return np.column_stack([theta[:, 0], height])


def _shade_outside(ax: Axes, box: Box, project: Callable[[np.ndarray], np.ndarray]) -> Artist:
    """Shade what a projection would move, draw the edge of the set, and return an entry for the legend."""
    from matplotlib.patches import Patch

    sides = [np.linspace(low, high, FINE) for low, high in box]
    grid = np.stack(np.meshgrid(*sides), axis=-1)
    distance = np.linalg.norm(grid - project(grid), axis=-1)
    # The edge is drawn just outside the set, where the distance has a slope: inside, all of it is 0. So is
    # what has no inside at all, a line or a point, still drawn as one.
    edge = 1.5 * max(high - low for low, high in box) / (FINE - 1)
    shade: dict[str, Any] = {"color": "black", "alpha": 0.16, "linewidth": 0}
    if len(box) == 1:
        ax.fill_between(
            sides[0], 0, 1, where=distance > edge, transform=ax.get_xaxis_transform(), zorder=0.5, **shade
        )
    elif (distance > edge).any():
        ax.contourf(
            *sides, distance, levels=[edge, distance.max() + edge], colors="black", alpha=0.16, zorder=1.5
        )
        if (distance < edge).any():
            ax.contour(*sides, distance, levels=[edge], colors="black", linewidths=0.9, zorder=1.6)
    return Patch(label="outside the feasible set", **shade)


def _keeps_another(path: Trajectory) -> bool:
    return path.kept.shape == path.theta.shape and not np.array_equal(path.kept, path.theta, equal_nan=True)


def _companion(ax: Axes, objective: Any, path: Trajectory, frame: Box, colour: str) -> Artist:
    """Draw what an averaging rule keeps, and return an entry for the legend, the same for all such rules."""
    from matplotlib.lines import Line2D

    points = _on_paper(objective, path.kept)
    line = _within_reach(points, frame)
    look: dict[str, Any] = {"linewidth": 0.8, "linestyle": "-"}
    end: dict[str, Any] = {"marker": "D", "markersize": 5, "markerfacecolor": "white"}
    ax.plot(line[:, 0], line[:, 1], color=colour, zorder=2, **look)
    if _inside(path.kept[-1:], objective.box)[0]:
        ax.plot(*points[-1], color=colour, zorder=5, **end)
    return Line2D([], [], color="black", label="thin: the average that is kept", **look, **end)


def _inside(theta: np.ndarray, box: Box) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        sides = [(lo <= theta[:, i]) & (theta[:, i] <= hi) for i, (lo, hi) in enumerate(box)]
    return np.logical_and.reduce(sides)


def _within_reach(theta: np.ndarray, box: Box) -> np.ndarray:
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
