"""The bench's provider speaks Replicate's dialect as our adapter understands it, on time."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest_asyncio

from benchmarks.provider import SECRET
from benchmarks.studio import provider
from media.probe import probe
from providers.predictions import PredictionStatus
from providers.replicate_adapter import ReplicateAdapter

SECONDS = 0.5


@pytest_asyncio.fixture
async def adapter() -> AsyncIterator[ReplicateAdapter]:
    async with provider() as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        (await http.post("/bench/reset", json={"seconds": SECONDS})).raise_for_status()
        found = ReplicateAdapter(token="bench", base_url=url)
        yield found
        await found.aclose()


async def test_a_call_takes_exactly_its_time_and_gives_a_picture(adapter: ReplicateAdapter, tmp_path: Path) -> None:
    began = time.time()
    call = (await adapter.submit("bench/still", {"prompt": "a fox"})).provider_id
    prediction = await adapter.get(call)
    while not prediction.status.ended:
        prediction = await adapter.get(call)
    assert time.time() - began >= SECONDS
    assert (prediction.status, prediction.predict_time_s) == (PredictionStatus.SUCCEEDED, SECONDS)
    assert isinstance(prediction.output, list)
    file = await adapter.download(str(prediction.output[0]), tmp_path / "still.png")
    assert file.content_type == "image/png" and probe(file.path).is_still


async def test_it_lists_and_cancels_calls_and_tells_its_webhook_secret(adapter: ReplicateAdapter) -> None:
    since = datetime.now(UTC) - timedelta(seconds=1)
    webhook = "http://127.0.0.1:9/hook?attempt=7"
    call = (await adapter.submit("bench/still", {"prompt": "a fox"}, webhook_url=webhook)).provider_id
    (listed,) = await adapter.created_since(since)
    assert (listed.provider_id, listed.webhook) == (call, webhook)
    assert (await adapter.cancel(call)).status is PredictionStatus.CANCELED
    assert await adapter.webhook_secret() == SECRET
