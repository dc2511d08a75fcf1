"""Rules that PyTorch does not have, tensor by tensor from their papers: the twins of `optim_db`.

Written for reading beside the paper, not for speed, and sharing nothing with `gdcourse`.
"""

from __future__ import annotations

import torch
from torch.optim.swa_utils import get_ema_multi_avg_fn, get_swa_avg_fn


class PerTensor(torch.optim.Optimizer):
    """`one(p, state, group)` steps one parameter; `state["step"]` counts from 1."""

    def __init__(self, params, **defaults):
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        if closure is not None:
            with torch.enable_grad():
                closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    state = self.state[p]
                    state["step"] = state.get("step", 0) + 1
                    self.one(p, state, group)


class Lion(PerTensor):
    """Chen et al. (2023), Algorithm 2."""

    def __init__(self, params, lr, beta1=0.9, beta2=0.99, weight_decay=0.0):
        super().__init__(params, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay)

    def one(self, p, state, group):
        m = state.setdefault("m", torch.zeros_like(p))
        c = torch.sign(group["beta1"] * m + (1 - group["beta1"]) * p.grad)
        p.sub_(group["lr"] * (c + group["weight_decay"] * p))
        m.copy_(group["beta2"] * m + (1 - group["beta2"]) * p.grad)


def _schedule_free(p, state, group, momentum):
    gamma = group["lr"]
    state["weight_sum"] = state.get("weight_sum", 0.0) + gamma**2
    c = gamma**2 / state["weight_sum"]
    state["x"].lerp_(state["z"], c)
    p.copy_(state["z"].lerp(state["x"], momentum))


class ScheduleFreeSGD(PerTensor):
    """Defazio et al. (2024), equations 3 to 5, weights lr squared; the parameters hold y."""

    def __init__(self, params, lr, momentum=0.9, weight_decay=0.0):
        super().__init__(params, lr=lr, momentum=momentum, weight_decay=weight_decay)

    def one(self, p, state, group):
        state.setdefault("x", p.clone())
        z = state.setdefault("z", p.clone())
        z.sub_(group["lr"] * (p.grad + group["weight_decay"] * p))
        _schedule_free(p, state, group, group["momentum"])


class ScheduleFreeAdamW(PerTensor):
    """Defazio et al. (2024), Algorithm 1 without warm-up: the bias correction is in the rate there."""

    def __init__(self, params, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        super().__init__(params, lr=lr, beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)

    def one(self, p, state, group):
        state.setdefault("x", p.clone())
        z = state.setdefault("z", p.clone())
        v = state.setdefault("v", torch.zeros_like(p))
        v.mul_(group["beta2"]).addcmul_(p.grad, p.grad, value=1 - group["beta2"])
        corrected = v.div(1 - group["beta2"] ** state["step"]).sqrt() + group["eps"]
        z.sub_(group["lr"] * (p.grad / corrected + group["weight_decay"] * p))
        _schedule_free(p, state, group, group["beta1"])


class Muon(PerTensor):
    """Jordan et al. (2024) for matrices, in the parameters' precision; AdamW for the rest."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=0.1):
        params = list(params)
        groups = params if isinstance(params[0], dict) else [{"params": params}]
        split = []
        for group in groups:
            members = list(group["params"])
            split.append({**group, "params": [p for p in members if p.dim() == 2], "kind": "muon"})
            split.append({"params": [p for p in members if p.dim() != 2], "kind": "adamw", "lr": 1e-3})
        super().__init__(split, lr=lr, momentum=momentum, weight_decay=weight_decay)

    def one(self, p, state, group):
        if group["kind"] == "adamw":
            m, v = (state.setdefault(name, torch.zeros_like(p)) for name in "mv")
            m.lerp_(p.grad, 0.1)
            v.lerp_(p.grad**2, 0.001)
            t = state["step"]
            step = m / (1 - 0.9**t) / ((v / (1 - 0.999**t)).sqrt() + 1e-8)
            p.sub_(group["lr"] * (step + 0.01 * p))
            return
        v = state.setdefault("v", torch.zeros_like(p))
        v.mul_(group["momentum"]).add_(p.grad)
        x = p.grad + group["momentum"] * v
        # the polynomial acts on each singular value by itself: apply it to them
        left, values, right = torch.linalg.svd(x, full_matrices=False)
        values = values / values.norm().clamp(min=1e-7)
        for _ in range(5):
            values = 3.4445 * values - 4.7750 * values**3 + 2.0315 * values**5
        rows, columns = p.shape
        update = max(1.0, rows / columns) ** 0.5 * (left * values) @ right
        p.sub_(group["lr"] * (update + group["weight_decay"] * p))


class NAdam(torch.optim.NAdam):
    """PyTorch's own; it keeps the product of momenta in the default type, which has to be float64 here."""

    def __init__(self, params, beta1=0.9, beta2=0.999, **options):
        super().__init__(params, betas=(beta1, beta2), **options)

    def step(self, closure=None):
        usual = torch.get_default_dtype()
        torch.set_default_dtype(torch.float64)
        try:
            return super().step(closure)
        finally:
            torch.set_default_dtype(usual)


class SAM(torch.optim.SGD):
    """Foret et al. (2021), Algorithm 1, around PyTorch's SGD."""

    def __init__(self, params, radius=0.05, **options):
        super().__init__(params, **options)
        self.radius = radius

    @torch.no_grad()
    def step(self, closure=None):
        if closure is None:  # a scheduler's first look
            return
        with torch.enable_grad():
            closure()
        reached = [p for group in self.param_groups for p in group["params"] if p.grad is not None]
        norm = torch.cat([p.grad.flatten() for p in reached]).norm()
        before = [p.clone() for p in reached]
        for p in reached:
            p.add_(self.radius / norm * p.grad)
        with torch.enable_grad():
            closure()
        for p, origin in zip(reached, before, strict=True):
            p.copy_(origin)
        super().step()


class _Averaged(torch.optim.Adam):
    """PyTorch's Adam, with the averages of `torch.optim.swa_utils` kept beside each parameter."""

    def __init__(self, params, beta1=0.9, beta2=0.999, **options):
        super().__init__(params, betas=(beta1, beta2), **options)
        self.averaged: dict = {}

    @torch.no_grad()
    def step(self, closure=None):
        before = {p: p.clone() for group in self.param_groups for p in group["params"]}
        super().step(closure)
        for p, origin in before.items():
            if p.grad is not None:
                self.average(p, origin)


class EMA(_Averaged):
    def __init__(self, params, decay=0.999, **options):
        super().__init__(params, **options)
        self.update = get_ema_multi_avg_fn(decay)

    def average(self, p, origin):
        average = self.state[p].setdefault("average", origin)
        self.update([average], [p], None)


class SWA(_Averaged):
    """As in `swa_utils`, the first sample is copied and later ones join the mean."""

    def __init__(self, params, start=0, every=1, **options):
        super().__init__(params, **options)
        self.mean, self.start, self.every = get_swa_avg_fn(), start, every

    def average(self, p, origin):
        state = self.state[p]
        since = int(state["step"]) - self.start
        if since <= 1:
            state["average"] = p.clone()
            state["n"] = int(since == 1)
        elif (since - 1) % self.every == 0:
            state["average"] = self.mean(state["average"], p, state["n"])
            state["n"] += 1
