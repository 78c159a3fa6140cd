"""Direct calls in OpenAI's dialect, against a server that answers well, badly or not at all."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from film.catalogue import Capability, Makes
from film.plan import PlannedFilm
from film.prices import Usage
from providers.direct import DirectProvider
from providers.errors import Exhausted, NotFound, RateLimited, Rejected, SubmissionUnknown, Transient, Unauthenticated
from providers.openai_adapter import strict_schema
from providers.openai_direct import OpenAIDirect
from store.catalogue import load_catalogue
from tests.previz.server.running import Previz, free_port
from tests.providers.models import model_of
from tests.providers.scripted import Reply, ScriptedServer, as_json
from tests.providers.test_openai_adapter import REQUEST

PNG, JPEG = b"\x89PNG\r\n\x1a\n rest", b"\xff\xd8\xff\xe0 rest"
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}
QUESTION = {"messages": [{"role": "user", "content": "count"}], "schema_name": "count", "schema": SCHEMA}
STILL, PLAN = model_of(Capability.STILL), model_of(Capability.PLAN)


def pictures(*data: bytes) -> Reply:
    rows = [{"b64_json": base64.b64encode(each).decode()} for each in data]
    return as_json(
        {"created": 1, "data": rows, "usage": {"input_tokens": 20, "output_tokens": 400}}, X_Request_Id="req_7"
    )


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Reply:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return as_json(
        {
            "id": "chatcmpl-1",
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
            "usage": {"prompt_tokens": 30, "completion_tokens": 5, "total_tokens": 35},
        }
    )


def fault(status: int, code: str | None = None, message: str = "no", **headers: str) -> Reply:
    return as_json({"error": {"message": message, "type": "x", "param": None, "code": code}}, status, **headers)


@pytest.fixture
async def direct(scripted: ScriptedServer) -> AsyncIterator[DirectProvider]:
    provider = OpenAIDirect(api_key="secret-key", base_url=f"{scripted.url}/v1")
    yield provider
    await provider.aclose()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "line.mp3"
    path.write_bytes(b"sound")
    return path


async def test_a_picture_is_drawn_from_a_prompt(direct, scripted, tmp_path):
    scripted.replies = [pictures(PNG)]
    made = await direct.make(
        STILL, {"prompt": "a fox", "width": 1536, "height": 864, "quality": "low", "n": 1}, {}, tmp_path
    )
    assert made.file is not None
    assert (made.file.read_bytes(), made.content_type, made.file.parent) == (PNG, "image/png", tmp_path)
    assert (made.request_id, made.document) == ("req_7", None)
    assert made.usage == Usage(images=1, input_tokens=20, output_tokens=400)
    (heard,) = scripted.heard
    assert (heard.path, heard.headers["authorization"]) == ("/v1/images/generations", "Bearer secret-key")
    assert json.loads(heard.body) == {
        "model": "some-model",
        "prompt": "a fox",
        "size": "1536x864",
        "quality": "low",
        "n": 1,
    }


async def test_several_pictures_are_all_kept(direct, scripted, tmp_path):
    scripted.replies = [pictures(JPEG, PNG)]
    made = await direct.make(STILL, {"prompt": "a fox", "n": 2}, {}, tmp_path)
    assert (made.content_type, made.usage.images) == ("image/jpeg", 2)
    assert made.document == {"files": ["picture-1.jpg", "picture-2.png"]}
    assert (tmp_path / "picture-2.png").read_bytes() == PNG


async def test_a_model_that_draws_and_edits_edits_when_pictures_come(direct, scripted, tmp_path):
    model = load_catalogue().known("openai/gpt-image-2.5-flare")
    files = {name: tmp_path / f"{name}.png" for name in ("image", "image-references")}
    for path in files.values():
        path.write_bytes(PNG)
    scripted.replies = [pictures(PNG), pictures(PNG)]
    inputs = model.arguments(prompt="a fox", aspect="16:9", quality="draft")
    await direct.make(model, inputs, files, tmp_path)
    await direct.make(model, inputs, {}, tmp_path)
    edited, drawn = scripted.heard
    assert (edited.path, drawn.path) == ("/v1/images/edits", "/v1/images/generations")
    assert edited.body.count(b'name="image[]"') == 2
    assert json.loads(drawn.body) == {
        "model": "gpt-image-2.5-flare",
        "prompt": "a fox",
        "size": "1792x1008",
        "quality": "low",
        "n": 1,
        "output_format": "png",
    }


async def test_a_picture_is_edited_by_several_others_and_a_mask(direct, scripted, tmp_path):
    files = {name: tmp_path / f"{name}.png" for name in ("image", "mask", "style")}
    for name, path in files.items():
        path.write_bytes(f"<{name}>".encode())
    scripted.replies = [pictures(PNG)]
    inputs = {"prompt": "at night", "image": "assets/a.png", "mask": "x", "style": "y", "model": "gpt-image-2"}
    made = await direct.make(model_of(Capability.EDIT, "openai/gpt-image-2-edit"), inputs, files, tmp_path)
    assert made.content_type == "image/png"
    (heard,) = scripted.heard
    assert heard.path == "/v1/images/edits"
    assert heard.headers["content-type"].startswith("multipart/form-data")
    parts = heard.body.decode().split("Content-Disposition: form-data; ")
    named = {part.split("\r\n")[0]: part.split("\r\n\r\n")[1].split("\r\n")[0] for part in parts[1:]}
    assert named == {
        'name="model"': "gpt-image-2",
        'name="prompt"': "at night",
        'name="image[]"; filename="image.png"': "<image>",
        'name="image[]"; filename="style.png"': "<style>",
        'name="mask"; filename="mask.png"': "<mask>",
    }
    assert heard.body.index(b"<image>") < heard.body.index(b"<style>")


@pytest.mark.parametrize(
    "data", [[], None, [{"url": "https://x/y.png"}], [{"b64_json": "!!!"}], [{"b64_json": "aGk="}]]
)
async def test_an_answer_without_a_picture_is_rejected_with_what_it_cost(direct, scripted, tmp_path, data):
    scripted.replies = [as_json({"data": data, "usage": {"input_tokens": 20, "output_tokens": 400}})]
    with pytest.raises(Rejected) as refused:
        await direct.make(STILL, {"prompt": "a fox"}, {}, tmp_path)
    assert refused.value.code == "bad_output"
    assert refused.value.usage == Usage(images=0, input_tokens=20, output_tokens=400)


async def test_a_call_that_the_server_does_not_name_gets_a_name_of_its_own(direct, scripted, tmp_path):
    scripted.replies = [as_json({"data": [{"b64_json": base64.b64encode(PNG).decode()}]})]
    names = {(await direct.make(STILL, {"prompt": "a fox"}, {}, tmp_path)).request_id for _ in range(2)}
    assert len(names) == 2


async def test_a_text_is_spoken(direct, scripted, tmp_path):
    scripted.replies = [Reply(200, b"ID3 sound", {"Content-Type": "audio/mpeg", "X-Request-Id": "req_9"})]
    inputs = {"input": "Hello there", "voice": "nova", "instructions": "calm", "response_format": "mp3"}
    made = await direct.make(model_of(Capability.SPEECH), inputs, {}, tmp_path)
    assert made.file is not None
    assert (made.file.read_bytes(), made.content_type, made.request_id) == (b"ID3 sound", "audio/mpeg", "req_9")
    assert (made.usage.characters, made.document) == (11, None)
    (heard,) = scripted.heard
    assert heard.path == "/v1/audio/speech"
    assert json.loads(heard.body) == {"model": "some-model", **inputs}


@pytest.mark.parametrize(
    "reply", [Reply(200, b"", {"Content-Type": "audio/mpeg"}), Reply(200, b"<h1>", {"Content-Type": "text/html"})]
)
async def test_an_answer_without_sound_is_rejected_with_what_it_cost(direct, scripted, tmp_path, reply):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await direct.make(model_of(Capability.SPEECH), {"input": "Hello", "voice": "nova"}, {}, tmp_path)
    assert refused.value.usage is not None
    assert refused.value.usage.characters == 5


WORDS = [{"word": " Hello", "start": 0.1, "end": 0.5}, {"word": "there", "start": 0.5, "end": 0.9}]
TIMED = [{"text": "Hello", "start_s": 0.1, "end_s": 0.5}, {"text": "there", "start_s": 0.5, "end_s": 0.9}]


async def test_a_transcript_has_its_words_times_where_the_model_gives_them(direct, scripted, tmp_path, sound):
    scripted.replies = [
        as_json({"text": "Hello there ", "words": WORDS, "usage": {"type": "duration", "seconds": 2}, "duration": 1.5})
    ]
    model = model_of(Capability.TRANSCRIBE, "openai/whisper-1", makes=Makes(word_times=True))
    made = await direct.make(model, {"file": "assets/line.mp3", "language": "en"}, {"file": sound}, tmp_path)
    assert made.document == {"words": TIMED, "text": "Hello there"}
    assert (made.file, made.usage.seconds) == (None, 2)
    (heard,) = scripted.heard
    assert heard.path == "/v1/audio/transcriptions"
    for name, value in {"model": "whisper-1", "language": "en", "response_format": "verbose_json"}.items():
        assert f'name="{name}"\r\n\r\n{value}\r\n'.encode() in heard.body
    assert b'name="timestamp_granularities[]"\r\n\r\nword\r\n' in heard.body
    assert b'name="file"; filename="line.mp3"\r\nContent-Type: audio/mpeg\r\n\r\nsound\r\n' in heard.body


async def test_words_that_come_by_segments_are_words_all_the_same(direct, scripted, tmp_path, sound):
    segments = [{"id": 0, "words": WORDS[:1]}, {"id": 1, "words": [*WORDS[1:], {"word": "lost"}, "odd"]}, {"id": 2}]
    scripted.replies = [as_json({"text": "Hello there", "segments": segments, "duration": 1.5})]
    made = await direct.make(model_of(Capability.TRANSCRIBE), {}, {"file": sound}, tmp_path)
    assert made.document == {"words": TIMED, "text": "Hello there"}
    assert made.usage.seconds == 1.5


async def test_a_model_without_word_times_is_not_asked_for_them(direct, scripted, tmp_path, sound):
    scripted.replies = [as_json({"text": "Hello"})]
    made = await direct.make(model_of(Capability.TRANSCRIBE), {}, {"file": sound}, tmp_path)
    assert made.document == {"words": [], "text": "Hello"}
    assert b"granularities" not in scripted.heard[0].body
    assert b"verbose_json" not in scripted.heard[0].body


async def test_a_question_is_answered_with_json_of_its_schema(direct, scripted, tmp_path):
    scripted.replies = [completion('```json\n{"n": 3}\n```')]
    made = await direct.make(PLAN, QUESTION | {"reasoning_effort": "low"}, {}, tmp_path)
    assert (made.document, made.request_id, made.file) == ({"n": 3}, "chatcmpl-1", None)
    assert made.usage == Usage(images=0, input_tokens=30, output_tokens=5)
    (heard,) = scripted.heard
    assert heard.path == "/v1/chat/completions"
    assert json.loads(heard.body) == {
        "model": "some-model",
        "messages": QUESTION["messages"],
        "reasoning_effort": "low",
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "count", "strict": True, "schema": SCHEMA},
        },
    }


async def test_an_answer_that_is_not_json_is_the_text_it_is(direct, scripted, tmp_path):
    scripted.replies = [completion('{"n"')]
    made = await direct.make(PLAN, QUESTION, {}, tmp_path)
    assert made.document == '{"n"' and made.usage == Usage(images=0, input_tokens=30, output_tokens=5)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (completion(None, refusal="I can't help with that."), "refusal"),
        (completion('{"n"', finish="length"), "length"),
        (completion("", finish="content_filter"), "content_filter"),
        (completion(None), "bad_output"),
        (as_json({"choices": [], "usage": {"prompt_tokens": 30, "completion_tokens": 5}}), "bad_output"),
    ],
)
async def test_an_answer_of_no_use_is_rejected_with_what_it_cost(direct, scripted, tmp_path, reply, code):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await direct.make(PLAN, QUESTION, {}, tmp_path)
    assert refused.value.code == code
    assert refused.value.usage == Usage(images=0, input_tokens=30, output_tokens=5)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (fault(400), Rejected),
        (fault(401, "invalid_api_key"), Unauthenticated),
        (fault(402), Exhausted),
        (fault(404), NotFound),
        (fault(429, "rate_limit_exceeded", "see your billing page", Retry_After="5"), RateLimited),
        (fault(429, None, "check your plan and billing details. Please retry in 9s."), RateLimited),
        (fault(429, "insufficient_quota"), Exhausted),
        (fault(400, "billing_hard_limit_reached"), Exhausted),
        (fault(500), SubmissionUnknown),
        (Reply(503, b"<html>"), SubmissionUnknown),
        (Reply(drop=True), SubmissionUnknown),
        (Reply(200, b'{"data"', claims=100), SubmissionUnknown),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), SubmissionUnknown),
        (Reply(200, b"{broken", {"Content-Type": "application/json"}), SubmissionUnknown),
        (as_json(["array"]), SubmissionUnknown),
        (Reply(302, headers={"Location": "/login"}), SubmissionUnknown),
    ],
)
@pytest.mark.parametrize("model", [STILL, PLAN], ids=["still", "plan"])
async def test_each_fault_has_one_meaning_and_is_sent_exactly_once(direct, scripted, tmp_path, model, reply, error):
    scripted.replies = [reply, Reply(200, b"<html>", {"Content-Type": "text/html"})]
    with pytest.raises(error) as raised:
        await direct.make(model, QUESTION | {"prompt": "a fox"}, {}, tmp_path)
    assert type(raised.value) is error
    assert [heard.method for heard in scripted.heard].count("POST") == 1
    assert getattr(raised.value, "usage", None) is None
    assert "secret-key" not in str(raised.value)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (fault(404, "model_not_found", "The model `gpt-4` has been deprecated"), "retired"),
        (fault(403, "model_not_found"), "retired"),
        (fault(404, None, 'model "llama" not found, try pulling it first'), "retired"),
        (fault(400, "moderation_blocked", "Your request was rejected."), "content"),
        (fault(400, "content_policy_violation"), "content"),
        (fault(400, "invalid_value", "size must be divisible by 16"), "invalid_value"),
        (as_json([{"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT"}}], 400), "invalid_request"),
    ],
)
async def test_a_refusal_is_named_for_its_cause(direct, scripted, tmp_path, reply, code):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await direct.make(STILL, {"prompt": "a fox"}, {}, tmp_path)
    assert refused.value.code == code
    assert ("the model is retired or unknown" in refused.value.reason) == (code == "retired")


async def test_the_servers_own_words_are_told(direct, scripted, tmp_path):
    scripted.replies = [fault(400, "invalid_value", "size must be divisible by 16")]
    with pytest.raises(Rejected) as refused:
        await direct.make(STILL, {"prompt": "a fox"}, {}, tmp_path)
    assert refused.value.reason == "size must be divisible by 16"


async def test_a_server_that_is_not_there_has_sold_nothing(tmp_path):
    direct = OpenAIDirect(api_key="k", base_url=f"http://127.0.0.1:{free_port()}/v1")
    with pytest.raises(Transient) as raised:
        await direct.make(STILL, {"prompt": "a fox"}, {}, tmp_path)
    assert type(raised.value) is Transient
    await direct.aclose()


async def test_a_call_without_an_answer_is_given_up_after_its_time_and_stays_unknown(direct, scripted, tmp_path):
    scripted.replies = [Reply(never=True)]
    model = STILL.model_copy(update={"max_s": 0.3, "typical_s": 0.1})
    with pytest.raises(SubmissionUnknown):
        await direct.make(model, {"prompt": "a fox"}, {}, tmp_path)
    assert len(scripted.heard) == 1


async def test_an_answer_that_only_drips_is_given_up_too(direct, tmp_path, monkeypatch):
    monkeypatch.setattr("providers.openai_call._GRACE_S", 0.0)

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.1)
        except ConnectionError:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    slow = OpenAIDirect(api_key="k", base_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1")
    with pytest.raises(SubmissionUnknown, match="in time"):
        await slow.make(STILL.model_copy(update={"max_s": 0.5, "typical_s": 0.1}), {"prompt": "a fox"}, {}, tmp_path)
    await slow.aclose()
    server.close()


@pytest.mark.parametrize("capability", [Capability.MOTION, Capability.LIPSYNC, Capability.CUTOUT, Capability.MUSIC])
async def test_work_of_another_kind_is_rejected_before_anything_is_sent(direct, scripted, tmp_path, capability):
    with pytest.raises(Rejected, match="does not do") as refused:
        await direct.make(model_of(capability), {}, {}, tmp_path)
    assert refused.value.code == "bad_model"
    assert scripted.heard == []


async def test_one_file_is_transcribed_at_a_time(direct, scripted, tmp_path, sound):
    for files in ({}, {"a": sound, "b": sound}):
        with pytest.raises(Rejected):
            await direct.make(model_of(Capability.TRANSCRIBE), {}, files, tmp_path)
    assert scripted.heard == []


async def test_previz_plans_a_film_by_a_direct_call(previz: Previz, tmp_path):
    direct = OpenAIDirect(api_key="k", base_url=f"{previz.url}/v1", provider="previz")
    messages = [
        {"role": "system", "content": "Plan a film."},
        {"role": "user", "content": REQUEST.model_dump_json()},
    ]
    inputs = {
        "messages": messages,
        "schema_name": "film_plan",
        "schema": strict_schema(PlannedFilm),
        "model": "previz-planner",
    }
    made = await direct.make(model_of(Capability.PLAN, "previz/planner"), inputs, {}, tmp_path)
    assert len(PlannedFilm.model_validate(made.document).scenes) == REQUEST.scene_count
    assert made.usage.input_tokens > 0
    await direct.aclose()
