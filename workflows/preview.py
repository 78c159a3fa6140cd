"""A finished scene is shown before the film is: its place in the film is known as soon as the plan is."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.media_contract import PREVIEW, MixLine, PreviewRequest
    from film.pace import NARRATION_LEAD_S
    from film.plan import Plan, Scene
    from film.production import Production
    from film.timeline import lay_out

from workflows.calls import call
from workflows.film_song import song_at
from workflows.policies import MEDIA


async def show_early(film: Production, plan: Plan, scene: Scene) -> None:
    """Make the scene's fragments of the preview stream. Without them the film is made all the same."""
    if not workflow.patched("preview"):
        return
    board = film.scenes[scene.scene_id]
    take = board.take(board.selected_take or 1)
    if take.segment is None:
        return
    # The cards come with the cut: the stream begins with the first scene.
    timeline = lay_out(0, [(each.scene_id, each.frames) for each in plan.scenes], 0, plan.transition_frames)
    place = next(part for part in timeline.parts if part.scene_id == scene.scene_id)
    # The earlier scene runs on through the overlap, as at a hard cut.
    head = plan.transition_frames if place.start else 0
    line = None
    if board.narration:
        start_s = film.film_format.seconds(place.start) + NARRATION_LEAD_S
        line = MixLine(audio=board.narration.audio.key, start_s=start_s)
    request = PreviewRequest(
        project_id=film.project_id,
        scene_id=scene.scene_id,
        film_format=film.film_format,
        segment=take.segment.key,
        first=head,
        last=scene.frames,
        start=place.start + head,
        film_frames=timeline.frames,
        line=line,
        song=song_at(film, scene, film.film_format.seconds(head)),
    )
    try:
        board.preview = await call(PREVIEW, request, MEDIA, f"Scene {scene.number}: preview")
    except ActivityError as error:
        if is_cancelled_exception(error):
            raise
        workflow.logger.warning("no preview of scene %s: %s", scene.scene_id, error.cause)
