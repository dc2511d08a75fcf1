"""Ordinary functions and classes: described in a contract by expressions, watched, told apart."""

import json

import numpy as np
import pytest

from gdcourse.checking import check, checkfile, contract, score
from gdcourse.checking.check import judge
from gdcourse.checking.contract import ContractError
from gdcourse.grading.banks import examine
from gdcourse.grading.course import Course
from gdcourse.grading.source import build

CONTRACT = '''
assignment = "small"
title = "Small things"
chapter = "02_gradient"
version = 1

[shared]
prelude = """
def parabola(a):
    return lambda x: a * x**2

def count_to(Counter, n):
    counter = Counter(start=1)
    for _ in range(n):
        counter.up()
    return counter.value
"""

[shared.arguments]
f = "function of a float"
x = "float"
h = "float > 0"
values = "float array"
n = "int >= 1: how many"
size = "int >= 1: how many to a batch"
rng = "numpy random Generator"
params = "dict of arrays"
start = "int"

[[graded]]
name = "slope"
kind = "function"
signature = "f, x, *, h"
points = 5
doc = "The central difference of f at x."
returns = "(slope, evaluations)"
outputs = { slope = "result[0]", evaluations = "result[1]", "calls of f" = "f.calls" }

[[graded.tries]]
label = "on a parabola"
draw = { a = "rng.uniform(1, 2)" }
given = { f = "Counted(parabola(a))", x = 1.5, h = 1e-2 }

[[graded.tries]]
label = "on a cubic"
draw = { x = "rng.uniform(1, 2)" }
given = { f = "Counted(lambda x: x**3)", h = 0.1 }
repeat = 2

[[graded.examples]]
given = { f = "Counted(lambda x: x**3)", x = 1.0, h = 1.0 }
worked = "(8 - 0) / 2 = 4"
expected = { slope = 4.0, evaluations = 2, "calls of f" = 2 }

[[graded]]
name = "kind_of"
kind = "function"
signature = "values"
points = 5
doc = "Say whether all values are positive, all negative, or neither."
outputs = { kind = "result" }

[[graded.tries]]
label = "of one sign"
draw = { values = "rng.uniform(0.5, 2, 3)" }

[[graded.tries]]
label = "of the other"
draw = { values = "-rng.uniform(0.5, 2, 3)" }

[[graded.tries]]
label = "of both"
given = { values = [1.0, -1.0] }

[[graded.examples]]
given = { values = [1.0, 2.0] }
worked = "1 > 0 and 2 > 0"
expected = { kind = "positive" }

[[graded]]
name = "batches"
kind = "function"
signature = "n, size, rng"
points = 5
doc = "The numbers 0 ... n-1, shuffled by rng, in batches."
outputs = { sizes = "[len(batch) for batch in result]", numbers = "np.concatenate(result)" }

[[graded.tries]]
label = "with a rest"
draw = { seed = "int(rng.integers(1000))" }
given = { n = 7, size = 3, rng = "np.random.default_rng(seed)" }

[[graded.tries]]
label = "without one"
draw = { seed = "int(rng.integers(1000))" }
given = { n = 6, size = 3, rng = "np.random.default_rng(seed)" }

[[graded.examples]]
given = { n = 1, size = 2, rng = "np.random.default_rng(0)" }
worked = "one number, one batch"
expected = { sizes = [1], numbers = [0] }

[[graded]]
name = "total"
kind = "function"
signature = "params"
points = 5
doc = "The sum of all entries."
outputs = { total = "result" }

[[graded.tries]]
label = "of two arrays"
draw = { params = "{'W': rng.normal(size=(2, 3)), 'b': rng.normal(size=2)}" }
float32 = true

[[graded.examples]]
given = { params = { W = [1.0, 2.0], b = [3.0] } }
worked = "1 + 2 + 3"
expected = { total = 6.0 }

[[graded]]
name = "Counter"
kind = "class"
points = 5
doc = "Counts."
call = "count_to(answer, n)"
outputs = { value = "result" }

[[graded.tries]]
label = "three times"
given = { n = 3 }

[[graded.tries]]
label = "once"
draw = { n = "int(rng.integers(1, 9))" }

[[graded.methods]]
name = "__init__"
signature = "self, start"
doc = "Begin."
given = true
[[graded.methods]]
name = "up"
signature = "self"
doc = "One more."
[[graded.examples]]
given = { n = 1 }
worked = "1 + 1"
expected = { value = 2 }
'''


