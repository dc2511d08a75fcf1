"""Published results of chapter 8, through the library's public functions."""

import numpy as np
import pytest

from gdcourse.objectives import Quadratic
from gdcourse.optim import SGD, Adagrad, Adam, AdamW, AMSGrad, Momentum, RMSprop, descend, drive

# ---- Duchi, Hazan and Singer (2011): rare, informative features ----------------------------------

RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def online_loss(kind, lr, x, y):
    losses = []

    def gradient(t, theta):
        margin = y[t - 1] * (x[t - 1] @ theta)
        losses.append(np.logaddexp(0.0, -margin))
        return -y[t - 1] * x[t - 1] * np.exp(-np.logaddexp(0.0, margin))

    drive(kind(lr=lr), gradient, np.zeros(x.shape[1]), len(y))
    return np.mean(losses)


def loss_ratio(size, seed):
    """AdaGrad's online loss over SGD's, both at the best of the same rates."""
    frequency = np.minimum(0.5, 2 / np.arange(1, 501))
    rng = np.random.default_rng(seed)
    w = size(frequency) * rng.choice([-1.0, 1.0], 500)
    x = (rng.random((3000, 500)) < frequency).astype(float)
    y = np.where(rng.random(3000) < 1 / (1 + np.exp(-x @ w)), 1.0, -1.0)
    adagrad, sgd = (min(online_loss(kind, lr, x, y) for lr in RATES) for kind in (Adagrad, SGD))
    return adagrad / sgd


@pytest.mark.parametrize("seed", [3, 4])  # the chapter shows 0, 1, 2
def test_adagrad_wins_where_rare_features_carry_the_signal(seed):
    assert loss_ratio(lambda frequency: 3.0 * (frequency < 0.02), seed) < 0.92


def test_adagrad_loses_where_the_common_features_carry_it():
    assert loss_ratio(lambda frequency: 1.0 * (frequency >= 0.1), seed=3) > 1.0


# ---- Reddi, Kale and Kumar (2018): where Adam fails ----------------------------------------------

PERIOD = 101


def last_period(kind, start, spike=1, lr=5.0):
    points = drive(
        kind(beta1=0.9, beta2=0.99),
        lambda t, theta: 1010.0 if t % PERIOD == spike else -10.0,
        start,
        1000 * PERIOD,
        project=lambda theta: min(1.0, max(-1.0, theta)),
        schedule=lambda t: lr / t**0.5,
    )
    return points[-PERIOD:].mean()


def test_adam_goes_from_the_best_point_to_the_worst():
    assert last_period(Adam, start=-1.0) > 0.9


def test_amsgrad_crosses_to_the_best_point():
    assert last_period(AMSGrad, start=1.0) < -0.9


@pytest.mark.slow
@pytest.mark.parametrize("lr", [3.0, 8.0])
@pytest.mark.parametrize("spike", [0, 1, 50])
def test_the_counterexample_hardly_depends_on_phase_and_rate(spike, lr):
    assert last_period(Adam, -1.0, spike, lr) > 0.8
    assert last_period(AMSGrad, 1.0, spike, lr) < -0.8


@pytest.mark.parametrize(("beta2", "sign"), [(0.9, 1), (0.99, 1), (0.999, 1), (0.9999, -1)])
def test_only_a_memory_of_many_periods_moves_adam_the_right_way(beta2, sign):
    steps = PERIOD * max(5, round(20 / (1 - beta2) / PERIOD))
    rule = Adam(lr=1.0, beta1=0.9, beta2=beta2)
    points = drive(rule, lambda t, theta: 1010.0 if t % PERIOD == 1 else -10.0, 0.0, steps)
    assert np.sign(points[-1] - points[-1 - PERIOD]) == sign


# ---- Wilson et al. (2017): adaptive rules that fit and do not generalise --------------------------


def wilson(y):
    x = np.zeros((len(y), 3 + 5 * len(y)))
    x[:, 0], x[:, 1:3] = y, 1.0
    for i, label in enumerate(y):
        x[i, 3 + 5 * i : 3 + 5 * i + (1 if label > 0 else 5)] = 1.0
    return x


