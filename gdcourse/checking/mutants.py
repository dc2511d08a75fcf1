"""Mechanical mistakes: one small change to a right answer, at every place where one can be made.

An operator turned round, a number one off, one name for another, a call or a statement left out, a condition
turned round. Most of them nobody would make; a check that lets one through that changes a result would let
a real mistake through as well. General mutation testers change a project's files and run its tests; here one
function's text is changed and handed on.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OPERATORS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
OPPOSITES = {"maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max", "argmin": "argmax"}


@dataclass(frozen=True)
class Mutant:
    """A changed text, and what was changed where."""

    what: str
    text: str


def mutants(text: str) -> Iterator[Mutant]:
    """Every text that differs from `text`, a function or class, by one mechanical change.

    >>> for mutant in mutants("def f(a):\\n    return a - 1"):
    ...     print(mutant.what)
    line 2: 'a - 1' becomes 'a + 1'
    line 2: 'a - 1' becomes 'a'
    line 2: 'a - 1' becomes '1'
    line 2: '1' becomes '2'
    line 2: '1' becomes '0'
    """
    tree = _without_docstrings(ast.parse(text))
    names = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} & _own_names(tree))
    known = {ast.unparse(tree)}
    for place, node in enumerate(ast.walk(tree)):
        for change in _changes(node, names):
            mutated = copy.deepcopy(tree)
            target = list(ast.walk(mutated))[place]
            what = change(target)
            changed = ast.unparse(ast.fix_missing_locations(mutated))
            if changed not in known:
                known.add(changed)
                yield Mutant(f"line {getattr(node, 'lineno', 0)}: {what}", changed)


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _own_names(tree: ast.AST) -> set[str]:
    """Arguments and local variables, as opposed to modules."""
    arguments = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    return arguments | {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }


Change = Callable[[ast.AST], str]


def _changes(node: ast.AST, names: list[str]) -> Iterator[Change]:
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp) and type(node.op) in OPERATORS:
        yield _setting("op", OPERATORS[type(node.op)]())
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        yield _setting("ops", [OPERATORS[type(node.ops[0])](), *node.ops[1:]])
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        if isinstance(node.value, bool):
            return
        yield _setting("value", node.value + 1)
        yield _setting("value", node.value - 1)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in names:
            if name != node.id:
                yield _setting("id", name)
    if isinstance(node, ast.Attribute) and node.attr in OPPOSITES:
        yield _setting("attr", OPPOSITES[node.attr])
    if isinstance(node, ast.UnaryOp):
        yield _becoming(lambda n: n.operand)
    if isinstance(node, ast.BinOp):
        yield _becoming(lambda n: n.left)
        yield _becoming(lambda n: n.right)
    if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Starred):
        yield _becoming(lambda n: n.args[0])
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _negated
    for part in ("body", "orelse"):
        block = getattr(node, part, None)
        if isinstance(block, list):
            for i, statement in enumerate(block):
                if isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.If | ast.Continue):
                    yield _without(part, i)


def _setting(attribute: str, value: object) -> Change:
    def change(node: ast.AST) -> str:
        before = _short(node)
        setattr(node, attribute, copy.deepcopy(value))
        return f"{before} becomes {_short(node)}"

    return change


def _negated(node: ast.AST) -> str:
    assert isinstance(node, ast.If | ast.IfExp | ast.While)
    before = _short(node.test)
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return f"{before} becomes {_short(node.test)}"


def _becoming(part: Callable) -> Change:
    """The node becomes one of its own parts."""

    def change(node: ast.AST) -> str:
        before, chosen = _short(node), part(node)
        node.__class__ = chosen.__class__
        node.__dict__ = chosen.__dict__
        return f"{before} becomes {_short(node)}"

    return change


def _without(part: str, i: int) -> Change:
    def change(node: ast.AST) -> str:
        block = getattr(node, part)
        gone = _short(block[i])
        block[i] = ast.Pass()
        return f"{gone} is left out"

    return change


def _short(node: ast.AST) -> str:
    return repr(ast.unparse(node).splitlines()[0])
