"""What every update rule shares: hyperparameters, the order of one step, five helpers.

A rule is a formula: `update(theta, g, state, scalars)` takes parameters, gradient and state and
returns new parameters and new state, changing nothing that it was given. It is written with
operators and the helpers below alone, so one source text runs on Python floats, on NumPy arrays,
on PyTorch tensors and on the browser's `Vec`. How many parameters there are, and whether a
hyperparameter is one number or one per row, is the business of whoever drives the rule: `descend`
on a surface in the plane, `Optimizer` on a network.

This file and the rules beside it also run under MicroPython, in a reader's browser. Hence no
annotations, no dataclasses, and nothing imported at the top but `math`.
"""

import math

# One letter, one meaning, everywhere; so one range serves every rule. Each is half open: [low, high).
INF = float("inf")
RANGES = {
    "lr": (0.0, INF),
    "momentum": (0.0, 1.0),
    "alpha": (0.0, 1.0),
    "beta1": (0.0, 1.0),
    "beta2": (0.0, 1.0),
    "eps": (0.0, INF),
    "weight_decay": (0.0, INF),
    "rho": (0.0, 1.0),
    "momentum_decay": (0.0, INF),
    "decay": (0.0, 1.0),
    "start": (0.0, INF),
    "every": (1.0, INF),
    "radius": (0.0, INF),
}
_FIELDS = {}  # type: dict[type, list[str]]


# ---- helpers ------------------------------------------------------------------------------------
# `x ** 0.5` and `beta ** t` differ in the last bit from one runtime to the next; a correctly rounded
# square root and a fixed order of multiplications do not.


def _numpy():
    import numpy  # only when an array is at hand: the browser has no NumPy

    return numpy


def _plain(x):
    return isinstance(x, (float, int))


def sqrt(x):
    """The square root, correctly rounded, of a float, array, tensor or Vec."""
    if _plain(x):
        return math.sqrt(x)
    return x.sqrt() if hasattr(x, "sqrt") else _numpy().sqrt(x)


def ipow(x, n):
    """`x` to the whole power `n >= 0` by repeated squaring: the same bits in every runtime."""
    result = 1.0
    while n:
        if n & 1:
            result = result * x
        x = x * x
        n >>= 1
    return result


def power(x, y):
    """`x > 0` to a power that need not be whole; the last bit or two may differ between runtimes."""
    return math.pow(x, y) if _plain(x) and _plain(y) else pow(x, y)


def maximum(a, b):
    """The larger of `a` and `b`, element by element; not-a-number wins, as in NumPy and PyTorch."""
    if _plain(a) and _plain(b):
        return a if a >= b or a != a else b
    return a.clamp(min=b) if hasattr(a, "clamp") else _numpy().maximum(a, b)


def sign(x):
    """-1, 0 or 1, element by element."""
    if _plain(x):
        return float((x > 0) - (x < 0))
    return x.sign() if hasattr(x, "sign") else _numpy().sign(x)


def where(condition, a, b):
    """`a` where the condition holds, else `b`; `a` is an array like the condition, or both are plain."""
    if _plain(condition):  # bool is an int
        return a if condition else b
    return a.where(condition, b) if hasattr(a, "where") else _numpy().where(condition, a, b)


# ---- rules --------------------------------------------------------------------------------------


