"""Lists of events are chosen by the database; they agree with the rule that names the reason of a refusal."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Event, EventForm, EventFormat, OrgStatus, OrgStatusKind, Post, Subproject, Teacher
from services.events import audience, browse
from services.events.browse import ChosenFilter, EventFilter
from tests.builders import NOW, add, make_actor, make_event, make_network, make_organization, make_teacher

STATUS = OrgStatusKind.LOW_RESULTS


def make_events(db: Session) -> list[Event]:
    """Make events for every kind of audience, some at midnight of the first and after the last day of a status."""
    audiences: list[dict[str, Any]] = [
        {},
        {"posts": ["teacher"]},
        {"posts": ["head", "deputy_head"]},
        {"subjects": ["mathematics"]},
        {"posts": ["teacher", "deputy_head"], "subjects": ["mathematics", "physics"]},
        {"posts": ["deputy_head"], "subjects": ["art"]},
        {"org_statuses": [STATUS.value, "leader"]},
        {"posts": ["teacher"], "subjects": ["physics"], "org_statuses": [STATUS.value]},
    ]
    midnights = [datetime(2026, 10, day) for day in (6, 7, 8, 9)]  # noqa: DTZ001 - a wall time has no zone
    events = [make_event(db, days=5 + n, **values) for n, values in enumerate(audiences)]
    return events + [make_event(db, starts=[start], org_statuses=[STATUS.value]) for start in midnights]


def make_people(db: Session) -> list[Teacher]:
    """Make people of a school with a status for two days, of one without, and of no school."""
    held, plain = make_organization(db, "СОШ № 1"), make_organization(db, "СОШ № 2")
    for kind, until in ((STATUS, date(2026, 10, 7)), (OrgStatusKind.LEADER, None)):
        row = OrgStatus(organization_id=held.id, kind=kind, since=date(2026, 10, 7), until=until)
        add(db, row)
    return [
        make_teacher(db, "Агеева Нина Петровна", school, post=post, subjects=subjects)
        for school in (held, plain, None)
        for post in (Post.TEACHER, Post.DEPUTY_HEAD, Post.OTHER)
        for subjects in ([], ["physics", "mathematics"])
    ]


def a_list_agrees_with_the_rule(db: Session) -> None:
    make_network(db)
    events, people = make_events(db), make_people(db)
    for teacher in people:
        fitting = {event.id for event in events if audience.is_eligible(db, event, teacher)}
        actor = make_actor(db, teacher)
        pages = [browse.list_events(db, actor, ChosenFilter(EventFilter.FIT), n, NOW).page for n in (1, 2, 3)]
        shown = [line.event for page in pages[: pages[0].count] for line in page.items]
        assert [event.id for event in shown] == [
            event.id for event in sorted(events, key=lambda event: (event.starts_at, event.id)) if event.id in fitting
        ]
        assert audience.nearest_event(db, teacher, NOW) == shown[0]


async def test_a_person_is_shown_the_events_that_they_are_eligible_for(database_url: str) -> None:
    database = Database(database_url)
    await database.run(a_list_agrees_with_the_rule)
    await database.close()


def filters_of_a_list(db: Session) -> None:
    make_network(db)
    nina = make_actor(db, make_teacher(db, "Агеева Нина Петровна"))
    first, second = (add(db, Subproject(code=code, title=f"Подпроект {code}")) for code in "ба")
    make_event(db, "Вчера", days=-1, subproject=first)
    lecture = make_event(db, "Лекция", form=EventForm.LECTURE, subproject=first)
    online = make_event(db, "Онлайн", days=7, format=EventFormat.ONLINE, subproject=second)
    seminar = make_event(db, "Семинар", days=8, subproject=second)
    closed = make_event(db, "Запись закрыта", days=3, deadline=NOW - timedelta(hours=1))

    def shown(by: EventFilter, value: str = "") -> list[Event]:
        page = browse.list_events(db, nina, ChosenFilter(by, value), 1, NOW).page
        return [line.event for line in page.items]

    assert shown(EventFilter.ALL) == [closed, lecture, online, seminar]
    assert shown(EventFilter.ONLINE) == [online]
    assert shown(EventFilter.FORM, "lecture") == [lecture]
    assert shown(EventFilter.SUBPROJECT, str(second.id)) == [online, seminar]
    forms = browse.filter_options(db, EventFilter.FORM, NOW)
    assert [(option.value, option.count) for option in forms] == [("lecture", 1), ("seminar", 3)]
    subprojects = browse.filter_options(db, EventFilter.SUBPROJECT, NOW)
    assert [(option.value, option.title, option.count) for option in subprojects] == [
        (str(second.id), "Подпроект а", 2),
        (str(first.id), "Подпроект б", 1),
    ]
    assert audience.nearest_event(db, nina.require_teacher(), NOW) == lecture


async def test_a_filter_shows_the_upcoming_events_of_its_kind(database_url: str) -> None:
    database = Database(database_url)
    await database.run(filters_of_a_list)
    await database.close()
