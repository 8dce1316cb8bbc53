"""Does a program give back what belongs to its caller?

Values are sent as copies, so only writing into what was returned can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from steepest_graders.sandbox import Call, Keep, Op, Read, Ref
from steepest_graders.scenario import unchanged
from steepest_graders.submission import Raised, Submission
from steepest_graders.tolerance import Array

GIVEN, ANSWER, RESULT, ITEM = 1, 2, 3, 4
WRITTEN = 77.0


def shares(
    submission: Submission, function: str, arrays: Sequence[Array], *arguments: Any, within: bool = False
) -> str:
    """What `function(arrays, *arguments)` returns of its caller's: 'arrays', 'list', or '' where all is new.

    `within`: the arrays are the first item of what is returned. What can't be written into is nobody else's.
    """
    submission.run(
        [
            Keep([array.copy() for array in arrays], GIVEN),
            Call(function, (Ref(GIVEN), *arguments), store=ANSWER),
        ]
    )
    result = RESULT if within and _done(submission, Call("__getitem__", (0,), on=ANSWER, store=RESULT)) else ANSWER
    for number in range(len(arrays)):
        if _done(submission, Call("__getitem__", (number,), on=result, store=ITEM)):
            _done(submission, Call("fill", (WRITTEN,), on=ITEM))
    if not unchanged(_given(submission), list(arrays)):
        return "arrays"
    _done(submission, Call("clear", on=result))
    return "" if unchanged(_given(submission), list(arrays)) else "list"


def _given(submission: Submission) -> Any:
    return submission.run([Read(GIVEN)])[-1].value


def _done(submission: Submission, op: Op) -> bool:
    """Whether it could be done to what the program returned, which may be anything."""
    try:
        submission.run([op])
    except Raised:
        return False
    return True
