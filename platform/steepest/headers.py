"""What every response says to the browser: what it may load, what it may keep, and how it is packed."""

from __future__ import annotations

import gzip
import secrets

from flask import Flask, Response, g, request

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WORTH_PACKING = 1024  # bytes


def init_app(app: Flask) -> None:
    """Dress every response; templates get `csp_nonce()`."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_pack)
    app.after_request(_dress)  # runs first


def csp_nonce() -> str:
    """This response's nonce: scripts and style elements that carry it are ours."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _dress(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    # What says nothing else is somebody's own, or an author's: no shared cache keeps it, and Back asks again.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _pack(response: Response) -> Response:
    """Compress a page, unless an attacker may have put words into it.

    Compressing a secret (the CSRF token) together with bytes that a stranger chooses lets the stranger measure
    the secret (BREACH). All that a stranger can choose in a link is the query string, or an address that leads
    nowhere; so only answers to a plain GET that found its page are packed.
    """
    body_is_ours = request.method == "GET" and response.status_code == 200 and not request.query_string
    if "Content-Encoding" in response.headers:
        return response  # a skeleton packs itself
    if not (body_is_ours and response.mimetype == "text/html" and request.accept_encodings["gzip"] > 0):
        return response
    body = response.get_data()
    if len(body) >= WORTH_PACKING:
        response.set_data(gzip.compress(body, 4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response
