"""Chapter 9: that its prose still says what its cells find."""

import math

import pytest
from chapter import Chapter

PAGE = Chapter("09_practice")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()

    # choosing: five passes, mini-batches against the best full batch; and a convex problem
    assert max(found["five_mini"], found["five_adam"], found["five_single"]) < found["five_full_best"] / 1.5
    assert found["newton_passes"] < found["full_passes"] / 1.5

    # standardising: the wine's condition number, Adam's plateau, and three leaks
    assert found["kappa_w_std"] == pytest.approx(45.5, abs=0.5)
    assert found["alike"] == pytest.approx(0.998, abs=0.001)
    assert found["sgd_raw"] < 75 < 85 < found["adam_raw"]
    assert found["adam_width_raw"] <= 4 < 6 <= found["adam_width"]
    assert found["scaling_gain"] < 1 < found["scaling_spread"]
    assert found["selection_honest"] == pytest.approx(50, abs=6) == found["belonging_honest"]
    assert found["selection_leak"] > 70
    assert found["belonging_leak"] > 90

    # regularising: random labels, exact zeros, a bias that was penalised, dropout where labels are spoilt
    assert found["sooner"] < found["later"] < 10 * found["sooner"]
    assert found["random_test"] == pytest.approx(10, abs=7)
    assert found["true_test"] > 92 < found["true_decayed"]
    assert found["zeros_subgradient"] == 0 < 15 < found["zeros_threshold"]
    assert found["mean_predicted"] == pytest.approx(found["mean_target"] / 1.1)
    assert max(found["error_l1"], found["error_l2"]) < found["error_free"]
    assert found["spoilt_half"] > found["spoilt_without"] + 3
    assert abs(found["clean_half"] - found["clean_without"]) < 2

    # watching: what arrives at the first layer; steps at the best rates
    assert found["ratio_he"] > 0.3
    assert 1 < found["step_low"] < found["step_high"] < 50

    # stopping: loss before accuracy, gain on unseen digits, patience, steps as a penalty
    assert found["turn"] < found["peak"] < 40
    assert found["end_loss"] > 1.4 * found["turn_loss"]
    assert found["best_test"] > found["last_test"] + 2
    assert found["ten_epochs"] > 2 * found["hasty_epochs"]
    assert found["hasty"] > 2 * found["five"]
    assert found["apart"] < 0.3

    # tuning: nearly one effective rate, seeds that are needed, luck in the best of twelve
    assert found["effective_high"] < 15 * found["effective_low"]
    assert abs(found["nine_tenths"] - found["no_momentum"]) < 2 * found["between_seeds"]
    assert 50 < found["one_seed"] < 85
    assert 10 < found["needed_same"] < found["needed_own"] < 200
    assert found["lost"] > 0.3

    # the gallery
    assert found["start"] == pytest.approx(math.log(10), abs=0.15)
    assert found["end_c"] < 0.4 < 1.5 < found["held_c"]
    assert found["end_g"] < math.log(10) < found["held_g"]
    assert found["leap"] > 4
    assert found["fit_good"] < 0.3 < 1 < found["fit_tiny"]
