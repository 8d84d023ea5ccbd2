"""The table of handlers: all that a person can say or press, and the order in which a text finds its entry."""

import re
from collections.abc import Iterable, Iterator

from aiogram.filters.callback_data import CallbackData

from handlers import fallback, help
from handlers.attendance import closing, code_word, sheet, walk_ins
from handlers.correspondence import broadcasts, certificate_mistakes, letters, questions
from handlers.delivery import undelivered
from handlers.desk import changes, draft, participants, publishing, speakers
from handlers.desk import events as desk_events
from handlers.events import browse, mine, moved, seats
from handlers.people import claims, employments, identity, invites, profile, registration, start
from handlers.recognition import card, certificates, verification
from handlers.reminders import answers, feedback
from handlers.routes import CODE_WORD, FREE_TEXT, OLD_BUTTON, Key, Route
from handlers.visit import Answer, Visit
from screens import wishes
from screens.texts import labels
from services import rights
from services.network import network
from services.stored import Shapes

ROUTES: tuple[Route, ...] = (
    *code_word.ROUTES,
    *help.ROUTES,
    *browse.ROUTES,
    *seats.ROUTES,
    *mine.ROUTES,
    *moved.ROUTES,
    *card.ROUTES,
    *certificates.ROUTES,
    *verification.ROUTES,
    *sheet.ROUTES,
    *walk_ins.ROUTES,
    *closing.ROUTES,
    *start.ROUTES,
    *registration.ROUTES,
    *profile.ROUTES,
    *employments.ROUTES,
    *identity.ROUTES,
    *claims.ROUTES,
    *invites.ROUTES,
    *draft.ROUTES,
    *changes.ROUTES,
    *desk_events.ROUTES,
    *speakers.ROUTES,
    *publishing.ROUTES,
    *participants.ROUTES,
    *questions.ROUTES,
    *letters.ROUTES,
    *broadcasts.ROUTES,
    *certificate_mistakes.ROUTES,
    *answers.ROUTES,
    *feedback.ROUTES,
    *undelivered.ROUTES,
    *fallback.ROUTES,
)

PAYLOAD_LIMIT = 64
_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?(?:\s+(?P<payload>.*))?$", re.DOTALL)
_WISHES: dict[str, type[CallbackData]] = {wish.__prefix__: wish for wish in wishes.ALL}


class Table:
    """Finds the handler of a text or a press by its key, checks the right and calls it; `forms` are its forms."""

    def __init__(self, routes: Iterable[Route] = ROUTES) -> None:
        self.routes = tuple(routes)
        self._by_key: dict[Key, Route] = {}
        for route in self.routes:
            if route.key in self._by_key:
                raise ValueError(f"two entries for {route.key}")
            self._by_key[route.key] = route
        self._by_label = {text.casefold(): route for key, route in self._of("label") for text in labels(key)}
        self._by_link = dict(self._of("link"))
        self.forms: Shapes[object] = Shapes(
            dict.fromkeys(route.form for route in self.routes if route.form is not None)
        )

    def press(self, visit: Visit, data: str | None) -> Answer:
        """Answer a press of a button with this callback data. Raises Refusal."""
        wish = _unpack(data)
        if isinstance(wish, wishes.Go):
            route = self._by_key.get((wishes.Go, wish.to))
            return self._call(OLD_BUTTON, visit) if route is None else _call(route, visit)
        kind, form = type(wish), type(visit.form)
        for key in ((kind, form, visit.step), (kind, form, None)):
            if visit.is_in_form and (route := self._by_key.get(key)) is not None:
                return _call(route, visit, wish, visit.form)
        route = self._by_key.get((kind,))
        return self._call(OLD_BUTTON, visit) if route is None else _call(route, visit, wish)

    def text(self, visit: Visit) -> Answer:
        """Answer a text by the first that takes it: a command or link, a label, a code word (not where a name is
        typed), the open form, free text. Raises Refusal."""
        if (route := self._command(visit)) is not None:
            prefix = route.key[1] if route.key[0] == "link" else None
            return _call(route, visit) if prefix is None else _call(route, visit, _payload(visit, str(prefix)))
        if (route := self._by_label.get(visit.text.strip().casefold())) is not None:
            return _call(route, visit)
        step = self._by_key.get((type(visit.form), visit.step))
        if (step is None or not step.takes_names) and (attempt := code_word.recognize(visit)) is not None:
            return self._call(CODE_WORD, visit, attempt)
        return self._call(FREE_TEXT, visit) if step is None else _call(step, visit, visit.form)

    def _of(self, kind: str) -> Iterator[tuple[str, Route]]:
        """Return the entries of one kind of words with the word."""
        return ((str(route.key[1]), route) for route in self.routes if route.key[0] == kind)

    def _command(self, visit: Visit) -> Route | None:
        """Return the entry of a command or deep link; one that nobody knows or for another bot is an ordinary text."""
        match = _COMMAND.match(visit.text or visit.caption)
        if match is None or (match["bot"] and not _is_own_name(visit, match["bot"])):
            return None
        if match["name"] == "start" and match["payload"]:
            for prefix, route in self._by_link.items():
                if match["payload"].startswith(prefix):
                    return route
        return self._by_key.get(("command", match["name"]))

    def _call(self, key: Key, visit: Visit, *arguments: object) -> Answer:
        return _call(self._by_key[key], visit, *arguments)


def _call(route: Route, visit: Visit, *arguments: object) -> Answer:
    """Check the right and call the handler."""
    rights.require(visit.actor, route.right)
    return route.handler(visit, *arguments)


def _is_own_name(visit: Visit, name: str) -> bool:
    return name.casefold() == (network(visit.db).bot_username or "").casefold()


def _payload(visit: Visit, prefix: str) -> str:
    return visit.arguments.removeprefix(prefix).strip()[:PAYLOAD_LIMIT]


def _unpack(data: str | None) -> CallbackData | None:
    """Return the wish of a button; None for one that this version does not know.

    Optional fields that a wish got after the button was sent are empty.
    """
    data = data or ""
    kind = _WISHES.get(data.partition(":")[0])
    if kind is None:
        return None
    added_later = max(0, len(kind.model_fields) - data.count(":"))
    try:
        return kind.unpack(data + ":" * added_later)
    except (TypeError, ValueError):  # aiogram's for a wrong number of fields, and pydantic's for wrong values
        return None
