"""Mistakes that people make in these functions, and correct answers that look different.

Every variant is a whole answer to one exercise of a03; `gdcourse/checking/bank.py` says how they are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== gd: mistakes ========================================================================================


@wrong(
    "gd",
    hint="Each step goes up the slope: the gradient points to where f rises, and the walk should go "
    "the other way. Chapter 3, The update rule.",
    seen="a sign",
)
def gd_uphill(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x + lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The walk is right and its first row is missing: the start is a point that was visited, too, "
    "so there are steps + 1 rows. Chapter 3, The update rule.",
    seen="likely: points are noted down after each step only",
)
def gd_start_left_out(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = []
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The walk is right and its last row is missing: each point is noted before its step, and the "
    "one where the last step arrives never is. Chapter 3, The update rule.",
    seen="a table with a row for each step",
)
def gd_last_left_out(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = np.zeros((steps, x.size))
    for t in range(steps):
        points[t] = x
        x = x - lr * grad(x)
    return points


@wrong(
    "gd",
    hint="There is a step too many: steps + 1 points need only steps steps between them. Chapter 3, "
    "The update rule.",
    seen="the number of rows taken for the number of steps",
)
def gd_one_step_more(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps + 1):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="There is a step too few: the start is counted as if it were one. Chapter 3, The update rule.",
    seen="range from 1 to steps, and the end of a range is not in it",
)
def gd_one_step_short(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps - 1):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="All rows are the same, the point where the walk ends: the list holds one array many times, "
    "and every step writes into it. Chapter 3, The update rule.",
    seen="-= on an array that a list holds",
)
def gd_one_array_for_all(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The numbers are right, and the array that came in as x0 has been changed: who starts a "
    "second walk from it starts somewhere else. Chapter 3, The update rule.",
    seen="-= on an argument",
)
def gd_start_changed(grad, x0, lr, steps):
    points = [x0.copy()]
    for _ in range(steps):
        x0 -= lr * grad(x0)
        points.append(x0.copy())
    return np.array(points)


@wrong(
    "gd",
    hint="All rows are the same, and x0 is changed as well: x, x0 and every entry of the list are one "
    "array, into which each step is written. Chapter 3, The update rule.",
    seen="assignment taken for a copy",
)
def gd_start_changed_and_all_alike(grad, x0, lr, steps):
    x = x0
    points = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The walk is straight and grad is called a single time: every step uses the gradient of the "
    "start, where each point has one of its own. Chapter 3, The update rule.",
    seen="a call before the loop",
)
def gd_gradient_at_the_start(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    g = grad(x)
    for _ in range(steps):
        x = x - lr * g
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The walk is straight although grad is called in every step: look at which point it is asked "
    "about. Chapter 3, The update rule.",
    seen="x0 for x inside the loop",
)
def gd_gradient_at_x0(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x0)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="From the second step on the gradient is a step late: it belongs to the point before the one "
    "that moves. Chapter 3, The update rule.",
    seen="a variable that is brought up to date too late",
)
def gd_gradient_a_step_late(grad, x0, lr, steps):
    x = before = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x, before = x - lr * grad(before), x
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="Every step starts at x0 again: the gradient is that of the present point, and what it is "
    "subtracted from is not. Chapter 3, The update rule.",
    seen="x0 for x inside the loop",
)
def gd_steps_from_the_start(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x0 - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The points are right, and grad is called twice a step: a gradient can take minutes, so keep "
    "what a call gave. Chapter 3, The update rule.",
    seen="a call for a look, and another for the step",
)
def gd_gradient_twice(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        if np.all(np.isfinite(grad(x))):
            x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The points are right, and grad is called once more than there are steps: the gradient of "
    "the last point moves nothing. Chapter 3, The update rule.",
    seen="the gradient worked out at the end of the loop for the next round",
)
def gd_gradient_once_more(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points, g = [x], grad(x)
    for _ in range(steps):
        x = x - lr * g
        points.append(x)
        g = grad(x)
    return np.array(points)


@wrong(
    "gd",
    hint="Only the point where the walk ends comes back: all that were visited are asked for, a row "
    "each. Chapter 3, The update rule.",
    seen="likely: the usual result of an optimizer",
)
def gd_only_the_end(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    for _ in range(steps):
        x = x - lr * grad(x)
    return x


@wrong(
    "gd",
    hint="The steps are as long as the gradient itself: lr has no part in them. Chapter 3, The update rule.",
    seen="a factor forgotten",
)
def gd_rate_forgotten(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The first step is right and the later ones get shorter and shorter: this rate is divided by "
    "the number of the step, and a constant one is asked for. Chapter 3, The update rule.",
    seen="a schedule mixed in",
)
def gd_rate_decays(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for t in range(1, steps + 1):
        x = x - lr / t * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="All steps are equally long, lr itself: the gradient is divided by its length. In this rule "
    "a step is short where the slope is gentle. Chapter 3, The update rule.",
    seen="the direction of steepest descent taken for the step",
)
def gd_unit_gradients(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        g = grad(x)
        length = np.linalg.norm(g)
        x = x - lr * g / (length if length else 1.0)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="Each coordinate moves by lr or not at all: only the signs of the gradient are used, and its "
    "sizes get lost. Chapter 3, The update rule.",
    seen="a rule that exists under another name",
)
def gd_signs(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * np.sign(grad(x))
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The first row is the start, and the others are the steps themselves: what is asked for is "
    "where each step arrives. Chapter 3, The update rule.",
    seen="the other one of two variables appended",
)
def gd_steps_for_points(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        step = -lr * grad(x)
        x = x + step
        points.append(step)
    return np.array(points)


@wrong(
    "gd",
    hint="The rows after the first are the gradients on the way: what is asked for is where each step "
    "arrives. Chapter 3, The update rule.",
    seen="the other of two variables appended",
)
def gd_gradients_for_points(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        g = grad(x)
        x = x - lr * g
        points.append(g)
    return np.array(points)


@wrong(
    "gd",
    hint="The table is turned on its side: points should be rows, coordinates columns. Chapter 3, The "
    "update rule.",
    seen="vectors thought of as columns",
)
def gd_turned_on_its_side(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points).T


@wrong(
    "gd",
    hint="All numbers are there, in one long row: a row for each point is asked for. Chapter 3, The "
    "update rule.",
    seen="extend or concatenate for append",
)
def gd_in_one_row(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points).ravel()


@wrong(
    "gd",
    hint="The start is in the table twice and the last point is not: a point is noted before the step "
    "that should lead to it. Chapter 3, The update rule.",
    seen="two lines of the loop exchanged",
)
def gd_start_twice(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        points.append(x)
        x = x - lr * grad(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The last row is still zero: the loop over the rows ends before it is filled. Chapter 3, The "
    "update rule.",
    seen="the end of a range is not in it",
)
def gd_last_row_empty(grad, x0, lr, steps):
    points = np.zeros((steps + 1, len(x0)))
    points[0] = x0
    for t in range(1, steps):
        points[t] = points[t - 1] - lr * grad(points[t - 1])
    return points


@wrong(
    "gd",
    hint="The walk begins at zero, wherever x0 is: the first row of the table was never filled. "
    "Chapter 3, The update rule.",
    seen="a table of zeros, and its first row forgotten",
)
def gd_starts_at_zero(grad, x0, lr, steps):
    points = np.zeros((steps + 1, len(x0)))
    for t in range(steps):
        points[t + 1] = points[t] - lr * grad(points[t])
    return points


@wrong(
    "gd",
    hint="The walk is right and its first row is zero: the start is not in the table. Chapter 3, The "
    "update rule.",
    seen="a table of zeros, and its first row forgotten",
)
def gd_first_row_empty(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = np.zeros((steps + 1, x.size))
    for t in range(1, steps + 1):
        x = x - lr * grad(x)
        points[t] = x
    return points


@wrong(
    "gd",
    hint="The coordinates move one after the other, each with a gradient of its own: grad is called "
    "once a step, and all coordinates move at once. Chapter 3, The update rule.",
    seen="a loop over the entries",
)
def gd_coordinate_by_coordinate(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x.copy()]
    for _ in range(steps):
        for i in range(x.size):
            x[i] -= lr * grad(x)[i]
        points.append(x.copy())
    return np.array(points)


@wrong(
    "gd",
    hint="The walk ends after its first step: the function returns from inside its loop. Chapter 3, "
    "The update rule.",
    seen="a return indented too far",
)
def gd_only_one_step(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
        return np.array(points)
    return np.array(points)


@wrong(
    "gd",
    hint="Where nothing moves any more the table ends early: a number of steps was asked for, and "
    "each has a row. Chapter 3, The update rule.",
    seen="a test for convergence added",
)
def gd_stops_at_rest(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        new = x - lr * grad(x)
        if np.allclose(new, x):
            break
        x = new
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="All rows after the first are the same: each is one step away from the start, because x "
    "itself never moves. Chapter 3, The update rule.",
    seen="a new point noted, and not kept",
)
def gd_never_moves(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        points.append(x - lr * grad(x))
    return np.array(points)


@wrong(
    "gd",
    hint="Each new point is the step alone, without the point that it was made from. Chapter 3, The "
    "update rule.",
    seen="= where something is to be taken off",
)
def gd_only_the_move(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = -lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="Where there is one parameter or one point, the table has lost a dimension: a row for each "
    "point is asked for, however short. Chapter 3, The update rule.",
    seen="squeeze, or ravel, for a nicer print",
)
def gd_squeezed(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points).squeeze()


@wrong(
    "gd",
    hint="The steps are too short by the number of parameters: the gradient is divided by it, and "
    "nothing here is a mean. Chapter 3, The update rule.",
    seen="a mean over parameters",
)
def gd_mean_gradient(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x) / x.size
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="All is well until no step is asked for: one is made all the same. Chapter 3, The update rule.",
    seen="a loop that looks at its condition after the round",
)
def gd_one_step_at_least(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(max(steps, 1)):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)


@wrong(
    "gd",
    hint="The rows are right and stand in reverse: the first should be x0. Chapter 3, The update rule.",
    seen="insert at the front, or recursion unwound",
)
def gd_backwards(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
    return np.array(points)[::-1]


@wrong(
    "gd",
    hint="The first step is right and the later ones are too long: this rate is multiplied by the "
    "number of the step, and a constant one is asked for. Chapter 3, The update rule.",
    seen="t in one place too many",
)
def gd_rate_grows(grad, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for t in range(1, steps + 1):
        x = x - lr * t * grad(x)
        points.append(x)
    return np.array(points)


@right("gd", note="a table that is filled")
def gd_in_a_table(grad, x0, lr, steps):
    points = np.empty((steps + 1, len(x0)))
    points[0] = x0
    for t in range(steps):
        points[t + 1] = points[t] - lr * grad(points[t])
    return points


@right("gd", note="a while loop, rows stacked")
def gd_stacked(grad, x0, lr, steps):
    x = np.copy(x0)
    points = x[None]
    t = 0
    while t < steps:
        x = np.add(x, np.multiply(-lr, grad(x)))
        points = np.vstack([points, x])
        t += 1
    return points


@right("gd", note="by recursion")
def gd_recursive(grad, x0, lr, steps):
    def walk(x, left):
        yield x
        if left:
            yield from walk(x - lr * np.asarray(grad(x)), left - 1)

    return np.array(list(walk(np.array(x0, dtype=float), steps)))


@right("gd", note="in place, on copies")
def gd_in_place_on_a_copy(grad, x0, lr, steps):
    x = x0.copy()
    points = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        points.append(x.copy())
    return np.stack(points)


# ==== max_stable_lr: mistakes =============================================================================


@wrong(
    "max_stable_lr",
    hint="It is half of the limit: at one over the largest curvature the steepest direction arrives "
    "in a single step. It may overshoot for a good while before it runs away. (The gradient of "
    "theta^T H theta / 2 is H theta, without a factor of two.) Chapter 3, Several directions at "
    "once.",
    seen="the safe rate taken for the limit",
)
def max_stable_lr_one_over(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 1 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="It is twice the limit: the half in front of theta^T H theta is in the curvature already, "
    "since the gradient is H theta. Chapter 3, Several directions at once.",
    seen="the half counted once more",
)
def max_stable_lr_four_over(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 4 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="The limit is that of the flattest direction. Beyond the limit of any one direction the walk "
    "runs away along it: which of them has the smallest? Chapter 3, Several directions at once.",
    seen="the first of the sorted eigenvalues",
)
def max_stable_lr_smallest_curvature(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / eigenvalues[0]


@wrong(
    "max_stable_lr",
    hint="The limit is that of the flattest direction, and at a saddle it comes out negative: ask "
    "which direction runs away first, and what a negative curvature does. Chapter 3, Several "
    "directions at once.",
    seen="the first of the sorted eigenvalues",
)
def max_stable_lr_smallest_unlooked(H):
    return 2 / np.linalg.eigvalsh(H)[0]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. At a saddle there is a direction along which the walk runs away at "
    "any rate, and a limit above zero comes out all the same. Chapter 3, Several directions at "
    "once.",
    seen="the second paragraph of the text overlooked",
)
def max_stable_lr_saddles_unseen(H):
    return 2 / np.linalg.eigvalsh(H)[-1]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. Where an eigenvalue is negative its sign gets lost: the spectral "
    "norm, or the largest one in size, can't tell a saddle from a bowl. Chapter 3, Several "
    "directions at once.",
    seen="the spectral norm for the largest eigenvalue",
)
def max_stable_lr_largest_in_size(H):
    return 2 / np.max(np.abs(np.linalg.eigvalsh(H)))


@wrong(
    "max_stable_lr",
    hint="Zero comes out only where all eigenvalues are negative. One of them is enough for the walk "
    "to run away. Chapter 3, Several directions at once.",
    seen="all for any",
)
def max_stable_lr_negative_at_hilltops_only(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[-1] < 0:
        return 0.0
    return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="A negative determinant shows an odd number of negative eigenvalues. With two of them it is "
    "positive, and the walk runs away in two directions. Chapter 3, Several directions at once.",
    seen="a test known from two dimensions",
)
def max_stable_lr_by_determinant(H):
    if np.linalg.det(H) < 0:
        return 0.0
    return 2 / np.linalg.eigvalsh(H)[-1]


@wrong(
    "max_stable_lr",
    hint="A saddle is seen on the diagonal only where H is diagonal: with large entries beside it a "
    "positive diagonal can hide a negative eigenvalue. Chapter 3, Several directions at once.",
    seen="the diagonal for the eigenvalues, in one of two places",
)
def max_stable_lr_by_diagonal_signs(H):
    if np.any(np.diag(H) < 0):
        return 0.0
    return 2 / np.linalg.eigvalsh(H)[-1]


@wrong(
    "max_stable_lr",
    hint="It is the limit for the largest entry of H, which on a bowl stands on the diagonal: there "
    "are the curvatures along the axes, and the steepest direction need not be an axis. Chapter "
    "3, Several directions at once.",
    seen="the diagonal for the eigenvalues",
)
def max_stable_lr_diagonal(H):
    if np.linalg.eigvalsh(H)[0] < 0:
        return 0.0
    return 2 / np.max(np.diag(H))


@wrong(
    "max_stable_lr",
    hint="It looks at the diagonal throughout, for the steepest direction as for saddles: entries "
    "beside the diagonal turn the bowl and change its curvatures. Chapter 3, Several directions "
    "at once.",
    seen="the diagonal for the eigenvalues",
)
def max_stable_lr_diagonal_throughout(H):
    curvatures = np.diag(H)
    if curvatures.min() < 0:
        return 0.0
    return 2 / curvatures.max()


@wrong(
    "max_stable_lr",
    hint="The limit is too small: all curvatures are added up, where only the steepest direction "
    "counts. Chapter 3, Several directions at once.",
    seen="a trace, or a sum, for a maximum",
)
def max_stable_lr_trace(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / np.trace(H)


@wrong(
    "max_stable_lr",
    hint="The limit is too large: it is the one for the mean curvature, and the steepest direction "
    "runs away before. Chapter 3, Several directions at once.",
    seen="a mean for a maximum",
)
def max_stable_lr_mean(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / np.mean(eigenvalues)


@wrong(
    "max_stable_lr",
    hint="The limit is too small: np.linalg.norm of a matrix is the root of the sum of all squares, "
    "unless it is told otherwise. Chapter 3, Several directions at once.",
    seen="the default of a norm",
)
def max_stable_lr_frobenius(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / np.linalg.norm(H)


@wrong(
    "max_stable_lr",
    hint="The limit is that for the largest sum of a row: a bound for the largest eigenvalue, and no "
    "more than a bound. Chapter 3, Several directions at once.",
    seen="Gershgorin's circles, or the norm of rows",
)
def max_stable_lr_row_sums(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / np.abs(H).sum(axis=1).max()


@wrong(
    "max_stable_lr",
    hint="The curvature stands in it squared: singular values come from H^T H as roots, and for a "
    "symmetric H its own eigenvalues will do. Chapter 3, Several directions at once.",
    seen="a root forgotten",
)
def max_stable_lr_squared(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / eigenvalues[-1] ** 2


@wrong(
    "max_stable_lr",
    hint="There is a square root of the curvature in it: the eigenvalues of H are the curvatures as "
    "they are. Chapter 3, Several directions at once.",
    seen="singular values by the eigenvalues of H^T H",
)
def max_stable_lr_root(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / math.sqrt(eigenvalues[-1])


@wrong(
    "max_stable_lr",
    hint="It is the best fixed rate, which comes next: the limit of stability asks for the steepest "
    "direction alone. Chapter 3, Several directions at once.",
    seen="two formulas side by side",
)
def max_stable_lr_best_rate(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / (eigenvalues[0] + eigenvalues[-1])


@wrong(
    "max_stable_lr",
    hint="Two over the condition number comes out, a number without a unit: it says how slow the "
    "descent is, and the limit asks how steep. Chapter 3, Several directions at once.",
    seen="the condition number for the curvature",
)
def max_stable_lr_condition_number(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 / (eigenvalues[-1] / eigenvalues[0])


@wrong(
    "max_stable_lr",
    hint="The fraction stands on its head: the steeper the bowl, the shorter the steps have to be. "
    "Chapter 3, Several directions at once.",
    seen="a fraction turned round",
)
def max_stable_lr_upside_down(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return eigenvalues[-1] / 2


@wrong(
    "max_stable_lr",
    hint="What comes back is the largest curvature: it is one step from there to the rate. Chapter 3, "
    "Several directions at once.",
    seen="the last step forgotten",
)
def max_stable_lr_curvature(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="It grows with the curvature, where it should fall: twice the largest curvature comes out. "
    "Chapter 3, Several directions at once.",
    seen="a product for a fraction",
)
def max_stable_lr_times_two(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 0.0
    return 2 * eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="The first eigenvalue is taken for the largest: np.linalg.eig and eigvals sort nothing. "
    "Chapter 3, Several directions at once.",
    seen="an order that is not promised",
)
def max_stable_lr_first_unsorted(H):
    eigenvalues = np.linalg.eigvals(H)
    if np.any(eigenvalues < 0):
        return 0.0
    return 2 / eigenvalues[0]


@wrong(
    "max_stable_lr",
    hint="The last eigenvalue is taken for the largest: np.linalg.eig and eigvals sort nothing, other "
    "than eigvalsh. Chapter 3, Several directions at once.",
    seen="an order that is not promised",
)
def max_stable_lr_last_unsorted(H):
    eigenvalues = np.linalg.eigvals(H)
    if np.any(eigenvalues < 0):
        return 0.0
    return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. At a saddle infinity comes out, as if every rate were stable there; "
    "the text says that none is. Chapter 3, Several directions at once.",
    seen="no limit taken for no stable rate",
)
def max_stable_lr_infinite_at_saddles(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return math.inf
    return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. At a saddle nan comes out, where the text names a number for it. "
    "Chapter 3, Several directions at once.",
    seen="not a number for no number",
)
def max_stable_lr_nan_at_saddles(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return math.nan
    return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. At a saddle nothing comes back at all: the text names a number for "
    "it. Chapter 3, Several directions at once.",
    seen="an if without its other half",
)
def max_stable_lr_none_at_saddles(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] > 0:
        return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="On bowls all is well. Where an eigenvalue is negative a negative rate comes out, and that "
    "would climb: the text says what to return. Chapter 3, Several directions at once.",
    seen="the sign kept as a warning",
)
def max_stable_lr_negative_in_size(H):
    eigenvalues = np.linalg.eigvalsh(H)
    if eigenvalues[0] < 0:
        return 2 / eigenvalues[0]
    return 2 / eigenvalues[-1]


@wrong(
    "max_stable_lr",
    hint="A negative curvature is found or missed according to how many there are: two of them pass "
    "for none. The sign of the determinant tells whether their number is odd; it is the single "
    "eigenvalues that matter. Chapter 3, Several directions at once.",
    seen="det(H) > 0 as a test for definiteness",
)
def max_stable_lr_by_the_determinant(H):
    if np.linalg.det(H) <= 0:
        return 0.0
    largest = np.linalg.eigvalsh(H).max()
    return float(2 / largest) if largest > 0 else 0.0


@right("max_stable_lr", note="the spectral norm of a bowl")
def max_stable_lr_by_norm(H):
    least = min(np.linalg.eigvalsh(H))
    return float(2 / np.linalg.norm(H, 2)) if least > 0 else 0.0


@right("max_stable_lr", note="eig, unsorted")
def max_stable_lr_by_eig(H):
    eigenvalues = np.real(np.linalg.eig(H)[0])
    if any(value < 0 for value in eigenvalues):
        return 0.0
    return 2.0 / max(eigenvalues)


@right("max_stable_lr", note="in torch, without a branch")
def max_stable_lr_by_torch(H):
    import torch

    values = torch.linalg.eigvalsh(torch.tensor(H))
    return float((values >= 0).all() * 2 / values.max())


@right("max_stable_lr", note="a limit for each direction")
def max_stable_lr_one_by_one(H):
    limit = math.inf
    for value in np.linalg.eigvalsh(H):
        limit = min(limit, 2 / value if value > 0 else 0.0)
    return float(limit)


# ==== best_fixed_lr: mistakes =============================================================================


@wrong(
    "best_fixed_lr",
    hint="The rate is that at which the steepest direction arrives at once. A little overshooting "
    "there lets the flattest direction come faster; look where the two are equally slow. Chapter "
    "3, Several directions at once.",
    seen="the safe rate taken for the best",
)
def best_fixed_lr_one_over_largest(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = 1 / L
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="The rate is the limit of stability, at which the steepest direction jumps from side to side "
    "for ever: the best lies below it. Chapter 3, Several directions at once.",
    seen="the previous exercise",
)
def best_fixed_lr_at_the_limit(H):
    L = np.linalg.eigvalsh(H)[-1]
    return 2 / L, 1.0


@wrong(
    "best_fixed_lr",
    hint="The factor is right and the rate is half of what belongs to it: the gradient of theta^T H "
    "theta / 2 is H theta, without a factor of two. Chapter 3, Several directions at once.",
    seen="a 2 forgotten",
)
def best_fixed_lr_rate_halved(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 1 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="Rate and factor fit each other, at half of the best rate: every direction creeps. At the "
    "best one the steepest direction overshoots. Chapter 3, Several directions at once.",
    seen="a 2 forgotten, and the factor worked out from it",
)
def best_fixed_lr_both_for_half(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = 1 / (c + L)
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="It is the rate for the mean of all curvatures: the ones between the two extremes have no "
    "say, since they are never the slowest. Chapter 3, Several directions at once.",
    seen="an average of the curvatures",
)
def best_fixed_lr_for_the_mean(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = 1 / np.mean(eigenvalues)
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="All curvatures are added up, or the trace was taken: with two of them that is right, and "
    "with more the ones in between must stay out. Chapter 3, Several directions at once.",
    seen="a sum over everything between the extremes",
)
def best_fixed_lr_for_the_sum(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = 2 / np.sum(eigenvalues)
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="It is one over the geometric mean of the extremes: set the factors of the two directions "
    "equal in size, and see which mean appears. Chapter 3, Several directions at once.",
    seen="another mean of the extremes",
)
def best_fixed_lr_for_the_geometric_mean(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = 1 / math.sqrt(c * L)
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="It is the middle between the rates that suit the two extremes, far beyond the limit: the "
    "steepest direction runs away. Chapter 3, Several directions at once.",
    seen="the mean of the rates for the rate of the mean",
)
def best_fixed_lr_mean_of_rates(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    lr = (1 / c + 1 / L) / 2
    return lr, max(abs(1 - lr * c), abs(1 - lr * L))


@wrong(
    "best_fixed_lr",
    hint="The factor is right and the rate is not: there is a difference of the extremes in it, where "
    "the condition of equal factors gives a sum. Chapter 3, Several directions at once.",
    seen="a sign",
)
def best_fixed_lr_from_the_difference(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (L - c) if c < L else 1 / L, (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The factor is right and the rate is not: there is the product of the extremes in it. Look "
    "at its unit, too. Chapter 3, Several directions at once.",
    seen="* for +",
)
def best_fixed_lr_product_of_extremes(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c * L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is the square of what is asked for: the loss falls by it, "
    "and the question was the distance. Chapter 3, Several directions at once.",
    seen="loss for distance",
)
def best_fixed_lr_factor_squared(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), ((L - c) / (L + c)) ** 2


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is the root of what is asked for: the distance is what "
    "falls by the factor itself, the loss by its square. Chapter 3, Several directions at once.",
    seen="distance and loss exchanged",
)
def best_fixed_lr_factor_root(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), math.sqrt((L - c) / (L + c))


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is negative: it is that of the steepest direction with its "
    "sign, and its size is asked for. Chapter 3, Several directions at once.",
    seen="a size forgotten, or c and L exchanged",
)
def best_fixed_lr_factor_signed(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (c - L) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor stands on its head: above one the distance would grow. "
    "Chapter 3, Several directions at once.",
    seen="a fraction turned round",
)
def best_fixed_lr_factor_upside_down(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (L + c) / max(L - c, 1e-300)


@wrong(
    "best_fixed_lr",
    hint="The rate is right, and the other number is the share that a step takes away: asked for is "
    "the share that it leaves. Chapter 3, Several directions at once.",
    seen="one minus the factor",
)
def best_fixed_lr_factor_fall(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), 2 * c / (c + L)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor belongs to another rate, one over the largest curvature: "
    "it should be that of the rate that is returned. Chapter 3, Several directions at once.",
    seen="two lines of a table mixed",
)
def best_fixed_lr_factor_of_one_over(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), 1 - c / L


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is an estimate that is good for large condition numbers "
    "only: the exact one is asked for. Chapter 3, Several directions at once.",
    seen="the formula for the number of steps",
)
def best_fixed_lr_factor_estimated(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), 1 - 2 * c / L


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is an estimate that is good for large condition numbers "
    "only, with an exponential in it. Chapter 3, Several directions at once.",
    seen="the formula for the number of steps",
)
def best_fixed_lr_factor_exponential(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), math.exp(-2 * c / L)


@wrong(
    "best_fixed_lr",
    hint="The rate is right, and the other number is the condition number: the factor follows from "
    "it, and lies below one. Chapter 3, Several directions at once.",
    seen="the condition number returned as it is",
)
def best_fixed_lr_condition_for_factor(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), L / c


@wrong(
    "best_fixed_lr",
    hint="The rate is right, and the other number is the smallest curvature over the largest: the "
    "factor is made of their difference and their sum. Chapter 3, Several directions at once.",
    seen="half-remembered",
)
def best_fixed_lr_condition_inverse(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), c / L


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is that of the fastest direction: in the long run the "
    "slowest is all that is left. Chapter 3, Several directions at once.",
    seen="min for max",
)
def best_fixed_lr_smallest_factor(H):
    eigenvalues = np.linalg.eigvalsh(H)
    lr = 2 / (eigenvalues[0] + eigenvalues[-1])
    return lr, np.min(np.abs(1 - lr * eigenvalues))


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is a mean over the directions: in the long run the slowest "
    "is all that is left. Chapter 3, Several directions at once.",
    seen="mean for max",
)
def best_fixed_lr_factor_of_the_mean(H):
    eigenvalues = np.linalg.eigvalsh(H)
    lr = 2 / (eigenvalues[0] + eigenvalues[-1])
    return lr, np.mean(np.abs(1 - lr * eigenvalues))


@wrong(
    "best_fixed_lr",
    hint="The rate is right and has no part in the factor: a step multiplies a direction by one minus "
    "rate times curvature. Chapter 3, Several directions at once.",
    seen="a factor forgotten",
)
def best_fixed_lr_factor_without_rate(H):
    eigenvalues = np.linalg.eigvalsh(H)
    lr = 2 / (eigenvalues[0] + eigenvalues[-1])
    return lr, np.max(np.abs(1 - eigenvalues))


@wrong(
    "best_fixed_lr",
    hint="Rate and factor are those of the heavy ball, with square roots of the curvatures: without "
    "momentum there are no roots in them. Chapter 3, Several directions at once.",
    seen="the formulas of chapter 7",
)
def best_fixed_lr_with_roots(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    c, L = math.sqrt(c), math.sqrt(L)
    return 4 / (c + L) ** 2, (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is that of the heavy ball, with square roots in it: plain "
    "descent is not as fast as that. Chapter 3, Several directions at once.",
    seen="a formula of chapter 7",
)
def best_fixed_lr_factor_with_roots(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (math.sqrt(L) - math.sqrt(c)) / (math.sqrt(L) + math.sqrt(c))


@wrong(
    "best_fixed_lr",
    hint="The diagonal is taken for the curvatures: with entries beside it, neither the steepest nor "
    "the flattest direction is an axis. Chapter 3, Several directions at once.",
    seen="the diagonal for the eigenvalues",
)
def best_fixed_lr_from_the_diagonal(H):
    eigenvalues = np.sort(np.diag(H))
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The first and the last eigenvalue are taken for the extremes: np.linalg.eig and eigvals "
    "sort nothing. Chapter 3, Several directions at once.",
    seen="an order that is not promised",
)
def best_fixed_lr_unsorted(H):
    eigenvalues = np.linalg.eigvals(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The curvatures stand in it squared: they are the eigenvalues of H itself, not of H^T H. "
    "Chapter 3, Several directions at once.",
    seen="a root forgotten",
)
def best_fixed_lr_singular_squared(H):
    eigenvalues = np.linalg.eigvalsh(H.T @ H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="With two parameters all is well, with more the largest curvature is left out: the first two "
    "of the sorted eigenvalues are not the extremes. Chapter 3, Several directions at once.",
    seen="an index that is right for two parameters",
)
def best_fixed_lr_two_smallest(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[1]
    return 2 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The two numbers are right and have changed places: the rate comes first. Chapter 3, Several "
    "directions at once.",
    seen="a pair turned round",
)
def best_fixed_lr_exchanged(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return (L - c) / (L + c), 2 / (c + L)


@wrong(
    "best_fixed_lr",
    hint="The least and the largest entry of H are taken for the extremes: entries are no curvatures. "
    "Chapter 3, Several directions at once.",
    seen="min and max of a matrix",
)
def best_fixed_lr_entries(H):
    c, L = np.min(H[H != 0]), np.max(H)
    return 2 / (c + L), (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The factor is right and the rate stands on its head: it is the mean of the two extremes, "
    "and the steeper the bowl, the shorter the steps have to be. Chapter 3, Several directions "
    "at once.",
    seen="a fraction turned round",
)
def best_fixed_lr_rate_upside_down(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return (c + L) / 2, (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The factor is right and the rate is far too large: in Python a fraction ends before a plus. "
    "Chapter 3, Several directions at once.",
    seen="a bracket forgotten",
)
def best_fixed_lr_rate_without_bracket(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / c + L, (L - c) / (L + c)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is above one: in Python a fraction binds more closely than "
    "plus and minus. Chapter 3, Several directions at once.",
    seen="brackets forgotten",
)
def best_fixed_lr_factor_without_brackets(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), L - c / L + c


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is near the condition number: in Python a fraction binds "
    "more closely than plus and minus. Chapter 3, Several directions at once.",
    seen="brackets forgotten",
)
def best_fixed_lr_kappa_without_brackets(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), L / c - 1 / (L / c) + 1


@wrong(
    "best_fixed_lr",
    hint="The rate is right, and the factor is one minus the rate: that is the factor of a direction "
    "of curvature one. Each has its own. Chapter 3, Several directions at once.",
    seen="a curvature forgotten",
)
def best_fixed_lr_factor_of_curvature_one(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), 1 - 2 / (c + L)


@wrong(
    "best_fixed_lr",
    hint="The rate is right and the factor is zero or nearly: the two extremes are equally slow, and "
    "one is taken from the other. Chapter 3, Several directions at once.",
    seen="a difference of equal things",
)
def best_fixed_lr_factor_of_sizes(H):
    eigenvalues = np.linalg.eigvalsh(H)
    c, L = eigenvalues[0], eigenvalues[-1]
    return 2 / (c + L), abs(abs(1 - 2 / (c + L) * L) - abs(1 - 2 / (c + L) * c))


@wrong(
    "best_fixed_lr",
    hint="On matrices whose eigenvalues don't come in order the rate is that of two others of them. "
    "NumPy's eigvals sorts nothing, so that the first and the last entry may be anywhere in "
    "between. Chapter 3, Several directions at once.",
    seen="eigvals(H)[0] and [-1]",
)
def best_fixed_lr_from_unsorted(H):
    values = np.linalg.eigvals(H).real
    first, last = values[0], values[-1]
    return float(2 / (first + last)), float(abs(last - first) / (last + first))


@right("best_fixed_lr", note="through the condition number")
def best_fixed_lr_from_the_condition_number(H):
    values = sorted(np.linalg.eigvals(H).real)
    kappa = values[-1] / values[0]
    return 2 / (values[0] * (1 + kappa)), 1 - 2 / (kappa + 1)


@right("best_fixed_lr", note="singular values, the factor as a maximum")
def best_fixed_lr_from_the_factors(H):
    s = np.linalg.svd(H, compute_uv=False)
    lr = 1 / (0.5 * s.max() + 0.5 * s.min())
    return lr, np.max(np.abs(1 - lr * s))


@right("best_fixed_lr", note="the norm of one step")
def best_fixed_lr_from_the_step(H):
    e = np.linalg.eigvalsh(H)
    lr = 2 / (min(e) + max(e))
    return [float(lr), float(np.linalg.norm(np.eye(len(H)) - lr * H, 2))]


@right("best_fixed_lr", note="norms of H and of its inverse")
def best_fixed_lr_from_norms(H):
    L, inverse = np.linalg.norm(H, 2), np.linalg.norm(np.linalg.inv(H), 2)
    return 2 * inverse / (1 + L * inverse), (L * inverse - 1) / (L * inverse + 1)


# ==== power_iteration: mistakes ===========================================================================


@wrong(
    "power_iteration",
    hint="The value is right, and v is the next one: it was scaled anew after the last call, and "
    "asked for is the vector that this call was made with. Chapter 3, Finding the largest "
    "curvature.",
    seen="the natural end of the loop",
)
def power_iteration_next_vector(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
        v = w / np.linalg.norm(w)
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the length of the last product. It never is negative, so the sign is lost, and "
    "it is above the Rayleigh quotient until v has settled. Chapter 3, Finding the largest "
    "curvature.",
    seen="the number that is at hand in the loop",
)
def power_iteration_length_of_product(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = np.linalg.norm(w)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the length of the last product, whose sign is lost, and v is one further on: "
    "both belong to the vector that the last call was made with. (The next v times w is that "
    "length, too.) Chapter 3, Finding the largest curvature.",
    seen="the two lines of the loop in another order",
)
def power_iteration_length_and_next_vector(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value = np.linalg.norm(w)
        if value == 0:
            break
        v = w / value
    return value, v


@wrong(
    "power_iteration",
    hint="All is well until the eigenvalue is negative: then its size comes out, and it should keep "
    "its sign. Chapter 3, Finding the largest curvature.",
    seen="largest in size taken for size",
)
def power_iteration_size(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return abs(value), v


@wrong(
    "power_iteration",
    hint="There are two calls in each round, and the value belongs to the next v: one product serves "
    "for both, the quotient and the way on. Chapter 3, Finding the largest curvature.",
    seen="the quotient worked out with a product of its own",
)
def power_iteration_two_products_each(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
        v = w / np.linalg.norm(w)
        value = v @ hvp(v)
    return value, v


@wrong(
    "power_iteration",
    hint="The numbers are right, and hvp is called twice with the same vector in each round: keep "
    "what the first call gave. Chapter 3, Finding the largest curvature.",
    seen="a call in each of two lines",
)
def power_iteration_product_twice(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ hvp(v)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="With one product value and v are off, with two they are right: the start is not scaled to "
    "length one. Chapter 3, Finding the largest curvature.",
    seen="scaling only at the end of the loop",
)
def power_iteration_start_of_any_length(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    for _ in range(iters):
        w = hvp(v)
        value, last = v @ w, v
        if not w.any():
            break
        v = w / np.linalg.norm(w)
    return value, last


@wrong(
    "power_iteration",
    hint="The value is right, and with one product v has not the length one: the start is not scaled. "
    "Chapter 3, Finding the largest curvature.",
    seen="a division by v . v makes the value right all the same",
)
def power_iteration_start_of_any_length_with_division(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    for _ in range(iters):
        w = hvp(v)
        value, last = v @ w / (v @ v), v
        if not w.any():
            break
        v = w / np.linalg.norm(w)
    return value, last


@wrong(
    "power_iteration",
    hint="v grows or shrinks by the eigenvalue in every round, and the value with it: it should have "
    "the length one throughout. Chapter 3, Finding the largest curvature.",
    seen="scaling forgotten",
)
def power_iteration_never_scaled(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is right as long as nothing overflows, and v is as long as the products have made "
    "it: it should have the length one throughout. Chapter 3, Finding the largest curvature.",
    seen="scaling left to the quotient",
)
def power_iteration_never_scaled_with_division(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w
        w = hvp(v)
        value = v @ w / (v @ v)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="For a few products all is well; after many of them the numbers have run out of range, up or "
    "down: v should be scaled in every round, not at the end. Chapter 3, Finding the largest "
    "curvature.",
    seen="scaling once, after the loop",
)
def power_iteration_scaled_at_the_end(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w
        w = hvp(v)
        if not w.any():
            break
    return v @ w / (v @ v), v / np.linalg.norm(v)


@wrong(
    "power_iteration",
    hint="The largest entry of v is one in size, and its length is not: which norm was used? The "
    "value is off by the square of that length. Chapter 3, Finding the largest curvature.",
    seen="the textbook's other way of scaling",
)
def power_iteration_scaled_by_largest_entry(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.max(np.abs(w))
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is right, and the largest entry of v is one where its Euclidean length should be. "
    "Chapter 3, Finding the largest curvature.",
    seen="the textbook's other way of scaling",
)
def power_iteration_scaled_by_largest_with_division(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.max(np.abs(w))
        w = hvp(v)
        value = v @ w / (v @ v)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The sizes of the entries of v add up to one: it is the Euclidean length that should be one. "
    "Chapter 3, Finding the largest curvature.",
    seen="another norm",
)
def power_iteration_scaled_by_sum(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.sum(np.abs(w))
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The entries of v add up to one, as if they were probabilities, and a sum may be near zero "
    "or negative: it is the Euclidean length that should be one. Chapter 3, Finding the largest "
    "curvature.",
    seen="normalising as with probabilities",
)
def power_iteration_scaled_by_plain_sum(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.sum(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="v is divided by its squared length, so that one too long becomes too short: a root is "
    "missing. Chapter 3, Finding the largest curvature.",
    seen="a root forgotten",
)
def power_iteration_scaled_by_square(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / (w @ w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="hvp is called once less often than it may be: the start is counted as if it were a round. "
    "Chapter 3, Finding the largest curvature.",
    seen="range from 1",
)
def power_iteration_one_short(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    v = w / np.linalg.norm(w)
    value = 0.0
    for _ in range(iters - 1):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="hvp is called once more than it may be: one product is one round. Is another made after the "
    "loop, for the quotient? The last call in the loop has all that it needs. Chapter 3, Finding "
    "the largest curvature.",
    seen="off by one",
)
def power_iteration_one_too_many(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters + 1):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="Where a product is zero in all entries it is divided by its length all the same, and nan "
    "comes out of the next rounds. Chapter 3, Finding the largest curvature.",
    seen="the last sentence of the text overlooked",
)
def power_iteration_zero_not_expected(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
    return value, v


@wrong(
    "power_iteration",
    hint="The numbers are right, and where a product is zero hvp is called on and on: the iteration "
    "ends with that call. Chapter 3, Finding the largest curvature.",
    seen="a division avoided, and no break",
)
def power_iteration_zero_goes_on(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    v = w / np.linalg.norm(w)
    for _ in range(iters):
        w = hvp(v)
        value = v @ w
        if w.any():
            v, before = w / np.linalg.norm(w), v
        else:
            before = v
    return value, before


@wrong(
    "power_iteration",
    hint="Where a product is zero in all entries that product comes back as v, of length zero: asked "
    "for is the vector that the call was made with. Chapter 3, Finding the largest curvature.",
    seen="the other of two vectors",
)
def power_iteration_zero_gives_zero_vector(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            return 0.0, w
    return value, v


@wrong(
    "power_iteration",
    hint="Where a product is zero a new vector is drawn and all begins again: the iteration ends with "
    "that call, and only the start is drawn. Chapter 3, Finding the largest curvature.",
    seen="a way out known from other methods",
)
def power_iteration_zero_starts_again(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            w = rng.standard_normal(dim)
    return value, v


@wrong(
    "power_iteration",
    hint="A small number is added to the length before dividing. It is not small beside tiny "
    "curvatures, so v comes out too short there, and a product of zeros is not the end. Chapter "
    "3, Finding the largest curvature.",
    seen="a habit from adaptive methods",
)
def power_iteration_small_number_added(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / (np.linalg.norm(w) + 1e-12)
        w = hvp(v)
        value = v @ w
    return value, v


@wrong(
    "power_iteration",
    hint="With tiny curvatures the iteration ends too early: a short product is taken for one of "
    "zeros, by a limit such as 1e-12 or by np.allclose, which has one built in. Units can make "
    "any curvature tiny. Chapter 3, Finding the largest curvature.",
    seen="a tolerance where zero is meant",
)
def power_iteration_small_taken_for_zero(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if np.linalg.norm(w) < 1e-12:
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The iteration ends as soon as the value has settled: hvp should be called as often as the "
    "text says, settled or not. Chapter 3, Finding the largest curvature.",
    seen="a test for convergence added",
)
def power_iteration_stops_when_settled(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    before = math.inf
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any() or abs(value - before) < 1e-10:
            break
        before = value
    return value, v


@wrong(
    "power_iteration",
    hint="The start is drawn from another distribution: uniform numbers, all positive, which favours "
    "some directions. Chapter 3, Finding the largest curvature.",
    seen="the first function of a generator that comes to mind",
)
def power_iteration_uniform_start(hvp, dim, rng, iters):
    w = rng.random(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The start is drawn from another distribution: uniform numbers between -1 and 1. The text "
    "names the call. Chapter 3, Finding the largest curvature.",
    seen="another way to draw a direction",
)
def power_iteration_uniform_both_signs(hvp, dim, rng, iters):
    w = rng.uniform(-1, 1, dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The start is a vector of ones: it may have no part at all in the direction that is looked "
    "for, so it should be drawn from rng. Chapter 3, Finding the largest curvature.",
    seen="a start that needs no drawing",
)
def power_iteration_start_of_ones(hvp, dim, rng, iters):
    w = np.ones(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The start is the same whatever rng is: it comes from a generator of its own. Chapter 3, "
    "Finding the largest curvature.",
    seen="a line copied from an example",
)
def power_iteration_own_generator(hvp, dim, rng, iters):
    w = np.random.default_rng(0).standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The start is not the first draw: numbers were drawn before it, and the text says that "
    "nothing else is drawn. Chapter 3, Finding the largest curvature.",
    seen="a line left over",
)
def power_iteration_drawn_twice(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="Each round begins with a vector that is newly drawn, so nothing is learned from the round "
    "before. Chapter 3, Finding the largest curvature.",
    seen="a line that belongs before the loop",
)
def power_iteration_new_start_each_round(hvp, dim, rng, iters):
    for _ in range(iters):
        w = rng.standard_normal(dim)
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="Each round multiplies the same vector: the product is never carried over as the next v. "
    "Chapter 3, Finding the largest curvature.",
    seen="a line of the loop forgotten",
)
def power_iteration_same_vector_each_round(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The two results have changed places: the value comes first. Chapter 3, Finding the largest "
    "curvature.",
    seen="a pair turned round, as np.linalg.eig seems to have it",
)
def power_iteration_exchanged(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return v, value


@wrong(
    "power_iteration",
    hint="The value lies between -1 and 1 whatever H is: it is the cosine of the angle between v and "
    "its product, because the product has been scaled before. Chapter 3, Finding the largest "
    "curvature.",
    seen="the product scaled one line too early",
)
def power_iteration_cosine(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        length = np.linalg.norm(w)
        value = v @ w / length if length else 0.0
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the squared length of the product: for the quotient one of the two factors is "
    "v itself. Chapter 3, Finding the largest curvature.",
    seen="a letter",
)
def power_iteration_squared_length(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = w @ w
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the ratio of the first entries of product and v: right once v has settled, and "
    "not before. Chapter 3, Finding the largest curvature.",
    seen="the eigenvalue from the equation of eigenvectors",
)
def power_iteration_ratio_of_entries(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = w[0] / v[0]
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the mean of the ratios of the entries of product and v: right once v has "
    "settled, and the quotient weighs them. Chapter 3, Finding the largest curvature.",
    seen="the eigenvalue from the equation of eigenvectors",
)
def power_iteration_mean_of_ratios(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = np.mean(w / v)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the largest entry of the product, in size: it is right for another way of "
    "scaling, and the quotient is asked for. Chapter 3, Finding the largest curvature.",
    seen="the textbook's other way of scaling",
)
def power_iteration_largest_entry_of_product(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = np.max(np.abs(w))
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="Of all the values on the way the largest is kept: the last one is asked for, also where it "
    "is smaller, or negative. Chapter 3, Finding the largest curvature.",
    seen="largest in size taken for the largest value seen",
)
def power_iteration_largest_so_far(hvp, dim, rng, iters):
    w, value = rng.standard_normal(dim), -math.inf
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = max(value, v @ w)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="v has two dimensions, a column: it should have the shape (dim,), or a product with a "
    "diagonal becomes a table. Chapter 3, Finding the largest curvature.",
    seen="vectors thought of as columns",
)
def power_iteration_column(hvp, dim, rng, iters):
    w = rng.standard_normal((dim, 1))
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = (v * w).sum()
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is a round late: it belongs to the call before the last. Chapter 3, Finding the "
    "largest curvature.",
    seen="the value noted before it is brought up to date",
)
def power_iteration_value_a_round_late(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    value = 0.0
    for _ in range(iters):
        before = value
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return before, v


@wrong(
    "power_iteration",
    hint="The iteration ends after its first product: either it returns from inside the loop, or the "
    "condition for the end is turned round. Chapter 3, Finding the largest curvature.",
    seen="a condition turned round",
)
def power_iteration_only_one_round(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is right, and in the place of v its product comes back: asked for is the vector "
    "that the call was made with. Chapter 3, Finding the largest curvature.",
    seen="the other of two vectors",
)
def power_iteration_product_for_vector(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w
        if not w.any():
            break
    return value, w


@wrong(
    "power_iteration",
    hint="The value is the length of the last product with the sign of the quotient: it is too large "
    "in size until v has settled. Chapter 3, Finding the largest curvature.",
    seen="a sign mended by hand",
)
def power_iteration_signed_length(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = math.copysign(np.linalg.norm(w), v @ w)
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is the product's squared length divided by v . w: right once v has settled, and "
    "too large in size before. Chapter 3, Finding the largest curvature.",
    seen="numerator and denominator of another quotient",
)
def power_iteration_other_quotient(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = w @ w / (v @ w) if w.any() else 0.0
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The product is divided by the value, and not by its own length: v is longer than one until "
    "it has settled, and never changes its sign. Chapter 3, Finding the largest curvature.",
    seen="the eigenvalue taken for the length",
)
def power_iteration_scaled_by_value(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value, last = v @ w, v
        if value == 0:
            break
        v = w / value
    return value, last


@wrong(
    "power_iteration",
    hint="The value is right, and v is not of length one: the product is divided by the value where "
    "its own length is meant. Chapter 3, Finding the largest curvature.",
    seen="the eigenvalue taken for the length",
)
def power_iteration_scaled_by_value_with_division(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / np.linalg.norm(v)
    for _ in range(iters):
        w = hvp(v)
        value, last = v @ w / (v @ v), v
        if value == 0:
            break
        v = w / value
    return value, last


@wrong(
    "power_iteration",
    hint="The value is half of what it should be: a quadratic has a half in front of it, and its "
    "curvature has not. Chapter 3, Finding the largest curvature.",
    seen="the value of the quadratic for its curvature",
)
def power_iteration_half_the_quotient(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = v @ w / 2
        if not w.any():
            break
    return value, v


@wrong(
    "power_iteration",
    hint="The value is too small by the number of parameters: a mean was taken where v . w is a sum. "
    "Chapter 3, Finding the largest curvature.",
    seen="mean for sum",
)
def power_iteration_quotient_by_dim(hvp, dim, rng, iters):
    w = rng.standard_normal(dim)
    for _ in range(iters):
        v = w / np.linalg.norm(w)
        w = hvp(v)
        value = np.mean(v * w)
        if not w.any():
            break
    return value, v


@right("power_iteration", note="returns from inside the loop, divides by v . v")
def power_iteration_with_division(hvp, dim, rng, iters):
    v = rng.normal(size=dim)
    v /= np.sqrt(np.sum(v**2))
    for k in range(iters):
        product = np.asarray(hvp(v))
        value = np.dot(v, product) / np.dot(v, v)
        if k == iters - 1 or np.all(product == 0):
            return float(value), v
        v = product / np.sqrt(np.dot(product, product))


@right("power_iteration", note="entry by entry, with hypot")
def power_iteration_with_while(hvp, dim, rng, iters):
    v = rng.standard_normal(dim)
    v = v / math.sqrt(math.fsum(v * v))
    left = iters
    while True:
        w = hvp(v)
        value = sum(a * b for a, b in zip(v, w))
        left -= 1
        length = math.hypot(*w)
        if left == 0 or length == 0:
            return value, v
        v = np.array([each / length for each in w])


@right("power_iteration", note="by recursion")
def power_iteration_recursive(hvp, dim, rng, iters):
    def rounds(v, left):
        w = hvp(v)
        if left == 1 or not np.any(w):
            return np.inner(v, w), v
        return rounds(w / np.linalg.norm(w), left - 1)

    start = rng.standard_normal(dim)
    return rounds(start / np.linalg.norm(start), iters)


# ==== warmup_cosine: mistakes =============================================================================


@wrong(
    "warmup_cosine",
    hint="The way down is right, and the warm-up is a step behind: its first step has the rate zero "
    "and moves nothing. Chapter 3, Schedules.",
    seen="steps counted from zero in one of two places",
)
def warmup_cosine_up_from_zero(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * (step - 1) / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The whole schedule is a step behind, up and down: steps count from 1 here, so step w is "
    "where the top is. Chapter 3, Schedules.",
    seen="steps counted from zero, as in a loop",
)
def warmup_cosine_steps_from_zero(step, total, warmup, lr_max, lr_min):
    step = step - 1
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The whole schedule is a step ahead, up and down: step comes counted from 1 already. Chapter "
    "3, Schedules.",
    seen="a 1 added to a step that has it",
)
def warmup_cosine_steps_ahead(step, total, warmup, lr_max, lr_min):
    step = step + 1
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is right, and the warm-up is a step ahead, above the largest rate at its end: "
    "step comes counted from 1 already. Chapter 3, Schedules.",
    seen="a 1 added to a step that has it",
)
def warmup_cosine_up_ahead(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * (step + 1) / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is right, and the warm-up rises from lr_min: the line of the text goes through "
    "zero at t = 0. Chapter 3, Schedules.",
    seen="lr_min taken to be a floor for all of the schedule",
)
def warmup_cosine_up_from_lr_min(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_min + (lr_max - lr_min) * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is right, and the warm-up begins at lr_min with step 1: the line of the text "
    "goes through zero at t = 0. Chapter 3, Schedules.",
    seen="np.linspace from lr_min to lr_max",
)
def warmup_cosine_up_from_lr_min_at_one(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_min + (lr_max - lr_min) * (step - 1) / max(warmup - 1, 1)
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="Where the line of the warm-up is below lr_min, lr_min comes out: the smallest rate is meant "
    "for the cosine's end only. Chapter 3, Schedules.",
    seen="lr_min taken to be a floor for all of the schedule",
)
def warmup_cosine_up_with_a_floor(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return max(lr_min, lr_max * step / warmup)
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="lr_min is added to the warm-up, which ends above lr_max then: the text has it in the way "
    "down only. Chapter 3, Schedules.",
    seen="lr_min taken to be a floor for all of the schedule",
)
def warmup_cosine_up_on_top_of_lr_min(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_min + lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The warm-up is a little too flat and does not reach lr_max at step w: it has w steps, and "
    "the last of them is at the top. Chapter 3, Schedules.",
    seen="a top one step after the warm-up",
)
def warmup_cosine_up_too_flat(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / (warmup + 1)
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The warm-up is far too flat: it rises as if it lasted for all of the steps. Chapter 3, Schedules.",
    seen="total for warmup",
)
def warmup_cosine_up_over_total(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / total
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The warm-up ends at one, whatever lr_max is: it is a share of the largest rate that rises "
    "to one. Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def warmup_cosine_up_without_lr_max(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="All steps of the warm-up have the largest rate: it should rise to it. Chapter 3, Schedules.",
    seen="the branch without its line",
)
def warmup_cosine_up_at_the_top(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="There is no warm-up at all: the cosine begins with the first step. Chapter 3, Schedules.",
    seen="the schedule without its first line",
)
def warmup_cosine_no_warm_up(step, total, warmup, lr_max, lr_min):
    done = min(step / total, 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The warm-up is right, and the cosine has begun with it: after the top the rate drops to "
    "where a cosine over all the steps would be. Chapter 3, Schedules.",
    seen="the share of all steps that is done",
)
def warmup_cosine_down_from_the_start(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min(step / total, 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine begins at the right step and is too slow: at the last step it has not arrived, "
    "since it is stretched over all of the steps. Chapter 3, Schedules.",
    seen="total for what is left of it",
)
def warmup_cosine_down_over_total(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / total, 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine counts the steps of the warm-up as its own: it drops after the top and arrives "
    "too early. Chapter 3, Schedules.",
    seen="step for the steps since the warm-up",
)
def warmup_cosine_down_with_the_warm_up(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min(step / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is a step late: the step after the warm-up has the largest rate once more, and "
    "the last one has not arrived. Chapter 3, Schedules.",
    seen="steps counted from zero in one of two places",
)
def warmup_cosine_down_a_step_late(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup - 1) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down begins a step late and ends in time: the top is step w itself, so the step "
    "after it is already lower. Chapter 3, Schedules.",
    seen="a top at the first step of the cosine",
)
def warmup_cosine_down_a_step_short(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup - 1) / max(total - warmup - 1, 1), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine arrives a step too early: the last step is total, not total - 1. Chapter 3, Schedules.",
    seen="steps counted from zero at one end",
)
def warmup_cosine_down_to_total_less_one(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / max(total - warmup - 1, 1), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine arrives a step too late: step total should have lr_min already. Chapter 3, Schedules.",
    seen="one more step counted",
)
def warmup_cosine_down_past_total(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup + 1), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="On the way down the rate stays at the top until it falls to lr_min at once: the share that "
    "is done is rounded to a whole number. Chapter 3, Schedules.",
    seen="// for /",
)
def warmup_cosine_whole_steps(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) // (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="After the last step the rate rises again: a cosine comes back, and the rate should stay. "
    "Chapter 3, Schedules.",
    seen="the third line of the text overlooked",
)
def warmup_cosine_not_held(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = (step - warmup) / (total - warmup)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="After the last step the rate is zero: it should stay where it has arrived, at lr_min. "
    "Chapter 3, Schedules.",
    seen="over taken for off",
)
def warmup_cosine_zero_after_the_end(step, total, warmup, lr_max, lr_min):
    if step > total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="At the last step and after it the rate is zero: it should have arrived at lr_min, and stay "
    "there. Chapter 3, Schedules.",
    seen="over taken for off",
)
def warmup_cosine_zero_at_the_end(step, total, warmup, lr_max, lr_min):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine goes down and comes up again: half of its period is wanted. Chapter 3, Schedules.",
    seen="a whole period",
)
def warmup_cosine_whole_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(2 * math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="It is a quarter of a cosine's period: it starts level and arrives steeply, where it should "
    "be level at both ends. Chapter 3, Schedules.",
    seen="from one to zero in another way",
)
def warmup_cosine_quarter_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * math.cos(math.pi / 2 * done)


@wrong(
    "warmup_cosine",
    hint="The cosine has hardly come down at the last step: its argument should run through half a "
    "period. Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def warmup_cosine_without_pi(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(done)) / 2


@wrong(
    "warmup_cosine",
    hint="The rate on the way down jumps about: the cosine takes its argument in radians. Chapter 3, "
    "Schedules.",
    seen="degrees",
)
def warmup_cosine_degrees(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(180 * done)) / 2


@wrong(
    "warmup_cosine",
    hint="On the way down there is a sine: it starts and ends in the middle. Chapter 3, Schedules.",
    seen="sin for cos",
)
def warmup_cosine_sine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.sin(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="After the warm-up the rate starts at lr_min and rises to lr_max: the cosine is turned over, "
    "or the two rates have changed places. Chapter 3, Schedules.",
    seen="a sign",
)
def warmup_cosine_rises(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 - math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down begins at about twice the height: one plus a cosine is two at its start. "
    "Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def warmup_cosine_half_forgotten(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done))


@wrong(
    "warmup_cosine",
    hint="Only the cosine is halved, and not the sum of one and the cosine: the rate starts too high "
    "and never reaches lr_min. Chapter 3, Schedules.",
    seen="a bracket in another place",
)
def warmup_cosine_half_of_the_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done) / 2)


@wrong(
    "warmup_cosine",
    hint="lr_min is halved as well: the rate ends at half of it. Chapter 3, Schedules.",
    seen="a bracket in another place",
)
def warmup_cosine_half_of_everything(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return (lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done))) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine is not multiplied by the difference of the rates: a bracket is missing around "
    "one plus cosine. Chapter 3, Schedules.",
    seen="a bracket forgotten",
)
def warmup_cosine_bracket_missing(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * 1 + math.cos(math.pi * done) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine runs from one to minus one, and half of that is below lr_min: it has to be "
    "lifted before it is halved. Chapter 3, Schedules.",
    seen="a term forgotten",
)
def warmup_cosine_one_forgotten(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine has the height lr_max and stands on lr_min, so it begins above the largest rate. "
    "Chapter 3, Schedules.",
    seen="a difference forgotten",
)
def warmup_cosine_height_of_lr_max(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + lr_max * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is too low by lr_min all along: it has the right height and stands on zero. "
    "Chapter 3, Schedules.",
    seen="a term forgotten",
)
def warmup_cosine_not_lifted(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="lr_min has no part in anything: the way down ends at zero. Chapter 3, Schedules.",
    seen="the formula with the smallest rate zero",
)
def warmup_cosine_lr_min_without_influence(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_max * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down is a straight line: the ends are right, and the middle by chance. Chapter 3, "
    "Schedules.",
    seen="linear decay",
)
def warmup_cosine_straight_down(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 - done)


@wrong(
    "warmup_cosine",
    hint="The cosine over all of the steps is multiplied by the rise: the rate never reaches lr_max, "
    "since the cosine has begun to fall before. One follows on the other. Chapter 3, Schedules.",
    seen="the two factors multiplied",
)
def warmup_cosine_warm_up_times_cosine(step, total, warmup, lr_max, lr_min):
    done = min(step / total, 1.0)
    rise = min(step / warmup, 1.0) if warmup else 1.0
    return rise * (lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2)


@wrong(
    "warmup_cosine",
    hint="In the warm-up the line is multiplied by a cosine of a negative number of steps: below the "
    "top the line should stand by itself. Chapter 3, Schedules.",
    seen="the two factors multiplied",
)
def warmup_cosine_warm_up_times_shifted_cosine(step, total, warmup, lr_max, lr_min):
    done = min((step - warmup) / (total - warmup), 1.0)
    rise = min(step / warmup, 1.0) if warmup else 1.0
    return rise * (lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2)


@wrong(
    "warmup_cosine",
    hint="Without a warm-up it stops with a division by zero: the line of the warm-up is worked out "
    "even where there is none. Chapter 3, Schedules.",
    seen="min(step / warmup, 1)",
)
def warmup_cosine_divides_by_warm_up(step, total, warmup, lr_max, lr_min):
    rise = lr_max * step / warmup
    if step <= warmup:
        return rise
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The warm-up ends below lr_max, by lr_min: its line goes from zero to lr_max. Chapter 3, Schedules.",
    seen="the height of the cosine taken over",
)
def warmup_cosine_up_by_the_difference(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return (lr_max - lr_min) * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way up is curved like a cosine: it is a straight line, and only the way down is a "
    "cosine. Chapter 3, Schedules.",
    seen="the same shape for both parts",
)
def warmup_cosine_up_along_a_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * (1 - math.cos(math.pi * step / warmup)) / 2
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="At the last step the rate is back at the top, and the cosine begins again: it should have "
    "arrived at lr_min, and stay there. Chapter 3, Schedules.",
    seen="a remainder, as for restarts",
)
def warmup_cosine_begins_again(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = ((step - warmup) / (total - warmup)) % 1
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="After the last step the rate is lr_max: it should stay where it has arrived, at lr_min. "
    "Chapter 3, Schedules.",
    seen="one name for another",
)
def warmup_cosine_top_after_the_end(step, total, warmup, lr_max, lr_min):
    if step > total:
        return lr_max
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The cosine has the sum of the two rates as its height and begins above lr_max: the height "
    "is their difference. Chapter 3, Schedules.",
    seen="a sign",
)
def warmup_cosine_rise_after_the_top(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max + lr_min) * (1 + math.cos(math.pi * done)) / 2


@wrong(
    "warmup_cosine",
    hint="The way down falls too fast in its middle: the cosine's half is squared. Chapter 3, Schedules.",
    seen="two ways to write half a cosine mixed",
)
def warmup_cosine_squared_cosine(step, total, warmup, lr_max, lr_min):
    if step <= warmup:
        return lr_max * step / warmup
    done = min((step - warmup) / (total - warmup), 1.0)
    return lr_min + (lr_max - lr_min) * ((1 + math.cos(math.pi * done)) / 2) ** 2


@wrong(
    "warmup_cosine",
    hint="The warm-up is right, and the cosine is spread over more steps than are left: it begins at "
    "the end of the warm-up, but its length is still that of all steps, so lr_min is not reached "
    "in time. Chapter 3, Schedules.",
    seen="(t - w) / T for (t - w) / (T - w)",
)
def warmup_cosine_spread_over_all_steps(step, total, warmup, lr_max, lr_min):
    if step >= total:
        return lr_min
    if step <= warmup:
        return lr_max * step / warmup
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * (step - warmup) / total)) / 2


@wrong(
    "warmup_cosine",
    hint="With a warm-up all is right. Without one the cosine begins a step late: the first step gets "
    "lr_max, as if a warm-up of one step had come before. Chapter 3, Schedules.",
    seen="max(1, warmup), to avoid a division by zero",
)
def warmup_cosine_always_one_step_of_warmup(step, total, warmup, lr_max, lr_min):
    t, w = min(step, total), max(1, warmup)
    if t <= w:
        return lr_max * t / w
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * (t - w) / (total - w))) / 2


@right("warmup_cosine", note="np.interp and a squared cosine")
def warmup_cosine_by_pieces(step, total, warmup, lr_max, lr_min):
    x = np.interp(step, [warmup, total], [0.0, np.pi])
    down = lr_min + (lr_max - lr_min) * np.cos(x / 2) ** 2
    return float(step / warmup * lr_max) if step < warmup else float(down)


@right("warmup_cosine", note="mean and swing, three branches")
def warmup_cosine_by_mean_and_swing(step, total, warmup, lr_max, lr_min):
    if step >= total:
        return lr_min
    if step > warmup:
        mean, swing = (lr_max + lr_min) / 2, (lr_max - lr_min) / 2
        return mean + swing * math.cos(math.pi * (step - warmup) / (total - warmup))
    return step * (lr_max / warmup)


@right("warmup_cosine", note="in torch, from the end backwards")
def warmup_cosine_by_torch(step, total, warmup, lr_max, lr_min):
    import torch

    t = torch.tensor(float(step), dtype=torch.float64)
    down = 0.5 * (1 - torch.cos(torch.pi * (total - torch.clamp(t, max=total)) / (total - warmup)))
    rate = torch.where(t <= warmup, lr_max * t / max(warmup, 1), lr_max * down + lr_min * (1 - down))
    return rate.item()


@right("warmup_cosine", note="the whole schedule as a list")
def warmup_cosine_from_a_list(step, total, warmup, lr_max, lr_min):
    up = [lr_max * t / warmup for t in range(1, warmup + 1)]
    left = total - warmup
    down = [
        lr_min + (lr_max - lr_min) * math.sin(math.pi * (left - k) / left / 2) ** 2
        for k in range(1, left + 1)
    ]
    rates = up + down
    return rates[min(step, total) - 1]


# ==== lr_range_test: mistakes =============================================================================


@wrong(
    "lr_range_test",
    hint="The rates rise by the same amount at every step: they should rise by the same factor, so "
    "that small rates get as many steps as large ones. Chapter 3, The range test.",
    seen="np.linspace, and Smith's own version",
)
def lr_range_test_rates_on_a_line(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = np.linspace(lr_min, lr_max, steps)
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


@wrong(
    "lr_range_test",
    hint="The rates rise too slowly: the last step is number steps - 1, and it should have lr_max. "
    "Count the gaps between the steps. Chapter 3, The range test.",
    seen="as many gaps as steps",
)
def lr_range_test_never_at_the_top(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / steps)
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


@wrong(
    "lr_range_test",
    hint="The first rate is above lr_min already: the count of the steps begins with 0, and lr_min "
    "belongs to it. Chapter 3, The range test.",
    seen="steps counted from 1",
)
def lr_range_test_rates_from_one(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(1, steps + 1) / steps)
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


@wrong(
    "lr_range_test",
    hint="All rates are a step ahead: the first is above lr_min, and the last above lr_max. The count "
    "begins with 0. Chapter 3, The range test.",
    seen="the rate raised before the step in place of after it",
)
def lr_range_test_rates_a_step_ahead(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(1, steps + 1) / (steps - 1))
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


@wrong(
    "lr_range_test",
    hint="The losses are right, and each stands beside the rate of the next step: the rate is raised "
    "before it is noted. Chapter 3, The range test.",
    seen="two lines of the loop exchanged",
)
def lr_range_test_rates_noted_late(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    growth = (lr_max / lr_min) ** (1 / (steps - 1))
    rate, rates, losses = lr_min, [], []
    best, g = loss_and_grad(theta)
    for _ in range(steps):
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        rate *= growth
        rates.append(rate)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return np.array(rates), np.array(losses)


@wrong(
    "lr_range_test",
    hint="The rates fall from lr_max to lr_min: a range test begins where nothing can happen. Chapter "
    "3, The range test.",
    seen="the two ends exchanged",
)
def lr_range_test_rates_falling(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_max * (lr_min / lr_max) ** (np.arange(steps) / (steps - 1))
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


@wrong(
    "lr_range_test",
    hint="The rates grow by `factor` from step to step: that is the loss's limit, and the growth of "
    "the rates follows from lr_min, lr_max and steps. Chapter 3, The range test.",
    seen="one name for two things",
)
def lr_range_test_rates_grow_by_factor(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * factor ** np.arange(steps)
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


@wrong(
    "lr_range_test",
    hint="The rates are powers of ten of the rates: np.logspace takes exponents for its two ends. "
    "Chapter 3, The range test.",
    seen="np.logspace with the ends themselves",
)
def lr_range_test_rates_of_ten(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = np.logspace(lr_min, lr_max, steps)
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


@wrong(
    "lr_range_test",
    hint="Where the test ends early there are more rates than losses: the rates of steps that were "
    "not taken come back as well. Chapter 3, The range test.",
    seen="one of two arrays cut",
)
def lr_range_test_all_rates(loss_and_grad, theta, lr_min, lr_max, steps, factor):
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
    return rates, np.array(losses)


@wrong(
    "lr_range_test",
    hint="Each loss is that of the place where its step begins, so the first is the loss at the "
    "start: asked for is the one where the step arrives. Chapter 3, The range test.",
    seen="the usual order in a training loop",
)
def lr_range_test_loss_before_the_step(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, losses = math.inf, []
    for rate in rates:
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
        theta = theta - rate * g
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends where it should, and each loss is that of the place where its step begins: "
    "the loss that ended the test is not among them. Chapter 3, The range test.",
    seen="a loss noted one line too early",
)
def lr_range_test_noted_before_the_step(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    loss, g = loss_and_grad(theta)
    best, losses = loss, []
    for rate in rates:
        losses.append(loss)
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="There is a loss more than there are rates: the loss at the start belongs to no rate. "
    "Chapter 3, The range test.",
    seen="a list that begins with the start",
)
def lr_range_test_start_among_the_losses(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = [best]
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses) - 1], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The last step is missing where the test ends early: the step whose loss is too large is the "
    "last one that comes back. Chapter 3, The range test.",
    seen="break before append",
)
def lr_range_test_exploding_step_left_out(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        if loss > factor * best:
            break
        losses.append(loss)
        best = min(best, loss)
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test goes on for a step after the loss has become too large: the loss that is looked at "
    "is the one before the step. Chapter 3, The range test.",
    seen="a condition one step behind",
)
def lr_range_test_ends_a_step_late(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    loss, g = loss_and_grad(theta)
    best, losses = loss, []
    for rate in rates:
        over = loss > factor * best
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if over:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="Where the loss rises at once the test goes on too long: the loss at the start counts among "
    "the smallest, too. Chapter 3, The range test.",
    seen="a best that begins with infinity",
)
def lr_range_test_start_not_counted(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = math.inf, loss_and_grad(theta)[1]
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test compares with the loss at the start: the smallest loss so far may be far below it, "
    "and then the end comes too late. Chapter 3, The range test.",
    seen="a best that is never brought up to date",
)
def lr_range_test_against_the_start(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test compares with the loss of the step before: a loss can rise far, a little in every "
    "step. Compare with the smallest so far. Chapter 3, The range test.",
    seen="last for best",
)
def lr_range_test_against_the_last(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        if loss > factor * best:
            break
        best = loss
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test takes all its steps, however large the loss becomes: `factor` has no part in it. "
    "(Is it compared with the largest loss, which no loss exceeds? A look for nan or infinity "
    "comes far too late, too.) Chapter 3, The range test.",
    seen="the end overlooked",
)
def lr_range_test_never_ends(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends as soon as the loss is above the smallest so far: it may be so by up to "
    "`factor`. Chapter 3, The range test.",
    seen="a factor forgotten",
)
def lr_range_test_ends_without_factor(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends when the loss exceeds `factor` itself: it is meant in multiples of the "
    "smallest loss. Chapter 3, The range test.",
    seen="a limit taken to be absolute",
)
def lr_range_test_factor_by_itself(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends when the loss is by `factor` above the smallest: it is meant as a multiple. "
    "Chapter 3, The range test.",
    seen="a sum for a product",
)
def lr_range_test_factor_added(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor + best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends too early where the loss is exactly `factor` times the smallest: to exceed is "
    "to be larger. Chapter 3, The range test.",
    seen="a comparison that lets equality through",
)
def lr_range_test_ends_at_equality(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss >= factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The test ends where the loss is small, at its first steps: the comparison is turned round. "
    "Chapter 3, The range test.",
    seen="a comparison turned round",
)
def lr_range_test_ends_when_it_falls(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss < factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The rates that come back are right, and every step is made with lr_min: the loss never gets "
    "to see the others. Chapter 3, The range test.",
    seen="one name for another",
)
def lr_range_test_always_the_first_rate(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for _ in rates:
        theta = theta - lr_min * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="Every step is made from the start: the test is one walk, in which each step goes on from "
    "where the last has arrived. Chapter 3, The range test.",
    seen="as many trials as rates",
)
def lr_range_test_each_from_the_start(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        loss = loss_and_grad(theta - rate * g)[0]
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The gradient is that of the present place, and it is subtracted from the start: each step "
    "should go on from where the last has arrived. Chapter 3, The range test.",
    seen="two names for the parameters",
)
def lr_range_test_moved_from_the_start(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    start = theta
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = start - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The walk is straight: every step uses the gradient of the start, where each place has one "
    "of its own. Chapter 3, The range test.",
    seen="a gradient that is never brought up to date",
)
def lr_range_test_gradient_at_the_start(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss = loss_and_grad(theta)[0]
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The second step uses the gradient of the start once more, and all later ones are a step "
    "late: the gradient should be that of the place from which the step is made. Chapter 3, The "
    "range test.",
    seen="a variable that is brought up to date too late",
)
def lr_range_test_gradient_a_step_late(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses, before = [], g
    for rate in rates:
        theta = theta - rate * before
        before = g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="Each step goes up the slope, so the loss rises from the first step on. Chapter 3, The range test.",
    seen="a sign",
)
def lr_range_test_uphill(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta + rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The gradient is divided by its length, so a step is as long as the rate: a step of gradient "
    "descent is short where the slope is gentle. Chapter 3, The range test.",
    seen="the direction of steepest descent taken for the step",
)
def lr_range_test_unit_gradients(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g / np.linalg.norm(g)
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The numbers are right, and the array that came in as theta has been changed: after a range "
    "test the training should begin where the test did. Chapter 3, The range test.",
    seen="-= on an argument",
)
def lr_range_test_theta_changed(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta -= rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The last step is missing where nothing explodes: there are as many steps as rates. Chapter "
    "3, The range test.",
    seen="off by one",
)
def lr_range_test_one_step_short(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates[:-1]:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The losses that come back never rise: the smallest so far is noted in the place of the "
    "loss. Chapter 3, The range test.",
    seen="the other of two variables appended",
)
def lr_range_test_best_for_loss(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        best = min(best, loss)
        losses.append(best)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The two arrays are right and have changed places: the rates come first. Chapter 3, The range test.",
    seen="a pair turned round",
)
def lr_range_test_exchanged(loss_and_grad, theta, lr_min, lr_max, steps, factor):
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
    return np.array(losses), rates[: len(losses)]


@wrong(
    "lr_range_test",
    hint="Only one step is taken: the loop ends, or the function returns, at the end of its first "
    "round. Chapter 3, The range test.",
    seen="a return indented too far",
)
def lr_range_test_returns_at_once(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The rates that come back are right, and the steps grow far faster: a rate that was raised "
    "already is multiplied by the growth from the start once more. Chapter 3, The range test.",
    seen="lr *= growth ** k",
)
def lr_range_test_loss_compounded(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for k in range(steps):
        theta = theta - np.prod(rates[: k + 1] / lr_min) * lr_min * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The rates do not arrive at lr_max: what is raised to a power is the ratio of the two ends, "
    "not their difference. Chapter 3, The range test.",
    seen="a sign for a fraction",
)
def lr_range_test_ratio_by_difference(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max - lr_min) ** (np.arange(steps) / (steps - 1))
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


@wrong(
    "lr_range_test",
    hint="Where the test ends early there is a rate more than there are losses: the loss of the last "
    "step is not noted. Chapter 3, The range test.",
    seen="break between two appends",
)
def lr_range_test_exploding_loss_left_out(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates, losses = [], []
    best, g = loss_and_grad(theta)
    for k in range(steps):
        rate = lr_min * (lr_max / lr_min) ** (k / (steps - 1))
        theta = theta - rate * g
        rates.append(rate)
        loss, g = loss_and_grad(theta)
        if loss > factor * best:
            break
        losses.append(loss)
        best = min(best, loss)
    return np.array(rates), np.array(losses)


@wrong(
    "lr_range_test",
    hint="Rates and losses come back in pairs, one pair a step: two arrays are asked for. Chapter 3, "
    "The range test.",
    seen="zip for a pair of arrays",
)
def lr_range_test_in_pairs(loss_and_grad, theta, lr_min, lr_max, steps, factor):
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
    return list(zip(rates, losses))


@wrong(
    "lr_range_test",
    hint="The losses that come back are lengths of gradients: both come from one call, the loss "
    "first. Chapter 3, The range test.",
    seen="the other of two variables appended",
)
def lr_range_test_gradient_for_loss(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(np.linalg.norm(g))
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The losses are counted from the smallest so far: asked for are the losses themselves. "
    "Chapter 3, The range test.",
    seen="a difference noted",
)
def lr_range_test_change_of_loss(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        loss, g = loss_and_grad(theta)
        losses.append(loss - best)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="The rates that come back are right, and the steps are made with half of them: this rule has "
    "no half. Chapter 3, The range test.",
    seen="a factor from somewhere else",
)
def lr_range_test_half_the_step(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate / 2 * g
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@wrong(
    "lr_range_test",
    hint="There are two steps at each rate: one is asked for. Chapter 3, The range test.",
    seen="a step repeated",
)
def lr_range_test_two_steps_each(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = lr_min * (lr_max / lr_min) ** (np.arange(steps) / (steps - 1))
    best, g = loss_and_grad(theta)
    losses = []
    for rate in rates:
        theta = theta - rate * g
        theta = theta - rate * loss_and_grad(theta)[1]
        loss, g = loss_and_grad(theta)
        losses.append(loss)
        best = min(best, loss)
        if loss > factor * best:
            break
    return rates[: len(losses)], np.array(losses)


@right("lr_range_test", note="geomspace, all losses kept")
def lr_range_test_with_geomspace(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    rates = np.geomspace(lr_min, lr_max, steps)
    seen = [loss_and_grad(theta)]
    for k in range(steps):
        theta = theta - rates[k] * np.asarray(seen[-1][1])
        seen.append(loss_and_grad(theta))
        losses = [loss for loss, _ in seen]
        if losses[-1] / min(losses) > factor:
            return rates[: k + 1], np.array(losses[1:])
    return rates, np.array(losses[1:])


@right("lr_range_test", note="a rate that is multiplied, a while loop")
def lr_range_test_with_a_growing_rate(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    growth = math.exp(math.log(lr_max / lr_min) / (steps - 1))
    theta, rate, rates, losses = theta.copy(), lr_min, [], []
    least, g = loss_and_grad(theta)
    while len(rates) < steps and (not losses or losses[-1] <= factor * least):
        theta -= rate * g
        loss, g = loss_and_grad(theta)
        least = loss if loss < least else least
        rates.append(rate)
        losses.append(float(loss))
        rate *= growth
    return rates, losses


@right("lr_range_test", note="a generator, weighted powers")
def lr_range_test_with_inner_generator(loss_and_grad, theta, lr_min, lr_max, steps, factor):
    def walk(theta):
        least, g = loss_and_grad(theta)
        for k in range(steps):
            share = k / (steps - 1)
            rate = lr_min ** (1 - share) * lr_max**share
            theta = np.subtract(theta, np.multiply(rate, g))
            loss, g = loss_and_grad(theta)
            yield rate, loss
            least = min(least, loss)
            if loss > factor * least:
                return

    rates, losses = zip(*walk(theta))
    return np.array(rates), np.array(losses)


# ==== rate_pair: mistakes =================================================================================


@wrong(
    "rate_pair",
    hint="It is the best single rate, taken twice: p has a double root in the middle then, and is "
    "zero where it could have gone below. Chapter 3, Several directions at once.",
    seen="the previous section carried over",
)
def rate_pair_best_single_twice(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    a = b = 2 / (c + L)
    return a, b, abs((1 - a * c) * (1 - b * c))


@wrong(
    "rate_pair",
    hint="It is the best single rate, with its factor for one step: two different rates are asked "
    "for, and a factor for two steps. Chapter 3, Several directions at once.",
    seen="the previous section carried over",
)
def rate_pair_best_single_factor(c, L):
    lr = 2 / (c + L)
    return lr, lr, (L - c) / (L + c)


@wrong(
    "rate_pair",
    hint="The two rates suit the two ends, c and L, where p is zero then. In the middle it is large: "
    "at the best pair it is as large there as at the ends. Chapter 3, Several directions at "
    "once.",
    seen="one rate for each extreme",
)
def rate_pair_ends_as_roots(c, L):
    a, b = 1 / (L), 1 / (c)
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The range is cut in half, and each rate is the best for one of the halves: p is a product, "
    "and neither half has a rate to itself. Compare it at the ends and in the middle. Chapter 3, "
    "Several directions at once.",
    seen="divide and conquer",
)
def rate_pair_quarter_points(c, L):
    a, b = 1 / (c + (L - c) * 3 / 4), 1 / (c + (L - c) / 4)
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots divide the range into thirds: look at p at the ends and in the middle, and shift "
    "the roots until all three are equal. Chapter 3, Several directions at once.",
    seen="two points spaced evenly",
)
def rate_pair_third_points(c, L):
    a, b = 1 / (c + (L - c) * 2 / 3), 1 / (c + (L - c) / 3)
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots are close, and not the ones: at one over the root of three the parabola is small "
    "on average, and the largest value is what counts. Chapter 3, Several directions at once.",
    seen="the points of another rule: Gauss's",
)
def rate_pair_gauss_points(c, L):
    a, b = 1 / ((L + c) / 2 + (L - c) / 2 / math.sqrt(3)), 1 / ((L + c) / 2 - (L - c) / 2 / math.sqrt(3))
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots lie too far out: they are two of the three that the best *three* rates would "
    "have. In the middle p is too large. Chapter 3, Several directions at once.",
    seen="Chebyshev's points of another degree",
)
def rate_pair_cubic_points(c, L):
    a, b = (
        1 / ((L + c) / 2 + (L - c) / 2 * math.sqrt(3) / 2),
        1 / ((L + c) / 2 - (L - c) / 2 * math.sqrt(3) / 2),
    )
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots divide the range as golden section does: look at p at the ends and in the middle, "
    "and shift the roots until all three are equal in size. Chapter 3, Several directions at "
    "once.",
    seen="chapter 1 carried over",
)
def rate_pair_golden_points(c, L):
    a, b = 1 / (c + 0.618 * (L - c)), 1 / (c + 0.382 * (L - c))
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots lie evenly on a logarithmic scale: p is a parabola in the curvature itself, so "
    "its three places are the ends and the plain middle of the range. Chapter 3, Several "
    "directions at once.",
    seen="curvatures thought of in powers of ten",
)
def rate_pair_geometric_points(c, L):
    a, b = 1 / (c * (L / c) ** 0.75), 1 / (c * (L / c) ** 0.25)
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The roots are placed well on a logarithmic scale: p is a parabola in the curvature itself, "
    "so its three places are the ends and the plain middle of the range. Chapter 3, Several "
    "directions at once.",
    seen="curvatures thought of in powers of ten",
)
def rate_pair_geometric_chebyshev(c, L):
    a, b = (
        1 / (math.sqrt(c * L) * (L / c) ** (0.5 / math.sqrt(2))),
        1 / (math.sqrt(c * L) / (L / c) ** (0.5 / math.sqrt(2))),
    )
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The rates are placed between one over L and one over c as the roots should be between c and "
    "L: p is a parabola in the curvature, not in the rate. Chapter 3, Several directions at "
    "once.",
    seen="the right points on the other axis",
)
def rate_pair_chebyshev_in_rates(c, L):
    a, b = (
        (1 / c + 1 / L) / 2 - (1 / c - 1 / L) / 2 / math.sqrt(2),
        (1 / c + 1 / L) / 2 + (1 / c - 1 / L) / 2 / math.sqrt(2),
    )
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="One rate removes the steepest direction and the other is the best single one: p is zero at "
    "one end then, which is more than is needed there and less elsewhere. Chapter 3, Several "
    "directions at once.",
    seen="two known rates in turn",
)
def rate_pair_inverse_ends_middle(c, L):
    a, b = 1 / L, 2 / (c + L)
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="Both rates keep to the limit of stability: in a pair one of them may go beyond, as the "
    "other makes up for it. Chapter 3, Several directions at once.",
    seen="the limit taken for a law",
)
def rate_pair_safe_and_flat(c, L):
    a, b = 1 / L, 2 / L
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The longer rate is cut off at two over L: that is the limit for a single rate. In a pair "
    "one of them may go beyond, as the other makes up for it. Chapter 3, Several directions at "
    "once.",
    seen="the limit taken for a law",
)
def rate_pair_clipped_at_the_limit(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    b = min(b, 2 / L)
    return a, b, max(abs((1 - a * x) * (1 - b * x)) for x in (c, L, (1 / a + 1 / b) / 2))


@wrong(
    "rate_pair",
    hint="The two numbers are the places where p is zero: these are curvatures, and a rate is one "
    "over a curvature. Chapter 3, Several directions at once.",
    seen="the last step forgotten",
)
def rate_pair_roots_returned(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    L_root, c_root = roots
    return c_root, L_root, abs((1 - c / c_root) * (1 - c / L_root))


@wrong(
    "rate_pair",
    hint="Both rates are twice what they should be: p is zero where rate times curvature is one, not "
    "two. Chapter 3, Several directions at once.",
    seen="the 2 of the limit",
)
def rate_pair_twice_the_rates(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 2 / roots
    return a, b, max(abs((1 - a * x) * (1 - b * x)) for x in (c, L, (1 / a + 1 / b) / 2))


@wrong(
    "rate_pair",
    hint="The two rates are right and have changed places: the shorter one comes first. Chapter 3, "
    "Several directions at once.",
    seen="roots in rising order are rates in falling order",
)
def rate_pair_longer_first(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([-1, 1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, abs((1 - a * c) * (1 - b * c))


@wrong(
    "rate_pair",
    hint="The roots lie twice as far from the middle as they should, beyond c and L: the range "
    "reaches to both sides of its middle by half its width, and p has to be zero twice inside "
    "it. Chapter 3, Several directions at once.",
    seen="a half forgotten, or a product with the root of two for a fraction",
)
def rate_pair_whole_width(c, L):
    middle, reach = (L + c) / 2, (L - c)
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, max(abs((1 - a * x) * (1 - b * x)) for x in (c, L, (1 / a + 1 / b) / 2))


@wrong(
    "rate_pair",
    hint="The rates are right, and q is the factor of a single step, on average: asked for is that of "
    "both together. Chapter 3, Several directions at once.",
    seen="a factor per step, as before",
)
def rate_pair_q_of_a_step(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, math.sqrt(abs((1 - a * c) * (1 - b * c)))


@wrong(
    "rate_pair",
    hint="The rates are right, and q is squared: it is the factor of the loss then, or of four steps. "
    "Chapter 3, Several directions at once.",
    seen="loss for distance",
)
def rate_pair_q_squared(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, ((1 - a * c) * (1 - b * c)) ** 2


@wrong(
    "rate_pair",
    hint="The rates are right, and q is negative: it is p in the middle with its sign, and the size "
    "is asked for. Chapter 3, Several directions at once.",
    seen="abs forgotten",
)
def rate_pair_q_with_sign(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, (1 - a * middle) * (1 - b * middle)


@wrong(
    "rate_pair",
    hint="The rates are right, and q is that of the best single rate taken twice: the pair is better. "
    "Chapter 3, Several directions at once.",
    seen="a formula of the previous section",
)
def rate_pair_q_of_the_single(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, ((L - c) / (L + c)) ** 2


@wrong(
    "rate_pair",
    hint="The rates are right, and q is that of one step at the best single rate: it belongs to "
    "neither the pair nor two steps. Chapter 3, Several directions at once.",
    seen="a formula of the previous section",
)
def rate_pair_q_of_the_single_step(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, (L - c) / (L + c)


@wrong(
    "rate_pair",
    hint="The rates are right, and q is that of the heavy ball, which many different rates in turn "
    "approach: two of them don't get so far. Chapter 3, Several directions at once.",
    seen="a formula of chapter 7",
)
def rate_pair_q_of_momentum(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, ((math.sqrt(L) - math.sqrt(c)) / (math.sqrt(L) + math.sqrt(c))) ** 2


@wrong(
    "rate_pair",
    hint="The rates are right, and q is the worst of one step times the worst of the other: no "
    "direction is the worst in both. Chapter 3, Several directions at once.",
    seen="the largest of a product taken for a product of the largest",
)
def rate_pair_q_as_a_product_of_worsts(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, max(abs(1 - a * c), abs(1 - a * L)) * max(abs(1 - b * c), abs(1 - b * L))


@wrong(
    "rate_pair",
    hint="The rates are right, and q is |p| at the geometric mean of c and L: the parabola has its "
    "least value in the plain middle. Chapter 3, Several directions at once.",
    seen="another mean",
)
def rate_pair_q_in_the_middle_of_rates(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, abs((1 - a * math.sqrt(c * L)) * (1 - b * math.sqrt(c * L)))


@wrong(
    "rate_pair",
    hint="The rates are right, and q is half of what it should be: it is the factor of two steps, and "
    "nothing is averaged over them. Chapter 3, Several directions at once.",
    seen="a factor per step by halving",
)
def rate_pair_q_halved(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, abs((1 - a * c) * (1 - b * c)) / 2


@wrong(
    "rate_pair",
    hint="The rates are right, and q stands on its head: above one the distance would grow. Chapter "
    "3, Several directions at once.",
    seen="Chebyshev's polynomial without its reciprocal",
)
def rate_pair_q_inverse(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, 1 / abs((1 - a * c) * (1 - b * c))


@wrong(
    "rate_pair",
    hint="The rates are right, and q is the share that two steps take away: asked for is the share "
    "that they leave. Chapter 3, Several directions at once.",
    seen="one minus the factor",
)
def rate_pair_q_fall(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, 1 - abs((1 - a * c) * (1 - b * c))


@wrong(
    "rate_pair",
    hint="The three numbers are right and stand in another order: first the two rates, then q. "
    "Chapter 3, Several directions at once.",
    seen="a triple turned round",
)
def rate_pair_q_first(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return abs((1 - a * c) * (1 - b * c)), a, b


@wrong(
    "rate_pair",
    hint="The numbers are close, as from a search on a grid: the three conditions can be solved "
    "exactly, with a pencil. Chapter 3, Several directions at once.",
    seen="a search in the place of a solution",
)
def rate_pair_coarse_grid(c, L):
    roots, places = np.linspace(c, L, 201), np.array([c, (c + L) / 2, L])
    p = (1 - places / roots[:, None, None]) * (1 - places / roots[None, :, None])
    worst = np.abs(p).max(axis=2)
    i, j = np.unravel_index(worst.argmin(), worst.shape)
    return 1 / roots[max(i, j)], 1 / roots[min(i, j)], worst[i, j]


@wrong(
    "rate_pair",
    hint="The pair is good on average over the curvatures: asked for is the one whose worst curvature "
    "is best. Chapter 3, Several directions at once.",
    seen="least squares",
)
def rate_pair_smallest_mean_square(c, L):
    best = None
    for u in np.linspace(0.4, 0.8, 401):
        a, b = 1 / ((L + c) / 2 + u * (L - c) / 2), 1 / ((L + c) / 2 - u * (L - c) / 2)
        x = np.linspace(c, L, 201)
        p = (1 - a * x) * (1 - b * x)
        if best is None or np.mean(p**2) < best[0]:
            best = np.mean(p**2), a, b, np.abs(p).max()
    return best[1:]


@wrong(
    "rate_pair",
    hint="The two rates lie evenly around the best single one: it is the places where p is zero that "
    "lie evenly around the middle, and a rate is one over a place. Chapter 3, Several directions "
    "at once.",
    seen="the right spread on the other axis",
)
def rate_pair_spread_around_best(c, L):
    a, b = 2 / (c + L) * (1 - 1 / math.sqrt(2)), 2 / (c + L) * (1 + 1 / math.sqrt(2))
    places = [c, L] + [x for x in [(1 / a + 1 / b) / 2] if c < x < L]
    worst = max(abs((1 - a * x) * (1 - b * x)) for x in places)
    return a, b, worst


@wrong(
    "rate_pair",
    hint="The rates are right, and q is a little too small: there is a plus in its polynomial where a "
    "minus belongs. Chapter 3, Several directions at once.",
    seen="Chebyshev's polynomial half-remembered",
)
def rate_pair_q_plus_one(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 1 / roots
    return a, b, 1 / (2 * ((L + c) / (L - c)) ** 2 + 1)


@wrong(
    "rate_pair",
    hint="Both rates are half of what they should be: p is zero where rate times curvature is one. "
    "Chapter 3, Several directions at once.",
    seen="a half from the quadratic",
)
def rate_pair_halved_rates(c, L):
    middle, reach = (L + c) / 2, (L - c) / 2
    roots = middle + reach * np.array([1, -1]) / math.sqrt(2)
    a, b = 0.5 / roots
    return a, b, max(abs((1 - a * x) * (1 - b * x)) for x in (c, L, (1 / a + 1 / b) / 2))


@right("rate_pair", note="from Chebyshev's polynomial and its coefficients")
def rate_pair_from_chebyshev(c, L):
    m = (L + c) / (L - c)
    q = 1 / (2 * m * m - 1)
    total, product = 4 * m * q * 2 / (L - c), 8 * q / (L - c) ** 2
    root = math.sqrt(total**2 - 4 * product)
    return (total - root) / 2, (total + root) / 2, q


@right("rate_pair", note="in units of c, the factor from that of the heavy ball")
def rate_pair_from_the_condition_number(c, L):
    kappa = L / c
    rho = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
    half = (kappa + 1) / 2
    spread = (kappa - 1) * math.cos(math.pi / 4) / 2
    return 1 / (c * (half + spread)), 1 / (c * (half - spread)), 2 * rho**2 / (1 + rho**4)


@right("rate_pair", note="three linear equations")
def rate_pair_from_three_equations(c, L):
    # p(x) = 1 + u x + v x^2 with p(c) = q, p(middle) = -q, p(L) = q
    m = (c + L) / 2
    u, v, q = np.linalg.solve([[c, c * c, -1], [m, m * m, 1], [L, L * L, -1]], [-1, -1, -1])
    a, b = sorted(1 / np.roots([v, u, 1]).real)
    return float(a), float(b), float(q)


@right("rate_pair", note="the angles of Chebyshev's points, the factor in the middle")
def rate_pair_by_cosines(c, L):
    angles = np.pi * (2 * np.arange(2) + 1) / 4
    rates = 2 / (L + c + (L - c) * np.cos(angles))
    return rates[0], rates[1], np.abs(np.prod(1 - rates * (L + c) / 2))


# ==== shrinking_triangles: mistakes =======================================================================


@wrong(
    "shrinking_triangles",
    hint="The rate is a step ahead in its cycle: step 1 is the first of it, place number 0, and "
    "should be at lr_min. Chapter 3, Schedules.",
    seen="divmod of a step that counts from 1",
)
def shrinking_triangles_steps_from_zero(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The whole schedule is a step late: step 1 is the first of its cycle, and its rate is "
    "lr_min; step 2 is higher. Chapter 3, Schedules.",
    seen="1 subtracted twice",
)
def shrinking_triangles_a_step_late(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 2, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The last step of each cycle is too low already: it counts as one of the next cycle, since "
    "steps count from 1. Chapter 3, Schedules.",
    seen="1 subtracted in one of two places",
)
def shrinking_triangles_cycle_from_zero(step, period, lr_min, lr_max, shrink):
    cycle, position = step // period, (step - 1) % period
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The first cycle is too low, and all others with it: it is the first whose top is lr_max. "
    "Chapter 3, Schedules.",
    seen="cycles counted from 1",
)
def shrinking_triangles_shrinks_in_the_first_cycle(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink ** (cycle + 1)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The second cycle is as high as the first, and all later ones are too high: each is less "
    "high than the one before, from the second on. Chapter 3, Schedules.",
    seen="cycles counted from 1, and 1 subtracted twice",
)
def shrinking_triangles_shrinks_a_cycle_late(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink ** max(cycle - 1, 0)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="All cycles are equally high: shrink has no part in anything. Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def shrinking_triangles_never_shrinks(step, period, lr_min, lr_max, shrink):
    position = (step - 1) % period
    height = lr_max - lr_min
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="From the second cycle on all are equally high: each is less high than the one before it. "
    "Chapter 3, Schedules.",
    seen="a factor where a power is needed",
)
def shrinking_triangles_shrinks_once(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * (shrink if cycle else 1.0)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The height shrinks with every step, within the first cycle already: it changes from cycle "
    "to cycle. Chapter 3, Schedules.",
    seen="step for cycle",
)
def shrinking_triangles_shrinks_with_every_step(step, period, lr_min, lr_max, shrink):
    position = (step - 1) % period
    height = (lr_max - lr_min) * shrink ** (step - 1)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The height shrinks at the top already, in the middle of each cycle: it changes from cycle "
    "to cycle. Chapter 3, Schedules.",
    seen="half a period for a period",
)
def shrinking_triangles_shrinks_every_half_cycle(step, period, lr_min, lr_max, shrink):
    position = (step - 1) % period
    height = (lr_max - lr_min) * shrink ** ((step - 1) // (period // 2))
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The height shrinks from step to step, a little each time, so the sides are not straight: it "
    "changes from cycle to cycle. Chapter 3, Schedules.",
    seen="/ for //",
)
def shrinking_triangles_shrinks_smoothly(step, period, lr_min, lr_max, shrink):
    position = (step - 1) % period
    height = (lr_max - lr_min) * shrink ** ((step - 1) / period)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The second cycle is right, and then the heights grow: it is a share of a share that is "
    "wanted, not a multiple of it. Chapter 3, Schedules.",
    seen="* for **",
)
def shrinking_triangles_shrinks_by_product(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * (shrink * cycle if cycle else 1.0)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The heights of the later cycles go down as one over their number: each should be the same "
    "share of the one before. Chapter 3, Schedules.",
    seen="a decay of another kind",
)
def shrinking_triangles_shrinks_by_division(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink / max(cycle, shrink)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The second cycle is right, and then the heights fall by the same amount until nothing is "
    "left: it is a share of the cycle before. Chapter 3, Schedules.",
    seen="a straight line for a power",
)
def shrinking_triangles_shrinks_by_the_same_amount(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * max(1 - (1 - shrink) * cycle, 0.0)
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The first cycle is right, and in the later ones the top itself is multiplied, counted from "
    "zero: what shrinks is its height above lr_min. Chapter 3, Schedules.",
    seen="height taken for rate",
)
def shrinking_triangles_the_top_shrinks(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = lr_max * shrink**cycle - lr_min
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The first cycle is right, and in the later ones lr_min shrinks as well: each cycle begins "
    "at lr_min itself. Chapter 3, Schedules.",
    seen="a bracket in another place",
)
def shrinking_triangles_everything_shrinks(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    return (lr_min + (lr_max - lr_min) * (1 - abs(2 * position / period - 1))) * shrink**cycle


@wrong(
    "shrinking_triangles",
    hint="The cycles become higher: each should be less high than the one before. Chapter 3, Schedules.",
    seen="a sign in an exponent, or a division",
)
def shrinking_triangles_grows(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**-cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="Each cycle begins at its top, goes down and comes up again: it begins at lr_min. Chapter 3, "
    "Schedules.",
    seen="a triangle turned over",
)
def shrinking_triangles_upside_down(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * abs(2 * position / period - 1)


@wrong(
    "shrinking_triangles",
    hint="The cycles hang from lr_max: each begins there and goes down. They stand on lr_min. Chapter "
    "3, Schedules.",
    seen="the other end kept fixed",
)
def shrinking_triangles_down_from_lr_max(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_max - height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="Within a cycle the rate rises up to the last step and then drops: it should turn at half a "
    "period. Chapter 3, Schedules.",
    seen="the way down forgotten",
)
def shrinking_triangles_saw(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * position / period


@wrong(
    "shrinking_triangles",
    hint="The tops are half as high as they should be: the rate has half a period to rise by the "
    "whole height. Chapter 3, Schedules.",
    seen="a rise by one over the period at each step",
)
def shrinking_triangles_half_as_high(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height / 2 * (1 - abs(position / (period / 2) - 1))


@wrong(
    "shrinking_triangles",
    hint="The tops are twice as high as they should be, above lr_max: at half a period the rise is "
    "complete. Chapter 3, Schedules.",
    seen="a 2 in one place too many",
)
def shrinking_triangles_twice_as_high(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + 2 * height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="All rates are too low by lr_min: the triangles stand on zero. Chapter 3, Schedules.",
    seen="a term forgotten",
)
def shrinking_triangles_not_from_lr_min(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The top of the first cycle is above lr_max, by lr_min: the height is counted from lr_min. "
    "Chapter 3, Schedules.",
    seen="a difference forgotten",
)
def shrinking_triangles_height_of_lr_max(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = lr_max * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="lr_min has no part in anything: the triangles reach from zero to lr_max. Chapter 3, Schedules.",
    seen="the smallest rate taken to be zero",
)
def shrinking_triangles_lr_min_without_influence(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = lr_max * shrink**cycle
    return height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="A cycle lasts twice as long as it should: period is all of it, up and down. Chapter 3, Schedules.",
    seen="Smith's step size, which is half a cycle",
)
def shrinking_triangles_half_a_cycle(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, 2 * period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="A cycle lasts half as long as it should: period is all of it, up and down. Chapter 3, Schedules.",
    seen="half a period taken for a cycle",
)
def shrinking_triangles_two_cycles(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period // 2)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(4 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The rate is back at lr_min at the last step of the cycle: it is the first step of the next "
    "one that is there again, so the last is one step above. Chapter 3, Schedules.",
    seen="as many gaps as steps, less one",
)
def shrinking_triangles_arrives_at_the_last_step(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / (period - 1) - 1))


@wrong(
    "shrinking_triangles",
    hint="The top comes a step early, after half a period less one: the first step is at lr_min, and "
    "the top half a period later. Chapter 3, Schedules.",
    seen="the first step counted as a rise",
)
def shrinking_triangles_top_a_step_early(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    half = period // 2
    top = max(half - 1, 1)
    share = position / top if position <= top else (period - position) / (period - top)
    return lr_min + (lr_max - lr_min) * shrink**cycle * share


@wrong(
    "shrinking_triangles",
    hint="After the top the rate is at lr_min at once: it should fall as it has risen. Chapter 3, Schedules.",
    seen="the way down forgotten",
)
def shrinking_triangles_second_half_drops(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    half = period // 2
    if position <= half:
        return lr_min + height * position / half
    return lr_min


@wrong(
    "shrinking_triangles",
    hint="After half a period the rate rises on: it should turn there, and fall as it has risen. "
    "Chapter 3, Schedules.",
    seen="the way down forgotten",
)
def shrinking_triangles_goes_on_rising(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * position / (period / 2)


@wrong(
    "shrinking_triangles",
    hint="The rates reach as far below lr_min as above it: a cycle begins at lr_min, and never is "
    "below. Chapter 3, Schedules.",
    seen="a triangle between minus one and one",
)
def shrinking_triangles_below_lr_min(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - 2 * abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="A cycle begins half-way up: it begins at lr_min. Chapter 3, Schedules.",
    seen="a triangle around a mean",
)
def shrinking_triangles_around_the_middle(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (0.5 + 0.5 * (1 - abs(2 * position / period - 1)))


@wrong(
    "shrinking_triangles",
    hint="The sides are curved like a cosine: the rate changes by the same amount at every step. "
    "Chapter 3, Schedules.",
    seen="a cosine for a triangle",
)
def shrinking_triangles_waves(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - math.cos(2 * math.pi * position / period)) / 2


@wrong(
    "shrinking_triangles",
    hint="The rate is at lr_min or at the top and never between: the place in the cycle is rounded to "
    "a whole number. Chapter 3, Schedules.",
    seen="// for /",
)
def shrinking_triangles_whole_steps(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position // period - 1))


@wrong(
    "shrinking_triangles",
    hint="The height changes in the middle of a cycle: the number of the cycle is rounded to the "
    "nearest, and should be rounded down. Chapter 3, Schedules.",
    seen="round for //",
)
def shrinking_triangles_rounded_cycles(step, period, lr_min, lr_max, shrink):
    cycle, position = round((step - 1) / period), (step - 1) % period
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="After the first cycle the rate stays at lr_min: it goes up and down again and again. "
    "Chapter 3, Schedules.",
    seen="a remainder forgotten",
)
def shrinking_triangles_one_cycle_only(step, period, lr_min, lr_max, shrink):
    cycle, position = (step - 1) // period, min(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The first cycle is right, and the later ones end at lr_max, each from higher up: the tops "
    "come down, and lr_min stays. Chapter 3, Schedules.",
    seen="the other end kept fixed",
)
def shrinking_triangles_shrinks_from_lr_max_down(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_max - height + height * (1 - abs(2 * position / period - 1))


@wrong(
    "shrinking_triangles",
    hint="The cycles are arches, half a sine each: the sides should be straight. Chapter 3, Schedules.",
    seen="a sine for a triangle",
)
def shrinking_triangles_arches(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    return lr_min + height * math.sin(math.pi * position / period)


@wrong(
    "shrinking_triangles",
    hint="The way up is right, and the way down is a step ahead: after the top it falls by two parts "
    "at once, and the last step of a cycle is at lr_min already. Chapter 3, Schedules.",
    seen="as many gaps as steps, less one",
)
def shrinking_triangles_down_a_step_ahead(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    half = period // 2
    share = position / half if position <= half else (period - 1 - position) / half
    return lr_min + height * share


@wrong(
    "shrinking_triangles",
    hint="The way up is right, and the way down is a step late: the top is there for two steps. "
    "Chapter 3, Schedules.",
    seen="the 1 moved to another place",
)
def shrinking_triangles_top_held(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = (lr_max - lr_min) * shrink**cycle
    half = period // 2
    share = position / half if position <= half else (period - position + 1) / half
    return lr_min + height * share


@wrong(
    "shrinking_triangles",
    hint="In the first cycle the height is one whatever the rates are: a power binds more closely "
    "than a product, unless brackets say otherwise. Chapter 3, Schedules.",
    seen="a bracket too many",
)
def shrinking_triangles_lr_max_to_the_power(step, period, lr_min, lr_max, shrink):
    cycle, position = divmod(step - 1, period)
    height = ((lr_max - lr_min) * shrink) ** cycle
    return lr_min + height * (1 - abs(2 * position / period - 1))


@right("shrinking_triangles", note="two halves, a loop over cycles")
def shrinking_triangles_in_halves(step, period, lr_min, lr_max, shrink):
    half = period // 2
    k = (step - 1) % period
    share = k / half if k < half else (period - k) / half
    top = lr_max - lr_min
    for _ in range((step - 1) // period):
        top *= shrink
    return lr_min + share * top


@right("shrinking_triangles", note="Smith's formula, cycles from 1")
def shrinking_triangles_smiths_formula(step, period, lr_min, lr_max, shrink):
    half = period / 2
    cycle = math.floor(1 + (step - 1) / period)
    x = abs((step - 1) / half - 2 * cycle + 1)
    return lr_min + (lr_max - lr_min) * max(0.0, 1 - x) * shrink ** (cycle - 1)


@right("shrinking_triangles", note="np.interp through three points")
def shrinking_triangles_by_interpolation(step, period, lr_min, lr_max, shrink):
    done = np.floor((step - 1) / period)
    top = lr_min + (lr_max - lr_min) * np.exp(done * np.log(shrink))
    return float(np.interp(step - 1 - done * period, [0, period / 2, period], [lr_min, top, lr_min]))


@right("shrinking_triangles", note="walked from the first step on")
def shrinking_triangles_step_by_step(step, period, lr_min, lr_max, shrink):
    height, rising = lr_max - lr_min, 0
    for t in range(1, step):
        up = (t - 1) % period < period // 2
        rising += 1 if up else -1
        if t % period == 0:
            height *= shrink
    return lr_min + height * 2 * rising / period


# ==== root_schedule: mistakes =============================================================================


@wrong(
    "root_schedule",
    hint="As it was handed out, there are three mistakes: one shows at the first step, one in the "
    "cool-down, one after the last step. Work out a rate by hand at each of these. Chapter 3, "
    "Schedules.",
    seen="handed out",
)
def root_schedule_as_handed_out(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / warmup
    root = lr_max * math.sqrt(warmup / step)
    if step < total - cooldown:
        return root
    return root * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="All is mended but one: the warm-up is a step behind, and the first step has the rate zero. "
    "Chapter 3, Schedules.",
    seen="handed out so",
)
def root_schedule_first_step_zero(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step - 1) / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="All is mended but one: in the cool-down the root goes on falling, so the way down is bent. "
    "The straight line starts from what the root gives where the cool-down begins, and that is "
    "one number. Chapter 3, Schedules.",
    seen="handed out so",
)
def root_schedule_root_goes_on(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    root = lr_max * math.sqrt(warmup / step)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="All is mended but one: after the last step the rate is negative, and such a step climbs. "
    "Chapter 3, Schedules.",
    seen="handed out so",
)
def root_schedule_negative_after_the_end(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is mended, and two mistakes are left: in the cool-down the line is bent, and "
    "after the last step the rate is negative. Chapter 3, Schedules.",
    seen="one of three mended",
)
def root_schedule_only_the_warm_up_mended(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * step / warmup
    root = lr_max * math.sqrt(warmup / step)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The cool-down is mended, and two mistakes are left: the first step has the rate zero, and "
    "after the last step the rate is negative. Chapter 3, Schedules.",
    seen="one of three mended",
)
def root_schedule_only_the_line_mended(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The rate after the end is mended, and two mistakes are left: the first step has the rate "
    "zero, and in the cool-down the line is bent. Chapter 3, Schedules.",
    seen="one of three mended",
)
def root_schedule_only_the_end_mended(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step - 1) / warmup
    root = lr_max * math.sqrt(warmup / step)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is a step ahead now: step 1 of w has one w-th of lr_max. Chapter 3, Schedules.",
    seen="the same mistake on the other side",
)
def root_schedule_mended_too_far(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step + 1) / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is a little too flat: it has w steps, and the last of them is at the top. "
    "Chapter 3, Schedules.",
    seen="a top one step after the warm-up",
)
def root_schedule_up_too_flat(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / (warmup + 1)
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is too steep and passes lr_max before its end: it has w steps, each with the "
    "same rise. Chapter 3, Schedules.",
    seen="the 1 moved to another place",
)
def root_schedule_up_too_steep(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / max(warmup - 1, 1)
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up arrives in time, and still begins with the rate zero: at step t it is at t of w "
    "parts of lr_max. Chapter 3, Schedules.",
    seen="the mistake mended at the other end",
)
def root_schedule_zero_to_top(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step - 1) / max(warmup - 1, 1)
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is far too flat: it rises as if it lasted for all of the steps. Chapter 3, Schedules.",
    seen="total for warmup",
)
def root_schedule_up_over_total(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / total
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up ends at one, whatever lr_max is. Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def root_schedule_up_without_lr_max(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The warm-up is curved like a root: it is a straight line. Chapter 3, Schedules.",
    seen="the root taken over into the first part",
)
def root_schedule_up_by_roots(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * math.sqrt(step / warmup)
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="There is no warm-up: before step w the root stands above lr_max. Chapter 3, Schedules.",
    seen="a branch deleted while mending",
)
def root_schedule_no_warm_up(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The rate rises on after the warm-up: it ends at step w, whatever the cool-down is. Chapter "
    "3, Schedules.",
    seen="one name for another",
)
def root_schedule_up_to_the_cool_down(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < cooldown:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="Between warm-up and cool-down the rate falls as one over t: a square root is missing. "
    "Chapter 3, Schedules.",
    seen="the root forgotten",
)
def root_schedule_without_root(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * warmup / min(step, begins)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the warm-up the rate rises on, like a root: the fraction under it stands on its head. "
    "Chapter 3, Schedules.",
    seen="a fraction turned round",
)
def root_schedule_root_upside_down(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(min(step, begins) / warmup)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the warm-up the rate drops: the warm-up's length belongs under the root, so that at "
    "step w it is lr_max. Chapter 3, Schedules.",
    seen="the root of t, and nothing above it",
)
def root_schedule_root_without_warm_up(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * 1 / math.sqrt(min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the warm-up the rate drops, and falls as one over t: the root is over the whole "
    "fraction. Chapter 3, Schedules.",
    seen="a bracket in another place",
)
def root_schedule_root_of_the_warm_up_only(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup) / min(step, begins)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the warm-up the rate falls too fast: the root counts the steps since the warm-up, and "
    "t is the number of the step. Chapter 3, Schedules.",
    seen="steps counted from the top",
)
def root_schedule_root_since_the_warm_up(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * 1 / math.sqrt(1 + min(step, begins) - warmup)
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At the start of the cool-down the rate drops: the straight line starts from the root at T - "
    "k, not from the root at the end. Chapter 3, Schedules.",
    seen="the other end of the cool-down",
)
def root_schedule_root_to_the_end(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / (step if step < begins else total))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At the start of the cool-down the rate jumps: the straight line starts from the root at the "
    "step T - k, and k is only how long the line is. Chapter 3, Schedules.",
    seen="a length taken for a step",
)
def root_schedule_root_of_the_cool_down(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / (step if step < begins else cooldown))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At the start of the cool-down the rate jumps up: the straight line starts from where the "
    "root has come to, not from lr_max. Chapter 3, Schedules.",
    seen="lr_max for the rate at T - k",
)
def root_schedule_cools_from_lr_max(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root if step < begins else lr_max * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="At the start of the cool-down the rate drops: the line has k steps to come down, and it is "
    "as if it had come down since the first. Chapter 3, Schedules.",
    seen="total for cooldown",
)
def root_schedule_cools_over_total(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / (cooldown if step < begins else total), 1.0)


@wrong(
    "root_schedule",
    hint="The cool-down arrives a step too early, and would be negative at the end: step total has "
    "the rate zero, and the one before has not. Chapter 3, Schedules.",
    seen="steps counted from zero at the end",
)
def root_schedule_cools_a_step_early(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - 1 - step) / max(cooldown - 1, 1), 1.0)


@wrong(
    "root_schedule",
    hint="The cool-down is a step ahead: at T - k the rate is what the root gives, with nothing taken "
    "off. Chapter 3, Schedules.",
    seen="the 1 moved to another place",
)
def root_schedule_cools_a_step_ahead(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root if step < begins else root * (total - step - 1) / cooldown


@wrong(
    "root_schedule",
    hint="The cool-down is a step late: at T - k + 1 the first of its k parts is gone. Chapter 3, Schedules.",
    seen="the 1 moved to another place",
)
def root_schedule_cools_a_step_late(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step + 1) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="The cool-down is too low from its start: it has k steps from the root to zero, and divides "
    "by one more. Chapter 3, Schedules.",
    seen="one more step counted",
)
def root_schedule_cools_too_slowly(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root if step < begins else root * (total - step) / (cooldown + 1)


@wrong(
    "root_schedule",
    hint="In the cool-down the rate drops to zero and rises: what is left of its steps counts, not "
    "what is done. Chapter 3, Schedules.",
    seen="done for left",
)
def root_schedule_cools_up(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root if step < begins else root * (step - begins) / cooldown


@wrong(
    "root_schedule",
    hint="There is no cool-down: the rate stays where its line should begin, and then drops to zero. "
    "Chapter 3, Schedules.",
    seen="a factor forgotten",
)
def root_schedule_never_cools(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root


@wrong(
    "root_schedule",
    hint="There is no cool-down: the root goes on until the end. Chapter 3, Schedules.",
    seen="the last branch deleted while mending",
)
def root_schedule_root_until_the_end(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    return lr_max * math.sqrt(warmup / step)


@wrong(
    "root_schedule",
    hint="The cool-down is curved like a cosine: it is a straight line. Chapter 3, Schedules.",
    seen="the other schedule's end",
)
def root_schedule_cools_by_cosine(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * (1 + math.cos(math.pi * max(step - begins, 0) / cooldown)) / 2


@wrong(
    "root_schedule",
    hint="The cool-down is curved like a root: it is a straight line. Chapter 3, Schedules.",
    seen="a root over both factors",
)
def root_schedule_cools_by_root(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * math.sqrt(min((total - step) / cooldown, 1.0))


@wrong(
    "root_schedule",
    hint="The root stops falling at step k: the cool-down begins k steps before the end, and k is not "
    "the step where it begins. Chapter 3, Schedules.",
    seen="a length taken for a step",
)
def root_schedule_cools_at_once(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the last step the rate rises again: it has lost its sign, where it should be zero. "
    "Chapter 3, Schedules.",
    seen="abs to be rid of a sign",
)
def root_schedule_positive_after_the_end(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min(abs(total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At the last step and after it the rate is still that of the step before the last: it should "
    "be zero. Chapter 3, Schedules.",
    seen="a step clipped to where the rate is positive",
)
def root_schedule_last_rate_kept(step, total, warmup, cooldown, lr_max):
    step = min(step, total - 1)
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the last step the rate is up again, where the cool-down began: it should stay at "
    "zero. Chapter 3, Schedules.",
    seen="a condition for the cool-down only",
)
def root_schedule_begins_kept_after_the_end(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown if step <= total else 1.0, 1.0)


@wrong(
    "root_schedule",
    hint="The root stops falling a step before the cool-down: its last step is T - k itself. Chapter "
    "3, Schedules.",
    seen="the last step before a boundary",
)
def root_schedule_root_a_step_early(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown - 1
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="In the cool-down all rates are a little too low: the line starts from what the root gives "
    "at T - k, not from a step later. Chapter 3, Schedules.",
    seen="the first step after a boundary",
)
def root_schedule_root_a_step_on(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown + 1
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At the end the rate is lr_max: it should be zero, and stay there. Chapter 3, Schedules.",
    seen="one name for another",
)
def root_schedule_lr_max_after_the_end(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return lr_max
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(warmup / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="After the warm-up the rate is not continuous: under the root stands the cool-down's length, "
    "where that of the warm-up belongs. Chapter 3, Schedules.",
    seen="one name for another",
)
def root_schedule_cool_down_in_the_root(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    root = lr_max * math.sqrt(cooldown / min(step, begins))
    return root * min((total - step) / cooldown, 1.0)


@wrong(
    "root_schedule",
    hint="At T - k itself the rate is right, and a step later it is above it: the straight line comes "
    "down from lr_max, where it should come down from what the root has come to. Chapter 3, "
    "Schedules.",
    seen="lr_max for the rate at T - k, with T - k still on the root",
)
def root_schedule_line_from_lr_max(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="At T - k itself the rate is right, and a step later it has jumped: the line starts from the "
    "root at step k, and k is only how long the line is. Chapter 3, Schedules.",
    seen="a length taken for a step, with T - k still on the root",
)
def root_schedule_line_from_root_of_the_length(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / cooldown) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="At T - k itself the rate is right, and a step later it has dropped: the line starts from "
    "what the root would give at the last step of all. Chapter 3, Schedules.",
    seen="total for T - k under the root, with T - k still on the root",
)
def root_schedule_line_from_root_at_total(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / total) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="At T - k itself the rate is right, and a step later it has dropped: what is left of the line "
    "is divided by all the steps, not by those of the cool-down. Chapter 3, Schedules.",
    seen="total for cooldown below the line, with T - k still on the root",
)
def root_schedule_line_over_total(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begins) * (total - step) / total


@wrong(
    "root_schedule",
    hint="At T - k itself the rate is right, and after it the line is a little too low, as if it had "
    "one part more than the cool-down has steps. Chapter 3, Schedules.",
    seen="one more step counted, with T - k still on the root",
)
def root_schedule_line_one_part_more(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begins) * (total - step) / (cooldown + 1)


@wrong(
    "root_schedule",
    hint="In the cool-down the rate does not depend on lr_max: the straight line starts from the root "
    "alone, and the rate at T - k has another factor. Chapter 3, Schedules.",
    seen="a factor forgotten in the last line",
)
def root_schedule_line_without_lr_max(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step <= warmup:
        return lr_max * step / warmup
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return math.sqrt(warmup / begins) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The end is mended; the first step still has the rate zero, and the line of the cool-down "
    "comes down from lr_max and not from where the root is by then. Chapter 3, Schedules.",
    seen="one of three mended, and one by half",
)
def root_schedule_from_lr_max_first_step_zero(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step - 1) / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The warm-up is mended; after the last step the rate is still negative, and the line of the "
    "cool-down comes down from lr_max and not from where the root is by then. Chapter 3, "
    "Schedules.",
    seen="one of three mended, and one by half, the end not seen",
)
def root_schedule_from_lr_max_negative(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="In place of one mistake there is another now, a line that comes down from lr_max; the first "
    "step still has the rate zero, and after the last the rate is negative. Chapter 3, Schedules.",
    seen="the line mended by half, the rest not seen",
)
def root_schedule_from_lr_max_and_two_left(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="After the last step the rate is still negative, and the line of the cool-down starts from "
    "the root at step k, which is a length and no place. Chapter 3, Schedules.",
    seen="the line mended by half, with the end as it was handed out",
)
def root_schedule_length_for_step_and_negative(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return lr_max * step / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / cooldown) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The end is mended; the warm-up is a step ahead now where it was a step behind, and in the "
    "cool-down the root still goes on falling. Chapter 3, Schedules.",
    seen="the warm-up mended by too much, the line not seen",
)
def root_schedule_too_far_and_bent(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step + 1) / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / step) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The cool-down is mended; the warm-up is a step ahead now where it was a step behind, and "
    "after the last step the rate is still negative. Chapter 3, Schedules.",
    seen="the warm-up mended by too much, the end not seen",
)
def root_schedule_too_far_and_negative(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step + 1) / warmup
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begins) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The warm-up is a step ahead now where it was a step behind; in the cool-down the root still "
    "goes on falling, and after the last step the rate is negative. Chapter 3, Schedules.",
    seen="the warm-up mended by too much, and no more",
)
def root_schedule_too_far_and_two_left(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step + 1) / warmup
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / step) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The end is mended; the warm-up arrives in time and still begins with zero, and in the cool- "
    "down the root still goes on falling. Chapter 3, Schedules.",
    seen="the warm-up mended at its other end, the line not seen",
)
def root_schedule_zero_to_top_and_bent(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * (step - 1) / (warmup - 1)
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / step) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The cool-down is mended; the warm-up arrives in time and still begins with zero, and after "
    "the last step the rate is still negative. Chapter 3, Schedules.",
    seen="the warm-up mended at its other end, the end not seen",
)
def root_schedule_zero_to_top_and_negative(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / (warmup - 1)
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begins) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The warm-up arrives in time and still begins with zero; in the cool-down the root still goes "
    "on falling, and after the last step the rate is negative. Chapter 3, Schedules.",
    seen="the warm-up mended at its other end, and no more",
)
def root_schedule_zero_to_top_and_two_left(step, total, warmup, cooldown, lr_max):
    if step < warmup:
        return lr_max * (step - 1) / (warmup - 1)
    if step <= total - cooldown:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / step) * (total - step) / cooldown


@wrong(
    "root_schedule",
    hint="The first step has its rate now, and the second has the same: the warm-up is still a step "
    "behind, and was only kept from being zero. Chapter 3, Schedules.",
    seen="max(step - 1, 1)",
)
def root_schedule_first_step_held_up(step, total, warmup, cooldown, lr_max):
    if step >= total:
        return 0.0
    if step < warmup:
        return lr_max * max(step - 1, 1) / warmup
    begins = total - cooldown
    if step <= begins:
        return lr_max * math.sqrt(warmup / step)
    return lr_max * math.sqrt(warmup / begins) * (total - step) / cooldown


@right("root_schedule", note="one branch a part")
def root_schedule_three_branches(step, total, warmup, cooldown, lr_max):
    if step <= warmup:
        return step * lr_max / warmup
    start = total - cooldown
    if step <= start:
        return lr_max * (warmup / step) ** 0.5
    if step >= total:
        return 0
    top = lr_max * (warmup / start) ** 0.5
    return top - top * (step - start) / cooldown


@right("root_schedule", note="a product of clipped factors")
def root_schedule_as_a_minimum(step, total, warmup, cooldown, lr_max):
    up = step / warmup
    down = np.sqrt(warmup / np.minimum(np.maximum(step, warmup), total - cooldown))
    left = np.clip((total - step) / cooldown, 0, 1)
    return float(lr_max * np.minimum(up, 1) * down * left)


@right("root_schedule", note="a minimum of two, np.interp to the end")
def root_schedule_by_interpolation(step, total, warmup, cooldown, lr_max):
    ends = total - cooldown
    if step < ends:
        return lr_max * min(step / warmup, math.sqrt(warmup) / math.sqrt(step))
    return float(np.interp(step, [ends, total], [lr_max * math.sqrt(warmup / ends), 0.0]))


@right("root_schedule", note="the root through logarithms")
def root_schedule_in_logarithms(step, total, warmup, cooldown, lr_max):
    t = max(step, warmup)
    rate = lr_max * math.exp((math.log(warmup) - math.log(min(t, total - cooldown))) / 2)
    rate *= min(1.0, step / warmup)
    return rate * max(0.0, min(1.0, (total - step) / cooldown))
