"""How loud a sound looks: the peaks that a player draws as a waveform."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from film.model import Value
from media.sound.audio import RATE, Sound, decoded
from media.work import UNWATCHED, Watch, finished


class Waveform(Value):
    """Peaks in the JSON format of BBC audiowaveform, version 2, which web players read.

    ``data`` holds the lowest and the highest value of each ``samples_per_pixel`` samples one after the other, as signed
    integers of ``bits``; ``length`` counts the pairs. Both channels are drawn as one, their mean.
    """

    version: Literal[2] = 2
    channels: Literal[1] = 1
    sample_rate: int = RATE
    samples_per_pixel: int = Field(ge=2)
    bits: Literal[8, 16]
    length: int
    data: tuple[int, ...]


def waveform(
    source: Path, *, samples_per_pixel: int = 480, bits: Literal[8, 16] = 8, watch: Watch = UNWATCHED
) -> Waveform:
    """The waveform of a file's sound; what is louder than full scale is drawn at full scale.

    Raises ``UnreadableError`` if there is no sound in it, ``ValueError`` for fewer than two samples per pixel.
    """
    if samples_per_pixel < 2:
        raise ValueError("a pixel shows at least two samples")
    highest = (1 << (bits - 1)) - 1
    pairs = [
        np.round(np.clip(pair, -1.0, 1.0) * highest).astype(np.int16)
        for pair in _pairs(decoded(source), samples_per_pixel, watch)
    ]
    data = np.concatenate(pairs).ravel().tolist() if pairs else []
    return Waveform(samples_per_pixel=samples_per_pixel, bits=bits, length=len(data) // 2, data=tuple(data))


def write_waveform(source: Path, out: Path, *, samples_per_pixel: int = 480, bits: Literal[8, 16] = 8) -> Waveform:
    """Write the waveform of ``source`` as JSON."""
    drawn = waveform(source, samples_per_pixel=samples_per_pixel, bits=bits)
    with finished(out) as unfinished:
        unfinished.write_text(drawn.model_dump_json(), encoding="utf-8")
    return drawn


def _pairs(blocks: Iterator[Sound], pixel: int, watch: Watch) -> Iterator[NDArray[np.float32]]:
    """Lowest and highest values, shaped (pixels, 2); the last pixel may show fewer samples."""
    begun = np.zeros(0, np.float32)
    for block in blocks:
        watch.check()
        mono = np.concatenate((begun, block.mean(axis=1)))
        whole = len(mono) // pixel * pixel
        if whole:
            yield _extremes(mono[:whole].reshape(-1, pixel))
        begun = mono[whole:]
    if len(begun):
        yield _extremes(begun[None])


def _extremes(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack((pixels.min(axis=1), pixels.max(axis=1)), axis=1)
