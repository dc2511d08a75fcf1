"""`fit`: it learns, it records, it repeats, it refuses."""

import numpy as np
import pytest
import torch
from optim_db import ROWS

from gdcourse import data, models
from gdcourse.callbacks import Callback
from gdcourse.optim import EMA, SGD, Adam, AdamW, Momentum, Rule, clip_by_global_norm
from gdcourse.optim.rule import as_function
from gdcourse.train import fit

# rates at which each rule learns the digits in five epochs; torch's default suits SGD and Adagrad badly
RATES = {
    "SGD": 0.2,
    "Momentum": 0.05,
    "Nesterov": 0.05,
    "Adagrad": 0.03,
    "RMSprop": 3e-3,
    "Adadelta": 1.0,
    "Lion": 1e-3,
    "Muon": 0.02,
    "SAM": 0.2,
    "ScheduleFreeSGD": 1.0,
}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_rule_learns_the_digits(row):
    short = {"decay": 0.9} if row.rule is EMA else {}  # 255 steps are too few for a look back over 1,000
    rule = row.make(lr=RATES.get(row.rule.__name__, 3e-3), **short)
    run = fit(models.mlp(64, 64, 10), data.digits(), rule, epochs=5)
    assert run.validation_accuracy[-1] > 0.9
    assert run.train_loss[-1] < 0.4 * run.train_loss[0]


def test_the_record():
    model = models.mlp(64, 16, 10)
    run = fit(model, data.digits(), Adam(), epochs=2, batch_size=100, schedule=lambda t: 0.001 * t)
    steps = -(-1617 // 100)
    assert run.loss.shape == run.lr.shape == (2 * steps,)
    np.testing.assert_allclose(run.lr, 0.001 * np.arange(1, 2 * steps + 1))
    assert run.layers == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert run.grad_norm.shape == (2, 4)
    assert (run.grad_norm > 0).all()
    assert len(run.train_loss) == len(run.validation_loss) == len(run.accuracy) == run.epochs == 2
    sizes = [100] * 16 + [17]  # the last batch is smaller, and counts for less in the epoch's mean
    np.testing.assert_allclose(run.train_loss[0], np.average(run.loss[:steps], weights=sizes))


def test_equals_the_plain_pytorch_loop():
    """Same data, same order, same optimizer, written as in any tutorial."""
    d = data.digits()
    ours, theirs = models.mlp(64, 16, 10), models.mlp(64, 16, 10)
    fit(ours, d, Adam(lr=0.01), epochs=2, validation=None, seed=5)
    optimizer = torch.optim.Adam(theirs.parameters(), lr=0.01)
    order = torch.Generator().manual_seed(5)
    x, y = torch.from_numpy(d.x), torch.from_numpy(d.y)
    for _ in range(2):
        for rows in torch.randperm(len(d), generator=order).split(32):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(theirs(x[rows]), y[rows]).backward()
            optimizer.step()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(p, q, rtol=0, atol=1e-4)


def test_gradient_norms_are_those_of_the_gradients():
    d = data.digits()
    model = models.mlp(64, 16, 10)
    start = model.fresh(0)
    run = fit(model, d, SGD(lr=0.1), epochs=1, batch_size="full", validation=None)
    torch.nn.functional.cross_entropy(start(torch.from_numpy(d.x)), torch.from_numpy(d.y)).backward()
    expected = [p.grad.norm().item() for p in start.parameters()]
    np.testing.assert_allclose(run.grad_norm[0], expected, rtol=1e-5)


def test_a_seed_repeats_the_run_bit_for_bit_and_another_does_not():
    runs = [
        fit(models.mlp(64, 16, 10), data.digits(), Momentum(lr=0.05), epochs=2, seed=s).loss
        for s in (1, 1, 2)
    ]
    np.testing.assert_array_equal(runs[0], runs[1])
    assert (runs[0] != runs[2]).any()


@pytest.mark.parametrize(("batch_size", "steps"), [(1, 1617), (500, 4), ("full", 1), (10_000, 1)])
def test_batch_sizes(batch_size, steps):
    run = fit(models.mlp(64, 10), data.digits(), SGD(lr=0.01), epochs=1, batch_size=batch_size)
    assert len(run.loss) == steps


def test_regression(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3))
    np.savez(tmp_path / "r.npz", x=x, y=x @ [1.0, -2.0, 0.5] + 0.25)
    run = fit(models.mlp(3, 1), data.from_file(tmp_path / "r.npz"), Adam(lr=0.05), epochs=30)
    assert run.validation_loss[-1] < 1e-3
    assert len(run.accuracy) == len(run.validation_accuracy) == 0


