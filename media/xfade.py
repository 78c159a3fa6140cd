"""Transitions drawn by FFmpeg's ``xfade`` filter."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.error import FFmpegError
from av.filter import Graph
from av.filter.context import FilterContext

from film.joints import TransitionKind
from media.errors import MediaError
from media.planes import BLACK, planes_of
from media.profile import VideoProfile

_NAMES = {
    TransitionKind.FADE_THROUGH_GREY: "fadegrays",
    TransitionKind.FADE_FAST: "fadefast",
    TransitionKind.FADE_SLOW: "fadeslow",
    TransitionKind.DISSOLVE: "dissolve",
    TransitionKind.PIXELIZE: "pixelize",
    TransitionKind.BLUR: "hblur",
    TransitionKind.DISTANCE: "distance",
    TransitionKind.ZOOM_IN: "zoomin",
    TransitionKind.RADIAL: "radial",
    TransitionKind.WIPE_LEFT: "wipeleft",
    TransitionKind.WIPE_RIGHT: "wiperight",
    TransitionKind.WIPE_UP: "wipeup",
    TransitionKind.WIPE_DOWN: "wipedown",
    TransitionKind.WIPE_TOP_LEFT: "wipetl",
    TransitionKind.WIPE_TOP_RIGHT: "wipetr",
    TransitionKind.WIPE_BOTTOM_LEFT: "wipebl",
    TransitionKind.WIPE_BOTTOM_RIGHT: "wipebr",
    TransitionKind.SLIDE_LEFT: "slideleft",
    TransitionKind.SLIDE_RIGHT: "slideright",
    TransitionKind.SLIDE_UP: "slideup",
    TransitionKind.SLIDE_DOWN: "slidedown",
    TransitionKind.SMOOTH_LEFT: "smoothleft",
    TransitionKind.SMOOTH_RIGHT: "smoothright",
    TransitionKind.SMOOTH_UP: "smoothup",
    TransitionKind.SMOOTH_DOWN: "smoothdown",
    TransitionKind.COVER_LEFT: "coverleft",
    TransitionKind.COVER_RIGHT: "coverright",
    TransitionKind.COVER_UP: "coverup",
    TransitionKind.COVER_DOWN: "coverdown",
    TransitionKind.REVEAL_LEFT: "revealleft",
    TransitionKind.REVEAL_RIGHT: "revealright",
    TransitionKind.REVEAL_UP: "revealup",
    TransitionKind.REVEAL_DOWN: "revealdown",
    TransitionKind.CIRCLE_OPEN: "circleopen",
    TransitionKind.CIRCLE_CLOSE: "circleclose",
    TransitionKind.CIRCLE_CROP: "circlecrop",
    TransitionKind.RECTANGLE_CROP: "rectcrop",
    TransitionKind.CURTAIN_OPEN: "vertopen",
    TransitionKind.CURTAIN_CLOSE: "vertclose",
    TransitionKind.BLINDS_OPEN: "horzopen",
    TransitionKind.BLINDS_CLOSE: "horzclose",
    TransitionKind.DIAGONAL_TOP_LEFT: "diagtl",
    TransitionKind.DIAGONAL_TOP_RIGHT: "diagtr",
    TransitionKind.DIAGONAL_BOTTOM_LEFT: "diagbl",
    TransitionKind.DIAGONAL_BOTTOM_RIGHT: "diagbr",
    TransitionKind.SLICE_LEFT: "hlslice",
    TransitionKind.SLICE_RIGHT: "hrslice",
    TransitionKind.SLICE_UP: "vuslice",
    TransitionKind.SLICE_DOWN: "vdslice",
    TransitionKind.SQUEEZE_HORIZONTAL: "squeezeh",
    TransitionKind.SQUEEZE_VERTICAL: "squeezev",
    TransitionKind.WIND_LEFT: "hlwind",
    TransitionKind.WIND_RIGHT: "hrwind",
    TransitionKind.WIND_UP: "vuwind",
    TransitionKind.WIND_DOWN: "vdwind",
}
_ON_BLACK = {TransitionKind.CIRCLE_CROP, TransitionKind.RECTANGLE_CROP}
"""Their black is zero, which in limited range is below black."""


def crossed(
    old: Iterator[av.VideoFrame], new: Iterator[av.VideoFrame], frames: int, kind: TransitionKind, profile: VideoProfile
) -> Iterator[av.VideoFrame]:
    """``frames`` pictures on the way from ``old`` to ``new``, of which none is wholly the one or the other.

    The filter begins with the old picture alone and ends with the new one, so it is given one frame more on either
    side, whose pictures are thrown away. Raises ``MediaError`` if the filter fails.
    """
    try:
        graph, sources = _graph(kind, frames, profile)
        made = 0
        for number, pair in enumerate(_padded(old, new)):
            for source, frame in zip(sources, pair, strict=True):
                frame.pts, frame.time_base = number, profile.time_base
                source.push(frame)
            for picture in _pulled(graph):
                if 0 < made <= frames:
                    yield _in_range(picture, kind)
                made += 1
        if made < frames + 1:
            raise MediaError(f"the transition {kind!r} gave {made} pictures")
    except FFmpegError as error:
        raise MediaError(f"the transition {kind!r} failed ({error.strerror})") from error


def _graph(kind: TransitionKind, frames: int, profile: VideoProfile) -> tuple[Graph, list[FilterContext]]:
    graph = Graph()
    graph.threads = 1
    picture = (
        f"video_size={profile.width}x{profile.height}:pix_fmt=yuv420p:time_base=1/{profile.fps}:pixel_aspect=1/1"
        f":frame_rate={profile.fps}:colorspace=bt709:range=tv"
    )
    seconds = Fraction(frames + 1, profile.fps)
    cross = graph.add("xfade", f"transition={_NAMES[kind]}:duration={float(seconds):.6f}:offset=0")
    sources = []
    for side in (0, 1):
        source = graph.add("buffer", picture)
        # The filter works at full chroma resolution. Repeating and averaging give untouched pixels back unchanged.
        widened, format_444 = graph.add("scale", "flags=neighbor+accurate_rnd+bitexact"), graph.add("format", "yuv444p")
        source.link_to(widened)
        widened.link_to(format_444)
        format_444.link_to(cross, 0, side)
        sources.append(source)
    narrowed, format_420 = graph.add("scale", "flags=area+accurate_rnd+bitexact"), graph.add("format", "yuv420p")
    sink = graph.add("buffersink")
    cross.link_to(narrowed)
    narrowed.link_to(format_420)
    format_420.link_to(sink)
    graph.configure()
    return graph, sources


def _padded(
    old: Iterator[av.VideoFrame], new: Iterator[av.VideoFrame]
) -> Iterator[tuple[av.VideoFrame, av.VideoFrame]]:
    pair: tuple[av.VideoFrame, av.VideoFrame] | None = None
    for both in zip(old, new, strict=True):
        if pair is None:
            yield both
        pair = both
        yield pair
    if pair is not None:
        yield pair


def _pulled(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            yield graph.vpull()
        except (BlockingIOError, EOFError):
            return


def _in_range(picture: av.VideoFrame, kind: TransitionKind) -> av.VideoFrame:
    if kind in _ON_BLACK:
        luma = planes_of(picture)[0]
        np.maximum(luma, BLACK[0], out=luma)
    return picture
