"""Whatever a student's function does, the check goes on and says so in one sentence."""

import sys
import threading
import time
import warnings

import numpy as np
import pytest

from gdcourse.checking.guard import CallError, Guard, attempt


def spin():
    while True:
        pass


def spin_and_swallow():
    for _ in range(3):  # swallows the first alarms; the alarm repeats
        try:
            while True:
                pass
        except BaseException:  # the point of this test
            continue


def sleep():
    time.sleep(60)


@pytest.mark.parametrize("function", [spin, sleep])
def test_a_loop_costs_one_deadline_and_no_more(function):
    """A guard that let the loop run on would hang this test."""
    guard = Guard("adam_update", call_seconds=0.2)
    with pytest.raises(CallError, match="adam_update was stopped after 0 seconds: look for a loop"):
        guard(function)
    with pytest.raises(CallError, match="not called again"):
        guard(function)


def test_the_alarm_repeats():
    Guard("f", call_seconds=0.2)(spin_and_swallow)  # would never end if it did not


def test_the_total_is_limited_too():
    guard = Guard("f", call_seconds=60.0, total_seconds=1.0)
    guard(time.sleep, 0.1)
    with pytest.raises(CallError, match="was stopped"):
        guard(time.sleep, 50.0)


def raises():
    return {}["momentum"]


def interrupts():
    raise KeyboardInterrupt


def rude():
    class RudeError(Exception):
        def __str__(self):
            raise RuntimeError

    raise RudeError


def recursion():
    return recursion()


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (raises, "f stopped with KeyError: 'momentum'"),
        (sys.exit, "f asked Python to exit: return the result instead"),
        (interrupts, "f stopped with KeyboardInterrupt"),
        (rude, "f stopped with RudeError"),
        (recursion, "f stopped with RecursionError: maximum recursion depth exceeded"),
        (None, "f stopped with TypeError: 'NoneType' object is not callable"),
    ],
)
def test_every_exception_becomes_a_sentence(function, sentence):
    with pytest.raises(CallError) as caught:
        Guard("f")(function)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_a_long_message_is_cut():
    def shout():
        raise ValueError("x" * 10**7)

    with pytest.raises(CallError) as caught:
        Guard("f")(shout)
    assert len(str(caught.value)) < 300


def test_prints_and_warnings_stay_inside(capsys):
    def noisy():
        print("x" * 10**7)
        print("to stderr", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return np.log(np.zeros(1))

    assert Guard("f")(noisy) == -np.inf
    assert capsys.readouterr() == ("", "")


def test_outside_the_main_thread_calls_still_work():
    results = []
    thread = threading.Thread(target=lambda: results.append(Guard("f")(abs, -1)))
    thread.start()
    thread.join()
    assert results == [1]


def test_attempt_goes_on_after_anything(capsys):
    with attempt("adam_update"):
        print("before")
        raise NotImplementedError
    with attempt("adam_update"):
        raise SystemExit
    with attempt("adam_update", seconds=0.1):
        spin()
    with attempt("adam_update"):
        raise ZeroDivisionError("division by zero")
    assert capsys.readouterr().out.splitlines() == [
        "before",
        "This experiment waits for adam_update, which is still empty.",
        "This experiment with adam_update asked Python to exit: return the result instead.",
        "This experiment was stopped after 0.1 seconds: does adam_update come to an end?",
        "This experiment with adam_update stopped with ZeroDivisionError: division by zero.",
    ]


def test_the_stop_button_gets_through():
    with pytest.raises(KeyboardInterrupt), attempt("adam_update"):
        raise KeyboardInterrupt
