"""From brief to plan: what the planner is asked, and how its answer becomes exact scenes."""

import hashlib
import math
from collections.abc import Collection, Mapping, Sequence

from pydantic import Field

from film.archetypes import Archetype
from film.beats import BEATS
from film.brief import Brief, default_format
from film.format import FilmFormat
from film.grid import MIN_SCENE_BEATS, beat_frames, card_beats, deal, scene_beats
from film.language import Language
from film.model import Value
from film.pace import NARRATION_LEAD_S, NARRATION_TAIL_S, Pace, usual_pace
from film.plan import Character, Location, Plan, PlannedFilm, PlannedScene, PlanSource, Scene
from film.recipe import Recipe
from film.shot import Framing
from film.song import SongAnalysis
from film.structure import BeatSlot, Structure, structure_of
from film.timeline import PartKind, timeline_of

_SLOWEST_BPM, _FASTEST_BPM = 50, 180
_LIPS_SEEN = frozenset({Framing.MEDIUM, Framing.CLOSE})


class PlanRequest(Value):
    """What a planner model is asked, sent as JSON in the last user message.

    The answer is a ``film.plan.PlannedFilm`` with exactly ``scene_count`` scenes, one for each beat of ``structure``,
    in ``language``. A slot's ``max_words`` limits its narration, in what ``pace`` counts as words: none where a song
    is heard instead. ``max_words_per_scene`` is what a scene of average length has time for. ``inferred`` is what the
    brief left open and how it was read.
    """

    brief: Brief
    scene_count: int
    seconds_per_scene: float
    max_words_per_scene: int
    structure: Structure | None = None
    language: Language = Language.ENGLISH
    inferred: dict[str, str] = Field(default_factory=dict)
    pace: Pace = Pace()


class UnusablePlanError(ValueError):
    """The planner's answer breaks a rule that cannot be repaired; the message says which."""


def plan_request(
    brief: Brief,
    film_format: FilmFormat | None = None,
    *,
    song: SongAnalysis | None = None,
    language: Language = Language.ENGLISH,
    inferred: Mapping[str, str] | None = None,
    scene_s: float | None = None,
    pace: Pace | None = None,
    preferred: Collection[Archetype] = (),
) -> PlanRequest:
    """The beats of the film a brief asks for, and how much can be said in each.

    ``scene_s`` is how long scenes last on average; ``pace`` how fast the film's voice is, the usual one of its
    ``language`` where it has not been measured. ``preferred`` are shapes for a brief that asks for none. Raises
    ``SongTooShortError`` when too little of the ``song`` is left.
    """
    pace = pace or usual_pace(language)
    film_format = film_format or default_format(brief.mode)
    structure = structure_of(brief, film_format, song=song, scene_s=scene_s, pace=pace, preferred=preferred)
    slots = structure.beats
    seconds = sum(slot.seconds for slot in slots) / len(slots)
    return PlanRequest(
        brief=brief,
        scene_count=len(slots),
        seconds_per_scene=round(seconds, 2),
        max_words_per_scene=pace.room_in(seconds),
        structure=structure,
        language=language,
        inferred=dict(inferred or {}),
        pace=pace,
    )


def narration_slot_s(scene: Scene, film_format: FilmFormat) -> float:
    """The longest a scene's line may sound so that it ends before the next scene has taken over."""
    return film_format.seconds(scene.frames) - NARRATION_LEAD_S - NARRATION_TAIL_S


