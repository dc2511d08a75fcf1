# %% [markdown]
# # Stabilising training
#
# *The notebook to chapter 6. About three hours; 70 points by automatic checks, 3 by hand.*
#
# A network of thirty layers does not learn to read digits: with one choice of its first weights nothing
# happens, with another everything becomes infinite in a few steps. You will write the three things that
# mend it, clipping, first weights and normalisation, see what each of them can do and can't, and at the end
# the thirty layers read, in half precision too.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line.
# The cell after that checks it, and says what is right; where something is not, which mistake it looks like
# and on which small input it shows. Run it as often as you like. Cells that need a function which is still
# empty say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %% [markdown]
# ## A network that does not train
#
# Thirty layers of 64 ReLUs, as many as a digit has pixels, and ten outputs, all without biases. The cell
# below is all that is needed: it draws a network, works out its loss and its gradients, and trains it by
# plain steps. Two places are left open for what you will write: `prepare` may change the gradients before a
# step, and `norm` may stand between a layer's sums and its ReLU.

# %%
import math

import numpy as np

from gdcourse import data
from gdcourse.checking import attempt

digits = data.digits()
images, labels = digits.x.astype(float), digits.y
test = np.arange(1797) % 3 == 0
DEPTH = 30


def network(draw, depth=DEPTH, seed=0):
    rng = np.random.default_rng(seed)
    return [draw(64, units, rng) for units in [64] * depth + [10]]


def loss_and_grads(weights, x, y, norm=None):
    h, kept = x, []
    for k, W in enumerate(weights[:-1]):
        z, cache = norm.forward(h @ W.T, k) if norm else (h @ W.T, None)
        kept.append((h, z > 0, cache))
        h = np.maximum(z, 0)
    scores = h @ weights[-1].T
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    dz = (np.exp(logs) - np.eye(10)[y]) / len(y)
    loss = -np.mean(logs[np.arange(len(y)), y])
    grads = [dz.T @ h]
    for W, (h, on, cache) in zip(weights[:0:-1], kept[::-1]):
        dz = (dz @ W) * on
        dz = norm.backward(dz, cache)[0] if norm else dz
        grads.append(dz.T @ h)
    return loss, grads[::-1]


def train(weights, lr, steps, prepare=None, norm=None, seed=1):
    rng, losses = np.random.default_rng(seed), []
    for _ in range(steps):
        rows = rng.choice(np.flatnonzero(~test), 100, replace=False)
        with np.errstate(all="ignore"):
            loss, grads = loss_and_grads(weights, images[rows], labels[rows], norm)
            grads = prepare(grads) if prepare else grads
            weights = [W - lr * g for W, g in zip(weights, grads)]
        losses.append(loss)
    return weights, np.mean(losses[-20:])


def flat(grads):
    return np.concatenate([g.ravel() for g in grads])


def read(weights, biases=None):
    h = images[test]
    for W, b in zip(weights, biases or [0.0] * len(weights)):
        z = h @ W.T + b
        h = np.maximum(z, 0)
    return np.mean(z.argmax(axis=1) == labels[test])


# %% [markdown]
# Two habits for the first weights: an interval of $\pm 1/\sqrt{n}$, which was usual for a long time, and a
# normal distribution with twice that as its width, $2/\sqrt{n}$.
#
# **Predict before you run:** the loss of a guess among ten digits is $\ln 10 \approx 2.3$. Where does each
# network begin, how long is its first gradient, and where is it after fifty steps?


# %%
# NBVAL_CHECK_OUTPUT
def narrow(fan_in, fan_out, rng):
    return rng.uniform(-1, 1, size=(fan_out, fan_in)) / np.sqrt(fan_in)


def wide(fan_in, fan_out, rng):
    return 2 / np.sqrt(fan_in) * rng.standard_normal((fan_out, fan_in))


for draw in (narrow, wide):
    weights = network(draw)
    loss, grads = loss_and_grads(weights, images[~test], labels[~test])
    after = train(weights, 0.1, 50)[1]
    print(
        f"{draw.__name__:6}: a gradient of length {np.linalg.norm(flat(grads)):.0e}, a loss of {loss:.2g};",
        end=" ",
    )
    print("nothing has changed" if abs(after - loss) < 0.01 else f"later on {after}")
