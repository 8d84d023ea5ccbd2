"""Finds people of the network by typed words of their names, by index."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, select, union_all
from sqlalchemy.orm import Session

from models import NameWord, Teacher
from services.reading.likeness import likeness
from services.reading.person_names import name_key

CANDIDATES = 500
"""People whose names are compared with the typed one; those with more and better matching words come first."""
MIN_LIKENESS = 80.0
WORDS_SEARCHED = 5
SIMILAR_WORDS = 200
_LAST = "\U0010ffff"

_WORDS = (
    select(NameWord.word)
    .where(NameWord.word >= bindparam("letter"), NameWord.word < bindparam("after_letter"))
    .distinct()
)
_PEOPLE = select(Teacher).where(Teacher.id.in_(bindparam("people", expanding=True)))


def similar_people(db: Session, typed: str, limit: int) -> list[Teacher]:
    """Return the people whose names are most like the typed words, in any order of words.

    A typed word finds the words that it begins and the similar ones with the same first letter.
    """
    asked = name_key(typed)
    words = asked.split()[:WORDS_SEARCHED]
    if not words:
        return []
    values: dict[str, Any] = {}
    for n, word in enumerate(words):
        values |= {f"word_{n}": word, f"after_{n}": word + _LAST, f"similar_{n}": _similar_words(db, word)}
    found = [(_likeness(asked, row.name_key), row.id) for row in db.execute(_candidates(len(words)), values)]
    best = sorted((pair for pair in found if pair[0] >= MIN_LIKENESS), key=lambda pair: (-pair[0], pair[1]))[:limit]
    people = {row.id: row for row in db.scalars(_PEOPLE, {"people": [number for _likeness, number in best]})}
    return [people[number] for _likeness, number in best]


def has_words(typed: str) -> list[ColumnElement[bool]]:
    """Return the conditions that every typed word begins a word of a person's name."""
    return [
        Teacher.id.in_(select(NameWord.teacher_id).where(NameWord.word >= word, NameWord.word < word + _LAST))
        for word in name_key(typed).split()
    ]


def _similar_words(db: Session, asked: str) -> list[str]:
    known = db.scalars(_WORDS, {"letter": asked[0], "after_letter": asked[0] + _LAST})
    scored = [(_word_likeness(asked, word), word) for word in known]
    similar = sorted((pair for pair in scored if pair[0] >= MIN_LIKENESS), key=lambda pair: -pair[0])
    return [word for _likeness, word in similar[:SIMILAR_WORDS]]


@cache
def _candidates(words: int) -> Select[int, str]:
    """Return the statement that selects the names to compare with this number of typed words."""
    matches = union_all(*(_matches(n) for n in range(words))).subquery()
    ranked = (
        select(matches.c.teacher_id)
        .group_by(matches.c.teacher_id)
        .order_by(func.sum(matches.c.rank).desc(), matches.c.teacher_id)
        .limit(CANDIDATES)
        .subquery()
    )
    joined = select(Teacher.id, Teacher.name_key).join(ranked, ranked.c.teacher_id == Teacher.id)
    return joined.where(Teacher.erased_at.is_(None))


def _matches(n: int) -> Select[int, int]:
    """Select the people with a word like typed word number `n`, with a rank: the word itself, begun by it, similar."""
    asked: ColumnElement[str] = bindparam(f"word_{n}")
    begun = and_(NameWord.word >= asked, NameWord.word < bindparam(f"after_{n}"))
    rank = case((NameWord.word == asked, 3), (begun, 2), else_=1)
    return (
        select(NameWord.teacher_id, func.max(rank).label("rank"))
        .where(NameWord.word.in_(bindparam(f"similar_{n}", expanding=True)))
        .group_by(NameWord.teacher_id)
    )


def _likeness(asked: str, name: str) -> float:
    """Score a name from 0 to 100: the mean of the best match of every typed word."""
    words, own = asked.split(), name.split()
    best = (max(_word_likeness(word, other) for other in own) for word in words)
    return sum(best) / len(words)


def _word_likeness(asked: str, other: str) -> float:
    """Score a word from 0 to 100; the beginning of a word counts as the word."""
    if len(asked) > 2 and other.startswith(asked):
        return 100.0
    return likeness(asked, other)
