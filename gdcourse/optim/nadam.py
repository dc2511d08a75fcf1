"""NAdam: Adam with Nesterov's look ahead."""

from .adam import Adam
from .rule import ipow, power, sqrt


class NAdam(Adam):
    r"""Adam whose numerator looks one step ahead, along a momentum that warms up.

    .. math::

        \mu_t &= \beta_1 \bigl(1 - \tfrac12\, 0.96^{\,t\psi}\bigr), \qquad
        m_t, v_t \text{ as in Adam}, \\
        \theta_t &= \theta_{t-1} - \frac{\eta}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}
            \left( \frac{(1 - \mu_t)\, g_t}{1 - \prod_{i \le t} \mu_i}
                 + \frac{\mu_{t+1}\, m_t}{1 - \prod_{i \le t+1} \mu_i} \right) .

    `momentum_decay` is :math:`\psi \ge 0`: how slowly :math:`\mu_t` rises from half of `beta1` to all of
    it. The product of all :math:`\mu_i` so far is state: one number, not one per parameter.

    >>> rule = NAdam(lr=0.1, beta1=0.0, beta2=0.0, eps=0.0)       # what is left is the sign
    >>> rule.update(1.0, -3.0, rule.initial(1.0), rule.scalars(1))[0]
    1.1

    Source: Dozat (2016) [dozat2016].
    """

    lr = 2e-3
    momentum_decay = 4e-3
    scalar_slots = {"mu_product": 1.0}

    def scalars(self, t):
        mu, mu_next = (
            self.beta1 * (1.0 - 0.5 * power(0.96, when * self.momentum_decay)) for when in (t, t + 1)
        )
        return mu, mu_next, 1 / (1 - ipow(self.beta2, t))

    def update(self, theta, g, state, scalars):
        mu, mu_next, c2 = scalars
        product = state["mu_product"] * mu
        m = self.beta1 * state["m"] + (1 - self.beta1) * g
        v = self.beta2 * state["v"] + (1 - self.beta2) * g * g
        ahead = (1 - mu) / (1 - product) * g + mu_next / (1 - product * mu_next) * m
        new = theta - self.lr * ahead / (sqrt(c2 * v) + self.eps)
        return new, {"m": m, "v": v, "mu_product": product}
