"""How the unmodified Replicate SDK meets what the laboratory does to it."""

import httpx
import pydantic.v1
import pytest
from replicate.client import Client
from replicate.exceptions import ModelError, ReplicateError

from tests.previz.server.lab.bench import FOX, STORYBOARD, Bench
from tests.previz.server.running import ended


@pytest.fixture
def client(bench: Bench) -> Client:
    return Client(api_token="r8_test", base_url=bench.server.url)


async def test_a_lost_create_is_raised_and_not_repeated(bench: Bench, client: Client):
    before = len(await bench.lines())
    await bench.rule(fault="accept_then_drop")
    with pytest.raises(httpx.RemoteProtocolError):
        await client.models.predictions.async_create(model=STORYBOARD, input=FOX)
    assert len(await bench.lines()) == before + 1


async def test_an_empty_account_is_told_by_its_status(bench: Bench, client: Client):
    await bench.rule(fault="error_402")
    with pytest.raises(ReplicateError) as refused:
        await client.models.predictions.async_create(model=STORYBOARD, input=FOX)
    assert (refused.value.status, refused.value.title) == (402, "Insufficient credit")


async def test_throttled_reads_are_repeated_behind_our_back(bench: Bench, client: Client):
    prediction = await client.models.predictions.async_create(model=STORYBOARD, input=FOX)
    await bench.rule(on="get", fault="error_429", nth=[1, 2], seconds=0)
    assert (await client.predictions.async_get(prediction.id)).id == prediction.id
    assert await bench.count() == (3, 2)


async def test_an_array_of_errors_is_more_than_the_sdk_can_read(bench: Bench, client: Client):
    await bench.rule(on="create", fault="json_array")
    with pytest.raises(AttributeError):
        await client.models.predictions.async_create(model=STORYBOARD, input=FOX)


async def test_a_failure_is_raised_by_run(bench: Bench, client: Client):
    await bench.rule(fault="fail_content")
    with pytest.raises(ModelError, match="E005"):
        await client.async_run(STORYBOARD, input=FOX)


async def test_aborted_is_a_word_that_the_sdk_does_not_know(bench: Bench, client: Client):
    await bench.rule(fault="aborted")
    prediction = await client.models.predictions.async_create(model=STORYBOARD, input=FOX)
    assert (await ended(bench.http, prediction.id))["status"] == "aborted"
    with pytest.raises(pydantic.v1.ValidationError):
        await client.predictions.async_get(prediction.id)
