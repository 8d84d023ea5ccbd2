"""Lists of the coming events with their filters."""

from datetime import datetime

from screens import wishes
from screens.dates import day, event_time
from screens.event_forms import form_word
from screens.events.words import form_of
from screens.pages import page_row
from screens.screen import Button, Rows, Screen, Wish
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from services.events.browse import EventFilter, EventLine, EventPage, EventStatus, FilterOption

TITLE_LIMIT = 120


def event_list(say: Say, page: EventPage, now: datetime) -> Screen:
    """Show a page of events, each with a button to its card, the filters below."""
    if not page.page.items:
        return Screen(say.lines([_head(say, page), _nothing(say, page)]), rows=_filter_rows(say, page))
    lines = [_line(say, line, now) for line in page.page.items]
    cards = tuple((_card_button(say, line),) for line in page.page.items)
    rows = (*cards, *_page_row(say, page), *_filter_rows(say, page))
    return Screen("\n\n".join([_head(say, page), *lines]), rows=rows)


def choose_filter(say: Say, by: EventFilter, options: list[FilterOption]) -> Screen:
    """Show the forms or subprojects to choose from."""
    back = say.button("button-back", wishes.Go(to=wishes.Place.EVENTS))
    rows = tuple((_option_button(say, by, option),) for option in options)
    if by is EventFilter.FORM:
        question = "list-choose-form" if options else "list-nothing-to-choose"
    else:
        question = "list-choose-subproject" if options else "list-no-subprojects"
    return Screen(say(question), rows=(*rows, (back,)))


def _head(say: Say, page: EventPage) -> str:
    if page.by is EventFilter.FORM:
        return say("list-of-form", form=form_word(say, page.value, page.title))
    if page.by is EventFilter.SUBPROJECT:
        return say("list-of-subproject", title=page.title)
    return say(f"list-head-{page.by.value}")


def _nothing(say: Say, page: EventPage) -> str:
    if page.by is EventFilter.FIT:
        return say("list-nothing-fits", told=int(page.told))
    return say("list-nothing-at-all" if page.by is EventFilter.ALL else "list-nothing")


def _line(say: Say, line: EventLine, now: datetime) -> str:
    event = line.event
    return say(
        "list-line",
        title=shortened(event.title, TITLE_LIMIT),
        form=form_of(say, event),
        time=event_time(say, event, now),
        mark=_mark(say, line),
    )


def _mark(say: Say, line: EventLine) -> str:
    left = line.event.seats_left
    if line.event_status is EventStatus.OPEN and left is not None:
        return say.plain("list-seats-left", left=left)
    return say.plain(f"list-mark-{line.event_status.value}")


def _card_button(say: Say, line: EventLine) -> Button:
    event = line.event
    label = f"{day(say, event.starts_local.date())} · {event.title}"
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wishes.ShowEvent(event=event.id))


def _option_button(say: Say, by: EventFilter, option: FilterOption) -> Button:
    title = form_word(say, option.value, option.title) if by is EventFilter.FORM else option.title
    label = f"{shortened(title, BUTTON_LABEL_LIMIT - 6)} · {option.count}"
    return Button.of(label, wishes.ListEvents(by=by, value=option.value, page=1))


def _page_row(say: Say, page: EventPage) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.ListEvents(by=page.by, value=page.value, page=number)

    return page_row(say, page.page, turn_to)


def _filter_rows(say: Say, page: EventPage) -> Rows:
    plain = [EventFilter.FIT] if page.personal else []
    first = tuple(_filter_button(say, page, by) for by in (*plain, EventFilter.ALL, EventFilter.ONLINE))
    second = tuple(_filter_button(say, page, by) for by in (EventFilter.FORM, EventFilter.SUBPROJECT))
    return (first, second)


def _filter_button(say: Say, page: EventPage, by: EventFilter) -> Button:
    label = say.plain(f"list-filter-{by.value}")
    choosing = by in (EventFilter.FORM, EventFilter.SUBPROJECT)
    wish = wishes.ChooseFilter(by=by) if choosing else wishes.ListEvents(by=by, value="", page=1)
    return Button.of(f"• {label}" if by is page.by else label, wish)
