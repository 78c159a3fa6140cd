"""The clips of a scene as they come in, until they cover it."""

from film.assets import Asset
from film.production import TakeChunk
from film.timing import Short, Timing

_SLACK_S, _SLACK_SHARE = 0.25, 0.05
"""A clip that is short by no more has its last picture held: nobody buys another for it."""

_LEAST_S = 0.5
_MOST_CLIPS = 40


class Reel:
    """Which clips a scene of ``frames`` frames still needs, and what is shown of those that it has.

    ``planned`` are the frames of each clip, none for a scene of one. A clip may turn out shorter than planned, where a
    fallback model makes others: then the rest is planned anew in clips of that length. ``timing`` is what the film
    wants of a scene's only clip: one that may be slowed down or repeated need not cover its scene.
    """

    def __init__(self, frames: int, planned: tuple[int, ...], fps: int, timing: Timing) -> None:
        self._frames, self._fps, self._timing = frames, fps, timing
        self._ahead = list(planned) if sum(planned) == frames else [frames]
        self._got: list[TakeChunk] = []

    @property
    def wanted(self) -> int:
        """The frames of the next clip; 0 when there is nothing left to shoot."""
        return self._ahead[0] if self._ahead else 0

    @property
    def number(self) -> int:
        """The next clip's place in the scene, from 1."""
        return len(self._got) + 1

    @property
    def single(self) -> bool:
        """Whether one clip was planned, and no other has come to be needed."""
        return not self._got and len(self._ahead) == 1

    @property
    def latest(self) -> TakeChunk | None:
        """The clip that the next one follows."""
        return self._got[-1] if self._got else None

    @property
    def chunks(self) -> tuple[TakeChunk, ...]:
        """What there is, covering the scene to the frame: a part that could not be shot lengthens the last clip."""
        if not self._got:
            return ()
        *before, last = self._got
        return *before, last.model_copy(update={"frames": last.frames + self._left})

    def add(self, clip: Asset) -> None:
        """Take the next clip. All of it is used where that spares another; of a clip that follows one, the first
        picture is left out if there is one to spare: it repeats the last of the one before.
        """
        wanted, left = self.wanted, self._left
        has = wanted if clip.duration_s is None else int(clip.duration_s * self._fps + 1e-3)
        skip = 1 if self._got and has > wanted else 0
        has -= skip
        if has >= left or (self.single and has >= wanted * self._least_share):
            self._ahead, used = [], left
        elif has >= wanted - self._slack(wanted):
            self._ahead, used = self._ahead[1:], wanted
        elif has < _LEAST_S * self._fps:
            self._ahead, used = [], max(1, has)
        else:
            self._ahead, used = _spread(left - has, has), has
        self._got.append(TakeChunk(asset=clip, frames=used, skip=skip))
        if len(self._got) == _MOST_CLIPS:
            self._ahead = []

    @property
    def _left(self) -> int:
        return self._frames - sum(chunk.frames for chunk in self._got)

    @property
    def _least_share(self) -> float:
        """How much of a scene its only clip must cover."""
        match self._timing.short:
            case Short.LOOP | Short.PING_PONG:
                return 0.0
            case Short.SLOW_DOWN:
                return self._timing.min_speed
            case Short.HOLD:
                return 1.0

    def _slack(self, wanted: int) -> int:
        return int(max(_SLACK_S * self._fps, _SLACK_SHARE * wanted))


def _spread(frames: int, longest: int) -> list[int]:
    """``frames`` dealt out evenly over as few clips as possible, none longer than ``longest``."""
    clips = -(-frames // longest)
    return [frames * (number + 1) // clips - frames * number // clips for number in range(clips)]
