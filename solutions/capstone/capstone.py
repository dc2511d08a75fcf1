# %% [markdown]
# # Capstone: a fair comparison
#
# *The notebook to the capstone. About three hours; 60 points by automatic checks, 15 by hand.*
#
# Which optimiser is better, here, on these digits? You will write the five pieces of a comparison that a
# sceptical reader could accept: trials drawn alike for all, a look at what a smaller budget would have
# reported, an interval, a test, and the protocol that holds them together. Then you run it, three times
# from the beginning, and find out what your interval did not know. At the end you write the report.
#
# **How to work.** Below each description is a cell with a function to fill in: replace its `raise` line.
# The cell after that checks it, and says what is right; where something is not, which mistake it looks
# like and on which small input it shows. Run it as often as you like. Cells that need a function which is
# still empty say so and go on, so the notebook always runs from top to bottom.

# %% [markdown] contents=true
# **What you will write.** A fifth of the points of each comes from the check that you see; the rest from
# tests that run when your notebook is graded, on inputs that you don't see.

# %% [markdown]
# ## The question, before any answer
#
# *With five epochs on a thousand digits, which of three rules reaches the lowest loss on digits that it
# has never seen: plain gradient descent, momentum, or Adam?* Everything that could be turned afterwards
# is fixed here: the data and how they are divided, the network, the number of epochs, what is measured.
# Validation losses may be used for choosing, test losses may not.

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch.nn.functional import cross_entropy

from gdcourse import data, models
from gdcourse.checking import attempt
from gdcourse.optim import SGD, Adam, Momentum
from gdcourse.train import fit

torch.set_num_threads(1)
digits = data.digits()
rows = np.random.default_rng(0).permutation(1797)
learned, held_out, unseen = (digits.take(part) for part in np.split(rows, [997, 1297]))
rules = {"plain": SGD, "momentum": Momentum, "Adam": Adam}


def train(name, settings, seed):
    """One run: (validation loss, test loss)."""
    model = models.mlp(64, 32, 10, seed=seed)
    run = fit(model, learned, rules[name](**settings), epochs=5, validation=held_out, seed=seed, device="cpu")
    with torch.no_grad():
        test = cross_entropy(model(torch.from_numpy(unseen.x)), torch.from_numpy(unseen.y)).item()
    return (run.validation_loss[-1], test) if run.diverged is None else (math.nan, math.nan)


# %% [markdown]
# ## A space and a budget
#
# A method is a rule *together with* the space in which its settings are looked for, and the number of
# trials. Whoever gives one method more trials, or a space that lies closer around its best settings, has
# answered the question before it was asked.


