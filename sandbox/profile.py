"""The methods by which a bot asks and tells who it is: name, descriptions, commands, chats."""

import json
import re
from typing import TYPE_CHECKING, Any

from sandbox.calls import Call
from sandbox.errors import bad_request

if TYPE_CHECKING:
    from sandbox.core import Telegram

COMMAND_LIMIT = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip
_TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}
Command = dict[str, str]
CommandKey = tuple[str, str]


async def get_me(telegram: "Telegram", call: Call) -> Any:
    return {
        **telegram.bot_user,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def agree(telegram: "Telegram", call: Call) -> Any:
    """`close` and `logOut`: there is no other server to move to."""
    return True


async def get_chat(telegram: "Telegram", call: Call) -> Any:
    chat = telegram.known(call)
    return {
        **chat.account.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


async def set_my_commands(telegram: "Telegram", call: Call) -> Any:
    given = call.value("commands", "can't parse commands JSON object")
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
    telegram.commands[_key(telegram, call)] = commands
    telegram.changed()
    return True


async def get_my_commands(telegram: "Telegram", call: Call) -> Any:
    return telegram.commands.get(_key(telegram, call), [])


async def delete_my_commands(telegram: "Telegram", call: Call) -> Any:
    telegram.commands.pop(_key(telegram, call), None)
    telegram.changed()
    return True


async def set_my_text(telegram: "Telegram", call: Call) -> Any:
    """setMyName, setMyDescription and setMyShortDescription, each for one language ("" is for all others)."""
    field = {"setMyName": "name", "setMyDescription": "description"}.get(call.method, "short_description")
    text = call.text(field)
    if len(text) > _TEXT_LIMITS[field]:
        raise bad_request(f"{field.replace('_', ' ')} is too long")
    telegram.texts[field, call.text("language_code")] = text
    telegram.changed()
    return True


def commands_for(telegram: "Telegram", person_id: int, language: str) -> list[Command]:
    """The menu a person sees: the narrowest scope first, in it their language before the language of all others."""
    scopes: list[dict[str, Any]] = [
        {"type": "chat", "chat_id": person_id},
        {"type": "all_private_chats"},
        {"type": "default"},
    ]
    for scope in scopes:
        for code in (language, ""):
            if found := telegram.commands.get((_scope_key(scope), code)):
                return found
    return []


def _key(telegram: "Telegram", call: Call) -> CommandKey:
    scope = call.value("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in scope:
        scope = {**scope, "chat_id": int(scope["chat_id"])}
        if scope["chat_id"] not in telegram.chats:
            raise bad_request("chat not found")
    return _scope_key(scope), call.text("language_code")


def _scope_key(scope: dict[str, Any]) -> str:
    return json.dumps(scope, sort_keys=True)
