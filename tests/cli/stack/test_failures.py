"""When a part can't start, the message says which, where, and how its log ends."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli.stack import Happening, Part, Stack, StackError, StackEvent, read_endpoints
from cli.stack.endpoints import Site, external_parts
from cli.stack.objects import Objects
from cli.stack.ports import Ports
from cli.stack.settings import Home, Secrets
from tests.cli.stack.standins.crew import SmallPreviz


class BrokenPreviz(SmallPreviz):
    def command(self) -> Sequence[str]:
        return [sys.executable, "-c", "raise SystemExit('the model is missing')"]


class MissingPreviz(SmallPreviz):
    def command(self) -> Sequence[str]:
        return ["/nowhere/previz"]


class DeafPreviz(SmallPreviz):
    ready_timeout_s = 0.3

    def command(self) -> Sequence[str]:
        return [sys.executable, "-c", "import signal; signal.pause()"]


async def failure_of(home: Path, service: type[SmallPreviz], events: list[StackEvent]) -> StackError:
    stack = Stack(home, on_event=events.append, services=[Objects, service])
    with pytest.raises(StackError) as caught:
        await stack.start()
    return caught.value


async def test_a_part_that_dies_at_once_is_given_up_with_its_port_and_log(tmp_path: Path) -> None:
    events: list[StackEvent] = []

    error = await failure_of(tmp_path, BrokenPreviz, events)

    assert error.part == Part.PREVIZ
    assert error.log == tmp_path / "logs" / "previz.log"
    assert f"port {error.port}" in str(error)
    assert "the model is missing" in str(error)
    assert [e.what for e in events if e.part == Part.PREVIZ][-1] == Happening.STOPPED
    assert Happening.FAILED in [e.what for e in events if e.part == Part.PREVIZ]


async def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    error = await failure_of(tmp_path, MissingPreviz, [])

    assert "Previz does not start" in str(error)


async def test_a_part_that_never_answers_is_given_up_at_its_first_silence(tmp_path: Path) -> None:
    events: list[StackEvent] = []

    error = await failure_of(tmp_path, DeafPreviz, events)

    assert "did not answer within" in str(error)
    assert Happening.RESTARTING not in [event.what for event in events]


async def test_a_failed_start_leaves_nothing_running_and_can_be_repeated(tmp_path: Path) -> None:
    await failure_of(tmp_path, BrokenPreviz, [])
    assert read_endpoints(tmp_path) is None

    async with Stack(tmp_path, services=[Objects]) as stack:
        assert read_endpoints(tmp_path) == stack.endpoints


async def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StackError, match="REELWRIGHT_HOME"):
        await Stack(tmp_path / "file" / "home").start()


async def test_a_part_set_in_the_environment_is_used_and_not_started(tmp_path: Path) -> None:
    events: list[StackEvent] = []
    async with Stack(tmp_path / "own", services=[Objects]) as own:
        theirs = {name: value for name, value in own.environment.items() if name.startswith("AWS_")}
        environ = {**own.environment, **theirs, "REELWRIGHT_BUCKET": "elsewhere"}
        for variable in ("TEMPORAL_ADDRESS", "DATABASE_URL"):
            environ.pop(variable)
        # The launcher's own S3 client reads the same variables.
        with pytest.MonkeyPatch.context() as patch:
            for name, value in theirs.items():
                patch.setenv(name, value)
            stack = Stack(tmp_path / "guest", on_event=events.append, services=[Objects, SmallPreviz], environ=environ)
            async with stack:
                assert stack.endpoints.s3_endpoint_url == own.endpoints.s3_endpoint_url
                assert stack.environment["REELWRIGHT_BUCKET"] == "elsewhere"
        assert (own.home.objects / "elsewhere").is_dir()

    assert {event.what for event in events if event.part == Part.OBJECTS} == {Happening.NOTE}


async def test_a_stack_that_is_idle_ends_by_itself(tmp_path: Path) -> None:
    answers = iter([True, True])

    async def is_busy() -> bool:
        return next(answers, False)

    async with Stack(tmp_path, services=[Objects]) as stack:
        await stack.run_until_idle(is_busy, grace_s=0.1)

    assert next(answers, None) is None


async def test_a_request_to_stop_ends_the_wait_of_a_busy_stack(tmp_path: Path) -> None:
    async def is_busy() -> bool:
        return True

    async with Stack(tmp_path, services=[Objects]) as stack:
        waiting = asyncio.create_task(stack.run_until_idle(is_busy, grace_s=60.0))
        await stack.stop()
        await waiting


def test_accounts_of_the_user_do_not_reach_embedded_parts(tmp_path: Path) -> None:
    environ = {"AWS_PROFILE": "work", "TEMPORAL_API_KEY": "key", "PGHOST": "db", "PATH": "/bin", "NO_PROXY": "x"}
    site = Site(home=Home.at(tmp_path), secrets=Secrets.generate(), ports=Ports(), environ=environ)

    ours = site.environment

    assert not {"AWS_PROFILE", "TEMPORAL_API_KEY", "PGHOST"} & ours.keys()
    assert ours["PATH"] == "/bin"
    assert ours["NO_PROXY"] == "x,127.0.0.1,localhost"


def test_accounts_of_the_user_reach_external_parts(tmp_path: Path) -> None:
    environ = {"TEMPORAL_ADDRESS": "film.tmprl.cloud:7233", "TEMPORAL_NAMESPACE": "film", "TEMPORAL_API_KEY": "key"}
    site = Site(
        home=Home.at(tmp_path),
        secrets=Secrets.generate(),
        ports=Ports(),
        environ=environ,
        external=external_parts(environ),
    )

    assert site.environment.items() >= environ.items()
    assert site.endpoints.temporal_address == "film.tmprl.cloud:7233"
