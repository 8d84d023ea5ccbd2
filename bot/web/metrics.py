"""`/metrics` for Prometheus: counts without personal data, for this machine only."""

from collections.abc import Callable, Iterator
from datetime import datetime
from ipaddress import ip_address
from itertools import product

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.database.engine import Database
from bot.inbox.queue import Inbox
from bot.logs import describe_error
from bot.messenger import OutcomeStatus
from bot.outbox.sender import Sender
from bot.pace import Pace
from models import Lane
from services.delivery.health import Concern, DeliveryReport, delivery_report
from services.delivery.undelivered import UNDELIVERED

log = structlog.get_logger()

PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
LANE_CONCERNS = {Lane.ANSWER: Concern.ANSWERS, Lane.NOTICE: Concern.NOTICES}


class _Snapshot(Collector):
    """Metrics read a moment ago, in the form the library writes out."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from self._families


class Metrics:
    """Rows are counted in the database, events since the start by the parts of the running bot."""

    def __init__(
        self, database: Database, inbox: Inbox, sender: Sender, pace: Pace, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._sender = sender
        self._pace = pace
        self._now = now

    async def page(self, request: web.Request) -> web.Response:
        """Answer 404 to requests from another machine or through a proxy."""
        if not _is_local(request):
            return web.Response(status=404)
        try:
            found = await self._database.read(delivery_report, self._now())
        except SQLAlchemyError as error:
            log.error("metrics", error=describe_error(error))
            return web.Response(status=503)
        registry = CollectorRegistry()
        registry.register(_Snapshot([*self._waiting(found), *self._counted()]))
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _waiting(self, found: DeliveryReport) -> Iterator[Metric]:
        inbox, jobs = found.queues[Concern.INBOX], found.queues[Concern.JOBS]
        yield GaugeMetricFamily("centrik_inbox_waiting", "Stored updates not handled yet", inbox.count)
        yield GaugeMetricFamily("centrik_inbox_oldest_seconds", "Age of the oldest of them", self._age(inbox.oldest))
        yield GaugeMetricFamily("centrik_inbox_parked", "Updates put aside in the last two days", found.parked)
        messages = GaugeMetricFamily("centrik_outbox_messages", "Messages not sent yet", labels=["lane", "state"])
        oldest = GaugeMetricFamily("centrik_outbox_oldest_seconds", "Age of the oldest due message", labels=["lane"])
        for lane, concern in LANE_CONCERNS.items():
            due = found.queues[concern]
            messages.add_metric([lane.value, "due"], due.count)
            messages.add_metric([lane.value, "later"], found.later[lane])
            messages.add_metric([lane.value, "sending"], found.sending[lane])
            oldest.add_metric([lane.value], self._age(due.oldest))
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
        yield GaugeMetricFamily("centrik_jobs_oldest_seconds", "Age of the oldest one waiting", self._age(jobs.oldest))
        yield GaugeMetricFamily("centrik_accounts_blocked", "Accounts that have blocked the bot", found.blocked)
        if found.heartbeat is not None:
            ticked = found.heartbeat.ticked_at.timestamp()
            yield GaugeMetricFamily("centrik_last_tick_timestamp_seconds", "When the clock last ticked", ticked)

    def _counted(self) -> Iterator[Metric]:
        stored = CounterMetricFamily("centrik_updates_stored", "Updates stored since the start", self._inbox.stored)
        dropped = CounterMetricFamily("centrik_updates_dropped", "Updates dropped before handling", labels=["reason"])
        for reason in ("flood", "line"):
            dropped.add_metric([reason], self._inbox.dropped[reason])
        yield stored
        yield dropped
        yield CounterMetricFamily("centrik_updates_junk", "Updates without a usable id", self._inbox.junk)
        attempts = CounterMetricFamily("centrik_attempts", "Attempts to send, by outcome", labels=["lane", "outcome"])
        for lane, status in product(Lane, OutcomeStatus):
            attempts.add_metric([lane.value, status.name.lower()], self._sender.results[lane, status])
        yield attempts
        yield CounterMetricFamily("centrik_telegram_429", "Times Telegram asked to wait", self._pace.times_limited)

    def _age(self, since: datetime | None) -> float:
        return 0.0 if since is None else max(0.0, (self._now() - since).total_seconds())


def _is_local(request: web.Request) -> bool:
    try:
        asks_from_here = ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
    return asks_from_here and not any(name in request.headers for name in PROXY_HEADERS)
