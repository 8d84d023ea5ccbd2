"""Finds an organization by what people type: the number must be the same, the name may be misspelt or shortened.

«СОШ № 1» never means «СОШ № 11», ё is е, and no match is sure when two organizations fit about equally.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.cleaning import clean
from services.reading.likeness import likeness
from services.reading.text import Tokens, plain
from services.reading.words.organization import (
    CARDINAL_NAMES,
    COMMON_WORDS,
    KINDERGARTEN,
    KINDERGARTEN_SPLIT,
    KINDS,
    NUMBER_SIGNS,
    ORDINAL_ENDINGS,
    ORDINAL_STEMS,
    SCHOOLS,
    WORD_ENDINGS,
)

LONGEST_QUERY_WORDS = 12
SHOWN_SCORE = 60.0
SURE_SCORE = 85.0
SURE_LEAD = 8.0
"""The least distance from a sure match to the second."""
LOCALITY_WEIGHT = 0.85
NUMBER_ALONE_SCORE = 75.0
SAME_WORD_SCORE = 90.0
"""From this likeness on two words count as one."""
NAME_BESIDE_NUMBER_SCORE = 88.0
"""Score of a numberless organization named beside a number: too near the number's own for either to be sure."""


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organization of the network; `aliases`: other names in use."""

    id: int
    short: str
    title: str
    locality: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An organization that fits; `score` 0 to 100; `sure`: to be taken without asking."""

    organization: KnownOrganization
    score: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Query:
    kinds: frozenset[str]
    number: int | None
    names: tuple[str, ...]
    whole: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The parts of an organization that are compared with a query."""

    kinds: frozenset[str]
    number: int | None
    names: frozenset[str]
    locality: frozenset[str]
    full_names: frozenset[str]


def match_organization(text: str, organizations: Sequence[KnownOrganization], limit: int = 5) -> list[Match]:
    """Return the organizations that fit, the best first; at most one of them, the first, is sure."""
    query = _parse_query(text)
    if not (query.kinds or query.names or query.number is not None):
        return []
    scored = [(one, score) for one in organizations if (score := _score(query, search_entry(one))) >= SHOWN_SCORE]
    scored.sort(key=lambda pair: -pair[1])
    if not scored:
        return []
    ahead = scored[0][1] - (scored[1][1] if len(scored) > 1 else 0.0)
    sure = scored[0][1] >= SURE_SCORE and ahead >= SURE_LEAD
    return [Match(one, score, sure and index == 0) for index, (one, score) in enumerate(scored[:limit])]


def stem(word: str) -> str:
    """Return a word without its ending, so that its cases and short forms are equal («Радуге», «Радуга»)."""
    for ending in WORD_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def ordinal(word: str) -> int | None:
    """Return the number of «пятая» or «первой»; None for any other word."""
    for start, number in ORDINAL_STEMS.items():
        if word.startswith(start) and word[len(start) :] in ORDINAL_ENDINGS:
            return number
    return None


@lru_cache(maxsize=4096)
def search_entry(organization: KnownOrganization) -> SearchEntry:
    """Return the parts to compare; cached, since the same list is searched again and again."""
    parsed = [_parse_query(name) for name in (organization.short, organization.title, *organization.aliases)]
    locality = frozenset(
        stem(word) for word in _words(organization.locality) if word not in COMMON_WORDS and len(word) > 2
    )
    long_names = (word for one in parsed[1:] for word in one.names if _best_likeness(word, locality) < SAME_WORD_SCORE)
    names = frozenset([*parsed[0].names, *long_names])
    return SearchEntry(
        parsed[0].kinds or parsed[1].kinds,
        next((one.number for one in parsed if one.number is not None), None),
        names,
        locality,
        frozenset(one.whole for one in [parsed[0], *parsed[2:]]),
    )


def _words(text: str) -> list[str]:
    tokens = Tokens(plain(clean(text)))
    return [token.text for token in (tokens[at] for at in range(len(tokens))) if not token.is_sign or token.text == "№"]


def _parse_query(text: str) -> _Query:
    said = _words(text)[: LONGEST_QUERY_WORDS * 2]
    if tuple(said[:2]) == KINDERGARTEN_SPLIT:
        said = ["".join(said[:2]), *said[2:]]
    kinds: set[str] = set()
    names: list[str] = []
    numbers: list[int] = []
    for index, word in enumerate(said):
        number = _read_number(said, index)
        if number is not None:
            numbers.append(number)
        elif word in KINDS:
            kinds.add(KINDS[word])
        elif word not in COMMON_WORDS and len(word) > 1 and not word.isdecimal():
            names.append(stem(word))
    whole = " ".join(word for word in said if word != "№")
    return _Query(frozenset(kinds), numbers[0] if numbers else None, tuple(names[:LONGEST_QUERY_WORDS]), whole)


def _read_number(said: Sequence[str], index: int) -> int | None:
    word = said[index]
    if word.isdecimal():
        return int(word) if len(word) < 5 else None
    if (number := ordinal(word)) is not None:
        return number
    beside = {said[at] for at in (index - 1, index + 1) if 0 <= at < len(said)}
    return CARDINAL_NAMES.get(word) if beside & (KINDS.keys() | NUMBER_SIGNS) else None


def _score(query: _Query, entry: SearchEntry) -> float:
    if query.whole and query.whole in entry.full_names:
        return 100.0
    agree = _kinds_agree(query.kinds, entry.kinds)
    if agree is None or (query.number is not None and entry.number not in {query.number, None}):
        return 0.0
    named = sum(_likeness(word, entry) for word in query.names) / (len(query.names) or 1)
    if query.number is not None and entry.number is None:
        return NAME_BESIDE_NUMBER_SCORE if named >= SAME_WORD_SCORE else 0.0
    if not query.names:
        if query.number is not None:
            return 100.0 if agree and query.kinds else NUMBER_ALONE_SCORE
        return SURE_SCORE if agree and query.kinds and entry.kinds else 0.0
    if query.number is not None:
        return max(NUMBER_ALONE_SCORE, 90.0 + named / 10 if agree else 70.0 + named / 10)
    return named if agree else named - SURE_LEAD


def _kinds_agree(asked: frozenset[str], own: frozenset[str]) -> bool | None:
    """Whether the kinds agree; None when they exclude each other, False when they are only alike."""
    if not asked or not own or asked & own:
        return True
    if asked <= SCHOOLS and own & SCHOOLS:
        return False
    return None if KINDERGARTEN in asked | own or own & SCHOOLS else False


def _likeness(word: str, entry: SearchEntry) -> float:
    """Return how well one typed word fits the organization's names or, for a lower score, its locality."""
    return max(_best_likeness(word, entry.names), LOCALITY_WEIGHT * _best_likeness(word, entry.locality))


def _best_likeness(word: str, known: Iterable[str]) -> float:
    best = 0.0
    for other in known:
        shorter = min(len(word), len(other))
        if word == other:
            return 100.0
        if shorter >= 4 and (other.startswith(word) or word.startswith(other)):
            best = max(best, 96.0)
        else:
            best = max(best, likeness(word, other))
    return best
