"""The first visit: welcome, consent, and the greeting after registration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from models import Teacher
from screens import wishes
from screens.dates import day
from screens.menu import main_menu
from screens.names import post_of
from screens.reminder_words import before_start
from screens.screen import Button, Screen, Style
from screens.texts import LANGUAGES, Say
from services.actors import CONSENT_VERSION
from services.people.consent import Operator
from services.people.registration import Welcomed


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The full text as it is shown, with the version and hash that are stored."""

    text: str
    version: str
    sha256: str


def consent_text(say: Say, operator: Operator) -> ConsentText:
    """Return the text of the present version in this language, with the hash of exactly these words."""
    text = say.plain("consent-full", operator=operator.title, network=operator.network, version=CONSENT_VERSION)
    return ConsentText(text, CONSENT_VERSION, sha256(text.encode()).hexdigest())


def welcome(say: Say, network: str) -> Screen:
    others = tuple(
        say.button(f"profile-language-{code}", wishes.ChooseLanguage(language=code))
        for code in LANGUAGES
        if code != say.language
    )
    return Screen(
        say("start-welcome", network=network),
        rows=((_go(say, "button-start", wishes.Place.CONSENT, "primary"),), (_about(say), *others)),
    )


def about(say: Say, reminders: Iterable[timedelta]) -> Screen:
    """Tell what the bot does; `reminders`: how long before an event it reminds its participants."""
    spans = before_start(say, reminders)
    help_ = say.plain("start-about-reminders", spans=spans) if spans else say.plain("start-about-seats")
    return Screen(say("start-about", help=help_), rows=((_go(say, "button-start", wishes.Place.CONSENT, "primary"),),))


def admin_without_profile(say: Say) -> Screen:
    return main_menu(say, say("start-admin"), staff=True)


def welcome_back(say: Say, teacher: Teacher, *, staff: bool, before: bool = False) -> Screen:
    """Greet a person with a profile; `before`: the invitation was used by them earlier."""
    return main_menu(
        say, say("start-entered-before" if before else "start-known", called=teacher.salutation), staff=staff
    )


def ask_consent(say: Say, operator: Operator, *, invited: bool = False, again: bool = False) -> Screen:
    """Ask for consent on a screen of its own; `again`: the text has changed since the last consent."""
    reason = say("consent-again") if again else say("start-invited") if invited else None
    full = _go(say, "button-read-consent", wishes.Place.CONSENT_TEXT)
    text = "\n\n".join(part for part in (reason, say("consent-ask", operator=operator.title)) if part)
    return Screen(text, rows=((full,), *_consent_rows(say)))


def full_consent(say: Say, operator: Operator) -> Screen:
    text = say("consent-full", operator=operator.title, network=operator.network, version=CONSENT_VERSION)
    return Screen(text, rows=_consent_rows(say))


def refused(say: Say, *, staff: bool) -> Screen:
    return main_menu(say, say("start-refused"), staff=staff)


def registered(say: Say, welcomed: Welcomed) -> tuple[Screen, Screen]:
    """Show the new profile with the menu, then the next step with buttons."""
    staff = welcomed.actor.is_staff
    lines = [
        say("start-done", called=welcomed.teacher.salutation),
        *name_and_work(say, welcomed.teacher),
        say("start-done-staff") if staff else None,
        say("start-done-claimed", typed=welcomed.claimed) if welcomed.claimed else None,
        say("start-done-checked") if welcomed.checked else None,
        say("start-done-right-lost") if welcomed.right_lost else None,
    ]
    return main_menu(say, say.lines(lines), staff=staff), _next(say, welcomed)


def name_and_work(say: Say, teacher: Teacher) -> list[str | None]:
    """Return the parts of the name with their labels, so that a mistake is seen, then place of work and post."""
    work = [teacher.organization.short] if teacher.organization else []
    return [
        say("profile-surname", surname=teacher.surname),
        say("profile-given-name", given=teacher.given_name),
        say("profile-patronymic", patronymic=teacher.patronymic) if teacher.patronymic else None,
        say("text", text=", ".join([*work, post_of(say, teacher)])),
    ]


def _next(say: Say, welcomed: Welcomed) -> Screen:
    change = _go(say, "button-change-profile", wishes.Place.PROFILE)
    event = welcomed.wanted_event or welcomed.next_event
    if event is None:
        plan = _go(say, "button-events", wishes.Place.EVENTS)
        return Screen(say("start-next-none", told=int(welcomed.told)), rows=((plan,), (change,)), fresh=True)
    if event is welcomed.wanted_event:
        text = say("start-next-opened")
    else:
        text = say("start-next-event", date=day(say, event.starts_local.date()))
    show = say.button("button-show-event", wishes.ShowEvent(event=event.id), style="primary")
    return Screen(text, rows=((show,), (change,)), fresh=True)


def _consent_rows(say: Say) -> tuple[tuple[Button, ...], ...]:
    agree = wishes.GiveConsent(agreed=1, version=CONSENT_VERSION)
    refuse = wishes.GiveConsent(agreed=0, version=CONSENT_VERSION)
    return (
        (say.button("button-agree", agree, style="success"),),
        (say.button("button-refuse-consent", refuse),),
    )


def _about(say: Say) -> Button:
    return _go(say, "button-about", wishes.Place.ABOUT)


def _go(say: Say, key: str, place: wishes.Place, style: Style | None = None) -> Button:
    return say.button(key, wishes.Go(to=place), style=style)
