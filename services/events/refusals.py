"""Refusals of bookings, with the values their texts and next steps need."""

from datetime import datetime

from models import Event
from services.refusals import Refusal


class SeatRefusal(Refusal):
    """A refusal about one event. It holds plain values, no rows: those are gone after the rollback.

    `starts` is the wall-time start (ISO).
    """

    def __init__(self, event: Event, **values: str | int | float) -> None:
        starts = event.starts_local.isoformat(timespec="minutes")
        super().__init__(
            event=event.id,
            form=event.form,
            form_title=event.form_title,
            title=event.title,
            starts=starts,
            **values,
        )

    @property
    def event_id(self) -> int:
        return int(self.values["event"])


class AlreadySignedUp(SeatRefusal):
    """The person has a seat already."""

    key = "refused-already-signed-up"


class AlreadyWaiting(SeatRefusal):
    """The person is on the waiting list at number `place`."""

    key = "refused-already-waiting"


class EventFull(SeatRefusal):
    """No seat is free; the person may join the waiting list."""

    key = "refused-event-full"


class SignUpClosed(SeatRefusal):
    """Sign-up ended at `closed`, a wall time of the event's zone (ISO)."""

    key = "refused-sign-up-closed"

    def __init__(self, event: Event) -> None:
        super().__init__(event, closed=local_iso(event, event.signup_closes_at))


class EventPast(SeatRefusal):
    """The event has begun or is over."""

    key = "refused-event-past"


class EventCancelled(SeatRefusal):
    """The organizer has cancelled the event; `reason` may be empty."""

    key = "refused-event-cancelled"

    def __init__(self, event: Event) -> None:
        super().__init__(event, reason=event.cancel_reason)


class NotForYou(SeatRefusal):
    """The person is not eligible. `why`: a Mismatch; `codes`: the posts, subjects or statuses the event is for.

    `other`: the id of an open event instead, 0 if there is none.
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
    """The person has no sign-up to cancel."""

    key = "refused-not-signed-up"


class TooLateToCancel(SeatRefusal):
    """The event has begun, so its organizers mark who is absent."""

    key = "refused-too-late-to-cancel"


class OfferEnded(SeatRefusal):
    """The offer has expired or was declined."""

    key = "refused-offer-ended"


def local_iso(event: Event, moment: datetime) -> str:
    """Return a moment as a wall time of the event's zone (ISO, without the zone)."""
    return moment.astimezone(event.tz).replace(tzinfo=None).isoformat(timespec="minutes")
