"""The instruments, synthesised: bowed and blown tones, plucked strings, struck bars, electric and felt piano.

Every instrument is a function of pitch and length only, at 48 kHz, so a player can keep the notes that return.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

RATE = 48_000

Wave = NDArray[np.float32]
"""Sound of one note: ``(n,)`` mono, or ``(n, 2)`` for instruments that are wide by nature."""

_TABLE = 16_384  # long enough to be read without interpolation
_SAWTOOTH, _HOLLOW, _SOFT = 1.0, 1.5, 2.2  # how fast harmonics fall, as a power of their number


@dataclass(frozen=True)
class Tone:
    """A tone held or let decay, from a band-limited cycle.

    Harmonic k has level ``k ** -slope``, and falls by 12 dB an octave above ``cutoff_hz``. ``decay_s`` is the time
    to fall to 1/e (None: held); a decaying tone also grows darker, down to ``dark_hz``.
    """

    slope: float
    cutoff_hz: float
    detune_cents: tuple[float, ...] = (0.0,)
    attack_s: float = 0.01
    decay_s: float | None = None
    release_s: float = 0.1
    vibrato_cents: float = 0.0
    tremolo_hz: float = 0.0
    dark_hz: float = 0.0
    odd_only: bool = False
    wide: bool = False


_TONES = {
    "warm_pad": Tone(_SAWTOOTH, 950, (-7, 0, 6), 0.4, None, 0.6, wide=True),
    "glass_pad": Tone(_HOLLOW, 2_300, (-5, 4), 0.7, None, 0.9, odd_only=True, wide=True),
    "dark_pad": Tone(_SAWTOOTH, 450, (-13, 0, 11), 0.5, None, 0.6, wide=True),
    "saw_pad": Tone(_SAWTOOTH, 2_500, (-14, 0, 12), 0.05, None, 0.2, wide=True),
    "strings": Tone(_SAWTOOTH, 2_200, (-9, 0, 8), 0.22, None, 0.4, 7, wide=True),
    "tremolo": Tone(_SAWTOOTH, 1_700, (-8, 7), 0.3, None, 0.3, 5, tremolo_hz=11, wide=True),
    "low_brass": Tone(_SAWTOOTH, 850, (-5, 4), 0.09, None, 0.3, 3, wide=True),
    "horn": Tone(_SAWTOOTH, 1_300, (-4, 3), 0.08, None, 0.25, 5),
    "cello": Tone(_SAWTOOTH, 1_600, (-3, 2), 0.11, None, 0.3, 11),
    "sub_bass": Tone(_SOFT, 160, (0,), 0.03, None, 0.2),
    "round_bass": Tone(_HOLLOW, 600, (0,), 0.008, 1.1, 0.08, dark_hz=160),
    "synth_bass": Tone(_SAWTOOTH, 1_100, (-6, 5), 0.004, 0.35, 0.04, dark_hz=180),
    "synth_pulse": Tone(_SAWTOOTH, 1_200, (-8, 7), 0.004, 0.16, 0.04, dark_hz=200),
    "saw_pluck": Tone(_SAWTOOTH, 3_500, (-9, 0, 8), 0.003, 0.2, 0.15, dark_hz=500),
    "spiccato": Tone(_SAWTOOTH, 2_600, (-8, 0, 7), 0.014, 0.17, 0.1, dark_hz=700),
    "felt_piano": Tone(_HOLLOW, 2_600, (-0.8, 0.7), 0.006, 0.95, 0.35, dark_hz=650),
}


def play(instrument: str, pitch: int, length_s: float) -> Wave:
    """The sound of one note, at about the same loudness for all instruments; ``KeyError`` for an unknown one.

    Plucked and struck instruments ring as long as they do by nature, whatever the length.
    """
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    tone = _TONES.get(instrument)
    return _tone(tone, frequency, length_s) if tone else _STRUCK[instrument](frequency)


def _tone(tone: Tone, frequency: float, length_s: float) -> Wave:
    count = round((length_s + tone.release_s) * RATE)
    envelope = _envelope(tone, count, round(length_s * RATE))
    channels = 2 if tone.wide else 1
    wave = np.zeros((count, channels), np.float32)
    bright = _cycle(tone.slope, tone.cutoff_hz, frequency, tone.odd_only)
    dark = _cycle(tone.slope, tone.dark_hz, frequency, tone.odd_only) if tone.dark_hz else None
    time = np.arange(count) / RATE
    sway = np.zeros(1)
    if tone.vibrato_cents:  # grows in after the attack, as a player's does
        depth = (2 ** (tone.vibrato_cents / 1200) - 1) * frequency / (2 * np.pi * 5.3)
        sway = depth * np.sin(2 * np.pi * 5.3 * time) * np.minimum(time / 0.6, 1.0)
    for voice, cents in enumerate(tone.detune_cents):
        for channel in range(channels):
            detuned = frequency * 2 ** (cents * (1 if channel == 0 else -1) / 1200)
            start = 0.37 * voice + 0.21 * channel  # of a cycle, so that voices do not start in step
            index = ((detuned * time + sway + start) * _TABLE).astype(np.int64) & (_TABLE - 1)
            wave[:, channel] += bright[index]
            if dark is not None:
                fade = np.exp(-time / (0.45 * (tone.decay_s or 1.0))).astype(np.float32)
                wave[:, channel] += (1 - fade) * (dark[index] - bright[index])
    if tone.tremolo_hz:
        envelope = envelope * (0.65 + 0.35 * np.sin(2 * np.pi * tone.tremolo_hz * time)).astype(np.float32)
    wave *= (envelope / np.sqrt(len(tone.detune_cents)))[:, np.newaxis]
    return wave if tone.wide else wave[:, 0]


def _envelope(tone: Tone, count: int, held: int) -> Wave:
    time = np.arange(count, dtype=np.float32) / RATE
    level = np.minimum(time / tone.attack_s, 1.0)
    level = level * level * (3 - 2 * level)
    if tone.decay_s is not None:
        level *= np.exp(-time / tone.decay_s)
    release = np.ones(count, np.float32)
    release[held:] = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, count - held))
    return np.asarray(level * release, np.float32)


@lru_cache(maxsize=256)
def _cycle(slope: float, cutoff_hz: float, frequency: float, odd_only: bool) -> Wave:
    """One cycle of a tone, band-limited to 10 kHz, of RMS level 0.15."""
    harmonics = np.arange(1, max(2, int(10_000 / frequency)))
    level = harmonics**-slope / (1 + (harmonics * frequency / cutoff_hz) ** 2)
    if odd_only:
        level = np.where(harmonics % 2, level, level * 0.08)
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex128)
    spectrum[harmonics] = level * np.exp(2j * np.pi * np.modf(harmonics**2 * 0.6180339887)[0])
    cycle = np.fft.irfft(spectrum)
    return np.asarray(cycle * (0.15 / np.sqrt(np.mean(cycle**2))), np.float32)


def _plucked(frequency: float, *, ring_s: float, brightness_hz: float, seconds: float) -> Wave:
    """A plucked string (Karplus and Strong, 1983), whole periods at a time.

    The string is made at the nearest whole period and then read at the exact pitch.
    """
    period = max(8, round(RATE / frequency))
    noise = np.random.default_rng(period).uniform(-1.0, 1.0, period)
    noise = np.convolve(np.concatenate([noise, noise]), np.hanning(max(3, round(RATE / brightness_hz))), "same")
    string = noise[:period] - noise[:period].mean()
    loss = 10 ** (-3 * period / RATE / ring_s)
    periods = int(seconds * RATE / period) + 2
    sound = np.empty((periods, period))
    for row in range(periods):
        sound[row] = string
        string = loss * (0.5 * string + 0.25 * (np.roll(string, 1) + np.roll(string, -1)))
    exact = np.arange(int(seconds * RATE)) * (frequency * period / RATE)
    flat = sound.ravel()
    wave = np.interp(exact[exact < len(flat) - 1], np.arange(len(flat)), flat)
    return _finished(wave, 0.002)


def _struck(frequency: float, modes: tuple[tuple[float, float, float], ...], *, attack_s: float = 0.002) -> Wave:
    """A struck bar or bell: modes of (ratio to the fundamental, level, decay in seconds)."""
    longest = max(decay_s for _, _, decay_s in modes)
    time = np.arange(round(5 * longest * RATE)) / RATE
    wave = np.zeros(len(time))
    for ratio, level, decay_s in modes:
        if frequency * ratio < 9_000:
            wave += level * np.sin(2 * np.pi * frequency * ratio * time) * np.exp(-time / decay_s)
    return _finished(wave, attack_s)


def _electric_piano(frequency: float) -> Wave:
    """Two-operator FM (Chowning, 1973): a body whose brightness fades, and a short tine."""
    time = np.arange(round(2.6 * RATE)) / RATE
    turn = 2 * np.pi * frequency * time
    body = np.sin(turn + 1.1 * np.exp(-time / 0.35) * np.sin(turn))
    tine = 0.1 * np.exp(-time / 0.08) * np.sin(turn * min(7.0, 6_000 / frequency))
    sway = 1 + 0.06 * np.sin(2 * np.pi * 4.6 * time)
    return _finished((body + tine) * np.exp(-time / 0.75) * sway, 0.004)


def _finished(wave: NDArray[np.float64], attack_s: float) -> Wave:
    """A struck sound with a soft start, an end that reaches zero, and a fixed peak."""
    attack, fade = round(attack_s * RATE), min(round(0.1 * RATE), len(wave) // 2)
    wave[:attack] *= np.linspace(0, 1, attack)
    wave[len(wave) - fade :] *= np.linspace(1, 0, fade)
    wave = sosfilt(butter(1, 50, "high", fs=RATE, output="sos"), wave)
    return np.asarray(wave * (0.5 / max(float(np.abs(wave).max()), 1e-9)), np.float32)


_STRUCK: dict[str, Callable[[float], Wave]] = {
    "guitar": lambda hz: _plucked(hz, ring_s=2.2, brightness_hz=2_400, seconds=2.2),
    "harp": lambda hz: _plucked(hz, ring_s=3.0, brightness_hz=1_600, seconds=3.0),
    "pizzicato": lambda hz: _plucked(hz, ring_s=0.45, brightness_hz=1_800, seconds=0.6),
    "pluck_bass": lambda hz: _plucked(hz, ring_s=0.9, brightness_hz=900, seconds=0.9),
    "marimba": lambda hz: _struck(hz, ((1, 1, 0.28), (3.93, 0.22, 0.08), (9.2, 0.05, 0.03))),
    "mallet": lambda hz: _struck(hz, ((1, 1, 0.35), (4, 0.12, 0.1))),
    "vibes": lambda hz: _struck(hz, ((1, 1, 0.75), (4, 0.14, 0.25), (10.1, 0.03, 0.05)), attack_s=0.004),
    "bells": lambda hz: _struck(
        hz, ((1, 1, 1.0), (2.0, 0.3, 0.6), (2.76, 0.16, 0.4), (5.4, 0.06, 0.15)), attack_s=0.004
    ),
    "prepared": lambda hz: _struck(hz, ((1, 1, 0.6), (2.13, 0.5, 0.35), (3.41, 0.25, 0.2), (5.07, 0.1, 0.1))),
    "e_piano": _electric_piano,
}
