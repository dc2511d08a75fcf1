"""Schedule-free rules: an average of the iterates takes the place of a decaying learning rate.

The gradient is taken at y, which is what the network holds while it trains. The fast sequence z takes
the steps; the slow one, x, is its running average, and what one keeps: `eval_params`.
"""

from .adamw import AdamW
from .rule import Rule, ipow, maximum, sqrt

TINY = 1e-300  # under the sum of weights, so that a first learning rate of zero is no 0 / 0


def _averaged(z, state, lr, momentum):
    """The new y, and the state: x moves towards z by this step's share of all weights so far."""
    weight_sum = state["weight_sum"] + lr * lr
    c = lr * lr / maximum(weight_sum, TINY)
    x = (1 - c) * state["x"] + c * z
    return (1 - momentum) * z + momentum * x, {"z": z, "x": x, "weight_sum": weight_sum}


class ScheduleFreeSGD(Rule):
    r"""Gradient descent at a constant rate, whose average converges as if the rate had been lowered.

    .. math::

        z_t &= z_{t-1} - \eta\, g(y_{t-1}), \qquad
        x_t = (1 - c_t)\, x_{t-1} + c_t\, z_t, \qquad
        y_t = (1 - \mu)\, z_t + \mu\, x_t, \\
        c_t &= \eta_t^2 \Big/ \textstyle\sum_{i \le t} \eta_i^2 .

    With a constant rate, :math:`c_t = 1/t` and x is the plain mean of all z. `momentum` is
    :math:`0 \le \mu < 1`: at 0 this is averaged SGD. A warm-up may be given as a schedule; a decay need not.

    >>> rule = ScheduleFreeSGD(lr=0.5, momentum=0.5)
    >>> y, state = rule.update(1.0, 1.0, rule.initial(1.0), ())
    >>> y, state["z"], rule.eval_params(y, state)
    (0.5, 0.5, 0.5)
    >>> y, state = rule.update(y, 1.0, state, ())
    >>> y, state["z"], rule.eval_params(y, state)
    (0.125, 0.0, 0.25)

    Source: Defazio et al. (2024) [defazio2024].
    """

    lr = 1.0
    momentum = 0.9
    slots = ("x", "z")
    copies = ("x", "z")
    scalar_slots = {"weight_sum": 0.0}
    averages = True

    def update(self, theta, g, state, scalars):
        return _averaged(state["z"] - self.lr * g, state, self.lr, self.momentum)

    def eval_params(self, theta, state):
        return state["x"]


class ScheduleFreeAdamW(Rule):
    r"""Schedule-free averaging around steps scaled as in Adam.

    .. math::

        v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad
        z_t = z_{t-1} - \eta \left( \frac{g_t}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
            + \lambda\, y_{t-1} \right),

    with x and y as in `ScheduleFreeSGD`, `beta1` in the place of `momentum`. `weight_decay`,
    :math:`\lambda \ge 0`, is decoupled, and acts where the gradient is taken.

    >>> rule = ScheduleFreeAdamW(lr=0.5, beta2=0.0, eps=0.0)
    >>> rule.update(1.0, -3.0, rule.initial(1.0), rule.scalars(1))[0]
    1.5

    Source: Defazio et al. (2024), Algorithm 1 [defazio2024].
    """

    lr = 2.5e-3
    beta1 = 0.9
    beta2 = 0.999
    eps = 1e-8
    slots = ("v", "x", "z")
    copies = ("x", "z")
    scalar_slots = {"weight_sum": 0.0}
    averages = True

    def scalars(self, t):
        return (1 / (1 - ipow(self.beta2, t)),)

    def update(self, theta, g, state, scalars):
        (c2,) = scalars
        v = self.beta2 * state["v"] + (1 - self.beta2) * g * g
        direction = g / (sqrt(c2 * v) + self.eps) + self.weight_decay * theta
        y, averaged = _averaged(state["z"] - self.lr * direction, state, self.lr, self.beta1)
        averaged["v"] = v
        return y, averaged

    l2 = AdamW.l2
    eval_params = ScheduleFreeSGD.eval_params
