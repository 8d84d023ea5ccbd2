"""The container files refer only to what exists, and their commands also run outside a container."""

import json
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.checks.tree import ROOT, files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions() -> Iterator[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


def last(name: str) -> str:
    return [rest for found, rest in instructions() if found == name][-1]


def copied() -> list[str]:
    """Return the paths that the build copies from the repository."""
    copies = [rest.split() for name, rest in instructions() if name == "COPY"]
    return [source for words in copies if not words[0].startswith("--from") for source in words[:-1]]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_every_copied_path_exists_and_reaches_the_builder() -> None:
    tracked = {part.as_posix() for path in files() for part in (path, *path.parents)}
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in ignore if line and not line.startswith("#")]

    assert copied()
    assert [source for source in copied() if source not in tracked] == []
    assert patterns[0] == "*"
    assert sorted(line[1:] for line in patterns if line.startswith("!")) == sorted(copied())


def test_exactly_the_packages_of_the_wheel_are_copied() -> None:
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(source for source in copied() if (ROOT / source).is_dir()) == sorted(packages)
    assert {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]} <= set(copied())


def test_the_second_stage_takes_only_paths_that_the_first_makes() -> None:
    taken = [rest.split()[1] for name, rest in instructions() if name == "COPY" and rest.startswith("--from=build ")]
    made = " ".join(rest for name, rest in instructions() if name == "RUN")

    assert taken
    assert [path for path in taken if f"venv {path} " not in made] == []


def test_the_bot_does_not_run_as_root() -> None:
    user = last("USER")
    assert user not in {"root", "0"}
    assert f" {user} " in " ".join(rest for name, rest in instructions() if name == "RUN")


def test_the_entry_point_starts_outside_a_container() -> None:
    [command] = json.loads(last("ENTRYPOINT"))
    [default] = json.loads(last("CMD"))
    assert command in PROJECT["project"]["scripts"]

    program = Path(sys.executable).parent / command
    for arguments in (["--help"], [default, "--help"]):
        result = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_check_asks_the_bot(status: int, healthy: bool) -> None:
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    command = json.loads(last("HEALTHCHECK").partition("CMD")[2])
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        environment = {**os.environ, "WEB_PORT": str(server.server_port)}
        result = subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True, check=False)
        thread.join()

    assert command[0] == "python"
    assert asked == ["/health"]
    assert (result.returncode == 0) is healthy


def test_compose_refers_only_to_existing_files_services_and_volumes() -> None:
    services = compose()["services"]
    bot = services["bot"]

    assert (ROOT / bot["build"] / "Dockerfile").is_file()
    assert (ROOT / f"{bot['env_file']}.example").is_file()
    assert set(bot["depends_on"]) < set(services)
    assert all("healthcheck" in services[name] for name in bot["depends_on"])
    volumes = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert volumes == set(compose()["volumes"])


def test_compose_gives_the_bot_only_known_settings() -> None:
    environment = compose()["services"]["bot"]["environment"]
    image = dict(pair.split("=", 1) for name, rest in instructions() if name == "ENV" for pair in rest.split())

    assert {name.lower() for name in environment} <= set(Settings.model_fields)
    assert environment["DATABASE_URL"].startswith("postgresql+asyncpg://")
    assert "@database:5432/" in environment["DATABASE_URL"]
    assert environment["WEB_PORT"] == image["WEB_PORT"] == last("EXPOSE")
    assert compose()["services"]["bot"]["ports"] == [f"127.0.0.1:{last('EXPOSE')}:{last('EXPOSE')}"]
