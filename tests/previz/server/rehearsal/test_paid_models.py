"""The paid models by their own names, over HTTP, with media that are real."""

import base64
import io
from decimal import Decimal

import av
import cv2
import httpx
import numpy as np
import pytest

from film.catalogue import Route
from previz.server.rehearsal.catalogue import read_catalogue
from tests.previz.server.running import ended

CATALOGUE = {model.slug: model for model in read_catalogue().models if model.provider == "replicate"}
SEEDANCE, SPEECH = "bytedance/seedance-1-pro", "minimax/speech-02-hd"
CLIP = {"prompt": "a fox", "duration": 2, "resolution": "480p"}


async def created(http: httpx.AsyncClient, slug: str, inputs: dict) -> httpx.Response:
    model = CATALOGUE[slug]
    if model.route is Route.VERSION:
        return await http.post("/v1/predictions", json={"version": model.version, "input": inputs})
    return await http.post(f"/v1/models/{slug}/predictions", json={"input": inputs})


async def made(http: httpx.AsyncClient, slug: str, **inputs: object) -> dict:
    reply = await created(http, slug, inputs)
    assert reply.status_code == 201, reply.text
    prediction = await ended(http, reply.json()["id"])
    assert prediction["status"] == "succeeded", prediction["error"]
    return prediction


async def charged(http: httpx.AsyncClient, prediction_id: str) -> tuple[Decimal, str]:
    lines = (await http.get("/previz/bill")).json()["lines"]
    line = next(line for line in lines if line["id"] == prediction_id)
    return Decimal(line["charged_usd"]), line["why"]


async def film(http: httpx.AsyncClient, url: str) -> tuple[int, int, float, int, bool]:
    """Width, height, rate, frames, and whether it sounds."""
    with av.open(io.BytesIO((await http.get(url)).content)) as container:
        stream = container.streams.video[0]
        frames = sum(1 for _ in container.decode(stream))
        return stream.width, stream.height, float(stream.average_rate or 0), frames, bool(container.streams.audio)


async def sound(http: httpx.AsyncClient, url: str) -> tuple[float, bool]:
    """Seconds, and whether anything can be heard."""
    with av.open(io.BytesIO((await http.get(url)).content)) as container:
        pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
        seconds = sum(frame.shape[-1] for frame in pieces) / container.streams.audio[0].rate
        channels = container.streams.audio[0].channels
        planar = pieces[0].shape[0] == channels
        return seconds / (1 if planar else channels), any(np.abs(piece).max() > 0 for piece in pieces)


async def picture(http: httpx.AsyncClient, url: str) -> np.ndarray:
    data = np.frombuffer((await http.get(url)).content, np.uint8)
    return cv2.imdecode(data, cv2.IMREAD_UNCHANGED)


def data_uri(pixels: np.ndarray) -> str:
    return "data:image/png;base64," + base64.b64encode(cv2.imencode(".png", pixels)[1].tobytes()).decode()


async def test_a_clip_has_the_asked_length_size_and_rate_and_no_sound(http):
    prediction = await made(http, SEEDANCE, **CLIP)
    assert prediction["version"] == "hidden"
    assert await film(http, prediction["output"]) == (854, 480, 24.0, 48, False)
    assert await charged(http, prediction["id"]) == (Decimal("0.06"), "succeeded")


async def test_a_clip_of_a_picture_takes_its_shape(http):
    image = data_uri(np.full((600, 400, 3), 90, np.uint8))
    prediction = await made(http, SEEDANCE, **CLIP, image=image, aspect_ratio="16:9")
    assert (await film(http, prediction["output"]))[:2] == (480, 720)


async def test_a_clip_with_native_sound_sounds_unless_told_not_to(http):
    for generate, sounds in ((True, True), (False, False)):
        inputs = {"prompt": "a", "duration": 4, "resolution": "720p", "generate_audio": generate}
        prediction = await made(http, "google/veo-3.1", **inputs)
        assert (await film(http, prediction["output"])) == (1280, 720, 24.0, 96, sounds)
        assert (await charged(http, prediction["id"]))[0] == (Decimal("1.6") if generate else Decimal("0.8"))


