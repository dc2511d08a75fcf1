"""Transforms: what happens to a gradient between the backward pass and the update rule.

A transform takes the list of gradients of all parameter groups and returns such a list. It comes
after unscaling (mixed precision) and after the L2 penalty's gradient, and before the rule.
"""

import math

from .rule import maximum, sqrt


def sum_of_squares(gradients):
    """Over all groups together, and over the last axis: each row of a sweep has a norm of its own."""
    total = 0.0
    for g in gradients:
        if isinstance(g, float):
            square = g * g
        elif getattr(g, "ndim", 2) == 1:  # a dot product: a quarter of the time on a short array
            square = g @ g
        else:
            square = (g * g).sum(-1, keepdims=True)
        total = total + square
    return total


def fresh(transforms):
    """The transforms as they are before a run: one that counts or draws begins anew, in a copy."""
    return tuple(each.fresh() if hasattr(each, "fresh") else each for each in transforms)


class clip_by_global_norm:
    r"""Shorten the whole gradient to length `max_norm` if it is longer; its direction stays.

    .. math:: g \leftarrow g \cdot \frac{c}{\max(\lVert g \rVert_2,\, c)} .

    The norm runs over every parameter of every group together. `max_norm`, :math:`c > 0`, is in units
    of the gradient. (`torch.nn.utils.clip_grad_norm_` adds 1e-6 to the norm, so it also shortens, by a
    millionth, a gradient that lies on the threshold.)

    >>> import numpy as np
    >>> clip_by_global_norm(1.0)([np.array([3.0, 4.0])])
    [array([0.6, 0.8])]

    Source: Pascanu, Mikolov and Bengio (2013) [pascanu2013].
    """

    def __init__(self, max_norm):
        self.max_norm = _positive("clip_by_global_norm", "max_norm", max_norm)

    def __call__(self, gradients):
        scale = self.max_norm / maximum(sqrt(sum_of_squares(gradients)), self.max_norm)
        return [g * scale for g in gradients]

    def __repr__(self):
        return f"clip_by_global_norm({self.max_norm})"


class clip_by_value:
    r"""Limit every component of the gradient to `[-limit, limit]`; its direction may change.

    >>> import numpy as np
    >>> clip_by_value(1.0)([np.array([3.0, -0.5])])
    [array([ 1. , -0.5])]
    """

    def __init__(self, limit):
        self.limit = _positive("clip_by_value", "limit", limit)

    def __call__(self, gradients):
        # from above through the negative, as `maximum` is the one helper that takes a plain bound
        return [-maximum(-maximum(g, -self.limit), -self.limit) for g in gradients]

    def __repr__(self):
        return f"clip_by_value({self.limit})"


class gradient_noise:
    r"""Add normal noise to every component, less of it as training goes on.

    .. math:: g_t \leftarrow g_t + \xi_t, \qquad
              \xi_t \sim \mathcal N\bigl(0, \sigma_t^2\bigr), \quad
              \sigma_t^2 = \frac{\eta}{(1 + t)^\gamma} .

    `eta` is :math:`\eta > 0`, the paper's letter, in units of the gradient squared: a variance, no learning
    rate. `gamma` is :math:`\gamma \ge 0`. t counts the steps of the run from 0. `seed` decides the noise;
    the same transform given to two runs begins anew in each.

    >>> import numpy as np
    >>> noise = gradient_noise(eta=1.0, seed=1)
    >>> first = noise([np.zeros(1000)])[0]
    >>> bool(0.95 < first.std() < 1.05)
    True

    Source: Neelakantan et al. (2015) [neelakantan2015].
    """

    random = True  # drawn anew at each step, so it can't be a part of a compiled program

    def __init__(self, eta=0.01, gamma=0.55, seed=0):
        self.eta = _positive("gradient_noise", "eta", eta)
        if not isinstance(gamma, (int, float)) or not 0 <= gamma < float("inf"):
            raise ValueError(f"gradient_noise: gamma = {gamma!r} is not a number from 0 up; 0.55 is usual")
        self.gamma, self.seed = float(gamma), seed
        self.t, self._generator = 0, None

    def fresh(self):
        return gradient_noise(self.eta, self.gamma, self.seed)

    def __call__(self, gradients):
        std = math.sqrt(self.eta / math.pow(1 + self.t, self.gamma))
        self.t += 1
        return [g + std * self._normal(g) for g in gradients]

    def _normal(self, g):
        if hasattr(g, "unbind"):  # a tensor
            import torch

            if self._generator is None:
                self._generator = torch.Generator(g.device).manual_seed(self.seed)
            return torch.randn(g.shape, generator=self._generator, dtype=g.dtype, device=g.device)
        import numpy

        if self._generator is None:
            self._generator = numpy.random.default_rng(self.seed)
        return self._generator.standard_normal(g.shape)

    def state_dict(self):
        """What a checkpoint has to keep, once tensors are what it is given."""
        return {"t": self.t, "generator": None if self._generator is None else self._generator.get_state()}

    def load_state_dict(self, state, device="cpu"):
        import torch

        self.t = state["t"]
        if state["generator"] is not None:
            self._generator = torch.Generator(device)
            self._generator.set_state(state["generator"])

    def __repr__(self):
        return f"gradient_noise(eta={self.eta}, gamma={self.gamma}, seed={self.seed})"


def _positive(transform, name, value):
    if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise ValueError(f"{transform}: {name} = {value!r} is not a positive number; 1.0 is a usual value")
    return float(value)
