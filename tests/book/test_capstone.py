"""The capstone: that its prose still says what its cells find."""

import pytest
from chapter import Chapter

PAGE = Chapter("capstone")


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()

    # budgets: many trials against one, and the rules at equal budgets
    assert found["one_momentum"] > 4 * found["forty_momentum"]
    assert 0.5 < found["forty_momentum"] / found["forty_adam"] < 2
    assert min(found["useful_momentum"], found["useful_adam"]) > 10

    # pairs of seeds, for two rates of one rule
    assert found["pairs_alone"] > 2

    # twelve repetitions: intervals that exclude zero on both sides, and all together none that does
    assert found["sure"] == found["sure_adam"] + found["sure_momentum"] >= 6
    assert min(found["sure_adam"], found["sure_momentum"]) >= 2
    assert found["all_low"] < 0 < found["all_high"]
    assert found["all_luck"] > 0.05
    assert found["sixteen_low"] < 0 < found["sixteen_high"] < 0.1
