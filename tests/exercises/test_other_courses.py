"""The same wrong Adams before other courses' tests and before ours."""

import pytest
from other_courses import COURSES, passes, reference, slipped


@pytest.mark.parametrize("name", COURSES)
def test_a_right_adam_passes_everywhere(name):
    assert passes(COURSES[name], reference)


def test_every_other_test_lets_some_through_and_ours_none():
    found = slipped()
    assert found.pop("gdcourse") == []
    assert all(len(names) >= 3 for names in found.values()), found
