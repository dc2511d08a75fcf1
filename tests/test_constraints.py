"""Projections: what the nearest point of a convex set has to satisfy, for every set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdcourse import constraints
from gdcourse.constraints import Affine, Ball, Box, ConvexSet, Halfspace, Simplex
from gdcourse.objectives import Quadratic

N = 4


def _inside_box(s, theta):
    return max((s.low - theta).max(), (theta - s.high).max())


# One row a set: the set, and by how much a point breaks its definition (at most 0 for a member),
# written without the projection.
SETS = [
    (Box(-1.0, 2.0), _inside_box),
    (Box([-1.0, 0.0, -np.inf, 1.0], np.inf), _inside_box),
    (Box([-1.0, 0.0, 0.5, 1.0], [1.0, 0.0, 0.5, 4.0]), _inside_box),
    (Ball(2.0), lambda s, theta: np.linalg.norm(theta) - 2.0),
    (Ball(0.5, [1.0, -2.0, 0.0, 3.0]), lambda s, theta: np.linalg.norm(theta - s.center) - 0.5),
    (Simplex(), lambda s, theta: max(abs(theta.sum() - 1.0), -theta.min())),
    (Simplex(total=3.0), lambda s, theta: max(abs(theta.sum() - 3.0), -theta.min())),
    (Halfspace([1.0, -2.0, 0.0, 0.5], -1.0), lambda s, theta: s.a @ theta - s.b),
    (Affine([[1.0, 1.0, 1.0, 1.0]], [2.0]), lambda s, theta: abs(theta.sum() - 2.0)),
    (
        Affine([[1.0, 2.0, 0.0, 0.0], [2.0, 4.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]], [1.0, 2.0, 0.0]),
        lambda s, theta: np.abs(s.matrix @ theta - s.b).max(),
    ),
]
every = pytest.mark.parametrize(("convex", "excess"), SETS, ids=[repr(s) for s, _ in SETS])

few = settings(max_examples=40)  # of each law, for each set
points = arrays(np.float64, N, elements=st.floats(-100, 100))
far_points = arrays(np.float64, N, elements=st.floats(-1e6, 1e6))


def test_every_set_has_a_row():
    kinds = {k for k in vars(constraints).values() if isinstance(k, type) and issubclass(k, ConvexSet)}
    assert kinds - {ConvexSet} == {type(s) for s, _ in SETS}


# ---- laws ---------------------------------------------------------------------------------------


@every
@few
@given(theta=far_points)
def test_the_projection_is_a_member(convex, excess, theta):
    near = convex(theta)
    assert near.shape == theta.shape
    assert excess(convex, near) <= 1e-12 * (1 + np.abs(theta).max())
    assert convex.contains(near, tol=1e-9)


@every
@few
@given(theta=points)
def test_projecting_twice_is_projecting_once(convex, excess, theta):
    near = convex(theta)
    np.testing.assert_allclose(convex(near), near, rtol=0, atol=1e-12)


@every
@few
@given(theta=points, other=points)
def test_no_member_is_nearer(convex, excess, theta, other):
    """The two forms of it: by distance, and by the angle at the projection, which is never acute."""
    near, member = convex(theta), convex(other)
    assert np.linalg.norm(theta - near) <= np.linalg.norm(theta - member) + 1e-9
    assert (theta - near) @ (member - near) <= 1e-9 * (1 + np.abs(theta).max()) * (1 + np.abs(other).max())


@every
@few
@given(theta=points, other=points)
def test_projecting_moves_no_two_points_apart(convex, excess, theta, other):
    assert np.linalg.norm(convex(theta) - convex(other)) <= np.linalg.norm(theta - other) + 1e-9


@every
@few
@given(theta=points)
def test_contains_is_the_definition(convex, excess, theta):
    inside = bool(convex.contains(theta))
    if inside:
        assert excess(convex, theta) <= 1e-8
        np.testing.assert_allclose(convex(theta), theta, atol=1e-9)
    else:
        assert excess(convex, theta) > 0


@every
def test_each_row_of_many_is_projected_by_itself(convex, excess):
    theta = np.random.default_rng(0).normal(scale=3.0, size=(5, 2, N))
    kept = theta.copy()
    near = convex(theta)
    assert near.shape == theta.shape
    assert convex.contains(theta).shape == (5, 2)
    for index in np.ndindex(5, 2):
        np.testing.assert_allclose(near[index], convex(theta[index]), rtol=0, atol=1e-15)
    np.testing.assert_array_equal(theta, kept)
    assert not np.shares_memory(near, theta)


@every
def test_repr_reads_back(convex, excess):
    again = eval(repr(convex), {**vars(constraints), "inf": np.inf})
    theta = np.random.default_rng(1).normal(size=N)
    np.testing.assert_array_equal(again(theta), convex(theta))
    assert repr(again) == repr(convex)


@every
def test_what_is_not_a_number_stays_so(convex, excess):
    """A run that has diverged is not to be mended by a projection."""
    assert np.isnan(convex(np.full(N, np.nan))).all()


# ---- one by one ---------------------------------------------------------------------------------


def test_a_member_of_a_ball_stays_to_the_last_bit():
    theta = np.random.default_rng(0).uniform(-0.5, 0.5, size=(100, N))
    np.testing.assert_array_equal(Ball(1.0, 0.1)(theta), theta)


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e3, 1e3)), st.floats(0.01, 100))
def test_the_simplexs_tau_by_bisection(theta, total):
    """tau solves sum max(theta - tau, 0) = total, whose left side falls with tau."""
    low, high = theta.min() - total, theta.max()
    for _ in range(200):
        tau = (low + high) / 2
        low, high = (tau, high) if np.maximum(theta - tau, 0).sum() > total else (low, tau)
    np.testing.assert_allclose(Simplex(total)(theta), np.maximum(theta - tau, 0), rtol=0, atol=1e-9)


@given(points, st.floats(-1e8, 1e8))
def test_a_shift_of_every_coordinate_leaves_the_simplex_alone(theta, shift):
    np.testing.assert_allclose(Simplex()(theta + shift), Simplex()(theta), rtol=0, atol=1e-6)


def test_the_simplex_adds_up_far_away():
    """Where 1e16 - 1 is rounded to 1e16."""
    assert Simplex()([1e16, 1e16, -1e16]).tolist() == [0.5, 0.5, 0.0]


@pytest.mark.parametrize(
    ("convex", "minimiser"),
    [
        (Box(0.5, 2.0), [0.5, 0.5]),
        (Ball(1.0, [2.0, 0.0]), [1.0, 0.0]),
        (Halfspace([-1.0, -1.0], -1.0), [10 / 11, 1 / 11]),  # 10 y = x on the line x + y = 1
        (Affine([[1.0, 1.0]], [1.0]), [10 / 11, 1 / 11]),
        (Simplex(), [10 / 11, 1 / 11]),
    ],
    ids=repr,
)
def test_projected_gradient_descent_finds_the_constrained_minimum(convex, minimiser):
    """Of (x^2 + 10 y^2) / 2, by hand with Lagrange's condition."""
    objective, theta = Quadratic((1.0, 10.0)), np.array([3.0, 2.0])
    for _ in range(300):
        theta = convex(theta - 0.1 * np.array(objective.gradient(*theta)))
    np.testing.assert_allclose(theta, minimiser, atol=1e-9)


