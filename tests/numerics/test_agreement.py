"""The references are what students will meet again: PyTorch and SciPy compute the same numbers.

    python tests/numerics/test_agreement.py      the agreement of every exercise's reference, as a table

needs PyTorch and SciPy (`pip install -e ".[agreement]"`; a build for the CPU is enough); nothing else here does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import load_exercises
from steepest_numerics import activations, clipping, descent, gradients, losses, networks, schedules
from steepest_numerics import optimizers as steps
from steepest_numerics.data import digits

Library = Any  # PyTorch or SciPy, as far as they are typed
Torch = Callable[[Library], Iterator[tuple[Any, Any]]]
SHAPES: list[tuple[int, ...]] = [(3, 2), (4,)]


class Case(NamedTuple):
    """A reference, by its name among the exercises', and its counterpart: `pairs(library)` yields ours and theirs."""

    reference: str
    counterpart: str
    pairs: Torch
    rtol: float = 1e-12

    @property
    def library(self) -> str:
        """The module to import."""
        return "scipy" if self.counterpart.startswith("scipy") else "torch"


WITHOUT = {
    "gradient_check": "asks gradients of the caller's own functions",
    "relative_error": "a formula of CS231n's notes, with no counterpart",
    "random_search": "judged by what it evaluates, not by its numbers",
    "local_search": "judged by what it evaluates, not by its numbers",
    "loss_slice": "evaluations of the caller's own function",
    "loss_surface": "evaluations of the caller's own function",
}


def rng() -> np.random.Generator:
    """The same numbers for every case."""
    return np.random.default_rng(71)


def functional(name: str, **options: Any) -> Callable[[Library, Any, Any], Any]:
    return lambda torch, *inputs: getattr(torch.nn.functional, name)(*map(torch.tensor, inputs), **options)


def of_pairs(ours: Callable[..., Any], name: str, labels: bool = False) -> Torch:
    """A loss of predictions and targets."""

    def pairs(torch: Library) -> Iterator[tuple[Any, Any]]:
        p, t = 2 * rng().normal(size=(2, 6, 3))
        target = rng().integers(3, size=6) if labels else t
        yield ours(p, target), functional(name)(torch, p, target)

    return pairs


def slopes(ours: Callable[..., Any], loss: Callable[[Library, Any], Any], z: np.ndarray) -> Torch:
    """A gradient, beside the automatic one."""

    def pairs(torch: Library) -> Iterator[tuple[Any, Any]]:
        at = torch.tensor(z, requires_grad=True)
        loss(torch, at).backward()
        yield ours(z), at.grad

    return pairs


def walks(ours: Callable[[], Any], theirs: Callable[[Library, Any], Any]) -> Torch:
    """Nine steps of two parameters, gradients of several sizes, a rate that changes."""

    def pairs(torch: Library) -> Iterator[tuple[Any, Any]]:
        draw, optimizer = rng(), ours()
        params = [draw.normal(size=shape) for shape in SHAPES]
        copies = [torch.tensor(param, requires_grad=True) for param in params]
        expected = theirs(torch, copies)
        for step, scale in enumerate([1, 1, 1e-3, 1e-3, 1e-4, 1e-4, 1, 1e-6, 1]):
            if step == 5:
                optimizer.lr = expected.param_groups[0]["lr"] = 0.02
            grads = [scale * draw.normal(size=shape) for shape in SHAPES]
            for copy, grad in zip(copies, grads, strict=True):
                copy.grad = torch.tensor(grad)
            expected.step()
            params = optimizer.step(params, grads)
            yield from zip(params, (copy.detach() for copy in copies), strict=True)

    return pairs


def rates(ours: Callable[[int], Any], scheduler: Callable[[Library, Any], Any]) -> Torch:
    """The rates of fifteen steps."""

    def pairs(torch: Library) -> Iterator[tuple[Any, Any]]:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.4)
        schedule = scheduler(torch.optim.lr_scheduler, optimizer)
        for step in range(15):
            yield float(ours(step)), optimizer.param_groups[0]["lr"]
            optimizer.step()
            schedule.step()

    return pairs


