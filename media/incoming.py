"""Files that people bring, opened before they are believed: whole, of an accepted kind, and what they are."""

from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.stream import Disposition

from film.model import Value
from media.errors import UnreadableError
from media.source import opened
from media.whole import LEAST_SHARE, probe_whole

_SEEN_THROUGH = 128
_CUT_OUT_SHARE = 0.01
"""A picture with fewer transparent pixels than that has soft corners; it is no cut-out."""


class IncomingPicture(Value):
    """A picture that can be decoded, its size in pixels. ``transparent``: parts of it can be seen through."""

    width: int
    height: int
    transparent: bool


class IncomingSound(Value):
    """Sound that can be decoded, its length in seconds."""

    duration_s: float


def incoming_picture(path: Path) -> IncomingPicture:
    """What the picture at ``path`` is. Raises ``UnreadableError`` when it is damaged or none."""
    found = probe_whole(path)
    if found.video is None or not found.is_still:
        raise UnreadableError(f"{path.name}: it is no picture")
    return IncomingPicture(width=found.video.width, height=found.video.height, transparent=_is_cut_out(path))


def incoming_sound(path: Path) -> IncomingSound:
    """What the sound at ``path`` is; a cover in it is left alone. Raises ``UnreadableError``."""
    with opened(path) as container:
        if any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video):
            raise UnreadableError(f"{path.name}: it is a video, not a sound")
        if not container.streams.audio:
            raise UnreadableError(f"{path.name}: there is no sound in it")
        duration_s, promised_s = _read_through(container)
    if duration_s <= 0:
        raise UnreadableError(f"{path.name}: there is no sound in it")
    if duration_s < promised_s * LEAST_SHARE:
        raise UnreadableError(f"{path.name}: cut off: {duration_s:.1f} of {promised_s:.1f} s are there")
    return IncomingSound(duration_s=round(duration_s, 3))


def _is_cut_out(path: Path) -> bool:
    with opened(path) as container:
        for frame in container.decode(container.streams.video[0]):
            if not any(component.is_alpha for component in frame.format.components) and "pal" not in frame.format.name:
                return False
            alpha = frame.to_ndarray(format="rgba")[..., 3]
            return float(np.mean(alpha < _SEEN_THROUGH)) >= _CUT_OUT_SHARE
    return False


def _read_through(container: InputContainer) -> tuple[float, float]:
    """The seconds of sound that are really there, and those the header promises; the first packet is decoded."""
    stream = container.streams.audio[0]
    ticks, decoded = 0, False
    for packet in container.demux(stream):
        ticks += packet.duration or 0
        if not decoded:
            decoded = any(frame.samples for frame in packet.decode())
    if not decoded or stream.time_base is None:
        return 0.0, 0.0
    return float(ticks * stream.time_base), float((stream.duration or 0) * stream.time_base)
