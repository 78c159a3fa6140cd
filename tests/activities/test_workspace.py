"""Files on a worker's disk: fetched once, always cleaned up, never written when the disk is nearly full."""

import asyncio
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from activities import workspace as module
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from store.objects import ObjectStore
from tests.store.samples import fresh

Usage = namedtuple("Usage", "total used free")


async def stored(workspace: Workspace, content: str | None = None) -> Asset:
    with workspace.scratch() as folder:
        path = folder / "words"
        path.write_text(content or fresh())
        return await workspace.keep(path, AssetKind.TIMINGS, "application/json")


async def test_a_kept_file_is_named_by_its_content_and_stored(workspace: Workspace, objects: ObjectStore) -> None:
    first, second = await stored(workspace, "the same"), await stored(workspace, "the same")
    assert first == second and first.sha256 in first.key
    assert objects.size(first.key) == first.size_bytes == 8


async def test_a_kept_file_is_at_hand_without_a_download(
    workspace: Workspace, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = await stored(workspace, "at hand")
    monkeypatch.delattr(ObjectStore, "get")
    assert (await workspace.fetch(asset.key)).read_text() == "at hand"


async def test_many_who_want_a_file_at_once_share_one_download(
    workspace: Workspace, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = await stored(workspace, "shared")
    elsewhere, downloads, get = Workspace(tmp_path / "elsewhere", objects), [], ObjectStore.get

    def counted(store: ObjectStore, key: str, path: Path) -> None:
        downloads.append(key)
        get(store, key, path)

    monkeypatch.setattr(ObjectStore, "get", counted)
    paths = await asyncio.gather(*(elsewhere.fetch(asset.key) for _ in range(8)))
    assert downloads == [asset.key] and {path.read_text() for path in paths} == {"shared"}


async def test_one_who_gives_up_does_not_stop_the_download_for_the_others(
    workspace: Workspace, objects: ObjectStore, tmp_path: Path
) -> None:
    asset = await stored(workspace)
    elsewhere = Workspace(tmp_path / "elsewhere", objects)
    impatient, patient = (asyncio.create_task(elsewhere.fetch(asset.key)) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).exists()


async def test_what_is_not_stored_is_refused_for_good(workspace: Workspace) -> None:
    with pytest.raises(ApplicationError) as failure:
        await workspace.fetch("assets/clip/00/nothing.mp4")
    assert (failure.value.type, failure.value.non_retryable) == ("AssetMissing", True)


async def test_a_scratch_folder_is_removed_even_when_the_work_fails(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError), workspace.scratch() as folder:
        (folder / "half").write_text("done")
        raise RuntimeError
    assert not folder.exists()


async def test_scratch_of_a_dead_process_is_removed_and_of_a_living_one_kept(
    objects: ObjectStore, tmp_path: Path
) -> None:
    dead = tmp_path / "scratch" / "dead"
    dead.mkdir(parents=True)
    (dead / "half.mp4").write_text("left behind")
    with Workspace(tmp_path, objects).scratch() as folder:
        Workspace(tmp_path, objects)
        assert folder.exists() and not dead.exists()


async def test_nothing_is_begun_on_a_disk_that_is_nearly_full(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 100 * 1024**2))
    with pytest.raises(ApplicationError, match="100 MB free, 500 MB needed") as failure, workspace.scratch():
        pytest.fail("work was begun")
    assert (failure.value.type, failure.value.non_retryable) == ("DiskFull", False)


async def test_the_cache_lets_go_of_what_was_used_longest_ago(
    workspace: Workspace, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = [await stored(workspace, str(number) * 100) for number in range(4)]
    monkeypatch.setattr(module, "_CACHE_BYTES", 250)
    elsewhere = Workspace(tmp_path / "elsewhere", objects)
    paths = [await elsewhere.fetch(asset.key) for asset in assets]
    assert [path.exists() for path in paths] == [False, False, True, True]
