"""Small books, built on the spot."""

import gc
import io
import re
import shutil
from pathlib import Path
from unittest import mock

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_sphinx(tmp_path, builder, config):
    """Build ``tmp_path / "book"``; return the folder of outputs and the warnings, without colours."""
    from sphinx.application import Sphinx
    from sphinx.environment.collectors.toctree import TocTreeCollector
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    # sphinx_external_toc asks every object in memory if it is one of these; some of torch's complain, and
    # what its compiler leaves behind raises. A type can be asked without touching the object.
    every_object = gc.get_objects

    def collectors():
        return [each for each in every_object() if issubclass(type(each), TocTreeCollector)]

    source, out, log = tmp_path / "book", tmp_path / "_build" / builder, io.StringIO()
    with (
        patch_docutils(source),
        docutils_namespace(),
        mock.patch.object(gc, "get_objects", collectors),
    ):
        app = Sphinx(
            source, None, out, tmp_path / "_build" / ".doctrees", builder,
            confoverrides=config, status=None, warning=log, freshenv=True,
        )  # fmt: skip
        app.build(force_all=True)
    return out, re.sub(r"\x1b\[[\d;]*m", "", log.getvalue())


@pytest.fixture
def build_page(tmp_path):
    """Build one Markdown page with the quiz directive alone; quick."""

    def build_page(text, builder="html"):
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "book" / "index.md").write_text("# A page\n\n" + text)
        config = {
            "extensions": ["myst_parser", "gdcourse.explorables.quiz"],
            "myst_enable_extensions": ["dollarmath"],
            "source_suffix": {".md": "markdown"},  # else Sphinx notes it in a default that all share
            "latex_documents": [("index", "book.tex", "A page", "us", "howto")],
        }
        out, warnings = run_sphinx(tmp_path, builder, config)
        name = {"html": "index.html", "text": "index.txt", "latex": "book.tex"}[builder]
        return (out / name).read_text(), warnings

    return build_page


@pytest.fixture
def build_book(tmp_path, monkeypatch):
    """Build pages given by name exactly as ``_config.yml`` builds the book."""
    from jupyter_book import config

    if not (ROOT / "book" / "npm" / "node_modules" / "katex").is_dir():
        pytest.fail("KaTeX's fonts are not there: `npm ci --prefix book/npm` fetches them")

    def build_book(**pages):
        book = tmp_path / "book"
        book.mkdir()
        for name in ("npm", "_static", "_templates"):
            (book / name).symlink_to(ROOT / "book" / name)
        shutil.copy(ROOT / "book" / "references.bib", book)
        for name, text in pages.items():
            (book / f"{name}.md").write_text(text)
        files = "".join(f"- file: {name}\n" for name in pages if name != "index")
        toc = f"format: jb-book\nroot: index\nchapters:\n{files}" if files else "root: index\n"
        (book / "_toc.yml").write_text(toc)
        monkeypatch.setenv("PYTHONPATH", "")  # the extension sets it; put back afterwards
        settings, _ = config.get_final_config(
            user_yaml=ROOT / "_config.yml",
            sourcedir=book,
            cli_config={"latex_individualpages": False, "external_toc_path": str(book / "_toc.yml")},
        )
        return run_sphinx(tmp_path, "html", settings)

    return build_book
