"""One assignment, graded as an instructor would: samples in, gradebook, feedback and grades.csv out.

Everything lies under `_build/demo/ASSIGNMENT`, with a gradebook of its own, so an instructor's is not
touched. The settings are those of nbgrader_config.py. A second run with nothing changed grades nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config

from .course import Course
from .samples import write_samples
from .source import derive
from .stages import configuration, run_stage


@dataclass(frozen=True)
class Row:
    """One line of the grade table: automatic points, and how long the grading took."""

    assignment: str
    student: str
    score: float
    max_score: float
    seconds: float
    note: str


def run_demo(
    assignment: str,
    students: Sequence[str] = (),
    progress: Callable[[str], None] = lambda line: None,
    course: Course | None = None,
) -> list[Row]:
    """Grade an assignment's samples, or some of them, and return the table; `progress` is told each step."""
    course = course or Course()
    derive(course, [assignment])
    demo = course.demo(assignment)
    ledger = demo / "graded.json"
    key = _fingerprint(course, assignment, students)
    if ledger.exists():
        record = json.loads(ledger.read_text(encoding="utf-8"))
        if record["key"] == key:
            progress("nothing has changed since the samples were last graded")
            return [Row(**row) for row in record["rows"]]
    shutil.rmtree(demo, ignore_errors=True)
    (demo / "release").mkdir(parents=True)
    config = demo_configuration(course, assignment)
    rows = _graded(course, config, assignment, students, progress)
    with Gradebook(config.CourseDirectory.db_url, config.CourseDirectory.course_id) as gradebook:
        CsvExportPlugin(to=str(demo / "grades.csv"), config=config).export(gradebook)
    ledger.write_text(json.dumps({"key": key, "rows": [asdict(row) for row in rows]}), encoding="utf-8")
    return rows


def demo_configuration(course: Course, assignment: str) -> Config:
    """nbgrader_config.py, for a course whose root is the assignment's folder under `_build/demo`."""
    config = configuration(course)
    here = {"root": str(course.demo(assignment)), "release_directory": "release"}
    here["db_url"] = f"sqlite:///{course.demo(assignment) / 'gradebook.db'}"
    config.merge(Config(CourseDirectory=here))
    return config


def _graded(
    course: Course,
    config: Config,
    assignment: str,
    students: Sequence[str],
    progress: Callable[[str], None],
) -> list[Row]:
    run_stage(GenerateAssignment, config, assignment)
    demo = course.demo(assignment)
    released = demo / "release" / assignment / f"{assignment}.ipynb"
    notes = write_samples(course, assignment, released, demo / "submitted")
    rows = []
    for student, note in notes.items():
        if students and student not in students:
            continue
        progress(f"{assignment}: grading {student} ({note})")
        began = time.monotonic()
        run_stage(Autograde, config, assignment, student)
        run_stage(GenerateFeedback, config, assignment, student)
        seconds = time.monotonic() - began
        score, most = automatic_score(config.CourseDirectory.db_url, assignment, student)
        rows.append(Row(assignment, student, score, most, round(seconds, 1), note))
    return rows


def automatic_score(db_url: str, assignment: str, student: str) -> tuple[float, float]:
    """Points earned in test cells, and the most there are; written questions are left out."""
    with Gradebook(db_url, "gdcourse") as gradebook:
        submission = gradebook.find_submission(assignment, student)
        cells = [grade for notebook in submission.notebooks for grade in notebook.grades]
        tests = [grade for grade in cells if grade.cell.cell_type == "code"]
        return round(sum(g.auto_score or 0 for g in tests), 2), round(sum(g.max_score for g in tests), 2)


def _fingerprint(course: Course, assignment: str, students: Sequence[str]) -> str:
    """Changes with the notebook, the library, nbgrader's settings, and whom is asked for."""
    code = Path(__file__).parents[1].rglob("*.py")
    parts = [*(course.solutions / assignment).rglob("*"), *code, course.root / "nbgrader_config.py"]
    digest = hashlib.sha256(" ".join(students).encode())
    for path in sorted(part for part in parts if part.is_file() and part.suffix in (".py", ".toml", ".csv")):
        digest.update(str(path.relative_to(course.root)).encode() + path.read_bytes())
    return digest.hexdigest()
