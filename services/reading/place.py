"""Where an event is, from what a person typed: the organization that hosts it, the room or address, the link."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from services.reading.organizations import KnownPlace, card_of, match_organization, ordinal, stem
from services.reading.phrases import phrases
from services.reading.text import GONE, HIDDEN, Page, Token, Tokens
from services.reading.words.date import MONTHS
from services.reading.words.organization import KINDERGARTEN_SPLIT, KINDS, NUMBER_SIGNS
from services.reading.words.place import (
    ADDRESS,
    AFTER_NAME,
    BEFORE_NAME,
    CHILDREN,
    LEGAL,
    LINK,
    LINK_LABELS,
    MAIL_OR_PHONE,
    NOT_A_NUMBER,
    PLACE_LABELS,
    ROOM,
)

QUOTES = frozenset('«»"“”„')
OPENING = frozenset('«"“„')
CLOSING = frozenset('»"”“')
MOST_MENTIONS = 12
_LABELS = phrases(*PLACE_LABELS)
LONGEST_NAME = 4
"""Tokens on either side of a telling word that may belong to the name."""
LONGEST_PLACE = 8
"""Tokens after a label such as «место» that may name an organization."""


@dataclass(frozen=True, slots=True)
class Host:
    """The organization said. `place` None: it is not known, or `candidates` fit about equally."""

    said: str
    place: KnownPlace | None
    candidates: tuple[KnownPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name at tokens `first` to `end`, and the span of characters that goes with it: prepositions, labels, quotes."""

    first: int
    end: int
    span: tuple[int, int]
    labeled: bool = False


def take_link(page: Page) -> str:
    """Cut the first address of the web out of the page; empty if there is none."""
    for match in LINK.finditer(page.plain):
        said = page.text[match.start() : match.end()].rstrip(".,;:!?)")
        start = _label_start(page.plain, match.start(), LINK_LABELS)
        page.take(start, match.start() + len(said))
        return said if "://" in said else f"https://{said}"
    return ""


def hide_contacts(page: Page) -> None:
    """Keep the digits of mail addresses and telephone numbers from being read as dates; they stay in the note."""
    for match in MAIL_OR_PHONE.finditer(page.plain):
        page.hide(*match.span())


def take_room(page: Page) -> str:
    """Cut addresses and rooms out and return them as typed, joined by commas."""
    masked = "".join(cut if cut in {GONE, HIDDEN} else char for char, cut in zip(page.text, page.plain, strict=True))
    spans = [match.span() for match in ADDRESS.finditer(masked)]
    page.take_all(spans)
    rooms = [match.span() for match in ROOM.finditer(page.plain)]
    page.take_all(rooms)
    said = [page.text[start:end].strip(" ,") for start, end in sorted(spans + rooms)]
    return ", ".join(re.sub(r"^(?:[Вв]|на|по)\s+", "", part) for part in said)


def take_host(page: Page, places: Sequence[KnownPlace]) -> Host | None:
    """Cut the organization that hosts out of the page: one said as such («на базе …», «место: …») before any other,
    one of `places` before an unknown one."""
    tokens = page.tokens()
    mentions = list(islice(_mentions(page, tokens, places), MOST_MENTIONS))
    found = [(mention, _host(page, tokens, mention, places)) for mention in mentions]
    found.sort(key=lambda pair: (not (pair[1].place or pair[1].candidates), not pair[0].labeled))
    if not found:
        return None
    mention, host = found[0]
    start, end = mention.span
    page.take(start, max(end, _own_name_end(tokens, mention.end, host)))
    return host


def _own_name_end(tokens: Tokens, at: int, host: Host) -> int:
    """Where the organization's name in quotes that follows its number ends: «д/с № 12 „Теремок“»; 0 without one."""
    if host.place is None or tokens[at].text not in QUOTES:
        return 0
    names = card_of(host.place).names
    end = next((index for index in range(at + 1, at + LONGEST_NAME) if tokens[index].text in QUOTES), at)
    return tokens[end].end if end > at + 1 and all(stem(tokens[i].text) in names for i in range(at + 1, end)) else 0


def _host(page: Page, tokens: Tokens, mention: _Mention, places: Sequence[KnownPlace]) -> Host:
    said = page.text[tokens[mention.first].start : tokens[mention.end - 1].end]
    matches = match_organization(said, places)
    if matches and matches[0].sure:
        return Host(said, matches[0].place)
    return Host(said, None, tuple(match.place for match in matches))


def _mentions(page: Page, tokens: Tokens, places: Sequence[KnownPlace]) -> Iterator[_Mention]:
    """Where an organization may be named: a kind with its number or name, a whole short name, a label before it."""
    yield from _numbered(tokens)
    yield from _named(page, tokens, places)
    yield from _labeled(tokens)
    yield from _kind_alone(tokens)


