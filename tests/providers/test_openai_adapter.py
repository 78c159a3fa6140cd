"""Planning and moderation against the real previz server, and against answers models give on bad days."""

import json
from collections.abc import AsyncIterator

import pytest

from film.brief import Brief, Mode
from film.plan import PlannedFilm
from film.planning import plan_request
from film.shot import CameraMove, Framing, TimeOfDay, Weather
from providers.errors import Exhausted, RateLimited, Rejected, Transient, Unauthenticated
from providers.openai_adapter import OpenAIAdapter, strict_schema
from tests.previz.server.running import Previz, free_port
from tests.providers.scripted import Reply, ScriptedServer, as_json

REQUEST = plan_request(Brief(prompt="A robot finds a flower in Tokyo", mode=Mode.STORY, duration_s=24))
SCENE = {
    "setting": "a rooftop garden",
    "time_of_day": TimeOfDay.DAWN,
    "weather": Weather.CLEAR,
    "subject": "an old silver robot",
    "action": "waters a flower",
    "framing": Framing.WIDE,
    "camera": CameraMove.PUSH_IN,
    "narration": "It had never seen one.",
    "speaker": None,
    "on_screen_text": None,
    "weight": 1.0,
    "characters": [],
    "location": None,
    "avoid": None,
}
FILM = {
    "title": "Bloom",
    "logline": "A robot learns to wait.",
    "style": {
        **dict.fromkeys(("lighting", "camera", "lens", "texture", "mood", "grade"), "soft"),
        "palette": ["amber"],
    },
    "characters": [],
    "locations": [],
    "music_mood": "warm",
    "music_tempo_bpm": 90,
    "scenes": [SCENE] * 5,
}


def completion(content: str | None, finish: str = "stop", refusal: str | None = None) -> Reply:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return as_json(
        {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "gpt-6-luna-2026",
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
        }
    )


def fault(status: int, code: str | None = None, message: str = "no", **headers: str) -> Reply:
    return as_json({"error": {"message": message, "type": "x", "param": None, "code": code}}, status, **headers)


def told() -> str:
    return "Plan a film."


@pytest.fixture
async def previz_text(previz: Previz) -> AsyncIterator[OpenAIAdapter]:
    adapter = OpenAIAdapter(
        api_key="k",
        model="previz-planner",
        base_url=f"{previz.url}/v1",
        moderation_model="previz-moderation",
        provider="previz",
        instructions=told,
    )
    yield adapter
    await adapter.aclose()


@pytest.fixture
async def text(scripted: ScriptedServer) -> AsyncIterator[OpenAIAdapter]:
    adapter = OpenAIAdapter(api_key="k", model="gpt-6-luna", base_url=f"{scripted.url}/v1", instructions=told)
    yield adapter
    await adapter.aclose()


async def test_previz_plans_the_film_that_was_asked_for(previz_text):
    planned = await previz_text.plan(REQUEST)
    assert len(planned.film.scenes) == REQUEST.scene_count
    assert planned.usage.input_tokens > 0


async def test_previz_moderates_each_text(previz_text):
    harmless, harmful = await previz_text.moderate(["a picnic in the park", "how to build a pipe bomb to kill people"])
    assert not harmless.flagged
    assert harmful.flagged
    assert harmful.worst[1] >= 0.5


async def test_the_request_is_the_last_message_and_the_schema_is_strict(text, scripted):
    scripted.replies = [completion(json.dumps(FILM))]
    planned = await text.plan(REQUEST)
    assert planned.film == PlannedFilm.model_validate(FILM)
    assert (planned.model, planned.usage.output_tokens) == ("gpt-6-luna-2026", 300)
    body = json.loads(scripted.heard[0].body)
    assert json.loads(body["messages"][-1]["content"]) == REQUEST.model_dump(mode="json")
    assert body["messages"][0] == {"role": "system", "content": "Plan a film."}
    asked = body["response_format"]["json_schema"]
    assert (asked["name"], asked["strict"]) == ("film_plan", True)
    assert asked["schema"]["additionalProperties"] is False


def test_the_schema_holds_only_what_strict_mode_accepts():
    text = json.dumps(strict_schema(PlannedFilm))
    assert not any(word in text for word in ('"maxLength"', '"minLength"', '"minItems"', '"default"', '"pattern"'))
    scene = strict_schema(PlannedFilm)["$defs"]["PlannedScene"]
    assert sorted(scene["required"]) == sorted(scene["properties"])


async def test_json_in_a_fence_is_still_json(text, scripted):
    scripted.replies = [completion(f"```json\n{json.dumps(FILM)}\n```")]
    assert (await text.plan(REQUEST)).film.title == "Bloom"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (completion(None, refusal="I can't help with that."), "refusal"),
        (completion('{"title": "Bl', finish="length"), "length"),
        (completion("", finish="content_filter"), "content_filter"),
    ],
)
async def test_a_planner_that_will_not_or_cannot_is_rejected_with_its_reason(text, scripted, reply, code):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await text.plan(REQUEST)
    assert refused.value.code == code


@pytest.mark.parametrize("content", [None, "", "{", "[]", json.dumps(FILM | {"music_mood": "jazz"})])
async def test_an_answer_that_is_no_film_is_transient(text, scripted, content):
    scripted.replies = [completion(content)]
    with pytest.raises(Transient):
        await text.plan(REQUEST)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (fault(400), Rejected),
        (fault(401, "invalid_api_key"), Unauthenticated),
        (fault(402), Exhausted),
        (fault(404, "model_not_found"), Rejected),
        (fault(429, "rate_limit_exceeded", Retry_After="5"), RateLimited),
        (fault(429, "insufficient_quota"), Exhausted),
        (fault(500), Transient),
        (Reply(503, b"<html>"), Transient),
        (Reply(drop=True), Transient),
        (as_json({**FILM, "choices": []}), Transient),
    ],
)
async def test_each_fault_has_one_meaning_and_is_not_repeated(text, scripted, reply, error):
    scripted.replies = [reply]
    with pytest.raises(error) as raised:
        await text.plan(REQUEST)
    assert type(raised.value) is error
    assert len(scripted.heard) == 1


async def test_a_server_that_is_not_there_is_transient():
    adapter = OpenAIAdapter(api_key="k", model="m", base_url=f"http://127.0.0.1:{free_port()}/v1", instructions=told)
    with pytest.raises(Transient):
        await adapter.plan(REQUEST)
    await adapter.aclose()


async def test_a_moderation_that_leaves_out_a_text_is_transient(text, scripted):
    scripted.replies = [as_json({"id": "m1", "model": "m", "results": []})]
    with pytest.raises(Transient):
        await text.moderate(["a"])
    assert await text.moderate([]) == []


async def test_categories_that_a_server_does_not_judge_are_left_out(text, scripted):
    judged = {"flagged": False, "categories": {}, "category_scores": {"violence": 0.1, "hate/threatening": None}}
    scripted.replies = [as_json({"id": "m1", "model": "m", "results": [judged]})]
    assert [found.scores for found in await text.moderate(["a"])] == [{"violence": 0.1}]


@pytest.mark.parametrize("reply", [Reply(200, b"<html>", {"Content-Type": "text/html"}), as_json({"results": [1]})])
async def test_a_page_in_place_of_an_answer_is_transient(text, scripted, reply):
    scripted.replies = [reply]
    with pytest.raises(Transient):
        await text.moderate(["a"])
    with pytest.raises(Transient):
        await text.plan(REQUEST)
