"""Initial weights: their variance, their bounds, and what a deep network makes of them."""

from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from gdcourse import initializers
from gdcourse.initializers import gain, initialize
from gdcourse.models import mlp

FAN_IN, FAN_OUT = 300, 200


def rng(seed=0) -> np.random.Generator:
    return np.random.default_rng(seed)


# initializer(fan_in, fan_out, rng=rng), the variance of its weights, their bound if any, PyTorch's twin
ROWS = [
    (
        partial(initializers.xavier_uniform, gain=1.5),
        1.5**2 * 2 / (FAN_IN + FAN_OUT),
        1.5 * (6 / (FAN_IN + FAN_OUT)) ** 0.5,
        partial(nn.init.xavier_uniform_, gain=1.5),
    ),
    (
        partial(initializers.xavier_normal, gain=1.5),
        1.5**2 * 2 / (FAN_IN + FAN_OUT),
        None,
        partial(nn.init.xavier_normal_, gain=1.5),
    ),
    (
        initializers.he_normal,
        2 / FAN_IN,
        None,
        partial(nn.init.kaiming_normal_, nonlinearity="relu"),
    ),
    (
        initializers.he_uniform,
        2 / FAN_IN,
        (6 / FAN_IN) ** 0.5,
        partial(nn.init.kaiming_uniform_, nonlinearity="relu"),
    ),
    (
        initializers.lecun_normal,
        1 / FAN_IN,
        None,
        partial(nn.init.kaiming_normal_, nonlinearity="linear"),
    ),
    (
        initializers.naive_uniform,
        1 / (3 * FAN_IN),
        1 / FAN_IN**0.5,
        partial(nn.init.kaiming_uniform_, a=5**0.5),  # as in nn.Linear.reset_parameters
    ),
    (
        partial(initializers.normal, std=0.3),
        0.3**2,
        None,
        partial(nn.init.normal_, std=0.3),
    ),
    (
        partial(initializers.orthogonal, gain=1.5),
        1.5**2 / FAN_IN,
        None,
        partial(nn.init.orthogonal_, gain=1.5),
    ),
]


def name_of(initializer) -> str:
    return getattr(initializer, "func", initializer).__name__


every = pytest.mark.parametrize(
    ("initializer", "variance", "bound", "twin"), ROWS, ids=[name_of(row[0]) for row in ROWS]
)


@every
def test_shape_mean_variance_and_bound(initializer, variance, bound, twin):
    w = initializer(FAN_IN, FAN_OUT, rng=rng())
    assert w.shape == (FAN_OUT, FAN_IN)
    assert w.dtype == np.float64
    # 60,000 numbers: a mean is off by std/245, a variance by 0.6 %, each as a standard deviation
    assert abs(w.mean()) < 4 * (variance / w.size) ** 0.5
    assert w.var() == pytest.approx(variance, rel=0.025)
    if bound is not None:
        assert np.abs(w).max() <= bound
        assert np.abs(w).max() > 0.999 * bound


@every
def test_distributed_as_pytorchs(initializer, variance, bound, twin):
    """Quantiles of 60,000 weights, in units of the standard deviation: off by 0.01 or so by chance."""
    torch.manual_seed(0)
    theirs = twin(torch.empty(FAN_OUT, FAN_IN)).numpy()
    ours = initializer(FAN_IN, FAN_OUT, rng=rng())
    at = np.linspace(0.02, 0.98, 25)
    difference = np.quantile(ours, at) - np.quantile(theirs, at)
    assert np.abs(difference).max() < 0.04 * variance**0.5


