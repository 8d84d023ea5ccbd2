"""The form and the format of an event as people type them: «мастер-класс», «онлайн»."""

from models import EventForm, EventFormat
from services.reading.phrases import Phrases
from services.reading.text import Page
from services.reading.words.event import FORMAT_LABELS, FORMAT_NOUNS, FORMATS, FORMS

_FORMS = Phrases(FORMS)
_FORMATS = Phrases((text, kind) for kind, texts in FORMATS for text in texts)


def read_form(text: str) -> EventForm | None:
    """Return the form that a whole answer names."""
    return find_form(Page(text))[0]


def find_form(page: Page) -> tuple[EventForm | None, tuple[int, int] | None]:
    """Return the first form named in a page and its span; of two that begin at one word the longer wins."""
    tokens = page.tokens()
    for at in range(len(tokens)):
        if found := _FORMS.at(tokens, at):
            return found[0], (tokens[at].start, tokens[found[1] - 1].end)
    return None, None


def read_format(text: str) -> EventFormat | None:
    """Return the format that a whole answer names."""
    return find_format(Page(text))[0]


def find_format(page: Page) -> tuple[EventFormat | None, list[tuple[int, int]]]:
    """Return the format named in a page and the spans of all its words; offline and online together are hybrid."""
    tokens = page.tokens()
    said: set[EventFormat] = set()
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        found = _FORMATS.at(tokens, at)
        if found is None:
            at += 1
            continue
        said.add(found[0])
        first = at
        while tokens[first - 1].text in FORMAT_LABELS or (
            tokens[first - 1].text in {":", "-"} and tokens[first - 2].text in FORMAT_LABELS
        ):
            first -= 1
        last = found[1] + 1 if tokens[found[1]].text in FORMAT_NOUNS else found[1]
        spans.append((tokens[first].start, tokens[last - 1].end))
        at = last
    if EventFormat.HYBRID in said or said >= {EventFormat.ONLINE, EventFormat.OFFLINE}:
        return EventFormat.HYBRID, spans
    return next(iter(said), None), spans
