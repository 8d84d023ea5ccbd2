"""Forms, formats and audiences as methodists type them."""

import re

import pytest

from models import EventForm, EventFormat, OrgStatusKind, Post
from screens.texts import plain
from services.reading.audience import Audience, read_audience
from services.reading.event import find_form, read_form, read_format
from services.reading.text import Page
from services.reading.words.event import CATEGORY_WORDS

FORMS = [
    ("лекция", EventForm.LECTURE),
    ("Семинар", EventForm.SEMINAR),
    ("приглашаем на семинар", EventForm.SEMINAR),
    ("проектный семинар", EventForm.PROJECT_SEMINAR),
    ("семинар-практикум", EventForm.PRACTICUM),
    ("семинар – практикум", EventForm.PRACTICUM),
    ("практикум", EventForm.PRACTICUM),
    ("Мастер-класс", EventForm.PRACTICUM),
    ("мастер класс", EventForm.PRACTICUM),
    ("тренинг", EventForm.TRAINING),
    ("консультация", EventForm.CONSULTATION),
    ("лаборатория", EventForm.LABORATORY),
    ("стажировка", EventForm.INTERNSHIP),
    ("семинар-фестиваль", EventForm.FESTIVAL_SEMINAR),
    ("конференция", EventForm.CONFERENCE),
    ("методический день", EventForm.METHODICAL_DAY),
    ("взаимопосещение уроков", EventForm.LESSON_VISIT),
    ("открытый урок", EventForm.LESSON_VISIT),
    ("преподавание в классах", EventForm.GUEST_TEACHING),
    ("совместный педсовет", EventForm.JOINT_COUNCIL),
    ("турнир", EventForm.CHILDREN_EVENT),
    ("летняя школа", EventForm.SCHOOL_CAMP),
    ("конкурс", EventForm.CONTEST),
    ("сетевой проект", EventForm.NETWORK_PROJECT),
    ("совещание", EventForm.MEETING),
    ("круглый стол", EventForm.MEETING),
    ("вебинар", EventForm.LECTURE),
    ("round table", EventForm.MEETING),
    ("пикник", None),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_a_form_is_known_by_its_words(text: str, form: EventForm | None) -> None:
    said = read_form(text)
    assert (said.code if said else None) == form


def test_every_form_can_be_typed() -> None:
    assert {form for _, form in FORMS} >= set(EventForm)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Приглашаем на мастер-класс «Лего»", "мастер-класс"),
        ("о проведении заседания РМО учителей химии", "заседание РМО"),
        ("Заседание районного методического объединения", "заседание районного методического объединения"),
        ("в круглом столе", "круглый стол"),
        ("взаимопосещение уроков", "взаимопосещение уроков"),
        ("семинара шмо", "семинар ШМО"),
        ("на семинаре", ""),
        ("в методическом десанте", "методический десант"),
    ],
)
def test_a_form_in_an_announcement_is_named_in_the_nominative(text: str, title: str) -> None:
    said, _ = find_form(Page(text), [("own_1", "методический десант")])
    assert said is not None
    assert said.title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Практико-ориентированный семинар", "практико-ориентированный семинар"),
        ("РМО: заседание", "РМО: заседание"),
        ("это будет лекция", "это будет лекция"),
        ("Приглашаем на вебинар", "вебинар"),
    ],
)
def test_an_answer_names_the_form_in_its_own_words(text: str, title: str) -> None:
    said = read_form(text)
    assert said is not None
    assert said.title == title


@pytest.mark.parametrize(("language", "letters"), [("ru", "а-яё"), ("en", "a-z")])
def test_the_words_of_categories_are_those_people_read(language: str, letters: str) -> None:
    shown = {plain(language, f"form-{form.value}"): form for form in EventForm}
    words = {word: form for word, form in CATEGORY_WORDS.items() if re.match(f"[{letters}]", word)}
    assert words.items() <= shown.items()
    assert language != "ru" or words == shown


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("онлайн", EventFormat.ONLINE),
        ("дистанционно", EventFormat.ONLINE),
        ("вебинар", EventFormat.ONLINE),
        ("в Zoom", EventFormat.ONLINE),
        ("Сферум", EventFormat.ONLINE),
        ("очно", EventFormat.OFFLINE),
        ("в смешанном формате", EventFormat.HYBRID),
        ("гибрид", EventFormat.HYBRID),
        ("очно и онлайн", EventFormat.HYBRID),
        ("очно, трансляция в Сферум", EventFormat.HYBRID),
        ("как получится", None),
    ],
)
def test_a_format_is_known_by_its_words(text: str, kind: EventFormat | None) -> None:
    assert read_format(text) is kind


TEACHERS = (Post.TEACHER,)
AUDIENCES = [
    ("для учителей", Audience(TEACHERS)),
    ("учителя", Audience(TEACHERS)),
    ("для воспитателей и старших воспитателей", Audience((Post.EDUCATOR, Post.SENIOR_EDUCATOR))),
    ("для заместителей директора", Audience((Post.DEPUTY_HEAD,))),
    ("для зам. директора по УВР", Audience((Post.DEPUTY_HEAD,))),
    ("для директоров", Audience((Post.HEAD,))),
    ("для библиотекарей", Audience((Post.LIBRARIAN,))),
    ("педагогам доп. образования", Audience((Post.ADDITIONAL_TEACHER,))),
    ("педагогам-психологам и социальным педагогам", Audience((Post.PSYCHOLOGIST, Post.SOCIAL_TEACHER))),
    ("учителям-логопедам", Audience((Post.SPEECH_THERAPIST,))),
    ("музыкальные руководители", Audience((Post.MUSIC_DIRECTOR,))),
    ("советникам по воспитанию", Audience((Post.ADVISOR,))),
    ("тренерам-преподавателям", Audience((Post.COACH,))),
    ("педагогам-организаторам", Audience((Post.ORGANIZER_TEACHER,))),
    ("методистам и тьюторам", Audience((Post.METHODIST, Post.TUTOR))),
    ("для педагогов ДОУ", Audience((Post.EDUCATOR, Post.SENIOR_EDUCATOR))),
    ("для учителей математики", Audience(TEACHERS, ("mathematics",))),
    ("для математиков", Audience(TEACHERS, ("mathematics",))),
    ("для учителей русского языка и литературы", Audience(TEACHERS, ("russian", "literature"))),
    ("учителя физической культуры и ОБЗР", Audience(TEACHERS, ("physical_education", "safety"))),
    ("для учителей начальных классов", Audience(TEACHERS, ("primary",))),
    ("для всех", Audience(everyone=True)),
    ("для педагогов", Audience(everyone=True)),
    ("для ШНОР", Audience(statuses=(OrgStatusKind.LOW_RESULTS,))),
    ("для школ с низкими образовательными результатами", Audience(statuses=(OrgStatusKind.LOW_RESULTS,))),
    ("для ШФНСУ", Audience(statuses=(OrgStatusKind.HARD_SOCIAL,))),
    ("для педагогов ШНСУ", Audience(statuses=(OrgStatusKind.HARD_SOCIAL,))),
    ("for maths teachers", Audience(TEACHERS, ("mathematics",))),
    ("для марсиан", None),
]


@pytest.mark.parametrize(("text", "audience"), AUDIENCES)
def test_an_audience_is_read_as_posts_subjects_and_statuses(text: str, audience: Audience | None) -> None:
    assert read_audience(text) == audience
