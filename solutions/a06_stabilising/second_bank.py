"""A second bank: what sixty-six students might hand in, written from the exercises' statements alone.

Its author had not seen the first bank, and the first bank was not changed for it. Each entry names the hints
by which a student would learn of the mistake; none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip(
    "clip_global_norm",
    "every array is clipped by its own norm, not by the norm of all together",
    "each_by_its_own_norm",
)
def clip_global_norm_each_array(grads, max_norm):
    norm = math.sqrt(sum(float(np.sum(g**2)) for g in grads if g is not None))
    if not math.isfinite(norm):
        return list(grads), norm
    out = []
    for g in grads:
        if g is None:
            out.append(None)
            continue
        own = np.linalg.norm(g)
        out.append(g * max_norm / own if own > max_norm else g.copy())
    return out, norm


@slip("clip_global_norm", "the norm that comes back is the one after clipping", "norm_after_clipping")
def clip_global_norm_norm_after(grads, max_norm):
    def length(gs):
        return float(np.sqrt(sum((g * g).sum() for g in gs if g is not None)))

    norm = length(grads)
    if np.isfinite(norm) and norm > max_norm:
        grads = [None if g is None else g * (max_norm / norm) for g in grads]
    return list(grads), length(grads)


@slip("clip_global_norm", "entries that are None are left out of the list", "without_the_nones")
def clip_global_norm_drops_none(grads, max_norm):
    arrays = [g for g in grads if g is not None]
    norm = float(np.sqrt(sum(np.sum(g**2) for g in arrays)))
    if norm <= max_norm or not np.isfinite(norm):
        return arrays, norm
    return [g * max_norm / norm for g in arrays], norm


@slip(
    "clip_global_norm",
    "an infinite norm is not looked for: everything is divided by it",
    "infinity_not_looked_at",
)
def clip_global_norm_divides_by_infinity(grads, max_norm):
    total = 0.0
    for g in grads:
        if g is not None:
            total += np.sum(np.square(g))
    norm = float(np.sqrt(total))
    with np.errstate(all="ignore"):
        if norm > max_norm:
            factor = max_norm / norm
            return [g * factor if g is not None else None for g in grads], norm
    return list(grads), norm


@slip("clip_global_norm", "always scaled to max_norm, short gradients are made longer", "always_rescaled")
def clip_global_norm_always(grads, max_norm):
    norm = float(np.sqrt(sum(np.sum(g**2) for g in grads if g is not None)))
    if norm == 0 or not np.isfinite(norm):
        return list(grads), norm
    return [None if g is None else max_norm * g / norm for g in grads], norm


@slip("clip_global_norm", "the arrays are multiplied in place, the caller's gradient changes", "in_place")
def clip_global_norm_in_place(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads if g is not None))
    clipped = list(grads)
    if max_norm < norm < math.inf:
        for g in clipped:
            if g is not None:
                g *= max_norm / norm
    return clipped, norm


@slip("clip_value", "only the upper limit, large negative entries stay", "above_only")
def clip_value_upper_only(grads, limit):
    return [None if g is None else np.minimum(g, limit) for g in grads]


@slip("clip_value", "in place: the caller's arrays are changed", "entries_in_place")
def clip_value_in_place(grads, limit):
    out = []
    for g in grads:
        if g is not None:
            np.clip(g, -limit, limit, out=g)
        out.append(g)
    return out


@slip("clip_value", "None entries are dropped, the list gets shorter", "nones_left_out")
def clip_value_drops_none(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads if g is not None]


@slip(
    "clip_value",
    "the whole array is scaled so that its largest entry is the limit",
    "array_scaled_by_its_largest",
)
def clip_value_scales(grads, limit):
    out = []
    for g in grads:
        if g is None or g.size == 0:
            out.append(g)
            continue
        top = np.max(np.abs(g))
        with np.errstate(all="ignore"):
            out.append(g * (limit / top) if top > limit else g.copy())
    return out


@slip(
    "clip_value",
    "an entry that is not a number becomes the lower limit, through the last branch",
    "nan_to_minus_limit",
)
def clip_value_nan_to_limit(grads, limit):
    out = []
    for g in grads:
        if g is None:
            out.append(None)
        else:
            out.append(np.where(g > limit, limit, np.where(g > -limit, g, -limit)))
    return out


@slip("clip_value", "infinite entries stay infinite, only finite ones are clipped", "infinity_left")
def clip_value_infinite_stays(grads, limit):
    clipped = []
    for g in grads:
        if g is not None:
            new = g.copy()
            ok = np.isfinite(g)
            new[ok] = np.clip(g[ok], -limit, limit)
            g = new
        clipped.append(g)
    return clipped


@slip(
    "xavier_uniform",
    "the standard deviation is used as the end of the interval, the factor 3 is missing",
    "spread_for_bound",
)
def xavier_uniform_no_three(fan_in, fan_out, gain, rng):
    b = gain * np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


@slip("xavier_uniform", "gain is not squared in the variance", "gain_under_the_root")
def xavier_uniform_gain_once(fan_in, fan_out, gain, rng):
    variance = gain * 2 / (fan_in + fan_out)
    b = math.sqrt(3 * variance)
    return rng.uniform(-b, b, (fan_out, fan_in))


@slip("xavier_uniform", "the shape is (fan_in, fan_out)", "shape_turned")
def xavier_uniform_shape(fan_in, fan_out, gain, rng):
    b = gain * np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out))


@slip(
    "xavier_uniform",
    "drawn as (fan_in, fan_out) and transposed, so the numbers stand at other places",
    "drawn_then_transposed",
)
def xavier_uniform_transposed(fan_in, fan_out, gain, rng):
    b = math.sqrt(gain**2 * 6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_in, fan_out)).T


@slip("xavier_uniform", "the 2 is forgotten: the sum of the fans is taken for their mean", "two_forgotten")
def xavier_uniform_no_two(fan_in, fan_out, gain, rng):
    b = np.sqrt(3 * gain**2 / (fan_in + fan_out))
    return rng.uniform(low=-b, high=b, size=(fan_out, fan_in))


@slip("xavier_uniform", "drawn from [0, b] and not from [-b, b]", "positive_only")
def xavier_uniform_positive(fan_in, fan_out, gain, rng):
    b = gain * math.sqrt(6.0 / (fan_in + fan_out))
    return b * rng.uniform(size=(fan_out, fan_in))


@slip("he_normal", "the variance is passed as the standard deviation", "variance_as_width")
def he_normal_variance_as_std(fan_in, fan_out, rng):
    return rng.normal(0.0, 2 / fan_in, size=(fan_out, fan_in))


@slip("he_normal", "fan_out is used instead of fan_in", "units_for_inputs")
def he_normal_fan_out(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_out), size=(fan_out, fan_in))


@slip("he_normal", "the factor of two is missing: variance 1 / fan_in", "without_the_two")
def he_normal_no_two(fan_in, fan_out, rng):
    return rng.standard_normal((fan_out, fan_in)) / math.sqrt(fan_in)


@slip("he_normal", "the shape is (fan_in, fan_out)", "rows_for_inputs")
def he_normal_shape(fan_in, fan_out, rng):
    return np.sqrt(2.0 / fan_in) * rng.standard_normal((fan_in, fan_out))


@slip("he_normal", "drawn in the other shape and transposed", "turned_after_the_draw")
def he_normal_transposed(fan_in, fan_out, rng):
    W = rng.normal(0.0, math.sqrt(2 / fan_in), size=(fan_in, fan_out))
    return W.T


@slip(
    "he_normal", "a generator of its own is made, the one that is passed is not used", "generator_of_its_own"
)
def he_normal_own_generator(fan_in, fan_out, rng):
    rng = np.random.default_rng(0)
    return rng.standard_normal((fan_out, fan_in)) * np.sqrt(2 / fan_in)


@slip("batchnorm_forward", "the running variance takes the batch's variance with 1/B", "running_biased")
def batchnorm_forward_running_biased(x, gamma, beta, running, training, momentum, eps):
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * var,
        }
    else:
        mean, var = running["mean"], running["var"]
        running = dict(running)
    inv_std = (1 / np.sqrt(var + eps))[None, :]
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@slip("batchnorm_forward", "x is divided by the root of the variance with 1/(B - 1)", "divided_by_unbiased")
def batchnorm_forward_unbiased(x, gamma, beta, running, training, momentum, eps):
    if training:
        mean = x.mean(axis=0, keepdims=True)
        var = x.var(axis=0, ddof=1, keepdims=True)
        new = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean[0],
            "var": (1 - momentum) * running["var"] + momentum * var[0],
        }
    else:
        mean, var = running["mean"][None], running["var"][None]
        new = running
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    return x_hat * gamma + beta, (x_hat, inv_std, gamma), new


@slip(
    "batchnorm_forward",
    "momentum is the weight of the old statistics, not of the batch's",
    "weights_exchanged",
)
def batchnorm_forward_momentum_swapped(x, gamma, beta, running, training, momentum, eps):
    B = x.shape[0]
    if training:
        mean = np.sum(x, axis=0) / B
        var = np.sum((x - mean) ** 2, axis=0) / B
        new_mean = momentum * running["mean"] + (1 - momentum) * mean
        new_var = momentum * running["var"] + (1 - momentum) * var * B / (B - 1)
    else:
        mean, var = running["mean"], running["var"]
        new_mean, new_var = mean, var
    inv_std = (1.0 / np.sqrt(var + eps)).reshape(1, -1)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), {"mean": new_mean, "var": new_var}


@slip("batchnorm_forward", "the running dict of the caller is written to", "running_in_place")
def batchnorm_forward_dict_changed(x, gamma, beta, running, training, momentum, eps):
    if training:
        mean, var = x.mean(0), x.var(0)
        running["mean"] = (1 - momentum) * running["mean"] + momentum * mean
        running["var"] = (1 - momentum) * running["var"] + momentum * x.var(0, ddof=1)
    else:
        mean, var = running["mean"], running["var"]
    inv_std = 1 / np.sqrt(var + eps)[np.newaxis, :]
    x_hat = (x - mean) * inv_std
    y = gamma * x_hat + beta
    return y, (x_hat, inv_std, gamma), running


@slip(
    "batchnorm_forward", "in evaluation the batch's own mean and variance are used too", "batch_in_evaluation"
)
def batchnorm_forward_eval_batch(x, gamma, beta, running, training, momentum, eps):
    mean, var = x.mean(axis=0), x.var(axis=0)
    inv_std = 1 / np.sqrt(var + eps).reshape(1, -1)
    x_hat = (x - mean) * inv_std
    if training:
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@slip(
    "batchnorm_forward",
    "in training x is normalised by the running statistics after their update",
    "updated_then_used",
)
def batchnorm_forward_running_in_training(x, gamma, beta, running, training, momentum, eps):
    if training:
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * x.mean(axis=0),
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(running["var"] + eps)[None, :]
    x_hat = (x - running["mean"]) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


@slip(
    "batchnorm_backward",
    "mean and variance are taken for constants: only the way through x_hat itself",
    "statistics_as_constants",
)
def batchnorm_backward_direct_only(dy, cache):
    x_hat, inv_std, gamma = cache
    return dy * gamma * inv_std, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@slip("batchnorm_backward", "the way through the variance is left out", "through_the_mean_alone")
def batchnorm_backward_no_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    dx_hat = dy * gamma
    dx = inv_std * (dx_hat - dx_hat.mean(axis=0, keepdims=True))
    return dx, np.sum(dy * x_hat, axis=0), np.sum(dy, axis=0)


@slip("batchnorm_backward", "sums over the batch instead of means in dx, 1/B is missing", "sums_for_means")
def batchnorm_backward_sums(dy, cache):
    x_hat, inv_std, gamma = cache
    dbeta = dy.sum(axis=0)
    dgamma = (dy * x_hat).sum(axis=0)
    dx = gamma * inv_std * (dy - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


@slip("batchnorm_backward", "the part through the variance has the wrong sign", "variance_added")
def batchnorm_backward_sign(dy, cache):
    x_hat, inv_std, gamma = cache
    B = len(dy)
    dgamma, dbeta = (dy * x_hat).sum(axis=0), dy.sum(axis=0)
    dx = gamma * inv_std / B * (B * dy - dbeta + x_hat * dgamma)
    return dx, dgamma, dbeta


@slip("batchnorm_backward", "gamma is forgotten in dx", "gamma_missing")
def batchnorm_backward_no_gamma(dy, cache):
    x_hat, inv_std, _ = cache
    dx = inv_std * (dy - dy.mean(axis=0) - x_hat * (dy * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@slip("batchnorm_backward", "dgamma and dbeta are means over the batch instead of sums", "both_averaged")
def batchnorm_backward_means(dy, cache):
    x_hat, inv_std, gamma = cache
    dbeta = dy.mean(axis=0)
    dgamma = (dy * x_hat).mean(axis=0)
    dx = gamma * inv_std * (dy - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta


@slip(
    "layernorm_forward",
    "the mean and variance are taken over the batch, as in batch normalisation",
    "ln_over_the_batch",
)
def layernorm_forward_axis(x, gamma, beta, eps):
    mean = x.mean(axis=0, keepdims=True)
    inv_std = 1 / np.sqrt(x.var(axis=0, keepdims=True) + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@slip("layernorm_forward", "the variance with 1/(d - 1)", "ln_with_one_less")
def layernorm_forward_unbiased(x, gamma, beta, eps):
    d = x.shape[1]
    mean = x.mean(axis=1, keepdims=True)
    var = ((x - mean) ** 2).sum(axis=1, keepdims=True) / max(d - 1, 1)
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@slip("layernorm_forward", "mean and variance over the whole array, all examples together", "ln_over_all")
def layernorm_forward_whole(x, gamma, beta, eps):
    inv_std = np.full((len(x), 1), 1 / np.sqrt(x.var() + eps))
    x_hat = (x - x.mean()) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@slip("layernorm_forward", "inv_std in the cache has the shape (B,)", "ln_inv_std_in_a_row")
def layernorm_forward_flat_inv_std(x, gamma, beta, eps):
    mean, var = x.mean(axis=1), x.var(axis=1)
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean[:, None]) * inv_std[:, None]
    y = gamma * x_hat + beta
    return y, (x_hat, inv_std, gamma)


@slip(
    "layernorm_forward",
    "eps is added to the standard deviation, outside of the root",
    "ln_eps_beside_the_root",
)
def layernorm_forward_eps_outside(x, gamma, beta, eps):
    inv_std = 1 / (x.std(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@slip("layernorm_forward", "x is shifted in place", "ln_x_changed")
def layernorm_forward_in_place(x, gamma, beta, eps):
    x -= x.mean(axis=1, keepdims=True)
    inv_std = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


@slip(
    "layernorm_backward",
    "gamma is multiplied after the means, as batch normalisation allows",
    "ln_gamma_at_the_end",
)
def layernorm_backward_gamma_outside(dy, cache):
    x_hat, inv_std, gamma = cache
    dx = (
        gamma
        * inv_std
        * (dy - dy.mean(axis=1, keepdims=True) - x_hat * (dy * x_hat).mean(axis=1, keepdims=True))
    )
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@slip(
    "layernorm_backward",
    "dx is copied from batch normalisation: means over the examples",
    "ln_means_over_the_batch",
)
def layernorm_backward_batch_axis(dy, cache):
    x_hat, inv_std, gamma = cache
    g = dy * gamma
    dx = inv_std * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@slip(
    "layernorm_backward", "divided by the number of examples instead of features", "ln_divided_by_the_batch"
)
def layernorm_backward_over_batch(dy, cache):
    x_hat, inv_std, gamma = cache
    n = len(dy)
    g = dy * gamma
    s1 = g.sum(axis=1, keepdims=True)
    s2 = (g * x_hat).sum(axis=1, keepdims=True)
    dx = inv_std * (g - s1 / n - x_hat * s2 / n)
    return dx, np.sum(dy * x_hat, axis=0), np.sum(dy, axis=0)


@slip(
    "layernorm_backward",
    "dgamma and dbeta are summed over the features too: shape (B,)",
    "ln_dgamma_over_features",
)
def layernorm_backward_dgamma_axis(dy, cache):
    x_hat, inv_std, gamma = cache
    g = dy * gamma
    dx = inv_std * (g - g.mean(1, keepdims=True) - x_hat * (g * x_hat).mean(1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=1), dy.sum(axis=1)


@slip("layernorm_backward", "the variance is taken for a constant", "ln_mean_alone")
def layernorm_backward_no_variance(dy, cache):
    x_hat, inv_std, gamma = cache
    dx = np.empty_like(dy)
    for i in range(len(dy)):
        g = dy[i] * gamma
        dx[i] = (g - g.mean()) * inv_std[i, 0]
    return dx, (dy * x_hat).sum(0), dy.sum(0)


@slip(
    "layernorm_backward",
    "gamma is only in one of the terms: the mean over g * x_hat is taken without it",
    "ln_gamma_not_in_the_variance",
)
def layernorm_backward_gamma_half(dy, cache):
    x_hat, inv_std, gamma = cache
    g = gamma * dy
    along = (dy * x_hat).mean(axis=1, keepdims=True)
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * along) * inv_std
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


@slip("fold_batchnorm", "the running mean is not taken off the bias", "fold_mean_forgotten")
def fold_batchnorm_no_mean(W, b, gamma, beta, mean, var, eps):
    s = gamma / np.sqrt(var + eps)
    return s[:, None] * W, s * b + beta


@slip("fold_batchnorm", "the old bias is not scaled", "fold_old_bias_not_scaled")
def fold_batchnorm_bias_unscaled(W, b, gamma, beta, mean, var, eps):
    s = gamma / np.sqrt(var + eps)
    return W * s[:, None], b - s * mean + beta


@slip("fold_batchnorm", "the old bias is dropped", "fold_old_bias_forgotten")
def fold_batchnorm_bias_dropped(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return (W.T * scale).T, beta - mean * scale


@slip("fold_batchnorm", "divided by the variance, without the root", "fold_variance_for_root")
def fold_batchnorm_no_root(W, b, gamma, beta, mean, var, eps):
    W_new = np.zeros_like(W)
    b_new = np.zeros_like(b)
    for i in range(len(W)):
        k = gamma[i] / (var[i] + eps)
        W_new[i] = k * W[i]
        b_new[i] = k * (b[i] - mean[i]) + beta[i]
    return W_new, b_new


@slip("fold_batchnorm", "beta is put inside the bracket and scaled as well", "fold_beta_scaled")
def fold_batchnorm_beta_scaled(W, b, gamma, beta, mean, var, eps):
    s = gamma / np.sqrt(var + eps)
    return np.diag(s) @ W, s * (b - mean + beta)


@slip("fold_batchnorm", "W and b of the caller are changed in place", "was changed")
def fold_batchnorm_in_place(W, b, gamma, beta, mean, var, eps):
    s = gamma / np.sqrt(var + eps)
    W *= s[:, None]
    b -= mean
    b *= s
    b += beta
    return W, b


@slip(
    "rmsnorm_backward",
    "the mean of the gradient is taken off, as in layer normalisation",
    "rms_mean_taken_off_on_the_way_back",
)
def rmsnorm_backward_layernorm(dy, x, gamma, eps):
    inv = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv
    g = dy * gamma
    dx = inv * (g - g.mean(axis=1, keepdims=True) - x_hat * (g * x_hat).mean(axis=1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0)


@slip(
    "rmsnorm_backward",
    "gamma is multiplied at the end, outside of the mean over the features",
    "rms_gamma_at_the_end",
)
def rmsnorm_backward_gamma_outside(dy, x, gamma, eps):
    r = np.sqrt(np.mean(x * x, axis=1, keepdims=True) + eps)
    x_hat = x / r
    dx = gamma / r * (dy - x_hat * np.mean(dy * x_hat, axis=1, keepdims=True))
    return dx, np.sum(dy * x_hat, axis=0)


@slip(
    "rmsnorm_backward",
    "sum instead of mean over the features, the 1/d of the mean square is missing",
    "rms_summed",
)
def rmsnorm_backward_sum(dy, x, gamma, eps):
    inv = (np.mean(x**2, axis=1, keepdims=True) + eps) ** -0.5
    x_hat = x * inv
    g = dy * gamma
    return inv * (g - x_hat * (g * x_hat).sum(axis=1, keepdims=True)), (dy * x_hat).sum(axis=0)


@slip("rmsnorm_backward", "the root is taken for a constant", "rms_constant")
def rmsnorm_backward_constant_root(dy, x, gamma, eps):
    r = np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    return dy * gamma / r, (dy * x / r).sum(axis=0)


@slip("rmsnorm_backward", "dgamma is summed with x instead of x_hat", "rms_dgamma_with_x")
def rmsnorm_backward_dgamma_x(dy, x, gamma, eps):
    r = np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    g = dy * gamma
    dx = g / r - x * (g * x).mean(axis=1, keepdims=True) / r**3
    return dx, (dy * x).sum(axis=0)


@slip(
    "rmsnorm_backward",
    "the derivative of the square keeps its 2, the half of the root is forgotten",
    "rms_doubled",
)
def rmsnorm_backward_twice(dy, x, gamma, eps):
    r = np.sqrt(np.mean(x**2, axis=1, keepdims=True) + eps)
    x_hat = x / r
    g = dy * gamma
    dx = (g - 2 * x_hat * np.mean(g * x_hat, axis=1, keepdims=True)) / r
    return dx, (dy * x_hat).sum(axis=0)


@slip(
    "scaled_step",
    "half mended: skips and clips all together, but clips before the scale is divided out",
    "clipped_before_unscaling",
)
def scaled_step_clip_before_unscale(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return params, scale / 2
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    grads = [g / scale for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@slip(
    "scaled_step",
    "half mended: skips and divides first, but each array is still clipped by its own norm",
    "clipped_one_by_one",
)
def scaled_step_norm_of_each(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return [theta.copy() for theta in params], scale / 2
    grads = [g / scale for g in grads]
    for i, g in enumerate(grads):
        norm = np.linalg.norm(g)
        if norm > max_norm:
            grads[i] = g * max_norm / norm
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@slip(
    "scaled_step",
    "half mended: the clipping is right, but after an overflow the parameters still move",
    "moves_by_the_old_scale",
)
def scaled_step_still_moves(params, parts, scale, max_norm, lr):
    with np.errstate(all="ignore"):
        grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
        if not all(np.isfinite(g).all() for g in grads):
            scale = scale / 2
        norm = np.sqrt(sum(np.sum(g**2) for g in grads))
        if norm > max_norm:
            grads = [g * max_norm / norm for g in grads]
        return [theta - lr * g for theta, g in zip(params, grads)], scale


@slip("scaled_step", "mended, but the step is skipped without halving the scale", "step_scale_not_halved")
def scaled_step_not_halved(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale
    grads = [g / scale for g in grads]
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if norm > max_norm:
        grads = [g * (max_norm / norm) for g in grads]
    return [theta - lr * g for theta, g in zip(params, grads)], scale


@slip(
    "scaled_step", "mended, but every micro-batch is clipped by itself before the mean", "step_parts_clipped"
)
def scaled_step_clip_each_part(params, parts, scale, max_norm, lr):
    if not all(np.isfinite(g).all() for part in parts for g in part):
        return list(params), scale / 2
    total = [np.zeros_like(theta) for theta in params]
    for part in parts:
        gs = [g / scale for g in part]
        norm = np.sqrt(sum(np.sum(g * g) for g in gs))
        c = max_norm / norm if norm > max_norm else 1.0
        total = [t + c * g / len(parts) for t, g in zip(total, gs)]
    return [theta - lr * t for theta, t in zip(params, total)], scale


@slip("scaled_step", "mended, but the parameters are moved in place", "step_params_in_place")
def scaled_step_in_place(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return params, scale / 2
    grads = [g / scale for g in grads]
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    for theta, g in zip(params, grads):
        theta -= lr * g
    return params, scale
