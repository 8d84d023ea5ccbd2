"""An opened invitation and a shared event outlive every detour of a newcomer before the profile is made."""

import pytest
from sqlalchemy import func, select

from models import Account, EventState, Invite, InviteKind, Organization, Post, Role, Teacher
from sandbox.person import Person
from services.people.invites import InviteTarget, make_invite
from tests.builders import make_teacher
from tests.flows.network_people import add_event, add_person, change_event
from tests.flows.people.newcomers import chat_text, teacher_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("schools", "tatiana")

FOR_METHODIST = InviteTarget(InviteKind.STAFF, role=Role.METHODIST)


@pytest.fixture
def tatiana(world: World) -> Person:
    """The methodist, whom questions reach."""
    return add_person(world, "Лугова Татьяна Сергеевна", role=Role.METHODIST)


@pytest.fixture
def irina(world: World) -> int:
    """The id of a loaded teacher without an account."""
    with world.db() as db:
        row = make_teacher(db, "Зотова Ирина Львовна", db.scalars(select(Organization)).first())
        db.commit()
    return row.id


def make_link(world: World, target: InviteTarget) -> str:
    """Return the command that opens a new link."""
    with world.db() as db:
        token = make_invite(db, target, world.clock.now())
        db.commit()
    return f"/start inv_{token}"


async def detour(person: Person) -> None:
    """Start again, refuse the consent, look at the plan, and ask the staff a question."""
    await person.types("/start")
    await person.presses("Начать")
    await person.presses("Не сейчас")
    await person.types("Мероприятия")
    await person.types("/help")
    await person.presses("Задать вопрос")
    await person.types("Как зарегистрироваться?")


async def fills_in(person: Person, name: str = "Зотова Ирина Львовна", school: str | None = "СОШ № 5") -> None:
    """Open the profile and answer its questions; without a `school` it must be known."""
    await person.types("Профиль")
    await person.presses("Согласен(на)")
    for answer in (name, school):
        if answer is not None:
            await person.types(answer)
    await person.presses("учитель")
    await person.presses("Пропустить")


def account_of(world: World, person: Person) -> Account:
    with world.db() as db:
        return db.scalars(select(Account).where(Account.external_id == person.id)).unique().one()


async def test_a_personal_invitation_claims_its_person_after_a_detour(world: World, irina: int) -> None:
    phone = world.person("Ира")
    await phone.types(make_link(world, InviteTarget(InviteKind.PERSON, teacher_id=irina)))
    await detour(phone)
    await phone.types("Профиль")
    assert "Вас пригласили в сеть." in phone.screen.text
    await phone.presses("Согласен(на)")

    assert "Готово, Ирина Львовна!" in chat_text(phone)
    account = account_of(world, phone)
    assert (account.teacher_id, account.opened_invite_id) == (irina, None)
    with world.db() as db:
        zotovas = select(func.count()).select_from(Teacher).where(Teacher.surname == "Зотова")
        assert db.scalar(zotovas) == 1
        assert db.scalars(select(Invite.used_by_id)).one() == account.id


async def test_a_staff_invitation_gives_its_role_after_a_detour(world: World) -> None:
    phone = world.person("Марина")
    await phone.types(make_link(world, FOR_METHODIST))
    await detour(phone)
    await fills_in(phone, "Чижова Марина Павловна")

    assert "Вам открыты разделы методиста" in chat_text(phone)
    assert ["Новое мероприятие", "Мои мероприятия"] in phone.keyboard


async def test_a_school_invitation_names_the_school_after_a_detour(world: World) -> None:
    with world.db() as db:
        school = db.scalars(select(Organization).where(Organization.short == "Гимназия № 3")).one()
    phone = world.person("Денис")
    await phone.types(make_link(world, InviteTarget(InviteKind.SCHOOL, organization_id=school.id)))
    await phone.presses("Согласен(на)")
    await phone.types("Уваров Денис")
    assert "Кем Вы работаете?" in phone.screen.text
    await phone.types("/help")
    await phone.presses("Задать вопрос")
    await phone.types("Как зарегистрироваться?")
    await phone.types("Профиль")
    await phone.types("Уваров Денис")
    await phone.presses("учитель")
    await phone.presses("Пропустить")

    teacher = teacher_of(world, phone)
    assert teacher is not None
    assert (teacher.organization_id, teacher.post) == (school.id, Post.TEACHER)


