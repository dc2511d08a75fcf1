# %% [markdown]
# # Momentum
#
# *The notebook to chapter 7. About an hour and a half; 30 points by automatic checks, 2 by hand.*
#
# You will write two update rules of three lines each and the formula that sets them, then a rule that no
# framework ships, and mend one that somebody else wrote. The question that runs through it: ten
# measurements of 442 patients are to predict how their diabetes goes on in the next year. How many steps
# does it take to find the best ten weights?
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line. The
# cell after that checks it, and says what is right; where something is not, which mistake it looks like and
# on which small input it shows. Run it as often as you like. It is worth a fifth of the points. The rest
# comes from tests that run when your notebook is graded, on inputs that you don't see. Cells that need a
# function which is still empty say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see.

# %% [markdown]
# **One signature for all rules.** Every rule is a function `update(theta, g, state, t, *, lr, ...)` that
# returns `(theta, state)`:
#
# | name | is |
# |---|---|
# | `theta` | the parameters $\theta_{t-1}$, a float array of shape `(n,)` |
# | `g` | the gradient $g_t$ at these parameters, of the same shape |
# | `state` | a dict of arrays like `theta`: what the rule remembers. All zero before the first step |
# | `t` | the number of the step, counted from 1 |
#
# The function is *pure*: it builds new arrays and a new dict, and leaves what it was given as it was.
# `t` is there because other rules need it; those of this notebook do not.

# %%
import numpy as np

from gdcourse import data, models
from gdcourse.checking import attempt
from gdcourse.optim import SGD, Rule, drive
from gdcourse.train import fit

# %% [markdown]
# ## A valley made of patients
#
# Each column is brought to mean 0 and standard deviation 1, and so are the targets. The loss is half of the
# mean squared error, $f(w) = \frac{1}{2N} \norm{X w - y}^2$, a quadratic with the Hessian $X^\top X / N$.

