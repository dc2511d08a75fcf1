"""Schedules: the learning rate as a function of the step.

A schedule is a small frozen value that is called as `schedule(t)`, with t = 1 at the first step, and gives
the learning rate :math:`\\eta_t` of that step. It holds no counter, so it can be asked about any step in any
order, compared, pickled and printed: its `repr` is what one types to get it again.

After its last step a schedule stays where it ended. The conventions are PyTorch's, whose schedulers count
from zero: a schedule at t equals the scheduler after t - 1 calls of `step`. So `cosine`, `linear` and the
like begin at `lr_max` and would reach `lr_min` one step *after* the last, as `CosineAnnealingLR` does;
those with a warm-up reach `lr_max` at its last step and `lr_min` at the last of all.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real


class Schedule:
    """What all schedules share: `schedule(t)` is the learning rate of step t = 1, 2, ..., a float.

    Raises `ValueError` for t < 1.
    """

    def __call__(self, t: int) -> float:
        if not t >= 1:
            raise ValueError(f"t = {t!r} is before the first step; steps count from 1")
        return self._lr(t)

    def _lr(self, t: int) -> float:
        raise NotImplementedError(f"{type(self).__name__} defines no rate")


@dataclass(frozen=True)
class constant(Schedule):
    r"""The same rate at every step.

    .. math:: \eta_t = \eta .

    `lr` is :math:`\eta \ge 0`.

    >>> constant(0.1)(1), constant(0.1)(1000)
    (0.1, 0.1)
    """

    lr: float

    def __post_init__(self) -> None:
        _rate(self, "lr")

    def _lr(self, t: int) -> float:
        return self.lr


@dataclass(frozen=True)
class step(Schedule):
    r"""Fall by a factor, time and again, and stay level in between.

    .. math:: \eta_t = \eta\, \gamma^{\lfloor (t - 1) / k \rfloor} .

    `lr` is :math:`\eta \ge 0`, `every` the number k of steps on each level, `factor`
    :math:`0 < \gamma \le 1`. PyTorch's `StepLR`.

    >>> schedule = step(0.8, every=2, factor=0.5)
    >>> [schedule(t) for t in range(1, 6)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """

    lr: float
    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        _rate(self, "lr")
        _count(self, "every", 1, 30)
        _factor(self, "factor")

    def _lr(self, t: int) -> float:
        return self.lr * self.factor ** ((t - 1) // self.every)


@dataclass(frozen=True)
class piecewise(Schedule):
    r"""Rates written down one by one, each until a milestone.

    .. math:: \eta_t = \eta^{(k)} , \qquad k \text{ the number of milestones} \le t - 1 .

    `milestones` are rising numbers of finished steps after which the next rate holds; `lrs` are the rates,
    one more than milestones. PyTorch's `MultiStepLR`, without the rule that every fall is the same.

    >>> schedule = piecewise([2, 4], [0.3, 0.1, 0.01])
    >>> [schedule(t) for t in range(1, 7)]
    [0.3, 0.3, 0.1, 0.1, 0.01, 0.01]
    """

    milestones: Sequence[int]
    lrs: Sequence[float]

    def __post_init__(self) -> None:
        milestones, lrs = tuple(self.milestones), tuple(self.lrs)
        if len(lrs) != len(milestones) + 1:
            raise ValueError(
                f"piecewise: {len(milestones)} milestones part the run in {len(milestones) + 1} pieces, "
                f"but lrs = {lrs!r} has {len(lrs)}; give a rate for each piece"
            )
        whole = all(_whole(m, 1) for m in milestones)
        if not (whole and all(a < b for a, b in itertools.pairwise(milestones))):
            raise ValueError(
                f"piecewise: milestones = {milestones!r} are not rising whole numbers from 1 up; "
                "(300, 600) is an example"
            )
        if not all(_finite(lr, 0.0) for lr in lrs):
            raise ValueError(
                f"piecewise: lrs = {lrs!r} are not learning rates from 0 up; (0.1, 0.01) is an example"
            )
        object.__setattr__(self, "milestones", tuple(map(int, milestones)))
        object.__setattr__(self, "lrs", tuple(map(float, lrs)))

    def _lr(self, t: int) -> float:
        return self.lrs[bisect_right(self.milestones, t - 1)]


@dataclass(frozen=True)
class exponential(Schedule):
    r"""Fall by the same factor at every step.

    .. math:: \eta_t = \eta\, \gamma^{t - 1} .

    `lr` is :math:`\eta \ge 0`, `factor` :math:`0 < \gamma \le 1`. PyTorch's `ExponentialLR`.

    >>> schedule = exponential(0.8, 0.5)
    >>> [schedule(t) for t in (1, 2, 3)]
    [0.8, 0.4, 0.2]
    """

    lr: float
    factor: float

    def __post_init__(self) -> None:
        _rate(self, "lr")
        _factor(self, "factor")

    def _lr(self, t: int) -> float:
        return self.lr * self.factor ** (t - 1)


@dataclass(frozen=True)
class inverse_time(Schedule):
    r"""Fall like one over the number of steps: slowly enough to get anywhere, fast enough to settle.

    .. math:: \eta_t = \frac{\eta}{1 + k\,(t - 1)} .

    `lr` is :math:`\eta \ge 0`, `decay` :math:`k \ge 0`, per step. For k > 0 these rates sum to infinity and
    their squares don't: the conditions under which stochastic approximation converges.

    >>> schedule = inverse_time(0.6, decay=1.0)
    >>> [schedule(t) for t in (1, 2, 4)]
    [0.6, 0.3, 0.15]

    Source: Robbins and Monro (1951) [robbins1951].
    """

    lr: float
    decay: float

    def __post_init__(self) -> None:
        _rate(self, "lr")
        _number(self, "decay", 0.0, 0.01)

    def _lr(self, t: int) -> float:
        return self.lr / (1.0 + self.decay * (t - 1))


@dataclass(frozen=True)
class _Fall(Schedule):
    """From `lr_max` at the first step to `lr_min` after `total` of them."""

    total: int
    lr_max: float
    lr_min: float = 0.0

    def __post_init__(self) -> None:
        _count(self, "total", 1, 1000)
        _falling(self)


@dataclass(frozen=True)
class linear(_Fall):
    r"""Fall along a straight line.

    .. math:: \eta_t = \eta_{\max} + (\eta_{\min} - \eta_{\max})\, \frac{t - 1}{T} .

    `total` is the number T of steps, `lr_max` and `lr_min` are the rates,
    :math:`0 \le \eta_{\min} \le \eta_{\max}`. PyTorch's `LinearLR` from 1 to `lr_min / lr_max`.

    >>> schedule = linear(4, lr_max=0.8, lr_min=0.0)
    >>> [round(schedule(t), 3) for t in range(1, 7)]
    [0.8, 0.6, 0.4, 0.2, 0.0, 0.0]
    """

    def _lr(self, t: int) -> float:
        return self.lr_max + (self.lr_min - self.lr_max) * min((t - 1) / self.total, 1.0)


@dataclass(frozen=True)
class cosine(_Fall):
    r"""Fall along half a cosine: level at first, steep in the middle, level again at the end.

    .. math:: \eta_t = \eta_{\min} + \tfrac12 (\eta_{\max} - \eta_{\min})
              \left(1 + \cos \frac{\pi\,(t - 1)}{T}\right) .

    `total` is the number T of steps, `lr_max` and `lr_min` are the rates,
    :math:`0 \le \eta_{\min} \le \eta_{\max}`. PyTorch's `CosineAnnealingLR`.

    >>> schedule = cosine(4, lr_max=0.8, lr_min=0.0)
    >>> [round(schedule(t), 3) for t in range(1, 7)]
    [0.8, 0.683, 0.4, 0.117, 0.0, 0.0]

    Source: Loshchilov and Hutter (2017) [loshchilov2017].
    """

    def _lr(self, t: int) -> float:
        return _half_cosine(self.lr_max, self.lr_min, (t - 1) / self.total)


@dataclass(frozen=True)
class warm_restarts(Schedule):
    r"""Half a cosine over and over: each cycle begins at the full rate again.

    .. math:: \eta_t = \eta_{\min} + \tfrac12 (\eta_{\max} - \eta_{\min})
              \left(1 + \cos \frac{\pi\, T_{\text{cur}}}{T_i}\right) ,

    where :math:`T_{\text{cur}}` steps of cycle i are done and :math:`T_i` is its length: `period` for the
    first, `growth` times the one before for the others. `growth` is a whole number from 1 up. PyTorch's
    `CosineAnnealingWarmRestarts`. This schedule has no end.

    >>> schedule = warm_restarts(2, lr_max=0.8, growth=2)
    >>> [round(schedule(t), 3) for t in range(1, 8)]
    [0.8, 0.4, 0.8, 0.683, 0.4, 0.117, 0.8]

    Source: Loshchilov and Hutter (2017) [loshchilov2017].
    """

    period: int
    lr_max: float
    lr_min: float = 0.0
    growth: int = 1

    def __post_init__(self) -> None:
        _count(self, "period", 1, 100)
        _falling(self)
        _count(self, "growth", 1, 2)

    def _lr(self, t: int) -> float:
        done, length = t - 1, self.period
        if self.growth == 1:
            done %= length
        while done >= length:  # rounding in a logarithm would misplace the first step of a cycle
            done, length = done - length, length * self.growth
        return _half_cosine(self.lr_max, self.lr_min, done / length)


@dataclass(frozen=True)
class warmup(Schedule):
    r"""Another schedule, led up to along a straight line.

    .. math:: \eta_t = \frac{t}{w}\, \eta'_1 \quad (t \le w), \qquad
              \eta_t = \eta'_{t - w + 1} \quad (t \ge w) .

    `schedule` is any function :math:`\eta'` from a step to a rate, `steps` the number w of steps of the
    warm-up. Its last step is the first of `schedule`, so `warmup(schedule, 1)` is `schedule` itself, as is
    `warmup(schedule, 0)`. The first rate is :math:`\eta'_1 / w`, not zero, which would waste a step.

    >>> schedule = warmup(step(0.8, every=2, factor=0.5), steps=4)
    >>> [round(schedule(t), 3) for t in range(1, 8)]
    [0.2, 0.4, 0.6, 0.8, 0.8, 0.4, 0.4]

    Source: Goyal et al. (2017), gradual warm-up [goyal2017].
    """

    schedule: Callable[[int], float]
    steps: int

    def __post_init__(self) -> None:
        if not callable(self.schedule):
            raise TypeError(
                f"warmup: schedule = {self.schedule!r} is not a schedule; write warmup(constant(0.1), 100)"
            )
        _count(self, "steps", 0, 100)

    def _lr(self, t: int) -> float:
        if t < self.steps:
            return self.schedule(1) * t / self.steps
        return self.schedule(t - max(self.steps, 1) + 1)


@dataclass(frozen=True)
class warmup_cosine(Schedule):
    r"""Up along a straight line, then down along half a cosine: the usual schedule of large networks.

    .. math::

        \eta_t &= \eta_{\max}\, \frac{t}{w} && (t \le w), \\
        \eta_t &= \eta_{\min} + \tfrac12 (\eta_{\max} - \eta_{\min})
            \left(1 + \cos \frac{\pi\,(t - w)}{T - w}\right) && (w \le t \le T) .

    `total` is the number T of steps, `warmup` the number w of those that lead up, :math:`0 \le w < T`;
    :math:`0 \le \eta_{\min} \le \eta_{\max}`. The last step has the rate `lr_min` itself. From w = 1 on this
    is `warmup(cosine(total - w, lr_max, lr_min), w)`.

    >>> schedule = warmup_cosine(total=6, warmup=2, lr_max=0.8)
    >>> [round(schedule(t), 3) for t in range(1, 8)]
    [0.4, 0.8, 0.683, 0.4, 0.117, 0.0, 0.0]

    Source: Goyal et al. (2017) for the warm-up [goyal2017], Loshchilov and Hutter (2017) for the rest
    [loshchilov2017].
    """

    total: int
    warmup: int
    lr_max: float
    lr_min: float = 0.0

    def __post_init__(self) -> None:
        _count(self, "total", 1, 1000)
        _count(self, "warmup", 0, 100)
        if self.warmup >= self.total:
            raise ValueError(
                f"warmup_cosine: warmup = {self.warmup} leaves none of the total = {self.total} steps to "
                "fall; 5 to 10 % of all steps are usual"
            )
        _falling(self)

    def _lr(self, t: int) -> float:
        if t < self.warmup:
            return self.lr_max * t / self.warmup
        return _half_cosine(self.lr_max, self.lr_min, (t - self.warmup) / (self.total - self.warmup))


@dataclass(frozen=True)
class wsd(Schedule):
    r"""Warm up, stay, come down: the last phase can be begun at any time, so runs can share the first two.

    .. math::

        \eta_t &= \eta_{\max}\, t / w && (t \le w), \\
        \eta_t &= \eta_{\max} && (w \le t \le T - k), \\
        \eta_t &= \eta_{\max} + (\eta_{\min} - \eta_{\max})\, \frac{t - (T - k)}{k} && (T - k \le t \le T) .

    `total` is the number T of steps, `warmup` and `decay` are the lengths w and k of the first and the last
    phase, :math:`w + k \le T`; :math:`0 \le \eta_{\min} \le \eta_{\max}`. The fall is a straight line; Hu et
    al. fall exponentially.

    >>> schedule = wsd(total=8, warmup=2, decay=4, lr_max=0.8)
    >>> [round(schedule(t), 3) for t in range(1, 10)]
    [0.4, 0.8, 0.8, 0.8, 0.6, 0.4, 0.2, 0.0, 0.0]

    Source: Hu et al. (2024) [hu2024]; with the straight line, Hägele et al. (2024) [hagele2024].
    """

    total: int
    warmup: int
    decay: int
    lr_max: float
    lr_min: float = 0.0

    def __post_init__(self) -> None:
        _count(self, "total", 1, 1000)
        _count(self, "warmup", 0, 100)
        _count(self, "decay", 1, 200)
        if self.warmup + self.decay > self.total:
            raise ValueError(
                f"wsd: warmup = {self.warmup} and decay = {self.decay} are more than the "
                f"total = {self.total} steps; 10 and 20 % of all steps are usual"
            )
        _falling(self)

    def _lr(self, t: int) -> float:
        if t < self.warmup:
            return self.lr_max * t / self.warmup
        fallen = (t - (self.total - self.decay)) / self.decay
        return self.lr_max + (self.lr_min - self.lr_max) * min(max(fallen, 0.0), 1.0)


@dataclass(frozen=True)
class one_cycle(Schedule):
    r"""One rise and one long fall, both along half a cosine, from a small rate to a tiny one.

    .. math:: \frac{\eta_{\max}}{d} \;\to\; \eta_{\max} \;\to\; \frac{\eta_{\max}}{d\,d'} .

    `total` is the number T of steps, two or more, `pct_start` the share p of them that rise,
    :math:`0 \le p \le 1`, `div_factor` is :math:`d \ge 1`, `final_div_factor` :math:`d' \ge 1`. The peak lies
    at step p T, and between two steps where p T is not whole. PyTorch's `OneCycleLR`, without its cycle of
    momentum.

    >>> schedule = one_cycle(10, lr_max=1.0)
    >>> [round(schedule(t), 3) for t in range(1, 11)]
    [0.04, 0.52, 1.0, 0.95, 0.812, 0.611, 0.389, 0.188, 0.05, 0.0]

    Source: Smith and Topin (2019) [smith2019]; PyTorch's form, which falls along one cosine.
    """

    total: int
    lr_max: float
    pct_start: float = 0.3
    div_factor: float = 25.0
    final_div_factor: float = 1e4

    def __post_init__(self) -> None:
        _count(self, "total", 2, 1000)
        _rate(self, "lr_max")
        _share(self, "pct_start", 0.3)
        _number(self, "div_factor", 1.0, 25.0)
        _number(self, "final_div_factor", 1.0, 1e4)

    def _lr(self, t: int) -> float:
        done, peak, last = t - 1, self.pct_start * self.total - 1, self.total - 1
        first = self.lr_max / self.div_factor
        if done < peak:
            return _half_cosine(first, self.lr_max, done / peak)
        fallen = (done - peak) / (last - peak) if last > peak else float(done > last)
        return _half_cosine(self.lr_max, first / self.final_div_factor, fallen)


@dataclass(frozen=True)
class lr_range(Schedule):
    r"""Rise from a rate too small to one too large, by the same factor at every step: the range test.

    .. math:: \eta_t = \eta_{\min} \left(\frac{\eta_{\max}}{\eta_{\min}}\right)^{(t - 1) / (T - 1)} .

    `total` is the number T of steps, two or more; :math:`0 < \eta_{\min} < \eta_{\max}`. Step 1 has the rate
    `lr_min`, step T `lr_max`.

    >>> schedule = lr_range(5, lr_min=1e-4, lr_max=1.0)
    >>> [round(schedule(t), 6) for t in range(1, 7)]
    [0.0001, 0.001, 0.01, 0.1, 1.0, 1.0]

    Source: Smith (2017), whose test rises along a straight line [smith2017].
    """

    total: int
    lr_min: float = 1e-6
    lr_max: float = 1.0

    def __post_init__(self) -> None:
        _count(self, "total", 2, 100)
        _rate(self, "lr_min")
        _rate(self, "lr_max")
        if not 0 < self.lr_min < self.lr_max:
            raise ValueError(
                f"lr_range: the rates have to rise, from above 0: lr_min = {self.lr_min!r}, "
                f"lr_max = {self.lr_max!r}; 1e-6 and 1.0 are usual"
            )

    def _lr(self, t: int) -> float:
        # by the logarithms: lr_max / lr_min may overflow where both are fair
        risen = min((t - 1) / (self.total - 1), 1.0)
        return math.exp((1 - risen) * math.log(self.lr_min) + risen * math.log(self.lr_max))


# ---- helpers ------------------------------------------------------------------------------------


def _half_cosine(start: float, end: float, done: float) -> float:
    """From `start` to `end` as `done` goes from 0 to 1; `end` itself from there on."""
    if done >= 1.0:
        return end
    return end + (start - end) / 2.0 * (1.0 + math.cos(math.pi * done))


def _finite(value: object, least: float) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and least <= float(value) < math.inf


def _whole(value: object, least: int) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least


# Each of these checks one field and keeps it as a plain float or int, so that a `repr` stays readable
# when NumPy's numbers come in.


def _keep(schedule: Schedule, name: str, ok: bool, kind: Callable, remedy: str) -> None:
    value = getattr(schedule, name)
    if not ok:
        raise ValueError(f"{type(schedule).__name__}: {name} = {value!r} is not {remedy}")
    object.__setattr__(schedule, name, kind(value))


def _rate(schedule: Schedule, name: str) -> None:
    ok = _finite(getattr(schedule, name), 0.0)
    _keep(schedule, name, ok, float, "a learning rate from 0 up; 0.1 is an example")


def _number(schedule: Schedule, name: str, least: float, usual: float) -> None:
    ok = _finite(getattr(schedule, name), least)
    _keep(schedule, name, ok, float, f"a number from {least:g} up; {usual:g} is usual")


def _share(schedule: Schedule, name: str, usual: float) -> None:
    value = getattr(schedule, name)
    _keep(schedule, name, _finite(value, 0.0) and value <= 1.0, float, f"a share in [0, 1]; {usual} is usual")


def _factor(schedule: Schedule, name: str) -> None:
    value = getattr(schedule, name)
    ok = _finite(value, 0.0) and 0.0 < value <= 1.0
    _keep(schedule, name, ok, float, "a factor in (0, 1]; 0.5 halves the rate each time")


def _count(schedule: Schedule, name: str, least: int, usual: int) -> None:
    ok = _whole(getattr(schedule, name), least)
    _keep(schedule, name, ok, int, f"a whole number from {least} up; {usual} is an example")


def _falling(schedule: _Fall | warm_restarts | warmup_cosine | wsd) -> None:
    _rate(schedule, "lr_max")
    _rate(schedule, "lr_min")
    if schedule.lr_min > schedule.lr_max:
        raise ValueError(
            f"{type(schedule).__name__}: lr_min = {schedule.lr_min} lies above "
            f"lr_max = {schedule.lr_max}; swap them"
        )
