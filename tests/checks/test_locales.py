"""Every text that the code uses exists in Russian and English, and every text in the locales is used."""

import re
from pathlib import Path

import pytest

from screens import texts
from screens.texts import LANGUAGES as RUNTIME_LANGUAGES
from screens.texts import Say
from tests.checks.locales import LANGUAGES, Locale, Use, all_uses, locale, read, uses
from tests.checks.tree import Module, show

# Keys whose English contains Cyrillic on purpose: names of languages, examples of typed text.
RUSSIAN_IN_ENGLISH: set[str] = {"profile-language-ru"}
# Literals with dashes in screens/ and handlers/ that are not keys of texts.
NOT_KEYS: set[str] = {"utf-8"}


def missing_texts(found: list[Use], known: Locale) -> list[str]:
    """Find missing texts; in screens/ and handlers/ every literal that looks like a key counts as used."""
    wrong = []
    for use in found:
        is_used = use.is_rendered or (use.is_literal and use.where.startswith(("screens/", "handlers/")))
        name = use.pattern.replace("\\", "")
        if is_used and name not in NOT_KEYS and not any(use.matches(key) for key in known.texts):
            wrong.append(f"{use.where}: no text is called {name}")
    return wrong


def unused_texts(found: list[Use], known: Locale) -> list[str]:
    """Find texts used neither by the code nor by another text in use."""
    literal = {use.pattern.replace("\\", "") for use in found if use.is_literal}
    patterns = [re.compile(pattern) for pattern in {use.pattern for use in found if not use.is_literal}]
    used = {key for key in known.texts if key in literal or any(pattern.fullmatch(key) for pattern in patterns)}
    while more := {part for key in used for part in known.texts[key].parts if part in known.texts} - used:
        used |= more
    return [f"{text.file}: {key} is used nowhere" for key, text in known.texts.items() if key not in used]


def wrong_values(found: list[Use], known: Locale) -> list[str]:
    wrong = []
    for use in found:
        wanted = [text.variables for key, text in known.texts.items() if use.matches(key)]
        if use.values is None or not wanted:
            continue
        if missing := set().union(*wanted) - use.values:
            wrong.append(f"{use.where}: {use.pattern} also needs {', '.join(sorted(missing))}")
        if use.is_literal and (extra := use.values - set().union(*wanted)):
            wrong.append(f"{use.where}: {use.pattern} has no place for {', '.join(sorted(extra))}")
    return wrong


def differences(ru: Locale, en: Locale) -> list[str]:
    wrong = [f"ru/{ru.texts[key].file}: {key} is not in English" for key in ru.texts.keys() - en.texts.keys()]
    wrong += [f"en/{en.texts[key].file}: {key} is not in Russian" for key in en.texts.keys() - ru.texts.keys()]
    for key in ru.texts.keys() & en.texts.keys():
        ru_text, en_text = ru.texts[key], en.texts[key]
        if ru_text.file != en_text.file:
            wrong.append(f"{key} is in ru/{ru_text.file}, but in en/{en_text.file}")
        if ru_text.variables != en_text.variables:
            named = ", ".join(sorted(ru_text.variables ^ en_text.variables))
            wrong.append(f"{ru_text.file}: {key} uses {named} in one language only")
        if key not in RUSSIAN_IN_ENGLISH and re.search("[а-яё]", en_text.source, re.IGNORECASE):
            wrong.append(f"en/{en_text.file}: {key} is still in Russian")
    return sorted(wrong)


def test_both_languages_have_the_same_texts() -> None:
    assert LANGUAGES == RUNTIME_LANGUAGES
    assert locale("ru").texts

    wrong = differences(locale("ru"), locale("en"))
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_needs_no_compiling_reads_as_the_compiler_has_it(language: str) -> None:
    messages = [key for key in texts._sources(language) if not key.startswith("-")]
    literals = {key: found for key in messages if (found := texts._literal(language, key)) is not None}

    assert literals
    assert literals == {key: texts._bundle(language, key).format(key)[0] for key in literals}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_renders(language: str) -> None:
    wrong = list(locale(language).errors)
    say = Say(language)
    for key, text in locale(language).texts.items():
        if not key.startswith("-"):
            try:
                say(key, **dict.fromkeys(text.variables, 5))
            except Exception as error:  # noqa: BLE001 - any failure of a text is reported with its key
                wrong.append(f"{language}/{text.file}: {key}: {error!r}")
    assert not wrong, show(wrong)


def test_every_text_used_exists() -> None:
    wrong = missing_texts(list(all_uses()), locale("ru"))
    assert not wrong, show(wrong)


def test_every_text_is_used() -> None:
    stale = unused_texts(list(all_uses()), locale("ru"))
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


def uses_in(source: str) -> list[Use]:
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
    assert finding in show(missing_texts(uses_in(source), SAMPLE))


def test_an_unused_text_is_found() -> None:
    found = uses_in('say("events-seats", count=1)\nkey = f"role-{role}"')

    assert unused_texts(found, SAMPLE) == []
    assert unused_texts(found[:1], SAMPLE) == [
        "events.ftl: role-speaker is used nowhere",
        "events.ftl: role-guest_teacher is used nowhere",
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
    assert finding in show(wrong_values(uses_in(source), SAMPLE))


def test_matching_values_pass() -> None:
    found = uses_in('say("events-seats", count=1)\nsay("events-seats", **values)\nsay(f"role-{role}", school=s)')
    found += uses_in('say.button("events-seats", wish, style="primary", count=1)')
    assert wrong_values(found, SAMPLE) == []
    assert missing_texts(found, SAMPLE) == []


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
    assert read({"a.ftl": "a-b = { $count"}).errors
    assert read({"a.ftl": "a-b = one\na-b = two"}).errors
    assert read({"a.ftl": "a-b = { a-c }"}).errors
