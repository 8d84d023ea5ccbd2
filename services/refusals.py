"""Refusals as data: the reason why a request is not met; words and the next step are added by the screens."""


class Refusal(Exception):
    """Base of all refusals. `key` names the text; `values` fill it and select the next step."""

    key: str

    def __init__(self, **values: str | int | float) -> None:
        super().__init__(self.key)
        self.values = values


class ProfileNeeded(Refusal):
    """The action needs a profile with a consent."""

    key = "refused-profile-needed"


class ConsentNeeded(Refusal):
    """The action needs a consent to the present text; it is missing or was given to an older one."""

    key = "refused-consent-needed"


class StaffOnly(Refusal):
    """Only methodists and admins may do this."""

    key = "refused-staff-only"


class AdminsOnly(Refusal):
    """Only admins may do this; `key` names the text that says what."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class NotYours(Refusal):
    """The object belongs to another person."""

    key = "refused-not-yours"


class NotFound(Refusal):
    """The object of a button no longer exists."""

    key = "refused-not-found"


class AlreadyAnswered(Refusal):
    """Another staff member has answered before; `who` is their name or empty."""

    key = "refused-already-answered"

    def __init__(self, who: str) -> None:
        super().__init__(who=who, known=int(bool(who)))
