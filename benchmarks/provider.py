"""A model provider that does nothing, on time: Replicate's dialect, calls of an exact length, a small PNG each.

``python -m benchmarks.provider --port 8500``. It keeps what happened to every call, for the bench to read.
"""

import argparse
import asyncio
import hashlib
import json
import struct
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from previz.server.records import new_id
from previz.server.webhooks import signed_headers

SECRET = "whsec_YmVuY2htYXJrcyBvbmx5"
_SIDE = 64
_CLOCK_S = 0.002
"""A sleep may end this much too soon."""


@dataclass
class Call:
    """One prediction. ``told_at`` is when somebody who asked was first told that it has ended; times are Unix."""

    id: str
    model: str
    input: dict[str, Any]
    webhook: str | None
    created_at: float
    ends_at: float
    cancelled: bool = False
    told_at: float | None = None
    looks: int = 0

    def ended(self, now: float) -> bool:
        return self.cancelled or now >= self.ends_at

    def row(self, base: str, now: float) -> dict[str, Any]:
        """The prediction as Replicate's API tells it."""
        status = "canceled" if self.cancelled else "succeeded" if self.ended(now) else "processing"
        url = f"{base}/v1/predictions/{self.id}"
        return {
            "id": self.id,
            "model": self.model,
            "status": status,
            "input": self.input,
            "output": [f"{base}/files/{self.id}.png"] if status == "succeeded" else None,
            "error": None,
            "logs": "",
            "metrics": {"predict_time": self.ends_at - self.created_at} if status == "succeeded" else {},
            "created_at": _wire(self.created_at),
            "started_at": _wire(self.created_at),
            "completed_at": _wire(self.ends_at) if status == "succeeded" else None,
            "urls": {"get": url, "cancel": f"{url}/cancel"},
            **({"webhook": self.webhook} if self.webhook else {}),
        }


@dataclass
class Desk:
    """All calls, and how long those that come now will take."""

    seconds: float = 2.0
    calls: dict[str, Call] = field(default_factory=dict)
    sending: set[asyncio.Task[None]] = field(default_factory=set)

    async def create(self, request: Request) -> Response:
        body, now = await request.json(), time.time()
        name = new_id()
        model = f"{request.path_params['owner']}/{request.path_params['name']}"
        call = self.calls[name] = Call(name, model, body["input"], body.get("webhook"), now, now + self.seconds)
        base = _base(request)
        if call.webhook:
            task = asyncio.create_task(self._announce(call, base))
            self.sending.add(task)
            task.add_done_callback(self.sending.discard)
        return JSONResponse(call.row(base, now), status_code=201)

    async def get(self, request: Request) -> Response:
        if (call := self.calls.get(request.path_params["id"])) is None:
            return _missing()
        now = time.time()
        call.looks += 1
        if call.ended(now) and call.told_at is None:
            call.told_at = now
        return JSONResponse(call.row(_base(request), now))

    async def cancel(self, request: Request) -> Response:
        if (call := self.calls.get(request.path_params["id"])) is None:
            return _missing()
        now = time.time()
        call.cancelled = not call.ended(now) or call.cancelled
        return JSONResponse(call.row(_base(request), now))

    async def page(self, request: Request) -> Response:
        after = datetime.fromisoformat(request.query_params.get("created_after", "1970-01-01T00:00:00Z")).timestamp()
        base, now = _base(request), time.time()
        rows = [call.row(base, now) for call in reversed(self.calls.values()) if call.created_at >= after]
        return JSONResponse({"previous": None, "next": None, "results": rows})

    async def file(self, request: Request) -> Response:
        return Response(picture(request.path_params["id"]), media_type="image/png")

    async def secret(self, _: Request) -> Response:
        return JSONResponse({"key": SECRET})

    async def read(self, _: Request) -> Response:
        """Every call since the last reset."""
        return JSONResponse([vars(call) for call in self.calls.values()])

    async def reset(self, request: Request) -> Response:
        """Forget all calls; those to come take ``seconds``."""
        self.calls, self.seconds = {}, (await request.json())["seconds"]
        return JSONResponse({})

    async def _announce(self, call: Call, base: str) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=20.0) as http:
            await _post(http, call, base, "start")
            await asyncio.sleep(call.ends_at - time.time() + _CLOCK_S)
            await _post(http, call, base, "completed")


def app() -> Starlette:
    """The server."""
    desk = Desk()
    return Starlette(
        routes=[
            Route("/v1/models/{owner}/{name}/predictions", desk.create, methods=["POST"]),
            Route("/v1/predictions", desk.page),
            Route("/v1/predictions/{id}", desk.get),
            Route("/v1/predictions/{id}/cancel", desk.cancel, methods=["POST"]),
            Route("/v1/webhooks/default/secret", desk.secret),
            Route("/files/{id}.png", desk.file),
            Route("/bench/calls", desk.read),
            Route("/bench/reset", desk.reset, methods=["POST"]),
        ]
    )


def picture(name: str) -> bytes:
    """A PNG that no other name gives."""
    grain = hashlib.sha256(name.encode()).digest() * (_SIDE // 32 * 3)
    rows = b"".join(b"\0" + grain[i % 32 :] + grain[: i % 32] for i in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


async def _post(http: httpx.AsyncClient, call: Call, base: str, event: str) -> None:
    body = json.dumps(call.row(base, time.time())).encode()
    headers = signed_headers(SECRET, f"{call.id}-{event}", body, at=int(time.time()))
    await http.post(str(call.webhook), content=body, headers=headers)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _missing() -> Response:
    return JSONResponse({"detail": "Not found."}, status_code=404)


def _wire(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="benchmarks.provider", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    uvicorn.run(app(), host="127.0.0.1", port=parser.parse_args().port, log_level="warning", access_log=False)
