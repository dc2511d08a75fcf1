"""Published results of chapter 6, through the library's public functions."""

import numpy as np
import pytest

from gdcourse import data, models
from gdcourse.initializers import he_normal
from gdcourse.optim import SGD
from gdcourse.train import fit

# ---- Ioffe and Szegedy (2015), Bjorck et al. (2018): batch norm's higher learning rates ------------
# Digits, five hidden layers of 64 rectifiers with He's weights, mini-batches of 32. A network has learned
# when its mean loss over an epoch is below 1; that of a guess is ln 10 = 2.3. Near the edge of stability
# rounding decides, and with it the machine: over six seeds, each on one thread and on two, the losses were
# 1.7 and above at the rate below without normalisation, and 0.84 and below at four times that rate with it.

LEARNED = 1.0


def loss_after(dataset, norm, lr, seed, epochs):
    model = models.mlp(64, *[64] * 5, 10, norm=norm, init=he_normal, seed=seed)
    run = fit(model, dataset, SGD(lr=lr), epochs=epochs, validation=None, device="cpu", seed=seed)
    return run.train_loss[-1]


@pytest.mark.parametrize("seed", [0, 1])
def test_batch_norm_learns_at_four_times_a_rate_that_is_too_high_without(seed):
    too_high = 0.6
    assert not loss_after(data.digits(), None, too_high, seed, epochs=5) < LEARNED
    assert loss_after(data.digits(), "batch", 4 * too_high, seed, epochs=5) < LEARNED


def largest_usable(dataset, norm):
    """The largest rate, of those in steps of a factor of 2, at which most networks have learned."""

    def typical_loss(lr):
        losses = [loss_after(dataset, norm, lr, seed, epochs=10) for seed in range(3)]
        return sorted(np.nan_to_num(losses, nan=np.inf))[1]

    return max(lr for lr in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2) if typical_loss(lr) < LEARNED)


@pytest.mark.slow
@pytest.mark.parametrize("prepare", [lambda d: d, lambda d: data.standardize(d)[0]], ids=["raw", "standard"])
def test_batch_norms_usable_rate_is_at_least_four_times_as_high(prepare):
    dataset = prepare(data.digits())
    assert largest_usable(dataset, "batch") >= 4 * largest_usable(dataset, None)
