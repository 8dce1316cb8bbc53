"""The labs compute what the reference core computes: their modules run in Chromium, the numbers are compared here."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from steepest.labs.digits import FILE, module
from steepest_graders.tracing import SETTINGS
from steepest_numerics import losses, networks, optimizers, schedules
from steepest_numerics.data import digits
from steepest_numerics.descent import gradient_descent
from steepest_numerics.surfaces import SURFACES, normal_pairs

Compute = Callable[..., Any]
CLASSES = {name.lower(): name for name in SETTINGS}


@pytest.fixture(scope="module")
def compute(browser: Browser, site: str) -> Iterator[Compute]:
    """`compute("(m, x) => m.sigmoid(x)", 0.5, "losses")`: what a function returns, given modules merged into one."""
    context = browser.new_context(base_url=site, bypass_csp=True)  # only a page's own scripts may import
    page = context.new_page()
    page.goto("/en/labs/")
    folder = page.locator("link[href$='labs/labs.css']").evaluate("link => link.href").removesuffix("labs.css")

    def call(function: str, argument: object, *modules: str) -> Any:
        script = f"""async ([urls, x]) => {{
            const modules = await Promise.all(urls.map((url) => import(url)));
            return JSON.stringify(({function})(Object.assign({{}}, ...modules), x));
        }}"""
        return json.loads(page.evaluate(script, [[f"{folder}{name}.js" for name in modules], argument]))

    yield call
    context.close()


def test_the_losses_and_their_slopes(compute: Compute) -> None:
    errors = [-2.5, -1.0, -0.3, 0.4, 1.7]
    zeros = np.zeros(len(errors))
    said = compute("(m, d) => ['mse', 'mae', 'huber'].map((name) => m.overAll(name, d, 0.8))", errors, "losses")
    expected = [losses.mse(errors, zeros), losses.mae(errors, zeros), losses.huber(errors, zeros, 0.8)]
    assert said == pytest.approx(expected, rel=1e-14)
    slopes = compute("(m, d) => d.map((each) => m.OF_ONE.mse.slope(each))", errors, "losses")
    assert slopes == pytest.approx(list(5 * losses.mse_gradient(errors, zeros)))

    logits = [-30.0, -5.0, -0.5, 0.0, 2.0, 40.0]
    entropy = "(m, z) => ['value', 'slope'].map((part) => z.map(m.OF_LOGIT.crossEntropy[part]))"
    values, gradients = compute(entropy, logits, "losses")
    assert values == pytest.approx([losses.bce_with_logits([z], [1]) for z in logits], rel=1e-13)
    assert gradients == pytest.approx([losses.bce_with_logits_gradient([z], [1])[0] for z in logits], rel=1e-13)
    # What the lesson and the lab say of z = -5: 75 times less.
    squared = compute("(m, z) => m.OF_LOGIT.squared.slope(z)", -5, "losses")
    assert (round(squared, 4), round(gradients[1], 3), round(gradients[1] / squared)) == (-0.0132, -0.993, 75)


def test_the_bowl_with_one_weight(compute: Compute) -> None:
    slope, path, converges = compute(
        "(m, rates) => [m.slope(0), m.descend(0, 0.01, 20), rates.map((lr) => Math.abs(m.factor(lr)) < 1)]",
        [0.2142, 0.2143],
        "descent",
    )
    assert round(slope, 3) == -18.667
    reference = gradient_descent(lambda w: 28 / 3 * (w - 2), np.array([0.0]), 0.01, 20)[:, 0]
    np.testing.assert_allclose(path, reference, rtol=1e-12)
    assert round(path[1], 5) == 0.18667
    assert round((2 - path[-1]) / 2, 2) == 0.14, "what the lab says is left after 20 steps"
    assert converges == [True, False]


@pytest.mark.parametrize("name", SURFACES)
def test_every_optimiser_walks_the_reference_path(name: str, compute: Compute) -> None:
    surface = SURFACES[name]
    shown = compute("(m, name) => m.SURFACES[name]", name, "surfaces")
    assert (shown["minima"], shown["noise"]) == ([list(place) for place in surface.minima], surface.noise)
    suggested = shown["suggested"]
    paths = compute(
        """(m, [name, at]) => Object.fromEntries(Object.keys(m.OPTIMIZERS).map((each) =>
             [each, m.walk(m.OPTIMIZERS[each](at[each]), m.SURFACES[name], [at.x, at.y], 60, 3)]))""",
        [name, suggested],
        "surfaces",
        "optimizers",
    )
    assert set(paths) == set(CLASSES)
    for optimizer, path in paths.items():
        assert len(path) == 61, f"the rate suggested for {optimizer} leaves the map"
        expected = reference_path(CLASSES[optimizer], name, (suggested["x"], suggested["y"]), suggested[optimizer], 60)
        np.testing.assert_allclose(path, expected, rtol=1e-6, atol=1e-9, err_msg=optimizer)


def reference_path(name: str, surface_name: str, start: tuple[float, float], lr: float, steps: int) -> Any:
    surface = SURFACES[surface_name]
    optimizer = getattr(optimizers, name)(lr=lr, **SETTINGS[name])
    params, path = [np.array(start, dtype=float)], [start]
    for noise in islice(normal_pairs(3), steps):
        params = optimizer.step(params, [surface.gradient(params[0]) + surface.noise * np.array(noise)])
        path.append(tuple(params[0]))
    return path


def test_the_schedules(compute: Compute) -> None:
    steps = list(range(60))
    said = compute(
        """(m, steps) => [(t) => m.stepDecay(0.1, t, 0.5, 10), (t) => m.cosineAnnealing(t, 50, 0.1, 0.001),
             (t) => m.warmRestarts(t, 7, 2, 0.1, 0.01), (t) => m.linearWarmup(t, 9, 0.1)].map((f) => steps.map(f))""",
        steps,
        "rates",
    )
    expected = [
        [schedules.step_decay(0.1, step, 0.5, 10) for step in steps],
        [schedules.cosine_annealing(step, 50, 0.1, 0.001) for step in steps],
        [schedules.warm_restarts(step, 7, 2, 0.1, 0.01) for step in steps],
        [schedules.linear_warmup(step, 9, 0.1) for step in steps],
    ]
    np.testing.assert_allclose(said, expected, rtol=1e-13, atol=1e-17)


def test_the_difference_quotients(compute: Compute) -> None:
    call = "(m, [single, central, h]) => m.relativeError(m.FUNCTIONS.exp, 1, h, { single, central })"
    assert compute(call, [False, False, 1e-5], "differences") == pytest.approx(5e-6, rel=0.01)
    assert compute(call, [False, True, 1e-5], "differences") < 3e-11

    def single(central: bool, h: float) -> float:
        f, x, step = lambda at: np.float32(math.exp(at)), np.float32(1), np.float32(h)
        left, width = (x - step, 2 * step) if central else (x, step)
        return abs(float((f(x + step) - f(left)) / np.float32(width)) - math.e) / math.e

    for h in (1e-1, 1e-3, 1e-5, 1e-7):
        for central in (False, True):
            assert compute(call, [True, central, h], "differences") == pytest.approx(single(central, h), rel=1e-9)
    # Of a parabola the central difference is exact, up to rounding.
    assert compute("(m, h) => m.quotient((x) => x * x, 3, h, { central: true })", 0.1, "differences") == pytest.approx(
        6, rel=1e-14
    )


def test_the_digits_with_both_losses(compute: Compute) -> None:
    assert FILE.read_text(encoding="utf-8") == module(), "run python -m steepest.labs.digits"
    X, y = digits()
    rows = np.column_stack([X[:30], np.ones(30)])
    W = np.random.default_rng(5).normal(size=(65, 10))
    call = """(m, W) => { const data = m.examples(30); const S = m.scores(Float64Array.from(W), data);
        return ["hinge", "softmax"].map((name) =>
          [m.LOSSES[name](S, data.labels), [...m.gradient(name, Float64Array.from(W), data)]]); }"""
    (hinge, hinge_slopes), (softmax, softmax_slopes) = compute(call, W.ravel().tolist(), "linear")
    assert hinge == pytest.approx(float(losses.svm_loss(W, rows, y[:30])), rel=1e-12)
    assert softmax == pytest.approx(float(losses.cross_entropy(rows @ W, y[:30])), rel=1e-12)
    np.testing.assert_allclose(hinge_slopes, losses.svm_gradient(W, rows, y[:30]).ravel(), atol=1e-12)
    reference = rows.T @ losses.cross_entropy_gradient(rows @ W, y[:30])
    np.testing.assert_allclose(softmax_slopes, reference.ravel(), atol=1e-12)
    trained = compute("(m, x) => [...m.train('softmax', m.examples(30), 0.5, 20).at(-1)]", None, "linear")
    expected = networks.train_softmax_classifier(X[:30], y[:30], 10, 0.5, 20)
    np.testing.assert_allclose(trained, expected.ravel(), atol=1e-12)
    at_zero = "(m, x) => { const data = m.examples(7); const W = new Float64Array(m.SIZE);"
    at_zero += " return ['hinge', 'softmax'].map((name) => m.plane(name, W, W, W, data)(1, 1)); }"
    assert compute(at_zero, None, "linear") == pytest.approx([9, math.log(10)])


def test_the_network_and_its_gradient(compute: Compute) -> None:
    rng = np.random.default_rng(9)
    params = {
        "W1": rng.normal(size=(2, 5)), "b1": rng.normal(size=5), "W2": rng.normal(size=(5, 2)), "b2": rng.normal(size=2)
    }  # fmt: skip
    X, y = rng.normal(size=(20, 2)), rng.integers(0, 2, 20)
    points = [{"x": float(a), "y": float(b), "label": int(label)} for (a, b), label in zip(X, y, strict=True)]
    flat = np.concatenate([array.ravel() for array in params.values()]).tolist()
    call = "(m, [params, activation, points]) => m.lossAndGradient(params, 5, activation, points)"
    said = compute(call, [flat, "relu", points], "network")
    gradients = networks.two_layer_gradients(params, X, y)
    assert said["loss"] == pytest.approx(float(networks.two_layer_loss(params, X, y)), rel=1e-13)
    np.testing.assert_allclose(
        said["gradient"], np.concatenate([gradients[name].ravel() for name in params]), atol=1e-14
    )
    # The reference has no tanh: its gradient is compared with central differences.
    slopes = compute(call, [flat, "tanh", points], "network")["gradient"]
    for index in range(0, len(flat), 4):
        high, low = ([*flat[:index], flat[index] + step, *flat[index + 1 :]] for step in (1e-6, -1e-6))
        ends = [compute(call, [each, "tanh", points], "network")["loss"] for each in (high, low)]
        assert slopes[index] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-8)


def test_contour_lines_run_where_the_height_is_the_level(compute: Compute) -> None:
    call = """(m, [size, level]) => { const values = Float64Array.from({ length: size * size },
        (_, i) => (i % size - 10) ** 2 + (Math.floor(i / size) - 10) ** 2);
        return m.contours(values, size, size, level); }"""
    (ring,) = compute(call, [21, 25], "contours")
    assert {round(math.hypot(x - 10, y - 10), 1) for x, y in ring} == {5.0}
    (cut,) = compute(call, [21, 150], "contours")  # a circle that the edges cut: one closed ring all the same
    assert max(abs(part - 10) for place in cut for part in place) == 10
