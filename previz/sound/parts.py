"""Writing the notes: what each player of a style plays, bar by bar."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from previz.sound.form import Bar, Form
from previz.sound.harmony import nearest, scale_classes, voicings
from previz.sound.moods import Drum, Part, Style

_JITTER_S = 0.007
_CALM_TEMPO_BEAT_S = 0.46  # faster than this (130 bpm), eighth-note figures of calm moods move in quarters


@dataclass(frozen=True)
class Note:
    """A note of one player, in seconds from the start of the score; ``velocity`` is linear gain, 0..1."""

    start_s: float
    length_s: float
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Hit:
    """A hit of one drum."""

    start_s: float
    velocity: float


@dataclass(frozen=True)
class Motif:
    """The idea that the melody develops: beats inside a bar, and steps of the scale between its notes."""

    beats: tuple[float, ...]
    steps: tuple[int, ...]

    def inverted(self) -> "Motif":
        return Motif(self.beats, tuple(-step for step in self.steps))

    def head(self) -> "Motif":
        """Its first half, which answers or hurries."""
        count = max(2, (len(self.beats) + 1) // 2)
        return Motif(self.beats[:count], self.steps[:count])


class Writer:
    """Writes every part of one score. All choices come from ``random``, so a seed gives one score."""

    def __init__(self, style: Style, form: Form, tonic: int, random: np.random.Generator, end_s: float) -> None:
        self._style, self._form, self._tonic, self._random, self._end_s = style, form, tonic, random, end_s
        self._chords = [bar.chord for bar in form.bars]
        self._motif = self._new_motif()

    def notes(self, part: Part) -> list[Note]:
        """All the notes of a player, in order of time."""
        write = {
            "pad": self._pad, "arpeggio": self._arpeggio, "comp": self._comp,
            "bass": self._bass, "pulse": self._pulse, "melody": self._melody,
        }[part.role]  # fmt: skip
        notes = [note for note in write(part) if note.start_s < self._end_s - 0.05]
        return sorted(notes, key=lambda note: (note.start_s, note.pitch))

    def hits(self, drum: Drum) -> list[Hit]:
        """All the hits of a drum: none in the last bar but the one everybody lands on."""
        hits = []
        for bar in self._form.bars:
            if bar.intensity < drum.enters:
                continue
            for beat, accent in drum.hits:
                if beat >= self._form.beats_per_bar or (bar.last and beat > 0):
                    continue
                loose = 0.0 if beat == 0 else float(self._random.normal(0.0, _JITTER_S / 2))
                hits.append(Hit(self._at(bar, beat) + loose, accent * self._feel(bar)))
        return hits

    def _new_motif(self) -> Motif:
        rhythms = self._style.motif_rhythms
        beats = rhythms[int(self._random.integers(len(rhythms)))]
        steps = self._random.choice([-2, -1, 1, 1, 2], size=len(beats) - 1)
        return Motif(tuple(map(float, beats)), (0, *(int(step) for step in steps)))

    def _at(self, bar: Bar, beat: float) -> float:
        """When a beat of a bar is, offbeats late by the swing."""
        swung = beat + (self._style.swing if beat % 1 == 0.5 else 0.0)
        return bar.start_s + swung * self._form.beat_s

    def _feel(self, bar: Bar) -> float:
        return float(np.clip(0.62 + 0.38 * bar.intensity + self._random.normal(0.0, 0.04), 0.2, 1.0))

    def _loose(self, beat: float) -> float:
        return 0.0 if beat == 0 else float(abs(self._random.normal(0.0, _JITTER_S)))

    def _bars(self, part: Part) -> Iterator[tuple[int, Bar]]:
        for index, bar in enumerate(self._form.bars):
            if bar.intensity >= part.enters or bar.last:
                yield index, bar

    def _length_s(self, bar: Bar, beats: float) -> float:
        """A length in beats; in the last bar notes ring to the end."""
        return self._end_s - bar.start_s if bar.last else beats * self._form.beat_s

    def _voicings(self, part: Part) -> list[tuple[int, ...]]:
        return voicings(self._chords, self._tonic, self._tonic + 3 + 12 * part.octave)

    def _pad(self, part: Part) -> Iterator[Note]:
        led = self._voicings(part)
        for index, bar in self._bars(part):
            voicing = led[index]
            for pitch in voicing:
                length_s = self._length_s(bar, self._form.beats_per_bar) * 1.04
                yield Note(bar.start_s, length_s, pitch, self._feel(bar) / len(voicing) ** 0.5)

    def _arpeggio(self, part: Part) -> Iterator[Note]:
        step = part.step_beats * (2 if self._form.beat_s < _CALM_TEMPO_BEAT_S else 1)
        led = self._voicings(part)
        for index, bar in self._bars(part):
            voicing = led[index]
            if bar.last:
                yield from self._rolled(bar, voicing)
                continue
            for count in range(round(self._form.beats_per_bar / step)):
                beat = count * step
                if count and self._random.random() > 0.72 + 0.28 * bar.intensity:
                    continue
                pitch = voicing[part.order[count % len(part.order)] % len(voicing)]
                accent = 1.0 if beat == 0 else 0.72 if beat % 1 == 0 else 0.6
                start_s = self._at(bar, beat) + self._loose(beat)
                yield Note(start_s, 2.5 * step * self._form.beat_s, pitch, accent * self._feel(bar))

    def _rolled(self, bar: Bar, voicing: tuple[int, ...]) -> Iterator[Note]:
        for order, pitch in enumerate(voicing):
            start_s = bar.start_s + 0.045 * order
            yield Note(start_s, self._end_s - start_s, pitch, 0.8 * self._feel(bar))

    def _comp(self, part: Part) -> Iterator[Note]:
        led = self._voicings(part)
        for index, bar in self._bars(part):
            voicing = led[index]
            pattern = ((0.0, 4.0, 1),) if bar.last else part.pattern
            for beat, beats, accent in pattern:
                if beat >= self._form.beats_per_bar:
                    continue
                start_s, gain = self._at(bar, beat) + self._loose(beat), (1.0 if accent else 0.7) * self._feel(bar)
                for order, pitch in enumerate(voicing):
                    spread_s = 0.006 * order
                    yield Note(start_s + spread_s, self._length_s(bar, beats), pitch, gain / len(voicing) ** 0.5)

    def _bass(self, part: Part) -> Iterator[Note]:
        for _, bar in self._bars(part):
            root = nearest(self._tonic + 12 * part.octave, [(self._tonic + bar.chord.bass) % 12])
            for beat, beats, interval in ((0.0, 4.0, 0),) if bar.last else part.pattern:
                if beat >= self._form.beats_per_bar:
                    continue
                pitch = root + interval
                if interval not in (0, 12, -12):  # a fifth, or what the chord has near it
                    pitch = nearest(pitch, [each % 12 for each in bar.chord.pitch_classes(self._tonic)])
                gain = (1.0 if beat == 0 else 0.8) * self._feel(bar)
                yield Note(self._at(bar, beat), self._length_s(bar, beats), pitch, gain)

    def _pulse(self, part: Part) -> Iterator[Note]:
        step = part.step_beats * (2 if self._form.beat_s < 0.38 and part.step_beats < 0.5 else 1)
        led = self._voicings(part)
        for index, bar in self._bars(part):
            voicing = led[index]
            if bar.last:
                yield Note(bar.start_s, self._length_s(bar, 1), voicing[0], self._feel(bar))
                continue
            for count in range(round(self._form.beats_per_bar / step)):
                beat = count * step
                accent = 1.0 if beat == 0 else 0.75 if beat % 1 == 0 else 0.5
                pitch = voicing[part.order[count % len(part.order)] % len(voicing)]
                yield Note(self._at(bar, beat), 0.9 * step * self._form.beat_s, pitch, accent * self._feel(bar))

    def _melody(self, part: Part) -> Iterator[Note]:
        """The motif stated, answered, inverted and cut, in phrases of four bars with air in the fourth."""
        centre = self._tonic + 2 + 12 * part.octave
        scale = scale_classes(self._tonic, self._style.scale)
        for _, bar in self._bars(part):
            harmony = bar.chord.pitch_classes(self._tonic)
            start = nearest(centre + (3 if bar.section == "peak" else 0), harmony)
            if bar.last:
                home = nearest(start, [self._tonic % 12])
                yield Note(bar.start_s, self._end_s - bar.start_s, home, 0.8 * self._feel(bar))
                continue
            motif = self._development(bar)
            if motif is not None:
                yield from self._phrase(bar, motif, start, _fitting(scale, harmony), harmony)

    def _development(self, bar: Bar) -> Motif | None:
        if bar.place % 4 == 3:
            return Motif((0.0,), (0,)) if bar.section == "peak" else None
        if bar.place % 4 == 2:
            return self._motif.head()
        answers = bar.place % 4 == 1
        if bar.section == "peak":
            return self._motif.inverted() if answers else self._motif
        return self._motif.head() if answers else self._motif

    def _phrase(
        self, bar: Bar, motif: Motif, start: int, scale: tuple[int, ...], harmony: tuple[int, ...]
    ) -> Iterator[Note]:
        beats = [beat for beat in motif.beats if beat < self._form.beats_per_bar]
        pitch = start
        for order, beat in enumerate(beats):
            pitch = _walk(pitch, motif.steps[order], scale)
            if beat % 1 == 0 or order == len(beats) - 1:
                pitch = nearest(pitch, harmony)
            until = beats[order + 1] if order + 1 < len(beats) else float(self._form.beats_per_bar)
            start_s = self._at(bar, beat) + self._loose(beat)
            length_s = (until - beat) * self._form.beat_s * 0.96
            yield Note(start_s, length_s, pitch, (0.95 if beat == 0 else 0.8) * self._feel(bar))


def _fitting(scale: tuple[int, ...], harmony: tuple[int, ...]) -> tuple[int, ...]:
    """The chord's notes and those of the scale that do not rub against it from a semitone above."""
    return (*harmony, *(note for note in scale if (note - 1) % 12 not in harmony))


def _walk(pitch: int, steps: int, scale: tuple[int, ...]) -> int:
    """The note so many steps of the scale away."""
    direction = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        pitch += direction
        while pitch % 12 not in scale:
            pitch += direction
    return pitch
