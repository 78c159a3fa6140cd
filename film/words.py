"""Words made to fit: lines that end within their scenes, signs that can be read in time."""

from film.format import Aspect, FilmFormat
from film.plan import Plan, Scene
from film.planning import narration_slot_s
from film.pronunciation import hints_in, pronounced
from film.shortening import cut_to, shortened
from film.spoken import UNSPACED, read_s, speech_limits, spoken_s
from film.voices import Troupe, Voice, voiced

__all__ = ["fits", "fitted", "read_s", "sign_limit", "silent_s", "speech_limits", "spoken_plan", "spoken_s"]

FASTEST = 1.3
"""How much faster than its natural speed a voice may be asked to speak before it sounds driven."""

_HURRY = 1.06
"""Measured rates hold on average: a line this much over its time is not rewritten, the voice speaks up a little."""

_SHORTEST_S, _LONGEST_S = 2.5, 8.0
_SIGN_LEAD_S = 1.2
_SIGN_PER_S, _SIGN_CJK_PER_S = 12.0, 5.0
_SIGN_MOST, _SIGN_MOST_UPRIGHT, _SIGN_MOST_CJK = 56, 44, 24
_SIGN_LEAST, _SIGN_LEAST_CJK = 12, 6


def spoken_plan(
    plan: Plan,
    troupe: Troupe,
    film_format: FilmFormat,
    *,
    pronunciations: dict[str, str] | None = None,
    verbatim: bool = False,
) -> Plan:
    """A plan with its voices cast, its words fitted to its scenes, and its hard words told to the voices."""
    hints = dict(pronunciations or {})
    for scene in plan.scenes:
        hints = {**hints_in(scene.narration), **hints}
    plain = pronounced(voiced(plan, troupe), {}, troupe)
    return pronounced(fitted(plain, troupe, film_format, verbatim=verbatim), hints, troupe)


def fits(scene: Scene, voice: Voice, film_format: FilmFormat, plan: Plan) -> bool:
    """Whether a voice can say the scene's line before the next scene has taken over."""
    return _needed_s(scene, voice, plan) <= narration_slot_s(scene, film_format) * _HURRY


def fitted(plan: Plan, troupe: Troupe, film_format: FilmFormat, *, verbatim: bool = False) -> Plan:
    """The plan with every line short enough for its scene and every sign for its time; the film's length stays.

    A line too long takes time from scenes that have some to spare, the nearest first, except in a music video, whose
    cuts lie on beats. What is still too long is shortened by whole clauses, unless its words are given (``verbatim``).
    Both are noted in ``source.repairs``. A line that stays too long to be spoken even fast is warned of.
    """
    plan, notes = _retimed(plan, troupe, film_format)
    scenes, warnings = [], list(plan.warnings)
    for scene in plan.scenes:
        fitting = _with_shorter_line(scene, troupe, film_format, plan, notes, verbatim=verbatim)
        fitting = _with_shorter_sign(fitting, film_format, notes)
        scenes.append(fitting)
        if warning := _too_long(fitting, troupe, film_format, plan):
            warnings += [warning] if warning not in warnings else []
    source = plan.source.model_copy(update={"repairs": (*plan.source.repairs, *notes)})
    return plan.model_copy(update={"scenes": tuple(scenes), "warnings": tuple(warnings), "source": source})


def silent_s(scene: Scene, film_format: FilmFormat) -> float:
    """How long the caption of a line stands that nobody says; 0 for a line that is said, or none."""
    if scene.said != "" or not scene.narration:
        return 0.0
    return max(0.0, min(read_s(scene.narration), narration_slot_s(scene, film_format)))


def sign_limit(scene: Scene, film_format: FilmFormat, *, wide: bool = False) -> int:
    """How many characters on screen can be read while the scene lasts, on two lines at most; ``wide`` ones are those
    of Chinese and Japanese.
    """
    seconds = max(0.0, film_format.seconds(scene.frames) - _SIGN_LEAD_S)
    if wide:
        return max(_SIGN_LEAST_CJK, min(_SIGN_MOST_CJK, int(seconds * _SIGN_CJK_PER_S)))
    most = _SIGN_MOST_UPRIGHT if film_format.aspect is Aspect.PORTRAIT else _SIGN_MOST
    return max(_SIGN_LEAST, min(most, int(seconds * _SIGN_PER_S)))


