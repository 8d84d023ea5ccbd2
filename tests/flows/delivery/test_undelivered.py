"""Admins are warned when delivery is in trouble and can look into it; nobody else can."""

from sqlalchemy import select

from models import Account, InboxState, InboxUpdate, Lane, OutboxMessage, OutboxState, Role
from sandbox.person import Person
from services.delivery.undelivered import PAGE_SIZE
from services.reminders.notices import DayBefore
from services.stored import name_of
from tests.flows.network_people import add_person
from tests.world import World


def add_reminders(world: World, person: Person, *states: OutboxState) -> None:
    """Add reminders to the person in these states."""
    with world.db() as db:
        account = db.scalars(select(Account).where(Account.external_id == person.id)).one()
        for number, state in enumerate(states):
            db.add(
                OutboxMessage(
                    key=f"lost:{db.query(OutboxMessage).count()}:{number}",
                    account_id=account.id,
                    lane=Lane.NOTICE,
                    kind=name_of(DayBefore),
                    payload={"event": 1},
                    state=state,
                    not_before=world.clock.now(),
                    created_at=world.clock.now(),
                )
            )
        db.commit()


async def test_an_admin_is_warned_of_undelivered_messages_and_sees_the_list(world: World) -> None:
    nina, olga = world.person("Нина"), world.admin()
    await nina.types("/start")
    await olga.types("/help")
    add_reminders(world, nina, *[OutboxState.EXPIRED] * 5, OutboxState.UNCLEAR, OutboxState.UNCLEAR)
    await world.settle()

    assert "Не дошло сообщений: 7" in olga.screen.text
    await olga.presses("Посмотреть")
    assert "нужно внимание" in olga.screen.text
    assert "напоминание за день, опоздало: 5" in olga.screen.text
    assert "напоминание за день, неясно, дошло ли: 2" in olga.screen.text
    await olga.presses("Что не дошло")
    assert olga.screen.text.count("напоминание за день") == PAGE_SIZE
    await olga.presses("›")
    assert olga.screen.text.count("напоминание за день") == 1
    assert "Нина" not in olga.screen.text
    await olga.presses("‹ Назад")
    assert "Не дошло за 7 дней: опоздало – 5, неясно, дошло ли – 2" in olga.screen.text


async def test_an_alarm_is_repeated_only_after_an_hour(world: World) -> None:
    nina, olga = world.person("Нина"), world.admin()
    await nina.types("/start")
    await olga.types("/help")
    add_reminders(world, nina, OutboxState.EXPIRED)
    await world.settle()
    for _ in range(3):
        add_reminders(world, nina, OutboxState.EXPIRED)
        await world.advance(minutes=15)

    def alarms() -> list[str]:
        return [seen.text for seen in olga.chat if "Не дошло сообщений" in seen.text]

    assert len(alarms()) == 1
    await world.advance(minutes=15)
    assert len(alarms()) == 2
    assert "Не дошло сообщений: 3" in alarms()[1]


async def test_the_delivery_page_says_that_all_is_well_and_can_be_refreshed(world: World) -> None:
    olga = world.admin()
    await world.settle()
    await olga.types("/delivery")

    assert "всё в порядке" in olga.screen.text
    assert "Ждут разбора: 0" in olga.screen.text
    await world.advance(minutes=5)
    await olga.presses("Обновить")
    assert "Последний такт часов: чт, 1 октября, 10:05" in olga.screen.text
    assert "всё в порядке" in olga.screen.text


async def test_a_methodist_cannot_open_the_delivery_page(world: World) -> None:
    maria = add_person(world, "Мирова Мария Марковна", role=Role.METHODIST)
    await maria.types("/delivery")
    assert "только администраторы" in maria.screen.text

    await maria.types("/help")
    assert "/delivery" not in maria.screen.text


async def test_the_help_of_an_admin_names_the_delivery_command(world: World) -> None:
    olga = world.admin()
    await olga.types("/help")
    assert "/delivery" in olga.screen.text


async def test_updates_that_are_not_processed_alarm_the_admin(world: World) -> None:
    olga = world.admin()
    await olga.types("/help")
    with world.db() as db:
        values = {"chat_key": 77, "body": "{}", "state": InboxState.NEW}
        db.add(InboxUpdate(messenger="telegram", key="5", received_at=world.clock.now(), **values))
        db.commit()
    for _ in range(6):
        await world.advance(seconds=15)

    assert "Сообщения людей ждут разбора уже 1 мин, в очереди 1" in olga.screen.text


async def test_a_long_wait_asked_for_by_telegram_alarms_the_admin(world: World) -> None:
    olga = world.admin()
    await olga.types("/help")
    world.pace.obey_retry_after(300)
    world.pace_time.jump(301)
    await world.advance(seconds=15)

    assert "Рассылка идёт медленнее: Telegram просит подождать 300 с" in olga.screen.text
