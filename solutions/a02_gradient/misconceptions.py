"""Mistakes that people make with gradients, and correct answers that look different.

Every variant is a whole answer to one exercise of a02. `tests/exercises/test_banks.py` holds the
probes to it: each mistake must lose points, each correct answer must not.
"""

import math

import numpy as np
import torch

from gdcourse.checking.bank import right, wrong

# ==== numerical_grad: mistakes ==============================================================================


@wrong(
    "numerical_grad",
    hint="Each slope is that of the step upwards alone: with a wide spacing it is off by half the "
    "curvature times h. A central difference looks to both sides; see which two points are compared. "
    "Chapter 2, Measuring a slope.",
    seen="the definition of a derivative, taken literally",
)
def forward_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(x)) / h
    return grad


@wrong(
    "numerical_grad",
    hint="Each slope is that of the step downwards alone, so it lags behind where the function bends. Both "
    "neighbours of x should come in, and x itself should not. Chapter 2, Measuring a slope.",
    seen="the one-sided difference, turned round",
)
def backward_difference(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(x.copy()) - f(down)) / h
    return grad


@wrong(
    "numerical_grad",
    hint="All slopes are twice as large as they should be. How far apart are the two points at which f is "
    "evaluated? Chapter 2, Measuring a slope.",
    seen="the denominator of the forward difference, kept",
)
def divided_by_h(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad


@wrong(
    "numerical_grad",
    hint="All slopes have the right size and the opposite sign: the value below is taken first. Check the "
    "order of the two against a function that rises. Chapter 2, Measuring a slope.",
    seen="likely: two points, two orders",
)
def points_in_the_other_order(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(down) - f(up)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes are about half as large as they should be: the second point is x itself and not its "
    "lower neighbour, although the distance is that of two steps. Follow the coordinate through its "
    "two moves. Chapter 2, Measuring a slope.",
    seen="moving up by h, then down by h in place of 2 h",
)
def halved_step_back(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The first slope is right and later ones are taken somewhere else: a coordinate that was moved "
    "stays moved while the next one is measured. Each slope belongs to the same x. Chapter 2, A slope "
    "for each parameter.",
    seen="a classic of in-place gradient checks: the line that restores the entry is missing",
)
def moved_for_good(f, x, h):
    point = np.array(x, dtype=float)
    grad = np.zeros_like(point)
    for i in np.ndindex(point.shape):
        point[i] += h
        above = f(point)
        point[i] -= 2 * h
        grad[i] = (above - f(point)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="Where x holds whole numbers, the slopes come back as whole numbers too, their fractions cut off. "
    "Look at which type of array the results are put into. Chapter 2, Measuring a slope.",
    seen="np.zeros_like of an integer array",
)
def slopes_without_fractions(f, x, h):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="Where x holds whole numbers the slopes are off: a move by a fraction, written into an array of "
    "whole numbers, is cut off. Look at the type of the copies. Chapter 2, Measuring a slope.",
    seen="x.copy() of an integer array, then += h",
)
def steps_without_fractions(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] = up[i] + h
        down[i] = down[i] - h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="A vector works; in a matrix all entries of a row get one slope, as if they moved together. A "
    "loop over the length of x counts rows, not entries. Chapter 2, A slope for each parameter.",
    seen="for i in range(len(x))",
)
def row_by_row(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="All entries are the same number, the slope along the diagonal: every coordinate is moved in the "
    "same call. A partial derivative moves one and holds the others fixed. Chapter 2, A slope for "
    "each parameter.",
    seen="x + h is shorter than a loop",
)
def all_at_once(f, x, h):
    x = np.array(x, dtype=float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)


@wrong(
    "numerical_grad",
    hint="The numbers are right and stand in a row: a matrix goes in, a vector comes out. The gradient has "
    "one entry for each entry of x, in the same arrangement. Chapter 2, A slope for each parameter.",
    seen="loops over x.ravel() that never go back",
)
def flattened(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad.ravel()


@wrong(
    "numerical_grad",
    hint="Coordinates near zero are right and large ones are not: the spacing grows with the coordinate. "
    "That is a good habit elsewhere; here h is to be used as it is. Chapter 2, Measuring a slope.",
    seen="the default spacing of many libraries",
)
def spacing_by_size(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        step = h * max(1.0, abs(x[i]))
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step)
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes are far too small, and they shrink faster than the spacing does: halving h "
    "divides them by four. Python divides and multiplies from left to right; see what `/ 2 * h` "
    "does. Chapter 2, Measuring a slope.",
    seen="brackets left out of a denominator",
)
def denominator_without_brackets(f, x, h):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / 2 * h
    return grad


# ==== numerical_grad: correct answers =======================================================================


@right("numerical_grad", note="one flat copy, each entry put back, reshaped for f")
def flat_and_restored(f, x, h):
    flat = np.asarray(x).astype(float).ravel()
    grad = np.empty(flat.size)
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        above = f(flat.reshape(x.shape).copy())
        flat[k] = kept - h
        below = f(flat.reshape(x.shape).copy())
        flat[k] = kept
        grad[k] = 0.5 * (above - below) / h
    return grad.reshape(x.shape)


@right("numerical_grad", note="steps along the rows of a unit matrix, two fractions")
def along_basis_vectors(f, x, h):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + s) / (2 * h) - f(x - s) / (2 * h) for s in steps]).reshape(x.shape)


@right("numerical_grad", note="NumPy's own iterator over many axes")
def with_nditer(f, x, h):
    grad = np.zeros(x.shape)
    walk = np.nditer(x, flags=["multi_index"])
    for _ in walk:
        step = np.zeros(x.shape)
        step[walk.multi_index] = h
        grad[walk.multi_index] = (f(x + step) - f(x - step)) / h / 2
    return grad


@right("numerical_grad", note="the bookkeeping in PyTorch, f in NumPy")
def through_torch(f, x, h):
    point = torch.tensor(np.asarray(x, dtype=float))
    slopes = torch.zeros(point.numel(), dtype=torch.float64)
    for k in range(point.numel()):
        step = torch.zeros(point.numel(), dtype=torch.float64)
        step[k] = h
        step = step.reshape(point.shape)
        slopes[k] = (float(f((point + step).numpy())) - float(f((point - step).numpy()))) / (2 * h)
    return slopes.reshape(point.shape).numpy()


