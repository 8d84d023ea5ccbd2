"""The place of an event as people type it: the organization that hosts it, the room or address, the link."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from services.reading.organizations import KnownOrganization, match_organization, ordinal, search_entry, stem
from services.reading.phrases import phrases
from services.reading.text import HIDDEN, TAKEN, Page, Token, Tokens
from services.reading.words.date import MONTHS
from services.reading.words.organization import KINDERGARTEN_SPLIT, KINDS, NUMBER_SIGNS
from services.reading.words.place import (
    ADDRESS,
    CHILDREN_WORDS,
    LEGAL_FORMS,
    LINK,
    LINK_LABELS,
    MAIL_OR_PHONE,
    PLACE_LABELS,
    PREPOSITIONS_BEFORE_NAME,
    ROOM,
    TOWN_WORDS,
    UNITS_AFTER_NUMBER,
)

QUOTES = frozenset('«»"“”„')
OPENING = frozenset('«"“„')
CLOSING = frozenset('»"”“')
MOST_MENTIONS = 12
_LABELS = phrases(*PLACE_LABELS)
LONGEST_NAME_TOKENS = 4
"""Tokens on either side of a telling word that may belong to the name."""
LONGEST_LABELED_TOKENS = 8
"""Tokens after a label such as «место» that may name an organization."""


@dataclass(frozen=True, slots=True)
class Host:
    """The host as said; `organization` None: it is not known, or `candidates` fit about equally."""

    said: str
    organization: KnownOrganization | None
    candidates: tuple[KnownOrganization, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.organization is not None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name at tokens `first` to `end`, and its span of characters with prepositions, labels and quotes."""

    first: int
    end: int
    span: tuple[int, int]
    labeled: bool = False


def take_link(page: Page) -> str:
    """Cut the first web address out of the page and return it; empty if there is none."""
    for match in LINK.finditer(page.plain):
        said = page.text[match.start() : match.end()].rstrip(".,;:!?)")
        start = _label_start(page.plain, match.start(), LINK_LABELS)
        page.take(start, match.start() + len(said))
        return said if "://" in said else f"https://{said}"
    return ""


def hide_contacts(page: Page) -> None:
    """Hide mail addresses and telephone numbers, whose digits are no dates; they stay in the note."""
    for match in MAIL_OR_PHONE.finditer(page.plain):
        page.hide(*match.span())


def take_location(page: Page) -> str:
    """Cut addresses and rooms out and return them as typed, joined by commas."""
    masked = "".join(cut if cut in {TAKEN, HIDDEN} else char for char, cut in zip(page.text, page.plain, strict=True))
    spans = [match.span() for match in ADDRESS.finditer(masked)]
    page.take_all(spans)
    rooms = [match.span() for match in ROOM.finditer(page.plain)]
    page.take_all(rooms)
    said = [page.text[start:end].strip(" ,") for start, end in sorted(spans + rooms)]
    return ", ".join(re.sub(r"^(?:[Вв]|на|по)\s+", "", part) for part in said)


def take_host(page: Page, organizations: Sequence[KnownOrganization]) -> Host | None:
    """Cut the hosting organization out of the page.

    A labeled one («на базе …», «место: …») is preferred to any other, one of `organizations` to an unknown one.
    """
    tokens = page.tokens()
    mentions = list(islice(_mentions(page, tokens, organizations), MOST_MENTIONS))
    found = [(mention, _host(page, tokens, mention, organizations)) for mention in mentions]
    found.sort(key=lambda pair: (not (pair[1].organization or pair[1].candidates), not pair[0].labeled))
    if not found:
        return None
    mention, host = found[0]
    start, end = mention.span
    page.take(start, max(end, _end_of_quoted_name(tokens, mention.end, host)))
    return host


