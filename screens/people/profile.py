"""The profile with a way to change each field, and «Мои данные»."""

from zoneinfo import ZoneInfo

from screens import wishes
from screens.data_grounds import ground_words
from screens.dates import long_day
from screens.menu import main_menu
from screens.names import post_of
from screens.screen import Button, Screen
from screens.texts import Say
from screens.wishes import Place, ProfileField
from services.people.erasure import Erased
from services.people.my_data import MyData
from services.people.profile import Profile
from services.subjects import SUBJECTS


def profile(say: Say, shown: Profile, *, saved: bool = False, old_certificates: int = 0) -> Screen:
    """Show the profile; `saved`: a field has just been changed, `old_certificates`: how many keep the old name."""
    lines = [
        say("profile-saved") if saved else None,
        say("profile-old-certificates", count=old_certificates) if old_certificates else None,
        say("profile-title"),
        *_fields(say, shown),
        say("profile-language", name=say.plain(f"profile-language-{shown.language}")),
        None if shown.broadcasts else say("profile-no-broadcasts", reminders=int(shown.reminders)),
    ]
    broadcasts = wishes.ReceiveBroadcasts(receive=int(not shown.broadcasts), profile=1)
    rows: list[tuple[Button, ...]] = [
        (
            _change(say, "button-name", ProfileField.NAME),
            _change(say, "button-organization", ProfileField.ORGANIZATION),
        ),
        (_change(say, "button-post", ProfileField.POST), _change(say, "button-subjects", ProfileField.SUBJECTS)),
        (_change(say, "button-language", ProfileField.LANGUAGE), _go(say, "button-my-data", Place.MY_DATA)),
        (say.button("button-no-broadcasts" if shown.broadcasts else "button-broadcasts", broadcasts),),
    ]
    if shown.staff:
        rows.append((_go(say, "button-invite", Place.INVITES),))
    return Screen(say.lines(lines), rows=tuple(rows))


def language_set(say: Say, *, staff: bool) -> Screen:
    """Confirm the language and show the menu in it."""
    return main_menu(say, say("profile-language-set"), staff=staff)


def my_data(say: Say, data: MyData, shown: Profile, tz: ZoneInfo) -> Screen:
    roles = ", ".join(say.plain(f"data-role-{role.value}") for role in sorted(data.roles))
    lines = [
        say("data-title"),
        *_fields(say, shown),
        say("data-roles", roles=roles) if roles else None,
        _consent(say, data, tz),
        _grounds(say, data, tz),
        say("data-account", number=str(data.account)),
        say("data-signups", count=data.signups),
        say("data-attended", count=data.attended),
        say("data-points", count=data.points),
        say("data-certificates", count=data.certificates),
        say("data-lines", count=data.lines),
        say("data-feedback", count=data.feedback),
        say("data-opened", count=data.opened),
        say("profile-language", name=say.plain(f"profile-language-{shown.language}")),
    ]
    withdraw = say.button("button-withdraw", wishes.WithdrawConsent(sure=0))
    places = _go(say, "button-employments", Place.EMPLOYMENTS)
    return Screen(say.lines(lines), rows=((places,), (withdraw,), (_go(say, "button-back", Place.PROFILE),)))


def ask_withdraw(say: Say, certificates: int) -> Screen:
    text = say.lines([say("data-withdraw-ask"), say("data-withdraw-certificates", count=certificates)])
    sure = say.button("button-withdraw-sure", wishes.WithdrawConsent(sure=1), style="danger")
    return Screen(text, rows=((sure,), (_go(say, "button-keep", Place.MY_DATA),)))


def withdrawn(say: Say, erased: Erased, *, staff: bool) -> Screen:
    kept = say("data-erased-certificates", count=erased.certificates) if erased.certificates else None
    return main_menu(say, say.lines([say("data-erased"), kept, say("data-erased-again")]), staff=staff)


def _fields(say: Say, shown: Profile) -> list[str | None]:
    teacher = shown.teacher
    subjects = ", ".join(say.plain(f"subject-{code}") for code in SUBJECTS if code in teacher.subjects) or "—"
    return [
        say("profile-surname", surname=teacher.surname),
        say("profile-given-name", given=teacher.given_name),
        say("profile-patronymic", patronymic=teacher.patronymic) if teacher.patronymic else None,
        _organization(say, shown),
        say("profile-post", post=post_of(say, teacher)),
        say("profile-subjects", subjects=subjects),
    ]


def _organization(say: Say, shown: Profile) -> str:
    if shown.teacher.organization is not None:
        return say("profile-organization", title=shown.teacher.organization.short)
    return (
        say("profile-organization-asked", typed=shown.claimed) if shown.claimed else say("profile-organization-missing")
    )


def _consent(say: Say, data: MyData, tz: ZoneInfo) -> str:
    if data.consent is None:
        return say("data-consent-none")
    given = data.consent.given_at.astimezone(tz).date()
    return say("data-consent", version=data.consent.version, date=long_day(say, given))


def _grounds(say: Say, data: MyData, tz: ZoneInfo) -> str:
    if not data.grounds:
        return say("data-ground-none")
    return say("data-ground", grounds="; ".join(ground_words(say, ground, tz) for ground in data.grounds))


def _change(say: Say, key: str, field: ProfileField) -> Button:
    return say.button(key, wishes.ChangeProfile(field=field))


def _go(say: Say, key: str, place: Place) -> Button:
    return say.button(key, wishes.Go(to=place))
