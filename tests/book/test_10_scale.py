"""Chapter 10: that its prose still says what its cells find."""

import pytest
from chapter import Chapter

PAGE = Chapter("10_scale")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()

    # what a step costs: calls, then arithmetic; calls, then memory
    assert found["cost_small"] < 9 < 18
    assert 2 < found["cost_large"] < 6
    assert found["cost_idle"] > 3
    assert min(found["pieces_short"], 2 * found["pieces_whole"]) > 2

    # precision: updates that are lost, gradients that are lost
    assert found["stays_lost"] > 70
    assert found["stays_bf16"] > 1.3 * found["stays_f32"]
    assert found["stays_mixed"] == pytest.approx(found["stays_f32"], abs=0.05)
    assert found["scaling_zeros"] > 90
    assert found["scaling_apart"] < 0.05 < 0.1 < found["scaling_without"]

    # averages: smoother and lower; no date for the end
    assert found["late_average"] < 0.9 * found["late_last"]
    assert 0 < found["free_first"] < 30
    assert 0 < found["free_last"] < 15

    # Muon's polynomial, and SOAP's own axes
    assert 0.65 < found["muon_low"] < found["muon_high"] < 1.25
    assert found["muon_reached"] < 0.005 < 0.02 < found["exact_reached"]
    assert found["soap_adam"] > 15

    # the race: Muon ahead where labels are right, hardly where they aren't; SAM behind, at half the steps
    assert found["race_muon"] < 0.8 * min(found["race_momentum"], found["race_adam"])
    assert max(found["race_momentum"], found["race_adam"]) < found["race_lion"] < found["race_sam"]
    assert max(found["lot_average"], found["lot_free"]) < min(found["lot_momentum"], found["lot_muon"])
    assert found["lot_muon"] > 0.9 * found["lot_momentum"]
    assert found["lot_momentum"] - found["lot_free"] < 2 * found["lot_spread"]
