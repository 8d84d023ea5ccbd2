"""The registry of notices: how each is loaded again just before it is sent, and how it is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from models import Account
from screens import data_grounds as ground_screens
from screens.correspondence import broadcasts as broadcast_screens
from screens.correspondence import letters as letter_screens
from screens.correspondence import questions as question_screens
from screens.delivery import undelivered as delivery_screens
from screens.desk import notices as desk_screens
from screens.events import moved as move_screens
from screens.events import seats as seat_screens
from screens.people import claims as claim_screens
from screens.people import identity as identity_screens
from screens.recognition import card as card_screens
from screens.recognition import certificates as certificate_screens
from screens.reminders import feedback as feedback_screens
from screens.reminders import notices as reminder_screens
from screens.screen import Screen
from screens.texts import Say
from services import data_grounds
from services.correspondence import broadcasts, letters, questions
from services.delivery import alarms
from services.delivery.health import AdminAlarm
from services.desk import organizers, publishing, zone_rules
from services.events import moved, waiting_list
from services.notices import Notice, Postponed
from services.people import claims, identity
from services.recognition import card, certificates, points
from services.reminders import notices as reminders
from services.reminders import views
from services.stored import Shapes, name_of

N = TypeVar("N", bound=Notice)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class NoticeTemplate(Generic[N, V]):
    """`load` returns the data of the screen, None if the notice no longer holds, or Postponed; `show` renders the data.

    `resend`: a notice that may not have arrived is sent once more. Otherwise it is put aside, and an admin decides.
    """

    notice: type[N]
    load: Callable[[Session, Account, N, datetime], V | Postponed | None]
    show: Callable[[Say, V], Screen]
    resend: bool = True


class Notices:
    """The notices that one bot sends; `templates` by the kind of a row."""

    def __init__(self, templates: Iterable[NoticeTemplate[Any, Any]]) -> None:
        self.templates = {name_of(template.notice): template for template in templates}
        self._shapes = Shapes[Notice](template.notice for template in self.templates.values())

    def stored(self, payload: dict[str, Any]) -> Notice:
        """Return the notice of a row. Raises UnknownShape, and ValidationError for data of another shape."""
        return self._shapes.load(payload)


_TEMPLATES = (
    NoticeTemplate(waiting_list.SeatOffered, waiting_list.load_offered_seat, seat_screens.seat_offered),
    NoticeTemplate(waiting_list.OfferEnded, waiting_list.load_ended_offer, seat_screens.offer_ended),
    NoticeTemplate(reminders.EventPublished, views.load_announcement, reminder_screens.published),
    NoticeTemplate(reminders.SignupClosing, views.load_closing, reminder_screens.closing),
    NoticeTemplate(reminders.SpeakersWeek, views.load_speaking, reminder_screens.speakers_week),
    NoticeTemplate(reminders.DayBefore, views.load_coming, reminder_screens.day_before),
    NoticeTemplate(reminders.HourBefore, views.load_coming, reminder_screens.hour_before),
    NoticeTemplate(reminders.MeetingDayBefore, views.load_coming_meeting, reminder_screens.day_before),
    NoticeTemplate(reminders.MeetingHourBefore, views.load_coming_meeting, reminder_screens.hour_before),
    NoticeTemplate(reminders.MeetingUnmarked, views.load_unmarked_meeting, reminder_screens.unmarked),
    NoticeTemplate(reminders.FeedbackAsked, views.load_attended, feedback_screens.asked),
    NoticeTemplate(reminders.AttendanceUnmarked, views.load_unmarked, reminder_screens.unmarked),
    NoticeTemplate(moved.EventMoved, moved.load_move, move_screens.moved),
    NoticeTemplate(publishing.EventCalledOff, publishing.load_cancelled, desk_screens.cancelled),
    NoticeTemplate(organizers.OwnEventChanged, organizers.load_change_by_another, desk_screens.changed_by_another),
    NoticeTemplate(data_grounds.GroundsMissing, data_grounds.load_missing, ground_screens.grounds_missing),
    NoticeTemplate(zone_rules.ZoneRulesChanged, zone_rules.load_change, desk_screens.zone_rules_changed),
    NoticeTemplate(letters.LetterSent, letters.load_letter, letter_screens.received),
    NoticeTemplate(broadcasts.BroadcastSent, broadcasts.load_broadcast, broadcast_screens.received),
    NoticeTemplate(questions.QuestionAsked, questions.load_line, question_screens.asked),
    NoticeTemplate(questions.QuestionAnswered, questions.load_line, question_screens.answered),
    NoticeTemplate(AdminAlarm, alarms.load_alarm, delivery_screens.alarm),
    NoticeTemplate(identity.IdentityAsked, identity.load_question, identity_screens.asked),
    NoticeTemplate(identity.IdentityAnswered, identity.load_answer, identity_screens.notice),
    NoticeTemplate(claims.OrganizationAsked, claims.load_claim, claim_screens.asked),
    NoticeTemplate(claims.OrganizationAnswered, claims.load_answer, claim_screens.notice),
    # A second message would look like doubled points, and the card shows the numbers anyway.
    NoticeTemplate(points.PointsAwarded, points.awarded_notice, card_screens.awarded, resend=False),
    NoticeTemplate(certificates.CertificateReady, certificates.ready_notice, certificate_screens.ready),
    NoticeTemplate(card.CardReady, card.ready_notice, card_screens.print_ready),
)
"""A tuple without an annotation: under one, a checker would take any pair of `load` and `show` for a right one."""

NOTICES = Notices(_TEMPLATES)
