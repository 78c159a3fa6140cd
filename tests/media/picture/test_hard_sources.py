import struct
import subprocess
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest

from media.errors import UnreadableError
from media.picture.conform import Target, conform
from media.picture.decoding import Clock
from media.probe import probe
from media.source import opened
from tests.media.material import SMALL, contract_clip, digests, foreign_clip
from tests.media.picture.numbered import numbered_clip, shown
from tests.media.picture.test_targets import Onlooker

GOPS = {"preset": "ultrafast", "crf": "6", "x264-params": "keyint=8:min-keyint=8:scenecut=0"}
INTRA = {"preset": "ultrafast", "crf": "6", "g": "1"}


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)], check=True)


def conformed(clip: Path, frames: int) -> list[int]:
    conform(clip, [Target(clip.parent / "out.mp4", SMALL)], frames=frames, edge_frames=2)
    return shown(clip.parent / "out.mp4")


def spoil(clip: Path, numbers: list[int]) -> Path:
    """Noise in the packets with these numbers, in decode order."""
    with opened(clip) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(container.streams.video[0]) if packet.size]
    data = bytearray(clip.read_bytes())
    noise = np.random.default_rng(7)
    for number in numbers:
        position, size = places[number]
        data[position + 5 : position + size] = noise.integers(0, 256, size - 5, np.uint8).tobytes()
    clip.write_bytes(bytes(data))
    return clip


def test_pictures_at_uneven_times_are_shown_at_their_times(tmp_path: Path) -> None:
    times = [0, 2500, 3750, 10_000, 10_500, 20_000]
    clip = numbered_clip(tmp_path / "clip.mp4", 6, times=times)

    assert conformed(clip, 20) == [0, 0, 1, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5]


def test_what_the_edit_list_skips_is_not_shown(tmp_path: Path) -> None:
    whole = numbered_clip(tmp_path / "whole.mp4", 40, options=GOPS)
    ffmpeg("-ss", "0.5", "-i", whole, "-c", "copy", tmp_path / "clip.mp4")
    with opened(tmp_path / "clip.mp4") as container:
        assert any(packet.is_discard for packet in container.demux(container.streams.video[0]))

    assert conformed(tmp_path / "clip.mp4", 20) == list(range(12, 32))
    seen = probe(tmp_path / "clip.mp4").video
    assert seen is not None
    assert seen.frames == 28
    assert seen.duration_s == pytest.approx(28 / 24)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.ts", "clip.mkv"])
def test_a_clip_that_starts_late_starts_at_once(tmp_path: Path, name: str) -> None:
    ffmpeg("-itsoffset", "1.5", "-i", numbered_clip(tmp_path / "whole.mp4", 30), "-c", "copy", tmp_path / name)

    assert conformed(tmp_path / name, 24) == list(range(24))


def test_a_container_without_display_times_is_shown_in_order(tmp_path: Path) -> None:
    with_b_frames = {"preset": "veryfast", "crf": "6", "x264-params": "bframes=2:scenecut=0"}
    numbered_clip(tmp_path / "clip.avi", 30, options=with_b_frames)

    assert conformed(tmp_path / "clip.avi", 24) == list(range(24))


def test_missing_and_backward_times_follow_the_nominal_rate() -> None:
    clock = Clock(Fraction(1, 24))

    times = [clock.tick(time) for time in (Fraction(5), None, Fraction(4), None, Fraction(6))]

    assert times == [0, Fraction(1, 24), Fraction(2, 24), Fraction(3, 24), 1]


def test_picture_types_of_the_source_are_no_orders_to_the_encoder(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 48, size=(160, 90), options={"preset": "ultrafast", "g": "1"})

    conformed(clip, 48)

    with opened(tmp_path / "out.mp4") as container:
        keyframes = [
            packet.pts
            for packet in container.demux(container.streams.video[0])
            if packet.size and packet.is_keyframe and packet.pts is not None
        ]
    assert len(keyframes) == 3


