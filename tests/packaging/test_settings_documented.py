"""README documents every setting, and the example file works once it is filled in."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.checks.tree import ROOT

COMPOSE_ONLY = {"POSTGRES_PASSWORD"}


def documented_defaults() -> dict[str, str]:
    """Return the settings of README's table with their defaults, "none" where there is none."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (?:`?)([^|`]+?)(?:`?) \|", readme, re.MULTILINE))


def test_every_setting_is_in_readme() -> None:
    assert sorted(documented_defaults()) == sorted(name.upper() for name in Settings.model_fields)


def test_readme_gives_the_true_defaults() -> None:
    wrong = []
    for name, field in Settings.model_fields.items():
        documented = documented_defaults().get(name.upper(), "").partition(",")[0]
        default = None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
        if documented != (str(default) if default or default == 0 else "none"):
            wrong.append(f"{name.upper()}: README says {documented!r}, the default is {default!r}")
    assert wrong == []


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(named) == sorted({*(name.upper() for name in Settings.model_fields), *COMPOSE_ONLY})


def test_the_example_works_once_token_and_password_are_filled_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    filled = example.replace("BOT_TOKEN=\n", "BOT_TOKEN=42:TEST\n").replace("PASSWORD=\n", "PASSWORD=secret\n")
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert "42:TEST" in filled
    Settings()
