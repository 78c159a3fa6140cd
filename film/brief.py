"""The brief: what a person asks for."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from film.archetypes import Archetype
from film.format import Aspect, FilmFormat, Quality
from film.language import Language
from film.lettering import BrandColours
from film.model import Value
from film.reference import STORED_PICTURE, Reference
from film.style import StyleSpec

MIN_DURATION_S = 8
MAX_DURATION_S = 180
STORED_SOUND = STORED_PICTURE


class Mode(StrEnum):
    """The three kinds of film."""

    AD = "ad"
    MUSIC_VIDEO = "music_video"
    STORY = "story"


class Telling(StrEnum):
    """Who speaks in a story: a narrator, or the people in it."""

    NARRATED = "narrated"
    DIALOGUE = "dialogue"


def _with_words(text: str) -> str:
    text = text.strip()
    if not any(ch.isalnum() for ch in text):
        raise ValueError("must contain words")
    if any(ord(ch) < 32 and ch not in "\t\n\r" for ch in text):
        raise ValueError("must not contain control characters")
    return text


Words = Annotated[str, AfterValidator(_with_words)]
"""Text with something said in it."""

Said = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\[\]\n]+$")]
"""A word, or how it is said."""

StoredPicture = Annotated[str, Field(pattern=STORED_PICTURE)]
StoredSound = Annotated[str, Field(pattern=STORED_SOUND)]


class AdBrief(Value):
    """What an advertisement sells, and for whom. ``logo`` and ``photos`` are keys of stored pictures."""

    product: Words | None = Field(default=None, max_length=80, description="What is sold")
    brand: Words | None = Field(default=None, max_length=60, description="Whose it is")
    colours: BrandColours | None = Field(default=None, description="The colours of the brand")
    logo: StoredPicture | None = Field(default=None, description="The key of an uploaded logo")
    photos: tuple[StoredPicture, ...] = Field(default=(), max_length=8, description="Keys of uploaded product photos")
    audience: Words | None = Field(default=None, max_length=200, description="Whom it speaks to")
    offer: Words | None = Field(default=None, max_length=120, description="A price, a discount, a date")
    call_to_action: Words | None = Field(default=None, max_length=60, description="What whoever sees it should do")


class SongBrief(Value):
    """The song of a music video. ``song`` is the key of a stored sound; without one a score is composed.

    ``start_s`` is where the film begins in the song.
    """

    song: StoredSound | None = Field(default=None, description="The key of an uploaded song")
    start_s: float = Field(default=0, ge=0, le=1800, description="Where the film begins in the song, in seconds")
    lyrics: Words | None = Field(default=None, max_length=10_000, description="Its words, plain or with times (LRC)")
    character: Words | None = Field(default=None, max_length=500, description="Who performs, and what they look like")


class StoryBrief(Value):
    """How a story is told."""

    telling: Telling | None = Field(default=None, description="Narrated or in dialogue; as the script has it otherwise")


class Brief(Value):
    """A request for one film. A one-line prompt is enough; a script, when given, is what gets said.

    ``duration_s`` is the length of the finished film with its cards, in seconds. ``ad``, ``song`` and ``story`` say
    more about films of their mode, and only of theirs. What is ``None`` is inferred. ``pronunciations`` tells how words
    are said: in phonetic letters, or respelled.
    """

    prompt: Words = Field(min_length=3, max_length=4000)
    mode: Mode = Mode.STORY
    title: Words | None = Field(default=None, max_length=80)
    script: Words | None = Field(default=None, max_length=20_000)
    duration_s: int = Field(default=24, ge=MIN_DURATION_S, le=MAX_DURATION_S)
    seed: int = Field(default=7, ge=0, le=2**31 - 1)
    language: Language | None = None
    archetype: Archetype | None = None
    style: StyleSpec | None = None
    references: tuple[Reference, ...] = Field(default=(), max_length=8)
    ad: AdBrief | None = None
    song: SongBrief | None = None
    story: StoryBrief | None = None
    pronunciations: dict[Said, Said] = Field(default_factory=dict, max_length=50)

    @model_validator(mode="after")
    def _details_of_its_mode(self) -> Self:
        for mode, name in ((Mode.AD, "ad"), (Mode.MUSIC_VIDEO, "song"), (Mode.STORY, "story")):
            if getattr(self, name) is not None and self.mode is not mode:
                raise ValueError(f"`{name}` belongs to a film of mode {mode.value}, and this one is {self.mode.value}")
        return self


def default_format(mode: Mode) -> FilmFormat:
    """The format a mode is made in when nothing else is asked."""
    if mode is Mode.MUSIC_VIDEO:
        return FilmFormat(aspect=Aspect.LANDSCAPE, quality=Quality.FINAL, fps=24)
    return FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.FINAL, fps=30)
