"""`fit` beyond the plain loop: accumulation, precision, early stopping, checkpoints, callbacks."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from gdcourse import data, models
from gdcourse.callbacks import Callback, EarlyStopping
from gdcourse.optim import (
    EMA,
    SAM,
    SGD,
    Adam,
    Momentum,
    Muon,
    NAdam,
    ScheduleFreeSGD,
    clip_by_global_norm,
    gradient_noise,
)
from gdcourse.train import fit


def weights(model) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def trained(rule, epochs=2, dropout=0.0, **options):
    model = models.mlp(64, 16, 10, dropout=dropout)
    return fit(model, data.digits(), rule, epochs=epochs, **options), model


# ---- accumulation and precision ---------------------------------------------------------------------


@pytest.mark.parametrize("rule", [Adam(lr=0.01), SAM(SGD(lr=0.1))], ids=["Adam", "SAM"])
def test_accumulated_batches_make_the_step_of_one_large_batch(rule):
    run, model = trained(rule, batch_size=20, accumulate=5, precision="float64")
    whole, same = trained(rule, batch_size=100, precision="float64")
    np.testing.assert_allclose(run.loss, whole.loss, rtol=1e-10)
    torch.testing.assert_close(weights(model), weights(same), rtol=0, atol=1e-10)
    np.testing.assert_allclose(run.grad_norm, whole.grad_norm, rtol=1e-8)
    assert run.batch_size == whole.batch_size == 100


@pytest.mark.parametrize("precision", ["bf16", "fp16", "float64"])
def test_other_precisions_follow_float32(precision):
    rule, clip = Adam(lr=3e-3), [clip_by_global_norm(0.5)]
    run, model = trained(rule, transforms=clip, precision=precision, epochs=5)
    reference, _ = trained(rule, transforms=clip, epochs=5)
    np.testing.assert_allclose(run.train_loss, reference.train_loss, rtol=0.05)
    assert next(model.parameters()).dtype == (torch.float64 if precision == "float64" else torch.float32)
    # what is recorded, and clipped, is the gradient of the loss, not of the scaled loss
    np.testing.assert_allclose(run.grad_norm, reference.grad_norm, rtol=0.25)


def test_half_precision_skips_steps_that_overflow():
    run, _ = trained(SGD(lr=0.1), precision="fp16", epochs=1)
    assert run.skipped >= 0
    assert run.diverged is None
    huge = data.from_arrays(data.digits().x * 3e4, data.digits().y)
    run = fit(models.mlp(64, 16, 10), huge, SGD(lr=1e-9), precision="fp16", epochs=1)
    assert run.skipped > 0


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (Adam(lr=0.01), {"schedule": lambda t: 0.01 / t, "transforms": [clip_by_global_norm(0.5)]}),
        (ScheduleFreeSGD(lr=0.5), {}),
        (EMA(NAdam(lr=0.01), decay=0.9), {}),
    ],
    ids=["Adam", "ScheduleFreeSGD", "EMA"],
)
def test_a_compiled_step_equals_the_eager_one(rule, options):
    eager, one = trained(rule, precision="float64", compile="off", **options)
    compiled, two = trained(rule, precision="float64", compile="on", **options)
    assert (eager.mode, compiled.mode) == ("eager", "compiled step")
    np.testing.assert_allclose(compiled.loss, eager.loss, rtol=0, atol=1e-12)
    torch.testing.assert_close(weights(two), weights(one), rtol=0, atol=1e-12)
    np.testing.assert_allclose(compiled.grad_norm, eager.grad_norm, rtol=1e-9)
    np.testing.assert_array_equal(compiled.accuracy, eager.accuracy)


@pytest.mark.parametrize(
    ("rule", "options", "message"),
    [
        (Muon(), {}, "is not one formula for all parameters"),
        (SAM(SGD()), {}, "is not one formula"),
        (SGD(), {"dropout": 0.5}, "the dropout at 2 draws random numbers"),
        (SGD(), {"precision": "bf16"}, "mixed precision, accumulation and several"),
        (SGD(), {"transforms": [gradient_noise()]}, "draws random numbers"),
    ],
)
def test_what_can_not_be_compiled_is_named(rule, options, message):
    with pytest.raises(ValueError, match=f'compile = "on" can\'t be done here: .*{message}'):
        trained(rule, compile="on", **options)
    assert trained(rule, epochs=1, **options)[0].mode == "eager"


def test_muon_and_its_companion_share_a_schedule():
    rates = []

    class Rates(Callback):
        def on_step(self, run):
            rates.append([group["lr"] for group in run.optimizer.param_groups])

    rule = Muon(lr=0.02)
    trained(rule, epochs=1, batch_size=800, schedule=lambda t: 0.02 / t, callbacks=[Rates()])
    np.testing.assert_allclose(rates, [[0.02 / t, rule.others.lr / t] for t in (1, 2, 3)])


# ---- what callbacks see and decide -------------------------------------------------------------------


def test_early_stopping_restores_the_best_weights():
    seen = []

    class Keep(Callback):
        def on_epoch(self, run):
            seen.append((run.history.validation_loss[-1], run.weights()))

    run, model = trained(Adam(lr=0.1), epochs=60, callbacks=[Keep(), EarlyStopping(patience=3)])
    assert run.epochs < 60
    best = min(range(len(seen)), key=lambda i: seen[i][0])
    assert run.best_epoch == best + 1 == run.epochs - 3
    assert run.stopped == "validation_loss has not improved for 3 epochs"
    for name, value in model.state_dict().items():
        assert torch.equal(value, seen[best][1][name])


@pytest.mark.parametrize("rule", [EMA(Adam(lr=0.01), decay=0.9), ScheduleFreeSGD(lr=1.0)], ids=str)
def test_what_is_validated_is_what_the_model_holds_at_the_end(rule):
    train, held_out = data.split(data.digits(), 0.2, seed=0)
    model = models.mlp(64, 16, 10)
    run = fit(model, train, rule, epochs=3, validation=held_out)
    with torch.no_grad():
        loss = torch.nn.functional.cross_entropy(
            model(torch.from_numpy(held_out.x)), torch.from_numpy(held_out.y)
        )
    assert run.validation_loss[-1] == pytest.approx(loss.item(), rel=1e-6)


def test_step_hooks_see_every_step():
    seen = []

    class Listener(Callback):
        def on_step(self, run):
            seen.append((run.t, run.loss))

    run, _ = trained(SGD(lr=0.1), batch_size=500, callbacks=[Listener()])
    assert [t for t, _ in seen] == list(range(1, 9))
    np.testing.assert_allclose([loss for _, loss in seen], run.loss)


def test_steps_relative_to_the_weights():
    run, _ = trained(SGD(lr=0.1), epochs=1, batch_size="full", validation=None)
    start = models.mlp(64, 16, 10)
    expected = [0.1 * g / p.norm().item() for g, p in zip(run.grad_norm[0], start.parameters(), strict=True)]
    np.testing.assert_allclose(run.step_size[0], expected, rtol=1e-4)


def test_the_callers_random_numbers_go_on_undisturbed():
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    trained(SGD(), epochs=1, dropout=0.5)
    assert torch.equal(torch.rand(3), expected)


def test_tensorboard_files_hold_the_record(tmp_path):
    from tensorboardX.proto.event_pb2 import Event

    from gdcourse.callbacks import TensorBoard

    run, _ = trained(Adam(), callbacks=[TensorBoard(tmp_path)])
    (file,) = tmp_path.glob("events*")
    content, found, at = file.read_bytes(), {}, 0
    while at < len(content):  # records: length (8 bytes), checksum (4), event, checksum (4)
        length = int.from_bytes(content[at : at + 8], "little")
        event = Event.FromString(content[at + 12 : at + 12 + length])
        for value in event.summary.value:
            found.setdefault(value.tag, []).append(value.simple_value)
        at += length + 16
    np.testing.assert_allclose(found["train_loss"], run.train_loss, rtol=1e-6)
    np.testing.assert_allclose(found["grad_norm/0.weight"], run.grad_norm[:, 0], rtol=1e-6)


# ---- checkpoints -----------------------------------------------------------------------------------

HARD = {
    "dropout": 0.2,
    "transforms": [clip_by_global_norm(1.0), gradient_noise(eta=1e-4, seed=2)],
    "schedule": lambda t: 0.01 / (1 + 0.01 * t),
}


class Interrupt(Callback):
    def __init__(self, after):
        self.after = after

    def on_epoch(self, run):
        if run.history.epochs == self.after:
            raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (Adam(lr=0.01), {}),
        (Momentum(lr=0.05), {"precision": "fp16", "accumulate": 2}),
        (EMA(Adam(lr=0.01), decay=0.9), {}),
        (SAM(ScheduleFreeSGD(lr=0.5)), {}),
        (Muon(lr=0.02), {"callbacks": [EarlyStopping(patience=2)]}),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_resumed_run_equals_the_uninterrupted_one(rule, options, tmp_path):
    options = {**HARD, **options}
    extra = list(options.pop("callbacks", []))
    whole, model = trained(rule, epochs=6, callbacks=extra, **options)
    path = tmp_path / "run.pt"
    for after in (2, 3):
        with pytest.raises(KeyboardInterrupt):
            trained(rule, epochs=6, callbacks=[*extra, Interrupt(after + 1)], checkpoint=path, **options)
    run, resumed = trained(rule, epochs=6, callbacks=extra, checkpoint=path, **options)
    assert torch.equal(weights(resumed), weights(model))
    for name in ("loss", "lr", "train_loss", "validation_loss", "grad_norm", "step_size"):
        np.testing.assert_array_equal(getattr(run, name), getattr(whole, name))
    assert (run.best_epoch, run.stopped) == (whole.best_epoch, whole.stopped)
    again, finished = trained(rule, epochs=6, callbacks=extra, checkpoint=path, **options)
    assert torch.equal(weights(finished), weights(model))
    np.testing.assert_array_equal(again.loss, whole.loss)


def test_a_finished_run_goes_on_when_more_epochs_are_asked_for(tmp_path):
    trained(Adam(), epochs=2, checkpoint=tmp_path / "run.pt")
    _, longer = trained(Adam(), epochs=4, checkpoint=tmp_path / "run.pt")
    _, whole = trained(Adam(), epochs=4)
    assert torch.equal(weights(longer), weights(whole))


RUN = """
    import torch
    from gdcourse import data, models
    from gdcourse.optim import Adam
    from gdcourse.train import fit
    torch.set_num_threads(1)
    model = models.mlp(64, 16, 10, dropout=0.2)
    fit(model, data.digits(), Adam(lr=0.01), epochs=120, batch_size=100, checkpoint="run.pt")
    torch.save(model.state_dict(), "weights.pt")
