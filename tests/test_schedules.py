"""Schedules: PyTorch's where PyTorch has them, their formulas where it has not, and what they refuse."""

import dataclasses
import inspect
import math
import pickle

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import lr_scheduler

from gdcourse import schedules
from gdcourse.objectives import Quadratic
from gdcourse.optim import SGD, descend

EXAMPLES = [
    schedules.constant(0.1),
    schedules.step(0.1, every=3, factor=0.5),
    schedules.piecewise([2, 5], [0.1, 0.05, 0.01]),
    schedules.exponential(0.1, 0.9),
    schedules.inverse_time(0.1, decay=0.5),
    schedules.linear(10, 0.1, 0.01),
    schedules.cosine(10, 0.1, 0.01),
    schedules.warm_restarts(4, 0.1, 0.01, growth=2),
    schedules.warmup(schedules.cosine(6, 0.1, 0.01), 4),
    schedules.warmup_cosine(10, 4, 0.1, 0.01),
    schedules.wsd(10, 2, 3, 0.1, 0.01),
    schedules.one_cycle(10, 0.1),
    schedules.lr_range(10, 1e-4, 0.1),
]
every_example = pytest.mark.parametrize("schedule", EXAMPLES, ids=lambda s: type(s).__name__)


def test_every_schedule_is_among_the_examples():
    classes = {
        c
        for name, c in inspect.getmembers(schedules, inspect.isclass)
        if issubclass(c, schedules.Schedule) and c is not schedules.Schedule and not name.startswith("_")
    }
    assert classes == {type(s) for s in EXAMPLES}


