"""Entering a walk-in: the name, then the organization of a newcomer."""

from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.routes import press, press_in, typed
from handlers.visit import Visit
from screens import wishes
from screens.attendance import sheet as sheet_screens
from screens.attendance import walk_ins as screens
from screens.screen import Screen
from services.attendance import sheet, walk_ins
from services.attendance.sheet import OpenedRow, RowKey
from services.attendance.walk_ins import Newcomer
from services.cleaning import one_line
from services.rights import Right
from services.schools.register import likely_organizations

ORGANIZATIONS_SHOWN = 5
ORGANIZATION_LENGTH_LIMIT = 200


class WalkInStep(StrEnum):
    NAME = "name"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class AddingWalkIn:
    """`name`: the name typed last; empty until one is typed."""

    event: int
    step: WalkInStep = WalkInStep.NAME
    name: str = ""


def leave_walk_in(visit: Visit) -> None:
    """Leave the form of a walk-in; a form of another subject stays open."""
    if isinstance(visit.form, AddingWalkIn):
        visit.form = None


def add_walk_in(visit: Visit, wish: wishes.AddWalkIn) -> Screen:
    if wish.teacher:
        row = sheet.add_walk_in(visit.db, visit.actor, wish.event, wish.teacher, visit.now)
        leave_walk_in(visit)
        return _added(visit, row)
    walk_ins.about_to_add(visit.db, visit.actor, wish.event, visit.now)
    return _ask_name(visit, wish.event)


def type_name(visit: Visit, form: AddingWalkIn) -> Screen:
    name = one_line(visit.text)
    if not any(sign.isalpha() for sign in name) or len(name) > walk_ins.NAME_LIMIT:
        return screens.ask_name(visit.say, form.event, again=True)
    people = walk_ins.find_people(visit.db, visit.actor, name)
    visit.form = replace(form, name=name)
    return screens.people_found(visit.say, form.event, name, people, full_name=walk_ins.is_full_name(name))


def add_newcomer(visit: Visit, wish: wishes.AddNewcomer) -> Screen:
    walk_ins.about_to_add(visit.db, visit.actor, wish.event, visit.now)
    form = visit.form
    if not isinstance(form, AddingWalkIn) or form.step is not WalkInStep.NAME or not walk_ins.is_full_name(form.name):
        return _ask_name(visit, wish.event)
    visit.form = replace(form, step=WalkInStep.ORGANIZATION)
    return screens.ask_organization(visit.say, wish.event, form.name, [])


def type_organization(visit: Visit, form: AddingWalkIn) -> Screen:
    words = visit.text.strip()[:ORGANIZATION_LENGTH_LIMIT]
    likely = likely_organizations(visit.db, words) if words else []
    return screens.ask_organization(visit.say, form.event, form.name, likely[:ORGANIZATIONS_SHOWN], again=True)


def choose_organization(visit: Visit, wish: wishes.ChooseOrganization, form: AddingWalkIn) -> Screen:
    newcomer = Newcomer(form.name, wish.organization)
    row = walk_ins.add_newcomer(visit.db, visit.actor, form.event, newcomer, visit.now)
    visit.form = None
    return _added(visit, row)


def enter_ground(visit: Visit, wish: wishes.EnterGround) -> Screen:
    row = walk_ins.enter_ground(visit.db, visit.actor, RowKey(wish.event, wish.teacher), wish.kind, visit.now)
    shown = sheet_screens.opened_row(visit.say, row)
    return replace(shown, toast=visit.say.plain("attendance-ground-entered"))


def _added(visit: Visit, row: OpenedRow) -> Screen:
    """Show the added person, with the question about the ground of the data if nobody has answered it."""
    shown = sheet_screens.opened_row(visit.say, row, added=True)
    teacher = row.row.teacher
    if not walk_ins.needs_ground(visit.db, teacher):
        return shown
    return screens.with_ground_question(visit.say, shown, row.event.id, teacher.id)


def _ask_name(visit: Visit, event_id: int) -> Screen:
    visit.form = AddingWalkIn(event_id)
    return screens.ask_name(visit.say, event_id)


ROUTES = (
    press(wishes.AddWalkIn, add_walk_in, Right.OWN_EVENT),
    press(wishes.EnterGround, enter_ground, Right.OWN_EVENT),
    press(wishes.AddNewcomer, add_newcomer, Right.OWN_EVENT),
    typed(AddingWalkIn, type_name, Right.STAFF, step=WalkInStep.NAME, takes_names=True),
    typed(AddingWalkIn, type_organization, Right.STAFF, step=WalkInStep.ORGANIZATION),
    press_in(
        AddingWalkIn, wishes.ChooseOrganization, choose_organization, Right.OWN_EVENT, step=WalkInStep.ORGANIZATION
    ),
)
