# %% [markdown]
# # Batch, stochastic, mini-batch
#
# *The notebook to chapter 4. About two hours; 50 points by automatic checks, 3 by hand.*
#
# How much of the data does one step need? You will write the loop that answers: it is batch, stochastic or
# mini-batch gradient descent by one number. Then come the two tools that make large batches possible on
# small machines, an estimate of how large a batch is worth having, and at the end your loop reads
# handwritten digits.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line. The
# cell after that checks it, and says what is right; where something is not, which mistake it looks like and
# on which small input it shows. Run it as often as you like. Cells that need a function which is still empty
# say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %% [markdown]
# **Losses and gradients come together.** A function `loss_and_grad(theta, X, y)` returns the *mean* loss over
# the rows of `X`, and its gradient. For a line through points, with half the squared error as the loss of an
# example, it is this one:

# %%
import numpy as np

from gdcourse import data
from gdcourse.checking import attempt


def squares(theta, X, y):
    r = X @ theta - y
    return 0.5 * np.mean(r**2), X.T @ r / len(y)


# %% [markdown]
# ## A batch is an estimate
#
# A patient's progression of diabetes is to be read off ten measurements. The exact gradient is a mean over
# 442 patients. The mean over a few of them, drawn at random, points in about the same direction, and costs
# less.
#
# **Predict before you run:** the gradient over 8 patients is off by some typical length. By how much does
# that length shrink when 32 patients are asked, four times as many: by half, or to a quarter?

# %%
# NBVAL_CHECK_OUTPUT
patients = data.diabetes()
X, y = patients.x.astype(float), patients.y.astype(float).ravel()
X, y = (X - X.mean(0)) / X.std(0), (y - y.mean()) / y.std()
start = np.zeros(X.shape[1])
exact = squares(start, X, y)[1]
rng = np.random.default_rng(4)
off = {}
for B in (8, 32, 128):
    draws = [rng.choice(len(y), B, replace=False) for _ in range(2000)]
    off[B] = np.sqrt(np.mean([np.sum((squares(start, X[d], y[d])[1] - exact) ** 2) for d in draws]))
print(f"four times as many: {off[32] / off[8]:.1f} of the length; sixteen times: {off[128] / off[8]:.1f}")
# You should see:
# > four times as many: 0.5 of the length; sixteen times: 0.2

# %% [markdown]
# By half: the *variance* of the mean of $B$ examples falls as $1/B$, its typical length as $1/\sqrt B$. Four
# times the work buys twice the precision. (At 128 of 442 it is a little less than a quarter, since whoever is
# drawn without replacement can't be drawn again.)

# %% [markdown]
# ## Cutting an epoch into batches
#
# In practice the examples are not drawn anew for each batch. They are shuffled, and the shuffled order is cut
# into batches, so that every example is used once in an *epoch*.


# %% graded="minibatches"
def minibatches(n, B, rng, drop_last):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    if drop_last and n % B:
        batches.pop()
    return batches


# %% [markdown]
# **Predict before you run:** 1797 digits in batches of 128. How many batches are there, and how large is the
# last?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("minibatches"):
    sizes = [len(batch) for batch in minibatches(1797, 128, np.random.default_rng(0), False)]
    print(len(sizes), "batches; the last has", sizes[-1])
# You should see:
# > 15 batches; the last has 5

# %% [markdown]
# Five examples, whose mean is far noisier than the others. Some leave such a batch out (`drop_last`), and
# with it, in every epoch, five examples, other ones each time.

# %% [markdown]
# ## One loop, three methods
#
# Now the epoch. With `B = n` it makes one step, along the exact gradient: batch gradient descent. With `B =
# 1` it makes $n$ steps: stochastic gradient descent. What is between is what everybody uses.
#
# Mind the loss that you report. Each batch's loss is a mean over its examples, and the last batch has fewer
# of them.


# %% graded="train_epoch"
def train_epoch(loss_and_grad, theta, X, y, B, lr, rng):
    total = 0.0
    for rows in minibatches(len(X), B, rng, False):
        loss, g = loss_and_grad(theta, X[rows], y[rows])
        total += loss * len(rows)
        theta = theta - lr * g
    return theta, total / len(X)


