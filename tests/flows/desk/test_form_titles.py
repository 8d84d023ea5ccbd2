"""The form of an event is called as its organizer calls it; the category stays for filters."""

from datetime import timedelta

from sqlalchemy import select

from models import EventForm, NetworkForm, Role
from tests.builders import make_teacher
from tests.flows.desk.people import Desk
from tests.world import World

ASSOCIATION = "Заседание РМО «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, для учителей"
RAID = "Методический десант «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, для учителей"


async def test_the_word_of_an_announcement_stands_in_card_and_list(desk: Desk) -> None:
    await desk.publishes(ASSOCIATION)
    assert (desk.event().form, desk.event().form_title) == (EventForm.MEETING, "заседание РМО")
    await desk.nina.types("Мероприятия")
    assert "«Читаем задачу», заседание РМО" in desk.nina.screen.text
    await desk.nina.presses("По форме")
    assert "совещание · 1" in desk.nina.labels


async def test_a_word_that_names_no_category_is_kept_and_its_category_asked(desk: Desk) -> None:
    await desk.announces("«Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, для учителей")
    assert "Какая это форма?" in desk.tatiana.screen.text
    await desk.tatiana.types("Методический десант")
    assert "Запишем «методический десант»" in desk.tatiana.screen.text
    assert not any("Новая категория" in label for label in desk.tatiana.labels)
    await desk.tatiana.presses("практикум")
    assert "«Читаем задачу», методический десант" in desk.tatiana.screen.text
    assert (desk.event().form, desk.event().form_title) == (EventForm.PRACTICUM, "методический десант")


async def test_a_pressed_category_takes_the_place_of_the_own_word(desk: Desk) -> None:
    await desk.announces(ASSOCIATION)
    for label in ("Изменить", "Форма", "лекция"):
        await desk.tatiana.presses(label)
    assert "«Читаем задачу», лекция" in desk.tatiana.screen.text
    assert desk.event().form_title == ""


async def test_the_word_changes_without_the_category_and_can_be_removed(desk: Desk) -> None:
    await desk.announces(ASSOCIATION)
    for label in ("Изменить", "Ещё", "Форма словами"):
        await desk.tatiana.presses(label)
    await desk.tatiana.types("Методический совет РМО")
    assert "«Читаем задачу», методический совет РМО" in desk.tatiana.screen.text
    assert desk.event().form == EventForm.MEETING
    for label in ("Изменить", "Ещё", "Форма словами", "Убрать"):
        await desk.tatiana.presses(label)
    assert "«Читаем задачу», совещание" in desk.tatiana.screen.text


async def test_an_admin_adds_a_category_by_one_press(world: World, desk: Desk) -> None:
    with world.db() as db:
        olga = make_teacher(db, "Вересова Ольга Викторовна", role=Role.ADMIN)
        db.commit()
    admin = world.registered(olga.id)
    await admin.types("/new_event")
    await admin.types("«Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, для учителей")
    await admin.types("методический десант")
    await admin.presses("Новая категория: методический десант")
    await admin.presses("Опубликовать")
    await world.settle()
    with world.db() as db:
        assert [row.title for row in db.scalars(select(NetworkForm))] == ["методический десант"]
    await desk.nina.types("Мероприятия")
    await desk.nina.presses("По форме")
    await desk.nina.presses("методический десант · 1")
    assert "Форма: методический десант" in desk.nina.screen.text
    assert "«Читаем задачу»" in desk.nina.screen.text
    await desk.announces(RAID.replace("Читаем задачу", "Считаем в уме"))
    assert desk.event().form == "own_1"
    assert "«Считаем в уме», методический десант" in desk.tatiana.screen.text


async def test_points_and_certificate_name_the_event_by_the_own_word(world: World, desk: Desk) -> None:
    await desk.publishes(ASSOCIATION)
    await desk.signs_up(desk.nina)
    assert "заседание РМО" in desk.nina.screen.text
    await world.advance_to(desk.event().ends_at + timedelta(minutes=5))
    await desk.manages("Отметка", "Отметить всех", "Закрыть отметку", "Да, закрыть")
    await world.advance(hours=1, minutes=5)
    answers = "\n".join(message.text for message in desk.nina.chat)
    assert "за участие в мероприятии «Читаем задачу»" in answers
