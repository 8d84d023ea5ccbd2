"""The progress of a broadcast, shown to its author: one message that is edited, and the numbers at the end."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.messenger import MessageId
from bot.outbox.rows import Answer, enqueue_answer
from models import Account, Broadcast
from screens.correspondence.broadcasts import report as report_screen
from screens.texts import Say
from services.actors import language_of
from services.correspondence.broadcasts import OPEN_STATES, BroadcastReport, author_report, broadcasts_to_report


def show_progress(db: Session, now: datetime) -> None:
    """A tick: edit the message of every broadcast whose numbers have changed."""
    for broadcast in broadcasts_to_report(db):
        account, report = author_report(db, broadcast, now)
        has_ended = broadcast.state not in OPEN_STATES and (report is None or not report.counts.left)
        if report is not None and account.blocked_at is None:
            _show(db, broadcast, account, report, now)
        if has_ended:
            broadcast.told_at = now


def _show(db: Session, broadcast: Broadcast, account: Account, report: BroadcastReport, now: datetime) -> None:
    counts = report.counts
    has_ended = broadcast.state not in OPEN_STATES and not counts.left
    shown = f"{broadcast.state.value} {counts.delivered} {counts.left} {counts.people} {report.later is not None}"
    if shown == broadcast.shown and not has_ended:
        return
    screens = [report_screen(Say(language_of(db, account)), report)]
    broadcast.shown = shown
    broadcast.shown_times += 1
    key, message = f"broadcast:{broadcast.id}:shown:{broadcast.shown_times}", _message(broadcast)
    if message is not None:
        enqueue_answer(db, Answer(account.id, key, screens, message, aside=True, in_place=True), now)
    if has_ended and (message is None or (account.newest_message_order or 0) > message.order):
        enqueue_answer(db, Answer(account.id, f"{key}:end", screens, aside=True), now)
    crash.passes("progress-shown")


def _message(broadcast: Broadcast) -> MessageId | None:
    if broadcast.message_id is None or broadcast.message_order is None:
        return None
    return MessageId(broadcast.message_id, broadcast.message_order)
