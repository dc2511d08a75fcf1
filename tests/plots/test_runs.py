"""Training runs, by the data in their artists."""

import matplotlib
import numpy as np
import pytest
from plots_setup import deep, history, legend, line_of, texts

from gdcourse import plots
from gdcourse.monitor import USUAL_STEP
from gdcourse.records import History


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


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="histories is empty"):
        plots.training([])
    with pytest.raises(ValueError, match="labels = "):
        plots.training([history(), history()], labels=["one", "one"])


def test_many_layers_get_a_scale_of_colours_instead_of_a_legend():
    ax = plots.layers(deep(40))
    assert ax.get_legend() is None
    assert len(ax.get_lines()) == 80
    (scale,) = [each for each in ax.figure.axes if each is not ax]
    assert scale.get_ylim() == (0.5, 40.5)
    assert plots.layers(deep(6)).get_legend() is not None


def test_a_layer_without_gradient_is_named_as_such():
    norms = np.outer([1.0, 0.5], [0.0, 4.0])
    assert legend(plots.layers(history(epochs=2, grad_norm=norms))) == ["0.weight (zero)", "0.bias"]


# ---- dashboard -----------------------------------------------------------------------------------


def panels(figure):
    return {ax.get_ylabel().split("$")[0].split(",")[0].strip(): ax for ax in figure.axes if ax.get_ylabel()}


def test_the_dashboard_shows_what_was_recorded():
    run = history(epochs=4, lr=0.02)
    found = panels(plots.dashboard(run))
    assert list(found) == ["loss", "accuracy", "gradient norm", "step size", "learning rate"]
    np.testing.assert_array_equal(line_of(found["loss"], "training").get_ydata(), run.train_loss)
    np.testing.assert_array_equal(line_of(found["loss"], "held out").get_ydata(), run.validation_loss)
    batches = line_of(found["loss"], "mini-batches")
    np.testing.assert_allclose(batches.get_xydata(), np.column_stack([np.arange(1, 9) / 2, run.loss]))
    accuracies = [line.get_ydata() for line in found["accuracy"].get_lines()]
    np.testing.assert_array_equal(accuracies, [run.accuracy, run.validation_accuracy])
    for i, layer in enumerate(run.layers):
        np.testing.assert_array_equal(line_of(found["gradient norm"], layer).get_ydata(), run.grad_norm[:, i])
        np.testing.assert_array_equal(line_of(found["step size"], layer).get_ydata(), run.step_size[:, i])
    np.testing.assert_array_equal(found["learning rate"].get_lines()[0].get_ydata(), run.lr)


def test_the_dashboard_draws_the_usual_step_size():
    figure = plots.dashboard(history())
    usual = line_of(panels(figure)["step size"], f"usual step size, {USUAL_STEP:g}")
    assert set(usual.get_ydata()) == {USUAL_STEP}


def test_the_dashboard_marks_the_weights_that_were_kept_and_the_divergence():
    figure = plots.dashboard(history(epochs=4, best_epoch=3, diverged=7))  # two steps an epoch
    for ax in panels(figure).values():
        upright = {
            line.get_label(): line.get_xdata()[0]
            for line in ax.get_lines()
            if line.get_xdata()[0] == line.get_xdata()[-1]
        }
        assert upright["weights kept: epoch 3"] == 3
        assert upright["diverged: step 7"] == 3.5
    assert {"weights kept: epoch 3", "diverged: step 7"} <= set(texts(figure.legends[0]))
    assert not {"weights kept", "diverged"} & {
        text.split(":")[0] for text in texts(plots.dashboard(history()))
    }


def test_the_dashboard_says_what_the_run_was_and_what_it_suggests():
    run = history(
        "Adam(lr=0.01)", diagnosis="It went wrong.", stopped="no improvement", skipped=3, mode="eager"
    )
    (words,) = [text for text in texts(plots.dashboard(run)) if "batch size" in text]
    for part in (
        "Adam(lr=0.01)",
        "batch size 32, seed 0",
        "It went wrong.",
        "Stopped: no improvement.",
        "3 steps skipped",
    ):
        assert part in words
    (words,) = [text for text in texts(plots.dashboard(history())) if "batch size" in text]
    assert "Nothing out of the ordinary" in words


def test_the_dashboard_leaves_out_what_was_not_recorded():
    none = np.empty(0)
    run = history(validation_loss=none, validation_accuracy=none, accuracy=none, step_size=np.empty((0, 0)))
    figure = plots.dashboard(run)
    assert list(panels(figure)) == ["loss", "gradient norm", "learning rate"]
    assert "held out" not in texts(figure)


LONG = "The gradient of some.layer.weight averaged 1.23e+05 in the epoch before: exploding. " * 3
AWKWARD = {
    "usual": history(epochs=20, best_epoch=12),
    "one epoch": history(epochs=1),
    "no step": History("Adam(lr=0.1)", [], 32, 0, "cpu"),
    "nothing finite": history(
        epochs=1,
        loss=np.full(2, np.nan),
        train_loss=np.array([np.nan]),
        validation_loss=np.array([np.inf]),
        grad_norm=np.full((1, 2), np.nan),
        step_size=np.full((1, 2), np.nan),
        diverged=1,
    ),
    "a regression that diverged": history(
        epochs=2,
        loss=np.array([1.0, 1e20, np.inf, np.nan]),
        train_loss=np.array([1e20, np.nan]),
        validation_loss=np.array([1e30, np.nan]),
        accuracy=np.empty(0),
        validation_accuracy=np.empty(0),
        diverged=3,
        diagnosis=LONG,
    ),
    "dead": history(grad_norm=np.zeros((3, 2)), step_size=np.zeros((3, 2))),
    "forty layers": deep(40),
    "a regression of many words": history(
        accuracy=np.empty(0), validation_accuracy=np.empty(0), diagnosis=LONG * 4
    ),
    "many words": history(diagnosis=LONG * 4),
    "long words": history(
        rule="EMA(AdamW(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08), decay=0.999)", diagnosis=LONG
    ),
}


def test_a_word_that_cannot_be_broken_takes_no_room_from_the_panels():
    figure = plots.dashboard(history(diagnosis="W" * 42))
    figure.canvas.draw()
    usual = plots.dashboard(history())
    usual.canvas.draw()
    assert figure.axes[0].bbox.width == pytest.approx(usual.axes[0].bbox.width)


@pytest.mark.parametrize("name", AWKWARD)
def test_every_dashboard_can_be_drawn_and_keeps_its_texts_inside(name):
    figure = plots.dashboard(AWKWARD[name])
    figure.canvas.draw()
    assert figure.get_figwidth() == plots.WIDTH
    shown = [text for text in figure.findobj(matplotlib.text.Text) if text.get_text() and text.get_visible()]
    words = [text for text in shown if "batch size" in text.get_text()]
    labels = [label for ax in figure.axes for label in (ax.xaxis.label, ax.yaxis.label) if label.get_text()]
    keys = [text for key in figure.legends for text in key.get_texts()]
    for key in figure.legends:
        assert not key.get_window_extent().overlaps(words[0].get_window_extent())
    for text in [*words, *labels, *keys]:
        box = text.get_window_extent()
        assert -1 <= box.x0 < box.x1 <= figure.bbox.x1 + 1, text.get_text()
        assert -1 <= box.y0 < box.y1 <= figure.bbox.y1 + 1, text.get_text()
