"""Static files: read once, compressed once, served under an address that changes with their content.

All of them share one address, `/static/<digest>/`, so that style sheets and modules name each other by plain
relative paths, and a browser may keep what it has for a year.
"""

from __future__ import annotations

import gzip
import hashlib
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, abort, request

FOREVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Asset(NamedTuple):
    """A file as it is sent, plain and compressed."""

    body: bytes
    gzipped: bytes
    mimetype: str


def init_app(app: Flask, folder: Path = Path(__file__).parent / "static") -> None:
    """Serve `folder`, and give templates `asset(name)`, the address of one of its files."""
    assets = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    digest = hashlib.sha256(b"".join(name.encode() + asset.body for name, asset in assets.items())).hexdigest()[:16]

    def serve(version: str, name: str) -> Response:
        if name not in assets:
            abort(404)
        asset = assets[name]
        compressed = request.accept_encodings["gzip"] > 0 and len(asset.gzipped) < len(asset.body)
        response = Response(asset.gzipped if compressed else asset.body, mimetype=asset.mimetype)
        if compressed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = FOREVER if version == digest else "no-cache"  # an old page's address
        return response

    def asset(name: str) -> str:
        if name not in assets:
            raise LookupError(f"no static file {name}")
        return f"{request.script_root}/static/{digest}/{name}"

    app.add_url_rule("/static/<version>/<path:name>", "asset", serve)
    app.jinja_env.globals["asset"] = asset


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    mimetype = TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
    return Asset(body, gzip.compress(body, 9, mtime=0), mimetype)
