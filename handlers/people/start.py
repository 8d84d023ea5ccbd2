"""/start: the first visit up to the questions, an invitation, a person who comes back."""

from handlers.people import registration as profile_form
from handlers.routes import command, link, place, press
from handlers.visit import Answer, Visit
from screens import wishes
from screens.people import start as screens
from screens.refusals import refusal_screen
from screens.screen import Screen
from screens.wishes import Place
from services.network import network
from services.people import consent as consents
from services.people import invites, registration
from services.reminder_rules import offsets_before_start
from services.rights import Right


def start(visit: Visit) -> Answer:
    visit.form = None
    registration.notify_staff(visit.db, visit.actor, visit.now)
    if visit.actor.teacher is not None:
        return screens.welcome_back(visit.say, visit.actor.teacher, staff=visit.actor.is_staff)
    operator = consents.operator_of(visit.db)
    welcome = screens.welcome(visit.say, operator.network)
    return (screens.admin_without_profile(visit.say), welcome) if visit.actor.is_staff else welcome


def open_invite(visit: Visit, payload: str) -> Answer:
    opened = invites.open_invite(visit.db, visit.actor, payload, visit.now)
    visit.form = None
    if visit.actor.teacher is not None and (opened.entered or opened.organization_id is not None):
        return screens.welcome_back(visit.say, visit.actor.teacher, staff=visit.actor.is_staff, before=opened.entered)
    return ask_consent(visit)


def ask_consent(visit: Visit) -> Answer:
    """Ask for consent, or go on if it has been given."""
    if consents.has_consent(visit.db, visit.actor.account):
        return enter(visit)
    operator = consents.operator_of(visit.db)
    invited = visit.actor.account.opened_invite_id is not None
    again = visit.actor.teacher is not None and not invited
    return screens.ask_consent(visit.say, operator, invited=invited, again=again)


def show_about(visit: Visit) -> Screen:
    return screens.about(visit.say, offsets_before_start(network(visit.db)))


def show_full_consent(visit: Visit) -> Screen:
    return screens.full_consent(visit.say, consents.operator_of(visit.db))


def answer_consent(visit: Visit, wish: wishes.GiveConsent) -> Answer:
    if not wish.agreed:
        visit.form = None
        if visit.actor.teacher is not None and consents.has_consent(visit.db, visit.actor.account):
            return screens.welcome_back(visit.say, visit.actor.teacher, staff=visit.actor.is_staff)
        return screens.refused(visit.say, staff=visit.actor.is_staff)
    if (refusal := invites.drop_useless(visit.db, visit.actor, visit.now)) is not None:
        return refusal_screen(visit.say, refusal)
    text = screens.consent_text(visit.say, consents.operator_of(visit.db))
    agreement = consents.Agreement(wish.version, text.sha256, visit.update)
    consents.give_consent(visit.db, visit.actor, agreement, visit.now)
    return enter(visit)


def enter(visit: Visit) -> Answer:
    """Go on after the consent: use the invitation, greet a known person, or ask the next question of the profile."""
    if (invite := invites.opened_without_form(visit.db, visit.actor)) is not None:
        invites.redeem(visit.db, visit.actor, invite.id, visit.now)
        visit.form = None
        return screens.registered(visit.say, registration.welcome(visit.db, visit.actor.account, visit.now))
    if visit.actor.teacher is not None:
        return screens.welcome_back(visit.say, visit.actor.teacher, staff=visit.actor.is_staff)
    return profile_form.ask_next(visit)


ROUTES = (
    link(invites.PREFIX, open_invite, Right.ANYBODY),
    command("start", start, Right.ANYBODY),
    place(Place.START, start, Right.ANYBODY),
    place(Place.ABOUT, show_about, Right.ANYBODY),
    place(Place.CONSENT, ask_consent, Right.ANYBODY),
    place(Place.CONSENT_TEXT, show_full_consent, Right.ANYBODY),
    press(wishes.GiveConsent, answer_consent, Right.ANYBODY),
)
