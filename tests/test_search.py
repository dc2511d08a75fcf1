"""The other families: what every search promises, then the closed form or the law of each."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdcourse import search
from gdcourse.objectives import DoubleWell, Quadratic, Rastrigin, Rosenbrock, Saddle
from gdcourse.optim import SGD, descend
from gdcourse.search import (
    Counted,
    SearchOverError,
    backtracking,
    bfgs,
    cmaes,
    differential_evolution,
    functions,
    golden_section,
    metropolis_accept,
    newton,
    one_plus_one_es,
    random_search,
    simulated_annealing,
)

BOX = ((-2.0, 2.0), (-1.0, 3.0))
START = [-1.2, 1.0]
VALUE, GRADIENT, HESSIAN = functions(Rosenbrock())


def along_a_line(f):
    return golden_section(lambda y: f(np.array([0.5, y])), -1.0, 3.0)


# One row a search: on a function of two numbers, with a fresh generator, at a budget where it takes one.
SEARCHES = {
    "golden_section": lambda f, rng, **limits: along_a_line(f),
    "newton": lambda f, rng, **limits: newton(f, GRADIENT, HESSIAN, START, **limits),
    "bfgs": lambda f, rng, **limits: bfgs(f, GRADIENT, START, **limits),
    "random_search": lambda f, rng, **limits: random_search(f, BOX, rng, **limits),
    "simulated_annealing": lambda f, rng, **limits: simulated_annealing(f, START, 0.2, rng, **limits),
    "one_plus_one_es": lambda f, rng, **limits: one_plus_one_es(f, START, 0.2, rng, **limits),
    "differential_evolution": lambda f, rng, **limits: differential_evolution(f, BOX, rng, **limits),
    "cmaes": lambda f, rng, **limits: cmaes(f, START, 0.2, rng, **limits),
}
CHANCE = [name for name in SEARCHES if name not in ("golden_section", "newton", "bfgs")]
every = pytest.mark.parametrize("name", SEARCHES)
every_by_chance = pytest.mark.parametrize("name", CHANCE)


def run(name, f, seed=0, **limits):
    return SEARCHES[name](f, np.random.default_rng(seed), **limits)


class Calls:
    """A function that remembers where it was called."""

    def __init__(self, f):
        self.f, self.points = f, []

    def __call__(self, x):
        self.points.append(np.array(x))
        return self.f(x)


# ---- what every search promises -----------------------------------------------------------------


def test_every_search_has_a_row():
    others = {"Counted", "Found", "SearchOverError", "backtracking", "functions", "metropolis_accept"}
    assert set(search.__all__) == set(SEARCHES) | others


@every
def test_it_returns_the_best_point_and_the_number_of_calls(name):
    f = Calls(VALUE)
    x, evaluations = run(name, f)
    values = [VALUE(p) for p in f.points]
    if name in ("newton", "bfgs"):  # their calls of g and H count, too
        assert evaluations > len(values)
        assert VALUE(x) == min(values)
    elif name == "golden_section":
        assert type(x) is float
        assert evaluations == len(values)
        assert VALUE([0.5, x]) == min(values)
    else:
        assert evaluations == len(values)
        np.testing.assert_array_equal(x, f.points[int(np.argmin(values))])


@every
def test_a_counted_function_sees_every_call(name):
    f = Counted(VALUE)
    assert run(name, f).evaluations == f.evaluations == len(f.best)
    assert (np.diff(f.best) <= 0).all()
    assert f.best[-1] == f.lowest == VALUE(f.x)


@every
def test_a_budget_of_the_function_ends_the_search(name):
    f = Counted(VALUE, max_evals=25)
    x, evaluations = run(name, f)
    assert evaluations == f.evaluations == 25
    assert VALUE([0.5, x] if name == "golden_section" else x) == f.lowest
    with pytest.raises(SearchOverError, match="the budget of 25 evaluations is spent"):
        f(np.zeros(2))


@pytest.mark.parametrize("name", [n for n in SEARCHES if n != "golden_section"])
def test_a_budget_of_the_search_is_kept(name):
    assert run(name, VALUE, max_evals=25).evaluations == 25
    assert run(name, VALUE, max_evals=1).evaluations == 1


@every_by_chance
def test_it_ends_at_the_target(name):
    f = Calls(VALUE)
    x, _ = run(name, f, target=1.0)
    values = [VALUE(p) for p in f.points]
    assert values[-1] <= 1.0 < min(values[:-1], default=math.inf)
    np.testing.assert_array_equal(x, f.points[-1])


@every_by_chance
def test_the_generator_decides_and_numpys_global_state_is_left_alone(name):
    before = np.random.get_state()[1].copy()
    first, again, other = (Counted(VALUE, max_evals=300) for _ in range(3))
    for f, seed in ((first, 1), (again, 1), (other, 2)):
        run(name, f, seed)
    np.testing.assert_array_equal(first.best, again.best)
    assert not np.array_equal(first.best, other.best)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@every
def test_not_a_number_is_an_error_that_names_the_point(name):
    calls = Calls(VALUE)

    def f(x):
        return calls(x) if len(calls.points) < 2 else math.nan

    with pytest.raises(ValueError, match=r"f is not a number at x = (\[-?\d|-?\d).*let it return inf"):
        run(name, f)


@every
@pytest.mark.parametrize("wrong", [None, [1.0, 2.0], np.ones(1), "low"], ids=repr)
def test_a_value_that_is_not_one_number_is_an_error(name, wrong):
    with pytest.raises(ValueError, match=r"f returned .* at x = .*; a search needs one number"):
        run(name, lambda x: wrong)


@every_by_chance
def test_infinite_values_mark_what_is_out_of_bounds(name):
    """Also where the search begins there, like those that begin at START."""
    x, _ = run(name, lambda x: VALUE(x) if x[0] < -1.3 else math.inf, max_evals=2000)
    assert x[0] < -1.3


@every
def test_what_the_function_raises_comes_through(name):
    def f(x):
        raise TypeError("of the function's own")

    with pytest.raises(TypeError, match="of the function's own"):
        run(name, f)


@every
def test_it_says_nothing(name, capfd):
    run(name, Counted(VALUE, max_evals=200))
    assert capfd.readouterr() == ("", "")


def test_the_start_is_left_alone():
    x0 = np.array(START)
    for name in ("newton", "bfgs", "simulated_annealing", "one_plus_one_es", "cmaes"):
        arguments = {"newton": (GRADIENT, HESSIAN, x0), "bfgs": (GRADIENT, x0)}
        rest = arguments.get(name, (x0, 0.5, np.random.default_rng(0)))
        getattr(search, name)(VALUE, *rest, max_evals=50)
    np.testing.assert_array_equal(x0, START)


# ---- Counted ------------------------------------------------------------------------------------


def test_counted_keeps_the_running_minimum_and_its_point():
    f = Counted(lambda x: (x - 2.0) ** 2)
    for x in (5.0, 3.0, 4.0, 2.5):
        f(x)
    assert f.best.tolist() == [9.0, 1.0, 1.0, 0.25]
    assert f.found() == (2.5, 4)


def test_counted_counts_derivatives_and_repeats_the_minimum():
    f = Counted(lambda x: float(x @ x), max_evals=4)
    g = f.track(lambda x: 2 * x)
    x = np.array([3.0])
    assert (g(x), f(x), g(x), f(x / 3)) == (6.0, 9.0, 6.0, 1.0)
    assert f.best.tolist() == [math.inf, 9.0, 9.0, 1.0]
    with pytest.raises(SearchOverError):
        g(x)


def test_counted_ends_after_its_target():
    f = Counted(lambda x: x, target=1.0)
    assert (f(2.0), f(1.0)) == (2.0, 1.0)
    with pytest.raises(SearchOverError, match=r"the target 1.0 is reached: 1.0"):
        f(5.0)


def test_a_search_with_a_spent_function_says_so():
    f = Counted(VALUE, max_evals=1)
    f(np.zeros(2))
    with pytest.raises(SearchOverError, match="spent before the search began"):
        random_search(f, BOX, np.random.default_rng(0))


def test_a_derivative_that_is_not_finite_is_an_error_that_names_the_point():
    with pytest.raises(ValueError, match=r"the derivative at x = \[1.0\] is not finite: \[nan\]"):
        bfgs(lambda x: float(x @ x), lambda x: np.array([math.nan]), [1.0])


def test_functions_of_an_objective_take_vectors():
    assert VALUE(np.array(START)) == Rosenbrock().value(*START)
    np.testing.assert_array_equal(GRADIENT(START), Rosenbrock().gradient(*START))
    np.testing.assert_array_equal(HESSIAN(START), Rosenbrock().hessian(*START))


# ---- along a line -------------------------------------------------------------------------------


@given(st.floats(-100, 100), st.floats(0.1, 100), st.floats(0, 1), st.floats(1e-6, 1e-2))
def test_golden_section_shrinks_by_0618_an_evaluation(a, length, where, tol):
    least = a + where * length
    x, evaluations = golden_section(lambda x: abs(x - least), a, a + length, tol)
    assert abs(x - least) <= tol
    shrinks = math.log(tol / length) / math.log((math.sqrt(5) - 1) / 2)
    assume(abs(shrinks - round(shrinks)) > 1e-6)
    assert evaluations == 2 + math.ceil(shrinks)


def test_golden_section_reuses_one_of_its_two_points():
    f = Calls(lambda x: (x - 0.3) ** 2)
    golden_section(f, 0.0, 1.0, tol=1e-4)
    r = (math.sqrt(5) - 1) / 2
    assert f.points[0] == pytest.approx(1 - r)
    assert f.points[1] == pytest.approx(r)
    assert f.points[2] == pytest.approx(r * (1 - r))  # the new one in [0, r]; 1 - r = r * r serves again


def test_golden_section_stops_where_doubles_end():
    x, evaluations = golden_section(lambda x: abs(x - 1.0), 0.0, 3.0, tol=1e-300)
    assert x == pytest.approx(1.0, abs=1e-15)
    assert evaluations < 90


@given(st.floats(0.01, 100), st.floats(0.1, 10), st.floats(0.1, 0.9), st.floats(1e-4, 0.9))
def test_backtracking_on_a_parabola(curvature, alpha0, rho, c):
    """For f = L x^2 / 2 and d = -g, Armijo's condition reads alpha <= 2 (1 - c) / L."""
    limit = 2 * (1 - c) / curvature
    steps = math.ceil(math.log(limit / alpha0) / math.log(rho)) if alpha0 > limit else 0
    expected = alpha0 * rho**steps
    assume(abs(expected - limit) > 1e-6 * limit)
    f, g = (lambda x: curvature * float(x @ x) / 2), (lambda x: curvature * x)
    assert backtracking(f, g, [1.0], [-curvature], alpha0, c, rho) == pytest.approx(expected)


