"""Invitations: the choice of whom, and the link, which is shown once."""

from zoneinfo import ZoneInfo

from models import InviteKind, Organization, Role, Teacher
from screens import wishes
from screens.dates import moment
from screens.pages import page_row
from screens.screen import Button, Rows, Screen
from screens.shortened import BUTTON_LABEL_LIMIT, shortened
from screens.texts import Say
from screens.wishes import InviteFor
from services.paging import Page, page_of, single_page
from services.people.invites import PAGE_SIZE, PREFIX, MadeLink


def invite(say: Say, *, admin: bool) -> Screen:
    rows: list[tuple[Button, ...]] = [
        (_kind_button(say, "button-invite-person", InviteFor.PERSON),),
        (_kind_button(say, "button-invite-school", InviteFor.SCHOOL),),
    ]
    if admin:
        methodist = _kind_button(say, "button-invite-methodist", InviteFor.METHODIST)
        rows.append((methodist, _kind_button(say, "button-invite-admin", InviteFor.ADMIN)))
    return Screen(say("invite-title"), rows=tuple(rows))


def choose_person(say: Say, people: Page[Teacher], *, typed: bool = False) -> Screen:
    """Show people without an account; `typed`: the first of those found by the typed words, on one page."""
    if not people.items:
        return Screen(say("invite-nobody" if typed else "invite-everybody-in"), rows=back_row(say, to_people=typed))
    shown = single_page(people.items) if typed else people
    rows = tuple((_person_button(row),) for row in shown.items)
    turn = page_row(say, shown, lambda number: wishes.PeoplePage(page=number))
    return Screen(say("invite-choose-person"), rows=(*rows, *turn, *back_row(say, to_people=typed)))


def choose_school(say: Say, organizations: list[Organization], page: int) -> Screen:
    if not organizations:
        return Screen(say("invite-no-schools"), rows=back_row(say))
    shown = page_of(organizations, page, PAGE_SIZE)
    rows = tuple((_subject_button(row.short, InviteFor.SCHOOL, row.id),) for row in shown.items)
    turn = page_row(say, shown, lambda number: wishes.SchoolsPage(page=number))
    return Screen(say("invite-choose-school"), rows=(*rows, *turn, *back_row(say)))


def link_made(say: Say, link: MadeLink, tz: ZoneInfo) -> Screen:
    """Show the link to pass on; it is shown once, since only its hash is stored."""
    shown = link.url or f"/start {PREFIX}{link.token}"
    until = moment(say, link.expires_at, tz) if link.expires_at else ""
    text = say.lines(
        [
            _title(say, link),
            f"<code>{say('text', text=shown)}</code>",
            None if link.url else say("invite-no-name"),
            say("invite-once", until=until) if until else say("invite-many"),
            say("invite-replaced") if link.replaced else None,
        ]
    )
    copy = Button(say.plain("button-copy-link"), copy=shown)
    more = say.button("button-invite-more", wishes.Go(to=wishes.Place.INVITES))
    return Screen(text, rows=((copy,), (more,)), fresh=True)


def _title(say: Say, link: MadeLink) -> str:
    if link.kind is InviteKind.STAFF:
        return say("invite-made-admin" if link.role is Role.ADMIN else "invite-made-methodist")
    return say("invite-made-school" if link.kind is InviteKind.SCHOOL else "invite-made-person", title=link.title)


def _person_button(teacher: Teacher) -> Button:
    organization = f", {teacher.organization.short}" if teacher.organization else ""
    return _subject_button(f"{teacher.full_name}{organization}", InviteFor.PERSON, teacher.id)


def _subject_button(title: str, kind: InviteFor, subject: int) -> Button:
    wish = wishes.MakeInvite(kind=kind, subject=subject, sure=0)
    return Button.of(shortened(title, BUTTON_LABEL_LIMIT), wish)


def _kind_button(say: Say, key: str, kind: InviteFor) -> Button:
    return say.button(key, wishes.MakeInvite(kind=kind, subject=0, sure=0))


def back_row(say: Say, *, to_people: bool = False) -> Rows:
    wish = wishes.PeoplePage(page=1) if to_people else wishes.Go(to=wishes.Place.INVITES)
    return ((say.button("button-back", wish),),)
