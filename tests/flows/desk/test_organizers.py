"""The author and the responsible person are notified once of what somebody else did to their event."""

from sqlalchemy import delete, update

from models import Event, RoleGrant
from sandbox.person import Person
from tests.flows.desk.people import Desk

NEW_TIME = "8 октября 15:00"


def message_count(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.chat)


def set_responsible(desk: Desk, name: str) -> None:
    with desk.world.db() as db:
        db.execute(update(Event).values(responsible_id=desk.ids[name]))
        db.commit()


async def test_the_author_is_notified_of_a_move_by_an_admin(desk: Desk) -> None:
    await desk.publishes()
    await desk.signs_up(desk.nina)
    olga = desk.world.admin()
    await desk.moves(NEW_TIME, by=olga)
    assert "Ваше мероприятие перенесено: семинар «Читаем задачу»." in desk.tatiana.screen.text
    assert "Было: ср, 7 октября, 14:00\nСтало: чт, 8 октября, 15:00" in desk.tatiana.screen.text
    assert "Это сделал администратор." in desk.tatiana.screen.text
    assert message_count(desk.tatiana, "Ваше мероприятие перенесено") == 1
    assert message_count(olga, "Ваше мероприятие") == 0
    await desk.tatiana.presses("К мероприятию")
    assert "чт, 8 октября, 15:00" in desk.tatiana.screen.text


async def test_the_author_is_notified_of_a_move_without_participants(desk: Desk) -> None:
    await desk.publishes()
    await desk.moves(NEW_TIME, by=desk.world.admin())
    assert message_count(desk.tatiana, "Ваше мероприятие перенесено") == 1


async def test_author_and_responsible_person_are_notified_of_a_cancellation(desk: Desk) -> None:
    await desk.publishes()
    set_responsible(desk, "Марина")
    await desk.cancels(by=desk.world.admin())
    for person in (desk.tatiana, desk.marina):
        assert message_count(person, "Ваше мероприятие отменено: семинар «Читаем задачу», ср, 7 октября, 14:00.") == 1
        assert "Причина: Заболел ведущий" in person.screen.text


async def test_the_person_who_moved_the_event_is_named_and_not_notified(desk: Desk) -> None:
    await desk.publishes()
    set_responsible(desk, "Марина")
    await desk.moves(NEW_TIME, by=desk.marina)
    assert "Кто это сделал: Чижова Марина Павловна." in desk.tatiana.screen.text
    assert message_count(desk.marina, "Ваше мероприятие") == 0


async def test_nobody_is_notified_of_changing_their_own_event(desk: Desk) -> None:
    await desk.publishes()
    await desk.moves(NEW_TIME, by=desk.tatiana)
    await desk.cancels(by=desk.tatiana)
    assert message_count(desk.tatiana, "Ваше мероприятие") == 0


async def test_without_a_responsible_person_only_the_author_is_notified(desk: Desk) -> None:
    await desk.publishes()
    stranger = desk.world.person("Пётр")
    await stranger.types("/start")
    with desk.world.db() as db:
        db.execute(update(Event).values(responsible_id=None))
        db.commit()
    await desk.cancels(by=desk.world.admin())
    assert message_count(desk.tatiana, "Ваше мероприятие отменено") == 1
    assert message_count(stranger, "Ваше мероприятие") == 0


async def test_a_responsible_person_with_a_seat_is_asked_as_a_participant(desk: Desk) -> None:
    await desk.publishes()
    set_responsible(desk, "Марина")
    with desk.world.db() as db:
        db.execute(update(Event).values(posts=[]))
        db.commit()
    await desk.signs_up(desk.marina)
    await desk.moves(NEW_TIME, by=desk.world.admin())
    assert message_count(desk.marina, "Вам подходит?") == 1
    assert message_count(desk.marina, "Ваше мероприятие") == 0


async def test_two_moves_in_quiet_hours_are_one_notice(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(hours=13)
    olga = desk.world.admin()
    await desk.moves(NEW_TIME, by=olga)
    await desk.moves("9 октября 15:00", by=olga)
    assert message_count(desk.tatiana, "Ваше мероприятие") == 0
    await desk.world.advance(hours=10)
    assert message_count(desk.tatiana, "Ваше мероприятие перенесено") == 1
    assert "Было: ср, 7 октября, 14:00\nСтало: пт, 9 октября, 15:00" in desk.tatiana.screen.text


async def test_an_author_who_left_the_staff_meanwhile_is_not_notified(desk: Desk) -> None:
    await desk.publishes()
    await desk.world.advance(hours=13)
    await desk.moves(NEW_TIME, by=desk.world.admin())
    with desk.world.db() as db:
        db.execute(delete(RoleGrant))
        db.commit()
    await desk.world.advance(hours=10)
    assert message_count(desk.tatiana, "Ваше мероприятие") == 0
