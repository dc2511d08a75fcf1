"""What every rule promises, over every row of `optim_db`."""

from __future__ import annotations

import copy
import io
import os
import shutil

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from optim_db import CASES, ROWS, case_id

from gdcourse import optim
from gdcourse.optim import Optimizer, clip_by_global_norm, clip_by_value
from gdcourse.optim.rule import as_function, step
from gdcourse.vec import Vec

every_case = pytest.mark.parametrize(("row", "setting"), CASES, ids=case_id)
every_rule = pytest.mark.parametrize("row", ROWS, ids=str)
elementwise_case = pytest.mark.parametrize(
    ("row", "setting"), [case for case in CASES if case[0].elementwise], ids=case_id
)
elementwise_rule = pytest.mark.parametrize("row", [row for row in ROWS if row.elementwise], ids=str)


def network(dtype=torch.float64) -> torch.nn.Module:
    torch.manual_seed(3)
    return torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 3)).to(dtype)


def batches(steps: int, dtype=torch.float64) -> list[tuple[torch.Tensor, torch.Tensor]]:
    generator = torch.Generator().manual_seed(4)
    return [
        (
            torch.randn(8, 5, generator=generator, dtype=torch.float64).to(dtype),
            torch.randn(8, 3, generator=generator, dtype=torch.float64).to(dtype),
        )
        for _ in range(steps)
    ]


def train(model, optimizer, data, *, set_to_none=False, hide=lambda t: None, after=lambda: None) -> None:
    """Ordinary training; through a closure, since a rule may want the gradient at a second point."""
    for t, (x, y) in enumerate(data):

        def closure(x=x, y=y, t=t):
            optimizer.zero_grad(set_to_none=set_to_none)
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            hide(t)
            return loss

        optimizer.step(closure)
        after()


def distance(a, b) -> float:
    return max(
        float((p - q).detach().abs().max()) for p, q in zip(a.parameters(), b.parameters(), strict=True)
    )


def rollout(rule, theta, gradients, transforms=(), scalars=None):
    """The driver in miniature: every parameter vector that `rule` visits, and those that it would keep."""
    state = rule.initial(theta)
    path, kept = [], []
    for t, g in enumerate(gradients, start=1):
        k = rule.scalars(t) if scalars is None else scalars(t)
        (theta,), (state,) = step([rule], [theta], [g], [state], [k], transforms)
        path.append(theta)
        kept.append(rule.eval_params(theta, state))
    return path + kept


def shrinking_gradients(steps=20, n=4) -> np.ndarray:
    """Shrinking, with one coordinate that is tiny and one that is zero: where formulas part company."""
    g = np.random.default_rng(5).normal(size=(steps, n)) * 0.8 ** np.arange(steps)[:, None]
    g[:, 1] *= 1e-9
    g[:, 2] = 0.0
    return g


def test_every_rule_has_a_row():
    rules = {
        rule
        for name in optim.__all__
        if isinstance(rule := getattr(optim, name), type) and issubclass(rule, optim.Rule)
    }
    assert rules - {optim.Rule} == {row.rule for row in ROWS}


@every_case
@pytest.mark.parametrize("set_to_none", [True, False])
def test_equals_the_torch_twin(row, setting, set_to_none):
    ours, theirs = network(), network()
    optimizer = Optimizer(ours.parameters(), row.make(**setting))
    twin = row.twin(theirs.parameters(), **setting)
    data = batches(100)
    train(ours, optimizer, data, set_to_none=set_to_none)
    train(theirs, twin, data, set_to_none=set_to_none)
    assert distance(ours, network()) > 1e-3  # it moved
    assert distance(ours, theirs) <= 1e-10
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        for mine, name in row.slots.items():
            expected = torch.as_tensor(twin.state[q][name], dtype=torch.float64)
            torch.testing.assert_close(optimizer.state[p][mine], expected, rtol=0, atol=1e-10)


@every_case
def test_groups_schedule_and_missing_gradients_as_in_torch(row, setting):
    """Two groups with rates of their own, a scheduler, and a layer that has no gradient in some steps."""
    made = []
    for build in (lambda groups: Optimizer(groups, row.make(**setting)), lambda g: row.twin(g, **setting)):
        model = network()
        optimizer = build(
            [{"params": model[0].parameters()}, {"params": model[2].parameters(), "lr": setting["lr"] / 3}]
        )
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.95)

        def hide(t, model=model):
            if t in (2, 3, 7):
                model[0].weight.grad = None

        train(model, optimizer, batches(15), set_to_none=True, hide=hide, after=scheduler.step)
        made.append(model)
    assert distance(*made) <= 1e-10


