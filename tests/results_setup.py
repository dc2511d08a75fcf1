"""What tests of published results share: a driver for given gradients, and two ways to read a curve."""

import numpy as np

from gdcourse.optim import step


def run(rule, gradient, theta, steps, project=lambda theta: theta, schedule=None):
    """Drive a rule over gradient(t, theta), and return every point."""
    state = rule.initial(theta)
    points = [theta]
    for t in range(1, steps + 1):
        bound = rule if schedule is None else rule.bind(lr=schedule(t))
        g = gradient(t, theta)
        (theta,), (state,) = step([bound], [theta], [g], [state], [bound.scalars(t)])
        theta = project(theta)
        points.append(theta)
    return np.array(points)


def rate(sizes):
    """The factor by which positive numbers change from one to the next, on average over their second half."""
    half = len(sizes) // 2
    return (sizes[-1] / sizes[half]) ** (1 / (len(sizes) - 1 - half))


def exponent(x, y):
    """The power of x that y is proportional to: the slope of a line through the logarithms."""
    return np.polyfit(np.log(x), np.log(y), 1)[0]
