"""Sample submissions of known worth, made from a released notebook: what a grader is tried on.

`full` has every solution, `empty` is the release as it is, `mistake` has a typical mistake in the
function that is worth most, `syntax` a cell that Python cannot read, `loop` a function that never
returns.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..checking.contract import Contract, render
from .course import Course
from .source import BEGIN, END


def samples(course: Course, assignment: str, release: Path) -> dict[str, tuple[NotebookNode, str]]:
    """Notebook and description of each sample, by student, made from the released notebook at `release`."""
    contract = course.contract(assignment)
    released = nbformat.read(release, as_version=4)
    solved = answers(nbformat.read(course.source_notebook(assignment), as_version=4))
    worth_most = max(contract.graded, key=lambda entry: entry.points).name
    typical = next(
        variant
        for variant in course.bank(assignment)
        if variant.target == worth_most and not variant.is_right
    )
    first, second = (contract.names * 2)[:2]
    return {
        "sample-full": (_filled(released, solved), "every solution"),
        "sample-empty": (_filled(released, {}), "nothing filled in"),
        "sample-mistake": (
            _filled(released, solved | {worth_most: typical.text}),
            f"{worth_most}: {typical.name.replace('_', ' ')}",
        ),
        "sample-syntax": (
            _filled(released, solved | {first: solved[first] + "\n    return ("}),
            f"{first}: a bracket that is never closed",
        ),
        "sample-loop": (
            _filled(released, solved | {second: _body(contract, second, "while True:\n    pass")}),
            f"{second}: a loop that does not end",
        ),
    }


def answers(source: NotebookNode) -> dict[str, str]:
    """The solution cells of the source notebook by name, without nbgrader's marks."""
    marks = (BEGIN, END)
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if line.strip() not in marks
        )
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def _filled(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    notebook: NotebookNode = nbformat.from_dict(released)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return notebook


def _body(contract: Contract, name: str, body: str) -> str:
    return render(contract[name], lambda method: body)


def write_samples(course: Course, assignment: str, release: Path, submitted: Path) -> dict[str, str]:
    """Write the samples as nbgrader expects submissions; return their descriptions by student."""
    notes = {}
    for student, (notebook, note) in samples(course, assignment, release).items():
        path = submitted / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        notes[student] = note
    return notes