def test_weight_decay_replaces_the_rules_own():
    def weights(rule, **options):
        model = models.mlp(64, 10)
        fit(model, data.digits(), rule, epochs=1, **options)
        return torch.cat([p.detach().flatten() for p in model.parameters()])

    assert torch.equal(weights(AdamW(), weight_decay=0.3), weights(AdamW(weight_decay=0.3)))
    assert not torch.equal(weights(AdamW(), weight_decay=0.3), weights(AdamW()))


def test_frozen_layers_stay():
    model = models.mlp(64, 16, 10)
    model[0].requires_grad_(False)
    before = model[0].weight.clone()
    run = fit(model, data.digits(), AdamW(weight_decay=0.5), epochs=1)
    assert torch.equal(model[0].weight, before)
    assert run.layers == ["2.weight", "2.bias"]


def test_divergence_stops_with_a_diagnosis_and_keeps_the_record():
    d = data.digits()
    values = data.Dataset(d.x, d.y.astype(np.float32), "values", d.features)
    run = fit(models.mlp(64, 64, 1, activation=torch.nn.Identity), values, SGD(lr=10.0), epochs=5)
    assert run.diverged is not None
    assert run.epochs < 5
    assert np.isfinite(run.loss[: run.diverged - 1]).all()
    assert not np.isfinite(run.loss[run.diverged - 1])
    assert f"at step {run.diverged} (learning rate 10)" in run.diagnosis
    clipped = fit(
        models.mlp(64, 64, 1, activation=torch.nn.Identity),
        values,
        SGD(lr=0.01),
        epochs=2,
        transforms=[clip_by_global_norm(1.0)],
    )
    assert clipped.diverged is None


def test_a_function_written_for_numpy_trains_a_network():
    def update(theta, g, state, t, *, lr):
        assert type(theta) is type(g) is type(state["v"]) is np.ndarray
        v = state["v"] + g**2
        return theta - lr * g / (np.sqrt(v) + 1e-10), {"v": v}

    rule = Rule.from_function(update, slots=("v",), lr=0.03)
    run = fit(models.mlp(64, 10), data.digits(), rule, epochs=2)
    same = fit(models.mlp(64, 10), data.digits(), ROWS[3].rule(lr=0.03), epochs=2)
    np.testing.assert_allclose(run.loss, same.loss, rtol=1e-4)


def test_a_students_function_trains_a_network():
    rule = Rule.from_function(as_function(SGD), lr=0.2, weight_decay=0.0)
    run = fit(models.mlp(64, 10), data.digits(), rule, epochs=3)
    same = fit(models.mlp(64, 10), data.digits(), SGD(lr=0.2), epochs=3)
    np.testing.assert_array_equal(run.loss, same.loss)


def test_callbacks_are_told_also_when_one_fails():
    heard = []

    class Listener(Callback):
        def on_start(self, run):
            heard.append(("start", run.epochs))

        def on_epoch(self, run):
            heard.append(("epoch", run.history.epochs))
            if run.history.epochs == 2:
                raise KeyboardInterrupt

        def on_end(self, run):
            heard.append(("end", run.history.epochs))

    with pytest.raises(KeyboardInterrupt):
        fit(models.mlp(64, 10), data.digits(), SGD(), epochs=5, callbacks=[Listener()])
    assert heard == [("start", 5), ("epoch", 1), ("epoch", 2), ("end", 2)]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"epochs": 0}, ValueError, "epochs = 0"),
        ({"batch_size": 0}, ValueError, "batch_size = 0"),
        ({"batch_size": "half"}, ValueError, "batch_size = 'half'"),
        ({"validation": 1.5}, ValueError, "validation = 1.5"),
        ({"weight_decay": -1}, ValueError, "weight_decay = -1.0"),
        ({"dataset": "digits"}, TypeError, "dataset is a str"),
        ({"device": "abacus"}, ValueError, "device = 'abacus' can't be used here"),
        (
            {"model": models.mlp(64, 5)},
            ValueError,
            r"model gives 5 outputs, and digits has 10 classes; try mlp\(64",
        ),
        ({"model": models.mlp(3, 10)}, ValueError, r"can't take an example of digits, of shape \(64,\)"),
        ({"model": torch.nn.Flatten()}, ValueError, "model has no parameter to train"),
    ],
)
def test_refusals(options, error, message):
    options = {"model": models.mlp(64, 10), "dataset": data.digits(), "rule": SGD(), **options}
    with pytest.raises(error, match=message):
        fit(**options)


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without a GPU")
def test_a_missing_gpu_is_refused_before_any_work():
    with pytest.raises(ValueError, match="device = 'cuda' can't be used here"):
        fit(models.mlp(64, 10), data.digits(), SGD(), device="cuda")


def test_models_refuse_by_name():
    with pytest.raises(ValueError, match="at least two positive whole numbers"):
        models.mlp(64)
    with pytest.raises(ValueError, match="at least two positive whole numbers"):
        models.mlp(64, 0, 10)
