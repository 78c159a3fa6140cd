"""The read model travels as news and is put together again."""

from hypothesis import given
from hypothesis import strategies as st

from film.brief import Brief
from film.catalogue import Studio
from film.format import FilmFormat
from film.planning import finish_plan, plan_request
from film.production import Production, SceneBoard, Take
from film.progress import may_be_told, merged, news, portions, view_of
from film.status import ProjectState, TakeState
from store.catalogue import load_catalogue
from tests.film.test_planning import planned_film, planned_scene

SCENES = 5
moves = st.lists(st.tuples(st.integers(1, SCENES), st.sampled_from(TakeState)), max_size=12)


def production() -> Production:
    return Production(
        project_id="p",
        owner="local",
        brief=Brief(prompt="a robot"),
        film_format=FilmFormat(),
        crew=load_catalogue().crew(Studio.PREVIZ),
    )


def planned() -> Production:
    film = production()
    film.plan = finish_plan(planned_film([planned_scene()] * SCENES), plan_request(film.brief), film.film_format)
    film.scenes = {s.scene_id: SceneBoard(scene_id=s.scene_id, takes=[Take(number=1)]) for s in film.plan.scenes}
    return film


@given(moves)
def test_news_put_onto_what_was_known_is_what_is(steps: list[tuple[int, TakeState]]) -> None:
    film, known = production(), view_of(production())
    film = planned()
    for number, state in [(1, TakeState.QUEUED), *steps]:
        film.scenes[f"s{number}"].replace(Take(number=1, state=state))
        now = view_of(film)
        known = merged(known, news(known, now))
        assert known == now


def test_news_of_one_scene_leave_the_others_and_the_plan_out() -> None:
    film = planned()
    before = view_of(film)
    film.scenes["s2"].replace(Take(number=1, state=TakeState.CLIP))
    told = news(before, view_of(film))
    assert [scene.scene_id for scene in told.scenes] == ["s2"]
    assert told.plan is None


def test_news_of_another_take_leave_the_older_takes_out() -> None:
    film = planned()
    known = view_of(film)
    film.scenes["s2"].takes.append(Take(number=2))
    told = news(known, view_of(film))
    assert [take.number for take in told.scenes[0].takes] == [2]
    assert merged(known, told) == view_of(film)


@given(moves, st.integers(0, 3_000))
def test_news_told_in_portions_are_the_whole(steps: list[tuple[int, TakeState]], most_bytes: int) -> None:
    known, film = view_of(production()), planned()
    for number, state in steps:
        film.scenes[f"s{number}"].replace(Take(number=1, state=state))
    for told in portions(news(known, view_of(film)), most_bytes):
        known = merged(known, told)
    assert known == view_of(film)


def test_no_portion_is_larger_than_asked_unless_one_scene_is() -> None:
    film = planned()
    latest = news(view_of(production()), view_of(film)).model_copy(update={"plan": None})
    told = portions(latest, 2_500)
    assert len(told) > 1
    assert all(len(portion.model_dump_json()) <= 3_500 for portion in told)


def test_a_film_that_is_delivered_is_done() -> None:
    film = planned()
    film.state = ProjectState.DELIVERED
    assert view_of(film).progress == 1.0


def test_a_film_is_not_called_delivered_before_its_cut_can_be_read() -> None:
    film = planned()
    written = view_of(film)
    film.last_event += 1
    assert may_be_told(view_of(film), written)
    film.state = ProjectState.DELIVERED
    live = view_of(film)
    assert not may_be_told(live, written)
    assert may_be_told(live, live)
