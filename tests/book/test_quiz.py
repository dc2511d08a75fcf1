"""The {quiz} directive: what it renders, what it refuses, and that it refuses by name and line."""

import re

import pytest

from gdcourse.explorables.quiz import QuizError, parse

QUIZ = r"""
```{quiz}
What does *RMSprop* let decay, when $\alpha$ is near one?

- [ ] The gradients :: That is **momentum**.
- [x] The squared gradients
  :: Their mean $v$ sets the step.

  It is never corrected.
- [ ] Nothing :: Then it would be `Adagrad`.
```

```{quiz}
Which are even?

- [x] Two :: Yes.
- [x] Four :: Yes.
- [ ] Five :: It leaves one.
```
"""


def test_html_needs_no_script(build_page):
    html, warnings = build_page(QUIZ)
    assert warnings == ""
    quizzes = re.findall(r'<div[^>]*class="quiz"[^>]*role="group".*?</ol>', html, re.S)
    assert len(quizzes) == 2
    first, second = quizzes
    assert first.count("<details") == first.count("<summary>") == 3
    assert first.count('class="right"') == 1
    assert first.count('class="mistaken"') == 2
    assert "<em>RMSprop</em>" in first
    assert "<strong>momentum</strong>" in first
    assert "Adagrad</span>" in first
    assert first.count('class="math') == 2
    assert "<p>It is never corrected.</p>" in first
    assert 'aria-labelledby="question-1"' in first
    assert "Question 2" in second
    assert "more than one option is right" in second
    assert "more than one option" not in first
    assert "<script" not in first + second
    assert "<p" not in "".join(re.findall(r"<summary>(.*?)</summary>", html, re.S))


def test_every_option_keeps_its_own_feedback(build_page):
    html, _ = build_page(QUIZ)
    choices = re.findall(r"<details.*?</details>", html, re.S)
    for words in (("The gradients", "momentum"), ("Nothing", "Adagrad"), ("Five", "leaves one")):
        assert sum(all(word in choice for word in words) for choice in choices) == 1, words


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_elsewhere_a_quiz_is_a_list(build_page, builder):
    text, warnings = build_page(QUIZ, builder)
    assert warnings == ""
    for words in ("Question 1", "The gradients", "That is", "It is never corrected", "Five"):
        assert words in text
    assert text.index("The gradients") < text.index("Not this one") < text.index("The squared")
    assert text.count("Not this one") == 3
    assert text.count("Right.") == 3


BAD = {
    "no option is marked right": ["Q", "", "- [ ] a :: b", "- [ ] c :: d"],
    "option `c` has no feedback": ["Q", "", "- [x] a :: b", "- [ ] c"],
    "option `a` has no feedback": ["Q", "", "- [x] a ::", "- [ ] c :: d"],
    "two options or more, this one has 1": ["Q", "", "- [x] a :: b"],
    "two options or more, this one has 0": ["Q"],
    "opens with its question": ["- [x] a :: b", "- [ ] c :: d"],
    "starts with `- [ ] ` or `- [x] `": ["Q", "", "- [] a :: b", "- [x] c :: d"],
    "indent it by two spaces": ["Q", "", "- [x] a :: b", "more", "- [ ] c :: d"],
    "empty before its `::`": ["Q", "", "- [x] :: b", "- [ ] c :: d"],
}


@pytest.mark.parametrize("message", BAD)
def test_a_bad_quiz_is_refused(message):
    with pytest.raises(QuizError, match=re.escape(message)):
        parse(BAD[message])


def test_the_warning_names_file_and_line(build_page):
    bad = "```{quiz}\nQ\n\n- [x] a :: b\n- [ ] forgotten\n```\n"
    html, warnings = build_page("A first paragraph.\n\n" + bad)
    assert "forgotten` has no feedback" in warnings
    # Two lines of title, two of paragraph, the fence on line 5, the option four lines on.
    assert re.search(r"index\.md:9: WARNING: quiz: ", warnings), warnings
    assert 'class="quiz"' not in html


def test_an_option_of_two_paragraphs_is_refused(build_page):
    bad = "```{quiz}\nQ\n\n- [x] a\n\n  b\n  :: c\n- [ ] d :: e\n```\n"
    _, warnings = build_page(bad)
    assert "option `a` is more than one paragraph" in warnings


def test_markdown_inside_warns_on_its_own_line(build_page):
    quiz = "```{quiz}\nQ\n\n- [x] a :: b\n- [ ] c :: {nosuchrole}`d`\n```\n"
    _, warnings = build_page(quiz)
    assert re.search(r"index\.md:7: (WARNING|ERROR): .*nosuchrole", warnings), warnings
