"""Pictures, speech and transcripts by the unmodified OpenAI SDK, and what they cost."""

import base64
import io
from decimal import Decimal

import av
import cv2
import numpy as np
import openai
import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel

from film.brief import Brief, Mode
from film.plan import PlannedFilm
from film.planning import plan_request

REQUEST = plan_request(Brief(prompt="A lighthouse keeper and a lost whale", mode=Mode.STORY, duration_s=24))
LINE = "I saw one smile."


@pytest.fixture(scope="module")
def client(server) -> AsyncOpenAI:
    return AsyncOpenAI(api_key="sk-test", base_url=f"{server.url}/v1", max_retries=0)


def pixels(encoded: str) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), cv2.IMREAD_UNCHANGED)


def seconds_of(sound: bytes, **options: object) -> float:
    with av.open(io.BytesIO(sound), **options) as container:
        frames = list(container.decode(audio=0))
        return sum(frame.samples for frame in frames) / frames[0].sample_rate


async def line_of(http, request_id: str) -> dict:
    lines = (await http.get("/previz/bill")).json()["lines"]
    (line,) = [line for line in lines if line["id"] == request_id]
    return line


async def test_a_response_parses_a_film(client):
    response = await client.responses.parse(
        model="gpt-6-luna", input=REQUEST.model_dump_json(), instructions="You plan films.", text_format=PlannedFilm
    )
    assert response.status == "completed"
    assert len(response.output_parsed.scenes) == REQUEST.scene_count
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens


async def test_a_response_of_parts_parses_any_schema(client):
    class Menu(BaseModel):
        courses: list[str]

    parts = [{"role": "user", "content": [{"type": "input_text", "text": "What is there?"}]}]
    response = await client.responses.parse(model="m", input=parts, text_format=Menu)
    assert response.output_parsed == Menu(courses=[])


async def test_a_text_call_is_on_the_bill_by_its_tokens(client, http):
    completion = await client.chat.completions.create(
        model="gpt-5.5", messages=[{"role": "user", "content": "x" * 4000}]
    )
    line = await line_of(http, completion._request_id)
    used = completion.usage
    expected = (used.prompt_tokens * Decimal(5) + used.completion_tokens * Decimal(30)) / 1_000_000
    assert Decimal(line["charged_usd"]) == expected.quantize(Decimal("0.0001"))
    assert (line["model"], line["status"], line["answer_id"]) == ("openai/gpt-5.5", "succeeded", completion.id)


@pytest.mark.parametrize("size", ["1536x1024", "256x256"])
async def test_a_picture_has_the_asked_size(client, http, size):
    images = await client.images.generate(model="gpt-image-2", prompt="a fox", size=size, quality="low")
    width, height = map(int, size.split("x"))
    assert pixels(images.data[0].b64_json).shape == (height, width, 3)
    assert images.usage.total_tokens == images.usage.input_tokens + images.usage.output_tokens
    assert (await line_of(http, images._request_id))["charged_usd"] == "0.018"


async def test_several_pictures_differ(client):
    images = await client.images.generate(model="m", prompt="a fox", n=2, size="256x256", output_format="jpeg")
    first, second = (pixels(image.b64_json) for image in images.data)
    assert not np.array_equal(first, second)


async def test_an_edit_shows_its_picture_in_the_pictures_shape(client):
    red = np.zeros((120, 200, 3), np.uint8)
    red[..., 2] = 255
    files = [("a.png", cv2.imencode(".png", red)[1].tobytes()), ("b.png", cv2.imencode(".png", red * 0)[1].tobytes())]
    images = await client.images.edit(model="gpt-image-2", image=files, prompt="warmer")
    made = pixels(images.data[0].b64_json)
    assert made.shape == (1024, 1536, 3)
    assert tuple(made[10, 10]) == (0, 0, 255)


@pytest.mark.parametrize("size", ["100x100", "4000x400", "big"])
async def test_a_size_that_is_not_offered_is_refused(client, size):
    with pytest.raises(openai.BadRequestError) as refused:
        await client.images.generate(model="gpt-image-2", prompt="a fox", size=size)
    assert (refused.value.param, refused.value.code) == ("size", "invalid_value")


@pytest.mark.parametrize("kind", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
async def test_speech_is_as_long_as_its_text_in_every_format(client, kind):
    speech = await client.audio.speech.create(
        model="gpt-4o-mini-tts", voice="coral", input="x" * 40, response_format=kind
    )
    raw = {"format": "s16le", "options": {"sample_rate": "24000", "ch_layout": "mono"}} if kind == "pcm" else {}
    assert seconds_of(speech.content, **raw) == pytest.approx(3, abs=0.1)


async def test_speech_is_on_the_bill_by_its_characters(client, http):
    reply = await client.audio.speech.with_raw_response.create(model="tts-1", voice="ash", input="x" * 1000)
    line = await line_of(http, reply.headers["x-request-id"])
    assert (line["model"], line["charged_usd"]) == ("openai/tts-1", "0.015")


async def test_a_transcript_tells_what_was_said_with_the_times_of_its_words(client, http):
    speech = await client.audio.speech.create(model="m", voice="ash", input=LINE, response_format="wav")
    transcript = await client.audio.transcriptions.create(
        model="whisper-1",
        file=("line.wav", speech.content),
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
    )
    assert transcript.text == LINE
    assert [word.word for word in transcript.words] == LINE.split()
    assert transcript.words[-1].end == pytest.approx(transcript.duration)
    assert transcript.segments[0].text == LINE
    assert transcript.usage.type == "duration"
    plain = await client.audio.transcriptions.create(model="whisper-1", file=("line.wav", speech.content))
    assert plain.text == LINE


async def test_a_file_that_is_no_sound_is_refused(client):
    with pytest.raises(openai.BadRequestError):
        await client.audio.transcriptions.create(model="whisper-1", file=("line.wav", b"nothing"))


async def test_models_tell_when_they_end_and_those_that_have_ended_are_gone(client):
    assert (await client.models.retrieve("gpt-6-luna")).shutdown_date is None
    assert (await client.models.retrieve("whisper-1")).shutdown_date == "2027-02-26"
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("gpt-3.5-turbo")