# %%
# NBVAL_CHECK_OUTPUT
patients = data.diabetes()
X, y = patients.x.astype(float), patients.y.astype(float)
X, y = (X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std()
H = X.T @ X / len(y)
smallest, *_, largest = np.linalg.eigvalsh(H)
print(f"curvatures from {smallest:.4f} to {largest:.3f}, condition number {largest / smallest:.0f}")
# You should see:
# > curvatures from 0.0086 to 4.024, condition number 470

# %% [markdown]
# Two of the measurements, total and "bad" cholesterol, nearly say the same, and along the direction in
# which they differ the surface is almost level. Here is plain gradient descent with its best fixed rate, $2
# / (c + L)$.
#
# **Predict before you run:** how many steps until the weights are within one hundredth of the best ones,
# relative to their length? Chapter 3 has a formula, $\frac{\kappa}{2} \ln \frac{1}{\varepsilon}$.

# %%
# NBVAL_CHECK_OUTPUT
best_weights = np.linalg.solve(H, X.T @ y / len(y))


def steps_needed(rule, most=3000):
    """Steps until the weights have come within a hundredth of the best ones for good."""
    weights = drive(rule, lambda t, w: H @ (w - best_weights), np.zeros(10), most)
    distance = np.linalg.norm(weights - best_weights, axis=1) / np.linalg.norm(best_weights)
    still_away = np.flatnonzero(~(distance < 0.01))
    return f"{still_away[-1] + 1}" if still_away[-1] < most else f"more than {most}"


print("plain gradient descent:", steps_needed(SGD(lr=2 / (smallest + largest))), "steps")
# You should see:
# > plain gradient descent: 1043 steps

# %% [markdown]
# ## The heavy ball
#
# Let the steps accumulate. The velocity keeps a share $\mu$ of itself and takes in the gradient; the learning
# rate multiplies the velocity:
#
# $$
# v_t = \mu\, v_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \eta\, v_t .
# $$


# %% graded="momentum_update"
def momentum_update(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * v, {"v": v}


# %% [markdown]
# **Predict before you run:** the gradient is 1 at every step, $\eta = 0.1$ and $\mu = 0.9$. How long is the
# first step, and how long will the steps become?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("momentum_update"):
    theta, state = np.zeros(1), {"v": np.zeros(1)}
    for t in range(1, 65):
        before = theta
        theta, state = momentum_update(before, np.ones(1), state, t, lr=0.1, momentum=0.9)
        if t in (1, 4, 16, 64):
            print(f"step {t:2}: {(before - theta)[0]:.3f}")
# You should see:
# > step  1: 0.100
# > step  4: 0.344
# > step 16: 0.815
# > step 64: 0.999

# %% [markdown]
# Ten times the first: on a steady slope $\eta / (1 - \mu)$ is what counts, the *effective rate*.

# %% [markdown]
# ## The best pair
#
# On a quadratic with curvatures between $c$ and $L$ there is one best pair of learning rate and momentum,
#
# $$
# \eta^\star = \left( \frac{2}{\sqrt L + \sqrt c} \right)^2, \qquad
# \mu^\star = \left( \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1} \right)^2, \qquad \kappa = \frac{L}{c} .
# $$
#
# The function that you write calls $c$ `mu`, as most texts do.


# %% graded="best_heavy_ball"
def best_heavy_ball(mu, L):
    root = np.sqrt(L / mu)
    return (2 / (np.sqrt(L) + np.sqrt(mu))) ** 2, ((root - 1) / (root + 1)) ** 2


# %% [markdown]
# **Predict before you run:** $\sqrt{470} \approx 22$. How many steps will the patients' weights take now?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("momentum_update or best_heavy_ball"):
    lr, momentum = best_heavy_ball(smallest, largest)
    rule = Rule.from_function(momentum_update, slots=("v",), lr=lr, momentum=momentum)
    print(f"lr {lr:.3f}, momentum {momentum:.3f}: {steps_needed(rule)} steps")
# You should see:
# > lr 0.908, momentum 0.831: 95 steps

# %% [markdown]
# Eleven times fewer. Half of the gain of twenty-two that the formulas promise goes into getting under way:
# the long run begins late.

# %% [markdown]
# ## Looking ahead
#
# Nesterov's method takes the gradient where the velocity is about to carry the parameters. If the parameters
# that are stored are those of the place looked at, it reads
#
# $$
# v_t = \mu\, v_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \eta\,(g_t + \mu\, v_t) .
# $$


# %% graded="nesterov_update"
def nesterov_update(theta, g, state, t, *, lr, momentum):
    v = momentum * state["v"] + g
    return theta - lr * (g + momentum * v), {"v": v}


# %% [markdown]
# **Predict before you run:** both rules with $\eta = 1/L$ and a momentum of $0.9$, then of $0.99$. Which of
# the two suffers more from too much memory?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("momentum_update or nesterov_update"):
    for momentum in (0.9, 0.99):
        for name, update in (("heavy ball", momentum_update), ("Nesterov", nesterov_update)):
            rule = Rule.from_function(update, slots=("v",), lr=1 / largest, momentum=momentum)
            print(f"momentum {momentum:<4}  {name:10}  {steps_needed(rule)} steps")
# You should see:
# > momentum 0.9   heavy ball  164 steps
# > momentum 0.9   Nesterov    168 steps
# > momentum 0.99  heavy ball  898 steps
# > momentum 0.99  Nesterov    697 steps

# %% [markdown]
# With $0.9$ they are alike. With $0.99$ the heavy ball swings in every direction for hundreds of steps, and
# Nesterov's method in the gentle ones only: where $\eta\lambda$ is near one, looking ahead stops it at once.

# %% [markdown]
# ### In your own words (2 points, graded by hand)
#
# Somebody trains a network by mini-batches with $\eta = 0.01$ and finds that $\mu = 0.99$ gets ahead much
# faster than $\mu = 0.9$. "A longer memory is better," they conclude. Which other explanation should be
# ruled out first, and by which run?

# %% [markdown] manual="longer_memory" points=2
# From 0.9 to 0.99 the effective rate $\eta / (1 - \mu)$ grows tenfold, from 0.1 to 1, so what they saw may
# be the effect of a larger learning rate. To rule it out, compare $\mu = 0.99$, $\eta = 0.01$ with $\mu =
# 0.9$, $\eta = 0.1$, which has the same effective rate; better still, tune $\eta$ for each momentum and
# compare the best.

# %% [markdown]
# ## Two speeds
#
# A long memory carries far along the floor of a valley, and it is slow to notice that the floor has turned.
# A short one notices at once and carries nowhere. Here is a rule that you will not find in the book: it
# keeps one velocity of each kind and goes along the mean of the two. A sum with momentum $\mu$ grows to $1
# / (1 - \mu)$ times a steady gradient, so each is multiplied by $1 - \mu$ before the mean is taken, or the
# slow one would drown the other. The learning rate is then an effective rate.


# %% graded="two_speed_update"
def two_speed_update(theta, g, state, t, *, lr, momentum_fast, momentum_slow):
    fast = momentum_fast * state["fast"] + g
    slow = momentum_slow * state["slow"] + g
    step = ((1 - momentum_fast) * fast + (1 - momentum_slow) * slow) / 2
    return theta - lr * step, {"fast": fast, "slow": slow}


# %% [markdown]
# **Predict before you run:** the gradient is 1 for three hundred steps, then $-1$. How many steps does the
# heavy ball with $\mu = 0.99$ go on in the old direction? And the rule with two speeds?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("momentum_update or two_speed_update"):
    heavy = {"lr": 0.01, "momentum": 0.99}
    twofold = {"lr": 1.0, "momentum_fast": 0.5, "momentum_slow": 0.99}
    for name, update, slots, hyper in [
        ("heavy ball", momentum_update, ["v"], heavy),
        ("two speeds", two_speed_update, ["fast", "slow"], twofold),
    ]:
        theta, state = np.zeros(1), {slot: np.zeros(1) for slot in slots}
        for t in range(1, 301):
            theta, state = update(theta, np.ones(1), state, t, **hyper)
        turned = 0
        while True:
            before = theta
            theta, state = update(theta, -np.ones(1), state, 301 + turned, **hyper)
            if theta[0] > before[0] or turned == 1000:
                break
            turned += 1
        print(f"{name} went on for {turned} steps")
# You should see:
# > heavy ball went on for 66 steps
# > two speeds went on for 3 steps

# %% [markdown]
# ## Somebody else's code
#
# If a ball rolls uphill, why not stop it? A coordinate rolls uphill where its velocity and the gradient
# have opposite signs: the last step went along $-v_{t-1}$, and the way down is $-g_t$. The rule below is
# meant to drop the old velocity there, in that coordinate alone, and to begin anew with this step's gradient.
# It runs. Find out what it does on a step worked by hand, and mend it.


# %% graded="restart_update"
def restart_update(theta, g, state, t, *, lr, momentum):
    kept = np.where(g * state["v"] < 0, 0.0, state["v"])
    v = momentum * kept + g
    return theta - lr * v, {"v": v}


# %% [markdown]
# **Predict before you run:** $\eta = 1/L$ again. Will the restarts help more at a momentum of $0.9$ or at
# $0.999$?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("momentum_update or restart_update"):
    for momentum in (0.9, 0.99, 0.999):
        for name, update in (("heavy ball", momentum_update), ("restarted", restart_update)):
            rule = Rule.from_function(update, slots=("v",), lr=1 / largest, momentum=momentum)
            print(f"momentum {momentum:<5}  {name:10}  {steps_needed(rule)} steps")
# You should see:
# > momentum 0.9    heavy ball  164 steps
# > momentum 0.9    restarted   172 steps
# > momentum 0.99   heavy ball  898 steps
# > momentum 0.99   restarted   624 steps
# > momentum 0.999  heavy ball  more than 3000 steps
# > momentum 0.999  restarted   598 steps

# %% [markdown]
# At a good momentum they cost a little; at a bad one they save the run. That is insurance: useful where
# nobody knows the smallest curvature, as in every network.

# %% [markdown]
# ## Train a network with what you wrote
#
# `Rule.from_function` has made your functions rules of the library; the same object trains a network. Sixty
# steps on all of 1797 handwritten digits at a time, where stability is the limit and not noise: plain
# gradient descent with a good rate against your heavy ball.
#
# **Predict before you run:** by what factor will the losses differ after sixty steps?

# %%
with attempt("momentum_update", seconds=40):
    heavy = Rule.from_function(momentum_update, slots=("v",), lr=0.4, momentum=0.9)
    for name, rule in (("plain", SGD(lr=1.0)), ("your heavy ball", heavy)):
        run = fit(models.mlp(64, 32, 10), data.digits(), rule, epochs=60, batch_size="full", device="cpu")
        print(
            f"{name:15}  training loss {run.train_loss[-1]:.3f}, "
            f"{run.validation_accuracy[-1]:.0%} of unseen digits read correctly"
        )

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order. Then
# save. The points printed above by the checks are the fifth that you can see.
