"""The ``{quiz}`` directive: questions that answer back without a script.

Each option is a native ``<details>``: a reader opens it by mouse, by keyboard or by voice and sees
what is right or mistaken about that very choice. In print every answer is open; in PDF and plain
text a quiz is a lettered list.

In a chapter::

    ```{quiz}
    Which quantity does RMSprop let decay, with $\\rho$ near one?

    - [ ] The gradients
      :: That is momentum: a decaying sum of the gradients themselves, signs included.
    - [x] The squared gradients
      :: Their mean square $v$ sets the length of the step for each coordinate.
    ```

Markdown and maths work in all three places. An option starts with ``- [ ]``, or ``- [x]`` where it
is right; its other lines are indented; ``::`` stands between the option and its feedback. The
verdict ("Right", "Not this one") is printed by the directive, so feedback gives the reason alone.
Questions are numbered through the page.
"""

import re
from string import ascii_uppercase

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

OPTION = re.compile(r"- \[([ xX])\] +(?=\S)")
LIKE_OPTION = re.compile(r"\s*[-*+]\s*\[.?\]")
SEPARATOR = re.compile(r"(?:^|\s)::(?:\s|$)")
VERDICTS = {True: "Right", False: "Not this one"}


class quiz(nodes.General, nodes.Element):
    """One question: a label, the question's paragraphs, a list of choices."""


class quiz_choice(nodes.General, nodes.Element):
    """A `quiz_option` and a `quiz_feedback`; attribute ``right``."""


class quiz_option(nodes.Part, nodes.TextElement):
    """What the reader chooses: inline nodes; attribute ``letter``."""


class quiz_feedback(nodes.Part, nodes.Element):
    """What the choice deserves to hear: a verdict and body elements."""


class QuizError(ValueError):
    """`line` counts from 0 at the directive's first line of content."""

    def __init__(self, message, line=0):
        super().__init__(message)
        self.line = line


def parse(lines):
    """Split a quiz into its question and its options.

    Returns ``(question, [(right, option, feedback), ...])`` where each text is a list of
    ``(line number, line)``. Raises `QuizError` for a quiz that would leave a reader without an answer.

    >>> question, options = parse(["Is 2 prime?", "- [x] Yes :: Only 1 and 2 divide it.",
    ...                            "- [ ] No", "  :: Even, but prime."])
    >>> [line for _, line in question]
    ['Is 2 prime?']
    >>> options[1]
    (False, [(2, 'No')], [(3, 'Even, but prime.')])
    """
    question, options = [], []
    for number, line in enumerate(lines):
        if start := OPTION.match(line):
            options.append((start[1] != " ", [(number, line[start.end() :])]))
        elif LIKE_OPTION.match(line):
            raise QuizError(f"an option starts with `- [ ] ` or `- [x] `, not `{line}`", number)
        elif not options:
            question.append((number, line))
        elif not line.strip() or line.startswith("  "):
            options[-1][1].append((number, line[2:]))
        else:
            raise QuizError(f"`{line}` follows an option: indent it by two spaces", number)

    if not any(line.strip() for _, line in question):
        raise QuizError("a quiz opens with its question")
    if len(options) < 2:
        raise QuizError(f"a quiz has two options or more, this one has {len(options)}")
    if not any(right for right, _ in options):
        raise QuizError("no option is marked right: write one as `- [x]`")
    return question, [(right, *split(lines)) for right, lines in options]


def split(lines):
    """Split an option's lines at the first ``::`` that stands by itself."""
    for i, (number, line) in enumerate(lines):
        if found := SEPARATOR.search(line):
            before, after = line[: found.start()], line[found.end() :]
            option = [*lines[:i], *([(number, before)] if before.strip() else [])]
            feedback = [(number, after), *lines[i + 1 :]]
            if not option:
                raise QuizError("an option is empty before its `::`", number)
            if not any(text.strip() for _, text in feedback):
                raise QuizError(f"option `{option[0][1]}` has no feedback after `::`", number)
            return option, feedback
    raise QuizError(f"option `{lines[0][1]}` has no feedback: write it after ` :: `", lines[0][0])


class QuizDirective(SphinxDirective):
    has_content = True

    def run(self):
        try:
            return [self.build(*parse(list(self.content)))]
        except QuizError as error:
            logger.warning("quiz: %s", error, location=self.place(error.line), type="quiz")
            return []

    def place(self, line):
        """Where a line of content stands: (document, line), counting from 1."""
        return self.env.docname, self.lineno + self.content_offset + line + 1

    def nested(self, lines):
        """Parse Markdown where it stands, so that its own warnings name the right lines."""
        holder = nodes.Element()
        block = StringList([line for _, line in lines], source=self.env.docname)
        self.state.nested_parse(block, self.content_offset + lines[0][0], holder)
        return holder.children

    def build(self, question, options):
        number = self.env.new_serialno("quiz") + 1
        label = nodes.paragraph(classes=["quiz-label"], ids=[f"question-{number}"])
        label += nodes.strong(text=f"Question {number}")
        if sum(right for right, *_ in options) > 1:
            label += nodes.Text(" (more than one option is right)")
        choices = nodes.enumerated_list(enumtype="upperalpha", prefix="", suffix=".")
        for letter, option in zip(ascii_uppercase, options):
            choices += nodes.list_item("", self.choice(letter, *option))
        return quiz("", label, *self.nested(question), choices, number=number, classes=["quiz"])

    def choice(self, letter, right, option, feedback):
        parsed = self.nested(option)
        if len(parsed) != 1 or not isinstance(parsed[0], nodes.paragraph):
            raise QuizError(f"option `{option[0][1]}` is more than one paragraph", option[0][0])
        verdict = nodes.paragraph("", "", nodes.strong(text=VERDICTS[right] + "."))
        reason, *rest = self.nested(feedback)
        if isinstance(reason, nodes.paragraph):
            verdict += [nodes.Text(" "), *reason.children]
        else:
            rest = [reason, *rest]
        return quiz_choice(
            "",
            quiz_option("", "", *parsed[0].children, letter=letter),
            quiz_feedback("", verdict, *rest),
            right=right,
        )


def tag(name, attributes=lambda node: {}):
    """Visitors that write one HTML element around a node's children."""

    def visit(self, node):
        self.body.append(self.starttag(node, name, "", **attributes(node)))

    def depart(self, node):
        self.body.append(f"</{name}>\n")

    return visit, depart


def nothing(self, node):
    """Let a node's children speak for themselves."""


AS_ITSELF = (nothing, nothing)
AS_PARAGRAPH = (
    lambda self, node: self.visit_paragraph(node),
    lambda self, node: self.depart_paragraph(node),
)


def visit_option(self, node):
    # A list's letters are not part of what a screen reader says about a summary.
    self.body.append(self.starttag(node, "summary", ""))
    self.body.append(f'<span class="visually-hidden">Option {node["letter"]}: </span>')


HTML = {
    quiz: tag("div", lambda node: {"role": "group", "aria-labelledby": f"question-{node['number']}"}),
    quiz_choice: tag("details", lambda node: {"CLASS": "right" if node["right"] else "mistaken"}),
    quiz_option: (visit_option, tag("summary")[1]),
    quiz_feedback: tag("div", lambda node: {"CLASS": "quiz-feedback"}),
}


def setup(app):
    for node, visitors in HTML.items():
        other = AS_PARAGRAPH if node is quiz_option else AS_ITSELF
        app.add_node(node, html=visitors, latex=other, text=other, man=other, texinfo=other)
    app.add_directive("quiz", QuizDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
