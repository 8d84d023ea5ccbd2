"""Invitations: /invite, the choice of whom, the link."""

from dataclasses import dataclass

from handlers.routes import command, place, press, typed
from handlers.visit import Visit
from models import Role
from screens import wishes
from screens.people import invites as screens
from screens.screen import Screen
from screens.wishes import InviteFor, Place
from services.network import network
from services.paging import single_page
from services.people import invites
from services.rights import Right
from services.schools import register as schools


@dataclass(frozen=True, slots=True)
class InvitingPerson:
    """The search for a person to invite by a typed name."""


def show_invites(visit: Visit) -> Screen:
    visit.form = None
    return screens.invite(visit.say, admin=visit.actor.is_admin)


def make_invite(visit: Visit, wish: wishes.MakeInvite) -> Screen:
    kind, subject, sure = wish.kind, wish.subject, bool(wish.sure)
    if kind in {InviteFor.METHODIST, InviteFor.ADMIN}:
        role = Role.ADMIN if kind is InviteFor.ADMIN else Role.METHODIST
        link = invites.invite_staff(visit.db, visit.actor, role, visit.now)
    elif not subject:
        return _list_schools(visit, 1) if kind is InviteFor.SCHOOL else _list_people(visit, 1)
    elif kind is InviteFor.SCHOOL:
        link = invites.invite_school(visit.db, visit.actor, subject, sure, visit.now)
    else:
        link = invites.invite_person(visit.db, visit.actor, subject, sure, visit.now)
    visit.form = None
    return screens.link_made(visit.say, link, network(visit.db).tz)


def turn_people(visit: Visit, wish: wishes.PeoplePage) -> Screen:
    return _list_people(visit, wish.page)


def turn_schools(visit: Visit, wish: wishes.SchoolsPage) -> Screen:
    return _list_schools(visit, wish.page)


def type_person(visit: Visit, _form: InvitingPerson) -> Screen:
    typed = visit.text.strip()
    people = invites.people_to_invite(visit.db, visit.actor, typed) if typed else single_page(())
    return screens.choose_person(visit.say, people, typed=True)


def _list_people(visit: Visit, page: int) -> Screen:
    visit.form = InvitingPerson()
    return screens.choose_person(visit.say, invites.people_to_invite(visit.db, visit.actor, "", page))


def _list_schools(visit: Visit, page: int) -> Screen:
    return screens.choose_school(visit.say, schools.all_organizations(visit.db), page)


ROUTES = (
    command("invite", show_invites, Right.STAFF),
    place(Place.INVITES, show_invites, Right.STAFF),
    press(wishes.MakeInvite, make_invite, Right.STAFF),
    press(wishes.PeoplePage, turn_people, Right.STAFF),
    press(wishes.SchoolsPage, turn_schools, Right.STAFF),
    typed(InvitingPerson, type_person, Right.STAFF, takes_names=True),
)
