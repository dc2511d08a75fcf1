"""Where a course keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..checking.bank import Variant, load_bank
from ..checking.checkfile import SUFFIX
from ..checking.contract import Contract, ContractError, load

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Course:
    """The folders under `root`; by default the repository that this code stands in."""

    root: Path = REPOSITORY

    @property
    def solutions(self) -> Path:
        """What authors edit."""
        return self.root / "solutions"

    @property
    def exercises(self) -> Path:
        """What students get: nbgrader's release directory."""
        return self.root / "exercises"

    @property
    def source(self) -> Path:
        """nbgrader's source directory, derived from `solutions`."""
        return self.root / "_build" / "nbgrader" / "source"

    def demo(self, assignment: str) -> Path:
        """A course of one assignment and sample submissions."""
        return self.root / "_build" / "demo" / assignment

    def assignments(self) -> list[str]:
        return sorted(path.parent.name for path in self.solutions.glob("*/contract.toml"))

    def contract(self, assignment: str) -> Contract:
        """The assignment's contract. Raises `ContractError` when there is none, or a faulty one."""
        path = self.solutions / assignment / "contract.toml"
        if not path.exists():
            known = ", ".join(self.assignments()) or "none"
            raise ContractError(f"{path}: there is no such assignment; there are: {known}")
        contract = load(path)
        if contract.assignment != assignment:
            raise ContractError(
                f"{path}: assignment = {contract.assignment!r}, in the folder {assignment}; use one name"
            )
        return contract

    def bank(self, assignment: str) -> list[Variant]:
        """The assignment's mistakes, and correct answers that look different, if somebody wrote them down."""
        path = self.solutions / assignment / "misconceptions.py"
        return load_bank(path) if path.exists() else []

    def check_file(self, assignment: str) -> Path:
        """What `check` reads, where it is made; nbgrader copies it to the release with the notebook."""
        return self.source / assignment / f"{assignment}{SUFFIX}"

    def author(self, assignment: str) -> Path:
        """The notebook as its author writes it."""
        return self.solutions / assignment / f"{assignment}.py"

    def source_notebook(self, assignment: str) -> Path:
        return self.source / assignment / f"{assignment}.ipynb"

    def released_notebook(self, assignment: str) -> Path:
        return self.exercises / assignment / f"{assignment}.ipynb"
