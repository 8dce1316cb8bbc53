"""For every test."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """Take signals as a terminal's programs do: a run started by nohup or in the background inherits some as ignored.

    What the tests start would inherit that in turn, and never end where a test interrupts it.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
