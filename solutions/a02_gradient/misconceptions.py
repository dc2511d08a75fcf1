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


@wrong(
    "numerical_grad",
    hint="The first slope is right; from the second on, the two points lie further and further apart, "
    "because the upper array keeps all its moves upwards and the lower one all its moves down. "
    "When should each start again from x? Chapter 2, A slope for each parameter.",
    seen="the copies made once, before the loop",
)
def two_arrays_that_drift(f, x, h):
    x = np.array(x, dtype=float)
    up, down = x.copy(), x.copy()
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The first slope is right, and each later one belongs to a point at which the coordinates "
    "before it are too large by h: they were moved up last and stay there. Chapter 2, A slope for "
    "each parameter.",
    seen="the lower value first, and no way back",
)
def left_above(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] -= h
        below = f(x.copy())
        x[i] += 2 * h
        grad[i] = (f(x.copy()) - below) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The first slope is right, and each later one belongs to a point at which the coordinates "
    "before it are too small by 2 h: after the two moves there is one back, and it goes the other "
    "way. Chapter 2, A slope for each parameter.",
    seen="the sign of the line that restores",
)
def put_back_half_the_way(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x.copy())
        x[i] -= 2 * h
        grad[i] = (above - f(x.copy())) / (2 * h)
        x[i] -= h
    return grad


@wrong(
    "numerical_grad",
    hint="This is a central difference, and a finer one than was asked for: together the two moves "
    "make up h, where each of them should. With a wide spacing the two don't agree. Chapter 2, "
    "Measuring a slope.",
    seen="f(x + h/2) - f(x - h/2) over h, the other usual form",
)
def half_the_spacing(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h / 2
        down[i] -= h / 2
        grad[i] = (f(up) - f(down)) / h
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes are half as large as they should be, and not by exactly that factor: the moves to "
    "either side add up to h, and the division is for points twice as far apart. Chapter 2, "
    "Measuring a slope.",
    seen="two forms of the central difference, mixed",
)
def half_steps_over_two(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h / 2
        down[i] -= h / 2
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="This is a central difference, and a coarser one than was asked for: the points are 4 h apart "
    "and should be 2 h apart. How far does each one move? Chapter 2, Measuring a slope.",
    seen="the 2 h of the denominator, taken for the move",
)
def twice_the_spacing(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += 2 * h
        down[i] -= 2 * h
        grad[i] = (f(up) - f(down)) / (4 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes are about twice too large, and not by exactly that factor: each point is moved by "
    "the whole distance which the denominator has for both together. Chapter 2, Measuring a "
    "slope.",
    seen="2 h in all three places",
)
def twice_the_steps(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += 2 * h
        down[i] -= 2 * h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="Only one side is looked at, and from twice as far: the distance fits its denominator, but x "
    "itself is one of the two points, and so the slope leans upwards. Chapter 2, Measuring a "
    "slope.",
    seen="x + 2 h and x, for the right distance",
)
def forward_by_two(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += 2 * h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes are about half of what they should be: x is compared with the point below it, "
    "which is one step away, and the denominator stands for two. Chapter 2, Measuring a slope.",
    seen="likely: one of the two moves left out",
)
def lower_half_alone(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="Near zero the slopes break down, and large coordinates are off as well: each is moved by a "
    "share of its own size, which is nothing where it is zero. The spacing is the same for all. "
    "Chapter 2, Measuring a slope.",
    seen="a relative step, h times |x|",
)
def spacing_in_shares(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        step = h * abs(x[i])
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step)
    return grad


@wrong(
    "numerical_grad",
    hint="The slopes have the right signs and are tiny: halving h makes them smaller by four, where a "
    "slope should hardly change. What is done with the distance between the points? Chapter 2, "
    "Measuring a slope.",
    seen="multiplied in place of divided",
)
def times_the_distance(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) * (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="Where f falls, its slope comes out as if it rose: sizes are right and signs are lost. A "
    "gradient has to tell up from down. Chapter 2, Measuring a slope.",
    seen="abs, as if a slope were an error",
)
def without_a_sign(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = abs(f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="For wide spacings this is nearer to the true slope than what was asked for: four values come "
    "in for each coordinate, two of them from 2 h away. The description has two. Chapter 2, "
    "Measuring a slope.",
    seen="the formula of fourth order, from a library or an assistant",
)
def five_points(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        near = f(up) - f(down)
        up[i] += h
        down[i] -= h
        grad[i] = (8 * near - f(up) + f(down)) / (12 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="A vector works; in a matrix all entries of a column get one slope, as if they moved "
    "together. Counting along the last axis does not reach single entries. Chapter 2, A slope for "
    "each parameter.",
    seen="x[..., i], or a loop over x.shape[-1]",
)
def columns_move_together(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in range(x.shape[-1]):
        up, down = x.copy(), x.copy()
        up[..., i] += h
        down[..., i] -= h
        grad[..., i] = (f(up) - f(down)) / (2 * h)
    return grad


@wrong(
    "numerical_grad",
    hint="One number comes back where an array should: each slope is worked out and overwrites the one "
    "before, and the last is left. Chapter 2, A slope for each parameter.",
    seen="no index on the left of the assignment",
)
def the_last_slope_alone(f, x, h):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad = (f(up) - f(down)) / (2 * h)
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


@wrong(
    "grad_check",
    hint="An opposite sign comes out right and all else a little off: the distance is divided by the "
    "mean of the two sizes. The description takes one of them. Chapter 2, Checking a gradient.",
    seen="the symmetric relative difference",
)
def divided_by_the_mean_size(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = (np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(n**2))) / 2
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="A function that bends sharply gets an error that is too large by a hundred, and a right "
    "gradient some too: the points are ten times too far apart. Chapter 2, Measuring a slope.",
    seen="1e-4, as in many lecture notes",
)
def spacing_of_a_ten_thousandth(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-4
        n[i] = (f(x + step) - f(x - step)) / 2e-4
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="Near zero all is right; far from it, and where f bends sharply, the spacing has grown with "
    "the coordinate. The description has one spacing for all. Chapter 2, Measuring a slope.",
    seen="a relative spacing, from a library",
)
def spacing_grows_with_x(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5 * max(1.0, abs(x[i]))
        n[i] = (f(x + step) - f(x - step)) / (2 * step[i])
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="A right gradient is reported as slightly off, as if the slope lagged behind: x is compared "
    "with the point below it alone. Chapter 2, Measuring a slope.",
    seen="a one-sided difference, downwards",
)
def checked_backwards(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x.copy()) - f(x - step)) / 1e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="With several coordinates even a right gradient fails: the measured one has the same number "
    "everywhere, since all coordinates are moved in one go. Chapter 2, A slope for each "
    "parameter.",
    seen="x + h without a loop",
)
def measured_all_at_once(f, g, x):
    n = np.zeros(x.shape)
    n += (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="A gradient that is zero everywhere passes, and one that should be zero too: the special case "
    "is for both sizes zero, and here one is enough. Chapter 2, Checking a gradient.",
    seen="or for and; min for max in the guard",
)
def zero_passes_for_right(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if min(np.abs(a).max(), np.abs(n).max()) == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="Two gradients that are both zero agree perfectly, and are reported as off. What is the "
    "distance between them? Chapter 2, Checking a gradient.",
    seen="1 for the case that cannot be divided",
)
def both_zero_is_an_error(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 1.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="With one entry all is right, and with several the small ones count too much: absolute values "
    "are added up, where the Euclidean norm adds squares. Chapter 2, Checking a gradient.",
    seen="the 1-norm",
)
def sums_of_sizes(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sum(np.abs(a)), np.sum(np.abs(n)))
    if size == 0:
        return 0.0
    return float(np.sum(np.abs(a - n)) / size)


@wrong(
    "grad_check",
    hint="Large gradients look far better than they are and tiny ones far worse: above the line stands "
    "a length, and below it the square of one. Chapter 2, Checking a gradient.",
    seen="the root left out in one of two places",
)
def squares_below_the_line(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sum(a**2), np.sum(n**2))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="Large gradients look far worse than they are and tiny ones far better: below the line stands "
    "a length, and above it the square of one. Chapter 2, Checking a gradient.",
    seen="the root left out above",
)
def square_above_the_line(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sum((a - n) ** 2) / size)


