"""The questions of the profile: all in turn on the first visit, a single one when a field is changed."""

from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.routes import press_in, typed
from handlers.visit import Answer, Visit
from models import Post
from screens import wishes
from screens.people import profile as profile_screens
from screens.people import registration as screens
from screens.people import start as start_screens
from screens.screen import Screen
from services.people import invites, registration
from services.people import profile as profiles
from services.people.registration import NewProfile
from services.reading.person_names import PersonName, UnreadableName, read_name
from services.reading.text import words_on_one_line
from services.rights import Right
from services.schools import register as schools
from services.subjects import SUBJECTS


class ProfileStep(StrEnum):
    """The open question."""

    NAME = "name"
    ORGANIZATION = "organization"
    OWN_ORGANIZATION = "own_organization"
    POST = "post"
    OWN_POST = "own_post"
    SUBJECTS = "subjects"


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """Answers of a newcomer, kept until the last one; with `change`, the question of one field of a profile.

    `step` None: set aside for the menu. `organization_typed` names an organization unknown to the network.
    """

    step: ProfileStep | None = None
    change: bool = False
    name: PersonName | None = None
    organization: int | None = None
    organization_typed: str = ""
    post: Post | None = None
    post_title: str = ""
    subjects: tuple[str, ...] = ()

    def set_aside(self) -> "ProfileForm":
        """Return the form with its answers and no open question."""
        return replace(self, step=None)


def ask_next(visit: Visit, *, taken: str | None = None) -> Screen:
    """Ask the first question without an answer; `taken`: the organization chosen just now."""
    form = visit.form if isinstance(visit.form, ProfileForm) else _begin(visit)
    if form.name is None:
        visit.form = replace(form, step=ProfileStep.NAME)
        return screens.ask_name(visit.say)
    if form.organization is None and not form.organization_typed:
        visit.form = replace(form, step=ProfileStep.ORGANIZATION)
        return screens.ask_organization(visit.say, [])
    if form.post is None:
        visit.form = replace(form, step=ProfileStep.POST)
        return screens.ask_post(visit.say, taken=taken)
    visit.form = replace(form, step=ProfileStep.SUBJECTS)
    return screens.ask_subjects(visit.say, form.subjects, 1)


def type_name(visit: Visit, form: ProfileForm) -> Answer:
    try:
        name = read_name(visit.text)
    except UnreadableName as mistake:
        return screens.ask_name(visit.say, note=screens.name_mistake(visit.say, mistake.reason), back=form.change)
    if form.change:
        kept = profiles.change_name(visit.db, visit.actor, name, visit.now)
        return _saved(visit, old_certificates=kept)
    visit.form = replace(form, name=name)
    return ask_next(visit)


def type_organization(visit: Visit, form: ProfileForm) -> Answer:
    found = schools.find_organization(visit.db, visit.text)
    if found.sure is not None:
        return _take_organization(visit, form, found.sure.id, found.sure.short)
    note = None if found.likely else visit.say("profile-organization-unknown")
    return screens.ask_organization(visit.say, found.likely, note=note, back=form.change)


def type_own_organization(visit: Visit, form: ProfileForm) -> Answer:
    typed = words_on_one_line(visit.text, 3, 300)
    if typed is None:
        return screens.ask_own_organization(visit.say, bad=True, back=form.change)
    if form.change:
        profiles.claim_organization(visit.db, visit.actor, typed, visit.now)
        return _saved(visit)
    visit.form = replace(form, organization=None, organization_typed=typed)
    return ask_next(visit)


def choose_organization(visit: Visit, wish: wishes.ChooseOrganization, form: ProfileForm) -> Answer:
    chosen = schools.organization(visit.db, wish.organization)
    return _take_organization(visit, form, chosen.id, chosen.short)


def list_organizations(visit: Visit, wish: wishes.OrganizationPage, form: ProfileForm) -> Screen:
    visit.form = replace(form, step=ProfileStep.ORGANIZATION)
    return screens.list_organizations(visit.say, schools.all_organizations(visit.db), wish.page, back=form.change)


def organization_absent(visit: Visit, _wish: wishes.OrganizationAbsent, form: ProfileForm) -> Screen:
    visit.form = replace(form, step=ProfileStep.OWN_ORGANIZATION)
    return screens.ask_own_organization(visit.say, back=form.change)


def type_post(visit: Visit, form: ProfileForm) -> Answer:
    post = screens.post_typed(visit.text)
    if post is None or post is Post.OTHER:
        return screens.ask_post(visit.say, note=visit.say("profile-post-by-button"), back=form.change)
    return _take_post(visit, form, post)


def choose_post(visit: Visit, wish: wishes.ChoosePost, form: ProfileForm) -> Answer:
    if wish.post not in set(Post):
        return screens.ask_post(visit.say, note=visit.say("profile-post-by-button"), back=form.change)
    if wish.post == Post.OTHER:
        visit.form = replace(form, step=ProfileStep.OWN_POST)
        return screens.ask_own_post(visit.say, back=form.change)
    return _take_post(visit, form, Post(wish.post))


