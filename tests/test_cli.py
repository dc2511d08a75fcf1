"""The `gdcourse` command as it is typed: what it prints, what it leaves, how it refuses."""

import json
import re

import pytest
from typer.testing import CliRunner

from gdcourse.cli import app

QUICK = ["--epochs", "1", "--hidden", "8"]


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_train_prints_a_table_and_saves_a_figure(tmp_path):
    result = run("train", "--data", "digits", "--rule", "adam", *QUICK)
    assert result.exit_code == 0, result.output
    assert "digits: 1797 examples, 64 features" in result.output
    assert "Adam" in result.output
    assert (tmp_path / "_build/train.png").read_bytes().startswith(b"\x89PNG")


def test_train_compares_every_rule_as_json():
    result = run("train", "--rule", "all", "--lr", "0.01", "--json", *QUICK)
    rows = json.loads(result.output)
    assert [row["rule"].split("(")[0] for row in rows] == [
        "SGD", "AMSGrad", "Adadelta", "Adagrad", "Adam", "AdamW", "Lion", "Momentum", "Muon", "NAdam",
        "Nesterov", "RMSprop", "ScheduleFreeAdamW", "ScheduleFreeSGD",
    ]  # fmt: skip
    assert all("lr=0.01" in row["rule"] and row["validation_accuracy"] > 0 for row in rows)


def test_train_on_ones_own_file(tmp_path):
    rows = [f"{i / 10},{100 * (i % 7)},{0.3 * i - 1}" for i in range(60)]
    (tmp_path / "mine.csv").write_text("\n".join(["a,b,price", *rows]) + "\n")
    result = run("train", "--data", "mine.csv", "--rule", "momentum", "--batch-size", "full", *QUICK)
    assert result.exit_code == 0, result.output
    assert "mine: 60 examples, 2 features" in result.output


def test_train_with_everything(tmp_path):
    options = ["--rule", "ema:adam", "--schedule", "cosine", "--clip", 1, "--precision", "bf16"]
    options += ["--accumulate", 2, "--patience", 5, "--checkpoint", "run.pt", "--tensorboard", "board"]
    rows = []
    for _ in range(2):  # the second finds the first one's checkpoint, and nothing left to do
        result = run("train", *options, "--epochs", 2, "--hidden", "8", "--json")
        assert result.exit_code == 0, result.output
        rows += json.loads(result.output)
    row, again = rows
    assert row == again
    assert row["epochs"] == 2
    assert row["rule"].startswith("EMA(Adam(")
    assert list((tmp_path / "board").iterdir())


def test_the_table_shows_the_rate_that_was_asked_for_though_the_schedule_ends_at_less():
    result = run("train", "--data", "wine", "--schedule", "cosine", "--lr", 0.02, *QUICK)
    assert "0.02 " in result.output.split("validation")[-1], result.output


def test_train_on_tokens_and_on_columns_that_need_a_scale():
    text = json.loads(
        run("train", "--data", "help_text", "--validation", 0.9, "--lr", 0.01, *QUICK, "--json").output
    )
    assert text[0]["validation_loss"] < 4.6  # ln 103, if all characters were as likely
    wine = json.loads(run("train", "--data", "wine", "--lr", 0.01, "--json").output)
    assert wine[0]["validation_accuracy"] > 0.9


def test_sweep_prints_a_table_and_saves_a_figure(tmp_path):
    options = ["--lr", "1e-4:1e-2:3", "--seeds", 2, "--steps", 30, "--hidden", 8, "--vary", "beta2=0.9,0.999"]
    result = run("sweep", *options)
    assert result.exit_code == 0, result.output
    assert "12 runs of 30 steps" in result.output
    assert (tmp_path / "_build/sweep.png").read_bytes().startswith(b"\x89PNG")
    settings = json.loads(run("sweep", *options, "--json").output)["settings"]
    assert [line["lr"] for line in settings] == pytest.approx([1e-4, 1e-4, 1e-3, 1e-3, 1e-2, 1e-2])
    assert all(line["seeds"] == 2 and line["diverged"] == 0 for line in settings)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--lr", "high"], "--lr 'high': give rates such as 0.001,0.01 or a range"),
        (["--lr", "0:1:5"], "--lr '0:1:5'"),
        (["--lr", "0.1:0.2"], "--lr '0.1:0.2'"),
        (["--vary", "beta2"], "--vary 'beta2': give a name and values"),
        (["--vary", "beta3=1"], "Adam has no hyperparameter 'beta3'"),
        (["--rule", "muon"], "updates matrices and can't be swept"),
        (["--seeds", "0"], "seeds = 0"),
        (["--compile", "maybe"], "compile = 'maybe'"),
    ],
)
def test_sweeps_refusals(tmp_path, arguments, message):
    result = run("sweep", "--steps", "5", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "_build").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rule", "ema"], "--rule 'ema' goes around another rule: give for instance ema:adam"),
        (["--rule", "adam:sgd"], "--rule 'adam:sgd': no such rule"),
        (["--schedule", "steep"], "--schedule 'steep'"),
        (["--precision", "int8"], "precision = 'int8'"),
        (["--accumulate", "0"], "accumulate = 0"),
        (["--patience", "0"], "patience = 0"),
        (["--clip", "0"], "max_norm = 0"),
        (["--data", "no.csv"], "no.csv: no such file"),
        (["--data", "bad.csv"], "bad.csv, row 3, column 'b': 'four' is not a number"),
        (["--data", "bad.csv", "--target", "z"], "bad.csv: no column 'z'"),
        (["--rule", "adm"], "--rule 'adm': no such rule; there are sgd"),
        (["--lr", "-1"], "lr = -1.0 is outside"),
        (["--batch-size", "some"], "--batch-size 'some'"),
        (["--batch-size", "0"], "batch_size = 0"),
        (["--epochs", "0"], "epochs = 0"),
        (["--hidden", "0"], "sizes = (64, 0, 10)"),
        (["--validation", "1"], "validation = 1.0"),
        (["--device", "abacus"], "abacus"),
        (["--weight-decay", "-1"], "weight_decay = -1.0"),
    ],
)
def test_refusals_are_one_clear_sentence(tmp_path, arguments, message):
    (tmp_path / "bad.csv").write_text("a,b,t\n1,2,0\n3,four,1\n")
    result = run("train", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "_build").exists()


def test_the_versions_that_numbers_depend_on():
    result = run("--version")
    assert result.exit_code == 0
    assert re.fullmatch(r"gdcourse [\d.]+, Python [\d.]+, numpy [\d.]+, torch \S+, \w+ \w+\n", result.output)
