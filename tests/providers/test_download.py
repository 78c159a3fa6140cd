"""Downloads arrive whole or not at all, and tell no secrets on their way."""

import base64
import hashlib
from collections.abc import AsyncIterator

import pytest

from providers.download import download
from providers.errors import NotFound, Rejected, Transient
from providers.replicate_adapter import ReplicateAdapter
from tests.providers.scripted import Reply, ScriptedServer

DATA = bytes(range(256)) * 40
ETAG = {"ETag": '"v1"', "Content-Type": "video/mp4"}


@pytest.fixture
async def adapter(scripted: ScriptedServer) -> AsyncIterator[ReplicateAdapter]:
    adapter = ReplicateAdapter(token="secret-token", base_url=scripted.url)
    yield adapter
    await adapter.aclose()


async def test_a_broken_connection_is_resumed_where_it_broke(adapter, scripted, tmp_path):
    scripted.replies = [
        Reply(200, DATA[:4000], ETAG, claims=len(DATA)),
        Reply(206, DATA[4000:], ETAG | {"Content-Range": f"bytes 4000-{len(DATA) - 1}/{len(DATA)}"}),
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


@pytest.mark.parametrize("status", [404, 410])
async def test_a_removed_file_is_not_found_at_once(adapter, scripted, tmp_path, status):
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


@pytest.mark.parametrize("url", ["data:image/png,raw", "data:;base64,!!!", "ftp://example.com/a", "nonsense", ""])
async def test_an_output_that_is_no_readable_address_is_rejected(adapter, tmp_path, url):
    with pytest.raises(Rejected):
        await adapter.download(url, tmp_path / "a")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("told", [{}, {"Content-Type": "application/octet-stream"}])
async def test_a_file_whose_type_is_not_told_is_taken_for_what_its_name_says(adapter, scripted, tmp_path, told):
    scripted.replies = [Reply(200, DATA, told)]
    file = await adapter.download(f"{scripted.url}/a.mp3?expires=7", tmp_path / "a")
    assert file.content_type == "audio/mpeg"
