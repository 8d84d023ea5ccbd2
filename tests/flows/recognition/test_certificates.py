"""The certificate: a PDF in the chat, the same bytes at each download, mistakes reported to the staff."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from models import (
    Certificate,
    Document,
    Event,
    Job,
    Network,
    QuestionLine,
    Teacher,
)
from sandbox.person import Person
from screens import wishes
from tests.documents.pages import page_texts, solid
from tests.flows.network_people import presses_old_button
from tests.flows.seminar import ENDS, STARTS, TITLE, Seminar, open_seminar
from tests.world import World


def newest_file(person: Person) -> bytes:
    return person.files[-1].data


async def test_the_certificate_is_sent_with_its_number_and_event(seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    text = seminar.elena.screen.text
    assert text.startswith(f"📄 Сертификат готов: «{TITLE}», 4 часа, № ИМЦ-26-0002.")
    assert "Сообщить" in seminar.elena.screen.labels
    assert seminar.elena.files[-1].name == "Сертификат ИМЦ-26-0002.pdf"
    assert len(seminar.elena.files) == 1
    assert seminar.pavel.files == []


async def test_the_certificate_names_person_role_event_dates_and_hours(seminar: Seminar) -> None:
    await seminar.advance_to(STARTS)
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Бортникова")
    await seminar.tatiana.presses("выступление из опыта")
    await seminar.tatiana.presses("организатор")
    await seminar.finishes_with_everybody_present()
    pdf = newest_file(seminar.elena)
    assert len(pdf) < 100_000
    (page,) = page_texts(pdf)
    for words in (
        "СЕРТИФИКАТ",
        "докладчика, организатора",
        "подтверждает, что",
        "Бортникова Елена Юрьевна",
        "МАОУ «СОШ № 1» г. Заречинска",
        "принял(а) участие в семинаре",
        f"«{TITLE}»",
        "7 октября 2026 г.",
        "в объёме 4 часов",
        "№ ИМЦ-26-0002",
        "О. В. Вересова",
        "г. Заречинск",
    ):
        assert solid(words) in page
    assert "удостоверение" not in page.casefold()
    (listener,) = page_texts(newest_file(seminar.nina))
    assert solid("участника муниципального сетевого проекта") in listener


async def test_consecutive_days_are_printed_as_a_range(world: World) -> None:
    starts = [STARTS.replace(tzinfo=None) + timedelta(hours=5), STARTS.replace(tzinfo=None) + timedelta(hours=29)]
    seminar = await open_seminar(world, starts=starts, hours=8.0)
    for day in range(2):
        await seminar.advance_to(ENDS + timedelta(days=day))
        await seminar.opens_attendance()
        await seminar.tatiana.presses("Отметить всех")
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + timedelta(days=1, minutes=61))
    (page,) = page_texts(newest_file(seminar.nina))
    assert solid("7–8 октября 2026 г.") in page
    assert solid("в объёме 8 часов") in page


async def test_every_later_download_has_the_same_bytes(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    first = newest_file(seminar.elena)
    with world.db() as db:
        elena = db.get_one(Teacher, seminar.ids["elena"])
        elena.surname, elena.name_key = "Карпова", "карпова елена юрьевна"
        db.get_one(Event, seminar.event).title = "Совсем другое"
        db.commit()
    await world.advance(days=40)
    await seminar.elena.types("Сертификаты")
    assert "Сертификаты: 1" in seminar.elena.screen.text
    await seminar.elena.presses("№ ИМЦ-26-0002 · ср, 7 октября · Читаем")
    assert len(seminar.elena.files) == 2
    assert newest_file(seminar.elena) == first
    with world.db() as db:
        document = db.scalars(select(Document).options(undefer(Document.content))).all()[-1]
        assert first in {row.content for row in db.scalars(select(Document).options(undefer(Document.content)))}
        assert document.keep_until is None


async def test_numbers_follow_the_networks_pattern(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        db.get_one(Network, 1).certificate_pattern = "Ц-{yy}-{seq:03d}"
        db.commit()
    await seminar.finishes_with_everybody_present()
    assert seminar.certificate("nina").number == "Ц-26-001"
    assert seminar.certificate("elena").number == "Ц-26-002"


async def test_the_certificate_is_sent_after_quiet_hours(seminar: Seminar) -> None:
    await seminar.advance_to(ENDS + timedelta(hours=2))
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Отметить всех")
    await seminar.closes_attendance()
    await seminar.advance_to(ENDS + timedelta(hours=3, minutes=1))
    assert seminar.certificate("nina").document_id is not None
    assert seminar.nina.files == []
    await seminar.advance_to(ENDS + timedelta(hours=14))
    assert len(seminar.nina.files) == 1


async def test_an_empty_list_explains_where_certificates_come_from(seminar: Seminar) -> None:
    await seminar.pavel.types("/certificates")
    assert "Сертификатов пока нет" in seminar.pavel.screen.text
    assert "К мероприятиям" in seminar.pavel.screen.labels


async def test_a_forged_button_gives_no_certificate_of_another_person(seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    await seminar.pavel.types("/certificates")
    forged = wishes.GetCertificate(certificate=seminar.certificate("nina").id)
    assert "доступно другому человеку" in await presses_old_button(seminar.pavel, forged)
    assert seminar.pavel.files == []


async def test_a_certificate_whose_rendering_failed_is_rendered_on_request(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    with world.db() as db:
        certificate = db.scalars(select(Certificate).where(Certificate.teacher_id == seminar.ids["nina"])).one()
        certificate.document_id = None
        job = db.scalars(select(Job).where(Job.key == f"certificate:{certificate.id}")).one()
        job.state = type(job.state).FAILED
        db.commit()
    await seminar.nina.types("/certificates")
    await seminar.nina.presses("№ ИМЦ-26-0001")
    assert "готовится" in " ".join(seen.text for seen in seminar.nina.chat)
    await world.settle()
    await seminar.nina.types("/certificates")
    await seminar.nina.presses("№ ИМЦ-26-0001")
    assert seminar.nina.files[-1].name == "Сертификат ИМЦ-26-0001.pdf"


async def test_the_organizer_sees_how_many_certificates_are_ready(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    with world.db() as db:
        given = db.scalars(select(Certificate)).all()
        given[0].document_id = None
        db.commit()
    await seminar.opens_attendance()
    assert f"Сертификаты готовим: {len(given) - 1} из {len(given)}" in seminar.tatiana.screen.text
    with world.db() as db:
        db.get_one(Certificate, given[0].id).document_id = given[1].document_id
        db.commit()
    await seminar.opens_attendance()
    assert "Баллы начислены, сертификаты выданы." in seminar.tatiana.screen.text


async def test_a_mistake_in_the_name_reaches_the_staff(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    await seminar.elena.presses("Сообщить")
    assert "Что исправить" in seminar.elena.screen.text
    await seminar.elena.sends_photo(PIXEL)
    assert "Нужны слова" in seminar.elena.screen.text
    await seminar.elena.types("Правильно: Бортникова Алёна Юрьевна")
    assert "Передали методисту" in seminar.elena.screen.text
    with world.db() as db:
        line = db.scalars(select(QuestionLine)).one()
    assert line.text == ("Сертификат № ИМЦ-26-0002 (Бортникова Елена Юрьевна): Правильно: Бортникова Алёна Юрьевна")
    await world.settle()
    assert "Бортникова Алёна Юрьевна" in seminar.tatiana.screen.text


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea7"
    "2a9c0e0000000049454e44ae426082"
)
