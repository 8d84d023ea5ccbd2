"""Why a wish about a seat cannot be met: the reason, and what its words and next step need."""

from datetime import datetime

from models import Event
from services.refusals import Refusal


class SeatRefusal(Refusal):
    """Of one event: its id, form, title and wall-time start (ISO) travel along as plain values.

    Rows do not: the refusal rolls back to the savepoint, and what was loaded since is gone.
    """

    def __init__(self, event: Event, **values: str | int | float) -> None:
        starts = event.starts_local.isoformat(timespec="minutes")
        super().__init__(event=event.id, form=event.form.value, title=event.title, starts=starts, **values)

    @property
    def event_id(self) -> int:
        return int(self.values["event"])


class AlreadySignedUp(SeatRefusal):
    """The person has a seat; nothing needs doing."""

    key = "refused-already-signed-up"


class AlreadyWaiting(SeatRefusal):
    """The person is on the waiting list. `place`: the number in it."""

    key = "refused-already-waiting"


class EventFull(SeatRefusal):
    """No seat is free; the waiting list is open."""

    key = "refused-event-full"


class SignUpClosed(SeatRefusal):
    """The deadline has passed, the event has not begun. `closed`: the deadline in the event's zone (ISO)."""

    key = "refused-sign-up-closed"

    def __init__(self, event: Event) -> None:
        super().__init__(event, closed=local_iso(event, event.signup_closes_at))


class EventPast(SeatRefusal):
    """The event has begun or is over."""

    key = "refused-event-past"


class EventCancelled(SeatRefusal):
    """The organizer has cancelled the event. `reason`: the organizer's words, may be empty."""

    key = "refused-event-cancelled"

    def __init__(self, event: Event) -> None:
        super().__init__(event, reason=event.cancel_reason)


class NotForYou(SeatRefusal):
    """The event is for others. `why`: a Mismatch; `codes`: whom it is for (codes of posts, subjects or statuses).

    `other`: the id of an open event instead, 0 when there is none; `other_starts`, `other_format`: its words.
    """

    key = "refused-not-for-you"

    def __init__(self, event: Event, why: str, codes: list[str], other: Event | None) -> None:
        super().__init__(
            event,
            why=why,
            codes=",".join(codes),
            other=other.id if other else 0,
            other_starts=other.starts_local.isoformat(timespec="minutes") if other else "",
            other_format=other.format.value if other else "",
        )


class NotSignedUp(SeatRefusal):
    """There is nothing to cancel."""

    key = "refused-not-signed-up"


class TooLateToCancel(SeatRefusal):
    """The event has begun: the list is with the organizer now."""

    key = "refused-too-late-to-cancel"


class OfferEnded(SeatRefusal):
    """The time to answer has run out, or the offer was let go."""

    key = "refused-offer-ended"


def local_iso(event: Event, moment: datetime) -> str:
    """A moment as the event's wall clock shows it, without a zone."""
    return moment.astimezone(event.tz).replace(tzinfo=None).isoformat(timespec="minutes")
