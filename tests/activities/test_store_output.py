"""Bringing outputs home: as often as it takes, never twice, with what belongs to them."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

import json
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import JsonValue
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import StoreRequest
from activities.workspace import Workspace
from film.assets import AssetKind
from film.status import PredictionState
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.orders import attempt
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedProvider
from tests.media.material import contract_clip, tone

URL = "http://provider/output"
WORDS = [{"text": "Hello", "start_s": 0.1, "end_s": 0.5}]


async def finished(purchases: Purchases, ledger: Ledger, output: JsonValue, kind: AssetKind) -> StoreRequest:
    """A prediction that has succeeded with this output."""
    submitted = await ActivityEnvironment().run(purchases.submit, attempt(kind=kind))
    await ledger.ended(submitted.attempt_key, PredictionState.SUCCEEDED, output=output, error=None)
    return StoreRequest(attempt_key=submitted.attempt_key, provider="previz", kind=kind)


@pytest.fixture
def clip(provider: ScriptedProvider, tmp_path: Path) -> Path:
    path = contract_clip(tmp_path / "clip.mp4", 24)
    provider.files[URL] = (path, "video/mp4")
    return path


async def test_an_output_is_stored_measured_and_settled(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, objects: ObjectStore, clip: Path
) -> None:
    request = await finished(purchases, ledger, [URL], AssetKind.CLIP)
    receipt = await env.run(purchases.store_output, request)
    assert objects.size(receipt.asset.key) == clip.stat().st_size == receipt.asset.size_bytes
    assert (receipt.duration_s, receipt.cost_usd) == (1.0, Decimal("0.07"))
    assert (await ledger.entry(request.attempt_key)).cost_settled == Decimal("0.07")


@pytest.mark.usefixtures("clip")
async def test_storing_again_downloads_nothing_and_says_the_same(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider
) -> None:
    request = await finished(purchases, ledger, URL, AssetKind.CLIP)
    first = await env.run(purchases.store_output, request)
    assert await env.run(purchases.store_output, request) == first
    assert provider.downloads == [URL]


@pytest.mark.usefixtures("clip")
async def test_a_download_that_failed_is_tried_again_and_nothing_is_bought(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider
) -> None:
    request = await finished(purchases, ledger, {"video": URL}, AssetKind.CLIP)
    provider.broken_downloads = 1
    with pytest.raises(ApplicationError) as failure:
        await env.run(purchases.store_output, request)
    assert (failure.value.type, failure.value.non_retryable) == ("Transient", False)
    assert (await env.run(purchases.store_output, request)).asset.size_bytes > 0
    assert len(provider.posts) == 1


async def test_the_times_of_words_are_kept_beside_the_speech(
    env: ActivityEnvironment,
    purchases: Purchases,
    ledger: Ledger,
    provider: ScriptedProvider,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    provider.files[URL] = (tone(tmp_path / "speech.wav", 0.8), "audio/wav")
    request = await finished(purchases, ledger, {"audio": URL, "words": WORDS}, AssetKind.SPEECH)  # type: ignore[dict-item]
    receipt = await env.run(purchases.store_output, request)
    assert receipt.timings is not None and receipt.duration_s == pytest.approx(0.8)
    assert json.loads((await workspace.fetch(receipt.timings.key)).read_text()) == {"words": WORDS}


async def test_an_output_that_is_gone_is_recorded_as_expired(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger
) -> None:
    request = await finished(purchases, ledger, "http://provider/gone", AssetKind.CLIP)
    with pytest.raises(ApplicationError) as failure:
        await env.run(purchases.store_output, request)
    assert (failure.value.type, failure.value.non_retryable) == ("Expired", True)
    assert (await ledger.entry(request.attempt_key)).state is PredictionState.EXPIRED


@pytest.mark.parametrize("output", [None, [], {"text": "no file"}, 7])
async def test_a_success_without_a_file_is_not_accepted(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, output: JsonValue
) -> None:
    request = await finished(purchases, ledger, output, AssetKind.CLIP)
    with pytest.raises(ApplicationError, match="without a file") as failure:
        await env.run(purchases.store_output, request)
    assert failure.value.non_retryable


async def test_a_file_that_is_no_media_is_fetched_again(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("<html>sorry</html>")
    provider.files[URL] = (tmp_path / "page.html", "video/mp4")
    request = await finished(purchases, ledger, URL, AssetKind.CLIP)
    with pytest.raises(ApplicationError) as failure:
        await env.run(purchases.store_output, request)
    assert (failure.value.type, failure.value.non_retryable) == ("Transient", False)
