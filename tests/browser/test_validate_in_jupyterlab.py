"""A student in JupyterLab: open the notebook, solve it wrongly, read the hint, mend it, validate."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from gdcourse.grading.course import Course
from gdcourse.grading.samples import answers
from gdcourse.grading.source import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = Course()
NAME = "a08_adaptive"
TOKEN = "of-this-test"  # the server listens on the loopback address, for as long as the test runs
WRONG = """
def adam_update(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    return theta - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v}
"""


@pytest.fixture(scope="module")
def solved():
    return answers(build(COURSE.contract(NAME), COURSE.author(NAME)))


@pytest.fixture
def folder(tmp_path, solved):
    """What a student has who has solved everything but Adam."""
    path = tmp_path / "course"
    shutil.copytree(COURSE.exercises / NAME, path)
    notebook = nbformat.read(path / f"{NAME}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.id in solved and cell.id != "adam_update":
            cell.source = solved[cell.id]
    nbformat.write(notebook, path / f"{NAME}.ipynb")
    return path


@pytest.fixture
def lab(folder, tmp_path):
    """The address of a JupyterLab that serves the folder."""
    settings = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")} | {
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ServerApp.port=0"]
    command += ["--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}", "--allow-root"]
    log = (tmp_path / "lab.log").open("w")
    process = subprocess.Popen(
        [*command, f"--ServerApp.root_dir={folder}"],
        env={**os.environ, **settings},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield address(process, tmp_path / "RUNTIME")
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def address(process, runtime: Path):
    for _ in range(600):
        assert process.poll() is None, "JupyterLab did not start"
        for path in runtime.glob("jpserver-*.json"):
            url = json.loads(path.read_text())["url"]
            with urllib.request.urlopen(f"{url}api/status?token={TOKEN}", timeout=30):
                return url
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start within a minute")


def write_into(page, first_line, text):
    """Replace a cell's text by typing over it, as at a keyboard."""
    editor = page.locator(".jp-CodeCell .cm-content").filter(has_text=first_line)
    editor.scroll_into_view_if_needed()
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text.strip())


def validate(page):
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog-content")
    expect(dialog).to_contain_text(
        re.compile("passes all the tests|cell failed|failed", re.I), timeout=240_000
    )
    text = dialog.inner_text()
    page.locator(".jp-Dialog-button").last.click()
    return text


def test_solve_wrongly_read_the_hint_mend_and_validate(lab, solved, browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{lab}lab/tree/{NAME}.ipynb?token={TOKEN}")
    expect(page.get_by_role("button", name="Validate")).to_be_visible()

    write_into(page, "def adam_update(", WRONG)
    said = validate(page)
    assert 'check("adam_update")' in said
    assert "The means start at zero" in " ".join(said.split())
    assert "it should be [0.95]" in said
    assert "amsgrad" not in said  # what is right is not mentioned

    write_into(page, "def adam_update(", solved["adam_update"])
    assert "passes all the tests" in validate(page)
    context.close()
