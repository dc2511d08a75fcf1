"""A second bank: what thirty-eight students might hand in, written from the exercises' statements alone.

Its author had not seen the first bank, and the first bank was not changed for it. Each entry names the hints
by which a student would learn of the mistake; none, if the first bank has no such mistake.
"""

import numpy as np

from gdcourse.checking.bank import slip


@slip("classify_critical_point", "the determinant decides, as in two dimensions")
def kind_by_determinant(H, tol):
    det, trace = np.linalg.det(H), np.trace(H)
    if det < -tol:
        return "saddle"
    if abs(det) <= tol:
        return "undecided"
    return "minimum" if trace > 0 else "maximum"


@slip(
    "classify_critical_point",
    "a zero eigenvalue leaves everything open, also beside both signs",
    "zero_first",
)
def kind_zero_first(H, tol):
    values = np.linalg.eigvalsh(H)
    if np.any(np.abs(values) <= tol):
        return "undecided"
    if values[0] > 0:
        return "minimum"
    return "maximum" if values[-1] < 0 else "saddle"


@slip("classify_critical_point", "minimum and maximum exchanged", "minimum_and_maximum_exchanged")
def kind_exchanged(H, tol):
    values = np.linalg.eigvalsh(H)
    if values[0] < -tol and values[-1] > tol:
        return "saddle"
    if values[0] > tol:
        return "maximum"
    return "minimum" if values[-1] < -tol else "undecided"


@slip("classify_critical_point", "the tolerance is not looked at: compared with zero", "tol_unused")
def kind_without_tol(H, tol):
    values = np.linalg.eigvalsh(H)
    if values.min() > 0:
        return "minimum"
    if values.max() < 0:
        return "maximum"
    return "saddle" if values.min() < 0 < values.max() else "undecided"


@slip(
    "classify_critical_point",
    "zero eigenvalues pass for positive ones: a valley is a minimum",
    "no_negative_is_minimum",
)
def kind_valley_is_minimum(H, tol):
    values = np.linalg.eigvalsh(H)
    if values[0] >= -tol:
        return "minimum"
    if values[-1] <= tol:
        return "maximum"
    return "saddle"


@slip("classify_critical_point", "the entries of the diagonal for the eigenvalues", "by_the_diagonal")
def kind_of_diagonal(H, tol):
    values = np.diag(H)
    if (values > tol).all():
        return "minimum"
    if (values < -tol).all():
        return "maximum"
    if (values > tol).any() and (values < -tol).any():
        return "saddle"
    return "undecided"


@slip("saddle_free_step", "uphill: the minus is missing", "uphill_everywhere")
def sfree_uphill(g, H, floor):
    w, U = np.linalg.eigh(H)
    return U @ (U.T @ g / np.maximum(np.abs(w), floor))


@slip("saddle_free_step", "no absolute value: negative eigenvalues are raised to the floor", "clipped_below")
def sfree_no_size(g, H, floor):
    w, U = np.linalg.eigh(H)
    return -U @ (U.T @ g / np.maximum(w, floor))


@slip("saddle_free_step", "the floor is added, not a lower limit", "floor_added")
def sfree_added(g, H, floor):
    w, U = np.linalg.eigh(H)
    return -U @ (U.T @ g / (np.abs(w) + floor))


@slip("saddle_free_step", "the rows of U are taken for the eigenvectors", "rows_for_columns")
def sfree_rows(g, H, floor):
    w, U = np.linalg.eigh(H)
    step = np.zeros_like(g)
    for i in range(len(g)):
        step -= (U[i] @ g) / max(abs(w[i]), floor) * U[i]
    return step


@slip("saddle_free_step", "the floor is not used", "no_floor")
def sfree_no_floor(g, H, floor):
    w, U = np.linalg.eigh(H)
    w = np.where(w == 0, 1e-12, w)
    return -U @ (U.T @ g / np.abs(w))


@slip("saddle_free_step", "the parts along the eigenvectors are not turned back", "not_turned_back")
def sfree_not_back(g, H, floor):
    w, U = np.linalg.eigh(H)
    return -(U.T @ g) / np.maximum(np.abs(w), floor)


@slip("perturbed_gd", "the gradient is not taken anew after the kick", "stale_gradient")
def pgd_stale(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks, last = theta.copy(), [], None
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (last is None or t - last >= wait):
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            kicks.append(t)
            last = t
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "the kick is not brought to the length radius", "kick_not_normalised")
def pgd_any_length(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks = theta.copy(), []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or kicks[-1] <= t - wait):
            theta = theta + radius * rng.standard_normal(theta.size)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "one step too long between kicks: > for >=", "waits_one_more")
def pgd_waits_longer(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks = theta.copy(), []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] > wait):
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "wait is not looked at: a kick in every step with a small gradient", "wait_unused")
def pgd_never_waits(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks = theta.copy(), []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small:
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "steps counted from zero in the list of kicks", "counted_from_zero")
def pgd_from_zero(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks = theta.copy(), []
    for t in range(steps):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "no kick before `wait` steps have passed since the start", "first_kick_waits")