# You should see:
# > narrow: a gradient of length 1e-12, a loss of 2.3; nothing has changed
# > wide  : a gradient of length 5e+05, a loss of 3.6e+04; later on nan

# %% [markdown]
# One network is asleep, the other has blown up: what is multiplied by thirty matrices of the same size
# either vanishes or explodes. (That its loss is `nan` is not a fault of the code: infinity minus infinity
# is not a number.)

# %% [markdown]
# ## Clipping
#
# The first remedy acts at the very end, on the finished gradient: if it is too long, it is made shorter. A
# gradient consists of many arrays, one for each matrix, and there is one length to speak of, that of all
# their entries together. What is *logged* is the length before clipping, since afterwards it tells nothing
# any more.


# %% graded="clip_global_norm"
def clip_global_norm(grads, max_norm):
    norm = math.sqrt(sum(np.sum(g**2) for g in grads if g is not None))
    if not math.isfinite(norm) or norm <= max_norm:
        return list(grads), norm
    return [None if g is None else g * (max_norm / norm) for g in grads], norm


# %% [markdown]
# The other way is older and rougher: no entry may be larger than some limit.


# %% graded="clip_value"
def clip_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


# %% [markdown]
# **Predict before you run:** the first gradient of the wide network is clipped in both ways, to length 1,
# and to entries of at most 1. The cosine of the angle between the clipped gradient and the gradient is 1
# where the direction is the same, and 0 where the two have nothing to do with each other. What is it for
# each?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("clip_global_norm or clip_value"):
    _, grads = loss_and_grads(network(wide), images[~test], labels[~test])
    g = flat(grads)
    clips = {"norm": flat(clip_global_norm(grads, 1.0)[0]), "value": flat(clip_value(grads, 1.0))}
    for name, clipped in clips.items():
        length = np.linalg.norm(clipped)
        print(f"by {name}: length {length:.0f}, cosine {g @ clipped / length / np.linalg.norm(g):.2f}")
# You should see:
# > by norm: length 1, cosine 1.00
# > by value: length 259, cosine 0.43

# %% [markdown]
# By value, more than half of the entries have become $\pm 1$, and of those only the sign is left. With
# 123,520 entries of size 1 at most that is not even a short gradient.
#
# **Predict before you run:** does clipping by norm mend the wide network?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("clip_global_norm", seconds=10):
    weights = network(wide)
    _, after = train(weights, 0.1, 100, prepare=lambda grads: clip_global_norm(grads, 1.0)[0])
    print("after a hundred steps the loss is", "a number," if np.isfinite(after) else "nan or infinite,")
    print("worse than a guess" if after > np.log(10) else "better than a guess")
# You should see:
# > after a hundred steps the loss is a number,
# > worse than a guess

# %% [markdown]
# It doesn't blow up any more, and it doesn't learn: a short step in a landscape of cliffs. Clipping limits
# what one step can spoil. It changes nothing about why the gradient was so long.

# %% [markdown]
# ## First weights
#
# The second remedy acts before the first step. A layer with $n$ inputs multiplies the mean square of a
# signal by $n$ times the variance of its weights, and on the way back the same holds with the number of its
# units. Xavier Glorot and Yoshua Bengio took the mean of the two numbers; the width of the interval is
# yours to find.


# %% graded="xavier_uniform"
def xavier_uniform(fan_in, fan_out, gain, rng):
    b = gain * np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


# %% [markdown]
# That leaves out the activation. A ReLU sets one half of its inputs to zero, and with them half of the mean
# square.


# %% graded="he_normal"
def he_normal(fan_in, fan_out, rng):
    return math.sqrt(2 / fan_in) * rng.standard_normal((fan_out, fan_in))


