"""Running programs that nobody trusts.

    with Sandbox() as sandbox, sandbox.session() as session:
        session.load(source, seed=0)
        replies = session.run([Call("mse", (y_pred, y_true))])

A Sandbox and its sessions belong to one thread; several threads have one Sandbox each.
"""

from steepest_graders.sandbox.host import HostReport, WallReport, describe_host
from steepest_graders.sandbox.local import LocalSession
from steepest_graders.sandbox.operations import (
    Call,
    Callback,
    Keep,
    Level,
    Limits,
    Look,
    Op,
    RandomGenerator,
    Read,
    Ref,
    Reply,
    SandboxUnavailable,
    Set,
    Stopped,
    StudentError,
)
from steepest_graders.sandbox.parent import Sandbox, Session
from steepest_graders.sandbox.preload import IMPORTABLE
from steepest_graders.sandbox.runner import KNOWN_ERRORS, MISSING_FUNCTION, UNSUPPORTED_RESULT

__all__ = [
    "IMPORTABLE",
    "KNOWN_ERRORS",
    "MISSING_FUNCTION",
    "UNSUPPORTED_RESULT",
    "Call",
    "Callback",
    "HostReport",
    "Keep",
    "Level",
    "Limits",
    "LocalSession",
    "Look",
    "Op",
    "RandomGenerator",
    "Read",
    "Ref",
    "Reply",
    "Sandbox",
    "SandboxUnavailable",
    "Session",
    "Set",
    "Stopped",
    "StudentError",
    "WallReport",
    "describe_host",
]
