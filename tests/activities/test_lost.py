"""Looking for calls whose answer was lost: ours are found, others' are left alone, absence is never guessed."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.contract import Attempt
from activities.lost import Absence, find_lost
from activities.till import Account, Till
from film.status import MoneyState, PredictionState
from providers.errors import RateLimited, Transient, Unauthenticated
from store.clock import now
from store.ledger import Entry, Intent, Ledger
from tests.activities.conftest import Hire
from tests.activities.orders import AT_ONCE, LIPS, attempt
from tests.activities.purchases import Purchases
from tests.activities.refusals import failure_of
from tests.activities.scripted import ScriptedProvider
from tests.store.samples import fresh
from tests.store.samples import intent as sample

S, M = PredictionState, MoneyState


@pytest.fixture
def account(till: Till) -> Account:
    return till.accounts["previz"]


async def lost(purchases: Purchases, ledger: Ledger, wanted: Attempt | None = None) -> Entry:
    """An attempt whose answer was lost, or whose request was, as the provider is scripted."""
    wanted = wanted or attempt()
    assert (await failure_of(purchases.submit, wanted)).type == "SubmissionUnknown"
    return await ledger.entry(wanted.key)


async def found(till: Till, account: Account, entry: Entry) -> str | Absence:
    return await find_lost(till, account, entry)


async def test_the_webhook_tells_which_of_two_equal_calls_is_ours(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    entries = [await lost(purchases, ledger, attempt(prompt="the same")) for _ in range(2)]
    ours = {p.webhook: p.provider_id for p in provider.predictions.values()}
    for entry in reversed(entries):
        assert await found(till, account, entry) == ours[account.webhook_for(entry.attempt_key)]


async def test_without_webhooks_model_and_input_tell(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers, provider.echoes_webhooks = True, False
    entries = [await lost(purchases, ledger) for _ in range(2)]
    for entry in entries:
        prediction = provider.predictions[str(await found(till, account, entry))]
        assert prediction.input and prediction.input["prompt"] == entry.input["prompt"]


async def test_equal_calls_over_other_pictures_are_told_apart(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """The pieces of one clip: the same words and seed, each going on from another picture."""
    provider.loses_answers, provider.echoes_webhooks = True, False
    entries = []
    for picture in ("a", "b"):
        wanted = attempt(prompt="a clip in two pieces")
        order = wanted.order.model_copy(update={"assets": {"image": f"assets/still/{picture}/{picture}.png"}})
        entries.append(await lost(purchases, ledger, wanted.model_copy(update={"order": order})))
    for entry in reversed(entries):
        prediction = provider.predictions[str(await found(till, account, entry))]
        assert prediction.input and str(entry.input["image"]) in str(prediction.input["image"])


async def test_a_sound_that_was_given_a_lead_on_its_way_is_found_all_the_same(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers, provider.echoes_webhooks = True, False
    wanted = attempt(LIPS)
    order = wanted.order.model_copy(update={"assets": {"audio": "assets/speech/aa/line.wav"}, "wants": {}})
    entry = await lost(purchases, ledger, wanted.model_copy(update={"order": order}))
    (name,) = provider.predictions
    delayed = {"audio": "http://s3/bucket/assets/speech/bb/line-with-lead.wav?X-Amz-Signature=1"}
    provider.predictions[name] = provider.predictions[name].model_copy(update={"input": delayed})
    assert await found(till, account, entry) == name


async def test_of_two_with_our_webhook_the_earlier_is_adopted_and_the_later_cancelled_with_a_row_of_its_own(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    entry = await lost(purchases, ledger)
    (first,) = provider.predictions
    later = fresh("prediction")
    moment = provider.predictions[first].created_at + timedelta(seconds=1)
    provider.predictions[later] = provider.predictions[first].model_copy(
        update={"provider_id": later, "created_at": moment}
    )
    assert await found(till, account, entry) == first
    assert provider.cancelled == [later]
    twin = await ledger.entry(f"{entry.attempt_key}/twin-{later}")
    assert (twin.state, twin.money, twin.wanted, twin.cost) == (S.SUBMITTED, M.RESERVED, False, entry.cost)
    assert await found(till, account, await ledger.entry(entry.attempt_key)) == first
    assert provider.cancelled == [later]


async def test_what_a_webhook_told_while_we_looked_is_found_and_not_called_absent(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """The entry was read before; its own row stands for the prediction now."""
    account = Account(provider, "http://api/v1/webhooks/previz", timedelta(0))
    eager = Till(accounts={"previz": account}, catalogue=till.catalogue, ledger=ledger)
    provider.loses_answers = True
    entry = await lost(hire(till=eager), ledger)
    (name,) = provider.predictions
    await ledger.submitted(entry.attempt_key, name, "a webhook told its id")
    assert await found(eager, account, entry) == name


async def test_an_id_that_becomes_known_while_the_list_is_read_ends_the_search(
    hire: Hire, till: Till, provider: ScriptedProvider, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    eager = Till(accounts={"previz": Account(provider, None, timedelta(0))}, catalogue=till.catalogue, ledger=ledger)
    provider.swallows_posts = True
    wanted = attempt()
    await lost(hire(till=eager), ledger, wanted)

    async def empty(*_: object) -> list[object]:
        await ledger.submitted(wanted.key, f"late-{wanted.key}", "a webhook told its id")
        return []

    monkeypatch.setattr(provider, "created_since", empty)
    submitted = await ActivityEnvironment().run(hire(till=eager).submit, wanted)
    assert submitted.provider_id == f"late-{wanted.key}"


async def test_a_prediction_that_stands_for_another_attempt_is_never_adopted(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.echoes_webhooks = False
    await ActivityEnvironment().run(purchases.submit, attempt(prompt="wanted twice"))
    provider.swallows_posts = True
    entry = await lost(purchases, ledger, attempt(prompt="wanted twice"))
    assert await found(till, account, entry) is Absence.UNPROVEN
    assert (await ledger.entry(entry.attempt_key)).provider_id is None


async def test_a_prediction_with_another_attempts_webhook_is_not_ours_whatever_its_input(
    till: Till, account: Account, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.loses_answers = True
    await lost(purchases, ledger, attempt(prompt="the same"))
    provider.loses_answers, provider.swallows_posts = False, True
    entry = await lost(purchases, ledger, attempt(prompt="the same"))
    assert await found(till, account, entry) is Absence.UNPROVEN


@pytest.mark.parametrize(
    ("minutes", "is_found"), [(-1.9, True), (-2.1, False)], ids=["a clock behind ours", "before our time"]
)
async def test_clocks_may_differ_by_two_minutes(
    till: Till,
    account: Account,
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    minutes: float,
    is_found: bool,
) -> None:
    provider.loses_answers = True
    entry = await lost(purchases, ledger)
    (name,) = provider.predictions
    provider.predictions[name] = provider.predictions[name].model_copy(
        update={"created_at": (entry.posting_at or now()) + timedelta(minutes=minutes)}
    )
    assert (await found(till, account, entry) == name) is is_found


async def test_absence_is_proven_only_when_the_list_was_read_late_enough(
    till: Till, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    provider.swallows_posts = True
    entry = await lost(purchases, ledger)
    for seconds, verdict in ((60, Absence.UNPROVEN), (0, Absence.PROVEN)):
        assert await found(till, Account(provider, None, timedelta(seconds=seconds)), entry) is verdict


async def test_a_prediction_whose_input_was_cleared_away_leaves_absence_unproven(
    till: Till, purchases: Purchases, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """Replicate removes inputs after an hour; only model and time remain."""
    account = Account(provider, None, timedelta(0))
    provider.loses_answers, provider.echoes_webhooks = True, False
    entry = await lost(purchases, ledger)
    (name,) = provider.predictions
    provider.predictions[name] = provider.predictions[name].model_copy(update={"input": None, "data_removed": True})
    assert await found(till, account, entry) is Absence.UNPROVEN
    await ledger.submitted((await ledger.intend(_intent_of(entry))).attempt_key, name, "another's after all")
    assert await found(till, account, entry) is Absence.PROVEN


async def test_no_list_tells_of_a_call_that_was_answered_at_once(
    till: Till, provider: ScriptedProvider, ledger: Ledger
) -> None:
    """The bundled server offers both; its list of predictions proves nothing about its direct calls."""
    entry = await ledger.intend(_intent_of(None).model_copy(update={"model": AT_ONCE.slug}))
    await ledger.about_to_post(entry.attempt_key)
    entry = await ledger.entry(entry.attempt_key)
    assert await found(till, Account(provider, None, timedelta(0)), entry) is Absence.UNPROVEN


@pytest.mark.parametrize(
    ("outage", "kind", "final"),
    [
        (Transient("busy", provider="previz"), "Transient", False),
        (RateLimited("slow down", provider="previz", retry_after_s=2), "RateLimited", False),
        (Unauthenticated("no such token", provider="previz"), "Unauthenticated", True),
    ],
)
async def test_a_list_that_cannot_be_read_sends_nothing_and_closes_nothing(
    purchases: Purchases,
    provider: ScriptedProvider,
    ledger: Ledger,
    outage: Transient | Unauthenticated,
    kind: str,
    final: bool,
) -> None:
    provider.loses_answers = True
    wanted = attempt()
    await lost(purchases, ledger, wanted)
    provider.outages = [outage]
    refusal = await failure_of(purchases.submit, wanted)
    assert (refusal.type, refusal.non_retryable, len(provider.posts)) == (kind, final, 1)
    entry = await ledger.entry(wanted.key)
    assert (entry.state, entry.money) == (S.UNKNOWN, M.RESERVED)


@given(ends=st.lists(st.sampled_from(["kept", "lost", "swallowed"]), min_size=1, max_size=6), echo=st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_of_many_equal_orders_in_doubt_every_prediction_has_one_row_and_no_row_two(
    hire: Hire, till: Till, ledger: Ledger, ends: list[str], echo: bool
) -> None:
    provider, prompt = ScriptedProvider(), fresh("prompt")
    provider.echoes_webhooks = echo
    account = Account(provider, "http://api/hook" if echo else None, timedelta(0))
    worker = hire(till=Till(accounts={"previz": account}, catalogue=till.catalogue, ledger=ledger))
    orders = [attempt(prompt=prompt) for _ in ends]
    for order, end in zip(orders, ends, strict=True):
        provider.loses_answers, provider.swallows_posts = end == "lost", end == "swallowed"
        if end == "kept":
            await ActivityEnvironment().run(worker.submit, order)
        else:
            assert (await failure_of(worker.submit, order)).type == "SubmissionUnknown"
    provider.loses_answers = provider.swallows_posts = False
    results = await asyncio.gather(
        *(ActivityEnvironment().run(worker.submit, order) for order in orders), return_exceptions=True
    )
    entries = [await ledger.entry(order.key) for order in orders]
    standing = Counter(entry.provider_id for entry in entries if entry.provider_id)
    assert standing == Counter(list(provider.predictions))
    assert len(provider.posts) == len(orders)
    for entry, result in zip(entries, results, strict=True):
        assert (entry.money is M.RELEASED) == (entry.provider_id is None)
        assert isinstance(result, ApplicationError) == (entry.provider_id is None)


def _intent_of(entry: Entry | None) -> Intent:
    intent = sample(f"{fresh('another')}/1", provider="previz")
    return intent if entry is None else intent.model_copy(update={"input": entry.input, "model": entry.model})
