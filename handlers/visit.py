"""The argument of every handler: the person behind one message or press, and all that came with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from screens.screen import Screen
from screens.texts import Say
from services.actors import Actor

Answer = Screen | tuple[Screen, ...] | None


@dataclass(slots=True)
class Visit:
    """One message or press in its transaction.

    `update`: the messenger's id of it, kept with a consent. `text`: the typed text, empty for presses and for messages
    without one. `caption`: the words under a file; only a command among them is read. `form`: the open form (a frozen
    dataclass) as loaded; a handler assigns the next one, or None to close it, and it is stored when the handler
    returns.
    """

    db: Session
    actor: Actor
    say: Say
    now: datetime
    update: str
    text: str = ""
    caption: str = ""
    form: object | None = None

    @property
    def arguments(self) -> str:
        """Return what follows the command."""
        return "".join((self.text or self.caption).split(maxsplit=1)[1:])

    @property
    def is_in_form(self) -> bool:
        """Whether a form awaits an answer."""
        return self.form is not None and getattr(self.form, "step", self.form) is not None

    @property
    def step(self) -> object:
        """Return the open question of a form that has several; None for any other form."""
        return getattr(self.form, "step", None)

    def set_form_aside(self) -> None:
        """Leave the open form for the menu; answers that a form keeps for a newcomer wait in it without a question."""
        keep = getattr(self.form, "set_aside", None)
        self.form = keep() if keep is not None and self.actor.teacher is None else None
