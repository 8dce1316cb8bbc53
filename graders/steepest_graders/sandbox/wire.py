"""How values travel between the trusted side and a student's process: frames of tagged plain values.

Both processes import this module, so it imports the standard library and numpy only. Nothing here
executes what it reads: no pickle, no .npy, no object or structured dtypes. Every length is checked
against what was really received before anything is allocated for it.

A frame is a header (magic, kind, sequence number, length) and a payload: one value. The sequence
number of a reply repeats its request's, so that no answer is taken for one to another question. It is no
secret: a program that answers ahead only answers without having seen the question.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

MAX_DEPTH = 24
MAX_ITEMS = 200_000  # values in one frame
MAX_STRING = 1 << 20  # bytes
MAX_INTEGER = 512  # bytes
MAX_NDIM = 32
MAX_ELEMENTS = 1 << 40  # zero-size giants included: the product of max(extent, 1)
UNLIMITED = 1 << 60  # a byte budget for what comes from the trusted side

HEADER = struct.Struct("<4sBIQ")
MAGIC = b"SGD1"
CHUNK = 1 << 16

# Kinds of frames. Trusted side to program: LOAD, RUN, ANSWER. Program to trusted side: the others.
LOAD, RUN, ANSWER, READY, REPLY, ASK, OVERFLOW, UNFIT = range(1, 9)

_DTYPES = ("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
_LONG = (np.dtype(np.longdouble).str, np.dtype(np.clongdouble).str)  # inside one process only
_CODES = {name: code for code, name in enumerate(_DTYPES)}
_LONG_CODES = {name: 64 + code for code, name in enumerate(_LONG)}
_ROUNDED = dict(zip(_LONG, ("<f8", "<c16"), strict=True))
_PLAIN_DTYPES = {code: np.dtype(name) for name, code in _CODES.items()}
_ALL_DTYPES = {**{code: np.dtype(name) for name, code in _LONG_CODES.items()}, **_PLAIN_DTYPES}

_LENGTH, _INT64, _DOUBLE, _COMPLEX = (struct.Struct(form) for form in ("<I", "<q", "<d", "<dd"))
_TAGGED_LENGTH, _TAGGED_INT64, _TAGGED_DOUBLE = (struct.Struct(form) for form in ("<cI", "<cq", "<cd"))
_ARRAY_HEADS = tuple(struct.Struct(f"<cBB{ndim}Q") for ndim in range(MAX_NDIM + 1))
_SHAPES = tuple(struct.Struct(f"<{ndim}Q") for ndim in range(MAX_NDIM + 1))

REF, CALLBACK, GENERATOR = b"R", b"K", b"G"  # tags of what only the trusted side may send: a number each


class WireError(Exception):
    """What was received is not a well-formed frame or value."""


class Unsupported(Exception):
    """A value has no plain form; the message names what it is."""


class TooLarge(Exception):
    """A value or frame exceeds its budget."""


def frame(kind: int, sequence: int, payload: bytes = b"") -> bytes:
    """One frame, ready to be written."""
    return HEADER.pack(MAGIC, kind, sequence, len(payload)) + payload


class FrameReader:
    """Cuts a byte stream into frames, up to `budget` bytes of payload in all.

    `receive(size)` returns at least one and at most `size` bytes, or none at the end of the stream.
    """

    def __init__(self, receive: Callable[[int], bytes], budget: int = UNLIMITED) -> None:
        self._receive = receive
        self._budget = budget
        self._rest = bytearray()

    def next(self) -> tuple[int, int, bytes]:
        """Kind, sequence number and payload; raises EOFError, WireError, TooLarge."""
        self._fill(HEADER.size)
        magic, kind, sequence, length = HEADER.unpack_from(self._rest)
        if magic != MAGIC:
            raise WireError("not a frame")
        if length > self._budget:
            raise TooLarge("frame")
        self._budget -= length
        end = HEADER.size + length
        self._fill(end)
        payload = bytes(self._rest[HEADER.size : end])
        del self._rest[:end]
        return kind, sequence, payload

    def _fill(self, size: int) -> None:
        while len(self._rest) < size:
            data = self._receive(max(CHUNK, min(size - len(self._rest), 1 << 20)))
            if not data:
                raise EOFError
            self._rest += data


def encode(
    value: object,
    *,
    special: Mapping[type, Callable[[Any], tuple[bytes, int]]] | None = None,
    longdouble: bool = False,
) -> bytes:
    """The tagged form of `value`; raises Unsupported or TooLarge."""
    encoder = Encoder(special=special, longdouble=longdouble)
    encoder.add(value)
    return encoder.payload()


class Encoder:
    """Collects tagged values.

    It takes what students return: subclasses lose their class by the base class's own methods (never
    by their overridden ones), iterators are run out, and so is any other ordered iterable that is the whole
    answer; a longdouble is rounded to float64 unless `longdouble` (which stays inside one process).
    """

    def __init__(
        self,
        budget: int = UNLIMITED,
        *,
        special: Mapping[type, Callable[[Any], tuple[bytes, int]]] | None = None,
        longdouble: bool = False,
    ) -> None:
        self._parts: list[bytes] = []
        self._budget = budget
        self._items = 0
        self._special = special or {}
        self._codes = {**_CODES, **_LONG_CODES} if longdouble else _CODES

    def payload(self) -> bytes:
        """All that was added."""
        return b"".join(self._parts)

    def mark(self) -> tuple[int, int, int]:
        """A place to come back to."""
        return len(self._parts), self._budget, self._items

    def rewind(self, mark: tuple[int, int, int]) -> None:
        """Forget what was added since `mark`."""
        length, self._budget, self._items = mark
        del self._parts[length:]

    def open(self, tag: bytes, length: int) -> None:
        """Begin a list (L), tuple (U) or dict (D): `length` values (for a dict: pairs) must follow."""
        self._put(_TAGGED_LENGTH.pack(tag, length))

    def add(self, value: object, depth: int = 0) -> None:
        """Append one value; raises Unsupported or TooLarge."""
        self._items += 1
        if self._items > MAX_ITEMS:
            raise TooLarge("items")
        kind = type(value)
        if depth > MAX_DEPTH:
            raise Unsupported(f"{name_of(kind)} nested too deeply")
        adder = _ADDERS.get(kind) or self._adder(kind, depth)
        adder(self, value, depth)

    def _put(self, part: bytes) -> None:
        self._budget -= len(part)
        if self._budget < 0:
            raise TooLarge("bytes")
        self._parts.append(part)

    def _adder(self, kind: type, depth: int) -> Callable[[Encoder, Any, int], None]:
        if kind in self._special:
            return Encoder._add_special
        for base, adder in _BASES:  # a class that lies about __class__ still has its real ancestors
            if issubclass(kind, base):
                return adder
        if hasattr(kind, "__next__") or (depth == 0 and _gives_items_in_order(kind)):
            return Encoder._add_iterator
        raise Unsupported(name_of(kind))

    def _add_none(self, value: None, depth: int) -> None:
        self._put(b"N")

    def _add_bool(self, value: object, depth: int) -> None:
        self._put(b"T" if value else b"F")

    def _add_int(self, value: int, depth: int) -> None:
        value = int.__int__(value)
        if -(1 << 63) <= value < 1 << 63:
            self._put(_TAGGED_INT64.pack(b"i", value))
            return
        size = value.bit_length() // 8 + 1
        if size > MAX_INTEGER:
            raise Unsupported("int of more than 4096 bits")
        self._put(_TAGGED_LENGTH.pack(b"I", size) + value.to_bytes(size, "little", signed=True))

    def _add_float(self, value: float, depth: int) -> None:
        self._put(_TAGGED_DOUBLE.pack(b"d", float.__float__(value)))

    def _add_complex(self, value: complex, depth: int) -> None:
        value = complex.__complex__(value)
        self._put(b"c" + _COMPLEX.pack(value.real, value.imag))

    def _add_str(self, value: str, depth: int) -> None:
        data = str.encode(value, "utf-8", "replace")
        if len(data) > MAX_STRING:
            raise TooLarge("string")
        self._put(_TAGGED_LENGTH.pack(b"s", len(data)) + data)

    def _add_list(self, value: list[Any], depth: int) -> None:
        self._add_items(b"L", list.__iter__(value), list.__len__(value), depth)

    def _add_tuple(self, value: tuple[Any, ...], depth: int) -> None:
        self._add_items(b"U", tuple.__iter__(value), tuple.__len__(value), depth)

    def _add_items(self, tag: bytes, items: Any, length: int, depth: int) -> None:
        if length > MAX_ITEMS:
            raise TooLarge("items")
        self._put(_TAGGED_LENGTH.pack(tag, length))
        for item in items:
            self.add(item, depth + 1)

    def _add_dict(self, value: dict[Any, Any], depth: int) -> None:
        length = dict.__len__(value)
        if length > MAX_ITEMS:
            raise TooLarge("items")
        self._put(_TAGGED_LENGTH.pack(b"D", length))
        for key, item in dict.items(value):
            self.add(_plain_key(key), depth + 1)
            self.add(item, depth + 1)

    def _add_iterator(self, value: Any, depth: int) -> None:
        items = []
        for item in value:
            items.append(item)
            if len(items) > MAX_ITEMS:
                raise TooLarge("items")
        self._add_items(b"L", iter(items), len(items), depth)

    def _add_array(self, value: Any, depth: int) -> None:
        array = np.asarray(value)
        self._add_numbers(b"A" if array.flags.c_contiguous else b"V", array)

    def _add_scalar(self, value: Any, depth: int) -> None:
        self._add_numbers(b"S", np.asarray(value))

    def _add_numbers(self, tag: bytes, array: np.ndarray[Any, Any]) -> None:
        name = array.dtype.str
        code = self._codes.get(name)
        if code is None:
            name = name.replace(">", "<")
            name = name if name in self._codes else _ROUNDED.get(name, "")
            if not name:
                raise Unsupported(f"{'scalar' if tag == b'S' else 'array'} of dtype {str(array.dtype)[:40]}")
            code = self._codes[name]
        if array.ndim > MAX_NDIM:
            raise Unsupported(f"array of {array.ndim} dimensions")
        if array.nbytes > self._budget or array.nbytes > UNLIMITED:
            raise TooLarge("array")
        if array.dtype.str != name:
            with np.errstate(all="ignore"):
                array = array.astype(name)
        self._put(_ARRAY_HEADS[array.ndim].pack(tag, code, array.ndim, *array.shape))
        self._put(array.tobytes())

    def _add_special(self, value: object, depth: int) -> None:
        tag, number = self._special[type(value)](value)
        self._put(_TAGGED_INT64.pack(tag, number))


_ADDERS: dict[type, Callable[[Encoder, Any, int], None]] = {
    type(None): Encoder._add_none,
    bool: Encoder._add_bool,
    np.bool_: Encoder._add_bool,
    int: Encoder._add_int,
    float: Encoder._add_float,
    complex: Encoder._add_complex,
    str: Encoder._add_str,
    list: Encoder._add_list,
    tuple: Encoder._add_tuple,
    dict: Encoder._add_dict,
    range: Encoder._add_iterator,
    np.ndarray: Encoder._add_array,
    np.float64: Encoder._add_scalar,
}
_BASES: tuple[tuple[type, Callable[[Encoder, Any, int], None]], ...] = (
    (np.ndarray, Encoder._add_array),
    (str, Encoder._add_str),  # before np.generic: numpy's own str_ is one
    (np.generic, Encoder._add_scalar),
    (float, Encoder._add_float),
    (int, Encoder._add_int),
    (complex, Encoder._add_complex),
    (list, Encoder._add_list),
    (tuple, Encoder._add_tuple),
    (dict, Encoder._add_dict),
)

_NO_ITEMS = (set, frozenset, bytes, bytearray, memoryview)


def _gives_items_in_order(kind: type) -> bool:
    """Whether `for` runs over it in an order of its own: a queue or a loader does, a set has none, bytes are a text."""
    if issubclass(kind, _NO_ITEMS):
        return False
    return hasattr(kind, "__iter__") or (hasattr(kind, "__getitem__") and hasattr(kind, "__len__"))


def name_of(kind: type) -> str:
    """The name of a class, as it was given and not as its metaclass tells it."""
    return str(type.__dict__["__name__"].__get__(kind))[:80]


def _plain_key(key: Any) -> Any:
    if issubclass(type(key), np.generic):
        key = np.generic.item(key)
    if not _is_key(key):
        raise Unsupported(f"dict with a key of type {name_of(type(key))}")
    return key


def _is_key(key: object) -> bool:
    """Big integers are none: as many as one likes have the same hash, and fill a dict in quadratic time."""
    return type(key) in (str, float, bool, type(None)) or (type(key) is int and -(1 << 63) <= key < 1 << 63)


def decode(payload: bytes, *, longdouble: bool = False) -> Any:
    """The one value in `payload`; raises WireError on anything that `encode` does not write."""
    decoder = Decoder(payload, longdouble=longdouble)
    value = decoder.next()
    decoder.finish()
    return value


class Decoder:
    """Reads one value after the other; raises WireError on anything that an Encoder does not write."""

    def __init__(
        self,
        payload: bytes,
        *,
        special: Mapping[bytes, Callable[[int], Any]] | None = None,
        longdouble: bool = False,
    ) -> None:
        self._payload = payload
        self._special = special or {}
        self._dtypes = _ALL_DTYPES if longdouble else _PLAIN_DTYPES
        self._items = 0
        self.position = 0

    def next(self) -> Any:
        """The next value."""
        try:
            return self.value(0)
        except (struct.error, IndexError, ValueError, OverflowError) as error:
            raise WireError(str(error)) from None

    def finish(self) -> None:
        """Nothing may be left."""
        if self.position != len(self._payload):
            raise WireError("trailing bytes")

    def value(self, depth: int) -> Any:
        """The value at this position, `depth` levels down."""
        self._items += 1
        if depth > MAX_DEPTH or self._items > MAX_ITEMS + 16:  # the envelope of a reply counts too
            raise WireError("too deep or too many items")
        position = self.position
        tag = self._payload[position]
        self.position = position + 1
        reader = _READERS.get(tag)
        if reader is not None:
            return reader(self, depth)
        build = self._special.get(bytes((tag,)))
        if build is not None:
            return build(self._number(_INT64))
        raise WireError("unknown tag")

    def _take(self, size: int) -> bytes:
        end = self.position + size
        if end > len(self._payload):
            raise WireError("truncated")
        data = self._payload[self.position : end]
        self.position = end
        return data

    def _number(self, form: struct.Struct) -> Any:
        (number,) = form.unpack_from(self._payload, self.position)
        self.position += form.size
        return number

    def _length(self, limit: int) -> int:
        length: int = self._number(_LENGTH)
        if length > limit or length > len(self._payload) - self.position:  # every item takes a byte or more
            raise WireError("too long")
        return length

    def _int(self, depth: int) -> Any:
        position = self.position
        self.position = position + 8
        return _INT64.unpack_from(self._payload, position)[0]

    def _big_int(self, depth: int) -> int:
        return int.from_bytes(self._take(self._length(MAX_INTEGER)), "little", signed=True)

    def _float(self, depth: int) -> Any:
        return self._number(_DOUBLE)

    def _complex(self, depth: int) -> complex:
        return complex(*_COMPLEX.unpack(self._take(_COMPLEX.size)))

    def _str(self, depth: int) -> str:
        return self._take(self._length(MAX_STRING)).decode("utf-8")

    def _list(self, depth: int) -> list[Any]:
        return [self.value(depth + 1) for _ in range(self._length(MAX_ITEMS))]

    def _tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(depth))

    def _dict(self, depth: int) -> dict[Any, Any]:
        return {self._key(depth): self.value(depth + 1) for _ in range(self._length(MAX_ITEMS))}

    def _key(self, depth: int) -> Any:
        key = self.value(depth + 1)
        if not _is_key(key):
            raise WireError("bad key")
        return key

    def _array(self, depth: int) -> np.ndarray[Any, Any]:
        code, ndim = self._payload[self.position], self._payload[self.position + 1]
        dtype = self._dtypes.get(code)
        if dtype is None or ndim > MAX_NDIM:
            raise WireError("bad array header")
        shape = _SHAPES[ndim].unpack_from(self._payload, self.position + 2)
        start = self.position + 2 + 8 * ndim
        size, elements = dtype.itemsize, 1
        for extent in shape:
            size *= extent
            elements *= extent or 1
        if elements > MAX_ELEMENTS:
            raise WireError("shape too large")
        self.position = start + size
        if self.position > len(self._payload):
            raise WireError("truncated")
        if dtype.kind == "b":  # a raw bool other than 0 or 1 is undefined behaviour in numpy
            return np.asarray(np.ndarray(shape, np.uint8, self._payload, start) != 0)
        return np.ndarray(shape, dtype, self._payload, start).copy()  # aligned, and may be written to

    def _view(self, depth: int) -> np.ndarray[Any, Any]:
        """A slice arrives as a slice of something larger: whoever writes into its flattened copy is found out."""
        array = self._array(depth)
        if array.ndim == 0:
            raise WireError("bad view")
        whole = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype)
        view = whole[..., ::2]
        view[...] = array
        return view

    def _scalar(self, depth: int) -> Any:
        array = self._array(depth)
        if array.ndim:
            raise WireError("bad scalar")
        return array[()]


_READERS: dict[int, Callable[[Decoder, int], Any]] = {
    ord("N"): lambda decoder, depth: None,
    ord("T"): lambda decoder, depth: True,
    ord("F"): lambda decoder, depth: False,
    ord("i"): Decoder._int,
    ord("I"): Decoder._big_int,
    ord("d"): Decoder._float,
    ord("c"): Decoder._complex,
    ord("s"): Decoder._str,
    ord("L"): Decoder._list,
    ord("U"): Decoder._tuple,
    ord("D"): Decoder._dict,
    ord("A"): Decoder._array,
    ord("S"): Decoder._scalar,
    ord("V"): Decoder._view,
}
