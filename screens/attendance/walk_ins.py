"""Entering a walk-in: the name, the people found by it, the organization of a newcomer."""

from dataclasses import replace

from models import GroundKind, Organization, Teacher
from screens import wishes
from screens.attendance.sheet import to_list_button
from screens.names import post_of
from screens.screen import Button, Rows, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say

TYPED_LIMIT = 80


def ask_name(say: Say, event_id: int, *, again: bool = False) -> Screen:
    """Ask for the name of the walk-in."""
    return Screen(say("attendance-who-again" if again else "attendance-who"), rows=((to_list_button(say, event_id),),))


def people_found(say: Say, event_id: int, typed: str, people: list[Teacher], *, full_name: bool) -> Screen:
    """Show the people of that name; `full_name`: the typed name is enough to enter a newcomer."""
    buttons: Rows = tuple((_person_button(say, event_id, teacher),) for teacher in people)
    newcomer = say.button("button-newcomer", wishes.AddNewcomer(event=event_id))
    last: Rows = ((newcomer,), (to_list_button(say, event_id),)) if full_name else ((to_list_button(say, event_id),),)
    if people:
        return Screen(say("attendance-found"), rows=(*buttons, *last))
    key = "attendance-found-nobody" if full_name else "attendance-found-incomplete"
    return Screen(say(key, typed=shortened(typed, TYPED_LIMIT)), rows=last)


def ask_organization(say: Say, event_id: int, name: str, likely: list[Organization], *, again: bool = False) -> Screen:
    """Ask for the organization of a newcomer; `likely`: organizations that fit the typed words."""
    buttons: Rows = tuple(
        (Button.of(shortened(row.short, BUTTON_LABEL_LIMIT), wishes.ChooseOrganization(organization=row.id)),)
        for row in likely
    )
    none = say.button("button-no-organization", wishes.ChooseOrganization(organization=0))
    if likely:
        text = say("attendance-where-found")
    else:
        text = say("attendance-where-again") if again else say("attendance-where", name=shortened(name, TYPED_LIMIT))
    return Screen(text, rows=(*buttons, (none,), (to_list_button(say, event_id),)))


def with_ground_question(say: Say, row: Screen, event_id: int, teacher_id: int) -> Screen:
    """Ask below a person's row on what ground the data are kept; one press answers, no press leaves it open."""
    buttons = tuple(
        say.button(f"button-ground-{kind.value}", wishes.EnterGround(event=event_id, teacher=teacher_id, kind=kind))
        for kind in (GroundKind.PAPER_CONSENT, GroundKind.EMPLOYER_ORDER)
    )
    return replace(row, text=f"{row.text}\n\n{say('attendance-ask-ground')}", rows=(buttons, *row.rows))


def _person_button(say: Say, event_id: int, teacher: Teacher) -> Button:
    place = teacher.organization.short if teacher.organization else post_of(say, teacher)
    label = say.plain("attendance-person-button", name=teacher.full_name, organization=place)
    return Button.of(shortened(label, BUTTON_LABEL_LIMIT), wishes.AddWalkIn(event=event_id, teacher=teacher.id))
