"""«Моя карта»: the notice of an award, points by year, tokens, the PDF."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Document,
    Event,
    Job,
    PointEntry,
    Teacher,
)
from sandbox.person import Person
from services.people.merging import anonymize
from services.recognition.points import NewEntry, enter
from tests.builders import NOW, make_attendance, make_event
from tests.documents.pages import page_texts, solid
from tests.flows.seminar import ENDS, STARTS, TITLE, Seminar
from tests.world import World


def give_points(seminar: Seminar, name: str, points: int, key: str = "before", **values: object) -> None:
    """Enter points for an earlier event of the same year."""
    with seminar.world.db() as db:
        event = make_event(db, f"Раньше: {key}", days=-9, **values)
        enter(db, event, seminar.ids[name], NewEntry("speaker", f"{key}:{name}", points, hours=3), NOW)
        db.commit()


def points_notice(person: Person) -> str:
    """Return the notice of points in a person's chat."""
    return next(seen.text for seen in person.chat if seen.text.startswith("+"))


async def test_the_notice_of_an_award_gives_the_reason_and_the_years_total(seminar: Seminar) -> None:
    give_points(seminar, "elena", 3)
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("выступление из опыта")
    await seminar.finishes_with_everybody_present()
    assert points_notice(seminar.elena) == (
        f"+3 балла за выступление на семинаре «{TITLE}».\nВ этом учебном году: 6 баллов, Центриков: 0."
    )
    assert points_notice(seminar.nina) == (
        f"+1 балл за участие в семинаре «{TITLE}».\nВ этом учебном году: 1 балл, Центриков: 0."
    )


async def test_the_notice_of_an_award_mentions_a_new_token(seminar: Seminar) -> None:
    give_points(seminar, "nina", 9)
    await seminar.finishes_with_everybody_present()
    assert "В этом учебном году: 10 баллов, Центриков: 1." in points_notice(seminar.nina)
    assert "Новый Центрик" in points_notice(seminar.nina)
    assert "Новый Центрик" not in points_notice(seminar.elena)


