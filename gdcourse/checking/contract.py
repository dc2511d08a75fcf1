"""The contract of an assignment: what is graded, and how it is called.

`solutions/<assignment>/contract.toml` is written before the notebook, and everything that has to
agree is generated from it: the stub that a student fills in, the two check cells, the runner of the
bank of mistakes. It begins with `assignment`, `title`, `chapter`, `version` (raised when a grade could
change) and `files` (what else students get). A table `[shared]` holds texts that several entries use.
Then, per graded name, an entry `[[graded]]`:

`name`, `kind`, `points`
    The function or class; the probe that watches it (see `score.PROBES`); the automatic points.
`signature`, `slots`                    of an update rule
    As it stands between the parentheses; the names of its state arrays.
`base`, `methods`, `adapter`            of an optimizer class
    What it derives from; each method's `name`, `signature` and `doc` (with `given = true` it is handed out
    complete); how it becomes functions over arrays.
`tries`, `call`, `outputs`, `prelude`, `relative`, `absolute`       of an ordinary function or class
    On which inputs it is watched, what is done with it and looked at, how near is right: see `functions.py`.
    A function's `call` is made from its signature.
`doc`, `arguments`, `returns`, `examples`
    The docstring: what to write and why; types, shapes and units; examples worked by hand, each with
    `given`, `expected` and the arithmetic, `worked`.
`read`, `imports`, `settings`
    Where the book explains it; what an answer may import; hyperparameters for the probes of rules.
`reference`
    The reference, as an expression and what it has to import. For work that is printed nowhere there is none:
    the author's solution is it.
`given`
    For a function that is handed out with a mistake in it: its body. As it stands it earns nothing.
"""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .schema import SCHEMA

VISIBLE_SHARE = 0.2  # of a name's points: what a student sees while working is worth this much


class ContractError(ValueError):
    """A contract, or a notebook that departs from it; says the file, the entry and the remedy."""


@dataclass(frozen=True)
class Graded:
    """One entry of a contract, its shared texts filled in."""

    name: str
    kind: str
    points: float
    doc: str
    imports: list[str]
    examples: list[dict[str, Any]]
    settings: list[dict[str, Any]] = field(default_factory=list)
    signature: str = ""
    slots: list[str] = field(default_factory=list)
    base: str = ""
    methods: list[dict[str, Any]] = field(default_factory=list)
    adapter: str = ""
    tries: list[dict[str, Any]] = field(default_factory=list)
    call: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    prelude: str = ""
    relative: float | None = None
    absolute: float | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    returns: str = ""
    read: str = ""
    given: str = ""
    reference: dict[str, str] = field(default_factory=dict)

    @property
    def visible_points(self) -> float:
        return round(VISIBLE_SHARE * self.points, 2)

    @property
    def hidden_points(self) -> float:
        return round(self.points - self.visible_points, 2)

    @property
    def hidden_options(self) -> dict[str, Any]:
        """The keyword arguments of `checking.score`."""
        given = {"given": stub(self)} if self.given else {}
        return {"points": self.hidden_points, **given, **self.probe_options}

    @property
    def probe_options(self) -> dict[str, Any]:
        """The keyword arguments with which the probe makes cases."""
        options = {
            "slots": self.slots,
            "settings": self.settings,
            "call": self.call,
            "outputs": self.outputs,
            "prelude": self.prelude if self.tries else "",
            "relative": self.relative,
            "absolute": self.absolute,
            "tries": self.tries,
        }
        return {name: value for name, value in options.items() if value not in (None, "", [], {})}

    def load_reference(self) -> Any:
        """The reference that the contract names. Only for the trusted side: it imports the library."""
        namespace: dict[str, Any] = {}
        exec(self.reference["imports"], namespace)
        return eval(self.reference["expression"], namespace)


@dataclass(frozen=True)
class Contract:
    """A checked contract."""

    assignment: str
    title: str
    chapter: str
    version: int
    graded: list[Graded]
    files: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Graded:
        for entry in self.graded:
            if entry.name == name:
                return entry
        raise KeyError(f"{self.assignment} grades no {name!r}; it grades {', '.join(self.names)}")

    @property
    def names(self) -> list[str]:
        return [entry.name for entry in self.graded]

    @property
    def points(self) -> float:
        return sum(entry.points for entry in self.graded)


