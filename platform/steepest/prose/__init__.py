r"""Markdown -> safe HTML, with maths, callouts, figures, quick checks, exercises and snippets.

    document = read(source, "en", figures={"bowl": "<svg ...>"})    # a lesson
    for part in document.parts:
        match part:
            case Html(html): ...              # Markup: put it on the page as it is
            case QuickCheck(question): ...    # the id of a question: the page draws its form here
            case ExerciseLink(exercise): ...  # a slug: the page draws a link with this reader's standing
            case LabLink(lab): ...            # a slug: the page draws a card that leads there
    document.headings                         # Heading(level, id, text) of ## and ###: 'on this page'

    to_html(source, "zh")                     # a text without quick checks or exercises: instructions, hints
    to_inline_html(source, "zh")              # one line inside another element: prompts, choices, feedback
    highlight(code)                           # Python, as it stands in a snippet: div.highlight > pre
    to_safe_html(source, "zh")                # the same two for what people wrote who are not trusted:
    to_safe_inline_html(source, "zh")         # an instructor in the browser, a student in a discussion

What is returned never depends on a reader, so it is cached by its content; what a reader has answered
or solved is drawn by the page around it. No inline style, no script: the page's CSP allows neither.
The sources of all but `to_safe_...` are a course's own files, and trusted as its `checks.py` is.

What an author may write besides plain Markdown, tables and `## Heading {#id}`:

    $w$ and $$L = (wx - y)^2$$                 LaTeX -> MathML; block formulas stand in div.formula
    /// think | An own title                   callouts: note, tip, warning, fact ('did you know'), think
    What would happen with no square?          -> div.note.think > p.label
    ///
    /// figure | bowl                           figures/bowl.en.svg, inlined; several names make panels
        alt: A bowl with a ball in it.
                                               (the indented lines are the block's options)
    The caption.
    ///
    /// takeaways                              -> section.takeaways
    ```check                                   a quick check: a question's id
    ```exercise                                an exercise: its slug
    ```lab                                     a lab: its slug, drawn as a card with the lab's picture
    ```python file="descent.py"                code to copy and to download -> div.snippet
    ```output                                  what the Python before it prints; executed by the tests
    [words](exercise:mse) [words](lesson:slug#heading) [words](lab:learning-rate?lr=0.2)

Colours in a figure are `var(--ink)` and its like, so it follows light and dark with the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from steepest.prose.document import Document, ExerciseLink, Heading, Html, LabLink, Link, Part, ProseError, QuickCheck
from steepest.prose.highlighting import highlight
from steepest.prose.reader import Reading
from steepest.prose.snippets import Snippet, snippets
from steepest.prose.untrusted import clean, refuse_costly

__all__ = [
    "Document",
    "ExerciseLink",
    "Heading",
    "Html",
    "LabLink",
    "Link",
    "Part",
    "ProseError",
    "QuickCheck",
    "Snippet",
    "highlight",
    "read",
    "snippets",
    "to_html",
    "to_inline_html",
    "to_safe_html",
    "to_safe_inline_html",
]

NO_FIGURES: Mapping[str, str] = {}


def read(source: str, language: str, figures: Mapping[str, str] = NO_FIGURES) -> Document:
    """The parts of a text, in order. `figures`: SVG source by name.

    Raises ProseError, which says what is wrong, in which line, and what to do.
    """
    return _read(source, language, tuple(sorted(figures.items())))


def to_html(source: str, language: str) -> Markup:
    """A text that stands for itself. Raises ProseError, also where it holds a quick check or an exercise."""
    html = []
    for part in read(source, language).parts:
        if not isinstance(part, Html):
            raise ProseError("a quick check or an exercise can't stand here.", "Only a lesson can hold one.")
        html.append(part.html)
    return Markup().join(html)


def to_inline_html(source: str, language: str) -> Markup:
    """A text of one paragraph, without the paragraph's tags. Raises ProseError where it is more than one."""
    html = to_html(source, language)
    if not html:
        return html
    inner = html.removeprefix("<p>").removesuffix("</p>")
    if len(inner) + len("<p></p>") != len(html) or "<p>" in inner:
        raise ProseError("more than one paragraph stands where one is drawn.", "Write one paragraph.", source)
    return Markup(inner)


def to_safe_html(source: str, language: str) -> Markup:
    """As `to_html`, cleaned of all that could harm a reader. Raises ProseError, also where it would take seconds."""
    refuse_costly(source)
    return clean(to_html(source, language))


def to_safe_inline_html(source: str, language: str) -> Markup:
    """As `to_inline_html`, cleaned of all that could harm a reader. Raises ProseError, as `to_safe_html`."""
    refuse_costly(source)
    return clean(to_inline_html(source, language))


# As many texts as a large course has, twice: lessons, prompts, choices, feedback.
@lru_cache(maxsize=8192)
def _read(source: str, language: str, figures: tuple[tuple[str, str], ...]) -> Document:
    try:
        return Reading(language, dict(figures)).read(source)
    except ProseError as error:
        raise error.located(source) from None
    except RecursionError:
        raise ProseError("the text is nested too deeply.", "Write it flatter.") from None
