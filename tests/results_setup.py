"""What tests of published results share: their seeds, and two ways to read a curve."""

import numpy as np
import pytest


def seeds(first, *others):
    """A test for one seed in every run, and for others in the full one."""
    slow = [pytest.param(seed, marks=pytest.mark.slow) for seed in others]
    return pytest.mark.parametrize("seed", [first, *slow])


def rate(sizes):
    """The factor by which positive numbers change from one to the next, on average over their second half."""
    half = len(sizes) // 2
    return (sizes[-1] / sizes[half]) ** (1 / (len(sizes) - 1 - half))


def exponent(x, y):
    """The power of x that y is proportional to: the slope of a line through the logarithms."""
    return np.polyfit(np.log(x), np.log(y), 1)[0]
