"""A server on a real socket that answers what a test tells it to: wrong, late, half, or not at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Heard:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """One reply. ``claims`` is the Content-Length when it is not the truth (-1: none); ``never`` hangs, ``drop``
    hangs up.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    claims: int | None = None
    drop: bool = False
    never: bool = False


def as_json(value: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): told for name, told in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


@dataclass
class ScriptedServer:
    """Gives its replies in order, the last one again and again."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    connections: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, path, _ = first.split(" ")
            server.heard.append(Heard(method, path, headers, body))
            reply = server.next_reply()
            if reply.never:
                await asyncio.sleep(3600)
            if not reply.drop:
                length = len(reply.body) if reply.claims is None else reply.claims
                told = {"Connection": "close", **reply.headers}
                if length >= 0:
                    told["Content-Length"] = str(length)
                text = "".join(f"{name}: {value}\r\n" for name, value in told.items())
                writer.write(f"HTTP/1.1 {reply.status} X\r\n{text}\r\n".encode() + reply.body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            connections.discard(writer)
            writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    server = ScriptedServer(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    try:
        yield server
    finally:
        listening.close()
        for writer in list(connections):
            writer.transport.abort()
