"""What this host can enforce: tried, not looked up. For `steepest doctor`, and as plain data for others."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from steepest_graders.sandbox import canary, kernel
from steepest_graders.sandbox.confine import Wall
from steepest_graders.sandbox.operations import Level, SandboxUnavailable
from steepest_graders.sandbox.parent import Sandbox
from steepest_graders.text import Text


@dataclass(frozen=True, slots=True)
class WallReport:
    """One wall: whether it holds here, and if not, what to do. `name` is a term and not translated."""

    name: str
    holds: bool
    meaning: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class HostReport:
    """The best level that holds (None: no grading here), and why not a better one."""

    level: Level | None
    system: str
    walls: tuple[WallReport, ...]
    untested: bool = False  # on an architecture that we have not run the sandbox on

    @property
    def can_grade(self) -> bool:
        """Whether programs that nobody has read may be run here."""
        return self.level is not None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-able data, both languages included; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> HostReport:
        """Read what `to_dict` wrote, be it from JSON. Raises KeyError, TypeError or ValueError on anything else."""
        walls = tuple(
            WallReport(**{**wall, "meaning": Text(*wall["meaning"]), "remedy": Text(*wall["remedy"])})
            for wall in data["walls"]
        )
        return cls(**{**data, "level": Level(data["level"]) if data["level"] else None, "walls": walls})


MEANINGS = {
    Wall.NAMESPACES: Text(
        "Programs see no files, no network and no other processes of this host.",
        "程序看不到本机的文件、网络和其他进程。",
    ),
    Wall.LANDLOCK: Text("The kernel refuses programs every file.", "内核拒绝程序访问任何文件。"),
    Wall.SECCOMP: Text(
        "The kernel refuses programs all system calls but some twenty harmless ones.",
        "除约二十个无害的系统调用外，内核拒绝程序的一切系统调用。",
    ),
}


def describe_host() -> HostReport:
    """Try every wall on this host with a canary; takes about a second."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}"
    missing = {level: _missing(level) for level in (Level.FULL, Level.BASIC)}
    best = next((level for level in missing if not missing[level]), None)
    walls = tuple(
        _report(wall, missing[Level.FULL if wall is Wall.NAMESPACES else Level.BASIC]) for wall in canary.NAMES
    )
    return HostReport(best, system, walls, untested=kernel.ARCHITECTURE != "x86_64")


def _missing(level: Level) -> Mapping[str, Text]:
    try:
        Sandbox(level).close()
    except SandboxUnavailable as unavailable:
        return unavailable.missing or {"start": Text(str(unavailable), str(unavailable))}
    return {}


def _report(wall: Wall, missing: Mapping[str, Text]) -> WallReport:
    """Where not even a process started, no wall stands."""
    name = canary.NAMES[wall]
    remedy = missing.get(name) or missing.get("start") or missing.get("Linux")
    return WallReport(name, remedy is None, MEANINGS[wall], remedy or Text())
