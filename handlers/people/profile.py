"""«Профиль»: its fields, «Мои данные», withdrawing the consent."""

from handlers.people import start
from handlers.people.registration import ProfileForm, ProfileStep
from handlers.routes import command, label, place, press
from handlers.visit import Answer, Visit
from screens import wishes
from screens.correspondence import broadcasts as broadcast_screens
from screens.people import profile as screens
from screens.people import registration as questions
from screens.people import start as start_screens
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from screens.wishes import Place, ProfileField
from services.correspondence import broadcasts
from services.network import network
from services.people import consent as consents
from services.people import erasure, my_data
from services.people import profile as profiles
from services.rights import Right

STEPS = {
    ProfileField.NAME: ProfileStep.NAME,
    ProfileField.ORGANIZATION: ProfileStep.ORGANIZATION,
    ProfileField.POST: ProfileStep.POST,
    ProfileField.SUBJECTS: ProfileStep.SUBJECTS,
}


def show_profile(visit: Visit) -> Answer:
    """Show the profile; a newcomer continues the registration."""
    if visit.actor.teacher is None:
        return start.ask_consent(visit)
    visit.form = None
    return screens.profile(visit.say, profiles.show_profile(visit.db, visit.actor))


def change_field(visit: Visit, wish: wishes.ChangeProfile) -> Screen:
    teacher, field = visit.actor.require_teacher(), wish.field
    if field is ProfileField.LANGUAGE:
        visit.form = None
        return questions.ask_language(visit.say)
    visit.form = ProfileForm(STEPS[field], change=True, subjects=tuple(teacher.subjects))
    if field is ProfileField.NAME:
        return questions.ask_name(visit.say, back=True)
    if field is ProfileField.ORGANIZATION:
        return questions.ask_organization(visit.say, [], back=True)
    if field is ProfileField.POST:
        return questions.ask_post(visit.say, back=True)
    return questions.ask_subjects(visit.say, teacher.subjects, 1, back=True)


def ask_language(visit: Visit) -> Screen:
    return questions.ask_language(visit.say)


def choose_language(visit: Visit, wish: wishes.ChooseLanguage) -> Screen:
    if wish.language not in LANGUAGES:
        return questions.ask_language(visit.say)
    profiles.choose_language(visit.db, visit.actor, wish.language)
    chosen = Say(wish.language)
    if visit.actor.teacher is None:
        return start_screens.welcome(chosen, consents.operator_of(visit.db).network)
    return screens.language_set(chosen, staff=visit.actor.is_staff)


def show_my_data(visit: Visit) -> Screen:
    visit.form = None
    data = my_data.my_data(visit.db, visit.actor)
    shown = profiles.show_profile(visit.db, visit.actor)
    return screens.my_data(visit.say, data, shown, network(visit.db).tz)


def receive_broadcasts(visit: Visit, wish: wishes.ReceiveBroadcasts) -> Screen:
    """Switch broadcasts on or off, in the profile or under a broadcast, which stays as it is."""
    reminders = broadcasts.set_broadcasts_wanted(visit.db, visit.actor, bool(wish.receive))
    if wish.profile:
        return screens.profile(visit.say, profiles.show_profile(visit.db, visit.actor), saved=True)
    if wish.receive:
        return broadcast_screens.received_again(visit.say)
    return broadcast_screens.received_no_more(visit.say, reminders=reminders)


def withdraw_consent(visit: Visit, wish: wishes.WithdrawConsent) -> Screen:
    if not wish.sure:
        return screens.ask_withdraw(visit.say, my_data.my_data(visit.db, visit.actor).certificates)
    visit.form = None
    erased = erasure.withdraw(visit.db, visit.actor, visit.now)
    return screens.withdrawn(visit.say, erased, staff=visit.actor.account.listed_admin)


ROUTES = (
    command("profile", show_profile, Right.ANYBODY),
    label("menu-profile", show_profile, Right.ANYBODY),
    place(Place.PROFILE, show_profile, Right.ANYBODY),
    press(wishes.ChangeProfile, change_field, Right.TEACHER),
    place(Place.LANGUAGE, ask_language, Right.ANYBODY),
    press(wishes.ChooseLanguage, choose_language, Right.ANYBODY),
    # A person who agreed to an older text may still see and erase what is stored: the service asks for a profile alone.
    place(Place.MY_DATA, show_my_data, Right.ANYBODY),
    press(wishes.WithdrawConsent, withdraw_consent, Right.ANYBODY),
    press(wishes.ReceiveBroadcasts, receive_broadcasts, Right.TEACHER),
)
