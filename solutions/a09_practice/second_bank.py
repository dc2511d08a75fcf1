"""A second bank: what 62 students might hand in, written from the exercises' statements alone.

Its author had not seen the first bank, and the first bank was not changed for it. Each entry names the hints
by which a student would learn of the mistake; none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip(
    "standardize", "divides the sum of squared distances by n - 1 instead of by n", "divided_by_n_minus_one"
)
def standardize_sample_std(train, *others):
    n = len(train)
    constant = (train == train[0]).all(axis=0)
    mu = np.where(constant, train[0], train.mean(axis=0))
    sigma = np.sqrt(((train - mu) ** 2).sum(axis=0) / max(n - 1, 1))
    sigma[constant] = 1.0
    return tuple((a - mu) / sigma for a in (train, *others))


@slip(
    "standardize",
    "scales each of the other arrays by its own mean and standard deviation",
    "each_by_its_own_statistics",
)
def standardize_own_statistics(train, *others):
    result = []
    for a in (train, *others):
        if len(a) == 0:
            result.append(a.copy())
            continue
        same = np.all(a == a[0], axis=0)
        m = np.where(same, a[0], a.mean(axis=0))
        s = np.where(same, 1.0, a.std(axis=0))
        result.append((a - m) / s)
    return tuple(result)


@slip(
    "standardize", "takes mean and standard deviation from all arrays stacked together", "all_rows_together"
)
def standardize_pooled(train, *others):
    everything = np.vstack([train, *others])
    flat = everything.max(axis=0) == everything.min(axis=0)
    mean = np.where(flat, everything[0], everything.mean(axis=0))
    std = np.where(flat, 1.0, everything.std(axis=0))
    return tuple((a - mean) / std for a in [train, *others])


@slip(
    "standardize",
    "recognises a constant feature by a computed standard deviation of exactly 0",
    "spread_compared_with_zero",
)
def standardize_std_equals_zero(train, *others):
    mean = train.mean(axis=0)
    std = train.std(axis=0)
    std[std == 0] = 1.0
    out = [(train - mean) / std]
    for o in others:
        out.append((o - mean) / std)
    return tuple(out)


@slip(
    "standardize",
    "sets a feature that is constant in train to 0 in the other arrays too",
    "constant_becomes_zero_everywhere",
)
def standardize_constant_zeroed(train, *others):
    constant = np.ptp(train, axis=0) == 0
    mean = train.mean(axis=0)
    std = np.where(constant, 1.0, train.std(axis=0))
    scaled = []
    for a in (train, *others):
        z = (a - mean) / std
        z[:, constant] = 0.0
        scaled.append(z)
    return tuple(scaled)


@slip("standardize", "shifts and scales the arrays in place, so that the caller's arrays change", "in_place")
def standardize_in_place(train, *others):
    constant = (train == train[0]).all(axis=0)
    mean = np.where(constant, train[0], train.mean(axis=0))
    std = np.where(constant, 1.0, train.std(axis=0))
    for a in (train, *others):
        a -= mean
        a /= std
    return (train, *others)


@slip(
    "standardize",
    "leaves a feature that is constant in train as it is, without shifting it",
    "constant_left_as_it_was",
)
def standardize_constant_not_shifted(train, *others):
    d = train.shape[1]
    out = [np.array(a, dtype=float) for a in (train, *others)]
    for j in range(d):
        col = train[:, j]
        if np.all(col == col[0]):
            continue
        m = col.mean()
        s = math.sqrt(np.mean((col - m) ** 2))
        for a in out:
            a[:, j] = (a[:, j] - m) / s
    return tuple(out)


@slip("group_folds", "takes the smallest groups first", "smallest_first")
def group_folds_smallest_first(groups, k):
    ids, counts = np.unique(groups, return_counts=True)
    load = np.zeros(k, dtype=int)
    result = np.zeros(len(groups), dtype=int)
    for i in np.lexsort((ids, counts)):
        f = int(np.argmin(load))
        result[groups == ids[i]] = f
        load[f] += counts[i]
    return result


@slip(
    "group_folds",
    "takes the larger number first among groups with equally many rows",
    "ties_by_larger_number",
)
def group_folds_ties_larger_number(groups, k):
    ids, counts = np.unique(groups, return_counts=True)
    order = np.argsort(counts, kind="stable")[::-1]
    fold_size = np.zeros(k, dtype=int)
    folds = np.empty(len(groups), dtype=int)
    for i in order:
        target = fold_size.argmin()
        folds[groups == ids[i]] = target
        fold_size[target] += counts[i]
    return folds


@slip(
    "group_folds",
    "puts each group into the fold with the fewest groups instead of the fewest rows",
    "largest_first_then_in_turn",
)
def group_folds_fewest_groups(groups, k):
    ids, counts = np.unique(groups, return_counts=True)
    order = np.lexsort((ids, -counts))
    held = [0] * k
    out = np.zeros(len(groups), dtype=int)
    for g in ids[order]:
        f = held.index(min(held))
        out[groups == g] = f
        held[f] += 1
    return out


@slip(
    "group_folds",
    "takes equally large groups in the order in which they first appear in the rows",
    "ties_by_appearance",
)
def group_folds_ties_by_appearance(groups, k):
    size = {}
    for g in groups.tolist():
        size[g] = size.get(g, 0) + 1
    rows_in = [0] * k
    fold_of = {}
    for g in sorted(size, key=lambda name: -size[name]):
        f = rows_in.index(min(rows_in))
        fold_of[g] = f
        rows_in[f] += size[g]
    return np.array([fold_of[g] for g in groups.tolist()], dtype=int)


@slip(
    "group_folds",
    "takes the groups in the order of their numbers without looking at their sizes",
    "by_number_not_by_size",
)
def group_folds_no_size_order(groups, k):
    folds = np.zeros(groups.shape, dtype=int)
    rows = np.zeros(k, dtype=int)
    for g in np.unique(groups):
        members = groups == g
        f = np.argmin(rows)
        folds[members] = f
        rows[f] += members.sum()
    return folds


@slip(
    "group_folds",
    "takes the highest-numbered of several folds that hold equally few rows",
    "last_of_equal_folds",
)
def group_folds_last_of_ties(groups, k):
    ids, counts = np.unique(groups, return_counts=True)
    folds = np.zeros(len(groups), dtype=int)
    held = [0] * k
    for i in np.lexsort((ids, -counts)):
        best = 0
        for f in range(k):
            if held[f] <= held[best]:
                best = f
        folds[groups == ids[i]] = best
        held[best] += int(counts[i])
    return folds


@slip(
    "group_folds",
    "fills one fold until it has its k-th part of the rows, and then goes on to the next",
    "filled_one_after_the_other",
)
def group_folds_filled_in_turn(groups, k):
    ids, counts = np.unique(groups, return_counts=True)
    share = len(groups) / k
    fold, inside = 0, 0
    result = np.empty(len(groups), dtype=int)
    for i in np.lexsort((ids, -counts)):
        if inside >= share and fold < k - 1:
            fold, inside = fold + 1, 0
        result[groups == ids[i]] = fold
        inside += counts[i]
    return result


@slip(
    "cross_validate",
    "still standardises with the mean and standard deviation of all rows",
    "standardised_by_all_rows",
)
def cross_validate_scaled_on_all(x, y, folds, columns, learn):
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    right = 0
    for fold in range(folds.max() + 1):
        held = folds == fold
        strength = abs(z[~held].T @ (y[~held] - y[~held].mean()))
        chosen = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[~held][:, chosen], y[~held])
        right += np.sum(predict(z[held][:, chosen]) == y[held])
    return float(right / len(y))


@slip(
    "cross_validate",
    "still chooses the features once, by their correlation on all rows",
    "chosen_by_all_rows",
)
def cross_validate_chosen_on_all(x, y, folds, columns, learn):
    z_all = (x - x.mean(axis=0)) / x.std(axis=0)
    strength = abs(z_all.T @ (y - y.mean()))
    chosen = np.sort(np.argsort(-strength)[:columns])
    right = 0
    for fold in range(folds.max() + 1):
        held = folds == fold
        mean, std = x[~held].mean(axis=0), x[~held].std(axis=0)
        z = (x - mean) / std
        predict = learn(z[~held][:, chosen], y[~held])
        right += np.sum(predict(z[held][:, chosen]) == y[held])
    return float(right / len(y))


@slip(
    "cross_validate",
    "still gives the mean of the folds' shares, whatever the sizes of the folds",
    "mean_of_the_shares",
)
def cross_validate_mean_of_shares(x, y, folds, columns, learn):
    shares = []
    for fold in range(folds.max() + 1):
        held = folds == fold
        mean, std = x[~held].mean(axis=0), x[~held].std(axis=0)
        z = (x - mean) / std
        strength = abs(z[~held].T @ (y[~held] - y[~held].mean()))
        chosen = np.sort(np.argsort(-strength)[:columns])
        predict = learn(z[~held][:, chosen], y[~held])
        shares.append(np.mean(predict(z[held][:, chosen]) == y[held]))
    return float(np.mean(shares))


@slip(
    "cross_validate",
    "standardises the held-out rows by their own mean and the training rows' deviation",
    "held_out_by_their_own_mean",
)
def cross_validate_held_own_mean(x, y, folds, columns, learn):
    correct = 0
    for fold in range(folds.max() + 1):
        held = folds == fold
        x_tr, x_te = x[~held], x[held]
        y_tr, y_te = y[~held], y[held]
        std = x_tr.std(axis=0)
        z_tr = (x_tr - x_tr.mean(axis=0)) / std
        z_te = (x_te - x_te.mean(axis=0)) / std
        corr = np.abs(z_tr.T @ (y_tr - y_tr.mean()))
        keep = np.sort(np.argsort(-corr)[:columns])
        predict = learn(z_tr[:, keep], y_tr)
        correct += int((predict(z_te[:, keep]) == y_te).sum())
    return correct / len(x)


@slip(
    "cross_validate",
    "keeps the chosen features in the order of their strength instead of that in x",
    "strongest_first",
)
def cross_validate_not_sorted(x, y, folds, columns, learn):
    hits = np.zeros(len(y), dtype=bool)
    for fold in range(folds.max() + 1):
        held = folds == fold
        seen = ~held
        mu, sd = x[seen].mean(axis=0), x[seen].std(axis=0)
        z = (x - mu) / sd
        strength = abs(z[seen].T @ (y[seen] - y[seen].mean()))
        chosen = np.argsort(-strength)[:columns]
        predict = learn(z[seen][:, chosen], y[seen])
        hits[held] = predict(z[held][:, chosen]) == y[held]
    return float(hits.mean())


@slip(
    "cross_validate",
    "keeps the features with the largest correlation with its sign, not in size",
    "signed_correlation",
)
def cross_validate_signed(x, y, folds, columns, learn):
    right = 0
    for fold in range(folds.max() + 1):
        held = folds == fold
        z = (x - x[~held].mean(axis=0)) / x[~held].std(axis=0)
        strength = z[~held].T @ (y[~held] - y[~held].mean())
        chosen = np.sort(np.argsort(strength)[::-1][:columns])
        predict = learn(z[~held][:, chosen], y[~held])
        right += np.sum(predict(z[held][:, chosen]) == y[held])
    return float(right / len(y))


@slip(
    "cross_validate",
    "chooses the features before they are scaled, so by covariance",
    "covariance_for_correlation",
)
def cross_validate_chosen_unscaled(x, y, folds, columns, learn):
    right = 0
    for fold in range(folds.max() + 1):
        held = folds == fold
        train_x, train_y = x[~held], y[~held]
        strength = abs(train_x.T @ (train_y - train_y.mean()))
        chosen = np.sort(np.argsort(-strength)[:columns])
        train_x, held_x = train_x[:, chosen], x[held][:, chosen]
        mean, std = train_x.mean(axis=0), train_x.std(axis=0)
        predict = learn((train_x - mean) / std, train_y)
        right += np.sum(predict((held_x - mean) / std) == y[held])
    return float(right / len(y))


@slip("penalty", "adds l2 times the sum of squares to the value, without the half", "no_half")
def penalty_value_without_half(params, l1, l2):
    value, grads = 0.0, []
    for w in params:
        if w.ndim < 2:
            grads.append(np.zeros_like(w))
        else:
            value += l1 * np.abs(w).sum() + l2 * (w**2).sum()
            grads.append(l1 * np.sign(w) + l2 * w)
    return float(value), grads


@slip("penalty", "takes 2 * l2 * w as the slope of the l2 part", "twice_the_gradient")
def penalty_slope_doubled(params, l1, l2):
    value = 0.0
    grads = []
    for p in params:
        g = np.zeros(p.shape)
        if p.ndim >= 2:
            value += l1 * np.sum(np.abs(p)) + l2 / 2 * np.sum(p * p)
            g = l1 * np.sign(p) + 2 * l2 * p
        grads.append(g)
    return float(value), grads


@slip("penalty", "penalises the biases like the weights", "biases_penalised")
def penalty_biases_too(params, l1, l2):
    value = sum(l1 * np.abs(w).sum() + 0.5 * l2 * np.square(w).sum() for w in params)
    return float(value), [l1 * np.sign(w) + l2 * w for w in params]


@slip("penalty", "takes the slope of |w| to be 1 where w is exactly 0", "slope_at_zero")
def penalty_slope_at_zero(params, l1, l2):
    total, slopes = 0.0, []
    for w in params:
        if w.ndim == 1:
            slopes.append(np.zeros_like(w))
            continue
        total += l1 * abs(w).sum() + l2 / 2 * (w**2).sum()
        slopes.append(l1 * np.where(w < 0, -1.0, 1.0) + l2 * w)
    return float(total), slopes


@slip("penalty", "penalises only arrays with exactly two axes", "matrices_only")
def penalty_only_matrices(params, l1, l2):
    value, grads = 0.0, []
    for p in params:
        if p.ndim == 2:
            value += l1 * np.abs(p).sum() + l2 / 2 * (p**2).sum()
            grads.append(l1 * np.sign(p) + l2 * p)
        else:
            grads.append(np.zeros_like(p))
    return float(value), grads


@slip("penalty", "takes every second array for a bias, whatever its number of axes", "every_second_is_a_bias")
def penalty_every_second(params, l1, l2):
    value = 0.0
    grads = [np.zeros_like(p) for p in params]
    for i in range(0, len(params), 2):
        w = params[i]
        value += l1 * np.abs(w).sum() + l2 / 2 * (w**2).sum()
        grads[i] = l1 * np.sign(w) + l2 * w
    return float(value), grads


@slip(
    "penalty",
    "takes the absolute value of the sum of an array in place of the sum of absolute values",
    "size_of_the_sum",
)
def penalty_abs_of_sum(params, l1, l2):
    value, grads = 0.0, []
    for w in params:
        if w.ndim >= 2:
            value += l1 * abs(w.sum()) + l2 / 2 * (w**2).sum()
            grads.append(l1 * np.sign(w) + l2 * w)
        else:
            grads.append(np.zeros(w.shape))
    return float(value), grads


@slip("dropout_forward", "keeps the entries whose number is not below keep", "drop_for_keep")
def dropout_forward_above_keep(x, keep, training, rng):
    if not training:
        return x.copy(), None
    mask = rng.random(x.shape) >= keep
    return np.where(mask, x / keep, 0.0), mask


@slip(
    "dropout_forward",
    "multiplies by the mask, so that a dropped infinity or nan becomes nan",
    "product_with_the_mask",
)
def dropout_forward_times_mask(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        with np.errstate(invalid="ignore"):
            return x * mask / keep, mask
    return x.copy(), None


@slip("dropout_forward", "does not divide the kept entries by keep", "not_scaled")
def dropout_forward_unscaled(x, keep, training, rng):
    if not training:
        return x.copy(), None
    mask = rng.random(x.shape) < keep
    y = x.copy()
    y[~mask] = 0
    return y, mask


@slip(
    "dropout_forward",
    "multiplies by keep in evaluation, although training has divided already",
    "scaled_in_both",
)
def dropout_forward_scaled_in_evaluation(x, keep, training, rng):
    if training:
        mask = rng.random(x.shape) < keep
        y = np.zeros(x.shape)
        y[mask] = x[mask] / keep
        return y, mask
    return x * keep, None


@slip("dropout_forward", "draws the numbers in evaluation too", "draws_in_evaluation")
def dropout_forward_draws_in_evaluation(x, keep, training, rng):
    mask = rng.random(x.shape) < keep
    y = np.where(mask, x / keep, 0.0)
    if training:
        return y, mask
    return x.copy(), None


@slip("dropout_forward", "sets the dropped entries to 0 in the caller's array", "in_place_zeros")
def dropout_forward_in_place(x, keep, training, rng):
    if not training:
        return x.copy(), None
    mask = rng.random(x.shape) < keep
    x[~mask] = 0.0
    return x / keep, mask


@slip("dropout_forward", "gives back the mask divided by keep, a float array", "mask_with_the_scale")
def dropout_forward_scaled_mask(x, keep, training, rng):
    if not training:
        return x.copy(), None
    kept = rng.random(x.shape) < keep
    y = np.where(kept, x / keep, 0.0)
    return y, kept / keep


@slip("dropout_backward", "does not divide by keep on the way back", "slope_not_scaled")
def dropout_backward_unscaled(dy, mask, keep):
    if mask is None:
        return dy.copy()
    return np.where(mask, dy, 0.0)


@slip(
    "dropout_backward",
    "multiplies by the mask, so that infinity or nan at a dropped entry becomes nan",
    "slope_by_product",
)
def dropout_backward_times_mask(dy, mask, keep):
    if mask is None:
        return dy.copy()
    with np.errstate(invalid="ignore"):
        return dy * mask / keep


@slip("dropout_backward", "divides by keep after evaluation too", "scaled_after_evaluation")
def dropout_backward_evaluation_scaled(dy, mask, keep):
    dx = dy / keep
    if mask is not None:
        dx[~mask] = 0.0
    return dx


@slip(
    "dropout_backward",
    "works in the array dy that was given",
    "dy itself was changed",
)
def dropout_backward_in_place(dy, mask, keep):
    if mask is not None:
        dy[~mask] = 0
        dy /= keep
    return dy


@slip("dropout_backward", "multiplies by keep where it should divide", "slope_multiplied_by_keep")
def dropout_backward_times_keep(dy, mask, keep):
    if mask is None:
        return dy.copy()
    return np.where(mask, dy * keep, 0.0)


@slip("dropout_backward", "lets the gradient through at the dropped entries too", "mask_not_used")
def dropout_backward_mask_unused(dy, mask, keep):
    if mask is None:
        return dy.copy()
    return dy / keep


@slip(
    "EarlyStopping",
    "takes a loss that only equals best_loss - min_delta for an improvement",
    "equal_counts_as_better",
)
class EarlyStopping_or_equal:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.best_params = math.inf, 0, None
        self.epoch, self.waited = 0, 0

    def update(self, loss, params):
        self.epoch += 1
        if loss <= self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_epoch = self.epoch
            self.best_params = [p.copy() for p in params]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience


@slip("EarlyStopping", "copies the list of parameters but not the arrays in it", "parameters_not_copied")
class EarlyStopping_arrays_not_copied:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.t = 0

    def update(self, loss, params):
        self.t += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_epoch = self.t
            self.best_params = params.copy()
        return self.t - self.best_epoch >= self.patience


@slip(
    "EarlyStopping",
    "stops only when more than patience epochs have brought no improvement",
    "one_epoch_too_late",
)
class EarlyStopping_one_too_late:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.epoch = 0
        self.bad = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch = loss, self.epoch
            self.best_params = [np.array(p) for p in params]
            self.bad = 0
            return False
        self.bad += 1
        return self.bad > self.patience


@slip(
    "EarlyStopping", "does not set the count of epochs back to 0 after an improvement", "waiting_never_reset"
)
class EarlyStopping_count_not_reset:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.epoch = 0
        self.without = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best_epoch = self.epoch
            self.best_params = [p.copy() for p in params]
            return False
        self.without += 1
        return self.without >= self.patience


@slip(
    "EarlyStopping",
    "asks whether the loss is too high, so that one that is no number improves",
    "nan_counts_as_better",
)
class EarlyStopping_nan_improves:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.epoch = 0
        self.count = 0

    def update(self, loss, params):
        self.epoch += 1
        if loss >= self.best_loss - self.min_delta:
            self.count += 1
        else:
            self.count = 0
            self.best_loss = loss
            self.best_epoch = self.epoch
            self.best_params = [p.copy() for p in params]
        return self.count >= self.patience


@slip(
    "EarlyStopping",
    "keeps every lower loss as the best, and uses min_delta for the count only",
    "small_falls_kept_too",
)
class EarlyStopping_best_without_min_delta:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.n = 0
        self.wait = 0

    def update(self, loss, params):
        self.n += 1
        if loss < self.best_loss - self.min_delta:
            self.wait = 0
        else:
            self.wait += 1
        if loss < self.best_loss:
            self.best_loss = loss
            self.best_epoch = self.n
            self.best_params = [p.copy() for p in params]
        return self.wait >= self.patience


@slip("EarlyStopping", "does not count an epoch whose loss is no number towards patience", "nan_not_counted")
class EarlyStopping_nan_not_counted:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = math.inf
        self.best_epoch = 0
        self.best_params = None
        self.epoch = 0
        self.bad_epochs = 0

    def update(self, loss, params):
        self.epoch += 1
        if not math.isnan(loss):
            if loss < self.best_loss - self.min_delta:
                self.best_loss = loss
                self.best_epoch = self.epoch
                self.best_params = [p.copy() for p in params]
                self.bad_epochs = 0
            else:
                self.bad_epochs += 1
        return self.bad_epochs >= self.patience


@slip(
    "GradMonitor",
    "takes the mean of the norms instead of the root of the mean squared norm",
    "mean_of_the_norms",
)
class GradMonitor_mean_of_norms:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self.sums = [0.0] * len(self.names)
        self.steps = 0

    def add(self, grads):
        if not all(g is None or np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.steps += 1
        for i, g in enumerate(grads):
            if g is not None:
                self.sums[i] += float(np.sqrt((g**2).sum()))

    def end_epoch(self):
        steps, sums = self.steps, self.sums
        self.steps, self.sums = 0, [0.0] * len(self.names)
        if steps == 0:
            return {name: math.nan for name in self.names}, "no step"
        norms = {name: s / steps for name, s in zip(self.names, sums)}
        for name in self.names:
            if norms[name] == 0:
                return norms, f"silent {name}"
        first, last = norms[self.names[0]], norms[self.names[-1]]
        if first < 1e-4 * last:
            return norms, "vanishing"
        return norms, "exploding" if first > 1e4 * last else ""


@slip(
    "GradMonitor",
    "divides by all steps of the epoch, the skipped ones included",
    "divided_by_all_steps",
)
class GradMonitor_divides_by_all:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self._fresh()

    def _fresh(self):
        self.total = {name: 0.0 for name in self.names}
        self.good = 0
        self.steps = 0

    def add(self, grads):
        self.steps += 1
        for g in grads:
            if g is not None and not np.all(np.isfinite(g)):
                self.skipped += 1
                return
        self.good += 1
        for name, g in zip(self.names, grads):
            if g is not None:
                self.total[name] += float(np.sum(g * g))

    def end_epoch(self):
        if self.good == 0:
            norms, trouble = {name: math.nan for name in self.names}, "no step"
        else:
            norms = {name: math.sqrt(self.total[name] / self.steps) for name in self.names}
            silent = [name for name in self.names if norms[name] == 0]
            first, last = norms[self.names[0]], norms[self.names[-1]]
            if silent:
                trouble = "silent " + silent[0]
            elif first < 1e-4 * last:
                trouble = "vanishing"
            elif first > 1e4 * last:
                trouble = "exploding"
            else:
                trouble = ""
        self._fresh()
        return norms, trouble


@slip(
    "GradMonitor",
    "has added the arrays before the first that is not finite when it skips a step",
    "half_a_step_added",
)
class GradMonitor_half_a_step:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self.squares = np.zeros(len(self.names))
        self.n = 0

    def add(self, grads):
        for i, g in enumerate(grads):
            if g is None:
                continue
            if not np.isfinite(g).all():
                self.skipped += 1
                return
            self.squares[i] += np.sum(g**2)
        self.n += 1

    def end_epoch(self):
        n, squares = self.n, self.squares
        self.n, self.squares = 0, np.zeros(len(self.names))
        if n == 0:
            return dict.fromkeys(self.names, math.nan), "no step"
        values = [float(v) for v in np.sqrt(squares / n)]
        norms = dict(zip(self.names, values))
        if 0.0 in values:
            return norms, "silent " + self.names[values.index(0.0)]
        if values[0] < 1e-4 * values[-1]:
            return norms, "vanishing"
        if values[0] > 1e4 * values[-1]:
            return norms, "exploding"
        return norms, ""


@slip(
    "GradMonitor",
    "leaves the steps without a gradient out of an array's mean instead of counting 0",
    "missing_ones_left_out_of_the_mean",
)
class GradMonitor_none_not_counted:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self.squared = {name: [] for name in self.names}
        self.steps = 0

    def add(self, grads):
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
            return
        self.steps += 1
        for name, g in zip(self.names, grads):
            if g is not None:
                self.squared[name].append(float((g**2).sum()))

    def end_epoch(self):
        squared, steps = self.squared, self.steps
        self.squared, self.steps = {name: [] for name in self.names}, 0
        if steps == 0:
            return {name: math.nan for name in self.names}, "no step"
        norms = {}
        for name in self.names:
            s = squared[name]
            norms[name] = math.sqrt(sum(s) / len(s)) if s else 0.0
        for name in self.names:
            if norms[name] == 0:
                return norms, "silent " + name
        first, last = norms[self.names[0]], norms[self.names[-1]]
        if first < 1e-4 * last:
            return norms, "vanishing"
        if first > 1e4 * last:
            return norms, "exploding"
        return norms, ""


@slip("GradMonitor", "begins to count the skipped steps anew in each epoch", "skipped_begins_anew")
class GradMonitor_skipped_reset:
    def __init__(self, names):
        self.names = list(names)
        self.reset()

    def reset(self):
        self.skipped = 0
        self.steps = 0
        self.sq = [0.0 for _ in self.names]

    def add(self, grads):
        finite = all(g is None or np.isfinite(g).all() for g in grads)
        if not finite:
            self.skipped += 1
        else:
            self.steps += 1
            for i, g in enumerate(grads):
                if g is not None:
                    self.sq[i] += float(np.sum(np.square(g)))

    def end_epoch(self):
        if self.steps == 0:
            self.reset()
            return {name: math.nan for name in self.names}, "no step"
        values = [math.sqrt(s / self.steps) for s in self.sq]
        self.reset()
        trouble = ""
        if min(values) == 0:
            trouble = "silent " + self.names[values.index(0)]
        elif values[0] < 1e-4 * values[-1]:
            trouble = "vanishing"
        elif values[0] > 1e4 * values[-1]:
            trouble = "exploding"
        return dict(zip(self.names, values)), trouble


@slip("GradMonitor", "asks for vanishing and exploding before it asks for silent", "vanishing_before_silent")
class GradMonitor_silent_last:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self.sums = np.zeros(len(self.names))
        self.count = 0

    def add(self, grads):
        squares = np.array([0.0 if g is None else float((g**2).sum()) for g in grads])
        if any(g is not None and not np.isfinite(g).all() for g in grads):
            self.skipped += 1
        else:
            self.sums = self.sums + squares
            self.count += 1

    def end_epoch(self):
        sums, count = self.sums, self.count
        self.sums, self.count = np.zeros(len(self.names)), 0
        if count == 0:
            return {name: math.nan for name in self.names}, "no step"
        norms = {name: float(np.sqrt(s / count)) for name, s in zip(self.names, sums)}
        first, last = norms[self.names[0]], norms[self.names[-1]]
        if first < 1e-4 * last:
            return norms, "vanishing"
        if first > 1e4 * last:
            return norms, "exploding"
        for name, norm in norms.items():
            if norm == 0:
                return norms, f"silent {name}"
        return norms, ""


@slip(
    "GradMonitor",
    "keeps the arrays themselves until the end of the epoch and squares them only then",
    "gradients_not_copied",
)
class GradMonitor_keeps_references:
    def __init__(self, names):
        self.names = list(names)
        self.skipped = 0
        self.history = []

    def add(self, grads):
        if all(g is None or np.isfinite(g).all() for g in grads):
            self.history.append(list(grads))
        else:
            self.skipped += 1

    def end_epoch(self):
        history, self.history = self.history, []
        if not history:
            return {name: math.nan for name in self.names}, "no step"
        norms = {}
        for i, name in enumerate(self.names):
            squares = [0.0 if step[i] is None else np.sum(step[i] ** 2) for step in history]
            norms[name] = float(np.sqrt(np.mean(squares)))
        first, last = norms[self.names[0]], norms[self.names[-1]]
        silent = [name for name in self.names if norms[name] == 0]
        if silent:
            return norms, "silent " + silent[0]
        if first < 1e-4 * last:
            return norms, "vanishing"
        if first > 1e4 * last:
            return norms, "exploding"
        return norms, ""


@slip("fit", "leaves out the last batch of an epoch if it is smaller than the others", "last_batch_dropped")
def fit_last_batch_dropped(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, best_loss, bad, losses = [p.copy() for p in params], math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for b in range(len(x) // batch_size):
            rows = order[b * batch_size : (b + 1) * batch_size]
            _, grads = loss_grads(theta, x[rows], y[rows])
            theta = [p - lr * (g + l2 * p if p.ndim > 1 else g) for p, g in zip(theta, grads)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        if not math.isfinite(loss):
            break
        if loss < best_loss:
            best, best_loss, bad = [p.copy() for p in theta], loss, 0
        else:
            bad += 1
            if bad == patience:
                break
    return best, losses


@slip("fit", "adds the penalty to the gradients of the biases too", "penalty_on_biases")
def fit_biases_penalised(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    n = len(x)
    current = [p.copy() for p in params]
    best = [p.copy() for p in params]
    lowest, waited, losses = math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            grads = loss_grads(current, x[batch], y[batch])[1]
            current = [p - lr * (g + l2 * p) for p, g in zip(current, grads)]
        loss = loss_grads(current, *valid)[0]
        losses.append(loss)
        if not np.isfinite(loss):
            break
        if loss < lowest:
            lowest, waited = loss, 0
            best = [p.copy() for p in current]
        else:
            waited += 1
        if waited >= patience:
            break
    return best, losses


@slip(
    "fit", "shrinks the weights after the step, with the parameters as they are then", "decay_after_the_step"
)
def fit_penalty_after_step(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [np.array(p) for p in params]
    best = [np.array(p) for p in params]
    best_loss, since, losses = math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            _, grads = loss_grads(theta, x[rows], y[rows])
            theta = [p - lr * g for p, g in zip(theta, grads)]
            theta = [p - lr * l2 * p if p.ndim >= 2 else p for p in theta]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        if not math.isfinite(loss):
            break
        if loss < best_loss:
            best_loss, since, best = loss, 0, [p.copy() for p in theta]
        else:
            since += 1
        if since >= patience:
            break
    return best, losses


@slip(
    "fit",
    "treats a validation loss that is not finite like any epoch without improvement",
    "goes_on_after_infinity",
)
def fit_goes_on_after_nan(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    now = [p.copy() for p in params]
    best, best_loss, no_gain, losses = [p.copy() for p in params], math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            rows = order[i : i + batch_size]
            _, grads = loss_grads(now, x[rows], y[rows])
            updated = []
            for p, g in zip(now, grads):
                if p.ndim >= 2:
                    g = g + l2 * p
                updated.append(p - lr * g)
            now = updated
        loss = loss_grads(now, *valid)[0]
        losses.append(loss)
        if math.isfinite(loss) and loss < best_loss:
            best, best_loss, no_gain = [p.copy() for p in now], loss, 0
        else:
            no_gain += 1
        if no_gain >= patience:
            break
    return best, losses


@slip(
    "fit",
    "counts towards patience the epochs that are not below the epoch before",
    "compared_with_the_epoch_before",
)
def fit_previous_epoch(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best = [p.copy() for p in params]
    best_loss, previous, rising, losses = math.inf, math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            _, grads = loss_grads(theta, x[rows], y[rows])
            theta = [p - lr * (g + (l2 * p if p.ndim >= 2 else 0)) for p, g in zip(theta, grads)]
        loss = loss_grads(theta, *valid)[0]
        losses.append(loss)
        if not math.isfinite(loss):
            break
        if loss < best_loss:
            best_loss, best = loss, [p.copy() for p in theta]
        rising = 0 if loss < previous else rising + 1
        previous = loss
        if rising >= patience:
            break
    return best, losses


@slip(
    "fit",
    "goes on changing in place the arrays that it has kept as the best",
    "best_goes_on_changing",
)
def fit_best_not_copied(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    work = [p.copy() for p in params]
    best = [p.copy() for p in params]
    best_loss, bad, losses = math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            _, grads = loss_grads(work, x[rows], y[rows])
            for p, g in zip(work, grads):
                p -= lr * (g + l2 * p if p.ndim >= 2 else g)
        loss = loss_grads(work, *valid)[0]
        losses.append(loss)
        if not np.isfinite(loss):
            break
        if loss < best_loss:
            best_loss, bad = loss, 0
            best = list(work)
        else:
            bad += 1
            if bad >= patience:
                break
    return best, losses


@slip("fit", "adds the penalty to the validation loss", "penalty_in_the_validation_loss")
def fit_validation_penalised(params, loss_grads, train, valid, *, lr, batch_size, epochs, patience, l2, rng):
    x, y = train
    theta = [p.copy() for p in params]
    best, lowest, waiting, losses = [p.copy() for p in params], math.inf, 0, []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            _, grads = loss_grads(theta, x[rows], y[rows])
            theta = [p - lr * (g + l2 * p if p.ndim >= 2 else g) for p, g in zip(theta, grads)]
        loss = loss_grads(theta, *valid)[0]
        loss = float(loss + l2 / 2 * sum((p**2).sum() for p in theta if p.ndim >= 2))
        losses.append(loss)
        if not math.isfinite(loss):
            break
        if loss < lowest:
            best, lowest, waiting = [p.copy() for p in theta], loss, 0
        else:
            waiting += 1
        if waiting >= patience:
            break
    return best, losses
