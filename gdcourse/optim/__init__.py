"""Update rules, each written once, and the drivers that run them.

How the parts compose. A *rule* (`Adam`) is a formula with its hyperparameters: parameters, gradient
and state go in, new parameters and new state come out (`rule.py`). Most rules work element by element;
a `MatrixRule` has to know shapes, a `TwoPass` rule needs a second gradient, and a `Wrapper` is a rule
around another one (averages, SAM). A *transform* (`clip_by_value`) maps gradients to gradients on the
way (`transforms.py`). `step` puts these together, in the order that holds everywhere. A *driver* owns
the loop: `descend` walks down a surface in the plane and keeps the path, `drive` does so with gradients
given by a function (`descent.py`); `Optimizer` is a `torch.optim.Optimizer` over the parameters of a
network (`torch_driver.py`).

PyTorch is imported when `Optimizer` is first asked for, not before.
"""

from .adadelta import Adadelta
from .adagrad import Adagrad
from .adam import Adam, AMSGrad
from .adamw import AdamW
from .descent import descend, drive
from .lion import Lion
from .muon import Muon, newton_schulz5
from .nadam import NAdam
from .rmsprop import RMSprop
from .rule import Rule, as_function, step
from .schedule_free import ScheduleFreeAdamW, ScheduleFreeSGD
from .sgd import SGD, Momentum, Nesterov
from .transforms import clip_by_global_norm, clip_by_value, gradient_noise
from .wrappers import EMA, SAM, SWA

__all__ = [
    "EMA",
    "SAM",
    "SGD",
    "SWA",
    "AMSGrad",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Lion",
    "Momentum",
    "Muon",
    "NAdam",
    "Nesterov",
    "Optimizer",
    "RMSprop",
    "Rule",
    "ScheduleFreeAdamW",
    "ScheduleFreeSGD",
    "as_function",
    "clip_by_global_norm",
    "clip_by_value",
    "descend",
    "drive",
    "gradient_noise",
    "newton_schulz5",
    "step",
]


def __getattr__(name):
    if name == "Optimizer":
        from .torch_driver import Optimizer

        return Optimizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
