"""Answers that were the output itself, on disk from the moment they come until they are stored and in the ledger."""

import asyncio
import shutil
import tempfile
import time
from pathlib import Path
from typing import TypeGuard

import structlog
from pydantic import JsonValue, ValidationError

from providers.direct import Made
from store.plain import plain_json

log = structlog.get_logger()

_ABANDONED_S = 2 * 24 * 3600
_NOTE = "made.json"


class Shelf:
    """The place of one attempt's answer. It outlives the process, so that a crash between answer and ledger is none.

    Each try writes into a room of its own, since two may run beside each other when the first is taken for dead.
    """

    def __init__(self, root: Path, name: str) -> None:
        self._root, self._place = root, root / name

    async def room(self) -> Path:
        """A new folder for what is about to be made."""
        return await asyncio.to_thread(self._room)

    async def keep(self, made: Made) -> Made:
        """Note an answer that has come; it is given back whether or not the disk takes the note."""
        try:
            await asyncio.to_thread(self._keep, made)
        except OSError as error:
            log.warning("answer not kept on disk", request=made.request_id, reason=str(error))
        return made

    async def found(self) -> Made | None:
        """The answer that an earlier try has left here."""
        return await asyncio.to_thread(self._found)

    async def clear(self) -> None:
        """Forget the answer, which is at home now, and all that nobody has come back for."""
        await asyncio.to_thread(self._clear)

    def _room(self) -> Path:
        self._place.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self._place))

    def _keep(self, made: Made) -> None:
        fresh = self._room() / _NOTE
        fresh.write_text(plain_json(made.model_dump(mode="json")), "utf-8")
        fresh.replace(self._place / _NOTE)

    def _found(self) -> Made | None:
        try:
            made = Made.model_validate_json((self._place / _NOTE).read_bytes())
        except (OSError, ValidationError):
            return None
        return made if made.file is None or made.file.exists() else None

    def _clear(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        oldest = time.time() - _ABANDONED_S
        for place in self._root.iterdir():
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)


def put_away(asset: JsonValue, document: JsonValue) -> dict[str, JsonValue]:
    """The output in the ledger of a call that was answered at once: the stored file, and the rest of the answer."""
    return {"asset": asset, "document": document}


def is_put_away(output: JsonValue) -> TypeGuard[dict[str, JsonValue]]:
    """Whether an output in the ledger is one of ``put_away``."""
    if not isinstance(output, dict) or set(output) != {"asset", "document"}:
        return False
    return output["asset"] is None or isinstance(output["asset"], dict)
