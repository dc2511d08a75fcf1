"""Published results of chapter 9, through the library's public functions."""

import numpy as np
import pytest
from results_setup import seeds

from gdcourse import data, models, schedules
from gdcourse.optim import Adam
from gdcourse.train import fit

# ---- Zhang et al. (2017): a network that generalises can also memorise random labels ---------------

EPOCHS, BATCH_SIZE = 100, 50


def accuracies(labels, seed):
    """On 500 digits trained on, and on all others: (first epoch that was all right, at the end, on test)."""
    order = np.random.default_rng(seed).permutation(len(data.digits()))
    train, test = data.digits().take(order[:500]), data.digits().take(order[500:])
    steps = EPOCHS * 500 // BATCH_SIZE
    run = fit(
        models.mlp(64, 256, 256, 10, seed=seed),
        labels(train, seed),
        Adam(),
        schedule=schedules.cosine(steps, lr_max=3e-3),
        epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        validation=test,
        device="cpu",
        seed=seed,
    )
    return int(np.argmax(run.accuracy == 1.0)), run.accuracy[-1], run.validation_accuracy[-1]


def true_labels(dataset, seed):
    return dataset


@seeds(0, 1, 2, 3)
def test_random_labels(seed):
    sooner, on_train, on_test = accuracies(true_labels, seed)
    assert on_train == 1.0
    assert on_test > 0.93
    later, on_train, on_test = accuracies(data.random_labels, seed)
    assert on_train == 1.0
    assert on_test == pytest.approx(0.1, abs=0.035)
    assert later > sooner  # it takes longer, by a small factor
    assert later < 10 * sooner
