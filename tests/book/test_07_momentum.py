"""Chapter 7: that its prose still says what its cells find."""

import math

import pytest
from chapter import Chapter

PAGE = Chapter("07_momentum")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()

    assert found["turns_none"] == 25
    assert found["left_some"] < 0.2 < 0.4 < found["left_much"] < found["left_none"]
    assert found["beyond"] > 1

    # a rate that drops: the steps before it, after it in two conventions, and how much farther one goes
    assert found["before"] == pytest.approx(10, rel=0.01)
    assert found["outer_after"] == pytest.approx(1, rel=0.01)
    assert found["inner_after"] == pytest.approx(0.1 + 9, rel=0.01)
    assert found["extra"] == pytest.approx(81, abs=0.5)

    assert found["floor_plain"] == pytest.approx(0.1 / 1.9, rel=0.02)
    assert found["floor_same"] == pytest.approx(0.19 / (0.1 * 3.7), rel=0.02)
    assert found["floor_cut"] == pytest.approx(0.019 / (0.1 * 3.79), rel=0.02)

    assert (found["plain_steps"], found["ball_steps"]) == (21, 11)
    assert found["star_cost"] == pytest.approx(-1 / math.log10(9 / 11), rel=1e-3)
    assert found["plain_cost"] == pytest.approx(-1 / math.log10(99 / 101))
    assert found["nine_cost"] == pytest.approx(-2 / math.log10(0.9))
    assert found["star_cost"] < found["half_cost"] < found["nine_cost"] < found["plain_cost"]
    assert 3 * found["star_cost"] < found["short_cost"] < found["nine_cost"]

    root = math.sqrt(1000)
    assert found["pace_plain"] == pytest.approx(999 / 1001, abs=1e-5)
    assert found["pace_ball"] == pytest.approx((root - 1) / (root + 1), abs=2e-5)
    assert found["pace_nesterov"] == pytest.approx(1 - 1 / root, abs=2e-5)
    assert 10 < found["near_plain"] / found["near_ball"] < root
    assert 3 < found["hump"] < 5

    assert found["slope_plain"] == pytest.approx(0.5, abs=0.05)
    assert found["slope_nesterov"] > 2 * found["slope_plain"]
    assert 1 < found["above_barred"] < 5

    assert found["high"] == pytest.approx(2592 / 1225, abs=1e-9)
    assert found["low"] == pytest.approx(792 / 1225, abs=1e-9)
    assert found["far"] == pytest.approx(-2208 / 1225, abs=1e-9)
    assert found["from_here"] <= 3.07 < 3.46 <= found["to_here"]

    assert found["plateau_gain"] == pytest.approx(10, rel=0.05)
    assert found["plateau_rate"] == pytest.approx(1, rel=0.03)
    assert 2 < found["strict_gain"] < 3 < found["strict_rate"]
    assert found["gained"] > 100 / 3 > found["thrown"] > 5
    assert 0.5 < found["first_escape"] < 0.7

    assert found["full_momentum"] < found["full_plain"] / 5
    assert found["small_momentum"] == pytest.approx(found["small_plain"], rel=0.1)
    assert found["apart"] < 12
