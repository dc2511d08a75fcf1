"""Chapter 5: that its prose still says what its cells find."""

import math

import pytest
from chapter import Chapter

PAGE = Chapter("05_pitfalls")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    assert (found["minima"], found["passes"], found["summits"]) == (4, 4, 1)

    # three places where the gradient is small: a number of steps a decade, and two factors
    assert found["strict_decade"] == 24
    assert found["monkey_factor"] == pytest.approx(math.sqrt(10), rel=0.02)
    assert found["plain_factor"] == pytest.approx(10 ** (4 / 3), rel=0.03)
    assert found["arrived"] == 200
    assert found["decade"] == pytest.approx(24.16, abs=0.01)
    assert found["wait_middle"] - found["wait_strong"] == pytest.approx(2 * 24.16, abs=1)
    assert found["wait_weak"] - found["wait_middle"] == pytest.approx(4 * 24.16, abs=1)
    assert 18 < found["zero_strict"] < 24
    assert 15 < found["zero_degenerate"] < 30

    assert found["lost"] > 40
    assert found["ridge"] > 20 * found["bottom"]
    assert found["chance_two"] == pytest.approx(100 * (2 - math.sqrt(2)) / 4, abs=0.3)
    assert found["chance_four"] < 0.4
    assert found["one_minimum"] == 1
    assert found["order"] > 0.7
    assert found["stuck_six"] > 60 > 15 > found["stuck_twelve"] >= found["stuck_many"] == 0

    assert found["ratio_tanh_old"] == pytest.approx(0.577, rel=0.03)
    assert found["ratio_tanh_glorot"] == pytest.approx(1.0, rel=0.07)
    assert found["ratio_sigmoid_old"] == pytest.approx(0.144, rel=0.04)
    assert found["ratio_sigmoid_glorot"] == pytest.approx(0.25, rel=0.08)
    assert 0.8 < found["weights_level"] < 1.25
    assert found["back_share"] < 1
    assert found["relu_two"] == pytest.approx(29 * math.log10(math.sqrt(2)), abs=0.6)
    assert found["sigmoid_one"] > 15
    assert found["he_moment"] == pytest.approx(1.0, rel=0.03)
    assert found["xavier_moment"] == pytest.approx(0.5, rel=0.03)
    assert found["he_loss"] < math.log(10) - 0.3
    assert found["xavier_loss"] == pytest.approx(math.log(10), abs=0.002)

    assert found["calm"] > 1000 > 1 > 10 * found["loud"]
    assert found["two"] > 10
    assert found["steepest"] > 10_000 > 20 > found["aside"]
    assert found["far"] > 100
    assert 1 < found["per_step"] < 1.25
