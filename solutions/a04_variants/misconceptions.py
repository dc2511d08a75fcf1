"""What students get wrong in notebook a04, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong


@wrong(
    "minibatches",
    hint="The examples that are left over at the end are missing, whatever drop_last says: a smaller "
    "batch is a batch, too. Chapter 4, One loop, three variants.",
    seen="a number of batches rounded down",
)
def last_dropped(n, B, rng, drop_last):
    order = rng.permutation(n)
    return [order[i * B : (i + 1) * B] for i in range(n // B)]


@wrong(
    "minibatches",
    hint="The smaller batch at the end is there although drop_last is true: nothing asks for drop_last "
    "yet. Chapter 4, One loop, three variants.",
    seen="the argument overlooked",
)
def last_kept(n, B, rng, drop_last):
    order = rng.permutation(n)
    return [order[i : i + B] for i in range(0, n, B)]


@wrong(
    "minibatches",
    hint="The smaller batch is left out where it should stay, and stays where it should be left out: "
    "look at the condition. Chapter 4, One loop, three variants.",
    seen="a condition turned round",
)
def drop_last_turned_round(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if not drop_last and n % B:
        batches = batches[:-1]
    return batches


@wrong(
    "minibatches",
    hint="With drop_last true a batch is left out even where all are full: only a batch of fewer than "
    "B is to go. Chapter 4, One loop, three variants.",
    seen="a pop without a look at the remainder",
)
def last_always_popped(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    return batches[:-1] if drop_last else batches


@wrong(
    "minibatches",
    hint="The batches are the examples in their own order: nothing has been drawn from rng. Chapter 4, "
    "One loop, three variants.",
    seen="the first version that runs",
)
def not_shuffled(n, B, rng, drop_last):
    order = np.arange(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


@wrong(
    "minibatches",
    hint="Some examples come up more than once and others never: each batch is drawn by itself, where "
    "one shuffled order is to be cut up. Chapter 4, One loop, three variants.",
    seen="choice or integers for permutation",
)
def drawn_with_replacement(n, B, rng, drop_last):
    batches = [rng.integers(n, size=min(B, n - i)) for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


@wrong(
    "minibatches",
    hint="The batches come in random order, and the examples within them do not: neighbours stay "
    "together. Shuffle the examples, then cut. Chapter 4, One loop, three variants.",
    seen="shuffling one level too high",
)
def shuffled_batches_only(n, B, rng, drop_last):
    batches = [np.arange(i, min(i + B, n)) for i in range(0, n, B)]
    if drop_last and n % B:
        batches = batches[:-1]
    return [batches[i] for i in rng.permutation(len(batches))]


@wrong(
    "minibatches",
    hint="The last batch is full: it was filled with examples that have been used already. What is "
    "left makes a smaller batch. Chapter 4, One loop, three variants.",
    seen="np.resize, or a slice that wraps around",
)
def last_filled_up(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [np.take(order, range(i, i + B), mode="wrap") for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


@wrong(
    "minibatches",
    hint="The batches are of nearly equal size, and not of B with a rest: array_split evens them out. "
    "Chapter 4, One loop, three variants.",
    seen="np.array_split with a number of parts",
)
def split_evenly(n, B, rng, drop_last):
    order = rng.permutation(n)
    if drop_last:
        order = order[: n // B * B]
    return np.array_split(order, math.ceil(len(order) / B)) if len(order) else []


@wrong(
    "minibatches",
    hint="The batches are right in number and size, and hold other examples: they take every so many- "
    "th of the order, where consecutive ones are asked for. Chapter 4, One loop, three variants.",
    seen="a slice with a step",
)
def every_nth(n, B, rng, drop_last):
    order = rng.permutation(n)
    count = math.ceil(n / B)
    full = [order[i::count] for i in range(count)]
    return [batch for batch in full if len(batch) == B] if drop_last else full


@wrong(
    "minibatches",
    hint="The numbers run from 1 to n: examples are counted from 0, and number n is not there. Chapter "
    "4, One loop, three variants.",
    seen="counting from 1",
)
def numbers_from_one(n, B, rng, drop_last):
    order = rng.permutation(n) + 1
    batches = [order[i : i + B] for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


@wrong(
    "minibatches",
    hint="Each batch lacks an example: a slice ends before its upper bound, so that bound need not be "
    "lowered. Chapter 4, One loop, three variants.",
    seen="off by one at the end of a slice",
)
def one_short(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B - 1] for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


@wrong(
    "minibatches",
    hint="The sizes are right, but numbers come twice and others never: each batch is cut from an "
    "order of its own. One epoch has one order, and that order is cut. Chapter 4, One loop, three "
    "variants.",
    seen="the call moved into the loop",
)
def order_for_every_batch(n, B, rng, drop_last):
    batches = [rng.permutation(n)[: min(B, n - i)] for i in range(0, n, B)]
    return [batch for batch in batches if len(batch) == B or not drop_last]


@wrong(
    "minibatches",
    hint="The last batch is missing even where it is full: the starts end before n - B, and a batch "
    "that begins there has its B numbers. Chapter 4, One loop, three variants.",
    seen="range(0, n - B, B)",
)
def last_start_missing(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n - B, B)]
    return batches


@wrong(
    "minibatches",
    hint="The first B numbers are in no batch: the starts begin at B, and the order begins at 0. "
    "Chapter 4, One loop, three variants.",
    seen="range(B, n, B)",
)
def first_start_missing(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(B, n, B)]
    if drop_last and batches and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="Where B divides n there is one batch too many, with nothing in it: the number of batches is "
    "rounded down and one added for the rest. Chapter 4, One loop, three variants.",
    seen="range(n // B + 1)",
)
def an_empty_batch(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i * B : (i + 1) * B] for i in range(n // B + 1)]
    if drop_last:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="With a batch larger than the data something comes back although drop_last is true: the only "
    "batch has fewer than B examples, and the text makes no exception for it. Chapter 4, One "
    "loop, three variants.",
    seen="no empty list, out of caution",
)
def one_batch_at_least(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B and len(batches) > 1:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="drop_last leaves batches out where B divides n, and keeps the smaller one where it does not: "
    "what does the remainder say about the last batch? Chapter 4, One loop, three variants.",
    seen="n % B == 0",
)
def dropped_where_full(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B == 0:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="The sizes are right and the order is not that of rng.permutation(n): the numbers are drawn "
    "by another method of the generator, which goes about it in another way. Chapter 4, One loop, "
    "three variants.",
    seen="rng.choice without replacement",
)
def drawn_by_choice(n, B, rng, drop_last):
    order = rng.choice(n, n, replace=False)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="The sizes are right and the order is not that of rng.permutation(n): it comes from sorting "
    "random numbers, which shuffles as well and draws otherwise. Chapter 4, One loop, three "
    "variants.",
    seen="argsort of rng.random(n)",
)
def sorted_by_random_numbers(n, B, rng, drop_last):
    order = np.argsort(rng.random(n))
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="The batches are cut from the order's end: the first B numbers should make the first batch. "
    "Chapter 4, One loop, three variants.",
    seen="pop() from the end of a list",
)
def order_from_its_end(n, B, rng, drop_last):
    order = rng.permutation(n)[::-1]
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="One batch is larger than B: what is left at the end was added to the last full one. It makes "
    "a batch of its own. Chapter 4, One loop, three variants.",
    seen="the rest put where there is room",
)
def rest_joined_to_the_last(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if n % B and len(batches) > 1:
        rest = batches.pop()
        if not drop_last:
            batches[-1] = np.concatenate([batches[-1], rest])
    return batches


@wrong(
    "minibatches",
    hint="The smaller batch stands at the beginning: the first B numbers make the first batch, and "
    "what is left at the end the last. Chapter 4, One loop, three variants.",
    seen="n % B used up first",
)
def rest_comes_first(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[max(i, 0) : i + B] for i in range(n % B - B if n % B else 0, n, B)]
    if drop_last and n % B:
        batches.pop(0)
    return batches


@wrong(
    "minibatches",
    hint="There are as many batches as examples, and most numbers come up again and again: the starts "
    "lie one apart, and should lie B apart. Chapter 4, One loop, three variants.",
    seen="a range without its step",
)
def windows(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(n)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="Batches have an example too many, which the next one has as well: a slice ends before its "
    "upper bound, which is where the next one begins. Chapter 4, One loop, three variants.",
    seen="i + B + 1",
)
def one_long(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B + 1] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="B is taken for the number of batches: the order is cut into so many parts, where it is to be "
    "cut into parts of that many. Chapter 4, One loop, three variants.",
    seen="np.array_split(order, B)",
)
def b_batches(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [part for part in np.array_split(order, B) if len(part)]
    if drop_last and n % B:
        batches.pop()
    return batches


@wrong(
    "minibatches",
    hint="The sizes are right and the numbers are those of a second shuffle: permutation is called "
    "once too often. One call gives the order, and nothing else is drawn. Chapter 4, One loop, "
    "three variants.",
    seen="shuffled, and shuffled again to be sure",
)
def shuffled_twice(n, B, rng, drop_last):
    order = rng.permutation(rng.permutation(n))
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


@right("minibatches", note="array_split at positions")
def by_array_split(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = np.array_split(order, range(B, n, B))
    return [batch for batch in batches if len(batch) == B or not drop_last]


@right("minibatches", note="a generator")
def as_generator(n, B, rng, drop_last):
    order = rng.permutation(n)
    stop = n - n % B if drop_last else n
    for i in range(0, stop, B):
        yield order[i : i + B]


@right("minibatches", note="a list that is used up")
def by_popping(n, B, rng, drop_last):
    left = list(rng.permutation(n))
    batches = []
    while len(left) >= B or (left and not drop_last):
        batches.append(np.array(left[:B]))
        left = left[B:]
    return batches


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is the mean over batches: the smaller last batch counts as much "
    "as a full one, where each example should count the same. Chapter 4, One loop, three "
    "variants.",
    seen="np.mean of a list of batch losses",
)
def loss_averaged_over_batches(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    losses = []
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        losses.append(loss)
        theta = theta - lr * g
    return theta, np.mean(losses)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss grows with the number of batches: it is summed and never "
    "divided. Chapter 4, One loop, three variants.",
    seen="a division forgotten",
)
def loss_summed(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss
        theta = theta - lr * g
    return theta, total


@wrong(
    "train_epoch",
    hint="The loss of a batch is weighed by its examples, and the sum is divided by the number of "
    "batches: divide by the number of examples. Chapter 4, One loop, three variants.",
    seen="two ways of averaging mixed",
)
def loss_divided_by_batches(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(batches)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is that of the last batch alone. Chapter 4, One loop, three variants.",
    seen="a variable that the loop overwrites",
)
def last_loss(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        theta = theta - lr * g
    return theta, loss


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is that of all the data after the epoch: asked for is the loss "
    "that each example had when it was used. Chapter 4, One loop, three variants.",
    seen="the epoch's loss taken to be the loss after it",
)
def loss_at_the_end(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    for rows in batches:
        theta = theta - lr * loss_and_grad(theta, X[rows], y[rows])[1]
    return theta, loss_and_grad(theta, X, y)[0]


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is a little too low: each batch's loss is taken after its own "
    "step. Chapter 4, One loop, three variants.",
    seen="the loss read a line too late",
)
def loss_after_each_step(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        theta = theta - lr * loss_and_grad(theta, X[rows], y[rows])[1]
        total += loss_and_grad(theta, X[rows], y[rows])[0] * len(rows)
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="All gradients are taken at the parameters with which the epoch began: each batch should see "
    "what the one before it has left. Chapter 4, One loop, three variants.",
    seen="two names for theta, and the older one in the call",
)
def gradient_at_the_start(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total, moved = 0.0, theta
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        moved = moved - lr * g
    return moved, total / len(X)


@wrong(
    "train_epoch",
    hint="Each step goes up the slope: with this sign the loss grows from batch to batch. Chapter 4, "
    "One loop, three variants.",
    seen="a sign",
)
def uphill(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta + lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Examples and targets have come apart: the rows of X are shuffled, and y is cut in its own "
    "order, so each example gets another's target. Chapter 4, One loop, three variants.",
    seen="a shuffle of X alone",
)
def targets_not_shuffled(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for i, rows in enumerate(batches):
        loss, g = loss_and_grad(theta, X[rows], y[i * B : i * B + len(rows)])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="The examples after the last full batch take no part, neither in theta nor in the loss: the "
    "epoch has a smaller batch at its end. Chapter 4, One loop, three variants.",
    seen="drop_last",
)
def rest_left_out(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total, used = 0.0, 0
    for rows in batches:
        if len(rows) < B and len(batches) > 1:
            continue
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        used += len(rows)
        theta = theta - lr * g
    return theta, total / used


@wrong(
    "train_epoch",
    hint="The batches come in the data's own order: an epoch begins with one permutation from rng. "
    "Chapter 4, One loop, three variants.",
    seen="cyclic batches",
)
def not_shuffled_epoch(loss_and_grad, theta, X, y, B, lr, rng):
    total = 0.0
    for i in range(0, len(X), B):
        loss, g = loss_and_grad(theta, X[i : i + B], y[i : i + B])
        total += loss * len(X[i : i + B])
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="After the first batch theta stands still: the function returns from inside its loop. Chapter "
    "4, One loop, three variants.",
    seen="a return indented too far",
)
def one_step_only(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
        return theta, total / len(rows)


@wrong(
    "train_epoch",
    hint="The steps are as many times too long as the batch has examples: the gradient that comes back "
    "is a mean already, or a sum was made of it. Chapter 4, One loop, three variants.",
    seen="a sum for a mean",
)
def step_times_count(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g * len(rows)
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="The steps are too short by the size of a batch: the gradient that comes back is divided by "
    "it once more. Chapter 4, One loop, three variants.",
    seen="a mean taken twice",
)
def step_divided_by_b(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g / len(rows)
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="The numbers are right, and the array that was passed in as theta has changed: whoever starts "
    "a second run from it does not start where the first one did. Chapter 4, One loop, three "
    "variants.",
    seen="-= on an array",
)
def theta_in_place(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    total = 0.0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta -= lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss of the epoch is too large where the last batch is smaller: that "
    "batch is weighted as if it were full. How many examples has its mean been taken over? "
    "Chapter 4, One loop, three variants.",
    seen="loss * B, added up",
)
def smaller_batch_weighted_as_full(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, grad = loss_and_grad(theta, X[rows], y[rows])
        total += B * loss
        theta = theta - lr * grad
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Every step uses all the data: the batch is cut and then not handed on. Which rows go into "
    "the call? Chapter 4, One loop, three variants.",
    seen="X for X[rows]",
)
def all_the_data_each_step(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X, y)
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Some examples are used twice and others never: each batch is cut from an order of its own. "
    "One epoch has one order. Chapter 4, One loop, three variants.",
    seen="the permutation inside the loop",
)
def an_order_for_each_batch(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        order = rng.permutation(len(X)) if i else order
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Some examples are used twice and others never: each batch is drawn by itself, as a sample, "
    "where an epoch deals every example out once. Chapter 4, What shuffling is for.",
    seen="rng.integers for every batch",
)
def batches_with_replacement(loss_and_grad, theta, X, y, B, lr, rng):
    total = 0.0
    for i in range(0, len(X), B):
        rows = rng.integers(len(X), size=min(B, len(X) - i))
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="The step of a smaller last batch is too short: it is weighed by how full the batch is. Its "
    "gradient is a mean over what it has, and is used as it is. Chapter 4, One loop, three "
    "variants.",
    seen="the count as a share of B",
)
def smaller_batch_smaller_step(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g * len(rows) / B
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="All steps are too short: the learning rate is shared among the batches, as if they made one "
    "step together. Chapter 4, One loop, three variants.",
    seen="lr divided by the number of batches",
)
def rate_shared_by_batches(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr / -(-len(X) // B) * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss grows with the data: the losses of all examples are added up "
    "and never divided by their number. Chapter 4, One loop, three variants.",
    seen="half of a weighted mean",
)
def loss_summed_over_examples(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is that of the first batch: later ones take part in the steps, "
    "and not in the mean. Chapter 4, One loop, three variants.",
    seen="a value kept from the first round",
)
def loss_of_the_first_batch(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total = loss * len(X) if i == 0 else total
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is that of all the data before the epoch. Each example's loss "
    "counts as it was when its batch was used. Chapter 4, One loop, three variants.",
    seen="the loss worked out once, in front",
)
def loss_at_the_beginning(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), loss_and_grad(theta, X, y)[0] * len(X)
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        _, g = loss_and_grad(theta, X[rows], y[rows])
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="theta is right, and the loss is too small where the last batch is: the sum is divided by so "
    "many full batches, and not by the examples that there are. Chapter 4, One loop, three "
    "variants.",
    seen="the number of batches times B",
)
def loss_as_if_all_were_full(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / (-(-len(X) // B) * B)


@wrong(
    "train_epoch",
    hint="Only the last batch has a say in theta: every step starts from the parameters of the "
    "beginning. Chapter 4, One loop, three variants.",
    seen="two names for theta, and the older one on the right",
)
def each_from_the_start(loss_and_grad, theta, X, y, B, lr, rng):
    first, order, total = theta, rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = first - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="theta moves once, at the end of the epoch, by the mean over its batches: it should move "
    "after each of them. Chapter 4, One loop, three variants.",
    seen="the gradients collected, and one step",
)
def one_step_for_the_epoch(loss_and_grad, theta, X, y, B, lr, rng):
    order, total, mean = rng.permutation(len(X)), 0.0, 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        mean = mean + g * len(rows) / len(X)
    return theta - lr * mean, total / len(X)


@wrong(
    "train_epoch",
    hint="Examples and targets have come apart: X and y are each shuffled by an order of their own, so "
    "that hardly an example keeps its target. Chapter 4, One loop, three variants.",
    seen="permutation called twice",
)
def two_orders(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    other = rng.permutation(len(X))
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[other[i : i + B]])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Examples and targets have come apart: y is taken in the new order, and the rows of X in "
    "their old one. Chapter 4, One loop, three variants.",
    seen="a shuffle of y alone",
)
def examples_not_shuffled(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[i : i + B], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="B is taken for the number of batches, so that batches have another size and there is another "
    "number of steps. Chapter 4, One loop, three variants.",
    seen="np.array_split(order, B)",
)
def epoch_of_b_batches(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for rows in np.array_split(order, min(B, len(X))):
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


@wrong(
    "train_epoch",
    hint="Both numbers are there in the other order: the parameters come first, and the loss of the "
    "epoch second. Chapter 4, One loop, three variants.",
    seen="the pair of loss_and_grad, copied",
)
def loss_first(loss_and_grad, theta, X, y, B, lr, rng):
    order, total = rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return total / len(X), theta


@wrong(
    "train_epoch",
    hint="The loss is right; what comes back as theta is the mean of the parameters after the steps. "
    "The last ones were asked for. Chapter 4, One loop, three variants.",
    seen="averaged iterates, from a later part of the chapter",
)
def mean_of_the_walk(loss_and_grad, theta, X, y, B, lr, rng):
    walk, order, total = [], rng.permutation(len(X)), 0.0
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
        walk.append(theta)
    return np.mean(walk, axis=0), total / len(X)


@right("train_epoch", note="X and y shuffled together")
def with_shuffled_copies(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    total = 0.0
    for i in range(0, len(X), B):
        loss, g = loss_and_grad(theta, X[i : i + B], y[i : i + B])
        total += loss * len(y[i : i + B])
        theta = theta - lr * np.asarray(g)
    return theta, total / len(X)


@right("train_epoch", note="np.average with the counts")
def with_weighted_average(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    theta, losses = theta.copy(), []
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        losses.append(loss)
        theta -= lr * g
    return theta, np.average(losses, weights=[len(rows) for rows in batches])


@right("train_epoch", note="a running mean")
def with_running_mean(loss_and_grad, theta, X, y, B, lr, rng):
    order = rng.permutation(len(X))
    batches = [order[i : i + B] for i in range(0, len(X), B)]
    mean, used = 0.0, 0
    for rows in batches:
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        used += len(rows)
        mean += (loss - mean) * len(rows) / used
        theta = np.subtract(theta, np.multiply(lr, g))
    return theta, float(mean)


@wrong(
    "accumulate",
    hint="Every part counts the same, whatever its size: with parts of four, four and one the last "
    "example weighs four times as much as any other. Chapter 4, Accumulating gradients.",
    seen="np.mean over the parts",
)
def plain_mean(grads, counts):
    return np.mean(grads, axis=0)


@wrong(
    "accumulate",
    hint="The parts are added up and nothing is divided: two halves of a batch give twice its "
    "gradient. Chapter 4, Accumulating gradients.",
    seen="gradients that accumulate in PyTorch when the loss is not scaled",
)
def plain_sum(grads, counts):
    return np.sum(grads, axis=0)


@wrong(
    "accumulate",
    hint="Each part is weighed by its count, and the sum is never divided by the number of examples. "
    "Chapter 4, Accumulating gradients.",
    seen="half of a weighted mean",
)
def weighted_sum(grads, counts):
    return sum(g * count for g, count in zip(grads, counts))


@wrong(
    "accumulate",
    hint="Each part is weighed by its count, and the sum is divided by the number of parts: divide by "
    "the number of examples. Chapter 4, Accumulating gradients.",
    seen="two ways of averaging mixed",
)
def divided_by_parts(grads, counts):
    return sum(g * count for g, count in zip(grads, counts)) / len(grads)


@wrong(
    "accumulate",
    hint="The sum of weighed parts is divided by parts times the largest count, as if all were full: a "
    "smaller last part makes it too short. Chapter 4, Accumulating gradients.",
    seen="the batch size taken to be that of every part",
)
def divided_by_largest(grads, counts):
    return sum(g * count for g, count in zip(grads, counts)) / (len(counts) * max(counts))


@wrong(
    "accumulate",
    hint="Smaller parts weigh more than larger ones: the parts are divided by their counts, where they "
    "come as means already. Chapter 4, Accumulating gradients.",
    seen="a mean taken twice",
)
def weights_upside_down(grads, counts):
    return sum(g / count for g, count in zip(grads, counts)) / sum(1 / count for count in counts)


@wrong(
    "accumulate",
    hint="The numbers are right, and the first of the gradients that were handed in has changed: it "
    "served as the place to add up in. Chapter 4, Accumulating gradients.",
    seen="+= on the first entry",
)
def in_place(grads, counts):
    total = grads[0]
    total *= counts[0]
    for g, count in zip(grads[1:], counts[1:]):
        total += g * count
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="The first part weighs as much as one example, whatever its count: the sum begins with its "
    "mean as it is, and the others are multiplied by their counts. Chapter 4, Accumulating "
    "gradients.",
    seen="total = grads[0], then += c * g",
)
def first_without_its_count(grads, counts):
    total = grads[0].copy()
    for gradient, count in zip(grads[1:], counts[1:]):
        total = total + count * gradient
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="The result is too small, as if the gradients were sums over their parts: they are means, so "
    "adding them up and dividing by all examples divides twice. What is the sum of the gradients "
    "of one part? Chapter 4, Accumulating gradients.",
    seen="means taken for sums",
)
def means_taken_for_sums(grads, counts):
    return sum(grads) / sum(counts)


@wrong(
    "accumulate",
    hint="One part is right; with more, early ones nearly vanish: what has been added up so far is "
    "divided anew after every part. A mean is divided once. Chapter 4, Accumulating gradients.",
    seen="the division indented too far, by a running count",
)
def divided_in_the_loop(grads, counts):
    seen = 0
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        seen += c
        total = (total + c * g) / seen
    return total


@wrong(
    "accumulate",
    hint="One part is right; with more, early ones nearly vanish: what has been added up so far is "
    "divided by the number of all examples after every part. A mean is divided once. Chapter 4, "
    "Accumulating gradients.",
    seen="the division indented too far",
)
def divided_by_all_in_the_loop(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = (total + c * g) / sum(counts)
    return total


@wrong(
    "accumulate",
    hint="The sum is divided after every part, by that part's own count: the weights are taken out "
    "again as soon as they were put in, and earlier parts with them. Chapter 4, Accumulating "
    "gradients.",
    seen="a count for the sum of counts",
)
def each_divided_by_its_own(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = (total + c * g) / c
    return total


@wrong(
    "accumulate",
    hint="Each part is weighed by its count, and the sum is divided by the largest count: with several "
    "parts the result is too long. Chapter 4, Accumulating gradients.",
    seen="weights scaled to at most 1",
)
def divided_by_the_largest(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c * g
    return total / max(counts)


@wrong(
    "accumulate",
    hint="Parts of one size are right; where the last one is smaller the result is too long: the "
    "number of examples is worked out from the last part alone. Chapter 4, Accumulating "
    "gradients.",
    seen="a variable of the loop, after it",
)
def divided_by_the_last_times_parts(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c * g
    return total / (c * len(counts))


@wrong(
    "accumulate",
    hint="The gradient of the last part comes back: each one overwrites the ones before. Chapter 4, "
    "Accumulating gradients.",
    seen="= for +=",
)
def last_part_alone(grads, counts):
    total = np.zeros_like(grads[0])
    for g in grads:
        total = 1.0 * g
    return total


@wrong(
    "accumulate",
    hint="What comes back is the last part's share of the mean: it is weighed and divided as it should "
    "be, and the ones before were overwritten. Chapter 4, Accumulating gradients.",
    seen="= for +=, with the rest in order",
)
def last_part_alone_weighted(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = c * g
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="The first part has no say in the sum, although its examples are counted: the loop begins at "
    "the second. Chapter 4, Accumulating gradients.",
    seen="range(1, k), after a start at zero",
)
def first_part_left_out(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads[1:], counts[1:]):
        total = total + c * g
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="The last part has no say in the sum, although its examples are counted: the loop ends before "
    "it. Chapter 4, Accumulating gradients.",
    seen="range(k - 1)",
)
def last_part_left_out(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads[:-1], counts[:-1]):
        total = total + c * g
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="The right number divides the sum, and each part has another part's count: the two lists are "
    "gone through in opposite directions. Chapter 4, Accumulating gradients.",
    seen="pop() for one of the lists",
)
def counts_in_the_other_order(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts[::-1]):
        total = total + c * g
    return total / sum(counts)


@wrong(
    "accumulate",
    hint="Large parts weigh too much: their counts come in twice. Once is what makes each example "
    "count the same. Chapter 4, Accumulating gradients.",
    seen="a sum weighed a second time",
)
def counts_squared(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c**2 * g
    return total / sum(c**2 for c in counts)


@wrong(
    "accumulate",
    hint="One number comes back, where an array was asked for: the entries of the gradients were added "
    "up together with the parts. Chapter 4, Accumulating gradients.",
    seen="np.sum without an axis",
)
def one_number_for_all(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c * g
    return np.sum(total) / sum(counts)


@wrong(
    "accumulate",
    hint="The result is too small by the number of parts: the sum is divided by the number of examples "
    "and then once more. Chapter 4, Accumulating gradients.",
    seen="a mean of a weighted mean",
)
def divided_twice(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c * g
    return total / sum(counts) / len(counts)


@wrong(
    "accumulate",
    hint="A single number comes back: the mean was taken over the entries of each gradient as well. "
    "Only the parts are averaged, entry by entry. Chapter 4, Accumulating gradients.",
    seen="np.average without an axis",
)
def accumulate_all_axes(grads, counts):
    n = sum(counts)
    return np.asarray(sum((c / n) * np.mean(g) for g, c in zip(grads, counts)))


@right("accumulate", note="np.average")
def by_average(grads, counts):
    return np.average(grads, axis=0, weights=counts)


@right("accumulate", note="a product of weights and gradients")
def by_tensordot(grads, counts):
    weights = np.array(counts) / np.sum(counts)
    return np.tensordot(weights, np.array(grads), axes=1)


@right("accumulate", note="one part after the other")
def by_loop(grads, counts):
    total, n = np.zeros_like(grads[0]), 0
    for g, count in zip(grads, counts):
        total = total + count * g
        n += count
    return total / n


@wrong(
    "grad_noise_scale",
    hint="The quotient stands on its head: it is largest where the gradient is clear and noise is "
    "small. Chapter 4, How large a batch is worth having.",
    seen="numerator and denominator exchanged",
)
def upside_down(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    return (B * large - b * small) / (B - b) / S


@wrong(
    "grad_noise_scale",
    hint="The equations are for squared lengths, and the lengths themselves stand in them. Chapter 4, "
    "How large a batch is worth having.",
    seen="np.linalg.norm without a square",
)
def lengths_not_squared(gB, gb, B, b):
    large, small = np.linalg.norm(gB), np.linalg.norm(gb)
    S = (small - large) / (1 / b - 1 / B)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="The large batch's squared length is taken for that of the exact gradient: it holds noise of "
    "its own, S / B, which has to come off. Chapter 4, How large a batch is worth having.",
    seen="the large batch taken to be exact",
)
def large_for_exact(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    return (small - large) / (1 / b - 1 / B) / large


@wrong(
    "grad_noise_scale",
    hint="The difference of squared lengths is divided by one of them, and the batch sizes play no "
    "part: the noise of one example is larger than that of a batch. Chapter 4, How large a batch "
    "is worth having.",
    seen="a relative difference",
)
def small_over_large(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    return (small - large) / large


@wrong(
    "grad_noise_scale",
    hint="All the difference is put down to the small batch, as b times it: the large batch is noisy, "
    "too, so the difference is S (1/b - 1/B). Chapter 4, How large a batch is worth having.",
    seen="the noise of the large batch neglected",
)
def times_b(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = b * (small - large)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="S has the opposite sign: 1/b is the larger of the two, since b is the smaller batch. Chapter "
    "4, How large a batch is worth having.",
    seen="1/B - 1/b",
)
def sizes_exchanged_in_s(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / B - 1 / b)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="The squared length of the exact gradient goes with the other batch sizes: weigh each batch's "
    "length with its own size, and the noise cancels. Chapter 4, How large a batch is worth "
    "having.",
    seen="B and b exchanged",
)
def sizes_exchanged_in_g(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    return S / ((b * large - B * small) / (b - B))


@wrong(
    "grad_noise_scale",
    hint="S is the difference of squared lengths divided by B - b: it is the reciprocals of the sizes "
    "that stand in the two equations. Chapter 4, How large a batch is worth having.",
    seen="1/b - 1/B taken for B - b",
)
def difference_of_sizes(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (B - b)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="The squares are averaged over the parameters in one of the two lengths, and summed in the "
    "other: both are sums. Chapter 4, How large a batch is worth having.",
    seen="np.mean in one place",
)
def mean_for_sum(gB, gb, B, b):
    large, small = np.sum(gB**2), np.mean(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="S is worked out from the length of the difference of the two gradients: the equations are "
    "about the difference of their squared lengths. Chapter 4, How large a batch is worth having.",
    seen="(a - b)^2 for a^2 - b^2",
)
def of_the_difference(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = np.sum((gb - gB) ** 2) / (1 / b - 1 / B)
    return S / ((B * large - b * small) / (B - b))


@wrong(
    "grad_noise_scale",
    hint="The quotient is divided by B as well: it counts in batches then, and is asked for in "
    "examples. Chapter 4, How large a batch is worth having.",
    seen="the ratio of noise to signal in a batch",
)
def per_step_of_b(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    return S / ((B * large - b * small) / (B - b)) / B


@wrong(
    "grad_noise_scale",
    hint="A negative estimate comes back positive: it says that the two batches were unlucky, and "
    "should say so. Chapter 4, How large a batch is worth having.",
    seen="abs to be safe",
)
def absolute(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    return abs(S / ((B * large - b * small) / (B - b)))


@wrong(
    "grad_noise_scale",
    hint="What comes back is S, the variance of one example's gradient: it is still to be divided by "
    "the squared length of the exact gradient. Chapter 4, How large a batch is worth having.",
    seen="the first of two unknowns",
)
def only_s(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    return (small - large) / (1 / b - 1 / B)


@wrong(
    "grad_noise_scale",
    hint="The two equations have each other's batch size: the length over the large batch goes with "
    "1/B, that over the small one with 1/b. Solved as they stand, both unknowns come out "
    "otherwise. Chapter 4, Worked example: two batches, two unknowns.",
    seen="likely: b and B are easily confused",
)
def sizes_exchanged(gB, gb, B, b):
    large, small = gB @ gB, gb @ gb
    S = (small - large) / (1 / B - 1 / b)
    return float(S / (large - S / b))


@wrong(
    "grad_noise_scale",
    hint="S has the opposite sign, and |g|^2 follows it. A smaller batch has the longer gradient on "
    "average; so which difference is positive when 1/b - 1/B is? Chapter 4, Worked example: two "
    "batches, two unknowns.",
    seen="a difference the other way round",
)
def noise_with_opposite_sign(gB, gb, B, b):
    large, small = gB @ gB, gb @ gb
    S = (large - small) / (1 / b - 1 / B)
    return float(S / (large - S / B))


@wrong(
    "grad_noise_scale",
    hint="Negative results have become zero. An unlucky pair gives a negative estimate, and the "
    "statement keeps it: cut off, the mean over many pairs would be too large. Chapter 4, Worked "
    "example: two batches, two unknowns.",
    seen="max(0, ...), out of caution",
)
def never_below_zero(gB, gb, B, b):
    large, small = gB @ gB, gb @ gb
    S = (small - large) / (1 / b - 1 / B)
    return max(0.0, float(S / (large - S / B)))


@wrong(
    "grad_noise_scale",
    hint="S is worked out from the length of the difference of the two gradients. The equations have "
    "the difference of the two squared lengths: work each out first. Chapter 4, Worked example: "
    "two batches, two unknowns.",
    seen="|gb - gB|^2 for |gb|^2 - |gB|^2",
)
def length_of_the_difference(gB, gb, B, b):
    S = np.sum((gb - gB) ** 2) / (1 / b - 1 / B)
    return float(S / (gB @ gB - S / B))


@wrong(
    "grad_noise_scale",
    hint="S is right; for |g|^2 the length measured over the small batch is put into the large batch's "
    "equation. Each length goes with the size that it was measured at. Chapter 4, Worked example: "
    "two batches, two unknowns.",
    seen="one letter in the second equation",
)
def small_length_large_size(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = small - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is right; for |g|^2 the length measured over the large batch is put into the small batch's "
    "equation. Each length goes with the size that it was measured at. Chapter 4, Worked example: "
    "two batches, two unknowns.",
    seen="the other letter in the second equation",
)
def large_length_small_size(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / b
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is right; for |g|^2 the noise is added to what was measured. The measured length holds the "
    "noise already. Chapter 4, Worked example: two batches, two unknowns.",
    seen="a sign, on bringing a term to the other side",
)
def noise_added_to_the_length(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large + S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is right; for |g|^2 all of it is taken off the length over the large batch. How much of "
    "one example's noise is left in a mean over B? Chapter 4, How large a batch is worth having.",
    seen="S for S / B",
)
def noise_not_shared(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is right; for |g|^2 it is multiplied by the batch size, as if larger batches were noisier. "
    "Chapter 4, How large a batch is worth having.",
    seen="S B for S / B",
)
def noise_multiplied(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S * B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="The small batch's squared length is taken for that of the exact gradient: of the two it is "
    "the noisier one, and its noise is to be taken off. Chapter 4, How large a batch is worth "
    "having.",
    seen="the small batch taken to be exact",
)
def small_for_exact(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = small
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="|g|^2 is taken from the product of the two gradients, which holds no noise on average, but "
    "is not the solution of the two equations. Chapter 4, Worked example: two batches, two "
    "unknowns.",
    seen="gB @ gb",
)
def product_for_exact(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = np.sum(gB * gb)
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is tiny: the difference of the squared lengths is multiplied by the difference of the "
    "reciprocals. It is what has to be divided by. Chapter 4, Worked example: two batches, two "
    "unknowns.",
    seen="an operator, on solving for S",
)
def reciprocals_multiplied(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) * (1 / b - 1 / B)
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is too small: the reciprocals of the sizes are added. Which of the two unknowns goes away "
    "when one equation is taken off the other, and what becomes of the other one? Chapter 4, "
    "Worked example: two batches, two unknowns.",
    seen="a sign between 1/b and 1/B",
)
def reciprocals_added(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b + 1 / B)
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is the difference of the squared lengths times B - b: it is the reciprocals of the sizes "
    "that differ in the two equations. Chapter 4, Worked example: two batches, two unknowns.",
    seen="1 / (1/b - 1/B) taken for B - b",
)
def times_difference_of_sizes(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) * (B - b)
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is off: only 1/b divides, and 1/B is taken off afterwards. Both belong below the line. "
    "Chapter 4, Worked example: two batches, two unknowns.",
    seen="brackets left out of a denominator",
)
def brackets_around_the_reciprocals(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b) - 1 / B
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="S is divided by the length of the exact gradient, where its square belongs; and where the "
    "square came out negative there is no such length. Chapter 4, How large a batch is worth "
    "having.",
    seen="|g| for |g|^2",
)
def root_of_the_exact(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return S / np.sqrt(np.abs(squared))


@wrong(
    "grad_noise_scale",
    hint="What comes back is the squared length of the exact gradient. It is the second of two "
    "unknowns, and the quotient of both was asked for. Chapter 4, How large a batch is worth "
    "having.",
    seen="the last line that was worked out",
)
def only_the_square(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return squared


@wrong(
    "grad_noise_scale",
    hint="As many numbers come back as there are parameters: the squares are never added up. S and "
    "|g|^2 are sums over all parameters. Chapter 4, How large a batch is worth having.",
    seen="squares without a sum",
)
def each_parameter_for_itself(gB, gb, B, b):
    large, small = gB**2, gb**2
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="Each parameter gets a noise scale of its own, and these are averaged. The sums come first, "
    "and one quotient is made of them. Chapter 4, How large a batch is worth having.",
    seen="the quotient before the sum",
)
def scales_averaged(gB, gb, B, b):
    large, small = gB**2, gb**2
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return np.mean(S / squared)


@wrong(
    "grad_noise_scale",
    hint="In one dimension all is right; in several the entries are added first and then squared, so "
    "that signs matter. A length squares first. Chapter 4, How large a batch is worth having.",
    seen="np.sum(g) ** 2",
)
def sums_squared(gB, gb, B, b):
    large, small = np.sum(gB) ** 2, np.sum(gb) ** 2
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return S / squared


@wrong(
    "grad_noise_scale",
    hint="In one dimension all is right; in several the large batch's squares are averaged over the "
    "parameters, and the small batch's are added up. Chapter 4, How large a batch is worth "
    "having.",
    seen="np.mean in the first of two lines",
)
def mean_for_sum_of_the_large(gB, gb, B, b):
    large, small = np.mean(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = large - S / B
    return S / squared


@right("grad_noise_scale", note="a system of two equations")
def by_solving(gB, gb, B, b):
    A = np.array([[1.0, 1 / B], [1.0, 1 / b]])
    squared, S = np.linalg.solve(A, [gB @ gB, gb @ gb])
    return S / squared


@right("grad_noise_scale", note="as a single fraction")
def one_fraction(gB, gb, B, b):
    large, small = np.dot(gB, gB), np.dot(gb, gb)
    return B * b * (small - large) / (B * large - b * small)


@right("grad_noise_scale", note="the second unknown from the first")
def one_after_the_other(gB, gb, B, b):
    large, small = math.fsum(gB**2), math.fsum(gb**2)
    S = (small - large) * B * b / (B - b)
    return float(S / (large - S / B))


@wrong(
    "stream",
    hint="Where an epoch ends in the middle of a batch, the numbers that are left are thrown away: "
    "they belong into the batch that spans both epochs. Chapter 4, One loop, three variants.",
    seen="drop_last in every epoch",
)
def rest_dropped(n, B, steps, rng):
    batches, order, i = [], rng.permutation(n), 0
    if n < B:
        return [np.resize(order, B) for _ in range(steps)]
    for _ in range(steps):
        if i + B > n:
            order, i = rng.permutation(n), 0
        batches.append(order[i : i + B])
        i += B
    return batches


@wrong(
    "stream",
    hint="Some batches are shorter than B: where an epoch ends, the next one's first numbers should "
    "fill them up. Chapter 4, One loop, three variants.",
    seen="minibatches, repeated",
)
def short_batches(n, B, steps, rng):
    batches = []
    while len(batches) < steps:
        order = rng.permutation(n)
        batches += [order[i : i + B] for i in range(0, n, B)]
    return batches[:steps]


@wrong(
    "stream",
    hint="All epochs have one and the same order: each one is shuffled anew. Chapter 4, One loop, "
    "three variants.",
    seen="np.tile, or an index modulo n",
)
def same_order(n, B, steps, rng):
    order = rng.permutation(n)
    return [order[np.arange(k * B, (k + 1) * B) % n] for k in range(steps)]


@wrong(
    "stream",
    hint="Within an epoch some numbers come up twice and others never: the batches are drawn, where "
    "orders are to be dealt out. Chapter 4, One loop, three variants.",
    seen="integers for permutation",
)
def drawn_independently(n, B, steps, rng):
    return [rng.integers(n, size=B) for _ in range(steps)]


@wrong(
    "stream",
    hint="Each batch begins a new order, so the numbers at an order's end are hardly ever used: an "
    "order is used up before the next is drawn. Chapter 4, One loop, three variants.",
    seen="a permutation for each batch",
)
def each_batch_shuffled(n, B, steps, rng):
    return [np.concatenate([rng.permutation(n) for _ in range(-(-B // n))])[:B] for _ in range(steps)]


@wrong(
    "stream",
    hint="The batches are right, and one order too many has been drawn: a new one is made when its "
    "first number is needed, not when the old one is used up. Chapter 4, One loop, three "
    "variants.",
    seen="a test after the batch instead of before it",
)
def drawn_early(n, B, steps, rng):
    left, batches = rng.permutation(n), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
        if len(left) == 0:
            left = rng.permutation(n)
    return batches


@wrong(
    "stream",
    hint="The batches are right, and orders have been drawn that no batch needs: count how many "
    "numbers are used, and round up once. Chapter 4, One loop, three variants.",
    seen="an order for each batch, joined",
)
def all_drawn_first(n, B, steps, rng):
    orders = [rng.permutation(n) for _ in range(steps * B)]
    return [np.concatenate(orders)[k * B : (k + 1) * B] for k in range(steps)]


@wrong(
    "stream",
    hint="The filled-up batches have their parts in the other order: what is left of the old epoch "
    "comes first. Chapter 4, One loop, three variants.",
    seen="concatenate with its arguments exchanged",
)
def new_before_old(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([rng.permutation(n), left])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="The last batch of an epoch is filled up with numbers of the same epoch: it is the next one "
    "that should give them. Chapter 4, One loop, three variants.",
    seen="a slice that wraps around",
)
def filled_from_the_same(n, B, steps, rng):
    left, batches = [], []
    for _ in range(steps):
        while len(left) < B:
            order = rng.permutation(n)
            short = (B - (len(left) + n) % B) % B
            left = [*left, *order, *np.resize(order, short)]
        batches.append(np.array(left[:B]))
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="There is a batch too many: range(steps) counts from 0, so steps itself is not in it. Chapter "
    "4, One loop, three variants.",
    seen="off by one",
)
def one_more_step(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps + 1):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="A batch larger than the data is too short: one new order may not be enough to fill it. "
    "Chapter 4, One loop, three variants.",
    seen="if for while",
)
def filled_once(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        if len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="There are as many batches as fit into `steps` epochs: steps counts batches. Chapter 4, One "
    "loop, three variants.",
    seen="the usual argument of such a function",
)
def epochs_for_steps(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        left = np.concatenate([left, rng.permutation(n)])
        while len(left) >= B:
            batches.append(left[:B])
            left = left[B:]
    return batches


@wrong(
    "stream",
    hint="At the end of an epoch the numbers that do not fill a batch are gone: the next batch begins "
    "with a new order. They should open it, and the new order fills it up. Chapter 4, One loop, "
    "three variants.",
    seen="drop_last, again and again",
)
def rest_thrown_away(n, B, steps, rng):
    batches, rest = [], np.zeros(0, dtype=int)
    for _ in range(steps):
        if len(rest) < B:
            rest = rng.permutation(n)
            while len(rest) < B:
                rest = np.concatenate([rest, rng.permutation(n)])
        batches.append(rest[:B])
        rest = rest[B:]
    return batches


@wrong(
    "stream",
    hint="The batches are right, but rng has moved too far: where an epoch ends together with a batch, "
    "the next order is drawn although nobody has asked for a number of it yet. Chapter 4, One "
    "loop, three variants.",
    seen="reshuffling at the end of an epoch",
)
def next_order_too_early(n, B, steps, rng):
    batches, rest = [], []
    for _ in range(steps):
        batch = []
        while len(batch) < B:
            if not rest:
                rest = list(rng.permutation(n))
            batch.append(rest.pop(0))
            if not rest:
                rest = list(rng.permutation(n))
        batches.append(np.array(batch))
    return batches


@wrong(
    "stream",
    hint="All epochs have the same order: it is drawn once and gone through again and again. Each "
    "epoch gets an order of its own. Chapter 4, What shuffling is for.",
    seen="one permutation, indices modulo n",
)
def one_order_for_ever(n, B, steps, rng):
    if steps == 0:
        return []
    order = rng.permutation(n)
    return [order[np.arange(i * B, i * B + B) % n] for i in range(steps)]


@wrong(
    "stream",
    hint="The batches are right, but without a step rng has moved: the first order is drawn before "
    "anybody asks for a batch. Chapter 4, One loop, three variants.",
    seen="the first order drawn before the loop",
)
def order_before_the_loop(n, B, steps, rng):
    batches, rest = [], rng.permutation(n)
    for _ in range(steps):
        while len(rest) < B:
            rest = np.concatenate([rest, rng.permutation(n)])
        batches.append(rest[:B])
        rest = rest[B:]
    return batches


@wrong(
    "stream",
    hint="Batches that span two epochs are right, and what follows them is not: the order that filled "
    "one up is not gone on with, a further one is drawn. Chapter 4, One loop, three variants.",
    seen="rng.permutation(n)[: B - len(left)]",
)
def rest_of_the_new_order_dropped(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            need = B - len(left) if len(left) else n
            left = np.concatenate([left, rng.permutation(n)[:need]])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="There is a batch too few: counting from 1 up to steps leaves steps itself out. Chapter 4, "
    "One loop, three variants.",
    seen="range(1, steps)",
)
def one_step_less(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(1, steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="The last batches are short or empty: the number of orders is rounded down, and the last of "
    "them is needed in part. Chapter 4, One loop, three variants.",
    seen="steps * B // n orders beforehand",
)
def an_order_too_few(n, B, steps, rng):
    numbers = np.concatenate([np.zeros(0, dtype=int), *(rng.permutation(n) for _ in range(steps * B // n))])
    return [numbers[i * B : (i + 1) * B] for i in range(steps)]


@wrong(
    "stream",
    hint="Numbers are used from an order's end: an epoch begins with the first number of its order. "
    "Chapter 4, One loop, three variants.",
    seen="pop() from the end of a list",
)
def taken_from_the_end(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)[::-1]])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="Where a batch spans two epochs, what is left of the old order is shuffled together with the "
    "new one, so that it is not used first. Chapter 4, What shuffling is for.",
    seen="one permutation of all that there is",
)
def left_shuffled_in(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = rng.permutation(np.concatenate([left, np.arange(n)]))
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="There is a batch too many, a shorter one: what the last order still has is not used. Chapter "
    "4, One loop, three variants.",
    seen="the smaller last batch of an epoch, by habit",
)
def the_rest_as_a_batch(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return [*batches, left] if len(left) else batches


@wrong(
    "stream",
    hint="The sizes are right and the orders are not those of rng.permutation(n): they are drawn by "
    "another method of the generator. Chapter 4, One loop, three variants.",
    seen="rng.choice without replacement",
)
def orders_by_choice(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.choice(n, n, replace=False)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="The numbers come in their own order, again and again, and nothing is drawn from rng. Each "
    "epoch has an order of its own. Chapter 4, What shuffling is for.",
    seen="the first version that runs",
)
def not_shuffled_at_all(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, np.arange(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="The first epoch goes through the numbers as they are, and later ones are shuffled, each with "
    "the order that the one before it should have had. Chapter 4, What shuffling is for.",
    seen="a start with np.arange(n)",
)
def first_epoch_in_order(n, B, steps, rng):
    left, batches = np.arange(n) if steps else np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


@wrong(
    "stream",
    hint="n and B have changed places: there are B numbers to be dealt out, in batches of n. Chapter "
    "4, One loop, three variants.",
    seen="two arguments exchanged",
)
def batches_of_n(n, B, steps, rng):
    left, batches = np.zeros(0, dtype=int), []
    for _ in range(steps):
        while len(left) < n:
            left = np.concatenate([left, rng.permutation(B)])
        batches.append(left[:n])
        left = left[n:]
    return batches


@right("stream", note="as many orders as are needed")
def counted_first(n, B, steps, rng):
    needed = math.ceil(steps * B / n)
    if not needed:
        return []
    numbers = np.concatenate([rng.permutation(n) for _ in range(needed)])
    return list(numbers[: steps * B].reshape(steps, B))


@right("stream", note="an inner generator")
def number_by_number(n, B, steps, rng):
    def numbers():
        while True:
            yield from rng.permutation(n)

    source = numbers()
    return [np.array([next(source) for _ in range(B)]) for _ in range(steps)]


@right("stream", note="a pointer into the order")
def with_a_pointer(n, B, steps, rng):
    order, at, batches = [], 0, []
    for _ in range(steps):
        batch = []
        for _ in range(B):
            if at == len(order):
                order, at = rng.permutation(n), 0
            batch.append(order[at])
            at += 1
        batches.append(np.array(batch))
    return batches


@wrong(
    "accumulated_epoch",
    hint="Three things are still as they were handed out: what becomes of the total after a step, of "
    "parts of unequal size, and of the parts that are left at the end. Work out the example by "
    "hand and compare. Chapter 4, Accumulating gradients.",
    seen="handed out",
)
def as_handed_out(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1]
        if i % k == k - 1:
            theta = theta - lr * total / k
    return theta


@wrong(
    "accumulated_epoch",
    hint="After the first step the gradients go on piling up: the total begins anew with each step. "
    "Chapter 4, Accumulating gradients.",
    seen="handed out so",
)
def never_reset(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
    return theta


@wrong(
    "accumulated_epoch",
    hint="The parts that are left at the end make no step: fewer than k of them are enough for the "
    "last one. Chapter 4, Accumulating gradients.",
    seen="handed out so",
)
def rest_ignored(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0:
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="With parts of unequal size the step is off: each part's mean is weighed the same, where each "
    "example should be. Chapter 4, Accumulating gradients.",
    seen="handed out so",
)
def parts_count_alike(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1]
        count += 1
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="The last step, of fewer than k parts, is too short: it is divided by k all the same. Chapter "
    "4, Accumulating gradients.",
    seen="k where the number of parts belongs",
)
def rest_divided_by_k(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1]
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / k
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="theta moves after every part: it should stand still until k of them have been added up. "
    "Chapter 4, Accumulating gradients.",
    seen="a step outside the condition",
)
def steps_in_between(loss_and_grad, theta, batches, k, lr):
    for X, y in batches:
        theta = theta - lr * loss_and_grad(theta, X, y)[1]
    return theta


@wrong(
    "accumulated_epoch",
    hint="The first step comes after one part and not after k: counting from 0, the number of parts so "
    "far is i + 1. Chapter 4, Accumulating gradients.",
    seen="i % k == 0, counted from 0",
)
def first_part_alone(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0 or i == len(batches) - 1:
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="Where k divides the number of parts, the last step is made twice: what is left after the "
    "loop is nothing then. Chapter 4, Accumulating gradients.",
    seen="a last step after the loop, without a look at what is left",
)
def last_step_twice(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 1e-300
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0:
            step = lr * total / count
            theta = theta - step
            total, count = np.zeros_like(theta), 1e-300
    if count < 1:
        return theta - step
    return theta - lr * total / count


@wrong(
    "accumulated_epoch",
    hint="The steps are too long by the number of examples: the weighed gradients are added up and not "
    "divided. Chapter 4, Accumulating gradients.",
    seen="sum for mean",
)
def summed_not_averaged(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="From the second step on the steps are too short: the gradients begin anew and the count of "
    "examples does not. Chapter 4, Accumulating gradients.",
    seen="one of two variables reset",
)
def count_never_reset(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="Each step goes up the slope: look at its sign. Chapter 4, Accumulating gradients.",
    seen="a sign",
)
def uphill_in_parts(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta + lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="Two things are still as they were handed out: parts of unequal size count the same, and what "
    "is left at the end makes no step. Chapter 4, Accumulating gradients.",
    seen="one of three mended",
)
def reset_but_rest_ignored_and_alike(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1]
        if i % k == k - 1:
            theta = theta - lr * total / k
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="There is one step, at the end of the epoch: k parts make one. Chapter 4, Accumulating gradients.",
    seen="the condition forgotten",
)
def one_step_an_epoch(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for X, y in batches:
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
    return theta - lr * total / count


@wrong(
    "accumulated_epoch",
    hint="A step is divided by the size of its last part, as many times as there are parts. Where the "
    "parts differ in size that is not the number of their examples. Chapter 4, Accumulating "
    "gradients.",
    seen="len(y) after the loop over the parts",
)
def last_size_for_all(loss_and_grad, theta, batches, k, lr):
    total, parts = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        parts += 1
        if parts == k or i == len(batches) - 1:
            theta = theta - lr * total / (parts * len(y))
            total, parts = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="From the second step on the steps are too long: the count of examples begins anew and the "
    "sum of gradients does not. Both belong to one step. Chapter 4, Accumulating gradients.",
    seen="the other one of two variables reset",
)
def gradients_pile_up_count_does_not(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            count = 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="The last step is made now. Two things are still as they were handed out: what becomes of the "
    "total after a step, and parts of unequal size. Chapter 4, Accumulating gradients.",
    seen="one of three mended: the last step",
)
def never_reset_and_alike(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1]
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / (k if i % k == 0 else i % k)
    return theta


@wrong(
    "accumulated_epoch",
    hint="The last step is made now, divided by k although fewer parts may be left; and the total goes "
    "on piling up, with parts that all count the same. Chapter 4, Accumulating gradients.",
    seen="one of three mended by half: the last step",
)
def never_reset_and_alike_over_k(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1]
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / k
    return theta


@wrong(
    "accumulated_epoch",
    hint="Each example counts the same now. Two things are still as they were handed out: what becomes "
    "of the total after a step, and the parts that are left at the end. Chapter 4, Accumulating "
    "gradients.",
    seen="one of three mended: the weights",
)
def never_reset_and_rest_ignored(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0:
            theta = theta - lr * total / count
            count = 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="Each example counts the same now, over all parts since the beginning: neither sum begins "
    "anew after a step, and what is left at the end makes none. Chapter 4, Accumulating "
    "gradients.",
    seen="one of three mended, with a count that is not reset",
)
def neither_reset_and_rest_ignored(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0:
            theta = theta - lr * total / count
    return theta


@wrong(
    "accumulated_epoch",
    hint="Gradients are weighed by their examples, and the sum is divided by k: with weights in the "
    "sum, it is their sum that divides. Chapter 4, Accumulating gradients.",
    seen="half of a weighted mean",
)
def weighed_and_divided_by_k(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / k
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="Gradients are weighed by their examples, and the sum is divided by the number of parts: with "
    "weights in the sum, it is their sum that divides. Chapter 4, Accumulating gradients.",
    seen="half of a weighted mean, with the last step mended",
)
def weighed_and_divided_by_parts(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += 1
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="Two things are left: the weighed sum is divided by k, where weights ask for their own sum; "
    "and the parts left at the end make no step. Chapter 4, Accumulating gradients.",
    seen="the weights mended by half, the rest not seen",
)
def weighed_over_k_rest_ignored(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        if i % k == 0:
            theta = theta - lr * total / k
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="The steps are too short: the parts' means are added up as they are, and divided by the "
    "number of examples, as if they were sums. Chapter 4, Accumulating gradients.",
    seen="the count mended, the weights not",
)
def means_over_examples(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="The steps are too short by the number of parts: the mean over the examples is divided by k "
    "once more. Chapter 4, Accumulating gradients.",
    seen="the k of the code as it was handed out, kept",
)
def divided_by_the_mean_twice(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count / k
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="A step is divided by k times the size of its last part. Where parts differ in size, or fewer "
    "than k are left, that is not the number of their examples. Chapter 4, Accumulating "
    "gradients.",
    seen="len(y) * k, at the step",
)
def last_size_times_k(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / (k * len(y))
            total = np.zeros_like(theta)
    return theta


@wrong(
    "accumulated_epoch",
    hint="Only the last part of each group has a say: the total begins anew with every part, and "
    "should do so with every step. Chapter 4, Accumulating gradients.",
    seen="the reset at the top of the loop",
)
def reset_for_every_part(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total, count = np.zeros_like(theta), 0
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
    return theta


@wrong(
    "accumulated_epoch",
    hint="The numbers are right, and the array that was handed in as theta has changed: make a new "
    "one. Chapter 4, Accumulating gradients.",
    seen="-= on an argument",
)
def parameters_changed_in_place(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta -= lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="After the first step theta stands still: the function returns from inside its loop. Chapter "
    "4, Accumulating gradients.",
    seen="a return indented too far",
)
def one_step_and_out(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            return theta
    return theta


@wrong(
    "accumulated_epoch",
    hint="What is left at the end makes no step of its own: it is put into the last full one, which "
    "comes too late. A step is made after every k parts. Chapter 4, Accumulating gradients.",
    seen="the condition asks whether fewer than k are still to come",
)
def rest_joined_to_the_last_step(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if (i % k == 0 and len(batches) - i >= k) or i == len(batches):
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


@wrong(
    "accumulated_epoch",
    hint="Every step is right but the last, of what was left over: its sum is divided by as many "
    "examples as a full step has, and not by those that it holds. Chapter 4, Accumulating "
    "gradients.",
    seen="a constant k times B",
)
def accumulated_epoch_rest_full_divisor(loss_and_grad, theta, batches, k, lr):
    total, n = np.zeros_like(theta), 0
    full = sum(len(y) for _, y in batches[:k])
    for i, (X, y) in enumerate(batches):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        n += len(y)
        if i % k == k - 1:
            theta = theta - lr * total / n
            total, n = np.zeros_like(theta), 0
    if n > 0:
        theta = theta - lr * total / full
    return theta


@right("accumulated_epoch", note="groups of k parts")
def by_groups(loss_and_grad, theta, batches, k, lr):
    for i in range(0, len(batches), k):
        group = batches[i : i + k]
        counts = [len(y) for _, y in group]
        grads = [loss_and_grad(theta, X, y)[1] for X, y in group]
        theta = theta - lr * np.average(grads, axis=0, weights=counts)
    return theta


@right("accumulated_epoch", note="the parts of a step joined")
def with_joined_parts(loss_and_grad, theta, batches, k, lr):
    for i in range(0, len(batches), k):
        X = np.concatenate([X for X, _ in batches[i : i + k]])
        y = np.concatenate([y for _, y in batches[i : i + k]])
        theta = theta - lr * loss_and_grad(theta, X, y)[1]
    return theta


@right("accumulated_epoch", note="gradients kept in lists")
def with_lists(loss_and_grad, theta, batches, k, lr):
    sums, counts = [], []
    for i, (X, y) in enumerate(batches):
        sums.append(loss_and_grad(theta, X, y)[1] * len(y))
        counts.append(len(y))
        if len(counts) == k or i + 1 == len(batches):
            theta = theta - lr * np.sum(sums, axis=0) / np.sum(counts)
            sums, counts = [], []
    return theta
