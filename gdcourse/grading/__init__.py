"""Assignments on the instructor's side: released, sampled, graded.

How the parts compose. `source.py` derives nbgrader's source notebook from what an author writes;
`release.py` takes it through nbgrader to `exercises/`; `samples.py` makes submissions of known worth
from the two; `demo.py` grades those, stage by stage, as an instructor would. `stages.py` runs one
stage of nbgrader; `course.py` knows the folders. nbgrader itself stays the system of record.

Only `gdcourse.cli` and `nbgrader_config.py` import this package.
"""
