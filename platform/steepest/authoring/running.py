"""What the code of a question prints: the key of 'what does this print' is made by running it, in the sandbox.

The code is an instructor's, who is not trusted with code, so a process of its own runs it as the graders do; the web
server itself starts no sandbox.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import yaml

from steepest.accounts.throttle import Limit
from steepest.course import textform
from steepest_graders.quiz import Question, question_to_dict

SECONDS = 40.0  # the sandbox has shorter limits of its own: this is for a machine that is busy
OFTEN = Limit(60, timedelta(minutes=10))
GRADER_FAILED = 3  # what the command ends with where it finds no sandbox
KEEP = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")  # none of the site's settings


class DidNotRun(Exception):
    """The code was stopped or failed, or its key doesn't hold; the text says which, in English."""


class NoSandbox(DidNotRun):
    """Nothing here can run it."""


def printed(code: str) -> str:
    """What the code prints. Raises DidNotRun."""
    return _ran("run", code)


def check_key(question: Question) -> None:
    """Run a question of code. Raises DidNotRun where its key doesn't hold."""
    _ran("key", textform.write(question_to_dict(question)))


def _ran(subcommand: str, text: str) -> str:
    command = [sys.executable, "-P", "-m", "steepest", "quiz", subcommand, "-"]
    environment = {name: os.environ[name] for name in KEEP if name in os.environ}
    try:
        ran = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise DidNotRun("it was stopped: time limit") from None
    if ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1].removeprefix("steepest quiz: ")[:300] if said else "no sandbox"
        raise (NoSandbox if ran.returncode == GRADER_FAILED else DidNotRun)(why)
    return ran.stdout.decode(errors="replace")


def with_output(source: str, output: str) -> str:
    """The text with `output` set to what was printed; everything else as it was written."""
    written = textform.write({"output": output})
    node = textform.read(source).node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "output":
                start, end = key.start_mark.index, value.end_mark.index
                return f"{source[:start]}{written.rstrip()}\n{source[end:].lstrip(' ').removeprefix(chr(10))}"
    return f"{source.rstrip()}\n{written}"
