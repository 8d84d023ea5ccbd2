"""Store open forms by name and version; what outlives a form becomes a column of the account or a row."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Data = dict[str, Any]
Form = tuple[str, Data] | None

CONVERSATION = sa.table(
    "conversation", sa.column("account_id", sa.Integer), sa.column("state", sa.String), sa.column("data", sa.JSON)
)
OPEN_FORM = sa.table("open_form", sa.column("account_id", sa.Integer), sa.column("form", sa.JSON))
ANNOUNCEMENT = sa.table("unfinished_announcement", sa.column("account_id", sa.Integer), sa.column("known", sa.JSON))
WITHOUT_A_PROFILE = (("opened_invite_id", "invite"), ("wanted_event_id", "event"))
KEEP_INVITE = sa.text(
    "UPDATE account SET opened_invite_id = :invite WHERE id = :account AND EXISTS"
    " (SELECT 1 FROM invite WHERE invite.id = :invite)"
)
KEEP_EVENT = sa.text(
    "UPDATE account SET wanted_event_id = :event WHERE id = :account AND teacher_id IS NULL AND EXISTS"
    " (SELECT 1 FROM event WHERE event.id = :event AND event.state = 'published')"
)


def upgrade() -> None:
    _table_of_json("open_form", "form")
    _table_of_json("unfinished_announcement", "known")
    for column, table in WITHOUT_A_PROFILE:
        reference = sa.ForeignKey(f"{table}.id", name=op.f(f"fk_account_{column}_{table}"))
        op.add_column("account", sa.Column(column, sa.Integer(), reference, nullable=True), inline_references=True)
    for account_id, state, data in op.get_bind().execute(sa.select(CONVERSATION)).all():
        _translate(account_id, state, data or {})
    op.drop_table("conversation")


def downgrade() -> None:
    """Open forms of a later version are closed: their people begin the question again."""
    op.create_table(
        "conversation",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_conversation_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_conversation")),
    )
    op.drop_table("open_form")
    op.drop_table("unfinished_announcement")
    for column, _ in WITHOUT_A_PROFILE:
        op.drop_column("account", column)


def _table_of_json(name: str, column: str) -> None:
    op.create_table(
        name,
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f(f"pk_{name}")),
    )


def _translate(account_id: int, state: str | None, data: Data) -> None:
    """Store what one account had open in its new places."""
    connection = op.get_bind()
    if data.get("invite") is not None:
        connection.execute(KEEP_INVITE, {"invite": data["invite"], "account": account_id})
    if data.get("after_profile_event") is not None:
        connection.execute(KEEP_EVENT, {"event": data["after_profile_event"], "account": account_id})
    if "pieces" in data:
        connection.execute(ANNOUNCEMENT.insert().values(account_id=account_id, known=_announcement(data)))
    form = typed_form(state, data)
    if form is not None:
        connection.execute(OPEN_FORM.insert().values(account_id=account_id, form=_stored(*form)))


def _stored(name: str, fields: Data) -> Data:
    return {"name": name, "version": 1, "data": fields}


def typed_form(state: str | None, data: Data) -> Form:
    """Return the name and the fields of the form that was stored as this state with this data."""
    group, _, step = (state or "").partition(":")
    make = FORMS.get(group)
    return None if make is None else make(step, data)


def _question(step: str, data: Data) -> Form:
    if step == "answer":
        return "answering_question", {"question": data["question"]}
    return "asking_question", {"event": data["event"]}


def _letter(_step: str, data: Data) -> Form:
    return "writing_letter", {"event": data["event"], "text": data.get("text", "")}


def _broadcast(step: str, data: Data) -> Form:
    audience = {"kind": data["kind"], "chosen": data.get("chosen", [])} if "kind" in data else None
    return "writing_broadcast", {"step": step, "text": data.get("text", ""), "audience": audience}


def _mistake(_step: str, data: Data) -> Form:
    return "reporting_mistake", {"certificate": data["certificate"]}


def _feedback(_step: str, data: Data) -> Form:
    return "giving_feedback", {"event": data["event"], "until": data["until"]}


def _walk_in(step: str, data: Data) -> Form:
    return "adding_walk_in", {"event": data["event"], "step": step, "name": data.get("typed", "")}


def _profile(step: str, data: Data) -> Form:
    name = dict(zip(("surname", "given_name", "patronymic"), data["name"], strict=True)) if "name" in data else None
    return "profile_form", {
        "step": step or None,
        "change": "change" in data,
        "name": name,
        "organization": data.get("organization"),
        "organization_typed": data.get("organization_typed") or "",
        "post": data.get("post"),
        "post_title": data.get("post_title", ""),
        "subjects": data.get("subjects", []),
    }


def _inviting(_step: str, _data: Data) -> Form:
    return "inviting_person", {}


def _set_aside(step: str, data: Data) -> Form:
    """Return the answers of a newcomer who has left the questions for the menu."""
    return _profile(step, data) if {"name", "post", "subjects", "organization_typed"} & data.keys() else None


def _announcement(data: Data) -> Data:
    """Return what was known of an event without a row."""
    pieces = dict(data["pieces"])
    moment = pieces.pop("moment", None) or {"date": None, "time": None, "end": None, "later": []}
    later = [{"date": date, "time": time, "end": end} for date, time, end in moment["later"]]
    return _stored(
        "announcement_so_far",
        {
            "pieces": pieces,
            "moment": {**moment, "later": later},
            "steps": data.get("steps", []),
            "candidates": data.get("candidates", {}),
        },
    )


def _drafting(step: str, data: Data) -> Form:
    if step == "message":
        return "announcing_event", {}
    if step == "sure":
        return "confirming_move", {"event": data["event"], "values": data["values"]}
    has_row = "pieces" not in data
    return "filling_field", {
        "event": data["event"],
        "field": data["field"],
        "page": data.get("page", 1),
        "typed": data.get("typed", ""),
        "steps": data.get("steps", []) if has_row else [],
        "candidates": data.get("candidates", {}) if has_row else {},
    }


def _cancelling(_step: str, data: Data) -> Form:
    return "cancelling_event", {
        "event": data["event"],
        "version": data["version"],
        "reason": data.get("reason", ""),
    }


FORMS: dict[str, Callable[[str, Data], Form]] = {
    "Asking": _question,
    "Writing": _letter,
    "Broadcasting": _broadcast,
    "ReportingMistake": _mistake,
    "GivingFeedback": _feedback,
    "AddingWalkIn": _walk_in,
    "Drafting": _drafting,
    "Cancelling": _cancelling,
    "Registering": _profile,
    "Inviting": _inviting,
    "": _set_aside,
}
