"""Quizzes in a browser that runs no scripts: by mouse, by keyboard, on paper."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def quizzes(html, open_page):
    """Every page that has a quiz, opened from the file system with scripts switched off."""
    names = [path.name for path in sorted(html.glob("*.html")) if 'class="quiz"' in path.read_text()]
    assert names, "no page of the book has a quiz"
    return [open_page((html / name).as_uri(), java_script_enabled=False) for name in names]


def test_a_click_shows_the_feedback(quizzes):
    for page in quizzes:
        for choice in page.locator(".quiz details").all():
            feedback = choice.locator(".quiz-feedback")
            assert not feedback.is_visible()
            choice.locator("summary").click()
            assert feedback.is_visible()
            verdict = feedback.locator("strong").first.inner_text()
            right = "right" in choice.get_attribute("class").split()
            assert verdict == ("Right." if right else "Not this one.")
            assert len(feedback.inner_text()) > len(verdict) + 3


def test_the_keyboard_opens_an_option(quizzes):
    page = quizzes[0]
    first, second = (page.locator(".quiz summary").nth(i) for i in (0, 1))
    first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".quiz details[open]").count() == 2
    assert second.evaluate("summary => summary === document.activeElement")
    outline = second.evaluate("summary => getComputedStyle(summary).outlineStyle")
    assert outline == "solid"


def test_on_paper_every_answer_is_open(quizzes):
    page = quizzes[0]
    feedback = page.locator(".quiz .quiz-feedback").first
    assert not feedback.is_visible()
    page.emulate_media(media="print")
    assert feedback.is_visible()
    assert feedback.bounding_box()["height"] > 10
