"""LaTeX -> MathML on the server, refusing what the converter would print wrongly without a word."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert

from steepest.prose.document import ProseError

# Browsers set no space between a named function and what it is applied to, unless that is in brackets.
NAMED_FUNCTION = re.compile(r"(<mi>(?:log|ln|exp|sin|cos|tan|tanh|dim|det)</mi>)(?!<mo|</)")


def to_mathml(latex: str, *, block: bool = False) -> str:
    """MathML of a formula. Raises ProseError for one that would show a backslash, an & or a stray brace."""
    if _depth(latex) != 0:
        raise _error(latex, "has an unclosed group", "Close every { and }.")
    try:
        mathml: str = convert(latex, display="block" if block else "inline")
        text = "".join(ElementTree.fromstring(mathml).itertext())
    except ElementTree.ParseError:
        raise _error(latex, "shows a bare & or <", "Use align*, cases or \\lt.") from None
    except Exception as error:  # the converter raises some twenty kinds
        raise _error(latex, f"is not understood ({type(error).__name__})", "Write it in plain LaTeX.") from None
    if unknown := re.search(r"\\\w*|&", text):
        raise _error(latex, f"would show {unknown[0]!r}", "The command is unknown to latex2mathml: use another.")
    return NAMED_FUNCTION.sub(r'\1<mspace width="0.167em" />', mathml)


def _depth(latex: str) -> int:
    """Open braces that nothing closes; -1 where one closes that was never opened."""
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex.replace("\\\\", "")):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return depth
    return depth


def _error(latex: str, problem: str, remedy: str) -> ProseError:
    return ProseError(f"the formula {latex.strip()!r} {problem}.", remedy, latex.strip())
