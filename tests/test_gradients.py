"""Finite differences and their errors, what a gradient check says, curvature, clipping."""

import copy
import math
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn
from torch.nn import functional

from gdcourse.gradients import (
    central_diff,
    clip_grad_norm,
    clip_grad_value,
    complex_step,
    forward_diff,
    grad_check,
    hessian,
    hvp,
    hvp_of,
    jacobian,
    power_iteration,
    sharpness,
)
from gdcourse.models import cnn, mlp
from gdcourse.objectives import Quadratic, Rosenbrock, Saddle, on_array
from gdcourse.optim import clip_by_global_norm, clip_by_value
from gdcourse.token_models import embedding, rnn

OBJECTIVES = [Quadratic((1.0, 30.0), angle=0.5), Rosenbrock(), Saddle()]
every_objective = pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: type(o).__name__)
differences = pytest.mark.parametrize(
    ("difference", "accuracy"), [(central_diff, 1e-9), (forward_diff, 1e-6), (complex_step, 1e-14)]
)


def rng(seed=0) -> np.random.Generator:
    return np.random.default_rng(seed)


def wavy(x):
    """A smooth function of an array of any shape, in operations that take complex numbers too."""
    return (np.sin(x) * np.exp(0.3 * x)).sum() + (x * x).sum() ** 2


def wavy_gradient(x):
    return (np.cos(x) + 0.3 * np.sin(x)) * np.exp(0.3 * x) + 4 * x * (x * x).sum()


# ---- finite differences -------------------------------------------------------------------------


@differences
@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 2)])
def test_differences_are_the_gradient(difference, accuracy, shape):
    x = np.asarray(rng().standard_normal(shape))
    before = x.copy()
    g = difference(wavy, x)
    assert g.shape == x.shape
    assert g.dtype == np.float64
    np.testing.assert_allclose(g, wavy_gradient(x), rtol=accuracy, atol=accuracy)
    np.testing.assert_array_equal(x, before)


@every_objective
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_differences_at_many_scales(objective, scale):
    for theta in scale * rng().standard_normal((10, 2)):
        value, exact = on_array(objective, theta)
        found = central_diff(lambda theta: on_array(objective, theta)[0], theta)
        rounding = 1e-16 * abs(value) / (6e-6 * max(1.0, np.abs(theta).min()))
        np.testing.assert_allclose(found, exact, rtol=1e-7, atol=1e-7 + 10 * rounding)


@pytest.mark.parametrize(("difference", "order"), [(central_diff, 2), (forward_diff, 1), (complex_step, 2)])
def test_error_falls_with_the_order(difference, order):
    """While rounding is far away: halve h, and the error falls to a half or a quarter."""
    x = np.array([0.3, -0.7])
    errors = [np.abs(difference(wavy, x, h) - wavy_gradient(x)).max() for h in (1e-2, 5e-3)]
    assert math.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.05)


@pytest.mark.parametrize(("difference", "best"), [(central_diff, 6e-6), (forward_diff, 1.5e-8)])
def test_the_default_spacing_lies_at_the_bottom_of_the_u(difference, best):
    x = rng().standard_normal(20)
    exact = wavy_gradient(x)

    def error(h=None):
        return np.abs(difference(wavy, x, h) - exact).max()

    assert error() < 0.1 * min(error(best * 1e3), error(best / 1e3))
    assert error() < 20 * min(error(best * factor) for factor in (0.1, 0.3, 1.0, 3.0, 10.0))


def test_the_complex_step_needs_no_compromise():
    x = rng().standard_normal(5)
    for h in (1e-8, 1e-20, 1e-100):
        np.testing.assert_allclose(complex_step(wavy, x, h), wavy_gradient(x), rtol=1e-14)


def test_spacing_grows_with_the_coordinate():
    """At 1e8 a spacing of 6e-6 would leave three digits."""
    x = np.array([1e8, 1.0])
    np.testing.assert_allclose(central_diff(lambda x: (x * x).sum(), x)[0], 2e8, rtol=1e-9)


def test_the_width_is_the_one_that_rounding_left():
    """3 + 1e-3 is not a float, and the slope of a line is exact all the same."""
    assert abs(central_diff(lambda x: 1024 * x, 3.0, h=1e-3) - 1024) < 1e-9
    assert forward_diff(lambda x: 1024 * x, 3.0, h=1e-13) == 1024.0
    assert central_diff(lambda x: 1024 * x, 3.0, h=1e-13) == 1024.0


@pytest.mark.parametrize("difference", [central_diff, forward_diff, complex_step])
def test_f_may_spoil_or_keep_what_it_is_given(difference):
    seen = []

    def careless(x):
        value = (x * x).sum()
        seen.append(x)
        x[...] = 7.0
        return value

    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(difference(careless, x), [2.0, 4.0], rtol=1e-6)
    assert len({id(point) for point in seen}) == len(seen)
    np.testing.assert_array_equal(x, [1.0, 2.0])


def test_f_may_give_a_tensor():
    g = central_diff(lambda x: (torch.tensor(x, requires_grad=True) ** 2).sum(), np.array([1.0, 2.0]))
    np.testing.assert_allclose(g, [2.0, 4.0], rtol=1e-8)


