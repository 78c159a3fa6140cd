"""The film's sound: spoken lines and music, bought beside the pictures."""

from contextlib import suppress

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from activities.contract import Order, Receipt
    from activities.song_contract import CUT_SONG, SongCutRequest
    from film.assets import AssetKind
    from film.events import EventType
    from film.orders import SongCue
    from film.plan import Scene
    from film.planning import narration_slot_s
    from film.production import Fallback, Narration, Production
    from film.production_stage import Stage
    from film.prompts import music_prompt
    from film.timeline import timeline_of

from workflows.calls import call
from workflows.film_song import film_song
from workflows.holds import Holds
from workflows.policies import MEDIA
from workflows.purchase import PurchaseFailedError, purchase
from workflows.recorder import Recorder

_FASTEST_SPEECH = 1.3


async def narrate(film: Production, log: Recorder, holds: Holds, scene: Scene) -> None:
    """Have a scene's line spoken; a line too long for its scene is spoken again, faster.

    A line that nobody can say in its language is only written (``Scene.said`` is empty).
    """
    if not scene.narration or scene.said == "":
        return
    board = film.scenes[scene.scene_id]
    try:
        receipt = await _spoken(film, holds, scene, speed=1.0, suffix="")
    except PurchaseFailedError as error:
        board.narration_fallback = _lost(log, Stage.NARRATION, error.reason, scene.scene_id)
        return
    slot_s = narration_slot_s(scene, film.film_format)
    if receipt.duration_s and receipt.duration_s > slot_s:
        speed = min(_FASTEST_SPEECH, round(receipt.duration_s / slot_s + 0.02, 2))
        # Too long a line is better than none.
        with suppress(PurchaseFailedError):
            receipt = await _spoken(film, holds, scene, speed=speed, suffix="-faster")
    board.narration = Narration(
        audio=receipt.asset, timings=receipt.timings, duration_s=receipt.duration_s or receipt.asset.duration_s or 0.0
    )
    log.note(EventType.NARRATION, scene_id=scene.scene_id, duration_s=board.narration.duration_s)


async def compose_music(film: Production, log: Recorder, holds: Holds) -> None:
    """Have the score written to the film's exact length; a film with a song of its own is laid over that instead."""
    if film.plan is None:
        return
    seconds = film.film_format.seconds(timeline_of(film.plan).frames)
    if song := film_song(film):
        await _lay_song(film, log, song, seconds)
        return
    order = Order(
        key=f"{film.project_id}/film/music",
        owner=film.owner,
        project_id=film.project_id,
        scene_id=None,
        take=None,
        stage=Stage.MUSIC,
        kind=AssetKind.MUSIC,
        label="Music",
        models=film.crew.music,
        wants={
            "prompt": music_prompt(film.plan, film.recipe),
            "mood": film.plan.music_mood.value,
            "tempo": film.plan.music_tempo_bpm,
            "seconds": seconds,
            "seed": film.brief.seed,
        },
        seconds=seconds,
    )
    try:
        receipt: Receipt = await purchase(order, holds)
    except PurchaseFailedError as error:
        film.music_fallback = _lost(log, Stage.MUSIC, error.reason, None)
        return
    film.music = receipt.asset
    film.spent_usd += receipt.cost_usd
    log.note(EventType.MUSIC, duration_s=receipt.asset.duration_s)


async def _lay_song(film: Production, log: Recorder, song: SongCue, seconds: float) -> None:
    """The song from where the film begins in it, to the film's exact length; nothing is bought."""
    request = SongCutRequest(project_id=film.project_id, song=song.song, start_s=song.start_s, seconds=seconds)
    try:
        film.music = await call(CUT_SONG, request, MEDIA, f"Cut the song to {seconds:.1f} s")
    except ActivityError as error:
        if is_cancelled_exception(error):
            raise
        reason = error.cause.message if isinstance(error.cause, ApplicationError) else str(error.cause or error)
        film.music_fallback = _lost(log, Stage.MUSIC, reason, None)
        return
    log.note(EventType.MUSIC, duration_s=film.music.duration_s)


async def _spoken(film: Production, holds: Holds, scene: Scene, *, speed: float, suffix: str) -> Receipt:
    receipt = await purchase(_line_order(film, scene, speed=speed, suffix=suffix), holds)
    film.spent_usd += receipt.cost_usd
    return receipt


def _line_order(film: Production, scene: Scene, *, speed: float, suffix: str) -> Order:
    wants: dict[str, JsonValue] = {
        "text": scene.said or scene.narration,
        "voice": scene.voice or film.crew.voice,
        "speed": speed,
    }
    return Order(
        key=f"{film.project_id}/{scene.scene_id}/narration{suffix}",
        owner=film.owner,
        project_id=film.project_id,
        scene_id=scene.scene_id,
        take=None,
        stage=Stage.NARRATION,
        kind=AssetKind.SPEECH,
        label=f"Scene {scene.number}: narration",
        models=film.crew.speech,
        wants=wants,
        seconds=film.film_format.seconds(scene.frames),
    )


def _lost(log: Recorder, stage: Stage, reason: str, scene_id: str | None) -> Fallback:
    fallback = Fallback(stage=stage, instead="silence", reason=reason[:300])
    log.note(EventType.FALLBACK, scene_id=scene_id, **fallback.model_dump(mode="json"))
    return fallback
