"""What a notebook's check cells call.

How the parts compose. A *contract* (`contract.py`) says what is graded; the notebook's stubs and check
cells are generated from it. A *probe* (`probes.py`, `optimizers.py`) knows on which inputs a kind of
function shows its mistakes, and notes what it does there. `guard.py` makes the calls, `compare.py`
holds the tolerances, `score.py` turns it all into points and sentences. `bank.py` is the format of an
assignment's collection of mistakes, with which the probes themselves are tested.

Nothing here imports a teaching module: in the grader this code stands on the other side of the fence.
"""

from .guard import attempt
from .score import Report, example, score

__all__ = ["Report", "attempt", "example", "score"]
