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
