"""The answer to a code word."""

from datetime import timedelta

from screens import wishes
from screens.buttons import ask_organizer_button
from screens.dates import moment
from screens.event_forms import at_form
from screens.screen import Rows, Screen
from screens.texts import Say
from services.attendance.code_word import CodeAttempt, CodeResult
from services.events.window import closes_at, opens_at

WITHOUT_BUTTONS = {CodeResult.MARKED, CodeResult.ALREADY, CodeResult.EARLY}


def answered(say: Say, attempt: CodeAttempt, *, in_form: bool) -> Screen:
    """Show what became of the word: the reason, and when it counts. `in_form`: a form stays open below the answer."""
    event, meeting = attempt.event, attempt.meeting
    last = say("code-word-form-waits") if in_form else None
    if event is None or meeting is None:
        key = "code-word-too_many" if attempt.result is CodeResult.TOO_MANY else "code-word-wrong"
        return Screen(say.lines([say(key), last]))
    values: dict[str, str | int] = {
        "title": event.title,
        "at": at_form(say, event.form, event.form_title),
        "opens": moment(say, opens_at(meeting), event.tz),
        "until": moment(say, closes_at(meeting), event.tz),
        "minutes": 0 if attempt.reopening is None else attempt.reopening // timedelta(minutes=1),
    }
    rows: Rows = ()
    if attempt.result not in WITHOUT_BUTTONS:
        ask = ask_organizer_button(say, event.id)
        look = say.button("button-open-card", wishes.ShowEvent(event=event.id))
        rows = ((ask,), (look,))
    return Screen(say.lines([say(f"code-word-{attempt.result.value}", **values), last]), rows=() if in_form else rows)
