"""What students get wrong in notebook a09, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== standardize =====================================================================================


@wrong(
    "standardize",
    hint=(
        "The spread is a little too large, and the more so the fewer rows there are: the sum of "
        "squares is divided by N - 1 here, as for an estimate from a sample. Chapter 9, Normalising "
        "the data."
    ),
    seen=("ddof=1, and pandas, which has it by default"),
)
def divided_by_n_minus_one(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.sqrt(((train - mean) ** 2).sum(axis=0) / max(len(train) - 1, 1)))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Each array is shifted and scaled by its own mean and spread: the others then lose what sets "
        "them apart from the training data, and one row alone becomes zero. Chapter 9, Statistics of "
        "the training set alone."
    ),
    seen=("fit_transform on the test data"),
)
def each_by_its_own_statistics(train, *others):
    done = []
    for a in (train, *others):
        flat = a.max(axis=0) == a.min(axis=0)
        done.append((a - np.where(flat, a[0], a.mean(axis=0))) / np.where(flat, 1.0, a.std(axis=0)))
    return tuple(done)


@wrong(
    "standardize",
    hint=(
        "Mean and spread are taken over all arrays put together: what the others hold then reaches "
        "the training data. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the scaler fitted before the data are split"),
)
def all_rows_together(train, *others):
    rows = np.concatenate([train, *others])
    same = rows.max(axis=0) == rows.min(axis=0)
    mean = np.where(same, rows[0], np.mean(rows, axis=0))
    std = np.where(same, 1.0, np.std(rows, axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Every feature has the mean 0 now, and its old scale: what is missing is the division by the "
        "standard deviation. Chapter 9, Normalising the data."
    ),
    seen=("centring taken for standardising"),
)
def only_shifted(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple(a - mean + 0 * std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "The distances from the mean are divided by their mean square, not by its root: a feature's "
        "spread becomes one over what it was. Chapter 9, Normalising the data."
    ),
    seen=("var for std"),
)
def divided_by_the_variance(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.var(train, axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Every feature is divided by its spread and not shifted first: the means are not zero. "
        "Chapter 9, Normalising the data."
    ),
    seen=("the mean forgotten"),
)
def only_scaled(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple(a / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "All features share one mean and one standard deviation: each needs its own, or the large "
        "ones drown the small. Chapter 9, Normalising the data."
    ),
    seen=("the axis forgotten"),
)
def one_mean_for_all(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train))
    std = np.where(same, 1.0, np.std(train))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Mean and spread are those of each example over its features: that is layer normalisation. "
        "Here they belong to a feature, over the examples. Chapter 9, Normalising the data."
    ),
    seen=("axis=1 for axis=0"),
)
def along_the_row(train, *others):
    done = []
    for a in (train, *others):
        mean, std = a.mean(axis=1, keepdims=True), a.std(axis=1, keepdims=True)
        done.append((a - mean) / np.where(std == 0, 1.0, std))
    return tuple(done)


@wrong(
    "standardize",
    hint=(
        "A feature with the same value in every row has the spread 0, and it is divided by that: nan, "
        "or infinity. Such a feature is not scaled. Chapter 9, Statistics of the training set alone."
    ),
    seen=("data without constant columns tried"),
)
def constant_not_looked_at(train, *others):
    mean = np.mean(train, axis=0)
    std = np.std(train, axis=0)
    with np.errstate(all="ignore"):
        return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Whether a feature is constant is decided by its computed spread. The mean of equal numbers "
        "is rounded: of three times 0.1 it is not 0.1, and the spread not quite 0. The values "
        "themselves tell. Chapter 9, Statistics of the training set alone."
    ),
    seen=("std == 0, as in many scalers"),
)
def spread_compared_with_zero(train, *others):
    spread = np.std(train, axis=0)
    mean = np.mean(train, axis=0)
    std = np.where(spread == 0, 1.0, spread)
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "A small number is added to the spread: features that vary little are then scaled too weakly, "
        "and constant ones in the other arrays become huge. Chapter 9, Statistics of the training set "
        "alone."
    ),
    seen=("std + 1e-8"),
)
def small_number_added_to_std(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.std(train, axis=0) + 1e-8
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Where a feature is constant in train, it becomes 0 in the other arrays too, whatever they "
        "hold: it is to be shifted there, not erased. Chapter 9, Statistics of the training set "
        "alone."
    ),
    seen=("the column multiplied by zero"),
)
def constant_becomes_zero_everywhere(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple(np.where(same, 0.0, (a - mean) / std) for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "A feature that is constant in train is left as it was: it is not scaled, but it is shifted, "
        "to 0 in train. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the column skipped"),
)
def constant_left_as_it_was(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, 0.0, np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "The smallest value becomes 0 and the largest 1: that is another scaling, which one far value "
        "decides alone. Here the mean becomes 0 and the spread 1. Chapter 9, Normalising the data."
    ),
    seen=("min-max scaling"),
)
def to_the_interval(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = train.min(axis=0)
    std = np.where(same, 1.0, train.max(axis=0) - train.min(axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "A feature that varies little is taken for constant: how small a spread is depends on the "
        "units. Constant means the same value in every row. Chapter 9, Statistics of the training set "
        "alone."
    ),
    seen=("np.isclose(std, 0)"),
)
def little_spread_taken_for_none(train, *others):
    same = np.std(train, axis=0) < 1e-5
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "The other arrays come back as they were given: what is learned on the shifted and scaled "
        "rows needs the same shift and scale wherever it is used. Chapter 9, Statistics of the "
        "training set alone."
    ),
    seen=("the test data forgotten"),
)
def others_untouched(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return ((train - mean) / std, *others)


@wrong(
    "standardize",
    hint=(
        "The other arrays are divided by the spread of train, but its mean is not subtracted from "
        "them. Chapter 9, Statistics of the training set alone."
    ),
    seen=("two lines that differ"),
)
def others_not_shifted(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return ((train - mean) / std, *(a / std for a in others))


@wrong(
    "standardize",
    hint=(
        "The other arrays are shifted by the mean of train, but not divided by its spread. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("two lines that differ"),
)
def others_not_scaled(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return ((train - mean) / std, *(a - mean for a in others))


@wrong(
    "standardize",
    hint=(
        "The other arrays are scaled by the spread of train, but shifted by their own mean: a row "
        "alone becomes zero. Chapter 9, Statistics of the training set alone."
    ),
    seen=("a.mean(axis=0) in a loop"),
)
def others_shifted_by_their_own_mean(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return ((train - mean) / std, *((a - a.mean(axis=0)) / std for a in others))


@wrong(
    "standardize",
    hint=(
        "The other arrays are shifted by the mean of train, but divided by their own spread. Chapter "
        "9, Statistics of the training set alone."
    ),
    seen=("a.std(axis=0) in a loop"),
)
def others_scaled_by_their_own_spread(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return (
        (train - mean) / std,
        *((a - mean) / np.where(np.ptp(a, axis=0) == 0, 1.0, a.std(axis=0)) for a in others),
    )


@wrong(
    "standardize",
    hint=(
        "The spread is measured from 0, as the root of the mean square, not from the mean: features "
        "far from 0 become tiny. Chapter 9, Normalising the data."
    ),
    seen=("the mean subtracted too late"),
)
def root_mean_square(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.sqrt(np.mean(train**2, axis=0)))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "The spread is the mean distance from the mean here: the standard deviation is the root of "
        "the mean *squared* distance. Chapter 9, Normalising the data."
    ),
    seen=("abs for the square"),
)
def mean_distance(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.mean(abs(train - train.mean(axis=0)), axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Features are shifted by their median, the value in the middle: the mean was asked for. "
        "Chapter 9, Normalising the data."
    ),
    seen=("robust scaling"),
)
def median(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.median(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple((a - mean) / std for a in (train, *others))


@wrong(
    "standardize",
    hint=(
        "Of the other arrays only the first comes back: there may be several, and none. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("train and test, nothing else thought of"),
)
def only_the_first_other(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    return tuple((a - mean) / std for a in (train, *others[:1]))


@wrong(
    "standardize",
    hint=(
        "When train is given alone, its array comes back by itself: the result is a tuple, also of "
        "one. Chapter 9, Statistics of the training set alone."
    ),
    seen=("convenience"),
)
def not_a_tuple_when_alone(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    done = tuple((a - mean) / std for a in (train, *others))
    return done if others else done[0]


@wrong(
    "standardize",
    hint=(
        "The arrays that were given are changed themselves: whoever needs the measurements as they "
        "were has lost them. Chapter 9, Statistics of the training set alone."
    ),
    seen=("a -= mean"),
)
def in_place(train, *others):
    same = train.max(axis=0) == train.min(axis=0)
    mean = np.where(same, train[0], np.mean(train, axis=0))
    std = np.where(same, 1.0, np.std(train, axis=0))
    for a in (train, *others):
        a -= mean
        a /= std
    return (train, *others)


@right("standardize", note="a loop over the features")
def column_by_column(train, *others):
    done = [np.empty_like(a, dtype=float) for a in (train, *others)]
    for j in range(train.shape[1]):
        column = train[:, j]
        shift, scale = column.sum() / len(column), 1.0
        if (column == column[0]).all():
            shift = column[0]
        else:
            scale = math.sqrt(((column - shift) ** 2).sum() / len(column))
        for new, a in zip(done, (train, *others)):
            new[:, j] = (a[:, j] - shift) / scale
    return tuple(done)


@right("standardize", note="the spread after the shift")
def two_passes(train, *others):
    constant = np.ptp(train, axis=0) == 0
    shift = np.where(constant, train[:1], train.mean(axis=0, keepdims=True))
    moved = [each - shift for each in (train, *others)]
    scale = np.sqrt(np.mean(np.square(moved[0]), axis=0))
    scale[constant] = 1
    return tuple([each / scale for each in moved])


@right("standardize", note="multiplied by one over the spread")
def times_the_inverse(train, *others):
    mean, inverse = train.mean(axis=0), np.ones(train.shape[1])
    varied = (train != train[0]).any(axis=0)
    mean[~varied] = train[0, ~varied]
    inverse[varied] = 1 / train[:, varied].std(axis=0)
    return tuple(inverse * (each - mean) for each in [train, *others])


# ==== group_folds =====================================================================================


@wrong(
    "group_folds",
    hint=(
        "The rows are dealt out one by one, and those of one group come apart: what belongs together "
        "stays in one fold. Chapter 9, Statistics of the training set alone."
    ),
    seen=("ordinary folds"),
)
def rows_dealt_out(groups, k):
    return np.arange(len(groups)) % k


@wrong(
    "group_folds",
    hint=(
        "The rows are cut into blocks of equal length, which cuts through groups: a fold is made of "
        "whole groups. Chapter 9, Statistics of the training set alone."
    ),
    seen=("np.array_split of the rows"),
)
def rows_in_blocks(groups, k):
    return np.arange(len(groups)) * k // len(groups)


@wrong(
    "group_folds",
    hint=(
        "The groups stay whole, but they go round the folds in turn, by their numbers: sizes are not "
        "looked at, and one fold may get all the large ones. Chapter 9, Statistics of the training "
        "set alone."
    ),
    seen=("i % k over the groups"),
)
def groups_in_turn(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in range(len(labels)):
        fold = i % k
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The groups are taken by size and then dealt out, so that the folds get equally many "
        "*groups*: groups differ in size, and each should go where the fewest rows are so far. "
        "Chapter 9, Statistics of the training set alone."
    ),
    seen=("greedy in half"),
)
def largest_first_then_in_turn(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for place, i in enumerate(sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i]))):
        fold = place % k
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The groups are taken by size and go to and fro over the folds, as players are picked for "
        "teams: each should go where the fewest rows are so far. Chapter 9, Statistics of the "
        "training set alone."
    ),
    seen=("a snake draft"),
)
def to_and_fro(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for place, i in enumerate(sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i]))):
        fold = place % k if place // k % 2 == 0 else k - 1 - place % k
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The smallest groups are taken first: the large ones come last, when nothing is left to even "
        "them out. Chapter 9, Statistics of the training set alone."
    ),
    seen=("sorted without a minus"),
)
def smallest_first(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (sizes[i], labels[i])):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "Each group goes where the fewest rows are, but the groups are taken by their numbers, not by "
        "size. Chapter 9, Statistics of the training set alone."
    ),
    seen=("np.unique's order"),
)
def by_number_not_by_size(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in range(len(labels)):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "Each group goes where the fewest rows are, but the groups are taken as they appear in the "
        "rows, not by size. Chapter 9, Statistics of the training set alone."
    ),
    seen=("a dict filled row by row"),
)
def in_order_of_appearance(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: list(groups).index(labels[i])):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The largest groups come first, and of groups of one size the one that appears first: the one "
        "with the smaller number was asked for. Chapter 9, Statistics of the training set alone."
    ),
    seen=("Counter.most_common"),
)
def ties_by_appearance(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], list(groups).index(labels[i]))):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "Of groups of one size the one with the larger number is taken first: a sort turned round "
        "turns ties round as well. Chapter 9, Statistics of the training set alone."
    ),
    seen=("argsort()[::-1]"),
)
def ties_by_larger_number(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], -labels[i])):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "Every group goes into fold 0: what a fold holds is either not added up, or the fold with the "
        "most rows is taken where the one with the fewest is meant. Chapter 9, Statistics of the "
        "training set alone."
    ),
    seen=("argmax for argmin"),
)
def fullest_fold(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        fold = held.index(max(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "Where several folds hold equally few rows, the last of them is taken: the one with the "
        "lowest number was asked for. Chapter 9, Statistics of the training set alone."
    ),
    seen=("<= in a loop"),
)
def last_of_equal_folds(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        fold = k - 1 - held[::-1].index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The fold is the remainder of the group's number divided by k: numbers are names here, and "
        "may have gaps. Chapter 9, Statistics of the training set alone."
    ),
    seen=("groups % k"),
)
def number_modulo_k(groups, k):
    return groups % k


@wrong(
    "group_folds",
    hint=(
        "The groups are divided as they should be, and the folds are numbered from 1: they begin with "
        "0. Chapter 9, Statistics of the training set alone."
    ),
    seen=("counting as people do"),
)
def folds_from_one(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out + 1


@wrong(
    "group_folds",
    hint=(
        "What comes back has an entry for each group: asked for is one for each row. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("the last step forgotten"),
)
def fold_of_each_group(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(labels), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        fold = held.index(min(held))
        out[i] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "What comes back is a list with the rows of each fold: asked for is one array, with the fold "
        "of each row. Chapter 9, Statistics of the training set alone."
    ),
    seen=("sklearn's split"),
)
def rows_of_each_fold(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return [np.flatnonzero(out == fold) for fold in range(k)]


@wrong(
    "group_folds",
    hint=(
        "A fold is filled until it has its share of the rows, and then the next: each group should go "
        "where the fewest rows are so far. Chapter 9, Statistics of the training set alone."
    ),
    seen=("buckets filled to the brim"),
)
def filled_one_after_the_other(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    fold = 0
    for i in sorted(range(len(labels)), key=lambda i: (-sizes[i], labels[i])):
        if fold < k - 1 and held[fold] >= len(groups) / k:
            fold += 1
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@wrong(
    "group_folds",
    hint=(
        "The groups are taken by their numbers, the largest number first: it is the number of *rows* "
        "that decides. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the labels sorted instead of the counts"),
)
def largest_number_first(groups, k):
    labels, sizes = np.unique(groups, return_counts=True)
    held, out = [0] * k, np.zeros(len(groups), dtype=int)
    for i in sorted(range(len(labels)), key=lambda i: -labels[i]):
        fold = held.index(min(held))
        out[groups == labels[i]] = fold
        held[fold] += sizes[i]
    return out


@right("group_folds", note="plain Python")
def row_by_row(groups, k):
    rows_of = {}
    for row, group in enumerate(groups):
        rows_of.setdefault(int(group), []).append(row)
    full, result = [0 for _ in range(k)], [None] * len(groups)
    for group in sorted(rows_of, key=lambda g: (-len(rows_of[g]), g)):
        to = min(range(k), key=lambda fold: (full[fold], fold))
        full[to] += len(rows_of[group])
        for row in rows_of[group]:
            result[row] = to
    return np.array(result)


@right("group_folds", note="np.unique's inverse")
def through_the_inverse(groups, k):
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    fold_of, load = np.empty(len(counts), dtype=np.int64), np.zeros(k)
    for g in np.lexsort((np.arange(len(counts)), -counts)):
        fold_of[g] = np.argmin(load)
        load[fold_of[g]] += counts[g]
    return fold_of[inverse.reshape(-1)]


@right("group_folds", note="the rows of each fold counted each time")
def loads_counted_anew(groups, k):
    fold = np.full(len(groups), -1)
    left = {int(g): int(np.sum(groups == g)) for g in groups}
    while left:
        g = min(left, key=lambda g: (-left[g], g))
        del left[g]
        fold[groups == g] = int(np.argmin([np.sum(fold == f) for f in range(k)]))
    return fold


# ==== cross_validate ==================================================================================


@wrong(
    "cross_validate",
    hint=(
        "This is still as it was handed out. Three things are to be found: which rows the mean and "
        "the spread come from, which rows decide what is kept, and how much each row counts in the "
        "end. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the cell as it was"),
)
def as_handed_out(x, y, folds, columns, learn):
    shares = []
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x.mean(axis=0), x.std(axis=0)
        z = (x - mean) / std
        strength = abs(z.T @ (y - y.mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        shares.append(np.mean(predict(z[held][:, best]) == y[held]))
    return np.mean(shares)


@wrong(
    "cross_validate",
    hint=(
        "The mean and the spread come from the training rows now. Still to be found: which rows "
        "decide what is kept, and how much each row counts in the end. Chapter 9, Statistics of the "
        "training set alone."
    ),
    seen=("one of three mistakes mended"),
)
def statistics_mended_alone(x, y, folds, columns, learn):
    shares = []
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        scaled = (x - x.mean(axis=0)) / x.std(axis=0)
        strength = abs(scaled.T @ (y - y.mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        shares.append(np.mean(predict(z[held][:, best]) == y[held]))
    return np.mean(shares)


@wrong(
    "cross_validate",
    hint=(
        "The features are chosen by the training rows now. Still to be found: which rows the mean and "
        "the spread come from, and how much each row counts in the end. Chapter 9, Statistics of the "
        "training set alone."
    ),
    seen=("one of three mistakes mended"),
)
def choice_mended_alone(x, y, folds, columns, learn):
    shares = []
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x.mean(axis=0), x.std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        shares.append(np.mean(predict(z[held][:, best]) == y[held]))
    return np.mean(shares)


@wrong(
    "cross_validate",
    hint=(
        "Every row counts the same now. Still to be found: which rows the mean and the spread come "
        "from, and which decide what is kept. Chapter 9, Statistics of the training set alone."
    ),
    seen=("one of three mistakes mended"),
)
def counting_mended_alone(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x.mean(axis=0), x.std(axis=0)
        z = (x - mean) / std
        strength = abs(z.T @ (y - y.mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "Nothing is learned from the held-out rows any more. What is left: the folds' shares are "
        "averaged, so that a row in a small fold counts more than one in a large fold. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("two of three mistakes mended"),
)
def mean_of_the_shares(x, y, folds, columns, learn):
    shares = []
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        shares.append(np.mean(predict(z[held][:, best]) == y[held]))
    return np.mean(shares)


@wrong(
    "cross_validate",
    hint=(
        "What is left is the choice of the features: it is made with the held-out rows, and their "
        "classes, before they are asked. Chapter 9, Statistics of the training set alone."
    ),
    seen=("two of three mistakes mended"),
)
def chosen_by_all_rows(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        scaled = (x - x.mean(axis=0)) / x.std(axis=0)
        strength = abs(scaled.T @ (y - y.mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "What is left is the first step: mean and standard deviation come from all rows, those that "
        "are held out included. Chapter 9, Statistics of the training set alone."
    ),
    seen=("two of three mistakes mended"),
)
def standardised_by_all_rows(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x.mean(axis=0), x.std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The held-out rows are standardised by their own mean and spread: they need those of the "
        "training rows, as a single new row would. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the step written twice"),
)
def held_out_by_their_own_statistics(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        own = x[held].std(axis=0)
        z[held] = (x[held] - x[held].mean(axis=0)) / np.where(own == 0, 1.0, own)
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The held-out rows are asked as they were measured, while training saw standardised ones: "
        "shift and scale go with the rule. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the second half forgotten"),
)
def held_out_as_measured(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(x[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The choice is made on standardised features, and learn is given the measured ones, as are "
        "the held-out rows. Chapter 9, Statistics of the training set alone."
    ),
    seen=("x for z"),
)
def learned_as_measured(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(x[kept][:, best], y[kept])
        right += np.sum(predict(x[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The features with the largest correlation are kept, with its sign: one that falls as the "
        "class grows tells as much. It is the size that counts. Chapter 9, Statistics of the training "
        "set alone."
    ),
    seen=("abs lost on the way"),
)
def signed_correlation(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = z[kept].T @ (y[kept] - y[kept].mean())
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "Those features are kept that go along with the class the *least*: the sort runs the other "
        "way round. Chapter 9, Statistics of the training set alone."
    ),
    seen=("a minus lost"),
)
def weakest_kept(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "Training and held-out rows have changed places: learned is from the one fold, and asked are "
        "all others. Chapter 9, Statistics of the training set alone."
    ),
    seen=("== and != mixed up"),
)
def trained_on_the_held_out(x, y, folds, columns, learn):
    right = []
    for fold in np.unique(folds):
        held, kept = folds != fold, folds == fold
        mean, std = x[kept].mean(axis=0), np.maximum(x[kept].std(axis=0), 1e-12)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right.extend(predict(z[held][:, best]) == y[held])
    return np.mean(right)


@wrong(
    "cross_validate",
    hint=(
        "The features are chosen without the held-out rows, but learn is given all rows: asked are "
        "then those that it has seen. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the mask forgotten once"),
)
def trained_on_all(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[:, best], y)
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "Asked are the rows that were trained on: how well those are known says nothing about others. "
        "Chapter 9, Statistics of the training set alone."
    ),
    seen=("training accuracy"),
)
def asked_the_training_rows(x, y, folds, columns, learn):
    right = []
    for fold in np.unique(folds):
        kept = folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right.extend(predict(z[kept][:, best]) == y[kept])
    return np.mean(right)


@wrong(
    "cross_validate",
    hint=(
        "What is kept is decided by the held-out rows: it should be decided by the training rows "
        "alone. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the mask the wrong way round in one place"),
)
def chosen_by_the_held_out(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[held].T @ (y[held] - y[held].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The right features are kept, and they are handed on in the order of their correlation: they "
        "stay in the order that they have in x. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the second sort taken out"),
)
def strongest_first(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.argsort(-strength)[:columns]
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The standard deviation is that of a sample, divided by one less than the number of rows: "
        "here it is divided by the number of rows. Chapter 9, Statistics of the training set alone."
    ),
    seen=("ddof=1"),
)
def divided_by_n_minus_one_in_folds(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0, ddof=1)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The features are chosen as they were measured, before they are standardised: those with "
        "large numbers win, whatever they tell. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the order of two lines"),
)
def covariance_for_correlation(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs((x[kept] - mean).T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The last fold is never held out: its rows are asked by nobody, and count as not right. "
        "Chapter 9, Statistics of the training set alone."
    ),
    seen=("range(folds.max())"),
)
def last_fold_never_held_out(x, y, folds, columns, learn):
    right = 0
    for fold in range(folds.max()):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "Fold 0 is never held out: folds are numbered from 0. Chapter 9, Statistics of the training "
        "set alone."
    ),
    seen=("range(1, ...)"),
)
def first_fold_never_held_out(x, y, folds, columns, learn):
    right = 0
    for fold in range(1, folds.max() + 1):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "The features are shifted by the mean of the training rows and not divided by their standard "
        "deviation. Chapter 9, Statistics of the training set alone."
    ),
    seen=("centred only"),
)
def only_shifted_in_folds(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) + 0 * std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "What comes back is how many rows were predicted rightly: asked for is their share of all "
        "rows. Chapter 9, Statistics of the training set alone."
    ),
    seen=("the division forgotten"),
)
def number_right_not_share(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return float(right)


@wrong(
    "cross_validate",
    hint=(
        "What comes back is the share of rows that were *not* predicted rightly. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("error rate and accuracy"),
)
def share_wrong(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) != y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "One feature more is kept than columns says: look at where the slice ends. Chapter 9, "
        "Statistics of the training set alone."
    ),
    seen=("off by one"),
)
def one_feature_too_many(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[: columns + 1])
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@wrong(
    "cross_validate",
    hint=(
        "All features are kept: what is chosen is never used. Chapter 9, Statistics of the training "
        "set alone."
    ),
    seen=("the choice computed and forgotten"),
)
def one_column_less_sorted(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength))
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


@right("cross_validate", note="rows by number, the mean of hits")
def fold_lists(x, y, folds, columns, learn):
    hits = np.zeros(len(y), dtype=bool)
    for number in range(int(max(folds)) + 1):
        inside, outside = np.flatnonzero(folds != number), np.flatnonzero(folds == number)
        shift, scale = np.mean(x[inside], 0), np.std(x[inside], 0)
        seen, asked = (x[inside] - shift) / scale, (x[outside] - shift) / scale
        centred = y[inside] - np.mean(y[inside])
        order = sorted(range(x.shape[1]), key=lambda j: -abs(np.dot(seen[:, j], centred)))
        chosen = sorted(order[:columns])
        hits[outside] = learn(seen[:, chosen], y[inside])(asked[:, chosen]) == y[outside]
    return float(hits.mean())


@right("cross_validate", note="np.corrcoef and a mask of columns")
def by_corrcoef(x, y, folds, columns, learn):
    said = np.empty_like(y)
    for fold in range(folds.max() + 1):
        rest = folds != fold
        size = np.array([abs(np.corrcoef(x[rest, j], y[rest])[0, 1]) for j in range(x.shape[1])])
        use = np.zeros(x.shape[1], dtype=bool)
        use[np.argpartition(-size, columns - 1)[:columns]] = True
        m, s = x[rest][:, use].mean(axis=0), x[rest][:, use].std(axis=0)
        said[~rest] = learn((x[rest][:, use] - m) / s, y[rest])((x[~rest][:, use] - m) / s)
    return np.sum(said == y) / y.size


@right("cross_validate", note="shares weighted by the folds' rows")
def weighted_mean(x, y, folds, columns, learn):
    shares, weights = [], []
    for fold in range(folds.max() + 1):
        train, held = x[folds != fold], x[folds == fold]
        target, answer = y[folds != fold], y[folds == fold]
        mean = train.mean(axis=0)
        std = np.sqrt(((train - mean) ** 2).mean(axis=0))
        train, held = (train - mean) / std, (held - mean) / std
        score = ((train.T @ (target - target.mean())) ** 2).argsort()[::-1][:columns]
        score.sort()
        predict = learn(train[:, score], target)
        shares.append(np.mean(predict(held[:, score]) == answer))
        weights.append(len(answer))
    return float(np.average(shares, weights=weights))


@wrong(
    "cross_validate",
    hint=(
        "The held-out rows are divided by the right standard deviation, and shifted by their own "
        "mean: that has to be the training rows' as well. Chapter 9, Statistics of the training set "
        "alone."
    ),
    seen=("the second bank: one of two numbers forgotten"),
)
def held_out_by_their_own_mean(x, y, folds, columns, learn):
    right = 0
    for fold in np.unique(folds):
        held, kept = folds == fold, folds != fold
        mean, std = x[kept].mean(axis=0), x[kept].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[kept].T @ (y[kept] - y[kept].mean()))
        best = np.sort(np.argsort(-strength)[:columns])
        z[held] = (x[held] - x[held].mean(axis=0)) / std
        predict = learn(z[kept][:, best], y[kept])
        right += np.sum(predict(z[held][:, best]) == y[held])
    return right / len(y)


# ==== penalty =========================================================================================


@wrong(
    "penalty",
    hint=(
        "Biases are penalised as well: arrays with a single axis add nothing to the value, and their "
        "gradient is zero. Chapter 9, L2 and L1."
    ),
    seen=("a loop over all parameters"),
)
def biases_penalised(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=("The gradients are right, and the value counts the biases too. Chapter 9, L2 and L1."),
    seen=("the condition in one of two places"),
)
def biases_in_the_value(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append((l1 * np.sign(p) + l2 * p) * (p.ndim > 1))
    return float(value), grads


@wrong(
    "penalty",
    hint=("The value is right, and the gradient pulls at the biases too. Chapter 9, L2 and L1."),
    seen=("the condition in one of two places"),
)
def biases_in_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(l1 * np.sign(p) + l2 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The value has the whole sum of squares in its L2 part, where half of it belongs: the "
        "gradient that you give belongs to the half. Chapter 9, L2 and L1."
    ),
    seen=("l2 * sum(w**2)"),
)
def no_half(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "Value and gradient of L2 belong together, and both are twice too large: the convention here "
        "has the factor one half. Chapter 9, L2 and L1."
    ),
    seen=("scikit-learn's and many textbooks' convention"),
)
def no_half_and_twice_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + 2 * l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L2 part of the gradient is twice too large: the 2 from the square and the half cancel. "
        "Chapter 9, L2 and L1."
    ),
    seen=("the derivative of w**2 alone"),
)
def twice_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + 2 * l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L2 part of the gradient keeps the half of the value: the derivative of the square brings "
        "a 2. Chapter 9, L2 and L1."
    ),
    seen=("the half carried over"),
)
def half_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + 0.5 * l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L1 part pulls all weights the same way, whatever their sign: it has to pull towards zero "
        "from both sides. Chapter 9, L2 and L1."
    ),
    seen=("the derivative of |w| taken for 1"),
)
def slope_without_sign(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * (p != 0) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L1 part of the gradient grows with the weight: the slope of |w| is as large everywhere, "
        "and only its sign changes. Chapter 9, L2 and L1."
    ),
    seen=("abs(w) for sign(w)"),
)
def slope_by_size(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.abs(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L1 part of the gradient is proportional to the weight: that is L2. The slope of |w| is "
        "as large everywhere. Chapter 9, L2 and L1."
    ),
    seen=("w for sign(w)"),
)
def slope_is_the_weight(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * p + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "At a weight of exactly 0 the L1 part has a slope: it is taken to be 0 there, or a weight "
        "that is zero would be pushed away. Chapter 9, L2 and L1."
    ),
    seen=("np.where(w >= 0, 1, -1)"),
)
def slope_at_zero(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.where(p >= 0, 1.0, -1.0) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The weights are added up with their signs in the L1 part of the value: positive and negative "
        "ones cancel. Chapter 9, L2 and L1."
    ),
    seen=("the bars overlooked"),
)
def values_without_abs(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * p.sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L1 part is missing from the gradient: both penalties pull, each in its own way. Chapter "
        "9, L2 and L1."
    ),
    seen=("one of two terms forgotten"),
)
def no_l1_in_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L2 part is missing from the gradient: both penalties pull, each in its own way. Chapter "
        "9, L2 and L1."
    ),
    seen=("one of two terms forgotten"),
)
def no_l2_in_the_gradient(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p))
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L1 part is missing from the value: what the absolute values cost is to be added. Chapter "
        "9, L2 and L1."
    ),
    seen=("one of two terms forgotten"),
)
def no_l1_in_the_value(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L2 part is missing from the value: what the squares cost is to be added. Chapter 9, L2 and L1."
    ),
    seen=("one of two terms forgotten"),
)
def no_l2_in_the_value(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The value is made of means over each array: the penalty is a sum over all weights, so that a "
        "weight costs the same in a large matrix and in a small one. Chapter 9, L2 and L1."
    ),
    seen=("np.mean"),
)
def means_for_sums(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).mean() + 0.5 * l2 * (p * p).mean()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The L2 part of the value is the length of the weights: it is half of its *square*. Chapter "
        "9, L2 and L1."
    ),
    seen=("np.linalg.norm"),
)
def norm_not_squared(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * np.sqrt((p * p).sum())
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=("The L2 part of the value squares the sum: the squares are to be summed. Chapter 9, L2 and L1."),
    seen=("parentheses"),
)
def square_of_the_sum(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * p.sum() ** 2
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The value is that of the last matrix alone: each one's share has to be added to what there "
        "is. Chapter 9, L2 and L1."
    ),
    seen=("= for +="),
)
def last_array_only(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value = l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The two strengths have changed places: l1 belongs to the absolute values, l2 to the squares. "
        "Chapter 9, L2 and L1."
    ),
    seen=("an order of arguments"),
)
def strengths_swapped(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l2 * np.abs(p).sum() + 0.5 * l1 * (p * p).sum()
        grads.append(l2 * np.sign(p) + l1 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "Weights are arrays with two axes *or more*: those with four, a convolution's kernel, say, go "
        "unpenalised here. Chapter 9, L2 and L1."
    ),
    seen=("ndim == 2"),
)
def matrices_only(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim != 2:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "Which arrays are biases is told by their place in the list: it is their number of axes that "
        "tells. Chapter 9, L2 and L1."
    ),
    seen=("params[::2]"),
)
def every_second_is_a_bias(params, l1, l2):
    value, grads = 0.0, []
    for place, p in enumerate(params):
        if place % 2:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=("Only the first matrix is penalised: the sum goes over all weights. Chapter 9, L2 and L1."),
    seen=("a break"),
)
def first_layer_only(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1 or any(p is not each for each in params[:1]):
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The list of gradients has no array for biases: it needs one for each of params, of its "
        "shape, and zeros for these. Chapter 9, L2 and L1."
    ),
    seen=("continue without append"),
)
def no_entry_for_biases(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "The gradients point downhill: a gradient is the slope of the value, and the step subtracts "
        "it. Chapter 9, L2 and L1."
    ),
    seen=("a minus too early"),
)
def downhill(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(-l1 * np.sign(p) - l2 * p)
    return float(value), grads


@wrong(
    "penalty",
    hint=(
        "What comes back in place of gradients is the weights with the penalty added: only what it "
        "adds to the gradient was asked for. Chapter 9, L2 and L1."
    ),
    seen=("p + ..."),
)
def weights_after_a_step(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p).sum() + 0.5 * l2 * (p * p).sum()
        grads.append(p + l1 * np.sign(p) + l2 * p)
    return float(value), grads


@right("penalty", note="weights flattened and joined")
def all_in_one_row(params, l1, l2):
    weights = [np.ravel(p) for p in params if np.ndim(p) >= 2]
    row = np.concatenate([*weights, np.zeros(1)])
    value = l1 * np.linalg.norm(row, 1) + l2 / 2 * row @ row
    return value, [l1 * np.sign(p) + l2 * p if np.ndim(p) >= 2 else np.zeros(p.shape) for p in params]


@right("penalty", note="plain loops")
def entry_by_entry(params, l1, l2):
    total, slopes = 0.0, []
    for array in params:
        slope = np.zeros_like(array)
        if len(array.shape) > 1:
            for place in np.ndindex(*array.shape):
                w = array[place]
                total += l1 * abs(w) + l2 * w * w / 2
                slope[place] = l2 * w + (l1 if w > 0 else -l1 if w < 0 else 0.0)
        slopes.append(slope)
    return total, slopes


@right("penalty", note="a factor of 0 for biases")
def two_comprehensions(params, l1, l2):
    on = [float(p.ndim > 1) for p in params]
    value = sum(o * (l1 * abs(p).sum() + l2 * np.sum(np.square(p)) / 2) for o, p in zip(on, params))
    return float(value), [o * ((p > 0) * l1 - (p < 0) * l1 + l2 * p) for o, p in zip(on, params)]


@wrong(
    "penalty",
    hint=(
        "The L1 part of the value is the size of the sum: it is the sizes that are summed, so that "
        "positive and negative weights don't cancel. Chapter 9, L2 and L1."
    ),
    seen=("the second bank: abs outside the sum"),
)
def size_of_the_sum(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 1:
            grads.append(0.0 * p)
            continue
        value += l1 * np.abs(p.sum()) + 0.5 * l2 * (p * p).sum()
        grads.append(l1 * np.sign(p) + l2 * p)
    return float(value), grads


# ==== dropout_forward =================================================================================


@wrong(
    "dropout_forward",
    hint=(
        "What is kept is not scaled: on average the units behind get less in training than in "
        "evaluation. Chapter 9, Dropout."
    ),
    seen=("the first paper's form, half of it"),
)
def not_scaled(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask]
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "Nothing is scaled in training, and all is multiplied by keep in evaluation: that is the "
        "older form. Here training divides, so that evaluation has nothing to do. Chapter 9, Dropout."
    ),
    seen=("the form of the first paper"),
)
def scaled_in_evaluation(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask]
        return y, mask
    return keep * np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "Training divides by keep, and evaluation multiplies by it as well: one of the two is enough. "
        "Chapter 9, Dropout."
    ),
    seen=("two forms mixed"),
)
def scaled_in_both(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return keep * np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "Entries are dropped with the probability keep, and kept otherwise: keep is the share that "
        "stays. Chapter 9, Dropout."
    ),
    seen=("PyTorch's p is the share that goes"),
)
def drop_for_keep(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) >= keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "keep is taken for the probability of being dropped, in the mask and in the scale: it is the "
        "share that stays. Chapter 9, Dropout."
    ),
    seen=("PyTorch's p"),
)
def drop_for_keep_throughout(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < 1 - keep
        y = np.zeros(x.shape)
        with np.errstate(all="ignore"):
            y[mask] = x[mask] / (1 - keep)
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "The share that is kept is right, but it is made of the largest of the numbers drawn: those "
        "*below* keep are kept. Chapter 9, Dropout."
    ),
    seen=("> 1 - keep"),
)
def other_end_of_the_draw(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) > 1 - keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "What is kept is divided by the share that is dropped: on average that is not x. Chapter 9, Dropout."
    ),
    seen=("1 - keep for keep"),
)
def divided_by_the_dropped_share(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / max(1 - keep, 1e-12)
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "What is kept is made smaller, by the factor keep: it has to speak up for those that are "
        "silent. Chapter 9, Dropout."
    ),
    seen=("times for divided by"),
)
def multiplied_by_keep(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] * keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "What is kept is divided by the root of keep: it is the mean that is to stay, not the mean "
        "square. Chapter 9, Dropout."
    ),
    seen=("the variance thought of"),
)
def divided_by_the_root(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / math.sqrt(keep)
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "Entries are dropped in evaluation too: there the network is used, and nothing is left to "
        "chance. Chapter 9, Dropout."
    ),
    seen=("training never read"),
)
def always_training(x, keep, training, rng):
    if training in (True, False):
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=("Training and evaluation have changed places. Chapter 9, Dropout."),
    seen=("a not"),
)
def modes_swapped(x, keep, training, rng):
    if not training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "The mask holds the factors 0 and 1/keep: it should say which entries were kept, True or "
        "False. Chapter 9, Dropout."
    ),
    seen=("mask / keep, as in CS231n"),
)
def mask_with_the_scale(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask / keep
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "The mask is True where an entry was dropped: it should be True where one was kept. Chapter "
        "9, Dropout."
    ),
    seen=("~mask"),
)
def mask_of_the_dropped(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, ~mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "Entries are silenced by a factor of 0, and 0 times infinity is not a number: what is dropped "
        "should be 0 whatever it was. Chapter 9, Dropout."
    ),
    seen=("x * mask / keep"),
)
def product_with_the_mask(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        with np.errstate(all="ignore"):
            y = x * mask / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "The mask is drawn in another way than the text says, so that other entries are kept: it is "
        "numbers from rng.random that are compared with keep. Chapter 9, Dropout."
    ),
    seen=("rng.binomial(1, keep, x.shape)"),
)
def binomial_draws(x, keep, training, rng):
    if training:
        mask = rng.binomial(1, keep, x.shape) == 1
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "The result is right in evaluation, but random numbers are drawn there: whoever uses the "
        "generator next gets others. Chapter 9, Dropout."
    ),
    seen=("the mask made before the if"),
)
def draws_in_evaluation(x, keep, training, rng):
    mask = rng.random(x.shape) < keep
    if training:
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "One row of the mask is drawn and used for all: each entry has its own number. Chapter 9, Dropout."
    ),
    seen=("rng.random(x.shape[-1])"),
)
def one_mask_for_all_rows(x, keep, training, rng):
    if training:
        mask = np.broadcast_to(rng.random(x.shape[-1]) < keep, x.shape)
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=(
        "In evaluation a mask of True comes back: it should be None, which tells the way back that "
        "nothing was scaled. Chapter 9, Dropout."
    ),
    seen=("np.ones_like"),
)
def mask_in_evaluation(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), np.ones(x.shape, dtype=bool)


@wrong(
    "dropout_forward",
    hint=("A single number decides for all entries at once: each has its own. Chapter 9, Dropout."),
    seen=("rng.random() without a shape"),
)
def one_draw_for_all(x, keep, training, rng):
    if training:
        mask = np.full(x.shape, rng.random() < keep)
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return np.array(x), None


@wrong(
    "dropout_forward",
    hint=("x itself is changed: the entries are silenced in the array that was given. Chapter 9, Dropout."),
    seen=("x[~mask] = 0"),
)
def in_place_zeros(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        x[~mask] = 0
        y = x / keep
        return y, mask
    return np.array(x), None


@right("dropout_forward", note="a choice")
def with_where(x, keep, training, rng):
    if not training:
        return x, None
    stays = rng.random(size=x.shape) < keep
    return np.where(stays, x / keep, 0), stays


@right("dropout_forward", note="scaled first, silenced afterwards")
def copy_and_silence(x, keep, training, rng):
    y, mask = x.copy(), None
    if training:
        mask = np.less(rng.random(x.shape), keep)
        y /= keep
        y[~mask] = 0
    return y, mask


@right("dropout_forward", note="numbers drawn one by one")
def entry_after_entry(x, keep, training, rng):
    if not training:
        return x + 0, None
    flat = x.ravel()
    mask = np.array([rng.random() < keep for _ in flat], dtype=bool)
    y = np.array([value / keep if on else 0.0 for value, on in zip(flat, mask)])
    return y.reshape(x.shape), mask.reshape(x.shape)


# ==== dropout_backward ================================================================================


@wrong(
    "dropout_backward",
    hint=(
        "The gradient of what was kept is not scaled: forwards it was divided by keep, so its slope "
        "is one over keep. Chapter 9, Dropout."
    ),
    seen=("dy * mask"),
)
def slope_not_scaled(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask]
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "The gradient of what was kept is multiplied by keep: forwards it was divided by it, and "
        "backwards the slope is the same factor. Chapter 9, Dropout."
    ),
    seen=("the way back taken for the inverse"),
)
def slope_multiplied_by_keep(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask] * keep
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "The gradient passes where entries were dropped, and stops where they were kept. Chapter 9, Dropout."
    ),
    seen=("~mask"),
)
def slope_of_the_dropped(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx[~mask] = dy[~mask] / keep
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "The gradient is silenced by a factor of 0, and 0 times infinity is not a number: where an "
        "entry was dropped the result is 0, whatever dy holds. Chapter 9, Dropout."
    ),
    seen=("dy * mask / keep"),
)
def slope_by_product(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    with np.errstate(all="ignore"):
        return dy * mask / keep


@wrong(
    "dropout_backward",
    hint=(
        "After evaluation the mask is None, and that is not looked at: the gradient is then dy "
        "itself. Chapter 9, Dropout."
    ),
    seen=("only training tried"),
)
def none_not_looked_at(dy, mask, keep):
    dx = np.zeros(dy.shape)
    np.copyto(dx, dy / keep, where=mask.astype(bool))
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "After evaluation the gradient is divided by keep: forwards nothing was scaled there. Chapter "
        "9, Dropout."
    ),
    seen=("the scale outside the if"),
)
def scaled_after_evaluation(dy, mask, keep):
    if mask is None:
        return np.array(dy) / keep
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask] / keep
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "After evaluation no gradient comes back but zeros: nothing was dropped there, so all of dy "
        "passes. Chapter 9, Dropout."
    ),
    seen=("None taken for nothing kept"),
)
def zeros_after_evaluation(dy, mask, keep):
    if mask is None:
        return np.zeros(dy.shape)
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask] / keep
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "All of dy is divided by keep: where an entry was dropped the loss does not depend on it, and "
        "the gradient is 0. Chapter 9, Dropout."
    ),
    seen=("the mask forgotten"),
)
def mask_not_used(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx = dy / keep
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "The gradient of what was kept is divided by the share that was dropped: the factor is that "
        "of the way forwards. Chapter 9, Dropout."
    ),
    seen=("1 - keep for keep"),
)
def slope_of_the_dropped_share(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask] / (1 - keep)
    return dx


@wrong(
    "dropout_backward",
    hint=(
        "The gradient of what was kept is scaled twice: once is what happened forwards. Chapter 9, Dropout."
    ),
    seen=("a mask that holds the scale already"),
)
def scaled_twice(dy, mask, keep):
    if mask is None:
        return np.array(dy)
    dx = np.zeros(dy.shape)
    dx[mask] = dy[mask] / keep**2
    return dx


@right("dropout_backward", note="a choice")
def backward_with_where(dy, mask, keep):
    return dy if mask is None else np.where(mask, dy / keep, 0.0)


@right("dropout_backward", note="silenced after scaling")
def backward_copy(dy, mask, keep):
    dx = dy.copy()
    if mask is not None:
        dx *= 1 / keep
        dx[np.logical_not(mask)] = 0
    return dx


@right("dropout_backward", note="entry by entry")
def backward_entries(dy, mask, keep):
    if mask is None:
        return dy + 0.0
    entries = [g / keep if on else 0.0 for g, on in zip(dy.ravel(), mask.ravel())]
    return np.reshape(entries, dy.shape)


# ==== EarlyStopping ===================================================================================


@wrong(
    "EarlyStopping",
    hint=(
        "It waits one epoch longer than patience says: after so many epochs without an improvement it "
        "is time to stop, not after one more. Chapter 9, Stopping early."
    ),
    seen=("> for >="),
)
class one_epoch_too_late:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited > self.patience


@wrong(
    "EarlyStopping",
    hint=("It stops one epoch before its patience is at an end. Chapter 9, Stopping early."),
    seen=("off by one"),
)
class one_epoch_too_early:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= max(self.patience - 1, 1) and self.waited > 0


@wrong(
    "EarlyStopping",
    hint=(
        "Epochs without an improvement are added up over the whole run: an improvement should start "
        "the count anew, since they count in a row. Chapter 9, Stopping early."
    ),
    seen=("the reset forgotten"),
)
class waiting_never_reset:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "A loss is compared with that of the epoch before: it should be compared with the best so "
        "far, or a slow rise with small dips goes on for ever. Chapter 9, Stopping early."
    ),
    seen=("loss < previous"),
)
class compared_with_the_last_epoch:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        last, self.last = getattr(self, "last", math.inf), loss
        if loss < last - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "It is rises that are counted, each against the epoch before: an epoch without an improvement "
        "is one that is not below the *best*, also if it is lower than the last. Chapter 9, Stopping "
        "early."
    ),
    seen=("another rule of stopping"),
)
class rises_in_a_row:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
        last, self.last = getattr(self, "last", math.inf), loss
        self.waited = self.waited + 1 if not loss < last else 0
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "The best parameters are the very arrays that training goes on changing: at the end they are "
        "the last ones. A copy has to be kept. Chapter 9, Stopping early."
    ),
    seen=("best = params"),
)
class parameters_not_copied:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = list(params)
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "The parameters of every epoch are kept, and so those of the last: they should be those of "
        "the best. Chapter 9, Stopping early."
    ),
    seen=("a line outside the if"),
)
class last_parameters_kept:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.waited = 0
        else:
            self.waited += 1
        self.best_params = [p.copy() for p in params]
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "The best loss and its epoch are right, but the parameters of that epoch are not kept. "
        "Chapter 9, Stopping early."
    ),
    seen=("a line forgotten"),
)
class parameters_never_kept:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=("Epochs are counted from 0: the first is number 1. Chapter 9, Stopping early."),
    seen=("enumerate"),
)
class epochs_from_zero:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch - 1
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "A loss that is as low as the best one counts as an improvement: on a level stretch it then "
        "never stops. Chapter 9, Stopping early."
    ),
    seen=("<= for <"),
)
class equal_counts_as_better:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss <= self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=("min_delta is not used: any fall counts, however small. Chapter 9, Stopping early."),
    seen=("an argument stored and forgotten"),
)
class min_delta_not_used:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "min_delta is added to the best loss, so that even a slightly higher loss counts as an "
        "improvement. Chapter 9, Stopping early."
    ),
    seen=("a sign"),
)
class min_delta_added:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss + self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "min_delta is taken as a share of the best loss: it is a difference, in the units of the "
        "loss. Chapter 9, Stopping early."
    ),
    seen=("a relative tolerance"),
)
class min_delta_relative:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss * (1 - self.min_delta):
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "The best loss follows every fall, also one that is too small to count: small falls then "
        "never add up to an improvement. Chapter 9, Stopping early."
    ),
    seen=("min(best, loss) each time"),
)
class best_follows_small_falls:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.best_loss = min(self.best_loss, loss)
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "A fall that is too small to count still changes what is kept as the best, its epoch and its "
        "parameters too; only the waiting knows of min_delta. Chapter 9, Stopping early."
    ),
    seen=("two conditions"),
)
class small_falls_kept_too:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
            if loss < self.best_loss:
                self.best_loss, self.best_epoch = loss, self.epoch
                self.best_params = [p.copy() for p in params]
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "A loss that is not a number counts as an improvement: whatever nan is compared with, the "
        "answer is no, and not of no is yes. Chapter 9, Stopping early."
    ),
    seen=("not loss >= best"),
)
class nan_counts_as_better:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if not loss >= self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "The first loss is the best without a comparison. If it is not a number, nothing is below it "
        "ever after. Chapter 9, Stopping early."
    ),
    seen=("if best is None"),
)
class first_loss_always_best:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if self.epoch == 1 or loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "Before the first epoch the best loss is 0: a loss that stays above never improves on that. "
        "Chapter 9, Stopping early."
    ),
    seen=("0 as a start"),
)
class best_starts_at_zero:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = 0.0, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "Before the first epoch the best loss is a number that seemed large enough: a first loss "
        "above it does not count. Only infinity is above all. Chapter 9, Stopping early."
    ),
    seen=("a large number as a start"),
)
class best_starts_at_one:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = 1.0, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=("The largest loss is kept as the best: a loss should fall. Chapter 9, Stopping early."),
    seen=("written for accuracies"),
)
class larger_is_better:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss > (self.best_loss if self.best_params else -math.inf) + self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "best_epoch counts the improvements: it should be the number of the epoch that brought the "
        "last one. Chapter 9, Stopping early."
    ),
    seen=("+= 1 in the branch"),
)
class improvements_numbered:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.best_epoch + 1
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "update says True as long as training should go on, and False when it is time to stop: the "
        "other way round. Chapter 9, Stopping early."
    ),
    seen=("the answer to another question"),
)
class says_go_on:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited < self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "update never says that it is time to stop: it has to return True or False. Chapter 9, "
        "Stopping early."
    ),
    seen=("return forgotten"),
)
class says_nothing:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        self.stop = self.waited >= self.patience


@wrong(
    "EarlyStopping",
    hint=(
        "It stops at the epoch that patience names, whatever the losses do: patience counts the "
        "epochs since the last improvement. Chapter 9, Stopping early."
    ),
    seen=("epoch >= patience"),
)
class a_wait_of_fixed_length:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.epoch >= self.patience and self.waited > 0


@wrong(
    "EarlyStopping",
    hint=(
        "A loss that is not a number stops training at once: it is an epoch without an improvement, "
        "one of as many as patience allows. Chapter 9, Stopping early."
    ),
    seen=("isfinite"),
)
class nan_stops_at_once:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience or math.isnan(loss)


@wrong(
    "EarlyStopping",
    hint=(
        "An epoch whose loss is not a number is not counted as one without an improvement. Chapter 9, "
        "Stopping early."
    ),
    seen=("continue on nan"),
)
class nan_not_counted:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch = self.waited = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        elif not math.isnan(loss):
            self.waited += 1
        return self.waited >= self.patience


@right("EarlyStopping", note="how long ago the best epoch was")
class by_the_epoch:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = float("inf")
        self.best_epoch = 0
        self.best_params = None
        self.seen = []

    def update(self, loss, params):
        self.seen.append(loss)
        if self.best_loss - loss > self.min_delta:
            self.best_loss = loss
            self.best_epoch = len(self.seen)
            self.best_params = [np.array(p) for p in params]
        return len(self.seen) - self.best_epoch >= self.patience


@right("EarlyStopping", note="a countdown")
class patience_counted_down:
    best_epoch, best_params, best_loss = 0, None, np.inf

    def __init__(self, patience, min_delta=0.0):
        self.left = self.full = patience
        self.bar = lambda: self.best_loss - min_delta
        self.now = 0

    def update(self, loss, params):
        self.now, self.left = self.now + 1, self.left - 1
        if loss < self.bar():
            self.left, self.best_loss, self.best_epoch = self.full, loss, self.now
            self.best_params = [1.0 * p for p in params]
        return not self.left > 0


@right("EarlyStopping", note="copy.deepcopy, a flag that stays")
class deep_copy:
    def __init__(self, patience, min_delta=0.0):
        self.rule = (patience, min_delta)
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch, self.stopped = 0, False

    def update(self, loss, params):
        patience, min_delta = self.rule
        self.epoch = self.epoch + 1
        improved = not math.isnan(loss) and loss + min_delta < self.best_loss
        if improved:
            self.best_loss, self.best_epoch = float(loss), self.epoch
            self.best_params = [np.copy(p) for p in params]
        self.stopped = self.stopped or self.epoch >= self.best_epoch + patience
        return self.stopped


# ==== GradMonitor =====================================================================================


@wrong(
    "GradMonitor",
    hint=(
        "The norms of the steps are averaged: the mean is to be taken of their squares, and the root "
        "afterwards. Chapter 9, Watching the gradients."
    ),
    seen=("np.mean of norms"),
)
class mean_of_the_norms:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [float(np.mean(np.sqrt(row))) for row in np.array(rows).T]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=("The norms come back as mean squares: a root is missing. Chapter 9, Watching the gradients."),
    seen=("the root forgotten"),
)
class no_root:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [total / len(rows) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The squares are summed over the steps and not divided by their number: a longer epoch then "
        "looks worse. Chapter 9, Watching the gradients."
    ),
    seen=("the mean forgotten"),
)
class sum_over_the_steps:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The division by the number of steps stands outside the root: the mean of the squares is "
        "taken first. Chapter 9, Watching the gradients."
    ),
    seen=("parentheses"),
)
class divided_outside_the_root:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total) / len(rows) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The norm is that of the epoch's last step: all its steps count. Chapter 9, Watching the gradients."
    ),
    seen=("= for +="),
)
class last_step_only:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total) for total in rows[-1]]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The norm is that of the epoch's largest step: the root of the mean square over all steps was "
        "asked for. Chapter 9, Watching the gradients."
    ),
    seen=("max"),
)
class largest_step:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total) for total in np.max(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "An epoch's numbers still hold those of the epochs before: after each there is a fresh start. "
        "Chapter 9, Watching the gradients."
    ),
    seen=("the reset forgotten"),
)
class epochs_run_together:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows = self.rows
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The squares begin anew with each epoch, and the number of steps goes on from the epoch "
        "before. Chapter 9, Watching the gradients."
    ),
    seen=("one of two counters reset"),
)
class steps_of_all_epochs:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        self.steps = getattr(self, "steps", 0) + len(rows)
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / self.steps) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The squares of an array are averaged over its entries: a norm is the root of their *sum*. "
        "Chapter 9, Watching the gradients."
    ),
    seen=("np.mean(g**2)"),
)
class mean_of_the_entries:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.mean(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The sizes of the entries are added up: what is added under the root are their squares. "
        "Chapter 9, Watching the gradients."
    ),
    seen=("the L1 norm"),
)
class sum_of_sizes:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(abs(g))) ** 2 for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "An array's largest entry is taken for its norm: that is another norm. Chapter 9, Watching "
        "the gradients."
    ),
    seen=("abs(g).max()"),
)
class largest_entry:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.max(abs(g))) ** 2 for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Steps in which an array has no gradient are left out of its mean: they count, with the norm "
        "0. Chapter 9, Watching the gradients."
    ),
    seen=("a step counter for each array"),
)
class missing_ones_left_out_of_the_mean:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([math.nan if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(np.nansum(row) / max(np.sum(~np.isnan(row)), 1)) for row in np.array(rows).T]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "A step in which an array has no gradient is skipped as if it had overflowed: None counts as "
        "0. Chapter 9, Watching the gradients."
    ),
    seen=("None taken for a fault"),
)
class steps_with_none_skipped:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is None or not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "In a step that overflowed only the array with the infinite entry is left out, and the others "
        "count: the whole step is skipped. Chapter 9, Watching the gradients."
    ),
    seen=("a check inside the loop"),
)
class only_the_array_is_skipped:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            grads = [g if g is None or np.isfinite(g).all() else None for g in grads]
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Entries that are not finite are replaced by 0, and the step counts: the whole step is "
        "skipped. Chapter 9, Watching the gradients."
    ),
    seen=("nan_to_num"),
)
class entries_replaced_by_zero:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            grads = [None if g is None else np.nan_to_num(g, nan=0.0, posinf=0.0, neginf=0.0) for g in grads]
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "A step that is skipped adds nothing to the squares, but is counted in their mean: it should "
        "not count at all. Chapter 9, Watching the gradients."
    ),
    seen=("the counter before the check"),
)
class skipped_step_in_the_mean:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            self.rows.append([0.0] * len(grads))
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Steps with entries that are not finite are counted like the others: one of them spoils the "
        "whole epoch. Chapter 9, Watching the gradients."
    ),
    seen=("no check"),
)
class nothing_is_skipped:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        with np.errstate(all="ignore"):
            pass
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Steps with an entry that is not a number are skipped, and those with an infinite one are "
        "not: neither is finite. Chapter 9, Watching the gradients."
    ),
    seen=("isnan for isfinite"),
)
class only_nan_is_skipped:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and np.isnan(g).any() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "skipped is 0 in the end: either the steps are not counted, or the count begins anew with "
        "each epoch. It holds the number since the beginning. Chapter 9, Watching the gradients."
    ),
    seen=("one reset too many"),
)
class skipped_begins_anew:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows, self.last = self.rows, [], self.skipped
        self.skipped = 0
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The first norm is compared with the largest: it is the last layer's that it is held against. "
        "Chapter 9, Watching the gradients."
    ),
    seen=("max(norms)"),
)
class first_against_the_largest:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * max(norms):
            trouble = "vanishing"
        elif norms[0] > 1e4 * max(norms[1:] or norms):
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The smallest norm is compared with the largest: whether gradients vanish on their way is a "
        "matter of the first layer and the last. Chapter 9, Watching the gradients."
    ),
    seen=("min and max"),
)
class smallest_against_the_largest:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif min(norms) < 1e-4 * max(norms) and norms[0] <= 1e4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Vanishing and exploding have changed places: gradients travel from the last layer to the "
        "first, so a small *first* norm means that they vanish. Chapter 9, Watching the gradients."
    ),
    seen=("read from left to right"),
)
class vanishing_and_exploding_swapped:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "exploding"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "vanishing"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "An array without any gradient is reported as vanishing where the first norm is 0 or small: "
        "the first text that fits is the one to give, and silence comes before. Chapter 9, Watching "
        "the gradients."
    ),
    seen=("the order of the conditions"),
)
class vanishing_before_silent:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        elif 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "It says that an array is silent and not which: its name belongs to the text. Chapter 9, "
        "Watching the gradients."
    ),
    seen=("the name forgotten"),
)
class silent_without_a_name:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent"
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Of several silent arrays the last is named: the first is to be named. Chapter 9, Watching "
        "the gradients."
    ),
    seen=("a loop without break"),
)
class last_silent_named:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[len(norms) - 1 - norms[::-1].index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "An array without any gradient is passed over in silence: that is a trouble of its own. "
        "Chapter 9, Watching the gradients."
    ),
    seen=("a condition forgotten"),
)
class silent_never_said:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "An array with a very small gradient is called silent: that is said where the norm is exactly "
        "0. Chapter 9, Watching the gradients."
    ),
    seen=("norm < 1e-3"),
)
class almost_silent:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if min(norms) < 1e-3:
            trouble = "silent " + self.names[norms.index(next(n for n in norms if n < 1e-3))]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The squares of the norms are compared, so that 1e-4 becomes a hundredth: the thresholds are "
        "meant for the norms. Chapter 9, Watching the gradients."
    ),
    seen=("the root taken too late"),
)
class squares_compared:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] ** 2 < 1e-4 * norms[-1] ** 2:
            trouble = "vanishing"
        elif norms[0] ** 2 > 1e4 * norms[-1] ** 2:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "The gradients are kept as they were handed in and looked at when the epoch ends: by then the "
        "caller has written others into the same arrays. Chapter 9, Watching the gradients."
    ),
    seen=("self.grads.append(grads)"),
)
class gradients_not_copied:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append(list(grads))

    def end_epoch(self):
        rows, self.rows = self.rows, []
        rows = [[0.0 if g is None else float(np.sum(g * g)) for g in grads] for grads in rows]
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Where no step of an epoch counts, the norms are 0: nothing is known then, and math.nan says "
        "so. Chapter 9, Watching the gradients."
    ),
    seen=("a division by max(steps, 1)"),
)
class zeros_where_no_step_counts:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, 0.0), "no step"
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "Where no step of an epoch counts, the text says that nothing is amiss, or something else: it "
        'should be "no step". Chapter 9, Watching the gradients.'
    ),
    seen=("the case of no step forgotten"),
)
class no_step_not_said:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), ""
        norms = [math.sqrt(total / len(rows)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=("All arrays have one norm together: each has its own. Chapter 9, Watching the gradients."),
    seen=("the global norm"),
)
class all_arrays_together:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(np.sum(rows) / len(rows))] * len(self.names)
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@right("GradMonitor", note="sums and a counter")
class running_sums:
    def __init__(self, names):
        self.names = tuple(names)
        self.skipped = 0
        self._start()

    def _start(self):
        self._sums, self._count = {name: 0.0 for name in self.names}, 0

    def add(self, grads):
        squares = {}
        for name, g in zip(self.names, grads):
            if g is None:
                continue
            if np.isnan(g).any() or np.isinf(g).any():
                self.skipped += 1
                return
            squares[name] = np.linalg.norm(g.ravel()) ** 2
        for name, square in squares.items():
            self._sums[name] += square
        self._count += 1

    def end_epoch(self):
        count, sums = self._count, self._sums
        self._start()
        if count == 0:
            return {name: float("nan") for name in self.names}, "no step"
        norms = {name: (total / count) ** 0.5 for name, total in sums.items()}
        for name in self.names:
            if norms[name] == 0:
                return norms, f"silent {name}"
        ratio = norms[self.names[0]] / norms[self.names[-1]]
        return norms, "vanishing" if ratio < 1e-4 else "exploding" if ratio > 1e4 else ""


@right("GradMonitor", note="all gradients kept until the end of the epoch")
class copies_kept:
    def __init__(self, names):
        self.names, self.skipped, self.kept = names, 0, []

    def add(self, grads):
        self.kept.append([np.zeros(1) if g is None else g.copy() for g in grads])
        if not all(np.all(np.isfinite(g)) for g in self.kept[-1]):
            self.kept.pop()
            self.skipped += 1

    def end_epoch(self):
        norms = {}
        for place, name in enumerate(self.names):
            lengths = [np.sqrt(np.sum(step[place] ** 2)) for step in self.kept]
            norms[name] = float(np.sqrt(np.mean(np.square(lengths)))) if lengths else math.nan
        trouble, first, last = "", norms[self.names[0]], norms[self.names[-1]]
        silent = [name for name in self.names if norms[name] == 0]
        if not self.kept:
            trouble = "no step"
        elif silent:
            trouble = "silent " + silent[0]
        elif first < last * 1e-4:
            trouble = "vanishing"
        elif first > last * 1e4:
            trouble = "exploding"
        self.kept = []
        return norms, trouble


@right("GradMonitor", note="NumPy throughout")
class array_of_squares:
    def __init__(self, names):
        self.names = list(names)
        self.squares, self.steps, self.skipped = np.zeros(len(self.names)), 0, 0

    def add(self, grads):
        these = np.array([0.0 if g is None else np.vdot(g, g) for g in grads])
        if not np.all(np.isfinite(these)):
            self.skipped += 1
        else:
            self.squares, self.steps = self.squares + these, self.steps + 1

    def end_epoch(self):
        with np.errstate(all="ignore"):
            norms = np.sqrt(self.squares / self.steps) if self.steps else self.squares * np.nan
        said = "no step" if self.steps == 0 else ""
        if self.steps:
            if not norms.all():
                said = "silent " + self.names[np.flatnonzero(norms == 0)[0]]
            elif norms[0] / norms[-1] < 1e-4:
                said = "vanishing"
            elif norms[0] / norms[-1] > 1e4:
                said = "exploding"
        self.squares, self.steps = np.zeros(len(self.names)), 0
        return {name: float(norm) for name, norm in zip(self.names, norms)}, said


@wrong(
    "GradMonitor",
    hint=(
        "A step that is skipped adds nothing to the squares, and is still counted where they are "
        "divided by the number of steps. Chapter 9, Watching the gradients."
    ),
    seen=("the second bank: len of all steps"),
)
class divided_by_all_steps:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            self.lost = getattr(self, "lost", 0) + 1
            return
        self.rows.append([0.0 if g is None else float(np.sum(g * g)) for g in grads])

    def end_epoch(self):
        rows, self.rows = self.rows, []
        lost, self.lost = getattr(self, "lost", 0), 0
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / (len(rows) + lost)) for total in np.sum(rows, axis=0)]
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


@wrong(
    "GradMonitor",
    hint=(
        "In a step that is skipped, the arrays before the one that is not finite have been added "
        "already: look at all of them first. Chapter 9, Watching the gradients."
    ),
    seen=("the second bank: the check inside the loop"),
)
class half_a_step_added:
    def __init__(self, names):
        self.names, self.skipped, self.rows = list(names), 0, []

    def add(self, grads):
        self.sums = getattr(self, "sums", np.zeros(len(grads)))
        for i, g in enumerate(grads):
            if g is not None and not np.isfinite(g).all():
                self.skipped += 1
                return
            self.sums[i] += 0.0 if g is None else float(np.sum(g * g))
        self.rows.append(0)

    def end_epoch(self):
        rows, self.rows = self.rows, []
        if not rows:
            return dict.fromkeys(self.names, math.nan), "no step"
        norms = [math.sqrt(total / len(rows)) for total in self.sums]
        self.sums = np.zeros(len(self.names))
        trouble = ""
        if 0.0 in norms:
            trouble = "silent " + self.names[norms.index(0.0)]
        elif norms[0] < 1e-4 * norms[-1]:
            trouble = "vanishing"
        elif norms[0] > 1e4 * norms[-1]:
            trouble = "exploding"
        return dict(zip(self.names, norms)), trouble


# ==== fit =============================================================================================


@wrong(
    "fit",
    hint=(
        "The order is drawn and not used: the rows are taken as they stand, epoch after epoch. "
        "Chapter 9, Stopping early."
    ),
    seen=("x[i:i+batch_size]"),
)
def never_mixed(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = np.arange(len(y))[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The order is drawn once, before the first epoch: each epoch begins with a new one. Chapter "
        "9, Stopping early."
    ),
    seen=("the line outside the loop"),
)
def mixed_once(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    order = rng.permutation(len(y))
    for _ in range(epochs):
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "Each batch is drawn anew from all rows, so that in an epoch some come twice and some not at "
        "all: one permutation is drawn an epoch, and cut into batches. Chapter 9, Stopping early."
    ),
    seen=("rng.choice for each batch"),
)
def drawn_with_replacement(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = rng.integers(0, len(y), min(batch_size, len(y) - i))
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The last batch of an epoch is left out where it is smaller: those rows count too. Chapter 9, "
        "Stopping early."
    ),
    seen=("drop_last"),
)
def last_batch_dropped(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y) - batch_size + 1, batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The examples are taken in the new order and their targets in the old one: what belongs "
        "together comes apart. Chapter 9, Stopping early."
    ),
    seen=("x shuffled without y"),
)
def targets_not_mixed(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[i : i + batch_size])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The penalty pulls at the biases too: it is for arrays with two axes or more. Chapter 9, "
        "Stopping early."
    ),
    seen=("all parameters alike"),
)
def penalty_on_biases(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "l2 has no effect: of each weight l2 times itself is added to its gradient. Chapter 9, "
        "Stopping early."
    ),
    seen=("an argument forgotten"),
)
def no_penalty(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [1.0 * g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The penalty's part of the gradient is twice too large: the factor one half of the value is "
        "gone in its slope. Chapter 9, Stopping early."
    ),
    seen=("2 * l2 * w"),
)
def penalty_twice(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + 2 * l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The penalty's part of the gradient is half of what it should be: l2 times the weight. "
        "Chapter 9, Stopping early."
    ),
    seen=("the half of the value carried over"),
)
def penalty_half(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + 0.5 * l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The penalty pushes the weights away from zero: it belongs to the gradient with a plus. "
        "Chapter 9, Stopping early."
    ),
    seen=("a sign"),
)
def penalty_pushes_away(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g - l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The penalty is taken off the weights without the learning rate: it is a part of the "
        "gradient, and goes through the same step. Chapter 9, Stopping early."
    ),
    seen=("decay beside the step"),
)
def penalty_not_times_lr(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p / lr if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The weights are first stepped and then shrunk: the penalty's part of the gradient is taken "
        "at the parameters before the step. Chapter 9, Stopping early."
    ),
    seen=("two updates, one after the other"),
)
def decay_after_the_step(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
            theta = [p - lr * l2 * p if p.ndim >= 2 else p for p in theta]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The validation loss holds the penalty too: it is to say how well unseen rows are met, and "
        "nothing of the weights. Chapter 9, Stopping early."
    ),
    seen=("one loss for everything"),
)
def penalty_in_the_validation_loss(
    params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng
):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        loss = loss + l2 / 2 * sum(np.sum(p**2) for p in theta if p.ndim >= 2)
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "What comes back is the parameters after the last epoch, because they are what is returned, "
        "or because the arrays that were best went on changing. Those with the lowest validation loss "
        "were asked for. Chapter 9, Stopping early."
    ),
    seen=("return params"),
)
def last_parameters(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best_loss, waited, losses = math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best_loss, waited = loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return theta, losses


@wrong(
    "fit",
    hint=("It goes on one epoch longer than patience allows. Chapter 9, Stopping early."),
    seen=("> for >="),
)
def one_epoch_longer(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited > patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=("It stops an epoch before patience is at an end. Chapter 9, Stopping early."),
    seen=("off by one"),
)
def one_epoch_shorter(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= max(patience - 1, 1) or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=("Patience has no effect: all epochs are run. Chapter 9, Stopping early."),
    seen=("an argument forgotten"),
)
def never_stops_early(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "Epochs without a lower loss are added up over the whole run: a lower loss starts the count "
        "anew. Chapter 9, Stopping early."
    ),
    seen=("the reset forgotten"),
)
def waiting_adds_up(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, waited - 1
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "A loss is compared with that of the epoch before: it is the lowest so far that counts. "
        "Chapter 9, Stopping early."
    ),
    seen=("losses[-2]"),
)
def compared_with_the_epoch_before(
    params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng
):
    x, y = train
    theta = [p.copy() for p in params]
    best, waited, losses = theta, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < (losses[-2] if len(losses) > 1 else math.inf):
            best, waited = theta, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "A loss as low as the lowest counts as lower: the first of several is kept, and waiting goes "
        "on. Chapter 9, Stopping early."
    ),
    seen=("<= for <"),
)
def an_equal_loss_is_better(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss <= best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "After a validation loss that is not finite it goes on: nothing good comes after that, and it "
        "stops at once. Chapter 9, Stopping early."
    ),
    seen=("a condition forgotten"),
)
def goes_on_after_infinity(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience:
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "A validation loss that is not finite ends the run, but is missing from the list: every epoch "
        "that was run has its entry. Chapter 9, Stopping early."
    ),
    seen=("break before append"),
)
def stops_before_noting_infinity(
    params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng
):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        if not math.isfinite(loss):
            break
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The run ends at once where the loss is not a number, but not where it is infinite: neither "
        "is finite. Chapter 9, Stopping early."
    ),
    seen=("isnan for isfinite"),
)
def nan_alone_stops(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or math.isnan(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The validation loss is that from before the epoch's steps: it belongs after them. Chapter 9, "
        "Stopping early."
    ),
    seen=("the order in the loop"),
)
def judged_before_the_epoch(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        loss = loss_grads(theta, *valid)[0]
        before = theta
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = before, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "What is judged is the loss on the training rows: that falls as long as there is something to "
        "learn by heart. Chapter 9, Stopping early."
    ),
    seen=("train for valid"),
)
def judged_on_the_training_rows(
    params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng
):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, x, y)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "What is judged is the loss of the epoch's last batch, and the validation rows are never "
        "looked at. Chapter 9, Stopping early."
    ),
    seen=("loss taken from the loop"),
)
def last_batch_for_judge(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            loss, grads = loss_grads(theta, x[rows], y[rows])
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The validation rows are asked after every batch: once an epoch, after its steps, was asked "
        "for. Chapter 9, Stopping early."
    ),
    seen=("an indentation"),
)
def judged_after_each_batch(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
            loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The parameters that were given are changed themselves, and the best ones go on changing with "
        "every later step: new arrays are needed. Chapter 9, Stopping early."
    ),
    seen=("p -= ..."),
)
def params_changed_in_place(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = params
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            for p, s in zip(theta, slopes):
                p -= lr * s
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=("The steps go up: the gradient is to be subtracted. Chapter 9, Stopping early."),
    seen=("a sign"),
)
def uphill(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p + lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The steps are too long by the number of rows in the batch: loss_grads gives the gradient of "
        "the mean already. Chapter 9, Stopping early."
    ),
    seen=("times the batch size"),
)
def summed_gradient(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * len(rows) * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The gradient is divided by the number of rows in the batch: loss_grads gives that of the "
        "mean already. Chapter 9, Stopping early."
    ),
    seen=("a mean of a mean"),
)
def divided_again(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s / len(rows) for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The gradients of all batches are taken at the parameters with which the epoch began: each "
        "batch makes its own step, from where the last one led. Chapter 9, Stopping early."
    ),
    seen=("theta kept for the epoch"),
)
def one_gradient_an_epoch(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        start = theta
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(start, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "Where no validation loss is finite, None comes back for the parameters: those that were "
        "given were asked for. Chapter 9, Stopping early."
    ),
    seen=("best = None"),
)
def nothing_where_nothing_is_finite(
    params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng
):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = None, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "What comes back is the lowest validation loss: the list of all of them was asked for. "
        "Chapter 9, Stopping early."
    ),
    seen=("min(losses)"),
)
def lowest_loss_only(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = theta, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            theta = [p - lr * s for p, s in zip(theta, slopes)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, min(losses)


@right("fit", note="a generator of batches and an index of the best epoch")
def stacked_and_counted(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    X, Y = train
    history, states = [], [[np.array(p) for p in params]]

    def batches():
        order = rng.permutation(X.shape[0])
        return np.split(order, range(batch_size, len(order), batch_size))

    while len(history) < epochs:
        now = states[-1]
        for rows in batches():
            _, grads = loss_grads(now, X[rows], Y[rows])
            now = [w - lr * (g + (l2 * w if np.ndim(w) > 1 else 0)) for w, g in zip(now, grads)]
        states.append(now)
        history.append(loss_grads(now, valid[0], valid[1])[0])
        finite = [v if np.isfinite(v) else np.inf for v in history]
        at = int(np.argmin(finite)) + 1 if min(finite) < np.inf else 0
        if not np.isfinite(history[-1]) or len(history) - at >= patience:
            break
    return states[at], history


@right("fit", note="in place on copies")
def arrays_changed_and_copied(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    work = [p.astype(float) for p in params]
    kept, lowest, since, losses, n = [p.copy() for p in work], float("inf"), 0, [], len(train[0])
    for _ in range(epochs):
        shuffled = rng.permutation(n)
        position = 0
        while position < n:
            pick = shuffled[position : position + batch_size]
            gradient = loss_grads(work, train[0][pick], train[1][pick])[1]
            for w, g in zip(work, gradient):
                w -= lr * (g + l2 * w) if w.ndim > 1 else lr * g
            position += batch_size
        value = loss_grads(work, *valid)[0]
        losses += [value]
        if value < lowest:
            kept, lowest, since = [w.copy() for w in work], value, 0
        else:
            since += 1
        if not np.isfinite(value) or since == patience:
            return kept, losses
    return kept, losses


@right("fit", note="the penalty as a factor")
def shrink_and_step(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    shrink = [1 - lr * l2 if p.ndim > 1 else 1.0 for p in params]
    theta, best, losses, at = list(params), list(params), [], 0
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(train[1]))
        for part in range(math.ceil(len(order) / batch_size)):
            rows = order[part * batch_size : (part + 1) * batch_size]
            slopes = loss_grads(theta, train[0][rows], train[1][rows])[1]
            theta = [s * p - lr * g for s, p, g in zip(shrink, theta, slopes)]
        losses.append(loss_grads(theta, *valid)[0])
        if losses[-1] < min([math.inf, *losses[:-1]]):
            best, at = theta, epoch
        if epoch - at >= patience or math.isnan(losses[-1]) or math.isinf(losses[-1]):
            break
    return best, losses


@wrong(
    "fit",
    hint=(
        "The arrays that were best are the very ones that training goes on changing: they end as the "
        "last parameters. A copy has to be kept. Chapter 9, Stopping early."
    ),
    seen=("the second bank: best = theta, and p -= ..."),
)
def best_goes_on_changing(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, waited, losses = [p.copy() for p in params], math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            rows = order[i : i + batch_size]
            grads = loss_grads(theta, x[rows], y[rows])[1]
            slopes = [g + l2 * p if p.ndim >= 2 else g for g, p in zip(grads, theta)]
            for p, s in zip(theta, slopes):
                p -= lr * s
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        waited += 1
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        if waited >= patience or not math.isfinite(loss):
            break
    return best, losses
