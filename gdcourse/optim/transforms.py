"""Transforms: what happens to a gradient between the backward pass and the update rule.

A transform takes the list of gradients of all parameter groups and returns such a list. It comes
after unscaling (mixed precision) and after the L2 penalty's gradient, and before the rule.
"""

from .rule import maximum, sqrt


def _sum_of_squares(g):
    if isinstance(g, float):
        return g * g
    return (g * g).sum(-1, keepdims=True)  # the last axis: each row of a sweep has a norm of its own


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
        squares = _sum_of_squares(gradients[0])
        for g in gradients[1:]:
            squares = squares + _sum_of_squares(g)
        scale = self.max_norm / maximum(sqrt(squares), self.max_norm)
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


def _positive(transform, name, value):
    if not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise ValueError(f"{transform}: {name} = {value!r} is not a positive number; 1.0 is a usual value")
    return float(value)
