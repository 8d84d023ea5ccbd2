"""A refusal: the reason why a wish cannot be met, as data; its words and next step are rendered at one place."""


class Refusal(Exception):
    """Base of all refusals. `key` names the text; `values` go into it and tell the screen which next step fits."""

    key: str

    def __init__(self, **values: str | int | float) -> None:
        super().__init__(self.key)
        self.values = values


class ProfileNeeded(Refusal):
    """The wish needs a profile with a consent."""

    key = "refused-profile-needed"


class ConsentNeeded(Refusal):
    """The wish needs a consent to the present text, which is missing or was given to an older one."""

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
    """The thing belongs to somebody else."""

    key = "refused-not-yours"


class NotFound(Refusal):
    """The thing a button speaks of is no longer there."""

    key = "refused-not-found"


class AlreadyAnswered(Refusal):
    """Somebody of the staff has answered before; `who` is a name or empty."""

    key = "refused-already-answered"

    def __init__(self, who: str) -> None:
        super().__init__(who=who, known=int(bool(who)))
