"""Somebody who receives webhooks."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request, Response

from tests.previz.server.running import free_port


@dataclass
class Listener:
    """A receiver that refuses the first ``refuse`` messages."""

    url: str
    refuse: int = 0
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def about(self, prediction_id: str) -> list[dict]:
        bodies = [json.loads(body) for _, body in self.heard]
        return [body for body in bodies if body["id"] == prediction_id]


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    port = free_port()
    found = Listener(f"http://127.0.0.1:{port}/hook?call=c1")
    app = FastAPI()

    @app.post("/hook")
    async def hook(request: Request) -> Response:
        found.heard.append((dict(request.headers), (await request.body()).decode()))
        found.refuse -= 1
        return Response(status_code=500 if found.refuse >= 0 else 200)

    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    yield found
    server.should_exit = True
    await serving


async def until_heard(listener: Listener, prediction_id: str, messages: int) -> list[dict]:
    for _ in range(200):
        if len(listener.about(prediction_id)) >= messages:
            break
        await asyncio.sleep(0.05)
    return listener.about(prediction_id)
