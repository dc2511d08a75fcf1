"""Slices through a loss, by the data in their artists."""

import numpy as np
import pytest
from plots_setup import texts

from gdcourse import plots
from gdcourse.landscape import Landscape


def test_a_line_is_a_curve_with_its_ends_marked():
    record = Landscape(np.array([4.0, 1.0, np.nan, 3.0, 9.0]), np.linspace(-0.5, 1.5, 5))
    ax = plots.landscape(record, label="training loss")
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), record.loss)
    ends = {line.get_label(): tuple(line.get_xydata()[0]) for line in ax.get_lines()[1:]}
    assert ends == {"start": (0.0, 1.0), "end": (1.0, 3.0)}
    assert ax.get_ylabel() == "training loss"


def test_a_line_that_misses_its_ends_does_not_mark_them():
    ax = plots.landscape(Landscape(np.ones(4), np.linspace(-0.3, 1.3, 4)))
    assert len(ax.get_lines()) == 1


def plane(loss):
    side = np.linspace(-1.0, 1.0, len(loss))
    return Landscape(loss, side, side)


def test_a_plane_has_colours_and_contours_with_values():
    loss = np.add.outer(np.linspace(-1, 1, 5) ** 2, 2 * np.linspace(-1, 1, 5) ** 2) + 1.0
    ax = plots.landscape(plane(loss))
    np.testing.assert_array_equal(ax.collections[0].get_array().reshape(5, 5), loss)
    assert ax.collections[1].levels.min() > loss.min()
    assert ax.collections[1].levels.max() < loss.max()
    assert len(ax.texts) > 0
    assert ax.get_xlim() == ax.get_ylim() == (-1.0, 1.0)


@pytest.mark.parametrize(
    "loss",
    [
        np.full((3, 3), np.nan),
        np.full((3, 3), 2.0),
        np.diag([1.0, 1e30, np.inf]) + 1.0,
        np.diag([-1.0, 0.0, 1.0]),
    ],
)
def test_every_plane_can_be_drawn(loss):
    ax = plots.landscape(plane(loss))
    ax.figure.canvas.draw()
    assert ("no finite number" in texts(ax)) is bool(np.isnan(loss).all())


def test_where_the_loss_is_not_finite_a_plane_is_hatched():
    loss = np.ones((5, 5))
    loss[:, :2] = np.inf
    ax = plots.landscape(plane(loss))
    assert ax.patch.get_hatch()
    assert ax.collections[0].get_array().mask.sum() == 10


def test_one_peak_does_not_take_all_the_colours():
    loss = np.ones((5, 5)) + np.eye(5)
    loss[0, 0] = 1e30
    assert plots.landscape(plane(loss)).collections[0].norm.vmax == pytest.approx(1e4)
