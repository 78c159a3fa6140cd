"""What the API refuses at the door: always a problem document, never a crash, and it names the field."""

import json
from typing import Any

import httpx
import pytest

from tests.api.conftest import OpenDesk

ROBOT = "A robot walks"


def problem(answer: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == f"/problems/{kind}" and document["status"] == status and document["detail"]
    return dict(document)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/prompt"),
        ({"prompt": ""}, "/prompt"),
        ({"prompt": "   "}, "/prompt"),
        ({"prompt": "?!… —"}, "/prompt"),
        ({"prompt": None}, "/prompt"),
        ({"prompt": ["a", "list"]}, "/prompt"),
        ({"prompt": "x" * 4001}, "/prompt"),
        ({"prompt": "a robot\x00walks"}, "/prompt"),
        ({"prompt": ROBOT, "duration_s": 0}, "/duration_s"),
        ({"prompt": ROBOT, "duration_s": 10_000}, "/duration_s"),
        ({"prompt": ROBOT, "duration_s": -5}, "/duration_s"),
        ({"prompt": ROBOT, "duration_s": 10.5}, "/duration_s"),
        ({"prompt": ROBOT, "duration_s": 10**400}, "/duration_s"),
        ({"prompt": ROBOT, "mode": "opera"}, "/mode"),
        ({"prompt": ROBOT, "fps": 17}, "/fps"),
        ({"prompt": ROBOT, "aspect": "4:3"}, "/aspect"),
        ({"prompt": ROBOT, "quality": "best"}, "/quality"),
        ({"prompt": ROBOT, "seed": -1}, "/seed"),
        ({"prompt": ROBOT, "title": "..."}, "/title"),
        ({"prompt": ROBOT, "title": "x" * 81}, "/title"),
        ({"prompt": ROBOT, "script": "x" * 20_001}, "/script"),
        ({"prompt": ROBOT, "studio": "hollywood"}, "/studio"),
        ({"prompt": ROBOT, "promt": "typo"}, "/promt"),
    ],
)
async def test_a_wrong_field_is_named(desk: httpx.AsyncClient, body: dict[str, Any], pointer: str) -> None:
    found = problem(await desk.post("/v1/projects", json=body), 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == [pointer]
    assert pointer in found["detail"]


async def test_every_wrong_field_is_named(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/v1/projects", json={"prompt": ROBOT, "duration_s": 0, "fps": 17})
    found = problem(answer, 422, "invalid-request")
    assert [error["pointer"] for error in found["errors"]] == ["/duration_s", "/fps"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"prompt": "a robot"', b"[]", b'"words"', b"null", b"\xff\xfe", b'{"prompt": NaN}', b"[" * 100_000],
)
async def test_a_body_that_is_no_order_is_refused(desk: httpx.AsyncClient, body: bytes) -> None:
    answer = await desk.post("/v1/projects", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]


async def test_broken_json_is_located(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/v1/projects", content=b'{"prompt": }', headers={"Content-Type": "application/json"})
    found = problem(answer, 422, "invalid-request")
    assert "not JSON" in found["detail"] and "character 11" in found["detail"]


async def test_half_a_surrogate_pair_is_no_word(desk: httpx.AsyncClient) -> None:
    body = json.dumps({"prompt": "a robot \ud800"}).encode()
    answer = await desk.post("/v1/projects", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == "/prompt"


async def test_the_live_studio_without_keys_says_which_it_needs(desk: httpx.AsyncClient) -> None:
    found = problem(await desk.post("/v1/projects", json={"prompt": ROBOT, "studio": "live"}), 422, "no-credentials")
    assert "REPLICATE_API_TOKEN" in found["detail"] and found["errors"][0]["pointer"] == "/studio"


async def test_a_studio_that_does_not_answer_asks_to_try_again_and_keeps_nothing(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/v1/projects", json={"prompt": "nobody is there"})
    problem(answer, 503, "studio-busy")
    assert answer.headers["retry-after"] == "2"
    listed = (await desk.get("/v1/projects", params={"limit": 200})).json()["projects"]
    assert "nobody is there" not in {card["prompt"] for card in listed}


async def test_no_film_is_begun_on_a_disk_that_is_nearly_full(open_desk: OpenDesk, tmp_path: Any) -> None:
    async with open_desk(home=tmp_path / "not" / "there", spare_mb=10**9) as desk:
        found = problem(await desk.post("/v1/projects", json={"prompt": ROBOT}), 507, "disk-nearly-full")
    assert "MB are free" in found["detail"] and "REELWRIGHT_HOME" in found["detail"]


async def test_a_method_that_is_not_offered_says_which_are(desk: httpx.AsyncClient) -> None:
    answer = await desk.put("/v1/projects", json={})
    problem(answer, 405, "method-not-allowed")
    assert "POST" in answer.headers["allow"] or "GET" in answer.headers["allow"]


async def test_a_path_that_is_not_there_is_a_problem_document_too(desk: httpx.AsyncClient) -> None:
    problem(await desk.get("/v2/films"), 404, "not-found")


async def test_a_foreign_host_is_refused(desk: httpx.AsyncClient) -> None:
    answer = await desk.get("/v1/projects", headers={"Host": "evil.example"})
    assert answer.status_code == 400
