"""The title and the note of an announcement: the words in quotes, and the words that no other reader took."""

import re
from collections.abc import Sequence
from itertools import islice

from services.reading.audience import names_people
from services.reading.organizations import KnownPlace, match_organization
from services.reading.phrases import phrases
from services.reading.text import GONE, HIDDEN, Page, Tokens, plain
from services.reading.words.event import (
    ADJECTIVES_OF,
    CONNECTORS,
    FILLERS,
    FORMS_OF_SOMETHING,
    GREETINGS,
    LEADING_CONNECTORS,
    TITLE_ENDS,
    TITLE_GOES_ON,
    TITLE_LABELS,
)
from services.reading.words.organization import KINDS
from services.reading.words.place import BEFORE_NAME, LEGAL

OPENING = {"«": "»", "“": "”", "„": "“", '"': '"'}
LONGEST_TITLE = 300
MOST_QUOTES = 40
"""Opening signs looked at; a message with more of them is no announcement."""
LOOK_BACK = 60
"""Characters before quotes that may hold a label or the kind of an organization."""
LONGEST_LABEL = 3
_LABELS = phrases(*TITLE_LABELS)
WHOLE_NAME = 99.0
"""The score of a match without a word too many: «СОШ № 1: наш опыт» is a title."""
EDGES = " \t\n.,;:!-–—|•*·()/\\"


def take_quoted_title(page: Page, places: Sequence[KnownPlace]) -> str | None:
    """Cut the first words in quotes that are no name of an organization (ЦДО «Вектор»), with a label before them."""
    for start, end in quoted(page.plain):
        inner = " ".join(page.text[start + 1 : end - 1].split()).strip()
        shift = max(0, start - LOOK_BACK)
        before = Tokens(page.plain[shift:start])
        if not inner or len(inner) > LONGEST_TITLE or _names_organization(before, inner, places):
            continue
        label = _label_start(before)
        page.take(start if label is None else shift + label, end)
        return inner
    return None


def quoted(plain: str) -> list[tuple[int, int]]:
    """Spans in outermost quotes, the signs included; a missing closing sign of a nested pair is forgiven."""
    spans: list[tuple[int, int]] = []
    for opening in islice(re.finditer("[" + "".join(OPENING) + "]", plain), MOST_QUOTES):
        at = opening.start()
        if spans and at < spans[-1][1]:
            continue
        end = _closing(plain, at)
        if end is not None:
            spans.append((at, end + 1))
    return spans


def _closing(plain: str, start: int) -> int | None:
    """The index of the sign that closes the quote opened at `start`."""
    opening = plain[start]
    closing = OPENING[opening]
    line = plain.find("\n\n", start)
    limit = min(len(plain) if line < 0 else line, start + LONGEST_TITLE + 2)
    if opening == closing:
        found = plain.find(closing, start + 1, limit)
        return found if found > 0 else None
    depth, last = 0, None
    for at in range(start, limit):
        depth += (plain[at] == opening) - (plain[at] == closing)
        if plain[at] == closing:
            last = at
        if depth == 0:
            return at
    return last


def _names_organization(before: Tokens, inner: str, places: Sequence[KnownPlace]) -> bool:
    """Whether the quotes follow a kind or number of an organization, or hold the name of a known one."""
    last = len(before) - 1
    if before[last].text in {*KINDS, *LEGAL} or (before[last].is_number and before[last - 1].text == "№"):
        return True
    kind_first = Tokens(plain(inner))[0].text in KINDS
    matches = match_organization(inner, places) if kind_first or before[last].text in BEFORE_NAME else []
    return bool(matches) and matches[0].sure and matches[0].score >= WHOLE_NAME


def _label_start(before: Tokens) -> int | None:
    """Where «Тема:» at the end of these tokens begins."""
    last = len(before)
    last = last - 1 if before[last - 1].text in {":", "-"} else last
    for at in range(max(0, last - LONGEST_LABEL), last):
        label = _LABELS.at(before, at)
        if label and label[1] == last:
            return before[at].start
    return None


