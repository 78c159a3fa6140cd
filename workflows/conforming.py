"""How a scene is brought into the film's format: the same words whether its take or a later cut asks for it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.media_contract import ConformRequest
    from film.assets import Asset
    from film.finish import Finish, version_of
    from film.format import FilmFormat
    from film.orders import SpokenWords
    from film.plan import Scene
    from film.production import Narration
    from film.spoken import read_s


def conform_request(
    *,
    project_id: str,
    scene: Scene,
    film_format: FilmFormat,
    edge_frames: int,
    finish: Finish,
    spoken: SpokenWords | None,
    source: Asset | None,
    still: bool,
) -> ConformRequest:
    """One decode for every version that the film is delivered in."""
    return ConformRequest(
        project_id=project_id,
        scene_id=scene.scene_id,
        frames=scene.frames,
        film_format=film_format,
        edge_frames=edge_frames,
        source=source.key if source else None,
        still=still,
        text=scene.on_screen_text,
        words=scene.narration or f"{scene.subject} {scene.action}",
        also=tuple(version.of(film_format) for version in finish.also if version != version_of(film_format)),
        look=finish.look,
        spoken=spoken if finish.look.captions else None,
    )


def spoken_words(scene: Scene, narration: Narration | None) -> SpokenWords | None:
    """What captions of a scene show, once its line is spoken, or at once where nobody can say it."""
    if scene.said == "" and scene.narration:
        return SpokenWords(text=scene.narration, timings=None, duration_s=read_s(scene.narration))
    if narration is None or not scene.narration:
        return None
    timings = narration.timings.key if narration.timings else None
    return SpokenWords(text=scene.narration, timings=timings, duration_s=narration.duration_s)