"""


@pytest.mark.parametrize("wanted", [2, pytest.param(10, marks=pytest.mark.slow)])
def test_a_run_killed_at_random_moments(wanted, tmp_path):
    """SIGKILL gives no chance to clean up: what is on disk at that moment has to do."""
    script = tmp_path / "train_it.py"
    script.write_text(textwrap.dedent(RUN))
    folders = {name: tmp_path / name for name in ("whole", "killed")}
    for folder in folders.values():
        folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}

    def start(folder):
        return subprocess.Popen([sys.executable, str(script)], cwd=folder, env=environment)

    assert start(folders["whole"]).wait(timeout=120) == 0
    rng, kills = np.random.default_rng(0), 0
    checkpoint = folders["killed"] / "run.pt"
    while kills < wanted:
        process = start(folders["killed"])
        # from the moment that it has gone on by an epoch, so that ten kills do not cost ten starts in vain
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        while process.poll() is None:
            if checkpoint.exists() and checkpoint.stat().st_mtime_ns > before:
                break
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=60) in (-signal.SIGKILL, 0)
        kills += 1
    assert start(folders["killed"]).wait(timeout=120) == 0
    whole, killed = (torch.load(folder / "weights.pt", weights_only=True) for folder in folders.values())
    for name, value in whole.items():
        assert torch.equal(value, killed[name])


def test_unusable_checkpoints_are_refused_by_name(tmp_path):
    path = tmp_path / "run.pt"
    trained(Adam(), epochs=1, checkpoint=path)
    with pytest.raises(ValueError, match=r"of a run with rule = Adam\(lr=0.001.*this one has Adam\(lr=0.1"):
        trained(Adam(lr=0.1), checkpoint=path)
    with pytest.raises(ValueError, match="with seed = 0, and this one has 3; give the same"):
        trained(Adam(), checkpoint=path, seed=3)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ValueError, match=r"run.pt can't be read \(\w+\); delete it to start anew"):
        trained(Adam(), checkpoint=path)
    with pytest.raises(ValueError, match="is a folder; name a file in it"):
        trained(Adam(), checkpoint=tmp_path)
