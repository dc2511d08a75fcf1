"""A contract that does not hold together is refused in words; one that does makes the stub."""

import ast
import textwrap
from pathlib import Path

import pytest

from gdcourse.checking import contract
from gdcourse.checking.contract import ContractError

ROOT = Path(__file__).parents[2]
A08 = ROOT / "solutions" / "a08_adaptive" / "contract.toml"


def changed(tmp_path, old, new):
    text = A08.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "contract.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("points = 5", "", "graded entry 1 (adagrad_update): 'points' is a required property"),
        ("points = 5", "points = -5", "graded entry 1 (adagrad_update), points: -5 is less than"),
        (
            'kind = "update_rule"',
            'kind = "update"',
            "graded entry 1 (adagrad_update), kind: 'update' is not one",
        ),
        ('title = "Adaptive learning rates"', "", "the top of the file: 'title' is a required property"),
        ("version = 2", 'version = "one"', "version: 'one' is not of type 'integer'"),
        ("version = 2", "version = ", "this is not TOML"),
        ('lr = "float', 'rate = "float', "adagrad_update: nothing says what lr is; add it under arguments"),
        ("*, lr, eps", "*, lr, eps,,", "is no list of parameters"),
        (
            "{ lr = 0.05, eps",
            "{ lr = 0.05, epsilon",
            "settings has epsilon, which the signature does not have",
        ),
        ('name = "rmsprop_update"', 'name = "adagrad_update"', "adagrad_update is graded twice"),
        (
            "import Adagrad, as_function",
            "import Adagrad as rmsprop_update, as_function",
            "adagrad_update: the reference imports something as rmsprop_update",
        ),
        ("slots = [", "slotz = [", "adagrad_update"),
    ],
)
def test_a_faulty_contract_is_refused(tmp_path, old, new, complaint):
    path = changed(tmp_path, old, new)
    with pytest.raises(ContractError) as caught:
        contract.load(path)
    assert complaint in str(caught.value)
    assert str(path) in str(caught.value)


def test_points_add_up():
    a08 = contract.load(A08)
    assert a08.points == 50
    for entry in a08.graded:
        assert entry.visible_points + entry.hidden_points == pytest.approx(entry.points)
        assert entry.visible_points == pytest.approx(0.2 * entry.points)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match="grades no 'lion_update'; it grades adagrad_update"):
        contract.load(A08)["lion_update"]


@pytest.mark.parametrize("entry", contract.load(A08).graded, ids=lambda entry: entry.name)
def test_the_stub_has_the_contracts_signature_and_examples(entry):
    text = contract.stub(entry)
    definition = ast.parse(text).body[0]
    functions = definition.body[1:] if entry.methods else [definition]
    signatures = [m["signature"] for m in entry.methods] or [entry.signature]
    for function, signature in zip(functions, signatures, strict=True):
        expected = ast.parse(f"def f({signature}): pass").body[0]
        assert ast.unparse(function.args) == ast.unparse(expected.args)
        raises = f"raise NotImplementedError('{entry.name}: write this part')"
        body = ast.parse("def f():\n" + textwrap.indent(entry.given.strip() or raises, "    ")).body[0].body
        assert ast.unparse(function.body[-1]) == ast.unparse(body[-1])
    documentation = ast.get_docstring(definition)
    for example in entry.examples:
        for value in [*example["given"].values(), *example["expected"].values()]:
            assert str(value) in documentation
    assert max(len(line) for line in text.splitlines()) <= 110
