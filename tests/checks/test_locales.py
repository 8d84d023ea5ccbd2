"""Every word a person reads exists, in Russian and in English, and nothing is translated that nobody says."""

import re
from pathlib import Path

import pytest

from screens.texts import LANGUAGES as SPOKEN
from screens.texts import Say
from tests.checks.locales import LANGUAGES, Locale, Use, all_uses, locale, read, uses
from tests.checks.tree import Module, show

# Keys whose English has Cyrillic on purpose: names of languages, examples of what a person may type.
RUSSIAN_IN_ENGLISH: set[str] = {"profile-language-ru"}
# Literals with dashes in screens/ and handlers/ that are not keys of texts.
NOT_KEYS: set[str] = {"utf-8"}


def unknown(found: list[Use], known: Locale) -> list[str]:
    """Texts asked for that do not exist; in screens/ and handlers/ whatever looks like a key counts as asked for."""
    wrong = []
    for use in found:
        asked = use.asked or (use.exact and use.where.startswith(("screens/", "handlers/")))
        name = use.pattern.replace("\\", "")
        if asked and name not in NOT_KEYS and not any(use.matches(key) for key in known.texts):
            wrong.append(f"{use.where}: no text is called {name}")
    return wrong


def unused(found: list[Use], known: Locale) -> list[str]:
    """Texts that neither the code nor another text that is in use asks for."""
    literal = {use.pattern.replace("\\", "") for use in found if use.exact}
    patterns = [re.compile(pattern) for pattern in {use.pattern for use in found if not use.exact}]
    used = {key for key in known.texts if key in literal or any(pattern.fullmatch(key) for pattern in patterns)}
    while more := {part for key in used for part in known.texts[key].parts if part in known.texts} - used:
        used |= more
    return [f"{text.file}: {key} is said nowhere" for key, text in known.texts.items() if key not in used]


def wrong_values(found: list[Use], known: Locale) -> list[str]:
    wrong = []
    for use in found:
        wanted = [text.variables for key, text in known.texts.items() if use.matches(key)]
        if use.values is None or not wanted:
            continue
        if missing := set().union(*wanted) - use.values:
            wrong.append(f"{use.where}: {use.pattern} also needs {', '.join(sorted(missing))}")
        if use.exact and (extra := use.values - set().union(*wanted)):
            wrong.append(f"{use.where}: {use.pattern} has no place for {', '.join(sorted(extra))}")
    return wrong


def differences(ru: Locale, en: Locale) -> list[str]:
    wrong = [f"ru/{ru.texts[key].file}: {key} is not in English" for key in ru.texts.keys() - en.texts.keys()]
    wrong += [f"en/{en.texts[key].file}: {key} is not in Russian" for key in en.texts.keys() - ru.texts.keys()]
    for key in ru.texts.keys() & en.texts.keys():
        here, there = ru.texts[key], en.texts[key]
        if here.file != there.file:
            wrong.append(f"{key} is in ru/{here.file}, but in en/{there.file}")
        if here.variables != there.variables:
            named = ", ".join(sorted(here.variables ^ there.variables))
            wrong.append(f"{here.file}: {key} uses {named} in one language only")
        if key not in RUSSIAN_IN_ENGLISH and re.search("[а-яё]", there.words, re.IGNORECASE):
            wrong.append(f"en/{there.file}: {key} is still in Russian")
    return sorted(wrong)


def test_both_languages_say_the_same_things() -> None:
    assert LANGUAGES == SPOKEN
    assert locale("ru").texts

    wrong = differences(locale("ru"), locale("en"))
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    wrong = list(locale(language).faults)
    say = Say(language)
    for key, text in locale(language).texts.items():
        if not key.startswith("-"):
            try:
                say(key, **dict.fromkeys(text.variables, 5))
            except Exception as fault:  # noqa: BLE001 - whatever a text breaks is a finding with its name
                wrong.append(f"{language}/{text.file}: {key}: {fault!r}")
    assert not wrong, show(wrong)


def test_every_text_asked_for_exists() -> None:
    wrong = unknown(list(all_uses()), locale("ru"))
    assert not wrong, show(wrong)


def test_every_text_is_said_somewhere() -> None:
    stale = unused(list(all_uses()), locale("ru"))
    assert not stale, show(stale)


def test_every_text_gets_its_values() -> None:
    wrong = wrong_values(list(all_uses()), locale("ru"))
    assert not wrong, show(wrong)


SAMPLE = read(
    {
        "events.ftl": """
-brand = Centrik
events-title = Events of { -brand }
events-seats = { $count } seats, { events-title }
role-speaker = speaker
role-guest_teacher = guest of { $school }
""",
    }
)


def asked(source: str) -> list[Use]:
    return list(uses(Module(Path("screens/events.py"), source)))


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ('say("events-titel")', "no text is called events-titel"),
        ('say.plain("nothing")', "no text is called nothing"),
        ('say.button("nothing", wishes.MyPage(page=1))', "no text is called nothing"),
        ('plain("ru", "nothing")', "no text is called nothing"),
        ('labels("menu-events")', "no text is called menu-events"),
        ('say("events-title" if few else "events-many")', "no text is called events-many"),
        ('say(f"post-{code}")', "no text is called post-"),
        ('class Full(Refusal):\n    key = "refused"', "no text is called refused"),
        ('TABS = {"all": "events-all"}', "no text is called events-all"),
    ],
)
def test_a_text_that_does_not_exist_is_found(source: str, finding: str) -> None:
    assert finding in show(unknown(asked(source), SAMPLE))


def test_a_text_said_nowhere_is_found() -> None:
    found = asked('say("events-seats", count=1)\nkey = f"role-{role}"')

    assert unused(found, SAMPLE) == []
    assert unused(found[:1], SAMPLE) == [
        "events.ftl: role-speaker is said nowhere",
        "events.ftl: role-guest_teacher is said nowhere",
    ]


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ('say("events-seats")', "also needs count"),
        ('say("events-title", name=1)', "has no place for name"),
        ('say(f"role-{role}")', "also needs school"),
        ('say.button("events-seats", wish, style="primary")', "also needs count"),
        ('say.button("events-title", wish, name=1)', "has no place for name"),
    ],
)
def test_a_text_without_its_values_is_found(source: str, finding: str) -> None:
    assert finding in show(wrong_values(asked(source), SAMPLE))


def test_values_that_fit_pass() -> None:
    found = asked('say("events-seats", count=1)\nsay("events-seats", **values)\nsay(f"role-{role}", school=s)')
    found += asked('say.button("events-seats", wish, style="primary", count=1)')
    assert wrong_values(found, SAMPLE) == []
    assert unknown(found, SAMPLE) == []


@pytest.mark.parametrize(
    ("english", "finding"),
    [
        ("a-b = Seats", "uses count in one language only"),
        ("a-c = { $count }", "a-b is not in English"),
        ("a-b = { $count } мест", "still in Russian"),
    ],
)
def test_languages_that_differ_are_found(english: str, finding: str) -> None:
    assert finding in show(differences(read({"a.ftl": "a-b = { $count } мест"}), read({"a.ftl": english})))


def test_a_broken_locale_is_found() -> None:
    assert read({"a.ftl": "a-b = { $count"}).faults
    assert read({"a.ftl": "a-b = one\na-b = two"}).faults
    assert read({"a.ftl": "a-b = { a-c }"}).faults
