"""Any clip brought into the film's exact format, copying every frame that already is in it.

A clip made under the film's own encoder contract is cut into its closed GOPs. Those that nothing touches are copied;
only GOPs under an overlay, or without a keyframe where one is needed, are decoded and encoded again. Any other clip is
decoded whole, scaled, brought to constant frame rate and encoded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from media.contract import ContractIndex, read_contract
from media.encode import encode
from media.errors import UnreadableError
from media.picture.cadence import at_rate, timed
from media.picture.fit import Fit, fit_picture
from media.picture.overlay import Drawn, overlaid
from media.probe import VideoProbe, probe
from media.profile import VideoProfile
from media.segment import Edges, Segment, edge_keyframes
from media.source import opened
from media.span import Span, decode, join
from media.work import OnProgress, ShouldStop, Watch, never, scratch_beside, unheard


@dataclass(frozen=True)
class Piece:
    """Frames ``first`` up to ``last`` (exclusive) of a segment, copied from the source or encoded."""

    first: int
    last: int
    copied: bool


def conform(
    source: Path,
    out: Path,
    *,
    profile: VideoProfile,
    frames: int,
    edge_frames: Edges,
    overlays: Sequence[Drawn] = (),
    fit: Fit = Fit.COVER,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Segment:
    """Make a segment of exactly ``frames`` frames from a clip; longer clips are cut, shorter ones hold their last.

    Raises ``UnreadableError`` for a source without usable pictures, ``CancelledError`` when told to stop, and
    ``ValueError`` if the edges do not fit (see ``edge_keyframes``). ``out`` appears only when it is complete.
    """
    keyframes = edge_keyframes(frames, edge_frames)
    seen = probe(source)
    if seen.video is None or seen.is_still:
        raise UnreadableError(f"{source.name}: no moving pictures in it")
    watch = Watch(on_progress, should_stop)
    index = read_contract(source, profile)
    with scratch_beside(out) as scratch:
        unfinished = scratch / "segment.mp4"
        copied = 0
        if index is None:
            pictures = _conformed(source, seen.video, profile, frames, fit)
            encode(overlaid(pictures, overlays), unfinished, profile, keyframes=keyframes, watch=watch)
        else:
            pieces = plan_pieces(index, frames, keyframes, overlays)
            spans = [_span(source, piece, scratch, profile, keyframes, overlays, watch) for piece in pieces]
            join(spans, unfinished, profile, watch)
            copied = sum(piece.last - piece.first for piece in pieces if piece.copied)
        unfinished.replace(out)
    return Segment(path=out, frames=frames, edge_frames=edge_frames, copied_frames=copied)


def plan_pieces(
    index: ContractIndex, frames: int, keyframes: Sequence[int], overlays: Sequence[Drawn] = ()
) -> tuple[Piece, ...]:
    """Which runs of a contract clip are copied and which are encoded again, in order, none of a single frame.

    >>> plan_pieces(ContractIndex(frames=48, gops=(0, 12, 24, 36)), 48, (0, 12, 36))
    (Piece(first=0, last=48, copied=True),)
    """
    boundaries = {*index.gops, index.frames}
    starts = [0]
    for start in sorted(boundary for boundary in boundaries if 0 < boundary < frames):
        if start - starts[-1] >= 2 and frames - start >= 2:
            starts.append(start)
    pieces: list[Piece] = []
    for first, last in zip(starts, [*starts[1:], frames], strict=True):
        whole = last in boundaries and last <= index.frames
        split = any(first < keyframe < last and keyframe not in index.gops for keyframe in keyframes)
        covered = any(overlay.touches(first, last) for overlay in overlays)
        copied = whole and not split and not covered
        if pieces and pieces[-1].copied == copied:
            first = pieces.pop().first  # noqa: PLW2901
        pieces.append(Piece(first, last, copied))
    return tuple(pieces)


def _span(
    source: Path,
    piece: Piece,
    scratch: Path,
    profile: VideoProfile,
    keyframes: Sequence[int],
    overlays: Sequence[Drawn],
    watch: Watch,
) -> Span:
    """The piece as a span to copy: in the source itself, or encoded beside it."""
    if piece.copied:
        return Span(source, piece.first, piece.last)
    path = scratch / f"{piece.first}.mp4"
    pictures = overlaid(decode(source, profile, piece.first, piece.last), overlays, piece.first)
    own_keyframes = {0, *(keyframe - piece.first for keyframe in keyframes)}
    encode(pictures, path, profile, keyframes=own_keyframes, watch=watch.after(piece.first))
    return Span(path, 0, piece.last - piece.first)


def _conformed(source: Path, seen: VideoProbe, profile: VideoProfile, frames: int, fit: Fit) -> Iterator[av.VideoFrame]:
    with opened(source) as container:
        stream = container.streams.video[0]
        stream.thread_type = "FRAME"
        pictures = at_rate(timed(container.decode(stream), seen.fps), profile.fps, frames)
        yield from _fitted(pictures, profile, fit, stream.sample_aspect_ratio or Fraction(1))


def _fitted(
    pictures: Iterable[av.VideoFrame], profile: VideoProfile, fit: Fit, pixel_aspect: Fraction
) -> Iterator[av.VideoFrame]:
    last: av.VideoFrame | None = None
    fitted: av.VideoFrame | None = None
    for picture in pictures:
        if fitted is None or picture is not last:
            last, fitted = picture, fit_picture(picture, profile.width, profile.height, fit, pixel_aspect)
        yield fitted
