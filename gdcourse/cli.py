"""The `gdcourse` command: what the library does, from a shell.

Heavy modules are imported by the command that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Gradient descent for neural networks: train, and build the course's notebooks.",
)
console = Console()


@app.callback()
def main() -> None:
    """Without this, a command line with one command would not name it."""


def _refuse(message: object) -> typer.Exit:
    Console(stderr=True, soft_wrap=True).print(f"gdcourse: {message}", markup=False, highlight=False)
    return typer.Exit(2)


@app.command()
def train(
    source: Annotated[
        str, typer.Option("--data", help="digits, or the path of a .csv or .npz file")
    ] = "digits",
    target: Annotated[
        str | None, typer.Option(help="the column to predict; by default a .csv's last")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(help='sgd, momentum, adam, ...; several times, or "all", to compare')
    ] = None,
    lr: Annotated[float | None, typer.Option(help="learning rate; by default the rule's own")] = None,
    epochs: Annotated[int, typer.Option(help="passes over the data")] = 20,
    batch_size: Annotated[str, typer.Option(help='1, a number, or "full"')] = "32",
    hidden: Annotated[
        list[int] | None, typer.Option(help="width of a hidden layer; several times for more")
    ] = None,
    weight_decay: Annotated[float | None, typer.Option(help="by default the rule's own")] = None,
    validation: Annotated[float, typer.Option(help="fraction of the examples to hold out")] = 0.1,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, ...")] = "auto",
    seed: Annotated[int, typer.Option(help="of weights, split and batches")] = 0,
    figure: Annotated[Path, typer.Option(help="where to save the figure")] = Path("_build/train.png"),
    as_json: Annotated[bool, typer.Option("--json", help="print the results as JSON, nothing else")] = False,
) -> None:
    """Train a multi-layer perceptron, show the result as a table, and save a figure of the run."""
    import torch

    from . import data, models, plots
    from .callbacks import ProgressBar
    from .train import fit

    if max(hidden or [64]) <= 512:
        # layers this small gain nothing from threads, which on a busy machine wait for each other
        torch.set_num_threads(1)
    try:
        rules, size = _rules(rule or ["adam"], lr), _batch_size(batch_size)
        dataset = data.BUILT_IN[source]() if source in data.BUILT_IN else data.from_file(source, target)
        parts = data.split(dataset, validation, seed)
        # pixels share one unit already; the columns of a file seldom do
        held_in, held_out = parts if source in data.BUILT_IN else data.standardize(*parts)
        histories = []
        for each in rules:
            run = fit(
                models.mlp(dataset.x.shape[1], *(hidden or [64]), dataset.outputs, seed=seed),
                held_in,
                each,
                epochs=epochs,
                batch_size=size,
                weight_decay=weight_decay,
                validation=held_out,
                callbacks=() if as_json else (ProgressBar(),),
                device=device,
                seed=seed,
            )
            histories.append(run)
            if run.diverged is not None and not as_json:
                console.print(run.diagnosis, style="yellow", highlight=False)
    except (ValueError, TypeError) as error:
        raise _refuse(error) from None

    figure.parent.mkdir(parents=True, exist_ok=True)
    plots.training(histories).savefig(figure, dpi=150)
    if as_json:
        typer.echo(json.dumps([_summary(run) for run in histories], indent=2))
    else:
        console.print(_table(dataset, histories))
        console.print(f"Figure: {figure}", highlight=False, soft_wrap=True)


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
                raise _refuse(
                    f"exercises/ is out of date for {', '.join(stale)}: run `make exercises`, and commit"
                )
            return
        paths = derive(course, assignments) if sources else make(assignments, course)
    except (ContractError, CourseError) as error:
        raise _refuse(error) from None
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
        raise _refuse(error) from None
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


def _batch_size(text: str) -> int | str:
    if text == "full" or text.isdecimal():
        return text if text == "full" else int(text)
    raise ValueError(f'--batch-size {text!r}: give 1, a number such as 32, or "full"')


def _rules(names: list[str], lr: float | None) -> list:
    from . import optim

    known = {
        name.lower(): rule
        for name in optim.__all__
        if isinstance(rule := getattr(optim, name), type)
        and issubclass(rule, optim.Rule)
        and rule is not optim.Rule
    }
    wanted = list(known) if names == ["all"] else [name.lower() for name in names]
    for name in wanted:
        if name not in known:
            raise ValueError(f"--rule {name!r}: no such rule; there are {', '.join(known)}, or all")
    return [known[name](**({} if lr is None else {"lr": lr})) for name in wanted]


def _summary(run) -> dict:
    summary = {
        "rule": run.rule,
        "epochs": run.epochs,
        "batch_size": run.batch_size,
        "seed": run.seed,
        "device": run.device,
        "train_loss": run.train_loss[-1],
        "validation_loss": run.validation_loss[-1],
        "seconds": round(run.seconds, 3),
        "diverged": run.diverged,
    }
    if len(run.validation_accuracy):
        summary["validation_accuracy"] = run.validation_accuracy[-1]
    return summary


def _table(dataset, histories: list) -> Table:
    from .records import rule_name

    table = Table(title=f"{dataset.name}: {len(dataset)} examples, {dataset.x.shape[1]} features")
    table.add_column("rule")
    for name in ("lr", "epochs", "train loss", "validation loss", "validation accuracy", "seconds"):
        table.add_column(name, justify="right")
    for run in histories:
        accuracy = f"{run.validation_accuracy[-1]:.1%}" if len(run.validation_accuracy) else "-"
        table.add_row(
            rule_name(run.rule),
            f"{run.lr[-1]:g}",
            str(run.epochs),
            f"{run.train_loss[-1]:.4f}",
            f"{run.validation_loss[-1]:.4f}",
            accuracy,
            f"{run.seconds:.1f}",
        )
    return table


if __name__ == "__main__":
    app()
