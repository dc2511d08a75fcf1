"""Backpropagation written out for a chain of layers, where PyTorch's own costs more than the arithmetic.

A small network's step is spent less on sums than on keeping books about them: PyTorch records every
operation of the forward pass and walks the record back. A multi-layer perceptron needs no record. Its
backward pass is the chain rule, once a layer, and gradients go straight to where the optimizer reads them.
Whatever is not such a chain is left to PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional
from torch.nn.modules import module as nn_module

from .arguments import squared_error

Pair = tuple[torch.Tensor, torch.Tensor]


class Chain:
    """Linear layers and activations one after the other, and a loss: what fills in their gradients.

    With h the output of a layer, x what it was given and delta the gradient of the loss in h,

        linear, h = x W' + b      gradient of W: delta' x, of b: delta summed over the batch, of x: delta W
        ReLU, h = max(x, 0)       gradient of x: delta where h > 0
        tanh                      gradient of x: delta (1 - h^2)
        sigmoid                   gradient of x: delta h (1 - h)

    `parameters` are tensors in the order of `model.parameters()`, read anew at each call; `into`, if given,
    are tensors that gradients are written to. Parameters may have an axis in front, for R networks side by
    side; the batch then has it too, (R, B, inputs), and the loss is one number a network.
    """

    def __init__(
        self,
        model: nn.Sequential,
        loss_of: Callable,
        parameters: Sequence[torch.Tensor],
        into: Sequence[torch.Tensor] | None = None,
    ):
        self._model, self._loss = model, LOSSES[loss_of]
        self._members = list(model)
        self._own = list(model.parameters())
        batched = parameters[0].dim() == 3
        self._affine = torch.baddbmm if batched else torch.addmm
        self._multiply = torch.bmm if batched else torch.mm
        given: Sequence[torch.Tensor | None] = into or [None] * len(parameters)
        pairs = list(zip(parameters, given, strict=True))
        self._steps: list[_Linear | tuple[Callable, Callable]] = []
        for layer in model:
            if type(layer) is nn.Linear:
                (w, gw), (b, gb) = pairs.pop(0), pairs.pop(0)
                self._steps.append(_Linear(w.detach(), w.detach().mT, b.detach().unsqueeze(-2), gw, gb))
            else:
                self._steps.append(ACTIVATIONS[type(layer)])
        self._hooks = _hooks(model)

    @staticmethod
    def suits(model: nn.Module, loss_of: Callable) -> bool:
        """Whether the model is such a chain; else its gradient is PyTorch's business."""
        if not isinstance(model, nn.Sequential) or type(model).forward is not nn.Sequential.forward:
            return False
        layers = list(model)
        linear = [layer for layer in layers if type(layer) is nn.Linear and layer.bias is not None]
        return (
            loss_of in LOSSES
            and all(layer in linear or type(layer) in ACTIVATIONS for layer in layers)
            and not any("forward" in vars(part) for part in (model, *layers))
            and 0 < 2 * len(linear) == len(list(model.parameters()))  # no layer stands there twice
            and not any(_hooks(model))
        )

    def holds(self) -> bool:
        """Whether that is so still: no hook was added, no layer replaced, no parameter frozen."""
        return (
            not any(self._hooks)
            and list(self._model._modules.values()) == self._members
            and all([p.requires_grad and not p._backward_hooks for p in self._own])
        )

    def __call__(
        self, x: torch.Tensor, y: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
        """The loss, the outputs, and the gradients in the order of the parameters."""
        affine, multiply = self._affine, self._multiply
        h, seen = x, []
        for step in self._steps:
            if isinstance(step, _Linear):
                seen.append(h)
                h = affine(step.b, h, step.transposed)
            else:
                h = step[0](h)
                seen.append(h)
        loss, delta = self._loss(h, y)
        gradients: list[torch.Tensor] = []
        for i in range(len(seen) - 1, -1, -1):
            step = self._steps[i]
            if isinstance(step, _Linear):
                gradients.append(torch.sum(delta, -2, out=step.gb))
                gradients.append(multiply(delta.mT, seen[i], out=step.gw))
                if i:
                    delta = multiply(delta, step.w)
            else:
                delta = step[1](delta, seen[i])
        return loss, h, gradients[::-1]


def _hooks(model: nn.Sequential) -> list[dict]:
    """The tables in which PyTorch keeps what else is to be called on the way."""
    tables: list[dict] = [nn_module._global_forward_hooks, nn_module._global_forward_pre_hooks]
    tables += [nn_module._global_backward_hooks, nn_module._global_backward_pre_hooks]
    for part in (model, *model):
        tables += [part._forward_hooks, part._forward_pre_hooks]
        tables += [part._backward_hooks, part._backward_pre_hooks]
    return tables


class _Linear(NamedTuple):
    w: torch.Tensor
    transposed: torch.Tensor
    b: torch.Tensor
    gw: torch.Tensor | None
    gb: torch.Tensor | None


def _cross_entropy(z: torch.Tensor, y: torch.Tensor) -> Pair:
    """The mean of -log p_y over a batch, p = softmax(z), and its gradient: p less 1 at y, over B."""
    log_p, y = z.log_softmax(-1), y.unsqueeze(-1)
    loss = log_p.gather(-1, y).sum((-2, -1)).div_(-z.shape[-2])
    delta = log_p.exp_().scatter_add_(-1, y, torch.full_like(y, -1.0, dtype=z.dtype))
    return loss, delta.div_(z.shape[-2])


def _squared_error(z: torch.Tensor, y: torch.Tensor) -> Pair:
    """The mean of (z - y)^2 over a batch, and its gradient."""
    difference = z - y.reshape(z.shape)
    count = z.shape[-2] * z.shape[-1]
    return difference.square().sum((-2, -1)).div_(count), difference.mul_(2 / count)


def _through_relu(delta: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return delta * h.sign()


def _through_tanh(delta: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return delta * (1 - h * h)


def _through_sigmoid(delta: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
    return delta * (h * (1 - h))


LOSSES: dict[Callable, Callable[[torch.Tensor, torch.Tensor], Pair]] = {
    functional.cross_entropy: _cross_entropy,
    squared_error: _squared_error,
}
# layer -> (what it does, the gradient of its input from that of its output, and its output)
ACTIVATIONS: dict[type, tuple[Callable, Callable]] = {
    nn.ReLU: (torch.relu, _through_relu),
    nn.Tanh: (torch.tanh, _through_tanh),
    nn.Sigmoid: (torch.sigmoid, _through_sigmoid),
}