def one_adam_step(torch: Library) -> Iterator[tuple[Any, Any]]:
    w, g = rng().normal(size=(2, 5))
    weights = torch.tensor(w, requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.1, eps=1e-3)
    m = v = np.zeros(5)
    for t in range(1, 5):
        weights.grad = torch.tensor(g / t)
        optimizer.step()
        w, m, v = steps.adam_step(w, g / t, m, v, t, lr=0.1, eps=1e-3)
        state = optimizer.state[weights]
        yield from ((w, weights.detach()), (m, state["exp_avg"]), (v, state["exp_avg_sq"]))


def linear_slopes(torch: Library) -> Iterator[tuple[Any, Any]]:
    w, X, y = rng().normal(size=3), rng().normal(size=(5, 3)), rng().normal(size=5)
    weights, bias = torch.tensor(w, requires_grad=True), torch.tensor(0.7, requires_grad=True, dtype=torch.float64)
    torch.nn.functional.mse_loss(torch.tensor(X) @ weights + bias, torch.tensor(y)).backward()
    yield from zip(losses.linear_mse_gradient(w, 0.7, X, y), (weights.grad, bias.grad), strict=True)


def hinge(torch: Library, W: Any, delta: float = 0.4) -> Any:
    X, y = rng().normal(size=(7, 3)), rng().integers(5, size=7)
    # PyTorch divides each row by the number of classes.
    return 5 * torch.nn.functional.multi_margin_loss(torch.tensor(X) @ W, torch.tensor(y), margin=delta)


def our_hinge(function: Callable[..., Any]) -> Callable[[np.ndarray], Any]:
    return lambda W: function(W, rng().normal(size=(7, 3)), rng().integers(5, size=7), 0.4)


def banana(w: Any) -> Any:
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def banana_slope(w: Any) -> Any:
    return np.array([-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] ** 2), 200 * (w[1] - w[0] ** 2)])


def whole_descent(torch: Library) -> Iterator[tuple[Any, Any]]:
    w = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=1e-3)
    for place in descent.gradient_descent(banana_slope, np.array([-1.2, 1.0]), 1e-3, 20):
        yield place, w.detach().clone()
        optimizer.zero_grad()
        banana(w).backward()
        optimizer.step()


def batch_sizes(torch: Library) -> Iterator[tuple[Any, Any]]:
    X, y = np.arange(22.0).reshape(11, 2), np.arange(11)
    data = torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(y))
    theirs = [len(batch) for _, batch in torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)]
    yield [len(batch) for _, batch in steps.mini_batches(X, y, 4, rng())], theirs


def whole_sgd(torch: Library) -> Iterator[tuple[Any, Any]]:
    X, y, seen = rng().normal(size=(11, 3)), rng().normal(size=11), []
    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)

    def slope(weights: Any, X_batch: Any, y_batch: Any) -> Any:
        seen.append((X_batch, y_batch))
        return 2 * X_batch.T @ (X_batch @ weights - y_batch) / len(y_batch)

    ours = steps.sgd(slope, np.zeros(3), X, y, 0.1, 4, 3, rng())
    for X_batch, y_batch in seen:  # in the order that ours drew
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(torch.tensor(X_batch) @ w, torch.tensor(y_batch)).backward()
        optimizer.step()
    yield ours, w.detach()


def clipped(torch: Library, by_norm: bool) -> Iterator[tuple[Any, Any]]:
    grads = [rng().normal(size=shape) for shape in SHAPES]
    for limit in (0.1, 100.0):
        copies = [torch.tensor(grad, requires_grad=True) for grad in grads]
        for copy in copies:
            copy.grad = copy.detach().clone()
        if by_norm:  # PyTorch adds a millionth to the norm
            theirs = torch.nn.utils.clip_grad_norm_(copies, limit)
            ours, norm = clipping.clip_by_global_norm(grads, limit)
            yield norm, theirs
        else:
            torch.nn.utils.clip_grad_value_(copies, limit)
            ours = clipping.clip_by_value(grads, limit)
        yield from zip(ours, (copy.grad for copy in copies), strict=True)


