"""The five sample submissions of a08, graded by nbgrader as an instructor would."""

import csv

import pytest

from gdcourse.grading.course import Course
from gdcourse.grading.demo import run_demo

pytestmark = pytest.mark.grading


@pytest.fixture(scope="module")
def rows():
    return {row.student: row for row in run_demo() if row.assignment == "a08_adaptive"}


@pytest.mark.parametrize(
    ("student", "score"),
    [
        ("sample-full", 50),
        ("sample-empty", 0),
        ("sample-mistake", 50 - 9 + 3.6),  # Adam without bias correction keeps the points for the state
        ("sample-syntax", 50 - 5),  # AdaGrad alone
        ("sample-loop", 50 - 4),  # RMSprop alone
    ],
)
def test_each_sample_gets_what_it_deserves(rows, student, score):
    assert rows[student].score == score
    assert rows[student].max_score == 50


def test_the_loop_is_stopped_at_its_limit_wherever_it_is_called(rows):
    """In its two checks and in the experiments that call it, and no limit of nbgrader's is needed."""
    page = (Course().demo / "feedback/sample-loop/a08_adaptive/a08_adaptive.html").read_text(encoding="utf-8")
    assert page.count("rmsprop_update was stopped after 2 seconds: look for a loop that does not end") == 2
    assert page.count("This experiment was stopped after 5 seconds") == 2
    assert "before timeout" not in page


def test_feedback_and_grades_are_written(rows):
    demo = Course().demo
    for student in rows:
        page = (demo / "feedback" / student / "a08_adaptive" / "a08_adaptive.html").read_text(
            encoding="utf-8"
        )
        assert "cdnjs" not in page
        assert "<script src" not in page
    with open(demo / "grades.csv", encoding="utf-8") as table:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    assert scores == {student: pytest.approx(row.score) for student, row in rows.items()}


def test_nothing_is_graded_twice(rows):
    steps = []
    assert run_demo(progress=steps.append) != []
    assert steps == ["nothing has changed since the samples were last graded"]
