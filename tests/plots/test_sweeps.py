"""Sweeps as lines, by the data in their artists."""

import numpy as np
import pytest
from plots_setup import GRID, line_of, stars, swept, texts, valley

from gdcourse import plots


def test_a_sweep_has_a_line_for_every_other_setting_through_the_means():
    record = swept(valley, **GRID)
    ax = plots.sweep(record).axes[0]
    table = record.table()
    for momentum in GRID["momentum"]:
        expected = [(row["lr"], row["validation_loss"]) for row in table if row["momentum"] == momentum]
        drawn = line_of(ax, f"momentum {momentum:g}").get_xydata()
        np.testing.assert_allclose(drawn, expected)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert ax.get_ylabel() == "held-out loss"


def test_a_sweep_shows_every_run_that_is_sound():
    record = swept(valley, **GRID)
    dots = [
        tuple(xy)
        for line in plots.sweep(record).axes[0].get_lines()
        if line.get_marker() == "o"
        for xy in line.get_xydata()
    ]
    sound = record.diverged == 0
    assert sorted(dots) == sorted(
        zip(record.settings["lr"][sound], record.validation_loss[sound], strict=True)
    )


def test_the_band_runs_from_the_least_to_the_greatest():
    record = swept(valley, **GRID)
    edges = plots.sweep(record).axes[0].collections[0].get_paths()[0].vertices
    rows = (record.settings["momentum"] == 0.0) & (record.settings["lr"] == 0.1)
    at = edges[edges[:, 0] == 0.1, 1]
    np.testing.assert_allclose(
        [at.min(), at.max()], [record.validation_loss[rows].min(), record.validation_loss[rows].max()]
    )


def test_the_star_is_where_the_record_has_its_best():
    record = swept(valley, **GRID)
    best = record.best()
    figure = plots.sweep(record)
    np.testing.assert_allclose(stars(figure.axes[0]), [(best["lr"], best["validation_loss"])])
    assert "best: lr 0.1, momentum 0.9 (0.4 ± 0.2)" in texts(figure.legends[0])


def test_settings_where_runs_diverged_are_crossed_with_how_many():
    ax = plots.sweep(swept(valley, **GRID)).axes[0]
    (cross,) = [line for line in ax.get_lines() if line.get_marker() == "x"]
    assert list(cross.get_xdata()) == [1.0]
    assert [text.get_text() for text in ax.texts] == ["2", "momentum 0.9", "diverged, of 3 seeds"]
    assert np.isnan(line_of(ax, "momentum 0.9").get_ydata()[-1])


def test_crosses_lie_above_the_axes_and_within_the_figure():
    figure = plots.sweep(swept(valley, **GRID))
    figure.canvas.draw()
    ax = figure.axes[0]
    (cross,) = [line for line in ax.get_lines() if line.get_marker() == "x"]
    for artist in [cross, *ax.texts]:
        box = artist.get_window_extent()
        assert ax.bbox.y1 - 1 <= box.y0 < box.y1 <= figure.bbox.y1 + 1
        assert box.x1 <= figure.bbox.x1 + 1


def test_many_settings_share_a_row_of_crosses_and_have_no_bands():
    record = swept(
        lambda lr, seed, **_: np.nan if lr == 1 else lr,
        lr=[0.1, 1.0],
        beta1=[0.0, 0.5, 0.9],
        beta2=[0.5, 0.9, 0.99],
    )
    ax = plots.sweep(record).axes[0]
    assert [text.get_text() for text in ax.texts] == ["27", "diverged, of 27 runs of all settings"]
    assert not ax.collections


def test_one_seed_needs_no_count_and_no_mean():
    figure = plots.sweep(swept(valley, seeds=1, lr=[0.01, 0.1]))
    assert "best: lr 0.1 (2)" in texts(figure.legends[0])
    assert not figure.legends[0].get_title().get_text()
    record = swept(lambda lr, seed: np.nan if lr == 1 else lr, seeds=1, lr=[0.1, 1.0])
    assert [text.get_text() for text in plots.sweep(record).axes[0].texts] == ["diverged"]


