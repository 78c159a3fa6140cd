"""Pictures of whoever returns: made once before the scenes, kept for other films, done without when they fail."""

from activities.reference_contract import ReferenceAdvice
from film.plan import Character, Location, Plan
from film.production_stage import Stage
from tests.workflows.conftest import Start
from tests.workflows.studio import FakeStudio
from tests.workflows.test_project import delivered

MARA, SHORE = Character(name="Mara", looks="grey plait"), Location(name="Shore", looks="black rocks")


def with_people(plan: Plan) -> Plan:
    seen = {"characters": ("Mara",), "location": "Shore"}
    return plan.model_copy(
        update={
            "characters": (MARA,),
            "locations": (SHORE,),
            "scenes": tuple(scene.model_copy(update=seen) for scene in plan.scenes),
        }
    )


async def test_whoever_returns_is_drawn_before_the_scenes_and_shown_to_them(start: Start, studio: FakeStudio) -> None:
    studio.planned = with_people
    await start(studio, "returning")
    view = await delivered(studio)
    stages = [attempt.order.stage for attempt in studio.submitted]
    assert stages.count(Stage.REFERENCES) == 2
    assert stages[1:3] == [Stage.REFERENCES, Stage.REFERENCES]
    drawn = [attempt.order for attempt in studio.submitted if attempt.order.stage is Stage.REFERENCES]
    drawn.sort(key=lambda order: order.key)
    told = [str(order.wants["prompt"]).lower() for order in drawn]
    assert "grey plait" in told[0] and "black rocks" in told[1]
    assert view.plan is not None
    assert [reference.name for reference in view.plan.references] == ["Mara", "Shore"]
    pictures = tuple(reference.image for reference in view.plan.references)
    scenes = [a.order for a in studio.submitted if a.order.stage in (Stage.STORYBOARD, Stage.CLIP)]
    assert {order.assets["references"] for order in scenes} == {pictures}


async def test_references_go_into_the_library_of_whoever_owns_the_film(start: Start, studio: FakeStudio) -> None:
    studio.planned = with_people
    await start(studio, "library")
    await delivered(studio)
    assert sorted((made.owner, made.project_id, made.reference.name) for made in studio.kept) == [
        ("local", "library", "Mara"),
        ("local", "library", "Shore"),
    ]
    assert {made.reference.reference_id for made in studio.kept} == {"library-1", "library-2"}


async def test_a_film_goes_on_with_words_where_a_reference_fails(start: Start, studio: FakeStudio) -> None:
    studio.planned, studio.fails["references"] = with_people, "content refused"
    await start(studio, "wordy")
    view = await delivered(studio)
    assert {(f.stage, f.instead) for f in view.fallbacks} == {(Stage.REFERENCES, "the words alone")}
    assert all("references" not in attempt.order.assets for attempt in studio.submitted)


async def test_nothing_is_bought_that_nobody_looks_at(start: Start, studio: FakeStudio) -> None:
    studio.planned, studio.advice = with_people, ReferenceAdvice(used=False, free=False)
    await start(studio, "unseen")
    view = await delivered(studio)
    assert studio.stages()["references"] == 0 and view.fallbacks == ()


async def test_a_scene_that_continues_another_waits_for_its_take(start: Start, studio: FakeStudio) -> None:
    def continuing(plan: Plan) -> Plan:
        first, *rest = plan.scenes
        return plan.model_copy(
            update={"scenes": (first, *(scene.model_copy(update={"continues": True}) for scene in rest))}
        )

    studio.planned = continuing
    await start(studio, "continuing")
    view = await delivered(studio)
    assert studio.stages()["storyboard"] == 1
    clips = [a.key for a in studio.submitted if a.order.stage is Stage.CLIP]
    assert clips == sorted(clips)
    ends = [request.chunk.clip for request in studio.last_frames]
    assert ends == [scene.takes[0].clip.key for scene in view.scenes[:-1] if scene.takes[0].clip]


async def test_a_scene_that_continues_one_of_which_nothing_came_gets_a_frame_of_its_own(
    start: Start, studio: FakeStudio
) -> None:
    def continuing(plan: Plan) -> Plan:
        first, *rest = plan.scenes
        return plan.model_copy(update={"scenes": (first, *(s.model_copy(update={"continues": True}) for s in rest))})

    studio.planned, studio.fails["clip"], studio.fails["storyboard"] = continuing, "refused", "refused"
    await start(studio, "carded")
    view = await delivered(studio)
    assert studio.last_frames == []
    assert {f.instead for f in view.fallbacks} == {"the prompt alone", "a title card"}