def test_backtracking_returns_nothing_where_rounding_allows_no_better():
    """At the minimum, with a gradient that says otherwise."""
    assert backtracking(lambda x: abs(x[0] - 1.0), lambda x: np.ones(1), [1.0], [-1.0]) == 0.0


# ---- by curvature -------------------------------------------------------------------------------


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=6))
def test_newton_takes_one_step_on_a_quadratic(curvatures):
    x0 = np.linspace(1.0, 2.0, len(curvatures))
    x, evaluations = newton(*functions(Quadratic(curvatures)), x0, tol=1e-9)
    np.testing.assert_allclose(x, 0, atol=1e-11)
    assert evaluations == 5  # f, g, H, then f and g where it lands


def test_newton_and_bfgs_on_rosenbrocks_valley():
    """From Rosenbrock's start: tens of calls, where gradient descent needs tens of thousands."""
    calls = [Calls(function) for function in (VALUE, GRADIENT, HESSIAN)]
    x, evaluations = newton(*calls, START)
    assert np.linalg.norm(GRADIENT(x)) <= 1e-8
    assert len(calls[2].points) == 21  # steps
    assert evaluations == sum(len(c.points) for c in calls) == 72
    x, evaluations = bfgs(VALUE, GRADIENT, START)
    assert np.linalg.norm(GRADIENT(x)) <= 1e-8
    assert 60 <= evaluations <= 120
    walk = descend(Rosenbrock(), START, SGD(lr=0.001), steps=5000, tol=1e-8)
    assert not walk.converged


