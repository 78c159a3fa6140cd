"""What each mood sounds like: mode, harmony, metre, instruments and groove. Pure data."""

from dataclasses import dataclass

from film.plan import MusicMood
from previz.sound.harmony import (
    AEOLIAN,
    DORIAN,
    IONIAN,
    LYDIAN,
    MAJOR_PENTATONIC,
    MIXOLYDIAN,
    PHRYGIAN,
    Chord,
    chord,
    progression,
)

Pattern = tuple[tuple[float, float, int], ...]
"""Notes of one bar: beat from 0, length in beats, and (bass) semitones above the root or (comp) 1 for an accent."""


@dataclass(frozen=True)
class Part:
    """One player. ``role`` says what is written for it, ``enters`` at which intensity (0..1) it joins."""

    role: str
    instrument: str
    level_db: float
    pan: float = 0.0
    octave: int = 0
    enters: float = 0.0
    pattern: Pattern = ()
    step_beats: float = 0.5
    order: tuple[int, ...] = (0, 1, 2, 3, 2, 1)


@dataclass(frozen=True)
class Drum:
    """One drum's hits in a bar: ``hits`` are (beat, accent 0..1)."""

    sound: str
    hits: tuple[tuple[float, float], ...]
    level_db: float
    pan: float = 0.0
    enters: float = 0.5


@dataclass(frozen=True)
class Style:
    """All that makes a mood. ``tonic`` is the MIDI note of the middle register's home."""

    tonic: int
    scale: tuple[int, ...]
    verse: tuple[Chord, ...]
    chorus: tuple[Chord, ...]
    cadence: Chord
    home: Chord
    parts: tuple[Part, ...]
    drums: tuple[Drum, ...] = ()
    beats_per_bar: int = 4
    swing: float = 0.0
    motif_rhythms: tuple[tuple[float, ...], ...] = ((0.0, 1.0, 1.5, 2.0),)
    reverb_s: float = 1.8
    wet: float = 0.2
    pump: float = 0.0
    brightness_hz: float = 9_000.0


_ON_BEATS = tuple((float(beat), 0.6) for beat in range(4))
_EIGHTHS = tuple((beat / 2, 0.5 if beat % 2 else 0.8) for beat in range(8))
_SIXTEENTHS = tuple((beat / 4, (0.9, 0.4, 0.6, 0.4)[beat % 4]) for beat in range(16))
_OFFBEATS = tuple((beat + 0.5, 0.8) for beat in range(4))

