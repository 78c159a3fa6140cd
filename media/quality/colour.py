"""The colour tags of a stream in words (ISO/IEC 23091-2)."""

from av.video.codeccontext import VideoCodecContext

BT709 = "BT.709, limited range"
"""What films are tagged with."""

_NAMES = {
    0: "reserved", 1: "BT.709", 2: "untagged", 5: "BT.601 (625)", 6: "BT.601 (525)",
    8: "linear", 9: "BT.2020", 13: "sRGB", 14: "BT.2020", 16: "PQ", 18: "HLG",
}  # fmt: skip
_RANGES = {1: "limited range", 2: "full range"}


def colour_of(codec: VideoCodecContext) -> str:
    """Primaries, transfer and matrix, one word if they are of one standard, and the range."""
    names = [_NAMES.get(tag, str(tag)) for tag in (codec.color_primaries, codec.color_trc, codec.colorspace)]
    words = names[0] if len(set(names)) == 1 else "/".join(names)
    return f"{words}, {_RANGES.get(codec.color_range, 'range untagged')}"
