"""Every kind of undelivered message has a name; the longest report fits on a screen."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from models import OutboxState
from screens.delivery import undelivered as screens
from screens.delivery.words import kind_name, state_name
from screens.texts import LANGUAGES, Say
from services.delivery.alarms import ALARMING, Alarm
from services.delivery.health import Concern, DeliveryReport, QueueState, UndeliveredCount
from services.delivery.undelivered import UNDELIVERED
from services.jobs import JobKind
from services.notices import NoticeKind
from tests.builders import NOW, ZONE

LONGEST = 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name(language: str) -> None:
    say = Say(language)
    for kind in ("answer", *(kind.value for kind in NoticeKind)):
        assert kind_name(say, kind)
    for job in JobKind:
        assert say.plain(f"delivery-document-{job.value}")
    for state in UNDELIVERED:
        assert state_name(say, state)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_has_words_and_a_way_to_look(language: str) -> None:
    for concern in ALARMING:
        screen = screens.alarm(Say(language), Alarm(concern, 21, 12))
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
            UndeliveredCount(kind.value, state, 1_000_000) for kind in NoticeKind for state in UNDELIVERED
        ),
        recently_lost=1_000_000,
        sent_minute=1800,
        sent_hour=108_000,
        blocked=1_000_000,
        heartbeat=None,
    )
    screen = screens.overview(Say(language), found, NOW, ZoneInfo(ZONE))
    assert len(screen.text.encode("utf-16-le")) // 2 < LONGEST
    assert found.total(OutboxState.EXPIRED) == 1_000_000 * len(NoticeKind)
