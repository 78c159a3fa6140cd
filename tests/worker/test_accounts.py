"""Where providers are told to send their webhooks: only where they can reach us."""

from contextlib import AsyncExitStack

import pytest

from worker.accounts import open_accounts
from worker.settings import WorkerSettings

LOCAL, PUBLIC = "http://127.0.0.1:8300/v1/webhooks", "https://films.example"
HOSTED, OWN = "https://api.replicate.com", "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("webhook_url", "public_url", "replicate_url", "previz", "replicate"),
    [
        (LOCAL, None, HOSTED, f"{LOCAL}/previz", None),
        (LOCAL, PUBLIC, HOSTED, f"{LOCAL}/previz", f"{PUBLIC}/v1/webhooks/replicate"),
        (LOCAL, None, OWN, f"{LOCAL}/previz", f"{LOCAL}/replicate"),
        (LOCAL, PUBLIC, OWN, f"{LOCAL}/previz", f"{LOCAL}/replicate"),
        (None, f"{PUBLIC}/", HOSTED, None, f"{PUBLIC}/v1/webhooks/replicate"),
        (None, None, HOSTED, None, None),
    ],
)
async def test_a_provider_is_given_an_address_that_it_can_reach(
    webhook_url: str | None, public_url: str | None, replicate_url: str, previz: str | None, replicate: str | None
) -> None:
    settings = WorkerSettings.model_validate(
        {
            "database_url": "postgresql://nowhere",
            "previz_url": "http://127.0.0.1:8100",
            "replicate_token": "r8_test",
            "replicate_url": replicate_url,
            "webhook_url": webhook_url,
            "public_url": public_url,
        }
    )
    async with AsyncExitStack() as stack:
        accounts = open_accounts(settings, stack)
        assert (accounts["previz"].webhook_url, accounts["replicate"].webhook_url) == (previz, replicate)
