"""What can be asked of a program, and what it answers: alike at every level and in the trusted process."""

from __future__ import annotations

import sys
import textwrap
from typing import Any

import numpy as np
import pytest

from steepest_graders.sandbox import (
    Call,
    Callback,
    Keep,
    LocalSession,
    RandomGenerator,
    Read,
    Ref,
    Reply,
    Sandbox,
    Set,
)

ADA = """
import numpy as np

def mse(y_pred, y_true):
    print("predicted", y_pred)
    return np.mean((y_pred - y_true) ** 2)

class SGD:
    def __init__(self, lr=0.1):
        self.lr = lr
        self.steps = {}

    def step(self, params, grads):
        for param, grad in zip(params, grads):
            self.steps[id(param)] = self.steps.get(id(param), 0) + 1
            param -= self.lr * grad

    def most_steps(self):
        return max(self.steps.values())

def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
"""


def ask(session: Any, source: str, *ops: Any, **options: Any) -> list[Reply]:
    """Load and run."""
    loaded = session.load(textwrap.dedent(source), seed=7)
    assert loaded.error is None, loaded
    return list(session.run(ops, **options))


def answer(session: Any, source: str, *ops: Any) -> Any:
    """The value of the last operation."""
    replies = ask(session, source, *ops)
    assert replies[-1].error is None, replies
    return replies[-1].value


def error(session: Any, source: str, *ops: Any) -> tuple[str, int | None, str]:
    """Type, line and message of the error that ended it."""
    loaded = session.load(textwrap.dedent(source), seed=7)
    found = loaded.error or session.run(ops or [Call("f")])[-1].error
    assert found is not None
    return found.type, found.line, found.message


def test_a_function_is_called_with_arrays(session: Any) -> None:
    assert answer(session, ADA, Call("mse", (np.array([1.0, 2]), np.array([1.0, 4])))) == 2.0


def test_an_optimiser_lives_beside_the_program_with_the_identity_of_its_parameters(session: Any) -> None:
    ops = [Call("SGD", (), {"lr": 1.0}, store=1), Keep([np.zeros(2), np.ones(3)], 2)]
    grads = [np.ones(2), np.ones(3)]
    for _ in range(3):
        ops += [Call("step", (Ref(2), grads), on=1, store=2), Read(2)]
    ops += [Set(1, "lr", 0.5), Call("step", (Ref(2), grads), on=1, store=2), Read(2), Call("most_steps", on=1)]
    *_, last, steps = ask(session, ADA, *ops)
    assert [array.tolist() for array in last.value] == [[-3.5, -3.5], [-2.5, -2.5, -2.5]]
    assert steps.value == 4


def test_what_a_step_returns_replaces_what_was_kept(session: Any) -> None:
    source = "def f(x):\n    return [x[0] + 1]"
    assert answer(session, source, Keep([1], 5), Call("f", (Ref(5),), store=5), Read(5)) == [2]


def test_objects_outlive_an_exchange(session: Any) -> None:
    ask(session, ADA, Call("SGD", (), {"lr": 0.25}, store=1))
    assert session.run([Call("step", ([np.ones(1)], [np.ones(1)]), on=1)], echo=True)[0].arguments[0][0][0] == 0.75


def test_a_function_that_is_an_argument_stays_on_the_trusted_side(session: Any) -> None:
    seen: list[float] = []

    def square(x: float) -> float:
        seen.append(x)
        return x * x

    assert answer(session, ADA, Call("numerical_gradient", (Callback(square), 3.0))) == pytest.approx(6)
    assert seen == [3.0 + 1e-5, 3.0 - 1e-5]


def test_a_callback_called_wrongly_is_an_error_of_the_program(session: Any) -> None:
    source = "def f(g):\n    return g(1, 2)"
    assert error(session, source, Call("f", (Callback(lambda x: x),)))[:2] == ("TypeError", 2)
    source = "def f(g):\n    return g(object())"
    assert error(session, source, Call("f", (Callback(lambda x: x),)))[:2] == ("TypeError", 2)


