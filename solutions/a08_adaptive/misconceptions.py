"""Mistakes that people make in these update rules, and correct answers that look different.

Every variant is a whole answer to one exercise of a08. `tests/exercises/test_banks.py` holds the
probes to it: each mistake must lose points, each correct answer must not.
"""

import math

import numpy as np
import torch

from gdcourse.checking.bank import inherited, right, wrong

# ==== adam_update: mistakes =============================================================================


@wrong(
    "adam_update",
    hint="The state is as it should be, but the first steps are too long: with the usual betas they are "
    "about three times too long. The means start at zero; look at whether the line of the step uses "
    "them as they are. Chapter 8, Adam.",
    seen="BertAdam, the optimizer of the first public PyTorch BERT, left the correction out",
)
def no_bias_correction(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    return theta - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first steps come out far too short or too long, and the corrected means are smaller than "
    "the plain ones. A mean that is too small needs to grow: look at which way the correction goes. "
    "Chapter 8, Adam.",
    seen="likely: the factor is remembered, its direction is not",
)
def correction_multiplied(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m * (1 - beta1**t)
    v_hat = v * (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first step is right and the next ones are too long: the correction stays as strong as it "
    "was at the start. It should fade with the step's number; look at where t appears. Chapter 8, "
    "Adam.",
    seen="likely: t is an argument that nothing seems to need",
)
def correction_without_t(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Step 2 has the right length and no other step does: the exponent in the correction is the same "
    "at every step. Look at what it should count. Chapter 8, Adam.",
    seen="likely: beta squared, by analogy with g squared",
)
def correction_with_beta_squared(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**2)
    v_hat = v / (1 - beta2**2)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="At the first step the parameters become nan or infinite: the correction divides by zero there. "
    "Here steps count from 1; look at whether something is subtracted from t. Chapter 8, Adam.",
    seen="loops over range(steps) number the first step 0",
)
def t_from_zero(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t - 1))
    v_hat = v / (1 - beta2 ** (t - 1))
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Every step is a little off, most of all the first: the correction is the one that belongs to "
    "the step after. Steps already count from 1 here; look at whether something is added to t. "
    "Chapter 8, Adam.",
    seen="code written for steps that count from 0 adds one",
)
def t_plus_one(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first steps are far too long: the numerator is corrected for its start at zero and the "
    "denominator is not. Both means start there. Chapter 8, Adam.",
    seen="likely: one of two similar lines forgotten",
)
def only_m_corrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first steps are too short: the denominator is corrected for its start at zero and the "
    "numerator is not. Look at what stands above the line. Chapter 8, Adam.",
    seen="likely: one of two similar lines forgotten",
)
def only_v_corrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    return theta - lr * m / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The means are right, and the two corrections seem to have changed places: each mean needs the "
    "one made from its own beta. Chapter 8, Adam.",
    seen="likely: copy and paste between the two lines",
)
def corrections_swapped(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Both running means fade at the other's pace. beta1 belongs to the gradient, beta2 to its "
    "square. Notation, and chapter 8, Adam.",
    seen="likely: the betas come as a pair, and pairs get turned round",
)
def betas_swapped(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta2 * state["m"] + (1 - beta2) * g
    v = beta1 * state["v"] + (1 - beta1) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Where gradients are tiny the step is too short, and it differs a little everywhere: eps is "
    "taken under the root, where it weighs as its square root. Look at where the root ends. Chapter "
    "8, Adam.",
    seen="several libraries put eps under the root of RMSprop, and their readers then do so here",
)
def eps_inside_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / np.sqrt(v_hat + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="A coordinate whose gradient has always been zero becomes nan: there the step is 0 divided by "
    "0. One of the arguments is there to prevent that. Chapter 8, Adam.",
    seen="likely: with ordinary gradients nothing shows",
)
def eps_missing(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / np.sqrt(v_hat), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Ordinary gradients give the right step, tiny ones do not, least of all at the start: eps is "
    "added before the second moment is corrected, so the correction scales it too. Look at the "
    "order of the two. Chapter 8, Adam.",
    seen="the paper's own faster form does this, with another eps; TensorFlow follows it",
)
def eps_before_correction(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Even a coordinate without any gradient moves, or turns nan: eps is added to the fraction and "
    "not to its denominator. Look at the brackets. Chapter 8, Adam.",
    seen="a pair of brackets forgotten",
)
def eps_outside_fraction(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * (m_hat / np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first step is right, and from the second on the state is too large: what was stored has "
    "been corrected already, and is then averaged and corrected again. Look at which of the two "
    "goes into the dict. Chapter 8, Adam.",
    seen="code that overwrites m with its corrected value",
)
def corrected_moments_stored(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    return theta - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The parameters move by the right amount in the opposite direction: the loss would rise. Look "
    "at the sign of the step. Chapter 8, Adam.",
    seen="a sign, the oldest mistake there is",
)
def ascent(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta + lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Small gradients give huge steps: the mean is divided by a square, so its units do not cancel. "
    "The first step should have length lr whatever the gradient. Chapter 8, Adam.",
    seen="likely: the root is lost between formula and code",
)
def no_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (v_hat + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The state's v has negative entries and the parameters become nan: v averages the gradients "
    "themselves. Look at what it is the mean of. Chapter 8, Adam.",
    seen="the line of m copied and its beta changed",
)
def v_of_plain_gradients(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="m is right and v is too small: it averages the squares of m, which has been smoothed already. "
    "It is the gradient that is squared. Chapter 8, Adam.",
    seen="likely: m is the newest name at hand",
)
def v_of_squared_m(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="m is right, and v measures how far the gradient strays from m: a variance. Adam's second "
    "moment is raw, nothing is subtracted. (With the variance the rule has another name, "
    "AdaBelief.) Chapter 8, Adam.",
    seen="the second moment is often called the variance",
)
def v_centred(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * (g - m) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="v holds sizes of gradients where their squares are expected, and the step is then far too "
    "short or long: the root is taken of a mean of magnitudes. Chapter 8, Adam.",
    seen="likely: magnitude and square are both ways to lose the sign",
)
def v_of_magnitudes(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.abs(g)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="m grows to several times the size of a gradient: it is a running sum, as in Momentum. A mean "
    "also weighs the newcomer. Look at the line of m. Chapter 8, Adam.",
    seen="Momentum's line carried over from chapter 7",
)
def m_is_a_sum(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="v is many times too large, so the steps are too short: the new square enters with its full "
    "weight. Look at the line of v. Chapter 8, Adam.",
    seen="AdaGrad's sum with a fading memory",
)
def v_is_a_sum(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Both means follow the newest gradient almost alone: the weights of old and new have changed "
    "places. beta is the share of what is kept. Chapter 8, Adam.",
    seen="texts differ on which of the two is called beta",
)
def weights_swapped(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = (1 - beta1) * state["m"] + beta1 * g
    v = (1 - beta2) * state["v"] + beta2 * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The state is right and the first step too, but later steps follow each new gradient by itself: "
    "m is kept and then not used. Look at the numerator. Chapter 8, Adam.",
    seen="RMSprop's last line left in place",
)
def steps_along_gradient(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    return theta - lr * g / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first step moves nothing, and each later one lags behind: the step is taken from the old "
    "state, before this gradient has entered it. Chapter 8, Adam.",
    seen="likely: state[...] used again where the new value was meant",
)
def step_from_old_state(theta, g, state, t, *, lr, beta1, beta2, eps):
    m_hat = state["m"] / (1 - beta1**t)
    v_hat = state["v"] / (1 - beta2**t)
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="With betas of 0.9 and 0.999 all is well; with others the state is off: the usual values are "
    "written into the body. Use the arguments. Chapter 8, Adam.",
    seen="numbers copied from an example",
)
def betas_fixed(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = 0.9 * state["m"] + 0.1 * g
    v = 0.999 * state["v"] + 0.001 * g**2
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="With eps = 1e-8 all is well, with a larger one tiny gradients give steps that are too long: "
    "the usual value is written into the body. Chapter 8, Adam.",
    seen="numbers copied from an example",
)
def eps_fixed(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + 1e-8), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The steps differ from the first on, by a factor that fades: the second correction is applied "
    "after the root, without a root of its own. Correct first, then take the root. Chapter 8, Adam.",
    seen="likely: the root moved past the correction",
)
def correction_outside_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    root = np.sqrt(v) / (1 - beta2**t)
    return theta - lr * m_hat / (root + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first step is right; then the steps shrink to nothing, because the corrected values grow "
    "without bound: the power is taken of the whole difference. Look at the brackets around the "
    "exponent. Chapter 8, Adam.",
    seen="brackets one symbol too wide",
)
def power_of_difference(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1) ** t
    v_hat = v / (1 - beta2) ** t
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="After the first step the signs flip or nan appears: beta is multiplied by t where its power is "
    "meant. Chapter 8, Adam.",
    seen="a star lost from the power operator",
)
def beta_times_t(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="All coordinates share one second moment: those with tiny gradients hardly move. v is an array "
    "with an entry for each coordinate; look for a mean, sum or norm over the array. Chapter 8, "
    "Adam.",
    seen="'mean' of the squares read as a mean over coordinates",
)
def one_v_for_all(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * np.full_like(g, np.mean(g**2))
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The numbers are right, and the array of parameters that was passed in has changed with them: a "
    "driver that keeps the path would find every point of it overwritten. The notebook's first cell "
    "says what pure means; see chapter 8, Adam.",
    seen="PyTorch's own optimizers work in place, and so do most loops",
)
def theta_in_place(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    theta -= (lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)).astype(theta.dtype)
    return theta, {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The numbers are right, and the arrays in the state that was passed in have changed: two runs "
    "that start from one state would disturb each other. Look for *= and += on the state. The "
    "notebook's first cell says what pure means; see chapter 8, Adam.",
    seen="in-place operators, to save memory",
)
def state_arrays_in_place(theta, g, state, t, *, lr, beta1, beta2, eps):
    m, v = state["m"], state["v"]
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The numbers are right, and the dict that was passed in has new entries: the state before the "
    "step is lost. Return a dict of your own. The notebook's first cell says what pure means; see "
    "chapter 8, Adam.",
    seen="the natural thing to do with a dict called state",
)
def state_dict_in_place(theta, g, state, t, *, lr, beta1, beta2, eps):
    state["m"] = beta1 * state["m"] + (1 - beta1) * g
    state["v"] = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = state["m"] / (1 - beta1**t)
    v_hat = state["v"] / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), state


