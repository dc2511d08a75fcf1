"""The `gdcourse` command: what the library does, from a shell.

Heavy modules are imported by the command that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from . import __version__
from .cli_training import sweep, train
from .terminal import console, refuse

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Gradient descent for neural networks: train, and build the course's notebooks.",
)


def versions(asked: bool) -> None:
    """What a report of a mistake should say: the versions that numbers depend on."""
    if asked:
        import platform
        from importlib.metadata import version

        libraries = [f"{name} {version(name)}" for name in ("numpy", "torch")]
        parts = [f"gdcourse {__version__}", f"Python {platform.python_version()}", *libraries]
        print(*parts, f"{platform.system()} {platform.machine()}", sep=", ")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=versions, is_eager=True, help="print versions, and exit")
    ] = False,
) -> None:
    """Without this, a command line with one command would not name it."""


app.command()(train)
app.command()(sweep)


def torchrun() -> None:
    """`train` alone, for `torchrun -m gdcourse.train`."""
    typer.run(train)


@app.command()
def release(
    assignments: Annotated[list[str] | None, typer.Argument(help="by default all")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="write nothing; fail if exercises/ is out of date")
    ] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="only derive nbgrader's source notebooks")
    ] = False,
) -> None:
    """Make the notebooks in exercises/ from solutions/."""
    from .checking.contract import ContractError
    from .grading.course import Course
    from .grading.release import outdated
    from .grading.release import release as make
    from .grading.source import derive
    from .grading.stages import CourseError

    course = Course()
    try:
        if check:
            stale = outdated(course)
            if stale:
                raise refuse(
                    f"exercises/ is out of date for {', '.join(stale)}: run `make exercises`, and commit"
                )
            return
        paths = derive(course, assignments) if sources else make(assignments, course)
    except (ContractError, CourseError) as error:
        raise refuse(error) from None
    for path in paths:
        typer.echo(path.relative_to(course.root))


@app.command()
def check(
    notebook: Annotated[
        Path,
        typer.Argument(help="for instance exercises/a01_optimization_basics/a01_optimization_basics.ipynb"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Check a notebook without Jupyter: what is right, and hints for what is not yet."""
    from .checking.check import told
    from .checking.checkfile import CheckFileError
    from .checking.notebook import NotebookError, check_notebook

    try:
        results = check_notebook(
            notebook, say=lambda line: console.print(line, style="yellow", highlight=False)
        )
    except (NotebookError, CheckFileError) as error:
        raise refuse(error) from None
    if as_json:
        rows = [
            {"name": e.name, "points": r.points, "out_of": r.out_of, "hints": r.hints} for e, r in results
        ]
        typer.echo(json.dumps(rows, indent=1))
    else:
        for entry, report in results:
            typer.echo(told(entry.name, report))
        points, most = (sum(getattr(r, k) for _, r in results) for k in ("points", "out_of"))
        typer.echo(
            f"\n{points:g} of the {most:g} points that a check can give; the rest comes when it is graded."
        )
    if not all(report.passed for _, report in results):
        raise typer.Exit(1)


@app.command()
def banks(
    assignments: Annotated[list[str] | None, typer.Argument(help="by default all")] = None,
) -> None:
    """For authors: does the check catch every mistake of the banks, and give the right hint?"""
    from .grading.banks import examine
    from .grading.course import Course

    course = Course()
    fine = True
    for assignment in assignments or course.assignments():
        table = Table(
            title=f"{assignment}: what the check makes of known answers",
            caption="bank: mistakes caught; hint: with their own hint; second: caught of the second bank; "
            "right, none, other: the hint that those got; mutants caught; correct answers passed",
        )
        rows = examine(course, assignment)
        for name in rows[0].cells():
            table.add_column(name, justify="left" if name == "name" else "right")
        for row in rows:
            table.add_row(*row.cells().values())
        console.print(table)
        for row in rows:
            for line in row.remarks:
                console.print(f"{row.name}: {line}", highlight=False, soft_wrap=True)
        fine = fine and all(row.fine for row in rows)
    if not fine:
        raise typer.Exit(1)


@app.command()
def samples(
    assignments: Annotated[list[str] | None, typer.Argument(help="by default the first")] = None,
) -> None:
    """Grade made-up submissions with nbgrader, to see that grading works here."""
    from .checking.contract import ContractError
    from .grading.course import Course
    from .grading.demo import run_demo
    from .grading.stages import CourseError

    def say(line: str) -> None:
        console.print(line, highlight=False)

    assignments = assignments or Course().assignments()[:1]
    try:
        rows = [row for assignment in assignments for row in run_demo(assignment, progress=say)]
    except (ContractError, CourseError) as error:
        raise refuse(error) from None
    table = Table(title="Sample submissions, automatic points")
    for name in ("assignment", "student"):
        table.add_column(name)
    for name in ("score", "of", "seconds"):
        table.add_column(name, justify="right")
    table.add_column("what was handed in")
    for row in rows:
        table.add_row(
            row.assignment,
            row.student,
            f"{row.score:g}",
            f"{row.max_score:g}",
            f"{row.seconds:.1f}",
            row.note,
        )
    console.print(table)
    where = ", ".join(f"_build/demo/{assignment}" for assignment in assignments)
    console.print(f"Gradebook, feedback and grades.csv: {where}", highlight=False)


if __name__ == "__main__":
    app()
