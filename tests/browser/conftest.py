"""A browser, a server on the loopback address, and the built book.

What a machine lacks is a skip with one sentence that says how to get it; where the variable CI is set,
it is a failure, so that these tests can't go missing unnoticed.
"""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"

# The rule for hosts turns every name but the server's own into "not found": the machine may be online.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def lacking(sentence):
    (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, as the system has it."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        lacking(f"no browser among {', '.join(names)}: `make chromium` installs one")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def html():
    """The folder of the built book."""
    if not (HTML / "index.html").exists():
        lacking("the book is not built: `make book` builds it")
    return HTML


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def served(html):
    """The book's address on a server of this machine, with a slash at the end."""
    handler = functools.partial(QuietHandler, directory=str(html))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def open_page(browser):
    """Open an address in a fresh window; every trouble that the page met is in ``page.trouble``.

    Keyword arguments go to the window: viewport, color_scheme, java_script_enabled, ...
    """
    contexts = []

    def open_page(url, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.trouble = []
        home = url.rsplit("/", 1)[0] + "/"

        def on_request(request):
            if not request.url.startswith((home, "data:", "blob:")):
                page.trouble.append(f"request to {request.url}")

        def on_console(message):
            if message.type in ("error", "warning"):
                page.trouble.append(f"console {message.type}: {message.text}")

        page.on("request", on_request)
        page.on("console", on_console)
        page.on("pageerror", lambda error: page.trouble.append(f"page error: {error}"))
        page.on("requestfailed", lambda r: page.trouble.append(f"failed: {r.url} {r.failure}"))
        page.on(
            "response",
            lambda r: page.trouble.append(f"{r.status}: {r.url}") if r.status >= 400 else None,
        )
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
