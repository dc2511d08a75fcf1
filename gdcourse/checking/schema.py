"""The JSON schema of `contract.toml`. `contract.py` says what the fields are for."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT}
_TABLE = {"type": "object", "minProperties": 1}
_ARGUMENTS = {"type": "object", "additionalProperties": _TEXT}


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


_BOOLEAN = {"type": "boolean"}
_METHOD = _closed(["name", "signature", "doc"], name=_TEXT, signature=_TEXT, doc=_TEXT, given=_BOOLEAN)
_TRY = _closed(
    ["label"],
    label=_TEXT,
    draw={"type": "object", "additionalProperties": _TEXT},
    given={"type": "object"},
    repeat={"type": "integer", "minimum": 2},
    float32=_BOOLEAN,
)
_EXAMPLE = _closed(["given", "expected", "worked"], given=_TABLE, expected=_TABLE, worked=_TEXT)
_GRADED = _closed(
    ["name", "kind", "points", "doc", "examples"],
    name={"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
    kind={"enum": ["update_rule", "optimizer_class", "function", "class"]},
    points={"type": "number", "exclusiveMinimum": 0},
    doc=_TEXT,
    signature=_TEXT,
    base=_TEXT,
    methods={"type": "array", "items": _METHOD, "minItems": 1},
    slots=_TEXTS,
    imports=_TEXTS,
    arguments=_ARGUMENTS,
    returns=_TEXT,
    read=_TEXT,
    given=_TEXT,
    adapter=_TEXT,
    settings={"type": "array", "items": _TABLE, "minItems": 1},
    call=_TEXT,
    outputs={"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
    prelude=_TEXT,
    tries={"type": "array", "items": _TRY, "minItems": 1},
    relative={"type": "number", "exclusiveMinimum": 0},
    absolute={"type": "number", "minimum": 0},
    reference=_closed(["imports", "expression"], imports=_TEXT, expression=_TEXT),
    examples={"type": "array", "items": _EXAMPLE, "minItems": 1},
)
# A function is known by its signature; a class by its methods, and by what turns it into functions over
# arrays: an adapter, or the expression that puts it to work.
_GRADED["allOf"] = [
    {"if": {"properties": {"kind": {"const": kind}}}, "then": {"required": needed}}
    for kind, needed in {
        "update_rule": ["signature", "slots", "settings"],
        "optimizer_class": ["base", "methods", "adapter", "settings"],
        "function": ["signature", "tries"],
        "class": ["methods", "call", "tries"],
    }.items()
]

SCHEMA = _closed(
    ["assignment", "title", "chapter", "version", "graded"],
    assignment={"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    title=_TEXT,
    chapter=_TEXT,
    version={"type": "integer", "minimum": 1},
    files=_TEXTS,
    shared=_closed([], arguments=_ARGUMENTS, returns=_TEXT, imports=_TEXTS, prelude=_TEXT),
    graded={"type": "array", "items": _GRADED, "minItems": 1},
)
