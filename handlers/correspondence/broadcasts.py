"""Broadcasts of the staff: written, aimed, previewed, sent, then paused, resumed or stopped."""

from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.routes import command, place, press, typed
from handlers.visit import Visit
from models import AudienceKind
from screens import wishes
from screens.correspondence import broadcasts as screens
from screens.screen import Screen
from services.correspondence import broadcasts, receivers
from services.correspondence.broadcasts import TEXT_LIMIT, BroadcastGone
from services.correspondence.receivers import BroadcastAudience
from services.lengths import TextLength, check
from services.rights import Right
from services.schools import register as schools


class BroadcastStep(StrEnum):
    """The open question; at `audience` the form's audience tells which part of it."""

    TEXT = "text"
    AUDIENCE = "audience"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class WritingBroadcast:
    step: BroadcastStep = BroadcastStep.TEXT
    text: str = ""
    audience: BroadcastAudience | None = None


def ask_text(visit: Visit) -> Screen:
    before = broadcasts.reports_page(visit.db, visit.actor, 1, visit.now)
    visit.form = WritingBroadcast()
    running = [report for report in before.items if report.broadcast.state in broadcasts.OPEN_STATES]
    return screens.ask_text(visit.say, running, any_before=bool(before.items))


def type_text(visit: Visit, form: WritingBroadcast) -> Screen:
    try:
        text = check(visit.text, TEXT_LIMIT)
    except TextLength as bad:
        return screens.ask_text(visit.say, bad=visit.say(bad.key, **bad.values))
    visit.form = replace(form, text=text, step=BroadcastStep.AUDIENCE)
    return screens.ask_audience(visit.say)


def retype_text(visit: Visit, form: WritingBroadcast) -> Screen:
    """Replace the text of the preview; a text out of limits leaves it as it was."""
    bad = None
    try:
        form = replace(form, text=check(visit.text, TEXT_LIMIT))
    except TextLength as refused:
        bad = visit.say(refused.key, **refused.values)
    shown = broadcasts.preview(visit.db, visit.actor, form.text, _audience(form), visit.now)
    visit.form = form
    return screens.preview(visit.say, shown, bad=bad)


def type_audience(visit: Visit, form: WritingBroadcast) -> Screen:
    """Find an organization by its typed name; other audiences are chosen by buttons."""
    if form.audience is None or form.audience.kind is not AudienceKind.ORGANIZATION:
        return _ask_audience(visit, form, typed=True)
    found = schools.find_organization(visit.db, visit.text)
    if found.sure is not None:
        return _preview_for(visit, BroadcastAudience(AudienceKind.ORGANIZATION, (str(found.sure.id),)))
    if found.likely:
        return screens.ask_organization(visit.say, found.likely, 1, likely=True)
    every = schools.all_organizations(visit.db)
    return screens.ask_organization(visit.say, every, 1, note=visit.say("profile-organization-unknown"))


def choose_audience(visit: Visit, wish: wishes.ChooseAudience) -> Screen:
    form, kind = _open_form(visit), wish.kind
    if kind is AudienceKind.ALL:
        return _preview_for(visit, BroadcastAudience(kind))
    kept = form.audience if form.audience and form.audience.kind is kind else BroadcastAudience(kind)
    form = replace(form, step=BroadcastStep.AUDIENCE, audience=kept)
    visit.form = form
    return _ask_audience(visit, form)


def other_audience(visit: Visit, _wish: wishes.OtherAudience) -> Screen:
    visit.form = replace(_open_form(visit), step=BroadcastStep.AUDIENCE, audience=None)
    return screens.ask_audience(visit.say)


def set_audience(visit: Visit, wish: wishes.SetAudience) -> Screen:
    form = _open_form(visit)
    audience = _codes(form)
    chosen = {*audience.chosen, wish.code} if wish.chosen else {*audience.chosen} - {wish.code}
    audience = replace(audience, chosen=tuple(code for code in screens.CODES[audience.kind] if code in chosen))
    visit.form = replace(form, audience=audience)
    return screens.ask_codes(visit.say, audience)


def audience_done(visit: Visit, _wish: wishes.AudienceDone) -> Screen:
    audience = _codes(_open_form(visit))
    return _preview_for(visit, audience) if audience.chosen else screens.ask_codes(visit.say, audience)


def take_organization(visit: Visit, wish: wishes.AudienceOrganization) -> Screen:
    return _preview_for(visit, BroadcastAudience(AudienceKind.ORGANIZATION, (str(wish.organization),)))


def turn_organizations(visit: Visit, wish: wishes.AudienceOrganizations) -> Screen:
    _open_form(visit)
    return screens.ask_organization(visit.say, schools.all_organizations(visit.db), wish.page)


def take_event(visit: Visit, wish: wishes.AudienceEvent) -> Screen:
    return _preview_for(visit, BroadcastAudience(AudienceKind.EVENT, (str(wish.event),)))


