"""The wire format: what goes in comes out, and nothing that comes in can do more than be refused."""

from __future__ import annotations

import contextlib
import itertools
import math
import struct
from collections import deque
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from steepest_graders.sandbox import wire

DTYPES = ["?", "i1", "u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**2000), 2**2000)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
ARRAYS = st.sampled_from(DTYPES).flatmap(lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, min_side=0)))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text("abc") | st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return (
            type(other) is np.ndarray and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=_nans(one))
        )
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and (one == other or one != one)


def _nans(array: np.ndarray[Any, Any]) -> bool:
    return array.dtype.kind in "fc"


@given(VALUES)
def test_a_plain_value_arrives_as_it_was_sent(value: Any) -> None:
    assert same(value, wire.decode(wire.encode(value)))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_a_value_or_refused(data: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        wire.decode(data)


@given(VALUES, st.data())
def test_damaged_values_are_a_value_or_refused(value: Any, data: st.DataObject) -> None:
    damaged = bytearray(wire.encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(damaged))


@given(VALUES, st.data())
def test_a_truncated_or_lengthened_value_is_refused(value: Any, data: st.DataObject) -> None:
    whole = wire.encode(value)
    with pytest.raises(wire.WireError):
        wire.decode(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(wire.WireError):
        wire.decode(whole + b"N")


def array_head(code: int, *shape: int) -> bytes:
    return b"A" + bytes([code, len(shape)]) + struct.pack(f"<{len(shape)}Q", *shape)


@pytest.mark.parametrize(
    "payload",
    [
        array_head(11, 1 << 62, 8),  # the product overflows 64 bits
        array_head(11, 1 << 63),
        array_head(11, 0, 1 << 62),  # nothing in it, and yet larger than memory
        array_head(1, 1 << 40),
        array_head(64, 1) + bytes(16),  # a longdouble
        array_head(99, 1) + bytes(8),
        b"A" + bytes([11, 200]) + bytes(1600),
        b"S" + bytes([11, 1]) + struct.pack("<Q", 1) + bytes(8),
        b"L" + struct.pack("<I", 1 << 31),
        b"s" + struct.pack("<I", 1 << 30) + b"x",
        b"s" + struct.pack("<I", 1) + b"\xff",
        b"D" + struct.pack("<I", 1) + b"L" + struct.pack("<I", 0) + b"N",  # a list as key
        b"D" + struct.pack("<I", 1) + b"I" + struct.pack("<I", 9) + b"\x01" * 9 + b"N",  # one of many with its hash
        b"I" + struct.pack("<I", 1 << 20) + bytes(1 << 20),
        b"L\x01\x00\x00\x00" * 5000 + b"N",
        wire.REF + bytes(8),
        wire.CALLBACK + bytes(8),
        wire.GENERATOR + bytes(8),
        b"\x80\x04N.",  # a pickle
        b"\x93NUMPY\x01\x00",
        b"",
    ],
)
def test_what_no_encoder_writes_is_refused(payload: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode(payload)


def test_raw_bools_are_zero_or_one_when_they_arrive() -> None:
    array = wire.decode(array_head(0, 3) + bytes([0, 7, 255]))
    assert array.view(np.uint8).tolist() == [0, 1, 1]


def test_arrays_that_arrive_may_be_written_to_and_are_aligned() -> None:
    array = wire.decode(wire.encode(["x", np.arange(3.0)]))[1]
    array += 1
    assert array.flags.aligned
    assert array.flags.owndata


class LyingFloat(float):
    def __float__(self) -> float:
        return 1.0

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class LyingArray(np.ndarray):  # type: ignore[type-arg]
    def tobytes(self, order: Any = "C") -> bytes:
        return b"\0" * 8

    @property
    def nbytes(self) -> int:  # type: ignore[override]
        return 0

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        return np.ones(1)


class LyingList(list[Any]):
    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Any:
        return iter([1, 2, 3])


class LyingInt(int):
    def __int__(self) -> int:
        return 7

    def __index__(self) -> int:
        return 7

    def __le__(self, other: object) -> bool:
        return True


class LyingText(str):
    def encode(self, *args: Any) -> bytes:  # type: ignore[override]
        return b"\xff" * 100


@pytest.mark.parametrize(
    ("sent", "arrives"),
    [
        (LyingFloat(2.5), 2.5),
        (LyingInt(3), 3),
        (LyingText("abc"), "abc"),
        (LyingList([4]), [4]),
        (np.array([3.0]).view(LyingArray), np.array([3.0])),
        (np.float64(2.0), np.float64(2.0)),
        (np.float32(2.0), np.float32(2.0)),
        (np.longdouble(2.5), np.float64(2.5)),
        (np.array([1, 2], np.clongdouble), np.array([1, 2], np.complex128)),
        (np.longdouble("1e4000"), np.float64(np.inf)),
        (np.arange(3, dtype=">i4"), np.arange(3, dtype="<i4")),
        (np.arange(6.0).reshape(2, 3).T[::-1], np.arange(6.0).reshape(2, 3).T[::-1]),
        (np.array(5), np.array(5)),
        (np.ma.masked_array([1.0, 2.0], [True, False]), np.array([1.0, 2.0])),
        (np.bool_(True), True),
        (range(3), [0, 1, 2]),
        (iter([1, (2,)]), [1, (2,)]),
        ((n * n for n in range(3)), [0, 1, 4]),
        (np.str_("s"), "s"),
        ("\ud800x", "?x"),
        ({np.int64(1): "a"}, {1: "a"}),
    ],
    ids=range(21),
)
def test_results_lose_their_class_and_not_their_value(sent: Any, arrives: Any) -> None:
    assert same(arrives, wire.decode(wire.encode(sent)))


class Named:
    pass


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Named(), "Named"),
        (Named, "type"),
        (len, "builtin_function_or_method"),
        ({1, 2}, "set"),
        (b"x", "bytes"),
        (np.array([None]), "array of dtype object"),
        (np.zeros(1, [("a", "f8")]), "array of dtype [('a', '<f8')]"),
        (np.datetime64("2020-01-01"), "scalar of dtype datetime64[D]"),
        (10**5000, "int of more than 4096 bits"),
        ({(1, 2): 3}, "dict with a key of type tuple"),
        ({1 << 64: 3}, "dict with a key of type int"),
    ],
    ids=range(11),
)
def test_what_has_no_plain_form_is_named(value: Any, name: str) -> None:
    with pytest.raises(wire.Unsupported, match=f"^{name.replace('[', '.').replace(']', '.').replace('(', '.')[:20]}"):
        wire.encode(value)


