"""Takes rows of an earlier version over."""

from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.database.migrations import migrate


async def fill(database: Database, revision: str, statements: str) -> None:
    """Migrate to a revision, run statements separated by `;`, and migrate to the newest."""
    await migrate(database, revision)
    await database.run(execute, statements.split(";\n"))
    await migrate(database)


def execute(db: Session, statements: list[str]) -> None:
    for statement in statements:
        db.connection().exec_driver_sql(statement)
