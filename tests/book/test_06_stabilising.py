"""Chapter 6: that its prose still says what its cells find."""

import math

import pytest
from chapter import Chapter

PAGE = Chapter("06_stabilising")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()

    # clipping: how far it turns a gradient, and how far a step goes
    assert found["turned"] == pytest.approx(43.1, abs=0.1)
    assert 25 < found["angle_tensor"] < found["angle_value"] < 60
    assert found["thrown"] > 2
    assert found["lost"] > 50
    assert found["near"] < 0.1
    assert found["from_wall"] > 100
    assert found["jump"] > 10
    assert found["longest"] == pytest.approx(0.01)
    assert found["held_loss"] < found["first_loss"] / 2

    # thresholds: too high, about right, too low
    assert found["spike"] > 1000
    assert found["read_free"] > found["read_four"] > found["read_one"] > found["read_quarter"]
    assert found["read_quarter"] < found["read_twentieth"] < found["read_one"]
    assert found["biased"] == pytest.approx(1 / 3, abs=0.05)
    assert found["put_right"] < 0.5 < 2 < found["put_nowhere"]
    assert found["put_scaled"] > 2

    # first weights: ten pairs of layers with the factor 0.64, and the median of a product
    assert found["hour_xavier"] == pytest.approx(0.64**10, rel=0.2)
    assert found["hour_back"] == pytest.approx(0.64**10, rel=0.3)
    assert found["hour_in"] == pytest.approx(1, abs=0.3)
    for width, name in ((256, "wide"), (64, "middle"), (16, "narrow")):
        assert math.log(found[f"typical_{name}"]) == pytest.approx(-2.5 * 30 / width, rel=0.6)

    # normalisation: two modes, a free length, a higher rate, and growth with depth
    assert found["eval_two"] < 60 < 80 < found["eval_shuffled"] < found["eval_usual"]
    assert found["eval_sorted"] < 30
    assert found["row_batch"] > 2
    assert found["more"] == pytest.approx(10, rel=1e-3)
    assert found["usable_ratio"] >= 4
    assert found["shift_shifted"] == pytest.approx(found["shift_batch"], abs=5)
    assert found["shift_none"] < found["shift_batch"] - 20
    assert found["batch_rate"] == pytest.approx(math.pi / (math.pi - 1), rel=0.03)
    assert found["both_top"] < 1.1 < found["skip_rate"]
    assert found["learned_both"] < 1 < 2 < found["learned_batch"]
