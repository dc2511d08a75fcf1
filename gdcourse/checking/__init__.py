"""What a notebook's check cells call.

How the parts compose. A *contract* (`contract.py`) says what is graded; the notebook's stubs and check
cells are generated from it. A *probe* (`probes.py`, `optimizers.py`) knows on which inputs a kind of
function shows its mistakes, and notes what it does there. `guard.py` makes the calls, `compare.py`
holds the tolerances. `check.py` is for the student: it works offline from a *check file*
(`checkfile.py`), and names mistakes by their *fingerprints* (`fingerprints.py`) or, where it knows none,
says what is certain (`clues.py`). `score.py` is for hidden tests: points on inputs of its own. `bank.py`
is the format of an assignment's collection of mistakes, `mutants.py` makes mechanical ones; the probes
themselves are tested with both.

Nothing here imports a teaching module: in the grader this code stands on the other side of the fence.
"""

from .check import check
from .guard import attempt
from .score import Report, score

__all__ = ["Report", "attempt", "check", "score"]
