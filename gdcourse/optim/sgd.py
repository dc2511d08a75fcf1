"""Gradient descent and its two classical accelerations.

Whether the gradient comes from all the data, from one example or from a mini-batch is not the
rule's business: the three variants of gradient descent share one formula.
"""

from .rule import Rule


class SGD(Rule):
    r"""Step against the gradient.

    .. math:: \theta_t = \theta_{t-1} - \eta\, g_t .

    `lr` is the learning rate :math:`\eta \ge 0`, in units of parameter per unit of gradient.

    >>> SGD(lr=0.1).update(1.0, 2.0, {}, ())
    (0.8, {})

    Source: Robbins and Monro (1951) for noisy gradients [robbins1951], Cauchy (1847) for exact ones
    [cauchy1847].
    """

    def update(self, theta, g, state, scalars):
        return theta - self.lr * g, state


class Momentum(Rule):
    r"""Let the steps accumulate: a running sum of past gradients, discounted by `momentum` a step.

    .. math:: v_t = \mu v_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \eta\, v_t .

    `momentum` is :math:`0 \le \mu < 1`. The learning rate multiplies the whole of :math:`v_t`, which is
    PyTorch's convention; Sutskever et al. (2013) [sutskever2013] put it inside the sum, which differs
    when it changes.

    >>> Momentum(lr=0.1, momentum=0.5).update(1.0, 2.0, {"v": 4.0}, ())
    (0.6, {'v': 4.0})

    Source: Polyak (1964) [polyak1964].
    """

    momentum = 0.9
    slots = ("v",)

    def update(self, theta, g, state, scalars):
        v = self.momentum * state["v"] + g
        return theta - self.lr * v, {"v": v}


class Nesterov(Momentum):
    r"""Momentum that takes its gradient from where the momentum is about to carry it.

    .. math:: v_t = \mu v_{t-1} + g_t, \qquad \theta_t = \theta_{t-1} - \eta\,(g_t + \mu v_t) .

    Here :math:`\theta` is the point looked at ahead, so that the gradient is taken where the parameters
    are, as PyTorch does; Nesterov's own form is recovered by a change of variables.

    >>> Nesterov(lr=0.1, momentum=0.5).update(1.0, 2.0, {"v": 4.0}, ())
    (0.6, {'v': 4.0})

    Source: Nesterov (1983) [nesterov1983]; the change of variables, Sutskever et al. (2013) [sutskever2013].
    """

    def update(self, theta, g, state, scalars):
        v = self.momentum * state["v"] + g
        return theta - self.lr * (g + self.momentum * v), {"v": v}
