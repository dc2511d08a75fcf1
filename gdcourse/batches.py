"""Mini-batches of a data set that already lies on the device: one gather an epoch, not one a step."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from .dataset import Dataset


def on_device(
    dataset: Dataset, device: torch.device, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor]:
    """Examples and targets as tensors; `dtype` is that of all that is no token id and no class label."""

    def tensor(array):
        made = torch.from_numpy(array)
        return made.to(device, dtype if made.is_floating_point() else made.dtype)

    return tensor(dataset.x), tensor(dataset.y)


class Batches:
    """An epoch after the other of shuffled examples, cut into batches; the last of an epoch may be smaller.

    `size` examples make a batch; where it is all of them, nothing is shuffled. The order of each epoch is
    drawn from `seed` and the epochs before it, so it is the same on every device. Of several processes,
    number `rank` of `world` gets its share of every batch.

    >>> from gdcourse import data
    >>> batches = Batches(data.digits(), size=1000, seed=0, device=torch.device("cpu"))
    >>> [len(x) for x, y in batches.epoch()]
    [1000, 797]
    """

    def __init__(
        self,
        dataset: Dataset,
        size: int,
        seed: int,
        device: torch.device,
        dtype: torch.dtype = torch.float32,
        rank: int = 0,
        world: int = 1,
    ):
        self.x, self.y = on_device(dataset, device, dtype)
        self.size, self.rank, self.world = min(size, len(dataset)), rank, world
        self.order = torch.Generator().manual_seed(seed)

    def __len__(self) -> int:
        return -(-len(self.x) // self.size)

    @property
    def sizes(self) -> list[int]:
        """Examples in each batch of an epoch, all processes together."""
        last = len(self.x) - self.size * (len(self) - 1)
        return [self.size] * (len(self) - 1) + [last]

    def epoch(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        x, y = self.x, self.y
        if self.size < len(x):
            rows = torch.randperm(len(x), generator=self.order)
            if self.world > 1:
                rows = torch.cat([self._share(part) for part in rows.split(self.size)])
            rows = rows.to(x.device)
            x, y = x[rows], y[rows]
        elif self.world > 1:
            rows = self._share(torch.arange(len(x)))
            x, y = x[rows], y[rows]
        counts = [self.share(size) for size in self.sizes]
        return zip(x.split(counts), y.split(counts), strict=True)

    def share(self, size: int) -> int:
        """How many of a batch of `size` examples this process takes; at least one, to join in the step."""
        return max(1, len(range(self.rank, size, self.world)))

    def _share(self, rows: torch.Tensor) -> torch.Tensor:
        # a batch smaller than the number of processes lends its first example to those without one;
        # it counts for nothing there (`weight`)
        return rows[self.rank :: self.world] if self.rank < len(rows) else rows[:1]

    def weight(self, size: int) -> float:
        """What this process's mean over its share counts for in the mean over the batch."""
        return len(range(self.rank, size, self.world)) / size

    def state_dict(self) -> dict:
        return {"order": self.order.get_state()}

    def load_state_dict(self, state: dict) -> None:
        self.order.set_state(state["order"])
