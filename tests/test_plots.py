"""Figures, by the data in their artists."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

from matplotlib import pyplot as plt

from gdcourse import plots
from gdcourse.objectives import Quadratic, Rosenbrock, Saddle
from gdcourse.optim import SGD, Adam, Momentum, descend
from gdcourse.records import History

BOWL = Quadratic((1.0, 10.0))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def history(rule="Adam(lr=0.01)", epochs=3, seed=0, lr=0.01, **fields):
    falling = np.linspace(1.0, 0.5, epochs)
    defaults = {
        "loss": np.repeat(falling, 2),
        "lr": np.full(2 * epochs, lr),
        "train_loss": falling,
        "validation_loss": falling + 0.1,
        "accuracy": 1 - falling / 2,
        "validation_accuracy": 1 - falling / 2,
        "grad_norm": np.outer(falling, [3.0, 4.0]),
    }
    names = ["0.weight", "0.bias"]
    return History(rule, names, batch_size=32, seed=seed, device="cpu", **(defaults | fields))


def test_importing_changes_nothing():
    code = (
        "import sys, gdcourse.plots\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import matplotlib\n"
        "before = dict(matplotlib.rcParams)\n"
        "gdcourse.plots.curves({'Adam': [2.0, 1.0]})\n"
        "assert {k: v for k, v in before.items() if k != 'backend'}"
        " == {k: v for k, v in matplotlib.rcParams.items() if k != 'backend'}"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"MPLBACKEND": "agg"})


# ---- styles --------------------------------------------------------------------------------------


def test_rules_differ_in_colour_and_most_of_them_in_dashes():
    colours, dashes = zip(*plots.STYLES.values(), strict=True)
    assert len(set(colours)) == len(colours)
    assert len(set(dashes)) >= len(dashes) - 1


def luminance(colour):
    channels = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("rule", plots.STYLES)
def test_every_colour_stands_out_from_white(rule):
    assert 1.05 / (luminance(plots.STYLES[rule][0]) + 0.05) >= 3  # WCAG 2.2, 1.4.11


def test_the_longest_name_decides():
    assert plots.style("AdamW, lr 0.1")["color"] == plots.STYLES["AdamW"][0]
    assert plots.style("Adam, lr 0.1")["color"] == plots.STYLES["Adam"][0]


def test_a_repeated_rule_keeps_its_colour_and_changes_its_dashes():
    looks = plots.styles(["Adam 1", "Adam 2", "Adam 3", "SGD"])
    assert len({look["color"] for look in looks[:3]}) == 1
    assert len({str(look["linestyle"]) for look in looks[:3]}) == 3


# ---- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("objective", [BOWL, Rosenbrock(), Saddle()])
def test_paths_draws_the_walk_in_the_box(objective):
    walk = descend(objective, objective.start, Adam(lr=0.02), steps=100)
    ax = plots.paths(objective, [walk])
    line = next(line for line in ax.get_lines() if line.get_label() == "Adam")
    np.testing.assert_array_equal(line.get_xydata(), walk.theta)
    assert (ax.get_xlim(), ax.get_ylim()) == objective.box
    markers = {
        line.get_marker(): line.get_xydata()[0] for line in ax.get_lines() if len(line.get_xdata()) == 1
    }
    np.testing.assert_array_equal(markers["o"], walk.theta[0])
    np.testing.assert_array_equal(markers["s"], walk.theta[-1])
    assert ax.collections, "no contours"


def test_a_walk_that_leaves_says_after_which_step():
    walk = descend(BOWL, (-1.0, 0.1), SGD(lr=0.3), steps=30)  # y doubles and changes sign in each step
    ax = plots.paths(BOWL, [walk], labels=["too long"])
    assert legend(ax) == ["too long (off the scale after step 4)"]
    assert not [line for line in ax.get_lines() if line.get_marker() == "s"], "no end outside the box"


def test_a_walk_that_comes_back_says_how_long_it_was_out():
    walk = descend(BOWL, (-1.8, 1.0), Momentum(lr=0.35, momentum=0.3), steps=0)
    walk.theta = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 5.0], [1.0, 1.0]])
    walk.loss = np.zeros(4)
    assert legend(plots.paths(BOWL, [walk])) == ["Momentum (2 of 3 steps off the scale)"]


def test_what_is_far_out_is_drawn_in_its_direction_but_near():
    walk = descend(BOWL, (-1.0, 0.1), SGD(lr=1e30), steps=3)
    ax = plots.paths(BOWL, [walk])
    drawn = next(line for line in ax.get_lines() if line.get_label().startswith("SGD")).get_xydata()
    assert np.abs(drawn).max() < 100
    true, shown = walk.theta[1] - walk.theta[0], drawn[1] - drawn[0]
    np.testing.assert_allclose(shown / np.linalg.norm(shown), true / np.linalg.norm(true))
    ax.figure.canvas.draw()


def test_a_run_that_diverged_to_infinity_can_be_drawn():
    walk = descend(Rosenbrock(), (-1.2, 1.0), SGD(lr=1.0), steps=50)
    assert walk.diverged is not None
    ax = plots.paths(Rosenbrock(), [walk])
    assert "off the scale after step 0" in legend(ax)[0]
    ax.figure.canvas.draw()


def test_labels_must_match_the_walks():
    walk = descend(BOWL, BOWL.start, SGD(lr=0.1), steps=3)
    with pytest.raises(ValueError, match="1 trajectories need as many labels"):
        plots.paths(BOWL, [walk], labels=["one", "two"])


# ---- curves --------------------------------------------------------------------------------------


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


# ---- layers, training ----------------------------------------------------------------------------


def test_layers_draws_every_tensor():
    run = history()
    ax = plots.layers(run)
    assert legend(ax) == run.layers
    for i, line in enumerate(ax.get_lines()):
        np.testing.assert_array_equal(line.get_ydata(), run.grad_norm[:, i])
    assert [line.get_linestyle() for line in ax.get_lines()] == ["-", ":"]


def test_training_of_one_run_shows_its_layers():
    figure = plots.training(history())
    labels = [ax.get_ylabel() for ax in figure.axes]
    assert labels[:3] == ["training loss", "held-out loss", "held-out accuracy"]
    assert "of the layer" in labels[3]


def test_training_of_several_runs_compares_them():
    runs = [history(), history("SGD(lr=0.1)")]
    figure = plots.training(runs)
    assert legend(figure.axes[0]) == ["Adam", "SGD"]
    whole = figure.axes[3].get_lines()[0].get_ydata()
    np.testing.assert_allclose(whole, 5 * runs[0].train_loss)
    np.testing.assert_array_equal(figure.axes[0].get_lines()[0].get_xdata(), [1, 2, 3])


def test_training_leaves_out_what_was_not_recorded():
    none = np.empty(0)
    run = history(validation_loss=none, validation_accuracy=none, accuracy=none)
    assert [ax.get_ylabel()[:13] for ax in plots.training(run).axes] == ["training loss", "gradient norm"]
    kept = history(validation_loss=none, validation_accuracy=none)
    assert "training accuracy" in [ax.get_ylabel() for ax in plots.training(kept).axes]


def test_training_draws_a_run_that_diverged_in_its_first_epoch():
    nan = np.array([np.nan])
    run = history(
        epochs=1, train_loss=nan, validation_loss=nan, grad_norm=np.full((1, 2), np.nan), diverged=7
    )
    plots.training([run, history("SGD(lr=0.1)")]).canvas.draw()
    plots.training(run).canvas.draw()


def test_runs_of_one_rule_are_told_apart():
    runs = [history(), history(lr=0.1), history(seed=1), history(seed=1)]
    assert plots.run_labels(runs) == [
        "Adam, lr 0.01, seed 0",
        "Adam, lr 0.1",
        "Adam, lr 0.01, seed 1, run 3",
        "Adam, lr 0.01, seed 1, run 4",
    ]


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="histories is empty"):
        plots.training([])
    with pytest.raises(ValueError, match="labels = "):
        plots.training([history(), history()], labels=["one", "one"])
