"""Chapter 3: what it says of its rules, and that its prose still says what its cells find."""

import numpy as np
import pytest
from chapter import Chapter

PAGE = Chapter("03_learning_rate")


@pytest.mark.parametrize("code", ["SGD.update", "power_iteration", "hvp_of", "warmup_cosine._lr"])
def test_formulas_stand_beside_the_librarys_own_code(code):
    assert f":pyobject: {code}\n" in PAGE.text


def test_the_articles_statements_are_taken_up():
    box = " ".join(PAGE.section("The short story, corrected").split())
    for words in (
        "A larger learning rate means bigger steps",
        "less likely to overshoot",
        "reducing the loss",
        "a portion of the gradient",
        "gradually approaching the valley floor",
        "(the global minimum)",
        "learning rate schedules (e.g., decay over time)",
    ):
        assert words in box


def test_the_compass_is_off_by_79_degrees():
    kappa = 100
    assert round(np.degrees(np.arccos(2 * np.sqrt(kappa) / (1 + kappa)))) == 79
    # the place where it is worst: far along the flat axis, by the root of the ratio
    theta = np.array([kappa**0.5, 1.0])
    g = np.array([1.0, kappa]) * theta
    cosine = g @ theta / np.linalg.norm(g) / np.linalg.norm(theta)
    assert cosine == pytest.approx(2 * np.sqrt(kappa) / (1 + kappa))


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    assert found["polyak_best"] == pytest.approx(0.98020, abs=1e-5)
    assert found["polyak_one"] == pytest.approx(0.99, abs=1e-5)
    assert found["polyak_edge"] == pytest.approx(0.99, abs=1e-5)
    assert found["polyak_beyond"] == pytest.approx(1.02, abs=1e-5)
    assert found["polyak_least"] < found["polyak_first"] / 5
    assert 5 < found["polyak_turn"] < 30  # "a dozen steps"
    assert "10^{-15}" in found["left_2"]
    assert 20 < found["left_50"] < 40
    assert (found["cycle_point"], found["cycle_loss"]) == pytest.approx((0.75, 1.25))
    assert "10^{6}" in found["kappa_raw"]
    assert found["kappa_standard"] < 1000
    assert found["top_linear"] == pytest.approx(2 / found["limit_standard"])
    assert 0 < found["off_ten"] < 10
    assert found["noise_large"] == pytest.approx((0.1 / 1.9) ** 0.5, rel=0.02)
    assert found["noise_small"] == pytest.approx((0.01 / 1.99) ** 0.5, rel=0.05)
    assert found["noise_time"] < found["noise_cosine"] < found["noise_small"]
    assert found["warm_small_without"] < found["warm_small_with"] < 1.5 * found["warm_small_without"]
    assert found["warm_failed"] > 2
    assert found["warm_saved"] == 0
    assert found["warm_best_with"] < 0.8 * found["warm_best_without"]
    assert 2 < found["turn_short"] < found["turn_middle"] < found["turn_long"] < 6.3
    assert found["turn_least"] < found["turn_most"] < 0.7  # "too early"
    assert found["edge_first"] < 0.95 < found["edge_low"]
    assert found["edge_high"] < 1.25
    assert found["edge_mean"] == pytest.approx(1, abs=0.1)
    assert found["edge_half"] == pytest.approx(1, abs=0.1)
    assert found["edge_small"] < 0.6
    assert found["edge_small_rises"] == 0  # "as the descent lemma says"
    assert 20 < found["edge_rises"] < 60
