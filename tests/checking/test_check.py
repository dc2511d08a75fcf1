"""`check`: what a student reads, and that it survives whatever it is given."""

import json
import math
import os
import sys
import time
import warnings

import numpy as np
import pytest
from check_setup import BANK, CONTRACT, entry, folder

from gdcourse.checking import Report, check, contract
from gdcourse.checking.check import judge
from gdcourse.checking.checkfile import agree
from gdcourse.optim import Adam, as_function

reference = as_function(Adam)
# as a notebook's cells would leave it
adam_update = reference


@pytest.fixture(autouse=True)
def beside_the_notebook(monkeypatch):
    monkeypatch.chdir(folder())


def answer_that(returns):
    def answer(theta, g, state, t, **hyper):
        return returns(*reference(theta, g, state, t, **hyper))

    return answer


@pytest.mark.parametrize("graded", CONTRACT.graded, ids=lambda g: g.name)
def test_the_reference_passes(graded, capsys):
    report = check(graded.load_reference(), graded.name)
    assert report.passed
    assert report == graded.visible_points
    assert report.hints == []
    assert "worked by hand" in capsys.readouterr().out


@pytest.mark.parametrize("graded", CONTRACT.graded, ids=lambda g: g.name)
def test_an_empty_stub_earns_exactly_nothing(graded):
    namespace = {}
    exec("import numpy as np, torch\n" + contract.stub(graded), namespace)
    report = check(namespace[graded.name], graded.name)
    assert repr(report) == "0.0"
    if graded.given:
        assert "as they were handed out" in report.hints[0]
    else:
        assert report.hints[0] == f"{graded.name} is still empty: replace its raise line with your code."


MISTAKES = [variant for variant in BANK if not variant.is_right]
CORRECT = [variant for variant in BANK if variant.is_right]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda v: v.name)
def test_every_mistake_of_the_bank_gets_its_own_hint(mistake):
    known, report = entry(mistake.target), judge(entry(mistake.target), mistake.answer)
    assert not report.passed
    if "stopped with" in report.hints[0]:
        assert report == 0  # an error at once: the error itself is what is said
    elif not known.mistakes[known.hints.index(mistake.hint)]:
        assert "six digits" in report.hints[0]  # nothing but rounding
    else:
        assert report.hints[0] == mistake.hint


@pytest.mark.parametrize("variant", CORRECT, ids=lambda v: v.name)
def test_a_correct_answer_passes_in_whatever_words(variant):
    assert judge(entry(variant.target), variant.answer).passed


def test_it_finds_the_name_and_the_cell_by_itself(capsys):
    assert check(adam_update).passed  # called `update` where it was made
    assert check("adam_update").passed
    assert check("amsgrad_update") == 0
    printed = capsys.readouterr().out
    assert "amsgrad_update: 0 of 1 points" in printed
    assert "amsgrad_update is not defined: run its cell" in printed


def test_a_small_input_with_what_came_out_and_what_should_have(capsys):
    def turned(theta, g, state, t, **hyper):
        new, state = reference(theta, g, state, t, **hyper)
        return theta + (theta - new), state

    check(turned, "adam_update")
    printed = capsys.readouterr().out
    assert "opposite direction" in printed
    assert 'theta = [1.0], g = [2.0], state = {"m": [0.0], "v": [0.0]}' in printed
    assert "theta comes out as [1.05]; it should be [0.95]" in printed


def test_where_the_examples_are_right_the_small_input_is_one_coordinate_of_a_longer_try():
    def with_t_up_to_two(theta, g, state, t, **hyper):
        return reference(theta, g, state, min(t, 2), **hyper)

    (small,) = [h for h in judge(entry("adam_update"), with_t_up_to_two).hints if "small input" in h]
    assert "t = 3" in small
    assert small.splitlines()[0].count(",") < 12  # one coordinate


@pytest.mark.parametrize(
    ("returns", "says"),
    [
        (lambda theta, state: theta, "the result is ndarray; a pair is expected"),
        (lambda theta, state: (theta.tolist(), state), "theta came back as a list"),
        (lambda theta, state: (theta, {}), "came back with nothing; it should hold 'm', 'v'"),
        (lambda theta, state: 1 / 0, "ZeroDivisionError"),
        (lambda theta, state: sys.exit(0), "asked Python to exit"),
        (lambda theta, state: print("x" * 10**7), "the result is NoneType"),
        (lambda theta, state: ("a", "b"), "dict is expected"),
        (lambda theta, state: (np.array(["a"]), state), "came back with dtype <U1"),
        (lambda theta, state: (theta.astype(complex), state), "complex"),
    ],
)
def test_it_survives_and_says_what_happened(returns, says, capsys):
    began = time.perf_counter()
    report = check(answer_that(returns), "adam_update")
    assert report < report.out_of
    output = capsys.readouterr()
    assert says in " ".join(output.out.split())
    assert output.err == ""
    assert len(output.out) < 4000
    assert "Traceback" not in output.out
    assert time.perf_counter() - began < 60  # an endless loop would be the test's own


def test_a_loop_is_stopped_once():
    def loop(*args, **hyper):
        while True:
            pass

    report = judge(entry("adam_update"), loop)
    assert report == 0
    assert "stopped after 2 seconds" in report.hints[0]


