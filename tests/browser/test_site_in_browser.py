"""The built book in a browser: complete in itself, readable without scripts, accessible."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
ICON_CONTENT = "icon => [icon.className, getComputedStyle(icon, '::before').content]"


def pages(html):
    found = sorted(path.name for path in html.glob("*.html"))
    assert "index.html" in found
    return found


@pytest.mark.parametrize("where", ["served", "file"])
def test_every_page_is_complete_in_itself(where, html, served, open_page):
    base = served if where == "served" else html.as_uri() + "/"
    trouble = {}
    for name in pages(html):
        page = open_page(base + name, viewport=SIZES["wide"])
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # images may load lazily
        page.wait_for_load_state("networkidle")
        small = page.eval_on_selector_all(
            "img", "all => all.filter(img => !img.naturalWidth).map(img => img.src)"
        )
        bare = [
            name
            for name, content in page.eval_on_selector_all(
                "[class*='fa-']", f"all => all.map({ICON_CONTENT})"
            )
            if content in ("none", "normal")
        ]
        found = page.trouble + [f"empty image {src}" for src in small]
        found += [f"no such icon: {name}" for name in bare]
        for width, size in SIZES.items():
            page.set_viewport_size(size)
            excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{excess} px too wide on a {width} screen"] if excess > 0 else []
        if found:
            trouble[name] = found
        page.context.close()
    assert not trouble


def test_a_wide_page_is_seen(tmp_path, open_page):
    (tmp_path / "wide.html").write_text("<div style='width: 900px; height: 9px; background: red'></div>")
    page = open_page((tmp_path / "wide.html").as_uri(), viewport=SIZES["wide"])
    page.set_viewport_size(SIZES["narrow"])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0


def test_the_watch_sees_trouble(tmp_path, open_page):
    (tmp_path / "bad.html").write_text(
        "<img src='https://example.org/a.png'><img src='missing.png'>"
        "<script>console.error('oops'); nothing.here</script>"
    )
    trouble = " ".join(open_page((tmp_path / "bad.html").as_uri()).trouble)
    for sign in ("request to https://example.org/a.png", "missing.png", "oops", "page error"):
        assert sign in trouble


@pytest.mark.parametrize("where", ["served", "file"])
def test_maths_is_set(where, html, served, open_page):
    base = served if where == "served" else html.as_uri() + "/"
    page = open_page(base + "notation.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    box = page.locator(".katex-display .katex-html").first.bounding_box()
    assert box["width"] > 50
    assert box["height"] > 10
    loaded = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert any("KaTeX_Main" in family for family in loaded)
    assert any("KaTeX_Math" in family for family in loaded)
    assert page.locator(".eqno").first.inner_text().startswith("(")
    assert page.locator("script[src*=mathjax i]").count() == 0


@pytest.mark.parametrize("where", ["served", "file"])
def test_search_finds_a_word(where, html, served, open_page):
    base = served if where == "served" else html.as_uri() + "/"
    page = open_page(base + "search.html?q=saddle")
    page.wait_for_selector("#search-results li a")
    assert page.trouble == []
    assert page.locator("#search-results li a[href*='05_pitfalls.html']").count() > 0


def test_one_search_field_in_sight(served, open_page):
    page = open_page(served + "index.html", viewport=SIZES["wide"])
    fields = page.locator("input[type=search]:visible, .search-button-field:visible")
    assert fields.count() == 1


def test_no_launch_or_repository_buttons(html):
    for name in pages(html):
        text = (html / name).read_text()
        for word in ("mybinder", "colab.research", "jupyterhub", "thebe", "repository-button"):
            assert word not in text.lower(), (name, word)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "notation", "05_pitfalls", "08_adaptive", "search"])
def test_no_accessibility_violation(name, colours, width, served, open_page):
    page = open_page(served + f"{name}.html", viewport=SIZES[width], color_scheme=colours)
    for summary in page.locator(".quiz summary").all():
        summary.evaluate("summary => summary.parentElement.open = true")
    assert page.evaluate("document.documentElement.dataset.theme") == colours
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # KaTeX sets each formula twice: what screen readers read, and thousands of hidden spans.
    without_maths = {"exclude": [[".katex-html"]]}
    result = Axe().run(page, without_maths, {"runOnly": {"type": "tag", "values": tags}})
    found = [
        (violation["id"], node["target"], node["failureSummary"])
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]
    assert found == []


def test_without_scripts_the_theme_still_has_its_colours(served, open_page):
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--pst-color-background')"
    options = {"java_script_enabled": False}  # Playwright itself may still ask
    for scheme in ("light", "dark"):
        with_scripts = open_page(served + "index.html", color_scheme=scheme).evaluate(colour)
        without = open_page(served + "index.html", color_scheme=scheme, **options).evaluate(colour)
        assert without == with_scripts != ""


def test_the_benchmarks_are_tables(served, open_page):
    workloads = [
        workload
        for path in (ROOT / "book" / "benchmarks").glob("*.json")
        for workload in json.loads(path.read_text(encoding="utf-8"))["microseconds"]
    ]
    page = open_page(served + "benchmarks.html")
    assert page.locator("main table").count() == len(workloads) >= 10
    assert not any("|" in text for text in page.locator("main p").all_inner_texts())
