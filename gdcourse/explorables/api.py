"""Docstrings as pages of the book.

The pages ``book/api*.md`` list names; `sphinx.ext.autodoc` fetches signatures and docstrings. A docstring
is written to be read in a terminal as well, so it has no roles but ``:math:``. What a page can do better is
done here, as autodoc hands each docstring and each signature over:

- a key of the bibliography in square brackets becomes a link to its entry;
- the name of another thing on these pages, in backticks, becomes a link to it. Every other word in
  backticks is code (``default_role`` in ``_config.yml``);
- a rule shows its hyperparameters with their defaults, where Python sees ``**hyperparameters``;
- a record shows no signature: it has a dozen fields, and is made by the function that returns it;
- a function shows what it returns, where its annotation says so in a word or two;
- a formula of several lines is aligned at its ``&``, as Sphinx does for LaTeX, and KaTeX does not by itself.

`public_names` says what belongs on the pages; a test holds them to it.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import re
from collections.abc import Iterable
from dataclasses import is_dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from docutils import nodes

# In the order of the pages. Of a module with `__all__`, that is public; else what it defines itself.
MODULES = (
    *("optim", "schedules", "train", "sweep", "callbacks", "monitor", "records", "plots", "landscape"),
    *("data", "models", "initializers", "normalization", "regularization"),
    *("objectives", "gradients", "constraints", "search", "checking"),
)

CITATION = re.compile(r"\[([a-z]+\d{4})\]")
# One word, or a full name, between single backticks, without a role
IN_BACKTICKS = re.compile(r"(?<![`:\w])`(?P<name>[A-Za-z_]\w*|gdcourse(?:\.\w+)+)`(?![`\w])")
LONGEST_RESULT = 40  # characters; a longer annotation is left to the docstring


def public_names(modules: Iterable[str] = MODULES) -> dict[str, Any]:
    """Everything that users may rely on, by its full name, such as ``gdcourse.optim.Adam``.

    >>> sorted(public_names(["regularization"]))[-2:]
    ['gdcourse.regularization.label_smoothing', 'gdcourse.regularization.soft_threshold']
    """
    found = {}
    for short in modules:
        module = importlib.import_module(f"gdcourse.{short}")
        for name in getattr(module, "__all__", None) or _defined(module):
            found[f"{module.__name__}.{name}"] = getattr(module, name)
    return found


def _defined(module: ModuleType) -> list[str]:
    return [
        name
        for name, thing in vars(module).items()
        if isinstance(thing, (type, FunctionType))
        and thing.__module__ == module.__name__
        and not name.startswith("_")
    ]


@cache
def _targets() -> dict[str, str]:
    """Full names by what a docstring may call them; of two things of one name, the first of the pages."""
    found: dict[str, str] = {}
    for full in public_names():
        found[full] = full
        found.setdefault(full.rpartition(".")[2], full)
    return found


def links(line: str, own: Iterable[str] = ()) -> str:
    """One line of a docstring's prose with links; the words in `own` mean something else there.

    >>> links("As `Adam`, with `lr` [kingma2015].")
    'As :py:obj:`Adam <gdcourse.optim.Adam>`, with `lr` [:cite:label:`kingma2015`].'
    """

    def link(match: re.Match[str]) -> str:
        name = match["name"]
        target = None if name in own else _targets().get(name)
        return f":py:obj:`{name} <{target}>`" if target else match[0]

    return IN_BACKTICKS.sub(link, CITATION.sub(r"[:cite:label:`\1`]", line))


def link_docstring(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Put links into the prose of a docstring, in place; doctests stay as they are."""
    own = _own_words(name, thing)
    in_doctest = False
    for i, line in enumerate(lines):
        in_doctest = bool(line.strip()) and (in_doctest or line.lstrip().startswith(">>>"))
        if not in_doctest:
            lines[i] = links(line, own)


def _own_words(name: str, thing: Any) -> set[str]:
    """Its name, its parameters, and the members of the class it is or belongs to."""
    words = set(name.split("."))
    if callable(thing):
        with contextlib.suppress(ValueError):  # an exception class has no signature to see
            words |= set(inspect.signature(thing).parameters)
    owner = thing if isinstance(thing, type) else public_names().get(name.rpartition(".")[0])
    return words | set(dir(owner) if owner else ())


def show_signature(
    app: Any, what: str, name: str, thing: Any, options: Any, signature: str | None, result: str | None
) -> tuple[str, str | None] | None:
    """What stands behind the name; None leaves it to autodoc."""
    if isinstance(thing, type):
        from gdcourse.optim import Rule

        if issubclass(thing, Rule) and thing is not Rule:
            return _rule_signature(thing), None
        if name in _records():
            return "", None
        return None
    if hasattr(thing, "__wrapped__"):  # a context manager, annotated as the generator that it is made of
        return None
    annotation = getattr(thing, "__annotations__", {}).get("return")
    # with `from __future__ import annotations`, the text of the source
    if not isinstance(annotation, str) or annotation == "None" or len(annotation) > LONGEST_RESULT:
        return None
    return signature or "", annotation


def _rule_signature(rule: type) -> str:
    """What has to be given, what may be, then the hyperparameters of the class body.

    >>> from gdcourse.optim import EMA, SGD
    >>> _rule_signature(SGD), _rule_signature(EMA)
    ('(lr=0.001, weight_decay=0.0)', '(base, decay=0.999)')
    """
    from gdcourse.optim import SGD

    parameters = list(inspect.signature(rule).parameters.values())[:-1]  # the last, **hyperparameters
    required = [p.name for p in parameters if p.default is p.empty]
    made = rule(*(SGD() for _ in required))
    names = made.own_fields() if required else made.fields()
    optional = [f"{p.name}={p.default!r}" for p in parameters if p.default is not p.empty]
    shown = [*required, *(f"{name}={getattr(made, name)!r}" for name in names), *optional]
    return f"({', '.join(shown)})"


@cache
def _records() -> set[str]:
    """The dataclasses that functions fill, a user hardly ever."""
    made_by_hand = public_names(["schedules", "data"])
    return {
        name
        for name, thing in public_names().items()
        if isinstance(thing, type) and is_dataclass(thing) and name not in made_by_hand
    }


def align(app: Any, doctree: nodes.document, docname: str) -> None:
    """Put formulas with alignment marks into the environment that they are written for."""
    if app.builder.format != "html":
        return
    for formula in doctree.findall(nodes.math_block):
        text = formula.astext()
        if "&" in text and r"\begin{" not in text:
            formula.children = [nodes.Text(rf"\begin{{aligned}}{text}\end{{aligned}}")]


def setup(app: Any) -> dict[str, Any]:
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", link_docstring)
    app.connect("autodoc-process-signature", show_signature)
    app.connect("doctree-resolved", align)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
