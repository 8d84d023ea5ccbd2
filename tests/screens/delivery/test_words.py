"""Every kind of undelivered message has a name; the longest report fits on a screen."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.worker import JOBS
from bot.outbox.notices import NOTICES
from models import OutboxState
from screens.delivery import undelivered as screens
from screens.delivery.words import kind_name, state_name
from screens.texts import LANGUAGES, Say
from services.delivery.alarms import ALARMING
from services.delivery.health import AdminAlarm, Concern, DeliveryReport, QueueState, UndeliveredCount
from services.delivery.undelivered import UNDELIVERED
from tests.builders import NOW, ZONE

LONGEST = 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name(language: str) -> None:
    say = Say(language)
    for kind in ("answer", *NOTICES.templates):
        assert kind_name(say, kind)
    for job in JOBS.steps:
        assert say.plain(f"delivery-document-{job}")
    for state in UNDELIVERED:
        assert state_name(say, state)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_has_words_and_a_way_to_look(language: str) -> None:
    for concern in ALARMING:
        screen = screens.alarm(Say(language), AdminAlarm(concern, 21, 12, NOW))
        assert screen.text.startswith("⚠️")
        assert len(screen.rows) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worst_day_fits_on_a_screen(language: str) -> None:
    queues = (Concern.INBOX, Concern.ANSWERS, Concern.NOTICES, Concern.JOBS)
    found = DeliveryReport(
        queues={concern: QueueState(1_000_000, NOW - timedelta(days=30)) for concern in queues},
        later={},
        sending={},
        parked=1_000_000,
        failed_jobs=1_000_000,
        undelivered=tuple(
            UndeliveredCount(kind, state, 1_000_000) for kind in NOTICES.templates for state in UNDELIVERED
        ),
        recently_lost=1_000_000,
        sent_minute=1800,
        sent_hour=108_000,
        blocked=1_000_000,
        heartbeat=None,
    )
    screen = screens.overview(Say(language), found, NOW, ZoneInfo(ZONE))
    assert len(screen.text.encode("utf-16-le")) // 2 < LONGEST
    assert found.total(OutboxState.EXPIRED) == 1_000_000 * len(NOTICES.templates)
