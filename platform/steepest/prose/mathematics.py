"""LaTeX -> MathML on the server, refusing what the converter would print wrongly without a word."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from latex2mathml.converter import convert

from steepest.prose.document import ProseError

FUNCTION = r"<mi>(?:log|ln|exp|sin|cos|tan|tanh|dim|det)</mi>"
OPENING = r"(?:<mrow>|<mtd[^>]*>|<mo>&#x0003D;</mo>|&#x00028;</mo>|&#x0002C;</mo>)(?:<mspace[^>]*>|<mi />)*"
THIN = '<mspace width="0.167em" />'
# What the converter leaves to the eye of TeX: the space around a named function, and a minus that is a sign.
TYPESETTING = [
    (re.compile(rf"({FUNCTION})(?!<mo|</)"), rf"\1{THIN}"),
    (re.compile(rf"(</mi>|</mn>|</msu[bp]>|&#x00029;</mo>)({FUNCTION})"), rf"\1{THIN}\2"),
    (re.compile(r'<mo>(max|min)</mo>(?=<mo stretchy="false">&#x00028;)'), r"<mi>\1</mi>"),
    (re.compile(rf"({OPENING})<mo>(?=&#x02212;)"), r'\1<mo form="prefix">'),
]


@lru_cache(maxsize=4096)  # the two languages share their formulas
def to_mathml(latex: str, *, block: bool = False) -> str:
    """MathML of a formula. Raises ProseError for one that would show a backslash, an & or a stray brace."""
    if _depth(latex) != 0:
        raise _error(latex, "has an unclosed group", "Close every { and }.")
    try:
        mathml: str = convert(latex, display="block" if block else "inline")
        text = " ".join(ElementTree.fromstring(mathml).itertext())
    except ElementTree.ParseError:
        raise _error(latex, "shows a bare & or <", "Use align*, cases or \\lt.") from None
    except Exception as error:  # the converter raises some twenty kinds
        raise _error(latex, f"is not understood ({type(error).__name__})", "Write it in plain LaTeX.") from None
    if unknown := re.search(r"\\\w*|&", text):
        raise _error(latex, f"would show {unknown[0]!r}", "The command is unknown to latex2mathml: use another.")
    for pattern, replacement in TYPESETTING:
        mathml = pattern.sub(replacement, mathml)
    return mathml


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
