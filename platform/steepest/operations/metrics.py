"""Numbers for Prometheus: what the processes have counted, and what the database says at this moment."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from steepest.db import Database, DatabaseBusy
from steepest.dispatch import queue
from steepest.telemetry import numbers


class Site(Collector):
    """What the database says. Every web machine says the same: take the maximum over them, not the sum."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        try:
            with self._database.read() as session:
                load, graders = queue.load(session), queue.graders(session)
        except DatabaseBusy:
            return  # what was counted is told all the same: it says that pages fail
        gradings = GaugeMetricFamily("steepest_queue_gradings", "Gradings that are not finished.", labels=["state"])
        gradings.add_metric(["queued"], load.queued)
        gradings.add_metric(["running"], load.running)
        yield gradings
        yield GaugeMetricFamily("steepest_queue_age_seconds", "How long the oldest one has waited.", load.age)
        yield GaugeMetricFamily("steepest_graders", "Workers that can grade.", graders.count)


def exposition(database: Database) -> bytes:
    """All numbers, in the format that Prometheus reads."""
    asked = CollectorRegistry()
    asked.register(Site(database))
    return numbers.counted() + generate_latest(asked)
