"""One row a rule: its twin, in PyTorch or from its paper, and hyperparameters under which both are compared.

Every test of `tests/optim/test_rules.py` runs over these rows. A rule of `gdcourse.optim` that has no
row fails `test_every_rule_has_a_row`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import published
import torch

from gdcourse import optim


@dataclass(frozen=True)
class Row:
    """`settings` are keyword arguments of our rule; `twin(params, **setting)` builds the twin.

    `slots` maps our state to the twin's names for the same thing. A rule around another one stands around
    `base`. `elementwise` says that the rule does not look at shapes: it then runs in a sweep and in the
    browser, and one array is as good as another.
    """

    rule: type[optim.Rule]
    twin: Callable[..., torch.optim.Optimizer]
    settings: list[dict]
    slots: dict[str, str] = field(default_factory=dict)
    base: type[optim.Rule] | None = None
    elementwise: bool = True

    def make(self, **setting) -> optim.Rule:
        if self.base is None:
            return self.rule(**setting)
        # wrappers take the hyperparameters of the rule inside as their own
        return self.rule(self.base(), **setting)

    def __str__(self) -> str:
        return self.rule.__name__


def _adam_like(optimizer: type[torch.optim.Optimizer], **fixed) -> Callable[..., torch.optim.Optimizer]:
    def build(params, beta1=0.9, beta2=0.999, **options):
        return optimizer(params, betas=(beta1, beta2), **fixed, **options)

    return build


def _momentum(**fixed) -> Callable[..., torch.optim.Optimizer]:
    def build(params, momentum=0.9, **options):
        return torch.optim.SGD(params, momentum=momentum, **fixed, **options)

    return build


ADAM_SETTINGS = [
    {"lr": 0.01},
    {"lr": 0.05, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
    {"lr": 0.01, "weight_decay": 0.1},
]

ROWS = [
    Row(optim.SGD, torch.optim.SGD, [{"lr": 0.1}, {"lr": 0.05, "weight_decay": 0.1}]),
    Row(
        optim.Momentum,
        _momentum(),
        [{"lr": 0.05}, {"lr": 0.02, "momentum": 0.5}, {"lr": 0.05, "weight_decay": 0.1}],
        {"v": "momentum_buffer"},
    ),
    Row(
        optim.Nesterov,
        _momentum(nesterov=True),
        [{"lr": 0.05}, {"lr": 0.02, "momentum": 0.5}, {"lr": 0.05, "weight_decay": 0.1}],
        {"v": "momentum_buffer"},
    ),
    Row(
        optim.Adagrad,
        torch.optim.Adagrad,
        [{"lr": 0.1}, {"lr": 0.05, "eps": 1e-3}, {"lr": 0.05, "weight_decay": 0.1}],
        {"s": "sum"},
    ),
    Row(
        optim.RMSprop,
        torch.optim.RMSprop,
        [{"lr": 0.01}, {"lr": 0.02, "alpha": 0.9, "eps": 1e-3}, {"lr": 0.01, "weight_decay": 0.1}],
        {"v": "square_avg"},
    ),
    Row(
        optim.Adam,
        _adam_like(torch.optim.Adam),
        ADAM_SETTINGS,
        {"m": "exp_avg", "v": "exp_avg_sq"},
    ),
    Row(
        optim.AMSGrad,
        _adam_like(torch.optim.Adam, amsgrad=True),
        ADAM_SETTINGS,
        {"m": "exp_avg", "v": "exp_avg_sq", "v_max": "max_exp_avg_sq"},
    ),
    Row(
        optim.AdamW,
        _adam_like(torch.optim.AdamW),
        ADAM_SETTINGS,
        {"m": "exp_avg", "v": "exp_avg_sq"},
    ),
    Row(
        optim.NAdam,
        published.NAdam,
        [*ADAM_SETTINGS, {"lr": 0.01, "momentum_decay": 0.05}],
        {"m": "exp_avg", "v": "exp_avg_sq", "mu_product": "mu_product"},
    ),
    Row(
        optim.Adadelta,
        torch.optim.Adadelta,
        [{"lr": 1.0}, {"lr": 0.5, "rho": 0.5, "eps": 1e-3}, {"lr": 1.0, "weight_decay": 0.1}],
        {"s": "square_avg", "u": "acc_delta"},
    ),
    Row(
        optim.Lion,
        published.Lion,
        [{"lr": 0.01}, {"lr": 0.003, "beta1": 0.5, "beta2": 0.9}, {"lr": 0.01, "weight_decay": 0.1}],
        {"m": "m"},
    ),
    Row(
        optim.ScheduleFreeSGD,
        published.ScheduleFreeSGD,
        [{"lr": 0.1}, {"lr": 0.2, "momentum": 0.5}, {"lr": 0.1, "weight_decay": 0.1}],
        {"x": "x", "z": "z", "weight_sum": "weight_sum"},
    ),
    Row(
        optim.ScheduleFreeAdamW,
        published.ScheduleFreeAdamW,
        ADAM_SETTINGS,
        {"x": "x", "z": "z", "v": "v", "weight_sum": "weight_sum"},
    ),
    Row(
        optim.Muon,
        published.Muon,
        [{"lr": 0.02}, {"lr": 0.01, "momentum": 0.5}, {"lr": 0.01, "weight_decay": 0.5}],
        elementwise=False,
    ),
    Row(
        optim.SAM,
        published.SAM,
        [{"lr": 0.05}, {"lr": 0.02, "radius": 0.5}, {"lr": 0.05, "weight_decay": 0.1}],
        base=optim.SGD,
    ),
    Row(
        optim.EMA,
        published.EMA,
        [*ADAM_SETTINGS, {"lr": 0.01, "decay": 0.9}],
        {"m": "exp_avg", "v": "exp_avg_sq", "average": "average"},
        base=optim.Adam,
    ),
    Row(
        optim.SWA,
        published.SWA,
        [*ADAM_SETTINGS, {"lr": 0.01, "start": 4, "every": 3}],
        {"m": "exp_avg", "v": "exp_avg_sq", "average": "average"},
        base=optim.Adam,
    ),
]

CASES = [(row, setting) for row in ROWS for setting in row.settings]


def case_id(value) -> str:
    return ",".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
