"""The file, the database and what the file said last, compared: whose change is whose, and what may be written."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, Attendance, Event, EventState, LoadedRow, Registration
from services.loading.present import Present
from services.loading.wanted import Key, Kind, Wanted

_SCHEDULE = frozenset({"start", "hours", "timezone", "capacity", "format", "host"})


class Verdict(StrEnum):
    """What becomes of a difference. Only `NEW` and `CHANGED` can be written; the others are told and left.

    KEPT: people changed it in the bot. BUSY: people are signed up or the event was held, so that a change belongs into
    the bot, which tells them. REMOVED: it was loaded once and is no longer in the database. ERASED: the person withdrew
    the consent. ABSENT: the file no longer speaks of it.
    """

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    BUSY = "busy"
    REMOVED = "removed"
    ERASED = "erased"
    ABSENT = "absent"


WRITTEN = frozenset({Verdict.NEW, Verdict.CHANGED})


@dataclass(frozen=True, slots=True)
class Difference:
    """`field` is empty when the whole thing is meant; `here` is the database's value, `there` the file's."""

    verdict: Verdict
    kind: Kind
    code: str
    title: str
    field: str = ""
    here: Any = None
    there: Any = None
    line: int | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class Plan:
    """`first`: nothing was ever loaded and nobody has come yet, so there is nothing to ask about."""

    first: bool
    differences: list[Difference]
    wanted: list[Wanted]
    stale: bool
    """Fingerprints to renew although nothing else changes: file and database have come to say the same."""

    @property
    def to_write(self) -> list[Difference]:
        return [one for one in self.differences if one.verdict in WRITTEN]

    @property
    def left(self) -> list[Difference]:
        return [one for one in self.differences if one.verdict not in WRITTEN]


def fingerprint(key: Key, field: str, value: Any) -> str:
    text = json.dumps([*key, field, value], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def compare(db: Session, rows: list[Wanted]) -> Plan:
    """What writing `rows` would change."""
    present = Present(db)
    said: dict[Key, dict[str, str]] = {(Kind(row.kind), row.code): row.fields for row in db.scalars(select(LoadedRow))}
    busy = _Busy(db)
    differences: list[Difference] = []
    stale = False
    for row in rows:
        found = list(_of_one(row, present, said.get(row.key), busy))
        differences += found
        stale |= not found and said.get(row.key) != fingerprints(row)
    differences += _absent(rows, said, present)
    return Plan(present.empty and not said, differences, rows, stale)


def fingerprints(row: Wanted) -> dict[str, str]:
    return {field: fingerprint(row.key, field, value) for field, value in row.fields.items()}


def _of_one(row: Wanted, present: Present, said: dict[str, str] | None, busy: "_Busy") -> Iterator[Difference]:
    if row.kind is Kind.PERSON and row.code in present.erased:
        yield Difference(Verdict.ERASED, row.kind, row.code, "", line=row.line)
        return
    if row.kind is Kind.MATERIAL and row.code.partition("/")[2] in present.erased:
        return
    here = present.fields.get(row.key)
    if row.kind is Kind.PARTICIPATION:
        yield from _history(row, here or {}, said or {}, busy, present.erased)
    elif here is None:
        verdict = Verdict.NEW if said is None else Verdict.REMOVED
        yield Difference(verdict, row.kind, row.code, row.title, line=row.line)
    else:
        yield from _fields(row, here, said, busy)


def _fields(row: Wanted, here: dict[str, Any], said: dict[str, str] | None, busy: "_Busy") -> Iterator[Difference]:
    said = said or {}
    for field, there in row.fields.items():
        if here[field] == there:
            continue
        last = said.get(field)
        never_said = last is None and row.kind is Kind.NETWORK
        if not never_said and last != fingerprint(row.key, field, here[field]):
            verdict = Verdict.KEPT
        else:
            moves = row.kind is Kind.EVENT and field in _SCHEDULE and row.code in busy.events
            takes_back = row.kind is Kind.MATERIAL and there < here[field]
            verdict = Verdict.BUSY if moves or takes_back else Verdict.CHANGED
        yield Difference(verdict, row.kind, row.code, row.title, field, here[field], there, row.line)


def _history(
    row: Wanted, here: dict[str, Any], said: dict[str, str], busy: "_Busy", erased: set[str]
) -> Iterator[Difference]:
    """Who took part is written once, when the event has no rows of its own; afterwards the bot's marks hold."""
    if not said and row.code not in busy.events:
        yield Difference(Verdict.NEW, row.kind, row.code, row.title, line=row.line)
        return
    for who in sorted(row.fields.keys() | said.keys()):
        ours, theirs = here.get(who), row.fields.get(who)
        if ours == theirs or who in erased:
            continue
        unchanged = ours is not None and said.get(who) == fingerprint(row.key, who, ours)
        verdict = Verdict.BUSY if unchanged or ours is None else Verdict.KEPT
        yield Difference(verdict, row.kind, row.code, row.title, who, ours, theirs, row.line)


def _absent(rows: Iterable[Wanted], said: dict[Key, dict[str, str]], present: Present) -> Iterator[Difference]:
    wanted = {row.key for row in rows}
    for kind, code in sorted(said):
        if (kind, code) not in wanted and not (kind is Kind.PERSON and code in present.erased):
            here = present.fields.get((kind, code), {})
            yield Difference(Verdict.ABSENT, kind, code, str(here.get("title") or here.get("name") or ""))


class _Busy:
    """Events that people have to do with: signed up for, marked, closed or cancelled."""

    def __init__(self, db: Session) -> None:
        signed = select(Registration.event_id).where(Registration.state.in_(ACTIVE_STATES))
        statement = select(Event.code).where(
            Event.code.is_not(None),
            Event.id.in_(signed)
            | Event.id.in_(select(Attendance.event_id))
            | Event.attendance_closed_at.is_not(None)
            | (Event.state != EventState.PUBLISHED),
        )
        self.events = set(db.scalars(statement))
