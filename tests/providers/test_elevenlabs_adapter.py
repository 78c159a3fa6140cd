"""The official ElevenLabs SDK against a server that answers well, badly or not at all."""

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator

import pytest

from film.catalogue import Capability
from film.prices import Usage
from providers.direct import DirectProvider
from providers.elevenlabs_adapter import ElevenLabsAdapter, MissingSdkError
from providers.errors import Exhausted, RateLimited, Rejected, SubmissionUnknown, Transient, Unauthenticated
from tests.previz.server.running import free_port
from tests.providers.models import model_of
from tests.providers.scripted import Reply, ScriptedServer, as_json

SPEECH = model_of(Capability.SPEECH, "elevenlabs/eleven_v3")
MUSIC = model_of(Capability.MUSIC, "elevenlabs/music_v2")
LINE = {"text": "Hi you", "voice_id": "JBFqnCBsd6RMkjVDRZzb", "seed": 7}
SCORE = {"prompt": "calm piano", "seconds": 24.5}
TIMES = {
    "characters": list("Hi you"),
    "character_start_times_seconds": [0.0, 0.1, 0.2, 0.3, 0.4, 0.5],
    "character_end_times_seconds": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
}
WORDS = {"words": [{"text": "Hi", "start_s": 0.0, "end_s": 0.2}, {"text": "you", "start_s": 0.3, "end_s": 0.6}]}


def spoken(**more: object) -> Reply:
    told = {"audio_base64": base64.b64encode(b"ID3 sound").decode(), "alignment": TIMES, "normalized_alignment": None}
    return as_json(told | more, request_id="req_5")


def fault(status: int, code: str, message: str = "no", **headers: str) -> Reply:
    return as_json({"detail": {"status": code, "message": message}}, status, **headers)


@pytest.fixture
async def voices(scripted: ScriptedServer) -> AsyncIterator[DirectProvider]:
    adapter = ElevenLabsAdapter(api_key="secret-key", base_url=scripted.url)
    yield adapter
    await adapter.aclose()


async def test_a_text_is_spoken_and_its_words_are_timed(voices, scripted, tmp_path):
    scripted.replies = [spoken()]
    made = await voices.make(SPEECH, LINE | {"output_format": "mp3_44100_128"}, {}, tmp_path)
    assert made.file is not None
    assert (made.file.read_bytes(), made.content_type, made.request_id) == (b"ID3 sound", "audio/mpeg", "req_5")
    assert made.document == WORDS
    assert made.usage == Usage(characters=6, images=0)
    (heard,) = scripted.heard
    assert heard.path == "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/with-timestamps?output_format=mp3_44100_128"
    assert heard.headers["xi-api-key"] == "secret-key"
    assert json.loads(heard.body) == {"text": "Hi you", "model_id": "eleven_v3", "seed": 7}


async def test_the_times_of_the_normalized_text_will_do(voices, scripted, tmp_path):
    scripted.replies = [spoken(alignment=None, normalized_alignment=TIMES)]
    assert (await voices.make(SPEECH, LINE, {}, tmp_path)).document == WORDS


async def test_speech_without_times_is_speech_all_the_same(voices, scripted, tmp_path):
    scripted.replies = [spoken(alignment=None)]
    made = await voices.make(SPEECH, LINE | {"output_format": "wav_44100"}, {}, tmp_path)
    assert (made.document, made.content_type) == (None, "audio/wav")


@pytest.mark.parametrize("encoded", [None, "", "!!!"])
async def test_an_answer_without_sound_is_rejected_with_what_it_cost(voices, scripted, tmp_path, encoded):
    scripted.replies = [spoken(audio_base64=encoded)]
    with pytest.raises(Rejected) as refused:
        await voices.make(SPEECH, LINE, {}, tmp_path)
    assert (refused.value.code, refused.value.usage) == ("bad_output", Usage(characters=6, images=0))


@pytest.mark.parametrize("voice", ["", "a/b", "../music", "x?y"])
async def test_a_voice_that_is_no_id_is_rejected_before_it_is_sent(voices, scripted, tmp_path, voice):
    with pytest.raises(Rejected):
        await voices.make(SPEECH, LINE | {"voice_id": voice}, {}, tmp_path)
    assert scripted.heard == []


async def test_music_is_composed_to_the_millisecond_by_one_request(voices, scripted, tmp_path):
    data = bytes(range(256)) * 1000
    scripted.replies = [Reply(200, data, {"Content-Type": "audio/mpeg", "song-id": "song_1"})]
    made = await voices.make(MUSIC, SCORE | {"force_instrumental": True}, {}, tmp_path)
    assert made.file is not None
    assert (made.file.read_bytes(), made.content_type, made.request_id) == (data, "audio/mpeg", "song_1")
    assert made.usage == Usage(seconds=24.5, images=0)
    (heard,) = scripted.heard
    assert heard.path == "/v1/music"
    assert json.loads(heard.body) == {
        "prompt": "calm piano",
        "model_id": "music_v2",
        "music_length_ms": 24500,
        "force_instrumental": True,
    }


