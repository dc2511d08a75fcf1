"""What tests of figures share: records as runs and sweeps would leave them, and eyes for artists."""

import itertools

import matplotlib
import numpy as np

from gdcourse.records import History, Sweep


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def line_of(ax, label):
    return next(line for line in ax.get_lines() if line.get_label() == label)


def texts(artist):
    return [text.get_text() for text in artist.findobj(matplotlib.text.Text) if text.get_text()]


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
        "step_size": np.outer(falling, [0.01, 0.02]),
        "layers": ["0.weight", "0.bias"],
        "batch_size": 32,
    }
    return History(rule=rule, seed=seed, device="cpu", **(defaults | fields))


def deep(count, epochs=3):
    """The record of a network with so many layers, each with weights and a bias."""
    names = [f"{i}.{kind}" for i in range(count) for kind in ("weight", "bias")]
    norms = np.outer(np.linspace(1.0, 0.5, epochs), np.geomspace(1e-6, 1.0, 2 * count))
    return history(epochs=epochs, layers=names, grad_norm=norms, step_size=norms)


def swept(loss_of, seeds=3, rule="Momentum(lr=0.001)", **values):
    """The record of a sweep in which a setting with a seed has the loss of `loss_of`, nan if diverged."""
    names = [*values, "seed"]
    rows = list(itertools.product(*values.values(), range(seeds)))
    loss = np.array([loss_of(**dict(zip(names, row, strict=True))) for row in rows])
    return Sweep(
        rule=rule,
        settings={name: np.array([row[i] for row in rows]) for i, name in enumerate(names)},
        loss=loss[:, None],
        train_loss=loss,
        validation_loss=2 * loss,
        validation_accuracy=1 / (1 + np.nan_to_num(loss, nan=9.0)),
        diverged=np.where(np.isfinite(loss), 0, 1),
        mode="eager",
        device="cpu",
        seconds=0.0,
    )


def valley(lr, seed, momentum=0.0, **_):
    """Least at lr = 0.1 and momentum 0.9; two of three seeds diverge at lr = 1 and momentum 0.9."""
    if lr == 1 and momentum == 0.9 and seed:
        return np.nan
    return abs(np.log10(lr) + 1) + (0.9 - momentum) + 0.1 * (1 + seed)


GRID = {"lr": [0.01, 0.1, 1.0], "momentum": [0.0, 0.9]}


def stars(ax):
    return [line.get_xydata()[0] for line in ax.get_lines() if line.get_marker() == "*"]


def linear(colour):
    """Linear RGB of a colour."""
    channels = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    """How light a colour is, from 0 to 1, as WCAG 2.2 reckons."""
    return linear(colour) @ [0.2126, 0.7152, 0.0722]
