"""The format of an assignment's collection of mistakes."""

import pytest

from gdcourse.checking.bank import load_bank

HEAD = "from gdcourse.checking.bank import inherited, right, wrong\n"
TWO = (
    HEAD
    + """
@wrong("f", hint="One too many.", seen="often")
def one_more(x):
    return x + 1


@right("f", note="as it is")
def same(x):
    return x


def doubled(f):
    return lambda x: 2 * f(x)


MORE = inherited("g", "f", doubled)
"""
)


def bank(tmp_path, text):
    path = tmp_path / "misconceptions.py"
    path.write_text(text, encoding="utf-8")
    return load_bank(path)


def test_mistakes_and_correct_answers_with_their_text(tmp_path):
    one_more, same, _ = bank(tmp_path, TWO)
    assert (one_more.name, one_more.is_right, one_more.answer(1)) == ("one_more", False, 2)
    assert one_more.text == "def f(x):\n    return x + 1"
    assert (same.name, same.is_right) == ("same", True)


def test_what_is_built_on_a_function_inherits_its_mistakes(tmp_path):
    *_, inherited = bank(tmp_path, TWO)
    assert (inherited.target, inherited.name, inherited.hint) == ("g", "one_more", "One too many.")
    assert inherited.answer(1) == 4
    assert inherited.text == ""
    assert len(bank(tmp_path, TWO.replace("doubled)", 'doubled, without=("one_more",))'))) == 2


def test_two_of_one_name_are_refused(tmp_path):
    with pytest.raises(ValueError, match="two variants are called one_more"):
        bank(tmp_path, TWO + TWO.removeprefix(HEAD).replace("MORE", "AGAIN"))
