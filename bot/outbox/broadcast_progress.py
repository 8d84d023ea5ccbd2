"""How broadcasts go on, shown to their authors: one message that edits itself, and the numbers at the end."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.outbox import rows as outbox
from models import Account, Broadcast
from screens.correspondence.broadcasts import report as screen_of
from screens.texts import Say
from services.actors import language_of
from services.correspondence.broadcasts import OPEN_STATES, BroadcastReport, author_report, broadcasts_to_report


def show_progress(db: Session, now: datetime) -> None:
    """Edit the message of every broadcast whose numbers have changed; a tick."""
    for broadcast in broadcasts_to_report(db):
        account, report = author_report(db, broadcast, now)
        ended = broadcast.state not in OPEN_STATES and (report is None or not report.counts.left)
        if report is not None and account.blocked_at is None:
            _show(db, broadcast, account, report, now, ended=ended)
        if ended:
            broadcast.told_at = now


def _show(
    db: Session, broadcast: Broadcast, account: Account, report: BroadcastReport, now: datetime, *, ended: bool
) -> None:
    counts = report.counts
    shown = f"{broadcast.state.value} {counts.delivered} {counts.left} {counts.people} {report.later is not None}"
    if shown == broadcast.shown and not ended:
        return
    screen = screen_of(Say(language_of(db, account)), report)
    broadcast.shown = shown
    broadcast.shown_times += 1
    key, stands = f"broadcast:{broadcast.id}:shown:{broadcast.shown_times}", broadcast.message_id
    if stands is not None:
        outbox.answer(db, account.id, key, [screen], now, press=stands, aside=True, in_place=True)
    if ended and (stands is None or (account.newest_message_id or 0) > stands):
        outbox.answer(db, account.id, f"{key}:end", [screen], now, aside=True)
    crash.passes("progress-shown")
