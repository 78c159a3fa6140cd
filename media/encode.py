"""Frames to H.264 under the film's encoder contract."""

from collections.abc import Collection, Iterable
from pathlib import Path

import av
from av.video.frame import PictureType

from media.profile import VideoProfile, open_mp4
from media.work import UNWATCHED, Watch


def encode(
    frames: Iterable[av.VideoFrame],
    out: Path,
    profile: VideoProfile,
    *,
    keyframes: Collection[int] = (0,),
    watch: Watch = UNWATCHED,
) -> int:
    """Encode ``frames`` to an MP4 with IDR pictures at ``keyframes`` and every two seconds; returns their number."""
    number = 0
    with open_mp4(str(out), faststart=False) as container:
        stream = profile.add_stream(container, gop_frames=2 * profile.fps)
        for frame in frames:
            watch.check()
            frame.pts, frame.time_base = number, profile.time_base
            # A decoded frame remembers its own type, which the encoder would take for an order.
            frame.pict_type = PictureType.I if number in keyframes else PictureType.NONE
            container.mux(stream.encode(frame))
            number += 1
            watch.done(number)
        container.mux(stream.encode(None))
    return number
