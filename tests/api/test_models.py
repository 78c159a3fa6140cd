"""The catalogue over HTTP."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api import models, problems
from store.catalogue import load_catalogue


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """These routes alone: they need neither a database nor Temporal."""
    app = FastAPI()
    problems.install(app)
    app.include_router(models.router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as opened:
        yield opened


async def test_every_model_is_listed_once(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/models")).json()
    assert sorted(model["slug"] for model in listed["models"]) == sorted(m.slug for m in load_catalogue().models)
    gone = {each["slug"]: each["says"] for each in listed["retired"]}
    assert "use openai/gpt-5.6-sol" in gone["openai/gpt-4"]


async def test_a_chain_comes_in_its_order(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/models", params={"capability": "motion", "studio": "live"})).json()
    assert [model["slug"] for model in listed["models"]][:2] == [
        "bytedance/seedance-1-pro",
        "bytedance/seedance-1-lite",
    ]
    assert listed["retired"] == [] and all(model["capability"] == "motion" for model in listed["models"])


async def test_one_model_tells_inputs_rules_and_price(client: httpx.AsyncClient) -> None:
    model = (await client.get("/v1/models/google/veo-3.1")).json()
    duration = next(each for each in model["inputs"] if each["name"] == "duration")
    assert (duration["ours"], duration["rule"]["one_of"]) == (["seconds"], [4, 6, 8])
    assert "references only with 16:9 and 8 s" in model["combinations"]
    assert model["price"]["rates"][0]["when"] == {"generate_audio": False} and model["price"]["as_of"] == "2026-11-21"


@pytest.mark.parametrize(("slug", "says"), [("openai/gpt-4", "use openai/gpt-5.6-sol"), ("acme/x", "not in the cata")])
async def test_a_model_that_cannot_be_used_is_a_problem_that_says_why(
    client: httpx.AsyncClient, slug: str, says: str
) -> None:
    answer = await client.get(f"/v1/models/{slug}")
    assert answer.status_code == 404 and says in answer.json()["detail"]


async def test_an_unknown_kind_of_work_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/models", params={"capability": "dancing"})).status_code == 422