async def test_only_the_two_highest_roles_count_and_listening_adds_nothing(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Агеева")
    for role in ("ведущий секции", "мастер-класс", "выступление из опыта"):
        await seminar.tatiana.presses(role)
    await seminar.finishes_with_everybody_present()
    with world.db() as db:
        entries = db.execute(
            select(PointEntry.reason, PointEntry.points, PointEntry.hours)
            .where(PointEntry.teacher_id == seminar.ids["nina"])
            .order_by(PointEntry.id)
        )
        assert [tuple(entry) for entry in entries] == [("master_class", 5, 4.0), ("speaker", 3, 0.0)]
    assert points_notice(seminar.nina).startswith(
        f"+5 баллов за мастер-класс на семинаре «{TITLE}».\n+3 балла за выступление на семинаре.\n"
    )


async def test_the_card_shows_totals_before_entries(seminar: Seminar) -> None:
    give_points(seminar, "nina", 11)
    await seminar.finishes_with_everybody_present()
    await seminar.nina.types("Моя карта")
    lines = seminar.nina.screen.text.splitlines()
    assert lines[:4] == [
        "Карта активности, 2026/27 учебный год",
        "12 баллов · 7 часов",
        "1 Центрик за год, до следующего: 8 баллов",
        "За всё время: 12 баллов, 1 Центрик",
    ]
    assert lines[5:7] == [f"ср, 7 октября · семинар «{TITLE}»", "слушатель: 1 балл, 4 часа"]
    assert {"Скачать PDF", "Сертификаты"} <= set(seminar.nina.screen.labels)


async def test_an_empty_card_explains_where_points_come_from(seminar: Seminar) -> None:
    await seminar.pavel.types("/card")
    assert "Баллы появятся после первого мероприятия" in seminar.pavel.screen.text
    assert "К мероприятиям" in seminar.pavel.screen.labels


async def test_the_card_has_years_and_pages(world: World, seminar: Seminar) -> None:
    for number in range(6):
        give_points(seminar, "nina", 1, f"n{number}")
    with world.db() as db:
        old = make_event(db, "Прошлогодний семинар", days=-200)
        mark_present(db, old, seminar.ids["nina"])
        enter(db, old, seminar.ids["nina"], NewEntry("listener", "old", 2, hours=2), NOW)
        db.commit()
    await seminar.nina.types("Моя карта")
    assert "6 баллов · 18 часов" in seminar.nina.screen.text
    assert "За всё время: 8 баллов" in seminar.nina.screen.text
    await seminar.nina.presses("›")
    assert "2 из 2" in seminar.nina.screen.labels
    await seminar.nina.presses("2025/26")
    assert "Карта активности, 2025/26" in seminar.nina.screen.text
    assert "Прошлогодний семинар" in seminar.nina.screen.text
    await seminar.nina.presses("2026/27")
    assert "6 баллов · 18 часов" in seminar.nina.screen.text


async def test_the_card_can_be_downloaded_as_pdf(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    await seminar.nina.types("Моя карта")
    await seminar.nina.presses("Скачать PDF")
    assert seminar.nina.toasts[-1].text == "Готовлю файл, пришлю сюда."
    await world.settle()
    file = seminar.nina.files[-1]
    assert file.name == "Карта активности 2026-27.pdf"
    (page,) = page_texts(file.data)
    for words in ("Агеева Нина Петровна", "07.10.2026", f"«{TITLE}»", "СОШ № 1 · № ИМЦ-26-0001", "О. В. Вересова"):
        assert solid(words) in page


async def test_the_pdf_is_sent_in_quiet_hours_too(seminar: Seminar) -> None:
    await seminar.advance_to(STARTS + timedelta(hours=14))
    await seminar.pavel.types("Моя карта")
    await seminar.nina.types("Моя карта")
    give_points(seminar, "nina", 1)
    await seminar.nina.types("Моя карта")
    await seminar.nina.presses("Скачать PDF")
    await seminar.world.settle()
    assert seminar.nina.files[-1].name == "Карта активности 2026-27.pdf"


async def test_the_pdf_is_deleted_after_days_and_can_be_rendered_again(world: World, seminar: Seminar) -> None:
    give_points(seminar, "nina", 1)
    await seminar.nina.types("Моя карта")
    await seminar.nina.presses("Скачать PDF")
    await world.settle()
    await world.advance(days=3)
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Document)) == 0
    await seminar.nina.types("Моя карта")
    await seminar.nina.presses("Скачать PDF")
    await world.settle()
    assert len(seminar.nina.files) == 2
    with world.db() as db:
        assert db.scalar(select(func.count()).select_from(Job)) == 2


async def test_an_event_of_august_awarded_in_september_belongs_to_the_old_year(seminar: Seminar) -> None:
    give_points(seminar, "nina", 1, "august", starts=[NOW.replace(year=2026, month=8, day=31, hour=10, tzinfo=None)])
    await seminar.nina.types("Моя карта")
    assert "0 баллов" in seminar.nina.screen.text
    await seminar.nina.presses("2025/26")
    assert "1 балл · 3 часа" in seminar.nina.screen.text


async def test_a_person_without_a_profile_is_led_to_registration(world: World) -> None:
    stranger = world.person("Игорь")
    await stranger.types("/card")
    assert "Сначала нужен профиль" in stranger.screen.text


async def test_an_erased_person_gets_no_notice_and_no_file(world: World, seminar: Seminar) -> None:
    await seminar.advance_to(ENDS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Отметить всех")
    await seminar.closes_attendance()
    with world.db() as db:
        anonymize(db, db.get_one(Teacher, seminar.ids["nina"]), world.clock.now())
        db.commit()
    await seminar.advance_to(ENDS + timedelta(minutes=61))
    with world.db() as db:
        assert db.get_one(Event, seminar.event).finalized_at is not None
    assert seminar.nina.files == []


def mark_present(db: Session, event: Event, teacher: int) -> None:
    make_attendance(db, event.id, teacher)
