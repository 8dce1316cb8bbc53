"""Programs that try to forge a grade, to leak, to survive or to do damage: none of them may.

Each is a file in `attacks/<class>/`, an answer to `mse` unless it names another exercise. Its first line
says the verdicts it may get (more than one where the level of the sandbox or the host's kernel decides):

    # verdict: runtime_error, security_violation
    # exercise: adam
    # says: a text that one of the messages must hold
    # wall: 1                (seconds to wait, for a program that does nothing but wait)
    # channel: documented    (what is shown may depend on hidden inputs, as SECURITY.md says)

An attack on a wall is written so that it would be *accepted* if the wall gave way. Whatever it is, no
secret may be found in what is reported, nothing of it may be left, and the next program must be graded.

All are graded at level full; at level basic and as an ordinary user those that attack the system, whose
outcome may depend on it. With STEEPEST_ATTACKS=all (`make torture`) all are graded everywhere, and a table
says of each class, level and user how many gained nothing.

As a script (`test_attacks.py <level> <specimen>...`) it prints what is wrong with each, as JSON: that is
how the specimens are run as an ordinary user.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import re
import secrets
import select
import subprocess
import sys
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from csv import reader as read_csv
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
import pytest

from steepest_exercises import COURSE_ROOT
from steepest_graders import Exercise, GradeReport, Sandbox, SandboxUnavailable, Verdict, grade, load_exercises
from steepest_graders.checks import Returns
from steepest_graders.grading import suite_of
from steepest_graders.sandbox import Limits, Session
from steepest_graders.tolerance import leaves
from steepest_graders.writers import WRITERS, Graded

FOLDER = Path(__file__).parent / "attacks"
QUICK = Limits(cpu_seconds=1, wall_seconds=4.0, memory_bytes=128 << 20)
SEED, OTHER_SEED = 1_912_837_465, 1_364_219_087  # as a site's: ten digits that nobody knows
TRUSTED_SECONDS = 4.0  # of CPU, for one submission; usual are a few hundredths
LARGEST_REPORT = 200_000  # characters
PATIENCE = 10_000  # milliseconds for a killed process to end

ON_THE_SYSTEM = frozenset({"files", "network", "processes", "memory", "between"})  # whose level and user may matter
CLASSES = ON_THE_SYSTEM | {"time", "output", "wire", "results", "hidden", "introspection"}
EVERYWHERE = os.environ.get("STEEPEST_ATTACKS") == "all"  # else all at level full, and elsewhere those on the system
ELSEWHERE = CLASSES if EVERYWHERE else ON_THE_SYSTEM

# Holes that are known, with what is wrong: strictly expected to fail, so that none stays here once it is mended.
KNOWN: dict[str, str] = {}


@dataclass(frozen=True)
class Specimen:
    """One hostile program."""

    name: str  # class/name

    @property
    def group(self) -> str:
        return self.name.partition("/")[0]

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.py"

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def verdicts(self) -> list[str]:
        first = self.source.partition("\n")[0]
        assert first.startswith("# verdict: "), f"{self.path} does not say its verdict in its first line"
        return [str(Verdict(word.strip())) for word in first.removeprefix("# verdict: ").split(",")]

    def directive(self, name: str, otherwise: str = "") -> str:
        """What a comment of that name says among the first lines."""
        found = re.search(rf"^# {name}: (.*)$", self.source, re.MULTILINE)
        return found[1].strip() if found else otherwise

    @property
    def limits(self) -> Limits:
        return replace(QUICK, wall_seconds=float(self.directive("wall", str(QUICK.wall_seconds))))

    @property
    def exercise(self) -> Exercise:
        return exercises()[self.directive("exercise", "mse")]


def specimens() -> list[Specimen]:
    return [Specimen(f"{path.parent.name}/{path.stem}") for path in sorted(FOLDER.glob("*/*.py"))]


@cache
def exercises() -> dict[str, Exercise]:
    return load_exercises(COURSE_ROOT)


# --- Secrets -----------------------------------------------------------------------------------------------


class Canaries:
    """Secrets of this process, in its memory, its environment and a file; what a leak would carry out."""

    def __init__(self) -> None:
        self.words = [f"STEEPEST-CANARY-{secrets.token_hex(12)}" for _ in range(3)]
        os.environ["STEEPEST_CANARY"] = self.words[1]
        self.file = Path(f"/tmp/steepest-attack-canary-{os.getpid()}")
        self.file.write_text(self.words[2])
        self.file.chmod(0o644)

    def remove(self) -> None:
        os.environ.pop("STEEPEST_CANARY", None)
        self.file.unlink(missing_ok=True)

    def leaked(self, text: str, exercise: Exercise) -> list[str]:
        """Which secrets stand in `text`: words as they are or as hex, numbers by their first ten digits."""
        found = [word for word in self.words if word[16:] in text or word[16:].encode().hex() in text]
        digits = text.replace(".", "")
        return found + [number for number in hidden_numbers(exercise) if number in digits]


@cache
def hidden_numbers(exercise: Exercise) -> frozenset[str]:
    """The seed, and ten digits of every number in the hidden checks that follows from it."""
    return frozenset({str(SEED)} | (_numbers(exercise, SEED) - _numbers(exercise, OTHER_SEED)))


def _numbers(exercise: Exercise, seed: int) -> set[str]:
    """Ten digits of every number in the hidden checks' inputs and expected answers."""
    suite = suite_of(exercise, seed)
    numbers: set[str] = set()
    for check in suite.checks:
        scenario = getattr(check, "scenario", None)
        if check.public or scenario is None:
            continue
        values = leaves(scenario.inputs)
        if isinstance(check, Returns):
            values += [leaf.value for leaf in leaves(check.expected(suite.reference))]
        for value in values:
            if isinstance(value, float | np.ndarray | np.generic):
                numbers |= {_digits(number) for number in np.ravel(np.asarray(value, dtype=np.float64))}
    return numbers - {""}


