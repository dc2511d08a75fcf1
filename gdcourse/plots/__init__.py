"""Figures from records and arrays; nothing else in the library imports Matplotlib.

Every function takes what a run left behind (`records.py`, `landscape.py`) or plain arrays, draws it, and
returns the Matplotlib object that it drew on: axes where it draws one panel, which may be given as `ax`, a
figure where it arranges several. Nothing is computed here that a reader would want to know, and no
setting of Matplotlib's is changed for others. A figure is 7 inches wide, the width of the book's column; one
that is nearly square, less.

`looks.py` holds the styles of the rules and the small parts of every figure; then one file a kind of picture:
`walks.py` on surfaces, `series.py` of numbers against time, `runs.py` of training, `sweeps.py` as lines and
`maps.py` as maps, `slices.py` through a loss. Take all of them from here.
"""

from .looks import STYLES, WIDTH, plain, style, styles
from .maps import sweep_map
from .runs import dashboard, layers, training
from .series import compare, curves, run_labels
from .slices import landscape
from .sweeps import sweep
from .walks import paths

__all__ = [
    "STYLES",
    "WIDTH",
    "compare",
    "curves",
    "dashboard",
    "landscape",
    "layers",
    "paths",
    "plain",
    "run_labels",
    "style",
    "styles",
    "sweep",
    "sweep_map",
    "training",
]
