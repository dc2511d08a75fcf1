"""Chapter 4: that its prose still says what its cells find."""

import pytest
from chapter import Chapter

PAGE = Chapter("04_variants")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    assert found["path_mini"] < found["path_one"] < found["path_full"]
    assert found["cyclic"] < 60 < 90 < found["shuffled"]
    assert found["slope_corrected"] == pytest.approx(-1, abs=0.03)
    assert found["slope_plain"] < -1.04
    assert found["floor_tenth"] == pytest.approx(0.1 / 1.9, rel=0.05)
    assert found["floor_hundredth"] == pytest.approx(0.01 / 1.99, rel=0.05)
    assert found["floor_decay"] == pytest.approx(1e-3, rel=0.05)
    assert found["large_step"] < found["small_step"]
    assert found["small_epoch"] < found["large_epoch"] < found["full_epoch"]
    assert found["cheaper"] > 5
    assert found["scale_end"] > 100 * found["scale_start"]
    assert found["scale_end"] > 1797
    assert found["apart8"] < 5
    assert found["lag"] > 3
    assert found["at_limit"] > 1.5
    assert found["wells_quiet"] == 0
    assert found["wells_best"] > 80 > found["wells_loud"] > 60
    assert max(found["swap_tuned"], found["swap_sgd"]) < 0.3 < 1 < found["swap_blind"]