def test_the_tolerance_is_on_the_gradients_euclidean_norm():
    f, g, hessian = functions(Quadratic(np.linspace(1.0, 100.0, 50)))
    for tol in (1e-1, 1e-2, 1e-3):
        assert np.linalg.norm(g(bfgs(f, g, np.ones(50), tol=tol).x)) <= tol
        assert np.linalg.norm(g(newton(f, g, hessian, np.ones(50), tol=tol).x)) <= tol


def test_newtons_convergence_is_quadratic_at_the_end():
    calls = Calls(GRADIENT)
    newton(VALUE, calls, HESSIAN, START, tol=1e-9)
    *_, far, near = (np.linalg.norm(p - 1.0) for p in calls.points)
    assert near < 1e-9
    assert near <= 50 * far**2


def test_newton_leaves_a_saddle_that_newtons_own_step_would_reach():
    f, g, hessian = functions(Saddle())
    x0 = np.array([1.5, 0.001])
    own = x0 - np.linalg.solve(hessian(x0), g(x0))
    assert np.linalg.norm(own) < 1e-8  # at the saddle in one step
    calls = Calls(f)
    x, _ = newton(calls, g, hessian, x0)
    np.testing.assert_allclose(x, [0.0, 1.0], atol=1e-8)
    # the first try: Newton's step along x, its opposite along y, where the curvature is negative
    np.testing.assert_allclose(calls.points[1], [0.0, 2 * x0[1] - own[1]], atol=1e-12)


