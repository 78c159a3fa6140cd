"""The unmodified ElevenLabs SDK drives the server."""

import base64
import io

import av
import httpx
import pytest
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError

LINE = "I saw one smile."
ONCE = {"max_retries": 0}


@pytest.fixture(scope="module")
def client(server) -> AsyncElevenLabs:
    return AsyncElevenLabs(api_key="xi-test", base_url=server.url)


def seconds_of(sound: bytes) -> float:
    with av.open(io.BytesIO(sound)) as container:
        frames = list(container.decode(audio=0))
        return sum(frame.samples for frame in frames) / frames[0].sample_rate


async def test_speech_comes_with_the_time_of_every_character(client, http):
    reply = await client.text_to_speech.with_raw_response.convert_with_timestamps(
        "JBFqnCBsd6RMkjVDRZzb", text=LINE, model_id="eleven_v3", seed=7, request_options=ONCE
    )
    times = reply.data.alignment
    assert "".join(times.characters) == LINE
    assert times.character_end_times_seconds[-1] == pytest.approx(len(LINE) * 0.075)
    assert seconds_of(base64.b64decode(reply.data.audio_base_64)) == pytest.approx(len(LINE) * 0.075, abs=0.1)
    lines = (await http.get("/previz/bill")).json()["lines"]
    (line,) = [line for line in lines if line["id"] == reply.headers["request-id"]]
    assert (line["model"], line["charged_usd"]) == ("elevenlabs/eleven-v3", "0.0013")


async def test_music_is_exactly_as_long_as_asked(client):
    pieces = client.music.compose(
        prompt="calm", music_length_ms=4000, force_instrumental=True, output_format="mp3_44100_128"
    )
    assert seconds_of(b"".join([piece async for piece in pieces])) == pytest.approx(4, abs=0.1)


async def test_a_text_that_is_missing_is_refused(client):
    with pytest.raises(ApiError) as refused:
        await client.text_to_speech.convert_with_timestamps("voice", text="", request_options=ONCE)
    assert refused.value.status_code == 422


async def test_without_a_key_nothing_is_told(server):
    async with httpx.AsyncClient(base_url=server.url) as anonymous:
        reply = await anonymous.post("/v1/music", json={"prompt": "calm"})
    assert (reply.status_code, reply.json()["detail"]["status"]) == (401, "invalid_api_key")