def test_warnings_and_globals_stay_as_they_were(capsys):
    def noisy(theta, g, state, t, **hyper):
        warnings.warn("look", stacklevel=1)
        return reference(theta, g, state, t, **hyper)

    settings, state = np.geterr(), np.random.get_state()[1].copy()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert check(noisy, "adam_update").passed
    assert not caught
    assert np.geterr() == settings
    assert (np.random.get_state()[1] == state).all()


def test_changed_arguments_are_named_beside_the_rest():
    def in_place(theta, g, state, t, **hyper):
        new, held = reference(theta, g, state, t, **hyper)
        theta[:] = new
        return new, held

    report = judge(entry("adam_update"), in_place)
    assert 0 < report < report.out_of
    assert any("theta itself was changed" in hint for hint in report.hints)


# ---- what is said where no mistake is recognised -----------------------------------------------------


def adam_with(**fixed):
    def answer(theta, g, state, t, **hyper):
        return reference(theta, g, state, t, **{**hyper, **fixed})

    return answer


def coupled(theta, g, state, t, *, lr, beta1, beta2, eps):
    return reference(theta, g * (1 + np.linalg.norm(g)), state, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def scaled(theta, g, state, t, **hyper):
    new, state = reference(theta, g, state, t, **hyper)
    return theta + 3 * (new - theta), state


def rounded(theta, g, state, t, **hyper):
    new, state = reference(theta, g, state, t, **hyper)
    return new.astype(np.float32).astype(float), state


def reads_theta(theta, g, state, t, **hyper):
    new, state = reference(theta, g, state, t, **hyper)
    return new, {**state, "m": state["m"] + 0.01 * theta}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (adam_with(eps=1e-5), "eps has no influence on anything that comes back, on the inputs tried."),
        (adam_with(beta1=0.4), "beta1 has no influence on anything"),
        (adam_with(lr=0.02), "lr has no influence"),
        (coupled, "One coordinate of g changes"),
        (scaled, "The first step of theta is 3 times what it should be, in every coordinate."),
        (rounded, "theta is right to some six digits only"),
        (reads_theta, 'state["m"] depends on theta, and should not.'),
    ],
)
def test_certain_things_are_said(answer, says):
    hints = judge(entry("adam_update"), answer).hints
    assert any(says in hint for hint in hints), hints
    assert hints[-1] == "To read: chapter 8, Adam."


def test_two_mistakes_at_once_get_one_of_their_hints():
    def two(theta, g, state, t, *, lr, beta1, beta2, eps):
        m = beta1 * state["m"] + g  # a sum
        v = beta2 * state["v"] + (1 - beta2) * g**2
        step = m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps)  # eps inside
        return theta - lr * step, {"m": m, "v": v}

    (first, *_) = judge(entry("adam_update"), two).hints
    assert first.startswith("One thing that it looks like: m grows to several times")


def test_a_table_of_the_visible_inputs_passes_here_and_fails_in_the_hidden_tests():
    from gdcourse.checking import score

    table = []
    for case, expected in [*entry("adam_update").examples, *entry("adam_update").cases]:
        state = case.state
        for k, g in enumerate(case.gradients):
            after = {slot: expected.series[f'state["{slot}"]'][k] for slot in state}
            table.append((g, case.t + k, case.hyper, expected.series["theta"][k], after))

    def memorised(theta, g, state, t, **hyper):
        for known, when, settings, new, after in table:
            if (
                when == t
                and settings == hyper
                and np.allclose(known, g, rtol=1e-6)
                and known.shape == g.shape
            ):
                return new.astype(g.dtype), {slot: value.astype(g.dtype) for slot, value in after.items()}
        return theta, state

    assert judge(entry("adam_update"), memorised).passed
    adam = CONTRACT["adam_update"]
    report = score(adam.kind, memorised, adam.load_reference(), seed=7, **adam.hidden_options)
    assert report == 0


# ---- the file ---------------------------------------------------------------------------------------


def test_without_the_file_it_says_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert check("adam_update") == 0
    assert "There is no file *.check.json in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is damaged: copy the one"),
        ("[]", "is damaged"),
        (json.dumps({"format": 99, "graded": []}), "another version of gdcourse"),
    ],
)
def test_a_damaged_file_is_named(tmp_path, monkeypatch, capsys, content, says):
    (tmp_path / "a.check.json").write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert check("adam_update") == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "a.check.json" in printed
    assert says in printed


def test_an_unknown_name_is_answered_with_the_known_ones(capsys):
    assert check(math.sqrt) == 0
    assert "sqrt is not graded here; what is: adagrad_update, rmsprop_update" in capsys.readouterr().out


def test_it_works_without_a_solution_at_hand():
    """The file alone: neither the reference nor the bank is looked at."""
    before = set(os.listdir(folder()))
    assert before == {"a08_adaptive.check.json"}
    assert isinstance(check(reference, "adam_update"), Report)
    assert set(os.listdir(folder())) == before


def test_rounding_on_another_processor_is_no_change():
    assert agree({"a": [1.0, float("nan")], 1: "x"}, {"a": (1.0 + 1e-13, float("nan")), "1": "x"})
    assert not agree({"a": 1.0}, {"a": 1.0001})
    assert not agree({"a": [1.0]}, {"a": [1.0, 2.0]})
    assert not agree({"a": "x"}, {"a": "y"})
