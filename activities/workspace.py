"""Files on a worker's disk: a cache of stored assets, and scratch folders that are always removed."""

import asyncio
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from temporalio.exceptions import ApplicationError

from activities.heartbeats import beating
from activities.scratch import own_folder
from activities.shelf import Shelf
from film.assets import Asset, AssetKind
from store.keys import asset_key
from store.objects import MissingObjectError, ObjectStore

_CACHE_BYTES = 6 * 1024**3
_SPARE_BYTES = 500 * 1024**2
_ABANDONED_S = 2 * 24 * 3600
_BLOCK = 1024 * 1024


class Workspace:
    """Assets by key as local files. Keys name their content, so a cached file is always right."""

    def __init__(self, root: Path, objects: ObjectStore) -> None:
        self._cache = root / "cache"
        self._inbox = root / "inbox"
        self._shelves = root / "answers"
        self._scratch = own_folder(root / "scratch")
        self._objects = objects
        self._fetching: dict[str, asyncio.Task[Path]] = {}
        self._cache.mkdir(parents=True, exist_ok=True)

    async def fetch(self, key: str) -> Path:
        """The file of a stored asset; fetched once, however many ask for it at the same time.

        Raises a non-retryable ``ApplicationError`` when nothing is stored under ``key``.
        """
        task = self._fetching.get(key)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(self._fetch, key))
            self._fetching[key] = task
            task.add_done_callback(lambda _: self._fetching.pop(key, None))
        async with beating():
            return await asyncio.shield(task)

    async def keep(
        self,
        path: Path,
        kind: AssetKind,
        content_type: str,
        *,
        duration_s: float | None = None,
        frames: int | None = None,
    ) -> Asset:
        """Store a finished file under its content's key; the file moves into the cache."""
        async with beating():
            return await asyncio.to_thread(self._keep, path, kind, content_type, duration_s, frames)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for work in progress, gone at the end of the block.

        Raises a retryable ``ApplicationError`` when the disk is nearly full, before anything is written.
        """
        self._require_space()
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            yield Path(folder)

    @contextmanager
    def inbox(self, name: str) -> Iterator[Path]:
        """A path for a file on its way in. What has arrived of it stays when the block raises, for the next try.

        Raises a retryable ``ApplicationError`` when the disk is nearly full.
        """
        self._require_space()
        self._inbox.mkdir(parents=True, exist_ok=True)
        path = self._inbox / _file_name(name)
        yield path
        for left in self._inbox.glob(f"{path.name}*"):
            left.unlink(missing_ok=True)
        self._forget_abandoned()

    def shelf(self, name: str) -> Shelf:
        """The place of an answer that is the output itself, until it is stored.

        Raises a retryable ``ApplicationError`` when the disk is nearly full.
        """
        self._require_space()
        return Shelf(self._shelves, _file_name(name))

    def _forget_abandoned(self) -> None:
        """Remove what nobody has come back for: its provider has deleted it long since."""
        oldest = time.time() - _ABANDONED_S
        for path in self._inbox.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _require_space(self) -> None:
        free = shutil.disk_usage(self._scratch).free
        if free < _SPARE_BYTES:
            message = f"The disk is nearly full: {free // 1024**2} MB free, {_SPARE_BYTES // 1024**2} MB needed"
            raise ApplicationError(message, type="DiskFull")

    def _fetch(self, key: str) -> Path:
        path = self._cache / key
        if path.exists():
            os.utime(path)
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._objects.get(key, path)
        except MissingObjectError as error:
            raise ApplicationError(f"Nothing is stored under {key}", type="AssetMissing", non_retryable=True) from error
        self._trim()
        return path

    def _keep(
        self, path: Path, kind: AssetKind, content_type: str, duration_s: float | None, frames: int | None
    ) -> Asset:
        sha256 = _sha256(path)
        key = asset_key(kind, sha256, content_type)
        self._objects.put(key, path, content_type)
        size = path.stat().st_size
        cached = self._cache / key
        cached.parent.mkdir(parents=True, exist_ok=True)
        path.replace(cached)
        return Asset(
            key=key,
            kind=kind,
            sha256=sha256,
            size_bytes=size,
            content_type=content_type,
            duration_s=duration_s,
            frames=frames,
        )

    def _trim(self) -> None:
        files = [(path, path.stat()) for path in self._cache.rglob("*") if path.is_file()]
        excess = sum(stat.st_size for _, stat in files) - _CACHE_BYTES
        for path, stat in sorted(files, key=lambda item: item[1].st_mtime):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= stat.st_size


def _file_name(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
