"""Screens are stored under names that never change, since messages wait in databases across releases."""

from screens.screen import Button, File, Screen

STORED_BUTTON = {"text": "Events", "wish": "go:events", "url": None, "copy": None, "style": "primary"}
STORED = {
    "text": "<b>Plan</b>",
    "rows": (({**STORED_BUTTON},),),
    "file": {"kind": "calendar", "id": 7},
    "toast": "Done",
    "fresh": True,
    "follows": 3,
    "menu": None,
}


def test_a_screen_with_buttons_is_stored_and_loaded() -> None:
    button = Button("Events", "go:events", style="primary")
    screen = Screen("<b>Plan</b>", ((button,),), file=File("calendar", 7), toast="Done", fresh=True, follows=3)

    assert screen.dump() == STORED
    assert Screen.load(screen.dump()) == screen


def test_a_reply_keyboard_is_stored_and_loaded() -> None:
    screen = Screen("Menu", reply_keyboard=(("Events", "Help"),))

    assert screen.dump()["menu"] == (("Events", "Help"),)
    assert Screen.load(screen.dump()) == screen
