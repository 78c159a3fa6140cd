"""A provider's server as far as webhooks need it: it tells its signing secret, and counts how often it is asked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Provider:
    """Changes its secret, or falls silent, when told to."""

    def __init__(self, secret: str) -> None:
        self.secret, self.silent, self.asked = secret, False, 0
        self.tokens: set[str] = set()
        self.url = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked += 1
        self.tokens |= {line.partition(": ")[2] for line in head.splitlines() if line.lower().startswith("authoriz")}
        assert head.startswith("GET /v1/webhooks/default/secret ")
        body = json.dumps({"key": self.secret}).encode()
        status = "500 No" if self.silent else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def provider(secret: str) -> AsyncIterator[Provider]:
    """A running provider that signs with ``secret``."""
    found = Provider(secret)
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield found
