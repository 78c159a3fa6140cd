"""Downloads arrive whole or not at all, go on where they broke off, and tell no secrets on their way."""

import asyncio
import base64
import hashlib
import json
import sys
from collections.abc import AsyncIterator

import pytest

from providers.download import download
from providers.errors import NotFound, ProviderError, RateLimited, Rejected, Transient
from providers.replicate_adapter import ReplicateAdapter
from tests.providers.scripted import Reply, ScriptedServer

DATA = bytes(range(256)) * 40
ETAG = {"ETag": '"v1"', "Content-Type": "video/mp4"}


REST = ETAG | {"Content-Range": f"bytes 4000-{len(DATA) - 1}/{len(DATA)}"}
SIGNED = "/out/a.mp4?X-Amz-Signature="


@pytest.fixture
def one_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.download._ATTEMPTS", 1)


@pytest.fixture
async def adapter(scripted: ScriptedServer) -> AsyncIterator[ReplicateAdapter]:
    adapter = ReplicateAdapter(token="secret-token", base_url=scripted.url)
    yield adapter
    await adapter.aclose()


async def test_a_broken_connection_is_resumed_where_it_broke(adapter, scripted, tmp_path):
    scripted.replies = [
        Reply(200, DATA[:4000], ETAG, claims=len(DATA)),
        Reply(206, DATA[4000:], REST),
    ]
    file = await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a.mp4")
    assert file.path.read_bytes() == DATA
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()
    assert (file.size_bytes, file.content_type) == (len(DATA), "video/mp4")
    assert scripted.heard[1].headers["range"] == "bytes=4000-"
    assert scripted.heard[1].headers["if-range"] == '"v1"'


async def test_a_file_that_has_changed_meanwhile_is_taken_from_its_start(adapter, scripted, tmp_path):
    scripted.replies = [
        Reply(200, b"old" * 100, ETAG, claims=len(DATA)),
        Reply(200, DATA, {"ETag": '"v2"'}),
    ]
    file = await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a.mp4")
    assert file.path.read_bytes() == DATA
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()


async def test_a_server_fault_is_waited_out(adapter, scripted, tmp_path):
    scripted.replies = [Reply(503), Reply(200, DATA)]
    assert (await adapter.download(f"{scripted.url}/a", tmp_path / "a")).size_bytes == len(DATA)


async def test_a_file_that_never_arrives_complete_is_transient_and_leaves_nothing(
    adapter, scripted, tmp_path, monkeypatch
):
    monkeypatch.setattr("providers.download._ATTEMPTS", 2)
    scripted.replies = [Reply(200, DATA[:10], claims=len(DATA))]
    with pytest.raises(Transient):
        await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("one_try")
async def test_the_next_attempt_goes_on_where_the_last_one_broke_off(adapter, scripted, tmp_path):
    scripted.replies = [Reply(200, DATA[:4000], ETAG, claims=len(DATA)), Reply(206, DATA[4000:], REST)]
    with pytest.raises(Transient, match="RemoteProtocolError"):
        await adapter.download(f"{scripted.url}{SIGNED}secret1", tmp_path / "a.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4.part", "a.mp4.part.json"]
    assert json.loads((tmp_path / "a.mp4.part.json").read_text()) == {"path": "/out/a.mp4", "etag": '"v1"'}
    arrived: list[int] = []
    file = await adapter.download(f"{scripted.url}{SIGNED}secret2", tmp_path / "a.mp4", on_bytes=arrived.append)
    assert (file.sha256, file.size_bytes) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
    assert scripted.heard[1].headers["range"] == "bytes=4000-"
    assert arrived[0] > 4000
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.usefixtures("one_try")
async def test_another_process_goes_on_where_a_killed_one_broke_off(adapter, scripted, tmp_path):
    scripted.replies = [Reply(200, DATA[:4000], ETAG, claims=len(DATA))]
    script = f"""
import asyncio, os, pathlib, httpx
from providers.download import download
def die(arrived):
    if arrived >= 4000:
        os.kill(os.getpid(), 9)
asyncio.run(download(httpx.AsyncClient(), "{scripted.url}/a.mp4", pathlib.Path("{tmp_path}/a"), provider="p",
    on_bytes=die))
"""
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
    assert await killed.wait() == -9
    assert (tmp_path / "a.part").read_bytes() == DATA[:4000]
    scripted.replies = [Reply(206, DATA[4000:], REST)]
    file = await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    assert file.path.read_bytes() == DATA
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()


@pytest.mark.usefixtures("one_try")
async def test_what_is_left_of_another_file_is_not_taken_up(adapter, scripted, tmp_path):
    scripted.replies = [Reply(200, DATA[:4000], ETAG, claims=len(DATA)), Reply(200, DATA)]
    with pytest.raises(Transient):
        await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    await adapter.download(f"{scripted.url}/b.mp4", tmp_path / "a")
    assert "range" not in scripted.heard[1].headers


@pytest.mark.parametrize("note", [b"", b"{", b'{"path": "/a.mp4"}', b"[]"])
async def test_a_part_whose_note_is_unreadable_is_not_taken_up(adapter, scripted, tmp_path, note):
    (tmp_path / "a.part").write_bytes(b"old")
    (tmp_path / "a.part.json").write_bytes(note)
    scripted.replies = [Reply(200, DATA)]
    file = await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    assert file.path.read_bytes() == DATA
    assert "range" not in scripted.heard[0].headers


