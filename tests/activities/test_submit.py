"""Submitting: the intent first, the request at most once, whatever is lost on the way."""

import asyncio
from decimal import Decimal

import pytest
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import purchases as module
from activities.contract import Attempt, Outcome, SettleRequest, Submitted
from activities.purchases import PurchaseActivities
from film.catalogue import Rule
from film.status import PredictionState
from providers.errors import Exhausted, RateLimited, Rejected, Transient, Unauthenticated
from store.ledger import Ledger
from tests.activities.orders import attempt
from tests.activities.scripted import ScriptedProvider


@pytest.fixture
def absence_is_proven_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module._ABSENCE_PROVEN_S, "previz", 0.0)


async def refused(env: ActivityEnvironment, purchases: PurchaseActivities, wanted: Attempt) -> ApplicationError:
    with pytest.raises(ApplicationError) as refusal:
        await env.run(purchases.submit, wanted)
    return refusal.value


async def test_the_intent_is_committed_before_the_request_leaves(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()

    async def look() -> None:
        entry = await ledger.entry(wanted.key)
        assert entry.state is PredictionState.INTENDED and entry.posting_at is not None
        assert entry.cost_reserved_usd == Decimal("0.07")

    provider.before_post = look
    submitted = await env.run(purchases.submit, wanted)
    entry = await ledger.entry(wanted.key)
    assert (entry.state, entry.provider_id) == (PredictionState.SUBMITTED, submitted.provider_id)


async def test_files_are_sent_as_links_and_kept_as_keys(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await env.run(purchases.submit, wanted)
    model, sent = provider.posts[0]
    assert model == "previz/motion" and str(sent["image"]).startswith("http://") and sent["seed"] == 7
    assert (await ledger.entry(wanted.key)).input["image"] == "assets/still/aa/x.png"


async def test_a_retry_after_the_id_was_recorded_posts_nothing(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    first = await env.run(purchases.submit, wanted)
    assert await env.run(purchases.submit, wanted) == first
    assert len(provider.posts) == 1


async def test_a_prediction_whose_answer_was_lost_is_found_and_adopted(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    provider.loses_answers = True
    assert (await refused(env, purchases, wanted)).type == "SubmissionUnknown"
    found = await env.run(purchases.submit, wanted)
    assert len(provider.posts) == 1
    assert found.provider_id in provider.predictions
    assert (await ledger.entry(wanted.key)).provider_id == found.provider_id


async def test_a_worker_killed_between_post_and_record_adopts_on_the_retry(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()

    async def crash() -> None:
        raise MemoryError("killed")

    provider.after_post = crash
    with pytest.raises(MemoryError):
        await env.run(purchases.submit, wanted)
    provider.after_post = None
    await env.run(purchases.submit, wanted)
    assert len(provider.posts) == 1


async def test_while_absence_is_not_proven_nothing_is_sent_again(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    provider.swallows_posts = True
    await refused(env, purchases, wanted)
    provider.swallows_posts = False
    again = await refused(env, purchases, wanted)
    assert (again.type, again.non_retryable) == ("SubmissionUnknown", False)
    assert len(provider.posts) == 1


@pytest.mark.usefixtures("absence_is_proven_at_once")
async def test_once_absence_is_proven_it_is_sent_again(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    provider.swallows_posts = True
    await refused(env, purchases, wanted)
    provider.swallows_posts = False
    await env.run(purchases.submit, wanted)
    assert (len(provider.posts), len(provider.predictions)) == (2, 1)


@pytest.mark.usefixtures("absence_is_proven_at_once")
async def test_identical_orders_do_not_adopt_each_others_prediction(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    mine, yours = attempt(prompt="the same"), attempt(prompt="the same")
    first = await env.run(purchases.submit, mine)
    provider.swallows_posts = True
    await refused(env, purchases, yours)
    provider.swallows_posts = False
    second = await env.run(purchases.submit, yours)
    assert first.provider_id != second.provider_id
    assert len(provider.predictions) == 2


async def test_identical_orders_that_both_lost_their_answer_adopt_one_each(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    orders = [attempt(prompt="twins"), attempt(prompt="twins")]
    provider.loses_answers = True
    for order in orders:
        await refused(env, purchases, order)
    found = [await env.run(purchases.submit, order) for order in orders]
    assert {each.provider_id for each in found} == set(provider.predictions)


async def test_a_prediction_with_other_input_is_not_adopted(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    provider.loses_answers = True
    await refused(env, purchases, attempt(prompt="a stranger"))
    provider.loses_answers, provider.swallows_posts = False, True
    wanted = attempt()
    await refused(env, purchases, wanted)
    assert (await refused(env, purchases, wanted)).type == "SubmissionUnknown"


async def test_a_post_that_was_refused_may_be_repeated_without_a_search(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    provider.faults = [RateLimited("too many", provider="previz", retry_after_s=7.5)]
    limited = await refused(env, purchases, wanted)
    assert (limited.type, limited.non_retryable) == ("RateLimited", False)
    assert limited.next_retry_delay is not None and limited.next_retry_delay.total_seconds() == 7.5
    await env.run(purchases.submit, wanted)
    assert len(provider.predictions) == 1


@pytest.mark.parametrize(
    ("fault", "kind", "final"),
    [
        (Transient("busy", provider="previz"), "Transient", False),
        (Rejected("bad prompt", provider="previz", code="bad_input"), "Rejected", True),
        (Exhausted("no credit left", provider="previz"), "Exhausted", True),
        (Unauthenticated("no such token", provider="previz"), "Unauthenticated", True),
    ],
)
async def test_a_refusal_says_whether_to_try_again_and_why(
    env: ActivityEnvironment,
    purchases: PurchaseActivities,
    provider: ScriptedProvider,
    fault: Transient | Rejected | Exhausted,
    kind: str,
    final: bool,
) -> None:
    provider.faults = [fault]
    refusal = await refused(env, purchases, attempt())
    assert (refusal.type, refusal.non_retryable, refusal.message) == (kind, final, str(fault))


async def test_a_provider_without_credentials_is_named(env: ActivityEnvironment, purchases: PurchaseActivities) -> None:
    refusal = await refused(env, purchases, attempt(provider="replicate"))
    assert refusal.non_retryable and "No credentials for replicate" in refusal.message


async def test_a_closed_attempt_is_never_bought(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    provider.faults = [Rejected("bad prompt", provider="previz", code="bad_input")]
    await refused(env, purchases, wanted)
    outcome = Outcome(state=PredictionState.FAILED, error="bad prompt")
    await env.run(purchases.settle, SettleRequest(attempt_key=wanted.key, outcome=outcome))
    assert (await refused(env, purchases, wanted)).non_retryable
    assert len(provider.posts) == 1


async def submit_and_cancel(
    env: ActivityEnvironment,
    purchases: PurchaseActivities,
    provider: ScriptedProvider,
    wanted: Attempt,
    why: ActivityCancellationDetails,
) -> None:
    """Cancel while the request is on its way; its answer comes a little later."""
    left = asyncio.Event()

    async def slow() -> None:
        left.set()
        await asyncio.sleep(0.1)

    provider.after_post = slow
    running: asyncio.Task[Submitted] = asyncio.create_task(env.run(purchases.submit, wanted))
    await left.wait()
    env.cancel(why)
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_cancelling_while_the_request_is_on_its_way_cancels_what_it_bought(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await submit_and_cancel(env, purchases, provider, wanted, ActivityCancellationDetails(cancel_requested=True))
    entry = await ledger.entry(wanted.key)
    assert entry.state is PredictionState.CANCELED and provider.cancelled == [entry.provider_id]


async def test_a_worker_that_stops_while_the_request_is_on_its_way_keeps_the_id(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await submit_and_cancel(env, purchases, provider, wanted, ActivityCancellationDetails(worker_shutdown=True))
    entry = await ledger.entry(wanted.key)
    assert entry.state is PredictionState.SUBMITTED and provider.cancelled == []


async def test_what_the_model_would_refuse_is_never_sent(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    rules = {
        "prompt": Rule(type="string", required=True),
        "image": Rule(type="string"),
        "seed": Rule(type="integer", most=5),
    }
    wanted = wanted.model_copy(update={"model": wanted.model.model_copy(update={"rules": rules})})
    refusal = await refused(env, purchases, wanted)
    assert (refusal.type, refusal.non_retryable) == ("Rejected", True)
    assert refusal.message == "previz/motion would not take this: seed: 7 is more than 5"
    assert provider.posts == []
    await env.run(
        purchases.settle,
        SettleRequest(attempt_key=wanted.key, outcome=Outcome(state=PredictionState.FAILED, error=refusal.message)),
    )
    assert (await ledger.entry(wanted.key)).cost_settled_usd == 0


async def test_a_model_of_certain_lengths_is_paid_for_the_one_it_makes(
    env: ActivityEnvironment, purchases: PurchaseActivities, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    changes = {"clip_seconds": (5, 10), "inputs": {"prompt": "prompt", "seconds": "duration"}}
    order = wanted.order.model_copy(update={"wants": {"prompt": wanted.key, "seconds": 5.5}, "seconds": 5.5})
    wanted = wanted.model_copy(update={"model": wanted.model.model_copy(update=changes), "order": order})
    await env.run(purchases.submit, wanted)
    assert provider.posts[0][1] == {"prompt": wanted.key, "duration": 10}
    assert (await ledger.entry(wanted.key)).cost_reserved_usd == Decimal("0.15")
