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
        ("sample-mistake", 50 - 12 + 4.8),  # Adam without bias correction keeps the points for the state
        ("sample-syntax", 50 - 6),  # AdaGrad alone
        ("sample-loop", 50 - 6),  # RMSprop alone
    ],
)
def test_each_sample_gets_what_it_deserves(rows, student, score):
    assert rows[student].score == score
    assert rows[student].max_score == 50


def test_the_loop_costs_no_more_than_its_limits(rows):
    # two seconds in each of its two checks and five in the experiment that calls it
    assert rows["sample-loop"].seconds < rows["sample-full"].seconds + 2 + 2 + 5 + 10


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