@pytest.mark.parametrize(
    "second",
    [
        Reply(416, headers={"Content-Range": f"bytes */{len(DATA)}"}),
        Reply(206, DATA[3000:], ETAG | {"Content-Range": f"bytes 3000-{len(DATA) - 1}/{len(DATA)}"}),
        Reply(206, DATA[4000:], ETAG),
    ],
)
async def test_a_server_that_gives_another_piece_than_asked_for_is_asked_for_the_whole(
    adapter, scripted, tmp_path, second
):
    scripted.replies = [Reply(200, DATA[:4000], ETAG, claims=len(DATA)), second, Reply(200, DATA, ETAG)]
    file = await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    assert file.path.read_bytes() == DATA
    assert "range" not in scripted.heard[2].headers


@pytest.mark.parametrize("etag", [{}, {"ETag": 'W/"v1"'}, {"ETag": '"v1"', "Content-Encoding": "gzip"}])
@pytest.mark.usefixtures("one_try")
async def test_a_file_without_a_firm_version_is_begun_anew(adapter, scripted, tmp_path, etag):
    scripted.replies = [Reply(200, b"\x1f\x8b" + DATA[:4000], etag, claims=len(DATA)), Reply(200, DATA)]
    with pytest.raises(Transient):
        await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert not list(tmp_path.iterdir())
    await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert "range" not in scripted.heard[1].headers


@pytest.mark.parametrize("told", ["text/html; charset=utf-8", "application/json"])
@pytest.mark.usefixtures("one_try")
async def test_a_page_in_place_of_a_file_is_transient_and_costs_nothing_that_has_arrived(
    adapter, scripted, tmp_path, told
):
    scripted.replies = [
        Reply(200, DATA[:4000], ETAG, claims=len(DATA)),
        Reply(200, b"<h1>Just a moment</h1>", {"Content-Type": told}),
    ]
    for _ in range(2):
        with pytest.raises(Transient):
            await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    assert (tmp_path / "a.part").read_bytes() == DATA[:4000]


async def test_a_file_that_is_json_by_its_name_may_be_json(adapter, scripted, tmp_path):
    scripted.replies = [Reply(200, b"{}", {"Content-Type": "application/json"})]
    assert (await adapter.download(f"{scripted.url}/words.json", tmp_path / "a")).size_bytes == 2


@pytest.mark.usefixtures("one_try")
async def test_an_empty_file_has_not_arrived(adapter, scripted, tmp_path):
    scripted.replies = [Reply(200, b"", ETAG)]
    with pytest.raises(Transient):
        await adapter.download(f"{scripted.url}/a.mp4", tmp_path / "a")
    assert not list(tmp_path.iterdir())


async def test_two_at_once_do_not_write_into_one_file(adapter, scripted, tmp_path):
    scripted.replies = [Reply(never=True)]
    first = asyncio.create_task(adapter.download(f"{scripted.url}/a", tmp_path / "a"))
    while not scripted.heard:
        await asyncio.sleep(0.01)
    with pytest.raises(Transient, match="another process"):
        await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not list(tmp_path.iterdir())


async def test_a_server_that_asks_for_patience_gets_it_from_the_workflow(adapter, scripted, tmp_path):
    scripted.replies = [Reply(429, headers={"Retry-After": "7"})]
    with pytest.raises(RateLimited) as limited:
        await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert limited.value.retry_after_s == 7
    assert len(scripted.heard) == 1


@pytest.mark.usefixtures("one_try")
async def test_no_error_repeats_the_signature_of_a_link(adapter, scripted, tmp_path):
    for status in (400, 403, 500):
        scripted.replies = [Reply(status, b'{"detail": "no access to https://b.example/a?X-Amz-Signature=secret1"}')]
        with pytest.raises(ProviderError) as refused:
            await adapter.download(f"{scripted.url}{SIGNED}secret1", tmp_path / "a")
        assert "secret1" not in str(refused.value)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_removed_file_or_an_expired_link_is_not_found_at_once(adapter, scripted, tmp_path, status):
    scripted.replies = [Reply(status)]
    with pytest.raises(NotFound):
        await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert len(scripted.heard) == 1


async def test_the_token_goes_to_nobody_who_only_serves_a_file(adapter, scripted, tmp_path):
    scripted.replies = [Reply(302, headers={"Location": "/b"}), Reply(200, DATA)]
    await adapter.download(f"{scripted.url}/a", tmp_path / "a")
    assert all("authorization" not in request.headers for request in scripted.heard)
    assert not any("secret-token" in str(request) for request in scripted.heard)


async def test_a_file_beyond_the_limit_is_rejected_by_claim_and_by_fact(adapter, scripted, tmp_path):
    for reply in (Reply(200, DATA), Reply(200, DATA, claims=-1)):
        scripted.replies = [reply]
        with pytest.raises(Rejected) as refused:
            await download(adapter._http, f"{scripted.url}/a", tmp_path / "a", provider="p", max_bytes=100)
        assert refused.value.code == "too_large"


async def test_a_data_uri_is_unpacked(adapter, tmp_path):
    uri = "data:image/png;base64," + base64.b64encode(DATA).decode()
    file = await adapter.download(uri, tmp_path / "a.png")
    assert (file.path.read_bytes(), file.content_type) == (DATA, "image/png")


@pytest.mark.parametrize(
    "url", ["data:image/png,raw", "data:;base64,!!!", "ftp://example.com/a", "nonsense", "", "http://["]
)
async def test_an_output_that_is_no_readable_address_is_rejected(adapter, tmp_path, url):
    with pytest.raises(Rejected):
        await adapter.download(url, tmp_path / "a")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("told", [{}, {"Content-Type": "application/octet-stream"}])
async def test_a_file_whose_type_is_not_told_is_taken_for_what_its_name_says(adapter, scripted, tmp_path, told):
    scripted.replies = [Reply(200, DATA, told)]
    file = await adapter.download(f"{scripted.url}/a.mp3?expires=7", tmp_path / "a")
    assert file.content_type == "audio/mpeg"