def test_an_affine_set_of_one_point():
    np.testing.assert_allclose(Affine(np.eye(2), [3.0, -1.0])([7.0, 7.0]), [3.0, -1.0], atol=1e-12)


def test_contains_allows_a_distance():
    theta = [[1.0, 0.0], [1.05, 0.0], [1.2, 0.0]]
    assert Ball(1.0).contains(theta, tol=0.1).tolist() == [True, True, False]
    assert Ball(1.0).contains(theta, tol=0.0).tolist() == [True, False, False]


# ---- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Box(2.0, 1.0), "low = 2.0 is above high = 1.0; swap them"),
        (lambda: Box([0.0, 2.0], 1.0), "is above high"),
        (lambda: Box([0.0, 0.0], [1.0, 1.0, 1.0]), "low has 2 entries, high 3"),
        (lambda: Box(np.nan, 1.0), "low = nan is not a number or a list of such; 0.0 is a usual value"),
        (lambda: Box("a", 1.0), "low = 'a' is not a number"),
        (lambda: Box([], 1.0), r"low = \[\] is not a number"),
        (lambda: Box([[0.0]], 1.0), r"low = \[\[0.0\]\] is not a number"),
        (lambda: Ball(0.0), "radius = 0.0 is not above 0; 1.0 is a usual value"),
        (lambda: Ball([1.0]), r"radius = \[1.0\] is not a finite number; 1.0"),
        (lambda: Ball(1.0, np.inf), "center = inf is not a finite number"),
        (lambda: Simplex(-1.0), "total = -1.0 is not above 0"),
        (lambda: Simplex(np.nan), "total = nan is not a finite number; 1.0"),
        (lambda: Halfspace([0.0, 0.0], 1.0), "is not a direction"),
        (lambda: Halfspace(1.0, 1.0), "is not a direction"),
        (lambda: Halfspace([1.0], [1.0]), r"b = \[1.0\] is not a finite number"),
        (lambda: Affine([1.0, 1.0], [1.0]), r"shape \(2,\) and b \(1,\); give \(m, n\) and \(m,\)"),
        (lambda: Affine([[1.0, 1.0]], [1.0, 2.0]), r"matrix has shape \(1, 2\) and b \(2,\)"),
        (lambda: Affine([[1.0, np.nan]], [1.0]), "has an entry that is not finite"),
        (lambda: Affine([[1.0], [1.0]], [0.0, 2.0]), r"has no solution, \[.*\] is nearest; drop"),
        (lambda: Box([0.0, 0.0], 1.0)([1.0, 2.0, 3.0]), r"shape \(3,\); Box.* a last axis of 2 coordinates"),
        (lambda: Ball(1.0)(3.0), r"shape \(\); Ball.* a last axis of one or more coordinates"),
        (lambda: Simplex()(np.empty((3, 0))), r"shape \(3, 0\); Simplex"),
        (lambda: Halfspace([1.0, 1.0], 1.0)([1.0]), r"shape \(1,\); Halfspace"),
        (lambda: Affine([[1.0, 1.0]], [1.0])([1.0]), r"shape \(1,\); Affine"),
        (lambda: Ball(1.0).contains([1.0], tol=-1), "tol = -1 is not a distance of 0 or more"),
    ],
)  # fmt: skip
def test_refusals(make, message):
    with pytest.raises(ValueError, match=message):
        make()
