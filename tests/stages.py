"""`make check`, `make test` and `make test-full`: what is run, in which order, and how long each took.

usage: python tests/stages.py [--full] [STAGE ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTEST = "python -m pytest -q --show-capture=no --durations=5 --durations-min=5"
NOTEBOOKS = "_build/nbgrader/source"

# name -> shell commands; `{slow}` leaves the slow tests out, unless --full is given
STAGES = {
    "check": [
        "ruff format --check -q .",
        "ruff check -q .",
        "mypy",
        "lint-imports",
        "gdcourse release --check",
    ],
    "unit": [f"{PYTEST} -n 2 -m 'not browser and not grading{{slow}}'"],
    "grading": [f"{PYTEST} -m 'grading{{slow}}' tests"],
    "notebooks": [
        "gdcourse release --sources",
        f"python -m pytest -q -p nbval --nbval-lax -o addopts= {NOTEBOOKS}",
    ],
    "book": ["jupyter-book build book --config _config.yml -W -n --keep-going --all"],
    "browser": [f"{PYTEST} -n 2 -m 'browser{{slow}}' tests"],
}


def main(arguments: list[str]) -> int:
    full = "--full" in arguments
    wanted = [a for a in arguments if a != "--full"] or list(STAGES)
    unknown = [name for name in wanted if name not in STAGES]
    if unknown:
        print(f"no stage {unknown[0]!r}; there are {', '.join(STAGES)}")
        return 2
    # the programs of this environment come first, also where it is not activated
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    times, failed = [], []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        started = time.perf_counter()
        for command in STAGES[name]:
            command = command.replace("{slow}", "" if full else " and not slow")
            print(f"$ {command}", flush=True)
            if subprocess.run(
                command, shell=True, cwd=ROOT, env={**os.environ, "PATH": path}, check=False
            ).returncode:
                failed.append(name)
                break
        times.append((name, time.perf_counter() - started))
    print("\nstage        seconds")
    for name, seconds in [*times, ("all", sum(s for _, s in times))]:
        print(f"{name:12} {seconds:7.0f}" + ("  FAILED" if name in failed else ""))
    print(f"\nstages: {len(times) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
