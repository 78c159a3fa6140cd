"""Films that stay without words because the rules have none in their language: said, so that nobody wonders."""

from film.brief import Mode
from film.language import Language
from film.plan import PlannedFilm
from film.planning import PlanRequest
from film.told import told_text


def silence_of(planned: PlannedFilm, request: PlanRequest) -> str | None:
    """Why a film has no words in the language it was asked for, and what would give it some; None where it has."""
    brief, language = request.brief, request.language
    song = brief.song
    given = told_text(brief) is not None or (song is not None and bool(song.song or song.lyrics))
    if language is Language.ENGLISH or given or any(scene.narration for scene in planned.scenes):
        return None
    name = language.english_name
    if brief.mode is Mode.MUSIC_VIDEO:
        return f"This film has no words, as none were written in {name}: give it the lyrics of its song to show them"
    return f"Nobody speaks in this film, as no lines were written in {name}: give it a script or a prompt in {name}"
