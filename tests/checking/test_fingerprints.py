"""Mistakes are known by what they do; two of them are far apart; unknown ones are left alone."""

import itertools

import numpy as np
import pytest
from check_setup import CONTRACT, entry
from hypothesis import given
from hypothesis import strategies as st

from gdcourse.checking.compare import Observation
from gdcourse.checking.fingerprints import MATCH, Diagnosis, departures, diagnose, fingerprint

items = st.tuples(st.floats(-10, 10), st.floats(-10, 10))
mistakes = st.dictionaries(st.integers(0, 9), items, min_size=1, max_size=10)


def walk(*values, **more):
    return Observation({"theta": [np.array(v, float) for v in values]}, **more)


def test_the_right_answer_departs_nowhere():
    right = [walk([1.0, 2.0], [3.0, 4.0])]
    assert departures(fingerprint(right, right), fingerprint(right, right)) == {}


@pytest.mark.parametrize(
    "seen",
    [
        walk([1.0, 2.0], [3.0, 4.001]),
        walk([1.0, 2.0], [3.0, np.nan]),
        walk([1.0, 2.0], [3.0, np.inf]),
        walk([1.0, 2.0]),
        walk([1.0, 2.0], [3.0, 4.0], faults=["g itself was changed"]),
        walk([1.0, 2.0], [3.0, 4.0], stopped="f stopped with KeyError: 'm'"),
    ],
    ids=["number", "nan", "infinite", "early end", "manners", "error"],
)
def test_whatever_is_off_shows(seen):
    right = [walk([1.0, 2.0], [3.0, 4.0])]
    assert departures(fingerprint([seen], right), fingerprint(right, right))


def test_errors_are_known_by_their_kind_and_not_by_their_details():
    right = [walk([1.0])]
    one, other, third = (
        fingerprint([walk([1.0], stopped=f"{name} stopped with {what}")], right)
        for name, what in [("f", "KeyError: 'm'"), ("g", "KeyError: 'v'"), ("f", "TypeError: no")]
    )
    assert one == other != third


@given(st.lists(mistakes, min_size=1, max_size=6), st.integers(0, 5))
def test_a_mistake_of_the_bank_is_found_unless_another_is_just_like_it(bank, which):
    mine = bank[which % len(bank)]
    found = diagnose(mine, bank)
    assert found is not None
    assert found.whole
    assert bank[found.mistake].keys() == mine.keys()


@given(mistakes, st.lists(mistakes, max_size=6))
def test_a_mistake_is_never_named_that_would_disturb_what_came_out_right(mine, bank):
    found = diagnose(mine, bank)
    if found is not None:
        assert set(bank[found.mistake]) <= set(mine)


def test_it_abstains_between_two_that_explain_as_much():
    mine = {0: (1.0, 1.0), 1: (2.0, 2.0), 2: (5.0, 5.0)}
    bank = [{0: (1.0, 1.0)}, {1: (2.0, 2.0)}, {2: (9.0, 9.0)}]
    assert diagnose(mine, bank) is None
    assert diagnose({0: (1.0, 1.0), 2: (5.0, 5.0)}, bank) == Diagnosis(0, whole=False)


@pytest.mark.parametrize("name", CONTRACT.names)
def test_any_two_mistakes_of_the_bank_are_a_thousand_times_further_apart_than_rounding(name):
    bank = entry(name).mistakes
    assert len(bank) >= 10
    for (i, a), (j, b) in itertools.combinations(enumerate(bank), 2):
        apart = max(
            max(abs(x - y) for x, y in zip(a.get(k, (1e3, 1e3)), b.get(k, (0.0, 0.0)), strict=True))
            for k in a.keys() | b.keys()
        )
        assert apart > 10 * MATCH, (i, j, apart)
