"""How a scene is brought into the film's format: the same words whether its take or a later cut asks for it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.chunk_contract import ChunkRef
    from activities.media_contract import ConformRequest
    from film.assets import Asset
    from film.finish import Finish, version_of
    from film.format import FilmFormat
    from film.orders import SpokenWords
    from film.plan import Scene
    from film.production import Narration, Take
    from film.scene_look import scene_look
    from film.song import Lyrics
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
    more: tuple[ChunkRef, ...] = (),
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
        look=scene_look(finish.look, scene),
        spoken=spoken if finish.look.captions else None,
        more=more,
    )


def later_clips(take: Take) -> tuple[ChunkRef, ...]:
    """The clips that follow the first, in a scene that shows several."""
    if not take.in_pieces:
        return ()
    return tuple(ChunkRef(clip=chunk.asset.key, frames=chunk.frames, skip=chunk.skip) for chunk in take.chunks[1:])


def spoken_words(scene: Scene, narration: Narration | None, lyrics: Lyrics | None = None) -> SpokenWords | None:
    """What captions of a scene show: its line, once it is spoken or at once where nobody can say it; what is sung."""
    if scene.said == "" and scene.narration:
        return SpokenWords(text=scene.narration, timings=None, duration_s=read_s(scene.narration), lyrics=lyrics)
    if narration is None or not scene.narration:
        return SpokenWords(text="", timings=None, duration_s=0.0, lyrics=lyrics) if lyrics else None
    timings = narration.timings.key if narration.timings else None
    return SpokenWords(text=scene.narration, timings=timings, duration_s=narration.duration_s, lyrics=lyrics)