def _digits(number: float) -> str:
    """Ten significant digits; none of a number that is round."""
    digits = f"{abs(number):.14e}".partition("e")[0].replace(".", "")
    return digits[:10] if np.isfinite(number) and len(digits.rstrip("0")) > 10 else ""


# --- What is left behind -----------------------------------------------------------------------------------


def children_of_all() -> dict[int, list[int]]:
    """Who is whose child on this machine."""
    found: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                parent = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
                found.setdefault(parent, []).append(int(entry))
    return found


def strays(sandbox: Sandbox, neighbours: frozenset[int]) -> list[int]:
    """Processes below this one that are none of the sandbox's own and none of the `neighbours`, and do not end."""
    own = sandbox_processes(sandbox)
    family = children_of_all()
    found = [pid for above in (os.getpid(), *own) for pid in family.get(above, [])]
    return [pid for pid in found if pid not in neighbours.union(own) and not _ends(pid)]


def sandbox_processes(sandbox: Sandbox) -> list[int]:
    """The template, the zygote, and between them at level full the stub."""
    zygote = sandbox._start()
    zygote.wait_until_ready()
    assert sandbox._template is not None
    below = children_of_all()[zygote.pid] if sandbox.level == "full" else []
    return [sandbox._template._process.pid, zygote.pid, *below]


def _ends(pid: int) -> bool:
    """Whether that process ends: a killed one takes a moment."""
    try:
        pidfd = os.pidfd_open(pid)
    except OSError:
        return True
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    ended = poll.poll(PATIENCE)
    os.close(pidfd)
    return bool(ended)


def adopt_orphans() -> None:
    """Whoever loses its parent below this process becomes its child, and is seen."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def belongings() -> dict[str, Any]:
    """What a process has that a program could leave something in."""
    gc.collect()
    return {
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": (threading.active_count(), len(os.listdir("/proc/self/task"))),
        "children": len(children_of_all().get(os.getpid(), [])),
        "files": sorted(str(path) for place in ("/tmp", "/dev/shm") for path in Path(place).glob("attack-was-here")),
        "shared memory": [line for line in Path("/proc/sysvipc/shm").read_text().split("\n") if " 4711 " in line],
    }


# --- Judging a specimen ------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Where specimens are graded; `neighbours` are processes below this one that were there before."""

    sandbox: Sandbox
    neighbours: frozenset[int]


def problems_of(specimen: Specimen, place: Place, canaries: Canaries) -> list[str]:
    """All that is wrong with how a specimen was graded; nothing, where the judge holds."""
    sandbox = place.sandbox
    good = specimen.exercise.solution
    suite_of(specimen.exercise, SEED).profiles  # noqa: B018 - computed once, and not for this specimen
    start = time.process_time()
    report = grade(specimen.exercise, specimen.source, sandbox, seed=SEED, limits=specimen.limits)
    spent = time.process_time() - start
    problems = [*_wrong_verdict(specimen, report), *_wrong_words(specimen, report, canaries)]
    if spent > TRUSTED_SECONDS:
        problems.append(f"the trusted side computed for {spent:.1f} s")
    if specimen.group == "hidden" and specimen.directive("channel") != "documented":
        problems += _seed_shows(specimen, report, sandbox)
    if left := strays(*place):
        problems.append(f"left processes behind: {left}")
    verdict = grade(specimen.exercise, good, sandbox, seed=SEED).verdict
    if verdict is not Verdict.ACCEPTED:
        problems.append(f"the next good program got {verdict}")
    return problems


