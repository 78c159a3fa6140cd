"""Songs made on the spot, with known beats, bars, sections and sung stretches."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, resample_poly

from media.sound.audio import write_wav16
from previz.sound.drumkit import strike
from previz.sound.instruments import play
from previz.sound.mixdown import place

RATE = 48_000
Mono = NDArray[np.float64]

_note = lru_cache(maxsize=256)(play)

_VOWELS = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (440, 1020, 2240))
"""The first three formants of five vowels (Peterson and Barney, 1952, men)."""
_WIDTHS = (80, 100, 140)
_MINOR, _MAJOR = (0, 3, 7), (0, 4, 7)
_VERSE = ((45, _MINOR), (41, _MAJOR), (48, _MAJOR), (43, _MAJOR))
_CHORUS = ((41, _MAJOR), (43, _MAJOR), (45, _MINOR), (48, _MAJOR))
_BRIDGE = ((38, _MINOR), (40, _MINOR), (41, _MAJOR), (40, _MAJOR))


@dataclass(frozen=True)
class Part:
    """``bars`` of 4/4: ``drums`` 0 (none) to 3 (full), how loud the band is, whether somebody sings."""

    name: str
    bars: int
    drums: int
    level: float
    sung: bool


SONG = (
    Part("intro", 4, 1, 0.4, sung=False),
    Part("verse", 4, 2, 0.55, sung=True),
    Part("chorus", 4, 3, 1.0, sung=True),
    Part("verse", 4, 2, 0.55, sung=True),
    Part("chorus", 4, 3, 1.0, sung=True),
    Part("bridge", 4, 1, 0.5, sung=False),
    Part("chorus", 4, 3, 1.0, sung=True),
    Part("outro", 4, 0, 0.3, sung=False),
)


@dataclass(frozen=True)
class Made:
    """A song as samples (n, 2) at 48 kHz, and the truth about it in seconds."""

    samples: NDArray[np.float32]
    beats_s: tuple[float, ...]
    downbeats_s: tuple[float, ...]
    sections: tuple[tuple[str, float, float], ...]
    sung: tuple[tuple[float, float], ...]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / RATE

    def written(self, path: Path) -> Path:
        write_wav16(path, self.samples)
        return path


@lru_cache(maxsize=8)
def song(bpm: float, parts: tuple[Part, ...] = SONG, *, seed: int = 1, lead_s: float = 0.0, beats: int = 4) -> Made:
    """A song in bars of ``beats``; it begins after ``lead_s`` of silence."""
    beat_s = 60 / bpm
    bar_s = beats * beat_s
    bars = sum(part.bars for part in parts)
    duration_s = lead_s + bars * bar_s + 1.5
    random = np.random.default_rng(seed)
    out = np.zeros((round(duration_s * RATE), 2), np.float32)
    sections, sung, bar = [], [], 0
    for part in parts:
        start_s = lead_s + bar * bar_s
        for place_in_part in range(part.bars):
            _band(out, part, place_in_part, lead_s + bar * bar_s, beat_s, beats, random)
            bar += 1
        sections.append((part.name, start_s, lead_s + bar * bar_s))
        if part.sung:
            sung += _melody(out, part, start_s, beat_s, beats, np.random.default_rng([seed, len(part.name)]))
    out += (random.normal(0, 1e-4, out.shape)).astype(np.float32)
    out *= np.float32(0.7 / np.abs(out).max())
    times = [lead_s + index * beat_s for index in range(bars * beats)]
    return Made(out, tuple(times), tuple(times[::beats]), tuple(sections), tuple(sung))


def sing(notes: Sequence[tuple[float, float]], seed: int) -> Mono:
    """A voice on ``notes`` of (MIDI pitch, seconds): pulses of a gliding, trembling pitch through moving formants."""
    random = np.random.default_rng(seed)
    step = RATE // 200
    pitch, open_, vowel = [], [], []
    for midi, seconds in notes:
        count = max(8, round(seconds * RATE / step))
        held = np.full(count, midi) + 1.5 * np.exp(-np.arange(count) / 6) * random.choice((-1, 1))
        shake = np.minimum(np.arange(count) / 60, 1) * 0.45 * np.sin(2 * np.pi * 5.6 * np.arange(count) / 200)
        pitch.append(held + shake)
        rise = np.minimum(np.minimum(np.arange(count) / 6, 1), np.minimum(np.arange(count)[::-1] / 8, 1))
        rise[:5] = 0.0
        open_.append(rise * (0.8 + 0.2 * np.sin(2 * np.pi * 5.6 * np.arange(count) / 200)))
        vowel.append(np.full(count, random.integers(len(_VOWELS))))
    hz = np.interp(
        np.arange(sum(map(len, pitch)) * step) / step, np.arange(sum(map(len, pitch))), np.concatenate(pitch)
    )
    phase = np.cumsum(440 * 2 ** ((hz - 69) / 12) / RATE)
    pulses = np.diff(np.floor(phase), prepend=0.0)
    breath = random.normal(0, 0.02, len(pulses))
    source = lfilter([1.0], [1.0, -0.96], pulses + breath)
    voice, at, states = np.zeros(len(source)), 0, [np.zeros(2) for _ in _WIDTHS]
    formants = np.array(_VOWELS, float)
    smooth = formants[0]
    for number in np.concatenate(vowel).astype(int):
        smooth = formants[number] if at == 0 else smooth + 0.12 * (formants[number] - smooth)
        piece = source[at : at + step]
        total = np.zeros(step)
        for index, (centre, width) in enumerate(zip(smooth, _WIDTHS, strict=True)):
            radius = np.exp(-np.pi * width / RATE)
            denominator = [1.0, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2]
            band, states[index] = lfilter([1 - radius], denominator, piece, zi=states[index])
            total += band * (1.0, 0.6, 0.35)[index]
        voice[at : at + step] = total
        at += step
    loud = np.interp(np.arange(len(voice)) / step, np.arange(len(voice) // step), np.concatenate(open_))
    voice *= loud
    voice /= np.abs(voice).max()
    return voice + _consonants(notes, len(voice), random)


def _consonants(notes: Sequence[tuple[float, float]], count: int, random: np.random.Generator) -> Mono:
    """A hiss of 40 ms where each note begins."""
    hiss = np.zeros(count)
    length = RATE // 25
    at = 0
    for _, seconds in notes:
        burst = np.diff(random.normal(0, 0.15, length + 1)) * np.hanning(length)
        hiss[at : at + length] += burst[: max(0, min(length, count - at))]
        at += round(seconds * RATE)
    return hiss


def _band(
    out: NDArray[np.float32],
    part: Part,
    bar: int,
    start_s: float,
    beat_s: float,
    beats: int,
    random: np.random.Generator,
) -> None:
    chords = {"chorus": _CHORUS, "bridge": _BRIDGE}.get(part.name, _VERSE)
    root, chord = chords[bar % len(chords)]
    for offset in chord:
        pad = _note("strings", root + 12 + offset, round(beats * beat_s, 2))
        place(out, pad, start_s, 0.1 * part.level, 0.2)
    for beat in range(beats):
        at_s = start_s + beat * beat_s
        late = lambda: max(0.0, float(random.normal(0, 0.003)))  # noqa: E731
        if part.drums >= 1 and (beat in (0, 2) or part.drums == 3):
            place(out, strike("kick"), at_s + late(), (0.9 if beat == 0 else 0.7) * part.level, 0.0)
        if part.drums >= 2 and beat % 2 == 1:
            place(out, strike("clap"), at_s + late(), 0.45 * part.level, 0.1)
        if part.drums >= 1:
            for half in range(2):
                level = 0.25 if half == 0 else 0.15
                place(out, strike("hat"), at_s + half * beat_s / 2 + late(), level * part.level, -0.2)
        bass = _note("round_bass", root - 12 + (0 if beat % 2 == 0 else 7), round(beat_s * 0.9, 2))
        place(out, bass, at_s, 0.3 * part.level, 0.0)
        tone = root + 24 + chord[beat % 3]
        place(out, _note("e_piano", tone, round(beat_s, 2)), at_s, 0.2 * part.level, -0.3)


def _melody(
    out: NDArray[np.float32], part: Part, start_s: float, beat_s: float, beats: int, random: np.random.Generator
) -> list[tuple[float, float]]:
    """Phrases of two bars, the last two beats of each for breath."""
    spans = []
    for phrase in range(part.bars // 2):
        begin_s = start_s + phrase * 2 * beats * beat_s
        seconds = (2 * beats - 2) * beat_s
        notes, left = [], seconds
        while left > 0.01:
            length = min(left, float(random.choice((0.5, 1.0, 1.0, 2.0))) * beat_s)
            notes.append((float(random.choice((57, 60, 62, 64, 67))), length))
            left -= length
        voice = sing(notes, int(random.integers(1 << 30)))
        band = out[round(begin_s * RATE) : round((begin_s + seconds) * RATE)]
        # As loud as the band: pop singers are seldom quieter.
        voice *= np.sqrt(np.mean(band**2)) * np.sqrt(2) / np.sqrt(np.mean(voice**2))
        place(out, voice.astype(np.float32), begin_s, 1.0, 0.0)
        spans.append((begin_s, begin_s + len(voice) / RATE))
    return spans


def heard_as(made: Made) -> NDArray[np.float32]:
    """The song as the listening parts take it."""
    return mono(made.samples)


def mono(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Samples (n, 2) at 48 kHz as the listening parts take them: mono, 24 kHz, of peak 1."""
    half = resample_poly(samples.mean(axis=1), 1, 2).astype(np.float32)
    return np.asarray(half / np.abs(half).max(), np.float32)
