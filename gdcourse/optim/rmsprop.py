"""RMSprop: AdaGrad with a memory that fades."""

from .rule import Rule, sqrt


class RMSprop(Rule):
    r"""Divide each coordinate's step by the root of a running mean of its squared gradients.

    .. math:: v_t = \alpha v_{t-1} + (1 - \alpha)\, g_t^2, \qquad
              \theta_t = \theta_{t-1} - \eta\,\frac{g_t}{\sqrt{v_t} + \epsilon} .

    `alpha`, :math:`0 \le \alpha < 1`, sets the memory: about :math:`1/(1-\alpha)` steps. What decays is
    the *squared* gradient. The mean starts at zero and is not corrected for that, so the first steps
    are about :math:`1/\sqrt{1-\alpha}` times too long; Adam mends this.

    >>> RMSprop(lr=0.1, alpha=0.75, eps=0.0).update(1.0, 4.0, {"v": 0.0}, ())
    (0.8, {'v': 4.0})

    Source: Tieleman and Hinton (2012), Lecture 6.5 [tieleman2012].
    """

    lr = 1e-2
    alpha = 0.99
    eps = 1e-8
    slots = ("v",)

    def update(self, theta, g, state, scalars):
        v = self.alpha * state["v"] + (1 - self.alpha) * g * g
        return theta - self.lr * g / (sqrt(v) + self.eps), {"v": v}
