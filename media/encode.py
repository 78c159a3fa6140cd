"""Frames encoded under the film's encoder contract."""

from collections.abc import Collection, Iterable
from pathlib import Path

import av
from av.video.frame import PictureType

from film.format import Codec
from media.av1 import state_sequence_header
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
    """Encode ``frames`` to an MP4 with keyframes at ``keyframes`` and every two seconds; returns their number."""
    number = decoded = 0
    with open_mp4(str(out), faststart=False) as container:
        stream = profile.add_stream(container, gop_frames=2 * profile.fps)

        def write(frame: av.VideoFrame | None) -> None:
            nonlocal decoded
            for packet in stream.encode(frame):
                # x265 states decode times out of unset memory for streams of a frame or two.
                packet.dts = decoded - profile.reorder_frames
                decoded += 1
                container.mux_one(packet)

        for frame in frames:
            watch.check()
            frame.pts, frame.time_base = number, profile.time_base
            # A decoded frame remembers its own type, which the encoder would take for an order.
            frame.pict_type = PictureType.I if number in keyframes else PictureType.NONE
            write(frame)
            number += 1
            watch.done(number)
        write(None)
    if profile.codec is Codec.AV1:
        state_sequence_header(out)
    return number
