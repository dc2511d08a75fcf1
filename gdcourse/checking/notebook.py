"""A notebook checked without Jupyter: its cells are run one after the other, and what is graded is looked at.

For a student with an editor and a shell. The cells run in this process, with the student's rights, as Jupyter
would run them; magic commands and widgets are left out.
"""

from __future__ import annotations

import contextlib
import json
import linecache
import os
import re
import sys
import types
from collections.abc import Callable
from pathlib import Path

from .check import judge
from .checkfile import Entry, entries
from .guard import CallError, Guard
from .score import Report

CELL_SECONDS = 60.0


class NotebookError(ValueError):
    """A file that is no notebook; says which and why."""


def check_notebook(path: Path, say: Callable[[str], None] = lambda line: None) -> list[tuple[Entry, Report]]:
    """Run the notebook's own cells and check everything that its check file grades.

    `say` is told of cells that stop with an error; the cells after them are run all the same, as a student
    would who goes on. Check cells are passed over: what they would do is done at the end, for each name.
    """
    path = path.resolve()
    graded = entries(path.parent)
    scope = _run(path, say)
    results = []
    with contextlib.chdir(path.parent):
        for entry in graded:
            if entry.name not in scope:
                hint = f"{entry.name} is not defined: its cell is missing, or stopped with an error."
                results.append((entry, Report(0.0, entry.points, [hint])))
            else:
                results.append((entry, judge(entry, scope[entry.name])))
    return results


def _run(path: Path, say: Callable[[str], None]) -> dict:
    module = types.ModuleType("__main__")
    main, backend = sys.modules["__main__"], os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = "agg"  # figures are not shown
    sys.modules["__main__"] = module
    try:
        with contextlib.chdir(path.parent):
            for number, source in _cells(path):
                _cell(f"cell {number}", source, module.__dict__, say)
    finally:
        sys.modules["__main__"] = main
        if backend is None:
            del os.environ["MPLBACKEND"]
        else:
            os.environ["MPLBACKEND"] = backend
    return module.__dict__


def _cells(path: Path) -> list[tuple[int, str]]:
    """The code cells that are not checks, with their number among all code cells."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
        texts = [("".join(c["source"]), c["metadata"].get("nbgrader", {}).get("grade")) for c in cells]
    except FileNotFoundError:
        raise NotebookError(f"{path}: there is no such file") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotebookError(f"{path} is no Jupyter notebook; give a file that ends in .ipynb") from None
    return [(number, text) for number, (text, check) in enumerate(texts, start=1) if not check]


def _cell(name: str, source: str, scope: dict, say: Callable[[str], None]) -> None:
    source = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)  # Jupyter's own commands
    file = f"<ipython-input {name}>"  # as Jupyter calls its cells, so that errors name their line
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        code = compile(source, file, "exec")
    except SyntaxError as error:
        say(f"{name}: Python can't read line {error.lineno}: {error.msg}")
        return
    guard = Guard(name, call_seconds=CELL_SECONDS, total_seconds=CELL_SECONDS)
    try:
        guard(exec, code, scope)
    except CallError as error:
        say(str(error))
