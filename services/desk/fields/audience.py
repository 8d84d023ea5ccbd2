"""Posts, statuses of schools and subjects: the fields that say whom an event is for."""

from collections.abc import Callable
from functools import partial

from models import Event, OrgStatusKind, Post
from services.desk.fields.definition import (
    Answer,
    Asked,
    BadValue,
    DraftField,
    Edit,
    EventField,
    FieldValue,
    Option,
    Pieces,
    code_value,
    list_value,
)
from services.reading.announcement import Announcement
from services.reading.audience import Audience, read_audience
from services.subjects import SUBJECTS

POST_CODES, STATUS_CODES = tuple(Post), tuple(OrgStatusKind)


def _assign_posts(edit: Edit, value: FieldValue) -> None:
    edit.event.posts = [code_value(Post, DraftField.POSTS, code) for code in list_value(DraftField.POSTS, value)]


def _assign_statuses(edit: Edit, value: FieldValue) -> None:
    codes = list_value(DraftField.STATUSES, value)
    edit.event.org_statuses = [code_value(OrgStatusKind, DraftField.STATUSES, code) for code in codes]


def _assign_subjects(edit: Edit, value: FieldValue) -> None:
    edit.event.subjects = [code[:32] for code in list_value(DraftField.SUBJECTS, value)]


def _typed(field: DraftField, _asked: Asked, text: str) -> Answer:
    """Read the audience; the answer also sets the other two fields when the text names some of theirs."""
    said = read_audience(text)
    if said is None:
        raise BadValue(field=field)
    named = _codes(said)
    return Answer({kind: codes for kind, codes in named.items() if codes or (kind == field and said.everyone)})


def _announced(field: DraftField, said: Announcement) -> Answer:
    return Answer({} if said.audience is None else {field: _codes(said.audience)[field]})


def _codes(said: Audience) -> Pieces:
    return {
        DraftField.POSTS: [post.value for post in said.posts],
        DraftField.SUBJECTS: [code for code in SUBJECTS if code in said.subjects],
        DraftField.STATUSES: [status.value for status in said.statuses],
    }


def _field(
    field: DraftField,
    codes: tuple[str, ...],
    current: Callable[[Event], list[str]],
    assign: Callable[[Edit, FieldValue], None],
) -> EventField:
    return EventField(
        current=lambda event: list(current(event)),
        assign=assign,
        typed=partial(_typed, field),
        announced=partial(_announced, field),
        options=lambda _db: [Option(code) for code in codes],
        codes=codes,
    )


AUDIENCE_FIELDS = {
    DraftField.POSTS: _field(DraftField.POSTS, POST_CODES, lambda event: event.posts, _assign_posts),
    DraftField.STATUSES: _field(DraftField.STATUSES, STATUS_CODES, lambda event: event.org_statuses, _assign_statuses),
    DraftField.SUBJECTS: _field(DraftField.SUBJECTS, SUBJECTS, lambda event: event.subjects, _assign_subjects),
}
