"""What is done to data sets: held out, standardised, relabelled, cut into batches."""

import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcourse import data


def test_split_partitions_the_examples():
    d = data.digits()
    train, held_out = data.split(d, 0.2, seed=3)
    together = np.vstack([train.x, held_out.x])
    assert sorted(map(bytes, together)) == sorted(map(bytes, d.x))
    again = data.split(d, 0.2, seed=3)[1]
    np.testing.assert_array_equal(again.x, held_out.x)


def test_standardize_uses_the_training_data_alone():
    train, held_out = data.split(data.digits(), 0.2, seed=0)
    a, b = data.standardize(train, held_out)
    varied = train.x.std(axis=0) > 0
    assert not varied.all()  # digits have pixels that are always empty
    np.testing.assert_allclose(a.x.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(a.x.std(axis=0)[varied], 1, rtol=1e-4)
    scale = np.where(varied, train.x.std(axis=0), 1)
    np.testing.assert_allclose(b.x, (held_out.x - train.x.mean(axis=0)) / scale, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, 0.0001])
def test_split_refuses_an_empty_part(fraction):
    with pytest.raises(ValueError, match="both need at least one"):
        data.split(data.digits(), fraction, seed=0)


def test_standardize_shifts_a_constant_feature_and_keeps_all_but_x():
    train = data.from_arrays(np.full((7, 1), 0.1), [0, 1] * 3 + [0], "mine", ["a"], ["no", "yes"])
    other = data.from_arrays([[2.1]], [1], classes=["no", "yes"])
    a, b = data.standardize(train, other)
    assert not a.x.any()
    np.testing.assert_allclose(b.x, 2.0, rtol=1e-6)
    np.testing.assert_array_equal(a.y, train.y)
    assert (a.name, a.features, a.classes) == ("mine", ("a",), ("no", "yes"))


def test_standardize_refuses_other_columns():
    with pytest.raises(ValueError, match="all but the first axis have to agree"):
        data.standardize(data.wine(), data.digits())


def test_standardize_refuses_token_ids():
    text = data.help_text(length=4).take(np.arange(9))
    with pytest.raises(ValueError, match="help_text holds token ids"):
        data.standardize(text)
    with pytest.raises(ValueError, match="help_text holds token ids"):
        data.standardize(data.wine(), text)


# ---- random labels ------------------------------------------------------------------------------


def test_random_labels_are_uniform_and_know_nothing_of_the_examples():
    d = data.digits()
    noise = data.random_labels(d, seed=0)
    np.testing.assert_array_equal(noise.x, d.x)
    assert (noise.classes, noise.y.dtype) == (d.classes, np.int64)
    assert noise.name != d.name
    expected = len(d) / 10
    counts = np.bincount(noise.y, minlength=10)
    assert (abs(counts - expected) < 4 * np.sqrt(expected)).all()
    assert abs((noise.y == d.y).sum() - expected) < 4 * np.sqrt(expected)


def test_random_labels_follow_the_seed():
    d = data.wine()
    same, other = data.random_labels(d, 1), data.random_labels(d, 2)
    np.testing.assert_array_equal(same.y, data.random_labels(d, 1).y)
    assert (same.y != other.y).any()


def test_random_labels_may_leave_a_class_out_and_keep_its_name():
    few = data.digits().take(np.arange(3))
    assert data.random_labels(few, 0).outputs == 10


def test_random_labels_need_classes():
    with pytest.raises(ValueError, match="diabetes is a regression"):
        data.random_labels(data.diabetes(), 0)


# ---- minibatches --------------------------------------------------------------------------------


@given(n=st.integers(1, 60), size=st.integers(1, 70), seed=st.integers(0, 2**32 - 1))
def test_minibatches_partition_the_examples(n, size, seed):
    batches = list(data.minibatches(n, size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(batches).tolist()) == list(range(n))
    assert [len(rows) for rows in batches[:-1]] == [size] * (len(batches) - 1)
    assert 1 <= len(batches[-1]) <= size
    if size <= n:
        whole = list(data.minibatches(n, size, np.random.default_rng(seed), drop_last=True))
        assert [len(rows) for rows in whole] == [size] * (n // size)
        for ours, theirs in zip(whole, batches, strict=False):
            np.testing.assert_array_equal(ours, theirs)


def test_one_and_full():
    rng = np.random.default_rng(0)
    assert [len(rows) for rows in data.minibatches(3, 1, rng)] == [1, 1, 1]
    (rows,) = data.minibatches(7, "full", rng)
    assert sorted(rows.tolist()) == list(range(7))
    (rows,) = data.minibatches(7, "full", rng, drop_last=True)
    assert len(rows) == 7


def test_each_epoch_has_an_order_of_its_own_and_each_seed_too():
    rng = np.random.default_rng(0)
    epochs = [np.concatenate(list(data.minibatches(50, 8, rng))) for _ in range(2)]
    assert (epochs[0] != epochs[1]).any()
    assert (epochs[0] != np.arange(50)).any()
    again = np.concatenate(list(data.minibatches(50, 8, np.random.default_rng(0))))
    np.testing.assert_array_equal(again, epochs[0])


def test_every_order_is_equally_likely():
    rng = np.random.default_rng(0)
    orders = Counter(tuple(np.concatenate(list(data.minibatches(3, 2, rng))).tolist()) for _ in range(3000))
    assert len(orders) == 6
    assert all(abs(count - 500) < 4 * np.sqrt(500) for count in orders.values())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 4), r"n = 0 is not a positive whole number"),
        ((2.5, 4), r"n = 2\.5 is not"),
        ((10, 0), r"batch_size = 0: give 1, a number such as 32, or \"full\""),
        ((10, 2.5), r"batch_size = 2\.5"),
        ((10, "half"), r"batch_size = 'half'"),
        ((10, 11, True), r"batch_size = 11 of n = 10 examples leaves no batch with drop_last"),
    ],
)
def test_minibatches_refuse_at_the_call(arguments, message):
    n, size, *drop_last = arguments
    with pytest.raises(ValueError, match=message):
        data.minibatches(n, size, np.random.default_rng(0), *drop_last)


def test_data_does_without_pytorch():
    heavy = ["torch", "sklearn", "matplotlib", "pandas"]
    code = f"import gdcourse.data, sys; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