@pytest.mark.parametrize(
    ("rule", "generalises"),
    [
        (SGD(lr=0.1), True),
        (Momentum(lr=0.01), True),
        (Adagrad(lr=0.01), False),
        (RMSprop(lr=0.001), False),
        (Adam(lr=0.01), False),
        (Adam(lr=100.0, eps=1000.0), True),  # Choi et al. (2019): this Adam is momentum
    ],
    ids=["SGD", "Momentum", "Adagrad", "RMSprop", "Adam", "Adam with a huge eps"],
)
def test_wilson_et_al(rule, generalises):
    y = np.where(np.random.default_rng(0).random(100) < 0.6, 1.0, -1.0)
    x = wilson(y)
    w = drive(rule, lambda t, w: x.T @ (x @ w - y) / len(y), np.zeros(x.shape[1]), 4000)[-1]
    assert (np.sign(x @ w) == y).all()
    new = {label: np.sign(label * w[0] + w[1] + w[2]) for label in (1.0, -1.0)}
    assert new == {1.0: 1.0, -1.0: -1.0 if generalises else 1.0}


# ---- Kingma and Ba (2015), Loshchilov and Hutter (2019), and what the formulas promise -----------


def test_without_bias_correction_adams_first_steps_are_several_times_too_long():
    class Uncorrected(Adam):
        def scalars(self, t):
            return 1.0, 1.0

    honest, raw = (
        np.diff(drive(kind(lr=1.0), lambda t, theta: -1.0, 0.0, 200)) for kind in (Adam, Uncorrected)
    )
    np.testing.assert_allclose(honest, 1.0, rtol=1e-6)
    assert raw[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-6)
    assert raw.max() > 6


def test_one_gradient_after_a_long_silence_moves_adam_by_tens_of_learning_rates():
    points = drive(Adam(lr=1.0), lambda t, theta: -1.0 * (t == 20_000), 0.0, 20_100)
    shrink = 0.9 / np.sqrt(0.999)  # by which the step falls from step to step
    expected = 0.1 / np.sqrt(0.001) * (1 - shrink**101) / (1 - shrink)
    assert points[-1] == pytest.approx(expected, rel=1e-6)


def test_an_l2_penalty_decays_weights_with_large_gradients_least():
    sizes = np.array([0.01, 0.1, 1.0])
    coupled, decoupled = (
        drive(kind(lr=0.01, weight_decay=0.1), lambda t, theta: sizes * (-1) ** t, np.ones(3), 400)[-1]
        for kind in (Adam, AdamW)
    )
    assert coupled[0] < 0.01 < coupled[1] < 0.1 < 0.6 < coupled[2]
    np.testing.assert_allclose(decoupled, decoupled[0], rtol=1e-5)


def test_adagrads_lag_behind_a_drifting_minimum_grows_exponentially():
    drift, lr = 0.01, 0.5
    points = drive(Adagrad(lr=lr), lambda t, theta: theta - drift * t, 0.0, 10_001)
    lag = drift * np.arange(1, 10_002) - points[:-1]
    law = np.exp(drift**2 / (2 * lr**2) * 5000)
    assert lag[9999] / lag[4999] == pytest.approx(law, rel=0.02)


def test_rmsprops_lag_stays():
    points = drive(RMSprop(lr=0.1), lambda t, theta: theta - 0.01 * t, 0.0, 10_001)
    lag = np.abs(0.01 * np.arange(1, 10_002) - points[:-1])
    assert lag[2000:].max() < 0.1


@pytest.mark.parametrize(("rule", "turns"), [(SGD(lr=0.019), True), (Adagrad(lr=0.5), False)])
def test_rotation(rule, turns):
    losses = []
    for angle in (0.0, np.pi / 4):
        c, s = np.cos(angle), np.sin(angle)
        start = np.array([[c, -s], [s, c]]) @ [-1.8, 1.0]
        losses.append(descend(Quadratic((1.0, 100.0), angle), start, rule, steps=100).loss[-1])
    assert (losses[0] == pytest.approx(losses[1], rel=1e-9)) == turns


def test_scaling_the_loss_leaves_adams_path():
    paths = [
        descend(Quadratic((factor, 100.0 * factor)), [-1.8, 1.0], Adam(lr=0.05), steps=200).theta
        for factor in (1.0, 1000.0)
    ]
    np.testing.assert_allclose(paths[0], paths[1], rtol=0, atol=1e-7)
