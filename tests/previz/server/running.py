"""A real server process to test against."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil

HEADERS = {"Authorization": "Bearer test"}
SMALL = {"width": 320, "height": 180}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Previz:
    """The server, started, killed and started again on the same data and port."""

    def __init__(self, data: Path, *, drawers: int = 1) -> None:
        self._data, self._drawers = data, drawers
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        arguments = ["--port", self.port, "--data", self._data, "--drawers", self._drawers]
        return [sys.executable, "-m", "previz.server", *map(str, arguments)]

    def launch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command)

    async def start(self) -> None:
        self.process = self.launch()
        async with httpx.AsyncClient() as http:
            for _ in range(600):
                assert self.process.poll() is None, "the server ended at its start"
                try:
                    if (await http.get(f"{self.url}/healthz")).is_success:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)
        raise AssertionError("the server did not become ready")

    def workers(self) -> list[psutil.Process]:
        assert self.process
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> None:
        """As a power cut would, without a word."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@asynccontextmanager
async def running_previz(data: Path, *, drawers: int = 1) -> AsyncIterator[Previz]:
    server = Previz(data, drawers=drawers)
    await server.start()
    try:
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.stop()


async def create(http: httpx.AsyncClient, model: str, **inputs: object) -> dict:
    reply = await http.post(f"/v1/models/previz/{model}/predictions", json={"input": inputs})
    assert reply.status_code == 201, reply.text
    return reply.json()


async def ended(http: httpx.AsyncClient, prediction_id: str) -> dict:
    for _ in range(600):
        prediction = (await http.get(f"/v1/predictions/{prediction_id}")).json()
        if prediction["status"] not in {"starting", "processing"}:
            return prediction
        await asyncio.sleep(0.1)
    raise AssertionError(f"still {prediction['status']}")


async def made(http: httpx.AsyncClient, model: str, **inputs: object) -> dict:
    prediction = await ended(http, (await create(http, model, **inputs))["id"])
    assert prediction["status"] == "succeeded", prediction["error"]
    return prediction


async def under_way(http: httpx.AsyncClient, prediction_id: str) -> dict:
    """The prediction once a worker is drawing it and has said how far it is."""
    for _ in range(600):
        prediction = (await http.get(f"/v1/predictions/{prediction_id}")).json()
        if prediction["status"] != "starting" and "%" in prediction["logs"]:
            return prediction
        await asyncio.sleep(0.05)
    raise AssertionError("it never began")
