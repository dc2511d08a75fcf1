"""Walks on surfaces, by the data in their artists."""

import matplotlib
import numpy as np
import pytest
from plots_setup import legend, line_of

from gdcourse import plots
from gdcourse.constraints import Affine, Ball, Box, Halfspace, Simplex
from gdcourse.objectives import DoubleWell, Quadratic, Rosenbrock, Saddle
from gdcourse.optim import EMA, SGD, Adam, Momentum, ScheduleFreeSGD, descend

BOWL = Quadratic((1.0, 10.0))


@pytest.mark.parametrize("objective", [BOWL, Rosenbrock(), Saddle()])
def test_paths_draws_the_walk_in_the_box(objective):
    walk = descend(objective, objective.start, Adam(lr=0.02), steps=100)
    ax = plots.paths(objective, [walk])
    line = next(line for line in ax.get_lines() if line.get_label() == "Adam")
    np.testing.assert_array_equal(line.get_xydata(), walk.theta)
    assert (ax.get_xlim(), ax.get_ylim()) == objective.box
    markers = {
        line.get_marker(): line.get_xydata()[0] for line in ax.get_lines() if len(line.get_xdata()) == 1
    }
    np.testing.assert_array_equal(markers["o"], walk.theta[0])
    np.testing.assert_array_equal(markers["s"], walk.theta[-1])
    assert ax.collections, "no contours"


def test_a_walk_that_leaves_says_after_which_step():
    walk = descend(BOWL, (-1.0, 0.1), SGD(lr=0.3), steps=30)  # y doubles and changes sign in each step
    ax = plots.paths(BOWL, [walk], labels=["too long"])
    assert legend(ax) == ["too long (off the scale after step 4)"]
    assert not [line for line in ax.get_lines() if line.get_marker() == "s"], "no end outside the box"


def test_a_walk_that_comes_back_says_how_long_it_was_out():
    walk = descend(BOWL, (-1.8, 1.0), Momentum(lr=0.35, momentum=0.3), steps=0)
    walk.theta = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 5.0], [1.0, 1.0]])
    walk.loss = np.zeros(4)
    assert legend(plots.paths(BOWL, [walk])) == ["Momentum (2 of 3 steps off the scale)"]


def test_what_is_far_out_is_drawn_in_its_direction_but_near():
    walk = descend(BOWL, (-1.0, 0.1), SGD(lr=1e30), steps=3)
    ax = plots.paths(BOWL, [walk])
    drawn = next(line for line in ax.get_lines() if line.get_label().startswith("SGD")).get_xydata()
    assert np.abs(drawn).max() < 100
    true, shown = walk.theta[1] - walk.theta[0], drawn[1] - drawn[0]
    np.testing.assert_allclose(shown / np.linalg.norm(shown), true / np.linalg.norm(true))
    ax.figure.canvas.draw()


def test_a_run_that_diverged_to_infinity_can_be_drawn():
    walk = descend(Rosenbrock(), (-1.2, 1.0), SGD(lr=1.0), steps=50)
    assert walk.diverged is not None
    ax = plots.paths(Rosenbrock(), [walk])
    assert "off the scale after step 0" in legend(ax)[0]
    ax.figure.canvas.draw()


def test_labels_must_match_the_walks():
    walk = descend(BOWL, BOWL.start, SGD(lr=0.1), steps=3)
    with pytest.raises(ValueError, match="1 trajectories need as many labels"):
        plots.paths(BOWL, [walk], labels=["one", "two"])


def test_a_surface_of_three_parameters_is_refused():
    with pytest.raises(ValueError, match="has 3 parameters"):
        plots.paths(Quadratic((1.0, 2.0, 3.0)), [])


def test_one_parameter_is_drawn_on_its_curve():
    well = DoubleWell()
    walk = descend(well, well.start, SGD(lr=0.1), steps=20)
    ax = plots.paths(well, [walk])
    np.testing.assert_array_equal(line_of(ax, "SGD").get_xydata(), np.column_stack([walk.theta, walk.loss]))
    x, y = ax.get_lines()[0].get_data()
    np.testing.assert_allclose(y, [well.value(each) for each in x])
    assert ax.get_xlim() == well.box[0]
    (star,) = [line for line in ax.get_lines() if line.get_marker() == "*"]
    np.testing.assert_allclose(star.get_xydata(), [[well.wells[0], well.value(well.wells[0])]])


