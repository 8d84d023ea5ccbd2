"""The form and the format of an event as people type them: «мастер-класс», «онлайн»."""

from collections.abc import Iterable
from dataclasses import dataclass

from models import EventFormat
from services.reading.phrases import Phrases
from services.reading.text import Page, plain
from services.reading.words.event import (
    ASSOCIATIONS,
    CATEGORY_WORDS,
    FILLERS,
    FORMAT_LABELS,
    FORMAT_NOUNS,
    FORMATS,
    FORMS,
)


@dataclass(frozen=True, slots=True)
class SaidForm:
    """A form as an organizer names it: the code of its category and the name in the nominative.

    `title` is empty when the name is the word of the category itself.
    """

    code: str
    title: str


Span = tuple[int, int]
_FORMS = Phrases((phrase, (form.value, title)) for phrase, form, title in FORMS)
_ASSOCIATIONS = Phrases(ASSOCIATIONS)
_FORMATS = Phrases((text, kind) for kind, texts in FORMATS for text in texts)
LONGEST_ENDING = 2


def read_form(text: str, own: Iterable[tuple[str, str]] = ()) -> SaidForm | None:
    """Return the form that a whole answer names, in the words of the answer. `own`: categories of the network."""
    page = Page(text)
    found, span = find_form(page, own)
    if found is None or span is None:
        return None
    before = set(page.plain[: span[0]].split())
    said = named(page.text[span[0] :] if before <= FILLERS else page.text)
    return found if plain(said) == plain(named(page.text[span[0] : span[1]])) else SaidForm(found.code, said)


def named(text: str) -> str:
    """Return a typed name of a form as it is shown: on one line, small unless it begins with an abbreviation."""
    name = " ".join(text.split()).strip(' .,;:«»"')
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def find_form(page: Page, own: Iterable[tuple[str, str]] = ()) -> tuple[SaidForm | None, Span | None]:
    """Return the first form named in a page and its span; of two that begin at one word the longer wins.

    `own`: codes and titles of the network's own categories.
    """
    tokens = page.tokens()
    tables = (Phrases((_with_endings(title), (code, title)) for code, title in own if title.split()), _FORMS)
    for at in range(len(tokens)):
        found = [match for table in tables if (match := table.at(tokens, at))]
        if not found:
            continue
        (code, title), after = max(found, key=lambda match: match[1])
        kept = "" if CATEGORY_WORDS.get(title) == code else title
        if owner := _ASSOCIATIONS.at(tokens, after):
            kept, after = f"{title} {owner[0]}", owner[1]
        return SaidForm(code, kept), (tokens[at].start, tokens[after - 1].end)
    return None, None


def _with_endings(title: str) -> str:
    """Return the phrase of a title in any case: «методическ* десан*»."""
    parts = plain(title).replace("-", " ").split()
    return " ".join(f"{part[:-LONGEST_ENDING]}*" if len(part) > 2 * LONGEST_ENDING else part for part in parts)


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