def _numbered(tokens: Tokens) -> Iterator[_Mention]:
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
        if tokens[before].text in CHILDREN:
            before -= 1
        counted = tokens[before].is_number and len(tokens[before].text) < 4 and tokens[before - 1].text != "."
        if (counted and tokens[before - 1].text not in MONTHS) or ordinal(tokens[before].text) is not None:
            yield _mention(tokens, before, at + 1)


def _is_organization_number(tokens: Tokens, at: int, *, signed: bool) -> bool:
    """Not the day of «в школе 7 октября» nor the hour of «в школе 14:00»."""
    follows, then = tokens[at + 1], tokens[at + 2]
    if len(tokens[at].text) > 3:
        return False
    if signed:
        return True
    part = follows.text in {".", ":", "/", "-"} and follows.glued and then.glued and then.is_number
    return not part and follows.text not in MONTHS and follows.text not in NOT_A_NUMBER


def _named(page: Page, tokens: Tokens, places: Sequence[KnownPlace]) -> Iterator[_Mention]:
    """Short names and telling words of the known organizations."""
    wholes = {tuple(whole.split()) for place in places for whole in card_of(place).wholes if whole}
    longest = max((len(whole) for whole in wholes), default=0)
    telling = {name for place in places for name in card_of(place).names if len(name) > 2}
    for at in range(len(tokens)):
        if not tokens[at].is_word:
            continue
        if (end := _whole(tokens, at, wholes, longest)) is not None:
            yield _mention(tokens, at, end)
        elif stem(tokens[at].text) in telling:
            first, end = at, at + 1
            while end - at < LONGEST_NAME and _extends(tokens, end, telling):
                end += 1
            while at - first < LONGEST_NAME and _extends(tokens, first - 1, telling):
                first -= 1
            kind = any(tokens[index].text in KINDS for index in range(first, end))
            quoted = tokens[at - 1].text in QUOTES
            capital = page.text[tokens[at].start].isupper()
            apart = not tokens[first - 1].is_word and not tokens[end].is_word and tokens[end].text != ":"
            if kind or quoted or apart or (capital and tokens[first - 1].text in BEFORE_NAME):
                yield _mention(tokens, first, end)


def _whole(tokens: Tokens, at: int, wholes: set[tuple[str, ...]], longest: int) -> int | None:
    """The index after a whole short name that starts here; quotes and № between its words do not count."""
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
        if tuple(said) in wholes:
            found = index
    return found


def _extends(tokens: Tokens, at: int, telling: set[str]) -> bool:
    token: Token = tokens[at]
    return token.text in QUOTES or (
        token.is_word and (token.text in KINDS or token.text in CHILDREN or stem(token.text) in telling)
    )


def _labeled(tokens: Tokens) -> Iterator[_Mention]:
    for at in range(len(tokens)):
        label = _LABELS.at(tokens, at)
        if label is None:
            continue
        first = tokens.skip(label[1], ":", "-")
        end = first
        while end < len(tokens) and end - first < LONGEST_PLACE and not _stops(tokens[end]):
            end += 1
        if end > first and (first > label[1] or label[1] > at + 1):
            yield _Mention(first, end, (tokens[at].start, tokens[end - 1].end), labeled=True)


def _kind_alone(tokens: Tokens) -> Iterator[_Mention]:
    """«…, гимназия, …»: perhaps there is only one."""
    for at in range(len(tokens)):
        first = at - 1 if tokens[at - 1].text in BEFORE_NAME else at
        follows = tokens[at + 1]
        numbered = follows.text == "№" or (follows.is_number and _is_organization_number(tokens, at + 1, signed=False))
        if tokens[at].text in KINDS and tokens[first - 1].is_sign and not (follows.is_word or numbered):
            yield _mention(tokens, at, at + 1)


def _stops(token: Token) -> bool:
    return token.is_sign and token.text not in QUOTES and token.text != "№" and token.text != "-"


def _mention(tokens: Tokens, first: int, end: int) -> _Mention:
    """The mention with what belongs to it: «на базе МБОУ … г. Заречинска», a label, quotes."""
    start, after = first, end
    while tokens[start - 1].text in {*CHILDREN, *LEGAL, *OPENING}:
        start -= 1
    labeled = False
    colon = start - 1 if tokens[start - 1].text in {":", "-"} else start
    for at in (colon - 2, colon - 1):
        label = _LABELS.at(tokens, at)
        if label and label[1] == colon:
            start, labeled = at, True
            break
    while tokens[start - 1].text in BEFORE_NAME:
        start -= 1
    if tokens[after].text in CLOSING:
        after += 1
    if tokens[after].text in AFTER_NAME:
        after = tokens.skip(after + 1, ".") + 1
    after = min(after, len(tokens))
    return _Mention(first, end, (tokens[start].start, tokens[after - 1].end), labeled)


def _label_start(text: str, start: int, labels: frozenset[str]) -> int:
    """Where the label before `start` begins («Ссылка: »), else `start`."""
    match = re.search(r"(\w{3,20})\s?[:–-]?\s?$", text[max(0, start - 25) : start])
    return start - len(match.group()) if match and match.group(1) in labels else start