# ==== grad_check: mistakes ==================================================================================


@wrong(
    "grad_check",
    hint="A right gradient is reported as slightly off, the more the function bends: the measured one "
    "looks to one side. The judge should be better than what it judges. Chapter 2, Measuring a slope.",
    seen="the shorter of the two formulas",
)
def checked_by_forward_differences(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(x.copy())) / h
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="A right gradient gets an error of one half: the measured one is twice too large. How far apart "
    "are the two points? Chapter 2, Measuring a slope.",
    seen="the denominator of the forward difference, kept",
)
def measured_twice_too_large(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / h
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="Large gradients look worse than they are and tiny ones look perfect: this is the distance alone. "
    "What should it be measured against? Chapter 2, Checking a gradient.",
    seen="np.allclose thinking: a difference below a fixed number",
)
def absolute_error(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel())


@wrong(
    "grad_check",
    hint="Where both gradients are zero the answer is nan, from 0 divided by 0. That case has an answer of "
    "its own. Chapter 2, Checking a gradient.",
    seen="likely: with ordinary gradients nothing shows",
)
def zero_by_zero(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="The errors are about half of what they should be: the distance is divided by both sizes "
    "together. Which of the two sizes is asked for? Chapter 2, Checking a gradient.",
    seen="CS231n's and others' formula, |a - n| / (|a| + |n|)",
)
def divided_by_the_sum(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = np.linalg.norm(a.ravel()) + np.linalg.norm(n.ravel())
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="Gradients that are too large get errors that are too large, and a gradient that should be zero "
    "breaks the answer: the distance is divided by the size of the measured one only. Chapter 2, "
    "Checking a gradient.",
    seen="relative to the truth, as one learns it in the laboratory",
)
def divided_by_the_measured(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = np.linalg.norm(n.ravel())
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="Gradients that are too small get errors that are too large, and a claimed zero breaks the "
    "answer: the distance is divided by the size of the claimed one only. Chapter 2, Checking a "
    "gradient.",
    seen="likely: one of two sizes taken",
)
def divided_by_the_claimed(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = np.linalg.norm(a.ravel())
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="The errors are too large wherever the two gradients differ in size: of the two sizes the smaller "
    "one is taken. Chapter 2, Checking a gradient.",
    seen="max and min change places easily",
)
def divided_by_the_smaller(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = min(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="With a single entry the answer is right; with several it is that of the largest entries alone. "
    "The norm asked for adds up the squares of all of them. Chapter 2, Checking a gradient.",
    seen="the maximum norm, common in checks",
)
def largest_entries(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.abs(a).max(), np.abs(n).max())
    if size == 0:
        return 0.0
    return np.abs(a - n).max() / size


@wrong(
    "grad_check",
    hint="An entry that happens to be small counts as much as the largest one: each entry gets a ratio of "
    "its own, and these are averaged. One ratio is asked for, of two norms. Chapter 2, Checking a "
    "gradient.",
    seen="relative errors entry by entry",
)
def mean_of_ratios(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return float(np.mean(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-300)))


@wrong(
    "grad_check",
    hint="Vectors are right and matrices are not: for a matrix, this norm is its largest singular value. "
    "All entries, whatever their arrangement, should count with their squares. Chapter 2, Checking a "
    "gradient.",
    seen="np.linalg.norm(a, 2), which means another thing for matrices",
)
def spectral_norm(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a, 2), np.linalg.norm(n, 2))
    if size == 0:
        return 0.0
    return np.linalg.norm(a - n, 2) / size


@wrong(
    "grad_check",
    hint="The answer is the square of what it should be: an opposite sign gives 4 where 2 is right. The "
    "Euclidean norm ends with something after the sum of squares. Chapter 2, Checking a gradient.",
    seen="sums of squares, as in a loss",
)
def squares_without_roots(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.sum(a**2), np.sum(n**2))
    if size == 0:
        return 0.0
    return np.sum((a - n) ** 2) / size


