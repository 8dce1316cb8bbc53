"""What an author writes, and what the page gets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from steepest import prose
from steepest.prose import ExerciseLink, Heading, Html, LabLink, Link, ProseError, QuickCheck

BOWL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0" stroke="var(--ink)"/></svg>'


def html_of(source: str, language: str = "en", figures: dict[str, str] | None = None) -> str:
    document = prose.read(source, language, figures or {})
    return "".join(part.html for part in document.parts if isinstance(part, Html))


def test_a_formula_becomes_mathml_that_needs_no_script() -> None:
    html = html_of("The slope $\\frac{a}{b}$ and\n\n$$L = x^2$$")
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mfrac>' in html
    assert '<div class="formula"><math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in html
    assert "arithmatex" not in html
    assert "$" not in html


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (r"\nosuch x", r"'\\nosuch'"),
        (r"a & b", "shows a bare &"),
        (r"\begin{aligned} a &= b \end{aligned}", "shows a bare &"),
        (r"\frac{1}{2", "unclosed group"),
        (r"x}", "unclosed group"),
        (r"\left( x", "not understood"),
    ],
)
def test_a_formula_that_would_print_badly_is_refused_with_its_line(formula: str, said: str) -> None:
    with pytest.raises(ProseError) as refused:
        prose.read(f"First.\n\nThen ${formula}$.", "en")
    assert said in str(refused.value)
    assert refused.value.line == 3


def test_a_brace_that_is_meant_is_no_open_group() -> None:
    assert "{" in prose.to_html(r"The set $\{1, 2\}$.", "en").replace("&#x0007B;", "{")


def test_a_minus_that_is_a_sign_stands_close_and_one_that_subtracts_does_not() -> None:
    html = html_of("$a = -b - c$")
    assert html.count('<mo form="prefix">&#x02212;') == 1
    assert html.count("<mo>&#x02212;") == 1


def test_a_named_function_keeps_its_distance() -> None:
    html = html_of(r"$y \log p$")
    assert re.findall(r"<mi>.</mi><mspace [^>]*><mi>log</mi><mspace [^>]*><mi>.</mi>", html)


def test_a_line_never_begins_with_the_comma_after_a_formula() -> None:
    html = html_of("取 $x$，再取 $y$ 和 $z$。", "zh")
    assert re.findall(r'<span class="nobreak"><math[^>]*>(?:(?!</math>).)*</math>(.)</span>', html) == ["，", "。"]


def test_callouts_are_labelled_in_the_readers_language() -> None:
    source = "/// think\nWhy?\n///\n\n/// fact | 1805\nLegendre.\n///"
    assert '<div class="note think" role="note">\n<p class="label">Think about it</p>' in html_of(source)
    assert '<p class="label">想一想</p>' in html_of(source, "zh")
    assert '<p class="label">1805</p>' in html_of(source)
    assert prose.read(source, "en").callouts == ("think", "fact")


def test_a_figure_is_inlined_as_one_image_with_its_text() -> None:
    html = html_of(
        '/// figure | bowl\n    alt: "A bowl, seen from the side."\n\nThe $x$ of it.\n///', figures={"bowl": BOWL}
    )
    assert '<div aria-label="A bowl, seen from the side." class="drawing" role="img"><svg aria-hidden="true"' in html
    assert 'stroke="var(--ink)"' in html
    assert re.search(r"<figcaption>The <math.*</math> of it.</figcaption>", html)


def test_several_drawings_make_panels() -> None:
    html = html_of("/// figure | a, b\n    alt: Two.\n\nBoth.\n///", figures={"a": BOWL, "b": BOWL})
    assert '<figure class="panels">' in html
    assert html.count("<svg") == 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("/// figure | gone\n    alt: A.\n\nC.\n///", "no figure 'gone' (there are: bowl, styled)"),
        ("/// figure | bowl\n\nC.\n///", "no text for who can't see it"),
        ("/// figure | bowl\n    alt: A.\n\n///", "caption of one paragraph"),
        ("/// figure | styled\n    alt: A.\n\nC.\n///", "a script, a style or an id"),
        ("/// nosuch\nx\n///", "'/// nosuch' is unknown"),
        ("/// figure | bowl\n    colour: red\n\nC.\n///", "wrong option"),
        ("```check\nTwo Words\n```", "Write one id in it"),
        ('```python mode="fast"\nx = 1\n```', "file="),
        ("```python file=a.py\nx = 1\n```", "not understood"),
        ("```python\nx = 1", "not closed"),
        ('<p style="color: red">x</p>', "CSP forbids"),
        ("<script>alert(1)</script>", "CSP forbids"),
        ('<a onclick="x()">x</a>', "CSP forbids"),
        ("# A title", "first level"),
    ],
)
def test_what_would_not_show_as_meant_is_refused_with_a_remedy(source: str, said: str) -> None:
    styled = BOWL.replace("<path", '<path style="fill: red"')
    with pytest.raises(ProseError) as refused:
        prose.read(source, "en", {"bowl": BOWL, "styled": styled})
    assert said in str(refused.value)
    assert refused.value.remedy


def test_quick_checks_and_exercises_are_parts_between_the_html() -> None:
    document = prose.read("One.\n\n```check\nwhy-so\n```\n\nTwo.\n\n```exercise\nmse\n```", "en")
    assert document.parts == (Html("<p>One.</p>"), QuickCheck("why-so"), Html("<p>Two.</p>"), ExerciseLink("mse"))  # type: ignore[arg-type]  # Markup equals str
    assert document.questions == ("why-so",)
    assert document.exercises == ("mse",)


def test_a_lab_is_a_part_and_a_link_may_set_it_up() -> None:
    document = prose.read("```lab\nlearning-rate\n```\n\n[Race](lab:optimizer-race?surface=beale).", "zh")
    assert document.parts[0] == LabLink("learning-rate")
    assert document.labs == ("learning-rate", "optimizer-race")
    assert 'href="/zh/labs/optimizer-race?surface=beale"' in document.parts[1].html  # type: ignore[union-attr]


def test_a_text_that_stands_for_itself_holds_no_quick_check() -> None:
    with pytest.raises(ProseError, match="Only a lesson"):
        prose.to_html("```check\nwhy-so\n```", "en")


def test_one_line_comes_without_paragraph_and_two_paragraphs_are_refused() -> None:
    assert prose.to_inline_html("Is it `x`?", "en") == "Is it <code>x</code>?"
    with pytest.raises(ProseError, match="more than one paragraph"):
        prose.to_inline_html("One.\n\nTwo.", "en")


def test_headings_keep_the_ids_that_are_given() -> None:
    document = prose.read("## A & B {#first}\n\n### Inner {#second}", "en")
    assert document.headings == (Heading(2, "first", "A & B"), Heading(3, "second", "Inner"))


def test_links_within_the_course_stay_in_the_language() -> None:
    document = prose.read("[one](exercise:mse), [two](lesson:overview#loss), [out](https://example.org/)", "zh")
    html = document.parts[0].html  # type: ignore[union-attr]
    assert re.findall(r'href="([^"]*)"', html) == [
        "/zh/exercises/mse",
        "/zh/lessons/overview#loss",
        "https://example.org/",
    ]
    assert document.links == (Link("exercise", "mse"), Link("lesson", "overview", "loss"))


def test_code_is_coloured_by_classes_and_can_be_taken_home() -> None:
    html = html_of('```python file="bowl.py"\nx = 1 < 2\n```\n\n```output\n<1>\n```')
    assert '<span class="mi">1</span>' in html
    assert 'download="bowl.py"' in html
    assert '<pre class="output" tabindex="0">&lt;1&gt;</pre>' in html
    assert "style=" not in html


def test_a_session_is_shown_and_not_offered_as_a_file() -> None:
    html = html_of("```python\n>>> 1 + 1\n2\n```")
    assert '<span class="gp">&gt;&gt;&gt; </span>' in html
    assert "download" not in html


def test_a_students_source_is_escaped() -> None:
    html = prose.highlight("x = '<script>alert(1)</script>'")
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_table_without_column_heads_has_row_heads() -> None:
    html = html_of("| | |\n| --- | --- |\n| `x` | an array |")
    assert "<thead" not in html
    assert '<th scope="row"><code>x</code></th>' in html


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    html = html_of("| | $t = 1$ |\n| --- | --- |\n| $\\hat{m}$ | 0.5 |")
    assert html.count("<th>") == 1
    assert "<td></td>" in html
    assert '<th><math aria-label="t = 1" ' in html, "a formula alone has a name where MathML is not read"
    assert '<th scope="row"><math aria-label="hat m" ' in html
    assert html_of("| a | |\n| --- | --- |\n| 1 | 2 |").count("<th>") == 2, "only a corner says that rows have heads"


def test_snippets_come_with_what_they_are_said_to_print() -> None:
    found = prose.snippets("Text.\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n\n```python\nx = 2\n```\n")
    assert [(snippet.code, snippet.output, snippet.line) for snippet in found] == [
        ("print(1)\n", "1\n", 3),
        ("x = 2\n", "", 11),
    ]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_part_closes_what_it_opens() -> None:
    source = "/// note\n- one\n- two\n///\n\n```check\nq\n```\n\n/// takeaways\n## Key {#key}\n\n- $x$\n///"
    for part in prose.read(source, "en").parts:
        if isinstance(part, Html):
            tags = _Tags()
            tags.feed(part.html)
            assert tags.open == []
