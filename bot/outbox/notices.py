"""One table of notices: how each kind is checked again just before it is sent, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from models import Account
from screens.correspondence import broadcasts as broadcast_screens
from screens.correspondence import letters as letter_screens
from screens.correspondence import questions
from screens.delivery import undelivered as delivery_screens
from screens.desk import notices as desk_notices
from screens.events import moved as move_screens
from screens.events import seats as seat_screens
from screens.people import claims as claim_screens
from screens.people import identity as identity_screens
from screens.recognition import card
from screens.recognition import certificates as certificate_screens
from screens.reminders import feedback as feedback_screens
from screens.reminders import notices as reminders
from screens.screen import Screen
from screens.texts import Say
from services.correspondence import broadcasts, letters
from services.correspondence import questions as threads
from services.delivery import alarms
from services.desk import organizers, publishing
from services.events import moved as moves
from services.events import waiting_list as queue
from services.notices import NoticeKind, Postponed
from services.people import claims, identity
from services.recognition import card as cards
from services.recognition import certificates, points
from services.reminders import views as reminder_views

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class NoticeTemplate(Generic[V]):
    """`load` returns the data of the screen, None if the notice no longer holds, or Postponed; `show` renders the data.

    `resend`: a notice that may not have arrived is sent once more. Otherwise it is put aside, and an admin decides.
    """

    load: Callable[[Session, Account, dict[str, Any], datetime], V | Postponed | None]
    show: Callable[[Say, V], Screen]
    resend: bool = True


NOTICES: dict[NoticeKind, NoticeTemplate[Any]] = {
    NoticeKind.SEAT_OFFERED: NoticeTemplate(queue.load_offered_seat, seat_screens.seat_offered),
    NoticeKind.OFFER_ENDED: NoticeTemplate(queue.load_ended_offer, seat_screens.offer_ended),
    NoticeKind.EVENT_PUBLISHED: NoticeTemplate(reminder_views.load_announcement, reminders.published),
    NoticeKind.SIGNUP_CLOSING: NoticeTemplate(reminder_views.load_closing, reminders.closing),
    NoticeKind.SPEAKERS_WEEK: NoticeTemplate(reminder_views.load_speaking, reminders.speakers_week),
    NoticeKind.DAY_BEFORE: NoticeTemplate(reminder_views.load_coming, reminders.day_before),
    NoticeKind.HOUR_BEFORE: NoticeTemplate(reminder_views.load_coming, reminders.hour_before),
    NoticeKind.FEEDBACK_ASKED: NoticeTemplate(reminder_views.load_attended, feedback_screens.asked),
    NoticeKind.ATTENDANCE_UNMARKED: NoticeTemplate(reminder_views.load_unmarked, reminders.unmarked),
    NoticeKind.EVENT_MOVED: NoticeTemplate(moves.load_move, move_screens.moved),
    NoticeKind.EVENT_CANCELLED: NoticeTemplate(publishing.load_cancelled, desk_notices.cancelled),
    NoticeKind.OWN_EVENT_CHANGED: NoticeTemplate(organizers.load_change_by_another, desk_notices.changed_by_another),
    NoticeKind.LETTER: NoticeTemplate(letters.load_letter, letter_screens.received),
    NoticeKind.BROADCAST: NoticeTemplate(broadcasts.load_broadcast, broadcast_screens.received),
    NoticeKind.QUESTION_ASKED: NoticeTemplate(threads.load_line, questions.asked),
    NoticeKind.QUESTION_ANSWERED: NoticeTemplate(threads.load_line, questions.answered),
    NoticeKind.ADMIN_ALARM: NoticeTemplate(alarms.load_alarm, delivery_screens.alarm),
    NoticeKind.IDENTITY_ASKED: NoticeTemplate(identity.load_question, identity_screens.asked),
    NoticeKind.IDENTITY_ANSWERED: NoticeTemplate(identity.load_answer, identity_screens.notice),
    NoticeKind.ORGANIZATION_ASKED: NoticeTemplate(claims.load_claim, claim_screens.asked),
    NoticeKind.ORGANIZATION_ANSWERED: NoticeTemplate(claims.load_answer, claim_screens.notice),
    # A second message would look like doubled points, and the card shows the numbers anyway.
    NoticeKind.POINTS_AWARDED: NoticeTemplate(points.awarded_notice, card.awarded, resend=False),
    NoticeKind.CERTIFICATE_READY: NoticeTemplate(certificates.ready_notice, certificate_screens.ready),
    NoticeKind.CARD_READY: NoticeTemplate(cards.ready_notice, card.print_ready),
}
