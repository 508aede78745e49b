"""The outbox in Prometheus' terms. Read from PostgreSQL at each scrape, because several processes send and serve.

All are gauges: what stands in the outbox, and what happened in the last hour, so that a long outbox costs no more than
a short one and erasing old messages never looks like a counter that went back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from reminders.queries import monitoring
from reminders.queries.monitoring import Count

_STATES = {
    "waiting": "Messages that may go and are not sent",
    "later": "Messages that wait for their time: quiet hours, or the morning",
    "parked": "Messages that could not be sent and that no manager has put aside",
}
_EVENTS = {
    "queued": "Messages queued in the last hour",
    "dropped": "Messages of the last hour that were no longer needed when their time came",
    "unwanted": "Messages of the last hour of which the person asked not to be told",
}
_BY_CHANNEL = {
    "sent": "Messages sent in the last hour",
    "failed": "Times in the last hour that a channel did not take a message",
}


class Outbox(Collector):
    def __init__(self, now: dt.datetime) -> None:
        self._now = now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        counts = monitoring.message_counts(self._now)
        for what, meaning in _STATES.items():
            yield _by_kind(f"turnabout_messages_{what}", meaning, what, counts)
        for what, meaning in _EVENTS.items():
            yield _by_kind(f"turnabout_messages_{what}_last_hour", meaning, what, counts)
        for what, meaning in _BY_CHANNEL.items():
            family = GaugeMetricFamily(f"turnabout_messages_{what}_last_hour", meaning, labels=["kind", "channel"])
            for count in counts:
                if count.what == what:
                    family.add_metric([count.kind, count.channel], count.messages)
            yield family
        yield from self._times()

    def _times(self) -> Iterator[GaugeMetricFamily]:
        since = monitoring.oldest_waiting(self._now)
        yield GaugeMetricFamily(
            "turnabout_messages_oldest_waiting_seconds",
            "How long the oldest message that may go has been in nobody's hands",
            value=max(0.0, (self._now - since).total_seconds()) if since is not None else 0,
        )
        if (at := monitoring.last_sweep()) is not None:
            yield GaugeMetricFamily(
                "turnabout_sweep_last_timestamp_seconds", "When reminders were last planned", value=at.timestamp()
            )
            yield GaugeMetricFamily(
                "turnabout_sweep_next_timestamp_seconds",
                "When they are to be planned next, where beat runs",
                value=(at + monitoring.sweep_interval()).timestamp(),
            )


def _by_kind(name: str, meaning: str, what: str, counts: Iterable[Count]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=["kind"])
    for count in counts:
        if count.what == what:
            family.add_metric([count.kind], count.messages)
    return family


def outbox_registry(now: dt.datetime) -> CollectorRegistry:
    """Read when it is written out, not before."""
    registry = CollectorRegistry()
    registry.register(Outbox(now))
    return registry
