# %% [markdown]
# # Scale
#
# *The notebook to chapter 10. About two hours; 40 points by automatic checks, 4 by hand. They are a bonus:
# what you earn here is added to your mark, and what you don't is not missed.*
#
# The rule is the same, the runs are many. You will first make one program of 56 training runs, in which
# no run may disturb another, and then ask of four newer ideas what the course has asked of the older ones:
# what does it change, and what does it gain, here, on these digits, at the same expense? On digits with
# wrong labels one of them reads nine in a hundred more.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line.
# The cell after that checks it, and says what is right; where something is not, which mistake it looks
# like and on which small input it shows. Run it as often as you like. Cells that need a function which is
# still empty say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %% [markdown]
# ## Many runs, one program
#
# The material: 1,297 of the digits to learn from, and 500 to be read at the end.

# %%
import math
import time

import numpy as np

from gdcourse import data, models
from gdcourse.checking import attempt
from gdcourse.optim import Adam, Rule
from gdcourse.train import fit

digits = data.digits()
rows = np.random.default_rng(0).permutation(1797)
images, names = digits.x.astype(float), digits.y
x_train, y_train = images[rows[:1297]], names[rows[:1297]]
x_test, y_test = images[rows[1297:]], names[rows[1297:]]


# %% [markdown]
# Which learning rate, and how much does the answer depend on the seed? Seven rates and eight seeds are 56
# runs. Each is small, so the machine spends most of its time on the way from one operation to the next;
# it is the same way for one run or for 56, if their arrays lie in one. The function below has been written
# for that, and whoever tried it came back with 56 losses, none of which was a number.


# %% graded="sweep_step"
def sweep_step(W, b, x, y, *, lr, max_norm):
    with np.errstate(all="ignore"):
        scores = x @ W.swapaxes(1, 2) + b[:, None]
        scores = scores - scores.max(axis=2, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=2, keepdims=True))
        right = np.arange(W.shape[1]) == y[:, :, None]
        losses = -(logs * right).sum(axis=2).mean(axis=1)
        d_scores = (np.exp(logs) - right) / y.shape[1]
        d_W, d_b = d_scores.swapaxes(1, 2) @ x, d_scores.sum(axis=1)
        norm = np.sqrt((d_W**2).sum(axis=(1, 2)) + (d_b**2).sum(axis=1))
        size = lr * np.where(norm > max_norm, max_norm / norm, 1.0)
        return W - size[:, None, None] * d_W, b - size[:, None] * d_b, losses


# %% [markdown]
# **Predict before you run:** softmax regression, 200 steps with batches of 32, at rates from 0.001 to 1000.
# Which rate reads most of the digits? What becomes of the runs at the rate 1000? And how many times as
# long do the 56 runs take one after the other?


# %%
# NBVAL_CHECK_OUTPUT
def runs(rates, seeds, steps=200):
    """Every rate with every seed, side by side: the weights, and the losses of all steps."""
    lr = np.repeat(rates, len(seeds))
    draws = [np.random.default_rng(seed) for seed in list(seeds) * len(rates)]
    W, b, losses = np.zeros((len(lr), 10, 64)), np.zeros((len(lr), 10)), []
    for _ in range(steps):
        at = np.stack([draw.integers(0, len(x_train), 32) for draw in draws])
        W, b, loss = sweep_step(W, b, x_train[at], y_train[at], lr=lr, max_norm=math.inf)
        losses.append(loss)
    return W, b, np.array(losses)


with attempt("sweep_step", seconds=30):
    rates, started = 10.0 ** np.arange(-3, 4), time.perf_counter()
    W, b, losses = runs(rates, range(8))
    together = time.perf_counter() - started
    read_as = (x_test @ W.swapaxes(1, 2) + b[:, None]).argmax(axis=2)
    share = (read_as == y_test).mean(axis=1).reshape(7, 8)
    for lr, each in zip(rates, share.mean(axis=1)):
        print(f"rate {lr:6g}: {each:.0%} of the unseen digits")
    print("runs whose losses are all finite:", int(np.isfinite(losses).all(axis=0).sum()))
    started = time.perf_counter()
    alone = [runs([lr], [seed])[2][:, 0] for lr in rates for seed in range(8)]
    apart = time.perf_counter() - started
    print("each run is what it is alone:", np.allclose(np.transpose(alone), losses, rtol=1e-6))
    print("one after the other takes more than one and a half times as long:", apart > 1.5 * together)
