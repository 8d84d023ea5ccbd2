"""Broadcasts: text, audience, preview, progress; the broadcast as it is received."""

from collections.abc import Iterable
from hashlib import sha256

from models import AudienceKind, BroadcastState, Event, Organization, OrgStatusKind, Post, Teacher
from screens import wishes
from screens.buttons import stop_form_button
from screens.dates import day, moment
from screens.pages import page_row
from screens.screen import Button, Rows, Screen
from screens.shortened import shortened
from screens.texts import Say
from services.correspondence.broadcasts import BroadcastCounts, BroadcastPreview, BroadcastRead, BroadcastReport
from services.correspondence.receivers import BroadcastAudience, NamedAudience
from services.paging import Page, page_of, single_page

LABEL_LIMIT = 54
TITLE_LIMIT = 120
TEXT_LIMIT = 80
PAGE_SIZE = 6
CODES: dict[AudienceKind, tuple[str, ...]] = {
    AudienceKind.POSTS: tuple(post.value for post in Post),
    AudienceKind.STATUSES: tuple(kind.value for kind in OrgStatusKind),
}


def ask_text(
    say: Say, running: Iterable[BroadcastReport] = (), *, bad: str | None = None, any_before: bool = False
) -> Screen:
    """Ask for the text; `running`: broadcasts under way, `bad` (HTML): why the last text was refused."""
    rows: list[tuple[Button, ...]] = [(_report_button(say, report),) for report in running]
    if any_before:
        rows.append((_list_button(say),))
    return Screen(say.lines([bad, say("broadcast-ask-text")]), rows=(*rows, (stop_form_button(say),)))


def ask_audience(say: Say, *, typed: bool = False) -> Screen:
    """Ask for the kind of audience; `typed`: an answer was typed instead of pressed."""
    kinds = tuple(
        (say.button(f"button-audience-{kind.value}", wishes.ChooseAudience(kind=kind)),) for kind in AudienceKind
    )
    return Screen(_question(say, "broadcast-ask-audience", typed), rows=(*kinds, (stop_form_button(say),)))


def ask_codes(say: Say, audience: BroadcastAudience, *, typed: bool = False) -> Screen:
    """Ask for posts or statuses; chosen ones are marked."""
    buttons = [_code_button(say, audience, code) for code in CODES[audience.kind]]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    done = say.button("button-done", wishes.AudienceDone(), style="primary")
    finish = (done,) if audience.chosen else ()
    return Screen(_question(say, "broadcast-ask-codes", typed), rows=(*rows, (_other_audience_button(say), *finish)))


def ask_organization(
    say: Say, organizations: list[Organization], page: int, *, note: str | None = None, likely: bool = False
) -> Screen:
    """Ask for an organization; `likely`: those that fit the typed words, on one page."""
    shown = single_page(organizations) if likely else page_of(organizations, page, PAGE_SIZE)
    rows = tuple(
        (Button.of(shortened(row.short, LABEL_LIMIT), wishes.AudienceOrganization(organization=row.id)),)
        for row in shown.items
    )
    turn = page_row(say, shown, lambda number: wishes.AudienceOrganizations(page=number))
    text = say.lines([note, say("broadcast-ask-organization")])
    return Screen(text, rows=(*rows, *turn, (_other_audience_button(say),)))


def ask_event(say: Say, page: Page[Event], *, typed: bool = False) -> Screen:
    rows = tuple(
        (
            Button.of(
                shortened(f"{day(say, event.starts_local.date())} · {event.title}", LABEL_LIMIT),
                wishes.AudienceEvent(event=event.id),
            ),
        )
        for event in page.items
    )
    turn = page_row(say, page, lambda number: wishes.AudienceEvents(page=number))
    key = "broadcast-ask-event" if page.items else "broadcast-no-events"
    return Screen(_question(say, key, typed), rows=(*rows, *turn, (_other_audience_button(say),)))


def preview(say: Say, shown: BroadcastPreview, *, bad: str | None = None) -> Screen:
    """Show the text as it will be read, and how many people get it."""
    reach = shown.reach
    text = say.lines(
        [
            bad,
            say("broadcast-preview", count=reach.people, whom=audience_in_words(say, shown.to)),
            say("broadcast-without-refused", count=reach.refused) if reach.refused else None,
            say("broadcast-without-blocked", count=reach.blocked) if reach.blocked else None,
            say("broadcast-waits", time=moment(say, shown.later, shown.tz)) if shown.later else None,
            say("broadcast-retype"),
        ]
    )
    mark = mark_of(shown.text, shown.to.audience)
    send = say.button("button-send", wishes.SendBroadcast(send=1, mark=mark), style="success")
    drop = say.button("button-not-now", wishes.SendBroadcast(send=0, mark=mark))
    other = say.button("button-other-audience", wishes.OtherAudience())
    rows: Rows = (((send, drop)) if reach.people else (drop,), (other,))
    return Screen(f"{text}\n\n{_text_and_author(say, shown.text, shown.author)}", rows=rows)


def mark_of(text: str, audience: BroadcastAudience) -> str:
    """Return the mark by which a preview's button sends that text to that audience only."""
    identity = "\0".join([text, audience.kind.value, *audience.chosen])
    return sha256(identity.encode()).hexdigest()[:12]


def dropped(say: Say) -> Screen:
    return Screen(say("broadcast-dropped"))


def report(say: Say, shown: BroadcastReport) -> Screen:
    """Show a broadcast with its numbers and actions; the author's message keeps showing its progress."""
    broadcast, counts = shown.broadcast, shown.counts
    text = say.lines(
        [
            say(f"broadcast-state-{broadcast.state.value}"),
            say("broadcast-text", text=shortened(broadcast.text, TEXT_LIMIT)) if broadcast.text else None,
            say("broadcast-whom", whom=audience_in_words(say, shown.to)),
            say("broadcast-author", name=shown.author.full_name) if shown.author else None,
            *_numbers(say, counts),
            say("broadcast-waits", time=moment(say, shown.later, shown.tz)) if shown.later and counts.left else None,
        ]
    )
    return Screen(text, rows=_control_row(say, shown), follows=broadcast.id)


