"""A segment: a run of frames under the encoder contract that a film is assembled from."""

from pathlib import Path

from film.model import Value

Edges = int | tuple[int, int]
"""Frames of a segment's head and tail that a transition may replace: of both alike, or of each."""


class Segment(Value):
    """An MP4 of exactly ``frames`` frames with keyframes at 0, after its head and before its tail.

    ``copied_frames`` of them are the source's own packets, the rest was encoded. ``damaged_frames`` pictures of the
    source could not be decoded and were replaced by the last good ones.
    """

    path: Path
    frames: int
    edge_frames: Edges
    copied_frames: int = 0
    damaged_frames: int = 0

    @property
    def adopted(self) -> bool:
        """Whether no frame had to be encoded."""
        return self.copied_frames == self.frames


def edge_keyframes(frames: int, edge_frames: Edges) -> tuple[int, ...]:
    """The frames that must be keyframes, so that head and tail can each be replaced by a transition.

    >>> edge_keyframes(48, 12), edge_keyframes(48, (12, 6)), edge_keyframes(48, (0, 6))
    ((0, 12, 36), (0, 12, 42), (0, 42))

    Raises ``ValueError`` if two edges and a body of at least two frames do not fit, or if an edge is a single frame:
    two IDR pictures in a row from two encodes are not a legal stream.
    """
    head, tail = (edge_frames, edge_frames) if isinstance(edge_frames, int) else edge_frames
    if min(head, tail) < 0 or 1 in {head, tail} or frames < head + tail + 2:
        raise ValueError(f"{frames} frames cannot have two edges of {head} and {tail}")
    return tuple(sorted({0, head, (frames - tail) % frames}))