@every_rule
def test_frozen_then_unfrozen_layer(row):
    setting = row.settings[-1]
    made = []
    for build in (lambda p: Optimizer(p, row.make(**setting)), lambda p: row.twin(p, **setting)):
        model = network()
        optimizer = build(model.parameters())
        model[0].requires_grad_(False)
        train(model, optimizer, batches(5), set_to_none=False)
        frozen = network()[0].weight
        assert torch.equal(model[0].weight, frozen)
        model[0].requires_grad_(True)
        train(model, optimizer, batches(5), set_to_none=True)
        assert not torch.equal(model[0].weight, frozen)
        made.append(model)
    assert distance(*made) <= 1e-10


@elementwise_case
def test_numpy_torch_floats_and_vec_agree(row, setting):
    rule, gradients, start = row.make(**setting), shrinking_gradients(), np.linspace(-1, 1, 4)
    reference = np.array(rollout(rule, start, gradients))
    in_torch = rollout(rule, torch.tensor(start), torch.tensor(gradients))
    assert np.abs(torch.stack(in_torch).numpy() - reference).max() <= 1e-12
    vec = rollout(rule, Vec(start.tolist()), [Vec(g) for g in gradients.tolist()])
    assert [v.values for v in vec] == reference.tolist()  # to the last bit
    for i in range(4):
        floats = rollout(rule, float(start[i]), [float(g) for g in gradients[:, i]])
        assert floats == reference[:, i].tolist()


@elementwise_case
def test_rows_of_hyperparameters_equal_solo_runs(row, setting):
    """Parameters of shape (R, n), and each hyperparameter and scalar of shape (R, 1)."""
    lrs = [setting["lr"] * factor for factor in (0.3, 1.0, 2.0)]
    start, gradients = torch.linspace(-1, 1, 4, dtype=torch.float64), torch.tensor(shrinking_gradients())
    rules = [row.make(**{**setting, "lr": lr}) for lr in lrs]

    def column(values):
        return torch.tensor(values, dtype=torch.float64)[:, None]

    swept = rollout(
        row.make().bind(**{n: column([getattr(rule, n) for rule in rules]) for n in rules[0].fields()}),
        start.repeat(3, 1),
        gradients[:, None, :].expand(-1, 3, 4),
        [clip_by_global_norm(0.5)],
        lambda t: tuple(map(column, zip(*[rule.scalars(t) for rule in rules], strict=True))),
    )
    for r, rule in enumerate(rules):
        solo = rollout(rule, start, gradients, [clip_by_global_norm(0.5)])
        assert torch.allclose(torch.stack(swept)[:, r], torch.stack(solo), rtol=0, atol=1e-12)


@elementwise_rule
def test_update_changes_nothing_that_it_was_given(row):
    rule = row.make(**row.settings[-1])
    theta, g = np.ones(3), np.array([1.0, -2.0, 0.0])
    state = {**rule.initial(theta), **{name: np.full(3, 0.5) for name in rule.slots}}
    before = copy.deepcopy((theta, g, state))
    new, new_state = rule.update(theta, g, state, rule.scalars(1))
    np.testing.assert_equal((theta, g, state), before)
    assert set(new_state) == set(rule.initial(theta))
    assert not np.shares_memory(new, theta)


@every_case
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
def test_state_dict_round_trip(row, setting, dtype):
    whole, resumed = network(dtype), network(dtype)
    data = batches(20, dtype)
    train(whole, Optimizer(whole.parameters(), row.make(**setting)), data)

    first = Optimizer(resumed.parameters(), row.make(**setting))
    train(resumed, first, data[:9])
    file = io.BytesIO()
    torch.save({"model": resumed.state_dict(), "optimizer": first.state_dict()}, file)
    file.seek(0)
    saved = torch.load(file, weights_only=True)
    again = network(dtype)
    again.load_state_dict(saved["model"])
    second = Optimizer(again.parameters(), row.make())  # hyperparameters come with the state
    second.load_state_dict(saved["optimizer"])
    train(again, second, data[9:])
    assert distance(whole, again) == 0.0


@every_rule
def test_compiled_equals_eager_and_a_new_rate_does_not_recompile(row):
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None and "CI" not in os.environ:
        pytest.skip("no C++ compiler here; install g++ to test compiled steps")
    setting = row.settings[-1]
    eager, compiled = network(), network()
    data = batches(6)
    train(eager, Optimizer(eager.parameters(), row.make(**setting)), data)
    optimizer = Optimizer(compiled.parameters(), row.make(**setting), compile=True)
    train(compiled, optimizer, data[:1])
    try:
        torch.compiler.set_stance("fail_on_recompile")
        train(compiled, optimizer, data[1:])
        assert distance(eager, compiled) <= 1e-12
        optimizer.param_groups[0]["lr"] *= 0.5
        train(compiled, optimizer, data[:2])
    finally:
        torch.compiler.set_stance("default")


