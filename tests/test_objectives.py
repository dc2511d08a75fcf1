"""Every objective: derivatives against differences, minimisers, arrays of any kind, what it refuses."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from gdcourse import objectives, rugged, surface
from gdcourse.objectives import (
    AbsoluteValue,
    Ackley,
    Cliff,
    DoubleWell,
    Himmelblau,
    MonkeySaddle,
    Objective,
    Plateau,
    Quadratic,
    Rastrigin,
    Rosenbrock,
    Saddle,
    on_array,
)
from gdcourse.optim import SGD, clip_by_global_norm, descend


def subclasses(kind):
    return {kind, *(c for child in kind.__subclasses__() for c in subclasses(child))}


# Each with its defaults, whoever adds one; then settings at which a formula might part from them.
CLASSES = sorted(
    (c for c in subclasses(Objective) - {Objective} if c.__module__.startswith("gdcourse.")),
    key=lambda c: c.__name__,
)
OBJECTIVES = [
    *(c() for c in CLASSES),
    Quadratic((1.0, 30.0), angle=0.5),
    Quadratic((3.0,)),
    Quadratic((1.0, 30.0, 5.0, -2.0), angle=0.5),
    Rosenbrock(0.5, 20.0),
    Plateau(width=0.3),
    Cliff(slope=0.5, wall=8.0, width=0.3),
    DoubleWell(tilt=-0.3),
    AbsoluteValue((0.1, 3.0, 1.0)),
    Rastrigin(n=1),
    Rastrigin(n=3, a=2.0),
    Ackley(n=1),
    Ackley(n=4, a=3.0, b=0.5, c=2.0),
]
every = pytest.mark.parametrize("objective", OBJECTIVES, ids=repr)


def points(objective, count=20):
    low, high = np.array(objective.box).T
    return np.random.default_rng(0).uniform(low, high, size=(count, objective.n))


def differences(function, theta):
    """The derivatives of `function` by each coordinate, central and of fourth order, from values alone."""
    h = 3e-4
    columns = []
    for e in np.eye(len(theta)):
        one, two = (
            np.subtract(function(*(theta + k * h * e)), function(*(theta - k * h * e))) for k in (1, 2)
        )
        columns.append((8 * one - two) / (12 * h))
    return np.stack(columns, -1)


def test_each_is_public_and_names_its_source():
    assert {c.__name__ for c in CLASSES} == set(objectives.__all__) - {"Objective", "on_array"}
    for c in CLASSES:
        assert "Source: " in c.__doc__, c
        assert ".. math::" in c.__doc__, c


@every
def test_gradient_is_the_slope(objective):
    for theta in points(objective):
        slope = differences(objective.value, theta)
        np.testing.assert_allclose(objective.gradient(*theta), slope, rtol=1e-6, atol=1e-6)


@every
def test_hessian_is_the_slope_of_the_gradient(objective):
    for theta in points(objective):
        hessian = np.array(objective.hessian(*theta))
        slope = differences(objective.gradient, theta)
        np.testing.assert_allclose(hessian, slope, rtol=1e-6, atol=1e-6 * (1 + np.abs(slope).max()))
        np.testing.assert_allclose(hessian, hessian.T, rtol=1e-14, atol=0)


@every
def test_minimisers(objective):
    for point in objective.minimisers:
        assert len(point) == objective.n
        np.testing.assert_allclose(objective.gradient(*point), 0, atol=1e-12)
        assert np.linalg.eigvalsh(objective.hessian(*point)).min() >= 0
        least = objective.value(*point)
        assert least == pytest.approx(objective.value(*objective.minimisers[0]), abs=1e-14)
        rng = np.random.default_rng(1)
        for radius in (1e-3, 0.1, 1.0):
            for step in rng.normal(size=(50, objective.n)):
                assert objective.value(*(point + radius * step)) >= least
        for theta in points(objective, 100):
            assert objective.value(*theta) >= least


@every
def test_box_and_start(objective):
    assert len(objective.box) == len(objective.start) == objective.n
    for (low, high), x in zip(objective.box, objective.start, strict=True):
        assert low <= x <= high
    assert np.linalg.norm(objective.gradient(*objective.start)) > 0
    for point in objective.minimisers:
        assert all(low < x < high for (low, high), x in zip(objective.box, point, strict=True))


@every
def test_on_arrays_of_any_shape_in_numpy_and_torch(objective):
    n = objective.n
    theta = points(objective).reshape(4, 5, n)
    theta[0, 0] = 0.0  # corners and tips included
    value, gradient = on_array(objective, theta)
    assert value.shape == (4, 5)
    assert gradient.shape == theta.shape
    in_torch = on_array(objective, torch.tensor(theta))
    assert in_torch[0].dtype == in_torch[1].dtype == torch.float64
    np.testing.assert_allclose(in_torch[0], value, rtol=1e-13, atol=1e-12)
    np.testing.assert_allclose(in_torch[1], gradient, rtol=1e-13, atol=1e-12)
    # floats: polynomials and quotients to the last bit; exp and sin may differ by an ulp, and then cancel
    exact = type(objective) not in (Ackley, Cliff, Rastrigin)
    close = {"rtol": 0, "atol": 0} if exact else {"rtol": 1e-13, "atol": 1e-12}
    for index in np.ndindex(4, 5):
        coordinates = theta[index].tolist()
        np.testing.assert_allclose(objective.value(*coordinates), value[index], **close)
        np.testing.assert_allclose(objective.gradient(*coordinates), gradient[index], **close)
        assert all(type(g) is float for g in objective.gradient(*coordinates))


@every
def test_repr_reads_back(objective):
    again = eval(repr(objective), vars(objectives))
    assert repr(again) == repr(objective)
    assert again.value(*objective.start) == objective.value(*objective.start)


@every
def test_a_walk_that_diverges_gets_numbers(objective):
    """A value, be it inf or nan, and no exception: `descend` records it, a browser draws on."""
    for x in (1e200, -1e200, math.inf, math.nan):
        point = [x] * objective.n
        assert isinstance(objective.value(*point), float)
        assert all(isinstance(g, float) for g in objective.gradient(*point))


@every
def test_another_number_of_coordinates_is_refused(objective):
    with pytest.raises(TypeError):
        objective.value(*objective.start, 1.0)
    with pytest.raises(TypeError):
        objective.gradient(*objective.start[1:])


# ---- one by one ---------------------------------------------------------------------------------


def test_a_turned_quadratic_keeps_its_curvatures():
    hessian = Quadratic((1.0, 30.0, 7.0), angle=0.7).hessian(0.0, 0.0, 0.0)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1.0, 7.0, 30.0])


def test_a_quadratic_may_have_fifty_coordinates():
    """Polyak's bound: at lr = 2 / (c + L) every step shrinks the distance by (L - c) / (L + c)."""
    bowl = Quadratic(np.linspace(1.0, 100.0, 50))
    path = descend(bowl, np.ones(50), SGD(lr=2 / 101), steps=400)
    rate = (path.loss[-1] / path.loss[200]) ** (1 / 400)
    assert rate == pytest.approx(99 / 101, abs=1e-6)


