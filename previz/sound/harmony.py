"""Chords, scales and voice-leading. Pitches are MIDI note numbers (60 = middle C, semitones)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

IONIAN = (0, 2, 4, 5, 7, 9, 11)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)
AEOLIAN = (0, 2, 3, 5, 7, 8, 10)
MAJOR_PENTATONIC = (0, 2, 4, 7, 9)

_QUALITIES = {
    "": (0, 4, 7), "m": (0, 3, 7), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "7": (0, 4, 7, 10), "6": (0, 4, 7, 9),
    "add9": (0, 4, 7, 14), "madd9": (0, 3, 7, 14), "maj9": (0, 4, 11, 14), "m9": (0, 3, 10, 14), "9": (0, 4, 10, 14),
    "sus2": (0, 2, 7), "sus4": (0, 5, 7), "7sus4": (0, 5, 7, 10), "5": (0, 7, 12), "dim": (0, 3, 6), "mb6": (0, 3, 8),
}  # fmt: skip
_DEGREES = {"I": 0, "bII": 1, "II": 2, "bIII": 3, "III": 4, "IV": 5, "#IV": 6, "V": 7, "bVI": 8, "VI": 9, "bVII": 10,
            "VII": 11}  # fmt: skip


@dataclass(frozen=True)
class Chord:
    """A chord above a tonic: ``root`` and ``tones`` in semitones from the tonic and from the root; ``bass`` as root."""

    root: int
    tones: tuple[int, ...]
    bass: int

    def pitch_classes(self, tonic: int) -> tuple[int, ...]:
        """The chord's notes without their octaves, 0 to 11."""
        return tuple((tonic + self.root + tone) % 12 for tone in self.tones)


def chord(symbol: str) -> Chord:
    """A chord by degree and quality: ``"I:maj7"``, ``"bVII"``, ``"V:7sus4"``, with a bass degree ``"V/VII"``."""
    name, _, bass = symbol.partition("/")
    degree, _, quality = name.partition(":")
    return Chord(_DEGREES[degree], _QUALITIES[quality], _DEGREES[bass or degree])


def progression(symbols: str) -> tuple[Chord, ...]:
    """Chords separated by spaces."""
    return tuple(chord(symbol) for symbol in symbols.split())


def voicings(chords: Sequence[Chord], tonic: int, centre: int) -> list[tuple[int, ...]]:
    """Close voicings around the pitch ``centre``, each the nearest to the one before (least movement in all)."""
    led: list[tuple[int, ...]] = []
    for each in chords:
        options = _placements(each.pitch_classes(tonic), centre)
        previous = led[-1] if led else None
        led.append(min(options, key=lambda option: _strain(option, previous, centre)))
    return led


def nearest(pitch: float, pitch_classes: Sequence[int]) -> int:
    """The pitch nearest to ``pitch`` whose class is among ``pitch_classes``; the lower of two."""
    around = range(round(pitch) - 7, round(pitch) + 8)
    return min((note for note in around if note % 12 in pitch_classes), key=lambda note: (abs(note - pitch), note))


def scale_classes(tonic: int, scale: Sequence[int]) -> tuple[int, ...]:
    """The pitch classes of a scale."""
    return tuple((tonic + step) % 12 for step in scale)


def _placements(classes: Sequence[int], centre: int) -> list[tuple[int, ...]]:
    """Every way to place the classes within an octave and a bit of ``centre``, without clusters."""
    places = [[note for note in range(centre - 9, centre + 10) if note % 12 == each] for each in dict.fromkeys(classes)]
    found = [tuple(sorted(option)) for option in product(*places)]
    open_enough = [option for option in found if all(high - low >= 2 for low, high in pairwise(option))]
    return open_enough or found


def _strain(option: Sequence[int], previous: Sequence[int] | None, centre: int) -> float:
    spread = option[-1] - option[0]
    off_centre = abs(sum(option) / len(option) - centre)
    if previous is None:
        return off_centre + 0.1 * spread
    movement = sum(min(abs(note - held) for held in previous) for note in option)
    return movement + 0.35 * off_centre + 0.15 * max(0, spread - 14)
