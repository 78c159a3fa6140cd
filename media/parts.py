"""Parts made once: files that are named by everything that decides their content."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from pydantic import BaseModel

from media.errors import UnreadableError
from media.work import finished

ENGINE_VERSION = 1
"""Raised only when the same inputs would give other bytes."""

_CHUNK = 1 << 20


class PartStore:
    """A folder of immutable parts, safe to use from several threads and processes at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where the part of this name is, or will be."""
        return self.folder / name[:2] / f"{name}.mp4"

    def get(self, name: str, make: Callable[[Path], None]) -> tuple[Path, bool]:
        """The part of this name, and whether it had to be made.

        ``make`` writes it to the path it is given. Two threads that want one part make it once; what fails half-way
        leaves nothing behind.
        """
        path = self.path(name)
        if path.exists():
            return path, False
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            if path.exists():
                return path, False
            with finished(path) as unfinished:
                make(unfinished)
        with self._lock:
            self._locks.pop(name, None)
        return path, True

    def digest(self, source: Path) -> str:
        """The SHA-256 of a file, computed again only after it has changed.

        A file counts as unchanged while its size, inode and both its times are. Raises ``UnreadableError`` if there is
        none.
        """
        if not source.is_file():
            raise UnreadableError(f"{source.name}: there is no such file")
        seen = source.stat()
        state = [seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns]
        key = hashlib.sha256(str(source.resolve()).encode()).hexdigest()
        note = self.folder / "sources" / f"{key}.json"
        known = _read_note(note)
        if known and known[0] == state:
            return known[1]
        found = _sha256(source)
        with finished(note) as unfinished:
            unfinished.write_text(json.dumps({"state": state, "sha256": found}))
        return found


def part_name(kind: str, facts: BaseModel) -> str:
    """The SHA-256 of canonical JSON of the facts, and of the engine's version."""
    stated = {"engine": ENGINE_VERSION, "kind": kind, "facts": facts.model_dump(mode="json")}
    return hashlib.sha256(json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _read_note(note: Path) -> tuple[list[int], str] | None:
    try:
        known = json.loads(note.read_bytes())
        return known["state"], known["sha256"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