async def test_an_invitation_opened_later_replaces_the_one_before(world: World, irina: int) -> None:
    phone = world.person("Ира")
    await phone.types(make_link(world, FOR_METHODIST))
    await phone.types(make_link(world, InviteTarget(InviteKind.PERSON, teacher_id=irina)))
    await detour(phone)
    await phone.types("Профиль")
    await phone.presses("Согласен(на)")

    assert account_of(world, phone).teacher_id == irina
    assert ["Новое мероприятие", "Мои мероприятия"] not in phone.keyboard


@pytest.mark.parametrize("is_expired", [True, False])
async def test_a_role_lost_during_a_detour_is_told_at_the_end(world: World, is_expired: bool) -> None:
    link = make_link(world, FOR_METHODIST)
    first, second = world.person("Марина"), world.person("Денис")
    for phone in (first, second):
        await phone.types(link)
    await detour(second)
    if is_expired:
        world.clock.advance(hours=73)
    else:
        await fills_in(first, "Чижова Марина Павловна")
    await fills_in(second, "Уваров Денис Петрович")

    assert "поэтому права методиста не выданы" in chat_text(second)
    assert ["Новое мероприятие", "Мои мероприятия"] not in second.keyboard
    assert account_of(world, second).opened_invite_id is None


@pytest.mark.parametrize("is_expired", [True, False])
async def test_a_personal_invitation_lost_during_a_detour_is_told_once_and_bars_nobody(
    world: World, irina: int, is_expired: bool
) -> None:
    link = make_link(world, InviteTarget(InviteKind.PERSON, teacher_id=irina))
    first, second = world.person("Ира"), world.person("Денис")
    for phone in (first, second):
        await phone.types(link)
    await detour(second)
    if is_expired:
        world.clock.advance(days=31)
    else:
        await first.presses("Согласен(на)")
    await second.types("/start")
    await second.presses("Начать")
    await second.presses("Согласен(на)")
    assert "Эта ссылка не подходит" in second.screen.text
    assert teacher_of(world, second) is None

    await second.presses("Начать")
    await fills_in(second, "Уваров Денис Петрович")
    assert "Готово, Денис Петрович!" in chat_text(second)
    assert "не выданы" not in chat_text(second)


async def test_registration_ends_at_the_shared_event_after_a_detour(world: World) -> None:
    add_event(world, "Раньше всех", days=1)
    event = add_event(world, "Читаем и понимаем задачу")
    phone = world.person("Ирина")
    await phone.types(f"/start ev_{event}")
    await detour(phone)
    await fills_in(phone)

    assert "Мероприятие, которое Вы открывали, на месте." in phone.screen.text
    await phone.presses("Показать мероприятие")
    assert "Читаем и понимаем задачу" in phone.screen.text
    assert account_of(world, phone).wanted_event_id is None


async def test_an_invited_person_is_led_to_the_shared_event_as_well(world: World, irina: int) -> None:
    event = add_event(world)
    phone = world.person("Ира")
    await phone.types(f"/start ev_{event}")
    await phone.types(make_link(world, InviteTarget(InviteKind.PERSON, teacher_id=irina)))
    await phone.presses("Согласен(на)")

    assert "Мероприятие, которое Вы открывали, на месте." in phone.screen.text


@pytest.mark.parametrize("is_cancelled", [True, False])
async def test_registration_does_not_end_at_an_event_that_is_gone(world: World, is_cancelled: bool) -> None:
    event = add_event(world, "Отменённое")
    phone = world.person("Ирина")
    await phone.types(f"/start ev_{event}")
    if is_cancelled:
        change_event(world, event, state=EventState.CANCELLED)
    else:
        world.clock.advance(days=8)
    await fills_in(phone)

    assert "Подходящих мероприятий пока нет." in phone.screen.text


async def test_a_button_of_a_question_set_aside_is_called_outdated(world: World) -> None:
    phone = world.person("Ирина")
    await phone.types("/start")
    await phone.presses("Начать")
    await phone.presses("Согласен(на)")
    await phone.types("Зотова Ирина")
    await phone.types("Мероприятия")
    await phone.presses_data(phone.screen.message_id, "post:head")

    assert any("устарела" in toast.text for toast in phone.toasts)
    await phone.types("Профиль")
    assert "Где Вы работаете?" in phone.screen.text
