"""Reads an event from one message in plain language; the words that are not understood become its note.

«Семинар «Читаем задачу» 7 октября 14:00, 4 часа, СОШ № 1, 35 мест, для учителей» needs no question at all.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models import EventFormat
from services.reading.audience import Audience, find_audience
from services.reading.dates.deadline import Deadline, take_deadline
from services.reading.dates.duration import Duration, find_duration, hours_of
from services.reading.dates.moment import Moment
from services.reading.dates.scanner import find_moment
from services.reading.event import SaidForm, find_form, find_format
from services.reading.known_names import KnownName, NameMatch, take_responsible, take_subproject
from services.reading.order import Order, take_order
from services.reading.organizations import KnownOrganization
from services.reading.place import Host, hide_contacts, take_host, take_link, take_location
from services.reading.seats import Seats, find_seats
from services.reading.text import Page
from services.reading.title import read_note, take_plain_title, take_quoted_title


class Missing(StrEnum):
    """Fields that must still be asked for."""

    TITLE = "title"
    FORM = "form"
    START = "start"
    HOURS = "hours"
    PLACE = "place"
    """A host of the network, unless the event is online."""


@dataclass(frozen=True, slots=True)
class NetworkNames:
    """Names of the network that an announcement may mention."""

    organizations: Sequence[KnownOrganization]
    subprojects: Sequence[KnownName] = ()
    staff: Sequence[KnownName] = ()
    forms: Sequence[tuple[str, str]] = ()
    """Codes and titles of the network's own categories of events."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message about an event. Wall times of the event's zone; None or empty: not said.

    `hours` for the certificate, of all sittings together; `minutes` of wall time, of one sitting. `seats` None: not
    said, so unlimited. `place`: room and address as typed. `note`: every word that no other field took.
    """

    form: SaidForm | None
    title: str | None
    moment: Moment
    hours: Decimal | None
    minutes: int | None
    format: EventFormat | None
    host: Host | None
    place: str
    link: str
    seats: Seats | None
    audience: Audience | None
    subproject: NameMatch | None
    responsible: NameMatch | None
    deadline: Deadline | None
    order: Order | None
    note: str

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The fields to ask for, in the order of asking."""
        known = {
            Missing.TITLE: bool(self.title),
            Missing.FORM: self.form is not None,
            Missing.START: self.moment.is_known,
            Missing.HOURS: self.hours is not None,
            Missing.PLACE: self.format is EventFormat.ONLINE or (self.host is not None and self.host.is_known),
        }
        return tuple(field for field, is_known in known.items() if not is_known)


def read_announcement(text: str, names: NetworkNames, *, now_local: dt.datetime, year_end: dt.date) -> Announcement:
    """Read one message. `now_local`: wall time of the event's zone; `year_end`: the last day an event may have."""
    page = Page(text)
    subproject = take_subproject(page, names.subprojects)
    title = take_quoted_title(page, names.organizations)
    responsible = take_responsible(page, names.staff)
    link = take_link(page)
    hide_contacts(page)
    order = take_order(page)
    said_deadline = take_deadline(page)
    place = take_location(page)
    host = take_host(page, names.organizations)
    seats, spans = find_seats(page)
    page.take_all(spans)
    duration, spans = find_duration(page)
    page.take_all(spans)
    moment, spans = find_moment(page, now_local, year_end)
    page.take_all(spans)
    format_said, format_spans = find_format(page)
    form, form_span = find_form(page, names.forms)
    audience, spans = find_audience(page, form_span)
    page.take_all([*spans, *format_spans, *([form_span] if form_span else [])])
    title = title or take_plain_title(page, form_span)
    start = moment.starts[0] if moment.starts else None
    hours, minutes = _length(duration, moment)
    return Announcement(
        form=form,
        title=title,
        moment=moment,
        hours=hours,
        minutes=minutes,
        format=format_said or _format(host, place, link),
        host=host,
        place=_place(host, place),
        link=link,
        seats=seats,
        audience=audience,
        subproject=subproject,
        responsible=responsible,
        deadline=said_deadline.resolved(start, now_local, year_end) if said_deadline else None,
        order=order,
        note=read_note(page),
    )


def _length(duration: Duration | None, moment: Moment) -> tuple[Decimal | None, int | None]:
    """Return the hours of all sittings and the minutes of one; a clock span sets the minutes beside said hours."""
    days = max(1, len(moment.sittings))
    span = None
    if moment.time and moment.end:
        span = (moment.end.hour - moment.time.hour) * 60 + moment.end.minute - moment.time.minute
    if duration is None:
        return (None, None) if span is None else (hours_of(span * days), span)
    if duration.each:
        return duration.hours * days, span or duration.minutes
    return duration.hours, span or duration.minutes // days


def _format(host: Host | None, place: str, link: str) -> EventFormat | None:
    if host or place:
        return EventFormat.OFFLINE
    return EventFormat.ONLINE if link else None


def _place(host: Host | None, place: str) -> str:
    """Return room and address, with the host before them if the network does not know it."""
    unknown = host.said if host and host.organization is None and not host.candidates else ""
    return ", ".join(part for part in (unknown, place) if part)
