"""A notebook checked from a shell."""

import json
import shutil
import sys

import nbformat
import pytest
from check_setup import folder
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from gdcourse.checking.checkfile import CheckFileError
from gdcourse.checking.notebook import NotebookError, check_notebook
from gdcourse.cli import app

ADAGRAD = """
def adagrad_update(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}
"""


def notebook(tmp_path, *sources):
    graded = {"nbgrader": {"grade": True, "grade_id": "x"}}
    cells = [new_markdown_cell("# Mine"), *map(new_code_cell, sources)]
    cells.append(new_code_cell("raise SystemExit  # a check cell, which is passed over", metadata=graded))
    path = tmp_path / "mine.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    shutil.copy(folder() / "a08_adaptive.check.json", tmp_path)
    return path


def by_name(results):
    return {entry.name: report for entry, report in results}


def test_its_functions_are_checked_and_what_is_missing_is_named(tmp_path):
    path = notebook(tmp_path, "import numpy as np\n%matplotlib inline", ADAGRAD, "print('x' * 10**6)")
    main = sys.modules["__main__"]
    found = by_name(check_notebook(path))
    assert sys.modules["__main__"] is main
    assert found["adagrad_update"].passed
    assert found["adam_update"] == 0
    assert "adam_update is not defined" in found["adam_update"].hints[0]


def test_cells_that_stop_are_told_and_the_rest_runs(tmp_path):
    said = []
    path = notebook(tmp_path, "import numpy as np", "1 / 0", "def broken(:", "exit()", ADAGRAD)
    assert by_name(check_notebook(path, said.append))["adagrad_update"].passed
    assert said == [
        "cell 2 stopped with ZeroDivisionError: division by zero, in the line `1 / 0`",
        "cell 3: Python can't read line 1: invalid syntax",
        "cell 4 asked Python to exit: return the result instead",
    ]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("no.ipynb", None, "there is no such file"),
        ("a.ipynb", "hello", "is no Jupyter notebook"),
        ("a.ipynb", "[]", "is no Jupyter notebook"),
    ],
)
def test_what_is_no_notebook_is_refused(tmp_path, name, content, error):
    shutil.copy(folder() / "a08_adaptive.check.json", tmp_path)
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(NotebookError, match=error):
        check_notebook(tmp_path / name)


def test_without_its_check_file_it_says_so(tmp_path):
    path = notebook(tmp_path, ADAGRAD)
    (tmp_path / "a08_adaptive.check.json").unlink()
    with pytest.raises(CheckFileError, match=r"There is no file \*\.check\.json"):
        check_notebook(path)


def test_from_the_shell(tmp_path):
    path = notebook(tmp_path, "import numpy as np", ADAGRAD)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 1  # something is left to do
    assert "adagrad_update: 1 of 1 points; the example worked by hand" in result.output
    assert "1 of the 10 points that a check can give" in result.output
    rows = json.loads(CliRunner().invoke(app, ["check", str(path), "--json"]).stdout)
    assert rows[0] == {"name": "adagrad_update", "points": 1.0, "out_of": 1.0, "hints": []}
    assert CliRunner().invoke(app, ["check", str(tmp_path / "no.ipynb")]).exit_code == 2
