"""Two sizes of the same bench: the film that the aims are about, and one for a quick look."""

from dataclasses import dataclass
from enum import StrEnum

FPS = 30
SCENE_FRAMES = 5 * FPS
FADE_FRAMES = FPS // 2
PRESET, CRF = "veryfast", 20
AUDIO_BIT_RATE = 192_000
LOUDNESS_LUFS, PEAK_DBTP = -14.0, -1.0


class Scale(StrEnum):
    """How large the film is."""

    FULL = "full"
    SMALL = "small"


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


FILM_SIZE = {Scale.FULL: Size(1920, 1080), Scale.SMALL: Size(640, 360)}
LOWER_SIZE = {Scale.FULL: Size(1280, 720), Scale.SMALL: Size(426, 240)}
"""What the smaller models return, to be scaled up."""


def film_frames(scenes: int) -> int:
    """The length of a film whose neighbouring scenes share a fade."""
    return scenes * SCENE_FRAMES - (scenes - 1) * FADE_FRAMES
