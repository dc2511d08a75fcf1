"""Numbers in the chapters' prose come from cells, maths or sources; none is typed."""

import re
import textwrap

import pytest
from prose import ROOT, decimals

CHAPTERS = sorted([*(ROOT / "book").glob("[01][0-9]_*.md"), ROOT / "book" / "capstone.md"])

BAD = textwrap.dedent("""\
    # A rate of 0.91

    It reached 0.9802 after .5 epochs,
    and then 1e-3. With an
    error of 3.2 %.

    :::{note}
    :width: 0.5
    Nested: 0.71.
    ```{tip} A title with 0.72
    Twice nested: 0.73
    ```
    :::

    | a | b |
    |---|---|
    | 1 | 2.5 |

    ```{quiz}
    Is it 0.81?

    - [ ] Yes :: No, 0.82.
    - [x] No :: Right.
    ```

    - a list with **0.61** in bold and a [label 0.62](target)
    """)
FOUND = [
    *("1:0.91", "3:0.9802", "3:.5", "4:1e-3", "5:3.2"),
    *("9:0.71", "10:0.72", "11:0.73", "17:2.5", "20:0.81", "22:0.82", "26:0.61", "26:0.62"),
]

GOOD = textwrap.dedent("""\
    ---
    title: 0.1
    ---
    (eq-0.5)=
    # Chapter 8, 100 steps, 3 seeds

    Maths $0.9^t$ and `lr=0.1`, a role {glue:text}`x:.3f`, {cite:p}`a0.1`, a [link](page-1.2.html).
    Version 3.11.2 is no decimal, nor is v1.2, nor 10. And 5.

    $$
    x = 0.1
    $$ (label-0.1)

    ```{code-cell} ipython3
    :tags: [a0.1]
    x = 0.5
    ```

    ```{math}
    0.25
    ```

    ```python
    y = 0.25
    ```
    % a comment: 0.3
    """)


def test_every_typed_decimal_is_found():
    assert [f"{line}:{number}" for line, number in decimals(BAD)] == FOUND


def test_what_is_not_prose_is_left_alone():
    assert decimals(GOOD) == []


def test_there_are_chapters_to_read():
    assert len(CHAPTERS) == 11


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_typed_decimal(chapter):
    found = [
        f"{chapter.relative_to(ROOT)}:{line}: {number}" for line, number in decimals(chapter.read_text())
    ]
    assert not found, "glue these from a cell, or put them in maths:\n" + "\n".join(found)


@pytest.mark.parametrize("page", sorted(CHAPTERS[0].parent.glob("*.md")), ids=lambda path: path.stem)
def test_no_line_of_the_prose_is_taken_for_a_comment(page):
    # MyST leaves out what stands behind a % at the beginning of a line: a unit that was wrapped there is lost
    prose = re.sub(r"^```\{code-cell\}.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    assert not re.findall(r"^\s*%.*$", prose, re.M)
