"""Migrations: an empty database becomes exactly what the models say, whoever else is at it."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

from cli.stack import Stack
from store.migrate import upgrade

_UPGRADE = """
import sys
import store.tables
from store.migrate import upgrade
print("ready", flush=True)
upgrade(sys.argv[1])
"""


@pytest_asyncio.fixture
async def empty(servers: Stack) -> AsyncIterator[str]:
    """The URL of a new database, dropped afterwards."""
    url = servers.endpoints.database_url
    async with await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        name = sql.Identifier("empty")
        await connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield url.rpartition("/")[0] + "/empty"
        await connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def differences(url: str) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = _compared(connection)
    engine.dispose()
    return found


def _compared(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, SQLModel.metadata))


async def test_an_empty_database_becomes_exactly_what_the_models_say(empty: str) -> None:
    await asyncio.to_thread(upgrade, empty)
    assert await asyncio.to_thread(differences, empty) == []


async def test_migrating_again_changes_nothing(empty: str) -> None:
    await asyncio.to_thread(upgrade, empty)
    await asyncio.to_thread(upgrade, empty)
    assert await asyncio.to_thread(differences, empty) == []


async def test_two_processes_may_migrate_at_once(empty: str) -> None:
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", _UPGRADE, empty, stdout=PIPE)
    assert other.stdout is not None
    await other.stdout.readline()
    await asyncio.to_thread(upgrade, empty)
    assert await other.wait() == 0
    assert await asyncio.to_thread(differences, empty) == []
