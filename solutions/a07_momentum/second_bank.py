"""A second bank: what forty students might hand in, written from the exercises' statements alone.

Its author had not seen the first bank, and the first bank was not changed for it. Each entry names the hints
by which a student would learn of the mistake; none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip(
    "momentum_update",
    "weights the new gradient by 1 minus the momentum, as in a running average",
    "exponential_average",
)
def momentum_update_running_average(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + (1 - momentum) * g
    return theta - lr * v, {"v": v}


@slip(
    "momentum_update",
    "puts the learning rate inside the velocity instead of in front of it",
    "rate_inside_the_sum",
)
def momentum_update_lr_inside(theta, g, state, t, *, lr, momentum):
    v_new = momentum * state["v"] + lr * g
    theta_new = theta - v_new
    return theta_new, {"v": v_new}


@slip("momentum_update", "adds the velocity to the parameters instead of subtracting it", "step_uphill")
def momentum_update_uphill(theta, g, state, t, *, lr, momentum):
    velocity = state["v"] * momentum + g
    return theta + lr * velocity, dict(v=velocity)


@slip(
    "momentum_update",
    "moves the parameters by the old velocity and only then computes the new one",
    "old_velocity_in_step",
)
def momentum_update_moves_first(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    theta = theta - lr * v
    v = momentum * v + g
    return theta, {"v": v}


@slip(
    "momentum_update", "gives the old state back, so that the velocity is never stored", "state_not_updated"
)
def momentum_update_state_not_stored(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    new_theta = theta - lr * v
    return new_theta, {"v": state["v"].copy()}


@slip("momentum_update", "updates the velocity array it was given in place", "velocity_in_place")
def momentum_update_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    return theta - lr * v, {"v": v}


@slip("momentum_update", "multiplies this step's gradient by the momentum too", "momentum_on_both")
def momentum_update_discounts_gradient(theta, g, state, t, *, lr, momentum):
    v = np.zeros_like(theta)
    for i in range(len(theta)):
        v[i] = momentum * (state["v"][i] + g[i])
    return theta - lr * v, {"v": v}


@slip(
    "momentum_update",
    "divides the velocity by 1 minus momentum to the t in the step, as in adam",
    "bias_corrected",
)
def momentum_update_bias_corrected(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v_hat = v / (1 - momentum**t)
    return theta - lr * v_hat, {"v": v}


@slip("nesterov_update", "steps along the new velocity alone, which is the heavy ball", "heavy_ball")
def nesterov_update_heavy_ball(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": v}


@slip("nesterov_update", "leaves this step's gradient out of the step", "no_gradient")
def nesterov_update_no_gradient(theta, g, state, t, *, lr, momentum):
    v_t = g + momentum * state["v"]
    step = momentum * v_t
    return theta - lr * step, {"v": v_t}


@slip(
    "nesterov_update",
    "adds the new velocity to the gradient without discounting it once more",
    "velocity_whole",
)
def nesterov_update_not_discounted(theta, g, state, t, *, lr, momentum):
    vel = momentum * state["v"] + g
    return theta - lr * (g + vel), {"v": vel}


@slip("nesterov_update", "discounts the gradient instead of the velocity in the step", "gradient_discounted")
def nesterov_update_roles_swapped(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    new = theta - lr * (momentum * g + v)
    return new, {"v": v}


@slip(
    "nesterov_update",
    "multiplies only the gradient by the learning rate and not the velocity",
    "rate_on_gradient_only",
)
def nesterov_update_lr_on_gradient_only(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    theta = theta - lr * g - momentum * v
    return theta, {"v": v}


@slip(
    "nesterov_update",
    "stores the look-ahead direction g + momentum * v as the velocity",
    "nesterov_step_stored",
)
def nesterov_update_stores_direction(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = g + momentum * v
    return theta - lr * v, {"v": v}


@slip("nesterov_update", "changes the parameters it was given in place", "nesterov_theta_in_place")
def nesterov_update_theta_in_place(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    theta -= lr * (g + momentum * v)
    return theta, {"v": v}


@slip(
    "nesterov_update",
    "makes the velocity a running average with weight 1 - momentum on the gradient",
    "nesterov_exponential_average",
)
def nesterov_update_running_average(theta, g, state, t, *, lr, momentum):
    avg = momentum * state["v"] + (1.0 - momentum) * g
    return theta - lr * (g + momentum * avg), {"v": avg}


@slip("best_heavy_ball", "forgets to square the learning rate", "rate_not_squared")
def best_heavy_ball_lr_not_squared(mu, L):
    kappa = L / mu
    lr = 2 / (math.sqrt(L) + math.sqrt(mu))
    momentum = ((math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)) ** 2
    return lr, momentum


@slip("best_heavy_ball", "forgets to square the momentum, which gives nesterov's", "momentum_not_squared")
def best_heavy_ball_momentum_not_squared(mu, L):
    root = math.sqrt(L / mu)
    return (2 / (math.sqrt(L) + math.sqrt(mu))) ** 2, (root - 1) / (root + 1)


@slip("best_heavy_ball", "uses kappa in the momentum without taking its square root", "kappa_without_root")
def best_heavy_ball_kappa_not_rooted(mu, L):
    kappa = L / mu
    lr = (2 / (L**0.5 + mu**0.5)) ** 2
    momentum = ((kappa - 1) / (kappa + 1)) ** 2
    return lr, momentum


@slip(
    "best_heavy_ball",
    "takes the root of the sum of the curvatures instead of the sum of the roots",
    "four_over_sum",
)
def best_heavy_ball_root_of_sum(mu, L):
    sk = math.sqrt(L / mu)
    eta = (2 / math.sqrt(L + mu)) ** 2
    beta = ((sk - 1) / (sk + 1)) ** 2
    return eta, beta


@slip("best_heavy_ball", "returns the momentum first and the learning rate second", "order_swapped")
def best_heavy_ball_wrong_order(mu, L):
    sL = math.sqrt(L)
    sm = math.sqrt(mu)
    lr = (2 / (sL + sm)) ** 2
    momentum = ((sL - sm) / (sL + sm)) ** 2
    return momentum, lr


@slip(
    "best_heavy_ball",
    "uses plain gradient descent's best rate 2 / (L + mu) as the learning rate",
    "plain_rate",
)
def best_heavy_ball_plain_rate(mu, L):
    k = math.sqrt(L / mu)
    return 2 / (L + mu), ((k - 1) / (k + 1)) ** 2


@slip("best_heavy_ball", "squares only the numerator of the momentum", "square_on_the_numerator")
def best_heavy_ball_top_squared_only(mu, L):
    kappa = L / mu
    lr = (2 / (math.sqrt(L) + math.sqrt(mu))) ** 2
    momentum = (math.sqrt(kappa) - 1) ** 2 / (math.sqrt(kappa) + 1)
    return lr, momentum


@slip(
    "best_heavy_ball",
    "squares only the denominator of the learning rate, so that the 2 stays a 2",
    "two_not_squared",
)
def best_heavy_ball_bottom_squared_only(mu, L):
    rk = np.sqrt(L / mu)
    lr = 2 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    momentum = ((rk - 1) / (rk + 1)) ** 2
    return float(lr), float(momentum)


@slip("two_speed_update", "goes along the sum of the two velocities and not along their mean", "not_halved")
def two_speed_update_sum_not_mean(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * fast + (1 - momentum_slow) * slow
    return theta - lr * step, {"fast": fast, "slow": slow}


@slip(
    "two_speed_update", "multiplies each velocity by 1 minus the momentum of the other one", "factors_swapped"
)
def two_speed_update_factors_swapped(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    f = momentum_fast * state["fast"] + g
    s = momentum_slow * state["slow"] + g
    theta = theta - lr * ((1 - momentum_slow) * f + (1 - momentum_fast) * s) / 2
    return theta, {"fast": f, "slow": s}


@slip(
    "two_speed_update",
    "takes the mean of the two bare sums, not multiplied by 1 minus their momenta",
    "not_scaled",
)
def two_speed_update_bare_sums(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    return theta - lr * (fast + slow) / 2, {"fast": fast, "slow": slow}


@slip(
    "two_speed_update",
    "stores the velocities after multiplying them by 1 minus their momenta",
    "scaled_and_stored",
)
def two_speed_update_stores_scaled(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    fast = (1 - momentum_fast) * fast
    slow = (1 - momentum_slow) * slow
    return theta - lr * (fast + slow) / 2, {"fast": fast, "slow": slow}


@slip(
    "two_speed_update",
    "multiplies only the new gradient by 1 - momentum and so keeps running averages",
    "averages_stored",
)
def two_speed_update_running_averages(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    new = {}
    for name, m in [("fast", momentum_fast), ("slow", momentum_slow)]:
        new[name] = m * state[name] + (1 - m) * g
    theta = theta - lr * (new["fast"] + new["slow"]) / 2
    return theta, new


@slip(
    "two_speed_update",
    "feeds the slow velocity with the fast velocity instead of the gradient",
    "slow_from_fast",
)
def two_speed_update_slow_from_fast(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + fast
    mean = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * mean, {"fast": fast, "slow": slow}


@slip(
    "two_speed_update",
    "leaves out a pair of brackets, so that only the slow velocity is halved",
    "half_of_one",
)
def two_speed_update_only_slow_halved(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    theta = theta - lr * ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow / 2)
    return theta, {"fast": fast, "slow": slow}


@slip(
    "two_speed_update",
    "copies the dict but not its arrays, and then updates the given arrays in place",
    "state_in_place",
)
def two_speed_update_shallow_copy(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    state = dict(state)
    state["fast"] *= momentum_fast
    state["fast"] += g
    state["slow"] *= momentum_slow
    state["slow"] += g
    step = ((1 - momentum_fast) * state["fast"] + (1 - momentum_slow) * state["slow"]) / 2
    return theta - lr * step, state


@slip(
    "restart_update", "left in that the velocity array it was given is changed in place", "right_but_in_place"
)
def restart_update_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v[g * v < 0] = 0.0
    v *= momentum
    v += g
    return theta - lr * v, {"v": v}


@slip(
    "restart_update",
    "left in that all coordinates let go as soon as one of them rolls uphill",
    "all_to_gradient",
)
def restart_update_any_drops_all(theta, g, state, t, *, lr, momentum):
    kept = state["v"].copy()
    if np.any(g * kept < 0):
        kept = np.zeros_like(kept)
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@slip(
    "restart_update",
    "left in that the gradient is compared with the new velocity and not the old",
    "new_sign_to_gradient",
)
def restart_update_tests_new_velocity(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = np.where(g * v < 0, g, v)
    return theta - lr * v, {"v": v}


@slip(
    "restart_update",
    "left in that the velocity is zeroed after the gradient was added to it",
    "old_sign_to_zero",
)
def restart_update_gradient_dropped_too(theta, g, state, t, *, lr, momentum):
    old = state["v"]
    v = momentum * old + g
    v[g * old < 0] = 0
    return theta - lr * v, {"v": v}


@slip(
    "restart_update",
    "also lets go where the gradient is zero, by asking for a product of at most zero",
    "drops_at_zero",
)
def restart_update_drops_at_zero(theta, g, state, t, *, lr, momentum):
    v = np.empty_like(theta)
    for i in range(len(theta)):
        if g[i] * state["v"][i] <= 0:
            v[i] = g[i]
        else:
            v[i] = momentum * state["v"][i] + g[i]
    return theta - lr * v, {"v": v}


@slip("restart_update", "lets go where gradient and velocity have the same sign", "condition_reversed")
def restart_update_sign_turned(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] > 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@slip(
    "restart_update",
    "decides for all coordinates at once, by the sign of the inner product g @ v",
    "whole_vector",
)
def restart_update_inner_product(theta, g, state, t, *, lr, momentum):
    v_old = state["v"]
    if np.dot(g, v_old) < 0:
        v_old = 0 * v_old
    v_new = momentum * v_old + g
    return theta - lr * v_new, {"v": v_new}


@slip(
    "restart_update",
    "restarts only the step and stores the heavy ball's velocity that never let go",
    "stored_not_dropped",
)
def restart_update_stores_unrestarted(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    direction = np.where(g * state["v"] < 0, g, v)
    return theta - lr * direction, {"v": v}