def finish_plan(
    planned: PlannedFilm,
    request: PlanRequest,
    film_format: FilmFormat,
    *,
    recipe: Recipe = Recipe(),  # noqa: B008 (a value)
) -> Plan:
    """Give every scene its id, seed and exact length, so that the parts add up to the film to the frame.

    A film of ``brief.duration_s``, or as long as its song goes on. Its look is the brief's, or the planned one as the
    ``recipe`` has it. Raises ``UnusablePlanError`` when there are no scenes, or more than the film has room for.
    """
    if not planned.scenes:
        raise UnusablePlanError("the planner gave no scenes")
    brief, structure = request.brief, request.structure
    slots = _slots(structure, len(planned.scenes), film_format)
    lengths = _on_song(structure, slots, film_format) if structure else None
    title, frames, end = lengths or _on_grid(planned, request, slots, film_format)
    style = brief.style or recipe.styled(planned.style)
    plan = Plan(
        title=(brief.title or planned.title).strip()[:80] or "Untitled",
        logline=planned.logline.strip(),
        look=style.sentence,
        style=style,
        music_mood=planned.music_mood,
        music_tempo_bpm=_tempo_bpm(planned, structure),
        title_frames=title,
        end_frames=end,
        transition_frames=beat_frames(film_format),
        scenes=tuple(_scene(planned, i, frames[i], slots[i], brief.seed) for i in range(len(planned.scenes))),
        archetype=structure.archetype if structure else None,
        why=structure.why if structure else "",
        language=request.language,
        inferred=request.inferred,
        characters=tuple(Character(name=each.name, looks=each.looks) for each in planned.characters),
        locations=tuple(Location(name=each.name, looks=each.looks) for each in planned.locations),
        source=PlanSource(versions=recipe.versions),
    )
    return _to_song(plan, slots, brief.song.start_s if brief.song else 0.0, film_format) if lengths else plan


def _tempo_bpm(planned: PlannedFilm, structure: Structure | None) -> int:
    """The tempo of the song, by halves where it is faster than plans can say; that of the planner without one."""
    if structure is None or structure.tempo_bpm is None:
        return min(160, max(60, planned.music_tempo_bpm))
    tempo_bpm = structure.tempo_bpm
    while tempo_bpm > _FASTEST_BPM:
        tempo_bpm /= 2
    return max(_SLOWEST_BPM, round(tempo_bpm))


def _slots(structure: Structure | None, count: int, film_format: FilmFormat) -> list[BeatSlot | None]:
    """The slot of each scene. Scenes that an answer lacks leave theirs to their neighbours; surplus ones have none."""
    if structure is None:
        return [None] * count
    slots = list(structure.beats)
    while len(slots) > count:
        shortest = min(range(len(slots) - 1), key=lambda i: slots[i].seconds + slots[i + 1].seconds)
        slots[shortest : shortest + 2] = [_merged(slots[shortest], slots[shortest + 1], beat_frames(film_format))]
    return [*slots[:-1], *[None] * (count - len(slots)), slots[-1]]


def _merged(one: BeatSlot, other: BeatSlot, edge: int) -> BeatSlot:
    main = one if one.seconds >= other.seconds else other
    exact = one.frames is not None and other.frames is not None
    return main.model_copy(
        update={
            "seconds": one.seconds + other.seconds,
            "frames": (one.frames or 0) + (other.frames or 0) - edge if exact else None,
            "vocals": one.vocals or other.vocals,
            "heard": " / ".join(heard for heard in (one.heard, other.heard) if heard) or None,
        }
    )


def _on_song(
    structure: Structure, slots: Sequence[BeatSlot | None], film_format: FilmFormat
) -> tuple[int, list[int], int] | None:
    """Title, scenes and end as the song has them; ``None`` for a film without one."""
    if structure.title_frames is None or structure.end_frames is None:
        return None
    if structure.fps != film_format.fps:
        raise UnusablePlanError(f"the song was cut for {structure.fps} frames a second, not for {film_format.fps}")
    frames = [slot.frames for slot in slots if slot is not None and slot.frames is not None]
    if len(frames) < len(slots):
        raise UnusablePlanError(f"{len(slots)} scenes do not fit the {len(frames)} cuts of the song")
    return structure.title_frames, frames, structure.end_frames


