"""Parts outside of the film's encoder contract, brought into it."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av

from media.encode import encode
from media.errors import ForeignPartError
from media.picture.cadence import Cadence
from media.picture.decoding import Decoding
from media.picture.fit import Fit, fit_picture
from media.probe import probe
from media.profile import VideoProfile
from media.span import Span
from media.work import Watch


def reencoded(span: Span, out: Path, profile: VideoProfile, watch: Watch) -> Span:
    """Decode a span of any video file, counted in frames of the film, and encode it as ``out``.

    Raises ``ForeignPartError`` if the file has no such frames, ``UnreadableError`` if it is no video.
    """
    encode(_pictures(span, profile, watch), out, profile, watch=watch)
    return Span(out, 0, span.frames)


def _pictures(span: Span, profile: VideoProfile, watch: Watch) -> Iterator[av.VideoFrame]:
    seen = probe(span.path).video
    if seen is None:
        raise ForeignPartError(f"{span.path.name}: no pictures in it")
    decoding = Decoding(span.path, seen, watch)
    if decoding.length_s + Fraction(1, 2 * profile.fps) < Fraction(span.last, profile.fps):
        raise ForeignPartError(f"{span.path.name}: no frames up to {span.last}")
    for picture in islice(_at_rate(decoding, profile.fps, span.last), span.first, None):
        yield fit_picture(picture, profile.width, profile.height, Fit.COVER, seen.pixel_aspect)


def _at_rate(decoding: Decoding, fps: int, count: int) -> Iterator[av.VideoFrame]:
    cadence = Cadence[av.VideoFrame](fps, count)
    for time_s, picture in decoding.pictures():
        if shown := cadence.see(time_s, picture):
            yield from [shown[0]] * (shown[2] - shown[1])
        if cadence.complete:
            return
    decoding.check()
    if shown := cadence.rest():
        yield from [shown[0]] * (shown[2] - shown[1])
