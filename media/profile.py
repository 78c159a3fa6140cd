"""The encoder contract: what must be equal for two parts of a film to be joined packet by packet."""

from fractions import Fraction

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from film.format import Codec, FilmFormat
from film.model import Value
from media.codecs import coding, encoder_options, reorder_frames, settings

_BT709 = 1
_LIMITED_RANGE = 1
_ENCODER_THREADS = 3
"""x264 gives other bytes for another number, so every machine takes this one, whatever its cores."""

TIMESCALE = 30_000
_MOVIE_TIMESCALE = 240_000
"""Edit lists state their lengths in it: the least in which a frame and a sample of 48 kHz sound are both whole."""


class VideoProfile(Value):
    """Encoder settings of every part of one film.

    A stream's decoder configuration carries size, frame rate, time base, colour tags and (in H.264) the preset: parts
    made under two different ones decode without an error and with wrong pixels, so the assembler compares them. The
    CRF is not in it; a fixed number of encoder threads keeps the bytes the same on any machine.
    """

    width: int
    height: int
    fps: int
    preset: str
    crf: int
    codec: Codec = Codec.H264

    @classmethod
    def of(cls, film_format: FilmFormat) -> "VideoProfile":
        """The profile that every part of a film in this format is encoded with."""
        width, height = film_format.size
        preset, crf = settings(film_format.codec, film_format.quality)
        return cls(width=width, height=height, fps=film_format.fps, preset=preset, crf=crf, codec=film_format.codec)

    @property
    def time_base(self) -> Fraction:
        """One frame, in seconds."""
        return Fraction(1, self.fps)

    @property
    def reorder_frames(self) -> int:
        """How many frames decoding runs ahead of showing."""
        return reorder_frames(self.codec, self.preset)

    def add_stream(self, container: OutputContainer, *, gop_frames: int = 250) -> VideoStream:
        """Add the film's video stream to ``container``; closed GOPs, at most ``gop_frames`` long, BT.709 tags."""
        found = coding(self.codec)
        options = encoder_options(self.codec, self.preset, self.crf, gop_frames)
        # PyAV's stub knows the names of a few encoders only.
        stream: VideoStream = container.add_stream(found.encoder, rate=self.fps, options=options)  # type: ignore[assignment]
        stream.width, stream.height, stream.pix_fmt = self.width, self.height, "yuv420p"
        codec = stream.codec_context
        if found.tag:
            codec.codec_tag = found.tag
        codec.time_base = self.time_base
        codec.colorspace = codec.color_primaries = codec.color_trc = _BT709
        codec.color_range = _LIMITED_RANGE
        codec.thread_count = _ENCODER_THREADS
        codec.thread_type = "FRAME"
        return stream


def open_mp4(path: str, *, faststart: bool = True, metadata: dict[str, str] | None = None) -> OutputContainer:
    """Open an MP4 for writing with the film's integer timescale, so that every frame's pts is exact."""
    options = {"video_track_timescale": str(TIMESCALE), "movie_timescale": str(_MOVIE_TIMESCALE)}
    if faststart:
        options["movflags"] = "+faststart"
    container = av.open(path, "w", format="mp4", options=options)
    container.metadata.update(metadata or {})
    return container
