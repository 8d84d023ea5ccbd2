"""Figures of a year stay what they were when people leave, move to another school or are counted anew.

They are computed by SQL from the marks alone: organizations in contact with a leader, people of counted organizations,
people of others.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models import Organization, Teacher
from services.actors import CONSENT_VERSION
from services.people import consent, erasure, profile
from services.people.consent import Agreement
from tests.builders import make_actor
from tests.data.network_file import LOADED_AT, load_text

LATER = LOADED_AT + timedelta(days=200)
IN_CONTACT = text("""
WITH visit AS (
    SELECT event.host_id AS leader_id, attendance.organization_id AS guest_id
    FROM attendance
    JOIN event ON event.id = attendance.event_id
    JOIN org_status ON org_status.organization_id = event.host_id AND org_status.kind = 'leader'
        AND org_status.since <= date(event.starts_local)
        AND (org_status.until IS NULL OR org_status.until >= date(event.starts_local))
    WHERE attendance.state = 'attended' AND attendance.organization_counted
        AND event.starts_local >= '2026-09-01' AND event.starts_local < '2027-09-01'
        AND attendance.organization_id <> event.host_id
)
SELECT count(*) FROM (SELECT guest_id FROM visit UNION SELECT leader_id FROM visit)
""")
PEOPLE = text("""
SELECT first.organization_counted, count(*)
FROM attendance AS first
JOIN event ON event.id = first.event_id
WHERE first.state = 'attended' AND event.starts_local >= '2026-09-01' AND event.starts_local < '2027-09-01'
    AND NOT EXISTS (
        SELECT 1 FROM attendance AS earlier
        WHERE earlier.teacher_id = first.teacher_id AND earlier.state = 'attended'
            AND (earlier.marked_at < first.marked_at OR (earlier.marked_at = first.marked_at AND earlier.id < first.id))
    )
GROUP BY first.organization_counted
ORDER BY first.organization_counted DESC
""")


@pytest.fixture
def loaded(db: Session) -> Session:
    load_text(db)
    return db


def figures(db: Session) -> tuple[int, list[int]]:
    """Return the organizations in contact with a leader, and the people of counted and of other organizations."""
    return int(db.scalar(IN_CONTACT) or 0), [count for _counted, count in db.execute(PEOPLE)]


def person(db: Session, code: str) -> Teacher:
    return db.scalars(select(Teacher).where(Teacher.code == code)).unique().one()


def test_the_figures_of_the_sample_follow_from_the_marks(loaded: Session) -> None:
    assert figures(loaded) == (6, [20, 1])


def test_who_withdraws_the_consent_stays_counted_without_a_name(loaded: Session) -> None:
    actor = make_actor(loaded, person(loaded, "t06"))
    consent.give_consent(loaded, actor, Agreement(CONSENT_VERSION, "0" * 64, None), LATER)
    erasure.withdraw(loaded, actor, LATER)
    assert person(loaded, "t06").surname == "—"
    assert figures(loaded) == (6, [20, 1])


def test_who_moves_to_another_school_is_counted_where_they_were(loaded: Session) -> None:
    partner = loaded.scalars(select(Organization).where(Organization.code == "cbs")).one()
    profile.change_organization(loaded, make_actor(loaded, person(loaded, "t06")), partner.id, LATER)
    assert person(loaded, "t06").organization is partner
    assert figures(loaded) == (6, [20, 1])


def test_an_organization_that_counts_no_more_changes_no_past_figure(loaded: Session) -> None:
    school = loaded.scalars(select(Organization).where(Organization.code == "sosh2")).one()
    school.counts_in_share = False
    loaded.flush()
    assert figures(loaded) == (6, [20, 1])
