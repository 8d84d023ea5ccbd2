"""The order of an event as methodists write it."""

from datetime import date

import pytest

from services.reading.announcement import NetworkNames, read_announcement
from services.reading.order import Order, read_order
from tests.services.reading.organizations import ORGANIZATIONS
from tests.services.reading.typed import NOW, YEAR_END, wall

DATED = Order("12-од", date(2026, 9, 1))


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("№ 12-од от 01.09.2026", DATED),
        ("Приказ № 12-од от 1 сентября 2026 г.", DATED),
        ("приказ от 01.09.26 № 12-од", DATED),
        ("12-од от 01.09.2026", DATED),
        ("Распоряжение №45/2", Order("45/2", None)),
        ("№ 12-од от 31.02.2026", None),
        ("приказа пока нет", None),
        ("№ " + "1" * 65, None),
    ],
)
def test_an_order_is_read_from_an_answer(text: str, order: Order | None) -> None:
    assert read_order(text) == order


def test_the_date_of_an_order_is_not_the_date_of_the_event() -> None:
    said = read_announcement(
        "На основании приказа № 12-од от 01.09.2026 семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1",
        NetworkNames(ORGANIZATIONS),
        now_local=NOW,
        year_end=YEAR_END,
    )
    assert (said.order, said.moment.starts, said.note) == (DATED, [wall("2026-10-07 14:00")], "")
