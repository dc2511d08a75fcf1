"""Running nbgrader's stages from Python, with the repository's nbgrader_config.py."""

from __future__ import annotations

import warnings
from typing import Any

from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .course import Course


class CourseError(RuntimeError):
    """A stage of nbgrader failed; the message is its log's last complaint."""


def configuration(course: Course) -> Config:
    """What nbgrader_config.py says."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()


def run_stage(stage: type[BaseConverter], config: Config, assignment: str, student: str = "*") -> str:
    """Run one stage on one assignment and return its log. Raises `CourseError` when it fails."""
    coursedir = CourseDirectory(config=config, assignment_id=assignment, student_id=student)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy and Jupyter have remarks on nbgrader's code
        result: dict[str, Any] = capture_log(stage(coursedir=coursedir, config=config))
    log: str = result.get("log", "")
    if not result["success"]:
        complaints = [line for line in log.splitlines() if line.startswith("[ERROR]")] or [
            "no reason was logged"
        ]
        raise CourseError(
            f"{stage.__name__} of {assignment} (student {student}) failed: {complaints[0]}\n{log}"
        )
    return log