# %% [markdown]
# **Predict before you run:** one epoch on the patients with $B = 442$, with $B = 32$ and with $B = 1$, the
# rate 0.01 for all. Which arrives lowest? Each has read every example exactly once.

# %%
# NBVAL_CHECK_OUTPUT
with attempt("train_epoch"):
    for B in (442, 32, 1):
        theta, seen = train_epoch(squares, start, X, y, B, 0.01, np.random.default_rng(1))
        print(f"B = {B:3}: loss {squares(theta, X, y)[0]:.2f}")
# You should see:
# > B = 442: loss 0.49
# > B =  32: loss 0.37
# > B =   1: loss 0.26

# %% [markdown]
# For the same reading, 442 noisy steps have gone much further than one exact step. And at the end?
#
# **Predict before you run:** the same with 200 epochs. Which is lowest now?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("train_epoch", seconds=15):
    best = squares(np.linalg.lstsq(X, y, rcond=None)[0], X, y)[0]
    for B in (442, 32, 1):
        theta, rng = start, np.random.default_rng(1)
        for _ in range(200):
            theta, seen = train_epoch(squares, theta, X, y, B, 0.01, rng)
        print(f"B = {B:3}: {squares(theta, X, y)[0] / best - 1:5.1%} above the least possible loss")
# You should see:
# > B = 442:  1.7% above the least possible loss
# > B =  32:  0.5% above the least possible loss
# > B =   1:  8.0% above the least possible loss

# %% [markdown]
# The exact method is still on its way, the stochastic one has long arrived and wanders around the minimum:
# its last gradient is that of a single patient, and a single patient is never quite average. How far it
# wanders depends on the rate and on $B$; chapter 4 works out the law.

# %% [markdown]
# ### In your own words (3 points, graded by hand)
#
# For $B = 1$ the loss stays some way above the least one. Name two different changes to the run that would
# bring it closer, and one change of the number of epochs that would not. Say for each what it does to the
# noise of a step, and try one of them in a cell of your own.

# %% [markdown] manual="why_it_wanders" points=3
# A smaller learning rate (or one that decays) shortens each noisy step, so the balance between the pull of
# the gradient and the noise lies closer to the minimum; the variance there is proportional to the rate. A
# larger batch averages the noise of a step, whose variance falls as $1/B$. More epochs at the same rate and
# batch size change nothing: the distance is no longer that of a walk on its way but of a walk that has
# arrived. With a rate of 0.001, for instance, 200 epochs end much closer, and a run of 400 epochs at 0.01
# ends where that of 200 did.

# %% [markdown]
# ## Batches without end
#
# Long runs are counted in steps, not in epochs, and a smaller batch at the end of each epoch is then a
# nuisance. The function below deals it away: it hands out full batches only, and where an epoch ends in the
# middle of one, the next epoch begins there.


# %% graded="stream"
def stream(n, B, steps, rng):
    left = np.zeros(0, dtype=int)
    batches = []
    for _ in range(steps):
        while len(left) < B:
            left = np.concatenate([left, rng.permutation(n)])
        batches.append(left[:B])
        left = left[B:]
    return batches


# %%
# NBVAL_CHECK_OUTPUT
with attempt("stream"):
    used = np.bincount(np.concatenate(stream(1797, 128, 1797, np.random.default_rng(2))), minlength=1797)
    print("after 1797 steps of 128, every example was used", set(used.tolist()), "times")
# You should see:
# > after 1797 steps of 128, every example was used {128} times

# %% [markdown]
# ## A batch in parts
#
# A batch of 4,096 images may not fit into memory. Its gradient does: it is a mean, and a mean can be worked
# out in parts. Only the sizes of the parts have to be kept in mind.


# %% graded="accumulate"
def accumulate(grads, counts):
    return sum(g * count for g, count in zip(grads, counts)) / sum(counts)


# %%
# NBVAL_CHECK_OUTPUT
with attempt("accumulate"):
    parts = [slice(0, 200), slice(200, 400), slice(400, 442)]
    grads = [squares(start, X[p], y[p])[1] for p in parts]
    whole = accumulate(grads, [200, 200, 42])
    print("the parts make the whole:", np.allclose(whole, exact))
# You should see:
# > the parts make the whole: True

