"""A segment: a run of frames under the encoder contract that a film is assembled from."""

from pathlib import Path

from film.model import Value


class Segment(Value):
    """An MP4 of exactly ``frames`` frames with IDR pictures at 0, ``edge_frames`` and ``frames - edge_frames``.

    ``copied_frames`` of them are the source's own packets, the rest was encoded. ``damaged_frames`` pictures of the
    source could not be decoded and were replaced by the last good ones.
    """

    path: Path
    frames: int
    edge_frames: int
    copied_frames: int = 0
    damaged_frames: int = 0

    @property
    def adopted(self) -> bool:
        """Whether no frame had to be encoded."""
        return self.copied_frames == self.frames


def edge_keyframes(frames: int, edge_frames: int) -> tuple[int, ...]:
    """The frames that must be IDR pictures, so that both edges can be replaced by a transition.

    Raises ``ValueError`` if two edges and a body of at least two frames do not fit, or if an edge is a single frame:
    two IDR pictures in a row from two encodes are not a legal stream.
    """
    if edge_frames == 0 and frames >= 2:
        return (0,)
    if edge_frames < 2 or frames < 2 * edge_frames + 2:
        raise ValueError(f"{frames} frames cannot have two edges of {edge_frames}")
    return (0, edge_frames, frames - edge_frames)