def test_newton_without_curvature_goes_down_the_slope():
    f = Calls(lambda x: float(x[0]))
    newton(f, lambda x: np.array([1.0, 0.0]), lambda x: np.zeros((2, 2)), [0.0, 0.0], max_evals=7)
    np.testing.assert_array_equal(f.points, [[0.0, 0.0], [-1.0, 0.0], [-2.0, 0.0]])


def test_newton_shortens_a_step_that_overshoots():
    """For sqrt(1 + x^2), Newton's own step takes x to -x^3 and diverges from |x| > 1."""
    x, _ = newton(
        lambda x: math.hypot(1.0, x[0]),
        lambda x: x / math.hypot(1.0, x[0]),
        lambda x: np.array([[math.hypot(1.0, x[0]) ** -3]]),
        [2.0],
    )
    assert x[0] == pytest.approx(0.0, abs=1e-8)


def test_newton_ends_where_rounding_does():
    """The root of 2 is no double, so this gradient is nowhere zero."""
    x, evaluations = newton(
        lambda x: (x[0] * x[0] - 2.0) ** 2,
        lambda x: 4.0 * x * (x * x - 2.0),
        lambda x: np.array([[12.0 * x[0] * x[0] - 8.0]]),
        [1.5],
        tol=1e-300,
    )
    assert x[0] == pytest.approx(math.sqrt(2.0), abs=1e-15)
    assert evaluations < 100


# ---- by chance ----------------------------------------------------------------------------------


def test_random_searchs_best_is_an_order_statistic():
    """The least of N uniform numbers has the mean 1 / (N + 1) and is below p with 1 - (1 - p)^N."""
    runs, n = 500, 60
    least = np.array(
        [
            random_search(lambda x: x[0], [(0, 1)], np.random.default_rng(seed), max_evals=n).x[0]
            for seed in range(runs)
        ]
    )
    assert least.mean() == pytest.approx(1 / (n + 1), abs=5 / (n + 1) / math.sqrt(runs))
    chance = 1 - 0.95**n  # 95 %
    assert (least <= 0.05).mean() == pytest.approx(chance, abs=5 * math.sqrt(chance * (1 - chance) / runs))


@pytest.mark.parametrize(("rise", "temperature"), [(0.1, 1.0), (1.0, 1.0), (1.0, 0.5), (3.0, 2.0)])
def test_metropolis_accepts_with_the_frequency_of_boltzmann(rise, temperature):
    rng, trials = np.random.default_rng(0), 20_000
    p = math.exp(-rise / temperature)
    frequency = sum(metropolis_accept(rise, temperature, rng) for _ in range(trials)) / trials
    assert frequency == pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / trials))


