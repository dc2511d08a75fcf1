"""For authors: what the check makes of answers of known worth, in one table an assignment.

Mistakes of the bank, mistakes of a second bank (`solutions/<assignment>/second_bank.py`, written by somebody
who had seen the exercise's statement alone), mechanical mutants of the solution, and correct answers that
look different. `make banks` prints it; `tests/exercises` holds the figures to what the course promises.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..checking import checkfile
from ..checking.bank import Slip, Variant, load_slips
from ..checking.check import judge
from ..checking.checkfile import Entry
from ..checking.compare import Observation
from ..checking.contract import Graded
from ..checking.fingerprints import departures, fingerprint
from ..checking.guard import Guard, plainly, quiet
from ..checking.mutants import mutants
from ..checking.score import watch
from .course import Course
from .samples import answers
from .source import build

PATIENCE = 0.5  # seconds a call: of mutants, many never end


@dataclass
class Count:
    """How many answers of one kind there are, and what became of them."""

    all: int = 0
    caught: int = 0
    right: int = 0
    abstained: int = 0
    other: int = 0


@dataclass
class Row:
    """What was found for one graded name."""

    name: str
    bank: Count = field(default_factory=Count)
    second: Count = field(default_factory=Count)
    mutants: Count = field(default_factory=Count)
    correct: Count = field(default_factory=Count)
    remarks: list[str] = field(default_factory=list)

    def cells(self) -> dict[str, str]:
        bank, second = self.bank, self.second
        return {
            "name": self.name,
            "bank": f"{bank.caught}/{bank.all}",
            "hint": f"{bank.right}",
            "second": f"{second.caught}/{second.all}",
            "right": f"{second.right}",
            "none": f"{second.abstained}",
            "other": f"{second.other}",
            "mutants": f"{self.mutants.caught}/{self.mutants.all}",
            "correct": f"{self.correct.caught}/{self.correct.all}",
        }

    @property
    def fine(self) -> bool:
        counts = (self.bank, self.second, self.mutants, self.correct)
        return all(count.caught == count.all for count in counts)


def examine(course: Course, assignment: str) -> list[Row]:
    """A row for each graded name."""
    contract = course.contract(assignment)
    bank = course.bank(assignment)
    content = checkfile.build(contract, bank)
    second = load_slips(course.solutions / assignment / "second_bank.py")
    cells = answers(build(contract, course.author(assignment)))
    solved = {name: cells[name] for name in contract.names}
    rows = []
    for graded in contract.graded:
        exam = Exam(graded, checkfile.entry_of(content, graded.name))
        mine = [variant for variant in bank if variant.target == graded.name]
        row = Row(graded.name)
        for variant in mine:
            (_correct if variant.is_right else _mistake)(row, exam, variant)
        for slip in (slip for slip in second if slip.target == graded.name):
            _slip(row, exam, slip, mine)
        _mechanical(row, exam, solved)
        rows.append(row)
    return rows


class Exam:
    """What is known of one graded name, worked out once for many answers."""

    def __init__(self, graded: Graded, entry: Entry) -> None:
        self.graded, self.entry = graded, entry
        self.reference = graded.load_reference()

    def caught(self, answer: Any) -> bool:
        """Whether the check and the hidden tests both take points off."""
        pairs = self.entry.examples + self.entry.cases
        return not self.flawless(answer, pairs) and not self.flawless(answer, self.hidden)

    def flawless(self, answer: Any, pairs: Sequence[tuple[Any, Observation]]) -> bool:
        guard = Guard(self.graded.name, PATIENCE)
        return all(one.flawless for one in watch(self.entry.probe, guard, answer, pairs)) and not guard.late

    @cached_property
    def hidden(self) -> list[tuple[Any, Observation]]:
        """Cases as the hidden tests draw them, with what should be seen."""
        return self._expected(self.entry.probe.cases(np.random.default_rng(1), self.reference))

    @cached_property
    def wild(self) -> list[tuple[Any, Observation]]:
        """Cases from anywhere in the ranges, where also the reference may meet a division by zero."""
        with quiet():
            cases = self.entry.probe.wild(np.random.default_rng(12345), self.reference)
            return self._expected([case for case in cases if case.dtype == "float64"])

    def _expected(self, cases: Sequence[Any]) -> list[tuple[Any, Observation]]:
        probe = self.entry.probe
        return [(case, probe.observe(plainly, self.reference, probe.exact(case))) for case in cases]

    def changes(self, answer: Any) -> bool:
        """Whether an answer differs from the reference anywhere: on many inputs and settings of its own."""
        guard = Guard(self.graded.name, PATIENCE, total_seconds=60.0)
        for case, expected in self.wild:
            seen = [self.entry.probe.observe(guard, answer, case)]
            if departures(fingerprint(seen, [expected]), fingerprint([expected], [expected])):
                return True
        return False


def _correct(row: Row, exam: Exam, variant: Variant) -> None:
    row.correct.all += 1
    if judge(exam.entry, variant.answer).passed and exam.flawless(variant.answer, exam.hidden):
        row.correct.caught += 1
    else:
        row.remarks.append(f"the correct answer {variant.name} loses points")


def _mistake(row: Row, exam: Exam, variant: Variant) -> None:
    row.bank.all += 1
    hints = judge(exam.entry, variant.answer).hints
    if exam.caught(variant.answer):
        row.bank.caught += 1
    else:
        row.remarks.append(f"the mistake {variant.name} is not caught")
    if variant.hint in hints:
        row.bank.right += 1
    else:
        row.remarks.append(f"the mistake {variant.name} does not get its own hint: {' '.join(hints[:1])}")


def _slip(row: Row, exam: Exam, slip: Slip, bank: Sequence[Variant]) -> None:
    row.second.all += 1
    if exam.caught(slip.answer):
        row.second.caught += 1
    else:
        row.remarks.append(f"of the second bank, {slip.name} is not caught")
    verdict, said = verdict_on(slip, judge(exam.entry, slip.answer).hints, bank)
    setattr(row.second, verdict, getattr(row.second, verdict) + 1)
    if verdict != "right":
        row.remarks.append(f"{slip.name} ({slip.says}): {said}")


def verdict_on(slip: Slip, hints: Sequence[str], bank: Sequence[Variant]) -> tuple[str, str]:
    """Right, other or abstained, and what was said: `slip.known_by` names hints that are right."""
    text = " ".join(hints)
    named = [variant.name for variant in bank if variant.hint and variant.hint in text]
    if any(name in named for name in slip.known_by) or any(" " in k and k in text for k in slip.known_by):
        return "right", ""
    return ("other", f"taken for {named[0]}") if named else ("abstained", text.splitlines()[0])


def _mechanical(row: Row, exam: Exam, solved: dict[str, str]) -> None:
    import torch

    for mutant in mutants(solved[row.name]):
        scope: dict[str, Any] = {"np": np, "math": math, "torch": torch}
        try:
            for name, text in solved.items():  # a solution may use what else is graded
                exec(compile(mutant.text if name == row.name else text, "<mutant>", "exec"), scope)
        except Exception:  # it can't even be defined: nobody hands that in unnoticed
            continue
        answer = scope[row.name]
        if not exam.changes(answer):
            continue
        row.mutants.all += 1
        if exam.caught(answer):
            row.mutants.caught += 1
        else:
            row.remarks.append(f"the mutant is not caught: {mutant.what}")
