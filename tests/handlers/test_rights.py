"""Every entry of the table of handlers asks for its right before its handler runs."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy.orm import Session

from handlers.routes import Route
from handlers.table import ROUTES, Table
from handlers.visit import Visit
from models import Role
from screens import wishes
from screens.texts import Say, plain
from services.actors import Actor
from services.refusals import AdminsOnly, ConsentNeeded, ProfileNeeded, StaffOnly
from services.rights import Right
from tests.builders import NOW, make_actor, make_network, make_teacher

OPEN_TO_ANYBODY = 43
"""Entries without a right, so that a new one is looked at twice."""


def newcomer(db: Session) -> Actor:
    return make_actor(db, None)


def teacher(db: Session) -> Actor:
    return make_actor(db, make_teacher(db, "Зотова Ирина"))


def methodist(db: Session) -> Actor:
    return make_actor(db, make_teacher(db, "Зотова Ирина", role=Role.METHODIST))


REFUSED: dict[Right, list[tuple[Callable[[Session], Actor], type[Exception]]]] = {
    Right.CONSENT: [(newcomer, ConsentNeeded)],
    Right.TEACHER: [(newcomer, ProfileNeeded)],
    Right.STAFF: [(newcomer, StaffOnly), (teacher, StaffOnly)],
    Right.OWN_EVENT: [(newcomer, StaffOnly), (teacher, StaffOnly)],
    Right.DELIVERY: [(newcomer, AdminsOnly), (teacher, AdminsOnly), (methodist, AdminsOnly)],
}
CASES = [(route, who, refusal) for route in ROUTES for who, refusal in REFUSED.get(route.right, [])]


def name_of(value: object) -> str:
    if isinstance(value, Route):
        return "-".join(getattr(part, "__name__", str(part)) for part in value.key)
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("route", "who", "refusal"), CASES, ids=name_of)
def test_who_lacks_the_right_is_refused(
    db: Session, route: Route, who: Callable[[Session], Actor], refusal: type[Exception]
) -> None:
    make_network(db)
    visit = Visit(db, who(db), Say("ru"), NOW, "1")
    with pytest.raises(refusal):
        ask(visit, route)
    assert not db.new
    assert not db.dirty


def test_few_entries_are_open_to_anybody() -> None:
    assert sum(route.right is Right.ANYBODY for route in ROUTES) == OPEN_TO_ANYBODY


def test_two_entries_for_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two entries"):
        Table([*ROUTES, ROUTES[-1]])


def ask(visit: Visit, route: Route) -> None:
    """Do what the entry is for: type its words or press its button, with its form open."""
    table, first = Table(), route.key[0]
    if route.form is not None:
        visit.form = sample(route.form, step=route.key[-1])
    match first:
        case "command" | "label" | "link":
            words = {"command": f"/{route.key[1]}", "link": f"/start {route.key[1]}x"}
            visit.text = words.get(first) or plain("ru", str(route.key[1]))
            table.text(visit)
        case type() if first is wishes.Go:
            table.press(visit, wishes.Go(to=wishes.Place(str(route.key[1]))).pack())
        case type() if issubclass(first, CallbackData):
            table.press(visit, sample(first).pack())
        case _:
            visit.text = "two words"
            table.text(visit)


def sample(kind: Any, *, step: object = None) -> Any:
    """Return an instance with some value in every field."""
    if issubclass(kind, CallbackData):
        return kind(**{name: of_type(field.annotation) for name, field in kind.model_fields.items()})
    hints = get_type_hints(kind)
    values = {each.name: of_type(hints[each.name]) for each in fields(kind)}
    return kind(**values | ({"step": step} if step is not None else {}))


def of_type(hint: Any) -> Any:
    if get_origin(hint) in {UnionType, Union, Annotated}:
        return of_type(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if hint is datetime:
        return datetime(2100, 1, 1, tzinfo=UTC)
    kind = get_origin(hint) or hint
    if is_dataclass(kind):
        return sample(hint)
    return {int: 1, str: "x", float: 1.0, bool: False, tuple: (), dict: {}, list: []}[kind]
