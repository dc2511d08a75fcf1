"""The page of results reproduced: that it shows what the chapters glue, and expects what they expect."""

import re

import pytest
from chapter import BOOK, Chapter

PAGE = (BOOK / "results.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!Result|-)(.+) \| (.+) \| (.+) \|$", PAGE, re.M)
MEASURED = re.compile(r"\{glue:text\}`(\w+)\.md::(\w+):[^`]+`")


def tables(text):
    """Expected by measured, of the rows of all tables of a chapter that show one number."""
    found = {}
    for row in re.findall(r"^\|(.+)\|$", text, re.M):
        cells = [cell.strip() for cell in row.split(" | ")]
        key = re.fullmatch(r"\{glue:text\}`(\w+):[^`]+`", cells[-1])
        if key and len(cells) == 3:
            found[key[1]] = cells[1]
    return found


def test_there_is_a_line_for_every_chapter_and_the_capstone():
    shown = {document for _, _, measured in ROWS for document, _ in MEASURED.findall(measured)}
    assert shown == {path.stem for path in BOOK.glob("[01][0-9]_*.md")} | {"capstone"}
    assert len(ROWS) >= 30


@pytest.mark.parametrize(("result", "expected", "measured"), ROWS)
def test_a_line_shows_what_its_chapter_computes_and_expects(result, expected, measured):
    found = MEASURED.findall(measured)
    assert found
    assert MEASURED.sub("", measured).strip() in ("", "and"), "a number that is typed in"
    for document, key in found:
        chapter = Chapter(document)
        kept = re.search(rf"\b{key}=", "\n".join(chapter.cells))
        assert kept or key in chapter.glued, f"{document} glues no {key}"
        assert tables(chapter.text).get(key, expected) == expected


def test_the_tables_are_read():
    assert len(tables(Chapter("05_pitfalls").text)) >= 8
