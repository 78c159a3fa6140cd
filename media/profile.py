"""The encoder contract: what must be equal for two parts of a film to be joined packet by packet."""

from fractions import Fraction

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from film.format import FilmFormat, Quality
from film.model import Value

_PRESET = {Quality.DRAFT: "ultrafast", Quality.FINAL: "superfast"}
_CRF = {Quality.DRAFT: 26, Quality.FINAL: 20}
_BT709 = 1
_LIMITED_RANGE = 1
TIMESCALE = 30_000


class VideoProfile(Value):
    """H.264 settings of every part of one film.

    SPS and PPS carry size, frame rate, time base, colour tags and preset: parts made under two different
    profiles decode without an error and with wrong pixels, so the assembler compares their extradata.
    ``stitchable=1`` keeps the CRF out of the PPS; one encoder thread keeps the bytes the same on any machine.
    """

    width: int
    height: int
    fps: int
    preset: str
    crf: int

    @classmethod
    def of(cls, film_format: FilmFormat) -> "VideoProfile":
        """The profile that every part of a film in this format is encoded with."""
        width, height = film_format.size
        quality = film_format.quality
        return cls(width=width, height=height, fps=film_format.fps, preset=_PRESET[quality], crf=_CRF[quality])

    @property
    def time_base(self) -> Fraction:
        """One frame, in seconds."""
        return Fraction(1, self.fps)

    def add_stream(self, container: OutputContainer, *, gop_frames: int = 250) -> VideoStream:
        """Add the film's video stream to ``container``; closed GOPs, at most ``gop_frames`` long, BT.709 tags."""
        stream: VideoStream = container.add_stream(
            "libx264",
            rate=self.fps,
            options={
                "preset": self.preset,
                "crf": str(self.crf),
                "forced-idr": "1",
                "g": str(gop_frames),
                "x264-params": "stitchable=1:open-gop=0:scenecut=0",
            },
        )
        stream.width, stream.height, stream.pix_fmt = self.width, self.height, "yuv420p"
        codec = stream.codec_context
        codec.time_base = self.time_base
        codec.colorspace = codec.color_primaries = codec.color_trc = _BT709
        codec.color_range = _LIMITED_RANGE
        codec.thread_count = 1
        codec.thread_type = "FRAME"
        return stream


def open_mp4(path: str, *, faststart: bool = True, metadata: dict[str, str] | None = None) -> OutputContainer:
    """Open an MP4 for writing with the film's integer timescale, so that every frame's pts is exact."""
    options = {"video_track_timescale": str(TIMESCALE)}
    if faststart:
        options["movflags"] = "+faststart"
    container = av.open(path, "w", format="mp4", options=options)
    container.metadata.update(metadata or {})
    return container
