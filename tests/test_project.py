"""Promises that concern the project as a whole: versions, imports, README."""

import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in found}


def ranges() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {name: wanted for name, wanted in project["optional-dependencies"].items() if name != "bench"}
    return [*project["dependencies"], *itertools.chain(*extras.values())]


@pytest.mark.parametrize("text", ranges())
def test_every_range_admits_the_pinned_version(text):
    requirement = Requirement(text)
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


def test_every_requirement_is_pinned_exactly():
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins().values())


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import gdcourse", ["numpy", "torch", "matplotlib"]),
        ("from gdcourse.optim import Adam, descend", ["torch", "matplotlib", "gdcourse.grading"]),
        ("import gdcourse.cli", ["torch", "matplotlib", "nbgrader"]),
    ],
)
def test_imports_stay_light(statement, absent):
    code = f"{statement}; import sys; print([m for m in {absent} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_docstrings_cite_what_the_bibliography_has():
    known = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "book/references.bib").read_text(), re.MULTILINE))
    for path in (ROOT / "gdcourse").rglob("*.py"):
        text = path.read_text()
        assert set(re.findall(r"\[([a-z]+\d{4})\]", text)) <= known, path
        sources = re.findall(r"Source:.*?(?=\n\n|\"\"\")", text, re.DOTALL)
        assert all(re.search(r"\[[a-z]+\d{4}\]", source) for source in sources), path


def test_every_rule_names_its_source():
    from gdcourse import optim

    rules = [r for name in optim.__all__ if isinstance(r := getattr(optim, name), type)]
    rules = [r for r in rules if issubclass(r, optim.Rule) and r is not optim.Rule]
    assert all("Source: " in r.__doc__ for r in rules)


def test_readmes_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    names: dict = {}
    exec(block, names)
    assert names["path"].steps == 500
    assert names["run"].validation_accuracy[-1] > 0.9


def test_readmes_commands_exist():
    """Every `make` target and `gdcourse` command that README or CONTRIBUTING types is there."""
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    targets = set(
        re.findall(r"\bmake ([a-z-]+)", " ".join(re.findall(r"```sh.*?```|`[^`]+`", text, re.DOTALL)))
    )
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert targets
    assert targets <= known
    from gdcourse.cli import app

    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"^gdcourse ([a-z-]+)", text, re.MULTILINE)) <= commands
