"""Bad input of every kind, at every door: one clear error each, before any work.

Each case says which words the message must hold: the argument, the value that was given, and the remedy.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from gdcourse import data, models, objectives, schedules
from gdcourse.callbacks import EarlyStopping
from gdcourse.optim import (
    EMA,
    SAM,
    SGD,
    SWA,
    Adam,
    Lion,
    Muon,
    Optimizer,
    clip_by_global_norm,
    clip_by_value,
    descend,
    gradient_noise,
)
from gdcourse.sweep import sweep
from gdcourse.train import fit

X, Y = np.zeros((4, 3)), [0, 1, 0, 1]


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def arrays(folder, **named):
    np.savez(folder / "d.npz", **named)
    return folder / "d.npz"


def train(**changed):
    arguments = {"model": models.mlp(64, 8, 10), "dataset": data.digits(), "rule": Adam(), **changed}
    return fit(**arguments)


def train_from(path):
    return fit(models.mlp(2, 1), data.from_file(path), Adam())


def swept(**changed):
    arguments = {"model": models.mlp(64, 8, 10), "dataset": data.digits(), "rule": Adam(), "lr": 0.1}
    return sweep(**{**arguments, **changed})


def nan_model():
    model = models.mlp(64, 8, 10)
    nn.init.constant_(model[0].bias, float("nan"))
    return model


CASES = [
    # files
    ("no file", lambda d: train_from(d / "no.csv"), ["no.csv", "no such file", "digits"]),
    ("empty file", lambda d: train_from(write(d, "a.csv", "")), ["a.csv", "empty", "first row"]),
    ("only a header", lambda d: train_from(write(d, "a.csv", "a,b\n")), ["no examples"]),
    ("one column", lambda d: train_from(write(d, "a.csv", "a\n1\n2\n")), ["one column"]),
    ("text in a number", lambda d: train_from(write(d, "a.csv", "a,b\n1,2\nx,3\n")), ["row 3", "'a'", "'x'"]),
    ("a hole", lambda d: train_from(write(d, "a.csv", "a,b\n1,2\n,3\n")), ["row 3", "'a'", "empty", "fill"]),
    ("nan in a file", lambda d: train_from(write(d, "a.csv", "a,b\n1,2\nnan,3\n")), ["row 3", "finite"]),
    ("short row", lambda d: train_from(write(d, "a.csv", "a,b\n1,2\n3\n")), ["row 3", "1 fields", "names 2"]),
    ("repeated column", lambda d: train_from(write(d, "a.csv", "a,a\n1,2\n")), ["'a'", "twice"]),
    ("not text", lambda d: train_from(write(d, "a.csv", b"a,b\n\xff\xfe,1\n")), ["UTF-8"]),
    ("other ending", lambda d: train_from(write(d, "a.xlsx", "x")), [".xlsx", ".csv", ".npz"]),
    ("broken npz", lambda d: train_from(write(d, "a.npz", "no zip")), ["a.npz", "numpy.savez"]),
    ("npz without y", lambda d: train_from(arrays(d, x=X)), ["'y'", "'x'"]),
    ("npz of other lengths", lambda d: train_from(arrays(d, x=X, y=[1, 2])), ["y", "(2,)", "(4,)"]),
    # arrays
    ("nan in x", lambda d: data.from_arrays([[1.0], [np.nan]], [0, 1]), ["x", "row 1", "nan"]),
    ("infinite y", lambda d: data.from_arrays([[1.0], [2.0]], [0.5, np.inf]), ["y", "row 1", "inf"]),
    ("no examples", lambda d: data.from_arrays(np.zeros((0, 3)), []), ["x", "(0, 3)", "at least one"]),
    ("three dimensions", lambda d: data.from_arrays(np.zeros((4, 2, 2)), Y), ["(4, 2, 2)", "reshape"]),
    ("one dimension", lambda d: data.from_arrays(np.zeros(4), Y), ["(4,)", "reshape(-1, 1)"]),
    ("complex numbers", lambda d: data.from_arrays(X + 1j, Y), ["x", "complex", "real"]),
    ("ragged rows", lambda d: data.from_arrays([[1, 2], [3]], [0, 1]), ["x", "ragged"]),
    ("text as features", lambda d: data.from_arrays([["a"], ["b"]], [0, 1]), ["x", "numbers"]),
    ("one class", lambda d: data.from_arrays(X, [1, 1, 1, 1]), ["1", "nothing to tell apart"]),
    ("floats of float64", lambda d: data.Dataset(X, np.array(Y), classes=("a", "b")), ["x", "float64"]),
    # rules and transforms
    ("negative rate", lambda d: Adam(lr=-0.1), ["lr", "-0.1", "usual value"]),
    ("rate that is nan", lambda d: Lion(lr=float("nan")), ["lr", "nan", "outside"]),
    ("beta of one", lambda d: Adam(betas=(0.9, 1.0)), ["beta2", "1.0", "[0.0, 1.0)"]),
    ("misspelt", lambda d: Adam(betta1=0.9), ["betta1", "beta1"]),
    ("text for a rate", lambda d: SGD(lr="fast"), ["lr", "'fast'", "not a number"]),
    ("negative norm", lambda d: clip_by_global_norm(-1), ["max_norm", "-1", "1.0 is"]),
    ("endless limit", lambda d: clip_by_value(float("inf")), ["limit", "inf"]),
    ("negative noise", lambda d: gradient_noise(eta=-1), ["eta", "-1"]),
    ("EMA around nothing", lambda d: EMA(None), ["EMA", "None", "EMA(Adam("]),
    ("SWA never", lambda d: SWA(Adam(), every=0), ["every", "0.0"]),
    ("SAM with a negative radius", lambda d: SAM(SGD(), radius=-1), ["radius", "-1.0"]),
    ("average of Muon", lambda d: EMA(Muon()), ["Muon", "matrices"]),
    # descent
    ("another length", lambda d: descend(objectives.Saddle(), [1.0], SGD(), 5), ["theta0", "2 coor"]),
    ("start at nan", lambda d: descend(objectives.Saddle(), [np.nan, 0], SGD(), 5), ["theta0", "not finite"]),
    ("half a step", lambda d: descend(objectives.Saddle(), [1, 1], SGD(), 0.5), ["steps", "0.5", "100"]),
    ("Muon in the plane", lambda d: descend(objectives.Saddle(), [1, 1], Muon(), 5), ["matrices", "fit"]),
    ("time zero", lambda d: schedules.cosine(10, 0.1, 0.0)(0), ["t", "0"]),
    ("negative length", lambda d: schedules.cosine(-10, 0.1, 0.0), ["total", "-10"]),
    # networks
    ("one size", lambda d: models.mlp(64), ["(64,)", "mlp(64, 64, 10)"]),
    ("impossible dropout", lambda d: models.mlp(64, 8, 10, dropout=1.5), ["dropout", "1.5"]),
    ("complex parameters", lambda d: Optimizer([nn.Parameter(torch.zeros(1) * 1j)], SGD()), ["complex"]),
    ("no rule", lambda d: Optimizer([nn.Parameter(torch.zeros(1))], "adam"), ["'adam'", "Adam(lr=1e-3)"]),
    # training
    ("no data set", lambda d: train(dataset=X), ["ndarray", "data.digits()"]),
    ("no model", lambda d: train(model="mlp"), ["str", "models.mlp"]),
    ("weights that are nan", lambda d: train(model=nan_model()), ["0.bias", "not finite", "fresh"]),
    ("too few outputs", lambda d: train(model=models.mlp(64, 3)), ["3 outputs", "10 classes", "mlp(64"]),
    ("other inputs", lambda d: train(model=models.mlp(10, 10)), ["digits", "(64,)"]),
    ("nothing to train", lambda d: train(model=nn.Flatten()), ["no parameter"]),
    ("no epochs", lambda d: train(epochs=0), ["epochs", "0", "20"]),
    ("half an epoch", lambda d: train(epochs=0.5), ["epochs", "0.5"]),
    ("empty batches", lambda d: train(batch_size=0), ["batch_size", "0", "32"]),
    ("accumulating nothing", lambda d: train(accumulate=0), ["accumulate", "0"]),
    ("holding out all", lambda d: train(validation=1.0), ["validation", "1.0", "0.1"]),
    ("holding out text", lambda d: train(validation="some"), ["validation", "'some'", "0.1"]),
    ("validation of another kind", lambda d: train(validation=data.wine()), ["validation", "13", "64"]),
    ("unknown device", lambda d: train(device="tpu9"), ["device", "tpu9", "auto"]),
    ("unknown precision", lambda d: train(precision="int8"), ["precision", "int8", "bf16"]),
    ("unknown compile", lambda d: train(compile="maybe"), ["compile", "maybe", "auto"]),
    ("negative decay", lambda d: train(weight_decay=-1), ["weight_decay", "-1.0"]),
    ("a schedule below zero", lambda d: train(schedule=lambda t: -0.1), ["lr", "-0.1", "schedule"]),
    ("no patience", lambda d: EarlyStopping(patience=0), ["patience", "0", "5"]),
    ("unknown monitor", lambda d: EarlyStopping(monitor="loss"), ["'loss'", "validation_loss"]),
    ("folder as checkpoint", lambda d: train(checkpoint=d), ["checkpoint", "folder", "run.pt"]),
    ("broken checkpoint", lambda d: train(checkpoint=write(d, "c.pt", "no")), ["c.pt", "read", "delete"]),
    # sweeps
    ("no rates", lambda d: swept(lr=[]), ["lr", "empty"]),
    ("one rate negative", lambda d: swept(lr=[0.1, -0.1]), ["lr", "-0.1"]),
    ("no seeds", lambda d: swept(seeds=0), ["seeds", "0", "8"]),
    ("no steps", lambda d: swept(steps=0), ["steps", "0", "500"]),
    ("dropout in a sweep", lambda d: swept(model=models.mlp(64, 8, 10, dropout=0.5)), ["dropout", "leave"]),
]  # fmt: skip


@pytest.mark.parametrize(("call", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_clear_error(call, words, tmp_path):
    with pytest.raises((ValueError, TypeError)) as caught:
        call(tmp_path)
    message = str(caught.value)
    assert [word for word in words if word not in message] == [], message
    assert "\n" not in message.strip()
    assert len(message) < 400


def test_a_refused_run_changes_nothing(tmp_path):
    model = models.mlp(64, 8, 10)
    before = [p.clone() for p in model.parameters()]
    for changed in ({"epochs": 0}, {"device": "tpu9"}, {"validation": 1.0}, {"checkpoint": tmp_path}):
        with pytest.raises(ValueError, match=next(iter(changed))):
            train(model=model, **changed)
    assert all(torch.equal(p, q) for p, q in zip(model.parameters(), before, strict=True))
    assert not list(tmp_path.iterdir())


def test_early_stopping_without_what_it_looks_at_is_refused_before_the_first_step():
    model = models.mlp(64, 8, 10)
    before = model[0].weight.clone()
    with pytest.raises(ValueError, match="EarlyStopping looks at validation_loss, which this run does not"):
        train(model=model, validation=None, callbacks=[EarlyStopping()])
    assert torch.equal(model[0].weight, before)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without a GPU")
@pytest.mark.parametrize("call", [train, swept], ids=["fit", "sweep"])
def test_a_missing_gpu(call):
    with pytest.raises(ValueError, match=r"device = 'cuda' can't be used here .*try \"auto\" or \"cpu\""):
        call(device="cuda")
