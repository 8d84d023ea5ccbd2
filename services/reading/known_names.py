"""The subproject and the responsible person as an announcement names them after a label."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from services.reading.likeness import likeness
from services.reading.organizations import SHOWN_SCORE, SURE_LEAD, SURE_SCORE
from services.reading.phrases import phrases
from services.reading.text import Page, Tokens
from services.reading.title import quoted
from services.reading.words.event import RESPONSIBLE_LABELS, SUBPROJECT_LABELS, WITHIN

EXACT_SCORE, PREFIX_SCORE, MISSPELT_SCORE = 100.0, 96.0, 80.0
SHORTEST_PREFIX_LETTERS = 4
"""Letters of a title that identify all of it; a word no longer than this is never a misspelt name."""
SHORTEST_NAME_LETTERS, LONGEST_NAME_WORDS, LONGEST_INITIAL_LETTERS = 2, 4, 2
LONGEST_TITLE_WORDS = 12
MOST_CANDIDATES = 5
_SUBPROJECT, _RESPONSIBLE = phrases(*SUBPROJECT_LABELS), phrases(*RESPONSIBLE_LABELS)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A subproject or a person of the network; `name`: the title, or the full name with the surname first."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The subproject or person meant; `id` None: none fits, or one of `candidates` does."""

    id: int | None = None
    candidates: tuple[int, ...] = ()
    score: float = 0.0


Matcher = Callable[[str], NameMatch]


def match_subproject(said: str, known: Sequence[KnownName]) -> NameMatch:
    """Match by the whole title or its part before a colon, misspelt a little or only begun."""
    words = " ".join(_words(said))
    titles = {one.id: (" ".join(_words(one.name)), " ".join(_words(one.name.split(":")[0]))) for one in known}
    return _choose([(one.id, max(_likeness(words, title) for title in titles[one.id])) for one in known], SURE_SCORE)


def match_person(said: str, known: Sequence[KnownName]) -> NameMatch:
    """Match by surname, other names, their beginnings and initials in any order; a misspelt one is only likely."""
    words = _words(said)
    if all(len(word) < SHORTEST_NAME_LETTERS for word in words):
        return NameMatch()
    parts = {one.id: _words(one.name) for one in known}
    scored = [(one.id, min((_name_likeness(word, parts[one.id]) for word in words), default=0.0)) for one in known]
    return _choose(scored, PREFIX_SCORE)


def take_subproject(page: Page, known: Sequence[KnownName]) -> NameMatch | None:
    """Cut «подпроект «Читаем вместе»» out; an unknown title in quotes is hidden from the event's title."""
    tokens = page.tokens()
    for at in range(len(tokens) if known else 0):
        if (label := _SUBPROJECT.at(tokens, at)) is None:
            continue
        first = tokens.skip(label[1], ":", "-")
        start = tokens[_introduction_start(tokens, at)].start
        if span := next((span for span in quoted(page.plain) if span[0] == tokens[first].start), None):
            named = match_subproject(page.text[span[0] : span[1]], known)
            (page.take if named.score else page.hide)(start, span[1])
            return named
        named, end = _best_match(page, tokens, first, LONGEST_TITLE_WORDS, partial(match_subproject, known=known))
        if named.id is None and first == label[1]:
            continue
        if named.score:
            page.take(start, end)
        return named
    return None


def take_responsible(page: Page, known: Sequence[KnownName]) -> NameMatch | None:
    """Cut «Ответственный: Иванова» out; the words stay when no one of the staff has this name."""
    tokens = page.tokens()
    for at in range(len(tokens) if known else 0):
        if (label := _RESPONSIBLE.at(tokens, at)) is None:
            continue
        first = tokens.skip(label[1], ".", ":", "-")
        named, end = _best_match(page, tokens, first, LONGEST_NAME_WORDS, partial(match_person, known=known))
        said = tokens[first].is_word and len(tokens[first].text) >= SHORTEST_NAME_LETTERS
        pointed = first > label[1] or page.text[tokens[first].start : tokens[first].end].istitle()
        if named.id is None and not (said and pointed):
            continue
        if named.score:
            page.take(tokens[at].start, end)
        return named
    return None


def _introduction_start(tokens: Tokens, at: int) -> int:
    """Return the index of «в рамках» or «по» before a label."""
    while tokens[at - 1].text in WITHIN:
        at -= 1
    return at


def _best_match(page: Page, tokens: Tokens, first: int, most: int, match: Matcher) -> tuple[NameMatch, int]:
    """Return the best match of the first 1 to `most` words, and the end of those words; of equals the most words."""
    best, end, at = NameMatch(), tokens[first].start, first
    for _ in range(most):
        if tokens[at].is_sign:
            break
        named = match(page.text[tokens[first].start : tokens[at].end])
        if named.score and named.score >= best.score:
            best, end = named, tokens[at].end
        at = tokens.skip(at + 1, ".", ":", "-")
    return best, end


def _words(text: str) -> list[str]:
    tokens = Page(text).tokens()
    return [token.text for token in (tokens[at] for at in range(len(tokens))) if not token.is_sign]


def _likeness(said: str, title: str) -> float:
    if said == title:
        return EXACT_SCORE
    begun = len(said) >= SHORTEST_PREFIX_LETTERS and title.startswith(said)
    return PREFIX_SCORE if begun else likeness(said, title)


def _name_likeness(word: str, names: Sequence[str]) -> float:
    """Return how well a word fits a person's names; an initial counts as the whole, only a surname may be misspelt."""
    if any(name.startswith(word) for name in names):
        return EXACT_SCORE if word in names or len(word) <= LONGEST_INITIAL_LETTERS else PREFIX_SCORE
    return likeness(word, names[0], MISSPELT_SCORE) if len(word) > SHORTEST_PREFIX_LETTERS else 0.0


def _choose(scored: list[tuple[int, float]], sure_from: float) -> NameMatch:
    """Return the best if it is far enough ahead of the second or the only exact one, else the likely candidates."""
    likely = sorted((pair for pair in scored if pair[1] >= SHOWN_SCORE), key=lambda pair: -pair[1])
    if not likely:
        return NameMatch()
    best, score = likely[0]
    ahead = score - (likely[1][1] if len(likely) > 1 else 0.0)
    if score >= sure_from and (ahead >= SURE_LEAD or (score == EXACT_SCORE and ahead > 0)):
        return NameMatch(best, score=score)
    return NameMatch(None, tuple(row for row, _ in likely[:MOST_CANDIDATES]), score)