# %% [markdown]
# ### Somebody else's epoch
#
# In a training loop the parts arrive one after the other, and after every $k$ of them there is a step. The
# cell below was written in a hurry. On the data at which its author looked it seemed to learn; on yours it
# should be right.


# %% graded="accumulated_epoch"
def accumulated_epoch(loss_and_grad, theta, batches, k, lr):
    total, count = np.zeros_like(theta), 0
    for i, (X, y) in enumerate(batches, start=1):
        total = total + loss_and_grad(theta, X, y)[1] * len(y)
        count += len(y)
        if i % k == 0 or i == len(batches):
            theta = theta - lr * total / count
            total, count = np.zeros_like(theta), 0
    return theta


# %% [markdown]
# ## How large a batch is worth having
#
# Doubling the batch halves the variance of the gradient and doubles its price. While noise dominates, that
# is a good bargain; once the estimate is nearly exact it buys nothing. The *noise scale* tells where the one
# turns into the other, and two batches of different size are enough to estimate it.


# %% graded="grad_noise_scale"
def grad_noise_scale(gB, gb, B, b):
    large, small = np.sum(gB**2), np.sum(gb**2)
    S = (small - large) / (1 / b - 1 / B)
    squared = (B * large - b * small) / (B - b)
    return S / squared


# %% [markdown]
# One pair of batches gives a wild guess. Averages of the two squared lengths over many pairs give a good
# one; your function takes them as lengths of arrays with one entry.
#
# **Predict before you run:** at the start of training all patients agree roughly on the way. After many
# epochs they disagree, and the mean gradient is nearly zero. When are large batches worth more, early or
# late?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("grad_noise_scale or train_epoch", seconds=10):
    for epochs in (0, 5, 20):
        theta, rng = start, np.random.default_rng(6)
        for _ in range(epochs):
            theta, seen = train_epoch(squares, theta, X, y, 32, 0.01, rng)
        mean_square = {
            B: np.mean(
                [np.sum(squares(theta, X[d], y[d])[1] ** 2) for d in rng.integers(442, size=(4000, B))]
            )
            for B in (16, 256)
        }
        lengths = {B: np.array([np.sqrt(value)]) for B, value in mean_square.items()}
        scale = grad_noise_scale(lengths[256], lengths[16], 256, 16)
        print(f"after {epochs:2} epochs: a noise scale of about {float(f'{scale:.1g}'):,.0f}")
# You should see:
# > after  0 epochs: a noise scale of about 7
# > after  5 epochs: a noise scale of about 100
# > after 20 epochs: a noise scale of about 3,000

# %% [markdown]
# Late. At the start a handful of patients point the way; near the minimum no affordable batch does, which is
# one reason why batch sizes are sometimes raised during training.

# %% [markdown]
# ## Reading digits
#
# The last experiment puts your epoch to real work. A linear classifier with ten classes has $64 \cdot 10$
# weights and ten biases; its loss is the cross-entropy. Five epochs each, and the rate for each batch size
# is the best of four.

# %%
digits = data.digits()
images = np.hstack([digits.x.astype(float), np.ones((len(digits.x), 1))])
labels = digits.y


def cross_entropy(theta, X, y):
    scores = X @ theta.reshape(65, 10)
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), (X.T @ p / len(y)).ravel()


with attempt("train_epoch", seconds=30):
    train, test = np.arange(1797) % 5 > 0, np.arange(1797) % 5 == 0
    for B in (1, 16, 128, train.sum()):
        results = []
        for lr in (0.01, 0.1, 1.0, 10.0):
            theta, rng = np.zeros(650), np.random.default_rng(3)
            for _ in range(5):
                theta, seen = train_epoch(cross_entropy, theta, images[train], labels[train], int(B), lr, rng)
            right = (images[test] @ theta.reshape(65, 10)).argmax(1) == labels[test]
            results.append((seen, lr, right.mean()))
        seen, lr, right = min(results)
        print(f"B = {B:4}, rate {lr:4}: loss {seen:.2f}, {right:.0%} of unseen digits read correctly")

# %% [markdown]
# After five readings of the data, small batches read nineteen digits in twenty; the exact gradient has made
# five steps. On a machine that works off a batch of 128 as fast as a batch of one, 128 would win by the
# clock: what a batch size costs is a question for the machine, and what it brings is one for the noise
# scale.
#
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order. Then
# save.
