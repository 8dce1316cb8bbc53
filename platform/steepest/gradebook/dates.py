"""Moments as a class says them: on the clock of the offering's time zone. Stored moments are UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FORMAT = "%Y-%m-%dT%H:%M"  # what a browser's field for date and time sends
YEARS = range(1970, 3000)  # of a class; in the year 9999 "a quarter of an hour later" is no moment


def is_zone(name: str) -> bool:
    """Whether this machine knows the time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def read(written: str, zone: str) -> datetime | None:
    """The moment that a wall clock in `zone` shows as `written`, in UTC; None for an empty field.

    A time that a clock shows twice, when it is put back, is the later one, and one that it skips is the moment
    an hour on: where there is doubt, a student has longer. Raises ValueError for what is no time, or in none of YEARS.
    """
    if not written.strip():
        return None
    try:
        local = datetime.strptime(written.strip()[:16], FORMAT)  # noqa: DTZ007 - the zone comes in the next line
    except ValueError:
        raise ValueError(written) from None
    if local.year not in YEARS:
        raise ValueError(written)
    candidates = {local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    return max(candidates)


def write(moment: datetime | None, zone: str) -> str:
    """The moment as a browser's field takes it; '' for none."""
    return moment.astimezone(ZoneInfo(zone)).strftime(FORMAT) if moment else ""


def say(moment: datetime, zone: str) -> str:
    """The moment as people read it, with the name of its zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"


def days_begun(span: timedelta) -> int:
    """How many days of 24 hours have begun in `span`; 0 where it is none."""
    return max(0, -(-span // timedelta(days=1)))
