"""What is measured: each peer's training loop, optimizer step and sweep, as its users would write it.

Called by `run.py`, one peer a process. A function here prepares everything, runs once to warm up, and
returns a function of no arguments to time, with the number of steps that one call takes. Where a call
compiles first, it returns the seconds that its steps took after that, and it is these that count.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence

import torch
from torch.nn import functional

from gdcourse import data, models, optim
from gdcourse.callbacks import Callback, EarlyStopping, Run
from gdcourse.optim import Adam, Optimizer
from gdcourse.sweep import ROWS, sweep
from gdcourse.train import fit

Timed = tuple[Callable[[], float | None], int]  # what to time, and how many steps a call takes


class Clock:
    """Processor time from the first tick to the last: what came before it was compiling."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.first = self.last = 0.0

    def tick(self, *_: object) -> None:
        self.last = time.process_time()
        self.first = self.first or self.last

    @property
    def seconds(self) -> float:
        return self.last - self.first


# ---- training loops -----------------------------------------------------------------------------

# workload -> (data set, layer sizes, batch size, epochs)
TRAINING = {
    "digits, B = 1": ("digits", (64, 64, 10), 1, 1),
    "digits, B = 32": ("digits", (64, 64, 10), 32, 20),
    "digits, B = 128": ("digits", (64, 64, 10), 128, 40),
    "digits, full batch": ("digits", (64, 64, 10), "full", 60),
    "784-256-128-10, B = 128": ("mnist_5000", (784, 256, 128, 10), 128, 2),
}


