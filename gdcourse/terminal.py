"""How the `gdcourse` command speaks: one console, and one way to refuse."""

from __future__ import annotations

import typer
from rich.console import Console

console = Console()


def refuse(message: object) -> typer.Exit:
    """Say on stderr why nothing was done; raise what this returns."""
    Console(stderr=True, soft_wrap=True).print(f"gdcourse: {message}", markup=False, highlight=False)
    return typer.Exit(2)