# You should see:
# > rate  0.001: 66% of the unseen digits
# > rate   0.01: 83% of the unseen digits
# > rate    0.1: 92% of the unseen digits
# > rate      1: 96% of the unseen digits
# > rate     10: 94% of the unseen digits
# > rate    100: 93% of the unseen digits
# > rate   1000: 92% of the unseen digits
# > runs whose losses are all finite: 56
# > each run is what it is alone: True
# > one after the other takes more than one and a half times as long: True

# %% [markdown]
# Four factors of ten lie between rates that read more than nine in ten: softmax regression is a forgiving
# problem. At the rate 1000 the scores run into the thousands, and in the function that you were given
# this was enough to spoil the other 55 runs. (On a GPU the ratio of the times is in the hundreds: see
# chapter 10.)
#
# ## A step of one size
#
# Lion keeps of the gradient only its sign. What would Adam do if every gradient were as large as the last?


# %% graded="lion_update"
def lion_update(theta, g, state, t, *, lr, beta1, beta2, weight_decay):
    direction = np.sign(beta1 * state["m"] + (1 - beta1) * g)
    m = beta2 * state["m"] + (1 - beta2) * g
    return theta - lr * direction - lr * weight_decay * theta, {"m": m}


# %% [markdown]
# **Predict before you run:** a network with 32 hidden units, five epochs, the mean validation loss of three
# seeds at five rates. Is Lion's best rate larger than Adam's, or smaller? Is its loss there lower?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("lion_update", seconds=60):

    def lion(lr):
        return Rule.from_function(lion_update, slots=("m",), lr=lr, beta1=0.9, beta2=0.99, weight_decay=0.0)

    found = {}
    for name, rule in {"Adam": lambda lr: Adam(lr=lr), "Lion": lion}.items():
        for lr in (1e-3, 3e-3, 1e-2, 3e-2, 1e-1):
            validation = [
                fit(
                    models.mlp(64, 32, 10, seed=seed),
                    digits,
                    rule(lr),
                    epochs=5,
                    validation=0.2,
                    seed=seed,
                    device="cpu",
                )
                for seed in range(3)
            ]
            found[name, lr] = np.mean([run.validation_loss[-1] for run in validation])
    adam, lion_best = (
        min((loss, lr) for (kind, lr), loss in found.items() if kind == name) for name in ("Adam", "Lion")
    )
    print("Lion's best rate is a third of Adam's, or less:", lion_best[1] < 0.34 * adam[1])
    print("its loss there is at most a third higher:", lion_best[0] < 4 / 3 * adam[0])
    print("its loss there is lower:", lion_best[0] < adam[0])
# You should see:
# > Lion's best rate is a third of Adam's, or less: True
# > its loss there is at most a third higher: True
# > its loss there is lower: False

# %% [markdown]
# Adam's step is shorter than its rate wherever gradients change their sign; Lion's never is. With one
# array of state in place of two it comes nearly as far, at a rate that is three times smaller.
#
# ## The average of the path
#
# For the other three ideas, a network in plain NumPy: its parameters are a dict, beside which it counts the
# examples that it has seen.


# %%
def first_model(seed):
    rng = np.random.default_rng(seed)
    W, V = rng.standard_normal((64, 64)), rng.standard_normal((10, 64))
    factor = np.sqrt(2 / 64)
    return {"W": factor * W, "b": np.zeros(64), "V": factor * V, "c": np.zeros(10), "seen": np.array([0])}


def scores_of(model, x):
    return np.maximum(x @ model["W"].T + model["b"], 0) @ model["V"].T + model["c"]


def loss_grads(model, x, y):
    h = np.maximum(x @ model["W"].T + model["b"], 0)
    scores = h @ model["V"].T + model["c"]
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    d_scores = (np.exp(logs) - np.eye(10)[y]) / len(y)
    d_z = d_scores @ model["V"] * (h > 0)
    grads = {"W": d_z.T @ x, "b": d_z.sum(axis=0), "V": d_scores.T @ h, "c": d_scores.sum(axis=0)}
    return -np.mean(logs[np.arange(len(y)), y]), grads


def share_read(model):
    return np.mean(scores_of(model, x_test).argmax(axis=1) == y_test)


