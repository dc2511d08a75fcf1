"""nbgrader's settings for this course. Run `nbgrader` from this folder.

    nbgrader generate_assignment a08_adaptive    # once: enters the assignment in gradebook.db
    nbgrader autograde a08_adaptive              # grades submitted/<student>/a08_adaptive/
    nbgrader generate_feedback a08_adaptive      # writes feedback/<student>/a08_adaptive/
    nbgrader export                              # writes grades.csv

Submissions, feedback and gradebook.db lie in this folder, at nbgrader's usual places, unknown to git.
What nbgrader calls the source is derived from `solutions/` whenever that is newer.
"""

import os
import sys
import warnings
from pathlib import Path

import nbgrader

import gdcourse.grading
from gdcourse.checking.contract import ContractError
from gdcourse.grading.course import Course
from gdcourse.grading.release import release_stages
from gdcourse.grading.source import derive

c = globals()["get_config"]()  # traitlets puts it there
course = Course(Path(__file__).resolve().parent)

# nbgrader starts `alembic` by name when it makes a gradebook.
programs = str(Path(sys.executable).parent)
if programs not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")

c.CourseDirectory.course_id = "gdcourse"
c.CourseDirectory.source_directory = str(course.source)
c.CourseDirectory.release_directory = str(course.exercises)

# exercises/ is committed, so it is there before the gradebook knows of it: write it anew.
c.GenerateAssignment.force = True
c.GenerateAssignment.preprocessors = release_stages()
c.ClearSolutions.text_stub = "*Your answer goes here.*"

# A check cell that a student deleted comes back, and is graded.
c.OverwriteCells.add_missing_cells = True

# Seconds per cell. Every cell of the course takes a few on two idle cores; a loop without end at the
# top level of a cell is interrupted after this long, and the cells after it run.
c.Execute.timeout = 60

# Kernels and SQLAlchemy have remarks of their own, which are for nobody here.
c.Execute.extra_arguments = ["--log-level=ERROR"]
warnings.filterwarnings("ignore", module=r"nbgrader\.api")

# nbgrader's own feedback template, but with a mathjax.html.j2 that loads nothing from another host.
templates = [Path(package.__file__).parent for package in (gdcourse.grading, nbgrader)]
c.HTMLExporter.extra_template_basedirs = [
    str(templates[0] / "templates"),
    str(templates[1] / "server_extensions" / "formgrader" / "templates"),
]

try:
    derive(course)
except ContractError as error:  # these settings hold all the same; what was derived before is still there
    print(f"nbgrader_config.py: {error}", file=sys.stderr)