def test_jacobian():
    a = rng().standard_normal((2, 3, 4))
    x = rng(1).standard_normal(4)
    np.testing.assert_allclose(jacobian(lambda x: a @ np.sin(x), x), a * np.cos(x), atol=1e-9)
    assert jacobian(lambda x: a @ x, rng().standard_normal((4, 5))).shape == (2, 3, 5, 4, 5)
    np.testing.assert_allclose(jacobian(wavy, x), central_diff(wavy, x), rtol=1e-12)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: central_diff(lambda x: x, np.ones(2)),
            ValueError,
            r"f gives an array of shape \(2,\); a gr",
        ),
        (lambda: forward_diff(lambda x: x, np.ones(1)), ValueError, r"f gives an array of shape \(1,\)"),
        (lambda: central_diff(lambda x: 1j, np.ones(1)), TypeError, "f gives 1j, which is not a real number"),
        (lambda: central_diff(lambda x: None, np.ones(1)), TypeError, "f gives None, which is not a real"),
        (lambda: central_diff(wavy, np.ones(2), h=0), ValueError, "h = 0 is not a positive number; 1e-5"),
        (lambda: central_diff(wavy, np.ones(2), h=-1.0), ValueError, r"h = -1\.0 is not a positive number"),
        (lambda: forward_diff(wavy, [1.0, 1e12], h=1e-5), ValueError, r"h = 1e-05 is lost.*at \(1,\)"),
        (lambda: central_diff(wavy, []), ValueError, r"x has shape \(0,\), so no entries"),
        (
            lambda: central_diff(wavy, [1.0, float("nan")]),
            ValueError,
            "is not finite; a gradient is taken at",
        ),
        (lambda: central_diff(wavy, ["a"]), TypeError, "x holds <U1; a gradient is taken at real numbers"),
        (lambda: complex_step(wavy, [1j]), TypeError, "x holds complex128"),
        (lambda: complex_step(lambda x: np.abs(x).sum(), [1.0]), TypeError, "drops the imaginary part"),
        (lambda: complex_step(lambda x: x, [1.0]), ValueError, r"f gives an array of shape \(1,\); take"),
        (lambda: complex_step(wavy, [1.0], h=0.0), ValueError, r"h = 0\.0 is not a positive number"),
    ],
)
def test_differences_refuse(make, error, message):
    with pytest.raises(error, match=message):
        make()


# ---- gradient check: what passes ----------------------------------------------------------------


@every_objective
def test_every_objective_passes(objective):
    (x0, x1), (y0, y1) = objective.box
    for theta in rng().uniform((x0, y0), (x1, y1), size=(20, 2)):
        report = grad_check(lambda t: on_array(objective, t)[0], lambda t: on_array(objective, t)[1], theta)
        assert report, report


@settings(max_examples=30, deadline=None)
@given(arrays(np.float64, (2, 3), elements=st.floats(-3, 3)), st.floats(-6, 6))
def test_a_right_gradient_passes_at_any_size(x, exponent):
    size = 10.0**exponent
    report = grad_check(lambda x: size * wavy(x), lambda x: size * wavy_gradient(x), x)
    assert report, report


@settings(max_examples=30, deadline=None)
@given(
    arrays(np.float64, (2, 3), elements=st.floats(-3, 3)),
    st.integers(0, 5),
    st.sampled_from([1e-4, -1e-3, 0.1, -2.0]),
)
def test_one_wrong_entry_is_found_where_it_is(x, entry, by):
    g = wavy_gradient(x)
    g.flat[entry] += by * max(1.0, np.abs(g).max())
    (found,) = grad_check(wavy, g, x).parameters
    assert not found.ok
    assert found.at == np.unravel_index(entry, x.shape)
    assert found.analytic == g.flat[entry]
    assert found.numeric == pytest.approx(wavy_gradient(x).flat[entry], rel=1e-5, abs=1e-5)


def perceptron(activation=np.tanh, slope=lambda h: 1 - h * h, seed=0):
    """A network by hand: (loss, gradients, parameters), on a batch of 8."""
    draws = rng(seed)
    x, y = draws.standard_normal((8, 3)), draws.standard_normal((8, 2))
    params = {
        "W1": draws.standard_normal((4, 3)),
        "b1": draws.standard_normal(4),
        "W2": draws.standard_normal((2, 4)),
        "b2": draws.standard_normal(2),
    }

    def forward(p):
        h = activation(x @ p["W1"].T + p["b1"])
        return h, h @ p["W2"].T + p["b2"] - y

    def loss(p):
        return (forward(p)[1] ** 2).sum() / len(x)

    def gradients(p):
        h, error = forward(p)
        out = 2 * error / len(x)
        back = out @ p["W2"] * slope(h)
        return {"W1": back.T @ x, "b1": back.sum(axis=0), "W2": out.T @ h, "b2": out.sum(axis=0)}

    return loss, gradients, params


def test_a_network_passes_with_a_row_for_each_parameter():
    loss, gradients, params = perceptron()
    report = grad_check(loss, gradients, params)
    assert report
    assert [(p.name, p.shape, p.verdict) for p in report.parameters] == [
        (name, array.shape, "agrees") for name, array in params.items()
    ]
    assert max(p.relative_error for p in report.parameters) < 1e-8
    assert report.noise < 1e-14