def test_a_saddle_has_no_minimiser():
    assert Quadratic((1.0, -1.0)).minimisers == ()
    assert MonkeySaddle().minimisers == ()


def test_himmelblaus_minima_are_equally_deep():
    assert [Himmelblau().value(*m) for m in Himmelblau().minimisers] == pytest.approx([0.0] * 4, abs=1e-24)


def test_the_monkey_saddle_is_degenerate_and_slow_to_reach():
    assert MonkeySaddle().hessian(0.0, 0.0) == ((0.0, 0.0), (0.0, 0.0))
    path = descend(MonkeySaddle(), [0.5, 0.0], SGD(lr=0.01), steps=4000)
    # dx/dt = -3 x^2: x = 1 / (3t + 2), not a geometric sequence
    assert path.theta[-1, 0] == pytest.approx(1 / (3 * 0.01 * 4000 + 2), rel=0.01)


@pytest.mark.parametrize("tilt", [-0.384, -0.2, 0.0, 0.2, 0.384])
def test_double_well(tilt):
    well = DoubleWell(tilt)
    left, right = well.wells
    assert left < well.barrier < right
    for x in (left, well.barrier, right):
        assert well.gradient(x)[0] == pytest.approx(0.0, abs=1e-14)
    assert well.hessian(well.barrier)[0][0] < 0
    deepest = min(well.value(left), well.value(right))
    assert [x for x in well.wells if well.value(x) == deepest] == [m for (m,) in well.minimisers]
    end = descend(well, well.start, SGD(lr=0.1), steps=2000).theta[-1, 0]
    assert end == pytest.approx(right, abs=1e-3)  # hardly bent, a well at the largest tilt is slow


