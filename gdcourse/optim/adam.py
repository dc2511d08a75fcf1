"""Adam: momentum and RMSprop together, both corrected for their start at zero."""

from .rule import Rule, ipow, maximum, sqrt


class Adam(Rule):
    r"""Step along a running mean of gradients, divided by the root of a running mean of their squares.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \\
        v_t &= \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \\
        \theta_t &= \theta_{t-1}
            - \eta\,\frac{m_t / (1 - \beta_1^t)}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon} .

    Both means start at zero and are too small at first, by the factors :math:`1 - \beta^t`; dividing by
    these makes them honest averages from the first step on (t counts from 1). `eps` stands outside the
    root, after the correction. The second moment is raw: no mean is subtracted.

    >>> theta, state = Adam(lr=0.1).update(1.0, -3.0, {"m": 0.0, "v": 0.0}, Adam().scalars(1))
    >>> round(theta, 6)         # the first step is lr * sign(g), whatever the size of g
    1.1

    Source: Kingma and Ba (2015), Algorithm 1 [kingma2015].
    """

    beta1 = 0.9
    beta2 = 0.999
    eps = 1e-8
    slots = ("m", "v")  # type: tuple[str, ...]

    def scalars(self, t):
        # the corrections as factors: a division for each parameter costs more than all the rest
        return 1 / (1 - ipow(self.beta1, t)), 1 / (1 - ipow(self.beta2, t))

    def update(self, theta, g, state, scalars):
        c1, c2 = scalars
        m = self.beta1 * state["m"] + (1 - self.beta1) * g
        v = self.beta2 * state["v"] + (1 - self.beta2) * g * g
        m_hat, v_hat = c1 * m, c2 * v
        return theta - self.lr * m_hat / (sqrt(v_hat) + self.eps), {"m": m, "v": v}


class AMSGrad(Adam):
    r"""Adam that divides by the largest second moment seen so far, so that no step can grow again.

    .. math:: \bar v_t = \max(\bar v_{t-1}, v_t), \qquad
              \theta_t = \theta_{t-1}
                - \eta\,\frac{m_t / (1 - \beta_1^t)}{\sqrt{\bar v_t / (1 - \beta_2^t)} + \epsilon} .

    PyTorch's form, with bias correction; the paper's has none.

    >>> rule = AMSGrad(lr=0.1, beta1=0.0, beta2=0.5, eps=0.0)
    >>> rule.update(1.0, 0.0, {"m": 0.0, "v": 8.0, "v_max": 8.0}, (1.0, 1.0))[1]
    {'m': 0.0, 'v': 4.0, 'v_max': 8.0}

    Source: Reddi, Kale and Kumar (2018) [reddi2018].
    """

    slots = ("m", "v", "v_max")

    def update(self, theta, g, state, scalars):
        c1, c2 = scalars
        m = self.beta1 * state["m"] + (1 - self.beta1) * g
        v = self.beta2 * state["v"] + (1 - self.beta2) * g * g
        v_max = maximum(state["v_max"], v)
        m_hat, v_hat = c1 * m, c2 * v_max
        new = theta - self.lr * m_hat / (sqrt(v_hat) + self.eps)
        return new, {"m": m, "v": v, "v_max": v_max}
