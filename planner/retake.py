"""A director's note on a take: what it says overrides the shot it is about."""

import re

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.casting import MAX_ACTORS, cast_actors, deed_of
from planner.reading import Reading, first
from planner.shot import Action, Actor, Shot

_NEARER = re.compile(r"\b(closer|tighter|nearer|more intimate|larger|bigger in frame)\b", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(wider|further|farther|far away|more distant|from a distance|from afar|smaller in frame)\b", re.IGNORECASE
)
_MUCH = re.compile(r"\b(much|far|way|a lot)\s+(closer|tighter|nearer|wider|further|farther)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(darker|later(?! on))\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(brighter|lighter|earlier)\b", re.IGNORECASE)
_REPLACES = re.compile(
    r"\b(instead|replace\w*|make it an?|make (?:him|her|them) an?|turn\w* into|swap\w*|change\w* .* to)\b",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(r"\bother (way|direction|side)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\b(nobody|no one|no actors?|empty)\b", re.IGNORECASE)
_FRAMINGS = list(Framing)
_LIGHT = [TimeOfDay.DAY, TimeOfDay.SUNSET, TimeOfDay.DUSK, TimeOfDay.NIGHT]
_OPPOSITE = {
    CameraMove.PAN_LEFT: CameraMove.PAN_RIGHT,
    CameraMove.PAN_RIGHT: CameraMove.PAN_LEFT,
    CameraMove.PUSH_IN: CameraMove.PULL_OUT,
    CameraMove.PULL_OUT: CameraMove.PUSH_IN,
    CameraMove.TILT_UP: CameraMove.TILT_DOWN,
    CameraMove.TILT_DOWN: CameraMove.TILT_UP,
}


def redirect(shot: Shot, note: Reading) -> Shot:
    """The shot with everything changed that the note mentions, and nothing else."""
    place = note.place or None
    setting = note.locale.setting if note.locale else place.setting if place else None
    return Shot(
        setting=setting or shot.setting,
        time_of_day=_time(shot.time_of_day, note),
        weather=_weather(shot.weather, note),
        framing=_framing(shot.framing, note),
        camera=_camera(shot.camera, note),
        actors=_actors(shot.actors, note),
        accent=_accent(shot, note),
        place=place.name if place else shot.place,
        seed=shot.seed,
    )


def _framing(framing: Framing, note: Reading) -> Framing:
    steps = 2 if _MUCH.search(note.text) else 1
    if _NEARER.search(note.text):
        return _FRAMINGS[min(len(_FRAMINGS) - 1, _FRAMINGS.index(framing) + steps)]
    if _FURTHER.search(note.text):
        return _FRAMINGS[max(0, _FRAMINGS.index(framing) - steps)]
    return first(note.framings) or framing


def _camera(camera: CameraMove, note: Reading) -> CameraMove:
    if _OTHER_WAY.search(note.text):
        return _OPPOSITE.get(camera, camera)
    return first(note.cameras) or camera


def _time(time: TimeOfDay, note: Reading) -> TimeOfDay:
    if note.time is not None:
        return note.time
    place = _LIGHT.index(time) if time in _LIGHT else 0
    if _LATER.search(note.text):
        return _LIGHT[min(len(_LIGHT) - 1, place + 1)]
    return _LIGHT[max(0, place - 1)] if _EARLIER.search(note.text) else time


def _weather(weather: Weather, note: Reading) -> Weather:
    if note.weather is not None:
        return note.weather
    wet = {Weather.RAIN, Weather.STORM}
    denied = weather in note.absent or (weather in wet and note.absent & wet)
    return Weather.CLEAR if denied else weather


def _accent(shot: Shot, note: Reading) -> str | None:
    """A colour that belongs to nobody is the picture's, when there is no subject to wear it."""
    return shot.accent if shot.actors else first(note.colours) or shot.accent


def _actors(actors: tuple[Actor, ...], note: Reading) -> tuple[Actor, ...]:
    if _EMPTY.search(note.text):
        return ()
    named = cast_actors(note)
    kept = [actor for actor in actors if actor.kind not in note.absent]
    if named and actors and _REPLACES.search(note.text) and named[0].kind is not actors[0].kind:
        kept = [_inherit(named[0], actors[0]), *(actor for actor in kept if actor is not actors[0])]
        named = named[1:]
    for actor in named:
        same = next((i for i, other in enumerate(kept) if other.kind is actor.kind), None)
        if same is None:
            kept.append(actor)
        else:
            kept[same] = _merge(kept[same], actor)
    if kept:
        kept[0] = _redirect_subject(kept[0], note)
    return tuple(kept[:MAX_ACTORS])


def _redirect_subject(subject: Actor, note: Reading) -> Actor:
    deed, colour = deed_of(note), first(note.colours)
    changes: dict[str, object] = {}
    if deed is not None and deed.verb not in {"make", "show", "give", "see", "bring", "step", "play"}:
        changes["action"] = deed.action
    if colour is not None and not any(m.colour for m in note.mentions):
        changes["colour"] = colour
    if note.labels:
        changes["label"] = note.labels[0]
    return subject.model_copy(update=changes)


def _inherit(replacement: Actor, replaced: Actor) -> Actor:
    action = replaced.action if replacement.action is Action.IDLE else replacement.action
    return replacement.model_copy(update={"action": action, "holding": replacement.holding or replaced.holding})


def _merge(actor: Actor, said: Actor) -> Actor:
    """The actor with what the note says of it."""
    return actor.model_copy(
        update={
            "colour": said.colour or actor.colour,
            "traits": tuple(dict.fromkeys([*said.traits, *actor.traits])),
            "holding": said.holding or actor.holding,
            "action": actor.action if said.action is Action.IDLE else said.action,
        }
    )
