"""The ``flavours`` command, with no studio open."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.exits import CommandError, Exit
from cli.main import app
from store.flavours import FOLDER_VARIABLE, load_flavours


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    load_flavours.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    load_flavours.cache_clear()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flavours", *arguments], env={"COLUMNS": "160"})


def test_a_list_tells_pace_and_purpose() -> None:
    lines = {line.split()[0]: line for line in run().output.splitlines() if line.strip()}
    assert "2.6 s" in lines["social-vertical"] and "Made for a thumb" in lines["social-vertical"]
    assert "story, ad" in lines["documentary"] and "music_video" not in lines["documentary"]


def test_one_flavour_tells_its_look_and_its_words() -> None:
    output = run("noir").output
    assert "single hard key" in output and "dip to black" in output and "--prompts shows all" in output
    assert "{Subject} {action}" in output and "first person" not in output
    assert "first person" in run("noir", "--prompts").output


def test_json_is_the_apis() -> None:
    assert json.loads(run("--json").output)["flavours"][0]["name"] == "default"
    assert json.loads(run("noir", "--json").output)["boards"] == 1


def test_an_unknown_flavour_ends_with_a_sentence_and_a_code() -> None:
    error = run("sepia").exception
    assert isinstance(error, CommandError) and error.code is Exit.NOT_FOUND and "there is anime" in str(error)


def test_what_is_broken_is_told_below(own: Path) -> None:
    (own / "mine").mkdir()
    (own / "mine" / "parameters.yaml").write_text("title: [x\n")
    output = run().output
    assert "cannot be used" in output and "mine/parameters.yaml:2: " in output
    assert "mine/parameters.yaml:2: " in run("mine").output
