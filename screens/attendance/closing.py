"""The question before the attendance of an event is closed."""

from datetime import timedelta

from screens import wishes
from screens.attendance.sheet import counts_of, to_list_button
from screens.dates import moment
from screens.reminder_words import span_words
from screens.screen import Screen
from screens.texts import Say
from services.attendance.sheet import Sheet


def ask_to_close(say: Say, page: Sheet) -> Screen:
    event, minutes = page.event, page.reopening // timedelta(minutes=1)
    text = say.lines(
        [
            say("attendance-close-ask", title=event.title, **counts_of(page)),
            say("attendance-close-unmarked") if page.unmarked else None,
            None if page.has_ended else say("attendance-close-early", until=moment(say, event.ends_at, event.tz)),
            say("attendance-close-then", minutes=minutes, span=span_words(say, page.reopening)),
        ]
    )
    sure = say.button("button-close-sure", wishes.CloseAttendance(event=event.id, sure=1), style="primary")
    return Screen(text, rows=((sure,), (to_list_button(say, event.id),)))
