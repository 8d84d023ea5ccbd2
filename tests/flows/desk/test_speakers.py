"""Speakers are listed before anybody signs up: people of the network, with or without an account, and guests."""

import pytest
from sqlalchemy import select

from models import Attendance, Certificate, EventRole, Meeting, ParticipationRole, PointEntry
from tests.builders import make_teacher
from tests.flows.desk.people import TITLE, TODAY, Desk
from tests.world import World


def listed(world: World) -> list[tuple[int | None, str, ParticipationRole, str]]:
    with world.db() as db:
        rows = db.scalars(select(EventRole).order_by(EventRole.position))
        return [(row.teacher_id, row.guest_name, row.role, row.topic) for row in rows]


async def adds(desk: Desk, name: str, label: str) -> None:
    await desk.tatiana.presses("Добавить")
    await desk.tatiana.types(name)
    await desk.tatiana.presses(label)


async def test_people_and_guests_are_listed_with_topics_and_stand_on_the_card(world: World, desk: Desk) -> None:
    with world.db() as db:
        without_account = make_teacher(db, "Бортникова Елена Юрьевна").id
        db.commit()
    await desk.publishes()
    await desk.manages("Выступающие")
    assert "Пока никого" in desk.tatiana.screen.text
    await adds(desk, "бортникова", "Бортникова Елена Юрьевна")
    await desk.tatiana.presses("мастер-класс")
    await desk.tatiana.types("Карточки «Вопрос к задаче»")
    await desk.tatiana.presses("К списку")
    await adds(desk, "Серова Инна Павловна", "Гость: Серова Инна Павловна")
    await desk.tatiana.presses("К списку")
    assert "1. Бортникова Елена Юрьевна – мастер-класс, «Карточки" in desk.tatiana.screen.text
    assert "2. Серова Инна Павловна – выступление" in desk.tatiana.screen.text
    assert listed(world) == [
        (without_account, "", ParticipationRole.MASTER_CLASS, "Карточки «Вопрос к задаче»"),
        (None, "Серова Инна Павловна", ParticipationRole.SPEAKER, ""),
    ]
    await desk.nina.types("Мероприятия")
    await desk.nina.presses(TITLE)
    assert "Выступают: Бортникова Елена Юрьевна («Карточки" in desk.nina.screen.text
    assert "Серова Инна Павловна" in desk.nina.screen.text


async def test_a_speaker_belongs_to_one_meeting_of_several(world: World, desk: Desk) -> None:
    await desk.publishes("Стажировка «Читаем задачу» 7 и 8 октября 14:00, 8 часов, СОШ № 1, для учителей")
    await desk.manages("Выступающие")
    await adds(desk, "Серова Инна Павловна", "Гость: Серова Инна Павловна")
    await desk.tatiana.presses("8 октября")
    assert "Серова Инна Павловна – выступление из опыта, 8 октября" in desk.tatiana.screen.text
    with world.db() as db:
        _first, second = db.scalars(select(Meeting).order_by(Meeting.starts_at))
        assert db.scalars(select(EventRole.meeting_id)).all() == [second.id]
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("Читаем задачу")
    assert "Выступают: Серова Инна Павловна (8 октября)" in desk.nina.screen.text
    await desk.tatiana.presses("8 октября")
    with world.db() as db:
        assert db.scalars(select(EventRole.meeting_id)).all() == [None]


async def test_speakers_change_places_and_are_removed(world: World, desk: Desk) -> None:
    await desk.announces()
    for label in ("Изменить", "Ещё", "Выступающие"):
        await desk.tatiana.presses(label)
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    await desk.tatiana.presses("К списку")
    await adds(desk, "Жданов", "Жданов Сергей Михайлович")
    await desk.tatiana.presses("Выше")
    await desk.tatiana.presses("К списку")
    assert "1. Жданов" in desk.tatiana.screen.text
    await desk.tatiana.presses("Агеева")
    await desk.tatiana.presses("Убрать из списка")
    assert [row[0] for row in listed(world)] == [desk.ids["Сергей"]]
    await desk.tatiana.presses("Назад")
    assert f"«{TITLE}»" in desk.tatiana.screen.text


async def test_a_person_added_twice_is_opened(world: World, desk: Desk) -> None:
    await desk.publishes()
    await desk.manages("Выступающие")
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    await desk.tatiana.presses("К списку")
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    assert len(listed(world)) == 1


@pytest.mark.parametrize(("typed", "reason"), [("т", "от 2 до 300"), ("т" * 301, "от 2 до 300")])
async def test_a_bad_topic_gets_a_reason_and_nothing_is_lost(world: World, desk: Desk, typed: str, reason: str) -> None:
    await desk.publishes()
    await desk.manages("Выступающие")
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    await desk.tatiana.types("Тихий класс")
    await desk.tatiana.types(typed)
    assert reason in desk.tatiana.screen.text
    assert listed(world)[0][3] == "Тихий класс"


async def test_only_organizers_change_the_list(desk: Desk) -> None:
    await desk.publishes()
    await desk.marina.presses_data(1, "spka:1")
    assert "Изменить это мероприятие могут" in desk.marina.screen.text


async def test_a_speaker_who_came_gets_the_points_of_the_role_and_a_guest_none(world: World, desk: Desk) -> None:
    event_id = await desk.publishes(TODAY)
    await desk.manages("Выступающие")
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    await desk.tatiana.presses("К списку")
    await adds(desk, "Серова Инна Павловна", "Гость: Серова Инна Павловна")
    await world.advance_to(desk.event(event_id).ends_at)
    await desk.manages("Отметка", "Отметить всех", "Закрыть отметку", "Да, закрыть")
    await world.advance(hours=1, minutes=5)
    with world.db() as db:
        assert [row.reason for row in db.scalars(select(PointEntry))] == ["speaker"]
        assert [row.roles for row in db.scalars(select(Certificate))] == [["speaker"]]
        assert [row.teacher_id for row in db.scalars(select(Attendance))] == [desk.ids["Нина"]]


async def test_a_draft_with_speakers_can_be_deleted(world: World, desk: Desk) -> None:
    await desk.announces()
    for label in ("Изменить", "Ещё", "Выступающие"):
        await desk.tatiana.presses(label)
    await adds(desk, "Агеева", "Агеева Нина Петровна")
    await desk.manages("Изменить", "Удалить черновик", "Да, удалить")
    assert (desk.event_count(), listed(world)) == (0, [])
