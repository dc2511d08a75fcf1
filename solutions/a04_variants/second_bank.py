"""A second bank: what forty-two students might hand in, written from the exercises' statements alone.

Its authors had not seen the first bank. 30 of the 42 got the right hint at first; the first bank was then
widened by what it had not known. Each entry names the hints by which a student would learn of the mistake;
none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip("minibatches", "drop_last takes the last batch away even when it is full", "last_always_popped")
def minibatches_drop_full(n, B, rng, drop_last):
    perm = rng.permutation(n)
    batches = [perm[i : i + B] for i in range(0, n, B)]
    if drop_last:
        batches = batches[:-1]
    return batches


@slip(
    "minibatches",
    "permutation taken to shuffle in place, its result is thrown away: the order is 0, 1, 2, ...",
    "not_shuffled",
)
def minibatches_not_shuffled(n, B, rng, drop_last):
    numbers = np.arange(n)
    rng.permutation(numbers)
    out = []
    for start in range(0, n, B):
        batch = numbers[start : start + B]
        if len(batch) == B or not drop_last:
            out.append(batch)
    return out


@slip(
    "minibatches",
    "a new permutation is drawn for every batch, so numbers come up twice or never",
    "order_for_every_batch",
)
def minibatches_new_order_each_batch(n, B, rng, drop_last):
    batches = []
    start = 0
    while start < n:
        size = min(B, n - start)
        if size < B and drop_last:
            break
        batches.append(rng.permutation(n)[:size])
        start += B
    return batches


@slip(
    "minibatches",
    "cut into parts of nearly equal size by array_split instead of batches of B",
    "split_evenly",
)
def minibatches_equal_parts(n, B, rng, drop_last):
    order = rng.permutation(n)
    if drop_last:
        k = n // B
        order = order[: k * B]
    else:
        k = math.ceil(n / B)
    if k == 0:
        return []
    return list(np.array_split(order, k))


@slip("minibatches", "drop_last is not looked at: the smaller last batch is always kept", "last_kept")
def minibatches_drop_ignored(n, B, rng, drop_last):
    perm = rng.permutation(n)
    batches = []
    for s in range(0, n, B):
        batches.append(perm[s : min(s + B, n)])
    return batches


@slip(
    "minibatches", "drop_last the wrong way round: the rest is kept when it is true", "drop_last_turned_round"
)
def minibatches_drop_inverted(n, B, rng, drop_last):
    p = rng.permutation(n)
    full = n // B
    batches = [p[i * B : (i + 1) * B] for i in range(full)]
    if drop_last and full * B < n:
        batches.append(p[full * B :])
    return batches


@slip("minibatches", "every k-th number goes into a batch (stride) instead of consecutive ones", "every_nth")
def minibatches_stride(n, B, rng, drop_last):
    perm = rng.permutation(n)
    k = -(-n // B)
    batches = [perm[i::k] for i in range(k)]
    if drop_last:
        batches = [b for b in batches if len(b) == B]
    return batches


@slip(
    "train_epoch",
    "epoch loss is the plain mean of the batch losses, the small last batch counts as much as the others",
    "loss_averaged_over_batches",
)
def train_epoch_mean_of_batches(loss_and_grad, theta, X, y, B, lr, rng):
    n = len(X)
    perm = rng.permutation(n)
    theta = theta.copy()
    losses = []
    for i in range(0, n, B):
        idx = perm[i : i + B]
        loss, grad = loss_and_grad(theta, X[idx], y[idx])
        losses.append(loss)
        theta = theta - lr * grad
    return theta, float(np.mean(losses))


@slip("train_epoch", "the loss of a batch is taken after its step", "loss_after_each_step")
def train_epoch_loss_after_step(loss_and_grad, theta, X, y, B, lr, rng):
    n = X.shape[0]
    order = rng.permutation(n)
    total = 0.0
    for start in range(0, n, B):
        batch = order[start : start + B]
        theta = theta - lr * loss_and_grad(theta, X[batch], y[batch])[1]
        total += len(batch) * loss_and_grad(theta, X[batch], y[batch])[0]
    return theta, total / n


@slip(
    "train_epoch",
    "all gradients are taken at the parameters of the start of the epoch",
    "gradient_at_the_start",
)
def train_epoch_stale_theta(loss_and_grad, theta, X, y, B, lr, rng):
    n = len(y)
    perm = rng.permutation(n)
    new = np.array(theta, dtype=float)
    total = 0.0
    for s in range(0, n, B):
        b = perm[s : s + B]
        loss, g = loss_and_grad(theta, X[b], y[b])
        new = new - lr * g
        total += loss * len(b)
    return new, total / n


@slip("train_epoch", "theta -= ... changes the array that was handed in", "theta_in_place")
def train_epoch_in_place(loss_and_grad, theta, X, y, B, lr, rng):
    n = len(X)
    perm = rng.permutation(n)
    total = 0.0
    for k in range(math.ceil(n / B)):
        rows = perm[k * B : (k + 1) * B]
        loss, grad = loss_and_grad(theta, X[rows], y[rows])
        theta -= lr * grad
        total += loss * len(rows)
    return theta, total / n


@slip("train_epoch", "the mean gradient is divided by the batch size once more", "step_divided_by_b")
def train_epoch_divided_twice(loss_and_grad, theta, X, y, B, lr, rng):
    n = len(X)
    perm = rng.permutation(n)
    batches = [perm[i : i + B] for i in range(0, n, B)]
    seen = 0
    for idx in batches:
        loss, grad = loss_and_grad(theta, X[idx], y[idx])
        theta = theta - lr * grad / len(idx)
        seen = seen + loss * len(idx)
    return theta, seen / n


@slip(
    "train_epoch",
    "the loss is worked out once, over all rows, with the parameters at the end of the epoch",
    "loss_at_the_end",
)
def train_epoch_loss_at_end(loss_and_grad, theta, X, y, B, lr, rng):
    perm = rng.permutation(len(X))
    for i in range(0, len(X), B):
        idx = perm[i : i + B]
        _, grad = loss_and_grad(theta, X[idx], y[idx])
        theta = theta - lr * grad
    loss, _ = loss_and_grad(theta, X, y)
    return theta, loss


@slip(
    "train_epoch",
    "every batch is counted with the weight B, also the smaller last one",
    "smaller_batch_weighted_as_full",
)
def train_epoch_weight_of_full(loss_and_grad, theta, X, y, B, lr, rng):
    n = X.shape[0]
    perm = rng.permutation(n)
    total = 0.0
    theta = np.copy(theta)
    for i in range(0, n, B):
        rows = perm[i : i + B]
        loss, grad = loss_and_grad(theta, X[rows], y[rows])
        total += loss * B
        theta = theta - lr * grad
    return theta, float(total / n)


@slip("accumulate", "plain mean of the gradients, the counts are not used", "plain_mean")
def accumulate_plain_mean(grads, counts):
    return np.mean(grads, axis=0)


@slip("accumulate", "weighted sum is not divided by anything", "weighted_sum")
def accumulate_not_divided(grads, counts):
    total = np.zeros_like(grads[0])
    for g, c in zip(grads, counts):
        total = total + c * g
    return total


@slip(
    "accumulate",
    "weighted sum is divided by the number of batches instead of the number of examples",
    "divided_by_parts",
)
def accumulate_divided_by_k(grads, counts):
    return sum(g * c for g, c in zip(grads, counts)) / len(grads)


@slip("accumulate", "running average (old + new) / 2, so that later batches weigh more", "plain_mean")
def accumulate_running_half(grads, counts):
    mean = grads[0].copy()
    for g in grads[1:]:
        mean = (mean + g) / 2
    return mean


@slip("accumulate", "first gradient starts the sum without its count", "first_without_its_count")
def accumulate_first_unweighted(grads, counts):
    total = np.array(grads[0], dtype=float)
    for i in range(1, len(grads)):
        total += counts[i] * grads[i]
    return total / sum(counts)


@slip("accumulate", "the sum is gathered in grads[0], which is changed in place", "in_place")
def accumulate_in_place(grads, counts):
    total = grads[0]
    total *= counts[0]
    for g, c in zip(grads[1:], counts[1:]):
        total += g * c
    total /= sum(counts)
    return total


@slip(
    "accumulate",
    "gradients treated as sums over their batches: sum of them over the number of examples",
    "means_taken_for_sums",
)
def accumulate_grads_as_sums(grads, counts):
    return np.sum(np.stack(grads), axis=0) / np.sum(counts)


@slip("grad_noise_scale", "lengths are not squared", "lengths_not_squared")
def grad_noise_scale_norm_not_squared(gB, gb, B, b):
    nB = np.linalg.norm(gB)
    nb = np.linalg.norm(gb)
    S = (nb - nB) / (1 / b - 1 / B)
    g2 = nB - S / B
    return float(S / g2)


@slip("grad_noise_scale", "ratio the wrong way round: |g|^2 / S", "upside_down")
def grad_noise_scale_inverse(gB, gb, B, b):
    big, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - big) / (1 / b - 1 / B)
    g2 = (B * big - b * small) / (B - b)
    return float(g2 / S)


@slip("grad_noise_scale", "the two batch sizes are exchanged in the equations", "sizes_exchanged")
def grad_noise_scale_sizes_swapped(gB, gb, B, b):
    A = np.array([[1.0, 1.0 / b], [1.0, 1.0 / B]])
    rhs = np.array([gB @ gB, gb @ gb])
    g2, S = np.linalg.solve(A, rhs)
    return float(S / g2)


@slip(
    "grad_noise_scale",
    "|g|^2 is taken to be the squared length over the large batch, without taking S / B off",
    "large_for_exact",
)
def grad_noise_scale_large_as_exact(gB, gb, B, b):
    s_big = float(np.dot(gB, gB))
    s_small = float(np.dot(gb, gb))
    S = (s_small - s_big) / (1 / b - 1 / B)
    return S / s_big


@slip("grad_noise_scale", "sign of S: large minus small over 1/b - 1/B", "noise_with_opposite_sign")
def grad_noise_scale_sign(gB, gb, B, b):
    nB, nb = sum(v * v for v in gB), sum(v * v for v in gb)
    S = (nB - nb) / (1 / b - 1 / B)
    g2 = nB - S / B
    return float(S / g2)


@slip("grad_noise_scale", "negative results are cut off at zero", "never_below_zero")
def grad_noise_scale_clipped(gB, gb, B, b):
    big = np.sum(np.square(gB))
    small = np.sum(np.square(gb))
    S = (small - big) * B * b / (B - b)
    g2 = (B * big - b * small) / (B - b)
    return max(0.0, float(S / g2))


@slip(
    "grad_noise_scale",
    "squared length of the difference instead of the difference of the squared lengths",
    "length_of_the_difference",
)
def grad_noise_scale_difference_squared(gB, gb, B, b):
    diff = np.sum((gb - gB) ** 2)
    S = diff / (1 / b - 1 / B)
    g2 = np.sum(gB**2) - S / B
    return float(S / g2)


@slip("stream", "what is left at the end of an epoch is thrown away, as with drop_last", "rest_thrown_away")
def stream_drops_rest(n, B, steps, rng):
    batches = []
    pos = 0
    perm = np.zeros(0, dtype=int)
    while len(batches) < steps:
        if pos + B > len(perm):
            perm = rng.permutation(n)
            while len(perm) < B:
                perm = np.concatenate([perm, rng.permutation(n)])
            pos = 0
        batches.append(perm[pos : pos + B])
        pos += B
    return batches


@slip(
    "stream",
    "the next order is drawn as soon as an epoch is used up, before a number of it is needed",
    "next_order_too_early",
)
def stream_draws_early(n, B, steps, rng):
    out, batch = [], []
    order, pos = None, 0
    while len(out) < steps:
        if order is None:
            order, pos = rng.permutation(n), 0
        batch.append(order[pos])
        pos += 1
        if pos == n:
            order, pos = rng.permutation(n), 0
        if len(batch) == B:
            out.append(np.array(batch))
            batch = []
    return out


@slip(
    "stream", "one order for all epochs: it wraps around instead of drawing a new one", "one_order_for_ever"
)
def stream_wraps_around(n, B, steps, rng):
    if steps == 0:
        return []
    perm = rng.permutation(n)
    return [perm[np.arange(i * B, (i + 1) * B) % n] for i in range(steps)]


@slip(
    "stream",
    "the rest is filled up from one further epoch only, too short where B is larger than what that gives",
    "filled_once",
)
def stream_one_refill(n, B, steps, rng):
    batches = []
    rest = np.array([], dtype=int)
    for _ in range(steps):
        if len(rest) < B:
            rest = np.concatenate([rest, rng.permutation(n)])
        batches.append(rest[:B])
        rest = rest[B:]
    return batches


@slip(
    "stream",
    "the numbers that filled a batch up are used again: the next epoch begins at its first number",
    "filled_from_the_same",
)
def stream_reuses_fill(n, B, steps, rng):
    out = []
    perm = np.array([], dtype=int)
    pos = 0
    for _ in range(steps):
        batch = perm[pos : pos + B]
        pos += B
        while len(batch) < B:
            perm = rng.permutation(n)
            pos = 0
            need = B - len(batch)
            batch = np.concatenate([batch, perm[:need]])
        out.append(batch)
    return out


@slip(
    "stream",
    "the first order is drawn before the loop, also when no batch is wanted",
    "order_before_the_loop",
)
def stream_draws_for_nothing(n, B, steps, rng):
    buffer = list(rng.permutation(n))
    out = []
    for _ in range(steps):
        while len(buffer) < B:
            buffer.extend(rng.permutation(n))
        out.append(np.array(buffer[:B]))
        buffer = buffer[B:]
    return out


@slip("stream", "new numbers are put in front of those that were left", "new_before_old")
def stream_new_in_front(n, B, steps, rng):
    queue = np.zeros(0, dtype=int)
    batches = []
    for _ in range(steps):
        while queue.size < B:
            queue = np.concatenate([rng.permutation(n), queue])
        batches.append(queue[:B])
        queue = queue[B:]
    return batches


@slip(
    "accumulated_epoch", "weights and reset mended, but no step for what is left at the end", "rest_ignored"
)
def accumulated_epoch_no_last_step(loss_and_grad, theta, batches, k, lr):
    theta = theta.copy()
    total = np.zeros_like(theta)
    count = 0
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == k - 1:
            theta = theta - lr * total / count
            total = np.zeros_like(theta)
            count = 0
    return theta


@slip(
    "accumulated_epoch",
    "weights and last step mended, but sum and count are not set back after a step",
    "never_reset",
)
def accumulated_epoch_no_reset(loss_and_grad, theta, batches, k, lr):
    theta = np.array(theta)
    total = np.zeros_like(theta)
    count = 0
    for i, (X, y) in enumerate(batches):
        total = total + len(y) * loss_and_grad(theta, X, y)[1]
        count += len(y)
        if i % k == k - 1 or i == len(batches) - 1:
            theta = theta - lr * total / count
    return theta


@slip(
    "accumulated_epoch",
    "reset and last step mended, but the last, shorter group is still divided by k, and sizes don't count",
    "rest_divided_by_k",
)
def accumulated_epoch_divides_by_k(loss_and_grad, theta, batches, k, lr):
    theta = theta.copy()
    total = np.zeros_like(theta)
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1]
        if i % k == k - 1 or i == len(batches) - 1:
            theta = theta - lr * total / k
            total = np.zeros_like(theta)
    return theta


@slip("accumulated_epoch", "mean of the micro-batches' gradients, whatever their sizes", "parts_count_alike")
def accumulated_epoch_unweighted(loss_and_grad, theta, batches, k, lr):
    theta = theta.copy()
    for start in range(0, len(batches), k):
        group = batches[start : start + k]
        grads = [loss_and_grad(theta, X, y)[1] for X, y in group]
        theta = theta - lr * np.mean(grads, axis=0)
    return theta


@slip(
    "accumulated_epoch", "the sum is set back after a step, the count of examples is not", "count_never_reset"
)
def accumulated_epoch_count_kept(loss_and_grad, theta, batches, k, lr):
    theta = 1.0 * theta
    total = np.zeros_like(theta)
    n = 0
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1] * len(y)
        n += len(y)
        if (i + 1) % k == 0 or i + 1 == len(batches):
            theta = theta - lr * total / n
            total[:] = 0
    return theta


@slip(
    "accumulated_epoch",
    "all mended, but with theta -= the array that was handed in is changed",
    "was changed",
)
def accumulated_epoch_in_place(loss_and_grad, theta, batches, k, lr):
    total = np.zeros_like(theta)
    count = 0
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == k - 1:
            theta -= lr * total / count
            total = np.zeros_like(theta)
            count = 0
    if count > 0:
        theta -= lr * total / count
    return theta


@slip(
    "accumulated_epoch",
    "divided by the number of micro-batches times the size of the latest one",
    "last_size_for_all",
)
def accumulated_epoch_last_size(loss_and_grad, theta, batches, k, lr):
    theta = theta.copy()
    total = np.zeros_like(theta)
    parts = 0
    for i, (X, y) in enumerate(batches):
        total += loss_and_grad(theta, X, y)[1] * len(y)
        parts += 1
        if parts == k or i == len(batches) - 1:
            theta = theta - lr * total / (parts * len(y))
            total = np.zeros_like(theta)
            parts = 0
    return theta
