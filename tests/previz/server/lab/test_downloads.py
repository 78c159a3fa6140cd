"""Good files, badly delivered."""

import time

import httpx
import pytest

from tests.previz.server.lab.bench import Bench


@pytest.fixture
async def url(bench: Bench) -> str:
    return str((await bench.made())["output"])


async def test_a_download_that_breaks_off_can_be_resumed(bench: Bench, url: str):
    whole = (await bench.http.get(url)).content
    await bench.rule(fault="truncated", nth=[1])
    arrived = b""
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        async with bench.http.stream("GET", url) as reply:
            assert reply.headers["content-length"] == str(len(whole))
            async for piece in reply.aiter_raw():
                arrived += piece
    assert arrived == whole[: len(whole) // 2]
    rest = await bench.http.get(url, headers={"Range": f"bytes={len(arrived)}-"})
    assert arrived + rest.content == whole


async def test_a_short_file_looks_complete_and_is_not(bench: Bench, url: str):
    whole = (await bench.http.get(url)).content
    await bench.rule(fault="short")
    reply = await bench.http.get(url)
    assert reply.headers["content-length"] == str(len(whole) // 2)
    assert reply.content == whole[: len(whole) // 2]


async def test_a_slow_file_trickles(bench: Bench, url: str):
    whole = (await bench.http.get(url)).content
    await bench.rule(fault="slow", on="download", seconds=0.5)
    began = time.monotonic()
    assert (await bench.http.get(url)).content == whole
    assert time.monotonic() - began > 0.4


async def test_a_file_can_expire_after_it_was_fetched_once(bench: Bench, url: str):
    other = (await bench.made())["output"]
    await bench.rule(fault="expired", after=1, each=True)
    for each in (url, other):
        assert [(await bench.http.get(each)).status_code for _ in range(3)] == [200, 404, 404]


async def test_a_file_can_be_elsewhere(bench: Bench, url: str):
    whole = (await bench.http.get(url)).content
    await bench.rule(fault="redirect")
    moved = await bench.http.get(url)
    assert moved.status_code == 302
    assert (await bench.http.get(url, follow_redirects=True)).content == whole
    assert moved.headers["location"].startswith(url)


async def test_a_page_can_come_instead_of_a_file(bench: Bench, url: str):
    await bench.rule(fault="html", on="download")
    reply = await bench.http.get(url)
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_a_download_can_be_dropped_or_fail(bench: Bench, url: str):
    await bench.rule(fault="drop", on="download", nth=[1])
    await bench.rule(fault="error_503", on="download", nth=[2])
    with pytest.raises(httpx.RemoteProtocolError):
        await bench.http.get(url)
    assert (await bench.http.get(url)).status_code == 503
    assert (await bench.http.get(url)).status_code == 200
