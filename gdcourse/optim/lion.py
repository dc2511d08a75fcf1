"""Lion: only the signs of a momentum."""

from .adamw import AdamW
from .rule import Rule, sign


class Lion(Rule):
    r"""Move every parameter by the same amount, in the direction of an interpolated momentum.

    .. math::

        \theta_t &= \theta_{t-1}
            - \eta\, \operatorname{sign}\bigl(\beta_1 m_{t-1} + (1 - \beta_1)\, g_t\bigr)
            - \eta \lambda\, \theta_{t-1}, \\
        m_t &= \beta_2 m_{t-1} + (1 - \beta_2)\, g_t .

    One state array, half of Adam's. A step has the size :math:`\eta` in every coordinate, so `lr` is
    about three to ten times smaller than Adam's, and the decoupled `weight_decay` :math:`\lambda` as
    much larger, for a similar :math:`\eta\lambda`.

    >>> Lion(lr=0.5, beta1=0.5).update(1.0, -2.0, {"m": 1.0}, ())[0]
    1.5

    Source: Chen et al. (2023), Algorithm 2 [chen2023].
    """

    lr = 1e-4
    beta1 = 0.9
    beta2 = 0.99
    slots = ("m",)

    def update(self, theta, g, state, scalars):
        direction = sign(self.beta1 * state["m"] + (1 - self.beta1) * g)
        m = self.beta2 * state["m"] + (1 - self.beta2) * g
        return theta - self.lr * direction, {"m": m}

    l2 = AdamW.l2
    decoupled_decay = AdamW.decoupled_decay
