"""AdamW: Adam with weight decay that the adaptive denominator does not touch."""

from .adam import Adam


class AdamW(Adam):
    r"""Adam's step from the loss alone, and beside it a pull towards zero.

    .. math:: \theta_t = \theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}
                         - \eta \lambda\, \theta_{t-1} .

    With an L2 penalty, :math:`\lambda\theta` joins the gradient and is divided by
    :math:`\sqrt{\hat v_t}` like the rest: weights with large gradients decay less. Here every weight
    decays by the same factor :math:`1 - \eta\lambda` a step. `weight_decay` is
    :math:`\lambda \ge 0`; the decay follows a scheduled `lr`, as in PyTorch.

    >>> AdamW(lr=0.1, weight_decay=0.5).decoupled_decay(2.0, 4.0)
    1.8

    Source: Loshchilov and Hutter (2019) [loshchilov2019].
    """

    weight_decay = 1e-2

    def l2(self, theta, g):
        return g

    def decoupled_decay(self, new, theta):
        return new - self.lr * self.weight_decay * theta
