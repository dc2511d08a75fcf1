"""`check`: what a student runs while working. It names the mistake where it knows it.

It calls the function on the inputs of the check file that lies beside the notebook, prints what is right, and
where something is not: the hint of the mistake, or else what can be said for certain; the smallest input
where it shows, with what came out and what should have; and where to read. It never shows the formula.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .checkfile import CheckFileError, Entry, find, in_full
from .clues import dependence, of_dependence, of_numbers, together
from .compare import Observation
from .fingerprints import departures, diagnose, fingerprint, upstream
from .guard import Guard
from .score import MANNERS, Report, above, share_of, watch

WIDTH = 96
TRIES = 400  # of smaller inputs: a tenth of a second


def check(answer: Any, name: str = "") -> Report:
    """Check a graded function or class, print what was seen, and return the points: a number.

    `answer` is the function, or its name as text, for one that may not be defined yet. `name` says which
    graded name is meant, where the function is called otherwise. The result's `hints` are the sentences that
    were printed, `passed` says whether there is nothing left to do.
    """
    scope = sys._getframe(1).f_globals
    try:
        if isinstance(answer, str):
            name = name or answer
            entry = find(name, Path.cwd())
            if answer not in scope:
                missing = f"{answer} is not defined: run its cell, and look whether that gives an error."
                return _show(name, Report(0.0, entry.points, [missing]))
            answer = scope[answer]
        else:
            entry = find(name or _graded_name(answer, scope), Path.cwd())
    except CheckFileError as trouble:
        return _show(name or "check", Report(0.0, 0.0, [str(trouble)]))
    return _show(entry.name, judge(entry, answer))


def _graded_name(answer: Any, scope: Mapping[str, Any]) -> str:
    """The name under which the notebook knows a function; its own, if it was given under another."""
    own = getattr(answer, "__name__", "")
    return own if scope.get(own) is answer else next((n for n, v in scope.items() if v is answer), own)


def judge(entry: Entry, answer: Any) -> Report:
    """Points and sentences for an answer, without printing."""
    probe, guard = entry.probe, Guard(entry.name)
    pairs = entry.examples + entry.cases
    watched = list(watch(probe, guard, answer, pairs))
    seen = [one.seen for one in watched]
    off = [i for i, one in enumerate(watched) if one.departures or one.seen.stopped]
    fraction = sum(one.share for one in watched) / len(pairs)
    if guard.late:
        share = above(fraction, entry.floor)
        return Report(share * entry.points, entry.points, [seen[-1].stopped or "It ran out of time."])
    faults = list(dict.fromkeys(fault for one in seen for fault in one.faults))
    if faults:
        fraction *= MANNERS
    fraction = above(fraction, entry.floor)
    if not off and not faults:
        return Report(entry.points, entry.points, praise=_praise(entry))
    hints = _named(entry, seen[len(entry.examples) :])
    stops = [seen[i].stopped for i in off if seen[i].stopped]
    hints += [text.rstrip(".") + "." for text in dict.fromkeys([*stops[:1], *faults])]
    if off and not hints:
        hints += _certain(entry, guard, answer, seen, off)
    smallest = _smallest(entry, guard, answer) if off and not stops else ""
    if smallest:
        hints.append(smallest)
    if entry.read and not any("hapter" in hint for hint in hints):
        hints.append(f"To read: {entry.read}.")
    return Report(fraction * entry.points, entry.points, hints)


def _praise(entry: Entry) -> str:
    examples = "the example" if len(entry.examples) == 1 else f"the {len(entry.examples)} examples"
    return f"{examples} worked by hand and {len(entry.cases)} longer tries: all right"


def _named(entry: Entry, seen: list[Observation]) -> list[str]:
    """The hint of the mistake that the answer holds, if it is recognised."""
    exact = in_full([case for case, _ in entry.cases])
    mine = [seen[i] for i in exact]
    if not any(steps for one in mine for steps in one.series.values()):
        return []  # it stops at once, as any slip may
    expected = [entry.cases[i][1] for i in exact]
    items = fingerprint(mine, expected)
    found = diagnose(departures(items, entry.right), entry.mistakes, upstream(expected))
    if found is None:
        return []
    return [("" if found.whole else "One thing that it looks like: ") + entry.hints[found.mistake]]


def _certain(entry: Entry, guard: Guard, answer: Any, seen: list[Observation], off: list[int]) -> list[str]:
    """What is true of the answer, whatever its mistake."""
    sentences: list[str] = []
    if entry.depends:
        cases = [case for case, _ in entry.cases]
        mine = dependence(entry.probe, guard, answer, [cases[i] for i in in_full(cases)])
        sentences += of_dependence(mine, entry.depends) if mine else []
    if sentences:
        return sentences
    pairs = entry.examples + entry.cases
    exact = [i for i in off if pairs[i][0].dtype == "float64"]
    if all(len(want) == 1 for i in exact for want in pairs[i][1].series.values()):
        alike = [i for i in exact if pairs[i][1].series.keys() == pairs[exact[0]][1].series.keys()]
        return of_numbers(*together([(seen[i], pairs[i][1]) for i in alike]), {}) if alike else []
    for i in exact:
        case, expected = pairs[i]
        sentences = of_numbers(seen[i], expected, entry.probe.starts(case))
        if sentences:
            break
    return sentences


def _smallest(entry: Entry, guard: Guard, answer: Any) -> str:
    """The shortest input at hand on which the answer departs, beside what should come out."""
    probe = entry.probe
    pairs = list(entry.examples)
    for case, expected in entry.cases:
        if case.dtype == "float64":
            pairs += list(probe.smaller(case, expected))
    for case, expected in pairs[:TRIES]:
        if guard.late:
            return ""
        seen = probe.observe(guard, answer, case)
        _, departed = share_of(probe, case, seen, expected)
        if departed and not seen.stopped:
            lines = [f"A small input where it shows: {probe.inputs(case)}"]
            for output, step in departed.items():
                after = f" after step {step + 1}" if len(expected.series[output]) > 1 else ""
                lines.append(
                    f"    {output} comes out as {_text(seen.series[output][step])}{after}; "
                    f"it should be {_text(expected.series[output][step])}"
                )
            return "\n".join(lines)
    return ""


def _text(value: np.ndarray) -> str:
    if value.ndim == 0 and value.dtype.kind == "f":
        return f"{value:.6g}"
    return np.array2string(np.asarray(value), precision=6, separator=", ", threshold=40, edgeitems=2)


def told(name: str, report: Report) -> str:
    """A report as a student reads it."""
    lines = [
        f"{name}: {report.points:g} of {report.out_of:g} points"
        + (f"; {report.praise}." if report.praise else "")
    ]
    for hint in report.hints:
        lines += [
            textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="  ")
            for line in hint.splitlines()
        ]
    return "\n".join(lines)


def _show(name: str, report: Report) -> Report:
    print(told(name, report))
    # of a cell that has some of its points, nbgrader's Validate button shows what is on stderr, or nothing
    if not report.passed and os.environ.get("NBGRADER_EXECUTION") == "validate":
        print(told(name, report), file=sys.stderr)
    return report
