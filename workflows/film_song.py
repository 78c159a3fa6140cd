"""What a film with a song of its own does with it: the same for its takes, its sound and its cut."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from film.finish import Finish
    from film.mix import for_song
    from film.orders import SongCue
    from film.plan import Scene
    from film.production import Production
    from film.song import Lyrics


def film_song(film: Production) -> SongCue | None:
    """The song that the brief brings, and where the film begins in it; ``None`` when a score is composed."""
    song = film.brief.song
    return SongCue(song=song.song, start_s=song.start_s) if song and song.song else None


def film_lyrics(film: Production) -> Lyrics | None:
    """What is sung in the film, on its clock; ``None`` without lyrics, or when their song is not heard after all."""
    cue = film_song(film)
    if cue is None or film.song is None or not film.song.lines or film.music_fallback is not None:
        return None
    return Lyrics(document=film.song.document.key, from_s=cue.start_s)


def scene_lyrics(film: Production, scene: Scene) -> Lyrics | None:
    """What is sung in a scene, on its own clock."""
    lyrics = film_lyrics(film)
    if lyrics is None or scene.song_start_s is None:
        return None
    return lyrics.model_copy(update={"from_s": scene.song_start_s})


def song_at(film: Production, scene: Scene, after_s: float) -> SongCue | None:
    """What is heard of the song ``after_s`` into a scene; ``None`` without one, or when it is not heard after all."""
    cue = film_song(film)
    if cue is None or scene.song_start_s is None or film.music_fallback is not None:
        return None
    return cue.model_copy(update={"start_s": scene.song_start_s + after_s})


def finish_to_song(film: Production) -> Finish:
    """How the cut is finished: the balance of a film to a song is another."""
    if film.music is None or film_song(film) is None:
        return film.finish
    return film.finish.model_copy(update={"sound": for_song(film.finish.sound)})
