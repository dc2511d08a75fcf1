"""What the site's extension adds to a page, on a small book built by the real configuration."""

import re

import pytest
from docutils import nodes

from gdcourse.explorables import site

PAGE = r"""# A page

The first paragraph says "this" & that, with $\norm{x}$. {cite:t}`kingma2015` is cited.

$$
\E f = \argmin_\theta \norm{\theta}
$$ (eq-one)

See {eq}`eq-one`, and {doc}`bibliography`.
"""
BIBLIOGRAPHY = "# Bibliography\n\n```{bibliography}\n:all:\n```\n"


def test_a_page_as_configured(build_book):
    out, warnings = build_book(index=PAGE, bibliography=BIBLIOGRAPHY)
    assert warnings == ""
    html = (out / "index.html").read_text()

    assert html.count('class="katex"') == 2  # set at build time, macros and all
    assert "katex-error" not in html
    assert re.search(r'href="#equation-eq-one">\(1\)</a>', html)
    assert not re.search(r"<script[^>]*mathjax", html, re.I)
    assert re.search(r'<meta name="description" content="The first paragraph says ', html)

    loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', html)
    assert loaded
    assert not [url for url in loaded if url.startswith(("http:", "https:", "//"))]
    for url in loaded:
        assert (out / url.split("?")[0]).exists(), url

    css = (out / "_static" / "katex" / "katex.min.css").read_text()
    fonts = re.findall(r"url\(([^)]+)\)", css)
    assert len(fonts) == 20
    assert all((out / "_static" / "katex" / font).exists() for font in fonts)
    assert not (out / "_static" / "vendor").exists()

    weight = sum((out / url.split("?")[0]).stat().st_size for url in set(loaded) if "_static" in url)
    assert weight < 900_000  # before compression; the theme's default is 3 MB


def test_a_bad_formula_is_a_warning_with_file_and_line(build_book):
    _, warnings = build_book(index="# A page\n\nGood.\n\n$$\n\\nosuchmacro{x}\n$$\n\n$\\frac{1}$\n")
    found = re.findall(r"index\.md:(\d+): WARNING: formula .*?(nosuchmacro|frac)", warnings)
    assert [name for _, name in found] == ["nosuchmacro", "frac"]
    assert all(5 <= int(line) <= 9 for line, _ in found)


def test_the_cache_follows_the_library(tmp_path):
    (tmp_path / "gdcourse" / "optim").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("numpy==2.4.6\n")
    source = tmp_path / "gdcourse" / "optim" / "adam.py"
    source.write_text("lr = 1\n")
    first = site.library_hash(tmp_path)
    assert site.library_hash(tmp_path) == first
    source.write_text("lr = 2\n")
    second = site.library_hash(tmp_path)
    source.rename(source.with_name("adamw.py"))
    third = site.library_hash(tmp_path)
    (tmp_path / "requirements.txt").write_text("numpy==2.4.7\n")
    assert len({first, second, third, site.library_hash(tmp_path)}) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Short.", 'content="Short."'), ("word " * 100, "word …"), ('"<', 'content="&quot;&lt;"')],
)
def test_description(text, expected):
    document = nodes.section("", nodes.title(text="T"), nodes.paragraph(text=text))
    context = {"metatags": ""}
    site.describe(Application, "p", "page.html", context, nodes.Element("", document))
    assert expected in context["metatags"]
    assert len(context["metatags"]) < 260
    once = context["metatags"]
    site.describe(Application, "p", "page.html", context, nodes.Element("", document))
    assert context["metatags"] == once


class Application:
    """As much of a Sphinx application as `describe` looks at."""

    class config:
        site_description = "the site's own"


def test_a_page_without_text_is_described_by_the_site():
    context = {}
    site.describe(Application, "genindex", "genindex.html", context, None)
    assert "the site's own".replace("'", "&#x27;") in context["metatags"]
