"""Level, tags, scope, order and issuer: what reports and certificates need of an event."""

from datetime import date

from models import EventLevel, Organization
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    code_value,
    list_value,
    number_value,
)
from services.desk.fields.named import NAMES_PER_PAGE, row_value
from services.reading.announcement import Announcement
from services.reading.order import Order, read_order
from services.reading.phrases import Phrases
from services.reading.scope import SCOPES, scope_of
from services.reading.text import Page
from services.reading.words.event import LEVELS
from services.schools.register import all_organizations, find_organization

MOST_TAGS = 10
TAG_LENGTH = (2, 64)
SCOPE_LENGTH = (2, 32)
_LEVELS = Phrases(LEVELS)


def _assign_level(edit: Edit, value: FieldValue) -> None:
    edit.event.level = EventLevel(code_value(EventLevel, DraftField.LEVEL, value))


def _typed_level(_asked: Asked, text: str) -> Answer:
    tokens = Page(text).tokens()
    for at in range(len(tokens)):
        if found := _LEVELS.at(tokens, at):
            return Answer({DraftField.LEVEL: found[0].value})
    raise BadValue(field=DraftField.LEVEL)


def _tags_value(value: FieldValue) -> list[str]:
    tags = list_value(DraftField.TAGS, value)
    if len(tags) > MOST_TAGS or not all(TAG_LENGTH[0] <= len(tag) <= TAG_LENGTH[1] for tag in tags):
        raise BadValue(field=DraftField.TAGS)
    return tags


def _assign_tags(edit: Edit, value: FieldValue) -> None:
    edit.event.tags = _tags_value(value)


def _typed_tags(_asked: Asked, text: str) -> Answer:
    """Read tags separated by commas, lines or hash signs; a tag said twice counts once."""
    parts = (" ".join(part.split()) for part in text.translate(str.maketrans("#;\n", ",,,")).split(","))
    tags: dict[str, str] = {}
    for part in parts:
        tags.setdefault(part.casefold(), part)
    tags.pop("", None)
    if not tags:
        raise BadValue(field=DraftField.TAGS)
    return Answer({DraftField.TAGS: _tags_value(list(tags.values()))})


def _scope_value(value: FieldValue) -> str:
    scope = scope_of(str(value))
    if not SCOPE_LENGTH[0] <= len(scope) <= SCOPE_LENGTH[1]:
        raise BadValue(field=DraftField.SCOPE)
    return scope


def _assign_scope(edit: Edit, value: FieldValue) -> None:
    edit.event.scope = _scope_value(value) if value else None


def _typed_scope(_asked: Asked, text: str) -> Answer:
    return Answer({DraftField.SCOPE: _scope_value(text)})


def _order_pieces(number: str, day: date | None) -> FieldValue:
    """Return number and ISO date, an empty text for no date; None for no order."""
    return [number, day.isoformat() if day else ""] if number else None


def _order_answer(order: Order) -> Answer:
    return Answer({DraftField.ORDER: _order_pieces(order.number, order.date)})


def _assign_order(edit: Edit, value: FieldValue) -> None:
    number, day = list_value(DraftField.ORDER, value) or ["", ""]
    edit.event.order_number, edit.event.order_date = number, date.fromisoformat(day) if day else None


def _typed_order(_asked: Asked, text: str) -> Answer:
    order = read_order(text)
    if order is None:
        raise BadValue(field=DraftField.ORDER)
    return _order_answer(order)


def _announced_order(said: Announcement) -> Answer:
    return _order_answer(said.order) if said.order else Answer({})


def _assign_issuer(edit: Edit, value: FieldValue) -> None:
    edit.event.issuer = row_value(edit.db, Organization, DraftField.ISSUER, value)


def _typed_issuer(asked: Asked, text: str) -> Answer:
    found = find_organization(asked.db, text)
    if found.sure:
        return Answer({DraftField.ISSUER: found.sure.id})
    if not found.likely:
        raise BadValue(field=DraftField.ISSUER)
    return Answer({}, candidates=tuple(row.id for row in found.likely))


def _not_announced(_said: Announcement) -> Answer:
    return Answer({})


OFFICIAL_FIELDS = {
    DraftField.LEVEL: EventField(
        current=lambda event: event.level.value,
        assign=_assign_level,
        typed=_typed_level,
        announced=_not_announced,
        options=lambda _db: [Option(level.value) for level in EventLevel],
    ),
    DraftField.TAGS: EventField(
        current=lambda event: list(event.tags),
        assign=_assign_tags,
        typed=_typed_tags,
        announced=_not_announced,
    ),
    DraftField.SCOPE: EventField(
        current=lambda event: event.scope,
        assign=_assign_scope,
        typed=_typed_scope,
        announced=_not_announced,
        options=lambda _db: [Option(scope) for scope in SCOPES],
    ),
    DraftField.ORDER: EventField(
        current=lambda event: _order_pieces(event.order_number, event.order_date),
        assign=_assign_order,
        typed=_typed_order,
        announced=_announced_order,
    ),
    DraftField.ISSUER: EventField(
        current=lambda event: event.issuer_id,
        assign=_assign_issuer,
        typed=_typed_issuer,
        announced=_not_announced,
        pressed=lambda raw: number_value(DraftField.ISSUER, raw),
        options=lambda db: [Option(str(row.id), row.short) for row in all_organizations(db)],
        page_size=NAMES_PER_PAGE,
    ),
}
