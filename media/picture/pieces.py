"""Which frames of a clip in the encoder contract can be copied, and which must be encoded again."""

from collections.abc import Sequence
from dataclasses import dataclass

from media.contract import ContractIndex
from media.picture.overlay import Drawn


@dataclass(frozen=True)
class Piece:
    """Frames ``first`` up to ``last`` (exclusive) of a segment, copied from the source or encoded."""

    first: int
    last: int
    copied: bool

    @property
    def frames(self) -> int:
        """How many frames."""
        return self.last - self.first


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
