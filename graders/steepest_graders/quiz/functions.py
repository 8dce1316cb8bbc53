"""What an expression may call: plain mathematics, and a list of functions of the reference core.

A name stands for exactly one function here; nothing is looked up anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from steepest_numerics import activations, clipping, losses, schedules

Value = Any  # a float, or a (nested) list of floats

CONSTANTS: Mapping[str, float] = {"pi": float(np.pi), "e": float(np.e)}

MATHEMATICS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "tanh": np.tanh,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "min": lambda *values: np.min(values[0] if len(values) == 1 else np.stack(values), axis=0),
    "max": lambda *values: np.max(values[0] if len(values) == 1 else np.stack(values), axis=0),
}


def _rounded(value: Any, digits: Any = 0) -> Any:
    return np.round(value, _whole(digits))


def _element(values: Any, place: Any) -> Any:
    """The element at a place, counted from 0."""
    at = _whole(place)
    if not 0 <= at < len(values):
        raise ValueError(f"there is no element {at}: the first is 0, the last {len(values) - 1}")
    return values[at]


def _whole(value: Any) -> int:
    if float(value) != int(value):
        raise ValueError(f"{value} is no whole number")
    return int(value)


def _labels(value: Any) -> Any:
    return np.asarray(value, dtype=np.int64)


def _clipped(grads: Any, most: Any) -> Any:
    return clipping.clip_by_global_norm([grads], float(most))[0][0]


# For authors alone: a student's formula knows MATHEMATICS.
CORE: Mapping[str, Callable[..., Any]] = {
    "round": _rounded,
    "element": _element,
    "sum": np.sum,
    "mean": np.mean,
    "length": len,
    "norm": lambda values: np.sqrt(np.sum(np.square(values))),
    "dot": np.dot,
    "mae": losses.mae,
    "mse": losses.mse,
    "mse_gradient": losses.mse_gradient,
    "huber": losses.huber,
    "binary_cross_entropy": losses.binary_cross_entropy,
    "bce_with_logits": losses.bce_with_logits,
    "bce_with_logits_gradient": losses.bce_with_logits_gradient,
    "cross_entropy": lambda logits, labels: losses.cross_entropy(logits, _labels(labels)),
    "cross_entropy_gradient": lambda logits, labels: losses.cross_entropy_gradient(logits, _labels(labels)),
    "svm_loss": lambda W, X, y, *delta: losses.svm_loss(W, X, _labels(y), *delta),
    "sigmoid": activations.sigmoid,
    "softmax": activations.softmax,
    "log_softmax": activations.log_softmax,
    "clip_by_value": lambda grads, limit: clipping.clip_by_value([grads], float(limit))[0],
    "clip_by_norm": _clipped,
    "step_decay": lambda lr, epoch, drop, every: schedules.step_decay(lr, _whole(epoch), drop, _whole(every)),
    "cosine_annealing": lambda step, total, high, low=0.0: schedules.cosine_annealing(
        _whole(step), _whole(total), high, low
    ),
    "linear_warmup": lambda step, warmup, lr: schedules.linear_warmup(_whole(step), _whole(warmup), lr),
}

AUTHORS: Mapping[str, Callable[..., Any]] = {**MATHEMATICS, **CORE}
