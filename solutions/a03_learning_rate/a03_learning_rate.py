# %% [markdown]
# # The learning rate
#
# *The notebook to chapter 3. About two and a half hours; 50 points by automatic checks, 3 by hand.*
#
# How far may one step go? You will write gradient descent, find the border beyond which it explodes, and
# measure that border where nobody can write the Hessian down. Then come schedules, and two things that no
# chapter explains: a pair of rates that is better than the best one, and a schedule that somebody else got
# almost right. At the end your functions read the rate for a real problem off the data, and train on it.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line. The
# cell after that checks it, and says what is right; where something is not, which mistake it looks like and
# on which small input it shows. Run it as often as you like. Cells that need a function which is still empty
# say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %%
import math

import numpy as np
import torch

from gdcourse import data, models
from gdcourse.checking import attempt
from gdcourse.optim import SGD
from gdcourse.train import fit

# %% [markdown]
# ## One rule
#
# Everything in this notebook is one line, $x_t = x_{t-1} - \eta\, \nabla f(x_{t-1})$, and what follows from
# it. You will want to see the whole walk, not its end alone, so your function returns every point.


# %% graded="gd"
def gd(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


# %% [markdown]
# **Predict before you run:** the parabola $f(x) = 2x^2$ has the curvature 4. From $x = 1$, which of the rates
# 0.1, 0.25, 0.4, 0.49, 0.51 arrive at zero, and in which order? Mind that 0.4 jumps over the minimum in
# every step.

# %%
# NBVAL_CHECK_OUTPUT
with attempt("gd"):
    for lr in (0.1, 0.25, 0.4, 0.49, 0.51):
        points = gd(lambda x: 4 * x, np.array([1.0]), lr, 20)
        print(f"rate {lr:4}: {abs(points[20, 0]):.5f} away after 20 steps")
# You should see:
# > rate  0.1: 0.00004 away after 20 steps
# > rate 0.25: 0.00000 away after 20 steps
# > rate  0.4: 0.00004 away after 20 steps
# > rate 0.49: 0.44200 away after 20 steps
# > rate 0.51: 2.19112 away after 20 steps

# %% [markdown]
# The rate 0.4 is exactly as fast as 0.1: each step multiplies $x$ by $1 - 4\eta$, which is $-0.6$ for the one
# and $0.6$ for the other. The jumping does no harm. The border is at $\eta = 2/4$.

# %% [markdown]
# ## The border, in many directions
#
# A quadratic $\tfrac12 \theta^\top H \theta$ is a parabola along each eigenvector of $H$. All of them get the
# same rate, and each has a border of its own.


# %% graded="max_stable_lr"
def max_stable_lr(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / eigenvalues[-1]


# %% [markdown]
# **Predict before you run:** the matrix below has only ones and threes in it. We try a rate one per cent
# below your border and one that is one per cent above. How far is each from zero after 500 steps, about?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("gd or max_stable_lr"):
    H = np.array([[3.0, 1.0, 1.0], [1.0, 3.0, 1.0], [1.0, 1.0, 3.0]])
    border = max_stable_lr(H)
    print(f"the border: {border:.2f}")
    for share in (0.99, 1.01):
        points = gd(lambda x: H @ x, np.array([1.0, 0.0, 0.0]), share * border, 500)
        print(f"{share:.0%} of it: {np.linalg.norm(points[-1]):.0e}")
# You should see:
# > the border: 0.40
# > 99% of it: 2e-05
# > 101% of it: 1e+04

# %% [markdown]
# Two per cent decide between a fifty-thousandth and ten thousand.
#
# Being stable is not all. The flattest direction has to arrive, too, and a rate that suits the steepest one
# is a small rate for it. Between the two there is a best compromise.


# %% graded="best_fixed_lr"
def best_fixed_lr(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (L - c) / (L + c)


# %% [markdown]
# **Predict before you run:** curvatures 1 and 100. Which fraction of your border is the best rate? And by
# how much does it shrink the distance in one step?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("gd or max_stable_lr or best_fixed_lr"):
    H = np.diag([1.0, 100.0])
    lr, q = best_fixed_lr(H)
    print(f"{lr / max_stable_lr(H):.3f} of the border; factor {q:.4f} a step")
    points = gd(lambda x: H @ x, np.array([1.0, 1.0]), lr, 400)
    seen = (np.linalg.norm(points[400]) / np.linalg.norm(points[300])) ** (1 / 100)
    print(f"measured: {seen:.4f}")
# You should see:
# > 0.990 of the border; factor 0.9802 a step
# > measured: 0.9802

# %% [markdown]
# Two per cent in a step, at best: that is what a condition number of 100 costs. And the best rate lies so
# near to the border that an $L$ which is two per cent too small sends it over.

# %% [markdown]
# ## Two rates are better than one
#
# Must all steps have the same rate? Take two, in turn. In two steps the direction of curvature $x$ is
# multiplied by $p(x) = (1 - a x)(1 - b x)$, a parabola in $x$ with the value 1 at zero. The single best rate,
# taken twice, is one such parabola, with a double root. Is there a better one? Draw $p$ between $c$ and $L$,
# shift its two roots about, and watch the three places where it can be largest in size.


# %% graded="rate_pair"
def rate_pair(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, abs((1 - a * c) * (1 - b * c))


# %% [markdown]
# **Predict before you run:** curvatures from 1 to 100 once more. Will the longer of the two rates be above
# the border of 0.02? How many steps does the pair save, out of 400?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("rate_pair or best_fixed_lr"):
    a, b, q = rate_pair(1.0, 100.0)
    curvatures = np.linspace(1, 100, 991)
    worst = np.abs((1 - a * curvatures) * (1 - b * curvatures)).max()
    single = best_fixed_lr(np.diag([1.0, 100.0]))[1]
    print(f"rates {a:.4f} and {b:.4f}; factor {q:.4f} in two steps, measured {worst:.4f}")
    print(f"the best single rate: {single**2:.4f} in two steps")
    print(f"400 steps become {400 * math.log(single) / (math.log(q) / 2):.0f}")
# You should see:
# > rates 0.0117 and 0.0645; factor 0.9245 in two steps, measured 0.9245
# > the best single rate: 0.9608 in two steps
# > 400 steps become 204

# %% [markdown]
# About half the steps, with a rate in it that by itself would explode: 0.0645 is more than three times the
# border. The short step repairs what the long one does to the steep directions. More rates in turn are
# better still (Young, 1953), and in the limit one arrives at the method with momentum of chapter 7.

# %% [markdown]
# ### In your own words (3 points, graded by hand)
#
# Somebody says: "A rate above $2/L$ makes the loss explode, so I look at the loss of the first ten steps;
# if it falls, the rate is fine." Name one case in which the first half of the sentence is not true, and one
# in which the second half is not, and try one of the two in a cell of your own.

# %% [markdown] manual="what_the_border_says" points=3
# The first half holds on a quadratic with one rate for all steps. It fails for the pair above, whose longer
# rate is above $2/L$ in every second step while the loss falls in the long run; and on a function that is
# no quadratic, such as $\sqrt{1 + \theta^2}$ with $\eta = 2.5$, where the walk ends in a cycle between $\pm
# 0.75$, or a network, which can train at the edge for thousands of steps. The second half fails on a
# quadratic with many directions at a rate slightly above $2/L$: the stable directions shrink faster than
# the unstable one grows, so the loss falls for some steps and then rises for ever. With $H =
# \mathrm{diag}(1, 50, 100)$ and the rate $2.02/100$, for example, the loss falls at first and passes its
# starting value later.

# %% [markdown]
# ## The border of what you can't write down
#
# A network has no $H$ that anybody would write down. What can be had is $H$ times a vector, and that is
# enough.


# %% graded="power_iteration"
def power_iteration(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


# %% [markdown]
# **Predict before you run:** 200 patients' worth of made-up data with ten columns, the last of which is in
# a unit a thousand times smaller than the others. How many products does it take to find the largest
# curvature to six digits?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("power_iteration"):
    X = np.random.default_rng(3).normal(size=(200, 10)) * np.array([1.0] * 9 + [1000.0])
    largest = np.linalg.eigvalsh(X.T @ X / 200)[-1]
    for iters in (1, 2, 3):
        value, v = power_iteration(lambda v: X.T @ (X @ v) / 200, 10, np.random.default_rng(0), iters)
        print(f"{iters} products: six digits are right: {abs(value / largest - 1) < 1e-6}")
# You should see:
# > 1 products: six digits are right: False
# > 2 products: six digits are right: True
# > 3 products: six digits are right: True

# %% [markdown]
# Two. The error shrinks by the square of the ratio of the two largest eigenvalues in each round, and here
# that is about $10^{-12}$: the worse the problem is for gradient descent, the easier it is to find out.

# %% [markdown]
# ## Rates that change
#
# Now schedules: functions from the step, counted from 1, to the rate. First the one that most large networks
# are trained with.


# %% graded="warmup_cosine"
def warmup_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


# %% [markdown]
# **Predict before you run:** on the parabola $\tfrac12 x^2$ with noise of variance one in every gradient, a
# constant rate of 0.2 hovers at a distance of about $\sqrt{0.2/1.8} = 0.33$. Where does your schedule end
# that has the same largest rate?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("warmup_cosine"):
    for name in ("constant", "schedule"):
        x, rng = np.full(4000, 3.0), np.random.default_rng(1)
        for step in range(1, 301):
            lr = 0.2 if name == "constant" else warmup_cosine(step, 300, 30, 0.2, 0.0)
            x = x - lr * (x + rng.standard_normal(4000))
        print(f"{name:8}: {np.sqrt(np.mean(x**2)):.2f}")
# You should see:
# > constant: 0.33
# > schedule: 0.11

# %% [markdown]
# The second schedule is in no chapter. It goes up and down again and again, for those who can't decide on a
# rate: within each cycle every rate between the two is tried, and the cycles become less high.


# %% graded="shrinking_triangles"
def shrinking_triangles(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


# %%
# NBVAL_CHECK_OUTPUT
with attempt("shrinking_triangles"):
    for step in range(1, 26):
        rate = shrinking_triangles(step, 8, 0.1, 0.9, 0.5)
        print(f"{step:2} " + "#" * round(50 * rate))
# You should see:
# >  1 #####
# >  2 ###############
# >  3 #########################
# >  4 ###################################
# >  5 #############################################
# >  6 ###################################
# >  7 #########################
# >  8 ###############
# >  9 #####
# > 10 ##########
# > 11 ###############
# > 12 ####################
# > 13 #########################
# > 14 ####################
# > 15 ###############
# > 16 ##########
# > 17 #####
# > 18 ########
# > 19 ##########
# > 20 ############
# > 21 ###############
# > 22 ############
# > 23 ##########
# > 24 ########
# > 25 #####

# %% [markdown]
# ### Somebody else's schedule
#
# The last schedule was written in a hurry. It runs, it goes up, it comes down, and a network would train with
# it. Work out three or four of its rates by hand, at places where one part meets the next, and mend it.


# %% graded="root_schedule"
def root_schedule(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


# %% [markdown]
# What is such a schedule good for?
#
# **Predict before you run:** a run was planned for 40 steps. After 30 of them it is still getting better,
# and you would like to go on to 60. How many of the 30 rates that it has had are not those of a run of 60
# steps: with the cosine, and with the root and a cool-down of 10?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("warmup_cosine or root_schedule"):
    plans = {
        "cosine": lambda t, total: warmup_cosine(t, total, 5, 1.0, 0.0),
        "root": lambda t, total: root_schedule(t, total, 5, 10, 1.0),
    }
    for name, plan in plans.items():
        other = sum(abs(plan(t, 40) - plan(t, 60)) > 1e-9 for t in range(1, 31))
        print(f"{name:6}: {other} of 30 rates would have been others")
# You should see:
# > cosine: 25 of 30 rates would have been others
# > root  : 0 of 30 rates would have been others

# %% [markdown]
# A cosine has to know the end when it begins. The root needs to know it only when it starts to cool down.

# %% [markdown]
# ## A quick look before a long search
#
# A range test tries all rates in one short run.


# %% graded="lr_range_test"
def lr_range_test(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


# %% [markdown]
# **Predict before you run:** on a bowl with curvatures 1 and 100, beyond a rate of 0.02 the steep direction
# grows. Where does a test of 60 steps find the smallest loss?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("lr_range_test"):
    H = np.diag([1.0, 100.0])
    for steps in (60, 600):
        rates, losses = lr_range_test(
            lambda theta: (0.5 * theta @ H @ theta + 1e-300, H @ theta), np.ones(2), 1e-4, 1.0, steps, 100.0
        )
        print(f"{steps} steps: least loss at {rates[losses.argmin()] / 0.02:.1f} times the border")
# You should see:
# > 60 steps: least loss at 4.1 times the border
# > 600 steps: least loss at 5.7 times the border

# %% [markdown]
# Far beyond the border: near $1/L$ the steep direction had all but vanished, and it takes a while until it
# has grown enough to be seen. A range test shows the right power of ten. It is no measurement of $2/L$, and
# power iteration is.

# %% [markdown]
# ## A real problem
#
# 442 patients, ten measurements each, and how far their diabetes went in a year. With columns of mean zero
# and standard deviation one, the Hessian of the mean of half the squared errors is $X^\top X / N$.
#
# **Predict before you run:** you find $L$ by 50 products and train 200 steps at the rates $1/L$, $1.9/L$ and
# $2.1/L$. Which is closest to the least possible loss?

# %%
# NBVAL_CHECK_OUTPUT
patients = data.diabetes()
X, y = patients.x.astype(float), patients.y.astype(float).ravel()
X, y = (X - X.mean(0)) / X.std(0), (y - y.mean()) / y.std()
least = 0.5 * np.mean((X @ np.linalg.lstsq(X, y, rcond=None)[0] - y) ** 2)

with attempt("power_iteration or gd"):
    largest, v = power_iteration(lambda v: X.T @ (X @ v) / len(y), 10, np.random.default_rng(0), 50)
    print(f"L = {largest:.3f}, so the border is at {2 / largest:.3f}")
    for share in (1.0, 1.9, 2.1):
        weights = gd(lambda w: X.T @ (X @ w - y) / len(y), np.zeros(10), share / largest, 200)[-1]
        loss = 0.5 * np.mean((X @ weights - y) ** 2)
        print(f"at {share}/L: {loss / least - 1:.1e} of the least loss too much")
# You should see:
# > L = 4.024, so the border is at 0.497
# > at 1.0/L: 3.3e-03 of the least loss too much
# > at 1.9/L: 1.5e-03 of the least loss too much
# > at 2.1/L: 2.3e+16 of the least loss too much

# %% [markdown]
# A rate read off the data, and no search. (1.9 times is better than once, since the flat directions set the
# pace. In practice one leaves a margin.)
#
# ## And a network
#
# Last, your schedule trains a network on handwritten digits. The library takes any function from the step to
# the rate.

# %%
with attempt("warmup_cosine", seconds=60):
    digits, epochs = data.digits(), 5
    steps = epochs * 51
    for name, schedule in {
        "constant 0.8": lambda t: 0.8,
        "your schedule": lambda t: warmup_cosine(t, steps, 25, 0.8, 0.0),
    }.items():
        torch.manual_seed(0)
        run = fit(models.mlp(64, 64, 10), digits, SGD(), epochs=epochs, device="cpu", schedule=schedule)
        print(
            f"{name:13}: training loss {run.train_loss[-1]:.2f}, "
            f"{run.validation_accuracy[-1]:.0%} of unseen digits read correctly"
        )

# %% [markdown]
# One run each is no comparison: seeds differ by as much. What your schedule does reliably is to end calmly,
# and chapter 4 shows why.
#
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order. Then
# save.
