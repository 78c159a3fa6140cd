"""Codec strings and headers for what real encoders write."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from media.errors import ForeignPartError, UnreadableError
from media.outputs.cmaf import Pictures, Sample, fragment, header
from media.outputs.codecs import codec_string
from media.source import opened
from tests.media.material import digests, patterns, times

X265 = "log-level=none:pools=none:frame-threads=1:bframes=2"


def encoded(
    path: Path, encoder: str, *, size: tuple[int, int] = (320, 180), pixels: str = "yuv420p", options: dict[str, str]
) -> Path:
    with av.open(str(path), "w", format="mp4", options={"video_track_timescale": "30000"}) as container:
        stream = container.add_stream(encoder, rate=24, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.codec_context.time_base = Fraction(1, 24)
        if encoder == "libx265":
            stream.codec_context.codec_tag = "hvc1"
        for number, frame in enumerate(patterns(24)):
            picture = frame.reformat(*size, pixels)
            picture.pts, picture.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def described(path: Path) -> str:
    with opened(path) as container:
        codec = container.streams.video[0].codec_context
        return codec_string(codec.codec.canonical_name, codec.extradata or b"")


@pytest.mark.parametrize(
    ("encoder", "size", "pixels", "options", "expected"),
    [
        ("libx264", (320, 180), "yuv420p", {"preset": "superfast"}, "avc1.64000c"),
        ("libx264", (320, 180), "yuv420p", {"preset": "ultrafast"}, "avc1.42c00c"),
        ("libx264", (640, 360), "yuv420p", {"profile": "main", "level": "4.1"}, "avc1.4d4029"),
        ("libx265", (320, 180), "yuv420p", {"preset": "ultrafast", "x265-params": X265}, "hvc1.1.6.L60.90"),
        ("libx265", (320, 180), "yuv420p10le", {"preset": "ultrafast", "x265-params": X265}, "hvc1.2.4.L60.90"),
        (
            "libx265",
            (320, 180),
            "yuv420p",
            {
                "preset": "ultrafast",
                "x265-params": f"{X265}:level-idc=5:high-tier=1:vbv-maxrate=30000:vbv-bufsize=30000",
            },
            "hvc1.1.6.H150.90",
        ),
        ("libsvtav1", (320, 180), "yuv420p", {"preset": "12"}, "av01.0.00M.08"),
        ("libsvtav1", (320, 180), "yuv420p10le", {"preset": "12"}, "av01.0.00M.10"),
        ("libsvtav1", (1280, 720), "yuv420p", {"preset": "12"}, "av01.0.05M.08"),
    ],
)
def test_the_codec_string_says_what_was_encoded(
    tmp_path: Path, encoder: str, size: tuple[int, int], pixels: str, options: dict[str, str], expected: str
) -> None:
    assert described(encoded(tmp_path / "clip.mp4", encoder, size=size, pixels=pixels, options=options)) == expected


@pytest.mark.parametrize(
    ("encoder", "options"),
    [
        ("libx264", {"preset": "superfast"}),
        ("libx265", {"preset": "ultrafast", "x265-params": X265}),
        ("libsvtav1", {"preset": "12"}),
    ],
)
def test_a_track_of_any_codec_decodes_to_the_same_pictures_at_the_same_times(
    tmp_path: Path, encoder: str, options: dict[str, str]
) -> None:
    clip = encoded(tmp_path / "clip.mp4", encoder, options=options)
    with opened(clip) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        packets = [packet for packet in container.demux(stream) if packet.size]
        delay = -(packets[0].dts or 0)
        track = Pictures(codec.codec.canonical_name, codec.extradata or b"", codec.width, codec.height, 30_000, delay)
        samples = [Sample(bytes(p), 1250, (p.pts or 0) - (p.dts or 0), p.is_keyframe) for p in packets]
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(header(track) + fragment(samples, decode_time=0, number=1))

    assert digests(copy) == digests(clip)
    assert sorted(times(copy)[0]) == sorted(times(clip)[0])
    assert described(copy) == described(clip)


def test_aac_says_which_kind_it_is() -> None:
    assert codec_string("aac", bytes([0x11, 0x90, 0x56, 0xE5, 0x00])) == "mp4a.40.2"


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("h264", b""),
        ("h264", b"\0\0\0\1\x67"),
        ("hevc", b"\1\1"),
        ("av1", b"\x12\x00"),
        ("aac", b"\x00"),
        ("vp9", b"\1"),
    ],
)
def test_what_is_no_configuration_is_refused(name: str, record: bytes) -> None:
    with pytest.raises(UnreadableError, match=name):
        codec_string(name, record)


def test_a_codec_without_a_place_in_mp4_is_refused() -> None:
    with pytest.raises(ForeignPartError, match="vp9"):
        header(Pictures("vp9", b"", 320, 180, 30_000, 0))
