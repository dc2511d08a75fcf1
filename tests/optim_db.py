"""One row a rule: its PyTorch twin, and hyperparameters under which both are compared.

Every test of `tests/optim/test_rules.py` runs over these rows. A rule of `gdcourse.optim` that has no
row fails `test_every_rule_has_a_row`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from gdcourse import optim


@dataclass(frozen=True)
class Row:
    """`settings` are keyword arguments of our rule; `twin(params, **setting)` builds PyTorch's optimizer.

    `slots` maps our state arrays to PyTorch's names for the same thing.
    """

    rule: type[optim.Rule]
    twin: Callable[..., torch.optim.Optimizer]
    settings: list[dict]
    slots: dict[str, str] = field(default_factory=dict)

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
]

CASES = [(row, setting) for row in ROWS for setting in row.settings]


def case_id(value) -> str:
    return ",".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else str(value)