@wrong(
    "grad_check",
    hint="Ordinary gradients are right, and tiny ones look better than they are: a small number is added "
    "below the line to keep zero away, and here it is not small. The case of two zeros can be told "
    "apart by itself. Chapter 2, Checking a gradient.",
    seen="the eps in the denominator of deeplearning checks",
)
def softened_denominator(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-5
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    return np.linalg.norm((a - n).ravel()) / (size + 1e-8)


@wrong(
    "grad_check",
    hint="A function that bends sharply gets an error although its gradient is right: the points are too "
    "far apart. The spacing to be used is given. Chapter 2, Measuring a slope.",
    seen="a spacing taken from memory",
)
def wide_spacing(f, g, x):
    x = np.array(x, dtype=float)
    h = 1e-3
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n[i] = (f(up) - f(down)) / (2 * h)
    a = g(x.copy())
    size = max(np.linalg.norm(a.ravel()), np.linalg.norm(n.ravel()))
    if size == 0:
        return 0.0
    return np.linalg.norm((a - n).ravel()) / size


@wrong(
    "grad_check",
    hint="One small entry decides the whole result: each entry is compared with its own size, and the "
    "largest quotient wins, so that a slope near zero counts as much as a steep one. Lengths of "
    "whole gradients are compared here. Chapter 2, Checking a gradient.",
    seen="the relative error of CS231n's notes, entry by entry",
)
def largest_of_the_entries(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)

    scale = np.maximum(np.abs(a), np.abs(n))
    return float((np.abs(a - n) / np.where(scale == 0, 1.0, scale)).max())


@wrong(
    "grad_check",
    hint="Two gradients of the same length and different directions pass as equal: the lengths are "
    "compared, each worked out for itself. It is the distance between the two that tells them "
    "apart. Chapter 2, Checking a gradient.",
    seen="norm(a) - norm(n) for norm(a - n)",
)
def lengths_compared(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)

    scale = max(np.linalg.norm(a), np.linalg.norm(n))
    return float(abs(np.linalg.norm(a) - np.linalg.norm(n)) / scale) if scale > 0 else 0.0


# ==== grad_check: correct answers ===========================================================================


@right("grad_check", note="math and one flat loop")
def in_flat_sums(f, g, x):
    a = np.asarray(g(x.copy()), dtype=float).ravel()
    apart = ours = theirs = 0.0
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = 1e-5
        step = step.reshape(x.shape)
        n = (f(x + step) - f(x - step)) / 2e-5
        apart, ours, theirs = apart + (a[k] - n) ** 2, ours + n * n, theirs + a[k] ** 2
    return math.sqrt(apart / max(ours, theirs)) if max(ours, theirs) > 0 else 0.0


@right("grad_check", note="a function inside, np.where for the guard")
def with_a_helper(f, g, x):
    def slope(i):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        return (f(x + step) - f(x - step)) / 2e-5

    n = np.array([slope(i) for i in np.ndindex(x.shape)])
    a = np.ravel(g(x))
    largest = max(np.sqrt(a @ a), np.sqrt(n @ n))
    return np.sqrt((a - n) @ (a - n)) / np.where(largest == 0, 1.0, largest)


@right("grad_check", note="norms of PyTorch tensors; nan turned into zero")
def with_torch_norms(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += 1e-5
        down[i] -= 1e-5
        n[i] = (f(up) - f(down)) / (up[i] - down[i])
    a, n = torch.tensor(g(x), dtype=torch.float64), torch.tensor(n)
    ratio = torch.dist(a, n) / torch.maximum(a.norm(), n.norm())
    return 0.0 if torch.isnan(ratio) else float(ratio)


# ==== mixed_derivative: mistakes ============================================================================


@wrong(
    "mixed_derivative",
    hint="The number is four times what it should be. Two central differences are nested, and each divides "
    "by the distance between its own two points. Chapter 2, Measuring a slope.",
    seen="the denominator of the one-sided form",
)
def divided_by_one_square(f, x, u, v, h):
    apart = f(x + h * u + h * v) - f(x + h * v - h * u) - f(x + h * u - h * v) + f(x - h * u - h * v)
    return apart / h**2


@wrong(
    "mixed_derivative",
    hint="The number is twice what it should be: one of the two distances is that of a single step. Each "
    "difference reaches h to both sides. Chapter 2, Measuring a slope.",
    seen="likely: the 2 squared is lost when 2 h is",
)
def divided_by_two_squares(f, x, u, v, h):
    apart = f(x + h * u + h * v) - f(x + h * v - h * u) - f(x + h * u - h * v) + f(x - h * u - h * v)
    return apart / (2 * h**2)


@wrong(
    "mixed_derivative",
    hint="The number shrinks with h: two nested slopes are divided by one distance only. A second "
    "derivative divides twice. Chapter 2, Measuring a slope.",
    seen="the square is easily lost",
)
def divided_once(f, x, u, v, h):
    apart = f(x + h * u + h * v) - f(x + h * v - h * u) - f(x + h * u - h * v) + f(x - h * u - h * v)
    return apart / (4 * h)


@wrong(
    "mixed_derivative",
    hint="For small h this is nearly right, and for a wide one it leans to one side: the corner points lie "
    "above x only, with x among them. Both differences look to both sides. Chapter 2, Measuring a "
    "slope.",
    seen="the textbook's shortest formula for a mixed derivative",
)
def one_sided_corners(f, x, u, v, h):
    return (f(x + h * u + h * v) - f(x + h * u) - f(x + h * v) + f(x)) / h**2


@wrong(
    "mixed_derivative",
    hint="What comes out is the slope along u, not its change along v: the two slopes, one on either side, "
    "are added. Look at the signs of the four values. Chapter 2, Measuring a slope.",
    seen="signs of four terms, one pair mixed up",
)
def slope_along_u_only(f, x, u, v, h):
    apart = f(x + h * u + h * v) - f(x + h * v - h * u) + f(x + h * u - h * v) - f(x - h * u - h * v)
    return apart / (4 * h**2)


@wrong(
    "mixed_derivative",
    hint="Along axes the number is right, and along longer or shorter directions it is not: they are "
    "brought to length one first. Here they are to be used as they come. Chapter 2, Which way is "
    "steepest.",
    seen="the habit of unit vectors for directional derivatives",
)
def directions_of_length_one(f, x, u, v, h):
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    apart = f(x + h * u + h * v) - f(x + h * v - h * u) - f(x + h * u - h * v) + f(x - h * u - h * v)
    return apart / (4 * h**2)


@wrong(
    "mixed_derivative",
    hint="The second direction has no say: the slope along u is differenced along u again. Look at where "
    "the points for the outer difference come from. Chapter 2, Measuring a slope.",
    seen="the second derivative that one knows by heart",
)
def along_u_twice(f, x, u, v, h):
    return (f(x + 2 * h * u) - 2 * f(x) + f(x - 2 * h * u)) / (4 * h**2)


@wrong(
    "mixed_derivative",
    hint="This is the second derivative along the sum of u and v, which holds two pure parts besides the "
    "mixed one. Four different corners are needed, u and v with both signs each. Chapter 2, Measuring "
    "a slope.",
    seen="moving both directions at once",
)
def along_the_sum(f, x, u, v, h):
    w = u + v
    return (f(x + h * w) - 2 * f(x) + f(x - h * w)) / h**2


@wrong(
    "mixed_derivative",
    hint="Two of the four corners are missing: f is looked at along u + v and along u - v, forwards "
    "alone, so the slope along v does not cancel. Draw the four points around x. Chapter 2, "
    "Measuring a slope.",
    seen="likely: half of the formula",
)
def two_corners(f, x, u, v, h):
    return (f(x + h * (u + v)) - f(x + h * (u - v))) / (4 * h * h)


# ==== mixed_derivative: correct answers =====================================================================


@right("mixed_derivative", note="a slope along u as a function, differenced along v")
def nested_differences(f, x, u, v, h):
    def along_u(point):
        return (f(point + h * u) - f(point - h * u)) / (2 * h)

    return (along_u(x + h * v) - along_u(x - h * v)) / (2 * h)


@right("mixed_derivative", note="along v first, then along u")
def the_other_order(f, x, u, v, h):
    above = (f(x + h * u + h * v) - f(x + h * u - h * v)) / (2 * h)
    below = (f(x - h * u + h * v) - f(x - h * u - h * v)) / (2 * h)
    return (above - below) / (2 * h)


@right("mixed_derivative", note="a loop over the signs of the corners")
def four_signs(f, x, u, v, h):
    total = 0.0
    for s in (1, -1):
        for t in (1, -1):
            total += s * t * f(x + s * (h * u) + t * (h * v))
    return total / (2 * h) ** 2


# ==== Value: mistakes =======================================================================================


@wrong(
    "Value",
    hint="A number that is used twice keeps the slope of one use only; all that is used once is right. "
    "Look at how a slope arrives at a Value that may have one already. Chapter 2, Backpropagation.",
    seen="the most common mistake in autodiff exercises: = for +=",
)
class assigned_for_added:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad = slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="In a product each factor gets its own value as slope. If the other factor is large, the product "
    "is sensitive to this one; so whose value should it be? Chapter 2, Backpropagation.",
    seen="the two slopes of a product, the other way round",
)
class own_factor_as_slope:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, self.data), (other, other.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The value of a difference is right, and what is subtracted gets a slope of the opposite sign. If "
    "it grows, the difference shrinks. Chapter 2, Backpropagation.",
    seen="copied from the sum",
)
class minus_forgotten:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, 1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of a quotient in its denominator has the right size and the opposite sign. A larger "
    "denominator makes a positive quotient smaller. Chapter 2, Backpropagation.",
    seen="the quotient rule, half remembered",
)
class quotient_without_minus:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of a quotient in its denominator is that of one over it: the numerator plays no part. "
    "Try 6 divided by b. Chapter 2, Backpropagation.",
    seen="the slope of 1/b, which is known by heart",
)
class quotient_without_numerator:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -1.0 / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of a quotient in its denominator is divided by that once, and should fall faster. "
    "Write the quotient as a product with a power. Chapter 2, Backpropagation.",
    seen="the square of the quotient rule, lost",
)
class quotient_not_squared:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of a power has the right factor and the exponent of the power itself. What becomes of "
    "the exponent of a square when it is differentiated? Chapter 2, Backpropagation.",
    seen="half of the power rule",
)
class power_not_lowered:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data**k)])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of a power has the right exponent and lacks its factor: for a square it is half of "
    "what it should be. Chapter 2, Backpropagation.",
    seen="the other half of the power rule",
)
class power_without_factor:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of tanh is worked out from what went in. The familiar form of it is in terms of what "
    "comes out. Chapter 2, Backpropagation.",
    seen="1 - x^2, with x for tanh x",
)
class tanh_from_the_input:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - self.data**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The slope of tanh at zero is right, and elsewhere it is off, even in sign of its change: tanh is "
    "symmetric, so its slope at -1 and at 1 is the same. Chapter 2, Backpropagation.",
    seen="sigmoid's s (1 - s), mixed in",
)
class tanh_not_squared:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="The value of the exponential is right and its slope is the input in place of the output. Which "
    "function is its own derivative? Chapter 2, Backpropagation.",
    seen="x e^(x-1) and its relatives",
)
class exp_like_a_power:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Forwards relu stops negative numbers, and backwards it lets everything through. If the output "
    "does not change with the input, what is the slope? Chapter 2, Backpropagation.",
    seen="the backward half of relu, forgotten",
)
class relu_lets_all_back:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="All is right but relu at exactly 0, where both sides have a slope and the description says which "
    "one is meant. Chapter 2, Where the gradient misleads.",
    seen="greater-or-equal for greater",
)
class relu_open_at_zero:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data >= 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="All slopes are zero: nobody gave the result its own, so there is nothing to pass on. How fast "
    "does a result change with itself? Chapter 2, Backpropagation.",
    seen="the seed of the backward walk, forgotten",
)
class no_first_slope:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="All slopes are too large or small by one factor, the value of the result: the walk starts with "
    "that in place of the slope of the result in itself. Chapter 2, Backpropagation.",
    seen="data and grad, confused at the start",
)
class first_slope_its_value:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = self.data
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Numbers that enter the result directly are right, and those behind them get nothing or too "
    "little. Either they are never asked to pass on, or they are asked before anything has arrived: "
    "which end does the walk begin at? Chapter 2, Backpropagation.",
    seen="the order found by the search, not turned round",
)
class sources_first:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in order:
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Plain chains are right; where two ways of different length meet, the slopes behind the meeting "
    "point are too small. A Value passed on before its second part had come. Chapter 2, "
    "Backpropagation.",
    seen="a walk that goes deeper as soon as it can",
)
class passed_on_at_first_sight:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        seen = set()

        def walk(node):
            for source, slope in node.inputs:
                source.grad += slope * node.grad
            for source, _ in node.inputs:
                if id(source) not in seen:
                    seen.add(id(source))
                    walk(source)

        self.grad = 1.0
        walk(self)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Ways of equal length are right; where a short way and a long one lead to the same Value, what "
    "comes by the long one stays there. Distance from the result is not the order that is needed. "
    "Chapter 2, Backpropagation.",
    seen="a breadth-first search: nearer ones first",
)
class ring_by_ring:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        self.grad, seen, waiting = 1.0, {id(self)}, [self]
        while waiting:
            node = waiting.pop(0)
            for source, slope in node.inputs:
                source.grad += slope * node.grad
                if id(source) not in seen:
                    seen.add(id(source))
                    waiting.append(source)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Expressions of Values alone are right; with a plain number in them they stop, as a float has no "
    "data of its own. What could be made of it first? Chapter 2, Backpropagation.",
    seen="likely: the examples use Values only",
)
class plain_numbers_refused:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="A difference has the right value and nothing comes back through it: the new Value does not know "
    "what it was made of. Chapter 2, Backpropagation.",
    seen="a result computed and not recorded",
)
class difference_without_memory:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data)

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Some slopes stay zero where two different Values happen to hold the same number: the one is "
    "taken for the other, and not visited. By what should a Value be told apart? Chapter 2, "
    "Backpropagation.",
    seen="a set of numbers in place of a set of nodes",
)
class known_by_their_value:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node.data not in seen:
                seen.add(node.data)
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="Numbers next to the result are right; behind them each gets the slope of one operation, not of "
    "the whole way. Along a way slopes multiply. Chapter 2, Backpropagation.",
    seen="the chain rule without its product",
)
class local_slopes_only:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="A power comes out right; its slope lacks a factor, namely the exponent. Where a division is "
    "built on a power, its slopes have the opposite sign for the same reason. Chapter 2, "
    "Backpropagation.",
    seen="k left out, and division by a power of -1",
)
class power_without_its_factor:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        return self * self.number(other) ** -1

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="A number less a Value comes out with its sign turned round, value and slope both; a Value "
    "less a number is right. Which of the two stands on the left when Python calls this method? "
    "Chapter 2, Backpropagation.",
    seen="__rsub__ as self - other",
)
class right_hand_difference:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self - other

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@wrong(
    "Value",
    hint="A number divided by a Value comes out as its reciprocal; a Value divided by a number is "
    "right. Which of the two stands on the left when Python calls this method? Chapter 2, "
    "Backpropagation.",
    seen="__rtruediv__ as self / other",
)
class right_hand_quotient:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self / other

    def __neg__(self):
        return self * -1


