"""Ports, logs, records and accounts, each by itself."""

import os
import socket
import stat
from pathlib import Path

import pytest

from cli.stack.account import let_through
from cli.stack.logs import rotate, tail
from cli.stack.ports import choose_ports, holder, is_free, is_listening, repick
from cli.stack.process import ProcessRecord
from cli.stack.settings import Home, Secrets, write_private


def test_chosen_ports_are_free_and_differ() -> None:
    ports = choose_ports().model_dump().values()

    assert len(set(ports)) == len(ports)
    assert all(is_free(port) for port in ports)


def test_remembered_ports_come_first_unless_taken() -> None:
    first = choose_ports()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        remembered = first.model_copy(update={"api": taken.getsockname()[1]})

        again = choose_ports(remembered)

        assert again.api != remembered.api
        assert again.temporal == remembered.temporal
        assert repick(remembered, "api").api != remembered.api
        assert repick(remembered, "previz") == remembered


def test_a_listener_is_recognised_by_its_process() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert is_listening(os.getpid(), port)
        assert not is_listening(os.getppid(), port + 1)
        assert str(os.getpid()) in (holder(port) or "")


def test_a_large_log_is_moved_aside_while_it_is_written(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"old\n" * 10)
        rotate(log, limit_bytes=20)
        writer.write(b"new\n")

    assert log.read_text() == "new\n"
    assert (tmp_path / "api.log.1").read_text() == "old\n" * 10


def test_a_log_is_quoted_by_its_last_full_lines(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_text("one\n\ntwo\nthree\n")

    assert tail(log, lines=2) == ["two", "three"]
    assert tail(tmp_path / "none.log") == []


def test_a_process_is_recognised_by_pid_and_start_time() -> None:
    record = ProcessRecord.of(os.getpid())

    assert record.process() is not None
    assert record.model_copy(update={"started_at": record.started_at - 60}).process() is None


def test_secrets_are_made_once(tmp_path: Path) -> None:
    home = Home.at(tmp_path)

    assert Secrets.ensure(home) == Secrets.ensure(home)
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600


def test_a_new_data_folder_is_closed_to_other_users(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "deep" / "home")
    home.create()

    folders = [path for path in home.root.rglob("*") if path.is_dir()]
    assert folders
    assert all(stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in folders)
    assert not stat.S_IMODE(home.root.stat().st_mode) & 0o066


def test_a_folder_that_was_there_keeps_its_mode_and_its_files(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    Home.at(tmp_path).create()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert not (tmp_path / ".gitignore").exists()


def test_a_private_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_private(path, "old")
    write_private(path, "new")

    assert path.read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["file.json"]


def test_the_data_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Home.default({}).root == tmp_path / ".reelwright"
    assert Home.default({"REELWRIGHT_HOME": str(tmp_path / "x")}).root == tmp_path / "x"


def test_only_closed_parents_are_opened_and_only_for_passing(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    closed.chmod(0o700)

    changed = let_through(inner)

    assert closed in changed
    assert stat.S_IMODE(closed.stat().st_mode) == 0o701
