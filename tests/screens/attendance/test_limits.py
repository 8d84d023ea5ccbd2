"""Screens of attendance stay within Telegram's limits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models import AttendanceState
from screens.attendance import closing, code_word, sheet, walk_ins
from screens.screen import Screen
from screens.texts import LANGUAGES, Say
from services.attendance.code_word import CodeAttempt, CodeResult
from services.attendance.sheet import OpenedRow, Row, Sheet
from services.paging import Page
from tests.screens.longest import LARGEST_ID, ROLES, assert_fits, long_event, long_organization, long_person


def screens(say: Say) -> list[Screen]:
    event, who = long_event(), long_person()
    meeting = event.meetings[0]
    row = Row(who, AttendanceState.ATTENDED, ROLES, walk_in=True, by_code=True)
    page = Sheet(
        event=event,
        meeting=meeting,
        number=1,
        page=Page((row,) * 6, 999, 1999),
        present=9999,
        absent=9999,
        unmarked=9999,
        opens_at=event.starts_at,
        code_word_until=event.ends_at,
        may_change=True,
        is_open=True,
        can_close=True,
        has_ended=False,
        reopening=timedelta(minutes=150),
        reopen_until=None,
        certificates=2000,
        made=1999,
    )
    opened = OpenedRow(event, meeting, row, 1999, may_mark=True, may_set_roles=True)
    words = [
        CodeAttempt(result, event, meeting)
        for result in CodeResult
        if result not in {CodeResult.OPEN, CodeResult.TOO_MANY, CodeResult.WRONG}
    ]
    return [
        sheet.sheet(say, page),
        sheet.sheet(say, replace(page, may_change=False, is_open=False)),
        sheet.opened_row(say, opened, added=True),
        closing.ask_to_close(say, page),
        walk_ins.ask_name(say, LARGEST_ID, again=True),
        walk_ins.people_found(say, LARGEST_ID, "Ы" * 4096, [who] * 6, full_name=True),
        walk_ins.people_found(say, LARGEST_ID, "Ы" * 4096, [], full_name=False),
        walk_ins.ask_organization(say, LARGEST_ID, who.full_name, [long_organization()] * 5, again=True),
        walk_ins.ask_organization(say, LARGEST_ID, who.full_name, []),
        *(code_word.answered(say, attempt, in_form=False) for attempt in words),
        code_word.answered(say, CodeAttempt(CodeResult.TOO_MANY), in_form=True),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_fit(language: str) -> None:
    for screen in screens(Say(language)):
        assert_fits(screen)
