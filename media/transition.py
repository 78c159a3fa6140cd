"""The blend between two neighbouring segments, as a segment of its own."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import av
import cv2

from media.contract import read_contract
from media.encode import encode
from media.errors import ForeignPartError
from media.planes import BLACK, Planes, blank, planes_of
from media.profile import VideoProfile
from media.segment import Segment
from media.span import decode
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard


class TransitionKind(StrEnum):
    """How one picture becomes the next.

    A hard cut needs no segment: use the tail of the segment before and drop the head of the one after.
    """

    FADE = "fade"
    DIP_TO_BLACK = "dip to black"


def transition(
    before: Path,
    after: Path,
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    kind: TransitionKind = TransitionKind.FADE,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """Blend the last ``frames`` frames of ``before`` with the first of ``after``.

    Raises ``ForeignPartError`` if either is no segment under ``profile`` or is shorter, ``ValueError`` for fewer than
    two frames.
    """
    if frames < 2:
        raise ValueError("a transition has at least two frames")
    lengths = [_length(path, profile, frames) for path in (before, after)]
    tail, head = decode(before, profile, lengths[0] - frames, lengths[0]), decode(after, profile, 0, frames)
    with finished(out) as unfinished:
        blended = _blended(tail, head, frames, kind)
        encode(blended, unfinished, profile, watch=Watch(on_progress, should_stop))
    return Segment(path=out, frames=frames, edge_frames=0)


def _length(path: Path, profile: VideoProfile, frames: int) -> int:
    index = read_contract(path, profile)
    if index is None:
        raise ForeignPartError(f"{path.name}: encoded with other settings than this film")
    if index.frames < frames:
        raise ForeignPartError(f"{path.name}: only {index.frames} frames for a transition of {frames}")
    return index.frames


def _blended(
    tail: Iterator[av.VideoFrame], head: Iterator[av.VideoFrame], frames: int, kind: TransitionKind
) -> Iterator[av.VideoFrame]:
    for number, (old, new) in enumerate(zip(tail, head, strict=True)):
        progress = (number + 1) / (frames + 1)
        if kind is TransitionKind.FADE:
            yield _mixed(planes_of(old), planes_of(new), progress)
        elif progress < 0.5:
            yield darkened(planes_of(old), 1 - 2 * progress)
        else:
            yield darkened(planes_of(new), 2 * progress - 1)


def _mixed(old: Planes, new: Planes, progress: float) -> av.VideoFrame:
    frame = blank(old[0].shape[1], old[0].shape[0])
    for target, a, b in zip(planes_of(frame), old, new, strict=True):
        target[:] = cv2.addWeighted(a, 1 - progress, b, progress, 0)
    return frame


def darkened(picture: Planes, light: float) -> av.VideoFrame:
    """The picture at ``light`` (1 as it is, 0 black)."""
    frame = blank(picture[0].shape[1], picture[0].shape[0])
    for target, plane, black in zip(planes_of(frame), picture, BLACK, strict=True):
        target[:] = cv2.addWeighted(plane, light, plane, 0, black * (1 - light))
    return frame
