import struct
import zlib
from fractions import Fraction
from pathlib import Path

import pytest

from media.errors import UnreadableError
from media.picture.still import load_still
from media.probe import probe
from tests.media.material import contract_clip, foreign_clip, tone


def test_a_clip_is_described_completely(tmp_path: Path) -> None:
    seen = probe(contract_clip(tmp_path / "clip.mp4", 36)).video

    assert seen is not None
    assert (seen.codec, seen.width, seen.height, seen.pix_fmt) == ("h264", 320, 180, "yuv420p")
    assert (seen.fps, seen.frames, seen.duration_s) == (Fraction(24), 36, 1.5)
    assert seen.keyframes == (0, 12, 24)
    assert (seen.colour.primaries, seen.colour.transfer, seen.colour.matrix, seen.colour.range) == (1, 1, 1, 1)


def test_sound_beside_pictures_is_described(tmp_path: Path) -> None:
    seen = probe(foreign_clip(tmp_path / "clip.mp4", 30, sound=True)).audio

    assert seen is not None
    assert (seen.codec, seen.rate, seen.channels) == ("aac", 44_100, 1)
    assert seen.duration_s == pytest.approx(1, abs=0.05)


def test_sound_alone_is_media_too(tmp_path: Path) -> None:
    seen = probe(tone(tmp_path / "tone.wav", 1.5))

    assert seen.video is None
    assert seen.audio is not None
    assert seen.audio.duration_s == pytest.approx(1.5)


def test_two_encodes_of_one_contract_have_equal_configurations(tmp_path: Path) -> None:
    clips = [probe(contract_clip(tmp_path / f"{seed}.mp4", 24, seed=seed)).video for seed in (1, 2)]

    assert len({clip.extradata_sha256 for clip in clips if clip}) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mp4", b""),
        ("text.mp4", b"This is not a film, only a sentence.\n" * 50),
        ("noise.mp4", bytes(range(256)) * 64),
        ("playlist.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"),
        ("script.mp4", b"ffconcat version 1.0\nfile /etc/hostname\n"),
        ("box.mp4", b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\xff\xff\xff\xffmoov"),
    ],
)
def test_what_is_no_media_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableError, match=name):
        probe(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        probe(tmp_path / "nothing.mp4")


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_a_truncated_clip_is_refused(tmp_path: Path, share: float) -> None:
    whole = foreign_clip(tmp_path / "whole.mp4", 60).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(UnreadableError):
        probe(cut)


def test_a_clip_with_its_index_in_front_is_refused_when_pictures_are_missing(tmp_path: Path) -> None:
    from media.assemble import Part, assemble
    from tests.media.material import SMALL

    clip = contract_clip(tmp_path / "clip.mp4", 48)
    film = assemble([Part(path=clip, first=0, last=48)], None, tmp_path / "film.mp4", profile=SMALL).path
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])

    with pytest.raises(UnreadableError, match="truncated"):
        probe(film)


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 15_000, 15_000, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(45_001 * 1000), 9)
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b""))

    with pytest.raises(UnreadableError):
        load_still(bomb, 320, 180)
    with pytest.raises(UnreadableError):
        probe(bomb)
