"""What is heard in a film, and what came of it."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from film.mix import MixSettings
from film.model import Value
from media.sound.audio import RATE

_SOFT_S = 0.005


class Piece(Value):
    """A file's sound, or the part of it from ``in_s`` up to ``out_s``; the sound of a video file is its own.

    A file that is ``optional`` becomes silence if it is missing, damaged or silent; another one is an error.
    """

    path: Path
    in_s: float = Field(default=0.0, ge=0)
    out_s: float | None = Field(default=None, ge=0)
    gain_db: float = Field(default=0.0, ge=-120, le=40)
    optional: bool = False

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.out_s is not None and self.out_s < self.in_s:
            raise ValueError("a piece of sound ends before it begins")
        return self


class SoundItem(Piece):
    """A piece of sound and where in the film it starts; what reaches beyond the film's end is cut.

    ``spoken`` says when words sound, in seconds of the file; without it, they are heard from the levels of a line.
    """

    start_s: float = Field(ge=0)
    fade_in_s: float = Field(default=_SOFT_S, ge=0)
    fade_out_s: float = Field(default=_SOFT_S, ge=0)
    spoken: tuple[tuple[float, float], ...] | None = None


class MusicBed(Piece):
    """Music under the whole film, looped if it is shorter."""


class MixPlan(Value):
    """What is heard, and how long the film is, in frames.

    ``gain_before_db`` is the gain of the cut before: it is kept while it still brings the film to its loudness, so that
    a small edit changes the sound only where it was made.
    """

    frames: int = Field(ge=1)
    fps: int = Field(ge=1)
    narration: tuple[SoundItem, ...] = ()
    music: MusicBed | None = None
    clips: tuple[SoundItem, ...] = ()
    settings: MixSettings = MixSettings()
    gain_before_db: float | None = None

    @property
    def samples(self) -> int:
        """The film's length in samples at 48 kHz."""
        return round(self.frames * RATE / self.fps)


class Stems(Value):
    """The parts of a mix, each as long as the film, the music with its ducking.

    Added up and raised by ``gain_db`` they are the mix as it was before limiting.
    """

    narration: Path
    music: Path
    clips: Path
    gain_db: float


class MixReport(Value):
    """What came out, measured. A silent mix has ``SILENT_LUFS`` and no gain; ``missing`` are optional files."""

    path: Path
    samples: int
    loudness_lufs: float
    true_peak_dbtp: float
    gain_db: float
    limited: bool
    missing: tuple[str, ...] = ()
    stems: Stems | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.samples / RATE