@wrong(
    "grad_check",
    hint="The answer is too small by the root of the number of entries: above the line the squares are "
    "averaged, below it they are added. Chapter 2, Checking a gradient.",
    seen="np.mean in one of three places",
)
def mean_square_above(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.mean((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="Gradients longer than 1 are right; shorter ones are compared with 1 in their place, so that "
    "tiny ones always look fine. Chapter 2, Checking a gradient.",
    seen="max(1, |a|, |n|), from some checkers",
)
def never_below_one(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(1.0, np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size)


@wrong(
    "grad_check",
    hint="An entry that happens to be small counts as much as the largest one: each entry is divided "
    "by its own size first, and the norm is taken last. Chapter 2, Checking a gradient.",
    seen="the two steps in the other order",
)
def norm_of_the_ratios(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.linalg.norm((a - n) / np.where(size == 0, 1.0, size)))


@wrong(
    "grad_check",
    hint="Errors of opposite signs hide each other: the entries of the difference are added as they "
    "are, and their sum is what gets compared. Chapter 2, Checking a gradient.",
    seen="abs of a sum for a sum of squares",
)
def signs_cancel(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(abs(np.sum(a - n)) / size)


@wrong(
    "grad_check",
    hint="A gradient that is ten times too long passes: it is the angle between the two that is "
    "judged, not their distance. Chapter 2, Checking a gradient.",
    seen="one less the cosine",
)
def directions_compared(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(1 - np.sum(a * n) / max(np.sqrt(np.sum(a**2) * np.sum(n**2)), 1e-300))


@wrong(
    "grad_check",
    hint="What comes back is yes or no, as 1 or 0. The description asks for how far off the gradient "
    "is. Chapter 2, Checking a gradient.",
    seen="the test that usually follows",
)
def verdict_for_error(f, g, x):
    n = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n[i] = (f(x + step) - f(x - step)) / 2e-5
    a = np.asarray(g(x.copy()), dtype=float)
    size = max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - n) ** 2)) / size < 1e-6)


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


@wrong(
    "mixed_derivative",
    hint="The number shrinks as h does: the four values are divided by the distance between two points "
    "once, and two differences are nested. Chapter 2, Measuring a slope.",
    seen="2 h in the denominator, with no square",
)
def divided_by_two_once(f, x, u, v, h):
    def slope(p):
        return f(p + h * u) - f(p - h * u)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="Along u the difference looks to both sides, along v only forwards: one of the two slopes is "
    "taken at x itself. Chapter 2, Measuring a slope.",
    seen="a central and a forward difference, nested",
)
def outer_one_sided(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x)) / h


@wrong(
    "mixed_derivative",
    hint="The number is about half of what it should be: of the two slopes along u, the one behind x "
    "is taken at x itself, and the distance is that of both. Chapter 2, Measuring a slope.",
    seen="x - h v forgotten, its 2 h kept",
)
def outer_one_sided_over_two(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="Along u the difference looks to both sides, along v only backwards: one of the two slopes is "
    "taken at x itself, the other one behind it. Chapter 2, Measuring a slope.",
    seen="a central and a backward difference, nested",
)
def outer_backwards(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x) - slope(x - h * v)) / h


