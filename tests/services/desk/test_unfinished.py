"""Known part of an event before its draft."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from models import UnfinishedAnnouncement
from services.desk import unfinished
from services.desk.fields.definition import DraftField
from services.desk.fields.table import pieces_of
from services.desk.unfinished import AnnouncementSoFar, FormGone
from services.reading.dates.moment import Moment, Sitting
from tests.builders import make_actor, make_event, make_network, make_organization


def test_everything_known_comes_back_as_it_was(db: Session) -> None:
    make_network(db)
    actor = make_actor(db, None)
    event = make_event(db, host=make_organization(db, "СОШ № 1"), posts=["teacher"], note="Возьмите ноутбук")
    known = AnnouncementSoFar(
        pieces_of(event),
        Moment(date(2026, 10, 7), time(14), time(17, 30), (Sitting(date(2026, 10, 8), time(14), None),)),
        (DraftField.CAPACITY, DraftField.POSTS),
        {DraftField.HOST: (3, 5)},
    )

    unfinished.keep(db, actor, AnnouncementSoFar())
    unfinished.keep(db, actor, known)
    db.commit()
    db.expire_all()

    assert unfinished.so_far(db, actor) == known
    assert db.query(UnfinishedAnnouncement).count() == 1


def test_without_a_row_the_form_is_gone(db: Session) -> None:
    make_network(db)
    actor = make_actor(db, None)
    with pytest.raises(FormGone):
        unfinished.so_far(db, actor)
    unfinished.keep(db, actor, AnnouncementSoFar())
    unfinished.drop(db, actor)
    with pytest.raises(FormGone):
        unfinished.so_far(db, actor)


def test_what_another_version_has_stored_counts_as_gone(db: Session) -> None:
    actor = make_actor(db, None)
    db.add(UnfinishedAnnouncement(account_id=actor.account.id, known={"name": "later", "version": 2, "data": {}}))
    db.flush()
    with pytest.raises(FormGone):
        unfinished.so_far(db, actor)