@pytest.mark.parametrize("reply", [Reply(200, b"", {"Content-Type": "audio/mpeg"}), as_json({"no": "music"})])
async def test_an_answer_without_music_is_rejected_with_what_it_cost(voices, scripted, tmp_path, reply):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await voices.make(MUSIC, SCORE, {}, tmp_path)
    assert (refused.value.code, refused.value.usage) == ("bad_output", Usage(seconds=24.5, images=0))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (fault(401, "quota_exceeded"), Exhausted),
        (as_json({"detail": "pay"}, 402), Exhausted),
        (fault(401, "invalid_api_key"), Unauthenticated),
        (fault(400, "voice_not_found"), Rejected),
        (as_json({"detail": [{"loc": ["body", "text"], "msg": "Field required", "type": "missing"}]}, 422), Rejected),
        (fault(429, "too_many_concurrent_requests", Retry_After="4"), RateLimited),
        (fault(500, "oops"), SubmissionUnknown),
        (Reply(503, b"<html>"), SubmissionUnknown),
        (Reply(drop=True), SubmissionUnknown),
        (Reply(307, headers={"Location": "/elsewhere"}), SubmissionUnknown),
        (Reply(200, b"x", {"Content-Type": "audio/mpeg"}, claims=99), SubmissionUnknown),
    ],
)
@pytest.mark.parametrize(("model", "inputs"), [(SPEECH, LINE), (MUSIC, SCORE)], ids=["speech", "music"])
async def test_each_fault_has_one_meaning_and_is_sent_exactly_once(
    voices, scripted, tmp_path, model, inputs, reply, error
):
    scripted.replies = [reply]
    with pytest.raises(error) as raised:
        await voices.make(model, inputs, {}, tmp_path)
    assert type(raised.value) is error
    assert len(scripted.heard) == 1
    assert "secret-key" not in str(raised.value)


@pytest.mark.parametrize("reply", [Reply(200, b"<html>", {"Content-Type": "text/html"}), as_json(["array"])])
async def test_speech_that_can_not_be_read_stays_unknown(voices, scripted, tmp_path, reply):
    scripted.replies = [reply]
    with pytest.raises(SubmissionUnknown):
        await voices.make(SPEECH, LINE, {}, tmp_path)


@pytest.mark.parametrize(
    ("reply", "code", "reason"),
    [
        (fault(400, "voice_not_found", "No such voice."), "voice_not_found", "No such voice."),
        (fault(400, "bad_prompt", "Against our terms."), "content", "Against our terms."),
        (fault(400, "model_not_found", "eleven_v1"), "retired", "the model is retired or unknown: eleven_v1"),
        (
            as_json({"detail": [{"loc": ["body", "text"], "msg": "Field required", "type": "missing"}]}, 422),
            "invalid_request",
            "text: Field required",
        ),
    ],
)
async def test_a_refusal_is_named_for_its_cause(voices, scripted, tmp_path, reply, code, reason):
    scripted.replies = [reply]
    with pytest.raises(Rejected) as refused:
        await voices.make(SPEECH, LINE, {}, tmp_path)
    assert (refused.value.code, refused.value.reason) == (code, reason)


async def test_a_server_that_is_not_there_has_sold_nothing(tmp_path):
    adapter = ElevenLabsAdapter(api_key="k", base_url=f"http://127.0.0.1:{free_port()}")
    for model, inputs in ((SPEECH, LINE), (MUSIC, SCORE)):
        with pytest.raises(Transient):
            await adapter.make(model, inputs, {}, tmp_path)
    await adapter.aclose()


@pytest.mark.parametrize(("model", "inputs"), [(SPEECH, LINE), (MUSIC, SCORE)], ids=["speech", "music"])
async def test_a_call_without_an_answer_is_given_up_after_its_time_and_stays_unknown(
    voices, scripted, tmp_path, model, inputs
):
    scripted.replies = [Reply(never=True)]
    hasty = model.model_copy(update={"max_s": 0.3, "typical_s": 0.1})
    async with asyncio.timeout(5):
        with pytest.raises(SubmissionUnknown):
            await voices.make(hasty, inputs, {}, tmp_path)


async def test_other_work_is_rejected_before_anything_is_sent(voices, scripted, tmp_path):
    with pytest.raises(Rejected, match="does not do still"):
        await voices.make(model_of(Capability.STILL), {}, {}, tmp_path)
    assert scripted.heard == []


def test_without_its_sdk_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "elevenlabs.client", None)
    with pytest.raises(MissingSdkError, match=r"pip install 'reelwright\[elevenlabs\]'"):
        ElevenLabsAdapter(api_key="k")


async def test_importing_the_adapter_does_not_import_the_sdk():
    script = "import sys, providers.elevenlabs_adapter; sys.exit('elevenlabs' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script)
    assert await process.wait() == 0
