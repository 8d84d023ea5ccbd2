"""Store notices and jobs with the name and version of their shape, and with everything that their keys are made of.

Plain SQL: half a million rows take seconds. Answers and payloads erased with a person stay as they are.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REMINDERS = (
    "'event_published', 'signup_closing', 'speakers_week', 'day_before', 'hour_before', 'feedback_asked',"
    " 'attendance_unmarked'"
)
ACCOUNT = "CAST(account_id AS text)"
IS_LONG_KEY = f"length(key) > 20 + length({ACCOUNT})"
ASKED_AT = f"substr(key, 6, length(key) - 6 - length({ACCOUNT}))"
"""Of the key of a printed card, `card:<time>:<account>`."""
TIME_PARTS = ((14, 4), (10, 2), (8, 2), (6, 2), (4, 2), (2, 2))
"""Of the key of an alarm, from the year to the second: distance from the end of the time, number of digits."""


def upgrade() -> None:
    data = "CASE"
    for run in (_part("version"), "0"):  # the key of a reminder is <rule>:<event>:<version or 0>:<account>
        end = f"':' || {_part('event')} || ':' || {run} || ':' || {ACCOUNT}"
        rule = f"substr(key, 1, length(key) - length({end}))"
        is_run = f"substr(key, length(key) - length({end}) + 1) = {end}"
        data += f" WHEN kind IN ({REMINDERS}) AND {is_run} THEN {_with('rule', rule, 'run', f'CAST({run} AS integer)')}"
    for kind, name, value in (("card_ready", "asked_at", ASKED_AT), ("admin_alarm", "found_at", _found_at())):
        data += f" WHEN kind = '{kind}' AND {IS_LONG_KEY} THEN {_with(name, value)}"
    _rewrite("outbox", f"{data} ELSE {_payload()} END")
    _rewrite("job", _payload())


def downgrade() -> None:
    data = "(payload -> 'data')" if _is_postgresql() else "json_extract(payload, '$.data')"
    for table in ("outbox", "job"):
        op.execute(f"UPDATE {table} SET payload = {data} {_typed_rows()}")  # noqa: S608 - words of this file


def _rewrite(table: str, data: str) -> None:
    shape = f"('name', kind, 'version', 1, 'data', {data})"
    typed = f"CAST(jsonb_build_object{shape} AS json)" if _is_postgresql() else f"json_object{shape}"
    op.execute(f"UPDATE {table} SET payload = {typed} {_typed_rows()}")  # noqa: S608 - words of this file


def _typed_rows() -> str:
    return "WHERE kind <> 'answer' AND CAST(payload AS text) <> '{}'"


def _payload() -> str:
    return "CAST(payload AS jsonb)" if _is_postgresql() else "json(payload)"


def _part(name: str) -> str:
    return f"(payload ->> '{name}')" if _is_postgresql() else f"json_extract(payload, '$.{name}')"


def _with(*parts: str) -> str:
    """Return the payload with more parts, a name and its value each."""
    if _is_postgresql():
        return _payload() + " || jsonb_build_object(" + _listed(parts, "'{}'") + ")"
    return "json_set(payload, " + _listed(parts, "'$.{}'") + ")"


def _listed(parts: tuple[str, ...], name: str) -> str:
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return ", ".join(f"{name.format(part)}, {value}" for part, value in pairs)


def _found_at() -> str:
    """Return the time in the key of an alarm, `alarm:<concern>:20261002084545:<account>`."""
    digits = [f"substr(key, length(key) - length({ACCOUNT}) - {back}, {count})" for back, count in TIME_PARTS]
    year, month, day, hour, minute, second = digits
    return f"{year} || '-' || {month} || '-' || {day} || 'T' || {hour} || ':' || {minute} || ':' || {second} || 'Z'"


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
