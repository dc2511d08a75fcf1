"""A second bank: what fifty-five students might hand in, written from the exercises' statements alone.

Its authors had not seen the first bank. 49 of the 56 got the right hint at first; the first bank was then
widened by what it had not known. Each entry names the hints by which a student would learn of the mistake;
none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip(
    "golden_section",
    "comparison the wrong way round: keeps the end beyond the worse point",
    "golden_section_for_a_maximum",
)
def golden_section_keeps_worse(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc > fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@slip(
    "golden_section",
    "both values are worked out anew in every round: two calls instead of one",
    "golden_section_two_a_round",
)
def golden_section_two_calls(f, a, b, tol):
    r = (np.sqrt(5) - 1) / 2
    c = b - r * (b - a)
    d = a + r * (b - a)
    while b - a > tol:
        if f(c) < f(d):
            b = d
        else:
            a = c
        c = b - r * (b - a)
        d = a + r * (b - a)
    return float((a + b) / 2)


@slip(
    "golden_section",
    "returns the better one of the two inner points, not the middle",
    "golden_section_best_point",
)
def golden_section_returns_best_point(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c = b - r * (b - a)
    d = a + r * (b - a)
    fc = f(c)
    fd = f(d)
    while b - a > tol:
        if fc < fd:
            b = d
            d, fd = c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a = c
            c, fc = d, fd
            d = a + r * (b - a)
            fd = f(d)
    return c if fc < fd else d


@slip("golden_section", "stops when half the interval is within tol", "golden_section_half_the_length")
def golden_section_half_length(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while (b - a) / 2 > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@slip(
    "golden_section",
    "the point is handed on, its value is not: a stale value is compared",
    "golden_section_stale_value",
)
def golden_section_stale_value(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c = b - r * (b - a)
    d = a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b = d
            d = c
            c = b - r * (b - a)
            fc = f(c)
        else:
            a = c
            c = d
            d = a + r * (b - a)
            fd = f(d)
    return 0.5 * (a + b)


@slip(
    "golden_section",
    "where the interval is short enough already, f is not called at all",
    "golden_section_early_return",
)
def golden_section_early_return(f, a, b, tol):
    if b - a <= tol:
        return (a + b) / 2
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@slip("golden_section", "r rounded to three digits", "golden_section_rounded")
def golden_section_rounded_ratio(f, a, b, tol):
    r = 0.618
    c = b - r * (b - a)
    d = a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@slip("backtracking", "takes any decrease: the term with the slope is forgotten", "backtracking_any_decrease")
def backtracking_any_decrease(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    g(x)
    alpha = alpha0
    while f(x + alpha * d) > fx:
        alpha *= rho
    return alpha


@slip(
    "backtracking",
    "alpha missing in the condition: f(x) + c g(x)^T d",
    "backtracking_product_of_lengths",
    "backtracking_without_alpha_hundred",
)
def backtracking_alpha_missing(f, g, x, d, alpha0, c, rho):
    bound = f(x) + c * np.dot(g(x), d)
    alpha = alpha0
    for _ in range(100):
        if f(x + alpha * d) <= bound:
            break
        alpha = rho * alpha
    return float(alpha)


@slip("backtracking", "sign: allows f to rise, f(x) - c alpha g(x)^T d", "backtracking_line_rises")
def backtracking_sign(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), float(g(x) @ d)
    alpha = alpha0
    while f(x + alpha * d) > fx - c * alpha * slope:
        alpha *= rho
    return alpha


@slip("backtracking", "f and g at x are worked out again for every trial", "backtracking_all_again")
def backtracking_calls_again(f, g, x, d, alpha0, c, rho):
    alpha = alpha0
    while f(x + alpha * d) > f(x) + c * alpha * g(x) @ d:
        alpha *= rho
    return alpha


@slip(
    "backtracking",
    "minus the squared length of the gradient used as slope, as if d were -g",
    "backtracking_assumes_minus_g",
)
def backtracking_slope_of_steepest(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    gx = g(x)
    alpha = alpha0
    while alpha > 1e-12 and f(x + alpha * d) > fx - c * alpha * np.sum(gx**2):
        alpha = alpha * rho
    return alpha


@slip("backtracking", "strictly below is asked for, equality is turned down", "backtracking_strict")
def backtracking_strict(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    slope = sum(gi * di for gi, di in zip(g(x), d))
    alpha = alpha0
    while not f(x + alpha * d) < fx + c * alpha * slope:
        alpha *= rho
    return alpha


@slip("backtracking", "gives up after ten trials and returns what it has", "backtracking_gives_up")
def backtracking_ten_trials(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(10):
        if f(x + alpha * d) <= fx + c * alpha * slope:
            return alpha
        alpha *= rho
    return alpha


@slip(
    "newton_step",
    "damping is added to every entry of H, not to the diagonal alone",
    "newton_step_damping_everywhere",
)
def newton_step_all_entries(g, H, x, damping):
    return x - np.linalg.solve(H + damping, g)


@slip("newton_step", "sign: steps up instead of down", "newton_step_uphill")
def newton_step_plus(g, H, x, damping):
    n = len(x)
    return x + np.linalg.solve(H + damping * np.eye(n), g)


@slip("newton_step", "damping is added to the Hessian that was handed in", "was changed")
def newton_step_changes_hessian(g, H, x, damping):
    for i in range(len(x)):
        H[i, i] += damping
    return x - np.linalg.inv(H) @ g


@slip("newton_step", "only the diagonal of H is used", "newton_step_diagonal")
def newton_step_diagonal_only(g, H, x, damping):
    return np.array([x[i] - g[i] / (H[i, i] + damping) for i in range(len(x))])


@slip(
    "newton_step",
    "damping scales the diagonal of H (Levenberg-Marquardt) instead of the identity",
    "newton_step_marquardt",
)
def newton_step_scaled_diagonal(g, H, x, damping):
    damped = H + damping * np.diag(np.diag(H))
    return x - np.linalg.solve(damped, g)


@slip("newton_step", "x -= ... changes the point that was handed in", "was changed")
def newton_step_changes_x(g, H, x, damping):
    x -= np.linalg.solve(H + damping * np.identity(x.size), g)
    return x


@slip(
    "newton_step",
    "damping taken as something that shortens Newton's step: the step divided by 1 + damping",
    "newton_step_stretched",
)
def newton_step_shortened(g, H, x, damping):
    step = np.linalg.solve(H, g)
    return x - step / (1 + damping)


@slip("projected_gd", "the start is projected too", "projected_gd_start_projected")
def projected_gd_projects_start(grad, project, x0, lr, steps):
    x = project(x0)
    points = [x]
    for _ in range(steps):
        x = project(x - lr * grad(x))
        points.append(x)
    return np.array(points)


@slip(
    "projected_gd",
    "the points before their projection are written down",
    "projected_gd_projects_first",
    "projected_gd_recorded_too_early",
)
def projected_gd_records_unprojected(grad, project, x0, lr, steps):
    points = np.zeros((steps + 1, len(x0)))
    points[0] = x0
    x = x0
    for t in range(1, steps + 1):
        y = x - lr * grad(x)
        points[t] = y
        x = project(y)
    return points


@slip("projected_gd", "x -= changes x0 (and with it the first point)", "was changed")
def projected_gd_in_place(grad, project, x0, lr, steps):
    x = x0
    points = [x0]
    for _ in range(steps):
        x -= lr * grad(x)
        x = project(x)
        points.append(x)
    return np.array(points)


@slip("projected_gd", "the walk goes on from the point before its projection", "projected_gd_record_only")
def projected_gd_goes_on_unprojected(grad, project, x0, lr, steps):
    points = [np.array(x0, dtype=float)]
    x = x0.copy()
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(project(x))
    return np.stack(points)


@slip("projected_gd", "the step is projected instead of the point", "projected_gd_projects_step")
def projected_gd_projects_step(grad, project, x0, lr, steps):
    points = [x0.copy()]
    for _ in range(steps):
        x = points[-1]
        points.append(x - project(lr * grad(x)))
    return np.array(points)


@slip("projected_gd", "the start is not among the points: one row too few", "projected_gd_without_start")
def projected_gd_without_start(grad, project, x0, lr, steps):
    x = x0
    points = np.empty((steps, x0.size))
    for t in range(steps):
        x = project(x - lr * grad(x))
        points[t] = x
    return points


@slip(
    "projected_gd", "projects once, at the end of the walk, not after every step", "projected_gd_at_the_end"
)
def projected_gd_projects_at_end(grad, project, x0, lr, steps):
    xs = [x0.copy()]
    for _ in range(steps):
        xs.append(xs[-1] - lr * grad(xs[-1]))
    if steps > 0:
        xs[-1] = project(xs[-1])
    return np.array(xs)


@slip(
    "one_plus_one_es", "the parent's value is worked out again in every round", "one_plus_one_es_two_a_round"
)
def one_plus_one_es_f_again(f, x0, sigma, rng, iters):
    x = x0.copy()
    n = len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        s = 1 if f(y) <= f(x) else 0
        if s == 1:
            x = y
        sigma = sigma * math.exp((s - 1 / 5) / math.sqrt(n + 1))
    return x, sigma


@slip(
    "one_plus_one_es", "a child that is as good as its parent does not replace it", "one_plus_one_es_strict"
)
def one_plus_one_es_strict(f, x0, sigma, rng, iters):
    x, fx = np.array(x0, dtype=float), f(x0)
    n = x.size
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = 0
        if fy < fx:
            x, fx, s = y, fy, 1
        sigma *= np.exp((s - 0.2) / np.sqrt(n + 1))
    return x, float(sigma)


@slip("one_plus_one_es", "square root of n instead of n + 1", "one_plus_one_es_root_of_n")
def one_plus_one_es_sqrt_n(f, x0, sigma, rng, iters):
    x = x0.copy()
    fx = f(x)
    n = len(x)
    for _ in range(iters):
        z = rng.standard_normal(n)
        y = x + sigma * z
        fy = f(y)
        success = fy <= fx
        if success:
            x, fx = y, fy
        sigma = sigma * math.exp((success - 0.2) / math.sqrt(n))
    return x, sigma


@slip("one_plus_one_es", "sigma is changed only after a success", "one_plus_one_es_only_on_success")
def one_plus_one_es_sigma_on_success(f, x0, sigma, rng, iters):
    x = np.copy(x0)
    fx = f(x)
    n = x.shape[0]
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        if fy <= fx:
            x = y
            fx = fy
            sigma = sigma * math.exp((1 - 1 / 5) / math.sqrt(n + 1))
    return x, sigma


@slip(
    "one_plus_one_es",
    "every child is compared with the value at x0, the parent's value is not brought up to date",
    "one_plus_one_es_first_value",
)
def one_plus_one_es_stale_value(f, x0, sigma, rng, iters):
    x = x0.copy()
    fx = f(x)
    n = len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        if f(y) <= fx:
            x = y
            s = 1
        else:
            s = 0
        sigma *= math.exp((s - 1 / 5) / math.sqrt(n + 1))
    return x, sigma


@slip("one_plus_one_es", "one random number for all coordinates", "one_plus_one_es_one_number")
def one_plus_one_es_scalar_z(f, x0, sigma, rng, iters):
    x, n = x0.copy(), len(x0)
    fx = f(x)
    for _ in range(iters):
        z = rng.standard_normal()
        y = x + sigma * z
        fy = f(y)
        s = int(fy <= fx)
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@slip("one_plus_one_es", "the child is written into x0's own memory", "was changed")
def one_plus_one_es_in_place(f, x0, sigma, rng, iters):
    x = x0
    fx = f(x)
    n = len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = 0
        if fy <= fx:
            x[:] = y
            fx = fy
            s = 1
        sigma = sigma * math.exp((s - 1 / 5) / math.sqrt(n + 1))
    return x, sigma


@slip(
    "stop_reason",
    "each reason is looked for along the whole walk, one reason after the other, instead of the first t",
    "stop_reason_one_after_the_other",
)
def stop_reason_by_reason(loss, grad_norm, rtol, patience):
    T = len(loss) - 1
    for t in range(T + 1):
        if not np.isfinite(loss[t]):
            return t, "diverged"
    for t in range(T + 1):
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
    for t in range(patience, T + 1):
        if min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return T, "budget"


@slip(
    "stop_reason",
    "one step of patience too many: t > patience, and patience + 1 losses are looked at",
    "stop_reason_too_patient",
)
def stop_reason_patience_plus_one(loss, grad_norm, rtol, patience):
    best, since = np.inf, 0
    for t in range(len(loss)):
        if not math.isfinite(loss[t]):
            return t, "diverged"
        if loss[t] < best:
            best, since = loss[t], 0
        else:
            since += 1
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if since > patience:
            return t, "stalled"
    return len(loss) - 1, "budget"


@slip("stop_reason", "a loss equal to the least one counts as a new lowest", "stop_reason_equal_is_progress")
def stop_reason_tie_is_progress(loss, grad_norm, rtol, patience):
    best = loss[0]
    waited = 0
    for t in range(len(loss)):
        if np.isnan(loss[t]) or np.isinf(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t > 0:
            if loss[t] <= best:
                best = loss[t]
                waited = 0
            else:
                waited += 1
            if waited >= patience:
                return t, "stalled"
    return len(loss) - 1, "budget"


@slip(
    "stop_reason", "gradient has to be strictly below, equality is not enough", "stop_reason_strict_gradient"
)
def stop_reason_gradient_strict(loss, grad_norm, rtol, patience):
    for t, (f, g) in enumerate(zip(loss, grad_norm)):
        if not np.isfinite(f):
            return t, "diverged"
        if g < rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and np.all(loss[t - patience + 1 : t + 1] >= loss[: t - patience + 1].min()):
            return t, "stalled"
    return len(loss) - 1, "budget"


@slip(
    "stop_reason",
    "with budget the number of entries comes back instead of the last t",
    "stop_reason_past_the_end",
)
def stop_reason_budget_length(loss, grad_norm, rtol, patience):
    limit = rtol * grad_norm[0]
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= limit:
            return t, "gradient"
        if t >= patience and loss[t - patience + 1 : t + 1].min() >= loss[: t - patience + 1].min():
            return t, "stalled"
    return len(loss), "budget"


@slip("stop_reason", "only infinity counts as diverged, nan goes by unnoticed", "stop_reason_only_inf")
def stop_reason_misses_nan(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if np.isinf(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience:
            before = min(loss[: t - patience + 1])
            if not any(value < before for value in loss[t - patience + 1 : t + 1]):
                return t, "stalled"
    return len(loss) - 1, "budget"


@slip(
    "stop_reason",
    "stalled looks at the latest loss alone instead of all of the last `patience`",
    "stop_reason_never_set_back",
    "stop_reason_only_the_newest",
)
def stop_reason_latest_only(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and loss[t] >= np.min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@slip(
    "project_shell", "each coordinate is clipped instead of the distance", "project_shell_clips_coordinates"
)
def project_shell_clips_coordinates(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r == 0:
        out = np.zeros(len(theta))
        out[0] = inner
        return out
    if inner <= r <= outer:
        return theta.copy()
    return np.sign(theta) * np.clip(np.abs(theta), inner, outer)


@slip("project_shell", "the origin stays at the origin", "project_shell_origin_stays")
def project_shell_origin_stays(theta, inner, outer):
    r = np.sqrt(np.sum(theta**2))
    if r == 0:
        return np.zeros_like(theta)
    return theta * np.clip(r, inner, outer) / r


@slip("project_shell", "theta *= ... changes the point that was handed in", "was changed")
def project_shell_in_place(theta, inner, outer):
    r = math.sqrt(sum(t * t for t in theta))
    if r == 0:
        theta[0] = inner
        return theta
    if r > outer:
        theta *= outer / r
    elif r < inner:
        theta *= inner / r
    return theta


@slip("project_shell", "only the outer limit is kept, except at the origin", "project_shell_ball")
def project_shell_ball_only(theta, inner, outer):
    r = float(np.linalg.norm(theta))
    if r == 0.0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * min(1.0, outer / r)


@slip("project_shell", "points closer than 1e-3 are taken for the origin", "project_shell_near_is_at")
def project_shell_near_origin(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r < 1e-3:
        e = np.zeros_like(theta, dtype=float)
        e[0] = inner
        return e
    return theta / r * np.clip(r, inner, outer)


@slip(
    "project_shell",
    "the square root is forgotten: squared distance compared and divided by",
    "project_shell_squared",
)
def project_shell_squared_distance(theta, inner, outer):
    r = theta @ theta
    new = theta.astype(float)
    if r == 0:
        new[0] = inner
    elif r > outer:
        new = new * outer / r
    elif r < inner:
        new = new * inner / r
    return new


@slip(
    "anneal",
    "temperature mended, but the acceptance still compares with the lowest value met",
    "anneal_rise_from_the_best",
)
def anneal_lowest_left(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip(
    "anneal",
    "acceptance mended, but the temperature still falls in accepted rounds only",
    "anneal_cools_when_moving",
)
def anneal_cools_on_accept(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip(
    "anneal",
    "both mended, but the sign in the exponent is wrong: every rise is accepted",
    "anneal_sign_of_the_exponent",
)
def anneal_exponent_sign(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        with np.errstate(over="ignore"):
            accepted = fy <= fx or u < np.exp((fy - fx) / T)
        if accepted:
            x, fx = y, fy
        T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip(
    "anneal",
    "the temperature is lowered before the test instead of at the end of the round",
    "anneal_cools_first",
)
def anneal_cools_first(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        T = cooling * T
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp(-(fy - fx) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip(
    "anneal",
    "temperature moved to the wrong branch: it falls only when the walk stays",
    "anneal_cools_when_staying",
)
def anneal_cools_on_reject(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        else:
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip(
    "anneal",
    "both mended, but the best point is replaced by a later one of equal value as well",
    "anneal_equal_is_better",
)
def anneal_best_on_tie(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        T = cooling * T
        if fx <= lowest:
            best, lowest = x, fx
    return best, lowest, T


@slip("anneal", "both mended, but u is now drawn only when the child is worse", "anneal_u_only_when_needed")
def anneal_u_when_needed(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z = rng.standard_normal(x.size)
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or rng.random() < math.exp((fx - fy) / T):
            x, fx = y, fy
        T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T