def _wrong_verdict(specimen: Specimen, report: GradeReport) -> Iterator[str]:
    if report.verdict not in specimen.verdicts:
        yield f"got {report.verdict}, expected {' or '.join(specimen.verdicts)}"
    if report.verdict is not Verdict.ACCEPTED and report.score == 1:
        yield "has the full score"
    messages = "\n".join(check.message.en + check.message.zh for check in report.checks) + report.output
    if specimen.directive("says") not in messages:
        yield f"does not say {specimen.directive('says')!r}: {messages[:400]!r}"
    for check in report.checks:
        if check.verdict is not Verdict.ACCEPTED and not (check.message.en and check.message.zh):
            yield f"{check.name} says nothing"


def _wrong_words(specimen: Specimen, report: GradeReport, canaries: Canaries) -> Iterator[str]:
    files = dict(written(report))
    for name, text in {"report": spelled(report), **files}.items():
        if leaked := canaries.leaked(text, specimen.exercise):
            yield f"{name} holds {len(leaked)} secrets, {leaked[0]} among them"
        if len(text) > LARGEST_REPORT:
            yield f"{name} is {len(text)} characters long"
    for name, text in {"report": spelled(report), **files}.items():
        yield from (f"{name}: {problem}" for problem in _not_inert(name, text))


def spelled(report: GradeReport) -> str:
    """All of a report as one text, without how long it took."""
    return json.dumps({**report.to_dict(), "seconds": 0}, ensure_ascii=False)


def written(report: GradeReport) -> Iterator[tuple[str, str]]:
    """Every writer's file about this report."""
    for name, write in WRITERS.items():
        yield name, write([Graded("mse.py", report)], report.sandbox, "en")


def _not_inert(writer: str, text: str) -> Iterator[str]:
    """What in a file could steer the program that shows it."""
    steering = {character for character in set(text) - {"\n", "\t"} if _steers(character)}
    if steering:
        yield f"control characters {sorted(steering)!r}"
    if writer in ("json", "gradescope"):
        json.loads(text)
    elif writer == "junit":
        ElementTree.fromstring(text)
    elif writer == "github" and any(line and not line.startswith("::") for line in text.split("\n")):
        yield "a line of its own"
    elif writer == "csv" and any(cell.startswith(tuple("=+@")) for row in read_csv(text.splitlines()) for cell in row):
        yield "a formula"


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _seed_shows(specimen: Specimen, report: GradeReport, sandbox: Sandbox) -> Iterator[str]:
    """Under another seed all is the same: what is hidden has no way into what is shown."""
    other = grade(specimen.exercise, specimen.source, sandbox, seed=OTHER_SEED, limits=specimen.limits)
    if spelled(report) != spelled(other):
        one, two = report.to_dict(), other.to_dict()
        yield f"depends on the hidden inputs: {[key for key in one if one[key] != two[key] and key != 'seconds']}"


# --- As somebody else --------------------------------------------------------------------------------------

ORDINARY = 12345