def test_a_cycle_has_no_plain_form() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(wire.Unsupported, match="nested too deeply"):
        wire.encode(cycle)


def test_a_class_that_renames_itself_is_called_by_its_own_name() -> None:
    class Meta(type):
        @property
        def __name__(cls) -> str:  # type: ignore[override]
            return "float"

    with pytest.raises(wire.Unsupported, match=r"^Liar$"):
        wire.encode(Meta("Liar", (), {})())


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(1000),
        np.broadcast_to(1.0, (10**6, 10**6)),
        ["x"] * 300_000,
        dict.fromkeys(range(300_000)),
        "x" * (2 << 20),
    ],
    ids=["array", "giant without memory", "list", "dict", "text"],
)
def test_an_encoder_keeps_to_its_budget(value: Any) -> None:
    with pytest.raises(wire.TooLarge):
        wire.Encoder(budget=5000).add(value)


class Loader:
    """Gives its items anew to every `for`."""

    def __iter__(self) -> Iterator[int]:
        return iter((3, 1, 2))


class Pages:
    """Gives them by number, as sequences do."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, number: int) -> int:
        return (3, 1, 2)[number]


class Endless:
    """Never stops."""

    def __iter__(self) -> Iterator[int]:
        return itertools.count()


@pytest.mark.parametrize("answer", [Loader(), Pages(), deque([3, 1, 2]), {"a": 3, "b": 1, "c": 2}.values()])
def test_whatever_gives_its_items_in_order_may_be_a_whole_answer(answer: Any) -> None:
    assert wire.decode(wire.encode(answer)) == [3, 1, 2]
    with pytest.raises(wire.Unsupported):
        wire.encode([answer])


def test_an_endless_iterable_is_too_large() -> None:
    with pytest.raises(wire.TooLarge):
        wire.encode(Endless())


def test_an_endless_iterator_is_too_large() -> None:
    with pytest.raises(wire.TooLarge):
        wire.encode(iter(lambda: 0, 1))


@given(st.lists(st.tuples(st.integers(1, 8), st.integers(0, 2**32 - 1), st.binary(max_size=50))), st.integers(1, 40))
@example([(1, 0, b"")], 1)
def test_frames_are_cut_right_however_the_stream_is_chunked(frames: list[tuple[int, int, bytes]], chunk: int) -> None:
    stream = bytearray(b"".join(wire.frame(*each) for each in frames))

    def receive(size: int) -> bytes:
        data = bytes(stream[: min(chunk, size)])
        del stream[: len(data)]
        return data

    reader = wire.FrameReader(receive)
    assert [reader.next() for _ in frames] == frames
    with pytest.raises(EOFError):
        reader.next()


def test_a_frame_over_budget_is_refused_before_it_is_read() -> None:
    head = wire.HEADER.pack(wire.MAGIC, wire.REPLY, 1, 1 << 50)
    with pytest.raises(wire.TooLarge):
        wire.FrameReader(lambda size: head, budget=1000).next()


def test_frames_share_one_budget() -> None:
    stream = wire.frame(wire.REPLY, 1, bytes(600)) * 2
    reader = wire.FrameReader(lambda size: stream, budget=1000)
    reader.next()
    with pytest.raises(wire.TooLarge):
        reader.next()


def test_longdouble_survives_inside_one_process() -> None:
    third = np.longdouble(1) / 3
    arrived = wire.decode(wire.encode(third, longdouble=True), longdouble=True)
    assert arrived == third
    assert math.isclose(float(arrived), 1 / 3)
