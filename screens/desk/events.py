"""The staff's list of events, and one event with its numbers and actions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models import Event, EventState
from screens import wishes
from screens.dates import event_time, moment
from screens.events.words import event_lines, form_of
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.desk.events import DeskEvent, DeskPage, DeskRow, SignUpCounts

TITLE_LIMIT = 120
LABEL_LIMIT = 54


def desk_page(say: Say, page: DeskPage, now: datetime) -> Screen:
    """Show a page of the list, each event with a button."""
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
            say("desk-line", title=shortened(event.title, TITLE_LIMIT), form=form_of(say, event)),
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
    """Show one event with its numbers and its organizer's actions; `head` tells what has just happened."""
    event = desk.event
    responsible = event.responsible
    text = say.lines(
        [
            head,
            say("desk-cancelled", reason=event.cancel_reason) if event.state is EventState.CANCELLED else None,
            event_lines(say, event, now),
            counts_line(say, event, desk.counts),
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
    speakers = say.button("button-speakers", wishes.ShowSpeakers(event=event.id))
    write = say.button("button-write-all", wishes.WriteToParticipants(event=event.id))
    rows: list[tuple[Button, ...]] = [(people, mark)]
    if event.starts_at > now:
        move = wishes.ChangeEvent(event=event.id, field=wishes.DraftField.START)
        rows += [(change, say.button("button-move", move)), (write, speakers)]
    elif event.attendance_closed_at is None:
        rows += [(change, write), (speakers,)]
    else:
        rows += [(write,)]
    last: tuple[Button, ...] = (copy,)
    if event.ends_at > now and event.attendance_closed_at is None:
        cancel = wishes.CancelEvent(event=event.id, version=event.version, sure=0)
        last = (copy, say.button("button-cancel-event", cancel, style="danger"))
    return (*rows, last, (seen,), (back,))


def counts_line(say: Say, event: Event, counts: SignUpCounts) -> str:
    """Return how many have a seat, an offer, a place in the waiting list, or came at the door."""
    capacity = "none" if event.capacity is None else str(event.capacity)
    more = (
        ("desk-counts-offered", counts.offered),
        ("desk-counts-waiting", counts.waiting),
        ("desk-counts-walk-ins", counts.walk_ins),
    )
    numbers = [say("desk-counts", confirmed=counts.confirmed, capacity=capacity)]
    numbers += [say(key, count=count) for key, count in more if count]
    return " · ".join(numbers)


def quiet_line(say: Say, later: datetime | None, tz: ZoneInfo) -> str | None:
    """Return «Сейчас тихие часы: сообщим …», or None when notices go out at once."""
    return say("desk-quiet", time=moment(say, later, tz)) if later else None
