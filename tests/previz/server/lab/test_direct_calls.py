"""What can go wrong with calls that answer at once, seen through the SDKs."""

import time

import openai
import pytest
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError
from openai import AsyncOpenAI
from pydantic import BaseModel, ValidationError

from film.brief import Brief, Mode
from film.plan import PlannedFilm
from film.planning import plan_request
from tests.previz.server.lab.bench import Bench

REQUEST = plan_request(Brief(prompt="A lighthouse keeper and a lost whale", mode=Mode.STORY, duration_s=24))
ASK = [{"role": "user", "content": REQUEST.model_dump_json()}]


class Answer(BaseModel):
    words: list[str]


@pytest.fixture
def client(bench: Bench) -> AsyncOpenAI:
    return AsyncOpenAI(api_key="sk-test", base_url=f"{bench.server.url}/v1", max_retries=0)


async def film(client: AsyncOpenAI) -> PlannedFilm | None:
    answer = await client.chat.completions.parse(model="gpt-6-luna", messages=ASK, response_format=PlannedFilm)
    return answer.choices[0].message.parsed


async def test_a_refusal_is_a_message_of_its_own(bench: Bench, client):
    await bench.rule(fault="refusal")
    answer = await client.chat.completions.parse(model="m", messages=ASK, response_format=Answer)
    message = answer.choices[0].message
    assert message.parsed is None
    assert "can't assist" in message.refusal
    assert message.content is None


async def test_an_answer_can_be_cut_off_and_is_billed(bench: Bench, client):
    before = len(await bench.lines())
    await bench.rule(fault="length")
    with pytest.raises(openai.LengthFinishReasonError):
        await film(client)
    assert len(await bench.lines()) == before + 1


async def test_an_answer_can_be_filtered(bench: Bench, client):
    await bench.rule(fault="content_filter", on="chat")
    with pytest.raises(openai.ContentFilterFinishReasonError):
        await film(client)


@pytest.mark.parametrize("fault", ["broken_json", "fenced_json"])
async def test_an_answer_can_be_json_that_cannot_be_parsed(bench: Bench, client, fault):
    await bench.rule(fault=fault)
    with pytest.raises(ValidationError):
        await film(client)


async def test_an_answer_can_keep_its_schema_and_break_the_rules(bench: Bench, client):
    await bench.rule(fault="rule_breaking")
    assert len((await film(client)).scenes) == REQUEST.scene_count - 1


async def test_an_answer_can_be_scripted(bench: Bench, client):
    await bench.rule(fault="scripted", text='{"words": ["one"]}')
    answer = await client.chat.completions.parse(model="m", messages=ASK, response_format=Answer)
    assert answer.choices[0].message.parsed == Answer(words=["one"])


async def test_a_response_can_be_refused_or_incomplete(bench: Bench, client):
    await bench.rule(on="responses", fault="refusal", nth=[1])
    await bench.rule(on="responses", fault="content_filter", nth=[2])
    refused = await client.responses.parse(model="m", input="x", text_format=Answer)
    assert refused.output_parsed is None
    assert refused.output[0].content[0].type == "refusal"
    cut = await client.responses.create(model="m", input="x")
    assert (cut.status, cut.incomplete_details.reason) == ("incomplete", "content_filter")


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("error_401", openai.AuthenticationError, "invalid_api_key"),
        ("error_404", openai.NotFoundError, "model_not_found"),
        ("error_429", openai.RateLimitError, "rate_limit_exceeded"),
        ("error_429_quota", openai.RateLimitError, "insufficient_quota"),
        ("error_500", openai.InternalServerError, None),
    ],
)
async def test_an_error_has_openais_words_and_costs_nothing(bench: Bench, client, fault, error, code):
    before = len(await bench.lines())
    await bench.rule(on="chat", fault=fault)
    with pytest.raises(error) as refused:
        await film(client)
    assert refused.value.code == code
    assert len(await bench.lines()) == before


async def test_a_500_can_be_followed_by_success(bench: Bench, client):
    await bench.rule(on="chat", fault="error_500", nth=[1])
    assert await film(client.with_options(max_retries=1)) is not None


async def test_an_answer_that_is_lost_is_billed_once_for_every_try(bench: Bench, client):
    before = len(await bench.lines())
    await bench.rule(on="chat", fault="accept_then_drop")
    with pytest.raises(openai.APIConnectionError):
        await film(client.with_options(max_retries=2))
    assert len(await bench.lines()) == before + 3


async def test_an_answer_can_come_too_late(bench: Bench, client):
    await bench.rule(on="chat", fault="slow", seconds=5)
    began = time.monotonic()
    with pytest.raises(openai.APITimeoutError):
        await film(client.with_options(timeout=0.5))
    assert time.monotonic() - began < 3


async def test_a_picture_can_be_blocked(bench: Bench, client):
    await bench.rule(on="images", fault="content_filter")
    with pytest.raises(openai.BadRequestError) as refused:
        await client.images.generate(model="gpt-image-2", prompt="x")
    assert refused.value.code == "moderation_blocked"


async def test_moderation_speech_and_transcription_can_fail(bench: Bench, client):
    for on in ("moderation", "speech", "transcription"):
        await bench.rule(on=on, fault="error_503")
    with pytest.raises(openai.InternalServerError):
        await client.moderations.create(input="x")
    with pytest.raises(openai.InternalServerError):
        await client.audio.speech.create(model="m", voice="ash", input="x")
    await bench.http.delete("/previz/lab")
    assert (await client.moderations.create(input="x")).results


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("error_402", 401, "quota_exceeded"),
        ("error_429", 429, "too_many_concurrent_requests"),
        ("error_500", 500, "internal_error"),
    ],
)
async def test_elevenlabs_refuses_in_its_own_words(bench: Bench, fault, status, code):
    await bench.rule(on="speech", model="eleven_*", fault=fault)
    client = AsyncElevenLabs(api_key="xi-test", base_url=bench.server.url)
    with pytest.raises(ApiError) as refused:
        await client.text_to_speech.convert_with_timestamps(
            "voice", text="x", model_id="eleven_v3", request_options={"max_retries": 0}
        )
    assert (refused.value.status_code, refused.value.body["detail"]["status"]) == (status, code)
