"""Films of which nothing is known but what they say of themselves."""

from pathlib import Path

import pytest

from film.quality import FilmReport, Flaw
from media.assemble import Part, assemble
from media.quality.verify import Standard, verify_file
from tests.media.material import SMALL, contract_clip, foreign_clip, tone


def kinds(report: FilmReport) -> set[Flaw]:
    return {flaw.flaw for flaw in report.flaws}


def test_a_film_of_ours_is_good_and_its_facts_are_told(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 73)
    sound = tone(tmp_path / "tone.wav", 5, level=0.3)
    film = assemble([Part(path=clip, first=0, last=73)], sound, tmp_path / "film.mp4", profile=SMALL).path

    report = verify_file(film)

    assert report.flaws == ()
    facts = report.facts
    assert facts is not None and facts.sound is not None
    assert (facts.codec, facts.width, facts.height, facts.fps, facts.frames) == ("h264", 320, 180, 24, 73)
    assert (facts.duration_s, facts.colour) == (73 / 24, "BT.709, limited range")
    assert (facts.sound.codec, facts.sound.rate, facts.sound.channels) == ("aac", 48_000, 2)
    assert (facts.sound.extra_samples, facts.sound.duration_s) == (0, pytest.approx(73 / 24))
    assert facts.sound.loudness_lufs == pytest.approx(-11, abs=0.5)
    assert FilmReport.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize(("codec", "name"), [("libx264", "h264"), ("libx265", "hevc"), ("libsvtav1", "av1")])
def test_every_codec_of_delivery_is_accepted(tmp_path: Path, codec: str, name: str) -> None:
    report = verify_file(foreign_clip(tmp_path / "clip.mp4", 24, codec=codec))

    assert report.facts is not None and report.facts.codec == name
    assert (report.facts.fps, report.facts.frames) == (30, 24)
    assert not kinds(report) & {Flaw.TIMES, Flaw.FRAMES, Flaw.DAMAGED, Flaw.STRUCTURE}


def test_another_codec_is_told(tmp_path: Path) -> None:
    assert Flaw.CODEC in kinds(verify_file(foreign_clip(tmp_path / "clip.mp4", 24, codec="mpeg4")))


def test_pictures_that_browsers_do_not_play_are_told(tmp_path: Path) -> None:
    report = verify_file(foreign_clip(tmp_path / "clip.mp4", 24, size=(321, 181)))

    assert "H.264 in yuv444p, which browsers do not play" in {flaw.message for flaw in report.flaws}


def test_a_variable_frame_rate_is_told_with_its_steps(tmp_path: Path) -> None:
    times = [0, *(1000 * number + (500 if number > 20 else 0) for number in range(1, 48))]

    report = verify_file(foreign_clip(tmp_path / "clip.mp4", 48, times=times))

    assert report.facts is not None and report.facts.fps is None
    [finding] = [flaw for flaw in report.flaws if flaw.flaw is Flaw.TIMES]
    assert finding.message == "variable frame rate: pictures are shown for 33.3 to 50.0 ms"
    assert finding.at_s == pytest.approx(20 / 30)


@pytest.mark.parametrize(("rate", "fps"), [((24_000, 1001), 23.976), ((30_000, 1001), 29.97), ((60, 1), 60)])
def test_the_rates_of_broadcast_are_constant(tmp_path: Path, rate: tuple[int, int], fps: float) -> None:
    times = [number * 30_000 * rate[1] // rate[0] for number in range(60)]

    report = verify_file(foreign_clip(tmp_path / "clip.mp4", 60, times=times))

    assert report.facts is not None and report.facts.fps == fps
    assert Flaw.TIMES not in kinds(report)


def test_another_container_is_told(tmp_path: Path) -> None:
    report = verify_file(foreign_clip(tmp_path / "clip.mkv", 24))

    assert report.facts is not None and Flaw.STRUCTURE in kinds(report)


def test_a_loudness_is_only_asked_for_where_it_is_given(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60, sound=True)

    assert Flaw.LOUDNESS not in kinds(verify_file(clip))
    assert Flaw.LOUDNESS in kinds(verify_file(clip, Standard(loudness_lufs=-30)))


@pytest.mark.parametrize("content", [b"", b"nothing", b"\0" * 5000])
def test_no_film_at_all_has_no_facts(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "film.mp4").write_bytes(content)

    report = verify_file(tmp_path / "film.mp4")

    assert report.facts is None and kinds(report) == {Flaw.UNREADABLE}


def test_a_film_that_breaks_off_is_unreadable(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 48)
    film = assemble([Part(path=clip, first=0, last=48)], None, tmp_path / "film.mp4", profile=SMALL).path
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])

    assert kinds(verify_file(film)) == {Flaw.UNREADABLE}


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    assert kinds(verify_file(tone(tmp_path / "tone.wav", 1))) == {Flaw.UNREADABLE}