@wrong(
    "mixed_derivative",
    hint="Along v the difference looks to both sides, along u only forwards: each slope along u should "
    "be central about its own point. Chapter 2, Measuring a slope.",
    seen="a forward difference for the slope, differenced with care",
)
def inner_one_sided(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p)) / h

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="The number is about half of what it should be: each slope along u starts from its own point "
    "and not from behind it, and is divided by the distance of two steps. Chapter 2, Measuring a "
    "slope.",
    seen="p - h u forgotten, its 2 h kept",
)
def inner_one_sided_over_two(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="For small h this is nearly right, and for a wide one it leans backwards: all four points lie "
    "at x or below it. Chapter 2, Measuring a slope.",
    seen="two backward differences, nested",
)
def one_sided_below(f, x, u, v, h):
    def slope(p):
        return (f(p) - f(p - h * u)) / h

    return (slope(x) - slope(x - h * v)) / h


@wrong(
    "mixed_derivative",
    hint="Where u has length one all is right: it is scaled to that length first, and v is left as it "
    "is. Both are to be used as they come. Chapter 2, Measuring a slope.",
    seen="one of two directions normalised",
)
def only_u_of_length_one(f, x, u, v, h):
    u = u / np.linalg.norm(u)

    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="Where v has length one all is right: it is scaled to that length first, and u is left as it "
    "is. Both are to be used as they come. Chapter 2, Measuring a slope.",
    seen="the direction of the outer step normalised",
)
def only_v_of_length_one(f, x, u, v, h):
    v = v / np.linalg.norm(v)

    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="The number shrinks very fast as h does: h squared multiplies where it should divide. Python "
    "works through division and multiplication from left to right. Chapter 2, Measuring a slope.",
    seen="/ 4 * h**2, without brackets",
)
def square_in_the_numerator(f, x, u, v, h):
    def slope(p):
        return f(p + h * u) - f(p - h * u)

    return (slope(x + h * v) - slope(x - h * v)) / 4 * h**2


