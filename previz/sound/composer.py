"""The composer: a score of any mood, tempo and exact length, written and played by this program."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from film.plan import MusicMood
from previz.sound.drumkit import strike
from previz.sound.form import Section, plan_form
from previz.sound.instruments import RATE, play
from previz.sound.loudness import to_loudness
from previz.sound.mixdown import Stereo, decibels, faded, in_room, place, pumped, through_bus
from previz.sound.moods import STYLES, Style
from previz.sound.parts import Writer

SHORTEST_S, LONGEST_S = 1.0, 600.0
SLOWEST_BPM, FASTEST_BPM = 40, 220
_LUFS = -20.0
_PEAK_DBFS = -2.0
_FADE_SHARE = 0.35  # of the last bar's time, before the fade starts
_DRY_LOW = {"bass"}  # roles that stay out of the room


@dataclass(frozen=True)
class Score:
    """Finished music: ``samples`` ``(round(duration_s * 48000), 2)`` float32 at −20 LUFS, and where its beats are."""

    samples: NDArray[np.float32]
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    sections: tuple[Section, ...]


def compose(*, mood: MusicMood, duration_s: float, tempo_bpm: int, seed: int) -> Score:
    """Write and play a score. The same request always gives the same samples.

    The last chord falls on a downbeat and dies away inside the length. Raises ``ValueError`` when the length or
    the tempo is out of range.
    """
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        raise ValueError(f"duration_s must be between {SHORTEST_S} and {LONGEST_S}, not {duration_s}")
    if not SLOWEST_BPM <= tempo_bpm <= FASTEST_BPM:
        raise ValueError(f"tempo_bpm must be between {SLOWEST_BPM} and {FASTEST_BPM}, not {tempo_bpm}")
    style = STYLES[mood]
    random = np.random.default_rng([seed % 2**63, list(MusicMood).index(mood)])
    tonic = style.tonic + int(random.integers(-2, 3))
    form = plan_form(style, duration_s, tempo_bpm)
    writer = Writer(style, form, tonic, random, duration_s)
    samples = _played(style, writer, round(duration_s * RATE))
    last_s = form.bars[-1].start_s
    samples = faded(through_bus(samples, style.brightness_hz), last_s + _FADE_SHARE * (duration_s - last_s))
    samples = to_loudness(samples, RATE, lufs=_LUFS, peak_dbfs=_PEAK_DBFS)
    return Score(samples, form.beats_s, form.downbeats_s, form.sections)


def _played(style: Style, writer: Writer, count: int) -> Stereo:
    """All parts together in their room, before the bus."""
    note_of = lru_cache(maxsize=256)(play)  # kept for this score only
    dry, room = np.zeros((count, 2), np.float32), np.zeros((count, 2), np.float32)
    for part in style.parts:
        bus = dry if part.role in _DRY_LOW else room
        for note in writer.notes(part):
            wave = note_of(part.instrument, note.pitch, round(note.length_s, 2))
            place(bus, wave, note.start_s, decibels(part.level_db) * note.velocity, part.pan)
    drums = np.zeros((count, 2), np.float32)
    kicks_s: list[float] = []
    for drum in style.drums:
        for hit in writer.hits(drum):
            place(drums, strike(drum.sound), hit.start_s, decibels(drum.level_db) * hit.velocity, drum.pan)
            if drum.sound == "kick":
                kicks_s.append(hit.start_s)
    wet = in_room(room + 0.35 * drums, style.reverb_s)
    tuned = dry + room + np.float32(style.wet) * 2.2 * wet
    if style.pump:
        tuned = pumped(tuned, kicks_s, style.pump)
    return (tuned + drums).astype(np.float32)