def test_metropolis_keeps_boltzmanns_distribution():
    """Of two states, the upper one is held for the share e^(-1/T) / (1 + e^(-1/T)) of the time."""
    rng, energy, in_upper, steps = np.random.default_rng(1), 0, 0, 40_000
    for _ in range(steps):
        if metropolis_accept(1 - 2 * energy, 0.7, rng):
            energy = 1 - energy
        in_upper += energy
    share = math.exp(-1 / 0.7) / (1 + math.exp(-1 / 0.7))
    assert in_upper / steps == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("rise", "temperature", "accepted"),
    [(-1.0, 0.0, True), (0.0, 0.0, True), (1e-300, 0.0, False), (math.inf, 1.0, False), (5.0, 1e-300, False)],
)
def test_metropolis_at_its_limits(rise, temperature, accepted):
    assert metropolis_accept(rise, temperature, np.random.default_rng(0)) is accepted


def test_annealing_leaves_a_well_that_descent_does_not():
    well = DoubleWell()
    (deep,), (shallow,) = well.minimisers[0], (w for w in well.wells if (w,) not in well.minimisers)
    assert descend(well, [0.9], SGD(lr=0.1), steps=500).theta[-1, 0] == pytest.approx(shallow, abs=1e-6)
    f, _, _ = functions(well)
    ends = {
        temperature: [
            simulated_annealing(f, [0.9], 0.1, np.random.default_rng(s), temperature, 3000).x[0]
            for s in range(10)
        ]
        for temperature in (0.0, 0.5)
    }
    np.testing.assert_allclose(ends[0.0], shallow, atol=0.02)
    np.testing.assert_allclose(ends[0.5], deep, atol=0.05)


def test_annealing_follows_the_schedule_it_is_given():
    seen = []
    simulated_annealing(
        VALUE, START, 0.1, np.random.default_rng(0), max_evals=6, schedule=lambda k: seen.append(k) or 0.0
    )
    assert seen == [1, 2, 3, 4, 5]


def test_annealing_cools_to_a_thousandth(monkeypatch):
    seen = []

    def accept(rise, temperature, rng):
        seen.append(temperature)
        return False

    monkeypatch.setattr(search, "metropolis_accept", accept)
    simulated_annealing(VALUE, START, 0.1, np.random.default_rng(0), T0=2.0, max_evals=1001)
    assert seen[0] == pytest.approx(2.0, rel=0.01)
    assert seen[-1] == pytest.approx(0.002, rel=0.01)
    np.testing.assert_allclose(np.diff(np.log(seen)), math.log(1e-3) / 1001)


# ---- by populations -----------------------------------------------------------------------------


def sphere(x):
    return float(x @ x)


def ellipsoid(n, condition, rotation=None):
    curvatures = condition ** (np.arange(n) / (n - 1))
    turn = np.eye(n) if rotation is None else rotation
    return lambda x: float(curvatures @ (turn @ x) ** 2)


def evaluations_on(searcher, f, n, seeds, target=1e-8, max_evals=300_000):
    """The mean number of evaluations to the target, which every seed has to reach."""
    counts = []
    for seed in range(seeds):
        x, count = searcher(f, np.ones(n), 1.0, np.random.default_rng(seed), target, max_evals)
        assert f(x) <= target
        counts.append(count)
    return np.mean(counts)


def test_the_one_plus_one_es_converges_linearly_on_the_sphere():
    """ln(distance) falls by at most 0.202 / n an evaluation, the best that any step size allows; by four
    fifths of it here. So ten times the accuracy costs as much again, and twice the n twice as much."""
    per_n = {}
    for n in (10, 20, 40):
        count = evaluations_on(one_plus_one_es, sphere, n, seeds=5, target=1e-16 * n)
        slope = 0.5 * math.log(1e-16) / count
        assert -0.202 <= slope * n <= -0.13
        per_n[n] = count / n
    assert max(per_n.values()) <= 1.25 * min(per_n.values())


