"""Clips: a shot drawn and encoded frame by frame."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

from film.format import FilmFormat, Quality
from media.profile import VideoProfile, open_mp4
from planner.shot import Shot
from previz.art.render import Renderer


class Stopped(Exception):  # noqa: N818 - a request obeyed, not an error
    """The caller asked to stop; there is no file."""


def profile_for(width_px: int, height_px: int, fps: int) -> VideoProfile:
    """The encoder settings of a clip of this size: those of a final film from 1080 pixels on, else of a draft."""
    quality = Quality.FINAL if min(width_px, height_px) >= 1080 else Quality.DRAFT
    profile = VideoProfile.of(FilmFormat(quality=quality))
    return profile.model_copy(update={"width": width_px, "height": height_px, "fps": fps})


def write_clip(
    shot: Shot,
    path: Path,
    *,
    width_px: int,
    height_px: int,
    fps: int,
    frames: int,
    gop_frames: int = 12,
    mouth: Sequence[float] | None = None,
    metadata: dict[str, str],
    on_progress: Callable[[int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> None:
    """Draw ``frames`` frames of the shot into an MP4 at ``path``, a keyframe every ``gop_frames``.

    ``mouth`` holds how far the subject's mouth is open (0..1) in each frame; a shorter one ends closed.
    ``on_progress`` is told the number of frames done. Raises ``Stopped`` when ``should_stop`` says so and
    ``ValueError`` for an odd size or no frames; either way, as after any error, no file is left behind.
    """
    if frames < 1 or fps < 1 or gop_frames < 1:
        raise ValueError(f"a clip needs frames, a rate and keyframes, not {frames}, {fps} and {gop_frames}")
    renderer = Renderer(shot, width_px, height_px)
    try:
        with open_mp4(str(path), metadata=metadata) as container:
            stream = profile_for(width_px, height_px, fps).add_stream(container, gop_frames=gop_frames)
            for index in range(frames):
                if should_stop and should_stop():
                    raise Stopped(f"stopped at frame {index} of {frames}")
                _encode(container, stream, renderer, index, frames, fps, gop_frames, _at(mouth, index))
                if on_progress:
                    on_progress(index + 1)
            container.mux(stream.encode(None))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _encode(
    container: OutputContainer,
    stream: VideoStream,
    renderer: Renderer,
    index: int,
    frames: int,
    fps: int,
    gop_frames: int,
    mouth: float,
) -> None:
    """Draw and encode one frame. ``from_numpy_buffer`` lends our memory to the encoder; each frame is a fresh array."""
    picture = renderer.frame(index / fps, frames / fps, mouth)
    frame = av.VideoFrame.from_numpy_buffer(picture, format="yuv420p")
    frame.pts = index
    frame.time_base = Fraction(1, fps)
    if index % gop_frames == 0:
        frame.pict_type = PictureType.I
    container.mux(stream.encode(frame))


def _at(mouth: Sequence[float] | None, index: int) -> float:
    return min(1.0, max(0.0, float(mouth[index]))) if mouth is not None and index < len(mouth) else 0.0
