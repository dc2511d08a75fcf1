"""What students get wrong in the capstone, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import itertools
import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== draw_trials =====================================================================================


@wrong(
    "draw_trials",
    hint=(
        "Every scale is drawn as if it were linear: between 0.0001 and 1 nearly all trials then lie "
        "above 0.01. On a log scale the logarithm is what is spread evenly. The capstone, A space and "
        "a budget."
    ),
    seen=("rng.uniform(low, high) for all"),
)
def all_linear(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear" or scale == "log":
                settings[name] = low + u * (high - low)
            else:
                settings[name] = low + u * (high - low)
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The scale log is drawn evenly between its ends: each factor of ten should have the same "
        "chance, low (high / low)^u. The capstone, A space and a budget."
    ),
    seen=("a scale without its branch"),
)
def log_is_linear(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear" or scale == "log":
                settings[name] = low + u * (high - low)
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The scale one minus is drawn evenly between its ends: what should be spread evenly is the "
        "logarithm of the distance from one. The capstone, A space and a budget."
    ),
    seen=("momentum by uniform"),
)
def one_minus_is_linear(space, trials, rng):
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
                settings[name] = low + u * (high - low)
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The scale one minus is drawn as the scale log: the logarithm to spread evenly is that of one "
        "minus the value, not of the value. The capstone, A space and a budget."
    ),
    seen=("log for everything that is no linear"),
)
def one_minus_is_log(space, trials, rng):
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
                settings[name] = low * abs(high / low) ** u if low else high * u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "On the scale one minus the smallest u gives high: at u = 0 it should be low, and at u = 1 "
        "high. The capstone, A space and a budget."
    ),
    seen=("the distances in the other order"),
)
def one_minus_from_the_far_end(space, trials, rng):
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
                settings[name] = 1 - (1 - high) * ((1 - low) / (1 - high)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "On the scale log the smallest u gives high: at u = 0 it should be low, and at u = 1 high. "
        "The capstone, A space and a budget."
    ),
    seen=("low and high exchanged"),
)
def log_from_the_far_end(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = high * (low / high) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "On the linear scale the smallest u gives high: it goes up from low, by u times the range. "
        "The capstone, A space and a budget."
    ),
    seen=("high - u (high - low)"),
)
def linear_from_the_far_end(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = high - u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "On the scale one minus what comes back is the distance from one: take it from one again. The "
        "capstone, A space and a budget."
    ),
    seen=("the last step forgotten"),
)
def distance_from_one_given_back(space, trials, rng):
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
                settings[name] = (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "On the scale log what comes back is the logarithm, not the number: raise ten to it. The "
        "capstone, A space and a budget."
    ),
    seen=("rng.uniform(log10(low), log10(high))"),
)
def exponent_given_back(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = math.log10(low) + u * (math.log10(high) - math.log10(low))
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The logarithms are natural ones and ten is raised to them: on a log scale numbers lie far "
        "outside of their range. The base has to be the same both times. The capstone, A space and a "
        "budget."
    ),
    seen=("10 ** of np.log"),
)
def mixed_bases(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = 10 ** (math.log(low) + u * math.log(high / low))
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The linear scale ends beyond high: what u multiplies is high - low. The capstone, A space "
        "and a budget."
    ),
    seen=("low + u high"),
)
def range_added_to_low(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * high
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=("The linear scale begins at zero: it begins at low. The capstone, A space and a budget."),
    seen=("u (high - low)"),
)
def low_forgotten(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "All numbers of a trial come from one u, so they rise and fall together: each name takes a "
        "draw of its own. The capstone, A space and a budget."
    ),
    seen=("u drawn outside of the inner loop"),
)
def one_u_for_a_trial(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        u = rng.random()
        for name, (low, high, scale) in space.items():
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=("All trials are the same: each one takes draws of its own. The capstone, A space and a budget."),
    seen=("drawn once, before the loop"),
)
def one_u_for_all_trials(space, trials, rng):
    drawn = []
    draws = {name: rng.random() for name in space}
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = draws[name]
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The draws are made name by name, all trials of one name first: the order asked for is trial "
        "by trial, and in each trial name by name. The capstone, A space and a budget."
    ),
    seen=("one array of draws for each name"),
)
def name_by_name(space, trials, rng):
    drawn = [{} for _ in range(trials)]
    for name, (low, high, scale) in space.items():
        for settings, u in zip(drawn, rng.random(trials)):
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The names of a trial are gone through in alphabetical order: the order is that of the space. "
        "The capstone, A space and a budget."
    ),
    seen=("sorted(space)"),
)
def sorted_names(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in sorted(space.items()):
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "All entries of the list are the same dict, filled anew each time, so all show the last "
        "trial: begin each trial with a dict of its own. The capstone, A space and a budget."
    ),
    seen=("settings = {} before the loop"),
)
def same_dict_again(space, trials, rng):
    drawn, settings = [], {}
    for _ in range(trials):
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


@wrong(
    "draw_trials",
    hint=("A trial is missing: as many are wanted as trials says. The capstone, A space and a budget."),
    seen=("range(1, trials)"),
)
def one_trial_too_few(space, trials, rng):
    drawn = []
    for _ in range(1, trials):
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


@wrong(
    "draw_trials",
    hint=(
        "There is a trial too many: a comparison is fair if all have the same number. The capstone, A "
        "space and a budget."
    ),
    seen=("range(trials + 1)"),
)
def one_trial_too_many(space, trials, rng):
    drawn = []
    for _ in range(trials + 1):
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


@wrong(
    "draw_trials",
    hint=(
        "The trials lie on a grid, and nothing is drawn: settings are to be drawn from the generator, "
        "one number for each name of each trial. The capstone, A space and a budget."
    ),
    seen=("np.linspace between the ends"),
)
def a_grid(space, trials, rng):
    drawn = []
    for u in np.linspace(0, 1, trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** u
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "The numbers come from a generator of its own: take them from rng, or the whole comparison "
        "can't be repeated. The capstone, A space and a budget."
    ),
    seen=("np.random in place of rng"),
)
def own_generator(space, trials, rng):
    drawn, rng = [], np.random.default_rng(0)
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


@wrong(
    "draw_trials",
    hint=(
        "On the scale log two numbers are drawn for one: each name of a trial takes a single one. The "
        "capstone, A space and a budget."
    ),
    seen=("a draw for the power and one for the digits"),
)
def two_draws_for_a_log(space, trials, rng):
    drawn = []
    for _ in range(trials):
        settings = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            if scale == "linear":
                settings[name] = low + u * (high - low)
            elif scale == "log":
                settings[name] = low * (high / low) ** rng.random()
            else:
                settings[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
        drawn.append(settings)
    return drawn


@wrong(
    "draw_trials",
    hint=(
        "What comes back is one dict: what is wanted is a list with a dict for each trial. The "
        "capstone, A space and a budget."
    ),
    seen=("return settings"),
)
def only_the_last(space, trials, rng):
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
    return settings


@right("draw_trials", note="through logarithms, and a helper")
def by_logarithms(space, trials, rng):
    def place(low, high, scale):
        u = rng.random()
        if scale == "log":
            return math.exp(math.log(low) + u * (math.log(high) - math.log(low)))
        if scale == "one minus":
            near, far = np.log1p(-high), np.log1p(-low)
            return -np.expm1(far + u * (near - far))
        return (1 - u) * low + u * high

    return [{name: place(*bounds) for name, bounds in space.items()} for _ in range(trials)]


@right("draw_trials", note="one array of draws, row by row")
def all_draws_at_once(space, trials, rng):
    table = rng.random((trials, len(space))) if hasattr(rng, "integers") else [[rng.random() for _ in space]]
    found = []
    for row in table:
        each = dict()
        for (name, (low, high, scale)), u in zip(space.items(), row):
            if scale == "linear":
                each[name] = float(np.interp(u, [0, 1], [low, high]))
            elif scale == "log":
                each[name] = low ** (1 - u) * high**u
            else:
                each[name] = 1 - (1 - low) ** (1 - u) * (1 - high) ** u
        found += [each]
    return found


@right("draw_trials", note="a while loop, a match by dict")
def while_loop(space, trials, rng):
    forms = {
        "linear": lambda a, b, u: a + (b - a) * u,
        "log": lambda a, b, u: a * np.exp(u * np.log(b / a)),
        "one minus": lambda a, b, u: 1 - (1 - a) * np.exp(u * np.log((1 - b) / (1 - a))),
    }
    out = []
    while len(out) < trials:
        out.append({name: float(forms[scale](a, b, rng.random())) for name, (a, b, scale) in space.items()})
    return out


# ==== expected_report =================================================================================


@wrong(
    "expected_report",
    hint=(
        "The trials are ordered by their test losses: the one with the lowest validation loss is "
        "chosen, and its test loss is only read. The capstone, What more trials buy."
    ),
    seen=("the wrong key"),
)
def by_test(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: test[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "What is averaged are the validation losses of the chosen trials, which are the lowest of "
        "many and too good: report their test losses. The capstone, What more trials buy."
    ),
    seen=("the best validation loss as the result"),
)
def reports_validation(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * validation[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "The trial with the highest validation loss is chosen: losses are better the lower they are. "
        "The capstone, What more trials buy."
    ),
    seen=("reverse=True, from accuracies"),
)
def worst_first(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: -validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "The trials are taken in the order in which they were run: put the one with the lowest "
        "validation loss first. The capstone, What more trials buy."
    ),
    seen=("the sorting forgotten"),
)
def unsorted(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "The trials are drawn with replacement here, so the same one may be drawn twice: a subset has "
        "budget different trials. Count subsets, with C(N - 1 - i, budget - 1). The capstone, What "
        "more trials buy."
    ),
    seen=("the formula with powers, ((N - i)^k - (N - i - 1)^k) / N^k"),
)
def with_replacement(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [((N - place) ** budget - (N - place - 1) ** budget) / N**budget for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Trials that diverged are left out before the counting: they were paid for, and are drawn "
        "like any other, so N counts them. The capstone, What more trials buy."
    ),
    seen=("N = number of finite ones"),
)
def diverged_left_out(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    N = len(finite)
    budget = min(budget, N)
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Subsets in which all trials diverged count with a loss of zero: they report nothing, so the "
        "mean is over the other subsets. Divide by the chance. The capstone, What more trials buy."
    ),
    seen=("the division by the chance forgotten"),
)
def diverged_counted_as_zero(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)), chance


@wrong(
    "expected_report",
    hint=(
        "The chance is always one: where all drawn trials diverged nothing is reported, and the share "
        "of the others is what is asked for. The capstone, What more trials buy."
    ),
    seen=("return expected, 1.0"),
)
def chance_always_one(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, 1.0


@wrong(
    "expected_report",
    hint=(
        "The chance is the share of trials that have a number: asked for is the share of subsets in "
        "which at least one has. The capstone, What more trials buy."
    ),
    seen=("np.isfinite(validation).mean()"),
)
def chance_of_one_trial(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, len(finite) / N


@wrong(
    "expected_report",
    hint=(
        "The chance is that of subsets in which no trial diverged: one that did not is enough to "
        "report something. The capstone, What more trials buy."
    ),
    seen=("all for any"),
)
def chance_of_all(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, math.comb(
        len(finite), budget
    ) / math.comb(N, budget)


@wrong(
    "expected_report",
    hint=(
        "The chance given is that of reporting nothing: asked for is that of reporting something. The "
        "capstone, What more trials buy."
    ),
    seen=("1 - chance"),
)
def chance_of_none(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 1.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, 1 - chance


@wrong(
    "expected_report",
    hint=(
        "This is the mean test loss of all trials: that is what one trial would report on average. "
        "With a larger budget the better ones are chosen more often. The capstone, What more trials "
        "buy."
    ),
    seen=("the budget unused"),
)
def mean_of_all(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [1 / N for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "This is the test loss of the best of all trials, whatever the budget: with fewer trials it "
        "is often not among those that are drawn. The capstone, What more trials buy."
    ),
    seen=("argmin over all"),
)
def best_of_all(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [(place == 0) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Only the first trials in the list are looked at: every subset is as likely as that one. The "
        "capstone, What more trials buy."
    ),
    seen=("validation[:budget]"),
)
def first_trials(validation, test, budget):
    finite = [i for i in range(budget) if math.isfinite(validation[i])]
    if not finite:
        return math.nan, 0.0
    best = min(finite, key=lambda i: validation[i])
    N = len(validation)
    lost = N - sum(map(math.isfinite, validation))
    return test[best], 1 - math.comb(lost, budget) / math.comb(N, budget)


@wrong(
    "expected_report",
    hint=(
        "The counting of subsets is off by one: behind place i there are N - 1 - i trials, from which "
        "the other budget - 1 are drawn. The capstone, What more trials buy."
    ),
    seen=("C(N - i, budget - 1)"),
)
def one_too_few_behind(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "For the trial in place i the whole budget is drawn from those behind it: it takes one draw "
        "itself, so budget - 1 are left. The capstone, What more trials buy."
    ),
    seen=("C(N - 1 - i, budget)"),
)
def whole_budget_behind(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares) or 1
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "The number of subsets is not N choose budget here: for the chance it has to be all of them. "
        "The capstone, What more trials buy."
    ),
    seen=("C(N - 1, budget - 1) in the denominator"),
)
def share_of_wrong_whole(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [
        math.comb(N - 1 - place, budget - 1) / math.comb(N - 1, budget - 1) for place in range(len(finite))
    ]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Of equal validation losses the last one in the list is chosen: it should be the first. The "
        "capstone, What more trials buy."
    ),
    seen=("sorting backwards, and turning"),
)
def last_of_equals(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: (validation[i], -i))
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Of equal validation losses the one with the lower test loss is chosen: the test loss may "
        "decide nothing, not even between equals. The first in the list is taken. The capstone, What "
        "more trials buy."
    ),
    seen=("sorting pairs"),
)
def better_test_of_equals(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: (validation[i], test[i]))
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "A validation loss of plus or minus infinity is taken for a result: whatever is not finite "
        "has diverged. The capstone, What more trials buy."
    ),
    seen=("isnan alone"),
)
def infinity_is_a_number(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if not math.isnan(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Losses below zero are taken for diverged ones: whatever is finite is a result. The capstone, "
        "What more trials buy."
    ),
    seen=("validation > 0"),
)
def below_zero_diverged(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i]) and validation[i] > 0]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Where every trial diverged a loss of zero is reported, the best of all: there is no number "
        "to report, so nan. The capstone, What more trials buy."
    ),
    seen=("return 0.0, 0.0"),
)
def zero_where_all_diverged(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return 0.0, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "Where every trial diverged infinity is given: no subset reports anything, so the mean is of "
        "no numbers, nan. The capstone, What more trials buy."
    ),
    seen=("return inf"),
)
def infinity_where_all_diverged(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.inf, 0.0
    return sum(share * test[i] for share, i in zip(shares, finite)) / chance, chance


@wrong(
    "expected_report",
    hint=(
        "The trial is found that is in the middle of what would be chosen: asked for is the mean of "
        "the reported losses. The capstone, What more trials buy."
    ),
    seen=("a median of subsets"),
)
def median_share(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return math.nan, 0.0
    middle = int(np.searchsorted(np.cumsum(shares), chance / 2))
    return test[finite[middle]], chance


@wrong(
    "expected_report",
    hint=(
        "Expected loss and chance have changed places. The first is the loss, the second the chance. "
        "The capstone, What more trials buy."
    ),
    seen=("return chance, expected"),
)
def in_the_other_order(validation, test, budget):
    N = len(validation)
    finite = [i for i in range(N) if math.isfinite(validation[i])]
    finite.sort(key=lambda i: validation[i])
    shares = [math.comb(N - 1 - place, budget - 1) / math.comb(N, budget) for place in range(len(finite))]
    chance = sum(shares)
    if not finite:
        return 0.0, math.nan
    return chance, sum(share * test[i] for share, i in zip(shares, finite)) / chance


@right("expected_report", note="all subsets, one after the other")
def by_all_subsets(validation, test, budget):
    if math.comb(len(validation), budget) > 100000:
        order = np.argsort(np.where(np.isfinite(validation), validation, np.inf), kind="stable")
        left = np.array([math.comb(len(order) - 1 - i, budget - 1) for i in range(len(order))], dtype=float)
        left[~np.isfinite(np.asarray(validation)[order])] = 0
        mean = np.sum(left * np.asarray(test)[order]) / left.sum()
        return mean, left.sum() / math.comb(len(order), budget)
    reported, subsets = [], 0
    for subset in itertools.combinations(range(len(validation)), budget):
        subsets += 1
        fine = [i for i in subset if np.isfinite(validation[i])]
        if fine:
            reported.append(test[min(fine, key=lambda i: (validation[i], i))])
    return (np.mean(reported) if reported else float("nan")), len(reported) / subsets


@right("expected_report", note="products of chances that none of the better ones is drawn")
def by_survival(validation, test, budget):
    n = len(validation)
    left = np.where(np.isfinite(validation), validation, np.inf)
    total, none_better = 0.0, 1.0
    for place, i in enumerate(np.argsort(left, kind="stable")):
        if left[i] == np.inf:
            break
        none_yet = none_better * max(n - place - budget, 0) / (n - place)
        total += (none_better - none_yet) * test[i]
        none_better = none_yet
    chance = 1 - none_better
    return (total / chance if chance > 0 else np.nan), chance


@right("expected_report", note="counts of subsets, divided at the end")
def fractions_of_counts(validation, test, budget):
    ok = np.flatnonzero(np.isfinite(validation))
    ranked = ok[np.argsort(np.asarray(validation)[ok], kind="mergesort")]
    ways = [math.comb(len(validation) - 1 - i, budget - 1) for i in range(len(ranked))]
    if sum(ways) == 0:
        return math.nan, 0.0
    mean = np.average(np.asarray(test)[ranked], weights=np.array(ways, dtype=float))
    return float(mean), sum(ways) / math.comb(len(validation), budget)


# ==== paired_interval =================================================================================


@wrong(
    "paired_interval",
    hint=(
        "The spread is divided by n: one degree of freedom went into the mean, so divide the squares "
        "by n - 1. The capstone, Pairs of seeds."
    ),
    seen=("np.std without ddof"),
)
def divided_by_n(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=0) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The interval is that of a single pair: the mean of n pairs is known better, by the root of "
        "n. The capstone, Pairs of seeds."
    ),
    seen=("the division by sqrt(n) forgotten"),
)
def deviation_of_one_pair(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1)
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=("The spread is divided by n, not by its root. The capstone, Pairs of seeds."),
    seen=("s / n"),
)
def divided_by_the_count(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / len(d)
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The spread is divided by the root of n - 1: n - 1 belongs under the sum of squares, and n "
        "under the root. The capstone, Pairs of seeds."
    ),
    seen=("both with n - 1"),
)
def root_of_n_minus_one(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d) - 1)
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The two methods are taken for strangers, each with a spread of its own: here seeds come in "
        "pairs, and what a seed does to both cancels in the difference. The capstone, Pairs of seeds."
    ),
    seen=("the interval for two independent samples"),
)
def strangers(a, b, quantile):
    d = a - b
    half = quantile * math.sqrt(a.var(ddof=1) + b.var(ddof=1)) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The spread is that of all numbers of both methods together: it is the differences of the "
        "pairs that scatter less. The capstone, Pairs of seeds."
    ),
    seen=("a pooled deviation"),
)
def pooled_spread(a, b, quantile):
    d = a - b
    half = quantile * np.concatenate([a, b]).std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The spread is that of the first method alone: take that of the differences. The capstone, "
        "Pairs of seeds."
    ),
    seen=("a.std for d.std"),
)
def spread_of_a(a, b, quantile):
    d = a - b
    half = quantile * a.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The two spreads are added: the spread of a difference is not the sum of the spreads, and "
        "here the pairs' own differences say it. The capstone, Pairs of seeds."
    ),
    seen=("a.std() + b.std()"),
)
def spreads_added(a, b, quantile):
    d = a - b
    half = quantile * (a.std(ddof=1) + b.std(ddof=1)) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=("The difference has the wrong sign: it is a less b. The capstone, Pairs of seeds."),
    seen=("b - a"),
)
def turned_round(a, b, quantile):
    d = b - a
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The differences have lost their signs: which of the two is ahead is what is asked. The "
        "capstone, Pairs of seeds."
    ),
    seen=("abs(a - b)"),
)
def without_a_sign(a, b, quantile):
    d = abs(a - b)
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The differences are divided by b: they should be in the unit of the losses. The capstone, "
        "Pairs of seeds."
    ),
    seen=("a relative difference"),
)
def relative(a, b, quantile):
    d = (a - b) / b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=("The variance is taken where its root belongs. The capstone, Pairs of seeds."),
    seen=("var for std"),
)
def variance_for_deviation(a, b, quantile):
    d = a - b
    half = quantile * d.var(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The half-width is taken with 2 as the factor, which holds for many pairs: with few of them "
        "the quantile that is given is much larger. The capstone, Pairs of seeds."
    ),
    seen=("mean plus or minus two deviations"),
)
def two_for_the_quantile(a, b, quantile):
    d = a - b
    half = 2 * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The half-width is taken with 1.96 as the factor, which holds for many pairs: with few of "
        "them the quantile that is given is much larger. The capstone, Pairs of seeds."
    ),
    seen=("the normal distribution's quantile"),
)
def normal_quantile(a, b, quantile):
    d = a - b
    half = 1.96 * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The interval is half as long as it should be: its half-width is quantile times s over the "
        "root of n. The capstone, Pairs of seeds."
    ),
    seen=("the width taken for the half-width"),
)
def half_the_quantile(a, b, quantile):
    d = a - b
    half = quantile / 2 * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The quantile is missing: the interval reaches one standard error to each side, which holds "
        "the mean in about two cases of three. The capstone, Pairs of seeds."
    ),
    seen=("mean plus or minus the standard error"),
)
def standard_error_only(a, b, quantile):
    d = a - b
    half = d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "The middle is the median of the differences: the interval is around their mean. The "
        "capstone, Pairs of seeds."
    ),
    seen=("np.median"),
)
def median(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return np.median(d), np.median(d) - half, np.median(d) + half


@wrong(
    "paired_interval",
    hint=("The two ends have changed places: the lower one comes first. The capstone, Pairs of seeds."),
    seen=("mean, high, low"),
)
def ends_exchanged(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() + half, d.mean() - half


@wrong(
    "paired_interval",
    hint=(
        "What comes back beside the mean are half-widths: asked for are the two ends. The capstone, "
        "Pairs of seeds."
    ),
    seen=("return mean, -half, half"),
)
def half_width_given(a, b, quantile):
    d = a - b
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), -half, half


@wrong(
    "paired_interval",
    hint=(
        "The ends are the smallest and the largest difference: the interval is one for the mean, by "
        "the spread. The capstone, Pairs of seeds."
    ),
    seen=("min and max"),
)
def extremes(a, b, quantile):
    d = a - b
    return d.mean(), d.min(), d.max()


@wrong(
    "paired_interval",
    hint=(
        "Both rows are sorted before the difference is taken, so that run i of one no longer belongs "
        "to run i of the other. The capstone, Pairs of seeds."
    ),
    seen=("sorted, then paired"),
)
def sorted_first(a, b, quantile):
    d = np.sort(a) - np.sort(b)
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@wrong(
    "paired_interval",
    hint=(
        "This is the interval of the first method alone: asked for is that of the difference. The "
        "capstone, Pairs of seeds."
    ),
    seen=("b unused"),
)
def interval_of_a_only(a, b, quantile):
    d = a
    half = quantile * d.std(ddof=1) / math.sqrt(len(d))
    return d.mean(), d.mean() - half, d.mean() + half


@right("paired_interval", note="sums, without std")
def by_sums(a, b, quantile):
    pairs = [float(x) - float(y) for x, y in zip(a, b)]
    mean = sum(pairs) / len(pairs)
    s2 = sum((d - mean) ** 2 for d in pairs) / (len(pairs) - 1)
    reach = quantile * (s2 / len(pairs)) ** 0.5
    return mean, mean - reach, mean + reach


@right("paired_interval", note="the variance of a difference by the covariance")
def by_covariance(a, b, quantile):
    c = np.cov(a, b)
    variance = max(c[0, 0] + c[1, 1] - 2 * c[0, 1], 0.0)
    mean = np.mean(a) - np.mean(b)
    half = quantile * np.sqrt(variance / len(a))
    return tuple(mean + np.array([0.0, -half, half]))


@right("paired_interval", note="np.mean and np.std, a list as the result")
def np_functions(a, b, quantile):
    d = np.subtract(a, b)
    error = np.std(d, ddof=1) * len(d) ** -0.5
    return [np.mean(d), np.mean(d) - quantile * error, np.mean(d) + quantile * error]


# ==== sign_flip_test ==================================================================================


@wrong(
    "sign_flip_test",
    hint=(
        "Only patterns with a larger mean are counted: those with one that is as large belong to "
        "them, the observed one above all. The capstone, Could it be luck?"
    ),
    seen=("> for >="),
)
def strictly_larger(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means > abs(differences.mean()) + 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Sums that are equal but for rounding are taken for different ones: leave room for 1e-9 of "
        "the mean size. The capstone, Could it be luck?"
    ),
    seen=("no tolerance"),
)
def bare_comparison(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means > abs(differences.mean()) - 1e-18)


@wrong(
    "sign_flip_test",
    hint=(
        "Only one direction is counted: a difference as large in the other direction would have "
        "surprised as much. Take sizes, without signs. The capstone, Could it be luck?"
    ),
    seen=("the one-sided test"),
)
def one_sided(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.sign(differences.mean() or 1) * (signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Only patterns with a mean at least as large as the observed one are counted, so that a "
        "negative difference always looks like luck: compare sizes. The capstone, Could it be luck?"
    ),
    seen=("signed means compared"),
)
def upwards_only(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = signs @ differences / n
    return np.mean(means >= differences.mean() - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The share is doubled: both directions are among the patterns already. The capstone, Could it "
        "be luck?"
    ),
    seen=("times two for two sides"),
)
def doubled(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return 2 * np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=("The share is halved: both directions are asked for. The capstone, Could it be luck?"),
    seen=("half for one side"),
)
def halved(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean()) / 2


@wrong(
    "sign_flip_test",
    hint=(
        "This is the share of patterns with a smaller mean: asked for are those at least as large. "
        "The capstone, Could it be luck?"
    ),
    seen=("1 - p"),
)
def complement(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return 1 - np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The pattern that was observed is left out: it is one of the 2^n, and the share is never 0. "
        "The capstone, Could it be luck?"
    ),
    seen=("(count - 1) / (2^n - 1)"),
)
def observed_left_out(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return (np.sum(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean()) - 1) / (2**n - 1)


@wrong(
    "sign_flip_test",
    hint=(
        "The pattern that was observed is counted twice: going through all patterns has met it "
        "already. Adding one is for patterns that are drawn at random. The capstone, Could it be "
        "luck?"
    ),
    seen=("(count + 1) / (2^n + 1)"),
)
def observed_twice(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return (np.sum(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean()) + 1) / (2**n + 1)


@wrong(
    "sign_flip_test",
    hint=("This is a number of patterns: asked for is their share. The capstone, Could it be luck?"),
    seen=("sum for mean"),
)
def count_for_share(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.sum(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Only signs are looked at, not sizes: this is the sign test. A pattern counts by its mean. "
        "The capstone, Could it be luck?"
    ),
    seen=("the sign test"),
)
def signs_counted(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ np.sign(differences)) / n
    return np.mean(means >= abs(np.sign(differences).mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Ranks stand for the sizes: this is Wilcoxon's test. Here the differences themselves are "
        "summed. The capstone, Could it be luck?"
    ),
    seen=("the signed-rank test"),
)
def ranks(differences):
    n = len(differences)
    ranks = np.argsort(np.argsort(np.abs(differences))) + 1.0
    differences = np.sign(differences) * ranks
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Only one sign at a time is turned: every pair may have come out the other way, "
        "independently, 2^n patterns in all. The capstone, Could it be luck?"
    ),
    seen=("n patterns"),
)
def one_turned_at_a_time(differences):
    n = len(differences)
    signs = np.vstack([np.ones(n), 1 - 2 * np.eye(n)])
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Differences are left out or kept, in place of turned: the patterns have the signs 1 and -1. "
        "The capstone, Could it be luck?"
    ),
    seen=("product((0, 1))"),
)
def zeros_and_ones(differences):
    n = len(differences)
    signs = 1 - (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The order of the differences is changed, not their signs: the mean is then always the same. "
        "The capstone, Could it be luck?"
    ),
    seen=("permutations of d"),
)
def shuffled_order(differences):
    n = len(differences)
    signs = np.ones((2**n, n))
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The mean is taken off before the signs are turned: if the methods were alike, the "
        "differences themselves could have been turned. The capstone, Could it be luck?"
    ),
    seen=("a bootstrap's centring"),
)
def centred_first(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ (differences - differences.mean())) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The observed mean is that of the sizes: signs that cancel belong to what was observed. The "
        "capstone, Could it be luck?"
    ),
    seen=("abs before mean"),
)
def absolute_values_first(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= np.abs(differences).mean() - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=("Medians are compared: the test is about means. The capstone, Could it be luck?"),
    seen=("np.median"),
)
def medians(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(np.median(signs * differences, axis=1))
    return np.mean(means >= abs(np.median(differences)) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "The patterns are compared by mean over spread: that gives another order of them where signs "
        "differ. Compare means. The capstone, Could it be luck?"
    ),
    seen=("a t statistic for each pattern"),
)
def t_values(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(
        means >= abs(differences.mean()) * (1 + np.std(differences) / (np.abs(differences).mean() + 1))
    )


@wrong(
    "sign_flip_test",
    hint=(
        "Some patterns are drawn at random: with so few seeds go through all of them, and the share "
        "is exact. The capstone, Could it be luck?"
    ),
    seen=("a thousand random flips"),
)
def luck_by_drawing(differences):
    n = len(differences)
    signs = np.random.default_rng(0).choice([-1, 1], (1000, n))
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Sums of the patterns are compared with the observed mean: divide them by n. The capstone, "
        "Could it be luck?"
    ),
    seen=("the division forgotten"),
)
def sum_against_mean(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences)
    return np.mean(means >= abs(differences.mean()) - 1e-9 * np.abs(differences).mean())


@wrong(
    "sign_flip_test",
    hint=(
        "Patterns whose mean is clearly smaller are counted, too: room is only to be left for "
        "rounding. The capstone, Could it be luck?"
    ),
    seen=("a tolerance of a hundredth"),
)
def loose(differences):
    n = len(differences)
    signs = 1 - 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1)
    means = np.abs(signs @ differences) / n
    return np.mean(means >= abs(differences.mean()) - 0.05 * np.abs(differences).mean())


@right("sign_flip_test", note="patterns by the bits of a number")
def by_bits(differences):
    n, total = len(differences), float(abs(sum(differences)))
    slack = 1e-9 * float(np.abs(differences).sum())
    hits = 0
    for pattern in range(2**n):
        s = sum(-d if pattern >> i & 1 else d for i, d in enumerate(differences))
        hits += abs(s) >= total - slack
    return hits / 2**n


@right("sign_flip_test", note="all sums, built one difference at a time")
def by_sums_of_sums(differences):
    sums = np.zeros(1)
    for d in differences:
        sums = np.concatenate([sums + d, sums - d])
    room = 1e-9 * np.sum(np.abs(differences))
    return float(np.count_nonzero(np.abs(sums) >= abs(np.sum(differences)) - room)) / sums.size


@right("sign_flip_test", note="half of the patterns, since the others are their opposites")
def first_sign_fixed(differences):
    d = np.asarray(differences, dtype=float)
    rest = np.array(list(itertools.product((1.0, -1.0), repeat=len(d) - 1))).reshape(
        2 ** (len(d) - 1), len(d) - 1
    )
    means = np.abs(d[0] + rest @ d[1:]) / len(d)
    return float((means >= np.abs(d.mean()) - 1e-9 * np.abs(d).mean()).mean())


# ==== fair_comparison =================================================================================


@wrong(
    "fair_comparison",
    hint=(
        "The settings are chosen by their test loss: then the test loss is no longer one of unseen "
        "data. Choose by the validation loss. The capstone, The protocol."
    ),
    seen=("the first planted mistake"),
)
def chosen_by_test(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation = train(name, candidate, 0)[1]
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The settings are chosen by the mean of validation and test loss: the test loss may take no "
        "part in it. The capstone, The protocol."
    ),
    seen=("as much data as possible"),
)
def chosen_by_both(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation = sum(train(name, candidate, 0)) / 2
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "A trial that diverged is drawn again: that gives a method with many bad settings more trials "
        "than the others. It has cost its trial. The capstone, The protocol."
    ),
    seen=("the second planted mistake"),
)
def second_chance(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if not math.isfinite(validation):
                candidate = draw(rng)
                validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Reported runs that diverged are left out: that a choice can fail is part of the result. The "
        "capstone, The protocol."
    ),
    seen=("the third planted mistake"),
)
def diverged_reports_dropped(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        tests = [test for test in tests if math.isfinite(test)]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The worst of the reported runs is left out: all runs with the seeds are reported. The "
        "capstone, The protocol."
    ),
    seen=("the fourth planted mistake"),
)
def worst_dropped(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        if len(tests) > 1:
            tests.remove(max(tests))
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Only the best of the seeds is reported: all of them are asked for, in their order. The "
        "capstone, The protocol."
    ),
    seen=("min over seeds"),
)
def best_seed_only(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, sorted(tests)[:1]
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The reported losses are averaged: asked for are all of them, in the order of seeds. The "
        "capstone, The protocol."
    ),
    seen=("np.mean over seeds"),
)
def mean_of_seeds(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, [float(np.mean(tests))] if tests else []
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The reported losses are sorted: leave them in the order of the seeds, or pairs of methods no "
        "longer belong together. The capstone, The protocol."
    ),
    seen=("sorted(tests)"),
)
def sorted_report(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, sorted(tests)
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The seeds are gone through in rising order: leave them in the order in which they are given. "
        "The capstone, The protocol."
    ),
    seen=("sorted(seeds)"),
)
def seeds_sorted(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in sorted(seeds)]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "What is reported are validation losses: the choice has made them too good. Report the test "
        "losses. The capstone, The protocol."
    ),
    seen=("[0] for [1]"),
)
def validation_reported(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[0] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The run that was used for choosing is reported, too: it was chosen for its luck as well. "
        "Only the runs with the seeds count. The capstone, The protocol."
    ),
    seen=("its test loss put in front"),
)
def tuning_run_reported(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, test = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings, lucky = validation, candidate, test
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        if settings is not None:
            tests = [lucky, *tests]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The chosen settings are trained with seed 0 each time, the seed they were chosen by: use "
        "each of the seeds. The capstone, The protocol."
    ),
    seen=("seed 0 left in"),
)
def no_fresh_seeds(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, 0)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The trials are trained with the first of the report's seeds: choosing has a seed of its own, "
        "0. The capstone, The protocol."
    ),
    seen=("seeds[0] for tuning"),
)
def tuned_on_a_report_seed(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, seeds[0])
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Each trial is trained with another seed: all are judged with the seed 0, so that no trial "
        "wins by its seed. The capstone, The protocol."
    ),
    seen=("enumerate(range(trials))"),
)
def another_seed_for_each_trial(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for trial in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, trial)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Each trial is trained with all seeds of the report: they are for the report alone, and "
        "tuning has the seed 0. The capstone, The protocol."
    ),
    seen=("mean over seeds in tuning"),
)
def all_seeds_for_each_trial(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation = float(np.mean([train(name, candidate, seed)[0] for seed in seeds]))
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Of settings with equal validation losses the last is chosen: it should be the first. The "
        "capstone, The protocol."
    ),
    seen=("<= for <"),
)
def last_of_equals_chosen(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation <= best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The settings with the highest validation loss are chosen: a loss is better the lower it is. "
        "The capstone, The protocol."
    ),
    seen=("> from accuracies"),
)
def highest_loss_chosen(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = -math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation > best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The last trial that did not diverge is chosen, whatever its loss: keep the lowest so far, "
        "and compare with it. The capstone, The protocol."
    ),
    seen=("best never updated"),
)
def last_trial_chosen(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                settings = candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The best loss of one method is kept for the next, which then has to beat it: begin anew for "
        "each method. The capstone, The protocol."
    ),
    seen=("best = inf before the loop"),
)
def best_kept_between_methods(methods, train, *, trials, seeds, rng):
    report, best, settings = {}, math.inf, None
    for name, draw in methods.items():
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The lowest loss of one method is kept for the next, which is left without settings unless it "
        "beats it: begin anew for each method. The capstone, The protocol."
    ),
    seen=("best outside, settings inside"),
)
def best_loss_kept(methods, train, *, trials, seeds, rng):
    report, best = {}, math.inf
    for name, draw in methods.items():
        settings = None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=("The trials are divided among the methods: each one gets all of them. The capstone, The protocol."),
    seen=("trials // len(methods)"),
)
def trials_shared_out(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(max(1, trials // len(methods))):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=("A trial is missing: each method gets as many as trials says. The capstone, The protocol."),
    seen=("range(1, trials)"),
)
def one_trial_missing(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(1, trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=("There is a trial too many: each method gets as many as trials says. The capstone, The protocol."),
    seen=("range(trials + 1)"),
)
def one_trial_more(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials + 1):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The later a method stands, the more trials it gets: all get the same number. The capstone, "
        "The protocol."
    ),
    seen=("trials raised inside the loop"),
)
def later_methods_get_more(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        trials += bool(report)
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The settings are drawn once and trained again and again: each trial draws its own. The "
        "capstone, The protocol."
    ),
    seen=("draw before the loop"),
)
def drawn_once(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings, candidate = math.inf, None, draw(rng)
        for _ in range(trials):
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The draws of all methods are made first, trial by trial: the order asked for is method by "
        "method, and each trial is trained when it has been drawn. The capstone, The protocol."
    ),
    seen=("zip over methods"),
)
def all_drawn_first(methods, train, *, trials, seeds, rng):
    report, drawn = {}, [{name: draw(rng) for name, draw in methods.items()} for _ in range(trials)]
    for name in methods:
        best, settings = math.inf, None
        for each in drawn:
            candidate = each[name]
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The methods are gone through in alphabetical order: their order is that of the dict. The "
        "capstone, The protocol."
    ),
    seen=("sorted(methods)"),
)
def sorted_methods(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in sorted(methods.items()):
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "A method whose trials all diverged is missing in the report: it is reported as (None, []). "
        "The capstone, The protocol."
    ),
    seen=("continue"),
)
def diverged_method_left_out(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        if settings is not None:
            report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "A method whose trials all diverged is trained all the same, with the last settings: there "
        "are none to train with, so (None, []). The capstone, The protocol."
    ),
    seen=("settings or candidate"),
)
def diverged_method_trained(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [train(name, settings or candidate, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Tuning ends with the first trial that diverges: the others are still to come. The capstone, "
        "The protocol."
    ),
    seen=("break"),
)
def stops_at_divergence(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if not math.isfinite(validation):
                break
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "Losses below zero are taken for diverged ones: whatever is finite is a result. The capstone, "
        "The protocol."
    ),
    seen=("0 < validation"),
)
def below_zero_is_diverged(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if validation > 0 and validation < best:
                best, settings = validation, candidate
        tests = [] if settings is None else [train(name, settings, seed)[1] for seed in seeds]
        report[name] = settings, tests
    return report


@wrong(
    "fair_comparison",
    hint=(
        "The report ends with the first run that diverges: what it reached is reported, and the other "
        "seeds follow. The capstone, The protocol."
    ),
    seen=("break in the report"),
)
def stops_reporting(methods, train, *, trials, seeds, rng):
    report = {}
    for name, draw in methods.items():
        best, settings = math.inf, None
        for _ in range(trials):
            candidate = draw(rng)
            validation, _ = train(name, candidate, 0)
            if math.isfinite(validation) and validation < best:
                best, settings = validation, candidate
        tests = []
        for seed in seeds if settings is not None else []:
            test = train(name, settings, seed)[1]
            if not math.isfinite(test):
                break
            tests.append(test)
        report[name] = settings, tests
    return report


@right("fair_comparison", note="a list of trials, and min over it")
def list_and_min(methods, train, *, trials, seeds, rng):
    results = {}
    for name in methods:
        tried = []
        for _ in range(trials):
            settings = methods[name](rng)
            loss = train(name, settings, 0)[0]
            tried.append((loss if np.isfinite(loss) else np.inf, settings))
        loss, settings = min(tried, key=lambda pair: pair[0])
        if loss == np.inf:
            results[name] = (None, [])
        else:
            results[name] = (settings, [train(name, settings, s)[1] for s in seeds])
    return results


@right("fair_comparison", note="tuning and reporting apart")
def two_helpers(methods, train, *, trials, seeds, rng):
    def tune(name, draw):
        chosen, lowest = None, float("inf")
        for _ in range(trials):
            s = draw(rng)
            v = train(name, s, 0)[0]
            if v < lowest and v > -math.inf:
                chosen, lowest = s, v
        return chosen

    def report(name, chosen):
        return chosen, [train(name, chosen, seed)[1] for seed in seeds if chosen is not None]

    return {name: report(name, tune(name, draw)) for name, draw in methods.items()}


@right("fair_comparison", note="validation losses in an array, nanargmin by hand")
def argmin(methods, train, *, trials, seeds, rng):
    out = {}
    for name, draw in methods.items():
        candidates, losses = [], []
        for _ in range(trials):
            candidates.append(draw(rng))
            losses.append(train(name, candidates[-1], 0)[0])
        losses = np.where(np.isfinite(losses), losses, np.inf)
        place = int(np.argmin(losses))
        tests = []
        if np.isfinite(losses[place]):
            for seed in seeds:
                _, test = train(name, candidates[place], seed)
                tests.append(test)
            out[name] = (candidates[place], tests)
        else:
            out[name] = (None, tests)
    return out