def two_layers(torch: Library) -> Iterator[tuple[Any, Any]]:
    draw = rng()
    shapes = {"W1": (4, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}
    params = {name: draw.normal(size=shape) for name, shape in shapes.items()}
    X, y = draw.normal(size=(6, 4)), draw.integers(3, size=6)
    copies = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    hidden = torch.relu(torch.tensor(X) @ copies["W1"] + copies["b1"])
    torch.nn.functional.cross_entropy(hidden @ copies["W2"] + copies["b2"], torch.tensor(y)).backward()
    for name, gradient in networks.two_layer_gradients(params, X, y).items():
        yield gradient, copies[name].grad


def training(torch: Library) -> Iterator[tuple[Any, Any]]:
    X, y = digits()
    model = torch.nn.Linear(64, 10, dtype=torch.float64)
    torch.nn.init.zeros_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(30):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(torch.tensor(X)), torch.tensor(y)).backward()
        optimizer.step()
    W = networks.train_softmax_classifier(X, y, 10, lr=0.5, steps=30)
    yield from ((W[:-1], model.weight.detach().T), (W[-1], model.bias.detach()))


def huber(torch: Library) -> Iterator[tuple[Any, Any]]:
    p, t = 2 * rng().normal(size=(2, 4, 3))
    for delta in (0.5, 1.0, 3.0):
        yield losses.huber(p, t, delta), functional("huber_loss", delta=delta)(torch, p, t)


def huber_of_errors(scipy: Library) -> Iterator[tuple[Any, Any]]:
    error = 3 * rng().normal(size=50)
    for delta in (0.5, 2.0):
        yield losses.huber(error, np.zeros(50), delta), np.mean(scipy.special.huber(delta, error))


def entropies(scipy: Library) -> Iterator[tuple[Any, Any]]:
    p, y = rng().uniform(0.01, 0.99, size=(2, 20))
    special = scipy.special
    yield losses.binary_cross_entropy(p, y), -np.mean(special.xlogy(y, p) + special.xlog1py(1 - y, -p))


def probabilities(torch: Library) -> Iterator[tuple[Any, Any]]:
    p, y = rng().uniform(0.01, 0.99, size=(2, 20))
    yield losses.binary_cross_entropy(p, y), functional("binary_cross_entropy")(torch, p, y)


def differences(scipy: Library) -> Iterator[tuple[Any, Any]]:
    x = np.array([-1.2, 1.0])
    optimize = scipy.optimize
    theirs = optimize._numdiff.approx_derivative(banana, x, method="3-point", abs_step=1e-5)
    yield gradients.numerical_gradient(banana, x), theirs


def elementwise(ours: Callable[[Any], Any], name: str, **options: Any) -> Torch:
    z = 300 * rng().normal(size=(6, 4))
    return lambda scipy: iter([(ours(z), getattr(scipy.special, name)(z, **options))])


Z, LABELS, SOFT = rng().normal(size=(6, 3)), rng().integers(3, size=6), rng().uniform(size=(6, 3))
W0 = rng().normal(size=(3, 5))
_SGD, _BCE = "torch.optim.SGD", "binary_cross_entropy_with_logits"

