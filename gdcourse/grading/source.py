"""From an author's py:percent file and its contract to the notebook that nbgrader calls the source.

The author writes plain Python. A cell opened by `# %% graded="adam_update"` holds that function and
nothing else; its docstring, the solution markers and the two check cells after it come from the
contract. A cell opened by `# %% [markdown] contents=true` is followed by a table of what is graded. A cell
opened by `# %% [markdown] manual="why" points=3` is a written question's model answer. In a code cell that
begins with `# NBVAL_CHECK_OUTPUT`, the lines `# > ...` at the end are what it prints; they become its stored
output, which nbval compares with a fresh run.

The result depends on these two files alone, down to the last byte.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import textwrap
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ..checking import checkfile
from ..checking.contract import Contract, ContractError, Graded, render
from .course import Course

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def derive(course: Course, assignments: list[str] | None = None, *, force: bool = False) -> list[Path]:
    """Write the source notebooks that are older than what they are made from; return their paths."""
    wanted = assignments if assignments is not None else course.assignments()
    due = [a for a in wanted if force or _stale(course.source_notebook(a), course, a)]
    if len(due) > 1:  # the bank of mistakes is tried out for the check file: seconds each
        # not by forking: PyTorch's threads would not survive it
        with ProcessPoolExecutor(min(len(due), os.cpu_count() or 1), get_context("spawn")) as pool:
            list(pool.map(partial(_derive, course), due))
    elif due:
        _derive(course, *due)
    return [course.source_notebook(assignment) for assignment in wanted]


def _derive(course: Course, assignment: str) -> None:
    target = course.source_notebook(assignment)
    contract = course.contract(assignment)
    notebook = build(contract, course.author(assignment))
    _write(target, nbformat.writes(notebook) + "\n")
    for name in contract.files:
        shutil.copy(course.solutions / assignment / name, target.parent / name)
    content = checkfile.build(contract, course.bank(assignment))
    made = course.check_file(assignment)
    checkfile.write(content, made, like=course.exercises / assignment / made.name)


def _stale(target: Path, course: Course, assignment: str) -> bool:
    if not target.exists():
        return True
    code = Path(__file__).parent
    origins = [
        *(course.solutions / assignment).glob("*"),
        *code.glob("*.py"),
        *(code.parent / "checking").glob("*.py"),
    ]
    return target.stat().st_mtime <= max(path.stat().st_mtime for path in origins)


def _write(target: Path, text: str) -> None:
    """Replace a file as a whole: another nbgrader may be reading it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(target)


def build(contract: Contract, author: Path) -> NotebookNode:
    """The source notebook: solutions, visible checks and hidden tests included."""
    if not author.exists():
        raise ContractError(f"{author}: the contract has no notebook; write it as py:percent")
    cells: list[NotebookNode] = []
    left = contract.names
    for cell in jupytext.read(author, fmt="py:percent").cells:
        name, manual, points = (cell.metadata.get(key) for key in ("graded", "manual", "points"))
        if name:
            if name not in left:
                raise ContractError(
                    f"{author}: {name} is graded here, but the contract does not ask for it once more"
                )
            left.remove(name)
            cells += _graded_cells(contract[name], cell.source, author)
        elif manual:
            answer = new_markdown_cell(cell.source)
            cells.append(_marked(answer, manual, grade=True, solution=True, locked=False, points=points))
        elif cell.metadata.get("contents"):
            cells.append(new_markdown_cell(cell.source + "\n\n" + contents(contract)))
        elif cell.cell_type == "code":
            cells.append(_plain(cell.source))
        else:
            cells.append(new_markdown_cell(cell.source))
    if left:
        raise ContractError(
            f'{author}: no cell opens with # %% graded="{left[0]}", which the contract asks for'
        )
    for position, cell in enumerate(cells):
        cell.id = _identity(cell, position)
    about = {"assignment": contract.assignment, "version": contract.version}
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "gdcourse": about})


def contents(contract: Contract) -> str:
    """What is graded, as a table: from each entry's first sentence, with its points and where to read."""
    rows = ["| you write | which is | points | to read |", "|---|---|--:|---|"]
    for entry in contract.graded:
        first = re.split(r"(?<=[.:])\s", " ".join(entry.doc.split()))[0].rstrip(".:")
        what = f"*to mend*: {first}" if entry.given else first
        rows.append(f"| `{entry.name}` | {what} | {entry.points:g} | {entry.read} |")
    return "\n".join(rows)


def _identity(cell: NotebookNode, position: int) -> str:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return grade_id or hashlib.sha256(f"{position}\n{cell.source}".encode()).hexdigest()[:12]


def _plain(source: str) -> NotebookNode:
    cell = new_code_cell(source)
    if source.startswith("# NBVAL_CHECK_OUTPUT"):
        expected = [line[4:] for line in source.splitlines() if line.startswith("# > ")]
        cell.outputs = [new_output("stream", name="stdout", text="\n".join(expected) + "\n")]
        cell.execution_count = 1  # nbval compares cells that were run
    return cell


