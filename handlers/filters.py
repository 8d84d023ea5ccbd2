"""Filters: a label of the reply keyboard, a deep link, a button that opens a place."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from screens import wishes
from screens.texts import labels


class Label(Filter):
    """Pass a message that is the label of one of `keys` in any language, pressed or typed."""

    def __init__(self, *keys: str) -> None:
        self._texts = frozenset(text.casefold() for key in keys for text in labels(key))

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").strip().casefold() in self._texts


class DeepLink(Filter):
    """Pass /start with a payload of one prefix (`ev_`, `inv_`, `v_`) and hand the rest on as `payload`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        command, _, payload = (message.text or "").partition(" ")
        if command.split("@")[0] != "/start" or not payload.startswith(self._prefix):
            return False
        return {"payload": payload.removeprefix(self._prefix).strip()[:64]}


class GoTo(Filter):
    """Pass a button that opens one of `places`."""

    def __init__(self, *places: wishes.Place) -> None:
        self._data = frozenset(wishes.Go(to=place).pack() for place in places)

    async def __call__(self, query: CallbackQuery) -> bool:
        return query.data in self._data
