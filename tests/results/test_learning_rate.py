"""Published results of chapter 3, through the library's public functions."""

import numpy as np
import pytest
import torch
from results_setup import rate
from torch import nn

from gdcourse import data, models
from gdcourse.gradients import power_iteration, sharpness
from gdcourse.objectives import Quadratic
from gdcourse.optim import SGD, Optimizer, descend

# ---- Polyak (1964): a quadratic in 50 dimensions with curvatures from 1 to 100 ---------------------

C, L = 1.0, 100.0
CURVATURES = np.linspace(C, L, 50)


def measured_rate(lr):
    path = descend(Quadratic(tuple(CURVATURES)), np.ones(50), SGD(lr=lr), steps=600)
    return rate(np.linalg.norm(path.theta, axis=1))


@pytest.mark.parametrize(
    ("lr", "stated"),
    [
        (2 / (C + L), 0.98020),  # the best: (L - c) / (L + c)
        (1 / L, 0.99000),
        (1.99 / L, 0.99000),
        (2.02 / L, 1.02000),
    ],
    ids=["2/(c+L)", "1/L", "1.99/L", "2.02/L"],
)
def test_gradient_descent_on_a_quadratic(lr, stated):
    assert measured_rate(lr) == pytest.approx(stated, abs=1e-5)


def test_power_iteration_finds_the_limit_of_the_rate():
    largest, _ = power_iteration(lambda v: CURVATURES * v, 50, 1000, np.random.default_rng(0))
    assert largest == pytest.approx(L)
    assert measured_rate(0.99 * 2 / largest) < 1 < measured_rate(1.01 * 2 / largest)


# ---- Cohen et al. (2021): full-batch training at the edge of stability -----------------------------


def sharpness_times_half_lr(lr, steps, every, seed=0):
    """On 200 digits, with a tanh network 64-32-32-10 and the squared error: (measurements, losses)."""
    d = data.digits().take(range(200))
    x, y = torch.from_numpy(d.x), nn.functional.one_hot(torch.from_numpy(d.y), 10).float()
    model = models.mlp(64, 32, 32, 10, activation=nn.Tanh, seed=seed)

    def loss():
        return ((model(x) - y) ** 2).sum(1).mean() / 2  # the paper's: half a sum over the classes

    optimizer = Optimizer(model.parameters(), SGD(lr=lr))
    measured, losses = [], []
    for t in range(steps + 1):
        if t % every == 0:
            measured.append(sharpness(model, loss) * lr / 2)
        optimizer.zero_grad(set_to_none=False)
        value = loss()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return np.array(measured), np.array(losses)


def reaches_one_and_stays(lr, seed, steps=1000):
    measured, losses = sharpness_times_half_lr(lr, steps, every=200, seed=seed)
    assert measured[0] < 0.95
    assert (measured[1:] > 0.95).all()
    assert (measured[1:] < 1.2).all()
    return losses


def test_at_the_edge_of_stability():
    losses = reaches_one_and_stays(0.22, seed=0)
    # the loss falls in the long run, though it rises at every second step or so
    assert losses[-1] < 0.1 * losses[0]
    assert 0.2 < (np.diff(losses[200:]) > 0).mean() < 0.6


def test_below_the_edge_the_loss_falls_at_every_step():
    measured, losses = sharpness_times_half_lr(0.05, steps=600, every=300)
    assert (np.diff(measured) > 0).all()  # progressive sharpening
    assert measured[-1] < 0.5
    assert (np.diff(losses) < 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_the_edge_of_stability_from_other_first_weights(seed):
    reaches_one_and_stays(0.22, seed, steps=3000)


@pytest.mark.slow
def test_it_is_the_rate_that_sets_the_sharpness():
    measured, _ = sharpness_times_half_lr(0.11, steps=3000, every=300)
    assert measured[0] < 0.5
    np.testing.assert_allclose(measured[2:], 1.0, atol=0.05)  # twice the sharpness of twice the rate