# %% [markdown]
# **Predict before you run:** by what factor is the mean square of the signal multiplied in each of thirty
# layers of ReLUs, with the narrow weights (of variance $1/(3n)$), with Xavier's, with He's, and with the
# wide ones?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("xavier_uniform or he_normal"):

    def xavier(fan_in, fan_out, rng):
        return xavier_uniform(fan_in, fan_out, 1.0, rng)

    for draw in (narrow, xavier, he_normal, wide):
        factors = []
        for seed in range(20):
            h = images[:200]
            for W in network(draw, seed=seed)[:-1]:
                h = np.maximum(h @ W.T, 0)
            factors.append(np.log(np.mean(h**2) / np.mean(images[:200] ** 2)) / DEPTH)
        print(f"{draw.__name__:9}: {np.exp(np.mean(factors)):.1f} a layer")
# You should see:
# > narrow   : 0.2 a layer
# > xavier   : 0.5 a layer
# > he_normal: 1.0 a layer
# > wide     : 2.0 a layer

# %% [markdown]
# **Predict before you run:** which of these three trains? He's weights without clipping, He's with
# clipping, Xavier's with clipping, each for 200 steps.

# %%
# NBVAL_CHECK_OUTPUT
with attempt("clip_global_norm, xavier_uniform or he_normal", seconds=20):

    def clip(grads):
        return clip_global_norm(grads, 1.0)[0]

    for draw, prepare in ((he_normal, None), (he_normal, clip), (xavier, clip)):
        _, after = train(network(draw), 0.1, 200, prepare)
        name = draw.__name__ + (", clipped" if prepare else "")
        print(f"{name:19}: {'it has begun to learn' if after < 1.5 else 'it guesses'}")
# You should see:
# > he_normal          : it guesses
# > he_normal, clipped : it has begun to learn
# > xavier, clipped    : it guesses

# %% [markdown]
# It takes both. He's weights give the signal its size; the gradient is then a few units long, with now and
# then a longer one, and a single long step at this rate is enough to put so deep a network out. Xavier's
# network gets a gradient that no clipping can make longer.

# %% [markdown]
# ## Batch normalisation
#
# The third remedy acts at every layer and at every step: it gives each sum the mean 0 and the variance 1
# over the batch, whatever the weights are. In evaluation there may be no batch, only a single digit, and
# what a digit is taken for should not depend on its company. So running statistics are kept for that.


# %% graded="batchnorm_forward"
def batchnorm_forward(x, gamma, beta, running, training, momentum, eps):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": (1 - momentum) * running["mean"] + momentum * mean,
            "var": (1 - momentum) * running["var"] + momentum * x.var(axis=0, ddof=1),
        }
    inv_std = 1 / np.sqrt(var[None, :] + eps)
    x_hat = (x - mean) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma), running


# %% [markdown]
# Backwards is where the batch shows: the loss of one example depends on all the others, through the two
# statistics. Take a sheet of paper. It helps to find out first what a shift of the whole batch changes, and
# what a stretch.


# %% graded="batchnorm_backward"
def batchnorm_backward(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    dx = inv_std * (u - u.mean(axis=0) - x_hat * (u * x_hat).mean(axis=0))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


# %% [markdown]
# Whether a backward pass belongs to its forward pass can be measured: move one entry of x a little, both
# ways, and see what the loss does.

# %%
# NBVAL_CHECK_OUTPUT
with attempt("batchnorm_forward or batchnorm_backward"):
    rng = np.random.default_rng(0)
    x, gamma, weight = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(5, 3))
    fresh = {"mean": np.zeros(3), "var": np.ones(3)}

    def loss(x):
        return np.sum(weight * batchnorm_forward(x, gamma, np.zeros(3), fresh, True, 0.1, 1e-5)[0])

    cache = batchnorm_forward(x, gamma, np.zeros(3), fresh, True, 0.1, 1e-5)[1]
    dx = batchnorm_backward(weight, cache)[0]
    measured = np.zeros((5, 3))
    for place in np.ndindex(5, 3):
        h = np.zeros((5, 3))
        h[place] = 1e-5
        measured[place] = (loss(x + h) - loss(x - h)) / 2e-5
    print("the backward pass is that of the forward pass:", np.allclose(dx, measured, atol=1e-7))
# You should see:
# > the backward pass is that of the forward pass: True

# %% [markdown]
# Now the thirty layers with batch normalisation before each ReLU. (Scale and shift stay at 1 and 0 here,
# which keeps the cell short.)
#
# **Predict before you run:** the narrow weights and the wide ones, under which the network slept or blew
# up. What do they do now? And what if all matrices but the last are multiplied by 1000?


