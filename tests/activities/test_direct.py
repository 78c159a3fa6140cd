"""Providers that answer at once: the answer is at home before anything else, and a lost one is never guessed at."""
# ruff: noqa: ASYNC240  -- tiny files, and nobody else on the loop

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError
from sqlalchemy.exc import OperationalError
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import submitting
from activities.contract import Attempt, Outcome, SettleRequest, StoreRequest
from activities.workspace import Workspace
from film.assets import AssetKind
from film.catalogue import Model
from film.prices import Usage
from film.status import MoneyState, PredictionState
from providers.direct import Made
from providers.errors import RateLimited, Rejected, SubmissionUnknown
from store.ledger import Ledger
from store.objects import ObjectStore
from tests.activities.conftest import Hire
from tests.activities.orders import AT_ONCE, AT_ONCE_CHEAP, attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedDirect
from tests.media.material import contract_clip

S, M = PredictionState, MoneyState
PRICE = Decimal("0.07")


def wanted(model: Model = AT_ONCE, kind: AssetKind = AssetKind.TRANSCRIPT) -> Attempt:
    """What needs no files."""
    made = attempt(model, kind=kind)
    return made.model_copy(update={"order": made.order.model_copy(update={"assets": {}})})


def bill(order: Attempt) -> StoreRequest:
    return StoreRequest(attempt_key=order.key, provider="direct", kind=order.order.kind)


@pytest.fixture
def clip(direct: ScriptedDirect, tmp_path: Path) -> Path:
    path = contract_clip(tmp_path / "clip.mp4", 24)
    direct.content = (path, "video/mp4")
    return path


async def test_a_file_is_at_home_before_the_ledger_hears_of_it(
    env: ActivityEnvironment, purchases: Purchases, ledger: Ledger, objects: ObjectStore, clip: Path
) -> None:
    order = wanted(kind=AssetKind.CLIP)
    submitted = await env.run(purchases.submit, order)
    assert submitted.ended
    entry = await ledger.entry(order.key)
    assert isinstance(entry.output, dict) and isinstance(entry.output["asset"], dict)
    assert objects.size(str(entry.output["asset"]["key"])) == clip.stat().st_size
    assert (entry.state, entry.money) == (S.SUCCEEDED, M.RESERVED)
    receipt = await env.run(purchases.store_output, bill(order))
    assert (receipt.duration_s, receipt.cost_usd, receipt.asset.content_type) == (1.0, PRICE, "video/mp4")
    assert (await ledger.entry(order.key)).money is M.SETTLED


async def test_a_document_becomes_a_stored_text(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, workspace: Workspace
) -> None:
    direct.answer = Made(request_id="", document={"text": "grüezi"})
    order = wanted()
    await env.run(purchases.submit, order)
    receipt = await env.run(purchases.store_output, bill(order))
    assert json.loads((await workspace.fetch(receipt.asset.key)).read_text("utf-8")) == {"text": "grüezi"}


async def test_words_that_utf8_cannot_hold_do_not_lose_an_answer(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, workspace: Workspace
) -> None:
    direct.answer = Made(request_id="", document={"text": "half a pair \ud83d here"})
    order = wanted()
    assert (await env.run(purchases.submit, order)).ended
    receipt = await env.run(purchases.store_output, bill(order))
    assert json.loads((await workspace.fetch(receipt.asset.key)).read_text("utf-8")) == {"text": "half a pair ? here"}


