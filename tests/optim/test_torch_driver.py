"""`Optimizer` where it is most easily wrong: memory that is shared, moved, missing or odd."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from gdcourse.optim import SGD, Adam, Momentum, Optimizer, Rule, clip_by_global_norm


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
