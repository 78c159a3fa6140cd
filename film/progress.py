"""How far a production is: the share of its expected work that is done, and the phase in a word."""

from film.events import ProjectView, SceneView
from film.production import Production
from film.status import ProjectState, TakeState

_PLAN_S, _STILL_S, _CLIP_S, _CONFORM_S, _NARRATION_S, _MUSIC_S, _CUT_S = 2.0, 1.0, 6.0, 1.0, 2.0, 2.0, 5.0
"""Expected seconds of each step of an animatic on two cores; only their ratio matters."""

_TAKE_DONE_S = {
    TakeState.QUEUED: 0.0,
    TakeState.STORYBOARD: 0.0,
    TakeState.CLIP: _STILL_S,
    TakeState.LIPSYNC: _STILL_S + _CLIP_S,
    TakeState.CONFORM: _STILL_S + _CLIP_S,
    TakeState.DONE: _STILL_S + _CLIP_S + _CONFORM_S,
    TakeState.FAILED: _STILL_S + _CLIP_S + _CONFORM_S,
    TakeState.CANCELLED: _STILL_S + _CLIP_S + _CONFORM_S,
}

_PHASES = {
    ProjectState.CREATED: "starting",
    ProjectState.MODERATING: "checking the brief",
    ProjectState.MODERATION_FAILED: "refused",
    ProjectState.PLANNING: "planning",
    ProjectState.PLANNED: "planned",
    ProjectState.SHOOTING: "shooting",
    ProjectState.AWAITING_BUDGET: "waiting for money",
    ProjectState.AWAITING_DECISION: "waiting for your decision",
    ProjectState.CUTTING: "cutting",
    ProjectState.DELIVERED: "delivered",
    ProjectState.FAILED: "failed",
    ProjectState.CANCELLED: "cancelled",
}


def view_of(production: Production) -> ProjectView:
    """The read model of a production as it stands."""
    fallbacks = [f for board in production.scenes.values() if board.takes for f in board.takes[-1].fallbacks]
    fallbacks += [board.narration_fallback for board in production.scenes.values() if board.narration_fallback]
    fallbacks += [production.music_fallback] if production.music_fallback else []
    fallbacks += production.reference_fallbacks
    return ProjectView(
        project_id=production.project_id,
        state=production.state,
        phase=_PHASES[production.state],
        progress=_progress(production),
        film_format=production.film_format,
        finish=production.finish,
        title=production.plan.title if production.plan else production.brief.title,
        plan=production.plan,
        estimate=production.estimate,
        judgements=production.judgements,
        scenes=tuple(
            SceneView(
                scene_id=board.scene_id,
                takes=tuple(board.takes),
                selected_take=board.selected_take,
                narration=board.narration,
                narration_fallback=board.narration_fallback,
                preview=board.preview,
            )
            for board in production.scenes.values()
        ),
        cuts=tuple(production.cuts),
        fallbacks=tuple(fallbacks),
        holds=tuple(held.hold for held in production.holds),
        failure=production.failure,
        spent_usd=production.spent_usd,
        last_event=production.last_event,
    )


def may_be_told(live: ProjectView, written: ProjectView) -> bool:
    """Whether a live view may be shown beside what is ``written``: it is ahead by a moment, and whoever hears that a
    film is delivered looks for its cut at once.
    """
    return live.state is not ProjectState.DELIVERED or live.last_event <= written.last_event


def news(before: ProjectView, after: ProjectView) -> ProjectView:
    """``after`` without what ``before`` says already: the plan, scenes, takes and cuts that have not changed.

    Travels in a workflow's history with every batch of events, so it must stay small for films of any length.
    """
    known = {scene.scene_id: scene for scene in before.scenes}
    changed = (scene for scene in after.scenes if scene != known.get(scene.scene_id))
    return after.model_copy(
        update={
            "plan": None if after.plan == before.plan else after.plan,
            "estimate": None if after.estimate == before.estimate else after.estimate,
            "judgements": () if after.judgements == before.judgements else after.judgements,
            "scenes": tuple(_changed_takes(known.get(scene.scene_id), scene) for scene in changed),
            "cuts": after.cuts[len(before.cuts) :],
        }
    )


def portions(latest: ProjectView, most_bytes: int) -> list[ProjectView]:
    """News in portions of about ``most_bytes`` at most, if no single scene is larger: told one after the other, they
    are the whole. The first brings everything but the scenes that did not fit.
    """
    portions: list[list[SceneView]] = [[]]
    room = most_bytes - len(latest.model_copy(update={"scenes": ()}).model_dump_json())
    for scene in latest.scenes:
        size = len(scene.model_dump_json())
        if size > room and portions[-1]:
            portions.append([])
            room = most_bytes
        portions[-1].append(scene)
        room -= size
    rest = latest.model_copy(update={"plan": None, "estimate": None, "judgements": (), "cuts": ()})
    return [
        (rest if number else latest).model_copy(update={"scenes": tuple(scenes)})
        for number, scenes in enumerate(portions)
    ]


def _changed_takes(before: SceneView | None, after: SceneView) -> SceneView:
    known = {take.number: take for take in before.takes} if before else {}
    return after.model_copy(update={"takes": tuple(take for take in after.takes if take != known.get(take.number))})


def merged(before: ProjectView, latest: ProjectView) -> ProjectView:
    """The read model after ``latest``: what it does not mention is as it was."""
    scenes = {scene.scene_id: scene for scene in before.scenes}
    for scene in latest.scenes:
        known = scenes[scene.scene_id].takes if scene.scene_id in scenes else ()
        takes = {take.number: take for take in (*known, *scene.takes)}
        scenes[scene.scene_id] = scene.model_copy(update={"takes": tuple(takes[number] for number in sorted(takes))})
    cuts = {cut.number: cut for cut in (*before.cuts, *latest.cuts)}
    return latest.model_copy(
        update={
            "plan": latest.plan or before.plan,
            "estimate": latest.estimate or before.estimate,
            "judgements": latest.judgements or before.judgements,
            "scenes": tuple(scenes.values()),
            "cuts": tuple(cuts.values()),
        }
    )


def _progress(production: Production) -> float:
    if production.state is ProjectState.DELIVERED:
        return 1.0
    if production.plan is None:
        return 0.0
    scenes = len(production.plan.scenes)
    total = _PLAN_S + scenes * (_STILL_S + _CLIP_S + _CONFORM_S + _NARRATION_S) + _MUSIC_S + _CUT_S
    done = _PLAN_S
    for board in production.scenes.values():
        done += _TAKE_DONE_S[board.takes[-1].state] if board.takes else 0.0
        done += _NARRATION_S if board.narration or board.narration_fallback else 0.0
    done += _MUSIC_S if production.music or production.music_fallback else 0.0
    return round(min(done / total, 0.99), 3)