async def test_what_was_used_is_what_is_charged(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    direct.answer = Made(request_id="", document={}, usage=Usage(seconds=4.0))
    order = wanted()
    await env.run(purchases.submit, order)
    assert (await ledger.entry(order.key)).cost == Decimal("0.09")


async def test_a_retry_after_an_answer_says_the_same_without_a_call(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect
) -> None:
    order = wanted()
    first = await env.run(purchases.submit, order)
    assert await env.run(purchases.submit, order) == first
    assert len(direct.calls) == 1


@pytest.mark.parametrize(("model", "kind"), [(AT_ONCE, "SubmissionUnknown"), (AT_ONCE_CHEAP, "LostAnswer")])
async def test_a_lost_answer_waits_for_a_person_unless_the_model_is_cheap(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger, model: Model, kind: str
) -> None:
    order = wanted(model)
    direct.faults = [SubmissionUnknown("the connection broke", provider="direct")]
    first = await failure_of(purchases.submit, order)
    assert (first.type, first.non_retryable) == ("SubmissionUnknown", False)
    again = await failure_of(purchases.submit, order)
    assert (again.type, again.non_retryable, len(direct.calls)) == (kind, True, 1)
    entry = await ledger.entry(order.key)
    assert (entry.state, entry.money) == (S.UNKNOWN, M.RESERVED)


async def test_a_lost_answer_that_is_given_up_may_have_been_billed(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    order = wanted()
    direct.faults = [SubmissionUnknown("the connection broke", provider="direct")]
    await failure_of(purchases.submit, order)
    settled = await env.run(
        purchases.settle, SettleRequest(attempt_key=order.key, outcome=Outcome(state=S.CANCELED, error="stop"))
    )
    assert (settled.state, (await ledger.entry(order.key)).money) == (S.UNKNOWN, M.MAYBE_BILLED)
    assert (await failure_of(purchases.submit, order)).non_retryable and len(direct.calls) == 1


async def test_a_refusal_that_was_billed_is_charged_what_it_used(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    order = wanted()
    direct.faults = [Rejected("I would rather not", provider="direct", code="refusal", usage=Usage(seconds=1.0))]
    assert (await failure_of(purchases.submit, order)).type == "Rejected"
    entry = await ledger.entry(order.key)
    assert (entry.state, entry.money, entry.cost) == (S.FAILED, M.SETTLED, Decimal("0.06"))
    again = await failure_of(purchases.submit, order)
    assert (again.type, len(direct.calls)) == ("Rejected", 1) and "I would rather not" in again.message


async def test_a_refusal_that_cost_nothing_is_released_when_it_is_closed(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    order = wanted()
    direct.faults = [Rejected("bad prompt", provider="direct", code="bad_input")]
    await failure_of(purchases.submit, order)
    await env.run(purchases.settle, SettleRequest(attempt_key=order.key, outcome=Outcome(state=S.FAILED)))
    assert (await ledger.entry(order.key)).money is M.RELEASED


async def test_a_rate_limit_is_no_doubt(purchases: Purchases, direct: ScriptedDirect, env: ActivityEnvironment) -> None:
    order = wanted()
    direct.faults = [RateLimited("too many", provider="direct", retry_after_s=3)]
    assert (await failure_of(purchases.submit, order)).type == "RateLimited"
    assert (await env.run(purchases.submit, order)).ended and len(direct.calls) == 2


@pytest.mark.usefixtures("clip")
async def test_a_crash_between_answer_and_ledger_costs_no_second_call(
    hire: Hire, env: ActivityEnvironment, direct: ScriptedDirect, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = wanted(kind=AssetKind.CLIP)

    async def killed(*_: object, **__: object) -> None:
        raise MemoryError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "answered", killed)
        with pytest.raises(MemoryError):
            await env.run(hire().submit, order)
    assert (await ledger.entry(order.key)).state is S.INTENDED
    assert (await env.run(hire().submit, order)).ended and len(direct.calls) == 1
    assert (await env.run(hire().store_output, bill(order))).duration_s == 1.0


@pytest.mark.usefixtures("clip")
async def test_an_answer_outlives_outages_of_storage_and_database(
    env: ActivityEnvironment,
    purchases: Purchases,
    direct: ScriptedDirect,
    ledger: Ledger,
    objects: ObjectStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order, put, answered = wanted(kind=AssetKind.CLIP), objects.put, ledger.answered
    outages: list[Exception] = [
        EndpointConnectionError(endpoint_url="http://s3"),
        OperationalError("UPDATE", {}, Exception("the server closed the connection")),
    ]

    def flaky_put(key: str, path: Path, content_type: str) -> None:
        if len(outages) == 2:
            raise outages.pop(0)
        put(key, path, content_type)

    async def flaky_answered(*arguments: object, **named: object) -> None:
        if outages:
            raise outages.pop(0)
        await answered(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(submitting, "_WAITS_S", (0, 0))
    monkeypatch.setattr(objects, "put", flaky_put)
    monkeypatch.setattr(ledger, "answered", flaky_answered)
    assert (await env.run(purchases.submit, order)).ended
    assert len(direct.calls) == 1 and (await ledger.entry(order.key)).state is S.SUCCEEDED


async def test_calls_that_their_provider_names_alike_are_told_apart(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    direct.names = ["chatcmpl-1", "chatcmpl-1", ""]
    orders = [wanted() for _ in range(3)]
    for order in orders:
        assert (await env.run(purchases.submit, order)).ended
    names = [(await ledger.entry(order.key)).provider_id for order in orders]
    assert names[1:] == [f"chatcmpl-1/{orders[1].key}", f"unnamed/{orders[2].key}"]


async def test_two_tries_beside_each_other_make_one_call(hire: Hire, direct: ScriptedDirect, ledger: Ledger) -> None:
    order, gate = wanted(), asyncio.Event()
    direct.before_answer = gate.wait
    tries = [asyncio.create_task(ActivityEnvironment().run(hire(n).submit, order)) for n in ("first", "second")]
    await asyncio.sleep(0.5)
    gate.set()
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert len(direct.calls) == 1
    assert sum(isinstance(end, ApplicationError) for end in ends) == 1
    assert (await ledger.entry(order.key)).state is S.SUCCEEDED


async def test_an_answer_that_comes_after_it_was_given_up_is_kept_and_its_money_counted(
    hire: Hire, env: ActivityEnvironment, direct: ScriptedDirect, ledger: Ledger
) -> None:
    order = wanted()

    async def given_up() -> None:
        await ledger.unknown(order.key, "taken for lost")
        await ledger.close(order.key, S.UNKNOWN, "bought again")

    direct.before_answer = given_up
    assert (await env.run(hire().submit, order)).ended
    entry = await ledger.entry(order.key)
    assert (entry.state, entry.money, entry.wanted) == (S.SUCCEEDED, M.MAYBE_BILLED, False)
    await env.run(hire().store_output, bill(order))
    assert (await ledger.entry(order.key)).money is M.SETTLED


async def test_cancelling_while_the_answer_is_on_its_way_keeps_the_answer(
    env: ActivityEnvironment, purchases: Purchases, direct: ScriptedDirect, ledger: Ledger
) -> None:
    order, left = wanted(), asyncio.Event()

    async def slow() -> None:
        left.set()
        await asyncio.sleep(0.1)

    direct.before_answer = slow
    running = asyncio.create_task(env.run(purchases.submit, order))
    await left.wait()
    env.cancel(ActivityCancellationDetails(cancel_requested=True))
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await ledger.entry(order.key)).state is S.SUCCEEDED
    settled = await ActivityEnvironment().run(
        purchases.settle, SettleRequest(attempt_key=order.key, outcome=Outcome(state=S.CANCELED, error="stop"))
    )
    assert settled.state is S.SUCCEEDED
