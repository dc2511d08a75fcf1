"""Slices through a loss: exact where the loss is, and of the right scale."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.functional import mse_loss
from torch.nn.utils import parameters_to_vector

from gdcourse import models
from gdcourse.landscape import line, plane

X = torch.linspace(-1.0, 1.0, 24, dtype=torch.float64).reshape(8, 3)
Y = torch.sin(3 * X.sum(dim=1, keepdim=True))


def network(seed=0):
    return models.mlp(3, 5, 1, seed=seed).double()


def fit_loss(model):
    return mse_loss(model(X), Y)


def seen(take, *arguments, **keywords):
    """Every point that a slice asks for, as rows."""
    points = []

    def loss(theta):
        points.append(np.array(theta))
        return 0.0

    take(loss, *arguments, **keywords)
    return np.array(points)


# ---- line ----------------------------------------------------------------------------------------


def test_a_line_has_the_loss_at_every_position():
    start, end = np.array([1.0, 0.0]), np.array([3.0, 4.0])
    slice_ = line(lambda theta: theta @ theta, start, end, points=9, margin=0.5)
    np.testing.assert_allclose(slice_.x, np.linspace(-0.5, 1.5, 9))
    points = (1 - slice_.x)[:, None] * start + slice_.x[:, None] * end
    np.testing.assert_allclose(slice_.loss, (points**2).sum(axis=1))
    assert slice_.y.size == 0


def test_the_ends_are_among_the_positions_of_a_line():
    points = seen(line, np.array([0.1, 0.7]), np.array([0.3, 0.9]))
    assert [0.1, 0.7] in points.tolist()
    assert [0.3, 0.9] in points.tolist()


def test_without_margin_a_line_ends_at_its_ends():
    points = seen(line, np.array([0.1]), np.array([0.7]), points=2, margin=0.0)
    assert points.tolist() == [[0.1], [0.7]]


def test_a_line_between_networks_is_that_between_their_parameters():
    first, last = network(0), network(1)

    def on_vector(theta):
        model = network(2)
        nn.utils.vector_to_parameters(theta, model.parameters())
        return fit_loss(model)

    vectors = [parameters_to_vector(model.parameters()).detach() for model in (first, last)]
    by_vectors = line(on_vector, *vectors, points=5)
    by_models = line(fit_loss, first, last, points=5)
    np.testing.assert_array_equal(by_models.loss, by_vectors.loss)
    assert by_models.loss[1] == pytest.approx(fit_loss(first).item())
    assert by_models.loss[3] == pytest.approx(fit_loss(last).item())


@pytest.mark.parametrize(
    "take", [lambda model: line(fit_loss, model, network(1)), lambda model: plane(fit_loss, model, points=3)]
)
def test_networks_are_left_as_they_were(take):
    model = network()
    before, grad = copy.deepcopy(model.state_dict()), torch.is_grad_enabled()
    take(model)
    assert all(torch.equal(model.state_dict()[name], before[name]) for name in before)
    assert all(p.grad is None and p.requires_grad for p in model.parameters())
    assert torch.is_grad_enabled() is grad


def test_parameters_that_are_views_of_one_buffer_are_copied_too():
    from gdcourse.optim import SGD, Optimizer

    model = network()
    Optimizer(model.parameters(), SGD(lr=0.1))
    assert line(fit_loss, model, network(1), points=5).loss[1] == pytest.approx(fit_loss(model).item())


# ---- plane ---------------------------------------------------------------------------------------


def test_the_middle_of_a_plane_is_its_centre():
    model = network()
    slice_ = plane(fit_loss, model, points=5)
    assert slice_.loss.shape == (5, 5)
    assert slice_.loss[2, 2] == fit_loss(model).item()
    np.testing.assert_array_equal(slice_.x, [-1.0, -0.5, 0.0, 0.5, 1.0])
    np.testing.assert_array_equal(slice_.x, slice_.y)


def test_columns_go_along_the_first_direction_and_rows_along_the_second():
    slice_ = plane(
        lambda theta: theta[0] + 10 * theta[1], np.zeros(2), points=3, directions=np.eye(2), extent=2.0
    )
    np.testing.assert_allclose(slice_.loss, [[-22, -20, -18], [-2, 0, 2], [18, 20, 22]])


def test_every_filter_moves_by_its_own_length():
    shapes = [(2, 3), (2,), (2, 2, 1, 1)]
    center = np.arange(1.0, 13.0)
    points = seen(plane, center, points=3, shapes=shapes)
    corner, right, above = points[4], points[5] - points[4], points[7] - points[4]
    np.testing.assert_array_equal(corner, center)
    for direction in (right, above):
        for part in (slice(0, 3), slice(3, 6), slice(8, 10), slice(10, 12)):
            assert np.linalg.norm(direction[part]) == pytest.approx(np.linalg.norm(center[part]))
        assert not direction[6:8].any(), "vectors stay"
    assert not np.allclose(right, above)


def test_a_flat_vector_is_one_filter():
    points = seen(plane, np.array([3.0, 4.0]), points=3, extent=0.5)
    lengths = np.linalg.norm(points - [3.0, 4.0], axis=1)
    np.testing.assert_allclose(lengths[[1, 3, 5, 7]], 2.5)


def test_networks_have_their_layers_shapes():
    model = network()
    flat = parameters_to_vector(model.parameters()).detach()

    def on_vector(theta):
        copied = network(1)
        nn.utils.vector_to_parameters(theta, copied.parameters())
        return fit_loss(copied)

    shapes = [p.shape for p in model.parameters()]
    by_vector = plane(on_vector, flat, points=3, shapes=shapes)
    np.testing.assert_array_equal(plane(fit_loss, model, points=3).loss, by_vector.loss)


@given(st.floats(0.01, 100.0), st.integers(0, 3))
def test_the_scale_of_the_weights_does_not_change_the_picture(scale, seed):
    """Li et al. (2018), section 3: with ReLU, a layer times s and the next over s are the same function."""
    model = network(seed)
    scaled = copy.deepcopy(model)
    with torch.no_grad():
        scaled[0].weight.mul_(scale)
        scaled[0].bias.mul_(scale)
        scaled[2].weight.div_(scale)
    np.testing.assert_allclose(
        plane(fit_loss, scaled, seed, points=3).loss, plane(fit_loss, model, seed, points=3).loss
    )


def test_a_seed_decides_the_directions():
    center = np.arange(1.0, 9.0)
    one, again, other = (seen(plane, center, seed, points=3) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.allclose(one, other)
    state = torch.get_rng_state()
    seen(plane, center, points=3)
    assert torch.equal(torch.get_rng_state(), state), "the caller's random numbers were touched"


def test_directions_may_be_given():
    ends = [np.array([2.0, 0.0, 0.0]), np.array([0.0, 0.0, 5.0])]
    points = seen(plane, np.ones(3), points=3, directions=ends)
    np.testing.assert_array_equal(points[5], [3.0, 1.0, 1.0])
    np.testing.assert_array_equal(points[7], [1.0, 1.0, 6.0])


def test_losses_that_are_not_finite_are_kept():
    slice_ = plane(
        lambda theta: torch.log(theta[0]), torch.tensor([1.0, 0.0]), points=3, directions=torch.eye(2)
    )
    np.testing.assert_array_equal(slice_.loss[1], [-np.inf, 0.0, np.log(np.float32(2.0))])


# ---- bad arguments -------------------------------------------------------------------------------


def square(theta):
    return (theta**2).sum()


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"points": 1}, "points = 1 is not a whole number of 2 or more; 41"),
        ({"points": 2.5}, r"points = 2\.5 is not"),
        ({"margin": -0.1}, r"margin = -0\.1"),
        ({"margin": np.inf}, "margin = inf"),
        ({"start": np.array([1, 2])}, "start has shape .* and type torch.int64"),
        ({"start": np.ones((2, 2))}, r"start has shape \(2, 2\)"),
        ({"start": np.array([np.nan, 1.0])}, "start has entries that are not finite"),
        ({"end": np.ones(3)}, "end is a ndarray of 3 parameters and start is a ndarray of 2"),
        (
            {"end": torch.ones(2, dtype=torch.float64)},
            "end is a Tensor of 2 parameters and start is a ndarray of 2",
        ),
        ({"start": network(), "end": models.mlp(3, 4, 1).double()}, "end is a network with parameters"),
        ({"loss": lambda theta: theta}, "loss returned .* let it return one number"),
    ],
)
def test_line_names_bad_arguments(keywords, message):
    arguments = {"loss": square, "start": np.zeros(2), "end": np.ones(2)} | keywords
    with pytest.raises(ValueError, match=message):
        line(**arguments)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"points": 24}, "points = 24 is even, which leaves the centre out; try 25"),
        ({"points": 1}, "points = 1 is not a whole number of 3 or more"),
        ({"points": True}, "points = True"),
        ({"extent": 0.0}, r"extent = 0\.0"),
        ({"extent": np.inf}, "extent = inf"),
        ({"seed": 0.5}, r"seed = 0\.5 is not a whole number"),
        ({"center": np.zeros(2)}, "center has no filter that isn't zero"),
        ({"center": np.array([np.inf, 0.0])}, "center has entries that are not finite"),
        ({"shapes": [(3, 1)]}, r"shapes = \[\(3, 1\)\] hold 3 parameters, and center has 2"),
        ({"shapes": [(2,)]}, "center has no filter that isn't zero"),
        ({"directions": [np.ones(2)]}, r"directions have shapes \(2,\); give two vectors of 2 entries"),
        ({"directions": np.ones((2, 3))}, "give two vectors of 2 entries"),
        ({"loss": lambda theta: None}, "loss returned None"),
    ],
)
def test_plane_names_bad_arguments(keywords, message):
    with pytest.raises(ValueError, match=message):
        plane(**{"loss": square, "center": np.ones(2)} | keywords)
