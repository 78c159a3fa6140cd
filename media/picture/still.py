"""Stills as film: a photograph or drawing under a slow camera move."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np

from film.shot import CameraMove
from media.encode import encode
from media.errors import UnreadableError
from media.picture.fit import Fit, fit_picture
from media.picture.overlay import Drawn, overlaid
from media.planes import BLACK, Planes, blank, planes_of
from media.profile import VideoProfile
from media.segment import Segment, edge_keyframes
from media.source import opened
from media.work import OnProgress, ShouldStop, Watch, finished, never, unheard

_ZOOM = 1.14
"""How much larger than the frame the picture is at the near end of a move."""


def ken_burns(
    still: Path,
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    edge_frames: int,
    move: CameraMove = CameraMove.PUSH_IN,
    overlays: Sequence[Drawn] = (),
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """A segment that moves slowly over a still (PNG, JPEG, WebP, or the first picture of a clip).

    Raises ``UnreadableError`` if there is no picture in ``still``.
    """
    keyframes = edge_keyframes(frames, edge_frames)
    picture = load_still(still, round(profile.width * _ZOOM), round(profile.height * _ZOOM))
    with finished(out) as unfinished:
        encode(
            overlaid(camera_move(picture, profile, move, frames), overlays),
            unfinished,
            profile,
            keyframes=keyframes,
            watch=Watch(on_progress, should_stop),
        )
    return Segment(path=out, frames=frames, edge_frames=edge_frames)


def load_still(path: Path, width: int, height: int) -> Planes:
    """The first picture of a file, filling ``width`` x ``height`` (made even), transparent parts on black.

    Raises ``UnreadableError`` if there is none.
    """
    with opened(path) as container:
        if not container.streams.video:
            raise UnreadableError(f"{path.name}: no picture in it")
        for frame in container.decode(container.streams.video[0]):
            return planes_of(fit_picture(frame, width + width % 2, height + height % 2, Fit.COVER))
    raise UnreadableError(f"{path.name}: no picture in it")


def camera_move(picture: Planes, profile: VideoProfile, move: CameraMove, frames: int) -> Iterator[av.VideoFrame]:
    """All views of a camera move over a ``picture`` that is larger than the frame, sampled between pixels."""
    for number in range(frames):
        yield _view(picture, profile, move, number / max(1, frames - 1))


def _view(picture: Planes, profile: VideoProfile, move: CameraMove, progress: float) -> av.VideoFrame:
    height, width = picture[0].shape
    near = min(width / profile.width, height / profile.height)
    eased = 0.5 * progress + 0.5 * progress * progress * (3 - 2 * progress)
    zoom, x, y = _camera(move, eased)
    step = near ** (1 - zoom)
    window_width, window_height = profile.width * step, profile.height * step
    left, top = (width - window_width) * x, (height - window_height) * y
    frame = blank(profile.width, profile.height)
    for scale, source, target, black in zip((1, 2, 2), picture, planes_of(frame), BLACK, strict=True):
        # Output pixel centres to source pixel centres, in this plane's own grid.
        shift_x, shift_y = left / scale + (step - 1) / 2, top / scale + (step - 1) / 2
        matrix = np.array([[step, 0, shift_x], [0, step, shift_y]], np.float64)
        rows, columns = target.shape
        target[:] = cv2.warpAffine(
            source,
            matrix,
            (columns, rows),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
            borderValue=black,
        )
    return frame


def _camera(move: CameraMove, t: float) -> tuple[float, float, float]:
    """Zoom (0 far, 1 near) and where the window stands within the picture, 0 to 1 each way."""
    if move is CameraMove.PUSH_IN:
        return t, 0.5, 0.5
    if move is CameraMove.PULL_OUT:
        return 1 - t, 0.5, 0.5
    if move in (CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT, CameraMove.TRACK):
        return 1.0, 1 - t if move is CameraMove.PAN_LEFT else t, 0.5
    if move in (CameraMove.TILT_UP, CameraMove.TILT_DOWN):
        return 1.0, 0.5, 1 - t if move is CameraMove.TILT_UP else t
    return 0.5, 0.5, 0.5
