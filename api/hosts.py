"""Under which names the API is reached, and what a public name reaches."""

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_OPEN_TO_THE_PUBLIC = "/v1/webhooks/"


class KnownHosts:
    """Refuses requests under foreign names: a page on another site must not reach us through a name it controls.

    The public name reaches nothing but the webhooks, whose senders prove who they are. Everything else spends money
    for whoever asks, since there are no accounts yet.
    """

    def __init__(self, app: ASGIApp, local: list[str], public: str | None) -> None:
        self._local = TrustedHostMiddleware(app, allowed_hosts=local)
        self._open = TrustedHostMiddleware(app, allowed_hosts=[*local, *([public] if public else [])])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        webhook = scope.get("method") == "POST" and scope["path"].startswith(_OPEN_TO_THE_PUBLIC)
        await (self._open if webhook else self._local)(scope, receive, send)
