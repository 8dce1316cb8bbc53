"""Both languages: every text is translated, and a Chinese page is Chinese throughout."""

from __future__ import annotations

import re
from typing import Any

import pytest

from steepest import translations

Reader = Any  # the class in conftest.py
PAGES = [
    "/",
    "/exercises/",
    "/exercises/mse",
    "/sign-in",
    "/sign-up",
    "/about",
    "/licence",
    "/privacy",
    "/contribute",
    "/no-such-page",
    "/reset/nothing",
    "/lessons/loss-functions-and-optimizers",
]
# Names, and words of the field that are written like this in Chinese too.
ALLOWED = re.compile(
    r"Steepest|English|JavaScript|Markdown|README|THIRD-PARTY-NOTICES|MIT|JSON|CodeMirror|KiB|UTF-8|NUL|Ctrl\+Enter|Esc"
    r"|Tab|cookie|Loss functions and optimisers|Mean squared error"
)


def test_every_text_of_the_interface_is_translated() -> None:
    catalogue, interface = translations.chinese(), translations.interface()
    ids = {message.id for message in interface if message.id}
    assert {message.id for message in catalogue if message.id} == ids, "run python -m steepest.translations"
    assert translations.waiting(catalogue) == []


def test_the_compiled_catalogue_is_fresh() -> None:
    assert translations.MO.read_bytes() == translations.compiled(translations.chinese())


def test_translations_keep_the_holes_of_the_original() -> None:
    for message in translations.chinese():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for string in strings if message.id else ():
            wanted = set(re.findall(r"%\((\w+)\)s", ids[-1]))
            assert set(re.findall(r"%\((\w+)\)s", string)) == wanted, message.id


def test_no_template_writes_a_space_after_a_full_width_colon() -> None:
    ends = [str(message.id) for message in translations.chinese() if str(message.string).endswith("：")]
    for template in (translations.PACKAGE / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")
        assert [text for text in ends if f'_("{text}") }}}} ' in source] == [], f"{template.name}: write |led"


@pytest.mark.parametrize("page", PAGES)
def test_a_chinese_page_holds_no_english(reader: Reader, page: str) -> None:
    reader.get(f"/zh{page}")
    assert '<html lang="zh-Hans">' in reader.text
    html = re.sub(r"(?s)<(script|style|svg|math|code|pre|textarea|template|dl)\b.*?</\1>", " ", reader.text)
    html = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', " ", html)
    shown = " ".join(re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', html)) + re.sub(
        r"<[^>]*>", " ", html
    )
    words = re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", ALLOWED.sub(" ", shown))
    assert page.startswith("/lessons") or words == [], words
    interface = {
        message.id for message in translations.chinese() if isinstance(message.id, str) and len(message.id) > 8
    }
    assert [text for text in interface if text in shown] == []


def test_the_switch_keeps_the_place(reader: Reader) -> None:
    reader.get("/zh/exercises/mse")
    assert 'href="/en/exercises/mse"' in reader.text
    reader.get("/en/exercises/mse")
    assert 'href="/zh/exercises/mse"' in reader.text


def test_the_front_door_opens_in_the_readers_language(reader: Reader) -> None:
    assert reader.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).location == "/zh/"
    assert reader.get("/", headers={"Accept-Language": "fr"}).location == "/en/"
    reader.get("/zh/")
    assert reader.get("/").location == "/zh/", "the language that was chosen is remembered"