def test_the_one_fifth_rule_finds_the_step_size():
    """Started a million times too small or too large, it needs a few hundred evaluations more."""
    rng = np.random.default_rng
    counts = [
        one_plus_one_es(sphere, np.ones(5), sigma, rng(0), target=1e-8).evaluations
        for sigma in (1e-6, 1.0, 1e6)
    ]
    assert max(counts) - min(counts) < 500


def test_cmaes_beats_the_one_plus_one_es_in_an_ill_conditioned_valley():
    """Condition number 1000: one step size for all axes is paid for in each dimension."""
    for n in (2, 5, 10):
        f = ellipsoid(n, 1e3)
        ratio = evaluations_on(one_plus_one_es, f, n, seeds=1) / evaluations_on(cmaes, f, n, seeds=1)
        assert ratio > 5


@pytest.mark.slow
def test_es_and_cmaes_by_dimension_and_condition():
    """The (1+1)-ES pays in proportion to condition times n, CMA-ES little for the condition."""
    es, cma = (
        {
            (n, condition): evaluations_on(searcher, ellipsoid(n, condition), n, seeds=3)
            for n, condition in [(5, 1e2), (5, 1e3), (5, 1e4), (10, 1e3), (20, 1e3)]
        }
        for searcher in (one_plus_one_es, cmaes)
    )
    assert 5 < es[5, 1e3] / es[5, 1e2] < 12
    assert 5 < es[5, 1e4] / es[5, 1e3] < 12
    assert cma[5, 1e4] / cma[5, 1e2] < 1.6
    assert 1.5 < es[10, 1e3] / es[5, 1e3] < 3
    assert 1.5 < es[20, 1e3] / es[10, 1e3] < 3
    assert all(es[key] > 5 * cma[key] for key in es if key[1] > 1e2)


def test_cmaes_does_not_mind_a_turn():
    n = 5
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(n, n)))
    straight, turned = (
        evaluations_on(cmaes, ellipsoid(n, 1e4, rotation), n, seeds=3) for rotation in (None, turn)
    )
    assert 0.8 < turned / straight < 1.25


def test_cmaes_ends_by_itself_where_values_no_longer_differ():
    x, evaluations = cmaes(sphere, [3.0], 1.0, np.random.default_rng(0))
    assert abs(x[0]) < 1e-5
    assert evaluations < 1000


def test_cmaes_says_which_package_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "cmaes", None)
    with pytest.raises(ImportError, match="python -m pip install cmaes"):
        cmaes(sphere, [1.0], 1.0, np.random.default_rng(0))


def test_differential_evolution_finds_rastrigins_least_minimum():
    f, _, _ = functions(Rastrigin())
    for seed in range(8):
        x, _ = differential_evolution(f, Rastrigin().box, np.random.default_rng(seed), target=1e-6)
        np.testing.assert_allclose(x, 0.0, atol=1e-3)
        local = descend(Rastrigin(), np.random.default_rng(seed).uniform(2, 5, 2), SGD(lr=1e-3), steps=300)
        assert local.loss[-1] > 1.0


def test_differential_evolution_ends_when_its_population_has_gathered():
    f = Counted(sphere)
    x, evaluations = differential_evolution(f, BOX, np.random.default_rng(0), max_evals=50_000, tol=1e-6)
    assert sphere(x) < 1e-5
    assert evaluations < 5000
    assert evaluations % (15 * 2) == 0  # whole generations, and no polish after them
    rough = differential_evolution(sphere, BOX, np.random.default_rng(0), max_evals=50_000, tol=1e-2)
    assert rough.evaluations < evaluations


# ---- what is refused ----------------------------------------------------------------------------

