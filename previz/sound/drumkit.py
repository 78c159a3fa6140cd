"""The drums, synthesised at 48 kHz: skins are falling sines, metal, wood and hands are shaped noise."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from previz.sound.instruments import RATE, Wave


@lru_cache(maxsize=32)
def strike(sound: str) -> Wave:
    """One hit, ``(n,)``, of peak 0.8; ``KeyError`` for an unknown drum."""
    wave = _KIT[sound]()
    fade = len(wave) // 8
    wave[len(wave) - fade :] *= np.linspace(1, 0, fade)
    hit = np.asarray(wave * (0.8 / np.abs(wave).max()), np.float32)
    hit.setflags(write=False)
    return hit


def _time(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * RATE)) / RATE


def _skin(low_hz: float, sweep_hz: float, sweep_s: float, decay_s: float, click: float = 0.0) -> NDArray[np.float64]:
    """A drum skin: a sine that falls from ``low_hz + sweep_hz`` to ``low_hz``."""
    time = _time(decay_s * 5)
    phase = 2 * np.pi * (low_hz * time + sweep_hz * sweep_s * (1 - np.exp(-time / sweep_s)))
    body = np.sin(phase) * np.exp(-time / decay_s) * np.minimum(time / 0.002, 1)
    if click:
        body += click * _noise(len(time), 800, 3_500, 7) * np.exp(-time / 0.004)
    return body


def _noise(count: int, low_hz: float, high_hz: float, seed: int) -> NDArray[np.float64]:
    white = np.random.default_rng(seed).normal(0.0, 1.0, count)
    band: NDArray[np.float64] = sosfilt(butter(2, (low_hz, high_hz), "band", fs=RATE, output="sos"), white)
    return np.asarray(band / np.abs(band).max())


def _shaped(low_hz: float, high_hz: float, decay_s: float, seed: int, attack_s: float = 0.001) -> NDArray[np.float64]:
    time = _time(decay_s * 6)
    return _noise(len(time), low_hz, high_hz, seed) * np.exp(-time / decay_s) * np.minimum(time / attack_s, 1)


def _clap(decay_s: float) -> NDArray[np.float64]:
    """Several hands, not quite together."""
    time = _time(0.35)
    hands = sum(
        (time >= late_s) * np.exp(-np.maximum(time - late_s, 0) / (0.006 if late_s < 0.028 else decay_s))
        for late_s in (0.0, 0.011, 0.02, 0.028)
    )
    return _noise(len(time), 900, 4_200, 11) * hands * np.minimum(time / 0.001, 1)


_KIT: dict[str, Callable[[], NDArray[np.float64]]] = {
    "kick": lambda: _skin(48, 130, 0.03, 0.13, click=0.25),
    "kick_soft": lambda: _skin(52, 60, 0.03, 0.12, click=0.05),
    "taiko": lambda: _skin(62, 45, 0.05, 0.28, click=0.2),
    "low_boom": lambda: _skin(38, 35, 0.08, 0.5, click=0.06),
    "heart": lambda: _skin(44, 25, 0.04, 0.1),
    "clap": lambda: _clap(0.07),
    "clap_soft": lambda: _clap(0.04),
    "snap": lambda: _shaped(1_500, 4_500, 0.022, 13),
    "hat": lambda: _shaped(6_500, 13_000, 0.03, 17),
    "shaker": lambda: _shaped(4_500, 11_000, 0.03, 19, attack_s=0.018),
    "brush": lambda: _shaped(1_800, 7_500, 0.06, 23, attack_s=0.012),
    "tick": lambda: _shaped(2_800, 6_500, 0.008, 29),
}
