"""Forwarded headers, believed only from the proxies that the settings name."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from steepest.config import Network


def init_app(app: Flask, trusted: tuple[Network, ...]) -> None:
    """Take address, scheme and host of the reader from the forwarded headers of `trusted` proxies."""
    if trusted:
        app.wsgi_app = _Trusting(app.wsgi_app, trusted)  # type: ignore[method-assign]


class _Trusting:
    def __init__(self, app: WSGIApplication, trusted: tuple[Network, ...]) -> None:
        self._plain = app
        self._behind_proxy = ProxyFix(app, x_for=1, x_proto=1, x_host=1, x_prefix=1)
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app = self._behind_proxy if self._trusts(environ.get("REMOTE_ADDR", "")) else self._plain
        return app(environ, start_response)

    def _trusts(self, address: str) -> bool:
        try:
            sender = ip_address(address)
        except ValueError:  # a Unix socket has no address
            return False
        if isinstance(sender, IPv6Address) and sender.ipv4_mapped:  # a socket for both kinds says ::ffff:10.0.0.1
            sender = sender.ipv4_mapped
        return any(sender in network for network in self._trusted)
