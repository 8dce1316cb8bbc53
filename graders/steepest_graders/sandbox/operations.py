"""What the trusted side asks of a program, and what comes back: plain frozen data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from steepest_graders.report import Verdict
from steepest_graders.text import Text


class Level(StrEnum):
    """How much stands between a program and the host."""

    FULL = "full"  # namespaces, Landlock, seccomp, resource limits
    BASIC = "basic"  # Landlock, seccomp, resource limits: what an unprivileged container can still do
    OFF = "off"  # a child process with limits of time and memory: for one's own code only


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use, over all its calls.

    The wall limit is several times the CPU limit: on a loaded machine a tight one blames the innocent.
    `memory_bytes` comes on top of what Python and numpy take.
    """

    cpu_seconds: int = 5
    wall_seconds: float = 20.0
    memory_bytes: int = 512 << 20
    reply_bytes: int = 16 << 20
    output_chars: int = 8192


class Stopped(Exception):
    """The program was ended before it replied. After this its session is closed.

    `reason` is one of: cpu, wall, slept, callbacks (time limit); memory (memory limit); prints, result_size
    (output limit); forbidden, protocol (security violation); exited, crashed (runtime error); starved,
    killed, sandbox (internal error: worth a second try). `detail` is for operators.
    """

    def __init__(self, verdict: Verdict, reason: str, detail: str = "") -> None:
        super().__init__(f"{verdict.value}: {reason}{detail and f' ({detail})'}")
        self.verdict = verdict
        self.reason = reason
        self.detail = detail


class SandboxUnavailable(Exception):
    """This host can't hold the level asked for; the message says what is missing and what to do.

    `missing` says the same in both languages, by the name of what is missing.
    """

    def __init__(self, message: str, missing: Mapping[str, Text] | None = None) -> None:
        super().__init__(message)
        self.missing = missing or {}


@dataclass(frozen=True, slots=True)
class Ref:
    """As an argument: the object kept beside the program under `number`."""

    number: int


@dataclass(frozen=True, slots=True)
class Callback:
    """As an argument: a function that stays on the trusted side; the program asks, we evaluate.

    What it raises is raised in the program, as it would be had the function lived there: called with
    the wrong arguments, it is the program's error.
    """

    function: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class RandomGenerator:
    """As an argument: `np.random.default_rng(seed)`, built beside the program."""

    seed: int


@dataclass(frozen=True, slots=True)
class Call:
    """Call a function or class of the program's module, or (`on`) a method of a kept object.

    With `store` the result is kept under that number and not sent; None leaves what is kept there
    already, so that a step in place keeps its parameters. `strict` makes NumPy raise FloatingPointError
    at an overflow, a division by zero or an invalid operation (inf - inf), where it would only warn.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    on: int | None = None
    store: int | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep `value` beside the program under number `store`."""

    value: Any
    store: int


@dataclass(frozen=True, slots=True)
class Set:
    """Set an attribute of a kept object."""

    on: int
    attribute: str
    value: Any


@dataclass(frozen=True, slots=True)
class Read:
    """A snapshot of what is kept under `on`."""

    on: int


@dataclass(frozen=True, slots=True)
class Look:
    """The attributes of what is kept under `on`, by name; None stands for what has no plain form.

    For showing a program what it keeps, beside what it should: nothing is judged by it.
    """

    on: int


Op = Call | Keep | Set | Read | Look


@dataclass(frozen=True, slots=True)
class StudentError:
    """An exception in the program.

    `type` is the name of a builtin or numpy exception (the nearest ancestor of the program's own), or
    one of ours: `MissingFunction` (`message` is the name asked for) and `UnsupportedResult` (`message`
    names the type that was returned). `line` is a line of the student's file.
    """

    type: str
    line: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one operation did.

    `arguments` are (args, kwargs) as the call left them, if asked for; None stands where a Ref, a
    Callback or a RandomGenerator was, and where the program left something that has no plain form.
    """

    value: Any = None
    error: StudentError | None = None
    arguments: tuple[tuple[Any, ...], dict[str, Any]] | None = None
    output: str = ""
