"""Find typed decimals in a chapter's prose.

A measured number reaches a page from the cell that computed it (``{glue:text}``) or from a citation;
one that was typed goes stale in silence. So the prose of a chapter holds no decimals at all outside
code, maths, roles and the targets of links. Small whole numbers are words of the language and stay.

>>> decimals("The rate was 0.98 at `lr=0.5`, or $0.3$, see [two](v1.2).")
[(1, '0.98')]
"""

import re
from pathlib import Path

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

ROOT = Path(__file__).resolve().parents[2]

DECIMAL = re.compile(
    r"(?<![\w.])(?:\d*\.\d+(?:e[-+]?\d+)?|\d+e[-+]?\d+)(?!\w|\.\d)",
    re.IGNORECASE,
)
# Directives whose content is not prose. What is not listed here is read, title and all.
SILENT = {
    *("bibliography", "code", "code-block", "code-cell", "csv-table", "eval-rst", "include"),
    *("literalinclude", "math", "mermaid", "raw", "tableofcontents", "toctree"),
}
DIRECTIVE = re.compile(r"\{([\w:-]+)\}\s*(.*)")
OPTION = re.compile(r":[\w-]+:")
EXTENSIONS = {"colon_fence", "deflist", "dollarmath"}


def decimals(text, first_line=1):
    """Return ``(line, number)`` for each decimal in the prose of a page in MyST Markdown."""
    parser = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)
    found = []
    for token in parser.parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            found += inline(token.children, line)
        elif token.type in ("fence", "colon_fence") and (info := DIRECTIVE.match(token.info.strip())):
            name, title = info.groups()
            if name not in SILENT:
                found += decimals(title, line)
                found += decimals(without_options(token.content), line + 1)
    return found


def inline(tokens, line):
    """The same, for the tokens of one paragraph, heading or cell of a table."""
    found = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "text":
            found += [(line, match[0]) for match in DECIMAL.finditer(token.content)]
    return found


def without_options(content):
    """Blank the ``:name: value`` lines that open a directive's content; line numbers stay."""
    lines = content.split("\n")
    for i, line in enumerate(lines):
        if not OPTION.match(line):
            break
        lines[i] = ""
    return "\n".join(lines)
