"""The command line. A command imports what it needs itself: `centrik --help` waits for no Telegram library."""

import gc
import re
import sys
from collections.abc import Coroutine
from datetime import timedelta
from functools import partial
from importlib import import_module
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
    moment = _run_command(_advance(settings, timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)))
    if moment is None:
        _refuse("cli-clock-not-started")
    typer.echo(plain(LANGUAGE, "cli-clock-moved", moment=moment))


@cli.command(help=plain(LANGUAGE, "cli-doctor"))
def doctor() -> None:
    settings = _settings()
    from bot.cli.doctor import examine

    raise typer.Exit(_run_command(examine(Say(LANGUAGE), settings)))


@cli.command(help=plain(LANGUAGE, "cli-demo"))
def demo() -> None:
    import asyncio

    try:
        from demo.play import play
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"demo", "sandbox"}:
            raise
        _refuse("cli-demo-needs-repository")

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
    from bot.cli.load import run_load

    raise typer.Exit(_run_command(run_load(Say(LANGUAGE), settings, file, apply=apply, invites=invites)))


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


async def _advance(settings: "Settings", by: timedelta) -> str | None:
    """Move the clock and return what it shows, in the zone of the settings; None if it was never started."""
    from zoneinfo import ZoneInfo

    from bot.clock.rehearsal import advance
    from bot.database.engine import Database
    from bot.database.migrations import migrate as upgrade

    database = Database(settings.database_url)
    try:
        await upgrade(database)
        moment = await database.run(advance, by)
    finally:
        await database.close()
    return None if moment is None else f"{moment.astimezone(ZoneInfo(settings.timezone)):%d.%m.%Y %H:%M}"


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
