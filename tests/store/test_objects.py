"""Object storage on a real S3 endpoint: what goes in comes out, whole or not at all."""

from pathlib import Path

import httpx
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cli.stack import Stack
from film.assets import AssetKind
from store import objects as module
from store.keys import asset_key
from store.objects import MissingObjectError, ObjectStore
from tests.conftest import object_store
from tests.store.samples import fresh


def written(folder: Path, content: bytes) -> Path:
    path = folder / fresh("file")
    path.write_bytes(content)
    return path


def test_a_file_comes_back_as_it_went_in(objects: ObjectStore, tmp_path: Path) -> None:
    key = f"assets/{fresh()}/film.mp4"
    objects.put(key, written(tmp_path, b"0123456789"), "video/mp4")
    objects.get(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"0123456789"
    assert objects.size(key) == 10


def test_an_empty_file_is_a_file(objects: ObjectStore, tmp_path: Path) -> None:
    key = f"assets/{fresh()}"
    objects.put(key, written(tmp_path, b""), "text/plain")
    objects.get(key, tmp_path / "back")
    assert objects.size(key) == 0 and (tmp_path / "back").read_bytes() == b""


def test_storing_again_is_harmless(objects: ObjectStore, tmp_path: Path) -> None:
    key, path = f"assets/{fresh()}", written(tmp_path, b"once")
    objects.put(key, path, "text/plain")
    objects.put(key, path, "text/plain")
    assert objects.size(key) == 4


def test_a_truncated_object_is_replaced(objects: ObjectStore, tmp_path: Path) -> None:
    key = f"assets/{fresh()}"
    objects.put(key, written(tmp_path, b"half"), "text/plain")
    objects.put(key, written(tmp_path, b"whole file"), "text/plain")
    assert objects.size(key) == 10


def test_a_key_without_an_object_is_missing(objects: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(MissingObjectError):
        objects.get("assets/nothing", tmp_path / "back")
    assert objects.size("assets/nothing") is None
    assert list(tmp_path.iterdir()) == []


def test_a_presigned_link_serves_a_range_with_its_type(objects: ObjectStore, tmp_path: Path) -> None:
    key = f"assets/{fresh()}/film.mp4"
    objects.put(key, written(tmp_path, b"0123456789"), "video/mp4")
    link = objects.url(key, download_as="my film.mp4")
    answer = httpx.get(link, headers={"Range": "bytes=2-4"}, trust_env=False)
    assert answer.is_success and answer.content == b"234"
    assert answer.headers["content-type"] == "video/mp4"
    assert "response-content-disposition=attachment" in link


def test_a_link_whose_signature_was_touched_is_refused(objects: ObjectStore, tmp_path: Path) -> None:
    key = f"assets/{fresh()}"
    objects.put(key, written(tmp_path, b"secret"), "text/plain")
    link, _, signature = objects.url(key).rpartition("=")
    forged = f"{link}={'0' * len(signature)}"
    assert httpx.get(forged, trust_env=False).status_code == 403


def test_a_download_that_breaks_off_leaves_no_file(
    objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = f"assets/{fresh()}"
    objects.put(key, written(tmp_path, b"0123456789"), "text/plain")
    folder = tmp_path / "into"
    folder.mkdir()

    def broken(bucket: str, key: str, filename: str, **_: object) -> None:
        Path(filename).write_bytes(b"0123")
        raise ConnectionResetError

    monkeypatch.setattr(objects._client, "download_file", broken)
    with pytest.raises(ConnectionResetError):
        objects.get(key, folder / "file")
    assert list(folder.iterdir()) == []


def test_a_large_file_goes_up_in_parts(servers: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART_BYTES", 5 * 1024 * 1024)
    store = object_store(servers)
    parts: list[int] = []
    store._client.meta.events.register("before-call.s3.UploadPart", lambda **_: parts.append(1))
    key, content = f"assets/{fresh()}", bytes(range(256)) * (11 * 4096)
    store.put(key, written(tmp_path, content), "video/mp4")
    store.get(key, tmp_path / "back")
    store.close()
    assert len(parts) == 3
    assert (tmp_path / "back").read_bytes() == content


def test_a_bucket_that_is_there_answers_and_a_missing_one_does_not(servers: Stack, objects: ObjectStore) -> None:
    objects.ping()
    with pytest.raises(ClientError):
        object_store(servers, bucket="another").ping()


def test_an_endpoint_that_is_not_there_is_an_error_not_a_missing_object(servers: Stack) -> None:
    nowhere = object_store(servers, endpoint_url="http://127.0.0.1:1")
    with pytest.raises(EndpointConnectionError):
        nowhere.ping()


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("video/mp4", "mp4"), ("Image/PNG; charset=x", "png"), ("application/x-subrip", "srt"), ("odd/thing", "bin")],
)
def test_a_key_tells_the_kind_the_content_and_the_type(content_type: str, suffix: str) -> None:
    sha256 = "ab" * 32
    assert asset_key(AssetKind.CLIP, sha256, content_type) == f"assets/clip/ab/{sha256}.{suffix}"
