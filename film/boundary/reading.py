"""Reading an answer: parse, bring into types, count, name, word, and look for what does not belong."""

from film.boundary.counting import in_number
from film.boundary.fields import film_of
from film.boundary.leaks import leak_in
from film.boundary.lines import sings, worded
from film.boundary.notes import Notes, Read
from film.boundary.own import spoken_of, written_in
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
    film = film.model_copy(update={"scenes": scenes})
    if not notes.faulty:
        film = worded(film, request, notes)
    film = peopled(film, notes, sings=sings(request))
    for place, leak in leaks(film, request.brief):
        notes.fault(f"{place} speaks of instructions, not of the film: “{leak}”; write what is seen or heard")
    return notes.read(film)


def leaks(film: PlannedFilm, brief: Brief) -> list[tuple[str, str]]:
    """Where words stand that belong to the conversation with the model, and which.

    A brief's own words may be seen, however odd; to be heard or read they must be of its script, lyrics or title.
    """
    written, own = written_in(brief), spoken_of(brief)
    seen = [("the logline", film.logline), ("the style", film.style.sentence)]
    seen += [(f"the character {person.name[:20]}", f"{person.name} {person.looks}") for person in film.characters]
    seen += [(f"the place {place.name[:20]}", f"{place.name} {place.looks}") for place in film.locations]
    said = []
    for number, scene in enumerate(film.scenes, 1):
        seen += [
            (f"scene {number}", text) for text in (scene.setting, scene.subject, scene.action, scene.avoid) if text
        ]
        said += [(f"scene {number}", text) for text in (scene.narration, scene.on_screen_text, scene.speaker) if text]
    found = [(place, leak_in(text, written)) for place, text in (("the title", film.title), *seen)]
    found += [(place, leak_in(text, own)) for place, text in said]
    return [(place, leak) for place, leak in found if leak is not None]


def _complete(scenes: list[PlannedScene], notes: Notes) -> list[PlannedScene]:
    """Scenes with a place, lent by a neighbour where one has none; a place without anybody in it is a view."""
    setting = next((scene.setting for scene in scenes if scene.setting), "")
    made = []
    for number, scene in enumerate(scenes, 1):
        if not scene.setting:
            notes.mended(f"scene {number} took its setting from its neighbours")
        setting = scene.setting or setting
        if not setting:
            notes.fault(f"scene {number} has no setting; say where it is")
        made.append(scene.model_copy(update={"setting": setting}))
    return made