class Rule:
    """An update rule: its hyperparameters as fields, its formula as `update`.

    Every number in the class body is a hyperparameter and may be set by keyword; `betas=(b1, b2)`
    sets `beta1` and `beta2` at once, as in PyTorch. `slots` names the state arrays, each shaped like
    the parameters and zero at the start, save those also in `copies`, which start as the parameters
    do; `scalar_slots` gives state that is one number, with its value at the start. `weight_decay` adds
    the gradient of an L2 penalty, `weight_decay * theta`, to `g` before anything else happens; AdamW
    overrides that.

    Raises `TypeError` for a hyperparameter that the rule does not have, or that is no number, and
    `ValueError` for one outside its range.

    >>> from gdcourse.optim import Adam
    >>> Adam(lr=0.02, betas=(0.8, 0.99))
    Adam(lr=0.02, beta1=0.8, beta2=0.99, eps=1e-08, weight_decay=0.0)
    >>> Adam(beta1=1.0)
    Traceback (most recent call last):
        ...
    ValueError: Adam: beta1 = 1.0 is outside [0.0, 1.0); the usual value is 0.9
    """

    slots = ()  # type: tuple[str, ...]
    copies = ()  # type: tuple[str, ...]
    scalar_slots = {}  # type: dict[str, float]
    elementwise = True  # whether one array of parameters is as good as another, whatever its shape
    averages = False  # whether `eval_params` differs from the parameters trained
    lr = 1e-3
    weight_decay = 0.0

    def __init__(self, **hyperparameters):
        if "betas" in hyperparameters:
            hyperparameters["beta1"], hyperparameters["beta2"] = hyperparameters.pop("betas")
        for name in sorted(hyperparameters):
            setattr(self, name, self._checked(name, hyperparameters[name]))

    def _checked(self, name, value):
        rule = type(self).__name__
        if name not in self.fields():
            raise TypeError(f"{rule} has no hyperparameter {name!r}; it has {', '.join(self.fields())}")
        usual = getattr(self, name)
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise TypeError(
                f"{rule}: {name} = {value!r} is not a number; the usual value is {usual}"
            ) from None
        low, high = RANGES.get(name, (-INF, INF))
        if not low <= number < high:
            raise ValueError(
                f"{rule}: {name} = {number} is outside [{low}, {high}); the usual value is {usual}"
            )
        return number

    def fields(self):
        """The names of the hyperparameters: `lr`, then the others by the alphabet."""
        rule = type(self)
        if rule not in _FIELDS:  # once a class: drivers ask at every step
            numbers = [n for n in dir(rule) if isinstance(getattr(rule, n), (int, float))]
            names = [n for n in numbers if n[0] != "_" and not isinstance(getattr(rule, n), bool)]
            # MicroPython keeps no order in a class body, so the alphabet has to give one
            _FIELDS[rule] = sorted(names, key=lambda name: (name != "lr", name))
        return _FIELDS[rule]

    def bind(self, **values):
        """A copy with hyperparameters of the driver's choosing: floats, 0-dim tensors, or one per row.

        Nothing is checked: this runs inside the training loop, on numbers that were checked before.
        """
        bound = self._copy()
        for name in values:
            setattr(bound, name, values[name])
        return bound

    def _copy(self):
        copy = type(self)()
        for name in self.fields():
            setattr(copy, name, getattr(self, name))
        return copy

    def initial(self, theta):
        """The state before the first step, for parameters `theta`."""
        state = {name: theta if name in self.copies else theta - theta for name in self.slots}
        state.update(self.scalar_slots)
        return state

    def scalars(self, t):
        """Numbers that depend on the step alone, worked out once a step; `t` counts from 1."""
        return ()

    def update(self, theta, g, state, scalars):
        """One application of the formula: (new parameters, new state)."""
        raise NotImplementedError(f"{type(self).__name__} defines no update")

    def l2(self, theta, g):
        """The gradient with the L2 penalty's own gradient added."""
        decay = self.weight_decay
        if isinstance(decay, float) and decay == 0.0:  # 0 * inf would turn a diverging run into nan
            return g
        return g + decay * theta

    def decoupled_decay(self, new, theta):
        """Decoupled weight decay, after the update; `theta` is where the step began. Most rules have none."""
        return new

    def eval_params(self, theta, state):
        """The parameters to judge and to keep: `theta`, except for rules that average."""
        return theta

    def __repr__(self):
        return type(self).__name__ + "(" + ", ".join(f"{n}={getattr(self, n)}" for n in self.fields()) + ")"

    @staticmethod
    def from_function(function, slots=(), **hyperparameters):
        """Make a rule of a plain update function, so that a finished exercise can train a network.

        `function(theta, g, state, t, **hyperparameters)` returns `(theta, state)`; `state` is a dict
        of zero arrays named in `slots` from the first step on. On a network it is given NumPy arrays, and
        its results become tensors again. Weight decay, if any, is the function's own affair.

        >>> def gd_update(theta, g, state, t, *, lr):
        ...     return theta - lr * g, state
        >>> Rule.from_function(gd_update, lr=0.1)
        gd_update(lr=0.1)
        """
        return FunctionRule(function, slots, hyperparameters)


