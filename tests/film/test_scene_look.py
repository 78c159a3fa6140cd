"""A product laid over an advertisement is kept out of the scenes before it is wanted."""

import pytest

from film.beats import BeatKind
from film.brief import Mode
from film.look import Look, ProductLayer
from film.plan import Scene
from film.scene_look import scene_look, shows_product
from film.shot import CameraMove, Framing, TimeOfDay, Weather

LOOK = Look(product=ProductLayer(image=f"assets/picture/ab/{'ab' * 32}.png"))


def scene(*, product: bool = True, beat: BeatKind | None = None, who: tuple[str, ...] = ()) -> Scene:
    return Scene(
        scene_id="s1",
        number=1,
        frames=48,
        setting="a kitchen",
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        subject="a cup",
        action="steams",
        framing=Framing.CLOSE,
        camera=CameraMove.STATIC,
        seed=1,
        beat=beat,
        characters=who,
        shows_product=product,
    )


def test_a_scene_without_the_product_keeps_the_rest_of_the_look() -> None:
    assert scene_look(LOOK, scene(product=True)) == LOOK
    assert scene_look(LOOK, scene(product=False)) == LOOK.model_copy(update={"product": None})


@pytest.mark.parametrize("beat", [BeatKind.PROBLEM, BeatKind.HOOK])
def test_an_ad_keeps_its_product_back_and_other_films_do_not(beat: BeatKind) -> None:
    assert not shows_product(Mode.AD, scene(beat=beat))
    assert shows_product(Mode.STORY, scene(beat=beat))


@pytest.mark.parametrize("beat", [BeatKind.REVEAL, BeatKind.FEATURE, BeatKind.CALL_TO_ACTION])
def test_an_ad_shows_its_product_where_it_answers_the_problem_and_over_nobodys_face(beat: BeatKind) -> None:
    assert shows_product(Mode.AD, scene(beat=beat))
    assert not shows_product(Mode.AD, scene(beat=beat, who=("The Gardener",)))