def load(path: Path) -> Contract:
    """Read and check `contract.toml`. Raises `ContractError` with file, entry and remedy."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"{path}: this is not TOML: {error}") from None
    _validate(path, data)
    shared = data.pop("shared", {})
    author = path.with_name(f"{data['assignment']}.py")
    entries = [_entry(path, _with_reference(raw, author), shared) for raw in data.pop("graded")]
    names = [entry.name for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise ContractError(f"{path}: {name} is graded twice; give each graded name one entry")
    for entry in entries:
        for name in sorted(_bound(entry.reference.get("imports", "")) & set(names)):
            raise ContractError(
                f"{path}: {entry.name}: the reference imports something as {name}, which takes the place "
                "of the student's in the notebook; import its module instead"
            )
    return Contract(**data, graded=entries)


def _with_reference(raw: dict[str, Any], author: Path) -> dict[str, Any]:
    """An entry without a reference gets the author's solution as one, under a name of its own.

    What else the notebook grades and the solution uses comes with it.
    """
    if "reference" in raw or not author.exists():
        return raw
    cells = dict(
        re.findall(r'^# %% graded="(\w+)"\n(.*?)(?=^# %%|\Z)', author.read_text("utf-8"), re.M | re.S)
    )
    used = _used(raw["name"], cells)
    texts = [f"import {name}" for name in ("math", "numpy as np")] + [cells[name].strip() for name in used]
    own = "\n\n".join(texts)
    for name in used:
        own = re.sub(rf"\b{name}\b", f"right_{name}", own)
    return {**raw, "reference": {"imports": own, "expression": f"right_{raw['name']}"}}


def _used(name: str, cells: dict[str, str]) -> list[str]:
    """The graded names that a solution needs, each after what it needs itself."""
    found: list[str] = []
    for other in cells:
        if name in cells and other != name and re.search(rf"\b{other}\b", cells[name]):
            found += [each for each in _used(other, cells) if each not in found]
    return [*found, name] if name in cells else found


def _bound(source: str) -> set[str]:
    """The names that imports in `source` bind."""
    aliases = (
        alias
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )
    return {alias.asname or alias.name.split(".")[0] for alias in aliases}


def _validate(path: Path, data: dict[str, Any]) -> None:
    import jsonschema

    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(SCHEMA).iter_errors(data))
    if error:
        place = list(error.absolute_path)
        where = "the top of the file"
        if place:
            where = ".".join(str(part) for part in place)
            if place[0] == "graded" and len(place) > 1:
                name = data["graded"][place[1]].get("name", "without a name")
                where = f"graded entry {place[1] + 1} ({name})" + "".join(f", {p}" for p in place[2:])
        raise ContractError(
            f"{path}: {where}: {error.message}; gdcourse/checking/contract.py lists the fields"
        )


def _entry(path: Path, raw: dict[str, Any], shared: dict[str, Any]) -> Graded:
    place = f"{path}: {raw['name']}"
    texts = shared.get("arguments", {}) | raw.get("arguments", {})
    headers = [("signature", raw["signature"])] if "signature" in raw else []
    headers += [(f"the signature of {m['name']}", m["signature"]) for m in raw.get("methods", [])]
    parameters: list[str] = []
    for label, signature in headers:
        try:
            parsed = ast.parse(f"def f({signature}): pass").body[0]
        except SyntaxError:
            raise ContractError(f"{place}: {label} {signature!r} is no list of parameters") from None
        assert isinstance(parsed, ast.FunctionDef)
        rest = [parsed.args.vararg] if parsed.args.vararg else []
        parameters += [a.arg for a in parsed.args.args + rest + parsed.args.kwonlyargs]
    if raw.get("slots"):
        names = ", ".join(f'"{slot}"' for slot in raw["slots"])
        texts.setdefault(
            "state",
            f"dict with the float array(s) {names}, each of the shape of theta, zero before the first step",
        )
    parameters = [name for name in dict.fromkeys(parameters) if name != "self"]
    for name in parameters:
        if name not in texts:
            raise ContractError(f"{place}: nothing says what {name} is; add it under arguments")
    for name in raw.get("arguments", {}):
        if name not in parameters:
            raise ContractError(f"{place}: arguments describes {name}, which the signature does not have")
    for settings in raw.get("settings", []):
        for name in settings:
            if name not in parameters:
                raise ContractError(f"{place}: settings has {name}, which the signature does not have")
    if raw["kind"] == "function":
        raw = {"call": _called(raw["signature"])} | raw
        _covered(place, raw, parameters)
    common = {name: shared[name] for name in ("imports", "returns", "prelude") if name in shared}
    imports = common.pop("imports", []) if "imports" not in raw else raw["imports"]
    return Graded(
        **common | raw | {"imports": imports, "arguments": {name: texts[name] for name in parameters}}
    )


def _called(signature: str) -> str:
    """The expression that calls a function with arguments of the names of its parameters."""
    parsed = ast.parse(f"def f({signature}): pass").body[0]
    assert isinstance(parsed, ast.FunctionDef)
    arguments = [each.arg for each in parsed.args.args]
    if parsed.args.vararg:
        arguments.append(f"*{parsed.args.vararg.arg}")
    arguments += [f"{each.arg}={each.arg}" for each in parsed.args.kwonlyargs]
    return f"answer({', '.join(arguments)})"


def _covered(place: str, raw: dict[str, Any], parameters: list[str]) -> None:
    """A try or example has to say what every argument is."""
    for what in (*raw["tries"], *raw["examples"]):
        there = {**what.get("draw", {}), **what.get("given", {})}
        label = f"the try {what['label']!r}" if "label" in what else "an example"
        for name in parameters:
            if name not in there and re.search(rf"\b{name}\b", raw["call"]):
                raise ContractError(
                    f"{place}: {label} does not say what {name} is; add it under given or draw"
                )
    for example in raw["examples"]:
        for name in raw.get("outputs", {"result": ""}):
            if name not in example["expected"]:
                raise ContractError(
                    f"{place}: an example does not say what {name} should be; add it under expected"
                )


# ---- the stub, and the solution in the same words --------------------------------------------------


def stub_line(name: str) -> str:
    """The line that stands for what a student has yet to write."""
    return f'raise NotImplementedError("{name}: write this part")'


def stub(entry: Graded) -> str:
    """The cell as a student gets it."""
    return render(entry, lambda method: entry.given.strip() or stub_line(entry.name))


def render(entry: Graded, body: Callable[[str], str]) -> str:
    """Header and docstring from the contract, around bodies of the caller's choosing.

    `body` maps the name of a method, or "" for a plain function, to its dedented source.
    """
    if not entry.methods:
        return _function(entry.name, entry.signature, docstring(entry), body(""))
    methods = [_function(m["name"], m["signature"], m["doc"], body(m["name"])) for m in entry.methods]
    base = f"({entry.base})" if entry.base else ""
    head = f"class {entry.name}{base}:\n" + _indented(f'"""{docstring(entry)}\n"""')
    return head + "\n\n" + "\n\n".join(_indented(method) for method in methods)


def _function(name: str, signature: str, doc: str, body: str) -> str:
    doc = doc.strip()
    quoted = f'"""{doc}\n"""' if "\n" in doc else f'"""{doc}"""'
    return f"def {name}({signature}):\n" + _indented(quoted + "\n" + body)


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def docstring(entry: Graded) -> str:
    """What to write, what goes in and comes out, and the examples."""
    parts = [entry.doc.strip()]
    parts.append("Arguments\n" + "\n".join(_item(k, v) for k, v in entry.arguments.items()))
    if entry.returns:
        parts.append(
            "Returns\n" + textwrap.fill(entry.returns, 96, initial_indent="    ", subsequent_indent="    ")
        )
    if entry.imports:
        parts.append("You may use " + " and ".join(entry.imports) + ".")
    for number, example in enumerate(entry.examples, start=1):
        title = "Example, worked by hand" if len(entry.examples) == 1 else f"Example {number}, worked by hand"
        lines = [*_packed(example["given"]), *example["worked"].strip().splitlines()]
        lines += ["so", *_packed(example["expected"])]
        parts.append("\n".join([title, *(f"    {line}" for line in lines)]))
    return "\n\n".join(parts)


def _item(name: str, text: str) -> str:
    return textwrap.fill(f"{name}: {text}", 96, initial_indent="    ", subsequent_indent="        ")


def _packed(values: dict[str, Any]) -> list[str]:
    """`name = value` pairs in lines of up to 92 characters, none of them broken."""
    lines = [""]
    for name, value in values.items():
        pair = f"{name} = {value}"
        if lines[-1] and len(lines[-1]) + len(pair) > 90:
            lines.append("")
        lines[-1] += f", {pair}" if lines[-1] else pair
    return lines