@wrong(
    "mixed_derivative",
    hint="The number shrinks with h: in one of the two differences, h multiplies where it should "
    "divide. Look at how Python reads a denominator of two factors. Chapter 2, Measuring a slope.",
    seen="/ 2 * h, in one place of two",
)
def inner_brackets_left_out(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / 2 * h


@wrong(
    "mixed_derivative",
    hint="The first direction has no say: the number is the second derivative along v alone. Which "
    "step belongs to the inner difference? Chapter 2, Measuring a slope.",
    seen="v in both differences",
)
def along_v_twice(f, x, u, v, h):
    def slope(p):
        return (f(p + h * v) - f(p - h * v)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="The number has the right size and the opposite sign: of the two slopes, the one behind x "
    "comes first. Chapter 2, Measuring a slope.",
    seen="the order of the outer difference",
)
def behind_less_ahead(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x - h * v) - slope(x + h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="What comes out is the slope along v, divided by h once more: along u the two values are "
    "added where they should be compared. Chapter 2, Measuring a slope.",
    seen="signs of four terms, the other pair mixed up",
)
def slope_along_v_only(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) + f(p - h * u)) / (2 * h)

    return (slope(x + h * v) - slope(x - h * v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="A smaller h leaves the points where they are: the steps are the directions themselves, while "
    "the denominators know h. Chapter 2, Measuring a slope.",
    seen="h left out of the arguments of f",
)
def whole_directions_as_steps(f, x, u, v, h):
    def slope(p):
        return (f(p + u) - f(p - u)) / (2 * h)

    return (slope(x + v) - slope(x - v)) / (2 * h)


@wrong(
    "mixed_derivative",
    hint="The corners are half as far from x as they should be, and the denominators fit them: these "
    "are central differences of another spacing. Chapter 2, Measuring a slope.",
    seen="h/2 to either side, over h",
)
def half_steps_twice(f, x, u, v, h):
    def slope(p):
        return (f(p + h / 2 * u) - f(p - h / 2 * u)) / h

    return (slope(x + h / 2 * v) - slope(x - h / 2 * v)) / h


@wrong(
    "mixed_derivative",
    hint="The slope along u at x comes back, and v plays no part: the outer difference is missing. "
    "Chapter 2, Measuring a slope.",
    seen="likely: half of the nested formula",
)
def first_slope_alone(f, x, u, v, h):
    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return slope(x)


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


@wrong(
    "Value",
    hint="A number that is used twice keeps the slope of one use, the other is lost; the inputs of an "
    "operation are visited last one first, so it is not always the same use that stays. How does "
    "a slope arrive where one is already? Chapter 2, Backpropagation.",
    seen="a stack of nodes to visit, with = for +=",
)
class assigned_on_the_other_way:
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
                for source, _ in reversed(node.inputs):
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
    hint="Powers come out with a slope whose exponent is still the old one, and quotients with them, "
    "being built on a power of -1. What becomes of the exponent when a power is differentiated? "
    "Chapter 2, Backpropagation.",
    seen="k x^k, and division by a power",
)
class quotient_by_an_own_power:
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
    hint="The slope of a power has the right exponent and a factor that is too small by one: the "
    "exponent comes down first and is lowered afterwards. Chapter 2, Backpropagation.",
    seen="(k - 1) x^(k - 1)",
)
class lowered_factor:
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
        return type(self)(self.data**k, [(self, (k - 1) * self.data ** (k - 1))])

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
    hint="Squares are right; every other power gets a slope as if it were of degree one after the "
    "exponent came down: the exponent itself is lowered nowhere. Chapter 2, Backpropagation.",
    seen="k x, from 2 x",
)
class every_power_a_square:
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
        return type(self)(self.data**k, [(self, k * self.data)])

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
    hint="The slope of a power is that of an exponential: it tells how the result changes with the "
    "exponent. Here the exponent is constant, and the base moves. Chapter 2, Backpropagation.",
    seen="x^k log x",
)
class power_as_exponential:
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
        return type(self)(self.data**k, [(self, self.data**k * math.log(abs(self.data) or 1.0))])

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
    hint="A sum has the right value and the slopes of a product. Move one summand by a little: by how "
    "much does the sum move? Chapter 2, Backpropagation.",
    seen="copied from __mul__",
)
class sum_with_a_products_slopes:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, other.data), (other, self.data)])

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
    hint="A product has the right value and the slopes of a sum: both factors get 1. Doubling the one "
    "factor doubles how much the other one matters. Chapter 2, Backpropagation.",
    seen="copied from __add__",
)
class product_with_a_sums_slopes:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, 1.0), (other, 1.0)])

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
    hint="In a product the first factor gets its slope and the second one nothing: only one pair is "
    "handed on. Every Value that went in needs one. Chapter 2, Backpropagation.",
    seen="one pair forgotten",
)
class product_of_one:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, other.data)])

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
    hint="In a sum the first summand gets its slope and the second one nothing: only one pair is "
    "handed on. Every Value that went in needs one. Chapter 2, Backpropagation.",
    seen="one pair forgotten in the sum",
)
class sum_of_one:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0)])

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
    hint="A product of Values is right; a Value times a plain number has the right value, and passes "
    "slopes back as if the number were 1. Chapter 2, Backpropagation.",
    seen="a branch of its own for plain numbers",
)
class plain_factor_of_one:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        if not isinstance(other, type(self)):
            return type(self)(self.data * other, [(self, 1.0)])
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
    hint="A product of Values is right; a Value times a plain number passes slopes back as if the "
    "number were 1, and differences, built on a product with -1, lose their sign with it. Chapter "
    "2, Backpropagation.",
    seen="a branch for plain numbers, with a - b as a + b * -1",
)
class plain_factor_of_one_and_minus:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        if not isinstance(other, type(self)):
            return type(self)(self.data * other, [(self, 1.0)])
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        return self + other * -1

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
    hint="Expressions of Values alone are right; wherever a plain number is added or multiplied, "
    "nothing comes back: the new Value has the right number and forgets what it was made of. "
    "Chapter 2, Backpropagation.",
    seen="Value(self.data + other) in the branch for plain numbers",
)
class plain_numbers_cut_the_way:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        if not isinstance(other, type(self)):
            return type(self)(self.data + other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        if not isinstance(other, type(self)):
            return type(self)(self.data * other)
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
    hint="Sums and products take plain numbers, differences and quotients stop at them, as a float has "
    "no data of its own. All four get the same kinds of things. Chapter 2, Backpropagation.",
    seen="conversion in __add__ and __mul__ alone",
)
class plain_numbers_in_two_of_four:
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
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
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
    hint="The value of a difference is right, and its two slopes have changed places: what is "
    "subtracted gets 1, the other -1. Chapter 2, Backpropagation.",
    seen="the two signs exchanged",
)
class difference_turned_back:
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
        return type(self)(self.data - other.data, [(self, -1.0), (other, 1.0)])

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
    hint="In a quotient the upper number gets the lower one as slope, as in a product. If the lower "
    "number is large, does the upper one matter much or little? Chapter 2, Backpropagation.",
    seen="b for 1/b",
)
class quotient_like_a_product:
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
        return type(self)(self.data / other.data, [(self, other.data), (other, back)])

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
    hint="The exponential has the right value and the slope 1, as it has at zero alone. Which function "
    "is its own derivative? Chapter 2, Backpropagation.",
    seen="e^x taken for x near zero",
)
class exp_with_slope_one:
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
        return type(self)(e, [(self, 1.0)])

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
    hint="The exponential has the right value and the slope of a power: the exponent comes down and "
    "one is taken off. Here it is the exponent that moves, and not the base. Chapter 2, "
    "Backpropagation.",
    seen="x e^(x - 1)",
)
class exp_by_the_power_rule:
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
        return type(self)(e, [(self, self.data * math.exp(self.data - 1))])

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
    hint="The slope of tanh has the form of another function's: at zero it is 0, although tanh is "
    "steepest there. Sigmoid and tanh are relatives, and their slopes differ. Chapter 2, "
    "Backpropagation.",
    seen="t (1 - t)",
)
class tanh_like_a_sigmoid:
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
        return type(self)(t, [(self, t * (1 - t))])

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
    hint="What comes back passes tanh as if it were not there: its slope is taken for 1, which it is "
    "at zero only. Chapter 2, Backpropagation.",
    seen="likely: an activation without a derivative",
)
class tanh_without_slope:
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
        return type(self)(t, [(self, 1.0)])

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
    hint="The slope of tanh is taken at its output, so tanh has been applied once too often: the "
    "familiar form needs one of the two, not both. Chapter 2, Backpropagation.",
    seen="1 - tanh(t)^2",
)
class tanh_of_tanh:
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
        return type(self)(t, [(self, 1 - math.tanh(t) ** 2)])

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
    hint="The slope of tanh at zero is right, and elsewhere it is too large: one over the hyperbolic "
    "cosine is only part of it. Chapter 2, Backpropagation.",
    seen="1/cosh, whose square is meant",
)
class tanh_slope_by_half:
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
        return type(self)(t, [(self, 1 / math.cosh(self.data))])

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
    hint="Where relu is open, it passes back its own value times what came: forwards it multiplies by "
    "one, so by what backwards? Chapter 2, Backpropagation.",
    seen="max(x, 0) for the slope as well",
)
class relu_with_its_value:
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
        return type(self)(max(self.data, 0.0), [(self, max(self.data, 0.0))])

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
    hint="Forwards relu is right, and backwards nothing passes it, whether it is open or not. Chapter "
    "2, Backpropagation.",
    seen="the new Value made without its pair",
)
class relu_closed_back:
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
        return type(self)(max(self.data, 0.0))

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
    hint="On the way back each slope is multiplied by the number that a Value holds, not by the slope "
    "that came back to it. data and grad are two things. Chapter 2, Backpropagation.",
    seen="node.data in the walk",
)
class data_for_grad:
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
                source.grad += slope * node.data

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
    hint="Along a chain the slopes are added up, where each operation multiplies what comes back to "
    "it: three doublings make eight, and not seven. Chapter 2, Backpropagation.",
    seen="+ for * in the walk",
)
class slopes_added_along_the_way:
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
                source.grad += slope + node.grad

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
    hint="A number times itself gets half of its slope, and so does a number plus itself: of two pairs "
    "with the same Value one is lost. How are the pairs kept? Chapter 2, Backpropagation.",
    seen="a dict or a set with the Value as its key",
)
class twice_the_same_input:
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
            for source, slope in {id(s): (s, p) for s, p in node.inputs}.values():
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
    hint="Plain chains are right; where ways meet, some slopes are too small: a Value goes on the pile "
    "when it is first seen, and is taken off and asked to pass on before all its parts are there. "
    "Chapter 2, Backpropagation.",
    seen="a stack in place of an order",
)
class last_come_first_served:
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
        self.grad, seen, pile = 1.0, {id(self)}, [self]
        while pile:
            node = pile.pop()
            for source, slope in node.inputs:
                source.grad += slope * node.grad
                if id(source) not in seen:
                    seen.add(id(source))
                    pile.append(source)

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
    hint="A number that is used twice gets one of its parts, the first that comes: a Value that was "
    "visited already is passed over, with what it should have received. Chapter 2, "
    "Backpropagation.",
    seen="the check for visited Values, around the addition",
)
class seen_before_and_skipped:
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
                if source.grad == 0.0:
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
    hint="A product has the right value and the slopes of a sum, 1 and 1; and a difference, built on a "
    "product with -1, loses its sign with it. If one factor is large, how much does the other one "
    "matter? Chapter 2, Backpropagation.",
    seen="copied from __add__, with a - b as a + b * -1",
)
class product_with_a_sums_slopes_in_differences:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, 1.0), (other, 1.0)])

    def __sub__(self, other):
        return self + other * -1

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
    hint="Products and quotients have the right values, and slopes as if they were sums: each factor "
    "passes on 1, also in the product that a quotient is built on. If one factor is large, how "
    "much does the other one matter? Chapter 2, Backpropagation.",
    seen="copied from __add__, with a / b by a power",
)
class product_with_a_sums_slopes_in_quotients:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, 1.0), (other, 1.0)])

    def __sub__(self, other):
        other = self.number(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, -1.0)])

    def __truediv__(self, other):
        return self * self.number(other) ** -1

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
    hint="Products, differences and quotients have the right values, and products the slopes of a sum: "
    "as the other two are built on products, they are off with them. If one factor is large, how "
    "much does the other one matter? Chapter 2, Backpropagation.",
    seen="copied from __add__, with all built on products",
)
class product_with_a_sums_slopes_everywhere:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def number(self, other):
        return other if isinstance(other, type(self)) else type(self)(other)

    def __add__(self, other):
        other = self.number(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = self.number(other)
        return type(self)(self.data * other.data, [(self, 1.0), (other, 1.0)])

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * self.number(other) ** -1

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
    hint="Expressions of Values alone are right; with a plain number in them they stop, also where one "
    "is subtracted, which is built on a sum here. What could be made of a float, so that it has "
    "data? Chapter 2, Backpropagation.",
    seen="no conversion, with a - b as a + b * -1",
)
class plain_numbers_refused_in_sums:
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
        return self + other * -1

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
    hint="Numbers that enter the result directly are right and those behind them get nothing, which a "
    "quotient shows as well, being made of two operations: the walk begins at the end that has no "
    "slope yet. Chapter 2, Backpropagation.",
    seen="the order not turned round, with a / b by a power",
)
class sources_first_with_powers:
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


