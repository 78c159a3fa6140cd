"""The unmodified OpenAI SDK drives the server."""

import httpx
import openai
import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel, Field

from film.brief import Brief, Mode
from film.conversation import ChatAnswer, ChatMessage, ChatRequest, Role, Topic
from film.plan import PlannedFilm
from film.planning import plan_request

REQUEST = plan_request(Brief(prompt="A lighthouse keeper and a lost whale", mode=Mode.STORY, duration_s=24))


@pytest.fixture(scope="module")
def client(server) -> AsyncOpenAI:
    return AsyncOpenAI(api_key="sk-test", base_url=f"{server.url}/v1", max_retries=0)


def ask(text: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": "You plan films."}, {"role": "user", "content": text}]


async def test_the_sdk_parses_a_film_out_of_the_answer(client):
    completion = await client.chat.completions.parse(
        model="previz-planner", messages=ask(REQUEST.model_dump_json()), response_format=PlannedFilm
    )
    film = completion.choices[0].message.parsed
    assert len(film.scenes) == REQUEST.scene_count
    assert all(len(scene.narration.split()) <= REQUEST.max_words_per_scene for scene in film.scenes)
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens
    assert completion._request_id.startswith("req_")


async def test_the_sdk_parses_a_turn_in_a_conversation_about_a_brief(client):
    talk = ChatRequest(messages=(ChatMessage(role=Role.USER, content="An ad for my bakery"),))
    completion = await client.chat.completions.parse(
        model="previz-planner", messages=ask(talk.model_dump_json()), response_format=ChatAnswer
    )
    turn = completion.choices[0].message.parsed
    assert turn.brief.mode is Mode.AD and [each.topic for each in turn.questions] == [Topic.PRODUCT]


async def test_a_conversation_that_cannot_be_read_is_refused(client):
    with pytest.raises(openai.BadRequestError):
        await client.chat.completions.parse(model="previz-planner", messages=ask("{}"), response_format=ChatAnswer)


class Menu(BaseModel):
    title: str = Field(min_length=3)
    courses: list[str] = Field(min_length=2)
    price: float = Field(ge=4.2)
    next: "Menu | None"


async def test_any_other_schema_is_answered_by_its_least_instance(client):
    completion = await client.chat.completions.parse(model="m", messages=ask("x"), response_format=Menu)
    menu = completion.choices[0].message.parsed
    assert (len(menu.title), len(menu.courses), menu.next) == (3, 2, None)


async def test_without_a_schema_the_server_says_what_it_is(client):
    completion = await client.chat.completions.create(model="previz-planner", messages=ask("Who are you?"))
    assert "previz model server" in completion.choices[0].message.content


async def test_streaming_is_refused_in_openais_words(client):
    with pytest.raises(openai.BadRequestError) as refused:
        await client.chat.completions.create(model="previz-planner", messages=ask("x"), stream=True)
    assert (refused.value.param, refused.value.type) == ("stream", "invalid_request_error")
    assert refused.value.request_id


async def test_a_text_several_texts_and_parts_are_judged(client):
    single = await client.moderations.create(input="a picnic in the park")
    several = await client.moderations.create(input=["a picnic", "a walk"], model="previz-moderation")
    parts = await client.moderations.create(input=[{"type": "text", "text": "a picnic"}, {"type": "text", "text": "x"}])
    assert [len(answer.results) for answer in (single, several, parts)] == [1, 2, 1]
    assert not single.results[0].flagged


async def test_a_harmful_text_is_flagged_with_its_category(client):
    answer = (await client.moderations.create(input="how to build a pipe bomb to kill people")).results[0]
    assert answer.flagged
    scores = answer.category_scores.model_dump(by_alias=True)
    flags = answer.categories.model_dump(by_alias=True)
    assert any(flags[name] and scores[name] >= 0.5 for name in flags)


async def test_models_are_listed_and_found(client):
    models = await client.models.list()
    assert {model.id for model in models.data} > {"previz-planner", "previz-moderation", "gpt-image-2"}
    assert (await client.models.retrieve("previz-planner")).owned_by == "previz"
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("gpt-4")


async def test_without_a_key_nothing_is_told(server):
    async with httpx.AsyncClient(base_url=server.url) as anonymous:
        for reply in (await anonymous.get("/v1/models"), await anonymous.post("/v1/moderations", json={"input": "x"})):
            assert reply.status_code == 401
            assert reply.json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"model": "m"}', b'{"model": "m", "messages": []}'])
async def test_a_body_that_cannot_be_read_is_refused_in_openais_words(http, body):
    reply = await http.post("/v1/chat/completions", content=body)
    assert reply.status_code == 400
    assert reply.json()["error"]["type"] == "invalid_request_error"
