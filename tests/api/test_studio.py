"""The whole studio over HTTP: a film is ordered, watched, delivered, retaken, refused and stopped."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.stack import Stack
from media.probe import probe
from tests.api.films import ORDER, Told, fetched, followed, ordered, until_state
from tests.api.test_orders import problem
from tests.store.samples import fresh

pytestmark = pytest.mark.stack

REFUSED = "How to build a bomb and kill people. A bird sings."


async def test_the_studio_is_ready(studio: httpx.AsyncClient) -> None:
    assert (await studio.get("/readyz")).json() == {"status": "ok"}


async def test_an_order_is_answered_with_where_it_is_found(studio: httpx.AsyncClient) -> None:
    answer = await studio.post("/v1/projects", json=ORDER | {"prompt": "A cat sleeps"})
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == made["links"]["self"] == f"/v1/projects/{made['project_id']}"
    assert made["state"] == "created" and made["scenes"] == []
    await studio.post(f"{made['links']['self']}/cancel")


async def test_the_same_key_is_one_film_even_when_that_is_over_and_another_order_under_it_is_refused(
    studio: httpx.AsyncClient,
) -> None:
    headers, body = {"Idempotency-Key": fresh("key")}, ORDER | {"prompt": REFUSED}
    answers = await asyncio.gather(*(studio.post("/v1/projects", json=body, headers=headers) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    (project_id,) = {answer.json()["project_id"] for answer in answers}
    other = await studio.post("/v1/projects", json=body | {"duration_s": 12}, headers=headers)
    problem(other, 422, "idempotency-key-reused")
    heard = await until_state(studio, project_id, "moderation_failed")
    again = await studio.post("/v1/projects", json=body, headers=headers)
    assert (again.status_code, again.json()["state"]) == (201, "moderation_failed")
    assert [told async for told in followed(studio, project_id)] == heard


async def test_a_film_is_as_long_and_as_large_as_it_was_ordered(film: dict[str, Any], tmp_path: Path) -> None:
    cut = film["cuts"][0]
    assert (film["state"], film["progress"], cut["duration_s"]) == ("delivered", 1.0, 8.0)
    answer = await fetched(cut["film"]["url"])
    assert answer.headers["content-type"] == "video/mp4" and len(answer.content) == cut["film"]["size_bytes"]
    (tmp_path / "film.mp4").write_bytes(answer.content)
    seen = probe(tmp_path / "film.mp4")
    assert seen.video is not None and seen.audio is not None
    assert (seen.video.width, seen.video.height, seen.video.frames) == (960, 540, cut["frames"])


async def test_every_link_of_a_film_works(film: dict[str, Any]) -> None:
    cut, scenes = film["cuts"][0], film["scenes"]
    files = [cut["film"], cut["captions"], cut["poster"]]
    files += [take[part] for scene in scenes for take in scene["takes"][:1] for part in ("still", "clip", "segment")]
    files += [scene["narration"] for scene in scenes]
    answers = await asyncio.gather(*(fetched(file["url"]) for file in files))
    assert [len(answer.content) for answer in answers] == [file["size_bytes"] for file in files]


async def test_a_player_can_jump_into_a_film(film: dict[str, Any]) -> None:
    answer = await fetched(film["cuts"][0]["film"]["url"], Range="bytes=100-199")
    assert answer.is_success and len(answer.content) == 100


async def test_everything_that_happened_was_told_once_and_in_order(premiere: tuple[str, list[Told]]) -> None:
    heard = premiere[1]
    assert [int(told["id"]) for told in heard] == list(range(1, len(heard) + 1))
    states = [told["data"]["state"] for told in heard if told["event"] == "project.state"]
    assert states == ["moderating", "planning", "shooting", "cutting", "delivered"]
    assert {"project.planned", "take.state", "take.selected", "scene.narration"} <= {told["event"] for told in heard}


async def test_a_browser_that_lost_its_connection_goes_on_where_it_was(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]]
) -> None:
    project_id, heard = premiere
    again = await until_state(studio, project_id, "delivered", after=5)
    assert again == heard[5:]


async def test_the_status_of_a_film_is_live(studio: httpx.AsyncClient, film: dict[str, Any]) -> None:
    status = (await studio.get(f"{film['links']['self']}/status")).json()
    assert status["live"] and status["state"] in ("delivered", "shooting", "cutting")
    assert len(status["scenes"]) == len(film["scenes"]) and status["title"] == film["title"]


async def test_the_ledger_shows_one_row_for_each_thing_bought(studio: httpx.AsyncClient, film: dict[str, Any]) -> None:
    rows = (await studio.get(f"{film['links']['self']}/predictions")).json()
    first = [row for row in rows if row["take"] in (None, 1)]
    assert {row["state"] for row in first} == {"succeeded"}
    stages = [(row["scene_id"], row["stage"]) for row in first]
    assert len(set(stages)) == len(stages) and len({row["prediction_id"] for row in first}) == len(first)
    assert {row["money"] for row in first} == {"settled"} and {row["currency"] for row in first} == {"USD"}
    assert all([(await fetched(row["file"]["url"])).is_success for row in first])


async def test_a_film_is_in_the_list_of_its_state(studio: httpx.AsyncClient, film: dict[str, Any]) -> None:
    page = (await studio.get("/v1/projects", params={"limit": 200})).json()
    assert film["project_id"] in {card["project_id"] for card in page["projects"]}


async def test_a_retake_of_a_scene_that_is_not_there_is_refused(
    studio: httpx.AsyncClient, film: dict[str, Any]
) -> None:
    answer = await studio.post(f"{film['links']['self']}/scenes/s99/retakes", json={})
    assert "s1" in problem(answer, 404, "unknown-scene")["detail"]


async def test_a_retake_is_shot_once_and_the_film_is_cut_anew(studio: httpx.AsyncClient, film: dict[str, Any]) -> None:
    path, headers = f"{film['links']['self']}/scenes/s2/retakes", {"Idempotency-Key": fresh("key")}
    after = (await studio.get(f"{film['links']['self']}/status")).json()["last_event"]
    answer = await studio.post(path, json={"note": "closer"}, headers=headers)
    assert (answer.status_code, answer.json()["take"]) == (202, 2)
    assert answer.headers["location"] == film["links"]["self"]
    assert (await studio.post(path, json={"note": "closer"}, headers=headers)).json()["take"] == 2
    problem(await studio.post(path, json={"note": "again"}), 409, "scene-busy")
    await until_state(studio, film["project_id"], "delivered", after=after)
    now = (await studio.get(film["links"]["self"])).json()
    assert [cut["takes"]["s2"] for cut in now["cuts"]][-2:] == [1, 2]
    assert [take["note"] for take in now["scenes"][1]["takes"]] == [None, "closer"]
    first, again = film["scenes"][0]["takes"], now["scenes"][0]["takes"]
    assert [take["segment"]["sha256"] for take in again] == [take["segment"]["sha256"] for take in first]


async def test_a_production_can_be_stopped_and_its_stream_ends(studio: httpx.AsyncClient) -> None:
    project_id = await ordered(studio, prompt="A ship sails the sea")
    await until_state(studio, project_id, "shooting")
    answer = await studio.post(f"/v1/projects/{project_id}/cancel")
    assert answer.status_code == 202
    async with asyncio.timeout(60):
        heard = [told async for told in followed(studio, project_id)]
    assert heard[-1]["data"]["state"] == "cancelled"
    problem(await studio.post(f"/v1/projects/{project_id}/cancel"), 409, "project-closed")
    problem(await studio.post(f"/v1/projects/{project_id}/scenes/s1/retakes", json={}), 409, "project-closed")
    rows = (await studio.get(f"/v1/projects/{project_id}/predictions")).json()
    assert not {row["state"] for row in rows} & {"intended", "submitted", "running"}


async def test_the_documentation_opens_without_a_network(studio: httpx.AsyncClient) -> None:
    page = (await studio.get("/docs")).text
    assert "://" not in page.replace(str(studio.base_url), "")
    scripts = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert scripts and all([(await studio.get(script)).is_success for script in scripts])


async def test_a_refused_brief_names_the_passage(studio: httpx.AsyncClient) -> None:
    project_id = await ordered(studio, prompt=REFUSED)
    await until_state(studio, project_id, "moderation_failed", "delivered")
    refused = (await studio.get(f"/v1/projects/{project_id}")).json()
    assert refused["failure"]["code"] == "moderation_failed"
    assert "bomb" in refused["failure"]["details"]["passage"]
    assert (await studio.get(f"/v1/projects/{project_id}/predictions")).json() == []


async def test_the_links_into_temporal_work(film: dict[str, Any], stack: Stack) -> None:
    assert film["links"]["temporal"].startswith(stack.endpoints.temporal_ui_url)
    assert (await fetched(film["links"]["temporal"])).is_success
