"""Chapter 2: what it says of gradients, and that its prose still says what its cells find."""

import re

import pytest
from chapter import Chapter

PAGE = Chapter("02_gradient")


def test_the_librarys_own_code_is_shown():
    for name in ("central_diff", "Chain.__call__"):
        assert f":pyobject: {name}" in PAGE.text


def test_the_articles_statements_are_taken_up():
    box = PAGE.section("The short story, corrected")
    for words in (
        "greatest rate of increase",
        "make a small change to that specific parameter",
        "thus reducing the loss",
        "acts as a compass",
        "makes fewer errors",
    ):
        assert words in box


def test_the_class_that_the_notebook_asks_for_is_not_given_away():
    assert not re.search(r"class Value|def backward\(self", PAGE.text)


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find():
    found = PAGE.run()
    assert set(PAGE.glued) <= found.keys()
    for name in ("taylor_valley", "taylor_network"):
        assert found[name] == pytest.approx(2, abs=0.05)
    assert found["taylor_corner"] == pytest.approx(1)
    assert found["taylor_valley_one"] > 10
    assert found["off_axis"] < 0.5 < 30 < found["off_most"]
    for name, expected in {"forward": (-1, 1), "central": (-1, 2)}.items():
        assert found[f"{name}_left"] == pytest.approx(expected[0], abs=0.05)
        assert found[f"{name}_right"] == pytest.approx(expected[1], abs=0.03)
    assert number(found["root2"]) / 4 < number(found["forward_h"]) < 4 * number(found["root2"])
    assert number(found["root3"]) / 4 < number(found["central_h"]) < 4 * number(found["root3"])
    assert number(found["forward_best"]) < number(found["root2"])
    assert number(found["central_best"]) < number(found["root23"])
    assert number(found["complex_tiny"]) < 1e-15
    assert number(found["check_right"]) < 1e-8
    assert number(found["digits_found"]) < number(found["digits_expected"]) < 1e-7
    assert found["network_size"] == 1210
    # some found the published solution, some got stuck
    assert 1 <= found["symmetry_published"] <= found["symmetry_solved"] < 12
    assert found["symmetry_stuck"] == 12 - found["symmetry_solved"]
    assert found["symmetry_middle"] == pytest.approx(2, abs=0.05)
    assert found["symmetry_large"] == pytest.approx(4, abs=0.1)
    assert found["cost_reverse"] == 3  # Baur and Strassen's bound, reached
    assert found["cost_forward"] > found["cost_central"] == 128
    assert 2 < found["flops_low"] < found["flops_high"] < 3
    assert found["line_least"] < found["line_start"]
    assert found["line_at"] < found["line_higher"]


def number(markdown):
    """What `keep_power` wrote, as a number."""
    digit, power = re.fullmatch(r"\$(\d) \\times 10\^\{(-?\d+)\}\$", markdown).groups()
    return float(f"{digit}e{power}")
