"""Our own text form inside a file of another format: what that format can't say is not lost between two of ours.

It stands in a comment, which other programs ignore, together with a hash of the question as the file shows it. Where
somebody changed the question in the file, the hash no longer fits, and what the file shows counts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

LARGEST = 256 * 1024  # bytes, unpacked: a seal may not be a bomb
MARK = re.compile(r"\s*steepest:([0-9a-f]{16}):([A-Za-z0-9+/=]+)\s*")


def sealed(comment: str) -> str | None:
    """The seal in a comment, if it is one."""
    return comment.strip() if MARK.fullmatch(comment) else None


def close(ours: Mapping[str, Any], visible: str) -> str:
    """The seal of a question. `visible`: what the file shows of it."""
    packed = zlib.compress(json.dumps(ours, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return f"steepest:{_digest(visible)}:{base64.b64encode(packed).decode()}"


def unseal(seal: str, visible: str) -> Mapping[str, Any] | None:
    """Our question; None where the file was changed, or the seal isn't one."""
    match = MARK.fullmatch(seal)
    if match is None or match[1] != _digest(visible):
        return None
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(base64.b64decode(match[2]), LARGEST)
        ours = json.loads(text) if unpacker.eof else None
    except (ValueError, zlib.error, RecursionError):
        return None
    return ours if isinstance(ours, dict) else None


def _digest(visible: str) -> str:
    return hashlib.sha256(visible.encode()).hexdigest()[:16]