def list_posts(visit: Visit, _wish: wishes.ListPosts, form: ProfileForm) -> Screen:
    visit.form = replace(form, step=ProfileStep.POST)
    return screens.ask_post(visit.say, back=form.change)


def type_own_post(visit: Visit, form: ProfileForm) -> Answer:
    own = screens.own_post_typed(visit.text)
    return screens.ask_own_post(visit.say, bad=True, back=form.change) if own is None else _take_post(visit, form, *own)


def type_subject(visit: Visit, form: ProfileForm) -> Screen:
    code = screens.subject_typed(visit.text)
    if code is None:
        note = visit.say("profile-subjects-by-button")
        return screens.ask_subjects(visit.say, form.subjects, 1, note=note, back=form.change)
    page = SUBJECTS.index(code) // screens.SUBJECTS_PAGE_SIZE + 1
    return _set_subject(visit, form, code, chosen=True, page=page)


def set_subject(visit: Visit, wish: wishes.SetSubject, form: ProfileForm) -> Screen:
    chosen = bool(wish.chosen) and wish.subject in SUBJECTS
    return _set_subject(visit, form, wish.subject, chosen=chosen, page=wish.page)


def turn_subjects(visit: Visit, wish: wishes.SubjectsPage, form: ProfileForm) -> Screen:
    return screens.ask_subjects(visit.say, form.subjects, wish.page, back=form.change)


def subjects_done(visit: Visit, _wish: wishes.SubjectsDone, form: ProfileForm) -> Answer:
    if form.change:
        profiles.change_subjects(visit.db, visit.actor, form.subjects)
        return _saved(visit)
    if form.step is not ProfileStep.SUBJECTS or form.name is None or form.post is None:
        return ask_next(visit)
    profile = NewProfile(
        form.name, form.organization, form.organization_typed, form.post, form.post_title, form.subjects
    )
    welcomed = registration.register(visit.db, visit.actor, profile, visit.now)
    visit.form = None
    return start_screens.registered(visit.say, welcomed)


def _begin(visit: Visit) -> ProfileForm:
    """Return a form without answers, except the school of the opened invitation."""
    return ProfileForm(organization=invites.school_of_opened(visit.db, visit.actor))


def _take_organization(visit: Visit, form: ProfileForm, organization_id: int, short: str) -> Answer:
    if form.change:
        profiles.change_organization(visit.db, visit.actor, organization_id, visit.now)
        return _saved(visit)
    visit.form = replace(form, organization=organization_id, organization_typed="")
    return ask_next(visit, taken=short)


def _take_post(visit: Visit, form: ProfileForm, post: Post, title: str = "") -> Answer:
    if form.change:
        profiles.change_post(visit.db, visit.actor, post, title, visit.now)
        return _saved(visit)
    visit.form = replace(form, post=post, post_title=title)
    return ask_next(visit)


def _set_subject(visit: Visit, form: ProfileForm, code: str, *, chosen: bool, page: int) -> Screen:
    others = tuple(other for other in form.subjects if other != code)
    subjects = (*others, code) if chosen else others
    visit.form = replace(form, subjects=subjects)
    return screens.ask_subjects(visit.say, subjects, page, back=form.change)


def _saved(visit: Visit, *, old_certificates: int = 0) -> Screen:
    visit.form = None
    shown = profiles.show_profile(visit.db, visit.actor)
    return profile_screens.profile(visit.say, shown, saved=True, old_certificates=old_certificates)


ROUTES = (
    typed(ProfileForm, type_name, Right.CONSENT, step=ProfileStep.NAME, takes_names=True),
    typed(ProfileForm, type_organization, Right.CONSENT, step=ProfileStep.ORGANIZATION),
    typed(ProfileForm, type_own_organization, Right.CONSENT, step=ProfileStep.OWN_ORGANIZATION),
    typed(ProfileForm, type_post, Right.CONSENT, step=ProfileStep.POST),
    typed(ProfileForm, type_own_post, Right.CONSENT, step=ProfileStep.OWN_POST),
    typed(ProfileForm, type_subject, Right.CONSENT, step=ProfileStep.SUBJECTS),
    press_in(ProfileForm, wishes.ChooseOrganization, choose_organization, Right.CONSENT),
    press_in(ProfileForm, wishes.OrganizationPage, list_organizations, Right.CONSENT),
    press_in(ProfileForm, wishes.OrganizationAbsent, organization_absent, Right.CONSENT),
    press_in(ProfileForm, wishes.ChoosePost, choose_post, Right.CONSENT),
    press_in(ProfileForm, wishes.ListPosts, list_posts, Right.CONSENT),
    press_in(ProfileForm, wishes.SetSubject, set_subject, Right.CONSENT),
    press_in(ProfileForm, wishes.SubjectsPage, turn_subjects, Right.CONSENT),
    press_in(ProfileForm, wishes.SubjectsDone, subjects_done, Right.CONSENT),
)
