"""«Моя карта»: points and hours of a year on the screen and on paper; the notice of an award."""

from documents.card import Card, CardEntry, CardFigure
from models import ParticipationRole
from screens import wishes
from screens.buttons import events_button
from screens.dates import clean_hours, day, hours, long_day
from screens.event_forms import at_form, form_word, taking_part_in
from screens.names import post_of
from screens.pages import page_row
from screens.screen import Button, File, Rows, Screen, Wish
from screens.shortened import shortened
from screens.texts import Say
from services.recognition.card import ActivityCard, CardPrint, Entry, PrintedCard
from services.recognition.points import Awarded

TITLE_LIMIT = 160
YEARS_IN_A_ROW = 3


def card(say: Say, page: ActivityCard) -> Screen:
    """Show the totals, then a page of entries, the latest first."""
    head = say.lines(
        [
            say("card-head", year=page.year),
            say("card-sums", points=points(say, page.points), hours=hours(say, page.hours)),
            say("card-tokens", tokens=tokens(say, page.tokens), next=points(say, page.points_to_next)),
            say("card-ever", points=points(say, page.points_ever), tokens=tokens(say, page.tokens_ever)),
        ]
    )
    entries = [_entry(say, page, line) for line in page.page.items] or [say("card-nothing")]
    return Screen("\n\n".join([head, *entries]), rows=_rows(say, page))


def print_enqueued(say: Say) -> Screen:
    return Screen(toast=say.plain("card-making"))


def print_ready(say: Say, printed: PrintedCard) -> Screen:
    return Screen(say("card-ready", year=printed.year), file=File("document", printed.document_id))


def awarded(say: Say, award: Awarded) -> Screen:
    """Show the points of one event by role, and the sums of the year."""
    lines: list[str] = []
    form = award.event_form, award.event_form_title
    for role, count in award.roles:
        if count > 0:
            what = say.plain(
                f"for-{role}",
                at=at_form(say, *form),
                form=form_word(say, *form),
                **{"in": taking_part_in(say, *form)},
            )
            gained = points(say, count)
            if lines:
                lines.append(say("points-more", points=gained, **{"for": what}))
            else:
                lines.append(say("points-line", points=gained, title=award.event_title, **{"for": what}))
    sums = {"points": points(say, award.points), "tokens": str(award.tokens)}
    past = award.year != award.present_year
    lines.append(say("points-year-past", year=award.year, **sums) if past else say("points-year", **sums))
    if award.new_tokens:
        lines.append(say("points-token", per=points(say, award.per_token)))
    button = say.button("button-card", wishes.ShowCard(year=award.year, page=0))
    return Screen(say.lines(lines), rows=((button,),))


def file_name(say: Say, year: str) -> str:
    """Return the name of the file; the year without a slash."""
    return say.plain("card-file", year=year.replace("/", "-"))


def card_paper(say: Say, sheet: CardPrint) -> Card:
    """Return the words of the printed card."""
    page = sheet.card
    organization = page.teacher.organization
    post = post_of(say, page.teacher)
    position = say.plain("card-paper-position", post=post, organization=organization.title) if organization else post
    printed_on = sheet.printed_at.astimezone(page.network.tz).date()
    return Card(
        language=say.language,
        network=page.network.title,
        heading=say.plain("card-paper-heading"),
        year=say.plain("card-paper-year", year=page.year),
        name=page.teacher.full_name,
        position=position,
        figures=(
            CardFigure(str(page.points), say.plain("card-paper-points", count=page.points)),
            CardFigure(clean_hours(say, page.hours), say.plain("card-paper-hours", count=page.hours)),
            CardFigure(str(page.tokens), say.plain("card-paper-tokens", count=page.tokens)),
            CardFigure(str(page.points_ever), say.plain("card-paper-ever", count=page.points_ever)),
        ),
        progress=page.progress,
        progress_text=say.plain("card-paper-progress", points=points(say, page.points_to_next)),
        headings=CardEntry(
            date=say.plain("card-paper-date"),
            event=say.plain("card-paper-event"),
            form=say.plain("card-paper-form"),
            role=say.plain("card-paper-role"),
            hours=say.plain("card-paper-hours-column"),
            points=say.plain("card-paper-points-column"),
        ),
        entries=tuple(_printed_entry(say, page, line) for line in page.page.items),
        no_entries=say.plain("card-paper-empty"),
        total=CardEntry(
            date="",
            event=say.plain("card-paper-total"),
            form="",
            role="",
            hours=clean_hours(say, page.hours),
            points=str(page.points),
        ),
        printed=say.plain("card-paper-printed", date=long_day(say, printed_on)),
        signer_post=sheet.signer_post,
        signer_name=sheet.signer_name,
        signature_label=say.plain("card-paper-signature"),
        printed_at=sheet.printed_at,
    )


def points(say: Say, count: int) -> str:
    """Return «3 балла»."""
    return say.plain("points", count=count)


def tokens(say: Say, count: int) -> str:
    """Return «2 Центрика»."""
    return say.plain("tokens", count=count)


def _entry(say: Say, page: ActivityCard, line: Entry) -> str:
    entry, event = line.entry, line.event
    gained = points(say, entry.points)
    reason = _reason(say, page, entry.reason)
    if event is None:
        return say("card-entry-alone", reason=reason, points=gained)
    values = {
        "day": day(say, event.starts_local.date()),
        "form": form_word(say, event.form, event.form_title),
        "title": shortened(event.title, TITLE_LIMIT),
        "reason": reason,
        "points": gained,
    }
    if not entry.hours:
        return say("card-entry", **values)
    return say("card-entry-hours", hours=hours(say, entry.hours), **values)


def _printed_entry(say: Say, page: ActivityCard, line: Entry) -> CardEntry:
    entry, event = line.entry, line.event
    number = say.plain("certificate-paper-number", number=line.certificate_number) if line.certificate_number else ""
    host = event.host.short if event and event.host else ""
    return CardEntry(
        date=f"{event.starts_local:%d.%m.%Y}" if event else "",
        event=say.plain("card-paper-title", title=event.title) if event else _reason(say, page, entry.reason),
        form=form_word(say, event.form, event.form_title) if event else "",
        role=_reason(say, page, entry.reason),
        hours=clean_hours(say, entry.hours) if entry.hours else "",
        points=str(entry.points),
        note=" · ".join(part for part in (host, number) if part),
    )


def _reason(say: Say, page: ActivityCard, code: str) -> str:
    """Return a role, a rule known to the bot, or the title of the network's own rule."""
    if code in set(ParticipationRole):
        return say.plain(f"role-{code}")
    if code in {"material", "series_complete"}:
        return say.plain(f"reason-{code}")
    return next((str(rule["title"]) for rule in page.network.point_rules if rule["code"] == code), code)


def _rows(say: Say, page: ActivityCard) -> Rows:
    def turn_to(number: int) -> Wish:
        return wishes.ShowCard(year=page.year, page=number - 1)

    years = [Button.of(year, wishes.ShowCard(year=year, page=0)) for year in page.years if year != page.year]
    file = say.button("button-card-file", wishes.GetCardFile(year=page.year))
    papers = say.button("button-certificates", wishes.Go(to=wishes.Place.CERTIFICATES))
    last: Rows = ((file, papers),) if page.total else ((events_button(say),), (papers,))
    rows = [tuple(years[at : at + YEARS_IN_A_ROW]) for at in range(0, len(years), YEARS_IN_A_ROW)]
    return (*page_row(say, page.page, turn_to), *rows, *last)
