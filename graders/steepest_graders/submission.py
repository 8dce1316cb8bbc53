"""What a check talks to: a submission that reads like the student's module.

    submission.mse(y_pred, y_true)            # a function: its value
    optimizer = submission.Adam(lr=0.1)       # a capitalised name: an object that lives beside the student's code
    params = submission.keep([w, b])          # so does this list, with its identity kept
    optimizer.step(params, grads); params.value()
    optimizer.lr = 0.05

The same calls go to a student's program in the sandbox, to the reference and to every mistake; only
the session behind them differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from steepest_graders.sandbox import MISSING_FUNCTION, Call, Keep, Op, Read, Ref, Reply, Set, StudentError


class Session(Protocol):
    """Runs operations against one loaded program, in order, up to the first error."""

    def run(self, ops: Sequence[Op], *, echo: bool = False, output: bool = False) -> list[Reply]:
        """One reply per operation that was run."""


class Raised(Exception):
    """The program raised an exception (`error`)."""

    def __init__(self, error: StudentError) -> None:
        super().__init__(error.type)
        self.error = error


class Submission:
    """A program under a session. `output` asks for what it prints, kept in `printed`."""

    def __init__(self, session: Session, *, output: bool = False) -> None:
        self._session = session
        self._output = output
        self._kept = 0
        self.printed: list[str] = []

    def run(self, ops: Sequence[Op], *, echo: bool = False) -> list[Reply]:
        """Run `ops` in one exchange; raises `Raised` with the first exception of the program."""
        replies = self._session.run(ops, echo=echo, output=self._output)
        if self._output:  # whatever a program sends, nothing is taken that was not asked for
            self.printed.extend(reply.output for reply in replies if reply.output)
        for op, reply in zip(ops, replies, strict=False):
            if reply.error:
                raise Raised(_named(op, reply.error))
        return replies

    def keep(self, value: Any) -> Kept:
        """Put `value` (a list of arrays, say) beside the student's code, as one object with an identity."""
        kept = Kept(self, self._number())
        self.run([Keep(value, kept.number)])
        return kept

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name[0].isupper():
            return lambda *args, **kwargs: self._construct(name, args, kwargs)
        return lambda *args, **kwargs: self.run([Call(name, _plain(args), _plain(kwargs))])[-1].value

    def _construct(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Instance:
        number = self._number()
        self.run([Call(name, _plain(args), _plain(kwargs), store=number)])
        return Instance(self, number)

    def _number(self) -> int:
        self._kept += 1
        return self._kept


def _named(op: Op, error: StudentError) -> StudentError:
    """What is missing is named by who asked for it: the program's word for it may say anything."""
    if error.type == MISSING_FUNCTION:
        return StudentError(error.type, None, op.name if isinstance(op, Call) else "")
    return error


class Kept:
    """A value that lives beside the student's code."""

    def __init__(self, submission: Submission, number: int) -> None:
        self.submission = submission
        self.number = number

    def value(self) -> Any:
        """A snapshot of it as it is now."""
        return self.submission.run([Read(self.number)])[-1].value


class Instance:
    """An object of one of the student's classes: call its methods, set its attributes."""

    _submission: Submission
    _number: int

    def __init__(self, submission: Submission, number: int) -> None:
        object.__setattr__(self, "_submission", submission)
        object.__setattr__(self, "_number", number)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args, **kwargs: (
            self._submission.run([Call(name, _plain(args), _plain(kwargs), on=self._number)])[-1].value
        )

    def __setattr__(self, name: str, value: Any) -> None:
        self._submission.run([Set(self._number, name, value)])


def _plain(arguments: Any) -> Any:
    """Arguments as they travel: what lives beside the student's code goes as a reference to it."""
    if isinstance(arguments, Kept):
        return Ref(arguments.number)
    if isinstance(arguments, tuple | list):
        return type(arguments)(_plain(item) for item in arguments)
    if isinstance(arguments, dict):
        return {key: _plain(value) for key, value in arguments.items()}
    return arguments
