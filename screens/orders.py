"""The order an event is held by, in words."""

from datetime import date

from screens.texts import Say


def numbered_order(say: Say, number: str, day: date | None) -> str:
    """Return «№ 12-од от 01.09.2026», plain; empty without a number."""
    if not number:
        return ""
    if day is None:
        return say.plain("order-number", number=number)
    return say.plain("order-number-dated", number=number, date=f"{day:%d.%m.%Y}")
