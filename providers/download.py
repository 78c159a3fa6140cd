"""Bringing a file home: streamed, resumed where it broke off, checked for completeness."""

import asyncio
import base64
import binascii
import mimetypes
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from providers.errors import NotFound, ProviderError, RateLimited, Rejected, Transient
from providers.partial import Partial
from providers.predictions import Downloaded
from providers.translate import replicate_reply

MAX_BYTES = 2 << 30
_ATTEMPTS = 5
_TIMEOUT = httpx.Timeout(connect=10.0, read=30.0, write=30.0, pool=30.0)
_DEFAULT_TYPE = "application/octet-stream"
_UNTOLD = {"", _DEFAULT_TYPE, "binary/octet-stream"}
_PAGES = {"text/html", "application/json", "application/problem+json"}
_SPAN = re.compile(r"bytes (?P<first>\d+)-\d+/(?P<whole>\d+|\*)")
_REMOVED = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND, httpx.codes.GONE}


class _BrokenOffError(Exception):
    """This try brought no more; what has arrived stays."""


@dataclass(frozen=True)
class _Wanted:
    """One file to fetch, and on whose behalf."""

    http: httpx.AsyncClient
    url: str
    provider: str
    max_bytes: int
    on_bytes: Callable[[int], None]

    def rejected(self, reason: str, code: str = "bad_output") -> Rejected:
        return Rejected(reason, provider=self.provider, code=code)


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
    the server's ETag says that it is still the same file, by the next call too: until then what has arrived stays
    beside ``path`` (see ``Partial``). Raises ``NotFound`` (removed, or the link has expired), ``Rejected`` (bad URL,
    too large) or ``Transient`` (incomplete, a page of words in its place, or being fetched by another process).
    """
    wanted = _Wanted(http, url, provider, max_bytes, on_bytes or (lambda _: None))
    try:
        part = await asyncio.to_thread(Partial, path, _name(wanted))
    except BlockingIOError as error:
        raise Transient("another process is fetching this file", provider=provider) from error
    try:
        content_type = await (_unpack(wanted, part) if url.startswith("data:") else _fetch(wanted, part))
        await asyncio.to_thread(part.finish)
    except Rejected:
        await asyncio.to_thread(part.discard)
        raise
    finally:
        await asyncio.to_thread(part.close)
    return Downloaded(path=path, sha256=part.sha256, size_bytes=part.size, content_type=content_type)


async def _fetch(wanted: _Wanted, part: Partial) -> str:
    """Fetch what is missing, however many tries it takes; the file's media type."""
    fault: Exception | None = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            await asyncio.sleep(0.2 * 2**attempt)
        try:
            return await _fetch_rest(wanted, part)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise wanted.rejected("the output's address is not a URL") from error
        except (httpx.RequestError, _BrokenOffError) as error:
            fault = error
    why = str(fault) if isinstance(fault, _BrokenOffError) else type(fault).__name__
    raise Transient(f"the file did not arrive complete: {why}", provider=wanted.provider) from fault


async def _fetch_rest(wanted: _Wanted, part: Partial) -> str:
    async with _opened(wanted, part) as reply:
        content_type = _content_type(reply)
        expected = await asyncio.to_thread(_placed, reply, part)
        if (expected or 0) > wanted.max_bytes:
            raise wanted.rejected(f"the file is larger than {wanted.max_bytes} bytes", "too_large")
        # In pieces as they come: a fixed size would hold back, and lose, what has arrived when the connection breaks.
        async for piece in reply.aiter_bytes():
            if part.size + len(piece) > wanted.max_bytes:
                raise wanted.rejected(f"the file is larger than {wanted.max_bytes} bytes", "too_large")
            await asyncio.to_thread(part.add, piece)
            wanted.on_bytes(part.size)
    if part.size == 0 or expected not in {None, part.size}:
        raise _BrokenOffError(f"{part.size} of {expected or 'some'} bytes")
    return content_type


@asynccontextmanager
async def _opened(wanted: _Wanted, part: Partial) -> AsyncIterator[httpx.Response]:
    """The reply to a GET for what is still missing. A server fault counts as a connection that broke."""
    headers = {"Accept-Encoding": "identity"}
    if part.size and part.etag:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.etag}
    async with wanted.http.stream("GET", wanted.url, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as reply:
        if reply.is_success:
            yield reply
            return
        if reply.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            await asyncio.to_thread(part.restart, None)
            raise _BrokenOffError("the server has no more of it")
        error = _refusal(reply.status_code, reply.headers, await reply.aread(), wanted.provider)
        if isinstance(error, Transient) and not isinstance(error, RateLimited):
            raise _BrokenOffError(str(error)) from error
        raise error


def _placed(reply: httpx.Response, part: Partial) -> int | None:
    """Make ``part`` ready for the body: it goes on, or begins anew. The size of the whole file, if it is told."""
    told = reply.headers.get("content-length")
    if reply.status_code == httpx.codes.PARTIAL_CONTENT:
        span = _SPAN.match(reply.headers.get("content-range", ""))
        if span is None or int(span["first"]) != part.size:
            part.restart(None)
            raise _BrokenOffError("the server sent another piece than it was asked for")
        if span["whole"].isdigit():
            return int(span["whole"])
        return part.size + int(told) if told else None
    # Positions in a body that is packed for the way are not positions in the file.
    packed = "content-encoding" in reply.headers
    etag = reply.headers.get("etag")
    part.restart(None if packed or not etag or etag.startswith("W/") else etag)
    return int(told) if told and not packed else None


def _content_type(reply: httpx.Response) -> str:
    """What the server says it is, or, if it says nothing, what the file's name says.

    Raises ``_BrokenOffError`` for a page or message that stands where media should be.
    """
    told = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    named = mimetypes.guess_type(reply.url.path)[0]
    if told in _PAGES and told != named:
        raise _BrokenOffError(f"the server sent {told} in its place")
    return (named if told in _UNTOLD else told) or _DEFAULT_TYPE


def _refusal(status: int, headers: httpx.Headers, body: bytes, provider: str) -> ProviderError:
    if status in _REMOVED:
        return NotFound("the provider has removed the file, or its link has expired", provider=provider)
    return replicate_reply(status, headers, body, provider=provider, creates=False)


def _name(wanted: _Wanted) -> str:
    """What tells this file from others even when its URL is signed anew."""
    if wanted.url.startswith("data:"):
        return ""
    try:
        return urlsplit(wanted.url).path
    except ValueError as error:
        raise wanted.rejected("the output's address is not a URL") from error


async def _unpack(wanted: _Wanted, part: Partial) -> str:
    """Write the file that a data URI holds; its media type."""
    head, comma, payload = wanted.url.removeprefix("data:").partition(",")
    if not comma or not head.endswith(";base64"):
        raise wanted.rejected("the output's data URI is not base64")
    try:
        data = base64.b64decode(payload, validate=True)
    except binascii.Error as error:
        raise wanted.rejected("the output's data URI is broken") from error
    await asyncio.to_thread(part.restart, None)
    await asyncio.to_thread(part.add, data)
    return head.partition(";")[0] or _DEFAULT_TYPE
