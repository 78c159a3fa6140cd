"""Small films for the outputs: conformed scenes with blends between them, and the AAC track under them."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from media.picture.conform import Target, conform
from media.profile import VideoProfile
from media.sound.audio import RATE, Sound
from media.span import Span
from media.transition import transition
from tests.media.material import SMALL, contract_clip

Clip = Callable[[Path, int, int], Path]
"""Writes a clip: path, frames, number of the scene."""


def _patterns(path: Path, frames: int, number: int) -> Path:
    return contract_clip(path, frames, seed=number)


def scenes(
    folder: Path, lengths: Sequence[int], edge: int, *, profile: VideoProfile = SMALL, clip: Clip = _patterns
) -> list[Span]:
    """The whole segment of every scene."""
    spans = []
    for number, length in enumerate(lengths):
        source = clip(folder / f"clip{number}.mp4", length, number)
        out = folder / f"segment{number}.mp4"
        conform(source, [Target(out, profile)], frames=length, edge_frames=edge)
        spans.append(Span(out, 0, length))
    return spans


def film_of(segments: Sequence[Span], folder: Path, edge: int, *, profile: VideoProfile = SMALL) -> list[Span]:
    """The film's parts: bodies copied, blends between neighbours."""
    spans: list[Span] = []
    for number, segment in enumerate(segments):
        final = number == len(segments) - 1
        last = segment.last if final else segment.last - edge
        spans.append(Span(segment.path, edge if number else 0, last))
        if not final:
            out = folder / f"blend{number}.mp4"
            transition(segment.path, segments[number + 1].path, out, profile=profile, frames=edge)
            spans.append(Span(out, 0, edge))
    return spans


def aac_track(path: Path, sound: Sound) -> Path:
    """The AAC file of a film: packets at samples -1024, 0, 1024 …"""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=192_000)
        for start in range(0, len(sound), 1024):
            piece = np.ascontiguousarray(sound[start : start + 1024].T)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def hum(samples: int, hertz: float = 330, level: float = 0.2) -> Sound:
    wave = (level * np.sin(2 * np.pi * hertz * np.arange(samples) / RATE)).astype(np.float32)
    return np.repeat(wave[:, None], 2, axis=1)