CASES = [
    Case("mae", "torch l1_loss", of_pairs(losses.mae, "l1_loss")),
    Case("mse", "torch mse_loss", of_pairs(losses.mse, "mse_loss")),
    Case(
        "mse_gradient",
        "torch autograd of mse_loss",
        slopes(
            lambda z: losses.mse_gradient(z, SOFT),
            lambda torch, z: torch.nn.functional.mse_loss(z, torch.tensor(SOFT)),
            Z,
        ),
    ),
    Case("linear_mse_gradient", "torch autograd of mse_loss", linear_slopes),
    Case("huber", "torch huber_loss", huber),
    Case("huber", "scipy.special.huber", huber_of_errors),
    Case("sigmoid", "scipy.special.expit", elementwise(activations.sigmoid, "expit")),
    Case("sigmoid", "torch.sigmoid", lambda torch: iter([(activations.sigmoid(Z), torch.sigmoid(torch.tensor(Z)))])),
    Case("binary_cross_entropy", "torch binary_cross_entropy", probabilities),
    Case("binary_cross_entropy", "scipy.special.xlogy", entropies),
    Case(
        "bce_with_logits",
        f"torch {_BCE}",
        lambda torch: iter([(losses.bce_with_logits(Z, SOFT), functional(_BCE)(torch, Z, SOFT))]),
    ),
    Case(
        "bce_with_logits_gradient",
        f"torch autograd of {_BCE}",
        slopes(
            lambda z: losses.bce_with_logits_gradient(z, SOFT),
            lambda torch, z: getattr(torch.nn.functional, _BCE)(z, torch.tensor(SOFT)),
            Z,
        ),
    ),
    Case("softmax", "scipy.special.softmax", elementwise(activations.softmax, "softmax", axis=-1), 1e-11),
    Case("softmax", "torch.softmax", lambda t: iter([(activations.softmax(Z), t.softmax(t.tensor(Z), -1))])),
    Case("log_softmax", "scipy.special.log_softmax", elementwise(activations.log_softmax, "log_softmax", axis=-1)),
    Case(
        "log_softmax",
        "torch.log_softmax",
        lambda t: iter([(activations.log_softmax(Z), t.log_softmax(t.tensor(Z), -1))]),
    ),
    Case("cross_entropy", "torch cross_entropy", of_pairs(losses.cross_entropy, "cross_entropy", labels=True)),
    Case(
        "cross_entropy_gradient",
        "torch autograd of cross_entropy",
        slopes(
            lambda z: losses.cross_entropy_gradient(z, LABELS),
            lambda torch, z: torch.nn.functional.cross_entropy(z, torch.tensor(LABELS)),
            Z,
        ),
    ),
    Case(
        "svm_loss",
        "torch multi_margin_loss",
        lambda torch: iter([(our_hinge(losses.svm_loss)(W0), hinge(torch, torch.tensor(W0)))]),
    ),
    Case("svm_gradient", "torch autograd of multi_margin_loss", slopes(our_hinge(losses.svm_gradient), hinge, W0)),
    Case("numerical_gradient", "scipy approx_derivative, 3-point", differences, 1e-6),
    Case("gradient_descent", _SGD, whole_descent, 1e-10),
    Case("mini_batches", "torch DataLoader, sizes", batch_sizes),
    Case("sgd", _SGD, whole_sgd),
    Case("SGD", _SGD, walks(lambda: steps.SGD(0.1), lambda torch, params: torch.optim.SGD(params, 0.1))),
    Case(
        "Momentum",
        "torch.optim.SGD, momentum",
        walks(lambda: steps.Momentum(0.1, 0.8), lambda torch, params: torch.optim.SGD(params, 0.1, momentum=0.8)),
    ),
    Case(
        "Nesterov",
        "torch.optim.SGD, nesterov",
        walks(
            lambda: steps.Nesterov(0.1, 0.8),
            lambda torch, params: torch.optim.SGD(params, 0.1, momentum=0.8, nesterov=True),
        ),
    ),
    Case(
        "AdaGrad",
        "torch.optim.Adagrad",
        walks(lambda: steps.AdaGrad(0.1, eps=1e-3), lambda torch, params: torch.optim.Adagrad(params, 0.1, eps=1e-3)),
    ),
    Case(
        "RMSProp",
        "torch.optim.RMSprop",
        walks(
            lambda: steps.RMSProp(0.1, rho=0.9, eps=1e-3),
            lambda torch, params: torch.optim.RMSprop(params, 0.1, alpha=0.9, eps=1e-3),
        ),
    ),
    Case("adam_step", "torch.optim.Adam, with its state", one_adam_step),
    Case(
        "Adam",
        "torch.optim.Adam",
        walks(lambda: steps.Adam(0.1, eps=1e-3), lambda torch, params: torch.optim.Adam(params, 0.1, eps=1e-3)),
    ),
    Case(
        "AdamW",
        "torch.optim.AdamW",
        walks(
            lambda: steps.AdamW(0.1, eps=1e-3, weight_decay=0.7),
            lambda torch, params: torch.optim.AdamW(params, 0.1, eps=1e-3, weight_decay=0.7),
        ),
    ),
    Case(
        "step_decay",
        "torch StepLR",
        rates(lambda t: schedules.step_decay(0.4, t, 0.3, 4), lambda s, o: s.StepLR(o, 4, 0.3)),
    ),
    Case(
        "cosine_annealing",
        "torch CosineAnnealingLR",
        rates(
            lambda t: schedules.cosine_annealing(t, 15, 0.4, 0.1), lambda s, o: s.CosineAnnealingLR(o, 15, eta_min=0.1)
        ),
    ),
    Case(
        "warm_restarts",
        "torch CosineAnnealingWarmRestarts",
        rates(
            lambda t: schedules.warm_restarts(t, 2, 2, 0.4, 0.1),
            lambda s, o: s.CosineAnnealingWarmRestarts(o, 2, T_mult=2, eta_min=0.1),
        ),
    ),
    Case(
        "linear_warmup",
        "torch LinearLR",
        rates(lambda t: schedules.linear_warmup(t, 8, 0.4), lambda s, o: s.LinearLR(o, 1 / 8, total_iters=7)),
    ),
    Case("clip_by_value", "torch clip_grad_value_", lambda torch: clipped(torch, by_norm=False)),
    Case("clip_by_global_norm", "torch clip_grad_norm_ (adds 1e-6)", lambda torch: clipped(torch, by_norm=True), 2e-6),
    Case("two_layer_gradients", "torch autograd", two_layers, 1e-10),
    Case("train", "torch.nn.Linear and SGD, 30 steps", training, 1e-9),
]


