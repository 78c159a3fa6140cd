"""Typed briefs at the door: what is looked up, what follows from it, what is refused and where."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.service import RPCError

from film.predictions import prediction_workflow_id
from film.production import workflow_id
from store.flavours import load_flavours
from tests.api.test_orders import problem
from tests.api.test_uploads import part, picture, sent, song

FOREIGN = "assets/picture/00/" + "0" * 64 + ".png"
STYLE = {
    "lighting": "low sun",
    "camera": "hand-held",
    "lens": "35 mm",
    "texture": "grain",
    "mood": "wistful",
    "palette": ["#ffaa00"],
    "grade": "warm",
}


@pytest_asyncio.fixture
async def door(till: httpx.AsyncClient, temporal: Client) -> AsyncIterator[httpx.AsyncClient]:
    """Nobody works behind it, and what was ordered at it is not left to the next test's workers."""
    yield till
    films = [each["project_id"] for each in (await till.get("/v1/projects?limit=200")).json()["projects"]]
    one_offs = [each["prediction_id"] for each in (await till.get("/v1/predictions?limit=200")).json()["predictions"]]
    for each in (*map(workflow_id, films), *map(prediction_workflow_id, one_offs)):
        with suppress(RPCError):
            await temporal.get_workflow_handle(each).terminate()


