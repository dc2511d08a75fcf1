"""Every assignment's bank: mistakes lose points and are told apart, correct answers lose none."""

import ast
import re

import pytest

from gdcourse.checking import checkfile, score
from gdcourse.checking.bank import load_slips
from gdcourse.checking.check import judge
from gdcourse.grading.banks import Exam, examine, verdict_on
from gdcourse.grading.course import Course
from gdcourse.grading.samples import answers
from gdcourse.grading.source import build

COURSE = Course()
BANKS = {name: COURSE.bank(name) for name in COURSE.assignments()}
CONTRACTS = {name: COURSE.contract(name) for name in BANKS}
VARIANTS = [pytest.param(CONTRACTS[a][v.target], v, id=v.name) for a, bank in BANKS.items() for v in bank]
WRONG = [variant for variant in VARIANTS if not variant.values[1].is_right]
RIGHT = [variant for variant in VARIANTS if variant.values[1].is_right]
ENTRIES = [pytest.param(a, entry, id=entry.name) for a, c in CONTRACTS.items() for entry in c.graded]


def hidden(entry, answer, seed):
    return score(entry.kind, answer, entry.load_reference(), seed=seed, **entry.hidden_options)


@pytest.mark.parametrize(("entry", "variant"), WRONG)
def test_a_mistake_loses_points_in_the_hidden_tests_alone(entry, variant):
    assert hidden(entry, variant.answer, seed=0) < entry.hidden_points  # more seeds below


@pytest.mark.slow
@pytest.mark.parametrize(("entry", "variant"), WRONG)
def test_a_mistake_loses_points_whatever_is_drawn(entry, variant):
    for seed in range(1, 5):
        assert hidden(entry, variant.answer, seed) < entry.hidden_points


@pytest.mark.parametrize(("entry", "variant"), RIGHT)
def test_a_correct_answer_loses_nothing(entry, variant):
    for seed in range(10):  # a thousand below
        report = hidden(entry, variant.answer, seed)
        assert report.passed, f"seed {seed}: {report}"


@pytest.mark.slow
@pytest.mark.parametrize(("entry", "variant"), RIGHT)
def test_tolerances_hold_on_a_thousand_seeds(entry, variant):
    for seed in range(1000):
        report = hidden(entry, variant.answer, seed)
        assert report.passed, f"seed {seed}: {report}"


@pytest.mark.parametrize("assignment", BANKS)
def test_of_a_second_bank_all_are_caught_nine_in_ten_get_the_right_hint_and_none_a_wrong_one(assignment):
    slips = load_slips(COURSE.solutions / assignment / "second_bank.py")
    contract, bank = CONTRACTS[assignment], BANKS[assignment]
    content = checkfile.build(contract, bank)
    exams = {
        graded.name: Exam(graded, checkfile.entry_of(content, graded.name)) for graded in contract.graded
    }
    verdicts = []
    for slip in slips:
        exam = exams[slip.target]
        assert exam.caught(slip.answer), slip.name
        mine = [variant for variant in bank if variant.target == slip.target]
        verdicts.append(verdict_on(slip, judge(exam.entry, slip.answer).hints, mine)[0])
    for entry in contract.graded:
        assert sum(slip.target == entry.name for slip in slips) >= 5, entry.name
    assert verdicts.count("right") >= 0.9 * len(slips)
    assert "other" not in verdicts


@pytest.mark.slow
@pytest.mark.parametrize("assignment", BANKS)
def test_every_mutant_that_changes_a_result_is_caught(assignment):
    for row in examine(COURSE, assignment):
        assert row.fine, row.remarks
        assert row.mutants.all > 5


@pytest.mark.parametrize(("assignment", "entry"), ENTRIES)
def test_the_bank_is_large_enough(assignment, entry):
    mine = [variant for variant in BANKS[assignment] if variant.target == entry.name]
    mistakes = [variant for variant in mine if not variant.is_right]
    solution = answers(build(CONTRACTS[assignment], COURSE.author(assignment)))[entry.name]
    statements = sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(solution)))
    one_liner = statements <= 4  # the def, its docstring, and one or two lines
    assert len(mistakes) >= (20 if entry.name == "adam_update" else 4 if one_liner else 10)
    assert len(mine) - len(mistakes) >= 3


def test_hints_are_a_tutors():
    for bank in BANKS.values():
        mistakes = [variant for variant in bank if not variant.is_right]
        hints = [(variant.target, variant.hint) for variant in mistakes]
        assert len(set(hints)) == len(hints)
        for variant in mistakes:
            assert variant.seen, variant.name
            assert len(variant.hint) > 60, variant.name
            assert reading(variant.hint), f"{variant.name}: the hint names no section of the book"
            assert not re.search(r"\b(wrong|simply|obviously)\b|!", variant.hint.lower()), variant.name


def reading(hint):
    """Whether the hint points to a section that a chapter of the book has."""
    for number, section in re.findall(r"[Cc]hapter (\d+), ([^.;]+)[.;]", hint):
        (chapter,) = (COURSE.root / "book").glob(f"{int(number):02}_*.md")
        headings = re.findall(r"^#+ (.*)$", chapter.read_text(encoding="utf-8"), re.MULTILINE)
        if not any(section.lower() in heading.lower() for heading in headings):
            return False
    return "hapter" in hint


def code(text):
    return re.sub(r"\s", "", text)


def test_hints_never_hold_a_line_of_the_solution():
    for assignment, bank in BANKS.items():
        solution = COURSE.author(assignment).read_text(encoding="utf-8").splitlines()
        lines = {code(line) for line in solution if "=" in line or "return" in line}
        for variant in bank:
            assert not any(len(line) > 8 and line in code(variant.hint) for line in lines), variant.name
            assert not re.search(r"\w+\s*=\s*[a-z]\w*\s*[-+*/(]", variant.hint), variant.name


def test_a_variants_text_stands_on_its_own():
    for bank in BANKS.values():
        for variant in (each for each in bank if each.text):  # what is inherited is built, not written
            namespace = {}
            exec("import math\nimport numpy as np\nimport torch\n" + variant.text, namespace)
            assert callable(namespace[variant.target])
