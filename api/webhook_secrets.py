"""The secrets that providers sign their webhooks with: asked for once, and again when one seems to have changed."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import httpx
import structlog
from pydantic import SecretStr

from api.problems import ProblemError
from api.settings import ApiSettings

log = structlog.get_logger()

_TIMEOUT = httpx.Timeout(3.0)
_ROUTE = "/v1/webhooks/default/secret"
_RENEW_AFTER_S = 60.0
"""Whoever forges webhooks must not make us ask the provider more often than this."""
_TRY_AGAIN_AFTER_S = 2.0


@dataclass(frozen=True)
class Account:
    """Where a provider tells the secret, and what it knows us by; or the secret itself, when a person has set it."""

    url: str
    token: SecretStr | None
    secret: SecretStr | None = None


def accounts_of(settings: ApiSettings) -> dict[str, Account]:
    """The providers that may send webhooks."""
    accounts = {}
    if settings.previz_url:
        accounts["previz"] = Account(settings.previz_url, settings.previz_token)
    if settings.replicate_token or settings.replicate_webhook_secret:
        accounts["replicate"] = Account(
            settings.replicate_url, settings.replicate_token, settings.replicate_webhook_secret
        )
    return accounts


class WebhookSecrets:
    """Secrets by provider, kept in memory only. Close it when the process ends."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._keepers = {name: _Keeper(name, account) for name, account in accounts.items()}
        self._http = httpx.AsyncClient(timeout=_TIMEOUT)

    async def of(self, provider: str) -> str:
        """The secret. Raises ``ProblemError`` when we have no account there, or it does not tell now."""
        return await self._keeper(provider).known(self._http)

    async def renewed(self, provider: str) -> str | None:
        """The secret as the provider has it now, when that is another one; asked for at most once a minute."""
        return await self._keeper(provider).renewed(self._http)

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    def _keeper(self, provider: str) -> "_Keeper":
        if provider not in self._keepers:
            raise ProblemError(404, "unknown-provider", f"No webhooks are expected from {provider} here")
        return self._keepers[provider]


class _Keeper:
    """The secret of one provider."""

    def __init__(self, name: str, account: Account) -> None:
        self._name, self._account = name, account
        self._secret = account.secret.get_secret_value() if account.secret else None
        self._asked_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def known(self, http: httpx.AsyncClient) -> str:
        async with self._one_at_a_time:
            if self._secret is None:
                await self._ask(http, _TRY_AGAIN_AFTER_S)
        if self._secret is None:
            detail = f"{self._name} does not tell its webhook secret right now; send the webhook again"
            raise ProblemError(503, "no-webhook-secret", detail)
        return self._secret

    async def renewed(self, http: httpx.AsyncClient) -> str | None:
        before = self._secret
        if self._account.secret is not None:
            return None
        async with self._one_at_a_time:
            if self._secret == before:
                await self._ask(http, _RENEW_AFTER_S)
        return None if self._secret == before else self._secret

    async def _ask(self, http: httpx.AsyncClient, pause_s: float) -> None:
        if time.monotonic() - self._asked_at < pause_s:
            return
        self._asked_at = time.monotonic()
        token = self._account.token.get_secret_value() if self._account.token else ""
        try:
            url = f"{self._account.url.rstrip('/')}{_ROUTE}"
            answer = await http.get(url, headers={"Authorization": f"Bearer {token}"})
            if answer.status_code == HTTPStatus.OK:
                self._secret = str(answer.json()["key"])
                return
            reason = str(answer.status_code)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError) as error:
            reason = type(error).__name__
        log.warning("no webhook secret", provider=self._name, reason=reason)
