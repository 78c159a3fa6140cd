"""Frames to H.264 under the film's encoder contract."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Self

import av
from av.video.frame import PictureType

from media.profile import VideoProfile, open_mp4
from media.work import UNWATCHED, Watch


class Encoder:
    """An MP4 that frames are added to one by one, with IDR pictures at ``keyframes`` and every two seconds.

    To be used in a ``with`` block; after an error inside it the file is of no use.
    """

    def __init__(self, out: Path, profile: VideoProfile, *, keyframes: Collection[int] = (0,)) -> None:
        self._profile = profile
        self._keyframes = frozenset(keyframes)
        self._container = open_mp4(str(out), faststart=False)
        self._stream = profile.add_stream(self._container, gop_frames=2 * profile.fps)
        self.frames = 0

    def add(self, frame: av.VideoFrame) -> None:
        """Encode one more frame; its time and type are set here."""
        frame.pts, frame.time_base = self.frames, self._profile.time_base
        # A decoded frame remembers its own type, which the encoder would take for an order.
        frame.pict_type = PictureType.I if self.frames in self._keyframes else PictureType.NONE
        self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def encode(
    frames: Iterable[av.VideoFrame],
    out: Path,
    profile: VideoProfile,
    *,
    keyframes: Collection[int] = (0,),
    watch: Watch = UNWATCHED,
) -> int:
    """Encode ``frames`` to an MP4 with IDR pictures at ``keyframes`` and every two seconds; returns their number."""
    with Encoder(out, profile, keyframes=keyframes) as encoder:
        for frame in frames:
            watch.check()
            encoder.add(frame)
            watch.done(encoder.frames)
        return encoder.frames