def test_parameters_come_as_a_dictionary_or_a_list_or_one_array_and_gradients_as_they_are():
    loss, gradients, params = perceptron()
    before = copy.deepcopy(params)
    assert grad_check(loss, gradients(params), params)
    names = list(params)
    as_list = grad_check(
        lambda p: loss(dict(zip(names, p, strict=True))),
        lambda p: tuple(gradients(dict(zip(names, p, strict=True))).values()),
        list(params.values()),
    )
    assert as_list
    assert [p.name for p in as_list.parameters] == ["[0]", "[1]", "[2]", "[3]"]
    assert grad_check(wavy, wavy_gradient, [1.0, 2.0])
    assert grad_check(wavy, wavy_gradient, 1.0)
    np.testing.assert_equal(params, before)


def test_f_and_g_may_spoil_what_they_are_given():
    def careless(function):
        def inner(x):
            value = function(x.copy())
            x[...] = np.nan
            return value

        return inner

    assert grad_check(careless(wavy), careless(wavy_gradient), np.array([1.0, 2.0]))


def test_strong_curvature_is_no_mistake():
    """With a third derivative of 1e6 times the first, the first spacing is too wide for 1e-6."""
    x = np.array([0.2e-3])
    report = grad_check(lambda x: np.sin(1e3 * x).sum(), lambda x: 1e3 * np.cos(1e3 * x), x)
    assert report, report


@pytest.mark.parametrize("x", [0.0, 1e-9, 0.1 + 0.2 - 0.3])
def test_at_a_minimum(x):
    """Where f itself is 0 or mere rounding, there is no relative error to go by."""
    x = np.array([x, 0.3])
    f, g = (lambda x: (x[0] ** 2) + (x[1] - 0.3) ** 2), (lambda x: np.array([2 * x[0], 2 * (x[1] - 0.3)]))
    report = grad_check(f, g, x)
    assert report, report
    assert not grad_check(f, lambda x: g(x) + 1e-4, x)


def test_a_gradient_that_is_zero_is_said_to_be():
    """A bias before batch normalisation: numbers that are mere rounding are not compared with each other."""
    draws = rng().standard_normal((6, 3))

    def f(b):
        z = draws * (1 + np.arange(3)) + b
        return (((z - z.mean(axis=0)) / z.std(axis=0)) ** 3).sum()

    (found,) = grad_check(f, lambda b: 1e-17 * np.ones(3), np.ones(3)).parameters
    assert found.ok
    assert found.verdict == "agrees: both are zero but for rounding"


# ---- gradient check: what doesn't ---------------------------------------------------------------


def mistaken(change):
    loss, gradients, params = perceptron()

    def wrong(p):
        g = gradients(p)
        change(g, p)
        return g

    return grad_check(loss, wrong, params)


def set_to(name, make):
    def change(g, p):
        g[name] = make(g, p)

    return change


def poison(g, p):
    g["W1"][0, 1] = np.nan


def overflow(g, p):
    g["W1"][1:3, 1] = np.inf


def forget_a_row(g, p):
    g["W1"][2] = 0.0


def spoil_two(g, p):
    g["W1"][0, 0] += 0.5
    g["W1"][3, 2] *= 1.01


W1 = partial(set_to, "W1")

MISTAKES = [
    ("sum for mean", W1(lambda g, p: 8 * g["W1"]), "W1", "differs by a factor 8.00 everywhere"),
    ("missing two", W1(lambda g, p: 0.5 * g["W1"]), "W1", "differs by a factor 0.500 everywhere"),
    ("nearly", W1(lambda g, p: 1.0004 * g["W1"]), "W1", "differs by a factor 1.00040 everywhere"),
    ("sign", W1(lambda g, p: -g["W1"]), "W1", "has the opposite sign"),
    ("sign and two", W1(lambda g, p: -2 * g["W1"]), "W1", "differs by a factor -2.00 everywhere"),
    ("forgotten", W1(lambda g, p: 0 * g["W1"]), "W1", "zero where the numeric gradient is not"),
    ("decay", W1(lambda g, p: g["W1"] + 0.01 * p["W1"]), "W1", "differs everywhere, by no common factor"),
    ("two entries", spoil_two, "W1", "wrong at 2 of 12 entries only"),
    ("a row", forget_a_row, "W1", "wrong at 3 of 12 entries only, zero there"),
    ("nan", poison, "W1", "not finite at 1 of 12 entries"),
    ("infinite", overflow, "W1", "not finite at 2 of 12 entries"),
    (
        "transposed",
        W1(lambda g, p: g["W1"].T),
        "W1",
        "shape (3, 4) where the parameter has (4, 3); transpose it",
    ),
    ("summed away", W1(lambda g, p: g["W1"].sum(1)), "W1", "shape (4,) where the parameter has (4, 3)"),
    ("left out", lambda g, p: g.pop("b2"), "b2", "no gradient is given"),
    ("none", set_to("b2", lambda g, p: None), "b2", "no gradient is given"),
]


