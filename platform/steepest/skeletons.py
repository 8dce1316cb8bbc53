"""Pages that are the same for everybody but for some holes: rendered once, filled for each reader.

A template puts `hole("name")` where something of the reader's own goes: a token, a nonce, what they have done.
What is kept between requests is the text around the holes, and its compressed form; what fills a hole is not
kept, and it is sent uncompressed inside the compressed page. So a token is never compressed together with
anything, and nobody can measure it by its neighbours (BREACH).
"""

from __future__ import annotations

import re
import secrets
import struct
import zlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from markupsafe import Markup

from steepest.languages import current_language

# Nobody can write a hole who has not drawn it here: a reader's text that held one would be filled with the next
# reader's token.
OPENING = f"\x02{secrets.token_hex(8)}:"
HOLE = re.compile(f"{OPENING}([^\x03]*)\x03")
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
WORTH_PACKING = 64  # bytes of text; a shorter one is sent as it is
WORTH_COMBINING = 4096  # bytes
LONGEST_STORED = 65535  # bytes in a stored block of DEFLATE (RFC 1951, 3.2.4)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Texts with holes between them: `texts[i]` stands before `holes[i]`, the last one at the end."""

    texts: tuple[bytes, ...]
    holes: tuple[str, ...]
    packed: tuple[bytes, ...]
    sums: tuple[Callable[[int], int], ...]  # the checksum up to the end of a text, from the one before it
    size: int  # bytes

    @classmethod
    def of(cls, html: str) -> Skeleton:
        """Cut a rendered template at its holes."""
        pieces = HOLE.split(html)
        texts = tuple(piece.encode() for piece in pieces[::2])
        packed = tuple(map(_packed, texts))
        size = sum(map(len, texts + packed))
        return cls(texts, tuple(pieces[1::2]), packed, tuple(map(following_sum, texts)), size)

    def fill(self, holes: Mapping[str, str]) -> str:
        """The text with every hole filled. Raises KeyError for one that `holes` does not name."""
        return b"".join(self._pieces([holes[name].encode() for name in self.holes])).decode()

    def respond(self, holes: Mapping[str, str]) -> Response:
        """The page, packed where the browser takes it so."""
        filling = [holes[name].encode() for name in self.holes]
        headers = {"Vary": "Accept-Encoding, Cookie"}
        if request.accept_encodings["gzip"] <= 0:
            return Response(b"".join(self._pieces(filling)), mimetype="text/html", headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(self._gzip(filling), mimetype="text/html", headers=headers)

    def _pieces(self, filling: list[bytes]) -> list[bytes]:
        pieces = [self.texts[0]]
        for hole, text in zip(filling, self.texts[1:], strict=True):
            pieces += (hole, text)
        return pieces

    def _gzip(self, filling: list[bytes]) -> bytes:
        """The pieces as blocks of one DEFLATE stream: the texts as they were packed, the filling as it is."""
        blocks = [GZIP_HEAD, self.packed[0]]
        for hole, packed in zip(filling, self.packed[1:], strict=True):
            blocks += (_stored(hole), packed)
        checksum, length = self.sums[0](0), len(self.texts[0])
        for hole, text, following in zip(filling, self.texts[1:], self.sums[1:], strict=True):
            checksum = following(zlib.crc32(hole, checksum))
            length += len(hole) + len(text)
        blocks.append(b"\x03\x00" + struct.pack("<II", checksum, length & 0xFFFFFFFF))
        return b"".join(blocks)


def hole(name: str) -> Markup:
    """A place to fill, for templates."""
    return Markup(f"{OPENING}{name}\x03")


def skeleton(template: str, key: Hashable, values: Callable[[], Mapping[str, object]] = dict) -> Skeleton:
    """The template with its holes open: rendered, from `values()`, once for each key, language and mount point."""
    whole_key = (template, key, current_language(), request.script_root)
    found = _kept.get(whole_key)
    if found is None:
        found = Skeleton.of(render_template(template, **values()))
        # A discussion is another page for each who writes in it, and after each word: by number alone they would
        # fill the memory.
        if len(_kept) >= MOST_KEPT or sum(kept.size for kept in list(_kept.values())) > MOST_BYTES:
            _kept.clear()
        _kept[whole_key] = found
    return found


def forget() -> None:
    """Render anew: what the templates show has changed."""
    _kept.clear()


MOST_KEPT = 4096
MOST_BYTES = 64 * 1024 * 1024
_kept: dict[Hashable, Skeleton] = {}


def following_sum(text: bytes) -> Callable[[int], int]:
    """CRC-32 of whatever came before and `text`, from that of what came before.

    A long text is not read again for it. Appending n bytes multiplies a checksum, seen as a polynomial over bits,
    by x^(8n); the text's own checksum is added. (As `crc32_combine` of zlib, which Python does not offer.)
    """
    own = zlib.crc32(text)
    if len(text) < WORTH_COMBINING:
        return lambda before: zlib.crc32(text, before)
    factor = _power(8 * len(text))
    return lambda before: _times(factor, before) ^ own


CRC_POLYNOMIAL = 0xEDB88320  # bits reversed, as in zlib: the highest bit is x^0
ONE, X = 1 << 31, 1 << 30


def _times(a: int, b: int) -> int:
    """The product, modulo the polynomial."""
    product = 0
    while a:
        if a & ONE:
            product ^= b
        a = (a << 1) & 0xFFFFFFFF
        b = (b >> 1) ^ CRC_POLYNOMIAL if b & 1 else b >> 1
    return product


def _power(exponent: int) -> int:
    """x to the exponent, modulo the polynomial."""
    result, square = ONE, X
    while exponent:
        if exponent & 1:
            result = _times(square, result)
        square = _times(square, square)
        exponent >>= 1
    return result


def _packed(text: bytes) -> bytes:
    """Whole blocks of DEFLATE that refer to nothing outside and end on a byte."""
    if len(text) < WORTH_PACKING:
        return _stored(text)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(text: bytes) -> bytes:
    blocks = []
    for start in range(0, len(text), LONGEST_STORED):
        part = text[start : start + LONGEST_STORED]
        blocks.append(struct.pack("<BHH", 0, len(part), len(part) ^ 0xFFFF) + part)
    return b"".join(blocks)
