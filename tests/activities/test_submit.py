"""Submitting: the intent first, the request at most once, whatever is lost on the way."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import Attempt, Outcome, SettleRequest, Submitted
from activities.till import Account, Till
from film.status import MoneyState, PredictionState
from providers.errors import Exhausted, RateLimited, Rejected, Transient, Unauthenticated
from store.ledger import Ledger, UnknownAttemptError
from tests.activities.orders import BOUNDED, CATALOGUE, ELSEWHERE, IN_LENGTHS, attempt
from tests.activities.purchases import Purchases
from tests.activities.scripted import ScriptedDirect, ScriptedProvider


@pytest.fixture
def till(provider: ScriptedProvider, direct: ScriptedDirect, ledger: Ledger, request: pytest.FixtureRequest) -> Till:
    """With ``@pytest.mark.parametrize("till", [seconds], indirect=True)`` absence is proven after so many."""
    proven = timedelta(seconds=getattr(request, "param", 120))
    account = Account(provider, "http://api/v1/webhooks/previz", proven)
    return Till(accounts={"previz": account}, direct={"direct": direct}, catalogue=CATALOGUE, ledger=ledger)


AT_ONCE_PROVEN = pytest.mark.parametrize("till", [0], indirect=True)


async def refused(env: ActivityEnvironment, purchases: Purchases, wanted: Attempt) -> ApplicationError:
    with pytest.raises(ApplicationError) as refusal:
        await env.run(purchases.submit, wanted)
    return refusal.value


async def test_the_intent_is_committed_before_the_request_leaves(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()

    async def look() -> None:
        entry = await ledger.entry(wanted.key)
        assert entry.state is PredictionState.INTENDED and entry.posting_at is not None
        assert entry.cost_reserved == Decimal("0.07")

    provider.before_post = look
    submitted = await env.run(purchases.submit, wanted)
    entry = await ledger.entry(wanted.key)
    assert (entry.state, entry.provider_id) == (PredictionState.SUBMITTED, submitted.provider_id)


async def test_files_are_sent_as_links_and_kept_as_keys(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await env.run(purchases.submit, wanted)
    model, sent = provider.posts[0]
    assert model == "test/clip" and str(sent["image"]).startswith("http://") and sent["seed"] == 7
    assert (await ledger.entry(wanted.key)).input["image"] == "assets/still/aa/x.png"


async def test_a_retry_after_the_id_was_recorded_posts_nothing(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    first = await env.run(purchases.submit, wanted)
    assert await env.run(purchases.submit, wanted) == first
    assert len(provider.posts) == 1


async def test_a_prediction_whose_answer_was_lost_is_found_and_adopted(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    provider.loses_answers = True
    assert (await refused(env, purchases, wanted)).type == "SubmissionUnknown"
    found = await env.run(purchases.submit, wanted)
    assert len(provider.posts) == 1
    assert found.provider_id in provider.predictions
    assert (await ledger.entry(wanted.key)).provider_id == found.provider_id


async def test_a_worker_killed_between_post_and_record_adopts_on_the_retry(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
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
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
) -> None:
    wanted = attempt()
    provider.swallows_posts = True
    await refused(env, purchases, wanted)
    provider.swallows_posts = False
    again = await refused(env, purchases, wanted)
    assert (again.type, again.non_retryable) == ("SubmissionUnknown", False)
    assert len(provider.posts) == 1


@AT_ONCE_PROVEN
async def test_a_call_that_provably_never_arrived_is_closed_and_costs_nothing(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    provider.swallows_posts = True
    await refused(env, purchases, wanted)
    refusal = await refused(env, purchases, wanted)
    assert (refusal.type, refusal.non_retryable) == ("NeverArrived", True)
    entry = await ledger.entry(wanted.key)
    assert (entry.state, entry.money) == (PredictionState.FAILED, MoneyState.RELEASED)
    assert len(provider.posts) == 1


@AT_ONCE_PROVEN
async def test_identical_orders_do_not_adopt_each_others_prediction(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
) -> None:
    provider.echoes_webhooks = False
    mine, yours = attempt(prompt="the same"), attempt(prompt="the same")
    await env.run(purchases.submit, mine)
    provider.swallows_posts = True
    await refused(env, purchases, yours)
    assert (await refused(env, purchases, yours)).type == "NeverArrived"
    assert len(provider.predictions) == 1


async def test_identical_orders_that_both_lost_their_answer_adopt_one_each(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
) -> None:
    provider.echoes_webhooks = False
    orders = [attempt(prompt="twins"), attempt(prompt="twins")]
    provider.loses_answers = True
    for order in orders:
        await refused(env, purchases, order)
    found = [await env.run(purchases.submit, order) for order in orders]
    assert {each.provider_id for each in found} == set(provider.predictions)


async def test_a_prediction_with_other_input_is_not_adopted(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
) -> None:
    provider.loses_answers = True
    await refused(env, purchases, attempt(prompt="a stranger"))
    provider.loses_answers, provider.swallows_posts = False, True
    wanted = attempt()
    await refused(env, purchases, wanted)
    assert (await refused(env, purchases, wanted)).type == "SubmissionUnknown"


async def test_a_post_that_was_refused_may_be_repeated_without_a_search(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
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
    purchases: Purchases,
    provider: ScriptedProvider,
    fault: Transient | Rejected | Exhausted,
    kind: str,
    final: bool,
) -> None:
    provider.faults = [fault]
    refusal = await refused(env, purchases, attempt())
    assert (refusal.type, refusal.non_retryable, refusal.message) == (kind, final, str(fault))


async def test_a_provider_without_credentials_is_named(env: ActivityEnvironment, purchases: Purchases) -> None:
    refusal = await refused(env, purchases, attempt(ELSEWHERE))
    assert refusal.non_retryable and "No credentials for nobody" in refusal.message


async def test_a_closed_attempt_is_never_bought(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider
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
    purchases: Purchases,
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
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await submit_and_cancel(env, purchases, provider, wanted, ActivityCancellationDetails(cancel_requested=True))
    entry = await ledger.entry(wanted.key)
    assert entry.state is PredictionState.CANCELED and provider.cancelled == [entry.provider_id]


async def test_a_worker_that_stops_while_the_request_is_on_its_way_keeps_the_id(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await submit_and_cancel(env, purchases, provider, wanted, ActivityCancellationDetails(worker_shutdown=True))
    entry = await ledger.entry(wanted.key)
    assert entry.state is PredictionState.SUBMITTED and provider.cancelled == []


async def test_what_the_model_would_refuse_never_touches_the_ledger(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt(BOUNDED)
    refusal = await refused(env, purchases, wanted)
    assert (refusal.type, refusal.non_retryable) == ("Rejected", True)
    assert refusal.message == "test/bounded would not take this: seed: 7 is more than 5"
    assert provider.posts == []
    with pytest.raises(UnknownAttemptError):
        await ledger.entry(wanted.key)


async def test_a_model_of_certain_lengths_is_paid_for_the_one_it_makes(
    env: ActivityEnvironment, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt(IN_LENGTHS)
    order = wanted.order.model_copy(update={"wants": {"prompt": wanted.key, "seconds": 5.5}, "seconds": 5.5})
    wanted = wanted.model_copy(update={"order": order})
    await env.run(purchases.submit, wanted)
    assert provider.posts[0][1] == {"prompt": wanted.key, "duration": 10}
    assert (await ledger.entry(wanted.key)).cost_reserved == Decimal("0.15")


@pytest.mark.parametrize("requested", [True, False], ids=["cancelled", "shut down"])
async def test_wherever_a_submission_is_interrupted_nothing_runs_unseen_when_it_is_closed(
    purchases: Purchases, provider: ScriptedProvider, ledger: Ledger, requested: bool
) -> None:
    """Interrupted after ever more turns of the loop, until one gets through; then settled, as a workflow would."""

    async def a_moment() -> None:
        await asyncio.sleep(0.002)

    provider.before_post = provider.after_post = a_moment
    why = ActivityCancellationDetails(cancel_requested=requested, worker_shutdown=not requested)
    got_through, turns, attempts = False, 0, []
    while not got_through:
        env, wanted = ActivityEnvironment(), attempt()
        attempts.append(wanted.key)
        running: asyncio.Task[Submitted] = asyncio.create_task(env.run(purchases.submit, wanted))
        for _ in range(turns):
            await asyncio.sleep(0)
        if not running.done():
            env.cancel(why)
        ends = await asyncio.gather(running, return_exceptions=True)
        got_through = isinstance(ends[0], Submitted)
        outcome = Outcome(state=PredictionState.CANCELED, error="nobody waits for it")
        await ActivityEnvironment().run(purchases.settle, SettleRequest(attempt_key=wanted.key, outcome=outcome))
        turns = turns * 5 // 4 + 1
    entries = [await ledger.entry(key) for key in attempts if await known(ledger, key)]
    assert {entry.money for entry in entries} == {MoneyState.RELEASED}
    assert {entry.provider_id for entry in entries} - {None} == set(provider.predictions) == set(provider.cancelled)


async def known(ledger: Ledger, attempt_key: str) -> bool:
    try:
        await ledger.entry(attempt_key)
    except UnknownAttemptError:
        return False
    return True