def test_one_parameter_that_leaves_says_so():
    walk = descend(DoubleWell(), (1.5,), SGD(lr=3.0), steps=30)
    assert walk.diverged is not None
    ax = plots.paths(DoubleWell(), [walk])
    assert legend(ax) == ["SGD (off the scale after step 0)"]
    ax.figure.canvas.draw()


def shaded(ax, point):
    """Whether the shading of what is not feasible, a collection half transparent, covers a point."""
    outlines = [
        matplotlib.path.Path(outline)
        for each in ax.collections
        if each.get_alpha() == 0.16
        for path in each.get_paths()
        for outline in path.to_polygons()
    ]
    return sum(outline.contains_point(point) for outline in outlines) % 2 == 1  # a hole has an outline too


@pytest.mark.parametrize(
    "feasible",
    [
        Ball(1.0),
        Ball(0.5, (-1.0, 1.0)),
        Box(-1.0, 0.5),
        Halfspace((1.0, 1.0), 0.3),
        Simplex(),
        Affine([[1.0, 1.0]], [1.0]),
    ],
)
def test_what_is_outside_the_feasible_set_is_shaded(feasible):
    ax = plots.paths(BOWL, [], feasible=feasible)
    points = np.random.default_rng(0).uniform(-1.99, 1.99, (200, 2))
    far = np.linalg.norm(points - feasible(points), axis=1)
    inside = feasible.contains(points)
    assert [shaded(ax, point) for point in points[far > 0.05]] == [True] * int((far > 0.05).sum())
    assert [shaded(ax, point) for point in points[inside]] == [False] * int(inside.sum())
    assert legend(ax) == ["outside the feasible set"]


def test_the_edge_of_the_feasible_set_is_where_it_should_be():
    ax = plots.paths(BOWL, [], feasible=Ball(1.0))
    edge = np.concatenate([path.vertices for path in ax.collections[-1].get_paths()])
    assert np.abs(np.linalg.norm(edge, axis=1) - 1.0).max() < 0.02


@pytest.mark.parametrize(("feasible", "expected"), [(Ball(9.0), False), (Ball(0.1, (9.0, 9.0)), True)])
def test_a_set_may_cover_the_whole_picture_or_nothing_of_it(feasible, expected):
    ax = plots.paths(BOWL, [], feasible=feasible)
    assert shaded(ax, (0.5, 0.5)) is expected
    ax.figure.canvas.draw()


def test_outside_is_shaded_on_a_line_too():
    ax = plots.paths(DoubleWell(), [], feasible=Box(0.0, 1.0))
    assert [shaded(ax, (x, 0.5)) for x in (-1.0, -0.1, 0.1, 0.9, 1.1)] == [True, True, False, False, True]


def test_what_projects_nothing_is_refused():
    with pytest.raises(ValueError, match=r"feasible = 1\.0 projects no points"):
        plots.paths(BOWL, [], feasible=1.0)


def test_the_average_that_a_rule_keeps_is_drawn_thin():
    walks = [
        descend(BOWL, BOWL.start, rule, steps=20)
        for rule in (EMA(SGD(lr=0.1), decay=0.9), ScheduleFreeSGD(lr=0.1))
    ]
    ax = plots.paths(BOWL, walks)
    assert legend(ax) == ["EMA", "ScheduleFreeSGD", "thin: the average that is kept"]
    for walk in walks:
        (thin,) = [line for line in ax.get_lines() if np.array_equal(line.get_xydata(), walk.kept)]
        assert thin.get_linewidth() < line_of(ax, "EMA").get_linewidth()
        ends = [line.get_xydata()[0] for line in ax.get_lines() if line.get_marker() == "D"]
        assert any(np.array_equal(end, walk.kept[-1]) for end in ends)


def test_a_rule_that_keeps_what_it_has_got_no_second_line():
    walk = descend(BOWL, BOWL.start, SGD(lr=0.1), steps=20)
    assert legend(plots.paths(BOWL, [walk])) == ["SGD"]


def test_the_average_of_one_parameter_lies_on_the_curve():
    walk = descend(DoubleWell(), (1.5,), EMA(SGD(lr=0.1), decay=0.9), steps=20)
    ax = plots.paths(DoubleWell(), [walk])
    expected = np.column_stack([walk.kept, DoubleWell().value(walk.kept)])
    assert any(np.array_equal(line.get_xydata(), expected) for line in ax.get_lines())
