"""A music video in a given number of scenes: verses that move on, a chorus that comes back word for word."""

from random import Random

from film.plan import MusicMood, PlannedScene
from planner.banks import Beat, Line, songs
from planner.coverage import cover
from planner.narration import Narrator
from planner.premise import Premise
from planner.story_beats import usual_deed

_PATTERN = ("verse", "verse", "chorus", "chorus")
_BEATS = {"verse": (Beat.OPEN, Beat.GO, Beat.DETAIL, Beat.WANT), "chorus": (Beat.TURN, Beat.CHANGE)}
_DEEDS = {
    "verse": ("walking slowly", "looking up at the lights", "sitting quietly", "walking on"),
    "chorus": ("dancing", "singing", "spinning with open arms", "dancing in the light"),
    "bridge": ("standing quite still",),
    "out": ("walking into the distance",),
}
_THINGS = {
    "verse": ("glowing softly", "moving along"),
    "chorus": ("shining brightly", "spinning slowly"),
    "bridge": ("standing quite still",),
    "out": ("fading into the distance",),
}
_TITLES = (
    "Almost Light",
    "The Second Chorus",
    "Leave It Playing",
    "Louder Than the Fear",
    "Window in the Rain",
    "Summer Coat",
)


def song_parts(count: int) -> list[str]:
    """Verse and chorus by turns, a bridge before the last quarter of a long song, a last line."""
    parts = [_PATTERN[i % len(_PATTERN)] for i in range(count)]
    if count >= 9:
        parts[count * 3 // 4] = "bridge"
    if count >= 4:
        parts[-1] = "out"
    return parts


def sing(premise: Premise, mood: MusicMood, narrator: Narrator, count: int, rng: Random) -> list[PlannedScene]:
    """The scenes of a music video."""
    parts = song_parts(count)
    beats = [_beat(part, i, count) for i, part in enumerate(parts)]
    setups = cover(
        beats,
        world=premise.world,
        first_setting=premise.setting,
        place=premise.place,
        time=premise.time,
        weather=premise.weather,
        rng=rng,
    )
    chorus = _chorus(mood, narrator, rng)
    scenes, sung = [], 0
    for number, (part, setup) in enumerate(zip(parts, setups, strict=True)):
        if part == "chorus":
            words, sung = chorus[sung % len(chorus)] if chorus else "", sung + 1
        else:
            words = _line(part, mood, narrator)
        scenes.append(
            PlannedScene(
                setting=setup.setting,
                time_of_day=setup.time,
                weather=setup.weather,
                subject=premise.hero.looks,
                action=_action(part, number, premise, rng),
                framing=setup.framing,
                camera=setup.camera,
                narration=words,
                speaker=None,
                on_screen_text=None,
                weight=1.15 if part == "chorus" else 0.95,
                characters=[],
                location=None,
                avoid=None,
            )
        )
    return scenes


def song_title(rng: Random) -> str:
    """A title for a song that has none."""
    return rng.choice(_TITLES)


def _beat(part: str, number: int, count: int) -> Beat:
    if number == 0:
        return Beat.OPEN
    if number == count - 1:
        return Beat.END
    return _BEATS.get(part, (Beat.DETAIL,))[number % len(_BEATS.get(part, (Beat.DETAIL,)))]


def _chorus(mood: MusicMood, narrator: Narrator, rng: Random) -> list[str]:
    """Two lines that are sung again and again; the shortest there are when time is short."""
    choruses = [*songs().get(mood.value, {}).get("chorus", ()), *songs()["any"]["chorus"]]
    own = choruses[: len(songs().get(mood.value, {}).get("chorus", ())) or None]
    for chorus in [*rng.sample(own, len(own)), *choruses]:
        lines = [found[1] for text in chorus if (found := narrator.choose([Line(say=text)]))]
        if lines:
            return lines
    found = narrator.choose(Line(say=text) for text in songs()["any"]["out"])
    return [found[1]] if found else []


def _line(part: str, mood: MusicMood, narrator: Narrator) -> str:
    for bank in (songs().get(mood.value, {}), songs()["any"]):
        found = narrator.choose(Line(say=text) for text in bank.get(part, ()))
        if found is not None:
            return found[1]
    spare = [text for bank in songs().values() for text in (*bank.get("verse", ()), *bank.get("bridge", ()))]
    found = narrator.choose(Line(say=text) for text in spare)
    return found[1] if found else ""


def _action(part: str, number: int, premise: Premise, rng: Random) -> str:
    role = premise.hero.role
    if role == "place":
        return ""
    if premise.deed and number % 4 == 0:
        return premise.deed
    living = role in {"person", "child", "robot", "dog", "cat", "fox", "horse"}
    return rng.choice((_DEEDS if living else _THINGS)[part]) if number else usual_deed(role)