def ask_stop(say: Say, shown: BroadcastReport) -> Screen:
    if not _is_unfinished(shown):
        return report(say, shown)
    number = shown.broadcast.id
    sure = say.button("button-stop-sure", wishes.StopBroadcast(broadcast=number, sure=1), style="danger")
    back = say.button("button-not-now", wishes.ShowBroadcast(broadcast=number))
    counts = shown.counts
    text = say("broadcast-ask-stop", delivered=counts.delivered, left=counts.left)
    return Screen(text, rows=((sure, back),))


def reports_page(say: Say, page: Page[BroadcastReport]) -> Screen:
    """Show a page of the network's broadcasts, each with a button."""
    new = (say.button("button-new-broadcast", wishes.Go(to=wishes.Place.BROADCAST)),)
    if not page.items:
        return Screen(say("broadcast-none"), rows=(new,))
    rows = tuple((_report_button(say, shown),) for shown in page.items)
    turn = page_row(say, page, lambda number: wishes.BroadcastsPage(page=number))
    return Screen(say("broadcast-list"), rows=(*rows, *turn, new))


def received(say: Say, view: BroadcastRead) -> Screen:
    """Show a received broadcast; one press ends broadcasts for the receiver."""
    no_more = wishes.ReceiveBroadcasts(receive=0, profile=0)
    rows: Rows = ((say.button("button-no-broadcasts", no_more),),)
    if view.event is not None:
        more = wishes.ShowEvent(event=view.event)
        rows = ((say.button("button-more", more),), *rows)
    return Screen(_text_and_author(say, view.text, view.author), rows=rows)


def received_no_more(say: Say, *, reminders: bool) -> Screen:
    """Confirm below the broadcast, which stays readable; `reminders`: those of sign-ups still come."""
    again = wishes.ReceiveBroadcasts(receive=1, profile=0)
    return Screen(
        say("broadcast-refused", reminders=int(reminders)),
        rows=((say.button("button-broadcasts", again),),),
        fresh=True,
    )


def received_again(say: Say) -> Screen:
    return Screen(say("broadcast-wanted"))


def audience_in_words(say: Say, to: NamedAudience) -> str:
    """Return the audience in words, plain."""
    kind, codes = to.audience.kind, to.audience.chosen
    match kind:
        case AudienceKind.POSTS:
            return ", ".join(say.plain(f"posts-{code}") for code in codes)
        case AudienceKind.STATUSES:
            return say.plain("broadcast-to-statuses", names=", ".join(say.plain(f"status-{code}") for code in codes))
        case AudienceKind.ORGANIZATION:
            return to.title
        case AudienceKind.EVENT:
            return say.plain("broadcast-to-event", title=shortened(to.title, TITLE_LIMIT))
    return say.plain("desk-whom-all")


def _text_and_author(say: Say, text: str, author: Teacher | None) -> str:
    signed = say("desk-notice-letter-from", name=author.full_name) if author else None
    return say.lines([say("broadcast-notice", text=text), signed])


def _numbers(say: Say, counts: BroadcastCounts) -> Iterable[str]:
    yield say("broadcast-delivered", count=counts.delivered, people=counts.people)
    more = (
        ("broadcast-left", counts.left),
        ("broadcast-blocked", counts.blocked),
        ("broadcast-expired", counts.expired),
        ("broadcast-unclear", counts.unclear),
        ("broadcast-failed", counts.failed),
        ("broadcast-skipped", counts.skipped),
    )
    yield from (say(key, count=count) for key, count in more if count)


def _is_unfinished(shown: BroadcastReport) -> bool:
    return shown.broadcast.state in {BroadcastState.RUNNING, BroadcastState.PAUSED}


def _control_row(say: Say, shown: BroadcastReport) -> Rows:
    number, state = shown.broadcast.id, shown.broadcast.state
    if not _is_unfinished(shown) or not shown.may_control:
        return ((_list_button(say),),)
    paused = state is BroadcastState.PAUSED
    steer = wishes.PauseBroadcast(broadcast=number, paused=int(not paused))
    go_on = say.button("button-resume" if paused else "button-pause", steer)
    stop = say.button("button-stop", wishes.StopBroadcast(broadcast=number, sure=0))
    return ((go_on, stop),)


def _report_button(say: Say, shown: BroadcastReport) -> Button:
    words = shortened(" ".join(shown.broadcast.text.split()), LABEL_LIMIT - 20) or "—"
    state = say.plain(f"broadcast-short-{shown.broadcast.state.value}")
    return Button.of(f"{state} · {words}", wishes.ShowBroadcast(broadcast=shown.broadcast.id))


def _code_button(say: Say, audience: BroadcastAudience, code: str) -> Button:
    label = say.plain(f"posts-{code}") if audience.kind is AudienceKind.POSTS else say.plain(f"status-{code}")
    has = code in audience.chosen
    wish = wishes.SetAudience(code=code, chosen=int(not has))
    return Button.of(say.plain("button-chosen", what=label) if has else label, wish)


def _question(say: Say, key: str, typed: bool) -> str:
    return say.lines([say("broadcast-by-button") if typed else None, say(key)])


def _other_audience_button(say: Say) -> Button:
    return say.button("button-back", wishes.OtherAudience())


def _list_button(say: Say) -> Button:
    return say.button("button-broadcasts-list", wishes.BroadcastsPage(page=1))
