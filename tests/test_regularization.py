"""Penalties against their slopes, dropout by its statistics, label smoothing against PyTorch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdcourse.gradients import central_diff, grad_check
from gdcourse.optim import SGD
from gdcourse.regularization import (
    dropout,
    dropout_backward,
    dropout_forward,
    l1,
    l2,
    label_smoothing,
    soft_threshold,
)


def rng(seed=0) -> np.random.Generator:
    return np.random.default_rng(seed)


vectors = arrays(np.float64, 4, elements=st.floats(-1e3, 1e3))

# ---- penalties ----------------------------------------------------------------------------------

penalties = pytest.mark.parametrize("penalty", [l1, l2])


@penalties
@pytest.mark.parametrize("shape", [(), (5,), (3, 4)])
def test_gradient_is_the_slope_of_the_penalty(penalty, shape):
    theta = np.asarray(rng().standard_normal(shape))
    slope = central_diff(lambda theta: penalty(theta, 0.3)[0], theta)
    np.testing.assert_allclose(penalty(theta, 0.3)[1], slope, rtol=1e-7, atol=1e-9)
    report = grad_check(lambda theta: penalty(theta, 0.3)[0], lambda theta: penalty(theta, 0.3)[1], theta)
    assert report, report


def test_at_its_kink_l1_gives_a_subgradient():
    theta = np.array([0.0, 1.0, -2.0])
    report = grad_check(lambda theta: l1(theta, 0.3)[0], lambda theta: l1(theta, 0.3)[1], theta)
    assert report, report
    assert "a kink lies here" in str(report)
    assert l1(theta, 0.3)[1][0] == 0.0


@given(vectors, vectors, st.floats(0, 10))
def test_the_subgradient_bounds_the_penalty_from_below(theta, other, lam):
    """What makes it one: the tangent at theta lies nowhere above the penalty."""
    for penalty in (l1, l2):
        value, g = penalty(theta, lam)
        assert penalty(other, lam)[0] >= value + g @ (other - theta) - 1e-9 * (1 + abs(value)) - 1e-6


def test_l2_is_what_weight_decay_adds():
    theta, g = rng(1).standard_normal(5), rng(2).standard_normal(5)
    np.testing.assert_array_equal(SGD(weight_decay=0.3).l2(theta, g), g + l2(theta, 0.3)[1])


@penalties
def test_types_of_a_penalty(penalty):
    theta = np.array([1.0, -2.0], dtype=np.float32)
    value, g = penalty(theta, 0.5)
    assert type(value) is float
    assert g.dtype == np.float32
    np.testing.assert_array_equal(theta, np.array([1.0, -2.0], dtype=np.float32))
    assert penalty(np.array([1, -2]), 0.5)[1].dtype == np.float64
    assert penalty(theta, 0.0)[0] == 0.0
    assert penalty(np.full(1000, 1e3, dtype=np.float16), 1.0)[0] >= 1e6  # beyond what its own type can hold


# ---- soft threshold -----------------------------------------------------------------------------


@given(vectors, st.floats(0, 100))
def test_soft_threshold_is_its_formula(x, t):
    expected = np.sign(x) * np.maximum(np.abs(x) - t, 0)
    np.testing.assert_allclose(soft_threshold(x, t), expected, rtol=0, atol=1e-12)


@given(vectors, vectors, st.floats(0, 100))
def test_soft_threshold_solves_its_problem(x, other, t):
    """Nothing is better: not any other point, not one close by."""

    def cost(z):
        return 0.5 * ((z - x) ** 2).sum() + t * np.abs(z).sum()

    z = soft_threshold(x, t)
    for rival in (other, z + 1e-3 * np.sign(other), np.zeros(4), x):
        assert cost(z) <= cost(rival) * (1 + 1e-12) + 1e-9


def test_soft_threshold_at_its_edges():
    x = np.array([1.0, -1.0, 0.5, -0.5, -0.0])
    result = soft_threshold(x, 1.0)
    np.testing.assert_array_equal(result, 0.0)
    assert not np.signbit(result).any()
    np.testing.assert_array_equal(soft_threshold(x, 0.0), x)
    np.testing.assert_array_equal(soft_threshold(x, [0.0, 0.5, 1.0, 0.0, 0.0]), [1.0, -0.5, 0.0, -0.5, 0.0])
    assert soft_threshold(x.astype(np.float32), 0.1).dtype == np.float32


def test_ista_finds_the_lasso_of_an_orthogonal_design():
    """There the solution is known: least squares, thresholded."""
    design = np.linalg.qr(rng().standard_normal((20, 4)))[0]
    y = design @ np.array([3.0, -2.0, 0.1, 0.0]) + 0.1 * rng(1).standard_normal(20)
    theta = np.zeros(4)
    for _ in range(200):
        theta = soft_threshold(theta - 0.5 * design.T @ (design @ theta - y), 0.5 * 0.7)
    np.testing.assert_allclose(theta, soft_threshold(design.T @ y, 0.7), atol=1e-12)


# ---- dropout ------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_dropout_keeps_its_share_and_its_mean(keep):
    n = 100_000
    y, mask = dropout_forward(np.full(n, 2.0), keep, rng())
    spread = (keep * (1 - keep) / n) ** 0.5
    assert abs(mask.mean() - keep) < 4 * spread
    assert abs(y.mean() - 2.0) < 4 * 2.0 * spread / keep
    np.testing.assert_array_equal(y[mask], 2.0 / keep)
    np.testing.assert_array_equal(y[~mask], 0.0)


def test_entries_are_dropped_independently():
    _, mask = dropout_forward(np.ones((400, 300)), 0.5, rng())
    for shares in (mask.mean(axis=0), mask.mean(axis=1)):  # rows or columns dropped as one would give 0 or 1
        assert 0.3 < shares.min() < 0.5 < shares.max() < 0.7


@pytest.mark.parametrize("keep", [0.3, 1.0])
def test_dropouts_backward_is_the_slope_of_its_forward(keep):
    x, dy = rng().standard_normal((4, 5)), rng(1).standard_normal((4, 5))
    _, mask = dropout_forward(x, keep, rng(7))
    report = grad_check(lambda x: (dy * dropout(x, keep, rng(7))).sum(), dropout_backward(dy, mask, keep), x)
    assert report, report
    assert mask.all() == (keep == 1.0)


def test_keeping_everything_changes_nothing():
    x = rng().standard_normal(1000)
    np.testing.assert_array_equal(dropout(x, 1.0, rng()), x)


def test_dropout_is_repeatable_and_changes_nothing_it_was_given():
    x = rng().standard_normal((3, 4))
    before = x.copy()
    y, mask = dropout_forward(x, 0.5, rng(3))
    np.testing.assert_array_equal(dropout(x, 0.5, rng(3)), y)
    assert (dropout_forward(x, 0.5, rng(4))[1] != mask).any()
    np.testing.assert_array_equal(x, before)
    kept = mask.copy()
    dropout_backward(y, mask, 0.5)
    np.testing.assert_array_equal(mask, kept)


def test_a_silenced_infinity_is_silent():
    x = np.full(50, np.inf)
    y, mask = dropout_forward(x, 0.5, rng())
    assert not np.isnan(y).any()
    assert not np.isnan(dropout_backward(x, mask, 0.5)).any()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_dropout_keeps_the_dtype(dtype):
    y, mask = dropout_forward(np.ones(5, dtype), 0.3, rng())
    assert y.dtype == dropout_backward(y, mask, 0.3).dtype == dtype


# ---- label smoothing ----------------------------------------------------------------------------


@pytest.mark.parametrize("eps", [0.0, 0.1, 1.0])
def test_label_smoothing_is_pytorchs(eps):
    logits, y = torch.tensor(rng().standard_normal((6, 5))), np.array([0, 4, 2, 2, 1, 3])
    expected = torch.nn.functional.cross_entropy(logits, torch.tensor(y), label_smoothing=eps).item()
    targets = label_smoothing(y, 5, eps)
    np.testing.assert_allclose(targets.sum(axis=1), 1.0, rtol=1e-14)
    assert -(targets * logits.log_softmax(-1).numpy()).sum(axis=1).mean() == pytest.approx(
        expected, rel=1e-12
    )


def test_label_smoothing_without_any_is_one_hot():
    np.testing.assert_array_equal(label_smoothing([1, 0], 3, 0.0), [[0, 1, 0], [1, 0, 0]])


def test_the_gradient_with_smoothed_labels():
    """Softmax minus targets, as with hard ones."""
    logits, targets = rng().standard_normal((3, 4)), label_smoothing([0, 3, 1], 4, 0.2)

    def softmax(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    report = grad_check(
        lambda z: -(targets * np.log(softmax(z))).sum(), lambda z: softmax(z) - targets, logits
    )
    assert report, report


# ---- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: l1([1.0], -1), ValueError, "lam = -1 is not a number from 0 up"),
        (lambda: l2([1.0], float("nan")), ValueError, "lam = nan is not a number from 0 up"),
        (lambda: l2(["a"], 1.0), TypeError, "theta holds <U1; it needs real numbers"),
        (lambda: l1([1j], 1.0), TypeError, "theta holds complex128"),
        (lambda: soft_threshold([1.0], -0.5), ValueError, "is not a threshold from 0 up"),
        (lambda: soft_threshold([1.0], "x"), ValueError, "is not a threshold from 0 up"),
        (
            lambda: soft_threshold([1.0, 2.0], np.ones((3, 2))),
            ValueError,
            r"t has shape \(3, 2\), which does",
        ),
        (lambda: dropout([1.0], 0.0, rng()), ValueError, r"keep = 0.0 is not a probability in \(0, 1\]"),
        (lambda: dropout([1.0], 1.1, rng()), ValueError, "keep = 1.1 is not a probability"),
        (lambda: dropout([1.0], 0.5, 3), TypeError, "rng = 3 is not a generator of random numbers"),
        (lambda: dropout_backward([1.0], [1.0], 0.5), ValueError, "mask holds float64"),
        (lambda: dropout_backward([1.0], [True, False], 0.5), ValueError, r"in shape \(2,\)"),
        (lambda: dropout_backward([1.0], [True], 2), ValueError, "keep = 2 is not a probability"),
        (lambda: label_smoothing([0, 3], 3, 0.1), ValueError, "y = 3 at entry 1 is no label of 3 classes"),
        (lambda: label_smoothing([-1], 3, 0.1), ValueError, "y = -1 at entry 0 is no label"),
        (lambda: label_smoothing([0.5], 3, 0.1), ValueError, "y holds float64"),
        (lambda: label_smoothing([[0]], 3, 0.1), ValueError, r"in shape \(1, 1\)"),
        (lambda: label_smoothing([0], 0, 0.1), ValueError, "classes = 0 is not a positive whole number"),
        (lambda: label_smoothing([0], 3, 1.1), ValueError, r"eps = 1.1 is not in \[0, 1\]"),
    ],
)
def test_bad_arguments(make, error, message):
    with pytest.raises(error, match=message):
        make()
