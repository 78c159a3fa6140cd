"""What a project asks of its next cut, frozen when it asks."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.media_contract import ConformRequest, CutOrder, CutScene
    from film.finish import version_of
    from film.plan import Plan, Scene
    from film.production import Production, SceneBoard, Take
    from film.production_stage import Stage
    from film.scene_look import scene_look
    from film.words import silent_s

from workflows.conforming import conform_request, later_clips, spoken_words
from workflows.film_song import film_lyrics, film_song, finish_to_song, scene_lyrics


def cut_order(film: Production, plan: Plan) -> CutOrder:
    """The order of the next cut: the selected take of every scene, their lines, the music.

    Raises ``ApplicationError`` when a scene has nothing to show.
    """
    latest = film.cuts[-1] if film.cuts else None
    return CutOrder(
        project_id=film.project_id,
        number=len(film.cuts) + 1,
        film_format=film.film_format,
        title=plan.title,
        logline=plan.logline,
        title_frames=plan.title_frames,
        end_frames=plan.end_frames,
        transition_frames=plan.transition_frames,
        scenes=tuple(_scene(film, plan, scene) for scene in plan.scenes),
        music=film.music.key if film.music else None,
        finish=finish_to_song(film),
        previous_track=latest.sound.track.key if latest and latest.sound else None,
        gain_before_db=latest.sound.gain_db if latest and latest.sound else None,
        lyrics=film_lyrics(film),
    )


def _scene(film: Production, plan: Plan, scene: Scene) -> CutScene:
    board = film.scenes[scene.scene_id]
    take = board.take(board.selected_take or 1)
    spoken = board.narration
    # Under a song of its own, what a model made up for a clip would only be noise.
    sounds = take.sounds and film_song(film) is None
    if take.segment is None:
        raise ApplicationError(f"Scene {scene.number} has no segment", type="take_failed")
    return CutScene(
        scene_id=scene.scene_id,
        frames=scene.frames,
        segment=take.segment.key,
        also={name: asset.key for name, asset in take.also.items()},
        missing=_missing(film, plan, scene, board, take),
        clip=take.clip.key if take.clip and sounds else None,
        more=later_clips(take) if sounds else (),
        card_still=next((t.still.key for t in board.takes if t.still), None),
        narration=spoken.audio.key if spoken else None,
        narration_s=spoken.duration_s if spoken else silent_s(scene, film.film_format),
        timings=spoken.timings.key if spoken and spoken.timings else None,
        narration_text=scene.narration,
    )


def _missing(film: Production, plan: Plan, scene: Scene, board: SceneBoard, take: Take) -> ConformRequest | None:
    """How the take is brought into what the film has come to want since it was shot."""
    wanted = {version.name for version in film.finish.also if version != version_of(film.film_format)}
    if take.look == scene_look(film.finish.look, scene) and wanted <= take.also.keys():
        return None
    fallen_back = any(fallback.stage is Stage.CONFORM for fallback in take.fallbacks)
    source = take.still if fallen_back or take.clip is None else take.clip
    return conform_request(
        project_id=film.project_id,
        scene=scene,
        film_format=film.film_format,
        edge_frames=plan.transition_frames,
        finish=film.finish,
        spoken=spoken_words(scene, board.narration, scene_lyrics(film, scene)),
        source=source,
        still=source is not take.clip,
        more=later_clips(take) if source is take.clip else (),
    )
