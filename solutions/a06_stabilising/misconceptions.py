"""What students get wrong in notebook a06, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== clip_global_norm =================================================================================


@wrong(
    "clip_global_norm",
    hint="Every array is clipped by itself: the parts are then shortened by different factors, and the "
    "direction of the whole changes. There is one norm, of all entries together. Chapter 6, One tensor at "
    "a time.",
    seen="a loop over the parameters with the clipping inside",
)
def each_by_its_own_norm(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    clipped = []
    for g in grads:
        if g is not None:
            own = np.linalg.norm(g)
            if np.isfinite(norm) and own > max_norm:
                g = g * max_norm / own
        clipped.append(g)
    return clipped, norm


@wrong(
    "clip_global_norm",
    hint="Whether to clip is decided by the norm of all together, and then each array is brought to "
    "max_norm by its own length: one common factor is to multiply them all. Chapter 6, One tensor at a "
    "time.",
    seen="two norms mixed up",
)
def each_by_its_own_norm_when_all_are_long(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * max_norm / np.linalg.norm(g) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The factor is that of the whole gradient, and it is applied to those arrays alone that are "
    "longer than max_norm themselves: the short ones have to shrink with them, or the direction changes. "
    "Chapter 6, One tensor at a time.",
    seen="a condition inside the loop",
)
def only_the_long_ones(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [g if g is None or np.linalg.norm(g) <= max_norm else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="A gradient that is shorter than max_norm is made longer: clipping only ever shortens, and "
    "leaves short gradients alone. Chapter 6, By norm.",
    seen="the condition forgotten: normalised gradients",
)
def always_rescaled(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm == 0:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The comparison stands the other way round: long gradients stay as they are, and short ones "
    "are brought up to max_norm. Chapter 6, By norm.",
    seen="< for >",
)
def the_short_ones_rescaled(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm >= max_norm or norm == 0:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The entries are limited one by one, which turns the gradient towards the diagonal: here all "
    "of it is shortened by one factor. Chapter 6, By norm.",
    seen="np.clip, clipping by value",
)
def entries_limited(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), norm
    return [None if g is None else np.clip(g, -max_norm, max_norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The lengths of the arrays are added up: what is added under the root are their squares, as "
    "for the sides of a right angle. Chapter 6, By norm.",
    seen="sum(np.linalg.norm(g) for g in grads)",
)
def sum_of_norms(grads, max_norm):
    norm = float(sum(np.linalg.norm(g) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm comes back as the sum of the squares, and the gradient is divided by that: a root is "
    "missing. Chapter 6, By norm.",
    seen="np.sum(g**2) taken for a length",
)
def root_forgotten(grads, max_norm):
    norm = float(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm that comes back is right, but whether it is too long is decided by the sum of the "
    "squares, without its root: near 1 the two are alike, elsewhere not. Chapter 6, By norm.",
    seen="the root taken too late",
)
def squares_compared(grads, max_norm):
    total = float(sum(np.sum(g**2) for g in grads if g is not None))
    norm = math.sqrt(total)
    if not math.isfinite(norm) or total <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm that comes back is right, and the clipped gradient is divided by its square: its "
    "length is not max_norm afterwards. Chapter 6, By norm.",
    seen="g / norm**2",
)
def divided_by_the_square(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm**2) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="A long gradient comes back with length 1, whatever max_norm is: it may keep the length "
    "max_norm. Chapter 6, By norm.",
    seen="g / norm",
)
def brought_to_length_one(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g / norm for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The factor is turned over: a gradient that is twice too long becomes twice as long again. Try "
    "what a norm of 10 and max_norm = 5 give. Chapter 6, By norm.",
    seen="norm / max_norm as a factor",
)
def upside_down(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (norm / max_norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="A long gradient is divided by max_norm, and its own length plays no part: the length "
    "afterwards is then anything. Chapter 6, By norm.",
    seen="g / max_norm",
)
def only_divided_by_max_norm(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g / max_norm for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The gradient is right, and the norm that comes back is the one after clipping: whoever logs "
    "it sees max_norm for ever, and no explosion. Chapter 6, Where clipping stands in the step.",
    seen="min(norm, max_norm) returned",
)
def norm_after_clipping(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], max_norm


@wrong(
    "clip_global_norm",
    hint="The gradient is right, and beside it the factor comes back with which it was multiplied, "
    "where its norm before clipping is wanted. Chapter 6, By norm.",
    seen="the coefficient of a library's inner loop",
)
def factor_returned(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), norm
    factor = min(1.0, max_norm / norm) if norm else 1.0
    return [None if g is None else g * factor for g in grads], factor


@wrong(
    "clip_global_norm",
    hint="The largest entry is taken for the norm: with many entries the gradient is far longer than "
    "any of them. Chapter 6, By norm.",
    seen="np.abs(g).max(), or the norm with ord=np.inf",
)
def largest_entry(grads, max_norm):
    norm = float(max([np.abs(g).max() for g in grads if g is not None], default=0.0))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm is that of the longest array alone: all of them add to the length. Chapter 6, By norm.",
    seen="max over the parameters",
)
def largest_norm(grads, max_norm):
    norm = float(max([np.linalg.norm(g) for g in grads if g is not None], default=0.0))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The sizes of the entries are added up: the length is the root of the sum of their squares. "
    "Chapter 6, By norm.",
    seen="np.abs(g).sum(), the norm with ord=1",
)
def sizes_added(grads, max_norm):
    norm = float(sum(np.abs(g).sum() for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The squares are averaged where they are to be added: the number of entries has no part in a "
    "length. Chapter 6, By norm.",
    seen="np.mean for np.sum",
)
def root_mean_square(grads, max_norm):
    squares = [g.ravel() ** 2 for g in grads if g is not None]
    norm = float(np.sqrt(np.mean(np.concatenate(squares)))) if squares else 0.0
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The squared lengths of the arrays are averaged, so that the norm depends on into how many "
    "arrays the parameters happen to be cut: they are to be added. Chapter 6, By norm.",
    seen="a mean over the parameters",
)
def mean_over_arrays(grads, max_norm):
    squares = [np.sum(g**2) for g in grads if g is not None]
    norm = math.sqrt(sum(squares) / max(len(squares), 1))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm is that of the last array alone, as if each had overwritten the one before. Chapter "
    "6, By norm.",
    seen="norm set in a loop with = for +=",
)
def norm_of_the_last(grads, max_norm):
    norm = 0.0
    for g in grads:
        if g is not None:
            norm = float(np.linalg.norm(g))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm is that of the first array alone: all arrays together have one. Chapter 6, By norm.",
    seen="grads[0]",
)
def norm_of_the_first(grads, max_norm):
    arrays = [g for g in grads if g is not None]
    norm = float(np.linalg.norm(arrays[0])) if arrays else 0.0
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The numbers are right, and the arrays that were passed in have changed: whoever still needs "
    "the gradient as it was, to log it, say, has lost it. Build new ones. Chapter 6, By norm.",
    seen="g *= factor, as torch's function with an underscore does",
)
def in_place(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if math.isfinite(norm) and norm > max_norm:
        for g in grads:
            if g is not None:
                g *= max_norm / norm
    return list(grads), norm


@wrong(
    "clip_global_norm",
    hint="The numbers are right, and the list that was passed in holds the clipped arrays now: leave it "
    "as it was, and return another. Chapter 6, By norm.",
    seen="grads[i] = ... in a loop",
)
def list_changed(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if math.isfinite(norm) and norm > max_norm:
        for i, g in enumerate(grads):
            if g is not None:
                grads[i] = g * (max_norm / norm)
    return grads, norm


@wrong(
    "clip_global_norm",
    hint="Entries that are None are gone from the list that comes back, or something else stands for "
    "them: they say that a parameter has no gradient, and stay, so that all after them keep their place. "
    "Chapter 6, By norm.",
    seen="a filter instead of a condition, or zeros so that the arithmetic works",
)
def without_the_nones(grads, max_norm):
    arrays = [g for g in grads if g is not None]
    norm = math.sqrt(sum(np.sum(g**2) for g in arrays))
    if not math.isfinite(norm) or norm <= max_norm:
        return arrays, norm
    return [g * (max_norm / norm) for g in arrays], norm


@wrong(
    "clip_global_norm",
    hint="When the gradient is clipped, and only then, the entries that are None are left out of the "
    "list: they are to stay at their place in both cases. Chapter 6, By norm.",
    seen="a filter in one of two branches",
)
def without_the_nones_when_clipped(grads, max_norm):
    arrays = [g for g in grads if g is not None]
    norm = math.sqrt(sum(np.sum(g**2) for g in arrays))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [g * (max_norm / norm) for g in arrays], norm


@wrong(
    "clip_global_norm",
    hint="An infinite entry makes the factor zero: all other entries are lost, and the infinite one "
    "becomes nan. Without a direction to keep nothing is to change. Chapter 6, By norm.",
    seen="no look at whether the norm is finite, or np.isnan alone",
)
def infinity_not_looked_at(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if norm > max_norm:
        return [None if g is None else g * (max_norm / norm) for g in grads], norm
    return list(grads), norm


@wrong(
    "clip_global_norm",
    hint="An entry that is not a number makes nan of all others, and an infinite one makes zeros of "
    "them: when the norm is neither a number nor finite, nothing is to change. Chapter 6, By norm.",
    seen="a factor from np.minimum, without a look at the norm",
)
def nan_spreads(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    factor = np.minimum(1.0, max_norm / norm) if norm != 0 else 1.0
    return [None if g is None else g * factor for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="An infinite entry is looked for, and one that is not a number isn't: it makes nan of all "
    "others. Chapter 6, By norm.",
    seen="np.isinf for np.isfinite",
)
def only_infinity_looked_at(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if np.isinf(norm):
        return list(grads), norm
    factor = np.minimum(1.0, max_norm / norm) if norm != 0 else 1.0
    return [None if g is None else g * factor for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="Where an entry is not finite the whole gradient comes back as zeros: it should come back as "
    "it is, and the norm tells the caller, who may then leave out the step. Chapter 6, By norm.",
    seen="the step left out inside the clipping",
)
def zeros_for_what_is_not_finite(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return [None if g is None else np.zeros_like(g) for g in grads], norm
    if norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="Entries that are not finite are replaced before anything else, so that neither the gradient "
    "nor the norm tells of them any more. Chapter 6, By norm.",
    seen="np.nan_to_num",
)
def cleaned_up(grads, max_norm):
    grads = [None if g is None else np.where(np.isfinite(g), g, 0.0) for g in grads]
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The gradient comes back as it should, and the norm leaves out what is not finite: it is to be "
    "infinite or nan then, so that the caller learns of it. Chapter 6, By norm.",
    seen="np.nansum, or a mask in the norm alone",
)
def norm_of_the_finite(grads, max_norm):
    finite = [g[np.isfinite(g)] for g in grads if g is not None]
    norm = math.sqrt(sum(np.sum(g**2) for g in finite))
    whole = all(np.isfinite(g).all() for g in grads if g is not None)
    if not whole or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="Where an entry is not finite the norm comes back as 0: it is infinite, or not a number, and "
    "that is what the caller has to see. Chapter 6, By norm.",
    seen="an early return with a number of its own",
)
def norm_lost_when_not_finite(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), 0.0
    if norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="Something is added to the norm before the division, as PyTorch does: with small gradients it "
    "shows, and the length is then less than max_norm. Chapter 6, By norm.",
    seen="max_norm / (norm + 1e-6)",
)
def a_millionth_added(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), norm
    factor = min(1.0, max_norm / (norm + 1e-6))
    return [None if g is None else g * factor for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="All arrays come back as rows: each is to keep its shape. Chapter 6, By norm.",
    seen="ravel, and no reshape",
)
def flattened(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    factor = max_norm / norm if math.isfinite(norm) and norm > max_norm else 1.0
    return [None if g is None else g.ravel() * factor for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="One long row comes back for the whole gradient: asked for is a list with an array for each "
    "parameter. Chapter 6, By norm.",
    seen="np.concatenate without cutting apart again",
)
def joined(grads, max_norm):
    row = np.concatenate([np.zeros(0), *(g.ravel() for g in grads if g is not None)])
    norm = float(np.linalg.norm(row))
    if not math.isfinite(norm) or norm <= max_norm:
        return [row], norm
    return [row * (max_norm / norm)], norm


@wrong(
    "clip_global_norm",
    hint="Positive and negative entries cancel in your norm: squares have no sign, so each entry makes "
    "the gradient longer. Chapter 6, By norm.",
    seen="the root of the square of the sum",
)
def norm_of_absolute_sum(grads, max_norm):
    norm = abs(float(sum(np.sum(g) for g in grads if g is not None)))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm is right, and the gradient comes back as it was, however long it is: where the norm "
    "is more than max_norm something has to happen. Chapter 6, By norm.",
    seen="the result of the clipping not put into the list",
)
def never_clipped(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if norm > max_norm:
        for g in grads:
            if g is not None:
                g = g * (max_norm / norm)
    return list(grads), norm


@wrong(
    "clip_global_norm",
    hint="The factor is a quotient of squares: the gradient is shortened twice over. Chapter 6, By norm.",
    seen="max_norm**2 / norm**2",
)
def factor_squared(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) ** 2 for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="What the norm exceeds max_norm by is taken off the entries: the gradient is to be multiplied "
    "by a factor, which keeps its direction. Chapter 6, By norm.",
    seen="a difference where a quotient belongs",
)
def excess_taken_off(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g - (norm - max_norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="Something tiny is added to the norm before the division: with small gradients it shows, and "
    "nothing needs protecting, as the norm is more than max_norm there. Chapter 6, By norm.",
    seen="max_norm / (norm + 1e-8)",
)
def something_tiny_added(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), norm
    factor = min(1.0, max_norm / (norm + 1e-8))
    return [None if g is None else g * factor for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="With an entry that is not a number the norm comes back as infinite: then it is not a number "
    "either. Chapter 6, By norm.",
    seen="one return for both cases",
)
def infinity_for_nan(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), math.inf
    if norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="With an infinite entry the norm comes back as not a number: then it is infinite. Chapter 6, "
    "By norm.",
    seen="one return for both cases",
)
def nan_for_infinity(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), math.nan
    if norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="A long gradient is divided by what its norm exceeds max_norm by: the factor is a quotient of "
    "the two. Chapter 6, By norm.",
    seen="a difference in the denominator",
)
def divided_by_the_excess(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g / (norm - max_norm) for g in grads], norm


@wrong(
    "clip_global_norm",
    hint="The norm grows as the loop goes over the arrays, and each is clipped by what has been added "
    "so far: the norm of all has to be known before the first is touched. Chapter 6, By norm.",
    seen="the sum and the clipping in one loop",
)
def one_after_the_other(grads, max_norm):
    whole = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(whole):
        return list(grads), whole
    total, clipped = 0.0, []
    for g in grads:
        if g is not None:
            total += np.sum(g**2)
            norm = math.sqrt(total)
            g = g * max_norm / norm if norm > max_norm else g
        clipped.append(g)
    return clipped, math.sqrt(total)


@right("clip_global_norm", note="concatenate and np.linalg.norm")
def over_one_row(grads, max_norm):
    rows = [np.ravel(g) for g in grads if g is not None]
    norm = np.linalg.norm(np.concatenate(rows)) if rows else 0.0
    factor = max_norm / norm if np.isfinite(norm) and norm > max_norm else 1.0
    return [g if g is None or factor == 1.0 else factor * g for g in grads], norm


@right("clip_global_norm", note="the norm of the norms, a loop, and a maximum")
def norm_of_norms(grads, max_norm):
    norm = np.linalg.norm([0.0] + [np.linalg.norm(g) for g in grads if g is not None])
    clipped = []
    for g in grads:
        if g is None:
            clipped.append(None)
        elif not np.isfinite(norm):
            clipped.append(g.copy())
        else:
            clipped.append(g / max(1.0, norm / max_norm))
    return clipped, float(norm)


@right("clip_global_norm", note="plain Python, in units of the largest entry")
def in_units_of_the_largest(grads, max_norm):
    numbers = [float(v) for g in grads if g is not None for v in g.flat]
    if any(math.isnan(v) or math.isinf(v) for v in numbers):
        return grads[:], sum(v * v for v in numbers)
    largest = max((abs(v) for v in numbers), default=0.0)
    norm = largest * math.sqrt(math.fsum((v / largest) ** 2 for v in numbers)) if largest else 0.0
    if norm > max_norm:
        return [g if g is None else np.multiply(g, max_norm) / norm for g in grads], norm
    return grads[:], norm


# ==== clip_value =======================================================================================


@wrong(
    "clip_value",
    hint="Entries far below -limit stay as they are: the limit holds on both sides. Chapter 6, By value.",
    seen="np.minimum alone",
)
def above_only(grads, limit):
    return [None if g is None else np.minimum(g, limit) for g in grads]


@wrong(
    "clip_value",
    hint="Entries far above limit stay as they are: the limit holds on both sides. Chapter 6, By value.",
    seen="np.maximum alone",
)
def below_only(grads, limit):
    return [None if g is None else np.maximum(g, -limit) for g in grads]


@wrong(
    "clip_value",
    hint="All entries come back without their sign: a large negative one is to become -limit. Chapter "
    "6, By value.",
    seen="np.abs before the minimum",
)
def signs_lost(grads, limit):
    return [None if g is None else np.minimum(np.abs(g), limit) for g in grads]


@wrong(
    "clip_value",
    hint="Entries beyond the limit become +limit, also where they were negative: each keeps its own "
    "sign. Chapter 6, By value.",
    seen="np.where(abs(g) > limit, limit, g)",
)
def limit_for_all_that_is_large(grads, limit):
    return [None if g is None else np.where(np.abs(g) > limit, limit, g) for g in grads]


@wrong(
    "clip_value",
    hint="Every entry comes back as plus or minus the limit, small ones too: those within the limits "
    "stay as they are. Chapter 6, By value.",
    seen="np.sign(g) * limit",
)
def everything_to_the_limit(grads, limit):
    return [None if g is None else np.sign(g) * limit for g in grads]


@wrong(
    "clip_value",
    hint="Entries beyond the limit come back as zero: they are to be cut down to the limit, not thrown "
    "away. Chapter 6, By value.",
    seen="a mask multiplied on",
)
def large_ones_to_zero(grads, limit):
    return [None if g is None else np.where(np.abs(g) > limit, 0.0, g) for g in grads]


@wrong(
    "clip_value",
    hint="Every entry is moved towards zero by the limit, which leaves the excess: what is wanted is "
    "the other part, up to the limit. Chapter 6, By value.",
    seen="soft thresholding",
)
def limit_taken_off(grads, limit):
    return [None if g is None else np.sign(g) * np.maximum(np.abs(g) - limit, 0.0) for g in grads]


@wrong(
    "clip_value",
    hint="All entries are multiplied by one factor, that of the norm: here each has its limit by "
    "itself, and the others stay. Chapter 6, By value.",
    seen="clipping by norm in place of clipping by value",
)
def whole_gradient_scaled(grads, limit):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    factor = limit / norm if norm > limit else 1.0
    return [None if g is None else g * factor for g in grads]


@wrong(
    "clip_value",
    hint="Each array is multiplied by a factor made of its own norm: that is neither of the two "
    "clippings. Here each entry has a limit by itself. Chapter 6, By value.",
    seen="clipping by norm, one tensor at a time",
)
def array_scaled_by_its_norm(grads, limit):
    clipped = []
    for g in grads:
        if g is not None:
            norm = np.linalg.norm(g)
            g = g * limit / norm if norm > limit else g
        clipped.append(g)
    return clipped


@wrong(
    "clip_value",
    hint="Each array is scaled until its largest entry is the limit: entries within the limits should "
    "stay as they are. Chapter 6, By value.",
    seen="g * limit / np.abs(g).max()",
)
def array_scaled_by_its_largest(grads, limit):
    clipped = []
    for g in grads:
        if g is not None:
            largest = np.abs(g).max()
            g = g * limit / largest if largest > limit else g
        clipped.append(g)
    return clipped


@wrong(
    "clip_value",
    hint="The whole gradient is scaled until its largest entry is the limit: that keeps the direction, "
    "which is fine, and is not what is asked for. Entries within the limits stay as they are. Chapter 6, "
    "By value.",
    seen="the norm with ord=np.inf",
)
def all_scaled_by_the_largest(grads, limit):
    largest = max((np.abs(g).max() for g in grads if g is not None), default=0.0)
    factor = limit / largest if largest > limit else 1.0
    return [None if g is None else g * factor for g in grads]


@wrong(
    "clip_value",
    hint="Entries within the limits are changed a little, too: they are bent where they should be cut. "
    "Chapter 6, By value.",
    seen="limit * np.tanh(g / limit)",
)
def smoothly(grads, limit):
    return [None if g is None else limit * np.tanh(g / limit) for g in grads]


@wrong(
    "clip_value",
    hint="The numbers are right, and the arrays that were passed in have changed: build new ones. "
    "Chapter 6, By value.",
    seen="np.clip(..., out=g)",
)
def entries_in_place(grads, limit):
    for g in grads:
        if g is not None:
            np.clip(g, -limit, limit, out=g)
    return list(grads)


@wrong(
    "clip_value",
    hint="The numbers are right, and the list that was passed in holds the clipped arrays now: return a "
    "new one. Chapter 6, By value.",
    seen="grads[i] = np.clip(...)",
)
def entries_in_list(grads, limit):
    for i, g in enumerate(grads):
        if g is not None:
            grads[i] = np.clip(g, -limit, limit)
    return grads


@wrong(
    "clip_value",
    hint="Entries that are None are gone from the list, or something else stands for them: they stay "
    "None, so that what follows keeps its place. Chapter 6, By value.",
    seen="a filter in a comprehension, or zeros so that np.clip works",
)
def nones_left_out(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads if g is not None]


@wrong(
    "clip_value",
    hint="An entry that is not a number comes back as zero: it stays what it is, so that somebody "
    "notices. Chapter 6, By value.",
    seen="np.nan_to_num before the clipping",
)
def nan_to_zero(grads, limit):
    return [None if g is None else np.clip(np.nan_to_num(g), -limit, limit) for g in grads]


@wrong(
    "clip_value",
    hint="An entry that is not a number comes back as the limit: comparisons with nan are all false, "
    "and which branch it takes is an accident here. Chapter 6, By value.",
    seen="max(-limit, min(limit, v)) in plain Python",
)
def nan_to_limit(grads, limit):
    return [
        None if g is None else np.array([max(-limit, min(limit, v)) for v in g.flat]).reshape(g.shape)
        for g in grads
    ]


@wrong(
    "clip_value",
    hint="An entry that is not a number comes back as minus the limit: comparisons with nan are all "
    "false, and it falls into the last branch. Chapter 6, By value.",
    seen="the last else of three cases",
)
def nan_to_minus_limit(grads, limit):
    return [
        None if g is None else np.where(g > limit, limit, np.where(g >= -limit, g, -limit)) for g in grads
    ]


@wrong(
    "clip_value",
    hint="Infinite entries come back as they were: they are beyond the limit as well, and have a sign. "
    "Chapter 6, By value.",
    seen="only finite entries looked at",
)
def infinity_left(grads, limit):
    return [None if g is None else np.where(np.isfinite(g), np.clip(g, -limit, limit), g) for g in grads]


@wrong(
    "clip_value",
    hint="With an entry that is not finite nothing is clipped at all: that is the other function's "
    "rule. Here each entry has its limit by itself. Chapter 6, By value.",
    seen="the look at isfinite taken over from clipping by norm",
)
def not_touched_when_not_finite(grads, limit):
    if not all(np.isfinite(g).all() for g in grads if g is not None):
        return list(grads)
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


@wrong(
    "clip_value",
    hint="An array with an entry that is not finite comes back as it was: each entry has its limit by "
    "itself, whatever stands beside it. Chapter 6, By value.",
    seen="isfinite looked at array by array",
)
def array_not_touched_when_not_finite(grads, limit):
    return [g if g is None or not np.isfinite(g).all() else np.clip(g, -limit, limit) for g in grads]


@wrong(
    "clip_value",
    hint="The numbers are right, and each array comes back as a row: it is to keep its shape. Chapter "
    "6, By value.",
    seen="a list of numbers made of g.flat",
)
def shape_lost(grads, limit):
    return [None if g is None else np.clip(g.ravel(), -limit, limit) for g in grads]


@wrong(
    "clip_value",
    hint="One long row comes back: asked for is a list with an array for each parameter. Chapter 6, By "
    "value.",
    seen="np.concatenate",
)
def one_row(grads, limit):
    return [np.clip(np.concatenate([g.ravel() for g in grads if g is not None]), -limit, limit)]


@wrong(
    "clip_value",
    hint="Negative entries come back as zero: the lower limit is minus the upper one. Chapter 6, By value.",
    seen="np.clip(g, 0, limit)",
)
def never_negative(grads, limit):
    return [None if g is None else np.clip(g, 0.0, limit) for g in grads]


@wrong(
    "clip_value",
    hint="The entries are limited to [-1, 1], whatever limit is: try one of another size. Chapter 6, By "
    "value.",
    seen="the usual value written in",
)
def limit_one(grads, limit):
    return [None if g is None else np.clip(g, -1.0, 1.0) for g in grads]


@wrong(
    "clip_value",
    hint="Only the first array comes back clipped: the others follow in the list as they were. Chapter "
    "6, By value.",
    seen="a return, or a break, inside the loop",
)
def first_array_only(grads, limit):
    clipped = list(grads)
    for i, g in enumerate(grads):
        if g is not None:
            clipped[i] = np.clip(g, -limit, limit)
            break
    return clipped


@right("clip_value", note="np.minimum of np.maximum, in a loop")
def by_min_and_max(grads, limit):
    clipped = []
    for g in grads:
        clipped.append(None if g is None else np.minimum(np.maximum(g, -limit), limit))
    return clipped


@right("clip_value", note="two conditions")
def by_where(grads, limit):
    return [g if g is None else np.where(g > limit, limit, np.where(g < -limit, -limit, g)) for g in grads]


@right("clip_value", note="copies and masks")
def by_masks(grads, limit):
    clipped = [None if g is None else g.copy() for g in grads]
    for g in clipped:
        if g is not None:
            large = np.abs(g) > limit
            g[large] = math.copysign(limit, 1) * np.sign(g[large])
    return clipped


# ==== xavier_uniform ===================================================================================


@wrong(
    "xavier_uniform",
    hint="The standard deviation is taken for the bound of the interval: numbers drawn evenly up to b "
    "vary by less than b, by b over the root of 3. Chapter 6, Xavier's compromise.",
    seen="the root of the variance as b",
)
def spread_for_bound(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The weights have the right variance and come from a normal distribution: asked for is an "
    "interval, all of it equally likely. Chapter 6, Xavier's compromise.",
    seen="xavier_normal",
)
def normal_for_uniform(fan_in, fan_out, gain, rng):
    return gain * math.sqrt(2 / (fan_in + fan_out)) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The weights come from a normal distribution whose width is the bound of the interval: an "
    "interval is asked for, and their variance is three times too large. Chapter 6, Xavier's compromise.",
    seen="rng.normal(0, b)",
)
def normal_with_the_bound(fan_in, fan_out, gain, rng):
    return rng.normal(0, gain * math.sqrt(6 / (fan_in + fan_out)), size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The array has a row for each input: W times the inputs has to give the sums of the units, so "
    "that there is a row for each unit. Chapter 6, Xavier's compromise.",
    seen="(fan_in, fan_out) as in other libraries",
)
def shape_turned(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))


@wrong(
    "xavier_uniform",
    hint="The numbers are drawn in the other shape and turned over afterwards: the shape is right, and "
    "the numbers fill it in another order than those of one draw in its own shape. Chapter 6, Xavier's "
    "compromise.",
    seen=".T at the end",
)
def drawn_then_transposed(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out)).T


@wrong(
    "xavier_uniform",
    hint="The gain plays no part: without one the weights are right, with any other they are those of "
    "gain 1. Chapter 6, Xavier's compromise.",
    seen="an argument left over",
)
def gain_forgotten(fan_in, fan_out, gain, rng):
    b = math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The bound is multiplied by the square of the gain: it is the variance that is, and the bound "
    "goes with the variance's root. Chapter 6, Xavier's compromise.",
    seen="gain**2 in front of the root",
)
def gain_squared(fan_in, fan_out, gain, rng):
    b = gain**2 * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The gain stands under the root as it is: in the variance it has a square. Chapter 6, Xavier's "
    "compromise.",
    seen="gain for gain**2",
)
def gain_under_the_root(fan_in, fan_out, gain, rng):
    b = math.sqrt(6 * gain / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The weights become smaller with a larger gain: it makes up for what the activation takes "
    "away, and so enlarges them. Chapter 6, Xavier's compromise.",
    seen="a quotient for a product",
)
def divided_by_gain(fan_in, fan_out, gain, rng):
    b = math.sqrt(6 / (fan_in + fan_out)) / (gain or 1.0)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="Only the inputs count in your variance, twice: it is the mean of both numbers that Xavier "
    "takes, for the way forward and the way back. Chapter 6, Xavier's compromise.",
    seen="variance 1 / fan_in",
)
def inputs_only(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(3 / fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="Only the units count in your variance: it is the mean of inputs and units that Xavier takes. "
    "Chapter 6, Xavier's compromise.",
    seen="variance 1 / fan_out",
)
def units_only(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(3 / fan_out)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The variance is He's, made of the inputs alone, with a factor of two for ReLUs: Xavier's has "
    "both numbers. Chapter 6, Xavier's compromise.",
    seen="he_uniform",
)
def hes_variance(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The bound is that of the old rule, made of the inputs alone, which lets signals shrink: its "
    "variance is a third of 1 / fan_in. Chapter 6, Xavier's compromise.",
    seen="PyTorch's default for linear layers",
)
def naive_bound(fan_in, fan_out, gain, rng):
    b = gain / math.sqrt(fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The root is missing: the bound is made of the variance's numbers as they are. Chapter 6, "
    "Xavier's compromise.",
    seen="6 / (fan_in + fan_out)",
)
def bound_without_root(fan_in, fan_out, gain, rng):
    b = gain * 6 / (fan_in + fan_out)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The bound is three times the variance: solve b^2 / 3 for b, which leaves a root. Chapter 6, "
    "Xavier's compromise.",
    seen="the root forgotten, with the gain's square",
)
def three_times_the_variance(fan_in, fan_out, gain, rng):
    b = gain**2 * 6 / (fan_in + fan_out)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The bound is the root of 3 times the variance itself: it belongs to the standard deviation, "
    "the variance's root. Chapter 6, Xavier's compromise.",
    seen="sqrt(3) * var",
)
def variance_for_spread(fan_in, fan_out, gain, rng):
    b = math.sqrt(3) * gain**2 * 2 / (fan_in + fan_out)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The 3 stands on the other side: the variance is divided by it before the root, where it "
    "should be multiplied. The bound is larger than the standard deviation. Chapter 6, Xavier's compromise.",
    seen="b^2 / 3 solved the other way",
)
def divided_by_three(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(2 / (fan_in + fan_out) / 3)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The bound is twice too large: 12 belongs to the full width of an interval, and b is half of "
    "it. Chapter 6, Xavier's compromise.",
    seen="(b - a)^2 / 12 with b for the width",
)
def twelve_for_three(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(24 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The factor 2 is missing: the variance is one over the sum of the two numbers, where it is one "
    "over their mean. Chapter 6, Xavier's compromise.",
    seen="sqrt(3 / (fan_in + fan_out))",
)
def two_forgotten(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(3 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="All weights are positive, drawn from 0 up to b: the interval lies on both sides of zero. "
    "Chapter 6, Xavier's compromise.",
    seen="rng.uniform(0, b), or b * rng.random",
)
def positive_only(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(0, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The interval is half as wide as it should be: b is the distance from zero, and yours is that "
    "from end to end. Chapter 6, Xavier's compromise.",
    seen="rng.random - 0.5, times b",
)
def half_the_interval(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return b * (rng.random((fan_out, fan_in)) - 0.5)


@wrong(
    "xavier_uniform",
    hint="The two numbers are multiplied where they are to be added. Chapter 6, Xavier's compromise.",
    seen="sqrt(6 / (fan_in * fan_out))",
)
def product_of_fans(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in * fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The numbers come from another generator than the one that was passed in: nobody can repeat a "
    "run then, and every layer is the same. Chapter 6, Xavier's compromise.",
    seen="np.random.default_rng() inside the function",
)
def own_generator(fan_in, fan_out, gain, rng):
    rng = np.random.default_rng(0)
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "xavier_uniform",
    hint="The weights are right, and more numbers are drawn than there are weights: what is drawn next, "
    "in the next layer, is then another. Chapter 6, Xavier's compromise.",
    seen="a bias drawn for each unit, and not returned",
)
def biases_drawn_too(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    weights = rng.uniform(-b, b, size=(fan_out, fan_in))
    rng.uniform(-b, b, size=fan_out)
    return weights


@wrong(
    "xavier_uniform",
    hint="The numbers are right, and they come in one row: the array has a row for each unit. Chapter "
    "6, Xavier's compromise.",
    seen="size=fan_out * fan_in",
)
def one_row_of_weights(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=fan_out * fan_in)


@wrong(
    "xavier_uniform",
    hint="Every weight has the opposite sign: the interval is drawn from its upper end to its lower "
    "one. Chapter 6, Xavier's compromise.",
    seen="rng.uniform(b, -b)",
)
def signs_turned(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6 / (fan_in + fan_out))
    return -rng.uniform(-b, b, size=(fan_out, fan_in))


@right("xavier_uniform", note="the variance first, and np.sqrt")
def from_the_variance(fan_in, fan_out, gain, rng):
    variance = gain**2 * 2 / (fan_in + fan_out)
    bound = np.sqrt(3 * variance)
    return rng.uniform(low=-bound, high=bound, size=(fan_out, fan_in))


@right("xavier_uniform", note="numbers from [-1, 1), stretched")
def one_draw_stretched(fan_in, fan_out, gain, rng):
    return rng.uniform(-1, 1, (fan_out, fan_in)) * gain * (6 / (fan_in + fan_out)) ** 0.5


@right("xavier_uniform", note="rng.random, shifted")
def from_random(fan_in, fan_out, gain, rng):
    std = gain / math.sqrt((fan_in + fan_out) / 2)
    return math.sqrt(3) * std * (2 * rng.random(size=(fan_out, fan_in)) - 1)


@right("xavier_uniform", note="one row after the other")
def row_by_row(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6.0) / math.sqrt(fan_in + fan_out)
    return np.array([[rng.uniform(-b, b) for _ in range(fan_in)] for _ in range(fan_out)])


# ==== he_normal ========================================================================================


@wrong(
    "he_normal",
    hint="The variance is given where the standard deviation belongs: the second argument of "
    "rng.normal, or the factor in front, is the root. Chapter 6, He's factor of two.",
    seen="rng.normal(0, 2 / fan_in)",
)
def variance_as_width(fan_in, fan_out, rng):
    return rng.normal(0, 2 / fan_in, size=(fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The variance is 1 / fan_in: it would do if nothing happened between the layers, and a ReLU "
    "takes away half of the mean square. Chapter 6, He's factor of two.",
    seen="lecun_normal",
)
def without_the_two(fan_in, fan_out, rng):
    return math.sqrt(1 / fan_in) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The variance is half of 1 / fan_in: what the ReLU takes away is taken away once more, where "
    "it should be made up for. Chapter 6, He's factor of two.",
    seen="the factor on the other side of the equation",
)
def halved(fan_in, fan_out, rng):
    return math.sqrt(1 / (2 * fan_in)) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The number of units stands where that of the inputs belongs: a sum has as many terms as the "
    "layer has inputs. Chapter 6, He's factor of two.",
    seen="fan_out for fan_in",
)
def units_for_inputs(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_out) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The variance is Xavier's, with the mean of inputs and units: for the way forward alone only "
    "the inputs count, and the ReLU is left out. Chapter 6, He's factor of two.",
    seen="sqrt(2 / (fan_in + fan_out))",
)
def xaviers_variance(fan_in, fan_out, rng):
    return math.sqrt(2 / (fan_in + fan_out)) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The variance has the factor of two and the mean of inputs and units: for the way forward only "
    "the inputs count. Chapter 6, He's factor of two.",
    seen="sqrt(4 / (fan_in + fan_out))",
)
def xaviers_variance_doubled(fan_in, fan_out, rng):
    return math.sqrt(4 / (fan_in + fan_out)) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The array has a row for each input: there is one for each unit. Chapter 6, He's factor of two.",
    seen="(fan_in, fan_out)",
)
def rows_for_inputs(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out))


@wrong(
    "he_normal",
    hint="The numbers are drawn in the other shape and turned over: the shape is right, and the numbers "
    "stand in another order than those of one draw in its own shape. Chapter 6, He's factor of two.",
    seen=".T at the end",
)
def turned_after_the_draw(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_in) * rng.standard_normal((fan_in, fan_out)).T


@wrong(
    "he_normal",
    hint="The weights have the right variance and come from an interval: asked for is a normal "
    "distribution. Chapter 6, He's factor of two.",
    seen="he_uniform",
)
def uniform_for_normal(fan_in, fan_out, rng):
    b = math.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The weights come from an interval as wide as the standard deviation should be: asked for is a "
    "normal distribution, and the variance is a third of what it should be. Chapter 6, He's factor of two.",
    seen="rng.uniform(-std, std)",
)
def interval_of_that_width(fan_in, fan_out, rng):
    b = math.sqrt(2 / fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The root is taken of the 2 and not of the number of inputs. Chapter 6, He's factor of two.",
    seen="sqrt(2) / fan_in",
)
def root_of_two_alone(fan_in, fan_out, rng):
    return math.sqrt(2) / fan_in * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The 2 stands outside the root, which makes a factor of four of it in the variance. Chapter 6, "
    "He's factor of two.",
    seen="2 / sqrt(fan_in)",
)
def two_outside_the_root(fan_in, fan_out, rng):
    return 2 / math.sqrt(fan_in) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The quotient is upside down: a sum of more terms needs smaller weights, and yours grow with "
    "the number of inputs. Chapter 6, He's factor of two.",
    seen="sqrt(fan_in / 2)",
)
def inverted(fan_in, fan_out, rng):
    return math.sqrt(fan_in / 2) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The normal numbers are divided by the standard deviation that they should have: they are to "
    "be multiplied by it. Chapter 6, He's factor of two.",
    seen="rng.standard_normal / std",
)
def divided_by_the_width(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)) / (2 / fan_in)


@wrong(
    "he_normal",
    hint="The factor is 6, which belongs to an interval: a normal distribution is given by its variance "
    "as it is. Chapter 6, He's factor of two.",
    seen="the bound of he_uniform as a standard deviation",
)
def six_for_two(fan_in, fan_out, rng):
    return math.sqrt(6 / fan_in) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="All weights are positive: half of a normal distribution has a mean, and the sums then all "
    "grow together. Chapter 6, He's factor of two.",
    seen="np.abs",
)
def never_negative_weights(fan_in, fan_out, rng):
    return np.abs(math.sqrt(2 / fan_in) * rng.standard_normal((fan_out, fan_in)))


@wrong(
    "he_normal",
    hint="The standard deviation stands where the mean belongs: the weights lie around it, with a width "
    "of 1. Chapter 6, He's factor of two.",
    seen="rng.normal(std, size=...)",
)
def width_as_mean(fan_in, fan_out, rng):
    return rng.normal(math.sqrt(2 / fan_in), size=(fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The weights are normal numbers of width 1: after a few layers of many inputs everything is "
    "infinite. Chapter 6, He's factor of two.",
    seen="the factor left out",
)
def width_forgotten(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The numbers come from another generator than the one that was passed in: every layer is the "
    "same then. Chapter 6, He's factor of two.",
    seen="np.random.default_rng() inside the function",
)
def generator_of_its_own(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    return math.sqrt(2 / fan_in) * rng.standard_normal((fan_out, fan_in))


@wrong(
    "he_normal",
    hint="The weights are right, and more numbers are drawn than there are weights: the next layer's "
    "draw is then another. Chapter 6, He's factor of two.",
    seen="biases drawn, and not returned",
)
def more_than_the_weights(fan_in, fan_out, rng):
    weights = math.sqrt(2 / fan_in) * rng.standard_normal((fan_out, fan_in))
    rng.standard_normal(fan_out)
    return weights


@wrong(
    "he_normal",
    hint="The numbers that were drawn are shifted and stretched until they have exactly this variance: "
    "it is that of the distribution, and a draw has it in the mean only. Chapter 6, He's factor of two.",
    seen="w / w.std()",
)
def brought_to_the_width(fan_in, fan_out, rng):
    w = rng.standard_normal((fan_out, fan_in))
    w = (w - w.mean()) / w.std()
    return math.sqrt(2 / fan_in) * w


@wrong(
    "he_normal",
    hint="Numbers beyond two standard deviations are cut off: asked for is the whole normal "
    "distribution. Chapter 6, He's factor of two.",
    seen="truncated_normal elsewhere",
)
def large_ones_cut(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_in) * np.clip(rng.standard_normal((fan_out, fan_in)), -2, 2)


@wrong(
    "he_normal",
    hint="The numbers are right, and they come in one row: the array has a row for each unit. Chapter "
    "6, He's factor of two.",
    seen="size=fan_out * fan_in",
)
def in_one_row(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_in) * rng.standard_normal(fan_out * fan_in)


@wrong(
    "he_normal",
    hint="The variance is (2 / fan_in)^2, or fan_in squared stands below: the mean square grows in "
    "proportion to the number of inputs, not to its square. Chapter 6, He's factor of two.",
    seen="a square too much",
)
def half_of_the_inputs_squared(fan_in, fan_out, rng):
    return (2 / fan_in) ** 2 * rng.standard_normal((fan_out, fan_in))


@right("he_normal", note="rng.normal with a standard deviation")
def by_normal(fan_in, fan_out, rng):
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), size=(fan_out, fan_in))


@right("he_normal", note="a division")
def divided_by_the_root(fan_in, fan_out, rng):
    w = rng.standard_normal(size=(fan_out, fan_in))
    return w / np.sqrt(fan_in / 2)


@right("he_normal", note="a loop over rows")
def filled_row_by_row(fan_in, fan_out, rng):
    std = (2 / fan_in) ** 0.5
    w = np.empty((fan_out, fan_in))
    for row in range(fan_out):
        w[row] = [std * rng.standard_normal() for _ in range(fan_in)]
    return w


# ==== batchnorm_forward ================================================================================


@wrong(
    "batchnorm_forward",
    hint="In training the batch is normalised by the running statistics, where its own belong: only in "
    "evaluation do the running ones take their place. Chapter 6, Training and evaluation.",
    seen="the two modes exchanged in one line",
)
def running_in_training(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * x.mean(axis=0),
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In training the running statistics are moved, and then the batch is normalised by them: its "
    "own mean and variance are to be used, and the running ones kept for evaluation. Chapter 6, Training "
    "and evaluation.",
    seen="one pair of names for two things",
)
def updated_then_used(x, gamma, beta, running, training, momentum, eps):
    if training:
        mean = x.mean(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(running["var"][None, :] + eps)
    x_hat = (x - running["mean"]) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In evaluation the batch is normalised by its own statistics: what a digit is taken for then "
    "depends on its company, and a single one becomes beta. Chapter 6, Training and evaluation.",
    seen="the flag decides about the update only",
)
def batch_in_evaluation(x, gamma, beta, running, training, momentum, eps):
    mean, var = x.mean(axis=0), x.var(axis=0)
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="training plays no part: in evaluation the batch's statistics are used as well, and the "
    "running ones move on. Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def always_training(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if True:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0) * len(x) / max(len(x) - 1, 1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="training plays no part: the running statistics are used in both modes, and never move. "
    "Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def always_evaluation(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if False:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The two modes are exchanged: in training the running statistics are used, and in evaluation "
    "the batch's. Chapter 6, Training and evaluation.",
    seen="not training",
)
def modes_exchanged(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if not training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0) * len(x) / max(len(x) - 1, 1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The output is right in both modes, and the running statistics move in evaluation as well: "
    "looking at test data is not to change the network. Chapter 6, Training and evaluation.",
    seen="the update outside the condition",
)
def moved_in_evaluation(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    if not training:
        unbiased = x.var(axis=0) * len(x) / max(len(x) - 1, 1)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * x.mean(axis=0),
            "var": (1 - momentum) * running["var"] + momentum * unbiased,
        }
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The output is right, and the running statistics come back as they went in, after training "
    "too: in evaluation they will be those of the start. Chapter 6, Training and evaluation.",
    seen="the update forgotten",
)
def never_moved(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running mean moves, and the running variance stays where it was: both are to follow the "
    "batch. Chapter 6, Training and evaluation.",
    seen="the second line of two forgotten",
)
def only_the_mean_moved(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": running["var"],
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running variance is fed with the variance with 1/B, which the batch is divided by: for "
    "the running one it is taken with 1/(B - 1). Chapter 6, Training and evaluation.",
    seen="one variance for both purposes",
)
def running_biased(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * var,
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The batch is divided by its variance with 1/(B - 1): that one is for the running statistics "
    "alone. Chapter 6, Forwards.",
    seen="np.var(..., ddof=1) for both purposes",
)
def divided_by_unbiased(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The two variances are exchanged: the batch is divided by the one with 1/B, and the running "
    "one takes that with 1/(B - 1). Chapter 6, Forwards.",
    seen="ddof at the other of two places",
)
def variances_exchanged(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="For the running variance the batch's is multiplied by (B - 1)/B: from 1/B to 1/(B - 1) it "
    "becomes larger, not smaller. Chapter 6, Training and evaluation.",
    seen="Bessel's factor upside down",
)
def unbiased_the_other_way(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * var * (len(x) - 1) / len(x),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="momentum is what the old statistics keep, in your update: it is the weight of the new batch. "
    "Chapter 6, Training and evaluation.",
    seen="another library's convention, as in Adam",
)
def weights_exchanged(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": momentum * running["mean"] + (1 - momentum) * mean,
            "var": momentum * running["var"] + (1 - momentum) * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The batch's statistics are added, and the old ones keep their full weight: the two weights "
    "are to sum to 1, or the running ones grow for ever. Chapter 6, Training and evaluation.",
    seen="old + momentum * new",
)
def old_not_reduced(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": running["mean"] + momentum * mean,
            "var": running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The old statistics are reduced, and the batch's are added with their full weight: the two "
    "weights are to sum to 1. Chapter 6, Training and evaluation.",
    seen="(1 - momentum) * old + new",
)
def new_with_full_weight(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + mean,
            "var": (1 - momentum) * running["var"] + x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running statistics become those of the last batch, whatever momentum is. Chapter 6, "
    "Training and evaluation.",
    seen="the mean over time forgotten",
)
def no_memory(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": mean,
            "var": x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="What is kept under var is a standard deviation: evaluation will take its root again. Chapter "
    "6, Training and evaluation.",
    seen="np.std in the update",
)
def standard_deviation_kept(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.std(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="eps has got into the running variance: it is added under the root, each time anew, and never "
    "kept. Chapter 6, Training and evaluation.",
    seen="var + eps computed once for both",
)
def eps_in_the_running_variance(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * (x.var(axis=0, ddof=1) + eps),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="Mean and variance run along the rows, over the features of one example: here each feature has "
    "its own, over the batch. Chapter 6, Forwards.",
    seen="axis=1",
)
def features_in_one(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * x.mean(axis=0),
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(np.atleast_2d(var) + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="There is one mean and one variance for the whole array: each feature has its own. Chapter 6, "
    "Forwards.",
    seen="x.mean() without an axis",
)
def all_in_one(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(), x.var()
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(ddof=1),
        }
    inv_std = 1 / np.sqrt(np.atleast_2d(var) + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="x is divided and its mean is not taken off first: x_hat has the variance 1, and any mean. "
    "Chapter 6, Forwards.",
    seen="x / std",
)
def mean_left_in(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = x * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="x is divided by the variance: its root is missing, and a feature in millimetres and one in "
    "metres don't come out alike. Chapter 6, Forwards.",
    seen="1 / (var + eps)",
)
def not_divided_by_a_root(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / (var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="eps is added to the standard deviation: it belongs to the variance, under the root. Chapter "
    "6, Forwards.",
    seen="Adam's place for it",
)
def eps_outside_the_root(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / (np.sqrt(var[None, :]) + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="eps plays no part: a feature that is the same in all examples is divided by zero. Chapter 6, "
    "Forwards.",
    seen="an argument left over",
)
def no_eps(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :])
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In evaluation eps is left out: the same root is taken in both modes. Chapter 6, Training and "
    "evaluation.",
    seen="two branches with a formula each",
)
def eps_in_training_only(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + (eps if training else 0.0))
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The variance is the mean of the squares of x, with its mean left in: the distances from the "
    "mean are what is squared. Chapter 6, Forwards.",
    seen="np.mean(x**2)",
)
def raw_second_moment(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), (x**2).mean(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The squared distances are added up where they are to be averaged: the larger the batch, the "
    "smaller everything comes out. Chapter 6, Forwards.",
    seen="np.sum for np.mean",
)
def sum_of_squares(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0) * len(x)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="gamma and beta are not applied: y comes back as x_hat. Chapter 6, Forwards.",
    seen="the second half of the formula forgotten",
)
def x_hat_for_y(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return x_hat, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="beta is not added: without it no feature can have a mean but 0, whatever would be best for "
    "the layer above. Chapter 6, Forwards.",
    seen="an argument left over",
)
def no_beta(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="gamma is not multiplied on, though beta is added: every feature keeps the variance 1. Chapter "
    "6, Forwards.",
    seen="an argument left over",
)
def no_gamma(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="gamma and beta have changed places: one is multiplied on, the other added. Chapter 6, Forwards.",
    seen="two arguments in the other order",
)
def gamma_and_beta_exchanged(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return beta * x_hat + gamma, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="beta is multiplied by gamma, too: the shift comes after the scale. Chapter 6, Forwards.",
    seen="brackets",
)
def beta_inside(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * (x_hat + beta), (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In evaluation gamma and beta are left out: they belong to the layer in both modes. Chapter 6, "
    "Training and evaluation.",
    seen="an early return",
)
def gamma_not_in_evaluation(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return (gamma * x_hat + beta if training else x_hat), (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and in the cache stands the standard deviation where its inverse should be: the "
    "backward pass will multiply by it. Chapter 6, Forwards.",
    seen="np.sqrt(var + eps) kept",
)
def std_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, 1 / inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and in the cache stands the variance where the inverse of the root should be. "
    "Chapter 6, Forwards.",
    seen="var kept",
)
def variance_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, var[None, :], gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and in the cache stands x as it came in, where x_hat should be. Chapter 6, Forwards.",
    seen="x kept",
)
def x_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and in the cache stands x without its mean, not yet divided, where x_hat should "
    "be. Chapter 6, Forwards.",
    seen="x - mean kept",
)
def centred_x_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x - mean, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and it stands in the cache as well, where x_hat should be, before gamma and beta. "
    "Chapter 6, Forwards.",
    seen="one name for two things",
)
def y_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (gamma * x_hat + beta, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="y is right, and in the cache stands beta where gamma should be: a shift has no part in the "
    "backward pass. Chapter 6, Forwards.",
    seen="beta for gamma",
)
def beta_in_the_cache(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, beta), running


@wrong(
    "batchnorm_forward",
    hint="In evaluation there is no cache: it comes back in both modes. Chapter 6, Training and evaluation.",
    seen="None where nothing will be differentiated",
)
def no_cache_in_evaluation(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma) if training else None, running


@wrong(
    "batchnorm_forward",
    hint="In evaluation y is right, and the cache holds what the batch's own statistics make of x: it "
    "belongs to those that were used. Chapter 6, Training and evaluation.",
    seen="the cache filled before the modes part",
)
def cache_of_the_batch(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    y = gamma * x_hat + beta
    if not training:
        inv_std = 1 / np.sqrt(x.var(axis=0)[None, :] + eps)
        x_hat = (x - x.mean(axis=0)) * inv_std
    return y, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The numbers are right, and the dict that was passed in has changed: return a new one. Chapter "
    "6, Training and evaluation.",
    seen="running[...] = ... on the argument",
)
def running_in_place(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1)
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The numbers are right, and the arrays in the dict that was passed in have changed: build new "
    "ones. Chapter 6, Training and evaluation.",
    seen="*= and += on the running arrays",
)
def running_arrays_in_place(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running["mean"] *= 1 - momentum
        running["mean"] += momentum * mean
        running["var"] *= 1 - momentum
        running["var"] += momentum * x.var(axis=0, ddof=1)
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The numbers are right, and the array x that was passed in has changed: the caller may need it "
    "again. Chapter 6, Forwards.",
    seen="x -= mean",
)
def x_in_place(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x -= mean
    x *= inv_std
    x_hat = x.copy()
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running statistics are fed with those of x_hat, after the normalisation, which are 0 and "
    "nearly 1: those of x are wanted. Chapter 6, Training and evaluation.",
    seen="the update below the normalisation, of what is called x there",
)
def mean_of_x_hat_kept(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"],
            "var": (1 - momentum) * running["var"]
            + momentum * (x.var(axis=0, ddof=1) / (x.var(axis=0) + eps)),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The statistics run over the features of each example and stand in a row: here they run over "
    "the batch, one pair for each feature. Only a square array lets that pass. Chapter 6, Forwards.",
    seen="axis=1 without keepdims",
)
def axis_one_plainly_forward(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=1), x.var(axis=1)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=1, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running statistics are momentum times the old ones plus the batch's: that is a velocity. "
    "Here the two weights are momentum, for the batch, and what is left to 1. Chapter 6, Training and "
    "evaluation.",
    seen="the momentum of an optimizer",
)
def momentum_times_old_plus_new(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": momentum * running["mean"] + mean,
            "var": momentum * running["var"] + x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In the running mean momentum is what is kept of the old one, where it is the weight of the "
    "new batch; the running variance is right. Chapter 6, Training and evaluation.",
    seen="one of two lines",
)
def weights_exchanged_for_the_mean(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": momentum * running["mean"] + (1 - momentum) * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="In the running variance momentum is what is kept of the old one, where it is the weight of "
    "the new batch; the running mean is right. Chapter 6, Training and evaluation.",
    seen="one of two lines",
)
def weights_exchanged_for_the_variance(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": momentum * running["var"] + (1 - momentum) * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="Two things about the running statistics: momentum is the weight of the new batch, not of the "
    "old ones, and the batch's variance is taken with 1/(B - 1). Chapter 6, Training and evaluation.",
    seen="another library's convention altogether",
)
def weights_exchanged_and_biased(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": momentum * running["mean"] + (1 - momentum) * mean,
            "var": momentum * running["var"] + (1 - momentum) * var,
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The running variance moves, and the running mean stays where it was: both are to follow the "
    "batch. Chapter 6, Training and evaluation.",
    seen="the first line of two forgotten",
)
def only_the_variance_moved(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": running["mean"],
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@wrong(
    "batchnorm_forward",
    hint="The variance is taken about the running mean: in training nothing of the running statistics "
    "goes into the output. Chapter 6, Forwards.",
    seen="one name for two means",
)
def squares_about_the_running_mean(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), ((x - running["mean"]) ** 2).mean(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@right("batchnorm_forward", note="sums written out")
def step_by_step(x, gamma, beta, running, training, momentum, eps):
    if training:
        B = x.shape[0]
        mean = x.sum(axis=0) / B
        centred = x - mean
        squares = np.sum(centred * centred, axis=0)
        var = squares / B
        new = {}
        new["mean"] = running["mean"] + momentum * (mean - running["mean"])
        new["var"] = running["var"] + momentum * (squares / (B - 1) - running["var"])
    else:
        mean, var = running["mean"], running["var"]
        centred = x - mean
        new = dict(running)
    inv_std = (var + eps) ** -0.5
    x_hat = centred * inv_std
    return x_hat * gamma + beta, (x_hat, inv_std.reshape(1, -1), gamma), new


@right("batchnorm_forward", note="a loop over the features")
def feature_by_feature(x, gamma, beta, running, training, momentum, eps):
    x_hat, inv_std = np.zeros(x.shape), np.zeros((1, x.shape[1]))
    mean, var = np.array(running["mean"], float), np.array(running["var"], float)
    for j in range(x.shape[1]):
        column = x[:, j]
        m, v = mean[j], var[j]
        if training:
            m, v = np.mean(column), np.mean((column - np.mean(column)) ** 2)
            mean[j] = (1 - momentum) * mean[j] + momentum * m
            var[j] = (1 - momentum) * var[j] + momentum * v * len(column) / (len(column) - 1)
        inv_std[0, j] = 1 / math.sqrt(v + eps)
        x_hat[:, j] = (column - m) * inv_std[0, j]
    y = np.multiply(x_hat, gamma) + beta
    return y, (x_hat, inv_std, gamma), {"mean": mean, "var": var}


@right("batchnorm_forward", note="a return for each mode, keepdims")
def two_returns(x, gamma, beta, running, training, momentum, eps):
    if not training:
        inv_std = 1 / np.sqrt(running["var"] + eps)[np.newaxis]
        x_hat = (x - running["mean"]) * inv_std
        return gamma * x_hat + beta, (x_hat, inv_std, gamma), running
    mean, var = x.mean(0, keepdims=True), x.var(0, keepdims=True)
    inv_std = np.reciprocal(np.sqrt(var + eps))
    x_hat = inv_std * (x - mean)
    keep = 1 - momentum
    moved = {
        "mean": keep * running["mean"] + momentum * mean[0],
        "var": keep * running["var"] + momentum * np.var(x, axis=0, ddof=1),
    }
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), moved


# ==== batchnorm_backward ===============================================================================


@wrong(
    "batchnorm_backward",
    hint="Mean and variance are treated as if they didn't depend on x: that is right in evaluation, "
    "where they are fixed, and not in training. Chapter 6, Backwards.",
    seen="dy * gamma * inv_std",
)
def statistics_as_constants(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The way through the mean is there, and that through the variance is missing: to stretch a "
    "feature over the whole batch should change next to nothing. Chapter 6, Backwards.",
    seen="one of two statistics forgotten",
)
def through_the_mean_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u - u.mean(axis=0, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The way through the variance is there, and that through the mean is missing: to shift a "
    "feature over the whole batch should change nothing, so that dx sums to zero over it. Chapter 6, "
    "Backwards.",
    seen="one of two statistics forgotten",
)
def through_the_variance_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx takes no notice of gamma: y is gamma times x_hat, so what comes back to x_hat has passed "
    "it. dgamma and dbeta are right. Chapter 6, Backwards.",
    seen="dy for u",
)
def gamma_missing(dy, cache):
    x_hat, inv_std, _ = cache
    u = dy
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx has gamma in it twice: it is passed once on the way back. Chapter 6, Backwards.",
    seen="gamma at the beginning and at the end",
)
def gamma_twice(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = gamma * inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The gradient is divided by gamma on its way back: where the way forward multiplies by a "
    "number, the way back does so, too. Chapter 6, Backwards.",
    seen="undoing the step in place of differentiating it",
)
def divided_by_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy / gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="gamma stands at one of the three terms and not at those for mean and variance: the gradient "
    "in x_hat, with gamma in it, goes all three ways. Chapter 6, Backwards.",
    seen="dy in the means",
)
def gamma_in_the_first_term_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (dy * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - dy.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The terms for mean and variance are sums over the batch: each example has a share of 1/B in a "
    "mean, and B of them are added. Chapter 6, Backwards.",
    seen="1/B forgotten, in both",
)
def sums_for_means(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).sum(axis=0, keepdims=True)
    dx = inv_std * (u - u.sum(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the mean is a sum over the batch: each example has a share of 1/B in the mean. "
    "Chapter 6, Backwards.",
    seen="1/B forgotten, in one of two",
)
def sum_for_the_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.sum(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is a sum over the batch: each example has a share of 1/B in it. "
    "Chapter 6, Backwards.",
    seen="1/B forgotten, in one of two",
)
def sum_for_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).sum(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The two means run over the features: in batch normalisation the statistics are made of the "
    "batch, and it is over the batch that their gradients are collected. Chapter 6, Backwards.",
    seen="axis=1",
)
def along_the_other_axis(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The two means run over the whole array: each feature has statistics of its own. Chapter 6, "
    "Backwards.",
    seen="mean() without an axis",
)
def over_everything(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean()
    dx = inv_std * (u - u.mean() - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx lacks the division by the standard deviation: x_hat changes by inv_std for each unit of x. "
    "Chapter 6, Backwards.",
    seen="inv_std left out",
)
def not_divided(dy, cache):
    x_hat, _, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = 1.0 * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx is divided by inv_std, which is an inverse already: the gradient is multiplied by it. "
    "Chapter 6, Backwards.",
    seen="the cache taken for a standard deviation",
)
def divided_by_the_inverse(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = 1 / inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx has the square of inv_std: one division by the standard deviation stands between x and "
    "x_hat. Chapter 6, Backwards.",
    seen="inv_std at two places",
)
def inv_std_squared(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std**2 * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="Only the first of the three terms is divided by the standard deviation: all three are. "
    "Chapter 6, Backwards.",
    seen="a bracket",
)
def inv_std_on_the_first_term(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * u - u.mean(axis=0, keepdims=True) - x_hat * along
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is not divided by the standard deviation, and the other two are. "
    "Chapter 6, Backwards.",
    seen="a bracket closed too early",
)
def inv_std_not_on_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True)) - x_hat * along
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance has one inv_std too many. The powers are easily lost count of where "
    "x - mean is written with x_hat. Chapter 6, Backwards.",
    seen="inv_std**3 with x_hat in place of x - mean",
)
def variance_with_a_power_too_much(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - inv_std * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance has two factors of inv_std too many: x - mean is x_hat divided by "
    "inv_std, and that happens twice. Chapter 6, Backwards.",
    seen="inv_std**3 with x_hat for x - mean, both times",
)
def variance_with_two_powers_too_much(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - inv_std**2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is half of what it should be: a square's slope has a factor of two, "
    "and that of the root a half. Chapter 6, Backwards.",
    seen="the 2 of a square forgotten",
)
def half_of_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - 0.5 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is twice what it should be: the half that comes from the root is "
    "missing. Chapter 6, Backwards.",
    seen="the exponent -1/2 forgotten",
)
def twice_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - 2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance has the other sign: a larger variance makes x_hat smaller. Chapter "
    "6, Backwards.",
    seen="a sign",
)
def variance_added(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) + x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the mean has the other sign: a larger mean makes x_hat smaller. Chapter 6, Backwards.",
    seen="a sign",
)
def mean_added(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u + u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The terms for mean and variance both have the other sign: what grows in them is taken off x, "
    "or divides it. Chapter 6, Backwards.",
    seen="two signs",
)
def both_added(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u + u.mean(axis=0, keepdims=True) + x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx has the right size and the opposite sign: where x rises by itself, so does its x_hat. "
    "Chapter 6, Backwards.",
    seen="- for + in front of it all",
)
def upside_down_sign(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = -inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is averaged with 1/(B - 1): the variance that x was divided by has "
    "1/B. Chapter 6, Backwards.",
    seen="the other of the two variances",
)
def unbiased_in_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along * len(dy) / (len(dy) - 1))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The terms for mean and variance are averaged with 1/(B - 1): both are means over B examples. "
    "Chapter 6, Backwards.",
    seen="the number of examples less one",
)
def unbiased_in_both(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - (u.mean(axis=0, keepdims=True) + x_hat * along) * len(dy) / (len(dy) - 1))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the variance is the same for all examples of a feature: it goes with each "
    "example's own x_hat, as far as that is from the mean. Chapter 6, Backwards.",
    seen="the last factor forgotten",
)
def x_hat_left_out_at_the_end(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="Under the mean of the term for the variance the factor x_hat is missing: examples far from "
    "the mean count for more there. Chapter 6, Backwards.",
    seen="the inner factor forgotten",
)
def x_hat_left_out_inside(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = u.mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="gamma is missing in the term for the mean: what goes through the mean has passed gamma as "
    "well. Chapter 6, Backwards.",
    seen="dy for u at one place",
)
def mean_taken_of_dy_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - dy.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="gamma is missing in the term for the variance: what goes through the variance has passed "
    "gamma as well. Chapter 6, Backwards.",
    seen="dy for u at one place",
)
def along_dy_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (dy * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma is the mean over the batch: gamma acts on every example, and what all of them say is "
    "added. Chapter 6, Backwards.",
    seen="mean for sum",
)
def dgamma_averaged(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).mean(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dbeta is the mean over the batch: beta acts on every example, and what all of them say is "
    "added. Chapter 6, Backwards.",
    seen="mean for sum",
)
def dbeta_averaged(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.mean(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta are means over the batch: both act on every example, and what all of them "
    "say is added. Chapter 6, Backwards.",
    seen="mean for sum, twice",
)
def both_averaged(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).mean(axis=0), dy.mean(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma has gamma in it: gamma is multiplied by x_hat, and x_hat alone is its slope. Chapter "
    "6, Backwards.",
    seen="u for dy",
)
def dgamma_with_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (u * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dbeta has gamma in it: beta is added as it is, after gamma has done its work. Chapter 6, "
    "Backwards.",
    seen="u for dy",
)
def dbeta_with_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), u.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta have gamma in them: they follow from dy, before gamma is multiplied on. "
    "Chapter 6, Backwards.",
    seen="u for dy, twice",
)
def both_with_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (u * x_hat).sum(axis=0), u.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma is what dbeta should be: it lacks x_hat, which gamma is multiplied by. Chapter 6, "
    "Backwards.",
    seen="a factor forgotten",
)
def dgamma_without_x_hat(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, dy.sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma goes with x less its mean, before the division: gamma is multiplied by x_hat. Chapter "
    "6, Backwards.",
    seen="x for x_hat",
)
def dgamma_with_x(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat / inv_std).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta have changed places: the gradient in the scale comes before that in the "
    "shift. Chapter 6, Backwards.",
    seen="the order of the result",
)
def dgamma_and_dbeta_exchanged(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, dy.sum(axis=0), (dy * x_hat).sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta have a row for each example: gamma and beta are shared by all, and so are "
    "their gradients. Chapter 6, Backwards.",
    seen="no sum over the batch",
)
def dgamma_not_summed(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, dy * x_hat, dy


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta are sums over the features: there is one of each for every feature, summed "
    "over the batch. Chapter 6, Backwards.",
    seen="axis=1",
)
def dgamma_across(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=1), dy.sum(axis=1)


@wrong(
    "batchnorm_backward",
    hint="dgamma and dbeta are single numbers: there is one for each feature. Chapter 6, Backwards.",
    seen="sum() without an axis",
)
def dgamma_of_everything(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(), dy.sum()


@wrong(
    "batchnorm_backward",
    hint="The numbers are right but for what follows from dy afterwards, and the array dy that was "
    "passed in has changed. Chapter 6, Backwards.",
    seen="dy *= gamma",
)
def dy_in_place(dy, cache):
    x_hat, inv_std, gamma = cache
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The numbers are right, and the array dy that was passed in has changed: build a new one. "
    "Chapter 6, Backwards.",
    seen="dy *= gamma after dgamma and dbeta",
)
def dy_in_place_at_the_end(dy, cache):
    x_hat, inv_std, gamma = cache
    dgamma, dbeta = (dy * x_hat).sum(axis=0), dy.sum(axis=0)
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, dgamma, dbeta


@wrong(
    "batchnorm_backward",
    hint="The numbers are right, and the array x_hat in the cache has changed: a second backward pass "
    "would give something else. Chapter 6, Backwards.",
    seen="*= on what the cache holds",
)
def x_hat_in_place(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    dgamma = (dy * x_hat).sum(axis=0)
    x_hat *= dy
    return dx, dgamma, dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The means run over the features and stand in a row: in batch normalisation they run over the "
    "batch. Only a square array, or as many, lets that pass. Chapter 6, Backwards.",
    seen="axis=1 without keepdims",
)
def axis_one_plainly(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u - u.mean(axis=1) - x_hat * (u * x_hat).mean(axis=1))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx is divided by the number of examples at the end: its share is in the two means already. "
    "Chapter 6, Backwards.",
    seen="1/B in front, and means inside",
)
def divided_by_the_batch_once_more(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std / len(dy) * (u - u.mean(axis=0) - x_hat * (u * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="dx is B times too large: with sums in place of the means, and B in front of the first term, "
    "all of it is to be divided by B. Chapter 6, Backwards.",
    seen="the short form of the formula, without its 1/B",
)
def batch_times_too_large(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (len(dy) * u - u.sum(axis=0) - x_hat * (u * x_hat).sum(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "batchnorm_backward",
    hint="The term for the mean is taken off before gamma and the variance, from dy, and under the "
    "second mean as well: it is taken off once, of the gradient in x_hat. Chapter 6, Backwards.",
    seen="two terms run into one",
)
def mean_of_dy_off_both(dy, cache):
    x_hat, inv_std, gamma = cache
    u = gamma * (dy - dy.mean())
    dx = inv_std * (u - x_hat * (u * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@right("batchnorm_backward", note="back through every step of the forward pass")
def through_the_graph(dy, cache):
    x_hat, inv_std, gamma = cache
    B = dy.shape[0]
    centred = x_hat / inv_std
    dx_hat = dy * gamma
    dinv = np.sum(dx_hat * centred, axis=0)
    dvar = dinv * -0.5 * inv_std[0] ** 3
    dcentred = dx_hat * inv_std + dvar * 2 * centred / B
    dmean = -dcentred.sum(axis=0)
    return dcentred + dmean / B, np.sum(dy * x_hat, axis=0), np.sum(dy, axis=0)


@right("batchnorm_backward", note="from dgamma and dbeta")
def from_dgamma_and_dbeta(dy, cache):
    x_hat, inv_std, gamma = cache
    dbeta = dy.sum(axis=0)
    dgamma = np.einsum("bd,bd->d", dy, x_hat)
    n = len(dy)
    return (gamma * inv_std / n) * (n * dy - dbeta - x_hat * dgamma), dgamma, dbeta


@right("batchnorm_backward", note="the Jacobian of each feature as a matrix")
def by_a_matrix(dy, cache):
    x_hat, inv_std, gamma = cache
    n, d = dy.shape
    dx = np.zeros((n, d))
    for j in range(d):
        h = x_hat[:, j]
        jacobian = (np.eye(n) - np.ones((n, n)) / n - np.outer(h, h) / n) * inv_std[0, j]
        dx[:, j] = jacobian @ dy[:, j] * gamma[j]
    return dx, (dy * x_hat).sum(0), dy.sum(0)


# ==== layernorm_forward ================================================================================


@wrong(
    "layernorm_forward",
    hint="Mean and variance run over the batch, as in batch normalisation: here each example has its "
    "own, over its features. Chapter 6, Layer normalisation.",
    seen="axis=0",
)
def ln_over_the_batch(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=0, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=0, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="The mean runs over the batch and the variance over the features: both are an example's own. "
    "Chapter 6, Layer normalisation.",
    seen="axis=0 at one of two places",
)
def ln_mean_over_the_batch(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=0, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="The variance runs over the batch and the mean over the features: both are an example's own. "
    "Chapter 6, Layer normalisation.",
    seen="axis=0 at one of two places",
)
def ln_variance_over_the_batch(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=0, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="There is one mean and one variance for the whole array: each example has its own. Chapter 6, "
    "Layer normalisation.",
    seen="mean() and var() without an axis",
)
def ln_over_all(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(np.full((len(x), 1), x.var()) + eps)
    x_hat = (x - x.mean()) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="The variance is taken with 1/(d - 1): it is the mean of the squared distances, with 1/d. "
    "Chapter 6, Layer normalisation.",
    seen="ddof=1, or another library's default",
)
def ln_with_one_less(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(
        ((x - x.mean(axis=1, keepdims=True)) ** 2).sum(axis=1, keepdims=True) / max(x.shape[1] - 1, 1) + eps
    )
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="The squared distances are added up where they are to be averaged. Chapter 6, Layer normalisation.",
    seen="np.sum for np.mean",
)
def ln_summed_squares(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) * x.shape[1] + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="The variance is the mean of the squares of x, its mean left in: the distances from the mean "
    "are squared. Chapter 6, Layer normalisation.",
    seen="np.mean(x**2)",
)
def ln_mean_of_squares(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="x is divided and its mean is not taken off: each row of x_hat has the mean 0. Chapter 6, "
    "Layer normalisation.",
    seen="x / std",
)
def ln_mean_stays(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = x * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="x is divided by the root of its mean square, and no mean is taken off at all: that is the "
    "layer without a mean, further down in the notebook. Chapter 6, Layer normalisation.",
    seen="RMS normalisation",
)
def ln_mean_stays_everywhere(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="eps is added to the standard deviation: it belongs to the variance, under the root. Chapter "
    "6, Layer normalisation.",
    seen="Adam's place for it",
)
def ln_eps_beside_the_root(x, gamma, beta, eps):
    inv_std = 1 / (np.sqrt(x.var(axis=1, keepdims=True)) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="eps plays no part: an example whose features are all the same is divided by zero. Chapter 6, "
    "Layer normalisation.",
    seen="an argument left over",
)
def ln_eps_left_out(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True))
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="eps is squared before it is added to the variance: it is in the variance's units as it "
    "stands. Chapter 6, Layer normalisation.",
    seen="eps**2 under the root",
)
def ln_eps_squared(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps**2)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="x is divided by the variance: the root is missing. Chapter 6, Layer normalisation.",
    seen="1 / (var + eps)",
)
def ln_root_left_out(x, gamma, beta, eps):
    inv_std = 1 / (x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="gamma and beta are laid along the examples: they belong to the features, one for each column, "
    "and only in a square array can it be done otherwise. Chapter 6, Layer normalisation.",
    seen="gamma[:, None]",
)
def ln_scale_per_example(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return (np.resize(gamma, len(x))[:, None] * x_hat + np.resize(beta, len(x))[:, None]), (
        x_hat,
        inv_std,
        gamma,
    )


@wrong(
    "layernorm_forward",
    hint="gamma and beta are not applied: y comes back as x_hat. Chapter 6, Layer normalisation.",
    seen="the second half of the formula forgotten",
)
def ln_no_scale_no_shift(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return x_hat, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="beta is not added: without it no feature could be shifted away from 0. Chapter 6, Layer "
    "normalisation.",
    seen="an argument left over",
)
def ln_shift_left_out(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="gamma is not multiplied on, though y is shifted by beta. Chapter 6, Layer normalisation.",
    seen="an argument left over",
)
def ln_scale_left_out(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="gamma and beta have changed places: one is multiplied on, the other added. Chapter 6, Layer "
    "normalisation.",
    seen="two arguments in the other order",
)
def ln_scale_and_shift_exchanged(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return beta * x_hat + gamma, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="beta is multiplied by gamma, too: the shift comes after the scale. Chapter 6, Layer normalisation.",
    seen="brackets",
)
def ln_shift_before_scale(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * (x_hat + beta), (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and in the cache stands the standard deviation where its inverse should be. "
    "Chapter 6, Layer normalisation.",
    seen="np.sqrt(var + eps) kept",
)
def ln_std_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, 1 / inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and in the cache stands the variance where the inverse of the root should be. "
    "Chapter 6, Layer normalisation.",
    seen="var kept",
)
def ln_variance_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, x.var(axis=1, keepdims=True), gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and in the cache stands x as it came in, where x_hat should be. Chapter 6, Layer "
    "normalisation.",
    seen="x kept",
)
def ln_x_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and in the cache stands x without its mean, not yet divided, where x_hat should "
    "be. Chapter 6, Layer normalisation.",
    seen="x - mean kept",
)
def ln_centred_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat / inv_std, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and it stands in the cache as well, where x_hat should be, before gamma and beta. "
    "Chapter 6, Layer normalisation.",
    seen="one name for two things",
)
def ln_y_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (gamma * x_hat + beta, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="y is right, and in the cache stands beta where gamma should be. Chapter 6, Layer normalisation.",
    seen="beta for gamma",
)
def ln_shift_kept(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, beta)


@wrong(
    "layernorm_forward",
    hint="y is right, and inv_std stands in the cache as a row: with the shape (B, 1) it goes with the "
    "examples, as a row it would go with the features. Chapter 6, Layer normalisation.",
    seen="keepdims forgotten in what is kept",
)
def ln_inv_std_in_a_row(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std.T, gamma)


@wrong(
    "layernorm_forward",
    hint="The numbers are right, and the array x that was passed in has changed. Chapter 6, Layer "
    "normalisation.",
    seen="x -= mean",
)
def ln_x_changed(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x -= x.mean(axis=1, keepdims=True)
    x_hat = x * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@wrong(
    "layernorm_forward",
    hint="Mean and variance stand in a row, so that they are laid along the features instead of the "
    "examples: only a square array, or a single example, lets that pass. Chapter 6, Layer normalisation.",
    seen="keepdims left out",
)
def ln_keepdims_forgotten(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1) + eps)
    x_hat = (x - x.mean(axis=1)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@right("layernorm_forward", note="through the transpose, where axes are the other way round")
def by_transposing(x, gamma, beta, eps):
    t = x.T
    t = t - t.mean(axis=0)
    inv_std = (np.mean(t * t, axis=0) + eps) ** -0.5
    x_hat = (t * inv_std).T
    return x_hat * gamma[None, :] + beta[None, :], (x_hat, inv_std[:, None], gamma)


@right("layernorm_forward", note="a loop over the examples")
def example_by_example(x, gamma, beta, eps):
    x_hat, inv_std = np.empty(x.shape), np.empty((len(x), 1))
    for i, row in enumerate(x):
        centred = row - row.sum() / len(row)
        inv_std[i, 0] = 1 / math.sqrt(np.dot(centred, centred) / len(row) + eps)
        x_hat[i] = centred * inv_std[i, 0]
    return np.multiply(gamma, x_hat) + beta, (x_hat, inv_std, gamma)


@right("layernorm_forward", note="np.std and a hypotenuse")
def with_std(x, gamma, beta, eps):
    mean = np.mean(x, axis=-1, keepdims=True)
    root = np.hypot(np.std(x, axis=-1, keepdims=True), math.sqrt(eps))
    x_hat = (x - mean) / root
    return gamma * x_hat + beta, (x_hat, 1.0 / root, gamma)


# ==== layernorm_backward ===============================================================================


@wrong(
    "layernorm_backward",
    hint="Mean and variance are treated as if they didn't depend on x: an example's are made of its own "
    "features, so all of them have a part in each output. Chapter 6, Layer normalisation.",
    seen="dy * gamma * inv_std",
)
def ln_constants(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The way through the mean is there, and that through the variance is missing. Chapter 6, Layer "
    "normalisation.",
    seen="one of two statistics forgotten",
)
def ln_mean_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u - u.mean(axis=1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The way through the variance is there, and that through the mean is missing: to shift all "
    "features of an example changes nothing, so that its row of dx sums to zero. Chapter 6, Layer "
    "normalisation.",
    seen="the layer without a mean, or one of two statistics forgotten",
)
def ln_variance_alone(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The two means run over the batch, as in batch normalisation: an example's statistics are made "
    "of its own features, and so the means run over these. Chapter 6, Layer normalisation.",
    seen="axis=0",
)
def ln_means_over_the_batch(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_std * (u - u.mean(axis=0, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The two means run over the whole array: each example has statistics of its own. Chapter 6, "
    "Layer normalisation.",
    seen="mean() without an axis",
)
def ln_means_over_all(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean()
    dx = inv_std * (u - u.mean() - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx takes no notice of gamma: y is gamma times x_hat, so what comes back to x_hat has passed "
    "it. Chapter 6, Layer normalisation.",
    seen="dy for u",
)
def ln_gamma_left_out(dy, cache):
    x_hat, inv_std, _ = cache
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="gamma is multiplied on after the means: in batch normalisation that is the same, as a "
    "feature's gamma is one number there. Here it differs within the mean and belongs before it. Chapter "
    "6, Layer normalisation.",
    seen="the formula of batch normalisation with other axes",
)
def ln_gamma_at_the_end(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = gamma * inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx has gamma in it twice: it is passed once on the way back. Chapter 6, Layer normalisation.",
    seen="gamma at the beginning and at the end",
)
def ln_gamma_two_times(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = gamma * inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="gamma stands at one of the three terms and not within the two means: the gradient in x_hat, "
    "with gamma in it, goes all three ways. Chapter 6, Layer normalisation.",
    seen="dy in the means",
)
def ln_gamma_not_in_the_means(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (dy * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - dy.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="gamma is missing in the term for the mean, where it differs from feature to feature. Chapter "
    "6, Layer normalisation.",
    seen="dy for u at one place",
)
def ln_gamma_not_in_the_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - dy.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="gamma is missing in the term for the variance, where it differs from feature to feature. "
    "Chapter 6, Layer normalisation.",
    seen="dy for u at one place",
)
def ln_gamma_not_in_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (dy * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The gradient is divided by gamma on its way back: where the way forward multiplies, the way "
    "back does so, too. Chapter 6, Layer normalisation.",
    seen="undoing the step in place of differentiating it",
)
def ln_gamma_divides(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy / gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The terms for mean and variance are sums over the features: each has a share of 1/d in a "
    "mean. Chapter 6, Layer normalisation.",
    seen="1/d forgotten, in both",
)
def ln_summed_terms(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).sum(axis=1, keepdims=True)
    dx = inv_std * (u - u.sum(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the mean is a sum over the features: each has a share of 1/d in the mean. "
    "Chapter 6, Layer normalisation.",
    seen="1/d forgotten, in one of two",
)
def ln_summed_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.sum(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is a sum over the features: each has a share of 1/d in it. Chapter "
    "6, Layer normalisation.",
    seen="1/d forgotten, in one of two",
)
def ln_summed_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).sum(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The sums over the features are divided by the number of examples: each feature has a share of "
    "1/d in its example's statistics. Chapter 6, Layer normalisation.",
    seen="len(dy), as in batch normalisation",
)
def ln_divided_by_the_batch(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).sum(axis=1, keepdims=True) / len(dy)
    dx = inv_std * (u - u.sum(axis=1, keepdims=True) / len(dy) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx lacks the division by the standard deviation. Chapter 6, Layer normalisation.",
    seen="inv_std forgotten",
)
def ln_inv_std_left_out(dy, cache):
    x_hat, _, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = 1.0 * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx is divided by inv_std, which is an inverse already: the gradient is multiplied by it. "
    "Chapter 6, Layer normalisation.",
    seen="the cache taken for a standard deviation",
)
def ln_inv_std_divides(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = 1 / inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx has the square of inv_std: one division by the standard deviation stands between x and "
    "x_hat. Chapter 6, Layer normalisation.",
    seen="inv_std at two places",
)
def ln_inv_std_twice(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std**2 * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="Only the first of the three terms is divided by the standard deviation: all three are. "
    "Chapter 6, Layer normalisation.",
    seen="a bracket",
)
def ln_inv_std_at_the_first(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * u - u.mean(axis=1, keepdims=True) - x_hat * along
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is not divided by the standard deviation, and the other two are. "
    "Chapter 6, Layer normalisation.",
    seen="a bracket closed too early",
)
def ln_inv_std_not_at_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True)) - x_hat * along
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance has one inv_std too many. Chapter 6, Layer normalisation.",
    seen="inv_std**3 with x_hat in place of x - mean",
)
def ln_variance_one_power_more(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - inv_std * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance has two factors of inv_std too many: x - mean is x_hat divided by "
    "inv_std, and that happens twice. Chapter 6, Layer normalisation.",
    seen="inv_std**3 with x_hat for x - mean, both times",
)
def ln_variance_two_powers_more(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - inv_std**2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is half of what it should be: a square's slope has a factor of two, "
    "and that of the root a half. Chapter 6, Layer normalisation.",
    seen="the 2 of a square forgotten",
)
def ln_variance_halved(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - 0.5 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is twice what it should be: the half that comes from the root is "
    "missing. Chapter 6, Layer normalisation.",
    seen="the exponent -1/2 forgotten",
)
def ln_variance_doubled(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - 2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance has the other sign: a larger variance makes x_hat smaller. Chapter "
    "6, Layer normalisation.",
    seen="a sign",
)
def ln_plus_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) + x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the mean has the other sign: a larger mean makes x_hat smaller. Chapter 6, Layer "
    "normalisation.",
    seen="a sign",
)
def ln_plus_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u + u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx has the right size and the opposite sign. Chapter 6, Layer normalisation.",
    seen="- for + in front of it all",
)
def ln_opposite_sign(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = -inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is the same for all features of an example: it goes with each "
    "feature's own x_hat. Chapter 6, Layer normalisation.",
    seen="the last factor forgotten",
)
def ln_x_hat_not_at_the_end(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="Under the mean of the term for the variance the factor x_hat is missing. Chapter 6, Layer "
    "normalisation.",
    seen="the inner factor forgotten",
)
def ln_x_hat_not_inside(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = u.mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The term for the variance is averaged with 1/(d - 1): the variance has 1/d. Chapter 6, Layer "
    "normalisation.",
    seen="another library's default",
)
def ln_one_less_in_the_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along * dy.shape[1] / (dy.shape[1] - 1))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta are sums over the features: there is one of each for every feature, summed "
    "over the examples, here as well. Chapter 6, Layer normalisation.",
    seen="axis=1 everywhere",
)
def ln_dgamma_over_features(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=1), dy.sum(axis=1)


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta have a row for each example: gamma and beta are shared by all, though the "
    "statistics are not. Chapter 6, Layer normalisation.",
    seen="no sum over the examples",
)
def ln_dgamma_a_row_each(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, dy * x_hat, dy


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta are means over the examples: both act on every example, and what all of them "
    "say is added. Chapter 6, Layer normalisation.",
    seen="mean for sum, twice",
)
def ln_dgamma_means(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).mean(axis=0), dy.mean(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma is the mean over the examples: gamma acts on all of them, and what they say is added. "
    "Chapter 6, Layer normalisation.",
    seen="mean for sum",
)
def ln_dgamma_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).mean(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dbeta is the mean over the examples: beta acts on all of them, and what they say is added. "
    "Chapter 6, Layer normalisation.",
    seen="mean for sum",
)
def ln_dbeta_mean(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.mean(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma has gamma in it: gamma is multiplied by x_hat, and x_hat alone is its slope. Chapter "
    "6, Layer normalisation.",
    seen="u for dy",
)
def ln_dgamma_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (u * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dbeta has gamma in it: beta is added as it is. Chapter 6, Layer normalisation.",
    seen="u for dy",
)
def ln_dbeta_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), u.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta have gamma in them: they follow from dy, before gamma is multiplied on. "
    "Chapter 6, Layer normalisation.",
    seen="u for dy, twice",
)
def ln_dgamma_dbeta_gamma(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (u * x_hat).sum(axis=0), u.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma is what dbeta should be: it lacks x_hat, which gamma is multiplied by. Chapter 6, "
    "Layer normalisation.",
    seen="a factor forgotten",
)
def ln_dgamma_no_x_hat(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, dy.sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma goes with x less its mean, before the division: gamma is multiplied by x_hat. Chapter "
    "6, Layer normalisation.",
    seen="x for x_hat",
)
def ln_dgamma_of_x(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat / inv_std).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta have changed places: the gradient in the scale comes first. Chapter 6, Layer "
    "normalisation.",
    seen="the order of the result",
)
def ln_dgamma_dbeta_exchanged(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, dy.sum(axis=0), (dy * x_hat).sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dgamma and dbeta are single numbers: there is one for each feature. Chapter 6, Layer "
    "normalisation.",
    seen="sum() without an axis",
)
def ln_dgamma_one_number(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(), dy.sum()


@wrong(
    "layernorm_backward",
    hint="The array dy that was passed in has changed, and what follows from it afterwards with it. "
    "Chapter 6, Layer normalisation.",
    seen="dy *= gamma",
)
def ln_dy_changed(dy, cache):
    x_hat, inv_std, gamma = cache
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="The numbers are right, and the array dy that was passed in has changed: build a new one. "
    "Chapter 6, Layer normalisation.",
    seen="dy *= gamma after dgamma and dbeta",
)
def ln_dy_changed_at_the_end(dy, cache):
    x_hat, inv_std, gamma = cache
    dgamma, dbeta = (dy * x_hat).sum(axis=0), dy.sum(axis=0)
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_std * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, dgamma, dbeta


@wrong(
    "layernorm_backward",
    hint="The means over the features stand in a row, so that they are laid along the features instead "
    "of the examples: only a square array, or a single example, lets that pass. Chapter 6, Layer "
    "normalisation.",
    seen="keepdims left out",
)
def ln_keepdims_forgotten_back(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u - u.mean(axis=1) - x_hat * (u * x_hat).mean(axis=1))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx is divided by the number of features at the end: its share is in the two means already. "
    "Chapter 6, Layer normalisation.",
    seen="1/d in front, and means inside",
)
def ln_divided_once_more(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = u - u.mean(axis=1, keepdims=True) - x_hat * (u * x_hat).mean(axis=1, keepdims=True)
    dx = dx * inv_std / dy.shape[1]
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@wrong(
    "layernorm_backward",
    hint="dx is d times too large: with sums in place of the means, and d in front of the first term, "
    "all of it is to be divided by d. Chapter 6, Layer normalisation.",
    seen="the short form of the formula, without its 1/d",
)
def ln_features_times_too_large(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    d = dy.shape[1]
    dx = d * u - u.sum(axis=1, keepdims=True) - x_hat * (u * x_hat).sum(axis=1, keepdims=True)
    dx = inv_std * dx
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@right("layernorm_backward", note="back through every step of the forward pass")
def ln_through_the_graph(dy, cache):
    x_hat, inv_std, gamma = cache
    d = dy.shape[1]
    centred = x_hat / inv_std
    dx_hat = dy * gamma
    dvar = -0.5 * inv_std**3 * np.sum(dx_hat * centred, axis=1, keepdims=True)
    dcentred = dx_hat * inv_std + 2 * centred * dvar / d
    dx = dcentred - dcentred.mean(axis=1, keepdims=True)
    return dx, np.sum(dy * x_hat, axis=0), np.sum(dy, axis=0)


@right("layernorm_backward", note="a loop over the examples")
def ln_example_by_example(dy, cache):
    x_hat, inv_std, gamma = cache
    rows = []
    for g, h, s in zip(dy, x_hat, inv_std.ravel()):
        u = g * gamma
        rows.append(s * (u - np.mean(u) - h * np.dot(u, h) / len(u)))
    return np.array(rows), np.einsum("bd,bd->d", dy, x_hat), np.einsum("bd->d", dy)


@right("layernorm_backward", note="batch normalisation of the transpose")
def ln_by_transposing(dy, cache):
    x_hat, inv_std, gamma = cache
    u, h, n = (dy * gamma).T, x_hat.T, dy.shape[1]
    dx = (inv_std.T / n) * (n * u - u.sum(axis=0) - h * (u * h).sum(axis=0))
    return dx.T, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


# ==== fold_batchnorm ===================================================================================


@wrong(
    "fold_batchnorm",
    hint="eps plays no part: batch normalisation has it under its root, so the folded layer has it "
    "there, too; a unit that never varied would be divided by zero. Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def fold_without_eps(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="eps is added to the standard deviation: it stands under the root, with the variance. Chapter "
    "6, Training and evaluation.",
    seen="Adam's place for it",
)
def fold_eps_outside(W, b, gamma, beta, mean, var, eps):
    scale = gamma / (np.sqrt(var) + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The units are divided by their variance: the root is missing. Chapter 6, Training and evaluation.",
    seen="gamma / (var + eps)",
)
def fold_variance_for_root(W, b, gamma, beta, mean, var, eps):
    scale = gamma / (var + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The units are multiplied by their standard deviation where they should be divided by it. "
    "Chapter 6, Training and evaluation.",
    seen="a product for a quotient",
)
def fold_multiplied_by_std(W, b, gamma, beta, mean, var, eps):
    scale = gamma * np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="gamma is missing: the units are brought to variance 1, and then it stretches them, weights "
    "and bias alike. Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def fold_gamma_forgotten(W, b, gamma, beta, mean, var, eps):
    scale = 1 / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The units are divided by gamma: it is multiplied on. Chapter 6, Training and evaluation.",
    seen="the factor turned over",
)
def fold_gamma_divides(W, b, gamma, beta, mean, var, eps):
    scale = 1 / (np.where(gamma == 0, 1.0, gamma) * np.sqrt(var + eps))
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="gamma has lost its sign: a negative one turns a unit over. Chapter 6, Training and evaluation.",
    seen="np.abs, or a root of squares",
)
def fold_gamma_without_sign(W, b, gamma, beta, mean, var, eps):
    scale = np.abs(gamma) / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The bias is right, and the weights are divided by the standard deviation without being "
    "multiplied by gamma. Chapter 6, Training and evaluation.",
    seen="gamma at one of two places",
)
def fold_gamma_not_in_the_weights(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return W / np.sqrt(var + eps)[:, None], scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The weights are right, and the bias is divided by the standard deviation without being "
    "multiplied by gamma. Chapter 6, Training and evaluation.",
    seen="gamma at one of two places",
)
def fold_gamma_not_in_the_bias(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, (b - mean) / np.sqrt(var + eps) + beta


@wrong(
    "fold_batchnorm",
    hint="The weights are multiplied by gamma and not divided by the standard deviation; the bias is "
    "right. Chapter 6, Training and evaluation.",
    seen="half of the factor",
)
def fold_std_not_in_the_weights(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return gamma[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The standard deviation plays no part: weights and bias are multiplied by gamma alone. Chapter "
    "6, Training and evaluation.",
    seen="half of the factor, at both places",
)
def fold_std_forgotten(W, b, gamma, beta, mean, var, eps):
    scale = gamma
    return scale[:, None] * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The bias is right, and the weights come back as they were: the division and gamma act on all "
    "of z, and so on what W makes of x. Chapter 6, Training and evaluation.",
    seen="only the bias folded",
)
def fold_weights_left(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return W.copy(), scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The weights are right, and the bias comes back as it was: mean and beta have to go somewhere, "
    "and b is multiplied as well. Chapter 6, Training and evaluation.",
    seen="only the weights folded",
)
def fold_bias_left(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, b.copy()


@wrong(
    "fold_batchnorm",
    hint="The bias is multiplied by the unit's factor, and mean and beta have got lost. Chapter 6, "
    "Training and evaluation.",
    seen="the shift forgotten",
)
def fold_bias_scaled_only(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * b


@wrong(
    "fold_batchnorm",
    hint="beta is missing in the bias: what batch normalisation adds at the end is added for every x. "
    "Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def fold_beta_forgotten(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean)


@wrong(
    "fold_batchnorm",
    hint="The mean is missing in the bias: it is taken off the sums of every x, and then goes through "
    "the factor. Chapter 6, Training and evaluation.",
    seen="an argument left over",
)
def fold_mean_forgotten(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * b + beta


@wrong(
    "fold_batchnorm",
    hint="The old bias is missing: z has it in it before the mean is taken off. Chapter 6, Training and "
    "evaluation.",
    seen="a layer without biases in mind",
)
def fold_old_bias_forgotten(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, beta - scale * mean


@wrong(
    "fold_batchnorm",
    hint="The mean is taken off as it is: it is taken off z before the division, so it is divided and "
    "multiplied by gamma, too. Chapter 6, Training and evaluation.",
    seen="a bracket",
)
def fold_mean_not_scaled(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * b - mean + beta


@wrong(
    "fold_batchnorm",
    hint="The old bias is added as it is: it is part of z, and is divided and multiplied by gamma with "
    "it. Chapter 6, Training and evaluation.",
    seen="a bracket",
)
def fold_old_bias_not_scaled(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, b - scale * mean + beta


@wrong(
    "fold_batchnorm",
    hint="Old bias and mean are taken as they are: both are part of what is divided, and multiplied by "
    "gamma. Chapter 6, Training and evaluation.",
    seen="the factor on the weights alone",
)
def fold_neither_scaled(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, b - mean + beta


@wrong(
    "fold_batchnorm",
    hint="beta is divided and multiplied by gamma as well: it is added last. Chapter 6, Training and "
    "evaluation.",
    seen="a bracket",
)
def fold_beta_scaled(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean + beta)


@wrong(
    "fold_batchnorm",
    hint="The mean is added where it is taken off. Chapter 6, Training and evaluation.",
    seen="a sign",
)
def fold_mean_added(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b + mean) + beta


@wrong(
    "fold_batchnorm",
    hint="beta is taken off in the bias: batch normalisation adds it, and nothing turns its sign. "
    "Chapter 6, Training and evaluation.",
    seen="a sign",
)
def fold_beta_taken_off(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean) - beta


@wrong(
    "fold_batchnorm",
    hint="The difference of bias and mean has the other sign. Chapter 6, Training and evaluation.",
    seen="mean - b",
)
def fold_mean_minus_bias(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (mean - b) + beta


@wrong(
    "fold_batchnorm",
    hint="The factors are multiplied on along the columns of W, which belong to the inputs: each unit "
    "has a row. In a matrix that is not square it can't even be done. Chapter 6, Training and evaluation.",
    seen="scale * W, without a new axis",
)
def fold_columns(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return np.resize(scale, W.shape[1]) * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The factors are multiplied on along the columns of W, which belong to the inputs: each unit "
    "has a row. With a matrix that is not square NumPy refuses. Chapter 6, Training and evaluation.",
    seen="gamma * W / np.sqrt(var + eps)",
)
def fold_columns_plainly(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale * W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The mean is taken off the weights: it is taken off the sums, and so goes into the bias. "
    "Chapter 6, Training and evaluation.",
    seen="W - mean",
)
def fold_mean_in_the_weights(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * (W - mean[:, None]), scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The mean is taken off the weights, and the bias goes without: it is taken off the sums, "
    "whatever x is. Chapter 6, Training and evaluation.",
    seen="W - mean",
)
def fold_mean_in_weights_and_not_in_bias(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * (W - mean[:, None]), scale * b + beta


@wrong(
    "fold_batchnorm",
    hint="beta is added to the weights as well: it is added to y once, whatever x is. Chapter 6, "
    "Training and evaluation.",
    seen="+ beta in both lines",
)
def fold_beta_in_the_weights(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W + beta[:, None], scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The bias comes back as a column: it has the shape of b. Chapter 6, Training and evaluation.",
    seen="keepdims, or [:, None] carried on",
)
def fold_bias_as_a_column(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, (scale * (b - mean) + beta)[:, None]


@wrong(
    "fold_batchnorm",
    hint="The weights come back with a row for each input: a row belongs to a unit. Chapter 6, Training "
    "and evaluation.",
    seen="W.T",
)
def fold_weights_transposed(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return (scale[:, None] * W).T, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The numbers are right, and the array W that was passed in has changed: the network that is to "
    "be trained on would be spoilt. Chapter 6, Training and evaluation.",
    seen="W *= ...",
)
def fold_weights_in_place(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    W *= scale[:, None]
    return W, scale * (b - mean) + beta


@wrong(
    "fold_batchnorm",
    hint="The numbers are right, and the array b that was passed in has changed: build a new one. "
    "Chapter 6, Training and evaluation.",
    seen="b -= mean",
)
def fold_bias_in_place(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    b -= mean
    return scale[:, None] * W, scale * b + beta


@right("fold_batchnorm", note="a loop over the units")
def fold_row_by_row(W, b, gamma, beta, mean, var, eps):
    rows, biases = [], []
    for w, c, g, h, m, v in zip(W, b, gamma, beta, mean, var):
        factor = g / math.sqrt(v + eps)
        rows.append(w * factor)
        biases.append(c * factor - m * factor + h)
    return np.array(rows), np.array(biases)


@right("fold_batchnorm", note="a diagonal matrix")
def fold_by_a_diagonal(W, b, gamma, beta, mean, var, eps):
    D = np.diag(gamma * (var + eps) ** -0.5)
    return D @ W, D @ b + beta - D @ mean


@right("fold_batchnorm", note="by what the two layers make of zero and of unit vectors")
def fold_by_trying(W, b, gamma, beta, mean, var, eps):
    def both(x):
        return gamma * (W @ x + b - mean) / np.sqrt(var + eps) + beta

    start = both(np.zeros(W.shape[1]))
    columns = [both(unit) - start for unit in np.eye(W.shape[1])]
    return np.stack(columns, axis=1), start


@right("fold_batchnorm", note="through the transpose")
def fold_by_transposing(W, b, gamma, beta, mean, var, eps):
    scale = np.divide(gamma, np.hypot(np.sqrt(var), math.sqrt(eps)))
    return (W.T * scale).T, np.multiply(b - mean, scale) + beta


# ==== rmsnorm_backward =================================================================================


@wrong(
    "rmsnorm_backward",
    hint="There is a term for a mean in your dx, as in layer normalisation: here no mean is taken off "
    "on the way forward, so that none comes back. Chapter 6, Layer normalisation.",
    seen="layernorm_backward with another x_hat",
)
def rms_mean_taken_off_on_the_way_back(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="This is layer normalisation, forwards and backwards, mean and all: here x keeps its mean, and "
    "is divided by the root of the mean of its squares. Chapter 6, Layer normalisation.",
    seen="layernorm_backward as it is",
)
def rms_layer_normalisation(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - u.mean(axis=1, keepdims=True) - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="x is divided by its standard deviation: here the mean stays in the squares, too. Chapter 6, "
    "Layer normalisation.",
    seen="x.var for the mean of x**2",
)
def rms_divided_by_the_deviation(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="x_hat lacks the mean of x: this layer leaves it in. Chapter 6, Layer normalisation.",
    seen="x - mean, from habit",
)
def rms_centred(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The mean square is treated as if it didn't depend on x: every feature of an example has a "
    "part in it. Chapter 6, Layer normalisation.",
    seen="dy * gamma * inv_rms",
)
def rms_constant(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    dx = inv_rms * (u)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx takes no notice of gamma: y is gamma times x_hat, so what comes back to x_hat has passed "
    "it. Chapter 6, Layer normalisation.",
    seen="dy for u",
)
def rms_gamma_left_out(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="gamma is multiplied on after the mean over the features: it differs from feature to feature, "
    "so it belongs under that mean. Chapter 6, Layer normalisation.",
    seen="gamma taken out of the sum",
)
def rms_gamma_at_the_end(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = gamma * inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="gamma is missing under the mean over the features, and stands at the other term. Chapter 6, "
    "Layer normalisation.",
    seen="dy for u at one place",
)
def rms_gamma_not_under_the_mean(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (dy * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="gamma is missing at the first term, and stands under the mean. Chapter 6, Layer normalisation.",
    seen="dy for u at one place",
)
def rms_gamma_only_under_the_mean(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (dy - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx has gamma in it twice: it is passed once on the way back. Chapter 6, Layer normalisation.",
    seen="gamma at the beginning and at the end",
)
def rms_gamma_twice(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = gamma * inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is a sum over the features: each has a share of 1/d in a mean. "
    "Chapter 6, Layer normalisation.",
    seen="1/d forgotten",
)
def rms_summed(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).sum(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="x is divided by its length: the squares are to be averaged, not added. Chapter 6, Layer "
    "normalisation.",
    seen="np.sum, or np.linalg.norm",
)
def rms_length_for_mean(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).sum(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).sum(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The squares are added on the way forward, where they are to be averaged; on the way back "
    "there is a mean. Chapter 6, Layer normalisation.",
    seen="np.sum for np.mean",
)
def rms_length_on_the_way_forward(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).sum(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The mean squares run over the batch: each example has its own, over its features. Chapter 6, "
    "Layer normalisation.",
    seen="axis=0",
)
def rms_over_the_batch(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=0, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The mean on the way back runs over the batch: what an example is divided by comes from its "
    "own features, so the mean runs over these. Chapter 6, Layer normalisation.",
    seen="axis=0 at one of two places",
)
def rms_back_over_the_batch(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=0, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="There is one mean square for the whole array: each example has its own. Chapter 6, Layer "
    "normalisation.",
    seen="mean() without an axis",
)
def rms_over_all(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean() + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean()
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="eps plays no part: an example of zeros is divided by zero. Chapter 6, Layer normalisation.",
    seen="an argument left over",
)
def rms_no_eps(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True))
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="eps is added to the root: it stands under it. Chapter 6, Layer normalisation.",
    seen="Adam's place for it",
)
def rms_eps_beside_the_root(dy, x, gamma, eps):
    inv_rms = 1 / (np.sqrt((x**2).mean(axis=1, keepdims=True)) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="x is divided by its mean square: the root is missing. Chapter 6, Layer normalisation.",
    seen="1 / (mean + eps)",
)
def rms_no_root(dy, x, gamma, eps):
    inv_rms = 1 / ((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square has x in both its places: divided by the root, as x_hat is, it "
    "would have the right size. Chapter 6, Layer normalisation.",
    seen="powers of the root lost",
)
def rms_x_for_x_hat(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square lacks one division by the root: x stands in one of its two "
    "places where x_hat belongs, or a bracket is closed too early. Chapter 6, Layer normalisation.",
    seen="one power of the root lost",
)
def rms_one_power_less(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is divided by the root once too often. Chapter 6, Layer "
    "normalisation.",
    seen="inv_rms**3 with an x_hat in it",
)
def rms_one_power_more(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - inv_rms * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is divided by the root twice too often: x_hat has been divided "
    "already, both times. Chapter 6, Layer normalisation.",
    seen="inv_rms**3 with x_hat for x",
)
def rms_two_powers_more(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - inv_rms**2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx lacks the division by the root: x_hat changes by its inverse for each unit of x. Chapter "
    "6, Layer normalisation.",
    seen="inv_rms left out",
)
def rms_not_divided(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = u - x_hat * along
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx is divided by the root twice: one division stands between x and x_hat. Chapter 6, Layer "
    "normalisation.",
    seen="inv_rms at two places",
)
def rms_divided_twice(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms**2 * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx is multiplied by the root where it should be divided. Chapter 6, Layer normalisation.",
    seen="the inverse of an inverse",
)
def rms_multiplied_by_the_root(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = 1 / inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is half of what it should be: the square's slope has a factor of "
    "two, the root's a half. Chapter 6, Layer normalisation.",
    seen="the 2 of a square forgotten",
)
def rms_halved(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - 0.5 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is twice what it should be: the root's slope has a factor of one "
    "half. Chapter 6, Layer normalisation.",
    seen="the exponent -1/2 forgotten",
)
def rms_doubled(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - 2 * x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square has the other sign: a larger entry makes the root larger, and "
    "all of x_hat smaller. Chapter 6, Layer normalisation.",
    seen="a sign",
)
def rms_added(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u + x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The term for the mean square is the same for all features: it goes with each one's own x_hat. "
    "Chapter 6, Layer normalisation.",
    seen="the last factor forgotten",
)
def rms_x_hat_not_outside(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="Under the mean the factor x_hat is missing: large entries of x count for more there. Chapter "
    "6, Layer normalisation.",
    seen="the inner factor forgotten",
)
def rms_x_hat_not_inside(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = u.mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dgamma is the mean over the examples: gamma acts on all of them, and what they say is added. "
    "Chapter 6, Layer normalisation.",
    seen="mean for sum",
)
def rms_dgamma_mean(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).mean(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dgamma is summed over the features: there is one number for each of them, summed over the "
    "examples. Chapter 6, Layer normalisation.",
    seen="axis=1 everywhere",
)
def rms_dgamma_over_features(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=1)


@wrong(
    "rmsnorm_backward",
    hint="dgamma has a row for each example: gamma is shared by all. Chapter 6, Layer normalisation.",
    seen="no sum over the examples",
)
def rms_dgamma_not_summed(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, dy * x_hat


@wrong(
    "rmsnorm_backward",
    hint="dgamma is a single number: there is one for each feature. Chapter 6, Layer normalisation.",
    seen="sum() without an axis",
)
def rms_dgamma_one_number(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum()


@wrong(
    "rmsnorm_backward",
    hint="dgamma goes with x: gamma is multiplied by x_hat. Chapter 6, Layer normalisation.",
    seen="x for x_hat",
)
def rms_dgamma_with_x(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dgamma has gamma in it: gamma is multiplied by x_hat, and x_hat alone is its slope. Chapter "
    "6, Layer normalisation.",
    seen="u for dy",
)
def rms_dgamma_with_gamma(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (u * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dgamma lacks x_hat: it is what the gradient of a shift would be. Chapter 6, Layer normalisation.",
    seen="a factor forgotten",
)
def rms_dgamma_without_x_hat(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, dy.sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The mean squares stand in a row, so that they are laid along the features instead of the "
    "examples: only a square array, or a single example, lets that pass. Chapter 6, Layer normalisation.",
    seen="keepdims left out",
)
def rms_keepdims_forgotten(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dgamma goes with what dy has become: the array dy that was passed in has changed, and gamma "
    "is in it now. Chapter 6, Layer normalisation.",
    seen="dy *= gamma",
)
def rms_dy_in_place(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="The numbers are right, and the array dy that was passed in has changed: build a new one. "
    "Chapter 6, Layer normalisation.",
    seen="dy *= gamma after dgamma",
)
def rms_dy_in_place_at_the_end(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    dgamma = (dy * x_hat).sum(axis=0)
    dy *= gamma
    u = dy
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, dgamma


@wrong(
    "rmsnorm_backward",
    hint="The numbers are right, and the array x that was passed in has changed: the layer below needs "
    "it on its own way back. Chapter 6, Layer normalisation.",
    seen="x *= inv_rms",
)
def rms_x_in_place(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x *= inv_rms
    x_hat = x
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx has the right size and the opposite sign. Chapter 6, Layer normalisation.",
    seen="- in front of it all",
)
def rms_other_sign(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    along = (u * x_hat).mean(axis=1, keepdims=True)
    dx = -inv_rms * (u - x_hat * along)
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx is divided by the number of features at the end: its share is in the mean already. Chapter "
    "6, Layer normalisation.",
    seen="1/d in front, and a mean inside",
)
def rms_divided_once_more(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    dx = inv_rms / x.shape[1] * (u - x_hat * (u * x_hat).mean(axis=1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0)


@wrong(
    "rmsnorm_backward",
    hint="dx is d times too large: with a sum in place of the mean, and d in front of the first term, "
    "all of it is to be divided by d. Chapter 6, Layer normalisation.",
    seen="the short form of the formula, without its 1/d",
)
def rms_features_times_too_large(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    dx = inv_rms * (x.shape[1] * u - x_hat * (u * x_hat).sum(axis=1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0)


@right("rmsnorm_backward", note="back through every step")
def rms_through_the_graph(dy, x, gamma, eps):
    d = x.shape[1]
    inner = np.sum(x * x, axis=1, keepdims=True) / d + eps
    root = np.sqrt(inner)
    dx_hat = dy * gamma
    droot = -np.sum(dx_hat * x, axis=1, keepdims=True) / root**2
    dx = dx_hat / root + (droot / (2 * root)) * 2 * x / d
    return dx, np.sum(dy * x / root, axis=0)


@right("rmsnorm_backward", note="a Jacobian for each example")
def rms_example_by_example(dy, x, gamma, eps):
    dx, dgamma = np.zeros(x.shape), np.zeros(x.shape[1])
    for i in range(len(x)):
        r = math.sqrt(np.mean(x[i] ** 2) + eps)
        jacobian = np.eye(x.shape[1]) / r - np.outer(x[i], x[i]) / (x.shape[1] * r**3)
        dx[i] = jacobian @ (gamma * dy[i])
        dgamma += dy[i] * x[i] / r
    return dx, dgamma


@right("rmsnorm_backward", note="einsum, over the last axis")
def rms_by_einsum(dy, x, gamma, eps):
    ms = np.einsum("bd,bd->b", x, x)[:, None] / x.shape[-1] + eps
    u = np.multiply(dy, gamma)
    dots = np.einsum("bd,bd->b", u, x)[:, None]
    return (u - x * dots / (x.shape[-1] * ms)) / np.sqrt(ms), np.einsum("bd,bd->d", dy, x / np.sqrt(ms))


# ==== scaled_step ======================================================================================


@wrong(
    "scaled_step",
    hint="This is still as it was handed out. Three things are to be found: what is compared with "
    "max_norm and when, whose norm it is, and what happens after an entry that is not finite. Chapter 6, "
    "Where clipping stands in the step.",
    seen="the cell as it was",
)
def as_handed_out(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step that is not finite is left out now. Two things are left: every array is clipped by "
    "itself, and that before the division by scale. Chapter 6, Where clipping stands in the step.",
    seen="one of three mistakes mended",
)
def only_skipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="There is one norm for all arrays now. Two things are left: it is taken before the division by "
    "scale, and parameters move although an entry is not finite. Chapter 6, Where clipping stands in the "
    "step.",
    seen="one of three mistakes mended",
)
def only_global(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The division by scale comes first now. Two things are left: every array is clipped by itself, "
    "and parameters move although an entry is not finite. Chapter 6, Where clipping stands in the step.",
    seen="one of three mistakes mended",
)
def only_unscaled_first(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    grads = [g / scale for g in grads]
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The division by scale comes first now, with the mean. Two things are left: every array is "
    "clipped by itself, and parameters move although an entry is not finite. Chapter 6, Where clipping "
    "stands in the step.",
    seen="one of three mistakes mended",
)
def only_unscaled_at_the_mean(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is still that of the scaled gradient: after the division by scale what was clipped "
    "is far shorter than max_norm, and by how much depends on scale. Chapter 6, Where clipping stands in "
    "the step.",
    seen="two of three mistakes mended",
)
def clipped_before_unscaling(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Every array is still clipped by itself: one norm belongs to all of them, and one factor. "
    "Chapter 6, One tensor at a time.",
    seen="two of three mistakes mended",
)
def clipped_one_by_one(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Clipping is right now. With an entry that is not finite parameters still move, and become "
    "nan: no parameter may, not even those whose own gradient is fine. Chapter 6, Where clipping stands in "
    "the step.",
    seen="two of three mistakes mended",
)
def moves_all_the_same(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    grads = [g / scale for g in grads]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Clipping is right now, and scale is halved. With an entry that is not finite parameters move "
    "all the same: no parameter may, not even those whose own gradient is fine. Chapter 6, Where clipping "
    "stands in the step.",
    seen="two of three mistakes mended, the division in the first line",
)
def moves_by_the_old_scale(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="With an entry that is not finite clipping is left out, and the step is made: it is the step "
    "that is to be left out. Chapter 6, Where clipping stands in the step.",
    seen="the check around the clipping alone",
)
def moves_where_finite_is_clipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
    else:
        norm = np.sqrt(sum(np.sum(g**2) for g in grads))
        if norm > max_norm:
            grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="With an entry that is not finite clipping is left out, the gradients are divided by the "
    "halved scale, and the step is made: it is the step that is to be left out. Chapter 6, Where clipping "
    "stands in the step.",
    seen="the check around the clipping alone",
)
def old_scale_unclipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
        grads = [g / scale for g in grads]
    else:
        grads = [g / scale for g in grads]
        norm = np.sqrt(sum(np.sum(g**2) for g in grads))
        if norm > max_norm:
            grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is left out as it should be, and scale comes back as it was: the next gradients will "
    "be as infinite as these. Chapter 6, Where clipping stands in the step.",
    seen="an early return with the old scale",
)
def step_scale_not_halved(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="After a step that was left out scale is a quarter of what it was: it is to be halved once. "
    "Chapter 6, Where clipping stands in the step.",
    seen="halved in the old line, and again on return",
)
def step_scale_quartered(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 4
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="After a step that was left out scale is doubled: it was too large already. Chapter 6, Where "
    "clipping stands in the step.",
    seen="a product for a quotient",
)
def step_scale_doubled(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale * 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="After a step that was left out scale becomes 1: it is to be halved. Chapter 6, Where clipping "
    "stands in the step.",
    seen="scaling given up",
)
def step_scale_one(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), 1.0
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="scale becomes larger after a step that went well: here it comes back as it was. Chapter 6, "
    "Where clipping stands in the step.",
    seen="what libraries do every few thousand steps",
)
def step_scale_grows(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale * 2


@wrong(
    "scaled_step",
    hint="scale is halved after every step: only one that was left out shows that it is too large. "
    "Chapter 6, Where clipping stands in the step.",
    seen="the division outside the condition",
)
def step_always_halved(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale / 2


@wrong(
    "scaled_step",
    hint="Entries that are not finite are replaced by zeros, and the step is made with the rest: it is "
    "to be left out altogether. Chapter 6, Where clipping stands in the step.",
    seen="np.nan_to_num, or a mask",
)
def step_infinities_removed(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        scale = scale / 2
        grads = [np.where(np.isfinite(g), g, 0.0) for g in grads]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Entries that are not finite are replaced by zeros, the step is made with the rest, and scale "
    "stays: the step is to be left out, and scale halved. Chapter 6, Where clipping stands in the step.",
    seen="np.nan_to_num in place of the condition",
)
def step_infinities_removed_scale_kept(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    grads = [np.where(np.isfinite(g), g, 0.0) for g in grads]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the parameters whose own gradient is not finite stay, and the others move: one entry is "
    "enough to leave out the whole step. Chapter 6, Where clipping stands in the step.",
    seen="the condition inside the loop",
)
def step_parameter_by_parameter(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    finite = [np.isfinite(g).all() for g in grads]
    if not all(finite):
        scale = scale / 2
        grads = [g if ok else np.zeros_like(g) for g, ok in zip(grads, finite)]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The micro-batches with an entry that is not finite are dropped, and the step is made with the "
    "others: it is to be left out. Chapter 6, Where clipping stands in the step.",
    seen="a filter over the parts",
)
def step_bad_parts_dropped(params, parts, scale, max_norm, lr):
    good = [p for p in parts if all(np.isfinite(g).all() for g in p)]
    if len(good) < len(parts):
        if not good:
            return list(params), scale / 2
        grads = [sum(each) / len(good) / scale for each in zip(*good)]
        scale = scale / 2
    else:
        grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="An entry that is not a number is found, and an infinite one is not. Chapter 6, Where clipping "
    "stands in the step.",
    seen="np.isnan for np.isfinite",
)
def step_only_nan_seen(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if any(np.isnan(g).any() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="An infinite entry is found, and one that is not a number is not. Chapter 6, Where clipping "
    "stands in the step.",
    seen="np.isinf for np.isfinite",
)
def step_only_infinity_seen(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if any(np.isinf(g).any() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Of entries that are not finite only those that are plus infinity are found. Chapter 6, Where "
    "clipping stands in the step.",
    seen="a comparison with np.inf",
)
def step_only_plus_infinity_seen(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if any((g == np.inf).any() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is left out only where no entry at all is finite: one that isn't is enough. Chapter "
    "6, Where clipping stands in the step.",
    seen="any for all, inside",
)
def step_any_for_all(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).any() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is left out only where no array is finite: one that isn't is enough. Chapter 6, "
    "Where clipping stands in the step.",
    seen="any for all, over the arrays",
)
def step_any_array_for_all(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not any(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the first parameter's gradient is looked at for entries that are not finite. Chapter 6, "
    "Where clipping stands in the step.",
    seen="grads[0]",
)
def step_first_array_looked_at(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not np.isfinite(grads[0]).all():
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the last parameter's gradient is looked at for entries that are not finite. Chapter 6, "
    "Where clipping stands in the step.",
    seen="the variable of a loop after its end",
)
def step_last_array_looked_at(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not np.isfinite(grads[-1]).all():
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the first micro-batch is looked at for entries that are not finite. Chapter 6, Where "
    "clipping stands in the step.",
    seen="parts[0]",
)
def step_first_part_looked_at(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in parts[0]):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the last micro-batch is looked at for entries that are not finite. Chapter 6, Where "
    "clipping stands in the step.",
    seen="parts[-1]",
)
def step_last_part_looked_at(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in parts[-1]):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The condition stands the other way round: steps that are fine are left out, and those that "
    "are not are made. Chapter 6, Where clipping stands in the step.",
    seen="not forgotten, or one too many",
)
def step_condition_turned(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The gradient is divided by scale twice: before the clipping, and by the old line after it "
    "once more. Chapter 6, Where clipping stands in the step.",
    seen="one line added, and the old one kept",
)
def step_unscaled_twice(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The gradient is never divided by scale: every step is scale times too long, up to max_norm. "
    "Chapter 6, Where clipping stands in the step.",
    seen="the division lost on the way",
)
def step_never_unscaled(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The gradient is multiplied by scale where it should be divided. Chapter 6, Where clipping "
    "stands in the step.",
    seen="the factor turned over",
)
def step_multiplied_by_scale(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) * scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of the gradient without scale, and what the parameters move by is still "
    "scaled. Chapter 6, Where clipping stands in the step.",
    seen="the division inside the norm alone, or max_norm times scale and no division after it",
)
def step_unscaled_only_for_the_norm(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum((g / scale) ** 2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="max_norm is divided by scale for a gradient that is still scaled: the bound is then too small "
    "by the square of scale. Chapter 6, Where clipping stands in the step.",
    seen="the factor on the other side of the comparison",
)
def step_bound_divided(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm / scale:
        grads = [g * (max_norm / scale) / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Whether to clip is decided for the gradient without scale, and what is clipped is brought to "
    "max_norm with it: it is too short after the division. Chapter 6, Where clipping stands in the step.",
    seen="one of two places mended",
)
def step_bound_scaled_in_the_condition(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm * scale:
        grads = [g * max_norm / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="A short gradient is made longer: clipping only ever shortens. Chapter 6, Where clipping "
    "stands in the step.",
    seen="the condition lost on the way",
)
def step_always_to_max_norm(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norms of the arrays are added up: it is their squares that are, under a root. Chapter 6, "
    "Where clipping stands in the step.",
    seen="sum(np.linalg.norm(g) for g in grads)",
)
def step_sum_of_norms(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = sum(np.linalg.norm(g) for g in grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The sum of all squares is taken for the norm: the root is missing. Chapter 6, Where clipping "
    "stands in the step.",
    seen="a root lost on the way",
)
def step_squares_without_root(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = sum(np.sum(g**2) for g in grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of the longest array: all of them add to the length. Chapter 6, Where "
    "clipping stands in the step.",
    seen="max over the arrays",
)
def step_longest_array(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = max(np.linalg.norm(g) for g in grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of the last array, for all of them: each has overwritten the one before. "
    "Chapter 6, Where clipping stands in the step.",
    seen="the clipping moved out of the loop, and the norm left in it",
)
def step_last_norm(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.linalg.norm(grads[-1])
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of the first array, for all of them. Chapter 6, Where clipping stands in the "
    "step.",
    seen="grads[0]",
)
def step_first_norm(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.linalg.norm(grads[0])
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The squared norms of the arrays are averaged where they are to be added. Chapter 6, Where "
    "clipping stands in the step.",
    seen="a mean over the arrays",
)
def step_mean_norm(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(np.mean([np.sum(g**2) for g in grads]))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of all arrays, and only those that are longer than max_norm themselves are "
    "shortened: one factor belongs to all. Chapter 6, Where clipping stands in the step.",
    seen="the condition left inside the loop",
)
def step_condition_by_array(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    grads = [g * max_norm / norm if np.linalg.norm(g) > max_norm else g for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="All arrays together decide whether to clip, and each is then brought to max_norm by its own "
    "norm: one factor belongs to all. Chapter 6, Where clipping stands in the step.",
    seen="two norms mixed up",
)
def step_factor_by_array(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / np.linalg.norm(g) for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The entries are limited one by one: it is the norm of the whole gradient that is. Chapter 6, "
    "Where clipping stands in the step.",
    seen="np.clip",
)
def step_entries_clipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    grads = [np.clip(g, -max_norm, max_norm) for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="There is no clipping any more: a long gradient makes a long step. Chapter 6, Where clipping "
    "stands in the step.",
    seen="the loop taken out",
)
def step_no_clipping(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="A long gradient is brought to length 1, whatever max_norm is. Chapter 6, Where clipping "
    "stands in the step.",
    seen="g / norm",
)
def step_to_length_one(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Every micro-batch is clipped by itself, and then the mean is taken: it is the mean that is "
    "clipped, once. Chapter 6, Where clipping stands in the step.",
    seen="clipping before accumulation",
)
def step_parts_clipped(params, parts, scale, max_norm, lr):
    halves = []
    for part in parts:
        size = np.sqrt(sum(np.sum((g / scale) ** 2) for g in part))
        halves.append([g / scale * (max_norm / size if size > max_norm else 1.0) for g in part])
    grads = [sum(each) / len(parts) for each in zip(*halves)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The gradients of the micro-batches are added up: they are those of means, and their mean is "
    "wanted. Chapter 6, Where clipping stands in the step.",
    seen="len(parts) lost on the way",
)
def step_summed_parts(params, parts, scale, max_norm, lr):
    grads = [sum(each) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the last micro-batch counts. Chapter 6, Where clipping stands in the step.",
    seen="= for += in a loop",
)
def step_last_part_alone(params, parts, scale, max_norm, lr):
    grads = [g / scale for g in parts[-1]]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="Only the first micro-batch counts. Chapter 6, Where clipping stands in the step.",
    seen="parts[0]",
)
def step_first_part_alone(params, parts, scale, max_norm, lr):
    grads = [g / scale for g in parts[0]]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The sum over the micro-batches is divided by the number of parameters' arrays: it is a mean "
    "over the micro-batches. Chapter 6, Where clipping stands in the step.",
    seen="len(params) for len(parts)",
)
def step_divided_by_parameters(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(params) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="It is the step that is limited to max_norm, the gradient times lr: the bound is on the "
    "gradient, before lr. Chapter 6, Where clipping stands in the step.",
    seen="lr multiplied on before the clipping",
)
def step_step_clipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale * lr for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The learning rate plays no part in the step. Chapter 6, Where clipping stands in the step.",
    seen="lr lost on the way",
)
def step_lr_forgotten(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The parameters move along the gradient, uphill. Chapter 6, Where clipping stands in the step.",
    seen="a sign",
)
def step_step_uphill(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta + lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The numbers are right, and the parameters that were passed in have changed: build new arrays. "
    "Chapter 6, Where clipping stands in the step.",
    seen="theta -= lr * g",
)
def step_params_in_place(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    for theta, g in zip(params, grads):
        theta -= lr * g
    return params, scale


@wrong(
    "scaled_step",
    hint="The numbers are right, and the list that was passed in holds the new parameters now: return "
    "another. Chapter 6, Where clipping stands in the step.",
    seen="params[i] = ...",
)
def step_params_list_changed(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    for i, g in enumerate(grads):
        params[i] = params[i] - lr * g
    return params, scale


@wrong(
    "scaled_step",
    hint="After a step that was left out there are no parameters in what comes back: they are to be as "
    "they were. Chapter 6, Where clipping stands in the step.",
    seen="None, or an empty list, returned",
)
def step_nothing_when_skipped(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return [], scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The clipped gradients come back where the parameters after the step are wanted. Chapter 6, "
    "Where clipping stands in the step.",
    seen="the last line lost",
)
def step_gradients_returned(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads, scale


@wrong(
    "scaled_step",
    hint="scale is halved down to 1 and no further: it is halved after every step that was left out, "
    "and may be less than 1. Chapter 6, Where clipping stands in the step.",
    seen="max(1, scale / 2), as some libraries do",
)
def step_scale_kept_above_one(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), max(1.0, scale / 2)
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="scale is halved in whole numbers, and 1 becomes 0: it is a float. Chapter 6, Where clipping "
    "stands in the step.",
    seen="// for /",
)
def step_scale_halved_in_whole_numbers(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale // 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is right, and the gradients in parts have changed: they were added up in the arrays "
    "of the first micro-batch. Begin with arrays of your own. Chapter 6, Where clipping stands in the step.",
    seen="total = parts[0], and then +=",
)
def step_parts_in_place(params, parts, scale, max_norm, lr):
    grads = list(parts[0])
    for part in parts[1:]:
        for g, more in zip(grads, part):
            g += more
    grads = [g / len(parts) / scale for g in grads]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is right, and the first list in parts has changed: the sums were put into it. Begin "
    "with a list of your own. Chapter 6, Where clipping stands in the step.",
    seen="total = parts[0], and then total[k] = ...",
)
def step_parts_list_changed(params, parts, scale, max_norm, lr):
    grads = parts[0]
    for part in parts[1:]:
        for k, more in enumerate(part):
            grads[k] = grads[k] + more
    grads = [g / len(parts) / scale for g in grads]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The step is right, and the gradients in parts have been divided by scale for good: whoever "
    "looks at them later finds other numbers. Chapter 6, Where clipping stands in the step.",
    seen="g /= scale in a loop over parts",
)
def step_parts_unscaled_in_place(params, parts, scale, max_norm, lr):
    for part in parts:
        for g in part:
            g /= scale
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm is that of the gradients of all micro-batches in one row, without the mean between "
    "them: it is the mean that is to be no longer than max_norm. Chapter 6, Where clipping stands in the "
    "step.",
    seen="the norm taken before the accumulation",
)
def step_norm_of_all_parts(params, parts, scale, max_norm, lr):
    size = np.sqrt(sum(np.sum((g / scale) ** 2) for part in parts for g in part))
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    if size > max_norm:
        grads = [g * max_norm / size for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The sum over the micro-batches is clipped, and divided by their number afterwards: it is the "
    "mean whose norm counts. Chapter 6, Where clipping stands in the step.",
    seen="the division by len(parts) after the clipping",
)
def step_sum_clipped_then_mean(params, parts, scale, max_norm, lr):
    grads = [sum(each) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return [theta - lr * g / len(parts) for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The sum of the squares is compared with max_norm, and what is clipped is divided by its root: "
    "whether to clip is a question for the norm as well. Chapter 6, Where clipping stands in the step.",
    seen="the root in one of two places",
)
def step_squares_compared(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    total = sum(np.sum(g**2) for g in grads)
    if total > max_norm:
        grads = [g * max_norm / np.sqrt(total) for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@wrong(
    "scaled_step",
    hint="The norm grows as the loop goes over the arrays, and each is clipped by what has been added "
    "so far: the norm of all has to be known before the first is touched. Chapter 6, Where clipping stands "
    "in the step.",
    seen="the sum and the clipping in one loop",
)
def step_one_after_the_other(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    total = 0.0
    for i, g in enumerate(grads):
        total += np.sum(g**2)
        norm = np.sqrt(total)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@right("scaled_step", note="the order of the statement")
def step_unscaled_at_once(params, parts, scale, max_norm, lr):
    for part in parts:
        for g in part:
            if not np.all(np.isfinite(g)):
                return params[:], scale / 2
    mean = [np.mean(each, axis=0) / scale for each in zip(*parts)]
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in mean]))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return [theta - lr * factor * g for theta, g in zip(params, mean)], scale


@right("scaled_step", note="the bound multiplied by scale instead")
def step_with_a_scaled_bound(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    norm = math.sqrt(sum(float(np.sum(g**2)) for g in grads))
    if not math.isfinite(norm):
        return list(params), 0.5 * scale
    shrink = max_norm * scale / max(norm, max_norm * scale)
    return [theta - (lr * shrink / scale) * g for theta, g in zip(params, grads)], scale


@right("scaled_step", note="sums built up part by part")
def step_accumulated_in_a_loop(params, parts, scale, max_norm, lr):
    total = [np.zeros_like(theta) for theta in params]
    fine = True
    for part in parts:
        for k, g in enumerate(part):
            fine = fine and bool(np.isfinite(g).all())
            total[k] = total[k] + g / (len(parts) * scale)
    if not fine:
        return [theta.copy() for theta in params], scale / 2.0
    norm = np.linalg.norm([np.linalg.norm(g) for g in total])
    if norm > max_norm:
        total = [g * (max_norm / norm) for g in total]
    return [np.subtract(theta, lr * g) for theta, g in zip(params, total)], scale


@right("scaled_step", note="the function handed out, mended")
def step_as_mended(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return params, scale / 2
    grads = [g / scale for g in grads]
    norm = np.sqrt(sum(np.linalg.norm(g) ** 2 for g in grads))
    for i, g in enumerate(grads):
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale
