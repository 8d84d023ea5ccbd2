"""Next steps after refusals of answers to reminders and of feedback."""

from screens.next_steps import NextStep, joined, to_card, to_events, to_organizer
from services.refusals import Refusal
from services.reminders.answers import SeatGone
from services.reminders.feedback import NotAttended

NEXT: dict[type[Refusal], NextStep] = {
    NotAttended: to_organizer,
    SeatGone: joined(to_card, to_events),
}
