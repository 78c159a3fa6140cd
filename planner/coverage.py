"""Where, when and how each scene is shot: places with a purpose, light that moves on, no setup twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from film.structure import BeatSlot
from planner.banks import Beat, Stop, routes

_FRAMINGS = {
    Beat.OPEN: (Framing.WIDE, Framing.MEDIUM),
    Beat.WORLD: (Framing.WIDE, Framing.MEDIUM, Framing.DETAIL),
    Beat.WANT: (Framing.MEDIUM, Framing.CLOSE),
    Beat.GO: (Framing.WIDE, Framing.MEDIUM, Framing.CLOSE),
    Beat.DETAIL: (Framing.CLOSE, Framing.DETAIL, Framing.MEDIUM),
    Beat.TROUBLE: (Framing.MEDIUM, Framing.WIDE, Framing.CLOSE),
    Beat.TURN: (Framing.CLOSE, Framing.WIDE, Framing.MEDIUM),
    Beat.CHANGE: (Framing.MEDIUM, Framing.CLOSE),
    Beat.END: (Framing.WIDE, Framing.MEDIUM),
}
_MOVES = {
    Beat.OPEN: (CameraMove.PUSH_IN, CameraMove.PAN_RIGHT, CameraMove.TILT_DOWN),
    Beat.WORLD: (CameraMove.PAN_RIGHT, CameraMove.PAN_LEFT, CameraMove.TILT_UP),
    Beat.WANT: (CameraMove.PUSH_IN, CameraMove.STATIC),
    Beat.GO: (CameraMove.TRACK, CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT),
    Beat.DETAIL: (CameraMove.STATIC, CameraMove.PUSH_IN, CameraMove.TILT_DOWN),
    Beat.TROUBLE: (CameraMove.PULL_OUT, CameraMove.TRACK, CameraMove.STATIC),
    Beat.TURN: (CameraMove.PUSH_IN, CameraMove.TILT_UP),
    Beat.CHANGE: (CameraMove.STATIC, CameraMove.TRACK, CameraMove.PUSH_IN),
    Beat.END: (CameraMove.PULL_OUT, CameraMove.TILT_UP),
}
_ANGLES = ("closer in", "from the other side", "at its edge")
_DAYS = {
    TimeOfDay.DAWN: (TimeOfDay.DAWN, TimeOfDay.DAWN, TimeOfDay.DAY),
    TimeOfDay.DAY: (TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.SUNSET),
    TimeOfDay.SUNSET: (TimeOfDay.SUNSET, TimeOfDay.SUNSET, TimeOfDay.DUSK, TimeOfDay.NIGHT),
    TimeOfDay.DUSK: (TimeOfDay.DUSK, TimeOfDay.DUSK, TimeOfDay.NIGHT),
    TimeOfDay.NIGHT: (TimeOfDay.NIGHT, TimeOfDay.NIGHT, TimeOfDay.NIGHT),
}
_AFLOAT = frozenset({"fish", "whale", "boat", "bird", "rocket", "balloon", "kite", "orb", "place"})
_OPEN_WATER = re.compile(r"\b(?:open sea|open water|underwater)\b")
_OPEN_DAYS = (
    (TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.SUNSET),
    (TimeOfDay.DAY, TimeOfDay.SUNSET, TimeOfDay.DUSK),
    (TimeOfDay.SUNSET, TimeOfDay.DUSK, TimeOfDay.NIGHT),
    (TimeOfDay.DAWN, TimeOfDay.DAWN, TimeOfDay.DAY),
)


@dataclass(frozen=True)
class Setup:
    """How one scene is shot."""

    setting: str
    time: TimeOfDay
    weather: Weather
    framing: Framing
    camera: CameraMove


def cover(
    beats: Sequence[Beat],
    *,
    advice: Sequence[BeatSlot] = (),
    world: str,
    first_setting: str | None,
    place: str | None,
    time: TimeOfDay | None,
    weather: Weather | None,
    rng: Random,
    clears: bool = False,
    stays: bool = False,
    role: str = "",
) -> list[Setup]:
    """A setup for each beat; settings, framings and times never all repeat, nor a framing with its move in a row.

    ``advice`` are the slots of the film's structure, whose framings and moves are tried first.
    ``first_setting`` is the brief's own phrase, used where the film opens. With ``clears``, bad weather ends with the
    film, at dawn; one that ``stays`` looks at its first place from all sides.
    """
    stops = _stops(world, first_setting, place, role)
    if stays:
        stops = [stops[0], *(Stop(f"{stops[0].phrase}, {angle}") for angle in _ANGLES)]
    times = light_over(len(beats), time, rng, starry=world == "space")
    setups: list[Setup] = []
    for number, beat in enumerate(beats):
        here = times[number]
        slot = advice[number] if number < len(advice) else None
        framings = tuple(dict.fromkeys((*(slot.framings if slot else ()), *_FRAMINGS[beat])))
        moves = slot.cameras if slot else ()
        setting, framing = _place_and_framing(beat, number, stops, here, setups, framings, rng)
        camera = _camera(moves, setups, rng) or _camera(_MOVES[beat], setups, rng) or _any(setups)
        setups.append(Setup(setting, here, weather or Weather.CLEAR, framing, camera))
    if clears and time in {TimeOfDay.DUSK, TimeOfDay.NIGHT, None}:
        last = setups[-1]
        setups[-1] = Setup(last.setting, TimeOfDay.DAWN, Weather.CLEAR, last.framing, last.camera)
    return setups


def light_over(count: int, time: TimeOfDay | None, rng: Random, *, starry: bool = False) -> list[TimeOfDay]:
    """A time of day for each scene, never running backwards."""
    day = _DAYS[time] if time is not None else rng.choice(_OPEN_DAYS)
    if starry and time is None:
        day = _DAYS[TimeOfDay.NIGHT]
    if count == 1:
        return [day[0]]
    return [day[min(len(day) - 1, i * len(day) // count)] for i in range(count)]


def stops_for(role: str, world: str) -> list[Stop]:
    """The places of a world where such a hero can be: nobody walks on the open sea."""
    stops = list(routes()[world])
    if not role or role in _AFLOAT or world in {"sea", "deep"}:
        return stops
    return [stop for stop in stops if not _OPEN_WATER.search(stop.phrase)]


def _stops(world: str, first_setting: str | None, place: str | None, role: str) -> list[Stop]:
    """The world's places; the brief's own phrase stands for its first view."""
    inside = f" {'on' if place == 'Mars' else 'in'} {place}" if place else ""
    stops = [Stop(stop.phrase.replace("{in}", inside), stop.beats) for stop in stops_for(role, world)]
    if first_setting:
        known = first_setting if not place or place in first_setting else first_setting + inside
        stops[0] = Stop(known, stops[0].beats)
    return stops


def _place_and_framing(
    beat: Beat,
    number: int,
    stops: list[Stop],
    time: TimeOfDay,
    setups: list[Setup],
    suited: tuple[Framing, ...],
    rng: Random,
) -> tuple[str, Framing]:
    """The least used place that suits the beat, in a framing it has not been seen in at this time."""
    if number == 0:
        return stops[0].phrase, suited[0]
    used = [setup.setting for setup in setups]
    seen = {(setup.setting, setup.framing, setup.time) for setup in setups}
    order = sorted(
        stops,
        key=lambda stop: (used.count(stop.phrase), used[-1] == stop.phrase, beat.value not in stop.beats, rng.random()),
    )
    last = setups[-1].framing
    suited = (*(f for f in suited if f is not last), *(f for f in suited if f is last))
    for framings in (suited, tuple(Framing)):
        for stop in order:
            for framing in framings:
                if (stop.phrase, framing, time) not in seen and stop.phrase != used[-1]:
                    return stop.phrase, framing
    # A film longer than its world has views moves on to the same places "further on".
    return f"{order[0].phrase}, further on ({number})", suited[0]


def _camera(moves: Sequence[CameraMove], setups: list[Setup], rng: Random) -> CameraMove | None:
    """One of the moves, not the one before."""
    fresh = [move for move in moves if not setups or move is not setups[-1].camera]
    return rng.choice(fresh) if fresh else None


def _any(setups: list[Setup]) -> CameraMove:
    return next(move for move in CameraMove if not setups or move is not setups[-1].camera)
