"""Networks that read token ids: a recurrent one, and one that only counts.

Written in plain operations, so that `torch.vmap` runs many as one and the gradient of every hidden state
can be asked for.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from .seeded import Seeded, check_choice, check_sizes, drawing


class TanhCell(nn.Module):
    """One step of the plain recurrent network: a linear map of input and state, then tanh."""

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.from_input = nn.Linear(inputs, width)
        self.from_state = nn.Linear(width, width, bias=False)

    def forward(self, e: Tensor, h: Tensor) -> Tensor:
        return torch.tanh(self.from_input(e) + self.from_state(h))


class GRUCell(nn.Module):
    r"""One step of the gated recurrent unit, which may keep a state as it is for many steps.

    .. math::

        r &= \sigma(W_r e_t + b_r + U_r h_{t-1} + c_r), \qquad
        z = \sigma(W_z e_t + b_z + U_z h_{t-1} + c_z), \\
        n &= \tanh(W_n e_t + b_n + r\,(U_n h_{t-1} + c_n)), \qquad
        h_t = z\, h_{t-1} + (1 - z)\, n .

    What `torch.nn.GRUCell` computes, in plain operations: for that one `torch.vmap` has no rule, and
    takes the copies one by one.
    """

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.from_input = nn.Linear(inputs, 3 * width)
        self.from_state = nn.Linear(width, 3 * width)

    def forward(self, e: Tensor, h: Tensor) -> Tensor:
        r_e, z_e, n_e = self.from_input(e).chunk(3, dim=-1)
        r_h, z_h, n_h = self.from_state(h).chunk(3, dim=-1)
        r, z = torch.sigmoid(r_e + r_h), torch.sigmoid(z_e + z_h)
        n = torch.tanh(n_e + r * n_h)
        return z * h + (1 - z) * n


CELLS = {"tanh": TanhCell, "gru": GRUCell}


class RNN(Seeded):
    """A recurrent network over token ids; `rnn` says what it consists of, and builds it."""

    def __init__(self, tokens: int, width: int, outputs: int, cell: str, embedding: int, seed: int):
        super().__init__()
        with drawing(seed):
            self.embedding = nn.Embedding(tokens, embedding)
            self.cell = CELLS[cell](embedding, width)
            self.readout = nn.Linear(width, outputs)
        self.options = {
            "tokens": tokens,
            "width": width,
            "outputs": outputs,
            "cell": cell,
            "embedding": embedding,
        }

    def states(self, ids: Tensor) -> list[Tensor]:
        """The hidden state after each of the T tokens, shape (B, width) each."""
        embedded = _look_up(self.embedding, ids)
        h = embedded.new_zeros(len(ids), self.options["width"])
        states = []
        for e in embedded.unbind(1):
            h = self.cell(e, h)
            states.append(h)
        return states

    def forward(self, ids: Tensor) -> Tensor:
        return self.readout(self.states(ids)[-1])

    def state_gradient_norms(self, ids: Tensor, loss: Callable[[Tensor], Tensor]) -> Tensor:
        r"""How strongly each state acts on the loss: :math:`\|\partial\,\text{loss}/\partial h_t\|`.

        `loss` maps the outputs, (B, outputs), to a number. Returns T norms, each over the whole batch;
        by their ratio from step to step, gradients through time vanish or explode.

        >>> norms = rnn(5, 4, 2).state_gradient_norms(torch.tensor([[0, 1, 2, 3]]), lambda out: out.sum())
        >>> norms.shape, bool(norms[0] < norms[-1])
        (torch.Size([4]), True)

        Source: Pascanu, Mikolov and Bengio (2013) [pascanu2013].
        """
        states = self.states(ids)
        gradients = torch.autograd.grad(loss(self.readout(states[-1])), states)
        return torch.stack([g.norm() for g in gradients])


def rnn(
    tokens: int, width: int, outputs: int, cell: str = "tanh", embedding: int | None = None, seed: int = 0
) -> RNN:
    r"""A recurrent network that reads token ids and answers after the last.

    .. math:: h_0 = 0, \qquad h_t = \tanh(W_e\, e_t + b + W_h h_{t-1}), \qquad
              \text{outputs} = V h_T + c ,

    where :math:`e_t` is the learned vector of token t. `tokens` is the number of different tokens,
    `width` that of hidden units, `embedding` the length of a token's vector (by default `width`). With
    `cell="gru"` the step is that of the gated recurrent unit. Inputs are int64 of shape (B, T), as in
    `Dataset.x`, with ids from 0 to tokens - 1.

    Raises `ValueError` for a size that is not whole and positive or an unknown cell; the model raises
    it for an id out of range (on a GPU, PyTorch stops with an assertion of its own).

    >>> rnn(tokens=100, width=32, outputs=100)(torch.zeros(5, 12, dtype=torch.int64)).shape
    torch.Size([5, 100])

    Source: Elman (1990) [elman1990]; the gated unit, Cho et al. (2014) [cho2014].
    """
    embedding = width if embedding is None else embedding
    check_sizes(tokens=tokens, width=width, outputs=outputs, embedding=embedding)
    check_choice("cell", cell, CELLS)
    return RNN(tokens, width, outputs, cell, embedding, seed)


class TokenMean(Seeded):
    """A linear layer on the mean of learned token vectors; `embedding` builds it."""

    def __init__(self, tokens: int, width: int, outputs: int, seed: int):
        super().__init__()
        with drawing(seed):
            self.embedding = nn.Embedding(tokens, width)
            self.readout = nn.Linear(width, outputs)
        self.options = {"tokens": tokens, "width": width, "outputs": outputs}

    def forward(self, ids: Tensor) -> Tensor:
        return self.readout(_look_up(self.embedding, ids).mean(1))


def embedding(tokens: int, width: int, outputs: int, seed: int = 0) -> TokenMean:
    r"""A network that knows which tokens are there, not in which order.

    .. math:: \text{outputs} = V\,\frac1T \sum_{t=1}^T e_t + c .

    Inputs are as for `rnn`. A token's vector has a gradient only in batches that hold the token, so a
    rare one's is mostly zero; the gradient is a dense array all the same.

    Raises `ValueError` for a size that is not whole and positive; the model, for an id out of range.

    >>> model = embedding(tokens=4, width=3, outputs=2)
    >>> model(torch.tensor([[0, 2, 2]])).sum().backward()
    >>> model.embedding.weight.grad.norm(dim=1) > 0
    tensor([ True, False,  True, False])

    Source: Iyyer, Manjunatha, Boyd-Graber and Daumé (2015) [iyyer2015], without their hidden layers.
    """
    check_sizes(tokens=tokens, width=width, outputs=outputs)
    return TokenMean(tokens, width, outputs, seed)


def _look_up(embedding: nn.Embedding, ids: Tensor) -> Tensor:
    """The vectors of token ids: (B, T) to (B, T, width)."""
    if ids.ndim != 2 or ids.shape[1] == 0 or ids.is_floating_point():
        raise ValueError(
            f"the model needs token ids, whole numbers of shape (examples, length); it was given "
            f"{ids.dtype} of shape {tuple(ids.shape)}"
        )
    try:
        return embedding(ids)
    except IndexError:  # no look at the ids before: on a GPU it would wait for the device at every step
        wrong = ids[(ids < 0) | (ids >= embedding.num_embeddings)]
        raise ValueError(
            f"token id {int(wrong[0])} is outside the model's vocabulary of {embedding.num_embeddings} "
            f"tokens: ids run from 0 to {embedding.num_embeddings - 1}"
        ) from None
