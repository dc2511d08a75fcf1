"""Checkpoints: everything that a training run needs to go on as if it had never stopped.

Written after each epoch, to a new file that then takes the old one's place in one move: whenever the run
is killed, the file on disk is whole. Read with PyTorch's safe loader, which runs no code from the file.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from . import distributed
from .callbacks import Callback, Run
from .records import History


class CheckpointError(ValueError):
    """A checkpoint that can't be used; the message names the file and a remedy."""


class Checkpoint:
    """The file of one run: `resume` takes up what it holds, `write` replaces it.

    `settings` decide whether a file belongs to this run; a run with others must not go on from it. Without
    a `path` both methods do nothing.
    """

    def __init__(
        self,
        path: str | Path | None,
        settings: dict[str, Any],
        run: Run,
        parts: dict[str, Any],
        callbacks: Sequence[Callback],
    ):
        self.path = None if path is None else Path(path)
        self.settings, self.run, self.callbacks = settings, run, callbacks
        self.parts = {**parts, "model": run.model, "optimizer": run.optimizer}  # with a state_dict, each
        self.noisy = [each for each in run.optimizer.transforms if hasattr(each, "state_dict")]
        if self.path is not None and self.path.is_dir():
            raise CheckpointError(f"checkpoint {self.path} is a folder; name a file in it, such as run.pt")

    def write(self) -> None:
        if self.path is None or distributed.rank() > 0:
            return
        _replace(
            self.path,
            {
                "settings": self.settings,
                **{name: part.state_dict() for name, part in self.parts.items()},
                "transforms": [each.state_dict() for each in self.noisy],
                "callbacks": {type(each).__name__: each.state_dict() for each in self.callbacks},
                "history": _pack(self.run.history),
                "stopping": self.run.stopping,
                "random": torch.get_rng_state(),
                "random_gpu": torch.cuda.get_rng_state() if torch.cuda.is_initialized() else None,
            },
        )

    def resume(self, device: torch.device) -> None:
        if self.path is None or not self.path.exists():
            return
        state = _read(self.path, self.settings)
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        for each, saved in zip(self.noisy, state["transforms"], strict=True):
            each.load_state_dict(saved, device)
        for callback in self.callbacks:
            if type(callback).__name__ in state["callbacks"]:
                callback.load_state_dict(state["callbacks"][type(callback).__name__])
        self.run.history = _unpack(state["history"])
        self.run.stopping = state["stopping"]
        torch.set_rng_state(state["random"])
        if state["random_gpu"] is not None and device.type == "cuda":
            torch.cuda.set_rng_state(state["random_gpu"])


def _read(path: Path, settings: dict[str, Any]) -> dict[str, Any]:
    try:
        # on the CPU: loading copies to where each part lives, and random states have to stay there
        state = torch.load(path, map_location="cpu", weights_only=True)
        saved = state["settings"]
    except (RuntimeError, pickle.UnpicklingError, EOFError, KeyError, TypeError, OSError) as error:
        raise CheckpointError(
            f"checkpoint {path} can't be read ({type(error).__name__}); delete it to start anew, "
            "or name another file"
        ) from None
    for name, value in settings.items():
        if saved.get(name) != value:
            raise CheckpointError(
                f"checkpoint {path} is of a run with {name} = {saved.get(name)}, and this one has "
                f"{value}; give the same to resume that run, or another file to start anew"
            )
    return state


def _replace(path: Path, state: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())  # the content, before the name points to it
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _pack(history: History) -> dict[str, Any]:
    """A history as tensors and plain values, which the safe loader accepts."""
    fields = dataclasses.asdict(history)
    return {k: torch.from_numpy(v) if isinstance(v, np.ndarray) else v for k, v in fields.items()}


def _unpack(fields: dict[str, Any]) -> History:
    plain: dict[str, Any] = {k: v.numpy() if isinstance(v, torch.Tensor) else v for k, v in fields.items()}
    return History(**plain)
