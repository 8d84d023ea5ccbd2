"""Methods about the bot itself and its chats: name, descriptions, commands."""

import json
import re
from typing import Any

from sandbox.calls.call import Call
from sandbox.calls.errors import bad_request
from sandbox.telegram.state import Command, CommandKey, State

COMMAND_LIMIT = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip
_TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


async def get_me(state: State, _call: Call) -> Any:
    return {
        **state.bot_user,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def accept(_state: State, _call: Call) -> Any:
    """Answer `close` and `logOut`; there is no other server to move to."""
    return True


async def get_chat(state: State, call: Call) -> Any:
    chat = state.known_chat(call)
    return {
        **chat.account.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


async def set_my_commands(state: State, call: Call) -> Any:
    given = call.json_value("commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = []
    for item in given:
        if not isinstance(item, dict) or not {"command", "description"} <= item.keys():
            raise bad_request("can't parse BotCommand: fields command and description are required")
        if not _COMMAND.fullmatch(str(item["command"])):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(item["description"])) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": str(item["command"]).lstrip("/"), "description": str(item["description"])})
    state.commands[_key(state, call)] = commands
    state.note_change()
    return True


async def get_my_commands(state: State, call: Call) -> Any:
    return state.commands.get(_key(state, call), [])


async def delete_my_commands(state: State, call: Call) -> Any:
    state.commands.pop(_key(state, call), None)
    state.note_change()
    return True


async def set_my_text(state: State, call: Call) -> Any:
    """Answer setMyName, setMyDescription and setMyShortDescription; language "" is for all others."""
    field = {"setMyName": "name", "setMyDescription": "description"}.get(call.method, "short_description")
    text = call.text(field)
    if len(text) > _TEXT_LIMITS[field]:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    state.profile_texts[field, call.text("language_code")] = text
    state.note_change()
    return True


def commands_for(state: State, person_id: int, language: str) -> list[Command]:
    """Return a person's menu: the narrowest scope wins, within it the person's language before all others."""
    scopes: list[dict[str, Any]] = [
        {"type": "chat", "chat_id": person_id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ]
    for scope in scopes:
        for code in (language, ""):
            if found := state.commands.get((_scope_key(scope), code)):
                return found
    return []


def _key(state: State, call: Call) -> CommandKey:
    scope = call.json_value("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in scope:
        scope = {**scope, "chat_id": int(scope["chat_id"])}
        if scope["chat_id"] not in state.chats:
            raise bad_request("chat not found")
    return _scope_key(scope), call.text("language_code")


def _scope_key(scope: dict[str, Any]) -> str:
    return json.dumps(scope, sort_keys=True)
