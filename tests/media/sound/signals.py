"""Sounds made on the spot, and FFmpeg's own opinion on loudness."""

from pathlib import Path

import av
import numpy as np

from media.sound.audio import RATE, Sound


def sine(seconds: float, hertz: float = 997, level: float = 1.0) -> Sound:
    t = np.arange(round(seconds * RATE)) / RATE
    wave = (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
    return np.stack([wave, wave], axis=1)


def sweep(seconds: float, level: float = 0.3) -> Sound:
    """A sine from 40 Hz to 12 kHz."""
    t = np.arange(round(seconds * RATE)) / RATE
    rise = np.log(12_000 / 40) / seconds
    phase = 2 * np.pi * 40 * (np.exp(rise * t) - 1) / rise
    return (level * np.stack([np.sin(phase), np.cos(phase)], axis=1)).astype(np.float32)


def speechlike(seconds: float, seed: int = 1, level: float = 0.15) -> Sound:
    """A buzz under moving formants, in syllables with breath between them."""
    t = np.arange(round(seconds * RATE)) / RATE
    pitch = 110 + 20 * np.sin(2 * np.pi * 0.7 * t + seed)
    buzz = sum(np.sin(2 * np.pi * k * np.cumsum(pitch) / RATE) / k for k in range(1, 20))
    breath = np.random.default_rng(seed).normal(size=t.size) * 0.2
    envelope = np.clip(np.sin(2 * np.pi * 3.1 * t), 0, 1) ** 2
    wave = (level * (buzz + breath) * (0.02 + envelope)).astype(np.float32)
    return np.stack([wave, wave], axis=1)


def musiclike(seconds: float, seed: int = 1, level: float = 0.1) -> Sound:
    """Chords with a struck drum on every beat, wide in stereo."""
    t = np.arange(round(seconds * RATE)) / RATE
    left = sum(np.sin(2 * np.pi * hertz * t + seed) for hertz in (220, 277.2, 329.6, 880))
    right = sum(np.sin(2 * np.pi * hertz * t * 1.002) for hertz in (220, 277.2, 329.6, 660))
    drum = np.random.default_rng(seed).normal(size=t.size) * np.exp(-((t * 2) % 1) * 30) * 3
    return (level * np.stack([left + drum, right + drum], axis=1)).astype(np.float32)


def oracle(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as FFmpeg's ebur128 filter measures them."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        nodes = [graph.add_abuffer(template=stream), graph.add("ebur128", "metadata=1:peak=true")]
        nodes.append(graph.add("abuffersink"))
        graph.link_nodes(*nodes).configure()
        last = {}
        for frame in [*container.decode(stream), None]:
            graph.push(frame)
            while True:
                try:
                    last = dict(graph.pull().metadata) or last
                except (BlockingIOError, EOFError):
                    break
    peak = max(float(last[f"lavfi.r128.true_peaks_ch{channel}"]) for channel in (0, 1))
    return float(last["lavfi.r128.I"]), float(20 * np.log10(max(peak, 1e-10)))