@wrong(
    "adam_update",
    hint="The numbers are right, and the gradient that was passed in has been squared on the way. Others "
    "may still need it. The notebook's first cell says what pure means; see chapter 8, Adam.",
    seen="g *= g, to save an array",
)
def gradient_in_place(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    g *= g
    v = beta2 * state["v"] + (1 - beta2) * g
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="One step is right; over several the state stays what it was: the new means are used and then "
    "not returned. Look at the last line. Chapter 8, Adam.",
    seen="likely: a single step looks right",
)
def state_forgotten(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), dict(state)


@wrong(
    "adam_update",
    hint="The step looks further ahead than Adam's: the momentum is applied once more to the mean, and "
    "the newest gradient added. That is Nesterov's idea, and the rule is then called NAdam. Chapter "
    "8, Adam.",
    seen="a good rule, and another exercise",
)
def nesterov_step(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    ahead = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    return theta - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The state is right and every step is too short by the factor lr: the learning rate is counted "
    "twice. Chapter 8, Adam.",
    seen="likely: lr folded into the rate and left in the last line",
)
def lr_twice(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="In float64 the results agree to seven digits and no more: somewhere the numbers pass through "
    "float32. Look for a dtype or a conversion. Chapter 8, Adam.",
    seen="tensors are float32 unless told otherwise",
)
def through_float32(theta, g, state, t, *, lr, beta1, beta2, eps):
    g = np.asarray(g, dtype=np.float32)
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="m is corrected as it should be; v is corrected with the other beta. Each mean needs the one "
    "that it was made with. Chapter 8, Adam.",
    seen="the line of m copied and one name left",
)
def v_corrected_by_beta1(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="v is corrected as it should be; m is corrected with the other beta. Each mean needs the one "
    "that it was made with. Chapter 8, Adam.",
    seen="the line of v copied and one name left",
)
def m_corrected_by_beta2(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="Large gradients give steps that are too long and tiny ones steps that are too short or too "
    "long: the denominator is kept from falling below eps, where eps is to be added. Chapter 8, "
    "Adam.",
    seen="a maximum is another way to avoid a division by zero",
)
def eps_as_floor(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / np.maximum(np.sqrt(v_hat), eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="v follows the largest magnitude of a gradient, fading: that rule is AdaMax. Adam's v is a mean "
    "of squares. Chapter 8, Adam.",
    seen="the same paper has both",
)
def largest_magnitude(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = np.maximum(beta2 * state["v"], np.abs(g))
    m_hat = m / (1 - beta1**t)
    return theta - lr * m_hat / (v + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The first step is right and the next ones are too long: the correction is made at the first "
    "step and then no more. It fades by itself. Chapter 8, Adam.",
    seen="an if for t = 1",
)
def corrected_at_first_only(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    c1, c2 = (1 - beta1, 1 - beta2) if t == 1 else (1, 1)
    m_hat, v_hat = m / c1, v / c2
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="m averages squared gradients like v, so steps lose their direction. Look at the line of m. "
    "Chapter 8, Adam.",
    seen="the line of v copied",
)
def m_of_squares(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g**2
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The state is right; the step goes along the mean as it was before this gradient. Chapter 8, Adam.",
    seen="state[...] used again where the new value was meant",
)
def old_m_in_step(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = state["m"] / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The state is right; the step is divided by the root of the mean as it was before this "
    "gradient. Chapter 8, Adam.",
    seen="state[...] used again where the new value was meant",
)
def old_v_in_step(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = state["v"] / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


@wrong(
    "adam_update",
    hint="The corrections enter by their complement: the means are multiplied or divided by beta to the "
    "power t, not by one less that. Chapter 8, Adam.",
    seen="the one of 1 - beta^t lost",
)
def correction_added(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    m_hat = m / beta1**t
    v_hat = v / beta2**t
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v}


# ==== adam_update: correct ==============================================================================


@right("adam_update", note="the corrections moved into the step size, eps scaled to match")
def corrected_step_size(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g * g
    root = math.sqrt(1 - beta2**t)
    return theta - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), {"m": m, "v": v}


@right("adam_update", note="means written as old value plus a share of the difference")
def means_by_difference(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = state["m"] + (1 - beta1) * (g - state["m"])
    v = state["v"] + (1 - beta2) * (np.square(g) - state["v"])
    step = np.divide(m, 1 - beta1**t) / np.add(np.power(v / (1 - beta2**t), 0.5), eps)
    return np.subtract(theta, lr * step), dict(m=m, v=v)


@right("adam_update", note="a loop over the coordinates, in plain Python")
def coordinate_by_coordinate(theta, g, state, t, *, lr, beta1, beta2, eps):
    new, m, v = np.empty_like(theta), np.empty_like(theta), np.empty_like(theta)
    for i in range(len(theta)):
        m[i] = beta1 * state["m"][i] + (1 - beta1) * g[i]
        v[i] = beta2 * state["v"][i] + (1 - beta2) * g[i] ** 2
        m_hat = float(m[i]) / (1 - beta1**t)
        v_hat = float(v[i]) / (1 - beta2**t)
        new[i] = theta[i] - lr * m_hat / (math.sqrt(v_hat) + eps)
    return new, {"m": m, "v": v}


@right("adam_update", note="PyTorch inside")
def with_tensors(theta, g, state, t, *, lr, beta1, beta2, eps):
    theta, g = torch.tensor(theta), torch.tensor(g)
    m = torch.tensor(state["m"]).mul(beta1).add(g, alpha=1 - beta1)
    v = torch.tensor(state["v"]).mul(beta2).addcmul(g, g, value=1 - beta2)
    new = theta - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps)
    return new.numpy(), {"m": m.numpy(), "v": v.numpy()}


@right("adam_update", note="float64 throughout, whatever comes in; copies changed in place")
def always_float64(theta, g, state, t, *, lr, beta1, beta2, eps):
    theta, g = theta.astype(np.float64), g.astype(np.float64)
    m, v = state["m"].astype(np.float64), state["v"].astype(np.float64)
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    theta -= lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, {"m": m, "v": v}


@right("adam_update", note="the corrections in float32 where the arrays are")
def scalars_like_the_arrays(theta, g, state, t, *, lr, beta1, beta2, eps):
    kind = theta.dtype.type
    b1, b2, one = kind(beta1), kind(beta2), kind(1)
    m = b1 * state["m"] + (one - b1) * g
    v = b2 * state["v"] + (one - b2) * g * g
    return theta - kind(lr) * (m / (one - b1**t)) / (np.sqrt(v / (one - b2**t)) + kind(eps)), {"m": m, "v": v}


# ==== adagrad_update: mistakes ==========================================================================


@wrong(
    "adagrad_update",
    hint="With a large eps the step is longer than it should be: eps is taken under the root. Look at "
    "where the root ends. Chapter 8, AdaGrad.",
    seen="textbooks print both places",
)
def adagrad_eps_inside_root(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / np.sqrt(s + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="A coordinate that never had a gradient becomes nan: 0 divided by 0. One of the arguments "
    "prevents that. Chapter 8, AdaGrad.",
    seen="likely: with ordinary gradients nothing shows",
)
def adagrad_eps_missing(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / np.sqrt(s), {"s": s}


@wrong(
    "adagrad_update",
    hint="The sum is right and the first step is far too long: it divides by the sum before this "
    "gradient has entered. Chapter 8, AdaGrad.",
    seen="likely: state[...] used again where the new sum was meant",
)
def adagrad_old_sum(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / (np.sqrt(state["s"]) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="Small gradients give huge steps and large ones tiny steps: the sum of squares is used without "
    "its root. Chapter 8, AdaGrad.",
    seen="likely: the root is lost between formula and code",
)
def adagrad_no_root(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / (s + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The state is a running mean where a sum is expected: it grows too slowly. Averaging is "
    "RMSprop's idea. Chapter 8, AdaGrad.",
    seen="the two rules stand side by side in every text",
)
def adagrad_mean_over_steps(theta, g, state, t, *, lr, eps):
    s = state["s"] + (g**2 - state["s"]) / t
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The state can fall, and nan may appear: it adds up gradients with their signs. Look at what is "
    "accumulated. Chapter 8, AdaGrad.",
    seen="a square forgotten",
)
def adagrad_sum_of_gradients(theta, g, state, t, *, lr, eps):
    s = state["s"] + g
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The parameters move up the slope by the right amount. Look at the sign of the step. Chapter 8, "
    "AdaGrad.",
    seen="a sign, the oldest mistake there is",
)
def adagrad_ascent(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta + lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="All coordinates share one sum, so the gentle ones hardly move. s has an entry for each "
    "coordinate; look for a sum or a norm over the array. Chapter 8, AdaGrad.",
    seen="the norm version of AdaGrad does this on purpose",
)
def adagrad_one_sum_for_all(theta, g, state, t, *, lr, eps):
    s = state["s"] + np.full_like(g, np.sum(g**2))
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The first step is right and the later ones are too long: the state that comes back is the new "
    "square alone, without the past. Chapter 8, AdaGrad.",
    seen="= written for +=",
)
def adagrad_forgets(theta, g, state, t, *, lr, eps):
    s = g**2
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The numbers are right, and the array in the state that was passed in has changed: += on an "
    "array changes the array itself. The notebook's first cell says what pure means; see chapter 8, "
    "AdaGrad.",
    seen="in-place operators, to save memory",
)
def adagrad_state_in_place(theta, g, state, t, *, lr, eps):
    s = state["s"]
    s += g**2
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="theta is right at first and the state is not: what is stored is the root of the sum, and the "
    "next square is added to that. Chapter 8, AdaGrad.",
    seen="the root taken where the sum is made",
)
def adagrad_root_stored(theta, g, state, t, *, lr, eps):
    s = np.sqrt(state["s"] + g**2)
    return theta - lr * g / (s + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="Even a coordinate without any gradient moves, or turns nan: eps is added to the fraction and "
    "not to its denominator. Look at the brackets. Chapter 8, AdaGrad.",
    seen="a pair of brackets forgotten",
)
def adagrad_eps_outside_fraction(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * (g / np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="eps is added to the parameters and not to the denominator, so 0 is divided by 0 where a "
    "gradient has always been zero. Look at the brackets. Chapter 8, AdaGrad.",
    seen="a pair of brackets forgotten",
)
def adagrad_brackets(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / np.sqrt(s) + eps, {"s": s}


@wrong(
    "adagrad_update",
    hint="The sum holds sizes of gradients where their squares are expected. Chapter 8, AdaGrad.",
    seen="magnitude and square are both ways to lose the sign",
)
def adagrad_of_magnitudes(theta, g, state, t, *, lr, eps):
    s = state["s"] + np.abs(g)
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="Large gradients give steps that are too long: the denominator is kept from falling below eps, "
    "where eps is to be added. Chapter 8, AdaGrad.",
    seen="a maximum is another way to avoid a division by zero",
)
def adagrad_eps_as_floor(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / np.maximum(np.sqrt(s), eps), {"s": s}


@wrong(
    "adagrad_update",
    hint="The state is right, and each step is as long as the first: it is divided by the newest "
    "gradient alone and not by the sum. Chapter 8, AdaGrad.",
    seen="the sum made and not used",
)
def adagrad_newest_alone(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2
    return theta - lr * g / (np.sqrt(g**2) + eps), {"s": s}


# ==== adagrad_update: correct ===========================================================================


@right("adagrad_update", note="a rate for each coordinate, worked out first")
def adagrad_rates_first(theta, g, state, t, *, lr, eps):
    s = np.add(state["s"], np.square(g))
    rates = lr / (s**0.5 + eps)
    return theta - rates * g, {"s": s}


@right("adagrad_update", note="a loop over the coordinates")
def adagrad_loop(theta, g, state, t, *, lr, eps):
    s = np.array([old + x * x for old, x in zip(state["s"], g)], dtype=theta.dtype)
    new = [p - lr * x / (math.sqrt(total) + eps) for p, x, total in zip(theta, g, s)]
    return np.array(new, dtype=theta.dtype), {"s": s}


@right("adagrad_update", note="PyTorch inside")
def adagrad_with_tensors(theta, g, state, t, *, lr, eps):
    s = torch.tensor(state["s"]).addcmul(torch.tensor(g), torch.tensor(g))
    new = torch.tensor(theta).addcdiv(torch.tensor(g), s.sqrt() + eps, value=-lr)
    return new.numpy(), {"s": s.numpy()}


# ==== rmsprop_update: mistakes ==========================================================================


@wrong(
    "rmsprop_update",
    hint="Where gradients are tiny the step is too short: eps is taken under the root. Chapter 8, RMSprop.",
    seen="TensorFlow's RMSprop has it there",
)
def rmsprop_eps_inside_root(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / np.sqrt(v + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="A coordinate that never had a gradient becomes nan: 0 divided by 0. One of the arguments "
    "prevents that. Chapter 8, RMSprop.",
    seen="likely: with ordinary gradients nothing shows",
)
def rmsprop_eps_missing(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / np.sqrt(v), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The mean follows the newest square almost alone: the weights of old and new have changed "
    "places. alpha is the share that is kept. Chapter 8, RMSprop.",
    seen="texts differ on which of the two is called alpha",
)
def rmsprop_weights_swapped(theta, g, state, t, *, lr, alpha, eps):
    v = (1 - alpha) * state["v"] + alpha * g**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The state is many times too large: the new square enters with its full weight. Look at the "
    "line of v. Chapter 8, RMSprop.",
    seen="AdaGrad's sum with a fading memory",
)
def rmsprop_sum(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + g**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The state averages the gradients with their signs, and nan appears where it is negative: what "
    "fades in RMSprop is the mean of the squares. Chapter 8, RMSprop.",
    seen="'a running mean of gradients' is how the rule is often told",
)
def rmsprop_mean_of_gradients(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The state is as it should be and the first steps are too short: they are corrected for the "
    "start at zero, as Adam does. RMSprop does not. Chapter 8, RMSprop.",
    seen="Adam is better known",
)
def rmsprop_bias_corrected(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(v / (1 - alpha**t)) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="Small gradients give huge steps: the mean square is used without its root, which is what the R "
    "in the name stands for. Chapter 8, RMSprop.",
    seen="likely: the root is lost between formula and code",
)
def rmsprop_no_root(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (v + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The first step is far too long, and each later one divides by a mean that does not know this "
    "gradient yet. Chapter 8, RMSprop.",
    seen="likely: state[...] used again where the new mean was meant",
)
def rmsprop_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(state["v"]) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The state comes out too small from the first step on, and the steps too long: the weight of "
    "the new gradient is squared along with it. Look at the brackets. Chapter 8, RMSprop.",
    seen="brackets one symbol too wide",
)
def rmsprop_weight_squared(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + ((1 - alpha) * g) ** 2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The parameters move up the slope by the right amount. Look at the sign of the step. Chapter 8, "
    "RMSprop.",
    seen="a sign, the oldest mistake there is",
)
def rmsprop_ascent(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta + lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="With alpha = 0.99 all is well and with another it is not: the usual value is written into the "
    "body. Chapter 8, RMSprop.",
    seen="numbers copied from an example",
)
def rmsprop_alpha_fixed(theta, g, state, t, *, lr, alpha, eps):
    v = 0.99 * state["v"] + 0.01 * g**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The numbers are right, and the dict that was passed in has a new entry: the state before the "
    "step is lost. Return a dict of your own. The notebook's first cell says what pure means; see "
    "chapter 8, RMSprop.",
    seen="the natural thing to do with a dict called state",
)
def rmsprop_state_in_place(theta, g, state, t, *, lr, alpha, eps):
    state["v"] = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(state["v"]) + eps), state


@wrong(
    "rmsprop_update",
    hint="Even a coordinate without any gradient moves, or turns nan: eps is added to the fraction and "
    "not to its denominator. Look at the brackets. Chapter 8, RMSprop.",
    seen="a pair of brackets forgotten",
)
def rmsprop_eps_outside_fraction(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * (g / np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="eps is added to the parameters and not to the denominator, so 0 is divided by 0 where a "
    "gradient has always been zero. Look at the brackets. Chapter 8, RMSprop.",
    seen="a pair of brackets forgotten",
)
def rmsprop_brackets(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / np.sqrt(v) + eps, {"v": v}


@wrong(
    "rmsprop_update",
    hint="Large gradients give steps that are too long: the denominator is kept from falling below eps, "
    "where eps is to be added. Chapter 8, RMSprop.",
    seen="a maximum is another way to avoid a division by zero",
)
def rmsprop_eps_as_floor(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / np.maximum(np.sqrt(v), eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="v holds sizes of gradients where their squares are expected. Chapter 8, RMSprop.",
    seen="magnitude and square are both ways to lose the sign",
)
def rmsprop_magnitudes(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * np.abs(g)
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="v never fades: old squares are added up as in AdaGrad. RMSprop's mean forgets. Chapter 8, RMSprop.",
    seen="AdaGrad's line left as it was",
)
def rmsprop_added_up(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"] + g**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The state is right, and the step is divided by the newest gradient alone and not by the mean. "
    "Chapter 8, RMSprop.",
    seen="the mean made and not used",
)
def rmsprop_newest_alone(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(g**2) + eps), {"v": v}


@wrong(
    "rmsprop_update",
    hint="The first step is right and nothing is remembered: the state comes back as it went in. Chapter "
    "8, RMSprop.",
    seen="return theta, state",
)
def rmsprop_state_returned(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": state["v"]}


@wrong(
    "rmsprop_update",
    hint="The step follows the root of the mean and not the gradient: what is divided has lost its sign. "
    "Chapter 8, RMSprop.",
    seen="numerator and denominator mixed up",
)
def rmsprop_along_root(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    return theta - lr * np.sqrt(v) / (np.abs(g) + eps), {"v": v}


# ==== rmsprop_update: correct ===========================================================================


@right("rmsprop_update", note="the mean as old value plus a share of the difference")
def rmsprop_by_difference(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"] + (1 - alpha) * (g * g - state["v"])
    return theta - lr * (g / (v**0.5 + eps)), {"v": v}


@right("rmsprop_update", note="a loop over the coordinates")
def rmsprop_loop(theta, g, state, t, *, lr, alpha, eps):
    new, v = theta.copy(), state["v"].copy()
    for i, slope in enumerate(g):
        v[i] = v[i] * alpha + slope * slope * (1 - alpha)
        new[i] -= lr * slope / (eps + math.sqrt(v[i]))
    return new, {"v": v}


@right("rmsprop_update", note="PyTorch inside")
def rmsprop_with_tensors(theta, g, state, t, *, lr, alpha, eps):
    g = torch.tensor(g)
    v = torch.lerp(torch.tensor(state["v"]), g.square(), 1 - alpha)
    return (torch.tensor(theta) - lr * g / v.sqrt().add(eps)).numpy(), {"v": v.numpy()}


# ==== adamw_update: mistakes ============================================================================


@wrong(
    "adamw_update",
    hint="Without decay all is well; with it m and v are off as well: the pull goes into the gradient, "
    "so it is divided by the root of v like the rest. That is the L2 penalty. Chapter 8, AdamW.",
    seen="weight_decay in torch.optim.Adam means exactly this",
)
def decay_in_gradient(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    g = g + weight_decay * theta
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The state is right, and the parameters shrink many times too fast: the pull is not multiplied "
    "by the learning rate. Chapter 8, AdamW.",
    seen="the paper's decay is free of the base learning rate; PyTorch's is not",
)
def decay_without_lr(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step - weight_decay * theta, {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The state is right, and the parameters move as under plain Adam: weight_decay is taken and not "
    "used. Chapter 8, AdamW.",
    seen="likely: the test run had no decay",
)
def decay_forgotten(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="Off by a little, and only with decay: the pull is taken from where Adam's step has arrived. It "
    "starts where the step began. Chapter 8, AdamW.",
    seen="decay as a second statement, after the update",
)
def decay_after_step(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    new = theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return new - lr * weight_decay * new, {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The state is right, and the parameters are pushed away from zero: look at the sign of the "
    "pull. Chapter 8, AdamW.",
    seen="a sign inside brackets after a minus",
)
def decay_pushes_away(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * (step - weight_decay * theta), {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The state is right, and parameters with large gradients shrink too slowly: the pull is divided "
    "by the root of v along with the mean. It should not meet v. Chapter 8, AdamW.",
    seen="the pull added to the corrected mean",
)
def decay_divided_by_root(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    pulled = m / (1 - beta1**t) + weight_decay * theta
    return theta - lr * pulled / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The state is right and the decay far too weak: the learning rate is counted twice in it. "
    "Chapter 8, AdamW.",
    seen="the decay written inside a bracket that lr multiplies again",
)
def decay_times_lr_twice(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * (step + lr * weight_decay * theta), {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="All parameters are pulled by the same amount, whatever their size: the pull has their sign and "
    "not their value, as an L1 penalty would. Chapter 8, AdamW.",
    seen="likely: L1 and L2 mixed up",
)
def decay_by_sign(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * (step + weight_decay * np.sign(theta)), {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The decay is twice as strong as it should be: the gradient of half the squared norm is the "
    "parameter itself. Chapter 8, AdamW.",
    seen="the penalty's derivative taken without the half",
)
def decay_doubled(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step - lr * 2 * weight_decay * theta, {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="Step 1 is right and the decay then fades away: it has been tied to the step's number or to the "
    "corrections. It is the same at every step. Chapter 8, AdamW.",
    seen="the pull inside the corrected step size",
)
def decay_fades(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * (step + weight_decay * theta / t), {"m": m, "v": v}


@wrong(
    "adamw_update",
    hint="The numbers are right, and the array of parameters that was passed in has been shrunk in "
    "place. The notebook's first cell says what pure means; see chapter 8, AdamW.",
    seen="PyTorch's implementation begins with an in-place multiplication",
)
def adamw_theta_in_place(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    theta *= 1 - lr * weight_decay
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    theta -= lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, {"m": m, "v": v}


# ==== adamw_update: correct =============================================================================


@right("adamw_update", note="the parameters shrunk first, then Adam's step")
def shrunk_first(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta * (1 - lr * weight_decay) - lr * step, {"m": m, "v": v}


@right("adamw_update", note="a loop over the coordinates")
def adamw_loop(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    rows = []
    for p, slope, m, v in zip(theta, g, state["m"], state["v"]):
        m = beta1 * m + (1 - beta1) * slope
        v = beta2 * v + (1 - beta2) * slope**2
        pull = weight_decay * p
        rows.append((p - lr * ((m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + eps) + pull), m, v))
    new, m, v = (np.array(column, dtype=theta.dtype) for column in zip(*rows))
    return new, {"m": m, "v": v}


@right("adamw_update", note="PyTorch inside, as its own AdamW is written")
def adamw_with_tensors(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
    p, g = torch.tensor(theta), torch.tensor(g)
    m = torch.tensor(state["m"]).lerp(g, 1 - beta1)
    v = torch.tensor(state["v"]).mul(beta2).addcmul(g, g, value=1 - beta2)
    denominator = v.sqrt() / math.sqrt(1 - beta2**t) + eps
    new = p.mul(1 - lr * weight_decay).addcdiv(m, denominator, value=-lr / (1 - beta1**t))
    return new.numpy(), {"m": m.numpy(), "v": v.numpy()}


# ==== amsgrad_update: mistakes ==========================================================================


@wrong(
    "amsgrad_update",
    hint="All is well while v grows; once it falls the steps grow with it: v_max is kept and not used. "
    "Look at what stands under the root. Chapter 8, where Adam fails.",
    seen="likely: Adam's last line left in place",
)
def largest_not_used(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), {
        "m": m,
        "v": v,
        "v_max": v_max,
    }


@wrong(
    "amsgrad_update",
    hint="v_max is larger than it should be, most of all at first: it is the largest of the corrected "
    "second moments. Here the largest is taken before the correction. Chapter 8, where Adam fails.",
    seen="Optax takes the maximum after the correction; PyTorch before",
)
def largest_of_corrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v / (1 - beta2**t))
    return theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v_max) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The state is right and the first steps are off: nothing is corrected for the start at zero. "
    "The paper leaves that out; PyTorch's form, asked for here, does not. Chapter 8, where Adam "
    "fails.",
    seen="the paper's own algorithm",
)
def amsgrad_no_bias_correction(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    return theta - lr * m / (np.sqrt(v_max) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v and v_max are the same array: the running mean has been replaced by the maximum, so it can "
    "never fall. They are two memories. Chapter 8, where Adam fails.",
    seen="one name for both",
)
def largest_stored_as_v(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = np.maximum(state["v"], beta2 * state["v"] + (1 - beta2) * g**2)
    step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v.copy()}


@wrong(
    "amsgrad_update",
    hint="v_max has the same value in all coordinates: a maximum over the array was taken, and not one "
    "in each coordinate over time. Chapter 8, where Adam fails.",
    seen="np.max and np.maximum are easily confused",
)
def largest_over_coordinates(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.full_like(v, max(np.max(state["v_max"]), np.max(v)))
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v_max jumps with a single gradient: it is the largest square, and not the largest of the "
    "running means. Chapter 8, where Adam fails.",
    seen="AdaMax is close to this, and is another rule",
)
def largest_square(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], g**2)
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v_max stays at zero, so the steps explode: the smaller of the two is kept. Chapter 8, where "
    "Adam fails.",
    seen="minimum typed for maximum",
)
def smallest_kept(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.minimum(state["v_max"], v)
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The step is right each time and v_max does not last: the state comes back with v in its place, "
    "so the largest is forgotten at once. Chapter 8, where Adam fails.",
    seen="likely: a single step looks right",
)
def largest_not_kept(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v}


@wrong(
    "amsgrad_update",
    hint="v_max is one step late: it is compared with the second moment as it was before this gradient. "
    "Chapter 8, where Adam fails.",
    seen="likely: state[...] used again where the new value was meant",
)
def largest_one_step_late(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], state["v"])
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v grows without falling: the maximum itself is fed into the running mean. The mean goes on "
    "from v alone. Chapter 8, where Adam fails.",
    seen="likely: the newest name is used for the next average",
)
def mean_of_largest(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v_max"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    step = (m / (1 - beta1**t)) / (np.sqrt(v_max / (1 - beta2**t)) + eps)
    return theta - lr * step, {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v_max falls, slowly: the old one is multiplied by beta2 before it is compared. It is never to "
    "fall. Chapter 8, A published result: where Adam fails.",
    seen="a running mean's habit",
)
def largest_fades(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(beta2 * state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The step is right and the largest is not remembered: the entry v_max comes back as it went in. "
    "Chapter 8, A published result: where Adam fails.",
    seen="state[...] put back",
)
def old_largest_returned(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": state["v_max"]}


@wrong(
    "amsgrad_update",
    hint="Where gradients are tiny the step is too short: eps stands under the root, where it weighs as "
    "its square root. Chapter 8, A published result: where Adam fails.",
    seen="several libraries put eps under the root",
)
def amsgrad_eps_inside(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / np.sqrt(v_hat + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="m is corrected for its start at zero and v_max is not, so the first steps are too long. "
    "Chapter 8, A published result: where Adam fails.",
    seen="the paper's form has no correction of v",
)
def largest_uncorrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v_max is corrected for its start at zero and m is not, so the first steps are too short. "
    "Chapter 8, A published result: where Adam fails.",
    seen="one of two similar lines forgotten",
)
def amsgrad_m_uncorrected(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The largest is corrected with beta1: it was made with the other beta. Chapter 8, A published "
    "result: where Adam fails.",
    seen="the line of m copied and one name left",
)
def largest_corrected_by_beta1(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The parameters move by the right amount in the opposite direction. Look at the sign of the "
    "step. Chapter 8, A published result: where Adam fails.",
    seen="a sign",
)
def amsgrad_ascent(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta + lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="Small gradients give huge steps: the mean is divided by a square, so its units do not cancel. "
    "Chapter 8, A published result: where Adam fails.",
    seen="the root lost",
)
def amsgrad_no_root(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (v_hat + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="Both running means fade at the other's pace. beta1 belongs to the gradient, beta2 to its "
    "square. Chapter 8, A published result: where Adam fails.",
    seen="pairs get turned round",
)
def amsgrad_betas_swapped(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta2 * state["m"] + (1 - beta2) * g
    v = beta1 * state["v"] + (1 - beta1) * g**2
    v_max = np.maximum(state["v_max"], v)
    m_hat = m / (1 - beta2**t)
    v_hat = v_max / (1 - beta1**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="v_max remembers the largest m or gradient and not the largest v. Chapter 8, A published "
    "result: where Adam fails.",
    seen="the newest name at hand",
)
def largest_of_gradients(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], np.abs(m))
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


@wrong(
    "amsgrad_update",
    hint="The numbers are right, and the array that was passed in as v_max has changed. Chapter 8, A "
    "published result: where Adam fails.",
    seen="np.maximum(..., out=...)",
)
def largest_written_into(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.maximum(state["v_max"], v, out=state["v_max"])
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), {"m": m, "v": v, "v_max": v_max}


# ==== amsgrad_update: correct ===========================================================================


@right("amsgrad_update", note="the maximum chosen by np.where")
def largest_by_where(theta, g, state, t, *, lr, beta1, beta2, eps):
    m = beta1 * state["m"] + (1 - beta1) * g
    v = beta2 * state["v"] + (1 - beta2) * g**2
    v_max = np.where(v > state["v_max"], v, state["v_max"])
    root = np.sqrt(v_max) / math.sqrt(1 - beta2**t)
    return theta - lr / (1 - beta1**t) * m / (root + eps), {"m": m, "v": v, "v_max": v_max}


@right("amsgrad_update", note="a loop over the coordinates")
def amsgrad_loop(theta, g, state, t, *, lr, beta1, beta2, eps):
    new = {name: np.zeros_like(theta) for name in ("theta", "m", "v", "v_max")}
    for i in range(theta.size):
        new["m"][i] = beta1 * state["m"][i] + (1 - beta1) * g[i]
        new["v"][i] = beta2 * state["v"][i] + (1 - beta2) * g[i] * g[i]
        new["v_max"][i] = max(state["v_max"][i], new["v"][i])
        v_hat = new["v_max"][i] / (1 - beta2**t)
        new["theta"][i] = theta[i] - lr * (new["m"][i] / (1 - beta1**t)) / (v_hat**0.5 + eps)
    return new.pop("theta"), new


@right("amsgrad_update", note="PyTorch inside")
def amsgrad_with_tensors(theta, g, state, t, *, lr, beta1, beta2, eps):
    old = {name: torch.tensor(value) for name, value in state.items()}
    g = torch.tensor(g)
    m = old["m"] * beta1 + g * (1 - beta1)
    v = old["v"] * beta2 + g * g * (1 - beta2)
    v_max = torch.maximum(old["v_max"], v)
    new = torch.tensor(theta) - lr * (m / (1 - beta1**t)) / ((v_max / (1 - beta2**t)).sqrt() + eps)
    return new.numpy(), {"m": m.numpy(), "v": v.numpy(), "v_max": v_max.numpy()}


# ==== brake_update: mistakes ============================================================================


@wrong(
    "brake_update",
    hint="The state is right, and the first steps are far too long: both means start at zero and are "
    "compared and used as they are. Chapter 8, RMSprop.",
    seen="likely: RMSprop has no correction, and its line is copied",
)
def brake_uncorrected(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast, slow)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The larger mean is chosen before the two are corrected, so at the start it is always the fast "
    "one that wins. Look at the order of the two operations. Chapter 8, RMSprop.",
    seen="AMSGrad's maximum is taken of uncorrected means, and this is its neighbour",
)
def brake_corrected_after(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast, slow) / (1 - alpha_slow**t)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The step is divided by the smaller of the two means: it lets go as fast as it can, and brakes "
    "slowly. Chapter 8, RMSprop.",
    seen="the two words are easily exchanged",
)
def brake_minimum(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.minimum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="All coordinates take the same step size: one maximum is taken over the whole array, where each "
    "coordinate has its own. Chapter 8, RMSprop.",
    seen="np.max for np.maximum",
)
def brake_one_maximum(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.max([fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t)])
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The two means have each other's memory: look at which alpha stands in which line. Chapter 8, "
    "RMSprop.",
    seen="likely: copy and paste",
)
def brake_alphas_swapped(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_slow * state["fast"] + (1 - alpha_slow) * g**2
    slow = alpha_fast * state["slow"] + (1 - alpha_fast) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The means are right and the corrections have changed places: each needs the one made from its "
    "own alpha. Chapter 8, RMSprop.",
    seen="likely: copy and paste between two similar lines",
)
def brake_corrections_swapped(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_slow**t), slow / (1 - alpha_fast**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="From the second step on the state is too large: what is stored has been corrected already. "
    "Chapter 8, RMSprop.",
    seen="code that overwrites a mean with its corrected value",
)
def brake_corrected_stored(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    fast, slow = fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t)
    larger = np.maximum(fast, slow)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The step is divided by the root of the sum of both means, so it is always too short: what is "
    "asked for is the larger one. Chapter 8, RMSprop.",
    seen="likely: two memories, added",
)
def brake_sum(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = fast / (1 - alpha_fast**t) + slow / (1 - alpha_slow**t)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The step is divided by the root of the average of both means: a spike then brakes half as much "
    "as it should. What is asked for is the larger one. Chapter 8, RMSprop.",
    seen="likely: a compromise between two memories suggests the middle",
)
def brake_average(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = (fast / (1 - alpha_fast**t) + slow / (1 - alpha_slow**t)) / 2
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="Where gradients are tiny the step is too short: eps stands under the root, where it weighs as "
    "its square root. Chapter 8, RMSprop.",
    seen="several libraries put eps under the root",
)
def brake_eps_inside(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / np.sqrt(larger + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The slow mean follows the fast one and not the squared gradients: look at what is averaged in "
    "its line. Chapter 8, RMSprop.",
    seen="likely: smoothing applied twice",
)
def brake_slow_from_fast(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * fast
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="Both entries of the state become the larger mean: the maximum decides about this step, and is "
    "not to be remembered. Chapter 8, RMSprop.",
    seen="AMSGrad keeps its maximum",
)
def brake_larger_stored(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast, slow)
    fast = slow = larger
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The parameters move by the right amount in the opposite direction. Look at the sign of the "
    "step. Chapter 8, RMSprop.",
    seen="a sign",
)
def brake_ascent(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta + lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


# ==== brake_update: correct =============================================================================


@wrong(
    "brake_update",
    hint="The slow mean is corrected for its start at zero, the fast one is not: on the first steps the "
    "slow one wins too often. Chapter 8, RMSprop.",
    seen="half of a pair of lines",
)
def brake_fast_uncorrected(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast, slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The fast mean is corrected for its start at zero, the slow one is not: for many steps it is too "
    "small to win. Chapter 8, RMSprop.",
    seen="half of a pair of lines",
)
def brake_slow_uncorrected(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The slow mean keeps its old value by one alpha and takes in the new square by the other: the two "
    "weights in its line should add up to 1. Chapter 8, RMSprop.",
    seen="copied from the fast mean's line",
)
def brake_slow_copied_weight(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_fast) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The fast mean keeps its old value by one alpha and takes in the new square by the other: the two "
    "weights in its line should add up to 1. Chapter 8, RMSprop.",
    seen="copied from the slow mean's line",
)
def brake_fast_copied_weight(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_slow) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="Both means are divided by the fast one's correction, which is done after a few steps; the slow "
    "mean needs its own. Chapter 8, RMSprop.",
    seen="one correction worked out and used twice",
)
def brake_corrected_by_fast(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast, slow) / (1 - alpha_fast**t)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The choice between fast and slow is made once for the whole array, by their sums or averages; "
    "each coordinate has its own. Chapter 8, RMSprop.",
    seen="an if where NumPy has maximum",
)
def brake_one_choice(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    fast_hat, slow_hat = fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t)
    larger = fast_hat if fast_hat.sum() > slow_hat.sum() else slow_hat
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The slow entry of the state takes over the larger mean: the maximum decides about this step, and "
    "is not to be remembered. Chapter 8, RMSprop.",
    seen="AMSGrad keeps its maximum",
)
def brake_larger_kept_as_slow(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    step = lr * g / (np.sqrt(larger) + eps)
    return theta - step, {"fast": fast, "slow": np.maximum(fast, slow)}


@wrong(
    "brake_update",
    hint="The corrections belong to a step later than this one: t counts from 1, and is used as it is. "
    "Chapter 8, RMSprop.",
    seen="a loop that counts from 0, in other code",
)
def brake_counts_from_zero(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast ** (t + 1)), slow / (1 - alpha_slow ** (t + 1)))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The correction is applied after the root, so it weighs twice as much as it should: it belongs to "
    "the mean of the squares. Chapter 8, RMSprop.",
    seen="the order of two operations",
)
def brake_corrects_roots(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    root = np.maximum(np.sqrt(fast) / (1 - alpha_fast**t), np.sqrt(slow) / (1 - alpha_slow**t))
    return theta - lr * g / (root + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The corrected means are used, and which of them is decided by the uncorrected ones: at the start "
    "the slow mean loses because it is not corrected yet. Chapter 8, RMSprop.",
    seen="a comparison made a line too early",
)
def brake_chosen_by_raw(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.where(fast > slow, fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="Where the gradient is negative the step is the longer of the two: a minimum of signed steps is "
    "not the shortest step. Chapter 8, RMSprop.",
    seen="the choice made among steps and not among means",
)
def brake_smaller_signed_step(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    a = lr * g / (np.sqrt(fast / (1 - alpha_fast**t)) + eps)
    b = lr * g / (np.sqrt(slow / (1 - alpha_slow**t)) + eps)
    return theta - np.minimum(a, b), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The slow mean starts each step from the fast one's old value, so it forgets as the fast one "
    "does: look at which entry of the state its line reads. Chapter 8, RMSprop.",
    seen="a key not changed in a copied line",
)
def brake_slow_from_old_fast(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["fast"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The step is divided by the larger mean itself, a square: the root is missing, and doubling the "
    "gradients halves the step. Chapter 8, RMSprop.",
    seen="the root left out",
)
def brake_without_root(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (larger + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The correction is the same at every step: after t steps the weights in a mean add up to "
    "something that depends on t. Chapter 8, RMSprop.",
    seen="the exponent left out",
)
def brake_correction_without_power(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast), slow / (1 - alpha_slow))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The means are multiplied by the correction, which makes them smaller still at the start: they "
    "need to become larger. Chapter 8, RMSprop.",
    seen="division taken for multiplication",
)
def brake_correction_multiplied(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast * (1 - alpha_fast**t), slow * (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="In the fast mean the old value and the new square have each other's weight: with a small alpha "
    "it should forget quickly. Chapter 8, RMSprop.",
    seen="the two weights exchanged",
)
def brake_fast_weights_exchanged(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = (1 - alpha_fast) * state["fast"] + alpha_fast * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="In both means the old value and the new square have each other's weight: alpha says how much of "
    "the mean is kept. Chapter 8, RMSprop.",
    seen="the other convention for running means",
)
def brake_both_weights_exchanged(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = (1 - alpha_fast) * state["fast"] + alpha_fast * g**2
    slow = (1 - alpha_slow) * state["slow"] + alpha_slow * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The state holds running means of the gradients' sizes: what is averaged are their squares. "
    "Chapter 8, RMSprop.",
    seen="abs for a square",
)
def brake_not_squared(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * np.abs(g)
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * np.abs(g)
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The means grow as sums do: the new square comes in with its full weight, and the corrections "
    "then fit no longer. Chapter 8, RMSprop.",
    seen="momentum's line",
)
def brake_sums(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + g**2
    slow = alpha_slow * state["slow"] + g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The step is divided by the means as they were before this gradient: they should have seen it "
    "first. Chapter 8, RMSprop.",
    seen="the state read again after the new means were worked out",
)
def brake_old_means(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(state["fast"], state["slow"])
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The two entries of the state have changed places: what is stored as fast is the slow mean. "
    "Chapter 8, RMSprop.",
    seen="two names in the wrong order",
)
def brake_means_exchanged(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": slow, "slow": fast}


@wrong(
    "brake_update",
    hint="The step is that of the fast mean alone: the slow one is kept and never used. Chapter 8, RMSprop.",
    seen="the maximum left out",
)
def brake_fast_only(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = fast / (1 - alpha_fast**t)
    return theta - lr * g / (np.sqrt(larger) + eps), {"fast": fast, "slow": slow}


@wrong(
    "brake_update",
    hint="The parameters lose eps at every step, even where the gradient is zero: brackets decide what eps "
    "is added to. Chapter 8, RMSprop.",
    seen="brackets left out",
)
def brake_eps_subtracted(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    larger = np.maximum(fast / (1 - alpha_fast**t), slow / (1 - alpha_slow**t))
    return theta - (lr * g / np.sqrt(np.maximum(larger, 1e-300)) + eps), {"fast": fast, "slow": slow}


@right("brake_update", note="np.where, and the correction multiplied")
def brake_by_where(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    a, b = fast * (1 / (1 - alpha_fast**t)), slow * (1 / (1 - alpha_slow**t))
    root = np.sqrt(np.where(a > b, a, b))
    return theta - lr * g / (root + eps), dict(fast=fast, slow=slow)


@right("brake_update", note="one coordinate at a time")
def brake_by_loop(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    theta, new = theta.copy(), {name: array.copy() for name, array in state.items()}
    for i in range(theta.size):
        roots = []
        for name, alpha in (("fast", alpha_fast), ("slow", alpha_slow)):
            new[name][i] = alpha * state[name][i] + (1 - alpha) * g[i] * g[i]
            roots.append(math.sqrt(new[name][i] / (1 - alpha**t)))
        theta[i] -= lr * g[i] / (max(roots) + eps)
    return theta, new


@right("brake_update", note="the larger of the two roots")
def brake_of_roots(theta, g, state, t, *, lr, alpha_fast, alpha_slow, eps):
    fast = alpha_fast * state["fast"] + (1 - alpha_fast) * g**2
    slow = alpha_slow * state["slow"] + (1 - alpha_slow) * g**2
    roots = [np.sqrt(fast / (1 - alpha_fast**t)), np.sqrt(slow / (1 - alpha_slow**t))]
    return theta - lr * g / (np.max(roots, axis=0) + eps), {"fast": fast, "slow": slow}


# ==== centred_update: mistakes ==========================================================================


@wrong(
    "centred_update",
    hint="Two things are still as they were handed out: the mean in the denominator is a step behind, "
    "and the array of the mean that goes in is changed. Work out one step by hand and compare each "
    "line. Chapter 8, RMSprop.",
    seen="handed out",
)
def as_handed_out(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    spread = np.sqrt(v - state["mean"] ** 2)
    mean = state["mean"]
    mean *= alpha
    mean += (1 - alpha) * g
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The state is right now; theta is not: the denominator subtracts the mean as it was before this "
    "gradient. Chapter 8, RMSprop.",
    seen="one of the two mended",
)
def mean_still_behind(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    spread = np.sqrt(v - state["mean"] ** 2)
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The numbers are right, and the array that was passed in as the mean has changed: whoever keeps "
    "the old state, to repeat a step for instance, finds the new one in it. Chapter 8, RMSprop.",
    seen="one of the two mended",
)
def still_in_place(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = state["mean"]
    mean *= alpha
    mean += (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The mean is subtracted from v as it is: the two have different units, and nan may appear where "
    "the gradient is negative. Chapter 8, RMSprop.",
    seen="the square lost",
)
def mean_not_squared(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v - mean) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The squared mean is added to v, so coordinates whose gradients agree take shorter steps, not "
    "longer ones. Chapter 8, RMSprop.",
    seen="a sign",
)
def mean_added(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v + mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="theta is that of plain RMSprop: the mean is kept and not used. Chapter 8, RMSprop.",
    seen="RMSprop's last line",
)
def not_centred(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The entry v of the state becomes the variance: what is stored is the mean of the squares, and "
    "the subtraction is for this step alone. Chapter 8, RMSprop.",
    seen="a name used twice",
)
def spread_stored(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    v = v - mean**2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The entry mean averages squared gradients like v: it is the mean of the gradients themselves. "
    "Chapter 8, RMSprop.",
    seen="the line of v copied",
)
def mean_of_squares(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g**2
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="v measures how far each gradient is from the mean: close to a variance, and not the one that "
    "is asked for, which subtracts after averaging. Chapter 8, RMSprop.",
    seen="two formulas of the variance",
)
def deviation_from_gradient(theta, g, state, t, *, lr, alpha, eps):
    mean = alpha * state["mean"] + (1 - alpha) * g
    v = alpha * state["v"] + (1 - alpha) * (g - mean) ** 2
    return theta - lr * g / (np.sqrt(v) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The step goes along the mean and not along the gradient: a mean of gradients in the numerator "
    "is Adam's. Chapter 8, RMSprop.",
    seen="the newest name at hand",
)
def steps_along_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * mean / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="eps stands under the root, where it weighs as its square root: tiny gradients show it. Chapter "
    "8, RMSprop.",
    seen="several libraries put eps under the root",
)
def centred_eps_inside(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / np.sqrt(v - mean**2 + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The means are corrected for their start at zero: here, as in RMSprop, they are not. Chapter 8, "
    "RMSprop.",
    seen="Adam's correction carried over",
)
def centred_corrected(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    c = 1 - alpha**t
    return theta - lr * g / (np.sqrt(v / c - (mean / c) ** 2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The parameters move in the opposite direction. Look at the sign of the step. Chapter 8, RMSprop.",
    seen="a sign",
)
def centred_ascent(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta + lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


# ==== centred_update: correct ===========================================================================


@wrong(
    "centred_update",
    hint="The root is taken of v and of the squared mean apart, and then subtracted: a standard deviation "
    "is the root of the difference. Chapter 8, RMSprop.",
    seen="a root pulled through a difference",
)
def root_of_each_term(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v) - np.abs(mean) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The new mean is worked out and used, and the old one goes back into the state: it never moves "
    "from zero. Chapter 8, RMSprop.",
    seen="a new name for the mean, and the old one in the last line",
)
def old_mean_returned(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": state["mean"].copy()}


@wrong(
    "centred_update",
    hint="The mean keeps little of its past and takes nearly all of each gradient: its two weights have "
    "changed places. Chapter 8, RMSprop.",
    seen="the two weights exchanged",
)
def mean_weights_exchanged(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = (1 - alpha) * state["mean"] + alpha * g
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The mean adds up whole gradients, without the weight of the new one, and grows beyond them. "
    "Chapter 8, RMSprop.",
    seen="momentum's line",
)
def mean_without_weight(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + g
    return theta - lr * g / (np.sqrt(np.abs(v - mean**2)) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The step is divided by the variance itself: the root is missing. Chapter 8, RMSprop.",
    seen="the root left out",
)
def variance_for_deviation(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (v - mean**2 + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The mean takes this gradient in twice: a line of the old code still stands under the new one. "
    "Chapter 8, RMSprop.",
    seen="old lines left under new ones",
)
def mean_updated_twice(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    spread = np.sqrt(v - mean**2)
    mean = alpha * mean + (1 - alpha) * g
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="v is corrected for its start at zero before the mean is subtracted: here, as in RMSprop, nothing "
    "is corrected. Chapter 8, RMSprop.",
    seen="Adam's correction carried over to one of two means",
)
def corrected_v_only(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v / (1 - alpha**t) - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="v takes in nearly all of the new square and keeps little of the past: its two weights have "
    "changed places. Chapter 8, RMSprop.",
    seen="the two weights exchanged",
)
def v_weights_exchanged(theta, g, state, t, *, lr, alpha, eps):
    v = (1 - alpha) * state["v"] + alpha * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(np.abs(v - mean**2)) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The step goes along the gradient's deviation from its mean: the gradient itself is divided, only "
    "the divisor is centred. Chapter 8, RMSprop.",
    seen="centring done above and below",
)
def steps_along_deviation(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * (g - mean) / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The mean averages the gradients without their sign, so it cannot tell those that agree from "
    "those that alternate. Chapter 8, RMSprop.",
    seen="abs where a sign matters",
)
def mean_of_sizes(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * np.abs(g)
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The step does not depend on lr: the learning rate multiplies the whole quotient. Chapter 8, "
    "RMSprop.",
    seen="a factor left out",
)
def centred_without_lr(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="v is AdaGrad's sum and not a mean: nothing of it is ever forgotten. Chapter 8, RMSprop.",
    seen="AdaGrad's line",
)
def v_added_up(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"] + g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="What is subtracted is the product of the old mean and the new one: it is the new mean's square. "
    "Chapter 8, RMSprop.",
    seen="half mended",
)
def v_by_old_mean(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    return theta - lr * g / (np.sqrt(v - mean * state["mean"]) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="v averages the square of the mean in place of the square of the gradient. Chapter 8, RMSprop.",
    seen="one name for two quantities",
)
def v_overwritten_before_use(theta, g, state, t, *, lr, alpha, eps):
    mean = alpha * state["mean"] + (1 - alpha) * g
    v = alpha * state["v"] + (1 - alpha) * mean**2
    return theta - lr * g / (np.sqrt(np.abs(v - mean**2)) + eps), {"v": v, "mean": mean}


@wrong(
    "centred_update",
    hint="The entry mean follows the step and not the gradient: it is the running mean of g. Chapter 8, "
    "RMSprop.",
    seen="what is at hand after the division",
)
def mean_also_of_step(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = alpha * state["mean"] + (1 - alpha) * g
    step = g / (np.sqrt(v - mean**2) + eps)
    return theta - lr * step, {"v": v, "mean": alpha * state["mean"] + (1 - alpha) * step}


@right("centred_update", note="as few changes as possible")
def mended_lightly(theta, g, state, t, *, lr, alpha, eps):
    v = alpha * state["v"] + (1 - alpha) * g**2
    mean = state["mean"].copy()
    mean *= alpha
    mean += (1 - alpha) * g
    spread = np.sqrt(v - mean**2)
    return theta - lr * g / (spread + eps), {"v": v, "mean": mean}


@right("centred_update", note="the state moved towards the new value")
def centred_by_differences(theta, g, state, t, *, lr, alpha, eps):
    v = state["v"] + (1 - alpha) * (g * g - state["v"])
    mean = state["mean"] + (1 - alpha) * (g - state["mean"])
    return theta - lr * g / (np.sqrt(v - mean**2) + eps), {"v": v, "mean": mean}


@right("centred_update", note="one coordinate at a time")
def centred_by_loop(theta, g, state, t, *, lr, alpha, eps):
    theta, v, mean = theta.copy(), state["v"].copy(), state["mean"].copy()
    for i in range(len(g)):
        v[i] = alpha * v[i] + (1 - alpha) * g[i] ** 2
        mean[i] = alpha * mean[i] + (1 - alpha) * g[i]
        theta[i] -= lr * g[i] / (math.sqrt(v[i] - mean[i] ** 2) + eps)
    return theta, {"v": v, "mean": mean}


# ==== MyAdamW: mistakes =================================================================================


@wrong(
    "MyAdamW",
    hint="Without decay all is well; with it every parameter is off: the pull goes into the gradient, "
    "which is then divided by the root of v. That is torch.optim.Adam. Chapter 8, AdamW.",
    seen="weight_decay in torch.optim.Adam means exactly this",
)
class CoupledDecay(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                g = p.grad + group["weight_decay"] * p
                s["m"] = beta1 * s["m"] + (1 - beta1) * g
                s["v"] = beta2 * s["v"] + (1 - beta2) * g**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])


@wrong(
    "MyAdamW",
    hint="With one group all is well; with two, the second moves as if it had the first one's settings: "
    "the hyperparameters are read from self and not from the group. The docstring says what is kept "
    "where; see chapter 8, AdamW.",
    seen="the constructor's arguments stored on self",
)
class SettingsOnSelf(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {})
        self.settings = (lr, betas, eps, weight_decay)

    @torch.no_grad()
    def step(self):
        lr, (beta1, beta2), eps, weight_decay = self.settings
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= lr * weight_decay * p + lr * m_hat / (v_hat.sqrt() + eps)


@wrong(
    "MyAdamW",
    hint="A parameter that had no gradient for some steps is corrected as if it had: the steps are "
    "counted once for the whole optimizer. Each parameter counts its own. The docstring says what "
    "is kept where; see chapter 8, AdamW.",
    seen="one self.t for all, as in most hand-written loops",
)
class OneStepCount(torch.optim.Optimizer):
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
                s = self.state[p]
                if not s:
                    s.update(m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1**self.t), s["v"] / (1 - beta2**self.t)
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="The steps are counted once for each parameter that is visited, so with two parameters every "
    "correction is too weak. The docstring says what is kept where; see chapter 8, AdamW.",
    seen="the counter raised inside the inner loop",
)
class CountedPerTensor(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, t=0))

    @torch.no_grad()
    def step(self):
        first = self.param_groups[0]
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                first["t"] += 1
                s = self.state[p]
                if not s:
                    s.update(m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** first["t"]), s["v"] / (1 - beta2 ** first["t"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="The steps are counted once for each parameter that is visited, so in a group of two parameters "
    "every correction is too weak. The docstring says what is kept where; see chapter 8, AdamW.",
    seen="the counter of the group raised inside the inner loop",
)
class CountedPerTensorOfAGroup(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, t=0))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                group["t"] += 1
                s = self.state[p]
                if not s:
                    s.update(m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** group["t"]), s["v"] / (1 - beta2 ** group["t"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="A step in which a parameter has no gradient stops with an error about None. Such a parameter "
    "is to be left alone. The docstring says what is kept where; see chapter 8, AdamW.",
    seen="frozen layers and unused branches have no gradient",
)
class NoGradientNoMercy(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="A parameter that has no gradient in some step is treated as if its gradient were zero: it "
    "decays, and counts the step. It is to be left alone. The docstring says what is kept where; "
    "see chapter 8, AdamW.",
    seen="None replaced by zeros to make the code shorter",
)
class NoneAsZero(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                g = torch.zeros_like(p) if p.grad is None else p.grad
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * g
                s["v"] = beta2 * s["v"] + (1 - beta2) * g**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="All is well until the optimizer is saved and loaded: then the means start again at zero. What "
    "is to be saved belongs into self.state. The docstring says what is kept where; see chapter 8, "
    "AdamW.",
    seen="dicts of one's own, keyed by parameter",
)
class StateOfItsOwn(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.memory = {}

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.memory.setdefault(p, dict(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p)))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="The parameters never move: the update is given to a name inside the loop, and the network "
    "keeps its old tensors. A step changes them in place. The docstring says what is kept where; "
    "see chapter 8, AdamW.",
    seen="p = p - ... where p -= ... is meant",
)
class NewTensors(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p = p - group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="The step stops with an error about a leaf variable: PyTorch is still recording. Changing "
    "parameters is not a part of the loss. The docstring says what is kept where; see chapter 8, "
    "AdamW.",
    seen="the first thing that everybody meets",
)
class StillRecording(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="The first step is right and later ones are not: the state is made anew at every step, so "
    "nothing is remembered. The docstring says what is kept where; see chapter 8, AdamW.",
    seen="the test for an empty state left out",
)
class AlwaysFresh(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                s.update(step=s.get("step", 0) + 1, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="Every number is right, and the gradients have changed after the step: something was added to "
    "p.grad in place. Whoever reads them later, to log their norm for instance, is misled. The "
    "docstring says what is kept where; see chapter 8, AdamW.",
    seen="in-place operators, to save memory",
)
class GradientReused(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad.square_()
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="A parameter without a gradient is left alone but for the decay: it shrinks all the same. The "
    "docstring says what is kept where; see chapter 8, AdamW.",
    seen="the decay moved to the top of the loop",
)
class DecaysWithoutGradient(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                p -= group["lr"] * group["weight_decay"] * p
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="Only the first group's parameters move: the loop does not reach the others. The docstring says "
    "what is kept where; see chapter 8, AdamW.",
    seen="param_groups[0]",
)
class FirstGroupOnly(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        beta1, beta2 = group["betas"]
        for p in group["params"]:
            if p.grad is None:
                continue
            s = self.state[p]
            if not s:
                s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
            s["step"] += 1
            s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
            s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
            m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
            p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="Where a parameter has no gradient the whole step ends, and those after it are not reached. The "
    "docstring says what is kept where; see chapter 8, AdamW.",
    seen="return where continue is meant",
)
class ReturnsAtNone(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    return
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="Where a parameter has no gradient the rest of its group is not reached. The docstring says "
    "what is kept where; see chapter 8, AdamW.",
    seen="break where continue is meant",
)
class BreaksAtNone(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    break
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="A gradient of zeros is treated like none: its step is not counted, and m and v do not fade. "
    "The docstring says what is kept where; see chapter 8, AdamW.",
    seen="a test for an empty gradient by its values",
)
class SkipsZeros(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None or not p.grad.any():
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


@wrong(
    "MyAdamW",
    hint="All parameters are moved with the numbers of the last group. The docstring says what is kept "
    "where; see chapter 8, AdamW.",
    seen="the numbers read in a loop of their own",
)
class LastGroupsNumbers(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, betas, eps, decay = group["lr"], group["betas"], group["eps"], group["weight_decay"]
        beta1, beta2 = betas
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= lr * (decay * p + m_hat / (v_hat.sqrt() + eps))


@wrong(
    "MyAdamW",
    hint="All parameters are moved with the numbers of the first group. The docstring says what is kept "
    "where; see chapter 8, AdamW.",
    seen="param_groups[0] for the numbers",
)
class FirstGroupsNumbers(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        first = self.param_groups[0]
        lr, (beta1, beta2), eps = first["lr"], first["betas"], first["eps"]
        decay = first["weight_decay"]
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= lr * (decay * p + m_hat / (v_hat.sqrt() + eps))


@wrong(
    "MyAdamW",
    hint="Parameters share their m and v, so each is moved by the gradients of others. Each parameter "
    "has a state of its own. The docstring says what is kept where; see chapter 8, AdamW.",
    seen="m and v made in __init__",
)
class OneStateForAll(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.by_shape = {}

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.by_shape.setdefault(p.shape, {})
                if not s:
                    s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                s["step"] += 1
                s["m"] = beta1 * s["m"] + (1 - beta1) * p.grad
                s["v"] = beta2 * s["v"] + (1 - beta2) * p.grad**2
                m_hat, v_hat = s["m"] / (1 - beta1 ** s["step"]), s["v"] / (1 - beta2 ** s["step"])
                p -= group["lr"] * (group["weight_decay"] * p + m_hat / (v_hat.sqrt() + group["eps"]))


# ==== MyAdamW: correct ==================================================================================


@right("MyAdamW", note="in-place arithmetic and a closure, as in PyTorch")
class InPlace(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p]
                if len(s) == 0:
                    s["step"] = torch.tensor(0.0)
                    s["exp_avg"], s["exp_avg_sq"] = torch.zeros_like(p), torch.zeros_like(p)
                s["step"] += 1
                t = s["step"].item()
                p.mul_(1 - group["lr"] * group["weight_decay"])
                s["exp_avg"].lerp_(p.grad, 1 - beta1)
                s["exp_avg_sq"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
                denominator = (s["exp_avg_sq"].sqrt() / math.sqrt(1 - beta2**t)).add_(group["eps"])
                p.addcdiv_(s["exp_avg"], denominator, value=-group["lr"] / (1 - beta1**t))
        return loss


@right("MyAdamW", note="works on p.data and subtracts step and pull at once")
class OnData(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(
            params, dict(lr=lr, beta1=betas[0], beta2=betas[1], eps=eps, weight_decay=weight_decay)
        )

    def step(self):
        for group in self.param_groups:
            b1, b2 = group["beta1"], group["beta2"]
            for p in (p for p in group["params"] if p.grad is not None):
                s, g = self.state[p], p.grad.detach()
                t = s["t"] = s.get("t", 0) + 1
                s["m"] = b1 * s.get("m", torch.zeros_like(g)) + (1 - b1) * g
                s["v"] = b2 * s.get("v", torch.zeros_like(g)) + (1 - b2) * g * g
                step = s["m"] / (1 - b1**t) / ((s["v"] / (1 - b2**t)) ** 0.5 + group["eps"])
                p.data = p.data - group["lr"] * (step + group["weight_decay"] * p.data)


@right("MyAdamW", note="NumPy does the arithmetic")
class WithArrays(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, (beta1, beta2), eps = group["lr"], group["betas"], group["eps"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                s, g, theta = self.state[p], p.grad.numpy(), p.numpy()
                t = s.get("t", 0) + 1
                m = beta1 * s["m"].numpy() + (1 - beta1) * g if s else (1 - beta1) * g
                v = beta2 * s["v"].numpy() + (1 - beta2) * g**2 if s else (1 - beta2) * g**2
                s.update(t=t, m=torch.from_numpy(m), v=torch.from_numpy(v))
                step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
                p.copy_(torch.from_numpy(theta - lr * (step + group["weight_decay"] * theta)))


# ==== What is built on Adam can hold Adam's mistakes ====================================================


def with_decay(adam):
    """Adam, as somebody wrote it, and a decay beside it that is right."""

    def adamw(theta, g, state, t, *, lr, beta1, beta2, eps, weight_decay):
        kept = theta.copy()
        theta, state = adam(theta, g, state, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
        return theta - lr * weight_decay * kept, state

    return adamw


def with_books(adamw):
    """An optimizer that keeps its books as it should, around AdamW as somebody wrote it."""

    class Around(torch.optim.Optimizer):
        def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
            super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

        @torch.no_grad()
        def step(self):
            for group in self.param_groups:
                (beta1, beta2), more = group["betas"], {k: group[k] for k in ("lr", "eps", "weight_decay")}
                for p in (p for p in group["params"] if p.grad is not None):
                    s = self.state[p]
                    if not s:
                        s.update(step=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
                    s["step"] += 1
                    held = {name: s[name].numpy().copy() for name in ("m", "v")}
                    theta, held = adamw(
                        p.numpy().copy(),
                        p.grad.numpy().copy(),
                        held,
                        s["step"],
                        beta1=beta1,
                        beta2=beta2,
                        **more,
                    )
                    p.copy_(torch.from_numpy(np.asarray(theta)))
                    s.update({name: torch.from_numpy(np.array(held[name])) for name in ("m", "v")})

    return Around


ADAMW_HAS_ADAMS = inherited("adamw_update", "adam_update", with_decay, without=("theta_in_place",))
# what is done to arguments does not reach the class, and the last two have a class of their own above
THE_CLASS_HAS_ADAMWS = inherited(
    "MyAdamW",
    "adamw_update",
    with_books,
    without=(
        "theta_in_place",
        "adamw_theta_in_place",
        "state_arrays_in_place",
        "state_dict_in_place",
        "gradient_in_place",
        "through_float32",
        "decay_in_gradient",
        "state_forgotten",
    ),
)
