"""Bringing a file home: streamed, resumed where it broke off, checked for completeness."""

import asyncio
import base64
import binascii
import hashlib
import mimetypes
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import httpx

from providers.errors import NotFound, ProviderError, Rejected, Transient
from providers.predictions import Downloaded
from providers.translate import replicate_reply

MAX_BYTES = 2 << 30
_ATTEMPTS = 5
_TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=30.0, pool=30.0)
_DEFAULT_TYPE = "application/octet-stream"
_UNTOLD = {"", _DEFAULT_TYPE, "binary/octet-stream"}


class _BrokenOffError(Exception):
    """The stream ended early; what has arrived stays."""


@dataclass
class _Arrival:
    """What has arrived so far of one file, and which version of it."""

    file: BinaryIO
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    etag: str | None = None
    content_type: str = _DEFAULT_TYPE

    def restart(self) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.digest, self.size, self.etag = hashlib.sha256(), 0, None

    def add(self, piece: bytes) -> None:
        self.file.write(piece)
        self.digest.update(piece)
        self.size += len(piece)


async def download(
    http: httpx.AsyncClient,
    url: str,
    path: Path,
    *,
    provider: str,
    on_bytes: Callable[[int], None] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Downloaded:
    """Write the file at ``url`` (http, https or data) to ``path``; ``path`` exists only once it is complete.

    No credentials are ever sent: ``http`` must carry none. A connection that breaks is resumed by Range as long as
    the server's ETag says that it is still the same file. Raises ``NotFound``, ``Rejected`` (bad URL, too large)
    or ``Transient``.
    """
    partial = path.with_name(path.name + ".part")
    try:
        with await asyncio.to_thread(partial.open, "wb") as file:
            arrival = _Arrival(file)
            if url.startswith("data:"):
                await asyncio.to_thread(_unpack_data_uri, url, arrival, provider)
            else:
                await _fetch(http, url, arrival, provider, on_bytes or (lambda _: None), max_bytes)
        await asyncio.to_thread(partial.replace, path)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)
    return Downloaded(
        path=path, sha256=arrival.digest.hexdigest(), size_bytes=arrival.size, content_type=arrival.content_type
    )


async def _fetch(
    http: httpx.AsyncClient,
    url: str,
    arrival: _Arrival,
    provider: str,
    on_bytes: Callable[[int], None],
    max_bytes: int,
) -> None:
    fault: Exception | None = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            await asyncio.sleep(0.2 * 2**attempt)
        try:
            await _fetch_rest(http, url, arrival, provider, on_bytes, max_bytes)
            return
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Rejected("the output's address is not a URL", provider=provider, code="bad_output") from error
        except (httpx.RequestError, _BrokenOffError) as error:
            fault = error
    raise Transient(f"the file did not arrive complete: {type(fault).__name__}", provider=provider) from fault


async def _fetch_rest(
    http: httpx.AsyncClient,
    url: str,
    arrival: _Arrival,
    provider: str,
    on_bytes: Callable[[int], None],
    max_bytes: int,
) -> None:
    async with _opened(http, url, arrival, provider) as reply:
        if reply.status_code != httpx.codes.PARTIAL_CONTENT:
            arrival.restart()
        told = reply.headers.get("content-length")
        expected = arrival.size + int(told) if told and "content-encoding" not in reply.headers else None
        if (expected or 0) > max_bytes:
            raise Rejected(f"the file is larger than {max_bytes} bytes", provider=provider, code="too_large")
        arrival.etag = reply.headers.get("etag")
        arrival.content_type = _content_type(reply)
        # In pieces as they come: a fixed size would hold back, and lose, what has arrived when the connection breaks.
        async for piece in reply.aiter_bytes():
            if arrival.size + len(piece) > max_bytes:
                raise Rejected(f"the file is larger than {max_bytes} bytes", provider=provider, code="too_large")
            await asyncio.to_thread(arrival.add, piece)
            on_bytes(arrival.size)
    if expected is not None and arrival.size != expected:
        raise _BrokenOffError


@asynccontextmanager
async def _opened(http: httpx.AsyncClient, url: str, arrival: _Arrival, provider: str) -> AsyncIterator[httpx.Response]:
    """The reply to a GET for what is still missing. A server fault counts as a connection that broke."""
    headers = {"Accept-Encoding": "identity"}
    if arrival.size and arrival.etag and not arrival.etag.startswith("W/"):
        headers |= {"Range": f"bytes={arrival.size}-", "If-Range": arrival.etag}
    async with http.stream("GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as reply:
        if reply.is_success:
            yield reply
            return
        error = _refusal(reply.status_code, reply.headers, await reply.aread(), provider)
        if isinstance(error, Transient):
            raise _BrokenOffError from error
        raise error


def _content_type(reply: httpx.Response) -> str:
    """What the server says it is, or, if it says nothing, what the file's name says."""
    told = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return (mimetypes.guess_type(urlsplit(str(reply.url)).path)[0] if told in _UNTOLD else told) or _DEFAULT_TYPE


def _refusal(status: int, headers: httpx.Headers, body: bytes, provider: str) -> ProviderError:
    if status in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
        return NotFound("the provider has removed the file", provider=provider)
    return replicate_reply(status, headers, body, provider=provider, creates=False)


def _unpack_data_uri(url: str, arrival: _Arrival, provider: str) -> None:
    head, comma, payload = url.removeprefix("data:").partition(",")
    if not comma or not head.endswith(";base64"):
        raise Rejected("the output's data URI is not base64", provider=provider, code="bad_output")
    try:
        arrival.add(base64.b64decode(payload, validate=True))
    except binascii.Error as error:
        raise Rejected("the output's data URI is broken", provider=provider, code="bad_output") from error
    arrival.content_type = head.partition(";")[0] or _DEFAULT_TYPE
