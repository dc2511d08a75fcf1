"""A chapter as its tests see it: the text, the cells, and what they find when they are run."""

import re
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

BOOK = Path(__file__).parents[2] / "book"


class Chapter:
    """`Chapter("08_adaptive")` reads the page; `run()` runs its cells in order, in one namespace."""

    def __init__(self, name):
        self.name = name
        self.text = (BOOK / f"{name}.md").read_text(encoding="utf-8")

    @property
    def is_written(self):
        return "This chapter is being written" not in self.text

    @cached_property
    def cells(self):
        return re.findall(r"```\{code-cell\} ipython3\n(.*?)\n```", self.text, re.S)

    @property
    def figures(self):
        """The cells that end in a picture."""
        return [
            cell for cell in self.cells if "mystnb" in options(cell) or re.search(r"\bplots\.\w+\(", cell)
        ]

    @property
    def glued(self):
        """The names of the numbers that the prose shows."""
        return re.findall(r"\{glue:(?:text|md)\}`(\w+)(?::[^`]*)?`", self.text)

    def section(self, title):
        return self.text.split(f"## {title}")[1].split("\n## ")[0]

    def run(self):
        """What the page's cells glue, by name."""
        import matplotlib

        matplotlib.use("agg")
        from matplotlib import pyplot as plt

        numbers = {}

        def glue(key, value, display=True):
            numbers[key] = getattr(value, "data", value)

        source = "\n".join(code(cell) for cell in self.cells)
        source = re.sub(
            r"^(import matplotlib_inline|matplotlib_inline\.|from myst_nb).*$", "", source, flags=re.M
        )
        with np.errstate(all="raise", under="ignore"):
            exec(compile(source, f"{self.name}.md", "exec"), {"glue": glue, "__name__": "page"})
        plt.close("all")
        return numbers


CHAPTERS = [Chapter(path.stem) for path in sorted(BOOK.glob("[01][0-9]_*.md"))]
WRITTEN = [chapter for chapter in CHAPTERS if chapter.is_written]


def options(cell):
    """The options of a cell that opens with a block of YAML."""
    block = re.match(r"---\n(.*?)\n---\n", cell, re.S)
    return yaml.safe_load(block[1]) if block else {}


def code(cell):
    return re.sub(r"\A(?:---\n(?s:.*?)\n---\n|(?::[^\n]*\n)+)", "", cell)
