"""A brief on the command line: what is sent for it, and what is refused before anything is."""

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli.brief_options import Wanted, ordering, wanted_of
from cli.exits import CommandError
from film.brief import Mode
from film.framing import Fit
from film.joints import TransitionKind


def told(**options: Any) -> dict[str, Any]:
    return wanted_of("A lamp on a desk", **options).told


def test_what_was_not_said_is_not_sent() -> None:
    assert {"mode", "duration_s", "ad", "song", "story", "title", "language"}.isdisjoint(told())
    assert "transition" not in told()["finish"].model_fields_set
    assert "captions" not in told(fit=Fit.BLUR)["finish"].look.model_fields_set


def test_details_go_where_their_mode_has_them() -> None:
    found = told(brand_name="Lumen", call="Order today", offer="20 % off")
    assert found["ad"] == {"brand": "Lumen", "call_to_action": "Order today", "offer": "20 % off"}
    assert told(character="a singer", song_start=3.5)["song"] == {"start_s": 3.5, "character": "a singer"}
    assert told(say=["Siobhan=shivawn"])["pronunciations"] == {"Siobhan": "shivawn"}
    assert told(dialogue=False)["story"] == {"telling": "narrated"}


def test_scripts_and_lyrics_are_read(tmp_path: Path) -> None:
    script, lyrics = tmp_path / "one.fountain", tmp_path / "song.lrc"
    script.write_text("INT. KITCHEN - DAY\n\nMARA\nHello.\n")
    lyrics.write_bytes("\ufeff[00:01.00] Hello".encode())
    assert told(script=script)["script"].startswith("INT. KITCHEN")
    assert told(lyrics=lyrics)["song"]["lyrics"] == "[00:01.00] Hello"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"brand_name": "x" * 90}, "--brand-name"),
        ({"call": "?"}, "--call"),
        ({"song_start": -1.0}, "--song-start"),
        ({"references": ["a b"]}, "--reference"),
        ({"say": ["Siobhan"]}, "--say"),
        ({"photos": [Path("nowhere.png")]}, "nowhere.png"),
        ({"song": Path("nowhere.wav")}, "nowhere.wav"),
        ({"lyrics": Path("nowhere.txt")}, "nowhere.txt"),
        ({"duration": 7}, "8 to 180"),
        ({"fps": 23}, "frames per second"),
    ],
)
def test_what_makes_no_sense_is_named(options: dict[str, Any], named: str) -> None:
    with pytest.raises(CommandError, match=named):
        told(**options)


def test_a_song_is_no_photo(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"x")
    with pytest.raises(CommandError, match="no picture"):
        told(photos=[tmp_path / "song.mp3"])


def test_a_command_gets_every_option_of_a_brief_and_its_own() -> None:
    app, heard = typer.Typer(), []

    @app.command()
    @ordering
    def shoot(wanted: Wanted, loud: bool = False) -> None:
        """Shoot it."""
        heard.append((wanted, loud))

    said = ["A lamp", "--loud", "--mode", "ad", "--transition", "cut", "--product", "Lamp"]
    result = CliRunner().invoke(app, said)
    assert result.exit_code == 0, result.output
    [(wanted, loud)] = heard
    assert loud and wanted.told["mode"] is Mode.AD and wanted.told["ad"] == {"product": "Lamp"}
    assert wanted.told["finish"].transition is TransitionKind.CUT