AUTHOR = """# %% graded="slope"
def slope(f, x, *, h):
    return (f(x + h) - f(x - h)) / (2 * h), 2


# %% graded="kind_of"
def kind_of(values):
    if np.all(values > 0):
        return "positive"
    if np.all(values < 0):
        return "negative"
    return "neither"


# %% graded="batches"
def batches(n, size, rng):
    order = rng.permutation(n)
    for i in range(0, n, size):
        yield order[i : i + size]


# %% graded="total"
def total(params):
    return sum(value.sum() for value in params.values())


# %% graded="Counter"
class Counter:
    def __init__(self, start):
        self.value = start

    def up(self):
        self.value += 1
"""

BANK = """
import numpy as np

from gdcourse.checking.bank import right, wrong


@wrong("slope", hint="A step to one side only.", seen="here")
def forward(f, x, *, h):
    return (f(x + h) - f(x)) / h, 2


@wrong("slope", hint="Divided by one h where the points are two apart.", seen="here")
def by_h(f, x, *, h):
    return (f(x + h) - f(x - h)) / h, 2


@wrong("slope", hint="More evaluations than needed.", seen="here")
def wasteful(f, x, *, h):
    f(x)
    return (f(x + h) - f(x - h)) / (2 * h), 2


@right("slope", note="step by step")
def patient(f, x, *, h):
    above = f(x + h)
    below = f(x - h)
    return [(above - below) / h / 2, 2]


@wrong("kind_of", hint="Any is not all.", seen="here")
def any_of(values):
    return "positive" if np.any(values > 0) else "negative"


@wrong("batches", hint="The last ones are dropped.", seen="here")
def dropped(n, size, rng):
    order = rng.permutation(n)
    return [order[i : i + size] for i in range(0, n - size + 1, size)]


@wrong("batches", hint="Never shuffled.", seen="here")
def in_order(n, size, rng):
    return [np.arange(i, min(i + size, n)) for i in range(0, n, size)]


@right("batches", note="array_split")
def split(n, size, rng):
    return np.array_split(rng.permutation(n), range(size, n, size))


@wrong("total", hint="Added into what was given.", seen="here")
def in_place(params):
    params["W"] *= 1
    params["b"] += 1
    return params["W"].sum() + params["b"].sum() - params["b"].size


@wrong("Counter", hint="Two at a time.", seen="here")
class Twice:
    def __init__(self, start):
        self.value = start

    def up(self):
        self.value += 2
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    folder = root / "solutions" / "small"
    folder.mkdir(parents=True)
    (folder / "contract.toml").write_text(CONTRACT)
    (folder / "small.py").write_text(AUTHOR)
    (folder / "misconceptions.py").write_text(BANK)
    return Course(root)


@pytest.fixture(scope="module")
def entries(course, tmp_path_factory):
    path = tmp_path_factory.mktemp("student") / "small.check.json"
    checkfile.write(checkfile.build(course.contract("small"), course.bank("small")), path)
    return {entry.name: entry for entry in checkfile.entries(path.parent)}


def variants(course):
    return [(each.target, each) for each in course.bank("small")]


def hidden(course, name, answer, seed=3):
    entry = course.contract("small")[name]
    return score(entry.kind, answer, entry.load_reference(), seed=seed, **entry.hidden_options)


def test_each_mistake_gets_its_own_hint_and_what_is_right_passes(course, entries):
    for name, variant in variants(course):
        report = judge(entries[name], variant.answer)
        if variant.is_right:
            assert report.passed, (variant.name, report.hints)
            assert hidden(course, name, variant.answer).passed
        else:
            assert hidden(course, name, variant.answer) < 4
            said = report.hints[0]
            assert variant.hint == said or "params itself was changed" in said, (variant.name, said)


def test_the_authors_solution_is_the_reference_and_passes(course, entries):
    for entry in course.contract("small").graded:
        assert judge(entries[entry.name], entry.load_reference()).passed
        assert hidden(course, entry.name, entry.load_reference(), seed=8).passed


def test_the_check_file_holds_no_solution(course, entries):
    text = json.dumps(checkfile.build(course.contract("small"), course.bank("small")))
    assert "f(x + h)" not in text
    assert "np.all(" not in text


def test_an_empty_answer_earns_nothing(course, entries):
    for entry in course.contract("small").graded:
        scope = {}
        exec("import numpy as np\n" + contract.stub(entry), scope)
        report = judge(entries[entry.name], scope[entry.name])
        assert repr(report) == "0.0"
        assert "is still empty" in report.hints[0]


def test_mutants_of_every_function_are_caught(course):
    for row in examine(course, "small"):
        assert row.fine, row.remarks
        assert row.mutants.all >= 1


def says(entry, answer):
    return " ".join(judge(entry, answer).hints)


def test_what_is_certain_is_said(entries):
    assert "nothing comes back: return the result" in says(entries["kind_of"], lambda values: None)
    assert "total comes back as a dict; a number or an array" in says(entries["total"], lambda params: {})
    assert "slope can't be found in what comes back, a float" in says(entries["slope"], lambda f, x, h: 1.0)
    thrice = says(entries["total"], lambda params: 3 * sum(v.sum() for v in params.values()))
    assert "total is 3 times what it should be, on every input." in thrice
    assert "x has no influence on anything" in says(entries["slope"], lambda f, x, h: (f(h), f(h)))
    assert "size has no influence on anything" in says(
        entries["batches"], lambda n, size, rng: [[i] for i in rng.permutation(n)]
    )
    assert "sizes has the shape (2,); it should have (1,)." in says(
        entries["batches"],
        lambda n, size, rng: [*np.array_split(rng.permutation(n), range(size, n, size)), []],
    )


def test_the_input_is_one_to_type(entries):
    said = says(entries["slope"], lambda f, x, h: (f(x) + f(x), 2))
    assert "f = Counted(lambda x: x**3), x = 1.0, h = 1.0" in said
    assert "slope comes out as 2; it should be 4" in said


def test_texts_are_shown_as_texts(entries):
    said = says(entries["kind_of"], lambda values: "positive")
    assert "kind comes out as 'positive'; it should be 'negative'" in said


def test_a_memorised_table_is_worth_nothing_on_fresh_inputs(course):
    table = {}

    def learns(f, x, *, h):
        table[x, h] = (f(x + h) - f(x - h)) / (2 * h), 2
        return table[x, h]

    assert hidden(course, "slope", learns, seed=1).passed
    assert hidden(course, "slope", lambda f, x, *, h: table.get((x, h), (0.0, 0)), seed=2) < 1


def test_what_is_handed_out_complete_stays_in_the_release(course):
    notebook = build(course.contract("small"), course.author("small"))
    (cell,) = [cell for cell in notebook.cells if cell.id == "Counter"]
    assert "self.value = start\n\n" in cell.source
    assert cell.source.count("### BEGIN SOLUTION") == 1


def test_the_hidden_test_is_python(course):
    for cell in build(course.contract("small"), course.author("small")).cells:
        if cell.id.endswith("-hidden"):
            compile(cell.source, cell.id, "exec")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("x = 1.5, h = 1e-2 }", "x = 1.5 }", "the try 'on a parabola' does not say what h is"),
        ("x = 1.0, h = 1.0 }", "x = 1.0 }", "an example does not say what h is"),
        ("{ total = 6.0 }", "{ sum = 6.0 }", "an example does not say what total should be"),
        ('call = "count_to(answer, n)"', "", "'call' is a required property"),
        ("repeat = 2", "repeat = 0", "0 is less than the minimum"),
    ],
)
def test_a_contract_that_leaves_something_out_is_refused(tmp_path, old, new, complaint):
    path = tmp_path / "contract.toml"
    assert old in CONTRACT
    path.write_text(CONTRACT.replace(old, new, 1))
    with pytest.raises(ContractError, match=complaint.replace("(", r"\(")):
        contract.load(path)


def test_a_solution_may_use_what_else_is_graded(tmp_path):
    (tmp_path / "contract.toml").write_text(CONTRACT)
    (tmp_path / "small.py").write_text(
        AUTHOR.replace("return sum(value.sum() for value in params.values())", "return slope(sum, 1, h=1)")
    )
    loaded = contract.load(tmp_path / "contract.toml")["total"]
    assert "def right_slope(" in loaded.reference["imports"]
    assert "right_slope(sum" in loaded.reference["imports"]
    assert loaded.load_reference().__name__ == "right_total"


def test_a_name_is_found_in_the_notebook(entries, course, tmp_path, monkeypatch, capsys):
    path = tmp_path / "small.check.json"
    checkfile.write(checkfile.build(course.contract("small"), course.bank("small")), path)
    monkeypatch.chdir(tmp_path)
    assert check(course.contract("small")["total"].load_reference(), "total").passed
    assert "total: 1 of 1 points" in capsys.readouterr().out
    assert np.isfinite(check("nowhere"))