# %% [markdown]
# With small batches and a large rate the parameters don't come to rest: they go to and fro around a place
# that none of them stands on. Their average does, and it costs one line a step, as it is not used in
# training at all.


# %% graded="ema_update"
def ema_update(average, model, t, *, decay):
    d = min(decay, (1 + t) / (10 + t))
    return {
        name: d * average[name] + (1 - d) * new if new.dtype.kind == "f" else new.copy()
        for name, new in model.items()
    }


# %% [markdown]
# **Predict before you run:** 1,500 steps with batches of 8 at the rate 0.6, which is as large as this
# network can bear; four seeds. What share of the unseen digits do the last parameters read, and what share
# the averages of the path that led to them?


# %%
# NBVAL_CHECK_OUTPUT
def train_and_average(seed, rate_at):
    """Train with the rate that `rate_at` gives for each step; the last parameters, and the average."""
    model, rng = first_model(seed), np.random.default_rng(seed)
    average = {name: each.copy() for name, each in model.items()}
    for t in range(1, 1501):
        at = rng.integers(0, len(x_train), 8)
        for name, g in loss_grads(model, x_train[at], y_train[at])[1].items():
            model[name] -= rate_at(t) * g
        model["seen"] += 8
        average = ema_update(average, model, t, decay=0.99)
    return model, average


with attempt("ema_update", seconds=60):
    ends = [train_and_average(seed, lambda t: 0.6) for seed in range(4)]
    last, averaged = ([share_read(end[i]) for end in ends] for i in (0, 1))
    print("the worst of the last:    ", "fewer than 92%" if min(last) < 0.92 else f"{min(last):.0%}")
    print("the worst of the averages:", "97% or more" if min(averaged) >= 0.97 else f"{min(averaged):.0%}")
    print("examples seen:", int(ends[0][1]["seen"][0]))
# You should see:
# > the worst of the last:     fewer than 92%
# > the worst of the averages: 97% or more
# > examples seen: 12000

# %% [markdown]
# ### In your own words (4 points, graded by hand)
#
# Chapter 3 had another remedy for a path that does not come to rest: a rate that falls. Predict what the
# average gains if the rate falls along a cosine from 0.6 to 0, and give your reason. Then measure it, in a
# cell of your own with `train_and_average`, with all four seeds, by the loss on the unseen digits, which is
# finer than the share read. Say which of the two remedies you would take, and for what.

# %% [markdown] manual="average_or_fall" points=4
# Prediction: next to nothing. The average does away with what is random about the place of a single
# iterate; when the rate falls to zero, the last hundred iterates (that is how far back an average with the
# decay 0.99 looks) lie so near to each other that their mean is where each of them is.
#
# Measured with `rate_at = lambda t: 0.3 * (1 + math.cos(math.pi * (t - 1) / 1500))`: the mean loss on the
# unseen digits is 0.062 for the last parameters and 0.062 for the average (0.24 and 0.055 at the constant
# rate). So the two remedies come to about the same place, by different ways, and both at once gain nothing.
#
# The falling rate has to know the last step beforehand; an average can be looked at any time, and training
# can go on from it to more data. The fall needs no second copy of the parameters, and it is safer where
# the average of two good places is not good: across a ridge, or between two wells. I would average where
# I don't know how long I shall train, and let the rate fall otherwise.

# %% [markdown]
# ## Every direction alike
#
# The gradient of a weight matrix is a matrix too, and a lopsided one: in a few directions it is large, in
# most it is many times smaller. Muon makes the directions of its momentum equally
# large before it steps. A singular value decomposition would do it, and take long; five times a polynomial
# of odd powers does it nearly, and on any machine that multiplies matrices.


# %% graded="newton_schulz5"
def newton_schulz5(G, steps):
    a, b, c = 3.4445, -4.7750, 2.0315
    X = G / max(np.sqrt((G**2).sum()), 1e-7)
    for _ in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