def _end_of_quoted_name(tokens: Tokens, at: int, host: Host) -> int:
    """Return where the quoted name after an organization's number ends («д/с № 12 „Теремок“»); 0 without one."""
    if host.organization is None or tokens[at].text not in QUOTES:
        return 0
    names = search_entry(host.organization).names
    end = next((index for index in range(at + 1, at + LONGEST_NAME_TOKENS) if tokens[index].text in QUOTES), at)
    return tokens[end].end if end > at + 1 and all(stem(tokens[i].text) in names for i in range(at + 1, end)) else 0


def _host(page: Page, tokens: Tokens, mention: _Mention, organizations: Sequence[KnownOrganization]) -> Host:
    said = page.text[tokens[mention.first].start : tokens[mention.end - 1].end]
    matches = match_organization(said, organizations)
    if matches and matches[0].sure:
        return Host(said, matches[0].organization)
    return Host(said, None, tuple(match.organization for match in matches))


def _mentions(page: Page, tokens: Tokens, organizations: Sequence[KnownOrganization]) -> Iterator[_Mention]:
    """Yield the stretches that may name an organization, the most telling first."""
    yield from _mentions_by_number(tokens)
    yield from _mentions_by_name(page, tokens, organizations)
    yield from _mentions_by_label(tokens)
    yield from _mentions_by_kind(tokens)


def _mentions_by_number(tokens: Tokens) -> Iterator[_Mention]:
    """Yield kinds with a number: «СОШ № 1», «школа 5», «5-я школа», «пятая школа»."""
    for at in range(len(tokens)):
        split = tokens.words(at, 3) == (KINDERGARTEN_SPLIT[0], "/", KINDERGARTEN_SPLIT[1])
        last = at + 2 if split else at
        if tokens[at].text not in KINDS and not split:
            continue
        number = tokens.skip(last + 1, *NUMBER_SIGNS)
        if tokens[number].is_number and _is_organization_number(tokens, number, signed=number > last + 1):
            yield _mention(tokens, at, number + 1)
            continue
        before = at - 1
        if tokens[before].text in {"я", "й", "ой", "ая", "м", "ом"} and tokens[before - 1].text == "-":
            before -= 2
        if tokens[before].text in CHILDREN_WORDS:
            before -= 1
        counted = tokens[before].is_number and len(tokens[before].text) < 4 and tokens[before - 1].text != "."
        if (counted and tokens[before - 1].text not in MONTHS) or ordinal(tokens[before].text) is not None:
            yield _mention(tokens, before, at + 1)


def _is_organization_number(tokens: Tokens, at: int, *, signed: bool) -> bool:
    """Whether this is neither the day of «в школе 7 октября» nor the hour of «в школе 14:00»."""
    follows, then = tokens[at + 1], tokens[at + 2]
    if len(tokens[at].text) > 3:
        return False
    if signed:
        return True
    part = follows.text in {".", ":", "/", "-"} and follows.glued and then.glued and then.is_number
    return not part and follows.text not in MONTHS and follows.text not in UNITS_AFTER_NUMBER


def _mentions_by_name(page: Page, tokens: Tokens, organizations: Sequence[KnownOrganization]) -> Iterator[_Mention]:
    """Yield full short names and telling words of the known organizations."""
    entries = [search_entry(organization) for organization in organizations]
    full_names = {tuple(name.split()) for entry in entries for name in entry.full_names if name}
    longest = max((len(name) for name in full_names), default=0)
    telling = {name for entry in entries for name in entry.names if len(name) > 2}
    for at in range(len(tokens)):
        if not tokens[at].is_word:
            continue
        if (end := _match_full_name(tokens, at, full_names, longest)) is not None:
            yield _mention(tokens, at, end)
        elif stem(tokens[at].text) in telling:
            first, end = at, at + 1
            while end - at < LONGEST_NAME_TOKENS and _belongs_to_name(tokens, end, telling):
                end += 1
            while at - first < LONGEST_NAME_TOKENS and _belongs_to_name(tokens, first - 1, telling):
                first -= 1
            kind = any(tokens[index].text in KINDS for index in range(first, end))
            quoted = tokens[at - 1].text in QUOTES
            capital = page.text[tokens[at].start].isupper()
            apart = not tokens[first - 1].is_word and not tokens[end].is_word and tokens[end].text != ":"
            if kind or quoted or apart or (capital and tokens[first - 1].text in PREPOSITIONS_BEFORE_NAME):
                yield _mention(tokens, first, end)


