"""What lies beside a student's notebook, so that `check` works offline: `<assignment>.check.json`.

Per graded name: inputs, the right outputs at those inputs, what depends on what, and of every mistake of the
bank its fingerprint and its hint. Numbers and sentences; no line of a solution or of a mistake. It is made by
`gdcourse release`; in the grader nothing rests on it.
"""

from __future__ import annotations

import dataclasses
import json
import math
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .bank import Variant
from .clues import Dependence, dependence
from .compare import Observation
from .contract import Contract, Graded, stub
from .fingerprints import Item, Print, departures, fingerprint
from .guard import Guard, plainly
from .score import PROBES, Probe, defined, earned

SUFFIX = ".check.json"
VERSION = 2  # of this format
ROUNDING = 1e-5  # items that differ by less may differ by the digits of float32


class CheckFileError(Exception):
    """A check file that is missing, damaged or of another time; says which and what to do."""


@dataclass
class Entry:
    """What is known of one graded name."""

    name: str
    probe: Probe
    points: float
    floor: float
    read: str
    examples: list[tuple[Any, Observation]]
    cases: list[tuple[Any, Observation]]
    depends: Dependence | None
    right: Print
    mistakes: list[dict[int, Item]]
    hints: list[str]


def build(contract: Contract, bank: Sequence[Variant]) -> dict[str, Any]:
    """The content of a check file, made with the reference and the bank."""
    return {
        "format": VERSION,
        "assignment": contract.assignment,
        "version": contract.version,
        "graded": [_entry(contract, entry, bank) for entry in contract.graded],
    }


def _entry(contract: Contract, entry: Graded, bank: Sequence[Variant]) -> dict[str, Any]:
    probe = PROBES[entry.kind](**entry.probe_options)
    reference = entry.load_reference()
    rng = np.random.default_rng(zlib.crc32(f"{contract.assignment} {entry.name}".encode()))
    cases = probe.cases(rng, reference)
    expected = [probe.observe(plainly, reference, probe.exact(case)) for case in cases]
    exact = in_full(cases)
    want = [expected[i] for i in exact]
    right = fingerprint(want, want)

    def items(answer: Any) -> dict[int, Item]:
        guard = Guard(entry.name, total_seconds=60.0)
        seen = fingerprint([probe.observe(guard, answer, cases[i]) for i in exact], want)
        found = departures(seen, right)
        # what is off by rounding alone cannot be recognised by its numbers (`clues.py` has a word for it)
        visible = any(abs(a - b) > ROUNDING for i, item in found.items() for a, b in zip(item, right[i]))
        return found if visible else {}

    mistakes = [variant for variant in bank if variant.target == entry.name and not variant.is_right]
    return {
        "name": entry.name,
        "kind": entry.kind,
        "options": entry.probe_options,
        "points": entry.visible_points,
        "floor": _floor(entry, probe, cases, expected) if entry.given else 0.0,
        "read": entry.read,
        "examples": [_packed_case(*probe.example(e["given"], e["expected"])) for e in entry.examples],
        "cases": [_packed_case(case, seen) for case, seen in zip(cases, expected, strict=True)],
        "depends": dependence(probe, Guard(entry.name), reference, [cases[i] for i in exact]),
        "right": [_rounded(item) for item in right],
        "mistakes": [
            {"hint": each.hint, "items": {i: _rounded(item) for i, item in items(each.answer).items()}}
            for each in mistakes
        ],
    }


def _floor(entry: Graded, probe: Probe, cases: Sequence[Any], expected: Sequence[Observation]) -> float:
    """What the function earns as it is handed out."""
    examples = [probe.example(each["given"], each["expected"]) for each in entry.examples]
    pairs = [*examples, *zip(cases, expected, strict=True)]
    return _rounded((earned(probe, defined(stub(entry)), pairs)[0], 0.0))[0]


def in_full(cases: Sequence[Any]) -> list[int]:
    """The numbers of the cases in double precision, in which alone mistakes are compared."""
    return [i for i, case in enumerate(cases) if case.dtype == "float64"]


