"""How the Replicate SDK reaches the network: every call with a timeout, sent once, its errors already ours."""

import httpx
from aiolimiter import AsyncLimiter

from providers.translate import network_fault, replicate_reply

_CONNECT_S, _WRITE_S, _POOL_S = 10.0, 60.0, 30.0
_READ_S = 30.0
_CREATE_READ_S = 90.0
"""Long enough that a slow acceptance is an acceptance and not a riddle."""


class OneShotTransport(httpx.AsyncBaseTransport):
    """Sends each request exactly once over a shared client, and raises ``ProviderError`` for whatever is no success.

    The SDK leaves creates without any timeout, repeats GETs while it sleeps for as long as ``Retry-After`` says,
    drops the headers and fields of error bodies and fails on bodies that are arrays. Raising from here, below its
    own retry layer, settles all of that: waiting and trying again is the workflow's business.
    """

    def __init__(self, http: httpx.AsyncClient, *, provider: str, lookups_per_minute: float | None = None) -> None:
        self._http = http
        self._provider = provider
        self._limiter = _limiter(lookups_per_minute) if lookups_per_minute else None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The complete reply, its body read. Raises ``ProviderError`` for a status of 400 and above, and for faults."""
        creates = request.method == "POST" and request.url.path.endswith("/predictions")
        timeout = httpx.Timeout(
            connect=_CONNECT_S, read=_CREATE_READ_S if creates else _READ_S, write=_WRITE_S, pool=_POOL_S
        )
        if self._limiter is not None and not creates:
            await self._limiter.acquire()
        request.extensions = {**request.extensions, "timeout": timeout.as_dict()}
        try:
            reply = await self._http.send(request, follow_redirects=False)
        except httpx.RequestError as error:
            raise network_fault(error, provider=self._provider, creates=creates) from error
        if not reply.is_success:
            raise replicate_reply(
                reply.status_code, reply.headers, reply.content, provider=self._provider, creates=creates
            )
        headers = [(k, v) for k, v in reply.headers.raw if k.lower() not in {b"content-encoding", b"content-length"}]
        return httpx.Response(reply.status_code, headers=headers, content=reply.content, request=request)


def _limiter(per_minute: float) -> AsyncLimiter:
    """A limit by the second where the rate allows it: a full minute's burst at once would be twice the rate."""
    return AsyncLimiter(max(1.0, per_minute / 60), max(1.0, 60 / per_minute))
