"""Figures are drawn where there is no screen, and closed after each test."""

import matplotlib
import pytest

matplotlib.use("agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")