def test_a_plateaus_gradient_fades():
    far = [np.hypot(*Plateau(width=2.0).gradient(3.0 * k, 4.0 * k)) for k in (100, 200)]
    assert far[0] == pytest.approx(2 * 4 / 500**3, rel=1e-3)
    assert far[0] / far[1] == pytest.approx(8.0, rel=1e-3)


def test_a_cliff_throws_an_unclipped_step_far_back():
    cliff, lr = Cliff(), 0.1
    wild = descend(cliff, cliff.start, SGD(lr=lr), steps=60)
    tame = descend(cliff, cliff.start, SGD(lr=lr), steps=60, transforms=[clip_by_global_norm(1.0)])
    jumps = [np.linalg.norm(np.diff(path.theta, axis=0), axis=1).max() for path in (wild, tame)]
    assert jumps[0] > 3.0
    assert jumps[1] <= lr * (1 + 1e-12)
    assert wild.theta[:, 0].min() < -3.0 < tame.theta[:, 0].min()


def test_a_cliffs_slopes_are_those_asked_for():
    cliff = Cliff(slope=0.5, wall=8.0, width=0.01)
    assert cliff.gradient(-1.0, 0.0)[0] == pytest.approx(-0.5)
    assert cliff.gradient(1.0, 0.0)[0] == pytest.approx(8.0)
    assert cliff.value(10.0, 0.0) - cliff.value(9.0, 0.0) == pytest.approx(8.0)


def test_a_fixed_rate_ends_in_a_cycle_on_the_absolute_value():
    path = descend(AbsoluteValue((1.0,)), [1.05], SGD(lr=0.1), steps=40)
    np.testing.assert_allclose(path.theta[-4:, 0], [-0.05, 0.05, -0.05, 0.05], atol=1e-12)


def test_rastrigin_has_a_minimum_near_every_whole_point():
    path = descend(Rastrigin(), (3.2, -2.3), SGD(lr=1e-3), steps=400)
    np.testing.assert_allclose(path.theta[-1], [3.0, -2.0], atol=0.02)
    assert path.grad_norm[-1] < 1e-9
    assert path.loss[-1] == pytest.approx(9.0 + 4.0, abs=0.1)


def test_ackley_is_a_cone_at_its_tip():
    ackley = Ackley(a=20.0, b=0.2)
    assert ackley.value(1e-6, 0.0) == pytest.approx(20.0 * 0.2 * 1e-6 / math.sqrt(2), rel=1e-5)
    assert ackley.gradient(1e-9, 0.0)[0] == pytest.approx(4.0 / math.sqrt(2), rel=1e-6)
    m = math.e * (2 * math.pi) ** 2 / 2  # the ripples' curvature
    np.testing.assert_allclose(ackley.hessian(0.0, 0.0), [[m, 0.0], [0.0, m]])


def test_strict_saddle():
    assert np.linalg.eigvalsh(Saddle().hessian(0.0, 0.0)).tolist() == [-1.0, 1.0]


