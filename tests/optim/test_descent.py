"""The drivers that keep the path: where they arrive, when they stop, what they refuse."""

import numpy as np
import pytest

from gdcourse.objectives import Quadratic, Rosenbrock, Saddle, on_array
from gdcourse.optim import SAM, SGD, Adam, Momentum, Muon, clip_by_global_norm, descend, drive


def test_gradient_descent_contracts_at_its_known_rate():
    """On curvatures 1 and 100 the rate 2/(1 + 100) shrinks the distance by 99/101 a step."""
    path = descend(Quadratic((1.0, 100.0)), [1.0, 1.0], SGD(lr=2 / 101), steps=200)
    distance = np.linalg.norm(path.theta, axis=1)
    np.testing.assert_allclose(distance[1:] / distance[:-1], 99 / 101, rtol=1e-9)
    assert path.steps == 200
    assert path.theta.shape == (201, 2)
    assert path.lr.shape == (200,)


def test_it_arrives():
    path = descend(Rosenbrock(), [-1.2, 1.0], Adam(lr=0.02), steps=5000, tol=1e-8)
    assert path.converged
    assert path.steps < 5000
    np.testing.assert_allclose(path.theta[-1], [1, 1], atol=1e-7)


def test_it_leaves_a_strict_saddle():
    path = descend(Saddle(), Saddle.start, SGD(lr=0.1), steps=500)
    np.testing.assert_allclose(path.theta[-1], [0, 1], atol=1e-6)


def test_divergence_is_recorded_without_a_warning():
    path = descend(Rosenbrock(), [-1.2, 1.0], SGD(lr=0.1), steps=100)
    assert path.diverged is not None
    assert path.diverged == path.steps < 100
    assert np.isfinite(path.loss[:-1]).all()


def test_schedule_and_transforms():
    path = descend(
        Quadratic((1.0, 1.0)),
        [3.0, 4.0],
        SGD(),
        2,
        schedule=lambda t: 1 / t,
        transforms=[clip_by_global_norm(1)],
    )
    np.testing.assert_allclose(path.lr, [1.0, 0.5])
    np.testing.assert_allclose(np.linalg.norm(np.diff(path.theta, axis=0), axis=1), [1.0, 0.5])


def test_zero_steps_keep_the_start():
    assert descend(Quadratic(), [1.0, 2.0], Momentum(), steps=0).theta.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("theta0", "steps", "message"),
    [
        ([1.0], 5, r"shape \(1,\); Quadratic.* takes 2 coordinates"),
        ([1.0, float("inf")], 5, "not finite"),
        ([1.0, 1.0], -1, "steps = -1"),
        ([1.0, 1.0], 2.5, "steps = 2.5"),
    ],
)
def test_refusals(theta0, steps, message):
    with pytest.raises(ValueError, match=message):
        descend(Quadratic(), theta0, SGD(), steps)


def test_driven_by_the_objectives_gradient_it_walks_as_descend_does():
    objective, start = Quadratic((1.0, 3.0)), np.array([2.0, -1.0])
    options = {"schedule": lambda t: 0.1 / t, "project": lambda theta: np.maximum(theta, -0.5)}
    walked = descend(objective, start, Adam(), 20, **options).theta
    driven = drive(Adam(), lambda t, theta: on_array(objective, theta)[1], start, 20, **options)
    np.testing.assert_array_equal(driven, walked)


@pytest.mark.parametrize(
    ("rule", "steps", "message"),
    [
        (SAM(SGD()), 5, r"SAM\(.*two gradients a step; use descend"),
        (Muon(), 5, "updates matrices"),
        ("SGD", 5, "'SGD' is not a rule"),
        (SGD(), 1.5, "steps = 1.5"),
    ],
)
def test_what_drive_refuses(rule, steps, message):
    with pytest.raises((TypeError, ValueError), match=message):
        drive(rule, lambda t, theta: theta, 1.0, steps)
