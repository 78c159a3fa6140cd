"""The ``moods`` command: what is wrong is said before any studio is opened."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.exits import CommandError, Exit
from cli.main import app


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["..."], "must contain words"),
        (["a robot", "--moods", "1"], "--moods: Input should be greater than or equal to 2"),
        (["a robot", "--images", "3"], "--images: Input should be 1 or 4"),
        (["a robot", "--seed", "-1"], "--seed: Input should be greater"),
        (["a robot", "--out", __file__], "is a file; name a folder"),
    ],
)
def test_a_wrong_wish_opens_no_studio(arguments: list[str], says: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    error = CliRunner().invoke(app, ["moods", *arguments, "--home", str(home)]).exception
    assert isinstance(error, CommandError) and error.code is Exit.BAD_INPUT and says in str(error)
    assert not home.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.moods.os.access", lambda *_: False)  # whoever runs the tests may write everywhere
    arguments = ["moods", "a robot", "--out", str(tmp_path / "a" / "b"), "--home", str(tmp_path / "home")]
    error = CliRunner().invoke(app, arguments).exception
    assert isinstance(error, CommandError) and f"{tmp_path} cannot be written" in str(error)
