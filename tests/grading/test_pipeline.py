"""Odd submissions on their way through nbgrader, with the settings that the course ships."""

import copy
import csv
import re
import subprocess
import sys

import pytest
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from tiny_course import hand_in

from gdcourse.grading.demo import automatic_score
from gdcourse.grading.release import release
from gdcourse.grading.source import derive
from gdcourse.grading.stages import configuration, run_stage

pytestmark = pytest.mark.grading

SOLUTION = """
def adagrad_update(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}
"""


def fill(notebook, text=SOLUTION):
    for cell in notebook.cells:
        if cell.id == "adagrad_update":
            cell.source = text


@pytest.fixture(scope="module")
def settings(shared_course):
    """The shipped settings, for a course whose gradebook knows the assignment."""
    config = configuration(shared_course)
    config.CourseDirectory.root = str(shared_course.root)
    config.CourseDirectory.db_url = f"sqlite:///{shared_course.root / 'gradebook.db'}"
    run_stage(GenerateAssignment, config, "tiny")
    return config


@pytest.fixture
def grade(shared_course, settings, request):
    """Hand in and grade; returns points and feedback."""

    def grade(edit, **execute):
        student = request.node.name
        hand_in(shared_course, student, edit)
        config = copy.deepcopy(settings)
        config.Execute.update(execute)
        run_stage(Autograde, config, "tiny", student)
        run_stage(GenerateFeedback, config, "tiny", student)
        score, most = automatic_score(config.CourseDirectory.db_url, "tiny", student)
        assert most == 6
        feedback = shared_course.root / "feedback" / student / "tiny" / "tiny.html"
        return score, feedback.read_text(encoding="utf-8")

    return grade


def loaded(page):
    """Addresses that a browser would fetch on opening `page`."""
    return re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//[^"')\s>]+""", page)


def test_the_solution_gets_everything_and_its_feedback_loads_nothing(grade):
    score, page = grade(fill)
    assert score == 6
    assert "adagrad_update: 4.8 of 4.8 points" in page
    assert loaded(page) == []


def test_text_on_stderr_costs_nothing(grade):
    noisy = "import sys, warnings\n" + SOLUTION.replace(
        '    s = state["s"]', '    print("hm", file=sys.stderr); warnings.warn("hm")\n    s = state["s"]'
    )
    assert grade(lambda notebook: fill(notebook, noisy + '\nprint("hello", file=sys.stderr)'))[0] == 6


def test_a_loop_at_the_top_of_a_cell_costs_its_limit_and_no_points_elsewhere(grade):
    def edit(notebook):
        fill(notebook)
        (cell,) = (cell for cell in notebook.cells if "two and two" in cell.source)
        cell.source = "while True:\n    pass"

    score, page = grade(edit, timeout=4)
    assert score == 6
    assert "No reply from kernel before timeout" in page


def test_a_deleted_check_comes_back(grade):
    def edit(notebook):
        fill(notebook)
        notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith(("-visible", "-hidden"))]

    assert grade(edit)[0] == 6


def test_an_edited_check_is_restored(grade):
    def edit(notebook):
        for cell in notebook.cells:
            if cell.id.endswith(("-visible", "-hidden")):
                cell.source = "4.8 if 'hidden' in '' else 1.2"

    assert grade(edit)[0] == 0


def nbgrader(course, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env={"PATH": "/usr/bin:/bin", "HOME": str(course.root)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_the_commands_that_an_instructor_types(course):
    release(course=course)  # as in a fresh clone: exercises/ is there, the gradebook is not
    hand_in(course, "ada", fill)
    nbgrader(course, "generate_assignment", "tiny")
    nbgrader(course, "autograde", "tiny")
    nbgrader(course, "generate_feedback", "tiny")
    nbgrader(course, "export")
    assert (course.root / "feedback/ada/tiny/tiny.html").exists()
    with open(course.root / "grades.csv", encoding="utf-8") as table:
        (row,) = csv.DictReader(table)
    assert (row["assignment"], row["student_id"], float(row["score"])) == ("tiny", "ada", 6.0)


def test_nbval_compares_what_the_author_said_is_printed(course):
    text = course.author("tiny").read_text(encoding="utf-8")
    said, changed = "# > two and two is 4", "# > two and two is 5"
    course.author("tiny").write_text(text.replace(said, changed), encoding="utf-8")
    (path,) = derive(course)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "nbval",
        "--nbval-lax",
        "-o",
        "addopts=",
        str(path),
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "1 failed, 4 passed" in run.stdout
    assert "two and two is 5" in run.stdout
