"""Every assignment's bank: mistakes lose points and are told apart, correct answers lose none."""

import itertools
import re

import numpy as np
import pytest

from gdcourse.checking import example, score
from gdcourse.checking.bank import load_bank
from gdcourse.checking.score import PROBES
from gdcourse.grading.course import Course

COURSE = Course()
BANKS = {name: load_bank(COURSE.solutions / name / "misconceptions.py") for name in COURSE.assignments()}
CONTRACTS = {name: COURSE.contract(name) for name in BANKS}
VARIANTS = [pytest.param(CONTRACTS[a][v.target], v, id=v.name) for a, bank in BANKS.items() for v in bank]
WRONG = [variant for variant in VARIANTS if not variant.values[1].is_right]
RIGHT = [variant for variant in VARIANTS if variant.values[1].is_right]
ENTRIES = [pytest.param(a, entry, id=entry.name) for a, c in CONTRACTS.items() for entry in c.graded]


def hidden(entry, answer, seed):
    return score(entry.kind, answer, entry.load_reference(), seed=seed, **entry.hidden_options)


@pytest.mark.parametrize(("entry", "variant"), WRONG)
def test_a_mistake_loses_points_in_the_hidden_tests_alone(entry, variant):
    for seed in range(3):
        assert hidden(entry, variant.answer, seed) < entry.hidden_points


@pytest.mark.parametrize(("entry", "variant"), RIGHT)
def test_a_correct_answer_loses_nothing(entry, variant):
    assert example(entry.kind, variant.answer, **entry.visible_options).passed
    for seed in range(50):
        report = hidden(entry, variant.answer, seed)
        assert report.passed, f"seed {seed}: {report}"


@pytest.mark.slow
@pytest.mark.parametrize(("entry", "variant"), RIGHT)
def test_tolerances_hold_on_a_thousand_seeds(entry, variant):
    for seed in range(1000):
        report = hidden(entry, variant.answer, seed)
        assert report.passed, f"seed {seed}: {report}"


@pytest.mark.parametrize(("assignment", "entry"), ENTRIES)
def test_the_bank_is_large_enough(assignment, entry):
    mine = [variant for variant in BANKS[assignment] if variant.target == entry.name]
    mistakes = [variant for variant in mine if not variant.is_right]
    assert len(mistakes) >= (20 if entry.name == "adam_update" else 10)
    assert len(mine) - len(mistakes) >= 3


def fingerprint(entry, variant):
    """What a variant's answer does on the hidden probes: its numbers and its manners."""
    probe = PROBES[entry.kind]
    options = {name: value for name, value in entry.hidden_options.items() if name != "points"}
    cases = probe.cases(np.random.default_rng(0), entry.load_reference(), **options)
    seen = [probe.observe(quietly, variant.answer, case) for case in cases]
    faults = {fault for one in seen for fault in one.faults} | {one.stopped for one in seen if one.stopped}
    numbers = [np.ravel(steps) for one in seen for steps in one.series.values()]
    return faults, np.concatenate(numbers).astype(float)


def quietly(function, *args, **kwargs):
    from gdcourse.checking.guard import Guard

    return Guard("f")(function, *args, **kwargs)


@pytest.mark.parametrize(("assignment", "entry"), ENTRIES)
def test_any_two_mistakes_can_be_told_apart(assignment, entry):
    mistakes = [v for v in BANKS[assignment] if v.target == entry.name and not v.is_right]
    seen = {variant.name: fingerprint(entry, variant) for variant in mistakes}
    for (a, (a_faults, a_numbers)), (b, (b_faults, b_numbers)) in itertools.combinations(seen.items(), 2):
        alike = a_numbers.shape == b_numbers.shape and np.allclose(
            a_numbers, b_numbers, rtol=1e-6, atol=1e-12, equal_nan=True
        )
        assert not (alike and a_faults == b_faults), f"{a} and {b} behave alike"


def test_hints_are_a_tutors():
    for bank in BANKS.values():
        mistakes = [variant for variant in bank if not variant.is_right]
        hints = [variant.hint for variant in mistakes]
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
        for variant in bank:
            namespace = {}
            exec("import math\nimport numpy as np\nimport torch\n" + variant.text, namespace)
            assert callable(namespace[variant.target])
