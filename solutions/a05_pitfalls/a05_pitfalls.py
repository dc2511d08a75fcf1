# %% [markdown]
# # Pitfalls
#
# *The notebook to chapter 5. About two hours; 50 points by automatic checks, 3 by hand.*
#
# Why does training stall, or blow up, although every gradient is right? You will build the instruments that
# tell: one names the place where a walk stands still, one pushes it on, two measure what becomes of a
# gradient on its way through layers and through time. At the end a network starts where every weight is
# zero, and your descent gets it to read digits.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line. The
# cell after that checks it, and says what is right; where something is not, which mistake it looks like and
# on which small input it shows. Run it as often as you like. Cells that need a function which is still empty
# say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %%
import numpy as np

from gdcourse import data
from gdcourse.checking import attempt
from gdcourse.objectives import Himmelblau, MonkeySaddle, Saddle

# %% [markdown]
# ## Where does a walk stand still?
#
# Gradient descent stops where the gradient is zero, and that may be a hollow, a summit or a pass. The
# Hessian tells them apart, by the signs of its eigenvalues, as long as it says anything at all. Eigenvalues
# are worked out in floating-point numbers, so a zero is never quite zero: `tol` says from where on one is
# believed.


# %% graded="classify_critical_point"
def classify_critical_point(H, tol):
    eigenvalues = np.linalg.eigvalsh(H)
    up, down = np.any(eigenvalues > tol), np.any(eigenvalues < -tol)
    if up and down:
        return "saddle"
    if np.all(eigenvalues > tol):
        return "minimum"
    if np.all(eigenvalues < -tol):
        return "maximum"
    return "undecided"


# %% [markdown]
# Himmelblau's surface has nine points where the gradient is zero. Four of them are easily found by walking
# downhill. The others are below, and with them the middle of a surface on which three valleys meet.
#
# **Predict before you run:** of the five, how many are passes? And what is the sixth?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("classify_critical_point"):
    surface = Himmelblau()
    for x, y in [(-0.271, -0.923), (-0.128, -1.954), (0.087, 2.884), (3.385, 0.074), (-3.073, -0.081)]:
        print(f"({x:6}, {y:6}): {classify_critical_point(np.array(surface.hessian(x, y)), 1e-6)}")
    monkey = np.array(MonkeySaddle().hessian(0.0, 0.0))
    print("x^3 - 3xy^2 at the origin:", classify_critical_point(monkey, 1e-6))
# You should see:
# > (-0.271, -0.923): maximum
# > (-0.128, -1.954): saddle
# > ( 0.087,  2.884): saddle
# > ( 3.385,  0.074): saddle
# > (-3.073, -0.081): saddle
# > x^3 - 3xy^2 at the origin: undecided

# %% [markdown]
# The last one *is* a saddle, and its Hessian, all zeros, can't say so.

# %% [markdown]
# ## A step that is repelled by saddles
#
# Newton's method solves $H d = -g$, and so goes where the gradient is zero, of whatever kind that place is.
# Its trouble is a sign: along an eigenvector of negative curvature it divides by a negative number, and turns
# uphill. The step below keeps what is good about Newton's, the division by the curvature, and mends the sign.


# %% graded="saddle_free_step"
def saddle_free_step(g, H, floor):
    eigenvalues, vectors = np.linalg.eigh(H)
    return -vectors @ ((vectors.T @ g) / np.maximum(np.abs(eigenvalues), floor))


# %% [markdown]
# **Predict before you run:** a hundred random starts on the surface with one pass between two minima. Where
# do Newton's walks end, and where do yours?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("saddle_free_step"):
    two_valleys = Saddle()
    starts = np.random.default_rng(0).uniform(-0.5, 0.5, size=(100, 2))
    ends = {"Newton": [], "saddle-free": []}
    for start in starts:
        newton, free = start, start
        for _ in range(30):
            g, H = np.array(two_valleys.gradient(*newton)), np.array(two_valleys.hessian(*newton))
            newton = newton - np.linalg.solve(H, g)
            g, H = np.array(two_valleys.gradient(*free)), np.array(two_valleys.hessian(*free))
            free = free + saddle_free_step(g, H, 0.1)
        ends["Newton"].append(newton)
        ends["saddle-free"].append(free)
    for name, points in ends.items():
        at_pass = sum(np.linalg.norm(p) < 1e-6 for p in points)
        at_minimum = sum(np.linalg.norm(np.abs(p) - [0, 1]) < 1e-6 for p in points)
        print(f"{name:11} {at_pass:3} at the pass, {at_minimum:3} at a minimum")
# You should see:
# > Newton       85 at the pass,  15 at a minimum
# > saddle-free   0 at the pass, 100 at a minimum

# %% [markdown]
# For two parameters that is a fine method. For a million it isn't, since nobody can decompose such a Hessian.
# Gradient descent needs no Hessian, and is repelled by a saddle, too, if only it is not exactly on it.