def _match_full_name(tokens: Tokens, at: int, full_names: set[tuple[str, ...]], longest: int) -> int | None:
    """Return the index after a full name that starts here; quotes and № between its words do not count."""
    said: list[str] = []
    found = None
    index = at
    while len(said) < longest and index < len(tokens):
        token = tokens[index]
        index += 1
        if token.text in QUOTES or token.text == "№":
            continue
        if token.is_sign:
            break
        said.append(token.text)
        if tuple(said) in full_names:
            found = index
    return found


def _belongs_to_name(tokens: Tokens, at: int, telling: set[str]) -> bool:
    token: Token = tokens[at]
    return token.text in QUOTES or (
        token.is_word and (token.text in KINDS or token.text in CHILDREN_WORDS or stem(token.text) in telling)
    )


def _mentions_by_label(tokens: Tokens) -> Iterator[_Mention]:
    """Yield the words after «место:» or «на базе»."""
    for at in range(len(tokens)):
        label = _LABELS.at(tokens, at)
        if label is None:
            continue
        first = tokens.skip(label[1], ":", "-")
        end = first
        while end < len(tokens) and end - first < LONGEST_LABELED_TOKENS and not _ends_name(tokens[end]):
            end += 1
        if end > first and (first > label[1] or label[1] > at + 1):
            yield _Mention(first, end, (tokens[at].start, tokens[end - 1].end), labeled=True)


def _mentions_by_kind(tokens: Tokens) -> Iterator[_Mention]:
    """Yield kinds between signs («…, гимназия, …»), since there may be only one."""
    for at in range(len(tokens)):
        first = at - 1 if tokens[at - 1].text in PREPOSITIONS_BEFORE_NAME else at
        follows = tokens[at + 1]
        numbered = follows.text == "№" or (follows.is_number and _is_organization_number(tokens, at + 1, signed=False))
        if tokens[at].text in KINDS and tokens[first - 1].is_sign and not (follows.is_word or numbered):
            yield _mention(tokens, at, at + 1)


def _ends_name(token: Token) -> bool:
    return token.is_sign and token.text not in QUOTES and token.text != "№" and token.text != "-"


def _mention(tokens: Tokens, first: int, end: int) -> _Mention:
    """Return the mention with the words around it: «на базе МБОУ … г. Заречинска», a label, quotes."""
    start, after = first, end
    while tokens[start - 1].text in {*CHILDREN_WORDS, *LEGAL_FORMS, *OPENING}:
        start -= 1
    labeled = False
    colon = start - 1 if tokens[start - 1].text in {":", "-"} else start
    for at in (colon - 2, colon - 1):
        label = _LABELS.at(tokens, at)
        if label and label[1] == colon:
            start, labeled = at, True
            break
    while tokens[start - 1].text in PREPOSITIONS_BEFORE_NAME:
        start -= 1
    if tokens[after].text in CLOSING:
        after += 1
    if tokens[after].text in TOWN_WORDS:
        after = tokens.skip(after + 1, ".") + 1
    after = min(after, len(tokens))
    return _Mention(first, end, (tokens[start].start, tokens[after - 1].end), labeled)


def _label_start(text: str, start: int, labels: frozenset[str]) -> int:
    """Return where the label before `start` («Ссылка: ») begins, or `start` without one."""
    match = re.search(r"(\w{3,20})\s?[:–-]?\s?$", text[max(0, start - 25) : start])
    return start - len(match.group()) if match and match.group(1) in labels else start
