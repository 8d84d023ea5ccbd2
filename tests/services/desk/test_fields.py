"""The table of an event's fields."""

from sqlalchemy.orm import Session

from services.desk.fields.definition import DraftField, Edit
from services.desk.fields.table import EVENT_FIELDS, pieces_of
from tests.builders import NOW, make_event, make_network, make_organization


def test_every_field_has_an_entry() -> None:
    assert set(EVENT_FIELDS) == set(DraftField)


def test_every_field_takes_back_its_own_value(db: Session) -> None:
    make_network(db)
    event = make_event(db, host=make_organization(db, "СОШ № 1"), posts=["teacher"], note="Возьмите ноутбук")
    before = pieces_of(event)
    for field in DraftField:
        EVENT_FIELDS[field].assign(Edit(db, NOW, event), before[field])
    assert pieces_of(event) == before


def test_every_option_is_a_value_of_its_field(db: Session) -> None:
    make_network(db)
    make_organization(db, "СОШ № 1")
    event = make_event(db)
    for field in DraftField:
        known = EVENT_FIELDS[field]
        for option in known.options(db):
            pressed = [option.value] if known.is_list else known.pressed(option.value)
            known.assign(Edit(db, NOW, event), pressed)
            db.flush()
            assert pieces_of(event)[field] == pressed
