"""`Optimizer` where it is most easily wrong: memory that is shared, moved, missing or odd."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from gdcourse.optim import (
    EMA,
    SAM,
    SGD,
    SWA,
    Adam,
    AdamW,
    Lion,
    Momentum,
    Muon,
    Optimizer,
    Rule,
    ScheduleFreeSGD,
    clip_by_global_norm,
    gradient_noise,
)


def test_it_is_a_torch_optimizer():
    model = nn.Linear(2, 1)
    optimizer = Optimizer(model.parameters(), Adam(lr=0.1))
    assert isinstance(optimizer, torch.optim.Optimizer)
    assert optimizer.param_groups[0]["beta2"] == 0.999
    torch.optim.lr_scheduler.StepLR(optimizer, 1)


def test_closure_is_evaluated_with_gradients():
    w = nn.Parameter(torch.tensor([2.0]))
    optimizer = Optimizer([w], SGD(lr=0.25))

    def closure():
        optimizer.zero_grad()
        loss = (w * w).sum()
        loss.backward()
        return loss

    assert optimizer.step(closure).item() == 4.0
    assert w.item() == 1.0


def test_clipping_runs_over_all_groups_together():
    a, b = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = Optimizer([{"params": [a]}, {"params": [b]}], SGD(lr=1.0), [clip_by_global_norm(1.0)])
    a.grad, b.grad = torch.tensor([3.0]), torch.tensor([4.0], dtype=torch.float64)
    optimizer.step()
    assert a.item() == pytest.approx(-0.6)
    assert b.item() == pytest.approx(-0.8)
    assert a.dtype == torch.float32


def test_gradients_that_are_no_views_are_gathered():
    model = nn.Linear(3, 2, bias=False)
    start = model.weight.detach().clone()
    optimizer = Optimizer(model.parameters(), SGD(lr=1.0))
    optimizer.zero_grad(set_to_none=False)
    model.weight.grad = torch.arange(6.0).reshape(3, 2).T  # not contiguous either
    optimizer.step()
    torch.testing.assert_close(model.weight.detach(), start - torch.arange(6.0).reshape(3, 2).T)


def test_a_parameter_that_is_not_contiguous_keeps_its_values():
    values = torch.arange(6.0).reshape(2, 3).T
    w = nn.Parameter(values)
    optimizer = Optimizer([w], SGD(lr=1.0))
    torch.testing.assert_close(w.detach(), torch.arange(6.0).reshape(2, 3).T)
    w.sum().backward()
    optimizer.step()
    torch.testing.assert_close(w.detach(), torch.arange(6.0).reshape(2, 3).T - 1)


def test_loading_weights_after_building_is_fine_and_moving_them_is_not():
    model = nn.Linear(2, 1)
    optimizer = Optimizer(model.parameters(), SGD(lr=0.1))
    model.load_state_dict(nn.Linear(2, 1).state_dict())
    model(torch.ones(2)).sum().backward()
    optimizer.step()
    model.to(torch.float64)
    with pytest.raises(RuntimeError, match=r"parameter 0 of group 0, of shape \(1, 2\), was moved"):
        optimizer.step()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda w: Optimizer([w], "adam"), TypeError, "rule = 'adam' is not a rule"),
        (lambda w: Optimizer([w], Adam), TypeError, "is not a rule"),
        (lambda w: Optimizer([{"params": [w], "lr": -1}], SGD()), ValueError, "lr = -1.0 is outside"),
        (
            lambda w: Optimizer([nn.Parameter(torch.zeros(1, dtype=torch.complex64))], SGD()),
            ValueError,
            "parameter 0 of group 0 is complex",
        ),
        (lambda w: Optimizer([{"params": [w]}, {"params": [w]}], SGD()), ValueError, "more than one"),
        (
            lambda w: Optimizer([w], Rule.from_function(lambda *a, **k: None), compile=True),
            ValueError,
            "runs eagerly",
        ),
    ],
)  # fmt: skip
def test_refusals(make, error, message):
    with pytest.raises(error, match=message):
        make(nn.Parameter(torch.zeros(2)))


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda w: Optimizer([w], SAM(SGD())).step(), ValueError, r"call step\(closure\)"),
        (lambda w: Optimizer([{"params": [w], "rule": SAM(SGD())}], SGD()), ValueError, "to all groups"),
        (lambda w: Optimizer([{"params": [w], "rule": "sgd"}], SGD()), TypeError, "'sgd' is not a rule"),
        (lambda w: Optimizer([w], SGD(), [gradient_noise()], compile=True), ValueError, "random numbers"),
        (lambda w: EMA("adam"), TypeError, "EMA: base = 'adam' is not a rule"),
        (lambda w: EMA(Adam(), decay=1), ValueError, r"EMA: decay = 1.0 is outside \[0.0, 1.0\)"),
        (lambda w: EMA(Adam(), beta3=1), TypeError, "EMA has no hyperparameter 'beta3'; it has lr, beta1"),
        (lambda w: SWA(Adam(), every=0), ValueError, "SWA: every = 0.0 is outside"),
        (lambda w: Muon(others="adam"), TypeError, "Muon: others = 'adam' is not a rule"),
        (lambda w: gradient_noise(eta=-1), ValueError, "eta = -1 is not a positive number"),
        (lambda w: gradient_noise(gamma=-1), ValueError, "gamma = -1 is not a number from 0 up"),
    ],
)  # fmt: skip
def test_refusals_of_other_kinds(make, error, message):
    w = nn.Parameter(torch.zeros(2))
    w.grad = torch.ones(2)
    with pytest.raises(error, match=message):
        make(w)


# ---- rules for matrices -------------------------------------------------------------------------


def test_muon_is_pytorchs_within_the_precision_that_pytorch_uses():
    torch.manual_seed(0)
    start, g = torch.randn(30, 20), torch.randn(30, 20)
    moved = []
    for build in (lambda p: Optimizer(p, Muon(lr=1.0, weight_decay=0.0)),
                  lambda p: torch.optim.Muon(p, lr=1.0, weight_decay=0.0)):  # fmt: skip
        w = nn.Parameter(start.clone())
        optimizer = build([w])
        w.grad = g.clone()
        optimizer.step()
        moved.append(w.detach() - start)
    assert (moved[0] - moved[1]).norm() < 0.02 * moved[1].norm()  # bfloat16 keeps 8 bits


def test_a_matrix_rule_sends_other_parameters_to_its_companion():
    model = nn.Linear(3, 2)
    optimizer = Optimizer(model.parameters(), Muon(lr=0.02, others=AdamW(lr=0.5, weight_decay=0.0)))
    assert [group["lr"] for group in optimizer.param_groups] == [0.02, 0.5]
    bias = model.bias.detach().clone()
    model(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    torch.testing.assert_close(model.bias.detach(), bias - 0.5)


def test_groups_may_have_rules_of_their_own():
    a, b = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    optimizer = Optimizer([{"params": [a], "rule": Lion(lr=0.25)}, {"params": [b], "lr": 0.5}], SGD())
    a.grad, b.grad = torch.full((2,), 7.0), torch.full((2,), 1.0)
    optimizer.step()
    assert a.tolist() == [0.75, 0.75]
    assert b.tolist() == [0.5, 0.5]


# ---- rules whose parameters to keep are not those that they train -----------------------------------


def test_averages_are_those_of_swa_utils():
    model = nn.Linear(4, 2).double()
    optimizer = Optimizer(model.parameters(), EMA(Adam(lr=0.1), decay=0.8))
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.8), use_buffers=True
    )
    average.update_parameters(model)  # the first call copies the start
    x = torch.randn(8, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for _ in range(5):
        optimizer.zero_grad()
        model(x).square().sum().backward()
        optimizer.step()
        average.update_parameters(model)
    trained = model.weight.detach().clone()
    with optimizer.eval_params():
        torch.testing.assert_close(model.weight, average.module.weight, rtol=0, atol=1e-12)
        assert not torch.equal(model.weight, trained)
    assert torch.equal(model.weight, trained)
    optimizer.load_eval_params()
    torch.testing.assert_close(model.weight, average.module.weight, rtol=0, atol=1e-12)


def test_only_rules_that_average_say_so():
    w = nn.Parameter(torch.ones(1))
    kinds = [SGD(), EMA(SGD()), SAM(SGD()), ScheduleFreeSGD(), SAM(EMA(SGD()))]
    assert [Optimizer([w], rule).averages for rule in kinds] == [False, True, False, True, True]


def test_sam_leaves_the_parameters_where_they_were_if_the_closure_fails():
    w = nn.Parameter(torch.tensor([1.0]))
    optimizer = Optimizer([w], SAM(SGD(lr=0.1), radius=0.5))
    calls = []

    def closure():
        calls.append(w.item())
        if len(calls) == 2:
            raise RuntimeError("out of memory")
        (w * w).sum().backward()

    with pytest.raises(RuntimeError, match="out of memory"):
        optimizer.step(closure)
    assert calls == [1.0, 1.5]
    assert w.item() == 1.0


# ---- beside PyTorch's own tools --------------------------------------------------------------------


def test_grad_scaler_unscales_before_clipping_and_skips_steps_that_overflow():
    w = nn.Parameter(torch.tensor([3.0, 4.0]))
    optimizer = Optimizer([w], SGD(lr=1.0), [clip_by_global_norm(1.0)])
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    for factor in (1.0, float("inf")):
        optimizer.zero_grad(set_to_none=False)
        scaler.scale((w * torch.tensor([3.0, 4.0]) * factor).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
    assert w.tolist() == pytest.approx([2.4, 3.2])
    assert optimizer.state[w]["step"] == 1
    assert scaler.get_scale() == 512.0


def test_noise_is_drawn_anew_each_step_and_alike_in_each_run():
    runs = []
    noise = gradient_noise(eta=0.04, gamma=0.0, seed=3)
    for _ in range(2):
        w = nn.Parameter(torch.zeros(1000))
        optimizer = Optimizer([w], SGD(lr=1.0), [noise])
        for _ in range(2):
            w.grad = torch.zeros(1000)
            optimizer.step()
            runs.append(w.detach().clone())
    assert torch.equal(runs[0], runs[2])
    assert torch.equal(runs[1], runs[3])
    assert not torch.equal(runs[1], 2 * runs[0])
    assert runs[0].std().item() == pytest.approx(0.2, rel=0.1)


def test_nine_compiled_optimizers_in_one_process():
    """PyTorch keeps eight programs a code object; `fullgraph` would raise at the ninth."""
    for n in range(1, 10):
        w = nn.Parameter(torch.ones(n))
        optimizer = Optimizer([w], SGD(lr=0.5), compile=True)
        w.grad = torch.ones(n)
        optimizer.step()
        assert w.tolist() == [0.5] * n


def test_sparse_gradients_are_refused_by_name():
    embedding = nn.Embedding(4, 2, sparse=True)
    optimizer = Optimizer(embedding.parameters(), SGD(lr=0.1))
    embedding(torch.tensor([1])).sum().backward()
    with pytest.raises(ValueError, match="sparse gradient; build the embedding with sparse=False"):
        optimizer.step()


def test_state_of_another_rule_is_refused():
    a, b = nn.Linear(2, 1), nn.Linear(2, 1)
    saved = Optimizer(a.parameters(), Momentum()).state_dict()
    with pytest.raises(ValueError, match="no 'm'; it was saved by another rule"):
        Optimizer(b.parameters(), Adam()).load_state_dict(saved)


def test_float32_stays_as_near_to_double_as_torchs_own_loop():
    """Our float32 run drifts from the float64 run no further than twice PyTorch's for-loop does."""

    def run(build, dtype):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 1)).to(dtype)
        optimizer = build(model.parameters())
        x = torch.randn(32, 8, generator=torch.Generator().manual_seed(1)).to(dtype)
        for _ in range(200):
            optimizer.zero_grad()
            (model(x) - x.sum(1, keepdim=True)).square().mean().backward()
            optimizer.step()
        return nn.utils.parameters_to_vector(model.parameters()).double().detach()

    def ours(params):
        return Optimizer(params, Adam(lr=0.01))

    def theirs(params):
        return torch.optim.Adam(params, lr=0.01, foreach=False)

    exact = run(theirs, torch.float64)
    drift = (run(theirs, torch.float32) - exact).norm()
    assert (run(ours, torch.float32) - exact).norm() <= 2 * drift
