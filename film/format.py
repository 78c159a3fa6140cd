"""Picture formats: aspect, quality profile, size and frame rate of a film."""

from enum import StrEnum
from fractions import Fraction

from pydantic import Field

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


_SHORT_SIDE = {Quality.DRAFT: 540, Quality.FINAL: 1080}
_RATIO = {
    Aspect.LANDSCAPE: Fraction(16, 9),
    Aspect.PORTRAIT: Fraction(9, 16),
    Aspect.SQUARE: Fraction(1),
}


class FilmFormat(Value):
    """What every frame of one film has in common. ``fps`` is an integer rate: 24, 25, 30, 50 or 60."""

    aspect: Aspect = Aspect.LANDSCAPE
    quality: Quality = Quality.FINAL
    fps: int = Field(default=24, ge=24, le=60)

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
