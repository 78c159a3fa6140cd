"""Workers that die at every point of a purchase: how often was posted, how many predictions there are, whose money."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import Attempt, AwaitRequest, Outcome, Receipt, StoreRequest, Submitted
from activities.till import Account, Till
from film.assets import AssetKind
from film.status import MoneyState, PredictionState
from providers.errors import RateLimited
from providers.predictions import PredictionStatus
from store.ledger import Ledger
from tests.activities.conftest import Hire
from tests.activities.orders import CATALOGUE, attempt
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedDirect, ScriptedProvider
from tests.media.material import contract_clip

S, M = PredictionState, MoneyState
PRICE = Decimal("0.07")
URL = "http://provider/output"


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


async def killed(job: Awaitable[object]) -> None:
    with pytest.raises(Killed):
        await job


def dying(method: Callable[..., Awaitable[object]], *, first: bool) -> Callable[..., Awaitable[object]]:
    """``method``, but the process dies before (``first``) or right after it."""

    async def dies(*arguments: object, **named: object) -> object:
        if not first:
            await method(*arguments, **named)
        raise Killed

    return dies


@pytest.fixture
def till(provider: ScriptedProvider, direct: ScriptedDirect, ledger: Ledger) -> Till:
    """Absence is proven at once, so that every retry is decided."""
    account = Account(provider, "http://api/v1/webhooks/previz", timedelta(0))
    return Till(accounts={"previz": account}, direct={"direct": direct}, catalogue=CATALOGUE, ledger=ledger)


def dead(till: Till, method: str, *, first: bool) -> Till:
    """A till whose process dies at this method of the ledger."""
    ledger = Ledger(till.ledger._database)
    setattr(ledger, method, dying(getattr(till.ledger, method), first=first))
    return Till(accounts=till.accounts, direct=till.direct, catalogue=till.catalogue, ledger=ledger)


async def submit(hire: Hire, wanted: Attempt, name: str, till: Till | None = None) -> Submitted:
    return await ActivityEnvironment().run(hire(name, till=till).submit, wanted)


async def finish(hire: Hire, submitted: Submitted, name: str = "third") -> Receipt:
    env, worker = ActivityEnvironment(), hire(name)
    request = AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)
    assert (await env.run(worker.await_prediction, request)).state is S.SUCCEEDED
    return await env.run(worker.store_output, store_request(submitted))


def store_request(submitted: Submitted) -> StoreRequest:
    return StoreRequest(attempt_key=submitted.attempt_key, provider="previz", kind=AssetKind.CLIP)


def deliver(provider: ScriptedProvider, tmp_path: Path) -> None:
    provider.files[URL] = (contract_clip(tmp_path / "clip.mp4", 24), "video/mp4")
    for name in provider.predictions:
        provider.become(name, PredictionStatus.SUCCEEDED, output=URL)


async def settled(ledger: Ledger, attempt_key: str) -> None:
    entry = await ledger.entry(attempt_key)
    assert (entry.state, entry.money, entry.cost_settled) == (S.SUCCEEDED, M.SETTLED, PRICE)


async def test_killed_after_the_intent_it_is_posted_once_by_the_next_worker(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    wanted = attempt()
    await killed(submit(hire, wanted, "first", dead(till, "about_to_post", first=True)))
    assert (await ledger.entry(wanted.key)).money is M.RESERVED and provider.posts == []
    submitted = await submit(hire, wanted, "second")
    deliver(provider, tmp_path)
    await finish(hire, submitted)
    assert (len(provider.posts), len(provider.predictions)) == (1, 1)
    await settled(ledger, wanted.key)


async def test_killed_when_the_request_was_about_to_leave_it_is_closed_at_no_cost_and_not_posted_again(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    await killed(submit(hire, wanted, "first", dead(till, "about_to_post", first=False)))
    refusal = await failure_of(hire("second").submit, wanted)
    assert (refusal.type, refusal.non_retryable, provider.posts) == ("NeverArrived", True, [])
    entry = await ledger.entry(wanted.key)
    assert (entry.state, entry.money, entry.cost) == (S.FAILED, M.RELEASED, Decimal(0))


async def test_killed_between_the_post_and_its_id_the_prediction_is_adopted(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    wanted = attempt()
    await killed(submit(hire, wanted, "first", dead(till, "submitted", first=True)))
    submitted = await submit(hire, wanted, "second")
    deliver(provider, tmp_path)
    await finish(hire, submitted)
    assert (len(provider.posts), list(provider.predictions)) == (1, [submitted.provider_id])
    await settled(ledger, wanted.key)


async def test_killed_after_the_id_was_written_nothing_is_looked_for_or_posted(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    wanted = attempt()
    await killed(submit(hire, wanted, "first", dead(till, "submitted", first=False)))
    submitted = await submit(hire, wanted, "second")
    deliver(provider, tmp_path)
    await finish(hire, submitted)
    assert len(provider.posts) == 1
    await settled(ledger, wanted.key)


async def test_killed_while_waiting_another_worker_waits_on(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    submitted = await submit(hire, attempt(), "first")
    request = AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)
    deliver(provider, tmp_path)
    dies = hire("first", till=dead(till, "ended", first=True))
    await killed(ActivityEnvironment().run(dies.await_prediction, request))
    assert (await ledger.entry(submitted.attempt_key)).state is S.SUBMITTED
    await finish(hire, submitted)
    assert (len(provider.posts), provider.cancelled) == (1, [])
    await settled(ledger, submitted.attempt_key)


async def test_killed_after_the_end_was_written_the_next_worker_says_the_same(
    hire: Hire, till: Till, provider: ScriptedProvider, tmp_path: Path
) -> None:
    submitted = await submit(hire, attempt(), "first")
    request = AwaitRequest(attempt_key=submitted.attempt_key, provider="previz", provider_id=submitted.provider_id)
    deliver(provider, tmp_path)
    dies = hire("first", till=dead(till, "ended", first=False))
    await killed(ActivityEnvironment().run(dies.await_prediction, request))
    again = await ActivityEnvironment().run(hire("second").await_prediction, request)
    assert again == Outcome(state=S.SUCCEEDED)


async def test_killed_between_storing_and_settling_the_same_object_is_settled_once(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    submitted = await submit(hire, attempt(), "first")
    deliver(provider, tmp_path)
    await ledger.ended(submitted.attempt_key, S.SUCCEEDED, output=URL, error=None)
    dies = hire("first", till=dead(till, "stored", first=True))
    await killed(ActivityEnvironment().run(dies.store_output, store_request(submitted)))
    assert (await ledger.entry(submitted.attempt_key)).money is M.RESERVED
    receipt = await finish(hire, submitted)
    assert (receipt.cost_usd, len(provider.posts)) == (PRICE, 1)
    await settled(ledger, submitted.attempt_key)


async def test_killed_after_settling_the_receipt_is_told_again_without_a_download(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path
) -> None:
    submitted = await submit(hire, attempt(), "first")
    deliver(provider, tmp_path)
    await ledger.ended(submitted.attempt_key, S.SUCCEEDED, output=URL, error=None)
    dies = hire("first", till=dead(till, "stored", first=False))
    await killed(ActivityEnvironment().run(dies.store_output, store_request(submitted)))
    await finish(hire, submitted)
    assert provider.downloads == [URL]


async def test_two_tries_beside_each_other_post_once(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """A worker that is slow before its request is taken for dead, and another begins; then both go on."""
    wanted, gate = attempt(), asyncio.Event()
    patient = Till(accounts={"previz": Account(provider)}, direct={}, catalogue=CATALOGUE, ledger=ledger)
    provider.before_post = gate.wait
    names = ("first", "second", "third")
    tries = [asyncio.create_task(submit(hire, wanted, name, patient)) for name in names]
    await asyncio.sleep(0.5)
    gate.set()
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert (len(provider.posts), len(provider.predictions)) == (1, 1)
    kinds = [str(end.type) if isinstance(end, ApplicationError) else type(end).__name__ for end in ends]
    assert sorted(kinds) == ["SubmissionUnknown", "SubmissionUnknown", "Submitted"]
    assert (await ledger.entry(wanted.key)).provider_id in provider.predictions


async def test_an_answer_to_an_attempt_that_was_closed_meanwhile_is_stopped_and_kept_in_the_books(
    hire: Hire, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """The process was asleep with the request in its hands, long enough to prove the call absent."""
    wanted = attempt()

    async def taken_for_lost() -> None:
        provider.before_post = None
        assert (await failure_of(hire("second").submit, wanted)).type == "NeverArrived"

    provider.before_post = taken_for_lost
    refusal = await failure_of(hire("first").submit, wanted)
    (stray,) = provider.predictions
    assert (refusal.non_retryable, provider.cancelled) == (True, [stray])
    twin = await ledger.entry(f"{wanted.key}/twin-{stray}")
    assert (twin.provider_id, twin.wanted, twin.money) == (stray, False, M.RESERVED)
    assert (await ledger.entry(wanted.key)).money is M.RELEASED


async def test_an_answer_that_differs_from_what_a_webhook_told_is_stopped_and_the_first_goes_on(
    hire: Hire, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()

    async def told() -> None:
        await ledger.submitted(wanted.key, f"webhook-{wanted.key}", "a webhook told its id")

    provider.after_post = told
    submitted = await submit(hire, wanted, "first")
    assert submitted.provider_id == f"webhook-{wanted.key}"
    assert provider.cancelled == list(provider.predictions)
    assert await ledger.adopted_elsewhere("previz", provider.cancelled[0])


async def test_a_refusal_that_comes_after_the_call_was_taken_for_lost_lets_the_attempt_go_on(
    hire: Hire, provider: ScriptedProvider, ledger: Ledger
) -> None:
    wanted = attempt()
    provider.faults = [RateLimited("too many", provider="previz", retry_after_s=1)]

    async def in_doubt() -> None:
        await ledger.unknown(wanted.key, "taken for lost")

    provider.before_post = in_doubt
    assert (await failure_of(hire("first").submit, wanted)).type == "RateLimited"
    provider.before_post = None
    await submit(hire, wanted, "second")
    assert len(provider.predictions) == 1


async def test_a_download_that_broke_off_is_taken_up_by_the_next_worker_on_the_same_disk(
    hire: Hire, provider: ScriptedProvider, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted = await submit(hire, attempt(), "first")
    deliver(provider, tmp_path)
    await ledger.ended(submitted.attempt_key, S.SUCCEEDED, output=URL, error=None)
    places: list[Path] = []
    fetch = provider.download

    async def half(url: str, path: Path, **rest: object) -> object:
        places.append(path)
        if len(places) == 1:
            path.with_name(path.name + ".part").write_bytes(b"half")
            raise Killed
        assert path.with_name(path.name + ".part").read_bytes() == b"half"
        return await fetch(url, path)

    monkeypatch.setattr(provider, "download", half)
    await killed(ActivityEnvironment().run(hire("first").store_output, store_request(submitted)))
    await ActivityEnvironment().run(hire("first").store_output, store_request(submitted))
    assert places[0] == places[1]
    await settled(ledger, submitted.attempt_key)
