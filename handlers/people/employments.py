"""«Места работы»: further posts and schools of a person are added and ended."""

from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.routes import place, press, press_in, typed
from handlers.visit import Visit
from models import Post
from screens import wishes
from screens.people import employments as screens
from screens.people import registration as questions
from screens.screen import Screen
from screens.wishes import Place
from services.rights import Right
from services.schools import employments, register
from services.schools.employments import Position


class EmploymentStep(StrEnum):
    """The open question."""

    ORGANIZATION = "organization"
    POST = "post"
    OWN_POST = "own_post"


@dataclass(frozen=True, slots=True)
class AddingEmployment:
    """A further place of work is being entered; `organization` is known from the second question on."""

    step: EmploymentStep = EmploymentStep.ORGANIZATION
    organization: int | None = None


def show(visit: Visit) -> Screen:
    visit.form = None
    return _shown(visit)


def add(visit: Visit, _wish: wishes.AddEmployment) -> Screen:
    employments.require_room(visit.db, visit.actor.require_teacher())
    visit.form = AddingEmployment()
    return _ask_organization(visit)


def end(visit: Visit, wish: wishes.EndEmployment) -> Screen:
    teacher = visit.actor.require_teacher()
    employments.end_employment(visit.db, teacher, wish.employment, employments.today(visit.db, visit.now))
    return _shown(visit, toast="employment-ended")


def type_organization(visit: Visit, form: AddingEmployment) -> Screen:
    found = register.find_organization(visit.db, visit.text)
    if found.sure is not None:
        return _take_organization(visit, form, found.sure.id)
    note = None if found.likely else visit.say("employment-organization-unknown")
    return questions.ask_organization(visit.say, found.likely, note=note, back=True)


def choose_organization(visit: Visit, wish: wishes.ChooseOrganization, form: AddingEmployment) -> Screen:
    return _take_organization(visit, form, register.organization(visit.db, wish.organization).id)


def list_organizations(visit: Visit, wish: wishes.OrganizationPage, form: AddingEmployment) -> Screen:
    visit.form = replace(form, step=EmploymentStep.ORGANIZATION)
    return questions.list_organizations(visit.say, register.all_organizations(visit.db), wish.page, back=True)


def organization_absent(visit: Visit, _wish: wishes.OrganizationAbsent, _form: AddingEmployment) -> Screen:
    return questions.ask_organization(visit.say, [], note=visit.say("employment-organization-unknown"), back=True)


def choose_post(visit: Visit, wish: wishes.ChoosePost, form: AddingEmployment) -> Screen:
    if wish.post not in set(Post):
        return questions.ask_post(visit.say, note=visit.say("profile-post-by-button"), back=True)
    if wish.post == Post.OTHER:
        visit.form = replace(form, step=EmploymentStep.OWN_POST)
        return questions.ask_own_post(visit.say, back=True)
    return _take_post(visit, form, Post(wish.post))


def list_posts(visit: Visit, _wish: wishes.ListPosts, form: AddingEmployment) -> Screen:
    visit.form = replace(form, step=EmploymentStep.POST)
    return questions.ask_post(visit.say, back=True)


def type_post(visit: Visit, form: AddingEmployment) -> Screen:
    post = questions.post_typed(visit.text)
    if post is None or post is Post.OTHER:
        return questions.ask_post(visit.say, note=visit.say("profile-post-by-button"), back=True)
    return _take_post(visit, form, post)


def type_own_post(visit: Visit, form: AddingEmployment) -> Screen:
    own = questions.own_post_typed(visit.text)
    return questions.ask_own_post(visit.say, bad=True, back=True) if own is None else _take_post(visit, form, *own)


def _ask_organization(visit: Visit) -> Screen:
    return questions.ask_organization(visit.say, [], back=True)


def _take_organization(visit: Visit, form: AddingEmployment, organization: int) -> Screen:
    visit.form = replace(form, step=EmploymentStep.POST, organization=organization)
    return questions.ask_post(visit.say, back=True)


def _take_post(visit: Visit, form: AddingEmployment, post: Post, title: str = "") -> Screen:
    if form.organization is None:
        return add(visit, wishes.AddEmployment())
    position = Position(form.organization, post, title)
    employments.add_further(visit.db, visit.actor.require_teacher(), position, employments.today(visit.db, visit.now))
    visit.form = None
    return _shown(visit, toast="employment-added")


def _shown(visit: Visit, *, toast: str | None = None) -> Screen:
    rows = employments.employments_of(visit.db, visit.actor.require_teacher())
    return screens.employments(visit.say, rows, toast=toast)


ROUTES = (
    place(Place.EMPLOYMENTS, show, Right.TEACHER),
    press(wishes.AddEmployment, add, Right.TEACHER),
    press(wishes.EndEmployment, end, Right.TEACHER),
    typed(AddingEmployment, type_organization, Right.TEACHER, step=EmploymentStep.ORGANIZATION),
    typed(AddingEmployment, type_post, Right.TEACHER, step=EmploymentStep.POST),
    typed(AddingEmployment, type_own_post, Right.TEACHER, step=EmploymentStep.OWN_POST),
    press_in(AddingEmployment, wishes.ChooseOrganization, choose_organization, Right.TEACHER),
    press_in(AddingEmployment, wishes.OrganizationPage, list_organizations, Right.TEACHER),
    press_in(AddingEmployment, wishes.OrganizationAbsent, organization_absent, Right.TEACHER),
    press_in(AddingEmployment, wishes.ChoosePost, choose_post, Right.TEACHER),
    press_in(AddingEmployment, wishes.ListPosts, list_posts, Right.TEACHER),
)