def turn_events(visit: Visit, wish: wishes.AudienceEvents) -> Screen:
    _open_form(visit)
    return screens.ask_event(visit.say, receivers.events_page(visit.db, visit.actor, wish.page))


def send(visit: Visit, wish: wishes.SendBroadcast) -> Screen:
    """Send the broadcast of this preview, once."""
    form = _open_form(visit)
    audience = _audience(form)
    if wish.mark != screens.mark_of(form.text, audience):
        raise BroadcastGone()
    visit.form = None
    if not wish.send:
        return screens.dropped(visit.say)
    return screens.report(visit.say, broadcasts.send(visit.db, visit.actor, form.text, audience, visit.now))


def show(visit: Visit, wish: wishes.ShowBroadcast) -> Screen:
    shown = broadcasts.report(visit.db, visit.actor, wish.broadcast, visit.now)
    visit.form = None
    return screens.report(visit.say, shown)


def turn_broadcasts(visit: Visit, wish: wishes.BroadcastsPage) -> Screen:
    page = broadcasts.reports_page(visit.db, visit.actor, wish.page, visit.now)
    visit.form = None
    return screens.reports_page(visit.say, page)


def pause(visit: Visit, wish: wishes.PauseBroadcast) -> Screen:
    rule = broadcasts.pause if wish.paused else broadcasts.resume
    return screens.report(visit.say, rule(visit.db, visit.actor, wish.broadcast, visit.now))


def stop(visit: Visit, wish: wishes.StopBroadcast) -> Screen:
    if not wish.sure:
        return screens.ask_stop(visit.say, broadcasts.about_to_stop(visit.db, visit.actor, wish.broadcast, visit.now))
    return screens.report(visit.say, broadcasts.stop(visit.db, visit.actor, wish.broadcast, visit.now))


def _open_form(visit: Visit) -> WritingBroadcast:
    """Return the open form once it has a text. Raises BroadcastGone."""
    form = visit.form
    if not isinstance(form, WritingBroadcast) or form.step is BroadcastStep.TEXT:
        raise BroadcastGone()
    return form


def _preview_for(visit: Visit, audience: BroadcastAudience) -> Screen:
    """Keep the audience and show the preview."""
    form = _open_form(visit)
    shown = broadcasts.preview(visit.db, visit.actor, form.text, audience, visit.now)
    visit.form = replace(form, step=BroadcastStep.PREVIEW, audience=audience)
    return screens.preview(visit.say, shown)


def _ask_audience(visit: Visit, form: WritingBroadcast, *, typed: bool = False) -> Screen:
    """Ask for the kind of audience, or for the audience of that kind."""
    audience = form.audience
    if audience is None:
        return screens.ask_audience(visit.say, typed=typed)
    if audience.kind in screens.CODES:
        return screens.ask_codes(visit.say, audience, typed=typed)
    if audience.kind is AudienceKind.EVENT:
        return screens.ask_event(visit.say, receivers.events_page(visit.db, visit.actor, 1), typed=typed)
    return screens.ask_organization(visit.say, schools.all_organizations(visit.db), 1)


def _audience(form: WritingBroadcast) -> BroadcastAudience:
    """Return the audience chosen. Raises BroadcastGone."""
    if form.audience is None:
        raise BroadcastGone()
    return form.audience


def _codes(form: WritingBroadcast) -> BroadcastAudience:
    """Return the audience whose codes are being chosen. Raises BroadcastGone."""
    audience = _audience(form)
    if audience.kind not in screens.CODES:
        raise BroadcastGone()
    return audience


ROUTES = (
    command("broadcast", ask_text, Right.STAFF),
    place(wishes.Place.BROADCAST, ask_text, Right.STAFF),
    press(wishes.ChooseAudience, choose_audience, Right.STAFF),
    press(wishes.OtherAudience, other_audience, Right.STAFF),
    press(wishes.SetAudience, set_audience, Right.STAFF),
    press(wishes.AudienceDone, audience_done, Right.STAFF),
    press(wishes.AudienceOrganization, take_organization, Right.STAFF),
    press(wishes.AudienceOrganizations, turn_organizations, Right.STAFF),
    press(wishes.AudienceEvent, take_event, Right.STAFF),
    press(wishes.AudienceEvents, turn_events, Right.STAFF),
    press(wishes.SendBroadcast, send, Right.STAFF),
    press(wishes.ShowBroadcast, show, Right.STAFF),
    press(wishes.BroadcastsPage, turn_broadcasts, Right.STAFF),
    press(wishes.PauseBroadcast, pause, Right.STAFF),
    press(wishes.StopBroadcast, stop, Right.STAFF),
    typed(WritingBroadcast, type_text, Right.STAFF, step=BroadcastStep.TEXT),
    typed(WritingBroadcast, type_audience, Right.STAFF, step=BroadcastStep.AUDIENCE),
    typed(WritingBroadcast, retype_text, Right.STAFF, step=BroadcastStep.PREVIEW),
)
