"""Alembic's entry: runs migrations on the URL it is given, one process at a time."""

import os

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlmodel import SQLModel

import store.tables  # noqa: F401  (registers the tables)

_ONE_AT_A_TIME = 724_100_1


def run() -> None:
    """Migrate inside one transaction, behind an advisory lock."""
    url = context.config.attributes.get("database_url") or os.environ["DATABASE_URL"]
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.commit()
        context.configure(connection=connection, target_metadata=SQLModel.metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.commit()
    engine.dispose()


run()
