"""What is known of a song: its beat, its sections, where somebody sings. Times are seconds from its start."""

from enum import StrEnum

from pydantic import Field

from film.assets import Asset
from film.model import Value


class SectionKind(StrEnum):
    """What a section does in the song."""

    INTRO = "intro"
    VERSE = "verse"
    CHORUS = "chorus"
    BRIDGE = "bridge"
    BREAK = "break"
    OUTRO = "outro"


class SongSection(Value):
    """A part of a song that belongs together. ``energy`` is relative to the song, 0 to 1."""

    kind: SectionKind
    start_s: float = Field(ge=0)
    end_s: float = Field(gt=0)
    energy: float = Field(ge=0, le=1)
    vocals: bool


class Sung(Value):
    """A stretch in which somebody sings."""

    start_s: float = Field(ge=0)
    end_s: float = Field(gt=0)


class LyricLine(Value):
    """A line of the lyrics and when it is sung, as far as that is known."""

    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(gt=0)


class SongAnalysis(Value):
    """A song, listened to. ``downbeats_s`` are those of ``beats_s`` that begin a bar; ``energy`` is one value 0 to 1
    for each second; ``sections`` cover the song from start to end without gaps.
    """

    duration_s: float = Field(gt=0)
    tempo_bpm: float = Field(ge=0)
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    sections: tuple[SongSection, ...] = Field(min_length=1)
    energy: tuple[float, ...]
    sung: tuple[Sung, ...] = ()
    lyrics: tuple[LyricLine, ...] = ()


class SongHeard(Value):
    """What a production keeps of its song: the stored ``SongAnalysis`` and the little that is shown of it.

    ``sung_s`` is how long somebody sings in all; ``lines`` counts the lines of lyrics that have times.
    """

    document: Asset
    duration_s: float = Field(gt=0)
    tempo_bpm: float = Field(ge=0)
    sections: int = Field(ge=1)
    sung_s: float = Field(ge=0)
    lines: int = Field(default=0, ge=0)


class Lyrics(Value):
    """The lyrics of a stretch of a song, by the key of its stored ``SongAnalysis``: they may be too many to travel.

    ``from_s`` is the time in the song at which the film, or the scene, begins.
    """

    document: str
    from_s: float = Field(ge=0)