def _setting(workload: str):
    name, sizes, batch, epochs = TRAINING[workload]
    dataset = data.BUILT_IN[name]()
    size = len(dataset) if batch == "full" else batch
    return dataset, sizes, size, epochs, epochs * -(-len(dataset) // size)


def plain_loop(workload: str, fused: bool = False) -> Timed:
    """The loop of every tutorial: DataLoader, zero_grad, backward, step."""
    from torch.utils.data import DataLoader, TensorDataset

    dataset, sizes, size, epochs, steps = _setting(workload)
    x, y = torch.from_numpy(dataset.x), torch.from_numpy(dataset.y)

    def run(epochs: int = epochs) -> None:
        model = models.mlp(*sizes)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
        loader = DataLoader(TensorDataset(x, y), batch_size=size, shuffle=True)
        for _ in range(epochs):
            for xb, yb in loader:
                optimizer.zero_grad()
                loss = functional.cross_entropy(model(xb), yb)
                loss.backward()
                optimizer.step()

    return run, steps


def gathered_fused(workload: str) -> Timed:
    """One gather an epoch instead of a DataLoader, and PyTorch's fused Adam."""
    dataset, sizes, size, epochs, steps = _setting(workload)
    x, y = torch.from_numpy(dataset.x), torch.from_numpy(dataset.y)

    def run() -> None:
        model = models.mlp(*sizes)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
        for _ in range(epochs):
            order = torch.randperm(len(x))
            for xb, yb in zip(x[order].split(size), y[order].split(size), strict=True):
                optimizer.zero_grad()
                loss = functional.cross_entropy(model(xb), yb)
                loss.backward()
                optimizer.step()

    return run, steps


def gdcourse_fit(workload: str, compile: str = "off", **options) -> Timed:
    dataset, sizes, size, epochs, steps = _setting(workload)

    def run(epochs: int = epochs, callbacks: Sequence[Callback] = ()) -> None:
        fit(
            models.mlp(*sizes),
            dataset,
            Adam(lr=1e-3),
            epochs=epochs,
            batch_size=size,
            validation=None,
            device="cpu",
            compile=compile,
            callbacks=callbacks,
            **options,
        )

    def after_compiling() -> float:
        ticks = Ticks()
        run(epochs + 1, [ticks])
        return ticks.clock.seconds

    return (run if compile == "off" else after_compiling), steps


class Ticks(Callback):
    """Ticks after each epoch; the first has compiled."""

    def __init__(self) -> None:
        self.clock = Clock()

    def on_epoch(self, run: Run) -> None:
        self.clock.tick()


def gdcourse_watched(workload: str) -> Timed:
    """With clipping and early stopping; gradient norms are always recorded."""
    run, steps = gdcourse_fit(workload, transforms=[optim.clip_by_global_norm(10.0)])
    stopping = EarlyStopping(patience=1000, monitor="train_loss")
    return (lambda: run(callbacks=[stopping])), steps


def sklearn_mlp(workload: str) -> Timed:
    import warnings

    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")  # it warns that so few epochs have not converged
    dataset, sizes, size, epochs, steps = _setting(workload)

    def run() -> None:
        MLPClassifier(
            sizes[1:-1], batch_size=size, max_iter=epochs, alpha=0.0, tol=0.0, n_iter_no_change=epochs + 1
        ).fit(dataset.x, dataset.y)

    return run, steps


def lightning(workload: str) -> Timed:
    import logging
    import warnings

    import lightning as pl
    from torch.utils.data import DataLoader, TensorDataset

    warnings.simplefilter("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    dataset, sizes, size, epochs, steps = _setting(workload)
    tensors = TensorDataset(torch.from_numpy(dataset.x), torch.from_numpy(dataset.y))

    class Module(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = models.mlp(*sizes)

        def training_step(self, batch, _):
            x, y = batch
            return functional.cross_entropy(self.model(x), y)

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters(), lr=1e-3)

    def run() -> None:
        trainer = pl.Trainer(
            max_epochs=epochs,
            accelerator="cpu",
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
        )
        trainer.fit(Module(), DataLoader(tensors, batch_size=size, shuffle=True))

    return run, steps


def jax_scan(workload: str) -> Timed:
    """The fastest peer: an epoch as one compiled scan, with optax's Adam."""
    import jax
    import jax.numpy as jnp
    import optax

    dataset, sizes, size, epochs, _ = _setting(workload)
    x, y = jnp.asarray(dataset.x), jnp.asarray(dataset.y)
    whole = len(dataset) // size  # a scan needs batches of one size: the smaller last one is left out
    adam = optax.adam(1e-3)

    def start():
        keys = jax.random.split(jax.random.key(0), len(sizes))
        return [
            (jax.random.uniform(key, (m, n), minval=-(m**-0.5), maxval=m**-0.5), jnp.zeros(n))
            for key, (m, n) in zip(keys, itertools.pairwise(sizes), strict=False)
        ]

    def loss(layers, xb, yb):
        for w, b in layers[:-1]:
            xb = jax.nn.relu(xb @ w + b)
        w, b = layers[-1]
        return optax.softmax_cross_entropy_with_integer_labels(xb @ w + b, yb).mean()

    def one(carry, rows):
        layers, state = carry
        value, g = jax.value_and_grad(loss)(layers, x[rows], y[rows])
        updates, state = adam.update(g, state)
        return (optax.apply_updates(layers, updates), state), value

    @jax.jit
    def epoch(carry, key):
        order = jax.random.permutation(key, len(x))[: whole * size].reshape(whole, size)
        return jax.lax.scan(one, carry, order)

    def run() -> None:
        layers = start()
        carry, key = (layers, adam.init(layers)), jax.random.key(1)
        for i in range(epochs):
            carry, values = epoch(carry, jax.random.fold_in(key, i))
        values.block_until_ready()

    return run, epochs * whole


LOOPS: dict[str, Callable[[str], Timed]] = {
    "plain PyTorch loop": plain_loop,
    "one gather an epoch, fused Adam": gathered_fused,
    "scikit-learn MLPClassifier": sklearn_mlp,
    "Lightning": lightning,
    "JAX, jit and scan": jax_scan,
    "gdcourse fit": gdcourse_fit,
    "gdcourse fit, clipping and early stopping": gdcourse_watched,
    "gdcourse fit, compiled step": lambda workload: gdcourse_fit(workload, "on"),
}

# ---- optimizer steps ----------------------------------------------------------------------------

# workload -> (tensors, numbers in each)
STEPPING = {"10 M parameters in 100 tensors": (100, 100_000), "1,000 tensors of 64": (1000, 64)}
RULES = [kind for kind in vars(optim).values() if isinstance(kind, type) and issubclass(kind, optim.Rule)]
SWEPT = {
    kind.__name__: kind
    for kind in RULES
    if kind is not optim.Rule and kind.elementwise and not hasattr(kind, "own_slots")
}
TORCH = {
    "Adam": torch.optim.Adam,
    "AdamW": torch.optim.AdamW,
    "Adagrad": torch.optim.Adagrad,
    "SGD": torch.optim.SGD,
}


def _parameters(workload: str) -> list[torch.nn.Parameter]:
    tensors, numbers = STEPPING[workload]
    torch.manual_seed(0)
    parameters = [torch.nn.Parameter(torch.randn(numbers)) for _ in range(tensors)]
    for p in parameters:
        p.grad = torch.randn(numbers)
    return parameters


def _stepping(step: Callable[[], object], workload: str) -> Timed:
    calls = 20 if STEPPING[workload][1] > 1000 else 200

    def run() -> None:
        for _ in range(calls):
            step()

    return run, calls


def torch_optimizer(name: str, **options) -> Callable[[str], Timed]:
    def build(workload: str) -> Timed:
        return _stepping(TORCH[name](_parameters(workload), lr=1e-3, **options).step, workload)

    return build


def gdcourse_optimizer(name: str, compile: bool) -> Callable[[str], Timed]:
    def build(workload: str) -> Timed:
        parameters = _parameters(workload)
        gradients = [p.grad for p in parameters]
        optimizer = Optimizer(parameters, SWEPT[name](lr=1e-3), compile=compile)
        optimizer.zero_grad(set_to_none=False)  # gradients become views of one buffer, as in training
        for p, g in zip(parameters, gradients, strict=True):
            p.grad.copy_(g)
        return _stepping(optimizer.step, workload)

    return build


def in_place_bandwidth(workload: str) -> Timed:
    """28 bytes a parameter moved in place: what Adam's step moves, and no arithmetic to speak of."""
    tensors, numbers = STEPPING[workload]
    arrays = [torch.ones(tensors * numbers) for _ in range(4)]

    def step() -> None:
        for array in arrays[:3]:
            array.neg_()  # read and written
        arrays[3].max()  # read

    return _stepping(step, workload)


STEPS: dict[str, Callable[[str], Timed]] = {
    "in-place bandwidth, 28 bytes a parameter": in_place_bandwidth,
    **{f"torch {name}, fused": torch_optimizer(name, fused=True) for name in TORCH},
    "torch Adam, for-loop": torch_optimizer("Adam", foreach=False),
    "torch Adam, foreach": torch_optimizer("Adam", foreach=True),
    "gdcourse Adam, eager": gdcourse_optimizer("Adam", compile=False),
    **{f"gdcourse {name}, compiled": gdcourse_optimizer(name, compile=True) for name in SWEPT},
}

# ---- sweeps -------------------------------------------------------------------------------------

SWEEPING = {"R = 16": 16, "R = 64": 64, "R = 256": 256}
SWEEP_STEPS = 570
REPORTED = 50  # the steps before a sweep first reports


def _sequential(build: Callable[[str], Timed]) -> Callable[[str], Timed]:
    """R runs one after the other cost R times one run: one is timed."""

    def timed(workload: str) -> Timed:
        return build("digits, B = 32")

    return timed


def gdcourse_sweep(compile: str) -> Callable[[str], Timed]:
    def build(workload: str) -> Timed:
        rows = SWEEPING[workload]

        clock = Clock()
        steps = SWEEP_STEPS + REPORTED if compile == "on" else SWEEP_STEPS

        def run() -> float | None:
            clock.restart()
            sweep(
                models.mlp(64, 64, 10),
                data.digits(),
                Adam(),
                lr=[1e-4 * 1.5**i for i in range(rows // 8)],
                seeds=8,
                steps=steps,
                validation=None,
                device="cpu",
                compile=compile,
                progress=clock.tick,
            )
            return clock.seconds if compile == "on" else None

        first = REPORTED * min(rows, ROWS["cpu"]) if compile == "on" else 0
        return run, rows * steps - first

    return build


SWEEPS: dict[str, Callable[[str], Timed]] = {
    "plain PyTorch loop, one after the other": _sequential(plain_loop),
    "gdcourse fit, one after the other": _sequential(gdcourse_fit),
    "gdcourse sweep, eager": gdcourse_sweep("off"),
    "gdcourse sweep, compiled": gdcourse_sweep("on"),
}

# table -> (peers, workloads, the peer that the others are compared with)
TABLES = {
    "training": (LOOPS, list(TRAINING), "plain PyTorch loop"),
    "optimizer step": (STEPS, list(STEPPING), "torch Adam, fused"),
    "sweep": (SWEEPS, list(SWEEPING), "plain PyTorch loop, one after the other"),
}