async def test_pictures_come_as_a_list_where_there_can_be_several(http):
    prediction = await made(http, "black-forest-labs/flux-dev", prompt="a", num_outputs=2, output_format="jpg")
    assert len(prediction["output"]) == 2
    first, second = [await picture(http, url) for url in prediction["output"]]
    assert first.shape == (1024, 1024, 3)
    assert not np.array_equal(first, second)
    assert (await charged(http, prediction["id"]))[0] == Decimal("0.05")


@pytest.mark.parametrize("kind", ["webp", "png", "jpg"])
async def test_a_picture_has_the_asked_format_and_says_so(http, kind):
    prediction = await made(http, "black-forest-labs/flux-schnell", prompt="a", output_format=kind)
    reply = await http.get(prediction["output"][0])
    assert reply.headers["content-type"] == f"image/{kind.replace('jpg', 'jpeg')}"


async def test_a_cutout_is_a_png_of_the_same_size_with_its_background_gone(http):
    product = np.full((200, 300, 3), 250, np.uint8)
    cv2.circle(product, (150, 100), 60, (30, 40, 200), -1)
    prediction = await made(http, "851-labs/background-remover", image=data_uri(product), background_type="rgba")
    cut = await picture(http, prediction["output"])
    assert cut.shape == (200, 300, 4)
    assert (cut[100, 150, 3], cut[5, 5, 3]) == (255, 0)


@pytest.mark.parametrize("kind", ["wav", "mp3", "flac"])
async def test_speech_is_as_long_as_its_text_and_can_be_heard(http, kind):
    prediction = await made(http, SPEECH, text="x" * 40, audio_format=kind, speed=1.5)
    seconds, heard = await sound(http, prediction["output"])
    assert seconds == pytest.approx(2.0, abs=0.1)
    assert heard
    assert (await charged(http, prediction["id"]))[0] == Decimal("0.004")


async def test_music_is_as_long_as_asked(http):
    prediction = await made(http, "meta/musicgen", prompt="x", duration=3, output_format="mp3")
    assert (await sound(http, prediction["output"]))[0] == pytest.approx(3, abs=0.1)
    assert prediction["version"] == CATALOGUE["meta/musicgen"].version


@pytest.mark.parametrize(("mode", "seconds"), [("silence", 2.0), ("cut_off", 1.2), ("loop", 1.2)])
async def test_lips_follow_the_length_rule(http, mode, seconds):
    video = (await made(http, SEEDANCE, **CLIP))["output"]
    audio = (await made(http, SPEECH, text="x" * 16, audio_format="wav"))["output"]
    prediction = await made(http, "sync/lipsync-2", video=video, audio=audio, sync_mode=mode)
    width, height, rate, frames, sounds = await film(http, prediction["output"])
    assert (width, height, rate, sounds) == (854, 480, 24.0, True)
    assert frames / rate == pytest.approx(seconds, abs=0.05)
    assert (await charged(http, prediction["id"]))[0] == pytest.approx(
        Decimal(frames) / 24 * Decimal("0.05"), abs=Decimal("0.001")
    )


async def test_a_video_loops_under_a_longer_line(http):
    video = (await made(http, SEEDANCE, **CLIP))["output"]
    audio = (await made(http, SPEECH, text="x" * 40, audio_format="wav"))["output"]
    prediction = await made(http, "sync/lipsync-2", video=video, audio=audio, sync_mode="loop")
    assert (await film(http, prediction["output"]))[3] == 72


async def test_transcribers_hear_what_was_said_each_in_its_own_shape(http):
    line = "I saw one smile."
    audio = (await made(http, SPEECH, text=line, audio_format="wav"))["output"]
    by_segment = (await made(http, "openai/whisper", audio=audio))["output"]
    assert by_segment["transcription"] == line
    by_word = (await made(http, "victor-upmeet/whisperx", audio_file=audio, align_output=True))["output"]
    assert [word["word"] for word in by_word["segments"][0]["words"]] == line.split()
    chunks = (await made(http, "vaibhavs10/incredibly-fast-whisper", audio=audio, timestamp="word"))["output"]
    assert [chunk["text"].strip() for chunk in chunks["chunks"]] == line.split()
    assert chunks["chunks"][-1]["timestamp"][1] == pytest.approx(len(line) * 0.075)
    assert (await made(http, "openai/gpt-4o-transcribe", audio_file=audio))["output"] == line


