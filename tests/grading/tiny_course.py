"""A course of one small assignment, so that nbgrader's whole way takes seconds."""

import shutil

import nbformat

from gdcourse.grading.course import REPOSITORY, Course

AUTHOR = """\
# %% [markdown]
# # A small assignment

# %%
import numpy as np

# %% graded="adagrad_update"
def adagrad_update(theta, g, state, t, *, lr, eps):
    s = state["s"] + g**2  # a comment of the author's
    return theta - lr * g / (np.sqrt(s) + eps), {"s": s}


# %%
# NBVAL_CHECK_OUTPUT
print("two and two is", 2 + 2)
# > two and two is 4

# %% [markdown] manual="why" points=2
# Because the sum never falls.
"""


def make_course(root):
    """The repository's settings and a08's first entry, in a folder of their own."""
    folder = root / "solutions" / "tiny"
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    contract = (REPOSITORY / "solutions/a08_adaptive/contract.toml").read_text(encoding="utf-8")
    first = "[[graded]]".join(contract.split("[[graded]]")[:2])
    (folder / "contract.toml").write_text(
        first.replace("a08_adaptive", "tiny")
        .replace("points = 5", "points = 6")
        .replace("version = 2", "version = 1"),
        encoding="utf-8",
    )
    (folder / "tiny.py").write_text(AUTHOR, encoding="utf-8")
    return Course(root)


def hand_in(course, student, edit):
    """Submit the released notebook after `edit(notebook)`."""
    notebook = nbformat.read(course.released_notebook("tiny"), as_version=4)
    edit(notebook)
    path = course.root / "submitted" / student / "tiny" / "tiny.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