# ==== Value: correct answers ================================================================================


@right("Value", note="each operation leaves a function that passes back")
class with_closures:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)
        self.pass_on = lambda: None

    def _made(self, data, *pairs):
        result = type(self)(data, [source for source, _ in pairs])

        def pass_on():
            for source, slope in pairs:
                source.grad += slope * result.grad

        result.pass_on = pass_on
        return result

    def _number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self._number(other)
        return self._made(self.data + other.data, (self, 1), (other, 1))

    def __mul__(self, other):
        other = self._number(other)
        return self._made(self.data * other.data, (self, other.data), (other, self.data))

    def __sub__(self, other):
        return self + -1 * self._number(other)

    def __truediv__(self, other):
        return self * self._number(other) ** -1

    def __pow__(self, k):
        return self._made(self.data**k, (self, k * self.data ** (k - 1)))

    def exp(self):
        return self._made(np.exp(self.data), (self, np.exp(self.data)))

    def tanh(self):
        return self._made(np.tanh(self.data), (self, 1 / np.cosh(self.data) ** 2))

    def relu(self):
        return self._made(self.data * (self.data > 0), (self, self.data > 0))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for source in node.inputs:
                visit(source)
            order.append(node)

        visit(self)
        self.grad = 1.0
        while order:
            order.pop().pass_on()

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self._number(other) - self

    def __rtruediv__(self, other):
        return self._number(other) / self

    def __neg__(self):
        return self * -1


