"""Calling code that somebody else wrote: it may loop, exit, raise or print without end.

`Guard` calls a student's function and hands back its value, or raises `CallError` with one sentence
for the student. `attempt` is for the notebook's own experiments, which use a function that may not
be written yet.

The deadline rests on an alarm signal, so it exists in the main thread of Linux and macOS; elsewhere
calls run without one, and the limit of the notebook's cell is the one that holds.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

CALL_SECONDS = 2.0  # a graded call takes milliseconds; this much is a loop that does not end
TOTAL_SECONDS = 5.0  # for all calls of one check together


class OutOfTime(BaseException):
    """The alarm rang. Not an `Exception`, so that a student's `except Exception` lets it pass."""


class CallError(Exception):
    """A call gave no usable value; the message tells the student why."""


class Sink(io.TextIOBase):
    """A stream that keeps the first `limit` characters and forgets the rest.

    >>> sink = Sink(limit=5)
    >>> sink.write("1234567"), sink.kept
    (7, '12345')
    """

    def __init__(self, limit: int = 2000) -> None:
        self.limit = limit
        self.kept = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.kept += text[: self.limit - len(self.kept)]
        return len(text)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` inside the block once it has run for `seconds`."""
    if not (hasattr(signal, "setitimer") and _in_main_thread()):
        yield
        return

    def ring(signum: int, frame: Any) -> None:
        raise OutOfTime

    handler = signal.signal(signal.SIGALRM, ring)
    # The alarm repeats: a bare `except:` in a loop may swallow the first.
    waiting, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # again, because the alarm may ring while the line above runs
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if waiting:
            signal.setitimer(signal.ITIMER_REAL, waiting, interval)


@contextlib.contextmanager
def _stop_button() -> Iterator[list[bool]]:
    """Tell the reader's own Ctrl-C, which must get through, from a `KeyboardInterrupt` raised in the code."""
    pressed: list[bool] = []
    if not _in_main_thread():
        yield pressed
        return

    def press(signum: int, frame: Any) -> None:
        pressed.append(True)
        raise KeyboardInterrupt

    handler = signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, handler)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep prints and warnings to ourselves: text on stderr would cost points in nbgrader."""
    with (
        contextlib.redirect_stdout(Sink()),
        contextlib.redirect_stderr(Sink()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


class Guard:
    """Calls functions under one name and one budget of time.

    `name` is what the student calls the function. Each call may take `call_seconds`, all together
    `total_seconds`; after a call that ran out of time nothing more is called, so a loop without end
    costs one deadline and no more.

    >>> Guard("halve")(lambda x: x / 2, 3.0)
    1.5
    >>> Guard("halve")(lambda x: x / 0, 3.0)
    Traceback (most recent call last):
        ...
    gdcourse.checking.guard.CallError: halve stopped with ZeroDivisionError: float division by zero
    """

    def __init__(
        self, name: str, call_seconds: float = CALL_SECONDS, total_seconds: float = TOTAL_SECONDS
    ) -> None:
        self.name = name
        self.call_seconds = call_seconds
        self.left = total_seconds
        self.late = False

    def __call__(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.late:
            raise CallError(f"{self.name} was not called again after it ran out of time")
        seconds = min(self.call_seconds, self.left)
        began = time.monotonic()
        with _stop_button() as pressed:
            try:
                with quiet(), deadline(seconds):
                    return function(*args, **kwargs)
            except OutOfTime:
                self.late = True
                raise CallError(
                    f"{self.name} was stopped after {seconds:.0f} seconds: look for a loop that does not end"
                ) from None
            except BaseException as error:  # SystemExit and its like too: the notebook goes on
                if pressed:
                    raise
                raise CallError(f"{self.name} {explain(error)}") from None
            finally:
                self.left -= time.monotonic() - began
                self.late = self.late or self.left <= 0


def plainly(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The call itself, for what is trusted."""
    return function(*args, **kwargs)


def explain(error: BaseException) -> str:
    """What to say of an exception, after the name of the function that it left.

    >>> explain(NotImplementedError())
    'is still empty: replace its raise line with your code'
    """
    if isinstance(error, NotImplementedError):
        return "is still empty: replace its raise line with your code"
    if isinstance(error, SystemExit):
        return "asked Python to exit: return the result instead"
    try:
        text = str(error)
    except Exception:
        text = ""
    line = _line_of(error)
    return (
        f"stopped with {type(error).__name__}"
        + (f": {text[:200]}" if text else "")
        + (f", in the line `{line}`" if line else "")
    )


def _line_of(error: BaseException) -> str:
    """The notebook's line that raised, or "" when it came from elsewhere."""
    found = ""
    trace = error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if "ipykernel" in path or path.startswith("<ipython-input"):  # how Jupyter names its cells
            found = linecache.getline(path, trace.tb_lineno).strip()
        trace = trace.tb_next
    return found[:120]


@contextlib.contextmanager
def attempt(name: str, seconds: float = 5.0) -> Iterator[None]:
    """Run an experiment that needs the student's `name`; if that fails, say so in a line and go on.

    Where it needs more of what the student writes, the part that is missing names itself in its stub.

    >>> with attempt("adam_update"):
    ...     raise NotImplementedError("rms: write this part")
    This experiment waits for rms, which is still empty.
    """
    try:
        with deadline(seconds):
            yield
    except OutOfTime:
        print(f"This experiment was stopped after {seconds:g} seconds: does {name} come to an end?")
    except NotImplementedError as empty:
        part = str(empty).partition(": write")[0] or name
        print(f"This experiment waits for {part}, which is still empty.")
    except (Exception, SystemExit) as error:
        print(f"This experiment with {name} {explain(error)}.")
