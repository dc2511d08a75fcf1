"""`sweep`: every row is the run that `fit` would have made."""

import numpy as np
import pytest
import torch
from optim_db import ROWS

from gdcourse import data, models
from gdcourse.optim import (
    SGD,
    Adam,
    AdamW,
    Muon,
    NAdam,
    Rule,
    ScheduleFreeAdamW,
    clip_by_global_norm,
    gradient_noise,
)
from gdcourse.sweep import sweep
from gdcourse.train import fit

STEPS = 3 * 17  # three epochs of digits in batches of 100, the last of which is smaller


def solo(rule, seed, **options):
    model = models.mlp(64, 8, 10).fresh(seed)
    run = fit(model, data.digits(), rule, epochs=3, batch_size=100, seed=seed, precision="float64", **options)
    return run, torch.cat([p.detach().flatten() for p in model.parameters()]).numpy()


def swept(rule, lr, seeds, **options):
    return sweep(
        models.mlp(64, 8, 10),
        data.digits(),
        rule,
        lr=lr,
        seeds=seeds,
        steps=STEPS,
        batch_size=100,
        precision="float64",
        keep_parameters=True,
        device="cpu",
        **options,
    )


@pytest.mark.parametrize("row", [row for row in ROWS if row.elementwise], ids=str)
def test_each_row_equals_its_solo_run(row):
    setting = dict(row.settings[-1])
    lr = setting.pop("lr")
    clip = [clip_by_global_norm(1.0)]
    table = swept(row.make(**setting), [lr, 3 * lr], seeds=[0, 5], transforms=clip)
    assert len(table) == 4
    for r in range(4):
        rule = row.make(**setting, lr=table.settings["lr"][r])
        run, parameters = solo(rule, int(table.settings["seed"][r]), transforms=clip)
        np.testing.assert_allclose(table.loss[r], run.loss, rtol=0, atol=1e-12)
        np.testing.assert_allclose(table.parameters[r], parameters, rtol=0, atol=1e-12)
        assert table.validation_loss[r] == pytest.approx(run.validation_loss[-1], rel=1e-12)
        assert table.validation_accuracy[r] == run.validation_accuracy[-1]


@pytest.mark.parametrize(
    ("rule", "varied"),
    [
        (Adam(), {"beta2": [0.9, 0.999], "weight_decay": [0.0, 0.1]}),
        (NAdam(), {"momentum_decay": [0.004, 0.1]}),
        (ScheduleFreeAdamW(), {"beta1": [0.5, 0.9]}),
    ],
    ids=lambda value: str(value)[:12],
)
def test_other_hyperparameters_vary_too(rule, varied):
    table = swept(rule, 0.01, seeds=1, **varied)
    assert len(table) == np.prod([len(values) for values in varied.values()])
    for r in range(len(table)):
        one = rule.bind(**{name: table.settings[name][r] for name in table.varied})
        run, parameters = solo(one, 0)
        np.testing.assert_allclose(table.loss[r], run.loss, rtol=0, atol=1e-12)
        np.testing.assert_allclose(table.parameters[r], parameters, rtol=0, atol=1e-12)


def test_a_schedule_multiplies_every_rows_rate():
    table = swept(SGD(), [0.1, 0.2], seeds=1, schedule=lambda t: 1 / t)
    _, parameters = solo(SGD(lr=0.2), 0, schedule=lambda t: 0.2 / t)
    np.testing.assert_allclose(table.parameters[1], parameters, rtol=0, atol=1e-12)


def test_compiled_equals_eager():
    tables = [
        swept(ScheduleFreeAdamW(), [0.001, 0.01], seeds=2, beta2=[0.9, 0.99], compile=compile)
        for compile in ("off", "on")
    ]
    np.testing.assert_allclose(tables[0].loss, tables[1].loss, rtol=0, atol=1e-12)
    np.testing.assert_allclose(tables[0].parameters, tables[1].parameters, rtol=0, atol=1e-12)
    assert [table.mode for table in tables] == ["eager", "compiled step"]


def test_rows_in_several_chunks_are_the_same_rows(monkeypatch):
    whole = swept(Adam(), [0.001, 0.01], seeds=5)
    monkeypatch.setattr("gdcourse.sweep.ROWS", {"cpu": 3})
    told = []
    parts = swept(Adam(), [0.001, 0.01], seeds=5, progress=lambda done, total: told.append((done, total)))
    np.testing.assert_allclose(parts.parameters, whole.parameters, rtol=0, atol=1e-12)
    assert told[-1] == (10 * STEPS, 10 * STEPS)
    assert told == sorted(told)


