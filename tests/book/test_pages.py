"""The book's sources hang together: table of contents, citations, topics, nothing from elsewhere."""

import re
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_file

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
PAGES = sorted(BOOK.glob("*.md"))
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")

# What the seed article speaks of, and the page that takes it up. Kept short: a word that such a page
# can't do without.
TOPICS = {
    "01_optimization_basics": "objective|variables|constraints|iterative|termination|maximisation|"
    "first-order|second-order|evolutionary|populations|heuristic|resources|accuracy",
    "02_gradient": "loss|cost|prediction|weights and biases|partial derivatives|steepest|direction",
    "03_learning_rate": "learning rate|overshooting|update rule|landscape|compass|schedule",
    "04_variants": "batch|stochastic|mini-batch|advantages|disadvantages|PyTorch|Adam|resources",
    "05_pitfalls": "local|global|minima|saddle|many dimensions|ridge|vanishing|exploding|recurrent",
    "06_stabilising": "clip|threshold|Xavier|He|batch|layer|normalisation",
    "07_momentum": "momentum|past gradients|flat",
    "08_adaptive": "AdaGrad|RMSprop|Adam|rare|moment|sparse",
    "09_practice": "choose|learning rate|standardise|L1|L2|dropout|monitor|early|momentum",
    "10_scale": "GPU|resources|large data",
    "capstone": "variants|advanced",
}


def cited(text):
    return {key.strip() for keys in CITATION.findall(text) for key in keys.split(",")}


def listed():
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text())
    return [toc["root"], *(page["file"] for part in toc["parts"] for page in part["chapters"])]


def test_the_table_of_contents_and_the_folder_agree():
    assert sorted(listed()) == [page.stem for page in PAGES]


def test_every_citation_has_an_entry():
    entries = set(parse_file(str(BOOK / "references.bib")).entries)
    missing = {
        page.name: sorted(cited(page.read_text()) - entries)
        for page in PAGES
        if cited(page.read_text()) - entries
    }
    assert not missing
    assert cited("{cite:p}`a, b` and {cite:t}`c`") == {"a", "b", "c"}


def test_every_entry_is_listed_and_complete():
    # The bibliography page lists all, so that docstrings and further reading may cite any of them.
    assert re.search(r"\{bibliography\}\n:all:", (BOOK / "bibliography.md").read_text())
    for key, entry in parse_file(str(BOOK / "references.bib")).entries.items():
        assert entry.persons.get("author"), key
        assert entry.fields.get("title"), key
        if key != "cudo":
            assert key.endswith(entry.fields["year"]), key


@pytest.mark.parametrize("name", TOPICS)
def test_no_topic_of_the_article_is_missing(name):
    text = " ".join((BOOK / f"{name}.md").read_text().lower().split())
    absent = [topic for topic in TOPICS[name].split("|") if topic.lower() not in text]
    assert not absent


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_column_of_a_table_has_a_heading(page):
    """Screen readers read it before each cell."""
    for heading in re.findall(r"^(\|.*\|)\n\|[ :|-]+\|$", page.read_text(encoding="utf-8"), re.M):
        assert all(cell.strip() for cell in heading.strip("|").split("|")), heading


def test_nothing_is_loaded_from_elsewhere():
    sources = [*PAGES, *(BOOK / "_templates").rglob("*.html"), *(BOOK / "_static").glob("*.css")]
    for path in sources:
        text = path.read_text()
        for pattern in (r"\bcdn[.j]", "unpkg", "jsdelivr", "cdnjs", "googleapis", r"<script[^>]+https?:"):
            assert not re.search(pattern, text, re.I), (path, pattern)
        for url in re.findall(r"!\[[^\]]*\]\((https?:[^)]*)\)", text):
            pytest.fail(f"{path} shows an image of another host: {url}")


def test_npm_assets_are_locked_by_hash_and_not_by_address():
    lock = (BOOK / "npm" / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


def test_the_glossary_is_in_order_and_says_each_term_once():
    lines = (BOOK / "glossary.md").read_text(encoding="utf-8").split("```{glossary}\n")[1].splitlines()
    terms = [line.casefold() for line in lines if line and not line.startswith((" ", "`"))]
    assert len(terms) >= 50
    assert terms == sorted(set(terms))
