"""Several processes that share every batch: the little that `fit` has to know about them.

`torchrun` starts the processes and tells each its number; DistributedDataParallel averages their
gradients. Each process holds the whole data set and takes its share of each batch, so that the mean
gradient, and with it the run, is that of one process on the same batches, to rounding.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import torch
from torch import distributed, nn


def started_by_torchrun() -> bool:
    return "LOCAL_RANK" in os.environ and "WORLD_SIZE" in os.environ


@contextlib.contextmanager
def group() -> Iterator[None]:
    """Join the processes that torchrun started: over NCCL where each has a GPU, else over gloo."""
    local = int(os.environ["LOCAL_RANK"])
    gpus = torch.cuda.device_count()
    if gpus > local:
        torch.cuda.set_device(local)
    distributed.init_process_group("nccl" if gpus > local else "gloo")
    try:
        yield
    finally:
        distributed.destroy_process_group()


def _active() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def rank() -> int:
    return distributed.get_rank() if _active() else 0


def world() -> int:
    """The number of processes."""
    return distributed.get_world_size() if _active() else 1


def wrap(model: nn.Module) -> nn.Module:
    """The model as it is to be called: its gradients are then averaged over the processes."""
    if world() == 1:
        return model
    # the optimizer's gradients are views of one buffer already, which DDP must leave where they are
    return nn.parallel.DistributedDataParallel(model, gradient_as_bucket_view=False)


def total(values: torch.Tensor) -> torch.Tensor:
    """The sum over all processes."""
    if world() > 1:
        distributed.all_reduce(values)
    return values
