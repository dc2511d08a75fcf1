"""Fonts and stylesheets of the site, gathered from installed packages at build time.

None of these files is ours, so none is committed:

* KaTeX's stylesheet and fonts, from ``book/npm/node_modules`` (``npm ci --prefix book/npm``);
* the theme's icons. Its copy of Font Awesome weighs more than everything else on a page together;
  the book shows some thirty icons, so it gets a font with those alone;
* the theme's colours for a reader without scripts. The theme writes ``data-theme="auto"`` into the
  page, which its own script then replaces; without that script, no colour is defined.

>>> from pathlib import Path
>>> css = "a{src:url(f.woff2) format('woff2'),url(f.woff) format('woff'),url(f.ttf) format('t')}"
>>> woff2_only(css)
"a{src:url(f.woff2) format('woff2')}"
"""

import json
import re
import shutil
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

# Icons that the theme's templates and ours name by class. Those that its stylesheet inserts itself
# (admonitions, external links) are found by reading that stylesheet.
ICONS = [
    *("angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "chevron-left", "chevron-right"),
    *("chevron-up", "circle-half-stroke", "code", "download", "expand", "file", "file-pdf", "list"),
    *("magnifying-glass", "moon", "sun"),
]

# Beside `.fas` and `.fa-solid`, nothing of Font Awesome's own rules but these is used.
ICON_RULES = """\
@font-face {
  font-family: "Font Awesome 6 Free"; font-style: normal; font-weight: 900; font-display: block;
  src: url(icons.woff) format("woff");
}
:root { --fa-font-solid: normal 900 1em/1 "Font Awesome 6 Free"; }
.fas, .fa-solid {
  display: inline-block; font: var(--fa-font-solid); text-rendering: auto;
  -webkit-font-smoothing: antialiased;
}
.fa-lg { font-size: 1.25em; line-height: .05em; vertical-align: -.075em; }
"""


def woff2_only(css):
    """Drop the fallbacks to older font formats: every browser in use reads woff2."""
    return re.sub(r",\s*url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)", "", css)


def write_katex(node_modules: Path, target: Path) -> None:
    """Write ``katex.min.css`` and its fonts into `target`.

    The stylesheet must be of the very version that sets the formulas, or glyphs shift.
    """
    package = node_modules / "katex"
    if not package.is_dir():
        raise ExtensionError(f"{package} is missing: run `npm ci --prefix book/npm`")
    version = json.loads((package / "package.json").read_text())["version"]
    if version != katex.katex_version:
        raise ExtensionError(
            f"{package} is KaTeX {version}, but sphinxcontrib-katex sets formulas with "
            f"{katex.katex_version}: change book/npm/package.json to that version"
        )
    fonts = target / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    css = (package / "dist" / "katex.min.css").read_text()
    (target / "katex.min.css").write_text(woff2_only(css))
    for font in (package / "dist" / "fonts").glob("*.woff2"):
        shutil.copy(font, fonts)


def write_icons(target: Path) -> None:
    """Write ``icons.css`` and ``icons.woff``: Font Awesome's solid style, cut to our icons."""
    static = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
    vendor = max((static / "vendor" / "fontawesome").iterdir())
    names = dict(
        (name, int(code, 16))
        for selectors, code in re.findall(
            r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]+)"\}',
            (vendor / "css" / "all.min.css").read_text(),
        )
        for name in re.findall(r"\.fa-([\w-]+):before", selectors)
    )
    theme_css = (static / "styles" / "pydata-sphinx-theme.css").read_text()
    private_use = set(re.findall("[\ue000-\uf8ff]", theme_css))
    codes = {names[icon] for icon in ICONS} | {ord(char) for char in private_use}

    target.mkdir(parents=True, exist_ok=True)
    # The theme ships woff2 as well, but reading that would need one more package (brotli).
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=True)
    font = subset.load_font(str(vendor / "webfonts" / "fa-solid-900.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    subset.save_font(font, str(target / "icons.woff"), options)
    font.close()
    rules = [f'.fa-{icon}::before {{ content: "\\{names[icon]:x}"; }}' for icon in ICONS]
    (target / "icons.css").write_text(ICON_RULES + "\n".join(rules) + "\n")


def unscripted(css):
    """Repeat the rules for light and dark for ``data-theme="auto"``, as the reader's system has it.

    >>> print(unscripted("a{top:0}html[data-theme=light]{--x:1}html[data-theme=dark] b{--x:2}"))
    html[data-theme=auto]{--x:1}
    @media (prefers-color-scheme: dark) {
    html[data-theme=auto] b{--x:2}
    }
    """
    rule = r'html\[data-theme="?%s"?\][^{}]*\{[^{}]*\}'
    light, dark = (
        "\n".join(
            re.sub(r'\[data-theme="?\w+"?\]', "[data-theme=auto]", found)
            for found in re.findall(rule % mode, css)
        )
        for mode in ("light", "dark")
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}"


def write_unscripted(static: Path) -> None:
    """Write ``unscripted.css`` beside the stylesheets of the built site."""
    sheets = (
        "styles/pydata-sphinx-theme.css",
        "styles/sphinx-book-theme.css",
        "pygments.css",
        "course.css",
    )
    css = "".join((static / name).read_text() for name in sheets)
    (static / "unscripted.css").write_text(unscripted(css))
