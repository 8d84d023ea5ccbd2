"""What an event is, from what a person typed: its form and whether it is held in a hall or online."""

from functools import cache

from models import EventForm, EventFormat
from services.typed_event_words import FORMAT_LABELS, FORMAT_NOUNS, FORMATS, FORMS
from services.typed_patterns import Pattern, match, pattern
from services.typed_text import Page


def read_form(text: str) -> EventForm | None:
    """The form a whole answer names."""
    return find_form(Page(text))[0]


def find_form(page: Page) -> tuple[EventForm | None, tuple[int, int] | None]:
    """The first form named in a page and its span; of two that begin at one word the longer wins."""
    tokens = page.tokens()
    for at in range(len(tokens)):
        found = [(end, form) for words, form in _forms() if (end := match(tokens, at, words)) is not None]
        if found:
            end, form = max(found, key=lambda pair: pair[0])
            return form, (tokens[at].start, tokens[end - 1].end)
    return None, None


def read_format(text: str) -> EventFormat | None:
    """The format a whole answer names."""
    return find_format(Page(text))[0]


def find_format(page: Page) -> tuple[EventFormat | None, list[tuple[int, int]]]:
    """The format said in a page and the spans of all its words; a hall and a link together make a hybrid."""
    tokens = page.tokens()
    said: set[EventFormat] = set()
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        found = next(
            (
                (end, kind)
                for kind, patterns in _formats()
                for words in patterns
                if (end := match(tokens, at, words)) is not None
            ),
            None,
        )
        if found is None:
            at += 1
            continue
        said.add(found[1])
        first = at
        while tokens[first - 1].text in FORMAT_LABELS or (
            tokens[first - 1].text in {":", "-"} and tokens[first - 2].text in FORMAT_LABELS
        ):
            first -= 1
        last = found[0] + 1 if tokens[found[0]].text in FORMAT_NOUNS else found[0]
        spans.append((tokens[first].start, tokens[last - 1].end))
        at = last
    if EventFormat.HYBRID in said or said >= {EventFormat.ONLINE, EventFormat.OFFLINE}:
        return EventFormat.HYBRID, spans
    return next(iter(said), None), spans


@cache
def _forms() -> tuple[tuple[Pattern, EventForm], ...]:
    return tuple((pattern(text), form) for text, form in FORMS)


@cache
def _formats() -> tuple[tuple[EventFormat, tuple[Pattern, ...]], ...]:
    return tuple((kind, tuple(pattern(text) for text in texts)) for kind, texts in FORMATS)
