"""Is a file built so that every player plays it? What its boxes and packets say, without decoding."""

from collections.abc import Iterator
from pathlib import Path

from av.codec.context import CodecContext
from av.packet import Packet
from av.video.stream import VideoStream

from film.quality import Finding, Flaw
from media.mp4 import edit_lists, is_faststart, sample_descriptions

CODECS = ("h264", "hevc", "av1")
"""What films are delivered in."""

_PARAMETER_SETS = {"avc1": (4, 0, 0x1F, (7, 8)), "hvc1": (21, 1, 0x3F, (32, 33, 34))}
"""For tags that promise parameter sets in the index only: where the configuration says how long lengths are, then the
shift and mask of a NAL unit's type, then the types that may not come in a packet (ISO/IEC 14496-15)."""

_UNUSUAL_TAGS = {"hev1": "hvc1", "avc3": "avc1"}


def file_flaws(path: Path) -> Iterator[Finding]:
    """What is wrong with an MP4 file's boxes. Raises ``UnreadableError`` if their sizes are impossible."""
    if not is_faststart(path):
        yield Finding(flaw=Flaw.FASTSTART, message="the index comes after the media")
    if any(count != 1 for count in sample_descriptions(path)):
        yield _structure("a track has more than one sample description")
    lists = edit_lists(path)
    if any(edit.media_time < 0 for edits in lists for edit in edits):
        yield _structure("an edit list begins or interrupts a track with nothing")
    if any(sum(edit.media_time >= 0 for edit in edits) > 1 for edits in lists):
        yield _structure("an edit list shows a track in more than one piece")
    if any(edit.rate != 1 for edits in lists for edit in edits):
        yield _structure("an edit list changes the speed of a track")


def codec_flaws(stream: VideoStream) -> Iterator[Finding]:
    """What is wrong with the kind of pictures."""
    codec = stream.codec_context
    if codec_name(codec) not in CODECS:
        yield Finding(flaw=Flaw.CODEC, message=f"pictures in {codec_name(codec)}, not in one of {', '.join(CODECS)}")
    if codec_name(codec) == "h264" and codec.pix_fmt not in ("yuv420p", "yuvj420p"):
        yield Finding(flaw=Flaw.CODEC, message=f"H.264 in {codec.pix_fmt}, which browsers do not play")
    if (usual := _UNUSUAL_TAGS.get(codec.codec_tag)) is not None:
        yield Finding(flaw=Flaw.CODEC, message=f"tagged {codec.codec_tag}, but some players take only {usual}")


def codec_name(codec: CodecContext) -> str:
    """The name of the kind of stream, not of the library that decodes it."""
    return codec.codec.canonical_name


def has_parameter_sets(packet: "Packet[VideoStream]", codec: CodecContext) -> bool:
    """Whether a packet carries parameter sets of its own, which its tag forbids and which would outlive it."""
    if codec.codec_tag not in _PARAMETER_SETS:
        return False
    length_at, shift, mask, forbidden = _PARAMETER_SETS[codec.codec_tag]
    configuration = codec.extradata or b""
    size = (configuration[length_at] & 3) + 1 if len(configuration) > length_at else 4
    data, at = memoryview(packet), 0
    while at + size < len(data):
        if data[at + size] >> shift & mask in forbidden:
            return True
        at += size + int.from_bytes(data[at : at + size], "big")
    return False


def _structure(message: str) -> Finding:
    return Finding(flaw=Flaw.STRUCTURE, message=message)
