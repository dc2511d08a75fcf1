"""An assignment's bank: answers of known worth, with which its probes are tested.

`solutions/<assignment>/misconceptions.py` is an ordinary module of whole answers:

    @wrong("adam_update", hint="The first steps are much too short. ...", seen="BertAdam")
    def no_bias_correction(theta, g, state, t, *, lr, beta1, beta2, eps):
        ...

    @right("adam_update", note="the correction moved into the step size")
    def corrected_step_size(theta, g, state, t, *, lr, beta1, beta2, eps):
        ...

A hint is what a tutor would say: what was seen, where to look, where to read; never the line that
mends it. `seen` is where the mistake was met, or why it is likely. A variant stands on its own, so
that its text can be put into a notebook: it uses the module's imports and nothing else of it.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

Answer = Callable[..., Any]


@dataclass(frozen=True)
class Variant:
    """One answer: for which graded name, and what is known of it. A right one has no hint.

    `text` is its source under the name that it answers to, as a student would have written it.
    """

    target: str
    answer: Answer
    hint: str = ""
    seen: str = ""
    note: str = ""
    text: str = ""

    @property
    def name(self) -> str:
        return self.answer.__name__

    @property
    def is_right(self) -> bool:
        return not self.hint


def wrong(target: str, *, hint: str, seen: str) -> Callable[[Answer], Variant]:
    """Enter the answer below as a mistake."""
    return lambda answer: Variant(target, answer, hint=hint, seen=seen)


def right(target: str, *, note: str) -> Callable[[Answer], Variant]:
    """Enter the answer below as correct, though written differently."""
    return lambda answer: Variant(target, answer, note=note)


@dataclass(frozen=True)
class Slip:
    """A mistake of the second bank: what it is, and by which hints a student would learn of it.

    `known_by` has names of mistakes in the first bank, or parts of a sentence that the check says of it.
    """

    target: str
    says: str
    known_by: tuple[str, ...]
    answer: Answer

    @property
    def name(self) -> str:
        return self.answer.__name__


def slip(target: str, says: str, *known_by: str) -> Callable[[Answer], Slip]:
    """Enter the answer below in the second bank."""
    return lambda answer: Slip(target, says, known_by, answer)


@dataclass(frozen=True)
class Inherited:
    """Another name's mistakes, made here too: what is built on a function can hold whatever that can."""

    target: str
    source: str
    adapt: Callable[[Answer], Answer]
    without: tuple[str, ...]

    def variants(self, known: list[Variant]) -> list[Variant]:
        found = []
        for each in known:
            if each.target == self.source and not each.is_right and each.name not in self.without:
                answer = self.adapt(each.answer)
                answer.__name__ = each.name
                found.append(replace(each, target=self.target, answer=answer, text=""))
        return found


def inherited(
    target: str, source: str, adapt: Callable[[Answer], Answer], without: tuple[str, ...] = ()
) -> Inherited:
    """Enter every mistake of `source` for `target` as well; `adapt` makes one answer of the other.

    `without` names those that are no mistakes there.
    """
    return Inherited(target, source, adapt, without)


def load_bank(path: Path) -> list[Variant]:
    """The variants of a misconceptions.py, in the order of the file.

    Raises `ValueError` when two have one name, because the first would be lost.
    """
    module = _module(path)
    text = path.read_text(encoding="utf-8")
    variants: dict[str, Variant] = {}
    own = list(vars(module).values())
    for node in ast.parse(text).body:
        variant = vars(module).get(getattr(node, "name", ""))
        if not isinstance(variant, Variant):
            continue
        if variant.name in variants:
            raise ValueError(f"{path}: two variants are called {variant.name}; give each a name of its own")
        lines = ast.get_source_segment(text, node) or ""
        variants[variant.name] = replace(variant, text=lines.replace(variant.name, variant.target, 1))
    bank = list(variants.values())
    for each in own:
        if isinstance(each, Inherited):
            bank += each.variants(bank)
    return bank


def load_slips(path: Path) -> list[Slip]:
    """The second bank, in the order of the file; none where there is no file."""
    return [each for each in vars(_module(path)).values() if isinstance(each, Slip)] if path.exists() else []


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} is no Python module; a bank's name ends in .py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
