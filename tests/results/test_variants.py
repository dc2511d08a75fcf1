"""Published results of chapter 4, through the library's public functions."""

import numpy as np
import pytest
import torch
from results_setup import exponent, seeds
from torch import nn
from torch.func import functional_call, grad, vmap

from gdcourse import data, models, schedules
from gdcourse.optim import SGD, drive
from gdcourse.train import fit

# ---- Robbins and Monro (1951): SGD's noise floor, and the schedule that removes it -----------------
# A parabola of curvature 1, gradients with noise of variance 1; 20,000 independent runs at once.


def noisy_runs(steps, lr=0.1, schedule=None):
    rng = np.random.default_rng(1)
    return drive(
        SGD(lr=lr),
        lambda t, theta: theta + rng.standard_normal(theta.shape),
        np.full(20_000, 3.0),
        steps,
        schedule=schedule,
    )


@pytest.mark.parametrize("lr", [0.05, 0.1, 0.5, 1.0, 1.5])
def test_at_a_fixed_rate_a_variance_of_lr_over_2_minus_lr_stays(lr):
    at_the_end = noisy_runs(200, lr)[-1]
    assert at_the_end.var() == pytest.approx(lr / (2 - lr), rel=0.05)
    assert at_the_end.mean() == pytest.approx(0.0, abs=0.06)


def test_a_rate_of_1_over_t_removes_the_noise():
    points = noisy_runs(1000, schedule=schedules.inverse_time(1.0, decay=1.0))
    for t in (10, 100, 1000):
        assert points[t].var() == pytest.approx(1 / t, rel=0.05)


# ---- Bottou, Curtis and Nocedal (2018): the variance of a mini-batch's gradient --------------------

BATCH_SIZES = 2 ** np.arange(3, 10)


def gradients_of_the_digits():
    """Each example's gradient at a network's first weights: shape (N, n)."""
    d, model = data.digits(), models.mlp(64, 16, 10).double()
    params = {name: p.detach() for name, p in model.named_parameters()}

    def loss(params, x, y):
        return nn.functional.cross_entropy(functional_call(model, params, (x[None],)), y[None])

    g = vmap(grad(loss), in_dims=(None, 0, 0))(params, torch.from_numpy(d.x).double(), torch.from_numpy(d.y))
    return torch.cat([part.flatten(1) for part in g.values()], dim=1).numpy()


def batch_variance(noise, size, draws=400):
    """The mean square of what is left of `noise`, gradients less their mean, in a mini-batch."""
    rng, found = np.random.default_rng(0), []
    while len(found) < draws:
        batches = data.minibatches(len(noise), size, rng, drop_last=True)
        found += [(noise[rows].mean(0) ** 2).sum() for rows in batches]
    return np.mean(found)


def test_the_variance_falls_as_1_over_the_batch_size_but_for_what_drawing_without_replacement_saves():
    g = gradients_of_the_digits()
    count, noise = len(g), g - g.mean(0)
    variances = np.array([batch_variance(noise, size) for size in BATCH_SIZES.tolist()])
    factor = (count - BATCH_SIZES) / (count - 1)
    assert exponent(BATCH_SIZES, variances / factor) == pytest.approx(-1.0, abs=0.03)
    assert exponent(BATCH_SIZES, variances) < -1.04  # so the factor shows
    of_one = (noise**2).sum() / count
    np.testing.assert_allclose(variances, of_one / BATCH_SIZES * factor, rtol=0.1)


# ---- Goyal et al. (2017): a batch k times as large with a rate k times as high ---------------------


def losses(batch_size, lr, seed):
    model = models.mlp(64, 64, 10, seed=seed)
    options = {"epochs": 10, "batch_size": batch_size, "validation": None, "seed": seed}
    return fit(model, data.digits(), SGD(lr=lr), device="cpu", **options).train_loss


@seeds(0, 1, 2)
@pytest.mark.parametrize("k", [4, 8])
def test_linear_scaling(seed, k):
    lr = 0.02
    small = losses(8, lr, seed)
    np.testing.assert_allclose(losses(8 * k, lr * k, seed), small, rtol=0.05)
    assert losses(8 * k, lr, seed)[-1] > 3 * small[-1]  # unscaled, it lags behind


def test_linear_scaling_ends_where_the_small_batch_is_at_its_limit():
    small, large = losses(8, 0.2, seed=0), losses(64, 1.6, seed=0)
    assert large[0] > 1.5 * small[0]