@pytest.mark.parametrize(
    ("change", "name", "verdict"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_named_and_the_rest_passes(change, name, verdict):
    report = mistaken(change)
    assert not report
    assert {p.name: p.verdict for p in report.parameters if not p.ok} == {name: verdict}


def test_a_square_matrix_the_wrong_way_round():
    x = rng().standard_normal((3, 3))
    (found,) = grad_check(wavy, lambda x: wavy_gradient(x).T, x).parameters
    assert (found.ok, found.verdict) == (False, "is transposed")


@pytest.mark.parametrize(
    ("by", "verdict"), [(2.0, "differs by a factor 2.00"), (-1.0, "has the opposite sign")]
)
def test_a_single_number(by, verdict):
    (found,) = grad_check(wavy, lambda x: by * wavy_gradient(x), np.array(0.7)).parameters
    assert (found.ok, found.verdict, found.at) == (False, verdict, ())


def test_the_smallest_mistake_that_has_to_be_found():
    """A share of 1e-5 of an entry: eps added at the wrong place in a normalisation does no more."""
    loss, gradients, params = perceptron()
    wrong = gradients(params)
    wrong["W2"] = wrong["W2"] * (1 + 1e-5)
    report = grad_check(loss, wrong, params)
    assert [p.ok for p in report.parameters] == [True, True, False, True]
    assert grad_check(loss, wrong, params, tol=1e-4)


def test_the_table():
    text = str(mistaken(W1(lambda g, p: 2 * g["W1"])))
    head, first, *others = text.splitlines()
    assert " ".join(head.split()) == "parameter shape relative error worst at analytic numeric verdict"
    assert first.startswith("W1         (4, 3)  5.0e-01")
    assert first.endswith("differs by a factor 2.00 everywhere")
    assert len(others) == 3
    assert all(line.index("agrees") == head.index("verdict") for line in others)


@pytest.mark.parametrize(
    ("f", "g", "x", "error", "message"),
    [
        (lambda x: float("nan"), np.ones(1), [1.0], ValueError, "f is nan at x; check a gradient where"),
        (lambda x: x, np.ones(2), np.ones(2), ValueError, r"f gives an array of shape \(2,\)"),
        (lambda x: 0.0, None, {}, ValueError, "x holds no parameters"),
        (lambda x: 0.0, None, {"W": ["a"]}, TypeError, "W holds <U1; a gradient is taken at real numbers"),
        (
            lambda p: 0.0,
            np.ones(2),
            {"W": np.ones(2)},
            TypeError,
            "g gives a ndarray; x has several.*dictionary",
        ),
        (lambda p: 0.0, {"W": 1}, [np.ones(2)], TypeError, "g gives a dict; x has several.*list"),
    ],
    ids=["nan", "vector", "empty", "text", "array for dict", "dict for list"],
)
def test_a_check_refuses(f, g, x, error, message):
    with pytest.raises(error, match=message):
        grad_check(f, g, x)


def test_a_random_function_is_refused():
    draws = rng()
    with pytest.raises(ValueError, match=r"f gives .* and then .* at the same x; fix what is random"):
        grad_check(lambda x: wavy(x * (draws.random(20) < 0.5)), wavy_gradient, np.linspace(1, 2, 20))


def test_a_bad_tolerance():
    with pytest.raises(ValueError, match="tol = 0 is not a positive number"):
        grad_check(wavy, wavy_gradient, np.ones(2), tol=0)


@pytest.mark.parametrize(
    ("f", "a"),
    [
        (lambda x: np.log(x).sum(), [1e9, 1.0]),
        (lambda x: x.sum() if x[0] > 0 else np.inf, [1.0, 1.0]),
        (lambda x: x.sum() if x[0] > 0 else -np.inf, [1.0, 1.0]),
    ],
    ids=["log", "wall", "abyss"],
)
def test_a_function_that_ends_beside_x(f, a):
    """At zero, to which x is closer than any spacing."""
    with np.errstate(invalid="ignore"):
        (found,) = grad_check(f, np.array(a), np.array([1e-9, 1.0])).parameters
    assert (found.ok, found.verdict) == (False, "f is not finite beside x at 1 of 2 entries")


@pytest.mark.parametrize("beyond", [np.inf, -np.inf, np.nan])
def test_a_function_that_ends_within_the_first_spacing_but_not_the_second(beyond):
    report = grad_check(lambda x: x.sum() if x[0] > 0 else beyond, np.ones(2), np.array([3e-6, 1.0]))
    assert report, report


# ---- gradient check: kinks ----------------------------------------------------------------------


def relu(x):
    return np.maximum(x, 0.0)


@pytest.mark.parametrize("a", [0.0, 0.5, 1.0, 0.3])
def test_at_a_kink_every_slope_between_passes(a):
    (found,) = grad_check(lambda x: relu(x).sum(), np.array([a, 1.0]), np.array([0.0, 2.0])).parameters
    assert (found.ok, found.verdict) == (True, "a kink lies here at 1 of 2 entries")
    assert found.relative_error < 1e-8  # of the other entry


@pytest.mark.parametrize("a", [-0.1, 1.1, -1.0, 2.0])
def test_at_a_kink_others_dont(a):
    (found,) = grad_check(lambda x: relu(x).sum(), np.array([a, 1.0]), np.array([0.0, 2.0])).parameters
    assert not found.ok
    assert found.verdict.startswith("a kink lies here at 1 of 2 entries, and this is not between its slopes")


def test_a_kink_that_points_down():
    def f(x):
        return -np.abs(x).sum() + x.sum()

    assert grad_check(f, np.array([2.0]), np.zeros(1))
    assert not grad_check(f, np.array([2.1]), np.zeros(1))


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("distance", [3e-8, 2e-7, 4e-7, 1.2e-6, 1.5e-6, 3e-6, 5.9e-6, 1e-4])
def test_close_to_a_kink_the_slope_at_x_passes(side, distance):
    """Nearer than the spacing, at every place where its ratio to the spacings might confuse."""
    x = np.array([side * distance])
    right, wrong = np.array([float(side > 0)]), np.array([0.5])
    assert grad_check(lambda x: relu(x).sum() + 0.01 * (x * x).sum(), right + 0.02 * x, x)
    if distance > 4e-7:
        assert not grad_check(lambda x: relu(x).sum() + 0.01 * (x * x).sum(), wrong, x)


def test_curvature_is_no_excuse():
    """Near a minimum the two one-sided slopes differ in sign; a slope between them is still wrong."""

    def f(x):
        return 50.0 * ((x - 1.0) ** 2).sum()

    assert not grad_check(f, np.array([1e-4]), np.ones(1))
    (found,) = grad_check(f, np.zeros(1), np.ones(1)).parameters
    assert (found.ok, "kink" in found.verdict) == (True, False)


def test_a_network_of_relus():
    loss, gradients, params = perceptron(relu, lambda h: (h > 0).astype(float))
    assert grad_check(loss, gradients, params)
    params["b1"] = (
        -params["W1"] @ rng(0).standard_normal((8, 3))[0]
    )  # the first example: every unit at its kink
    report = grad_check(loss, gradients, params)
    assert report, report
    assert [p.name for p in report.parameters if "a kink lies here" in p.verdict] == ["W1", "b1"]


def test_where_kinks_hide_each_other_the_verdict_says_so():
    """All weights zero: what backpropagation gives need not lie between the slopes of the two sides."""
    loss, gradients, params = perceptron(relu, lambda h: (h > 0).astype(float))
    params["W1"][...] = 0.0
    params["b1"][...] = 0.0
    report = grad_check(loss, gradients, params)
    assert not report
    assert "not between its slopes; look beside it" in str(report)


# ---- gradient check: 32 bits --------------------------------------------------------------------


def in_32_bits(function):
    return lambda x: function(np.asarray(x, dtype=np.float32))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("show", [lambda v: v, float], ids=["float32", "hidden"])
def test_32_bits_are_noticed_and_judged_by_what_they_can_show(seed, show):
    """Also where the function turns its result into an ordinary float."""
    x = rng(seed).standard_normal((3, 4))
    report = grad_check(lambda x: show(in_32_bits(wavy)(x)), in_32_bits(wavy_gradient), x)
    assert report, report
    assert 1e-9 < report.noise < 1e-5
    assert "32-bit" in str(report)
    for factor in (-1.0, 0.5, 0.9):
        (found,) = grad_check(in_32_bits(wavy), factor * wavy_gradient(x), x).parameters
        assert not found.ok, found
        assert found.verdict.startswith("has the opposite" if factor < 0 else "differs by a factor")


# ---- gradient check: every layer ----------------------------------------------------------------


class Recurrent(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.cells = kind(3, 4, batch_first=True)

    def forward(self, x):
        return self.cells(x)[0]


class OfTokens(nn.Module):
    """A model of token ids, whose real input only scales its output."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(torch.tensor([[0, 2, 2], [4, 1, 0]])) * x.sum()


LAYERS = {
    "Linear": (lambda: nn.Linear(3, 4), (5, 3)),
    "Conv1d": (lambda: nn.Conv1d(2, 3, 2), (2, 2, 5)),
    "Conv2d": (lambda: nn.Conv2d(2, 3, 2, padding=1), (2, 2, 3, 3)),
    "MaxPool2d": (lambda: nn.MaxPool2d(2), (2, 1, 4, 4)),
    "AvgPool2d": (lambda: nn.AvgPool2d(2), (2, 1, 4, 4)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(3), (5, 3)),
    "BatchNorm1d in use": (lambda: nn.BatchNorm1d(3).eval(), (5, 3)),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(2), (3, 2, 2, 2)),
    "LayerNorm": (lambda: nn.LayerNorm(4), (3, 4)),
    "RNN": (lambda: Recurrent(nn.RNN), (2, 4, 3)),
    "LSTM": (lambda: Recurrent(nn.LSTM), (2, 3, 3)),
    "GRU": (lambda: Recurrent(nn.GRU), (2, 3, 3)),
    "Embedding": (lambda: OfTokens(nn.Embedding(5, 3)), (2,)),
    **{
        activation.__name__: (activation, (4, 3))
        for activation in (nn.ReLU, nn.LeakyReLU, nn.Tanh, nn.Sigmoid, nn.GELU, nn.SiLU, nn.ELU, nn.Softplus)
    },
    "LogSoftmax": (lambda: nn.LogSoftmax(-1), (4, 3)),
    "mlp": (lambda: mlp(3, 5, 5, 2), (4, 3)),
    "mlp of tanh": (lambda: mlp(3, 5, 2, activation=nn.Tanh), (4, 3)),
    "mlp with batch norm": (lambda: mlp(3, 5, 2, norm="batch"), (6, 3)),
    "mlp with layer norm": (lambda: mlp(3, 5, 2, norm="layer"), (4, 3)),
    "cnn": (lambda: cnn(side=4, width=2, outputs=3), (2, 16)),
    "rnn": (lambda: OfTokens(rnn(5, 3, 2)), (2,)),
    "gated rnn": (lambda: OfTokens(rnn(5, 3, 2, cell="gru", embedding=2)), (2,)),
    "embedding": (lambda: OfTokens(embedding(5, 3, 2)), (2,)),
}


@pytest.mark.parametrize(("build", "shape"), LAYERS.values(), ids=LAYERS.keys())
def test_every_layer(build, shape):
    """Backpropagation through each kind of layer, to its parameters and to its input."""
    torch.manual_seed(0)
    layer = build().double()
    x = torch.randn(shape, dtype=torch.float64)
    weights = torch.randn(layer(x).shape, dtype=torch.float64)

    def loss_of(tensors):
        tensors = dict(tensors)
        inputs = tensors.pop("input")
        return (weights * torch.func.functional_call(layer, tensors, (inputs,))).sum()

    def loss(p):
        return loss_of({name: torch.tensor(value) for name, value in p.items()})

    def gradients(p):
        tensors = {name: torch.tensor(value, requires_grad=True) for name, value in p.items()}
        found = torch.autograd.grad(loss_of(tensors), list(tensors.values()))
        return dict(zip(tensors, (g.numpy() for g in found), strict=True))

    point = {name: p.detach().numpy() for name, p in layer.named_parameters()} | {"input": x.numpy()}
    report = grad_check(loss, gradients, point)
    assert report, report
    assert not grad_check(loss, lambda p: {k: 1.001 * v for k, v in gradients(p).items()}, point)


# ---- curvature ----------------------------------------------------------------------------------


@every_objective
def test_hessian(objective):
    for theta in rng().standard_normal((5, 2)):
        found = hessian(lambda t: on_array(objective, t)[1], theta)
        np.testing.assert_allclose(found, objective.hessian(*theta), rtol=1e-6, atol=1e-7)
        np.testing.assert_array_equal(found, found.T)


def test_hessian_of_a_matrix_of_parameters():
    x = rng().standard_normal((2, 3))
    found = hessian(wavy_gradient, x)
    expected = torch.autograd.functional.hessian(
        lambda x: (x.sin() * (0.3 * x).exp()).sum() + (x * x).sum() ** 2, torch.tensor(x)
    )
    np.testing.assert_allclose(found, expected.reshape(6, 6).numpy(), rtol=1e-6, atol=1e-7)


@given(st.floats(-6, 6))
def test_a_product_is_the_hessian_times_the_vector(exponent):
    """Whatever the vector's length, as the step is taken along its direction."""
    x, v = rng().standard_normal(6), 10.0**exponent * rng(1).standard_normal(6)
    expected = hessian(wavy_gradient, x) @ v
    scale = np.linalg.norm(expected)
    np.testing.assert_allclose(hvp(wavy_gradient, x, v), expected, atol=1e-7 * scale)


def test_products_of_other_shapes_and_of_nothing():
    x, v = rng().standard_normal((2, 3)), rng(1).standard_normal((2, 3))
    expected = (hessian(wavy_gradient, x) @ v.ravel()).reshape(2, 3)
    np.testing.assert_allclose(hvp(wavy_gradient, x, v), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(hvp(wavy_gradient, x, v, h=1e-4), expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(hvp(wavy_gradient, x, np.zeros((2, 3))), 0.0)


def symmetric(eigenvalues, seed=0):
    q = np.linalg.qr(rng(seed).standard_normal((len(eigenvalues),) * 2))[0]
    return q, q @ np.diag(eigenvalues) @ q.T


@pytest.mark.parametrize("eigenvalues", [(5.0, 4.0, 1.0, 0.0), (-6.0, 5.0, 1.0, 0.5), (2.0,), (-3.0,)])
def test_power_iteration_finds_the_largest_magnitude(eigenvalues):
    q, matrix = symmetric(eigenvalues)
    value, vector = power_iteration(lambda v: matrix @ v, len(matrix), 300, rng())
    assert value == pytest.approx(eigenvalues[0], rel=1e-10)
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    assert abs(vector @ q[:, 0]) == pytest.approx(1.0, abs=1e-8)


def test_the_pair_belongs_together_however_early_it_stops():
    _, matrix = symmetric((5.0, 4.9, 1.0))
    for iters in (1, 2, 5):
        value, vector = power_iteration(lambda v: matrix @ v, 3, iters, rng())
        assert value == pytest.approx(vector @ matrix @ vector, rel=1e-12)


def test_power_iteration_stops_when_it_may():
    _, matrix = symmetric((5.0, 1.0, 0.5))
    calls = []

    def product(v):
        calls.append(1)
        return matrix @ v

    value, vector = power_iteration(product, 3, 1000, rng(), tol=1e-6)
    assert len(calls) < 30
    assert np.linalg.norm(matrix @ vector - value * vector) <= 1e-6 * abs(value)
    calls.clear()
    power_iteration(product, 3, 40, rng())
    assert len(calls) == 40


def test_power_iteration_on_nothing():
    value, vector = power_iteration(np.zeros_like, 3, 10, rng())
    assert value == 0.0
    assert np.linalg.norm(vector) == pytest.approx(1.0)


def test_power_iteration_may_be_given_a_product_that_spoils_its_vector():
    def product(v):
        v *= 2.0
        return v

    assert power_iteration(product, 3, 5, rng())[0] == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: power_iteration(np.copy, 0, 5, rng()),
            ValueError,
            "dim = 0 is not a whole number from 1 up",
        ),
        (lambda: power_iteration(np.copy, 3, 2.5, rng()), ValueError, r"iters = 2\.5 is not a whole number"),
        (lambda: power_iteration(np.copy, 3, 5, 0), TypeError, "rng = 0 is not a generator"),
        (
            lambda: power_iteration(np.copy, 3, 5, rng(), tol=1.0),
            ValueError,
            r"tol = 1\.0 is not in \[0, 1\)",
        ),
        (
            lambda: power_iteration(np.sum, 3, 5, rng()),
            ValueError,
            r"hvp gives shape \(\) for a vector of dim",
        ),
        (
            lambda: power_iteration(lambda v: v * np.inf, 3, 5, rng()),
            ValueError,
            "hvp gives numbers that are",
        ),
        (lambda: hvp(np.copy, np.ones(2), np.ones(3)), ValueError, r"v has shape \(3,\), but x has shape"),
        (lambda: hvp(np.sum, np.ones(2), np.ones(2)), ValueError, r"g gives shape \(\) at x of shape \(2,\)"),
        (lambda: hessian(np.sum, np.ones(2)), ValueError, r"g gives shape \(\) at x of shape \(2,\)"),
    ],
)
def test_curvature_refuses(make, error, message):
    with pytest.raises(error, match=message):
        make()


# ---- curvature of a network ---------------------------------------------------------------------


def small_network(dtype=torch.float64):
    torch.manual_seed(0)
    model = mlp(3, 4, 2, activation=nn.Tanh).to(dtype)
    x, y = torch.randn(10, 3, dtype=dtype), torch.randint(0, 2, (10,))
    return model, lambda: functional.cross_entropy(model(x), y)


def full_hessian(model, loss) -> np.ndarray:
    params = list(model.parameters())
    flat = torch.cat([g.reshape(-1) for g in torch.autograd.grad(loss(), params, create_graph=True)])
    rows = [torch.autograd.grad(entry, params, retain_graph=True) for entry in flat]
    return torch.stack([torch.cat([p.reshape(-1) for p in row]) for row in rows]).double().numpy()


def test_the_product_of_a_network_is_exact():
    model, loss = small_network()
    matrix = full_hessian(model, loss)
    product = hvp_of(loss(), model.parameters())
    for seed in range(3):
        v = rng(seed).standard_normal(len(matrix))
        np.testing.assert_allclose(product(v), matrix @ v, rtol=0, atol=1e-12)
        tensor = product(torch.tensor(v))
        assert isinstance(tensor, torch.Tensor)
        np.testing.assert_array_equal(tensor.numpy(), product(v))
    assert all(p.grad is None for p in model.parameters())


def test_parameters_that_are_frozen_or_unused():
    model, loss = small_network()
    matrix = full_hessian(model, loss)
    model[0].requires_grad_(False)
    unused = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    product = hvp_of(loss(), [*model.parameters(), unused])
    v = rng().standard_normal(10 + 2)
    np.testing.assert_allclose(product(v)[:10], matrix[16:, 16:] @ v[:10], atol=1e-12)
    np.testing.assert_array_equal(product(v)[10:], 0.0)


def test_a_linear_loss_has_no_curvature():
    theta = torch.ones(3, requires_grad=True)
    np.testing.assert_array_equal(hvp_of(theta.sum(), [theta])(np.ones(3)), 0.0)


@pytest.mark.parametrize(("dtype", "accuracy"), [(torch.float64, 1e-6), (torch.float32, 1e-4)])
def test_sharpness_is_the_largest_eigenvalue(dtype, accuracy):
    model, loss = small_network(dtype)
    expected = np.linalg.eigvalsh(full_hessian(model, loss))[-1]
    found = sharpness(model, loss, iters=500, tol=1e-4)
    assert found == pytest.approx(expected, rel=accuracy)
    with torch.no_grad():  # it needs its gradients all the same
        assert sharpness(model, loss, iters=500, tol=1e-4) == found
    assert sharpness(model, loss, iters=2) <= expected * (1 + 1e-5)


def test_sharpness_is_the_largest_even_where_the_most_negative_is_larger():
    class Saddle(nn.Module):
        def __init__(self):
            super().__init__()
            self.theta = nn.Parameter(torch.tensor([0.3, 0.2, 0.1], dtype=torch.float64))

        def loss(self):
            return 0.5 * (torch.tensor([-7.0, 2.0, 1.0]) * self.theta**2).sum()

    model = Saddle()
    assert sharpness(model, model.loss) == pytest.approx(2.0, rel=1e-4)


def test_gradient_descent_turns_at_two_over_the_sharpness():
    """On a quadratic loss the limit is exact: below it the loss falls, above it grows."""
    x = torch.tensor(rng().standard_normal((20, 3)))
    y = torch.tensor(rng(1).standard_normal((20, 1)))

    def after(factor):
        model = nn.Linear(3, 1).double()
        nn.init.zeros_(model.weight)
        nn.init.zeros_(model.bias)

        def loss():
            return functional.mse_loss(model(x), y)

        lr = factor * 2 / sharpness(model, loss, iters=2000, tol=1e-8)
        first = loss().item()
        for _ in range(300):
            model.zero_grad()
            loss().backward()
            with torch.no_grad():
                for p in model.parameters():
                    p -= lr * p.grad
        return loss().item() / first

    assert after(0.95) < 1.0
    assert after(1.05) > 100.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda t: hvp_of(t.sum(), []), "params holds nothing that needs a gradient"),
        (lambda t: hvp_of(t * t, [t]), "is not a scalar tensor"),
        (lambda t: hvp_of(1.5, [t]), r"loss = 1\.5 is not a scalar tensor; call \.mean\(\)"),
        (lambda t: hvp_of(t.detach().sum(), [t]), "loss has no graph to differentiate"),
        (lambda t: hvp_of((t * t).sum(), [t])(np.ones(4)), r"v has shape \(4,\); the parameters are 3 num"),
    ],
)
def test_products_of_networks_refuse(make, message):
    with pytest.raises(ValueError, match=message):
        make(torch.ones(3, requires_grad=True))