# %% [markdown]
# ## A push
#
# On the line $y = 0$ of the same surface there is no way off: the gradient points along the line, and the
# walk ends on the pass. A kick in a random direction is enough. Kicks cost something at a minimum, so they
# are given only where the gradient is small, and not too often.


# %% graded="perturbed_gd"
def perturbed_gd(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


# %% [markdown]
# **Predict before you run:** the walk begins on the line, and there is one kick. With a radius of $10^{-2}$
# it takes about 80 steps from there to the minimum. How many with $10^{-8}$, a million times less?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("perturbed_gd"):

    def on_two_valleys(theta):
        return np.array(two_valleys.gradient(*theta))

    def needed(radius):
        for steps in range(1, 1000):
            rng = np.random.default_rng(3)
            theta, _ = perturbed_gd(on_two_valleys, np.zeros(2), 0.1, steps, 1e-3, radius, 1000, rng)
            if abs(abs(theta[1]) - 1) < 0.1:
                return steps

    first, second = needed(1e-2), needed(1e-8)
    print(f"{second - first} steps more")
    print(f"six powers of ten at ln 10 / ln 1.1 steps each: {6 * np.log(10) / np.log(1.1):.0f}")
# You should see:
# > 145 steps more
# > six powers of ten at ln 10 / ln 1.1 steps each: 145

# %% [markdown]
# A million times less costs 145 steps more: what the kick does not do, the saddle does by itself.

# %% [markdown]
# ## Through the layers
#
# Now the other trouble: places where the gradient is small although the surface is not flat. In a deep
# network the gradient reaches the first layer through all the others, and each of them multiplies it by a
# matrix and by a slope.


# %% graded="layer_grad_norms"
def layer_grad_norms(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients = [], []
    delta = sums[-1] - Y
    for layer in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[layer] / len(X)))
        if layer:
            delta = (delta @ weights[layer]) * slope(sums[layer - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


# %% [markdown]
# **Predict before you run:** ten layers of 100 units read digits, with the first weights drawn as they were
# before 2010, uniformly between $\pm 1/\sqrt{n}$. What is the factor from one layer to the one below it, with
# tanh and with the sigmoid? (The variance of such a weight is $1/(3n)$.)

# %%
# NBVAL_CHECK_OUTPUT
digits = data.digits()
images = digits.x.astype(float)
targets = np.eye(10)[digits.y]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


ACTIVATIONS = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
}


def drawn(gain, depth, rng):
    weights, n = [], 64
    for m in [100] * depth + [10]:
        weights.append(gain * rng.uniform(-1, 1, size=(m, n)) / np.sqrt(n))
        n = m
    return weights


with attempt("layer_grad_norms"):
    for name, (phi, slope) in ACTIVATIONS.items():
        weights = drawn(1.0, 10, np.random.default_rng(0))
        signals, gradients = layer_grad_norms(weights, images[:100], targets[:100], phi, slope)
        factor = (signals[0] / signals[9]) ** (1 / 9)
        print(f"{name:7} signal: {factor:.2f} a layer;", end=" ")
        print(f"gradients of W_2 and W_10: {gradients[1]:.0e} and {gradients[9]:.0e}")
# You should see:
# > tanh    signal: 0.57 a layer; gradients of W_2 and W_10: 4e-03 and 4e-03
# > sigmoid signal: 0.14 a layer; gradients of W_2 and W_10: 8e-08 and 5e-01

# %% [markdown]
# ### In your own words (3 points, graded by hand)
#
# For tanh the signal shrinks nearly by half in each layer, and the gradients of the weights in layers 2 and
# 10 are about the same. How can that be? For the sigmoid they are not the same: what is different there? Say
# which of the two numbers you would watch in a network of your own, and try in a cell what a gain of $\sqrt
# 3$ changes for tanh.

# %% [markdown] manual="what_hides_it" points=3
# The gradient of a weight matrix is the product of the signal that comes back and of the layer's input. With
# tanh and weights of variance $1/(3n)$ the inputs shrink on the way forward by the same factor as the signal
# does on the way back, so that their product is about the same everywhere. With the sigmoid the inputs do
# not shrink, as its outputs lie around one half whatever comes in; so the gradients of the weights shrink as
# fast as the signal. I would watch the signal, or the gradients of the biases, which are the signal. With a
# gain of $\sqrt 3$ the variance is $1/n$, and the signal's factor for tanh is nearly 1.

# %% [markdown]
# ## Through time
#
# A recurrent network uses one matrix again and again. How much can that stretch a gradient, or shrink it?


# %% graded="rnn_grad_norms"
def rnn_grad_norms(W, T):
    power, norms = np.eye(len(W)), []
    for _ in range(T + 1):
        norms.append(np.linalg.norm(power, 2))
        power = power @ W
    return np.array(norms)


# %% [markdown]
# **Predict before you run:** both eigenvalues of $\begin{pmatrix} 1/2 & 4 \\ 0 & 1/2 \end{pmatrix}$ are one
# half. Does it shrink every gradient in every step?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("rnn_grad_norms"):
    norms = rnn_grad_norms(np.array([[0.5, 4.0], [0.0, 0.5]]), 12)
    print("after 1, 3, 6 and 12 steps:", *[f"{norms[k]:.2f}" for k in (1, 3, 6, 12)])
# You should see:
# > after 1, 3, 6 and 12 steps: 4.06 3.01 0.75 0.02

# %% [markdown]
# It stretches at first, and shrinks in the end. The eigenvalues tell how it ends; what holds for each step is
# a matter of singular values.
#
# ### Somebody else's backpropagation
#
# With a tanh in each step the factor depends on the states. The cell below goes back through them. Its author
# tried it on a network of one unit that stayed near zero, and found it right.


# %% graded="state_grads"
def state_grads(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


# %% [markdown]
# **Predict before you run:** a matrix that stretches by $1.5$ in every direction. Without inputs a gradient
# grows $1.5^{20} \approx 3{,}300$-fold in twenty steps. And with inputs of ordinary size?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("state_grads"):
    rng = np.random.default_rng(0)
    Q = np.linalg.qr(rng.standard_normal((30, 30)))[0]
    for strength in (0.0, 1.0):
        noise = strength * rng.standard_normal((20, 30))
        grads = state_grads(1.5 * Q, np.zeros(30), noise, np.ones(30))
        factor = np.linalg.norm(grads[0]) / np.linalg.norm(grads[-1])
        print(f"inputs of size {strength:g}: it has {'grown' if factor > 1 else 'shrunk'}")
# You should see:
# > inputs of size 0: it has grown
# > inputs of size 1: it has shrunk

# %% [markdown]
# Large states lie where tanh is flat. A matrix that is large enough to make gradients explode need not do so.

# %% [markdown]
# ## From nothing
#
# The last experiment goes back to the first trouble, in a network. One hidden layer of 16 units reads digits,
# and every weight and bias begins at zero. No unit gives a signal, so no gradient comes back to any weight:
# only the last biases move, to where they give each digit its share. That place is a saddle, in 1,210
# dimensions.


# %%
def unpack(theta):
    return theta[:1024].reshape(16, 64), theta[1024:1040], theta[1040:1200].reshape(10, 16), theta[1200:]


def outputs(theta, x):
    W1, b1, W2, b2 = unpack(theta)
    h = np.tanh(x @ W1.T + b1)
    return h, h @ W2.T + b2


def loss_and_share(theta, x, y):
    z = outputs(theta, x)[1]
    z = z - z.max(1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(1, keepdims=True))
    return -np.mean(log_p[np.arange(len(y)), y]), np.mean(z.argmax(1) == y)


train, test = np.arange(1797) % 3 == 0, np.arange(1797) % 3 > 0


def digits_gradient(theta):
    x, y = images[train], targets[train]
    W2 = unpack(theta)[2]
    h, z = outputs(theta, x)
    p = np.exp(z - z.max(1, keepdims=True))
    d2 = (p / p.sum(1, keepdims=True) - y) / len(x)
    d1 = (d2 @ W2) * (1 - h**2)
    return np.concatenate([(d1.T @ x).ravel(), d1.sum(0), (d2.T @ h).ravel(), d2.sum(0)])


# %% [markdown]
# **Predict before you run:** 400 steps of gradient descent from zero, with kicks and without. Where does each
# of them stand in the end? (The loss of guessing is $\ln 10 \approx 2.3$.)

# %%
# NBVAL_CHECK_OUTPUT
with attempt("perturbed_gd", seconds=30):
    for name, g_small in (("without a kick", 1e-12), ("with a kick", 0.02)):
        theta, kicks = perturbed_gd(
            digits_gradient, np.zeros(1210), 0.5, 400, g_small, 1e-3, 1000, np.random.default_rng(1)
        )
        loss, _ = loss_and_share(theta, images[train], digits.y[train])
        _, share = loss_and_share(theta, images[test], digits.y[test])
        reads = "reads nine in ten unseen digits or more" if share > 0.9 else "guesses"
        print(f"{name:14}: loss {loss:.1f}, {reads}")
# You should see:
# > without a kick: loss 2.3, guesses
# > with a kick   : loss 0.1, reads nine in ten unseen digits or more

# %% [markdown]
# One kick in the first step, a thousandth long, in one random direction of 1,210, is enough. In practice
# first weights are drawn at random for this very reason, and so large that no time is spent at the saddle.
# How large they should be is a question of the gain, which you have measured above, and of chapter 6.
#
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order. Then
# save.
