"""Hundreds of predictions may wait at once, and everyone is still answered."""

import asyncio
import time

import psutil

from tests.previz.server.lab.bench import Bench

MANY = 300
CLIP = {"prompt": "a fox", "duration": 2, "resolution": "480p"}


async def test_hundreds_wait_without_threads_and_are_answered_quickly(bench: Bench):
    await bench.settings(paces=[{"starting_s": 0.1, "processing_s": 600}])
    at_once = asyncio.Semaphore(20)

    async def create() -> str:
        async with at_once:
            return str((await bench.create("bytedance/seedance-1-pro", CLIP)).json()["urls"]["get"])

    async def status(url: str) -> str:
        async with at_once:
            return str((await bench.http.get(url)).json()["status"])

    urls = await asyncio.gather(*(create() for _ in range(MANY)))
    await asyncio.sleep(0.2)
    began = time.monotonic()
    assert set(await asyncio.gather(*(status(url) for url in urls))) == {"processing"}
    assert time.monotonic() - began < 10
    assert bench.server.process is not None
    assert psutil.Process(bench.server.process.pid).num_threads() < 40
    await asyncio.gather(*(bench.http.post(f"{url}/cancel") for url in urls))
    assert await status(urls[0]) == "canceled"