def test_float32_keeps_the_digits_of_one_minus_beta():
    """Bound as float32, beta2 = 0.999 would make 1 - beta2 wrong in the fifth digit, and v with it.

    Doubles in between round once where float32 rounds at each operation: weights differ by their last bit.
    """
    options = {"lr": [0.01], "seeds": 1, "steps": 1, "batch_size": "full", "device": "cpu"}
    tables = [
        sweep(models.mlp(64, 10), data.digits(), Adam(eps=1e-3), beta2=beta2, keep_parameters=True, **options)
        for beta2 in ([0.999], [0.999, 0.9])
    ]
    np.testing.assert_allclose(tables[1].parameters[0], tables[0].parameters[0], rtol=0, atol=2e-8)


def test_a_row_that_diverges_leaves_the_others_alone():
    d = data.digits()
    values = data.from_arrays(d.x, d.y.astype(float), regression=True)
    table = sweep(models.mlp(64, 1), values, SGD(), lr=[1e-3, 10.0], seeds=2, steps=200, device="cpu")
    assert (table.diverged[:2] == 0).all()
    assert (table.diverged[2:] > 0).all()
    assert np.isfinite(table.loss[:2]).all()
    lines = table.table()
    assert [line["diverged"] for line in lines] == [0, 2]
    assert table.best()["lr"] == 1e-3
    assert len(table.validation_accuracy) == 0
    with pytest.raises(ValueError, match=r"every run of SGD.* diverged; sweep smaller"):
        sweep(models.mlp(64, 1), values, SGD(), lr=[10.0], seeds=2, steps=200, device="cpu").best()


def test_the_table_averages_over_seeds():
    table = swept(Adam(), [0.001, 0.01], seeds=3)
    line = table.table()[1]
    rows = table.settings["lr"] == 0.01
    assert line["lr"] == 0.01
    assert line["seeds"] == 3
    assert line["validation_loss"] == pytest.approx(table.validation_loss[rows].mean())
    assert line["validation_loss_std"] == pytest.approx(table.validation_loss[rows].std(ddof=1))


def test_an_infinite_loss_makes_a_table_without_a_warning():
    table = swept(Adam(), [0.01], seeds=2)
    table.train_loss[0] = np.inf
    (line,) = table.table()
    assert line["train_loss"] == np.inf
    assert np.isnan(line["train_loss_std"])


def test_other_models_and_data():
    text = data.BUILT_IN["help_text"](length=12)
    model = models.rnn(len(text.tokens), 8, text.outputs)
    table = sweep(model, text, Adam(), lr=[0.001, 0.01], seeds=2, steps=20, validation=0.01, device="cpu")
    assert np.isfinite(table.loss).all()
    assert table.best()["lr"] == 0.01


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"lr": []}, ValueError, "lr = .* is empty"),
        ({"lr": [0.1, -1]}, ValueError, "lr = -1.0 is outside"),
        ({"beta3": [1]}, TypeError, "Adam has no hyperparameter 'beta3'"),
        ({"seeds": 0}, ValueError, "seeds = 0 is not a positive"),
        ({"seeds": [-1]}, ValueError, r"seeds = \[-1\]: give a number of seeds"),
        ({"steps": 0}, ValueError, "steps = 0 is not a positive"),
        ({"rule": "adam"}, TypeError, "rule = 'adam' is not a rule"),
        ({"rule": Muon()}, TypeError, "updates matrices and can't be swept"),
        ({"rule": Rule.from_function(lambda *a, **k: None, lr=0.1)}, TypeError, "from a plain function"),
        ({"transforms": [gradient_noise()]}, ValueError, "draws random numbers"),
        ({"precision": "bf16"}, ValueError, 'a sweep runs in "float32" or "float64"'),
        ({"compile": "yes"}, ValueError, "compile = 'yes': give \"auto\""),
        ({"model": models.mlp(64, 8, 10, dropout=0.5)}, ValueError, "model has dropout at"),
        ({"model": models.mlp(64, 8, 10, norm="batch")}, ValueError, "model has a buffer, .*running_mean"),
        ({"model": torch.nn.Linear(64, 10)}, TypeError, r"is a Linear without fresh\(seed\)"),
        ({"validation": 2.0}, ValueError, "validation = 2.0"),
    ],
)
def test_refusals(options, error, message):
    options = {"model": models.mlp(64, 8, 10), "dataset": data.digits(), "rule": Adam(), "lr": 0.1, **options}
    with pytest.raises(error, match=message):
        sweep(**options)


def test_adamw_in_float32_follows_its_solo_run():
    """Not to the last digit: sums run in another order when rows lie side by side."""
    table = sweep(
        models.mlp(64, 16, 10), data.digits(), AdamW(), lr=[0.01], seeds=[3], steps=51 * 2, device="cpu"
    )
    run = fit(models.mlp(64, 16, 10, seed=3), data.digits(), AdamW(lr=0.01), epochs=2, seed=3)
    np.testing.assert_allclose(table.loss[0], run.loss, rtol=2e-3)
