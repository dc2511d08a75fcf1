"""Gradients and Hessians against finite differences; minimisers where they are said to be."""

import numpy as np
import pytest
import torch

from gdcourse.objectives import Quadratic, Rosenbrock, Saddle, on_array

OBJECTIVES = [Quadratic(), Quadratic((1.0, 30.0), angle=0.5), Rosenbrock(), Rosenbrock(0.5, 20.0), Saddle()]
every = pytest.mark.parametrize("objective", OBJECTIVES, ids=repr)


def points(objective, count=20):
    (x0, x1), (y0, y1) = objective.box
    return np.random.default_rng(0).uniform((x0, y0), (x1, y1), size=(count, 2))


@every
def test_gradient_is_the_slope(objective):
    h = 1e-6
    for theta in points(objective):
        slope = [
            (objective.value(*(theta + h * e)) - objective.value(*(theta - h * e))) / (2 * h)
            for e in np.eye(2)
        ]
        np.testing.assert_allclose(objective.gradient(*theta), slope, rtol=1e-6, atol=1e-6)


@every
def test_hessian_is_the_slope_of_the_gradient(objective):
    h = 1e-6
    for theta in points(objective):
        slope = [
            (np.array(objective.gradient(*(theta + h * e))) - objective.gradient(*(theta - h * e))) / (2 * h)
            for e in np.eye(2)
        ]
        np.testing.assert_allclose(objective.hessian(*theta), slope, rtol=1e-5, atol=1e-5)


@every
def test_minimisers(objective):
    for point in objective.minimisers:
        np.testing.assert_allclose(objective.gradient(*point), 0, atol=1e-12)
        assert (np.linalg.eigvalsh(objective.hessian(*point)) > 0).all()


def test_a_turned_quadratic_keeps_its_curvatures():
    hessian = Quadratic((1.0, 30.0), angle=0.7).hessian(0.0, 0.0)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1.0, 30.0])


@every
def test_on_arrays_of_any_shape_in_numpy_and_torch(objective):
    theta = points(objective).reshape(4, 5, 2)
    value, gradient = on_array(objective, theta)
    assert value.shape == (4, 5)
    assert gradient.shape == theta.shape
    assert value[1, 2] == objective.value(*theta[1, 2])
    in_torch = on_array(objective, torch.tensor(theta))
    np.testing.assert_array_equal(in_torch[0].numpy(), value)
    np.testing.assert_array_equal(in_torch[1].numpy(), gradient)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Quadratic((1.0, 2.0, 3.0)), "curvatures has 3 entries"),
        (lambda: Quadratic((1.0, float("nan"))), "nan is not finite"),
        (lambda: Rosenbrock(b=-1), "b = -1"),
    ],
)
def test_refusals(make, message):
    with pytest.raises(ValueError, match=message):
        make()
