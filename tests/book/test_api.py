"""The API reference: every public name is on its pages, and docstrings become pages of the book."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes

from gdcourse import optim
from gdcourse.explorables import api
from gdcourse.optim.wrappers import Wrapper

BOOK = Path(__file__).resolve().parents[2] / "book"
ENTRY = re.compile(
    r"^\.\. (?:(?P<module>currentmodule)|auto(?:class|function|exception)|py:data)::"
    r" (?P<name>[\w.]+)(?:\(\))?$",
    re.MULTILINE,
)
DIRECTIVE = re.compile(r"^\.\. \S+::", re.MULTILINE)


def listed(text):
    """The full names of the entries of a page."""
    module, names = "", []
    for entry in ENTRY.finditer(text):
        if entry["module"]:
            module = entry["name"]
        else:
            names.append(f"{module}.{entry['name']}")
    return names


def pages():
    found = {path.name: path.read_text() for path in sorted(BOOK.glob("api*.md"))}
    assert "api.md" in found
    return found


def test_every_public_name_is_on_one_page_and_nothing_else_is():
    names = sorted(name for text in pages().values() for name in listed(text))
    assert names == sorted(api.public_names())


def test_the_reading_of_pages_misses_no_entry():
    for name, text in pages().items():
        assert len(DIRECTIVE.findall(text)) == len(ENTRY.findall(text)), name
    text = ".. currentmodule:: a.b\n\n.. autoclass:: C()\n   :members:\n.. py:data:: D\n"
    assert listed(text) == ["a.b.C", "a.b.D"]


def test_what_a_module_only_imports_is_not_public():
    names = api.public_names(["train", "plots", "callbacks"])
    assert {"gdcourse.train.fit", "gdcourse.plots.paths", "gdcourse.callbacks.Callback"} <= set(names)
    assert not {"gdcourse.train.Optimizer", "gdcourse.plots.np", "gdcourse.callbacks.History"} & set(names)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Source: Ba (2015) [kingma2015].", "Source: Ba (2015) [:cite:label:`kingma2015`]."),
        ("[he2015]; see `EMA`", "[:cite:label:`he2015`]; see :py:obj:`EMA <gdcourse.optim.EMA>`"),
        ("`gdcourse.data.standardize`", ":py:obj:`gdcourse.data.standardize <gdcourse.data.standardize>`"),
        ("record of `sweep`", "record of :py:obj:`sweep <gdcourse.sweep.sweep>`"),
        *[
            (same, same)
            for same in (
                "`lr`, `no_such_name` and `gdcourse.no.such`",
                ":math:`Adam` and ``Adam`` and `Adam(lr=0.1)`",
                "in [0, 1], `betas[0]`, [Adam], [2015]",
            )
        ],
    ],
)
def test_links_in_a_line(line, expected):
    assert api.links(line) == expected


def test_own_words_and_doctests_are_left_alone():
    lines = [
        "As `Adam`, unlike `SGD`; `gain` is [he2015]",
        "",
        ">>> f('`SGD`')",
        "'`SGD` [he2015]'",
        "",
        "`SGD`",
    ]
    doctest = lines[2:4]

    def xavier(gain):
        """A function of the name's module."""

    api.link_docstring(None, "function", "gdcourse.optim.Adam", xavier, None, lines)
    sgd = ":py:obj:`SGD <gdcourse.optim.SGD>`"
    assert lines[0] == f"As `Adam`, unlike {sgd}; `gain` is [:cite:label:`he2015`]"
    assert lines[2:4] == doctest
    assert lines[5] == sgd


RULES = [
    thing
    for thing in map(optim.__dict__.get, optim.__all__)
    if isinstance(thing, type) and issubclass(thing, optim.Rule) and thing is not optim.Rule
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_shows_what_it_prints(rule):
    shown = api.show_signature(None, "class", f"gdcourse.optim.{rule.__name__}", rule, None, "()", None)[0]
    if issubclass(rule, Wrapper):
        base = optim.SGD()
        assert repr(rule(base)) == rule.__name__ + shown.replace("base", repr(base), 1)
    elif rule is optim.Muon:
        assert repr(rule()).startswith("Muon" + shown.removesuffix("others=None)"))
    else:
        assert repr(rule()) == rule.__name__ + shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gdcourse.records.History", ("", None)),
        ("gdcourse.optim.Rule", None),
        ("gdcourse.schedules.cosine", None),
        ("gdcourse.data.Dataset", None),
        ("gdcourse.train.fit", ("(model)", "History")),
        ("gdcourse.optim.descend", None),  # not annotated
        ("gdcourse.checking.attempt", None),  # a context manager
    ],
)
def test_signatures(name, expected):
    thing = api.public_names()[name]
    assert api.show_signature(None, "", name, thing, None, "(model)", None) == expected


@pytest.mark.parametrize(
    ("builder", "text", "expected"),
    [
        ("html", r"a &= b \\ c &= d", r"\begin{aligned}a &= b \\ c &= d\end{aligned}"),
        ("html", r"a \\ b", r"a \\ b"),
        ("html", r"\begin{pmatrix} a & b \end{pmatrix}", r"\begin{pmatrix} a & b \end{pmatrix}"),
        ("latex", r"a &= b", r"a &= b"),
    ],
)
def test_formulas_of_several_lines_are_aligned(builder, text, expected):
    application = SimpleNamespace(builder=SimpleNamespace(format=builder))
    document = nodes.Element("", nodes.math_block(text, text))
    api.align(application, document, "page")
    assert document.astext() == expected


PAGE = """# A page

```{eval-rst}
.. currentmodule:: gdcourse.optim

.. autoclass:: Adam
.. autoclass:: AMSGrad
```

```{eval-rst}
.. currentmodule:: gdcourse.schedules

.. autoclass:: warmup_cosine
```
"""


def test_a_page_as_configured(build_book):
    out, warnings = build_book(index=PAGE, bibliography="# Bibliography\n\n```{bibliography}\n:all:\n```\n")
    assert warnings == ""
    html = (out / "index.html").read_text()
    text = re.sub(r"<[^>]+>", "", html)

    assert "Adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08, weight_decay=0.0)" in text
    assert 'id="gdcourse.optim.AMSGrad"' in html
    assert re.search(r"Ba \(2015\), Algorithm 1 \[KB15\]\.", text)
    assert re.search(r'href="bibliography\.html#[^"]+"[^>]*>KB15</a>', html)
    assert re.search(r'<code class="[^"]*">(<span class="pre">)?eps<', html)
    assert '<span class="gp">&gt;&gt;&gt; </span>' in html  # a doctest, highlighted
    assert "katex-error" not in html
    assert html.count('class="katex-display"') >= 3
    assert not re.search(r"<script[^>]*(mathjax|https?:)", html, re.I)
