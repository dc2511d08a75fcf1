"""Backpropagation written out: PyTorch's gradients, and PyTorch's own wherever there is more to a model."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.func import functional_call, grad, vmap
from torch.nn import functional

from gdcourse import data, models
from gdcourse.arguments import squared_error
from gdcourse.backprop import ACTIVATIONS, Chain
from gdcourse.callbacks import Callback
from gdcourse.optim import SAM, SGD, Adam
from gdcourse.sweep import sweep
from gdcourse.train import fit


def classes(*shape):
    return torch.randint(0, 3, shape)


def values(*shape):
    return torch.randn(*shape, dtype=torch.float64)


LOSSES = [(functional.cross_entropy, 3, classes), (squared_error, 1, values)]
losses = pytest.mark.parametrize(("loss_of", "outputs", "targets"), LOSSES, ids=["cross-entropy", "squared"])


def networks(outputs):
    """One for each activation, and some that begin or end with one or have two in a row."""
    for kind in ACTIVATIONS:
        yield models.mlp(5, 7, 6, outputs, activation=kind)
    yield nn.Sequential(nn.Tanh(), nn.Linear(5, 4), nn.ReLU(), nn.Sigmoid(), nn.Linear(4, outputs), nn.Tanh())
    yield nn.Sequential(nn.Linear(5, outputs))


@losses
def test_its_gradient_is_pytorchs(loss_of, outputs, targets):
    torch.manual_seed(0)
    x, y = values(8, 5), targets(8)
    for network in networks(outputs):
        model = network.double()
        output = model(x)
        loss = loss_of(output, y)
        loss.backward()
        parameters = list(model.parameters())
        into = [torch.full_like(p, torch.nan) for p in parameters]
        assert Chain.suits(model, loss_of)
        ours, out, gradients = Chain(model, loss_of, parameters, into)(x, y)
        assert out.grad_fn is None
        torch.testing.assert_close((ours, out), (loss.detach(), output.detach()), rtol=1e-13, atol=1e-13)
        for p, g, place in zip(parameters, gradients, into, strict=True):
            assert g is place
            torch.testing.assert_close(g, p.grad, rtol=1e-12, atol=1e-14)


@losses
def test_rows_of_networks_each_have_the_gradient_that_they_have_alone(loss_of, outputs, targets):
    torch.manual_seed(0)
    x, y = values(4, 8, 5), targets(4, 8)
    for network in networks(outputs):
        model = network.double()
        stacked = {n: p.detach() + 0.1 * values(4, *p.shape) for n, p in model.named_parameters()}

        def loss_at(parameters, x, y, model=model):
            return loss_of(functional_call(model, parameters, (x,)), y)

        theirs = vmap(grad(loss_at))(stacked, x, y)
        found, _, gradients = Chain(model, loss_of, list(stacked.values()))(x, y)
        torch.testing.assert_close(found, vmap(loss_at)(stacked, x, y), rtol=1e-13, atol=1e-13)
        for g, name in zip(gradients, stacked, strict=True):
            torch.testing.assert_close(g, theirs[name], rtol=1e-12, atol=1e-14)


def twice():
    layer = nn.Linear(5, 5)
    return nn.Sequential(layer, nn.ReLU(), layer)


def hooked():
    model = models.mlp(5, 4, 3)
    model[0].register_forward_hook(lambda *_: None)
    return model


def patched():
    model = models.mlp(5, 4, 3)
    model[1].forward = lambda h: h
    return model


class Doubled(nn.Sequential):
    def forward(self, x):
        return 2 * super().forward(x)


class Negative(nn.Linear):
    def forward(self, x):
        return -super().forward(x)


@pytest.mark.parametrize(
    "model",
    [
        models.mlp(5, 4, 3, norm="layer"),
        models.mlp(5, 4, 3, dropout=0.5),
        models.mlp(5, 4, 3, activation=nn.GELU),
        nn.Sequential(nn.Linear(5, 3, bias=False)),
        nn.Sequential(nn.ReLU()),
        nn.Linear(5, 3),
        Doubled(nn.Linear(5, 3)),
        nn.Sequential(Negative(5, 3)),
        twice(),
        hooked(),
        patched(),
    ],
    ids=lambda m: str(m).replace("\n", "")[:60],
)
def test_what_is_left_to_pytorch(model):
    assert not Chain.suits(model, functional.cross_entropy)


def test_another_loss_is_left_to_pytorch():
    assert not Chain.suits(models.mlp(5, 4, 3), functional.huber_loss)


# ---- within fit and sweep ------------------------------------------------------------------------

OPTIONS = {"epochs": 3, "batch_size": 64, "device": "cpu", "precision": "float64", "validation": None}


class Interferes(Callback):
    """Does something to the model that a chain of plain layers would not notice."""

    def __init__(self, what):
        self.what, self.calls = what, 0

    def on_epoch(self, run):
        if run.history.epochs == 1:
            self.what(run.model, self)

    def count(self, *_):
        self.calls += 1


def test_fit_arrives_where_pytorchs_gradients_lead():
    ours, theirs = models.mlp(64, 16, 10), models.mlp(64, 16, 10)
    forward = theirs[0].forward
    theirs[0].forward = lambda x: forward(x)  # so it is no plain chain
    for rule in (Adam(lr=1e-2), SAM(SGD(lr=0.1))):
        a, b = (fit(model, data.digits(), rule, **OPTIONS) for model in (ours, theirs))
        np.testing.assert_allclose(a.loss, b.loss, rtol=1e-9)
        np.testing.assert_allclose(a.grad_norm, b.grad_norm, rtol=1e-9)
        np.testing.assert_array_equal(a.accuracy, b.accuracy)


@pytest.mark.parametrize(
    ("what", "calls"),
    [
        (lambda model, self: model[0].register_forward_hook(self.count), 2 * 29),
        (lambda model, self: model[0].weight.register_hook(self.count), 2 * 29),
        (lambda model, self: model[1].register_full_backward_hook(self.count), 2 * 29),
    ],
    ids=["forward hook", "gradient hook", "backward hook"],
)
def test_a_hook_added_on_the_way_is_called_at_every_step(what, calls):
    watch = Interferes(what)
    fit(models.mlp(64, 16, 10), data.digits(), Adam(), callbacks=[watch], **OPTIONS)
    assert watch.calls == calls


def test_a_layer_frozen_on_the_way_stays():
    kept = []

    def freeze(model, _):
        model[0].requires_grad_(False)
        kept.append(model[0].weight.detach().clone())

    model = models.mlp(64, 16, 10)
    fit(model, data.digits(), Adam(), callbacks=[Interferes(freeze)], **OPTIONS)
    torch.testing.assert_close(model[0].weight, kept[0], rtol=0, atol=0)


def test_a_sweep_with_hooks_calls_them():
    model, calls = models.mlp(64, 4, 10), []
    model[0].register_forward_hook(lambda *_: calls.append(1))
    sweep(model, data.digits(), Adam(), lr=[0.1], seeds=1, steps=5, validation=None, device="cpu")
    assert len(calls) >= 5