def write(content: Mapping[str, Any], path: Path, like: Path | None = None) -> None:
    """One graded name a line, so that a change shows as one.

    If the file `like` says the same, numbers to within the last few bits, it is copied: another processor
    rounds otherwise, and that is no change.
    """
    if like is not None and like.exists() and agree(json.loads(like.read_text(encoding="utf-8")), content):
        shutil.copy(like, path)
        return
    graded = ",\n".join(json.dumps(entry) for entry in content["graded"])
    head = json.dumps({name: value for name, value in content.items() if name != "graded"})
    path.write_text(f'{head[:-1]}, "graded": [\n{graded}\n]}}\n', encoding="utf-8", newline="\n")


def agree(a: Any, b: Any) -> bool:
    """Whether two contents are the same, but for the rounding of numbers."""
    if isinstance(a, dict) and isinstance(b, dict):
        a, b = ({str(name): value for name, value in each.items()} for each in (a, b))
        return a.keys() == b.keys() and all(agree(a[name], b[name]) for name in a)
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(agree, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or (a != a and b != b)
    return bool(a == b)


def find(name: str, folder: Path) -> Entry:
    """The entry of a graded name in the check files of a folder."""
    known = list(_all(folder))
    for raw in known:
        if raw["name"] == name:
            return _unpacked(raw)
    raise CheckFileError(f"{name} is not graded here; what is: {', '.join(raw['name'] for raw in known)}.")


def entry_of(content: Mapping[str, Any], name: str) -> Entry:
    """The same from what `build` made, as if it had been written and read."""
    raw = next(raw for raw in content["graded"] if raw["name"] == name)
    return _unpacked(json.loads(json.dumps(raw)))


def entries(folder: Path) -> list[Entry]:
    """Everything that the check files of a folder grade."""
    return [_unpacked(raw) for raw in _all(folder)]


def _all(folder: Path) -> Iterator[dict[str, Any]]:
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise CheckFileError(
            f"There is no file *{SUFFIX} in {folder}. It comes with the notebook and belongs beside it: "
            "copy it there and run this again."
        )
    for path in paths:
        yield from _read(path)["graded"]


def _read(path: Path) -> dict[str, Any]:
    again = "copy the one that came with the notebook"
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = content["format"]
    except (ValueError, KeyError, TypeError):
        raise CheckFileError(f"{path.name} is damaged: {again}.") from None
    if version != VERSION:
        raise CheckFileError(f"{path.name} is for another version of gdcourse: install that one, or {again}.")
    return content


# ---- cases and numbers as JSON ---------------------------------------------------------------------


def _packed_case(case: Any, expected: Observation) -> dict[str, Any]:
    fields = {f.name: getattr(case, f.name) for f in dataclasses.fields(case)}
    return {"given": _packed(fields), "expected": _packed(expected.series)}


def _packed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    if isinstance(value, Mapping):
        return {str(name): _packed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(each) for each in value]
    return value


def _loaded(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"array", "dtype"}:
        return np.array(value["array"], dtype=value["dtype"])
    if isinstance(value, dict):
        return {name: _loaded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_loaded(each) for each in value]
    return value


def _unpacked(raw: dict[str, Any]) -> Entry:
    probe = PROBES[raw["kind"]](**raw["options"])

    def pairs(name: str) -> list[tuple[Any, Observation]]:
        return [(probe.case(**_loaded(p["given"])), Observation(_loaded(p["expected"]))) for p in raw[name]]

    return Entry(
        raw["name"],
        probe,
        raw["points"],
        raw["floor"],
        raw["read"],
        pairs("examples"),
        pairs("cases"),
        raw["depends"],
        [(a, b) for a, b in raw["right"]],
        [{int(i): (a, b) for i, (a, b) in each["items"].items()} for each in raw["mistakes"]],
        [each["hint"] for each in raw["mistakes"]],
    )


def _rounded(item: Item) -> Item:
    return float(f"{item[0]:.11g}"), float(f"{item[1]:.11g}")
