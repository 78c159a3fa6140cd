"""As many scenes as there are beats: the surplus is joined or dropped, what is missing is split off the longest."""

from film.boundary.halving import halves
from film.boundary.notes import Notes
from film.plan import PlannedScene
from film.planning import PlanRequest
from film.shot import CameraMove, Framing

_OTHER_FRAMING = {
    Framing.WIDE: Framing.MEDIUM,
    Framing.MEDIUM: Framing.CLOSE,
    Framing.CLOSE: Framing.DETAIL,
    Framing.DETAIL: Framing.MEDIUM,
}


def in_number(scenes: list[PlannedScene], request: PlanRequest, notes: Notes) -> list[PlannedScene]:
    """Exactly ``scene_count`` scenes, if they are not too far from it; what a script says is never dropped."""
    wanted, told = request.scene_count, len(scenes)
    if told < wanted - max(1, wanted // 3) or not scenes:
        notes.fault(f"there are {told} scenes; write exactly {wanted}, one for each beat")
        return scenes
    scenes = list(scenes)
    while len(scenes) > wanted:
        if not _one_less(scenes, request):
            notes.fault(f"there are {told} scenes; write exactly {wanted}, and deal the script out over them")
            return scenes
    while len(scenes) < wanted:
        _one_more(scenes)
    if told != wanted:
        notes.mended(f"{told} scenes became {wanted}")
    return scenes


def room(request: PlanRequest, index: int) -> int:
    """How much is to be said in a scene: what its beat allows."""
    beats = request.structure.beats if request.structure else ()
    return beats[index].max_words if index < len(beats) else request.max_words_per_scene


def most(request: PlanRequest, index: int) -> int:
    """How much can be said in a scene when others lend it time: as much as in an average one; of a script, whose words
    nobody may change, half as much again.
    """
    lent = max(room(request, index), request.max_words_per_scene)
    return lent * 3 // 2 if request.brief.script else lent


def _one_less(scenes: list[PlannedScene], request: PlanRequest) -> bool:
    """Take out the scene that is missed least: in the middle, silent, short. ``False`` when none can go."""
    middle = range(1, len(scenes) - 1) if len(scenes) > 2 else range(1, len(scenes))
    for index in sorted(middle, key=lambda i: (bool(scenes[i].narration), scenes[i].weight, i)):
        if not (request.brief.script and scenes[index].narration):
            del scenes[index]
            return True
        for first in (index - 1, index):
            if first + 1 < len(scenes) and _may_join(scenes, first, request):
                scenes[first : first + 2] = [_joined(scenes[first], scenes[first + 1])]
                return True
    return False


def _may_join(scenes: list[PlannedScene], first: int, request: PlanRequest) -> bool:
    one, two = scenes[first], scenes[first + 1]
    if one.narration and two.narration and one.speaker != two.speaker:
        return False
    both = f"{one.narration} {two.narration}"
    return request.pace.count(both) <= room(request, min(first, request.scene_count - 1))


def _joined(one: PlannedScene, two: PlannedScene) -> PlannedScene:
    seen = one if one.narration else two
    return seen.model_copy(
        update={
            "narration": f"{one.narration} {two.narration}".strip(),
            "speaker": seen.speaker,
            "weight": min(3.0, one.weight + two.weight),
        }
    )


def _one_more(scenes: list[PlannedScene]) -> None:
    """Split the weightiest scene into two shots of it, its line at a clause."""
    index = max(range(len(scenes)), key=lambda i: (scenes[i].weight * (1 + len(scenes[i].narration.split())), -i))
    scene = scenes[index]
    head, tail = halves(scene.narration)
    half = max(0.3, scene.weight / 2)
    other = {
        "narration": tail,
        "speaker": scene.speaker if tail else None,
        "framing": _OTHER_FRAMING[scene.framing],
        "camera": CameraMove.PUSH_IN if scene.camera is CameraMove.STATIC else CameraMove.STATIC,
        "on_screen_text": None,
        "weight": half,
    }
    scenes[index : index + 1] = [
        scene.model_copy(update={"narration": head, "weight": half}),
        scene.model_copy(update=other),
    ]
