"""The mixing desk: placing notes, the room, the bus, and the fade. Sound is ``(n, 2)`` float32 at 48 kHz."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, oaconvolve, sosfilt

from previz.sound.instruments import RATE, Wave

Stereo = NDArray[np.float32]
_BLOCK = 96  # samples between points of slow gains


def decibels(level_db: float) -> float:
    """Linear gain of a level."""
    return float(10 ** (level_db / 20))


def place(bus: Stereo, wave: Wave, start_s: float, gain: float, pan: float) -> None:
    """Add a note to a bus, with equal power wherever it is panned (−1 left, 1 right); what overhangs is dropped."""
    start = max(0, round(start_s * RATE))
    kept = wave[: max(0, len(bus) - start)]
    angle = (pan + 1) * math.pi / 4
    left, right = gain * math.cos(angle) * math.sqrt(2), gain * math.sin(angle) * math.sqrt(2)
    target = bus[start : start + len(kept)]
    target[:, 0] += np.float32(left) * (kept if kept.ndim == 1 else kept[:, 0])
    target[:, 1] += np.float32(right) * (kept if kept.ndim == 1 else kept[:, 1])


def in_room(sound: Stereo, seconds: float) -> Stereo:
    """The reverberation alone: noise that decays by 60 dB in ``seconds``, treble sooner, 18 ms late."""
    count = round(seconds * RATE)
    random = np.random.default_rng(2)
    time = np.arange(count) / RATE
    room = np.zeros((count, 2))
    for low_hz, high_hz, share in ((120, 700, 1.0), (700, 2_500, 0.8), (2_500, 7_000, 0.45)):
        band = sosfilt(butter(1, (low_hz, high_hz), "band", fs=RATE, output="sos"), random.normal(size=(count, 2)), 0)
        room += band * np.exp(-6.9 * time / (seconds * share))[:, np.newaxis]
    room[: round(0.01 * RATE)] *= np.linspace(0, 1, round(0.01 * RATE))[:, np.newaxis]
    room /= np.sqrt(np.sum(room**2, axis=0))
    late = round(0.018 * RATE)
    wet = oaconvolve(sound, room.astype(np.float32), axes=0)[: len(sound) - late]
    return np.concatenate([np.zeros((late, 2), np.float32), wet]).astype(np.float32)


def pumped(sound: Stereo, hits_s: list[float], depth: float) -> Stereo:
    """Sound that gives way at every kick and comes back within a quarter of a second."""
    gain = np.ones(len(sound), np.float32)
    time = np.arange(round(0.28 * RATE)) / RATE
    dip = (1 - depth * np.minimum(time / 0.006, 1) * (0.5 + 0.5 * np.cos(np.pi * time / time[-1]))).astype(np.float32)
    for hit_s in hits_s:
        start = max(0, round(hit_s * RATE))
        gain[start : start + len(dip)] = np.minimum(gain[start : start + len(dip)], dip[: len(gain[start:])])
    return np.asarray(sound * gain[:, np.newaxis], np.float32)


def through_bus(sound: Stereo, brightness_hz: float) -> Stereo:
    """The sum, cleaned below 32 Hz, darkened, opened for a voice around 2 kHz, and gently held together."""
    filters = np.vstack(
        [
            butter(2, 32, "high", fs=RATE, output="sos"),
            butter(1, brightness_hz, "low", fs=RATE, output="sos"),
            _bell(2_100, -3.5, 0.6),
        ]
    )
    return _compressed(np.asarray(sosfilt(filters, sound, axis=0), np.float32))


def faded(sound: Stereo, from_s: float) -> Stereo:
    """Sound that starts without a step and dies away from ``from_s`` to exact silence at its end."""
    start = min(round(from_s * RATE), len(sound) - 1)
    shaped = sound.copy()
    shaped[start:] *= np.cos(np.linspace(0, np.pi / 2, len(sound) - start, dtype=np.float32))[:, np.newaxis] ** 2
    opening = min(round(0.004 * RATE), len(sound))
    shaped[:opening] *= np.linspace(0, 1, opening, dtype=np.float32)[:, np.newaxis]
    return shaped


def _bell(frequency: float, gain_db: float, quality: float) -> NDArray[np.float64]:
    """A peaking filter (R. Bristow-Johnson, Audio EQ Cookbook)."""
    amount, omega = 10 ** (gain_db / 40), 2 * math.pi * frequency / RATE
    alpha = math.sin(omega) / (2 * quality)
    a0 = 1 + alpha / amount
    middle = -2 * math.cos(omega) / a0
    return np.array(
        [[(1 + alpha * amount) / a0, middle, (1 - alpha * amount) / a0, 1, middle, (1 - alpha / amount) / a0]]
    )


def _compressed(sound: Stereo, ratio: float = 2.0) -> Stereo:
    """Bus compression: above the long-term level, half as much. The detector is RMS over 120 ms."""
    blocks = -(-len(sound) // _BLOCK)
    padded = np.zeros((blocks * _BLOCK, 2), np.float32)
    padded[: len(sound)] = sound
    power = uniform_filter1d(np.mean(padded.reshape(blocks, -1) ** 2, axis=1), 60)
    threshold = max(float(np.mean(power)), 1e-12)
    gain = np.minimum(1.0, (np.maximum(power, 1e-12) / threshold) ** (-(1 - 1 / ratio) / 2))
    gain = uniform_filter1d(gain, 40)
    curve = np.interp(np.arange(len(sound)), (np.arange(blocks) + 0.5) * _BLOCK, gain).astype(np.float32)
    return np.asarray(sound * curve[:, np.newaxis], np.float32)
