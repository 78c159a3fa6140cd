"""What a project asks of the next take of a scene, frozen when it asks."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from film.orders import LastPicture, SongCue, TakeOrder
    from film.plan import Plan, Scene
    from film.planning import scene_seed
    from film.production import Production, Take
    from film.production_stage import Stage
    from film.prompts import motion_prompt, negative_prompt, still_prompt
    from film.referencing import seen_in

from workflows.conforming import spoken_words
from workflows.film_song import scene_lyrics


def take_order(film: Production, plan: Plan, scene: Scene, first_stage: Stage) -> TakeOrder:
    """The order of the scene's newest take."""
    board, recipe = film.scenes[scene.scene_id], film.recipe
    take = board.takes[-1]
    return TakeOrder(
        project_id=film.project_id,
        owner=film.owner,
        scene=scene,
        number=take.number,
        prompt=still_prompt(plan, scene, recipe, take.note),
        motion_prompt=motion_prompt(plan, scene, recipe, take.note),
        negative=negative_prompt(plan, scene, recipe) or None,
        references=tuple(reference.image for reference in seen_in(scene, plan, film.brief)),
        seed=scene_seed(film.brief.seed, scene.number, take.number),
        note=take.note,
        film_format=film.film_format,
        edge_frames=plan.transition_frames,
        still_models=film.crew.still,
        motion_models=film.crew.motion,
        lipsync_models=film.crew.lipsync,
        narration=board.narration.audio.key if board.narration else None,
        spoken=spoken_words(scene, board.narration, scene_lyrics(film, scene)),
        finish=film.finish,
        first_stage=first_stage,
        previous=board.takes[-2] if len(board.takes) > 1 else None,
        starts_from=_end_of_the_scene_before(film, plan, scene),
        song=_cue(film, scene),
    )


def scene_before(plan: Plan, scene: Scene) -> Scene | None:
    """The scene whose last picture this one begins with, if it does."""
    place = plan.scenes.index(scene)
    return plan.scenes[place - 1] if scene.continues and place > 0 else None


def _end_of_the_scene_before(film: Production, plan: Plan, scene: Scene) -> LastPicture | None:
    """Where the scene before ends in its selected take; ``None`` when it has no picture, or does not matter."""
    before = scene_before(plan, scene)
    board = film.scenes[before.scene_id] if before else None
    if before is None or board is None or board.selected_take is None:
        return None
    return _end_of(board.take(board.selected_take), before.frames, film)


def _end_of(take: Take, frames: int, film: Production) -> LastPicture | None:
    shows_still = take.clip is None or any(fallback.stage is Stage.CONFORM for fallback in take.fallbacks)
    if shows_still:
        return LastPicture(asset=take.still, frames=frames) if take.still else None
    if take.in_pieces:
        last = take.chunks[-1]
        return LastPicture(asset=last.asset, frames=last.frames, skip=last.skip)
    return LastPicture(asset=take.clip, frames=frames, timing=film.finish.look.timing) if take.clip else None


def _cue(film: Production, scene: Scene) -> SongCue | None:
    """What of the film's song the scene's lips follow."""
    song = film.brief.song.song if film.brief.song else None
    if song is None or not scene.lipsync or scene.song_start_s is None:
        return None
    return SongCue(song=song, start_s=scene.song_start_s)