@right("Value", note="a Value waits until all that use it have passed on; no recursion")
class counting_users:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        users, stack, seen = {}, [self], {id(self)}
        while stack:
            for source, _ in stack.pop().inputs:
                users[id(source)] = users.get(id(source), 0) + 1
                if id(source) not in seen:
                    seen.add(id(source))
                    stack.append(source)
        self.grad, ready = 1.0, [self]
        while ready:
            node = ready.pop()
            for source, slope in node.inputs:
                source.grad += node.grad * slope
                users[id(source)] -= 1
                if users[id(source)] == 0:
                    ready.append(source)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@right("Value", note="every Value gets a number when it is made; the walk sorts by it")
class in_order_of_birth:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)
        self.born = 1 + max([source.born for source, _ in self.inputs], default=0)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        other = self.number(other)
        back = -self.data / other.data**2
        return type(self)(self.data / other.data, [(self, 1 / other.data), (other, back)])

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        found, fresh = {id(self): self}, [self]
        while fresh:
            fresh = [s for node in fresh for s, _ in node.inputs if found.setdefault(id(s), s) is s]
            fresh = list({id(s): s for s in fresh}.values())
        self.grad = 1.0
        for node in sorted(found.values(), key=lambda each: -each.born):
            for source, slope in node.inputs:
                source.grad = source.grad + slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


@right("Value", note="torch for exp and tanh, division by a power")
class slopes_from_torch:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        return self * self.number(other) ** -1

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = torch.tensor(self.data, dtype=torch.float64).exp().item()
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = torch.tanh(torch.tensor(self.data, dtype=torch.float64)).item()
        return type(self)(t, [(self, (1 - t) * (1 + t))])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for source, _ in node.inputs:
                    visit(source)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self.number(other) - self

    def __rtruediv__(self, other):
        return self.number(other) / self

    def __neg__(self):
        return self * -1


# ==== mlp_loss_grads: mistakes ==============================================================================


