"""Commands about money and purchases that are refused before any studio is opened."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.exits import CommandError, Exit
from cli.main import app


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["budget", "--set", "5"], "which film"),
        (["budget", "--none"], "which film"),
        (["budget", "abc", "--total", "5"], "leave the film out"),
        (["budget", "abc", "--set", "5", "--none"], "not both"),
        (["budget", "abc", "--set", "much"], "no sum"),
        (["make", "A robot walks", "--budget", "much"], "no sum"),
        (["buy", "previz/storyboard", "-i", "prompt"], "NAME=VALUE"),
        (["buy", "previz/storyboard", "-i", "=x"], "NAME=VALUE"),
        (["buy", "previz/motion", "-a", "image=/etc/passwd"], "assets image"),
        (["buy", "previz/score", "--seconds", "-1"], "seconds"),
        (["buy", "previz/storyboard", "-i", "prompt=x", "--out", "/no/such/folder/x.png"], "no folder"),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments, env={"REELWRIGHT_HOME": str(tmp_path / "home")})
    assert isinstance(result.exception, CommandError) and result.exception.code is Exit.BAD_INPUT
    assert says in str(result.exception)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("arguments", [["decide", "abc", "abc/film/music/1", "shrug"], ["decide", "abc"], ["resume"]])
def test_an_incomplete_command_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2
