r"""Texts as other programs write them, to and from our Markdown in two languages.

Ours: `$x_1$` is a formula, a text is a pair. Theirs: `\(x_1\)` is a formula, and Moodle's multilang filter shows
`<span lang="en" class="multilang">...</span>` to who reads English. We write Markdown (which both formats know),
so that a text comes back letter for letter; what others write as HTML is turned into Markdown by `hypertext`.
"""

from __future__ import annotations

import re
from html import unescape

from steepest_graders.quizformats.foreign import Words
from steepest_graders.quizformats.hypertext import OUR_MATHS, escape, maths_of_theirs, to_markdown
from steepest_graders.text import Text

LANGUAGE_NAMES = {"en": "en", "zh": "zh_cn"}
INLINE = re.compile(r"(?<![\\$])\$(?![\s$])([^$\n]*?[^\s\\$])\$(?![$\d])")
BLOCK = re.compile(r"\$\$([^$]+)\$\$")
# None of these looks beyond the next opening sign: see `hypertext`.
THEIR_INLINE = re.compile(r"\\\\\(((?:(?!\\\\\().)*?)\\\\\)", re.DOTALL)
SPECIAL = re.compile(r"([\\`*_{}\[\]()#+.!>-])")  # what a backslash takes the meaning of, in every Markdown
UNSPECIAL = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
SPAN = re.compile(
    r"<(span|lang)\s(?=[^<>]*\blang=[\"']?(?P<lang>[\w-]+))[^<>]*>(?P<words>(?:(?!<(?:span|lang)\s).)*?)</\1>"
    r"|\{mlang\s+(?P<lang2>[\w-]+)\}(?P<words2>(?:(?!\{mlang\s).)*?)\{mlang\}",
    re.DOTALL | re.IGNORECASE,
)


def encode(text: Text) -> str:
    """Markdown for Moodle: both languages, one to be shown."""
    if text.en == text.zh:
        return _encoded(text.en)
    return "".join(
        f'<span lang="{name}" class="multilang">{_encoded(text.in_language(language))}</span>'
        for language, name in LANGUAGE_NAMES.items()
    )


def written(said: Words) -> str:
    """As `encode`, of what a file says: a text without a language stands as it is."""
    return encode(Text(said["en"], said["zh"])) if set(said) == {"en", "zh"} else _encoded("".join(said.values()))


def bare(said: Words) -> str:
    """As `written`, where the format knows languages and formulas but no Markdown."""
    pieces = {language: _bare(markdown) for language, markdown in said.items()}
    if len(set(pieces.values())) == 1:
        return next(iter(pieces.values()))
    return "".join(
        f'<span lang="{LANGUAGE_NAMES[name]}" class="multilang">{words}</span>' for name, words in pieces.items()
    )


def decode(source: str, form: str, remarks: list[Text]) -> Words:
    """What a text says. `form` is Moodle's name for how it is written: html, moodle, markdown, plain."""
    form = form.removesuffix("_text").removesuffix("_auto_format") or "moodle"
    if form in ("html", "moodle"):
        return _by_language(to_markdown(source, remarks, breaks=form == "moodle"), remarks)
    pieces = [
        (language, _decoded(words) if form == "markdown" else escape(maths_of_theirs(words)))
        for language, words in _pieces(source)
    ]
    return _by_language(pieces, remarks)


def _encoded(markdown: str) -> str:
    markdown = BLOCK.sub(lambda match: f"$${SPECIAL.sub(_ESCAPED, match[1])}$$", markdown)
    markdown = INLINE.sub(lambda match: rf"\\({SPECIAL.sub(_ESCAPED, match[1])}\\)", markdown)
    return re.sub(r"</(?=span|lang)", "&lt;/", markdown, flags=re.IGNORECASE)


_ESCAPED = r"\\\1"


def _bare(markdown: str) -> str:
    pieces = OUR_MATHS.split(markdown)
    return "".join(
        rf"\({piece.strip('$')}\)" if index % 2 else unescape(UNSPECIAL.sub(_BARE, piece))
        for index, piece in enumerate(pieces)
    )


def _decoded(markdown: str) -> str:
    markdown = THEIR_INLINE.sub(lambda match: f"${UNSPECIAL.sub(_BARE, match[1])}$", markdown)
    return BLOCK.sub(lambda match: f"$${UNSPECIAL.sub(_BARE, match[1])}$$", markdown).strip()


_BARE = r"\1"


def _pieces(source: str) -> list[tuple[str, str]]:
    pieces, end = [], 0
    for match in SPAN.finditer(source):
        pieces += [
            ("", source[end : match.start()]),
            (match["lang"] or match["lang2"], match["words"] or match["words2"]),
        ]
        end = match.end()
    return [*pieces, ("", source[end:])]


def _by_language(pieces: list[tuple[str, str]], remarks: list[Text]) -> Words:
    """What is in no language belongs to all of them; what is in a third language is left out, with a remark."""
    named = [(_ours(name), words) for name, words in pieces if words.strip()]
    for name in sorted({name for name, _ in pieces if name and not _ours(name)}):
        remarks.append(Text(f"A text in the language {name!r} is left out.", f"语言“{name}”的文字没有导入。"))
    languages = [language for language in LANGUAGE_NAMES if any(name == language for name, _ in named)]
    kept = [(name, words) for name, words in named if name is not None]
    return {
        language: "".join(words for name, words in kept if name in ("", language)).strip()
        for language in languages or [""]
        if any(words for name, words in kept if name in ("", language))
    }


def _ours(name: str) -> str | None:
    """'' for no language, None for one that the course isn't written in."""
    if name in ("", "other"):
        return ""
    return next((language for language in LANGUAGE_NAMES if name.lower().startswith(language)), None)
