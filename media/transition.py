"""The blend between two neighbouring segments, as a segment of its own."""

from collections.abc import Iterator
from pathlib import Path

import av
import cv2

from film.joints import TransitionKind
from media.contract import read_contract
from media.encode import encode
from media.errors import ForeignPartError
from media.planes import BLACK, Planes, blank, planes_of
from media.profile import VideoProfile
from media.segment import Segment
from media.span import decode
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard
from media.xfade import crossed

WHITE = (235, 128, 128)


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

    Every frame shows something of both: the film goes on evenly from the frame before and to the frame after.
    Raises ``ForeignPartError`` if either is no segment under ``profile`` or is shorter, ``ValueError`` for fewer than
    two frames and for a cut, which needs no segment: use the tail of the one before and the head of the one after.
    """
    if kind is TransitionKind.CUT:
        raise ValueError("a cut has no frames of its own")
    if frames < 2:
        raise ValueError("a transition has at least two frames")
    lengths = [_length(path, profile, frames) for path in (before, after)]
    tail, head = decode(before, profile, lengths[0] - frames, lengths[0]), decode(after, profile, 0, frames)
    with finished(out) as unfinished:
        blended = _blended(tail, head, frames, kind, profile)
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
    tail: Iterator[av.VideoFrame],
    head: Iterator[av.VideoFrame],
    frames: int,
    kind: TransitionKind,
    profile: VideoProfile,
) -> Iterator[av.VideoFrame]:
    match kind:
        case TransitionKind.FADE:
            yield from _faded(tail, head, frames)
        case TransitionKind.DIP_TO_BLACK:
            yield from _dipped(tail, head, frames, BLACK)
        case TransitionKind.DIP_TO_WHITE:
            yield from _dipped(tail, head, frames, WHITE)
        case _:
            yield from crossed(tail, head, frames, kind, profile)


def _faded(tail: Iterator[av.VideoFrame], head: Iterator[av.VideoFrame], frames: int) -> Iterator[av.VideoFrame]:
    for number, (old, new) in enumerate(zip(tail, head, strict=True), 1):
        progress = number / (frames + 1)
        frame = blank(old.width, old.height)
        for target, a, b in zip(planes_of(frame), planes_of(old), planes_of(new), strict=True):
            target[:] = cv2.addWeighted(a, 1 - progress, b, progress, 0)
        yield frame


def _dipped(
    tail: Iterator[av.VideoFrame], head: Iterator[av.VideoFrame], frames: int, colour: tuple[int, int, int]
) -> Iterator[av.VideoFrame]:
    for number, (old, new) in enumerate(zip(tail, head, strict=True), 1):
        share = 2 * number / (frames + 1) - 1
        yield _dip(planes_of(old if share < 0 else new), abs(share), colour)


def darkened(picture: Planes, light: float) -> av.VideoFrame:
    """The picture at ``light`` (1 as it is, 0 black)."""
    return _dip(picture, light, BLACK)


def _dip(picture: Planes, share: float, colour: tuple[int, int, int]) -> av.VideoFrame:
    frame = blank(picture[0].shape[1], picture[0].shape[0])
    for target, plane, level in zip(planes_of(frame), picture, colour, strict=True):
        target[:] = cv2.addWeighted(plane, share, plane, 0, level * (1 - share))
    return frame
