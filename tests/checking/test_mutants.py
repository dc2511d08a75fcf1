"""Mechanical mistakes: every one is another text that Python can read."""

import ast

from gdcourse.checking.mutants import mutants

TEXT = '''
def f(a, t, *, lr):
    """A sum, or its opposite."""
    if a is None:
        return None
    total = np.maximum(a, 0.5) ** 2
    total += -t
    return np.sqrt(total) - lr * a
'''


def test_each_is_another_program():
    found = list(mutants(TEXT))
    texts = [ast.unparse(ast.parse(m.text)) for m in found]
    assert len(set(texts)) == len(texts) > 40
    assert all("A sum" not in text for text in texts)


def test_what_kinds_there_are():
    said = " ".join(m.what for m in mutants(TEXT))
    for change in (
        "'np.maximum' becomes 'np.minimum'",
        "'0.5' becomes '1.5'",
        "becomes 'np.maximum(a, 0.5) * 2'",
        "'-t' becomes 't'",
        "'np.sqrt(total)' becomes 'total'",
        "becomes 'np.sqrt(total) + lr * a'",
        "'a is None' becomes 'not a is None'",
        "'t' becomes 'lr'",
        "'total += -t' is left out",
    ):
        assert change in said, change
