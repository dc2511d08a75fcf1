"""Chapter 1: what it says of its methods, and that its prose still says what its cells find."""

import pytest
from chapter import Chapter

PAGE = Chapter("01_optimization_basics")


@pytest.mark.parametrize(
    "routine",
    ["golden_section", "_armijo", "SGD.update", "_newton_direction", "one_plus_one_es", "metropolis_accept"],
)
def test_formulas_stand_beside_the_librarys_own_code(routine):
    assert f":pyobject: {routine}\n" in PAGE.text


@pytest.mark.parametrize(
    "words",
    [
        "best possible solution",
        "lowest point in this landscape",
        "improvement in the objective function is negligible",
        "a single minimum",
        "potentially faster convergence",
        "a population of candidate solutions",
        "without guarantees of optimality",
    ],
)
def test_the_articles_statements_are_taken_up(words):
    assert words in PAGE.section("The short story, corrected")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    assert found["loss_quarter"] > 2.5 * found["loss_fitted"]
    # the criteria that stop too early, and how far from the end
    assert found["stop_plateau"] > 0.95
    assert found["stop_valley"] > 0.3
    assert found["valley_gradient_at"] > 10 * found["valley_at"]
    assert found["stop_slope"] > found["stop_start"] / 10 > 0.15
    # published: 21 steps of Newton's method, 34 of BFGS, 5264 of steepest descent
    assert found["steps_newton"] == 21
    assert 30 <= found["steps_bfgs"] <= 45
    assert found["steps_steepest"] == 6000
    assert "10^{-10}" in found["newton_last"]
    assert "10^{-9}" in found["golden_off"] or "10^{-8}" in found["golden_off"]
    # published: a cost of n ln(D) / 0.202 at the least, in proportion to n
    assert found["es_slope"] == pytest.approx(1.0, abs=0.1)
    assert 1 < found["es_above"] < 1.5
    assert found["es_kappa"] > 10 * found["cma_kappa"]
    assert found["deep_cold"] == 0 < found["deep_barrier"] < found["deep_hot"] < 40
    # the race
    assert found["arrived_valley_bfg"] < found["arrived_valley_new"] < found["arrived_valley_cma"]
    assert found["arrived_tumours_bfg"] < found["arrived_tumours_new"]
    assert found["dents_random"] < found["dents_gd"] < found["dents_newton"]
    assert found["tumours_de"] > 0.1
    assert found["each_loss"] < found["clipped_loss"] / 2
    assert found["edge_gradient"] > 1
