"""`make bench`: measure gdcourse beside its peers, and keep the figures in book/benchmarks.

usage: python tests/bench/run.py [--rounds N] [TABLE ...]

Each measurement is a process of its own, pinned to one core and one thread; rounds go through all peers in
turn, so that a noisy minute hits all alike, and the median of the rounds counts. Processor time is
measured, not time on the wall: machines are shared. Ratios mean something, absolute times little. A peer
that is not installed (`pip install -e .[bench]` brings them) is left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "book" / "benchmarks"


def measure(table: str, peer: str, workload: str) -> None:
    """In a process of its own: print the microseconds of processor time that a step takes."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import torch

    torch.set_num_threads(1)
    sys.path.insert(0, str(HERE))
    import peers

    run, steps = peers.TABLES[table][0][peer](workload)
    run()  # imports, caches, compilers
    started = time.process_time()
    told = run()
    spent = time.process_time() - started if told is None else told
    print(json.dumps(spent / steps * 1e6))


def ask(table: str, peer: str, workload: str) -> tuple[float | None, str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, __file__, "--measure", table, peer, workload],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        return None, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no output"
    return float(done.stdout.strip().splitlines()[-1]), ""


def versions() -> dict[str, str]:
    import importlib.metadata

    found = {}
    for name in ("torch", "numpy", "scikit-learn", "lightning", "jax", "optax"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {"python": platform.python_version(), **found}


def processor() -> str:
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line]
    return names[0] if names else platform.processor()


def commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HERE, check=False
    )
    return told.stdout.strip()


def run_table(table: str, rounds: int) -> None:
    sys.path.insert(0, str(HERE))
    import peers

    contestants, workloads, base = peers.TABLES[table]
    seen: dict[str, dict[str, list[float]]] = {w: {p: [] for p in contestants} for w in workloads}
    missing: dict[str, str] = {}
    for r in range(rounds):
        for workload in workloads:
            for peer in contestants:
                if peer in missing:
                    continue
                value, reason = ask(table, peer, workload)
                if value is None:
                    missing[peer] = reason
                    print(f"{peer}: left out ({reason})", flush=True)
                else:
                    seen[workload][peer].append(value)
                    print(f"round {r + 1}/{rounds}  {workload:32}  {peer:44} {value:10.1f} us", flush=True)
    microseconds = {
        workload: {peer: statistics.median(values) for peer, values in found.items() if values}
        for workload, found in seen.items()
    }
    RESULTS.mkdir(exist_ok=True)
    record = {
        "table": table,
        "compared with": base,
        "rounds": rounds,
        "date": date.today().isoformat(),
        "commit": commit(),
        "processor": processor(),
        "versions": versions(),
        "left out": sorted(missing),
        "microseconds": microseconds,
    }
    path = RESULTS / f"{table.replace(' ', '_')}.json"
    path.write_text(json.dumps(record, indent=1) + "\n")
    for workload, found in microseconds.items():
        print(f"\n{table}: {workload}")
        for peer, value in found.items():
            ratio = f"{found[base] / value:8.2f} x" if base in found else ""
            print(f"  {peer:44} {value:10.1f} us {ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", default=["training", "optimizer step", "sweep"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--measure", nargs=3, metavar=("TABLE", "PEER", "WORKLOAD"))
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
    else:
        for table in options.tables:
            run_table(table, options.rounds)


if __name__ == "__main__":
    main()
