"""Chapter 8: what it says of its rules, and that its prose still says what its cells find."""

import pytest
from chapter import Chapter

PAGE = Chapter("08_adaptive")


@pytest.mark.parametrize("rule", ["Adagrad", "RMSprop", "Adam", "AMSGrad"])
def test_formulas_stand_beside_the_librarys_own_code(rule):
    assert f":pyobject: {rule}.update" in PAGE.text


def test_the_articles_three_statements_are_taken_up():
    box = PAGE.section("The short story, corrected")
    for words in (
        "favoring infrequent parameters",
        "decaying the past gradients",
        "sparse gradients and non-stationary objectives",
    ):
        assert words in box


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    assert found["valley_sgd"] > 1e-2
    assert "10^{-18}" in found["valley_adagrad"]
    assert found["duchi_rare"] < 0.92 < 1 < found["duchi_common"]
    assert abs(found["duchi_all"] - 1) < 0.05
    assert found["growth_seen"] == pytest.approx(found["growth_law"], rel=0.02)
    assert found["floor_ada"] < found["floor_rms"] / 4
    assert found["raw_longest"] > 2 * found["raw_first"] > 6
    assert found["rare_all"] > 30
    assert found["turn_ada_last"] > found["turn_sgd"] < found["turn_adam_last"]
    assert found["reddi_adam"] > 0.9
    assert found["reddi_ams"] < -0.9
    assert found["move_999"] > 0 > found["move_9999"]
    assert found["l2_small"] < found["l2_mid"] < 0.05 < 0.6 < found["l2_large"]
    assert found["first_rule"] == "Adam"  # "it was among the best on the digits here"
    assert found["wilson_sgd"] == found["wilson_eps"] == 100
    assert found["wilson_adam"] == pytest.approx(found["positives"])
