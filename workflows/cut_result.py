"""What a finished cut changes in the production."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from film.production import Cut, Production

from workflows.cut import CutResult


def enter_cut(film: Production, number: int, result: CutResult) -> None:
    """Add the cut, and to the takes the segments that were made for it. Of older cuts only the film is kept here:
    all of them travel whenever the workflow continues as new, and readers have them in the read model.
    """
    for scene_id, made in result.conformed.items():
        scene = film.scenes[scene_id]
        take = scene.take(scene.selected_take or 1)
        changes = {"segment": made.segment, "also": made.also, "look": made.look}
        scene.replace(take.model_copy(update=changes))
    film.cuts = [cut.slim for cut in film.cuts]
    film.cuts.append(
        Cut(
            number=number,
            film=result.made.film,
            captions=result.made.captions,
            poster=result.made.poster,
            duration_s=result.made.duration_s,
            frames=result.made.frames,
            takes={board.scene_id: board.selected_take or 0 for board in film.scenes.values()},
            fallbacks=result.fallbacks,
            subtitles=result.made.subtitles,
            also=result.also,
            sound=result.sound,
            stream=result.stream,
        )
    )
