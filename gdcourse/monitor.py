"""What training looks like from inside: per-layer norms of gradients and steps, and a diagnosis in words."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from .optim import Optimizer
from .records import History

# What counts as vanishing or exploding, first layer against last. Glorot and Bengio (2010) saw ratios of 1e-2
# hold training up; 1e-4 leaves no doubt.
VANISHING, EXPLODING = 1e-4, 1e4
USUAL_STEP = 1e-3  # a step's size relative to the weights, where training goes well


class Monitor:
    """Norms of each parameter tensor's gradients over an epoch, and of the epoch's last step.

    `add` queues one operation on the optimizer's flat gradient: a running sum of squares. The device is
    waited for once an epoch, in `gradients`. A norm per tensor keeps weights and biases apart.
    """

    def __init__(self, model: nn.Module, optimizer: Optimizer):
        self._flat = [(buffer.theta, buffer.gradient) for buffer in optimizer.buffers]
        self._squares = [torch.zeros_like(gradient) for _, gradient in self._flat]
        self._before: list[torch.Tensor] = []
        at = {
            id(p): (i, span)
            for i, buffer in enumerate(optimizer.buffers)
            for p, span in zip(buffer.params, buffer.spans, strict=True)
        }
        named = [(name, p) for name, p in model.named_parameters() if id(p) in at]
        self.names = [name for name, _ in named]
        self._at = [at[id(p)] for _, p in named]
        self._steps = 0

    def add(self, overflows: bool = False) -> None:
        """Count this step's gradient; without what overflowed, where such steps are skipped."""
        for squares, (_, gradient) in zip(self._squares, self._flat, strict=True):
            if overflows:
                gradient = gradient.nan_to_num(0.0, 0.0, 0.0)
            squares.addcmul_(gradient, gradient)
        self._steps += 1

    def gradients(self) -> list[float]:
        """The root of the mean, over the steps since the last call, of each tensor's squared norm."""
        sums = torch.stack([self._squares[i][span].sum(dtype=torch.float64) for i, span in self._at])
        norms = (sums / max(self._steps, 1)).sqrt().tolist()
        for squares in self._squares:
            squares.zero_()
        self._steps = 0
        return norms

    def before_step(self) -> None:
        self._before = [theta.clone() for theta, _ in self._flat]

    def step_sizes(self) -> list[float]:
        """The norm of each tensor's change since `before_step`, over the norm of the tensor before it."""
        sizes = []
        for i, span in self._at:
            before, after = self._before[i][span], self._flat[i][0][span]
            sizes.append((after - before).norm() / before.norm().clamp(min=1e-12))
        self._before = []
        return torch.stack(sizes).tolist()


def diagnose(history: History) -> str:
    """What the record suggests, in words; empty where nothing is out of the ordinary.

    Looks at divergence first, then at gradients that vanish or explode on their way through the layers, at
    layers that get none, at a loss that does not fall, and at a validation loss that turned.
    """
    if history.diverged is not None:
        return _divergence(history)
    if not history.epochs:
        return ""
    # what is told of the curve presumes that gradients arrive
    return " ".join(_through_the_layers(history) or _of_the_curve(history))


def _divergence(history: History) -> str:
    step = history.diverged
    assert step is not None
    story = (
        f"The loss stopped being a finite number at step {step} (learning rate {history.lr[step - 1]:.3g})."
    )
    last = history.grad_norm[-2] if history.epochs > 1 else history.grad_norm[-1]
    finite = [(norm, name) for norm, name in zip(last, history.layers, strict=True) if math.isfinite(norm)]
    if finite and max(finite)[0] > 1e3:
        norm, name = max(finite)
        story += f" The gradient of {name} averaged {norm:.3g} in the epoch before: exploding."
    return story + " Try a learning rate ten times smaller, or transforms=[clip_by_global_norm(1.0)]."


def _through_the_layers(history: History) -> list[str]:
    """Compare the biases, where layers have them: their gradient is the backpropagated signal itself.

    A weight's gradient is that signal times the layer's input. With small weights inputs shrink on the way
    forward as signals do on the way back, so that weights may all have gradients of one size while almost no
    signal arrives (Glorot and Bengio, 2010).
    """
    biases = [i for i, name in enumerate(history.layers) if name.endswith("bias")]
    weights = [i for i, name in enumerate(history.layers) if name.endswith("weight")]
    norms = history.grad_norm[0]
    rows = biases if len(biases) > 1 else weights
    silent = [i for i in weights if history.grad_norm[-1][i] == 0.0]
    # where the last layer has none either, the loss may have reached its minimum exactly
    if silent and (norms[silent[0]] == 0.0 or history.grad_norm[-1][rows[-1]] != 0.0):
        since = int(np.argmax(history.grad_norm[:, silent[0]] == 0.0)) + 1
        name = history.layers[silent[0]]
        return [
            f"{name} has had no gradient at all since epoch {since}: its units are dead, or cut off from the "
            "loss. Try He initialisation, a smaller learning rate, or leaky ReLU."
        ]
    if len(rows) < 2 or not np.isfinite(norms[rows]).all() or norms[rows[-1]] == 0.0:
        return []
    first, last = rows[0], rows[-1]
    ratio = norms[first] / norms[last]
    pair = f"{history.layers[first]}'s gradient is {ratio:.0e} of {history.layers[last]}'s in the first epoch"
    if ratio < VANISHING:
        return [f"{pair}: vanishing. Try He initialisation with ReLU, Xavier with tanh, or normalisation."]
    if ratio > EXPLODING:
        return [f"{pair}: exploding backwards. Try a smaller gain, or transforms=[clip_by_global_norm(1.0)]."]
    return []


def _of_the_curve(history: History) -> list[str]:
    loss, held_out = history.train_loss, history.validation_loss
    if history.epochs < 3:
        return []
    if loss[-1] > 0.99 * loss[0]:
        sizes = history.step_size[:, np.isfinite(history.step_size).all(axis=0)]
        story = f"The training loss did not fall in {history.epochs} epochs."
        if sizes.size and np.median(sizes) < USUAL_STEP / 100:
            return [
                f"{story} A step moves the weights by {np.median(sizes):.0e} of their size: "
                "try a learning rate a hundred times larger."
            ]
        return [f"{story} Try learning rates a factor of ten up and down (gdcourse sweep)."]
    if history.best_epoch is not None:  # early stopping has seen to it
        return []
    if len(held_out) and held_out[-1] > 1.1 * held_out.min() and loss[-1] < loss[int(held_out.argmin())]:
        best = int(held_out.argmin()) + 1
        return [
            f"The validation loss was least after epoch {best} and has risen since, while the training loss "
            "fell: overfitting. Try callbacks=[EarlyStopping()], weight decay or dropout."
        ]
    return []