def _on_grid(
    planned: PlannedFilm, request: PlanRequest, slots: Sequence[BeatSlot | None], film_format: FilmFormat
) -> tuple[int, list[int], int]:
    """Title, scenes and end in whole grid beats: what is said gets the time it needs, the rest goes by weight."""
    duration_s, count = request.brief.duration_s, len(planned.scenes)
    transition = beat_frames(film_format)
    spare_frames = film_format.frames(duration_s) % transition
    room = scene_beats(duration_s, count, film_format)
    if room < MIN_SCENE_BEATS * count:
        raise UnusablePlanError(f"{count} scenes do not fit into {duration_s} seconds")
    card = card_beats(duration_s)
    spoken = [request.pace.seconds(scene.narration) for scene in planned.scenes]
    least = [_least_beats(seconds, film_format.seconds(transition)) for seconds in spoken]
    shares = [_share(planned, i, slots[i], spoken) for i in range(count)]
    dealt = deal(room, shares, least)
    return card * transition, [beats * transition for beats in dealt], card * transition + spare_frames


def _least_beats(spoken_s: float, beat_s: float) -> int:
    """The grid beats a line needs, silence around it left."""
    return math.ceil((spoken_s + NARRATION_LEAD_S + NARRATION_TAIL_S) / beat_s - 1e-6) if spoken_s else 0


def _share(planned: PlannedFilm, index: int, slot: BeatSlot | None, spoken: Sequence[float]) -> float:
    """A scene's share of the time: half by the planner's weight and its beat, half by how much is said in it."""
    mean = sum(spoken) / len(spoken) or 1.0
    weight = planned.scenes[index].weight * (BEATS[slot.beat].share if slot else 1.0)
    return 0.5 * min(1.6, max(0.6, weight)) + 0.5 * min(1.6, max(0.6, spoken[index] / mean))


def _scene(planned: PlannedFilm, index: int, frames: int, slot: BeatSlot | None, film_seed: int) -> Scene:
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
        beat=slot.beat if slot else None,
        characters=tuple(wire.characters),
        location=wire.location,
        avoid=wire.avoid,
        lipsync=bool(wire.speaker and wire.narration.strip()),
        continues=index > 0 and _goes_on(planned.scenes[index - 1], wire),
    )


def _goes_on(before: PlannedScene, scene: PlannedScene) -> bool:
    """Whether two neighbours are one shot in which the next thing happens: a cut would only look like a fault."""
    fields = ("setting", "subject", "time_of_day", "weather", "framing")
    same = all(getattr(before, name) == getattr(scene, name) for name in fields)
    return bool(scene.subject) and same and before.action != scene.action


def _to_song(plan: Plan, slots: Sequence[BeatSlot | None], start_s: float, film_format: FilmFormat) -> Plan:
    """The plan with each scene's place in the song, which is all that is heard.

    Lips follow it where somebody is seen singing: where the plan says who does, in those scenes alone.
    """
    told = any(scene.speaker for scene in plan.scenes)
    starts = [part.start for part in timeline_of(plan).parts if part.kind is PartKind.SCENE]
    scenes = tuple(
        scene.model_copy(
            update={
                "song_start_s": round(start_s + film_format.seconds(start), 4),
                "sung": slot.heard if slot else None,
                "lipsync": bool(
                    slot
                    and slot.vocals
                    and scene.characters
                    and scene.framing in _LIPS_SEEN
                    and (scene.speaker or not told)
                ),
                "narration": "",
                "speaker": None,
                "continues": False,
            }
        )
        for scene, slot, start in zip(plan.scenes, slots, starts, strict=True)
    )
    return plan.model_copy(update={"scenes": scenes})


def scene_seed(film_seed: int, scene_number: int, take: int) -> int:
    """A seed that is the same for the same take of the same scene of the same film, and different otherwise."""
    digest = hashlib.sha256(f"{film_seed}/{scene_number}/{take}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1
