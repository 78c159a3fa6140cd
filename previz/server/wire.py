"""The server's end of the wire: connections that can be hung up on, and a port that can refuse for a while."""

import asyncio
import contextlib
import signal
import socket
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_LINE = "previz.line"
_RESET = struct.pack("ii", 1, 0)
"""``SO_LINGER`` of no time at all: what is closed with it answers RST instead of FIN."""


class Line(H11Protocol):
    """HTTP/1.1. Lets the app reach the connection, which ASGI has no word for, as an extension of the scope.

    Takes requests that name the whole URL too, as those to a proxy do (RFC 9112, §3.2.2), so that the server can stand
    in for public hosts by being named as their proxy.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See ``asyncio.Protocol``."""
        super().connection_made(transport)
        app: Any = self.app

        async def with_line(scope: Scope, receive: Receive, send: Send) -> None:
            extensions = {**scope.get("extensions", {}), _LINE: {"transport": transport}}
            path = scope["path"]
            if path.startswith("http://"):
                path = urlsplit(path).path
                scope = {**scope, "path": path, "raw_path": quote(path).encode()}
            await app({**scope, "extensions": extensions}, receive, send)

        self.app = with_line


async def hang_up(scope: Scope, receive: Receive, *, reset: bool = False) -> None:
    """Close the connection of a request as it stands; with ``reset``, as if the server's machine had lost it."""
    transport: asyncio.Transport = scope["extensions"][_LINE]["transport"]
    if reset:
        line: socket.socket = transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
    else:
        transport.close()
    await until_gone(receive)


async def until_gone(receive: Receive) -> None:
    """Return when the connection is closed, by whomever."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Server(uvicorn.Server):
    """Uvicorn, except that being told to stop is a normal end: it would raise the signal again and end by it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop serving at SIGTERM and SIGINT."""
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self.stop)
        yield

    def stop(self) -> None:
        """Finish what is under way, then leave."""
        self.should_exit = True

    _opening: "asyncio.Task[None] | None" = None

    def refuse(self, seconds: float) -> None:
        """Be as if not there for a while: close idle connections, and let no new one in."""
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self._opening is None or self._opening.done():
            self._opening = asyncio.create_task(self._open_again(seconds))

    async def _open_again(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        while not self.should_exit:
            # Somebody else may have been given the port meanwhile.
            with contextlib.suppress(OSError):
                self.servers = [await self._listen()]
                return
            await asyncio.sleep(1.0)

    async def _listen(self) -> asyncio.Server:
        def line() -> Line:
            return Line(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

        loop, config = asyncio.get_running_loop(), self.config
        return await loop.create_server(line, host=config.host, port=config.port, backlog=config.backlog)
