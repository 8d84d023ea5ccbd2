"""The staff's list of events and one event of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models import Event, EventFormat, EventState
from screens import wishes
from screens.dates import day, event_time, moment
from screens.events.card import event_lines, form_of, whom
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.changes import Change
from services.desk.events import DeskEvent, DeskPage, DeskRow
from services.desk.publishing import Cancelling
from services.events.audience import Mismatch
from services.events.moved import Schedule

TITLE_IN_LIST = 120
LABEL_LIMIT = 54


def desk_page(say: Say, page: DeskPage, now: datetime) -> Screen:
    """A page of the list, each event with a button."""
    head = say("desk-head-own") if page.own else say("desk-head-all")
    if not page.page.items:
        text = say.lines([head, say("desk-empty-own") if page.own else say("desk-empty-all")])
        return Screen(text, rows=_list_rows(say, page))
    entries = [_entry(say, row, now) for row in page.page.items]
    buttons = tuple(
        (Button.of(shortened(row.event.title, LABEL_LIMIT), wishes.ManageEvent(event=row.event.id)),)
        for row in page.page.items
    )
    return Screen("\n\n".join([head, *entries]), rows=(*buttons, *_list_rows(say, page)))


def _entry(say: Say, row: DeskRow, now: datetime) -> str:
    event = row.event
    return say.lines(
        [
            say("desk-line", title=shortened(event.title, TITLE_IN_LIST), form=form_of(say, event)),
            say("desk-line-when", time=event_time(say, event, now), state=_state(say, row, now)),
        ]
    )


def _state(say: Say, row: DeskRow, now: datetime) -> str:
    event = row.event
    if event.state is EventState.DRAFT:
        return say.plain("desk-state-draft")
    if event.state is EventState.CANCELLED:
        return say.plain("desk-state-cancelled")
    if event.attendance_closed_at is not None:
        return say.plain("desk-state-done")
    if event.ends_at <= now:
        return say.plain("desk-state-unmarked")
    seats = "none" if event.capacity is None else str(event.capacity)
    return say.plain("desk-state-signed", count=row.counts.confirmed, seats=seats)


def _list_rows(say: Say, page: DeskPage) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.ManagePage(own=int(page.own), page=number)

    other = "button-desk-all" if page.own else "button-desk-own"
    switch = say.button(other, wishes.ManagePage(own=int(not page.own), page=1))
    new = say.button("button-new-event", wishes.Go(to=wishes.Place.NEW_EVENT))
    broadcast = say.button("button-broadcast", wishes.Go(to=wishes.Place.BROADCAST))
    return (*page_row(say, page.page, turn_to), (switch, new), (broadcast,))


def desk_event(say: Say, desk: DeskEvent, now: datetime, *, head: str | None = None) -> Screen:
    """One event with its numbers and everything its organizer can do; `head` says what has just happened."""
    event, counts = desk.event, desk.counts
    capacity = "none" if event.capacity is None else str(event.capacity)
    more = (
        ("desk-counts-offered", counts.offered),
        ("desk-counts-waiting", counts.waiting),
        ("desk-counts-walk-ins", counts.walk_ins),
    )
    numbers = [say("desk-counts", confirmed=counts.confirmed, capacity=capacity)]
    numbers += [say(key, count=count) for key, count in more if count]
    responsible = event.responsible
    text = say.lines(
        [
            head,
            say("desk-cancelled", reason=event.cancel_reason) if event.state is EventState.CANCELLED else None,
            event_lines(say, event, now),
            " · ".join(numbers),
            say("desk-responsible", name=responsible.full_name) if responsible else None,
            None if desk.may_change else say("desk-read-only"),
        ]
    )
    return Screen(text, rows=_event_rows(say, desk, now))


def _event_rows(say: Say, desk: DeskEvent, now: datetime) -> Rows:
    event = desk.event
    people = say.button("button-participants", wishes.ShowParticipants(event=event.id, page=1))
    copy = say.button("button-copy", wishes.CopyEvent(event=event.id))
    seen = say.button("button-as-seen", wishes.ShowEvent(event=event.id))
    back = say.button("button-back", wishes.ManagePage(own=int(desk.may_change), page=1))
    if not desk.may_change or event.state is EventState.CANCELLED:
        return ((people, copy), (seen,), (back,))
    mark = say.button("button-attendance", wishes.OpenAttendance(event=event.id, page=1))
    change = say.button("button-change", wishes.ChangeMenu(event=event.id))
    write = say.button("button-write-all", wishes.WriteToParticipants(event=event.id))
    rows: list[tuple[Button, ...]] = [(people, mark)]
    if event.starts_at > now:
        move = wishes.ChangeEvent(event=event.id, field=wishes.DraftField.START)
        rows += [(change, say.button("button-move", move)), (write,)]
    elif event.attendance_closed_at is None:
        rows += [(change, write)]
    else:
        rows += [(write,)]
    last: tuple[Button, ...] = (copy,)
    if event.ends_at > now and event.attendance_closed_at is None:
        cancel = wishes.CancelEvent(event=event.id, version=event.version, sure=0)
        last = (copy, say.button("button-cancel-event", cancel, style="danger"))
    return (*rows, last, (seen,), (back,))


def published(say: Say, desk: DeskEvent, now: datetime, *, later: datetime | None) -> Screen:
    """The event is public: whom it is announced to, and when if not at once."""
    event = desk.event
    named = ((Mismatch.POST, event.posts), (Mismatch.SUBJECT, event.subjects), (Mismatch.STATUS, event.org_statuses))
    parts = [whom(say, why, codes) for why, codes in named if codes]
    news = say("desk-published", whom="; ".join(parts) or say.plain("desk-whom-all"))
    head = say.lines([news, quiet_line(say, later, event.tz)])
    return desk_event(say, desk, now, head=head)


def ask_move(say: Say, change: Change) -> Screen:
    """What changes for the participants, before they are told."""
    event, was, becomes = change.event, change.was, change.becomes
    lines = [say("desk-ask-move", count=change.people), say("event-name", title=event.title, form=form_of(say, event))]
    if was is not None and becomes is not None:
        lines += [
            say("desk-was", was=schedule_text(say, was)),
            say("desk-becomes", becomes=schedule_text(say, becomes)),
        ]
    sure = wishes.ApplyChange(event=event.id, version=event.version)
    back = say.button("button-not-now", wishes.ManageEvent(event=event.id))
    return Screen(say.lines(lines), rows=((say.button("button-sure-move", sure, style="primary"), back),))


def changed_head(say: Say, change: Change) -> str:
    """What came of a change: told or not, and when."""
    if change.was is None:
        return say("desk-changed")
    return say.lines([say("desk-moved", count=change.people), quiet_line(say, change.later, change.event.tz)])


def quiet_line(say: Say, later: datetime | None, tz: ZoneInfo) -> str | None:
    """«Сейчас тихие часы: сообщим …», when it is so."""
    return say("desk-quiet", time=moment(say, later, tz)) if later else None


def schedule_text(say: Say, schedule: Schedule) -> str:
    """Time and place of a schedule in one line, plain."""
    return " · ".join(part for part in (time_text(say, schedule), place_text(say, schedule)) if part)


def time_text(say: Say, schedule: Schedule) -> str:
    return "; ".join(f"{day(say, at.date())}, {at:%H:%M}" for at in schedule.starts)


def place_text(say: Say, schedule: Schedule) -> str:
    """Host and address; the format where it is not a hall."""
    place = ", ".join(part for part in (schedule.host, schedule.place) if part)
    if schedule.format is EventFormat.ONLINE:
        return say.plain("format-online")
    return f"{place} · {say.plain('format-hybrid')}" if schedule.format is EventFormat.HYBRID else place


def ask_reason(say: Say, cancelling: Cancelling, *, bad: str | None = None) -> Screen:
    event = cancelling.event
    text = say.lines([bad, say("desk-ask-reason", title=event.title, count=cancelling.people)])
    return Screen(text, rows=((_back_to(say, event),),))


def ask_cancel(say: Say, cancelling: Cancelling, reason: str) -> Screen:
    event = cancelling.event
    sure = wishes.CancelEvent(event=event.id, version=event.version, sure=1)
    text = say.lines(
        [say("desk-ask-cancel", title=event.title, count=cancelling.people), say("desk-reason", reason=reason)]
    )
    rows = ((say.button("button-sure-cancel-event", sure, style="danger"), _back_to(say, event)),)
    return Screen(text, rows=rows)


def cancelled(say: Say, cancelling: Cancelling) -> Screen:
    event = cancelling.event
    text = say.lines(
        [
            say("desk-cancelled-now", title=event.title, count=cancelling.people),
            say("desk-reason", reason=event.cancel_reason),
            quiet_line(say, cancelling.later, event.tz),
        ]
    )
    copy = say.button("button-copy", wishes.CopyEvent(event=event.id))
    manage = say.button("menu-manage", wishes.Go(to=wishes.Place.MANAGE))
    return Screen(text, rows=((copy, manage),))


def left(say: Say, event_id: int) -> Screen:
    back = say.button("button-open-event", wishes.ManageEvent(event=event_id))
    return Screen(say("desk-left"), rows=((back,),))


def _back_to(say: Say, event: Event) -> Button:
    return say.button("button-not-now", wishes.ManageEvent(event=event.id))