# ---- clipping -----------------------------------------------------------------------------------

gradient_lists = st.lists(arrays(np.float64, (2, 3), elements=st.floats(-1e3, 1e3)), min_size=1, max_size=3)


@given(gradient_lists, st.floats(1e-3, 1e3))
def test_clipping_is_in_place_and_as_the_transforms(gradients, bound):
    by_norm, by_value = copy.deepcopy(gradients), copy.deepcopy(gradients)
    norm = clip_grad_norm(by_norm, bound)
    assert norm == pytest.approx(np.linalg.norm(np.concatenate(gradients)), rel=1e-12)
    flat = np.concatenate([g.ravel() for g in gradients])
    (expected,) = clip_by_global_norm(bound)([flat])
    np.testing.assert_allclose(
        np.concatenate([g.ravel() for g in by_norm]), expected, rtol=1e-12, atol=1e-300
    )
    if norm <= bound:
        np.testing.assert_array_equal(by_norm, gradients)
    assert clip_grad_value(by_value, bound) is None
    (expected,) = clip_by_value(bound)([flat])
    np.testing.assert_array_equal(np.concatenate([g.ravel() for g in by_value]), expected)


def test_clipping_is_nearly_pytorchs():
    values = [rng().standard_normal((3, 4)), rng(1).standard_normal(5)]
    params = [torch.zeros(v.shape, dtype=torch.float64) for v in values]
    for p, v in zip(params, values, strict=True):
        p.grad = torch.tensor(v)
    norm = nn.utils.clip_grad_norm_(params, 0.5).item()
    assert clip_grad_norm(values, 0.5) == pytest.approx(norm, rel=1e-12)
    for p, v in zip(params, values, strict=True):
        np.testing.assert_allclose(v, p.grad.numpy(), rtol=1e-6)


