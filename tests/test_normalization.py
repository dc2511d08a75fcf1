"""Normalisation: PyTorch's layers, the slopes of the forward passes, and the small and flat cases."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional

from gdcourse import normalization
from gdcourse.gradients import central_diff, grad_check
from gdcourse.normalization import BatchNorm, standardize

EPS = 1e-3  # large enough to be seen in a gradient


def torch_batchnorm(x, gamma, beta, eps):
    return functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)


def torch_layernorm(x, gamma, beta, eps):
    return functional.layer_norm(x, x.shape[1:], gamma, beta, eps)


LAYERS = {
    "batchnorm": (
        normalization.batchnorm_forward,
        normalization.batchnorm_backward,
        normalization.batchnorm,
        torch_batchnorm,
    ),
    "layernorm": (
        normalization.layernorm_forward,
        normalization.layernorm_backward,
        normalization.layernorm,
        torch_layernorm,
    ),
}
every_layer = pytest.mark.parametrize(
    ("forward", "backward", "plain", "twin"), LAYERS.values(), ids=LAYERS.keys()
)
SHAPES = [(2, 3), (2, 1), (8, 5), (64, 2)]


def example(shape, seed=0):
    rng = np.random.default_rng(seed)
    x = 3.0 + 2.0 * rng.standard_normal(shape)
    return x, 1.0 + rng.standard_normal(shape[1]), rng.standard_normal(shape[1]), rng.standard_normal(shape)


@every_layer
@pytest.mark.parametrize("shape", SHAPES)
def test_equals_pytorch_forward_and_backward(forward, backward, plain, twin, shape):
    x, gamma, beta, dy = example(shape)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    expected = twin(*tensors, EPS)
    expected.backward(torch.tensor(dy))
    y, cache = forward(x, gamma, beta, EPS)
    np.testing.assert_allclose(y, expected.detach().numpy(), rtol=0, atol=1e-10)
    np.testing.assert_array_equal(plain(x, gamma, beta, EPS), y)
    for ours, theirs in zip(backward(dy, cache), tensors, strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=0, atol=1e-10)


@every_layer
@pytest.mark.parametrize("shape", SHAPES)
def test_backward_is_the_slope_of_forward(forward, backward, plain, twin, shape):
    x, gamma, beta, dy = example(shape, seed=1)

    def loss(p):
        return (dy * plain(p["x"], p["gamma"], p["beta"], EPS)).sum()

    def gradient(p):
        _, cache = forward(p["x"], p["gamma"], p["beta"], EPS)
        return dict(zip(("x", "gamma", "beta"), backward(dy, cache), strict=True))

    report = grad_check(loss, gradient, {"x": x, "gamma": gamma, "beta": beta})
    assert report, report
    dx, _, _ = backward(dy, forward(x, gamma, beta, EPS)[1])
    slope = central_diff(lambda x: (dy * plain(x, gamma, beta, EPS)).sum(), x)
    np.testing.assert_allclose(dx, slope, rtol=1e-6, atol=1e-7)


@every_layer
def test_nothing_given_is_changed(forward, backward, plain, twin):
    given_arrays = example((4, 3))
    before = [a.copy() for a in given_arrays]
    x, gamma, beta, dy = given_arrays
    _, cache = forward(x, gamma, beta, EPS)
    kept = [a.copy() for a in cache]
    backward(dy, cache)
    for now, then in zip((*given_arrays, *cache), (*before, *kept), strict=True):
        np.testing.assert_array_equal(now, then)


@every_layer
def test_dtype_is_kept_and_statistics_are_exact(forward, backward, plain, twin):
    x, gamma, beta, dy = example((8, 5))
    y, cache = forward(x.astype(np.float32), gamma, beta)
    assert {a.dtype for a in (y, *backward(dy.astype(np.float32), cache))} == {np.dtype(np.float32)}
    far = (1e4 + 0.1 * example((200, 200))[0]).astype(np.float32)  # whose own mean in float32 is no good
    ones, zeros = np.ones(200), np.zeros(200)
    np.testing.assert_allclose(plain(far, ones, zeros), plain(far.astype(np.float64), ones, zeros), rtol=1e-6)
    assert plain(x.astype(int), gamma, beta).dtype == np.float64


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_output_has_mean_zero_and_variance_one_far_from_zero(offset):
    x = offset + example((50, 4))[0]
    y = normalization.batchnorm(x, np.ones(4), np.zeros(4), 1e-12)
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-8)
    np.testing.assert_allclose(y.var(axis=0), 1, rtol=1e-8)
    z = normalization.layernorm(x.T, np.ones(50), np.zeros(50), 1e-12)
    np.testing.assert_allclose(z, y.T, atol=1e-9)


@every_layer
def test_what_doesnt_vary_becomes_beta_and_stays_finite(forward, backward, plain, twin):
    y, cache = forward(np.full((3, 4), 0.1), np.ones(4), np.arange(4.0))
    np.testing.assert_allclose(y, np.tile(np.arange(4.0), (3, 1)), atol=1e-12)
    dx, dgamma, _ = backward(np.ones((3, 4)), cache)
    np.testing.assert_allclose(dx, 0, atol=1e-9)
    np.testing.assert_allclose(dgamma, 0, atol=1e-9)


def test_one_example():
    y, cache = normalization.layernorm_forward([[1.0, 3.0]], np.ones(2), np.zeros(2))
    np.testing.assert_allclose(y, [[-1, 1]], atol=1e-5)
    assert normalization.layernorm_backward(np.ones((1, 2)), cache)[0].shape == (1, 2)
    for layer in (lambda x: normalization.batchnorm(x, np.ones(2), np.zeros(2)), BatchNorm(2)):
        with pytest.raises(ValueError, match=r"x has shape \(1, 2\), one example.*layernorm"):
            layer([[1.0, 3.0]])


matrices = arrays(np.float64, (6, 3), elements=st.floats(-100, 100))


@given(matrices, st.floats(-50, 50), st.floats(0.5, 20))
def test_shift_and_scale_of_a_feature_make_no_difference(x, shift, scale):
    eps = 1e-6
    ones, zeros = np.ones(3), np.zeros(3)
    moved = normalization.batchnorm(scale * x + shift, ones, zeros, eps * scale * scale)
    np.testing.assert_allclose(moved, normalization.batchnorm(x, ones, zeros, eps), atol=1e-6)


@given(matrices, matrices)
def test_gradients_see_no_shift(x, dy):
    ones, zeros = np.ones(3), np.zeros(3)
    dx, _, _ = normalization.batchnorm_backward(dy, normalization.batchnorm_forward(x, ones, zeros, 1.0)[1])
    np.testing.assert_allclose(dx.sum(axis=0), 0, atol=1e-9)
    dx, _, _ = normalization.layernorm_backward(dy, normalization.layernorm_forward(x, ones, zeros, 1.0)[1])
    np.testing.assert_allclose(dx.sum(axis=1), 0, atol=1e-9)


# ---- the layer with a memory --------------------------------------------------------------------


def test_the_layer_equals_pytorchs_in_both_modes():
    ours, theirs = BatchNorm(3, eps=EPS, momentum=0.3), torch.nn.BatchNorm1d(3, EPS, 0.3).double()
    _, ours.gamma, ours.beta, _ = example((1, 3))
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(ours.gamma))
        theirs.bias.copy_(torch.tensor(ours.beta))
    for step, training in enumerate([True, True, False, True, False, False]):
        ours.train(training)
        theirs.train(training)
        x, _, _, dy = example((2 + step, 3), seed=step)
        tensor = torch.tensor(x, requires_grad=True)
        expected = theirs(tensor)
        theirs.zero_grad()
        expected.backward(torch.tensor(dy))
        np.testing.assert_allclose(ours(x), expected.detach().numpy(), rtol=0, atol=1e-10)
        dx, dgamma, dbeta = ours.backward(dy)
        np.testing.assert_allclose(dx, tensor.grad.numpy(), rtol=0, atol=1e-10)
        np.testing.assert_allclose(dgamma, theirs.weight.grad.numpy(), rtol=0, atol=1e-10)
        np.testing.assert_allclose(dbeta, theirs.bias.grad.numpy(), rtol=0, atol=1e-10)
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy(), rtol=0, atol=1e-12)
        np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy(), rtol=0, atol=1e-12)


def test_defaults_are_pytorchs():
    ours, theirs = BatchNorm(3), torch.nn.BatchNorm1d(3)
    assert (ours.eps, ours.momentum) == (theirs.eps, theirs.momentum)


@pytest.mark.parametrize("training", [True, False])
def test_the_layers_backward_is_the_slope_of_its_forward(training):
    layer = BatchNorm(3, eps=EPS)
    x, layer.gamma, layer.beta, dy = example((5, 3))
    layer(x)
    layer.train(training)
    layer(x)
    dx, _, _ = layer.backward(dy)
    # in training each call moves the running statistics, but no output depends on them
    report = grad_check(lambda x: (dy * layer(x)).sum(), dx, x)
    assert report, report


def test_evaluation_takes_one_example_and_remembers_nothing():
    layer = BatchNorm(2)
    layer([[1.0, 2.0], [3.0, 5.0]])
    before = layer.running_mean.copy(), layer.running_var.copy()
    alone = layer.eval()([[1.0, 2.0]])
    together = layer([[1.0, 2.0], [100.0, -100.0]])
    np.testing.assert_array_equal(alone[0], together[0])
    np.testing.assert_array_equal((layer.running_mean, layer.running_var), before)
    assert repr(layer) == "BatchNorm(2, eps=1e-05, momentum=0.1)"


def test_backward_follows_the_mode_of_the_call_not_of_the_moment():
    layer = BatchNorm(2)
    x, _, _, dy = example((4, 2))
    layer(x)
    expected = layer.backward(dy)[0]
    np.testing.assert_array_equal(layer.eval().backward(dy)[0], expected)


# ---- standardised inputs ------------------------------------------------------------------------


def test_standardize_fits_on_the_training_data_alone():
    rng = np.random.default_rng(0)
    train, test = 5.0 + 3.0 * rng.standard_normal((40, 3)), rng.standard_normal((10, 3))
    a, b = standardize(train, test)
    np.testing.assert_allclose(a.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(a.std(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(b, (test - train.mean(axis=0)) / train.std(axis=0), rtol=1e-12)
    np.testing.assert_array_equal(standardize(train)[0], a)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9 / 3, -7.7])
@pytest.mark.parametrize("count", [1, 3, 1000])
def test_a_constant_feature_is_shifted_and_not_blown_up(value, count):
    """The standard deviation of 1000 times 0.1 is 1e-16 or so, not zero: it must not be divided by."""
    train, test = standardize(np.full((count, 1), value), np.array([[value + 2.0]]))
    np.testing.assert_array_equal(train, 0.0)
    np.testing.assert_allclose(test, 2.0, rtol=1e-6)


@pytest.mark.parametrize(
    ("given_dtype", "expected"),
    [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64), (np.uint8, np.float64)],
)
def test_dtypes_of_standardize(given_dtype, expected):
    x = np.array([[1, 2], [3, 9]], dtype=given_dtype)
    before = x.copy()
    (result,) = standardize(x)
    assert result.dtype == expected
    np.testing.assert_array_equal(x, before)
    np.testing.assert_allclose(result, [[-1, -1], [1, 1]], rtol=1e-6)


def test_narrow_arithmetic_would_not_do():
    """In float32 a mean of 2^20 values of about 1000 is off by more than the values vary."""
    rng = np.random.default_rng(1)
    exact = 1000.0 + 0.01 * rng.standard_normal((1 << 20, 1))
    train = exact.astype(np.float32)
    (result,) = standardize(train)
    assert abs(result.astype(np.float64).mean()) < 1e-6
    assert result.astype(np.float64).std() == pytest.approx(1.0, rel=1e-5)


def test_standardize_takes_images_and_single_columns():
    images = np.random.default_rng(0).standard_normal((6, 4, 4))
    assert standardize(images, images[:2])[1].shape == (2, 4, 4)
    np.testing.assert_allclose(standardize([1.0, 3.0])[0], [-1, 1])


# ---- what is refused ----------------------------------------------------------------------------

ONES, ZEROS, X = np.ones(2), np.zeros(2), np.eye(3, 2)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: normalization.batchnorm(ONES, ONES, ZEROS), ValueError, r"x has shape \(2,\); it needs \(B"),
        (lambda: normalization.layernorm(np.ones((0, 2)), ONES, ZEROS), ValueError, r"shape \(0, 2\)"),
        (lambda: normalization.batchnorm(X, np.ones((3, 1)), ZEROS), ValueError, r"gamma has shape \(3, 1\)"),
        (lambda: normalization.layernorm(X, ONES, np.zeros(3)), ValueError, r"layernorm: beta has shape \(3"),
        (lambda: normalization.batchnorm(X, ONES, ZEROS, 0.0), ValueError, "eps = 0.0 is not positive"),
        (lambda: normalization.layernorm(X, ONES, ZEROS, float("nan")), ValueError, "eps = nan is not pos"),
        (lambda: normalization.batchnorm(X * 1j, ONES, ZEROS), TypeError, "x holds complex128"),
        (
            lambda: normalization.batchnorm_backward(
                np.ones((2, 2)), normalization.batchnorm_forward(X, ONES, ZEROS)[1]
            ),
            ValueError,
            r"dy has shape \(2, 2\), but the forward pass gave y of shape \(3, 2\)",
        ),
        (
            lambda: normalization.batchnorm_backward(
                X, normalization.layernorm_forward(X, ONES, ZEROS)[1]
            ),
            ValueError,
            "cache comes from the other layer's forward pass",
        ),
        (lambda: BatchNorm(0), ValueError, "d = 0 is not a positive whole number"),
        (lambda: BatchNorm(2, eps=-1), ValueError, "eps = -1 is not positive"),
        (lambda: BatchNorm(2, momentum=1.5), ValueError, r"momentum = 1.5 is not in \[0, 1\]"),
        (lambda: BatchNorm(2).backward(X), ValueError, "backward before the layer was called"),
        (lambda: standardize(np.ones((0, 2))), ValueError, r"train has shape \(0, 2\); it needs at least"),
        (lambda: standardize(X, np.ones((3, 3))), ValueError, r"others\[0\] has shape \(3, 3\), but train"),
        (lambda: standardize(X, [[1.0, np.nan]]), ValueError, r"others\[0\] is nan at \(0, 1\); fill"),
        (lambda: standardize([["a"]]), TypeError, "train holds <U1; it needs real numbers"),
    ],
)  # fmt: skip
def test_bad_arguments(make, error, message):
    with pytest.raises(error, match=message):
        make()
