"""A skeleton's packed page is a whole gzip file, whatever its pieces are."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader

from steepest import skeletons
from steepest.skeletons import Skeleton, following_sum, hole


@given(before=st.binary(max_size=100), text=st.binary(max_size=50), times=st.integers(0, 2000))
def test_a_checksum_follows_from_the_one_before(before: bytes, text: bytes, times: int) -> None:
    assert following_sum(text * times)(zlib.crc32(before)) == zlib.crc32(before + text * times)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 5000, 70_000, 200_000])
def test_a_packed_page_unpacks_to_the_filled_page(size: int) -> None:
    text = ("损失 loss <p>\n" * (size // 10 + 1))[:size]
    skeleton = Skeleton.of(f"{text}{hole('a')}{text}{hole('b')}{hole('a')}{text}")
    holes = {"a": "é" * size, "b": ""}
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": "gzip"}):
        packed = skeleton.respond(holes)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert (
        gzip.decompress(packed.data).decode() == skeleton.fill(holes) == f"{text}{'é' * size}{text}{'é' * size}{text}"
    )


def test_what_is_kept_fits_into_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": "{{ number }}" + 1000 * "loss "})
    monkeypatch.setattr(skeletons, "MOST_BYTES", 100_000)
    skeletons.forget()
    with app.test_request_context("/en/"):
        for number in range(200):
            skeletons.skeleton("page.html", number, lambda number=number: {"number": number})  # type: ignore[misc]
            assert sum(kept.size for kept in skeletons._kept.values()) < 110_000
        assert len(skeletons._kept) > 1, "as much as fits is kept"
    skeletons.forget()


def test_a_hole_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        Skeleton.of(f"a{hole('name')}b").fill({})
