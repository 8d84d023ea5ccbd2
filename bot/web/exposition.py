"""The text of `/metrics` in Prometheus's format; imported at the first request."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.inbox.queue import Inbox
from bot.messenger import OutcomeStatus
from bot.outbox.sender import Sender
from bot.pace import Pace
from models import Lane
from services.delivery.health import Concern, DeliveryReport
from services.delivery.undelivered import UNDELIVERED

CONTENT_TYPE = CONTENT_TYPE_LATEST
LANE_CONCERNS = {Lane.ANSWER: Concern.ANSWERS, Lane.NOTICE: Concern.NOTICES}


class _Snapshot(Collector):
    """Metrics read a moment ago, in the form the library writes out."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def exposition(found: DeliveryReport, inbox: Inbox, sender: Sender, pace: Pace, now: datetime) -> bytes:
    """Return what waits in the database, and what the parts of the running bot have counted since the start."""
    registry = CollectorRegistry()
    registry.register(_Snapshot([*_waiting(found, now), *_counted(inbox, sender, pace)]))
    return generate_latest(registry)


def _waiting(found: DeliveryReport, now: datetime) -> Iterator[Metric]:
    updates, jobs = found.queues[Concern.INBOX], found.queues[Concern.JOBS]
    yield GaugeMetricFamily("centrik_inbox_waiting", "Stored updates not handled yet", updates.count)
    yield GaugeMetricFamily("centrik_inbox_oldest_seconds", "Age of the oldest of them", _age(updates.oldest, now))
    yield GaugeMetricFamily("centrik_inbox_parked", "Updates put aside in the last two days", found.parked)
    messages = GaugeMetricFamily("centrik_outbox_messages", "Messages not sent yet", labels=["lane", "state"])
    oldest = GaugeMetricFamily("centrik_outbox_oldest_seconds", "Age of the oldest due message", labels=["lane"])
    for lane, concern in LANE_CONCERNS.items():
        due = found.queues[concern]
        messages.add_metric([lane.value, "due"], due.count)
        messages.add_metric([lane.value, "later"], found.later[lane])
        messages.add_metric([lane.value, "sending"], found.sending[lane])
        oldest.add_metric([lane.value], _age(due.oldest, now))
    yield messages
    yield oldest
    lost = GaugeMetricFamily("centrik_outbox_undelivered", "Not delivered in the last seven days", labels=["state"])
    for state in UNDELIVERED:
        lost.add_metric([state.value], found.total(state))
    yield lost
    jobs_by_state = GaugeMetricFamily("centrik_jobs", "Slow work waiting or given up", labels=["state"])
    jobs_by_state.add_metric(["waiting"], jobs.count)
    jobs_by_state.add_metric(["failed"], found.failed_jobs)
    yield jobs_by_state
    yield GaugeMetricFamily("centrik_jobs_oldest_seconds", "Age of the oldest one waiting", _age(jobs.oldest, now))
    yield GaugeMetricFamily("centrik_accounts_blocked", "Accounts that have blocked the bot", found.blocked)
    if found.heartbeat is not None:
        ticked = found.heartbeat.ticked_at.timestamp()
        yield GaugeMetricFamily("centrik_last_tick_timestamp_seconds", "When the clock last ticked", ticked)


def _counted(inbox: Inbox, sender: Sender, pace: Pace) -> Iterator[Metric]:
    stored = CounterMetricFamily("centrik_updates_stored", "Updates stored since the start", inbox.stored)
    dropped = CounterMetricFamily("centrik_updates_dropped", "Updates dropped before handling", labels=["reason"])
    for reason in ("flood", "line"):
        dropped.add_metric([reason], inbox.dropped[reason])
    yield stored
    yield dropped
    yield CounterMetricFamily("centrik_updates_junk", "Updates without a usable id", inbox.junk)
    attempts = CounterMetricFamily("centrik_attempts", "Attempts to send, by outcome", labels=["lane", "outcome"])
    for lane, status in product(Lane, OutcomeStatus):
        attempts.add_metric([lane.value, status.name.lower()], sender.results[lane, status])
    yield attempts
    yield CounterMetricFamily("centrik_telegram_429", "Times Telegram asked to wait", pace.times_limited)


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
