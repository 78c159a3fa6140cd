"""A picture that is no drawing of ours, set in motion: the camera moves gently over it."""

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from film.shot import CameraMove
from media.profile import open_mp4
from previz.art.clip import profile_for
from previz.server.crew.control import Control
from previz.server.crew.marks import shot_mark
from previz.server.crew.tasks import ClipSpec, UnusableInputError

_MAX_PIXELS = 80_000_000


@dataclass(frozen=True)
class _View:
    """What the camera sees: ``zoom`` 1 is the whole picture; ``x``, ``y`` -1..1 across the room the zoom leaves."""

    zoom: float
    x: float = 0.0
    y: float = 0.0


_MOVES: dict[CameraMove, tuple[_View, _View]] = {
    CameraMove.STATIC: (_View(1.03), _View(1.05)),
    CameraMove.PUSH_IN: (_View(1.0), _View(1.12)),
    CameraMove.PULL_OUT: (_View(1.12), _View(1.0)),
    CameraMove.PAN_LEFT: (_View(1.12, x=1), _View(1.12, x=-1)),
    CameraMove.PAN_RIGHT: (_View(1.12, x=-1), _View(1.12, x=1)),
    CameraMove.TILT_UP: (_View(1.12, y=1), _View(1.12, y=-1)),
    CameraMove.TILT_DOWN: (_View(1.12, y=-1), _View(1.12, y=1)),
    CameraMove.TRACK: (_View(1.10, x=-1), _View(1.14, x=1)),
}
_MAX_ZOOM = max(view.zoom for move in _MOVES.values() for view in move)


def write_move_over(picture: Path, camera: CameraMove, clip: ClipSpec, control: Control) -> None:
    """Write an MP4 in the film's encoding in which the camera moves over ``picture``, cropped to fill the frame.

    Raises ``UnusableInputError`` when the file is no picture, or an absurdly large one.
    """
    source = _cover(_read_rgb(picture), clip)
    profile = profile_for(clip.width_px, clip.height_px, clip.fps)
    start, end = _MOVES[camera]
    with open_mp4(str(clip.path), metadata={"comment": shot_mark(None, gop_frames=clip.gop_frames)}) as container:
        stream = profile.add_stream(container, gop_frames=clip.gop_frames)
        for index in range(clip.frames):
            if control.should_stop():
                return
            eased = _ease(index / max(1, clip.frames - 1))
            frame = _frame(_seen(source, start, end, eased, clip))
            frame.pts, frame.time_base = index, profile.time_base
            if index % clip.gop_frames == 0:
                frame.pict_type = PictureType.I
            container.mux(stream.encode(frame))
            control.on_progress(index + 1, clip.frames)
        container.mux(stream.encode(None))


def _read_rgb(picture: Path) -> NDArray[np.uint8]:
    """The picture as (height, width, 3) uint8; transparency shows white."""
    data = np.fromfile(picture, np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if data.size else None
    if decoded is None:
        raise UnusableInputError("the image is not a picture that can be read (PNG, JPEG or WebP)")
    if decoded.shape[0] * decoded.shape[1] > _MAX_PIXELS:
        raise UnusableInputError(f"the image has more than {_MAX_PIXELS} pixels")
    if decoded.dtype == np.uint16:
        decoded = (decoded >> 8).astype(np.uint8)
    if decoded.ndim == 2:
        return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_GRAY2RGB), np.uint8)
    if decoded.shape[2] == 4:
        alpha = decoded[..., 3:].astype(np.float32) / 255
        decoded = (decoded[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)


def _cover(rgb: NDArray[np.uint8], clip: ClipSpec) -> NDArray[np.uint8]:
    """Scale and crop to the frame's shape, with the pixels the closest view needs."""
    width, height = round(clip.width_px * _MAX_ZOOM), round(clip.height_px * _MAX_ZOOM)
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    size = max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))
    scaled = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (scaled.shape[1] - width) // 2, (scaled.shape[0] - height) // 2
    return np.ascontiguousarray(scaled[top : top + height, left : left + width], np.uint8)


def _seen(source: NDArray[np.uint8], start: _View, end: _View, eased: float, clip: ClipSpec) -> NDArray[np.uint8]:
    zoom, x, y = (a + (b - a) * eased for a, b in ((start.zoom, end.zoom), (start.x, end.x), (start.y, end.y)))
    scale = zoom / _MAX_ZOOM
    # Where the frame's top-left corner lies in the scaled source: the middle, shifted within the room there is.
    left = (source.shape[1] * scale - clip.width_px) / 2 * (1 + x)
    top = (source.shape[0] * scale - clip.height_px) / 2 * (1 + y)
    matrix = np.array([[scale, 0, -left], [0, scale, -top]], np.float64)
    seen = cv2.warpAffine(
        source, matrix, (clip.width_px, clip.height_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(seen, np.uint8)


def _frame(rgb: NDArray[np.uint8]) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(
        format="yuv420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )


def _ease(t: float) -> float:
    """Smoothstep: slow out, slow in."""
    return t * t * (3 - 2 * t)