class FunctionRule(Rule):
    """A rule around a function with the signature of the exercises; see `Rule.from_function`."""

    def __init__(self, function, slots, hyperparameters):
        self.function = function
        self.slots = tuple(slots)
        self._names = sorted(hyperparameters)
        for name in self._names:
            setattr(self, name, hyperparameters[name])

    def fields(self):
        return self._names

    def _copy(self):
        return FunctionRule(self.function, self.slots, {n: getattr(self, n) for n in self._names})

    def scalars(self, t):
        return (t,)

    def update(self, theta, g, state, scalars):
        hyperparameters = {n: getattr(self, n) for n in self._names}
        if not hasattr(theta, "unbind"):
            return self.function(theta, g, dict(state), scalars[0], **hyperparameters)
        # tensors: the function was written for NumPy, so it gets arrays
        arrays = {name: value.cpu().numpy() for name, value in state.items()}
        new, new_state = self.function(
            theta.cpu().numpy(), g.cpu().numpy(), arrays, scalars[0], **hyperparameters
        )
        import torch

        return torch.as_tensor(new).to(theta), {k: torch.as_tensor(v).to(theta) for k, v in new_state.items()}

    def l2(self, theta, g):
        return g

    def __repr__(self):
        name = getattr(self.function, "__name__", "function")
        return name + "(" + ", ".join(f"{n}={getattr(self, n)}" for n in self._names) + ")"


def step(rules, thetas, gradients, states, scalars, transforms=()):
    """One step, in the order that every driver keeps: L2, transforms, update, decoupled decay.

    The arguments are lists with one entry per parameter group (a demo has one), because a transform
    such as clipping by the global norm looks at the whole gradient. Returns the lists of new
    parameters and new states.
    """
    gradients = transformed(rules, thetas, gradients, transforms)
    new_thetas, new_states = [], []
    for rule, theta, g, state, k in zip(rules, thetas, gradients, states, scalars):
        new, state = updated(rule, theta, g, state, k)
        new_thetas.append(new)
        new_states.append(state)
    return new_thetas, new_states


def transformed(rules, thetas, gradients, transforms):
    """The first half of a step: L2, then the transforms, for which the gradient has to be whole."""
    gradients = [rule.l2(theta, g) for rule, theta, g in zip(rules, thetas, gradients)]
    for transform in transforms:
        gradients = transform(gradients)
    return gradients


def updated(rule, theta, g, state, k):
    """The second half, for one group or, of an elementwise rule, for any piece of it."""
    new, state = rule.update(theta, g, state, k)
    return rule.decoupled_decay(new, theta), state


def as_function(rule):
    """The reverse of `from_function`: a rule's class as a plain function, decay included.

    >>> from gdcourse.optim import Momentum
    >>> as_function(Momentum)(1.0, 0.5, {"v": 0.0}, 1, lr=0.1, momentum=0.9)
    (0.95, {'v': 0.5})
    """

    def update(theta, g, state, t, **hyperparameters):
        bound = rule(**hyperparameters)
        (theta,), (state,) = step([bound], [theta], [g], [state], [bound.scalars(t)])
        return theta, state

    return update