def test_what_has_no_gradient_is_passed_over():
    grads = [None, np.array([3.0, 4.0]), np.zeros((0, 2)), None]
    assert clip_grad_norm(grads, 1.0) == 5.0
    np.testing.assert_allclose(grads[1], [0.6, 0.8])
    clip_grad_value(grads, 0.7)
    np.testing.assert_allclose(grads[1], [0.6, 0.7])
    assert clip_grad_norm([], 1.0) == clip_grad_norm([None], 1.0) == 0.0


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_squares_that_leave_the_range_of_floats(size):
    grads = [np.array([3.0 * size]), np.array([4.0 * size])]
    assert clip_grad_norm(grads, size) == pytest.approx(5.0 * size)
    np.testing.assert_allclose(np.concatenate(grads), [0.6 * size, 0.8 * size])


def test_32_bit_gradients_stay_so():
    grads = [np.full(1000, 1e30, dtype=np.float32)]  # whose squares overflow
    assert clip_grad_norm(grads, 1.0) == pytest.approx(1e30 * 1000**0.5, rel=1e-6)
    assert grads[0].dtype == np.float32
    np.testing.assert_allclose(grads[0], 1000**-0.5, rtol=1e-6)


@pytest.mark.parametrize(("bad", "norm"), [(np.inf, np.inf), (-np.inf, np.inf), (np.nan, np.nan)])
def test_what_is_not_finite_is_reported_and_left(bad, norm):
    grads = [np.array([3.0, bad]), np.array([1.0])]
    np.testing.assert_equal(clip_grad_norm(grads, 1.0), norm)
    np.testing.assert_array_equal(grads[0], [3.0, bad])
    np.testing.assert_array_equal(grads[1], [1.0])


@pytest.mark.parametrize("clip", [clip_grad_norm, clip_grad_value])
@pytest.mark.parametrize(
    ("grads", "bound", "error", "message"),
    [
        ([np.ones(2)], 0.0, ValueError, r"= 0\.0 is not a positive number; 1\.0 is usual"),
        ([np.ones(2)], float("nan"), ValueError, "= nan is not a positive number"),
        ([np.ones(2)], "1", ValueError, "= '1' is not a positive number"),
        (np.ones(2), 1.0, TypeError, r"grads is one array; give \[grads\]"),
        ({"W": np.ones(2)}, 1.0, TypeError, r"grads is a dict; give grads\.values\(\)"),
        ([np.ones(2), 3.0], 1.0, TypeError, r"grads\[1\] is no array"),
        ([np.ones(2, dtype=int)], 1.0, TypeError, r"grads\[0\] is int64 array"),
        ([np.broadcast_to(1.0, 3)], 1.0, TypeError, r"grads\[0\] is read-only float64 array"),
    ],
)
def test_clipping_refuses(clip, grads, bound, error, message):
    with pytest.raises(error, match=message):
        clip(grads, bound)
