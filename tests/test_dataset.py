"""What a data set must hold, whoever builds it."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gdcourse.data import DataError, Dataset, from_arrays

X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=np.float32)
LABELS = np.array([0, 1, 1])
VALUES = np.array([0.5, 1.5, 2.5], dtype=np.float32)
IDS = np.array([[0, 1, 2, 2], [2, 1, 0, 0], [1, 1, 1, 1]])
YES_NO = ("no", "yes")
ABC = ("a", "b", "c")


def test_built_by_hand():
    d = Dataset(X, LABELS, name="mine", classes=YES_NO)
    assert (len(d), d.outputs, d.name, d.features, d.tokens) == (3, 2, "mine", (), ())
    assert Dataset(X, VALUES).outputs == 1
    text = Dataset(IDS, LABELS, classes=YES_NO, tokens=ABC)
    assert (text.x.shape, text.x.dtype) == ((3, 4), np.int64)


def test_names_may_be_lists():
    d = Dataset(X, LABELS, features=["a", "b"], classes=["no", "yes"])
    assert (d.features, d.classes) == (("a", "b"), YES_NO)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"x": X.tolist()}, r"x is a list; .* data\.from_arrays"),
        ({"y": (0, 1, 1)}, r"y is a tuple"),
        ({"x": X.astype(float)}, r"x holds float64; without tokens it needs float32"),
        ({"x": IDS}, r"x holds int64; without tokens"),
        ({"tokens": ABC}, r"x holds float32; with tokens it needs int64"),
        ({"y": VALUES}, r"y holds float32; with classes it needs int64"),
        ({"classes": ()}, r"y holds int64; without classes it needs float32"),
        ({"x": X[0]}, r"x has shape \(2,\); .* x\.reshape\(-1, 1\)"),
        ({"x": X[:0], "y": LABELS[:0]}, r"x has shape \(0, 2\); .* at least one of each"),
        ({"x": X[:, :0]}, r"x has shape \(3, 0\)"),
        ({"x": X.reshape(3, 2, 1)}, r"x has shape \(3, 2, 1\); .* x\.reshape\(len\(x\), -1\)"),
        ({"y": LABELS[:2]}, r"y has shape \(2,\); 3 examples in x need shape \(3,\)"),
        ({"y": LABELS[:, None]}, r"y has shape \(3, 1\); .* y\.ravel\(\)"),
        ({"x": np.array([[1, 2], [np.nan, 1], [1, 1]], "f")}, r"x is not finite at row 1, column 0"),
        ({"y": VALUES * np.inf, "classes": ()}, r"y is not finite at row 0 \(counted from 0\): inf"),
        ({"y": LABELS + 1}, r"y at row 1 .* is 2, and classes has 2 names: use 0 \.\.\. 1"),
        ({"y": LABELS - 1}, r"y at row 0 .* is -1"),
        ({"x": IDS, "tokens": ABC[:2]}, r"x at row 0, column 2 .* is 2, and tokens has 2 names"),
        ({"classes": ("yes", "yes")}, r"classes has 'yes' twice"),
        ({"y": LABELS * 0, "classes": ("a",)}, r"one class alone leaves nothing to tell apart"),
        ({"features": ("a",)}, r"features has 1 names, and x has 2 columns"),
        ({"features": "ab"}, r"features = 'ab' is one string"),
    ],
)
def test_refusals(fields, message):
    with pytest.raises(DataError, match=message):
        Dataset(**{"x": X, "y": LABELS, "classes": YES_NO, **fields})


def test_take_keeps_the_pairs_and_the_names():
    d = Dataset(X, LABELS, "mine", ("a", "b"), YES_NO)
    for rows in ([2, 0], np.array([2, 0]), np.array([2, 0], dtype=np.int32)):
        part = d.take(rows)
        assert (part.x.tolist(), part.y.tolist()) == ([[5, 6], [1, 2]], [1, 0])
        assert (part.name, part.features, part.classes) == ("mine", ("a", "b"), YES_NO)
    assert d.take(np.array([False, True, False])).x.tolist() == [[3, 4]]
    with pytest.raises(DataError, match="at least one"):
        d.take(np.array([], dtype=int))


# ---- from_arrays --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dtype", ["f2", "f4", "f8", ">f8", "i1", "u1", "i4", "i8", "u8", "?"], ids=lambda d: np.dtype(d).name
)
def test_any_real_type_is_converted(dtype):
    x = np.array([[0, 1], [1, 1], [1, 0]], dtype=dtype)
    d = from_arrays(x, x[:, 0], features=("a", "b"))
    assert (d.x.dtype, d.y.dtype) == (np.float32, np.int64)
    assert (d.x.tolist(), d.y.tolist(), d.classes) == (x.astype(float).tolist(), [0, 1, 1], ("0", "1"))


@pytest.mark.parametrize(
    ("y", "options", "target", "classes"),
    [
        (["cat", "ant", "cat"], {}, [1, 0, 1], ("ant", "cat")),
        (np.array(["cat", "ant", "cat"], dtype=object), {}, [1, 0, 1], ("ant", "cat")),
        (np.array(["cat", "ant", "cat"], np.dtypes.StringDType()), {}, [1, 0, 1], ("ant", "cat")),
        (["cat", "ant", "cat"], {"classes": ("cat", "ant")}, [0, 1, 0], ("cat", "ant")),
        ([7, -2, 7], {}, [1, 0, 1], ("-2", "7")),
        ([7.0, -2.0, 7.0], {}, [1, 0, 1], ("-2", "7")),
        ([True, False, True], {}, [1, 0, 1], ("0", "1")),
        ([1, 0, 1], {"classes": ("no", "yes", "maybe")}, [1, 0, 1], ("no", "yes", "maybe")),
        ([1.0, 0.0, 1.0], {"classes": YES_NO}, [1, 0, 1], YES_NO),
        ([0.5, 1.0, 2.0], {}, [0.5, 1.0, 2.0], ()),
        ([1, 2, 4], {"regression": True}, [1, 2, 4], ()),
        ([1, 2, 4], {"regression": False}, [0, 1, 2], ("1", "2", "4")),
    ],
)
def test_targets(y, options, target, classes):
    d = from_arrays(X, y, **options)
    assert (d.y.tolist(), d.classes) == (target, classes)
    assert d.y.dtype == (np.int64 if classes else np.float32)


def test_lists_tensors_and_names():
    d = from_arrays([[1, 2], [3, 4]], torch.tensor([0.5, 1.0]), name="mine")
    assert (d.x.tolist(), d.y.tolist(), d.name) == ([[1, 2], [3, 4]], [0.5, 1.0], "mine")
    assert d.features == ("x0", "x1")
    assert from_arrays(X, VALUES, features=["a", "b"]).features == ("a", "b")


def test_token_ids():
    d = from_arrays(IDS.astype(np.uint8), [0.5, 1.0, 1.5], tokens=ABC)
    assert (d.x.dtype, d.x.tolist(), d.tokens, d.features) == (np.int64, IDS.tolist(), ABC, ())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"x": [[1, 2], [3]]}, r"x is ragged"),
        ({"x": [["a", "b"]] * 3}, r"x holds <U1; it needs numbers"),
        ({"x": [[1, None]] * 3}, r"x holds object; it needs numbers"),
        ({"x": X * 1j}, r"x holds complex numbers"),
        ({"y": VALUES * 1j}, r"y holds complex numbers"),
        ({"x": X.astype("m8[s]")}, r"x holds timedelta64\[s\]"),
        ({"y": [None, 1, 2]}, r"y holds object; it needs numbers or text"),
        ({"x": []}, r"x has shape \(0,\)"),
        ({"x": np.zeros((3, 2, 2))}, r"flatten each example by x\.reshape\(len\(x\), -1\)"),
        ({"y": [1, 2]}, r"y has shape \(2,\); 3 examples"),
        ({"x": [[1, 2], [3, 4], [5, np.nan]]}, r"x is not finite at row 2, column 1 .* nan"),
        ({"x": [[1, 2], [3, -np.inf], [5, 6]]}, r"x is not finite at row 1, column 1 .* -inf"),
        ({"y": [1, np.nan, 2]}, r"y is not finite at row 1"),
        ({"y": [1, np.nan, 2], "regression": True}, r"y is not finite at row 1"),
        ({"x": [[1, 2], [3, -1e39], [5, 6]]}, r"x at row 1, column 1 .* is -1e\+39, which overflows"),
        ({"y": [0.5, 1e39, 2]}, r"y at row 1 .* is 1e\+39, which overflows"),
        ({"features": "ab"}, r"features = 'ab' is one string"),
        ({"features": ("a",)}, r"features has 1 names, and x has 2 columns"),
        ({"y": [3, 3, 3]}, r"every target is 3; there is nothing to tell apart"),
        ({"y": ["a", "b", "c"], "classes": ("a", "b")}, r"y at row 2 is 'c', which is not among classes"),
        ({"y": [0, 1, 2], "classes": ("a", "b")}, r"y at row 2 .* is 2, and classes has 2 names"),
        ({"y": [0, 0.5, 1], "classes": ("a", "b")}, r"y at row 1 .* is 0\.5; class labels are whole"),
        ({"y": [0, 0.5, 1], "regression": False}, r"y at row 1 .* is 0\.5; class labels are whole"),
        ({"y": ["a", "b", "c"], "regression": True}, r"regression = True, but y holds text"),
        ({"regression": True, "classes": YES_NO}, r"regression = True, but classes = \('no', 'yes'\)"),
        ({"tokens": ABC}, r"x at row 1, column 0 .* is 3, and tokens has 3 names"),
        ({"x": X + 0.5, "tokens": ABC}, r"x at row 0, column 0 .* is 1\.5; token ids are whole"),
    ],
)
def test_from_arrays_refuses(fields, message):
    with pytest.raises(DataError, match=message):
        from_arrays(**{"x": X, "y": VALUES, **fields})


def test_many_whole_numbers_need_a_word_from_the_caller():
    """Prices in whole dollars would otherwise become hundreds of classes without a sound."""
    x, y = np.ones((84, 1)), np.arange(84) % 21
    assert from_arrays(x, y).outputs == 21  # four of each
    with pytest.raises(DataError, match=r"21 different whole numbers in 83 examples: .*regression=False"):
        from_arrays(x[1:], y[1:])
    assert from_arrays(x[1:], y[1:], regression=True).outputs == 1
    assert from_arrays(x[1:], y[1:], regression=False).outputs == 21
    assert from_arrays(x[1:], y[1:].astype(str)).outputs == 21
    assert from_arrays(x[:20], y[:20]).outputs == 20


@given(arrays.arrays(np.int64, st.integers(2, 30), elements=st.integers(-3, 3)))
def test_classes_name_the_targets(y):
    if len(set(y.tolist())) > 1:
        d = from_arrays(np.zeros((len(y), 1)), y)
        assert [int(d.classes[label]) for label in d.y] == y.tolist()


@given(arrays.arrays(np.float64, (3, 2), elements=st.floats(-(2.0**99), 2.0**99, width=32)))
def test_numbers_survive(x):
    assert from_arrays(x, VALUES).x.astype(np.float64).tolist() == x.tolist()
