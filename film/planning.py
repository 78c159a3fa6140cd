"""From brief to plan: what the planner is asked, and how its answer becomes exact scenes.

Time is dealt out in beats of one transition (half a second): every part is a whole number of beats, so that a clip
with a keyframe on each beat can be joined without encoding it again.
"""

import hashlib

from pydantic import Field

from film.brief import Brief
from film.format import FilmFormat
from film.language import Language
from film.model import Value
from film.plan import Plan, PlannedFilm, Scene
from film.structure import Structure

NARRATION_LEAD_S = 0.4
"""A line starts this long after its scene does: the picture speaks first."""

_WORDS_PER_S = 2.4
_MIN_SCENE_BEATS, _MAX_SCENE_BEATS = 5, 16


class PlanRequest(Value):
    """What a planner model is asked, sent as JSON in the last user message.

    The answer is a ``film.plan.PlannedFilm`` with exactly ``scene_count`` scenes, one for each beat of ``structure``,
    whose narration is at most ``max_words_per_scene`` words each, in ``language``. ``inferred`` is what the brief left
    open and how it was read.
    """

    brief: Brief
    scene_count: int
    seconds_per_scene: float
    max_words_per_scene: int
    structure: Structure | None = None
    language: Language = Language.ENGLISH
    inferred: dict[str, str] = Field(default_factory=dict)


class UnusablePlanError(ValueError):
    """The planner's answer breaks a rule that cannot be repaired; the message says which."""


def plan_request(brief: Brief) -> PlanRequest:
    """How many scenes a film of this length has, and how much can be said in each."""
    scenes = _scene_count(brief.duration_s)
    seconds = _scene_beats(_beats(brief.duration_s), scenes, brief.duration_s) / 2 / scenes
    words = max(3, int((seconds - NARRATION_LEAD_S - 0.4) * _WORDS_PER_S))
    return PlanRequest(brief=brief, scene_count=scenes, seconds_per_scene=round(seconds, 2), max_words_per_scene=words)


def narration_slot_s(scene: Scene, film_format: FilmFormat) -> float:
    """The longest a scene's line may sound so that it ends before the next scene has taken over."""
    return film_format.seconds(scene.frames) - NARRATION_LEAD_S - 0.25


def finish_plan(planned: PlannedFilm, request: PlanRequest, film_format: FilmFormat) -> Plan:
    """Give every scene its id, seed and exact length, so that the parts add up to the film to the frame.

    Raises ``UnusablePlanError`` when there are no scenes, or more than the film has room for.
    """
    brief = request.brief
    transition = film_format.fps // 2
    total_frames = film_format.frames(brief.duration_s)
    beats, spare_frames = divmod(total_frames, transition)
    title = end = _card_beats(brief.duration_s)
    room = beats - title - end + len(planned.scenes) + 1
    if not planned.scenes:
        raise UnusablePlanError("the planner gave no scenes")
    if room < _MIN_SCENE_BEATS * len(planned.scenes):
        raise UnusablePlanError(f"{len(planned.scenes)} scenes do not fit into {brief.duration_s} seconds")
    shares = _deal(room, [_share(planned, i) for i in range(len(planned.scenes))])
    return Plan(
        title=(brief.title or planned.title).strip()[:80] or "Untitled",
        logline=planned.logline.strip(),
        look=planned.style.sentence,
        style=planned.style,
        music_mood=planned.music_mood,
        music_tempo_bpm=min(160, max(60, planned.music_tempo_bpm)),
        title_frames=title * transition,
        end_frames=end * transition + spare_frames,
        transition_frames=transition,
        scenes=tuple(_scene(planned, i, shares[i] * transition, brief.seed) for i in range(len(planned.scenes))),
    )


def _scene(planned: PlannedFilm, index: int, frames: int, film_seed: int) -> Scene:
    wire = planned.scenes[index]
    return Scene(
        scene_id=f"s{index + 1}",
        number=index + 1,
        frames=frames,
        setting=wire.setting,
        time_of_day=wire.time_of_day,
        weather=wire.weather,
        subject=wire.subject,
        action=wire.action,
        framing=wire.framing,
        camera=wire.camera,
        narration=wire.narration.strip(),
        speaker=wire.speaker,
        on_screen_text=wire.on_screen_text,
        seed=scene_seed(film_seed, index + 1, 1),
    )


def scene_seed(film_seed: int, scene_number: int, take: int) -> int:
    """A seed that is the same for the same take of the same scene of the same film, and different otherwise."""
    digest = hashlib.sha256(f"{film_seed}/{scene_number}/{take}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def _beats(duration_s: int) -> int:
    return duration_s * 2


def _card_beats(duration_s: int) -> int:
    return 3 if duration_s < 12 else 4 if duration_s < 40 else 5


def _scene_beats(beats: int, scenes: int, duration_s: int) -> int:
    return beats - 2 * _card_beats(duration_s) + scenes + 1


def _scene_count(duration_s: int) -> int:
    per_scene_s = 4.2 if duration_s <= 30 else 5.0 if duration_s <= 60 else 6.0
    return max(2, round((duration_s - _card_beats(duration_s)) / per_scene_s))


def _share(planned: PlannedFilm, index: int) -> float:
    """A scene's share of the time: half by the planner's weight, half by how much is said in it."""
    words = [len(scene.narration.split()) for scene in planned.scenes]
    mean = sum(words) / len(words) or 1.0
    spoken = words[index] / mean
    return 0.5 * min(1.6, max(0.6, planned.scenes[index].weight)) + 0.5 * min(1.6, max(0.6, spoken))


def _deal(beats: int, shares: list[float]) -> list[int]:
    """Deal ``beats`` out by ``shares`` in whole numbers within the limits of a scene; the sum is exact.

    When the longest allowed scenes together are too short, the surplus is spread evenly over all.
    """
    count = len(shares)
    ceiling = max(_MAX_SCENE_BEATS, -(-beats // count))
    dealt = [_MIN_SCENE_BEATS] * count
    for _ in range(beats - sum(dealt)):
        open_scenes = [i for i in range(count) if dealt[i] < ceiling]
        neediest = max(open_scenes, key=lambda i: (shares[i] / dealt[i], -i))
        dealt[neediest] += 1
    return dealt
