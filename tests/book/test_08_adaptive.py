"""Chapter 8: its form, and that its prose still says what its cells find."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from gdcourse.explorables import quiz

BOOK = Path(__file__).parents[2] / "book"
PAGE = (BOOK / "08_adaptive.md").read_text(encoding="utf-8")
CELLS = re.findall(r"```\{code-cell\} ipython3\n(.*?)\n```", PAGE, re.S)
FIGURES = [cell for cell in CELLS if re.search(r"\bplots\.\w+\(", cell)]
GLUED = re.findall(r"\{glue:(?:text|md)\}`(\w+)(?::[^`]*)?`", PAGE)


def options(cell):
    """The options of a cell that opens with a block of YAML."""
    block = re.match(r"---\n(.*?)\n---\n", cell, re.S)
    return yaml.safe_load(block[1]) if block else {}


def code(cell):
    return re.sub(r"\A(?:---\n(?s:.*?)\n---\n|(?::[^\n]*\n)+)", "", cell)


# ---- what every chapter has ----------------------------------------------------------------------


def test_it_opens_with_what_is_learned_how_long_it_takes_and_what_is_needed():
    objectives = PAGE.split("## What you will be able to do")[1].split("**Time:**")[0]
    assert objectives.count("\n- ") >= 4
    assert "**What you need first:**" in PAGE
    assert PAGE.index("## Three steps by hand") < PAGE.index("```{code-cell}")


@pytest.mark.parametrize("rule", ["Adagrad", "RMSprop", "Adam", "AMSGrad"])
def test_formulas_stand_beside_the_librarys_own_code(rule):
    assert f":pyobject: {rule}.update" in PAGE
    typed = re.search(r"def update\(self", "\n".join(CELLS))
    assert not typed, "a cell retypes a rule"


def test_every_figure_has_alt_text_a_caption_and_a_name():
    assert len(FIGURES) >= 8
    for cell in FIGURES:
        shown = options(cell).get("mystnb", {})
        assert len(shown["image"]["alt"]) > 60
        assert len(shown["figure"]["caption"]) > 30
        assert shown["figure"]["name"].startswith("fig-adaptive-")


def test_predictions_are_asked_for():
    assert PAGE.count("{admonition} Predict before you run") >= 6


def test_there_is_a_worked_example():
    assert "### Worked example" in PAGE


def test_four_exercises_each_with_two_hints_and_a_solution_that_folds():
    exercises = re.findall(r"````\{exercise\}.*?\n:label: (\S+)\n(.*?)\n````", PAGE, re.S)
    assert len(exercises) >= 4
    for label, body in exercises:
        assert len(re.findall(r"```\{dropdown\} Hint \d", body)) >= 2, label
        assert re.search(rf"```\{{solution(-start)?\}} {label}\n:class: dropdown\n", PAGE), label


def test_the_quiz_has_feedback_for_every_option():
    questions = re.findall(r"```\{quiz\}\n(.*?)\n```", PAGE, re.S)
    assert 6 <= len(questions) <= 8
    for question in questions:
        _, choices = quiz.parse(question.splitlines())  # raises where feedback is missing
        assert len(choices) >= 3


def test_the_articles_three_statements_are_taken_up_and_corrected():
    box = PAGE.split("## The short story, corrected")[1].split("\n## ")[0]
    for words in (
        "favoring infrequent parameters",
        "decaying the past gradients",
        "sparse gradients and non-stationary objectives",
    ):
        assert words in box
    assert box.count("*Overdone:*") == 3


def test_citations_exist_and_further_reading_is_offered():
    known = set(re.findall(r"^@\w+\{(\w+),", (BOOK / "references.bib").read_text(encoding="utf-8"), re.M))
    cited = {key for keys in re.findall(r"\{cite:[tp]\}`([^`]+)`", PAGE) for key in keys.split(",")}
    assert cited <= known
    reading = PAGE.split("## Further reading")[1].split("\n## ")[0]
    assert reading.count("{cite:t}") >= 5


def test_the_graded_notebook_is_linked():
    link = re.search(r"\{download\}`[^<]*<([^>]+)>`", PAGE)[1]
    assert (BOOK / link).is_file()


# ---- numbers -------------------------------------------------------------------------------------


def test_every_number_in_the_prose_is_glued_by_a_cell():
    cells = "\n".join(CELLS)
    missing = [key for key in GLUED if not re.search(rf'\b{key}=|"{key}"|rosen_\{{name', cells)]
    assert GLUED
    assert missing == []


@pytest.fixture(scope="module")
def found():
    """What the page's cells glue, run in order in one namespace."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    numbers: dict = {}

    def glue(key, value, display=True):
        numbers[key] = getattr(value, "data", value)

    source = "\n".join(code(cell) for cell in CELLS)
    source = re.sub(
        r"^(import matplotlib_inline|matplotlib_inline\.|from myst_nb).*$", "", source, flags=re.M
    )
    with np.errstate(all="raise", under="ignore"):
        exec(compile(source, "08_adaptive.md", "exec"), {"glue": glue, "__name__": "page"})
    plt.close("all")
    return numbers


@pytest.mark.slow
def test_the_prose_says_what_the_cells_find(found):
    assert set(GLUED) <= found.keys()
    assert found["valley_sgd"] > 1e-2
    assert "10^{-18}" in found["valley_adagrad"]
    assert found["duchi_rare"] < 0.92 < 1 < found["duchi_common"]
    assert abs(found["duchi_all"] - 1) < 0.05
    assert found["growth_seen"] == pytest.approx(found["growth_law"], rel=0.02)
    assert found["floor_ada"] < found["floor_rms"] / 4
    assert found["raw_longest"] > 2 * found["raw_first"] > 6
    assert found["rare_all"] > 30
    assert found["turn_ada_last"] > found["turn_sgd"] < found["turn_adam_last"]
    assert found["reddi_adam"] > 0.9
    assert found["reddi_ams"] < -0.9
    assert found["move_999"] > 0 > found["move_9999"]
    assert found["l2_small"] < found["l2_mid"] < 0.05 < 0.6 < found["l2_large"]
    assert found["first_rule"] == "Adam"  # "it was among the best on the digits here"
    assert found["wilson_sgd"] == found["wilson_eps"] == 100
    assert found["wilson_adam"] == pytest.approx(found["positives"])
