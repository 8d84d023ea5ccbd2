"""The answer whether a certificate is genuine, in the chat and on the public page."""

from models import CertificateState
from screens.dates import hours, long_day, long_days
from screens.event_forms import form_word
from screens.recognition.certificates import roles_text
from screens.screen import Screen
from screens.texts import Say
from services.recognition.verification import Verified

HEADS = {
    CertificateState.VALID: "verify-found",
    CertificateState.REPLACED: "verify-replaced",
    CertificateState.REVOKED: "verify-revoked",
}
STATES = {
    CertificateState.VALID: "verify-state-valid",
    CertificateState.REPLACED: "verify-state-replaced",
    CertificateState.REVOKED: "verify-state-revoked",
}


def verified(say: Say, found: Verified | None, *, masked: bool = False) -> Screen:
    if found is None:
        return Screen(say("verify-unknown"))
    lines = [
        say(HEADS[found.state], number=found.number),
        say("verify-name", name=found.name),
        say("verify-event", title=found.event_title, form=form_word(say, found.event_form, found.event_form_title)),
        say("verify-days", days=long_days(say, found.days), hours=hours(say, found.hours)),
        say("verify-role", roles=roles_text(say, found.roles)),
        say("verify-issued", date=long_day(say, found.issued_on), issuer=found.issuer),
        say("verify-masked") if masked else None,
    ]
    return Screen(say.lines(lines))


def how_to_check(say: Say) -> Screen:
    return Screen(say("verify-how"))


def page(say: Say, found: Verified | None) -> dict[str, object]:
    """Return the words of the public page, plain: the template escapes them."""
    title = say.plain("verify-page-title")
    if found is None:
        return {"language": say.language, "title": title, "state": None, "unknown": say.plain("verify-unknown")}
    form = form_word(say, found.event_form, found.event_form_title)
    event = say.plain("verify-event", title=found.event_title, form=form)
    rows = [
        (say.plain("verify-label-name"), found.name),
        (say.plain("verify-label-event"), event),
        (say.plain("verify-label-days"), long_days(say, found.days)),
        (say.plain("verify-label-hours"), hours(say, found.hours)),
        (say.plain("verify-label-role"), roles_text(say, found.roles)),
        (say.plain("verify-label-number"), found.number),
        (say.plain("verify-label-issued"), f"{long_day(say, found.issued_on)}, {found.issuer}"),
    ]
    return {
        "language": say.language,
        "title": title,
        "state": found.state.value,
        "state_words": say.plain(STATES[found.state]),
        "rows": rows,
    }
