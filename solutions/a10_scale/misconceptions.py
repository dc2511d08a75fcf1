"""What students get wrong in notebook a10, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== sweep_step ======================================================================================


@wrong(
    "sweep_step",
    hint=(
        "Where the scores of one run are in the thousands, the losses of the others are infinite or "
        "no numbers: the largest score of all runs is subtracted everywhere, so exp of what is left "
        "of the others is 0. Chapter 10, A sweep as one program."
    ),
    seen=("the mistake that is handed out"),
)
def one_shift_for_all_runs(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max()
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Runs no longer disturb each other, but within a run rows do: a row of ordinary scores beside "
        "one of huge ones has only zeros left after exp, and the logarithm of 0 is no loss. Chapter "
        "10, A sweep as one program."
    ),
    seen=("axis=(1, 2) in place of the last axis"),
)
def a_shift_per_run(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=(1, 2), keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Where scores are large, losses are infinite or no numbers: exp overflows. What has to be "
        "subtracted from the scores of a row is the largest of them. Chapter 10, A sweep as one program."
    ),
    seen=("mean for max"),
)
def shifted_by_a_mean(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.mean(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Where scores are large, losses are infinite or no numbers: exp overflows. What has to be "
        "subtracted from the scores of a row is the largest of them. Chapter 10, A sweep as one program."
    ),
    seen=("softmax as its formula stands"),
)
def no_shift(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z + 0.0
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The maximum that is subtracted is taken over the runs, at each place of the arrays: runs "
        "still reach each other, and a run with small scores underflows beside one with large scores. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("axis=0, the runs' axis"),
)
def shift_over_runs(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=0, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "All steps are too short, by the number of runs: the gradient is divided by the rows of all "
        "runs together, where each loss is a mean over the rows of its own batch. Chapter 10, A sweep "
        "as one program."
    ),
    seen=("y.size for y.shape[1], as handed out"),
)
def divided_by_runs_too(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / y.size
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The steps are too long, by the number of rows in a batch: losses are means, but the "
        "gradients are those of sums. Chapter 10, A sweep as one program."
    ),
    seen=("the division forgotten when it was mended"),
)
def gradient_of_a_sum(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = np.exp(logp) - one_hot
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The gradient is divided by the number of runs; it should be divided by the number of rows in "
        "a batch, which is the second axis of y. Chapter 10, A sweep as one program."
    ),
    seen=("y.shape[0] for y.shape[1]"),
)
def divided_by_the_runs_alone(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / len(x)
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The gradient is divided by the number of classes; the loss is a mean over the rows of a "
        "batch. Chapter 10, A sweep as one program."
    ),
    seen=("the wrong axis's length"),
)
def divided_by_classes(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / W.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "As soon as one run's gradient is large, all runs take shorter steps: the norm is taken over "
        "all runs together. Each has its own. Chapter 10, A sweep as one program."
    ),
    seen=("as handed out"),
)
def one_norm_for_all(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.full(len(W), np.sqrt((gW**2).sum() + (gb**2).sum()))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "All runs are clipped by the factor of the one with the largest gradient. Each run's own norm "
        "decides about its own step alone. Chapter 10, A sweep as one program."
    ),
    seen=("max over the runs"),
)
def largest_norm_for_all(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        norm = np.full_like(norm, norm.max())
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Weights and biases are clipped each by a norm of their own; what is to be compared with "
        "max_norm is the norm of both together. Chapter 10, A sweep as one program."
    ),
    seen=("clipping tensor by tensor, see Chapter 6"),
)
def weights_and_biases_apart(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        nW, nb = np.sqrt((gW**2).sum(axis=(1, 2))), np.sqrt((gb**2).sum(axis=1))
        newW = W - (lr * np.where(nW > max_norm, max_norm / nW, 1.0))[:, None, None] * gW
        newb = b - (lr * np.where(nb > max_norm, max_norm / nb, 1.0))[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The biases' gradient does not count in the norm: it belongs to the gradient of a run as the "
        "weights' does. Chapter 10, A sweep as one program."
    ),
    seen=("the second sum forgotten"),
)
def norm_of_the_weights_alone(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The gradient of the biases is not made shorter where that of the weights is: the factor "
        "belongs to both. Chapter 10, A sweep as one program."
    ),
    seen=("the factor in one of two lines"),
)
def biases_not_clipped(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - lr[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Nothing is clipped: a gradient whose norm is larger than max_norm has to be made shorter. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("the whole clipping taken for the mistake"),
)
def not_clipped(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.ones_like(norm)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Every gradient gets the norm max_norm, the short ones too: those have to stay as they are. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("no comparison, see Chapter 6"),
)
def always_rescaled(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(np.isfinite(max_norm) & (norm > 0), max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The gradients are compared with the square of their norm: the root is missing. Chapter 10, A "
        "sweep as one program."
    ),
    seen=("sqrt forgotten"),
)
def squared_norm(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = (gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1)
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Every entry is cut off at max_norm by itself, which turns the gradient; its norm is to be "
        "limited, and its direction kept. Chapter 10, A sweep as one program."
    ),
    seen=("clip_by_value"),
)
def clipped_by_value(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        gW, gb, factor = np.clip(gW, -max_norm, max_norm), np.clip(gb, -max_norm, max_norm), 1.0
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Clipped gradients become longer, not shorter: the factor is upside down. Chapter 10, A sweep "
        "as one program."
    ),
    seen=("norm / max_norm"),
)
def inverse_factor(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, norm / max_norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "All runs step with the rate of the first: every run has its own. Chapter 10, A sweep as one program."
    ),
    seen=("lr[0]"),
)
def one_rate_for_all(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        lr = np.full_like(lr, lr[0])
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "All runs step with the mean of the rates: every run has its own. Chapter 10, A sweep as one program."
    ),
    seen=("lr.mean()"),
)
def mean_rate(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        lr = np.full_like(lr, lr.mean())
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Where there are as many runs as classes or features, the rates go along the wrong axis: lr "
        "needs axes behind it, so that its own lies along the runs. Chapter 10, A sweep as one "
        "program."
    ),
    seen=("broadcasting from the right"),
)
def rate_by_class(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = (
            W - lr.reshape((1, 1, -1) if W.shape[2] == len(lr) else (-1, 1, 1)) * factor[:, None, None] * gW
        )
        newb = b - lr.reshape((1, -1) if W.shape[1] == len(lr) else (-1, 1)) * factor[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The weights step by the rate, the biases by their whole gradient: lr belongs to both. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("lr in one of two lines"),
)
def biases_without_their_rate(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - factor[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=("The biases come back as they were: they step, too. Chapter 10, A sweep as one program."),
    seen=("one of two lines"),
)
def biases_left_alone(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b.copy()
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The steps of the biases are too short, by the rows in a batch: their gradient is a mean of "
        "what has been divided by the number of rows already. Chapter 10, A sweep as one program."
    ),
    seen=("mean for sum"),
)
def mean_for_the_biases(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.mean(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The losses would grow: the step goes along the gradient, not against it. Chapter 10, A sweep "
        "as one program."
    ),
    seen=("a sign"),
)
def uphill(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W + (lr * factor)[:, None, None] * gW
        newb = b + (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The losses are those after the step; asked for are those of the weights that came in. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("the order of two lines"),
)
def losses_after_the_step(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
        z = np.einsum("rbd,rcd->rbc", x, newW) + newb[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The losses are too large, by the number of rows in a batch: each is a mean over its rows. "
        "Chapter 10, A sweep as one program."
    ),
    seen=("sum for mean"),
)
def losses_summed(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).sum(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The losses are too small, by the number of classes: a row's loss is one logarithm, not the "
        "mean over all classes. Chapter 10, A sweep as one program."
    ),
    seen=("mean over both axes"),
)
def loss_over_classes(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).mean(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "All runs report the same loss, the mean over the runs: each has its own. Chapter 10, A sweep "
        "as one program."
    ),
    seen=("mean over all axes"),
)
def one_loss_for_all(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        losses = np.full_like(losses, losses.mean())
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Where scores are large, losses are infinite: the logarithm is taken of probabilities that "
        "have become 0. Subtract the logarithm of the sum from the shifted scores instead. Chapter "
        "10, A sweep as one program."
    ),
    seen=("log of softmax"),
)
def logarithm_of_what_underflows(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = np.log(np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "Where scores are large, the losses are too small: a tiny number inside the logarithm limits "
        "what it can say. Subtract the logarithm of the sum from the shifted scores instead. Chapter "
        "10, A sweep as one program."
    ),
    seen=("log(p + eps)"),
)
def guarded_logarithm(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = np.log(np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True) + 1e-12)
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "The gradient in the scores lacks the part of the right class: it is the probabilities less a "
        "one at the class that is right. Chapter 10, A sweep as one program."
    ),
    seen=("half of a derivative"),
)
def one_hot_forgotten(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = np.exp(logp) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


@wrong(
    "sweep_step",
    hint=(
        "A run whose numbers are no longer finite comes back with finite ones: it should be seen that "
        "it failed, and others should not be touched. Chapter 10, A sweep as one program."
    ),
    seen=("nan_to_num"),
)
def lost_runs_replaced(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return np.nan_to_num(newW), np.nan_to_num(newb), np.nan_to_num(losses)


@wrong(
    "sweep_step",
    hint=(
        "The weights and biases that were given have themselves been changed: build new arrays, as "
        "other runs may start from the same ones. Chapter 10, A sweep as one program."
    ),
    seen=("-= on the arguments"),
)
def in_place(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.where(norm > max_norm, max_norm / norm, 1.0)
        newW = W
        newW -= (lr * factor)[:, None, None] * gW
        newb = b
        newb -= (lr * factor)[:, None] * gb
    return newW, newb, losses


@right("sweep_step", note="a loop over the runs")
def run_by_run(W, b, x, y, *, lr, max_norm):
    W, b, losses = W.copy(), b.copy(), []
    for r in range(len(W)):
        with np.errstate(all="ignore"):
            z = x[r] @ W[r].T + b[r]
            z = z - z.max(axis=1)[:, None]
            p = np.exp(z)
            p /= p.sum(axis=1)[:, None]
            rows = np.arange(len(z))
            losses.append(np.mean(np.log(np.exp(z).sum(axis=1)) - z[rows, y[r]]))
            p[rows, y[r]] -= 1
            gW, gb = p.T @ x[r] / len(z), p.mean(axis=0)
            norm = math.sqrt(np.sum(gW * gW) + np.sum(gb * gb))
            scale = max_norm / norm if norm > max_norm else 1.0
            W[r] -= lr[r] * scale * gW
            b[r] -= lr[r] * scale * gb
    return W, b, np.array(losses)


@right("sweep_step", note="the bias as the weight of a feature that is 1")
def bias_as_a_column(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        theta = np.concatenate([W, b[:, :, None]], axis=2)
        ones = np.concatenate([x, np.ones((*x.shape[:2], 1))], axis=2)
        z = np.einsum("rbd,rcd->rcb", ones, theta)
        z = z - z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        target = (np.arange(W.shape[1])[None, :, None] == y[:, None, :]) * 1.0
        losses = (np.log(total[:, 0]) - (z * target).sum(axis=1)).mean(axis=1)
        g = np.einsum("rcb,rbd->rcd", e / total - target, ones) / y.shape[1]
        norm = np.linalg.norm(g.reshape(len(g), -1), axis=1)
        g = g * np.where(norm > max_norm, max_norm / norm, 1.0)[:, None, None]
        theta = theta - lr[:, None, None] * g
    return theta[:, :, :-1], theta[:, :, -1], losses


@right("sweep_step", note="the clipping factor as a minimum")
def a_minimum_of_factors(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        z = np.einsum("rbd,rcd->rbc", x, W) + b[:, None, :]
        z = z - z.max(axis=-1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        one_hot = np.eye(W.shape[1])[y]
        losses = -(one_hot * logp).sum(axis=-1).mean(axis=-1)
        dz = (np.exp(logp) - one_hot) / x.shape[1]
        gW = np.einsum("rbc,rbd->rcd", dz, x)
        gb = dz.sum(axis=1)
        norm = np.sqrt((gW**2).sum(axis=(1, 2)) + (gb**2).sum(axis=1))
        factor = np.minimum(1.0, max_norm / norm)
        newW = W - (lr * factor)[:, None, None] * gW
        newb = b - (lr * factor)[:, None] * gb
    return newW, newb, losses


# ==== lion_update =====================================================================================


@wrong(
    "lion_update",
    hint=(
        "The step has the size of the mean in each coordinate, where it should have the size lr in "
        "all: only the sign counts. Chapter 10, Signs alone."
    ),
    seen=("the name of a variable taken for its sign"),
)
def signs_forgotten(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * c - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The direction is the sign of this step's gradient alone: what came before should have a say, "
        "through the mean of m and g. Chapter 10, Signs alone."
    ),
    seen=("signSGD"),
)
def sign_of_the_gradient(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(g) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The direction is the sign of the mean as it was stored: the new gradient has no say in its "
        "own step. Chapter 10, Signs alone."
    ),
    seen=("m in place of c"),
)
def sign_of_the_old_mean(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(m) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The direction is taken from the mean that is stored, with beta2; it has one of its own, with "
        "beta1, that leans more to the new gradient. Chapter 10, Signs alone."
    ),
    seen=("one mean for both, as in signum"),
)
def sign_of_the_stored_mean(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(new_m) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The direction's mean is made from the new m and not from the old: the gradient goes into it "
        "twice. Chapter 10, Signs alone."
    ),
    seen=("the order of two lines"),
)
def direction_with_both_betas(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    new_m = beta2 * m + (1 - beta2) * g
    c = beta1 * new_m + (1 - beta1) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "beta1 and beta2 have changed places: beta1 belongs to the direction, beta2 to what is "
        "stored. Chapter 10, Signs alone."
    ),
    seen=("two names that look alike"),
)
def betas_swapped(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta2 * m + (1 - beta2) * g
    new_m = beta1 * m + (1 - beta1) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "What is stored is kept with beta1, too: it should remember longer, with beta2. Chapter 10, "
        "Signs alone."
    ),
    seen=("c stored as m"),
)
def stored_with_beta1(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta1 * m + (1 - beta1) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "In the direction's mean the shares have changed places: m should have beta1, the gradient "
        "what is left. Chapter 10, Signs alone."
    ),
    seen=("1 - beta1 at the wrong term"),
)
def shares_swapped_in_the_direction(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = (1 - beta1) * m + beta1 * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "In what is stored the shares have changed places: m should keep beta2, the gradient gets "
        "what is left. Chapter 10, Signs alone."
    ),
    seen=("1 - beta2 at the wrong term"),
)
def shares_swapped_in_the_mean(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = (1 - beta2) * m + beta2 * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "In the direction the gradient counts in full: it should have the share 1 - beta1. Chapter "
        "10, Signs alone."
    ),
    seen=("momentum in the form beta m + g"),
)
def a_sum_in_the_direction(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The stored mean grows too large: the gradient should come in with the share 1 - beta2. "
        "Chapter 10, Signs alone."
    ),
    seen=("momentum in the form beta m + g"),
)
def a_sum_stored(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The mean is corrected for its start at zero before it is stored. Lion corrects nothing: a "
        "sign does not change when it is divided by a positive number. Chapter 10, Signs alone."
    ),
    seen=("a habit from Adam"),
)
def bias_corrected(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = (beta2 * m + (1 - beta2) * g) / (1 - beta2**t)
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The state comes back as it was: m should be brought up to date with this step's gradient. "
        "Chapter 10, Signs alone."
    ),
    seen=("a line dropped"),
)
def mean_never_stored(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": m.copy()}


@wrong(
    "lion_update",
    hint=("What is stored is the gradient alone: m should be a running mean. Chapter 10, Signs alone."),
    seen=("the mean forgotten"),
)
def gradient_stored(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": g.copy()}


@wrong(
    "lion_update",
    hint=(
        "What is stored is the mean of signs: m is a mean of the gradients themselves. Chapter 10, "
        "Signs alone."
    ),
    seen=("the sign taken too early"),
)
def sign_stored(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * np.sign(g)
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The direction is the sign of a mean in which the gradient counts with its sign: large and "
        "small gradients then weigh alike. Chapter 10, Signs alone."
    ),
    seen=("sign(g) in the mean"),
)
def mean_of_signs(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * np.sign(g)
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The pull towards zero is missing: lr * weight_decay * theta is to be subtracted, too. "
        "Chapter 10, Signs alone."
    ),
    seen=("the last term dropped"),
)
def no_decay(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c)
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The pull towards zero is too strong: it is multiplied by lr as the step is. Chapter 10, Signs alone."
    ),
    seen=("lr forgotten in the last term"),
)
def decay_without_the_rate(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) - weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The decay is added to the gradient, and so gets lost in the sign and into m; it is a step of "
        "its own, beside the sign. Chapter 10, Signs alone."
    ),
    seen=("L2 for weight decay, see Chapter 8"),
)
def decay_in_the_gradient(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    g = g + weight_decay * theta
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c)
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The decay is added to the mean before its sign is taken, and so can only turn a step round "
        "or do nothing: it belongs beside the sign. Chapter 10, Signs alone."
    ),
    seen=("a bracket"),
)
def decay_inside_the_sign(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c + weight_decay * theta)
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The decay pushes the parameters away from zero: its sign is that of the step. Chapter 10, "
        "Signs alone."
    ),
    seen=("a bracket after the minus"),
)
def decay_away_from_zero(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) + lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The decay pulls at the parameters after the step; it should pull at those before it. Chapter "
        "10, Signs alone."
    ),
    seen=("theta overwritten between two lines"),
)
def decay_of_the_moved(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c)
    new = new - lr * weight_decay * new
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The pull acts on the mean and not on the parameters: weight decay draws theta towards zero. "
        "Chapter 10, Signs alone."
    ),
    seen=("m for theta"),
)
def decay_of_the_mean(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * m
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The step goes in the direction of the gradients, uphill: it has to be subtracted. Chapter "
        "10, Signs alone."
    ),
    seen=("a sign"),
)
def lion_uphill(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta + lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "Every coordinate moves by 1: the learning rate is missing before the sign. Chapter 10, Signs alone."
    ),
    seen=("lr only at the decay"),
)
def rate_forgotten(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "Where the mean is exactly zero the parameter moves: the sign of 0 is 0, and it should stay "
        "but for the decay. Chapter 10, Signs alone."
    ),
    seen=("where(c > 0, 1, -1)"),
)
def zero_has_a_sign(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.where(c > 0, 1.0, -1.0) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "Where the mean is exactly zero the parameter moves: the sign of 0 is 0, and it should stay "
        "but for the decay. Chapter 10, Signs alone."
    ),
    seen=("where(c >= 0, 1, -1)"),
)
def zero_counts_as_positive(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.where(c >= 0, 1.0, -1.0) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "All coordinates move by the same part of lr: the mean is divided by its length, as if it "
        "were to be normalised. Each coordinate has a sign of its own. Chapter 10, Signs alone."
    ),
    seen=("a unit vector in place of signs"),
)
def one_sign_for_all(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * c / max(np.sqrt(np.sum(c * c)), 1e-12) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The mean is divided by a root of squares plus something small, as in Adam: that is nearly a "
        "sign, and not one where the mean is small. Chapter 10, Signs alone."
    ),
    seen=("sign written as c / (|c| + eps)"),
)
def adams_division(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * c / (np.abs(c) + 1e-3) - lr * weight_decay * theta
    return new, {"m": new_m}


@wrong(
    "lion_update",
    hint=(
        "The state's array itself has been changed: build a new one and leave what you were given "
        "alone. Chapter 10, Signs alone."
    ),
    seen=("m *= beta2"),
)
def lion_in_place(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = m
    new_m *= beta2
    new_m += (1 - beta2) * g
    new = theta - lr * np.sign(c) - lr * weight_decay * theta
    return new, {"m": new_m}


@right("lion_update", note="the sign as a quotient")
def by_a_quotient(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta - lr * np.divide(c, abs(c), out=np.zeros_like(c), where=c != 0) - lr * weight_decay * theta
    return new, {"m": new_m}


@right("lion_update", note="the decay as a factor")
def as_a_shrinkage(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    m = state["m"]
    c = beta1 * m + (1 - beta1) * g
    new_m = beta2 * m + (1 - beta2) * g
    new = theta * (1 - lr * weight_decay)
    new = new - lr * np.sign(c)
    return new, {"m": new_m}


@right("lion_update", note="a loop")
def coordinate_by_coordinate(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    new, kept = [], []
    for w, slope, m in zip(theta, g, state["m"]):
        c = m + (1 - beta1) * (slope - m)
        step = lr if c > 0 else -lr if c < 0 else 0.0
        new.append(w - step - lr * weight_decay * w)
        kept.append(m + (1 - beta2) * (slope - m))
    return np.array(new), {"m": np.array(kept)}


# ==== ema_update ======================================================================================


@wrong(
    "ema_update",
    hint=(
        "At the start the average hardly moves: the memory is to be short there, with (1 + t) / (10 + "
        "t) as long as that is smaller than decay. Chapter 10, Averages of the path."
    ),
    seen=("the plain moving average"),
)
def no_short_memory(average, model, t, *, decay):
    d = decay
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The larger of the two decays is taken: the memory should be the shorter one, that of the "
        "start as long as it is shorter. Chapter 10, Averages of the path."
    ),
    seen=("max for min"),
)
def the_longer_memory(average, model, t, *, decay):
    d = max(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "Long after the start the memory goes on growing: decay is its limit. Chapter 10, Averages of "
        "the path."
    ),
    seen=("the min forgotten"),
)
def decay_never_reached(average, model, t, *, decay):
    d = (1 + t) / (10 + t)
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The memory is a step too short: the first step is t = 1, and its (1 + t) / (10 + t) is 2 / "
        "11. Chapter 10, Averages of the path."
    ),
    seen=("t / (9 + t)"),
)
def counted_from_zero(average, model, t, *, decay):
    d = min(decay, t / (9 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The memory is a step too long: at the first step, t = 1, (1 + t) / (10 + t) is 2 / 11. "
        "Chapter 10, Averages of the path."
    ),
    seen=("t + 1 twice"),
)
def a_step_ahead(average, model, t, *, decay):
    d = min(decay, (2 + t) / (11 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The average is corrected as if it had begun at zero: it begins as the model itself, and the "
        "short memory of the start is all the correction there is. Chapter 10, Averages of the path."
    ),
    seen=("a habit from Adam"),
)
def ema_bias_corrected(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = (d * average[name] + (1 - d) * now) / (1 - d**t)
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The two decays are multiplied; the smaller one of them is meant. Chapter 10, Averages of the path."
    ),
    seen=("a warm-up as a factor"),
)
def multiplied_decays(average, model, t, *, decay):
    d = decay * (1 + t) / (10 + t)
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The shares have changed places: the average should keep d, and the model gets what is left. "
        "Here the average is little more than the last parameters. Chapter 10, Averages of the path."
    ),
    seen=("d and 1 - d"),
)
def shares_swapped(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = (1 - d) * average[name] + d * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The average grows: the model should come in with the share 1 - d. Chapter 10, Averages of the path."
    ),
    seen=("momentum in the form d a + w"),
)
def a_sum(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "This is the mean of all points so far, each with the same weight; the average should forget, "
        "at the pace that d says. Chapter 10, Averages of the path."
    ),
    seen=("1 / t, as in SWA"),
)
def plain_mean(average, model, t, *, decay):
    d = 1 - 1 / t
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "This is the mean of all points so far and the start; the average should forget, at the pace "
        "that d says. Chapter 10, Averages of the path."
    ),
    seen=("1 / (t + 1)"),
)
def mean_with_the_start(average, model, t, *, decay):
    d = 1 - 1 / (t + 1)
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "Whole numbers are averaged as well: a counter of examples then has no whole value, and none "
        "that was ever true. It takes the model's. Chapter 10, Averages of the path."
    ),
    seen=("one line for all arrays"),
)
def counters_averaged(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if True:
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "Whole numbers stay what they were in the average: they should be those of the model. Chapter "
        "10, Averages of the path."
    ),
    seen=("skipped, and kept"),
)
def counters_left_alone(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = average[name].copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "Arrays of whole numbers are missing in what comes back: the dict should have all the names "
        "of the model. Chapter 10, Averages of the path."
    ),
    seen=("continue for other types"),
)
def counters_left_out(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            continue
    return new


@wrong(
    "ema_update",
    hint=(
        "Whole numbers are averaged and rounded: they should simply be those of the model. Chapter "
        "10, Averages of the path."
    ),
    seen=("state_dict of mixed types"),
)
def counters_rounded(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = np.round(d * average[name] + (1 - d) * now).astype(now.dtype)
    return new


@wrong(
    "ema_update",
    hint=(
        "The counters in the average are the model's own arrays: when training goes on, they go on as "
        "well. Copy them. Chapter 10, Averages of the path."
    ),
    seen=("new[name] = model[name]"),
)
def counters_shared(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now
    return new


@wrong(
    "ema_update",
    hint=(
        "The average comes back as it was: the model's parameters should come in. Chapter 10, "
        "Averages of the path."
    ),
    seen=("a line dropped"),
)
def average_left(average, model, t, *, decay):
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = average[name].copy()
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "What comes back are the model's parameters: the average so far should keep the share d. "
        "Chapter 10, Averages of the path."
    ),
    seen=("the average forgotten"),
)
def last_parameters(average, model, t, *, decay):
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = now.copy()
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The arrays of the average that were given have themselves been changed: return new ones. "
        "Chapter 10, Averages of the path."
    ),
    seen=("*= and +="),
)
def ema_in_place(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = average[name]
            new[name] *= d
            new[name] += (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "The model's own parameters have been replaced by the average: training goes on from them and "
        "must not notice. Chapter 10, Averages of the path."
    ),
    seen=("load_state_dict at every step"),
)
def model_overwritten(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
            now[...] = new[name]
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "Squares are averaged and the root is taken: that is for the sizes of gradients. Parameters "
        "have signs, and are averaged as they are. Chapter 10, Averages of the path."
    ),
    seen=("RMSprop's mean"),
)
def root_of_the_average(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = np.sqrt(d * average[name] ** 2 + (1 - d) * now**2)
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=("The memory grows too slowly: the bound is (1 + t) / (10 + t). Chapter 10, Averages of the path."),
    seen=("another constant"),
)
def constant_of_one_hundred(average, model, t, *, decay):
    d = min(decay, (1 + t) / (100 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@wrong(
    "ema_update",
    hint=(
        "At the start the memory is shorter than it should be: the bound is (1 + t) / (10 + t). "
        "Chapter 10, Averages of the path."
    ),
    seen=("t / (10 + t)"),
)
def start_without_one(average, model, t, *, decay):
    d = min(decay, t / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = d * average[name] + (1 - d) * now
        else:
            new[name] = now.copy()
    return new


@right("ema_update", note="a step towards the model")
def towards_the_model(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    new = {}
    for name, now in model.items():
        if np.issubdtype(now.dtype, np.floating):
            new[name] = average[name] + (1 - d) * (now - average[name])
        else:
            new[name] = now.copy()
    return new


@right("ema_update", note="the type by its kind, a comprehension")
def by_kind(average, model, t, *, decay):
    keep = decay if decay < (1 + t) / (10 + t) else (1 + t) / (10 + t)
    return {
        k: np.array(w)
        if w.dtype.kind in "iub"
        else np.average([average[k], w], axis=0, weights=[keep, 1 - keep])
        for k, w in model.items()
    }


@right("ema_update", note="a copy of the model that is then changed")
def copied_first(average, model, t, *, decay):
    d = np.minimum(decay, (t + 1) / (t + 10))
    new = {name: each.copy() for name, each in model.items()}
    for name in new:
        if not np.issubdtype(new[name].dtype, np.integer):
            new[name] *= 1 - d
            new[name] += d * average[name]
    return new


# ==== newton_schulz5 ==================================================================================


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix goes in with its own size: where singular values are larger than about 1.2, the "
        "polynomial drives them to infinity. Divide by the norm first. Chapter 10, Every direction "
        "alike."
    ),
    seen=("the first line dropped"),
)
def not_normalised(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G * (1.0 + 0 * size)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by its largest singular value, for which a decomposition is needed "
        "that was to be avoided; it should be divided by the root of the sum of its squared entries. "
        "Chapter 10, Every direction alike."
    ),
    seen=("np.linalg.norm(G, 2)"),
)
def spectral_norm(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.linalg.norm(G, 2)
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by the sum of its squares: the root is missing. Chapter 10, Every "
        "direction alike."
    ),
    seen=("sqrt forgotten"),
)
def muon_squared_norm(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sum(G * G)
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "Every row is divided by a norm of its own: that changes the singular vectors. One number "
        "divides the whole matrix. Chapter 10, Every direction alike."
    ),
    seen=("axis=1"),
)
def normalised_by_rows(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    X = G / np.maximum(np.sqrt((G * G).sum(axis=1, keepdims=True)), 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "Every column is divided by a norm of its own: that changes the singular vectors. One number "
        "divides the whole matrix. Chapter 10, Every direction alike."
    ),
    seen=("axis=0"),
)
def normalised_by_columns(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    X = G / np.maximum(np.sqrt((G * G).sum(axis=0, keepdims=True)), 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by its largest entry; it should be divided by the root of the sum of "
        "all squared entries. Chapter 10, Every direction alike."
    ),
    seen=("abs(G).max()"),
)
def largest_entry(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = abs(G).max()
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by the root of the mean of its squares, not of their sum: it goes in "
        "too large. Chapter 10, Every direction alike."
    ),
    seen=("mean for sum"),
)
def root_mean_square(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.mean(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by the sum of the sizes of its entries; it should be divided by the "
        "root of the sum of their squares. Chapter 10, Every direction alike."
    ),
    seen=("abs(G).sum()"),
)
def sum_of_sizes(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = abs(G).sum()
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "A small number is added to the norm; it is to be a lower bound, so that matrices of ordinary "
        "size are divided by their norm itself. Chapter 10, Every direction alike."
    ),
    seen=("norm + eps, as in the authors' program"),
)
def epsilon_added(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / (size + 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "A matrix of zeros comes back as something that is not a number: the norm needs the lower "
        "bound 1e-7. Chapter 10, Every direction alike."
    ),
    seen=("max forgotten"),
)
def zero_divided_by_zero(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    with np.errstate(all="ignore"):
        X = G / size
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is divided by its norm before every step: that undoes what the polynomial has "
        "done. Once at the start is enough. Chapter 10, Every direction alike."
    ),
    seen=("the division inside the loop"),
)
def normalised_at_every_step(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        X = X / max(np.sqrt(np.sum(X * X)), 1e-7)
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The matrix is multiplied by itself, not by its transpose; singular values need X X^T. "
        "Chapter 10, Every direction alike."
    ),
    seen=("X @ X"),
)
def product_with_itself(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X if X.shape[0] == X.shape[1] else X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The entries are put into the polynomial one by one; the powers are products of matrices. "
        "Chapter 10, Every direction alike."
    ),
    seen=("** on an array"),
)
def elementwise(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        X = a * X + b * X**3 + c * X**5
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The last term lacks a factor X: it is (X X^T)^2 X, of the fifth degree. Chapter 10, Every "
        "direction alike."
    ),
    seen=("c (X X^T)^2 where the matrix is square"),
)
def fourth_power_last(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ (XXt @ X if X.shape[0] != X.shape[1] else XXt)
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "(X X^T)^2 is a product of matrices; here the entries are squared. Chapter 10, Every direction alike."
    ),
    seen=("** 2 on an array"),
)
def quadratic_squared_entries(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt**2 @ X
    return X


@wrong(
    "newton_schulz5",
    hint=("Only the cubic is there: the term with c is missing. Chapter 10, Every direction alike."),
    seen=("the last term dropped"),
)
def cubic_alone(G, steps):
    a, b = 3.4445, -4.7750
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The coefficients are those of the classical iteration, 1.5 and -0.5, which is exact in the "
        "end and slow at the start; asked for are the three of Jordan and others. Chapter 10, Every "
        "direction alike."
    ),
    seen=("Newton and Schulz's own"),
)
def classical_iteration(G, steps):
    a, b, c = 1.5, -0.5, 0.0
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The coefficients are those of the quintic that is exact at one, 15/8, -10/8 and 3/8; asked "
        "for are the three of Jordan and others, which are steeper at zero. Chapter 10, Every "
        "direction alike."
    ),
    seen=("textbooks on polar decompositions"),
)
def exact_quintic(G, steps):
    a, b, c = 15 / 8, -10 / 8, 3 / 8
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=("b is negative: the sign of the second term has been lost. Chapter 10, Every direction alike."),
    seen=("4.7750 for -4.7750"),
)
def sign_of_b(G, steps):
    a, b, c = 3.4445, 4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "b and c have changed places. b belongs to the third power, c to the fifth. Chapter 10, Every "
        "direction alike."
    ),
    seen=("two letters"),
)
def b_and_c_swapped(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + c * XXt @ X + b * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The coefficients are rounded, and so the result is a little off: they are 3.4445, -4.7750 "
        "and 2.0315. Chapter 10, Every direction alike."
    ),
    seen=("typed from memory"),
)
def rounded_coefficients(G, steps):
    a, b, c = 3.44, -4.78, 2.03
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "It makes five steps whatever is asked for: the five in the name is the degree of the "
        "polynomial. Chapter 10, Every direction alike."
    ),
    seen=("range(5)"),
)
def always_five_steps(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(5):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "One step too many is made: with steps = 0 the matrix is only divided by its norm. Chapter "
        "10, Every direction alike."
    ),
    seen=("range(steps + 1)"),
)
def one_step_more(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps + 1):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "One step too few is made. With steps = 1 the polynomial is to be applied once, to the matrix "
        "divided by its norm. Chapter 10, Every direction alike."
    ),
    seen=("range(steps - 1)"),
)
def one_step_less(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps - 1):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "All steps but the first use the products of the first matrix: X X^T changes with X, so it "
        "belongs inside the loop. Chapter 10, Every direction alike."
    ),
    seen=("a line before the loop"),
)
def powers_of_the_first(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    XXt = X @ X.T
    for _ in range(steps):
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "A tall matrix comes back lying on its side: what was transposed at the start has to be "
        "transposed back. Chapter 10, Every direction alike."
    ),
    seen=("one of two transpositions"),
)
def transposed_back_forgotten(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    if len(G) > G.shape[1]:
        X = X.T
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "The result is multiplied by the norm again: the size is to be forgotten, only the directions "
        "count. Chapter 10, Every direction alike."
    ),
    seen=("undoing the first line"),
)
def norm_given_back(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X * size


@wrong(
    "newton_schulz5",
    hint=(
        "The products are in the other order, X times X X^T, which needs a square matrix and is not "
        "the same for one: it is X X^T times X. Chapter 10, Every direction alike."
    ),
    seen=("X @ XXt"),
)
def order_of_the_product(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + (
            b * X @ XXt + c * X @ XXt @ XXt if len(X) == X.shape[1] else b * XXt @ X + c * XXt @ XXt @ X
        )
    return X


@wrong(
    "newton_schulz5",
    hint=(
        "G itself has been changed: build a new array and leave what you were given alone. Chapter "
        "10, Every direction alike."
    ),
    seen=("G /= norm"),
)
def muon_in_place(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G
    X /= max(size, 1e-7)
    for _ in range(steps):
        XXt = X @ X.T
        X = a * X + b * XXt @ X + c * XXt @ XXt @ X
    return X


@right("newton_schulz5", note="the polynomial on the singular values")
def through_a_decomposition(G, steps):
    U, s, Vt = np.linalg.svd(G, full_matrices=False)
    s = s / max(np.linalg.norm(G), 1e-7)
    for _ in range(steps):
        s = s * (3.4445 + s**2 * (2.0315 * s**2 - 4.7750))
    return (U * s) @ Vt


@right("newton_schulz5", note="the smaller products")
def transposed_where_tall(G, steps):
    tall = G.shape[0] > G.shape[1]
    X = G.T if tall else G
    X = X / max(np.linalg.norm(X), 1e-7)
    for _ in range(steps):
        A = X @ X.T
        B = -4.7750 * A + 2.0315 * (A @ A)
        X = 3.4445 * X + B @ X
    return X.T if tall else X


@right("newton_schulz5", note="X^T X from the right")
def the_other_product(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    size = np.sqrt(np.sum(G * G))
    X = G / max(size, 1e-7)
    for _ in range(steps):
        XtX = X.T @ X
        X = a * X + X @ (b * XtX + c * XtX @ XtX)
    return X


# ==== sam_step ========================================================================================


@wrong(
    "sam_step",
    hint=(
        "The step is made from the worst point: only the gradient is taken there; the step begins "
        "where one stands. Chapter 10, The worst point nearby."
    ),
    seen=("the way back forgotten"),
)
def step_from_the_worst_point(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(worst, second)]


@wrong(
    "sam_step",
    hint=(
        "The step uses the first gradient: what was found at the worst point is thrown away. Chapter "
        "10, The worst point nearby."
    ),
    seen=("first and second"),
)
def first_gradient_used(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    gradient(worst)
    return [w - lr * g for w, g in zip(params, first)]


@wrong(
    "sam_step",
    hint=(
        "The step uses both gradients: only the one at the worst point counts. Chapter 10, The worst "
        "point nearby."
    ),
    seen=("gradients accumulated, zero_grad forgotten"),
)
def both_gradients(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * (g + h) for w, g, h in zip(params, second, first)]


@wrong(
    "sam_step",
    hint=(
        "The step uses the mean of the two gradients: only the one at the worst point counts. Chapter "
        "10, The worst point nearby."
    ),
    seen=("Heun's method"),
)
def mean_of_the_gradients(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * (g + h) / 2 for w, g, h in zip(params, second, first)]


@wrong(
    "sam_step",
    hint=(
        "The second gradient is taken downhill from here, at the best point nearby: the worst one "
        "lies along the gradient. Chapter 10, The worst point nearby."
    ),
    seen=("a sign"),
)
def best_point_nearby(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w - factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The look ahead is radius times the gradient, and so longer where it is steep: divide by the "
        "norm, so that the distance is radius. Chapter 10, The worst point nearby."
    ),
    seen=("the norm forgotten"),
)
def gradient_not_normalised(params, gradient, *, lr, radius):
    first = gradient(params)
    factor = radius
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The look ahead is divided by the square of the norm: the root is missing. Chapter 10, The "
        "worst point nearby."
    ),
    seen=("sqrt forgotten"),
)
def sam_squared_norm(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = sum(float((g * g).sum()) for g in first)
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "Each array is moved by the radius, along its own gradient: the norm is that of all arrays "
        "together. Chapter 10, The worst point nearby."
    ),
    seen=("the norm inside the loop"),
)
def norm_of_each_array(params, gradient, *, lr, radius):
    first = gradient(params)
    worst = [w + (radius / np.linalg.norm(g) if np.any(g) else 0.0) * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The norm is the sum of the arrays' norms; it should be the root of the sum of all squares. "
        "Chapter 10, The worst point nearby."
    ),
    seen=("sum(norm(g))"),
)
def sum_of_norms(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = sum(math.sqrt(float((g * g).sum())) for g in first)
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The norm is that of the largest array alone; it should be the root of the sum of all "
        "squares. Chapter 10, The worst point nearby."
    ),
    seen=("max(norm(g))"),
)
def largest_norm(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = max(math.sqrt(float((g * g).sum())) for g in first)
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "Only the first array's gradient counts in the norm: all of them do. Chapter 10, The worst "
        "point nearby."
    ),
    seen=("first[0]"),
)
def norm_of_the_first_array(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first[:1]))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The look ahead goes by the signs of the gradient, the same in each coordinate: it should go "
        "along the gradient. Chapter 10, The worst point nearby."
    ),
    seen=("the fast gradient sign method"),
)
def signs(params, gradient, *, lr, radius):
    first = gradient(params)
    worst = [w + radius * np.sign(g) for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The gradient is divided by its largest entry; it should be divided by its norm, so that the "
        "distance is radius. Chapter 10, The worst point nearby."
    ),
    seen=("an infinity norm"),
)
def sam_largest_entry(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = max(float(abs(g).max()) for g in first)
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The gradient is divided by the sum of the sizes of its entries; it should be divided by the "
        "root of the sum of squares. Chapter 10, The worst point nearby."
    ),
    seen=("an L1 norm"),
)
def sam_sum_of_sizes(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = sum(float(abs(g).sum()) for g in first)
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The distance is larger than radius, and the more so the more parameters there are: the norm "
        "is the root of a sum, not of a mean. Chapter 10, The worst point nearby."
    ),
    seen=("mean for sum"),
)
def sam_root_mean_square(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first) / sum(g.size for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The look ahead goes along the parameters, not along the gradient. Chapter 10, The worst "
        "point nearby."
    ),
    seen=("w for g"),
)
def scaled_by_the_parameters(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * w for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The look ahead is multiplied by lr: its length is radius, whatever the rate. Chapter 10, The "
        "worst point nearby."
    ),
    seen=("a gradient step uphill"),
)
def rate_in_the_radius(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = lr * radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "Where the gradient is zero, something comes back that is not a number: 0 is divided by 0. "
        "Stay where you are for the second gradient. Chapter 10, The worst point nearby."
    ),
    seen=("no case for norm = 0"),
)
def not_a_number_at_rest(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    with np.errstate(all="ignore"):
        factor = np.float64(radius) / norm
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "Where the gradient is small, the look ahead is shorter than radius: what is added to the "
        "norm is not small beside it. Chapter 10, The worst point nearby."
    ),
    seen=("norm + 1e-3"),
)
def epsilon_too_large(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / (norm + 1e-3)
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The step goes up: the gradient at the worst point is to be subtracted. Chapter 10, The worst "
        "point nearby."
    ),
    seen=("a sign"),
)
def sam_uphill(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w + lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The learning rate is missing in the step: the whole gradient is subtracted. Chapter 10, The "
        "worst point nearby."
    ),
    seen=("lr dropped"),
)
def sam_rate_forgotten(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The second gradient is divided by its norm, too: only the look ahead has a fixed length, the "
        "step has not. Chapter 10, The worst point nearby."
    ),
    seen=("normalising twice"),
)
def normalised_step(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    n2 = math.sqrt(sum(float((g * g).sum()) for g in second)) or 1.0
    return [w - lr * g / n2 for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The step is divided by the norm of the first gradient: only the look ahead is. Chapter 10, "
        "The worst point nearby."
    ),
    seen=("the factor in both lines"),
)
def old_norm_for_the_step(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g / (norm or 1.0) for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "This is plain gradient descent: the second gradient is asked for at the same point. Chapter "
        "10, The worst point nearby."
    ),
    seen=("params for worst"),
)
def plain_descent(params, gradient, *, lr, radius):
    gradient(params)
    second = gradient(params)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "gradient is called three times: once where one stands and once at the worst point is enough, "
        "and each call costs a pass through the network. Chapter 10, The worst point nearby."
    ),
    seen=("a call in the return line"),
)
def third_gradient(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    gradient(worst)
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@wrong(
    "sam_step",
    hint=(
        "The parameters that were given have themselves been moved: build new arrays. Chapter 10, The "
        "worst point nearby."
    ),
    seen=("+= there and -= back"),
)
def sam_in_place(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / norm if norm > 0 else 0.0
    for w, g in zip(params, first):
        w += factor * g
    worst = params
    second = gradient(worst)
    for w, g in zip(params, first):
        w -= factor * g
    for w, g in zip(params, second):
        w -= lr * g
    return [w.copy() for w in params]


@right("sam_step", note="all arrays end to end")
def one_long_vector(params, gradient, *, lr, radius):
    def flat(arrays):
        return np.concatenate([np.ravel(a) for a in arrays])

    def apart(vector):
        cuts = np.cumsum([w.size for w in params])[:-1]
        return [part.reshape(w.shape) for part, w in zip(np.split(vector, cuts), params)]

    theta, g = flat(params), flat(gradient(params))
    length = np.linalg.norm(g)
    ahead = theta if length == 0 else theta + radius * g / length
    return apart(theta - lr * flat(gradient(apart(ahead))))


@right("sam_step", note="a lower bound for the norm")
def a_tiny_bound(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = math.sqrt(sum(float((g * g).sum()) for g in first))
    factor = radius / max(norm, 1e-30)
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]


@right("sam_step", note="the norm of the arrays' norms")
def norm_of_norms(params, gradient, *, lr, radius):
    first = gradient(params)
    norm = np.linalg.norm([np.linalg.norm(g) for g in first])
    factor = radius / norm if norm > 0 else 0.0
    worst = [w + factor * g for w, g in zip(params, first)]
    second = gradient(worst)
    return [w - lr * g for w, g in zip(params, second)]
