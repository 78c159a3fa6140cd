"""A story told in a given number of scenes: which beats it has, which tale it is, what is said and seen in each."""

from dataclasses import replace
from random import Random

from film.archetypes import Archetype
from film.beats import BeatKind
from film.brief import Mode
from film.plan import MusicMood, PlannedScene
from film.planning import PlanRequest
from film.shapes import SHAPES
from film.shot import TimeOfDay, Weather
from planner.banks import Beat, Line, Tale, between, tales
from planner.coverage import Setup, cover
from planner.narration import Narrator
from planner.premise import Premise
from planner.tokens import present_participle, word_set

_TOLD = {
    BeatKind.HOOK: Beat.DETAIL,
    BeatKind.ESTABLISH: Beat.WORLD,
    BeatKind.WANT: Beat.WANT,
    BeatKind.PROBLEM: Beat.TROUBLE,
    BeatKind.STAKES: Beat.TROUBLE,
    BeatKind.JOURNEY: Beat.GO,
    BeatKind.DETAIL: Beat.DETAIL,
    BeatKind.DISCOVERY: Beat.WORLD,
    BeatKind.REVEAL: Beat.TURN,
    BeatKind.FEATURE: Beat.DETAIL,
    BeatKind.DEMONSTRATION: Beat.GO,
    BeatKind.BENEFIT: Beat.CHANGE,
    BeatKind.PROOF: Beat.CHANGE,
    BeatKind.BEFORE: Beat.WORLD,
    BeatKind.AFTER: Beat.CHANGE,
    BeatKind.ITEM: Beat.DETAIL,
    BeatKind.EXCHANGE: Beat.GO,
    BeatKind.OBSTACLE: Beat.TROUBLE,
    BeatKind.TURN: Beat.TURN,
    BeatKind.CLIMAX: Beat.TURN,
    BeatKind.CHANGE: Beat.CHANGE,
    BeatKind.RESOLUTION: Beat.END,
    BeatKind.CALL_TO_ACTION: Beat.END,
    BeatKind.INTRO: Beat.OPEN,
    BeatKind.VERSE: Beat.GO,
    BeatKind.LIFT: Beat.WANT,
    BeatKind.CHORUS: Beat.TURN,
    BeatKind.BRIDGE: Beat.WORLD,
    BeatKind.BREAK: Beat.DETAIL,
    BeatKind.OUTRO: Beat.END,
}
"""What of a tale is told at each beat of a film; its first scene opens it and its last one ends it in any case."""
_WEIGHTS = {Beat.OPEN: 1.15, Beat.END: 1.25, Beat.TURN: 1.1, Beat.DETAIL: 0.9, Beat.GO: 0.9, Beat.WORLD: 0.95}
_SILENT_DEEDS = {
    "robot": "walking slowly", "person": "walking along", "child": "walking along", "dog": "walking along",
    "cat": "walking softly", "fox": "walking softly", "horse": "walking slowly", "bird": "flying", "fish": "swimming",
    "whale": "swimming slowly", "car": "driving along", "truck": "driving along", "bicycle": "rolling along",
    "train": "travelling along", "boat": "sailing along", "rocket": "flying on", "balloon": "floating along",
    "kite": "flying on the wind", "orb": "floating and glowing", "lighthouse": "shining over the water",
    "coffee_cart": "standing at the corner", "place": "",
}  # fmt: skip
_MOMENT = "moment"
_LIVELY = word_set("robot person child dog cat fox horse bird")
_MOVING = {
    "car": "driving", "truck": "driving", "bicycle": "rolling", "train": "travelling", "boat": "sailing",
    "rocket": "flying", "balloon": "floating", "kite": "flying", "orb": "floating", "bird": "flying",
    "fish": "swimming", "whale": "swimming", "robot": "walking", "person": "walking", "child": "walking",
    "dog": "walking", "cat": "walking", "fox": "walking", "horse": "walking",
}  # fmt: skip


_AFLOAT = {
    "whale": "drifting", "fish": "drifting", "boat": "drifting", "balloon": "hanging", "kite": "hanging",
    "orb": "floating", "rocket": "floating", "bird": "perching",
}  # fmt: skip


def choose_tale(premise: Premise, request: PlanRequest, rng: Random) -> Tale:
    """A tale that can happen to this hero here; the brief's mood, its trade and chance decide between several.

    A film of one moment tells that moment, and what the brief's hero does in it.
    """
    role = premise.hero.role
    if premise.wish is not None:
        return next(tale for tale in tales() if tale.needs == premise.wish.kind)
    if request.structure is not None and request.structure.archetype is Archetype.VIGNETTE and premise.deed:
        return next(tale for tale in tales() if tale.needs == _MOMENT)
    able = [tale for tale in tales() if role in tale.roles]
    at_home = [tale for tale in able if tale.is_at_home(premise.world)]
    chosen = [
        tale
        for tale in at_home or able
        if (not tale.trades or premise.trade) and (not tale.weather or _is_hard(premise))
    ]
    chosen = chosen or able
    return rng.choices(chosen, [_weight(tale, premise) for tale in chosen])[0]


def choose_mood(tale: Tale, premise: Premise, rng: Random) -> MusicMood:
    """The brief's mood where it tells one, else one of the tale's."""
    if premise.told_mood is not None:
        return premise.told_mood
    return rng.choices(list(tale.moods), list(tale.moods.values()))[0]


