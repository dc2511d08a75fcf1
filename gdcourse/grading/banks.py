"""For authors: what the check makes of answers of known worth, in one table an assignment.

Mistakes of the bank, mistakes of a second bank (`solutions/<assignment>/second_bank.py`, written by somebody
who had seen the exercise's statement alone), mechanical mutants of the solution, and correct answers that
look different. `make banks` prints it; `tests/exercises` holds the figures to what the course promises.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..checking import checkfile
from ..checking.bank import Slip, Variant, load_slips
from ..checking.check import judge
from ..checking.checkfile import Entry
from ..checking.contract import Graded
from ..checking.fingerprints import departures, fingerprint
from ..checking.guard import Guard, plainly
from ..checking.mutants import mutants
from ..checking.score import PROBES, Report, score
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
    solved = answers(build(contract, course.author(assignment)))
    rows = []
    for graded in contract.graded:
        entry = checkfile.entry_of(content, graded.name)
        mine = [variant for variant in bank if variant.target == graded.name]
        row = Row(graded.name)
        for variant in mine:
            (_correct if variant.is_right else _mistake)(row, graded, entry, variant)
        for slip in (slip for slip in second if slip.target == graded.name):
            _slip(row, graded, entry, slip, mine)
        _mechanical(row, graded, entry, solved[graded.name])
        rows.append(row)
    return rows


def caught(graded: Graded, entry: Entry, answer: Any, seed: int = 1) -> bool:
    """Whether the check and the hidden tests both take points off."""
    return not judge(entry, answer, PATIENCE).passed and not _hidden(graded, answer, seed).passed


def _hidden(graded: Graded, answer: Any, seed: int) -> Report:
    """What the hidden tests make of an answer, without their printing."""
    with contextlib.redirect_stdout(io.StringIO()):
        return score(graded.kind, answer, graded.load_reference(), seed=seed, **graded.hidden_options)


def _correct(row: Row, graded: Graded, entry: Entry, variant: Variant) -> None:
    row.correct.all += 1
    if judge(entry, variant.answer).passed and _hidden(graded, variant.answer, seed=0).passed:
        row.correct.caught += 1
    else:
        row.remarks.append(f"the correct answer {variant.name} loses points")


def _mistake(row: Row, graded: Graded, entry: Entry, variant: Variant) -> None:
    row.bank.all += 1
    if caught(graded, entry, variant.answer):
        row.bank.caught += 1
    else:
        row.remarks.append(f"the mistake {variant.name} is not caught")
    row.bank.right += variant.hint in judge(entry, variant.answer).hints


def _slip(row: Row, graded: Graded, entry: Entry, slip: Slip, bank: Sequence[Variant]) -> None:
    row.second.all += 1
    if caught(graded, entry, slip.answer):
        row.second.caught += 1
    else:
        row.remarks.append(f"of the second bank, {slip.name} is not caught")
    verdict, said = verdict_on(slip, judge(entry, slip.answer).hints, bank)
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


def _mechanical(row: Row, graded: Graded, entry: Entry, solution: str) -> None:
    import torch

    for mutant in mutants(solution):
        scope = {"np": np, "math": math, "torch": torch}
        try:
            exec(compile(mutant.text, "<mutant>", "exec"), scope)
        except Exception:  # it can't even be defined: nobody hands that in unnoticed
            continue
        answer = scope[graded.name]
        if not changes(graded, answer):
            continue
        row.mutants.all += 1
        if caught(graded, entry, answer):
            row.mutants.caught += 1
        else:
            row.remarks.append(f"the mutant is not caught: {mutant.what}")


def changes(graded: Graded, answer: Any) -> bool:
    """Whether an answer differs from the reference anywhere: on many inputs and settings of its own."""
    probe, reference = PROBES[graded.kind](**graded.probe_options), graded.load_reference()
    cases = [c for c in probe.wild(np.random.default_rng(12345), reference) if c.dtype == "float64"]
    guard = Guard(graded.name, call_seconds=PATIENCE, total_seconds=60.0)
    want = [probe.observe(plainly, reference, case) for case in cases]
    seen = [probe.observe(guard, answer, case) for case in cases]
    return bool(departures(fingerprint(seen, want), fingerprint(want, want)))
