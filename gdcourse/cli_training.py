"""`gdcourse train` and `gdcourse sweep`: networks trained from a shell.

Heavy modules are imported by the command that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from .terminal import console, refuse

if TYPE_CHECKING:
    from .data import Dataset
    from .optim import Rule
    from .records import History, Sweep

Source = Annotated[str, typer.Option("--data", help="a built-in set (digits, ...), or a .csv or .npz file")]
Target = Annotated[str | None, typer.Option(help="the column to predict; by default a .csv's last")]
Regression = Annotated[
    bool | None, typer.Option("--regression/--classes", help="what whole-number targets are, if in doubt")
]
BatchSize = Annotated[str, typer.Option(help='1, a number, or "full"')]
Hidden = Annotated[list[int] | None, typer.Option(help="width of a hidden layer; several times for more")]
Validation = Annotated[float, typer.Option(help="fraction of the examples to hold out")]
Clip = Annotated[float | None, typer.Option(help="longest gradient (global norm)")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, ...")]
Json = Annotated[bool, typer.Option("--json", help="print the results as JSON, nothing else")]


def train(
    source: Source = "digits",
    target: Target = None,
    regression: Regression = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(help='sgd, adam, ema:adam, ...; several times, or "all", to compare'),
    ] = None,
    lr: Annotated[float | None, typer.Option(help="learning rate; by default the rule's own")] = None,
    schedule: Annotated[str, typer.Option(help="constant, or cosine (with a warm-up)")] = "constant",
    epochs: Annotated[int, typer.Option(help="passes over the data")] = 20,
    batch_size: BatchSize = "32",
    accumulate: Annotated[int, typer.Option(help="batches in a step")] = 1,
    hidden: Hidden = None,
    weight_decay: Annotated[float | None, typer.Option(help="by default the rule's own")] = None,
    clip: Clip = None,
    validation: Validation = 0.1,
    patience: Annotated[
        int | None, typer.Option(help="stop after so many epochs without improvement, keep the best")
    ] = None,
    precision: Annotated[str, typer.Option(help="float32, float64, bf16, fp16")] = "float32",
    device: Device = "auto",
    seed: Annotated[int, typer.Option(help="of weights, split and batches")] = 0,
    checkpoint: Annotated[
        Path | None, typer.Option(help="write it after each epoch; go on from it if it is there")
    ] = None,
    tensorboard: Annotated[Path | None, typer.Option(help="folder to write TensorBoard's files to")] = None,
    figure: Annotated[Path, typer.Option(help="where to save the figure")] = Path("_build/train.png"),
    as_json: Json = False,
) -> None:
    """Train a network, show the result as a table, and save a figure of the run."""
    from . import data, distributed, plots, schedules
    from .callbacks import Callback, EarlyStopping, ProgressBar, TensorBoard
    from .optim import clip_by_global_norm
    from .train import fit

    _one_thread(hidden)
    main = distributed.rank() == 0  # of several processes under torchrun, the one that speaks
    try:
        rules, size = _rules(rule or ["adam"], lr), _batch_size(batch_size)
        if schedule not in ("constant", "cosine"):
            raise ValueError(f"--schedule {schedule!r}: give constant or cosine")
        dataset = _dataset(source, target, regression)
        held_in, held_out = _standardized(dataset, *data.split(dataset, validation, seed))
        histories = []
        for each in rules:
            callbacks: list[Callback] = [] if as_json or not main else [ProgressBar()]
            if patience is not None:
                callbacks.append(EarlyStopping(patience))
            suffix = f"-{type(each).__name__}" if len(rules) > 1 else ""
            if tensorboard is not None:
                callbacks.append(TensorBoard(Path(f"{tensorboard}{suffix}")))
            step_size = len(held_in) if size == "full" else max(1, int(size) * accumulate)  # 0: fit refuses
            steps = -(-len(held_in) // step_size)
            rates = None
            if schedule == "cosine":
                total = max(steps * epochs, 2)
                rates = schedules.warmup_cosine(total, max(1, total // 20), each.lr)
            run = fit(
                _model(dataset, hidden, seed),
                held_in,
                each,
                epochs=epochs,
                batch_size=size,
                transforms=() if clip is None else (clip_by_global_norm(clip),),
                weight_decay=weight_decay,
                accumulate=accumulate,
                validation=held_out,
                schedule=rates,
                callbacks=callbacks,
                device=device,
                precision=precision,
                checkpoint=checkpoint and checkpoint.with_stem(checkpoint.stem + suffix),
                seed=seed,
            )
            histories.append(run)
            if main and run.diagnosis and not as_json:
                console.print(run.diagnosis, style="yellow", highlight=False)
    except (ValueError, TypeError, ImportError) as error:
        raise refuse(error) from None
    if not main:
        return
    _save(plots.training(histories), figure)
    if as_json:
        typer.echo(json.dumps([_summary(run) for run in histories], indent=2))
    else:
        console.print(_runs_table(dataset, histories))
        console.print(f"Figure: {figure}", highlight=False, soft_wrap=True)


def sweep(
    source: Source = "digits",
    target: Target = None,
    regression: Regression = None,
    rule: Annotated[str, typer.Option(help="sgd, momentum, adam, ema:adam, ...")] = "adam",
    lr: Annotated[
        str, typer.Option(help="learning rates: 0.001,0.01 or from:to:how many, evenly in the logarithm")
    ] = "1e-4:1e-1:7",
    vary: Annotated[
        list[str] | None, typer.Option(help="another hyperparameter: beta2=0.9,0.99; several times for more")
    ] = None,
    seeds: Annotated[int, typer.Option(help="runs of each setting")] = 8,
    steps: Annotated[int, typer.Option(help="steps of each run")] = 500,
    batch_size: BatchSize = "32",
    hidden: Hidden = None,
    clip: Clip = None,
    validation: Validation = 0.1,
    compile: Annotated[str, typer.Option(help="auto, on, off")] = "auto",
    device: Device = "auto",
    figure: Annotated[Path, typer.Option(help="where to save the figure")] = Path("_build/sweep.png"),
    as_json: Json = False,
) -> None:
    """Train many networks as one program: learning rates, seeds, and other hyperparameters."""
    from . import data, plots
    from .optim import clip_by_global_norm
    from .sweep import sweep as run_sweep

    _one_thread(hidden)
    bar = Progress(
        TextColumn("[bold]{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    )
    try:
        (one,) = _rules([rule], None)
        others: dict[str, Any] = dict(map(_varied, vary or []))
        dataset = _dataset(source, target, regression)
        # one split for all runs: what is held out has no part in the scale
        held_in, held_out = _standardized(dataset, *data.split(dataset, validation, seed=0))
        with bar if not as_json else contextlib.nullcontext():
            task = bar.add_task(type(one).__name__, total=None)
            result = run_sweep(
                _model(dataset, hidden, 0),
                held_in,
                one,
                lr=_rates(lr),
                seeds=seeds,
                steps=steps,
                batch_size=_batch_size(batch_size),
                transforms=() if clip is None else (clip_by_global_norm(clip),),
                validation=held_out,
                device=device,
                compile=compile,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                **others,
            )
    except (ValueError, TypeError) as error:
        raise refuse(error) from None
    _save(plots.sweep(result), figure)
    if as_json:
        summary = {"rule": result.rule, "mode": result.mode, "device": result.device}
        typer.echo(
            json.dumps({**summary, "settings": [_jsonable(line) for line in result.table()]}, indent=2)
        )
        return
    console.print(_sweep_table(dataset, result, steps))
    console.print(f"Figure: {figure}", highlight=False, soft_wrap=True)


# ---- options ------------------------------------------------------------------------------------


def _one_thread(hidden: list[int] | None) -> None:
    import torch

    if max(hidden or [64]) <= 512:
        # layers this small gain nothing from threads, which on a busy machine wait for each other
        torch.set_num_threads(1)


def _dataset(source: str, target: str | None, regression: bool | None) -> Dataset:
    from . import data

    if source in data.BUILT_IN:
        return data.BUILT_IN[source]()
    return data.from_file(source, target, regression=regression)


def _standardized(dataset: Dataset, *parts: Dataset) -> tuple[Dataset, ...]:
    """Columns of a table seldom share a unit; pixels do, and tokens have none."""
    from . import data

    return parts if dataset.tokens or dataset.name in data.ONE_UNIT else data.standardize(*parts)


def _model(dataset: Dataset, hidden: list[int] | None, seed: int) -> Any:
    from . import models

    widths = hidden or [64]
    if dataset.tokens:
        return models.rnn(len(dataset.tokens), widths[0], dataset.outputs, seed=seed)
    return models.mlp(dataset.x.shape[1], *widths, dataset.outputs, seed=seed)


def _batch_size(text: str) -> int | str:
    if text == "full" or text.isdecimal():
        return text if text == "full" else int(text)
    raise ValueError(f'--batch-size {text!r}: give 1, a number such as 32, or "full"')


def _rules(names: list[str], lr: float | None) -> list[Rule]:
    """Rules from their names; "ema:adam" is EMA around Adam."""
    from . import optim
    from .optim.wrappers import Wrapper

    kinds: dict[str, Any] = {
        name.lower(): kind
        for name in optim.__all__
        if isinstance(kind := getattr(optim, name), type)
        and issubclass(kind, optim.Rule)
        and kind is not optim.Rule
    }
    plain = [name for name, kind in kinds.items() if not issubclass(kind, Wrapper)]

    def rule(name: str) -> Rule:
        outer, colon, inner = name.partition(":")
        if outer not in kinds or (colon and outer in plain):
            around = ", ".join(f"{n}:RULE" for n in kinds if n not in plain)
            raise ValueError(f"--rule {name!r}: no such rule; there are {', '.join(plain)}, {around}, or all")
        if outer in plain:
            return kinds[outer](**({} if lr is None else {"lr": lr}))
        if not colon:
            raise ValueError(f"--rule {name!r} goes around another rule: give for instance {name}:adam")
        return kinds[outer](rule(inner))

    return [rule(name) for name in (plain if names == ["all"] else [n.lower() for n in names])]


def _rates(text: str) -> list[float]:
    """`0.1,0.2` as it stands; `1e-4:1e-1:7` as seven rates, evenly spaced in the logarithm."""
    try:
        if ":" not in text:
            return [float(part) for part in text.split(",")]
        first, last, count = text.split(":")
        low, high, n = float(first), float(last), int(count)
        if not (0 < low < math.inf and 0 < high < math.inf and n > 1):
            raise ValueError
        return [low * (high / low) ** (i / (n - 1)) for i in range(n)]
    except ValueError:
        raise ValueError(
            f"--lr {text!r}: give rates such as 0.001,0.01 or a range such as 1e-4:1e-1:7"
        ) from None


def _varied(text: str) -> tuple[str, list[float]]:
    name, _, values = text.partition("=")
    try:
        return name, [float(value) for value in values.split(",")]
    except ValueError:
        raise ValueError(f"--vary {text!r}: give a name and values, such as beta2=0.9,0.99") from None


# ---- results ------------------------------------------------------------------------------------


def _save(drawn: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn.savefig(path, dpi=150)


def _jsonable(record: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no nan and no infinity: they become null."""
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in record.items()}