RNG = np.random.default_rng(0)
F, G = sphere, lambda x: 2 * x
LINE = [(0, 1)]
NEWTON = (VALUE, GRADIENT, HESSIAN)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: golden_section(F, 1.0, 1.0), "a = 1.0, b = 1.0 is no interval"),
        (lambda: golden_section(F, 0.0, math.inf), "b = inf is no interval"),
        (lambda: golden_section(F, 0.0, 1.0, tol=0), "tol = 0 is not a number above 0; 1e-08"),
        (lambda: backtracking(F, G, [1.0], [1.0]), r"d = \[1.0\] does not lead down: .* 2.0"),
        (lambda: backtracking(F, G, [1.0], [-1.0], alpha0=-1), "alpha0 = -1 is not"),
        (lambda: backtracking(F, G, [1.0], [-1.0], c=1.0), "c = 1.0 is not between 0 and 1"),
        (lambda: backtracking(F, G, [1.0], [-1.0], rho=0.0), "rho = 0.0 is not between"),
        (lambda: newton(*NEWTON, [math.nan, 1.0]), "x0 = .* not a vector of finite numbers"),
        (lambda: newton(*NEWTON, 1.0), "x0 = 1.0 is not a vector"),
        (lambda: newton(*NEWTON, START, tol="small"), "tol = 'small' is not a number above 0"),
        (lambda: newton(VALUE, GRADIENT, lambda x: np.eye(3), START), r"H\(x\) has shape \(3, 3\)"),
        (lambda: bfgs(VALUE, GRADIENT, []), r"x0 = \[\] is not a vector"),
        (lambda: bfgs(VALUE, GRADIENT, START, max_evals=0), "max_evals = 0 is not a whole number"),
        (lambda: random_search(F, [(0, 1, 2)], RNG), r"box = \[\(0, 1, 2\)\] is not a list of pairs"),
        (lambda: random_search(F, [(1, 0)], RNG), "has a low that is not below its high"),
        (lambda: random_search(F, [(0, math.inf)], RNG), "is not a list of pairs"),
        (lambda: random_search(F, "box", RNG), "box = 'box' is not a list of pairs"),
        (lambda: random_search(F, LINE, 0), "rng = 0 is .*; numpy.random.default_rng"),
        (lambda: random_search(F, LINE, RNG, max_evals=1e3), "max_evals = 1000.0 is not a whole number"),
        (lambda: random_search(F, LINE, RNG, target=math.nan), "target = nan can't be reached"),
        (lambda: metropolis_accept(math.nan, 1.0, RNG), "dE = nan can't be judged"),
        (lambda: metropolis_accept(1.0, -1.0, RNG), "T = -1.0 is not a temperature of 0 or more; 1.0"),
        (lambda: metropolis_accept(1.0, 1.0, np.random), "is not a random generator"),
        (lambda: simulated_annealing(VALUE, START, 0.0, RNG), "sigma = 0.0 is not a number above 0; 1.0"),
        (lambda: simulated_annealing(VALUE, START, 0.1, None), "rng = None is not a random generator"),
        (lambda: simulated_annealing(VALUE, START, 0.1, RNG, T0=-1.0), "T0 = -1.0 is not a temperature"),
        (lambda: one_plus_one_es(VALUE, [[1.0]], 0.1, RNG), r"x0 = \[\[1.0\]\] is not a vector"),
        (lambda: one_plus_one_es(VALUE, START, math.nan, RNG), "sigma = nan is not a number above 0"),
        (lambda: one_plus_one_es(VALUE, START, 0.1, 7), "rng = 7 is not a random generator"),
        (lambda: differential_evolution(VALUE, BOX, 7), "rng = 7 is not a random generator"),
        (lambda: differential_evolution(VALUE, [], RNG), r"box = \[\] is not a list of pairs"),
        (lambda: differential_evolution(VALUE, BOX, RNG, tol=-1), "tol = -1 is not a number above 0"),
        (lambda: differential_evolution(VALUE, BOX, RNG, popsize=0), "popsize = 0 is not .*; 15 is a usual"),
        (lambda: cmaes(VALUE, START, -1.0, RNG), "sigma = -1.0 is not a number above 0"),
        (lambda: cmaes(VALUE, "ab", 1.0, RNG), "x0 = 'ab' is not a vector"),
        (lambda: cmaes(VALUE, START, 1.0, 7), "rng = 7 is not a random generator"),
    ],
)  # fmt: skip
def test_refusals(make, message):
    with pytest.raises(ValueError, match=message):
        make()