def rates_of(build, steps, lr=0.1) -> list[float]:
    """The learning rates that an optimizer of PyTorch's has at its first `steps` steps."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = build(optimizer)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(steps - 1):
        optimizer.step()
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


def ramp_and_cosine(optimizer):
    ramp = lr_scheduler.LinearLR(optimizer, start_factor=1 / 8, total_iters=7)
    fall = lr_scheduler.CosineAnnealingLR(optimizer, 40 - 8, eta_min=0.002)
    return lr_scheduler.SequentialLR(optimizer, [ramp, fall], milestones=[7])


TWINS = [
    (schedules.step(0.1, 7, 0.3), lambda o: lr_scheduler.StepLR(o, 7, 0.3), 40),
    (schedules.exponential(0.1, 0.93), lambda o: lr_scheduler.ExponentialLR(o, 0.93), 40),
    (
        schedules.piecewise([5, 20], [0.1, 0.02, 0.004]),
        lambda o: lr_scheduler.MultiStepLR(o, [5, 20], 0.2),
        40,
    ),
    (schedules.linear(30, 0.1, 0.02), lambda o: lr_scheduler.LinearLR(o, 1.0, 0.2, 30), 40),
    (schedules.cosine(30, 0.1), lambda o: lr_scheduler.CosineAnnealingLR(o, 30), 31),
    (schedules.cosine(30, 0.1, 0.02), lambda o: lr_scheduler.CosineAnnealingLR(o, 30, 0.02), 31),
    (schedules.warmup_cosine(40, 8, 0.1, 0.002), ramp_and_cosine, 40),
    (schedules.warm_restarts(7, 0.1), lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 7), 40),
    (
        schedules.warm_restarts(5, 0.1, 0.01, growth=3),
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 5, 3, 0.01),
        200,
    ),
    *(
        (
            schedules.one_cycle(total, 0.1, share, 10.0, 100.0),
            lambda o, total=total, share=share: lr_scheduler.OneCycleLR(
                o, 0.1, total, pct_start=share, div_factor=10.0, final_div_factor=100.0, cycle_momentum=False
            ),
            total,
        )
        for total in (2, 10, 33)
        for share in (0.0, 0.3, 0.5, 1.0)
        if total * share != 1  # PyTorch divides by zero there
    ),
]


@pytest.mark.parametrize(("ours", "build", "steps"), TWINS, ids=[repr(row[0]) for row in TWINS])
@pytest.mark.filterwarnings("ignore:The epoch parameter in `scheduler.step")  # PyTorch's own SequentialLR
def test_equals_pytorchs_scheduler(ours, build, steps):
    rates = [ours(t) for t in range(1, steps + 1)]
    np.testing.assert_allclose(rates, rates_of(build, steps), rtol=0, atol=1e-12)


def test_a_cycle_that_peaks_at_once():
    """p T = 1: the limit, where PyTorch divides by zero."""
    schedule = schedules.one_cycle(2, 0.1, pct_start=0.5)
    assert [schedule(1), schedule(2)] == [0.1, 0.1 / 25 / 1e4]


@pytest.mark.parametrize(
    ("schedule", "formula"),
    [
        (schedules.constant(0.3), lambda t: 0.3),
        (schedules.inverse_time(0.3, 0.2), lambda t: 0.3 / (1 + 0.2 * (t - 1))),
        (schedules.lr_range(20, 1e-5, 10.0), lambda t: 1e-5 * 1e6 ** (min(t - 1, 19) / 19)),
        (
            schedules.warmup_cosine(20, 0, 0.3, 0.1),
            lambda t: 0.2 + 0.1 * math.cos(math.pi * min(t, 20) / 20),
        ),
        (
            schedules.wsd(20, 4, 8, 0.3, 0.1),
            lambda t: min(0.3, 0.3 * t / 4, 0.3 - 0.2 * min(t - 12, 8) / 8),
        ),
        (schedules.wsd(3, 0, 3, 0.3), lambda t: max(0.3 - 0.1 * t, 0.0)),
    ],
    ids=lambda value: repr(value) if isinstance(value, schedules.Schedule) else "formula",
)
def test_equals_its_formula(schedule, formula):
    for t in range(1, 26):
        assert schedule(t) == pytest.approx(formula(t), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_the_combinator_makes_the_ready_made_one(steps):
    joined = schedules.warmup(schedules.cosine(30 - steps, 0.3, 0.1), steps)
    whole = schedules.warmup_cosine(30, steps, 0.3, 0.1)
    for t in range(1, 40):
        assert joined(t) == pytest.approx(whole(t), rel=1e-12)


@pytest.mark.parametrize("steps", [0, 1])
def test_the_shortest_warmups_change_nothing(steps):
    inner = schedules.exponential(0.3, 0.5)
    assert [schedules.warmup(inner, steps)(t) for t in range(1, 5)] == [inner(t) for t in range(1, 5)]


def test_warmup_takes_any_function():
    assert [schedules.warmup(lambda t: 0.1 * t, 2)(t) for t in (1, 2, 3)] == [0.05, 0.1, 0.2]


@pytest.mark.parametrize(
    ("schedule", "last", "end"),
    [
        (schedules.linear(10, 0.1, 0.01), 11, 0.01),
        (schedules.cosine(10, 0.1, 0.01), 11, 0.01),
        (schedules.warmup_cosine(10, 4, 0.1, 0.01), 10, 0.01),
        (schedules.wsd(10, 4, 3, 0.1, 0.01), 10, 0.01),
        (schedules.one_cycle(10, 0.1, final_div_factor=2.0), 10, 0.002),
        (schedules.lr_range(10, 1e-4, 0.1), 10, 0.1),
    ],
    ids=repr,
)
def test_stays_where_it_ended(schedule, last, end):
    assert schedule(last - 1) != pytest.approx(end, rel=1e-6)
    for t in (last, last + 1, 10**9):
        assert schedule(t) == pytest.approx(end, rel=1e-12)


@every_example
def test_survives_pickling_and_its_own_repr(schedule):
    again = pickle.loads(pickle.dumps(schedule))
    typed = eval(repr(schedule), vars(schedules).copy())
    assert again == typed == schedule
    assert again(7) == schedule(7)
    with pytest.raises(dataclasses.FrozenInstanceError):
        schedule.lr_max = 1.0


@every_example
@pytest.mark.parametrize("t", [0, -3, float("nan")])
def test_steps_count_from_one(schedule, t):
    with pytest.raises(ValueError, match=r"steps count from 1"):
        schedule(t)


@every_example
def test_any_order_gives_the_same_rates(schedule):
    forwards = [schedule(t) for t in range(1, 30)]
    assert [schedule(t) for t in range(29, 0, -1)][::-1] == forwards
    assert all(type(lr) is float for lr in forwards)


def test_numpys_numbers_become_plain():
    schedule = schedules.cosine(np.int64(10), np.float32(0.5))
    assert repr(schedule) == "cosine(total=10, lr_max=0.5, lr_min=0.0)"


@given(
    st.integers(1, 50),
    st.floats(0, 10),
    st.floats(0, 10),
    st.integers(1, 200),
)
def test_rates_stay_between_their_bounds(total, a, b, t):
    low, high = min(a, b), max(a, b)
    slack = 1e-12 * high
    for schedule in (
        schedules.linear(total, high, low),
        schedules.cosine(total, high, low),
        schedules.warm_restarts(total, high, low, growth=2),
    ):
        assert low - slack <= schedule(t) <= high + slack
    assert 0 <= schedules.warmup_cosine(total, total // 2, high, low)(t) <= high + slack


@given(st.integers(1, 50), st.integers(1, 4), st.integers(0, 6))
def test_every_cycle_begins_at_the_full_rate(period, growth, cycle):
    """Whole numbers, so no rounding can put a beginning one step off."""
    begin = 1 + sum(period * growth**i for i in range(cycle))
    assert schedules.warm_restarts(period, 0.3, 0.1, growth)(begin) == 0.3


def test_a_range_whose_ratio_overflows():
    schedule = schedules.lr_range(3, 1e-300, 1e300)
    assert schedule(2) == pytest.approx(1.0)


def test_a_driver_takes_one():
    path = descend(Quadratic(), [1.0, 1.0], SGD(), steps=6, schedule=schedules.warmup_cosine(6, 2, 0.1))
    assert path.lr[:2].tolist() == [0.05, 0.1]
    assert path.lr[-1] == 0.0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: schedules.constant(-0.1), r"constant: lr = -0.1 is not a learning rate from 0 up"),
        (lambda: schedules.constant(float("nan")), r"lr = nan is not a learning rate"),
        (lambda: schedules.constant("0.1"), r"lr = '0.1' is not a learning rate"),
        (lambda: schedules.constant(True), r"lr = True is not a learning rate"),
        (lambda: schedules.step(0.1, 0), r"step: every = 0 is not a whole number from 1 up"),
        (lambda: schedules.step(0.1, 2.5), r"step: every = 2.5 is not a whole number"),
        (lambda: schedules.step(0.1, 2, 0.0), r"step: factor = 0.0 is not a factor in \(0, 1\]"),
        (lambda: schedules.exponential(0.1, 1.5), r"exponential: factor = 1.5 is not a factor"),
        (lambda: schedules.piecewise([1], [0.1]), r"1 milestones part the run in 2 pieces"),
        (lambda: schedules.piecewise([3, 3], [0.1] * 3), r"not rising whole numbers"),
        (lambda: schedules.piecewise(["a"], [0.1] * 2), r"not rising whole numbers"),
        (lambda: schedules.piecewise([3], [0.1, -1]), r"not learning rates from 0 up"),
        (lambda: schedules.inverse_time(0.1, -1), r"inverse_time: decay = -1 is not a number from 0 up"),
        (lambda: schedules.linear(0, 0.1), r"linear: total = 0 is not a whole number from 1 up"),
        (lambda: schedules.cosine(10, 0.1, 0.2), r"cosine: lr_min = 0.2 lies above lr_max = 0.1; swap"),
        (lambda: schedules.cosine(10, 0.1, -0.2), r"cosine: lr_min = -0.2 is not a learning rate"),
        (lambda: schedules.warm_restarts(5, 0.1, growth=1.5), r"growth = 1.5 is not a whole number"),
        (lambda: schedules.warmup_cosine(10, 10, 0.1), r"warmup = 10 leaves none of the total = 10 steps"),
        (lambda: schedules.warmup_cosine(10, -1, 0.1), r"warmup = -1 is not a whole number from 0 up"),
        (lambda: schedules.wsd(10, 6, 5, 0.1), r"warmup = 6 and decay = 5 are more than the total = 10"),
        (lambda: schedules.one_cycle(1, 0.1), r"one_cycle: total = 1 is not a whole number from 2 up"),
        (lambda: schedules.one_cycle(9, 0.1, pct_start=30), r"pct_start = 30 is not a share in \[0, 1\]"),
        (lambda: schedules.one_cycle(9, 0.1, div_factor=0), r"div_factor = 0 is not a number from 1 up"),
        (lambda: schedules.lr_range(10, 0.0, 1.0), r"lr_range: the rates have to rise, from above 0"),
        (lambda: schedules.lr_range(10, 1.0, 0.1), r"lr_range: the rates have to rise"),
    ],
)
def test_bad_arguments(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_warmup_of_a_number():
    with pytest.raises(TypeError, match=r"schedule = 0.1 is not a schedule; write warmup\(constant\(0.1\)"):
        schedules.warmup(0.1, 10)
