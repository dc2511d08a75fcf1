"""From the source notebook to what students get, through nbgrader's own stages.

No gradebook takes part: releasing is a matter of files. An instructor's `nbgrader generate_assignment`
writes the same bytes to `exercises/`, and enters the assignment in the gradebook as well.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, SaveCells
from traitlets.config import Config

from ..checking.contract import stub_line
from .course import Course
from .source import derive
from .stages import configuration, run_stage


class NamedStubs(ClearSolutions):
    """nbgrader's ClearSolutions, with a stub that names the function it stands for."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {"python": cell.metadata.get("gdcourse_given") or stub_line(name)}
        return super().preprocess_cell(cell, resources, cell_index)


def release_stages() -> list[type]:
    """The steps of `nbgrader generate_assignment`, with our stubs."""
    steps = GenerateAssignment.class_traits()["preprocessors"].default()
    return [NamedStubs if step is ClearSolutions else step for step in steps]


def release(
    assignments: list[str] | None = None, course: Course | None = None, into: Path | None = None
) -> list[Path]:
    """Write the notebooks of these assignments, or of all, to `exercises/`; return their paths.

    `into` is another folder for the results. Raises `ContractError` for a contract or notebook that
    does not fit together.
    """
    course = course or Course()
    assignments = course.assignments() if assignments is None else assignments
    derive(course, assignments, force=True)
    config = configuration(course)
    config.merge(
        Config(
            CourseDirectory={"root": str(course.root), "release_directory": str(into or course.exercises)},
            GenerateAssignment={
                "no_database": True,
                "preprocessors": [step for step in release_stages() if step is not SaveCells],
            },
        )
    )
    for assignment in assignments:
        run_stage(GenerateAssignment, config, assignment)
    return [(into or course.exercises) / name / f"{name}.ipynb" for name in assignments]


def outdated(course: Course | None = None) -> list[str]:
    """The assignments of which something in `exercises/` is not what `release` would write now."""
    course = course or Course()
    with tempfile.TemporaryDirectory() as folder:
        fresh = release(course=course, into=Path(folder))
        return [path.stem for path in fresh if not _same(path.parent, course.exercises / path.stem)]


def _same(fresh: Path, there: Path) -> bool:
    names = {path.name for path in fresh.iterdir()}
    return all((there / n).exists() and (there / n).read_bytes() == (fresh / n).read_bytes() for n in names)
