import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import pytest

from film.sprites import Sprites, SpriteSheet, sprite_index
from media.encode import encode
from media.errors import CancelledError, UnreadableError
from media.outputs.sprites import INDEX, write_sprites
from media.planes import blank, planes_of
from media.profile import VideoProfile
from tests.media.material import SMALL, tone

TINY = VideoProfile(width=64, height=36, fps=24, preset="superfast", crf=20)


def shades(count: int, profile: VideoProfile) -> Iterator[av.VideoFrame]:
    """Frame ``n`` is grey, as light as ``n`` says."""
    for number in range(count):
        frame = blank(profile.width, profile.height)
        luma, u, v = planes_of(frame)
        luma[:], u[:], v[:] = 16 + number * 219 // count, 128, 128
        yield frame


def cues(text: str) -> list[tuple[str, str, int, int, int, int]]:
    """Start, sheet and rectangle of every cue."""
    found = re.findall(r"^(\S+) --> \S+\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$", text, re.M)
    return [(start, sheet, int(x), int(y), int(w), int(h)) for start, sheet, x, y, w, h in found]


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_every_tile_shows_its_time(tmp_path: Path, suffix: str) -> None:
    film = tmp_path / "film.mp4"
    encode(shades(240, SMALL), film, SMALL)

    made = write_sprites(film, tmp_path / "sprites", suffix=suffix)

    assert (made.tile_width, made.tile_height, made.duration_s) == (160, 90, 10)
    listed = cues((tmp_path / "sprites" / INDEX).read_text())
    assert [seconds(start) for start, *_ in listed] == [0, 2, 4, 6, 8]
    for start, sheet, x, y, w, h in listed:
        tile = cv2.imread(str(tmp_path / "sprites" / sheet))[y : y + h, x : x + w]
        shown_s = tile.mean() / 255 * 10
        assert seconds(start) - 0.1 <= shown_s <= seconds(start) + 2.1


def test_films_with_few_keyframes_still_have_the_right_tiles(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    encode(shades(120, SMALL), film, SMALL)

    made = write_sprites(film, tmp_path / "sprites", every_s=Fraction(1, 2), long_side=64)

    assert made.sheets[0].tiles == 10
    sheet = cv2.imread(str(tmp_path / "sprites" / made.sheets[0].uri))
    shown = [sheet[:, n * 64 : (n + 1) * 64].mean() / 255 * 5 for n in range(10)]
    assert shown == pytest.approx([n / 2 + 0.25 for n in range(10)], abs=0.06)


def test_long_films_have_several_sheets(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    encode(shades(24 * 11, TINY), film, TINY, keyframes=range(0, 24 * 11, 2))

    made = write_sprites(film, tmp_path / "sprites", every_s=Fraction(1, 10), long_side=32)

    assert [sheet.tiles for sheet in made.sheets] == [100, 10]
    shapes = [cv2.imread(str(tmp_path / "sprites" / sheet.uri)).shape for sheet in made.sheets]
    assert shapes == [(180, 320, 3), (18, 320, 3)]
    assert len(cues((tmp_path / "sprites" / INDEX).read_text())) == 110


def test_colours_are_those_of_the_film(tmp_path: Path) -> None:
    profile = SMALL.model_copy(update={"crf": 5})
    frame = blank(320, 180)
    luma, u, v = planes_of(frame)
    luma[:], u[:], v[:] = 63, 102, 240  # BT.709's red
    film = tmp_path / "film.mp4"
    encode((frame for _ in range(24)), film, profile)

    made = write_sprites(film, tmp_path / "sprites")

    blue, green, red = cv2.imread(str(tmp_path / "sprites" / made.sheets[0].uri)).reshape(-1, 3).mean(axis=0)
    assert (red, green, blue) == pytest.approx((255, 0, 0), abs=4)


def test_tall_films_have_tall_tiles(tmp_path: Path) -> None:
    tall = SMALL.model_copy(update={"width": 180, "height": 320})
    film = tmp_path / "film.mp4"
    encode(shades(24, tall), film, tall)

    made = write_sprites(film, tmp_path / "sprites")

    assert (made.tile_width, made.tile_height) == (90, 160)


def test_it_stops_when_told_to_and_refuses_what_has_no_pictures(tmp_path: Path) -> None:
    film, sound = tmp_path / "film.mp4", tone(tmp_path / "tone.wav", 1)
    encode(shades(48, SMALL), film, SMALL)
    with pytest.raises(CancelledError):
        write_sprites(film, tmp_path / "sprites", should_stop=lambda: True)
    with pytest.raises(UnreadableError, match=r"tone\.wav"):
        write_sprites(sound, tmp_path / "sprites")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mp4", "tone.wav"]


def test_an_index_counts_on_from_sheet_to_sheet_and_past_the_hour() -> None:
    sheets = (SpriteSheet(uri="a.jpg", tiles=100, columns=10), SpriteSheet(uri="b.jpg", tiles=1, columns=10))
    text = sprite_index(
        Sprites(sheets=sheets, every_s=Fraction(60), duration_s=Fraction(6059), tile_width=16, tile_height=9)
    )
    assert "01:39:00.000 --> 01:40:00.000\na.jpg#xywh=144,81,16,9\n" in text
    assert text.endswith("01:40:00.000 --> 01:40:59.000\nb.jpg#xywh=0,0,16,9\n")
