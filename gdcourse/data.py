"""Data sets, and what is done to them before and while a network sees them.

All of it can be had from here: the built-in sets (`digits()`, ...; `BUILT_IN` has them by name), users'
own arrays (`from_arrays`) and files (`from_file`), then `split`, `standardize`, `random_labels` and
`minibatches`. Nothing here imports PyTorch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from . import normalization
from .builtin import (
    BUILT_IN,
    ONE_UNIT,
    breast_cancer,
    diabetes,
    digits,
    help_text,
    mnist1d,
    mnist_5000,
    wine,
)
from .dataset import DataError, Dataset, from_arrays
from .files import from_file

__all__ = [
    "BUILT_IN",
    "ONE_UNIT",
    "DataError",
    "Dataset",
    "breast_cancer",
    "diabetes",
    "digits",
    "from_arrays",
    "from_file",
    "help_text",
    "minibatches",
    "mnist1d",
    "mnist_5000",
    "random_labels",
    "split",
    "standardize",
    "wine",
]


def split(dataset: Dataset, validation: float, seed: int) -> tuple[Dataset, Dataset]:
    """Hold out a fraction of the examples, drawn at random from `seed`: (training, validation).

    >>> train, held_out = split(digits(), 0.1, seed=0)
    >>> len(train), len(held_out)
    (1617, 180)
    """
    train, held_out = split_rows(len(dataset), validation, seed)
    return dataset.take(train), dataset.take(held_out)


def split_rows(n: int, validation: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What `split` draws, as indices of the `n` examples."""
    if not isinstance(validation, (int, float)):
        raise TypeError(f"validation = {validation!r}: give a fraction such as 0.1, a Dataset, or None")
    count = round(n * validation) if math.isfinite(validation) else 0
    if not 0 < count < n:
        raise ValueError(
            f"validation = {validation!r} of {n} examples leaves {count} to validate on and "
            f"{n - count} to train on; both need at least one, so try 0.1 or 0.2"
        )
    order = np.random.default_rng(seed).permutation(n)
    return order[count:], order[:count]


def standardize(train: Dataset, *others: Dataset) -> tuple[Dataset, ...]:
    """Shift and scale every feature to mean 0 and standard deviation 1 *on the training data*.

    The same numbers are used for the other sets. A feature that is constant on the training data is
    only shifted. Returns the data sets in the order given. The arithmetic is that of
    `gdcourse.normalization.standardize`. Raises `ValueError` for token ids, which have no scale, and for
    sets with other columns than `train`.

    >>> train, held_out = standardize(*split(digits(), 0.1, seed=0))
    >>> bool(abs(train.x.mean()) < 1e-6)
    True
    """
    for d in (train, *others):
        if d.tokens:
            raise ValueError(
                f"{d.name} holds token ids, which are names and not quantities: leave them as is"
            )
    arrays = normalization.standardize(*(d.x for d in (train, *others)))
    return tuple(replace(d, x=x) for d, x in zip((train, *others), arrays, strict=True))


def random_labels(dataset: Dataset, seed: int) -> Dataset:
    """The same examples, each with a class drawn uniformly at random: nothing is left to be learned.

    A network that fits such labels has memorised them. One in K still meets its old label, by chance,
    where there are K classes. Raises `ValueError` for a regression, which has no classes to draw from.

    >>> d = random_labels(digits(), seed=0)
    >>> bool(abs((d.y == digits().y).mean() - 0.1) < 0.02)
    True

    Source: Zhang, Bengio, Hardt, Recht and Vinyals (2017) [zhang2017].
    """
    if not dataset.classes:
        raise ValueError(f"{dataset.name} is a regression and has no classes to draw from; try digits()")
    labels = np.random.default_rng(seed).integers(len(dataset.classes), size=len(dataset))
    return replace(dataset, y=labels, name=f"{dataset.name} with random labels")


def minibatches(
    n: int, batch_size: int | str, rng: np.random.Generator, drop_last: bool = False
) -> Iterator[np.ndarray]:
    """One epoch's batches: arrays of indices, which together hold each of 0 ... n - 1 once, shuffled.

    `batch_size` is 1 (stochastic gradient descent), a number (mini-batch) or "full" (batch). The last
    batch has what is left, and may be smaller; `drop_last` leaves it out where it is. The order is drawn
    from `rng` at the call, and one draw makes one epoch.

    Raises `ValueError` for n or a batch size that is not whole and positive, and where `drop_last` would
    leave no batch at all.

    >>> [len(rows) for rows in minibatches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    >>> [len(rows) for rows in minibatches(10, 4, np.random.default_rng(0), drop_last=True)]
    [4, 4]
    """
    if not isinstance(n, int) or n < 1:
        raise ValueError(f"n = {n!r} is not a positive whole number; give how many examples there are")
    if batch_size != "full" and (not isinstance(batch_size, int) or batch_size < 1):
        raise ValueError(f'batch_size = {batch_size!r}: give 1, a number such as 32, or "full"')
    size = n if batch_size == "full" else int(batch_size)
    if drop_last and size > n:
        raise ValueError(
            f"batch_size = {size} of n = {n} examples leaves no batch with drop_last; try at most {n}"
        )
    order = rng.permutation(n)
    end = n - n % size if drop_last else n
    return (order[start : start + size] for start in range(0, end, size))
