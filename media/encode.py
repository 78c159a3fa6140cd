"""Frames encoded under the film's encoder contract."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Self

import av
from av.video.frame import PictureType

from film.format import Codec
from media.av1 import state_sequence_header
from media.profile import VideoProfile, open_mp4
from media.work import UNWATCHED, Watch


class Encoder:
    """An MP4 that frames are added to one by one, with keyframes at ``keyframes`` and every two seconds.

    To be used in a ``with`` block; after an error inside it the file is of no use.
    """

    def __init__(self, out: Path, profile: VideoProfile, *, keyframes: Collection[int] = (0,)) -> None:
        self._out = out
        self._profile = profile
        self._keyframes = frozenset(keyframes)
        self._container = open_mp4(str(out), faststart=False)
        self._stream = profile.add_stream(self._container, gop_frames=2 * profile.fps)
        self._written = 0
        self.frames = 0

    def add(self, frame: av.VideoFrame) -> None:
        """Encode one more frame; its time and type are set here."""
        frame.pts, frame.time_base = self.frames, self._profile.time_base
        # A decoded frame remembers its own type, which the encoder would take for an order.
        frame.pict_type = PictureType.I if self.frames in self._keyframes else PictureType.NONE
        self._write(frame)
        self.frames += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._write(None)
        finally:
            self._container.close()
        if kind is None and self._profile.codec is Codec.AV1:
            state_sequence_header(self._out)

    def _write(self, frame: av.VideoFrame | None) -> None:
        for packet in self._stream.encode(frame):
            # x265 states decode times out of unset memory for streams of a frame or two.
            packet.dts = self._written - self._profile.reorder_frames
            self._written += 1
            self._container.mux_one(packet)


def encode(
    frames: Iterable[av.VideoFrame],
    out: Path,
    profile: VideoProfile,
    *,
    keyframes: Collection[int] = (0,),
    watch: Watch = UNWATCHED,
) -> int:
    """Encode ``frames`` to an MP4 with keyframes at ``keyframes`` and every two seconds; returns their number."""
    with Encoder(out, profile, keyframes=keyframes) as encoder:
        for frame in frames:
            watch.check()
            encoder.add(frame)
            watch.done(encoder.frames)
        return encoder.frames
