"""Published results of chapter 2, through the library's public functions."""

import numpy as np
import pytest
from results_setup import exponent

from gdcourse.gradients import central_diff, complex_step, forward_diff

# ---- Dennis and Schnabel (1996): the error of a difference against its spacing, a U ----------------

EPS = np.finfo(np.float64).eps
POINTS = np.linspace(0.5, 1.5, 50)
SPACINGS = np.geomspace(1e-13, 1e-1, 49)  # four to a factor of ten


def error(difference, h):
    """The root of the mean squared error of the sine's derivative, over many points."""
    slopes = [difference(lambda x: np.sin(x[0]), np.array([x]), h)[0] for x in POINTS]
    return np.sqrt(np.mean((np.array(slopes) - np.cos(POINTS)) ** 2))


def errors(difference):
    return np.array([error(difference, h) for h in SPACINGS])


def arm(left, right, found):
    """The exponent of the errors between two spacings."""
    inside = (left <= SPACINGS) & (right >= SPACINGS)
    return exponent(SPACINGS[inside], found[inside])


@pytest.mark.parametrize(
    ("difference", "order"), [(forward_diff, 1), (central_diff, 2)], ids=["forward", "central"]
)
def test_the_u_curve(difference, order):
    found = errors(difference)
    best_h, best_error = EPS ** (1 / (order + 1)), EPS ** (order / (order + 1))
    assert arm(10 * best_h, 0.1, found) == pytest.approx(order, abs=0.03)
    assert arm(1e-13, best_h / 10, found) == pytest.approx(-1, abs=0.05)
    lowest = int(np.argmin(found))
    assert best_h / 4 < SPACINGS[lowest] < 4 * best_h
    assert best_error / 10 < found[lowest] < best_error
    assert error(difference, None) < 2 * found[lowest]  # the default spacing


def test_the_complex_step_has_only_one_arm():
    found = [error(complex_step, h) for h in (1e-3, 1e-20, 1e-200)]
    assert found[0] > 1e-8
    assert max(found[1:]) < 2 * EPS