@wrong(
    "mlp_loss_grads",
    hint="The loss is right and all slopes are too large by the number of examples: they belong to the sum "
    "of the losses, and the loss is their mean. Chapter 2, The same, a layer at a time.",
    seen="the 1/B of the mean, lost on the way back",
)
def slopes_of_the_sum(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="With one example all is right; with several, loss and slopes are too large by their number. What "
    "is asked for is the mean over the rows. Chapter 2, The same, a layer at a time.",
    seen="a sum over the batch",
)
def sum_for_mean(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.sum(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes are right and the loss is too large by the number of examples. It should be the "
    "function that these slopes belong to. Chapter 2, A slope for each parameter.",
    seen="one of two places mended",
)
def loss_of_the_sum(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.sum(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, and the first gets slopes that are too large: what comes back passes "
    "the tanh as if it were not there. Chapter 2, The same, a layer at a time.",
    seen="the factor of the activation, forgotten",
)
def activation_without_slope(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = D2 @ W2.T
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, the first is not: the slope of tanh is worked out from what went into "
    "it. It is known in terms of what came out. Chapter 2, Backpropagation.",
    seen="1 - x^2, with x for tanh x",
)
def slope_from_the_sums(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - S**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, the first is off: the slope of tanh is taken at the activations, so "
    "tanh has been applied once too often. Chapter 2, Backpropagation.",
    seen="1 - tanh(.)^2, of the activation in place of the sum",
)
def tanh_taken_twice(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - np.tanh(A) ** 2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, the first is off, least where activations are near 0 or 1: one factor "
    "of the slope of tanh is missing. Chapter 2, Backpropagation.",
    seen="sigmoid's slope, mixed in",
)
def slope_not_squared(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes of the weights are right, those of both biases are too small by the number of "
    "examples. The mean has been taken already. Chapter 2, The same, a layer at a time.",
    seen="a mean over the batch out of habit",
)
def bias_means(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.mean(axis=0), "W2": A.T @ D2, "b2": D2.mean(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Small networks are right; with outputs in the thousands exp is infinite, and loss and slopes are "
    "nan. The description says what to do with each row first. Chapter 2, The same, a layer at a "
    "time.",
    seen="softmax as in the formula",
)
def exponentials_of_hundreds(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The probabilities of one class over all examples add up to one, where those of one example over "
    "all classes should. Look at the axis. Chapter 2, The same, a layer at a time.",
    seen="axis=0 for axis=1",
)
def softmax_down_the_columns(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)
    loss = -np.mean(np.log(P[rows, y]))
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right, and the slopes don't depend on the labels: the probabilities are sent back, "
    "not what separates them from the truth. Chapter 2, The same, a layer at a time.",
    seen="the one-hot part of P - Y, forgotten",
)
def labels_without_say(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right and every slope has the opposite sign: descending with them would climb. Truth "
    "less probability, or probability less truth? Chapter 2, The same, a layer at a time.",
    seen="Y - P for P - Y",
)
def upwards(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = -D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right and the slopes fade where the network is sure, even if it errs: a factor P (1 "
    "- P) has come in. The log of the loss has cancelled it. Chapter 2, The same, a layer at a time.",
    seen="the slope of a sigmoid with squared error, kept",
)
def through_a_sigmoid_too(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 * P * (1 - P) / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes are right, and the loss is the mean probability of the true classes, with a minus at "
    "best: where has the logarithm gone? Chapter 2, A slope for each parameter.",
    seen="the log of the cross-entropy, forgotten",
)
def mean_probability(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = -np.mean(P[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss and all slopes are too small by the number of classes: the mean is over the rows alone. "
    "Chapter 2, The same, a layer at a time.",
    seen="np.mean over an array with a column a class",
)
def sum_over_rows_and_classes(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y]) / Z.shape[1]
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / D2.size
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right. On the way to the first, the slopes meet W2 as it went forwards; "
    "shapes allow that where it is square, and only there. Chapter 2, The same, a layer at a time.",
    seen="a missing transpose, hidden by square matrices",
)
def weights_not_turned(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="All is off, and would be right if b2 were zero: it gets a slope and takes no part in the "
    "outputs. Chapter 2, A slope for each parameter.",
    seen="one term of the forward pass, forgotten",
)
def second_bias_left_out(params, X, y):
    W1, b1, W2 = params["W1"], params["b1"], params["W2"]
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[rows, y])
    D2 = P.copy()
    D2[rows, y] -= 1
    D2 = D2 / len(X)
    D1 = (D2 @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ D1, "b1": D1.sum(axis=0), "W2": A.T @ D2, "b2": D2.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right, and the probabilities in the gradients are not: they add up to 1 down a "
    "column, over the examples, where they should along a row, over the classes. Chapter 2, The "
    "same, a layer at a time.",
    seen="axis=0 in one of two sums",
)
def probabilities_down_the_columns(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=0)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / len(X)
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="All is right but the gradient for W2, which is taken with the sums before tanh. What did W2 "
    "really multiply in the forward pass? Chapter 2, The same, a layer at a time.",
    seen="a variable of the layer below",
)
def sums_before_tanh(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / len(X)
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": S.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="With one example all is right; with more, the loss reads every row in the column of the "
    "first example's class. Each row has a label of its own: rows and labels go in pairs. Chapter "
    "2, The same, a layer at a time.",
    seen="y[0], or logs[:, y] with its first column",
)
def first_label_for_all(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows = np.arange(len(X))
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[:, y[0]].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / len(X)
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


# ==== mlp_loss_grads: correct answers =======================================================================


@right("mlp_loss_grads", note="PyTorch's own backward pass")
def torch_autograd(params, X, y):
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    A = torch.tanh(torch.tensor(X) @ tensors["W1"] + tensors["b1"])
    Z = A @ tensors["W2"] + tensors["b2"]
    loss = torch.nn.functional.cross_entropy(Z, torch.tensor(y, dtype=torch.int64))
    loss.backward()
    return loss.item(), {name: tensor.grad.numpy() for name, tensor in tensors.items()}


@right("mlp_loss_grads", note="a loop over the rows, outer products")
def example_by_example(params, X, y):
    grads = {name: np.zeros(value.shape) for name, value in params.items()}
    loss = 0.0
    for x, label in zip(X, y):
        a = np.tanh(x @ params["W1"] + params["b1"])
        z = a @ params["W2"] + params["b2"]
        log_total = np.logaddexp.reduce(z)
        loss += (log_total - z[label]) / len(X)
        d2 = np.exp(z - log_total) / len(X)
        d2[label] -= 1 / len(X)
        d1 = (params["W2"] @ d2) * (1 + a) * (1 - a)
        for name, part in (("W1", np.outer(x, d1)), ("b1", d1), ("W2", np.outer(a, d2)), ("b2", d2)):
            grads[name] += part
    return loss, grads


@right("mlp_loss_grads", note="einsum, one-hot labels, biases as an extra column")
def with_one_hot_rows(params, X, y):
    ones = np.ones((len(X), 1))
    X1 = np.hstack([X, ones])
    A1 = np.hstack([np.tanh(X1 @ np.vstack([params["W1"], params["b1"]])), ones])
    Z = A1 @ np.vstack([params["W2"], params["b2"]])
    Y = np.eye(Z.shape[1])[y]
    log_p = Z - Z.max(1)[:, None]
    log_p = log_p - np.log(np.exp(log_p).sum(1))[:, None]
    D2 = (np.exp(log_p) - Y) / len(X)
    D1 = np.einsum("bk,mk->bm", D2, params["W2"]) * (1 - A1[:, :-1] ** 2)
    first, second = X1.T @ D1, A1.T @ D2
    grads = {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
    return -(Y * log_p).sum() / len(X), grads


# ==== tied_loss_grads: mistakes =============================================================================


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W, which knows its first use only, the one before the code. The "
    "matrix acts on the loss once more after it. Chapter 2, Backpropagation.",
    seen="a shared weight treated as two",
)
def first_use_only(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W, which knows its second use only, the one after the code. The "
    "matrix has acted on the loss before that too. Chapter 2, Backpropagation.",
    seen="likely: the second use overwrites the first",
)
def second_use_only(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W: its two parts are there and one has the opposite sign. What "
    "does the chain rule do with two ways? Chapter 2, Backpropagation.",
    seen="likely: encode and decode felt as opposites",
)
def uses_subtracted(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E - D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W, which is half of what it should be: the two uses are averaged. "
    "Moving W moves both. Chapter 2, Backpropagation.",
    seen="averaging the gradients of shared weights",
)
def uses_averaged(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": (X.T @ E + D.T @ A) / 2, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The loss is right and all slopes are too large by the number of examples. The loss divides by "
    "that number; do the slopes? Chapter 2, The same, a layer at a time.",
    seen="the 1/B of the mean, lost on the way back",
)
def copy_slopes_of_the_sum(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The loss is right and all slopes are twice too large: the 2 that the square brings down meets "
    "another number in the loss. Chapter 2, Two slopes by hand.",
    seen="the derivative of a square without the half in front",
)
def the_square_brings_a_two(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = 2 * gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="Loss and slopes are too small by the number of columns: the sum of all entries is divided by how "
    "many there are, not by how many examples. Chapter 2, The same, a layer at a time.",
    seen="np.mean over both axes",
)
def mean_over_all_entries(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / X.size
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.mean(gap**2), grads


@wrong(
    "tied_loss_grads",
    hint="The slopes are right, and the loss is twice what it should be. It should be the function that "
    "they belong to. Chapter 2, Two slopes by hand.",
    seen="the half in front of the squared error",
)
def half_forgotten(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="What comes after the code is right; what comes before it gets slopes that are too large, as if "
    "the tanh were not there. Chapter 2, The same, a layer at a time.",
    seen="the factor of the activation, forgotten",
)
def code_without_slope(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = D @ W
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="What comes after the code is right; before it the slope of tanh is taken from what went into it, "
    "where its familiar form uses what came out. Chapter 2, Backpropagation.",
    seen="1 - x^2, with x for tanh x",
)
def code_slope_from_sums(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - S**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The loss is right and every slope has the opposite sign: descending with them would make the "
    "copy worse. Which way round is the difference? Chapter 2, Two slopes by hand.",
    seen="X - R for R - X",
)
def input_less_copy(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = -gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The slope of b is too small by the number of examples, and everything else is right: the mean "
    "has been taken already. Chapter 2, The same, a layer at a time.",
    seen="a mean over the batch out of habit",
)
def code_bias_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + D.T @ A, "b": E.mean(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The slope of W is off where W is square, and elsewhere the shapes don't fit: its second use was "
    "transposed, and so is the slope of that use. Chapter 2, The same, a layer at a time.",
    seen="gradient of the transpose added as it is",
)
def second_use_not_turned(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    grads = {"W": X.T @ E + A.T @ D, "b": E.sum(axis=0), "c": D.sum(axis=0)}
    return 0.5 * np.sum(gap**2) / len(X), grads


@wrong(
    "tied_loss_grads",
    hint="The gradients are right and the loss is too small by as many times as there are columns: it "
    "is averaged over all entries. The statement sums over a row's entries and averages over rows "
    "alone. Chapter 2, The same, a layer at a time.",
    seen="mean() of a matrix",
)
def loss_over_all_entries(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    A = np.tanh(X @ W + b)
    apart = A @ W.T + c - X
    loss = (apart**2).sum() / (2 * X.size)
    E = apart / len(X)
    H = (E @ W) * (1 - A**2)
    return loss, {"W": X.T @ H + E.T @ A, "b": H.sum(axis=0), "c": E.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="Only c's gradient is off, too small by the number of examples: the division by that number "
    "has been done before. Compare it with how b's is collected. Chapter 2, The same, a layer at "
    "a time.",
    seen="mean for sum, in one place of two",
)
def c_by_a_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    A = np.tanh(X @ W + b)
    apart = A @ W.T + c - X
    loss = (apart**2).sum() / (2 * len(X))
    E = apart / len(X)
    H = (E @ W) * (1 - A**2)
    return loss, {"W": X.T @ H + E.T @ A, "b": H.sum(axis=0), "c": E.mean(axis=0)}


# ==== tied_loss_grads: correct answers ======================================================================


@right("tied_loss_grads", note="PyTorch's own backward pass")
def tied_autograd(params, X):
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    X = torch.tensor(X)
    A = torch.tanh(X @ tensors["W"] + tensors["b"])
    loss = ((A @ tensors["W"].T + tensors["c"] - X) ** 2).sum() / (2 * len(X))
    loss.backward()
    return loss.item(), {name: tensor.grad.numpy() for name, tensor in tensors.items()}


@right("tied_loss_grads", note="a loop over the rows, outer products")
def tied_by_example(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    loss, grads = 0.0, {name: np.zeros(value.shape) for name, value in params.items()}
    for x in X:
        a = np.tanh(x @ W + b)
        d = W @ a + c - x
        e = (d @ W) * (1 - a**2)
        loss += d @ d / (2 * len(X))
        grads["W"] += (np.outer(x, e) + np.outer(d, a)) / len(X)
        grads["b"] += e / len(X)
        grads["c"] += d / len(X)
    return loss, grads


@right("tied_loss_grads", note="slopes of an encoder and a decoder, added at the end")
def two_matrices_then_one(params, X):
    encoder, decoder, B = params["W"], params["W"].T, len(X)
    A = np.tanh(np.einsum("bd,dm->bm", X, encoder) + params["b"])
    R = np.einsum("bm,md->bd", A, decoder) + params["c"]
    E = np.einsum("bd,md->bm", R - X, decoder) / np.cosh(np.arctanh(A)) ** 2
    in_encoder, in_decoder = np.einsum("bd,bm->dm", X, E), np.einsum("bm,bd->md", A, R - X)
    grads = {"W": (in_encoder + in_decoder.T) / B, "b": E.sum(0) / B, "c": (R - X).sum(0) / B}
    return np.mean(np.sum((R - X) ** 2, axis=1)) / 2, grads


# ==== residual_backward: mistakes ===========================================================================


@wrong(
    "residual_backward",
    hint="V is right, as it was from the start, and all else is off in two ways: one lies in the factor "
    "that tanh contributes, the other in how many ways there are from X to the output. Chapter 2, "
    "Backpropagation.",
    seen="nothing mended yet, or something that was right rewritten",
)
def as_handed_out(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The slope in X has its second way now; W, b and X are still off, and V is right. So the trouble "
    "lies between V and W: what does the slope of tanh depend on? Chapter 2, Backpropagation.",
    seen="one of the two planted mistakes found",
)
def skip_mended_only(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="All parameters are right now, and the slope in X is not: there are two ways from X to the "
    "output, and one of them is short. Chapter 2, Backpropagation.",
    seen="one of the two planted mistakes found",
)
def slope_mended_only(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; to the slope in X the input itself is added. What comes back by the "
    "short way is a slope. Chapter 2, Backpropagation.",
    seen="the forward formula, copied to the backward pass",
)
def input_for_gradient(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return X + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; in the slope in X the short way counts twice. How often does X enter "
    "the sum? Chapter 2, Backpropagation.",
    seen="likely: both parts of a sum given the whole",
)
def skip_counted_twice(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return 2 * G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; in the slope in X the two ways are multiplied, entry by entry. Slopes "
    "multiply along a way; what do they do where ways meet? Chapter 2, Backpropagation.",
    seen="the chain rule's product, in the place of its sum",
)
def ways_multiplied(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G * (D @ params["W"].T), grads


@wrong(
    "residual_backward",
    hint="The parameters are right; in the slope in X the two ways are there, and one has the opposite "
    "sign. Chapter 2, Backpropagation.",
    seen="a sign, while mending",
)
def skip_subtracted(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G - D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: what comes back passes the tanh as if it were not there. "
    "Chapter 2, Backpropagation.",
    seen="the faulty factor taken out and not replaced",
)
def no_slope_at_all(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = G @ params["V"].T
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the slope of tanh is taken at the activations, so tanh has "
    "been applied once too often. Chapter 2, Backpropagation.",
    seen="the faulty factor mended by half",
)
def slope_of_tanh_of_tanh(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - np.tanh(A) ** 2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the slope of tanh lacks a square, and so is not the same at -1 "
    "and at 1. Chapter 2, Backpropagation.",
    seen="sigmoid's slope, mixed in",
)
def factor_not_squared(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="All is right but b, which is too small by the number of examples. Every row of the sum moves "
    "with the bias. Chapter 2, The same, a layer at a time.",
    seen="a sum taken for a mistake",
)
def mean_in_the_bias(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.mean(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="All is right but V, which was right before: it is multiplied by the activations, not by what "
    "went into them. Chapter 2, The same, a layer at a time.",
    seen="mending what was not broken",
)
def sums_for_activations(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": Z.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The slope in X is right, W and b are not: what the short way brings is counted for the "
    "parameters too, although it passes them by. Chapter 2, Backpropagation.",
    seen="the skip's gradient added too early, where shapes allow it",
)
def skip_into_the_weights(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    late = D
    D = D + G.sum(axis=1, keepdims=True)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + late @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The skip passes a 1 back, whatever came in from above. The derivative of the skip is 1, but "
    "what flows backwards is that times what arrives. Chapter 2, Backpropagation.",
    seen="the derivative for the gradient",
)
def one_for_the_skip(params, X, G):
    A = np.tanh(X @ params["W"] + params["b"])
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return 1 + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="X gets what comes over the skip alone, as if nothing came back through the layers. X enters "
    "the block twice, so two parts arrive. Chapter 2, Backpropagation.",
    seen="likely: the bracket's part replaced, not extended",
)
def skip_alone(params, X, G):
    A = np.tanh(X @ params["W"] + params["b"])
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G.copy(), grads


@wrong(
    "residual_backward",
    hint="What comes through V reaches the first layer a second time, past the slope of tanh: W and b "
    "get a part that never went through tanh. The skip goes around both layers, not around tanh "
    "alone. Chapter 2, Backpropagation.",
    seen="the skip added one step too early",
)
def skip_around_tanh(params, X, G):
    A = np.tanh(X @ params["W"] + params["b"])
    D = (G @ params["V"].T) * (1 - A**2) + G @ params["V"].T
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


# ==== residual_backward: correct answers ====================================================================


@right("residual_backward", note="PyTorch's own backward pass")
def residual_autograd(params, X, G):
    W, b, V = (torch.tensor(params[name], requires_grad=True) for name in "WbV")
    X = torch.tensor(X, requires_grad=True)
    out = X + torch.tanh(X @ W + b) @ V
    out.backward(torch.tensor(G))
    return X.grad.numpy(), {"W": W.grad.numpy(), "b": b.grad.numpy(), "V": V.grad.numpy()}


@right("residual_backward", note="a loop over the rows")
def residual_by_example(params, X, G):
    back, grads = np.zeros(X.shape), {name: np.zeros(value.shape) for name, value in params.items()}
    for i, (x, g) in enumerate(zip(X, G)):
        a = np.tanh(params["b"] + params["W"].T @ x)
        d = (1 + a) * (1 - a) * (params["V"] @ g)
        grads["W"] += np.outer(x, d)
        grads["b"] += d
        grads["V"] += np.outer(a, g)
        back[i] = g + params["W"] @ d
    return back, grads


@right("residual_backward", note="identity and W side by side, so that the skip is one more product")
def with_a_wide_matrix(params, X, G):
    S = np.einsum("bd,dm->bm", X, params["W"]) + params["b"]
    D = np.einsum("bd,md->bm", G, params["V"]) / np.cosh(S) ** 2
    wide = np.hstack([np.eye(X.shape[1]), params["W"]])
    grads = {"W": (D.T @ X).T, "b": np.ones(len(X)) @ D, "V": (G.T @ np.tanh(S)).T}
    return np.hstack([G, D]) @ wide.T, grads
