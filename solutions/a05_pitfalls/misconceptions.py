"""What students get wrong in notebook a05, and right answers that look different.

`gdcourse/checking/bank.py` says how the entries are used.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== classify_critical_point ===========================================================================


@wrong(
    "classify_critical_point",
    hint="Minima come back as maxima and maxima as minima: where the surface bends upwards in every "
    "direction, the point lies at the bottom. Chapter 5, Where the gradient is zero.",
    seen="f'' > 0 taken for a top",
)
def minimum_and_maximum_exchanged(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    if np.all(e > tol):
        return "maximum"
    if np.all(e < -tol):
        return "minimum"
    return "undecided"


@wrong(
    "classify_critical_point",
    hint="The diagonal of H decides here, and a matrix with a positive diagonal may bend downwards in "
    "between the axes: it is the eigenvalues that count. Chapter 5, Where the gradient is zero.",
    seen="np.diag in place of eigenvalues",
)
def by_the_diagonal(H, tol):
    e = np.diag(H)
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    if np.all(e > tol):
        return "minimum"
    if np.all(e < -tol):
        return "maximum"
    return "undecided"


@wrong(
    "classify_critical_point",
    hint="The signs of the determinant and of one entry decide here, which is a rule for two parameters: in "
    "three, two downward directions make the determinant positive again. Chapter 5, Where the gradient is "
    "zero.",
    seen="the second-derivative test of a calculus course",
)
def by_the_determinant(H, tol):
    determinant = np.linalg.det(H)
    if determinant < -tol:
        return "saddle" if len(H) > 1 else "maximum"
    if determinant > tol:
        return "minimum" if H[0, 0] > 0 else "maximum"
    return "undecided"


@wrong(
    "classify_critical_point",
    hint="The trace decides here: it is the sum of the eigenvalues, and a large positive one can hide a "
    "negative one. Each eigenvalue has a vote of its own. Chapter 5, Where the gradient is zero.",
    seen="the Laplacian taken for all curvatures",
)
def by_the_trace(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(np.abs(e) <= tol):
        return "saddle" if np.any(e > tol) and np.any(e < -tol) else "undecided"
    if e.sum() > tol:
        return "minimum"
    return "maximum" if e.sum() < -tol else "undecided"


@wrong(
    "classify_critical_point",
    hint="A zero among the eigenvalues makes you answer undecided, even where others have both signs: then "
    "there is a way up and a way down already, whatever the zero hides. Chapter 5, Where the gradient is "
    "zero.",
    seen="the test for zeros before the test for signs",
)
def zero_first(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(np.abs(e) <= tol):
        return "undecided"
    if np.all(e > 0):
        return "minimum"
    return "maximum" if np.all(e < 0) else "saddle"


@wrong(
    "classify_critical_point",
    hint="What is neither all positive nor all negative comes back as a saddle. With a zero among "
    "eigenvalues of one sign nothing is decided. Chapter 5, Where the gradient is zero.",
    seen="the last return for all that is left",
)
def rest_is_saddle(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.all(e > tol):
        return "minimum"
    if np.all(e < -tol):
        return "maximum"
    return "saddle"


@wrong(
    "classify_critical_point",
    hint="An eigenvalue of zero passes for positive, and in a flat direction nothing holds a walk: the "
    "answer minimum, or maximum, comes too early. Chapter 5, Where the gradient is zero.",
    seen="-tol where tol belongs: no negative taken for all positive",
)
def no_negative_is_minimum(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    if np.all(np.abs(e) <= tol):
        return "undecided"
    return "minimum" if np.all(e >= -tol) else "maximum"


@wrong(
    "classify_critical_point",
    hint="tol plays no part: an eigenvalue a little off zero decides, though it lies within what is to "
    "count as zero. Chapter 5, Where the gradient is zero.",
    seen="comparisons with 0",
)
def tol_unused(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(e > 0) and np.any(e < 0):
        return "saddle"
    if np.all(e > 0):
        return "minimum"
    return "maximum" if np.all(e < 0) else "undecided"


@wrong(
    "classify_critical_point",
    hint="tol is taken as a share of the largest eigenvalue: it is a bound on the eigenvalues themselves, "
    "whatever the largest is. Chapter 5, Where the gradient is zero.",
    seen="relative tolerances elsewhere",
)
def tol_relative(H, tol):
    e = np.linalg.eigvalsh(H)
    tol = tol * np.abs(e).max()
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    if np.all(e > tol):
        return "minimum"
    return "maximum" if np.all(e < -tol) else "undecided"


@wrong(
    "classify_critical_point",
    hint="Only the smallest eigenvalue is asked: below zero it calls all a saddle, summits included, "
    "where every direction leads down. Chapter 5, Where the gradient is zero.",
    seen="the test for a strict saddle, which includes maxima",
)
def negative_means_saddle(H, tol):
    e = np.linalg.eigvalsh(H)
    if e[0] < -tol:
        return "saddle"
    return "minimum" if e[0] > tol else "undecided"


@wrong(
    "classify_critical_point",
    hint="The majority of the eigenvalues decides. One that points the other way is enough for a saddle, "
    "however many there are against it. Chapter 5, Where the gradient is zero.",
    seen="a count of signs compared",
)
def by_majority(H, tol):
    e = np.linalg.eigvalsh(H)
    up, down = np.sum(e > tol), np.sum(e < -tol)
    if up == down:
        return "saddle" if up else "undecided"
    if up + down < len(e) and not (up and down):
        return "undecided"
    return "minimum" if up > down else "maximum"


@wrong(
    "classify_critical_point",
    hint="One positive eigenvalue is enough here for a minimum, or one negative for a maximum: a minimum "
    "needs all of them, so saddles are asked for first. Chapter 5, Where the gradient is zero.",
    seen="any for all",
)
def any_for_all(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(e > tol):
        return "minimum"
    return "maximum" if np.any(e < -tol) else "undecided"


@wrong(
    "classify_critical_point",
    hint="No point ever comes back as undecided: with an eigenvalue of zero the second derivatives leave "
    "things open, and your last case names a kind all the same. Chapter 5, Where the gradient is zero.",
    seen="three cases for four",
)
def never_undecided(H, tol):
    e = np.linalg.eigvalsh(H)
    if np.any(e > tol) and np.any(e < -tol):
        return "saddle"
    return "minimum" if np.any(e > tol) else "maximum"


@wrong(
    "classify_critical_point",
    hint="Singular values take the place of eigenvalues, and they have no sign: every point looks like a "
    "minimum or undecided. Chapter 5, Where the gradient is zero.",
    seen="np.linalg.svd for a symmetric matrix",
)
def by_singular_values(H, tol):
    s = np.linalg.svd(H, compute_uv=False)
    return "minimum" if np.all(s > tol) else "undecided"


@right("classify_critical_point", note="by counting")
def by_counting(H, tol):
    e = np.linalg.eigvalsh(H)
    up, down = int((e > tol).sum()), int((e < -tol).sum())
    if up and down:
        return "saddle"
    if up == len(e):
        return "minimum"
    return "maximum" if down == len(e) else "undecided"


@right("classify_critical_point", note="by the ends of the spectrum, with eigh")
def by_the_ends(H, tol):
    e = np.linalg.eigh(H)[0]
    lowest, highest = e[0], e[-1]
    if lowest < -tol and highest > tol:
        return "saddle"
    if lowest > tol:
        return "minimum"
    return "maximum" if highest < -tol else "undecided"


@right("classify_critical_point", note="by the set of signs")
def by_set_of_signs(H, tol):
    signs = set()
    for value in np.linalg.eigvals(H).real:
        signs.add(0 if abs(value) <= tol else math.copysign(1, value))
    if {1, -1} <= signs:
        return "saddle"
    return {frozenset({1}): "minimum", frozenset({-1}): "maximum"}.get(frozenset(signs), "undecided")


# ==== saddle_free_step ==================================================================================


@wrong(
    "saddle_free_step",
    hint="This is Newton's own step: along a direction of negative curvature it goes uphill, to the saddle. "
    "Divide by the eigenvalue's size. Chapter 5, A pass is not a plain.",
    seen="np.linalg.solve, or no absolute value",
)
def newtons_step(g, H, floor):
    e, U = np.linalg.eigh(H)
    size = np.maximum(np.abs(e), floor)
    return -U @ ((U.T @ g) / np.where(e < 0, -size, size))


@wrong(
    "saddle_free_step",
    hint="Negative curvatures are raised to the floor, where their size is wanted: a curvature of -3 should "
    "count as 3, and gets a step that is far too long. Chapter 5, A pass is not a plain.",
    seen="maximum without abs",
)
def clipped_below(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ ((U.T @ g) / np.maximum(e, floor))


@wrong(
    "saddle_free_step",
    hint="The step has the sign of the gradient and goes up in every direction: there is a minus in front of "
    "the sum. Chapter 5, A pass is not a plain.",
    seen="the step as it would be subtracted",
)
def uphill_everywhere(g, H, floor):
    e, U = np.linalg.eigh(H)
    return U @ ((U.T @ g) / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The floor plays no part: where a curvature is smaller than it, your step is longer than it may be, "
    "or infinite. Chapter 5, A pass is not a plain.",
    seen="the last argument forgotten",
)
def no_floor(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ ((U.T @ g) / np.where(e == 0, 1e-12, np.abs(e)))


@wrong(
    "saddle_free_step",
    hint="The floor is added to every curvature, also to the large ones, which it should leave alone: all "
    "steps come out too short. Chapter 5, A pass is not a plain.",
    seen="damping, as in Levenberg's method",
)
def floor_added(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ ((U.T @ g) / (np.abs(e) + floor))


@wrong(
    "saddle_free_step",
    hint="Every curvature is cut down to the floor at most: the larger of the two is to be taken, so that "
    "steep directions get short steps. Chapter 5, A pass is not a plain.",
    seen="minimum for maximum",
)
def floor_as_ceiling(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ ((U.T @ g) / np.minimum(np.abs(e), floor)) if np.all(e) else -g / floor


@wrong(
    "saddle_free_step",
    hint="The rows of the matrix of eigenvectors are used where its columns are the eigenvectors: along the "
    "axes nothing is seen of it, in a turned bowl the step is another. Chapter 5, A pass is not a plain.",
    seen="numpy's eigh returns them as columns",
)
def rows_for_columns(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U.T @ ((U @ g) / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The gradient's entries are divided by the eigenvalues in their own coordinates, without a turn "
    "to the eigenvectors and back. Chapter 5, A pass is not a plain.",
    seen="g / abs(eigenvalues)",
)
def not_turned(g, H, floor):
    return -g / np.maximum(np.abs(np.linalg.eigvalsh(H)), floor)


@wrong(
    "saddle_free_step",
    hint="The step stays in the eigenvectors' coordinates: it is divided rightly and never turned back. "
    "Chapter 5, A pass is not a plain.",
    seen="the second product with the eigenvectors forgotten",
)
def not_turned_back(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -(U.T @ g) / np.maximum(np.abs(e), floor)


@wrong(
    "saddle_free_step",
    hint="The first turn is missing: the gradient is divided in its own coordinates and only then turned. "
    "Chapter 5, A pass is not a plain.",
    seen="the first product with the eigenvectors forgotten",
)
def only_turned_back(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ (g / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The gradient is multiplied by the curvatures where it should be divided: steep directions get the "
    "longest steps. Chapter 5, A pass is not a plain.",
    seen="the inverse forgotten",
)
def multiplied(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ ((U.T @ g) * np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The absolute values are those of the entries of H: it is the eigenvalues whose sign is to go, and "
    "a matrix without minus signs may still have negative ones. Chapter 5, A pass is not a plain.",
    seen="np.abs(H)",
)
def absolute_entries(g, H, floor):
    e, U = np.linalg.eigh(np.abs(H))
    return -U @ ((U.T @ g) / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The diagonal of H is taken for its eigenvalues, which it is only where H has nothing beside it. "
    "Chapter 5, A pass is not a plain.",
    seen="a diagonal preconditioner",
)
def by_diagonal_entries(g, H, floor):
    return -g / np.maximum(np.abs(np.diag(H)), floor)


@wrong(
    "saddle_free_step",
    hint="Directions whose curvature is below the floor get no step at all: they get one, divided by the "
    "floor. Chapter 5, A pass is not a plain.",
    seen="a pseudo-inverse with a cut-off",
)
def small_left_out(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ (np.where(np.abs(e) < floor, 0.0, 1.0) * (U.T @ g) / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="The sign of every component along an eigenvector is lost on the way: an absolute value has caught "
    "the product with the gradient, too. Chapter 5, A pass is not a plain.",
    seen="abs of the quotient",
)
def absolute_quotient(g, H, floor):
    e, U = np.linalg.eigh(H)
    return -U @ np.abs((U.T @ g) / np.maximum(np.abs(e), floor))


@wrong(
    "saddle_free_step",
    hint="One number divides the whole gradient, the largest curvature's size: each eigenvector has a "
    "curvature of its own. Chapter 5, A pass is not a plain.",
    seen="a step of 1 / L",
)
def one_for_all(g, H, floor):
    return -g / max(np.abs(np.linalg.eigvalsh(H)).max(), floor)


@right("saddle_free_step", note="a loop over eigenvectors")
def one_vector_at_a_time(g, H, floor):
    d = np.zeros(len(g))
    for value, u in zip(*(lambda pair: (pair[0], pair[1].T))(np.linalg.eigh(H))):
        d -= (u @ g) / max(abs(value), floor) * u
    return d


@right("saddle_free_step", note="the matrix |H| built, then solved")
def by_solving(g, H, floor):
    e, U = np.linalg.eigh(H)
    size = (U * np.maximum(np.abs(e), floor)) @ U.T
    return np.linalg.solve(size, -np.asarray(g, dtype=float))


@right("saddle_free_step", note="through the eigenvectors of H squared")
def through_the_square(g, H, floor):
    squares, U = np.linalg.eigh(H)
    size = np.sqrt(np.clip(squares**2, floor**2, None))
    return np.einsum("ij,j,kj,k->i", U, -1.0 / size, U, g)


# ==== perturbed_gd ======================================================================================


@wrong(
    "perturbed_gd",
    hint="There is never a kick, however small the gradient: this is gradient descent as it was. Chapter 5, "
    "How long a saddle holds.",
    seen="the condition turned round, or xi drawn and not used",
)
def never_kicked(grad, theta, lr, steps, g_small, radius, wait, rng):
    for _ in range(steps):
        theta = theta - lr * grad(theta)
    return theta, []


@wrong(
    "perturbed_gd",
    hint="Kicks come where the gradient is large and none where it is small: look at the comparison with "
    "g_small. Chapter 5, How long a saddle holds.",
    seen=">= for <=",
)
def kicked_where_large(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) > g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The kick has a random length: radius is to be its length, so the random vector has to be divided "
    "by its own. Chapter 5, How long a saddle holds.",
    seen="normal noise in place of a point on a sphere",
)
def kick_not_normalised(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The kick has length 1 whatever the radius is: the direction is right, the radius is missing. "
    "Chapter 5, How long a saddle holds.",
    seen="a factor forgotten",
)
def radius_forgotten(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="After a kick the step is taken with the gradient from before it, or the step comes before the "
    "kick: theta has moved, and the gradient is wanted where it is now. Chapter 5, How long a saddle holds.",
    seen="a stale gradient; an order turned round",
)
def stale_gradient(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="In a step with a kick there is nothing but the kick: the step along the gradient belongs to every "
    "t. Chapter 5, How long a saddle holds.",
    seen="if and else, or continue",
)
def kick_instead_of_step(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            kicks.append(t)
        else:
            theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="Kicks do not wait for each other: there is one in every step with a small gradient, where wait "
    "steps should lie between. Chapter 5, How long a saddle holds.",
    seen="wait overlooked",
)
def wait_unused(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small:
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="Kicks wait a step too long: after a kick in step t the next may come in step t + wait itself. "
    "Chapter 5, How long a saddle holds.",
    seen="> for >=",
)
def waits_one_more(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] > wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The next kick comes a step too early: from a kick in step t on, it is in step t + wait that "
    "another is allowed, and not before. Chapter 5, How long a saddle holds.",
    seen="off by one in the other direction",
)
def waits_one_less(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait - 1):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The first kick has to wait as well, as if there had been one before the start: at the first small "
    "gradient it may come at once. Chapter 5, How long a saddle holds.",
    seen="last = 0 for the step of the last kick",
)
def first_kick_waits(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks, last = [], 0
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and t - last >= wait:
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
            last = t
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="There is one kick and never a second: once wait steps have passed, a small gradient is kicked "
    "again. Chapter 5, How long a saddle holds.",
    seen="a flag that is never lowered",
)
def only_one_kick(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and not kicks:
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="Steps are counted from 0: the numbers in kicks are one too small, as the first step is t = 1. "
    "Chapter 5, How long a saddle holds.",
    seen="range(steps)",
)
def counted_from_zero(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(steps):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="Where there is no kick the random numbers go on all the same: draw only for a kick, or the next "
    "kick is another one. Chapter 5, How long a saddle holds.",
    seen="a draw at the top of the loop",
)
def drawn_in_every_step(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g, xi = grad(theta), rng.standard_normal(len(theta))
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The kick's direction comes from evenly distributed numbers: asked for are normal ones, which "
    "favour no direction. Chapter 5, How long a saddle holds.",
    seen="rng.uniform(-1, 1), or rng.random",
)
def uniform_direction(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.uniform(-1, 1, len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The steps go up the slope: after a kick, and without one, theta moves along the gradient. Chapter "
    "5, How long a saddle holds.",
    seen="a sign",
)
def uphill(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta + lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The kick goes the other way: theta is moved by minus the random vector, where it is to be added. "
    "Chapter 5, How long a saddle holds.",
    seen="a sign, harmless for the method and another walk",
)
def kicked_backwards(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta - radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="A gradient exactly as long as g_small gets no kick: at most g_small is small, the bound included. "
    "Chapter 5, How long a saddle holds.",
    seen="< for <=",
)
def bound_left_out(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) < g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="Not the gradient's length is compared with g_small but its largest entry, which is shorter: kicks "
    "come too early. Chapter 5, How long a saddle holds.",
    seen="np.all(np.abs(g) <= g_small)",
)
def largest_entry(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.max(np.abs(g)) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The kick is as long as lr times radius: it is a move by radius, and the learning rate has no part "
    "in it. Chapter 5, How long a saddle holds.",
    seen="noise added to the gradient instead of to theta",
)
def kick_through_the_gradient(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            g = g - radius * xi / np.linalg.norm(xi)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="One step too few: the walk stops before step number steps. Chapter 5, How long a saddle holds.",
    seen="range(1, steps)",
)
def one_step_short(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The walk ends as soon as the gradient is small between two kicks: it should go on with plain steps "
    "until the last. Chapter 5, How long a saddle holds.",
    seen="a break taken over from gradient descent with a tolerance",
)
def stops_when_small(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small:
            if kicks and t - kicks[-1] < wait:
                break
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="The numbers are right, and the array that was passed in as theta has changed: whoever starts "
    "again from it starts elsewhere. Chapter 5, How long a saddle holds.",
    seen="+= and -= on an array",
)
def theta_in_place(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta += radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta -= lr * g
    return theta, kicks


@wrong(
    "perturbed_gd",
    hint="theta is right, and kicks comes back as how many there were: asked for is the list of the steps in "
    "which there was one. Chapter 5, How long a saddle holds.",
    seen="a counter",
)
def kicks_counted(grad, theta, lr, steps, g_small, radius, wait, rng):
    kicks = []
    for t in range(1, steps + 1):
        g = grad(theta)
        if np.linalg.norm(g) <= g_small and (not kicks or t - kicks[-1] >= wait):
            xi = rng.standard_normal(len(theta))
            theta = theta + radius * xi / np.linalg.norm(xi)
            g = grad(theta)
            kicks.append(t)
        theta = theta - lr * g
    return theta, len(kicks)


@right("perturbed_gd", note="the next allowed step kept")
def with_next_allowed(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, kicks, allowed = np.array(theta, dtype=float), [], 1
    for t in range(1, steps + 1):
        g = np.asarray(grad(theta))
        if math.sqrt(np.dot(g, g)) <= g_small and t >= allowed:
            xi = rng.standard_normal(theta.shape)
            theta = theta + xi * (radius / np.sqrt(np.sum(xi**2)))
            g, allowed = grad(theta), t + wait
            kicks.append(t)
        theta = theta - np.multiply(lr, g)
    return theta, kicks


@right("perturbed_gd", note="a while loop and a step count since the last kick")
def with_a_clock(grad, theta, lr, steps, g_small, radius, wait, rng):
    t, since, kicks = 0, wait, []
    while t < steps:
        t += 1
        if since >= wait and np.linalg.norm(grad(theta)) <= g_small:
            xi = rng.standard_normal(len(theta))
            xi = xi / np.linalg.norm(xi)
            theta = theta + radius * xi
            kicks, since = [*kicks, t], 0
        theta = theta - lr * grad(theta)
        since += 1
    return theta, np.array(kicks)


@right("perturbed_gd", note="a copy changed in place, the last kick at minus infinity")
def on_a_copy(grad, theta, lr, steps, g_small, radius, wait, rng):
    theta, last, kicks = np.asarray(theta, dtype=float).copy(), -math.inf, []
    for t in range(1, steps + 1):
        g = grad(theta.copy())
        small = np.linalg.norm(g) <= g_small
        if small and last <= t - wait:
            xi = rng.normal(size=theta.size)
            theta += radius * (xi / np.linalg.norm(xi))
            g = grad(theta.copy())
            last = t
            kicks.append(last)
        theta -= lr * np.asarray(g)
    return theta, kicks


# ==== layer_grad_norms ==================================================================================


@wrong(
    "layer_grad_norms",
    hint="The slope is taken at h, the activation's output, and it is a function of z, what went into it. "
    "Chapter 5, Gradients through the layers.",
    seen="slope(h) where 1 - h^2 was in mind",
)
def slope_of_the_output(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(inputs[k])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The slopes are missing on the way back: the signal is multiplied by the matrices alone, as if the "
    "activation were a straight line. Chapter 5, Gradients through the layers.",
    seen="half of the chain rule",
)
def no_slopes(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = delta @ weights[k]
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The activation is applied after the last layer as well: the outputs are its sums as they are, and "
    "even a single layer gives other numbers. Chapter 5, Gradients through the layers.",
    seen="phi for every layer in the loop, and h at its end",
)
def activation_at_the_end(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], h - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The backward signal of the last layer carries a slope: nothing follows its sums but the loss. "
    "Chapter 5, Gradients through the layers.",
    seen="the same line for every layer",
)
def slope_at_the_end(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], (sums[-1] - Y) * slope(sums[-1])
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The lists come last layer first, as the walk back meets them: the first layer is to be first. "
    "Chapter 5, Gradients through the layers.",
    seen="a reversal forgotten",
)
def last_layer_first(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals), np.array(gradients)


@wrong(
    "layer_grad_norms",
    hint="The gradients of the weights grow with the number of examples: the loss is a mean over them, and "
    "your product is a sum. Chapter 5, Gradients through the layers.",
    seen="a division by N forgotten",
)
def gradient_summed(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k]))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The gradients are right and the signals too small by the number of examples: they are those of an "
    "example's own loss, not of its share in the mean. Chapter 5, Gradients through the layers.",
    seen="delta divided by N from the start",
)
def signal_of_the_mean(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], (sums[-1] - Y) / len(X)
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k]))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The signal is the mean of the lengths over the examples: squares are to be averaged first, and the "
    "root comes last. Chapter 5, Gradients through the layers.",
    seen="norm, then mean",
)
def mean_of_lengths(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.mean(np.linalg.norm(delta, axis=1)))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The signal is the length of the whole array of all examples: it grows with their number, where a "
    "mean over them is asked for. Chapter 5, Gradients through the layers.",
    seen="np.linalg.norm(delta)",
)
def signal_summed(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.linalg.norm(delta))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The signal is averaged over the units, too: within an example the squares are added up, and only "
    "over the examples is there a mean. Chapter 5, Gradients through the layers.",
    seen="np.mean without an axis",
)
def mean_over_units(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(delta**2)))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The signals come back squared: a root is missing after the mean. Chapter 5, Gradients through the "
    "layers.",
    seen="a mean square taken for its root",
)
def signal_squared(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.mean(np.sum(delta**2, axis=1)))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The length of a gradient is that of its largest singular value: asked for is the root of the sum "
    "of all squared entries. Chapter 5, Gradients through the layers.",
    seen="np.linalg.norm(..., 2)",
)
def spectral_norm_of_gradient(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X), 2))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The gradients are means of lengths, one for each example: pulls that point different ways are to "
    "cancel first, then the length is taken. Chapter 5, Gradients through the layers.",
    seen="the product of two norms, averaged",
)
def gradient_lengths_averaged(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        lengths = np.linalg.norm(delta, axis=1) * np.linalg.norm(inputs[k], axis=1)
        gradients.append(lengths.mean())
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="On the way back the matrices stand the other way round: only square ones let it pass without an "
    "error. Signals of the outputs go to inputs. Chapter 5, Gradients through the layers.",
    seen="W.T forwards and backwards",
)
def not_transposed(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k].T) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="A layer's gradient is worked out with its own output, where it belongs to the weights between its "
    "input and its sums. Chapter 5, Gradients through the layers.",
    seen="an index one too high in the list of activations",
)
def own_output_for_input(weights, X, Y, phi, slope):
    h, outs, sums = X, [], []
    for W in weights:
        sums.append(h @ W.T)
        h = phi(sums[-1])
        outs.append(h)
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ outs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="A layer's gradient is worked out with its sums' neighbours before the activation: what the weights "
    "are multiplied by is h, after it. Chapter 5, Gradients through the layers.",
    seen="z in place of h",
)
def sums_for_inputs(weights, X, Y, phi, slope):
    h, before, sums = X, [X], []
    for W in weights:
        sums.append(h @ W.T)
        before.append(sums[-1])
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ before[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="All numbers are twice as large as they should be: the loss has a half in front of its square, "
    "which takes the two of the derivative away. Chapter 5, Gradients through the layers.",
    seen="2 (z - y)",
)
def twice_as_large(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], 2 * (sums[-1] - Y)
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="No activation is applied on the way forward: the sums of one layer go straight into the next, and "
    "so does everything after them. Chapter 5, Gradients through the layers.",
    seen="phi overlooked",
)
def linear_forward(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = sums[-1]
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="The signals are those of the activations h, taken before the slope is multiplied on: asked for is "
    "the derivative by z. Chapter 5, Gradients through the layers.",
    seen="the norm read a line too early",
)
def signal_before_slope(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    delta = sums[-1] - Y
    signals, gradients = [np.sqrt(np.mean(np.sum(delta**2, axis=1)))], []
    for k in reversed(range(len(weights))):
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = delta @ weights[k]
            signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
            delta = delta * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="Each slope belongs to another layer: on the way from layer l + 1 to layer l it is that of z_l "
    "which counts, and yours is one off. Chapter 5, Gradients through the layers.",
    seen="an index",
)
def slope_of_another_layer(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta * slope(sums[k])) @ weights[k]
    return np.array(signals[::-1]), np.array(gradients[::-1])


@wrong(
    "layer_grad_norms",
    hint="Signals and gradients are right and come back in the other order: the signals are the first of the "
    "pair. Chapter 5, Gradients through the layers.",
    seen="a return line",
)
def pair_exchanged(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.linalg.norm(delta.T @ inputs[k] / len(X)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(gradients[::-1]), np.array(signals[::-1])


@wrong(
    "layer_grad_norms",
    hint="The gradients are averaged over the entries of the matrix, as a root mean square: the squares of "
    "all entries are to be added up. Chapter 5, Gradients through the layers.",
    seen="np.sqrt(np.mean(g**2))",
)
def mean_over_entries(weights, X, Y, phi, slope):
    h, inputs, sums = X, [], []
    for W in weights:
        inputs.append(h)
        sums.append(h @ W.T)
        h = phi(sums[-1])
    signals, gradients, delta = [], [], sums[-1] - Y
    for k in reversed(range(len(weights))):
        signals.append(np.sqrt(np.mean(np.sum(delta**2, axis=1))))
        gradients.append(np.sqrt(np.mean((delta.T @ inputs[k] / len(X)) ** 2)))
        if k:
            delta = (delta @ weights[k]) * slope(sums[k - 1])
    return np.array(signals[::-1]), np.array(gradients[::-1])


@right("layer_grad_norms", note="one example at a time, columns")
def example_by_example(weights, X, Y, phi, slope):
    L = len(weights)
    squares, totals = np.zeros(L), [np.zeros(W.shape) for W in weights]
    for x, y in zip(X, Y):
        h, z = [x], []
        for W in weights:
            z.append(W @ h[-1])
            h.append(phi(z[-1]))
        delta = z[-1] - y
        for k in range(L - 1, -1, -1):
            squares[k] += delta @ delta
            totals[k] += np.outer(delta, h[k])
            if k > 0:
                delta = slope(z[k - 1]) * (weights[k].T @ delta)
    return np.sqrt(squares / len(X)), np.array([np.sqrt((t**2).sum()) / len(X) for t in totals])


@right("layer_grad_norms", note="examples in columns, einsum")
def in_columns(weights, X, Y, phi, slope):
    h, z = [X.T], []
    for W in weights:
        z.append(W @ h[-1])
        h.append(phi(z[-1]))
    deltas = [z[-1] - Y.T]
    for W, before in zip(weights[:0:-1], z[-2::-1]):
        deltas.insert(0, slope(before) * np.einsum("oi,on->in", W, deltas[0]))
    signals = [np.linalg.norm(d) / np.sqrt(len(X)) for d in deltas]
    gradients = [np.linalg.norm(np.einsum("on,in->oi", d, a)) / len(X) for d, a in zip(deltas, h)]
    return np.array(signals), np.array(gradients)


@right("layer_grad_norms", note="recursion")
def by_recursion(weights, X, Y, phi, slope):
    def back(h, rest):
        z = h @ rest[0].T
        if len(rest) == 1:
            delta, signals, gradients = z - Y, [], []
        else:
            above, signals, gradients = back(phi(z), rest[1:])
            delta = (above @ rest[1]) * slope(z)
        signal = math.sqrt((delta**2).sum() / len(X))
        gradient = np.linalg.norm(np.tensordot(delta, h, axes=(0, 0))) / len(X)
        return delta, [signal, *signals], [gradient, *gradients]

    _, signals, gradients = back(X, list(weights))
    return np.array(signals), np.array(gradients)


# ==== rnn_grad_norms ====================================================================================


@wrong(
    "rnn_grad_norms",
    hint="The entries begin with one step back: over no step at all the factor is 1, and it stands first. "
    "Chapter 5, Gradients through time.",
    seen="a loop from 1",
)
def from_one(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(1, T + 2)])


@wrong(
    "rnn_grad_norms",
    hint="The last entry is missing: from 0 to T there are T + 1 numbers. Chapter 5, Gradients through time.",
    seen="range(T)",
)
def one_short(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(T)])


@wrong(
    "rnn_grad_norms",
    hint="The factor over k steps is taken to be the first one to the power k. That is a bound: the vector "
    "that W stretches most is not stretched most again. Chapter 5, Gradients through time.",
    seen="the norm of a power taken for the power of the norm",
)
def power_of_the_norm(W, T):
    return np.linalg.norm(W, 2) ** np.arange(T + 1)


@wrong(
    "rnn_grad_norms",
    hint="These are powers of the spectral radius: eigenvalues tell how it ends, and a matrix may stretch at "
    "first all the same. Chapter 5, Gradients through time.",
    seen="eigvals for singular values",
)
def spectral_radius(W, T):
    return np.max(np.abs(np.linalg.eigvals(W))) ** np.arange(T + 1)


@wrong(
    "rnn_grad_norms",
    hint="The lengths are the roots of all squared entries: already the identity gives more than 1. What "
    "counts is the largest singular value. Chapter 5, Gradients through time.",
    seen="np.linalg.norm without its second argument",
)
def frobenius(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k)) for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="The entries of W are raised to the power, each by itself: W^k is W multiplied by itself as a "
    "matrix. Chapter 5, Gradients through time.",
    seen="W**k in NumPy",
)
def elementwise_power(W, T):
    return np.array([np.linalg.norm(W**k, 2) if k else 1.0 for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="W^0 is an array of ones here, and it is the identity; the powers above it are taken entry by "
    "entry, too. Chapter 5, Gradients through time.",
    seen="W**k in NumPy, from k = 0",
)
def elementwise_from_zero(W, T):
    return np.array([np.linalg.norm(W ** float(k), 2) for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="The smallest singular value comes back: the factor by which a gradient is stretched least. Chapter "
    "5, Gradients through time.",
    seen="the last of the singular values, which come in falling order",
)
def least_stretched(W, T):
    powers = [np.linalg.matrix_power(W, k) for k in range(T + 1)]
    return np.array([np.linalg.svd(power, compute_uv=False)[-1] for power in powers])


@wrong(
    "rnn_grad_norms",
    hint="The largest entry, or row sum, of W^k is no measure of how much a vector is stretched: that is its "
    "largest singular value. Chapter 5, Gradients through time.",
    seen="np.linalg.norm(..., np.inf)",
)
def largest_row_sum(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, k), np.inf) for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="What is measured is what becomes of one vector of ones: the most that any vector can be stretched "
    "is asked for. Chapter 5, Gradients through time.",
    seen="a gradient sent back as an experiment",
)
def of_one_vector(W, T):
    v = np.ones(len(W)) / np.sqrt(len(W))
    return np.array([np.linalg.norm(np.linalg.matrix_power(W.T, k) @ v) for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="The numbers are the squares of the factors: the eigenvalues of W^T W are squared singular values. "
    "Chapter 5, Gradients through time.",
    seen="a root forgotten after eigvalsh",
)
def squared(W, T):
    powers = [np.linalg.matrix_power(W, k) for k in range(T + 1)]
    return np.array([np.linalg.norm(power, 2) ** 2 for power in powers])


@wrong(
    "rnn_grad_norms",
    hint="The factors come in falling order of k: entry 0 is that of no step. Chapter 5, Gradients through "
    "time.",
    seen="a list turned round, as on the way back",
)
def turned_round(W, T):
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, T - k), 2) for k in range(T + 1)])


@wrong(
    "rnn_grad_norms",
    hint="The powers double: W is squared again and again, so that entry 3 belongs to four steps. One factor "
    "of W is added at each. Chapter 5, Gradients through time.",
    seen="power = power @ power",
)
def powers_squared(W, T):
    power, norms = np.eye(len(W)), []
    for k in range(T + 1):
        norms.append(np.linalg.norm(power, 2))
        power = W if k == 0 else power @ power
    return np.array(norms)


@wrong(
    "rnn_grad_norms",
    hint="W and its transpose take turns in the product: all factors are the same matrix. Chapter 5, "
    "Gradients through time.",
    seen="W.T @ power with a power that was transposed already",
)
def transposed_in_turn(W, T):
    power, norms = np.eye(len(W)), []
    for _ in range(T + 1):
        norms.append(np.linalg.norm(power, 2))
        power = W.T @ power.T
    return np.array(norms)


@wrong(
    "rnn_grad_norms",
    hint="Only the factor over all T steps comes back: one for each number of steps from 0 to T is asked "
    "for. Chapter 5, Gradients through time.",
    seen="the last of the powers",
)
def only_the_last(W, T):
    return np.linalg.norm(np.linalg.matrix_power(W, T), 2)


@right("rnn_grad_norms", note="matrix_power and svd")
def by_svd(W, T):
    powers = [np.linalg.matrix_power(W, k) for k in range(T + 1)]
    return np.array([np.linalg.svd(power, compute_uv=False)[0] for power in powers])


@right("rnn_grad_norms", note="through the transpose, one factor at a time")
def through_the_transpose(W, T):
    power, norms = np.identity(W.shape[0]), [1.0]
    for _ in range(T):
        power = W.T.dot(power)
        norms.append(np.linalg.norm(power, ord=2))
    return norms


@right("rnn_grad_norms", note="roots of eigenvalues of the product with the transpose")
def through_the_square_root(W, T):
    norms, power = np.ones(T + 1), np.eye(len(W))
    for k in range(1, T + 1):
        power = power @ W
        norms[k] = math.sqrt(np.linalg.eigvalsh(power @ power.T)[-1])
    return norms


# ==== state_grads =======================================================================================


@wrong(
    "state_grads",
    hint="This is still as it was handed out. Two things are to be found: which state each slope belongs to, "
    "and which way round the matrix stands. Chapter 5, Gradients through time.",
    seen="the cell as it was",
)
def as_handed_out(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:-1][::-1]:
        grads.append(W @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The matrix stands the right way round now, and the slopes are still those of the states before: "
    "each tanh has its slope where its own output is. Chapter 5, Gradients through time.",
    seen="one of two mistakes mended",
)
def slopes_of_the_state_before(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:-1][::-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The slopes are right now, and with a symmetric matrix all is right: with another it still stands "
    "as on the way forward. Chapter 5, Gradients through time.",
    seen="one of two mistakes mended",
)
def matrix_not_transposed(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The slope is multiplied on after the matrix, where it belongs before it: on the way back the tanh "
    "comes first, then the product that went into it. Chapter 5, Gradients through time.",
    seen="the order of two factors",
)
def slope_after_matrix(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append((W.T @ grads[-1]) * (1 - h**2))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The states are passed in the order of time, first to last: on the way back the last state's slope "
    "comes first. Chapter 5, Gradients through time.",
    seen="a reversal lost while mending",
)
def states_not_reversed(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[1:]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The rows come in the order of the way back: row 0 is to be the gradient in h_0, and the last row "
    "gT. Chapter 5, Gradients through time.",
    seen="the last reversal lost",
)
def rows_not_reversed(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads)


@wrong(
    "state_grads",
    hint="The slope is taken as 1 - tanh(h)^2, and h is a tanh already: it goes through the function twice. "
    "Chapter 5, Gradients through time.",
    seen="the formula for z with h put in",
)
def tanh_twice(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (grads[-1] * (1 - np.tanh(h) ** 2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The slopes have gone altogether: the gradient is multiplied by the matrix alone, which is right "
    "only while the units stay near zero. Chapter 5, Gradients through time.",
    seen="the linear network",
)
def without_slopes(W, h0, inputs, gT):
    grads = [gT]
    for _ in inputs:
        grads.append(W.T @ grads[-1])
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The slope of tanh is 1 - h^2, and the one here is h (1 - h), the sigmoid's, or one without its "
    "square. Chapter 5, Gradients through time.",
    seen="another activation's slope",
)
def slope_of_the_sigmoid(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (grads[-1] * h * (1 - h)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="There is a row too few: the walk back stops at h_1, and h_0 has a gradient as well. Chapter 5, "
    "Gradients through time.",
    seen="states[1:-1] while mending the slopes",
)
def first_state_missing(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:1:-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="There is a row too many: the walk goes back through h_0 as well, before which there is no step. "
    "Chapter 5, Gradients through time.",
    seen="states[::-1] while mending the slopes",
)
def one_row_too_many(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[::-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="The forward pass has changed: the inputs no longer reach the states, so the slopes are those of a "
    "network left to itself. Chapter 5, Gradients through time.",
    seen="x lost while mending",
)
def inputs_lost(W, h0, inputs, gT):
    states = [h0]
    for _ in inputs:
        states.append(np.tanh(W @ states[-1]))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (grads[-1] * (1 - h**2)))
    return np.array(grads[::-1])


@wrong(
    "state_grads",
    hint="Every row is worked out from gT itself, so no product builds up over time: each goes on from the "
    "row after it. Chapter 5, Gradients through time.",
    seen="gT for the last gradient in the loop",
)
def always_from_the_last(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in states[:0:-1]:
        grads.append(W.T @ (gT * (1 - h**2)))
    return np.array(grads[::-1])


@right("state_grads", note="rows filled in from the end")
def filled_in(W, h0, inputs, gT):
    T = len(inputs)
    h = np.zeros((T + 1, len(h0)))
    h[0] = h0
    for t in range(1, T + 1):
        h[t] = np.tanh(W.dot(h[t - 1]) + inputs[t - 1])
    grads = np.zeros_like(h)
    grads[T] = gT
    for t in range(T, 0, -1):
        grads[t - 1] = (grads[t] * (1 - h[t] ** 2)) @ W
    return grads


@right("state_grads", note="slopes kept on the way forward")
def slopes_kept(W, h0, inputs, gT):
    h, slopes = np.asarray(h0), []
    for x in inputs:
        z = np.matmul(W, h) + x
        h = np.tanh(z)
        slopes.append(1 / np.cosh(z) ** 2)
    rows = [np.asarray(gT, dtype=float)]
    while slopes:
        rows.insert(0, np.dot(np.transpose(W), slopes.pop() * rows[0]))
    return np.stack(rows)


@right("state_grads", note="Jacobians as matrices")
def by_jacobians(W, h0, inputs, gT):
    states = [h0]
    for x in inputs:
        states.append(np.tanh(W @ states[-1] + x))
    grads = [gT]
    for h in reversed(states[1:]):
        jacobian = (1 - h * h)[:, None] * W
        grads = [jacobian.T @ grads[0], *grads]
    return np.array(grads)
