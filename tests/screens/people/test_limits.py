"""Screens about people stay within Telegram's limits with the longest names and titles there can be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import (
    Account,
    Consent,
    IdentityState,
    InviteKind,
    Organization,
    OrganizationClaim,
    OrganizationKind,
    Post,
    Role,
    Teacher,
)
from screens.people import claims, identity, invites, profile, start
from screens.people import registration as questions
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from services.actors import Actor
from services.paging import page_of
from services.people.claims import ClaimAnswered, ClaimView
from services.people.consent import Operator
from services.people.erasure import Erased
from services.people.identity import IdentityAnswer, IdentityView
from services.people.invites import PAGE_SIZE, MadeLink
from services.people.my_data import MyData
from services.people.profile import Profile
from services.people.registration import Welcomed
from services.subjects import SUBJECTS
from tests.screens.longest import assert_fits

NOW = datetime(2026, 10, 1, tzinfo=UTC)
TZ = ZoneInfo("Asia/Yekaterinburg")
LONG = "Щ" * 299 + "&"


def long_person() -> Teacher:
    return Teacher(
        id=1,
        surname="Ы" * 100,
        given_name="Ж" * 100,
        patronymic="Щ" * 100,
        name_key="",
        organization=long_organization(1),
        post=Post.OTHER,
        post_title="Ф" * 200,
        subjects=list(SUBJECTS),
        created_at=NOW,
    )


def long_organization(number: int) -> Organization:
    return Organization(id=number, short="<" * 120, title=LONG, kind=OrganizationKind.SCHOOL)


def screens(say: Say) -> list[Screen]:
    teacher, organizations = long_person(), [long_organization(number) for number in range(40)]
    actor = Actor(Account(messenger="telegram", external_id=1, created_at=NOW), teacher, frozenset(Role))
    claim = ClaimView(OrganizationClaim(id=10**9, teacher_id=1, typed=LONG), teacher, organizations[:3])
    operator = Operator(LONG, LONG)
    shown = Profile(teacher, LONG, say.language, staff=True, broadcasts=False)
    consent = Consent(account_id=1, version="1", sha256="0" * 64, given_at=NOW)
    data = MyData(teacher, consent, 10**12, frozenset(Role), 999, 999, 9999, 999, 999, 999, 999)
    link = MadeLink("a" * 22, "https://t.me/" + "b" * 40, InviteKind.PERSON, None, LONG, NOW, True)
    return [
        start.welcome(say, LONG),
        start.about(say, [timedelta(days=1), timedelta(hours=1)]),
        start.ask_consent(say, operator, invited=True),
        start.ask_consent(say, operator, again=True),
        start.full_consent(say, operator),
        start.welcome_back(say, teacher, staff=True, before=True),
        *start.registered(say, Welcomed(actor, teacher, checked=True, claimed=LONG, right_lost=True)),
        questions.ask_organization(say, organizations[:5], note=say("profile-organization-unknown"), back=True),
        questions.list_organizations(say, organizations, 3, back=True),
        questions.ask_post(say, taken="<" * 120, back=True),
        *(questions.ask_subjects(say, list(SUBJECTS), page, back=True) for page in range(1, 5)),
        profile.profile(say, shown, saved=True, old_certificates=999),
        profile.my_data(say, data, shown, TZ),
        profile.ask_withdraw(say, 999),
        profile.withdrawn(say, Erased(999), staff=True),
        identity.asked(say, IdentityView(10**9, teacher, teacher, True)),
        identity.answered(say, IdentityAnswer(IdentityState.SAME, teacher)),
        identity.notice(say, IdentityAnswer(IdentityState.SAME, teacher)),
        claims.asked(say, claim),
        claims.ask_kind(say, claim),
        claims.notice(say, ClaimAnswered(LONG, teacher, organizations[0])),
        invites.choose_person(say, page_of([teacher] * 20, 2, PAGE_SIZE)),
        invites.choose_school(say, organizations, 2),
        invites.link_made(say, link, TZ),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_fit(language: str) -> None:
    for screen in screens(Say(language)):
        assert_fits(screen)
