"""«Мои записи»: the person's coming and past events."""

from datetime import datetime

from screens import wishes
from screens.buttons import events_button
from screens.dates import day, event_time, moment
from screens.events.words import form_of, place_lines
from screens.pages import page_row
from screens.screen import Button, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.events.mine import PAST, MyEvent, MyEvents, MyState

TITLE_LIMIT = 120


def my_events(say: Say, mine: MyEvents, now: datetime) -> Screen:
    """Show a page of a person's events, each with a button to its card."""
    if not mine.page.items:
        return Screen(say("my-nothing"), rows=((events_button(say),),))
    parts = [say("my-head", coming=mine.coming, past=mine.past)]
    headed = False
    for line in mine.page.items:
        if line.state in PAST and not headed:
            parts.append(say("my-head-past"))
            headed = True
        parts.append(_line(say, line, now))
    cards = tuple((_card_button(say, line),) for line in mine.page.items)
    return Screen(
        "\n\n".join(parts),
        rows=(
            *cards,
            *page_row(say, mine.page, lambda page: wishes.MyPage(page=page)),
            (events_button(say),),
        ),
    )


def _line(say: Say, line: MyEvent, now: datetime) -> str:
    event = line.event
    seated = line.state in (MyState.CONFIRMED, MyState.RUNNING)
    placed = seated or line.state in (MyState.OFFERED, MyState.WAITING)
    return say.lines(
        [
            say(
                "my-line",
                title=shortened(event.title, TITLE_LIMIT),
                form=form_of(say, event),
                time=event_time(say, event, now),
            ),
            place_lines(say, event, seated=seated, brief=True) if placed else None,
            _state(say, line),
        ]
    )


def _state(say: Say, line: MyEvent) -> str:
    if line.state is MyState.WAITING:
        return say("my-waiting", number=str(line.place_in_list))
    if line.state is MyState.OFFERED and line.until is not None:
        return say("my-offered", until=moment(say, line.until, line.event.tz))
    return say(f"my-state-{line.state.value}")


def _card_button(say: Say, line: MyEvent) -> Button:
    label = f"{day(say, line.event.starts_local.date())} · {line.event.title}"
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wishes.ShowEvent(event=line.event.id))
