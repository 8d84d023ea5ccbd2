"""The audience of an event as people type it: posts, subjects, statuses of schools."""

from dataclasses import dataclass
from itertools import pairwise

from models import OrgStatusKind, Post
from services.reading.phrases import Phrases, phrases
from services.reading.text import TAKEN, Page, Tokens
from services.reading.words.audience import (
    DATIVE,
    EVERYONE,
    GENITIVE,
    INTRODUCTIONS,
    LINKING_WORDS,
    NEAREST_POSTS,
    NOMINATIVE,
    PART_END_SIGNS,
    PLURAL_ADJECTIVES,
    POST_TAILS,
    POSTS,
    STATUSES,
    SUBJECTS,
)

MOST_PIECES = 30
MOST_LINKING_WORDS = 4


@dataclass(frozen=True, slots=True)
class Audience:
    """Codes in the order said; `everyone`: all may come, and the posts are empty."""

    posts: tuple[Post, ...] = ()
    subjects: tuple[str, ...] = ()
    statuses: tuple[OrgStatusKind, ...] = ()
    everyone: bool = False


_INTRODUCTIONS = phrases(*INTRODUCTIONS)
_TAILS = phrases(*POST_TAILS)
_PIECES: Phrases[tuple[Audience, bool]] = Phrases(
    [
        *((text, (Audience(posts=posts), False)) for text, posts in POSTS),
        *((text, (Audience(posts=posts), True)) for text, posts in NEAREST_POSTS),
        *((text, (Audience(subjects=subjects), False)) for text, subjects in SUBJECTS),
        *((text, (Audience(statuses=(status,)), False)) for text, status in STATUSES),
        *((text, (Audience(everyone=True), False)) for text in EVERYONE),
    ]
)
"""The meaning of each phrase, and whether its words stay in the note."""


@dataclass(frozen=True, slots=True)
class _Piece:
    at: int
    after: int
    said: Audience
    kept: bool = False
    """The words stay in the note."""


def read_audience(text: str) -> Audience | None:
    """Return the audience that a whole answer names, or None."""
    tokens = Page(text).tokens()
    found: list[_Piece] = []
    at = 0
    while at < len(tokens) and len(found) < MOST_PIECES:
        piece = _read_piece(tokens, at)
        if piece:
            found.append(piece)
        at = piece.after if piece else at + 1
    return _merged(found) if found else None


def find_audience(page: Page, form: tuple[int, int] | None = None) -> tuple[Audience | None, list[tuple[int, int]]]:
    """Return the audience named in a page («для учителей», «педагогам», «Аудитория: …») and the spans of its words.

    People named right after the `form` («совещание завучей») have no span, since they are part of the title too.
    """
    tokens = page.tokens()
    found: list[_Piece] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens) and len(found) < MOST_PIECES:
        first = _audience_start(tokens, at)
        pieces = _read_pieces(tokens, first) if first is not None else []
        if not pieces:
            at += 1
            continue
        found += pieces
        if not pieces[0].kept and _are_links(tokens, first or at, pieces[0].at):
            spans.append((tokens[at].start, tokens[pieces[0].after - 1].end))
        for before, piece in pairwise(pieces):
            linked = _are_links(tokens, before.after, piece.at)
            start = before.after if linked and not before.kept else piece.at
            if linked and not piece.kept:
                spans.append((tokens[start].start, tokens[piece.after - 1].end))
        at = pieces[-1].after
    if not found and form:
        follows = next((at for at in range(len(tokens)) if tokens[at].start >= form[1]), len(tokens))
        found = _read_pieces(tokens, follows) if names_people(tokens, follows) else []
    return (_merged(found), spans) if found else (None, [])


def _audience_start(tokens: Tokens, at: int) -> int | None:
    """Return the index of the first word of an audience that is introduced here."""
    if intro := _INTRODUCTIONS.at(tokens, at):
        return tokens.skip(intro[1], ":", "-")
    word, follows = tokens[at].text, tokens[at + 1].text
    dative = word.endswith(DATIVE) or (word.endswith(PLURAL_ADJECTIVES) and follows.endswith(DATIVE))
    counted = tokens[at - 1].text == TAKEN and word.endswith(GENITIVE)
    if tokens[at].is_word and (dative or counted) and _read_piece(tokens, at):
        return at
    return at if _fills_text_between_signs(tokens, at) else None


def _fills_text_between_signs(tokens: Tokens, at: int) -> bool:
    """Whether people in the nominative fill the text between two signs: «гимназия № 3, учителя истории»."""
    if tokens[at - 1].text not in {*PART_END_SIGNS, TAKEN} or not tokens[at].text.endswith(NOMINATIVE):
        return False
    pieces = _read_pieces(tokens, at)
    return bool(pieces and pieces[0].said.posts) and tokens[pieces[-1].after].text in {*PART_END_SIGNS, "", TAKEN}


def names_people(tokens: Tokens, at: int) -> bool:
    """Whether a post follows here in the genitive, as in «совещание завучей»."""
    piece = _read_piece(tokens, at) if tokens[at].text.endswith((*GENITIVE, *PLURAL_ADJECTIVES)) else None
    return piece is not None and bool(piece.said.posts)


def _read_pieces(tokens: Tokens, at: int) -> list[_Piece]:
    """Return the pieces that follow one another from this token on."""
    pieces: list[_Piece] = []
    passed = 0
    while len(pieces) < MOST_PIECES:
        piece = _read_piece(tokens, at)
        if piece:
            pieces.append(piece)
            at, passed = piece.after, 0
        elif passed < MOST_LINKING_WORDS and (
            tokens[at].text in LINKING_WORDS or tokens[at].text.endswith(PLURAL_ADJECTIVES)
        ):
            at, passed = at + 1, passed + 1
        else:
            break
    return pieces


def _are_links(tokens: Tokens, first: int, last: int) -> bool:
    return all(tokens[at].text in LINKING_WORDS for at in range(first, last))


def _read_piece(tokens: Tokens, at: int) -> _Piece | None:
    """Return the longest phrase of any table at this token."""
    if not tokens[at].is_word:
        return None
    found = _PIECES.at(tokens, at)
    if found is None:
        return None
    (said, kept), after = found
    tail = _TAILS.at(tokens, after) if Post.DEPUTY_HEAD in said.posts else None
    return _Piece(at, tail[1] if tail else after, said, kept)


def _merged(pieces: list[_Piece]) -> Audience:
    """Merge all pieces; subjects without a post are those of teachers."""
    posts = tuple(dict.fromkeys(post for piece in pieces for post in piece.said.posts))
    subjects = tuple(dict.fromkeys(subject for piece in pieces for subject in piece.said.subjects))
    statuses = tuple(dict.fromkeys(status for piece in pieces for status in piece.said.statuses))
    everyone = any(piece.said.everyone for piece in pieces)
    if everyone:
        return Audience((), subjects, statuses, not subjects and not statuses)
    return Audience(posts or ((Post.TEACHER,) if subjects else ()), subjects, statuses)