# %% [markdown]
# **Predict before you run:** every pixel in units of its own, up to three times larger or smaller; sixty
# steps with batches of 128, by Nesterov's momentum and by the same momentum with its two matrices made alike
# in all directions, each at the best of four rates. Whose loss on the unseen digits is lower, and by half,
# or by less?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("newton_schulz5", seconds=60):
    units = 10.0 ** np.random.default_rng(1).uniform(-0.5, 0.5, 64)

    def sixty_steps(lr, seed, alike):
        model, rng = first_model(seed), np.random.default_rng(seed)
        names = ("W", "b", "V", "c")
        v = {name: np.zeros_like(model[name]) for name in names}
        for _ in range(60):
            at = rng.integers(0, len(x_train), 128)
            grads = loss_grads(model, units * x_train[at], y_train[at])[1]
            for name in names:
                v[name] = 0.9 * v[name] + grads[name]
                ahead = grads[name] + 0.9 * v[name]
                if alike and name in "WV":
                    model[name] = model[name] - lr * newton_schulz5(ahead, 5)
                else:
                    model[name] = model[name] - (0.1 if alike else lr) * ahead
        return loss_grads(model, units * x_test, y_test)[0], v["W"]

    best = {
        alike: min(np.mean([sixty_steps(lr, seed, alike)[0] for seed in range(5)]) for lr in tried)
        for alike, tried in {False: (0.03, 0.1, 0.3, 0.6), True: (0.03, 0.05, 0.1, 0.2)}.items()
    }
    v = sixty_steps(0.1, 0, False)[1]
    before = np.linalg.svd(v, compute_uv=False)
    after = np.linalg.svd(newton_schulz5(v, 5), compute_uv=False)
    print("of 64 singular values, a third of the largest or more:")
    print("  before: fewer than 16" if np.sum(before > before[0] / 3) < 16 else "  before: 16 or more")
    print("  after:  more than 32" if np.sum(after > after[0] / 3) > 32 else "  after:  32 or fewer")
    print("the loss is lower by a tenth or more:", best[True] < 0.9 * best[False])
    print("the loss is lower by half or more:   ", best[True] < 0.5 * best[False])
# You should see:
# > of 64 singular values, a third of the largest or more:
# >   before: fewer than 16
# >   after:  more than 32
# > the loss is lower by a tenth or more: True
# > the loss is lower by half or more:    False

# %% [markdown]
# ## The worst point nearby
#
# Two hundred digits, of which a fifth have labels drawn by lot. Where few examples decide, parameters that
# fit them all need not be worth much, and chapter 9 held the network back in three ways. Sharpness-aware
# minimisation asks for something else: a low loss not only at the parameters but in a neighbourhood.


# %% graded="sam_step"
def sam_step(params, gradient, *, lr, radius):
    g = gradient(params)
    norm = np.sqrt(sum(np.sum(each**2) for each in g))
    scale = radius / norm if norm > 0 else 0.0
    worst = [w + scale * each for w, each in zip(params, g)]
    return [w - lr * each for w, each in zip(params, gradient(worst))]


# %% [markdown]
# **Predict before you run:** a step with a radius asks for two gradients, so plain descent (a radius of 0)
# gets twice as many steps. How many more of a hundred unseen digits does the network read that was trained
# with the radius 0.5?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("sam_step", seconds=60):
    lot = np.random.default_rng(5)
    y_spoilt = np.where(lot.random(200) < 0.2, lot.integers(0, 10, 200), y_train[:200])

    def share_after(radius, steps, seed):
        model, rng = first_model(seed), np.random.default_rng(seed)
        names = ("W", "b", "V", "c")
        params = [model[name] for name in names]
        for _ in range(steps):
            at = rng.integers(0, 200, 32)

            def gradient(params, at=at):
                grads = loss_grads(dict(zip(names, params)), x_train[at], y_spoilt[at])[1]
                return [grads[name] for name in names]

            params = sam_step(params, gradient, lr=0.3, radius=radius)
        return share_read(dict(zip(names, params)))

    plain = np.mean([share_after(0.0, 800, seed) for seed in range(3)])
    aware = np.mean([share_after(0.5, 400, seed) for seed in range(3)])
    print("plain descent:", "fewer than four in five" if plain < 0.8 else f"{plain:.0%}")
    print("sharpness-aware: at least eight in a hundred more:", aware > plain + 0.08)
# You should see:
# > plain descent: fewer than four in five
# > sharpness-aware: at least eight in a hundred more: True

# %% [markdown]
# Four ideas, each ahead in the setting that was made for it: that is how new ideas are presented. The
# capstone asks for more, a comparison whose setting nobody has chosen to fit the answer.
#
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order.
# Then save.