# %%
# NBVAL_CHECK_OUTPUT
class BatchNorm:
    def __init__(self, depth=DEPTH):
        self.running = [{"mean": np.zeros(64), "var": np.ones(64)} for _ in range(depth)]

    def forward(self, z, k):
        y, cache, self.running[k] = batchnorm_forward(
            z, np.ones(64), np.zeros(64), self.running[k], True, 0.1, 1e-5
        )
        return y, cache

    def backward(self, dy, cache):
        return batchnorm_backward(dy, cache)


with attempt("batchnorm_forward or batchnorm_backward", seconds=20):
    for draw in (narrow, wide):
        _, after = train(network(draw), 0.1, 120, norm=BatchNorm())
        print(f"{draw.__name__:6}: {'it has begun to learn' if after < 1.5 else 'it guesses'}")
    weights = network(wide)
    larger = [1000 * W for W in weights[:-1]] + weights[-1:]
    (loss, grads), (loss_2, grads_2) = (
        loss_and_grads(each, images[:300], labels[:300], BatchNorm()) for each in (weights, larger)
    )
    print("weights a thousand times larger: the loss is the same:", abs(loss_2 / loss - 1) < 1e-3)
    ratio = np.linalg.norm(grads_2[15]) / np.linalg.norm(grads[15])
    print(f"and the gradient in the middle is {ratio:.3f} times the other")
# You should see:
# > narrow: it has begun to learn
# > wide  : it has begun to learn
# > weights a thousand times larger: the loss is the same: True
# > and the gradient in the middle is 0.001 times the other

# %% [markdown]
# The size of the weights doesn't count any more: what a matrix makes too large is divided by again. The
# larger the weights, the smaller their gradient, and the less a step of the same size turns them. That is
# how batch normalisation forgives a learning rate: a step that was too long leaves the weights larger, and
# so the next ones count for less.
#
# ### Nothing to pay
#
# In evaluation the statistics are fixed numbers, and then batch normalisation is a linear map after a
# linear map. Whoever ships a trained network folds the one into the other.


# %% graded="fold_batchnorm"
def fold_batchnorm(W, b, gamma, beta, mean, var, eps):
    scale = gamma / np.sqrt(var + eps)
    return scale[:, None] * W, scale * (b - mean) + beta


# %%
# NBVAL_CHECK_OUTPUT
with attempt("batchnorm_forward or fold_batchnorm"):
    rng = np.random.default_rng(2)
    W, b, gamma, beta, mean = rng.normal(size=(6, 64)), *rng.normal(size=(4, 6))
    running = {"mean": mean, "var": rng.uniform(0.5, 2, size=6)}
    y, _, _ = batchnorm_forward(images @ W.T + b, gamma, beta, running, False, 0.1, 1e-5)
    W_new, b_new = fold_batchnorm(W, b, gamma, beta, running["mean"], running["var"], 1e-5)
    print("one layer does what two did:", np.allclose(images @ W_new.T + b_new, y))
# You should see:
# > one layer does what two did: True

# %% [markdown]
# ## Layer normalisation
#
# The same arithmetic along the other axis: mean and variance are those of one example over its features. It
# needs no company, so that a batch may have one example, and training and evaluation are one thing.


# %% graded="layernorm_forward"
def layernorm_forward(x, gamma, beta, eps):
    inv_std = 1 / np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) * inv_std
    return gamma * x_hat + beta, (x_hat, inv_std, gamma)


# %% graded="layernorm_backward"
def layernorm_backward(dy, cache):
    x_hat, inv_std, gamma = cache
    u = dy * gamma
    mean_u = u.mean(axis=1, keepdims=True)
    dx = inv_std * (u - mean_u - x_hat * (u * x_hat).mean(axis=1, keepdims=True))
    return dx, (dy * x_hat).sum(axis=0), dy.sum(axis=0)


# %% [markdown]
# ### One without the mean
#
# Large language models mostly leave out the mean: they divide by the root of the mean square and are done.
# What is left of your backward pass then? Find it on paper; the cell after it compares with a measurement.


