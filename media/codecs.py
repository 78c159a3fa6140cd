"""What is particular to each codec: its encoder, the options that make parts joinable, its random-access packets."""

import os
from dataclasses import dataclass

from film.format import Codec, Quality
from media.av1 import is_shown_key_frame


@dataclass(frozen=True)
class Coding:
    """One codec as this engine uses it.

    ``tag`` is the sample entry that MP4 players look for, ``None`` where the muxer's own choice is right.
    ``draft`` and ``final`` are preset and CRF by quality.
    """

    encoder: str
    decoder: str
    tag: str | None
    draft: tuple[str, int]
    final: tuple[str, int]


_CODINGS = {
    Codec.H264: Coding("libx264", "h264", None, draft=("ultrafast", 26), final=("superfast", 20)),
    # Apple's players refuse the parameter sets inside the stream that the muxer's own "hev1" allows.
    Codec.HEVC: Coding("libx265", "hevc", "hvc1", draft=("ultrafast", 30), final=("superfast", 23)),
    Codec.AV1: Coding("libsvtav1", "libdav1d", None, draft=("10", 40), final=("8", 32)),
}

_IDR_H264, _SETS_H264 = frozenset({5}), frozenset({7, 8})
_IDR_HEVC, _SETS_HEVC = frozenset({19, 20}), frozenset({32, 33, 34})


def coding(codec: Codec) -> Coding:
    """The codec's encoder, decoder and settings."""
    return _CODINGS[codec]


def settings(codec: Codec, quality: Quality) -> tuple[str, int]:
    """Preset and CRF of a film in this quality."""
    found = _CODINGS[codec]
    return found.draft if quality is Quality.DRAFT else found.final


def encoder_options(codec: Codec, preset: str, crf: int, gop_frames: int) -> dict[str, str]:
    """Options for closed GOPs, keyframes only where asked and at least every ``gop_frames``, and the same bytes always.

    x264 writes the CRF into its picture parameter sets unless told ``stitchable``; x265 and SVT-AV1 never do. x265
    numbers its frame threads and pools after the machine unless told, and adds a banner to every stream.
    """
    options = {"preset": preset, "crf": str(crf), "g": str(gop_frames)}
    if codec is Codec.H264:
        return options | {"forced-idr": "1", "x264-params": "stitchable=1:open-gop=0:scenecut=0"}
    if codec is Codec.HEVC:
        fixed = "open-gop=0:scenecut=0:info=0:frame-threads=1:pools=none:wpp=0:log-level=error"
        return options | {"forced-idr": "1", "x265-params": fixed}
    # The library greets on standard error; it reads this variable once, when its first encoder is opened.
    os.environ.setdefault("SVT_LOG", "1")
    return options | {"svtav1-params": "lp=1:scd=0"}


def reorder_frames(codec: Codec, preset: str) -> int:
    """How far packets run ahead of their display: two frames with a B-frame pyramid, none without B-frames.

    An AV1 packet holds all hidden frames that its one shown frame needs, so it never waits.
    """
    if codec is Codec.AV1 or (codec is Codec.H264 and preset == "ultrafast"):
        return 0
    return 2


def is_plain_keyframe(codec: Codec, packet: memoryview, configuration: bytes) -> bool:
    """Whether decoding can begin with this packet under ``configuration`` and nothing else.

    For H.264 and HEVC that is an IDR picture in MP4 framing without parameter sets of its own, for AV1 a shown key
    frame under the configuration's own sequence header.
    """
    if codec is Codec.AV1:
        return is_shown_key_frame(packet, configuration)
    idr, sets = (_IDR_H264, _SETS_H264) if codec is Codec.H264 else (_IDR_HEVC, _SETS_HEVC)
    kinds, at = set(), 0
    while at + 5 <= len(packet):
        length = int.from_bytes(packet[at : at + 4], "big")
        head = packet[at + 4]
        kinds.add(head & 31 if codec is Codec.H264 else head >> 1 & 63)
        at += 4 + length
    return at == len(packet) and bool(kinds & idr) and not kinds & sets
