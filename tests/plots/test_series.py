"""Curves, and runs with several seeds, by the data in their artists."""

import numpy as np
import pytest
from plots_setup import history, legend

from gdcourse import plots


def test_curves_draw_the_numbers():
    ax = plots.curves({"Adam": [4.0, 2.0, 1.0]}, x=[1, 2, 3], xlabel="epoch", ylabel="loss")
    np.testing.assert_array_equal(ax.get_lines()[0].get_xydata(), [[1, 4], [2, 2], [3, 1]])
    assert (ax.get_yscale(), ax.get_xlabel(), ax.get_ylabel()) == ("log", "epoch", "loss")


def test_several_runs_become_a_mean_in_a_band():
    ax = plots.curves({"SGD": [[1.0, 2.0], [3.0, 6.0]]}, log=False)
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), [2.0, 4.0])
    band = ax.collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (1.0, 6.0)


def test_a_curve_ends_where_its_numbers_do():
    ax = plots.curves({"SGD": [1.0, 10.0, np.inf, np.nan]}, x=[1, 2, 3, 4])
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), [1.0, 10.0])
    assert legend(ax) == ["SGD (off the scale after 2)"]


def test_a_shorter_run_shares_the_axis():
    ax = plots.curves({"Adam": [1.0, 1.0, 1.0], "SGD": [1.0]}, x=[1, 2, 3])
    assert [len(line.get_xdata()) for line in ax.get_lines()] == [3, 1]


def test_a_single_number_can_be_seen():
    assert plots.curves({"Adam": [2.0]}).get_lines()[0].get_marker() == "o"
    assert plots.curves({"Adam": [2.0, 1.0]}).get_lines()[0].get_marker() == "None"


@pytest.mark.parametrize("numbers", [[2.3, 2.304], [0.1, 0.5], [1.0, 60.0]])
def test_a_log_scale_of_few_powers_has_plain_numbers_at_its_ticks(numbers):
    ax = plots.curves({"Adam": numbers})
    ax.figure.canvas.draw()
    low, high = ax.get_ylim()
    ticks = [tick.get_text() for tick in ax.get_yticklabels() if low <= tick.get_position()[1] <= high]
    assert len(ticks) >= 2
    assert [f"{float(text):g}" for text in ticks] == ticks


# ---- compare -------------------------------------------------------------------------------------


def seeds(rule="SGD(lr=0.1)", finals=(1.0, 2.0, 4.0, 7.0, 8.0), **fields):
    """Runs of two epochs whose held-out loss falls from 10 to these."""
    return [
        history(rule, epochs=2, seed=i, validation_loss=np.array([10.0, final]), **fields)
        for i, final in enumerate(finals)
    ]


@pytest.mark.parametrize(("band", "low", "high"), [("quartiles", 2.0, 7.0), ("range", 1.0, 8.0)])
def test_seeds_become_a_median_in_a_band(band, low, high):
    ax = plots.compare(seeds(), band=band)
    np.testing.assert_array_equal(ax.get_lines()[0].get_xydata(), [[1, 10], [2, 4]])
    edges = ax.collections[0].get_paths()[0].vertices
    assert sorted(set(edges[edges[:, 0] == 2, 1])) == [low, high]
    title = ax.get_legend().get_title().get_text()
    assert (
        title == "median of 5 runs; band: " + {"quartiles": "quartiles", "range": "least to greatest"}[band]
    )


def test_the_order_of_the_seeds_does_not_matter():
    one, other = plots.compare(seeds()), plots.compare(seeds()[::-1])
    np.testing.assert_array_equal(one.get_lines()[0].get_xydata(), other.get_lines()[0].get_xydata())


def test_settings_are_told_apart_and_seeds_are_not():
    runs = [*seeds("Adam(lr=0.1)", lr=0.1), *seeds("Adam(lr=1.0)", lr=1.0), *seeds()]
    assert legend(plots.compare(runs)) == ["Adam, lr 0.1", "Adam, lr 1", "SGD"]
    runs = [*seeds(), *seeds(batch_size=64)]
    assert legend(plots.compare(runs)) == ["SGD, batch size 32", "SGD, batch size 64"]
    runs = [*seeds("Adam(beta1=0.0)"), *seeds("Adam(beta1=0.9)")]
    assert legend(plots.compare(runs)) == ["Adam, Adam(beta1=0.0)", "Adam, Adam(beta1=0.9)"]
    assert legend(plots.compare(runs, labels=["a", "b"] * 5)) == ["a", "b"]


