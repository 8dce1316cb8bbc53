"""A skeleton's packed page is a whole gzip file, whatever its pieces are."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_hole_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError):
        Skeleton.of(f"a{hole('name')}b").fill({})
