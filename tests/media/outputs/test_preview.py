from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from film.playlist import Fragment, growing_playlist
from media.errors import CancelledError, UnreadableError
from media.outputs.preview import ScenePreview, SceneSound, preview_fragment, preview_headers
from media.sound.audio import RATE, read_sound
from media.source import opened
from media.span import Span
from tests.media.material import SMALL, digests, times, tone
from tests.media.outputs.films import scenes
from tests.media.outputs.reading import decode_time

EDGE = 12
LENGTHS = (60, 51, 67)


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> list[Span]:
    """Each scene as the preview shows it: hard cuts, so all heads but the first are left out."""
    whole = scenes(tmp_path_factory.mktemp("scenes"), LENGTHS, EDGE)
    return [Span(span.path, EDGE if number else 0, span.last) for number, span in enumerate(whole)]


def starts(spans: list[Span]) -> list[int]:
    return [sum(span.frames for span in spans[:number]) for number in range(len(spans))]


def previews(spans: list[Span], folder: Path, sounds: list[SceneSound]) -> list[ScenePreview]:
    frames = sum(span.frames for span in spans)
    return [
        preview_fragment(
            span,
            folder / f"v{number}.m4s",
            folder / f"a{number}.m4s",
            profile=SMALL,
            start=start,
            film_frames=frames,
            sounds=sounds,
        )
        for number, (span, start) in enumerate(zip(spans, starts(spans), strict=True))
    ]


def test_scenes_made_alone_are_one_film_together(spans: list[Span], tmp_path: Path) -> None:
    head = preview_headers(spans[1], tmp_path / "v.mp4", tmp_path / "a.mp4", profile=SMALL)
    made = previews(spans, tmp_path, [])
    pictures, sounds = tmp_path / "video.mp4", tmp_path / "audio.mp4"
    pictures.write_bytes(b"".join(path.read_bytes() for path in [head.picture, *(scene.picture for scene in made)]))
    sounds.write_bytes(b"".join(path.read_bytes() for path in [head.sound, *(scene.sound for scene in made)]))

    frames = sum(span.frames for span in spans)
    assert digests(pictures) == [digest for span in spans for digest in digests(span.path)[span.first : span.last]]
    shown, decoded = times(pictures)
    assert sorted(shown) == [Fraction(number, 24) for number in range(frames)]
    assert all(later - earlier == Fraction(1, 24) for earlier, later in pairwise(decoded))
    with opened(sounds) as container:
        packets = [packet for packet in container.demux(container.streams.audio[0]) if packet.size]
    assert [packet.pts for packet in packets] == list(range(0, frames * 2000, 1024))
    assert sum(packet.duration or 0 for packet in packets) == frames * 2000
    assert sum(scene.picture_s for scene in made) == sum(scene.sound_s for scene in made) == Fraction(frames, 24)


def test_a_sound_across_all_scenes_is_heard_without_clicks(spans: list[Span], tmp_path: Path) -> None:
    hum = SceneSound(path=tone(tmp_path / "hum.wav", 9, hertz=440, level=0.25), start_s=0)
    head = preview_headers(spans[0], tmp_path / "v.mp4", tmp_path / "a.mp4", profile=SMALL)
    made = previews(spans, tmp_path, [hum])
    whole = tmp_path / "audio.mp4"
    whole.write_bytes(b"".join(path.read_bytes() for path in [head.sound, *(scene.sound for scene in made)]))

    heard = read_sound(whole)[:, 0]
    steepest = 0.25 * 2 * np.pi * 440 / RATE
    assert np.abs(np.diff(heard)).max() < 1.3 * steepest
    original = read_sound(hum.path)[:, 0]
    joints = [decode_time(scene.sound.read_bytes()) for scene in made[1:]]
    for first, last in pairwise([0, *joints, sum(span.frames for span in spans) * 2000]):
        # A packet's sound is whole from the next one on: 1024 samples around a joint are silent by intention.
        inside = slice(first + 2048, last - 2048)
        assert np.abs(heard[inside] - original[inside]).max() < 0.02
    for joint in joints:
        assert np.abs(heard[joint + 100 : joint + 900]).max() < 0.01


def test_a_scene_is_the_same_bytes_whoever_makes_it(spans: list[Span], tmp_path: Path) -> None:
    line = SceneSound(path=tone(tmp_path / "line.wav", 2), start_s=3)
    once, twice = tmp_path / "once", tmp_path / "twice"
    first, second = previews(spans, once, [line]), previews(spans, twice, [line])

    for a, b in zip(first, second, strict=True):
        assert a.picture.read_bytes() == b.picture.read_bytes()
        assert a.sound.read_bytes() == b.sound.read_bytes()


def test_headers_are_the_same_from_every_scene(spans: list[Span], tmp_path: Path) -> None:
    made = {
        preview_headers(span, tmp_path / "v.mp4", tmp_path / "a.mp4", profile=SMALL).picture.read_bytes()
        for span in spans
    }
    assert len(made) == 1


def test_quiet_narration_is_raised_and_loud_clips_do_not_clip(spans: list[Span], tmp_path: Path) -> None:
    whisper = SceneSound(path=tone(tmp_path / "whisper.wav", 2, hertz=1000, level=0.01), start_s=0.2, spoken=True)
    roar = SceneSound(path=tone(tmp_path / "roar.wav", 2, hertz=1000, level=0.9), start_s=0.2, gain_db=12)
    head = preview_headers(spans[0], tmp_path / "v.mp4", tmp_path / "a.mp4", profile=SMALL)

    def peak(sound: SceneSound) -> float:
        made = preview_fragment(
            spans[0], tmp_path / "v", tmp_path / "a", profile=SMALL, start=0, film_frames=60, sounds=[sound]
        )
        joined = tmp_path / "one.mp4"
        joined.write_bytes(head.sound.read_bytes() + made.sound.read_bytes())
        return float(np.abs(read_sound(joined)).max())

    assert 0.1 < peak(whisper) < 0.3
    assert 0.7 < peak(roar) < 1.0


def test_refusals_leave_nothing_behind(spans: list[Span], tmp_path: Path) -> None:
    out = tmp_path / "v.m4s", tmp_path / "a.m4s"
    with pytest.raises(ValueError, match="of a film of 40"):
        preview_fragment(spans[0], *out, profile=SMALL, start=0, film_frames=40)
    with pytest.raises(UnreadableError):
        absent = SceneSound(path=tmp_path / "absent.wav", start_s=0)
        preview_fragment(spans[0], *out, profile=SMALL, start=0, film_frames=60, sounds=[absent])
    with pytest.raises(CancelledError):
        preview_fragment(spans[0], *out, profile=SMALL, start=0, film_frames=60, should_stop=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_a_preview_list_ends_before_the_first_missing_scene() -> None:
    places = [Fragment(uri=f"{number}.m4s", duration_s=Fraction(2), size_bytes=9) for number in range(3)]
    text = growing_playlist("i.mp4", [places[0], None, places[2]], longest_s=Fraction(2))
    assert "0.m4s" in text
    assert "2.m4s" not in text
    assert "ENDLIST" not in text