# ---- what constructors refuse -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Quadratic((1.0, float("nan"))), r"curvatures\[1\] = nan is not a finite number; 1.0 is a"),
        (lambda: Quadratic(()), r"curvatures = \(\) is not a list of numbers; \(1.0, 10.0\) is"),
        (lambda: Quadratic(3.0), "curvatures = 3.0 is not a list of numbers"),
        (lambda: Quadratic((1.0,), angle=0.5), "angle = 0.5 turns nothing on a line"),
        (lambda: Quadratic(angle=math.inf), "angle = inf is not a finite number"),
        (lambda: Rosenbrock(a="x"), "a = 'x' is not a finite number; 1.0 is a usual value"),
        (lambda: Rosenbrock(b=-1), "b = -1 is not a number above 0.0; 100.0 is a usual value"),
        (lambda: DoubleWell(0.4), "tilt = 0.4 is not a number between -0.38"),
        (lambda: Plateau(0), "width = 0 is not a number above 0.0"),
        (lambda: Cliff(slope=0), "slope = 0 is not"),
        (lambda: Cliff(wall=-1), "wall = -1 is not"),
        (lambda: Cliff(width=None), "width = None is not"),
        (lambda: AbsoluteValue((1.0, 0.0)), r"weights\[1\] = 0.0 is not a number above 0.0"),
        (lambda: Rastrigin(n=0), "n = 0 is not a whole number above 0; 2 is a usual value"),
        (lambda: Rastrigin(n=2.0), "n = 2.0 is not a whole number"),
        (lambda: Rastrigin(a=0), "a = 0 is not"),
        (lambda: Ackley(n=True), "n = True is not a whole number"),
        (lambda: Ackley(a=-1), "a = -1 is not"),
        (lambda: Ackley(b=0), "b = 0 is not"),
        (lambda: Ackley(c=math.nan), "c = nan is not"),
    ],
)  # fmt: skip
def test_refusals(make, message):
    with pytest.raises(ValueError, match=message):
        make()


# ---- the helpers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["exp", "log", "cos", "sin", "tanh", "sqrt", "sign"])
def test_a_helper_takes_floats_arrays_and_tensors(name):
    helper, x = getattr(surface, name), np.array([0.25, 1.0, 3.5])
    expected = getattr(np, name)(x)
    np.testing.assert_allclose(helper(x), expected, rtol=1e-15)
    np.testing.assert_allclose(helper(torch.tensor(x)), expected, rtol=1e-15)
    np.testing.assert_allclose([helper(v) for v in x.tolist()], expected, rtol=1e-15)
    assert helper(torch.tensor([0.5])).dtype == torch.float32


def test_floats_get_what_arrays_get_beyond_the_range():
    assert surface.exp(710.0) == math.inf
    assert math.isfinite(surface.exp(surface.LOG_OF_LARGEST))
    assert surface.exp(-math.inf) == 0.0
    assert all(math.isnan(f(x)) for f in (surface.cos, surface.sin) for x in (math.inf, math.nan))
    assert [surface.sign(x) for x in (-2.0, 0.0, 2.0)] == [-1.0, 0.0, 1.0]


@pytest.mark.parametrize("module", [objectives, rugged, surface])
def test_the_text_is_fit_for_micropython(module):
    """No power, no built-in sum (its rounding depends on the version), `math` alone at the top."""
    tree = ast.parse(Path(module.__file__).read_text())
    nodes = list(ast.walk(tree))
    assert not [n.lineno for n in nodes if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow)]
    assert not [n.lineno for n in nodes if isinstance(n, ast.Name) and n.id == "sum"]
    assert not [n.lineno for n in nodes if isinstance(n, ast.arg) and n.annotation]
    assert {n.names[0].name for n in tree.body if isinstance(n, ast.Import)} == {"math"}
    assert {n.module for n in tree.body if isinstance(n, ast.ImportFrom)} <= {"rugged", "surface"}
