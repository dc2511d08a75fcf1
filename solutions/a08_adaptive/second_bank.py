"""A second bank: what seventy-eight students might hand in, written from the exercise's statement alone.

Its authors had not seen the first bank, and the first bank was not changed for it. Each entry names the hints
by which a student would learn of the mistake; none, if the first bank has no such mistake.
"""

import math

import numpy as np
import torch

from gdcourse.checking.bank import slip


@slip("adagrad_update", "eps is added inside the square root instead of outside", "adagrad_eps_inside_root")
def adagrad_eps_under_root(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    theta = theta - lr * g / np.sqrt(s + eps)
    return theta, {"s": s}


@slip(
    "adagrad_update",
    "the sum s is updated with += and so the caller's array is changed",
    "adagrad_state_in_place",
    "was changed in place",
)
def adagrad_plus_equals(theta, g, state, t, *, lr, eps):
    s = state["s"]
    s += g**2
    new_theta = theta - lr * g / (np.sqrt(s) + eps)
    return new_theta, {"s": s}


@slip(
    "adagrad_update",
    "the brackets around the denominator are missing, so eps is subtracted from theta",
    "adagrad_brackets",
)
def adagrad_no_brackets(theta, g, state, t, *, lr, eps):
    s_new = state["s"] + g * g
    return theta - (lr * g / np.sqrt(s_new) + eps), {"s": s_new}


@slip("adagrad_update", "the step divides by the old sum, without this step's gradient", "adagrad_old_sum")
def adagrad_old_sum(theta, g, state, t, *, lr, eps):
    new_state = {"s": state["s"] + np.square(g)}
    step = lr * g / (np.sqrt(state["s"]) + eps)
    return theta - step, new_state


@slip(
    "adagrad_update",
    "the new sum is used but the old state is returned, so nothing is remembered",
    "adagrad_forgets",
    'g has no influence on state["s"]',
)
def adagrad_forgets_to_store(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, state


@slip("adagrad_update", "the square root is left out", "adagrad_no_root")
def adagrad_no_root(theta, g, state, t, *, lr, eps):
    acc = state["s"] + g**2
    adapted_lr = lr / (acc + eps)
    return theta - adapted_lr * g, {"s": acc}


@slip(
    "adagrad_update",
    "the squared norm of the whole gradient is added to every coordinate's sum",
    "adagrad_one_sum_for_all",
    "One coordinate of g changes",
)
def adagrad_norm_of_gradient(theta, g, state, t, *, lr, eps):
    s = state["s"] + np.dot(g, g)
    eta = lr / (np.sqrt(s) + eps)
    return theta - eta * g, {"s": s}


@slip(
    "adagrad_update",
    "two mistakes: theta is changed in place with -=, and eps is added inside the root",
    "adagrad_eps_inside_root",
    "theta itself was changed",
)
def adagrad_theta_in_place_and_eps_under_root(theta, g, state, t, *, lr, eps):
    s = state["s"].copy()
    s = s + g**2
    theta -= lr / np.sqrt(s + eps) * g
    return theta, dict(s=s)


# ---------------------------------------------------------------- rmsprop_update


@slip("rmsprop_update", "eps is added inside the square root instead of outside", "rmsprop_eps_inside_root")
def rmsprop_eps_under_root(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / np.sqrt(v + eps), {"v": v}


@slip("rmsprop_update", "alpha and 1 - alpha are swapped in the running mean", "rmsprop_weights_swapped")
def rmsprop_weights_swapped(theta, g, state, t, *, lr, alpha, eps):
    v_old = state["v"]
    v_new = (1 - alpha) * v_old + alpha * g**2
    theta_new = theta - lr * g / (np.sqrt(v_new) + eps)
    return theta_new, {"v": v_new}


@slip(
    "rmsprop_update",
    "the running mean is updated in place, which changes the array in the given state",
    "rmsprop_state_in_place",
    "was changed in place",
)
def rmsprop_mean_in_place(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"]
    v *= alpha
    v += (1 - alpha) * g * g
    theta = theta - lr * g / (np.sqrt(v) + eps)
    state = {"v": v}
    return theta, state


@slip("rmsprop_update", "the mean is corrected for its start at zero as in Adam", "rmsprop_bias_corrected")
def rmsprop_bias_corrected(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * np.square(g)
    v_hat = v / (1 - alpha**t)
    return theta - lr * g / (np.sqrt(v_hat) + eps), {"v": v}


@slip("rmsprop_update", "the factor 1 - alpha is missing before the squared gradient", "rmsprop_sum")
def rmsprop_decayed_sum(theta, g, state, t, *, lr, alpha, eps):
    # same as adagrad but the old sum gets multiplied by alpha
    v = alpha * state["v"] + g**2
    theta = theta - lr * g / (np.sqrt(v) + eps)
    return theta, {"v": v}


@slip(
    "rmsprop_update",
    "the step divides by the root of the old mean instead of the new one",
    "rmsprop_old_mean",
)
def rmsprop_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"]
    theta = theta - lr * g / (np.sqrt(v) + eps)
    v = alpha * v + (1 - alpha) * g**2
    return theta, {"v": v}


@slip("rmsprop_update", "1 - alpha is squared together with the gradient", "rmsprop_weight_squared")
def rmsprop_square_of_product(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + ((1 - alpha) * g) ** 2
    denom = np.sqrt(v) + eps
    return theta - lr * g / denom, {"v": v}


@slip(
    "rmsprop_update",
    "the denominator is the larger of the root and eps instead of their sum",
    "rmsprop_eps_as_floor",
)
def rmsprop_eps_as_floor(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    rms = np.sqrt(v)
    # eps is only there so that we never divide by zero
    safe = np.maximum(rms, eps)
    return theta - lr * g / safe, {"v": v}


# ---------------------------------------------------------------- adam_update


@slip("adam_update", "the bias correction is left out", "no_bias_correction")
def adam_without_correction(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    theta = theta - lr * m / (np.sqrt(v) + eps)
    return theta, {"m": m, "v": v}


@slip("adam_update", "eps is added inside the square root instead of outside", "eps_inside_root")
def adam_eps_under_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / np.sqrt(v_hat + eps), {"m": m, "v": v}


@slip(
    "adam_update",
    "the corrected means are stored in the state instead of the uncorrected ones",
    "corrected_moments_stored",
)
def adam_stores_the_hats(theta, g, state, t, *, lr, beta1, beta2, eps):
    m, v = state["m"], state["v"]
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    theta = theta - lr * m / (np.sqrt(v) + eps)
    return theta, {"m": m, "v": v}


@slip(
    "adam_update",
    "the new means are written into the state dict that was given",
    "state_dict_in_place",
    "got new entries",
)
def adam_writes_into_state(theta, g, state, t, *, lr, beta1, beta2, eps):
    state["m"] = beta1 * state["m"] + (1 - beta1) * g
    state["v"] = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = state["m"] / (1 - beta1**t)
    v_hat = state["v"] / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, state


@slip("adam_update", "the corrections divide by 1 - beta without the power t", "correction_without_t")
def adam_correction_without_power(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g * g
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    new_theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new_theta, {"m": m, "v": v}


@slip(
    "adam_update",
    "the state's arrays are changed in place because only the dict is copied",
    "state_arrays_in_place",
    "was changed in place",
)
def adam_shallow_copy(theta, g, state, t, *, lr, beta1, beta2, eps):
    new = dict(state)  # copy so we don't touch the old one
    new["m"] *= beta1
    new["m"] += (1 - beta1) * g
    new["v"] *= beta2
    new["v"] += (1 - beta2) * g**2
    mhat = new["m"] / (1 - beta1**t)
    vhat = new["v"] / (1 - beta2**t)
    return theta - lr * mhat / (np.sqrt(vhat) + eps), new


@slip("adam_update", "the second mean is corrected with beta1 instead of beta2", "v_corrected_by_beta1")
def adam_beta1_in_both_corrections(theta, g, state, t, *, lr, beta1, beta2, eps):
    m_new = beta1 * state["m"] + (1 - beta1) * g
    v_new = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta1**t)
    theta_new = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta_new, {"m": m_new, "v": v_new}


@slip("adam_update", "the corrections use the power t + 1, as if steps were counted from zero", "t_plus_one")
def adam_counts_from_zero(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step_no = t + 1
    mh = m / (1 - math.pow(beta1, step_no))
    vh = v / (1 - math.pow(beta2, step_no))
    return theta - lr * mh / (np.sqrt(vh) + eps), {"m": m, "v": v}


@slip(
    "adam_update",
    "the corrections are folded into the learning rate, so eps is added to the root of the uncorrected v",
    "eps_before_correction",
)
def adam_folded_step_size(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1.0 - beta1) * g
    v = beta2 * state["v"] + (1.0 - beta2) * g**2
    lr_t = lr * math.sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    return theta - lr_t * m / (np.sqrt(v) + eps), {"m": m, "v": v}


@slip(
    "adam_update",
    "the brackets around the denominator are missing, so eps is added to the quotient",
    "eps_outside_fraction",
)
def adam_no_brackets(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * (m_hat / np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v}


@slip("adam_update", "the gradient is not squared in the second mean", "v_of_plain_gradients")
def adam_second_mean_not_squared(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v}


@slip(
    "adam_update",
    "two mistakes: only the first mean is corrected, and theta is changed in place",
    "only_m_corrected",
    "theta itself was changed",
)
def adam_v_uncorrected_and_theta_in_place(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = state["m"] * beta1 + g * (1 - beta1)
    v = state["v"] * beta2 + g**2 * (1 - beta2)
    m_hat = m / (1 - beta1**t)
    theta -= lr * m_hat / (np.sqrt(v) + eps)
    return theta, {"m": m, "v": v}


# ---------------------------------------------------------------- adamw_update


@slip("adamw_update", "the decay is added to the gradient as an L2 penalty", "decay_in_gradient")
def adamw_l2_penalty(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    g = g + weight_decay * theta
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@slip(
    "adamw_update",
    "the pull is taken from the parameters after Adam's step instead of before",
    "decay_after_step",
)
def adamw_pull_after_step(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    theta = theta - lr * weight_decay * theta
    return theta, {"m": m, "v": v}


@slip("adamw_update", "the pull is not multiplied by the learning rate", "decay_without_lr")
def adamw_pull_without_lr(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    adam_step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - adam_step - weight_decay * theta, {"m": m, "v": v}


@slip(
    "adamw_update",
    "theta is shrunk in place, which changes the array that was given",
    "adamw_theta_in_place",
    "theta itself was changed",
)
def adamw_shrinks_in_place(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    theta *= 1 - lr * weight_decay
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v}


@slip(
    "adamw_update",
    "the pull has the wrong sign and pushes the parameters away from zero",
    "decay_pushes_away",
)
def adamw_sign_lost_in_brackets(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    direction = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    theta = theta - lr * (direction - weight_decay * theta)
    return theta, {"m": m, "v": v}


@slip(
    "adamw_update",
    "the pull is added to m_hat and so divided by the root of v_hat too",
    "decay_divided_by_root",
)
def adamw_pull_in_numerator(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.square(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    numerator = m_hat + weight_decay * theta
    return theta - lr * numerator / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@slip(
    "adamw_update",
    "the pull subtracts the squared parameters, the penalty itself, rather than the parameters",
)
def adamw_pull_is_the_penalty(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m_t = beta1 * state["m"] + (1 - beta1) * g
    v_t = beta2 * state["v"] + (1 - beta2) * g**2
    mhat = m_t / (1 - beta1**t)
    vhat = v_t / (1 - beta2**t)
    pull = lr * weight_decay * theta**2
    return theta - lr * mhat / (np.sqrt(vhat) + eps) - pull, {"m": m_t, "v": v_t}


@slip(
    "adamw_update",
    "two mistakes: the bias correction is left out, and the pull is taken after the step",
    "no_bias_correction",
    "decay_after_step",
)
def adamw_uncorrected_and_pull_after(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    new = theta - lr * m / (np.sqrt(v) + eps)
    new = new * (1 - lr * weight_decay)
    return new, {"m": m, "v": v}


# ---------------------------------------------------------------- amsgrad_update


@slip(
    "amsgrad_update",
    "the largest is taken of the corrected v instead of the uncorrected one",
    "largest_of_corrected",
)
def amsgrad_largest_of_v_hat(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    v_max = np.maximum(state["v_max"], v_hat)
    theta = theta - lr * m_hat / (np.sqrt(v_max) + eps)
    return theta, {"m": m, "v": v, "v_max": v_max}


@slip("amsgrad_update", "the largest v is divided by without bias correction", "largest_uncorrected")
def amsgrad_v_max_uncorrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_max) + eps), {"m": m, "v": v, "v_max": v_max}


@slip(
    "amsgrad_update",
    "the largest v is stored but the step still divides by the current v",
    "largest_not_used",
)
def amsgrad_steps_with_v(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    vmax = np.maximum(state["v_max"], v)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v, "v_max": vmax}


@slip(
    "amsgrad_update",
    "one largest value over all coordinates is used for every coordinate",
    "largest_over_coordinates",
    "One coordinate of g changes",
)
def amsgrad_one_maximum_for_all(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = max(np.max(state["v_max"]), np.max(v)) * np.ones_like(v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@slip(
    "amsgrad_update",
    "the running mean v is overwritten by the largest v and goes on from there",
    "largest_stored_as_v",
)
def amsgrad_v_replaced_by_largest(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v, "v_max": v}


@slip(
    "amsgrad_update",
    "the larger entries are written into the v_max array that was given",
    "largest_written_into",
    "was changed in place",
)
def amsgrad_mask_into_given_array(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = state["v_max"]
    for i in range(len(v)):
        if v[i] > v_max[i]:
            v_max[i] = v[i]
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v, "v_max": v_max}


@slip("amsgrad_update", "the largest is taken with the old v instead of the new one", "largest_one_step_late")
def amsgrad_largest_of_old_v(theta, g, state, t, *, lr, beta1, beta2, eps):
    m, v, v_max = state["m"], state["v"], state["v_max"]
    v_max = np.maximum(v_max, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, {"m": m, "v": v, "v_max": v_max}


@slip(
    "amsgrad_update",
    "two mistakes: neither mean is bias corrected, and eps is added inside the root",
    "amsgrad_no_bias_correction",
    "amsgrad_eps_inside",
)
def amsgrad_paper_form_eps_under_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g * g
    v_hat = np.maximum(state["v_max"], v)
    return theta - lr * m / np.sqrt(v_hat + eps), {"m": m, "v": v, "v_max": v_hat}


# ---------------------------------------------------------------- MyAdamW


@slip(
    "MyAdamW",
    "one step counter for the whole optimizer also counts the steps that a parameter sat out",
    "OneStepCount",
)
class OneCounterForAll(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if len(state) == 0:
                    state["m"] = torch.zeros_like(p)
                    state["v"] = torch.zeros_like(p)
                state["m"] = beta1 * state["m"] + (1 - beta1) * p.grad
                state["v"] = beta2 * state["v"] + (1 - beta2) * p.grad**2
                m_hat = state["m"] / (1 - beta1**self.t)
                v_hat = state["v"] / (1 - beta2**self.t)
                p.sub_(
                    group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])
                    + group["lr"] * group["weight_decay"] * p
                )


@slip(
    "MyAdamW",
    "the hyperparameters are kept on self from the constructor, so groups and schedules are ignored",
    "SettingsOnSelf",
)
class HyperparametersOnSelf(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, defaults)
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay

    def step(self):
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    s = self.state[p]
                    if not s:
                        s["t"] = 0
                        s["m"] = torch.zeros_like(p)
                        s["v"] = torch.zeros_like(p)
                    s["t"] += 1
                    s["m"].mul_(self.beta1).add_(p.grad, alpha=1 - self.beta1)
                    s["v"].mul_(self.beta2).addcmul_(p.grad, p.grad, value=1 - self.beta2)
                    m_hat = s["m"] / (1 - self.beta1 ** s["t"])
                    v_hat = s["v"] / (1 - self.beta2 ** s["t"])
                    p.mul_(1 - self.lr * self.weight_decay)
                    p.sub_(self.lr * m_hat / (v_hat.sqrt() + self.eps))


@slip(
    "MyAdamW",
    "the parameters are changed in place without torch.no_grad, which PyTorch refuses",
    "StillRecording",
    "leaf Variable",
)
class GradientsStillRecorded(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def step(self):
        for group in self.param_groups:
            lr, eps, wd = group["lr"], group["eps"], group["weight_decay"]
            b1, b2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                st = self.state[p]
                if "m" not in st:
                    st["m"], st["v"], st["t"] = torch.zeros_like(p), torch.zeros_like(p), 0
                st["t"] += 1
                st["m"] = b1 * st["m"] + (1 - b1) * p.grad
                st["v"] = b2 * st["v"] + (1 - b2) * p.grad**2
                m_hat = st["m"] / (1 - b1 ** st["t"])
                v_hat = st["v"] / (1 - b2 ** st["t"])
                p -= lr * m_hat / (torch.sqrt(v_hat) + eps) + lr * wd * p


@slip("brake_update", "no correction for the start at zero", "brake_uncorrected")
def brake_uncorrected(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    theta = theta - lr * g / (np.sqrt(np.maximum(fast, slow)) + eps)
    return theta, {"fast": fast, "slow": slow}


@slip("brake_update", "eps inside the root", "brake_eps_inside")
def brake_eps_inside(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    g2 = np.square(g)
    fast_t = alpha_fast * state["fast"] + (1 - alpha_fast) * g2
    slow_t = alpha_slow * state["slow"] + (1 - alpha_slow) * g2
    fast_hat = fast_t / (1 - alpha_fast**t)
    slow_hat = slow_t / (1 - alpha_slow**t)
    denom = np.sqrt(np.maximum(fast_hat, slow_hat) + eps)
    theta_t = theta - lr * g / denom
    return theta_t, {"fast": fast_t, "slow": slow_t}


@slip("brake_update", "stores the corrected means", "brake_corrected_stored")
def brake_stores_hats(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g * g
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g * g
    fast = fast / (1 - alpha_fast**t)
    slow = slow / (1 - alpha_slow**t)
    biggest = np.maximum(fast, slow)
    new_theta = theta - lr * g / (np.sqrt(biggest) + eps)
    return new_theta, {"fast": fast, "slow": slow}


@slip("brake_update", "the smaller of the two means in place of the larger", "brake_minimum")
def brake_minimum(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    new_state = {}
    new_state["fast"] = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    new_state["slow"] = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    f_hat = new_state["fast"] / (1 - alpha_fast**t)
    s_hat = new_state["slow"] / (1 - alpha_slow**t)
    v = np.where(f_hat < s_hat, f_hat, s_hat)
    return theta - lr * g / (np.sqrt(v) + eps), new_state


@slip(
    "brake_update",
    "takes the larger of the uncorrected means, then corrects that one, as in AMSGrad",
    "brake_corrected_after",
    "brake_chosen_by_raw",
)
def brake_max_then_correct(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    v_max = np.maximum(fast, slow)
    v_hat = v_max / (1 - alpha_slow**t)
    theta = theta - lr * g / (np.sqrt(v_hat) + eps)
    return theta, {"fast": fast, "slow": slow}


@slip(
    "brake_update",
    "copied line: the slow mean goes on from state['fast']",
    "brake_slow_from_old_fast",
    "brake_slow_from_fast",
    'state["slow"] depends on state["fast"]',
)
def brake_slow_from_fast(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    sq = g**2

    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * sq
    fast_hat = fast / (1 - alpha_fast**t)

    slow = alpha_slow * state["fast"] + (1 - alpha_slow) * sq
    slow_hat = slow / (1 - alpha_slow**t)

    step = lr * g / (np.sqrt(np.maximum(fast_hat, slow_hat)) + eps)
    return theta - step, dict(fast=fast, slow=slow)


@slip("brake_update", "copied line: corrects the slow mean with alpha_fast", "brake_corrected_by_fast")
def brake_wrong_alpha_in_hat(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = state["fast"] * alpha_fast + g**2 * (1 - alpha_fast)
    slow = state["slow"] * alpha_slow + g**2 * (1 - alpha_slow)
    fast_hat = fast / (1 - math.pow(alpha_fast, t))
    slow_hat = slow / (1 - math.pow(alpha_fast, t))
    root = np.sqrt(np.maximum(fast_hat, slow_hat))
    theta_new = theta - lr * g / (root + eps)
    return theta_new, {"fast": fast, "slow": slow}


@slip("brake_update", "corrects by 1 - alpha, without the power t", "brake_correction_without_power")
def brake_no_power(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    f, s = state["fast"], state["slow"]
    f = alpha_fast * f + (1 - alpha_fast) * np.square(g)
    s = alpha_slow * s + (1 - alpha_slow) * np.square(g)
    fhat, shat = f / (1 - alpha_fast), s / (1 - alpha_slow)
    m = np.maximum(fhat, shat)
    return theta - (lr / (np.sqrt(m) + eps)) * g, {"fast": f, "slow": s}


@slip(
    "brake_update",
    "the weights alpha and 1 - alpha are exchanged in both means",
    "brake_both_weights_exchanged",
    "brake_fast_weights_exchanged",
)
def brake_weights_exchanged(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    grad_sq = g**2
    fast = (1 - alpha_fast) * state["fast"] + alpha_fast * grad_sq
    slow = (1 - alpha_slow) * state["slow"] + alpha_slow * grad_sq
    fast_hat = fast / (1 - alpha_fast**t)
    slow_hat = slow / (1 - alpha_slow**t)
    larger = np.maximum(fast_hat, slow_hat)
    theta = theta - lr * g / (np.sqrt(larger) + eps)
    return theta, {"fast": fast, "slow": slow}


@slip("brake_update", "writes the new means into the dict that it was given", "got new entries")
def brake_writes_into_state(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    state["fast"] = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    state["slow"] = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    fast_hat = state["fast"] / (1 - alpha_fast**t)
    slow_hat = state["slow"] / (1 - alpha_slow**t)
    theta = theta - lr * g / (np.sqrt(np.maximum(fast_hat, slow_hat)) + eps)
    return theta, state


@slip("brake_update", "changes theta in place", "theta itself was changed")
def brake_theta_in_place(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * (g**2)
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * (g**2)
    fast_hat = fast / (1 - alpha_fast**t)
    slow_hat = slow / (1 - alpha_slow**t)
    max_hat = np.maximum(fast_hat, slow_hat)
    theta -= lr * g / (np.sqrt(max_hat) + eps)
    return theta, {"fast": fast, "slow": slow}


@slip(
    "brake_update",
    "one maximum over all coordinates (np.max of the pair) in place of one in each",
    "brake_one_maximum",
)
def brake_one_max_for_all(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    corrected = [fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t)]
    denominator = np.sqrt(np.max(corrected)) + eps
    theta_new = theta - lr * g / denominator
    state_new = {"fast": fast, "slow": slow}
    return theta_new, state_new


@slip(
    "centred_update",
    "only the change in place mended: the spread still takes the mean before this step",
    "mean_still_behind",
)
def centred_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    spread = np.sqrt(v - state["mean"] ** 2)
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip(
    "centred_update",
    "only the order mended: the mean in the state is still changed in place",
    "still_in_place",
)
def centred_still_in_place(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = state["mean"]
    mean *= alpha
    mean += (1 - alpha) * g
    spread = np.sqrt(v - mean**2)
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip(
    "centred_update",
    "copies the dict and not its arrays: the mean is still changed in place",
    "still_in_place",
)
def centred_shallow_copy(theta, g, state, t, *, lr, alpha, eps):
    new_state = state.copy()
    new_state["v"] = alpha * state["v"] + (1 - alpha) * np.square(g)
    new_state["mean"] *= alpha
    new_state["mean"] += (1 - alpha) * g
    var = new_state["v"] - np.square(new_state["mean"])
    new_theta = theta - lr * g / (np.sqrt(var) + eps)
    return new_theta, new_state


@slip("centred_update", "mended, but eps has gone inside the root", "centred_eps_inside")
def centred_eps_inside(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    spread = np.sqrt(v - mean**2 + eps)
    return theta - lr * g / spread, {"v": v, "mean": mean}


@slip(
    "centred_update",
    "mended, but both means are corrected for their start at zero, as in Adam",
    "centred_corrected",
    "corrected_v_only",
)
def centred_bias_corrected(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    correction = 1 - alpha**t
    v_hat = v / correction
    mean_hat = mean / correction
    spread = np.sqrt(np.maximum(v_hat - mean_hat**2, 0))
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip("centred_update", "the new mean is used but the old one is stored", "old_mean_returned")
def centred_returns_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v_t = alpha * state["v"] + (1 - alpha) * g**2
    mean_t = alpha * state["mean"] + (1 - alpha) * g
    spread = np.sqrt(v_t - mean_t**2)
    theta_t = theta - lr * g / (spread + eps)
    return theta_t, {"v": v_t, "mean": state["mean"].copy()}


@slip(
    "centred_update",
    "mended, but steps along the mean in place of the gradient, as in Adam",
    "steps_along_mean",
)
def centred_steps_along_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"].copy() + (1 - alpha) * g
    spread = np.sqrt(v - mean**2)
    return theta - lr * mean / (spread + eps), {"v": v, "mean": mean}


@slip(
    "centred_update",
    "guards the root against negatives, yet the spread still takes the mean before this step",
    "mean_still_behind",
)
def centred_guarded_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    diff = v - state["mean"] ** 2
    diff = np.maximum(diff, 0.0)
    spread = np.sqrt(diff)
    mean = state["mean"].copy()
    mean *= alpha
    mean += (1 - alpha) * g
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip("centred_update", "mended, but the root was lost in the rewriting", "variance_for_deviation")
def centred_no_root(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    spread = v - mean**2
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip(
    "centred_update", "reuses v for the difference, so the variance is stored in place of v", "spread_stored"
)
def centred_stores_variance(theta, g, state, t, *, lr, alpha, eps):
    mean = alpha * state["mean"] + (1 - alpha) * g
    v = alpha * state["v"] + (1 - alpha) * g**2
    v = np.maximum(v - mean**2, 0)
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v, "mean": mean}


@slip(
    "centred_update", "mended, but writes the new arrays into the dict that it was given", "got new entries"
)
def centred_writes_into_state(theta, g, state, t, *, lr, alpha, eps):
    state["v"] = alpha * state["v"] + (1 - alpha) * g**2
    state["mean"] = alpha * state["mean"] + (1 - alpha) * g
    spread = np.sqrt(state["v"] - state["mean"] ** 2)
    theta = theta - lr * g / (spread + eps)
    return theta, state


@slip(
    "centred_update",
    "v becomes a running mean of the squared distance to the mean, with nothing subtracted",
    "deviation_from_gradient",
)
def centred_deviation_form(theta, g, state, t, *, lr, alpha, eps):
    mean = alpha * state["mean"] + (1 - alpha) * g
    dev = g - mean
    v = alpha * state["v"] + (1 - alpha) * dev**2
    spread = np.sqrt(v)
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@slip("MyAdamW", "the decay is added to the gradient as an L2 penalty", "CoupledDecay")
class PenaltyInTheGradient(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad + group["weight_decay"] * p
                state = self.state[p]
                if not state:
                    state.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                state["t"] += 1
                state["m"] = b1 * state["m"] + (1 - b1) * g
                state["v"] = b2 * state["v"] + (1 - b2) * g * g
                m_hat = state["m"] / (1 - b1 ** state["t"])
                v_hat = state["v"] / (1 - b2 ** state["t"])
                p -= group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])


@slip(
    "MyAdamW",
    "the first parameter without a gradient ends the loop, so the ones after it are not updated",
    "BreaksAtNone",
    "ReturnsAtNone",
)
class BreaksAtMissingGradient(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    break
                self.update_one(p, group)

    def update_one(self, p, group):
        beta1, beta2 = group["betas"]
        state = self.state[p]
        if len(state) == 0:
            state["step"] = 0
            state["m"] = torch.zeros_like(p)
            state["v"] = torch.zeros_like(p)
        state["step"] += 1
        t = state["step"]
        state["m"] = beta1 * state["m"] + (1 - beta1) * p.grad
        state["v"] = beta2 * state["v"] + (1 - beta2) * p.grad.pow(2)
        p.mul_(1 - group["lr"] * group["weight_decay"])
        denom = torch.sqrt(state["v"] / (1 - beta2**t)) + group["eps"]
        p.sub_(group["lr"] * (state["m"] / (1 - beta1**t)) / denom)


@slip(
    "MyAdamW",
    "a missing gradient is treated as zero, so the parameter still decays and counts the step",
    "NoneAsZero",
)
class MissingGradientIsZero(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for p in group["params"]:
                g = p.grad if p.grad is not None else torch.zeros_like(p)
                st = self.state[p]
                t = st["t"] = st.get("t", 0) + 1
                st["m"] = b1 * st.get("m", 0) + (1 - b1) * g
                st["v"] = b2 * st.get("v", 0) + (1 - b2) * g**2
                adam = (st["m"] / (1 - b1**t)) / ((st["v"] / (1 - b2**t)).sqrt() + group["eps"])
                p -= lr * adam + lr * group["weight_decay"] * p


@slip(
    "MyAdamW",
    "the state is read with get and never stored, so every step starts from zero again",
    "AlwaysFresh",
)
class StateNeverStored(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state.get(p, {"t": 0, "m": torch.zeros_like(p), "v": torch.zeros_like(p)})
                t = state["t"] + 1
                m = beta1 * state["m"] + (1 - beta1) * p.grad
                v = beta2 * state["v"] + (1 - beta2) * p.grad**2
                state["t"], state["m"], state["v"] = t, m, v
                m_hat = m / (1 - beta1**t)
                v_hat = v / (1 - beta2**t)
                p -= (
                    group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])
                    + group["lr"] * group["weight_decay"] * p
                )


@slip(
    "MyAdamW",
    "the step counter goes up once for every parameter instead of once for every step",
    "CountedPerTensor",
    "CountedPerTensorOfAGroup",
)
class CountsParameters(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.state["step"] = 0

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr = group["lr"]
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is not None:
                    self.state["step"] += 1
                    t = self.state["step"]
                    if p not in self.state:
                        self.state[p] = {"m": torch.zeros_like(p), "v": torch.zeros_like(p)}
                    m, v = self.state[p]["m"], self.state[p]["v"]
                    m.copy_(beta1 * m + (1 - beta1) * p.grad)
                    v.copy_(beta2 * v + (1 - beta2) * p.grad**2)
                    m_hat = m / (1 - beta1**t)
                    v_hat = v / (1 - beta2**t)
                    p.copy_(
                        p - lr * m_hat / (torch.sqrt(v_hat) + group["eps"]) - lr * group["weight_decay"] * p
                    )


@slip(
    "MyAdamW",
    "the result is assigned to the loop variable, so the network's parameters never change",
    "NewTensors",
)
class RebindsTheLoopVariable(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def step(self):
        with torch.no_grad():
            for group in self.param_groups:
                b1, b2 = group["betas"]
                lr = group["lr"]
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    st = self.state[p]
                    if len(st) == 0:
                        st["t"] = 0
                        st["m"] = torch.zeros_like(p)
                        st["v"] = torch.zeros_like(p)
                    st["t"] += 1
                    st["m"] = b1 * st["m"] + (1 - b1) * p.grad
                    st["v"] = b2 * st["v"] + (1 - b2) * p.grad**2
                    m_hat = st["m"] / (1 - b1 ** st["t"])
                    v_hat = st["v"] / (1 - b2 ** st["t"])
                    p = p - lr * m_hat / (v_hat.sqrt() + group["eps"]) - lr * group["weight_decay"] * p


@slip(
    "MyAdamW",
    "two mistakes: only the first group is updated, and eps is added inside the root",
    "FirstGroupOnly",
    "eps_inside_root",
)
class FirstGroupOnlyEpsUnderRoot(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        beta1, beta2 = group["betas"]
        for p in group["params"]:
            if p.grad is None:
                continue
            state = self.state[p]
            if len(state) == 0:
                state["t"], state["m"], state["v"] = 0, torch.zeros_like(p), torch.zeros_like(p)
            state["t"] += 1
            state["m"] = beta1 * state["m"] + (1 - beta1) * p.grad
            state["v"] = beta2 * state["v"] + (1 - beta2) * p.grad * p.grad
            m_hat = state["m"] / (1 - beta1 ** state["t"])
            v_hat = state["v"] / (1 - beta2 ** state["t"])
            decay = group["lr"] * group["weight_decay"] * p
            p.sub_(group["lr"] * m_hat / torch.sqrt(v_hat + group["eps"]) + decay)
