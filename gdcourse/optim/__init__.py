"""Update rules, each written once, and the drivers that run them.

How the parts compose. A *rule* (`Adam`) is a formula with its hyperparameters: parameters, gradient
and state go in, new parameters and new state come out (`rule.py`). A *transform* (`clip_by_value`)
maps gradients to gradients on the way (`transforms.py`). `step` puts the two together, in the order
that holds everywhere. A *driver* owns the loop: `descend` walks down a surface in the plane and keeps
the path (`descent.py`); `Optimizer` is a `torch.optim.Optimizer` over the parameters of a network
(`torch_driver.py`).

PyTorch is imported when `Optimizer` is first asked for, not before.
"""

from .adagrad import Adagrad
from .adam import Adam, AMSGrad
from .adamw import AdamW
from .descent import descend
from .rmsprop import RMSprop
from .rule import Rule, as_function, step
from .sgd import SGD, Momentum, Nesterov
from .transforms import clip_by_global_norm, clip_by_value

__all__ = [
    "SGD",
    "AMSGrad",
    "Adagrad",
    "Adam",
    "AdamW",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSprop",
    "Rule",
    "as_function",
    "clip_by_global_norm",
    "clip_by_value",
    "descend",
    "step",
]


def __getattr__(name):
    if name == "Optimizer":
        from .torch_driver import Optimizer

        return Optimizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
