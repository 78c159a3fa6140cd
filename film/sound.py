"""Values of sound: spoken words and their times, beats of a score."""

from pydantic import Field

from film.model import Value


class Word(Value):
    """One spoken word and when it sounds, in seconds from the start of its audio."""

    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)


class Phoneme(Value):
    """One sound of speech (IPA) and when it sounds, in seconds from the start of its audio."""

    symbol: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)


class Speech(Value):
    """What a voice model answers beside its audio file."""

    duration_s: float = Field(gt=0)
    words: tuple[Word, ...] = ()
    phonemes: tuple[Phoneme, ...] = ()


class Cue(Value):
    """One caption: its text and when it stands on screen, in seconds from the start of the film.

    ``words`` are those of its text that have times of their own, on the same clock.
    """

    text: str
    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    words: tuple[Word, ...] = ()
