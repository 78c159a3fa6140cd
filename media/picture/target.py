"""One of the segments that are made from a clip: what is wanted, and the work on it, frame by frame."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av

from media.encode import Encoder
from media.picture.cadence import Cadence
from media.picture.fit import CENTRE, Fit, Focus, fit_picture
from media.picture.overlay import Drawn, overlaid
from media.picture.pieces import Piece
from media.picture.timing import Pace
from media.profile import VideoProfile
from media.span import Span, join
from media.work import Watch

_Seen = tuple[av.VideoFrame, Fraction]
"""A picture, and how much wider than high its pixels are."""


@dataclass(frozen=True)
class Target:
    """A segment to be made at ``out``, with what is laid over it and how pictures of another shape meet its frame."""

    out: Path
    profile: VideoProfile
    overlays: Sequence[Drawn] = ()
    fit: Fit = Fit.COVER
    focus: Focus = CENTRE


@dataclass(frozen=True)
class Plan:
    """How a target is made: which pieces are copied and which encoded, and when it shows what of the clip."""

    target: Target
    pieces: tuple[Piece, ...]
    keyframes: tuple[int, ...]
    pace: Pace

    @property
    def copied_frames(self) -> int:
        """How many frames are the source's own packets."""
        return sum(piece.last - piece.first for piece in self.pieces if piece.copied)

    @property
    def encodes(self) -> bool:
        """Whether anything must be encoded at all."""
        return not all(piece.copied for piece in self.pieces)


@dataclass
class Making:
    """The work on a target: takes the clip's pictures as they are decoded and encodes what its plan wants encoded."""

    plan: Plan
    scratch: Path
    _open: ExitStack = field(init=False)
    _encoder: Encoder | None = None
    _fitted: tuple[av.VideoFrame, av.VideoFrame] | None = None

    def __post_init__(self) -> None:
        self._waiting = [piece for piece in self.plan.pieces if not piece.copied]
        last = self._waiting[-1].last if self._waiting else 0
        self._cadence = Cadence[_Seen](self.plan.target.profile.fps, last)

    @property
    def complete(self) -> bool:
        """Whether it needs no more pictures."""
        return self._cadence.complete

    @contextmanager
    def encoding(self) -> Iterator[None]:
        """The time in which pictures come; what is encoded is complete only after it."""
        with ExitStack() as self._open:
            yield

    def show(self, time_s: Fraction, picture: av.VideoFrame, pixel_aspect: Fraction) -> Iterator[int]:
        """Take the clip's next picture; yields the number of each frame done."""
        shown = self._cadence.see(self.plan.pace.scene_time(time_s), (picture, pixel_aspect))
        return self._add(shown) if shown else iter(())

    def rest(self) -> Iterator[int]:
        """Hold the last picture to the end; yields the number of each frame done."""
        shown = self._cadence.rest()
        return self._add(shown) if shown else iter(())

    def segment(self, source: Path | None, watch: Watch) -> Path:
        """The whole segment, put together from what was encoded and what is copied from ``source``."""
        path = self.scratch / "segment.mp4"
        if source is None or self.plan.copied_frames == 0:
            self._path(self.plan.pieces[0]).replace(path)
            return path
        spans = [
            Span(source, piece.first, piece.last) if piece.copied else Span(self._path(piece), 0, piece.frames)
            for piece in self.plan.pieces
        ]
        join(spans, path, self.plan.target.profile, watch)
        return path

    def _add(self, shown: tuple[_Seen, int, int]) -> Iterator[int]:
        seen, first, last = shown
        for number in range(first, last):
            piece = self._waiting[0]
            if number < piece.first:
                continue
            if number == piece.first:
                self._encoder = self._open.enter_context(self._encoder_of(piece))
            assert self._encoder is not None
            (finished,) = overlaid([self._fit(*seen)], self.plan.target.overlays, number)
            self._encoder.add(finished)
            if number + 1 == piece.last:
                self._waiting.pop(0)
                self._open.close()
            yield number

    def _fit(self, picture: av.VideoFrame, pixel_aspect: Fraction) -> av.VideoFrame:
        if self._fitted is None or self._fitted[0] is not picture:
            target = self.plan.target
            size = target.profile.width, target.profile.height
            self._fitted = picture, fit_picture(picture, *size, target.fit, pixel_aspect, target.focus)
        return self._fitted[1]

    def _encoder_of(self, piece: Piece) -> Encoder:
        keyframes = {0, *(keyframe - piece.first for keyframe in self.plan.keyframes)}
        return Encoder(self._path(piece), self.plan.target.profile, keyframes=keyframes)

    def _path(self, piece: Piece) -> Path:
        return self.scratch / f"{piece.first}.mp4"
