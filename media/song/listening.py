"""Listening to a song: a file in, everything a film can be cut by out."""

from pathlib import Path

from film.song import SongAnalysis
from media.song.form import energy_by_second, sections
from media.song.lyrics import timed_lyrics
from media.song.pulse import pulse
from media.song.samples import RATE, song_samples
from media.song.spectra import spectra
from media.song.verses import stretches
from media.song.voice import sung_stretches, voice_heard
from media.work import ShouldStop, Watch, never, unheard


def listen(path: Path, *, lyrics: str | None = None, should_stop: ShouldStop = never) -> SongAnalysis:
    """Tempo, beats, sections, energy and voice of a song of up to 15 minutes; the same file gives the same answer.

    What is silent, too short or without a pulse has ``tempo_bpm`` 0, no beats, and sections by its loudness alone.
    Takes about a twentieth of the song's length of one core; the longest takes 42 s and 600 MB (measured).
    Raises ``UnreadableError``, ``SongTooLongError``, ``VoiceModelMissingError``; ``CancelledError`` when told to stop.
    """
    watch = Watch(unheard, should_stop)
    song = song_samples(path, watch)
    duration_s = len(song) / RATE
    heard = spectra(song, watch)
    beat = pulse(heard, duration_s, watch)
    sung = sung_stretches(voice_heard(song, watch), duration_s)
    lines = timed_lyrics(lyrics, sung, duration_s) if lyrics else ()
    told = stretches(lyrics, lines, sung, duration_s) if lyrics else ()
    return SongAnalysis(
        duration_s=round(duration_s, 3),
        tempo_bpm=beat.tempo_bpm,
        beats_s=beat.beats_s,
        downbeats_s=beat.downbeats_s,
        sections=sections(heard, beat, sung, told, round(duration_s, 3)),
        energy=energy_by_second(heard, duration_s),
        sung=sung,
        lyrics=lines,
    )
