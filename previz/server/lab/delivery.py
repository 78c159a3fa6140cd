"""Good files, badly delivered."""

import asyncio
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from previz.server import faults
from previz.server.lab.faults import LabFault
from previz.server.lab.plan import Rule
from previz.server.wire import hang_up

OWN_FAULTS = frozenset({LabFault.SLOW, LabFault.HTML})
"""What means something else for files than for calls: a slow one trickles, a page comes with status 200."""

_SLOW_S = 5.0
_PIECES = 20
_MOVED = "moved"
_PAGE = "<!DOCTYPE html>\n<html><body>The file could not be found.</body></html>\n"


async def delivery_of(path: Path, headers: dict[str, str], request: Request, rule: Rule | None) -> Response:
    """The reply to a download of ``path``. Raises ``Fault`` 404 for a file that has expired."""
    if rule is None or _MOVED in request.query_params:
        return FileResponse(path, headers=headers)
    match rule.fault:
        case LabFault.EXPIRED:
            raise faults.not_found()
        case LabFault.REDIRECT:
            return RedirectResponse(request.url.include_query_params(**{_MOVED: 1}), 302)
        case LabFault.HTML:
            return HTMLResponse(_PAGE, rule.status or 200)
        case LabFault.TRUNCATED:
            return _BrokenOff(path, headers=headers)
        case LabFault.SHORT:
            return Response(await _half_of(path), headers=headers, media_type=FileResponse(path).media_type)
        case LabFault.SLOW:
            return _Trickle(path, headers, _SLOW_S if rule.seconds is None else rule.seconds)
        case _:
            return FileResponse(path, headers=headers)


async def _half_of(path: Path) -> bytes:
    data = await asyncio.to_thread(path.read_bytes)
    return data[: len(data) // 2]


class _BrokenOff(FileResponse):
    """Promises the whole file, or range, and hangs up in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ``Response``."""
        left = 0
        cut = asyncio.Event()

        async def send_half(message: Message) -> None:
            nonlocal left
            if cut.is_set():
                return
            if message["type"] == "http.response.start":
                told = dict(message["headers"])[b"content-length"]
                left = int(told) // 2
                await send(message)
                return
            piece = message.get("body", b"")[:left]
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            if left == 0:
                cut.set()

        # Where files are sent by the server itself, there is no middle to hang up in.
        bare = {**scope, "extensions": {k: v for k, v in scope["extensions"].items() if "pathsend" not in k}}
        await super().__call__(bare, receive, send_half)
        await hang_up(scope, receive)


class _Trickle(FileResponse):
    """The whole file, in small pieces over ``seconds``."""

    def __init__(self, path: Path, headers: dict[str, str], seconds: float) -> None:
        super().__init__(path, headers=headers)
        self._seconds = seconds
        self.chunk_size = max(1, path.stat().st_size // _PIECES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ``Response``."""

        async def send_slowly(message: Message) -> None:
            if message["type"] == "http.response.body":
                await asyncio.sleep(self._seconds / _PIECES)
            await send(message)

        await super().__call__(scope, receive, send_slowly)