def test_what_a_callback_raises_can_be_caught(session: Any) -> None:
    source = """
    def f(g):
        try:
            g(0)
        except ZeroDivisionError as error:
            return str(error)
    """
    assert answer(session, source, Call("f", (Callback(lambda x: 1 // x),))).endswith("by zero")


def test_a_callback_that_interrupts_reaches_the_caller(session: Any) -> None:
    def interrupt(x: float) -> float:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(session, ADA, Call("numerical_gradient", (Callback(interrupt), 3.0)))


def test_arguments_come_back_as_the_call_left_them(session: Any) -> None:
    source = """
    def f(x, values, g, *, out):
        x += 1
        values[0] = "changed"
        out.append(object())
    """
    arguments = (np.zeros(2), [1, 2], Callback(abs))
    (reply,) = ask(session, source, Call("f", arguments, {"out": []}), echo=True)
    args, kwargs = reply.arguments or ((), {})
    assert args[0].tolist() == [1, 1]
    assert args[1:] == (["changed", 2], None)
    assert kwargs == {"out": None}
    assert arguments[0].tolist() == [0, 0]


def test_an_array_that_is_an_argument_is_the_programs_own(session: Any) -> None:
    mine = np.zeros(3)
    ask(session, "def f(x):\n    x += 1", Call("f", (mine,)))
    assert mine.tolist() == [0, 0, 0]


def test_a_generator_of_random_numbers_is_built_beside_the_program(session: Any) -> None:
    drawn = answer(session, "def f(rng):\n    return rng.normal(size=3)", Call("f", (RandomGenerator(5),)))
    assert np.array_equal(drawn, np.random.default_rng(5).normal(size=3))


@pytest.mark.parametrize("draw", ["random.random()", "np.random.rand()"])
def test_the_global_generators_start_from_the_seed_and_ours_are_untouched(session: Any, draw: str) -> None:
    np.random.seed(3)
    ours = np.random.rand(2).tolist()
    np.random.seed(3)
    source = f"import random\nimport numpy as np\ndef f():\n    return {draw}"
    first = [answer(session, source, Call("f")), session.run([Call("f")])[0].value]
    again = [answer(session, source, Call("f")), session.run([Call("f")])[0].value]
    assert first == again
    assert first[0] != first[1]
    assert np.random.rand(2).tolist() == ours


def test_published_helpers_can_be_imported(session: Any) -> None:
    assert session.load("from given import half\nx = half(3)\ndef f():\n    return x", seed=0,
                        given="def half(x):\n    return x / 2").error is None  # fmt: skip
    assert session.run([Call("f")])[0].value == 1.5


def test_what_is_printed_comes_with_its_call_where_asked_for(session: Any) -> None:
    assert session.load("print('at import')\ndef f(x):\n    print(x)", seed=0).output == "at import\n"
    shown = session.run([Call("f", (1,)), Call("f", ("é",))], output=True)
    hidden = session.run([Call("f", ("secret",)), Call("nothing")])
    after = session.run([Call("f", (2,))], output=True)
    assert [reply.output for reply in [*shown, *hidden, *after]] == ["1\n", "é\n", "", "", "2\n"]


def test_nothing_is_printed_by_the_trusted_process(session: Any, capfd: pytest.CaptureFixture[str]) -> None:
    ask(session, "print('x')\ndef f():\n    print('y')\n    return 1", Call("f"), output=True)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n    return 1 / 0", ("ZeroDivisionError", 2, "division by zero")),
        ("def f(): pass\n\nx = [][1]", ("IndexError", 3, "list index out of range")),
        ("def f():\n    import nowhere", ("ModuleNotFoundError", 2, "No module named 'nowhere'")),
        ("def f():\n    raise SystemExit(3)", ("SystemExit", 2, "3")),
        ("def f():\n    raise KeyboardInterrupt", ("KeyboardInterrupt", 2, "")),
        ("class Own(ValueError): pass\ndef f():\n    raise Own('mine')", ("ValueError", 3, "mine")),
        ("class ValueErrorr(BaseException): pass\ndef f():\n    raise ValueErrorr", ("BaseException", 3, "")),
        ("import numpy as np\ndef f():\n    np.linalg.inv(np.zeros((2, 2)))", ("LinAlgError", 3, "Singular matrix")),
        ("def f():\n    input()", ("EOFError", 2, "EOF when reading a line")),
        ("def f(:\n    pass", ("SyntaxError", 1, "invalid syntax")),
        ("x = 1\nif x:\npass", ("IndentationError", 3, "expected an indented block after 'if' statement on line 2")),
        ("def g(): pass", ("MissingFunction", None, "f")),
        ("f = 3", ("TypeError", None, "'int' object is not callable")),
        ("def f(x): pass", ("TypeError", None, "f() missing 1 required positional argument: 'x'")),
        ("def f():\n    return f", ("UnsupportedResult", None, "function")),
        ("def f():\n    return [{1: {2}}]", ("UnsupportedResult", None, "set")),
        ("class E(Exception):\n    def __str__(self):\n        1 / 0\ndef f():\n    raise E", ("Exception", 5, "")),
        ("def f():\n    yield 1\n    raise OSError('late')", ("OSError", 3, "late")),
        ("def f():\n    raise ValueError('\\ud800')", ("ValueError", 2, "?")),
    ],
)
def test_errors_are_told_by_type_line_and_message(session: Any, source: str, found: tuple[Any, ...]) -> None:
    assert error(session, source) == found


def test_endless_recursion_is_an_ordinary_error(session: Any) -> None:
    assert error(session, "def f():\n    return f()")[:2] == ("RecursionError", 2)


def test_a_long_message_is_cut(session: Any) -> None:
    assert len(error(session, "def f():\n    raise ValueError('x' * 500_000)")[2]) == 2000


def test_operations_end_at_the_first_error(session: Any) -> None:
    source = "calls = []\ndef f(x):\n    calls.append(x)\n    1 / x\ndef g():\n    return calls"
    replies = ask(session, source, Call("f", (1,)), Call("f", (0,)), Call("f", (2,)))
    assert [reply.error and reply.error.type for reply in replies] == [None, "ZeroDivisionError"]
    assert session.run([Call("g")])[0].value == [1, 0]


def test_nothing_asked_is_nothing_answered(session: Any) -> None:
    assert ask(session, ADA) == []


def test_features_of_our_own_files_do_not_leak_into_the_program(session: Any) -> None:
    assert answer(session, "def f(x: int): pass\ndef g():\n    return f.__annotations__['x'] is int", Call("g"))


def test_an_encoding_cookie_means_nothing(session: Any) -> None:
    assert answer(session, "# -*- coding: latin-1 -*-\ndef f():\n    return 'é'", Call("f")) == "é"


def test_lying_results_arrive_as_plain_values(sandbox: Sandbox) -> None:
    source = """
    import numpy as np

    class Liar(np.ndarray):
        def __eq__(self, other): return True
        def __array__(self, *a, **k): return np.ones(1)

    class Sure(float):
        def __eq__(self, other): return True
        def __sub__(self, other): return 0.0

    def f():
        return np.zeros(2).view(Liar), Sure(1.5), np.longdouble(2)
    """
    with sandbox.session() as session:
        array, number, rounded = answer(session, source, Call("f"))
    assert (type(array), array.tolist()) == (np.ndarray, [0, 0])
    assert (type(number), number) == (float, 1.5)
    assert (type(rounded), rounded) == (np.float64, 2)


def test_only_the_trusted_process_keeps_longdouble() -> None:
    source = "import numpy as np\ndef f(x):\n    return x / 3"
    assert answer(LocalSession(), source, Call("f", (np.longdouble(1),))) == np.longdouble(1) / 3


def test_local_programs_do_not_see_each_other_and_leave_no_module() -> None:
    before = set(sys.modules)
    one, other = LocalSession(), LocalSession()
    one.load("from given import x\ndef f():\n    from given import x\n    return x", seed=0, given="x = 1")
    other.load("from given import x\ndef f():\n    from given import x\n    return x", seed=0, given="x = 2")
    assert [session.run([Call("f")])[0].value for session in (one, other)] == [1, 2]
    assert not {"given", "submission"} & (set(sys.modules) - before)


def test_functions_that_exist_already_can_be_a_local_program() -> None:
    assert LocalSession({"double": lambda x: x * 2}).run([Call("double", (2,))])[0].value == 4


def test_what_a_student_may_import_is_there(sandbox: Sandbox) -> None:
    from steepest_graders.sandbox import IMPORTABLE

    with sandbox.session() as session:
        assert session.load("\n".join(f"import {name}" for name in IMPORTABLE), seed=0).error is None


@pytest.mark.parametrize(
    "expression",
    [
        "np.linalg.svd(np.random.rand(80, 80))[1][:2]",
        "np.random.rand(120, 120) @ np.random.rand(120, 3)",
        "np.fft.rfft(np.arange(9.0))",
        "np.einsum('ij,jk', np.eye(3), np.ones((3, 2)))",
        "np.polynomial.Polynomial([1, 2])(3)",
        "str(np.random.default_rng().normal(size=(30, 30)))",
        "np.testing.assert_allclose(1, 1)",
        "np.random.default_rng(np.random.SeedSequence()).integers(3)",
        "np.ma.masked_invalid([1.0, np.nan]).mean()",
        "np.array_repr(np.float32([1e-9, 1e9])), f'{np.float64(1):.3g}'",
        "np.unique(['b', 'a'], return_inverse=True)[1]",
        "np.vectorize(lambda x: x + 1)([1, 2])",
        "__import__('statistics').stdev([1, 2, 4])",
        "__import__('datetime').datetime.strptime('2020-01-02', '%Y-%m-%d').year",
        "__import__('decimal').Decimal(2).sqrt().__float__()",
        "__import__('time').perf_counter() > 0",
    ],
)
def test_ordinary_numerics_work_behind_the_walls(sandbox: Sandbox, expression: str) -> None:
    with sandbox.session() as session:
        assert ask(session, f"import numpy as np\ndef f():\n    return {expression}", Call("f"))[0].error is None


def test_dataclasses_and_source_lookup_work(sandbox: Sandbox) -> None:
    source = """
    from __future__ import annotations
    import dataclasses, inspect

    @dataclasses.dataclass
    class Layer:
        units: int = 3

    def f():
        return Layer().units, inspect.getsource(Layer.__init__.__class__) if False else inspect.getsource(f)[:8]
    """
    with sandbox.session() as session:
        assert answer(session, source, Call("f")) == (3, "def f():")


def test_warnings_of_numpy_reach_the_student_with_their_line(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        (reply,) = ask(session, "import numpy as np\ndef f():\n    return np.exp(1e9)", Call("f"), output=True)
    assert "submission.py:3: RuntimeWarning: overflow" in reply.output
