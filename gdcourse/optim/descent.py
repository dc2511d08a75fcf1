"""The drivers that keep the path: `descend` on a surface, `drive` with gradients from anywhere."""

import numpy as np

from ..objectives import on_array
from ..records import Trajectory
from .muon import MatrixRule
from .rule import Rule, step
from .transforms import fresh
from .wrappers import TwoPass


def drive(rule, gradient, theta0, steps, *, schedule=None, project=None):
    """Feed `rule` gradients of your own for `steps` steps, and return every point.

    `gradient` is a function of t and theta: t = 1, 2, ... counts the steps, so that it may be a stream of
    examples or a sequence made up by hand, and theta is the point that the step starts from, a number or
    an array like `theta0`. `schedule` and `project` are those of `descend`, which is for objectives.
    Returns an array of T + 1 points, the first of them `theta0`.

    Raises `TypeError` for a rule that needs shapes or a second gradient, and `ValueError` for a negative
    number of steps.

    >>> from gdcourse.optim import SGD
    >>> drive(SGD(lr=0.5), lambda t, theta: t * theta, 4.0, steps=3).tolist()
    [4.0, 2.0, 0.0, 0.0]
    """
    _check(rule, steps)
    if isinstance(rule, TwoPass):
        raise TypeError(f"rule = {rule!r} takes two gradients a step; use descend, Optimizer or fit")
    theta, points = theta0, [theta0]
    state = rule.initial(theta)
    for t in range(1, steps + 1):
        bound = rule if schedule is None else rule.bind(lr=schedule(t))
        g = gradient(t, theta)
        (theta,), (state,) = step([bound], [theta], [g], [state], [bound.scalars(t)])
        if project is not None:
            theta = project(theta)
        points.append(theta)
    return np.array(points)


def descend(objective, theta0, rule, steps, *, schedule=None, transforms=(), project=None, tol=0.0):
    """Run `rule` on `objective` from `theta0` for `steps` steps and return the `Trajectory`.

    `theta0` holds the objective's n coordinates. `schedule`, if given, maps the step t = 1, 2, ... to
    the learning rate that replaces the rule's own. `transforms` act on the gradient before the rule.
    `project`, if given, maps each new point to the nearest one that is allowed (`gdcourse.constraints`).
    The walk ends early when the gradient's norm is at most `tol`, or when a number stops being
    finite: the record then says at which step.

    Raises `ValueError` for a start of the wrong length or one that is not finite, and for a negative
    number of steps.

    >>> from gdcourse.objectives import Quadratic
    >>> from gdcourse.optim import SGD
    >>> path = descend(Quadratic(curvatures=(1.0, 2.0)), [4.0, 4.0], SGD(lr=0.5), steps=3)
    >>> path.theta.tolist()
    [[4.0, 4.0], [2.0, 0.0], [1.0, 0.0], [0.5, 0.0]]
    """
    theta = np.array(theta0, dtype=np.float64)
    if theta.shape != (objective.n,):
        raise ValueError(
            f"theta0 = {theta0!r} has shape {theta.shape}; {objective!r} takes {objective.n} coordinates"
        )
    if not np.isfinite(theta).all():
        raise ValueError(f"theta0 = {theta0!r} is not finite; start from numbers such as {objective.start}")
    _check(rule, steps)

    transforms = fresh(transforms)
    state = rule.initial(theta)
    lrs = [rule.lr if schedule is None else float(schedule(t)) for t in range(1, steps + 1)]
    thetas, kept, losses, norms = [theta], [theta], [], []
    converged, diverged = False, None
    with np.errstate(over="ignore", invalid="ignore"):  # divergence is recorded, not warned about
        for t in range(steps + 1):
            loss, g = on_array(objective, theta)
            losses.append(loss)
            norms.append(np.sqrt((g * g).sum()))
            if not (np.isfinite(loss) and np.isfinite(theta).all()):
                diverged = t
                break
            if norms[-1] <= tol:
                converged = True
                break
            if t < steps:
                bound = rule.bind(lr=lrs[t])
                if isinstance(rule, TwoPass):
                    g = on_array(objective, bound.perturb([theta], [g])[0])[1]
                (theta,), (state,) = step([bound], [theta], [g], [state], [bound.scalars(t + 1)], transforms)
                keep = bound.eval_params(theta, state)
                if project is not None:
                    theta, keep = project(theta), project(keep)
                thetas.append(theta)
                kept.append(keep)
    return Trajectory(
        theta=np.array(thetas),
        kept=np.array(kept),
        loss=np.array(losses),
        grad_norm=np.array(norms),
        lr=np.array(lrs[: len(thetas) - 1]),
        converged=converged,
        diverged=diverged,
        rule=repr(rule),
        objective=repr(objective),
    )


def _check(rule, steps):
    if not isinstance(steps, int) or steps < 0:
        raise ValueError(f"steps = {steps!r} is not a whole number of steps; 100 is a usual value")
    if not isinstance(rule, Rule):
        raise TypeError(f"rule = {rule!r} is not a rule; write for instance SGD(lr=0.1)")
    if isinstance(rule, MatrixRule):
        raise TypeError(f"rule = {rule!r} updates matrices; drive it with Optimizer or fit")
