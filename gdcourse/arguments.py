"""What `fit` and `sweep` are both given: checked before any work, and made into what they work with."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import torch
from torch import nn
from torch.nn import functional

from . import data
from .batches import on_device
from .optim import Rule
from .optim.wrappers import TwoPass

# name -> (type of the parameters, type that matrix products are computed in)
PRECISIONS = {
    "float32": (torch.float32, None),
    "float64": (torch.float64, None),
    "bf16": (torch.float32, torch.bfloat16),
    "fp16": (torch.float32, torch.float16),
}


def has_compiler() -> bool:
    """Whether there is a C++ compiler, without which PyTorch can't compile for a CPU."""
    return bool(shutil.which("g++") or shutil.which("clang++"))


def prepare(
    model: nn.Module,
    dataset: data.Dataset,
    rule: Rule,
    batch_size: int | str,
    device: str,
    precision: str,
    compile: str,
) -> tuple[torch.device, torch.dtype, int, Callable]:
    """The device, the parameters' type, the batch size in examples and the loss, once all is in order."""
    place = _place(device)
    _check_rule(rule, precision)
    if compile not in ("auto", "on", "off"):
        raise ValueError(f'compile = {compile!r}: give "auto", "on" or "off"')
    _check_data(model, dataset)
    return place, PRECISIONS[precision][0], _batch_size(batch_size, dataset), _loss_for(dataset)


def _loss_for(dataset: data.Dataset) -> Callable:
    """Cross-entropy for class labels, mean squared error for values; a mean over the batch."""
    return functional.cross_entropy if dataset.classes else squared_error


def squared_error(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    # without the reshape, (B, 1) against (B,) would broadcast to (B, B) and train towards the mean
    return functional.mse_loss(output.reshape(y.shape), y)


def check_count(name: str, count: int, usual: int) -> None:
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ValueError(f"{name} = {count!r} is not a positive whole number; {usual} is a usual value")


def _check_rule(rule: Rule, precision: str) -> None:
    if not isinstance(rule, Rule):
        raise TypeError(f"rule = {rule!r} is not a rule; write for instance Adam(lr=1e-3)")
    if precision not in PRECISIONS:
        raise ValueError(f"precision = {precision!r}: give one of {', '.join(PRECISIONS)}")
    if precision == "fp16" and isinstance(rule, TwoPass):
        raise ValueError(f"{rule!r} takes two gradients a step, which fp16's scaling can't; give bf16")


def _check_data(model: nn.Module, dataset: data.Dataset) -> None:
    """That the model takes the examples, and gives as many outputs as the targets need."""
    if not isinstance(model, nn.Module):
        raise TypeError(
            f"model is a {type(model).__name__}; give a torch.nn.Module, such as models.mlp(64, 10)"
        )
    if not isinstance(dataset, data.Dataset):
        raise TypeError(f"dataset is a {type(dataset).__name__}; give a Dataset, such as data.digits()")
    if not any(p.requires_grad for p in model.parameters()):
        raise ValueError("model has no parameter to train; set requires_grad on some of them")
    for name, p in model.named_parameters():
        if not bool(torch.isfinite(p).all()):
            raise ValueError(f"model's {name} is not finite; draw new weights, with model.fresh(seed)")
    width = _output_width(model, dataset)
    if width != dataset.outputs:
        wanted = f"{dataset.outputs} classes" if dataset.classes else "one value to predict"
        raise ValueError(
            f"model gives {width} outputs, and {dataset.name} has {wanted}; "
            f"try mlp({dataset.x.shape[1]}, 64, {dataset.outputs})"
        )


@torch.no_grad()
def _output_width(model: nn.Module, dataset: data.Dataset) -> int:
    """How many numbers the model gives for one example; found out where nothing is changed by it."""
    mode, first = model.training, next(model.parameters())
    model.eval()
    try:
        x, _ = on_device(dataset.take([0]), first.device, first.dtype)
        output = model(x)
    except (RuntimeError, ValueError, IndexError) as error:
        raise ValueError(
            f"model can't take an example of {dataset.name}, of shape {dataset.x.shape[1:]}: {error}"
        ) from None
    finally:
        model.train(mode)
    return output.numel()


def _batch_size(batch_size: int | str, dataset: data.Dataset) -> int:
    if batch_size == "full":
        return len(dataset)
    if not isinstance(batch_size, int) or batch_size < 1:
        raise ValueError(f'batch_size = {batch_size!r}: give 1, a number such as 32, or "full"')
    return batch_size


def hold_out(
    dataset: data.Dataset, validation: float | data.Dataset | None, seed: int
) -> tuple[data.Dataset, data.Dataset | None]:
    if validation is None:
        return dataset, None
    if not isinstance(validation, data.Dataset):
        return data.split(dataset, validation, seed)
    if validation.x.shape[1] != dataset.x.shape[1] or validation.classes != dataset.classes:
        raise ValueError(
            f"validation has {validation.x.shape[1]} columns and classes {validation.classes}, and "
            f"{dataset.name} has {dataset.x.shape[1]} and {dataset.classes}; they must be of one kind"
        )
    return dataset, validation


def _place(device: str) -> torch.device:
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        place = torch.device(device)
        torch.empty(0, device=place)
    except (RuntimeError, AssertionError) as error:  # AssertionError: PyTorch was built without CUDA
        raise ValueError(f'device = {device!r} can\'t be used here ({error}); try "auto" or "cpu"') from None
    return place
