"""What every chapter has."""

import re

import pytest
from chapter import BOOK, WRITTEN, options

from gdcourse.explorables import quiz

pytestmark = pytest.mark.parametrize("chapter", WRITTEN, ids=lambda chapter: chapter.name)


def test_it_opens_with_what_is_learned_how_long_it_takes_and_what_is_needed(chapter):
    objectives = chapter.text.split("## What you will be able to do")[1].split("**Time:**")[0]
    assert objectives.count("\n- ") >= 4
    assert "**What you need first:**" in chapter.text


def test_something_is_done_by_hand_before_the_first_line_of_code(chapter):
    sections = re.findall(r"^## (.*)$", chapter.text, re.M)
    first = chapter.text.index(f"## {sections[1]}")
    shown = chapter.text.index("```{code-cell}")
    assert first < shown
    assert chapter.text[first:shown].count("$") >= 10  # numbers, worked out


def test_formulas_stand_beside_the_librarys_own_code(chapter):
    assert chapter.text.count("```{literalinclude} ../gdcourse/") >= 1
    assert not re.search(r"def update\(self", "\n".join(chapter.cells)), "a cell retypes a rule"


def test_every_figure_has_alt_text_a_caption_and_a_name(chapter):
    topic = {name[4:].split("-")[0] for name in re.findall(r"name: (fig-\w+-\S+)", chapter.text)}
    assert len(topic) == 1
    assert len(chapter.figures) >= 6
    for cell in chapter.figures:
        shown = options(cell).get("mystnb", {})
        assert len(shown["image"]["alt"]) > 60
        assert len(shown["figure"]["caption"]) > 30
        assert shown["figure"]["name"].startswith("fig-")


def test_predictions_are_asked_for(chapter):
    assert chapter.text.count("{admonition} Predict before you run") >= 5


def test_there_is_a_worked_example(chapter):
    assert "### Worked example" in chapter.text


def test_a_published_result_is_reproduced(chapter):
    assert re.search(r"^##+ A published result", chapter.text, re.M)


def test_four_exercises_each_with_two_hints_and_a_solution_that_folds(chapter):
    exercises = re.findall(r"````\{exercise\}.*?\n:label: (\S+)\n(.*?)\n````", chapter.text, re.S)
    assert len(exercises) >= 4
    for label, body in exercises:
        assert len(re.findall(r"```\{dropdown\} Hint \d", body)) >= 2, label
        assert re.search(rf"```\{{solution(-start)?\}} {label}\n:class: dropdown\n", chapter.text), label


def test_the_quiz_has_feedback_for_every_option(chapter):
    questions = re.findall(r"```\{quiz\}\n(.*?)\n```", chapter.text, re.S)
    assert 6 <= len(questions) <= 8
    for question in questions:
        _, choices = quiz.parse(question.splitlines())  # raises where feedback is missing
        assert len(choices) >= 3


def test_common_statements_are_taken_up_and_corrected(chapter):
    box = chapter.section("The short story, corrected")
    assert len(re.findall(r"\{admonition\} \S", box)) >= 2
    assert box.count("*Overdone:*") == len(re.findall(r"\{admonition\} \S", box))


def test_citations_exist_and_further_reading_is_offered(chapter):
    known = set(re.findall(r"^@\w+\{(\w+),", (BOOK / "references.bib").read_text(encoding="utf-8"), re.M))
    cited = {key for keys in re.findall(r"\{cite:[tp]\}`([^`]+)`", chapter.text) for key in keys.split(",")}
    assert cited <= known
    assert chapter.section("Further reading").count("{cite:t}") >= 5


def test_the_graded_notebook_is_linked(chapter):
    link = re.search(r"\{download\}`[^<]*<([^>]+)>`", chapter.text)[1]
    assert (BOOK / link).is_file()


def test_every_number_in_the_prose_is_glued_by_a_cell(chapter):
    cells = "\n".join(chapter.cells)
    families = re.findall(r'f"(\w+_)\{', cells)  # names made in a loop
    assert chapter.glued
    for key in chapter.glued:
        assert re.search(rf'\b{key}=|"{key}"', cells) or key.startswith(tuple(families)), key
