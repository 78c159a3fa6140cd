"""Where one test works: a client, and the laboratory it sets up."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.previz.server.running import SMALL, Previz, ended

STORYBOARD, FOX = "previz/storyboard", {"prompt": "a fox", **SMALL}


@dataclass(frozen=True)
class Bench:
    server: Previz
    http: httpx.AsyncClient

    async def rule(self, **rule: Any) -> None:
        """Let something go wrong."""
        reply = await self.http.post("/previz/lab", json=rule)
        assert reply.is_success, reply.text

    async def settings(self, **settings: Any) -> None:
        reply = await self.http.patch("/previz/lab", json=settings)
        assert reply.is_success, reply.text

    async def count(self, rule: str = "r1") -> tuple[int, int]:
        """Calls seen, calls struck."""
        count = (await self.http.get("/previz/lab")).json()["counts"][rule]
        return count["seen"], count["hits"]

    async def create(self, model: str = STORYBOARD, inputs: Any = FOX, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        return await self.http.post(f"/v1/models/{model}/predictions", json={"input": inputs, **more}, headers=headers)

    async def made(self, model: str = STORYBOARD, inputs: Any = FOX, **more: Any) -> dict[str, Any]:
        """A prediction that was created and has ended."""
        reply = await self.create(model, inputs, **more)
        assert reply.status_code == 201, reply.text
        return await ended(self.http, reply.json()["id"])

    async def made_without_looking(self) -> dict[str, Any]:
        """A prediction as its create showed it."""
        prediction: dict[str, Any] = (await self.create()).json()
        return prediction

    async def lines(self) -> list[dict[str, Any]]:
        """The bill."""
        lines: list[dict[str, Any]] = (await self.http.get("/previz/bill")).json()["lines"]
        return lines

    async def line(self, prediction_id: str) -> dict[str, Any]:
        return next(line for line in await self.lines() if line["id"] == prediction_id)
