"""What an announcement names after a label: the subproject, and the responsible person among the staff."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from services.reading.organizations import SHOWN_FROM, SURE_AHEAD, SURE_FROM
from services.reading.phrases import phrases
from services.reading.text import Page, Tokens
from services.reading.title import quoted
from services.reading.words.event import RESPONSIBLE_LABELS, SUBPROJECT_LABELS, WITHIN

EXACT, BEGUN, MISSPELT_FROM = 100.0, 96.0, 80.0
SHORTEST_BEGINNING = 4
"""Letters of a title that may stand for all of it; shorter names are never taken for misspelt ones."""
SHORTEST_NAME, LONGEST_NAME, LONGEST_INITIAL = 2, 4, 2
LONGEST_TITLE = 12
MOST_CANDIDATES = 5
_SUBPROJECT, _RESPONSIBLE = phrases(*SUBPROJECT_LABELS), phrases(*RESPONSIBLE_LABELS)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A subproject or a person of the network; `name`: the title, or the full name with the surname first."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Who or what was meant. `id` None: nothing known is called so, or one of `candidates`."""

    id: int | None = None
    candidates: tuple[int, ...] = ()
    score: float = 0.0


Matcher = Callable[[str, Sequence[KnownName]], NameMatch]


def match_subproject(said: str, known: Sequence[KnownName]) -> NameMatch:
    """By the whole title or its part before a colon, misspelt a little or only begun."""
    words = " ".join(_words(said))
    titles = {one.id: (" ".join(_words(one.name)), " ".join(_words(one.name.split(":")[0]))) for one in known}
    return _chosen([(one.id, max(_likeness(words, title) for title in titles[one.id])) for one in known], SURE_FROM)


def match_person(said: str, known: Sequence[KnownName]) -> NameMatch:
    """By surname, other names, their beginnings and initials in any order; a misspelt one is only likely."""
    words = _words(said)
    if all(len(word) < SHORTEST_NAME for word in words):
        return NameMatch()
    parts = {one.id: _words(one.name) for one in known}
    scored = [(one.id, min((_among(word, parts[one.id]) for word in words), default=0.0)) for one in known]
    return _chosen(scored, BEGUN)


def take_subproject(page: Page, known: Sequence[KnownName]) -> NameMatch | None:
    """Cut «подпроект «Читаем вместе»» out; a title in quotes that is not known is kept from being the event's."""
    tokens = page.tokens()
    for at in range(len(tokens) if known else 0):
        if (label := _SUBPROJECT.at(tokens, at)) is None:
            continue
        first = tokens.skip(label[1], ":", "-")
        start = tokens[_introduced(tokens, at)].start
        if span := next((span for span in quoted(page.plain) if span[0] == tokens[first].start), None):
            named = match_subproject(page.text[span[0] : span[1]], known)
            (page.take if named.score else page.hide)(start, span[1])
            return named
        named, end = _best(page, tokens, first, LONGEST_TITLE, known, match_subproject)
        if named.id is None and first == label[1]:
            continue
        if named.score:
            page.take(start, end)
        return named
    return None


def take_responsible(page: Page, known: Sequence[KnownName]) -> NameMatch | None:
    """Cut «Ответственный: Иванова» out; the words stay when nobody of the staff is called so."""
    tokens = page.tokens()
    for at in range(len(tokens) if known else 0):
        if (label := _RESPONSIBLE.at(tokens, at)) is None:
            continue
        first = tokens.skip(label[1], ".", ":", "-")
        named, end = _best(page, tokens, first, LONGEST_NAME, known, match_person)
        said = tokens[first].is_word and len(tokens[first].text) >= SHORTEST_NAME
        pointed = first > label[1] or page.text[tokens[first].start : tokens[first].end].istitle()
        if named.id is None and not (said and pointed):
            continue
        if named.score:
            page.take(tokens[at].start, end)
        return named
    return None


def _introduced(tokens: Tokens, at: int) -> int:
    """Where «в рамках» or «по» before a label begins."""
    while tokens[at - 1].text in WITHIN:
        at -= 1
    return at


def _best(
    page: Page, tokens: Tokens, first: int, most: int, known: Sequence[KnownName], match: Matcher
) -> tuple[NameMatch, int]:
    """What the words from `first` on name best, and where those words end; of equals the most words."""
    best, end, at = NameMatch(), tokens[first].start, first
    for _ in range(most):
        if tokens[at].is_sign:
            break
        named = match(page.text[tokens[first].start : tokens[at].end], known)
        if named.score and named.score >= best.score:
            best, end = named, tokens[at].end
        at = tokens.skip(at + 1, ".", ":", "-")
    return best, end


def _words(text: str) -> list[str]:
    tokens = Page(text).tokens()
    return [token.text for token in (tokens[at] for at in range(len(tokens))) if not token.is_sign]


def _likeness(said: str, title: str) -> float:
    if said == title:
        return EXACT
    begun = len(said) >= SHORTEST_BEGINNING and title.startswith(said)
    return BEGUN if begun else fuzz.ratio(said, title)


def _among(word: str, names: Sequence[str]) -> float:
    """How well a word fits one of a person's names: an initial as well as the whole, only a surname may be misspelt."""
    if any(name.startswith(word) for name in names):
        return EXACT if word in names or len(word) <= LONGEST_INITIAL else BEGUN
    return fuzz.ratio(word, names[0], score_cutoff=MISSPELT_FROM) if len(word) > SHORTEST_BEGINNING else 0.0


def _chosen(scored: list[tuple[int, float]], sure_from: float) -> NameMatch:
    """The best when it is far enough ahead of the second, or the only exact one; else all that are likely."""
    likely = sorted((pair for pair in scored if pair[1] >= SHOWN_FROM), key=lambda pair: -pair[1])
    if not likely:
        return NameMatch()
    best, score = likely[0]
    ahead = score - (likely[1][1] if len(likely) > 1 else 0.0)
    if score >= sure_from and (ahead >= SURE_AHEAD or (score == EXACT and ahead > 0)):
        return NameMatch(best, score=score)
    return NameMatch(None, tuple(row for row, _ in likely[:MOST_CANDIDATES]), score)
