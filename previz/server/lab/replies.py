"""Replies that go wrong on their way, and the one place where a rule meddles with a call."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fastapi import Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.types import Receive, Scope, Send

from previz.server.lab.faults import LabFault
from previz.server.lab.plan import Rule
from previz.server.wire import hang_up, until_gone

_HANG_S, _SLOW_S, _REFUSE_S = 3600.0, 5.0, 1.0
_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
)

Act = Callable[[], Awaitable[Response]]
Words = Callable[[Rule], Response]
"""How a dialect words the error that a rule asks for."""


class HangUp(Response):
    """No reply: the connection is closed without a byte."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__()
        self._reset = reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ``Response``."""
        del send
        await hang_up(scope, receive, reset=self._reset)


class Hang(Response):
    """No reply for ``seconds``, and none after them: then the connection is closed."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ``Response``."""
        del send
        with suppress(TimeoutError):
            await asyncio.wait_for(until_gone(receive), self._seconds)
        await hang_up(scope, receive)


class Late(Response):
    """A reply that is sent after ``seconds``, if somebody still waits for it."""

    def __init__(self, reply: Response, seconds: float) -> None:
        super().__init__()
        self._reply, self._seconds = reply, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ``Response``."""
        try:
            await asyncio.wait_for(until_gone(receive), self._seconds)
        except TimeoutError:
            await self._reply(scope, receive, send)


async def tampered(rule: Rule | None, act: Act, words: Words, refuse: Callable[[float], None]) -> Response:
    """The reply to a call that does ``act``, as ``rule`` has it. A rule about anything but the reply changes nothing.

    A call that is not accepted is answered as ever: only what has been accepted can lose its answer.
    """
    if rule is None:
        return await act()
    match rule.fault:
        case LabFault.DROP:
            return HangUp()
        case LabFault.REFUSE:
            refuse(_or(rule.seconds, _REFUSE_S))
            return HangUp(reset=True)
        case LabFault.ACCEPT_THEN_DROP:
            await act()
            return HangUp()
        case LabFault.ACCEPT_THEN_HANG:
            await act()
            return Hang(_or(rule.seconds, _HANG_S))
        case LabFault.ACCEPT_THEN_500:
            await act()
            return words(rule.model_copy(update={"fault": LabFault.ERROR_500}))
        case LabFault.SLOW:
            return Late(await act(), _or(rule.seconds, _SLOW_S))
        case LabFault.HTML:
            return HTMLResponse(_PAGE, rule.status or 502)
        case LabFault.JSON_ARRAY:
            return JSONResponse(["something", "went", "wrong"], rule.status or 500)
        case fault if fault is LabFault.CONTENT_FILTER or fault.value.startswith("error_"):
            return words(rule)
        case _:
            return await act()


def _or(seconds: float | None, usual: float) -> float:
    return usual if seconds is None else seconds
