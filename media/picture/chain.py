"""Several clips decoded one after the other as if they were one, each for an exact time."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from media.errors import UnreadableError
from media.picture.decoding import Decoding
from media.probe import VideoProbe, probe
from media.work import Watch


@dataclass(frozen=True)
class Strip:
    """What is shown of a clip: ``length_s`` seconds of it, without the first ``skip_s``."""

    path: Path
    length_s: Fraction
    skip_s: Fraction = Fraction(0)


class Chain(Decoding):
    """Strips in order, the first at zero. One that is too short holds its last picture until the next begins.

    ``length_s`` is short of the strips' lengths where the last clip is. Raises ``UnreadableError`` for a clip without
    moving pictures, and while decoding for one of which no picture can be used.
    """

    def __init__(self, strips: Sequence[Strip], watch: Watch) -> None:
        seen = [moving(strip.path) for strip in strips]
        super().__init__(strips[-1].path, seen[-1], watch)
        self._links = [(strip, Decoding(strip.path, each, watch)) for strip, each in zip(strips, seen, strict=True)]
        last, clip = self._links[-1]
        left_s = max(Fraction(0), min(last.length_s, clip.length_s - last.skip_s))
        self.length_s = sum((strip.length_s for strip in strips[:-1]), Fraction(0)) + left_s

    def decoded(self) -> Generator[tuple[Fraction, av.VideoFrame | None]]:
        """Every picture with its time in the whole; ``None`` stands for one that is damaged."""
        start = Fraction(0)
        for strip, clip in self._links:
            self.pixel_aspect = clip.pixel_aspect
            seen = False
            with closing(clip.decoded()) as pictures:
                for time, frame in pictures:
                    if time >= strip.skip_s + strip.length_s:
                        break
                    if time >= strip.skip_s:
                        seen = seen or frame is not None
                        yield start + time - strip.skip_s, frame
            if not seen:
                raise UnreadableError(f"{strip.path.name}: there is no picture in the part that is needed")
            start += strip.length_s


def moving(path: Path) -> VideoProbe:
    """The pictures of a clip. Raises ``UnreadableError`` when it has none that move."""
    seen = probe(path)
    if seen.video is None or seen.is_still:
        raise UnreadableError(f"{path.name}: no moving pictures in it")
    return seen.video
