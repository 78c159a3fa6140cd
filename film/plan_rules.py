"""The rules every plan obeys, whoever wrote it: the last gate before a film is shot."""

from film.boundary.cleaning import addresses, has_controls
from film.boundary.counting import most
from film.boundary.leaks import leak_in
from film.boundary.lines import altered, dealt_lines, legible, sings
from film.boundary.own import spoken_of, written_in
from film.boundary.verbatim import Script, words_of
from film.format import FilmFormat
from film.plan import Plan
from film.planning import PlanRequest
from film.timeline import timeline_of

_TITLE, _LONGEST = 80, 1200


def broken_rules(plan: Plan, request: PlanRequest, film_format: FilmFormat) -> list[str]:
    """What is wrong with a plan, in sentences; empty for one that can be shot."""
    broken = [*_of_time(plan, request, film_format), *_of_people(plan, request), *_of_words(plan, request)]
    written, own = written_in(request.brief), spoken_of(request.brief)
    for place, text, heard in _texts(plan):
        if has_controls(text):
            broken.append(f"{place} holds characters that cannot be shown")
        if len(text) > _LONGEST:
            broken.append(f"{place} is longer than {_LONGEST} characters")
        if leak := leak_in(text, own if heard else written):
            broken.append(f"{place} speaks of instructions: “{leak}”")
        unasked = [found for found in addresses(text) if found.casefold() not in written]
        broken += [f"{place} names an address that the brief does not: {found}" for found in unasked]
    return broken


def _of_time(plan: Plan, request: PlanRequest, film_format: FilmFormat) -> list[str]:
    broken = []
    beats = request.structure.beats if request.structure else ()
    by_music = any(beat.frames is not None for beat in beats)
    frames, wanted = timeline_of(plan).frames, film_format.frames(request.brief.duration_s)
    if frames != wanted and not (by_music and frames < wanted):
        broken.append(f"the film has {frames} frames instead of {wanted}")
    if len(plan.scenes) != request.scene_count:
        broken.append(f"there are {len(plan.scenes)} scenes instead of {request.scene_count}")
    if [scene.number for scene in plan.scenes] != list(range(1, len(plan.scenes) + 1)):
        broken.append("the scenes are not numbered in their order")
    if len({scene.scene_id for scene in plan.scenes}) != len(plan.scenes):
        broken.append("two scenes have the same id")
    for scene in plan.scenes:
        if scene.frames <= plan.transition_frames:
            broken.append(f"scene {scene.number} is no longer than its transition")
        if scene.chunks and sum(scene.chunks) != scene.frames:
            broken.append(f"the clips of scene {scene.number} do not add up to it")
    return broken


def _of_people(plan: Plan, request: PlanRequest) -> list[str]:
    names, places = {person.name for person in plan.characters}, {place.name for place in plan.locations}
    broken = []
    for scene in plan.scenes:
        unknown = [name for name in (scene.speaker, *scene.characters) if name is not None and name not in names]
        broken += [f"scene {scene.number} names {name}, who is no character of the film" for name in unknown]
        if scene.location is not None and scene.location not in places:
            broken.append(f"scene {scene.number} is in {scene.location}, which is no place of the film")
        if scene.speaker and not scene.narration and not sings(request):
            broken.append(f"{scene.speaker} speaks in scene {scene.number} and says nothing")
        if not scene.setting.strip():
            broken.append(f"scene {scene.number} has no setting")
    return broken


def _of_words(plan: Plan, request: PlanRequest) -> list[str]:
    broken = []
    if not any(char.isalnum() for char in plan.title) or len(plan.title) > _TITLE:
        broken.append("the title says nothing, or too much")
    beats = request.structure.beats if request.structure else ()
    for index, scene in enumerate(plan.scenes):
        heard = beats[index].heard if index < len(beats) else None
        said, fitting = request.pace.count(scene.narration), most(request, index)
        if said > fitting and not heard:
            broken.append(f"scene {scene.number} says {said} words, and {fitting} fit")
        if scene.on_screen_text is not None and not legible(scene.on_screen_text):
            broken.append(f"the lettering of scene {scene.number} is too long to be read")
        if sings(request) and scene.narration:
            broken.append(f"scene {scene.number} speaks over the song")
    if (dealt := dealt_lines(request)) is not None:
        pairs = zip(plan.scenes, dealt, strict=False)
        wrong = [scene.number for scene, (line, _) in pairs if words_of(scene.narration) != words_of(line)]
        broken += [f"scene {number} does not say what the script has it say" for number in wrong]
    elif request.brief.script and not sings(request):
        lines = [scene.narration for scene in plan.scenes]
        changed = altered(Script(request.brief.script), lines)
        broken += [f"scene {index + 1} alters the script: “{line[:60]}”" for index, line in changed]
    return broken


def _texts(plan: Plan) -> list[tuple[str, str, bool]]:
    """Every text of a plan: where it stands, what it is, and whether it is heard or read in the film."""
    texts = [("the title", plan.title, False), ("the logline", plan.logline, False), ("the look", plan.look, False)]
    texts += [(f"the character {each.name[:20]}", f"{each.name} {each.looks}", False) for each in plan.characters]
    texts += [(f"the place {each.name[:20]}", f"{each.name} {each.looks}", False) for each in plan.locations]
    for scene in plan.scenes:
        place = f"scene {scene.number}"
        texts += [(place, text, False) for text in (scene.setting, scene.subject, scene.action, scene.avoid) if text]
        texts += [(place, text, True) for text in (scene.narration, scene.on_screen_text) if text]
    return texts