def test_damaged_pictures_are_replaced_by_the_last_good_one(tmp_path: Path) -> None:
    clip = spoil(numbered_clip(tmp_path / "clip.mp4", 32, options=INTRA), [10, 11, 20])
    onlooker = Onlooker()

    (made,) = conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=32, edge_frames=2, observers=[onlooker])

    assert made.damaged_frames == 3
    expected = [*range(10), 9, 9, *range(12, 20), 19, *range(21, 32)]
    assert shown(made.path) == expected
    assert onlooker.times == [Fraction(number, 24) for number in sorted(set(expected))]
    assert len(onlooker.missed) == 3


def test_a_lost_keyframe_costs_its_gop_and_shifts_nothing(tmp_path: Path) -> None:
    clip = spoil(numbered_clip(tmp_path / "clip.mp4", 32, options=GOPS), [0])

    (made,) = conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=32, edge_frames=2)

    numbers = shown(made.path)
    assert numbers[8:] == list(range(8, 32))
    assert 1 <= made.damaged_frames <= 8


def test_a_clip_of_which_most_is_damaged_is_refused(tmp_path: Path) -> None:
    clip = spoil(numbered_clip(tmp_path / "clip.mp4", 32, options=INTRA), list(range(3, 25)))

    with pytest.raises(UnreadableError, match="damaged"):
        conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=32, edge_frames=2)

    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_damaged_clip_is_not_copied_when_somebody_looked(tmp_path: Path) -> None:
    clip = spoil(contract_clip(tmp_path / "clip.mp4", 48, gop=6), [20])

    (made,) = conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=48, edge_frames=12, observers=[Onlooker()])

    assert made.damaged_frames >= 1
    assert made.copied_frames == 0
    assert len(digests(made.path)) == 48


def patched(clip: Path, box: bytes, offset: int, value: int) -> Path:
    """A header of the MP4 with another 32-bit number, ``offset`` bytes after its name."""
    data = bytearray(clip.read_bytes())
    at = data.index(box) + 4 + offset
    data[at : at + 4] = struct.pack(">I", value)
    clip.write_bytes(bytes(data))
    return clip


@pytest.mark.parametrize(("box", "offset"), [(b"mvhd", 16), (b"mdhd", 16), (b"tkhd", 20)])
@pytest.mark.parametrize("value", [1, 0xFFFFFF00])
def test_durations_in_headers_are_not_believed(tmp_path: Path, box: bytes, offset: int, value: int) -> None:
    clip = patched(numbered_clip(tmp_path / "clip.mp4", 30), box, offset, value)

    assert conformed(clip, 24) == list(range(24))
    seen = probe(clip).video
    assert seen is not None
    assert seen.duration_s == pytest.approx(30 / 24, abs=0.05)
    assert seen.fps == pytest.approx(24, rel=0.1)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_flags_are_obeyed_as_players_do(tmp_path: Path, turn: int) -> None:
    frame_file, clip = tmp_path / "whole.mp4", tmp_path / "clip.mp4"
    foreign_clip(frame_file, 8, size=(160, 284))
    ffmpeg("-display_rotation", str(turn), "-i", frame_file, "-c", "copy", clip)
    ffmpeg("-i", clip, "-frames:v", "1", "-vf", "scale=320:180", tmp_path / "player.mkv")

    profile = SMALL if turn != 180 else SMALL.model_copy(update={"width": 180, "height": 320})
    if turn == 180:
        ffmpeg("-i", clip, "-frames:v", "1", "-vf", "scale=180:320", tmp_path / "player.mkv")
    conform(clip, [Target(tmp_path / "out.mp4", profile)], frames=8, edge_frames=2)

    with opened(tmp_path / "out.mp4") as ours, opened(tmp_path / "player.mkv") as theirs:
        made, expected = (
            next(container.decode(container.streams.video[0])).to_ndarray(format="gray").astype(int)
            for container in (ours, theirs)
        )
    assert np.abs(made - expected).mean() < 12


@pytest.mark.parametrize("sound", [True, False])
def test_sound_makes_no_difference(tmp_path: Path, sound: bool) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 30, sound=sound)

    assert len(conformed(clip, 24)) == 24
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]
