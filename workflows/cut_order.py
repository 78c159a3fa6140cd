"""What a project asks of its next cut, frozen when it asks."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import CutOrder, CutScene
    from film.plan import Plan
    from film.production import Production


def cut_order(film: Production, plan: Plan) -> CutOrder:
    """The order of the next cut: the selected take of every scene, their lines, the music.

    Raises ``ApplicationError`` when a scene has nothing to show.
    """
    scenes = []
    for scene in plan.scenes:
        board = film.scenes[scene.scene_id]
        take = board.take(board.selected_take or 1)
        spoken = board.narration
        if take.segment is None:
            raise ApplicationError(f"Scene {scene.number} has no segment", type="take_failed")
        scenes.append(
            CutScene(
                scene_id=scene.scene_id,
                frames=scene.frames,
                segment=take.segment.key,
                card_still=next((t.still.key for t in board.takes if t.still), None),
                narration=spoken.audio.key if spoken else None,
                narration_s=spoken.duration_s if spoken else 0.0,
                timings=spoken.timings.key if spoken and spoken.timings else None,
                narration_text=scene.narration,
            )
        )
    return CutOrder(
        project_id=film.project_id,
        number=len(film.cuts) + 1,
        film_format=film.film_format,
        title=plan.title,
        logline=plan.logline,
        title_frames=plan.title_frames,
        end_frames=plan.end_frames,
        transition_frames=plan.transition_frames,
        scenes=tuple(scenes),
        music=film.music.key if film.music else None,
    )
