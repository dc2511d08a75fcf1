"""Mistakes that people make in these update rules, and correct answers that look different.

Every variant is a whole answer to one exercise of a07. `tests/exercises/test_banks.py` holds the
probes to it: each mistake must lose points, each correct answer must not.
"""

import math

import numpy as np
import torch

from gdcourse.checking.bank import right, wrong

# ==== momentum_update: mistakes =========================================================================


@wrong(
    "momentum_update",
    hint="The velocity never holds more than the last gradient: what it was before this step has no "
    "part in it. Look at the line of v. Chapter 7, The heavy ball.",
    seen="likely: the state is returned and not read",
)
def no_momentum(theta, g, state, t, *, lr, momentum):
    v = g.copy()
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity is a running mean, too small by one minus the momentum: this step's gradient "
    "comes in with a weight. In the convention used here it comes in whole. Chapter 7, The heavy "
    "ball.",
    seen="Adam's first moment and many lecture notes write it so",
)
def exponential_average(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + (1 - momentum) * g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The parameters are right while the rate is constant, and the stored velocity is not: it "
    "holds gradients already multiplied by the learning rate. The rate belongs to the line of "
    "theta. Chapter 7, The heavy ball.",
    seen="the form of Polyak and of Sutskever",
)
def rate_inside_the_sum(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + lr * g
    return theta - v, {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity points downhill and holds the learning rate: that is another convention, in "
    "which it is added to the parameters. Here the velocity is a sum of gradients. Chapter 7, The "
    "heavy ball.",
    seen="Keras writes it so",
)
def sutskever_sign(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] - lr * g
    return theta + v, {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity is right and the parameters move along it instead of against it. Look at the "
    "sign in the last line. Chapter 7, The heavy ball.",
    seen="likely: a sign",
)
def step_uphill(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta + lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity takes the gradient with a minus, so that old and new pull in opposite "
    "directions to what they should. Look at the sign of g. Chapter 7, The heavy ball.",
    seen="the minus of the descent put where the sum is",
)
def gradient_subtracted(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] - g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The parameters are right and the stored velocity has the opposite sign: in this convention "
    "it is a sum of gradients, and points uphill. Chapter 7, The heavy ball.",
    seen="likely: two minus signs that cancel",
)
def velocity_downhill_added(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] - g
    return theta + lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The state is right, and the step goes along the velocity as it was before this gradient: the "
    "first step does not move at all. Chapter 7, The heavy ball.",
    seen="state[...] used again where the new value was meant",
)
def old_velocity_in_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * state["v"], {"v": v}


@wrong(
    "momentum_update",
    hint="The state is right, and the step goes along this step's gradient alone: what was added up is "
    "never used. Chapter 7, The heavy ball.",
    seen="likely: the old line of gradient descent left as it was",
)
def gradient_in_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * g, {"v": v}


@wrong(
    "momentum_update",
    hint="The first step is right and the next ones forget: the velocity that comes back is the one "
    "that went in. Look at what is returned. Chapter 7, The heavy ball.",
    seen="likely: the state returned as it was",
)
def state_not_updated(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": state["v"].copy()}


@wrong(
    "momentum_update",
    hint="The step is right, and what is stored for the next one is the gradient instead of the "
    "velocity: the memory is one step long. Chapter 7, The heavy ball.",
    seen="likely: a wrong name in the dict",
)
def gradient_stored(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": g.copy()}


@wrong(
    "momentum_update",
    hint="The parameters go astray from the second step on: what is stored is the velocity times the "
    "learning rate, and it is fed back as a velocity. Chapter 7, The heavy ball.",
    seen="likely: the step takes the velocity's place",
)
def step_stored(theta, g, state, t, *, lr, momentum):
    step = lr * (momentum * state["v"] + g)
    return theta - step, {"v": step}


@wrong(
    "momentum_update",
    hint="The velocity is the plain sum of all gradients: nothing of it is lost from step to step. "
    "Look at what multiplies the old velocity. Chapter 7, The heavy ball.",
    seen="likely: the momentum left out",
)
def nothing_fades(theta, g, state, t, *, lr, momentum):
    v = state["v"] + g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The gradient is discounted like the old velocity: the momentum multiplies the sum of the two "
    "where it should multiply the first alone. Chapter 7, The heavy ball.",
    seen="a pair of parentheses",
)
def momentum_on_both(theta, g, state, t, *, lr, momentum):
    v = momentum * (state["v"] + g)
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="Old and new have changed places: the momentum multiplies the gradient, and the old velocity "
    "stays whole. Chapter 7, The heavy ball.",
    seen="likely: which of the two fades is mixed up",
)
def momentum_on_gradient(theta, g, state, t, *, lr, momentum):
    v = state["v"] + momentum * g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="What is kept of the old velocity is one minus the momentum, so that a large momentum forgets "
    "fast. Chapter 7, The heavy ball.",
    seen="the weights of a mean, the wrong way round",
)
def weights_swapped(theta, g, state, t, *, lr, momentum):
    v = (1 - momentum) * state["v"] + momentum * g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The old velocity loses the momentum where it should keep it: with 0.9 only a tenth is left "
    "after a step. Chapter 7, The heavy ball.",
    seen="momentum read as friction",
)
def friction(theta, g, state, t, *, lr, momentum):
    v = (1 - momentum) * state["v"] + g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity is right and the step takes this step's gradient once more: that is Nesterov's "
    "rule, which comes later in the notebook. Chapter 7, The heavy ball.",
    seen="the two rules mixed up",
)
def lookahead(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "momentum_update",
    hint="The step goes along the velocity and the gradient, which is in the velocity already: the "
    "gradient counts twice. Chapter 7, The heavy ball.",
    seen="likely: momentum added on top of gradient descent",
)
def both_added(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + v), {"v": v}


@wrong(
    "momentum_update",
    hint="The step has the gradient and the old velocity, whole: the old one should have faded by "
    "then. The state is right. Chapter 7, The heavy ball.",
    seen="the discount in one line and not in the other",
)
def old_velocity_beside_gradient(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + state["v"]), {"v": v}


