"""Adadelta: a step in the parameters' own units."""

from .rule import Rule, sqrt


class Adadelta(Rule):
    r"""Scale each gradient by the ratio of two running sizes: of recent steps, and of recent gradients.

    .. math::

        s_t &= \rho\, s_{t-1} + (1 - \rho)\, g_t^2, \qquad
        \Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{s_t + \epsilon}}\; g_t, \\
        u_t &= \rho\, u_{t-1} + (1 - \rho)\, \Delta_t^2, \qquad
        \theta_t = \theta_{t-1} - \eta\, \Delta_t .

    A gradient's unit is loss per parameter; the ratio turns the step's unit into that of the parameter,
    so that :math:`\eta` is a plain factor, usually 1. `rho` is :math:`0 \le \rho < 1`. Here `eps` stands
    inside both roots, as in the paper and in PyTorch: it also gets the first step going, for
    :math:`u_0 = 0`.

    >>> rule = Adadelta(rho=0.0, eps=1.0)
    >>> rule.update(2.0, 1.0, {"s": 0.0, "u": 1.0}, ())
    (1.0, {'s': 1.0, 'u': 1.0})

    Source: Zeiler (2012) [zeiler2012].
    """

    lr = 1.0
    rho = 0.9
    eps = 1e-6
    slots = ("s", "u")

    def update(self, theta, g, state, scalars):
        s = self.rho * state["s"] + (1 - self.rho) * g * g
        delta = sqrt(state["u"] + self.eps) / sqrt(s + self.eps) * g
        u = self.rho * state["u"] + (1 - self.rho) * delta * delta
        return theta - self.lr * delta, {"s": s, "u": u}