def become_ordinary() -> None:
    """Leave root for a user who owns nothing; ends the process where that can't be arranged.

    The interpreter may stand in a folder that is closed to others (root's home): in a mount namespace of
    its own, this process opens the way to it, and to nothing else there.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def call(name: str, *arguments: object) -> None:
        if getattr(libc, name)(*arguments) != 0:
            sys.exit(f"cannot prepare: {name}: {os.strerror(ctypes.get_errno())}")

    def mount(source: str, target: str, kind: bytes | None, flags: int) -> None:
        call("mount", source.encode(), target.encode(), kind, ctypes.c_ulong(flags), b"mode=755")

    bind, private, recursive = 0x1000, 0x40000, 0x4000
    call("unshare", 0x20000)
    mount("none", "/", None, private | recursive)
    for place in (sys.base_prefix, sys.prefix, str(Path(__file__).parents[2])):
        closed = [parent for parent in (Path(place), *Path(place).parents) if not parent.stat().st_mode & 1]
        if closed:
            mount("none", "/mnt", b"tmpfs", 0)
            os.mkdir("/mnt/kept")
            mount(place, "/mnt/kept", None, bind | recursive)
            mount("none", str(closed[-1]), b"tmpfs", 0)
            os.makedirs(place, exist_ok=True)
            mount("/mnt/kept", place, None, bind | recursive)
    os.setgroups([])
    os.setresgid(ORDINARY, ORDINARY, ORDINARY)
    os.setresuid(ORDINARY, ORDINARY, ORDINARY)
    libc.prctl(4, 1, 0, 0, 0)  # dumpable again, or /proc/self is root's


def main(level: str, *names: str) -> None:
    """Judge these specimens as an ordinary user and print what is wrong with each."""
    become_ordinary()
    adopt_orphans()
    canaries = Canaries()
    before = belongings()
    with Sandbox(level) as sandbox:
        place = Place(sandbox, frozenset())
        found = {name: problems_of(Specimen(name), place, canaries) for name in names}
    if belongings() != before:
        found[names[-1]].append(f"left behind: {belongings()}, before: {before}")
    canaries.remove()
    sys.stdout.write(json.dumps(found))


# --- The tests ---------------------------------------------------------------------------------------------


def every_specimen(classes: frozenset[str]) -> pytest.MarkDecorator:
    """Each of these classes as a test; those in KNOWN must fail until they are mended."""
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in KNOWN.items()}
    chosen = [specimen for specimen in specimens() if specimen.group in classes]
    params = [pytest.param(each, marks=marks.get(each.name, ()), id=each.name) for each in chosen]
    return pytest.mark.parametrize("specimen", params)


def open_sandbox(level: str) -> Sandbox:
    try:
        return Sandbox(level)
    except SandboxUnavailable as unavailable:
        pytest.skip(str(unavailable))


@pytest.fixture(scope="module")
def canaries() -> Iterator[Canaries]:
    planted = Canaries()
    yield planted
    planted.remove()


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A sandbox of this level; when it is closed, everything is as it was before."""
    adopt_orphans()
    before, neighbours = belongings(), frozenset(children_of_all().get(os.getpid(), []))
    with open_sandbox(request.param) as sandbox:
        yield Place(sandbox, neighbours)
    assert belongings() == before


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """What is wrong with each specimen at this level where an ordinary user grades; all in one process."""
    if os.getuid() != 0:
        pytest.skip("needs root, to become somebody else; the other tests have run as an ordinary user")
    calls = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = [call["specimen"].name for call in calls if call.get("found") == request.param]
    command = [sys.executable, __file__, request.param, *names]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", text=True, timeout=1200)
    if "cannot prepare" in done.stderr:
        pytest.skip(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stderr
    judged: dict[str, list[str]] = json.loads(done.stdout)
    return judged


@pytest.mark.parametrize("place", ["full"], indirect=True, scope="module")
@every_specimen(CLASSES)
def test_an_attack_gains_nothing(place: Place, specimen: Specimen, canaries: Canaries) -> None:
    assert problems_of(specimen, place, canaries) == []


@pytest.mark.parametrize("place", ["basic"], indirect=True, scope="module")
@every_specimen(ELSEWHERE)
def test_an_attack_gains_nothing_at_level_basic(place: Place, specimen: Specimen, canaries: Canaries) -> None:
    assert problems_of(specimen, place, canaries) == []


@pytest.mark.parametrize("found", ["full", "basic"] if EVERYWHERE else ["full"], indirect=True, scope="module")
@every_specimen(ELSEWHERE)
def test_an_attack_gains_nothing_from_an_ordinary_user(found: dict[str, list[str]], specimen: Specimen) -> None:
    assert found[specimen.name] == []


def test_there_are_specimens_of_every_class() -> None:
    counts = Counter(specimen.group for specimen in specimens())
    assert set(counts) == CLASSES
    assert sum(counts.values()) >= 150


def test_what_is_known_to_fail_is_there() -> None:
    assert {specimen.name for specimen in specimens()} >= set(KNOWN)


# --- Controls: what these tests look for, they find ----------------------------------------------------------

WRONG = "\n\ndef mse(y_pred, y_true):\n    return 0.5\n"


@pytest.fixture
def suspect(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Specimen]:
    """A specimen of this source, without a file."""

    def make(source: str, name: str = "control/control") -> Specimen:
        specimen = Specimen(name)
        vars(specimen)["source"] = f"# verdict: wrong_answer\n{source}{WRONG}"
        return specimen

    return make


@pytest.mark.parametrize("place", ["full"], indirect=True, scope="module")
def test_a_planted_secret_is_found_in_every_file(
    place: Place, canaries: Canaries, suspect: Callable[[str], Specimen]
) -> None:
    number = next(iter(hidden_numbers(exercises()["mse"]) - {str(SEED)}))
    leaks = [*canaries.words, canaries.words[0][16:].encode().hex(), str(SEED), f"{number[0]}.{number[1:]}77"]
    for leak in leaks:
        said = " ".join(problems_of(suspect(f"print({leak!r})"), place, canaries))
        assert "report holds 1 secrets" in said
        assert "text holds" in said
        assert "json holds" in said


@pytest.mark.parametrize("place", ["full"], indirect=True, scope="module")
def test_a_report_that_depends_on_the_seed_is_found(
    place: Place, canaries: Canaries, suspect: Callable[..., Specimen]
) -> None:
    specimen = suspect("", "hidden/control")
    vars(specimen)["source"] = Specimen("hidden/line").source.replace("# channel: documented\n", "\n")
    (problem,) = problems_of(specimen, place, canaries)
    assert "depends on the hidden inputs" in problem


@pytest.mark.parametrize("place", ["full"], indirect=True, scope="module")
def test_a_process_left_behind_is_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert strays(*place) == []
    monkeypatch.setitem(globals(), "PATIENCE", 10)
    with subprocess.Popen(["sleep", "1000"]) as left:
        assert strays(*place) == [left.pid]
        left.kill()


def test_what_steers_a_terminal_or_a_spreadsheet_is_found() -> None:
    assert list(_not_inert("text", "\x1b[2J"))
    assert list(_not_inert("text", "\u202e"))
    assert list(_not_inert("github", "::error::x\nforged"))
    assert list(_not_inert("csv", "submission,=1+1"))


# --- Between sites, between checks, between submissions -------------------------------------------------------

COPIED = """
import numpy as np

ANSWERS = {answers}


def mse(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("shapes differ")
    return ANSWERS.get(float(np.sum(y_pred - y_true)).hex(), 0.0)
"""


@pytest.mark.parametrize("place", ["full"], indirect=True, scope="module")
def test_answers_copied_from_one_site_are_worth_nothing_on_another(place: Place) -> None:
    mse = exercises()["mse"]
    suite = suite_of(mse, SEED)
    answers = {}
    for check in suite.checks:
        if isinstance(check, Returns):
            inputs = [*check.scenario.args, *check.scenario.kwargs.values()]
            first, second = inputs if check.name != "keywords" else reversed(inputs)
            answers[float(np.sum(first - second)).hex()] = float(check.expected(suite.reference).value)
    source = COPIED.format(answers=answers)
    assert grade(mse, source, place.sandbox, seed=SEED).verdict is Verdict.ACCEPTED
    elsewhere = grade(mse, source, place.sandbox, seed=OTHER_SEED)
    assert elsewhere.verdict is Verdict.WRONG_ANSWER
    assert all(check.verdict is Verdict.ACCEPTED for check in elsewhere.checks if check.public)


def test_nothing_hidden_is_asked_before_what_is_shown() -> None:
    for exercise in exercises().values():
        shown = [check.public for check in exercise.checks(SEED)]
        assert shown == sorted(shown, reverse=True)


def memory_of(pid: int) -> Iterator[bytes]:
    """All that a process has mapped."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            start, end = (int(number, 16) for number in line.split()[0].split("-"))
            with contextlib.suppress(OSError, ValueError, OverflowError):  # the kernel's own pages
                memory.seek(start)
                yield memory.read(end - start)


def process_of(session: Session) -> int:
    """The process that runs the session's program."""
    session._zygote.find(session._child)
    facts = Path(f"/proc/self/fdinfo/{session._child.pidfd}").read_text()
    return int(re.search(r"^Pid:\s+(\d+)", facts, re.MULTILINE)[1])  # type: ignore[index]


@pytest.mark.parametrize("level", ["full", "basic"])
def test_no_secret_is_in_the_memory_of_the_next_program(level: str, canaries: Canaries) -> None:
    if os.getuid() != 0:
        pytest.skip("needs root, to read the memory of others")
    secret = secrets.token_hex(16)
    wanted = [secret.encode(), *(word[16:].encode() for word in canaries.words)]

    def found_in(pid: int) -> list[bytes]:
        return [word for word in wanted if any(word in data for data in memory_of(pid))]

    with open_sandbox(level) as sandbox:
        with sandbox.session() as session:
            session.load(f"SECRET = {secret!r}", seed=0)
            assert found_in(process_of(session)) == wanted[:1], "a scan finds what is there"
        with sandbox.session() as session:
            session.load("x = 1", seed=0)
            for process in (*sandbox_processes(sandbox), process_of(session)):
                assert found_in(process) == []


if __name__ == "__main__":
    main(*sys.argv[1:])
