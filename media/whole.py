"""Is a file all there? Asked of what a provider delivered, while it can still be fetched again."""

from fractions import Fraction
from pathlib import Path

from media.errors import UnreadableError
from media.probe import MediaProbe, probe
from media.source import opened

LEAST_SHARE = Fraction(9, 10)
"""Headers of sound are estimates; what is cut off misses more than that."""


def probe_whole(path: Path) -> MediaProbe:
    """What ``path`` is, having made sure that it does not end early.

    Moving pictures are counted against their own index, sound is read to its end, a still is decoded: clips would
    cost seconds, and a damaged frame in one is no reason to throw it away. Raises ``UnreadableError``.
    """
    found = probe(path)
    if found.is_still:
        _decode_still(path)
    elif found.video is None:
        _read_sound(path)
    return found


def _decode_still(path: Path) -> None:
    with opened(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {**stream.codec_context.options, "err_detect": "explode"}
        if next(container.decode(stream), None) is None:
            raise UnreadableError(f"{path.name}: there is no picture in it")


def _read_sound(path: Path) -> None:
    with opened(path) as container:
        stream = container.streams.audio[0]
        promised = stream.duration
        there = sum(packet.duration or 0 for packet in container.demux(stream))
    if promised is not None and there < promised * LEAST_SHARE:
        raise UnreadableError(f"{path.name}: truncated: {there} of {promised} ticks of sound are there")
