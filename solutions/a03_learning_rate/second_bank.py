"""A second bank: what sixty-three students might hand in, written from the exercises' statements alone.

Its authors had not seen the first bank. 58 of the 63 got the right hint at first; the first bank was then
widened by what it had not known. Each entry names the hints by which a student would learn of the mistake;
none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip("gd", "x -= changes x0", "gd_start_changed")
def gd_changes_x0(grad, x0, lr, steps):
    x = x0
    points = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        points.append(x.copy())
    return np.array(points)


@slip(
    "gd",
    "the same array is put into the list each time and changed later: all rows are the last point",
    "gd_one_array_for_all",
)
def gd_same_array_in_list(grad, x0, lr, steps):
    x = x0.copy()
    points = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        points.append(x)
    return np.array(points)


@slip("gd", "range one too short: the last row stays zero", "gd_last_row_empty")
def gd_last_row_zero(grad, x0, lr, steps):
    xs = np.zeros((steps + 1, len(x0)))
    xs[0] = x0
    for t in range(1, steps):
        xs[t] = xs[t - 1] - lr * grad(xs[t - 1])
    return xs


@slip("gd", "the gradient is always that at the start", "gd_gradient_at_x0")
def gd_gradient_at_start(grad, x0, lr, steps):
    points = [np.array(x0, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - lr * grad(x0))
    return np.stack(points)


@slip("gd", "sign: goes up the gradient", "gd_uphill")
def gd_plus(grad, x0, lr, steps):
    points = np.empty((steps + 1, x0.shape[0]))
    points[0] = x0
    for t in range(steps):
        points[t + 1] = points[t] + lr * grad(points[t])
    return points


@slip("gd", "gradient at the last point is worked out too: one call more than steps", "gd_gradient_once_more")
def gd_one_call_more(grad, x0, lr, steps):
    x = x0.copy()
    g = grad(x)
    out = [x]
    for _ in range(steps):
        x = x - lr * g
        g = grad(x)
        out.append(x)
    return np.array(out)


@slip("gd", "the start is not among the rows", "gd_start_left_out")
def gd_without_start(grad, x0, lr, steps):
    x = x0
    rows = np.zeros((steps, x0.size))
    for t in range(steps):
        x = x - lr * grad(x)
        rows[t] = x
    return rows


@slip("max_stable_lr", "1 / L instead of 2 / L", "max_stable_lr_one_over")
def max_stable_lr_one_over(H):
    ev = np.linalg.eigvalsh(H)
    if ev[0] < 0:
        return 0.0
    return float(1 / ev[-1])


@slip("max_stable_lr", "negative eigenvalues are not looked for", "max_stable_lr_saddles_unseen")
def max_stable_lr_no_negative_check(H):
    return 2 / float(np.max(np.linalg.eigvalsh(H)))


@slip(
    "max_stable_lr",
    "negative eigenvalues looked for by the sign of the determinant, two of them go unnoticed",
    "max_stable_lr_by_the_determinant",
)
def max_stable_lr_determinant(H):
    if np.linalg.det(H) < 0:
        return 0.0
    return float(2 / np.abs(np.linalg.eigvalsh(H)).max())


@slip(
    "max_stable_lr",
    "largest entry of the diagonal taken for the largest eigenvalue",
    "max_stable_lr_diagonal",
)
def max_stable_lr_diagonal(H):
    if min(np.linalg.eigvalsh(H)) < 0:
        return 0.0
    return float(2.0 / max(H[i, i] for i in range(len(H))))


@slip(
    "max_stable_lr",
    "last entry of eigvals taken for the largest eigenvalue, although eigvals does not sort",
    "max_stable_lr_last_unsorted",
)
def max_stable_lr_unsorted(H):
    values = np.linalg.eigvals(H).real
    if (values < 0).any():
        return 0.0
    return float(2 / values[-1])


@slip("max_stable_lr", "Frobenius norm in place of the largest eigenvalue", "max_stable_lr_frobenius")
def max_stable_lr_frobenius(H):
    if np.linalg.eigvalsh(H)[0] < 0:
        return 0.0
    return float(2 / np.linalg.norm(H))


@slip("max_stable_lr", "smallest eigenvalue instead of the largest", "max_stable_lr_smallest_curvature")
def max_stable_lr_smallest(H):
    smallest = np.linalg.eigvalsh(H).min()
    if smallest < 0:
        return 0.0
    return float(2 / smallest)


@slip("best_fixed_lr", "rate 1 / L, with the factor that belongs to it", "best_fixed_lr_one_over_largest")
def best_fixed_lr_one_over_largest_alone(H):
    ev = np.linalg.eigvalsh(H)
    lr = 1 / ev[-1]
    q = np.max(np.abs(1 - lr * ev))
    return float(lr), float(q)


@slip("best_fixed_lr", "2 forgotten: 1 / (smallest + largest)", "best_fixed_lr_both_for_half")
def best_fixed_lr_half(H):
    values = np.linalg.eigvalsh(H)
    lr = 1.0 / (values.min() + values.max())
    q = max(abs(1 - lr * v) for v in values)
    return float(lr), float(q)


@slip(
    "best_fixed_lr", "factor squared: that of the loss, not of the distance", "best_fixed_lr_factor_squared"
)
def best_fixed_lr_squared(H):
    ev = np.linalg.eigvalsh(H)
    mu, L = ev[0], ev[-1]
    return 2 / (mu + L), ((L - mu) / (L + mu)) ** 2


@slip("best_fixed_lr", "diagonal entries taken for the eigenvalues", "best_fixed_lr_from_the_diagonal")
def best_fixed_lr_diagonal(H):
    d = np.diag(H)
    c, L = d.min(), d.max()
    lr = 2 / (c + L)
    return float(lr), float((L - c) / (L + c))


@slip(
    "best_fixed_lr",
    "first and last entry of eigvals taken for the smallest and the largest, although it does not sort",
    "best_fixed_lr_from_unsorted",
)
def best_fixed_lr_unsorted(H):
    values = np.linalg.eigvals(H).real
    lr = 2 / (values[0] + values[-1])
    return float(lr), float(max(abs(1 - lr * values[0]), abs(1 - lr * values[-1])))


@slip(
    "best_fixed_lr",
    "factor with square roots of the condition number, that of momentum",
    "best_fixed_lr_factor_with_roots",
)
def best_fixed_lr_sqrt_kappa(H):
    ev = np.linalg.eigvalsh(H)
    kappa = ev[-1] / ev[0]
    q = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
    return float(2 / (ev[0] + ev[-1])), q


@slip(
    "best_fixed_lr",
    "absolute value forgotten: the factor at the largest eigenvalue comes back negative",
    "best_fixed_lr_factor_signed",
)
def best_fixed_lr_negative(H):
    ev = np.linalg.eigvalsh(H)
    lr = 2 / (ev[0] + ev[-1])
    q = 1 - lr * ev[-1]
    return float(lr), float(q)


@slip("rate_pair", "the best single rate, taken twice", "rate_pair_best_single_twice")
def rate_pair_single_twice(c, L):
    lr = 2 / (c + L)
    q = (1 - lr * c) ** 2
    return lr, lr, q


@slip("rate_pair", "roots of p a quarter of the interval away from its ends", "rate_pair_quarter_points")
def rate_pair_quarters(c, L):
    r1 = c + (L - c) / 4
    r2 = L - (L - c) / 4
    b, a = 1 / r1, 1 / r2
    xs = np.array([c, (c + L) / 2, L])
    q = np.abs((1 - a * xs) * (1 - b * xs)).max()
    return a, b, float(q)


@slip("rate_pair", "the two rates in the wrong order, the larger one first", "rate_pair_longer_first")
def rate_pair_order(c, L):
    mid, half = (L + c) / 2, (L - c) / 2
    a = 1 / (mid - half / math.sqrt(2))
    b = 1 / (mid + half / math.sqrt(2))
    q = abs((1 - a * c) * (1 - b * c))
    return a, b, q


@slip("rate_pair", "q per step: the square root of the factor over both", "rate_pair_q_of_a_step")
def rate_pair_q_per_step(c, L):
    mid, half = (L + c) / 2, (L - c) / 2
    a, b = 1 / (mid + half * math.sqrt(0.5)), 1 / (mid - half * math.sqrt(0.5))
    return a, b, math.sqrt((1 - a * c) * (1 - b * c))


@slip("rate_pair", "q with its sign, read off in the middle where p is negative", "rate_pair_q_with_sign")
def rate_pair_q_negative(c, L):
    m = (c + L) / 2
    h = (L - c) / 2
    roots = sorted([m + h * math.cos(math.pi / 4), m + h * math.cos(3 * math.pi / 4)])
    a, b = 1 / roots[1], 1 / roots[0]
    q = (1 - a * m) * (1 - b * m)
    return a, b, q


@slip("rate_pair", "search over a coarse grid of rates: only two digits or so are right")
def rate_pair_coarse_grid(c, L):
    xs = np.linspace(c, L, 51)
    rates = np.linspace(1 / L, 1 / c, 101)
    best = (None, None, np.inf)
    for i, a in enumerate(rates):
        for b in rates[i + 1 :]:
            q = np.abs((1 - a * xs) * (1 - b * xs)).max()
            if q < best[2]:
                best = (float(a), float(b), float(q))
    return best


@slip(
    "rate_pair",
    "one rate for each end: 1 / L and 1 / c, so that both ends vanish at once",
    "rate_pair_ends_as_roots",
)
def rate_pair_ends(c, L):
    a, b = 1 / L, 1 / c
    m = (c + L) / 2
    return a, b, abs((1 - a * m) * (1 - b * m))


@slip(
    "power_iteration",
    "length of H v instead of v . H v: the sign is lost",
    "power_iteration_length_of_product",
)
def power_iteration_norm(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for i in range(iters):
        w = hvp(v)
        value = np.linalg.norm(w)
        if value == 0 or i == iters - 1:
            break
        v = w / value
    return float(value), v


@slip("power_iteration", "returns the next v, not the one of the last call", "power_iteration_next_vector")
def power_iteration_next_v(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v /= np.linalg.norm(v)
    value = 0.0
    for _ in range(iters):
        w = hvp(v)
        value = float(v @ w)
        norm = np.linalg.norm(w)
        if norm == 0:
            break
        v = w / norm
    return value, v


@slip(
    "power_iteration",
    "one product more at the end, for the Rayleigh quotient",
    "power_iteration_one_too_many",
)
def power_iteration_one_call_more(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.sqrt(v @ v)
    for _ in range(iters):
        w = hvp(v)
        if not np.any(w):
            return 0.0, v
        v = w / np.linalg.norm(w)
    return float(v @ hvp(v)), v


@slip("power_iteration", "the start is not divided by its norm", "power_iteration_start_of_any_length")
def power_iteration_start_not_normalised(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    for k in range(1, iters + 1):
        w = hvp(v)
        value = float(np.dot(v, w))
        n = np.linalg.norm(w)
        if k == iters or n == 0:
            return value, v
        v = w / n


@slip(
    "power_iteration",
    "a product of zeros is divided by its norm: nan from there on",
    "power_iteration_zero_not_expected",
)
def power_iteration_zero_product(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    w = hvp(v)
    value = float(v @ w)
    for _ in range(iters - 1):
        with np.errstate(invalid="ignore", divide="ignore"):
            v = w / np.linalg.norm(w)
        w = hvp(v)
        value = float(v @ w)
    return value, v


@slip(
    "power_iteration",
    "ends early when the value hardly changes any more",
    "power_iteration_stops_when_settled",
)
def power_iteration_early_stop(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    old = None
    for k in range(iters):
        w = hvp(v)
        value = float(v @ w)
        if old is not None and abs(value - old) < 1e-6 * abs(value):
            break
        old = value
        if k == iters - 1 or np.linalg.norm(w) == 0:
            break
        v = w / np.linalg.norm(w)
    return value, v


@slip("power_iteration", "the start is drawn uniformly, not normally", "power_iteration_uniform_start")
def power_iteration_uniform_start(hvp, dim, rng, iters):
    v = rng.random(dim)
    v = v / np.linalg.norm(v)
    calls = 0
    while True:
        w = hvp(v)
        calls += 1
        value = float(np.sum(v * w))
        size = math.sqrt(np.sum(w * w))
        if calls >= iters or size == 0:
            return value, v
        v = w / size


@slip(
    "warmup_cosine",
    "steps counted from zero in the warm-up: the first rate is zero",
    "warmup_cosine_up_from_zero",
)
def warmup_cosine_from_zero(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * (step - 1) / warmup
    if step >= total:
        return lr_min
    p = (step - warmup) / (total - warmup)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * p)) / 2


@slip("warmup_cosine", "after the last step the cosine goes on and rises again", "warmup_cosine_not_held")
def warmup_cosine_rises_again(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))


@slip("warmup_cosine", "the warm-up starts from lr_min instead of from zero", "warmup_cosine_up_from_lr_min")
def warmup_cosine_from_lr_min(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_min + (lr_max - lr_min) * step / warmup
    t = min(step, total)
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * (t - warmup) / (total - warmup))) / 2


@slip(
    "warmup_cosine",
    "the cosine is counted from step zero: t / T instead of (t - w) / (T - w)",
    "warmup_cosine_down_from_the_start",
)
def warmup_cosine_not_shifted(step, total, warmup, lr_max, lr_min):
    t, T, w = step, total, warmup
    if t <= w:
        rate = lr_max * t / w
    elif t < T:
        rate = lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * t / T)) / 2
    else:
        rate = lr_min
    return rate


@slip(
    "warmup_cosine",
    "the height of the cosine is lr_max, lr_min is not subtracted",
    "warmup_cosine_height_of_lr_max",
)
def warmup_cosine_height(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    if step >= total:
        return lr_min
    return lr_min + lr_max * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2


@slip(
    "warmup_cosine", "shifted by the warm-up, but divided by the total", "warmup_cosine_spread_over_all_steps"
)
def warmup_cosine_divided_by_total(step, total, warmup, lr_max, lr_min):
    if step >= total:
        return lr_min
    if warmup > 0 and step <= warmup:
        return lr_max * (step / warmup)
    angle = math.pi * (step - warmup) / total
    return lr_min + (lr_max - lr_min) * 0.5 * (1 + math.cos(angle))


@slip(
    "warmup_cosine",
    "without warm-up the first step is given lr_max: the cosine begins at step 1",
    "warmup_cosine_always_one_step_of_warmup",
)
def warmup_cosine_no_warmup_starts_at_one(step, total, warmup, lr_max, lr_min):
    if step >= total:
        return lr_min
    if warmup == 0:
        p = (step - 1) / (total - 1)
    elif step <= warmup:
        return lr_max * step / warmup
    else:
        p = (step - warmup) / (total - warmup)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * p)) / 2


@slip(
    "shrinking_triangles",
    "steps counted from zero: the first step is one above lr_min",
    "shrinking_triangles_steps_from_zero",
)
def shrinking_triangles_from_zero(step, period, lr_min, lr_max, shrink):
    cycle, pos = divmod(step, period)
    half = period / 2
    tri = pos / half if pos <= half else (period - pos) / half
    return lr_min + (lr_max - lr_min) * shrink**cycle * tri


@slip(
    "shrinking_triangles", "the whole rate shrinks, lr_min with it", "shrinking_triangles_everything_shrinks"
)
def shrinking_triangles_whole_rate(step, period, lr_min, lr_max, shrink):
    cycle = (step - 1) // period
    pos = (step - 1) % period
    tri = 1 - abs(2 * pos / period - 1)
    return (lr_min + (lr_max - lr_min) * tri) * shrink**cycle


@slip(
    "shrinking_triangles",
    "the top shrinks as a rate, not as a height above lr_min",
    "shrinking_triangles_the_top_shrinks",
)
def shrinking_triangles_top_shrinks(step, period, lr_min, lr_max, shrink):
    k = (step - 1) // period
    t = (step - 1) - k * period
    half = period // 2
    top = lr_max * shrink**k
    if t <= half:
        return lr_min + (top - lr_min) * t / half
    return top - (top - lr_min) * (t - half) / half


@slip(
    "shrinking_triangles",
    "number of the cycle from step // period: the last step of a cycle counts with the next",
    "shrinking_triangles_cycle_from_zero",
)
def shrinking_triangles_cycle_early(step, period, lr_min, lr_max, shrink):
    height = (lr_max - lr_min) * shrink ** (step // period)
    pos = (step - 1) % period
    half = period / 2
    return lr_min + height * min(pos, period - pos) / half


@slip(
    "shrinking_triangles",
    "the height shrinks gradually, within the cycle too",
    "shrinking_triangles_shrinks_smoothly",
)
def shrinking_triangles_gradual(step, period, lr_min, lr_max, shrink):
    t = step - 1
    height = (lr_max - lr_min) * shrink ** (t / period)
    x = (t % period) / period
    return lr_min + height * (2 * x if x < 0.5 else 2 - 2 * x)


@slip(
    "shrinking_triangles",
    "the first cycle is shrunk already",
    "shrinking_triangles_shrinks_in_the_first_cycle",
)
def shrinking_triangles_first_shrunk(step, period, lr_min, lr_max, shrink):
    cycle = math.floor((step - 1) / period) + 1
    pos = (step - 1) % period
    tri = 1 - np.abs(pos - period / 2) / (period / 2)
    return float(lr_min + (lr_max - lr_min) * shrink**cycle * tri)


@slip(
    "shrinking_triangles",
    "period taken for the way up alone: a cycle is twice as long",
    "shrinking_triangles_half_a_cycle",
)
def shrinking_triangles_period_is_half(step, period, lr_min, lr_max, shrink):
    cycle = (step - 1) // (2 * period)
    x = abs((step - 1) / period - 2 * cycle - 1)
    return lr_min + (lr_max - lr_min) * max(0.0, 1 - x) * shrink**cycle


@slip(
    "root_schedule",
    "only the warm-up mended: the cool-down still follows the falling root, and goes below zero after T",
    "root_schedule_only_the_warm_up_mended",
)
def root_schedule_warmup_only(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    root = lr_max * math.sqrt(warmup / step)
    if step < total - cooldown:
        return root
    return root * (total - step) / cooldown


@slip(
    "root_schedule",
    "warm-up and line mended, but the rate is negative after T",
    "root_schedule_negative_after_the_end",
)
def root_schedule_negative_after_end(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    start = lr_max * math.sqrt(warmup / (total - cooldown))
    return start * (total - step) / cooldown


@slip(
    "root_schedule",
    "warm-up and end mended, but the cool-down multiplies the root at the step itself",
    "root_schedule_root_goes_on",
)
def root_schedule_cooldown_bent(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    root = lr_max * math.sqrt(warmup / step)
    if step < total - cooldown:
        return root
    if step >= total:
        return 0.0
    return root * (total - step) / cooldown


@slip(
    "root_schedule",
    "cool-down and end mended, but the warm-up still starts at zero",
    "root_schedule_first_step_zero",
)
def root_schedule_warmup_left(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / warmup
    if step >= total:
        return 0.0
    root = lr_max * math.sqrt(warmup / min(step, total - cooldown))
    if step < total - cooldown:
        return root
    return root * (total - step) / cooldown


@slip(
    "root_schedule",
    "the cool-down starts from lr_max instead of from where the root has arrived",
    "root_schedule_cools_from_lr_max",
)
def root_schedule_cooldown_from_top(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    if step < total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return max(0.0, lr_max * (total - step) / cooldown)


@slip(
    "root_schedule",
    "warm-up mended in a wrong way: (t - 1) / (w - 1), which still has the first step at zero",
    "root_schedule_zero_to_top",
)
def root_schedule_warmup_minus_one(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / (warmup - 1)
    if step >= total:
        return 0.0
    begin = total - cooldown
    if step <= begin:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begin) * (total - step) / cooldown


@slip(
    "root_schedule",
    "the line starts from the root at the total, not from that at T - k",
    "root_schedule_root_to_the_end",
)
def root_schedule_root_at_total(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    if step < total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    left = max(0, total - step)
    return lr_max * math.sqrt(warmup / total) * left / cooldown


@slip("lr_range_test", "k / steps in the exponent: lr_max is never reached", "lr_range_test_never_at_the_top")
def lr_range_test_exponent(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    loss, grad = loss_and_grad(theta)
    best = loss
    rates, losses = [], []
    for k in range(steps):
        rate = lr_min * (lr_max / lr_min) ** (k / steps)
        theta = theta - rate * grad
        loss, grad = loss_and_grad(theta)
        rates.append(rate)
        losses.append(loss)
        if loss > factor * best:
            break
        best = min(best, loss)
    return np.array(rates), np.array(losses)


@slip(
    "lr_range_test",
    "the loss written down for a rate is the one before its step",
    "lr_range_test_loss_before_the_step",
)
def lr_range_test_loss_before(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    best = np.inf
    rates, losses = [], []
    for rate in np.geomspace(lr_min, lr_max, steps):
        loss, grad = loss_and_grad(theta)
        rates.append(rate)
        losses.append(loss)
        if loss > factor * best:
            break
        best = min(best, loss)
        theta = theta - rate * grad
    return np.array(rates), np.array(losses)


@slip("lr_range_test", "the smallest loss so far leaves out the start", "lr_range_test_start_not_counted")
def lr_range_test_start_left_out(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    smallest = float("inf")
    rates, losses = [], []
    for k in range(steps):
        rate = lr_min * (lr_max / lr_min) ** (k / (steps - 1))
        theta = theta - rate * loss_and_grad(theta)[1]
        loss = loss_and_grad(theta)[0]
        rates.append(rate)
        losses.append(loss)
        smallest = min(smallest, loss)
        if loss > factor * smallest:
            break
    return np.array(rates), np.array(losses)


@slip(
    "lr_range_test",
    "the step that ends the test is not among the results",
    "lr_range_test_exploding_step_left_out",
)
def lr_range_test_last_not_recorded(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    all_rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    loss, grad = loss_and_grad(theta)
    best = loss
    losses = []
    for rate in all_rates:
        theta = theta - rate * grad
        loss, grad = loss_and_grad(theta)
        if loss > factor * best:
            break
        losses.append(loss)
        best = min(best, loss)
    return all_rates[: len(losses)], np.array(losses)


@slip(
    "lr_range_test",
    "compared with the loss before, not with the smallest so far",
    "lr_range_test_against_the_last",
)
def lr_range_test_previous_loss(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    last, grad = loss_and_grad(theta)
    rates, losses = [], []
    for k in range(steps):
        rate = lr_min * (lr_max / lr_min) ** (k / (steps - 1))
        theta = theta - rate * grad
        loss, grad = loss_and_grad(theta)
        rates.append(rate)
        losses.append(loss)
        if loss > factor * last:
            break
        last = loss
    return np.array(rates), np.array(losses)


@slip("lr_range_test", "theta -= changes the parameters that were handed in", "lr_range_test_theta_changed")
def lr_range_test_in_place(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    loss, grad = loss_and_grad(theta)
    seen = [loss]
    rates = []
    for k in range(steps):
        rate = lr_min * (lr_max / lr_min) ** (k / (steps - 1))
        theta -= rate * grad
        loss, grad = loss_and_grad(theta)
        rates.append(rate)
        stop = loss > factor * min(seen)
        seen.append(loss)
        if stop:
            break
    return np.array(rates), np.array(seen[1:])


@slip(
    "lr_range_test",
    "after an early end all rates come back, more than there are losses",
    "lr_range_test_all_rates",
)
def lr_range_test_all_rates(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = np.geomspace(lr_min, lr_max, steps)
    best, grad = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * grad
        loss, grad = loss_and_grad(theta)
        losses.append(loss)
        if loss > factor * best:
            break
        best = min(best, loss)
    return rates, np.array(losses)