def library_of(case: Case) -> Library:
    """Imported, or the test is skipped."""
    reason = f'{case.library} is not installed, which nothing else needs: pip install -e ".[agreement]"'
    if case.library == "scipy":
        pytest.importorskip("scipy.optimize", reason=reason)
        pytest.importorskip("scipy.special", reason=reason)
    return pytest.importorskip(case.library, reason=reason)


def largest_difference(case: Case, library: Library) -> float:
    """Relative to the largest number of each answer."""
    worst = 0.0
    for ours, theirs in case.pairs(library):
        one, other = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
        assert one.shape == other.shape
        worst = max(worst, float(np.max(abs(one - other)) / max(np.max(abs(other)), 1e-300)))
    return worst


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.reference}-{case.counterpart}")
def test_the_reference_agrees_with_the_library(case: Case) -> None:
    assert largest_difference(case, library_of(case)) <= case.rtol


def test_every_reference_of_the_course_has_a_counterpart_or_a_reason() -> None:
    references = {name for exercise in load_exercises(COURSE_ROOT).values() for name in exercise.reference}
    assert references == {case.reference for case in CASES} | set(WITHOUT)


def main() -> None:
    """Print the table."""
    rows = [(case.reference, case.counterpart, f"{largest_difference(case, library_of(case)):.1e}") for case in CASES]
    rows += [(reference, reason, "") for reference, reason in WITHOUT.items()]
    sys.stdout.writelines(
        f"{reference:26}{counterpart:58}{difference:>8}\n" for reference, counterpart, difference in rows
    )


if __name__ == "__main__":
    main()
