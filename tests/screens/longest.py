"""The longest people, schools and events there can be, and Telegram's limits of a screen."""

from datetime import UTC, datetime

from models import Event, EventForm, EventLevel, Organization, OrganizationKind, ParticipationRole, Post, Teacher
from screens.screen import Screen

NOW = datetime(2026, 10, 1, tzinfo=UTC)
LARGEST_ID = 2_000_000_000
ROLES = tuple(ParticipationRole)
TITLE = ("Читаем & понимаем <задачу>: работа с текстом на любом предмете " * 5)[:300]
FORM_TITLE = ("заседание <РМО> & методического объединения " * 2)[:80]
SCHOOL = ("МАОУ «СОШ № 1 с углублённым изучением отдельных предметов» " * 6)[:300]
MESSAGE_LIMIT, CAPTION_LIMIT, TOAST_LIMIT = 4096, 1024, 200
LABEL_LIMIT = 60
WISH_LIMIT_BYTES = 64
ROW_LIMIT, KEYBOARD_LIMIT = 8, 100


def long_organization() -> Organization:
    return Organization(id=LARGEST_ID, short="<" * 120, title=SCHOOL, kind=OrganizationKind.SCHOOL)


def long_person() -> Teacher:
    return Teacher(
        id=LARGEST_ID,
        surname="Константинопольская-Преображенская-" * 2 + "Заречная",
        given_name="Александра-Вильгельмина",
        patronymic="Владиславовна",
        name_key="",
        organization=long_organization(),
        post=Post.OTHER,
        post_title="учитель русского языка и литературы, " * 5,
        created_at=NOW,
    )


def long_event() -> Event:
    event = Event(
        id=LARGEST_ID,
        title=TITLE,
        form=EventForm.GUEST_TEACHING,
        form_title=FORM_TITLE,
        level=EventLevel.FEDERAL,
        host=long_organization(),
        created_at=NOW,
    )
    starts = [datetime(2026, 12, day, 14, 30) for day in range(1, 11)]  # noqa: DTZ001 - wall times have no zone
    event.set_schedule(starts, 70.5, "Asia/Yekaterinburg")
    for meeting in event.meetings:
        meeting.id, meeting.event_id, meeting.code_word = LARGEST_ID, event.id, "энциклопедия"
    return event


def assert_fits(screen: Screen) -> None:
    assert width(screen.text) <= (CAPTION_LIMIT if screen.file else MESSAGE_LIMIT), screen.text[:80]
    assert width(screen.toast or "") < TOAST_LIMIT
    for button in (button for row in screen.rows for button in row):
        assert len(button.text) <= LABEL_LIMIT, button.text
        assert len((button.wish or "").encode()) <= WISH_LIMIT_BYTES, button.wish
    assert all(len(row) <= ROW_LIMIT for row in screen.rows)
    assert sum(len(row) for row in screen.rows) <= KEYBOARD_LIMIT


def width(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
