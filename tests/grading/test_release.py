"""From solutions/ to exercises/: the same bytes every time, and nothing that students should not see."""

import re

import nbformat
import pytest

from gdcourse.checking import contract
from gdcourse.checking.bank import load_bank
from gdcourse.checking.contract import ContractError
from gdcourse.grading.course import Course
from gdcourse.grading.release import outdated, release
from gdcourse.grading.source import derive

REPOSITORY = Course()


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow  # `make test` asks the same of `gdcourse release --check`
def test_the_committed_exercises_are_what_release_writes():
    assert outdated() == [], "run `make exercises`"


def test_releasing_twice_leaves_no_difference(course):
    (path,) = release(course=course)
    first = path.read_bytes()
    release(course=course)
    assert path.read_bytes() == first
    assert first.endswith(b"}\n")
    assert b"\r" not in first


def test_an_outdated_notebook_is_found(course):
    release(course=course)
    assert outdated(course) == []
    edit(course.author("tiny"), "A small assignment", "A smaller assignment")
    assert outdated(course) == ["tiny"]


def test_the_source_follows_its_files(course):
    (notebook,) = derive(course)
    before = notebook.stat().st_mtime_ns
    derive(course)
    assert notebook.stat().st_mtime_ns == before
    edit(course.author("tiny"), "A small assignment", "A smaller assignment")
    derive(course)
    assert "A smaller assignment" in notebook.read_text(encoding="utf-8")


def test_the_released_cells(course):
    (path,) = release(course=course)
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    entry = course.contract("tiny")["adagrad_update"]
    assert cells["adagrad_update"].source == contract.stub(entry)
    assert cells["adagrad_update-hidden"].source.startswith("# 4.8 points: tests of adagrad_update that run")
    assert cells["why"].source == "*Your answer goes here.*"
    points = [cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells]
    assert points == [0, 0, 0, 1.2, 4.8, 0, 2]
    assert all(not cell.get("outputs") and not cell.get("execution_count") for cell in notebook.cells)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.gdcourse == {"assignment": "tiny", "version": 1}


def test_a_table_of_what_is_graded_comes_from_the_contract(course):
    edit(
        course.author("tiny"),
        "# # A small assignment",
        "# # A small assignment\n\n# %% [markdown] contents=true\n# Now:",
    )
    (path,) = release(course=course)
    (table,) = [c.source for c in nbformat.read(path, as_version=4).cells if c.source.startswith("Now:")]
    assert "| `adagrad_update` | One step of AdaGrad | 6 | chapter 8, AdaGrad |" in table


def test_named_files_are_handed_out_and_others_are_not(course):
    (course.solutions / "tiny" / "rates.csv").write_text("lr\n0.1\n", encoding="utf-8")
    (course.solutions / "tiny" / "notes.txt").write_text("mine", encoding="utf-8")
    edit(course.solutions / "tiny" / "contract.toml", "version = 1", 'version = 1\nfiles = ["rates.csv"]')
    release(course=course)
    handed_out = {path.name for path in (course.exercises / "tiny").iterdir()}
    assert handed_out == {"tiny.ipynb", "tiny.check.json", "rates.csv"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "*, lr, eps)",
            "*, lr, eps=1e-8)",
            "is not the contract's def adagrad_update(theta, g, state, t, *, lr, eps)",
        ),
        ("def adagrad_update", "def adagrad", "should hold adagrad_update and nothing else"),
        ('graded="adagrad_update"', "", 'no cell opens with # %% graded="adagrad_update"'),
        ('graded="adagrad_update"', 'graded="adam_update"', "adam_update is graded here, but the contract"),
        ("    s = state", '    """Mine."""\n    s = state', "has a docstring; it comes from the contract"),
    ],
)
def test_a_notebook_that_departs_from_its_contract_is_refused(course, old, new, complaint):
    edit(course.author("tiny"), old, new)
    with pytest.raises(ContractError) as caught:
        release(course=course)
    assert complaint in str(caught.value)
    assert "tiny.py" in str(caught.value)


def test_an_unknown_assignment_is_answered_with_the_known_ones(course):
    with pytest.raises(ContractError, match="there is no such assignment; there are: tiny"):
        release(["a99"], course=course)


def squeezed(text):
    return re.sub(r"[\s\"'\\]", "", text)


REGION = "### BEGIN {kind}\n(.*?)### END {kind}"
LOOP = re.compile(r"\s*for \w+ in range\(\w+\):")  # anybody's line


def secrets(course, assignment):
    """Lines that must not reach students, by where they come from."""
    source = nbformat.read(course.source_notebook(assignment), as_version=4)
    # a method that is handed out is part of every class, the right one and the mistaken
    handed_out = {
        line
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
        for line in re.sub(REGION.format(kind="SOLUTION"), "", cell.source, flags=re.DOTALL).splitlines()
    }
    for cell in source.cells:
        for kind in ("SOLUTION", "HIDDEN TESTS"):
            for region in re.findall(REGION.format(kind=kind), cell.source, re.DOTALL):
                # the check beside the notebook is run with the same hyperparameters, on other inputs
                yield from (
                    (kind, line)
                    for line in region.splitlines()
                    if not line.strip().startswith(("{", "import "))
                    and not LOOP.fullmatch(line)
                    and not (kind == "HIDDEN TESTS" and line in handed_out)
                )
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown":
            yield from (("answer", line) for line in cell.source.splitlines())
    for variant in load_bank(course.solutions / assignment / "misconceptions.py"):
        yield from (
            ("misconception", line)
            for line in variant.text.splitlines()[1:]
            if line not in handed_out and not LOOP.fullmatch(line)
        )
        yield "source of a mistake", variant.seen


@pytest.mark.parametrize("assignment", REPOSITORY.assignments())
def test_nothing_of_the_solutions_is_in_exercises(assignment):
    derive(REPOSITORY)
    folder = REPOSITORY.exercises / assignment
    handed_out = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in handed_out} == {
        f"{assignment}.ipynb",
        f"{assignment}.check.json",
        *REPOSITORY.contract(assignment).files,
    }
    text = squeezed("".join(path.read_text(encoding="utf-8") for path in handed_out))
    graded = REPOSITORY.contract(assignment).graded
    stubs = squeezed("".join(contract.stub(entry) for entry in graded))
    # what is tried and looked at is the check's, too: only the inputs differ, and the right outputs at them
    tried = squeezed("".join(repr(entry.probe_options) for entry in graded))
    assert "BEGINSOLUTION" not in text
    assert "HIDDENTESTS" not in text
    for kind, line in secrets(REPOSITORY, assignment):
        needle = squeezed(line)
        if kind == "HIDDEN TESTS" and needle.rstrip(",") in tried:
            continue
        if len(needle) > 16 and needle not in stubs:  # shorter ones, as `loss.backward()`, are anybody's
            assert needle not in text, f"{kind}: {line}"
