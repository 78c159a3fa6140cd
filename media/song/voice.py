"""The voice in a song: what can be told of it from the finished mix, and when it sings.

What moves like a voice is lifted out of the mix in two steps (H. Tachibana, N. Ono, S. Sagayama, "Singing Voice
Enhancement in Monaural Music Signals Based on Two-stage HPSS", 2014): over a third of a second a sung note is not
steady, as those of instruments are; over a hundredth it is, as drums are not. Two witnesses then say when it sounds: a
network that knows speech (``voice_model``), for whatever has consonants, and a pitch that trembles and glides, for long
vowels.

Limits: a bowed or blown solo with a wide vibrato passes for a voice; a voice far below the band, whispered, steady as a
synthesiser or drowned in echo is missed; who sings what (lead or choir) is not told. Times are right to about half a
second.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.ndimage import median_filter
from scipy.signal import istft, resample_poly, stft

from film.song import Sung
from media.song import voice_model
from media.song.samples import RATE, Mono
from media.work import Watch

Floats = NDArray[np.float64]

STEPS_PER_S = 50
_STEP = RATE // STEPS_PER_S
_BLOCK_S, _MARGIN_S = 30, 1
_LONG, _SHORT = 8192, 1024
_LONG_ALONG, _LONG_ACROSS, _SHORT_ALONG, _SHORT_ACROSS = 17, 31, 17, 17
_LOWEST_HZ, _HIGHEST_HZ = 150.0, 5_000.0
_PITCH_WINDOW = 2048
_PITCH_FROM_HZ, _CENTS, _OCTAVES = 80.0, 10, 3.4
_HARMONICS = 8
_TREMBLE_STEPS = 9
_TREMBLE_CENTS = (14.0, 130.0)
_GLIDE_CENTS = 90.0
_SHARE, _SALIENCE = 0.12, 1.6
_AROUND_S = 2.2
_TREMBLING, _SPEAKING = 0.055, 0.3
_BREATH_S, _SHORTEST_S = 1.2, 1.0
_FAINT = 1e-4


@dataclass(frozen=True)
class VoiceHeard:
    """Fifty values a second: ``spoken`` 0 to 1, ``trembling`` 0 or 1, ``level`` of what sounds like a voice."""

    spoken: Floats
    trembling: Floats
    level: Floats


def voice_heard(song: Mono, watch: Watch) -> VoiceHeard:
    """Listen for a voice, half a minute at a time."""
    parts = list(_parts(song, watch))
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in ("spoken", "trembling", "level"))
    return VoiceHeard(*joined)


def sung_stretches(heard: VoiceHeard, duration_s: float) -> tuple[Sung, ...]:
    """When somebody sings (or speaks): pauses for breath are part of it, shorter sounds than a word are not."""
    width = round(_AROUND_S * STEPS_PER_S)
    kernel = np.ones(width) / width
    witness = np.maximum(
        np.convolve(heard.trembling, kernel, "same") / _TREMBLING, np.convolve(heard.spoken, kernel, "same") / _SPEAKING
    )
    found = []
    for first, last in _runs(witness >= 1):
        # The window reaches beyond what it has heard: back to the first and last moment of the voice itself.
        sounding = np.flatnonzero((heard.trembling[first:last] > 0) | (heard.spoken[first:last] > _SPEAKING))
        if len(sounding):
            found.append((first + int(sounding[0]), first + int(sounding[-1]) + 1))
    spans: list[tuple[float, float]] = []
    for first, last in found:
        start_s, end_s = max(0.0, first / STEPS_PER_S - 0.1), min(duration_s, last / STEPS_PER_S + 0.1)
        if spans and start_s - spans[-1][1] < _BREATH_S:
            spans[-1] = (spans[-1][0], end_s)
        else:
            spans.append((start_s, end_s))
    return tuple(
        Sung(start_s=round(start_s, 2), end_s=round(end_s, 2))
        for start_s, end_s in spans
        if end_s - start_s >= _SHORTEST_S
    )


def lifted(song: Mono) -> Mono:
    """What of a stretch of song moves like a voice, as sound of the same length; for up to half a minute at a time."""
    unsteady = _masked(song, _LONG, _LONG_ALONG, _LONG_ACROSS, steady=False)
    return _masked(unsteady, _SHORT, _SHORT_ALONG, _SHORT_ACROSS, steady=True)


def _parts(song: Mono, watch: Watch) -> Iterator[VoiceHeard]:
    margin, block = _MARGIN_S * RATE, _BLOCK_S * RATE
    for start in range(0, len(song), block):
        watch.check()
        first, last = max(0, start - margin), min(len(song), start + block + margin)
        begin, count = (start - first) // _STEP, -(-(min(start + block, len(song)) - start) // _STEP)
        part = _listened(song[first:last])
        yield VoiceHeard(*(values[begin : begin + count] for values in (part.spoken, part.trembling, part.level)))


def _listened(piece: Mono) -> VoiceHeard:
    steps = -(-len(piece) // _STEP)
    voice = lifted(piece)
    level, band = _levels(voice, steps, 1), _levels(piece, steps, 5)
    if level.max(initial=0.0) < _FAINT:
        return VoiceHeard(np.zeros(steps), np.zeros(steps), level)
    spoken = np.maximum(_spoken(piece, steps), _spoken(voice * np.float32(0.7 / np.abs(voice).max()), steps))
    trembling = _trembling(voice, steps) & (level > _SHARE * band) & (level > _FAINT)
    return VoiceHeard(spoken, trembling.astype(np.float64), level)


def _spoken(sound: Mono, steps: int) -> Floats:
    likely = voice_model.spoken(resample_poly(sound, 2, 3).astype(np.float32))
    if not len(likely):
        return np.zeros(steps)
    middles = (np.arange(len(likely)) + 0.5) * voice_model.CHUNK / voice_model.RATE
    return np.interp((np.arange(steps) + 0.5) / STEPS_PER_S, middles, likely)


def _trembling(voice: Mono, steps: int) -> NDArray[np.bool_]:
    """Whether the strongest pitch moves as voices do: all the time, and never by a leap."""
    _, _, spectrum = stft(
        np.pad(voice, (0, _PITCH_WINDOW)), RATE, nperseg=_PITCH_WINDOW, noverlap=_PITCH_WINDOW - _STEP
    )
    heights = np.sqrt(np.abs(spectrum[:, :steps]))
    pitches_hz = _PITCH_FROM_HZ * 2 ** (np.arange(0, 1200 * _OCTAVES, _CENTS) / 1200)
    salience = np.zeros((len(pitches_hz), heights.shape[1]))
    for harmonic in range(1, _HARMONICS + 1):
        at = pitches_hz * harmonic * _PITCH_WINDOW / RATE
        below = at.astype(int)
        share = (at - below)[:, None]
        salience += 0.85 ** (harmonic - 1) * (heights[below] * (1 - share) + heights[below + 1] * share)
    cents = salience.argmax(axis=0) * float(_CENTS)
    clear = salience.max(axis=0) > _SALIENCE * (np.median(salience, axis=0) + 1e-9)
    if len(cents) < _TREMBLE_STEPS:
        return np.zeros(steps, bool)
    steps_cents = np.abs(np.diff(cents, prepend=cents[0]))
    moves = sliding_window_view(cents, _TREMBLE_STEPS).std(axis=1)
    leaps = sliding_window_view(steps_cents, _TREMBLE_STEPS).max(axis=1)
    living = (leaps <= _GLIDE_CENTS) & (moves >= _TREMBLE_CENTS[0]) & (moves < _TREMBLE_CENTS[1])
    half = _TREMBLE_STEPS // 2
    whole = np.pad(living, (half, len(cents) - len(living) - half)) & clear
    return np.pad(whole, (0, steps - len(whole)))


def _masked(sound: Mono, window: int, along: int, across: int, *, steady: bool) -> Mono:
    """The steady or the unsteady part of what sounds between ``_LOWEST_HZ`` and ``_HIGHEST_HZ``."""
    padded = np.pad(sound, (0, max(0, window - len(sound))))
    hz, _, spectrum = stft(padded, RATE, nperseg=window, noverlap=window * 3 // 4)
    first, last = np.searchsorted(hz, (_LOWEST_HZ, _HIGHEST_HZ))
    heights = np.abs(spectrum[first:last]).astype(np.float32)
    kept = median_filter(heights, (1, along)) ** 2
    other = median_filter(heights, (across, 1)) ** 2
    if not steady:
        kept, other = other, kept
    masked = np.zeros_like(spectrum)
    masked[first:last] = spectrum[first:last] * (kept / (kept + other + 1e-12))
    _, voice = istft(masked, RATE, nperseg=window, noverlap=window * 3 // 4)
    return np.asarray(voice[: len(sound)], np.float32)


def _levels(sound: Mono, steps: int, wide: int) -> Floats:
    """Root mean square around each step, over ``wide`` steps."""
    padded = np.zeros(steps * _STEP)
    padded[: len(sound)] = sound.astype(np.float64) ** 2
    power = padded.reshape(steps, _STEP).mean(axis=1)
    return np.sqrt(np.convolve(power, np.ones(wide) / wide, "same"))


def _runs(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], true.astype(np.int8), [0]))))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
