"""Are the frames that a film copied from its parts still the parts' own, to the last bit?"""

from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass

import av
import numpy as np

from film.quality import Finding, Flaw
from media.assemble import Part
from media.errors import MediaError
from media.planes import planes_of
from media.profile import VideoProfile
from media.span import decode


@dataclass
class _Tally:
    """How many frames of a part differ, and the first of them in the film."""

    first: int
    differ: int = 0


class Originals:
    """Decodes the parts of a film beside the film, one at a time, and compares frame by frame.

    Without parts there is nothing to compare. ``encoded`` are the numbers of parts whose frames were encoded again, so
    that nothing can be said of them.
    """

    def __init__(self, parts: Sequence[Part], profile: VideoProfile, encoded: Collection[int] = ()) -> None:
        self._parts, self._profile, self._encoded = parts, profile, encoded
        self._tallies: dict[int, _Tally] = {}
        self._broken: dict[int, str] = {}
        self._frames = self._all()
        self._number = 0

    def compare(self, frame: av.VideoFrame) -> None:
        """Compare the film's next frame."""
        number, self._number = self._number, self._number + 1
        original = next(self._frames, None)
        if original is not None and not same_pixels(frame, original[1]):
            self._tallies.setdefault(original[0], _Tally(number)).differ += 1

    def findings(self) -> Iterator[Finding]:
        """One finding for each part that the film does not show as it is."""
        fps = self._profile.fps
        for at, why in self._broken.items():
            yield Finding(
                flaw=Flaw.CHANGED, message=f"part {at + 1} cannot be compared: {why}", at_s=self._start(at) / fps
            )
        for at, tally in self._tallies.items():
            part, first = self._parts[at], tally.first
            message = (
                f"{tally.differ} of {part.last - part.first} frames are not those of {part.path.name} (part {at + 1})"
            )
            yield Finding(flaw=Flaw.CHANGED, message=message, at_s=first / fps)

    def close(self) -> None:
        """Let go of the part that is open."""
        self._frames.close()

    def _start(self, at: int) -> int:
        return sum(part.last - part.first for part in self._parts[:at])

    def _all(self) -> Generator[tuple[int, av.VideoFrame] | None]:
        for at, part in enumerate(self._parts):
            given = 0
            if at not in self._encoded:
                try:
                    for frame in decode(part.path, self._profile, part.first, part.last):
                        yield at, frame
                        given += 1
                except MediaError as error:
                    self._broken[at] = str(error)
            for _ in range(part.last - part.first - given):
                yield None


def same_pixels(one: av.VideoFrame, other: av.VideoFrame) -> bool:
    """Whether two frames are equal in format, size and every sample."""
    if (one.format.name, one.width, one.height) != (other.format.name, other.width, other.height):
        return False
    if one.format.name != "yuv420p":
        return np.array_equal(one.to_ndarray(), other.to_ndarray())
    return all(np.array_equal(*planes) for planes in zip(planes_of(one), planes_of(other), strict=True))
