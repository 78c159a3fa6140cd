"""Assets: immutable files named by their content."""

from enum import StrEnum

from pydantic import Field

from film.model import Value


class AssetKind(StrEnum):
    """What a stored file is for."""

    STILL = "still"
    CLIP = "clip"
    SPEECH = "speech"
    MUSIC = "music"
    TIMINGS = "timings"
    DOCUMENT = "document"
    CUTOUT = "cutout"
    TRANSCRIPT = "transcript"
    SEGMENT = "segment"
    MIX = "mix"
    POSTER = "poster"
    FILM = "film"
    CAPTIONS = "captions"
    TRACK = "track"
    STEM = "stem"
    WAVEFORM = "waveform"
    STREAM = "stream"
    FRAGMENT = "fragment"
    SPRITES = "sprites"
    PICTURE = "picture"
    SONG = "song"


class Asset(Value):
    """A stored file: its key in object storage, its SHA-256 and what is known of it without opening it."""

    key: str
    kind: AssetKind
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int = Field(ge=0)
    content_type: str
    duration_s: float | None = None
    frames: int | None = None
