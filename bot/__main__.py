"""The command line. A command imports what it needs itself: `centrik --help` waits for no Telegram library."""

import gc
import re
import sys
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.cli.terminal import LANGUAGE
from screens.texts import Say, plain

if TYPE_CHECKING:
    from bot.settings import Settings

EXIT_WRONG_SETTING = 2

SPAN_PATTERN = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?")

cli = typer.Typer(
    help=plain(LANGUAGE, "cli-about"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


def main() -> None:
    cli()


@cli.command(help=plain(LANGUAGE, "cli-run"))
def run() -> None:
    settings = _settings()
    from bot.logs import configure_logs

    configure_logs()
    import structlog

    structlog.get_logger().info("starting")
    import_bot()
    _run_command(_run(settings))


@cli.command(help=plain(LANGUAGE, "cli-migrate"))
def migrate() -> None:
    _run_command(_migrate(_settings()))
    typer.echo(plain(LANGUAGE, "cli-migrated"))


@cli.command(help=plain(LANGUAGE, "cli-clock"))
def clock(
    advance: Annotated[str, typer.Option(help=plain(LANGUAGE, "cli-clock-advance"), show_default=False)],
) -> None:
    settings = _settings()
    if settings.is_telegram or settings.clock_start is None:
        _refuse("cli-clock-real")
    match = SPAN_PATTERN.fullmatch(advance.strip())
    if match is None or not any(match.groups()):
        _refuse("cli-clock-span-wrong", value=advance)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    _say_first("cli-clock-begins")
    from bot.cli.clock import run_clock

    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    raise typer.Exit(_run_command(run_clock(Say(LANGUAGE), settings, span)))


@cli.command(help=plain(LANGUAGE, "cli-doctor"))
def doctor() -> None:
    settings = _settings()
    from bot.cli.doctor import examine

    raise typer.Exit(_run_command(examine(Say(LANGUAGE), settings)))


@cli.command(help=plain(LANGUAGE, "cli-demo"))
def demo() -> None:
    if not _has_demo():
        _refuse("cli-demo-needs-repository")
    _say_first("demo-opens")
    import asyncio

    from demo.play import play

    folder = Path("demo")
    folder.mkdir(exist_ok=True)
    raise SystemExit(asyncio.run(play(partial(plain, LANGUAGE), folder, stays_open=sys.stdout.isatty())))


@cli.command(help=plain(LANGUAGE, "cli-load"))
def load(
    file: Annotated[Path, typer.Argument(help=plain(LANGUAGE, "cli-load-file"), show_default=False)],
    apply: Annotated[bool, typer.Option("--apply", help=plain(LANGUAGE, "cli-load-apply"))] = False,
    invites: Annotated[bool, typer.Option("--invites", help=plain(LANGUAGE, "cli-load-invites"))] = False,
) -> None:
    settings = _settings()
    _say_first("cli-load-begins")
    from bot.cli.load import run_load

    raise typer.Exit(_run_command(run_load(Say(LANGUAGE), settings, file, apply=apply, invites=invites)))


def _has_demo() -> bool:
    """Whether this is a checkout of the repository; beside an installed bot there may be a folder of that name."""
    try:
        return all(find_spec(name) for name in ("demo.play", "sandbox.local"))
    except ModuleNotFoundError:
        return False


def _say_first(key: str) -> None:
    """Tell what a command does before it imports anything that takes time; stdout is left to its result."""
    sys.stderr.write(plain(LANGUAGE, key) + "\n")
    sys.stderr.flush()


def import_bot() -> None:
    """Import all that `run` needs.

    The garbage collector rests meanwhile and leaves out what was imported: to walk all of it would stop the bot for a
    fifth of a second each time.
    """
    gc.disable()
    for name in ("bot.logs", "bot.running"):
        import_module(name)
    gc.freeze()
    gc.enable()


def _settings() -> "Settings":
    """Read the settings; a wrong one ends the program with one plain sentence instead of a traceback."""
    from bot.settings import WrongSetting, read_settings

    try:
        return read_settings()
    except WrongSetting as wrong:
        _refuse(wrong.key, **wrong.values)


async def _run(settings: "Settings") -> None:
    from bot.app import create_app
    from bot.running import run as run_until_stopped

    await run_until_stopped(create_app(settings))


async def _migrate(settings: "Settings") -> None:
    from bot.database.engine import Database
    from bot.database.migrations import migrate as upgrade

    database = Database(settings.database_url)
    try:
        await upgrade(database)
    finally:
        await database.close()


def _run_command(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a command; a wrong setting or a database that does not answer ends the program with one plain sentence."""
    import asyncio

    from sqlalchemy.exc import DBAPIError

    from bot.settings import WrongSetting

    try:
        return asyncio.run(work)
    except WrongSetting as wrong:
        _refuse(wrong.key, **wrong.values)
    except (DBAPIError, OSError):
        _refuse("cli-database-away")


def _refuse(key: str, **values: str) -> NoReturn:
    sys.stderr.write(plain(LANGUAGE, key, **values) + "\n")
    raise SystemExit(EXIT_WRONG_SETTING)


if __name__ == "__main__":
    main()
