"""How a film is finished: its joints and its loudness, and the other shapes and codecs it is delivered in."""

from pydantic import Field, field_validator

from film.format import Aspect, Codec, FilmFormat
from film.joints import TransitionKind
from film.look import Look
from film.mix import MixSettings
from film.model import Value

MAX_VERSIONS = 8


class Version(Value):
    """A shape and a codec that a film is delivered in, laid out for itself: never a crop of another version."""

    aspect: Aspect = Field(description="Its shape")
    codec: Codec = Field(default=Codec.H264, description="How its picture is coded; `h264` plays everywhere")

    @property
    def name(self) -> str:
        """How files and people call it: ``9x16`` or ``9x16-av1``."""
        shape = self.aspect.value.replace(":", "x")
        return shape if self.codec is Codec.H264 else f"{shape}-{self.codec.value}"

    def of(self, film_format: FilmFormat) -> FilmFormat:
        """``film_format`` in this version's shape and codec."""
        return film_format.model_copy(update={"aspect": self.aspect, "codec": self.codec})


def version_of(film_format: FilmFormat) -> Version:
    """The version that a film in this format is."""
    return Version(aspect=film_format.aspect, codec=film_format.codec)


class Finish(Value):
    """What the cut does beside joining scenes. All of it can differ from film to film; none of it costs a model."""

    also: tuple[Version, ...] = Field(
        default=(),
        max_length=MAX_VERSIONS,
        description="Versions beside the film's own",
        examples=[[{"aspect": "9:16"}, {"aspect": "1:1", "codec": "av1"}]],
    )
    look: Look = Field(default=Look(), description="How clips are fitted and what is written over them")
    transition: TransitionKind = Field(default=TransitionKind.FADE, description="How scenes follow each other")
    sound: MixSettings = Field(default=MixSettings(), description="The balance of the mix and its loudness")

    @field_validator("also")
    @classmethod
    def _each_once(cls, also: tuple[Version, ...]) -> tuple[Version, ...]:
        if len(set(also)) < len(also):
            raise ValueError("names a version twice")
        return also
