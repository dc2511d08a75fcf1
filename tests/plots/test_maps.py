"""Sweeps as maps, by the data in their artists."""

import numpy as np
import pytest
from plots_setup import GRID, luminance, stars, swept, texts, valley

from gdcourse import plots


def hatched(ax):
    return [tuple(np.add(patch.get_xy(), 0.5)) for patch in ax.patches if patch.get_hatch()]


def test_a_map_has_the_means_in_its_cells():
    record = swept(valley, **GRID)
    figure = plots.sweep_map(record)
    ax = figure.axes[0]
    expected = np.full((2, 3), np.nan)
    for row in record.table():
        expected[GRID["momentum"].index(row["momentum"]), GRID["lr"].index(row["lr"])] = row[
            "validation_loss"
        ]
    np.testing.assert_allclose(ax.collections[0].get_array().filled(np.nan).reshape(2, 3), expected)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0.01", "0.1", "1"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "0.9"]
    assert {f"{value:.3g}" for value in expected[np.isfinite(expected)]} <= set(texts(ax))


def test_cells_where_runs_diverged_are_hatched_with_how_many():
    ax = plots.sweep_map(swept(valley, **GRID)).axes[0]
    assert hatched(ax) == [(2.0, 1.0)]
    assert "2 of 3" in texts(ax)


def test_the_map_stars_the_best_cell():
    figure = plots.sweep_map(swept(valley, **GRID))
    ((x, y),) = stars(figure.axes[0])
    assert (round(x), y) == (1, 1)
    assert texts(figure.legends[0]) == ["best: lr 0.1, momentum 0.9 (0.4 ± 0.2)", "diverged (of 3 seeds)"]


def test_the_learning_rate_runs_to_the_right():
    record = swept(lambda lr, seed, eps: lr, eps=[1e-8, 1e-4], lr=[0.1, 1.0])
    assert plots.sweep_map(record).axes[0].get_xlabel().startswith("learning rate")


def test_one_cell_beyond_reason_does_not_take_all_the_colours():
    record = swept(lambda lr, seed, eps: 1e20 if lr == 1 and eps == 1 else lr, lr=[0.1, 1.0], eps=[0.1, 1.0])
    figure = plots.sweep_map(record)
    assert figure.axes[0].collections[0].norm.vmax == pytest.approx(2e3)
    figure.canvas.draw()


def test_a_map_of_nothing_but_divergence_is_hatched_all_over():
    figure = plots.sweep_map(swept(lambda **_: np.nan, **GRID))
    assert len(hatched(figure.axes[0])) == 6
    figure.canvas.draw()


def test_the_lightest_cell_of_a_map_is_the_best():
    record = swept(valley, **GRID)
    for of, best in (("validation_loss", np.nanargmin), ("validation_accuracy", np.nanargmax)):
        mesh = plots.sweep_map(record, of=of).axes[0].collections[0]
        values = mesh.get_array().filled(np.nan).ravel()
        light = [luminance(colour) for colour in mesh.cmap(mesh.norm(np.nan_to_num(values, nan=1.0)))[:, :3]]
        assert light[best(values)] == max(light)


@pytest.mark.parametrize("values", [{"lr": [0.1, 1.0]}, {**GRID, "eps": [1e-8, 1e-4]}])
def test_a_map_is_of_two_hyperparameters(values):
    with pytest.raises(ValueError, match="and a map has two; use sweep"):
        plots.sweep_map(swept(valley, **values))
