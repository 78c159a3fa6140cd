"""The till: accounts, direct providers and models by name, or the reason why there is none."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.exceptions import ApplicationError

from activities.till import Account, Till
from store.ledger import Ledger
from tests.activities.orders import AT_ONCE, CATALOGUE, CLIP, ENDED
from tests.activities.scripted import ScriptedDirect, ScriptedProvider


def test_an_account_without_a_public_address_asks_for_no_webhooks(provider: ScriptedProvider) -> None:
    assert Account(provider).webhook_for("a/1") is None


@given(key=st.text(min_size=1, max_size=60))
def test_every_attempt_has_an_address_that_gives_its_key_back(key: str) -> None:
    url = Account(ScriptedProvider(), "https://studio.example/v1/webhooks/previz").webhook_for(key)
    assert parse_qs(urlsplit(url or "").query, keep_blank_values=True)["attempt"] == [key]


def test_absence_takes_two_minutes_to_prove_unless_said_otherwise(provider: ScriptedProvider) -> None:
    assert Account(provider).absence_proven == timedelta(minutes=2)


def test_accounts_and_direct_providers_are_found_by_name(
    till: Till, provider: ScriptedProvider, direct: ScriptedDirect
) -> None:
    assert till.account("previz").provider is provider
    assert till.direct_provider("direct") is direct


@pytest.mark.parametrize("name", ["replicate", ""])
def test_a_provider_without_credentials_is_named_and_not_tried_again(till: Till, name: str) -> None:
    for find in (till.account, till.direct_provider):
        with pytest.raises(ApplicationError, match=f"No credentials for {name}") as refusal:
            find(name)
        assert (refusal.value.type, refusal.value.non_retryable) == ("Rejected", True)


def test_a_model_that_has_ended_is_refused_with_its_successor(till: Till) -> None:
    with pytest.raises(ApplicationError, match="test/clip") as refusal:
        till.model(ENDED.slug)
    assert (refusal.value.type, refusal.value.non_retryable) == ("Rejected", True)


def test_a_model_that_nobody_knows_is_refused(till: Till) -> None:
    with pytest.raises(ApplicationError, match="not in the catalogue") as refusal:
        till.model("nobody/nothing")
    assert refusal.value.non_retryable


def test_it_is_known_which_models_answer_at_once(ledger: Ledger) -> None:
    till = Till(accounts={}, catalogue=CATALOGUE, ledger=ledger)
    assert [till.answers_at_once(slug) for slug in (AT_ONCE.slug, CLIP.slug, "nobody/nothing")] == [True, False, False]