def _needed_s(scene: Scene, voice: Voice | None, plan: Plan) -> float:
    if voice is None or scene.said == "":
        return 0.0
    return spoken_s(scene.narration, voice, plan.language)


def _retimed(plan: Plan, troupe: Troupe, film_format: FilmFormat) -> tuple[Plan, list[str]]:
    """Frames moved to scenes whose lines need them, in steps of a transition, so that cuts stay on the film's grid."""
    if any(scene.song_start_s is not None for scene in plan.scenes):
        return plan, []
    step = plan.transition_frames or max(1, film_format.fps // 2)
    frames = [scene.frames for scene in plan.scenes]

    def slot_s(place: int, length: int) -> float:
        return narration_slot_s(plan.scenes[place].model_copy(update={"frames": length}), film_format)

    needed = [_needed_s(scene, troupe.voice(scene.voice), plan) for scene in plan.scenes]
    # A sign keeps the time it has: it was written for it.
    fixed = [bool(scene.on_screen_text) for scene in plan.scenes]

    def spares(place: int) -> bool:
        left = frames[place] - step
        return not fixed[place] and film_format.seconds(left) >= _SHORTEST_S and slot_s(place, left) >= needed[place]

    for place in sorted(range(len(frames)), key=lambda place: slot_s(place, frames[place]) - needed[place]):
        while slot_s(place, frames[place]) < needed[place] and film_format.seconds(frames[place] + step) <= _LONGEST_S:
            donors = [other for other in range(len(frames)) if other != place and spares(other)]
            if not donors:
                break
            donor = min(donors, key=lambda other: (abs(other - place), -frames[other], other))
            frames[donor] -= step
            frames[place] += step
    moved = [(scene, length) for scene, length in zip(plan.scenes, frames, strict=True)]
    notes = [
        f"{scene.scene_id}: {film_format.seconds(scene.frames):g} s became {film_format.seconds(length):g} s, "
        "for a line to fit"
        for scene, length in moved
        if length > scene.frames
    ]
    scenes = tuple(
        scene if length == scene.frames else scene.model_copy(update={"frames": length, "chunks": ()})
        for scene, length in moved
    )
    return plan.model_copy(update={"scenes": scenes}), notes


def _with_shorter_line(
    scene: Scene, troupe: Troupe, film_format: FilmFormat, plan: Plan, notes: list[str], *, verbatim: bool
) -> Scene:
    voice = troupe.voice(scene.voice)
    if verbatim or not scene.narration or voice is None or fits(scene, voice, film_format, plan):
        return scene

    def short_enough(line: str) -> bool:
        return fits(scene.model_copy(update={"narration": line}), voice, film_format, plan)

    line = shortened(scene.narration, short_enough)
    if line is None:
        return scene
    notes.append(f"{scene.scene_id}: the line was too long by {_over_s(scene, voice, film_format, plan):.1f} s")
    return scene.model_copy(update={"narration": line, "said": None})


def _with_shorter_sign(scene: Scene, film_format: FilmFormat, notes: list[str]) -> Scene:
    if not scene.on_screen_text:
        return scene
    text = " ".join(scene.on_screen_text.split())
    wide = sum(ord(char) > 0x2E7F for char in text) * 2 > len(text)
    most = sign_limit(scene, film_format, wide=wide)
    if len(text) > most:
        notes.append(f"{scene.scene_id}: the text on screen was too long to be read in its time")
        text = shortened(text, lambda sign: len(sign) <= most) or cut_to(text, most)
    return scene if text == scene.on_screen_text else scene.model_copy(update={"on_screen_text": text})


def _over_s(scene: Scene, voice: Voice, film_format: FilmFormat, plan: Plan) -> float:
    return _needed_s(scene, voice, plan) - narration_slot_s(scene, film_format)


def _too_long(scene: Scene, troupe: Troupe, film_format: FilmFormat, plan: Plan) -> str | None:
    """What is said of a line that goes on after its scene, however fast it is spoken."""
    voice = troupe.voice(scene.voice)
    needed_s, slot_s = _needed_s(scene, voice, plan), narration_slot_s(scene, film_format)
    if needed_s <= max(slot_s, 0.1) * FASTEST:
        return None
    unit = "characters" if plan.language in UNSPACED else "words"
    most = 0 if voice is None else speech_limits(voice, slot_s * FASTEST, plan.language)
    return (
        f"Scene {scene.number} says more than its {film_format.seconds(scene.frames):.1f} s hold, even spoken fast: "
        f"about {most} {unit} fit."
    )
