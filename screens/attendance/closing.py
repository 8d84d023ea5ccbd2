"""The question before the attendance of an event is closed."""

from screens import wishes
from screens.attendance.sheet import counts_of, to_list_button
from screens.dates import moment
from screens.screen import Screen
from screens.texts import Say
from services.attendance.sheet import Sheet


def ask_to_close(say: Say, page: Sheet) -> Screen:
    event = page.event
    text = say.lines(
        [
            say("attendance-close-ask", title=event.title, **counts_of(page)),
            say("attendance-close-unmarked") if page.unmarked else None,
            None if page.has_ended else say("attendance-close-early", until=moment(say, event.ends_at, event.tz)),
            say("attendance-close-then"),
        ]
    )
    sure = say.button("button-close-sure", wishes.CloseAttendance(event=event.id, sure=1), style="primary")
    return Screen(text, rows=((sure,), (to_list_button(say, event.id),)))
