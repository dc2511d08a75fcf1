"""Sample submissions, graded by nbgrader as an instructor would: all of a08's, two of another."""

import csv

import pytest

from gdcourse.grading.course import Course
from gdcourse.grading.demo import run_demo

pytestmark = pytest.mark.grading
NAME = "a08_adaptive"
DEMO = Course().demo(NAME)


@pytest.fixture(scope="module")
def rows():
    return {row.student: row for row in run_demo(NAME)}


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
    page = (DEMO / f"feedback/sample-loop/{NAME}/{NAME}.html").read_text(encoding="utf-8")
    assert page.count("rmsprop_update was stopped after 2 seconds: look for a loop that does not end") == 2
    assert page.count("This experiment was stopped after 5 seconds") == 2
    assert "before timeout" not in page


def test_feedback_and_grades_are_written(rows):
    for student in rows:
        page = (DEMO / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        assert "cdnjs" not in page
        assert "<script src" not in page
    with open(DEMO / "grades.csv", encoding="utf-8") as table:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}
    assert scores == {student: pytest.approx(row.score) for student, row in rows.items()}


def test_nothing_is_graded_twice(rows):
    steps = []
    assert run_demo(NAME, progress=steps.append) != []
    assert steps == ["nothing has changed since the samples were last graded"]


OTHERS = [name for name in Course().assignments() if name != NAME]
QUICK = "a09_practice"  # the kinds of answer that a08 lacks, in few seconds; the others take minutes


@pytest.mark.parametrize(
    "assignment",
    [name if name == QUICK else pytest.param(name, marks=pytest.mark.slow) for name in OTHERS],
)
def test_the_reference_gets_every_point_and_an_empty_notebook_none(assignment):
    full, empty = run_demo(assignment, students=("sample-full", "sample-empty"))
    assert full.score == full.max_score == Course().contract(assignment).points
    assert empty.score == 0


@pytest.mark.slow
@pytest.mark.parametrize("assignment", OTHERS)
def test_a_mistake_a_syntax_error_and_a_loop_cost_what_they_touch(assignment):
    rows = {row.student: row for row in run_demo(assignment)}
    contract = Course().contract(assignment)
    first, second = contract.graded[:2]
    assert rows["sample-full"].score == contract.points
    assert 0 < rows["sample-mistake"].score < contract.points
    for student, broken in (("sample-syntax", first), ("sample-loop", second)):
        assert rows[student].score <= contract.points - broken.points
        assert rows[student].score >= contract.points / 3  # what does not need it keeps its points
