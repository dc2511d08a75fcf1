"""Published results of chapter 10, through the library's public functions."""

import numpy as np
import pytest
import torch
from results_setup import seeds
from torch import nn
from torch.nn import functional

from gdcourse import data
from gdcourse.optim import EMA, SGD, SWA, Adam, Optimizer

# ---- Polyak and Juditsky (1992): the mean of the path has the smallest variance, whatever the rate -----


@pytest.mark.parametrize("lr", [0.05, 0.2, 0.8])
@seeds(0, 1, 2)
def test_the_mean_of_the_path(seed, lr):
    """On theta^2 / 2 with gradients of variance one, T times the variance of the mean is 1."""
    steps, noise = 2000, np.random.default_rng(seed)
    rule = SWA(SGD(lr=lr), start=0)
    theta = np.zeros(4000)
    state = rule.initial(theta)
    for t in range(1, steps + 1):
        gradient = theta + noise.standard_normal(4000)
        theta, state = rule.update(theta, gradient, state, rule.scalars(t))
    assert steps * np.var(rule.eval_params(theta, state)) == pytest.approx(1, abs=0.1)
    assert np.var(theta) == pytest.approx(lr / (2 - lr), rel=0.1)


@seeds(0, 1)
def test_a_moving_average_sees_less_noise_than_the_path(seed):
    """An average with the memory d keeps (1 - d) / (1 + d) of white noise, and more of noise that lasts."""
    lr, decay, noise = 0.5, 0.99, np.random.default_rng(seed)
    rule = EMA(SGD(lr=lr), decay=decay)
    theta = np.zeros(4000)
    state = rule.initial(theta)
    for t in range(1, 2001):
        gradient = theta + noise.standard_normal(4000)
        theta, state = rule.update(theta, gradient, state, rule.scalars(t))
    keep = 1 - lr  # of the distance, a step
    expected = (1 - decay) / (1 + decay) * (1 + keep * decay) / (1 - keep * decay) * lr / (2 - lr)
    assert np.var(rule.eval_params(theta, state)) == pytest.approx(expected, rel=0.15)


# ---- Micikevicius et al. (2018): float16 loses small gradients, a scaled loss keeps them ---------------


def deep_network(seed):
    torch.manual_seed(seed)
    pairs = [nn.Linear(a, b) for a, b in zip([64, *[32] * 5], [32] * 6, strict=True)]
    return nn.Sequential(*[m for p in pairs for m in (p, nn.Sigmoid())], nn.Linear(32, 10))


def validation_losses(half, scale, seed):
    digits, model = data.digits(), deep_network(seed)
    x, y = torch.from_numpy(digits.x), torch.from_numpy(digits.y)
    optimizer = Optimizer(model.parameters(), Adam(lr=0.01, eps=1e-10))
    order, losses = torch.Generator().manual_seed(seed), []
    for _ in range(10):
        for rows in torch.randperm(1400, generator=order).split(256):
            with torch.autocast("cpu", torch.float16, enabled=half):
                loss = functional.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad(set_to_none=False)
            (loss * scale).backward()
            for p in model.parameters():
                p.grad /= scale
            optimizer.step()
        with torch.no_grad():
            losses.append(functional.cross_entropy(model(x[1400:]), y[1400:]).item())
    return np.array(losses)


@seeds(0, 1)
def test_a_scaled_loss_saves_small_gradients(seed):
    exact = validation_losses(False, 1.0, seed)
    assert np.abs(validation_losses(True, 2.0**16, seed) - exact).max() < 0.05
    assert np.abs(validation_losses(True, 1.0, seed) - exact).max() > 0.1
