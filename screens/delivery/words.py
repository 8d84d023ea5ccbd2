"""Delivery in plain words: the same lines for the admin's chat and for the terminal."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models import InboxUpdate, Job, OutboxMessage, OutboxState
from screens.dates import moment
from screens.texts import Say
from services.delivery.health import Concern, DeliveryReport, concerns, waiting_time
from services.delivery.undelivered import UNDELIVERED


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report."""

    text: str
    needs_attention: bool = False


def lines(say: Say, found: DeliveryReport, now: datetime, tz: ZoneInfo) -> list[Line]:
    """Return one line per count; a rare trouble has a line only when it has happened."""
    worries = concerns(found, now)
    report = [Line(_clock_line(say, found, tz), Concern.STOPPED in worries)]
    for concern, queue in found.queues.items():
        text = say.plain(f"delivery-queue-{concern.value}", count=queue.count)
        if minutes := int(waiting_time(found, queue, now).total_seconds() // 60):
            text = say.plain("delivery-oldest", line=text, minutes=minutes)
        report.append(Line(text, concern in worries))
    report.append(
        Line(say.plain("delivery-sending", count=sum(found.sending.values()), later=sum(found.later.values())))
    )
    report.append(Line(say.plain("delivery-sent", minute=found.sent_minute, hour=found.sent_hour)))
    if found.heartbeat:
        text = say.plain("delivery-held", count=found.heartbeat.held)
        if found.heartbeat.longest_wait:
            text = say.plain("delivery-held-now", line=text, seconds=found.heartbeat.longest_wait)
        report.append(Line(text, Concern.SLOW in worries))
    if found.heartbeat and found.heartbeat.longest_away:
        report.append(Line(say.plain("delivery-away", seconds=found.heartbeat.longest_away), Concern.STORE in worries))
    if found.heartbeat and found.heartbeat.dropped:
        report.append(Line(say.plain("delivery-dropped", count=found.heartbeat.dropped)))
    report.append(Line(say.plain("delivery-parked", count=found.parked), Concern.PARKED in worries))
    if found.failed_jobs:
        text = say.plain("delivery-jobs-failed", count=found.failed_jobs)
        report.append(Line(text, Concern.JOBS_FAILED in worries))
    report.append(Line(say.plain("delivery-blocked", count=found.blocked)))
    counts = [
        say.plain("delivery-count", name=state_name(say, state), count=found.total(state))
        for state in UNDELIVERED
        if found.total(state)
    ]
    if counts:
        text = say.plain("delivery-undelivered", counts=", ".join(counts))
        report.append(Line(text, Concern.UNDELIVERED in worries))
    return report


def kind_lines(say: Say, found: DeliveryReport, limit: int) -> list[str]:
    """Return the undelivered messages by kind, the most frequent first."""
    return [
        say.plain(
            "delivery-by-kind",
            name=kind_name(say, kind.kind),
            state=state_name(say, kind.state),
            count=kind.count,
        )
        for kind in found.undelivered[:limit]
    ]


def undelivered_line(say: Say, row: OutboxMessage, tz: ZoneInfo) -> str:
    return say.plain(
        "delivery-row",
        number=str(row.id),
        name=kind_name(say, row.kind),
        state=state_name(say, row.state),
        time=moment(say, row.not_before, tz),
    )


def job_line(say: Say, row: Job, tz: ZoneInfo) -> str:
    name = say.plain(f"delivery-document-{row.kind}")
    return say.plain("delivery-job-row", number=str(row.id), name=name, time=moment(say, row.created_at, tz))


def parked_line(say: Say, row: InboxUpdate, tz: ZoneInfo) -> str:
    return say.plain("delivery-parked-row", number=row.key, time=moment(say, row.received_at, tz))


def kind_name(say: Say, kind: str) -> str:
    return say.plain(f"delivery-kind-{kind}")


def state_name(say: Say, state: OutboxState) -> str:
    return say.plain(f"delivery-state-{state.value}")


def _clock_line(say: Say, found: DeliveryReport, tz: ZoneInfo) -> str:
    if found.heartbeat is None:
        return say.plain("delivery-never")
    return say.plain(
        "delivery-tick",
        time=moment(say, found.heartbeat.ticked_at, tz),
        start=moment(say, found.heartbeat.started_at, tz),
    )