def _marked(cell: NotebookNode, grade_id: str, **roles: Any) -> NotebookNode:
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "schema_version": 3, "task": False} | roles
    return cell


# ---- a graded name: solution, visible check, hidden test -------------------------------------------


def _graded_cells(entry: Graded, source: str, author: Path) -> list[NotebookNode]:
    bodies = solution_bodies(entry, source, author)
    handed_out = {method["name"] for method in entry.methods if method.get("given")}
    solution = render(
        entry, lambda method: bodies[method] if method in handed_out else f"{BEGIN}\n{bodies[method]}\n{END}"
    )
    tests = {"grade": True, "solution": False, "locked": True}
    cell = new_code_cell(solution)
    if entry.given:
        cell.metadata["gdcourse_given"] = entry.given.strip()  # what is left of the cell in the release
    return [
        _marked(cell, entry.name, grade=False, solution=True, locked=False),
        _marked(
            new_code_cell(visible_test(entry)), f"{entry.name}-visible", points=entry.visible_points, **tests
        ),
        _marked(
            new_code_cell(hidden_test(entry)), f"{entry.name}-hidden", points=entry.hidden_points, **tests
        ),
    ]


def visible_test(entry: Graded) -> str:
    return (
        f"# {entry.visible_points:g} points: a first check, with hints. Run it as often as you like.\n"
        f"from gdcourse.checking import check\n\ncheck({json.dumps(entry.name)})"
    )


def hidden_test(entry: Graded) -> str:
    return (
        f"# {entry.hidden_points:g} points: tests of {entry.name} that run when your notebook is graded.\n"
        "### BEGIN HIDDEN TESTS\n"
        "from gdcourse.checking import score\n"
        f"{entry.reference['imports']}\n\n"
        + _call(
            "score", [json.dumps(entry.kind), entry.name, entry.reference["expression"]], entry.hidden_options
        )
        + "\n### END HIDDEN TESTS"
    )


def _call(function: str, arguments: list[str], options: dict[str, Any]) -> str:
    keywords = [f"{name}={_literal(value)}" for name, value in options.items()]
    lines = [", ".join(arguments) + ",", *(f"{keyword}," for keyword in keywords)]
    return f"{function}(\n" + textwrap.indent("\n".join(lines), "    ") + "\n)"


def _literal(value: Any) -> str:
    """Numbers, texts, lists and dicts as a person would type them."""
    if isinstance(value, str):
        return json.dumps(value)  # with the formatter's quotes
    if isinstance(value, dict):
        parts, ends = [f"{json.dumps(name)}: {_literal(item)}" for name, item in value.items()], "{}"
    elif isinstance(value, list):
        parts, ends = [_literal(item) for item in value], "[]"
    else:
        return repr(value)
    line = ends[0] + ", ".join(parts) + ends[1]
    if len(line) <= 90 and "\n" not in line:
        return line
    return f"{ends[0]}\n" + textwrap.indent("\n".join(f"{part}," for part in parts), "    ") + f"\n{ends[1]}"


def solution_bodies(entry: Graded, source: str, author: Path) -> dict[str, str]:
    """The author's function bodies by method ("" for a plain function), held to the contract's signatures."""
    place = f"{author}: the cell of {entry.name}"
    statements = ast.parse(source).body
    kinds = ast.ClassDef if entry.methods else ast.FunctionDef
    if len(statements) != 1 or not isinstance(statements[0], kinds) or statements[0].name != entry.name:
        raise ContractError(
            f"{place} should hold {entry.name} and nothing else; move the rest to a cell of its own"
        )
    definition = statements[0]
    if isinstance(definition, ast.FunctionDef):
        return {"": _body(definition, entry.signature, source, place)}
    if [ast.unparse(base) for base in definition.bases] != ([entry.base] if entry.base else []):
        raise ContractError(
            f"{place} derives from something else than {entry.base or 'nothing'}, which the contract says"
        )
    found = {m.name: m for m in definition.body if isinstance(m, ast.FunctionDef)}
    wanted = {m["name"]: m["signature"] for m in entry.methods}
    if list(found) != list(wanted) or len(definition.body) != len(found):
        raise ContractError(
            f"{place} should hold the methods {', '.join(wanted)}, in this order, and nothing else"
        )
    return {name: _body(found[name], wanted[name], source, place) for name in wanted}


def _body(function: ast.FunctionDef, signature: str, source: str, place: str) -> str:
    expected = ast.parse(f"def f({signature}): pass").body[0]
    assert isinstance(expected, ast.FunctionDef)
    if ast.unparse(function.args) != ast.unparse(expected.args) or function.decorator_list:
        raise ContractError(
            f"{place}: def {function.name}({ast.unparse(function.args)}) is not the contract's "
            f"def {function.name}({signature}); change the one that is out of date (no decorators)"
        )
    if ast.get_docstring(function) is not None:
        raise ContractError(
            f"{place}: {function.name} has a docstring; it comes from the contract, so delete it here"
        )
    lines = source.splitlines()
    header = function.lineno
    while not lines[header - 1].rstrip().endswith(":"):
        header += 1
    return textwrap.dedent("\n".join(lines[header : function.end_lineno]))