@every
def test_a_seed_repeats_the_weights_and_another_does_not(initializer, variance, bound, twin):
    first, again, other = (initializer(5, 4, rng=rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_fans_are_not_swapped():
    """The table's variances are for 300 and 200; a wide fan out must not narrow a rule that looks back."""
    assert initializers.he_normal(10, 5000, rng()).var() == pytest.approx(0.2, rel=0.05)
    assert initializers.he_normal(5000, 10, rng()).var() == pytest.approx(0.0004, rel=0.05)


@pytest.mark.parametrize(("fan_in", "fan_out"), [(7, 7), (9, 4), (4, 9), (1, 5), (5, 1), (1, 1)])
def test_orthogonal(fan_in, fan_out):
    w = initializers.orthogonal(fan_in, fan_out, 1.7, rng())
    product = w @ w.T if fan_out <= fan_in else w.T @ w
    np.testing.assert_allclose(product, 1.7**2 * np.eye(min(fan_in, fan_out)), atol=1e-12)


def test_orthogonal_is_uniform():
    """Without the correction of signs QR gives a rotation's first entry one sign only."""
    entries = np.array([initializers.orthogonal(2, 2, 1.0, rng(seed))[0, 0] for seed in range(400)])
    assert abs(entries.mean()) < 4 * (0.5 / 400) ** 0.5  # the cosine of a uniform angle
    assert (entries**2).mean() == pytest.approx(0.5, abs=0.08)


def test_zeros():
    np.testing.assert_array_equal(initializers.zeros(3, 2, rng()), np.zeros((2, 3)))


@pytest.mark.parametrize("activation", ["linear", "sigmoid", "tanh", "relu"])
def test_gains_are_pytorchs(activation):
    assert gain(activation) == nn.init.calculate_gain(activation)


@pytest.mark.parametrize("slope", [0.01, 0.0, 0.3, 1.0])
def test_leaky_gain(slope):
    assert gain("leaky_relu", slope) == nn.init.calculate_gain("leaky_relu", slope)
    # what the gain is for: a leaky ReLU of normal inputs keeps 1 / gain^2 of the mean square
    x = rng().standard_normal(200_000)
    kept = (np.where(x > 0, x, slope * x) ** 2).mean()
    assert kept * gain("leaky_relu", slope) ** 2 == pytest.approx(1.0, abs=0.02)


def signal_after(depth, initializer, activation) -> float:
    """Mean square of a unit signal after `depth` layers of 256."""
    draws = rng()
    x = draws.standard_normal((100, 256))
    for _ in range(depth):
        x = activation(x @ initializer(256, 256, rng=draws).T)
    return (x**2).mean()


def relu(x):
    return np.maximum(x, 0.0)


@pytest.mark.parametrize(
    ("initializer", "activation", "low", "high"),
    [
        (initializers.he_normal, relu, 0.2, 5.0),
        (initializers.he_uniform, relu, 0.2, 5.0),
        (partial(initializers.orthogonal, gain=gain("relu")), relu, 0.2, 5.0),
        (initializers.lecun_normal, lambda x: x, 0.2, 5.0),
        (partial(initializers.xavier_uniform, gain=1.0), relu, 2.0**-22, 2.0**-18),  # a half each layer
        (initializers.naive_uniform, lambda x: x, 3.0**-22, 3.0**-18),  # a third each layer
    ],
    ids=["he", "he_uniform", "orthogonal", "lecun", "xavier_relu", "naive"],
)
def test_a_signal_through_twenty_layers(initializer, activation, low, high):
    assert low < signal_after(20, initializer, activation) < high


# ---- filling a network --------------------------------------------------------------------------


def test_initialize_fills_every_linear_layer_in_order():
    model = nn.Sequential(nn.Linear(4, 8), nn.LayerNorm(8), nn.Sequential(nn.Linear(8, 3, bias=False)))
    norm = model[1].weight.clone()
    assert initialize(model, initializers.he_normal, rng()) is model
    draws = rng()
    expected = [initializers.he_normal(4, 8, draws), initializers.he_normal(8, 3, draws)]
    for layer, weights in zip((model[0], model[2][0]), expected, strict=True):
        np.testing.assert_array_equal(layer.weight.detach().numpy(), weights.astype(np.float32))
        assert layer.weight.requires_grad
    assert model[0].bias.abs().max() == 0
    assert torch.equal(model[1].weight, norm)


@pytest.mark.parametrize(
    "initializer",
    [
        partial(initializers.xavier_normal, gain=gain("tanh")),
        lambda fan_in, fan_out, rng: initializers.normal(fan_in, fan_out, 0.1, rng),
        initializers.zeros,
    ],
    ids=["partial", "lambda", "zeros"],
)
def test_what_initialize_takes(initializer):
    model = initialize(mlp(5, 4, 3).double(), initializer, rng())
    np.testing.assert_array_equal(model[0].weight.detach().numpy(), initializer(5, 4, rng=rng()))


@pytest.mark.parametrize(
    ("initializer", "error", "message"),
    [
        (initializers.xavier_uniform, TypeError, "missing a required argument: 'gain'.*functools.partial"),
        (lambda fan_in, fan_out, rng: np.zeros((fan_in, fan_out)), ValueError, r"gives shape \(5, 4\) for"),
        (lambda fan_in, fan_out, rng: 0.0, ValueError, r"gives shape \(\) for"),
    ],
    ids=["gain", "swapped", "number"],
)
def test_what_initialize_refuses_leaves_the_model_as_it_was(initializer, error, message):
    model, before = mlp(5, 4, 3), mlp(5, 4, 3)
    with pytest.raises(error, match=message):
        initialize(model, initializer, rng())
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), before.parameters(), strict=True))


def test_initialize_without_a_layer():
    with pytest.raises(ValueError, match=r"model is a ReLU without an nn\.Linear"):
        initialize(nn.ReLU(), initializers.he_normal, rng())


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: initializers.he_normal(0, 3, rng()),
            ValueError,
            "fan_in = 0 is not a positive whole number",
        ),
        (lambda: initializers.zeros(3, 2.5, rng()), ValueError, "fan_out = 2.5 is not a positive whole"),
        (lambda: initializers.he_uniform(3, 2, 0), TypeError, "rng = 0 is not a generator of random numbers"),
        (lambda: initializers.zeros(3, 2, None), TypeError, "rng = None is not a generator"),
        (lambda: initializers.xavier_uniform(3, 2, -1.0, rng()), ValueError, "gain = -1.0 is not a finite"),
        (
            lambda: initializers.orthogonal(3, 2, float("nan"), rng()),
            ValueError,
            "gain = nan is not a finite",
        ),
        (lambda: initializers.normal(3, 2, "wide", rng()), ValueError, "std = 'wide' is not a finite number"),
        (
            lambda: gain("swish"),
            ValueError,
            "activation = 'swish' has no gain here; those known are 'linear'",
        ),
        (lambda: gain("leaky_relu", float("inf")), ValueError, "slope = inf is not a finite number;"),
        (lambda: initialize(nn.Linear(1, 1), initializers.zeros, 1), TypeError, "rng = 1 is not a generator"),
    ],
)
def test_bad_arguments(make, error, message):
    with pytest.raises(error, match=message):
        make()
