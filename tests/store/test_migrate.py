"""Migrations: an empty database becomes exactly what the models say, whoever else is at it."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Connection, create_engine
from sqlmodel import SQLModel

from cli.stack import Stack
from store.migrate import downgrade, upgrade

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


def _old_row(key: str, state: str, settled: str | None) -> str:
    cost = "NULL" if settled is None else settled
    return (
        "INSERT INTO predictions (attempt_key, order_key, project_id, stage, provider, model, input, state, progress,"
        f" cost_reserved_usd, cost_settled_usd, created_at, updated_at) VALUES ('{key}', 'o', 'p', 'clip', 'maker',"
        f" 'maker/clip', '{{}}', '{state}', 1, 0.2665, {cost}, now(), now())"
    )


async def test_old_rows_keep_their_costs_and_learn_what_became_of_the_money(empty: str) -> None:
    await asyncio.to_thread(upgrade, empty, "0001")
    rows = {
        "home": ("succeeded", "0.3"),
        "gone": ("expired", "0.2665"),
        "refused": ("failed", "0"),
        "open": ("running", None),
        "not stored": ("succeeded", None),
    }
    url = empty.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for key, (state, settled) in rows.items():
            await connection.execute(_old_row(key, state, settled))
    await asyncio.to_thread(upgrade, empty)
    query = "SELECT attempt_key, money, cost_reserved, cost_settled, owner, currency, wanted FROM predictions"
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = {key: kept for key, *kept in await (await connection.execute(query)).fetchall()}
    reserved, rest = Decimal("0.2665"), ["local", "USD", True]
    assert found == {
        "home": ["settled", reserved, Decimal("0.3"), *rest],
        "gone": ["settled", reserved, reserved, *rest],
        "refused": ["released", reserved, Decimal(0), *rest],
        "open": ["reserved", reserved, None, *rest],
        "not stored": ["reserved", reserved, None, *rest],
    }


async def test_the_way_back_is_open_as_long_as_nothing_new_was_bought(empty: str) -> None:
    await asyncio.to_thread(upgrade, empty)
    await asyncio.to_thread(downgrade, empty, "0001")
    await asyncio.to_thread(upgrade, empty)
    assert await asyncio.to_thread(differences, empty) == []
