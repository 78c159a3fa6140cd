"""Where a scene is shot and how: the beat's advice on framing and camera, with no view shown twice by accident."""

from collections.abc import Sequence
from random import Random

from film.beats import BeatKind
from film.shot import CameraMove, Framing, TimeOfDay
from film.structure import BeatSlot

ANGLES = ("from the other side", "seen from afar", "closer in", "a little further on", "at its edge", "in other light")
_LIVELY = (CameraMove.TRACK, CameraMove.PUSH_IN, CameraMove.PAN_RIGHT, CameraMove.PAN_LEFT)
_CALM = (CameraMove.STATIC, CameraMove.PUSH_IN, CameraMove.PULL_OUT, CameraMove.TILT_UP)
_NEAR = (Framing.MEDIUM, Framing.CLOSE, Framing.WIDE, Framing.DETAIL)
_FAR = (Framing.WIDE, Framing.MEDIUM, Framing.CLOSE, Framing.DETAIL)


def bare_slot(beat: BeatKind, max_words: int, *, seconds: float = 4.0, energy: float = 0.5) -> BeatSlot:
    """A slot without advice, for a request that came without a structure."""
    return BeatSlot(beat=beat, energy=energy, seconds=seconds, max_words=max_words)


class Stage:
    """The views of one film so far."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._views: set[tuple[str, Framing, TimeOfDay]] = set()
        self._used: list[str] = []
        self._last: tuple[Framing, CameraMove] | None = None

    def place(self, places: Sequence[str]) -> str:
        """The place that was shown least, and not last when there is another; the earlier of equals."""
        fresh = [place for place in places if not self._used or place != self._used[-1]] or list(places)
        return min(fresh, key=lambda place: (self._used.count(place), places.index(place)))

    def view(
        self,
        place: str,
        time: TimeOfDay,
        slot: BeatSlot,
        *,
        framings: Sequence[Framing] = (),
        cameras: Sequence[CameraMove] = (),
        again: bool = False,
        only: bool = False,
    ) -> tuple[str, Framing, CameraMove]:
        """How a place is shot now: what the scene needs first, then the slot's advice, then what its energy asks for.

        A view that was shown is shown from another angle, unless it is meant to come back (``again``). With ``only``,
        no other framing will do.
        """
        advised = () if only else (*slot.framings, *(_NEAR if slot.energy > 0.5 else _FAR))
        wanted = list(dict.fromkeys([*framings, *advised]))
        setting, framing = self._angle(place, time, wanted, again=again)
        moves = [*cameras, *slot.cameras, *(_LIVELY if slot.energy > 0.6 else _CALM), *CameraMove]
        last_move = self._last[1] if self._last else None
        able = [move for move in moves if (framing, move) != self._last]
        camera = next((move for move in able if move is not last_move), able[0])
        self._views.add((setting, framing, time))
        self._used.append(place)
        self._last = (framing, camera)
        return setting, framing, camera

    def _angle(self, place: str, time: TimeOfDay, wanted: list[Framing], *, again: bool) -> tuple[str, Framing]:
        last = self._last[0] if self._last else None
        if again:
            before = self._used[-1] if self._used else None
            return place, next(f for f in wanted if before != place or f is not last)
        for setting in (place, *(f"{place}, {angle}" for angle in ANGLES)):
            unseen = [framing for framing in wanted if (setting, framing, time) not in self._views]
            if unseen:
                return setting, next((framing for framing in unseen if framing is not last), unseen[0])
        return f"{place}, view {len(self._views) + 1}", wanted[0]