# %% graded="rmsnorm_backward"
def rmsnorm_backward(dy, x, gamma, eps):
    inv_rms = 1 / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    x_hat = x * inv_rms
    u = dy * gamma
    return inv_rms * (u - x_hat * (u * x_hat).mean(axis=1, keepdims=True)), (dy * x_hat).sum(axis=0)


# %%
# NBVAL_CHECK_OUTPUT
with attempt("rmsnorm_backward"):
    rng = np.random.default_rng(3)
    x, gamma, weight = rng.normal(size=(2, 4)), rng.normal(size=4), rng.normal(size=(2, 4))

    def rms_loss(x):
        return np.sum(weight * gamma * x / np.sqrt(np.mean(x**2, axis=1, keepdims=True) + 0.1))

    dx, _ = rmsnorm_backward(weight, x, gamma, 0.1)
    h = np.zeros((2, 4))
    h[1, 2] = 1e-5
    measured = (rms_loss(x + h) - rms_loss(x - h)) / 2e-5
    print("as measured:", abs(dx[1, 2] - measured) < 1e-8)
# You should see:
# > as measured: True

# %% [markdown]
# ## Does normalisation keep gradients small?
#
# It is often said that normalisation keeps gradients from exploding. You have everything to look.
#
# **Predict before you run:** He's weights, 10, 20 and 30 layers, at the first step. How many times longer
# is the gradient of the first matrix than that of the last but one: with nothing between the layers, with
# layer normalisation, with batch normalisation?


# %%
# NBVAL_CHECK_OUTPUT
class LayerNorm:
    def forward(self, z, k):
        return layernorm_forward(z, np.ones(64), np.zeros(64), 1e-5)

    def backward(self, dy, cache):
        return layernorm_backward(dy, cache)


with attempt("he_normal, or one of the four functions for normalisation", seconds=20):
    print("layers  nothing  layer norm  batch norm")
    for depth in (10, 20, 30):
        ratios = []
        for norm in (None, LayerNorm(), BatchNorm(depth)):
            logs = []
            for seed in range(10):
                _, grads = loss_and_grads(network(he_normal, depth, seed), images[:300], labels[:300], norm)
                logs.append(np.log(np.linalg.norm(grads[0]) / np.linalg.norm(grads[-2])))
            ratios.append(float(f"{np.exp(np.mean(logs)):.1g}"))
        print(f"{depth:6}  {ratios[0]:7g}  {ratios[1]:10g}  {ratios[2]:10g}")
# You should see:
# > layers  nothing  layer norm  batch norm
# >     10      0.9         0.6           4
# >     20        1         0.4          30
# >     30        1         0.3         200

# %% [markdown]
# Without anything between them, He's weights keep the gradient as it is, which is what they are made for.
# Under batch normalisation it becomes longer by a factor of about 1.2 in each layer on its way back, and
# from a starting point at which nothing was amiss.
#
# ### In your own words (3 points, graded by hand)
#
# Under batch normalisation the gradient of the first layer is two hundred times longer than that of the
# last, and yet the network learned above, at a rate of 0.1 and without clipping. Try in a cell of your own
# what clipping to length 1 does to it there, with the same rate and the same steps. What do you see, and
# how do you explain it? Say also what the long gradients do to the weights of the first layers, if nobody
# clips them, and why that does no lasting harm.

# %% [markdown] manual="long_gradients" points=3
# With clipping to length 1 the network hardly learns: after as many steps the loss is where it began. The
# norm is that of all layers together, and nearly all of it comes from the first ones; to bring 300 down to
# 1 the gradients of the last layers, which were of a good size, are made 300 times shorter as well. Without
# clipping the first steps throw the first layers' weights far out. Under batch normalisation the size of a
# layer's weights changes nothing in what it computes, only their direction does, and the gradient of
# weights that are $s$ times as large is $s$ times shorter. So the long step makes the weights larger, the
# gradient becomes short by itself, and after a few steps all layers turn at about the same pace. What is
# lost is what the first weights stood for, and at the start that is nothing.

