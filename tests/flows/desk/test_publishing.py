"""Publishing a draft: its preview, the news to the audience, drafts that are out of date, copies."""

from datetime import UTC, datetime

from models import EventForm, EventState
from screens import wishes
from tests.builders import make_event, make_network
from tests.flows.desk.people import ANNOUNCEMENT, LATE_EVENING, Desk


async def test_an_event_is_published_in_three_actions(desk: Desk) -> None:
    await desk.announces()
    preview = desk.tatiana.screen.text
    assert "«Читаем задачу», семинар" in preview
    assert "ср, 7 октября 2026, 14:00" in preview
    assert "учителя" in preview
    await desk.tatiana.presses("Опубликовать")

    assert "Опубликовано" in desk.tatiana.screen.text
    event = desk.event()
    assert event.state is EventState.PUBLISHED
    assert (event.form, event.title, event.hours, event.capacity) == (EventForm.SEMINAR, "Читаем задачу", 4.0, 35)
    assert event.starts_at == datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
    assert event.host is not None
    assert event.host.short == "СОШ № 1"
    assert event.posts == ["teacher"]
    assert event.responsible_id == desk.ids["Татьяна"]


async def test_publishing_notifies_the_audience_once(desk: Desk) -> None:
    await desk.publishes()
    for _ in range(2):
        assert len([message for message in desk.nina.chat if "Читаем задачу" in message.text]) == 1
        await desk.world.advance(minutes=5)


async def test_an_old_preview_and_a_second_press_are_refused(desk: Desk) -> None:
    await desk.announces()
    old, preview = desk.event(), desk.tatiana.screen.message_id
    await desk.tatiana.presses("Изменить")
    await desk.tatiana.presses("Места")
    await desk.tatiana.types("20")
    stale = wishes.Publish(event=old.id, version=old.version).pack()
    await desk.tatiana.presses_data(preview, stale)
    assert "успели изменить" in desk.tatiana.screen.text
    assert desk.event().state is EventState.DRAFT

    event = desk.event()
    press = wishes.Publish(event=event.id, version=event.version).pack()
    await desk.tatiana.presses_data(preview, press)
    await desk.tatiana.presses_data(preview, press)
    assert "уже опубликовано" in desk.tatiana.screen.text


async def test_a_draft_whose_day_has_passed_is_not_published(desk: Desk) -> None:
    await desk.announces()
    await desk.world.advance(days=10)
    await desk.tatiana.presses("Опубликовать")
    assert "уже прошло" in desk.tatiana.screen.text
    assert desk.event().state is EventState.DRAFT
    await desk.tatiana.presses("Дата и время")
    await desk.tatiana.types("20 октября")
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().state is EventState.PUBLISHED


async def test_the_preview_mentions_another_event_of_the_day_for_the_same_people(desk: Desk) -> None:
    with desk.world.db() as db:
        make_event(db, "Час физика")
        db.commit()
    await desk.announces()
    assert "В этот же день" in desk.tatiana.screen.text
    assert "Час физика" in desk.tatiana.screen.text
    await desk.tatiana.presses("Опубликовать")
    assert desk.event().state is EventState.PUBLISHED


async def test_a_copy_asks_only_for_the_date(desk: Desk) -> None:
    first = await desk.publishes()
    await desk.manages("Копия")
    assert "Когда начало?" in desk.tatiana.screen.text
    await desk.tatiana.types("14 октября 15:00")
    copy = desk.event()
    assert copy.id != first
    assert (copy.state, copy.title, copy.capacity) == (EventState.DRAFT, "Читаем задачу", 35)
    assert "ср, 14 октября 2026, 15:00" in desk.tatiana.screen.text


async def test_a_teacher_cannot_announce_events(desk: Desk) -> None:
    await desk.nina.types("/new_event")
    assert "только методисты" in desk.nina.screen.text
    await desk.nina.types(ANNOUNCEMENT)
    assert desk.event_count() == 0


async def test_an_event_can_be_announced_in_english(desk: Desk) -> None:
    with desk.world.db() as db:
        make_network(db, language="en")
        db.commit()
    await desk.tatiana.types("New event")
    await desk.tatiana.types("Seminar “Reading a problem” 7 October 14:00, 4 hours, online")
    await desk.tatiana.presses("Change")
    await desk.tatiana.presses("Posts")
    await desk.tatiana.presses("Done")
    await desk.tatiana.presses("Publish")
    assert desk.tatiana.screen.text.startswith("✅ Published.")
    assert desk.event().title == "Reading a problem"


async def test_publishing_in_quiet_hours_says_when_people_are_notified(desk: Desk) -> None:
    desk.world.clock.set(LATE_EVENING)
    await desk.publishes()
    assert "Сейчас тихие часы: сообщим пт, 2 октября, 08:00" in desk.tatiana.screen.text
    assert not any("Читаем задачу" in message.text for message in desk.nina.chat)
    await desk.world.advance(hours=10)
    assert "Читаем задачу" in desk.nina.screen.text