def test_where_every_run_diverged_there_is_no_star():
    ax = plots.sweep(swept(lambda **_: np.nan, **GRID)).axes[0]
    assert not stars(ax)
    assert "every run diverged" in [text.get_text() for text in ax.texts]
    low, high = ax.get_xlim()
    assert low < 0.01 < 1.0 < high
    ax.figure.canvas.draw()


def test_losses_beyond_reason_are_off_the_scale():
    ax = plots.sweep(swept(lambda lr, seed: 1e20 if lr == 1 else lr, lr=[0.1, 1.0])).axes[0]
    assert ax.get_ylim()[1] == pytest.approx(2e3)
    (far,) = [line for line in ax.get_lines() if line.get_marker() == "^"]
    assert (list(far.get_xdata()), far.get_label()) == ([1.0], "off the scale: above 2000")


def test_the_best_accuracy_is_the_highest():
    record = swept(valley, **GRID)
    ax = plots.sweep(record, of="validation_accuracy").axes[0]
    best = max(record.table(), key=lambda row: row["validation_accuracy"] * (row["diverged"] == 0))
    np.testing.assert_allclose(stars(ax), [(best["lr"], best["validation_accuracy"])])
    assert ax.get_yscale() == "linear"


def test_a_loss_that_is_not_finite_counts_as_diverged():
    record = swept(valley, lr=[0.1, 1.0])
    record.validation_loss[0] = np.inf  # every step was finite, the held-out loss is not
    ax = plots.sweep(record).axes[0]
    assert [text.get_text() for text in ax.texts] == ["1", "diverged, of 3 seeds"]


@pytest.mark.parametrize(
    ("values", "against", "scale"),
    [
        ({"lr": [0.1], "weight_decay": [0.0, 0.1, 1.0]}, "weight_decay", "symlog"),
        ({"lr": [0.1], "momentum": [0.0, 0.9, 0.99]}, "momentum", "function"),
        ({"lr": [0.1], "eps": [1e-8, 1e-4]}, "eps", "log"),
        ({"lr": [0.1]}, "lr", "linear"),
        ({"lr": [0.1, 1.0], "momentum": [0.0, 0.9]}, "lr", "log"),
    ],
)
def test_the_axis_is_what_varies_on_a_scale_that_suits_it(values, against, scale):
    ax = plots.sweep(swept(lambda lr, seed, **_: lr + 0.1 * seed, **values)).axes[0]
    assert ax.get_xscale() == scale
    assert [text.get_text() for text in ax.get_xticklabels()] == [f"{value:g}" for value in values[against]]
    ax.figure.canvas.draw()


def test_steps_of_a_share_towards_one_are_evenly_spaced():
    record = swept(lambda lr, seed, momentum: 1.0 + seed, lr=[0.1], momentum=[0.0, 0.9, 0.99, 0.999])
    ax = plots.sweep(record).axes[0]
    places = ax.transData.transform([(value, 1.0) for value in (0.0, 0.9, 0.99, 0.999)])[:, 0]
    np.testing.assert_allclose(np.diff(places), np.diff(places)[0])
    scale = ax.xaxis.get_transform()
    np.testing.assert_allclose(
        scale.inverted().transform(scale.transform([0.0, 0.5, 0.99])), [0.0, 0.5, 0.99]
    )


def test_the_axis_may_be_chosen():
    ax = plots.sweep(swept(valley, **GRID), against="momentum").axes[0]
    assert {"lr 0.01", "lr 0.1", "lr 1"} <= {line.get_label() for line in ax.get_lines()}


def test_settings_that_look_alike_in_print_stay_apart():
    record = swept(lambda lr, seed, beta2: beta2, lr=[0.1, 1.0], beta2=[0.99999991, 0.99999992])
    assert (
        len([line for line in plots.sweep(record).axes[0].get_lines() if line.get_label() == "beta2 1"]) == 2
    )


def test_sweep_names_bad_arguments():
    record = swept(valley, **GRID)
    with pytest.raises(ValueError, match=r"against = 'beta1': .* swept over lr, momentum"):
        plots.sweep(record, against="beta1")
    record.validation_loss = np.empty(0)
    with pytest.raises(ValueError, match="of = 'validation_loss' is not in this record; it has train_loss"):
        plots.sweep(record, of="validation_loss")
    assert plots.sweep(record).axes[0].get_ylabel() == "training loss"