# %% [markdown]
# ## Half precision
#
# On a graphics card a network is mostly trained in numbers of 16 bits. They take half the room and end
# early: below $6 \cdot 10^{-8}$ everything is zero, above 65,504 infinite.
#
# **Predict before you run:** towards the end of a training the gradients are, say, ten thousand times
# shorter than the first. What share of their entries is lost when they are rounded to such numbers? And if
# the loss is multiplied by 1,024 before the backward pass?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("he_normal"):
    _, grads = loss_and_grads(network(he_normal), images[~test], labels[~test])
    late = 1e-4 * flat(grads)[flat(grads) != 0]
    for scale in (1, 1024):
        print(f"scale {scale:4}: {np.mean(np.float16(scale * late) == 0):.0%} of the entries are lost")
# You should see:
# > scale    1: 32% of the entries are lost
# > scale 1024: 1% of the entries are lost

# %% [markdown]
# So the loss is *scaled*: multiplied before the backward pass, so that its gradients fit, and they are
# divided by the same number before they are used. Which scale is right nobody knows beforehand; one begins
# with a large one, and halves it whenever something came out infinite.
#
# ### Somebody else's step
#
# The function below makes such a step, from micro-batches, with clipping. Its author tried it with one
# parameter, one scale and a short gradient, and found it right.


# %% graded="scaled_step"
def scaled_step(params, parts, scale, max_norm, lr):
    grads = [sum(each) / len(parts) / scale for each in zip(*parts)]
    if not all(np.isfinite(g).all() for g in grads):
        return list(params), scale / 2
    norm = math.sqrt(sum(np.sum(g**2) for g in grads))
    shrink = min(1.0, max_norm / norm) if norm else 1.0
    return [theta - lr * shrink * g for theta, g in zip(params, grads)], scale


# %% [markdown]
# ## Thirty layers that read
#
# Everything together, twice. The first network has He's weights and is trained by your step, with gradients
# rounded to half precision: two micro-batches a step, and a scale that begins far too large. The second has
# the narrow weights under which nothing moved, and batch normalisation before each ReLU; when it has
# learned, it is folded away, and what reads the unseen digits is a plain network again.
#
# **Predict before you run:** how often must $2^{40}$ be halved until the gradients fit?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("he_normal or scaled_step", seconds=40):
    weights, scale, rng, skipped = network(he_normal), 2.0**40, np.random.default_rng(1), 0
    for _ in range(600):
        rows = rng.choice(np.flatnonzero(~test), 100, replace=False)
        parts = []
        for half in (rows[:50], rows[50:]):
            _, grads = loss_and_grads(weights, images[half], labels[half])
            with np.errstate(all="ignore"):
                parts.append([np.float16(scale * g).astype(float) for g in grads])
        with np.errstate(all="ignore"):
            weights, after = scaled_step(weights, parts, scale, 1.0, 0.1)
        skipped, scale = skipped + (after < scale), after
    share = read(weights)
    print(f"{'more than twenty' if skipped > 20 else skipped} steps were skipped")
    print("unseen digits:", "it reads four in five, or more" if share > 0.8 else f"it reads {share:.0%}")
# You should see:
# > more than twenty steps were skipped
# > unseen digits: it reads four in five, or more

# %%
# NBVAL_CHECK_OUTPUT
with attempt("batchnorm_forward, batchnorm_backward or fold_batchnorm", seconds=40):
    norm = BatchNorm()
    weights, _ = train(network(narrow), 0.1, 300, norm=norm)
    weights, _ = train(weights, 0.01, 60, norm=norm)  # while the running statistics come to rest
    ones, zeros = np.ones(64), np.zeros(64)
    folded = [
        fold_batchnorm(W, zeros, ones, zeros, running["mean"], running["var"], 1e-5)
        for W, running in zip(weights, norm.running)
    ]
    share = read([W for W, _ in folded] + weights[-1:], [b for _, b in folded] + [np.zeros(10)])
    print("unseen digits:", "it reads four in five, or more" if share > 0.8 else f"it reads {share:.0%}")
# You should see:
# > unseen digits: it reads four in five, or more

# %% [markdown]
# None of this has made the network better than one of three layers, which reads more in less time: thirty
# plain layers are a test bench. Depth pays with connections that skip layers, which keep gradients alive by
# themselves; chapter 6 shows what they do to the growth under batch normalisation.
#
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order. Then
# save.
