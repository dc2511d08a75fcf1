"""Rules around a rule: averages of its path, and a look at the loss nearby before each step."""

from .rule import Rule, maximum, sqrt
from .transforms import sum_of_squares

SHARED = ("lr", "weight_decay")  # every rule has these; a wrapper's are those of the rule inside


class Wrapper(Rule):
    """A rule that drives another one, `base`, whose hyperparameters and state it shows as its own.

    A subclass adds hyperparameters of its own in its class body, and slots in `own_slots`.
    """

    own_slots = ()  # type: tuple[str, ...]

    def __init__(self, base, **hyperparameters):
        if not isinstance(base, Rule):
            name = type(self).__name__
            raise TypeError(
                f"{name}: base = {base!r} is not a rule; write for instance {name}(Adam(lr=1e-3))"
            )
        self.base = base
        self.slots = base.slots + self.own_slots
        self.copies = base.copies + self.own_slots
        self.scalar_slots = base.scalar_slots
        self.averages = self.averages or base.averages
        if not base.elementwise:
            kind = type(self).__name__
            raise TypeError(
                f"{kind}: {base!r} updates matrices, and {kind} goes around elementwise rules only"
            )
        for name in base.fields():
            setattr(self, name, getattr(base, name))
        Rule.__init__(self, **hyperparameters)

    def own_fields(self):
        return [name for name in Rule.fields(self) if name not in SHARED]

    def fields(self):
        return self.base.fields() + self.own_fields()

    def _copy(self):
        copy = type(self)(self.base)
        for name in self.fields():
            setattr(copy, name, getattr(self, name))
        return copy

    def inner(self):
        """The rule inside, bound to the numbers that this one was bound to."""
        return self.base.bind(**{name: getattr(self, name) for name in self.base.fields()})

    def scalars(self, t):
        return self.inner().scalars(t)

    def update(self, theta, g, state, scalars):
        return self.inner().update(theta, g, state, scalars)

    def l2(self, theta, g):
        return self.inner().l2(theta, g)

    def decoupled_decay(self, new, theta):
        return self.inner().decoupled_decay(new, theta)

    def eval_params(self, theta, state):
        return self.base.eval_params(theta, state)

    def __repr__(self):
        own = "".join(f", {name}={getattr(self, name)}" for name in self.own_fields())
        return f"{type(self).__name__}({self.inner()!r}{own})"


class _Average(Wrapper):
    """The rule inside takes the steps; beside it runs a weighted average of where they lead."""

    own_slots = ("average",)
    averages = True

    def update(self, theta, g, state, scalars):
        base = self.inner()
        new, new_state = base.update(theta, g, state, scalars[1:])
        new = base.decoupled_decay(new, theta)  # here, so that the average sees decayed parameters
        weight = scalars[0]
        new_state = dict(new_state)
        new_state["average"] = state["average"] + weight * (new - state["average"])
        return new, new_state

    def decoupled_decay(self, new, theta):
        return new

    def eval_params(self, theta, state):
        return state["average"]


class EMA(_Average):
    r"""An exponential moving average of the parameters that the rule inside visits.

    .. math:: \bar\theta_t = d\, \bar\theta_{t-1} + (1 - d)\, \theta_t, \qquad \bar\theta_0 = \theta_0 .

    `decay` is :math:`0 \le d < 1`; the average looks back over about :math:`1/(1-d)` steps. The path is
    that of the rule inside; `eval_params`, and what `fit` validates and leaves in the model, is the
    average. Running statistics of batch normalisation are not averaged.

    >>> from gdcourse.optim import SGD
    >>> rule = EMA(SGD(lr=1.0), decay=0.5)
    >>> theta, state = rule.update(1.0, 1.0, rule.initial(1.0), rule.scalars(1))
    >>> theta, rule.eval_params(theta, state)
    (0.0, 0.5)

    Source: Polyak and Juditsky (1992) for averaging [polyak1992]; this form, `torch.optim.swa_utils`.
    """

    decay = 0.999

    def scalars(self, t):
        return (1 - self.decay,) + self.inner().scalars(t)


class SWA(_Average):
    r"""The plain mean of the parameters after step `start`, one sample every `every` steps.

    .. math:: \bar\theta \leftarrow \bar\theta + \tfrac1k (\theta - \bar\theta)
              \quad \text{at the } k\text{th sample} .

    Until then the "average" is the last point itself. Stochastic weight averaging lets the rule inside
    run on at a constant, rather high rate, and lets the mean find the middle of the region that it roams.

    >>> from gdcourse.optim import SGD
    >>> rule, theta = SWA(SGD(lr=1.0), start=1), 3.0
    >>> state = rule.initial(theta)
    >>> for t in (1, 2, 3):
    ...     theta, state = rule.update(theta, 1.0, state, rule.scalars(t))
    >>> theta, rule.eval_params(theta, state)       # the mean of 1 and 0
    (0.0, 0.5)

    Source: Izmailov et al. (2018) [izmailov2018].
    """

    start = 0.0
    every = 1.0

    def scalars(self, t):
        since = t - int(self.start)
        if since <= 0:
            weight = 1.0
        elif (since - 1) % int(self.every) == 0:
            weight = 1.0 / (1 + (since - 1) // int(self.every))
        else:
            weight = 0.0
        return (weight,) + self.inner().scalars(t)


class TwoPass(Wrapper):
    """A rule that needs the gradient at a second point: `perturb` says where, `update` uses what is there.

    Both lists have one entry per parameter group, so that a norm can run over the whole gradient.
    """

    def perturb(self, thetas, gradients):
        raise NotImplementedError(f"{type(self).__name__} defines no perturb")


class SAM(TwoPass):
    r"""Sharpness-aware minimisation: step with the gradient from the worst point nearby.

    .. math:: \hat\epsilon = \rho\, \frac{g(\theta)}{\lVert g(\theta) \rVert_2}, \qquad
              \text{then the rule inside steps from } \theta \text{ with } g(\theta + \hat\epsilon) .

    `radius` is :math:`\rho \ge 0`, in units of the parameters. A step costs two gradients. The norm runs
    over all parameters of all groups; weight decay is the business of the rule inside.

    >>> from gdcourse.optim import SGD
    >>> SAM(SGD(lr=0.1), radius=0.5).perturb([1.0], [-2.0])
    [0.5]

    Source: Foret et al. (2021) [foret2021].
    """

    radius = 0.05

    def perturb(self, thetas, gradients):
        squares = sum_of_squares(gradients)
        scale = self.radius / maximum(sqrt(squares), 1e-12)
        return [theta + scale * g for theta, g in zip(thetas, gradients)]
