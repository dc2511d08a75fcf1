"""AdaGrad: a learning rate per coordinate, from the sum of squared gradients."""

from .rule import Rule, sqrt


class Adagrad(Rule):
    r"""Divide each coordinate's step by the root of the sum of its squared gradients so far.

    .. math:: s_t = s_{t-1} + g_t^2, \qquad
              \theta_t = \theta_{t-1} - \eta\,\frac{g_t}{\sqrt{s_t} + \epsilon} .

    A coordinate that is seldom touched keeps a large step. The sum never shrinks, so the steps do.
    `lr` is in units of the parameter: the first step moves every coordinate by about `lr`.

    >>> Adagrad(lr=0.1, eps=0.0).update(1.0, 3.0, {"s": 16.0}, ())
    (0.94, {'s': 25.0})

    Source: Duchi, Hazan and Singer (2011) [duchi2011].
    """

    lr = 1e-2
    eps = 1e-10
    slots = ("s",)

    def update(self, theta, g, state, scalars):
        s = state["s"] + g * g
        return theta - self.lr * g / (sqrt(s) + self.eps), {"s": s}
