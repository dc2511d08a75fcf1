"""Points and sentences for answers of every kind."""

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from gdcourse.checking import Report, contract, score
from gdcourse.checking.compare import Tolerance, departs
from gdcourse.checking.score import defined
from gdcourse.optim import Adam, as_function

ROOT = Path(__file__).parents[2]
A08 = contract.load(ROOT / "solutions" / "a08_adaptive" / "contract.toml")
ADAM = A08["adam_update"]
reference = as_function(Adam)


def hidden(answer, entry=ADAM, seed=0):
    return score(entry.kind, answer, entry.load_reference(), seed=seed, **entry.hidden_options)


@pytest.mark.parametrize("entry", A08.graded, ids=lambda entry: entry.name)
def test_the_reference_gets_everything(entry):
    assert hidden(entry.load_reference(), entry).passed


@pytest.mark.parametrize("entry", A08.graded, ids=lambda entry: entry.name)
def test_an_empty_stub_earns_exactly_nothing(entry):
    namespace = {}
    exec("import numpy as np, torch\n" + contract.stub(entry), namespace)
    report = hidden(namespace[entry.name], entry)
    assert repr(report) == "0.0"
    empty = [f"{entry.name} is still empty: replace its raise line with your code"]
    assert report.hints == empty or entry.given


def answer_that(returns):
    def adam_update(theta, g, state, t, **hyper):
        return returns(*reference(theta, g, state, t, **hyper))

    return adam_update


def change_g(theta, g, state, t, **hyper):
    result = reference(theta, g, state, t, **hyper)
    g[:] = 0
    return result


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (answer_that(lambda theta, state: theta), "the result is ndarray; a pair is expected"),
        (
            answer_that(lambda theta, state: (theta, state, 1)),
            "the result is a tuple of 3; a pair is expected",
        ),
        (answer_that(lambda theta, state: None), "the result is NoneType; a pair is expected"),
        (
            answer_that(lambda theta, state: (theta, theta)),
            "the state came back as ndarray; a dict is expected",
        ),
        (
            answer_that(lambda theta, state: (theta, {"m": state["m"]})),
            "came back with 'm'; it should hold 'm', 'v'",
        ),
        (
            answer_that(lambda theta, state: (theta, {**state, "t": 1})),
            "came back with 'm', 'v', 't'; it should hold",
        ),
        (
            answer_that(lambda theta, state: (theta.tolist(), state)),
            "theta came back as a list; an array is expected",
        ),
        (
            answer_that(lambda theta, state: (theta[:1], state)),
            "theta came back with shape (1,); it went in with",
        ),
        (answer_that(lambda theta, state: (theta.astype(int), state)), "theta came back with dtype int64"),
        (
            answer_that(lambda theta, state: (theta * np.nan, state)),
            "theta is off (nan or infinite) from step 1",
        ),
        (answer_that(lambda theta, state: (theta, state) if 1 / 0 else 0), "stopped with ZeroDivisionError"),
        (answer_that(lambda theta, state: os._exit if exit() else 0), "asked Python to exit"),
        (change_g, "g itself was changed: build a new array"),
        (lambda theta, g: theta, "stopped with TypeError"),
        ("adam", "your answer stopped with TypeError: 'str' object is not callable"),
    ],
)
def test_each_fault_is_named(answer, sentence, capsys):
    report = hidden(answer)
    assert 0 <= report < report.out_of
    assert any(sentence in hint for hint in report.hints), report.hints
    printed = capsys.readouterr().out
    assert "Traceback" not in printed
    assert "wrong" not in printed.lower()


def test_hidden_tests_print_no_expected_number(capsys):
    hidden(lambda theta, g, state, t, **hyper: (theta, state))
    printed = capsys.readouterr().out
    assert "by hand" not in printed
    assert "[" not in printed.replace('state["m"]', "").replace('state["v"]', "")


def test_a_memory_of_its_own_is_noticed():
    seen = []

    def adam_update(theta, g, state, t, **hyper):
        seen.append(1)
        return reference(theta, g, state, len(seen), **hyper)

    assert 0 < hidden(adam_update) < ADAM.hidden_points


def test_state_that_shares_memory_with_an_argument_is_noticed():
    entry = A08["adagrad_update"]

    def adagrad_update(theta, g, state, t, *, lr, eps):
        s = g
        s *= s
        s += state["s"]
        return theta - lr * np.sqrt(s), {"s": s}

    hints = " ".join(hidden(adagrad_update, entry).hints)
    assert 'state["s"] is the same memory as an argument: store a copy' in hints


def test_a_report_is_a_number_between_zero_and_the_maximum():
    assert Report(3.0, 2.0) == 2
    assert repr(Report(-1.0, 2.0)) == "0.0"
    assert repr(Report(9.6, 9.6)) == "9.6"
    assert str(Report(1.0, 2.0, ["look at t"])) == "1 of 2 points\n  - look at t"


def test_partly_right_earns_a_part():
    def only_state(theta, g, state, t, **hyper):
        return theta, reference(theta, g, state, t, **hyper)[1]

    assert 0 < hidden(only_state) < 0.5 * ADAM.hidden_points


def test_seeds_give_fresh_inputs():
    inputs = []

    def adam_update(theta, g, state, t, **hyper):
        inputs.append(float(g[0]))
        return reference(theta, g, state, t, **hyper)

    assert hidden(adam_update, seed=1).passed
    assert hidden(adam_update, seed=2).passed
    half = len(inputs) // 2
    assert inputs[:half] != inputs[half:]


def test_a_readers_interrupt_stops_the_check():
    def adam_update(theta, g, state, t, **hyper):
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        hidden(adam_update)


def test_what_is_handed_out_finds_math_and_numpy_as_in_a_notebook():
    assert defined("def root(x):\n    return math.sqrt(x) + np.sqrt(x)")(4.0) == 4.0


def test_a_first_step_that_nearly_cancels_the_start_is_measured_by_the_start():
    want = [np.array([1.5 - 1.499])]
    got = [want[0] + 1.5 * np.finfo(np.float32).eps]
    single = Tolerance(1e-4)
    assert departs([*got, *got], [*want, *want], single)
    assert departs([*got, *got], [*want, *want], single, start=np.array([1.5])) is None
