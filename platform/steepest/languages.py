"""The reader's language: the first part of an address, else what the browser asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, request, session, url_for
from flask_babel import Babel
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from steepest_graders.text import LANGUAGES, Text

PREFIX = "/<any(en, zh):lang>"  # of every page that is read; views find the language in `g.lang`
TAGS = {"en": "en", "zh": "zh-Hans"}  # what the `lang` attribute says
NO_BREAK = "\u00a0"  # a space at which no line ends
NAMES = {"en": "English", "zh": "中文"}


def init_app(app: Flask) -> None:
    """Take the language from the address, put it into the addresses that are made, translate templates."""
    Babel(app, locale_selector=current_language)
    app.url_value_preprocessor(_take)
    app.url_defaults(_put)
    app.before_request(_remember)
    app.jinja_env.filters["text"] = in_language
    app.jinja_env.filters.update(placed=placed, led=led, aside=aside, percent=percent)
    app.jinja_env.globals.update(language_tags=TAGS, language_names=NAMES, other_language=other_language)
    app.jinja_env.globals.update(current_language=current_language, here_in=here_in, level_name=level_name)


def current_language() -> str:
    """'en' or 'zh'."""
    language: str | None = g.get("lang")
    if language is None:  # an address without a language, or one that leads nowhere
        first = request.path.split("/", 2)[1]
        language = g.lang = first if first in LANGUAGES else _preferred()
    return language


def in_language(text: Text) -> str:
    """The text for this reader."""
    return text.in_language(current_language())


def placed(html: Markup) -> Markup:
    """Prose with its links within the site as this site is mounted: `/en/...` below SCRIPT_NAME."""
    root = request.script_root
    return Markup(re.sub(r' href="(?=/(?:en|zh)/)', f' href="{escape(root)}', html)) if root else html


def led(label: str) -> str:
    """A label, or a sentence, with the space that stands after it: none after a full-width mark."""
    return label if label.endswith(("：", "。")) else label + " "


def aside(words: str) -> Markup:
    """Words in brackets, with the space before them where the language has one."""
    return Markup("（{}）" if current_language() == "zh" else " ({})").format(words)


def percent(share: float, digits: int = 0) -> str:
    """A share of 1, as the reader's language writes it."""
    number = f"{100 * share:.{digits}f}"
    return f"{number.removesuffix('.0')}{'' if current_language() == 'zh' else NO_BREAK}%"


def other_language() -> str:
    """The language that the switch leads to."""
    return "en" if current_language() == "zh" else "zh"


def here_in(language: str) -> str:
    """This page in `language`, of a form's answer the page that the form stands on; the course where there is none."""
    if request.endpoint:
        parts = request.path.split("/")
        for end in range(len(parts), 2, -1):
            path = "/".join(parts[:end])
            if page := _readable(path) or _readable(f"{path}/"):
                return url_for(page[0], **{**page[1], "lang": language})
    return url_for("pages.course", lang=language)


def _readable(path: str) -> tuple[str, Mapping[str, Any]] | None:
    """The page with this address, where it is in a language: its endpoint and its values."""
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    return (endpoint, values) if "lang" in values else None


def level_name(level: str) -> str:
    """How demanding a page is, in words."""
    return str({"beginner": _("Beginner"), "intermediate": _("Intermediate"), "advanced": _("Advanced")}[level])


def _preferred() -> str:
    remembered = session.get("lang")
    if remembered in LANGUAGES:
        return str(remembered)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _take(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.lang = values.pop("lang")


def _put(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()


def _remember() -> None:
    """Keep the choice for addresses without a language; a cookie only where the browser asks for another one."""
    if request.method != "GET" or "lang" not in g or session.get("lang") == g.lang:
        return
    if g.lang != _preferred():
        session["lang"] = g.lang
