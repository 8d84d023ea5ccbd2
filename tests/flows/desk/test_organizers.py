"""Whose event it is hears what somebody else has done to it: once, and never who did it."""

from sqlalchemy import delete, update

from models import Event, RoleGrant
from sandbox.person import Person
from tests.flows.desk.people import Desk


async def opens(person: Person) -> None:
    await person.types("/manage")
    await person.presses("Все")
    await person.presses("Читаем задачу")


async def moves(desk: Desk, person: Person, answer: str = "8 октября 15:00") -> None:
    await opens(person)
    await person.presses("Перенести")
    await person.types(answer)
    if "Да, перенести" in person.labels:
        await person.presses("Да, перенести")
    await desk.world.settle()


async def cancels(desk: Desk, person: Person) -> None:
    await opens(person)
    await person.presses("Отменить")
    await person.types("Заболел ведущий")
    await person.presses("Да, отменить")
    await desk.world.settle()


def heard(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.chat)


def responsible(desk: Desk, name: str) -> None:
    with desk.world.db() as db:
        db.execute(update(Event).values(responsible_id=desk.ids[name]))
        db.commit()


async def test_the_author_hears_that_an_admin_has_moved_the_event(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    olga = desk.world.admin()
    await moves(desk, olga)
    assert "Ваше мероприятие перенесено: семинар «Читаем задачу»." in desk.tatiana.screen.text
    assert "Было: ср, 7 октября, 14:00\nСтало: чт, 8 октября, 15:00" in desk.tatiana.screen.text
    assert "Это сделал администратор." in desk.tatiana.screen.text
    assert heard(desk.tatiana, "Ваше мероприятие перенесено") == 1
    assert heard(olga, "Ваше мероприятие") == 0
    await desk.tatiana.presses("К мероприятию")
    assert "чт, 8 октября, 15:00" in desk.tatiana.screen.text


async def test_the_author_hears_of_it_when_nobody_has_signed_up_yet(desk: Desk) -> None:
    await desk.publishes()
    await moves(desk, desk.world.admin())
    assert heard(desk.tatiana, "Ваше мероприятие перенесено") == 1


async def test_the_author_and_the_responsible_person_hear_of_a_cancelling(desk: Desk) -> None:
    await desk.publishes()
    responsible(desk, "Марина")
    await cancels(desk, desk.world.admin())
    for person in (desk.tatiana, desk.marina):
        assert heard(person, "Ваше мероприятие отменено: семинар «Читаем задачу», ср, 7 октября, 14:00.") == 1
        assert "Причина: Заболел ведущий" in person.screen.text


async def test_who_did_it_is_named_and_not_told(desk: Desk) -> None:
    await desk.publishes()
    responsible(desk, "Марина")
    await moves(desk, desk.marina)
    assert "Кто это сделал: Чижова Марина Павловна." in desk.tatiana.screen.text
    assert heard(desk.marina, "Ваше мероприятие") == 0


async def test_ones_own_event_is_changed_without_a_word(desk: Desk) -> None:
    await desk.publishes()
    await moves(desk, desk.tatiana)
    await cancels(desk, desk.tatiana)
    assert heard(desk.tatiana, "Ваше мероприятие") == 0


async def test_an_event_without_a_responsible_person_is_told_to_its_author_only(desk: Desk) -> None:
    await desk.publishes()
    stranger = desk.world.person("Пётр")
    await stranger.types("/start")
    with desk.world.db() as db:
        db.execute(update(Event).values(responsible_id=None))
        db.commit()
    await cancels(desk, desk.world.admin())
    assert heard(desk.tatiana, "Ваше мероприятие отменено") == 1
    assert heard(stranger, "Ваше мероприятие") == 0


async def test_a_responsible_person_who_has_a_seat_is_asked_as_a_participant(desk: Desk) -> None:
    await desk.publishes()
    responsible(desk, "Марина")
    with desk.world.db() as db:
        db.execute(update(Event).values(posts=[]))
        db.commit()
    await desk.signs_up(desk.marina)
    await moves(desk, desk.world.admin())
    assert heard(desk.marina, "Вам подходит?") == 1
    assert heard(desk.marina, "Ваше мероприятие") == 0


async def test_two_moves_in_the_night_are_told_as_one(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(hours=13)
    olga = desk.world.admin()
    await moves(desk, olga)
    await moves(desk, olga, "9 октября 15:00")
    assert heard(desk.tatiana, "Ваше мероприятие") == 0
    await desk.world.advance(hours=10)
    assert heard(desk.tatiana, "Ваше мероприятие перенесено") == 1
    assert "Было: ср, 7 октября, 14:00\nСтало: пт, 9 октября, 15:00" in desk.tatiana.screen.text


async def test_who_left_the_staff_meanwhile_hears_nothing(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(hours=13)
    await moves(desk, desk.world.admin())
    with desk.world.db() as db:
        db.execute(delete(RoleGrant))
        db.commit()
    await desk.world.advance(hours=10)
    assert heard(desk.tatiana, "Ваше мероприятие") == 0
