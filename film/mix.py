"""How the sound of a film is balanced: what a person may turn, with the values a film has by default."""

from pydantic import Field

from film.model import Value


class Ducking(Value):
    """How far, how fast. The music is down before the first word and comes back after the last.

    Pauses shorter than ``hold_s`` keep it down, so that it does not pump between sentences.
    """

    depth_db: float = Field(default=9.0, ge=0)
    attack_s: float = Field(default=0.3, ge=0)
    release_s: float = Field(default=0.7, ge=0)
    hold_s: float = Field(default=0.9, ge=0)


class MixSettings(Value):
    """The balance of a mix and how loud the whole is.

    Each line, the music and (if ``clips_lufs`` is set) each clip are first brought to their own loudness, whatever the
    models delivered, so that gains are relative to a known balance; then the whole to ``loudness_lufs`` with true
    peaks at or below ``peak_dbtp`` (EBU R 128 terms).
    """

    loudness_lufs: float = Field(default=-14.0, ge=-60, le=-5)
    peak_dbtp: float = Field(default=-1.0, ge=-30, le=0)
    voice_lufs: float = Field(default=-16.0, ge=-60, le=0)
    music_lufs: float = Field(default=-19.0, ge=-60, le=0)
    clips_lufs: float | None = Field(default=None, ge=-60, le=0)
    ducking: Ducking = Ducking()
    music_fade_in_s: float = Field(default=0.6, ge=0)
    music_fade_out_s: float = Field(default=2.0, ge=0)
    music_crossfade_s: float = Field(default=1.5, ge=0)


def for_song(settings: MixSettings) -> MixSettings:
    """The balance of a film to a song of its own: the song is as loud as the film, and brings its own fades.

    It still makes room for words, where there are any.
    """
    return settings.model_copy(
        update={"music_lufs": settings.loudness_lufs, "music_fade_in_s": 0.0, "music_fade_out_s": 0.0}
    )
