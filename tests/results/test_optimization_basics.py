"""Published results of chapter 1, through the library's public functions."""

import numpy as np
import pytest
from results_setup import exponent
from sklearn.linear_model import Lasso

from gdcourse import data
from gdcourse.normalization import standardize
from gdcourse.objectives import Rosenbrock
from gdcourse.optim import SGD, drive
from gdcourse.regularization import soft_threshold
from gdcourse.search import backtracking, bfgs, cmaes, functions, newton, one_plus_one_es

# ---- Beck and Teboulle (2009): the lasso by ISTA and FISTA ----------------------------------------


def diabetes():
    d = data.diabetes()
    return standardize(d.x.astype(np.float64)) + standardize(d.y.astype(np.float64))


def lasso_loss(x, y, lam, theta):
    return ((x @ theta - y) ** 2).mean() / 2 + lam * np.abs(theta).sum()


def smooth_part(x, y):
    """The gradient of half the mean squared error, and its largest curvature L."""
    return lambda theta: x.T @ (x @ theta - y) / len(y), np.linalg.norm(x, 2) ** 2 / len(y)


def ista(x, y, lam, steps):
    gradient, largest = smooth_part(x, y)
    return drive(
        SGD(lr=1 / largest),
        lambda t, theta: gradient(theta),
        np.zeros(x.shape[1]),
        steps,
        project=lambda theta: soft_threshold(theta, lam / largest),
    )


def fista(x, y, lam, steps):
    gradient, largest = smooth_part(x, y)
    theta = ahead = np.zeros(x.shape[1])
    weight, points = 1.0, [theta]
    for _ in range(steps):
        before, theta = theta, soft_threshold(ahead - gradient(ahead) / largest, lam / largest)
        old, weight = weight, (1 + np.sqrt(1 + 4 * weight**2)) / 2
        ahead = theta + (old - 1) / weight * (theta - before)
        points.append(theta)
    return np.array(points)


both = pytest.mark.parametrize("method", [ista, fista])


@both
def test_with_orthonormal_features_one_soft_threshold_solves_the_lasso(method):
    rng = np.random.default_rng(0)
    x = np.sqrt(40) * np.linalg.qr(rng.standard_normal((40, 6)))[0]
    y = x @ np.array([3.0, -2.0, 0.5, 0.05, 0.0, 0.0]) + rng.standard_normal(40)
    closed_form = soft_threshold(x.T @ y / 40, 0.3)
    assert 0 < (closed_form == 0).sum() < 6
    np.testing.assert_allclose(method(x, y, 0.3, steps=1)[-1], closed_form, atol=1e-12)


@both
@pytest.mark.parametrize("lam", [0.01, 0.05, 0.2])
def test_the_lasso_of_the_diabetes_data(method, lam):
    x, y = diabetes()
    theta = method(x, y, lam, steps=3000)[-1]
    expected = Lasso(alpha=lam, fit_intercept=False, tol=1e-14, max_iter=10**6).fit(x, y).coef_
    np.testing.assert_allclose(theta, expected, atol=1e-9)
    np.testing.assert_array_equal(theta == 0, expected == 0)
    assert (theta == 0).any()


def test_ista_keeps_its_bound_of_1_over_t_and_fista_that_of_1_over_t_squared():
    x, y = diabetes()
    lam, steps = 0.001, 1000
    _, largest = smooth_part(x, y)
    best = fista(x, y, lam, 10 * steps)[-1]
    t = np.arange(1, steps + 1)
    slow, fast = (
        np.array([lasso_loss(x, y, lam, theta) for theta in method(x, y, lam, steps)[1:]])
        - lasso_loss(x, y, lam, best)
        for method in (ista, fista)
    )
    assert (slow <= largest * (best @ best) / (2 * t)).all()
    bound = 2 * largest * (best @ best) / (t + 1) ** 2
    assert (fast <= bound).all()
    assert (slow > 5 * bound).any()  # so the second bound tells them apart


# ---- Nocedal and Wright (2006), table 6.1: Rosenbrock's function from (-1.2, 1) -------------------
# Until the gradient's norm is 1e-5, Newton's method took them 21 steps, BFGS 34, steepest descent 5264.