# ---- laws ---------------------------------------------------------------------------------------

vectors = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3).map(np.array)


@given(vectors, vectors, st.floats(-5, 5))
def test_sgd_is_linear_in_the_gradient(g, h, a):
    def move(x):
        return optim.SGD(lr=0.1).update(np.zeros(3), x, {}, ())[0]

    np.testing.assert_allclose(move(g + a * h), move(g) + a * move(h), rtol=1e-9, atol=1e-9)


@given(vectors.filter(lambda g: (np.abs(g) > 1e-3).all()))
def test_adams_first_step_is_lr_times_the_sign(g):
    rule = optim.Adam(lr=0.1, eps=0.0)
    new, _ = rollout(rule, np.zeros(3), [g])
    np.testing.assert_allclose(new, -0.1 * np.sign(g), rtol=1e-9)


@given(st.lists(vectors, min_size=1, max_size=3), st.floats(1e-3, 1e3))
def test_clipping_by_norm_keeps_direction_and_never_lengthens(gradients, max_norm):
    clipped = clip_by_global_norm(max_norm)(gradients)
    before, after = np.concatenate(gradients), np.concatenate(clipped)
    length = np.linalg.norm(before)
    assert np.linalg.norm(after) <= min(length, max_norm) * (1 + 1e-12)
    np.testing.assert_allclose(after * length, before * np.linalg.norm(after), rtol=1e-9, atol=1e-9)
    if length <= max_norm:
        np.testing.assert_array_equal(after, before)


@given(vectors, st.floats(1e-3, 1e3))
def test_clipping_by_value_is_numpys_clip(g, limit):
    (clipped,) = clip_by_value(limit)([g])
    np.testing.assert_array_equal(clipped, np.clip(g, -limit, limit))
    (tensor,) = clip_by_value(limit)([torch.tensor(g)])
    np.testing.assert_array_equal(tensor.numpy(), clipped)


@settings(max_examples=50)
@given(st.floats(0, 1), st.integers(0, 2000))
def test_integer_power(x, n):
    assert optim.rule.ipow(x, n) == pytest.approx(x**n, rel=1e-12, abs=1e-300)


# ---- what rules refuse --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: optim.Adam(lr=-1), ValueError, "lr = -1.0 is outside"),
        (lambda: optim.Adam(lr=float("nan")), ValueError, "lr = nan is outside"),
        (lambda: optim.Adam(beta1=1), ValueError, r"beta1 = 1.0 is outside \[0.0, 1.0\)"),
        (lambda: optim.Momentum(momentum="high"), TypeError, "momentum = 'high' is not a number"),
        (lambda: optim.SGD(momentum=0.9), TypeError, "no hyperparameter 'momentum'; it has lr, weight_decay"),
        (lambda: clip_by_global_norm(0), ValueError, "max_norm = 0 is not a positive number"),
        (lambda: clip_by_value("1"), ValueError, "limit = '1' is not a positive number"),
    ],
)  # fmt: skip
def test_bad_hyperparameters(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_a_function_becomes_a_rule_and_a_rule_a_function():
    function = as_function(optim.Adam)
    rule = optim.Rule.from_function(
        function, slots=("m", "v"), lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.1
    )
    ours, theirs = network(), network()
    train(ours, Optimizer(ours.parameters(), rule), batches(10))
    train(theirs, Optimizer(theirs.parameters(), optim.Adam(lr=0.01, weight_decay=0.1)), batches(10))
    assert distance(ours, theirs) <= 1e-12


@elementwise_rule
def test_a_long_buffer_steps_in_blocks_to_the_same_bits(row, monkeypatch):
    def train(block):
        monkeypatch.setattr("gdcourse.optim.flat.BLOCK", block)
        generator = torch.Generator().manual_seed(0)
        w = torch.nn.Parameter(torch.randn(23, generator=generator))
        optimizer = Optimizer([w], row.make(**row.settings[0]), transforms=[clip_by_global_norm(1.0)])

        def closure():
            optimizer.zero_grad()
            loss = (w.sin() * torch.arange(23)).sum()
            loss.backward()
            return loss

        for _ in range(5):
            closure()
            optimizer.step(closure)
        state = {name: value.clone() for name, value in optimizer.state[w].items()}
        return w.detach().clone(), state

    (whole, state), (pieces, pieced) = train(1000), train(7)
    torch.testing.assert_close(pieces, whole, rtol=0, atol=0)
    torch.testing.assert_close(pieced, state, rtol=0, atol=0)
