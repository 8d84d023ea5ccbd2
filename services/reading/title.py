"""The title and the note of an announcement: the words in quotes, and the words that no other reader took."""

import re
from collections.abc import Sequence
from itertools import islice

from services.cleaning import one_line
from services.reading.audience import names_people
from services.reading.organizations import KnownOrganization, match_organization
from services.reading.phrases import phrases
from services.reading.text import HIDDEN, TAKEN, Page, Tokens, plain
from services.reading.words.event import (
    ADJECTIVES_OF,
    CONNECTORS,
    FILLERS,
    FORMS_OF_SOMETHING,
    GREETINGS,
    LEADING_CONNECTORS,
    TITLE_ENDS,
    TITLE_LABELS,
    TITLE_PREPOSITIONS,
)
from services.reading.words.organization import KINDS
from services.reading.words.place import LEGAL_FORMS, PREPOSITIONS_BEFORE_NAME

OPENING = {"«": "»", "“": "”", "„": "“", '"': '"'}
LONGEST_TITLE = 300
MOST_QUOTES = 40
"""Opening signs examined; a message with more of them is no announcement."""
LOOK_BACK_CHARACTERS = 60
"""Stretch before quotes that may hold a label or the kind of an organization."""
LONGEST_LABEL_WORDS = 3
_LABELS = phrases(*TITLE_LABELS)
WHOLE_NAME_SCORE = 99.0
"""Score of a name without further words: «СОШ № 1: наш опыт» is a title."""
EDGE_SIGNS = " \t\n.,;:!-–—|•*·()/\\"


def take_quoted_title(page: Page, organizations: Sequence[KnownOrganization]) -> str | None:
    """Cut the first words in quotes that are no organization's name (ЦДО «Вектор»), with a label before them."""
    for start, end in quoted(page.plain):
        inner = one_line(page.text[start + 1 : end - 1])
        shift = max(0, start - LOOK_BACK_CHARACTERS)
        before = Tokens(page.plain[shift:start])
        if not inner or len(inner) > LONGEST_TITLE or _names_organization(before, inner, organizations):
            continue
        label = _label_start(before)
        page.take(start if label is None else shift + label, end)
        return inner
    return None


def quoted(plain: str) -> list[tuple[int, int]]:
    """Return the spans in outermost quotes with their signs; a nested pair may lack its closing sign."""
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
    """Return the index of the sign that closes the quote opened at `start`."""
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


def _names_organization(before: Tokens, inner: str, organizations: Sequence[KnownOrganization]) -> bool:
    """Whether the quotes follow a kind or number of an organization, or hold the name of a known one."""
    last = len(before) - 1
    if before[last].text in {*KINDS, *LEGAL_FORMS} or (before[last].is_number and before[last - 1].text == "№"):
        return True
    kind_first = Tokens(plain(inner))[0].text in KINDS
    matches = (
        match_organization(inner, organizations) if kind_first or before[last].text in PREPOSITIONS_BEFORE_NAME else []
    )
    return bool(matches) and matches[0].sure and matches[0].score >= WHOLE_NAME_SCORE


def _label_start(before: Tokens) -> int | None:
    """Return the start of a label («Тема:») at the end of these tokens."""
    last = len(before)
    last = last - 1 if before[last - 1].text in {":", "-"} else last
    for at in range(max(0, last - LONGEST_LABEL_WORDS), last):
        label = _LABELS.at(before, at)
        if label and label[1] == last:
            return before[at].start
    return None


def take_plain_title(page: Page, form: tuple[int, int] | None) -> str | None:
    """Cut a title without quotes.

    It follows a label («Тема: …»), else the form up to the next piece, else precedes the form and a sign.
    `form`: the span of the form's word.
    """
    tokens = page.tokens()
    for at in range(len(tokens)):
        label = _LABELS.at(tokens, at)
        if label and (tokens[label[1]].text in {":", "-"} or label[1] > at + 1):
            title = _take_title_at(page, tokens[at].start, tokens[label[1] - 1].end)
            if title:
                return title
    if form is None:
        return _take_opening_title(page, None)
    includes_form = _title_includes_form(page, form)
    title = _take_title_at(page, form[1], form[1])
    if title and includes_form:
        said = page.text[form[0] : form[1]]
        return f"{said[:1].upper()}{said[1:]} {title[:1].lower()}{title[1:]}"
    return title or _take_opening_title(page, form[0])


def _title_includes_form(page: Page, form: tuple[int, int]) -> bool:
    """Whether the title begins with the form itself: «Семинар по работе с текстом», «Совещание завучей»."""
    line = page.plain[form[1] :].split("\n", 1)[0]
    follows = Tokens(line)
    if follows[0].text in TITLE_PREPOSITIONS:
        return True
    said = page.text[form[0] : form[1]].lower()
    of_something = follows[0].is_word and (
        said.startswith(FORMS_OF_SOMETHING) or follows[0].text.endswith(ADJECTIVES_OF) or names_people(follows, 0)
    )
    return of_something and page.text[form[1] :].lstrip()[:1].islower()


def _take_title_at(page: Page, start: int, first: int) -> str | None:
    """Cut the words from `first` to the next piece, line or sentence; `start`: the beginning of their label."""
    inner = re.compile(rf"[\s{re.escape(':-,.')}]*").match(page.plain, first)
    begin = inner.end() if inner else first
    stop = re.compile(rf"[{TAKEN}{HIDDEN}\n]|(?<=[.!?])\s").search(page.plain, begin)
    end = min(stop.start() if stop else len(page.plain), begin + LONGEST_TITLE + 1)
    title = _trimmed(page.text[begin:end], TITLE_ENDS)
    if not title or len(title) > LONGEST_TITLE or _is_filler(title):
        return None
    page.take(start, end)
    return title[:1].upper() + title[1:]


def _take_opening_title(page: Page, before: int | None) -> str | None:
    """Cut the first words if they are a title: two at least, no greeting, separated from the next piece by a sign."""
    stop = re.search(rf"[{TAKEN}{HIDDEN}\n]", page.plain)
    end = stop.start() if stop else len(page.plain)
    raw = page.text[:end].rstrip()
    separated = before is None or raw.endswith((".", ",", ":", ";", "-", "–", "—")) or page.plain[end : end + 1] == "\n"
    title = _trimmed(raw, TITLE_ENDS)
    words = title.lower().split()
    greets = any(word.strip(EDGE_SIGNS) in GREETINGS for word in words)
    if stop is None or not separated or greets or len(words) < 2 or len(title) > LONGEST_TITLE or _is_filler(title):
        return None
    page.take(0, end)
    return title[:1].upper() + title[1:]


def read_note(page: Page) -> str:
    """Return the words that no reader took, a line for each stretch; stretches of filling words are left out."""
    lines = [_trimmed(page.text[start:end], CONNECTORS) for start, end in page.remaining_spans()]
    return "\n".join(line for line in lines if line and not _is_filler(line))


def _trimmed(text: str, ends: frozenset[str]) -> str:
    """Return the text without signs and connecting words at its edges."""
    text = one_line(text)
    while True:
        text = text.rstrip(EDGE_SIGNS).lstrip(EDGE_SIGNS)
        last, first = text.rpartition(" ")[2], text.partition(" ")[0]
        if last.lower() in ends:
            text = text[: len(text) - len(last)]
        elif first.lower() in LEADING_CONNECTORS:
            text = text[len(first) :]
        else:
            return text


def _is_filler(text: str) -> bool:
    """Whether the text is made of signs and filling words only."""
    tokens = Page(text).tokens()
    return all(tokens[at].is_sign or tokens[at].text in FILLERS for at in range(len(tokens)))