async def test_a_pinned_model_is_not_served_by_name(http):
    reply = await http.post("/v1/models/meta/musicgen/predictions", json={"input": {"prompt": "x"}})
    assert reply.status_code == 404
    version = CATALOGUE["meta/musicgen"].version
    assert (await http.get(f"/v1/models/meta/musicgen/versions/{version}")).json()["id"] == version
    by_name = await http.post("/v1/predictions", json={"version": "meta/musicgen", "input": {"prompt": "x"}})
    assert by_name.status_code == 422
    full = {"version": f"meta/musicgen:{version}", "input": {"prompt": "x", "duration": 1}}
    assert (await http.post("/v1/predictions", json=full)).status_code == 201


async def test_every_model_shows_the_catalogues_copy_of_its_schema(http):
    for slug, model in CATALOGUE.items():
        told = (await http.get(f"/v1/models/{slug}")).json()
        assert told["is_official"] == (model.route is Route.OFFICIAL)
        schemas = told["latest_version"]["openapi_schema"]["components"]["schemas"]
        assert set(schemas["Input"]["properties"]) == model.takes.names
        for name, described in schemas["Input"]["properties"].items():
            if model.takes.rules[name].one_of:
                assert described["allOf"] == [{"$ref": f"#/components/schemas/{name}"}]
                assert schemas[name]["enum"] == list(model.takes.rules[name].one_of)


@pytest.mark.parametrize(
    ("inputs", "kind", "words"),
    [
        ({}, "required", "prompt is required"),
        ({"prompt": "a", "duration": 13}, "number_lte", "Must be less than or equal to 12"),
        ({"prompt": "a", "duration": "5"}, "invalid_type", "Invalid type. Expected: integer, given: string"),
        ({"prompt": "a", "resolution": "4k"}, "enum", 'must be one of the following: "480p", "720p", "1080p"'),
        ({"prompt": ""}, "string_gte", "String length must be greater than or equal to 1"),
    ],
)
async def test_a_broken_input_is_refused_and_not_billed(http, inputs, kind, words):
    before = (await http.get("/previz/bill")).json()["predictions"]
    reply = await created(http, SEEDANCE, inputs)
    assert reply.status_code == 422
    (field,) = reply.json()["invalid_fields"]
    assert field["type"] == kind
    assert words in field["description"]
    assert (await http.get("/previz/bill")).json()["predictions"] == before


async def test_a_misspelt_input_is_dropped_logged_and_billed(http):
    prediction = await made(http, SEEDANCE, **CLIP, last_frame="x")
    assert "last_frame" in prediction["logs"]
    assert "last_frame" not in prediction["input"]


async def test_an_input_that_cannot_be_fetched_fails_and_names_it(http, server):
    reply = await created(http, SEEDANCE, {**CLIP, "image": f"{server.url}/nothing.png"})
    prediction = await ended(http, reply.json()["id"])
    assert prediction["status"] == "failed"
    assert prediction["error"] == "input.image could not be fetched: HTTP 404"
    assert await charged(http, prediction["id"]) == (Decimal(0), "failed, and failures are free")


async def test_an_input_that_is_no_picture_fails(http):
    text = "data:text/plain;base64," + base64.b64encode(b"not a picture").decode()
    prediction = await ended(http, (await created(http, SEEDANCE, {**CLIP, "image": text})).json()["id"])
    assert (prediction["status"], prediction["error"]) == ("failed", "input.image: cannot identify image file")


async def test_what_is_canceled_while_it_runs_is_charged_and_before_it_is_not(http):
    waiting = (await created(http, SEEDANCE, CLIP)).json()
    await http.post(waiting["urls"]["cancel"])
    assert await charged(http, waiting["id"]) == (Decimal(0), "canceled before it started")
    running = (await created(http, SEEDANCE, CLIP)).json()
    while (await http.get(running["urls"]["get"])).json()["status"] != "processing":
        pass
    await http.post(running["urls"]["cancel"])
    assert await charged(http, running["id"]) == (Decimal("0.06"), "canceled while it ran")


async def test_a_model_billed_by_its_time_costs_its_time(http):
    prediction = await made(http, "meta/musicgen", prompt="x", duration=1)
    expected = Decimal(str(round(prediction["metrics"]["predict_time"], 3))) * Decimal("0.0014")
    assert (await charged(http, prediction["id"]))[0] == expected.quantize(Decimal("0.0001"))