@wrong(
    "momentum_update",
    hint="The velocity is right, and the step is as long as it is: the learning rate has no part in "
    "it. Chapter 7, The heavy ball.",
    seen="likely: forgotten in the last line",
)
def no_rate(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - v, {"v": v}


@wrong(
    "momentum_update",
    hint="The steps are far too short: the learning rate multiplies the gradient and then the velocity "
    "too. Once is enough. Chapter 7, The heavy ball.",
    seen="likely: in the sum and outside it",
)
def rate_twice(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + lr * g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The first step is right and then the velocity fades too fast: the momentum is raised to the "
    "number of the step. One factor a step is enough; the powers come by themselves. Chapter 7, "
    "The heavy ball.",
    seen="t is an argument that nothing seems to need",
)
def momentum_to_the_t(theta, g, state, t, *, lr, momentum):
    v = momentum**t * state["v"] + g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The steps are too long, most of all the first: the velocity is divided by one minus a power "
    "of the momentum, as Adam does. A sum needs no such correction. Chapter 7, The heavy ball.",
    seen="carried over from Adam",
)
def bias_corrected(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v / (1 - momentum**t), {"v": v}


@wrong(
    "momentum_update",
    hint="The state is right, and the step is multiplied by one minus the momentum: that undoes the "
    "gain of a sum. Chapter 7, The heavy ball.",
    seen="the convention of the mean, in the last line",
)
def dampened(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (1 - momentum) * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The numbers are right, and the array in the state that you were given has changed: the "
    "velocity was updated in place. Build a new one. Chapter 7, The heavy ball.",
    seen="v *= momentum on the array that was passed in",
)
def velocity_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    return theta - lr * v, {"v": v}


@wrong(
    "momentum_update",
    hint="The numbers are right, and the parameters that you were given have changed: the step was "
    "subtracted in place. Build a new array. Chapter 7, The heavy ball.",
    seen="theta -= is the habit of training loops",
)
def theta_in_place(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    theta -= lr * v
    return theta, {"v": v}


@wrong(
    "momentum_update",
    hint="The first step is too short and the others are right but for what it left behind: in the "
    "first step the gradient is discounted, as if there were a velocity to share with. Chapter 7, "
    "The heavy ball.",
    seen="an if for t = 1, by analogy with a running mean",
)
def first_gradient_fades(theta, g, state, t, *, lr, momentum):
    v = (1 - momentum) * g if t == 1 else momentum * state["v"] + g
    return theta - lr * v, {"v": v}


# ==== momentum_update: correct answers ==================================================================


@right("momentum_update", note="a loop over the coordinates, in plain Python")
def by_coordinate(theta, g, state, t, *, lr, momentum):
    new, v = np.empty_like(theta), np.empty_like(theta)
    for i in range(len(theta)):
        v[i] = momentum * state["v"][i] + g[i]
        new[i] = theta[i] - lr * v[i]
    return new, {"v": v}


@right("momentum_update", note="the step written as its two parts")
def two_terms(theta, g, state, t, *, lr, momentum):
    old = state["v"]
    return theta - lr * g - lr * momentum * old, dict(v=np.add(g, np.multiply(old, momentum)))


@right("momentum_update", note="PyTorch inside")
def with_tensors(theta, g, state, t, *, lr, momentum):
    v = torch.tensor(state["v"]).mul(momentum).add(torch.tensor(g))
    return torch.tensor(theta).sub(v, alpha=lr).numpy(), {"v": v.numpy()}


@right("momentum_update", note="copies, changed in place")
def copies_in_place(theta, g, state, t, *, lr, momentum):
    v, new = state["v"].copy(), theta.copy()
    v *= momentum
    v += g
    new -= lr * v
    return new, {"v": v}


# ==== nesterov_update: mistakes =========================================================================


@wrong(
    "nesterov_update",
    hint="The velocity is right and the step is the heavy ball's, along the velocity alone; it comes "
    "to the same if the look ahead uses the velocity as it was before this gradient. Compare the "
    "two last lines. Chapter 7, Looking ahead.",
    seen="the rule above, copied",
)
def heavy_ball(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": v}


@wrong(
    "nesterov_update",
    hint="The step takes the gradient and all of the velocity: the velocity is to be discounted once "
    "more before it is added. Chapter 7, Looking ahead.",
    seen="likely: the momentum left out of the last line",
)
def velocity_whole(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The step goes along the discounted velocity alone: this step's gradient is missing beside "
    "it. Chapter 7, Looking ahead.",
    seen="likely: one of two terms forgotten",
)
def no_gradient(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * momentum * v, {"v": v}


@wrong(
    "nesterov_update",
    hint="Gradient and velocity have changed places in the step: the momentum multiplies the gradient, "
    "and the velocity stands whole. Chapter 7, Looking ahead.",
    seen="likely: the factor at the wrong term",
)
def gradient_discounted(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (momentum * g + v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The momentum multiplies the whole step, gradient included. It belongs to the velocity alone. "
    "Chapter 7, Looking ahead.",
    seen="a pair of parentheses",
)
def all_discounted(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * momentum * (g + v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The gradient's part of the step has the learning rate and the velocity's has not. Both need "
    "it. Chapter 7, Looking ahead.",
    seen="a pair of parentheses left out",
)
def rate_on_gradient_only(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - (lr * g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The velocity is a running mean: the gradient comes in with the weight one minus the "
    "momentum. Here it comes in whole. Chapter 7, Looking ahead.",
    seen="Adam's first moment is written so",
)
def nesterov_exponential_average(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + (1 - momentum) * g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The parameters are right while the rate is constant, and the stored velocity is not: the "
    "learning rate has been multiplied in already. Chapter 7, Looking ahead.",
    seen="the convention of Sutskever and others",
)
def nesterov_rate_inside_the_sum(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + lr * g
    return theta - lr * g - momentum * v, {"v": v}


@wrong(
    "nesterov_update",
    hint="The stored velocity points downhill and holds the learning rate: that is another convention, "
    "in which it is added. The parameters come out right. Chapter 7, Looking ahead.",
    seen="Keras writes it so",
)
def nesterov_sutskever_sign(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] - lr * g
    return theta + momentum * v - lr * g, {"v": v}


@wrong(
    "nesterov_update",
    hint="The velocity is right and the parameters move along the step instead of against it. Look at "
    "the sign in the last line. Chapter 7, Looking ahead.",
    seen="likely: a sign",
)
def nesterov_step_uphill(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta + lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The look ahead goes backwards: gradient and velocity enter the step with opposite signs. "
    "Chapter 7, Looking ahead.",
    seen="the look-ahead read as a correction",
)
def minus_in_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g - momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The look ahead is taken twice: the step holds one discount of the velocity more than the "
    "rule. Chapter 7, Looking ahead.",
    seen="the gradient is already taken at the place ahead, and the code goes there once more",
)
def lookahead_twice(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + momentum * (g + momentum * v)), {"v": v}


@wrong(
    "nesterov_update",
    hint="From the second step on the numbers go astray: what is stored is the whole direction of the "
    "step instead of the velocity. Chapter 7, Looking ahead.",
    seen="likely: one variable for two things",
)
def nesterov_step_stored(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = g + momentum * v
    return theta - lr * v, {"v": v}


@wrong(
    "nesterov_update",
    hint="The first step is right and the next ones forget: the velocity that comes back is the one "
    "that went in. Chapter 7, Looking ahead.",
    seen="likely: the state returned as it was",
)
def nesterov_state_not_updated(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + momentum * v), {"v": state["v"].copy()}


@wrong(
    "nesterov_update",
    hint="The step is right, and what is stored is this step's gradient: the memory is one step long. "
    "Chapter 7, Looking ahead.",
    seen="likely: a wrong name in the dict",
)
def nesterov_gradient_stored(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + momentum * v), {"v": g.copy()}


@wrong(
    "nesterov_update",
    hint="The velocity is the plain sum of all gradients: nothing of it is lost from step to step. The "
    "look ahead is in its place. Chapter 7, Looking ahead.",
    seen="likely: the momentum left out of the first line",
)
def nesterov_nothing_fades(theta, g, state, t, *, lr, momentum):
    v = state["v"] + g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="In the velocity the gradient is discounted like the old value: the momentum multiplies the "
    "sum where it should multiply the old part. Chapter 7, Looking ahead.",
    seen="a pair of parentheses in the first line",
)
def nesterov_momentum_on_both(theta, g, state, t, *, lr, momentum):
    v = momentum * (state["v"] + g)
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The old velocity keeps one minus the momentum where it should keep the momentum: with 0.9 "
    "only a tenth is left after a step. Chapter 7, Looking ahead.",
    seen="momentum read as friction",
)
def nesterov_friction(theta, g, state, t, *, lr, momentum):
    v = (1 - momentum) * state["v"] + g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The velocity is right, and the learning rate has no part in the step. Look at the last line. "
    "Chapter 7, Looking ahead.",
    seen="likely: forgotten",
)
def nesterov_no_rate(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The look ahead has hardly any effect: the learning rate is in the velocity and multiplies "
    "the whole step as well. Chapter 7, Looking ahead.",
    seen="two conventions in one rule",
)
def nesterov_rate_twice(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + lr * g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The velocity is right and never used: the step is that of plain gradient descent. Chapter 7, "
    "Looking ahead.",
    seen="likely: the old line left as it was",
)
def gradient_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * g, {"v": v}


@wrong(
    "nesterov_update",
    hint="Gradient and velocity are mixed by one minus the momentum and the momentum, as in a mean. "
    "The gradient counts whole here. Chapter 7, Looking ahead.",
    seen="likely: weights that add up to one look right",
)
def weighted_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * ((1 - momentum) * g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The numbers are right, and the velocity in the state that you were given has changed with "
    "them: it was updated in place. Chapter 7, Looking ahead.",
    seen="v *= momentum on the array that was passed in",
)
def nesterov_velocity_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    return theta - lr * (g + momentum * v), {"v": v}


@wrong(
    "nesterov_update",
    hint="The numbers are right, and the parameters that you were given have changed with them: the "
    "step was taken in place. Chapter 7, Looking ahead.",
    seen="theta -= is the habit of training loops",
)
def nesterov_theta_in_place(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    theta -= lr * (g + momentum * v)
    return theta, {"v": v}


@wrong(
    "nesterov_update",
    hint="The numbers are right, and the gradient that you were given has changed: something was added "
    "to it in place. Chapter 7, Looking ahead.",
    seen="frameworks do so, on a gradient of their own",
)
def gradient_in_place(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    g += momentum * v
    return theta - lr * g, {"v": v}


@wrong(
    "nesterov_update",
    hint="The velocity takes the gradient with a minus: old and new pull in opposite directions. "
    "Chapter 7, Looking ahead.",
    seen="the minus of the descent put where the sum is",
)
def nesterov_gradient_subtracted(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] - g
    return theta - lr * (g + momentum * v), {"v": v}


# ==== nesterov_update: correct answers ==================================================================


@right("nesterov_update", note="the look ahead multiplied out")
def multiplied_out(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * ((1 + momentum) * g + momentum * momentum * state["v"]), {"v": v}


@right("nesterov_update", note="from the new velocity and the old one")
def from_two_velocities(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (v + momentum * (v - state["v"])), {"v": v}


@right("nesterov_update", note="the heavy ball's step, then the difference")
def heavy_ball_and_correction(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    heavy = theta - lr * v
    return heavy - lr * (g + (momentum - 1) * v), {"v": v}


@right("nesterov_update", note="PyTorch inside")
def nesterov_with_tensors(theta, g, state, t, *, lr, momentum):
    g = torch.tensor(g)
    v = torch.tensor(state["v"]) * momentum + g
    return (torch.tensor(theta) - lr * (g + momentum * v)).numpy(), {"v": v.numpy()}


@right("nesterov_update", note="zip and a comprehension")
def nesterov_by_coordinate(theta, g, state, t, *, lr, momentum):
    v = np.array([momentum * a + b for a, b in zip(state["v"], g)], dtype=theta.dtype)
    new = [p - lr * (b + momentum * a) for p, a, b in zip(theta, v, g)]
    return np.array(new, dtype=theta.dtype), {"v": v}


# ==== best_heavy_ball: mistakes =========================================================================


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. In the momentum the square stands on the numerator alone: the whole "
    "fraction is to be squared, or it may come out at one and above. Chapter 7, The best pair.",
    seen="the second bank: parentheses",
)
def square_on_the_numerator(mu, L):
    root = math.sqrt(L / mu)
    return (2 / (math.sqrt(L) + math.sqrt(mu))) ** 2, (root - 1) ** 2 / (root + 1)


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate is the root of what it should be: its fraction is "
    "to be squared. Chapter 7, The best pair.",
    seen="likely: a square dropped",
)
def rate_not_squared(mu, L):
    lr = 2 / (np.sqrt(L) + np.sqrt(mu))
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The momentum is the rate of convergence, which is its root: the "
    "fraction is to be squared. Chapter 7, The best pair.",
    seen="the rate of convergence has the same fraction, not squared",
)
def momentum_not_squared(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = (root - 1) / (root + 1)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="Both fractions stand without their squares, the learning rate's and the momentum's. Chapter "
    "7, The best pair.",
    seen="likely: the squares stand outside of large parentheses",
)
def neither_squared(mu, L):
    lr = 2 / (np.sqrt(L) + np.sqrt(mu))
    root = np.sqrt(L / mu)
    momentum = (root - 1) / (root + 1)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate is the best one of plain gradient descent, without "
    "roots; with momentum a larger one is best. Chapter 7, The best pair.",
    seen="the formula of chapter 3",
)
def plain_rate(mu, L):
    lr = 2 / (mu + L)
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The momentum is made from the condition number itself, and comes "
    "out far too large: its root is meant. Chapter 7, The best pair.",
    seen="likely: a root dropped",
)
def kappa_without_root(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    kappa = L / mu
    momentum = ((kappa - 1) / (kappa + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. What stands for the momentum is the factor of plain gradient "
    "descent, with the condition number and no square. Chapter 7, The best pair.",
    seen="the formula of chapter 3",
)
def gd_factor(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    kappa = L / mu
    momentum = (kappa - 1) / (kappa + 1)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="Both numbers are those of plain gradient descent, its best rate and its factor: roots and "
    "squares are missing. Chapter 7, The best pair.",
    seen="the formulas of chapter 3",
)
def both_of_plain(mu, L):
    lr = 2 / (mu + L)
    kappa = L / mu
    momentum = (kappa - 1) / (kappa + 1)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="Both numbers are right and come back in the opposite order: the learning rate first, then "
    "the momentum. Chapter 7, The best pair.",
    seen="likely: alphabet against contract",
)
def order_swapped(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return momentum, lr


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate is one over the largest curvature, Nesterov's usual "
    "choice. Chapter 7, The best pair.",
    seen="the two methods mixed up",
)
def nesterovs_rate(mu, L):
    lr = 1 / L
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="This is Nesterov's usual pair: one over L, and a fraction of roots without its square. The "
    "heavy ball's is another. Chapter 7, The best pair.",
    seen="the two methods mixed up",
)
def nesterovs_pair(mu, L):
    lr = 1 / L
    root = np.sqrt(L / mu)
    momentum = (root - 1) / (root + 1)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate has the sum of the curvatures under it, with four above: the square of a "
    "sum of roots is something else. Chapter 7, The best pair.",
    seen="the square carried into the sum",
)
def four_over_sum(mu, L):
    lr = 4 / (L + mu)
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate squares two over the sum of the curvatures: the roots of the curvatures "
    "are missing under it. Chapter 7, The best pair.",
    seen="likely: roots dropped",
)
def roots_forgotten_in_rate(mu, L):
    lr = (2 / (L + mu)) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is a quarter of what it should be: look at the number above the fraction. "
    "Chapter 7, The best pair.",
    seen="likely: a two dropped",
)
def one_for_two(mu, L):
    lr = (1 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is half of what it should be: the square takes in the two as well. Chapter "
    "7, The best pair.",
    seen="a pair of parentheses",
)
def two_not_squared(mu, L):
    lr = 2 / (np.sqrt(L) + np.sqrt(mu)) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum comes out above one, which would make every step grow: the fraction in it "
    "stands on its head. Chapter 7, The best pair.",
    seen="likely: plus and minus mixed up",
)
def sum_over_difference(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root + 1) / (root - 1)) ** 2 if root > 1 else math.inf
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum has no denominator: one minus something was squared where a fraction is meant. "
    "Chapter 7, The best pair.",
    seen="the flat end's condition (1 - sqrt(momentum))^2 misread",
)
def difference_only(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    momentum = (1 - np.sqrt(mu / L)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum makes the flattest direction critically damped at the rate of plain gradient "
    "descent, two over the sum. The two numbers belong together. Chapter 7, The best pair.",
    seen="one of the two conditions solved",
)
def critical_at_flat_end(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    momentum = (1 - np.sqrt(2 / (L + mu) * mu)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is one over the largest curvature, and the momentum suits that rate at the "
    "flat end. A larger rate is stable, and better. Chapter 7, The best pair.",
    seen="one of the two conditions solved",
)
def one_over_largest_pair(mu, L):
    lr = 1 / L
    momentum = (1 - np.sqrt(mu / L)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate is the limit of stability for it, twice one plus "
    "the momentum over L: just beyond the best. Chapter 7, The best pair.",
    seen="the limit taken for the optimum",
)
def stability_limit(mu, L):
    root = np.sqrt(L / mu)
    lr = 2 * (1 + ((root - 1) / (root + 1)) ** 2) / L
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is made of the smallest curvature alone: both roots are taken of mu. "
    "Chapter 7, The best pair.",
    seen="likely: one name for both",
)
def arguments_swapped_in_rate(mu, L):
    lr = (2 / (np.sqrt(mu) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate has the difference of the roots under it, and is far too large; in a round "
    "bowl it divides by zero. Look at the sign there. Chapter 7, The best pair.",
    seen="likely: the momentum's numerator has a minus",
)
def difference_in_rate(mu, L):
    lr = (2 / max(np.sqrt(L) - np.sqrt(mu), 1e-300)) ** 2 if mu < L else math.inf
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The condition number in the momentum is a difference of "
    "curvatures where a ratio is meant. Chapter 7, The best pair.",
    seen="likely: range for ratio",
)
def kappa_is_difference(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L - mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The momentum takes L for the condition number, which is right "
    "only if the smallest curvature is one. Chapter 7, The best pair.",
    seen="examples with a smallest curvature of one",
)
def kappa_is_largest(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The momentum is one minus one over the root of the condition "
    "number: that is a rate of convergence, and Nesterov's. Chapter 7, The best pair.",
    seen="two formulas mixed up",
)
def one_minus_inverse_root(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    momentum = 1 - np.sqrt(mu / L)
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right, and the momentum is 0.9 whatever the curvatures are. Chapter 7, "
    "The best pair.",
    seen="the usual default",
)
def always_nine_tenths(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    momentum = 0.9
    return lr, momentum


@wrong(
    "best_heavy_ball",
    hint="The numbers are right to four digits and no more: they are rounded before they are returned. "
    "Chapter 7, The best pair.",
    seen="likely: rounding for a nicer print",
)
def rounded(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return round(float(lr), 4), round(float(momentum), 4)


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate has been multiplied by one minus the momentum, as "
    "if it were for a running mean. Chapter 7, The best pair.",
    seen="the rate that a running mean would need",
)
def effective_rate(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr * (1 - momentum), momentum


@wrong(
    "best_heavy_ball",
    hint="The momentum is right. The learning rate has been divided by one minus the momentum: that is "
    "the effective rate, not the one to hand to the rule. Chapter 7, The best pair.",
    seen="the effective rate is what one reads about",
)
def divided_rate(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 2
    return lr / (1 - momentum), momentum


@wrong(
    "best_heavy_ball",
    hint="The learning rate is right. The momentum is squared once too often. Chapter 7, The best pair.",
    seen="the rate of convergence taken for the momentum of a momentum",
)
def fraction_to_the_fourth(mu, L):
    lr = (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2
    root = np.sqrt(L / mu)
    momentum = ((root - 1) / (root + 1)) ** 4
    return lr, momentum


# ==== best_heavy_ball: correct answers ==================================================================


@right("best_heavy_ball", note="roots of the curvatures, no condition number")
def without_kappa(mu, L):
    a, b = math.sqrt(mu), math.sqrt(L)
    return 4 / (a + b) ** 2, ((b - a) / (a + b)) ** 2


@right("best_heavy_ball", note="from the two ends of the flat part")
def from_the_conditions(mu, L):
    root = (L**0.5 - mu**0.5) / (L**0.5 + mu**0.5)
    return (1 - root) ** 2 / mu, root**2


@right("best_heavy_ball", note="the rate from the steep end")
def rate_from_momentum(mu, L):
    kappa = L / mu
    momentum = (1 - 2 / (kappa**0.5 + 1)) ** 2
    lr = (1 + momentum**0.5) ** 2 / L
    return lr, momentum


# ==== two_speed_update: mistakes ========================================================================


@wrong(
    "two_speed_update",
    hint="The two sums are right and enter the step as they are: the slow one, which grows larger, "
    "drowns the fast one. Each needs its own factor first. Chapter 7, What a sum of gradients "
    "does.",
    seen="likely: the factors left out",
)
def not_scaled(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The step is twice as long as it should be: the two are added where their mean is meant. "
    "Chapter 7, What a sum of gradients does.",
    seen="likely: a two dropped",
)
def not_halved(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * fast + (1 - momentum_slow) * slow
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The parameters are right at first and then the memory shrinks: what is stored are the sums "
    "after they were multiplied for the step. Chapter 7, What a sum of gradients does.",
    seen="one variable for two things",
)
def scaled_and_stored(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    fast, slow = (1 - momentum_fast) * fast, (1 - momentum_slow) * slow
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The first parameters are right, and the state holds running means where sums are asked for: "
    "the gradient is multiplied on its way in. Step and state speak different conventions then. "
    "Chapter 7, What a sum of gradients does.",
    seen="the convention of the mean",
)
def averages_stored(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + (1 - momentum_fast) * g
    slow = momentum_slow * state["slow"] + (1 - momentum_slow) * g
    step = (fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The gradient is multiplied by one minus the momentum on its way into the sums, and the sums "
    "once more on their way out. Chapter 7, What a sum of gradients does.",
    seen="two conventions in one rule",
)
def scaled_twice(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + (1 - momentum_fast) * g
    slow = momentum_slow * state["slow"] + (1 - momentum_slow) * g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The sums are right, and their factors have changed places: each is to be multiplied by one "
    "minus its own momentum. Chapter 7, What a sum of gradients does.",
    seen="copy and paste between two like terms",
)
def factors_swapped(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_slow) * fast + (1 - momentum_fast) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The two velocities have changed places: the one called fast keeps the slow one's share, and "
    "the other way round. Chapter 7, What a sum of gradients does.",
    seen="likely: fast read as large",
)
def momenta_swapped(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_slow * state["fast"] + g
    slow = momentum_fast * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Everywhere the fast velocity is made with the slow momentum and the slow one with the fast: "
    "the parameters come out right from a state of zeros, and the two slots hold each other's "
    "sums. Chapter 7, What a sum of gradients does.",
    seen="fast read as large",
)
def all_swapped(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_slow * state["fast"] + g
    slow = momentum_fast * state["slow"] + g
    step = ((1 - momentum_slow) * fast + (1 - momentum_fast) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The first parameters are right, and the two sums come back under each other's names. Chapter "
    "7, What a sum of gradients does.",
    seen="a wrong name in the dict",
)
def slots_swapped(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": slow, "slow": fast}


@wrong(
    "two_speed_update",
    hint="Each sum is multiplied by its own momentum instead of by one minus it. Chapter 7, What a sum "
    "of gradients does.",
    seen="the one of 1 - momentum lost",
)
def weighted_by_momentum(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (momentum_fast * fast + momentum_slow * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Each sum is divided by one minus its momentum where it should be multiplied: it has grown "
    "already. Chapter 7, What a sum of gradients does.",
    seen="the effective rate remembered the wrong way round",
)
def divided(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (fast / (1 - momentum_fast) + slow / (1 - momentum_slow)) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The slow sum is scaled before the mean is taken and the fast one is not. Both need it. "
    "Chapter 7, What a sum of gradients does.",
    seen="likely: one of two similar terms forgotten",
)
def only_slow_scaled(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The fast sum is scaled before the mean is taken and the slow one is not, so that it drowns "
    "the other. Chapter 7, What a sum of gradients does.",
    seen="likely: one of two similar terms forgotten",
)
def only_fast_scaled(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Only one of the two terms is halved: look at where the parentheses close. Chapter 7, What a "
    "sum of gradients does.",
    seen="a pair of parentheses",
)
def half_of_one(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * fast + (1 - momentum_slow) * slow / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The fast term is halved and the slow one is not: half of each is meant. Chapter 7, What a "
    "sum of gradients does.",
    seen="likely: the half carried to one term",
)
def half_of_fast(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * fast / 2 + (1 - momentum_slow) * slow
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The step takes the larger of the two, coordinate by coordinate, where their mean is meant. "
    "Chapter 7, What a sum of gradients does.",
    seen="the brake of notebook a08",
)
def larger_of_two(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = np.maximum((1 - momentum_fast) * fast, (1 - momentum_slow) * slow)
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The step is made of the two sums by something other than addition: on a steady slope it "
    "should be the gradient itself. The root of a product loses the sign, too. Chapter 7, What a "
    "sum of gradients does.",
    seen="a mean of another kind",
)
def product_of_two(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = np.sqrt(np.abs((1 - momentum_fast) * fast * (1 - momentum_slow) * slow))
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="One factor multiplies the mean of the two sums, made from the mean of the two momenta. Each "
    "sum has a factor of its own. Chapter 7, What a sum of gradients does.",
    seen="likely: a simplification",
)
def one_factor(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - (momentum_fast + momentum_slow) / 2) * (fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Both sums are multiplied by the fast one's factor, which lets the slow one grow too large. "
    "Chapter 7, What a sum of gradients does.",
    seen="copy and paste",
)
def fast_factor_for_both(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * (fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Both sums are multiplied by the slow one's factor, which leaves next to nothing of the fast "
    "one. Chapter 7, What a sum of gradients does.",
    seen="copy and paste",
)
def slow_factor_for_both(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_slow) * (fast + slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The slow sum adds up the fast one where it should add up the gradient: one after the other "
    "instead of side by side. Chapter 7, What a sum of gradients does.",
    seen="two filters in a row",
)
def slow_from_fast(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + fast
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The slow sum fades and takes nothing in: this step's gradient is missing from it. Chapter 7, "
    "What a sum of gradients does.",
    seen="likely: forgotten in the second line",
)
def slow_without_gradient(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"]
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The slow sum is continued from the fast one's slot. Each has its own. Chapter 7, What a sum "
    "of gradients does.",
    seen="copy and paste",
)
def slow_reads_fast(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["fast"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Both sums are made with the fast momentum, so that they stay equal. Chapter 7, What a sum of "
    "gradients does.",
    seen="copy and paste",
)
def same_momentum(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_fast * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="Both sums are made with the slow momentum: the one called fast is as slow as the other. "
    "Chapter 7, What a sum of gradients does.",
    seen="copy and paste from below",
)
def slow_momentum_for_both(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_slow * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The state is right, and the step is made of the sums as they were before this gradient: the "
    "first step does not move. Chapter 7, What a sum of gradients does.",
    seen="state[...] used again where the new value was meant",
)
def old_sums_in_step(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * state["fast"] + (1 - momentum_slow) * state["slow"]) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The state is right; in the step the slow sum is the one from before this gradient. Chapter "
    "7, What a sum of gradients does.",
    seen="state[...] used again where the new value was meant",
)
def old_slow_in_step(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * state["slow"]) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The state is right; in the step the fast sum is the one from before this gradient. Chapter "
    "7, What a sum of gradients does.",
    seen="state[...] used again where the new value was meant",
)
def old_fast_in_step(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * state["fast"] + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The slow sum is kept and never used: the step is the fast velocity's alone. Chapter 7, What "
    "a sum of gradients does.",
    seen="likely: a term forgotten",
)
def only_fast_used(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_fast) * fast
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The fast sum is kept and never used: the step is the slow velocity's alone. Chapter 7, What "
    "a sum of gradients does.",
    seen="likely: a term forgotten",
)
def only_slow_used(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (1 - momentum_slow) * slow
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The two are subtracted where they should be added: the step asks how much they disagree. "
    "Chapter 7, What a sum of gradients does.",
    seen="likely: a sign",
)
def difference(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast - (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The sums are right and the parameters move along the step instead of against it. Chapter 7, "
    "What a sum of gradients does.",
    seen="likely: a sign",
)
def two_step_uphill(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta + lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The sums are right, and the learning rate has no part in the step. Chapter 7, What a sum of "
    "gradients does.",
    seen="likely: forgotten",
)
def two_no_rate(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="This step's gradient is added beside the two sums, which hold it already, and the three are "
    "averaged. Chapter 7, What a sum of gradients does.",
    seen="likely: three ingredients, three terms",
)
def gradient_beside(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (g + (1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 3
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The first step is right and the next ones forget: the sums that come back are the ones that "
    "went in. Chapter 7, What a sum of gradients does.",
    seen="likely: the state returned as it was",
)
def two_state_not_updated(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": state["fast"].copy(), "slow": state["slow"].copy()}


@wrong(
    "two_speed_update",
    hint="The numbers are right, and the arrays in the state that you were given have changed: the "
    "sums were updated in place. Chapter 7, What a sum of gradients does.",
    seen="*= and += on what was passed in",
)
def state_in_place(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast, slow = state["fast"], state["slow"]
    fast *= momentum_fast
    fast += g
    slow *= momentum_slow
    slow += g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The numbers are right, and the parameters that you were given have changed: the step was "
    "taken in place. Chapter 7, What a sum of gradients does.",
    seen="theta -= is the habit of training loops",
)
def two_theta_in_place(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    theta -= lr * step
    return theta, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The first steps are too long: the sums are divided by one minus a power of their momentum, "
    "as Adam does for its means. Chapter 7, What a sum of gradients does.",
    seen="carried over from Adam",
)
def corrected_like_adam(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = (
        (1 - momentum_fast) * fast / (1 - momentum_fast**t)
        + (1 - momentum_slow) * slow / (1 - momentum_slow**t)
    ) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


@wrong(
    "two_speed_update",
    hint="The sums never fade: neither momentum multiplies its old sum. Chapter 7, What a sum of "
    "gradients does.",
    seen="likely: left out of the first two lines",
)
def two_nothing_fades(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = state["fast"] + g
    slow = state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


# ==== two_speed_update: correct answers =================================================================


@right("two_speed_update", note="half of each factor, taken beforehand")
def halves_first(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    new = {"fast": g + momentum_fast * state["fast"], "slow": g + momentum_slow * state["slow"]}
    weights = {"fast": (1 - momentum_fast) / 2, "slow": (1 - momentum_slow) / 2}
    step = sum(weights[name] * new[name] for name in new)
    return theta - lr * step, new


@right("two_speed_update", note="NumPy's mean over a stack of two")
def mean_of_a_stack(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    momenta = np.array([[momentum_fast], [momentum_slow]], dtype=theta.dtype)
    sums = momenta * np.stack([state["fast"], state["slow"]]) + g
    step = np.mean((1 - momenta) * sums, axis=0)
    return theta - lr * step, {"fast": sums[0], "slow": sums[1]}


@right("two_speed_update", note="PyTorch inside")
def two_with_tensors(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    g = torch.tensor(g)
    fast = momentum_fast * torch.tensor(state["fast"]) + g
    slow = momentum_slow * torch.tensor(state["slow"]) + g
    step = 0.5 * (1 - momentum_fast) * fast + 0.5 * (1 - momentum_slow) * slow
    return (torch.tensor(theta) - lr * step).numpy(), {"fast": fast.numpy(), "slow": slow.numpy()}


# ==== restart_update: mistakes ==========================================================================


@wrong(
    "restart_update",
    hint="Three things are not as they should be: whose sign is compared with the gradient's, in how "
    "many coordinates the velocity is dropped, and what happens to the arrays that were passed "
    "in. Work one step by hand with a velocity that agrees in one coordinate and not in another. "
    "Chapter 7, The heavy ball.",
    seen="the code as it was handed out",
)
def as_handed_out(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    if np.any(g * v < 0):
        v = np.zeros_like(v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The arrays you were given stay as they were now. The comparison still uses the new velocity, "
    "and one coordinate that disagrees stops all the others. Chapter 7, The heavy ball.",
    seen="one of three mended",
)
def copy_only(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    if np.any(g * v < 0):
        v = np.zeros_like(v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Each coordinate decides for itself now. The gradient is still compared with the velocity "
    "that already holds it, what is dropped takes this step's gradient along, and the array in "
    "the state is changed. Chapter 7, The heavy ball.",
    seen="one of three mended",
)
def coordinatewise_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    v = np.where(g * v < 0, 0.0, v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The old velocity's sign is compared now. Still one coordinate stops them all, and the array "
    "in the state that you were given is changed. Chapter 7, The heavy ball.",
    seen="one of three mended",
)
def old_sign_all_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    uphill = np.any(g * v < 0)
    v *= momentum
    v += g
    if uphill:
        v = np.zeros_like(v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Each coordinate decides for itself, and nothing you were given is changed. But a gradient is "
    "compared with a velocity that already holds it, and what is dropped takes this step's "
    "gradient along. Chapter 7, The heavy ball.",
    seen="two of three mended",
)
def coordinatewise_new_sign(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = np.where(g * v < 0, 0.0, v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="A dropped coordinate goes on with this step's gradient, as it should. But whether it is "
    "dropped is decided by the velocity after the gradient was added, which hides the case where "
    "the gradient wins. Chapter 7, The heavy ball.",
    seen="two of three mended",
)
def new_sign_to_gradient(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = np.where(g * v < 0, g, v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The right coordinates let go. They stand still for a step, though: this step's gradient goes "
    "with the old velocity. Chapter 7, The heavy ball.",
    seen="two of three mended",
)
def old_sign_to_zero(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = np.where(g * state["v"] < 0, 0.0, v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="One coordinate that disagrees stops all of them for a step, gradient and all. Each decides "
    "for itself. Chapter 7, The heavy ball.",
    seen="two of three mended",
)
def all_to_zero_old_sign(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    if np.any(g * state["v"] < 0):
        v = np.zeros_like(v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="One coordinate that disagrees makes all of them let go, and go on with the gradient. Each "
    "decides for itself. Chapter 7, The heavy ball.",
    seen="restarts are usually of the whole vector",
)
def all_to_gradient(theta, g, state, t, *, lr, momentum):
    kept = np.zeros_like(g) if np.any(g * state["v"] < 0) else state["v"]
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="All coordinates let go together, when gradient and velocity disagree on the whole. Here each "
    "coordinate decides for itself. Chapter 7, The heavy ball.",
    seen="the restart of the literature uses an inner product",
)
def whole_vector(theta, g, state, t, *, lr, momentum):
    kept = np.zeros_like(g) if np.sum(g * state["v"]) < 0 else state["v"]
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The numbers are right, and the velocity in the state that you were given has changed with "
    "them: it is updated in place, or zeros are written into it. Make a copy first. Chapter 7, "
    "The heavy ball.",
    seen="two of three mended",
)
def right_but_in_place(theta, g, state, t, *, lr, momentum):
    uphill = g * state["v"] < 0
    v = state["v"]
    v *= momentum
    v += g
    v = np.where(uphill, g, v)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The velocity is dropped where it agrees with the gradient and kept where it rolls uphill: "
    "the comparison is turned round. Chapter 7, The heavy ball.",
    seen="velocity is a sum of gradients, and the step goes against it",
)
def condition_reversed(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] > 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="A coordinate whose gradient is zero lets go of its velocity as well. Zero is no "
    "disagreement: there it is the heavy ball. Chapter 7, The heavy ball.",
    seen="<= for <",
)
def drops_at_zero(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] <= 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The velocity is never dropped: this is the heavy ball, in every coordinate. Chapter 7, The "
    "heavy ball.",
    seen="the condition removed with the mistakes",
)
def never_restarts(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The velocity is never dropped, and the array in the state that you were given is still "
    "changed in place. Chapter 7, The heavy ball.",
    seen="the condition removed, the rest left",
)
def never_restarts_in_place(theta, g, state, t, *, lr, momentum):
    v = state["v"]
    v *= momentum
    v += g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The old velocity is dropped in every step: what is left is plain gradient descent. Chapter "
    "7, The heavy ball.",
    seen="the condition lost",
)
def always_restarts(theta, g, state, t, *, lr, momentum):
    v = g.copy()
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Where the signs disagree the old velocity is turned round and kept. It should be dropped. "
    "Chapter 7, The heavy ball.",
    seen="abs in place of a condition",
)
def sign_flipped_instead(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] < 0, -state["v"], state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Where the signs disagree the old velocity stays whole, undiscounted: the momentum was "
    "dropped and not the velocity. Chapter 7, The heavy ball.",
    seen="likely: which of the two becomes zero",
)
def momentum_only_dropped(theta, g, state, t, *, lr, momentum):
    v = np.where(g * state["v"] < 0, state["v"], momentum * state["v"]) + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Where the signs disagree the gradient is left out and the old velocity goes on uphill. It is "
    "the velocity that should go. Chapter 7, The heavy ball.",
    seen="likely: the wrong one of two set to zero",
)
def gradient_dropped(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + np.where(g * state["v"] < 0, 0.0, g)
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The step is right where nothing is dropped; elsewhere the velocity is dropped for the next "
    "step and used in this one. Chapter 7, The heavy ball.",
    seen="the check put at the end",
)
def restart_after_step(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": np.where(g * state["v"] < 0, g, v)}


@wrong(
    "restart_update",
    hint="The step is right, and the stored velocity still holds what was dropped: it comes back at "
    "the next step. Chapter 7, The heavy ball.",
    seen="the kept velocity used in one line and not in the other",
)
def stored_not_dropped(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    step = np.where(g * state["v"] < 0, g, v)
    return theta - lr * step, {"v": v}


@wrong(
    "restart_update",
    hint="The step is right, and where the velocity was dropped a zero is stored: this step's gradient "
    "belongs into the next one's memory. Chapter 7, The heavy ball.",
    seen="likely: dropped read as emptied",
)
def zero_stored(theta, g, state, t, *, lr, momentum):
    uphill = g * state["v"] < 0
    v = momentum * np.where(uphill, 0.0, state["v"]) + g
    return theta - lr * v, {"v": np.where(uphill, 0.0, v)}


@wrong(
    "restart_update",
    hint="Where the signs disagree the parameters stay where they are for a step. The velocity is "
    "right; a plain gradient step is due. Chapter 7, The heavy ball.",
    seen="likely: a pause for a restart",
)
def stands_still(theta, g, state, t, *, lr, momentum):
    uphill = g * state["v"] < 0
    v = momentum * np.where(uphill, 0.0, state["v"]) + g
    return theta - lr * np.where(uphill, 0.0, v), {"v": v}


@wrong(
    "restart_update",
    hint="The numbers are right, and the parameters that you were given have changed: the step was "
    "taken in place. Chapter 7, The heavy ball.",
    seen="theta -= is the habit of training loops",
)
def restart_theta_in_place(theta, g, state, t, *, lr, momentum):
    v = momentum * np.where(g * state["v"] < 0, 0.0, state["v"]) + g
    theta -= lr * v
    return theta, {"v": v}


@wrong(
    "restart_update",
    hint="The gradient is compared with the parameters, whose sign says nothing about where the ball "
    "is rolling. Chapter 7, The heavy ball.",
    seen="likely: a wrong name",
)
def parameters_compared(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * theta < 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The velocity is dropped wherever it is negative, whatever the gradient's sign. The two are "
    "to be compared. Chapter 7, The heavy ball.",
    seen="half of the condition",
)
def negative_velocity(theta, g, state, t, *, lr, momentum):
    kept = np.where(state["v"] < 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The velocity is dropped wherever the gradient is negative, whatever the velocity's sign. The "
    "two are to be compared. Chapter 7, The heavy ball.",
    seen="half of the condition",
)
def negative_gradient(theta, g, state, t, *, lr, momentum):
    kept = np.where(g < 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The restarts are right. The gradient comes in with the weight one minus the momentum, as in "
    "a running mean; here it comes in whole. Chapter 7, The heavy ball.",
    seen="the convention of the mean",
)
def running_mean(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] < 0, 0.0, state["v"])
    v = momentum * kept + (1 - momentum) * g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="The restarts are right. Where nothing is dropped the old velocity is added whole: nothing "
    "fades. Chapter 7, The heavy ball.",
    seen="likely: the momentum lost with the in-place line",
)
def no_momentum_kept(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] < 0, 0.0, state["v"])
    v = kept + g
    return theta - lr * v, {"v": v}


@wrong(
    "restart_update",
    hint="Where the signs disagree the velocity is dropped only if the gradient is the larger of the "
    "two. Any disagreement counts. Chapter 7, The heavy ball.",
    seen="the sign of the sum compared",
)
def smaller_wins(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    v = np.where((g * state["v"] < 0) & (np.abs(g) > np.abs(momentum * state["v"])), g, v)
    return theta - lr * v, {"v": v}


# ==== restart_update: correct answers ===================================================================


@right("restart_update", note="signs compared instead of a product")
def compare_signs(theta, g, state, t, *, lr, momentum):
    opposite = np.sign(g) == -np.sign(state["v"])
    opposite &= g != 0
    v = g + momentum * np.where(opposite, 0, state["v"])
    return theta - lr * v, {"v": v}


@right("restart_update", note="a mask on a copy")
def mask_on_a_copy(theta, g, state, t, *, lr, momentum):
    v = state["v"].copy()
    v[g * v < 0] = 0
    v = momentum * v + g
    return theta - lr * v, {"v": v}


@right("restart_update", note="a mask of zeros and ones as a factor")
def times_a_mask(theta, g, state, t, *, lr, momentum):
    keep = (g * state["v"] >= 0).astype(theta.dtype)
    v = keep * momentum * state["v"] + g
    return theta - lr * v, {"v": v}


@right("restart_update", note="a loop over the coordinates")
def loop(theta, g, state, t, *, lr, momentum):
    v = g.copy()
    for i, old in enumerate(state["v"]):
        if not ((g[i] < 0 < old) or (old < 0 < g[i])):
            v[i] += momentum * old
    return theta - lr * v, {"v": v}
