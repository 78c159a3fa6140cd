"""What image, video and music models are told: a recipe's templates, filled with a film."""

from collections.abc import Mapping

from film.mood import Mood
from film.plan import Character, Location, Plan, Scene
from film.recipe import CharacterView, Recipe
from film.shot import CameraMove, Framing
from film.style import StyleSpec
from film.templates import read_template

STORYBOARD = (
    "{Framing} shot, {camera}. {Subject} {action}. Setting: {setting}. {Time}, {weather}. [Look: {look}.] "
    "[Direction: {note}.]"
)
MOTION = STORYBOARD
REFERENCE = "{Framing} shot, static. {Looks}. [Setting: {backdrop}.] Look: {view}[, {look}]."
MUSIC = "Instrumental {mood} film score, {tempo} bpm, gentle start, clear ending. {Logline}."
MOOD = "{Framing} shot, {camera}. {Asked}. [{Hour}.] Look: {look}."
"""The templates of recipes that have none of their own."""

LOOK_FIELDS = ("look", "lighting", "handling", "lens", "texture", "feeling", "palette", "grade")
"""The names for a look: in a sentence, and its parts; ``handling`` is its camera, ``feeling`` its mood."""

SCENE_FIELDS = (
    *("framing", "camera", "subject", "action", "setting", "time", "weather", "note", "title", "logline"),
    *LOOK_FIELDS,
)
REFERENCE_FIELDS = ("framing", "backdrop", "view", "name", "looks", "title", *LOOK_FIELDS)
MUSIC_FIELDS = ("mood", "tempo", "logline", "title", *LOOK_FIELDS)
MOOD_FIELDS = ("framing", "camera", "asked", "hour", "name", *LOOK_FIELDS)

_CHARACTER_VIEWS = {
    CharacterView.PORTRAIT: {
        "framing": Framing.CLOSE.value,
        "view": "portrait, head and shoulders, facing the camera, neutral expression, even light",
    },
    CharacterView.TURNAROUND: {
        "framing": Framing.WIDE.value,
        "view": "character turnaround sheet, the same figure in full from the front, in three-quarter view, from the "
        "side and from behind, neutral pose, even light",
    },
}
_BACKDROP = "a plain grey studio"
_LOCATION_VIEW = {"framing": Framing.WIDE.value, "view": "establishing view of the empty place, everything readable"}
_MOOD_SHOTS = (
    (Framing.WIDE, CameraMove.STATIC),
    (Framing.MEDIUM, CameraMove.PUSH_IN),
    (Framing.CLOSE, CameraMove.STATIC),
    (Framing.DETAIL, CameraMove.STATIC),
)
"""How the pictures of a mood are framed: its world first, its texture last."""


def scene_prompt(plan: Plan, scene: Scene, note: str | None = None) -> str:
    """What models are told about a scene of a film without a flavour."""
    return still_prompt(plan, scene, Recipe(), note)


def still_prompt(plan: Plan, scene: Scene, recipe: Recipe, note: str | None = None) -> str:
    """What an image model is told about a scene's storyboard frame; ``note`` is the director's wish for a retake."""
    return _filled(recipe.still or STORYBOARD, _scene(plan, scene, note))


def motion_prompt(plan: Plan, scene: Scene, recipe: Recipe, note: str | None = None) -> str:
    """What a video model is told about a scene's clip."""
    return _filled(recipe.motion or MOTION, _scene(plan, scene, note))


def negative_prompt(plan: Plan, scene: Scene, recipe: Recipe) -> str:  # noqa: ARG001
    """What must not be seen in a scene: what its flavour avoids and what the plan does, each thing once."""
    things = (thing.strip(" .") for thing in f"{recipe.avoid},{scene.avoid or ''}".replace(";", ",").split(","))
    once: dict[str, str] = {}
    for thing in filter(None, things):
        once.setdefault(thing.lower(), thing)
    return ", ".join(once.values())


def reference_prompt(plan: Plan, subject: Character | Location, recipe: Recipe) -> str:
    """What an image model is told about a reference: a portrait or turnaround of a character, a view of a place."""
    shown = _LOCATION_VIEW
    if isinstance(subject, Character):
        shown = {**_CHARACTER_VIEWS[recipe.view], "backdrop": _BACKDROP}
    named = {"name": subject.name, "looks": subject.looks, "title": plan.title}
    return _filled(recipe.reference or REFERENCE, shown | named | _look(plan))


def music_prompt(plan: Plan, recipe: Recipe | None = None) -> str:
    """The score in words, for music models that take a prompt."""
    score = {
        "mood": plan.music_mood.value,
        "tempo": str(plan.music_tempo_bpm),
        "logline": plan.logline,
        "title": plan.title,
    }
    return _filled((recipe and recipe.music) or MUSIC, score | _look(plan))


def mood_prompt(asked: str, mood: Mood, recipe: Recipe, picture: int) -> str:
    """What an image model is told about a picture of a mood; ``asked`` is what the film is about.

    ``picture`` counts those of a mood from 1, each of another framing.
    """
    framing, camera = _MOOD_SHOTS[(picture - 1) % len(_MOOD_SHOTS)]
    shown = {"framing": framing.value, "camera": camera.value, "asked": asked, "hour": mood.hour, "name": mood.name}
    return _filled(recipe.mood or MOOD, shown | look_values(mood.style))


def look_values(style: StyleSpec) -> dict[str, str]:
    """A look by the names that templates have for it."""
    return {
        "look": style.sentence,
        "lighting": style.lighting,
        "handling": style.camera,
        "lens": style.lens,
        "texture": style.texture,
        "feeling": style.mood,
        "palette": ", ".join(style.palette),
        "grade": style.grade,
    }


def _scene(plan: Plan, scene: Scene, note: str | None) -> dict[str, str]:
    return {
        "framing": scene.framing.value,
        "camera": scene.camera.value,
        "subject": scene.subject or "an empty scene",
        "action": scene.action,
        "setting": scene.setting,
        "time": scene.time_of_day.value,
        "weather": scene.weather.value,
        "note": note or "",
        "title": plan.title,
        "logline": plan.logline,
        **_look(plan),
    }


def _look(plan: Plan) -> dict[str, str]:
    """The film's look; plans of the first generation have it as a sentence only."""
    return look_values(plan.style) if plan.style else {"look": plan.look}


def _filled(template: str, values: Mapping[str, str]) -> str:
    return read_template(template).render(values)
