"""Programs that are alike, whatever their names are and in whatever order their functions stand.

A program becomes a sequence of tokens in which all names of its own are one and the same and comments, strings
and line ends are gone; every run of RUN tokens is hashed, and of every WINDOW neighbouring hashes the smallest
is kept (winnowing: Schleimer, Wilkerson and Aiken, 2003). Two programs are as alike as the kept hashes that they
share, leaving out what the starter holds and what so many share that it says nothing.
"""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

RUN, WINDOW = 6, 4  # tokens; hashes
COMMON = 0.5  # what this share of the class writes is just how one writes it
FEWEST = 12  # hashes of its own; a shorter program is like any other
KNOWN = frozenset(keyword.kwlist) | frozenset(dir(builtins))
IGNORED = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.ENCODING})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programs, by their keys, and the share of the smaller one that stands in the other, from 0 to 1."""

    first: int
    second: int
    share: float


def alike(programs: Mapping[int, str], starter: str = "", *, at_least: float = 0.5, most: int = 50) -> list[Pair]:
    """The pairs of programs that share much, the most alike first."""
    prints = {key: fingerprints(source) - fingerprints(starter) for key, source in programs.items()}
    seen = Counter(mark for marks in prints.values() for mark in marks)
    usual = {mark for mark, times in seen.items() if times > 2 and times > COMMON * len(programs)}
    own = {key: marks - usual for key, marks in prints.items()}
    candidates = {key: marks for key, marks in own.items() if len(marks) >= FEWEST}
    pairs = [
        Pair(a, b, len(candidates[a] & candidates[b]) / min(len(candidates[a]), len(candidates[b])))
        for a, b in combinations(candidates, 2)
    ]
    found = [pair for pair in pairs if pair.share >= at_least]
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))[:most]


def fingerprints(source: str) -> frozenset[int]:
    """The hashes that stand for a program; of one that can't be read, those of what can."""
    tokens = _tokens(source)
    runs = [crc32(" ".join(tokens[at : at + RUN]).encode()) for at in range(len(tokens) - RUN + 1)]
    windows = [runs[at : at + WINDOW] for at in range(max(1, len(runs) - WINDOW + 1))]
    return frozenset(min(window) for window in windows if window)


def _tokens(source: str) -> list[str]:
    """Names that the program gives are all `n`; what follows a dot is numpy's, mostly, and stays."""
    found: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in IGNORED:
                continue
            if token.type == tokenize.STRING:
                found.append("s")
            elif token.type == tokenize.NAME:
                keeps = token.string in KNOWN or (found and found[-1] == ".")
                found.append(token.string if keeps else "n")
            else:
                found.append({tokenize.INDENT: ">", tokenize.DEDENT: "<"}.get(token.type, token.string))
    except (tokenize.TokenError, SyntaxError):
        pass  # it does not parse to its end
    return found