def beats_of(request: PlanRequest) -> list[Beat]:
    """What of a tale each scene tells: that of its beat, the opening first and the ending last.

    Where nothing turns, the discovery does.
    """
    if request.structure is not None:
        kinds = [slot.beat for slot in request.structure.beats]
    else:
        kinds = list(SHAPES[Archetype.THREE_ACT].arrange(request.scene_count, Mode.STORY))
    told = [_TOLD[kind] for kind in kinds]
    if Beat.TURN not in told and BeatKind.DISCOVERY in kinds:
        told[len(kinds) - 1 - kinds[::-1].index(BeatKind.DISCOVERY)] = Beat.TURN
    if len(told) > 1:
        told[-1] = Beat.END
    told[0] = Beat.OPEN
    return told


def tell(premise: Premise, tale: Tale, narrator: Narrator, request: PlanRequest, rng: Random) -> list[PlannedScene]:
    """The scenes of a story, one for each beat of the request."""
    beats = beats_of(request)
    slots = request.structure.beats if request.structure else ()
    rooms = [slot.max_words for slot in slots] or [request.max_words_per_scene] * len(beats)
    setups = cover(
        beats,
        advice=slots,
        world=premise.world,
        first_setting=premise.setting,
        place=premise.place,
        time=premise.time or tale.time,
        weather=premise.weather or tale.weather,
        rng=rng,
        clears=tale.clears,
        stays=tale.needs == _MOMENT,
        role=premise.hero.role,
    )
    if premise.wish is not None and premise.wish.kind == "wish":
        setups = _arriving(setups, premise.goal)
    told = [
        _say(beat, setup, room, premise, tale, narrator) for beat, setup, room in zip(beats, setups, rooms, strict=True)
    ]
    return [
        PlannedScene(
            setting=setup.setting,
            time_of_day=setup.time,
            weather=setup.weather,
            subject=premise.hero.looks,
            action=_action(number, beat, line, premise, narrator, kept=tale.needs == _MOMENT),
            framing=setup.framing,
            camera=setup.camera,
            narration=words,
            speaker=None,
            on_screen_text=None,
            weight=_WEIGHTS.get(beat, 1.0),
            characters=[],
            location=None,
            avoid=None,
        )
        for number, (beat, setup, (line, words)) in enumerate(zip(beats, setups, told, strict=True))
    ]


def _arriving(setups: list[Setup], goal: str | None) -> list[Setup]:
    """The film's last scenes at the place its hero wished for: first in sight of it, then there."""
    if goal is None or len(setups) < 3:
        return setups
    return [*setups[:-2], replace(setups[-2], setting=f"in sight of {goal}"), replace(setups[-1], setting=goal)]


def usual_deed(role: str) -> str:
    """What such a hero does when nothing else is said."""
    return _SILENT_DEEDS.get(role, "standing in soft light")


def _is_hard(premise: Premise) -> bool:
    """Whether the brief leaves room for a hard night: bad weather, or none named and no sun."""
    if premise.weather is not None:
        return premise.weather in {Weather.STORM, Weather.RAIN, Weather.FOG, Weather.SNOW, Weather.WINDY}
    return premise.time in {None, TimeOfDay.DUSK, TimeOfDay.NIGHT}


def _weight(tale: Tale, premise: Premise) -> float:
    mood = premise.told_mood
    weight = 1.0 + (3.0 * tale.moods.get(mood, 0) if mood is not None else 0.0)
    if mood is None and next(iter(tale.moods)) is MusicMood.TENSE:
        weight = 0.0001
    if tale.weather is not None and tale.weather is premise.weather:
        weight += 6.0
    return weight + (4.0 if tale.trades and premise.trade else 0.0)


def _say(
    beat: Beat, setup: Setup, room: int, premise: Premise, tale: Tale, narrator: Narrator
) -> tuple[Line | None, str]:
    """What is told at a beat: the tale's own line, else one from between, else one from a neighbouring beat."""
    here = {"world": premise.world, "time": setup.time.value, "weather": setup.weather.value, "role": premise.hero.role}
    own = narrator.choose(tale.lines.get(beat, ()), time=setup.time, max_words=room)
    if own is not None:
        return own
    order = [beat, Beat.DETAIL, Beat.WORLD, Beat.GO] if beat is not Beat.GO else [Beat.GO, Beat.WORLD, Beat.DETAIL]
    for bank in order:
        fitting = [line for line in between().get(bank, ()) if line.fits(**here)]
        if (found := narrator.choose(fitting, time=setup.time, closest_first=True, max_words=room)) is not None:
            return found
    spare = [line for b in (Beat.WANT, Beat.CHANGE, Beat.TROUBLE) for line in tale.lines.get(b, ())]
    return narrator.choose(spare, max_words=room) or (None, "")


def _action(number: int, beat: Beat, line: Line | None, premise: Premise, narrator: Narrator, *, kept: bool) -> str:
    """What is seen: the brief's own deed where the film opens, else what goes with the line; ``kept``, always."""
    role = premise.hero.role
    if role == "place":
        return ""
    found = premise.wish is not None and premise.wish.kind == "find"
    if beat is Beat.END and premise.wish is not None and premise.wish.kind == "wish":
        return present_participle(premise.wish.deed)
    if premise.deed and (kept or number == 0 or (beat is Beat.GO and number % 3 == 0 and not found)):
        return premise.deed
    seen = narrator.fill(line.do) if line is not None and line.do else None
    action = seen or usual_deed(role)
    for general in ("moving", "travelling"):
        if action.startswith(general) and role in _MOVING:
            action = _MOVING[role] + action.removeprefix(general)
    if role in _AFLOAT and action.startswith("standing"):
        action = _AFLOAT[role] + action.removeprefix("standing")
    if role not in _LIVELY and action.startswith("walking"):
        action = _MOVING.get(role, "standing") + action.removeprefix("walking")
    return action
