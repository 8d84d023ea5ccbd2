"""The database: engine, migrations, and the lock of the leading process."""
