"""The ``verify`` command, with no studio open."""

import json
from itertools import chain, repeat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.exits import CommandError, Exit
from cli.main import app
from film.quality import FilmReport, Flaw
from media.assemble import Part, assemble
from media.encode import encode
from media.planes import filled
from tests.media.material import SMALL, foreign_clip, patterns, tone


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["verify", *map(str, arguments)], env={"COLUMNS": "160"})


def film(folder: Path, *, black: int = 0) -> Path:
    encode(chain(patterns(24), repeat(filled(320, 180), black), patterns(24, seed=1)), folder / "clip.mp4", SMALL)
    parts = [Part(path=folder / "clip.mp4", first=0, last=48 + black)]
    sound = tone(folder / "tone.wav", 5, level=0.3)
    return assemble(parts, sound, folder / "film.mp4", profile=SMALL).path


def lines(result: Result, mark: str) -> list[str]:
    return [line.strip().removeprefix(mark).strip() for line in result.output.splitlines() if mark in line]


def test_a_good_film_is_told_line_by_line(tmp_path: Path) -> None:
    result = run(film(tmp_path))

    assert result.exit_code == Exit.OK
    assert lines(result, "✗") == [] and "No flaws." in result.output
    told = {" ".join(line.split()) for line in lines(result, "✓")}
    assert {
        "pictures every one decodes",
        "size 320x180",
        "length 48 frames, 2.000 s",
        "times 24 fps",
        "codec h264, yuv420p",
        "colour BT.709, limited range",
        "plays from its first byte yes",
        "sound aac, 48000 Hz, stereo",
        "sound length 2.000 s, as the picture",
    } <= told


def test_a_flawed_film_is_told_with_times_and_an_exit_code(tmp_path: Path) -> None:
    result = run(film(tmp_path, black=30))

    assert result.exit_code == Exit.FLAWED
    assert "✗ 0:01.000  black: black for 1.25 s" in result.output


def test_a_loudness_can_be_asked_for(tmp_path: Path) -> None:
    path = film(tmp_path)

    assert run(path, "--loudness", "-11").exit_code == Exit.OK
    assert run(path, "--loudness", "-20").exit_code == Exit.FLAWED


def test_json_is_the_whole_report(tmp_path: Path) -> None:
    result = run(film(tmp_path, black=30), "--json")

    report = FilmReport.model_validate(json.loads(result.stdout))
    assert result.exit_code == Exit.FLAWED
    assert [(flaw.flaw, flaw.at_s) for flaw in report.flaws] == [(Flaw.BLACK, 1.0)]
    assert report.facts is not None and report.facts.frames == 78


def test_a_foreign_film_is_told_what_it_is(tmp_path: Path) -> None:
    times = [0, *(1000 * number + (500 if number > 20 else 0) for number in range(1, 48))]

    result = run(foreign_clip(tmp_path / "clip.mp4", 48, times=times))

    assert result.exit_code == Exit.FLAWED
    assert "variable frame rate: pictures are shown for 33.3 to 50.0 ms" in result.output
    assert "colour untagged, range untagged" in {" ".join(line.split()) for line in lines(result, "✗")}


@pytest.mark.parametrize(("name", "code"), [("text.mp4", Exit.BAD_INPUT), ("missing.mp4", Exit.NOT_FOUND)])
def test_what_is_no_film_is_one_sentence_and_another_code(tmp_path: Path, name: str, code: Exit) -> None:
    (tmp_path / "text.mp4").write_text("nothing")

    error = run(tmp_path / name).exception

    assert isinstance(error, CommandError)
    assert error.code is code and name in str(error)
