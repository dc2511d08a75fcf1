"""Courses to try nbgrader on."""

import pytest
from tiny_course import make_course

from gdcourse.grading.release import release


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.fixture(scope="module")
def shared_course(tmp_path_factory):
    """One for a whole module, already released; tests hand in as different students."""
    course = make_course(tmp_path_factory.mktemp("shared") / "course")
    release(course=course)
    return course