def test_a_run_that_diverged_counts_as_the_worst_of_its_group():
    runs = seeds(finals=(1.0, 2.0, 4.0, np.nan, np.inf))
    for run in runs[3:]:
        run.diverged = 4
    ax = plots.compare(runs)
    assert legend(ax) == ["SGD (2 of 5 diverged)"]
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), [10, 4])
    edges = ax.collections[0].get_paths()[0].vertices
    assert sorted(set(edges[edges[:, 0] == 2, 1])) == [2, 10], "the band ends at the largest number there is"


def test_a_median_of_runs_that_mostly_diverged_ends():
    ax = plots.compare(seeds(finals=(1.0, 2.0, np.nan, np.nan, np.nan)))
    np.testing.assert_array_equal(ax.get_lines()[0].get_ydata(), [10, np.nan])
    plots.compare(seeds(finals=[np.nan] * 3), of="validation_loss").figure.canvas.draw()
    nothing = [history(epochs=1, validation_loss=np.array([np.nan])) for _ in range(3)]
    plots.compare(nothing).figure.canvas.draw()


def test_runs_that_go_on_after_the_first_has_ended_are_drawn_alone():
    runs = [history(epochs=n, seed=n) for n in (2, 3, 4)]
    ax = plots.compare(runs)
    assert [list(line.get_xdata()) for line in ax.get_lines()] == [[1, 2], [2, 3], [2, 3, 4]]
    for run, line in zip(runs[1:], ax.get_lines()[1:], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), run.validation_loss[1:])


@pytest.mark.parametrize(
    ("rule", "of", "against", "expected"),
    [
        ("SGD(lr=0.1)", "train_loss", "epochs", [1, 2]),
        ("SGD(lr=0.1)", "train_loss", "steps", [2, 4]),
        ("SGD(lr=0.1)", "train_loss", "gradients", [2, 4]),
        ("SAM(SGD(lr=0.1), radius=0.05)", "train_loss", "gradients", [4, 8]),
        ("SAM(SGD(lr=0.1), radius=0.05)", "train_loss", "steps", [2, 4]),
        ("EMA(SGD(lr=0.1), decay=0.9)", "train_loss", "gradients", [2, 4]),
        ("my_update(lr=0.1)", "train_loss", "gradients", [2, 4]),
        ("SGD(lr=0.1)", "loss", "epochs", [0.5, 1, 1.5, 2]),
        ("SGD(lr=0.1)", "loss", "steps", [1, 2, 3, 4]),
        ("SAM(SGD(lr=0.1), radius=0.05)", "loss", "gradients", [2, 4, 6, 8]),
    ],
)
def test_time_is_counted_as_asked(rule, of, against, expected):
    ax = plots.compare([history(rule, epochs=2)], of=of, against=against)
    assert list(ax.get_lines()[0].get_xdata()) == expected


def test_seeds_of_one_epoch_get_a_bar():
    ax = plots.compare([history(epochs=1, seed=i, validation_loss=np.array([float(i)])) for i in range(5)])
    assert ax.get_lines()[0].get_marker() == "o"
    ((low, high),) = [segment[:, 1] for segment in ax.collections[0].get_segments()]
    assert (low, high) == (1, 3)


def test_a_log_scale_is_used_where_it_helps():
    assert plots.compare(seeds()).get_yscale() == "log"
    assert plots.compare(seeds(finals=(9.0, 8.0))).get_yscale() == "linear"
    assert plots.compare(seeds(finals=(9.0, 8.0)), log=True).get_yscale() == "log"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"of": "losses"}, "of = 'losses'"),
        ({"against": "seconds"}, "against = 'seconds'"),
        ({"band": "std"}, "band = 'std'"),
        ({"labels": ["one"]}, "5 runs need as many"),
    ],
)
def test_compare_names_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        plots.compare(seeds(), **arguments)


def test_compare_refuses_runs_that_cannot_be_compared():
    with pytest.raises(ValueError, match="histories is empty"):
        plots.compare([])
    with pytest.raises(ValueError, match="is not recorded by Adam"):
        plots.compare([history(validation_loss=np.empty(0))])
    runs = [history(), history(loss=np.ones(9))]
    with pytest.raises(ValueError, match="differ in steps per epoch"):
        plots.compare(runs, labels=["Adam", "Adam"], against="steps")
    plots.compare(runs, labels=["Adam", "Adam"], against="epochs")


def test_runs_of_one_rule_are_told_apart():
    runs = [history(), history(lr=0.1), history(seed=1), history(seed=1)]
    assert plots.run_labels(runs) == [
        "Adam, lr 0.01, seed 0",
        "Adam, lr 0.1",
        "Adam, lr 0.01, seed 1, run 3",
        "Adam, lr 0.01, seed 1, run 4",
    ]
