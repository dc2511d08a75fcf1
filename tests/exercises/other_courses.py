"""How other courses test Adam, re-created from what their public tests do, and our bank put to each.

    python tests/exercises/other_courses.py

Facts only; inputs are drawn anew where theirs are a list of numbers, and the expected numbers are computed.

- CS231n (Stanford), assignment 2: one step, from t = 5 and given m and v, at eps = 1e-8; errors of
  parameters, m and v are printed, "around 1e-7 or less".
- deeplearning.ai, course 2, week 2: one step at t = 2 from zero means, beta1 = 0.8, beta2 = 0.888,
  eps = 1e-2, compared with `numpy.allclose`.
- CMU 10-414/714 (dlsys), homework 2: the loss after three epochs of training, relative tolerance 1e-5.
- CS336 (Stanford), assignment 1, for AdamW: the weights of a 3 x 2 linear map after 1,000 steps, tolerance
  1e-4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcourse.checking import checkfile
from gdcourse.checking.check import judge
from gdcourse.grading.course import Course
from gdcourse.optim import Adam, as_function

Update = Callable[..., Any]
USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
reference = as_function(Adam)


def zeros(theta: np.ndarray) -> dict[str, np.ndarray]:
    return {"m": np.zeros_like(theta), "v": np.zeros_like(theta)}


def cs231n(update: Update) -> bool:
    def step(f: Update) -> list[np.ndarray]:
        line = [np.linspace(a, b, 20) for a, b in ((-0.4, 0.6), (-0.6, 0.4), (0.6, 0.9), (0.7, 0.5))]
        w, dw, m, v = line
        w, state = f(w, dw, {"m": m, "v": v}, 6, lr=1e-2, **USUAL)
        return [w, state["m"], state["v"]]

    def error(x: np.ndarray, y: np.ndarray) -> float:
        return float(np.max(np.abs(x - y) / np.maximum(1e-8, np.abs(x) + np.abs(y))))

    return all(error(x, y) < 1e-6 for x, y in zip(step(update), step(reference), strict=True))


def deeplearning_ai(update: Update) -> bool:
    def step(f: Update) -> list[np.ndarray]:
        rng = np.random.default_rng(1)
        w, g = rng.normal(size=(2, 24))
        w, state = f(w, g, zeros(w), 2, lr=0.02, beta1=0.8, beta2=0.888, eps=1e-2)
        return [w, state["m"], state["v"]]

    return all(np.allclose(x, y) for x, y in zip(step(update), step(reference), strict=True))


def dlsys(update: Update) -> bool:
    """Softmax regression on 256 examples, batches of 64, three epochs; the last loss alone is looked at."""

    def loss(f: Update) -> float:
        rng = np.random.default_rng(42)
        x, y = rng.integers(0, 100, (256, 16)) / 20.0, rng.integers(0, 5, 256)
        w, t = 0.1 * rng.normal(size=80), 0
        state = zeros(w)
        for _ in range(3):
            for rows in np.arange(256).reshape(4, 64):
                t += 1
                z = x[rows] @ w.reshape(16, 5)
                p = np.exp(z - z.max(1, keepdims=True))
                p /= p.sum(1, keepdims=True)
                last = -np.log(p[np.arange(64), y[rows]]).mean()
                p[np.arange(64), y[rows]] -= 1
                w, state = f(w, (x[rows].T @ p / 64).ravel(), state, t, lr=1e-3, **USUAL)
        return float(last)

    return bool(np.isclose(loss(update), loss(reference), rtol=1e-5, atol=1e-5))


def cs336(update: Update) -> bool:
    def weights(f: Update) -> np.ndarray:
        rng = np.random.default_rng(0)
        w = rng.uniform(-0.5, 0.5, 6)
        state = zeros(w)
        for t in range(1, 1001):
            x = rng.uniform(size=3)
            target = np.array([x[0] + x[1], -x[2]])
            g = np.outer(2 * (w.reshape(2, 3) @ x - target), x).ravel()
            kept = w.copy()
            w, state = f(w, g, state, t, lr=1e-3, **USUAL)
            w = w - 1e-3 * 0.01 * kept  # the decay, which is right here
        return w

    return bool(np.allclose(weights(update), weights(reference), atol=1e-4))


COURSES: dict[str, Callable[[Update], bool]] = {
    "CS231n": cs231n,
    "deeplearning.ai": deeplearning_ai,
    "CMU dlsys": dlsys,
    "CS336": cs336,
}


def passes(test: Callable[[Update], bool], update: Update) -> bool:
    """Whether a wrong Adam gets through; an error on the way counts as caught."""
    try:
        with np.errstate(all="ignore"):
            return test(update)
    except Exception:
        return False


def slipped() -> dict[str, list[str]]:
    """The wrong Adams of our bank that each course's test lets pass, and those that ours does."""
    course = Course()
    bank = course.bank("a08_adaptive")
    entry = checkfile.entry_of(checkfile.build(course.contract("a08_adaptive"), bank), "adam_update")
    wrong = [variant for variant in bank if variant.target == "adam_update" and not variant.is_right]
    found = {name: [v.name for v in wrong if passes(test, v.answer)] for name, test in COURSES.items()}
    found["gdcourse"] = [v.name for v in wrong if judge(entry, v.answer).passed]
    return found


if __name__ == "__main__":
    for name, names in slipped().items():
        print(f"{name}: {len(names)} get through: {', '.join(names)}")
