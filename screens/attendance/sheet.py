"""«Отметка»: the organizer's list and one person's row."""

from datetime import datetime, timedelta

from models import AttendanceState, Event, ParticipationRole
from screens import wishes
from screens.dates import clock, event_time, meeting_name, meeting_time, moment
from screens.names import known_post, name_of
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.attendance.sheet import OpenedRow, Row, Sheet
from services.recognition.verification import masked_name

MARKS = {AttendanceState.ATTENDED: "✓", AttendanceState.NO_SHOW: "✗", None: "○"}


def sheet(say: Say, page: Sheet) -> Screen:
    """Show the list: its numbers, the code word, a button for each person."""
    event = page.event
    lines = [
        say("attendance-head", title=event.title, time=_time(say, page)),
        say("attendance-counts", **counts_of(page)) if page.people else say("attendance-nobody"),
        _code_word_line(say, page),
        _state_of_sheet(say, page),
        None if page.may_change else say("attendance-read-only"),
    ]
    people = tuple((_row_button(say, page, row),) for row in page.page.items)
    rows = (*_meeting_rows(say, page), *people, *_page_row(say, page), *_actions(say, page))
    return Screen(say.lines(lines), rows=rows)


def opened_row(say: Say, opened: OpenedRow, *, added: bool = False) -> Screen:
    """Show one person's presence and roles; each button names the state that it sets."""
    row = opened.row
    organization = row.teacher.organization
    place = ", ".join(
        part for part in (known_post(say, row.teacher), organization.short if organization else "") if part
    )
    text = say.lines(
        [
            say("attendance-person", name=name_of(say, row.teacher)),
            say("text", text=meeting_time(say, opened.meeting)) if len(opened.event.meetings) > 1 else None,
            say("text", text=place) if place else None,
            say("attendance-walk-in") if row.walk_in else None,
            _state_line(say, row),
            say("attendance-roles", roles=_roles(say, row)),
            say("attendance-role-hint") if opened.may_set_roles else None,
        ]
    )
    back = wishes.OpenAttendance(event=opened.event.id, page=opened.page, meeting=opened.meeting.id)
    rows = (*_presence_row(say, opened), *_role_rows(say, opened), (say.button("button-to-list", back),))
    return Screen(text, rows=rows, toast=say.plain("attendance-added") if added else None)


def counts_of(page: Sheet) -> dict[str, str | int | float]:
    """Return the values of texts that count people by mark."""
    return {"present": str(page.present), "absent": str(page.absent), "unmarked": str(page.unmarked)}


def to_list_button(say: Say, event_id: int) -> Button:
    return say.button("button-to-list", wishes.OpenAttendance(event=event_id, page=1))


def _time(say: Say, page: Sheet) -> str:
    """Return the time of the event, of several meetings that of the one whose list this is."""
    if len(page.event.meetings) == 1:
        return event_time(say, page.event)
    count, time = len(page.event.meetings), meeting_time(say, page.meeting)
    return say.plain("attendance-meeting", number=str(page.number), count=str(count), time=time)


def _meeting_rows(say: Say, page: Sheet) -> Rows:
    """Return buttons that lead from meeting to meeting, if there are several."""
    meetings = page.event.meetings
    if len(meetings) == 1:
        return ()
    buttons = []
    for meeting in meetings:
        label = shortened(meeting_name(say, meeting), 20)
        wish = wishes.OpenAttendance(event=page.event.id, page=1, meeting=meeting.id)
        buttons.append(Button.of(_ticked(label, meeting is page.meeting), wish))
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _code_word_line(say: Say, page: Sheet) -> str | None:
    event, word = page.event, page.meeting.code_word
    if event.attendance_closed_at is not None:
        return None
    if word is None:
        return say("attendance-no-word")
    return say("attendance-word", word=word, span=_span(say, event, page.opens_at, page.code_word_until))


def _span(say: Say, event: Event, begin: datetime, end: datetime) -> str:
    same_day = begin.astimezone(event.tz).date() == end.astimezone(event.tz).date()
    until = clock(end, event.tz) if same_day else moment(say, end, event.tz)
    return say.plain("attendance-span", **{"from": moment(say, begin, event.tz)}, until=until)


