"""What is said: it fits its scene, is in the film's language, and is the script's own where there is one."""

from film.boundary.counting import most, room
from film.boundary.notes import Notes
from film.boundary.tongue import other_language
from film.boundary.verbatim import Script, words_of
from film.plan import PlannedFilm, PlannedScene
from film.planning import PlanRequest
from film.shortening import shortened

MOST_LETTERING_WORDS, MOST_LETTERING = 8, 60
"""More than this nobody reads while a scene goes by."""


def worded(film: PlannedFilm, request: PlanRequest, notes: Notes) -> PlannedFilm:
    """The film with its lines put right; what only the model can put right becomes a fault."""
    own = _own_script(request)
    scenes = [_lettered(_line(scene, index, request, notes), notes) for index, scene in enumerate(film.scenes)]
    if own is not None:
        _compare(own, scenes, request, notes)
    elif not request.brief.script:
        _listen(scenes, request, notes)
    return film.model_copy(update={"scenes": scenes})


def sings(request: PlanRequest) -> bool:
    """Whether the film has a song of its own, over which nobody speaks."""
    return request.brief.song is not None and request.brief.song.song is not None


def dealt_lines(request: PlanRequest) -> list[tuple[str, str | None]] | None:
    """What is said in each scene, and by whom, where the structure has dealt a script out over them."""
    beats = request.structure.beats if request.structure else ()
    if not request.brief.script or sings(request) or not any(beat.heard for beat in beats):
        return None
    return [(beat.heard or "", beat.speaker if beat.heard else None) for beat in beats]


def altered(script: Script, lines: list[str]) -> list[tuple[int, str]]:
    """Lines, by their index, that are not the script's own words in its order."""
    found, start = [], 0
    for index, line in enumerate(lines):
        end = script.after(line, start)
        if end is None:
            found.append((index, line))
        else:
            start = end
    return found


def _own_script(request: PlanRequest) -> Script | None:
    if not request.brief.script or sings(request) or dealt_lines(request) is not None:
        return None
    return Script(request.brief.script)


def _line(scene: PlannedScene, index: int, request: PlanRequest, notes: Notes) -> PlannedScene:
    if sings(request) and scene.narration:
        notes.mended("lines over the song were left out")
        return scene.model_copy(update={"narration": ""})
    if (dealt := dealt_lines(request)) is not None and index < len(dealt):
        line, speaker = dealt[index]
        if words_of(line) != words_of(scene.narration):
            notes.mended("lines of the script were put back as they are written")
        return scene.model_copy(update={"narration": line, "speaker": speaker})
    said, fitting = request.pace.count(scene.narration), room(request, index)
    if said <= (most(request, index) if request.brief.script else fitting):
        return scene
    kept = (
        None if request.brief.script else shortened(scene.narration, lambda line: request.pace.count(line) <= fitting)
    )
    if kept is not None:
        notes.mended(f"scene {index + 1} said more than fits, and lost a clause")
        return scene.model_copy(update={"narration": kept})
    if said > most(request, index):
        notes.fault(f"scene {index + 1} says {said} words, and {fitting} fit: “{scene.narration[:60]}…”; say less")
    return scene


def _lettered(scene: PlannedScene, notes: Notes) -> PlannedScene:
    """Lettering that can be read in passing; longer claims are cut at a clause, or left out."""
    text = scene.on_screen_text
    if text is None or legible(text):
        return scene
    head = next((part.strip() for part in text.replace(" – ", ". ").split(". ") if legible(part.strip())), None)
    notes.mended("lettering was longer than can be read, and was shortened or left out")
    return scene.model_copy(update={"on_screen_text": head})


def legible(text: str) -> bool:
    """Whether lettering is short enough to be read while a scene goes by."""
    return 0 < len(text) <= MOST_LETTERING and len(text.split()) <= MOST_LETTERING_WORDS


def _compare(script: Script, scenes: list[PlannedScene], request: PlanRequest, notes: Notes) -> None:
    lines = [scene.narration for scene in scenes]
    wrong = altered(script, lines)
    for index, line in wrong:
        notes.fault(f"scene {index + 1} does not say the script's own words in its order: “{line[:80]}”")
    if not wrong and (missing := script.left_out(lines, sum(room(request, i) for i in range(len(scenes))))):
        notes.fault(f"the script's words “{missing} …” are said by nobody, and there is room for them")


def _listen(scenes: list[PlannedScene], request: PlanRequest, notes: Notes) -> None:
    said = " ".join(scene.narration for scene in scenes)
    other = other_language(said, request.language)
    if other is not None:
        notes.fault(f"the narration is in {other}; write every line in {request.language.english_name}")
