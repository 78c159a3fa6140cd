"""Reading an answer: parse, bring into types, count, name, word, and look for what does not belong."""

from film.boundary.counting import in_number
from film.boundary.fields import film_of
from film.boundary.leaks import leak_in
from film.boundary.lines import sings, worded
from film.boundary.notes import Notes, Read
from film.boundary.own import spoken_of
from film.boundary.parsing import parsed
from film.boundary.people import peopled
from film.brief import Brief
from film.plan import PlannedFilm, PlannedScene
from film.planning import PlanRequest


def read_answer(text: str, request: PlanRequest) -> Read:
    """What a planner's answer to ``request`` is worth; never raises, whatever the answer is."""
    notes = Notes()
    told = parsed(text, notes)
    if told is None:
        return notes.read(None)
    film = film_of(told, request, notes)
    scenes = in_number(_complete(film.scenes, notes), request, notes)
    film = peopled(film.model_copy(update={"scenes": scenes}), notes, sings=sings(request))
    for place, leak in leaks(film, request.brief):
        notes.fault(f"{place} speaks of instructions, not of the film: “{leak}”; write what is seen or heard")
    if not notes.faulty:
        film = worded(film, request, notes)
    return notes.read(film)


def leaks(film: PlannedFilm, brief: Brief) -> list[tuple[str, str]]:
    """Where words stand that belong to the conversation with the model, and which."""
    own = spoken_of(brief)
    texts = [("the title", film.title), ("the logline", film.logline), ("the style", film.style.sentence)]
    texts += [(f"the character {person.name[:20]}", f"{person.name} {person.looks}") for person in film.characters]
    texts += [(f"the place {place.name[:20]}", f"{place.name} {place.looks}") for place in film.locations]
    for number, scene in enumerate(film.scenes, 1):
        texts += [(f"scene {number}", part) for part in _texts(scene)]
    return [(place, leak) for place, text in texts if (leak := leak_in(text, own)) is not None]


def _texts(scene: PlannedScene) -> list[str]:
    told = (
        scene.setting,
        scene.subject,
        scene.action,
        scene.narration,
        scene.on_screen_text,
        scene.speaker,
        scene.avoid,
    )
    return [text for text in told if text]


def _complete(scenes: list[PlannedScene], notes: Notes) -> list[PlannedScene]:
    """Scenes with a subject, a deed and a place; what one lacks, its neighbours lend."""
    subject = next((scene.subject for scene in scenes if scene.subject), "")
    setting = next((scene.setting for scene in scenes if scene.setting), "")
    made = []
    for number, scene in enumerate(scenes, 1):
        subject, setting = scene.subject or subject, scene.setting or setting
        if not (subject or scene.action) or not setting:
            notes.fault(f"scene {number} has no subject or no setting; say who is seen, and where")
        if not (scene.subject and scene.setting):
            notes.mended(f"scene {number} took its subject or setting from its neighbours")
        made.append(scene.model_copy(update={"subject": subject or "a view", "setting": setting or "somewhere"}))
    return made