async def ordered(door: httpx.AsyncClient, key: str | None = None, **body: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = await door.post("/v1/projects", json={"prompt": "A lamp on a desk"} | body, headers=headers)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_cut_out_is_laid_over_the_film_and_another_photo_is_agreed_with(door: httpx.AsyncClient) -> None:
    cut_out, photo = await sent(
        door, part("lamp.png", picture(transparent=True)), part("desk.jpg", picture(codec="mjpeg"))
    )
    ad = {"brand": "Lumen", "product": "Lumen desk lamp", "photos": [photo["key"], cut_out["key"]]}
    made = await ordered(door, ad=ad)
    assert made["brief"]["mode"] == "ad" and made["brief"]["ad"]["brand"] == "Lumen"
    assert made["finish"]["look"]["product"]["image"] == cut_out["key"]
    [reference] = made["brief"]["references"]
    assert (reference["kind"], reference["name"], reference["image"]) == ("product", "Lumen desk lamp", photo["key"])


async def test_a_product_that_was_placed_stays_where_it_is(door: httpx.AsyncClient) -> None:
    cut_out, other = await sent(
        door, part("lamp.png", picture(transparent=True)), part("other.png", picture(transparent=True, seed=6))
    )
    finish = {"look": {"product": {"image": other["key"]}}}
    made = await ordered(door, ad={"photos": [cut_out["key"]]}, finish=finish)
    assert made["finish"]["look"]["product"]["image"] == other["key"]


async def test_colours_of_the_brand_and_of_the_lettering_are_the_same(door: httpx.AsyncClient) -> None:
    colours = {"primary": "#102030", "accent": "#405060"}
    by_brand = await ordered(door, ad={"colours": colours})
    by_finish = await ordered(door, mode="ad", finish={"look": {"colours": colours}})
    assert by_brand["finish"]["look"]["colours"] == by_finish["brief"]["ad"]["colours"]
    assert by_brand["finish"]["look"]["colours"]["primary"] == "#102030"


async def test_a_song_gives_its_film_its_length_and_hard_cuts(door: httpx.AsyncClient) -> None:
    [tune] = await sent(door, part("tune.wav", song(12.6)))
    made = await ordered(door, song={"song": tune["key"], "start_s": 2})
    assert (made["brief"]["mode"], made["brief"]["duration_s"]) == ("music_video", 10)
    assert made["finish"]["transition"] == "cut" and made["film_format"]["aspect"] == "16:9"
    soft = await ordered(door, song={"song": tune["key"]}, finish={"transition": "fade"}, duration_s=9)
    assert (soft["finish"]["transition"], soft["brief"]["duration_s"]) == ("fade", 9)


async def test_a_film_without_details_is_what_it_always_was(door: httpx.AsyncClient) -> None:
    made = await ordered(door)
    assert (made["brief"]["mode"], made["brief"]["duration_s"], made["finish"]["transition"]) == ("story", 24, "fade")


async def test_a_flavour_travels_with_the_film_and_finishes_what_was_left_open(door: httpx.AsyncClient) -> None:
    flavour = load_flavours().flavour("social-vertical")
    body = {"prompt": "A lamp", "flavour": "social-vertical", "finish": {"transition": "dissolve"}}
    made = (await door.post("/v1/projects", json=body)).json()
    assert made["finish"]["transition"] == "dissolve"
    assert made["finish"]["look"]["captions"] == flavour.parameters.captions
    answer = await door.post("/v1/projects", json={"prompt": "A lamp", "flavour": "vanilla"})
    found = problem(answer, 422, "no-such-flavour")
    assert found["errors"][0]["pointer"] == "/flavour" and "noir" in found["detail"]


async def test_the_mood_that_was_picked_is_the_look_of_the_film(door: httpx.AsyncClient) -> None:
    board = (await door.post("/v1/moods", json={"prompt": "A lamp on a desk", "moods": 2})).json()
    body = {"prompt": "A lamp", "mood": board["board_id"]}
    problem(await door.post("/v1/projects", json=body), 422, "no-such-mood")
    await door.post(board["links"]["pick"], json={"mood": board["moods"][1]["mood_id"]})
    made = await ordered(door, mood=board["board_id"])
    assert made["brief"]["style"] == board["moods"][1]["style"]
    both = problem(await door.post("/v1/projects", json=body | {"style": STYLE}), 422, "invalid-request")
    none = problem(await door.post("/v1/projects", json=body | {"mood": "nothing"}), 422, "no-such-mood")
    assert both["errors"][0]["pointer"] == none["errors"][0]["pointer"] == "/mood"


async def test_references_travel_with_the_film_as_they_were(door: httpx.AsyncClient) -> None:
    [image] = await sent(door, part("mara.png", picture(seed=21)))
    body = {"kind": "character", "name": "Mara", "looks": "a grey plait", "image": image["key"]}
    kept = (await door.post("/v1/references", json=body)).json()
    made = await ordered(door, references=[kept["reference_id"]], story={"telling": "dialogue"}, style=STYLE)
    await door.delete(f"/v1/references/{kept['reference_id']}")
    read = (await door.get(f"/v1/projects/{made['project_id']}")).json()["brief"]
    assert read["references"][0] == body | {"reference_id": kept["reference_id"]}
    assert read["story"]["telling"] == "dialogue" and read["style"] == STYLE


async def test_a_film_keeps_to_eight_pictures_at_most(door: httpx.AsyncClient) -> None:
    photos = await sent(door, *(part(f"{n}.jpg", picture(codec="mjpeg", seed=40 + n)) for n in range(8)))
    body = {"kind": "character", "name": "Mara", "image": (await sent(door, part("m.png", picture(seed=50))))[0]["key"]}
    kept = (await door.post("/v1/references", json=body)).json()["reference_id"]
    order = {"prompt": "A lamp", "references": [kept], "ad": {"photos": [each["key"] for each in photos]}}
    found = problem(await door.post("/v1/projects", json=order), 422, "invalid-request")
    assert found["errors"][0]["pointer"] == "/references"


async def test_the_same_key_is_the_same_order_with_all_its_details(door: httpx.AsyncClient) -> None:
    first = await ordered(door, "lamp-ad", ad={"brand": "Lumen"})
    assert (await ordered(door, "lamp-ad", ad={"brand": "Lumen"}))["project_id"] == first["project_id"]
    body = {"prompt": "A lamp on a desk", "ad": {"brand": "Umbra"}}
    other = await door.post("/v1/projects", json=body, headers={"Idempotency-Key": "lamp-ad"})
    problem(other, 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"ad": {"product": "?!"}}, "/ad/product"),
        ({"ad": {"brand": "x" * 61}}, "/ad/brand"),
        ({"ad": {"offer": "a\x00b"}}, "/ad/offer"),
        ({"ad": {"photos": ["https://example.com/a.png"]}}, "/ad/photos/0"),
        ({"ad": {"colours": {"primary": "red"}}}, "/ad/colours/primary"),
        ({"ad": {"slogan": "typo"}}, "/ad/slogan"),
        ({"song": {"start_s": -1}}, "/song/start_s"),
        ({"song": {"lyrics": "la " * 4000}}, "/song/lyrics"),
        ({"story": {"telling": "sung"}}, "/story/telling"),
        ({"mode": "story", "ad": {"brand": "Lumen"}}, "/ad"),
        ({"ad": {"brand": "Lumen"}, "story": {"telling": "narrated"}}, "/story"),
        ({"language": "tlh"}, "/language"),
        ({"pronunciations": {"Siobhan": ""}}, "/pronunciations/Siobhan"),
        ({"archetype": "sonata"}, "/archetype"),
        ({"references": ["a b"]}, "/references/0"),
        ({"references": ["r"] * 9}, "/references"),
        ({"style": STYLE | {"mood": "x" * 200}}, "/style"),
    ],
)
async def test_a_wrong_detail_is_named(desk: httpx.AsyncClient, body: dict[str, Any], pointer: str) -> None:
    found = problem(await desk.post("/v1/projects", json={"prompt": "A lamp"} | body), 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == [pointer]


async def test_files_of_others_and_of_another_kind_are_no_files(desk: httpx.AsyncClient) -> None:
    [tune] = await sent(desk, part("tune.wav", song()))
    body = {"prompt": "A lamp", "ad": {"photos": [FOREIGN, tune["key"]], "logo": FOREIGN}}
    found = problem(await desk.post("/v1/projects", json=body), 422, "no-such-file")
    assert [error["pointer"] for error in found["errors"]] == ["/ad/photos/0", "/ad/photos/1", "/ad/logo"]


async def test_unknown_and_repeated_references_are_named(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/v1/projects", json={"prompt": "A lamp", "references": ["nobody", "nobody"]})
    found = problem(answer, 422, "no-such-reference")
    assert [error["pointer"] for error in found["errors"]] == ["/references/0", "/references/1"]


async def test_a_song_that_is_over_is_too_short(desk: httpx.AsyncClient) -> None:
    [tune] = await sent(desk, part("tune.wav", song(9)))
    for details, pointer in (({"start_s": 8}, "/song/start_s"), ({"start_s": 500}, "/song/start_s")):
        body = {"prompt": "A lamp", "duration_s": 20, "song": {"song": tune["key"], **details}}
        found = problem(await desk.post("/v1/projects", json=body), 422, "invalid-request")
        assert found["errors"][0]["pointer"] == pointer
