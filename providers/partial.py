"""The part of a file that has arrived: kept on disk between attempts, and taken up again by whoever comes next."""

import fcntl
import hashlib
from pathlib import Path

from pydantic import ValidationError

from film.model import Value


class Origin(Value):
    """Which file a part belongs to: its path at the server, without the signature, and its version there."""

    path: str
    etag: str


class Partial:
    """``<name>.part`` beside the file to be, growing; ``<name>.part.json`` says of what.

    ``size`` and ``sha256`` are of what has arrived so far. Only one process at a time may have it open.
    """

    def __init__(self, target: Path, path: str) -> None:
        """Take up what is there of ``path``, or begin. Raises ``BlockingIOError`` while another process is at it."""
        self._target, self._path = target, path
        self._part = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")
        self._finished = False
        self._file = self._part.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._digest, self.size = hashlib.sha256(), 0
            self.etag = self._noted_etag()
            if self.etag is None:
                self.restart(None)
            else:
                self._take_up()
        except BaseException:
            self._file.close()
            raise

    @property
    def sha256(self) -> str:
        """In hex."""
        return self._digest.hexdigest()

    def restart(self, etag: str | None) -> None:
        """Forget what has arrived; what comes now is of version ``etag``. Without one it can't be taken up later."""
        # In this order: a crash in between leaves an empty part, never an old one under a new name.
        self._file.truncate(0)
        self._note.unlink(missing_ok=True)
        if etag is not None:
            fresh = self._note.with_name(self._note.name + ".new")
            fresh.write_text(Origin(path=self._path, etag=etag).model_dump_json(), "utf-8")
            fresh.replace(self._note)
        self._digest, self.size, self.etag = hashlib.sha256(), 0, etag

    def add(self, piece: bytes) -> None:
        """Append what has arrived, so that it survives us."""
        self._file.write(piece)
        self._file.flush()
        self._digest.update(piece)
        self.size += len(piece)

    def finish(self) -> None:
        """The part is the whole: put it where the file belongs."""
        self._part.replace(self._target)
        self._finished = True
        self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove it: the file will never arrive."""
        self._note.unlink(missing_ok=True)
        self._part.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of it; what has arrived stays for the next attempt, unless nobody could take it up."""
        if not self._finished and (self.size == 0 or self.etag is None):
            self.discard()
        self._file.close()

    def _noted_etag(self) -> str | None:
        try:
            noted = Origin.model_validate_json(self._note.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return noted.etag if noted.path == self._path else None

    def _take_up(self) -> None:
        self._file.seek(0)
        self._digest = hashlib.file_digest(self._file, "sha256")
        self.size = self._file.tell()
