"""Everybody who speaks or is named is somebody of the film."""

import difflib

from film.boundary.notes import Notes
from film.plan import PlannedCharacter, PlannedFilm, PlannedScene


def peopled(film: PlannedFilm, notes: Notes, *, sings: bool = False) -> PlannedFilm:
    """Speakers become characters, near misses of names the names themselves; places nobody knows are left out.

    Whoever says nothing is no speaker, except where somebody ``sings``.
    """
    cast = list(film.characters)
    places = [location.name for location in film.locations]
    scenes = [_scene(scene, cast, places, notes, sings=sings) for scene in film.scenes]
    return film.model_copy(update={"scenes": scenes, "characters": cast})


def _scene(
    scene: PlannedScene, cast: list[PlannedCharacter], places: list[str], notes: Notes, *, sings: bool
) -> PlannedScene:
    speaker = scene.speaker if scene.narration or sings else None
    if speaker is not None:
        known = _known(speaker, [character.name for character in cast])
        if known is None:
            cast.append(PlannedCharacter(name=speaker, looks=scene.subject or speaker, voice=None))
            notes.mended(f"{speaker} speaks and was in no list of characters; the scene's subject became their looks")
        speaker = known or speaker
    names = [character.name for character in cast]
    seen = [name for name in (_known(each, names) for each in scene.characters) if name is not None]
    if len(seen) < len(scene.characters):
        notes.mended("names that stand for no character of the film were left out")
    if speaker is not None and speaker not in seen:
        seen.append(speaker)
    location = _known(scene.location, places) if scene.location else None
    return scene.model_copy(update={"speaker": speaker, "characters": list(dict.fromkeys(seen)), "location": location})


def _known(name: str, names: list[str]) -> str | None:
    """The name that is meant: itself, part of it, or spelt nearly so."""
    low = name.casefold()
    by_fold = {each.casefold(): each for each in names}
    if low in by_fold:
        return by_fold[low]
    for fold, each in by_fold.items():
        if set(low.split()) & set(fold.split()) and (
            set(low.split()) <= set(fold.split()) or set(fold.split()) <= set(low.split())
        ):
            return each
    close = difflib.get_close_matches(low, by_fold, n=1, cutoff=0.8)
    return by_fold[close[0]] if close else None
