"""Ordering films over HTTP and following what is told of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

ORDER = {"prompt": "A silver robot walks through a park", "duration_s": 8, "quality": "draft", "aspect": "16:9"}
PATIENCE_S = 150.0

Told = dict[str, Any]


async def ordered(studio: httpx.AsyncClient, **changes: Any) -> str:
    answer = await studio.post("/v1/projects", json=ORDER | changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["project_id"])


async def followed(studio: httpx.AsyncClient, project_id: str, after: int = 0) -> AsyncIterator[Told]:
    """Events as a browser would get them: their id, kind and data."""
    headers = {"Last-Event-ID": str(after)} if after else {}
    async with studio.stream("GET", f"/v1/projects/{project_id}/events", headers=headers, timeout=PATIENCE_S) as answer:
        assert answer.status_code == 200
        told: Told = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name in ("id", "event"):
                told[name] = value
            if name == "data":
                yield {**told, "data": json.loads(value)["data"]}


async def until_state(studio: httpx.AsyncClient, project_id: str, *states: str, after: int = 0) -> list[Told]:
    """Everything that is told until the project gets into one of these states."""
    heard = []
    async with asyncio.timeout(PATIENCE_S):
        async for told in followed(studio, project_id, after):
            heard.append(told)
            if told["event"] == "project.state" and told["data"]["state"] in states:
                break
    return heard


async def fetched(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as browser:
        return await browser.get(url, headers=headers)
