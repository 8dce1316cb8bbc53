"""Texts of people who are not trusted: whatever they write, what is shown holds nothing that runs or loads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steepest import prose

HARMFUL = re.compile(
    r"<(?:script|style|img|iframe|svg|form|input|button|link|meta|object)|\son\w+\s*=|javascript:|style=", re.I
)
PIECES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\style{color:red}{x}$",
    r"$\text{<b onclick=1>}$",
    "$x_1$",
    "[words](javascript:alert)",
    "[words](https://example.org)",
    "![](https://example.org/x.png)",
    "<svg><style><a title='</style><img src=x onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "`<b>`",
    "**bold**",
    "\n\n```python\nprint(1)\n```\n\n",
    '{: onclick="alert(1)" style="position:fixed" class="skip"}',
    "&#60;script&#62;",
    "<",
    '"',
    "&#2;token&#3;",
)


@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join) | st.text(max_size=80))
def test_what_is_shown_of_an_untrusted_text_can_do_no_harm(source: str) -> None:
    try:
        html = prose.to_safe_html(source, "en")
    except prose.ProseError:
        return  # refused, with a remedy
    assert not HARMFUL.search(re.sub(r"<code>.*?</code>|>[^<]*<", "><", f">{html}<", flags=re.DOTALL)), html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**Which** `step`?", "<strong>Which</strong> <code>step</code>?"),
        ("[a page](https://example.org)", '<a href="https://example.org" rel="nofollow noopener">a page</a>'),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_what_an_ordinary_text_shows_is_kept(source: str, shown: str) -> None:
    assert prose.to_safe_inline_html(source, "en") == shown


@pytest.mark.parametrize(
    "source", ["&#2;token&#3;", "&#x2;a&#x3;", "`a`\x02b\x03", "[a](https://a.org/?&#2;token&#3;)"]
)
def test_nothing_that_is_shown_holds_a_control_character(source: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", prose.to_safe_html(source, "en"))


@pytest.mark.parametrize(
    "source",
    [
        "[" * 4900,
        "![" * 2450,
        "[a][" * 1225,
        "*" * 2450 + "a" + "*" * 2450,
        "1. " * 1600,
        "word " * 2001,
    ],
)
def test_what_would_take_the_converter_seconds_is_refused_with_a_remedy(source: str) -> None:
    with pytest.raises(prose.ProseError, match=r"Write at most \d+|Write it flatter"):
        prose.to_safe_html(source, "en")


def test_a_formula_and_a_snippet_are_kept_as_the_course_shows_them() -> None:
    assert prose.to_safe_inline_html("$x^2$", "en") == prose.to_inline_html("$x^2$", "en")
    assert '<span class="nb">print</span>' in prose.to_safe_html("```python\nprint(1)\n```", "en")
