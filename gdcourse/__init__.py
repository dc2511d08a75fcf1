"""Gradient descent for neural networks: the library under the book and the graded notebooks.

Nothing is imported here, so that `import gdcourse` costs nothing and a page of the book loads
only what it uses. Start from one of these:

    from gdcourse import data, models, objectives, plots
    from gdcourse.optim import Adam, Optimizer, descend
    from gdcourse.train import fit
"""

__version__ = "0.1.0"
