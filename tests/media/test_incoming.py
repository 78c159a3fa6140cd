"""Files that people bring: what they are, and what is turned away though its first bytes promise something else."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.errors import UnreadableError
from media.incoming import incoming_picture, incoming_sound

RATE = 44_100


def sound(path: Path, codec: str, *, seconds: float = 3.0, container: str | None = None) -> Path:
    tone = (np.sin(np.arange(int(RATE * seconds)) * 0.06) * 8000).astype(np.int16)
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=RATE, layout="mono")
        resampler = av.AudioResampler(format=stream.codec_context.format or "s16", layout="mono", rate=RATE)
        frame = av.AudioFrame.from_ndarray(tone[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, 0
        size = stream.codec_context.frame_size or 4096
        fifo = av.AudioFifo()
        for each in resampler.resample(frame):
            fifo.write(each)
        while part := fifo.read(size, partial=True):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return path


def png(path: Path, pixels: np.ndarray) -> Path:
    encoder = av.CodecContext.create("png", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.height, encoder.width = pixels.shape[:2]
    encoder.time_base, encoder.pix_fmt = Fraction(1), "rgba"
    frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
    path.write_bytes(b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None))))
    return path


def clip(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(24):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec"), [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.m4a", "aac"), ("a.mp3", "libmp3lame")]
)
def test_songs_are_measured_by_what_is_there(tmp_path: Path, name: str, codec: str) -> None:
    whole = sound(tmp_path / name, codec)
    assert incoming_sound(whole).duration_s == pytest.approx(3, abs=0.1)
    if codec == "flac":
        (tmp_path / f"half-{name}").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        with pytest.raises(UnreadableError, match="cut off"):
            incoming_sound(tmp_path / f"half-{name}")


def test_a_sound_under_the_brand_of_a_video_is_a_sound(tmp_path: Path) -> None:
    assert incoming_sound(sound(tmp_path / "a.mp4", "aac", container="mp4")).duration_s > 2.9


def test_a_video_is_no_song(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="video"):
        incoming_sound(clip(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    "content", [b"ID3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\x00" * 4000, b"fLaC" + b"\x07" * 300]
)
def test_a_promise_without_sound_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(UnreadableError):
        incoming_sound(tmp_path / "a.mp3")


@pytest.mark.parametrize(("see_through", "cut_out"), [(0, False), (2, False), (400, True)])
def test_a_cut_out_has_more_than_soft_corners(tmp_path: Path, see_through: int, cut_out: bool) -> None:
    pixels = np.full((40, 40, 4), 255, np.uint8)
    pixels.reshape(-1, 4)[:see_through, 3] = 0
    found = incoming_picture(png(tmp_path / "a.png", pixels))
    assert (found.width, found.height, found.transparent) == (40, 40, cut_out)


def test_a_clip_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        incoming_picture(clip(tmp_path / "a.mp4"))
