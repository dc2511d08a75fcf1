"""Muon: momentum whose singular values are all made equal. For matrices, not for single numbers."""

from .adamw import AdamW
from .rule import Rule, maximum, sqrt

QUINTIC = (3.4445, -4.7750, 2.0315)  # of Jordan et al.: steep at zero rather than exact at one


def newton_schulz5(g, steps=5):
    r"""Push the singular values of the matrix `g` towards one, keeping its singular vectors.

    .. math:: X_0 = g / \lVert g \rVert_F, \qquad
              X_{k+1} = a X_k + b\,(X_k X_k^\top) X_k + c\,(X_k X_k^\top)^2 X_k,

    with :math:`(a, b, c) = (3.4445, -4.7750, 2.0315)`: products of matrices only, no decomposition. The
    polynomial has no fixed point at one; after five steps values lie between about 0.7 and 1.2.

    >>> import numpy as np
    >>> values = np.linalg.svd(newton_schulz5(np.diag([1.0, 0.5, 0.1])), compute_uv=False)
    >>> bool(values.min() > 0.65 and values.max() < 1.25)
    True

    Source: Jordan et al. (2024) [jordan2024].
    """
    a, b, c = QUINTIC
    tall = g.shape[-2] > g.shape[-1]
    x = g.swapaxes(-1, -2) if tall else g  # the smaller side first: the products are then smaller
    x = x / maximum(sqrt((x * x).sum()), 1e-7)
    for _ in range(steps):
        gram = x @ x.swapaxes(-1, -2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.swapaxes(-1, -2) if tall else x


class MatrixRule(Rule):
    """A rule for whole matrices. The driver binds `shape`; arrays come and go flat, as for every rule.

    Parameters that are no matrices go to the rule `others`, in a group of their own.
    """

    elementwise = False
    shape = None  # type: tuple[int, int] | None

    def __init__(self, others=None, **hyperparameters):
        if others is not None and not isinstance(others, Rule):
            raise TypeError(
                f"{type(self).__name__}: others = {others!r} is not a rule; AdamW() is the usual one"
            )
        self.others = AdamW() if others is None else others
        Rule.__init__(self, **hyperparameters)

    def _copy(self):
        copy = Rule._copy(self)
        copy.others, copy.shape = self.others, self.shape
        return copy

    def update(self, theta, g, state, scalars):
        if self.shape is None:
            raise TypeError(f"{type(self).__name__} updates matrices; drive it with Optimizer or fit")
        matrices = {name: array.reshape(self.shape) for name, array in state.items()}
        new, new_state = self.update_matrix(
            theta.reshape(self.shape), g.reshape(self.shape), matrices, scalars
        )
        return new.reshape(-1), {name: array.reshape(-1) for name, array in new_state.items()}

    def update_matrix(self, theta, g, state, scalars):
        raise NotImplementedError(f"{type(self).__name__} defines no update_matrix")

    def __repr__(self):
        return Rule.__repr__(self)[:-1] + f", others={self.others!r})"


class Muon(MatrixRule):
    r"""Step along the nearest orthogonal matrix to Nesterov's momentum.

    .. math::

        v_t &= \mu v_{t-1} + g_t, \qquad O_t = \mathrm{NS}_5(g_t + \mu v_t), \\
        \theta_t &= \theta_{t-1} - \eta \sqrt{\max(1, \text{rows}/\text{columns})}\; O_t
            - \eta\lambda\, \theta_{t-1} .

    All directions in the matrix get a step of the same size, rare ones too. For hidden layers'
    matrices; biases, and by the authors' advice embeddings and output layers, go to `others`, by default
    `AdamW()`. Here the iteration runs in the parameters' own precision (in PyTorch, in bfloat16).

    >>> from gdcourse.optim import AdamW
    >>> Muon(lr=0.02, others=AdamW(lr=3e-4)).others.lr
    0.0003

    Source: Jordan et al. (2024) [jordan2024].
    """

    lr = 1e-3
    momentum = 0.95
    weight_decay = 0.1
    slots = ("v",)

    def update_matrix(self, theta, g, state, scalars):
        v = self.momentum * state["v"] + g
        rows, columns = self.shape
        scale = max(1.0, rows / columns) ** 0.5
        return theta - self.lr * scale * newton_schulz5(g + self.momentum * v), {"v": v}

    l2 = AdamW.l2
    decoupled_decay = AdamW.decoupled_decay
