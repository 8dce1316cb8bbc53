"""Markdown of people who are not trusted: instructors in the browser, students in a discussion.

Everything a course's author can write is read in the same way; what comes of it is then cleaned by an allow list,
formulas included (a formula can hold a link, a style or a whole element: the converter passes `\\text{<b>}` on).
"""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markupsafe import Markup
from pygments.token import STANDARD_TYPES

from steepest.prose.document import ProseError

LONGEST = 10_000  # characters
# Each `[` is followed to the end of the text in search of its `]`, by the converter's own loop, several times over:
# of nothing but these, 5,000 characters took 16 s, 200 of them take less than one.
MOST_BRACKETS = 200
MATHML = frozenset(
    (
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msup", "msub", "msubsup", "mfrac", "msqrt",
        "mroot", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom",
        "menclose", "mmultiscripts", "mprescripts", "none"
    )
)  # fmt: skip
PLAIN = frozenset(
    (
        "p", "br", "em", "strong", "code", "pre", "kbd", "sub", "sup", "del", "ul", "ol", "li", "blockquote",
        "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "a"
    )
)  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "li": {"value"},
    "math": {"display", "xmlns"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mo": {"fence", "form", "maxsize", "minsize", "movablelimits", "separator", "stretchy"},
    "mover": {"accent"},
    "mpadded": {"height", "width"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "mathvariant", "scriptlevel"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtable": {"columnalign", "columnlines", "columnspacing", "displaystyle", "rowlines", "rowspacing"},
    "mtd": {"columnalign"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
CLASSES = {
    "div": {"formula", "highlight", "note", "tip", "warning", "fact", "think", "scroll"},
    "p": {"label"},
    "pre": {"output"},
    "span": {"nobreak", *filter(None, STANDARD_TYPES.values())},
}
VALUES = {"div": {"role": {"note"}, "tabindex": {"0"}}, "pre": {"tabindex": {"0"}}}
CONTROLS = dict.fromkeys({*range(32), 127} - set(b"\t\n\r"))  # an entity can name them: &#2;
TOOLS = re.compile(r'<div class="tools">.*?</div>', re.DOTALL)  # buttons of a lesson's snippet: of no use here


def refuse_costly(source: str) -> None:
    """Raises ProseError where a text would take the converter seconds."""
    if len(source) > LONGEST:
        raise ProseError("this is too long.", f"Write at most {LONGEST} characters.")
    if source.count("[") > MOST_BRACKETS:
        raise ProseError("there are too many `[`.", f"Write at most {MOST_BRACKETS} of them.")


# As many texts as are asked for in a term: prompts, choices and feedback in two languages.
@lru_cache(maxsize=8192)
def clean(html: str) -> Markup:
    """The HTML without anything that could run, load, or look like a part of the site's own pages."""
    return Markup(
        nh3.clean(
            TOOLS.sub("", html),
            tags={*MATHML, *PLAIN},
            attributes=ATTRIBUTES,
            tag_attribute_values=VALUES,
            allowed_classes=CLASSES,
            clean_content_tags={"script", "style", "button", "textarea", "select", "template", "title"},
            url_schemes={"https", "http", "mailto"},
            link_rel="nofollow noopener",
        ).translate(CONTROLS)
    )
