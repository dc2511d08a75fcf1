"""Published results of chapter 5, and chapter 6's on first weights and clipping, through public functions."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
from results_setup import seeds
from torch import nn

from gdcourse import data, models
from gdcourse.gradients import grad_check
from gdcourse.initializers import he_normal, naive_uniform, xavier_uniform
from gdcourse.objectives import Objective, Saddle, on_array
from gdcourse.optim import SGD, clip_by_global_norm, descend
from gdcourse.train import fit

glorot = partial(xavier_uniform, gain=1.0)

# ---- Lee et al. (2016): strict saddles -------------------------------------------------------------


def test_every_random_start_reaches_a_minimum():
    rng = np.random.default_rng(0)
    for start in rng.uniform(-2.0, 2.0, size=(200, 2)):
        path = descend(Saddle(), start, SGD(lr=0.1), steps=1000, tol=1e-8)
        assert path.converged
        np.testing.assert_allclose(path.theta[-1], [0.0, np.sign(start[1])], atol=1e-7)


def steps_to_leave(y0):
    path = descend(Saddle(), [1.5, y0], SGD(lr=0.1), steps=6000)
    return int(np.argmax(np.abs(path.theta[:, 1]) > 0.5))


def test_each_decade_of_the_distance_to_the_ridge_costs_24_steps():
    per_decade = (steps_to_leave(1e-205) - steps_to_leave(1e-5)) / 200
    assert per_decade == pytest.approx(24.16, abs=0.01)
    assert per_decade == pytest.approx(np.log(10) / np.log(1.1), abs=0.01)


def test_on_the_ridge_itself_the_saddle_is_the_end():
    path = descend(Saddle(), [1.5, 0.0], SGD(lr=0.1), steps=1000, tol=1e-8)
    assert path.converged
    np.testing.assert_allclose(path.theta[-1], [0.0, 0.0], atol=1e-7)


# ---- Glorot and Bengio (2010): gradients through ten layers of 256 units ---------------------------


def gradient_norms(activation, init, scale=1.0):
    """At the first weights, each layer's gradient norms over 100 digits: (of weights, of pre-activations)."""
    d = data.digits().take(range(100))
    model = models.mlp(64, *[256] * 10, 10, activation=activation, init=init)
    # one example at a time, a bias has the gradient of what it is added to; at a rate of 0 nothing moves
    run = fit(
        model,
        replace(d, x=np.float32(scale) * d.x),
        SGD(lr=0.0),
        epochs=1,
        batch_size=1,
        validation=None,
        device="cpu",
    )
    norms = dict(zip(run.layers, run.grad_norm[0], strict=True))
    weights, biases = ([norms[n] for n in norms if n.endswith(kind)] for kind in ("weight", "bias"))
    return np.array(weights), np.array(biases)


def ratio_per_layer(norms):
    """Through the ten hidden layers, from each to the one below it."""
    return (norms[0] / norms[9]) ** (1 / 9)


@pytest.mark.parametrize(
    ("activation", "init", "stated", "share"),
    [
        (nn.Tanh, naive_uniform, 0.577, 0.03),
        (nn.Tanh, glorot, 1.0, 0.07),
        (nn.Sigmoid, naive_uniform, 0.144, 0.04),
        (nn.Sigmoid, glorot, 0.25, 0.08),
    ],
    ids=["tanh, naive", "tanh, Glorot", "sigmoid, naive", "sigmoid, Glorot"],
)
def test_vanishing_by_layer(activation, init, stated, share):
    _, norms = gradient_norms(activation, init)
    measured = ratio_per_layer(norms)
    # the stated ratio is that of the activation's steepest slope; where signals are not tiny it falls short
    assert (1 - share) * stated < measured < stated


@pytest.mark.parametrize(("init", "stated"), [(naive_uniform, 0.577), (glorot, 1.0)])
def test_tanh_at_tiny_signals_has_the_stated_ratio(init, stated):
    _, norms = gradient_norms(nn.Tanh, init, scale=0.01)
    assert ratio_per_layer(norms) == pytest.approx(stated, rel=0.02)


def test_weight_gradients_hide_it_as_what_vanishes_backwards_also_vanishes_forwards():
    weights, norms = gradient_norms(nn.Tanh, naive_uniform)
    assert norms[0] < 0.01 * norms[9]
    assert 0.3 < weights[1] / weights[9] < 3


# ---- He et al. (2015): rectifiers in thirty layers -------------------------------------------------

DEPTH = 30


