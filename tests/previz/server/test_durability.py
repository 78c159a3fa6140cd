"""Kills and crashes: nothing that was accepted is lost, nothing is made twice, nobody is left behind."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import psutil
import pytest

from tests.previz.server.running import HEADERS, SMALL, Previz, create, ended, made, running_previz, under_way

SLOW = {"prompt": "a fox runs through the forest", "num_frames": 150, "width": 640, "height": 360}


@pytest.fixture(scope="module")
async def mortal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Previz]:
    async with running_previz(tmp_path_factory.mktemp("mortal")) as running:
        yield running


def client(server: Previz) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=60)


def drawers(server: Previz) -> list[psutil.Process]:
    return [worker for worker in server.workers() if "pictures" in worker.cmdline()]


async def until_noticed(http: httpx.AsyncClient, prediction_id: str) -> None:
    """Until the work has been given to another worker, which starts from nothing, or has been given up."""
    for _ in range(600):
        if "%" not in (await http.get(f"/v1/predictions/{prediction_id}")).json()["logs"]:
            return
        await asyncio.sleep(0.01)


async def test_a_killed_server_finishes_after_its_restart_what_it_had_accepted(mortal: Previz):
    async with client(mortal) as http:
        finished = await made(http, "storyboard", prompt="a fox", **SMALL)
        picture = (await http.get(finished["output"])).content
        running = await create(http, "motion", **SLOW)
        waiting = await create(http, "motion", **(SLOW | {"num_frames": 8}))
        canceled = await create(http, "motion", **SLOW)
        await http.post(f"/v1/predictions/{canceled['id']}/cancel")
        await under_way(http, running["id"])
        bought = (await http.get("/previz/bill")).json()["by_model"]
        workers = mortal.workers()
        mortal.kill()
        assert not psutil.wait_procs(workers, timeout=10)[1], "workers die with their server"
        await mortal.start()
        for accepted in (running, waiting):
            prediction = await ended(http, accepted["id"])
            assert prediction["status"] == "succeeded"
            assert (await http.get(prediction["output"])).status_code == 200
        assert (await http.get(f"/v1/predictions/{finished['id']}")).json() == finished
        assert (await http.get(finished["output"])).content == picture
        assert (await http.get(f"/v1/predictions/{canceled['id']}")).json()["status"] == "canceled"
        bill = (await http.get("/previz/bill")).json()
        assert bill["by_model"] == bought
        assert len({line["id"] for line in bill["lines"]}) == len(bill["lines"]) == bill["predictions"]


def test_a_second_server_in_the_same_folder_is_refused(server: Previz):
    second = subprocess.run(server.command, check=False, capture_output=True, text=True, timeout=60)
    assert second.returncode == 2
    assert "another previz server" in second.stderr


async def test_a_crashed_worker_is_replaced_and_its_work_done_again(http, server: Previz):
    clip = await create(http, "motion", **SLOW)
    await under_way(http, clip["id"])
    drawer = drawers(server)[0]
    drawer.kill()
    prediction = await ended(http, clip["id"])
    assert prediction["status"] == "succeeded"
    assert drawer.pid not in {worker.pid for worker in server.workers()}


async def test_work_that_kills_two_workers_ends_failed_as_interrupted(http, server: Previz):
    clip = await create(http, "motion", **(SLOW | {"num_frames": 720}))
    for _ in range(2):
        await under_way(http, clip["id"])
        drawers(server)[0].kill()
        await until_noticed(http, clip["id"])
    prediction = await ended(http, clip["id"])
    assert (prediction["status"], prediction["output"]) == ("failed", None)
    assert "(code: PA)" in prediction["error"]


async def test_a_server_told_to_stop_leaves_at_once_and_takes_its_workers_along(mortal: Previz):
    async with client(mortal) as http:
        await under_way(http, (await create(http, "motion", **SLOW))["id"])
    workers = mortal.workers()
    assert len(workers) == 3
    assert mortal.stop() == 0
    assert not psutil.wait_procs(workers, timeout=5)[1]


_LAUNCHER = "import subprocess, sys; subprocess.Popen(sys.argv[1:]).wait()"


async def test_a_server_whose_launcher_is_gone_does_not_stay_behind(tmp_path):
    orphan = Previz(tmp_path)
    launcher = psutil.Popen([sys.executable, "-c", _LAUNCHER, *orphan.command])
    async with client(orphan) as http:
        for _ in range(300):
            try:
                await http.get("/healthz")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    family = launcher.children(recursive=True)
    launcher.kill()
    launcher.wait()
    assert len(family) >= 2
    _, left = await asyncio.to_thread(psutil.wait_procs, family, 20)
    assert not left