@wrong(
    "mlp_loss_grads",
    hint="With one example all is right; with more, each row loses a one at the classes of all the "
    "examples. Rows and labels go in pairs: what does a colon select? Chapter 2, The same, a "
    "layer at a time.",
    seen="P[:, y] -= 1",
)
def one_in_every_row(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[:, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Loss and slopes are off as soon as there are two examples: what is subtracted differs from "
    "class to class, and so the odds between the classes change. One number for each row is "
    "harmless. Chapter 2, The same, a layer at a time.",
    seen="Z.max(axis=0)",
)
def largest_of_each_column(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=0)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Slopes are right, and so is the loss of ordinary outputs; where the true class has next to "
    "no probability, the loss is infinite: the probability is zero by then, and its log is taken "
    "afterwards. Chapter 2, The same, a layer at a time.",
    seen="-log(P), of a stabilised P",
)
def log_of_nothing(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = -np.log(P[rows, y]).mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Slopes are right; a loss in the hundreds comes out as some 28 at most, and small ones are "
    "off in the twelfth digit: something tiny is added to the probabilities before their "
    "logarithm. Chapter 2, The same, a layer at a time.",
    seen="log(P + 1e-12), against the log of zero",
)
def log_of_almost_nothing(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = -np.log(P[rows, y] + 1e-12).mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Slopes are right, and no example can cost more than some 18, however far off it is: what is "
    "added to the probabilities before their logarithm covers up small ones. Chapter 2, The same, "
    "a layer at a time.",
    seen="log(P + 1e-8)",
)
def log_of_hardly_nothing(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    loss = -np.log(P[rows, y] + 1e-8).mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Only the slope of b1 is off, too small by the number of examples: they are averaged where "
    "that has been done already. b2 shows how. Chapter 2, The same, a layer at a time.",
    seen="mean for sum, in the first layer",
)
def first_bias_mean(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.mean(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Only the slope of b2 is off, too small by the number of examples: they are averaged where "
    "that has been done already. b1 shows how. Chapter 2, The same, a layer at a time.",
    seen="mean for sum, in the second layer",
)
def second_bias_mean(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.mean(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="All is off, and would be right if b1 were zero: it gets a slope and takes no part in the "
    "hidden layer. Chapter 2, A slope for each parameter.",
    seen="a term of the first layer, forgotten",
)
def first_bias_left_out(params, X, y):
    W1, W2, b2 = (params[name] for name in ("W1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, the first is off: what stands for the slope of tanh is the slope "
    "of a sigmoid, which is zero where a unit rests. Chapter 2, Backpropagation.",
    seen="A (1 - A)",
)
def hidden_slope_of_a_sigmoid(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (A * (1 - A))
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right, and the first has every sign the other way: the slope of tanh is "
    "never negative. Chapter 2, Backpropagation.",
    seen="A^2 - 1",
)
def hidden_slope_turned(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (A**2 - 1)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The first layer is right; in the second the slopes are too large by the number of examples: "
    "the division comes after they have been worked out. Chapter 2, The same, a layer at a time.",
    seen="the 1/B on the way down only",
)
def second_layer_undivided(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    H = (D @ W2.T / B) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right; in the first the slopes are too large by the number of examples: "
    "what goes down to it was taken before the division. Chapter 2, The same, a layer at a time.",
    seen="the 1/B in one layer of two",
)
def first_layer_undivided(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D / B, "b2": D.sum(axis=0) / B}


@wrong(
    "mlp_loss_grads",
    hint="The second layer is right; in the first the slopes are too small by the number of examples: "
    "what comes down to it has been divided already. Chapter 2, The same, a layer at a time.",
    seen="1/B in both layers",
)
def first_layer_divided_twice(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2) / B
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right and all slopes are too small by the number of examples: they are divided "
    "at the start of the way back and once more at its end. Chapter 2, The same, a layer at a "
    "time.",
    seen="1/B in the start and in each slope",
)
def divided_twice(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B**2
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes of both biases are right, those of the weights too small by the number of "
    "examples: the mean is taken at the start of the way back. Chapter 2, The same, a layer at a "
    "time.",
    seen="X.T @ D / B, from a network without a mean",
)
def weights_divided_twice(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H / B, "b1": H.sum(axis=0), "W2": A.T @ D / B, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The other classes get no slope: only the entry of the true class is sent back. Every output "
    "has a say in the softmax of its row. Chapter 2, The same, a layer at a time.",
    seen="the slope of -log P in the true class only",
)
def true_class_alone(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = np.zeros_like(P)
    D[rows, y] = P[rows, y] - 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Loss and slopes are those of other labels: each is taken one class lower than it is. Classes "
    "count from 0 here. Chapter 2, The same, a layer at a time.",
    seen="y - 1",
)
def classes_from_one(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y - 1].mean()
    D = P.copy()
    D[rows, y - 1] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes are right and the loss is negative, the log of the probabilities with its own "
    "sign. Which sign belongs to something that falls? Chapter 2, A slope for each parameter.",
    seen="the minus of the cross-entropy",
)
def log_likelihood(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The loss is right; on the way back the exponentials serve as probabilities, although a row "
    "of them does not add up to one. Chapter 2, The same, a layer at a time.",
    seen="exp(Z) - Y",
)
def not_normalised_back(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = np.exp(Z)
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The probabilities of all examples together add up to one, where those of each row should: "
    "with one example all is right. Chapter 2, The same, a layer at a time.",
    seen="sum() without an axis",
)
def normalised_over_the_batch(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = np.tanh(S)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum()
    logs = Z - np.log(np.exp(Z).sum())
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="Nothing is right, and with small weights almost everything: the hidden layer is a sum, with "
    "no tanh in it. Chapter 2, The same, a layer at a time.",
    seen="the activation left out of the forward pass",
)
def hidden_layer_linear(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    rows, B = np.arange(len(X)), len(X)
    S = X @ W1 + b1
    A = S
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    logs = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -logs[rows, y].mean()
    D = P.copy()
    D[rows, y] -= 1
    D = D / B
    H = (D @ W2.T) * (1 - A**2)
    return loss, {"W1": X.T @ H, "b1": H.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@wrong(
    "mlp_loss_grads",
    hint="The slopes are right, and the loss is no number, or one of another thing: the 1 is "
    "subtracted from P itself, and the loss is read from what is left of it. Chapter 2, The same, "
    "a layer at a time.",
    seen="dZ = P, without a copy",
)
def mlp_loss_grads_loss_after_subtraction(params, X, y):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    n = np.arange(len(y))
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    dZ = P
    dZ[n, y] -= 1
    dW2 = A.T @ dZ / len(y)
    db2 = dZ.sum(axis=0) / len(y)
    dH = dZ @ W2.T * (1 - A**2) / len(y)
    with np.errstate(all="ignore"):
        loss = -np.log(P[n, y]).mean()
    return float(loss), {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": dW2, "b2": db2}


@wrong(
    "mlp_loss_grads",
    hint="Outputs of ordinary size are right, and rows whose outputs lie far below those of another "
    "row come out as no numbers: the largest of all outputs is subtracted, and each row has a "
    "largest of its own. Chapter 2, The same, a layer at a time.",
    seen="Z.max() without an axis",
)
def mlp_loss_grads_global_max(params, X, y):
    A = np.tanh(X @ params["W1"] + params["b1"])
    Z = A @ params["W2"] + params["b2"]
    B = X.shape[0]
    with np.errstate(all="ignore"):
        E = np.exp(Z - Z.max())
        P = E / E.sum(axis=1, keepdims=True)
        loss = -np.mean(np.log(P[range(B), y]))
    Y = np.zeros_like(P)
    Y[range(B), y] = 1
    dZ = (P - Y) / B
    dA = dZ @ params["W2"].T * (1 - A * A)
    grads = {}
    grads["W2"] = A.T @ dZ
    grads["b2"] = dZ.sum(0)
    grads["W1"] = X.T @ dA
    grads["b1"] = dA.sum(0)
    return float(loss), grads


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


@wrong(
    "tied_loss_grads",
    hint="All is off, and would be right if c were zero: it gets a slope and takes no part in the "
    "copy. Chapter 2, A slope for each parameter.",
    seen="a term of the forward pass, forgotten",
)
def copy_without_c(params, X):
    W, b = params["W"], params["b"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="All is off, and would be right if b were zero: it gets a slope and takes no part in the "
    "code. Chapter 2, A slope for each parameter.",
    seen="the other term of the forward pass, forgotten",
)
def code_without_b(params, X):
    W, c = params["W"], params["c"]
    S = X @ W
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The slopes are right and the loss is too large by the number of examples: its squares are "
    "added, and never shared among the rows. Chapter 2, The same, a layer at a time.",
    seen="1/B on the way back only",
)
def copy_loss_of_the_sum(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / 2
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="With one example all is right; with several, loss and slopes are too large by their number: "
    "the squares of all rows are added up, and the loss is per example. Chapter 2, The same, a "
    "layer at a time.",
    seen="a sum over the batch",
)
def copy_sum_for_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / 2
    D = gap
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="What comes after the code is right; before it the slope of tanh lacks a square, and so "
    "differs between -1 and 1. Chapter 2, Backpropagation.",
    seen="1 - A",
)
def code_slope_not_squared(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="What comes after the code is right; before it a sigmoid's slope stands for that of tanh, and "
    "it is zero where the code is. Chapter 2, Backpropagation.",
    seen="A (1 - A)",
)
def code_slope_of_a_sigmoid(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (A * (1 - A))
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="What comes after the code is right; before it the slope of tanh is taken of the code itself, "
    "so tanh has been applied twice. Chapter 2, Backpropagation.",
    seen="1 - tanh(A)^2",
)
def code_tanh_twice(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - np.tanh(A) ** 2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W: it holds the part of its first use twice and that of the "
    "second not at all. The two parts are different products. Chapter 2, Backpropagation.",
    seen="twice the one part, as W is used twice",
)
def first_use_twice(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": 2 * X.T @ E, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W, and of its two parts the second: W's transpose multiplied "
    "the code, not the sums that went into tanh. Chapter 2, The same, a layer at a time.",
    seen="a variable of the line before",
)
def second_use_from_sums(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ S, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W, and of its two parts the second: it is taken with the copy "
    "itself, where the slope of the loss in the copy belongs. Chapter 2, The same, a layer at a "
    "time.",
    seen="R for R - X on the way back",
)
def second_use_from_the_copy(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + (gap + X).T @ A / len(X), "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="All is right but the slope of W: one of its two parts is too large by the number of "
    "examples. Only one of them is made of slopes that were divided. Chapter 2, The same, a layer "
    "at a time.",
    seen="the 1/B in one part of two",
)
def second_use_undivided(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + gap.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The slope of c is right, and what came through the code is too large by the number of "
    "examples: b, and one part of W. Where does the division happen? Chapter 2, The same, a layer "
    "at a time.",
    seen="the undivided gap sent on through W",
)
def first_use_undivided(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (gap @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The slope of c is right, and what came through the code is too small by the number of "
    "examples: b, and one part of W. It had been divided before. Chapter 2, The same, a layer at "
    "a time.",
    seen="1/B once more in the first layer",
)
def first_use_divided_twice(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2) / len(X)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The loss is right and all slopes are too small by the number of examples: the mean is taken "
    "once, at the start of the way back. Chapter 2, The same, a layer at a time.",
    seen="1/B at the start and at the end",
)
def copy_divided_twice(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X) ** 2
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="Loss and slopes fit each other and are both twice too large: the description has a half in "
    "front of its squares. Chapter 2, Two slopes by hand.",
    seen="the half of the loss",
)
def half_forgotten_throughout(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / len(X)
    D = 2 * gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The loss is right and all slopes are half as large as they should be: the half in front is "
    "carried along, and what the square brings down is not. Chapter 2, Two slopes by hand.",
    seen="1/(2B) times the gap",
)
def half_kept_in_the_slopes(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / (2 * len(X))
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The slope of W is right, those of b and of c are too small by the number of examples. The "
    "mean has been taken before. Chapter 2, The same, a layer at a time.",
    seen="mean for sum, at both biases",
)
def both_biases_by_a_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.mean(axis=0), "c": D.mean(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="Nothing is right, and with small weights almost everything: the code is a sum, with no tanh "
    "in it. Chapter 2, The same, a layer at a time.",
    seen="the activation left out",
)
def code_linear(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = S
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The slope of c is right; on the way back to the code the slope meets W the other way round "
    "than it should, which the shapes allow where W is square, and only there. Chapter 2, The "
    "same, a layer at a time.",
    seen="D @ W.T, from the untied network",
)
def back_through_the_encoder(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    S = X @ W + b
    A = np.tanh(S)
    gap = A @ W.T + c - X
    loss = (gap**2).sum() / (2 * len(X))
    D = gap / len(X)
    E = (D @ W.T) * (1 - A**2)
    return loss, {"W": X.T @ E + D.T @ A, "b": E.sum(axis=0), "c": D.sum(axis=0)}


@wrong(
    "tied_loss_grads",
    hint="The share of W that comes through the decoder has its entries at the places of others: it was "
    "brought into the shape of W by counting through, not by exchanging rows and columns. Chapter "
    "2, Backpropagation.",
    seen="reshape for transpose",
)
def tied_loss_grads_reshape(params, X):
    W = params["W"]
    n = X.shape[0]
    A = np.tanh(X @ W + params["b"])
    diff = A @ W.T + params["c"] - X
    loss = 0.5 * (diff**2).sum() / n
    dR = diff / n
    dWt = A.T @ dR
    dZ = (dR @ W) * (1 - A**2)
    dW = X.T @ dZ + dWt.reshape(W.shape)
    return float(loss), {"W": dW, "b": dZ.sum(0), "c": dR.sum(0)}


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


@wrong(
    "residual_backward",
    hint="The numbers are right, and the array that was handed in is not the same afterwards: what "
    "comes through the layer is added into G itself. Whoever called still needs it. Chapter 2, "
    "Backpropagation.",
    seen="+= on an argument",
)
def gradient_changed_in_place(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    G += D @ params["W"].T
    return G, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the factor of tanh is gone altogether, and the slope in X "
    "still has one way of two. Chapter 2, Backpropagation.",
    seen="the faulty factor taken out, the skip not seen",
)
def no_slope_and_no_skip(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = G @ params["V"].T
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the slope of tanh now uses the activations and lacks a "
    "square, and the slope in X still has one way of two. Chapter 2, Backpropagation.",
    seen="the factor mended by half, the skip not seen",
)
def not_squared_and_no_skip(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the slope of tanh now uses the activations and applies "
    "tanh to them again; and the slope in X still has one way of two. Chapter 2, Backpropagation.",
    seen="the factor mended by too much, the skip not seen",
)
def tanh_twice_and_no_skip(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - np.tanh(A) ** 2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right; W and b still have the slope of tanh from what went into it, and to the slope in "
    "X the input is added, which is no slope. Chapter 2, Backpropagation.",
    seen="the skip mended by the forward formula, the factor not seen",
)
def input_added_slope_kept(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return X + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right; W and b still have the slope of tanh from what went into it, and the short way "
    "passes back a 1, whatever came from above. Chapter 2, Backpropagation.",
    seen="the skip mended by its derivative, the factor not seen",
)
def one_added_slope_kept(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return 1 + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right; W and b still have the slope of tanh from what went into it, and in the slope in "
    "X the short way counts twice. Chapter 2, Backpropagation.",
    seen="the skip mended by too much, the factor not seen",
)
def skip_twice_slope_kept(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return 2 * G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right; W and b still have the slope of tanh from what went into it, and of the two ways "
    "to X one has the opposite sign. Chapter 2, Backpropagation.",
    seen="a sign in the skip, the factor not seen",
)
def skip_less_slope_kept(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G - D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right; W and b still have the slope of tanh from what went into it, and the two ways to "
    "X are multiplied where they meet. Chapter 2, Backpropagation.",
    seen="a product for the skip, the factor not seen",
)
def ways_multiplied_slope_kept(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G * (D @ params["W"].T), grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the factor is a sigmoid's slope now, which is zero where "
    "tanh is steepest. Chapter 2, Backpropagation.",
    seen="A (1 - A)",
)
def slope_of_a_sigmoid(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (A * (1 - A))
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the square is taken of the whole bracket, so the factor "
    "grows beyond 1 where a unit is negative. Chapter 2, Backpropagation.",
    seen="(1 - A)^2",
)
def slope_squared_as_a_whole(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A) ** 2
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right, and before it every sign is turned: the slope of tanh is never negative. Chapter "
    "2, Backpropagation.",
    seen="A^2 - 1",
)
def slope_turned_round(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (A**2 - 1)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; to the slope in X both what came from above and the input itself "
    "are added. Only one of the two is a slope. Chapter 2, Backpropagation.",
    seen="out = X + ..., differentiated by half",
)
def input_and_gradient(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return X + G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; the slope in X is half of what it should be, as if the two ways "
    "shared it. Moving X moves both. Chapter 2, Backpropagation.",
    seen="an average of the two ways",
)
def ways_averaged(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return (G + D @ params["W"].T) / 2, grads


@wrong(
    "residual_backward",
    hint="The parameters are right; on its way to X the gradient passes the tanh as if it were not "
    "there, although on its way to W it does not. Chapter 2, Backpropagation.",
    seen="G V' W', worked out anew",
)
def no_slope_on_the_way_to_x(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + G @ params["V"].T @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="The slope in X is right, and all parameters are too small by the number of examples. Whether "
    "the loss was a mean shows in G already. Chapter 2, The same, a layer at a time.",
    seen="1/B in every parameter",
)
def means_for_all(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D / len(X), "b": D.mean(axis=0), "V": A.T @ G / len(X)}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="All is right but b, whose slope is a single number, summed over units too. A bias has one "
    "entry a unit. Chapter 2, The same, a layer at a time.",
    seen="sum() without an axis",
)
def bias_in_one_number(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(), "V": A.T @ G}
    return G + D @ params["W"].T, grads


@wrong(
    "residual_backward",
    hint="V is right and nothing before it: the square is gone from the factor and the sums are still "
    "in it. Both are to be asked about: what is squared, and of what? Chapter 2, Backpropagation.",
    seen="1 - Z, the square taken for the mistake",
)
def slope_of_one_less_the_sums(params, X, G):
    Z = X @ params["W"] + params["b"]
    A = np.tanh(Z)
    D = (G @ params["V"].T) * (1 - Z)
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
