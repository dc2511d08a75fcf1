"""The `gdcourse` command as it is typed: what it prints, what it leaves, how it refuses."""

import json

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
        "SGD", "AMSGrad", "Adagrad", "Adam", "AdamW", "Momentum", "Nesterov", "RMSprop",
    ]  # fmt: skip
    assert all("lr=0.01" in row["rule"] and row["validation_accuracy"] > 0 for row in rows)


def test_train_on_ones_own_file(tmp_path):
    rows = [f"{i / 10},{100 * (i % 7)},{0.3 * i - 1}" for i in range(60)]
    (tmp_path / "mine.csv").write_text("\n".join(["a,b,price", *rows]) + "\n")
    result = run("train", "--data", "mine.csv", "--rule", "momentum", "--batch-size", "full", *QUICK)
    assert result.exit_code == 0, result.output
    assert "mine: 60 examples, 2 features" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
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
