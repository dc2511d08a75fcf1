"""Networks over token ids: against PyTorch's own layers, and through time."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from gdcourse import models

IDS = torch.tensor([[0, 3, 1, 4, 4, 2], [5, 5, 0, 6, 1, 1]])


def pytorchs(model: models.RNN) -> nn.Module:
    """PyTorch's recurrent layer with our model's weights."""
    ours, width = model.cell, model.options["width"]
    kind = {"tanh": nn.RNN, "gru": nn.GRU}[model.options["cell"]]
    theirs = kind(model.embedding.embedding_dim, width, batch_first=True).double()
    with torch.no_grad():
        theirs.weight_ih_l0.copy_(ours.from_input.weight)
        theirs.bias_ih_l0.copy_(ours.from_input.bias)
        theirs.weight_hh_l0.copy_(ours.from_state.weight)
        if ours.from_state.bias is None:
            theirs.bias_hh_l0.zero_()
        else:
            theirs.bias_hh_l0.copy_(ours.from_state.bias)
    return theirs


@pytest.mark.parametrize("cell", ["tanh", "gru"])
def test_states_are_those_of_pytorchs_layer(cell):
    model = models.rnn(tokens=7, width=5, outputs=3, cell=cell, embedding=4, seed=1).double()
    expected, _ = pytorchs(model)(model.embedding(IDS))
    torch.testing.assert_close(torch.stack(model.states(IDS), 1), expected, rtol=0, atol=1e-12)
    torch.testing.assert_close(model(IDS), model.readout(expected[:, -1]), rtol=0, atol=1e-12)


def test_embedding_is_as_wide_as_the_state_unless_told():
    assert models.rnn(7, 5, 3).embedding.embedding_dim == 5
    assert models.rnn(7, 5, 3, embedding=2).embedding.embedding_dim == 2


@pytest.mark.parametrize("cell", ["tanh", "gru"])
def test_state_gradient_norms_are_those_of_a_nudge(cell):
    """Replace one state by a variable, run on from there, and differentiate."""
    model = models.rnn(7, 5, 3, cell=cell, seed=1).double()
    y = torch.tensor([2, 0])
    norms = model.state_gradient_norms(IDS, lambda output: functional.cross_entropy(output, y))
    assert all(p.grad is None for p in model.parameters())
    embedded, states = model.embedding(IDS).detach(), model.states(IDS)
    for t, norm in enumerate(norms):
        h = start = states[t].detach().requires_grad_()
        for later in range(t + 1, IDS.shape[1]):
            h = model.cell(embedded[:, later], h)
        functional.cross_entropy(model.readout(h), y).backward()
        torch.testing.assert_close(norm, start.grad.norm(), rtol=0, atol=1e-12)


@pytest.mark.parametrize(("scale", "direction"), [(0.1, -1), (3.0, 1)], ids=["vanish", "explode"])
def test_gradients_vanish_or_explode_with_the_recurrent_weights(scale, direction):
    """Near state 0 the tanh cell is linear: the norm changes by the factor `scale` a step."""
    model = models.rnn(7, 5, 3).double()
    with torch.no_grad():
        model.cell.from_state.weight.copy_(scale * torch.eye(5))
        model.embedding.weight.mul_(1e-8)
        model.cell.from_input.bias.zero_()
    norms = model.state_gradient_norms(IDS, lambda output: output.sum())
    np.testing.assert_allclose((norms[:-1] / norms[1:]).detach(), scale, rtol=1e-6)
    assert (norms[0] > norms[-1]) == (direction > 0)


def test_embedding_knows_no_order_and_counts():
    model = models.embedding(7, 4, 3).double()
    torch.testing.assert_close(model(IDS), model(IDS.flip(1)), rtol=0, atol=1e-14)
    doubled = torch.cat([IDS, IDS], 1)
    torch.testing.assert_close(model(doubled), model(IDS), rtol=0, atol=1e-14)
    assert not torch.allclose(model(IDS), model(torch.cat([IDS, IDS[:, :1]], 1)))


def test_rare_tokens_have_rare_and_dense_gradients():
    model = models.embedding(7, 4, 3)
    model(IDS[:1]).sum().backward()
    gradient = model.embedding.weight.grad
    assert gradient.layout == torch.strided
    assert (gradient.norm(dim=1) > 0).tolist() == [True, True, True, True, True, False, False]


@pytest.mark.parametrize("build", [models.rnn, models.embedding])
@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[0, 7, 9]], r"token id 7 is outside the model's vocabulary of 7 tokens: ids run from 0 to 6"),
        ([[0, -1, 2]], r"token id -1 is outside"),
        ([0, 1, 2], r"whole numbers of shape \(examples, length\); it was given torch.int64 of shape \(3,\)"),
        ([[0.0, 1.0]], r"it was given torch.float32 of shape \(1, 2\)"),
        ([[]], r"shape \(1, 0\)"),
    ],
)
def test_what_is_no_token_id_is_refused_by_name(build, ids, message):
    with pytest.raises(ValueError, match=message):
        build(7, 4, 3)(torch.tensor(ids))
