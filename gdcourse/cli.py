"""The `gdcourse` command: what the library does, from a shell.

Heavy modules are imported by the command that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from .cli_training import sweep, train
from .terminal import console, refuse

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Gradient descent for neural networks: train, and build the course's notebooks.",
)


@app.callback()
def main() -> None:
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
def samples() -> None:
    """Grade made-up submissions of every assignment with nbgrader, to see that grading works here."""
    from .grading.demo import run_demo
    from .grading.stages import CourseError

    try:
        rows = run_demo(progress=lambda line: console.print(line, highlight=False))
    except CourseError as error:
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
    console.print("Gradebook, feedback and grades.csv: _build/demo", highlight=False)


if __name__ == "__main__":
    app()
