"""The network's row: read once a session, and anew once a rule has been rolled back."""

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from models import Network
from services.network import network
from tests.builders import make_network


def test_the_network_is_read_once_a_session_and_anew_after_a_rollback(db: Session) -> None:
    make_network(db, title="Сеть округа")
    db.commit()
    assert network(db).title == "Сеть округа"
    by_another = update(Network).values(title="Сеть города").execution_options(synchronize_session=False)
    db.execute(by_another)
    db.commit()
    assert network(db).title == "Сеть округа"

    db.execute(text("SELECT 1"))
    db.rollback()

    assert network(db).title == "Сеть города"
