"""A person of the network's file may have posts beside the main one."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Employment, Organization, Post, Teacher
from services.loading.differences import Resolution
from services.loading.errors import FileRefused
from services.loading.load import Loaded
from services.loading.network_file import read_network
from services.schools.employments import Position, active_employments, add_further
from tests.data.network_file import LOADED_AT, changed, load_text

LATER = LOADED_AT + timedelta(days=7)
T14 = "org: vetly, post: librarian, "
ALSO = "also: [{org: klyuchi, post: teacher}, {org: vetly, post: tutor}], "
WITH_ALSO = changed(T14, T14 + ALSO)


def person(db: Session) -> Teacher:
    return db.scalars(select(Teacher).where(Teacher.code == "t14")).unique().one()


def active(db: Session) -> list[tuple[str | None, Post]]:
    rows = active_employments(db, person(db))
    return [(row.organization.code if row.organization else None, row.post) for row in rows]


def differences(loaded: Loaded) -> list[tuple[Resolution, str, str]]:
    return [(one.resolution, one.code, one.field) for one in [*loaded.written, *loaded.pending, *loaded.skipped]]


def test_the_main_employment_comes_first_and_the_others_beside_it(db: Session) -> None:
    load_text(db, WITH_ALSO)

    assert active(db)[0] == ("vetly", Post.LIBRARIAN)
    assert set(active(db)[1:]) == {("klyuchi", Post.TEACHER), ("vetly", Post.TUTOR)}
    assert differences(load_text(db, WITH_ALSO, LATER)) == []


def test_posts_added_to_the_file_later_are_written_and_removed_ones_end(db: Session) -> None:
    load_text(db)
    added = load_text(db, WITH_ALSO, LATER, apply=True)
    assert differences(added) == [(Resolution.CHANGED, "t14", "also")]
    assert len(active(db)) == 3

    load_text(db, changed(T14, T14), LATER + timedelta(days=1), apply=True)
    assert active(db) == [("vetly", Post.LIBRARIAN)]
    ended = select(Employment.until).where(Employment.teacher_id == person(db).id, Employment.until.is_not(None))
    assert set(db.scalars(ended)) == {(LATER + timedelta(days=1)).date()}


def test_another_school_in_the_file_keeps_the_former_employment_as_history(db: Session) -> None:
    load_text(db)
    load_text(db, changed(T14, "org: klyuchi, post: librarian, "), LATER, apply=True)

    assert active(db) == [("klyuchi", Post.LIBRARIAN)]
    ended = select(Employment.is_main, Employment.until).where(Employment.until.is_not(None))
    assert db.execute(ended).all() == [(True, LATER.date())]


def test_a_post_added_by_the_person_is_kept(db: Session) -> None:
    load_text(db)
    school = db.scalars(select(Organization).where(Organization.code == "sosh1")).one()
    add_further(db, person(db), Position(school.id, Post.COACH), LATER.date())

    assert differences(load_text(db, WITH_ALSO, LATER, apply=True)) == [(Resolution.KEPT, "t14", "also")]
    assert active(db)[1:] == [("sosh1", Post.COACH)]


def test_an_unknown_organization_is_refused_with_its_line() -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(changed(T14, T14 + "also: [{org: nowhere, post: teacher}], ").encode())

    assert [error.key for error in refused.value.errors] == ["load-unknown-code"]