def take_plain_title(page: Page, form: tuple[int, int] | None) -> str | None:
    """Cut a title without quotes: after a label («Тема: …»), else between the form and the next piece, else before
    the form when a sign parts them. `form`: the span of the form's word."""
    tokens = page.tokens()
    for at in range(len(tokens)):
        label = _LABELS.at(tokens, at)
        if label and (tokens[label[1]].text in {":", "-"} or label[1] > at + 1):
            title = _take(page, tokens[at].start, tokens[label[1] - 1].end)
            if title:
                return title
    if form is None:
        return _take_leading(page, None)
    goes_on = _goes_on(page, form)
    title = _take(page, form[1], form[1])
    if title and goes_on:
        said = page.text[form[0] : form[1]]
        return f"{said[:1].upper()}{said[1:]} {title[:1].lower()}{title[1:]}"
    return title or _take_leading(page, form[0])


def _goes_on(page: Page, form: tuple[int, int]) -> bool:
    """Whether the title begins with the form itself: «Семинар по работе с текстом», «Совещание завучей»."""
    line = page.plain[form[1] :].split("\n", 1)[0]
    follows = Tokens(line)
    if follows[0].text in TITLE_GOES_ON:
        return True
    said = page.text[form[0] : form[1]].lower()
    of_something = follows[0].is_word and (
        said.startswith(FORMS_OF_SOMETHING) or follows[0].text.endswith(ADJECTIVES_OF) or names_people(follows, 0)
    )
    return of_something and page.text[form[1] :].lstrip()[:1].islower()


def _take(page: Page, start: int, first: int) -> str | None:
    """Cut what stands from `first` to the next piece, line or sentence; `start`: where its label begins."""
    inner = re.compile(rf"[\s{re.escape(':-,.')}]*").match(page.plain, first)
    begin = inner.end() if inner else first
    stop = re.compile(rf"[{GONE}{HIDDEN}\n]|(?<=[.!?])\s").search(page.plain, begin)
    end = min(stop.start() if stop else len(page.plain), begin + LONGEST_TITLE + 1)
    title = _trimmed(page.text[begin:end], TITLE_ENDS)
    if not title or len(title) > LONGEST_TITLE or _says_nothing(title):
        return None
    page.take(start, end)
    return title[:1].upper() + title[1:]


def _take_leading(page: Page, before: int | None) -> str | None:
    """The words at the very beginning, if they are a title: two at least, no greeting, parted from what follows."""
    stop = re.search(rf"[{GONE}{HIDDEN}\n]", page.plain)
    end = stop.start() if stop else len(page.plain)
    raw = page.text[:end].rstrip()
    parted = before is None or raw.endswith((".", ",", ":", ";", "-", "–", "—")) or page.plain[end : end + 1] == "\n"
    title = _trimmed(raw, TITLE_ENDS)
    words = title.lower().split()
    greets = any(word.strip(EDGES) in GREETINGS for word in words)
    whole = stop is None
    if whole or not parted or greets or len(words) < 2 or len(title) > LONGEST_TITLE or _says_nothing(title):
        return None
    page.take(0, end)
    return title[:1].upper() + title[1:]


def read_note(page: Page) -> str:
    """What nobody took, a line for each stretch; stretches without a word of their own are left out."""
    lines = [_trimmed(page.text[start:end], CONNECTORS) for start, end in page.left()]
    return "\n".join(line for line in lines if line and not _says_nothing(line))


def _trimmed(text: str, ends: frozenset[str]) -> str:
    """The text without signs at its edges and without connecting words left hanging."""
    text = " ".join(text.split())
    while True:
        text = text.rstrip(EDGES).lstrip(EDGES)
        last, first = text.rpartition(" ")[2], text.partition(" ")[0]
        if last.lower() in ends:
            text = text[: len(text) - len(last)]
        elif first.lower() in LEADING_CONNECTORS:
            text = text[len(first) :]
        else:
            return text


def _says_nothing(text: str) -> bool:
    tokens = Page(text).tokens()
    return all(tokens[at].is_sign or tokens[at].text in FILLERS for at in range(len(tokens)))