@pytest.mark.parametrize(("init", "stated"), [(he_normal, 1.0), (glorot, 0.5)], ids=["He", "Xavier"])
def test_the_second_moment_by_layer(init, stated):
    x = torch.from_numpy(data.digits().x)
    factors = []
    for seed in range(4):
        model, moments = models.mlp(64, *[256] * DEPTH, init=init, seed=seed), []
        h = x
        for layer in model:
            h = layer(h)
            if isinstance(layer, nn.Linear):
                moments.append(h.square().mean().item())
        factors.append((moments[-1] / moments[0]) ** (1 / (DEPTH - 1)))
    assert np.exp(np.mean(np.log(factors))) == pytest.approx(stated, rel=0.03)


def losses_of_thirty_layers(init, seed):
    model = models.mlp(64, *[64] * (DEPTH - 1), 10, init=init, seed=seed)
    return fit(
        model, data.digits(), SGD(lr=0.01), epochs=5, validation=None, device="cpu", seed=seed
    ).train_loss


@seeds(0, 1, 2, 3)
def test_he_leaves_ln_10_and_xavier_stays_there(seed):
    # on every digit the same guess costs ln 10, as they are about equally frequent
    he, xavier = (losses_of_thirty_layers(init, seed) for init in (he_normal, glorot))
    assert he[-1] < np.log(10) - 0.3
    np.testing.assert_allclose(xavier, np.log(10), atol=0.002)


# ---- Pascanu, Mikolov and Bengio (2013): the cliff of a recurrent network, and clipping ------------


class OneUnit(Objective):
    """The paper's figure 6: fifty steps of h <- w sigmoid(h) + b from 0.5, and the error (h - 0.7)^2."""

    def _through_time(self, w, b):
        h, by_w, by_b = 0.5, 0.0, 0.0
        for _ in range(50):
            s = 1 / (1 + np.exp(-h))
            slope = w * s * (1 - s)
            h, by_w, by_b = w * s + b, s + slope * by_w, 1 + slope * by_b
        return h - 0.7, by_w, by_b

    def value(self, w, b):
        return self._through_time(w, b)[0] ** 2

    def gradient(self, w, b):
        error, by_w, by_b = self._through_time(w, b)
        return 2 * error * by_w, 2 * error * by_b


UNIT = OneUnit()
LR, THRESHOLD = 0.01, 1.0


def on_the_cliff(w=5.0):
    """Where the error leaps as b falls: by bisection, for the wall is no wider than rounding."""
    flat, high = -2.5, -2.8
    middle = (UNIT.value(w, flat) + UNIT.value(w, high)) / 2
    for _ in range(60):
        b = (flat + high) / 2
        flat, high = (b, high) if UNIT.value(w, b) < middle else (flat, b)
    return np.array([w, high])


def gradient_norm(point):
    return np.linalg.norm(on_array(UNIT, np.asarray(point))[1])


def test_the_gradient_of_the_unit():
    check = grad_check(lambda p: UNIT.value(*p), lambda p: np.array(UNIT.gradient(*p)), np.array([4.0, -2.0]))
    assert check, check


def test_the_cliff_is_steep_and_thin():
    cliff = on_the_cliff()
    assert gradient_norm(cliff) > 10_000
    for aside in (-0.05, 0.05):
        assert gradient_norm(cliff + np.array([0.0, aside])) < 20


def test_unclipped_the_step_jumps_by_hundreds_and_clipped_it_is_no_longer_than_the_threshold_allows():
    start = on_the_cliff()
    free = descend(UNIT, start, SGD(lr=LR), steps=1)
    clipped = descend(UNIT, start, SGD(lr=LR), 1, transforms=[clip_by_global_norm(THRESHOLD)])
    assert np.linalg.norm(free.theta[1] - start) > 100
    assert np.linalg.norm(clipped.theta[1] - start) == pytest.approx(LR * THRESHOLD)
    direction = (free.theta[1] - start) / np.linalg.norm(free.theta[1] - start)
    np.testing.assert_allclose((clipped.theta[1] - start) / (LR * THRESHOLD), direction, atol=1e-9)


def test_clipped_descent_goes_on_where_unclipped_descent_is_thrown_out():
    start = on_the_cliff()
    free = descend(UNIT, start, SGD(lr=LR), steps=1)
    clipped = descend(UNIT, start, SGD(lr=LR), steps=1000, transforms=[clip_by_global_norm(THRESHOLD)])
    steps = np.linalg.norm(np.diff(clipped.theta, axis=0), axis=1)
    assert steps.max() < LR * THRESHOLD * (1 + 1e-9)
    assert clipped.loss[-1] < 0.1 * clipped.loss[0] < 1e-3 * free.loss[1]