def _summary(run: History) -> dict[str, Any]:
    summary = {
        "rule": run.rule,
        "epochs": run.epochs,
        "batch_size": run.batch_size,
        "seed": run.seed,
        "device": run.device,
        "train_loss": float(run.train_loss[-1]),
        "validation_loss": float(run.validation_loss[-1]),
        "seconds": round(run.seconds, 3),
        "diverged": run.diverged,
        "stopped": run.stopped,
        "best_epoch": run.best_epoch,
        "diagnosis": run.diagnosis,
    }
    if len(run.validation_accuracy):
        summary["validation_accuracy"] = float(run.validation_accuracy[-1])
    return _jsonable(summary)


def _runs_table(dataset: Dataset, histories: list[History]) -> Table:
    from .records import rule_name

    table = Table(title=f"{dataset.name}: {len(dataset)} examples, {dataset.x.shape[1]} features")
    table.add_column("rule")
    for name in ("lr", "epochs", "train loss", "validation loss", "validation accuracy", "seconds"):
        table.add_column(name, justify="right")
    for run in histories:
        accuracy = f"{run.validation_accuracy[-1]:.1%}" if len(run.validation_accuracy) else "-"
        table.add_row(
            rule_name(run.rule),
            f"{run.lr.max():g}",  # what was asked for: a schedule ends at less
            str(run.epochs),
            f"{run.train_loss[-1]:.4f}",
            f"{run.validation_loss[-1]:.4f}",
            accuracy,
            f"{run.seconds:.1f}",
        )
    return table


def _sweep_table(dataset: Dataset, result: Sweep, steps: int) -> Table:
    from .records import rule_name

    lines = result.table()
    runs = f"{len(result)} runs of {steps} steps in {result.seconds:.1f} s ({result.mode})"
    table = Table(title=f"{rule_name(result.rule)} on {dataset.name}: {runs}")
    records = [name for name in ("train_loss", "validation_loss", "validation_accuracy") if name in lines[0]]
    for name in [*result.varied, "seeds", "diverged", *(name.replace("_", " ") for name in records)]:
        table.add_column(name, justify="right")
    finite = [line for line in lines if line["diverged"] < line["seeds"] and math.isfinite(line[records[0]])]
    best = {name: value for name, value in result.best().items() if name in result.varied} if finite else None
    for line in lines:
        means = [f"{line[name]:.4g} ± {line[name + '_std']:.2g}" for name in records]
        chosen = best is not None and all(line[name] == best[name] for name in best)
        table.add_row(
            *(f"{line[name]:.4g}" for name in result.varied),
            f"{line['seeds']:.0f}",
            f"{line['diverged']:.0f}",
            *means,
            style="bold green" if chosen else None,
        )
    return table
