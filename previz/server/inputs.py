"""Bringing the files that inputs point to: from the web, from a data URI, or from our own shelves."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

import httpx
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from previz.server.crew.tasks import UnusableInputError

_MAX_BYTES = 1 << 30
_TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=10.0, pool=60.0)
_WHOLE_FILE_S = 600.0
_PIECE = 1 << 20
_OUTAGE_S = 12.0
"""A shelf that restarts beside this server is not there for a while; a job that was resumed waits for it."""


class Inputs:
    """Fetches with a cap on time, size and number. ``shelf`` knows the files this server holds itself."""

    def __init__(self, http: httpx.AsyncClient, shelf: Callable[[str], Awaitable[Path | None]]) -> None:
        self._http, self._shelf = http, shelf
        self._at_once = asyncio.Semaphore(8)

    async def fetch(self, uri: str, name: str, folder: Path, *, origin: str) -> Path:
        """The file behind ``uri``, on disk. Raises ``UnusableInputError`` that names the input.

        A URL below ``origin`` is one of ours: its file is taken from the shelf without asking ourselves for it.
        """
        if uri.startswith(f"{origin}/") and (held := await self._shelf(uri.removeprefix(origin))) is not None:
            return held
        path = folder / name
        if uri.startswith("data:"):
            await asyncio.to_thread(_unpack, uri, name, path)
            return path
        if not uri.startswith(("http://", "https://")):
            raise UnusableInputError(f"input.{name} is not an http, https or data URI")
        async with self._at_once:
            try:
                async with asyncio.timeout(_WHOLE_FILE_S):
                    await self._download(uri, name, path)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
                raise UnusableInputError(f"input.{name} could not be fetched: {type(error).__name__}") from error
        return path

    @retry(
        retry=retry_if_exception_type(httpx.TransportError),
        wait=wait_exponential(multiplier=0.2, max=5.0),
        stop=stop_after_delay(_OUTAGE_S),
        reraise=True,
    )
    async def _download(self, uri: str, name: str, path: Path) -> None:
        async with self._http.stream("GET", uri, timeout=_TIMEOUT, follow_redirects=True) as reply:
            if not reply.is_success:
                raise UnusableInputError(f"input.{name} could not be fetched: HTTP {reply.status_code}")
            size = 0
            with await asyncio.to_thread(path.open, "wb") as file:
                async for piece in reply.aiter_bytes(_PIECE):
                    size += len(piece)
                    if size > _MAX_BYTES:
                        raise UnusableInputError(f"input.{name} is larger than {_MAX_BYTES} bytes")
                    await asyncio.to_thread(file.write, piece)


def _unpack(uri: str, name: str, path: Path) -> None:
    head, comma, payload = uri.partition(",")
    if not comma:
        raise UnusableInputError(f"input.{name} is not a data URI")
    try:
        data = base64.b64decode(payload, validate=True) if head.endswith(";base64") else unquote_to_bytes(payload)
    except binascii.Error as error:
        raise UnusableInputError(f"input.{name} is not valid base64") from error
    path.write_bytes(data)
