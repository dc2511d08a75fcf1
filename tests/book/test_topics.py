"""The page that says where each of the article's statements is taken up: every line leads somewhere."""

import re

import pytest
from chapter import BOOK, WRITTEN

PAGE = (BOOK / "topics.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!The article|---)(.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)


def sections():
    """From each label to the chapter and to the text of its section, subsections included."""
    found = {}
    for chapter in WRITTEN:
        lines = chapter.text.splitlines()
        for i, line in enumerate(lines):
            label = re.fullmatch(r"\((sec-[\w-]+)\)=", line)
            if not label:
                continue
            level = len(lines[i + 1].split()[0])
            end = i + 2
            while end < len(lines) and not re.match(rf"#{{1,{level}}} ", lines[end]):
                end += 1
            found[label[1]] = chapter, "\n".join(lines[i + 2 : end])
    return found


SECTIONS = sections()
ANCHORS = {
    name: chapter
    for chapter in WRITTEN
    for name in re.findall(r"^ *name: (fig-[\w-]+)$|^:label: (ex-[\w-]+)$", chapter.text, re.M)
    for name in name
    if name
}


def words(text):
    prose = re.sub(r"^(```+|:::+).*?^\1$", "", text, flags=re.M | re.S)
    return len(prose.split())


@pytest.mark.parametrize(("statement", "where", "seen"), ROWS)
def test_a_statement_leads_to_a_section_and_to_a_figure_or_exercise(statement, where, seen):
    label = re.fullmatch(r"\{ref\}`([\w-]+)`", where)[1]
    assert label in SECTIONS, f"{statement}: no section is called {label}"
    _, text = SECTIONS[label]
    assert words(text) >= 80, f"{label} has {words(text)} words"
    anchor = re.fullmatch(r"\{(?:numref|ref)\}`([\w-]+)`", seen)[1]
    assert anchor in ANCHORS, f"{statement}: no figure or exercise is called {anchor}"


def test_every_written_chapter_is_among_them():
    for chapter in WRITTEN:
        labels = [where for _, where, _ in ROWS]
        assert any(SECTIONS[re.search(r"`(.+)`", each)[1]][0] is chapter for each in labels), chapter.name


def test_there_is_a_line_for_each_statement_of_the_articles_sections():
    assert len(ROWS) >= 50
    assert len({statement for statement, _, _ in ROWS}) == len(ROWS)
