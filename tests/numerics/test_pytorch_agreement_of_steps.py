"""The conventions of optimisers, schedules and clipping are PyTorch's: it computes the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from steepest_numerics.clipping import clip_by_global_norm, clip_by_value
from steepest_numerics.optimizers import AdaGrad, AdamW, Momentum, Nesterov, RMSProp
from steepest_numerics.schedules import cosine_annealing, linear_warmup, step_decay, warm_restarts

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed; nothing else here needs it")

SHAPES: list[tuple[int, ...]] = [(3, 2), (4,)]


def tensors(arrays: list[Any]) -> list[Any]:
    return [torch.tensor(array, requires_grad=True) for array in arrays]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Momentum(0.1, momentum=0.8), lambda params: torch.optim.SGD(params, 0.1, momentum=0.8)),
        (Nesterov(0.1, momentum=0.8), lambda params: torch.optim.SGD(params, 0.1, momentum=0.8, nesterov=True)),
        (AdaGrad(0.1, eps=1e-3), lambda params: torch.optim.Adagrad(params, 0.1, eps=1e-3)),
        (RMSProp(0.1, rho=0.9, eps=1e-3), lambda params: torch.optim.RMSprop(params, 0.1, alpha=0.9, eps=1e-3)),
        (
            AdamW(0.1, eps=1e-3, weight_decay=0.7),
            lambda params: torch.optim.AdamW(params, 0.1, eps=1e-3, weight_decay=0.7),
        ),
    ],
)
def test_optimizers_walk_the_same_path_also_when_the_rate_changes(ours: Any, theirs: Any) -> None:
    rng = np.random.default_rng(41)
    params = [rng.normal(size=shape) for shape in SHAPES]
    copies = tensors(params)
    expected = theirs(copies)
    for step, scale in enumerate([1, 1, 1e-3, 1e-3, 1e-4, 1e-4, 1, 1e-6, 1]):
        if step == 5:
            ours.lr = expected.param_groups[0]["lr"] = 0.02
        grads = [scale * rng.normal(size=shape) for shape in SHAPES]
        for copy, grad in zip(copies, grads, strict=True):
            copy.grad = torch.tensor(grad)
        expected.step()
        params = ours.step(params, grads)
    for param, copy in zip(params, copies, strict=True):
        np.testing.assert_allclose(param, copy.detach().numpy(), rtol=1e-12, atol=1e-15)


def rates(scheduler: Any, steps: int, lr: float = 0.4) -> list[float]:
    """The rate of each step under a scheduler of PyTorch."""
    optimizer = torch.optim.SGD(tensors([np.zeros(1)]), lr)
    schedule, seen = scheduler(optimizer), []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return seen


def test_schedules_give_the_same_rates() -> None:
    schedulers = torch.optim.lr_scheduler
    pairs: list[tuple[Any, Any]] = [
        (lambda t: step_decay(0.4, t, 0.3, 4), lambda opt: schedulers.StepLR(opt, 4, gamma=0.3)),
        (lambda t: cosine_annealing(t, 15, 0.4, 0.1), lambda opt: schedulers.CosineAnnealingLR(opt, 15, eta_min=0.1)),
        (
            lambda t: warm_restarts(t, 2, 2, 0.4, 0.1),
            lambda opt: schedulers.CosineAnnealingWarmRestarts(opt, 2, T_mult=2, eta_min=0.1),
        ),
        (lambda t: linear_warmup(t, 8, 0.4), lambda opt: schedulers.LinearLR(opt, 1 / 8, total_iters=7)),
    ]
    for ours, theirs in pairs:
        assert [float(ours(step)) for step in range(15)] == pytest.approx(rates(theirs, 15), rel=1e-12)


def test_clipping_but_for_the_millionth_in_the_denominator() -> None:
    rng = np.random.default_rng(43)
    grads = [rng.normal(size=shape) for shape in SHAPES]
    for limit in (0.1, 100.0):
        by_value, by_norm = tensors(grads), tensors(grads)
        for copy in (*by_value, *by_norm):
            copy.grad = copy.detach().clone()
        torch.nn.utils.clip_grad_value_(by_value, limit)
        their_norm = torch.nn.utils.clip_grad_norm_(by_norm, limit)
        clipped, norm = clip_by_global_norm(grads, limit)
        np.testing.assert_allclose(norm, their_norm.item(), rtol=1e-14)
        for value, ours, one, other in zip(clip_by_value(grads, limit), clipped, by_value, by_norm, strict=True):
            np.testing.assert_array_equal(value, one.grad.numpy())
            np.testing.assert_allclose(ours, other.grad.numpy(), rtol=1.001e-6 / float(norm))
