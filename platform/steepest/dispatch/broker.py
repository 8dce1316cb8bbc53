"""The way to workers on other machines, where the settings name a broker."""

from __future__ import annotations

from steepest.config import Settings

PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 2}  # seconds, of a Redis; a web page waits for this


def answers(settings: Settings) -> bool:
    """Whether the broker can be reached, within a second or two. Raises what the broker's library raises."""
    from kombu import connection

    options = {"connect_timeout": 1, "transport_options": PATIENCE}
    with connection.Connection(settings.broker_url, **options) as broker:  # type: ignore[no-untyped-call]
        broker.ensure_connection(max_retries=1, timeout=1)
        return True