def pgd_waits_first(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks, last = theta.copy(), [], 0
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and t - last >= wait:
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
            last = t
        theta = theta - lr * g
    return theta, kicks


@slip("perturbed_gd", "a kick takes the place of the step", "kick_instead_of_step")
def pgd_kick_for_step(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks = theta.copy(), []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(theta.size)
            theta = theta + radius * xi / np.linalg.norm(xi)
            kicks.append(t)
        else:
            theta = theta - lr * g
    return theta, kicks


@slip("layer_grad_norms", "the slope is taken at the outputs of phi, not at the sums", "slope_of_the_output")
def lgn_slope_of_outputs(weights, X, Y, phi, slope):
    h = [X]
    for i, W in enumerate(weights):
        z = h[-1] @ W.T
        h.append(phi(z) if i < len(weights) - 1 else z)
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.append(np.sqrt((D**2).sum(1).mean()))
        grads.append(np.linalg.norm(D.T @ h[layer] / len(X)))
        if layer:
            D = (D @ weights[layer]) * slope(h[layer])
    return np.array(signals[::-1]), np.array(grads[::-1])


@slip("layer_grad_norms", "last layer first: not turned round", "last_layer_first")
def lgn_last_first(weights, X, Y, phi, slope):
    h, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]) if i < len(weights) - 1 else zs[-1])
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.append(np.sqrt((D**2).sum(1).mean()))
        grads.append(np.linalg.norm(D.T @ h[layer] / len(X)))
        if layer:
            D = (D @ weights[layer]) * slope(zs[layer - 1])
    return np.array(signals), np.array(grads)


@slip("layer_grad_norms", "the gradient of the sum: not divided by the examples", "gradient_summed")
def lgn_sum(weights, X, Y, phi, slope):
    h, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]) if i < len(weights) - 1 else zs[-1])
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.insert(0, np.sqrt((D**2).sum(1).mean()))
        grads.insert(0, np.linalg.norm(D.T @ h[layer]))
        if layer:
            D = (D @ weights[layer]) * slope(zs[layer - 1])
    return np.array(signals), np.array(grads)


@slip("layer_grad_norms", "the mean of the lengths for the root of the mean square", "mean_of_lengths")
def lgn_mean_of_lengths(weights, X, Y, phi, slope):
    h, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]) if i < len(weights) - 1 else zs[-1])
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.insert(0, np.linalg.norm(D, axis=1).mean())
        grads.insert(0, np.linalg.norm(D.T @ h[layer] / len(X)))
        if layer:
            D = (D @ weights[layer]) * slope(zs[layer - 1])
    return np.array(signals), np.array(grads)


@slip("layer_grad_norms", "phi is applied after the last layer, too")
def lgn_phi_at_the_end(weights, X, Y, phi, slope):
    h, zs = [X], []
    for W in weights:
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]))
    D, signals, grads = (h[-1] - Y) * slope(zs[-1]), [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.insert(0, np.sqrt((D**2).sum(1).mean()))
        grads.insert(0, np.linalg.norm(D.T @ h[layer] / len(X)))
        if layer:
            D = (D @ weights[layer]) * slope(zs[layer - 1])
    return np.array(signals), np.array(grads)


@slip("layer_grad_norms", "the slope is forgotten on the way back", "no_slopes")
def lgn_no_slope(weights, X, Y, phi, slope):
    h, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]) if i < len(weights) - 1 else zs[-1])
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.insert(0, np.sqrt((D**2).sum(1).mean()))
        grads.insert(0, np.linalg.norm(D.T @ h[layer] / len(X)))
        D = D @ weights[layer]
    return np.array(signals), np.array(grads)


@slip("layer_grad_norms", "the mean over all entries for the mean over the examples", "mean_over_units")
def lgn_mean_of_entries(weights, X, Y, phi, slope):
    h, zs = [X], []
    for i, W in enumerate(weights):
        zs.append(h[-1] @ W.T)
        h.append(phi(zs[-1]) if i < len(weights) - 1 else zs[-1])
    D, signals, grads = h[-1] - Y, [], []
    for layer in range(len(weights) - 1, -1, -1):
        signals.insert(0, np.sqrt((D**2).mean()))
        grads.insert(0, np.linalg.norm(D.T @ h[layer] / len(X)))
        if layer:
            D = (D @ weights[layer]) * slope(zs[layer - 1])
    return np.array(signals), np.array(grads)


@slip("rnn_grad_norms", "the Frobenius norm", "frobenius")
def rnn_frobenius(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k)) for k in range(T + 1)])


@slip("rnn_grad_norms", "a power of the norm of W, not the norm of a power", "power_of_the_norm")
def rnn_power_of_norm(W, T):
    return np.linalg.norm(W, 2) ** np.arange(T + 1)


@slip("rnn_grad_norms", "the spectral radius: the largest size of an eigenvalue", "spectral_radius")
def rnn_radius(W, T):
    return np.array([np.abs(np.linalg.eigvals(np.linalg.matrix_power(W, k))).max() for k in range(T + 1)])


@slip("rnn_grad_norms", "W to the power of each entry", "elementwise_from_zero")
def rnn_entrywise(W, T):
    return np.array([np.linalg.norm(W**k, 2) for k in range(T + 1)])


@slip("rnn_grad_norms", "starts at k = 1: the identity is left out", "from_one")
def rnn_from_one(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(1, T + 2)])


@slip("rnn_grad_norms", "one entry too few: k to T - 1", "one_short")
def rnn_too_few(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(T)])


@slip("state_grads", "W is mended, the states not", "slopes_of_the_state_before")
def sg_transposed_only(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:-1][::-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@slip("state_grads", "the states are mended, W not", "matrix_not_transposed")
def sg_states_only(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:][::-1]:
        grads.append(W @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@slip("state_grads", "both mended, and the slope of tanh applied after W", "slope_after_matrix")
def sg_slope_after(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:][::-1]:
        grads.append((W.T @ grads[-1]) * (1 - h**2))
    return np.array(grads[::-1])


@slip("state_grads", "both mended, and the slope not squared")
def sg_not_squared(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:][::-1]:
        grads.append(W.T @ (grads[-1] * (1 - h)))
    return np.array(grads[::-1])


@slip("state_grads", "both mended, and not turned round at the end", "rows_not_reversed")
def sg_backwards(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:][::-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads)


@slip("state_grads", "the list of states is not turned round", "states_not_reversed")
def sg_states_forwards(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])
