"""Programs that have to be stopped, each with the verdict that is right for it; the next one runs."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steepest_graders.report import Verdict
from steepest_graders.sandbox import Call, Callback, Limits, Sandbox, Session, Stopped, wire

QUICK = Limits(cpu_seconds=1, wall_seconds=2.5)


@pytest.mark.parametrize(
    ("source", "verdict", "reason"),
    [
        ("while True: pass", Verdict.TIME_LIMIT, "cpu"),
        (
            """
            while True:
                try:
                    while True: pass
                except BaseException:
                    pass
            """,
            Verdict.TIME_LIMIT,
            "cpu",
        ),
        ("import re; re.match('(a+)+$', 'a' * 60 + 'b')", Verdict.TIME_LIMIT, "cpu"),
        ("10 ** 10 ** 10", Verdict.TIME_LIMIT, "cpu"),
        ("import time; time.sleep(1000)", Verdict.TIME_LIMIT, "slept"),
        ("while True: print('x')", Verdict.OUTPUT_LIMIT, "prints"),
        ("while True: print(end='')", Verdict.OUTPUT_LIMIT, "prints"),
        ("import sys\nwhile True: sys.stderr.write('')", Verdict.OUTPUT_LIMIT, "prints"),
        ("print('x' * 10_000_000)", Verdict.OUTPUT_LIMIT, "prints"),
        ("import os\nwhile True: os.write(1, b'x' * 1000)", Verdict.TIME_LIMIT, "cpu"),
        ("import os; os._exit(0)", Verdict.RUNTIME_ERROR, "exited"),
        ("import os; os._exit(73)", Verdict.MEMORY_LIMIT, "memory"),
        ("import os; os.close(3)", Verdict.RUNTIME_ERROR, "exited"),
        ("import ctypes; ctypes.string_at(0)", Verdict.RUNTIME_ERROR, "crashed"),
        ("import os; os.abort()", Verdict.RUNTIME_ERROR, "crashed"),
        (
            "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    __repr__ = lambda self: repr(self)\nrepr(A())",
            Verdict.RUNTIME_ERROR,
            "crashed",
        ),
        (
            "import numpy as np\nnp.lib.stride_tricks.as_strided(np.ones(1), (10**12,), (4096,)).sum()",
            Verdict.RUNTIME_ERROR,
            "crashed",
        ),
        ("import os; os.write(3, b'garbage' * 9)", Verdict.SECURITY_VIOLATION, "protocol"),
        ("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)", Verdict.SECURITY_VIOLATION, "forbidden"),
        ("import ctypes; ctypes.CDLL(None).unshare(0x10000000)", Verdict.SECURITY_VIOLATION, "forbidden"),
        ("import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)", Verdict.SECURITY_VIOLATION, "forbidden"),  # x32
    ],
)
def test_a_program_is_stopped_for_what_it_does(
    end_of: Callable[..., Stopped], source: str, verdict: Verdict, reason: str
) -> None:
    stopped = end_of(source)
    assert (stopped.verdict, stopped.reason) == (verdict, reason), stopped


@pytest.mark.parametrize(
    "source",
    [
        "bytearray(8 << 30)",
        "import numpy as np; np.ones(1 << 30)",
        "kept = []\nwhile True: kept.append(bytes(1 << 20))",
        "import zlib; zlib.decompress(zlib.compress(bytes(100)) , bufsize=1 << 33)",
        "import mmap; mmap.mmap(-1, 8 << 30, flags=mmap.MAP_PRIVATE)",
    ],
)
def test_memory_has_an_end_that_the_program_can_see(sandbox: Sandbox, source: str) -> None:
    with sandbox.session() as session:
        reply = session.load(source, seed=0)
    assert reply.error is not None
    assert reply.error.type in ("MemoryError", "OSError")


def test_many_small_objects_are_a_memory_limit(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(memory_bytes=64 << 20)) as session:
        try:
            error = session.load("kept = []\nwhile True: kept.append([])", seed=0).error
            verdict = Verdict.MEMORY_LIMIT if error and error.type == "MemoryError" else None
        except Stopped as stopped:  # not even the error could be told
            verdict = stopped.verdict
    assert verdict is Verdict.MEMORY_LIMIT


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('x', 'w')",
        "os.listdir('/')",
        "os.stat('/')",
        "os.readlink('/proc/self/exe')",
        "os.symlink('a', 'b')",
        "os.mkfifo('/tmp/x')",
        "os.memfd_create('x')",
        "os.pipe()",
        "os.dup(3)",
        "os.fork()",
        "subprocess.run(['/bin/true'])",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.kill(1, 9)",
        "os.kill(-1, 9)",
        "os.kill(os.getppid(), 9)",
        "os.setuid(0)",
        "os.sched_setaffinity(0, {0})",
        "os.nice(-5)",
        "resource.setrlimit(resource.RLIMIT_CPU, (99, 99))",
        "signal.signal(signal.SIGALRM, print)",
        "signal.setitimer(signal.ITIMER_REAL, 1)",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.socketpair()",
        "socket.socket(fileno=3).sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b'\\0' * 4)])",
        "mmap.mmap(-1, 4096)",
        "mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
        "np.memmap('x', mode='w+', shape=3)",
        "np.fromfile('/etc/passwd')",
        "threading.Thread(target=print).start()",
    ],
)
def test_the_system_refuses_with_an_ordinary_error(sandbox: Sandbox, attempt: str) -> None:
    names = "os sys socket mmap signal resource threading subprocess ctypes"
    source = "import numpy as np\n" + "\n".join(
        f"try:\n    import {name}\nexcept ImportError:\n    pass" for name in names.split()
    )
    with sandbox.session() as session:
        assert session.load(source, seed=0).error is None
        error = session.load(f"{source}\n{attempt}", seed=0).error
    assert error is not None
    assert error.type in ("PermissionError", "OSError", "BlockingIOError", "RuntimeError", "ValueError"), error


def test_a_result_that_is_too_large_is_an_output_limit(end_of: Callable[..., Stopped]) -> None:
    stopped = end_of("import numpy as np\ndef f():\n    return np.ones(100 << 17)", Call("f"))
    assert (stopped.verdict, stopped.reason) == (Verdict.OUTPUT_LIMIT, "result_size")


def test_replies_share_one_budget(end_of: Callable[..., Stopped]) -> None:
    source = "import numpy as np\ndef f():\n    return np.ones(100_000)"
    assert end_of(source, Call("f"), Call("f"), limits=Limits(reply_bytes=1 << 20)).reason == "result_size"


def test_output_is_kept_up_to_a_cap_and_no_honest_print_stops_a_program(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(output_chars=100)) as session:
        assert session.load("for n in range(2000): print('epoch', n)", seed=0).output[:8] == "epoch 0\n"
        assert len(session.load("print('x' * 5000)", seed=0).output) <= 100


def test_callbacks_have_an_end(end_of: Callable[..., Stopped], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steepest_graders.sandbox.session.MAX_CALLBACKS", 50)
    stopped = end_of("def f(g):\n    while True: g(1)", Call("f", (Callback(abs),)))
    assert (stopped.verdict, stopped.reason) == (Verdict.TIME_LIMIT, "callbacks")


def test_a_callback_takes_no_giants(end_of: Callable[..., Stopped]) -> None:
    source = "import numpy as np\ndef f(g):\n    g(np.ones(1 << 20))"
    assert end_of(source, Call("f", (Callback(np.sum),))).reason == "result_size"


def test_a_program_that_dawdles_in_its_calls_uses_up_one_limit(end_of: Callable[..., Stopped]) -> None:
    source = """
    import time
    def f():
        end = time.process_time() + 0.3
        while time.process_time() < end: pass
    """
    assert end_of(source, *[Call("f")] * 10).reason == "cpu"


FORGERS = {
    "a reply ahead of its request": "send(REPLY, 2, ok(5))",
    "a reply to nothing": "send(REPLY, 77, ok(5))",
    "a second reply": "send(REPLY, 1, ok(None)); send(REPLY, 1, ok(None))",
    "no value": "send(REPLY, 1, b'')",
    "a value that is no list": "send(REPLY, 1, wire.encode(3))",
    "more replies than asked": "send(REPLY, 1, wire.encode([(None, None, '')] * 3))",
    "no replies": "send(REPLY, 1, wire.encode([]))",
    "a reply of other parts": "send(REPLY, 1, wire.encode([(1, 2)]))",
    "an error of other parts": "send(REPLY, 1, wire.encode([(1, 2, 3, 4)]))",
    "forged arguments": "send(REPLY, 1, wire.encode([(1, [2], '')]))",
    "an array that overflows": "send(REPLY, 1, b'L\\x01\\0\\0\\0U\\x03\\0\\0\\0A\\x0b\\x02' + b'\\xff' * 16)",
    "a pickle": "send(REPLY, 1, b'\\x80\\x04N.')",
    "a frame for the program": "send(wire.ANSWER, 1, b'')",
    "a second beginning": "send(wire.READY, 0, b'')",
    "a failed confinement": "send(wire.UNFIT, 0, b'')",
    "a question that nobody posed": "send(wire.ASK, 1, wire.encode((0, (), {})))",
    "a question about no function": "send(wire.ASK, 1, wire.encode('x'))",
    "an unknown kind": "send(200, 1, b'')",
}
FORGER = """
import os
from steepest_graders.sandbox import wire
REPLY = wire.REPLY
def ok(value): return wire.encode([(value, None, "")])
def send(kind, sequence, payload): os.write(3, wire.frame(kind, sequence, payload))
"""


@pytest.mark.parametrize("forgery", FORGERS.values(), ids=FORGERS.keys())
def test_a_forged_frame_is_a_security_violation(end_of: Callable[..., Stopped], forgery: str) -> None:
    stopped = end_of(FORGER + forgery, Call("f"))
    assert (stopped.verdict, stopped.reason) == (Verdict.SECURITY_VIOLATION, "protocol")


def test_an_announced_giant_is_refused_before_it_is_sent(end_of: Callable[..., Stopped]) -> None:
    source = FORGER + "os.write(3, wire.HEADER.pack(wire.MAGIC, wire.REPLY, 1, 1 << 60))"
    assert end_of(source).verdict is Verdict.OUTPUT_LIMIT


def test_what_a_program_says_of_its_errors_is_checked(sandbox: Sandbox) -> None:
    source = FORGER + "send(REPLY, 1, wire.encode([('<b>', 10**9, 'm' * 9999, 'o' * 99999)])); os._exit(0)"
    with sandbox.session() as session:
        reply = session.load(source, seed=0)
    assert reply.error is not None
    assert (reply.error.type, reply.error.line) == ("Exception", None)
    assert (len(reply.error.message), len(reply.output)) == (2000, 8192)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
REPLIES = st.lists(st.tuples(PLAIN, st.none() | st.just(((), {})), st.text(max_size=9)), max_size=3)
ERRORS = st.lists(st.tuples(st.text(max_size=9), st.none() | st.integers(-1, 9), st.text(), st.text()), max_size=2)
PAYLOADS = st.binary(max_size=60) | (PLAIN | REPLIES | ERRORS).map(wire.encode)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 3), PAYLOADS), min_size=1, max_size=4),
    tail=st.binary(max_size=20),
)
def test_whatever_a_program_writes_the_trusted_side_and_the_zygote_survive(
    sandbox: Sandbox, frames: list[tuple[int, int, bytes]], tail: bytes
) -> None:
    source = FORGER + f"for frame in {frames!r}: send(*frame)\nos.write(3, {tail!r})\nos._exit(0)"
    ended = None
    with sandbox.session(QUICK) as session:
        try:
            session.load(source, seed=0)
            session.run([Call("f", (np.ones(2), Callback(abs)))])
            session.run([Call("f")])
            session.run([Call("f")])
        except Stopped as stopped:
            ended = stopped.verdict
    assert ended not in (None, Verdict.INTERNAL_ERROR), "a program that has ended can't have answered all"
    with sandbox.session() as good:
        assert good.load("x = 1", seed=0).error is None


def test_a_stopped_session_is_closed(sandbox: Sandbox) -> None:
    session = sandbox.session()
    with pytest.raises(Stopped):
        session.load("import os; os._exit(1)", seed=0)
    with pytest.raises(ValueError, match="closed"):
        session.run([Call("f")])


def starved(session: Session, seconds: float) -> None:
    session._child.waiting_seconds = lambda: seconds  # type: ignore[method-assign]


def test_a_program_that_got_no_processor_is_not_blamed(sandbox: Sandbox) -> None:
    # A machine that starves a process can't be had on demand: only what the kernel says of it is put in its mouth.
    limits = Limits(cpu_seconds=5, wall_seconds=0.3)
    with sandbox.session(limits) as session:
        starved(session, 1000.0)
        with pytest.raises(Stopped) as stopped:
            session.load("import time; time.sleep(1000)", seed=0)
    assert (stopped.value.verdict, stopped.value.reason) == (Verdict.INTERNAL_ERROR, "starved")


def test_the_wall_clock_does_not_run_while_a_program_waits_for_a_processor(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(wall_seconds=0.5)) as session:
        starved(session, 1000.0)
        assert session.load("import time; time.sleep(1)", seed=0).error is None


def test_the_wall_clock_does_not_run_while_the_trusted_side_is_at_work(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(wall_seconds=1.0)) as session:
        session.load("import time\ndef f(g):\n    g()\n    time.sleep(0.01)", seed=0)
        assert session.run([Call("f", (Callback(lambda: time.sleep(1.1)),))])[0].error is None


def test_limits_that_differ_get_a_fresh_child(sandbox: Sandbox) -> None:
    source = "import time\nend = time.process_time() + 1.5\nwhile time.process_time() < end: pass"
    with Sandbox(sandbox.level, spare=True) as quick:
        with quick.session(QUICK) as session:
            session.load("x = 1", seed=0)
        with quick.session(Limits()) as session:  # the spare is one of a second
            assert session.load(source, seed=0).error is None
        with quick.session(Limits()) as session:
            assert session.load(source, seed=0).error is None