STYLES: dict[MusicMood, Style] = {
    MusicMood.WARM: Style(
        tonic=57, scale=IONIAN, swing=0.08, reverb_s=1.6, wet=0.2, brightness_hz=6_500,
        verse=progression("I:maj7 VI:m7 IV:maj7 V:7sus4"), chorus=progression("IV:maj7 V:6 III:m7 VI:m7"),
        cadence=chord("V:7sus4"), home=chord("I:maj9"),
        parts=(
            Part("pad", "warm_pad", -9),
            Part("bass", "round_bass", -6, octave=-2, enters=0.3, pattern=((0, 1.4, 0), (2.5, 1.2, 7), (3.5, 0.5, 12))),
            Part("comp", "e_piano", -7, pan=-0.25, pattern=((0, 1.6, 1), (1.5, 0.5, 0), (2.5, 1.2, 0))),
            Part("arpeggio", "guitar", -11, pan=0.35, enters=0.4, order=(0, 2, 1, 3, 2, 1, 3, 2)),
            Part("melody", "vibes", -12, pan=0.1, octave=1, enters=0.5),
        ),
        drums=(
            Drum("kick_soft", ((0, 0.9), (2.5, 0.5)), -8), Drum("brush", ((1, 0.8), (3, 0.9)), -15, 0.1),
            Drum("shaker", _EIGHTHS, -22, -0.3, enters=0.7),
        ),
        motif_rhythms=((0, 1, 1.5, 2.5), (0.5, 1, 2, 3)),
    ),
    MusicMood.HOPEFUL: Style(
        tonic=57, scale=IONIAN, reverb_s=2.2, wet=0.26, brightness_hz=9_000,
        verse=progression("I:add9 V/VII VI:m7 IV:add9"), chorus=progression("IV:add9 I V VI:m"),
        cadence=chord("V:sus4"), home=chord("I:add9"),
        parts=(
            Part("pad", "strings", -12, octave=0, enters=0.25),
            Part("arpeggio", "felt_piano", -3, pan=-0.15, order=(0, 2, 1, 3, 2, 3, 1, 2)),
            Part("bass", "round_bass", -8, octave=-2, enters=0.3, pattern=((0, 3.8, 0),)),
            Part("melody", "felt_piano", -3, pan=0.15, octave=1, enters=0.35),
            Part("pulse", "mallet", -17, pan=0.4, octave=1, enters=0.7),
        ),
        drums=(
            Drum("kick_soft", _ON_BEATS, -9, enters=0.65), Drum("shaker", _EIGHTHS, -21, 0.35, enters=0.6),
            Drum("clap_soft", ((1, 0.7), (3, 0.7)), -19, enters=0.9),
        ),
        motif_rhythms=((0, 1.5, 2, 3), (0, 0.5, 1, 2)),
    ),
    MusicMood.PLAYFUL: Style(
        tonic=60, scale=MAJOR_PENTATONIC, swing=0.16, reverb_s=0.9, wet=0.12, brightness_hz=8_000,
        verse=progression("I VI:m7 II:m7 V:7"), chorus=progression("IV:6 I/III II:m7 V:7"),
        cadence=chord("V:7"), home=chord("I:6"),
        parts=(
            Part("bass", "pluck_bass", -5, octave=-2, pattern=((0, 0.4, 0), (1, 0.4, 7), (2, 0.4, 0), (3, 0.4, -5))),
            Part("comp", "pizzicato", -5, pan=-0.3,
                 pattern=((0.5, 0.3, 0), (1.5, 0.3, 1), (2.5, 0.3, 0), (3.5, 0.3, 0))),
            Part("melody", "marimba", -10, pan=0.2, octave=1, enters=0.2),
            Part("arpeggio", "guitar", -14, pan=0.45, enters=0.75, order=(0, 1, 2, 1, 3, 2, 1, 2)),
        ),
        drums=(
            Drum("snap", ((1, 0.9), (3, 0.9)), -15, 0.15, enters=0.3), Drum("shaker", _EIGHTHS, -20, -0.35, enters=0.5),
            Drum("kick_soft", ((0, 0.8), (2, 0.6)), -11, enters=0.6),
        ),
        motif_rhythms=((0, 0.5, 1, 2, 2.5), (0, 1, 1.5, 2.5, 3)),
    ),
    MusicMood.DREAMY: Style(
        tonic=61, scale=LYDIAN, beats_per_bar=3, reverb_s=3.2, wet=0.42, brightness_hz=6_000,
        verse=progression("I:maj9 II:6/I VII:m7 I:maj7"), chorus=progression("III:m9 VI:m9 II:add9 I:maj9"),
        cadence=chord("II:add9"), home=chord("I:maj9"),
        parts=(
            Part("pad", "glass_pad", -7),
            Part("pad", "warm_pad", -12, octave=-1),
            Part("arpeggio", "harp", -9, pan=-0.3, octave=1, enters=0.25, order=(0, 1, 2, 3, 2, 1)),
            Part("melody", "bells", -14, pan=0.3, octave=1, enters=0.4),
            Part("bass", "sub_bass", -11, octave=-2, enters=0.3, pattern=((0, 2.9, 0),)),
        ),
        motif_rhythms=((0, 2), (0, 1, 2)),
    ),
    MusicMood.EPIC: Style(
        tonic=57, scale=DORIAN, reverb_s=2.6, wet=0.3, brightness_hz=8_000,
        verse=progression("I:m I:m bVI bVII"), chorus=progression("I:m bIII bVII IV"),
        cadence=chord("bVII"), home=chord("I:5"),
        parts=(
            Part("pad", "low_brass", -8, octave=-1, enters=0.45),
            Part("pad", "strings", -8, octave=0),
            Part("pulse", "spiccato", 2, pan=-0.25, enters=0.2, step_beats=0.5, order=(0, 0, 2, 0, 1, 0, 2, 1)),
            Part("bass", "low_brass", -8, octave=-2, enters=0.2, pattern=((0, 3.7, 0),)),
            Part("melody", "horn", -5, pan=0.15, octave=0, enters=0.6),
        ),
        drums=(
            Drum("taiko", ((0, 1.0), (1.5, 0.6), (2, 0.8), (3, 0.5), (3.5, 0.6)), -10, enters=0.45),
            Drum("low_boom", ((0, 1.0),), -12, enters=0.25), Drum("brush", _EIGHTHS, -24, 0.2, enters=0.85),
        ),
        motif_rhythms=((0, 2, 3), (0, 1.5, 2)),
    ),
    MusicMood.TENSE: Style(
        tonic=62, scale=PHRYGIAN, reverb_s=2.0, wet=0.24, brightness_hz=5_500,
        verse=progression("I:m I:mb6 bII:maj7/I I:m"), chorus=progression("I:m bVI:maj7 bII I:dim"),
        cadence=chord("bII/I"), home=chord("I:5"),
        parts=(
            Part("pad", "dark_pad", -8, octave=-1),
            Part("pulse", "synth_pulse", 0, octave=-1, enters=0.1, step_beats=0.25, order=(0, 0, 0, 0)),
            Part("bass", "sub_bass", -12, octave=-2, enters=0.3, pattern=((0, 3.9, 0),)),
            Part("melody", "prepared", -10, pan=-0.3, octave=1, enters=0.35),
            Part("pad", "tremolo", -15, octave=1, enters=0.65),
        ),
        drums=(
            Drum("tick", _EIGHTHS, -17, 0.4, enters=0.2), Drum("low_boom", ((0, 1.0),), -14, enters=0.5),
            Drum("heart", ((0, 0.9), (0.5, 0.6)), -12, enters=0.35),
        ),
        motif_rhythms=((0, 0.5, 3), (1, 1.5, 2)),
    ),
    MusicMood.MELANCHOLIC: Style(
        tonic=57, scale=AEOLIAN, reverb_s=2.4, wet=0.3, brightness_hz=5_000,
        verse=progression("I:madd9 V:m/VII bVI:maj7 IV:m7"), chorus=progression("bVI:maj7 bIII bVII:sus2 I:m"),
        cadence=chord("V:m7"), home=chord("I:madd9"),
        parts=(
            Part("arpeggio", "felt_piano", -2, pan=-0.1, step_beats=0.5, order=(0, 1, 2, 3, 2, 1, 2, 1)),
            Part("bass", "felt_piano", -4, octave=-2, pattern=((0, 3.9, 0),)),
            Part("pad", "strings", -15, enters=0.45),
            Part("melody", "cello", -10, pan=0.2, octave=0, enters=0.35),
        ),
        motif_rhythms=((0, 1.5, 2), (0, 2, 3)),
    ),
    MusicMood.ENERGETIC: Style(
        tonic=64, scale=MIXOLYDIAN, reverb_s=1.1, wet=0.13, pump=0.55, brightness_hz=10_000,
        verse=progression("I I bVII IV"), chorus=progression("I V:m bVII IV:add9"),
        cadence=chord("bVII"), home=chord("I"),
        parts=(
            Part("pad", "saw_pad", -12, octave=-1),
            Part("bass", "synth_bass", -5, octave=-2, enters=0.3,
                 pattern=tuple((beat / 2, 0.42, 12 if beat % 4 == 3 else 0) for beat in range(8))),
            Part("pulse", "saw_pluck", -4, pan=0.3, enters=0.15, step_beats=0.25, order=(0, 2, 1, 2, 3, 2, 1, 2)),
            Part("comp", "guitar", -10, pan=-0.35, enters=0.5, pattern=((0, 0.4, 1), (0.75, 0.4, 0), (1.5, 0.4, 1),
                 (2.5, 0.4, 0), (3.25, 0.4, 1))),
            Part("melody", "saw_pluck", -4, octave=1, enters=0.7),
        ),
        drums=(
            Drum("kick", _ON_BEATS, -8, enters=0.3), Drum("clap", ((1, 0.9), (3, 0.9)), -11, enters=0.45),
            Drum("hat", _OFFBEATS, -17, 0.2, enters=0.4), Drum("hat", _SIXTEENTHS, -25, -0.25, enters=0.8),
        ),
        motif_rhythms=((0, 0.75, 1.5, 2.5), (0, 0.5, 1.5, 3)),
    ),
}  # fmt: skip
