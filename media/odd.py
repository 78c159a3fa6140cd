"""Parts outside of the film's encoder contract, brought into it."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av

from media.encode import encode
from media.errors import ForeignPartError
from media.picture.cadence import at_rate, timed
from media.picture.fit import fit_picture
from media.profile import VideoProfile
from media.source import opened
from media.span import Span
from media.work import Watch


def reencoded(span: Span, out: Path, profile: VideoProfile, watch: Watch) -> Span:
    """Decode a span of any video file, counted in frames of the film, and encode it as ``out``.

    Raises ``ForeignPartError`` if the file has no such frames, ``UnreadableError`` if it is no video.
    """
    encode(_pictures(span, profile), out, profile, watch=watch)
    return Span(out, 0, span.frames)


def _pictures(span: Span, profile: VideoProfile) -> Iterator[av.VideoFrame]:
    with opened(span.path) as container:
        if not container.streams.video:
            raise ForeignPartError(f"{span.path.name}: no pictures in it")
        stream = container.streams.video[0]
        stream.thread_type = "FRAME"
        aspect = stream.sample_aspect_ratio or Fraction(1)
        rate = stream.average_rate or Fraction(profile.fps)
        length = _Length()
        counted = length.of(timed(container.decode(stream), rate))
        for picture in islice(at_rate(counted, profile.fps, span.last), span.first, None):
            yield fit_picture(picture, profile.width, profile.height, pixel_aspect=aspect)
        if length.last_s + 1 / rate + Fraction(1, 2 * profile.fps) < Fraction(span.last, profile.fps):
            raise ForeignPartError(f"{span.path.name}: no frames up to {span.last}")


class _Length:
    """How far the pictures reach, learnt as they pass."""

    def __init__(self) -> None:
        self.last_s = Fraction(0)

    def of(self, pictures: Iterator[tuple[Fraction, av.VideoFrame]]) -> Iterator[tuple[Fraction, av.VideoFrame]]:
        for time_s, picture in pictures:
            self.last_s = time_s
            yield time_s, picture
