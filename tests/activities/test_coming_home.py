"""What was waited for comes home in the same step, or is left to the store step."""

from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import AwaitRequest, Outcome, StoreRequest
from film.assets import AssetKind
from film.status import MoneyState, PredictionState
from providers.predictions import PredictionStatus
from store.ledger import Ledger
from tests.activities.orders import attempt
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedProvider
from tests.media.material import contract_clip

URL = "http://provider/clip.mp4"


@pytest_asyncio.fixture
async def waiting(purchases: Purchases) -> AwaitRequest:
    """A prediction that was accepted and has not begun."""
    submitted = await ActivityEnvironment().run(purchases.submit, attempt())
    return AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)


async def test_what_has_ended_comes_home_at_once_and_is_settled(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    tmp_path: Path,
) -> None:
    provider.files[URL] = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4")
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    wanted = waiting.model_copy(update={"kind": AssetKind.CLIP})
    outcome = await env.run(purchases.await_prediction, wanted)
    assert outcome.receipt is not None and outcome.receipt.duration_s == 1.0
    assert (await ledger.entry(waiting.attempt_key)).money is MoneyState.SETTLED
    del provider.predictions[waiting.provider_id]
    assert await env.run(purchases.await_prediction, wanted) == outcome
    assert provider.downloads == [URL]


async def test_what_does_not_come_home_at_once_is_left_to_the_store_step(
    env: ActivityEnvironment,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    waiting: AwaitRequest,
    tmp_path: Path,
) -> None:
    provider.files[URL], provider.broken_downloads = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4"), 1
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    outcome = await env.run(purchases.await_prediction, waiting.model_copy(update={"kind": AssetKind.CLIP}))
    assert outcome == Outcome(state=PredictionState.SUCCEEDED)
    assert (await ledger.entry(waiting.attempt_key)).money is MoneyState.RESERVED
    request = StoreRequest(attempt_key=waiting.attempt_key, provider="previz", kind=AssetKind.CLIP)
    assert (await env.run(purchases.store_output, request)).duration_s == 1.0


async def test_an_output_that_was_gone_at_the_first_try_has_expired_for_the_store_step_too(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, waiting: AwaitRequest
) -> None:
    provider.become(waiting.provider_id, PredictionStatus.SUCCEEDED, output=URL)
    await env.run(purchases.await_prediction, waiting.model_copy(update={"kind": AssetKind.CLIP}))
    request = StoreRequest(attempt_key=waiting.attempt_key, provider="previz", kind=AssetKind.CLIP)
    with pytest.raises(ApplicationError) as refusal:
        await env.run(purchases.store_output, request)
    assert refusal.value.type == "Expired"
