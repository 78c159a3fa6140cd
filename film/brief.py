"""The brief: what a person asks for."""

from enum import StrEnum

from pydantic import Field, field_validator

from film.format import Aspect, FilmFormat, Quality
from film.model import Value

MIN_DURATION_S = 8
MAX_DURATION_S = 180


class Mode(StrEnum):
    """The three kinds of film."""

    AD = "ad"
    MUSIC_VIDEO = "music_video"
    STORY = "story"


class Brief(Value):
    """A request for one film. A one-line prompt is enough; a script, when given, is what gets narrated.

    ``duration_s`` is the length of the finished film with its cards, in seconds.
    """

    prompt: str = Field(min_length=3, max_length=4000)
    mode: Mode = Mode.STORY
    title: str | None = Field(default=None, max_length=80)
    script: str | None = Field(default=None, max_length=20_000)
    duration_s: int = Field(default=24, ge=MIN_DURATION_S, le=MAX_DURATION_S)
    seed: int = Field(default=7, ge=0, le=2**31 - 1)

    @field_validator("prompt", "title", "script")
    @classmethod
    def _not_blank(cls, text: str | None) -> str | None:
        if text is None:
            return None
        text = text.strip()
        if not any(ch.isalnum() for ch in text):
            raise ValueError("must contain words")
        return text


def default_format(mode: Mode) -> FilmFormat:
    """The format a mode is made in when nothing else is asked."""
    if mode is Mode.MUSIC_VIDEO:
        return FilmFormat(aspect=Aspect.LANDSCAPE, quality=Quality.FINAL, fps=24)
    return FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.FINAL, fps=30)
