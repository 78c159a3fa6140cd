"""Picture formats: aspect, quality profile, size and frame rate of a film."""

from enum import StrEnum
from fractions import Fraction
from typing import Literal, get_args

from film.model import Value


class Aspect(StrEnum):
    """The shape of the picture, width to height."""

    LANDSCAPE = "16:9"
    PORTRAIT = "9:16"
    SQUARE = "1:1"


class Quality(StrEnum):
    """The profile a film is made in. Parts of two profiles are never mixed in one film."""

    DRAFT = "draft"
    FINAL = "final"


class Codec(StrEnum):
    """How the picture of a film is coded. H.264 plays everywhere; HEVC and AV1 are smaller and take longer to make."""

    H264 = "h264"
    HEVC = "hevc"
    AV1 = "av1"


_SHORT_SIDE = {Quality.DRAFT: 540, Quality.FINAL: 1080}
_RATIO = {
    Aspect.LANDSCAPE: Fraction(16, 9),
    Aspect.PORTRAIT: Fraction(9, 16),
    Aspect.SQUARE: Fraction(1),
}


FrameRate = Literal[24, 25, 30, 48, 50, 60]
"""Frames per second: the rates whose frame is a whole number of ticks of the film's clock (1/30 000 s)."""

FRAME_RATES: tuple[int, ...] = get_args(FrameRate)


class FilmFormat(Value):
    """What every frame of one film has in common."""

    aspect: Aspect = Aspect.LANDSCAPE
    quality: Quality = Quality.FINAL
    fps: FrameRate = 24
    codec: Codec = Codec.H264

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even: 1920x1080 for a final 16:9, 960x540 for its draft."""
        short, ratio = _SHORT_SIDE[self.quality], _RATIO[self.aspect]
        width = short * ratio if ratio >= 1 else Fraction(short)
        height = Fraction(short) if ratio >= 1 else short / ratio
        return int(width), int(height)

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.size[1]

    def frames(self, duration_s: float) -> int:
        """The whole number of frames nearest to ``duration_s``."""
        return round(Fraction(duration_s).limit_denominator(1000) * self.fps)

    def seconds(self, frames: int) -> float:
        """The length of ``frames`` in seconds."""
        return frames / self.fps