def _state_of_sheet(say: Say, page: Sheet) -> str | None:
    event = page.event
    if page.made < page.certificates:
        return say("attendance-is-making", made=str(page.made), of=str(page.certificates))
    if event.finalized_at is not None:
        return say("attendance-is-final" if page.present else "attendance-was-nobody")
    if page.reopen_until is not None:
        days_long = page.reopening >= timedelta(days=1)
        until = moment(say, page.reopen_until, event.tz) if days_long else clock(page.reopen_until, event.tz)
        return say("attendance-is-closed", until=until)
    if event.attendance_closed_at is not None:
        return say("attendance-is-due")
    return None if page.is_open else say("attendance-opens", time=moment(say, page.opens_at, event.tz))


def _row_button(say: Say, page: Sheet, row: Row) -> Button:
    name = name_of(say, row.teacher) if row.teacher.erased_at else masked_name(row.teacher.full_name)
    values = {"mark": MARKS[row.state], "name": name, "roles": _roles(say, row)}
    organization = row.teacher.organization
    if organization:
        label = say.plain("attendance-row", organization=shortened(organization.short, 20), **values)
    else:
        label = say.plain("attendance-row-alone", **values)
    wish = wishes.OpenRow(event=page.event.id, teacher=row.teacher.id, page=page.page.number, meeting=page.meeting.id)
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wish)


def _page_row(say: Say, page: Sheet) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.OpenAttendance(event=page.event.id, page=number, meeting=page.meeting.id)

    return page_row(say, page.page, turn_to)


def _actions(say: Say, page: Sheet) -> Rows:
    event = page.event
    rows: list[tuple[Button, ...]] = []
    if page.may_change and event.attendance_closed_at is None:
        word = "button-other-code" if page.meeting.code_word else "button-make-code"
        rows.append((say.button(word, wishes.MakeCode(event=event.id, meeting=page.meeting.id)),))
        if page.is_open:
            add = say.button("button-add-walk-in", wishes.AddWalkIn(event=event.id, teacher=0))
            everybody = say.button("button-mark-all", wishes.MarkAll(event=event.id, meeting=page.meeting.id))
            rows.append((everybody, add) if page.unmarked else (add,))
        if page.can_close:
            close = wishes.CloseAttendance(event=event.id, sure=0)
            rows.append((say.button("button-close-attendance", close, style="primary"),))
    elif page.may_change and page.reopen_until is not None:
        rows.append((say.button("button-reopen", wishes.ReopenAttendance(event=event.id)),))
    rows.append((say.button("button-to-event", wishes.ManageEvent(event=event.id)),))
    return tuple(rows)


def _state_line(say: Say, row: Row) -> str:
    if row.state is None:
        return say("attendance-state-none")
    return say("attendance-state-by-code") if row.by_code else say(f"attendance-state-{row.state.value}")


def _roles(say: Say, row: Row) -> str:
    return ", ".join(say.plain(f"role-{role.value}") for role in row.roles)


def _presence_row(say: Say, opened: OpenedRow) -> Rows:
    if not opened.may_mark:
        return ()
    labels = {AttendanceState.ATTENDED: "button-was", AttendanceState.NO_SHOW: "button-was-not"}
    buttons = []
    for state, key in labels.items():
        teacher = opened.row.teacher.id
        wish = wishes.Mark(
            event=opened.event.id, teacher=teacher, state=state, page=opened.page, meeting=opened.meeting.id
        )
        is_so = opened.row.state is state
        buttons.append(Button.of(_ticked(say.plain(key), is_so), wish, style="success" if is_so else None))
    return (tuple(buttons),)


def _role_rows(say: Say, opened: OpenedRow) -> Rows:
    if not opened.may_set_roles:
        return ()
    buttons = []
    for role in ParticipationRole:
        has = role in opened.row.roles
        wish = wishes.SetRole(
            event=opened.event.id,
            teacher=opened.row.teacher.id,
            role=role,
            has=int(not has),
            page=opened.page,
            meeting=opened.meeting.id,
        )
        buttons.append(Button.of(_ticked(say.plain(f"role-{role.value}"), has), wish))
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _ticked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label
