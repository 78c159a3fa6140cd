"""Bringing outputs home: as often as it takes, never twice, with what belongs to them."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

import asyncio
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import JsonValue
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import Outcome, SettleRequest, StoreRequest
from activities.till import Till
from activities.workspace import Workspace
from film.assets import AssetKind
from film.catalogue import Makes, Model
from film.model_input import Rule
from film.status import MoneyState, PredictionState
from providers.errors import Transient
from providers.predictions import PredictionStatus
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.conftest import Hire
from tests.activities.orders import CATALOGUE, CLIP, attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedProvider
from tests.media.material import contract_clip, foreign_clip, tone

URL = "http://provider/output"
WORDS = [{"text": "Hello", "start_s": 0.1, "end_s": 0.5}]


@pytest.fixture
def till(till: Till, request: pytest.FixtureRequest) -> Till:
    """With ``@pytest.mark.parametrize("till", ["talkative"], indirect=True)`` the model says what it makes."""
    if getattr(request, "param", None) is None:
        return till
    models = tuple(talkative(model) if model is CLIP else model for model in CATALOGUE.models)
    return replace(till, catalogue=CATALOGUE.model_copy(update={"models": models}))


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


def talkative(model: Model) -> Model:
    """A model that says what it makes: so long, at so many frames per second, with sound."""
    makes = Makes(seconds=(1, 5), fps=24, native_audio=True)
    rules = {**model.takes.rules, "duration": Rule(type="integer", one_of=(1, 5))}
    return model.model_copy(
        update={
            "inputs": {"prompt": "prompt", "seconds": "duration"},
            "makes": makes,
            "takes": model.takes.model_copy(update={"rules": rules}),
        }
    )


@pytest.mark.parametrize("till", ["talkative"], indirect=True)
async def test_what_differs_from_the_order_is_remarked_and_used_all_the_same(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider, tmp_path: Path
) -> None:
    provider.files[URL] = (foreign_clip(tmp_path / "other.mp4", 60, fps=30), "video/mp4")
    wanted = attempt()
    order = wanted.order.model_copy(update={"wants": {"prompt": wanted.key, "seconds": 1}, "assets": {}})
    submitted = await env.run(purchases.submit, wanted.model_copy(update={"order": order}))
    await ledger.ended(wanted.key, PredictionState.SUCCEEDED, output=URL, error=None)
    request = StoreRequest(attempt_key=submitted.attempt_key, provider="previz", kind=AssetKind.CLIP)
    receipt = await env.run(purchases.store_output, request)
    assert receipt.remarks == (
        "it is 2.00 s long; 1 s were ordered",
        "it has 30 frames per second; the model makes 24",
        "it has no sound, though the model makes some",
    )
    assert receipt.cost_usd == (await ledger.entry(wanted.key)).cost_settled


async def test_a_file_that_stays_broken_asks_a_person_in_the_end(
    purchases: Purchases, ledger: Ledger, provider: ScriptedProvider, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("<html>sorry</html>")
    provider.files[URL] = (tmp_path / "page.html", "video/mp4")
    request = await finished(purchases, ledger, URL, AssetKind.CLIP)
    kinds = []
    for number in range(1, 7):
        env = ActivityEnvironment()
        env.info = replace(env.info, attempt=number)
        with pytest.raises(ApplicationError) as failure:
            await env.run(purchases.store_output, request)
        kinds.append((failure.value.type, failure.value.non_retryable))
    assert kinds == [("Transient", False)] * 5 + [("Unusable", True)]
    assert len(provider.downloads) == 6 and (await ledger.entry(request.attempt_key)).money is MoneyState.RESERVED


async def test_a_file_that_was_broken_and_is_whole_the_next_time_is_kept(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider, tmp_path: Path
) -> None:
    (tmp_path / "half.mp4").write_bytes(contract_clip(tmp_path / "whole.mp4", 24).read_bytes()[:2000])
    provider.files[URL] = (tmp_path / "half.mp4", "video/mp4")
    request = await finished(purchases, ledger, URL, AssetKind.CLIP)
    assert (await failure_of(purchases.store_output, request)).type == "Transient"
    provider.files[URL] = (tmp_path / "whole.mp4", "video/mp4")
    assert (await env.run(purchases.store_output, request)).duration_s == 1.0


@pytest.mark.usefixtures("clip")
async def test_a_link_that_has_expired_is_asked_for_anew(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, provider: ScriptedProvider
) -> None:
    request = await finished(purchases, ledger, "http://provider/output?expired", AssetKind.CLIP)
    name = (await ledger.entry(request.attempt_key)).provider_id or ""
    provider.become(name, PredictionStatus.SUCCEEDED, output=URL)
    assert (await env.run(purchases.store_output, request)).asset.size_bytes > 0
    assert (await ledger.entry(request.attempt_key)).state is PredictionState.SUCCEEDED


async def test_an_output_that_is_gone_stays_gone_and_is_paid(
    purchases: Purchases, ledger: Ledger, provider: ScriptedProvider
) -> None:
    request = await finished(purchases, ledger, "http://provider/gone", AssetKind.CLIP)
    failures = [await failure_of(purchases.store_output, request) for _ in range(2)]
    assert [failure.type for failure in failures] == ["Expired", "Expired"]
    entry = await ledger.entry(request.attempt_key)
    assert (entry.money, entry.cost_settled) == (MoneyState.SETTLED, Decimal("0.07"))


@pytest.mark.parametrize("outage", [0, 1])
async def test_a_provider_that_does_not_answer_is_no_proof_that_the_output_is_gone(
    purchases: Purchases, ledger: Ledger, provider: ScriptedProvider, outage: int
) -> None:
    request = await finished(purchases, ledger, "http://provider/gone", AssetKind.CLIP)
    provider.outages = [Transient("busy", provider="previz")] * outage
    failure = await failure_of(purchases.store_output, request)
    assert failure.type == ("Transient" if outage else "Expired")
    state = PredictionState.SUCCEEDED if outage else PredictionState.EXPIRED
    assert (await ledger.entry(request.attempt_key)).state is state


async def test_a_text_is_the_output_itself(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, workspace: Workspace, provider: ScriptedProvider
) -> None:
    told: dict[str, JsonValue] = {"text": "grüezi", "segments": [{"start": 0.0, "end": 0.4}]}
    request = await finished(purchases, ledger, told, AssetKind.TRANSCRIPT)
    receipt = await env.run(purchases.store_output, request)
    assert json.loads((await workspace.fetch(receipt.asset.key)).read_text("utf-8")) == told
    assert (receipt.duration_s, receipt.asset.content_type, provider.downloads) == (None, "application/json", [])


@pytest.mark.usefixtures("clip")
async def test_an_output_that_calls_its_link_an_asset_is_fetched_like_any_other(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger
) -> None:
    request = await finished(purchases, ledger, {"asset": URL}, AssetKind.CLIP)
    assert (await env.run(purchases.store_output, request)).duration_s == 1.0


@pytest.mark.usefixtures("clip")
async def test_what_nobody_wants_any_more_is_brought_home_and_settled(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger
) -> None:
    request = await finished(purchases, ledger, URL, AssetKind.CLIP)
    outcome = Outcome(state=PredictionState.CANCELED, error="nobody waits for it")
    settled = await env.run(purchases.settle, SettleRequest(attempt_key=request.attempt_key, outcome=outcome))
    assert settled.state is PredictionState.SUCCEEDED
    receipt = await env.run(purchases.store_output, request)
    entry = await ledger.entry(request.attempt_key)
    assert (entry.money, entry.wanted, entry.receipt) == (MoneyState.SETTLED, False, receipt.model_dump(mode="json"))


@pytest.mark.usefixtures("clip")
async def test_two_that_store_the_same_at_once_agree(hire: Hire, ledger: Ledger, provider: ScriptedProvider) -> None:
    request = await finished(hire(), ledger, URL, AssetKind.CLIP)
    receipts = await asyncio.gather(
        *(ActivityEnvironment().run(hire(name).store_output, request) for name in ("first", "second"))
    )
    assert receipts[0] == receipts[1]
    assert (await ledger.entry(request.attempt_key)).cost_settled == Decimal("0.07")
