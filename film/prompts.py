"""What image and video models are told about a scene."""

from film.plan import Character, Location, Plan, Scene
from film.recipe import Recipe


def scene_prompt(plan: Plan, scene: Scene, note: str | None = None) -> str:
    """One paragraph: framing and camera, who does what, where and when, the film's look, the director's note."""
    subject = scene.subject[0].upper() + scene.subject[1:] if scene.subject else "An empty scene"
    sentences = [
        f"{scene.framing.value.capitalize()} shot, {scene.camera.value}.",
        f"{subject} {scene.action}".strip() + ".",
        f"Setting: {scene.setting}.",
        f"{scene.time_of_day.value.capitalize()}, {scene.weather.value}.",
        f"Look: {plan.look}".rstrip(".") + ".",
    ]
    if note:
        sentences.append(f"Direction: {note.strip()}")
    return " ".join(sentences)


def still_prompt(plan: Plan, scene: Scene, recipe: Recipe, note: str | None = None) -> str:  # noqa: ARG001
    """What an image model is told about a scene's storyboard frame."""
    return scene_prompt(plan, scene, note)


def motion_prompt(plan: Plan, scene: Scene, recipe: Recipe, note: str | None = None) -> str:  # noqa: ARG001
    """What a video model is told about a scene's clip."""
    return scene_prompt(plan, scene, note)


def reference_prompt(plan: Plan, subject: Character | Location, recipe: Recipe) -> str:  # noqa: ARG001
    """What an image model is told about a reference: a portrait or turnaround of a character, a view of a place."""
    return f"{subject.looks}. Look: {plan.look}"


def music_prompt(plan: Plan) -> str:
    """The score in words, for music models that take a prompt."""
    mood, tempo = plan.music_mood.value, plan.music_tempo_bpm
    return f"Instrumental {mood} film score, {tempo} bpm, gentle start, clear ending. {plan.logline}"
