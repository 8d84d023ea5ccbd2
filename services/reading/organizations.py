"""Finding an organization by what a person typed: the number must be the same, the name may be misspelt or shortened.

«СОШ № 1» never means «СОШ № 11», ё is е, and nothing is taken for granted when two organizations fit about equally.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from services.reading.text import Tokens, clean, plain
from services.reading.words.organization import (
    CARDINAL_NAMES,
    ENDINGS,
    FILLING,
    KINDERGARTEN,
    KINDERGARTEN_SPLIT,
    KINDS,
    NUMBER_SIGNS,
    ORDINAL_ENDINGS,
    ORDINAL_STEMS,
    SCHOOLS,
)

LONGEST_QUERY = 12
"""Words; more is not the name of an organization."""
SHOWN_FROM = 60.0
SURE_FROM = 85.0
SURE_AHEAD = 8.0
"""A sure match is this far ahead of the second."""
LOCALITY_WEIGHT = 0.85
NUMBER_ALONE = 75.0
NAMED_FROM = 90.0
"""From here on a word is taken for the other one."""
NAMED_BESIDE_NUMBER = 88.0
"""Another organization's name beside a number: too near the number's organization for either to be sure."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An organization of the network as people may call it; `aliases`: other names in use."""

    id: int
    short: str
    title: str
    locality: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An organization that fits. `score` 0 to 100; `sure`: it may be taken without asking."""

    place: KnownPlace
    score: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Query:
    kinds: frozenset[str]
    number: int | None
    names: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class _Card:
    """What is compared of one organization."""

    kinds: frozenset[str]
    number: int | None
    names: frozenset[str]
    locality: frozenset[str]
    wholes: frozenset[str]


def match_organization(text: str, organizations: Sequence[KnownPlace], limit: int = 5) -> list[Match]:
    """The organizations that fit what was typed, the best first; at most one of them, the first, is sure."""
    query = _read(text)
    if not (query.kinds or query.names or query.number is not None):
        return []
    scored = [(place, score) for place in organizations if (score := _score(query, card_of(place))) >= SHOWN_FROM]
    scored.sort(key=lambda pair: -pair[1])
    if not scored:
        return []
    ahead = scored[0][1] - (scored[1][1] if len(scored) > 1 else 0.0)
    sure = scored[0][1] >= SURE_FROM and ahead >= SURE_AHEAD
    return [Match(place, score, sure and index == 0) for index, (place, score) in enumerate(scored[:limit])]


def stem(word: str) -> str:
    """A word without its ending, so that cases and short forms meet («Радуге», «Радуга»)."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def ordinal(word: str) -> int | None:
    """The number of «пятая», «первой»; None for any other word."""
    for start, number in ORDINAL_STEMS.items():
        if word.startswith(start) and word[len(start) :] in ORDINAL_ENDINGS:
            return number
    return None


@lru_cache(maxsize=4096)
def card_of(place: KnownPlace) -> _Card:
    """What is compared of an organization; kept, for the same list is searched again and again."""
    read = [_read(name) for name in (place.short, place.title, *place.aliases)]
    locality = frozenset(stem(word) for word in _split(place.locality) if word not in FILLING and len(word) > 2)
    long_names = (word for one in read[1:] for word in one.names if _best(word, locality) < NAMED_FROM)
    names = frozenset([*read[0].names, *long_names])
    return _Card(
        read[0].kinds or read[1].kinds,
        next((one.number for one in read if one.number is not None), None),
        names,
        locality,
        frozenset(one.whole for one in [read[0], *read[2:]]),
    )


def _split(text: str) -> list[str]:
    tokens = Tokens(plain(clean(text)))
    return [token.text for token in (tokens[at] for at in range(len(tokens))) if not token.is_sign or token.text == "№"]


def _read(text: str) -> _Query:
    said = _split(text)[: LONGEST_QUERY * 2]
    if tuple(said[:2]) == KINDERGARTEN_SPLIT:
        said = ["".join(said[:2]), *said[2:]]
    kinds: set[str] = set()
    names: list[str] = []
    numbers: list[int] = []
    for index, word in enumerate(said):
        number = _number(said, index)
        if number is not None:
            numbers.append(number)
        elif word in KINDS:
            kinds.add(KINDS[word])
        elif word not in FILLING and len(word) > 1 and not word.isdecimal():
            names.append(stem(word))
    whole = " ".join(word for word in said if word != "№")
    return _Query(frozenset(kinds), numbers[0] if numbers else None, tuple(names[:LONGEST_QUERY]), whole)


def _number(said: Sequence[str], index: int) -> int | None:
    word = said[index]
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    if (number := ordinal(word)) is not None:
        return number
    beside = {said[at] for at in (index - 1, index + 1) if 0 <= at < len(said)}
    return CARDINAL_NAMES.get(word) if beside & (KINDS.keys() | NUMBER_SIGNS) else None


def _score(query: _Query, card: _Card) -> float:
    if query.whole and query.whole in card.wholes:
        return 100.0
    fits = _fits(query.kinds, card.kinds)
    if fits is None or (query.number is not None and card.number not in {query.number, None}):
        return 0.0
    named = sum(_likeness(word, card) for word in query.names) / (len(query.names) or 1)
    if query.number is not None and card.number is None:
        return NAMED_BESIDE_NUMBER if named >= NAMED_FROM else 0.0
    if not query.names:
        if query.number is not None:
            return 100.0 if fits and query.kinds else NUMBER_ALONE
        return SURE_FROM if fits and query.kinds and card.kinds else 0.0
    if query.number is not None:
        return max(NUMBER_ALONE, 90.0 + named / 10 if fits else 70.0 + named / 10)
    return named if fits else named - SURE_AHEAD


def _fits(asked: frozenset[str], own: frozenset[str]) -> bool | None:
    """Whether the kinds agree; None when they exclude each other, False when they are only alike."""
    if not asked or not own or asked & own:
        return True
    if asked <= SCHOOLS and own & SCHOOLS:
        return False
    return None if KINDERGARTEN in asked | own or own & SCHOOLS else False


def _likeness(word: str, card: _Card) -> float:
    """How well one typed word is found among the organization's names, or, for less, in its locality."""
    return max(_best(word, card.names), LOCALITY_WEIGHT * _best(word, card.locality))


def _best(word: str, known: Iterable[str]) -> float:
    best = 0.0
    for other in known:
        shorter = min(len(word), len(other))
        if word == other:
            return 100.0
        if shorter >= 4 and (other.startswith(word) or word.startswith(other)):
            best = max(best, 96.0)
        else:
            best = max(best, fuzz.ratio(word, other))
    return best