F, G, H = functions(Rosenbrock())
START = np.array([-1.2, 1.0])


def noting(function, points):
    def noted(x):
        points.append(np.array(x))
        return function(x)

    return noted


def errors_at(points):
    return np.linalg.norm(np.array(points) - 1.0, axis=1)


def test_newtons_method_takes_21_steps_and_doubles_the_digits_at_the_last():
    gradients, hessians = [], []
    newton(F, noting(G, gradients), noting(H, hessians), START, tol=1e-5)
    assert len(hessians) == 21
    errors = errors_at(gradients)[-5:]
    assert (errors[1:] < 25 * errors[:-1] ** 2).all()
    assert errors[-1] < 1e-9


def test_bfgs_takes_about_34_steps_and_gets_faster_and_faster():
    gradients = []
    bfgs(F, noting(G, gradients), START, tol=1e-5)
    assert 30 <= len(gradients) - 1 <= 45  # its line search asks for one or two a step
    gradients.clear()
    bfgs(F, noting(G, gradients), START, tol=1e-10)
    errors = errors_at(gradients)
    assert errors[20] > 0.3 * errors[0]
    assert (errors[-1] / errors[-4]) ** (1 / 3) < 0.01
    assert errors[-1] < 1e-10


def test_steepest_descent_by_halving_is_not_there_after_5264_steps():
    # the number depends on the line search: a lucky step down the valley can save thousands
    x = START
    for _ in range(5264):
        x = x - backtracking(F, G, x, -G(x)) * G(x)
    assert np.linalg.norm(G(x)) > 1e-5


# ---- Hansen, Arnold and Auger (2015): what dimension and condition number cost ---------------------

SIZES = np.array([4, 8, 16, 32])


def evaluations(search, curvatures, seeds=2):
    """How many it takes to bring the function from the corner (1, ..., 1) down to 1e-8."""
    counts = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        x, count = search(
            lambda x: float(curvatures @ (x * x)),
            np.ones(len(curvatures)),
            0.3,
            rng,
            target=1e-8,
            max_evals=10**6,
        )
        assert curvatures @ (x * x) <= 1e-8
        counts.append(count)
    return np.mean(counts)


def ellipsoid(n, kappa):
    return np.geomspace(1.0, kappa, n)


def test_on_a_sphere_the_cost_of_one_plus_one_es_is_proportional_to_the_dimension():
    counts = np.array([evaluations(one_plus_one_es, np.ones(n), seeds=8) for n in SIZES])
    assert exponent(SIZES, counts) == pytest.approx(1.0, abs=0.1)
    # no step size gains more than 0.202 / n an evaluation; the one-fifth rule comes near
    fewest = SIZES / 0.202 * np.log(np.sqrt(SIZES) / 1e-4)
    assert (counts[1:] > fewest[1:]).all()  # 0.202 is the limit for large n
    assert (counts < 1.5 * fewest).all()


def test_on_a_sphere_cmaes_has_nothing_to_learn_and_costs_more():
    for n in SIZES[:3]:
        ratio = evaluations(cmaes, np.ones(n)) / evaluations(one_plus_one_es, np.ones(n))
        assert 1.2 < ratio < 4


def test_one_plus_one_es_pays_for_the_condition_number_and_cmaes_hardly():
    kappas = np.array([100.0, 1000.0])
    es, cma = (
        np.array([evaluations(search, ellipsoid(16, kappa)) for kappa in kappas])
        for search in (one_plus_one_es, cmaes)
    )
    # its steps fit the mean curvature, and the flattest direction waits
    means = [ellipsoid(16, kappa).mean() for kappa in kappas]
    assert exponent(means, es) == pytest.approx(1.0, abs=0.15)
    assert exponent(kappas, cma) < 0.25
    assert es[1] > 5 * cma[1]


@pytest.mark.slow
def test_to_learn_the_shape_costs_cmaes_the_square_of_the_dimension_at_most():
    cma = [evaluations(cmaes, ellipsoid(n, 1e6)) for n in SIZES]
    assert 1.0 < exponent(SIZES, cma) < 2.0