# %% graded="draw_trials"
def draw_trials(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


# %% [markdown]
# Each rate may lie anywhere in five powers of ten (plain descent: four), so nobody's space knows the
# answer.
#
# **Predict before you run:** of forty trials of each rule, how many will reach a validation loss below
# 0.3, where guessing has 2.3? Which rule has most of them?

# %%
# NBVAL_CHECK_OUTPUT
spaces = {
    "plain": {"lr": (1e-3, 10.0, "log")},
    "momentum": {"lr": (1e-4, 1.0, "log"), "momentum": (0.0, 0.99, "one minus")},
    "Adam": {"lr": (1e-5, 1.0, "log")},
}
with attempt("draw_trials", seconds=60):
    tried = {
        name: np.array([train(name, each, 0) for each in draw_trials(space, 40, np.random.default_rng(1))])
        for name, space in spaces.items()
    }
    good = {name: int(np.sum(losses[:, 0] < 0.3)) for name, losses in tried.items()}
    print("every rule has some, and at least half of its trials are no good:", end=" ")
    print(all(0 < each <= 20 for each in good.values()))
    print("most of them:", max(good, key=good.get))
# You should see:
# > every rule has some, and at least half of its trials are no good: True
# > most of them: Adam

# %% [markdown]
# ## What more trials buy
#
# With one trial you report whatever came. With forty you report the best of forty. How good it is
# depends on the rule, on the space, *and* on the number, so a comparison has to say which number it
# speaks of. From the forty trials that have been run one can work out what any smaller number would
# have reported.


# %% graded="expected_report"
def expected_report(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


# %% [markdown]
# **Predict before you run:** sketch the reported test loss of the three rules against the number of
# trials, from one to forty. Do two of the curves cross?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("draw_trials or expected_report", seconds=20):
    budgets = np.arange(1, 41)
    curves = {
        name: [expected_report(*losses.T, int(budget))[0] for budget in budgets]
        for name, losses in tried.items()
    }
    fig, ax = plt.subplots(figsize=(6, 3.2), layout="constrained")
    for (name, curve), line in zip(curves.items(), (":", "--", "-")):
        ax.loglog(budgets, curve, line, label=name)
    ax.set(xlabel="trials", ylabel="test loss that is reported")
    ax.legend()
    plt.show()
    for budget in (4, 40):
        print(f"lowest with {budget} trials:", min(curves, key=lambda name: curves[name][budget - 1]))
# You should see:
# > lowest with 4 trials: Adam
# > lowest with 40 trials: momentum

# %% [markdown]
# Both are right, and neither is an answer to "which is better?" without its number. The rule with two
# settings needs more trials to be found at its best; the one with a single setting, whose good rates
# span more of the space, is found sooner.
#
# ## Pairs of seeds
#
# Now settings are chosen, and the same settings are run again with other seeds. With the same seed both
# rules begin at the same weights and see the same batches, so what the seed does to both cancels in the
# difference.


# %% graded="paired_interval"
def paired_interval(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


# %% [markdown]
# **Predict before you run:** the same network at two rates, 0.1 and 0.12, with six seeds each. By how
# much is the interval of the difference shorter with pairs than if the two sixes are taken for
# strangers?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("paired_interval", seconds=20):
    slow, fast = (
        np.array([train("plain", {"lr": lr}, seed)[1] for seed in range(1, 7)]) for lr in (0.1, 0.12)
    )
    mean, low, high = paired_interval(slow, fast, 2.571)
    strangers = 2 * 2.228 * math.sqrt((slow.var(ddof=1) + fast.var(ddof=1)) / 6)
    print("the faster one has the lower loss, beyond the interval:", low > 0)
    print("with pairs the interval is shorter by more than half:", (high - low) < strangers / 2)
# You should see:
# > the faster one has the lower loss, beyond the interval: True
# > with pairs the interval is shorter by more than half: True

# %% [markdown]
# ## Could it be luck?
#
# An interval by Student's distribution takes the differences for normal. The next test assumes nothing
# but that, were the methods alike, each pair could have come out the other way round.


# %% graded="sign_flip_test"
def sign_flip_test(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


# %% [markdown]
# **Predict before you run:** what is the smallest share that three seeds can give, however large the
# difference is? And how many seeds does it take for a share below one in twenty?

# %%
# NBVAL_CHECK_OUTPUT
with attempt("sign_flip_test", seconds=20):
    for n in range(2, 8):
        print(f"{n} seeds: at best {sign_flip_test(np.arange(1.0, n + 1)):.3f}")
# You should see:
# > 2 seeds: at best 0.500
# > 3 seeds: at best 0.250
# > 4 seeds: at best 0.125
# > 5 seeds: at best 0.062
# > 6 seeds: at best 0.031
# > 7 seeds: at best 0.016

# %% [markdown]
# ## The protocol
#
# All of it in one function, which somebody has written in a hurry. It runs, and what it returns looks
# fine.


# %% graded="fair_comparison"
def fair_comparison(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


# %% [markdown]
# Sixteen trials for each rule, six seeds for the report. And then the same once more, from the
# beginning, with other draws; and once more.
#
# **Predict before you run:** the interval for the difference of momentum and Adam is computed three
# times, each time from six pairs. Will the three intervals overlap?

# %%
# NBVAL_CHECK_OUTPUT
methods = {name: lambda rng, space=space: draw_trials(space, 1, rng)[0] for name, space in spaces.items()}
with attempt("draw_trials or paired_interval or fair_comparison", seconds=90):
    ahead, sure = [], []
    for repetition in range(3):
        report = fair_comparison(
            methods, train, trials=16, seeds=[1, 2, 3, 4, 5, 6], rng=np.random.default_rng(repetition)
        )
        momentum, adam = (np.array(report[name][1]) for name in ("momentum", "Adam"))
        mean, low, high = paired_interval(momentum, adam, 2.571)
        ahead.append("momentum" if mean < 0 else "Adam")
        sure.append(low > 0 or high < 0)
    print("ahead:", ", ".join(ahead))
    print("intervals without zero:", sum(sure))
# You should see:
# > ahead: momentum, Adam, Adam
# > intervals without zero: 2

# %% [markdown]
# Two intervals say "Adam, surely", and the first repetition has momentum ahead, in all six seeds but
# one. How can that be? Each interval knows how much the seeds of the *report* scatter. It doesn't know
# how much the *choice* does: whether one of sixteen draws fell near a good rate, and whether the single
# run that judged it was a lucky one. All six pairs share that one choice. What has to be repeated is
# the whole protocol, and the numbers to compare are one for each repetition.
#
# ### The report (15 points, graded by hand)
#
# Enter a fourth method: another rule of the course, or your own `..._update` from an earlier notebook
# (`Rule.from_function` makes a rule of it), with a space that you fix and write down before any run.
# Compare it with the best of the three. Repeat the whole protocol as often as you can afford (ten times
# with three seeds take about half a minute), and take the mean of each repetition's test losses as its
# one number. Then write one page:
#
# | points | for |
# |--:|---|
# | 3 | the question, and what was fixed before the first run: data, spaces, trials, seeds, what is measured |
# | 3 | a comparison that gave every method the same, in a cell that anybody can run again |
# | 3 | the result: every repetition in a figure or a table, the mean difference with its interval, the test |
# | 3 | what was *not* shown: other budgets, other spaces, other data; and what the numbers can't tell |
# | 3 | what you would take for this problem, and which finding would make you change your mind |

# %% [markdown] manual="report" points=15
# *Question.* With five epochs on 997 digits and sixteen trials, does a moving average around Adam
# (memory 0.98) reach a lower test loss than Adam? Fixed before: the division of the digits, the network
# 64-32-10, batches of 32; for both a rate between 0.00001 and 1 on a logarithmic scale; seed 0 for
# choosing, seeds 1 to 3 for the report; ten repetitions with the generators 0 to 9; the mean test loss
# of a repetition as its number.
#
# *Result.* Adam's ten numbers: 0.305, 0.126, 0.118, 0.119, 0.163, 0.162, 0.119, 0.133, 0.121, 0.123,
# with the mean 0.149. The average's: 0.129, 0.127, 0.110, 0.159, 0.118, 0.110, 0.099, 0.129, 0.111,
# 0.108, with the mean 0.120. The mean difference is -0.029, its interval from -0.070 to 0.012 (quantile
# 2.262), and luck alone would do as much with the probability 0.10. Most of the difference comes from
# one repetition, in which a rate too large was chosen for Adam, and the average made good what it
# spoils; without it the difference is about a hundredth. Momentum in the same ten repetitions: from
# 0.125 to 1.379, with the mean 0.457.
#
# *Not shown.* That the average helps with forty trials, where a choice rarely goes wrong; that it would
# help with a rate that falls, or in longer runs; anything about other data. Ten repetitions share one
# division of the digits, so another division could tell another story. The spaces of momentum and Adam
# are as wide as each other in powers of ten, which is a convention and not fairness itself.
#
# *What I would take.* The average of Adam: it was worse in two of ten repetitions, by 0.04 at most, and
# it guards against a rate chosen too large. If with twenty other repetitions, on another division of
# the digits, Adam alone came out ahead by more than the interval's width, I would drop it.

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run everything from top to bottom: what counts is what the cells do in order.
# Then save.
